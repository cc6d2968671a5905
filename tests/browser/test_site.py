"""A published site as a reader's browser shows it: every page, light and dark, on a phone and on a desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sample_editions as samples

from newstrans.emit import write_editions
from newstrans.localise.locale import load_locale
from newstrans.localise.segment import localise_segment
from newstrans.model import replay
from newstrans.site.publish import Site, publish

pytestmark = pytest.mark.browser

# What WCAG 2.2 AA asks for and a machine can measure. Each entry is a complaint in words.
AUDIT = """() => {
  const wrong = [];
  const seen = e => !!(e.offsetWidth || e.offsetHeight) && getComputedStyle(e).visibility !== 'hidden';
  const luminance = c => { const [r, g, b] = c.map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const colour = s => { const n = s.match(/[0-9.]+/g).map(Number); return n.length > 3 && n[3] === 0 ? null : n.slice(0, 3); };
  const behind = e => { for (; e; e = e.parentElement) { const c = colour(getComputedStyle(e).backgroundColor); if (c) return c; } return [255, 255, 255]; };
  if (!document.title) wrong.push('no title');
  if (!document.documentElement.lang) wrong.push('no language');
  if (document.querySelectorAll('main').length !== 1) wrong.push('not one main');
  if (document.querySelectorAll('h1').length !== 1) wrong.push('not one h1');
  let level = 0;
  for (const h of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const now = +h.tagName[1];
    if (now > level + 1) wrong.push(`${h.tagName} after h${level}: ${h.textContent.slice(0, 30)}`);
    level = now;
  }
  const navs = [...document.querySelectorAll('nav')].map(n => n.getAttribute('aria-label') || '');
  if (navs.length > 1 && new Set(navs).size < navs.length) wrong.push('two navs of one name');
  for (const a of document.querySelectorAll('a')) {
    if (!a.textContent.trim()) wrong.push('a link without words');
    const box = a.getBoundingClientRect();
    if (a.closest('nav, .languages') && seen(a) && box.height < 24) wrong.push(`small target: ${a.textContent} ${box.height}`);
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; node = walker.nextNode();) {
    const e = node.parentElement;
    if (!node.textContent.trim() || !seen(e) || ['SCRIPT', 'STYLE'].includes(e.tagName)) continue;
    const style = getComputedStyle(e), front = luminance(colour(style.color)), back = luminance(behind(e));
    const ratio = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && +style.fontWeight >= 700);
    if (ratio < (large ? 3 : 4.5)) wrong.push(`contrast ${ratio.toFixed(2)}: ${node.textContent.slice(0, 30)}`);
  }
  if (document.documentElement.scrollWidth > innerWidth) wrong.push(`scrolls sideways: ${document.documentElement.scrollWidth}`);
  return wrong;
}"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample editions, the hostile one among them, and enough copies for a second list page."""
    home = tmp_path_factory.mktemp("site")
    korean = samples.korean()
    many = [
        replace(korean, story=replace(korean.story, id=f"story:{n}", slug=f"copy-{n}")) for n in range(60)
    ]
    write_editions([samples.portuguese(), samples.arabic(), korean, samples.hostile(), *many], home / "editions", formats=["json"])
    place = Site(home / "site", title="Example Desk")
    publish([home / "editions"], place, load_locale, now=datetime(2026, 3, 1, tzinfo=UTC), unreviewed=True)
    return home / "site"


def pages(site: Path) -> list[Path]:
    """One page of each kind and every sample's own."""
    return [path for path in sorted(site.rglob("*.html")) if not path.name.startswith("copy-")]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_can_be_read_by_everybody(new_context: Callable[..., Any], site: Path, scheme: str, width: int) -> None:
    """Structure, names of links, contrast, size of targets, no sideways scrolling; and no request to anybody."""
    found = pages(site)
    assert {"index.html", "page-2.html"} <= {path.name for path in found}
    context = new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    for path in found:
        page = context.new_page()
        seen: list[str] = []
        page.on("request", lambda request, seen=seen: seen.append(request.url))
        page.on("console", lambda message, seen=seen: seen.append(message.text))
        page.goto(path.as_uri())
        assert (page.evaluate(AUDIT), seen) == ([], [path.as_uri()]), path.relative_to(site)
        page.close()


def test_the_audit_can_fail(new_context: Callable[..., Any], site: Path) -> None:
    """A page with faults is told all of them."""
    page = new_context(viewport={"width": 320, "height": 600}).new_page()
    page.set_content(
        "<main><h1>A</h1><h3 style='color:#ccc'>B</h3><nav><a href='#' style='font-size:6px'>x</a></nav><nav></nav>"
        "<a href='#'></a><div style='width:900px'>wide</div></main>"
    )
    said = " | ".join(page.evaluate(AUDIT))
    for complaint in ("no title", "no language", "H3 after h1", "two navs", "without words", "small target", "contrast", "sideways"):
        assert complaint in said


def test_a_reader_finds_the_way(new_context: Callable[..., Any], site: Path) -> None:
    """Languages, list, story, the story in another language, back to its list; all by links."""
    page = new_context().new_page()
    page.goto((site / "index.html").as_uri())
    page.get_by_role("link", name="português (Brasil)").click()
    assert "Example Desk" == page.locator("h1").inner_text()
    page.get_by_role("link", name="Odesa reabre seu farol após 14 meses").click()
    assert "Odesa reabre" in page.locator("h1").inner_text()
    assert page.locator(".disclosure").is_visible()
    page.get_by_role("link", name="한국어").click()
    assert "ko" == page.evaluate("document.documentElement.lang")
    page.get_by_role("link", name="Example Desk").click()
    page.get_by_role("link", name="이전 기사").click()
    assert page.url.endswith("ko/page-2.html")


def test_arabic_lists_run_from_the_right(new_context: Callable[..., Any], site: Path) -> None:
    """Headline, note and date stand at the right edge; a name in Latin letters keeps its own direction."""
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto((site / "ar" / "index.html").as_uri())
    assert "rtl" == page.evaluate("getComputedStyle(document.querySelector('.teaser h2')).direction")
    # The text itself, not its box, which is as wide as the column.
    edges = """() => { const r = document.createRange(); r.selectNodeContents(document.querySelector('.teaser h2'));
      return [Math.min(...[...r.getClientRects()].map(b => innerWidth - b.right)), innerWidth - document.querySelector('main').getBoundingClientRect().right]; }"""
    text, column = page.evaluate(edges)
    assert abs(text - column) < 2
    assert "ltr" == page.evaluate("getComputedStyle(document.querySelector('footer a[lang=\"pt-BR\"]')).direction")


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("اتصل على +1 212 555 0100 الآن", "+1 212 555 0100"), ("في 2025-12-14 وصل", "2025-12-14"), ("انخفض إلى -5 درجات", "-5"),
        ("انظر https://example.org/a/ اليوم", "https://example.org/a/"), ("كتب @harbour_desk ذلك", "@harbour_desk"), ("بلغة C++ قديمة", "C++"),
    ],
)  # fmt: skip
def test_isolates_show_pieces_as_they_were_written(new_context: Callable[..., Any], text: str, piece: str) -> None:
    """Without the rule a browser takes each of them apart; with it the letters stand from left to right."""
    edits, _ = localise_segment("x", text, source_language="en", locale=load_locale("ar"))
    page = new_context().new_page()
    order = """piece => { const node = document.querySelector('p').firstChild, at = node.data.indexOf(piece), r = document.createRange();
      const left = [...piece].map((_, i) => { r.setStart(node, at + i); r.setEnd(node, at + i + 1); return r.getBoundingClientRect().left; });
      return left.every((x, i) => i === 0 || piece[i] === ' ' || x >= left[i - 1]); }"""
    shown = []
    for version in (text, replay(text, edits)):
        page.set_content(f'<html lang="ar" dir="rtl"><p style="white-space: nowrap">{version}</p></html>')
        shown.append(page.evaluate(order, piece))
    assert shown == [False, True]
