"""newstrans diff"""

from __future__ import annotations

import sys

import click

from newstrans.cli.explain import read_edition
from newstrans.cli.language import words
from newstrans.cli.setup import colour_wanted
from newstrans.errors import NewstransError


@click.command()
@click.argument("edition", metavar="EDITION")
@click.option("--format", "fmt", type=click.Choice(["words", "json"]), default="words", show_default=True, help="How to print.")
@click.option("--only-changed", is_flag=True, help="Leave out units that did not change.")
@click.option("--color/--no-color", "colour", default=None, help="Paint, or not (default: on a terminal).")
def command(edition: str, fmt: str, only_changed: bool, colour: bool | None) -> None:
    """Show what changed between the machine's text and the edition.

    Words as in git: [-the machine's-]{+the edition's+}.

    Exit status: 0 nothing changed, 1 something did, 2 an error.
    """
    from newstrans.explain import diff_edition

    try:
        found = read_edition(edition)
    except NewstransError as exc:
        click.echo(words().gettext("Error: {message}", message=exc), err=True)
        sys.exit(2)
    paint = colour_wanted() if colour is None else colour
    text, changed = diff_edition(found, colour=paint, only_changed=only_changed, fmt=fmt)
    click.echo(text)
    sys.exit(1 if changed else 0)
