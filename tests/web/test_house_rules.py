"""What the newsroom's settings say holds on the desk's pages too: how grave checks are, and whether times of work are kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from beside import Visitor, desk_with
from desk_stories import PARAGRAPHS, edition_of, incoming, make_text

from newstrans.store.events import find_events

WRONG = "Eles <unk> pediram."


def taken_in(visit: Visitor) -> Visitor:
    """A short story, with an error in u2 that somebody took five seconds to write."""
    visit.edition = edition_of(visit.room.ingest(incoming(make_text(paragraphs=PARAGRAPHS[:2]))))
    visit.post_json("/units/u2/text", {"text": WRONG, "base_rev": 1, "active_ms": 5000})
    return visit


@pytest.mark.parametrize(("switch", "expected"), [("warning", ["warning"]), ("off", [])])
def test_the_newsroom_decides_how_grave_a_check_is(switch: str, expected: list[str], tmp_path: Path) -> None:
    """On the page, while somebody types, and for what stands against publishing."""
    with desk_with(tmp_path, checks={"leftover": switch}) as visit:
        told = taken_in(visit).json("")
        typed = visit.post_json("/units/u2/check", {"text": WRONG, "base_rev": 2})
        for found in (told["units"][1]["findings"], typed["findings"]):
            assert expected == [one["severity"] for one in found if one["check"] == "leftover"]
        refused = visit.post_json("/publish", {"base_rev": told["rev"]}, status=409)
        assert expected.count("error") == sum("open error [leftover]" in reason for reason in refused["reasons"])


@pytest.mark.parametrize(("kept", "told"), [(1, {"active_ms": 5000}), (0, {})])
def test_times_of_work_are_kept_unless_they_are_turned_off(kept: int, told: dict[str, int], tmp_path: Path) -> None:
    """With the edit, and as a sum on the page; no time goes with an approval that an edit came with."""
    with desk_with(tmp_path, active_time=kept) as visit:
        taken_in(visit)
        visit.post_json("/units/u3/approve", {"text": "A prefeitura recusou.", "base_rev": 1, "active_ms": 2000})
        events = find_events(visit.room.store, edition=visit.edition, kinds=("edit", "approve"))
        times = [{name: value for name, value in one.data.items() if name == "active_ms"} for one in events]
        assert [told, {"active_ms": 2000} if kept else {}, {}] == times
        assert sum(one.get("active_ms", 0) for one in times) == visit.json("")["counts"]["active_ms"]
        visit.post_json("/units/u1/text", {"text": "x", "base_rev": 1, "active_ms": "long"}, status=400 if kept else 200)
