"""Measures: kept as the source has them, with a conversion in parentheses where the house asks for one.

Names of units are CLDR's, through Babel, in both languages; what CLDR cannot name is left, and reported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

from newstrans.languages import language_of
from newstrans.localise.amounts import number_tag
from newstrans.localise.locale import EditionLocale, babel_locale
from newstrans.localise.remarks import inside, uncertain, verbatim_spans
from newstrans.model import Finding, Span
from newstrans.text.edits import Rewriter
from newstrans.text.numbers import NumberMention, find_numbers, format_number
from newstrans.text.scripts import WORD_ENDS

SYSTEMS = ("metric", "imperial")

# CLDR unit -> (the other system's unit, factor). Exact by definition. A gallon is two things and a pound three, so
# neither is here; pounds only as "lb".
_METRIC = {
    "length-mile": ("length-kilometer", Decimal("1.609344")),
    "length-yard": ("length-meter", Decimal("0.9144")),
    "length-foot": ("length-meter", Decimal("0.3048")),
    "length-inch": ("length-centimeter", Decimal("2.54")),
    "mass-pound": ("mass-kilogram", Decimal("0.45359237")),
    "area-acre": ("area-hectare", Decimal("0.40468564224")),
    "area-square-mile": ("area-square-kilometer", Decimal("2.589988110336")),
    "area-square-foot": ("area-square-meter", Decimal("0.09290304")),
    "speed-mile-per-hour": ("speed-kilometer-per-hour", Decimal("1.609344")),
    "temperature-fahrenheit": ("temperature-celsius", Decimal(0)),
}
# Back again, but for what readers of the other system would not say (yards, inches of a metre).
_IMPERIAL = {
    other: (unit, 1 / factor if factor else factor)
    for unit, (other, factor) in _METRIC.items() if unit not in {"length-yard", "area-square-foot"}
}  # fmt: skip
_TABLES = {"metric": _METRIC, "imperial": _IMPERIAL}
# What CLDR does not have.
_MORE = {
    "en": {
        "miles an hour": "speed-mile-per-hour", "sq mi": "area-square-mile",
        "degrees Fahrenheit": "temperature-fahrenheit", "degrees Celsius": "temperature-celsius",
        "kilometers per hour": "speed-kilometer-per-hour", "kilometres per hour": "speed-kilometer-per-hour",
        "kilometre": "length-kilometer", "kilometres": "length-kilometer", "metre": "length-meter", "metres": "length-meter",
        "centimetre": "length-centimeter", "centimetres": "length-centimeter", "kph": "speed-kilometer-per-hour",
    },
    "uk": {"миля": "length-mile", "милі": "length-mile", "миль": "length-mile"},
    "zh": {"英里": "length-mile", "英尺": "length-foot", "英寸": "length-inch", "英亩": "area-acre", "平方英里": "area-square-mile"},
}  # fmt: skip
# A "pound" is money or mass, "in" and "M" are words: only what is one thing for certain.
_NEVER = {"in", "m", "C", "F", "c", "f", "′", "″", "'", '"', "mi", "mile marker"}
# What has more figures is a code or a mistake; decimals are not exact beyond 28.
_FIGURES = 24
_GAP = "[ \u00a0\u202f-]?"
_DIFFERENCE = re.compile(
    r"\b(?:by|rise of|increase of|drop of|up|down|another|warm\w*|cool\w*|hott\w*|cold\w*)(?:\s\w+){0,2}\s*$", re.IGNORECASE
)
_DIFFERENCE_AFTER = re.compile(r"\s(?:above|below|warmer|cooler|hotter|colder|higher|lower|more|less)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure with its unit (CLDR's name of it) in a text; `end` is behind the unit."""

    mention: NumberMention
    unit: str
    end: int


def find_measures(text: str, language: str, mentions: Sequence[NumberMention] | None = None) -> list[Measure]:
    """Figures of `text` that a unit of length, area, mass, speed or temperature follows.

    >>> [(m.mention.text, m.unit) for m in find_measures("a 60-mile road, 90 °F", "en")]
    [('60', 'length-mile'), ('90', 'temperature-fahrenheit')]
    """
    names, pattern = _unit_pattern(language)
    found = []
    for mention in find_numbers(text, language) if mentions is None else mentions:
        if mention.kind in {"cardinal", "year"} and (match := pattern.match(text, mention.end)):
            found.append(Measure(mention, names[_one_gap(match[1])], match.end()))
    return found


def _one_gap(name: str) -> str:
    return re.sub("[\u00a0\u202f -]+", " ", name.lower())


def convert_units(
    draft: Rewriter, source: str, mentions: Sequence[NumberMention], *, source_language: str, locale: EditionLocale
) -> list[Finding]:
    """Put "(97 km)" behind "60 milhas" where the house style converts and the source has no conversion itself."""
    if not locale.convert:
        return []
    table = _TABLES[locale.convert]
    notes = []
    tag = number_tag(locale)
    for measure in reversed(find_measures(source, source_language, mentions)):
        if measure.unit not in table or len(measure.mention.value.as_tuple().digits) > _FIGURES or re.match(r"\s?[(（]|\s(?:or|to|and)\s\d|\s?[-–/]\s?\d", source[measure.end :]):
            continue
        span = Span(measure.mention.start, measure.end)
        said = source[span.start : span.end]
        if measure.unit.startswith("temperature") and _is_difference(source, span, source_language):
            notes.append(uncertain("unit.uncertain", f"“{said}” may be a difference; it is not converted", span, said))
            continue
        kept = verbatim_spans(draft.text)
        there = [
            one for one in find_measures(draft.text, tag)
            if one.unit == measure.unit and one.mention.value == measure.mention.value and not inside(one.mention.start, one.end, kept)
        ]  # fmt: skip
        if len(there) != 1:
            message = f"“{said}” is not in the edition for certain, so there is no conversion of it"
            notes.append(uncertain("unit.uncertain", message, span, said))
            continue
        if re.match(r"\s?[(（]", draft.text[there[0].end :]):
            continue  # it has one already
        other, factor = table[measure.unit]
        value = convert(measure.mention, measure.unit, factor)
        after = f" ({measure_text(value, other, tag)})"
        draft.replace(
            there[0].end, there[0].end, after, rule="unit.converted", reason=f"the house style of {locale.tag} converts {said}",
            source=span, confidence=0.95,
        )  # fmt: skip
    return notes


def _is_difference(source: str, span: Span, language: str) -> bool:
    """Whether a temperature may be a difference, which converts another way; only English is understood here."""
    return (
        language_of(language) != "en"
        or _DIFFERENCE.search(source[max(0, span.start - 40) : span.start]) is not None
        or _DIFFERENCE_AFTER.match(source[span.end :]) is not None
    )


def convert(mention: NumberMention, unit: str, factor: Decimal) -> Decimal:
    """The value in the other system, no more exact than it was told, and with two figures at least.

    >>> [str(convert(find_numbers(n, "en")[0], "length-mile", Decimal("1.609344"))) for n in ("60", "100", "1,250", "2.5")]
    ['97', '160', '2010', '4.0']
    """
    if unit == "temperature-fahrenheit":
        return _rounded((mention.value - 32) * 5 / 9, -mention.decimals)
    if unit == "temperature-celsius":
        return _rounded(mention.value * 9 / 5 + 32, -mention.decimals)
    value = mention.value * factor
    figures = max(2, len(mention.value.normalize().as_tuple().digits))
    if mention.decimals:
        figures = max(figures, len(str(abs(mention.value)).replace(".", "").lstrip("0")))
    if not value:
        return value
    shown = _rounded(value, value.adjusted() - figures + 1)
    return shown.quantize(Decimal(1)) if not mention.decimals and shown == shown.to_integral() else shown


def _rounded(value: Decimal, exponent: int) -> Decimal:
    shown = value.quantize(Decimal(1).scaleb(exponent), rounding=ROUND_HALF_EVEN)
    return shown.quantize(Decimal(1)) if exponent > 0 else shown


def measure_text(value: Decimal, unit: str, tag: str) -> str:
    """A measure with its short unit as the locale writes it: "97 km", "97公里"."""
    patterns = _patterns(tag, unit).get("short", {})
    locale = babel_locale(tag)
    shape = patterns.get(str(locale.plural_form(value))) or patterns.get("other") or "{0}"
    return str(shape).replace("{0}", format_number(value, tag)).replace(" ", "\u00a0")


def _patterns(tag: str, unit: str) -> dict[str, dict[str, str]]:
    """Width -> plural category -> shape. Babel has no public way to CLDR's unit patterns but to format one value."""
    units = babel_locale(tag)._data["unit_patterns"]
    if unit not in units:
        return {}
    found = {}
    for width in ("long", "short"):
        shapes = units[unit].get(width, {})
        found[width] = {key: str(shapes[key]) for key in shapes if key not in {"per", "case"} and isinstance(shapes[key], str)}
    return found


@lru_cache(maxsize=64)
def _unit_pattern(language: str) -> tuple[dict[str, str], re.Pattern[str]]:
    """Every name of the known units, lower case -> unit; and the pattern that finds one behind a figure."""
    names: dict[str, str] = {}
    for unit in dict.fromkeys([*_METRIC, *_IMPERIAL]):
        for width, shapes in _patterns(language, unit).items():
            for shape in shapes.values():
                name = shape.replace("{0}", "").strip(" \u00a0\u202f\u200f\u200e")
                if shape.startswith("{0}") and name not in _NEVER and not (unit == "mass-pound" and width == "long"):
                    names.setdefault(_one_gap(name), unit)
    # Symbols that engines leave as they are.
    names |= {"mph": "speed-mile-per-hour", "km": "length-kilometer", "kg": "mass-kilogram", "°f": "temperature-fahrenheit", "°c": "temperature-celsius"}
    names |= {_one_gap(name): unit for name, unit in _MORE.get(language_of(language), {}).items()}
    longest = sorted(names, key=lambda name: (-len(name), name))
    listed = "|".join(re.escape(name).replace("\\ ", "[ \u00a0\u202f-]") for name in longest)
    return names, re.compile(rf"{_GAP}({listed}){WORD_ENDS}", re.IGNORECASE)
