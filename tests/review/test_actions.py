"""What editors do: nothing typed is lost, nothing unreviewed gets out."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_stories import ANNA, JONAS, NOW, edition_of, incoming, make_text
from sqlalchemy import text

from newstrans.errors import ConflictError, PublishRefused, ReviewError
from newstrans.model import Edition
from newstrans.pubstatus import Status
from newstrans.review import actions
from newstrans.rights import Role
from newstrans.store.editions import drafts, get_edition, get_published
from newstrans.store.events import broken_links, find_events
from newstrans.store.records import Actor, EditionState, UnitState


@pytest.fixture
def edition(room):
    return edition_of(room.ingest(incoming(make_text())))


def record(room, edition):
    with room.store.read() as connection:
        return get_edition(connection, edition)


def approve_all(room, edition, actor=JONAS):
    for key, one in room.units(edition).items():
        if not one.settled:
            actions.approve(room.desk(actor), edition, key, base_rev=one.rev)


def publish(room, edition, **options) -> Edition:
    return actions.publish(room.desk(JONAS, options.pop("now", NOW)), edition, base_rev=record(room, edition).rev, **options)


def test_an_edit_is_one_event_with_who_when_before_and_after(room, edition):
    before = room.units(edition)["u2"]
    actions.edit(room.desk(), edition, "u2", "Um texto", base_rev=1)
    event = find_events(room.store, edition=edition, unit="u2")[-1]
    assert ("edit", "anna", NOW, 1, 2, "Um texto") == (event.kind, event.actor.name, event.at, event.base_rev, event.rev, event.text)
    assert before.source_hash == event.source_hash
    back = actions.revert(room.desk(), edition, "u2", base_rev=2, to="machine")
    assert before.text == back.text
    again = actions.revert(room.desk(), edition, "u2", base_rev=3, to="2")
    assert ("Um texto", 4) == (again.text, again.rev)


def test_the_same_text_again_is_no_event(room, edition):
    """Other line ends, other composition, spaces at the ends: no change, no voided approval."""
    actions.edit(room.desk(), edition, "u2", "Café\ncom pão", base_rev=1)
    actions.approve(room.desk(), edition, "u2", base_rev=2)
    count = len(find_events(room.store))
    after = actions.edit(room.desk(), edition, "u2", " Cafe\u0301\r\ncom pa\u0303o\n", base_rev=3)
    assert (3, True) == (after.rev, after.approved)
    assert count == len(find_events(room.store))


def test_a_late_edit_is_a_conflict_with_both_texts_and_keeps_what_was_typed(room, edition):
    actions.edit(room.desk(ANNA), edition, "u2", "O texto de Anna", base_rev=1)
    with pytest.raises(ConflictError) as caught:
        actions.edit(room.desk(JONAS), edition, "u2", "O texto de Jonas", base_rev=1)
    assert ("O texto de Jonas", "O texto de Anna", "anna", 2) == (caught.value.yours, caught.value.theirs, caught.value.by, caught.value.rev)
    with room.store.read() as connection:
        assert [("u2", "jonas", 1, "O texto de Jonas")] == [
            (one["unit"], one["actor"], one["base_rev"], one["text"]) for one in drafts(connection, edition)
        ]
    assert "O texto de Anna" == room.units(edition)["u2"].text
    actions.edit(room.desk(JONAS), edition, "u2", "O texto de Jonas", base_rev=2)
    with room.store.read() as connection:
        assert [] == drafts(connection, edition)


@pytest.mark.parametrize("settled", ["O texto de Anna e Jonas", "O texto de Anna"])
def test_the_text_that_settles_a_conflict_takes_the_draft_with_it(room, edition, settled):
    """Also when it is just the other one's text; what was typed from another revision stays."""
    actions.edit(room.desk(ANNA), edition, "u2", "O texto de Anna", base_rev=1)
    with pytest.raises(ConflictError):
        actions.edit(room.desk(JONAS), edition, "u2", "O texto de Jonas", base_rev=1)
    actions.save_draft(room.desk(JONAS), edition, "u2", "Outro texto", base_rev=2)
    actions.edit(room.desk(JONAS), edition, "u2", settled, base_rev=2, settles=1)
    with room.store.read() as connection:
        kept = [one["text"] for one in drafts(connection, edition)]
    assert kept == (["Outro texto"] if settled == "O texto de Anna" else [])


@pytest.mark.parametrize("act", [
    lambda desk, edition: actions.approve(desk, edition, "u2", base_rev=1),
    lambda desk, edition: actions.unapprove(desk, edition, "u2", base_rev=1),
    lambda desk, edition: actions.revert(desk, edition, "u2", base_rev=1, to="machine"),
    lambda desk, edition: actions.omit(desk, edition, "u2", base_rev=1, reason="x"),
    lambda desk, edition: actions.dismiss(desk, edition, "u2", "number", base_rev=1, reason="x"),
    lambda desk, edition: actions.accept(desk, edition, "u2", base_rev=1),
    lambda desk, edition: actions.publish(desk, edition, base_rev=1),
    lambda desk, edition: actions.withdraw(desk, edition, base_rev=1, reason="x"),
])  # fmt: skip
def test_every_action_from_an_old_revision_is_a_conflict(room, edition, act):
    """And changes nothing."""
    actions.edit(room.desk(ANNA), edition, "u2", "O texto de Anna", base_rev=1)
    before = room.units(edition), record(room, edition), len(find_events(room.store))
    with pytest.raises(ConflictError):
        act(room.desk(JONAS), edition)
    assert before == (room.units(edition), record(room, edition), len(find_events(room.store)))


def test_an_edit_of_an_approved_unit_voids_both_approvals(room, edition):
    approve_all(room, edition)
    assert EditionState.APPROVED == record(room, edition).state
    actions.edit(room.desk(), edition, "u3", "Outro texto", base_rev=2)
    assert UnitState.EDITED == room.units(edition)["u3"].state
    assert EditionState.IN_REVIEW == record(room, edition).state


def test_an_approval_is_of_this_text_and_this_source(room, edition):
    """A text that was changed past the actions is not approved, whatever its state says."""
    approve_all(room, edition)
    with room.store.write() as connection:
        connection.execute(text("UPDATE unit SET text = 'smuggled in' WHERE key = 'u3'"))
    assert not room.units(edition)["u3"].approved
    with pytest.raises(PublishRefused, match=r"u3 \(approved\)"):
        publish(room, edition)


def test_approval_tells_whether_it_is_the_machines_text(room, edition):
    actions.edit(room.desk(), edition, "u2", "Um texto", base_rev=1)
    approve_all(room, edition)
    units = room.units(edition)
    assert (True, False) == (units["u1"].approval.as_machine, units["u2"].approval.as_machine)
    actions.unapprove(room.desk(), edition, "u1", base_rev=2)
    actions.unapprove(room.desk(), edition, "u2", base_rev=3)
    units = room.units(edition)
    assert (UnitState.MACHINE, UnitState.EDITED) == (units["u1"].state, units["u2"].state)


def test_what_is_published_is_kept_and_is_what_was_approved(room, edition):
    actions.edit(room.desk(), edition, "u2", "Um texto do editor", base_rev=1)
    actions.omit(room.desk(), edition, "u3", base_rev=1, reason="not for us")
    approve_all(room, edition)
    made = publish(room, edition)
    assert [one.text for key, one in room.units(edition).items() if key != "u3"] == [unit.text for unit in made.units]
    after = record(room, edition)
    assert (EditionState.PUBLISHED, 1) == (after.state, after.issue)
    actions.edit(room.desk(), edition, "u2", "Um outro texto", base_rev=room.units(edition)["u2"].rev)
    assert EditionState.UPDATE_DUE == record(room, edition).state
    with room.store.read() as connection:
        assert made == get_published(connection, record(room, edition))
    approve_all(room, edition)
    publish(room, edition)
    with room.store.read() as connection:
        assert made == get_published(connection, record(room, edition), 1)
        assert "Um outro texto" in [unit.text for unit in get_published(connection, record(room, edition)).units]


def test_every_reason_against_publishing_is_named(room):
    """All of them at once, so that an editor need not find them one by one."""
    edition = edition_of(room.ingest(incoming(make_text(), embargo="2026-03-05T06:00:00+01:00")))
    room.receive(incoming(make_text("Another headline"), "2", embargo="2026-03-05T06:00:00+01:00"))
    with pytest.raises(PublishRefused) as caught:
        actions.publish(room.desk(Actor("eve", role=Role.VIEWER)), edition, base_rev=record(room, edition).rev)
    said = "\n".join(caught.value.reasons)
    for part in ("eve may not publish", "14 of 14 units are not approved", "version 2 is in", "under embargo until 2026-03-05T06:00:00+01:00"):
        assert part in said


def test_an_embargo_ends_and_a_hold_is_lifted_with_a_reason(room):
    edition = edition_of(room.ingest(incoming(make_text(), embargo="2026-03-05T06:00:00+01:00")))
    approve_all(room, edition)
    with pytest.raises(PublishRefused, match="under embargo"):
        publish(room, edition, release="in a hurry")
    publish(room, edition, now="2026-03-05T05:00:01Z")
    held = edition_of(room.ingest(incoming(make_text("Other"), identity="urn:held", held="STRICTLY EMBARGOED")))
    approve_all(room, held)
    with pytest.raises(PublishRefused, match="the source says"):
        publish(room, held)
    publish(room, held, release="agreed with the agency")
    assert "agreed with the agency" == find_events(room.store, edition=held)[-1].data["release"]


def test_four_eyes(room, edition):
    actions.edit(room.desk(JONAS), edition, "u2", "O texto de Jonas", base_rev=1)
    approve_all(room, edition, JONAS)
    with pytest.raises(PublishRefused, match="four eyes: jonas wrote and approved u2"):
        publish(room, edition, four_eyes=True)
    actions.unapprove(room.desk(), edition, "u2", base_rev=3)
    actions.approve(room.desk(ANNA), edition, "u2", base_rev=4)
    publish(room, edition, four_eyes=True)


@pytest.mark.engine
def test_an_open_error_stands_against_publishing_until_it_is_dismissed(real_room):
    """A dismissal holds for this text and source; another text brings the error back."""
    room = real_room
    edition = edition_of(room.ingest(incoming(make_text())))
    one = room.units(edition)["u3"]
    assert "3 percent" in one.source
    actions.edit(room.desk(), edition, "u3", one.text.replace("3", "7"), base_rev=1)
    approve_all(room, edition)
    with pytest.raises(PublishRefused, match=r"u3: open error \[number\].*“7 por cento”"):
        publish(room, edition)
    actions.dismiss(room.desk(), edition, "u3", "number", base_rev=3, reason="the agency was wrong")
    publish(room, edition)
    actions.edit(room.desk(), edition, "u3", one.text.replace("3", "8"), base_rev=4)
    approve_all(room, edition)
    with pytest.raises(PublishRefused, match="“8 por cento”"):
        publish(room, edition)


@pytest.mark.engine
def test_approve_clean_passes_over_what_has_a_finding(real_room):
    room = real_room
    edition = edition_of(room.ingest(incoming(make_text())))
    one = room.units(edition)["u3"]
    actions.edit(room.desk(), edition, "u3", one.text.replace("3", "7"), base_rev=1)
    seen = [(key, unit.rev) for key, unit in room.units(edition).items() if key not in ("u5", "u6")] + [("u6", 99)]
    done = {unit.key for unit in actions.approve_clean(room.desk(), edition, seen)}
    assert done.isdisjoint({"u3", "u5", "u6"})
    assert len(done) >= 8
    assert all(event.bulk for event in find_events(room.store, edition=edition) if event.kind == "approve")


def test_withdrawing_needs_an_issue_and_a_reason(room, edition):
    with pytest.raises(ReviewError, match="never published"):
        actions.withdraw(room.desk(), edition, base_rev=record(room, edition).rev, reason="wrong")
    approve_all(room, edition)
    publish(room, edition)
    with pytest.raises(ReviewError, match="say why"):
        actions.withdraw(room.desk(), edition, base_rev=record(room, edition).rev, reason=" ")
    after = actions.withdraw(room.desk(), edition, base_rev=record(room, edition).rev, reason="wrong")
    assert EditionState.WITHDRAWN == after.state


def test_the_machines_own_text_comes_back_after_it_was_left_out(room, edition):
    """It has not changed; that it was left out has."""
    out = actions.omit(room.desk(), edition, "u2", base_rev=1, reason="too long")
    back = actions.revert(room.desk(), edition, "u2", base_rev=out.rev, to="machine")
    assert (UnitState.EDITED, out.text, "") == (back.state, back.text, back.reason)


def test_omitting_and_bringing_back(room, edition):
    with pytest.raises(ReviewError, match="--reason"):
        actions.omit(room.desk(), edition, "u2", base_rev=1, reason="")
    with pytest.raises(ReviewError, match="empty text"):
        actions.edit(room.desk(), edition, "u2", " \n", base_rev=1)
    before = room.units(edition)["u2"]
    out = actions.omit(room.desk(), edition, "u2", base_rev=1, reason="too long")
    assert (UnitState.OMITTED, before.text, True) == (out.state, out.text, out.settled)
    with pytest.raises(ReviewError, match="left out"):
        actions.approve(room.desk(), edition, "u2", base_rev=2)
    back = actions.edit(room.desk(), edition, "u2", before.text, base_rev=2)
    assert UnitState.EDITED == back.state


def test_a_killed_edition_takes_no_action(room, edition):
    approve_all(room, edition)
    publish(room, edition)
    room.receive(incoming(None, "2", status=Status.CANCELED))
    after = record(room, edition)
    assert (EditionState.KILLED, 2) == (after.state, after.issue)
    with pytest.raises(ReviewError, match="killed"):
        actions.edit(room.desk(), edition, "u2", "x", base_rev=room.units(edition)["u2"].rev)
    with pytest.raises(PublishRefused, match="the source is killed"):
        publish(room, edition)
    with room.store.read() as connection:
        assert () == get_published(connection, after).units
        assert [] == list(broken_links(connection))
    # "withdrawal available" for what was published: the kill has sent out an empty issue by itself.


def test_marks_go_with_their_words(room):
    """An editor's text keeps the link of the machine's text."""
    from newstrans.model import Mark

    story = make_text()
    units = list(story.units)
    units[1] = replace(units[1], marks=(Mark(4, 11, "a", (("href", "https://harbour.example/"),)),))
    edition = edition_of(room.ingest(incoming(replace(story, units=tuple(units)))))
    before = room.units(edition)["u2"].text
    actions.edit(room.desk(), edition, "u2", "Yesterday " + before, base_rev=1)
    approve_all(room, edition)
    made = publish(room, edition).units[1]
    old = made.segments[0].target
    assert made.marks
    assert old
    assert made.text[made.marks[0].start : made.marks[0].end] in before
