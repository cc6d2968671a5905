"""The queue, a story, the keys: what they show, and that they are for everybody."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import pytest
from desk_stories import Newsroom, incoming, make_text

from newstrans.model import Severity
from newstrans.pubstatus import Status
from newstrans.review.actions import edit, open_findings
from newstrans.review.users import add_user, set_desk
from newstrans.rights import Role
from newstrans.store.editions import get_edition
from newstrans.store.records import Actor

pytestmark = pytest.mark.browser
NOW = "2026-03-04T09:30:00Z"
HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}</textarea>\x1b[31m\u202e'


@pytest.mark.acceptance(1)
def test_queue_shows_what_an_editor_needs(shared_desk: Any, open_page: Any) -> None:
    """Urgency, languages, state, embargo, the newest wire first; a filter survives reload and back."""
    page = open_page(shared_desk)
    rows = page.locator("li.story")
    assert 2 == rows.count()
    assert "Harbour talks" in rows.nth(0).inner_text()  # 09:30, the other came at 09:00
    assert ["en → ar", "en → ja", "en → pt-BR"] == rows.nth(0).locator(".editions a").all_inner_texts()
    assert "to review" in rows.nth(0).inner_text()
    assert "embargo" in rows.nth(1).inner_text().lower()
    assert (0, "urgency 2") == (rows.nth(0).locator(".tag.loud").count(), rows.nth(1).locator(".tag.loud").first.inner_text())
    page.select_option("[name=urgent]", "3")
    page.click("form.line button")
    assert ["Prices rise"] == rows.locator(".headline").all_inner_texts()
    page.reload()
    assert ("3", 1) == (page.input_value("[name=urgent]"), rows.count())
    page.select_option("[name=urgent]", "")
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


@pytest.mark.acceptance(1)
def test_open_errors_are_counted_aside(desk: Any, open_page: Any) -> None:
    """First nothing, soon the number that the checks give, on the open page too; another one when the text is another."""
    page = open_page(desk, "/?locale=pt-BR&urgent=0")
    edition = desk.filled.editions["pt-BR"]
    edit(Newsroom(desk.store, "pseudo").desk(), edition, "u3", "Eles pediram 3 por cento <unk> e *mais.", base_rev=1)
    client = desk.client()

    def errors() -> int | None:
        rows = client.get("/api/", params={"locale": "pt-BR"}).json()["rows"]
        (found,) = [each["errors"] for row in rows for each in row["editions"] if each["record"]["id"] == edition]
        return found

    end = time.monotonic() + 60
    while errors() is None and time.monotonic() < end:
        time.sleep(0.02)
    with desk.store.read() as connection:
        found = open_findings(connection, get_edition(connection, edition))
    right = sum(one.severity is Severity.ERROR for _, one in found)
    assert right == errors()
    assert right
    assert f"{right} error" in client.get("/?locale=pt-BR").text
    page.reload()
    assert f"{right} error" in page.locator(f"li:has(> a[href$='{edition}']) .tag.loud").inner_text()


def test_letters_move_in_the_queue_and_can_be_switched_off(shared_desk: Any, open_page: Any) -> None:
    """j and k go from edition to edition, s to the search box; in a field they are letters."""
    page = open_page(shared_desk)
    focused = "document.activeElement.getAttribute('href') ?? document.activeElement.name"
    links = page.locator(".queue .editions a").evaluate_all("found => found.map(one => one.getAttribute('href'))")
    for key, at in (("j", 0), ("j", 1), ("j", 2), ("k", 1), ("j", 2)):
        page.keyboard.press(key)
        assert links[at] == page.evaluate(focused)
    for held in ("{keyCode: 229}", "{isComposing: true}", "{modifierAltGraph: true}"):  # an input method's, or a sign that AltGr makes
        page.evaluate(f"document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{key: 'k', bubbles: true, ...{held}}}))")
        assert links[2] == page.evaluate(focused), held
    page.keyboard.press("s")
    page.keyboard.type("jks")
    assert ("q", "jks") == (page.evaluate(focused), page.input_value("[name=q]"))
    page.goto(shared_desk.url + "/help/keys")
    page.fill("[name='queue.next']", "l")
    page.get_by_role("button", name="Keep").click()
    try:
        page.goto(shared_desk.url + "/")
        page.keyboard.press("l")
        assert links[0] == page.evaluate(focused)
        page.goto(shared_desk.url + "/help/keys")
        page.uncheck("[type=checkbox][name=letters]")
        page.get_by_role("button", name="Keep").click()
        page.goto(shared_desk.url + "/")
        page.keyboard.press("l")
        assert "BODY" == page.evaluate("document.activeElement.tagName")
    finally:
        page.goto(shared_desk.url + "/help/keys")
        page.get_by_role("button", name="All as the desk has them").click()


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


@pytest.mark.acceptance(32)
def test_hostile_words_are_text(desk: Any, open_page: Any) -> None:
    """On the queue and the story: nothing runs, nothing is asked of another host, all of it can be read."""
    room = Newsroom(desk.store, "pseudo")
    story = replace(make_text(HOSTILE, ["Words <svg onload=alert(3)> and " + "x" * 5000]), slug=HOSTILE, language='"><b onclick=alert(4)>en')
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


@pytest.mark.acceptance(37)
def test_interface_from_right_to_left(shared_desk: Any, open_page: Any, axe: Any) -> None:
    """Whose browser asks for Arabic gets a page that runs from the right; English words of stories do not."""
    page = open_page(shared_desk, locale="ar")
    assert "rtl" == page.evaluate("document.documentElement.dir")
    assert [] == axe(page)


def test_problems_name_the_thing(shared_desk: Any) -> None:
    client = shared_desk.client()
    assert (404, "not-found") == ((answer := client.get("/api/stories/none")).status_code, answer.json()["error"])
    assert "newstrans stories" in client.get("/stories/none").text
    assert (404, 405) == (client.get("/nothing").status_code, client.post("/healthz").status_code)
    odd = client.get("/api/?state=odd")
    assert (400, True) == (odd.status_code, "to_review" in odd.json()["message"])
    assert 400 == client.get("/?page=x").status_code
    assert {"ok": True} == shared_desk.stranger().get("/healthz").json()


def test_the_queue_of_a_desk(desk: Any, open_page: Any, axe: Any) -> None:
    """Stories say whose they are; a user of that desk has them at one click, and the filter stands in the address."""
    room = Newsroom(desk.store, "pseudo")
    for number, name in enumerate(("sports", "economy")):
        room.receive(replace(incoming(make_text(f"Story of {name}"), identity=f"urn:x:{number}", slug=f"slug-{name}"), desk=name))
    add_user(desk.store, "jonas", Role.EDITOR, "four plain words here", actor=Actor("anna"), now=NOW, desk="sports")
    client = desk.stranger()
    client.post("/login", data={"name": "jonas", "password": "four plain words here"}, headers={"Origin": desk.url})
    assert '<a class="button" href="/?desk=sports">Mine: sports</a>' in client.get("/").text
    rows = client.get("/api/?desk=sports").json()
    assert (["Story of sports"], ["economy", "sports"]) == ([one["story"]["headline"] for one in rows["rows"]], rows["desks"])
    set_desk(desk.store, "jonas", "", actor=Actor("anna"), now=NOW)
    assert "Mine:" not in client.get("/").text
    page = open_page(desk, "/")
    page.select_option("[name=desk]", "economy")
    page.click("main form button")
    assert "desk=economy" in page.url
    assert ["Story of economy"] == page.locator(".queue .headline").all_inner_texts()
    assert [] == axe(page)
    page.goto("/stats?days=0&desk=economy")
    assert [] == axe(page)


def test_a_story_shows_what_was_not_taken(desk: Any) -> None:
    """A version that came late stands there with its word, which is stable in the JSON."""
    room = Newsroom(desk.store, "pseudo")
    for version, text in (("2", "Ships sail"), ("1", "Ships do not sail")):
        receipt = room.receive(incoming(make_text(text, version=version), version, identity="urn:x:late"))
    assert receipt.story
    path = f"/stories/{receipt.story.id}"
    (row,) = desk.client().get(f"/api{path}").json()["turned_away"]
    assert "late" == row["verdict"]
    assert "<strong>late</strong>" in desk.client().get(path).text


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
