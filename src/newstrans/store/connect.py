"""Open the store: SQLite in one file, or PostgreSQL behind an address; transactions that hold or leave no trace."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, DBAPIError, NoSuchModuleError

from newstrans.errors import StoreError
from newstrans.store.like import has_folded
from newstrans.store.migrations import MIGRATIONS, applied, migrate

# How long a writer waits for another one to finish.
BUSY_S = 60
# Any number, the same in every newstrans: the lock that PostgreSQL's writers take in turn, as SQLite's do.
_LOCK = 7_301_968


class Store:
    """A store that is open. `read` and `write` are transactions; writers go one after the other.

    Safe for threads and for several processes at once.
    """

    def __init__(self, engine: Engine, place: str, file: Path | None) -> None:
        self.engine = engine
        self.place = place
        self.file = file
        # Writers of this process wait here, in turn; SQLite would let them ask again and again, the unlucky one last.
        self._turn = threading.Lock() if file is not None else nullcontext()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only looks: everything it sees is of one moment."""
        with _told(self.place), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self, *, cache: bool = False) -> Iterator[Connection]:
        """A transaction that changes things: all of it is on the disk behind the block, or nothing.

        What is a `cache`, and can be made again, does not wait for the disk: it outlives the process, and a crash of the
        machine may take the last of it, never a part of a transaction.
        """
        with _told(self.place), self._turn, self.engine.connect() as connection:
            connection = connection.execution_options(newstrans_write=True)
            postgresql = connection.dialect.name == "postgresql"
            with nullcontext() if postgresql or not cache else _unhurried(connection), connection.begin():
                if postgresql:
                    connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
                    if cache:
                        connection.execute(text("SET LOCAL synchronous_commit = off"))
                yield connection

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()


def open_store(place: str | Path, now: str) -> Store:
    """The store at a path or address; made, and brought to today's tables, when it is not there yet.

    `place` is a file, or an address such as `postgresql+psycopg://desk@host/newstrans`.

    Raises:
        StoreError: it cannot be opened, is no store of newstrans, or is damaged.

    """
    store = connect(place)
    try:
        with store.write() as connection:
            migrate(connection, now)
    except BaseException:
        store.close()
        raise
    return store


def connect(place: str | Path, *, journal: bool = True) -> Store:
    """The store as it is: no table is made or brought up to date. Without `journal` its file is not touched at all.

    A new file is readable for its owner only: what is under embargo is in it.
    """
    address = str(place)
    file: Path | None = None
    if "://" not in address:
        file = Path(address)
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if journal and not file.exists():
                os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise StoreError(f"{file}: the store cannot be made ({error.strerror})") from error
    try:
        # A path may hold what would be a part of an address, such as "?".
        url = make_url(address) if file is None else URL.create("sqlite", database=str(file))
        if url.get_backend_name() not in ("sqlite", "postgresql"):
            raise StoreError(f"{url.get_backend_name()}: a store is a file (SQLite) or postgresql+psycopg://USER@HOST/NAME")
        if url.get_backend_name() == "sqlite" and file is None:
            return connect(Path(url.database or ""), journal=journal)
        engine = create_engine(url, **_arguments(url.get_backend_name()))
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise StoreError(f"{shown(place)}: not the address of a store ({error})") from error
    except ModuleNotFoundError as error:
        raise StoreError(f"PostgreSQL needs the module {error.name}. Run: pip install 'newstrans[postgresql]'") from error
    if file is not None:
        _prepare_sqlite(engine, journal=journal)
    return Store(engine, shown(place), file)


def shown(place: str | Path) -> str:
    """A store's path or address for people to read: without its password.

    >>> shown("postgresql+psycopg://desk:secret@host/newstrans")
    'postgresql+psycopg://desk:***@host/newstrans'
    """
    return re.sub(r"(?<=[?&]password=)[^&]*", "***", re.sub(r"(?<=://)([^:@/]*):.*@", r"\1:***@", str(place)))


def up_to_date(connection: Connection) -> bool:
    """Whether every step of the migrations was taken."""
    return applied(connection) >= {number for number, _, _ in MIGRATIONS}


def _arguments(backend: str) -> dict[str, Any]:
    if backend == "sqlite":
        # As many connections as a server has threads, and some.
        return {"connect_args": {"timeout": BUSY_S, "check_same_thread": False}, "pool_size": 20, "max_overflow": 40}
    return {"pool_pre_ping": True}


def _prepare_sqlite(engine: Engine, *, journal: bool) -> None:
    @event.listens_for(engine, "connect")
    def opened(raw: Any, _record: Any) -> None:
        # Transactions are begun below, not by the driver, which would take the write lock too late.
        raw.isolation_level = None
        cursor = raw.cursor()
        pragmas = ["busy_timeout = 60000", "synchronous = FULL", "foreign_keys = ON"]
        for pragma in [*pragmas, "journal_mode = WAL"] if journal else pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()
        raw.create_function(has_folded.__name__, 2, has_folded, deterministic=True)

    @event.listens_for(engine, "begin")
    def begun(connection: Connection) -> None:
        writes = connection.get_execution_options().get("newstrans_write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _unhurried(connection: Connection) -> Iterator[None]:
    """A connection to SQLite that leaves it to the next durable transaction, or to the next checkpoint, to wait for the disk."""
    raw = connection.connection.cursor()  # SQLAlchemy would begin a transaction, inside which this cannot be said
    raw.execute("PRAGMA synchronous = NORMAL")
    try:
        yield
        raw.execute("PRAGMA synchronous = FULL")
    except BaseException:
        connection.invalidate()  # in whatever state it is: the next one that is opened waits again
        raise


@contextmanager
def _told(place: str) -> Iterator[None]:
    """What the database says, as one message for the user."""
    try:
        yield
    except DBAPIError as error:
        said = str(error.orig).strip().splitlines()[0] if error.orig else str(error)
        raise StoreError(f"{place}: {_mend(said, error)}") from error


_DAMAGE = ("malformed", "not a database")


def is_damage(error: StoreError) -> bool:
    """Whether it is the file itself that is at fault, and no lack of access to it."""
    said = str(getattr(error.__cause__, "orig", "")).lower()
    return any(word in said for word in _DAMAGE)


def _mend(said: str, error: DatabaseError | DBAPIError) -> str:
    lower = said.lower()
    if "full" in lower or "disk i/o error" in lower or "no space" in lower:
        return f"the disk is full or cannot be written ({said}). Nothing was changed; make room and run it again"
    if any(word in lower for word in _DAMAGE):
        return f"the store is damaged or no store ({said}). See what: newstrans store check; go back: newstrans store restore FILE"
    if "locked" in lower:
        return f"another process kept the store busy for {BUSY_S} s. Nothing was changed; run it again"
    if "unable to open" in lower or "readonly" in lower:
        return f"it cannot be opened or written ({said})"
    return f"the database refused it ({said or type(error).__name__})"
