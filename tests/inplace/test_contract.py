"""Two contracts, over every format and every file: what is not translated does not change, and nothing changes twice."""

from __future__ import annotations

import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from wire_files import FRAGMENTS, SAMPLES, bring, format_of, read, wire_files, written

from newstrans.errors import NoArticleError, UnknownFormatError
from newstrans.fate import Fate
from newstrans.formats.inplace import open_document
from newstrans.formats.inplace.htmlscan import scan_html
from newstrans.formats.inplace.layer import Layer

FILES = wire_files()
IDS = [path.name for path in FILES]
XML = ("newsml-g2", "nitf", "newsml1", "feed")


def with_text(paths: list[Path]) -> list[Path]:
    """Those of the files in which something is translated."""
    return [path for path in paths if any(item.story for item in read(path).items)]


TRANSLATED = with_text(FILES)
TRANSLATED_IDS = [path.name for path in TRANSLATED]


@pytest.mark.parametrize("path", FILES, ids=IDS)
def test_a_document_without_editions_gives_its_own_bytes(path):
    """Reading alone changes nothing, and two readings are equal."""
    data = path.read_bytes()
    document = read(path)
    assert document.write({}).data == data
    assert [item.story for item in read(path).items] == [item.story for item in document.items]


@pytest.mark.parametrize("path", TRANSLATED, ids=TRANSLATED_IDS)
def test_the_identity_engine_changes_metadata_only(path):
    """With the text given back as it is, taking out the metadata edits leaves the source: no text, no tag moved."""
    document = read(path)
    result = bring(document, "pt-BR", "identity")
    assert result.written is not None, result.why
    made = [report for report in result.reports if report.edition and report.fate is not Fate.KILL]
    texts = [unit.text for report in made if report.edition for unit in report.edition.units]
    assert texts == [unit.text for item in document.items if item.story and item.identity.status == "usable" for unit in item.story.units]
    again = open_document(result.written.data, name=path.name)
    before = [unit.text for item in document.items if item.story for unit in item.story.units]
    after = [unit.text for item in again.items if item.story for unit in item.story.units]
    if not any(report.fate is Fate.KILL for report in result.reports):
        # The note of a text wire is one line more.
        assert [text for text in after if not text.startswith("Eds:")] == before


@pytest.mark.parametrize("path", [p for p in TRANSLATED if format_of(p) in XML], ids=[p.name for p in TRANSLATED if format_of(p) in XML])
def test_xml_keeps_every_element_and_attribute(path):
    """Seen by another parser: elements and attributes are the same but for the declared edits."""
    before, after = (_elements(data) for data in (path.read_bytes(), written(read(path)).data))
    lost = before - after
    new = after - before
    assert {tag for tag, _ in lost} <= EDITED
    assert {tag for tag, _ in new} <= EDITED | ADDED
    tags_before, tags_after = (Counter(tag for tag, _ in found.elements()) for found in (before, after))
    changed = (tags_after - tags_before) + (tags_before - tags_after)
    assert set(changed) <= ADDED | {"hash", "SizeInBytes"}, changed


# Elements with an attribute that an edition sets: ids, languages, status, counts, text that is an attribute.
EDITED = {
    "newsItem", "packageItem", "NewsItem", "nitf", "docdata", "doc-id", "ed-msg", "pubdata", "media-reference", "keyword", "pubStatus",
    "language", "Language", "inlineXML", "inlineData", "guid", "feed", "entry", "RevisionId", "Status", "HeadLine", "DateLine",
    "SubHeadLine", "ByLine", "NewsComponent", "DataContent", "ContentItem", "html", "img", "a", "p", "div", "span", "hash", "digitalSourceType",
    # Kept texts of NewsML-G2 say the language that they had by inheritance.
    "name", "copyrightNotice", "usageTerms", "slugline", "edNote", "description", "headline", "title", "creditline",
    "accessStatus", "remoteInfo", "definition", "note", "line", "SizeInBytes", "Property",
}  # fmt: skip
ADDED = {
    "edNote", "link", "contentModified", "digitalSourceType", "pubStatus", "meta", "revision-history", "DerivedFrom", "Property",
    "source", "type", "category", "guid", "language",
}  # fmt: skip


def _elements(data: bytes) -> Counter[tuple[str, tuple[tuple[str, str], ...]]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=False)
    # "utf8" is a label that libxml2 refuses.
    root = etree.fromstring(data.replace(b'encoding="utf8"', b'encoding="UTF-8"'), parser=parser)
    return Counter(
        (etree.QName(one).localname, tuple(sorted((str(key), str(value)) for key, value in one.attrib.items())))
        for one in root.iter() if isinstance(one.tag, str)
    )  # fmt: skip


@pytest.mark.parametrize("path", [p for p in TRANSLATED if format_of(p) == "ninjs"], ids=lambda p: p.name)
def test_json_keeps_every_key_and_value(path):
    """Keys in their order, numbers, ids and addresses of a ninjs item are the same but for the declared edits."""
    before = json.loads(path.read_bytes(), object_pairs_hook=list)
    after = json.loads(written(read(path)).data, object_pairs_hook=list)
    assert _skeleton(before) == _skeleton(after, top=True)


_SET = {
    "uri", "guid", "version", "versionCreated", "versioncreated", "pubStatus", "pubstatus", "language", "edNote", "ednote", "standard",
    "digitalSourceType", "digitalsourcetype", "altIds", "altids", "associations", "firstCreated", "firstcreated",
}  # fmt: skip
_TEXT = ("headline", "body", "description", "value", "title", "by", "byline", "keywords")
_COUNTS = {"charCount", "wordCount", "charcount", "wordcount", "readtime"}


def _skeleton(value: Any, key: str = "", *, top: bool = True) -> Any:
    """A value without what an edition may set, add or translate."""
    if isinstance(value, list) and value and isinstance(value[0], tuple):
        pairs = [(name, _skeleton(one, name, top=False)) for name, one in value if name not in _COUNTS]
        return [pair for pair in pairs if pair[0] not in _SET] if top else pairs
    if isinstance(value, list):
        return [_skeleton(one, key, top=False) for one in value]
    return "text" if key.startswith(_TEXT) and isinstance(value, str) else value


@pytest.mark.parametrize("path", [p for p in TRANSLATED if format_of(p) == "html"], ids=lambda p: p.name)
def test_a_page_keeps_its_tags_in_their_order_and_its_scripts(path):
    """Tags of blocks stand in their order, tags in a line are all there, scripts and styles are byte for byte."""
    before, after = (scan_html(Layer(text), path.name) for text in (read(path).source.text, written(read(path)).data.decode()))
    one, other = (Counter((tag.kind, tag.name) for tag in tags if tag.name) for tags in (before, after))
    assert other - one == Counter({("start", "meta"): 2})
    assert one - other == Counter()
    source, edition = read(path).source.text, written(read(path)).data.decode()
    assert _raw(before, source) == _raw(after, edition)


def _raw(tags: list[Any], text: str) -> list[str]:
    """What stands in scripts and styles, JSON-LD left out."""
    return [
        text[following.start : following.end]
        for tag, following in pairwise(tags)
        if tag.kind == "start" and tag.name in ("script", "style") and "json" not in tag.get("type")
    ]


def _nothing_says_so(path: Path) -> bool:
    """Text without a place for metadata cannot say that it is an edition."""
    return format_of(path) in ("plain", "textwire") or (b"---" not in path.read_bytes()[:4] and path.suffix == ".md")


SECOND = [path for path in TRANSLATED if not _nothing_says_so(path)]


@pytest.mark.parametrize("path", SECOND, ids=[path.name for path in SECOND])
def test_a_second_run_on_its_own_output_changes_nothing(path):
    """An edition is known as such by its own link back, and no engine is asked."""
    first = written(read(path)).data
    again = open_document(first, name=path.name)
    result = bring(again, "pt-BR")
    fates = {report.fate for report in result.reports}
    assert fates <= {Fate.OURS, Fate.EMPTY}
    assert result.written is not None
    assert result.written.data == first


@pytest.mark.parametrize("path", TRANSLATED, ids=TRANSLATED_IDS)
def test_two_runs_give_the_same_bytes(path):
    """Ids come from the source's, times from outside."""
    assert written(read(path)) == written(read(path))


@pytest.mark.parametrize("locale", ["ar"])
@pytest.mark.parametrize("path", TRANSLATED, ids=TRANSLATED_IDS)
def test_every_script_fits(path, locale):
    """Whatever the source's encoding, no letter is lost: the file moves to UTF-8 and says so."""
    document = read(path)
    made = written(document, locale)
    text = made.data.decode(made.encoding)
    assert "�" not in text or "�" in document.source.text
    if made.encoding != document.source.codec:
        assert made.notes


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples do not lie beside this checkout")
@pytest.mark.parametrize("start", FRAGMENTS)
def test_a_fragment_of_an_item_is_refused_by_name(start):
    """No crash, no half an item."""
    path = next(SAMPLES.glob(f"{start}*"))
    with pytest.raises(UnknownFormatError, match="fragment of a NewsML-G2 item"):
        read(path)


def test_an_empty_file_is_no_document():
    with pytest.raises(NoArticleError):
        open_document(b"  \n", name="a.xml")
