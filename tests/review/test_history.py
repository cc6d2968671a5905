"""History of an edition, any two of its revisions, and what an update did to one edition."""

from __future__ import annotations

import sqlite3

import pytest
from desk_stories import HEADLINE, JONAS, NOW, PARAGRAPHS, Newsroom, edition_of, incoming, make_text

from newstrans.errors import NotInStore
from newstrans.review import actions
from newstrans.review.history import compared, edition_history
from newstrans.review.report import edition_update

LATER = "2026-03-04T11:00:00Z"


@pytest.fixture
def edition(room: Newsroom) -> str:
    return edition_of(room.ingest(incoming(make_text())))


def _rev(room: Newsroom, edition: str, key: str) -> int:
    return room.units(edition)[key].rev


def test_a_step_has_the_text_before_it_and_after_it(room: Newsroom, edition: str) -> None:
    machine = room.units(edition)["u3"].text
    actions.edit(room.desk(), edition, "u3", "Pediram 3 por cento.", base_rev=1)
    actions.edit(room.desk(JONAS), edition, "u3", "Pediram 3 por cento a mais.", base_rev=2)
    actions.approve(room.desk(JONAS), edition, "u3", base_rev=3)
    told = edition_history(room.store, edition, "u3")
    assert [(one.by, one.kind, one.before, one.after) for one in reversed(told.steps)] == [
        ("anna", "edit", machine, "Pediram 3 por cento."),
        ("jonas", "edit", "Pediram 3 por cento.", "Pediram 3 por cento a mais."),
        ("jonas", "approve", "Pediram 3 por cento a mais.", "Pediram 3 por cento a mais."),
    ]
    assert [(op, text.strip()) for op, text in told.steps[1].marks if op != "equal"] == [("insert", "a mais")]
    assert [one.restore for one in told.steps] == ["", "", "2"]
    assert told.broken == ()
    assert told.direction == "ltr"


def test_a_revision_of_the_history_is_what_revert_brings_back(room: Newsroom, edition: str) -> None:
    actions.edit(room.desk(), edition, "u2", "Um.", base_rev=1)
    actions.edit(room.desk(), edition, "u2", "Dois.", base_rev=2)
    step = next(one for one in edition_history(room.store, edition, "u2").steps if one.restore)
    actions.revert(room.desk(JONAS), edition, "u2", base_rev=3, to=step.restore)
    assert room.units(edition)["u2"].text == "Um."


def test_an_event_that_was_changed_by_other_means_is_named(room: Newsroom, edition: str) -> None:
    actions.edit(room.desk(), edition, "u2", "Um.", base_rev=1)
    assert room.store.file is not None
    with sqlite3.connect(room.store.file) as raw:
        raw.execute("DROP TRIGGER event_no_update")
        raw.execute("UPDATE event SET actor = 'somebody' WHERE kind = 'edit'")
    told = edition_history(room.store, edition)
    assert len(told.broken) == 1
    assert "(edit) was changed after it was written" in told.broken[0]


def test_two_revisions_compared(room: Newsroom, edition: str) -> None:
    machine = room.units(edition)["u2"].text
    actions.edit(room.desk(), edition, "u2", "Um.", base_rev=1)
    actions.omit(room.desk(), edition, "u4", base_rev=1, reason="no room")
    actions.edit(room.desk(), edition, "u2", "Dois.", base_rev=2)
    whole = compared(room.store, edition)
    assert {one.key: (one.old, one.new) for one in whole.units if one.changed}["u2"] == (machine, "Dois.")
    assert next(one for one in whole.units if one.key == "u4").new_state == "omitted"
    assert len(whole.units) == len(PARAGRAPHS) + 1
    with room.store.read() as connection:
        last = actions.shelf.get_edition(connection, edition).rev
    assert whole.new == last
    part = compared(room.store, edition, last - 2, last - 1)
    assert [one.key for one in part.units if one.changed] == ["u4"]
    with pytest.raises(NotInStore, match="no revision 99"):
        compared(room.store, edition, 99)


def test_a_revision_before_an_update_has_not_the_units_that_came_with_it(room: Newsroom, edition: str) -> None:
    actions.edit(room.desk(), edition, "u2", "Um.", base_rev=1)
    changed = ["The harbour workers met on Tuesday.", *PARAGRAPHS[1:], "A last sentence came in."]
    room.ingest(incoming(make_text(paragraphs=changed, version="2"), "2"), now=LATER)
    told = compared(room.store, edition)
    rows = {one.key: one for one in told.units}
    assert rows["u15"].old is None
    assert rows["u15"].new == room.units(edition)["u15"].text
    assert rows["u2"].new == "Um."  # an editor's text stays
    assert rows["u3"].old == rows["u3"].new


def test_an_update_as_its_editor_sees_it(room: Newsroom, edition: str) -> None:
    actions.edit(room.desk(), edition, "u2", "Os estivadores se reuniram na segunda.", base_rev=1)
    moved = [PARAGRAPHS[12], "The harbour workers met on Tuesday.", *PARAGRAPHS[1:11], "A last sentence came in."]
    room.ingest(incoming(make_text(HEADLINE, moved, version="2"), "2"), now=LATER)
    told = edition_update(room.store, edition)
    assert (told.from_version, told.to_version, told.received, told.due) == ("1", "2", LATER, False)
    rows = {one.change: one for one in told.units}
    assert set(rows) == {"changed", "new", "removed", "moved"}
    assert told.same == len(room.units(edition)) - 4
    changed = rows["changed"]
    assert changed.text == "Os estivadores se reuniram na segunda."
    assert changed.offer is not None
    assert changed.waits
    assert {(op, text) for op, text in changed.source_marks if op != "equal"} == {("delete", "Monday"), ("insert", "Tuesday")}
    assert (rows["moved"].old_place, rows["moved"].new_place) == (14, 2)
    assert rows["removed"].new == ""
    assert rows["new"].old == ""
    assert changed in told.waiting
    assert NOW < LATER


def test_an_edition_without_an_update_has_none(room: Newsroom, edition: str) -> None:
    told = edition_update(room.store, edition)
    assert (told.units, told.from_version, told.due) == ((), "", False)
