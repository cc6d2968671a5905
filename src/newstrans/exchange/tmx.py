"""TMX 1.4b: the sentences of an edition as translation units, with codes as bpt/ept and ph pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from newstrans import __version__
from newstrans.errors import ExchangeError
from newstrans.exchange.answers import Answer, Answers
from newstrans.exchange.markup import CodeError, append_text, indent, local_name, parse_xml, read_codes
from newstrans.exchange.segments import Code, Sentence, Token, joined, sentences
from newstrans.formats.edition_layout import fit
from newstrans.languages import declared_tag, language_of
from newstrans.model import Edition

_XML = "{http://www.w3.org/XML/1998/namespace}"
_DIGEST = "x-newstrans-edition"
_ORIGIN = "x-newstrans-origin"


def edition_to_tmx(edition: Edition, digest: str) -> bytes:
    """The sentences of the edition that have a translation; `digest` is the SHA-256 of its file.

    `x-newstrans-origin` says whose words they are: "mt", "pe" (an engine's, changed by a person) or "human".
    """
    from lxml import etree

    source = declared_tag(edition.language) or "und"
    root = etree.Element("tmx", {"version": "1.4"})
    header = etree.SubElement(
        root, "header",
        {
            "creationtool": "newstrans", "creationtoolversion": __version__, "segtype": "sentence", "o-tmf": "newstrans-edition",
            "adminlang": "en", "srclang": source, "datatype": "plaintext",
        },
    )  # fmt: skip
    etree.SubElement(header, "prop", {"type": _DIGEST}).text = digest
    body = etree.SubElement(root, "body")
    for sentence in sentences(edition):
        if not sentence.target:
            continue
        unit = etree.SubElement(body, "tu", {"tuid": fit(sentence.key)})
        etree.SubElement(unit, "prop", {"type": _ORIGIN}).text = sentence.origin
        for tag, parts in ((source, sentence.source), (edition.locale, sentence.target)):
            variant = etree.SubElement(unit, "tuv", {_XML + "lang": tag})
            _write(etree.SubElement(variant, "seg"), parts, sentence)
    indent(root)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _write(seg: Any, parts: Sequence[Token], sentence: Sentence) -> None:
    from lxml import etree

    last = None
    for part in parts:
        if isinstance(part, str):
            append_text(seg, last, part)
            continue
        tag = sentence.signs[part.id].tag
        name = {"open": "bpt", "close": "ept", "void": "ph"}[part.kind]
        values = {"x": part.id} if part.kind == "void" else {"i": part.id}
        last = etree.SubElement(seg, name, {**values, **({"x": part.id, "type": tag} if part.kind == "open" else {})})
        last.text = {"open": f"<{tag}>", "close": f"</{tag}>", "void": f"<{tag}/>"}[part.kind]


def read_tmx(data: bytes, *, name: str) -> Answers:
    """What a TMX file holds: for each unit its source and its first variant in another language.

    Raises:
        ExchangeError: no XML, or no TMX.

    """
    root = parse_xml(data, name)
    if local_name(root) != "tmx":
        raise ExchangeError(name, f"is no TMX file (its root is {root.tag})")
    header = root.find("header")
    digest, source = "", ""
    if header is not None:
        source = header.get("srclang") or ""
        digest = next((node.text or "" for node in header.iter("prop") if node.get("type") == _DIGEST), "")
    return Answers("tmx", digest.strip(), tuple(_answers(root, source)))


def _answers(root: Any, source: str) -> Iterator[Answer]:
    for unit in root.iter("tu"):
        variants = [(node.get(_XML + "lang") or node.get("lang") or "", node.find("seg")) for node in unit.iter("tuv")]
        own = (unit.get("srclang") or source).lower()
        first = next((seg for tag, seg in variants if tag.lower() == own), None)
        if first is None:
            first = next((seg for tag, seg in variants if language_of(tag.lower()) == language_of(own)), None)
        other = next((seg for _, seg in variants if seg is not None and seg is not first), None)
        try:
            there = None if first is None else joined(read_codes(first, _element))
            target = None if other is None else joined(read_codes(other, _element))
        except CodeError as error:
            yield Answer(unit.get("tuid") or "", None, None, problem=str(error))
            continue
        yield Answer(unit.get("tuid") or "", there, target)


def _element(node: Any) -> Iterator[Token]:
    name = local_name(node)
    if name == "bpt":
        yield Code("open", node.get("i") or "")
    elif name == "ept":
        yield Code("close", node.get("i") or "")
    elif name in {"ph", "it", "ut"}:
        yield Code("void", node.get("x") or "")
    elif name in {"hi", "sub"}:
        yield from read_codes(node, _element)
    else:
        raise CodeError(f"it holds <{name}>, which is no inline code of TMX")
