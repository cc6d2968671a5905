"""The layered diff of an edition as a browser shows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sample_editions as samples

from newstrans.review.layers import file_layers
from newstrans.web.diff_file import diff_file

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The file of a Portuguese edition in Chromium; `seen` has what it asked for and complained about."""
    found = file_layers(samples.portuguese(), "a.json")
    file: Path = tmp_path_factory.mktemp("diff") / "diff.html"
    file.write_text(diff_file(found, found.units), encoding="utf-8")
    with chromium.new_context(viewport={"width": 320, "height": 640}, color_scheme="dark") as context:
        made = context.new_page()
        made.seen = []
        made.on("request", lambda request: made.seen.append(request.url))
        made.on("console", lambda message: made.seen.append(message.text))
        made.goto(file.as_uri())
        yield made


def test_it_asks_for_nothing_and_fits_a_phone(page: Any) -> None:
    assert [page.url] == page.seen
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert "rgb(23, 22, 20)" == page.evaluate("getComputedStyle(document.body).backgroundColor")


def test_marks_are_told_without_colour(page: Any) -> None:
    """Strike and underline, and words for those who listen; also where the system chooses the colours."""
    page.emulate_media(forced_colors="active")
    lines = page.evaluate("['del', 'ins'].map(tag => getComputedStyle(document.querySelector('.strip ' + tag)).textDecorationLine)")
    assert ["line-through", "underline"] == lines
    assert "removed: Odessaadded: Odesa" in page.locator(".strip").first.text_content()
    page.emulate_media(forced_colors="none")


def test_a_number_opens_its_reason_and_paper_has_them_all(page: Any) -> None:
    """Following a mark's number opens the reasons, without a script; in print they are open anyway."""
    reasons = page.locator("details:has(ol)").first
    assert not reasons.evaluate("one => one.open")
    page.locator(".strip a.note").first.click()
    assert reasons.evaluate("one => one.open")
    page.emulate_media(media="print")
    assert page.locator("details dd").first.evaluate("one => one.checkVisibility({contentVisibilityAuto: true})")
    page.emulate_media(media="screen")
