"""Units of measurement behind a figure, as CLDR names them in each language (through Babel)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from newstrans.languages import language_of, mend_babel
from newstrans.text.numbers import NumberMention, numbers_of

_UNITS = (
    "length-kilometer length-meter length-centimeter length-millimeter length-mile length-yard length-foot length-inch length-nautical-mile "
    "mass-tonne mass-kilogram mass-gram mass-pound mass-ounce mass-stone area-square-kilometer area-hectare area-square-meter area-square-mile "
    "area-acre area-square-foot speed-kilometer-per-hour speed-meter-per-second speed-mile-per-hour speed-knot temperature-celsius "
    "temperature-fahrenheit volume-liter volume-milliliter volume-gallon volume-barrel volume-cubic-meter power-gigawatt power-megawatt "
    "power-kilowatt power-watt duration-second duration-minute duration-hour duration-day duration-week duration-month duration-year"
).split()


class Measure(NamedTuple):
    """A number with its unit: CLDR's name ("length-mile") and where figure and unit begin and end."""

    number: NumberMention
    unit: str
    start: int
    end: int

    @property
    def dimension(self) -> str:
        return self.unit.partition("-")[0]


@lru_cache(maxsize=4096)
def find_measures(text: str, tag: str) -> tuple[Measure, ...]:
    """Numbers of `text` with a unit behind them.

    >>> [(m.unit, int(m.number.value)) for m in find_measures("60 miles (97 km)", "en")]
    [('length-mile', 60), ('length-kilometer', 97)]
    """
    pattern, units = _table(language_of(tag))
    found = []
    for number in numbers_of(text, tag):
        if number.kind not in {"cardinal", "year", "code"}:
            continue
        match = pattern.match(text, number.end)
        if match and match.lastindex:
            found.append(Measure(number, units[match.lastindex - 1], number.start, match.end()))
    return tuple(found)


@lru_cache(maxsize=64)
def _table(language: str) -> tuple[re.Pattern[str], list[str]]:
    from babel import Locale
    from babel.core import UnknownLocaleError

    mend_babel()
    try:
        patterns = Locale.parse(language)._data["unit_patterns"]  # Babel has no public way to them
    except (UnknownLocaleError, ValueError, KeyError):
        return re.compile(r"(?!)"), []
    words: dict[str, str] = {}
    for unit in _UNITS:
        for shape in _texts(patterns.get(unit, {})):
            head, _, tail = shape.partition("{0}")
            word = tail.strip(" \u00a0\u202f-")
            if "{0}" in shape and not head.strip() and word and "{" not in word and (len(word) > 1 or word in "mм"):
                words.setdefault(word, unit)
    ordered = sorted(words, key=lambda word: -len(word))
    parts = [f"({re.escape(word)}{'' if len(word) < 4 or not word[-1].isalpha() else chr(92) + 'w{0,3}'})" for word in ordered]
    unspaced = language in {"ja", "zh", "ko", "th", "my", "km", "lo"}
    end = "" if unspaced else r"(?![\w/²³])"
    body = "|".join(f"{part}{end}" for part in parts)
    return re.compile(rf"[ \u00a0\u202f-]?(?:{body})", re.IGNORECASE), [words[word] for word in ordered]


def _texts(table: object) -> list[str]:
    if isinstance(table, str):
        return [table]
    if hasattr(table, "items"):
        return [text for key, value in table.items() if key != "per" for text in _texts(value)]
    return []
