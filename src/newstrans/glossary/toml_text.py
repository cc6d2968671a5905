"""Change one value in a TOML text and leave every other byte as it is. Pure functions.

A glossary is read in `git diff`: a tool that wrote the file anew would bury one changed name under a thousand lines,
and format-preserving TOML writers move blanks and blank lines of what they touch. So the text is cut into statements,
the value that changes is replaced, and the result is read again and compared with what was wanted.
"""

from __future__ import annotations

import datetime
import json
import re
import tomllib
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_KEY_PART = re.compile(r"""[ \t]*([A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')[ \t]*""")
_OPENERS = "[{"
_CLOSERS = "]}"


class TomlTextError(ValueError):
    """A place that cannot be changed without touching more than was asked for; says what to do by hand."""


class Statement(NamedTuple):
    """A heading or a `key = value` of a TOML text; offsets count code points.

    `keys` is the full dotted path, with the heading's part. `start`/`end` take in whole lines with their line
    break; `value` is the range of the value, (0, 0) for a heading.
    """

    heading: bool
    keys: tuple[str, ...]
    start: int
    end: int
    value: tuple[int, int] = (0, 0)
    section: tuple[str, ...] = ()


# A run of a value in which nothing opens, closes or ends: texts on one line are jumped over whole.
_PLAIN = re.compile(r"""(?:[^"'#\n\[\]{}]|"(?!"")(?:[^"\\\n]|\\[^\n])*"|'(?!'')[^'\n]*')+""")


def statements(text: str) -> list[Statement]:
    """All headings and pairs of `text`, which is valid TOML, in order."""
    found: list[Statement] = []
    section: tuple[str, ...] = ()
    at = 0
    while at < len(text):
        end = _line_end(text, at)
        line = text[at:end].lstrip(" \t")
        if not line.strip() or line.startswith("#"):
            at = end
        elif line.startswith("["):
            inner = at + text[at:end].index("[") + 1
            inner += text[inner] == "["
            section, _ = _keys(text, inner)
            found.append(Statement(True, section, at, end))
            at = end
        else:
            keys, after = _keys(text, at)
            value = re.compile(r"[ \t]*").match(text, after + 1).end()  # type: ignore[union-attr]
            stop = _value_end(text, value)
            end = _line_end(text, stop)
            found.append(Statement(False, (*section, *keys), at, end, (value, stop), section))
            at = end
    return found


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _keys(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """The dotted key at `at`, and the offset of what follows it ("=" or "]")."""
    keys: list[str] = []
    while True:
        part = _KEY_PART.match(text, at)
        if part is None:
            raise TomlTextError(f"no key at offset {at}")
        word = part[1]
        keys.append(next(iter(tomllib.loads(f"{word} = 0"))) if word[0] in "\"'" else word)
        at = part.end()
        if text[at : at + 1] != ".":
            return tuple(keys), at
        at += 1


def _value_end(text: str, at: int) -> int:
    """The end of the value that begins at `at`."""
    depth = 0
    end = at
    while at < len(text):
        if plain := _PLAIN.match(text, at):
            at = plain.end()
            end = plain.start() + len(plain[0].rstrip()) if plain[0].strip() else end
            continue
        char = text[at]
        if char in "\"'":
            at = end = _string_end(text, at)
            continue
        if char == "#":
            if depth == 0:
                return end
            at = _line_end(text, at)
            continue
        if char == "\n" and depth == 0:
            return end
        depth += (char in _OPENERS) - (char in _CLOSERS)
        at += 1
        if not char.isspace():
            end = at
    return end


def _string_end(text: str, at: int) -> int:
    quote = text[at]
    if text.startswith(quote * 3, at):
        found = at + 3
        while True:
            found = text.index(quote * 3, found)
            slashes = len(text[:found]) - len(text[:found].rstrip("\\"))
            if quote == "'" or slashes % 2 == 0:
                break
            found += 1
        end = found + 3
        while end < found + 5 and text[end : end + 1] == quote:
            end += 1  # quotation marks right before the closing ones belong to the text
        return end
    at += 1
    while text[at] != quote:
        at += 2 if text[at] == "\\" and quote == '"' else 1
    return at + 1


class Block(NamedTuple):
    """The lines of one concept, from its heading to its last line; what stands before the next is not part of it."""

    id: str
    start: int
    end: int
    statements: tuple[Statement, ...]


@lru_cache(maxsize=8)
def blocks(text: str) -> dict[str, Block]:
    """The concepts of a glossary text by id, in order.

    A concept in several places of the file, or without a heading of its own, is left out: `block_of` says so.
    """
    found: dict[str, list[list[Statement]]] = {}
    last = ""
    for statement in statements(text):
        concept = statement.keys[0]
        if concept == last:
            found[concept][-1].append(statement)
        else:
            found.setdefault(concept, []).append([statement])
        last = concept
    whole = {key: parts[0] for key, parts in found.items() if len(parts) == 1 and parts[0][0].heading}
    return {key: Block(key, part[0].start, part[-1].end, tuple(part)) for key, part in whole.items()}


def block_of(text: str, concept: str) -> Block:
    """The block of one concept.

    Raises:
        KeyError: the text has no such concept.
        TomlTextError: it is written so that it cannot be changed by a program.

    """
    found = blocks(text).get(concept)
    if found is not None:
        return found
    if concept not in tomllib.loads(text):
        raise KeyError(concept)
    raise TomlTextError(f"the lines of {concept} do not stand together under one heading [{concept}]; bring them together by hand")


def line_of(text: str, offset: int) -> int:
    """The 1-based line of an offset."""
    return text.count("\n", 0, offset) + 1


def set_value(text: str, path: Sequence[str], value: Any, *, beside: Container[str] = ()) -> str:
    """`text` with the value at `path` (concept, key) or (concept, language, field) set; None takes it away.

    Only the value, or the line that is added or taken away, changes. A new line of the concept comes after the last
    line whose key is in `beside`, else after its last line.

    Raises:
        KeyError: no such concept.
        TomlTextError: the place is written so that it cannot be changed alone.

    """
    concept, *rest = path
    whole = block_of(text, concept)
    lines = text[whole.start : whole.end]
    before = tomllib.loads(lines)[concept]
    wanted = _with(before, rest, value)
    if _plain(wanted) == _plain(before):
        return text
    new = _set(lines, block_of(lines, concept), tuple(path), value, before, beside)
    reached = tomllib.loads(new)
    if set(reached) != {concept} or _plain(reached[concept]) != _plain(wanted):
        raise TomlTextError(f"{'.'.join(path)} cannot be changed alone; change it by hand")
    return text[: whole.start] + new + text[whole.end :]


def _plain(table: Mapping[str, Any]) -> dict[str, Any]:
    """A concept whose languages with nothing but a preferred form are bare texts: both say the same."""
    return {key: _shortest(value) for key, value in table.items()}


def _shortest(value: Any) -> Any:
    return value["preferred"] if isinstance(value, Mapping) and set(value) == {"preferred"} else value


def _with(table: Mapping[str, Any], path: Sequence[str], value: Any) -> dict[str, Any]:
    """`table` with `path` set; a bare text on the way becomes a term."""
    key, *rest = path
    inner = value
    if rest:
        there = table.get(key, {})
        inner = _with({"preferred": there} if isinstance(there, str) else there, rest, value)
    if inner is None or inner == {}:
        return {name: old for name, old in table.items() if name != key}
    return {**table, key: inner}


def _set(
    text: str, block: Block, path: tuple[str, ...], value: Any, table: Mapping[str, Any], beside: Container[str]
) -> str:
    pairs = {statement.keys: statement for statement in block.statements if not statement.heading}
    if path in pairs:
        return _replaced(text, pairs[path], value)
    own = [s for s in block.statements if s.keys[: len(path)] == path]
    if own:  # a table of its own: taken away with its lines, or written anew as a line
        text = text[: own[0].start] + text[own[-1].end :]
        return text if value is None else _set(text, block_of(text, path[0]), path, value, table, beside)
    if len(path) > 2:
        head = next((s for s in block.statements if s.heading and s.keys == path[:2]), None)
        if head is not None:
            return _inserted(text, _last_of(block, head.keys), f"{toml_key(path[2])} = {toml_value(value)}")
        if path[:2] in pairs:  # `es = "..."` or `es = { ... }`
            return _replaced(text, pairs[path[:2]], _with(table, path[1:], value).get(path[1]))
        dotted = [s for s in pairs.values() if s.keys[:2] == path[:2]]
        if dotted:
            line = ".".join(map(toml_key, path[len(dotted[-1].section) :]))
            return _inserted(text, dotted[-1], f"{line} = {toml_value(value)}")
        return _set(text, block, path[:2], {path[2]: value}, table, beside)
    after = [s for s in pairs.values() if s.section == path[:1] and s.keys[1] in beside] if path[1] in beside else []
    place = after[-1] if after else _last_of(block, path[:1])
    return _inserted(text, place, f"{toml_key(path[1])} = {toml_value(_shortest(value))}")


def _last_of(block: Block, section: tuple[str, ...]) -> Statement:
    """The last statement right under a heading (the heading itself when nothing stands under it)."""
    return [s for s in block.statements if (s.keys if s.heading else s.section) == section][-1]


def _inserted(text: str, after: Statement, line: str) -> str:
    head = text[: after.end]
    if not head.endswith("\n"):
        head += "\n"
    return f"{head}{line}\n{text[after.end :]}"


def _replaced(text: str, statement: Statement, value: Any) -> str:
    start, end = statement.value
    if value is None:
        return text[: statement.start] + text[statement.end :]
    old = text[start:end]
    if isinstance(value, list) and old.startswith("["):
        spliced = _spliced_array(old, value)
        if spliced is not None:
            return text[:start] + spliced + text[end:]
    if "\n" in old and "#" in old:
        raise TomlTextError(f"{'.'.join(statement.keys)} has remarks between its values; change it by hand")
    return text[:start] + toml_value(_shortest(value)) + text[end:]


def _spliced_array(old: str, wanted: Sequence[Any]) -> str | None:
    """An array with items added at its end or taken away, its remarks and line breaks kept; None if more changed."""
    items = tomllib.loads(f"x = {old}")["x"]
    spans = list(_items(old))
    if len(spans) != len(items) or not items:
        return None
    kept = [n for n, item in enumerate(items) if item in wanted]
    added = [item for item in wanted if item not in items]
    if [items[n] for n in kept] + added != list(wanted) or not kept:
        return None
    new = old
    if added:
        new = _with_items(old, spans[-1][1], [toml_value(item) for item in added])
    for n in reversed(range(len(items))):
        if n not in kept:
            start, end = spans[n]
            comma = re.compile(r"[ \t]*,[ \t]*(?:#[^\n]*)?(?:\n[ \t]*)?").match(new, end)
            if comma and (n < len(items) - 1 or added or "\n" in old):
                new = new[:start] + new[comma.end() :]
            elif n:
                new = new[: spans[n - 1][1]] + new[end:]
            else:
                return None
    return new


def _with_items(array: str, end: int, added: Sequence[str]) -> str:
    """An array with items behind its last one, which ends at `end`: on its line, or on lines of their own."""
    if "\n" not in array:
        return array[:end] + "".join(f", {item}" for item in added) + array[end:]
    start = array.rfind("\n", 0, end) + 1
    indent = re.match(r"[ \t]*", array[start:])[0]  # type: ignore[index]
    found = re.compile(r"([ \t]*,)?([ \t]*(?:#[^\n]*)?)").match(array, end)
    assert found is not None
    comma = "," if found[1] else ""
    lines = ",".join(f"\n{indent}{item}" for item in added)
    return f"{array[:end]},{found[2].rstrip()}{lines}{comma}{array[found.end() :]}"


def _items(array: str) -> Iterator[tuple[int, int]]:
    """The ranges of the values of an array."""
    at = 1
    while at < len(array) - 1:
        char = array[at]
        if char == "#":
            at = _line_end(array, at)
        elif char.isspace() or char == ",":
            at += 1
        else:
            end = at
            depth = 0
            while end < len(array) - 1 and (depth or array[end] not in ",#\n"):
                if array[end] in "\"'":
                    end = _string_end(array, end)
                    continue
                depth += (array[end] in _OPENERS) - (array[end] in _CLOSERS)
                end += 1
            end = at + len(array[at:end].rstrip())
            yield at, end
            at = end


def without_block(text: str, concept: str) -> str:
    """`text` without a concept's lines and the blank lines after them. Raises as `block_of` does."""
    block = block_of(text, concept)
    rest = text[block.end :]
    head = text[: block.start]
    if not rest.strip():
        return head.rstrip("\n") + "\n" if head.strip() else rest.lstrip("\n")
    return head + rest.lstrip("\n") if head.endswith("\n\n") or not head else head + rest


def with_block(text: str, lines: str, *, after: str = "") -> str:
    """`text` with the lines of a new concept at its end, or after the concept `after`. Raises as `block_of` does."""
    if after:
        end = block_of(text, after).end
        head, tail = text[:end], text[end:]
        gap = "" if head.endswith("\n") else "\n"
        return f"{head}{gap}\n{lines}{tail}" if tail else f"{head}{gap}\n{lines}"
    gap = "" if not text or text.endswith("\n\n") else "\n" if text.endswith("\n") else "\n\n"
    return f"{text}{gap}{lines}"


def toml_key(key: str) -> str:
    """A key, quoted where it must be."""
    return key if _BARE.fullmatch(key) else _text(key)


def toml_value(value: Any) -> str:
    """A value on one line, as the shipped files write it.

    >>> toml_value({"preferred": "Kyjiw", "variants": ["Kiew"]})
    '{ preferred = "Kyjiw", variants = ["Kiew"] }'
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, Mapping):
        inner = ", ".join(f"{toml_key(key)} = {toml_value(item)}" for key, item in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return "[" + ", ".join(map(toml_value, value)) + "]"


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def concept_lines(concept: str, table: Mapping[str, Any]) -> str:
    """The lines of a new concept: its own keys, a line per language, long languages as tables at its end."""
    lines = [f"[{toml_key(concept)}]"]
    tables: list[str] = []
    for key, value in table.items():
        line = f"{toml_key(key)} = {toml_value(_shortest(value))}"
        if isinstance(value, Mapping) and any(isinstance(item, Mapping) for item in value.values()):
            tables.append(f"[{toml_key(concept)}.{toml_key(key)}]")
            tables += [f"{toml_key(name)} = {toml_value(item)}" for name, item in value.items()]
        else:
            lines.append(line)
    return "\n".join([*lines, *tables]) + "\n"
