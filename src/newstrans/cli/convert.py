"""newstrans convert"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from newstrans.cli.language import told, words
from newstrans.cli.moment import moment
from newstrans.cli.setup import find_inputs, open_inputs
from newstrans.errors import NewstransError


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--to-format", "wanted", required=True, type=click.Choice(["g2", "ninjs", "text"]), help="NewsML-G2 2.35, ninjs 3.1, or plain text.")
@click.option("-o", "--output", metavar="DIR", help="Folder for the files; without it they are printed.")
@click.option("--from", "declared", metavar="LANG", help="Language of the items, for formats that do not tell it.")
@click.option("--input-format", metavar="FMT", help="Read the input as this format instead of finding out.")
@click.option("--encoding", metavar="NAME", help="Encoding of the input, when it says nothing and is not UTF-8.")
@click.option("--now", metavar="TIME", help="Time of the run as ISO 8601, for items that have no date (default: SOURCE_DATE_EPOCH, else the clock).")
@click.option("-q", "--quiet", is_flag=True, help="Do not list what could not go along.")
def command(
    paths: tuple[str, ...], wanted: str, output: str | None, declared: str | None, input_format: str | None,
    encoding: str | None, now: str | None, quiet: bool,
) -> None:
    """Write wire items in another wire format, untranslated, and say what does not survive.

    Each item of a message or feed becomes a file of its own. The id, version, language, status, embargo and rights
    notice stay; codes, pictures and links to other items have no place in all formats and are left out.

    \b
    newstrans convert copy.7901 --to-format g2
    newstrans convert wire/ --to-format ninjs -o out

    Exit status: 0 when every item was written, 1 when something failed (the rest is written).
    """
    from newstrans.emit import file_slug
    from newstrans.feeds import DEFAULT_FEED, Feed
    from newstrans.files import write_whole
    from newstrans.formats.convert import SUFFIXES, convert
    from newstrans.formats.inplace import open_document
    from newstrans.languages import normalise_tag

    time = moment(now)
    feed = Feed(language=normalise_tag(declared)) if declared else DEFAULT_FEED
    failed = False
    taken: set[str] = set()
    for one in open_inputs(find_inputs(paths), paths):
        try:
            if isinstance(one, tuple):
                raise one[1]
            document = open_document(one.data, name=one.name, format=input_format, encoding=encoding, feed=feed)
            items = [item for item in document.items if item.story and not item.furniture]
            if not items:
                click.echo(f"{one.shown}: no text in it, nothing written", err=True)
            for item in items:
                try:
                    made = convert(item, wanted, now=time)
                except NewstransError as exc:  # the others of its message go on
                    failed = True
                    click.echo(words().gettext("Error: {message}", message=told(exc)), err=True)
                    continue
                if output is None:
                    sys.stdout.buffer.write(made.data)
                    sys.stdout.flush()
                else:
                    path = Path(output) / _free(file_slug(item.story.slug if item.story else ""), SUFFIXES[wanted], taken)
                    write_whole(path, made.data)
                    click.echo(f"{item.identity.id}: wrote {path}", err=True)
                if not quiet:
                    for line in made.lost:
                        click.echo(f"  left out: {line}", err=True)
        except NewstransError as exc:
            failed = True
            click.echo(words().gettext("Error: {message}", message=told(exc)), err=True)
    if failed:
        sys.exit(1)


def _free(slug: str, suffix: str, taken: set[str]) -> str:
    """A file name that no other item of this run has."""
    number = 1
    while (name := f"{slug}{'' if number == 1 else f'-{number}'}.{suffix}") in taken:
        number += 1
    taken.add(name)
    return name
