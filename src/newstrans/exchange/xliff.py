"""XLIFF 1.2 and 2.0: an edition for translators' tools, and what comes back (also as 2.1 and 2.2).

Codes are `g` and `x` in 1.2, `pc` and `ph` in 2.0; read are also `bpt`/`ept`, `bx`/`ex`, `sc`/`ec`. State and origin
follow the standards: what nobody has looked at is `needs-review-translation` with `mt-suggestion` (2.0: `translated`
with subState `newstrans:mt`), what a translator changed `translated` (2.0: `reviewed`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from newstrans.errors import ExchangeError
from newstrans.exchange.answers import Answer, Answers
from newstrans.exchange.markup import CodeError, append_text, indent, local_name, parse_xml, read_codes
from newstrans.exchange.segments import Code, Sentence, Token, joined, sentences
from newstrans.formats.edition_layout import fit
from newstrans.languages import declared_tag
from newstrans.model import Edition

V11 = "urn:oasis:names:tc:xliff:document:1.1"  # read as 1.2, of which it is a part
V12 = "urn:oasis:names:tc:xliff:document:1.2"
V20 = "urn:oasis:names:tc:xliff:document:2.0"
_XML = "{http://www.w3.org/XML/1998/namespace}"

_STATES_12 = {"mt": ("needs-review-translation", "mt-suggestion"), "pe": ("translated", ""), "human": ("translated", ""), "": ("new", "")}
_READ_12 = {
    "final": "final", "signed-off": "final", "translated": "translated", "new": "initial", "needs-translation": "initial",
    "needs-review-translation": "translated", "needs-review-adaptation": "translated", "needs-review-l10n": "translated",
    "needs-adaptation": "translated", "needs-l10n": "translated",
}  # fmt: skip
_STATES_20 = {"mt": ("translated", "newstrans:mt"), "pe": ("reviewed", ""), "human": ("reviewed", ""), "": ("initial", "")}
_TYPES = {"a": "link", "strong": "fmt", "b": "fmt", "em": "fmt", "i": "fmt", "img": "image", "br": "fmt"}


def edition_to_xliff(edition: Edition, digest: str, *, version: str) -> bytes:
    """The edition in XLIFF `version` ("1.2" or "2.0"); `digest` is the SHA-256 of its file, which the way back compares."""
    from lxml import etree

    target, source = edition.locale, declared_tag(edition.language) or "und"
    name = fit(f"{edition.story.slug}.{target}.json")
    if version == "1.2":
        root = etree.Element("xliff", {"version": "1.2"}, nsmap={None: V12})
        file = etree.SubElement(
            root, "file",
            {"original": name, "source-language": source, "target-language": target, "datatype": "plaintext", _XML + "space": "preserve"},
        )  # fmt: skip
        header = etree.SubElement(file, "header")
        etree.SubElement(header, "note", {"from": "newstrans"}).text = digest
        body = etree.SubElement(file, "body")
        for sentence in sentences(edition):
            _unit_12(body, sentence, edition)
    else:
        root = etree.Element("xliff", {"version": "2.0", "srcLang": source, "trgLang": target}, nsmap={None: V20})
        file = etree.SubElement(root, "file", {"id": "f1", "original": name})
        notes = etree.SubElement(file, "notes")
        etree.SubElement(notes, "note", {"category": "newstrans-edition"}).text = digest
        _units_20(file, sentences(edition), edition)
    indent(root)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _unit_12(body: Any, sentence: Sentence, edition: Edition) -> None:
    from lxml import etree

    kind = edition.units[sentence.unit].unit.kind.value
    unit = etree.SubElement(body, "trans-unit", {"id": f"u{sentence.unit}.{sentence.segment}", "resname": fit(sentence.key), "restype": f"x-{kind}"})
    _write(etree.SubElement(unit, "source"), sentence.source, sentence, ("g", "x"))
    if sentence.target is not None:
        state, qualifier = _STATES_12[sentence.origin]
        values = {"state": state, **({"state-qualifier": qualifier} if qualifier else {})}
        _write(etree.SubElement(unit, "target", values), sentence.target, sentence, ("g", "x"))


def _units_20(file: Any, found: Sequence[Sentence], edition: Edition) -> None:
    from lxml import etree

    node, place = None, -1
    for sentence in found:
        unit = edition.units[sentence.unit]
        if sentence.unit != place:
            place = sentence.unit
            values = {"id": f"u{place}", "name": fit(unit.unit.id), "type": f"newstrans:{unit.unit.kind.value}"}
            node = etree.SubElement(file, "unit", {**values, "canResegment": "no"})
        state, sub = _STATES_20[sentence.origin]
        values = {"id": f"s{sentence.segment}", "state": state, **({"subState": sub} if sub else {})}
        segment = etree.SubElement(node, "segment", values)
        _write(etree.SubElement(segment, "source", {_XML + "space": "preserve"}), sentence.source, sentence, ("pc", "ph"))
        if sentence.target is not None:
            _write(etree.SubElement(segment, "target", {_XML + "space": "preserve"}), sentence.target, sentence, ("pc", "ph"))
        gap = unit.segments[sentence.segment].gap
        if gap:
            between = etree.SubElement(etree.SubElement(node, "ignorable"), "source", {_XML + "space": "preserve"})
            between.text = fit(gap)


def _write(parent: Any, parts: Sequence[Token], sentence: Sentence, names: tuple[str, str]) -> None:
    """Text and codes as children of `parent`."""
    from lxml import etree

    at, last = parent, None
    for part in parts:
        if isinstance(part, str):
            append_text(at, last, part)
        elif part.kind == "close":
            last, at = at, at.getparent()
        else:
            tag = sentence.signs[part.id].tag
            last = etree.SubElement(at, names[part.kind == "void"], _code_values(part.id, tag, names[0] == "pc"))
            if part.kind == "open":
                at, last = last, None


def _code_values(key: str, tag: str, second: bool) -> dict[str, str]:
    if second:
        kind = _TYPES.get(tag)
        return {"id": key, **({"type": kind} if kind else {}), "canDelete": "no", "canCopy": "no"}
    return {"id": key, "ctype": f"x-{tag}"}


# -- reading ---------------------------------------------------------------------------------------------------------


def read_xliff(data: bytes, *, name: str) -> Answers:
    """What an XLIFF file of any of the versions holds.

    Raises:
        ExchangeError: no XML, or no XLIFF that is known.

    """
    root = parse_xml(data, name)
    space, local = str(root.tag).rpartition("}")[0].removeprefix("{"), local_name(root)
    first = space in {"", V12, V11}
    if local != "xliff" or not (first or space.startswith(V20[:-1])):
        raise ExchangeError(name, f"is no XLIFF file of a known version (its root is {root.tag})")
    if first and not (root.get("version") or "").startswith("2"):
        return Answers("xliff", _note(root, "from", "newstrans"), tuple(_answers_12(root)))
    return Answers("xliff2", _note(root, "category", "newstrans-edition"), tuple(_answers_20(root)))


def _note(root: Any, attribute: str, value: str) -> str:
    for node in root.iter("{*}note"):
        if node.get(attribute) == value:
            return (node.text or "").strip()
    return ""


def _answers_12(root: Any) -> Iterator[Answer]:
    for unit in root.iter("{*}trans-unit"):
        if unit.get("translate") == "no":
            continue
        source, target = unit.find("{*}source"), unit.find("{*}target")
        state = _READ_12.get(target.get("state", "translated"), "translated") if target is not None else "initial"
        if unit.get("approved") == "yes":
            state = "final"
        yield _answer(unit.get("resname") or unit.get("id") or "", source, target, state)


def _answers_20(root: Any) -> Iterator[Answer]:
    for unit in root.iter("{*}unit"):
        if unit.get("translate") == "no":
            continue
        for number, segment in enumerate(unit.iterchildren("{*}segment")):
            given = segment.get("id") or ""
            place = int(given[1:]) if given[:1] == "s" and given[1:].isdecimal() and len(given) < 8 else number
            key = f"{unit.get('name')}.{place + 1}" if unit.get("name") else f"{unit.get('id')}.{place}"
            yield _answer(key, segment.find("{*}source"), segment.find("{*}target"), segment.get("state") or "initial")


def _answer(key: str, source: Any, target: Any, state: str) -> Answer:
    try:
        there = None if source is None else joined(read_codes(source, _element))
    except CodeError as error:
        return Answer(key, None, None, state, str(error))
    try:
        return Answer(key, there, None if target is None else joined(read_codes(target, _element)), state)
    except CodeError as error:
        return Answer(key, there, None, state, str(error))


_VOID = frozenset({"x", "ph", "it"})
_PAIR = frozenset({"g", "pc"})
_OPEN = frozenset({"bx", "bpt", "sc"})
_CLOSE = frozenset({"ex", "ept", "ec"})
_THROUGH = frozenset({"mrk", "sm", "em", "sub"})


def _element(node: Any) -> Iterator[Token]:
    name = local_name(node)
    key = node.get("id") or ""
    if name in _PAIR:
        yield Code("open", key)
        yield from read_codes(node, _element)
        yield Code("close", key)
    elif name in _VOID:
        yield Code("void", key)
    elif name in _OPEN:
        yield Code("open", node.get("rid") or key)
    elif name in _CLOSE:
        yield Code("close", node.get("startRef") or node.get("rid") or key)
    elif name == "cp":
        raise CodeError("it holds a control character (cp), which no edition may carry")
    elif name in _THROUGH:
        yield from read_codes(node, _element)
    else:
        raise CodeError(f"it holds <{name}>, which is no inline code of XLIFF")
