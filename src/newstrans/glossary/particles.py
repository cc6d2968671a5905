"""Particles and suffixes behind a name whose form its last sound decides; closed tables per language.

Korean particles come in pairs (은 behind a consonant, 는 behind a vowel); Turkish suffixes behind the apostrophe of a
name follow its last vowel and its last sound. Only what is listed is changed, and only where the last sound is sure:
an English "-e" may be silent, an acronym may be read as a word or letter by letter. Sources: 국립국어원, 한글 맞춤법
(조사); Türk Dil Kurumu, Yazım Kılavuzu (kesme işareti, ünlü uyumu).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from newstrans.languages import language_of

# Behind a consonant, behind a vowel.
_JOSA = (("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"), ("으로", "로"))
_COMPOUND = frozenset({"과", "으로"})  # these take another ending: "과의", "으로부터"
_ENDINGS = ("", "의", "는", "도", "만", "서", "부터", "써")
_RIEUL = "l"
_DIGITS = {"0": "c", "1": "l", "2": "v", "3": "c", "4": "v", "5": "v", "6": "c", "7": "l", "8": "l", "9": "v"}
_LETTERS = {"L": "l", "M": "c", "N": "c"}  # every other letter's Korean name ends in a vowel, but for R, which has two

_FRONT, _ROUND, _VOWELS = "eiöü", "ouöü", "aeıioöuü"
_VOICELESS = "fstkçşhp"
_PLAIN = str.maketrans("âîûáéíóúäô", "aiuaeiouao")
# A suffix: how it is recognised, and how it is written. A and I are vowels in harmony, D is d or t, C is c or ç; what
# stands in brackets only comes behind a vowel.
_TURKISH: Mapping[str, re.Pattern[str]] = {
    pattern: re.compile(
        re.sub(r"\((\w)\)", r"\1?", pattern).replace("A", "[ae]").replace("I", "[ıiuü]").replace("D", "[dt]").replace("C", "[cç]")
    )
    for pattern in ("DA", "DAn", "DAki", "(y)A", "(y)I", "(n)In", "(y)lA", "lAr", "lI", "sIz", "CA", "DIr")
}


def follow(name: str, after: str, locale: str) -> tuple[str, str] | None:
    """What must change in the text `after` a name: (what it begins with, what must stand there), or None.

    >>> follow("키이우", "은 수도다", "ko")
    ('은', '는')
    >>> follow("Kyiv", "'da konuştu", "tr")
    ("'da", "'de")
    """
    language = language_of(locale)
    if language == "ko":
        return _korean(name, after)
    return _turkish(name, after) if language == "tr" else None


def _korean(name: str, after: str) -> tuple[str, str] | None:
    tail = re.match(r"[가-힣]+", after)
    sound = _last_sound(name)
    if not tail or not sound:
        return None
    for closed, open_ in _JOSA:
        for ending in _ENDINGS if closed in _COMPOUND else ("",):
            if tail[0] in (closed + ending, open_ + ending):
                as_open = sound == "v" or (sound == _RIEUL and closed == "으로")
                new = (open_ if as_open else closed) + ending
                return None if new == tail[0] else (tail[0], new)
    return None


def _last_sound(name: str) -> str:
    """How a name ends when it is read in Korean: "v" a vowel, "l" ㄹ, "c" another consonant, "" not sure."""
    last = name[-1:]
    if "가" <= last <= "힣":
        final = (ord(last) - 0xAC00) % 28
        return "v" if final == 0 else _RIEUL if final == 8 else "c"
    if last in _DIGITS:
        return _DIGITS[last]
    word = re.search(r"[A-Za-z]+$", name)
    if not word:
        return ""
    if word[0].isupper():
        by_letter = not re.search("[AEIOUY]", word[0]) or len(word[0]) == 1
        if last in _LETTERS:
            return _LETTERS[last]
        return "v" if last in "AIOU" or (by_letter and last != "R") else ""
    return {"a": "v", "i": "v", "o": "v", "u": "v", "y": "v", "l": "l", "m": "c", "n": "c"}.get(last, "")


def _turkish(name: str, after: str) -> tuple[str, str] | None:
    tail = re.match(r"(['’])([a-zçğıöşü]+)(?!\w)", after)
    word = re.search(r"[^\W\d_]+$", name)
    if not tail or not word or not word[0][1:].islower():
        return None
    read = word[0].replace("I", "ı").replace("İ", "i").lower().translate(_PLAIN)
    vowels = [letter for letter in read if letter in _VOWELS]
    # Silent letters, a "y" that is a vowel, and the soft l of "Senegal'e": the spelling does not tell the sound.
    unsure = re.search(r"(?:e|[^aeıioöuü]y|[aeıioöuü]u|[aeio]l|[qwx]|[^a-zçğıöşü])$", read)
    if not vowels or unsure:
        return None
    last, ends_open = vowels[-1], read[-1] in _VOWELS
    front = last in _FRONT
    narrow = ("ü" if front else "u") if last in _ROUND else ("i" if front else "ı")
    hard = read[-1] in _VOICELESS
    for pattern, known in _TURKISH.items():
        if known.fullmatch(tail[2]):
            new = re.sub(r"\((\w)\)", r"\1" if ends_open else "", pattern)
            new = new.replace("A", "e" if front else "a").replace("I", narrow)
            new = new.replace("D", "t" if hard else "d").replace("C", "ç" if hard else "c")
            return None if new == tail[2] else (tail[0], tail[1] + new)
    return None
