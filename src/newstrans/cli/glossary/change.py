"""newstrans glossary add, edit, deprecate, remove"""

from __future__ import annotations

from pathlib import Path

import click

from newstrans.cli.glossary.common import carry_out, dry_run_option, json_option, shelf
from newstrans.cli.setup import glossary_option
from newstrans.glossary.entry import KINDS, STATUSES


@click.command()
@click.argument("concept", metavar="ID")
@click.option("--kind", required=True, type=click.Choice(KINDS), help="What it is.")
@click.option("--term", "terms", multiple=True, metavar="LANG=FORM", help="The house form in a language. May be given several times.")
@click.option("--variant", "variants", multiple=True, metavar="LANG=FORM", help="A spelling to look up and never write. May be given several times.")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Any other line: note=..., es.short=..., uk.forms.gent=...")
@click.option("--status", type=click.Choice(STATUSES), default="approved", show_default=True, help="Only approved entries take part in a run.")
@click.option("--file", metavar="FILE", help="The file to put it in (default: where most of its kind are).")
@click.option("--after", metavar="ID", default="", help="Put it after this concept instead of at the end.")
@glossary_option
@dry_run_option
@json_option
def add(
    concept: str, kind: str, terms: tuple[str, ...], variants: tuple[str, ...], settings: tuple[str, ...], status: str,
    file: str | None, after: str, glossary: tuple[str, ...], dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Add a concept.

    ID is its heading: small letters, digits, hyphens. It is refused when another concept has it or ever had it, and
    when the file would not load afterwards.

    \b
    newstrans glossary add odesa-port --kind place --term en="Port of Odesa" --term es="puerto de Odesa"
    newstrans glossary add ivanova --kind person --set gender=f --term en="Mariya Ivanova" --set en.short=Ivanova \
        --variant en="Maria Ivanova" --dry-run
    """
    from newstrans.glossary.revise import RevisionError, Setting, add_concept, parse_setting, table_from

    if not terms and not any("cldr" in one for one in settings):
        raise click.UsageError("a concept needs a name: --term en=Kyiv")
    given = [parse_setting(term) for term in terms]
    given += [Setting((*one.path, "variants"), "+=", one.value) for one in map(parse_setting, variants)]
    given += [parse_setting(one) for one in settings]
    if status != "approved":
        given.insert(0, Setting(("status",), "=", status))
    table = table_from(given, kind, concept)
    here = shelf(glossary)
    place = None
    if file is not None:
        place = Path(file) if Path(file).parent != Path() else here.folders[0] / file
        if place.suffix != ".toml" or place.parent.resolve() not in [folder.resolve() for folder in here.folders]:
            raise RevisionError(f"{file}: give the name of a .toml file in a glossary folder, e.g. people.toml; for another folder: --glossary DIR")
    revisions = add_concept(here, concept, table, file=place, after=after)
    carry_out(revisions, dry_run=dry_run, as_json=as_json, done=f"added {concept}. See what it touches: newstrans glossary impact {concept}")


@click.command()
@click.argument("concept", metavar="ID")
@click.argument("settings", nargs=-1, metavar="[KEY=VALUE]...")
@click.option("--set", "more", multiple=True, metavar="KEY=VALUE", help="The same as an argument KEY=VALUE.")
@click.option("--unset", "unset", multiple=True, metavar="KEY", help="Take a line or field away: note, fr, es.short.")
@click.option("--into", metavar="DIR", help="Copy the concept into this folder of your own and change it there.")
@glossary_option
@dry_run_option
@json_option
def edit(
    concept: str, settings: tuple[str, ...], more: tuple[str, ...], unset: tuple[str, ...], into: str | None,
    glossary: tuple[str, ...], dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Change lines of a concept, and nothing else in its file.

    KEY=VALUE sets, KEY+=VALUE adds to a list, KEY-=VALUE takes away from it. KEY is a line of the concept (note), a
    language (its house form), or LANG.FIELD. Remarks, order and blanks of the file stay as they are.

    \b
    newstrans glossary edit kyiv pl=Kijów pl.variants+=Kiev
    newstrans glossary edit kyiv uk.forms.loct=Києві note="By law since 1995." --dry-run
    newstrans glossary edit jordan --set en.guard.needs+=Amman --unset fr
    newstrans glossary edit kyiv es=Kyiv --into our-names
    """
    from newstrans.glossary.revise import edit_concept, parse_setting

    wanted = [parse_setting(one) for one in (*settings, *more)]
    if not wanted and not unset and not into:
        raise click.UsageError(f"nothing to change: newstrans glossary edit {concept} es=FORM")
    revisions = edit_concept(shelf(glossary), concept, wanted, [one.split(".") for one in unset], into=Path(into) if into else None)
    carry_out(revisions, dry_run=dry_run, as_json=as_json, done=f"changed {concept}")


@click.command()
@click.argument("concept", metavar="ID")
@click.option("--replaced-by", metavar="ID", default="", help="The concept that takes its place.")
@click.option("--note", metavar="TEXT", default="", help="Why; added to the note.")
@glossary_option
@dry_run_option
@json_option
def deprecate(concept: str, replaced_by: str, note: str, glossary: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Take a concept out of use and keep it for old editions.

    It stays in its file with status = "deprecated", is listed and linted, and takes part in no run.

    \b
    newstrans glossary deprecate twitter --replaced-by x-company --note "Renamed in 2023."
    """
    from newstrans.glossary.revise import deprecate_concept

    revisions = deprecate_concept(shelf(glossary), concept, replaced_by=replaced_by, note=note)
    carry_out(revisions, dry_run=dry_run, as_json=as_json, done=f"{concept} is deprecated: no run uses it any more")


@click.command()
@click.argument("concept", metavar="ID")
@glossary_option
@dry_run_option
@json_option
def remove(concept: str, glossary: tuple[str, ...], dry_run: bool, as_json: bool) -> None:
    """Remove a concept for good; its id is never given again.

    For an entry that was a mistake. Old editions point to ids: a name that went out of use is better kept with
    'newstrans glossary deprecate'. The id is noted in removed-ids.txt beside the files.

    \b
    newstrans glossary remove test-entry --dry-run
    """
    from newstrans.glossary.revise import remove_concept

    revisions = remove_concept(shelf(glossary), concept)
    carry_out(revisions, dry_run=dry_run, as_json=as_json, done=f"removed {concept}; its id stays taken")
