import base64
import hashlib
import json
import re
from dataclasses import replace

import pytest
import sample_editions as samples
from lxml import html as lxml_html

from newstrans.formats.edition_html import edition_to_html, news_article
from newstrans.formats.edition_layout import Place, Sibling, safe_link
from newstrans.model import EditionUnit, Mark, Treatment, Unit, UnitKind


def page(edition, **options):
    return lxml_html.document_fromstring(edition_to_html(edition, **options))


def words(element):
    return " ".join(element.text_content().split())


def paragraph(text, *marks):
    unit = EditionUnit(Unit("p1", UnitKind.PARAGRAPH, text), Treatment.TRANSLATED, None, (), text, marks)
    element = page(samples.edition([unit], "pt-BR")).find(".//article/p")
    return re.sub(r"^<p>|</p>\s*$", "", lxml_html.tostring(element, encoding="unicode"))


def test_the_page_reads_from_head_to_foot():
    """Headline, subhead, byline, date and disclosure come first, then the body in order, then the furniture."""
    found = page(samples.portuguese(), siblings=[Sibling("pt-BR", "a.html"), Sibling("ko", "../ko/a.html")])

    assert (found.get("lang"), found.get("dir")) == ("pt-BR", "ltr")
    assert [child.tag for child in found.find(".//header")] == ["h1", "p", "p", "p", "p"]
    assert (
        words(found.find_class("disclosure")[0]) == "Tradução automática de inglês. Sem revisão de um editor."
    )
    body = [child.tag for child in found.find(".//article")][1:]
    assert body == ["p", "h2", "ul", "blockquote", "div", "pre", "figure", "p"]
    assert words(found.xpath("//article/p")[0]).startswith(
        "ODESA, Ucrânia, 14 dez. — O Farol Vorontsov foi aceso"
    )
    assert (
        words(found.xpath("//footer/p")[0]) == "Leia o original: Odesa reopens its lighthouse after 14 months"
    )
    assert found.xpath("//footer/nav//a/@href") == ["../ko/a.html"]
    assert words(found.find(".//time")) == "Publicado em 14 de dezembro de 2025"


def test_lists_nest_and_tables_keep_empty_cells():
    """A second-level item stands in a list of its own inside the first; every row has all its cells."""
    found = page(samples.portuguese())

    assert [words(item) for item in found.xpath("//article/ul/li/ul/li")] == ["Dois rebocadores"]
    assert len(found.xpath("//article/ul/li")) == 2
    assert [words(cell) for cell in found.xpath("//tr[1]/th[@scope='col']")] == ["Mês", "Navios"]
    assert [len(row) for row in found.xpath("//tr")] == [2, 2, 2]
    assert found.find(".//pre").text_content() == "light --every 12s\n  --white"


def test_an_ordered_list_counts_and_an_item_may_have_two_paragraphs():
    """The group says that a list is ordered; a paragraph inside it stays in its item."""
    units = [
        samples.plain("l1", UnitKind.LIST_ITEM, "One", "Um", level=1, group="ol1"),
        samples.plain("p1", UnitKind.PARAGRAPH, "More", "Mais", level=1, group="ol1"),
        samples.plain("l2", UnitKind.LIST_ITEM, "Two", "Dois", level=1, group="ol1"),
        samples.plain("l3", UnitKind.LIST_ITEM, "Other", "Outro", level=1, group="list2"),
    ]
    found = page(samples.edition(units, "pt-BR"))

    assert [words(item) for item in found.xpath("//article/ol/li")] == ["Um Mais", "Dois"]
    assert [words(item) for item in found.xpath("//article/ul/li")] == ["Outro"]


def test_arabic_runs_from_right_to_left():
    """The direction stands on the page, the source's language and direction on what is quoted of it."""
    found = page(samples.arabic())

    assert (found.get("lang"), found.get("dir")) == ("ar", "rtl")
    assert (found.find(".//cite").get("lang"), found.find(".//cite").get("dir")) == ("en", "ltr")


def test_an_untranslated_paragraph_is_shown_as_what_it_is():
    """Where the engine failed the source stands, in its language and marked."""
    (found,) = page(samples.portuguese()).find_class("untranslated")

    assert (words(found), found.get("lang")) == ("The keeper wrote a note.", "en")


def test_machines_are_told_what_the_page_is():
    """JSON-LD names the original and the digital source type; hreflang links name the editions and the original."""
    siblings = [Sibling("es", "../es/a.html"), Sibling("pt-BR", "a.html")]
    found = page(samples.portuguese(), siblings=siblings, place=Place(canonical="https://news.example.org/pt/a"))
    (data,) = found.xpath("//script[@type='application/ld+json']")
    article = json.loads(data.text)

    assert article["@type"] == "NewsArticle"
    assert article["inLanguage"] == "pt-BR"
    assert article["digitalSourceType"] == "https://schema.org/TrainedAlgorithmicMediaDigitalSource"
    assert article["author"] == {"@type": "Person", "name": "Ilse Tamm"}
    work = article["translationOfWork"]
    assert (work["inLanguage"], work["url"]) == ("en", "https://news.example.org/odesa-lighthouse")
    assert "translator" not in article
    links = {link.get("hreflang"): link.get("href") for link in found.xpath("//link[@rel='alternate']")}
    assert links == {
        "es": "../es/a.html", "pt-BR": "a.html", "en": "https://news.example.org/odesa-lighthouse",
        "x-default": "https://news.example.org/odesa-lighthouse",
    }  # fmt: skip
    assert found.xpath("//link[@rel='canonical']/@href") == ["https://news.example.org/pt/a"]


def test_a_page_without_an_address_claims_none():
    """No canonical link is invented, and no language link without a sibling."""
    found = page(replace(samples.korean()))

    assert found.xpath("//link") == []


def test_text_that_no_machine_touched_is_not_called_machine_translation():
    """A story that was in the target language already carries no disclosure."""
    unit = EditionUnit(Unit("p1", UnitKind.PARAGRAPH, "Já em português."), text="Já em português.")
    edition = samples.edition([unit], "pt-BR")

    assert page(edition).find_class("disclosure") == []
    assert "digitalSourceType" not in news_article(edition)


@pytest.mark.parametrize("make", samples.ALL)
def test_the_page_can_run_nothing_and_fetch_nothing(make):
    """No script but data, no image, no frame, no handler, no style beyond the one that the policy names."""
    text = edition_to_html(make())
    text.encode("utf-8")
    found = lxml_html.document_fromstring(text)

    assert [script.get("type") for script in found.iter("script")] == ["application/ld+json"]
    json.loads(found.find(".//script").text)
    assert list(found.iter("img", "iframe", "object", "embed", "form", "base", "b")) == []
    assert not [name for element in found.iter() for name in element.attrib if name.startswith("on")]
    for address in found.xpath("//a/@href"):
        assert re.match(r"https?://|\.\./|mailto:|[\w-]+\.html$", address)
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = found.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; ")
    assert f"'sha256-{digest}'" in policy
    assert not re.search(r"url\(|@import", style)
    assert not set("\x1b\u202e") & set(text)


@pytest.mark.parametrize(
    ("text", "marks", "expected"),
    [
        ("a b c", [Mark(2, 3, "strong")], "a <strong>b</strong> c"),
        ("a b c", [Mark(0, 5, "em"), Mark(2, 3, "a", (("href", "https://e.org/"),))],
         '<em>a <a href="https://e.org/" rel="noopener">b</a> c</em>'),
        ("a b c", [Mark(0, 3, "em"), Mark(2, 5, "strong")], "<em>a b</em> c"),  # crossing: the first one wins
        ("a b c", [Mark(2, 3, "a", (("href", "javascript:x"),))], "a b c"),
        ("a b c", [Mark(2, 3, "blink"), Mark(-1, 2, "em"), Mark(3, 99, "em"), Mark(2, 2, "em")], "a b c"),
        ("a b c", [Mark(1, 4, "b")], "a <strong>b</strong> c"),  # spaces stand outside
        ("ab", [Mark(1, 1, "br")], "a<br>b"),
        ("a b", [Mark(1, 1, "img", (("src", "https://e.org/x.png"), ("alt", "Tower")))],
         'a<a href="https://e.org/x.png" rel="noopener"><span class="image">Tower</span></a> b'),
        ("a < b", [Mark(2, 3, "code"), Mark(2, 3, "em")], "a <code>&lt;</code> b"),
        ("x", [Mark(0, 1, "em")] * 500, "<em>x</em>"),
    ],
)  # fmt: skip
def test_marks_become_elements(text, marks, expected):
    """Known marks nest as they should; what is unknown, unsafe or crossing leaves its text."""
    assert expected == paragraph(text, *marks)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/a?b=1&c=ü", "https://example.org/a?b=1&c=ü"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
        ('https://example.org/"><b>', "https://example.org/%22%3E%3Cb%3E"),
        ("https://example.org/a_(b)", "https://example.org/a_%28b%29"),
        ("java\nscript:alert(1)", None),
        ("data:text/html,x", None),
        ("//example.org", None),
        ("https://", None),
        ("https://example.org/\u202egpj.exe", None),
        ("", None),
    ],
)
def test_only_links_that_a_reader_may_follow(address, expected):
    """http, https and mailto pass, encoded where markup could end; the rest is no link."""
    assert expected == safe_link(address)
