"""The pseudo engine: readable, longer, marked text in no language, for layout checks, demonstrations and tests.

Every text comes out between ⟦ and ⟧, letters with accents, about a third longer: a headline that overflows, a
string that was never sent through an engine, or an encoding that loses accents shows at a glance. Numbers, URLs,
addresses, handles, hashtags and placeholders stay as they are.
"""

# ruff: noqa: ARG002  (the protocol names parameters that this engine has no use for)

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from newstrans.config import Config
from newstrans.engines.base import Aligned, LanguagePair, Traits, Translation
from newstrans.languages import direction
from newstrans.model import Model, Span

_VERSION = b"pseudo 1"
_ACCENTS = str.maketrans(
    "ABCDEFGHIJKLNOPRSTUVWYZabcdefghijklnoprstuvwyz",
    "ÀƁÇÐÉƑĜĤÎĴĶĻÑÖÞŔŠŢÛṼŴÝŽàƀçðéƒĝĥîĵķļñöþŕšţûṽŵýž",
)
_KEPT = re.compile(
    r"https?://\S+|www\.\S+"
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+"
    r"|[@#]\w+"
    r"|\{\{?[^{}\n]{0,80}\}?\}|%(?:\(\w{1,40}\))?[sdif]\b|%\d+\$[sd]"
    r"|</?[A-Za-z][^<>\n]{0,200}>"
    r"|\b(?=\w*\d)\w+\b"
)
_WORD = re.compile(r"\w+")
_FILLER = "one two three four five six seven eight nine ten ".translate(_ACCENTS)
_GROWTH = 0.35
_RIGHT_TO_LEFT_MARK = "\u200f"


class PseudoEngine:
    """Marks up the source, for any pair. For right-to-left targets the marks carry U+200F, to turn the line."""

    name = "pseudo"
    any_pair = True

    def __init__(self, config: Config) -> None:
        del config  # nothing to set; every engine is built alike

    def pairs(self) -> list[LanguagePair]:
        return []

    def traits(self, pair: LanguagePair) -> Traits:
        return Traits(copies=True)

    def model(self, pair: LanguagePair) -> Model:
        return Model("pseudo", hashlib.sha256(_VERSION).hexdigest(), "Apache-2.0", "part of newstrans")

    def translate(self, texts: Sequence[str], pair: LanguagePair) -> list[Translation]:
        turn = _RIGHT_TO_LEFT_MARK if direction(pair.target) == "rtl" else ""
        return [Translation(_pseudo(text, turn) if any(map(str.isalnum, text)) else "") for text in texts]

    def align(self, texts: Sequence[str], pair: LanguagePair) -> list[Aligned | None]:
        """Every word stands where it stood, behind the opening mark."""
        shift = 2 if direction(pair.target) == "rtl" else 1
        return [
            Aligned(
                answer.text, tuple((Span(*m.span()), Span(m.start() + shift, m.end() + shift)) for m in _WORD.finditer(text)), 1.0
            )
            for text, answer in zip(texts, self.translate(texts, pair), strict=True)
        ]

    def missing(self) -> str | None:
        return None

    def install_hint(self, source: str, target: str) -> str | None:
        return None

    def close(self) -> None:
        """Nothing to end."""


def _pseudo(text: str, turn: str) -> str:
    pieces: list[str] = []
    end = 0
    for kept in _KEPT.finditer(text):
        pieces += [text[end : kept.start()].translate(_ACCENTS), kept[0]]
        end = kept.end()
    pieces.append(text[end:].translate(_ACCENTS))
    longer = int(len(text) * _GROWTH)
    filler = (_FILLER * (longer // len(_FILLER) + 1))[:longer].rstrip()
    return f"{turn}⟦{''.join(pieces)}{' ' + filler if filler else ''}⟧{turn}"
