import pytest

from newstrans.formats.jsonld import find_articles, parse_block


@pytest.mark.parametrize(
    "block",
    [
        '{"@type": "NewsArticle", "headline": "Talks"}',
        '[{"@type": "Organization"}, {"@type": ["Article", "Thing"], "headline": "Talks"}]',
        '{"@graph": [{"@type": "WebPage"}, {"@type": "https://schema.org/ReportageNewsArticle", "headline": "Talks"}]}',
        '//<![CDATA[\n{"@type": "Article", "headline": "Talks"}\n//]]>',
        '<!-- {"@type": "Article", "headline": "Talks"} -->',
        '{"@type": "Article", "headline": "Talks",}',
        '{"@type": "Article", "headline": "Talks", "x": "a,}",\n "y": [1, 2,],}',
        '{"@type": "Article", "headline": "Talks", "body": "two\nlines"};',
        '\ufeff{"@type": "Article", "headline": {"@value": " Talks ", "@language": "en"}}',
    ],
)
def test_articles_are_found_as_pages_write_them(block):
    """Arrays, graphs, CDATA, comments and trailing commas do not hide an article."""
    articles, notes = find_articles([block])
    assert [article.headline for article in articles] == ["Talks"]
    assert notes == []


def test_commas_inside_strings_stay():
    """Mending a block does not touch what it says."""
    assert parse_block('{"a": "x,}", "b": 1,}') == {"a": "x,}", "b": 1}


def test_authors_are_names():
    """Persons, plain names and lists are authors; addresses of profiles are not."""
    (article,) = find_articles(
        ['{"@type": "Article", "author": [{"name": "Jane Roe"}, "Max Mu", "https://example.org/u/7", {"name": "Jane Roe"}]}']
    )[0]
    assert article.authors == ("Jane Roe", "Max Mu")


def test_entities_and_tags_are_resolved():
    """Text that was escaped for HTML is read as text."""
    (article,) = find_articles(['{"@type": "Article", "headline": "Ports &amp; <em>grain</em>"}'])[0]
    assert article.headline == "Ports & grain"


@pytest.mark.parametrize("block", ["{", "[" * 100_000, '"a,' * 10_000, "var x = 1;"])
def test_unreadable_blocks_are_noted(block):
    """A broken block costs its data, not the page."""
    articles, notes = find_articles([block, '{"@type": "Article", "headline": "Talks"}'])
    assert [article.headline for article in articles] == ["Talks"]
    assert notes[0].startswith("JSON-LD block 1 of the page is not readable")
