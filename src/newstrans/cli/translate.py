"""newstrans translate"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newstrans.cli.job import FORMATS, IN_PLACE, Job, Reading
from newstrans.cli.moment import moment
from newstrans.cli.report import Report
from newstrans.cli.setup import (
    Desk,
    desk,
    find_inputs,
    glossary_option,
    open_inputs,
    skip_bad_option,
    split_tags,
)
from newstrans.errors import NewstransError

if TYPE_CHECKING:
    from newstrans.pipeline import Stage


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--to", "to", multiple=True, metavar="LOCALE[,LOCALE]", help="Locales of the editions: pt-BR,es,uk. May be given several times.")
@click.option("--from", "declared", metavar="LANG", help="Language of the source, when it should not be detected.")
@click.option("-o", "--output", metavar="DIR", help="Folder for the editions (default: editions). '-' prints Markdown.")
@click.option("--format", "formats", multiple=True, metavar="FMT[,FMT]", help="Files to write: md, html, json, and source for the source's own format (default: the first three; for wire items all four).")
@click.option("--in-place-format", "in_place", is_flag=True, help="Write the source's own format only: --format source.")
@click.option("--input-format", metavar="FMT", help="Read the input as this format instead of finding out.")
@click.option("--encoding", metavar="NAME", help="Encoding of the input, when it says nothing and is not UTF-8.")
@click.option("--engine", metavar="NAME", help="Use this engine only: bergamot, apertium, argos, pseudo, identity.")
@glossary_option
@skip_bad_option
@click.option("--date", "day", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]), help="Use the names in force on this day (default: the day each story was published).")
@click.option("--desk", "glossary_desk", default="", metavar="NAME", help="Use the names of this desk, and those of every desk.")
@click.option("--feed", metavar="NAME", help="Settings of this feed, [feeds.NAME] in newstrans.toml, for every input.")
@click.option("--override-rights", "override", metavar="REASON", default="", help="Translate what its rights forbid to translate; the reason goes into the edition.")
@click.option("--resume", is_flag=True, help="Pass over wire files whose editions lie in the output folder already.")
@click.option("--now", metavar="TIME", help="Time of the run as ISO 8601, for editions with equal bytes (default: SOURCE_DATE_EPOCH, else the clock).")
@click.option("--units", type=click.Choice(["keep", "metric", "imperial"]), help="Put measures of the other system in parentheses behind those of the source, or keep them alone (default: as the house style says).")
@click.option("--workers", type=click.IntRange(1, 999), metavar="N", help="Processes that translate at once (default: one for each core).")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON on standard output.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(
    paths: tuple[str, ...], to: tuple[str, ...], declared: str | None, output: str | None, formats: tuple[str, ...],
    in_place: bool, input_format: str | None, encoding: str | None, engine: str | None, glossary: tuple[str, ...],
    skip_bad_glossary: bool, day: datetime | None, glossary_desk: str, feed: str | None, override: str, resume: bool,
    now: str | None, units: str | None, workers: int | None, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Translate stories into localised editions.

    PATH is a file, a folder, a zip or tar archive, or '-' for standard input (whose edition is printed unless -o is
    given). Each edition is written as editions/LOCALE/SLUG.md, .html and .json; a wire item (NewsML-G2, NITF, ninjs,
    NewsML 1, RSS, Atom, IPTC 7901, ANPA 1312) also in its own format, byte for byte but for the text.

    \b
    newstrans translate story.txt --to pt-BR
    newstrans translate wire/ --to pt-BR,es -o out
    newstrans translate page.html --to es --in-place-format
    cat story.txt | newstrans translate - --to pt-BR

    Exit status: 0 when every edition was written, 1 when something failed (the rest is written), 2 for wrong
    usage.
    """
    from newstrans.languages import normalise_tag

    wanted = (IN_PLACE,) if in_place else _formats(formats)
    locales = split_tags(to)
    if not locales:
        _copy(paths, output, wanted, engine, input_format, encoding)
        return
    here = desk(
        glossary, skip_bad_glossary=skip_bad_glossary, day=day.date().isoformat() if day else "", glossary_desk=glossary_desk
    )
    here.units = None if units is None else "" if units == "keep" else units
    if workers is not None:
        here.config = replace(here.config, workers=workers)
    inputs = find_inputs(paths)
    printing = output == "-" or (output is None and [path for path, _ in inputs] == [None])
    folder = None if printing else Path(output) if output else here.config.output
    report = Report(as_json=as_json, quiet=quiet, printing=printing)
    try:
        stages = _stages(here, locales, engine, normalise_tag(declared) if declared else None, report)
        job = Job(here, locales, stages, folder, wanted, report, moment(now), override=override)
        reading = Reading(input_format, encoding, feed, frozenset(paths))
        for number, one in enumerate(open_inputs(inputs, paths), start=1):
            report.reading(number, len(inputs))
            job.take(one, reading, resume=resume)
        job.finish()
    finally:
        report.clear_progress()
        here.close()
    report.finish()
    if report.failed:
        sys.exit(1)


def _copy(
    paths: Sequence[str], output: str | None, wanted: Sequence[str], engine: str | None, input_format: str | None,
    encoding: str | None,
) -> None:  # fmt: skip
    """Read files and write them again in their own format, untouched: a test of the readers, without a locale."""
    from newstrans.files import write_whole
    from newstrans.formats.inplace import open_document

    if engine != "identity" or wanted != (IN_PLACE,):
        message = "Missing option '--to' (only --engine identity --in-place-format, which copies, needs none)."
        raise click.UsageError(message)
    folder = None if output in (None, "-") else Path(output or "")
    failed = False
    for one in open_inputs(find_inputs(paths)):
        try:
            if isinstance(one, tuple):
                raise one[1]
            data = open_document(one.data, name=one.name, format=input_format, encoding=encoding).write({}).data
            if folder is None:
                sys.stdout.buffer.write(data)
            else:
                write_whole(folder / one.relative, data)
        except NewstransError as exc:
            failed = True
            click.echo(f"Error: {exc}", err=True)
    if failed:
        sys.exit(1)


def _formats(values: Sequence[str]) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(part.strip().lower() for value in values for part in value.split(",") if part.strip()))
    for name in wanted:
        if name not in (*FORMATS, IN_PLACE):
            message = f"{name!r} is no format of an edition; choose from {', '.join((*FORMATS, IN_PLACE))}"
            raise click.BadParameter(message, param_hint="--format")
    return wanted


def _stages(here: Desk, locales: Sequence[str], engine: str | None, declared: str | None, report: Report) -> list[Stage]:
    from newstrans.pipeline import default_stages

    engine = here.wanted_engine(engine)
    for tag in locales:
        here.wanted_locale(tag)
    return default_stages(
        here.engines, here.names, here.locale, forced_engine=engine, declared=declared,
        progress=report.progress, known=here.known, renderings=here.renderings, checks=here.checks, name_budget=here.config.name_budget, styles=here.styles,
    )  # fmt: skip
