"""The translation memory at the desk: whose words come back, in which order, and when they are gone."""

from __future__ import annotations

from typing import Any

import pytest
from desk_stories import PARAGRAPHS, Newsroom, edition_of, incoming, make_text
from review_stories import Paper

from newstrans.pubstatus import Status

pytestmark = pytest.mark.browser
WRITTEN, NEVER = "Os estivadores se reuniram na segunda.", "Isto ninguém aprovou."


@pytest.mark.acceptance(41)
def test_the_memory_quotes_people_before_machines_and_only_what_was_approved(desk: Any, open_page: Any) -> None:
    """On the page of a paragraph, in the search, and in a new story, where it says whose words they are; a killed story's are out."""
    room = Newsroom(desk.store, "pseudo")

    def taken_in(name: str) -> Paper:
        story = make_text(f"Ships wait, {name}", PARAGRAPHS[:1])
        return Paper(desk.store, edition_of(room.ingest(incoming(story, identity=f"urn:{name}", slug=name))))

    asks, drafted, machine, edited = (taken_in(name) for name in ("asks", "drafted", "machine", "edited"))
    raw = machine.unit("u2").text
    asks.edit("u2", "Outra coisa.")
    drafted.edit("u2", NEVER)
    edited.edit("u2", WRITTEN)
    edited.approve()
    machine.approve()

    page = open_page(desk, f"{asks.path}/units/u2/memory")
    offers = page.locator("section[aria-labelledby^=offer]")
    assert [WRITTEN, raw] == [offers.nth(n).locator(".words").last.inner_text() for n in range(offers.count())]
    assert "as the machine wrote it" not in offers.nth(0).inner_text()
    assert "as the machine wrote it" in offers.nth(1).inner_text()
    offers.nth(0).get_by_role("button").click()
    page.wait_for_selector("#review[data-ready]")
    assert WRITTEN == asks.unit("u2").text

    page.goto("/tm?q=harbour+workers")
    assert 2 == page.locator("article").count()
    assert NEVER not in page.inner_text("main")

    page.goto(taken_in("later").path)
    page.wait_for_selector("#review[data-ready]")
    assert WRITTEN == page.locator("#u2 .box > textarea").input_value()
    assert "memory: jonas" in page.locator("#u2 .who").inner_text()

    room.receive(incoming(None, "2", identity="urn:edited", status=Status.CANCELED))
    page.goto("/tm?q=harbour+workers")
    assert 1 == page.locator("article").count()
    assert WRITTEN not in page.inner_text("main")
