"""Texts that somebody wrote over others at the desk, read from the events row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, func, select

from newstrans.errors import NotInStore
from newstrans.store.records import text_hash
from newstrans.store.schema import edition, event, machine_unit, unit
from newstrans.store.stories import get_source

# Rows that are held at once.
_ROWS = 500


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A unit's text before and after one action, or after several of one editor in a row.

    `language` is that of the source, `source` the unit's source text.
    """

    edition: str
    unit: str
    story: str
    language: str
    actor: str
    source_revision: int
    source_hash: str
    source: str
    before: str
    after: str

    @property
    def locale(self) -> str:
        return self.edition.rpartition(":")[2]


def rewrites(connection: Connection, kinds: Sequence[str]) -> Iterator[Rewrite]:
    """What actions of `kinds` wrote over what, by edition and unit, oldest first; a few rows are held at once.

    An editor who saved a unit several times in a row counts once, with the first text before and the last one after. A unit
    whose source of that moment is not in the store any more is passed over.
    """
    last: Rewrite | None = None
    for row in _rows(connection, kinds):
        if last is not None and _same_hand(last, row) and row.before == last.after:
            last = replace(last, after=row.after)
            continue
        if last is not None:
            yield last
        last = row
    if last is not None:
        yield last


def _same_hand(one: Rewrite, other: Rewrite) -> bool:
    return (one.edition, one.unit, one.actor, one.source_hash) == (other.edition, other.unit, other.actor, other.source_hash)


def _rows(connection: Connection, kinds: Sequence[str]) -> Iterator[Rewrite]:
    old = event.alias("old")
    before = (
        select(old.c.text)
        .where(old.c.edition == event.c.edition, old.c.unit == event.c.unit, old.c.rev == event.c.base_rev, old.c.text.is_not(None))
        .order_by(old.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    # A unit that nobody had touched has the machine's text, and no event that says so.
    machine = (
        select(machine_unit.c.text)
        .where(
            machine_unit.c.edition == event.c.edition, machine_unit.c.source_revision == event.c.source_revision,
            machine_unit.c.unit == unit.c.unit, unit.c.source_revision == event.c.source_revision,
        )
        .scalar_subquery()
    )  # fmt: skip
    query = (
        select(
            event.c.edition, event.c.unit, event.c.story, edition.c.language, event.c.actor, event.c.source_revision,
            event.c.source_hash, event.c.text.label("after"), func.coalesce(before, machine).label("before"), unit.c.source,
        )
        .join(edition, edition.c.id == event.c.edition)
        .outerjoin(unit, (unit.c.edition == event.c.edition) & (unit.c.key == event.c.unit))
        .where(event.c.kind.in_(kinds), event.c.text.is_not(None))
        .order_by(event.c.edition, event.c.unit, event.c.seq)
        .execution_options(yield_per=_ROWS)
    )  # fmt: skip
    for row in connection.execute(query).mappings():
        known = row["source"] is not None and text_hash(row["source"]) == row["source_hash"]
        if known and row["before"] is not None:
            yield Rewrite(**row)
            continue
        earlier = _earlier(connection, row["edition"], row["story"], row["source_revision"], row["source_hash"])
        if earlier is not None:
            source, text = earlier
            yield Rewrite(**{**row, "source": source, "before": row["before"] if row["before"] is not None else text})


def _earlier(connection: Connection, edition_id: str, story: str, revision: int, source_hash: str) -> tuple[str, str] | None:
    """Source and machine's text of the unit with this source in an earlier version; None when there is none."""
    try:
        units = get_source(connection, story, revision).units
    except NotInStore:
        return None
    found = next((one for one in units if text_hash(one.text) == source_hash), None)
    if found is None:
        return None
    query = select(machine_unit.c.text).where(
        machine_unit.c.edition == edition_id, machine_unit.c.source_revision == revision, machine_unit.c.unit == found.id
    )
    text = connection.execute(query).scalar()
    return None if text is None else (found.text, text)
