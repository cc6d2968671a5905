"""newstrans translate"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newstrans.cli.setup import (
    Desk,
    desk,
    find_inputs,
    glossary_option,
    read_inputs,
    skip_bad_option,
    split_tags,
)
from newstrans.errors import NewstransError

if TYPE_CHECKING:
    from newstrans.model import Edition, Story
    from newstrans.pipeline import Failure, Stage

# Stories that go through the pipeline together: engines batch over them, memory stays bounded.
BATCH = 40
FORMATS = ("md", "html", "json")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--to", "to", multiple=True, required=True, metavar="LOCALE[,LOCALE]", help="Locales of the editions: pt-BR,es,uk. May be given several times.")
@click.option("--from", "declared", metavar="LANG", help="Language of the source, when it should not be detected.")
@click.option("-o", "--output", metavar="DIR", help="Folder for the editions (default: editions). '-' prints Markdown.")
@click.option("--format", "formats", multiple=True, metavar="FMT[,FMT]", help="Files to write: md, html, json (default: all three).")
@click.option("--input-format", metavar="FMT", help="Read the input as this format instead of finding out.")
@click.option("--encoding", metavar="NAME", help="Encoding of the input, when it says nothing and is not UTF-8.")
@click.option("--engine", metavar="NAME", help="Use this engine only: bergamot, apertium, argos, pseudo, identity.")
@glossary_option
@skip_bad_option
@click.option("--date", "day", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]), help="Use the names in force on this day (default: the day each story was published).")
@click.option("--desk", "glossary_desk", default="", metavar="NAME", help="Use the names of this desk, and those of every desk.")
@click.option("--workers", type=click.IntRange(1, 999), metavar="N", help="Processes that translate at once (default: one for each core).")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON on standard output.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(
    paths: tuple[str, ...], to: tuple[str, ...], declared: str | None, output: str | None, formats: tuple[str, ...],
    input_format: str | None, encoding: str | None, engine: str | None, glossary: tuple[str, ...],
    skip_bad_glossary: bool, day: datetime | None, glossary_desk: str, workers: int | None, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    r"""Translate stories into localised editions.

    PATH is a file, a folder, or '-' for standard input (whose edition is printed unless -o is given).
    Each edition is written as editions/LOCALE/SLUG.md, .html and .json.

    \b
    newstrans translate story.txt --to pt-BR
    newstrans translate wire/ --to pt-BR,es -o out
    cat story.txt | newstrans translate - --to pt-BR

    Exit status: 0 when every edition was written, 1 when something failed (the rest is written), 2 for wrong
    usage.
    """
    from newstrans.languages import normalise_tag

    wanted = _formats(formats)
    locales = split_tags(to)
    here = desk(
        glossary, skip_bad_glossary=skip_bad_glossary, day=day.date().isoformat() if day else "", glossary_desk=glossary_desk
    )
    if workers is not None:
        here.config = replace(here.config, workers=workers)
    inputs = find_inputs(paths)
    printing = output == "-" or (output is None and inputs == [None])
    folder = None if printing else Path(output) if output else here.config.output
    report = Report(as_json=as_json, quiet=quiet, printing=printing)
    try:
        stages = _stages(here, locales, engine, normalise_tag(declared) if declared else None, report)
        stories = _readable(read_inputs(inputs, input_format=input_format, encoding=encoding), report)
        while batch := list(islice(stories, BATCH)):
            _translate(here, batch, locales, stages, folder, wanted, report)
    finally:
        report.clear_progress()
        here.close()
    report.finish()
    if report.failed:
        sys.exit(1)


def _formats(values: Sequence[str]) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(part.strip().lower() for value in values for part in value.split(",") if part.strip()))
    for name in wanted:
        if name not in FORMATS:
            message = f"{name!r} is no format of an edition; choose from {', '.join(FORMATS)}"
            raise click.BadParameter(message, param_hint="--format")
    return wanted or FORMATS


def _stages(here: Desk, locales: Sequence[str], engine: str | None, declared: str | None, report: Report) -> list[Stage]:
    from newstrans.pipeline import default_stages

    engines = here.engines
    if engine is not None and engine not in engines:
        message = f"there is no engine {engine!r}; choose from {', '.join(engines)}"
        raise click.BadParameter(message, param_hint="--engine")
    for tag in locales:
        here.locale(tag)
    return default_stages(
        engines, here.names, here.locale, forced_engine=engine, declared=declared,
        progress=report.progress, known=here.known,
    )  # fmt: skip


def _readable(read: Iterator[tuple[str, Story | NewstransError]], report: Report) -> Iterator[Story]:
    for name, story in read:
        if isinstance(story, NewstransError):
            report.unreadable(name, story)
        else:
            yield story


def _translate(
    here: Desk, batch: list[Story], locales: Sequence[str], stages: Sequence[Stage], folder: Path | None,
    formats: tuple[str, ...], report: Report,
) -> None:  # fmt: skip
    from newstrans.emit import write_editions
    from newstrans.formats.edition_markdown import edition_to_markdown
    from newstrans.pipeline import translate_stories

    run = translate_stories(batch, locales, stages, names=here.names, locale=here.locale)
    report.clear_progress()
    written: list[Path] = []
    if folder is None:
        for edition in run.editions:
            click.echo(edition_to_markdown(edition), nl=False)
    else:
        written = write_editions(run.editions, folder, formats=formats)
    each = len(formats) if written else 0
    for n, edition in enumerate(run.editions):
        report.edition(edition, written[n * each : (n + 1) * each])
    for failure in run.failures:
        report.failure(failure)


class Report:
    """What the command says: lines for a person on standard error, or one JSON document on standard output."""

    def __init__(self, *, as_json: bool, quiet: bool, printing: bool) -> None:
        self._as_json = as_json
        self._quiet = quiet or as_json
        self._rows: list[dict[str, Any]] = []
        self._failures: list[dict[str, str]] = []
        self._shown = False
        self._err = printing

    @property
    def failed(self) -> bool:
        return bool(self._failures)

    def progress(self, done: int, total: int) -> None:
        """One line that is rewritten, on a terminal only."""
        if sys.stderr.isatty() and not self._quiet:
            click.echo(f"\r  translating {done}/{total} sentences", nl=False, err=True)
            self._shown = True

    def clear_progress(self) -> None:
        if self._shown:
            click.echo("\r" + " " * 50 + "\r", nl=False, err=True)
            self._shown = False

    def unreadable(self, name: str, error: NewstransError) -> None:
        self.clear_progress()
        self._failures.append({"source": name, "locale": "", "error": str(error)})
        if not self._as_json:
            click.echo(f"Error: {error}", err=True)

    def failure(self, failure: Failure) -> None:
        name = failure.story.source.name
        self._failures.append({"source": name, "locale": failure.locale, "error": str(failure.error)})
        if not self._as_json:
            click.echo(f"Error: {name} -> {failure.locale}: {failure.error}", err=True)

    def edition(self, edition: Edition, paths: Sequence[Path]) -> None:
        row = summary(edition, paths)
        self._rows.append(row)
        if not self._quiet:
            self._say(edition, row)

    def finish(self) -> None:
        if self._as_json:
            document = {"editions": self._rows, "failures": self._failures}
            click.echo(json.dumps(document, ensure_ascii=False, indent=2))

    def _say(self, edition: Edition, row: dict[str, Any]) -> None:
        from newstrans.text.display import visible

        def say(line: str) -> None:
            click.echo(visible(line), err=self._err)

        say(f"{edition.story.source.name} -> {edition.locale}  ({', then '.join(row['route'])})")
        for path in row["paths"]:
            say(f"  wrote {path}")
        names, found = row["names"], row["findings"]
        said = ", ".join(f"{count} {status}" for status, count in names.items()) or "none in the glossary"
        say(f"  names: {said}; findings: {found.get('error', 0)} error(s), {found.get('warning', 0)} warning(s)")
        for finding in edition.findings:
            if finding.severity == "error":
                say(f"  error [{finding.check}] {finding.unit}: {finding.message}")
        for piece in row["left_out"]:
            say(f"  left out, line {piece['line']}: {piece['text'][:60]!r} ({piece['reason']})")
        for note in edition.story.notes:
            say(f"  note: {note}")


def summary(edition: Edition, paths: Sequence[Path] = ()) -> dict[str, Any]:
    """What a script wants to know about an edition."""
    return {
        "source": edition.story.source.name,
        "story": edition.story.id,
        "language": edition.language,
        "locale": edition.locale,
        "headline": next((unit.text for unit in edition.units if unit.unit.kind == "headline"), ""),
        "paths": [str(path) for path in paths],
        "route": [str(leg) for leg in edition.route],
        "names": dict(sorted(Counter(str(use.status) for use in edition.names).items())),
        "findings": dict(sorted(Counter(str(finding.severity) for finding in edition.findings).items())),
        "left_out": [
            {"line": piece.line, "text": piece.text, "reason": piece.reason} for piece in edition.story.furniture
        ],
    }
