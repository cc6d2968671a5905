"""Names of currencies behind a number, as CLDR has them (through Babel), for languages that `number_words` has no table of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from newstrans.languages import mend_babel

_CODES = (
    "USD EUR GBP JPY CNY RUB UAH KRW INR TRY ILS PLN CZK CHF AUD CAD NZD HKD SGD MXN BRL ARS SEK NOK DKK HUF RON BGN EGP ZAR SAR AED IRR IDR VND PKR THB"
).split()
_LETTER = "[\\w\u0900-\u0dff]"  # with the marks of the Indian scripts
_DOLLARS = ("AUD", "CAD", "HKD", "NZD", "SGD")


def currency_behind(text: str, end: int, language: str) -> tuple[str, int] | None:
    """ISO 4217 code of the currency that is named right behind `end`, and where its name ends.

    >>> currency_behind("5 amerických dolarů", 1, "cs"), currency_behind("5 dolarů", 1, "cs")
    (('USD', 19), ('USD', 8))
    """
    pattern, codes = _table(language)
    match = pattern.match(text, end)
    return (codes[match.lastindex - 1], match.end()) if match and match.lastindex else None


@lru_cache(maxsize=64)
def _table(language: str) -> tuple[re.Pattern[str], list[str]]:
    """One pattern of all names, the longest first, and the code of each group."""
    from babel import Locale
    from babel.core import UnknownLocaleError

    mend_babel()
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return re.compile("(?!)"), []
    plural = locale._data["currency_names_plural"]  # Babel's public function wants a count
    names = {code: {*dict(plural.get(code, {})).values(), locale.currencies.get(code, "")} - {""} for code in _CODES}
    shapes = {_shape(name): code for code, every in reversed(names.items()) for name in sorted(every)}
    for word in _common(names):
        shapes.setdefault(_shape(word), "USD")  # "dollars" alone are American
    ordered = sorted(shapes.items(), key=lambda item: -len(item[0]))
    edge = "" if language in {"th", "my", "km", "lo"} else f"(?!{_LETTER})"
    body = "|".join(f"({shape}){edge}" for shape, _ in ordered)
    return re.compile(rf"[ \u00a0\u202f]?(?:de |d'|di )?(?:{body})", re.IGNORECASE), [code for _, code in ordered]


def _shape(name: str) -> str:
    """The name with any endings of its words."""
    return "[ \\u00a0-]".join(_ending(word) for word in re.split(r"[ \u00a0-]", name) if word)


def _ending(word: str) -> str:
    stem = word[:-2] if len(word) > 5 else word[:-1] if len(word) == 5 else word
    return re.escape(stem) + (f"{_LETTER}{{0,4}}" if stem != word else f"{_LETTER}{{0,3}}" if len(word) > 2 else "")


def _common(names: dict[str, set[str]]) -> Iterator[str]:
    """The word that every kind of dollar has in its name."""
    others = [" ".join(sorted(names[code])).casefold() for code in _DOLLARS if names[code]]
    for word in sorted({word for name in names["USD"] for word in name.split() if len(word) > 2}):
        if others and all(word[: max(3, len(word) - 2)].casefold() in other for other in others):
            yield word
