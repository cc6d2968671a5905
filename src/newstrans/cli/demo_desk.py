"""The demo desk's store: filled once, in a folder of its own."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from newstrans.cli.intake import opened
from newstrans.cli.moment import moment
from newstrans.cli.setup import Desk, desk

if TYPE_CHECKING:
    from newstrans.review.demo import DemoEdition, Translators
    from newstrans.store.connect import Store


def demo_store(folder: str | Path | None, *, now: str | None = None, progress: Callable[[int, int], None] | None = None) -> tuple[Path, list[DemoEdition]]:
    """The file of a store with the demo's stories, and its editions; [] when it is one that was filled before.

    Without a folder it lies in a new one among the temporary files.
    """
    from newstrans.review.demo import fill
    from newstrans.store.stories import list_stories

    place = (Path(folder) if folder else Path(tempfile.mkdtemp(prefix="newstrans-demo-"))) / "newstrans.db"
    here = desk()
    try:
        with opened(str(place), now) as store:
            made = [] if list_stories(store, limit=1) else fill(store, _translators(here, store, progress), moment(now))
    finally:
        here.close()
    return place, made


def _translators(here: Desk, store: Store, progress: Callable[[int, int], None] | None) -> Translators:
    from newstrans.pipeline import default_stages, translate_stories
    from newstrans.store.answers import remembering

    def choose(engine: str | None):  # type: ignore[no-untyped-def]
        stages = default_stages(remembering(here.engines, store), here.names, here.locale, forced_engine=engine, progress=progress)
        return lambda stories, locales: translate_stories(stories, locales, stages, names=here.names, locale=here.locale)

    return choose
