"""What the last version of a story did to its editions, as plain values for a page, a terminal or a script."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newstrans.store.connect import Store
from newstrans.store.editions import drafts, editions_of, get_units
from newstrans.store.events import find_events
from newstrans.store.records import EditionRecord, Event, UnitRecord
from newstrans.store.stories import get_story


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
            _edition(one, units[one.id], find_events(store, edition=one.id), due=one.source_revision < story.revision)
            | {"drafts": typed[one.id]}
            for one in editions
        ],
    }  # fmt: skip


def _edition(record: EditionRecord, units: list[UnitRecord], events: list[Event], *, due: bool) -> dict[str, Any]:
    last = next((one for one in reversed(events) if one.kind in ("update", "translated")), None)
    data: Mapping[str, Any] = last.data if last and last.kind == "update" else {}
    told = {one["key"]: one for one in data.get("units", ())}
    rows = []
    for one in units:
        said = told.get(one.key)
        rows.append({
            "key": one.key, "unit": one.unit, "kind": one.kind.value, "state": one.state.value, "rev": one.rev,
            "change": said["change"] if said else "", "waits": not one.settled,
            "old_source": said["old"] if said else one.source, "new_source": said["new"] if said else one.source,
            "text": one.text, "suggestion": one.suggestion, "reason": one.reason,
        })  # fmt: skip
    return {
        "edition": record.id, "locale": record.locale, "state": record.state.value, "rev": record.rev, "due": due,
        "source_revision": record.source_revision, "sentences": list(data.get("sentences", ())),
        "to_do": [one.key for one in units if not one.settled], "units": rows, "error": record.error,
    }  # fmt: skip
