"""What a review page says, as plain values: counted from its rows, seen by one actor."""

from __future__ import annotations

import pytest
from desk_stories import ANNA, JONAS, edition_of, incoming, make_text

from newstrans.errors import ReviewError
from newstrans.review import actions
from newstrans.review.page import HitStatus, check_typed, embargo_left, review_page
from newstrans.store.connect import open_store
from newstrans.store.editions import drafts, overrides_of
from newstrans.store.events import find_events
from newstrans.store.presence import Present, beat, leave, present

KYIV = "Kyiv said 1,200 tonnes of grain were moved on Tuesday, Volodymyr Zelensky wrote."


@pytest.fixture(scope="module")
def translated(tmp_path_factory):
    """A store with one edition made by the real engine, and its id; each test works on a copy."""
    from desk_stories import NOW, Newsroom

    place = tmp_path_factory.mktemp("page") / "made.db"
    store = open_store(place, NOW)
    room = Newsroom(store)
    name = edition_of(room.ingest(incoming(make_text("Grain ships leave Odesa", [KYIV, "“We will go on,” the mayor said."]))))
    store.close()
    return place, name


@pytest.fixture
def edition(translated, tmp_path):
    from desk_stories import NOW, Newsroom

    place = tmp_path / "copy.db"
    place.write_bytes(translated[0].read_bytes())
    store = open_store(place, NOW)
    yield Newsroom(store), translated[1]
    store.close()


def test_counts_are_those_of_the_rows(edition):
    room, name = edition
    page = review_page(room.desk(), name)
    assert (3, 3, 0) == (page.header.counts.units, page.header.counts.todo, page.header.counts.approved)
    assert "en" == page.rows[0].language
    assert page.header.current
    assert not page.header.closed
    actions.approve(room.desk(JONAS), name, "u3", base_rev=1)
    after = review_page(room.desk(), name)
    assert (2, 1, 1) == (after.header.counts.todo, after.header.counts.approved, after.header.counts.as_machine)
    assert any("2 of 3 units are not approved" in reason.text for reason in after.header.reasons)


def test_an_error_names_its_unit_and_is_where_to_start(edition):
    """A wrong number is an error with both values; the page starts there, and not at the headline."""
    room, name = edition
    text = room.units(name)["u2"].text.replace("1.200", "12.000")
    actions.edit(room.desk(), name, "u2", text, base_rev=1)
    page = review_page(room.desk(), name)
    found = [one for one in page.row("u2").findings if one.check == "number"]
    assert [("1,200", "12.000")] == [(one.source_text, one.target_text) for one in found]
    assert "u2" == page.header.start
    assert "u2" in [reason.unit for reason in page.header.reasons]
    assert [] == [one for one in check_typed(room.desk(), name, "u2", text.replace("12.000", "1.200"))[2] if one.check == "number"]


def test_a_change_of_the_glossary_is_taken_back_here_only_and_counted(edition):
    """The machine's word is back in one unit, the name check is content with it there, the entry counts it (check 27)."""
    room, name = edition
    page = review_page(room.desk(), name)
    row, hit = next((row, hit) for row in page.rows for hit in row.hits if hit.undoable)
    assert HitStatus.APPLIED is hit.status
    assert hit.change is not None
    before = row.unit.text
    after = actions.undo_name(room.desk(), name, row.key, hit.change.id, base_rev=1)
    assert before.replace(hit.change.after, hit.change.before, 1) == after.text
    page = review_page(room.desk(), name)
    again = next(one for one in page.row(row.key).hits if one.entry == hit.entry and one.source == hit.source)
    assert (HitStatus.OVERRIDDEN, False) == (again.status, again.undoable)
    assert "anna" in again.reason
    assert "name" not in [finding.check for finding in page.row(row.key).findings]
    with room.store.read() as connection:
        assert [(name, row.key, hit.change.before, hit.change.after, "anna")] == [
            (one["edition"], one["unit"], one["before"], one["after"], one["actor"]) for one in overrides_of(connection, hit.entry)
        ]
    event = find_events(room.store, edition=name, kinds=["undo_name"])[-1]
    assert (hit.entry, row.key) == (event.data["entry"], event.unit)
    with pytest.raises(ReviewError, match="not there any more"):
        actions.undo_name(room.desk(), name, row.key, hit.change.id, base_rev=2)


def test_what_is_typed_is_a_draft_and_no_event(edition):
    """It comes back to who typed it, with its line feeds, and is gone when it becomes the text."""
    room, name = edition
    count = len(find_events(room.store))
    actions.save_draft(room.desk(), name, "u2", "\nHalf a sen", base_rev=1)
    assert count == len(find_events(room.store))
    assert "\nHalf a sen" == review_page(room.desk(ANNA), name).row("u2").draft
    assert review_page(room.desk(JONAS), name).row("u2").draft is None
    assert 1 == review_page(room.desk(JONAS), name).header.counts.drafts
    actions.edit(room.desk(JONAS), name, "u2", "Jonas was faster", base_rev=1)
    page = review_page(room.desk(ANNA), name)
    assert page.row("u2").draft is None
    assert ["\nHalf a sen"] == [fork.text for fork in page.row("u2").forks]
    actions.discard_draft(room.desk(ANNA), name, "u2")
    with room.store.read() as connection:
        assert [] == drafts(connection, name)


def test_the_text_itself_is_no_draft(edition):
    """Typing back what stands there leaves nothing behind."""
    room, name = edition
    text = room.units(name)["u2"].text
    actions.save_draft(room.desk(), name, "u2", text + " and", base_rev=1)
    actions.save_draft(room.desk(), name, "u2", text + "\r\n", base_rev=1)
    with room.store.read() as connection:
        assert [] == drafts(connection, name)


def test_comments_and_proposals_change_nothing(edition):
    room, name = edition
    actions.comment(room.desk(), name, "u2", "Is it tonnes?", base_rev=1)
    actions.propose_term(room.desk(), name, "u2", "Odesa", "Odessa", note="our spelling")
    page = review_page(room.desk(), name)
    assert [("anna", "Is it tonnes?")] == [(one.actor.name, one.note) for one in page.row("u2").comments]
    assert 1 == page.row("u2").unit.rev
    told = find_events(room.store, kinds=["term_proposed"])[-1]
    assert ("Odesa", "Odessa", "our spelling") == (told.data["source"], told.data["target"], told.note)
    with pytest.raises(ReviewError):
        actions.comment(room.desk(), name, "u2", " ")


def test_who_is_here_is_told_for_90_seconds_and_not_to_oneself(edition):
    room, name = edition
    with room.store.write() as connection:
        beat(connection, name, Present("anna", "t1", "u1", "2026-03-04T09:30:00Z"))
        beat(connection, name, Present("anna", "t2", "u2", "2026-03-04T09:30:00Z"))
        beat(connection, name, Present("jonas", "t3", "u2", "2026-03-04T09:30:05Z"))
        beat(connection, name, Present("jonas", "t3", "u3", "2026-03-04T09:30:10Z"))
        assert ["t1", "t2", "t3"] == [one.tab for one in present(connection, name, "2026-03-04T09:30:20Z")]
        assert ["t3"] == [one.tab for one in present(connection, name, "2026-03-04T09:31:40Z")]
        leave(connection, name, "t3", "anna")
        assert ["t3"] == [one.tab for one in present(connection, name, "2026-03-04T09:31:40Z")]
        leave(connection, name, "t3", "jonas")
        assert [] == present(connection, name, "2026-03-04T09:31:40Z")
    with room.store.write() as connection:
        beat(connection, name, Present("jonas", "t4", "u2", "2026-03-04T09:30:00Z"))
    assert ("anna", "jonas") == review_page(room.desk(), name, tab="t1").row("u2").others  # her other tab is another page
    assert ("anna",) == review_page(room.desk(JONAS), name, tab="t4").row("u2").others


@pytest.mark.parametrize(("embargo", "expected"), [
    ("2026-03-04T14:00:00+01:00", ("2026-03-04T13:00:00Z", 210)),
    ("20260304T100000Z", ("2026-03-04T10:00:00Z", 30)),
    ("2026-03-04T08:00:00Z", ("2026-03-04T08:00:00Z", 0)),
    ("Tuesday", ("", 0)),
    ("", ("", 0)),
])
def test_time_left_of_an_embargo(embargo, expected):
    assert expected == embargo_left(embargo, "2026-03-04T09:30:00Z")


def test_an_edition_is_approved_as_a_whole_only_when_nothing_is_left(edition):
    room, name = edition
    with pytest.raises(ReviewError, match=r"3 of 3 units are not approved: u1 \(machine\), u2 \(machine\), u3"):
        actions.approve_edition(room.desk(), name, base_rev=review_page(room.desk(), name).header.edition.rev)


