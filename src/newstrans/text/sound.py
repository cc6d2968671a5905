"""How alike two names sound, whatever script they are in: consonants by class, vowels left out."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from newstrans.text.scripts import letter_script

# Consonants that scripts exchange for one another are one class; h, w, y and the like are left out.
_CLASSES = {
    **dict.fromkeys("bpvf", "p"), **dict.fromkeys("dt", "t"), **dict.fromkeys("gkqcx", "k"), **dict.fromkeys("szj", "s"),
    **dict.fromkeys("lr", "l"), **dict.fromkeys("mn", "n"),
}  # fmt: skip
_SILENT = frozenset({"Hani", ""})
_GREEK = {"xi": "ks", "psi": "ps", "phi": "p", "chi": "k", "theta": "t", "rho": "r", "gamma": "g"}


@lru_cache(maxsize=4096)
def _letter(char: str) -> str:
    """The Latin letters that a letter of any script is named after in Unicode."""
    if char.isascii():
        return char.lower()
    name = unicodedata.name(char, "")
    if "ANUSVARA" in name:
        return "n"
    found = re.search(r"(?:LETTER|SYLLABLE|CHARACTER|VOWEL SIGN) (?:SMALL )?([A-Z]+)", name)
    if not found:
        return ""
    word = found[1].lower()
    if letter_script(char) in {"Hang", "Kana", "Hira", "Ethi"}:
        return word
    if name.startswith("CYRILLIC") and word in {"es", "en", "em", "el", "er", "ef"}:
        return word[1]
    if name.startswith("GREEK"):
        return _GREEK.get(word, word[:1])
    return {"ch": "s", "sh": "s", "zh": "s", "ts": "s", "kh": "k", "dj": "s", "je": "s", "th": "t"}.get(word[:2], word[:1])


def _plain(word: str) -> str:
    """Letters without their signs; syllables of Hangul stay whole, for they are named by their sound."""
    return "".join(char if "\uac00" <= char <= "\ud7a3" else unicodedata.normalize("NFKD", char) for char in word)


@lru_cache(maxsize=8192)
def skeleton(word: str) -> str:
    """The classes of a word's consonants, doubled ones once.

    >>> skeleton("Zelensky"), skeleton("Зеленський")
    ('slnsk', 'slnsk')
    """
    letters = "".join(_letter(char) for char in _plain(word) if not unicodedata.combining(char))
    letters = re.sub(r"sch|tch|ch(?=[aeiouy])|sh|zh|ts|tz|cz", "s", letters)
    letters = re.sub(r"c(?=[eiy])", "s", letters)
    classes = "".join(_CLASSES.get(char, "") for char in letters)
    return re.sub(r"(.)\1+", r"\1", classes)


def sounds_in(word: str, text: str) -> bool:
    """Whether some word of `text` sounds like `word`, its ending aside; True where nothing can be said (Han characters)."""
    if any(letter_script(char) in {"Hani", "Kana", "Hira", "Thai", "Khmr", "Mymr", "Laoo"} for char in text):
        return True
    wanted = skeleton(word)
    if len(wanted) < 2:
        return True
    least = max(2, (2 * len(wanted) + 2) // 3)
    for other in re.findall(r"(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff\u0590-\u05ff\u064b-\u065f])+", text):
        there = skeleton(other)
        if wanted[:least] in there or (len(there) >= 2 and there == wanted[: len(there)] and len(there) >= least):
            return True
    return False
