"""newstrans store"""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from newstrans.cli.groups import Ordered
from newstrans.cli.intake import opened
from newstrans.cli.language import gettext
from newstrans.cli.stories import json_option, show_json
from newstrans.config import load_config
from newstrans.text.phrase import phrase


@click.group(cls=Ordered)
def command() -> None:
    """Look after the store: what is in it, a copy, going back to one, whether all is well.

    \b
    newstrans store info
    newstrans store backup desk-monday.db
    newstrans store check
    newstrans store restore desk-monday.db

    The store is one file, DATA/newstrans.db, or what the setting `store` names.
    """  # click's mark against re-wrapping


@command.command()
@json_option
def info(as_json: bool) -> None:
    """Say where the store is and how much is in it."""
    from newstrans.store import care

    with opened(load_config().store_place) as store:
        found = care.info(store)
    if as_json:
        show_json({**asdict(found), "rows": dict(found.rows)})
        return
    size = f", {found.bytes / 1024 / 1024:.1f} MB" if found.bytes else ""
    step = gettext("tables of step {number}", number=found.migration)
    click.echo(f"{found.place}  ({found.backend}, {step}{size})")
    for name, count in found.rows:
        click.echo(f"  {name.replace('_', ' '):<16} {count}")


@command.command()
@click.argument("file", metavar="[FILE]", required=False)
@json_option
def check(file: str | None, as_json: bool) -> None:
    """Check the store, or a copy: pages, references, and the chain of events.

    Exit status: 0 when all is well, 1 when something is wrong.
    """
    from newstrans.store import care
    from newstrans.store.connect import shown

    place = file or load_config().store_place
    problems = list(care.check(place))
    if as_json:
        show_json({"store": shown(place), "problems": problems})
    else:
        for problem in problems:
            click.echo(gettext("wrong: {problem}", problem=problem))
        if problems:
            click.echo(gettext("Go back to a copy: {command}", command="newstrans store restore FILE"))
        else:
            with opened(place) as store:
                click.echo(gettext("{path}: all is well; events in an unbroken chain: {number}", path=shown(place), number=care.events_checked(store)))
    if problems:
        sys.exit(1)


@command.command()
@click.argument("file", metavar="FILE")
@click.option("--overwrite", is_flag=True, help="Replace a file of that name.")
def backup(file: str, overwrite: bool) -> None:
    """Copy the store into one file, checked, while others go on working."""
    from newstrans.store import care

    with opened(load_config().store_place) as store:
        care.backup(store, Path(file), overwrite=overwrite)
    click.echo(gettext("wrote {path}", path=file) + f" ({Path(file).stat().st_size / 1024 / 1024:.1f} MB)")


@command.command()
@click.argument("file", metavar="FILE")
def restore(file: str) -> None:
    """Put a copy in the place of the store. What was there is kept beside it.

    Stop newstrans watch and all else that has the store open first.
    """
    from newstrans.errors import StoreError
    from newstrans.store import care
    from newstrans.store.connect import shown

    place = load_config().store_place
    if "://" in place:
        raise StoreError(phrase("{place}: go back with PostgreSQL's own tools: {command}", place=shown(place), command="pg_restore"))
    old = care.restore(Path(file), Path(place))
    click.echo(gettext("restored {path}; what was there is now {old}", path=place, old=old) if old else gettext("restored {path}", path=place))
