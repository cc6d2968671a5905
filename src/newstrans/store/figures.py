"""What statistics are made of, read from the store in rows: texts that were approved, what checks said, what went out."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from newstrans.store.records import UnitState
from newstrans.store.schema import (
    edition,
    event,
    machine_edition,
    machine_unit,
    name_override,
    source_version,
    story,
    unit,
)

# Rows that are held at once.
_ROWS = 500


@dataclass(frozen=True, slots=True)
class ApprovedUnit:
    """A unit that is approved: what the machine and the rules had written, and what stands at the desk."""

    edition: str
    key: str
    kind: str
    machine: str
    text: str
    at: str
    by: str
    as_machine: bool
    source_hash: str


@dataclass(frozen=True, slots=True)
class MadeEdition:
    """How an edition came about: `engines` of its route in their order; `findings` are (unit, check, severity) as it came from
    the machine; `names` are (entry, unit, status, name in the source).
    """

    edition: str
    story: str
    language: str
    locale: str
    state: str
    headline: str
    desk: str
    engines: tuple[str, ...]
    findings: tuple[tuple[str, str, str], ...]
    names: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Outing:
    """An issue that went out: when, and when the version of the source that it is of came in."""

    edition: str
    at: str
    received: str


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A finding that an editor dismissed: the check, or the code of one finding of it."""

    edition: str
    unit: str
    source_hash: str
    code: str
    at: str


def approved_units(connection: Connection, since: str = "") -> Iterator[ApprovedUnit]:
    """Units that are approved, since a moment (ISO 8601, UTC)."""
    query = (
        select(unit.c.edition, unit.c.key, unit.c.kind, unit.c.text, unit.c.approval, machine_unit.c.text.label("machine"))
        .join(
            machine_unit,
            (machine_unit.c.edition == unit.c.edition) & (machine_unit.c.source_revision == unit.c.source_revision)
            & (machine_unit.c.unit == unit.c.unit),
        )
        .where(unit.c.state == UnitState.APPROVED.value, unit.c.approval.is_not(None))
        .execution_options(yield_per=_ROWS)
    )  # fmt: skip
    for row in connection.execute(query):
        bound = json.loads(row.approval)
        if bound["at"] >= since:
            yield ApprovedUnit(
                row.edition, row.key, row.kind, row.machine, row.text, bound["at"], bound["by"], bound["as_machine"], bound["source_hash"]
            )


def active_times(connection: Connection) -> dict[tuple[str, str, str], int]:
    """(edition, key of a unit, hash of its source) -> milliseconds that editors worked on its text, as far as their pages counted them."""
    query = (
        select(event.c.edition, event.c.unit, event.c.source_hash, event.c.data)
        .where(event.c.kind.in_(("edit", "approve")), event.c.data.like('%"active_ms"%'))
        .execution_options(yield_per=_ROWS)
    )
    found: dict[tuple[str, str, str], int] = {}
    for row in connection.execute(query):
        place = (row.edition, row.unit, row.source_hash)
        found[place] = found.get(place, 0) + int(json.loads(row.data)["active_ms"])
    return found


def made_editions(connection: Connection, entry: str = "") -> Iterator[MadeEdition]:
    """Editions as the machine made them from the version that they have now; those in which `entry` was met, or all."""
    columns = [edition.c[name] for name in ("id", "story", "language", "locale", "state", "headline")]
    query = (
        select(*columns, story.c.desk, machine_edition.c.record)
        .join(story, story.c.id == edition.c.story)
        .join(machine_edition, (machine_edition.c.edition == edition.c.id) & (machine_edition.c.source_revision == edition.c.source_revision))
        .order_by(edition.c.updated.desc(), edition.c.id)
        .execution_options(yield_per=_ROWS)
    )  # fmt: skip
    if entry:
        query = query.where(machine_edition.c.record.contains(f'"entry": {json.dumps(entry)}', autoescape=True))
    for row in connection.execute(query):
        made: dict[str, Any] = json.loads(row.record)
        yield MadeEdition(
            row.id, row.story, row.language, row.locale, row.state, row.headline, row.desk,
            tuple(dict.fromkeys(leg["engine"] for leg in made.get("route", ()))),
            tuple((one.get("unit", ""), one["check"], one["severity"]) for one in made.get("findings", ())),
            tuple(
                (one["entry"], one["unit"], one["status"], one["text"])
                for one in made.get("names", ()) if not entry or one["entry"] == entry
            ),
        )  # fmt: skip


def outings(connection: Connection, since: str = "") -> list[Outing]:
    """Issues that went out, the oldest first."""
    query = (
        select(event.c.edition, event.c.at, source_version.c.received)
        .join(source_version, (source_version.c.story == event.c.story) & (source_version.c.revision == event.c.source_revision))
        .where(event.c.kind == "publish", event.c.at >= since)
        .order_by(event.c.seq)
    )
    return [Outing(*row) for row in connection.execute(query)]


def dismissals(connection: Connection, since: str = "") -> list[Dismissal]:
    """Findings that were dismissed, the oldest first."""
    query = (
        select(event.c.edition, event.c.unit, event.c.source_hash, event.c.data, event.c.at)
        .where(event.c.kind == "dismiss", event.c.at >= since)
        .order_by(event.c.seq)
    )
    return [Dismissal(row.edition, row.unit, row.source_hash, json.loads(row.data)["code"], row.at) for row in connection.execute(query)]


def unit_names(connection: Connection, editions: Collection[str] | None = None) -> dict[tuple[str, str], str]:
    """(edition, id of the unit in the source) -> key at the desk; of some editions, or of all."""
    query = select(unit.c.edition, unit.c.unit, unit.c.key)
    if editions is None:
        return {(row.edition, row.unit): row.key for row in connection.execute(query)}
    wanted = sorted(editions)
    found: dict[tuple[str, str], str] = {}
    for start in range(0, len(wanted), _ROWS):
        rows = connection.execute(query.where(unit.c.edition.in_(wanted[start : start + _ROWS])))
        found |= {(row.edition, row.unit): row.key for row in rows}
    return found


def override_counts(connection: Connection, since: str = "") -> dict[tuple[str, str], int]:
    """(entry, edition) -> how often an editor put the machine's words back in place of the entry's."""
    query = select(name_override.c.entry, name_override.c.edition).where(name_override.c.at >= since)
    found: dict[tuple[str, str], int] = {}
    for row in connection.execute(query):
        found[row.entry, row.edition] = found.get((row.entry, row.edition), 0) + 1
    return found
