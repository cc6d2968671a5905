"""TermBase eXchange (ISO 30042): versions 2 and 3 are read, version 3 Basic in DCA style is written.

What TBX-Basic has a data category for stands there; the rest of a concept or of a language is a note that begins with
"newstrans:" and holds one line of the glossary file, so that nothing is lost on the way back. Data categories and
their values: ISO 30042:2019 and the TBX-Basic definition. A file is hostile until it was read: no entity is expanded,
no DTD is loaded, nothing is fetched.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from newstrans.glossary.entry import KINDS
from newstrans.glossary.exchange.base import (
    ExchangeError,
    Incoming,
    Problem,
    Reading,
    Table,
    clean_text,
    fields_of,
    tag_or_problem,
)
from newstrans.glossary.parse import ENTRY_KEYS, TERM_KEYS
from newstrans.glossary.toml_text import toml_value

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_WIKIDATA = "http://www.wikidata.org/entity/"
_OWN_NOTE = "newstrans:"
_GENDERS = {"m": "masculine", "f": "feminine", "n": "neuter"}
# Field of a language -> administrative status, term type, part of speech. "deprecated" is what the house wrote before
# (superseded), "forbidden" what must not be written (deprecated, in the words of the standard).
_WRITTEN: Mapping[str, tuple[str, str, str]] = {
    "preferred": ("preferredTerm-admn-sts", "fullForm", "noun"),
    "short": ("preferredTerm-admn-sts", "shortForm", "noun"),
    "variants": ("", "variant", "noun"),
    "short_variants": ("", "shortForm", "noun"),
    "admitted": ("admittedTerm-admn-sts", "", "noun"),
    "derived": ("admittedTerm-admn-sts", "", "other"),
    "deprecated": ("supersededTerm-admn-sts", "", "noun"),
    "forbidden": ("deprecatedTerm-admn-sts", "", "noun"),
}
_SHORT_TYPES = {"shortForm", "acronym", "abbreviation"}
# Elements that carry their category in `type`; in DCT style the element's own name is the category.
_GENERIC = {"termNote", "descrip", "admin", "xref", "ref", "transac", "transacNote", "adminNote", "descripNote"}
# Marks a name that CLDR lent and no file of the house has, while a language is read.
_LENT = "lent by CLDR"
_STATUS_WORDS = ("preferred", "admitted", "superseded", "deprecated", "obsolete", "forbidden")


def to_tbx(tables: Mapping[str, Table]) -> str:
    """Concepts as TBX-Basic version 3, DCA style."""
    from lxml import etree

    root = etree.Element(f"{{{NAMESPACE}}}tbx", {"type": "TBX-Basic", "style": "dca", _XML_LANG: "en"}, nsmap={None: NAMESPACE})
    header = _element(root, "tbxHeader")
    source = _element(_element(header, "fileDesc"), "sourceDesc")
    _element(source, "p").text = "Proper nouns exported from a newstrans glossary"
    body = _element(_element(root, "text"), "body")
    for concept, table in tables.items():
        _write_concept(body, concept, table)
    etree.indent(root, space="  ")
    text: str = etree.tostring(root, encoding="unicode")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + text + "\n"


def _write_concept(body: Any, concept: str, table: Table) -> None:
    entry = _element(body, "conceptEntry", {"id": concept})
    _child(entry, "descrip", "subjectField", table["kind"])
    if table.get("wikidata"):
        _child(entry, "xref", "externalCrossReference", table["wikidata"], target=_WIKIDATA + table["wikidata"])
    if table.get("source"):
        _child(entry, "admin", "source", table["source"])
    if table.get("note"):
        _element(entry, "note").text = _xml_text(table["note"])
    for key, value in table.items():
        if key in ENTRY_KEYS and key not in ("kind", "note", "source", "wikidata"):
            _own_note(entry, key, value)
    for key, value in table.items():
        if key not in ENTRY_KEYS:
            _write_language(entry, key, fields_of(value))


def _write_language(entry: Any, tag: str, term: Mapping[str, Any]) -> None:
    section = _element(entry, "langSec", {_XML_LANG: tag})
    for key, value in term.items():
        if key not in _WRITTEN and not (key in ("gender", "source") and term.get("preferred")):
            _own_note(section, key, value)
    for key, (status, kind, speech) in _WRITTEN.items():
        value = term.get(key)
        for form in [value] if isinstance(value, str) else value or ():
            where = _element(section, "termSec")
            _element(where, "term").text = _xml_text(form)
            _child(where, "termNote", "partOfSpeech", speech)
            if key == "preferred" and term.get("gender"):
                _child(where, "termNote", "grammaticalGender", _GENDERS[term["gender"]])
            if status:
                _child(where, "termNote", "administrativeStatus", status)
            if kind:
                acronym = kind == "shortForm" and form.isupper()
                _child(where, "termNote", "termType", "acronym" if acronym else kind)
            if key == "preferred" and term.get("source"):
                _child(where, "admin", "source", term["source"])


def _element(parent: Any, name: str, attributes: Mapping[str, str] | None = None) -> Any:
    from lxml import etree

    return etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", dict(attributes or {}))


def _child(parent: Any, name: str, category: str, text: str, **more: str) -> None:
    _element(parent, name, {"type": category, **more}).text = _xml_text(text)


def _own_note(parent: Any, key: str, value: Any) -> None:
    _element(parent, "note").text = _xml_text(f"{_OWN_NOTE} {key} = {toml_value(value)}")


def _xml_text(text: str) -> str:
    """What XML can hold of a text; control characters cannot stand in it."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)


def from_tbx(data: bytes, name: str) -> Reading:
    """Concepts of a TBX file of version 2 or 3, DCA or DCT.

    Raises:
        ExchangeError: not XML, not TBX, or it declares entities.

    """
    root = _parsed(data, name)
    kind = _local(root)
    if kind not in ("martif", "tbx", "TBX"):
        raise ExchangeError(name, [Problem(root.sourceline or 0, f"the root is <{kind}>, not <tbx> or <martif>: no TBX file")])
    reading = Reading()
    for entry in root.iter():
        if isinstance(entry.tag, str) and _local(entry) in ("conceptEntry", "termEntry"):
            _read_concept(entry, reading)
    if not reading.concepts and not reading.problems:
        reading.problems.append(Problem(root.sourceline or 0, "no concept in it"))
    return reading


def _parsed(data: bytes, name: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as exc:
        raise ExchangeError(name, [Problem(exc.lineno or 0, f"not XML: {exc.msg}")]) from exc
    dtd = root.getroottree().docinfo.internalDTD
    declared = [entity.name for entity in dtd.iterentities()] if dtd is not None else []
    if declared:
        shown = ", ".join(declared[:3])
        raise ExchangeError(name, [Problem(1, f"declares entities ({shown}); write their text in place of them. Nothing was expanded or fetched")])
    for node in root.iter(etree.Entity):
        raise ExchangeError(name, [Problem(node.getparent().sourceline or 0, f"refers to the entity {node.text}, which nothing declares")])
    return root


def _local(node: Any) -> str:
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _category(node: Any) -> str:
    """The data category of an element, in either style: `type` in DCA and version 2, its own name in DCT."""
    local = _local(node)
    return str(node.get("type") or local) if local in _GENERIC else local


def _inside(node: Any, *stop: str) -> Iterator[tuple[str, str, Any]]:
    """Category, text and element of what stands in `node`, also in groups (termGrp, descripGrp), but not under `stop`."""
    for child in node:
        local = _local(child)
        if not local or local in stop:
            continue
        if local.endswith("Grp") or local == "ntig":
            if local in ("transacGrp",):
                yield "transacGrp", "", child
            else:
                yield from _inside(child, *stop)
            continue
        yield _category(child), clean_text("".join(child.itertext())), child


def _read_concept(entry: Any, reading: Reading) -> None:
    line = entry.sourceline or 0
    table: Table = {}
    notes: list[str] = []
    cldr = False
    for category, text, node in _inside(entry, "langSec", "langSet"):
        own = _own(text) if category == "note" else None
        if own is not None and own[0] in ENTRY_KEYS:
            table[own[0]] = own[1]
            cldr = cldr or own[0] == "cldr"
        elif category == "subjectField" and text in KINDS:
            table["kind"] = text
        elif category in ("subjectField", "definition", "note") and text:
            notes.append(text)
        elif category == "source" and text:
            table["source"] = text
        elif category == "externalCrossReference" and str(node.get("target", "")).startswith(_WIKIDATA):
            table["wikidata"] = str(node.get("target")).removeprefix(_WIKIDATA)
        elif category == "translationNote" and text.casefold() == "no":
            table["do_not_translate"] = True
        else:
            reading.ignored[category] += 1
    known = len(reading.problems)
    for section in entry:
        if _local(section) in ("langSec", "langSet"):
            _read_language(section, table, notes, reading, cldr=cldr)
    if notes:
        table["note"] = " ".join(notes)
    if len(reading.problems) == known:
        reading.concepts.append(Incoming(str(entry.get("id") or ""), table, line))


def _own(text: str) -> tuple[str, Any] | None:
    """The line of a glossary file that one of our notes holds."""
    if not text.startswith(_OWN_NOTE):
        return None
    try:
        [(key, value)] = tomllib.loads(text.removeprefix(_OWN_NOTE).strip()).items()
    except (tomllib.TOMLDecodeError, ValueError):
        return None
    return key, value


def _read_language(section: Any, table: Table, notes: list[str], reading: Reading, *, cldr: bool) -> None:
    line = section.sourceline or 0
    given = section.get(_XML_LANG) or section.get("lang") or ""
    tag = tag_or_problem(given, line, reading.problems)
    if tag is None:
        return
    term: dict[str, Any] = dict(table.get(tag, {}))
    for category, text, _ in _inside(section, "termSec", "tig", "ntig"):
        own = _own(text) if category == "note" else None
        if own is not None and own[0] in TERM_KEYS:
            term[own[0]] = own[1]
        elif category in ("definition", "note") and text:
            notes.append(text)
        else:
            reading.ignored[category] += 1
    for place in section:
        if _local(place) in ("termSec", "tig", "ntig"):
            _read_term(place, term, table, notes, reading, cldr=cldr)
    if "preferred" not in term and not cldr:
        first = next((term[key] for key in ("admitted", "variants", "short") if term.get(key)), None)
        if first is None:
            reading.problems.append(Problem(line, f"{tag}: no term that may be written"))
            return
        term["preferred"] = first if isinstance(first, str) else first[0]
        for key in ("admitted", "variants"):
            term[key] = [form for form in term.get(key, ()) if form != term["preferred"]]
        if term.get("short") == term["preferred"]:
            del term["short"]
    if term.pop(_LENT, False):
        del term["preferred"]
    if term:
        table[tag] = {key: value for key, value in term.items() if value not in ([], "")}


def _read_term(place: Any, term: dict[str, Any], table: Table, notes: list[str], reading: Reading, *, cldr: bool) -> None:
    about: dict[str, str] = {}
    for category, text, _ in _inside(place):
        if category == "note" and text:
            notes.append(text)
        elif category == "context" and text:
            about["context"] = text
        elif category in ("term", "administrativeStatus", "termType", "partOfSpeech", "grammaticalGender", "source", "translationNote", "normativeAuthorization"):
            about.setdefault("administrativeStatus" if category == "normativeAuthorization" else category, text)
        else:
            reading.ignored[category] += 1
    form = about.get("term", "")
    if not form:
        reading.problems.append(Problem(place.sourceline or 0, "a term without text"))
        return
    if about.get("translationNote", "").casefold() == "no":
        table["do_not_translate"] = True
    field = _field_for(about, term)
    if field == "preferred":
        gender = {word: letter for letter, word in _GENDERS.items()}.get(about.get("grammaticalGender", ""))
        if gender:
            term["gender"] = gender
        if about.get("source") == "CLDR" and cldr:
            term[_LENT] = True
        elif about.get("source"):
            term["source"] = about["source"]
    elif about.get("source"):
        reading.ignored["source of a further term"] += 1
    if about.get("context"):
        if form in about["context"] and field in ("preferred", "short"):
            term.setdefault("examples", []).append(about["context"])
        else:
            reading.ignored["context"] += 1
    if field in ("preferred", "short"):
        term[field] = form
    elif form not in term.setdefault(field, []):
        term[field].append(form)


def _field_for(about: Mapping[str, str], term: Mapping[str, Any]) -> str:
    """Which field of a language a term belongs to."""
    said = about.get("administrativeStatus", "").casefold()
    status = next((word for word in _STATUS_WORDS if said.startswith(word)), "")
    kind = about.get("termType", "")
    if status in ("deprecated", "forbidden"):
        return "forbidden"
    if status in ("superseded", "obsolete"):
        return "deprecated"
    if status == "admitted":
        return "derived" if about.get("partOfSpeech") == "other" else "admitted"
    if kind in _SHORT_TYPES and "preferred" in term:
        if status == "preferred" or "short" not in term:
            return "short" if "short" not in term else "admitted"
        return "short_variants"
    if kind == "variant" and not status:
        return "variants"
    return "preferred" if "preferred" not in term else "admitted"
