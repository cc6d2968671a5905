"""Words and signs of a text with their places, normalised for comparison only."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

# A word holds its combining marks and soft hyphens; an apostrophe or hyphen is a token of its own, so that
# "Zelensky's" and "Kyiv-based" end the name where it ends.
_TOKEN = re.compile(r"(?:[^\W_](?:[\u0300-\u036f\u0483-\u0487\u064b-\u065f\u00ad]|[^\W_])*)|[^\w\s]|_")
_SINGLE = {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "‑": "-", "‐": "-", "–": "-", "—": "-"}


class Token(NamedTuple):
    """A token: its range in the original text, and its form for comparison (NFC, straight signs)."""

    start: int
    end: int
    form: str


def tokenise(text: str) -> list[Token]:
    """Tokens of `text` in order; white space separates and is not a token, nor is a soft hyphen that stands alone."""
    return list(_tokens(text))


@lru_cache(maxsize=1024)
def _tokens(text: str) -> tuple[Token, ...]:
    """The same, kept: a sentence is looked through for names once for each locale and each glossary question."""
    return tuple(Token(m.start(), m.end(), form) for m in _TOKEN.finditer(text) if (form := comparable(m[0])))


def comparable(form: str) -> str:
    """One token's form for comparison: NFC, without soft hyphens, apostrophes and hyphens made plain."""
    if form.isascii():
        return "'" if form == "`" else form
    if len(form) == 1 and form in _SINGLE:
        return _SINGLE[form]
    return unicodedata.normalize("NFC", form.replace("\u00ad", ""))


def fold(text: str) -> str:
    """`text` lower-cased and without diacritics, for finding, never for writing."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
