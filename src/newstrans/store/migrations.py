"""Numbered steps from an empty database to today's tables. One that was released is never edited: add another."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, insert, inspect, select, text

from newstrans.errors import StoreError
from newstrans.store.schema import migration


def _run(connection: Connection, statements: str) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            connection.execute(text(statement))


def _m001_tables(connection: Connection) -> None:
    binary = "BYTEA" if connection.dialect.name == "postgresql" else "BLOB"
    _run(connection, f"""
CREATE TABLE story (
  id TEXT PRIMARY KEY, identity TEXT NOT NULL UNIQUE, family TEXT NOT NULL, slug TEXT NOT NULL, headline TEXT NOT NULL,
  status TEXT NOT NULL, revision INTEGER NOT NULL, version TEXT NOT NULL, embargo TEXT, held TEXT NOT NULL,
  forbids TEXT NOT NULL, created TEXT NOT NULL, updated TEXT NOT NULL);
CREATE INDEX story_updated ON story (updated);
CREATE INDEX story_family ON story (family);
CREATE TABLE source_file (sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, data {binary} NOT NULL);
CREATE TABLE source_version (
  story TEXT NOT NULL REFERENCES story (id), revision INTEGER NOT NULL, version TEXT NOT NULL, status TEXT NOT NULL,
  take TEXT NOT NULL, sha256 TEXT NOT NULL, file TEXT REFERENCES source_file (sha256), received TEXT NOT NULL,
  record TEXT NOT NULL, PRIMARY KEY (story, revision));
CREATE INDEX source_version_sha256 ON source_version (sha256);
CREATE TABLE edition (
  id TEXT PRIMARY KEY, story TEXT NOT NULL REFERENCES story (id), locale TEXT NOT NULL, state TEXT NOT NULL,
  rev INTEGER NOT NULL, source_revision INTEGER NOT NULL, language TEXT NOT NULL, headline TEXT NOT NULL,
  issue INTEGER NOT NULL, error TEXT NOT NULL, updated TEXT NOT NULL);
CREATE UNIQUE INDEX edition_story ON edition (story, locale);
CREATE INDEX edition_state ON edition (state, updated);
CREATE TABLE machine_edition (
  edition TEXT NOT NULL REFERENCES edition (id), source_revision INTEGER NOT NULL, record TEXT NOT NULL,
  PRIMARY KEY (edition, source_revision));
CREATE TABLE machine_unit (
  edition TEXT NOT NULL, source_revision INTEGER NOT NULL, unit TEXT NOT NULL, position INTEGER NOT NULL,
  text TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (edition, source_revision, unit),
  FOREIGN KEY (edition, source_revision) REFERENCES machine_edition (edition, source_revision));
CREATE TABLE machine_segment (
  edition TEXT NOT NULL, source_revision INTEGER NOT NULL, unit TEXT NOT NULL, place INTEGER NOT NULL,
  source TEXT NOT NULL, machine TEXT, target TEXT, record TEXT NOT NULL,
  PRIMARY KEY (edition, source_revision, unit, place),
  FOREIGN KEY (edition, source_revision, unit) REFERENCES machine_unit (edition, source_revision, unit));
CREATE TABLE unit (
  edition TEXT NOT NULL REFERENCES edition (id), key TEXT NOT NULL, position INTEGER NOT NULL, unit TEXT NOT NULL,
  kind TEXT NOT NULL, source TEXT NOT NULL, source_revision INTEGER NOT NULL, state TEXT NOT NULL, text TEXT NOT NULL,
  rev INTEGER NOT NULL, change TEXT NOT NULL, suggestion TEXT, approval TEXT, editor TEXT NOT NULL, reason TEXT NOT NULL,
  PRIMARY KEY (edition, key));
CREATE TABLE dismissal (
  edition TEXT NOT NULL REFERENCES edition (id), unit TEXT NOT NULL, code TEXT NOT NULL, source_hash TEXT NOT NULL,
  text_hash TEXT NOT NULL, reason TEXT NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (edition, unit, code, source_hash, text_hash));
CREATE TABLE draft (
  edition TEXT NOT NULL REFERENCES edition (id), unit TEXT NOT NULL, actor TEXT NOT NULL, base_rev INTEGER NOT NULL,
  text TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (edition, unit, actor, base_rev));
CREATE TABLE published (
  edition TEXT NOT NULL REFERENCES edition (id), issue INTEGER NOT NULL, source_revision INTEGER NOT NULL,
  at TEXT NOT NULL, actor TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (edition, issue));
CREATE TABLE answer (
  key TEXT PRIMARY KEY, engine TEXT NOT NULL, pair TEXT NOT NULL, model TEXT NOT NULL, source TEXT NOT NULL,
  answer TEXT NOT NULL, unknown TEXT NOT NULL);
CREATE TABLE event (
  seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, via TEXT NOT NULL, request TEXT NOT NULL,
  kind TEXT NOT NULL, story TEXT NOT NULL, edition TEXT NOT NULL, unit TEXT NOT NULL, base_rev INTEGER NOT NULL,
  rev INTEGER NOT NULL, source_revision INTEGER NOT NULL, source_hash TEXT NOT NULL, text TEXT, bulk INTEGER NOT NULL,
  note TEXT NOT NULL, data TEXT NOT NULL, prev_hash TEXT NOT NULL, hash TEXT NOT NULL);
CREATE INDEX event_edition ON event (edition, unit, seq);
CREATE INDEX event_story ON event (story, seq);
""")


# What is only ever added to: a layer of text, an issue that went out, an event.
_APPEND_ONLY = ("source_file", "source_version", "machine_edition", "machine_unit", "machine_segment", "published", "event")


def _m002_append_only(connection: Connection) -> None:
    """The database itself refuses to change or take away what is only added to."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(
            "CREATE FUNCTION newstrans_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "'BEGIN RAISE EXCEPTION ''% is append-only'', TG_TABLE_NAME; END'"
        ))  # fmt: skip
        for table in _APPEND_ONLY:
            connection.execute(text(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION newstrans_append_only()"
            ))  # fmt: skip
        return
    for table in _APPEND_ONLY:
        for change in ("UPDATE", "DELETE"):
            connection.execute(text(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            ))  # fmt: skip


def _m003_people(connection: Connection) -> None:
    """Users and who is in; how urgent a wire says that a story is; what the queue is filtered by."""
    _run(connection, """
CREATE TABLE user_account (name TEXT PRIMARY KEY, role TEXT NOT NULL, password TEXT NOT NULL, created TEXT NOT NULL);
CREATE TABLE session (
  token TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT, started TEXT NOT NULL, ends TEXT NOT NULL);
CREATE INDEX session_name ON session (name);
ALTER TABLE story ADD COLUMN urgency INTEGER NOT NULL DEFAULT 0;
CREATE INDEX edition_locale ON edition (locale, story);
CREATE INDEX edition_state_story ON edition (state, story);
""")


def _m004_desk(connection: Connection) -> None:
    """Who has which edition open; which names an editor left as the machine wrote them."""
    _run(connection, """
CREATE TABLE presence (
  edition TEXT NOT NULL REFERENCES edition (id), tab TEXT NOT NULL, actor TEXT NOT NULL, unit TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (edition, tab));
CREATE TABLE name_override (
  edition TEXT NOT NULL REFERENCES edition (id), unit TEXT NOT NULL, entry TEXT NOT NULL, source_hash TEXT NOT NULL,
  before TEXT NOT NULL, after TEXT NOT NULL, actor TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (edition, unit, entry, source_hash));
CREATE INDEX name_override_entry ON name_override (entry);
""")


def _m005_memory(connection: Connection) -> None:
    # Only SQLite keeps the rows of such a table in the order of its key, unless it is told to number them.
    ordered = "" if connection.dialect.name == "postgresql" else " WITHOUT ROWID"
    _run(connection, f"""
CREATE TABLE memory_form (
  id BIGINT PRIMARY KEY, direction TEXT NOT NULL, hash TEXT NOT NULL, text TEXT NOT NULL);
CREATE UNIQUE INDEX memory_form_hash ON memory_form (direction, hash);
CREATE TABLE memory_word (word BIGINT NOT NULL, form BIGINT NOT NULL, PRIMARY KEY (word, form)){ordered};
CREATE TABLE memory_word_count (word BIGINT PRIMARY KEY, forms BIGINT NOT NULL);
CREATE TABLE memory_pair (
  id BIGINT PRIMARY KEY, form BIGINT NOT NULL, language TEXT NOT NULL, locale TEXT NOT NULL, level TEXT NOT NULL,
  kind TEXT NOT NULL, key TEXT NOT NULL, source TEXT NOT NULL, target TEXT NOT NULL, before TEXT NOT NULL,
  after TEXT NOT NULL, origin TEXT NOT NULL, rank INTEGER NOT NULL, approver TEXT NOT NULL, at TEXT NOT NULL,
  story TEXT NOT NULL, edition TEXT NOT NULL, unit TEXT NOT NULL, place INTEGER NOT NULL, retired TEXT NOT NULL);
CREATE INDEX memory_pair_key ON memory_pair (key, locale, language);
CREATE INDEX memory_pair_form ON memory_pair (form, retired, rank, at DESC);
CREATE INDEX memory_pair_edition ON memory_pair (edition, unit, place);
CREATE INDEX memory_pair_story ON memory_pair (story);
CREATE TABLE recall (
  edition TEXT NOT NULL REFERENCES edition (id), unit TEXT NOT NULL, kind TEXT NOT NULL, pairs TEXT NOT NULL,
  source_hash TEXT NOT NULL, text_hash TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (edition, unit));
""")


def _m006_settings(connection: Connection) -> None:
    """Tokens of the API, what people set for themselves, what the desk keeps between two starts."""
    _run(connection, """
CREATE TABLE api_token (
  id TEXT PRIMARY KEY, hash TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL, label TEXT NOT NULL, created TEXT NOT NULL,
  ends TEXT, used TEXT);
CREATE UNIQUE INDEX api_token_hash ON api_token (hash);
CREATE INDEX api_token_name ON api_token (name);
CREATE TABLE user_setting (name TEXT NOT NULL, setting TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (name, setting));
CREATE TABLE desk_value (name TEXT PRIMARY KEY, value TEXT NOT NULL);
""")


def _m007_desks(connection: Connection) -> None:
    """Which desk of the house a story is for, and where a user sits; "" for none."""
    _run(connection, """
ALTER TABLE story ADD COLUMN desk TEXT NOT NULL DEFAULT '';
CREATE INDEX story_desk ON story (desk, updated);
ALTER TABLE user_account ADD COLUMN desk TEXT NOT NULL DEFAULT '';
""")


def _m008_pages(connection: Connection) -> None:
    """Lists in the order of their pages: a page far behind is found without a look at all rows before it."""
    _run(connection, """
DROP INDEX story_updated;
CREATE INDEX story_page ON story (updated DESC, id);
DROP INDEX story_desk;
CREATE INDEX story_desk ON story (desk, updated DESC, id);
DROP INDEX edition_state;
CREATE INDEX edition_page ON edition (updated DESC, id);
CREATE INDEX edition_state_page ON edition (state, updated DESC, id);
""")


MIGRATIONS: tuple[tuple[int, str, Callable[[Connection], None]], ...] = (
    (1, "tables", _m001_tables),
    (2, "append only", _m002_append_only),
    (3, "people", _m003_people),
    (4, "presence and names left as they were", _m004_desk),
    (5, "translation memory", _m005_memory),
    (6, "tokens and settings", _m006_settings),
    (7, "desks", _m007_desks),
    (8, "order of pages", _m008_pages),
)


def migrate(connection: Connection, now: str) -> list[int]:
    """Bring the database to today's tables, inside the caller's transaction; returns the steps that were taken.

    Raises:
        StoreError: it was made by a newer newstrans.

    """
    if not inspect(connection).has_table("migration"):
        connection.execute(text("CREATE TABLE migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, applied TEXT NOT NULL)"))
    if problem := too_new(connection):
        raise StoreError(problem)
    done, taken = applied(connection), []
    for number, name, step in MIGRATIONS:
        if number not in done:
            step(connection)
            connection.execute(insert(migration).values(number=number, name=name, applied=now))
            taken.append(number)
    return taken


def too_new(connection: Connection) -> str:
    """Why this newstrans cannot open the database, in words: a newer one has changed its tables. "" when it can."""
    newer = applied(connection) - {number for number, _, _ in MIGRATIONS}
    return f"the store was made by a newer newstrans (its step {max(newer)} is not known here). Update newstrans" if newer else ""


def applied(connection: Connection) -> set[int]:
    """Numbers of the steps that this database has behind it."""
    return set(connection.execute(select(migration.c.number)).scalars())
