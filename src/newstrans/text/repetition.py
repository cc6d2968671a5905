"""Loops and doubled words in a text. Pure functions."""

from __future__ import annotations

import re

from newstrans.languages import is_spaced

_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_CHARACTER = re.compile(r"[^\W\d_]")
_LONGEST = 12

# Words that these languages double rightly: relative after article, reflexive after subject, emphasis.
_DOUBLED = {
    "de": frozenset("die der das den dem sie".split()),
    "nl": frozenset("die dat haar zij er".split()),
    "fr": frozenset("nous vous en y".split()),
    "en": frozenset("that had is her do".split()),
    "es": frozenset("se ya".split()),
    "pt": frozenset("se".split()),
    "it": frozenset("via piano man ci".split()),
    "sv": frozenset("för de i att det".split()),
    "da": frozenset("at det i på for der".split()),
    "nb": frozenset("det at i på for der".split()),
    "ru": frozenset("что чуть едва".split()),
    "uk": frozenset("що ледь".split()),
    "hu": frozenset("az a".split()),
}
# Reduplication is grammar in these.
REDUPLICATING = frozenset("id ms jv tl fil vi th zh ja ko hi bn ta te ur tr az hy ka my km lo am".split())


def find_loop(text: str, language: str) -> tuple[int, int, str, int] | None:
    """Start, end, phrase and count of the first phrase that stands three times in a row (characters: five times).

    >>> find_loop("após a Guerra de Guerra de Guerra de Guerra", "pt")
    (7, 43, 'Guerra de', 3)
    """
    spaced = is_spaced(language) if language else True
    tokens = [
        (m.start(), m.end(), m.group().casefold()) for m in (_WORD if spaced else _CHARACTER).finditer(text)
    ]
    words = [word for _, _, word in tokens]
    for size in range(1, _LONGEST + 1):
        needed = 3 if size > 1 else 4
        needed = needed if spaced else max(needed, 5 - size // 2)
        run = 0
        for index in range(size, len(words)):
            run = run + 1 if words[index] == words[index - size] else 0
            goes_on = index + 1 < len(words) and words[index + 1] == words[index + 1 - size]
            if run and not goes_on and run // size + 1 >= needed and not words[index].isdigit():
                first = index - run - size + 1
                return (
                    tokens[first][0],
                    tokens[index][1],
                    text[tokens[first][0] : tokens[first + size - 1][1]],
                    run // size + 1,
                )
    return None


def doubled_words(text: str, language: str) -> list[tuple[int, int, str]]:
    """Words that stand twice with nothing but a space between, as start, end and word."""
    allowed = _DOUBLED.get(language, frozenset())
    found = []
    previous: re.Match[str] | None = None
    for match in _WORD.finditer(text):
        if previous is not None and text[previous.end() : match.start()].isspace():
            word = match.group()
            same = word.casefold() == previous.group().casefold()
            # "Sirhan Sirhan", "Boutros Boutros": capitals on both are a name.
            name = word[0].isupper() and previous.group()[0].isupper()
            if same and not name and word.isalpha() and word.casefold() not in allowed:
                found.append((previous.start(), match.end(), previous.group()))
        previous = match
    return found
