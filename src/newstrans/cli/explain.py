"""newstrans explain"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import click

from newstrans.cli.setup import colour_wanted
from newstrans.errors import EditionError
from newstrans.model import Edition


@click.command()
@click.argument("edition", metavar="EDITION")
@click.option("--unit", metavar="N", help="Only this unit: its id (p3, headline) or its number.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def command(edition: str, unit: str | None, as_json: bool) -> None:
    """Show how an edition came about, sentence by sentence.

    EDITION is the .json of an edition. Shown are the source, what the engine was sent, its answer, every edit
    with its rule and reason, and the findings.
    """
    from newstrans.explain import explain_edition, explain_json

    found = read_edition(edition)
    if as_json:
        click.echo(json.dumps(explain_json(found, unit=unit_id(found, unit)), ensure_ascii=False, indent=2))
        return
    width = min(shutil.get_terminal_size((100, 24)).columns, 120)
    click.echo(explain_edition(found, unit=unit_id(found, unit), colour=colour_wanted(), width=width))


def unit_id(edition: Edition, unit: str | None) -> str | None:
    """A unit's id from an id or a 1-based number. Raises `BadParameter` when there is none such."""
    if unit is None:
        return None
    ids = [one.unit.id for one in edition.units]
    if unit in ids:
        return unit
    if unit.isdigit() and 1 <= int(unit) <= len(ids):
        return ids[int(unit) - 1]
    raise click.BadParameter(f"no unit {unit!r}; there are {', '.join(ids)}", param_hint="--unit")


def read_edition(name: str) -> Edition:
    """The edition in a .json file; the .md or .html beside it may be named instead.

    Raises:
        EditionError: no such file, or it is not an edition.

    """
    from newstrans.formats.edition_json import edition_from_json

    path = Path(name)
    if path.suffix in (".md", ".html"):
        path = path.with_suffix(".json")
    try:
        text = path.read_text(encoding="utf-8", errors="surrogatepass")
    except OSError as exc:
        raise EditionError(name, f"cannot be read: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise EditionError(name, "is not an edition") from exc
    return edition_from_json(text, name=path.name)
