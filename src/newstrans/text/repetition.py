"""Loops and doubled words in a text. Pure functions."""

from __future__ import annotations

import re

from newstrans.languages import is_spaced

# A word with its combining marks, which Python's \w does not know in the Indian scripts, Hebrew and Arabic.
_LETTER = "(?:[^\\W_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e\u200c\u200d])"
_WORD = re.compile(rf"[^\W_]{_LETTER}*(?:['’\-\"״]{_LETTER}+)*")
_CHARACTER = re.compile(r"[^\W\d_]")
_LONGEST = 12

# Reduplication is grammar in these.
REDUPLICATING = frozenset("id ms jv tl fil vi th zh ja ko hi bn mr gu pa ta te kn ml si ne ur fa tr az hy ka my km lo am".split())
# Vietnamese words that are doubled whole (từ láy hoàn toàn) or for each and every ("ngày ngày", "ai ai"); a closed list.
_VIETNAMESE = frozenset(
    "ai ào cao chang chằm chiều dài dần đâu đêm đen đều đỏ đời đùng gần giờ ha hao hay hơi hiu khăng khư lạnh làng lâu lăm lớp luôn mau mãi "
    "nâu ngày ngàn nhà nhao nơi oang phây rào rành rầm rì rưng sàn sáng sè song tầng thường tím tối trắng trùng từ ùn vàng vui xa "
    "xanh xăm".split()
)
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
    "gl": frozenset("se".split()),
    "vi": _VIETNAMESE,
}


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
