"""JSON as a tree of places, so that one string can be changed and every other byte stays."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from newstrans.errors import ReadError
from newstrans.formats.inplace.layer import JsonStyle, Layer, Splice, json_string

DEEPEST = 100
MOST_VALUES = 1_000_000

_TOKEN = re.compile(r'[ \t\r\n]*(?:("(?:[^"\\\x00-\x1f]|\\.)*")|([{}\[\]:,])|([^\s{}\[\]:,"]+))', re.DOTALL)


# eq=False: two values are the same only when they stand in the same place.
@dataclass(slots=True, eq=False)
class Value:
    """A value and its range. `kind` is "object", "array", "string" or "other" (a number, true, false, null).

    `members` are an object's keys and values in their order, duplicates included; `keys` where each key begins.
    """

    kind: str
    start: int
    end: int = 0
    members: list[tuple[str, Value]] = field(default_factory=list)
    items: list[Value] = field(default_factory=list)
    keys: list[int] = field(default_factory=list)

    def get(self, key: str) -> Value | None:
        """The value of a key, the last one as readers take it; None when it is missing."""
        return next((value for name, value in reversed(self.members) if name == key), None)

    def all(self, *keys: str) -> Iterator[Value]:
        """The values of these keys, in their order."""
        for name, value in self.members:
            if name in keys:
                yield value


def scan_json(layer: Layer, name: str) -> Value:
    """The value that `layer`'s text is.

    Raises:
        ReadError: it is not JSON (line and column), or nested too deeply.

    """
    text = layer.text
    start = 1 if text.startswith("\ufeff") else 0
    try:
        json.loads(text[start:])
    except json.JSONDecodeError as error:
        raise ReadError(name, f"line {error.lineno}, column {error.colno}: not JSON ({error.msg})") from error
    except (RecursionError, ValueError) as error:
        raise ReadError(name, f"not readable as JSON ({str(error)[:60] or 'nested too deeply'})") from error
    return _scan(text, start, name)


def _scan(text: str, start: int, name: str) -> Value:
    """The tree of a text that is known to be JSON."""
    root: Value | None = None
    stack: list[Value] = []
    key: tuple[str, int] | None = None
    count = 0
    for match in _TOKEN.finditer(text, start):
        string, sign, other = match.groups()
        if sign in ("}", "]"):
            stack.pop().end = match.end()
            continue
        if sign in (":", ","):
            continue
        begin = match.end() - len(string or sign or other)
        parent = stack[-1] if stack else None
        if string and parent and parent.kind == "object" and key is None:
            key = (json.loads(string, strict=False), begin)
            continue
        count += 1
        if count > MOST_VALUES:
            raise ReadError(name, f"more than {MOST_VALUES} values; split the file")
        value = Value({"{": "object", "[": "array"}.get(sign, "string" if string else "other"), begin, match.end())
        if parent is None:
            root = value
        elif parent.kind == "object" and key:
            parent.members.append((key[0], value))
            parent.keys.append(key[1])
            key = None
        else:
            parent.items.append(value)
        if sign:
            if len(stack) >= DEEPEST:
                raise ReadError(name, f"values are nested more than {DEEPEST} deep")
            stack.append(value)
    assert root is not None  # json.loads raises for a text without a value
    return root


class JsonText:
    """A JSON text: its strings as layers, and edits in its own style."""

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        self.style = JsonStyle.of(layer.text)

    def string(self, value: Value) -> Layer:
        """The inside of a string value as a layer of its own."""
        return json_string(self.layer, value.start + 1, value.end - 1, self.style)

    def plain(self, value: Value | None) -> str:
        """A string or number as text; "" for anything else."""
        if value is None or value.kind not in ("string", "other"):
            return ""
        text = self.layer.text[value.start : value.end]
        if value.kind == "other":
            return text if text not in ("null", "true", "false") else ""
        return str(json.loads(text, strict=False))

    def written(self, value: Any) -> str:
        """A new value in the style of the file."""
        if isinstance(value, str):
            return f'"{self.style.write(value)}"'
        if isinstance(value, dict):
            return "{" + ", ".join(f"{self.written(key)}: {self.written(one)}" for key, one in value.items()) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(map(self.written, value)) + "]"
        return json.dumps(value)

    def replaced(self, value: Value, new: Any) -> Splice:
        """`new` in place of `value`."""
        return Splice(value.start, value.end, self.written(new))

    def inserted(self, parent: Value, key: str, new: Any) -> Splice:
        """A new last member of an object, on a line of its own if the others are."""
        written = f"{self.written(key)}{{}}{self.written(new)}"
        text = self.layer.text
        if not parent.members:
            return Splice(parent.start + 1, parent.start + 1, written.replace("{}", ": ", 1))
        last = parent.members[-1][1]
        lead = re.search(r"[ \t\r\n]*$", text[max(parent.start + 1, parent.keys[-1] - 300) : parent.keys[-1]])
        colon = re.compile(r'"(?:[^"\\]|\\.)*"([ \t\r\n]*:[ \t\r\n]*)', re.DOTALL).match(text, parent.keys[-1])
        separator = colon[1] if colon else ": "
        return Splice(last.end, last.end, f",{lead[0] if lead else ''}" + written.replace("{}", separator, 1))

    def appended(self, parent: Value, new: Any) -> Splice:
        """A new last item of an array."""
        if not parent.items:
            return Splice(parent.start + 1, parent.start + 1, self.written(new))
        last = parent.items[-1]
        lead = re.search(r"[ \t\r\n]*$", self.layer.text[max(parent.start + 1, last.start - 300) : last.start])
        return Splice(last.end, last.end, f",{lead[0] if lead else ''}{self.written(new)}")
