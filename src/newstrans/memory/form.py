"""The form of a text: its words, with numbers and names as classes, so that "3 ships" and "12 ships" are alike.

Two texts of one form differ only in the values of their numbers and names. Forms are what is compared; they are found
by their words.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from newstrans.languages import language_of
from newstrans.model import Span
from newstrans.text.diff import tokens
from newstrans.text.numbers import find_numbers

# Private characters: they stand in no text that a newsroom sends.
NUMBER, NAME = "\ue000", "\ue001"
# Words of a form that it is found by, the longest first: more make the index larger and find nothing else.
_WORDS = 24


@dataclass(frozen=True, slots=True)
class Form:
    """A text with its numbers and names as classes, in small letters; `words` are what it is looked up by."""

    text: str
    tokens: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def hash(self) -> str:
        """SHA-256 of the text, in hex."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()


def form_of(text: str, language: str, names: Iterable[Span] = ()) -> Form:
    """The form of a text in `language`; `names` are the ranges of the glossary's names in it.

    >>> form_of("On Monday 3 ships left Odesa.", "en", [Span(23, 28)]).text.replace(NUMBER, "#").replace(NAME, "@")
    'on monday # ships left @.'
    """
    found = [(span.start, span.end, NAME) for span in names]
    for number in find_numbers(text, language_of(language)):
        if not any(number.start < end and start < number.end for start, end, _ in found):
            found.append((number.start, number.end, NUMBER))
    out, at = [], 0
    for start, end, sign in sorted(found):
        if start >= at:
            out += [text[at:start], sign]
            at = end
    folded = " ".join(unicodedata.normalize("NFC", "".join([*out, text[at:]])).casefold().split())
    parts = tuple(token for token in tokens(folded) if not token.isspace())
    return Form(folded, parts, tuple(_words(parts)))


def _words(parts: Sequence[str]) -> list[str]:
    """The different words in the order of the text; scripts without spaces have pairs of neighbours for words."""
    found: dict[str, None] = {}
    for n, token in enumerate(parts):
        if not token[0].isalpha():
            continue
        if len(token) > 1:
            found[token] = None
        elif n + 1 < len(parts) and len(parts[n + 1]) == 1 and parts[n + 1].isalpha():
            found[token + parts[n + 1]] = None
    # Of one length, the order of the letters decides: any order will do, if it is always the same.
    longest = set(sorted(found, key=lambda word: (-len(word), word))[:_WORDS])
    return [word for word in found if word in longest]


@lru_cache(maxsize=1 << 16)
def word_number(language: str, locale: str, word: str) -> int:
    """The number under which a word stands in the index of a direction: 63 bits, so that every database can hold it."""
    digest = hashlib.blake2b(f"{language}\x1f{locale}\x1f{word}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest) >> 1


@lru_cache(maxsize=4096)
def source_key(text: str) -> str:
    r"""What two sources have in common that are one: NFC, white space as one space; SHA-256 in hex.

    >>> source_key("The  city\nsaid no.") == source_key("The city said no.")
    True
    """
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
