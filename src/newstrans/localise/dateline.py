"""Datelines by rule: the place's name from the glossary, the date in house style, the agency kept."""

from __future__ import annotations

import re
from collections.abc import Callable

from newstrans.localise.dates import find_dates, format_date
from newstrans.localise.locale import EditionLocale
from newstrans.localise.remarks import STAGE
from newstrans.model import Edit, Span
from newstrans.text.edits import Rewriter

_DASH = re.compile(r"\s*(?:--|[-–—―])\s*$")
_PLACE_END = re.compile(r"\s*(?:[(]|--|[–—―]|\s-(?:\s|$)|-$)")
_PART = re.compile(r"[^,/]+")


def localise_dateline(
    text: str, source_language: str, locale: EditionLocale, place: Callable[[str], str | None]
) -> tuple[str, list[Edit]]:
    """`text` ("KYIV, Dec. 14 (AP) -") for the edition ("KIEV, 14 de dez. (AP) –"), and the edits.

    `place` gives the house's name for a place in the locale, or None when it knows none; a place in capitals
    stays in capitals.
    """
    draft = Rewriter(text, STAGE)
    dash = _DASH.search(text)
    if dash and dash.start() > 0:
        draft.replace(
            dash.start(), len(text), " " + locale.dash[0].strip(" \u00a0\u202f"), rule="dateline.dash",
            reason=f"the dash is that of {locale.tag}",
        )  # fmt: skip
    dates = [date for date in find_dates(text, source_language) if not date.doubt]
    for date in reversed(dates[:1]):
        pattern = "" if date.year is not None or date.day is None else locale.calendar.dateline
        after = format_date(locale, date.month, year=date.year, day=date.day, pattern=pattern)
        draft.replace(
            date.start, date.end, after, rule="dateline.date", reason=f"dates are written as in {locale.tag}",
            source=Span(date.start, date.end),
        )  # fmt: skip
    end = dates[0].start if dates else len(text)
    match = _PLACE_END.search(text[:end])
    end = match.start() if match else end
    for part in reversed(list(_PART.finditer(text[:end]))):
        found = part[0].strip()
        start = part.start() + len(part[0]) - len(part[0].lstrip())
        name = _name(found, place)
        if name:
            draft.replace(
                start, start + len(found), name, rule="dateline.place", reason=f"“{found}” is “{name}” in {locale.tag}",
                source=Span(start, start + len(found)),
            )  # fmt: skip
    return draft.text, draft.edits


def _name(found: str, place: Callable[[str], str | None]) -> str | None:
    """The house's name for a place as written, or as a name in ordinary capitals."""
    if not any(char.isalpha() for char in found):
        return None
    name = place(found) or (place(_capitalised(found)) if found.isupper() else None)
    if not name:
        return None
    return name.upper() if found.isupper() and len(found) > 1 else name


def _capitalised(text: str) -> str:
    """Capitals at the start of words only: "RIO DE JANEIRO" -> "Rio de Janeiro"."""
    small = {"de", "da", "do", "del", "di", "du", "of", "the", "am", "an", "sur", "upon"}
    words = re.split(r"([\s-]+)", text.lower())
    return "".join(word if word in small and i else word[:1].upper() + word[1:] for i, word in enumerate(words))
