"""The pages beside the review page in a real browser: nothing that axe-core finds, no overflow, languages and directions."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from desk_stories import ANNA, HEADLINE, JONAS, PARAGRAPHS, Newsroom, incoming, make_text

from newstrans.review import actions, proposals
from newstrans.rights import Role
from newstrans.store.events import find_events

pytestmark = pytest.mark.browser

ARABIC = "اجتمع عمال الميناء في كييف يوم الاثنين، وفقا لوكالة Reuters."
JAPANESE = "港湾労働者は月曜日に会合を開いた。キーウ、東京、大阪でも同じように、長い文章は画面の端で折り返される。「本当だ」と市長は述べた。"


@pytest.fixture(scope="module")
def busy(filled: Any, served: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A desk on which something has happened: edits, a second version of the source, proposals, an issue that is out."""
    with served(shutil.copy(filled.file, tmp_path_factory.mktemp("busy")), filled) as desk:
        room = Newsroom(desk.store, "pseudo")
        arabic, japanese, portuguese = (filled.editions[tag] for tag in ("ar", "ja", "pt-BR"))
        actions.edit(room.desk(ANNA), arabic, "u2", ARABIC, base_rev=1)
        actions.edit(room.desk(ANNA), japanese, "u2", JAPANESE, base_rev=1)
        for key in list(room.units(portuguese)):
            actions.edit(room.desk(ANNA), portuguese, key, f"O texto de {key}.", base_rev=1)
            actions.approve(room.desk(JONAS), portuguese, key, base_rev=2)
        with desk.store.read() as connection:
            rev = actions.shelf.get_edition(connection, portuguese).rev
        actions.publish(room.desk(JONAS), portuguese, base_rev=rev)
        newer = ["The harbour workers met on Tuesday.", PARAGRAPHS[2], PARAGRAPHS[1], *PARAGRAPHS[4:], "A new pier will be built."]
        room.ingest(incoming(make_text(HEADLINE, newer, version="2"), "2"), ("pt-BR", "ar", "ja"), "2026-03-04T11:00:00Z")
        actions.propose_term(room.desk(ANNA), arabic, "u2", "harbour workers", "عمال الميناء", note="as the union says")
        actions.edit(room.desk(JONAS), arabic, "u3", ARABIC, base_rev=room.units(arabic)["u3"].rev)
        with room.store.write() as connection:
            unit = actions.shelf.get_unit(connection, japanese, "u3")
            actions.shelf.save_draft(connection, unit, actor="anna", base_rev=unit.rev, text=JAPANESE, at="2026-03-04T11:00:00Z")
        yield desk


@pytest.fixture(scope="module")
def paths(busy: Any) -> dict[str, str]:
    """The pages by name: for an Arabic edition those that show its words."""
    arabic, portuguese = (busy.filled.editions[tag] for tag in ("ar", "pt-BR"))
    (proposed,) = find_events(busy.store, edition=arabic, kinds=(proposals.PROPOSED,))
    return {
        "queue": "/", "story": f"/stories/{busy.filled.story}", "keys": "/help/keys", "no story": "/stories/none", "review": f"/editions/{arabic}?show=all",
        "review in Japanese": f"/editions/{busy.filled.editions['ja']}", "approve clean": f"/editions/{arabic}/approve-clean",
        "unit": f"/editions/{arabic}/units/u2/history", "offers": f"/editions/{arabic}/units/u2/memory",
        "changes": f"/editions/{arabic}/diff", "update": f"/editions/{arabic}/update", "preview": f"/editions/{portuguese}/preview",
        "history": f"/editions/{arabic}/history", "publish": f"/editions/{portuguese}/publish", "stats": "/stats?days=0",
        "glossary": "/glossary?q=kyiv", "term": "/glossary/kyiv", "suggestions": "/glossary/suggestions",
        "suggestion": f"/glossary/suggestions/e{proposed.seq}", "memory": "/tm?q=harbour",
    }  # fmt: skip


@pytest.mark.acceptance(36, 37)
def test_axe_finds_nothing_and_nothing_overflows(
    busy: Any, paths: dict[str, str], open_page: Callable[..., Any], axe: Callable[[Any], list[str]], chromium: Any
) -> None:
    """On each page: in light and wide, in dark and from right to left on a phone; at 200 % and at 320 px nothing is cut off."""
    page = open_page(busy, viewport={"width": 1280, "height": 800})
    with chromium.new_context(base_url=busy.url) as nobody:
        door = nobody.new_page()
        door.goto("/login")
        pages = [(door, "/login"), *((page, path) for path in paths.values())]
        for one, path in pages:
            one.emulate_media(color_scheme="light")
            one.set_viewport_size({"width": 1280, "height": 800})
            assert one.goto(path).status == (404 if path.endswith("none") else 200), path
            if one.locator("#review").count():
                one.wait_for_selector("#review[data-ready]")
            assert axe(one) == [], path
            one.emulate_media(color_scheme="dark")
            one.evaluate("document.documentElement.dir = 'rtl'")
            for width in (640, 320):  # 1280 px at 200 %, and at 400 %
                one.set_viewport_size({"width": width, "height": 800})
                assert one.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            assert axe(one) == [], path
            one.evaluate("document.documentElement.dir = 'ltr'")
            assert one.evaluate("document.documentElement.scrollWidth") <= 320, path


@pytest.mark.acceptance(37)
@pytest.mark.parametrize("width", [320, 1500])
def test_plots_can_be_read(busy: Any, open_page: Callable[..., Any], width: int) -> None:
    """Their letters are as large on a phone as in a wide window, none lies on another, and none is cut off."""
    page = open_page(busy, "/stats?days=0", viewport={"width": width, "height": 800})
    plots = page.evaluate("""[...document.querySelectorAll('svg.plot')].map(plot => [plot.getBoundingClientRect(),
        [...plot.querySelectorAll('text')].map(one => one.getBoundingClientRect())].flat()).map(all => all.map(r => [r.left, r.top, r.right, r.bottom]))""")
    assert 3 == len(plots)
    for frame, *letters in plots:
        assert len(letters) > 1
        for left, top, right, bottom in letters:
            assert 14 < bottom - top < 24
            assert frame[0] - 1 <= left
            assert right <= frame[2] + 1
        crossed = [(a, b) for a, b in itertools.combinations(letters, 2) if a[0] < b[2] and b[0] < a[2] and a[1] + 3 < b[3] and b[1] + 3 < a[3]]
        assert not crossed


@pytest.mark.acceptance(36)
def test_what_a_page_would_ask_elsewhere_is_stopped_and_told(busy: Any, open_page: Any) -> None:
    """By the policy of the page; and the fixture by which every test here opens its pages hears of it."""
    page = open_page(busy, "/")
    assert [] == open_page.complaints
    page.evaluate("fetch('http://elsewhere.test/x').catch(() => 0)")
    page.evaluate("new Promise(done => { const one = new Image(); one.onerror = done; one.src = 'http://elsewhere.test/y.png'; })")
    told = " ".join(open_page.complaints)
    assert "elsewhere.test/x" in told
    assert "elsewhere.test/y.png" in told
    assert "Content Security Policy" in told
    open_page.complaints.clear()


@pytest.mark.acceptance(30)
def test_words_have_their_own_language_and_direction(busy: Any, open_page: Callable[..., Any]) -> None:
    page = open_page(busy, f"/editions/{busy.filled.editions['ar']}/diff")
    text = page.locator("section", has=page.locator("#h-u2")).locator("p", has_text="Reuters").first
    assert (text.get_attribute("lang"), text.get_attribute("dir")) == ("ar", "rtl")
    assert text.evaluate("one => getComputedStyle(one).direction") == "rtl"
    source = page.locator("section", has=page.locator("#h-u2")).locator("p[lang=en]").first
    assert source.evaluate("one => getComputedStyle(one).direction") == "ltr"
    assert page.evaluate("document.documentElement.dir") == "ltr"


@pytest.mark.acceptance(30)
@pytest.mark.parametrize(("edition", "ui", "width", "side"), [("pt-BR", "ar", 360, "left"), ("pt-BR", "ar", 1700, "left"), ("ar", "en-GB", 360, "right")])
def test_words_begin_at_their_own_side_of_a_card(busy: Any, open_page: Callable[..., Any], edition: str, ui: str, width: int, side: str) -> None:
    """Each line of what a source said before, of an offer and of the layers, in a page of the other direction."""
    page = open_page(busy, f"/editions/{busy.filled.editions[edition]}?show=all", locale=ui, viewport={"width": width, "height": 800})
    page.wait_for_selector("#review[data-ready]")
    lines = page.evaluate("""([way, side]) => [...document.querySelectorAll(`.pair :is(.strip, .offer, .layers) .text[dir=${way}]`)].map(one => {
        const details = one.closest('details.layers');
        if (details) details.open = true;
        const range = document.createRange();
        range.selectNodeContents(one);
        const rects = [...range.getClientRects()].filter(rect => rect.width > 4);
        const card = one.parentElement.getBoundingClientRect();
        const edge = side == 'left' ? Math.min(...rects.map(r => r.left)) - card.left : card.right - Math.max(...rects.map(r => r.right));
        return rects.length ? Math.round(edge) : null;
    }).filter(edge => edge !== null)""", ["ltr" if side == "left" else "rtl", side])
    assert len(lines) > 2
    assert max(lines) < 24, lines


@pytest.mark.acceptance(31)
def test_no_line_begins_with_a_mark_that_must_not_stand_there(busy: Any, open_page: Callable[..., Any]) -> None:
    page = open_page(busy, f"/editions/{busy.filled.editions['ja']}/units/u2/history", viewport={"width": 320, "height": 800})
    firsts = page.locator("p.words[lang=ja] ins").last.evaluate("""one => {
        const found = [];
        const walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
        let last = -1;
        for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            if (node.parentElement.closest('.unseen')) continue;
            for (let n = 0; n < node.length; n++) {
                const range = document.createRange();
                range.setStart(node, n); range.setEnd(node, n + 1);
                const top = Math.round(range.getBoundingClientRect().top);
                if (top > last + 4) found.push(node.data[n]);
                last = top;
            }
        }
        return found;
    }""")
    assert len(firsts) > 2
    assert not set(firsts) & set("、。」")


@pytest.mark.acceptance(29)
def test_the_preview_is_framed_and_runs_nothing(busy: Any, open_page: Callable[..., Any]) -> None:
    page = open_page(busy, f"/editions/{busy.filled.editions['pt-BR']}/preview")
    frame = page.frames[1]
    assert frame.url.endswith("/preview/page")
    assert frame.locator("h1").inner_text() == "O texto de u1."
    assert frame.locator("html").get_attribute("lang") == "pt-BR"
    # The style that belongs to the page works, so the hash in the policy is that of the page.
    assert "serif" in frame.locator("h1").evaluate("one => getComputedStyle(one).fontFamily")


@pytest.mark.acceptance(39)
def test_everything_works_by_keyboard_and_without_scripts(busy: Any, open_page: Callable[..., Any]) -> None:
    arabic = busy.filled.editions["ar"]
    page = open_page(busy, f"/editions/{arabic}/update", java_script_enabled=False)
    with busy.store.read() as connection:
        before = actions.shelf.get_unit(connection, arabic, "u2")
    assert before.suggestion
    take = page.locator("#u2").get_by_role("button", name="Take the offer")
    take.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/update#u2")
    with busy.store.read() as connection:
        after = actions.shelf.get_unit(connection, arabic, "u2")
    assert after.text == before.suggestion
    page.goto(f"/editions/{arabic}/units/u2/history")
    page.get_by_role("button", name=f"Bring this text back Paragraph 2 revision {before.rev}").press("Enter")
    page.wait_for_load_state()
    with busy.store.read() as connection:
        assert actions.shelf.get_unit(connection, arabic, "u2").text == before.text


def test_a_viewer_gets_no_buttons(busy: Any, paths: dict[str, str], open_page: Callable[..., Any]) -> None:
    page = open_page(busy, f"/editions/{busy.filled.editions['ar']}/update", name="vera", role=Role.VIEWER)
    assert page.locator("main button").count() == 0
    for name in ("publish", "suggestion"):
        page.goto(paths[name])
        assert page.locator("main form[method=post]").count() == 0, name
