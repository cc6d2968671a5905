"""newstrans export, newstrans import"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newstrans.cli.explain import read_edition
from newstrans.cli.language import words
from newstrans.errors import EditionError, ExchangeError

if TYPE_CHECKING:
    from newstrans.exchange import Imported
    from newstrans.model import Edition

_KINDS = ("xliff", "xliff2", "po", "tmx")


@click.command("export")
@click.argument("edition", metavar="EDITION")
@click.option("--format", "kind", type=click.Choice(_KINDS), required=True, help="XLIFF 1.2, XLIFF 2.0, gettext PO or TMX 1.4b.")
@click.option("-o", "--output", required=True, metavar="FILE", help="File to write; '-' prints it.")
def export_command(edition: str, kind: str, output: str) -> None:
    """Write an edition for a translator's tool: XLIFF, gettext PO or TMX.

    EDITION is the .json of an edition. Every sentence that was translated goes out with its translation, marked as an
    engine's work (PO: fuzzy). Links and emphasis are inline codes, which the translator moves but keeps.

    \b
    newstrans export editions/es/story.json --format xliff -o story.es.xlf
    newstrans import story.es.xlf --edition editions/es/story.json -o corrected
    """
    from newstrans.exchange import export_edition
    from newstrans.exchange.segments import sentences
    from newstrans.files import write_together

    found, digest = _read(edition)
    data = export_edition(found, kind, digest=digest)
    if output == "-":
        click.echo(data.decode(), nl=False)
        return
    write_together({Path(output): data})
    say_in = words()
    count = say_in.ngettext("{number} sentence", "{number} sentences", len(sentences(found)))
    click.echo(say_in.gettext("wrote {path}: {sentences}", path=output, sentences=count), err=True)


@click.command("import")
@click.argument("file", metavar="FILE")
@click.option("--edition", required=True, metavar="EDITION", help="The .json of the edition that was exported.")
@click.option("-o", "--output", required=True, metavar="DIR", help="Folder for the changed edition (.md, .html, .json).")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON on standard output.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def import_command(file: str, edition: str, output: str, as_json: bool, quiet: bool) -> None:
    """Bring back what a translator changed in an exported edition.

    FILE is XLIFF (1.2, 2.x), PO or TMX; its format is seen from its content. Only sentences whose translation differs
    change, each with an edit that says so. A sentence that has lost an inline code, has one twice or one of its own is
    refused, and the others are taken. The edition's own file is not touched unless DIR is where it lies.

    Exit status: 0 when everything was taken, 1 when a sentence was refused, 2 for wrong usage.
    """
    from newstrans.emit import write_editions
    from newstrans.exchange import import_answers

    found, digest = _read(edition)
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as exc:
        raise ExchangeError(file, f"cannot be read: {exc.strerror}") from exc
    done = import_answers(found, data, name=Path(file).name, digest=digest)
    paths = write_editions([done.edition], Path(output))
    if as_json:
        click.echo(json.dumps(summary(done, paths), ensure_ascii=False, indent=2))
    elif not quiet:
        _say(done, paths)
    if done.refused:
        sys.exit(1)


def _read(name: str) -> tuple[Edition, str]:
    """The edition in a .json file (or beside the .md or .html named), and the SHA-256 of that file."""
    found = read_edition(name)
    path = Path(name)
    path = path.with_suffix(".json") if path.suffix in (".md", ".html") else path
    try:
        return found, hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as exc:
        raise EditionError(name, f"cannot be read: {exc.strerror}") from exc


def summary(done: Imported, paths: list[Path]) -> dict[str, object]:
    """What a script wants to know about an import."""
    return {
        "paths": [str(path) for path in paths],
        "changed": list(done.changed),
        "unchanged": done.unchanged,
        "confirmed": list(done.confirmed),
        "missing": list(done.missing),
        "refused": [{"sentence": one.key, "reason": one.reason} for one in done.refused],
    }


def _say(done: Imported, paths: list[Path]) -> None:
    from newstrans.text.display import visible

    say_in = words()
    for path in paths:
        click.echo(say_in.gettext("wrote {path}", path=path))
    click.echo(
        "  " + say_in.gettext(
            "sentences: {changed} changed, {unchanged} unchanged, {refused} refused, {missing} not in the file",
            changed=len(done.changed), unchanged=done.unchanged, refused=len(done.refused), missing=len(done.missing),
        )
    )  # fmt: skip
    if done.confirmed:
        click.echo(
            "  " + say_in.gettext("{number} came back approved as they are; newstrans cannot record a review yet", number=len(done.confirmed))
        )
    for one in done.refused:
        line = say_in.gettext("refused {sentence}: {reason}", sentence=one.key, reason=one.reason)
        click.echo("  " + visible(line), err=True)
