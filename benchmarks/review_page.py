"""The review page of a long story: 200 paragraphs of 2 kB (acceptance check 43 of the desk).

Times are told beside that of an empty page of the same server in the same run, so that machines can be compared:
the server's part of the page, the browser's first paint, the focus on the first problem, a key until its mark, and the word
diff of a paragraph. Check 2 is the focus of 60 paragraphs within a second.

    python benchmarks/review_page.py --paragraphs 200 --size 2000
    python benchmarks/review_page.py --paragraphs 60 --size 300
"""

from __future__ import annotations

import argparse
import hashlib
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from _desk import desk as tools
from newstrans.config import Config
from newstrans.formats.inplace.issue import Identity
from newstrans.model import SourceFile, Story, Unit, UnitKind
from newstrans.pipeline import Run, default_stages, translate_stories
from newstrans.review import actions
from newstrans.review.actions import Desk
from newstrans.review.ingest import Incoming, due, make_due, receive
from newstrans.review.page import check_typed, review_page
from newstrans.rights import Role
from newstrans.store.connect import Store, open_store
from newstrans.store.editions import edition_key
from newstrans.store.records import Actor
from newstrans.text.diff import diff_words
from newstrans.web.app import create_app
from newstrans.web.serve import listen, server
from newstrans.web.settings import Settings

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "browser"))
from headless import launch

NOW = "2026-03-04T09:30:00Z"
_WORDS = "the harbour council said on Monday that 1,200 ships would wait near Kyiv until a new contract was signed by both sides".split()


def text_of(size: int, seed: int) -> str:
    """About `size` characters of sentences, the same for the same seed."""
    chance = random.Random(seed)
    out = ""
    while len(out) < size:
        out += " ".join(chance.choices(_WORDS, k=14)).capitalize() + ". "
    return out[:size].rpartition(" ")[0].strip()


def fill(store: Store, paragraphs: int, size: int) -> str:
    """One story by the pseudo engine; an editor changed something in every fifth paragraph."""
    units = [Unit("headline", UnitKind.HEADLINE, "Ships wait near Kyiv")]
    units += [Unit(f"p{n}", UnitKind.PARAGRAPH, text_of(size, n)) for n in range(1, paragraphs)]
    digest = hashlib.sha256("".join(one.text for one in units).encode()).hexdigest()
    story = Story("x", "ships", tuple(units), SourceFile("a.xml", "newsml-g2", "utf-8", digest, 0), language="en")
    kit = tools()
    stages = default_stages(kit.engines, kit.names, kit.locale, forced_engine="pseudo")

    def translate(stories: Any, locales: Any) -> Run:
        return translate_stories(stories, locales, stages, names=kit.names, locale=kit.locale)

    receipt = receive(store, Incoming(Identity("urn:ships", "1", "en"), story, True, "a.xml", b"x"), ["pt-BR"], actor=Actor("wire"), now=NOW)
    list(make_due(store, due(store), translate, actor=Actor("wire"), now=NOW))
    assert receipt.story
    edition = edition_key(receipt.story.id, "pt-BR")
    jonas = Desk(store, Actor("jonas"), NOW)
    page = review_page(jonas, edition)
    for row in page.rows[::5]:
        actions.edit(jonas, edition, row.key, row.unit.text.replace(" ", "  ", 3) + " E mais.", base_rev=row.unit.rev)
    return edition


def timed(what: str, act: Callable[[], object], times: int = 5) -> float:
    """The median of some runs, in milliseconds of processor time (others may be at work); told as it is measured."""
    found = []
    for _ in range(times):
        start = time.process_time()
        act()
        found.append((time.process_time() - start) * 1000)
    middle = statistics.median(found)
    print(f"{what:48} {middle:9.1f} ms   (first {found[0]:.1f})")
    return middle


def in_browser(url: str, cookie: tuple[str, str], edition: str) -> None:
    """First paint, until the page is ready, and a key until its mark."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = launch(play.chromium)
        context = browser.new_context(base_url=url)
        context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": url}])
        paints: dict[str, float] = {}
        where = f"/editions/{edition}"
        for name, path in (("the queue", "/"), ("the page, never drawn before", where), ("the page, drawn before", where)):
            page = context.new_page()
            page.goto(path)
            if path != "/":
                page.wait_for_selector("#review[data-ready]", timeout=120_000)
                assert page.evaluate("document.activeElement.closest('.card') !== null"), "the focus is on no problem"
            page.wait_for_function("performance.getEntriesByType('paint').some(one => one.name === 'first-contentful-paint')")
            told = page.evaluate("""() => { const all = performance.getEntriesByType('navigation')[0];
                const paint = performance.getEntriesByType('paint').find(one => one.name === 'first-contentful-paint');
                return {paint: paint.startTime, answered: all.responseStart, read: all.responseEnd, ready: performance.now(), bytes: all.decodedBodySize}; }""")
            paints[name] = told["paint"]
            print(f"{'first paint of ' + name:48} {told['paint']:9.1f} ms   (answer began {told['answered']:.0f}, ended {told['read']:.0f}; "
                  f"ready {told['ready']:.0f}; {told['bytes'] / 1e6:.1f} MB)")  # fmt: skip
        print(f"{'page : queue':48} {paints['the page, never drawn before'] / max(paints['the queue'], 1):9.1f}")
        box = page.locator(".card .box > textarea").nth(3)
        box.focus()
        page.evaluate("""() => { const box = document.activeElement; window.marks = [];
            box.addEventListener('input', () => { const at = performance.now();
                const mirror = box.previousElementSibling;
                requestAnimationFrame(() => window.marks.push([performance.now() - at, mirror.textContent.startsWith(box.value)])); }, true); }""")
        page.keyboard.type("abcdefghij", delay=30)
        page.wait_for_timeout(300)
        marks = page.evaluate("window.marks")
        assert all(follows for _, follows in marks)
        print(f"{'key until the copy behind the box follows':48} {statistics.median(ms for ms, _ in marks):9.1f} ms   (worst {max(ms for ms, _ in marks):.1f})")
        browser.close()


def main() -> None:
    """Fill a store, measure, tell."""
    out = argparse.ArgumentParser(description=__doc__)
    out.add_argument("--paragraphs", type=int, default=200)
    out.add_argument("--size", type=int, default=2000, help="characters of a paragraph")
    out.add_argument("--no-browser", action="store_true")
    told = out.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "newstrans.db", NOW)
        edition = fill(store, told.paragraphs, told.size)
        desk = Desk(store, Actor("anna", "web"), NOW)
        print(f"{told.paragraphs} paragraphs of {told.size} characters")
        timed("values of the page", lambda: review_page(desk, edition))
        row = review_page(desk, edition).rows[5]
        old, new = row.unit.source, row.unit.text
        timed("word diff of a paragraph, much changed", lambda: diff_words(old, new))
        timed("word diff of a paragraph, little changed", lambda: diff_words(new, new.replace("E mais", "E nada mais")))
        timed("checks of a text that is typed", lambda: check_typed(desk, edition, row.key, new + "x"))
        if not told.no_browser:
            socket = listen("127.0.0.1", 0)
            port = socket.getsockname()[1]
            app = create_app(store, Settings(port=port, owner="anna", config=Config(data=Path(folder))))
            made = server(app)
            thread = threading.Thread(target=made.run, kwargs={"sockets": [socket]}, daemon=True)
            thread.start()
            while not made.started:
                time.sleep(0.01)
            doors = app.state.site.doors
            in_browser(f"http://127.0.0.1:{port}", (doors.cookie, doors.let_in("anna", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), role=Role.ADMIN)), edition)
            made.should_exit = True
            thread.join(10)
            socket.close()
        store.close()


if __name__ == "__main__":
    main()
