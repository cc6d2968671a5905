"""The name audit of a story at the desk: every glossary name of its source, and what stands for it in each edition today."""

from __future__ import annotations

from dataclasses import dataclass, replace

from newstrans.model import Edition, NameStatus
from newstrans.name_audit import OPEN, NameRow, audit_names
from newstrans.review.standing import standing
from newstrans.stages.names import LocateNames
from newstrans.store import editions as shelf
from newstrans.store.connect import Store
from newstrans.store.records import StoryRecord
from newstrans.store.stories import get_story

_WRITTEN = frozenset({NameStatus.RIGHT, NameStatus.EDITED})


@dataclass(frozen=True, slots=True)
class StoryNames:
    """A story, its editions with the desk's texts, and the names of the newest version of its source in them."""

    story: StoryRecord
    editions: tuple[Edition, ...]
    ids: tuple[str, ...]
    rows: tuple[NameRow, ...]

    @property
    def open(self) -> int:
        """Mentions that an editor must look at."""
        return sum(cell.open for row in self.rows for cell in row.editions)


def story_names(store: Store, name: str) -> StoryNames:
    """The audit of a story. Raises `NotInStore`."""
    with store.read() as connection:
        story = get_story(connection, name)
        records = [one for one in shelf.editions_of(connection, story.id) if one.source_revision]
        editions = [_today(standing(connection, one, shelf.get_units(connection, one.id))) for one in records]
    return StoryNames(story, tuple(editions), tuple(one.id for one in records), tuple(audit_names(editions)))


def _today(edition: Edition) -> Edition:
    """The edition with its names as they stand in the texts of the desk, which may be others than the machine's."""
    hoped = tuple(replace(use, status=NameStatus.RIGHT) if use.status in OPEN else use for use in edition.names)
    (found,) = LocateNames()([replace(edition, names=hoped)])
    names = []
    for old, new in zip(edition.names, found.names, strict=True):
        if old.status in OPEN:
            new = replace(new, reason="") if new.target else old
        elif old.status in _WRITTEN and new.target is None:
            new = replace(new, status=NameStatus.MISSING, reason=f"no approved form of {old.text} stands in the text now")
        names.append(new)
    return replace(edition, names=tuple(names))
