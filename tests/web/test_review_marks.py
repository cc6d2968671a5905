"""The marks of the review page as HTML: read without tags they are the two texts again, in any script."""

from __future__ import annotations

import unicodedata

import pytest
from jinja2 import Environment, PackageLoader
from lxml import html
from review_stories import TEXTS

from newstrans.model import Severity, Span
from newstrans.review.layers import Run
from newstrans.review.marked import Mark, abridged, finding_marks, pieces
from newstrans.text.diff import diff_words
from newstrans.text.display import signs


def drawn(runs: tuple[Run, ...]) -> html.HtmlElement:
    """The runs of a diff as the page has them."""
    pages = Environment(loader=PackageLoader("newstrans.web"), autoescape=True, extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
    pages.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    pages.filters["told"] = str
    template = '{% import "_marks.html" as marks with context %}<p>{{ marks.runs(found) }}</p>'
    return html.fragment_fromstring(pages.from_string(template).render(found=runs, signs=signs))


def read(element: html.HtmlElement, without: str) -> str:
    """The text without what is hidden for eyes, and without one of the two tags."""
    copy = html.fragment_fromstring(html.tostring(element, encoding="unicode", with_tail=False))
    for one in copy.xpath(f"//*[contains(@class, 'unseen')] | //{without}"):
        one.drop_tree()
    return copy.text_content()


@pytest.mark.acceptance(5)
@pytest.mark.parametrize(("language", "old", "new"), TEXTS)
def test_marks_without_tags_are_both_texts(language, old, new):
    """To the letter; and no mark begins with what belongs to the letter before it."""
    element = drawn(tuple(Run(op, text) for op, text in diff_words(old, new)))
    assert (old, new) == (read(element, "ins"), read(element, "del"))
    for mark in element.xpath("//ins | //del"):
        first = read(mark, "none")[:1]
        assert not unicodedata.category(first).startswith("M"), (language, first)


def test_hostile_words_stay_words():
    """Markup in a text is escaped in each of its runs."""
    element = drawn((Run("delete", "<img src=x onerror=y>"), Run("insert", "</ins><script>z</script>")))
    assert "</ins><script>z</script>" == read(element, "del")
    assert [] == element.xpath("//img | //script")


def test_pieces_are_cut_where_marks_cross():
    """Joined they are the text; each bears all marks that lie on it."""
    found = pieces("0123456789", [Mark(Span(2, 6), "name"), Mark(Span(4, 8), "error", "why"), Mark(Span(9, 40), "warning")])
    assert [("01", ()), ("23", ("name",)), ("45", ("name", "error")), ("67", ("error",)), ("8", ()), ("9", ("warning",))] == [
        (one.text, one.kinds) for one in found
    ]  # fmt: skip
    assert [Mark(Span(1, 2), "error", "x")] == finding_marks([(Span(1, 2), Severity.ERROR, "x"), (None, Severity.ERROR, "y"), (Span(3, 3), Severity.WARNING, "z")])


def test_long_stretches_without_a_change_are_left_out():
    """The words next to a change stay; the changes are all there."""
    same = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    runs = [Run("equal", same), Run("delete", "a"), Run("insert", "b"), Run("equal", same), Run("delete", "c"), Run("equal", same)]
    found = abridged(runs)
    assert [("delete", "a"), ("insert", "b"), ("delete", "c")] == [(one.op, one.text) for one in found if one.op != "equal"]
    assert 3 == sum(one.op == "equal" and not one.text for one in found)
    assert len("".join(one.text for one in found)) < len(same) * 2
