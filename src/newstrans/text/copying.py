"""How much of a source text stands untranslated in its translation. Pure functions."""

from __future__ import annotations

import re
from collections import Counter

from newstrans.languages import is_spaced
from newstrans.text.scripts import letter_script

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
# Scripts without capitals cannot tell a name from a word.
_CASED = frozenset({"Latn", "Cyrl", "Grek", "Armn"})

# Share of the source's ordinary words that also stand in the target from which a sentence counts as copied.
_COPIED = 0.6
_COPIED_NEAR = 0.9
_NEAR = (
    frozenset({"pt", "gl", "es", "ca", "ast", "oc", "an", "it"}), frozenset({"nb", "nn", "da", "sv"}),
    frozenset({"cs", "sk"}), frozenset({"hr", "bs", "sr", "sl", "mk", "bg"}), frozenset({"ru", "uk", "be"}),
    frozenset({"id", "ms"}), frozenset({"zh", "yue", "ja"}), frozenset({"hi", "mr", "ne"}), frozenset({"tr", "az"}),
)  # fmt: skip


def are_near(one: str, other: str) -> bool:
    """Whether two languages are so near to each other that right translations share most of their words."""
    return any({one, other} <= group for group in _NEAR)


def copied_limit(source: str, target: str) -> float:
    """Share of copied words above which a sentence counts as not translated, for a pair of languages."""
    return _COPIED_NEAR if are_near(source, target) else _COPIED


def ordinary_words(text: str, language: str) -> list[str]:
    """Words that a translator would translate: not names, not acronyms; characters where words are not spaced."""
    if not is_spaced(language):
        return [
            char
            for char in text
            if letter_script(char) in {"Hani", "Hira", "Kana", "Thai", "Laoo", "Khmr", "Mymr"}
        ]
    words = _WORD.findall(text)
    if letter_script(next((word[0] for word in words), "")) in _CASED:
        words = [word for word in words if word[0].islower()]
    return [word.casefold() for word in words]


def copied_share(words: list[str], target: str) -> float:
    """How many of `words` stand in `target`, each counted as often as it stands in both."""
    there = Counter(word.casefold() for word in _WORD.findall(target))
    if words and len(words[0]) == 1 and len(max(words, key=len)) == 1:
        there = Counter(target)
    here = Counter(words)
    return sum(min(count, there[word]) for word, count in here.items()) / len(words)
