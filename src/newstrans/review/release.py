"""Let an edition out, and take it back: its next issue is kept in the store, and its files are written or emptied."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from newstrans.emit import FORMATS
from newstrans.feeds import Feed
from newstrans.localise.locale import EditionLocale, load_locale
from newstrans.review import actions
from newstrans.review.actions import Desk
from newstrans.review.files import WIRE, void_files, wire_file, write_issue
from newstrans.review.standing import standing
from newstrans.store import editions as shelf
from newstrans.store.records import EditionRecord


def let_out(
    desk: Desk, edition: str, folder: Path, *, base_rev: int, feeds: Mapping[str, Feed], formats: Sequence[str] = FORMATS,
    four_eyes: bool = False, older_source: str = "", release: str = "", locale: Callable[[str], EditionLocale] = load_locale,
) -> list[Path]:  # fmt: skip
    """Publish an edition and write its files into `folder`; returns their paths. The command and the pages both do it here.

    Raises as `actions.publish`, and:
        ReviewError: the wire's format is asked for and has no place for it; nothing went out.
        WriteError: it is published, but a file cannot be written: `newstrans editions export` writes them later.

    """
    with desk.store.read() as connection:
        record = shelf.get_edition(connection, edition)
        if WIRE in formats and record.source_revision:  # tried before anything goes out
            stands = standing(connection, record, shelf.get_units(connection, record.id))
            wire_file(desk.store, record, stands, feeds=feeds, now=desk.now)
    made = actions.publish(
        desk, edition, base_rev=base_rev, four_eyes=four_eyes, older_source=older_source, release=release, locale=locale
    )
    with desk.store.read() as connection:
        record = shelf.get_edition(connection, record.id)
    return write_issue(desk, record, made, folder, formats=formats, feeds=feeds)


def void(desk: Desk, edition: str, *, feeds: Mapping[str, Feed], locale: Callable[[str], EditionLocale] = load_locale) -> list[Path]:
    """Empty the files of an edition that was taken back where they lie; returns their paths. Raises `WriteError`."""
    return void_files(desk, edition, notice=lambda tag: locale(tag).gettext("This story was withdrawn."), feeds=feeds)


def take_back(
    desk: Desk, edition: str, *, base_rev: int, reason: str, feeds: Mapping[str, Feed], locale: Callable[[str], EditionLocale] = load_locale,
) -> tuple[EditionRecord, list[Path]]:  # fmt: skip
    """Withdraw an edition, and empty its files where they lie; returns it and their paths.

    Raises as `actions.withdraw`, and:
        WriteError: it is withdrawn, but a file cannot be emptied.

    """
    after = actions.withdraw(desk, edition, base_rev=base_rev, reason=reason)
    return after, void(desk, after.id, feeds=feeds, locale=locale)
