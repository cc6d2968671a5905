"""Words that are a name and something else too, by language: a bare name of this kind needs a guard.

The list is ours, from the cases that newsrooms stumble over; the names of months and days come from CLDR.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from newstrans.languages import language_of, mend_babel

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "a month or a verb": "May March August",
        "a first name or surname": "Jordan Georgia Chad Chelsea Florence Victoria Austin Lincoln Madison Carolina Dakota",
        "an animal, plant or thing": "Turkey Amazon Apple Orange Shell Target Gap Oracle Jaguar Puma Bush Wells Rice Brown Cook Baker Stone Ford Mars Mercury Java Cork Congo Jersey Bath Sandwich Battle Ash Hill Wood Banks Rivers Fields Page Gates Jobs Case",
        "an adjective or a language": "Polish Nice Lively Strange Swift White Black Green Gray Grey Young Short Long Sharp Strong Wise Good Moody",
        "a verb or a common noun": "Reading Meta Alphabet Twitter Square Block Zoom Slack Signal Telegram Chase Trump Fed Bolt Will Grant Mark Bill Frank Rob Pat Sue Grace Hope Faith Rose Lily Daisy Dawn Summer Autumn",
    },
    "es": {
        "a common word": "Para Como Nada Toda Este Granada Palma Lima Paz Paro Sol Rosa Mar Cruz Casado Redondo Calvo Marrón Rubio Bravo Guerra Reyes Mercado",
    },
    "pt": {
        "a common word": "Para Porto Peru Lima Natal Costa Reis Rosa Prata Leite Coelho Carneiro Pinto Leão Temer",
    },
    "fr": {
        "a common word": "Nice Tours Sens Orange Pau Marine Pierre Rose Claire Blanc Petit Grand Roux Boulanger Boucher Berger",
    },
    "de": {
        "a common word": "Essen Halle Regen Weil Fischer Vogel Wolf Fuchs König Kaiser Richter",
    },
    "it": {
        "a common word": "Nato Como Prato Potenza Massa Rosa Leone Colombo Conte Crema Marche",
    },
}


@lru_cache(maxsize=64)
def homographs(tag: str) -> Mapping[str, str]:
    """Word as it stands at the head of a sentence -> what else it is, in the language `tag`."""
    found = {word: what for what, words in _WORDS.get(language_of(tag), {}).items() for word in words.split()}
    for word in sorted(calendar_words(language_of(tag))):
        if len(word) > 3:
            found.setdefault(word[:1].upper() + word[1:], "a month or a day of the week")
    return found


@lru_cache(maxsize=64)
def calendar_words(language: str) -> frozenset[str]:
    """The months and days of the week of a language, whole and abbreviated (without their point), as CLDR has them."""
    from babel import Locale, UnknownLocaleError

    mend_babel()
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return frozenset()
    tables = [names["format"][width] for names in (locale.months, locale.days) for width in ("wide", "abbreviated")]
    return frozenset(str(word).rstrip(".") for table in tables for word in table.values())
