"""Valid in, valid out: an edition obeys the schema that its item obeyed.

What an edition sets is checked against rules written out here, after the standards (docs/formats.md). The standards' own
schemas are not shipped. A folder that holds them, NEWSTRANS_SCHEMAS, adds them to the same tests: `ninjs-schema_X.Y.json`
with `GeoJSON.json`, `NewsML-G2*.xsd`, `nitf*.xsd`, with what they include beside them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree
from wire_files import NOW, OWN, format_of, read, wire_files, wire_run

from newstrans.feeds import DEFAULT_FEED
from newstrans.formats.convert import convert
from newstrans.formats.inplace import Document, open_document

SCHEMAS = Path(os.environ.get("NEWSTRANS_SCHEMAS", "/nonexistent"))
TEXT: dict[str, Any] = {"type": "string"}
TIME: dict[str, Any] = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"}
SOURCE_TYPE = {"type": "object", "additionalProperties": False, "properties": {"name": TEXT, "uri": TEXT, "literal": TEXT}}
PAIRS = {"type": "array", "items": {"type": "object", "additionalProperties": False, "properties": {"role": TEXT, "value": TEXT}}}
STANDARD = {"type": "object", "additionalProperties": False, "properties": {"name": TEXT, "version": TEXT, "schema": TEXT}}
STATUS = {"enum": ["usable", "withheld", "canceled"]}
COUNT = {"type": "integer", "minimum": 0}
BODIES = {"type": "array", "items": {"required": ["value"], "properties": {"value": TEXT, "charCount": COUNT, "wordCount": COUNT, "charcount": COUNT, "wordcount": COUNT}}}


def _ninjs(own: dict[str, Any], of_others: str) -> dict[str, Any]:
    shared = {"uri": TEXT, "version": TEXT, "language": TEXT}
    return {"type": "object", "properties": {**shared, **own, **dict.fromkeys(of_others.split(), False)}}


# What an edition sets, by generation, and the names that are another generation's.
SMALL = {"versioncreated": TIME, "firstcreated": TIME, "pubstatus": STATUS, "ednote": TEXT, "digitalsourcetype": SOURCE_TYPE}
RULES = {
    1: _ninjs(
        {**SMALL, "altids": {"type": "object"}, "$standard": STANDARD, "charcount": COUNT, "wordcount": COUNT,
         "associations": {"type": "object", "additionalProperties": {"type": "object"}, "properties": {"original": {"required": ["uri"]}}}},
        "versionCreated pubStatus edNote altIds digitalSourceType headlines bodies standard",
    ),
    2: _ninjs(
        {**SMALL, "altids": PAIRS, "standard": STANDARD, "bodies": BODIES,
         "associations": {"type": "array", "items": {"required": ["name"], "properties": {"rel": False, "representationType": False}}}},
        "versionCreated pubStatus edNote altIds digitalSourceType $standard",
    ),
    3: _ninjs(
        {"versionCreated": TIME, "firstCreated": TIME, "pubStatus": STATUS, "edNote": TEXT, "digitalSourceType": SOURCE_TYPE, "altIds": PAIRS,
         "standard": STANDARD, "bodies": BODIES,
         "associations": {"type": "array", "items": {"required": ["name", "uri"], "properties": {"version": TEXT, "representationType": {"enum": ["full", "partial"]}}}}},
        "versioncreated pubstatus ednote altids digitalsourcetype $standard",
    ),
}  # fmt: skip
SOURCE_TYPE_SINCE = {1: 6, 2: 2, 3: 1}

# An item for every minor version of the standard, and without one: as short as its schema allows, and with what is replaced.
CASES: dict[str, dict[str, Any]] = {}
for minor in (3, 4, 5, 6, 7, 8):
    CASES[f"1.{minor}"] = {"$standard": {"name": "ninjs", "version": f"1.{minor}", "schema": f"http://www.iptc.org/std/ninjs/ninjs-schema_1.{minor}.json"},
                           "headline": "The harbour opens on Monday", "body_text": "It was closed for two days.", "charcount": 27}  # fmt: skip
CASES["1.0"] = {"headline": "The harbour opens on Monday", "associations": {"main": {"uri": "urn:x:pic", "type": "picture", "headline": "The old harbour wall"}}}
for major, minors in ((2, range(5)), (3, range(4))):
    for minor in minors:
        CASES[f"{major}.{minor}"] = {
            "standard": {"name": "ninjs", "version": f"{major}.{minor}", "schema": f"http://www.iptc.org/std/ninjs/ninjs-schema_{major}.{minor}.json"},
            "headlines": [{"value": "The harbour opens on Monday"}],
            "bodies": [{"role": "main", "charCount" if major == 3 else "charcount": 27, "value": "It was closed for two days."}],
        }  # fmt: skip
CASES["3 unsaid"] = {"edNote": "Adds a quote", "headlines": [{"value": "The harbour opens on Monday"}], "associations": [{"name": "pic", "uri": "urn:x:pic"}]}
CASES["2 unsaid"] = {"headlines": [{"value": "The harbour opens on Monday"}], "altids": [{"role": "desk", "value": "7"}]}


def generation(item: dict[str, Any], name: str = "") -> int:
    """The generation that an item says it is of, or `name`'s."""
    said = (item.get("standard") or item.get("$standard") or {}).get("version", name)
    return int(said[0])


def told(item: dict[str, Any]) -> tuple[int, ...] | None:
    said = (item.get("standard") or item.get("$standard") or {}).get("version")
    return tuple(map(int, said.split("."))) if said else None


@cache
def official(version: str) -> Callable[[Any], bool] | None:
    """The standard's own schema, where it is at hand; what it refers to is in the same folder or empty."""
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012

    path = SCHEMAS / f"ninjs-schema_{version}.json"
    if not path.is_file():
        return None
    schema = json.loads(path.read_text("utf-8"))
    beside = SCHEMAS / "GeoJSON.json"
    geo = json.loads(beside.read_text("utf-8")) if beside.is_file() else {}
    registry: Any = Registry().with_resource("https://geojson.org/schema/GeoJSON.json", Resource.from_contents(geo, DRAFT202012))
    kind = jsonschema.validators.validator_for(schema, jsonschema.Draft4Validator)
    return kind(schema, registry=registry).is_valid  # type: ignore[no-any-return]


def versions(item: dict[str, Any], name: str) -> list[str]:
    """The versions that an item may be of: the one it says, else all of its generation."""
    said = told(item)
    major = generation(item, name)
    return [".".join(map(str, said))] if said else [f"{major}.{n}" for n in range(9)]


def is_valid(item: dict[str, Any], name: str) -> bool | None:
    """By the standards' own schemas; None when they are not at hand."""
    found = [check for version in versions(item, name) if (check := official(version))]
    return any(check(item) for check in found) if found else None


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("canceled", [False, True])
def test_an_edition_of_ninjs_is_of_the_generation_of_its_item(name, canceled):
    """Names and shapes of what is set are those of the generation; a version without a digital source type moves on."""
    item = {"uri": "urn:x:1", "version": "3", "language": "en", "type": "text", **CASES[name]}
    if canceled:
        item["pubStatus" if name.startswith("3") else "pubstatus"] = "canceled"
    assert is_valid(item, name) is not False
    result = wire_run("pseudo").bring([open_document(json.dumps(item).encode(), name="a.json")], "pt-BR")[0]
    assert result.written is not None, result.why
    made = json.loads(result.written.data)
    jsonschema.validate(made, RULES[int(name[0])])
    assert made["uri"] == "urn:x:1:pt-BR"
    assert any(key.lower() == "digitalsourcetype" for key in made) is not canceled
    if (said := told(made)) and not canceled:
        assert said[0] == int(name[0])
        assert said[1] >= SOURCE_TYPE_SINCE[said[0]]
        standard = made.get("standard") or made["$standard"]
        assert standard["schema"].endswith(f"_{standard['version']}.json")
    assert is_valid(made, name) is not False


def _items(value: Any) -> list[dict[str, Any]]:
    found = value.get("item") or value.get("items") if isinstance(value, dict) else value
    return found if isinstance(found, list) else [value]


def _guess(item: dict[str, Any]) -> str:
    capitals = any(key in item for key in ("versionCreated", "pubStatus", "altIds", "firstCreated"))
    return "3.0" if capitals else "2.0" if any(key in item for key in ("headlines", "bodies")) else "1.0"


NINJS = [path for path in wire_files() if format_of(path) == "ninjs" and any(item.story for item in read(path).items)]


@pytest.mark.parametrize("path", NINJS, ids=lambda path: path.name)
def test_valid_files_of_ninjs_stay_valid(path):
    """Every file and every item of it; dialects, which are valid by no schema, only where they were by the rules here."""
    before = _items(json.loads(path.read_bytes()))
    result = wire_run("pseudo").bring([read(path)], "pt-BR")[0]
    assert result.written is not None, result.why
    after = _items(json.loads(result.written.data))
    assert len(before) == len(after)
    for one, other in zip(before, after, strict=True):
        name = _guess(one)
        rules = jsonschema.Draft202012Validator(RULES[generation(one, name)])
        assert rules.is_valid(other) or not rules.is_valid(one), next(rules.iter_errors(other))
        assert is_valid(other, name) is not False or is_valid(one, name) is False


@pytest.mark.parametrize("path", [path for path in sorted(OWN.iterdir()) if any(item.story for item in read(path).items)], ids=lambda path: path.name)
def test_a_converted_item_is_valid(path):
    """What `convert` writes is new, so it is valid whatever it was made from."""
    for item in read(path).items:
        if item.story is None or item.furniture:
            continue
        made = json.loads(convert(item, "ninjs", now=NOW).data)
        jsonschema.validate(made, RULES[3])
        assert is_valid(made, "3.1") is not False
        root = etree.fromstring(convert(item, "g2", now=NOW).data)
        assert _in_order(root)
        assert xml_valid("NewsML-G2", root) is not False


# --- XML: the order of children, which is what an insertion can break, and the schemas where they are at hand

ORDER = {
    "itemMeta": (
        "itemClass provider versionCreated firstCreated embargoed pubStatus role fileName generator profile service title edNote memberOf "
        "instanceOf signal altRep deliverableOf hash expires origRep incomingFeedId metadataCreator link"
    ),
    "contentMeta": "icon urgency contentCreated contentModified digitalSourceType located",
    "head": "title meta tobject iim docdata pubdata revision-history",
    "NewsManagement": "NewsItemType FirstCreated ThisRevisionCreated Status StatusWillChange Urgency RevisionHistory DerivedFrom AssociatedWith Instruction Property",
}  # fmt: skip


def _in_order(root: Any) -> bool:
    """Whether the children of every element in `ORDER` stand as its schema has them."""
    for element in root.iter():
        if not isinstance(element.tag, str) or etree.QName(element).localname not in ORDER:
            continue
        order = ORDER[etree.QName(element).localname].split()
        places = [order.index(name) for child in element if isinstance(child.tag, str) and (name := etree.QName(child).localname) in order]
        if any(one > other for one, other in pairwise(places)):
            return False
    return True


@cache
def xml_schema(kind: str) -> Any:
    path = next(iter(sorted(SCHEMAS.glob(f"{kind}*.xsd"))), None) if SCHEMAS.is_dir() else None
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    return etree.XMLSchema(etree.parse(str(path), parser)) if path else None


def xml_valid(kind: str, root: Any) -> bool | None:
    schema = xml_schema(kind)
    return bool(schema.validate(root)) if schema is not None else None


def _parsed(document: Document, data: bytes) -> Any:
    text = data.replace(b'encoding="utf8"', b'encoding="UTF-8"')
    root = etree.fromstring(text, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    assert document.items
    return root


XML = [path for path in wire_files() if format_of(path) in ("newsml-g2", "nitf", "newsml1") and any(item.story for item in read(path).items)]


@pytest.mark.parametrize("path", XML, ids=lambda path: path.name)
@pytest.mark.parametrize("status", ["withheld", "source"])
def test_xml_that_was_in_order_stays_so(path, status):
    """An edition's own elements stand where the schema wants them, whatever its item left out."""
    document = open_document(path.read_bytes(), name=path.name, feed=replace(DEFAULT_FEED, edition_status=status))
    result = wire_run("pseudo").bring([document], "ar")[0]
    assert result.written is not None, result.why
    before, after = (_parsed(document, data) for data in (path.read_bytes(), result.written.data))
    assert _in_order(after) or not _in_order(before)
    kind = {"newsml-g2": "NewsML-G2", "nitf": "nitf"}.get(format_of(path))
    assert kind is None or xml_valid(kind, after) is not False or xml_valid(kind, before) is False


def test_the_rules_can_say_no():
    """A lower-case name in the third generation, a second identity of a shape that is not known, a child out of order."""
    for wrong in ({"ednote": "x"}, {"altIds": {"a": "b"}}, {"pubStatus": "killed"}, {"version": 1}):
        assert not jsonschema.Draft202012Validator(RULES[3]).is_valid({"uri": "urn:x", **wrong})
    assert not _in_order(etree.fromstring("<head><docdata/><meta/></head>"))
