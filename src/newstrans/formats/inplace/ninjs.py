"""ninjs 1.x, 2.x and 3.x, and what Superdesk makes of it: HTML in JSON strings, items within items.

No version has a property for "translated from"; by our own convention an edition has an association "original" and an
alternative id "translatedFrom" (docs/formats.md).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from newstrans.errors import ReadError, UnknownFormatError
from newstrans.formats.inplace.document import Document, Edits, Item, Pad, Source, make_item
from newstrans.formats.inplace.flow import Context, html_flow
from newstrans.formats.inplace.issue import (
    Identity,
    Issue,
    derived_id,
    forbids_translation,
    holding_words,
)
from newstrans.formats.inplace.jsonscan import JsonText, Value, scan_json
from newstrans.formats.inplace.layer import Layer, Splice, escape_text
from newstrans.formats.inplace.newsml_g2 import plain_paragraphs
from newstrans.formats.inplace.nitf import nitf_text
from newstrans.formats.inplace.xmlscan import scan_xml
from newstrans.languages import differ
from newstrans.model import UnitKind
from newstrans.pubstatus import status_of, unknown_status

_KEYS = re.compile(
    r"headline(?:s|_.*)?|bod(?:y_.*|ies)|description(?:s|_.*)?|version[cC]reated|pub[sS]tatus|associations|renditions"
    r"|digital[sS]ource[tT]ype|usage[tT]erms|copyright[hH]older|alt[iI]ds|slugline|urgency|rightsInfo|rightsinfo|ed[nN]ote"
)
_WRAPPERS = ("item", "items", "_items")
_MARKUP = re.compile(r"</(?:p|div|span|b|i|em|strong|a|h\d|li|ul|section|article)>|<br\s*/?>|<p[ >]", re.IGNORECASE)
_PICTURES = ("picture", "graphic", "video", "audio", "photo")


class NinjsFormat:
    """Reads ninjs items, alone, in a list, or as a search answers them."""

    name = "ninjs"
    title = "ninjs"
    suffixes: tuple[str, ...] = (".ninjs",)
    wire = True

    def sniff(self, data: bytes, name: str) -> bool:
        """By the properties of a JSON object; a .json that is cut off is taken too, so that it is told where it breaks."""
        if data.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:1] not in (b"{", b"["):
            return False
        try:
            value = json.loads(data)
        except (ValueError, RecursionError):
            return name.lower().endswith(".json")
        return any(map(_is_item, _candidates(value)))

    def open(self, source: Source) -> Document:
        """The document, one item for each ninjs item that is not part of another."""
        layer = Layer(source.text)
        root = scan_json(layer, source.name)
        text = JsonText(layer)
        found = [value for value in _roots(root) if value.kind == "object"]
        if not found:
            raise UnknownFormatError(source.name, "no ninjs item is in it")
        return Document(self.name, source, layer, tuple(_item(source, text, value) for value in found))


def _candidates(value: object) -> Iterator[object]:
    if isinstance(value, list):
        yield from value[:3]
    elif isinstance(value, dict):
        yield value
        for key in _WRAPPERS:
            if isinstance(value.get(key), list):
                yield from value[key][:3]


def _is_item(value: object) -> bool:
    return isinstance(value, dict) and ("uri" in value or "guid" in value) and any(map(_KEYS.fullmatch, value))


def _roots(root: Value) -> list[Value]:
    if root.kind == "array":
        return root.items
    if root.get("uri") or root.get("guid"):
        return [root]
    for key in _WRAPPERS:
        wrapped = root.get(key)
        if wrapped and wrapped.kind == "array":
            return wrapped.items
    return [root]


@dataclass(frozen=True, slots=True)
class _Counted:
    """A body: the object that tells its length, its string, whether it is HTML, and the slots that it has."""

    body: Value
    text: Value
    html: bool
    first: int
    last: int


def _item(source: Source, text: JsonText, value: Value) -> Item:
    identity = _identity(text, value)
    pad = Pad(source.feed, identity.language)
    counted: list[_Counted] = []
    _text(pad, text, value, source.name, counted)
    metadata = {
        "author": _first(text, value, "by", "byline"),
        "published": _first(text, value, "firstCreated", "firstcreated", "versionCreated", "versioncreated"),
        "updated": _first(text, value, "contentModified", "contentmodified"),
        "rights": _first(text, value, "copyrightNotice", "copyrightnotice"),
        "url": identity.id if identity.id.startswith(("http://", "https://")) else "",
    }
    return make_item(
        source, pad, identity, lambda issue: _edits(text, value, issue, counted, pad),
        format_name="ninjs", chunk=text.layer.text[value.start : value.end], metadata=metadata,
    )  # fmt: skip


def _first(text: JsonText, value: Value, *keys: str) -> str:
    return next(filter(None, (text.plain(value.get(key)) for key in keys)), "")


def _identity(text: JsonText, value: Value) -> Identity:
    identifier = _first(text, value, "uri", "guid")
    embargo = next((text.plain(one) for one in value.all("embargoed", "embargoedUntil", "embargoeduntil") if one.kind == "string"), None)
    note = _first(text, value, "edNote", "ednote")
    status = _first(text, value, "pubStatus", "pubstatus")
    terms = " ".join(text.plain(one) for one in value.all("usageTerms", "usageterms", "copyrightNotice", "copyrightnotice"))
    rights = text.layer.text[one.start : one.end] if (one := value.get("rightsInfo") or value.get("rightsinfo")) else ""
    forbids = "a RightsML prohibition" if re.search(r"prohibition.*?odrl[:/\d\\]*/?(?:translate|derive|modify)\b", rights, re.DOTALL) else ""
    return Identity(
        id=identifier or derived_id(text.layer.text[value.start : value.end]),
        version=_version(_first(text, value, "version")), language=_first(text, value, "language"),
        status=status_of(status), embargo=embargo, held=holding_words(status, embargo, [note]), unknown=unknown_status(status),
        forbids=forbids or forbids_translation(f"{terms} {note}"),
        origin=_origin(text, value), slug=_first(text, value, "slugline"),
        urgency=Identity.urgency_of(text.layer.text[one.start : one.end] if (one := value.get("urgency")) else ""), derived=not identifier,
    )  # fmt: skip


def _version(version: str) -> str:
    return version if version.isdecimal() else "1"


def _origin(text: JsonText, value: Value) -> str:
    """The item that this one says it was translated from."""
    for ids in value.all("altIds", "altids"):
        for one in ids.items:
            if text.plain(one.get("role")) == "translatedFrom":
                return text.plain(one.get("value")).rpartition("#")[0]
        if found := text.plain(ids.get("translatedfrom")):
            return found.rpartition("#")[0]
    return ""


def _text(pad: Pad, text: JsonText, value: Value, name: str, counted: list[_Counted], *, part: bool = False) -> None:
    """The text of an item; `part` for one that is associated with another, whose texts are captions."""
    own = text.plain(value.get("language"))
    if part and differ(own, pad.language):
        return
    picture = text.plain(value.get("type")) in _PICTURES or part
    head = (UnitKind.CAPTION, "caption") if part else (UnitKind.HEADLINE, "headline")
    summary = (UnitKind.CAPTION, "caption") if picture else (UnitKind.SUBHEAD, "summary")
    for key, one in value.members:
        if key == "headline" or key.startswith("headline_"):
            _string(pad, text, one, name, *head)
        elif key == "headlines":
            for entry in one.items:
                first = text.plain(entry.get("role")) in ("main", "", "headline") and not part
                _string(pad, text, entry.get("value"), name, *(head if first else (UnitKind.SUBHEAD, "headline")))
    for one in value.all("by", "byline"):
        _string(pad, text, one, name, UnitKind.BYLINE, "byline")
    for key, one in value.members:
        if key.startswith("description_"):
            _string(pad, text, one, name, *summary)
        elif key == "descriptions":
            for entry in one.items:
                role = text.plain(entry.get("role"))
                _string(pad, text, entry.get("value"), name, *((UnitKind.CAPTION, "caption") if role in ("caption", "alt") else summary))
    _bodies(pad, text, value, name, counted)
    for one in value.all("title"):
        if len(text.plain(one).split()) >= 4:
            _string(pad, text, one, name, UnitKind.FIELD, "title")
    for one in value.all("keywords"):
        for word in one.items:
            _string(pad, text, word, name, UnitKind.FIELD, "keyword")
    for one in value.all("renditions"):
        for entry in [*one.items, *(member for _, member in one.members)]:
            # "Preview" is a label for machines; a title of some words is for people.
            if len(text.plain(entry.get("title")).split()) >= 3:
                _string(pad, text, entry.get("title"), name, UnitKind.FIELD, "link-title")
    for one in value.all("associations"):
        named = [(text.plain(entry.get("rel")) or text.plain(entry.get("name")), entry) for entry in one.items]
        for role, entry in [*named, *one.members]:
            if role not in ("translatedFrom", "original"):
                for child in entry.items or [entry]:
                    _text(pad, text, child, name, [], part=True)


def _bodies(pad: Pad, text: JsonText, value: Value, name: str, counted: list[_Counted]) -> None:
    """Every body, the marked-up ones first; a second body of the same story shares the units of the first."""
    found: list[tuple[int, str, Value, Value]] = []
    for key, one in value.members:
        if key.startswith("body_") and one.kind == "string":
            found.append((_rank(key, text.plain(one)), key, one, value))
        elif key == "bodies":
            for entry in one.items:
                body = entry.get("value")
                if body and body.kind == "string":
                    kind = f"{text.plain(entry.get('role'))} {text.plain(entry.get('contentType') or entry.get('contenttype'))}"
                    found.append((_rank(kind, text.plain(body)), kind, body, entry))
    found.sort(key=lambda one: one[0])
    for n, (rank, _, body, holder) in enumerate(found):
        pad.alternate = n > 0
        first = len(pad.slots)
        layer = text.string(body)
        if rank == 1:
            try:
                nitf_text(pad, layer, scan_xml(layer, name), again=True)
            except ReadError as error:
                pad.notes.append(f"a body in NITF stays as it is ({error.problem})")
        elif rank == 0:
            html_flow(pad, layer, name, again=True)
        else:
            plain_paragraphs(pad, layer, again=True)
        if len(pad.slots) > first:
            counted.append(_Counted(holder if holder is not value or len(found) == 1 else body, body, rank == 0, first, len(pad.slots)))
    pad.alternate = False


def _rank(kind: str, text: str) -> int:
    """0 for HTML, 1 for NITF, 2 for plain text, by the text where the name does not tell."""
    if "nitf" in kind.lower() or re.match(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE nitf[^>]*>\s*)?<nitf[\s>]", text):
        return 1
    return 0 if re.search(r"html|xml", kind, re.IGNORECASE) or _MARKUP.search(text) else 2


def _string(pad: Pad, text: JsonText, value: Value | None, name: str, kind: UnitKind, field: str) -> None:
    if value is None or value.kind != "string":
        return
    layer = text.string(value)
    if _MARKUP.search(layer.text):
        html_flow(pad, layer, name, context=Context("", kind, field), again=True)
    else:
        pad.plain(layer, kind, field, again=True)


def _edits(text: JsonText, value: Value, issue: Issue, counted: list[_Counted], pad: Pad) -> Edits:
    made = _Edits(text, value)
    generation = _generation(text, value)
    camel, arrays = generation == 3, generation > 1
    for key in ("uri", "guid"):
        if value.get(key):
            made.set(key, issue.id)
    if not value.get("uri") and not value.get("guid"):
        made.set("uri", issue.id)
    number = (old := value.get("version")) and old.kind == "other"
    made.set("version", issue.version if number else str(issue.version))
    made.set("language", issue.locale)
    made.set("versionCreated" if camel else "versioncreated", issue.now)
    for key in ("firstCreated", "firstcreated"):
        if value.get(key):
            made.set(key, issue.now)
    made.set("pubStatus" if camel else "pubstatus", issue.status.value)
    made.set("edNote" if camel or value.get("edNote") else "ednote", issue.note)
    _source_type(made, text, value, issue, camel=camel)
    _link(made, text, value, issue, camel=camel, arrays=arrays)
    if issue.edition:
        for one in counted:
            places = dict.fromkeys(slot.unit for slot in pad.slots[one.first : one.last])
            words = [issue.edition.units[place].text for place in places]
            if issue.reader_line:
                _tell(made, text.string(one.text), issue.reader_line, html=one.html)
            _count(made, one.body, sum(map(len, words)), sum(len(part.split()) for part in words))
    return made.edits


def _tell(made: _Edits, body: Layer, line: str, *, html: bool) -> None:
    """A line for readers at the end of a body: before what closes the document, or below the text."""
    closing = re.search(r"(?:\s*</(?:article|body|html|section|div)>)*\s*$", body.text) if html else None
    at = closing.start() if closing else len(body.text.rstrip())
    made.edits.append((body, Splice(at, at, f"<p>{escape_text(line)}</p>" if html else f"\n{line}")))


def _count(made: _Edits, holder: Value, letters: int, words: int) -> None:
    for key, number in (
        ("charCount", letters), ("charcount", letters), ("wordCount", words), ("wordcount", words),
        ("readtime", max(1, round(words / 250))), ("readTime", max(1, round(words / 250))),
    ):  # fmt: skip
        found = holder.get(key)
        if found and found.kind == "other":
            made.edits.append((made.text.layer, Splice(found.start, found.end, str(number))))


class _Edits:
    """Members of one item, set or added."""

    def __init__(self, text: JsonText, value: Value) -> None:
        self.text = text
        self.value = value
        self.edits: Edits = []

    def set(self, key: str, new: object) -> None:
        found = list(self.value.all(key))
        splices = [self.text.replaced(one, new) for one in found] or [self.text.inserted(self.value, key, new)]
        self.edits += [(self.text.layer, one) for one in splices]

    def add(self, one: Splice) -> None:
        self.edits.append((self.text.layer, one))


# Property names that only the third generation has; the second has the arrays in small letters.
_THIRD = frozenset(
    "versionCreated firstCreated contentCreated pubStatus edNote altIds embargoedUntil copyrightHolder copyrightNotice usageTerms "
    "representationType infoSources trustIndicators rightsInfo digitalSourceType".split()
)
_SECOND = frozenset("headlines bodies descriptions people organisations places subjects infosources trustindicators genres".split())


def _standard(value: Value) -> Value | None:
    """What the item says of its standard; the first generation has it as "$standard"."""
    return value.get("standard") or value.get("$standard")


def _generation(text: JsonText, value: Value) -> int:
    """1, 2 or 3: by the version that the item says, else by the names of its properties."""
    standard = _standard(value)
    said = re.match(r"([123])\.", text.plain(standard.get("version"))) if standard else None
    if said:
        return int(said[1])
    names = {key for key, _ in value.members}
    return 3 if names & _THIRD else 2 if names & _SECOND else 1


# The first minor version of each major one with a digital source type.
_SOURCE_TYPE_SINCE = {1: 6, 2: 2, 3: 1}


def _source_type(made: _Edits, text: JsonText, value: Value, issue: Issue, *, camel: bool) -> None:
    if issue.edition is None or not issue.digital_source_type or text.plain(value.get("type")) in _PICTURES:
        return
    made.set("digitalSourceType" if camel else "digitalsourcetype", {"uri": issue.digital_source_type})
    standard = _standard(value)
    if not standard:
        return
    version = re.fullmatch(r"(\d)\.(\d+)", text.plain(standard.get("version")))
    since = _SOURCE_TYPE_SINCE.get(int(version[1]), 0) if version else 0
    if version and int(version[2]) < since:
        new = f"{version[1]}.{since}"
        for key in ("version", "schema"):
            found = standard.get(key)
            if found:
                made.add(text.replaced(found, text.plain(found).replace(version[0], new)))


def _link(made: _Edits, text: JsonText, value: Value, issue: Issue, *, camel: bool, arrays: bool) -> None:
    source = issue.source
    original = {"uri": source.id, "version": source.version} | ({"language": source.language} if source.language else {})
    pointer = f"{source.id}#{source.version}"
    key = "altIds" if camel else "altids"
    ids = value.get(key)
    if arrays:
        known = next((one for one in (ids.items if ids else ()) if text.plain(one.get("role")) == "translatedFrom"), None)
        entry = {"role": "translatedFrom", "value": pointer}
        made.add(
            text.replaced(known, entry) if known
            else text.appended(ids, entry) if ids and ids.kind == "array"
            else text.inserted(value, key, [entry])
        )  # fmt: skip
    elif ids and ids.kind == "object":
        old = ids.get("translatedfrom")
        made.add(text.replaced(old, pointer) if old else text.inserted(ids, "translatedfrom", pointer))
    else:
        made.set(key, {"translatedfrom": pointer})
    others = value.get("associations")
    if arrays:
        named = {"name": "original", **({"rel": "translatedFrom"} if camel else {}), **original}
        if camel:
            named["representationType"] = "partial"
        made.add(text.appended(others, named) if others and others.kind == "array" else text.inserted(value, "associations", [named]))
    elif others and others.kind == "object":
        old = others.get("original")
        made.add(text.replaced(old, original) if old else text.inserted(others, "original", original))
    else:
        made.set("associations", {"original": original})

