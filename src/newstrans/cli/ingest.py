"""newstrans ingest"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from newstrans.cli.intake import Intake, Said, Wish
from newstrans.cli.language import gettext
from newstrans.cli.setup import Input, find_inputs, glossary_option, open_inputs

# Files that are taken in before their editions are made.
BATCH = 40


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that `ingest` and `watch` have in common, in their order."""
    options = (
        click.option("--to", "to", multiple=True, metavar="LOCALE[,LOCALE]", help="Locales of the editions (default: the setting `editions`)."),
        click.option("--from", "declared", metavar="LANG", help="Language of the source, when it should not be detected."),
        click.option("--input-format", metavar="FMT", help="Read the input as this format instead of finding out."),
        click.option("--encoding", metavar="NAME", help="Encoding of the input, when it says nothing and is not UTF-8."),
        click.option("--engine", metavar="NAME", help="Use this engine only."),
        glossary_option,
        click.option("--feed", metavar="NAME", help="Settings of this feed, [feeds.NAME] in newstrans.toml, for every input."),
        click.option("--desk", default="", metavar="NAME", help="The desk of the house that the stories are for (default: the feed's)."),
        click.option("--workers", type=click.IntRange(1, 999), metavar="N", help="Processes that translate at once."),
        click.option("--now", metavar="TIME", help="Time of the run as ISO 8601 (default: SOURCE_DATE_EPOCH, else the clock)."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH...]")
@reading_options
@click.option("--override-rights", "override", metavar="REASON", default="", help="Translate what its rights forbid to translate; the reason is kept.")
@click.option("--pending", is_flag=True, help="Make every edition that is due, also what a run that was cut off has left.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON on standard output.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(paths: tuple[str, ...], pending: bool, as_json: bool, quiet: bool, **wish: Any) -> None:
    """Take stories into the store and translate them; a new version of a known story updates its editions.

    PATH is a file, a folder, an archive, or '-'. A story is known by its wire identity and version, by "UPDATE 3" or
    "2nd Ld-Writethru" in its headline or slug, else by the file it lies in. Only what changed goes to the engine; what
    editors wrote stays. Late versions are logged and ignored. A kill kills every edition at once.

    \b
    newstrans ingest wire/ --to pt-BR,es
    newstrans editions
    newstrans ingest wire/story-v2.xml
    newstrans update STORY

    A run may be cut off at any moment: type the same command again, or newstrans ingest --pending.

    Exit status: 0 when all is in, 1 when something failed (the rest is in), 2 for wrong usage.
    """  # click's mark against re-wrapping
    if not paths and not pending:
        message = "Missing argument 'PATH...' (or --pending, to make what is due)."
        raise click.UsageError(message)
    said = Said(as_json, quiet or as_json)
    intake = Intake(Wish(**wish), said)
    try:
        gathered: list[Input] = []
        for one in open_inputs(find_inputs(paths), paths) if paths else ():
            if isinstance(one, tuple):
                said.unreadable(*one)
                continue
            gathered.append(one)
            if len(gathered) >= BATCH:
                intake.take(gathered)
                gathered = []
        intake.take(gathered)
        if pending:
            intake.pending()
    finally:
        intake.close()
    said.finish()
    if not intake.locales and not said.editions and any(row["verdict"] in ("new", "update") for row in said.receipts):
        said.say(gettext("note: no locale is asked for. Say which: --to pt-BR,es, or the setting `editions`"))
    if said.failures:
        sys.exit(1)
