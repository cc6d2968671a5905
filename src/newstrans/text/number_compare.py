"""Compare the numbers of two texts by value: what one says and the other does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from newstrans.languages import language_of, mend_babel
from newstrans.text import number_words as words
from newstrans.text.currency_names import currency_behind
from newstrans.text.measures import find_measures
from newstrans.text.number_stems import DUAL, NUMERALS, has_stems, numerals_in, parts_of, said_in
from newstrans.text.numbers import NumberMention, numbers_of, roman_value


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
    if not left.open and not right.open and not left.words_alone:
        return []
    if any(mention.kind == "money" for mention in (*left.mentions, *right.mentions)):
        left.name_currencies()
        right.name_currencies()
    mismatches = _pair_equal(left, right)
    _pair_readings(left, right)
    _pair_readings(right, left)
    for one, other in ((left, right), (right, left)):
        one.open = [mention for mention in one.open if not _said_otherwise(mention, one, other)]
    mismatches += _pair_rest(left, right)
    mismatches += _unsaid(left, right)
    return sorted(mismatches, key=_place)


def _unsaid(source: _Side, target: _Side) -> Iterator[NumberMismatch]:
    """Numbers that the source says in words of which only stems are known, and that nothing in the edition says."""
    if not source.words_alone or not words.word_values(target.language):
        return
    figures = {int(mention.value) for mention in target.mentions if mention.value == int(mention.value)}
    figures |= {int(part) for mention in target.mentions for part in re.findall("[0-9]{1,9}", _ascii_digits(mention.text))}
    figures |= {value // 60 % 12 for mention in target.mentions if mention.kind == "time" and (value := int(mention.value))}
    parts = {part for value in figures for way in parts_of(abs(value)) for part in way}
    known = figures | parts | {int(value) for value in target.said()} | {value % 100 for value in figures}
    known |= {part for value in known if 0 < value < 10**6 for way in parts_of(value % 100) for part in way}
    for start, end, values in numerals_in(source.text, source.language):
        if not values & known:
            mention = NumberMention(start, end, source.text[start:end], Decimal(min(values)), "cardinal")
            yield NumberMismatch("missing", mention, None, certain=False)


def _place(mismatch: NumberMismatch) -> tuple[int, int]:
    first = mismatch.source.start if mismatch.source else 10**9
    return first, mismatch.target.start if mismatch.target else 10**9


class _Side:
    """One of the two texts: all its numbers, and those that have no partner yet."""

    def __init__(self, text: str, language: str) -> None:
        self.text = text
        self.tag = language
        self.language = language_of(language)
        self.mentions = list(numbers_of(text, language))
        self.open = list(self.mentions)
        self._said: set[Decimal] | None = None

    def name_currencies(self) -> None:
        """Read the names of currencies behind the numbers, in a language of which only CLDR has them."""
        if self.language in words.CURRENCY_WORDS:
            return
        for index, mention in enumerate(self.mentions):
            named = currency_behind(self.text, mention.end, self.language) if mention.kind in {"cardinal", "year"} else None
            if named:
                unit, end = named
                self.mentions[index] = replace(mention, kind="money", unit=unit, end=end, text=self.text[mention.start : end])
        self.open = list(self.mentions)

    def said(self) -> set[Decimal]:
        """Values that words of the text say without being number words ("both", "Dutzend", "Louis XIV")."""
        if self._said is None:
            self._said = set(_loose_values(self.text, self.language))
        return self._said

    @property
    def words_alone(self) -> bool:
        """Whether words of the text that are no more than stems of numbers are to be looked for in the other text."""
        return self.language in NUMERALS and not words.word_values(self.language)

    def says(self, value: Decimal) -> bool:
        """Whether words of the text say the value, whole or by its parts ("dva miliony")."""
        said = self.said()
        if value in said:
            return True
        if not has_stems(self.language) or value != value.to_integral_value() or not 0 < value < 10**12:
            return False
        return any(said.issuperset(way) for way in parts_of(int(value)))

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
        for reading in _readings(mention, one, other):
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


# "1800-talet" is the 19th century, and so is "18-hundratalet".
_CENTURY_HUNDRED = re.compile(r"[-‑]?(?:tal|luvu|tallet)")
_HUNDREDS = re.compile(r"[-‑ ]?hund(?:ra|re|red)ta(?:l|ll)")


def _readings(mention: NumberMention, side: _Side, other: _Side) -> list[tuple[Decimal, ...]]:
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
        readings += _cardinal_readings(mention, side, other)
    if mention.scale:
        readings.append((value / mention.multiplier,))
    if value < 0:
        readings.append((-value,))
    return [reading for reading in readings if reading]


def _cardinal_readings(mention: NumberMention, side: _Side, other: _Side) -> list[tuple[Decimal, ...]]:
    value = mention.value
    readings: list[tuple[Decimal, ...]] = []
    if mention.kind == "year" or (value == value.to_integral_value() and 1000 <= value <= 2100):
        if value % 10 == 0:  # "the 1480s" are "80. léta 15. století", the decade perhaps in words
            century = value // 100 + 1
            readings.append((value % 100, century))
            if value % 100 == 0 or other.says(value % 100):
                readings.append((century,))
        readings.append((value % 100,))
    if mention.decimals == 2 and 0 <= value < 24 and value % 1 < Decimal("0.6"):
        readings.append((value // 1 * 60 + value % 1 * 100,))  # "17.30"
    figures = _ascii_digits(mention.text)
    if figures.isdecimal() and len(figures) == 4 and int(figures[:2]) < 24 and int(figures[2:]) < 60:
        readings.append((Decimal(int(figures[:2]) * 60 + int(figures[2:])),))  # "0230"
    if not mention.scale:
        # "10 to 15 million", "dois a três milhões"
        readings += [(value * scale,) for later in side.neighbours(mention) if (scale := _scale_of(later)) > value]
    readings += [(multiple,) for multiple in _multiples(mention, side)]
    if (
        mention.decimals in {1, 2}
        and value < 24
        and value - int(value) in {Decimal("0.5"), Decimal("0.25"), Decimal("0.75")}
    ):
        readings.append((value * 60,))  # "1.5 hours", "1:30"
    after = side.text[mention.end : mention.end + 10]
    if value >= 1000 and value == int(value) and int(value) % 100 == 0 and _CENTURY_HUNDRED.match(after):
        readings.append((value / 100 + 1,))
    if _HUNDREDS.match(after):
        readings += [(value + 1,), (value * 100,)]
    if after[:1] in {"k", "K"}:
        readings.append((value * 1000,))
    return readings


def _scale_of(mention: NumberMention) -> Decimal:
    """What a number counts in, in figures with a scale word or in words: a thousand, a million; 1 for ones."""
    if mention.scale or not mention.spelt:
        return mention.multiplier
    return next((Decimal(scale) for scale in (10**12, 10**9, 10**6, 1000) if mention.value % scale == 0), Decimal(1))


_NEXT_WORD = re.compile(r"[ \u00a0-]?([^\W\d_]{3,})")
_COUNTED = frozenset(map(Decimal, (10, 12, 20, 100)))


def _multiples(mention: NumberMention, side: _Side) -> list[Decimal]:
    """What the number comes to where dozens, scores, decades or centuries are counted: "two dozen" is 24."""
    following = _NEXT_WORD.match(side.text, mention.end)
    if mention.kind != "cardinal" or not following or not 1 < mention.value < 20:
        return []
    return [mention.value * count for count in _COUNTED.intersection(_loose_values(following[1], side.language))]


@lru_cache(maxsize=256)
def _ascii_digits(text: str) -> str:
    return "".join(str(int(c)) if c.isdecimal() else c for c in text)


def _said_otherwise(mention: NumberMention, one: _Side, other: _Side) -> bool:
    """Whether the other text says this number in words that are no number words."""
    value = mention.value
    if value == 1 and not mention.spelt and _in_date(mention, one):
        return any(
            stem in other.text.lower()
            for stem, n in words.ORDINAL_STEMS.get(other.language, {}).items()
            if n == 1
        )
    if value == 1 and one.text[mention.start - 1 : mention.start] == "+":
        return False  # "UTC+1" is in no article
    if value == 1 and mention.kind == "percent" and not _percent_word(other.language).search(other.text):
        return False  # nor is "one percent"
    if mention.kind == "code" and _RATIO.fullmatch(mention.text):
        return False  # "2:2" is in no "second"
    if value == 2 and other.language in DUAL and one.text[mention.start - 1 : mention.start] not in {*"-–—:"}:
        return True  # the ending of a noun says it, but in no score
    if _names_month(mention, one, other):
        return True
    if other.says(value) or (mention.kind == "time" and other.says(value / 60)):
        return True
    if any(map(other.says, _multiples(mention, one))):
        return True
    if (
        mention.kind in {"year", "cardinal"}
        and 1000 <= value <= 2100
        and value % 10 == 0
        and other.says(value % 100)
    ):
        return True  # "the 1930s", "in den dreißiger Jahren"
    return value - int(value) == Decimal("0.5") and 50 in other.said()


@lru_cache(maxsize=32)
def _percent_word(language: str) -> re.Pattern[str]:
    known = (words.PERCENT[""], words.PERCENT.get(language), words.PERCENT_BEFORE.get(language), "[٪％]")
    return re.compile("|".join(filter(None, known)), re.IGNORECASE)


_RATIO = re.compile(r"(\d{1,2}):(\d{1,2})")


def _in_date(mention: NumberMention, side: _Side) -> bool:
    """Whether a month stands beside the number: then "a" or "um" elsewhere does not stand for it."""
    around = (
        side.text[max(0, mention.start - 16) : mention.start]
        + " "
        + side.text[mention.end : mention.end + 16]
    )
    months = _months(side.language)
    return any(word in months for word in _WORD.findall(around.lower()))


# A month in figures: "3月", "3/2019", "tháng 3".
_MONTH_BEHIND = re.compile("[ \u00a0]?(?:[月월]|[./-] ?[0-9])")


def _names_month(mention: NumberMention, side: _Side, other: _Side) -> bool:
    """Whether the number is a month in figures whose name the other text has."""
    if mention.kind != "date-part" and not (
        _MONTH_BEHIND.match(side.text, mention.end) or side.text[: mention.start].endswith(("tháng ", "Tháng "))
    ):
        return False
    months = _months(other.language)
    return any(months.get(word) == mention.value for word in _WORD.findall(other.text.lower()))


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
    yield from map(Decimal, said_in(text, language))
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
# CLDR's units of either system, for the languages whose words are in neither pattern.
_CLDR_UNITS = {
    _IMPERIAL: re.compile(r".*-(?:mile|yard|foot|inch|pound|ounce|stone|acre|fahrenheit|gallon|mile-per-hour|square-foot|square-mile)"),
    _METRIC: re.compile(r".*-(?:(?:square-)?(?:kilo|centi|milli)?meter(?:-per-hour|-per-second)?|tonne|(?:kilo)?gram|hectare|celsius|(?:milli)?liter)"),
}
# American copy says "temperatures in the 90s" and means degrees Fahrenheit.
_FAHRENHEIT_MEANT = re.compile(r"\b(?:temperatures?|degrees|thermometers?|heat|highs|lows)\b", re.IGNORECASE)


def _converted(one: NumberMention, side: _Side, other: NumberMention, other_side: _Side) -> bool:
    """Whether the two are one measure, here in miles or pounds and there in the metric system."""
    for foreign, metric in (((one, side), (other, other_side)), ((other, other_side), (one, side))):
        if foreign[0].kind != "cardinal" or metric[0].kind != "cardinal":
            continue
        if _has(foreign, _IMPERIAL) and _has(metric, _METRIC):
            return _same_measure(foreign[0].value, metric[0].value)
        if foreign[1].language == "en" and _FAHRENHEIT_MEANT.search(foreign[1].text):
            tens = 9 if foreign[0].text.endswith("s") else 0  # "in the 90s": up to 99
            return any(_same_degrees(foreign[0].value + more, metric[0].value) for more in range(tens + 1))
    return False


def _has(place: tuple[NumberMention, _Side], unit: re.Pattern[str]) -> bool:
    mention, side = place
    if unit.match(side.text, mention.end):
        return True
    measures = find_measures(side.text, side.tag)
    return any(one.number.start == mention.start and _CLDR_UNITS[unit].fullmatch(one.unit) for one in measures)


def _same_degrees(fahrenheit: Decimal, celsius: Decimal) -> bool:
    """Whether one converts into the other, rounded to fives at most."""
    return abs((fahrenheit - 32) * 5 / 9 - celsius) <= Decimal("2.5")


def _same_measure(foreign: Decimal, metric: Decimal) -> bool:
    if _same_degrees(foreign, metric):
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
    if named:
        return False
    return any(
        m is not mention and abs(m.start - mention.start) <= 40 and _converted(mention, side, m, side)
        for m in side.mentions
    )


def _told_elsewhere(mention: NumberMention, side: _Side, other: _Side) -> bool:
    """Whether the number is a measure that the other text tells in another system, or the small part of one.

    "17 pounds 1 ounce" becomes "7,7 kg": the pounds are converted, and the ounce is in them.
    """
    if any(_converted(mention, side, there, other) for there in other.mentions):
        return True
    if _has((mention, side), _METRIC) and _UNIT_WORDS[_IMPERIAL].search(other.text):
        for part in {Decimal("0.5"), Decimal("0.25")}.intersection(value / 100 for value in other.said()):
            if any(_same_measure(part * step, mention.value) for step in (1, 1000)):
                return True  # "a half-miler" runs 800 metres
    before = [m for m in side.mentions if m.end <= mention.start and mention.start - m.end <= 16]
    if not before or not _has((mention, side), _IMPERIAL) or not _has((before[-1], side), _IMPERIAL):
        return False
    return any(_converted(before[-1], side, there, other) for there in other.mentions)


def _pair_rest(left: _Side, right: _Side) -> list[NumberMismatch]:
    """What is left: a missing and an added number make a change when their kinds agree."""
    mismatches = []
    targets = list(right.open)
    source_values = {mention.value for mention in left.mentions}
    target_values = {mention.value for mention in right.mentions}
    for mention in left.open:
        partner = _best_partner(mention, targets)
        if partner is None and mention.spelt and not _tells_words(mention, right):
            continue  # this language's number words are not known: nothing can be said
        if partner is None:
            if _article(mention, left):
                continue
            certain = (
                not _doubtful(mention, left, right)
                and mention.value not in target_values
                and not _gloss(mention, left, right)
                and not _told_elsewhere(mention, left, right)
            )
            mismatches.append(NumberMismatch("missing", mention, None, certain))
            continue
        targets.remove(partner)
        certain = not (mention.spelt or partner.spelt) and not _converted(mention, left, partner, right)
        mismatches.append(NumberMismatch("changed", mention, partner, certain))
    for mention in targets:
        if mention.value not in source_values and not _article(mention, right):
            certain = not (
                _doubtful(mention, right, left)
                or _gloss(mention, right, left)
                or _told_elsewhere(mention, right, left)
            )
            mismatches.append(NumberMismatch("added", None, mention, certain))
    return mismatches


def _article(mention: NumberMention, side: _Side) -> bool:
    """Whether the number is a "1" that says no more than "a": "もう1人" is "another"."""
    return mention.value == 1 and mention.kind == "cardinal" and not mention.spelt and side.language in _ONE_WRITTEN


# Languages that have no article and write the "one" of "one year".
_ONE_WRITTEN = frozenset({"ja", "zh", "ko"})


def _tells_words(mention: NumberMention, side: _Side) -> bool:
    """Whether it would be seen if the side said this number in words."""
    if mention.value == 1 and mention.kind != "percent" and side.language not in _ONE_WRITTEN:
        return False  # "one year ago" is "rok temu"
    if side.language == "hi" and 20 < mention.value < 100 and mention.value % 10:
        return False  # each number up to a hundred is a word of its own
    return bool(words.word_values(side.language)) or has_stems(side.language)


def _doubtful(mention: NumberMention, own: _Side, other: _Side) -> bool:
    """Whether a number may well be told in words that are not known here."""
    if mention.spelt or mention.text.lower().startswith("covid"):
        return True
    if mention.kind == "code" and mention.text[0].isalpha():
        return True  # "A1GP" may be spelt as it sounds
    if mention.kind == "code" and (ratio := _RATIO.fullmatch(mention.text)):
        return all(other.says(Decimal(part)) for part in ratio.groups())
    if mention.value <= 12 and not words.word_values(own.language):
        return True  # "1つ" is no more than an article
    if words.word_values(other.language):
        return False
    return (
        mention.value <= 100
        or mention.kind in {"ordinal", "time"}
        or (mention.kind in {"year", "cardinal"} and 1000 <= mention.value <= 2100 and mention.value % 10 == 0)
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
