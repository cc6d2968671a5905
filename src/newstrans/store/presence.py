"""Who has which edition open, and where in it: told by the pages themselves, forgotten soon, no part of the events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from newstrans.store.schema import presence

# A page in the background is slowed down by its browser to about one call a minute: it is still there.
SHOWN_S = 90
_FORGOTTEN_S = 3600
_PRESENT = (
    select(presence.c.actor, presence.c.tab, presence.c.unit, presence.c.at)
    .where(presence.c.edition == bindparam("edition_id"), presence.c.at >= bindparam("since"))
    .order_by(presence.c.actor, presence.c.unit, presence.c.tab)
)
_IN = (
    select(presence.c.edition, presence.c.actor)
    .where(presence.c.edition.in_(bindparam("editions", expanding=True)), presence.c.at >= bindparam("since"))
    .distinct()
    .order_by(presence.c.actor)
)


@dataclass(frozen=True, slots=True)
class Present:
    """An open page: `tab` is the page's own name, so that one person in two tabs is two; `unit` where its focus is."""

    actor: str
    tab: str
    unit: str
    at: str


def beat(connection: Connection, edition: str, one: Present) -> None:
    """A page says that it is open."""
    where = (presence.c.edition == edition, presence.c.tab == one.tab)
    values = {"actor": one.actor, "unit": one.unit, "at": one.at}
    if not connection.execute(update(presence).where(*where).values(**values)).rowcount:
        connection.execute(insert(presence).values(edition=edition, tab=one.tab, **values))
        connection.execute(delete(presence).where(presence.c.at < _before(one.at, _FORGOTTEN_S)))


def leave(connection: Connection, edition: str, tab: str, actor: str) -> None:
    """A page says that it closes."""
    where = (presence.c.edition == edition, presence.c.tab == tab, presence.c.actor == actor)
    connection.execute(delete(presence).where(*where))


def present(connection: Connection, edition: str, now: str) -> list[Present]:
    """The pages that have an edition open, by name and place."""
    asked = {"edition_id": edition, "since": _before(now, SHOWN_S)}
    return [Present(*row) for row in connection.execute(_PRESENT, asked)]


def who_is_in(connection: Connection, editions: Sequence[str], now: str) -> dict[str, list[str]]:
    """Names of those who have an edition open, by edition."""
    found: dict[str, list[str]] = {}
    asked = {"editions": list(editions), "since": _before(now, SHOWN_S)}
    for edition, actor in connection.execute(_IN, asked) if editions else ():
        found.setdefault(edition, []).append(actor)
    return found


def _before(now: str, seconds: int) -> str:
    return (datetime.fromisoformat(now) - timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")
