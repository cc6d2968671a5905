"""The queue: stories with their editions, one page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Select, bindparam, case, func, or_, select

from newstrans.store.editions import editions_of_all
from newstrans.store.like import has_words
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
    start = (wanted.page - 1) * PAGE
    query = _fitting(select(story), wanted).order_by(story.c.updated.desc(), story.c.id)
    found = [StoryRecord(**row) for row in connection.execute(query.limit(PAGE).offset(start)).mappings()]
    # A page that is not full is the last one, and needs no count: a search that few stories fit looks through all of them once.
    last = len(found) < PAGE and (found or not start)
    total = start + len(found) if last else _count(connection, wanted)
    of_story = editions_of_all(connection, [one.id for one in found])
    counts = unit_counts(connection, [one.id for each in of_story.values() for one in each])
    return [
        Listed(one, tuple((each, *counts.get(each.id, (0, 0))) for each in of_story.get(one.id, ())))
        for one in found
    ], total  # fmt: skip


def locales(connection: Connection) -> list[str]:
    """The locales that there are editions in."""
    return list(connection.execute(_LOCALES).scalars())


def desks(connection: Connection) -> list[str]:
    """The desks that there are stories for, or that users sit at."""
    return sorted({*connection.execute(_DESKS).scalars(), *connection.execute(_SEATS).scalars()})


def _different(column: Column[str]) -> Select[Any]:
    """The values of a column but "", each once: one step into its index for each, where DISTINCT would walk through all rows."""
    values = select(func.min(column).label("value")).where(column > "").cte(recursive=True)
    following = select(func.min(column)).where(column > values.c.value).scalar_subquery()
    values = values.union_all(select(following).where(values.c.value.is_not(None)))
    return select(values.c.value).where(values.c.value.is_not(None)).order_by(values.c.value)


_LOCALES, _DESKS = _different(edition.c.locale), _different(story.c.desk)
_SEATS = select(user.c.desk).where(user.c.desk != "").distinct()


def _count(connection: Connection, wanted: Wanted) -> int:
    return int(connection.execute(_fitting(select(func.count()).select_from(story), wanted, all_of_them=True)).scalar_one())


def _fitting(query: Select[Any], wanted: Wanted, *, all_of_them: bool = False) -> Select[Any]:
    """`query` for the stories that are wanted; `all_of_them` are counted, or else those of a page are looked for."""
    if wanted.search:
        query = query.where(or_(*(has_words(column, wanted.search) for column in (story.c.slug, story.c.headline))))
    if wanted.urgent:
        query = query.where(story.c.urgency.between(1, wanted.urgent))
    if wanted.desk:
        query = query.where(story.c.desk == wanted.desk)
    if wanted.state or wanted.locale:
        of_it = select(edition.c.story)
        if wanted.state:
            of_it = of_it.where(edition.c.state == wanted.state)
        if wanted.locale:
            of_it = of_it.where(edition.c.locale == wanted.locale)
        # Asked story by story: for a page in its order, until it is full. A count that nothing else narrows needs them all anyway.
        at_once = all_of_them and not (wanted.search or wanted.urgent or wanted.desk)
        asked = of_it.where(edition.c.story == story.c.id).correlate(story).exists()
        query = query.where(story.c.id.in_(of_it) if at_once else asked)
    return query


def unit_counts(connection: Connection, editions: list[str]) -> dict[str, tuple[int, int]]:
    """(units, units that wait for an editor) by edition."""
    return {row[0]: (row[1], int(row[2])) for row in connection.execute(_UNIT_COUNTS, {"editions": editions})} if editions else {}


_DONE = (UnitState.APPROVED.value, UnitState.OMITTED.value, UnitState.VERBATIM.value)
_UNIT_COUNTS = (
    select(unit.c.edition, func.count(), func.sum(case((unit.c.state.in_(_DONE), 0), else_=1)))
    .where(unit.c.edition.in_(bindparam("editions", expanding=True)))
    .group_by(unit.c.edition)
)
