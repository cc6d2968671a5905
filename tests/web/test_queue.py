"""The queue, a story, the keys: what they show, and that they are for everybody."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from desk_stories import Newsroom, incoming, make_text

from newstrans.model import Severity
from newstrans.pubstatus import Status
from newstrans.review.actions import edit, open_findings
from newstrans.store.editions import get_edition
from newstrans.web.routes.help import _BOX, _CARD

pytestmark = pytest.mark.browser
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}</textarea>\x1b[31m\u202e'


def test_queue_shows_what_an_editor_needs(shared_desk: Any, open_page: Any) -> None:
    """Check 1: languages, state, embargo, the newest wire first; a filter survives reload and back."""
    page = open_page(shared_desk)
    rows = page.locator("li.story")
    assert 2 == rows.count()
    assert "Harbour talks" in rows.nth(0).inner_text()  # 09:30, the other came at 09:00
    assert ["en → ar", "en → ja", "en → pt-BR"] == rows.nth(0).locator(".editions a").all_inner_texts()
    assert "to review" in rows.nth(0).inner_text()
    assert "embargo" in rows.nth(1).inner_text().lower()
    page.select_option("[name=locale]", "ar")
    page.click("form.line button")
    assert 1 == rows.count()
    page.reload()
    assert ("ar", 1) == (page.input_value("[name=locale]"), rows.count())
    page.click("li.story .slug")
    page.go_back()
    assert ("ar", 1) == (page.input_value("[name=locale]"), rows.count())
    page.fill("[name=q]", "nothing like it")
    page.press("[name=q]", "Enter")
    assert "No story fits" in page.inner_text("main")


def test_open_errors_are_counted_aside(desk: Any) -> None:
    """First nothing, soon the number that the checks give; another one when the text is another."""
    edition = desk.filled.editions["pt-BR"]
    edit(Newsroom(desk.store, "pseudo").desk(), edition, "u3", "Eles pediram 3 por cento <unk> e *mais.", base_rev=1)
    client = desk.client()

    def errors() -> int | None:
        rows = client.get("/api/", params={"locale": "pt-BR"}).json()["rows"]
        (found,) = [each["errors"] for row in rows for each in row["editions"] if each["record"]["id"] == edition]
        return found

    for _ in range(500):
        if errors() is not None:
            break
        time.sleep(0.02)
    with desk.store.read() as connection:
        found = open_findings(connection, get_edition(connection, edition))
    right = sum(one.severity is Severity.ERROR for _, one in found)
    assert right == errors()
    assert right
    assert f"{right} error" in client.get("/?locale=pt-BR").text


def test_story_page(shared_desk: Any, open_page: Any) -> None:
    page = open_page(shared_desk, f"/stories/{shared_desk.filled.story}")
    assert "Harbour talks resume" in page.inner_text("h1")
    assert 3 == page.locator(".edition-card").count()
    assert "rtl" == page.evaluate("getComputedStyle(document.querySelector('.words[lang=ar]')).direction")
    assert "0 of 14" not in page.inner_text("main")


def test_a_kill_shows_at_once(desk: Any) -> None:
    room = Newsroom(desk.store, "pseudo")
    room.receive(incoming(None, "2", status=Status.CANCELED))
    client = desk.client()
    assert "killed" in client.get("/").text
    assert "The source was killed" in client.get(f"/stories/{desk.filled.story}").text


def test_hostile_words_are_text(desk: Any, open_page: Any) -> None:
    """Check 32 for the queue and the story: nothing runs, nothing is asked of another host, all of it can be read."""
    room = Newsroom(desk.store, "pseudo")
    story = make_text(HOSTILE, ["Words <svg onload=alert(3)> and " + "x" * 5000])
    receipt = room.receive(incoming(story, identity="urn:x:" + HOSTILE, slug="hostile"))
    assert receipt.story
    for path in ("/", f"/stories/{receipt.story.id}", "/?q=" + "%3Cscript%3E", "/stories/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/?state=%3Cb%3E"):
        page = open_page(desk, path)
        assert not page.locator("main script, main img, main svg").count()
        assert "\x1b" not in page.content()
        assert "\u202e" not in page.content()
    page = open_page(desk, f"/stories/{receipt.story.id}")
    assert "<script>alert(1)</script>" in page.inner_text("h1")
    assert "{{7*7}}" in page.inner_text("h1")


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, {"viewport": {"width": 320, "height": 700}}], ids=["light", "dark", "phone"])
def test_pages_are_for_everybody(shared_desk: Any, open_page: Any, axe: Any, options: dict[str, Any]) -> None:
    """Axe finds nothing (check 37); nothing is wider than a phone."""
    page = open_page(shared_desk, **options)
    for path in ("/", f"/stories/{shared_desk.filled.story}", "/help/keys", "/stories/none", "/login"):
        page.goto(path)
        assert [] == axe(page), path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    with page.context.browser.new_context(base_url=shared_desk.url, **options) as context:
        stranger = context.new_page()
        stranger.goto("/")
        assert [] == axe(stranger)


def test_interface_from_right_to_left(shared_desk: Any, open_page: Any, axe: Any) -> None:
    """Whose browser asks for Arabic gets a page that runs from the right; English words of stories do not."""
    page = open_page(shared_desk, locale="ar")
    assert "rtl" == page.evaluate("document.documentElement.dir")
    assert [] == axe(page)


def test_problems_name_the_thing(shared_desk: Any) -> None:
    client = shared_desk.client()
    assert (404, "not-found") == ((answer := client.get("/api/stories/none")).status_code, answer.json()["error"])
    assert "newstrans stories" in client.get("/stories/none").text
    assert (404, 405) == (client.get("/nothing").status_code, client.post("/help/keys").status_code)
    odd = client.get("/api/?state=odd")
    assert (400, True) == (odd.status_code, "to_review" in odd.json()["message"])
    assert 400 == client.get("/?page=x").status_code
    assert {"ok": True} == shared_desk.stranger().get("/healthz").json()


def test_keys_of_the_page_are_those_of_the_script() -> None:
    import newstrans.web

    text = (Path(newstrans.web.__file__).parent / "static/review/keys.js").read_text(encoding="utf-8")
    box, card = (set(re.findall(r'": "([^"]+)"', part)) for part in re.search(r"box: \{(.*?)\},\s+card: \{(.*?)\},\n\};", text, re.DOTALL).groups())  # type: ignore[union-attr]
    assert ({keys for keys, _ in _BOX}, {keys for keys, _ in _CARD}) == (box, card)


def test_every_name_of_a_story_stands_on_one_page(desk: Any) -> None:
    """Its rendering and count in each edition; the same as values under /api."""
    story, client = desk.filled.story, desk.client()
    told = client.get(f"/api/stories/{story}/names").json()
    page = client.get(f"/stories/{story}/names")
    assert 200 == page.status_code
    assert told["story"] == story
    for row in told["names"]:
        assert f'id="{row["entry"]}"' in page.text
        assert set(row["editions"]) == set(told["names"][0]["editions"])
    assert f"/stories/{story}/names" in client.get(f"/stories/{story}").text
    assert 404 == client.get("/stories/none/names").status_code
