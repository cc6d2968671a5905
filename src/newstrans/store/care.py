"""Looking after the store: a copy, going back to one, and whether all is well."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, inspect, select, text

from newstrans.errors import StoreError
from newstrans.store.connect import Store, connect, is_damage, up_to_date
from newstrans.store.events import broken_links, count_events
from newstrans.store.migrations import applied, too_new
from newstrans.store.schema import metadata

_OLDER = "its tables are those of an older newstrans, which are brought up to date when it is opened: newstrans stories"
_POSTGRESQL = "of a PostgreSQL store with its own tools: pg_dump, pg_restore"
# Rows whose texts point at nothing: what foreign keys cannot say.
_ORPHANS = (
    ("edition with units but no text of a machine", """
SELECT e.id FROM edition e WHERE e.source_revision > 0 AND NOT EXISTS (
  SELECT 1 FROM machine_edition m WHERE m.edition = e.id AND m.source_revision = e.source_revision)"""),
    ("edition without a unit", """
SELECT e.id FROM edition e WHERE e.source_revision > 0 AND NOT EXISTS (SELECT 1 FROM unit u WHERE u.edition = e.id)"""),
    ("edition with units but without a version of the source", """
SELECT DISTINCT e.id FROM edition e JOIN unit u ON u.edition = e.id WHERE e.source_revision = 0"""),
    ("story whose newest version is missing", """
SELECT s.id FROM story s WHERE NOT EXISTS (
  SELECT 1 FROM source_version v WHERE v.story = s.id AND v.revision = s.revision)"""),
    ("edition that is published without an issue", """
SELECT e.id FROM edition e WHERE e.issue > 0 AND NOT EXISTS (
  SELECT 1 FROM published p WHERE p.edition = e.id AND p.issue = e.issue)"""),
    ("pair of the memory that is of a killed or withheld story", """
SELECT m.id FROM memory_pair m JOIN story s ON s.id = m.story WHERE m.retired = '' AND s.status <> 'usable'"""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Info:
    """What a store holds; `bytes` is 0 for PostgreSQL."""

    place: str
    backend: str
    migration: int
    bytes: int
    rows: tuple[tuple[str, int], ...]


def info(store: Store) -> Info:
    """How much there is of everything. Raises `StoreError` for what is no store."""
    with store.read() as connection:
        if not inspect(connection).has_table("migration"):
            raise StoreError(f"{store.place}: no store of newstrans")
        rows = tuple(
            (name, int(connection.execute(select(func.count()).select_from(table)).scalar_one()))
            for name, table in metadata.tables.items()
            if name != "migration"
        )
        size = sum(path.stat().st_size for path in _files(store.file) if path.exists()) if store.file else 0
        return Info(store.place, connection.dialect.name, max(applied(connection), default=0), size, rows)


def check(place: str | Path) -> Iterator[str]:
    """What is wrong with a store, in words; nothing when all is well.

    Pages of the file, references, what must belong together, and the chain of events. Raises `StoreError` when it cannot
    be looked at.
    """
    file = Path(place) if "://" not in str(place) else None
    if file is not None and not _there(file):
        raise StoreError(f"{place}: there is no store here")
    store = connect(place, journal=False)
    try:
        with store.read() as connection:
            if connection.dialect.name == "sqlite":
                said = [row[0] for row in connection.execute(text("PRAGMA integrity_check(20)"))]
                yield from (one for one in said if one != "ok")
                yield from (f"{row[0]} {row[1]} points at a {row[2]} that is not there" for row in connection.execute(text("PRAGMA foreign_key_check")))
            if not inspect(connection).has_table("migration"):
                yield "it is no store of newstrans"
                return
            if problem := too_new(connection):
                yield problem
                return
            if not up_to_date(connection):
                yield _OLDER
                return
            for what, query in _ORPHANS:
                yield from (f"{what}: {row[0]}" for row in connection.execute(text(query)))
            yield from broken_links(connection)
    except StoreError as error:
        if not is_damage(error):
            raise
        yield str(error)
    finally:
        store.close()


def events_checked(store: Store) -> int:
    """How many events the chain has."""
    with store.read() as connection:
        return count_events(connection)


def backup(store: Store, target: Path, *, overwrite: bool = False) -> None:
    """A copy of the store as of now, in one file, while others go on working. It is checked before it counts.

    Raises:
        StoreError: the store is no file, the copy is there already, cannot be written, or is not whole.

    """
    if store.file is None:
        raise StoreError(f"{store.place}: make a copy {_POSTGRESQL}")
    _another(target, store.file)
    if target.exists() and not overwrite:
        raise StoreError(f"{target}: is there already. Take another name, or say --overwrite")
    _copied(store.file, target)


def restore(source: Path, target: Path) -> Path | None:
    """Put a copy in the place of the store; what was there is kept beside it, under the name that is returned.

    No process may have the store open. A copy of an older newstrans is brought up to date when it is opened.

    Raises:
        StoreError: the copy is not whole, is of a newer newstrans, or cannot be put there; the store is as it was.

    """
    if not (_there(source) and source.is_file()):
        raise StoreError(f"{source}: there is no such file")
    _another(target, source)
    problems = [one for one in check(source) if one != _OLDER]
    if problems:
        raise StoreError(f"{source}: not restored ({problems[0]})")
    if not target.exists():
        _copied(source, target)
        return None
    number = 1
    while (old := target.with_name(f"{target.name}.before-restore-{number}")).exists():
        number += 1
    # The disk may be full, which must not leave the house without a store.
    ready = target.with_name(f"{target.name}.restoring")
    try:
        _copied(source, ready)
        _set_aside(target, old)
        ready.replace(target)
    finally:
        ready.unlink(missing_ok=True)
    return old


def _there(file: Path) -> bool:
    """Whether it exists. Raises `StoreError` for a folder that nobody may look into."""
    try:
        return file.exists()
    except OSError as error:
        raise StoreError(f"{file}: cannot be looked at ({error.strerror})") from error


def _another(file: Path, store: Path) -> None:
    """Raise `StoreError` where a copy and the store would be one: who has the store open would go on in a file that is gone."""
    if _there(file) and file.is_dir():
        raise StoreError(f"{file}: is a folder. Name a file in it")
    if _there(file) and _there(store) and file.samefile(store):
        raise StoreError(f"{file}: is the store itself. Take another name")


def _set_aside(target: Path, old: Path) -> None:
    """Move a store's file away with what has not been written into it yet. A damaged one is moved as it is."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(target, timeout=1, isolation_level=None)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    try:
        for path in _files(target):
            if path.exists():
                path.rename(old.with_name(old.name + path.name.removeprefix(target.name)))
    except OSError as error:
        raise StoreError(f"{target}: cannot be moved away ({error.strerror})") from error


def _files(file: Path) -> list[Path]:
    return [file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")]


def _copied(source: Path, target: Path) -> None:
    """SQLite's own copy, under a temporary name first: whole at every moment, whoever writes meanwhile."""
    name = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".newstrans-", suffix=".tmp", dir=target.parent)
        os.close(handle)
        with closing(sqlite3.connect(source, timeout=60)) as ours, closing(sqlite3.connect(name)) as theirs:
            ours.backup(theirs)
            theirs.execute("PRAGMA journal_mode = DELETE")
        problems = list(_unsound(Path(name)))
        if problems:
            raise StoreError(f"{source}: the copy is not whole ({problems[0]}). Look: newstrans store check")
        with Path(name).open("rb+") as file:
            os.fsync(file.fileno())
        Path(name).replace(target)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{target}: cannot be written ({error})") from error
    finally:
        if name:
            Path(name).unlink(missing_ok=True)


def _unsound(file: Path) -> Iterator[str]:
    with closing(sqlite3.connect(file)) as raw:
        yield from (row[0] for row in raw.execute("PRAGMA integrity_check(5)") if row[0] != "ok")
