"""Concordance: where the translation memory has some words, on either side, and what stands on the other."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newstrans.memory.pairs import Level, Pair
from newstrans.store.connect import Store
from newstrans.store.memory import holdings, list_pairs

# Pairs of one page.
MOST = 50


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a text; `hit` where it is the words that were looked for."""

    text: str
    hit: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A pair with the words found in it."""

    pair: Pair
    source: tuple[Part, ...]
    target: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Concordance:
    """What was found; `more` is what to ask for the next page (`below`), 0 at the end. `held` pairs are remembered in all."""

    query: str
    locale: str
    lines: tuple[Line, ...]
    more: int
    held: int
    locales: tuple[str, ...]


def concordance(store: Store, query: str, *, locale: str = "", below: int = 0) -> Concordance:
    """Pairs with these words, the newest first; a unit whose sentence is shown is not shown as a whole too."""
    held = holdings(store)
    wanted = query.strip()
    found = list_pairs(store, search=wanted, locale=locale, below=below, limit=MOST) if wanted else []
    sentences = {(one.edition, one.unit) for one in found if one.level is Level.SENTENCE}
    shown = [one for one in found if one.level is Level.SENTENCE or (one.edition, one.unit) not in sentences]
    return Concordance(
        query, locale, tuple(Line(one, parts(one.source, wanted), parts(one.target, wanted)) for one in shown),
        found[-1].id if len(found) == MOST else 0, sum(one.pairs for one in held), tuple(sorted({one.locale for one in held})),
    )  # fmt: skip


def parts(text: str, words: str) -> tuple[Part, ...]:
    """`text` cut where the words stand, in any case; joined the parts are the text.

    >>> [(part.text, part.hit) for part in parts("In Kyiv, in KYIV", "kyiv")]
    [('In ', False), ('Kyiv', True), (', in ', False), ('KYIV', True)]
    """
    found, at = [], 0
    for match in re.finditer(re.escape(words), text, re.IGNORECASE) if words else ():
        if match.start() > at:
            found.append(Part(text[at : match.start()]))
        found.append(Part(match.group(), hit=True))
        at = match.end()
    if at < len(text):
        found.append(Part(text[at:]))
    return tuple(found)
