"""An edition as JSON: the whole record, for machines and for `explain` and `diff`.

The shape follows `model` field by field, so that there is one definition; `edition.schema.json` describes it for
others. Source units stand once, in the story: a unit of the edition names its own by id.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import lru_cache
from itertools import repeat
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
        value: Record = _read(kind, record)
    except _ShapeError as error:
        raise EditionError(name, str(error)) from error
    return value


def _encoded(value: Any, name: str = "") -> Any:
    kind: Any = type(value)
    if value is None or kind in _SIMPLE:
        return value
    if names := _field_names(kind):
        return {field: _encoded(getattr(value, field), field) for field in names}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: value[key] for key in sorted(value)}
    if isinstance(value, tuple):
        if name in _PAIRS:
            return dict(value)
        return [_encoded(item) for item in value]
    return value


@lru_cache(maxsize=64)
def _field_names(kind: Any) -> tuple[str, ...]:
    """The fields of a dataclass; none for any other class."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


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
    """A value in the record is not what its place needs; `place` is where in the record it stands."""

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place

    def __str__(self) -> str:
        return f"{self.place.removeprefix('.') or 'the file'}: {self.message}"

    def inside(self, place: str) -> _ShapeError:
        """The same, told from one level above."""
        return _ShapeError(self.message, place + self.place)


def _edition(record: dict[str, Any]) -> Edition:
    story = record.get("story")
    known = {}
    if isinstance(story, dict) and isinstance(story.get("units"), list):
        known = {
            unit["id"]: unit for unit in story["units"] if isinstance(unit, dict) and _is_id(unit.get("id"))
        }
    units = record.get("units")
    if isinstance(units, list) and isinstance(story, dict):
        record = {**record, "units": [_with_unit(unit, known, f".units[{n}].unit") for n, unit in enumerate(units)]}
    edition: Edition = _read(Edition, record)
    return edition


def _is_id(value: object) -> bool:
    return isinstance(value, str)


def _with_unit(unit: Any, known: Mapping[str, Any], where: str) -> Any:
    if isinstance(unit, dict) and _is_id(unit.get("unit")):
        if unit["unit"] not in known:
            raise _ShapeError(f"the story has no unit {unit['unit']!r}", where)
        return {**unit, "unit": known[unit["unit"]]}
    return unit


_SIMPLE = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}

# Makes a value of `model` of what JSON has for it; raises `_ShapeError`.
_Reader = Callable[[Any], Any]


def _read(kind: Any, record: Any) -> Any:
    return _reader(kind)(record)


@lru_cache(maxsize=128)
def _reader(kind: Any) -> _Reader:
    """What reads `kind`, one of the shapes that `model` is made of. Made once: a store reads hundreds of records a page."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return _optional(_reader(next(arg for arg in args if arg is not NoneType)), empty=NoneType in args)
    if kind is Span:
        pair = _reader(tuple[int, int])
        return lambda value: Span(*pair(value))
    if origin is tuple:
        return _list_of(_reader(args[0])) if args[-1] is Ellipsis else _row_of([_reader(arg) for arg in args])
    if origin is not None:  # Mapping[str, str]
        return _object_of(_reader(args[1]))
    if is_dataclass(kind):
        return _record_of(kind)
    return _one_of(kind) if issubclass(kind, Enum) else _simple(kind)


def _simple(kind: type) -> _Reader:
    def read(value: Any) -> Any:
        if type(value) is kind:
            return value
        if kind is float and type(value) is int:
            return float(value)
        raise _ShapeError(f"expected {_SIMPLE[kind]}, found {_shown(value)}")

    return read


def _one_of(kind: type[Enum]) -> _Reader:
    members: dict[Any, Enum] = {member.value: member for member in kind}

    def read(value: Any) -> Enum:
        found = members.get(value) if isinstance(value, str) else None
        if found is None:
            raise _ShapeError(f"{_shown(value)} is none of {', '.join(map(str, members))}")
        return found

    return read


def _optional(inner: _Reader, *, empty: bool) -> _Reader:
    return lambda value: None if value is None and empty else inner(value)


def _object_of(inner: _Reader) -> _Reader:
    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise _ShapeError(f"expected an object, found {_shown(value)}")
        given: dict[str, Any] = {}
        for key, item in value.items():
            try:
                given[key] = inner(item)
            except _ShapeError as error:
                raise error.inside(f".{key}") from None
        return given

    return read


def _list_of(inner: _Reader) -> _Reader:
    def read(value: Any) -> tuple[Any, ...]:
        items = [list(pair) for pair in value.items()] if isinstance(value, dict) else _items(value)
        return _each(items, repeat(inner))

    return read


def _row_of(readers: Sequence[_Reader]) -> _Reader:
    def read(value: Any) -> tuple[Any, ...]:
        items = _items(value)
        if len(items) != len(readers):
            raise _ShapeError(f"expected {len(readers)} values, found {len(items)}")
        return _each(items, readers)

    return read


def _each(items: list[Any], readers: Iterable[_Reader]) -> tuple[Any, ...]:
    out: list[Any] = []
    try:
        for read, item in zip(readers, items, strict=False):
            out.append(read(item))
    except _ShapeError as error:
        raise error.inside(f"[{len(out)}]") from None
    return tuple(out)


def _record_of(kind: Any) -> _Reader:
    hints = get_type_hints(kind)
    readers = [
        (field.name, _reader(hints[field.name]), field.default is MISSING and field.default_factory is MISSING) for field in fields(kind)
    ]

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            raise _ShapeError(f"expected an object, found {_shown(value)}")
        given = {}
        name = ""
        try:
            for name, inner, needed in readers:
                if name in value:
                    given[name] = inner(value[name])
                elif needed:
                    raise _ShapeError("missing")
        except _ShapeError as error:
            raise error.inside(f".{name}") from None
        return kind(**given)

    return read


def _items(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _ShapeError(f"expected a list, found {_shown(value)}")
    return value


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
                    raise _ShapeError(str(error), place) from error
                if reached != end:
                    raise _ShapeError(f"they lead to {_shown(reached)}, the record has {_shown(end)}", place)


def as_plain(value: object) -> Any:
    """A value of `model` (a unit, a finding) as JSON has it: objects, lists, text and numbers."""
    return _encoded(value)
