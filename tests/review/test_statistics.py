"""Post-edit effort, dismissals and overridden terms, counted from a store."""

from __future__ import annotations

from dataclasses import replace

import pytest
from desk_stories import ANNA, JONAS, PARAGRAPHS, Newsroom, edition_of, incoming, make_text

from newstrans.review import actions
from newstrans.review.actions import Desk
from newstrans.review.statistics import CheckRow, statistics
from newstrans.store.editions import add_override, get_edition, get_unit
from newstrans.store.records import Actor
from newstrans.text.diff import effort, share_changed

NOON = "2026-03-04T12:00:00Z"


@pytest.fixture
def edition(room: Newsroom) -> str:
    return edition_of(room.ingest(incoming(make_text(paragraphs=PARAGRAPHS[:3]))))


def test_effort_of_approved_units(room: Newsroom, edition: str) -> None:
    before = room.units(edition)
    machine = before["u2"].text
    edited = f"{machine} mais duas palavras"
    actions.edit(room.desk(), edition, "u2", edited, base_rev=1)
    actions.edit(room.desk(), edition, "u3", "Isto ninguém aprovou.", base_rev=1)
    actions.approve(room.desk(JONAS), edition, "u2", base_rev=2)
    actions.approve(room.desk(JONAS), edition, "u4", base_rev=1)
    found = statistics(room.store, now=NOON)
    row = found.whole
    measured = effort(machine, edited)
    assert (row.units, row.edited, row.untouched) == (2, 1, 0.5)
    assert measured.edits == 3
    assert row.words == measured.new + effort(before["u4"].text, before["u4"].text).new
    assert row.edit_rate == pytest.approx(3 / row.words)
    assert [(one.group.locale, one.group.pair, one.group.engine) for one in found.engines] == [("pt-BR", "en → pt-BR", "pseudo")]
    assert [one.group.pair for one in found.pairs] == ["en → pt-BR"]
    assert [(one.monday, one.units) for one in found.weeks] == [("2026-03-02", 2)]
    assert row.issues == 0
    assert row.minutes is None


def test_the_time_of_work_is_of_what_was_approved_and_of_its_source(room: Newsroom, edition: str) -> None:
    """By edits and approvals; the pace is that of the texts whose time was counted. Work on an older source is not told again."""
    def by(ms: int, actor: Actor = ANNA) -> Desk:
        return replace(room.desk(actor), active_ms=ms)

    actions.edit(by(4000), edition, "u2", "Os estivadores.", base_rev=1)
    actions.edit(by(5000), edition, "u2", "Os estivadores se reuniram na segunda.", base_rev=2)
    actions.approve(by(1000, JONAS), edition, "u2", base_rev=3)
    actions.approve(room.desk(JONAS), edition, "u3", base_rev=1)
    actions.edit(by(60_000), edition, "u4", "Isto ninguém aprovou.", base_rev=1)
    found = statistics(room.store, now=NOON)
    words = effort("", "Os estivadores se reuniram na segunda.").new
    assert (10_000, 10 / words) == (found.whole.active_ms, found.whole.pace)
    assert [(10_000, 10 / words)] == [(one.active_ms, one.pace) for one in found.engines]
    room.ingest(incoming(make_text(paragraphs=["The harbour workers met on Tuesday.", *PARAGRAPHS[1:3]], version="2"), "2"))
    actions.approve(by(500, JONAS), edition, "u2", base_rev=room.units(edition)["u2"].rev)
    assert 500 == statistics(room.store, now=NOON).whole.active_ms


def test_the_share_changed_is_that_of_the_events(room: Newsroom, edition: str) -> None:
    machine = room.units(edition)["u2"].text
    actions.edit(room.desk(), edition, "u2", "Os estivadores se reuniram.", base_rev=1)
    actions.approve(room.desk(), edition, "u2", base_rev=2)
    assert statistics(room.store, now=NOON).whole.changed == pytest.approx(share_changed(machine, "Os estivadores se reuniram."))


def test_from_received_to_published(room: Newsroom, edition: str) -> None:
    for key in room.units(edition):
        actions.edit(room.desk(), edition, key, "Texto final.", base_rev=1)
        actions.approve(room.desk(), edition, key, base_rev=2)
    with room.store.read() as connection:
        rev = get_edition(connection, edition).rev
    actions.publish(room.desk(now="2026-03-04T09:50:00Z"), edition, base_rev=rev)
    row = statistics(room.store, now=NOON).whole
    assert (row.issues, row.minutes, row.untouched) == (1, 20.0, 0.0)


def test_old_work_is_left_out_of_a_short_span(room: Newsroom, edition: str) -> None:
    actions.approve(room.desk(), edition, "u2", base_rev=1)
    assert statistics(room.store, now="2026-03-20T12:00:00Z", days=7).whole.units == 0
    assert statistics(room.store, now="2026-03-20T12:00:00Z", days=30).whole.units == 1


def test_a_check_that_is_mostly_dismissed_is_said_to_cry_wolf() -> None:
    assert CheckRow("number", "en → de", 10, 6).cries_wolf
    assert not CheckRow("number", "en → de", 10, 5).cries_wolf
    assert not CheckRow("number", "en → de", 3, 3).cries_wolf


def test_dismissals_by_check_and_pair(real_room: Newsroom) -> None:
    room = real_room
    edition = edition_of(room.ingest(incoming(make_text(paragraphs=PARAGRAPHS[:3]))))
    for key in ("u2", "u3"):
        unit = room.units(edition)[key]
        actions.edit(room.desk(), edition, key, unit.source, base_rev=1)
    actions.dismiss(room.desk(), edition, "u3", "untranslated", base_rev=2, reason="a quotation")
    with room.store.read() as connection:
        code = next(finding.code for unit, finding in actions.open_findings(connection, get_edition(connection, edition)) if unit.key == "u2")
    actions.dismiss(room.desk(), edition, "u2", code, base_rev=2, reason="a quotation")
    rows = [one for one in statistics(room.store, now=NOON).checks if one.dismissed]
    assert [(one.check, one.pair, one.dismissed, one.rate) for one in rows] == [("untranslated", "en → pt-BR", 2, 1.0)]


def test_overridden_terms(room: Newsroom, edition: str) -> None:
    with room.store.write() as connection:
        unit = get_unit(connection, edition, "u2")
        add_override(connection, unit, "kyiv", before="Kiev", after="Kyiv", actor="anna", at=NOON)
    assert [(one.entry, one.locale, one.overridden) for one in statistics(room.store, now=NOON).terms] == [("kyiv", "pt-BR", 1)]


def test_an_empty_store_has_no_shares(room: Newsroom) -> None:
    found = statistics(room.store, now=NOON)
    assert (found.whole.units, found.whole.edit_rate, found.whole.untouched, found.locales) == (0, None, None, ())


def test_figures_of_one_desk(room: Newsroom) -> None:
    """The story says which desk it is for; what has none is counted among all of them only."""
    for number, desk in enumerate(("sports", "sports", "economy", "")):
        story = replace(incoming(make_text(f"Story {number}", PARAGRAPHS[:2]), identity=f"urn:x:{number}"), desk=desk)
        edition = edition_of(room.ingest(story))
        actions.approve(room.desk(), edition, "u2", base_rev=1)
    assert {"sports": 2, "economy": 1} == {one.group.desk: one.units for one in statistics(room.store, now=NOON).desks}
    assert [4, 2, 1, 0] == [statistics(room.store, now=NOON, desk=desk).whole.units for desk in ("", "sports", "economy", "none")]
    found = statistics(room.store, now=NOON, desk="sports")
    assert [2] == [one.units for one in found.weeks] == [one.units for one in found.locales]


def test_a_story_stays_at_its_desk(room: Newsroom) -> None:
    """A new version from a feed without a desk leaves it there; one from the feed of another takes it along."""
    seen = []
    for version, desk in (("1", "sports"), ("2", ""), ("3", "economy")):
        receipt = room.receive(replace(incoming(make_text(version=version), version), desk=desk))
        assert receipt.story
        seen.append(receipt.story.desk)
    assert ["sports", "sports", "economy"] == seen
