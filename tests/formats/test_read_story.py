import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstrans.errors import NewstransError, NoArticleError, ReadError, UnknownFormatError
from newstrans.formats import FORMATS, LARGEST_BYTES, Reader, read_stories, read_story, sniff

LEAD = "Negotiators from Ukraine and the European Commission moved closer on Monday to a common fund."


def test_every_reader_keeps_the_protocol():
    """Formats plug in through one door."""
    assert all(isinstance(reader, Reader) for reader in FORMATS)
    suffixes = [suffix for reader in FORMATS for suffix in reader.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in suffixes)


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.txt", b"<html>", "plain"),  # the suffix is the user's word
        ("a.MD", b"text", "markdown"),
        ("a.htm", b"text", "html"),
        ("-", b"<!doctype html><p>x", "html"),
        ("-", b"\xef\xbb\xbf  <!-- c --><HTML lang=en>", "html"),
        ("page", "<html>".encode("utf-16"), "html"),
        ("-", b"---\ntitle: x\n---\ntext", "markdown"),
        ("-", b"# Talks\n\ntext", "markdown"),
        ("-", b"Talks\n\ntext", "plain"),
        ("story", b"a < b and {c}", "plain"),
        ("a.xml", b"<?xml version='1.0'?>\n<html xmlns='x'>", "html"),
    ],
)
def test_format_is_found_by_suffix_then_by_content(name, data, expected):
    """What a file is called counts, and where that says nothing, what is in it."""
    assert sniff(data, name) == expected


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.json", b'{"uri": "x"}'), ("a.xml", b"<?xml version='1.0'?><svg/>"), ("wire", b'{"a": 1}'), ("terms.csv", b"a,b\n")],
)
def test_other_formats_are_refused_by_name(name, data):
    """The message says what can be read."""
    with pytest.raises(UnknownFormatError, match=r"Read now: html \(\.html.*markdown.*plain") as caught:
        read_story(data, name=name)
    assert str(caught.value).startswith(f"{name}: ")


def test_json_that_is_cut_off_is_told_where_it_breaks():
    """Not as a kind of file that nobody reads."""
    with pytest.raises(ReadError, match=r"wire\.json: line 2, column \d+: not JSON"):
        read_stories(b'{"uri": "urn:x", "version": "1",\n"headline": "Harbour talks resu', name="wire.json")


@pytest.mark.parametrize(("wanted", "expected"), [("plain", "plain"), ("txt", "plain"), (".md", "markdown"), ("HTML", "html")])
def test_a_format_can_be_forced(wanted, expected):
    """The user's word counts more than the suffix."""
    body = f"<html><body>\n\n{LEAD}\n\n<p>{LEAD} Yes.</p></body></html>"
    assert read_story(body.encode(), name="a.json", format=wanted).source.format == expected


def test_an_unknown_format_is_named():
    """A typing mistake in --format is told with what there is."""
    with pytest.raises(UnknownFormatError, match="no format 'docbook'"):
        read_story(b"x", name="a.txt", format="docbook")


@pytest.mark.parametrize(("data", "problem"), [(b"", "the file is empty"), (b" \r\n\t", "nothing but white space"), (b"...\n\n---", "nothing to translate")])
def test_empty_files_are_errors(data, problem):
    """There is no edition of nothing."""
    with pytest.raises(NoArticleError, match=problem):
        read_story(data, name="a.txt")


def test_files_beyond_the_limit_are_refused():
    """A story has an end; the message names both sizes."""
    with pytest.raises(ReadError, match=r"a\.txt: 20 MB is too large for a story; up to 20 MB"):
        read_story(b"a" * (LARGEST_BYTES + 1), name="a.txt")


def test_a_story_says_where_it_came_from_and_nothing_about_the_machine():
    """Identity and source depend on the bytes and the file's name alone."""
    data = f"Talks Edge Forward\n\n{LEAD}".encode()
    story = read_story(data, name="/home/desk/in/talks.txt")
    sha256 = hashlib.sha256(data).hexdigest()
    assert story == read_story(data, name="talks.txt")
    assert story.id == sha256[:16]
    assert (story.source.name, story.source.sha256, story.source.size_bytes) == ("talks.txt", sha256, len(data))


@pytest.mark.parametrize(
    ("name", "headline", "slug"),
    [
        ("a.txt", "Talks Edge Forward", "talks-edge-forward"),
        ("port-7.txt", "Порт відкриють у четвер", "port-7"),
        ("порт.txt", "Порт відкриють у четвер", None),
        ("-", "Порт відкриють у четвер", None),
        ("2026.txt", "Порт відкриють у четвер", None),
    ],
)
def test_slugs_fall_back_to_the_file_and_then_to_the_id(name, headline, slug):
    """Every story has a name for its files, also where its headline has no Latin letters."""
    story = read_story(f"{headline}\n\n{LEAD}".encode(), name=name)
    assert story.slug == (slug or story.id)


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.md", "a.html", "-"]))
def test_any_bytes_give_a_story_or_our_error(data, name):
    """No input crashes the door, and unit ids are unique."""
    try:
        story = read_story(data, name=name)
    except NewstransError:
        return
    assert len({unit.id for unit in story.units}) == len(story.units)


@pytest.mark.parametrize("text", ["a" * 100_000, "- " * 50_000, "日本語" * 30_000, "مرحبا " * 20_000, "a-\n" * 5_000, "“" * 50_000 + "a"])
def test_odd_long_texts_are_read(text):
    """Endless lines, right-to-left text and text without spaces are no trouble."""
    try:
        story = read_story(text.encode(), name="a.txt")
    except NoArticleError:
        return
    assert sum(len(unit.text) for unit in story.units) > 0


@pytest.mark.parametrize(
    ("data", "error"),
    [(b"<?xml version='1.0'?><newsItem/>", UnknownFormatError), (b"<nitf/>", NoArticleError), (b"<rss><channel/></rss>", NoArticleError)],
)
def test_wire_items_without_a_story_are_refused(data, error):
    """A NewsML-G2 item needs its namespace, and every item something to translate."""
    with pytest.raises(error):
        read_story(data, name="wire.xml")


def test_wire_items_are_stories_too():
    """One item reads as one story; a feed of several is read with read_stories."""
    nitf = b"<nitf><body><body.head><hedline><hl1>Ministers met in the town</hl1></hedline></body.head></body></nitf>"
    assert read_story(nitf, name="a.xml").headline == "Ministers met in the town"
    feed = b"<rss><channel><title>News</title><item><title>Ministers met</title></item><item><title>Ships sank</title></item></channel></rss>"
    assert [story.headline for story in read_stories(feed, name="a.xml")] == ["Ministers met", "Ships sank"]
    with pytest.raises(ReadError, match="2 stories"):
        read_story(feed, name="a.xml")
