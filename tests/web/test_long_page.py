"""A long page is sent while it is drawn; a desk has ready what its first page would wait for."""

from __future__ import annotations

import re
import shutil
import threading

import httpx
import pytest
from review_stories import fill_long

from newstrans.config import Config
from newstrans.store.connect import open_store
from newstrans.store.editions import get_edition
from newstrans.web import answers
from newstrans.web.app import create_app
from newstrans.web.pages import words_for
from newstrans.web.settings import Settings
from newstrans.web.warm import warm_up

pytestmark = [pytest.mark.engine, pytest.mark.loopback]

NOW = "2026-03-04T09:30:00Z"


@pytest.fixture(scope="module")
def long_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("long") / "newstrans.db"
    return file, f"/editions/{fill_long(file, 60)}"


@pytest.fixture
def long_desk(long_file, filled, serving, tmp_path):
    with serving(shutil.copy(long_file[0], tmp_path), filled) as desk:
        yield desk, long_file[1]


def test_the_first_paragraphs_of_a_long_page_come_before_the_last_is_drawn(long_desk, monkeypatch):
    """The first part of the page is read while the last card is kept from being drawn; the page is whole nevertheless."""
    desk, path = long_desk
    go_on, draw = threading.Event(), answers.draw_card

    def held(call, view, key, conflict=None):
        if key == "u60":
            assert go_on.wait(60)
        return draw(call, view, key, conflict)

    monkeypatch.setattr(answers, "draw_card", held)
    with desk.client().stream("GET", path) as answer:
        parts = answer.iter_text()
        page = next(parts)
        while 'id="u9"' not in page:
            page += next(parts)
        assert 'id="u60"' not in page
        go_on.set()
        page += "".join(parts)
    assert [f"u{n}" for n in range(1, 62)] == re.findall(r'<details class="card[^>]* id="(u\d+)"', page)
    assert page.rstrip().endswith("</html>")
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_a_page_that_breaks_in_the_middle_does_not_look_whole(long_desk, monkeypatch):
    desk, path = long_desk
    draw = answers.draw_card

    def broken(call, view, key, conflict=None):
        if key == "u60":
            raise RuntimeError(key)
        return draw(call, view, key, conflict)

    monkeypatch.setattr(answers, "draw_card", broken)
    client = desk.client()
    with pytest.raises(httpx.RemoteProtocolError):
        client.get(path)
    monkeypatch.undo()
    assert 200 == client.get(path).status_code  # and the desk goes on


def test_a_card_that_breaks_at_once_is_an_error_page(long_desk, monkeypatch):
    desk, path = long_desk

    def broken(*_of):
        raise RuntimeError

    monkeypatch.setattr(answers, "draw_card", broken)
    answer = desk.client().get(path)
    assert 500 == answer.status_code
    assert "text/html" in answer.headers["content-type"]


def test_a_desk_has_the_glossary_the_templates_and_the_first_stories_findings_ready(long_file, tmp_path):
    """After the warm-up a page compiles no template and reads no glossary, and the queue knows its errors."""
    store = open_store(shutil.copy(long_file[0], tmp_path), NOW)
    try:
        site = create_app(store, Settings(port=8000, owner="anna", config=Config(data=tmp_path))).state.site
        warm_up(site)
        environment = site.pages._of(words_for("en"))
        assert {"queue.html", "editions/review.html", "editions/_card.html"} <= {name for _, name in environment.cache}
        assert site.house._names is not None
        with store.read() as connection:
            record = get_edition(connection, long_file[1].removeprefix("/editions/"))
        site.counts.wait([record], 60)
        assert site.counts.of(record) is not None
        site.counts.close()
    finally:
        store.close()
