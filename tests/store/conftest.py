"""A store on each of the databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_stories import NOW, Newsroom
from postgresql import server
from sqlalchemy import text

from newstrans.store.connect import Store, open_store


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server of our own."""
    with server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty store, once on SQLite and once on PostgreSQL."""
    place: str | Path = tmp_path / "newstrans.db"
    if request.param == "postgresql":
        place = request.getfixturevalue("postgresql")
    made = open_store(place, NOW)
    yield made
    if request.param == "postgresql":
        with made.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    made.close()


@pytest.fixture
def room(store: Store) -> Newsroom:
    """The store with the pipeline and the pseudo engine before it."""
    return Newsroom(store, "pseudo")


@pytest.fixture
def room_in_file(tmp_path: Path) -> Iterator[Newsroom]:
    """The same in a file, for what only files have."""
    made = open_store(tmp_path / "newstrans.db", NOW)
    yield Newsroom(made, "pseudo")
    made.close()
