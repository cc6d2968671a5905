"""newstrans glossary suggest"""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from itertools import groupby
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
from newstrans.config import load_config
from newstrans.errors import NewstransError

if TYPE_CHECKING:
    from newstrans.answer_cache import AnswerCache
    from newstrans.glossary.sightings import Text
    from newstrans.glossary.suggest import Correction, Proposal, StoryTexts
    from newstrans.review.suggest import Learnt
    from newstrans.store.connect import Store


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--edited", "edited", nargs=2, multiple=True, metavar="EDITION COPY", help="An edition (.json) and its corrected copy (.md or .json). May be given several times.")
@click.option("--least", type=click.IntRange(1, 10_000), default=2, show_default=True, metavar="N", help="Only what was met at least so often.")
@click.option("--most", type=click.IntRange(1, 10_000), default=30, show_default=True, metavar="N", help="At most so many names.")
@click.option("--recent", type=click.IntRange(1, 100_000), default=200, show_default=True, metavar="N", help="Look at so many stories of the store, the newest first.")
@click.option("--from", "declared", metavar="LANG", help="Language of the stories, when it should not be detected.")
@click.option("--into", metavar="FILE", help="Append the proposals to this .toml file.")
@glossary_option
@skip_bad_option
@dry_run_option
@json_option
def command(
    paths: tuple[str, ...], edited: tuple[tuple[str, str], ...], least: int, most: int, recent: int, declared: str | None, into: str | None,
    glossary: tuple[str, ...], skip_bad_glossary: bool, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    """Propose entries from names in stories and from corrections.

    PATH is a story, an edition (.json) or a folder of them. Without one, the newest stories of the store are read, and what
    its editors corrected in two hands or three stories is proposed too; where there is no store, the folder that translate
    writes to. Names that no entry covers are counted, with examples and a guess what they are. With --edited, what editors
    put in a name's place is counted in files. Everything proposed has status = "proposed": it changes nothing until an
    editor has looked.

    \b
    newstrans glossary suggest
    newstrans glossary suggest wire/ --least 3
    newstrans glossary suggest --edited editions/es/story.json corrected.md --least 1
    newstrans glossary suggest editions/ --into our-names/proposed.toml
    """
    from newstrans.glossary.names import Names
    from newstrans.glossary.suggest import corrections, names_without_entry
    from newstrans.review.suggest import learnt_corrections, stored_stories

    found = opened(glossary, skip_bad=skip_bad_glossary)
    names = Names(found)
    failures: list[str] = []
    passed: Counter[str] = Counter()
    seen = _kept()
    proposals: list[Proposal] = []
    learnt: list[Learnt] = []
    with _store() as store:
        if store is not None and not paths and not edited:
            with _progress("stories read") as progress:
                stories = stored_stories(store, recent)
                proposals = names_without_entry(stories, names, least=least, most=most, seen=seen, passed=passed, progress=progress)
            with _progress("edited texts read") as progress:
                learnt = learnt_corrections(store, names, seen=seen, progress=progress)
            corrected = {(one.language, one.source) for one in learnt}  # one concept is proposed once
            proposals = [one for one in proposals if (one.language, one.name) not in corrected]
        elif paths or not edited:
            stories = _stories(_texts(paths or [str(desk(glossary).config.output)], declared, failures))
            with _progress("stories read") as progress:
                proposals = names_without_entry(stories, names, least=least, most=most, passed=passed, progress=progress)
    pairs = [(read_edition(edition), _edited_texts(copy)) for edition, copy in edited]
    fixes = corrections(pairs, names, least=least)
    new: list[Proposal | Correction | Learnt] = [*proposals]
    new += [one for one in learnt if not one.entry]
    new += [one for one in fixes if not one.entry]
    tables = _tables(new, {entry.id for entry in found.entries})
    if as_json and not into:
        say_json({
            "names": [{**_plain(one), "toml": _lines(concept, one.table())} for concept, one in tables if one in proposals],
            "corrections": [_plain(one) for one in fixes], "learnt": [asdict(one) for one in learnt],
            "passed_over": dict(passed), "failures": failures,
        })  # fmt: skip
    elif into:
        _append(Path(into), tables, glossary, dry_run=dry_run, as_json=as_json)
    else:
        _say(proposals, fixes, learnt, tables)
    _say_passed(passed)
    for failure in failures:
        say(f"Error: {failure}", err=True)
    if failures:
        raise click.exceptions.Exit(1)


@contextmanager
def _store() -> Iterator[Store | None]:
    """The store, if there is one: none is made here."""
    from newstrans.cli.intake import opened as opened_store

    place = load_config().store_place
    if "://" not in str(place) and not Path(place).is_file():
        yield None
        return
    with opened_store(place) as store:
        yield store


def _kept() -> AnswerCache:
    """What earlier runs found in stories and edited texts that did not change since."""
    from newstrans.answer_cache import AnswerCache

    return AnswerCache(load_config().data / "cache" / "suggest.sqlite3", "found", most=500_000)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int], None]]:
    """A line that counts, on a terminal only, and is taken away again."""
    shown = sys.stderr.isatty()

    def progress(count: int) -> None:
        if shown and count % 100 == 0:
            click.echo(f"\r  {count} {what}", nl=False, err=True)

    try:
        yield progress
    finally:
        if shown:
            click.echo("\r" + " " * 40 + "\r", nl=False, err=True)


def _stories(texts: Iterable[Text]) -> Iterator[StoryTexts]:
    """Texts of files, story by story."""
    from newstrans.glossary.suggest import StoryTexts

    for story, group in groupby(texts, key=lambda one: one.story):
        units = list(group)
        yield StoryTexts(story, "", partial(list, units))


def _texts(paths: Sequence[str], declared: str | None, failures: list[str]) -> Iterator[Text]:
    """The source texts of stories and editions, each story once."""
    from newstrans.glossary.sightings import Text

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


def _tables(new: Sequence[Proposal | Correction | Learnt], taken: set[str]) -> list[tuple[str, Any]]:
    """Id and proposal of the concepts that would be new."""
    from newstrans.glossary.suggest import proposed_id

    rows = []
    for one in new:
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


def _say(
    proposals: Sequence[Proposal], fixes: Sequence[Correction], learnt: Sequence[Learnt], tables: Sequence[tuple[str, Any]]
) -> None:
    from newstrans.glossary.suggest import counted

    for each in learnt:
        forms = ", ".join(f"{form} ({count})" for form, count in each.forms)
        of = f" for {each.source}" if each.source else ""
        say(
            f"# editors corrected {forms} to {each.target} ({each.locale}){of}: {counted(each.count, 'time')} in "
            f"{counted(each.stories, 'story')}, by {', '.join(each.editors)}; {each.against} against"
        )
        for place in each.examples:
            say(f"#   {place.edition} {place.unit}: {place.after}")
        for place in each.against_examples:
            say(f"#   against, {place.edition} {place.unit}: {place.after}")
        if each.entry:
            changes = [f"{each.locale}={each.target}", *(f"{each.locale}.variants+={form}" for form, _ in each.forms)]
            say(f"#   newstrans glossary impact {each.entry} " + " ".join(f"--set {shlex.quote(change)}" for change in changes) + "\n")
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
    say(f"{len(proposals)} name(s) without an entry, {len(fixes) + len(learnt)} correction(s)", err=True)


def _say_passed(passed: Mapping[str, int]) -> None:
    """The languages in whose texts nobody can tell a name without a dictionary, so that silence is not taken for "none"."""
    from newstrans.glossary.suggest import counted
    from newstrans.languages import display_name

    for language, count in sorted(passed.items()):
        say(
            f"{counted(count, 'text')} in {display_name(language)} ({language}) passed over: without spaces between words and without "
            "capitals no name can be told there. Add names by hand: newstrans glossary add",
            err=True,
        )


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
