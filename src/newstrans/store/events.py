"""What happened, as a chain: every event bears the hash of the one before it, so that a later change shows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select

from newstrans.kept import Kept
from newstrans.store.connect import Store
from newstrans.store.records import Actor, Event
from newstrans.store.schema import event


@dataclass(frozen=True, slots=True)
class SourceChange:
    """What a new version of the source did to a unit: `change` as `records.Change` has it, the unit's old and new words."""

    change: str
    old: str
    new: str


# Rows that are held at once while the chain is followed.
_ROWS = 1000
_LAST = select(event.c.seq, event.c.hash).order_by(event.c.seq.desc()).limit(1)
_ADD = insert(event)


def last_hash(connection: Connection) -> str:
    """The end of the chain: another one as soon as anything happens. "" before the first event."""
    return connection.execute(select(event.c.hash).order_by(event.c.seq.desc()).limit(1)).scalar() or ""


def append(connection: Connection, events: Iterable[Event]) -> list[Event]:
    """Add events to the chain, inside the caller's transaction; returns them with their numbers and hashes."""
    last = connection.execute(_LAST).first()
    seq, prev = (last.seq, last.hash) if last else (0, "")
    done = []
    for one in events:
        seq += 1
        one = replace(one, seq=seq, prev_hash=prev)
        one = replace(one, hash=_hash(_row(one)))
        prev = one.hash
        done.append(one)
    if done:
        connection.execute(_ADD, [{**_row(one), "hash": one.hash} for one in done])
    return done


def find_events(store: Store, *, story: str = "", edition: str = "", unit: str = "", kinds: Collection[str] = ()) -> list[Event]:
    """Events of a story, an edition or a unit, of all kinds or of some, oldest first."""
    with store.read() as connection:
        return events_of(connection, story=story, edition=edition, unit=unit, kinds=kinds)


def events_of(
    connection: Connection, *, story: str = "", edition: str = "", unit: str = "", kinds: Collection[str] = ()
) -> list[Event]:
    """`find_events` inside the caller's transaction."""
    query = select(event).order_by(event.c.seq)
    for column, wanted in ((event.c.story, story), (event.c.edition, edition), (event.c.unit, unit)):
        if wanted:
            query = query.where(column == wanted)
    if kinds:
        query = query.where(event.c.kind.in_(sorted(kinds)))
    return [_event(row) for row in connection.execute(query).mappings()]


def received_as(connection: Connection, identity: str) -> str:
    """The story that a version of this wire identity was taken into, "" for none: a take may have another than its story.

    Every event of a version that came in is looked at.
    """
    said = f'"identity": {json.dumps(identity)}'
    query = select(event.c.story).where(event.c.kind == "received", event.c.data.contains(said, autoescape=True)).order_by(event.c.seq.desc())
    return connection.execute(query.limit(1)).scalar() or ""


def text_at(connection: Connection, edition: str, unit: str, rev: int) -> str | None:
    """The text that a unit had after its revision `rev`; None when there was none."""
    query = (
        select(event.c.text)
        .where(event.c.edition == edition, event.c.unit == unit, event.c.rev == rev, event.c.text.is_not(None))
        .order_by(event.c.seq.desc())
        .limit(1)
    )
    return connection.execute(query).scalar()


def active_time(connection: Connection, edition: str) -> int:
    """Milliseconds that editors worked on the texts of an edition, as far as their pages counted them."""
    query = select(event.c.data).where(event.c.edition == edition, event.c.kind.in_(("edit", "approve")), event.c.data.like('%"active_ms"%'))
    return sum(int(json.loads(data)["active_ms"]) for data in connection.execute(query).scalars())


def texts_as_published(connection: Connection, edition: str) -> dict[str, str]:
    """Unit -> its text when the edition went out last; without those that were left out. {} when an empty issue came after."""
    last = select(event.c.seq, event.c.kind).where(event.c.edition == edition, event.c.kind.in_(("publish", "kill", "withhold")))
    row = connection.execute(last.order_by(event.c.seq.desc()).limit(1)).first()
    if row is None or row.kind != "publish":
        return {}
    query = (
        select(event.c.unit, event.c.text, event.c.data)
        .where(event.c.edition == edition, event.c.seq < row.seq, event.c.unit != "", event.c.text.is_not(None))
        .order_by(event.c.seq)
    )
    found: dict[str, str] = {}
    for one in connection.execute(query):
        found[one.unit] = one.text
        if json.loads(one.data).get("state") == "omitted":
            del found[one.unit]
    return found


def changes_of_source(connection: Connection, edition: str) -> dict[str, SourceChange]:
    """Unit -> what the newest version of the source did to it; {} for an edition of a first version."""
    query = select(event.c.data).where(event.c.edition == edition, event.c.kind == "update").order_by(event.c.seq.desc()).limit(1)
    return _changes.of(edition, connection.execute(query).scalar() or "{}")


def _read_changes(data: str) -> dict[str, SourceChange]:
    return {one["key"]: SourceChange(one["change"], one["old"], one["new"]) for one in json.loads(data).get("units", ())}


# By edition: the texts of a whole story, read with every page.
_changes = Kept(_read_changes, 20_000, len)


def broken_links(connection: Connection) -> Iterator[str]:
    """What is wrong with the chain, in words: a row that was changed, taken out or put in."""
    prev, expected = "", 1
    rows = connection.execution_options(yield_per=_ROWS).execute(select(event).order_by(event.c.seq)).mappings()
    for row in rows:
        if row["seq"] != expected:
            yield f"event {expected} is missing" if row["seq"] == expected + 1 else f"events {expected} to {row['seq'] - 1} are missing"
        values: dict[str, Any] = {key: row[key] for key in row if key != "hash"}
        if row["prev_hash"] != prev:
            yield f"event {row['seq']} does not follow the one before it"
        if _hash(values) != row["hash"]:
            yield f"event {row['seq']} ({row['kind']} of {row['edition'] or row['story']}) was changed after it was written"
        prev, expected = row["hash"], row["seq"] + 1


def broken_in(connection: Connection, edition: str) -> list[str]:
    """What is wrong with the events of an edition, in words: one that was changed, or does not follow the one before it.

    It costs as much as the edition has events; whether one was taken out only `broken_links` tells.
    """
    before = event.alias()
    query = (
        select(event, before.c.hash.label("hash_before"))
        .join(before, before.c.seq == event.c.seq - 1, isouter=True)
        .where(event.c.edition == edition)
        .order_by(event.c.seq)
    )
    found = []
    for row in connection.execute(query).mappings():
        values: dict[str, Any] = {key: row[key] for key in row if key not in ("hash", "hash_before")}
        if _hash(values) != row["hash"]:
            found.append(f"event {row['seq']} ({row['kind']}) was changed after it was written")
        if (row["hash_before"] or "") != row["prev_hash"]:
            found.append(f"event {row['seq']} ({row['kind']}) does not follow the one before it")
    return found


def count_events(connection: Connection) -> int:
    """How many there are."""
    return int(connection.execute(select(func.count()).select_from(event)).scalar_one())


def _row(one: Event) -> dict[str, Any]:
    return {
        "seq": one.seq, "at": one.at, "actor": one.actor.name, "via": one.actor.via, "request": one.request, "kind": one.kind,
        "story": one.story, "edition": one.edition, "unit": one.unit, "base_rev": one.base_rev, "rev": one.rev,
        "source_revision": one.source_revision, "source_hash": one.source_hash, "text": one.text, "bulk": int(one.bulk),
        "note": one.note, "data": json.dumps(dict(one.data), sort_keys=True), "prev_hash": one.prev_hash,
    }  # fmt: skip


def _hash(row: Mapping[str, Any]) -> str:
    text = json.dumps({key: row[key] for key in row if key != "hash"}, sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _event(row: RowMapping) -> Event:
    return Event(
        kind=row["kind"], at=row["at"], actor=Actor(row["actor"], row["via"]), story=row["story"], edition=row["edition"],
        unit=row["unit"], base_rev=row["base_rev"], rev=row["rev"], source_revision=row["source_revision"],
        source_hash=row["source_hash"], text=row["text"], note=row["note"], bulk=bool(row["bulk"]), request=row["request"],
        data=json.loads(row["data"]), seq=row["seq"], prev_hash=row["prev_hash"], hash=row["hash"],
    )  # fmt: skip
