"""Names of weekdays and months in running text, by value, as CLDR has them for each language (through Babel).

Inflected forms are found by their stems. Words that are something else as often ("May", "segunda", "среда") are not
`sure`: they can stand for the other text's name, but nothing is asked of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from newstrans.languages import language_of, mend_babel
from newstrans.text.scripts import letter_script


@dataclass(frozen=True, slots=True)
class CalendarName:
    """`kind` is "weekday" (Monday is 1) or "month" (January is 1)."""

    start: int
    end: int
    kind: str
    value: int
    sure: bool


# Homographs, in lower case. English ones are sure beside a figure or behind "in", "last" and the like.
_DOUBTFUL = {
    "en": "may march sun sat mon wed", "pt": "segunda terça quarta quinta sexta", "fr": "mars", "es": "", "it": "marzo", "ro": "mai marți",
    "ru": "сред", "tr": "pazar ocak", "hr": "nedjelj", "bs": "nedjelj", "sr": "недељ nedelj", "bg": "недел", "cs": "květen února", "vi": "thứ hai thứ ba thứ tư thứ năm thứ sáu thứ bảy",
    "fil": "linggo", "hu": "március", "id": "minggu", "ms": "mac", "cy": "mai mawrth", "he": "יום ראשון יום שני יום שלישי יום רביעי יום חמישי יום שישי יום שבת",
    "ta": "மே திங்கள் செவ்வாய் வெள்ளி சனி புதன் ஞாயிறு வியாழன்", "my": "မေ မတ်", "am": "ሜይ", "pl": "luty marca maja maj", "uk": "лют лютого лютий", "da": "maj", "sv": "maj", "nb": "mai",
    "ca": "març maig", "gl": "mércores", "fa": "مه مهٔ", "hi": "मई", "mr": "मे", "gu": "મે", "kn": "ಮೇ", "te": "మే", "ml": "മേയ്", "bn": "মে",
}  # fmt: skip
# What CLDR does not list: short names of weekdays, the months of the Levant.
_MORE: dict[str, tuple[tuple[str, str, int], ...]] = {
    "pt": tuple(("weekday", w, n) for n, w in enumerate("segunda terça quarta quinta sexta".split(), 1)),
    "ja": tuple(("weekday", w + "曜", n) for n, w in enumerate("月火水木金土日", 1)),
    "zh": (*tuple(("weekday", head + w, n) for head in ("周", "週", "礼拜", "禮拜") for n, w in enumerate("一二三四五六日", 1)), ("weekday", "星期天", 7), ("weekday", "週末", 0), ("weekday", "周末", 0)),
    "ar": tuple(("month", w, n) for w, n in (("كانون الثاني", 1), ("شباط", 2), ("آذار", 3), ("نيسان", 4), ("أيار", 5), ("حزيران", 6), ("تموز", 7), ("أيلول", 9), ("تشرين الأول", 10), ("تشرين الثاني", 11), ("كانون الأول", 12))),
    "en": tuple(("month", w, n) for w, n in (("Jan.", 1), ("Feb.", 2), ("Aug.", 8), ("Sept.", 9), ("Oct.", 10), ("Nov.", 11), ("Dec.", 12))),
}  # fmt: skip
_CASED = frozenset({"Latn", "Cyrl", "Grek", "Armn"})
_NUMBERED = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])[ \u00a0]?[月월](?!曜|[가-힣])|(?:tháng[ \u00a0])(1[0-2]|0?[1-9])(?!\d)", re.IGNORECASE)
_NEAR = re.compile(r"(?:\b(?:in|of|by|since|until|till|last|next|this|early|late|mid|from|to|between|and|on|through|during|every)[ -]|\d(?:st|nd|rd|th)?,? )$", re.IGNORECASE)


@lru_cache(maxsize=4096)
def find_calendar_names(text: str, tag: str) -> tuple[CalendarName, ...]:
    """Weekdays and months that `text` names, in order.

    >>> [(m.kind, m.value) for m in find_calendar_names("У понеділок, 3 травня", "uk")]
    [('weekday', 1), ('month', 5)]
    """
    language = language_of(tag)
    pattern, values, doubtful = _table(language)
    if pattern is None:
        return ()
    found = []
    for match in pattern.finditer(text):
        key = match.lastgroup or ""
        kind, value, capital = values[key]
        word = match[key]
        if not value or (capital and not word[0].isupper()):
            continue
        # "quarta" is a fourth too, "quarta-feira" nothing but a Wednesday.
        sure = "-" in word or not any(word.lower().startswith(one) for one in doubtful)
        if not sure and language == "en" and kind == "month":
            sure = bool(_NEAR.search(text, 0, match.start(key)) or re.match(r",? \d", text[match.end(key) :]))
        found.append(CalendarName(match.start(key), match.end(), kind, value, sure))
    if language in {"ja", "zh", "ko", "vi"}:
        found += [CalendarName(*m.span(), "month", int(m[1] or m[2]), True) for m in _NUMBERED.finditer(text)]
    return tuple(sorted(found, key=lambda one: one.start))


@lru_cache(maxsize=64)
def _table(language: str) -> tuple[re.Pattern[str] | None, dict[str, tuple[str, int, bool]], tuple[str, ...]]:
    from babel import Locale
    from babel.core import UnknownLocaleError

    mend_babel()
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return None, {}, ()
    forms: dict[str, tuple[str, int]] = {}
    for context in ("stand-alone", "format"):
        for kind, table, first in (("weekday", locale.days, 1), ("month", locale.months, 0)):
            for number, name in table[context]["wide"].items():
                if not any(char.isdecimal() for char in name):
                    forms.setdefault(name.replace("ʼ", "'").rstrip("."), (kind, number + first))
    forms |= {name: (kind, number) for kind, name, number in _MORE.get(language, ())}
    shapes: dict[str, tuple[str, int, bool]] = {}
    for name, (kind, number) in forms.items():
        capital = name[0].isupper() and letter_script(name[0]) in _CASED
        for shape in _shapes(name, language, kind):
            shapes.setdefault(shape, (kind, number, capital))
    ordered = sorted(shapes.items(), key=lambda item: -len(item[0]))
    pattern = "|".join(f"(?P<n{at}>{shape})" for at, (shape, _) in enumerate(ordered))
    values = {f"n{at}": value for at, (_, value) in enumerate(ordered)}
    flat = re.compile(pattern, re.IGNORECASE)
    words = _DOUBTFUL.get(language, "")
    doubtful = tuple(re.findall(r"thứ \S+|יום \S+|\S+", words))
    return flat, values, doubtful


def _shapes(name: str, language: str, kind: str) -> list[str]:
    """Patterns for one name: the word itself and, with its ending cut off, the words that begin like it."""
    script = letter_script(name[0])
    edge = r"(?<![^\W\d_])" if script in _CASED or script in {"Geor"} else ""
    end = r"(?![^\W\d_])" if script in _CASED and language != "vi" else ""
    plain = re.escape(name).replace("'", "['’ʼ]").replace("\u200c", "[\u200c ]?")
    if name.endswith("."):
        return [rf"{edge}{plain}(?=[ \u00a0]\d)"]
    if language in {"en", "pt", "es", "fr", "it", "ca", "gl", "vi"} or len(name) < 4 or script not in _CASED | {"Geor"}:
        plural = "s?" if script == "Latn" and language != "vi" and kind == "weekday" else ""
        return [f"{edge}{plain}{plural}{end}"]
    letters = r"[^\W\d_]"
    shapes = [f"{edge}{plain}{letters}{{0,8}}"]
    stem = name[:-1] if name[-1] in "aeiouyаяоеіиüěяéąęόηίαςάήs" and len(name) > 4 else ""
    if not stem and re.search(r"[оеeиьa][кцkcрrн]ь?$|[ьй]$", name) and len(name) > 4:
        stem = re.sub(r"[оеea]([кцkcрrн]ь?)$", r"\1", name).rstrip("ьй")
    if len(name) >= 7:
        shapes.append(f"{edge}{re.escape(name[:-3])}{letters}{{0,5}}{end}")
    if len(stem) >= 4 or (stem and len(stem) >= 3 and script == "Cyrl"):
        shapes.append(f"{edge}{re.escape(stem).replace(chr(39), '[' + chr(39) + '’ʼ]')}{letters}{{0,3}}{end}")
    return shapes
