import json
import logging
from pathlib import Path

import pytest

from newstrans.errors import NoArticleError
from newstrans.formats import read_story
from newstrans.model import UnitKind

SAMPLES = Path(__file__).parents[3] / "shared" / "samples"

LEAD = "Negotiators from Ukraine and the European Commission moved closer on Monday to a common insurance fund."
NEXT = "The fund would start with €450 million, officials said, and pay for damage in seven ports of the Black Sea."
LAST = "The delegations meet again next week, and the fund could begin its work in February, according to the draft."
BODY = f"<p>{LEAD}</p><p>{NEXT}</p><p>{LAST}</p>"
DATA = {
    "@context": "https://schema.org",
    "@type": "NewsArticle",
    "headline": "Talks Edge Forward",
    "author": {"@type": "Person", "name": "Jane Roe"},
    "datePublished": "2026-12-14T17:30:00+01:00",
    "dateModified": "2026-12-14T18:00:00+01:00",
    "publisher": {"@type": "Organization", "name": "Harbour Press"},
    "articleSection": "World",
    "inLanguage": "en-GB",
    "url": "https://example.org/talks",
}


def _page(body=BODY, *, data=DATA, head="", lang='lang="en"', h1="<h1>Talks Edge Forward</h1>"):
    script = f'<script type="application/ld+json">{json.dumps(data)}</script>' if data else ""
    return f"<!DOCTYPE html><html {lang}><head>{head}{script}</head><body><nav>Home</nav><article>{h1}{body}</article></body></html>"


def _read(page, name="talks.html"):
    return read_story(page.encode() if isinstance(page, str) else page, name=name)


def test_json_ld_says_what_the_page_is():
    """Title, author, dates, publisher, section, language and address come from JSON-LD first."""
    story = _read(_page(head='<meta property="og:title" content="Other | Harbour">'))
    assert [(unit.id, unit.text) for unit in story.units] == [("headline", "Talks Edge Forward"), ("p1", LEAD), ("p2", NEXT), ("p3", LAST)]
    assert story.language == "en-GB"
    assert story.metadata == {
        "title": "Talks Edge Forward",
        "author": "Jane Roe",
        "publisher": "Harbour Press",
        "section": "World",
        "url": "https://example.org/talks",
        "published": "2026-12-14T17:30:00+01:00",
        "updated": "2026-12-14T18:00:00+01:00",
    }


@pytest.mark.parametrize(
    ("head", "h1", "expected"),
    [
        ("<title>Talks Edge Forward</title>", "<h1>Talks Edge Forward</h1>", "Talks Edge Forward"),
        ('<meta property="og:title" content="Talks Edge Forward - Harbour Press"><meta property="og:site_name" content="harbourpress.example">', "", "Talks Edge Forward"),
        ('<meta property="og:title" content="Talks Edge Forward - Again"><meta property="og:site_name" content="Harbour Press">', "", "Talks Edge Forward - Again"),
        ('<meta property="og:title" content="Talks Edge Forward - Harbour Press"><meta property="og:site_name" content="Harbour Press">', "", "Talks Edge Forward"),
        ("<title>Talks Edge Forward | Harbour Press</title>", "<h1>Harbour Press</h1><h1>Talks Edge Forward</h1>", "Talks Edge Forward"),
    ],
)  # fmt: skip
def test_without_json_ld_the_heading_or_the_title_is_the_headline(head, h1, expected):
    """The name of the site is not part of a headline."""
    assert _read(_page(data=None, head=head, h1=h1)).headline == expected


@pytest.mark.parametrize(
    ("lang", "in_language", "locale", "expected", "conflict"),
    [
        ('lang="en"', "es", "es_ES", "es", True),
        ('lang="en"', None, "es_ES", "en", True),
        ('lang="en-US"', "en", "en_GB", "en", False),
        ("", None, "pt_BR", "pt-BR", False),
        ('lang="x-default"', None, None, None, False),
    ],
)
def test_declared_languages_count_in_order_and_conflicts_are_told(lang, in_language, locale, expected, conflict):
    """The article's own word counts before the page's, and the page's before that for sharing."""
    data = {**DATA, "inLanguage": in_language}
    head = f'<meta property="og:locale" content="{locale}">' if locale else ""
    story = _read(_page(data=data, head=head, lang=lang))
    assert story.language == expected
    assert any("declares its language in several ways" in note for note in story.notes) is conflict


def test_structure_and_markup_become_units_and_marks():
    """Headings, lists, quotes and tables are units; emphasis and links lie over their words."""
    body = (
        f'<p>{LEAD} A <em>grain</em> <strong>ship <a href="/odesa">from Odesa</a></strong> waits<br>for <code>id7</code>.</p>'
        f"<h2>Open points</h2><ul><li>Who pays<ul><li>and when</li></ul></li></ul><ol><li>First</li></ol>"
        f"<blockquote><p>Nobody gets everything.</p><p>It is simple.</p></blockquote>"
        f"<table><tr><th>Port</th><th>Rate</th></tr><tr><td>Odesa</td><td>1.2</td></tr></table><p>{LAST}</p>"
    )
    units = _read(_page(body)).units[1:]
    assert [(u.kind.value, u.text, u.level, u.group) for u in units[1:-1]] == [
        ("heading", "Open points", 2, ""),
        ("list-item", "Who pays", 1, "list1"),
        ("list-item", "and when", 2, "list2"),
        ("list-item", "First", 1, "ol3"),
        ("quote", "Nobody gets everything.", 0, "quote1"),
        ("quote", "It is simple.", 0, "quote1"),
        ("table-cell", "Port", 0, "table1.row1"),
        ("table-cell", "Rate", 0, "table1.row1"),
        ("table-cell", "Odesa", 0, "table1.row2"),
        ("table-cell", "1.2", 0, "table1.row2"),
    ]
    first = units[0]
    assert first.text == f"{LEAD} A grain ship from Odesa waits\nfor id7."
    assert [(mark.tag, first.text[mark.start : mark.end], mark.attributes) for mark in first.marks] == [
        ("em", "grain", ()),
        ("strong", "ship from Odesa", ()),
        ("a", "from Odesa", (("href", "https://example.org/odesa"),)),
        ("code", "id7", ()),
    ]


@pytest.mark.parametrize("target", ["javascript:alert(1)", "data:text/html,x", "java&#10;script:alert(1)", "vbscript:x"])
def test_links_that_run_code_become_plain_text(target):
    """No edition carries a link that is not an address, and the user is told."""
    story = _read(_page(f'<p>{LEAD} See <a href="{target}">this page</a>.</p><p>{NEXT}</p>'))
    assert story.units[1].text.endswith("See this page.")
    assert story.units[1].marks == ()
    assert any("link was turned into plain text" in note for note in story.notes)


def test_description_is_a_subhead_only_when_the_page_shows_it():
    """Text for search engines is not text of the story."""
    standfirst = "A common fund is near, and nobody likes it."
    hidden = _read(_page(data={**DATA, "description": standfirst}))
    shown = _read(_page(data={**DATA, "description": standfirst}, h1=f'<h1>Talks Edge Forward</h1><p class="lead">{standfirst}</p>'))
    assert [unit.kind for unit in hidden.units].count(UnitKind.SUBHEAD) == 0
    assert [(unit.id, unit.text) for unit in shown.units[:3]] == [
        ("headline", "Talks Edge Forward"), ("subhead", standfirst), ("p1", LEAD),
    ]  # fmt: skip


def test_furniture_below_the_article_is_listed():
    """Buttons that extraction takes for text are left out and told."""
    story = _read(_page(f"{BODY}<p>Share this article</p><p>Sign up for our newsletter</p>"))
    assert story.units[-1].text == LAST
    assert [item.text for item in story.furniture] == ["Share this article", "Sign up for our newsletter"]


def test_article_body_shows_where_an_article_ends():
    """What stands below the page's own text of the article is left out with a note, unless that text is a teaser."""
    long = [f"{sentence} {sentence.replace('Black', 'Azov')}" for sentence in (LEAD, NEXT, LAST)]
    tail = ["Vai pamanīji kļūdu?", "Ziņo mums par to!"]
    body = "".join(f"<p>{text}</p>" for text in (*long, *tail))
    whole = _read(_page(body, data={**DATA, "articleBody": "\n".join(long)}))
    teaser = _read(_page(body, data={**DATA, "articleBody": "\n".join(long), "isAccessibleForFree": "False"}))
    assert [unit.text for unit in whole.units[1:]] == long
    assert [item.text for item in whole.furniture] == tail
    assert any("articleBody ends before them" in note for note in whole.notes)
    assert [unit.text for unit in teaser.units[1:]] == [*long, *tail]


def test_dateline_and_byline_of_a_page_are_told_apart():
    """Wire copy on a page is read as wire copy."""
    story = _read(_page(f"<p>By Jane Roe</p><p>KYIV, Dec. 14 (AP) — {LEAD}</p><p>{NEXT}</p>", data=None))
    assert [(unit.id, unit.text) for unit in story.units[1:4]] == [("byline", "By Jane Roe"), ("dateline", "KYIV, Dec. 14 (AP) —"), ("p1", LEAD)]
    assert story.metadata["agency"] == "AP"


def test_of_two_articles_the_one_on_the_page_is_taken():
    """A box that describes another story does not give this one its headline."""
    other = {"@type": "NewsArticle", "headline": "Ten Years of Talks"}
    story = _read(_page(data=[other, DATA]))
    assert story.headline == "Talks Edge Forward"
    assert any("describes 2 articles" in note for note in story.notes)


def test_charset_of_the_page_is_used():
    """A page in windows-1251 that says so has the right letters."""
    text = "Міністерка закордонних справ заявила, що порт відкриють у четвер, а страхування подешевшає вдвічі."
    page = _page(f"<p>{text}</p><p>{text} Так.</p>", data=None, head='<meta charset="windows-1251">', h1="<h1>Порт відкриють у четвер</h1>")
    story = _read(page.encode("cp1251"))
    assert story.source.encoding == "cp1251"
    assert story.headline == "Порт відкриють у четвер"
    assert story.units[1].text == text


@pytest.mark.parametrize(
    "page",
    [
        "<html></html>",
        "<html><body><nav>Home</nav></body></html>",
        "<<<<>>>><html <p",
        "hello",
        "<html><body>" + "<div>" * 5000 + "x",
        "<?xml version='1.0' encoding='utf-16'?><html/>",
    ],
)
def test_a_page_without_an_article_is_an_error(page):
    """Nothing is translated that is no article."""
    with pytest.raises(NoArticleError, match="no article found"):
        _read(page)


def test_entities_are_not_expanded_and_nothing_is_logged(caplog):
    """A DOCTYPE with entities does no harm, and the libraries below stay silent."""
    with caplog.at_level(logging.DEBUG):
        story = _read(f'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>{_page(f"<p>{LEAD} &x;</p><p>{NEXT}</p>")}')
    assert "root:" not in " ".join(unit.text for unit in story.units)
    assert [record for record in caplog.records if record.name.startswith(("trafilatura", "htmldate"))] == []


def test_two_readings_are_equal():
    """Reading has no memory: the same bytes give the same story."""
    page = _page(f"{BODY}{BODY}")
    assert _read(page) == _read(page)


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not beside this checkout")
@pytest.mark.parametrize(
    ("prefix", "language", "headline", "first", "last", "published"),
    [
        ("31-", "it-IT", "Perturbazione polare al Centro e al Sud.", "Piogge, temporali", "dell'Inghilterra, specialmente in Galles.", "2020-02-19T08:51:00+01:00"),
        ("32-", "de", "Linde: Gasekonzern muss Teile des US-Geschäfts verkaufen", "Um die Genehmigung", "hätten mögliche Käufer bereits Interesse bekundet.", "2017-03-23T15:43:14+01:00"),
        ("33-", "lv", "Norvēģijā pēc zemes nogruvuma pieci bojāgājušie", "Autori:", "Bojāgājušo vidū ir arī kāda Lietuvas pilsone.", "2021-01-03T17:40:00"),
    ],
)  # fmt: skip
def test_real_pages_are_read_from_first_to_last_sentence(prefix, language, headline, first, last, published):
    """Three pages of three newsrooms, with their boxes and banners left out."""
    (path,) = SAMPLES.glob(f"{prefix}*.html")
    story = read_story(path.read_bytes(), name=path.name)
    body = [unit for unit in story.units if unit.kind is UnitKind.PARAGRAPH]
    assert story.language == language
    assert story.headline.startswith(headline)
    assert body[0].text.startswith(first)
    assert body[-1].text.endswith(last)
    assert story.metadata["published"] == published
    assert "\ufffd" not in " ".join(unit.text for unit in story.units)
