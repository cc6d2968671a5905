"""newstrans diff"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newstrans.cli.explain import read_edition
from newstrans.cli.intake import opened
from newstrans.cli.language import told, words
from newstrans.cli.setup import colour_wanted, glossary_decisions
from newstrans.config import load_config
from newstrans.errors import NewstransError
from newstrans.text.display import visible

if TYPE_CHECKING:
    from newstrans.model import Finding
    from newstrans.review.layers import EditionLayers, Layer

FORMATS = ("words", "color", "porcelain", "html", "json")
BASES = ("machine", "glossary", "published", "source-prev")
_FILES = (".json", ".md", ".html")


@click.command()
@click.argument("edition", metavar="EDITION")
@click.option("--base", type=click.Choice(BASES), default="machine", show_default=True, help="What to compare the text with: the engine's words, those after names and house style, the last issue; or the source with its version before.")
@click.option("--format", "fmt", type=click.Choice(FORMATS), default="words", show_default=True, help="How to print.")
@click.option("--html", "as_html", is_flag=True, help="All layers as one HTML file to mail or print; the same as --format html.")
@click.option("-o", "--output", metavar="FILE", help="File to write (default: standard output).")
@click.option("--only", type=click.Choice(["changed"]), help="Leave out units that did not change.")
@click.option("--color/--no-color", "colour", default=None, help="Paint, or not (default: on a terminal, without NO_COLOR).")
def command(
    edition: str, base: str, fmt: str, as_html: bool, output: str | None, only: str | None, colour: bool | None
) -> None:
    """Show what changed between the machine's text and the edition.

    EDITION is STORY:LOCALE as newstrans editions lists it, or the .json of an edition. Words are marked as in git:
    [-the machine's-]{+the edition's+}.

    \b
    newstrans diff 3f2a:pt-BR --only changed
    newstrans diff 3f2a:pt-BR --base published
    newstrans diff 3f2a:pt-BR --html -o changes.html
    newstrans diff editions/pt-BR/story.json --base glossary

    The format porcelain is for programs and stays as it is: a line "@@ UNIT @@", then a run a line behind " ", "-" or "+",
    then "~". The format json has the exact texts of all layers, and each edit with its reason.

    Exit status: 0 nothing changed, 1 something did, 2 an error.
    """  # click's mark against re-wrapping
    try:
        text, changed = _compared(edition, base, "html" if as_html else fmt, only_changed=only == "changed", colour=colour)
        if output and output != "-":
            from newstrans.files import write_whole

            write_whole(Path(output), (text + "\n").encode("utf-8", "replace"))
            click.echo(words().gettext("wrote {path}", path=output), err=True)
        elif text:
            click.echo(text, color=colour)  # as in newstrans update
    except NewstransError as exc:
        click.echo(words().gettext("Error: {message}", message=visible(told(exc))), err=True)
        sys.exit(2)
    sys.exit(1 if changed else 0)


@dataclass(frozen=True, slots=True)
class _Read:
    """An edition with its layers, and what the checks say of it now, by unit."""

    layers: EditionLayers
    findings: list[tuple[str, Finding]]


def _compared(edition: str, base: str, fmt: str, *, only_changed: bool, colour: bool | None) -> tuple[str, bool]:
    from newstrans.review import differences
    from newstrans.review.layers import Layer

    read = _from_file(edition) if is_file(edition) else _from_store(edition, findings=fmt == "html")
    layers, against = read.layers, Layer(base)
    changed = differences.differs(layers, against)
    if fmt == "html":
        return _html(read, against, only_changed=only_changed), changed
    if fmt == "porcelain":
        return differences.diff_porcelain(layers, against, only_changed=only_changed), changed
    if fmt == "json":
        return json.dumps(differences.diff_values(layers, against, only_changed=only_changed), ensure_ascii=True, indent=2), changed
    paint = colour_wanted() if colour is None else colour
    lines = differences.diff_lines(layers, against, colour=paint, only_changed=only_changed, bare=fmt == "color", told=told)
    return lines, changed


def is_file(edition: str) -> bool:
    """Whether an edition is named by a file; one in the store is STORY:LOCALE."""
    return edition.endswith(_FILES) or Path(edition).exists()


def _from_file(edition: str) -> _Read:
    from newstrans.review.layers import file_layers

    found = read_edition(edition)
    return _Read(file_layers(found, Path(edition).name), [(one.unit, one) for one in found.findings])


def _from_store(edition: str, *, findings: bool) -> _Read:
    from newstrans.review.actions import open_findings
    from newstrans.review.layers import store_layers
    from newstrans.store.editions import get_edition

    with opened(load_config().store_place) as store, store.read() as connection:
        record = get_edition(connection, edition)
        found = open_findings(connection, record) if findings else []
        return _Read(store_layers(connection, record), [(unit.key, one) for unit, one in found])


def _html(read: _Read, base: Layer, *, only_changed: bool) -> str:
    from newstrans.review.differences import chosen
    from newstrans.web.diff_file import diff_file

    units = chosen(read.layers, base, only_changed=True) if only_changed else list(read.layers.units)
    named = any(edit.entry for unit in units for edit in unit.edits)
    decisions = glossary_decisions(read.layers.locale) if named else {}
    return diff_file(read.layers, units, read.findings, decisions, words()).rstrip("\n")

