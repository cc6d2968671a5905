"""RSS 0.9x, 1.0, 2.0 and Atom: every entry is an item, the head of the feed goes with them."""

# ruff: noqa: ARG002  (the protocol names a file name that these formats have no use for)

from __future__ import annotations

import re
from datetime import datetime
from email.utils import format_datetime

from newstrans.errors import ReadError
from newstrans.formats.inplace.document import Document, Edits, Item, Pad, Source, make_item
from newstrans.formats.inplace.flow import Context, html_flow, xhtml_flow, xml_flow
from newstrans.formats.inplace.issue import Identity, Issue, derived_id, edition_id
from newstrans.formats.inplace.layer import Layer, escape_attribute, escape_text, xml_text
from newstrans.formats.inplace.xmledit import XmlEdit, declare_xml, insert_in_order, own_namespace
from newstrans.formats.inplace.xmlscan import Element, root_name, scan_xml, text_of
from newstrans.languages import declared_tag
from newstrans.model import UnitKind

ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/elements/1.1/"
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#x[\da-f]+|[a-z]\w+);", re.IGNORECASE)

# (local name, kind, field) by the order in which a story has them; what the head of the feed has is furniture.
_ENTRY = (
    ("title", UnitKind.HEADLINE, "headline"),
    ("summary", UnitKind.SUBHEAD, "summary"),
    ("description", UnitKind.PARAGRAPH, "summary"),
    ("encoded", UnitKind.PARAGRAPH, "body"),
    ("content", UnitKind.PARAGRAPH, "body"),
    ("category", UnitKind.FIELD, "category"),
)
_HEAD = (("title", UnitKind.HEADLINE, "headline"), ("subtitle", UnitKind.SUBHEAD, "summary"), ("description", UnitKind.SUBHEAD, "summary"))


class SyndicationFormat:
    """Reads RSS and Atom feeds."""

    name = "feed"
    title = "RSS or Atom"
    suffixes: tuple[str, ...] = (".rss", ".atom", ".rdf")
    wire = True

    def sniff(self, data: bytes, name: str) -> bool:
        """By its root element."""
        return root_name(data) in ("rss", "feed", "RDF") and (root_name(data) != "RDF" or b"purl.org/rss" in data[:4000])

    def open(self, source: Source) -> Document:
        """The document: the head of the feed, then one item for each entry."""
        layer = Layer(source.text)
        root = scan_xml(layer, source.name)
        atom = root.name == "feed"
        head = root if atom else root.first("channel")
        if head is None:
            raise ReadError(source.name, "there is no channel in this feed")
        entries = list(head.elements("entry" if atom else "item")) + ([] if atom else list(root.elements("item")))
        language = _language(layer, root, head)
        items = [_head(source, layer, head, language, atom=atom)]
        items += [_entry(source, layer, one, language, atom=atom) for one in entries]
        return Document(self.name, source, layer, tuple(items), declare_xml)


def _language(layer: Layer, root: Element, head: Element) -> str:
    said = head.get("xml:lang") or root.get("xml:lang")
    found = next(head.elements("language"), None)
    return said or (text_of(layer, found) if found else "")


def _head(source: Source, layer: Layer, head: Element, language: str, *, atom: bool) -> Item:
    pad = Pad(source.feed, language)
    pad.opened = True
    for name, kind, field in _HEAD:
        for element in head.elements(name):
            _field(pad, layer, element, kind, field, source.name)
    for image in head.elements("image"):
        for title in image.elements("title"):
            _field(pad, layer, title, UnitKind.FIELD, "headline", source.name)
    identity = _identity(layer, head, language, atom=atom)
    return make_item(
        source, pad, identity, lambda issue: _head_edits(layer, head, issue, atom=atom), format_name="feed",
        chunk=layer.text[head.start : head.inner], metadata={}, furniture=True,
    )  # fmt: skip


def _entry(source: Source, layer: Layer, entry: Element, language: str, *, atom: bool) -> Item:
    own = entry.get("xml:lang") or next((text_of(layer, one) for one in entry.elements("language")), "") or language
    pad = Pad(source.feed, own)
    for name, kind, field in _ENTRY:
        for element in entry.elements(name):
            # media:content and media:title belong to a picture, whose texts are captions.
            if "search.yahoo.com/mrss" in element.uri or (name == "content" and not atom):
                continue
            _field(pad, layer, element, kind, field, source.name)
    for element in entry.walk():
        if "search.yahoo.com/mrss" in element.uri and element.name in ("title", "description"):
            _field(pad, layer, element, UnitKind.CAPTION, "caption", source.name)
    identity = _identity(layer, entry, own, atom=atom)
    metadata = {
        "author": next((text_of(layer, one) for one in entry.elements("creator", "author")), ""),
        "published": next((text_of(layer, one) for one in entry.elements("published")), ""),
        "url": _link(layer, entry, atom=atom),
    }
    return make_item(
        source, pad, identity, lambda issue: _entry_edits(layer, entry, issue, atom=atom), format_name="feed",
        chunk=layer.text[entry.start : entry.end], metadata=metadata,
    )  # fmt: skip


def _field(pad: Pad, layer: Layer, element: Element, kind: UnitKind, field: str, name: str) -> None:
    """A text construct: plain, HTML that is escaped or in CDATA, or XHTML."""
    if element.empty:
        return
    if any(element.elements()):
        if element.get("type") == "xhtml" or next(element.elements()).name == "div":
            xhtml_flow(pad, layer, element, context=Context("", kind, field))
        else:
            xml_flow(pad, layer, element, inline=lambda _e: True, block=lambda _f, _e: None, context=Context("", kind, field))
        return
    kind_of_text = element.get("type")
    if kind_of_text and "html" not in kind_of_text and kind_of_text not in ("text", "text/plain"):
        return
    inner = xml_text(layer, element.inner, element.close)
    if kind_of_text != "text" and _MARKUP.search(inner.text):
        html_flow(pad, inner, name, context=Context("", kind, field))
    else:
        pad.plain(inner, kind, field)


def _link(layer: Layer, entry: Element, *, atom: bool) -> str:
    if atom:
        return next((one.get("href") for one in entry.elements("link") if one.get("rel") in ("", "alternate")), "")
    return next((text_of(layer, one) for one in entry.elements("link")), "")


def _identity(layer: Layer, entry: Element, language: str, *, atom: bool) -> Identity:
    name = "id" if atom else "guid"
    identifier = next((text_of(layer, one) for one in entry.elements(name)), "")
    identifier = identifier or entry.get("rdf:about") or _link(layer, entry, atom=atom)
    if atom:
        origin = next((one.get("href") for one in entry.elements("link") if one.get("rel") == "via" and one.get("type") == ""), "")
    else:
        origin = next((text_of(layer, one) for one in entry.elements("source") if one.uri == _DC), "")
    tag = declared_tag(language) or ""
    if not entry.first(name) and origin:
        identifier = edition_id(origin, tag)
    return Identity(
        id=identifier or derived_id(layer.text[entry.start : entry.end]), language=language, origin=origin, derived=not identifier
    )


def _head_edits(layer: Layer, head: Element, issue: Issue, *, atom: bool) -> Edits:
    edit = XmlEdit(layer)
    if atom:
        edit.attribute(head, "xml:lang", issue.locale)
        _atom(edit, head, issue)
        return edit.edits
    said = head.first("language")
    if said is not None:
        edit.text(said, issue.locale)
    else:
        own = own_namespace(head)
        insert_in_order(edit, head, f"<{own}language>{issue.locale}</{own}language>", ("title", "link", "description"))
    built = head.first("lastBuildDate")
    if built is not None:
        edit.text(built, format_datetime(datetime.fromisoformat(issue.now)))
    # The head of a feed has no id; what it was made from stands in dc:source, as in its entries.
    _dublin_core(edit, head, issue)
    return edit.edits


def _atom(edit: XmlEdit, entry: Element, issue: Issue) -> None:
    own = own_namespace(entry)
    identifier = entry.first("id")
    if identifier is not None:
        edit.text(identifier, issue.id)
    updated = entry.first("updated")
    if updated is not None:
        edit.text(updated, issue.now)
    via = f'<{own}link rel="via" href="{escape_attribute(issue.source.id, chr(34))}"'
    language = f' hreflang="{issue.source.language}"' if declared_tag(issue.source.language) else ""
    insert_in_order(edit, entry, f"{via}{language}/>", ("id", "link", "title", "updated"))
    if issue.edition and issue.digital_source_type:
        scheme, _, term = issue.digital_source_type.rpartition("/")
        category = f'<{own}category scheme="{escape_attribute(scheme + "/", chr(34))}" term="{escape_attribute(term, chr(34))}"/>'
        insert_in_order(edit, entry, category, ("id", "link", "title", "updated"))


def _entry_edits(layer: Layer, entry: Element, issue: Issue, *, atom: bool) -> Edits:
    edit = XmlEdit(layer)
    own = entry.attribute("xml:lang")
    if own:
        edit.attribute(entry, "xml:lang", issue.locale)
    for said in entry.elements("language"):
        edit.text(said, issue.locale)
    if atom:
        _atom(edit, entry, issue)
        return edit.edits
    guid = entry.first("guid")
    if guid is not None:
        edit.text(guid, issue.id)
        edit.attribute(guid, "isPermaLink", "false")
    elif entry.first("title", "link", "description") is not None:
        prefix = own_namespace(entry)
        markup = f'<{prefix}guid isPermaLink="false">{escape_text(issue.id)}</{prefix}guid>'
        if entry.get("rdf:about"):
            edit.attribute(entry, "rdf:about", issue.id)
        else:
            insert_in_order(edit, entry, markup, ("title", "link", "description"))
    _dublin_core(edit, entry, issue)
    return edit.edits


def _dublin_core(edit: XmlEdit, parent: Element, issue: Issue) -> None:
    """RSS has no place for a link back or a disclosure of its own: Dublin Core, which it may always carry."""
    source = next((one for one in parent.elements("source") if one.uri == _DC), None)
    lines = [] if source is not None else [f'<dc:source xmlns:dc="{_DC}">{escape_text(issue.source.id)}</dc:source>']
    if source is not None:
        edit.text(source, issue.source.id)
    if issue.edition and issue.digital_source_type:
        lines.append(f'<dc:type xmlns:dc="{_DC}">{escape_text(issue.digital_source_type)}</dc:type>')
    for line in lines:
        insert_in_order(edit, parent, line, ("title", "link", "description", "guid", "language", "pubDate"))
