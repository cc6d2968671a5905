"""Texts inside texts, and writing into them without touching what stands around.

A wire item is a text in an encoding; its body may be HTML in a CDATA section, or HTML in a JSON string with every
quotation mark escaped. A `Layer` is one of these texts as a reader sees it, with the way back: `lift` turns a
replacement in it into a replacement in the text around it. What no replacement touches is never written anew, so
prefixes, quoting, line ends and the spelling of escapes survive by construction.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html.entities import html5
from typing import NamedTuple


class Splice(NamedTuple):
    """`text` in place of the code points `start` to `end` of a layer's text."""

    start: int
    end: int
    text: str


def splice(text: str, splices: Iterable[Splice]) -> str:
    """`text` with every splice made.

    Raises:
        ValueError: two of them overlap.

    """
    out, at = [], 0
    for start, end, new in sorted(splices, key=lambda one: (one.start, one.end)):
        if start < at:
            raise ValueError(f"two replacements overlap at {start}")
        out += [text[at:start], new]
        at = end
    return "".join([*out, text[at:]])


# eq=False: layers are compared and grouped by identity, never by their text.
@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A text inside `outer`; the file's own text has no `outer`.

    `starts[i]` and `ends[i]` are the range of character `i` in the outer text. `encode(start, end, text)` writes
    `text` as the outer text's notation wants it at that outer range.
    """

    text: str
    outer: Layer | None = None
    starts: Sequence[int] = ()
    ends: Sequence[int] = ()
    encode: Callable[[int, int, str], str] = lambda _start, _end, text: text
    base: int = 0  # outer place of an empty text

    def lift(self, one: Splice) -> Splice:
        """The same replacement in the outer text."""
        start = self.place(one.start)
        end = start if one.start == one.end else self.ends[one.end - 1]
        return Splice(start, end, self.encode(start, end, one.text))

    def place(self, at: int) -> int:
        """Outer offset of character `at`."""
        if at < len(self.starts):
            return self.starts[at]
        return self.ends[-1] if self.ends else self.base


class _Spelling:
    """Characters of a text and where each stands in the outer one, collected from the left."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.starts = array("l")
        self.ends = array("l")

    def plain(self, text: str, at: int) -> None:
        self.parts.append(text)
        self.starts.extend(range(at, at + len(text)))
        self.ends.extend(range(at + 1, at + len(text) + 1))

    def coded(self, text: str, start: int, end: int) -> None:
        self.parts.append(text)
        self.starts.extend([start] * len(text))
        self.ends.extend([end] * len(text))

    def layer(self, outer: Layer, encode: Callable[[int, int, str], str], base: int) -> Layer:
        return Layer("".join(self.parts), outer, self.starts, self.ends, encode, base)


_XML_NAMES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z_][\w.-]{0,40}));")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def reference(name: str) -> str | None:
    """What a character or entity reference stands for ("&eacute;" -> "é"); None for one nobody knows."""
    match = _REFERENCE.fullmatch(name)
    if not match:
        return None
    decimal, hexadecimal, named = match.groups()
    if named:
        return _XML_NAMES.get(named) or html5.get(f"{named};")
    code = int(decimal) if decimal else int(hexadecimal, 16)
    valid = code in (9, 10, 13) or 0x20 <= code < 0xD800 or 0xE000 <= code <= 0x10FFFF
    return chr(code) if valid else None


def escape_text(text: str, like: str = "") -> str:
    """`text` as character data of XML or HTML; a ">" is written as `like`, the text it replaces, writes it."""
    out = text.replace("&", "&amp;").replace("<", "&lt;")
    return out.replace(">", "&gt;") if "&gt;" in like or "]]>" in out else out


def escape_attribute(text: str, quote: str) -> str:
    """`text` as an attribute's value between `quote`s."""
    out = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "&#10;").replace("\t", "&#9;")
    return out.replace('"', "&quot;") if quote == '"' else out.replace("'", "&#39;")


def xml_text(outer: Layer, start: int, end: int) -> Layer:
    """The character data between two offsets of `outer`: references read, CDATA sections opened.

    An unknown entity stays as it is spelt, and is written back so.
    """
    spelt = _Spelling()
    sections: list[tuple[int, int]] = []
    raw = outer.text
    at = start
    for section in _CDATA.finditer(raw, start, end):
        _references(spelt, raw, at, section.start())
        spelt.plain(section[1], section.start(1))
        sections.append((section.start(1), section.end(1)))
        at = section.end()
    _references(spelt, raw, at, end)
    begins = [left for left, _ in sections]
    kept = _kept(raw, start, end)

    def inside(place: int, other: int) -> bool:
        n = bisect_right(begins, place) - 1
        return n >= 0 and sections[n][0] <= place <= sections[n][1] and sections[n][0] <= other <= sections[n][1]

    def encode(left: int, right: int, text: str) -> str:
        if inside(left, right):
            return text.replace("]]>", "]]]]><![CDATA[>")
        # A replacement that begins or ends in a section closes it, and opens it again.
        head = "]]>" if inside(left, left) and left != right else ""
        tail = "<![CDATA[" if inside(right, right) and left != right else ""
        return head + kept(escape_text(text, raw[left:right])) + tail

    return spelt.layer(outer, encode, sections[0][0] if sections else start)


def attribute_text(outer: Layer, start: int, end: int, quote: str) -> Layer:
    """The value of an attribute between two offsets of `outer`, references read."""
    spelt = _Spelling()
    _references(spelt, outer.text, start, end)
    kept = _kept(outer.text, start, end)
    return spelt.layer(outer, lambda _l, _r, text: kept(escape_attribute(text, quote or '"')), start)


def _references(spelt: _Spelling, raw: str, at: int, end: int) -> None:
    for found in _REFERENCE.finditer(raw, at, end):
        value = reference(found[0])
        if value is not None:
            spelt.plain(raw[at : found.start()], at)
            spelt.coded(value, found.start(), found.end())
            at = found.end()
    spelt.plain(raw[at:end], at)


def _kept(raw: str, start: int, end: int) -> Callable[[str], str]:
    """Undo the escaping of the "&" of entities that the source itself has and nobody can resolve."""
    unknown = {found[0] for found in _REFERENCE.finditer(raw, start, end) if reference(found[0]) is None}

    def restore(text: str) -> str:
        for name in unknown:
            text = text.replace("&amp;" + name[1:], name)
        return text

    return restore if unknown else lambda text: text


_JSON_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_JSON_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_JSON_CODED = {"\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}


@dataclass(frozen=True, slots=True)
class JsonStyle:
    r"""How a file writes what JSON lets it choose: "é" or "\u00e9" or "\u00E9", "/" or "\/"."""

    ascii_only: bool = False
    capitals: bool = False
    slash: bool = False

    @staticmethod
    def of(text: str) -> JsonStyle:
        """The style of a whole file: characters are coded when it has none beyond ASCII."""
        codes = re.findall(r"\\u([0-9a-fA-F]{4})", text)
        return JsonStyle(
            ascii_only=text.isascii() and any(int(code, 16) > 0x7F for code in codes),
            capitals=any(re.search("[A-F]", code) for code in codes),
            slash="\\/" in text,
        )

    def write(self, text: str) -> str:
        """`text` as the inside of a JSON string."""
        out = []
        for char in text:
            if char in _JSON_CODED:
                out.append(_JSON_CODED[char])
            elif char == "/" and self.slash:
                out.append("\\/")
            elif char < " " or char in "\x7f\u2028\u2029" or "\ud800" <= char <= "\udfff" or (self.ascii_only and char > "\x7e"):
                units = char.encode("utf-16-be", "surrogatepass")
                for n in range(0, len(units), 2):
                    code = f"{units[n] << 8 | units[n + 1]:04x}"
                    out.append("\\u" + (code.upper() if self.capitals else code))
            else:
                out.append(char)
        return "".join(out)


def json_string(outer: Layer, start: int, end: int, style: JsonStyle) -> Layer:
    """The string whose inside, without the quotation marks, stands between two offsets of `outer`."""
    spelt = _Spelling()
    raw = outer.text
    at = start
    pending: tuple[str, int] | None = None  # a high surrogate that waits for its partner
    for found in _JSON_ESCAPE.finditer(raw, start, end):
        if found.start() > at:
            if pending:
                spelt.coded(pending[0], pending[1], at)
                pending = None
            spelt.plain(raw[at : found.start()], at)
        code, short = found.groups()
        char = chr(int(code, 16)) if code else _JSON_SHORT.get(short, short)
        begin = found.start()
        if pending:
            if "\udc00" <= char <= "\udfff":
                char = (pending[0] + char).encode("utf-16-be", "surrogatepass").decode("utf-16-be")
                begin = pending[1]
            else:
                spelt.coded(pending[0], pending[1], found.start())
            pending = None
        if "\ud800" <= char <= "\udbff":
            pending = (char, found.start())
        else:
            spelt.coded(char, begin, found.end())
        at = found.end()
    if pending:
        spelt.coded(pending[0], pending[1], at)
    spelt.plain(raw[at:end], at)
    return spelt.layer(outer, lambda _l, _r, text: style.write(text), start)


def part(outer: Layer, start: int, end: int, encode: Callable[[int, int, str], str] | None = None) -> Layer:
    """A stretch of `outer` as a text of its own, in the same notation."""
    return Layer(
        outer.text[start:end], outer, range(start, end), range(start + 1, end + 1),
        encode or (lambda _left, _right, text: text), start,
    )  # fmt: skip
