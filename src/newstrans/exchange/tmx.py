"""TMX 1.4b: the sentences of an edition as translation units, with codes as bpt/ept and ph pairs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from newstrans import __version__
from newstrans.errors import ExchangeError
from newstrans.exchange.answers import Answer, Answers
from newstrans.exchange.markup import CodeError, append_text, indent, local_name, parse_xml, read_codes
from newstrans.exchange.segments import Code, Sentence, Token, joined, sentences, text_of
from newstrans.formats.edition_layout import fit
from newstrans.languages import declared_tag, language_of
from newstrans.model import Edition

_XML = "{http://www.w3.org/XML/1998/namespace}"
_DIGEST = "x-newstrans-edition"
_ORIGIN = "x-newstrans-origin"


@dataclass(frozen=True, slots=True)
class TranslationUnit:
    """A `tu`: its texts by language tag, the source first; who changed it last and when, as written; its props by type.

    `problem` says why its inline codes could not be read; it has no texts then.
    """

    id: str
    variants: tuple[tuple[str, tuple[Token, ...]], ...]
    by: str = ""
    at: str = ""
    props: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""


def edition_to_tmx(edition: Edition, digest: str) -> bytes:
    """The sentences of the edition that have a translation; `digest` is the SHA-256 of its file.

    `x-newstrans-origin` says whose words they are: "mt", "pe" (an engine's, changed by a person) or "human".
    """
    from lxml import etree

    source = declared_tag(edition.language) or "und"
    root = _document(source, segtype="sentence", made_from="newstrans-edition", digest=digest)
    body = etree.SubElement(root, "body")
    for sentence in sentences(edition):
        if not sentence.target:
            continue
        unit = etree.SubElement(body, "tu", {"tuid": fit(sentence.key)})
        etree.SubElement(unit, "prop", {"type": _ORIGIN}).text = sentence.origin
        for tag, parts in ((source, sentence.source), (edition.locale, sentence.target)):
            variant = etree.SubElement(unit, "tuv", {_XML + "lang": tag})
            _write(etree.SubElement(variant, "seg"), parts, sentence)
    return _bytes(root)


def units_to_tmx(units: Iterable[TranslationUnit], source: str, *, segtype: str, made_from: str) -> bytes:
    """Units without inline codes as a file, "*all*" for `source` when they have several."""
    from lxml import etree

    root = _document(source, segtype=segtype, made_from=made_from)
    body = etree.SubElement(root, "body")
    for one in units:
        given = {"tuid": one.id, "srclang": one.variants[0][0], "changeid": one.by, "changedate": one.at}
        unit = etree.SubElement(body, "tu", {name: fit(value) for name, value in given.items() if value})
        for name, value in one.props.items():
            etree.SubElement(unit, "prop", {"type": name}).text = fit(value)
        for tag, parts in one.variants:
            variant = etree.SubElement(unit, "tuv", {_XML + "lang": tag})
            etree.SubElement(variant, "seg").text = fit(text_of(parts))
    return _bytes(root)


def _document(source: str, *, segtype: str, made_from: str, digest: str = "") -> Any:
    from lxml import etree

    root = etree.Element("tmx", {"version": "1.4"})
    header = etree.SubElement(
        root, "header",
        {
            "creationtool": "newstrans", "creationtoolversion": __version__, "segtype": segtype, "o-tmf": made_from,
            "adminlang": "en", "srclang": source, "datatype": "plaintext",
        },
    )  # fmt: skip
    if digest:
        etree.SubElement(header, "prop", {"type": _DIGEST}).text = digest
    return root


def _bytes(root: Any) -> bytes:
    from lxml import etree

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
    digest, _, units = read_units(data, name=name)
    return Answers("tmx", digest, tuple(_answer(one) for one in units))


def read_units(data: bytes, *, name: str) -> tuple[str, str, Iterator[TranslationUnit]]:
    """The edition's SHA-256 that a file names ("" for none), its segmentation ("sentence", "paragraph" ...), its units.

    Raises:
        ExchangeError: no XML, or no TMX.

    """
    root = parse_xml(data, name)
    if local_name(root) != "tmx":
        raise ExchangeError(name, f"is no TMX file (its root is {root.tag})")
    header = root.find("header")
    if header is None:
        return "", "", _units(root, "")
    digest = next((node.text or "" for node in header.iter("prop") if node.get("type") == _DIGEST), "")
    return digest.strip(), header.get("segtype") or "", _units(root, header.get("srclang") or "")


def _units(root: Any, source: str) -> Iterator[TranslationUnit]:
    for unit in root.iter("tu"):
        props = {node.get("type") or "": (node.text or "").strip() for node in unit.iter("prop")}
        by, at = (_newest(unit, *names) for names in (("changeid", "creationid"), ("changedate", "creationdate")))
        found = [(node.get(_XML + "lang") or node.get("lang") or "", node.find("seg")) for node in unit.iter("tuv")]
        own = (unit.get("srclang") or source).lower()
        first = next((n for n, (tag, _) in enumerate(found) if tag.lower() == own), None)
        if first is None:
            first = next((n for n, (tag, _) in enumerate(found) if language_of(tag.lower()) == language_of(own)), None)
        order = found if first is None else [found[first], *found[:first], *found[first + 1 :]]
        try:
            variants = tuple((tag, joined(read_codes(seg, _element))) for tag, seg in order if seg is not None)
        except CodeError as error:
            yield TranslationUnit(unit.get("tuid") or "", (), by, at, props, str(error))
            continue
        if first is None:  # nobody says which one is the source
            variants = (("", ()), *variants)
        yield TranslationUnit(unit.get("tuid") or "", variants, by, at, props)


def _newest(unit: Any, *names: str) -> str:
    """An attribute of a unit's last variant that has it, else of the unit itself."""
    for name in names:
        found = [node.get(name) for node in (*unit.iter("tuv"),) if node.get(name)] or [unit.get(name)]
        if found[-1]:
            return str(found[-1])
    return ""


def _answer(one: TranslationUnit) -> Answer:
    if one.problem:
        return Answer(one.id, None, None, problem=one.problem)
    first, *others = one.variants or (("", ()),)
    return Answer(one.id, first[1] if first[0] else None, others[0][1] if others else None)


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
