"""What the last version of a story did to its editions, as plain values for a page, a terminal or a script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from newstrans.review.states import Action, possible
from newstrans.store.connect import Store
from newstrans.store.editions import drafts, editions_of, get_edition, get_units
from newstrans.store.events import events_of, find_events
from newstrans.store.records import EditionRecord, EditionState, Event, StoryRecord, UnitRecord
from newstrans.store.stories import get_source, get_story, versions
from newstrans.text.diff import DiffOp, diff_words


def update_report(store: Store, name: str) -> dict[str, Any]:
    """The story, and for each edition its units with old and new source, what was translated anew, what waits.

    Raises:
        NotInStore: there is no such story.

    """
    with store.read() as connection:
        story = get_story(connection, name)
        editions = editions_of(connection, story.id)
        units = {one.id: get_units(connection, one.id) for one in editions}
        typed = {one.id: drafts(connection, one.id) for one in editions}
    return {
        "story": story.id, "identity": story.identity, "headline": story.headline, "status": story.status,
        "version": story.version, "revision": story.revision,
        "editions": [
            _edition(one, units[one.id], find_events(store, edition=one.id), due=_due(story, one))
            | {"drafts": typed[one.id]}
            for one in editions
        ],
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitUpdate:
    """What the last version of the source did to a unit: `old` and `new` are its source, `text` what stands at the desk.

    `old_place` and `new_place` count units from 1 in the old and the new order of the page, 0 for none. `offer` is a text on
    offer, None for none; `waits` says whether an editor has something to do.
    """

    key: str
    kind: str
    change: str
    state: str
    rev: int
    waits: bool
    old: str
    new: str
    text: str
    offer: str | None
    reason: str
    editor: str
    old_place: int = 0
    new_place: int = 0

    @property
    def source_marks(self) -> list[DiffOp]:
        """What changed in the source; all of it for a new or removed unit."""
        return diff_words(self.old, self.new) if self.old != self.new else []

    @property
    def offer_marks(self) -> list[DiffOp]:
        """What taking the offer would change in the text."""
        return diff_words(self.text, self.offer) if self.offer is not None and self.offer != self.text else []


@dataclass(frozen=True, slots=True)
class EditionUpdate:
    """What the last version of the source did to an edition: only the units it touched.

    `due` says that a newer version is in which the edition has not yet; `from_version` and `to_version` are the wire's
    own numbers, `same` counts the units that stayed. `sentences` were translated anew.
    """

    story: StoryRecord
    edition: EditionRecord
    due: bool
    from_version: str
    to_version: str
    received: str
    units: tuple[UnitUpdate, ...]
    same: int
    sentences: tuple[str, ...]

    @property
    def waiting(self) -> list[UnitUpdate]:
        """The units that an editor has something to do with."""
        return [one for one in self.units if one.waits]


def edition_update(store: Store, name: str) -> EditionUpdate:
    """The last version of its source, as an editor of one edition looks at it. Raises `NotInStore`."""
    with store.read() as connection:
        record = get_edition(connection, name)
        story = get_story(connection, record.story)
        units = get_units(connection, record.id)
        known = {one.revision: one for one in versions(connection, story.id)}
        updates = [one for one in events_of(connection, edition=record.id) if one.kind in ("update", "translated")]
        last = updates[-1] if updates and updates[-1].kind == "update" else None
        before = updates[-2].source_revision if last else 0
        places = [_places(connection, story.id, revision) for revision in ((before, record.source_revision) if last else ())]
    data: Mapping[str, Any] = last.data if last else {}
    told = {one["key"]: one for one in data.get("units", ())}
    rows = []
    for one in units:
        said = told.get(one.key)
        if said is None:
            continue
        rows.append(UnitUpdate(
            one.key, one.kind.value, said["change"], one.state.value, one.rev, not one.settled, said["old"], said["new"], one.text,
            one.suggestion, one.reason, one.editor, places[0].get(said["old"], 0), places[1].get(said["new"], 0),
        ))  # fmt: skip
    now, then = known.get(record.source_revision), known.get(before)
    return EditionUpdate(
        story, record, _due(story, record), then.version if then else "", now.version if now else "",
        now.received if now else "", tuple(rows), len(units) - len(rows), tuple(data.get("sentences", ())),
    )  # fmt: skip


def _due(story: StoryRecord, record: EditionRecord) -> bool:
    """Whether a newer version is in that the next run brings into the edition; a kill or a withhold has no text to bring."""
    return story.status == "usable" and record.source_revision < story.revision and record.state is not EditionState.SPIKED


def _places(connection: Connection, story: str, revision: int) -> dict[str, int]:
    """Where each text of a version stands on its page, from 1."""
    return {unit.text: place for place, unit in reversed(list(enumerate(get_source(connection, story, revision).units, start=1)))}


def _edition(record: EditionRecord, units: list[UnitRecord], events: list[Event], *, due: bool) -> dict[str, Any]:
    # In an edition that was killed, withheld or spiked there is nothing that an editor could do.
    waiting = [one.key for one in units if not one.settled] if possible(record.state, Action.WORK) else []
    last = next((one for one in reversed(events) if one.kind in ("update", "translated")), None)
    data: Mapping[str, Any] = last.data if last and last.kind == "update" else {}
    told = {one["key"]: one for one in data.get("units", ())}
    rows = []
    for one in units:
        said = told.get(one.key)
        rows.append({
            "key": one.key, "unit": one.unit, "kind": one.kind.value, "state": one.state.value, "rev": one.rev,
            "change": said["change"] if said else "", "waits": one.key in waiting,
            "old_source": said["old"] if said else one.source, "new_source": said["new"] if said else one.source,
            "text": one.text, "suggestion": one.suggestion, "reason": one.reason,
        })  # fmt: skip
    return {
        "edition": record.id, "locale": record.locale, "state": record.state.value, "rev": record.rev, "due": due,
        "source_revision": record.source_revision, "sentences": list(data.get("sentences", ())),
        "to_do": waiting, "units": rows, "error": record.error,
    }  # fmt: skip
