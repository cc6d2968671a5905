"""newstrans explain"""

from __future__ import annotations

import glob
import json
import shutil
from pathlib import Path

import click

from newstrans.cli.language import told
from newstrans.cli.setup import colour_wanted
from newstrans.errors import EditionError
from newstrans.model import Edition
from newstrans.review.words import word_of


@click.command()
@click.argument("edition", metavar="EDITION")
@click.option("--unit", metavar="N", help="Only this unit: its id (p3, headline) or its number.")
@click.option("--names", is_flag=True, help="The name audit instead: every glossary name, its rendering and count in each edition of the story.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def command(edition: str, unit: str | None, names: bool, as_json: bool) -> None:
    """Show how an edition came about, sentence by sentence.

    EDITION is the .json of an edition. Shown are the source, what the engine was sent, its answer, every edit
    with its rule and reason, and the findings. With --names, the editions of the same story in the folders beside
    this one are on the page too; EDITION may also be a story of the store, or one of its editions (STORY:LOCALE).
    """
    from newstrans.explain import explain_edition, explain_json

    if names and not Path(edition).exists() and (stored := _stored(edition)):
        _names(stored, as_json=as_json)
        return
    found = read_edition(edition)
    if names:
        if unit is not None:
            raise click.UsageError("--names is about the whole story: leave out --unit")
        _names([found, *_siblings(edition, found)], as_json=as_json)
        return
    if as_json:
        click.echo(json.dumps(explain_json(found, unit=unit_id(found, unit)), ensure_ascii=False, indent=2))
        return
    width = min(shutil.get_terminal_size((100, 24)).columns, 120)
    shown = explain_edition(
        found, unit=unit_id(found, unit), colour=colour_wanted(), width=width, told=told, word=lambda value: told(word_of(value))
    )
    click.echo(shown)


def _stored(name: str) -> list[Edition]:
    """The editions of a story at the desk, [] where there is no store or no such story in it."""
    from newstrans.cli.intake import opened
    from newstrans.config import load_config
    from newstrans.errors import NotInStore
    from newstrans.review.story_names import story_names

    place = load_config().store_place
    if "://" not in str(place) and not Path(place).is_file():
        return []
    with opened(place) as store:
        try:
            return list(story_names(store, name.rpartition(":")[0] or name).editions)
        except NotInStore:
            return []


def _siblings(name: str, found: Edition) -> list[Edition]:
    """The other editions of the story: the same file name in the folders of other locales."""
    path = Path(name).with_suffix(".json")
    others = []
    for file in sorted(path.resolve().parent.parent.glob(f"*/{glob.escape(path.name)}")):
        if file == path.resolve():
            continue
        try:
            other = read_edition(str(file))
        except EditionError:
            continue
        if (other.story.id, other.story.version) == (found.story.id, found.story.version):
            others.append(other)
    return others


def _names(editions: list[Edition], *, as_json: bool) -> None:
    from newstrans.name_audit import audit_json, audit_names, audit_page

    rows = audit_names(editions)
    click.echo(json.dumps(audit_json(rows), ensure_ascii=False, indent=2) if as_json else audit_page(editions, rows))


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
