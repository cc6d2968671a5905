"""The store: schema, transactions, the chain of events, copies; on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from desk_stories import ANNA, NOW, PARAGRAPHS, edition_of, incoming, make_text
from sqlalchemy import inspect, text

from newstrans.errors import NotInStore, StoreError
from newstrans.review import actions
from newstrans.review.tokens import add_token, check_token
from newstrans.review.users import add_user, set_desk, users
from newstrans.rights import Role
from newstrans.store import care
from newstrans.store.connect import connect, open_store, shown
from newstrans.store.editions import get_edition, get_machine, list_editions, save_edition
from newstrans.store.events import append, broken_links, find_events
from newstrans.store.migrations import MIGRATIONS, migrate
from newstrans.store.records import Event
from newstrans.store.schema import metadata
from newstrans.store.stories import find_story, get_file, get_story, list_stories


def test_migrations_lead_to_the_tables(store):
    """What the steps make is what the queries are written against: tables, columns, keys, indexes."""
    found = inspect(store.engine)
    assert set(metadata.tables) == set(found.get_table_names())
    for name, table in metadata.tables.items():
        columns = {column["name"]: bool(column["nullable"]) for column in found.get_columns(name)}
        wanted = {column.name: bool(column.nullable) for column in table.columns}
        assert set(wanted) == set(columns), name
        keys = {column.name for column in table.primary_key}
        assert {k: v for k, v in wanted.items() if k not in keys} == {k: v for k, v in columns.items() if k not in keys}, name
        assert keys == set(found.get_pk_constraint(name)["constrained_columns"]), name
        assert {index.name for index in table.indexes} <= {index["name"] for index in found.get_indexes(name)}, name


def test_a_store_is_opened_again(store, request):
    """The steps are taken once."""
    with store.read() as connection:
        assert [number for number, _, _ in MIGRATIONS] == sorted(connection.execute(text("SELECT number FROM migration")).scalars())


# Step 8 taken back.
_WITHOUT_PAGES = (
    "DROP INDEX story_page", "CREATE INDEX story_updated ON story (updated)", "DROP INDEX story_desk",
    "CREATE INDEX story_desk ON story (desk, updated)", "DROP INDEX edition_page", "DROP INDEX edition_state_page",
    "CREATE INDEX edition_state ON edition (state, updated)",
)  # fmt: skip


def test_a_filled_store_of_before_the_order_of_pages_is_brought_up(room):
    """Step 8 on the tables of step 7: the same indexes as in a new store, and the same lists."""
    store = room.store
    for n in range(3):
        room.receive(incoming(make_text(f"Harbour {n}"), identity=f"urn:{n}", slug=f"harbour-{n}"), ("es", "pt-BR"), now=f"2026-03-04T09:3{n % 2}:00Z")
    wanted = _indexes(store)
    lists = list_editions(store), list_stories(store)
    with store.write() as connection:
        for statement in (*_WITHOUT_PAGES, "DELETE FROM migration WHERE number >= 8"):
            connection.execute(text(statement))
    assert wanted != _indexes(store)
    with store.write() as connection:
        assert [8] == [number for number in migrate(connection, NOW) if number <= 8]

    assert wanted == _indexes(store)
    assert lists == (list_editions(store), list_stories(store))


def _indexes(store):
    found = inspect(store.engine)
    return {(table, index["name"], tuple(index["column_names"])) for table in ("story", "edition") for index in found.get_indexes(table)}


def test_a_filled_store_of_before_settings_and_desks_is_brought_up(room):
    """Steps 6 and 7 with rows in place: nothing that was there is lost or changed, and what they bring can be used."""
    store = room.store
    edition = edition_of(room.ingest(incoming(make_text("Harbour opens", PARAGRAPHS))))
    actions.approve(room.desk(ANNA), edition, "u1", base_rev=1)
    add_user(store, "anna", Role.APPROVER, "three plain words", actor=ANNA, now=NOW)
    with store.write() as connection:
        for statement in (
            *_WITHOUT_PAGES, "DROP INDEX story_desk", "ALTER TABLE story DROP COLUMN desk", "ALTER TABLE user_account DROP COLUMN desk",
            "DROP TABLE api_token", "DROP TABLE user_setting", "DROP TABLE desk_value", "DELETE FROM migration WHERE number >= 6",
        ):  # fmt: skip
            connection.execute(text(statement))
    tables = [name for name in inspect(store.engine).get_table_names() if name != "migration"]

    def rows():
        with store.read() as connection:
            found = {name: [dict(row) for row in connection.execute(text(f'SELECT * FROM "{name}"')).mappings()] for name in tables}
        return {name: sorted(map(str, ({key: value for key, value in row.items() if key != "desk"} for row in found[name]))) for name in tables}

    before = rows()
    assert all(before[name] for name in ("story", "edition", "unit", "event", "machine_segment", "user_account"))
    with store.write() as connection:
        assert [number for number, _, _ in MIGRATIONS if number >= 6] == migrate(connection, NOW)
    assert before == rows()
    with store.read() as connection:
        assert "" == get_story(connection, edition.partition(":")[0]).desk
        assert [] == list(broken_links(connection))
    assert ["anna"] == [one.name for one in users(store) if one.desk == ""]
    assert "sports" == set_desk(store, "anna", "sports", actor=ANNA, now=NOW).desk
    secret, _ = add_token(store, "anna", Role.VIEWER, label="", days=None, actor=ANNA, now=NOW)
    assert check_token(store, secret, NOW) is not None


def test_a_newer_store_is_refused(store):
    with store.write() as connection:
        connection.execute(text("INSERT INTO migration VALUES (999, 'future', 'x')"))
    with store.read() as connection, pytest.raises(StoreError, match="newer newstrans"):
        migrate(connection, NOW)


def test_the_machines_layers_come_back_as_they_were_made(room):
    """Source, sent, raw answer and every edit of every sentence, to the letter."""
    receipt = room.receive(incoming(make_text()))
    run = room.translate([replace(make_text(), id=receipt.story.id)], ["pt-BR"])
    room.make()
    with room.store.read() as connection:
        back = get_machine(connection, get_edition(connection, edition_of(receipt)))
    assert run.editions[0].units == back.units
    assert run.editions[0].findings == back.findings
    assert run.editions[0].provenance.route == back.provenance.route


def test_layers_that_nobody_here_wrote_are_read_the_same(room):
    """Rows that another process wrote, under a name that this one never saw, give the same units as those it wrote itself."""
    receipt = room.ingest(incoming(make_text()))
    with room.store.write() as connection:
        mine = get_edition(connection, edition_of(receipt))
        other = replace(mine, id=edition_of(receipt, "pt-PT"), locale="pt-PT")
        save_edition(connection, other, new=True)
        for table, columns in (
            ("machine_edition", "record"), ("machine_unit", "unit, position, text, record"), ("machine_segment", "unit, place, source, machine, target, record"),
        ):  # fmt: skip
            copied = f"INSERT INTO {table} (edition, source_revision, {columns}) SELECT :other, source_revision, {columns} FROM {table} WHERE edition = :mine"
            connection.execute(text(copied), {"other": other.id, "mine": mine.id})
    with room.store.read() as connection:
        assert get_machine(connection, mine) == get_machine(connection, other)


@pytest.mark.parametrize("table", ["event", "source_version", "machine_segment", "published"])
def test_layers_cannot_be_changed_or_taken_away(room, table):
    """The database itself refuses."""
    receipt = room.ingest(incoming(make_text()))
    for key in room.units(edition_of(receipt)):
        actions.approve(room.desk(), edition_of(receipt), key, base_rev=1)
    with room.store.read() as connection:
        rev = get_edition(connection, edition_of(receipt)).rev
    actions.publish(room.desk(), edition_of(receipt), base_rev=rev)
    column = {"event": "note", "source_version": "take", "machine_segment": "source", "published": "record"}[table]
    for statement in (f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(StoreError, match="append-only"), room.store.write() as connection:
            connection.execute(text(statement))


def test_text_that_no_database_holds_is_stored_all_the_same(room):
    """NUL and lone surrogates become U+FFFD, one for one."""
    receipt = room.ingest(incoming(make_text(paragraphs=["A \x00 and a \ud800 came.", "Then it ended well."])))
    units = room.units(edition_of(receipt))
    assert "A \ufffd and a \ufffd came." == units["u2"].source


def test_the_file_is_kept_as_it_came(room):
    one = incoming(make_text())
    receipt = room.receive(one)
    assert ("a.xml", one.data) == get_file(room.store, receipt.story.id, 1)


def test_a_transaction_that_fails_leaves_no_trace(store):
    def fail() -> None:
        with store.write() as connection:
            append(connection, [Event("x", NOW, ANNA)])
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert [] == find_events(store)


@pytest.mark.acceptance(42)
@pytest.mark.parametrize("change", ["UPDATE event SET text = 'other' WHERE seq = 3", "DELETE FROM event WHERE seq = 2", "UPDATE event SET actor = 'eve' WHERE seq = 1"])
def test_a_changed_chain_shows(store, change):
    """Whoever gets round the database's own lock is found by the hashes."""
    with store.write() as connection:
        append(connection, [Event("edit", NOW, ANNA, unit="u1", rev=n, text=f"text {n}", data={"a": [1, 2.5, None]}) for n in range(5)])
    with store.read() as connection:
        assert [] == list(broken_links(connection))
    with store.write() as connection:
        if store.file:
            connection.execute(text("DROP TRIGGER event_no_update"))
            connection.execute(text("DROP TRIGGER event_no_delete"))
        else:
            connection.execute(text("DROP TRIGGER event_append_only ON event"))
        connection.execute(text(change))
    with store.read() as connection:
        assert list(broken_links(connection))


def test_writers_wait_for_each_other(room):
    """Eight at once: every event is there, the chain is whole, no revision is used twice."""
    receipt = room.ingest(incoming(make_text()))
    edition = edition_of(receipt)
    failed: list[BaseException] = []

    def work(n: int) -> None:
        try:
            for key in list(room.units(edition))[n::8]:
                for turn in range(3):
                    unit = actions.edit(room.desk(), edition, key, f"texto {n} {turn}", base_rev=1 + turn)
                actions.approve(room.desk(), edition, key, base_rev=unit.rev)
        except BaseException as error:  # noqa: BLE001 - told by the test's own thread
            failed.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == failed
    assert all(one.approved for one in room.units(edition).values())
    with room.store.read() as connection:
        assert [] == list(broken_links(connection))
        assert 1 + 14 * 4 == get_edition(connection, edition).rev
    assert 14 * 4 == sum(bool(event.unit) for event in find_events(room.store))


def test_a_story_is_found_by_id_beginning_identity_and_slug(room):
    receipt = room.receive(incoming(make_text()))
    with room.store.read() as connection:
        for name in (receipt.story.id, receipt.story.id[:4], receipt.story.identity, "harbour"):
            assert receipt.story == get_story(connection, name)
        with pytest.raises(NotInStore, match="newstrans stories"):
            get_story(connection, "nothing")
        assert find_story(connection, "nothing") is None


def test_only_a_cache_does_not_wait_for_the_disk(store):
    """An editor's word is on the disk when the block ends: also on a connection that was used for answers of engines before, or failed."""
    asked = text("PRAGMA synchronous" if store.file else "SHOW synchronous_commit")
    waits, hurries = (2, 1) if store.file else ("on", "off")
    for _ in range(2):
        with store.write(cache=True) as connection:
            assert hurries == connection.execute(asked).scalar()
            connection.execute(text("INSERT INTO desk_value VALUES ('cached', 'x') ON CONFLICT DO NOTHING"))
        with store.write() as connection:
            assert waits == connection.execute(asked).scalar()
            assert "x" == connection.execute(text("SELECT value FROM desk_value WHERE name = 'cached'")).scalar()

    def half() -> None:
        with store.write(cache=True) as connection:
            connection.execute(text("INSERT INTO desk_value VALUES ('half', 'x')"))
            connection.execute(text("INSERT INTO nothing VALUES (1)"))

    with pytest.raises(StoreError):
        half()
    with store.write() as connection:
        assert waits == connection.execute(asked).scalar()
        assert connection.execute(text("SELECT value FROM desk_value WHERE name = 'half'")).first() is None


def test_answers_are_asked_for_once(room):
    """Two stories with the same paragraphs, two runs: the second asks only what is new."""
    room.ingest(incoming(make_text()))
    first = list(room.asked)
    assert len(first) == len(set(first))
    room.forget()
    room.ingest(incoming(make_text("Another headline", [*PARAGRAPHS[:5], "A new paragraph ends it."]), identity="urn:other"))
    assert sorted(["Another headline", "A new paragraph ends it."]) == sorted(room.asked)


# --- copies and checks of the file


def test_a_copy_is_restored(tmp_path, room_in_file):
    """What was done after the copy is set aside, not lost."""
    room = room_in_file
    receipt = room.ingest(incoming(make_text()))
    care.backup(room.store, tmp_path / "copy.db")
    actions.edit(room.desk(), edition_of(receipt), "u1", "Depois da cópia", base_rev=1)
    room.store.close()
    old = care.restore(tmp_path / "copy.db", room.store.file)
    assert [] == list(care.check(room.store.file))
    assert "Depois da cópia" != room.units(edition_of(receipt))["u1"].text
    room.store.close()
    aside = open_store(old, NOW)
    with aside.read() as connection:
        assert "Depois da cópia" == connection.execute(text("SELECT text FROM unit WHERE key = 'u1'")).scalar()
    aside.close()
    with pytest.raises(StoreError, match="is there already"):
        care.backup(room.store, tmp_path / "copy.db")


@pytest.fixture
def copy(tmp_path, room_in_file):
    """A copy of a store with a story in it; the store is closed."""
    room_in_file.ingest(incoming(make_text()))
    care.backup(room_in_file.store, tmp_path / "copy.db")
    room_in_file.store.close()
    return tmp_path / "copy.db"


def test_a_copy_is_never_the_store_itself(room_in_file, copy):
    """Who has the store open would write on in a file that is there no more; a folder is no file, whatever is wanted."""
    store = room_in_file.store
    copy.with_name("link.db").symlink_to(store.file)
    for path in (store.file, copy.with_name("link.db")):
        with pytest.raises(StoreError, match="is the store itself"):
            care.backup(store, path, overwrite=True)
        with pytest.raises(StoreError, match="is the store itself"):
            care.restore(path, store.file)
    for act in (lambda: care.backup(store, copy.parent, overwrite=True), lambda: care.restore(copy, copy.parent)):
        with pytest.raises(StoreError, match="is a folder"):
            act()
    assert [] == list(care.check(store.file))


def test_a_copy_of_a_newer_newstrans_is_not_restored(room_in_file, copy):
    changed = connect(copy)
    with changed.write() as connection:
        connection.execute(text("INSERT INTO migration VALUES (999, 'future', '2030-01-01T00:00:00Z')"))
    changed.close()
    assert ["newer newstrans" in one for one in care.check(copy)] == [True]
    with pytest.raises(StoreError, match="newer newstrans"):
        care.restore(copy, room_in_file.store.file)
    assert [] == list(care.check(room_in_file.store.file))


def test_a_copy_of_an_older_newstrans_is_restored(room_in_file, copy):
    """It is whole; opening it brings its tables up to date."""
    last = max(number for number, _, _ in MIGRATIONS)
    changed = connect(copy)
    with changed.write() as connection:
        connection.execute(text("DELETE FROM migration WHERE number = :last"), {"last": last})
    changed.close()
    assert ["older newstrans" in one for one in care.check(copy)] == [True]
    assert care.restore(copy, room_in_file.store.file).exists()


def test_a_restore_that_fails_leaves_the_store_where_it_is(room_in_file, copy, monkeypatch):
    """A full disk, for one: the next command must not begin an empty store."""
    def full(_source, target):
        raise StoreError(f"{target}: cannot be written (database or disk is full)")

    monkeypatch.setattr(care, "_copied", full)
    before = sorted(path.name for path in copy.parent.iterdir())
    with pytest.raises(StoreError, match="full"):
        care.restore(copy, room_in_file.store.file)
    assert before == sorted(path.name for path in copy.parent.iterdir())
    assert [] == list(care.check(room_in_file.store.file))


def test_a_file_that_may_not_be_looked_at_is_not_called_damaged(copy, monkeypatch):
    """An error of its own, not a reason to go back to a copy."""
    def closed(self):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "exists", closed)
    with pytest.raises(StoreError, match=r"cannot be looked at \(Permission denied\)"):
        list(care.check(copy))
    with pytest.raises(StoreError, match="cannot be looked at"):
        care.restore(copy, copy.with_name("other.db"))


def test_a_database_that_does_not_answer_is_not_called_damaged(tmp_path):
    pytest.importorskip("psycopg")
    with pytest.raises(StoreError, match="refused"):
        list(care.check(f"postgresql+psycopg://desk@/newstrans?host={tmp_path}"))


@pytest.mark.parametrize("name", ["a?b.db", "a#b.db", "a%20b.db", "a b;c.db", "é.db"])
def test_a_store_lies_where_it_is_named(tmp_path, name):
    """Also where the name looks like a part of an address."""
    open_store(tmp_path / name, NOW).close()
    assert [name] == [path.name for path in tmp_path.iterdir()]
    assert [] == list(care.check(tmp_path / name))


@pytest.mark.parametrize("address", [
    "postgresql+psycopg://desk:secret@127.0.0.1:1/newstrans", "postgresql+psycopg://desk:secret@127.0.0.1:port/newstrans",
    "postgresql+psycopg://desk@127.0.0.1:1/newstrans?password=secret",
])  # fmt: skip
def test_an_address_is_shown_without_its_password(address):
    assert "secret" not in shown(address)
    with pytest.raises(StoreError) as caught:
        open_store(address, NOW)
    assert "secret" not in str(caught.value)


def test_a_corrupt_page_is_told(tmp_path, room_in_file):
    room = room_in_file
    room.ingest(incoming(make_text()))
    care.backup(room.store, tmp_path / "copy.db")
    room.store.close()
    data = bytearray((tmp_path / "copy.db").read_bytes())
    for start in range(4096 * 4, len(data) - 4096, 4096):
        data[start : start + 600] = b"\xff" * 600
    (tmp_path / "bad.db").write_bytes(data)
    assert list(care.check(tmp_path / "bad.db"))
    with pytest.raises(StoreError, match="not restored"):
        care.restore(tmp_path / "bad.db", room.store.file)
    assert [] == list(care.check(room.store.file))


def test_a_copy_is_checked_without_being_touched(tmp_path, room_in_file):
    """It may lie on a medium that cannot be written; the store is for its owner's eyes."""
    room_in_file.ingest(incoming(make_text()))
    copy = tmp_path / "copies" / "copy.db"
    care.backup(room_in_file.store, copy)
    before = copy.read_bytes()
    assert [] == list(care.check(copy))
    assert before == copy.read_bytes()
    assert ["copy.db"] == [path.name for path in copy.parent.iterdir()]
    assert 0o600 == room_in_file.store.file.stat().st_mode & 0o777
    assert 0o600 == copy.stat().st_mode & 0o777


@pytest.mark.parametrize("content", [b"", b"no database at all, but a text of some length" * 100])
def test_what_is_no_store_is_told(tmp_path, content):
    (tmp_path / "x.db").write_bytes(content)
    assert list(care.check(tmp_path / "x.db"))


def test_a_full_disk_changes_nothing(tmp_path, room_in_file):
    """The limit on the size of files stands for it: the error is clear, what was committed is there."""
    room = room_in_file
    receipt = room.ingest(incoming(make_text()))
    room.store.close()
    code = (
        "import resource, signal, sys\n"
        "from newstrans.errors import StoreError\nfrom newstrans.review import actions\nfrom newstrans.store.connect import open_store\n"
        "from newstrans.store.records import Actor\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "store = open_store(sys.argv[1], 'x')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))\n"
        "desk, rev = actions.Desk(store, Actor('anna'), 'now'), 1\n"
        "try:\n    while True:\n"
        "        rev = actions.edit(desk, sys.argv[2], 'u2', f'{rev} ' + 'palavra ' * 3000, base_rev=rev).rev\n"
        "        print(rev, flush=True)\n"
        "except StoreError as error:\n    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(room.store.file), edition_of(receipt)], capture_output=True, text=True, check=True, env={**os.environ})
    *told, said = done.stdout.splitlines()
    assert "the disk is full or cannot be written" in said
    assert told
    assert [] == list(care.check(room.store.file))
    assert int(told[-1]) == room.units(edition_of(receipt))["u2"].rev


def test_addresses_that_are_no_store(tmp_path):
    for place in ("mysql://a/b", "postgresql+nothing://a/b", "://"):
        with pytest.raises(StoreError):
            connect(place)
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="cannot be made"):
        connect(tmp_path / "file" / "newstrans.db")


def test_migrations_are_numbered_in_order():
    assert list(range(1, len(MIGRATIONS) + 1)) == [number for number, _, _ in MIGRATIONS]
