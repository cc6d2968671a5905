"""A store in a file, with the pipeline before it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_stories import NOW, Newsroom

from newstrans.store.connect import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store."""
    made = open_store(tmp_path / "newstrans.db", NOW)
    yield made
    made.close()


@pytest.fixture
def room(store: Store) -> Newsroom:
    """The store with the pipeline and the pseudo engine before it: quick, and every change of a source shows."""
    return Newsroom(store, "pseudo")


@pytest.fixture
def real_room(store: Store) -> Newsroom:
    """The store with the real engines before it."""
    return Newsroom(store)
