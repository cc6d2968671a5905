"""Let an edition out: its next issue is kept in the store, and its files are written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from newstrans.emit import write_editions
from newstrans.localise.locale import EditionLocale, load_locale
from newstrans.review import actions
from newstrans.review.actions import Desk


def let_out(
    desk: Desk, edition: str, folder: Path, *, base_rev: int, four_eyes: bool = False, older_source: str = "", release: str = "",
    locale: Callable[[str], EditionLocale] = load_locale,
) -> list[Path]:  # fmt: skip
    """Publish an edition and write its files into `folder`; returns their paths. The command and the pages both do it here.

    Raises as `actions.publish`, and:
        WriteError: it is published, but a file cannot be written: `newstrans editions export` writes them later.

    """
    made = actions.publish(
        desk, edition, base_rev=base_rev, four_eyes=four_eyes, older_source=older_source, release=release, locale=locale
    )
    return write_editions([made], folder)
