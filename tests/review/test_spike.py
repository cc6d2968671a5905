"""Editions that are not wanted: out of every queue, kept whole, and back again."""

from __future__ import annotations

import pytest
from desk_stories import JONAS, edition_of, incoming, make_text

from newstrans.errors import ConflictError, ReviewError
from newstrans.pubstatus import Status
from newstrans.review import actions
from newstrans.review.states import edition_actions
from newstrans.store import memory
from newstrans.store.editions import due, get_edition
from newstrans.store.events import find_events
from newstrans.store.records import EditionState
from newstrans.store.stories import get_story

TEXT = ["The harbour workers met on Monday.", "The city said no."]


def record(room, edition):
    with room.store.read() as connection:
        return get_edition(connection, edition)


def approve(room, edition):
    for key, one in room.units(edition).items():
        if not one.settled:
            actions.approve(room.desk(JONAS), edition, key, base_rev=one.rev)


def spike(room, edition):
    return actions.spike(room.desk(), edition, base_rev=record(room, edition).rev, reason="not for us")


def restore(room, edition):
    return actions.restore(room.desk(), edition, base_rev=record(room, edition).rev)


def test_it_comes_back_as_it_was_and_what_came_meanwhile_is_due(room):
    edition = edition_of(room.ingest(incoming(make_text(paragraphs=TEXT))))
    approve(room, edition)
    assert memory.list_pairs(room.store)
    units = room.units(edition)
    assert EditionState.SPIKED is spike(room, edition).state
    assert [] == memory.list_pairs(room.store)
    with pytest.raises(ReviewError, match="editions restore"):
        actions.edit(room.desk(), edition, "u2", "Outra.", base_rev=units["u2"].rev)
    room.ingest(incoming(make_text(paragraphs=[TEXT[0], "The city said yes."]), "2"))
    assert (units, 1) == (room.units(edition), record(room, edition).source_revision), "no version comes into a spiked edition"
    with room.store.read() as connection:
        assert [] == due(connection)

    assert EditionState.APPROVED is restore(room, edition).state
    assert 3 == len(memory.list_pairs(room.store))
    room.make()
    assert (2, EditionState.IN_REVIEW) == (record(room, edition).source_revision, record(room, edition).state)
    events = [(event.kind, event.note, event.data.get("before")) for event in find_events(room.store, edition=edition) if not event.unit]
    assert ("spike", "not for us", "approved") in events
    assert ("restore", "", None) in events


def test_states_it_comes_back_to(room):
    edition = edition_of(room.ingest(incoming(make_text(paragraphs=TEXT))))
    spike(room, edition)
    assert EditionState.TO_REVIEW is restore(room, edition).state
    actions.edit(room.desk(), edition, "u2", "Outra.", base_rev=1)
    spike(room, edition)
    assert EditionState.IN_REVIEW is restore(room, edition).state
    waiting = edition_of(room.receive(incoming(make_text(paragraphs=TEXT), identity="urn:2")))
    spike(room, waiting)
    assert [] == room.make()
    assert EditionState.RECEIVED is restore(room, waiting).state
    assert [waiting] == [one.edition.id for one in room.make()]


def can(room, edition):
    """What is offered for the whole of an edition, in words."""
    now = record(room, edition)
    with room.store.read() as connection:
        return sorted(edition_actions(now, get_story(connection, now.story)))


def test_what_is_offered_is_what_would_be_done(room):
    """From the first text over an issue that was taken back to a kill; a spiked one of a withheld source waits for its source."""
    edition = edition_of(room.ingest(incoming(make_text(paragraphs=TEXT))))
    assert ["spike"] == can(room, edition)
    approve(room, edition)
    assert ["spike"] == can(room, edition)
    actions.publish(room.desk(), edition, base_rev=record(room, edition).rev)
    assert ["withdraw"] == can(room, edition)
    actions.unapprove(room.desk(), edition, "u2", base_rev=room.units(edition)["u2"].rev)
    assert (EditionState.UPDATE_DUE, ["withdraw"]) == (record(room, edition).state, can(room, edition))
    actions.withdraw(room.desk(), edition, base_rev=record(room, edition).rev, reason="x")
    assert ["spike"] == can(room, edition)
    spike(room, edition)
    assert ["restore"] == can(room, edition)
    room.receive(incoming(None, "2", status=Status.WITHHELD))
    assert (EditionState.SPIKED, []) == (record(room, edition).state, can(room, edition))
    room.receive(incoming(None, "3", status=Status.CANCELED))
    assert ["withdraw"] == can(room, edition)


def test_what_is_out_is_withdrawn_first_and_what_is_dead_stays_dead(room):
    edition = edition_of(room.ingest(incoming(make_text(paragraphs=TEXT))))
    with pytest.raises(ReviewError, match="--reason"):
        actions.spike(room.desk(), edition, base_rev=1, reason=" ")
    with pytest.raises(ConflictError):
        actions.spike(room.desk(), edition, base_rev=99, reason="x")
    with pytest.raises(ReviewError):
        restore(room, edition)
    approve(room, edition)
    actions.publish(room.desk(), edition, base_rev=record(room, edition).rev)
    with pytest.raises(ReviewError, match="editions withdraw"):
        spike(room, edition)
    actions.withdraw(room.desk(), edition, base_rev=record(room, edition).rev, reason="x")
    spike(room, edition)
    room.receive(incoming(None, "2", status=Status.WITHHELD))
    with pytest.raises(ReviewError, match="withheld"):
        restore(room, edition)
    room.receive(incoming(None, "3", status=Status.CANCELED))
    assert EditionState.KILLED is record(room, edition).state
    with pytest.raises(ReviewError, match="cannot be brought back: the source is killed"):
        restore(room, edition)
