"""Latin letters without their marks: for engines whose vocabulary lacks them, and for finding names."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose; the plain spelling is the one that wires use.
_LETTERS = {
    "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ħ": "h", "Ħ": "H", "ı": "i", "ŀ": "l",
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D",
    "ə": "e", "Ə": "E", "ŋ": "n", "Ŋ": "N", "ʻ": "'", "ʿ": "'", "ʾ": "'",
}  # fmt: skip


@lru_cache(maxsize=4096)  # a search of the glossary asks for a few hundred letters a hundred thousand times
def fold_letter(character: str) -> str:
    """A Latin letter without its marks ("ł" -> "l"), any other character as it is."""
    if character in _LETTERS:
        return _LETTERS[character]
    decomposed = unicodedata.normalize("NFD", character)
    base = "".join(c for c in decomposed if not unicodedata.combining(c))
    return base if base.isascii() and base else character


def fold_letters(text: str) -> str:
    """`text` with every Latin letter plain, capitals kept ("Wałęsa" -> "Walesa")."""
    return text if text.isascii() else "".join(fold_letter(c) for c in text)
