"""NewsML-G2: newsItem, packageItem and the newsMessage that carries several of them, each an item of its own."""

# ruff: noqa: ARG002  (the protocol names a file name that these formats have no use for)

from __future__ import annotations

import re

from newstrans.errors import UnknownFormatError
from newstrans.feeds import Feed, Policy
from newstrans.formats.inplace.document import Document, Edits, Item, Pad, Source, make_item
from newstrans.formats.inplace.flow import BODY, XHTML, Context, html_flow, xhtml_flow, xml_flow
from newstrans.formats.inplace.issue import (
    Identity,
    Issue,
    derived_id,
    forbids_translation,
    states_embargo,
)
from newstrans.formats.inplace.layer import Layer, escape_attribute, escape_text, xml_text
from newstrans.formats.inplace.nitf import conceal_notes, nitf_text
from newstrans.formats.inplace.xmledit import XmlEdit, declare_xml, insert_in_order, own_namespace
from newstrans.formats.inplace.xmlscan import Element, Node, root_name, scan_xml, text_of
from newstrans.languages import declared_tag, differ
from newstrans.model import UnitKind
from newstrans.pubstatus import Status, status_of

NAMESPACE = "http://iptc.org/std/nar/2006-10-01/"
_ITEMS = ("newsItem", "packageItem")
_OTHER_ITEMS = ("conceptItem", "knowledgeItem", "planningItem", "catalogItem", "hopItem")
_FRAGMENTS = ("contentMeta", "groupSet", "itemMeta", "itemSet", "partMeta", "contentSet", "concept")

# Free text that stays in the source's language: it gets that language as its own when the item's changes.
_KEPT_TEXT = frozenset(
    "name definition note remoteInfo hierarchyInfo copyrightNotice usageTerms accessStatus slugline edNote creditline rightsInfo keyword "
    "genre related description title altLoc userInput line".split()
) - {"rightsInfo", "genre", "related", "altLoc", "userInput"}  # fmt: skip

# The order of children in the schema, as far as something is inserted behind them.
_META_BEFORE_NOTE = (
    "itemClass provider versionCreated firstCreated embargoed pubStatus role fileName generator profile service title edNote".split()
)
_META_BEFORE_STATUS = "itemClass provider versionCreated firstCreated embargoed".split()
_META_BEFORE_LINK = (
    *_META_BEFORE_NOTE, *"memberOf instanceOf signal altRep deliverableOf expires origRep incomingFeedId metadataCreator link".split()
)  # fmt: skip
_CONTENT_BEFORE_MODIFIED = "icon urgency contentCreated".split()
_CONTENT_BEFORE_SOURCE_TYPE = (*_CONTENT_BEFORE_MODIFIED, "contentModified")
# The first version of NewsML-G2 with digitalSourceType.
_SOURCE_TYPE_SINCE = (2, 33)


class NewsmlG2Format:
    """Reads NewsML-G2 items and messages."""

    name = "newsml-g2"
    title = "NewsML-G2"
    suffixes: tuple[str, ...] = (".g2", ".newsml")
    wire = True

    def sniff(self, data: bytes, name: str) -> bool:
        """By its root element, or its namespace. Bare fragments of an item are taken too, to be refused by name."""
        return root_name(data) in (*_ITEMS, *_OTHER_ITEMS, *_FRAGMENTS, "newsMessage")

    def open(self, source: Source) -> Document:
        """The document, one item for each newsItem and packageItem.

        Raises:
            UnknownFormatError: a fragment of an item, or an item without text of its own (a concept).

        """
        layer = Layer(source.text)
        root = scan_xml(layer, source.name)
        if root.name in _FRAGMENTS and root.uri != NAMESPACE:
            raise UnknownFormatError(
                source.name, f"<{root.qname}> is a fragment of a NewsML-G2 item; give the whole newsItem or newsMessage"
            )
        if root.name != "newsMessage" and root.uri != NAMESPACE:
            raise UnknownFormatError(source.name, f"<{root.qname}> is not in the namespace of NewsML-G2 ({NAMESPACE})")
        found = [element for element in _items(root) if element.name in _ITEMS]
        notes = [
            f"<{element.name}> {element.get('guid')} stays as it is: no story is in it"
            for element in _items(root)
            if element.name in _OTHER_ITEMS
        ]
        items = tuple(_item(source, layer, element) for element in found)
        return Document(self.name, source, layer, items, declare_xml, tuple(notes))


def _items(root: Element) -> list[Element]:
    if root.name != "newsMessage":
        return [root]
    sets = list(root.elements("itemSet"))
    return [element for one in sets for element in one.elements()]


def _item(source: Source, layer: Layer, element: Element) -> Item:
    identity = _identity(layer, element)
    pad = Pad(source.feed, identity.language)
    if identity.derived:
        pad.notes.append(f"<{element.qname}> has no guid: its edition gets an id made from its content")
    _text(pad, layer, element, source.name)
    content = element.first("contentMeta")
    metadata = {
        "author": ", ".join(text_of(layer, one) for one in (content.elements("by") if content else ())),
        "published": _text_at(layer, element, "itemMeta", "firstCreated") or _text_at(layer, element, "itemMeta", "versionCreated"),
        "updated": _text_at(layer, element, "contentMeta", "contentModified"),
        "publisher": _text_at(layer, element, "itemMeta", "provider", "name"),
        "rights": _text_at(layer, element, "rightsInfo", "copyrightNotice"),
        "url": identity.id if identity.id.startswith(("http://", "https://")) else "",
    }  # fmt: skip
    return make_item(
        source, pad, identity, lambda issue: _edits(layer, element, issue, source.feed), format_name="newsml-g2",
        chunk=layer.text[element.start : element.end], metadata=metadata,
    )  # fmt: skip


def _text_at(layer: Layer, element: Element, *path: str) -> str:
    found = element.find(*path)
    return text_of(layer, found) if found else ""


def _identity(layer: Layer, item: Element) -> Identity:
    meta = item.first("itemMeta")
    content = item.first("contentMeta")
    languages = [one.get("tag") for one in (content.elements("language") if content else ()) if declared_tag(one.get("tag"))]
    embargoed = meta.first("embargoed") if meta else None
    status = meta.first("pubStatus") if meta else None
    notes = [text_of(layer, one) for one in (meta.elements("edNote") if meta else ())]
    rights = item.first("rightsInfo")
    terms = [text_of(layer, one) for one in (rights.elements("usageTerms", "accessStatus") if rights else ())]
    links = [one for one in (meta.elements("link") if meta else ()) if _is_origin(one)]
    version = item.get("version").strip()
    guid = item.get("guid").strip()
    slug = _text_at(layer, item, "contentMeta", "slugline")
    embargo = text_of(layer, embargoed) if embargoed else None
    return Identity(
        id=guid or derived_id(layer.text[item.start : item.end]), version=version if version.isdecimal() else "1", language=languages[0] if languages else item.language(),
        status=status_of((status.get("qcode") or status.get("uri")) if status else ""), embargo=embargo,
        held=next(filter(None, map(states_embargo, notes)), "") if embargo is None else "",
        forbids=_forbids(layer, rights) or next(filter(None, map(forbids_translation, [*terms, *notes])), ""),
        origin=links[0].get("residref") if links else "", slug=slug if " " not in slug.strip() else "",
        urgency=Identity.urgency_of(_text_at(layer, item, "contentMeta", "urgency")), derived=not guid,
    )  # fmt: skip


def _is_origin(link: Element) -> bool:
    relation = re.split(r"[:/]", link.get("rel") or link.get("reluri"))[-1]
    return relation in ("derivedFrom", "translatedFrom") and bool(link.get("residref"))


def _forbids(layer: Layer, rights: Element | None) -> str:
    """A RightsML (ODRL) prohibition of translating."""
    for element in rights.walk() if rights else ():
        if element.name == "prohibition":
            said = layer.text[element.start : element.end]
            if re.search(r"odrl/2/(?:translate|derive|modify)\b|[\"']odrl:(?:translate|derive|modify)[\"']", said):
                return "a RightsML prohibition"
    return ""


# contentMeta and partMeta: element -> (kind, field); descriptions by their role.
_META_FIELDS = {
    "headline": (UnitKind.HEADLINE, "headline"),
    "by": (UnitKind.BYLINE, "byline"),
    "dateline": (UnitKind.DATELINE, "dateline"),
    "description": (UnitKind.SUBHEAD, "summary"),
    "keyword": (UnitKind.FIELD, "keyword"),
}


def _text(pad: Pad, layer: Layer, item: Element, name: str) -> None:
    meta = item.first("itemMeta")
    for content in item.elements("contentMeta"):
        _content_meta(pad, layer, content)
    if meta:
        for title in meta.elements("title"):
            if _sentence_like(text_of(layer, title)):
                _field(pad, layer, title, UnitKind.FIELD, "title")
        for link in meta.elements("link"):
            for title in link.elements("title"):
                _field(pad, layer, title, UnitKind.FIELD, "link-title")
    if not any(unit.kind is UnitKind.HEADLINE for unit in pad.units):
        for title in meta.elements("title") if meta else ():
            if _sentence_like(text_of(layer, title)):
                _field(pad, layer, title, UnitKind.HEADLINE, "title")
    for part in item.elements("partMeta"):
        _content_meta(pad, layer, part, part=True)
    for groups in item.elements("groupSet"):
        for element in groups.walk():
            if element.name in ("title", "headline", "description") and element.parent and element.parent.name in ("itemRef", "conceptRef", "groupRef", "group"):
                _field(pad, layer, element, UnitKind.CAPTION, "link-title")
    for content in item.elements("contentSet"):
        for body in content.elements("inlineXML", "inlineData"):
            _body(pad, layer, body, name)
        for remote in content.elements("remoteContent"):
            for title in remote.elements("title"):
                _field(pad, layer, title, UnitKind.FIELD, "link-title")


def _sentence_like(text: str) -> bool:
    return len(text.split()) >= 4 and not re.fullmatch(r"[\w.-]+", text)


def _content_meta(pad: Pad, layer: Layer, meta: Element, *, part: bool = False) -> None:
    for element in meta.elements(*_META_FIELDS):
        kind, field = _META_FIELDS[element.name]
        role = element.get("role").rpartition(":")[2]
        if element.name == "description" and (role in ("caption", "shotlist") or part):
            kind, field = UnitKind.CAPTION, "caption"
        elif part and kind is UnitKind.HEADLINE:
            kind = UnitKind.CAPTION
        if element.name == "keyword" and (element.get("qcode") or element.get("uri")):
            continue
        _field(pad, layer, element, kind, field)


def _field(pad: Pad, layer: Layer, element: Element, kind: UnitKind, field: str) -> None:
    """A property with a text; some hold ruby, span and br."""
    if pad.feed.of(field) is Policy.KEEP:
        return
    own = element.get("xml:lang")
    if any(isinstance(child, Node) and child.kind == "cdata" for child in element.children) and not any(element.elements()):
        pad.plain(xml_text(layer, element.inner, element.close), kind, field, language=own, again=True)
        return
    if differ(own, pad.language):
        return
    context = Context("", kind, field)
    xml_flow(pad, layer, element, inline=lambda _e: True, block=lambda _f, _e: None, context=context, again=True)


def _body(pad: Pad, layer: Layer, body: Element, name: str) -> None:
    kind = body.get("contenttype").lower()
    if body.name == "inlineData":
        inner = xml_text(layer, body.inner, body.close)
        if body.get("encoding"):
            pad.notes.append("an encoded inlineData stays as it is")
        elif "html" in kind or re.search(r"</(?:p|div|span|b|i|a|h\d|li)>|<br\s*/?>", inner.text):
            html_flow(pad, inner, name, again=True)
        else:
            plain_paragraphs(pad, inner, again=True)
        return
    for child in body.elements():
        if child.name == "nitf":
            nitf_text(pad, layer, child)
        elif child.uri == XHTML or child.name.lower() in ("html", "body", "div", "section", "article", "p"):
            head = child.find("head", "title") if child.name.lower() == "html" else None
            if head is not None:
                _field(pad, layer, head, UnitKind.HEADLINE, "headline")
            xhtml_flow(pad, layer, child, context=BODY)
        else:
            pad.notes.append(f"<{child.qname}> in the body stays as it is: its vocabulary is not known")


def plain_paragraphs(pad: Pad, layer: Layer, *, again: bool = False) -> None:
    """A text without markup, one unit for each line; lines that only wrap a paragraph are read as one."""
    from newstrans.formats.unwrap import find_wrap

    text = layer.text
    blocks = [(one.start(), one.end()) for one in re.finditer(r"\S(?:(?!\n[ \t\r]*\n).)*", text, re.DOTALL)]
    wrapped = find_wrap([[line.strip() for line in text[a:b].splitlines()] for a, b in blocks]) is not None
    for start, end in blocks:
        lines = [(start, end)] if wrapped else [(start + one.start(), start + one.end()) for one in re.finditer(r"[^\r\n]+", text[start:end])]
        for left, right in lines:
            pad.plain(layer, UnitKind.PARAGRAPH, "body", start=left, end=right, again=again)


def _edits(layer: Layer, item: Element, issue: Issue, feed: Feed) -> Edits:
    edit = XmlEdit(layer)
    own = own_namespace(item)
    edit.attribute(item, "guid", issue.id)
    edit.attribute(item, "version", str(issue.version))
    _languages(edit, item, issue)
    meta = item.first("itemMeta")
    if meta is not None:
        _item_meta(edit, meta, issue, own, item)
    content = item.first("contentMeta")
    if content is not None:
        _content_edits(edit, content, issue, own, item)
    if feed.nonpublic_notes == "remove" or issue.edition is None:
        _conceal(edit, item)
    for body in item.walk() if issue.reader_line else ():
        if body.name == "body.content" or (body.name == "body" and body.uri == XHTML):
            edit.reader_line(body, issue.reader_line)
    return edit.edits


def _languages(edit: XmlEdit, item: Element, issue: Issue) -> None:
    """The item's language on every element that says it; kept texts get the one that they had by inheritance."""
    source = item.language() or issue.source.language
    edit.attribute(item, "xml:lang", issue.locale)
    if issue.direction == "rtl" or item.get("dir"):
        edit.attribute(item, "dir", issue.direction)
    ours = declared_tag(issue.source.language) or (issue.edition.language if issue.edition else "") or ""
    translated = _translated_elements(item)
    for element in item.walk():
        if element is item:
            continue
        own = element.attribute("xml:lang")
        in_body = element.name in ("inlineXML", "inlineData") or _inside_body(element)
        if own and (element in translated or in_body) and _same_language(own.value, ours or source):
            edit.attribute(element, "xml:lang", issue.locale)
        elif element.name == "language" and element.parent and element.parent.name == "contentMeta":
            if _same_language(element.get("tag"), ours or source):
                edit.attribute(element, "tag", issue.locale)
        elif element.name == "nitf" and element.attribute("baselang"):
            edit.attribute(element, "baselang", issue.locale)
        elif element.name == "html" and element.attribute("lang"):
            edit.attribute(element, "lang", issue.locale)
        if element.name in ("inlineXML", "inlineData") and issue.edition:
            words = [unit.text for unit in issue.edition.units if unit.unit.kind is not UnitKind.FIELD]
            for count, value in (("wordcount", sum(len(text.split()) for text in words)), ("charcount", sum(map(len, words)))):
                if element.attribute(count):
                    edit.attribute(element, count, str(value))
        if (
            source and not own and element.name in _KEPT_TEXT and element.uri == NAMESPACE and not in_body
            and element not in translated and not element.empty and text_of(edit.layer, element)
            and element.language() == item.get("xml:lang") and not any(element.elements())
        ):  # fmt: skip
            edit.attribute(element, "xml:lang", source)


def _inside_body(element: Element) -> bool:
    here = element.parent
    while here:
        if here.name in ("inlineXML", "inlineData"):
            return True
        here = here.parent
    return False


def _same_language(one: str, other: str) -> bool:
    return bool(declared_tag(one) and declared_tag(other)) and not differ(one, other)


def _translated_elements(item: Element) -> set[Element]:
    """Properties whose text the edition has in its own language."""
    found: set[Element] = set()
    for meta in item.elements("contentMeta", "partMeta"):
        found.update(one for one in meta.elements(*_META_FIELDS) if not (one.name == "keyword" and one.get("qcode")))
    for meta in item.elements("itemMeta"):
        found.update(meta.elements("title"))
        found.update(title for link in meta.elements("link") for title in link.elements("title"))
    for groups in item.elements("groupSet"):
        found.update(one for one in groups.walk() if one.name in ("title", "headline", "description"))
    return found


def _item_meta(edit: XmlEdit, meta: Element, issue: Issue, own: str, item: Element) -> None:
    created = meta.first("versionCreated")
    if created is not None:
        edit.text(created, issue.now)
    status = meta.first("pubStatus")
    if status is not None and issue.status is not issue.source.status:
        name = "qcode" if status.attribute("qcode") else "uri" if status.attribute("uri") else "qcode"
        value = status.get(name)
        edit.attribute(status, name, f"{value[: len(value) - len(re.split('[:/]', value)[-1])] or 'stat:'}{issue.status.value}")
        label = status.first("name")
        if label is not None:
            edit.text(label, issue.status.value)
    elif status is None and issue.status is not Status.USABLE:
        insert_in_order(edit, meta, f'<{own}pubStatus qcode="stat:{issue.status.value}"/>', _META_BEFORE_STATUS)
    for one in meta.elements("hash"):
        edit.remove(one)
    insert_in_order(edit, meta, f'<{own}edNote xml:lang="en">{escape_text(issue.note)}</{own}edNote>', _META_BEFORE_NOTE)
    relation = "reluri" if "://" in issue.link else "rel"
    kind = f"application/vnd.iptc.g2.{item.name.lower()}+xml"
    version = f' version="{issue.source.version}"' if int(issue.source.version) > 0 else ""
    link = (
        f'<{own}link {relation}="{escape_attribute(issue.link, chr(34))}" '
        f'residref="{escape_attribute(issue.source.id, chr(34))}"{version} contenttype="{kind}"/>'
    )
    insert_in_order(edit, meta, link, _META_BEFORE_LINK)


def _content_edits(edit: XmlEdit, content: Element, issue: Issue, own: str, item: Element) -> None:
    modified = content.first("contentModified")
    lines = []
    if modified is not None:
        edit.text(modified, issue.now)
    elif not content.empty:
        lines.append(f"<{own}contentModified>{issue.now}</{own}contentModified>")
    kind = item.find("itemMeta", "itemClass")
    textual = kind is None or re.split("[:/]", kind.get("qcode") or kind.get("uri"))[-1] in ("text", "composite", "")
    present = content.first("digitalSourceType")
    if issue.edition and issue.digital_source_type and (textual or present is None) and not content.empty:
        if present is not None:
            name = "uri" if present.attribute("uri") else "qcode" if present.attribute("qcode") else "uri"
            tail = issue.digital_source_type.rpartition("/")[2]
            value = present.get("qcode").rpartition(":")[0] + ":" + tail if name == "qcode" else issue.digital_source_type
            edit.attribute(present, name, value)
        elif textual:
            lines.append(f'<{own}digitalSourceType uri="{escape_attribute(issue.digital_source_type, chr(34))}"/>')
            numbers = re.findall(r"\d+", item.get("standardversion"))
            if numbers and tuple(map(int, numbers[:2])) < _SOURCE_TYPE_SINCE:
                edit.attribute(item, "standardversion", "2.33")
    if not content.first("language"):
        pass
    before = _CONTENT_BEFORE_SOURCE_TYPE if modified is not None else _CONTENT_BEFORE_MODIFIED
    for line in lines:
        insert_in_order(edit, content, line, before)


def _conceal(edit: XmlEdit, item: Element) -> None:
    """Empty what is not for publication: notes with such a constraint, and parts of notes marked so."""
    until = -1
    for element in item.walk():
        if element.start < until:
            continue
        constraint = element.get("pubconstraint").rpartition(":")[2]
        if constraint.lower() in ("nonpublic", "notforpublication") or "np-nonpublic" in element.get("class").split():
            edit.conceal(element)
            until = element.end
        elif element.name == "nitf":
            conceal_notes(edit, element)
            until = element.end
