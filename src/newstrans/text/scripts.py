"""Which script a letter belongs to, by Unicode block (UAX 24 names, the scripts of news languages)."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import lru_cache

_BLOCKS: tuple[tuple[int, int, str], ...] = (
    (0x0041, 0x024F, "Latn"), (0x0250, 0x02AF, "Latn"), (0x0370, 0x03FF, "Grek"), (0x0400, 0x052F, "Cyrl"),
    (0x0530, 0x058F, "Armn"), (0x0590, 0x05FF, "Hebr"), (0x0600, 0x06FF, "Arab"), (0x0750, 0x077F, "Arab"),
    (0x08A0, 0x08FF, "Arab"), (0x0900, 0x097F, "Deva"), (0x0980, 0x09FF, "Beng"), (0x0A00, 0x0A7F, "Guru"),
    (0x0A80, 0x0AFF, "Gujr"), (0x0B00, 0x0B7F, "Orya"), (0x0B80, 0x0BFF, "Taml"), (0x0C00, 0x0C7F, "Telu"),
    (0x0C80, 0x0CFF, "Knda"), (0x0D00, 0x0D7F, "Mlym"), (0x0D80, 0x0DFF, "Sinh"), (0x0E00, 0x0E7F, "Thai"),
    (0x0E80, 0x0EFF, "Laoo"), (0x0F00, 0x0FFF, "Tibt"), (0x1000, 0x109F, "Mymr"), (0x10A0, 0x10FF, "Geor"),
    (0x1100, 0x11FF, "Hang"), (0x1200, 0x139F, "Ethi"), (0x1780, 0x17FF, "Khmr"), (0x1C80, 0x1C8F, "Cyrl"),
    (0x1E00, 0x1EFF, "Latn"), (0x1F00, 0x1FFF, "Grek"), (0x2C60, 0x2C7F, "Latn"), (0x2DE0, 0x2DFF, "Cyrl"),
    (0x3040, 0x309F, "Hira"), (0x30A0, 0x30FF, "Kana"), (0x3130, 0x318F, "Hang"), (0x31F0, 0x31FF, "Kana"),
    (0x3400, 0x4DBF, "Hani"), (0x4E00, 0x9FFF, "Hani"), (0xA640, 0xA69F, "Cyrl"), (0xA720, 0xA7FF, "Latn"),
    (0xAC00, 0xD7AF, "Hang"), (0xF900, 0xFAFF, "Hani"), (0xFB1D, 0xFB4F, "Hebr"), (0xFB50, 0xFDFF, "Arab"),
    (0xFE70, 0xFEFF, "Arab"), (0xFF21, 0xFF5A, "Latn"), (0xFF66, 0xFF9F, "Kana"), (0x20000, 0x3134F, "Hani"),
)  # fmt: skip
# For patterns: letters of scripts that put no spaces round a figure or a foreign word, and edges that they do not hide.
UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af"
WORD_BEGINS = rf"(?<![^\W{UNSPACED}])"
WORD_ENDS = rf"(?![^\W{UNSPACED}])"

_STARTS = [start for start, _, _ in _BLOCKS]


@lru_cache(maxsize=8192)
def letter_script(letter: str) -> str:
    """ISO 15924 code of one letter's script, "" for signs, digits and scripts not listed.

    >>> [letter_script(c) for c in "aЖ한字1"]
    ['Latn', 'Cyrl', 'Hang', 'Hani', '']
    """
    if not letter.isalpha():
        return ""
    point = ord(letter)
    block = _BLOCKS[bisect_right(_STARTS, point) - 1] if point >= 0x41 else None
    return block[2] if block and block[0] <= point <= block[1] else ""


def script_counts(text: str) -> Counter[str]:
    """How many letters of each script `text` has."""
    counts = Counter(letter_script(c) for c in text)
    del counts[""]
    return counts


def script_of(text: str) -> str:
    """The script of most letters of `text`, "" when it has none."""
    if text.isascii():
        return "Latn" if any(map(str.isalpha, text)) else ""
    counts = script_counts(text)
    return max(sorted(counts), key=lambda script: counts[script]) if counts else ""
