"""The edition's page as a reader's browser shows it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from newstrans.cli.setup import Desk
from newstrans.config import Config
from newstrans.emit import write_editions
from newstrans.formats import read_story
from newstrans.pipeline import default_stages, translate_stories

pytestmark = pytest.mark.browser
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "harbour-talks.txt"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The shipped story in Portuguese, and in Arabic by the pseudo engine."""
    desk = Desk(Config(data=tmp_path_factory.mktemp("data")))
    story = read_story(EXAMPLE.read_bytes(), name=EXAMPLE.name)
    out = tmp_path_factory.mktemp("out")
    editions = []
    for locale, engine in (("pt-BR", "bergamot"), ("ar", "pseudo")):
        stages = default_stages(desk.engines, desk.names, desk.locale, forced_engine=engine)
        editions += translate_stories([story], [locale], stages, names=desk.names, locale=desk.locale).editions
    return {path.parent.name: path for path in write_editions(editions, out) if path.suffix == ".html"}


def opened(new_context: Callable[..., Any], path: Path, **options: Any) -> tuple[Any, list[str]]:
    """The page, and every request and console message that it caused."""
    page = new_context(**options).new_page()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("console", lambda message: seen.append(f"console {message.text}"))
    page.goto(path.as_uri())
    return page, seen


def test_page_asks_nobody_for_anything(new_context: Callable[..., Any], pages: dict[str, Path]) -> None:
    """No request but the page itself, no console message; language and headline are those of the edition."""
    page, seen = opened(new_context, pages["pt-BR"])

    assert [pages["pt-BR"].as_uri()] == seen
    assert ["pt-BR", "ltr"] == page.evaluate("[document.documentElement.lang, getComputedStyle(document.body).direction]")
    assert page.locator("h1").is_visible()
    assert "Kiev" in page.locator("h1").inner_text()
    assert "Tradução automática" in page.locator("body").inner_text()


def test_page_says_what_it_is(new_context: Callable[..., Any], pages: dict[str, Path]) -> None:
    """JSON-LD names the original, the language and the machine; the sibling edition is linked and there."""
    page, _ = opened(new_context, pages["pt-BR"])
    data = json.loads(page.locator("script[type='application/ld+json']").inner_text())

    assert "pt-BR" == data["inLanguage"]
    assert "en" == data["translationOfWork"]["inLanguage"]
    assert data["digitalSourceType"].endswith("TrainedAlgorithmicMediaDigitalSource")
    links = page.evaluate("[...document.querySelectorAll('link[hreflang]')].map(l => [l.hreflang, l.href])")
    assert {"pt-BR", "ar"} <= {tag for tag, _ in links}
    assert all(Path(href.removeprefix("file://")).is_file() for tag, href in links if tag in ("pt-BR", "ar"))


@pytest.mark.parametrize("locale", ["pt-BR", "ar"])
def test_page_fits_a_phone(new_context: Callable[..., Any], pages: dict[str, Path], locale: str) -> None:
    """No sideways scrolling at 320 px (WCAG 1.4.10)."""
    page, _ = opened(new_context, pages[locale], viewport={"width": 320, "height": 640})

    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_arabic_runs_from_the_right(new_context: Callable[..., Any], pages: dict[str, Path]) -> None:
    """Direction, not only language."""
    page, _ = opened(new_context, pages["ar"])

    assert "rtl" == page.evaluate("getComputedStyle(document.querySelector('h1')).direction")


def test_dark_is_dark_and_print_is_light(new_context: Callable[..., Any], pages: dict[str, Path]) -> None:
    """Light text on dark where the reader asks for it, never on paper."""
    brightness = "(c => (([r, g, b]) => r + g + b)(c.match(/[0-9.]+/g).map(Number)))(getComputedStyle(document.body).color)"
    page, _ = opened(new_context, pages["pt-BR"], color_scheme="dark")
    assert page.evaluate(brightness) > 450
    page.emulate_media(media="print", color_scheme="light")
    assert page.evaluate(brightness) < 300
