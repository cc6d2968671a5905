"""NewsML 1.0 to 1.2, as AFP, ATS, Kyodo, TASS and Business Wire still send it."""

# ruff: noqa: ARG002  (the protocol names a file name that these formats have no use for)

from __future__ import annotations

import re

from newstrans.errors import ReadError
from newstrans.formats.inplace.document import Document, Edits, Item, Pad, Source, make_item
from newstrans.formats.inplace.flow import Context, html_flow, xhtml_flow, xml_flow
from newstrans.formats.inplace.issue import (
    Identity,
    Issue,
    derived_id,
    edition_id,
    forbids_translation,
    states_embargo,
)
from newstrans.formats.inplace.layer import Layer, escape_attribute, xml_text
from newstrans.formats.inplace.newsml_g2 import plain_paragraphs
from newstrans.formats.inplace.nitf import conceal_notes, nitf_text
from newstrans.formats.inplace.xmledit import XmlEdit, declare_xml, insert_in_order, own_namespace
from newstrans.formats.inplace.xmlscan import Element, Node, root_name, scan_xml, text_of
from newstrans.languages import declared_tag, differ
from newstrans.model import UnitKind
from newstrans.pubstatus import status_of

_LINES = {
    "HeadLine": (UnitKind.HEADLINE, "headline"),
    "SubHeadLine": (UnitKind.SUBHEAD, "headline"),
    "ByLine": (UnitKind.BYLINE, "byline"),
    "DateLine": (UnitKind.DATELINE, "dateline"),
    "KeywordLine": (UnitKind.FIELD, "keyword"),
}
_BEFORE_DERIVED = "NewsItemType FirstCreated ThisRevisionCreated Status StatusWillChange Urgency RevisionHistory DerivedFrom".split()
_BEFORE_PROPERTY = (*_BEFORE_DERIVED, "AssociatedWith", "Instruction", "Property")


class Newsml1Format:
    """Reads NewsML 1.x."""

    name = "newsml1"
    title = "NewsML 1"
    suffixes: tuple[str, ...] = ()
    wire = True

    def sniff(self, data: bytes, name: str) -> bool:
        """By its root element."""
        return root_name(data) == "NewsML"

    def open(self, source: Source) -> Document:
        """The document, one item for each NewsItem."""
        layer = Layer(source.text)
        root = scan_xml(layer, source.name)
        found = list(root.elements("NewsItem"))
        if root.name != "NewsML" or not found:
            raise ReadError(source.name, "there is no NewsItem in it")
        return Document(self.name, source, layer, tuple(_item(source, layer, one) for one in found), declare_xml)


def _item(source: Source, layer: Layer, element: Element) -> Item:
    identity = _identity(layer, element)
    pad = Pad(source.feed, identity.language)
    used = set(_text(pad, layer, element, source.name))
    metadata = {
        "published": _at(layer, element, "NewsManagement", "FirstCreated"),
        "rights": next((text_of(layer, one) for one in element.walk() if one.name == "CopyrightLine"), ""),
    }
    return make_item(
        source, pad, identity, lambda issue: _edits(layer, element, issue, used, source.feed.nonpublic_notes),
        format_name="newsml1", chunk=layer.text[element.start : element.end], metadata=metadata,
    )  # fmt: skip


def _at(layer: Layer, element: Element, *path: str) -> str:
    found = element.find(*path)
    return text_of(layer, found) if found else ""


def _identity(layer: Layer, item: Element) -> Identity:
    names = [_at(layer, item, "Identification", "NewsIdentifier", one) for one in ("ProviderId", "DateId", "NewsItemId")]
    identifier = "urn:newsml:" + ":".join(names) if all(names) else ""
    language = item.language()
    for element in item.walk():
        if not language and element.name == "Language" and declared_tag(element.get("FormalName")):
            language = element.get("FormalName")
    revision = _at(layer, item, "Identification", "NewsIdentifier", "RevisionId")
    status = item.find("NewsManagement", "Status")
    changes = item.find("NewsManagement", "StatusWillChange", "DateAndTime")
    value = status.get("FormalName") if status else ""
    derived = [one.get("NewsItem") for one in (item.find("NewsManagement") or item).elements("DerivedFrom") if one.get("NewsItem")]
    origin = re.sub(r":\d+[A-Z]?$", "", derived[0]) if derived else ""
    if origin and identifier == f"{origin}-{language}":
        identifier = edition_id(origin, language)
    terms = " ".join(text_of(layer, one) for one in item.walk() if one.name in ("UsageType", "UsageRights", "RightsLine", "Instruction"))
    embargo = text_of(layer, changes) if changes else "" if value.lower() == "embargoed" else None
    return Identity(
        id=identifier or derived_id(layer.text[item.start : item.end]), version=revision if revision.isdecimal() else "1",
        language=language, status=status_of(value), embargo=embargo,
        held=states_embargo(terms) if embargo is None else "", forbids=forbids_translation(terms), origin=origin,
        slug=next((text_of(layer, one) for one in item.walk() if one.name in ("SlugLine", "NameLabel")), ""),
        urgency=Identity.urgency_of(urgent.get("FormalName") if (urgent := item.find("NewsManagement", "Urgency")) else ""),
        derived=not identifier,
    )  # fmt: skip


def _component_language(element: Element) -> str:
    """The language that the nearest component says it is in, by `xml:lang` or its descriptive metadata."""
    here: Element | None = element
    while here and here.name != "NewsItem":
        if value := here.get("xml:lang"):
            return value
        if here.name in ("NewsComponent", "ContentItem"):
            said = here.find("DescriptiveMetadata", "Language") or here.find("Characteristics", "Language")
            if said and declared_tag(said.get("FormalName")):
                return said.get("FormalName")
        here = here.parent
    return ""


def _text(pad: Pad, layer: Layer, item: Element, name: str) -> list[Element]:
    """Fill the pad; returns the elements whose language changes with the text."""
    used: list[Element] = []
    for element in item.walk():
        language = _component_language(element) if element.name in _LINES or element.name == "DataContent" else ""
        if language and differ(language, pad.language):
            continue
        if element.name in _LINES:
            kind, field = _LINES[element.name]
            if kind is UnitKind.HEADLINE and any(unit.kind is UnitKind.HEADLINE for unit in pad.units) and _is_media(element):
                kind, field = UnitKind.CAPTION, "caption"
            xml_flow(
                pad, layer, element, inline=lambda _e: True, block=lambda _f, _e: None,
                context=Context("", kind, field), again=True,
            )  # fmt: skip
            used.append(element)
        elif element.name == "DataContent":
            _content(pad, layer, element, name)
            used.append(element)
    return used


def _is_media(element: Element) -> bool:
    here: Element | None = element
    while here:
        role = here.first("Role")
        if role and role.get("FormalName").lower() in ("caption", "photo", "picture", "image", "video", "graphic"):
            return True
        here = here.parent
    return False


def _content(pad: Pad, layer: Layer, element: Element, name: str) -> None:
    item = element.parent
    kind = " ".join(one.get("FormalName") for one in (item.elements("MimeType", "Format", "MediaType") if item else ())).lower()
    if "css" in kind or "javascript" in kind or "base64" in element.get("Encoding").lower() or (item and item.first("Encoding")):
        return
    role = element.parent.parent.first("Role") if element.parent and element.parent.parent else None
    named = {"headline": (UnitKind.HEADLINE, "headline"), "subheadline": (UnitKind.SUBHEAD, "headline"), "caption": (UnitKind.CAPTION, "caption")}
    context = Context("", *named.get(role.get("FormalName").lower() if role else "", (UnitKind.PARAGRAPH, "body")))
    if role and role.get("FormalName").lower() == "stylesheet":
        return
    nitf = element.first("nitf")
    if nitf is not None:
        nitf_text(pad, layer, nitf, again=True)
    elif any(element.elements()):
        xhtml_flow(pad, layer, element, context=context, again=True)
    else:
        inner = xml_text(layer, element.inner, element.close)
        marked = any(isinstance(child, Node) and child.kind == "cdata" for child in element.children)
        if "html" in kind or (marked and re.search(r"</?[a-zA-Z][^<>]*>", inner.text)) or re.search(r"</(?:p|b|i|div)>", inner.text):
            html_flow(pad, inner, name, context=context, again=True)
        else:
            plain_paragraphs(pad, inner, again=True)


def _edits(layer: Layer, item: Element, issue: Issue, used: set[Element], notes: str) -> Edits:
    edit = XmlEdit(layer)
    own = own_namespace(item)
    identifier = item.find("Identification", "NewsIdentifier")
    names = [_at(layer, item, "Identification", "NewsIdentifier", one) for one in ("ProviderId", "DateId", "NewsItemId")]
    if identifier is not None:
        for element in identifier.elements():
            if element.name == "NewsItemId":
                edit.text(element, f"{names[2]}-{issue.locale}")
            elif element.name == "RevisionId":
                edit.text(element, str(issue.version))
                edit.attribute(element, "PreviousRevision", str(issue.version - 1))
                edit.attribute(element, "Update", "N")
            elif element.name == "PublicIdentifier":
                edit.text(element, f"urn:newsml:{names[0]}:{names[1]}:{names[2]}-{issue.locale}:{issue.version}")
    edit.attribute(item, "xml:lang", issue.locale)
    for element in item.walk():
        said = element.attribute("xml:lang")
        if element is not item and said and not differ(said.value, issue.source.language) and _holds(element, used):
            edit.attribute(element, "xml:lang", issue.locale)
        elif element.name == "Language" and not differ(element.get("FormalName"), issue.source.language):
            edit.attribute(element, "FormalName", issue.locale)
        elif element.name == "nitf":
            if element.attribute("baselang"):
                edit.attribute(element, "baselang", issue.locale)
            if notes == "remove" or issue.edition is None:
                conceal_notes(edit, element)
    management = item.first("NewsManagement")
    if management is not None:
        _management(edit, management, issue, own)
    return edit.edits


def _holds(element: Element, used: set[Element]) -> bool:
    return element in used or any(one in used for one in element.walk())


def _management(edit: XmlEdit, management: Element, issue: Issue, own: str) -> None:
    revised = management.first("ThisRevisionCreated")
    if revised is not None:
        edit.text(revised, issue.stamp.replace("Z", "+0000"))
    status = management.first("Status")
    if status is not None and issue.status is not issue.source.status:
        edit.attribute(status, "FormalName", issue.status.value.capitalize())
    source = escape_attribute(f"{issue.source.id}:{issue.source.version}", '"')
    insert_in_order(edit, management, f'<{own}DerivedFrom NewsItem="{source}"/>', _BEFORE_DERIVED)
    note = escape_attribute(issue.note, '"')
    lines = [f'<{own}Property FormalName="EditorialNote" Value="{note}"/>']
    if issue.edition and issue.digital_source_type:
        lines.append(f'<{own}Property FormalName="DigitalSourceType" Value="{escape_attribute(issue.digital_source_type, chr(34))}"/>')
    for line in lines:
        insert_in_order(edit, management, line, _BEFORE_PROPERTY)
