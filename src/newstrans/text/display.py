"""Text for terminals: wire copy is hostile there, so nothing invisible reaches them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

_NAMES = {
    0x00AD: "SHY", 0x061C: "ALM", 0x200B: "ZWSP", 0x200E: "LRM", 0x200F: "RLM", 0x2028: "LS", 0x2029: "PS",
    0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO", 0x202E: "RLO", 0x2060: "WJ", 0x2066: "LRI",
    0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI", 0xFEFF: "BOM",
}  # fmt: skip

# Not here: U+200C and U+200D, which Persian, Hindi and emoji are spelled with.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)

_STYLES = {
    "bold": "1", "dim": "2", "removed": "31", "added": "32", "note": "36", "error": "1;31", "warning": "33",
    "info": "34",
}  # fmt: skip


# What a mark shows besides: no-break spaces, ends of lines, plain spaces at its ends and those that stand double.
_SPACES = re.compile("[\u00a0\u2007\u202f]|\n|^ +| +$|  +")


class Sign(NamedTuple):
    """A part of a mark: its text, and the symbol that shows it; "" where it can be seen as it is."""

    text: str
    symbol: str = ""


class Piece(NamedTuple):
    """Text in one style of `paint`; "" is plain."""

    text: str
    style: str = ""


def visible(text: str) -> str:
    r"""`text` with control characters, bidi overrides and other invisible controls as visible symbols.

    Line feeds and tabs stay. What is left can be printed to a terminal and encoded as UTF-8.

    >>> visible("\x1b[2Jquiet \u202ereversed")
    '␛[2Jquiet ⟨RLO⟩reversed'
    """
    return _INVISIBLE.sub(lambda match: _symbol(match.group()), text)


def _symbol(char: str) -> str:
    code = ord(char)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"⟨{_NAMES.get(code) or f'U+{code:04X}'}⟩"


def signs(text: str) -> list[Sign]:
    r"""A marked text in parts, those that cannot be seen with their symbols; joined the parts are the text again.

    Shown are no-break spaces, ends of lines, plain spaces at the ends and double ones, and what `visible` shows.

    >>> signs("5\u00a0%")
    [Sign(text='5', symbol=''), Sign(text='\xa0', symbol='⍽'), Sign(text='%', symbol='')]
    """
    found: list[Sign] = []
    at = 0
    hidden = [*_SPACES.finditer(text), *_INVISIBLE.finditer(text)]
    for match in sorted(hidden, key=lambda one: one.span()):
        if match.start() > at:
            found.append(Sign(text[at : match.start()]))
        found += [Sign(char, _space(char) or _symbol(char)) for char in match.group()]
        at = match.end()
    if at < len(text):
        found.append(Sign(text[at:]))
    return found


def _space(char: str) -> str:
    return {" ": "␣", "\n": "␊", "\u00a0": "⍽", "\u2007": "⍽", "\u202f": "⍽"}.get(char, "")


def visible_spaces(text: str) -> str:
    r"""A marked text for a terminal: its `signs`, joined.

    >>> visible_spaces(" 5\u00a0% ")
    '␣5⍽%␣'
    """
    return "".join(sign.symbol or sign.text for sign in signs(text))


def paint(text: str, style: str, *, colour: bool) -> str:
    """`text` in a style ("bold", "dim", "removed", "added", "note", "error", "warning", "info") if `colour`."""
    if not (colour and style and text):
        return text
    return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"


def columns(text: str) -> int:
    """Terminal columns of `text`: East Asian wide characters take two, combining marks none."""
    if text.isascii():
        return len(text)
    return sum(_columns_of(char) for char in text)


def _columns_of(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def wrap(pieces: Iterable[Piece], *, width: int, indent: str = "", colour: bool = False) -> list[str]:
    """Lines of at most `width` columns behind `indent`; every piece made visible and painted.

    Breaks at spaces, and inside what is longer than a line (a URL, Chinese).
    """
    room = max(width - columns(indent), 20)
    lines: list[list[Piece]] = [[]]
    used = 0
    for piece in pieces:
        for word in re.findall(r"\n|[ \t]+|[^ \t\n]+", visible(piece.text)):
            if word == "\n":
                lines.append([])
                used = 0
                continue
            size = columns(word)
            if used and used + size > room >= size and word.strip():
                lines.append([])
                used = 0
            if used + size <= room or not word.strip():
                lines[-1].append(Piece(word, piece.style))
                used += size
                continue
            for place, (part, part_size) in enumerate(_cut(word, room - used, room)):
                if place:
                    lines.append([])
                    used = 0
                lines[-1].append(Piece(part, piece.style))
                used += part_size
    return [_line(line, indent, colour=colour) for line in lines]


def _cut(word: str, first: int, room: int) -> Iterable[tuple[str, int]]:
    """`word` in parts with their columns: the first at most `first` wide (it may be empty), the others `room`."""
    start = used = 0
    for place, char in enumerate(word):
        size = _columns_of(char)
        if used + size > first:
            yield word[start:place], used
            start, used, first = place, 0, room
        used += size
    yield word[start:], used


def _line(pieces: list[Piece], indent: str, *, colour: bool) -> str:
    while pieces and not pieces[-1].text.strip():
        pieces = pieces[:-1]
    runs: list[Piece] = []
    for text, style in pieces:
        if runs and runs[-1].style == style:
            runs[-1] = Piece(runs[-1].text + text, style)
        else:
            runs.append(Piece(text, style))
    body = "".join(paint(text, style, colour=colour) for text, style in runs)
    return indent + body if body else ""
