"""Time zones behind a time of day: "17:00 ET" becomes "17:00 (hora del este)"; the time itself is never moved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from newstrans.languages import language_of
from newstrans.localise.clock import certain_times
from newstrans.localise.locale import EditionLocale, babel_locale
from newstrans.localise.remarks import uncertain
from newstrans.model import Finding, Span
from newstrans.text.edits import Rewriter
from newstrans.text.numbers import NumberMention

# Abbreviation -> CLDR's name of the zone and its variant. GMT and UTC are understood everywhere and stay.
_ZONES = {
    "ET": ("America_Eastern", "generic"), "EST": ("America_Eastern", "standard"), "EDT": ("America_Eastern", "daylight"),
    "CT": ("America_Central", "generic"), "CDT": ("America_Central", "daylight"),
    "MT": ("America_Mountain", "generic"), "MST": ("America_Mountain", "standard"), "MDT": ("America_Mountain", "daylight"),
    "PT": ("America_Pacific", "generic"), "PST": ("America_Pacific", "standard"), "PDT": ("America_Pacific", "daylight"),
    "CET": ("Europe_Central", "standard"), "CEST": ("Europe_Central", "daylight"),
    "EET": ("Europe_Eastern", "standard"), "EEST": ("Europe_Eastern", "daylight"), "MSK": ("Moscow", "standard"),
    "JST": ("Japan", "standard"), "KST": ("Korea", "standard"), "HKT": ("Hong_Kong", "standard"), "SGT": ("Singapore", "standard"),
    "AEST": ("Australia_Eastern", "standard"), "AEDT": ("Australia_Eastern", "daylight"),
}  # fmt: skip
# China or Chicago, India or Israel or Ireland, Britain or Bangladesh, Arabia or the Atlantic.
_AMBIGUOUS = ("CST", "IST", "BST", "AST")
_AFTER = re.compile(rf"[ \u00a0\u202f]?\(?(?P<zone>{'|'.join([*_ZONES, *_AMBIGUOUS])})(?!\w)(?P<close>\))?")
# CLDR writes these with a capital, running text does not.
_LOWER = frozenset({"pt", "it", "ca"})


def localise_zones(
    draft: Rewriter, source: str, mentions: Sequence[NumberMention], *, source_language: str, locale: EditionLocale
) -> list[Finding]:
    """Name the zones of the source's times where `draft` has the same time with the same abbreviation behind it."""
    if not locale.clock.zone:
        return []
    notes: list[Finding] = []
    for span, minutes in certain_times(source, mentions, source_language):
        match = _AFTER.match(source, span.end)
        if not match or not _closed(match):
            continue
        zone = match["zone"]
        whole = Span(span.start, match.end())
        if zone in _AMBIGUOUS:
            message = f"“{zone}” is the name of several time zones; it is left as it is"
            notes.append(uncertain("time.zone", message, whole, source[whole.start : whole.end]))
            continue
        name = locale.clock.zones.get(zone) or zone_name(zone, locale.tag)
        if name:
            _name(draft, locale.clock.format(*divmod(minutes, 60)), zone, locale.clock.zone.format(zone=name), whole, locale)
    return notes


def _name(draft: Rewriter, time: str, zone: str, after: str, source: Span, locale: EditionLocale) -> None:
    shape = re.compile(rf"(?<!\d){re.escape(time)}(?P<at>[ \u00a0\u202f]?\(?{zone}(?!\w)\)?)")
    for match in reversed(list(shape.finditer(draft.text))):  # an engine may say a time twice
        if ("(" in match["at"]) == match["at"].endswith(")"):
            draft.replace(
                *match.span("at"), after, rule="time.zone", reason=f"“{zone}” is told in words in {locale.tag}", source=source
            )


def _closed(match: re.Match[str]) -> bool:
    return ("(" in match[0]) == bool(match["close"])


@lru_cache(maxsize=256)
def zone_name(zone: str, tag: str) -> str:
    """CLDR's name for the abbreviation `zone` in the locale, as it stands inside a sentence; "" if it has none.

    >>> zone_name("ET", "es"), zone_name("CET", "de")
    ('hora oriental', 'Mitteleuropäische Normalzeit')
    """
    key, variant = _ZONES[zone]
    names = babel_locale(tag).meta_zones
    found = names[key].get("long", {}) if key in names else {}
    name = str(found.get(variant) or found.get("standard") or "")
    return name[:1].lower() + name[1:] if language_of(tag) in _LOWER else name
