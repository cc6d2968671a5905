"""The queue: stories with their editions, one page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, case, func, or_, select

from newstrans.store.editions import editions_of_all
from newstrans.store.records import EditionRecord, StoryRecord, UnitState
from newstrans.store.schema import edition, story, unit, user

PAGE = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for: a part of slug or headline, an edition's state and locale, the least urgency, a desk; page from 1."""

    search: str = ""
    state: str = ""
    locale: str = ""
    urgent: int = 0
    desk: str = ""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Listed:
    """A story with its editions, each with its units and how many of them are open, and the language of the source."""

    story: StoryRecord
    editions: tuple[tuple[EditionRecord, int, int], ...]


def list_queue(connection: Connection, wanted: Wanted) -> tuple[list[Listed], int]:
    """The stories of a page, the newest wire first, and how many there are on all pages."""
    total = int(connection.execute(_fitting(select(func.count()).select_from(story), wanted)).scalar_one())
    query = _fitting(select(story), wanted).order_by(story.c.updated.desc(), story.c.id)
    found = [StoryRecord(**row) for row in connection.execute(query.limit(PAGE).offset((wanted.page - 1) * PAGE)).mappings()]
    of_story = editions_of_all(connection, [one.id for one in found])
    counts = unit_counts(connection, [one.id for each in of_story.values() for one in each])
    return [
        Listed(one, tuple((each, *counts.get(each.id, (0, 0))) for each in of_story.get(one.id, ())))
        for one in found
    ], total  # fmt: skip


def locales(connection: Connection) -> list[str]:
    """The locales that there are editions in."""
    # One step into the index for each, where DISTINCT would walk through all editions.
    found: list[str] = []
    while (one := connection.execute(select(func.min(edition.c.locale)).where(edition.c.locale > (found[-1] if found else ""))).scalar()):
        found.append(one)
    return found


def desks(connection: Connection) -> list[str]:
    """The desks that there are stories for, or that users sit at."""
    named = select(story.c.desk).where(story.c.desk != "").union(select(user.c.desk).where(user.c.desk != ""))
    return sorted(connection.execute(named).scalars())


def _fitting(query: Select[Any], wanted: Wanted) -> Select[Any]:
    if wanted.search:
        parts = [column.icontains(wanted.search, autoescape=True) for column in (story.c.slug, story.c.headline)]
        query = query.where(or_(*parts))
    if wanted.urgent:
        query = query.where(story.c.urgency.between(1, wanted.urgent))
    if wanted.desk:
        query = query.where(story.c.desk == wanted.desk)
    if wanted.state or wanted.locale:
        # Asked story by story, in the order of the page: a list of all editions that fit would be made twice for each page.
        of_it = select(edition.c.story).where(edition.c.story == story.c.id).correlate(story)
        if wanted.state:
            of_it = of_it.where(edition.c.state == wanted.state)
        if wanted.locale:
            of_it = of_it.where(edition.c.locale == wanted.locale)
        query = query.where(of_it.exists())
    return query


def unit_counts(connection: Connection, editions: list[str]) -> dict[str, tuple[int, int]]:
    """(units, units that wait for an editor) by edition."""
    done = (UnitState.APPROVED.value, UnitState.OMITTED.value, UnitState.VERBATIM.value)
    waits = func.sum(case((unit.c.state.in_(done), 0), else_=1))
    query = select(unit.c.edition, func.count(), waits).where(unit.c.edition.in_(editions)).group_by(unit.c.edition)
    return {row[0]: (row[1], int(row[2])) for row in connection.execute(query)} if editions else {}
