"""What stands published: the last issue of each edition, and what was taken back since."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum

from sqlalchemy import Connection, select

from newstrans.store.events import events_of
from newstrans.store.records import EditionRecord, EditionState
from newstrans.store.schema import edition, event, story


class Standing(StrEnum):
    """What has become of an edition that went out at least once."""

    ISSUED = "issued"
    WITHDRAWN = "withdrawn"  # by the desk
    WITHHELD = "withheld"  # by the source
    KILLED = "killed"  # by the source


_TAKES_BACK = {"withdraw": Standing.WITHDRAWN, "withhold": Standing.WITHHELD, "kill": Standing.KILLED}


@dataclass(frozen=True, slots=True)
class Issued:
    """An edition that went out: its record, the story's slug and the source's version, and how it stands."""

    edition: EditionRecord
    slug: str
    version: str
    standing: Standing


def issued_editions(connection: Connection) -> list[Issued]:
    """Every edition that was published, by story and locale."""
    # An edition that was withdrawn and is worked on again does not say so any more; its events do.
    moves = select(event.c.edition, event.c.kind).where(event.c.kind.in_(("publish", "withdraw"))).order_by(event.c.seq)
    last = {row.edition: row.kind for row in connection.execute(moves)}
    query = (
        select(edition, story.c.slug, story.c.version, story.c.status)
        .join(story, story.c.id == edition.c.story)
        .where(edition.c.issue > 0)
        .order_by(edition.c.story, edition.c.locale)
    )
    found = []
    for row in connection.execute(query).mappings():
        values = {one.name: row[one.name] for one in fields(EditionRecord)}
        record = EditionRecord(**values | {"state": EditionState(row["state"])})
        taken_back = record.state is EditionState.WITHDRAWN or last.get(record.id) == "withdraw"
        standing = {"canceled": Standing.KILLED, "withheld": Standing.WITHHELD}.get(row["status"])
        standing = standing or (Standing.WITHDRAWN if taken_back else Standing.ISSUED)
        found.append(Issued(record, row["slug"], row["version"], standing))
    return found


def standing_of(connection: Connection, record: EditionRecord, issue: int) -> Standing:
    """How one issue of an edition stands: one that was taken back is not out again because a later one is."""
    standing = Standing.WITHHELD  # an empty issue was never let out by the desk
    for one in events_of(connection, edition=record.id, kinds=("publish", *_TAKES_BACK)):
        if one.kind == "publish" and one.data.get("issue") == issue:
            standing = Standing.ISSUED
        elif one.kind == "kill" or (one.kind in _TAKES_BACK and standing is Standing.ISSUED):
            standing = _TAKES_BACK[one.kind]
    return standing


def killed_stories(connection: Connection) -> dict[str, str]:
    """Story -> version of its source, for every story that was killed."""
    query = select(story.c.id, story.c.version).where(story.c.status == "canceled").order_by(story.c.id)
    return {row.id: row.version for row in connection.execute(query)}
