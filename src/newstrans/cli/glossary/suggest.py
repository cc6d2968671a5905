"""newstrans glossary suggest"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newstrans.cli.explain import read_edition
from newstrans.cli.glossary.check import passages_of
from newstrans.cli.glossary.common import (
    carry_out,
    dry_run_option,
    folders,
    json_option,
    opened,
    say,
    say_json,
)
from newstrans.cli.glossary.impact import edition_files
from newstrans.cli.setup import desk, find_inputs, glossary_option, read_inputs, skip_bad_option
from newstrans.errors import NewstransError

if TYPE_CHECKING:
    from newstrans.glossary.suggest import Correction, Proposal, Text


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--edited", "edited", nargs=2, multiple=True, metavar="EDITION COPY", help="An edition (.json) and its corrected copy (.md or .json). May be given several times.")
@click.option("--least", type=click.IntRange(1, 10_000), default=2, show_default=True, metavar="N", help="Only what was met at least so often.")
@click.option("--most", type=click.IntRange(1, 10_000), default=30, show_default=True, metavar="N", help="At most so many names.")
@click.option("--from", "declared", metavar="LANG", help="Language of the stories, when it should not be detected.")
@click.option("--into", metavar="FILE", help="Append the proposals to this .toml file.")
@glossary_option
@skip_bad_option
@dry_run_option
@json_option
def command(
    paths: tuple[str, ...], edited: tuple[tuple[str, str], ...], least: int, most: int, declared: str | None, into: str | None,
    glossary: tuple[str, ...], skip_bad_glossary: bool, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Propose entries from names in stories and from corrections.

    PATH is a story, an edition (.json) or a folder of them (default: the folder that translate writes to). Names that
    no entry covers are counted, with examples and a guess what they are. With --edited, what editors put in a name's
    place is counted too. Everything proposed has status = "proposed": it changes nothing until an editor has looked.

    \b
    newstrans glossary suggest wire/ --least 3
    newstrans glossary suggest --edited editions/es/story.json corrected.md --least 1
    newstrans glossary suggest editions/ --into our-names/proposed.toml
    """  # noqa: D301
    from newstrans.glossary.names import Names
    from newstrans.glossary.suggest import corrections, names_without_entry

    found = opened(glossary, skip_bad=skip_bad_glossary)
    names = Names(found)
    failures: list[str] = []
    proposals: list[Proposal] = []
    if paths or not edited:
        texts = _texts(paths or [str(desk(glossary).config.output)], declared, failures)
        proposals = names_without_entry(texts, names, least=least)[:most]
    pairs = [(read_edition(edition), _edited_texts(copy)) for edition, copy in edited]
    fixes = corrections(pairs, names, least=least)
    tables = _tables(proposals, fixes, {entry.id for entry in found.entries})
    if as_json and not into:
        say_json({
            "names": [{**_plain(one), "toml": _lines(concept, one.table())} for concept, one in tables if one in proposals],
            "corrections": [_plain(one) for one in fixes], "failures": failures,
        })  # fmt: skip
    elif into:
        _append(Path(into), tables, glossary, dry_run=dry_run, as_json=as_json)
    else:
        _say(proposals, fixes, tables)
    for failure in failures:
        say(f"Error: {failure}", err=True)
    if failures:
        raise click.exceptions.Exit(1)


def _texts(paths: Sequence[str], declared: str | None, failures: list[str]) -> Iterator[Text]:
    """The source texts of stories and editions, each story once."""
    from newstrans.glossary.suggest import Text

    seen: set[str] = set()
    stories: list[str] = []
    for path in paths:
        place = Path(path)
        editions = list(place.rglob("*.json")) if place.is_dir() else [place] if place.suffix == ".json" else []
        if not editions:
            stories.append(path)
            continue
        for file in edition_files([path]):
            try:
                edition = read_edition(str(file))
            except NewstransError as exc:
                failures.append(str(exc))
                continue
            if edition.story.id not in seen:
                seen.add(edition.story.id)
                yield from (Text(edition.story.id, edition.language or "", unit.unit.text) for unit in edition.units)
    for name, story in read_inputs(find_inputs(stories), input_format=None, encoding=None) if stories else ():
        try:
            if isinstance(story, NewstransError):
                raise story
            if story.id not in seen:
                seen.add(story.id)
                yield from (Text(story.id, passage.language, passage.text) for passage in passages_of(story, declared))
        except NewstransError as exc:
            failures.append(f"{name}: {exc}" if name not in str(exc) else str(exc))


def _edited_texts(copy: str) -> list[str]:
    """The texts of an edited copy, in order. Raises `NewstransError`."""
    if Path(copy).suffix == ".json":
        return [unit.text for unit in read_edition(copy).units]
    [(_, story)] = list(read_inputs(find_inputs([copy]), input_format=None, encoding=None))
    if isinstance(story, NewstransError):
        raise story
    return [unit.text for unit in story.units]


def _tables(proposals: Sequence[Proposal], fixes: Sequence[Correction], taken: set[str]) -> list[tuple[str, Any]]:
    """Id and proposal of the concepts that would be new."""
    from newstrans.glossary.suggest import proposed_id

    rows = []
    for one in [*proposals, *(fix for fix in fixes if not fix.entry)]:
        concept = proposed_id(getattr(one, "name", "") or getattr(one, "source", "") or getattr(one, "after", ""), taken)
        taken.add(concept)
        rows.append((concept, one))
    return rows


def _lines(concept: str, table: dict[str, Any]) -> str:
    from newstrans.glossary.toml_text import concept_lines

    return concept_lines(concept, table)


def _plain(one: Proposal | Correction) -> dict[str, Any]:
    row = {name: getattr(one, name) for name in one.__dataclass_fields__}
    return {**row, "stories": sorted(row["stories"])}


def _say(proposals: Sequence[Proposal], fixes: Sequence[Correction], tables: Sequence[tuple[str, Any]]) -> None:
    from newstrans.glossary.suggest import counted

    for fix in fixes:
        say(f"# corrected {counted(fix.count, 'time')} in {counted(len(fix.stories), 'story')}: {fix.before} -> {fix.after} ({fix.locale})")
        for example in fix.examples:
            say(f"#   {example}")
        if fix.entry:
            say(f"#   newstrans glossary impact {fix.entry} --set {fix.locale}={fix.after!r} --set {fix.locale}.variants+={fix.before!r}\n")
    for concept, one in tables:
        if one in proposals:
            say(f"# {one.name}: {counted(one.count, 'time')} in {counted(len(one.stories), 'story')}")
            for example in one.examples:
                say(f"#   {example}")
        say(_lines(concept, one.table()))
    say(f"{len(proposals)} name(s) without an entry, {len(fixes)} correction(s)", err=True)


def _append(file: Path, tables: Sequence[tuple[str, Any]], glossary: tuple[str, ...], *, dry_run: bool, as_json: bool) -> None:
    from newstrans.glossary.revise import Revision, RevisionError, Shelf, check
    from newstrans.glossary.toml_text import with_block

    if file.suffix != ".toml":
        raise RevisionError(f"{file}: proposals go to a .toml file, e.g. our-names/proposed.toml")
    before = file.read_text(encoding="utf-8") if file.is_file() else None
    text = before or ""
    for concept, one in tables:
        text = with_block(text, _lines(concept, one.table()))
    revisions = [Revision(file, before, text)] if tables else []
    others = [folder for folder in folders(glossary) if folder.resolve() != file.parent.resolve()]
    here = Shelf.read((file.parent, *others) if file.parent.is_dir() else others)
    check(Shelf((file.parent, *others), here.files), revisions)
    carry_out(revisions, dry_run=dry_run, as_json=as_json, done=f"{len(tables)} proposal(s); look at each and set status = \"approved\"")
