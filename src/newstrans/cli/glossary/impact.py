"""newstrans glossary impact"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newstrans.cli.explain import read_edition
from newstrans.cli.glossary.common import json_option, loaded, say, say_json, shelf
from newstrans.cli.glossary.diff import states
from newstrans.cli.language import gettext, ngettext, told
from newstrans.cli.setup import colour_wanted, desk, glossary_option, skip_bad_option
from newstrans.config import load_config
from newstrans.errors import NewstransError
from newstrans.text.display import visible
from newstrans.text.phrase import phrase

if TYPE_CHECKING:
    from newstrans.glossary.load import Glossary
    from newstrans.impact import EditionImpact
    from newstrans.model import Edition


@click.command()
@click.argument("change", metavar="ENTRY|DIFF")
@click.argument("paths", nargs=-1, metavar="[EDITIONS]...")
@click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="A change of ENTRY that is not saved yet, as in glossary edit.")
@click.option("--unset", "unset", multiple=True, metavar="KEY", help="A line of ENTRY taken away.")
@click.option("--remove", is_flag=True, help="What if ENTRY were removed or deprecated.")
@click.option("--since", metavar="REV", default="HEAD", show_default=True, help="The saved state that ENTRY's file is compared with.")
@click.option("--store", "stored", is_flag=True, help="The editions in the store instead of files; see also newstrans retro.")
@glossary_option
@skip_bad_option
@json_option
def command(
    change: str, paths: tuple[str, ...], settings: tuple[str, ...], unset: tuple[str, ...], remove: bool, since: str,
    stored: bool, glossary: tuple[str, ...], skip_bad_glossary: bool, as_json: bool,
) -> None:  # fmt: skip
    """Show which editions a change would touch, before it is saved.

    ENTRY is a concept: with --set, --unset or --remove as it would be then, else its file as it lies there against
    the last commit. DIFF is a git revision or range (HEAD~1..HEAD), or a folder of glossary files. EDITIONS are .json
    files or folders of them (default: the folder that translate writes to). No engine is asked: the names are done
    again over the stored text of the machine.

    \b
    newstrans glossary impact kyiv --set es=Kyiv
    newstrans glossary impact kyiv editions/ archive/ --remove
    newstrans glossary impact main..HEAD --json
    newstrans glossary impact kyiv --set es=Kyiv --store

    Exit status: 0, also when nothing would change; 1 when an edition cannot be read (the others are told).
    """
    from newstrans.glossary.names import Names
    from newstrans.impact import impact_on

    before, after = _glossaries(change, settings, unset, since, glossary, remove=remove, skip_bad=skip_bad_glossary)
    here = desk(glossary)
    failures: list[str] = []
    editions: Iterator[tuple[Path | str, Edition]]
    if stored and paths:
        message = "say either --store or files of editions"
        raise click.UsageError(message)
    if stored:
        held = in_store()
        count, editions = len(held), iter(held)
    else:
        files = list(edition_files(paths or [str(here.config.output)], asked=bool(paths)))
        count, editions = len(files), _read(files, failures)
    rows: list[dict[str, Any]] = []
    touched = units = 0
    for one, path in _with_paths(impact_on, editions, Names(before), Names(after), here.locale):
        touched += 1
        units += len(one.units)
        if as_json:
            rows.append(_as_json(one, path))
        else:
            _say(one, path)
    if as_json:
        say_json({"editions": count, "touched": rows, "failures": failures})
    else:
        said = gettext("{number} of {all} editions would change", number=touched, all=count) if touched else gettext("none of {all} editions would change", all=count)
        say(said + (", " + ngettext("in {number} paragraph", "in {number} paragraphs", units) if units else ""))
    for failure in failures:
        say(gettext("Error: {message}", message=told(failure)), err=True)
    if failures:
        raise click.exceptions.Exit(1)


def _glossaries(
    change: str, settings: Sequence[str], unset: Sequence[str], since: str, glossary: Sequence[str], *, remove: bool,
    skip_bad: bool,
) -> tuple[Glossary, Glossary]:  # fmt: skip
    """The glossary before and after the change.

    Raises:
        NewstransError: ENTRY is neither a concept nor a revision, the change would not load.

    """
    from newstrans.glossary.load import Glossary

    now = loaded(glossary, skip_bad=skip_bad)
    known = {entry.id for entry in now.entries}
    if change in known or settings or unset or remove:
        return _of_entry(change, now, settings, unset, since, glossary, remove=remove)
    try:
        old, new = states(change, None, glossary)
    except NewstransError as exc:
        raise NewstransError(phrase(
            "{name} is no term of the glossary ({number} are there) and no diff: {problem}", name=repr(change), number=len(known),
            problem=exc.said or str(exc),
        )) from exc  # fmt: skip
    if Path(change).is_dir():  # a folder with what would come: it would stand in front of what is there
        old, new = [], old
    gone = {entry.id for entry in old} - {entry.id for entry in new}
    changed = {entry.id: entry for entry in new}
    earlier = {entry.id: entry for entry in old}
    before = [earlier.get(entry.id, entry) for entry in now.entries if not (entry.id in changed and entry.id not in earlier and old)]
    before += [earlier[one] for one in gone if one not in known]
    after = [changed.get(entry.id, entry) for entry in now.entries if entry.id not in gone]
    after += [entry for entry in new if entry.id not in known]
    return Glossary(tuple(before), "before"), Glossary(tuple(after), "after")


def _of_entry(
    concept: str, now: Glossary, settings: Sequence[str], unset: Sequence[str], since: str, glossary: Sequence[str], *, remove: bool
) -> tuple[Glossary, Glossary]:
    from newstrans.glossary.compare import entries_at
    from newstrans.glossary.load import Glossary
    from newstrans.glossary.revise import edit_concept, parse_setting

    here = shelf(glossary)
    place = here.where(concept)
    if remove:
        return now, Glossary(tuple(entry for entry in now.entries if entry.id != concept), "after")
    if settings or unset:
        revisions = edit_concept(here, concept, [parse_setting(one) for one in settings], [one.split(".") for one in unset])
        return now, Glossary(tuple(here.entries(revisions)), "after")
    saved = {entry.id: entry for entry in entries_at(place.parent, since)}
    before = [saved.get(concept) if entry.id == concept else entry for entry in now.entries]
    return Glossary(tuple(entry for entry in before if entry is not None), "before"), now


def edition_files(paths: Sequence[str], *, asked: bool = True) -> Iterator[Path]:
    """The .json files of editions: as named, or all below a folder.

    Raises:
        NewstransError: a path that was asked for does not exist, or holds none.

    """
    for name in paths:
        path = Path(name)
        if path.is_dir():
            found = sorted(file for file in path.rglob("*.json") if not any(part.startswith(".") for part in file.relative_to(path).parts))
            if not found and asked:
                raise NewstransError(phrase("{thing}: {problem}", thing=name, problem=phrase("no edition (.json) in this folder")))
            yield from found
        elif path.exists():
            yield path
        else:
            problem = phrase("no such file or folder") if asked else phrase("no such folder. Translate something first, or name a folder of editions")
            raise NewstransError(phrase("{thing}: {problem}", thing=name, problem=problem))


def in_store() -> list[tuple[str, Edition]]:
    """The editions in the store that somebody reads or works on, as the machine made them, under their names."""
    from newstrans.cli.intake import opened
    from newstrans.review.retro import LOOKED_AT
    from newstrans.store.editions import editions_in, get_machine

    with opened(load_config().store_place) as store, store.read() as connection:
        return [(one.id, get_machine(connection, one)) for one in editions_in(connection, LOOKED_AT)]


def _read(paths: Sequence[Path], failures: list[str]) -> Iterator[tuple[Path | str, Edition]]:
    for path in paths:
        try:
            yield path, read_edition(str(path))
        except NewstransError as exc:
            failures.append(exc.said or str(exc))


def _with_paths(impact_on: Any, editions: Iterator[tuple[Path | str, Edition]], *rest: Any) -> Iterator[tuple[EditionImpact, Path | str]]:
    for path, edition in editions:
        for one in impact_on([edition], *rest):
            yield one, path


def _say(one: EditionImpact, path: Path | str) -> None:
    from newstrans.explain import marked_words
    from newstrans.text.diff import diff_words

    colour = colour_wanted()
    say(f"{path}  {one.edition.story.headline or one.edition.story.slug}")
    for unit in one.units:
        marked = "".join(marked_words(diff_words(unit.before, unit.after), colour=colour))
        moved = "" if unit.stored == unit.before else "  (" + gettext("the stored text is of another glossary") + ")"
        click.echo(f"  [{visible(unit.unit)}] {marked}{moved}")
    for name in one.names:
        absent = gettext("not met")
        say(f"  [{name.unit}] {name.text} ({name.entry}): {name.before or absent} -> {name.after or absent}")


def _as_json(one: EditionImpact, path: Path | str) -> dict[str, Any]:
    return {
        "path": str(path), "story": one.edition.story.id, "locale": one.edition.locale,
        "units": [
            {"unit": unit.unit, "before": unit.before, "after": unit.after, "stored": unit.stored} for unit in one.units
        ],
        "names": [
            {"unit": name.unit, "text": name.text, "entry": name.entry, "before": name.before, "after": name.after} for name in one.names
        ],
    }  # fmt: skip
