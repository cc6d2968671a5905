"""Compare the numbers of two texts by value: what one says and the other does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from newstrans.languages import language_of, mend_babel
from newstrans.text import number_words as words
from newstrans.text.numbers import NumberMention, find_numbers, roman_value


@dataclass(frozen=True, slots=True)
class NumberMismatch:
    """A number that the two texts do not share.

    `kind` is "missing" (only in the source), "added" (only in the target), "changed" (one stands where the other
    was) or "unit" (same value, other currency). `certain` is False where good translators differ as well: a small
    number in words, a measure converted, a number said twice.
    """

    kind: str
    source: NumberMention | None
    target: NumberMention | None
    certain: bool = True


def compare_numbers(
    source: str, target: str, source_language: str, target_language: str
) -> list[NumberMismatch]:
    """What differs between the numbers of `source` and `target`: values count, not figures, order or place.

    >>> compare_numbers("It cost $2 million, 10 percent more.", "Custou US$ 2.000.000, 10% a mais.", "en", "pt")
    []
    >>> found = compare_numbers("In 1,200 towns", "In 12.000 Städten", "en", "de")
    >>> [(m.kind, m.source.text, m.target.text) for m in found]
    [('changed', '1,200', '12.000')]
    """
    left, right = _Side(source, source_language), _Side(target, target_language)
    if not left.open and not right.open:
        return []
    mismatches = _pair_equal(left, right)
    _pair_readings(left, right)
    _pair_readings(right, left)
    for one, other in ((left, right), (right, left)):
        one.open = [mention for mention in one.open if not _said_otherwise(mention, one, other)]
    mismatches += _pair_rest(left, right)
    return sorted(mismatches, key=_place)


def _place(mismatch: NumberMismatch) -> tuple[int, int]:
    first = mismatch.source.start if mismatch.source else 10**9
    return first, mismatch.target.start if mismatch.target else 10**9


@lru_cache(maxsize=4096)
def numbers_of(text: str, language: str) -> tuple[NumberMention, ...]:
    """`find_numbers`, remembered: a source is read once however often its translation is typed."""
    return tuple(find_numbers(text, language))


class _Side:
    """One of the two texts: all its numbers, and those that have no partner yet."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.language = language_of(language)
        self.mentions = list(numbers_of(text, language))
        self.open = list(self.mentions)
        self._said: set[Decimal] | None = None

    def said(self) -> set[Decimal]:
        """Values that words of the text say without being number words ("both", "Dutzend", "Louis XIV")."""
        if self._said is None:
            self._said = set(_loose_values(self.text, self.language))
        return self._said

    def neighbours(self, mention: NumberMention) -> Iterator[NumberMention]:
        """The next two numbers after `mention` that stand close to it: the other end of a range."""
        index = self.mentions.index(mention)
        for later in self.mentions[index + 1 : index + 3]:
            if later.start - mention.end <= 12:
                yield later


def _pair_equal(left: _Side, right: _Side) -> list[NumberMismatch]:
    """Take away numbers with equal values, like with like first; report pairs whose units differ."""
    mismatches = []
    for strict in (True, False):
        by_value: dict[Decimal, list[NumberMention]] = {}
        for mention in right.open:
            by_value.setdefault(mention.value, []).append(mention)
        rest = []
        for mention in left.open:
            partners = by_value.get(mention.value, [])
            partner = next((p for p in partners if not strict or _same_unit(mention, p)), None)
            if partner is None:
                rest.append(mention)
                continue
            partners.remove(partner)
            if not strict:
                mismatches += _unit_mismatch(mention, partner, right)
        kept = {id(mention) for partners in by_value.values() for mention in partners}
        left.open, right.open = rest, [mention for mention in right.open if id(mention) in kept]
    return mismatches


def _unit_mismatch(source: NumberMention, target: NumberMention, side: _Side) -> list[NumberMismatch]:
    """A currency that was swapped for certain; a currency or percent sign that seems lost, as a doubt."""
    if source.kind == target.kind == "money":
        return [NumberMismatch("unit", source, target)]
    known = words.PERCENT if source.kind == "percent" else words.CURRENCY_WORDS
    if any(later.kind == source.kind for later in side.neighbours(target)):
        return []  # "10 a 15 milhões de dólares": the unit stands once for both
    if source.kind in {"money", "percent"} and side.language in known:
        return [NumberMismatch("unit", source, target, certain=False)]
    return []


# Currencies that share a bare sign or word: "$" alone may be any dollar, "¥" yen or yuan.
_FAMILIES = (
    ("USD", frozenset({"USD", "AUD", "CAD", "NZD", "HKD", "SGD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU"})),
    ("JPY", frozenset({"JPY", "CNY"})),
    ("GBP", frozenset({"GBP", "EGP", "LBP", "SYP"})),
    ("INR", frozenset({"INR", "PKR"})),
)
_EXPLICIT = re.compile(
    r"US|U\.S|米|美|ameri|estad|nord|norte|амер|США|sterl|ester|стерл|brit|円|yen|ien|ен|日", re.IGNORECASE
)


def _same_unit(one: NumberMention, other: NumberMention) -> bool:
    if one.unit == other.unit:
        return True
    for bare, family in _FAMILIES:
        if one.unit in family and other.unit in family:
            return any(m.unit == bare and not _EXPLICIT.search(m.text) for m in (one, other))
    return False


def _pair_readings(one: _Side, other: _Side) -> None:
    """Take away numbers that agree when read another way: "9/11" and "11 September", "5 p.m." and "5 da tarde"."""
    for mention in list(one.open):
        for reading in _readings(mention, one):
            partners = _partners(reading, other)
            if partners:
                one.open.remove(mention)
                for partner in partners:
                    other.open.remove(partner)
                break


def _partners(reading: tuple[Decimal, ...], other: _Side) -> list[NumberMention]:
    """One open number of `other` for each value of `reading`, or [] when any is missing."""
    partners: list[NumberMention] = []
    for value in reading:
        partner = next((m for m in other.open if m not in partners and m.value == value), None)
        if partner is None:
            return []
        partners.append(partner)
    return partners


# "1800-talet" is the 19th century.
_CENTURY_HUNDRED = re.compile(r"[-‑]?(?:tal|luvu|tallet)")


def _readings(mention: NumberMention, side: _Side) -> list[tuple[Decimal, ...]]:
    """Other ways to read one number, each as the values it holds."""
    value, readings = mention.value, []
    if mention.kind == "time":
        hour, minute = divmod(int(value), 60)
        hours = dict.fromkeys((hour, hour % 12, hour % 12 + 12 if hour % 12 else 12, (hour + 12) % 24))
        for h in hours:
            readings += [
                (Decimal(h * 60 + minute),),
                *([(Decimal(h),)] if not minute else [(Decimal(h), Decimal(minute))]),
            ]
            readings += [(Decimal(h) + Decimal(minute) / 100,)] if minute else []
    elif mention.kind == "code":
        parts = [Decimal(part) for part in re.findall(r"[0-9]{1,30}", _ascii_digits(mention.text))]
        readings.append(tuple(parts[:8]))
    elif mention.kind in {"cardinal", "year", "ordinal"}:
        readings += _cardinal_readings(mention, side)
    if mention.scale:
        readings.append((value / mention.multiplier,))
    if value < 0:
        readings.append((-value,))
    return [reading for reading in readings if reading]


def _cardinal_readings(mention: NumberMention, side: _Side) -> list[tuple[Decimal, ...]]:
    value = mention.value
    readings: list[tuple[Decimal, ...]] = []
    if mention.kind == "year" or (value == value.to_integral_value() and 1000 <= value <= 2100):
        readings.append((value % 100,))
    if mention.decimals == 2 and 0 <= value < 24 and value % 1 < Decimal("0.6"):
        readings.append((value // 1 * 60 + value % 1 * 100,))  # "17.30"
    figures = _ascii_digits(mention.text)
    if figures.isdecimal() and len(figures) == 4 and int(figures[:2]) < 24 and int(figures[2:]) < 60:
        readings.append((Decimal(int(figures[:2]) * 60 + int(figures[2:])),))  # "0230"
    if not mention.scale:
        readings += [
            (value * later.multiplier,) for later in side.neighbours(mention) if later.scale
        ]  # "10 to 15 million"
    if (
        mention.decimals in {1, 2}
        and value < 24
        and value - int(value) in {Decimal("0.5"), Decimal("0.25"), Decimal("0.75")}
    ):
        readings.append((value * 60,))  # "1.5 hours", "1:30"
    after = side.text[mention.end : mention.end + 10]
    if value >= 1000 and value == int(value) and int(value) % 100 == 0 and _CENTURY_HUNDRED.match(after):
        readings.append((value / 100 + 1,))
    if after[:1] in {"k", "K"}:
        readings.append((value * 1000,))
    return readings


@lru_cache(maxsize=256)
def _ascii_digits(text: str) -> str:
    return "".join(str(int(c)) if c.isdecimal() else c for c in text)


def _said_otherwise(mention: NumberMention, one: _Side, other: _Side) -> bool:
    """Whether the other text says this number in words that are no number words."""
    said, value = other.said(), mention.value
    if value == 1 and not mention.spelt and _in_date(mention, one):
        return any(
            stem in other.text.lower()
            for stem, n in words.ORDINAL_STEMS.get(other.language, {}).items()
            if n == 1
        )
    if value in said or (mention.kind == "time" and value / 60 in said):
        return True
    if (
        mention.kind in {"year", "cardinal"}
        and 1000 <= value <= 2100
        and value % 10 == 0
        and value % 100 in said
    ):
        return True  # "the 1930s", "in den dreißiger Jahren"
    return 50 in said and value - int(value) == Decimal("0.5")


def _in_date(mention: NumberMention, side: _Side) -> bool:
    """Whether a month stands beside the number: then "a" or "um" elsewhere does not stand for it."""
    around = (
        side.text[max(0, mention.start - 16) : mention.start]
        + " "
        + side.text[mention.end : mention.end + 16]
    )
    months = _months(side.language)
    return any(word in months for word in _WORD.findall(around.lower()))


_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_ROMAN_WORD = re.compile(r"\b[IVXІХ]{1,6}(?=\b|e\b|ᵉ|º)")


def _loose_values(text: str, language: str) -> Iterator[Decimal]:
    plain = text.lower().replace("’", "'").replace("ʼ", "'")
    loose, ordinals = words.LOOSE_STEMS.get(language, {}), words.ORDINAL_STEMS.get(language, {})
    compounds = _compound_starts(language)
    for word in dict.fromkeys(_WORD.findall(plain)):
        for length in range(1, min(len(word), 20) + 1):
            stem = word[:length]
            if stem in loose and (length == len(word) or length >= 4 or stem in words.SHORT_STEMS):
                yield from map(Decimal, loose[stem])
            if stem in ordinals:
                yield Decimal(ordinals[stem])
            if stem in compounds and length < len(word):
                yield Decimal(compounds[stem])
    months = _months(language)
    yield from (Decimal(months[word]) for word in dict.fromkeys(_WORD.findall(plain)) if word in months)
    if language in {"ja", "zh"}:
        yield from filter(None, map(_han_value, _HAN_NUMBER.findall(text)))
    for match in _ROMAN_WORD.finditer(text):
        if value := roman_value(match.group()):
            yield Decimal(value)


@lru_cache(maxsize=32)
def _months(language: str) -> dict[str, int]:
    """Names of the months in lower case: figures for them are no news in a language that writes "3月"."""
    from babel import Locale
    from babel.core import UnknownLocaleError

    mend_babel()
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return {}
    tables = [
        locale.months[context][width]
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
    ]
    return {
        name.lower().rstrip("."): number
        for table in tables
        for number, name in table.items()
        if not name.isdecimal()
    }


_HAN_NUMBER = re.compile("[一二三四五六七八九十百千两兩〇]{1,9}")
_HAN_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"两": 2, "兩": 2}
_HAN_STEPS = {"十": 10, "百": 100, "千": 1000}


def _han_value(numeral: str) -> Decimal | None:
    """Value of a numeral in Han characters ("二十三"), or None for a mere word ("千百")."""
    total = digit = 0
    for char in numeral:
        if char in _HAN_STEPS:
            total, digit = total + (digit or 1) * _HAN_STEPS[char], 0
        elif digit:
            return None  # "一二": counted off, not one number
        else:
            digit = _HAN_DIGITS[char]
    return Decimal(total + digit)


@lru_cache(maxsize=16)
def _compound_starts(language: str) -> dict[str, int]:
    """How words begin that have a number in them: "neunzigfach", "двухлетний", "ventunenne"."""
    numbers = {
        word: value for word, value in words.word_values(language).items() if len(word) >= 3 and value > 1
    }
    if language == "it":
        return {word[:-1] + "enn": value for word, value in numbers.items()}
    return numbers if language in words.COMPOUNDING else {}


# Target units per source unit, as ratios: miles, feet, inches, yards, pounds, acres, gallons, square miles.
_CONVERSIONS = tuple(
    map(Decimal, ("1.609", "0.3048", "2.54", "0.9144", "0.4536", "0.4047", "3.785", "4.546", "2.59", "28.35"))
)
_IMPERIAL = re.compile(rf"[ \u00a0-]?(?:{words.IMPERIAL})", re.IGNORECASE)
_METRIC = re.compile(rf"[ \u00a0-]?(?:{words.METRIC})", re.IGNORECASE)

_UNIT_WORDS = {
    _IMPERIAL: re.compile(rf"(?<![^\W\d_])(?:{words.IMPERIAL})", re.IGNORECASE),
    _METRIC: re.compile(rf"(?<![^\W\d_])(?:{words.METRIC})", re.IGNORECASE),
}


def _converted(one: NumberMention, side: _Side, other: NumberMention, other_side: _Side) -> bool:
    """Whether the two are one measure, here in miles or pounds and there in the metric system."""
    for foreign, metric in (((one, side), (other, other_side)), ((other, other_side), (one, side))):
        if (
            foreign[0].kind == metric[0].kind == "cardinal"
            and _has(foreign, _IMPERIAL)
            and _has(metric, _METRIC)
        ):
            return _same_measure(foreign[0].value, metric[0].value)
    return False


def _has(place: tuple[NumberMention, _Side], unit: re.Pattern[str]) -> bool:
    mention, side = place
    return unit.match(side.text, mention.end) is not None


def _same_measure(foreign: Decimal, metric: Decimal) -> bool:
    if abs((foreign - 32) * 5 / 9 - metric) <= 2:
        return True
    return (
        foreign > 0
        and metric > 0
        and any(abs(metric / foreign / factor - 1) < Decimal("0.07") for factor in _CONVERSIONS)
    )


def _gloss(mention: NumberMention, side: _Side, other: _Side) -> bool:
    """Whether the number is one half of "645 miles (1040 km)", which a translator may leave out or add.

    Where the other text still names the unit ("1040 km ( milhas)"), the number alone was lost.
    """
    unit = next((unit for unit in (_IMPERIAL, _METRIC) if unit.match(side.text, mention.end)), None)
    named = _UNIT_WORDS[unit].search(other.text) if unit else None
    return not named and any(
        m is not mention and abs(m.start - mention.start) <= 40 and _converted(mention, side, m, side)
        for m in side.mentions
    )


def _pair_rest(left: _Side, right: _Side) -> list[NumberMismatch]:
    """What is left: a missing and an added number make a change when their kinds agree."""
    mismatches = []
    targets = list(right.open)
    source_values = {mention.value for mention in left.mentions}
    target_values = {mention.value for mention in right.mentions}
    for mention in left.open:
        partner = _best_partner(mention, targets)
        if partner is None and mention.spelt and not words.word_values(right.language):
            continue  # no table of this language's number words: nothing can be said
        if partner is None:
            certain = (
                not _doubtful(mention, left, right)
                and mention.value not in target_values
                and not _gloss(mention, left, right)
            )
            mismatches.append(NumberMismatch("missing", mention, None, certain))
            continue
        targets.remove(partner)
        certain = not (mention.spelt or partner.spelt) and not _converted(mention, left, partner, right)
        mismatches.append(NumberMismatch("changed", mention, partner, certain))
    for mention in targets:
        if mention.value not in source_values:
            certain = not _doubtful(mention, right, left) and not _gloss(mention, right, left)
            mismatches.append(NumberMismatch("added", None, mention, certain))
    return mismatches


def _doubtful(mention: NumberMention, own: _Side, other: _Side) -> bool:
    """Whether a number may well be told in words that are not known here."""
    if mention.spelt or mention.text.lower().startswith("covid"):
        return True
    if mention.kind == "code" and mention.text[0].isalpha():
        return True  # "A1GP" may be spelt as it sounds
    if mention.value <= 12 and not words.word_values(own.language):
        return True  # "1つ" is no more than an article
    if words.word_values(other.language):
        return False
    return (
        mention.value <= 100
        or mention.kind in {"ordinal", "time"}
        or (mention.kind == "year" and mention.value % 10 == 0)
    )


def _best_partner(mention: NumberMention, targets: list[NumberMention]) -> NumberMention | None:
    """The open target number that most likely stands for `mention`."""
    alike = [t for t in targets if t.kind == mention.kind] or [
        t for t in targets if not t.spelt or mention.spelt
    ]
    if not alike:
        return None
    return min(
        alike,
        key=lambda t: (
            t.spelt != mention.spelt,
            t.unit != mention.unit,
            abs(t.value - mention.value),
            t.start,
        ),
    )
