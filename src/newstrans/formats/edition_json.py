"""An edition as JSON: the whole record, for machines and for `explain` and `diff`.

The shape follows `model` field by field, so that there is one definition; `edition.schema.json` describes it for
others. Source units stand once, in the story: a unit of the edition names its own by id.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from newstrans.errors import EditionError
from newstrans.model import Edition, Span, replay

Record = TypeVar("Record")

FORMAT = "newstrans-edition"
VERSION = 1

# Pairs that read better as an object, and whose keys are unique where they are made.
_PAIRS = {"attributes", "counts"}

_SURROGATE = re.compile("[\ud800-\udfff]")
# Valid JSON as they are, but hostile to a terminal or an editor that shows the file.
_HOSTILE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def edition_to_json(edition: Edition) -> str:
    """The whole of `edition`; the same edition always gives the same text.

    UTF-8 has no lone surrogates: they become U+FFFD, one for one, so that every offset still holds.
    """
    record: dict[str, Any] = {"format": FORMAT, "version": VERSION, **_encoded(edition)}
    known = {unit.id: unit for unit in edition.story.units}
    for written, unit in zip(record["units"], edition.units, strict=True):
        if known.get(unit.unit.id) == unit.unit:
            written["unit"] = unit.unit.id
    text = json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False)
    text = _SURROGATE.sub("\ufffd", text)
    return _HOSTILE.sub(lambda match: f"\\u{ord(match.group()):04x}", text) + "\n"


def from_record(kind: type[Record], record: Any, *, name: str) -> Record:
    """The value of `kind`, a class of `model`, that `as_plain` made `record` of; `name` stands in error messages.

    Raises:
        EditionError: the record is of another shape.

    """
    try:
        value: Record = _decoded(kind, record, "")
    except _ShapeError as error:
        raise EditionError(name, str(error)) from error
    return value


def _encoded(value: Any, name: str = "") -> Any:
    if value is None or type(value) in _SIMPLE:
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _encoded(getattr(value, field.name), field.name) for field in _fields(type(value))}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: value[key] for key in sorted(value)}
    if isinstance(value, tuple):
        if name in _PAIRS:
            return dict(value)
        return [_encoded(item) for item in value]
    return value


def edition_from_json(text: str, *, name: str) -> Edition:
    """The edition in `text`; `name` stands in error messages. Keys that are not known are ignored.

    Raises:
        EditionError: not JSON, not an edition, a newer version, a field of the wrong type, or a segment whose
            edits do not lead from the machine's text to the final one.

    """
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise EditionError(name, f"not JSON ({error})") from error
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise EditionError(name, f'not an edition (no "format": "{FORMAT}")')
    if record.get("version") != VERSION:
        raise EditionError(
            name, f"written in version {record.get('version')!r} of the format; known is {VERSION}"
        )
    try:
        edition = _edition(record)
        _check_replay(edition)
    except _ShapeError as error:
        raise EditionError(name, str(error)) from error
    return edition


class _ShapeError(Exception):
    """A value in the record is not what its place needs; the message starts with the place."""


def _edition(record: dict[str, Any]) -> Edition:
    story = record.get("story")
    known = {}
    if isinstance(story, dict) and isinstance(story.get("units"), list):
        known = {
            unit["id"]: unit for unit in story["units"] if isinstance(unit, dict) and _is_id(unit.get("id"))
        }
    units = record.get("units")
    if isinstance(units, list) and isinstance(story, dict):
        record = {**record, "units": [_with_unit(unit, known, f"units[{n}]") for n, unit in enumerate(units)]}
    edition: Edition = _decoded(Edition, record, "")
    return edition


def _is_id(value: object) -> bool:
    return isinstance(value, str)


def _with_unit(unit: Any, known: Mapping[str, Any], where: str) -> Any:
    if isinstance(unit, dict) and _is_id(unit.get("unit")):
        if unit["unit"] not in known:
            raise _ShapeError(f"{where}.unit: the story has no unit {unit['unit']!r}")
        return {**unit, "unit": known[unit["unit"]]}
    return unit


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


@lru_cache(maxsize=64)
def _fields(kind: Any) -> tuple[Field[Any], ...]:
    return fields(kind)


_SIMPLE = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}


def _decoded(kind: Any, value: Any, where: str) -> Any:
    """`value` as `kind`, one of the shapes that `model` is made of."""
    if kind in _SIMPLE and type(value) is kind:
        return value
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        if value is None and NoneType in get_args(kind):
            return None
        return _decoded(next(arg for arg in get_args(kind) if arg is not NoneType), value, where)
    if kind is Span:
        return Span(*_decoded(tuple[int, int], value, where))
    if origin is tuple:
        return _decoded_tuple(get_args(kind), value, where)
    if origin is not None:  # Mapping[str, str]
        if not isinstance(value, dict):
            raise _ShapeError(f"{where}: expected an object, found {_shown(value)}")
        return {key: _decoded(get_args(kind)[1], item, f"{where}.{key}") for key, item in value.items()}
    if is_dataclass(kind):
        return _decoded_dataclass(kind, value, where)
    if issubclass(kind, Enum):
        try:
            return kind(value)
        except ValueError:
            allowed = ", ".join(str(member.value) for member in kind)
            raise _ShapeError(f"{where}: {_shown(value)} is none of {allowed}") from None
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        raise _ShapeError(f"{where}: expected {_SIMPLE[kind]}, found {_shown(value)}")
    return value


def _decoded_tuple(kinds: tuple[Any, ...], value: Any, where: str) -> tuple[Any, ...]:
    if isinstance(value, dict) and kinds[-1] is Ellipsis:
        value = [list(pair) for pair in value.items()]
    if not isinstance(value, list):
        raise _ShapeError(f"{where}: expected a list, found {_shown(value)}")
    if kinds[-1] is Ellipsis:
        return tuple(_decoded(kinds[0], item, f"{where}[{place}]") for place, item in enumerate(value))
    if len(value) != len(kinds):
        raise _ShapeError(f"{where}: expected {len(kinds)} values, found {len(value)}")
    return tuple(
        _decoded(kind, item, f"{where}[{n}]") for n, (kind, item) in enumerate(zip(kinds, value, strict=True))
    )


def _decoded_dataclass(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise _ShapeError(f"{where or 'the file'}: expected an object, found {_shown(value)}")
    hints = _hints(kind)
    given = {}
    for field in _fields(kind):
        path = f"{where}.{field.name}" if where else field.name
        if field.name in value:
            given[field.name] = _decoded(hints[field.name], value[field.name], path)
        elif field.default is MISSING and field.default_factory is MISSING:
            raise _ShapeError(f"{path}: missing")
    return kind(**given)


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 40 else text[:37] + "..."


def _check_replay(edition: Edition) -> None:
    for unit in edition.units:
        for number, segment in enumerate(unit.segments, start=1):
            steps = (
                ("prepared", segment.source, segment.prepared, segment.sent),
                ("edits", segment.machine, segment.edits, segment.target),
            )
            for what, start, edits, end in steps:
                if start is None or end is None:
                    continue
                place = f"unit {unit.unit.id}, sentence {number}, {what}"
                try:
                    reached = replay(start, edits)
                except ValueError as error:
                    raise _ShapeError(f"{place}: {error}") from error
                if reached != end:
                    raise _ShapeError(
                        f"{place}: they lead to {_shown(reached)}, the record has {_shown(end)}"
                    )


def as_plain(value: object) -> Any:
    """A value of `model` (a unit, a finding) as JSON has it: objects, lists, text and numbers."""
    return _encoded(value)
