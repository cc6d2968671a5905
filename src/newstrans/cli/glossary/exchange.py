"""newstrans glossary import, export"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newstrans.cli.glossary.common import (
    carry_out,
    dry_run_option,
    folders,
    house_locales,
    json_option,
    loaded,
    say,
    say_json,
)
from newstrans.cli.glossary.look import filters, wanted
from newstrans.cli.setup import glossary_option, skip_bad_option
from newstrans.errors import NewstransError
from newstrans.glossary.entry import KINDS, STATUSES
from newstrans.languages import normalise_tag

if TYPE_CHECKING:
    from newstrans.glossary.exchange import Problem
    from newstrans.glossary.exchange.merge import Merged

FORMATS = ("csv", "tsv", "tbx", "po", "json")
DIALECTS = ("own", "languages", "weblate", "matecat", "crowdin", "omegat", "deepl")
_SHOWN = 20


def _format(form: str | None, name: str) -> str:
    from newstrans.glossary.exchange import format_of

    found = form or format_of(name)
    if not found:
        raise click.UsageError(f"{name}: the name does not say the format; choose one: --format {'|'.join(FORMATS)}")
    return found


@click.command("import")
@click.argument("file", metavar="FILE")
@click.option("--format", "form", type=click.Choice(FORMATS), help="What the file is (default: what its name says).")
@click.option("--into", required=True, metavar="DIR", help="The glossary folder to write to; made when it is not there.")
@click.option("--dialect", type=click.Choice(DIALECTS), help="Whose shape of CSV or TSV it is, when the header does not say.")
@click.option("--from", "source", metavar="LANG", default="", help="Source language of a table that does not say it.")
@click.option("--to", "target", metavar="LANG", default="", help="Target language of a table that does not say it.")
@click.option("--kind", type=click.Choice(KINDS), help="What the concepts are that do not say it.")
@click.option("--status", type=click.Choice(STATUSES), default="approved", show_default=True, help="Status of the new concepts.")
@click.option("--update", is_flag=True, help="Where a house form differs, take the file's.")
@click.option("--skip-bad", is_flag=True, help="Read the good lines although others are wrong; those are listed.")
@click.option("--encoding", metavar="NAME", default="", help="Encoding of a table that is neither UTF-8 nor UTF-16.")
@click.option("--name", metavar="NAME", help="Name of the file for new concepts (default: that of FILE, as .toml).")
@glossary_option
@dry_run_option
@json_option
def import_(
    file: str, form: str | None, into: str, dialect: str | None, source: str, target: str, kind: str | None, status: str,
    update: bool, skip_bad: bool, encoding: str, name: str | None, glossary: tuple[str, ...], dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Read names from CSV, TSV, TBX, PO or JSON into glossary files.

    New concepts go to one file of the folder. Those that the glossary has are completed; a house form that differs is
    an error, unless --update says that the file is right. Our own columns are source, target, src_lang, trg_lang,
    type (person, org, place, work, brand), status, case, do_not_translate, aliases (a|b), context, note.

    \b
    newstrans glossary import names.csv --into our-names
    newstrans glossary import termbase.tbx --into our-names --kind organisation --status proposed
    newstrans glossary import omegat.txt --format tsv --from en --to es --kind place --into our-names --dry-run

    Exit status: 0 when everything was read, 1 when lines are wrong: then nothing is written but with --skip-bad.
    """
    from newstrans.glossary.exchange import ExchangeError, read
    from newstrans.glossary.exchange.base import slug
    from newstrans.glossary.exchange.merge import merge
    from newstrans.glossary.revise import Shelf

    path = Path(file)
    try:
        data = path.read_bytes()
    except OSError as exc:
        message = f"{file}: cannot be read: {exc.strerror}"
        raise NewstransError(message) from exc
    reading = read(
        data, path.name, _format(form, path.name), dialect=dialect or "", encoding=encoding,
        source=normalise_tag(source) if source else "", target=normalise_tag(target) if target else "",
    )  # fmt: skip
    folder = Path(into)
    others = [one for one in folders(glossary) if one.resolve() != folder.resolve()]
    shelf = Shelf.read((folder, *others) if folder.is_dir() else others)
    if not folder.is_dir():
        shelf = Shelf((folder, *others), shelf.files)
    merged = merge(reading, shelf, folder, name or f"{slug(path.stem) or 'imported'}.toml", kind=kind or "", status=status, update=update)
    if merged.problems and not skip_bad:
        raise ExchangeError(path.name, merged.problems)
    if as_json:
        if not dry_run:
            _write(merged)
        _import_json(path.name, merged, reading.ignored, reading.notes, dry_run=dry_run)
    else:
        carry_out(merged.revisions, dry_run=dry_run, as_json=False, done=f"{path.name}: {len(merged.added)} new concept(s), {len(merged.completed)} completed")
        _import_remarks(path.name, merged, reading.ignored, reading.notes)
    if merged.problems:
        raise click.exceptions.Exit(1)


def _write(merged: Merged) -> None:
    from newstrans.files import write_together

    if merged.revisions:
        write_together({revision.path: revision.after.encode("utf-8") for revision in merged.revisions})


def _import_json(name: str, merged: Merged, ignored: Any, notes: Sequence[Problem], *, dry_run: bool) -> None:
    say_json({
        "file": name, "written": not dry_run, "added": list(merged.added), "completed": list(merged.completed),
        "unchanged": list(merged.unchanged), "ignored": dict(ignored),
        "problems": [row._asdict() for row in merged.problems], "notes": [row._asdict() for row in notes],
        "files": [{"path": str(revision.path), "diff": revision.diff()} for revision in merged.revisions],
    })  # fmt: skip


def _import_remarks(name: str, merged: Merged, ignored: Any, notes: Sequence[Problem]) -> None:
    if merged.unchanged:
        say(f"  {len(merged.unchanged)} concept(s) were there already")
    if ignored:
        say("  not taken over: " + ", ".join(f"{what} ({count})" for what, count in ignored.most_common()), err=True)
    for row in [*merged.problems, *notes][:_SHOWN]:
        say(f"  {name}:{row.line}: {row.text}", err=True)
    if len(merged.problems) + len(notes) > _SHOWN:
        say(f"  ... and {len(merged.problems) + len(notes) - _SHOWN} more", err=True)


@click.command()
@click.option("--format", "form", type=click.Choice(FORMATS), help="What to write (default: what the output's name says).")
@click.option("-o", "--output", metavar="FILE", help="The file to write; for --format po the folder (default: standard output).")
@click.option("--dialect", type=click.Choice(DIALECTS), default="own", show_default=True, help="Whose shape of CSV or TSV.")
@click.option("--from", "source", metavar="LANG", default="en", show_default=True, help="Source language of tables and PO.")
@click.option("--to", "targets", multiple=True, metavar="LANG[,LANG]", help="Languages to write (default: all; tables of one pair need one).")
@filters
@glossary_option
@skip_bad_option
@json_option
def export(
    form: str | None, output: str | None, dialect: str, source: str, targets: tuple[str, ...], glossary: tuple[str, ...], skip_bad_glossary: bool,
    as_json: bool, **chosen: Any,
) -> None:  # fmt: skip
    """Write names as CSV, TSV, TBX, PO or JSON, and list what is lost.

    TBX is version 3, dialect Basic, style DCA, and keeps everything; so does JSON. What other formats have no place
    for is measured by reading the result back, and listed. Cells that a spreadsheet would run are escaped.

    \b
    newstrans glossary export -o names.tbx
    newstrans glossary export --format csv --to es,pt-BR -o names.csv
    newstrans glossary export --format csv --dialect deepl --from en --to es -o deepl.csv
    newstrans glossary export --format po --to es,uk -o po/
    """
    from newstrans.cli.setup import split_tags
    from newstrans.files import write_together
    from newstrans.glossary.exchange import write
    from newstrans.glossary.exchange.base import as_table

    chosen_form = _format(form, output or "")
    tags, want, tag = split_tags(targets), wanted(**chosen), normalise_tag(source)
    if dialect in ("deepl", "omegat", "weblate") and chosen_form in ("csv", "tsv") and len(tags) != 1:
        raise click.UsageError(f"a table of {dialect} has one pair of languages: --from {tag} --to LANG")
    if chosen_form == "po" and output is None:
        raise click.UsageError("PO is one file for each locale: say the folder with -o DIR")
    entries = [entry for entry in loaded(glossary, skip_bad=skip_bad_glossary).entries if want(entry)]
    lend = [tag, *(tags or house_locales())]
    tables = {entry.id: as_table(entry, lend, filled=True) for entry in entries}
    if tags:
        tables = {concept: _only(table, {tag, *tags}, entries[n].term) for n, (concept, table) in enumerate(tables.items())}
    if chosen_form == "json":
        tables = {entry.id: as_table(entry) for entry in entries}
    locales = tags or [one for one in house_locales() if one != tag]
    texts: dict[Path | None, tuple[str, Sequence[str]]] = {}
    if chosen_form == "po":
        for one in locales:
            texts[Path(output or ".") / f"{one}.po"] = (write(tables, "po", source=tag, targets=[one]), [one])
    else:
        text = write(tables, chosen_form, dialect=dialect, source=tag, targets=tags)
        texts[Path(output) if output and output != "-" else None] = (text, tags)
    for path, (text, _) in texts.items():
        if path is None:
            click.echo(text, nl=False)
    write_together({path: text.encode("utf-8") for path, (text, _) in texts.items() if path is not None})
    _say_losses(entries, tables, texts, chosen_form, dialect, tag, as_json=as_json)


def _only(table: dict[str, Any], tags: set[str], term: Any) -> dict[str, Any]:
    """A table with these languages only; a locale without a term of its own takes its parent's."""
    from newstrans.glossary.overview import plain_term
    from newstrans.glossary.parse import ENTRY_KEYS

    kept = {key: value for key, value in table.items() if key in ENTRY_KEYS or key in tags}
    for tag in sorted(tags - set(kept)):
        found = term(tag)
        if found is not None:
            kept[tag] = plain_term(found)
    return kept


def _say_losses(
    entries: Sequence[Any], tables: dict[str, Any], texts: dict[Path | None, tuple[str, Sequence[str]]], form: str, dialect: str,
    source: str, *, as_json: bool,
) -> None:  # fmt: skip
    from newstrans.glossary.exchange import lost_in
    from newstrans.glossary.exchange.base import as_table

    raw = {entry.id: as_table(entry) for entry in entries} if form == "tbx" and not any(tags for _, tags in texts.values()) else tables
    report = []
    for path, (text, tags) in texts.items():
        lost = lost_in(text, raw, form, dialect=dialect, source=source, targets=tags) if tables else {}
        report.append({"path": str(path or "-"), "concepts": len(tables), "lost": dict(lost)})
        if not as_json:
            if path is not None:
                say(f"wrote {path}: {len(tables)} concept(s)", err=True)
            said = ", ".join(f"{what} (in {count} concepts)" for what, count in sorted(dict(lost).items()))
            say(f"  lost: {said}" if said else "  nothing is lost: reading it back gives the same", err=True)
    if as_json and None not in texts:
        say_json(report)
