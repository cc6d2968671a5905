"""NITF 3.x, alone or in the body of another format.

There is no place in NITF for a link to the original; by our own convention an edition has
`<meta name="translated-from" content="ID|VERSION"/>` and a `revision-history` (docs/formats.md).
"""

# ruff: noqa: ARG002  (the protocol names a file name that these formats have no use for)

from __future__ import annotations

from collections.abc import Callable

from newstrans.errors import ReadError
from newstrans.feeds import Feed
from newstrans.formats.inplace.document import Document, Edits, Pad, Source, make_item
from newstrans.formats.inplace.flow import BODY, Context, Flow, xml_flow
from newstrans.formats.inplace.issue import (
    Identity,
    Issue,
    derived_id,
    forbids_translation,
    holding_words,
)
from newstrans.formats.inplace.layer import Layer, attribute_text, escape_attribute
from newstrans.formats.inplace.xmledit import XmlEdit, declare_xml, insert_in_order, own_namespace
from newstrans.formats.inplace.xmlscan import Element, root_name, scan_xml, text_of
from newstrans.model import UnitKind
from newstrans.pubstatus import Status, status_of, unknown_status

_INLINE = frozenset(
    "a b i u br chron classifier copyrite copyrite.year copyrite.holder em event function location city state region "
    "country sublocation money num frac numer denom frac-sep sub sup object.title org alt-code person name.given "
    "name.family postaddr pronounce q lang strong span virtloc byttl small".split()
)
_SKIPPED = frozenset(
    "head distributor rights media-producer media-object media-metadata nitf-table-metadata custom-table pre credit "
    "datasource bibliography series correction object.title.code script style".split()
)


class NitfFormat:
    """Reads NITF documents."""

    name = "nitf"
    title = "NITF"
    suffixes: tuple[str, ...] = (".nitf",)
    wire = True

    def sniff(self, data: bytes, name: str) -> bool:
        """By its root element."""
        return root_name(data) == "nitf"

    def open(self, source: Source) -> Document:
        """The document, one item."""
        layer = Layer(source.text)
        root = scan_xml(layer, source.name)
        if root.name != "nitf":
            raise ReadError(source.name, f"its root element is <{root.qname}>, not <nitf>")
        identity = _identity(layer, root)
        pad = Pad(source.feed, identity.language)
        nitf_text(pad, layer, root)
        metadata = {
            "author": _text(layer, root, "body", "body.head", "byline"),
            "published": _get(root, "norm", "head", "docdata", "date.issue"),
            "rights": _text(layer, root, "body", "body.head", "rights"),
        }
        item = make_item(
            source, pad, identity, lambda issue: _edits(layer, root, issue, source.feed), format_name=self.name,
            chunk=source.text, metadata=metadata,
        )  # fmt: skip
        return Document(self.name, source, layer, (item,), declare_xml)


def nitf_text(pad: Pad, layer: Layer, root: Element, *, again: bool = False) -> None:
    """The text of an NITF document. `again` says that the envelope may have its headline already."""
    title = root.find("head", "title")
    head = root.find("body", "body.head")
    headline = head.find("hedline", "hl1") if head else None
    if headline is not None:
        _block(pad, layer, headline, UnitKind.HEADLINE, "headline", again=True)
    if title is not None:
        _block(pad, layer, title, UnitKind.HEADLINE, "headline", again=True)
    for keyword in root.walk():
        if keyword.name == "keyword" and (key := keyword.attribute("key")) and " " in key.value.strip() and key.value != _slug(root):
            pad.plain(attribute_text(layer, key.start, key.end, key.quote), UnitKind.FIELD, "keyword")
    for part in ("body.head", "body.content", "body.end"):
        element = root.find("body", part)
        if element is not None:
            xml_flow(pad, layer, element, inline=_is_inline, block=_context(headline), again=again)
    for media in root.walk():
        one = media.attribute("alternate-text") if media.name == "media-reference" else None
        if one and one.value.strip():
            pad.plain(attribute_text(layer, one.start, one.end, one.quote), UnitKind.FIELD, "alternate-text")


def _is_inline(element: Element) -> bool:
    return element.name in _INLINE


def _block(pad: Pad, layer: Layer, element: Element, kind: UnitKind, field: str, *, again: bool) -> None:
    xml_flow(pad, layer, element, inline=_is_inline, block=lambda _f, _e: None, context=Context("", kind, field), again=again)


def _context(headline: Element | None) -> Callable[[Flow, Element], Context | None]:
    def block(flow: Flow, element: Element) -> Context | None:
        name = element.name
        if element is headline or name in _SKIPPED:
            return None
        if name == "note":
            public = element.get("type") in ("std", "pa")
            return Context(name, UnitKind.PARAGRAPH, "public-note") if public else None
        if name in ("body.head", "hedline", "body.content", "body.end"):
            return BODY
        return _NAMED.get(name) or flow.html_block(name)

    return block


_NAMED = {
    "hl1": Context("", UnitKind.HEADLINE, "headline"),
    "hl2": Context("", UnitKind.HEADING, "headline", 2),
    "abstract": Context("", UnitKind.SUBHEAD, "summary"),
    "byline": Context("", UnitKind.BYLINE, "byline"),
    "dateline": Context("", UnitKind.DATELINE, "dateline"),
    "media-caption": Context("", UnitKind.CAPTION, "caption"),
    "tagline": Context("", UnitKind.PARAGRAPH, "body"),
}


def _text(layer: Layer, root: Element, *path: str) -> str:
    found = root.find(*path)
    return text_of(layer, found) if found else ""


def _get(root: Element, attribute: str, *path: str) -> str:
    found = root.find(*path)
    return found.get(attribute) if found else ""


def _slug(root: Element) -> str:
    return _get(root, "key", "head", "docdata", "du-key")


def _identity(layer: Layer, root: Element) -> Identity:
    head = root.first("head")
    data = head.first("docdata") if head else None
    identifier = _get(root, "id-string", "head", "docdata", "doc-id")
    key = data.first("du-key") if data else None
    version = (key.get("version") or key.get("generation")) if key else ""
    status = data.get("management-status") if data else ""
    release = data.first("date.release") if data else None
    # One that is there without a date holds, as an empty <embargoed/> of NewsML-G2 does.
    embargo = (release.get("norm").strip() or text_of(layer, release)) if release else None
    said = " ".join(one.get("info") for one in data.elements("ed-msg")) if data else ""
    rights = " ".join(one.get(name) for one in (data.elements() if data else ()) for name in ("limitations", "info"))
    if embargo is None and status == "embargoed":
        embargo = ""
    other = data.get("management-doc-idref").strip() if data else ""
    others = status_of(data.get("management-idref-status")) if data and other else Status.USABLE
    if other == identifier and others is not Status.USABLE:
        status = others.value
    takes_back = ((other, others),) if others is not Status.USABLE and other != identifier else ()
    # What takes another item back may be no more than a note that says so.
    notice = f"{other} {others.value}" if takes_back else ""
    metas = {one.get("name"): one.get("content") for one in (head.elements("meta") if head else ())}
    origin = metas.get("translated-from", "").rpartition("|")[0]
    return Identity(
        id=identifier or metas.get("NTBID", "") or derived_id(layer.text), version=version if version.isdecimal() else "1",
        language=root.get("baselang") or root.language(), status=status_of(status), embargo=embargo,
        held=holding_words(status, embargo, [said]) or notice, takes_back=takes_back, unknown=unknown_status(status), forbids=forbids_translation(f"{said} {rights}"),
        origin=origin, slug=_slug(root),
        urgency=Identity.urgency_of(_get(root, "ed-urg", "head", "docdata", "urgency")), derived=not identifier,
    )  # fmt: skip


def conceal_notes(edit: XmlEdit, root: Element) -> None:
    """Empty what is for editors only: notes that are not marked public, and messages to editors."""
    for element in root.walk():
        if element.name == "note" and element.get("type") not in ("std", "pa"):
            edit.conceal(element)
        elif element.name == "ed-msg" and element.get("info"):
            edit.attribute(element, "info", "")


def _edits(layer: Layer, root: Element, issue: Issue, feed: Feed) -> Edits:
    edit = XmlEdit(layer)
    own = own_namespace(root)
    edit.attribute(root, "baselang", issue.locale)
    if feed.nonpublic_notes == "remove" or issue.edition is None:
        conceal_notes(edit, root)
    edit.reader_line(root.find("body", "body.content"), issue.reader_line)
    head = root.first("head")
    if head is None or head.empty:
        return edit.edits
    data = head.first("docdata")
    if data is not None:
        if issue.status is not issue.source.status or issue.status is not Status.USABLE:
            edit.attribute(data, "management-status", issue.status.value)
        if identifier := data.first("doc-id"):
            edit.attribute(identifier, "id-string", issue.id)
    metas = [
        ("translated-from", f"{issue.source.id}|{issue.source.version}"),
        ("digital-source-type", issue.digital_source_type if issue.edition else ""),
    ]
    known = {one.get("name"): one for one in head.elements("meta")}
    lines = []
    for name, value in metas:
        if name in known:
            edit.attribute(known[name], "content", value)
        elif value:
            lines.append(f'<{own}meta name="{name}" content="{escape_attribute(value, chr(34))}"/>')
    if lines:
        last = next(iter(list(head.elements("meta"))[-1:] or list(head.elements("title"))[-1:]), None)
        lead = edit._lead(last) if last else ""
        markup = lead.join(lines)
        insert_in_order(edit, head, markup, ("title", "meta"))
    for data in head.elements("pubdata"):
        if data.get("item-length").isdecimal() and issue.edition:
            text = "".join(unit.text for unit in issue.edition.units)
            words = data.get("unit-of-measure") == "word"
            edit.attribute(data, "item-length", str(len(text.split()) if words else len(text)))
    history = (
        f'<{own}revision-history name="newstrans" function="editor" norm="{issue.stamp}" '
        f'comment="{escape_attribute(issue.note, chr(34))}"/>'
    )
    insert_in_order(edit, head, history, ("title", "meta", "tobject", "iim", "docdata", "pubdata", "revision-history"))
    return edit.edits
