"""Find numbers in running text and know their value, as each language writes them.

`find_numbers` reads figures ("1,200", "1.200", "1 200", "١٬٢٠٠"), figures with a scale ("3.5bn", "3,5 mil millones",
"35억"), percentages, money, times of day, ordinals, Roman centuries and number words. What looks like a number but
has no quantity (A-10, Covid-19, 24/7, 3.4.0, a telephone number) is a "code". Data live in `number_words`.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from newstrans.languages import language_of, mend_babel
from newstrans.text import number_words as words


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number as it stands in a text; `text` is exactly `source[start:end]`, sign, scale and unit included.

    `kind` is "cardinal", "ordinal", "percent", "money", "time", "year", "date-part" or "code".
    `value` counts the scale in (2 million = 2000000), is minutes since midnight for a time, and for a code all of
    its digits in a row. `unit` is an ISO 4217 code for money, "%" for a percentage. `scale` is the scale word as
    written and `multiplier` what it stands for; `decimals` is the number of digits after the decimal mark.
    """

    start: int
    end: int
    text: str
    value: Decimal
    kind: str
    unit: str = ""
    scale: str = ""
    multiplier: Decimal = Decimal(1)
    decimals: int = 0

    @property
    def spelt(self) -> bool:
        """Whether the number is written in words alone."""
        return not any(char.isdecimal() or char.isnumeric() for char in self.text) and not _ROMAN.fullmatch(
            self.text
        )


def find_numbers(text: str, language: str) -> list[NumberMention]:
    """Every number of `text`, in order and without overlaps, read as `language` writes numbers.

    `language` may be a language or a locale: "es-MX" and "de-CH" have a decimal point.

    >>> [(m.text, int(m.value), m.kind) for m in find_numbers("US$ 2,3 bilhões em 2008, 12% a mais", "pt-BR")]
    [('US$ 2,3 bilhões', 2300000000, 'money'), ('2008', 2008, 'year'), ('12%', 12, 'percent')]
    """
    reader = _reader(language)
    norm = text.translate(_normal_characters())
    found = _merge(reader.figures(norm), reader.romans(norm))
    found = _merge(found, reader.words(norm))
    found = _share_percent(norm, found)
    return [replace(mention, text=text[mention.start : mention.end]) for mention in found]


@lru_cache(maxsize=4096)
def numbers_of(text: str, language: str) -> tuple[NumberMention, ...]:
    """`find_numbers`, remembered: a source is read once however often its translation is typed."""
    return tuple(find_numbers(text, language))


def parse_number(text: str, language: str) -> Decimal | None:
    """Value of the first number in `text` as `language` writes it, or None.

    >>> parse_number("1.234,5 Mio.", "de")
    Decimal('1234500000.0')
    """
    return next((mention.value for mention in find_numbers(text, language)), None)


# CLDR's minimumGroupingDigits is 2 here: four figures are not grouped. Babel does not apply it.
_GROUPS_FROM_10000 = frozenset({"es", "es-ES", "pt-PT", "pl", "bg", "ca", "gl", "et", "lv"})


def format_number(value: Decimal, locale: str, *, like: NumberMention | None = None) -> str:
    """`value` in the figures of `locale`, with as many decimals as `like` has; codes and years are not grouped.

    >>> format_number(Decimal("1234.50"), "de", like=find_numbers("1,234.50", "en")[0])
    '1.234,50'
    """
    from babel.numbers import format_decimal

    mend_babel()
    if like is not None:
        decimals = like.decimals
    else:
        exponent = value.as_tuple().exponent
        decimals = max(0, -exponent) if isinstance(exponent, int) else 0
    tail = "." + "0" * decimals if decimals else ""
    plain = like is not None and like.kind in {"year", "code", "date-part"}
    few = abs(value) < 10000 and any(tag in _GROUPS_FROM_10000 for tag in (locale, _base_tag(locale)))
    pattern = "0" if plain or few else _integer_pattern(locale)
    return str(format_decimal(value, format=pattern + tail, locale=locale.replace("-", "_")))


def _base_tag(locale: str) -> str:
    """The language alone, unless the region has a habit of its own (Latin America groups four figures)."""
    language, _, region = locale.partition("-")
    return (
        language
        if not region or (language, region) in {("pt", "PT"), ("es", "ES")} or language not in {"es", "pt"}
        else ""
    )


@lru_cache(maxsize=64)
def _integer_pattern(locale: str) -> str:
    from babel import Locale

    mend_babel()
    pattern = Locale.parse(locale.replace("-", "_")).decimal_formats[None].pattern
    return str(pattern.split(";")[0].split(".")[0])


# -- reading ---------------------------------------------------------------------------------------------------------

_SPACE = "[ \u00a0]"
# Letters that may be glued to a figure and make it a code. Not Han, kana, Hangul or Arabic: "在2008年" is a year.
_CASED = "A-Za-z\u00c0-\u024f\u0370-\u04ff"
_NOT_AFTER_WORD = rf"(?<![0-9_{_CASED}])"
VULGAR_FRACTIONS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_ROMAN = re.compile(r"[IVXLCDMІХСМ]+")
_DASHES = "‐‑–—-"
_RANGE = re.compile(rf"{_SPACE}?[{_DASHES}]{_SPACE}?")
_FRACTION_AFTER = re.compile(rf"{_SPACE}?([{VULGAR_FRACTIONS}])")
# "7 1/2", "7-1/2 cents a bushel": the parts in which markets count, and no more than the whole.
_FRACTION_WRITTEN = re.compile(rf"(?:{_SPACE}|-)(?=(?:1/[23468]|2/3|3/[48]|5/[68]|7/8|\d{{1,2}}/(?:16|32))(?![\d/]))(\d{{1,2}})/(\d{{1,2}})")
_SPACED_H = frozenset({"fr", "pt", "es", "gl", "ca"})
_AM_PM = frozenset({"en", "es", "pt", "gl", "ca", "hi", "tl", "ms", "sw", "fil", "fr", "it"})
_SECTION = re.compile(
    r"(?:§+|\bsections?|\bsec\.|\bversion|\bversão|\bversión|\brelease|\bkernel|\bv\.?)[ \u00a0]?$", re.I
)


@lru_cache(maxsize=1)
def _normal_characters() -> dict[int, str]:
    """Length-preserving translation: any decimal digit to 0-9, kinds of spaces, apostrophes and wide signs to one."""
    table = {
        code: str(unicodedata.digit(chr(code)))
        for code in range(0x660, min(sys.maxunicode, 0x1FBFF) + 1)
        if unicodedata.category(chr(code)) == "Nd"
    }
    table |= dict.fromkeys(map(ord, "\u2007\u2008\u2009\u200a\u202f\u2005\u2006"), "\u00a0")
    table |= dict.fromkeys(map(ord, "’ʼ＇`´‘"), "'")
    for wide, narrow in {"，": ",", "．": ".", "：": ":", "％": "%", "٪": "%", "٫": ".", "٬": ",", "،": ",", "﹪": "%",
                         "＄": "$", "−": "−", "－": "-", "／": "/", "（": "(", "）": ")", "　": " ", "\t": " "}.items():  # fmt: skip
        table[ord(wide)] = narrow
    return table


def _merge(first: list[NumberMention], second: list[NumberMention]) -> list[NumberMention]:
    """Both lists in text order; where they overlap, `first` stands."""
    if not second:
        return first
    merged: list[NumberMention] = []
    queue = iter([*first, None])
    head = next(queue)
    for mention in second:
        while head is not None and head.end <= mention.start:
            merged.append(head)
            head = next(queue)
        if head is None or head.start >= mention.end:
            merged.append(mention)
    while head is not None:
        merged.append(head)
        head = next(queue)
    return merged


def _share_percent(norm: str, found: list[NumberMention]) -> list[NumberMention]:
    """In "5-10%" the first figure is a percentage too."""
    for index in range(len(found) - 1):
        left, right = found[index], found[index + 1]
        if right.kind == "percent" and left.kind == "cardinal" and right.start - left.end <= 3:
            gap = norm[left.end : right.start]
            if _RANGE.fullmatch(gap):
                found[index] = replace(left, kind="percent", unit="%")
    return found


@lru_cache(maxsize=64)
def _reader(language: str) -> _Reader:
    return _Reader(language)


class _Reader:
    """The rules of one language or locale, compiled."""

    def __init__(self, tag: str) -> None:
        self.language = language = language_of(tag)
        self.point = language in words.POINT_DECIMAL or tag in words.POINT_DECIMAL_LOCALES
        self.unspaced = language in words.UNSPACED_SCALES
        self.scan = re.compile(_scan_pattern(language), re.X)
        self.scale, self.scale_values = _numbered(words.SCALES.get(language, {}), self.unspaced)
        self.money_scale, self.money_scale_values = _numbered(words.MONEY_SCALES.get(language, {}), False)
        self.ordinal = _optional(words.ORDINAL_SUFFIXES.get(language))
        percent = "|".join(filter(None, ("%", words.PERCENT.get(language))))
        self.percent = re.compile(rf"(?:{_SPACE}|-)?(?:{percent})", re.I)
        before = words.PERCENT_BEFORE.get(language)
        self.percent_before = re.compile(rf"(?<!\w)(?:{before}){_SPACE}?$" if language != "zh" else rf"(?:{before}) ?$", re.I) if before else None
        self.currency, self.currency_units = _currency_after(language)
        self.roman_before = words.ROMAN_BEFORE.get(language)
        self.roman_after = words.ROMAN_AFTER.get(language)
        numerals = "[IVXІХ]{1,6}"
        self.roman = _optional(
            "|".join(
                filter(None, (
                    rf"\b(?:{self.roman_before}){_SPACE}(?P<a>{numerals})\b" if self.roman_before else "",
                    rf"\b(?P<b>{numerals})(?={self.roman_after})" if self.roman_after else "",
                ))
            ),
            )  # fmt: skip
        self.vocabulary = words.word_values(language)
        self.multipliers = words.MULTIPLIERS.get(language, {})
        inner = "(?:'[^\\W\\d_]+)*" if language in {"uk", "ru", "en", "be"} else ""
        self.token = re.compile(rf"[^\W\d_]+{inner}")

    # figures

    def figures(self, norm: str) -> list[NumberMention]:
        found: list[NumberMention] = []
        position = 0
        while match := self.scan.search(norm, position):
            last_end = found[-1].end if found else 0
            mentions = self._read(norm, match, last_end)
            found += mentions
            position = max(mentions[-1].end if mentions else match.end(), match.start() + 1)
        return found

    def _read(self, norm: str, match: re.Match[str], last_end: int) -> list[NumberMention]:
        """The numbers in one hit of the scan; `last_end` is where the number before it ends."""
        kind = match.lastgroup
        if kind == "number":
            return [self._number(norm, match, last_end)]
        if kind == "clock":
            return [self._clock(norm, match)]
        if kind == "code":
            return self._coded(norm, match, last_end)
        if kind == "phone":
            return [_code(match.start(), match.group())]
        if kind == "date":
            return _date_parts(match)
        if kind == "fraction":
            value = _fraction_value(match.group())
            return [self._finish(norm, match.start(), match.end(), value, last_end, decimals=2)]
        return []

    def _clock(self, norm: str, match: re.Match[str]) -> NumberMention:
        """A time of day in minutes; without "p.m." the hour counts as it stands."""
        shown = match.group().lower()
        figures = [int(part) for part in re.findall(r"\d+", shown)]
        if len(figures) == 1 and figures[0] > 99:  # "0230 UTC"
            figures = [*divmod(figures[0], 100)]
        hour, minute = figures[0], figures[1] if len(figures) > 1 else 0
        half = re.search(r"([ap])\.?\s?m\b", shown)
        if half and hour <= 12:
            hour = hour % 12 + (12 if half[1] == "p" else 0)
        end = match.end()
        if shown.endswith("m.") and not re.search(r"[ap]\.\s?m\.$", shown):
            end -= 1  # "5 pm." at the end of a sentence
        return NumberMention(
            match.start(), end, norm[match.start() : end], Decimal(hour * 60 + minute), "time"
        )

    def _coded(self, norm: str, match: re.Match[str], last_end: int) -> list[NumberMention]:
        text = match.group()
        prefix = re.match(rf"[{_CASED}.]+", text)
        hyphen = prefix.end() if prefix else 0
        if text[hyphen] in _DASHES and not (text[0].isupper() and len(text) - hyphen <= 5):
            # "mid-1990s", "pre-2008", "non-5": an ordinary figure behind a prefix.
            later = self.scan.match(norm, match.start() + hyphen + 1)
            return [self._number(norm, later, last_end)] if later and later.lastgroup == "number" else []
        return [_code(match.start(), text)]

    def _number(self, norm: str, match: re.Match[str], last_end: int) -> NumberMention:
        core = match.group()
        read = _read_figures(core, self.point)
        if read is None:
            return _code(match.start(), core)
        length, value, decimals = read
        start, end = match.start(), match.start() + length
        if "." in core[:length] and _SECTION.search(norm[max(0, start - 10) : start]):
            return _code(start, core[:length])
        fraction = _FRACTION_AFTER.match(norm, end)
        written = None if fraction else _FRACTION_WRITTEN.match(norm, end)
        if fraction and not decimals:
            value, end, decimals = value + _fraction_value(fraction[1]), fraction.end(), 2
        elif written and not decimals and int(written[1]) < int(written[2]):
            value, end, decimals = value + round(Decimal(written[1]) / int(written[2]), 4), written.end(), 2
        return self._finish(norm, start, end, value, last_end, decimals=decimals)

    def _finish(
        self, norm: str, start: int, end: int, value: Decimal, last_end: int, *, decimals: int = 0
    ) -> NumberMention:
        """The mention that begins with a figure: sign, currency before it, and what follows it."""
        near = norm[max(last_end, start - 8) : start]
        before = _CURRENCY_BEFORE.search(near) if near.rstrip(" \u00a0")[-1:] in _CURRENCY_LAST else None
        unit = ""
        figure_start = start
        if before and (match_unit := _unit_of(before)):
            unit = match_unit
            start -= before.end() - before.start()
        negative, start = _sign(norm, start, last_end)
        kind, scale, multiplier = "cardinal", "", Decimal(1)
        plain = norm[figure_start:end]
        if self.ordinal and not decimals and not unit and (suffix := self.ordinal.match(norm, end)):
            kind, end = "ordinal", suffix.end()
        elif self.language == "en" and (suffix := _DECADE.match(norm, end)) and len(plain) in {2, 4}:
            end = suffix.end()
        else:
            end, value, scale, multiplier = self._scaled(norm, end, value, bool(unit))
            after = self.percent.match(norm, end)
            if after and not unit:
                kind, unit, end = "percent", "%", after.end()
            elif self.percent_before and not unit and (hit := self.percent_before.search(norm[max(last_end, start - 8) : start])):
                kind, unit, start = "percent", "%", start - len(hit.group())
            elif money := self._currency(norm, end, bool(scale)):
                code, money_end = money
                if not unit or unit == code or (unit == "USD" and before and before.group().strip() == "$"):
                    unit, end = code, money_end
        if unit and unit != "%":
            kind = "money"
        if (
            kind in {"cardinal", "ordinal"}
            and not scale
            and len(plain) == 4
            and plain.isdecimal()
            and 1900 <= value <= 2100
        ):
            kind = "year"
        if kind == "cardinal" and len(plain) > 40:
            kind = "code"
        return NumberMention(
            start,
            end,
            norm[start:end],
            -value if negative else value,
            kind,
            unit,
            scale,
            multiplier,
            decimals,
        )

    def _scaled(self, norm: str, end: int, value: Decimal, money: bool) -> tuple[int, Decimal, str, Decimal]:
        """Scale words behind a figure, and the rest of a number told in steps ("3億5000万", "2 mil 500 millones")."""
        hit = self._scale_at(norm, end, money)
        if not hit:
            return end, value, "", Decimal(1)
        word_start, end, multiplier = hit
        scale = norm[word_start:end]
        value *= multiplier
        step = multiplier
        for _ in range(4):
            more = _STEP.match(norm, end) if not self.unspaced else _STEP_UNSPACED.match(norm, end)
            if (
                not more
                or (figure := _read_figures(more[1], self.point)) is None
                or figure[0] != len(more[1])
            ):
                break
            following = self._scale_at(norm, more.end(), False)
            if following and following[2] < step and figure[1] * following[2] < step:
                value += figure[1] * following[2]
                step, end = following[2], following[1]
            elif (
                following
                and step == 1000
                and following[2] == 10**6
                and figure[1] < 1000
                and not self.unspaced
            ):
                value = (value + figure[1]) * following[2]
                multiplier, end = following[2], following[1]
                break
            elif following and self.unspaced and step == 1000 and following[2] == 10**6:
                # "5千4百万" is fifty-four million: both parts count in 万.
                value, end, multiplier = (value + figure[1] * 100) * 10**4, following[1], Decimal(10**4)
                break
            elif not following and self.unspaced and figure[1] < step:
                value, end = value + figure[1], more.end()
                break
            else:
                break
        return end, value, scale, multiplier

    def _scale_at(self, norm: str, end: int, money: bool) -> tuple[int, int, Decimal] | None:
        """Start and end of the scale word at `end`, and its value."""
        match = self.scale.match(norm, end) if self.scale else None
        values = self.scale_values
        if not match and self.money_scale:
            match = self.money_scale.match(norm, end)
            values = self.money_scale_values
            if match and not money and not self._currency(norm, match.end(), True):
                return None
        if not match or not match.lastindex:
            return None
        start, stop = match.span(match.lastindex)
        value = values[match.lastindex - 1]
        if norm[stop - 1] == "." and (
            _ends_sentence(norm, stop) if self.language != "de" else not norm[stop:].strip()[:1]
        ):
            stop -= 1
        return start, stop, value

    def _currency(self, norm: str, end: int, scaled: bool) -> tuple[str, int] | None:
        """Currency behind a figure and where it ends."""
        match = self.currency.match(norm, end)
        if not match or not match.lastindex:
            return None
        unit = self.currency_units[match.lastindex - 1]
        if unit.endswith("?") and not scaled:
            return None
        stop = match.end()
        if match.group().endswith(".") and _ends_sentence(norm, stop):
            stop -= 1
        return unit.rstrip("?"), stop

    # Roman numerals

    def romans(self, norm: str) -> list[NumberMention]:
        """Roman numerals of centuries ("século XXI", "XXI век")."""
        if not self.roman:
            return []
        found = []
        for match in self.roman.finditer(norm):
            start, end = match.span(str(match.lastgroup))
            value = roman_value(norm[start:end])
            if value:
                found.append(NumberMention(start, end, norm[start:end], Decimal(value), "ordinal"))
        return found

    # words

    def words(self, norm: str) -> list[NumberMention]:
        """Number words, put together ("vinte e cinco mil"), with a unit behind them."""
        if not self.vocabulary:
            return []
        hits = []
        previous = ""
        for match in self.token.finditer(norm):
            word = match.group().lower()
            hits.append((match.start(), match.end(), word, previous)) if self._known(word) else None
            previous = word
        found = []
        index = 0
        while index < len(hits):
            taken, value = self._compose(norm, hits, index)
            if (
                not taken
                and hits[index][2] in words.ONE_WORDS.get(self.language, ())
                and hits[index][2] != "a"
            ):
                taken, value = int(self._counts(norm, hits[index][1])), 1
            if not taken:
                index += 1
                continue
            start, end = hits[index][0], hits[index + taken - 1][1]
            found.append(self._finish_words(norm, start, end, Decimal(value)))
            index += taken
        return found

    def _counts(self, norm: str, end: int) -> bool:
        """Whether the "one" that ends here is a number and no article: "one percent"; in English also "one year"."""
        return bool(self.percent.match(norm, end) or (self.language == "en" and _ONE_UNIT.match(norm, end)))

    def _finish_words(self, norm: str, start: int, end: int, value: Decimal) -> NumberMention:
        kind, unit = "cardinal", ""
        if after := self.percent.match(norm, end):
            kind, unit, end = "percent", "%", after.end()
        elif money := self._currency(norm, end, value >= 10**6):
            kind, (unit, end) = "money", money
        return NumberMention(start, end, norm[start:end], value, kind, unit)

    def _known(self, word: str) -> bool:
        return (
            word in self.multipliers
            or word == words.AND_WORDS.get(self.language)
            or (words.word_value(word, self.language) is not None)
        )

    def _compose(self, norm: str, hits: list[tuple[int, int, str, str]], first: int) -> tuple[int, int]:
        """How many words from `first` on make one number, and its value; (0, 0) for none."""
        language = self.language
        total = group = 0
        last = "start"
        taken = 0
        index = first
        joined = False
        while index < len(hits):
            start, _, word, previous = hits[index]
            if index > first and not _JOIN.fullmatch(norm[hits[index - 1][1] : start]):
                break
            if word == words.AND_WORDS.get(language) and last != "start" and not joined:
                joined = True
                index += 1
                continue
            step = self._multiply(word, last, total, group, previous)
            step = step or self._add(
                word, last, total, group, joined, previous, self._next_word(norm, hits, index)
            )
            if not step:
                break
            total, group, last = step
            joined = False
            index += 1
            taken = index - first
        return (taken, total + group) if taken else (0, 0)

    def _next_word(self, norm: str, hits: list[tuple[int, int, str, str]], index: int) -> str:
        if index + 1 < len(hits) and _JOIN.fullmatch(norm[hits[index][1] : hits[index + 1][0]]):
            return hits[index + 1][2]
        return ""

    def _multiply(
        self, word: str, last: str, total: int, group: int, previous: str
    ) -> tuple[int, int, str] | None:
        factor = self.multipliers.get(word)
        if not factor or word in self.vocabulary:
            return None
        if last == "start":
            if word not in words.BARE.get(self.language, ()) or previous in _PER:
                return None
            group = 1
        if factor == 100:
            return (total, group * 100, "hundred") if 0 < group < 100 else None
        if group == 0 and not (0 < total < 10**6 <= factor):
            return None
        if 0 < total < 10**6 <= factor:
            return (total + group) * factor, 0, "scale"
        if total and factor >= 10**6 and group == 0:
            return None
        return total + group * factor, 0, "scale"

    def _add(
        self, word: str, last: str, total: int, group: int, joined: bool, previous: str, following: str
    ) -> tuple[int, int, str] | None:
        value = words.word_value(word, self.language)
        if value is None:
            return None
        kind = (
            "unit"
            if value < 10
            else "teen"
            if value < 20
            else "ten"
            if value % 10 == 0 and value < 100
            else "below"
        )
        kind = "hundred" if 100 <= value < 1000 and value % 100 == 0 else kind
        if last == "start":
            if (value == 1 and following not in self.multipliers) or (value == 100 and previous in _PER):
                return None
            return (value, 0, "scale") if value >= 1000 else (0, value, kind)
        if value >= 1000 or (joined and not _may_join(self.language, last, value)):
            return None
        if self.language == "fr":
            if (last, value, group) == ("unit", 20, 4):
                return total, 80, "ten"
            if (value < 20 and last == "ten" and group % 100 in {60, 80}) or (
                group % 100 in {10, 70, 90} and 7 <= value <= 9
            ):
                return total, group + value, "teen" if value != 10 else "ten"
        allowed = {
            "unit": {"ten", "hundred", "scale"}, "teen": {"hundred", "scale"}, "ten": {"hundred", "scale"},
            "below": {"hundred", "scale"}, "hundred": {"scale"},
        }[kind]  # fmt: skip
        return (total, group + value, kind) if last in allowed else None


def _may_join(language: str, last: str, value: int) -> bool:
    """Whether "and" may stand before a part of this value."""
    if language == "en":
        return last in {"hundred", "scale"}
    if language == "es":
        return last == "ten" and value < 10
    if language == "fr":
        return last == "ten" and value in {1, 11}
    return last in {"ten", "hundred", "scale"}


# What makes "cento" a percent sign and no number.
_PER = frozenset({"por", "pour", "per"})
_JOIN = re.compile(rf"{_SPACE}|[-‐‑]")
_ONE_UNIT = re.compile(r"[ -](?:second|minute|hour|week|month|year|decade|century|mile|kilomet(?:er|re)|met(?:er|re)|foot|inch|ton|pound|ounce)\b", re.I)
_DECADE = re.compile(r"'?s\b")
_STEP = re.compile(rf"{_SPACE}(?:[yeи] )?(\d{{1,3}}(?![\d.,]\d))")
_STEP_UNSPACED = re.compile(rf"{_SPACE}?(\d{{1,4}}(?:,\d{{3}})?(?!\d))")
_SIGN_PATTERNS = [pattern for pattern, _ in words.CURRENCY_SIGNS]
_SIGN_UNITS = [unit for _, unit in words.CURRENCY_SIGNS]
_CURRENCY_BEFORE = re.compile(
    "(?:" + "|".join([rf"(?<![{_CASED}])({p})" for p in _SIGN_PATTERNS] + [rf"(?<![{_CASED}])({c})" for c in words.CURRENCY_CODES])
    + rf"){_SPACE}?$"
)  # fmt: skip
_CURRENCY_LAST = frozenset("$＄£￡€¥￥₽₴₩₹₺₪₸₫₦₱łč." + "".join({code[-1] for code in words.CURRENCY_CODES}))


def _unit_of(match: re.Match[str]) -> str | None:
    units = [*_SIGN_UNITS, *words.CURRENCY_CODES]
    return units[match.lastindex - 1] if match.lastindex else None


# Spaces, openings, isolates, and particles of Japanese and Chinese, which stand right before a figure; not any Han
# letter, for 新冠-19 is no -19.
_BEFORE_SIGN = " \u00a0(\n\r[/\u2066\u2067\u2068はがをにでと为為到至是"


def _sign(norm: str, start: int, last_end: int) -> tuple[bool, int]:
    """Whether a minus stands before `start`, and where the number then begins."""
    if start - 1 < last_end or norm[start - 1] not in "-−–":
        return False, start
    before = norm[start - 2] if start >= 2 else " "
    clear = before in _BEFORE_SIGN and not (start >= 3 and norm[start - 3].isdecimal())
    return (True, start - 1) if clear else (False, start)


def _ends_sentence(norm: str, end: int) -> bool:
    """Whether the full stop before `end` closes the sentence rather than an abbreviation."""
    rest = norm[end : end + 3]
    return (
        not rest.strip()
        or rest[0] in '\n\r"”»)'
        or (rest[0] == " " and rest[1:2].isupper() and rest[1:3] not in {"Eu", "US", "Do", "EU", "Fr"})
    )


def _optional(pattern: str | None, flags: int = 0) -> re.Pattern[str] | None:
    return re.compile(pattern, flags) if pattern else None


def _numbered(table: dict[str, Decimal], unspaced: bool) -> tuple[re.Pattern[str] | None, list[Decimal]]:
    """One pattern for a table of scale words, longest first; group number -> value."""
    if not table:
        return None, []
    ordered = sorted(table.items(), key=lambda item: -len(item[0]))
    edge = "" if unspaced else r"(?!\w)"
    pattern = "|".join(f"({words_})" for words_, _ in ordered)
    return re.compile(rf"(?:{_SPACE}|-)?(?:{pattern}){edge}", re.I), [value for _, value in ordered]


def _currency_after(language: str) -> tuple[re.Pattern[str], list[str]]:
    edge = "" if language in words.UNSPACED_SCALES else r"(?!\w)"
    parts = [rf"({pattern}){edge}" for pattern, _ in words.CURRENCY_WORDS.get(language, ())]
    units = [unit for _, unit in words.CURRENCY_WORDS.get(language, ())]
    parts += [rf"(?-i:({pattern}))(?![\w$]|{_SPACE}?\d)" for pattern in _SIGN_PATTERNS]
    units += _SIGN_UNITS
    parts += [rf"(?-i:({code}))(?!\w)" for code in words.CURRENCY_CODES]
    units += words.CURRENCY_CODES
    link = words.CURRENCY_LINKS.get(language, "")
    return re.compile(rf"(?:{_SPACE}|-)?[\u200e\u200f]?(?:{link})?(?:{'|'.join(parts)})", re.I), units


@lru_cache(maxsize=64)
def _scan_pattern(language: str) -> str:
    """The places where a figure may stand; the name of the group says which method reads it."""
    if language in words.NO_SPACE_GROUPS:
        spaced = r"\d{1,3}(?:\u00a0\d{3}(?!\d))+(?:[.,]\d+)?|\d{1,3}(?:[ ]\d{3}(?!\d)){2,}(?:[.,]\d+)?"
    else:
        spaced = rf"\d{{1,3}}(?:{_SPACE}\d{{3}}(?!\d))+(?:[.,]\d+)?"
    free = rf"(?<![\w.,:/{_DASHES}])"
    half = r"(?:[ \u00a0]?[AaPp]\.?[ ]?[Mm]\b\.?)"
    clocks = [rf"(?:[01]?\d|2[0-4]):[0-5]\d(?![\d:]|[.,]\d){half if language in _AM_PM else ''}?"]
    clocks.append(r"(?:[01]\d|2[0-3])[0-5]\d(?=[ \u00a0]?(?:UTC|GMT|hrs?\b|hours\b|Uhr\b))")
    if language in _AM_PM:
        clocks.append(rf"(?:0?\d|1[0-2])(?:[.][0-5]\d)?{half}")
    if language in _SPACED_H:
        clocks.append(
            r"(?:[01]?\d|2[0-4])[ \u00a0]?[hH](?:[ \u00a0]?[0-5]\d(?!\d)(?:[ \u00a0]?min\b)?|(?![\w/.'^²]))"
        )
    if language == "de":
        clocks.append(r"(?:[01]?\d|2[0-4])(?:[.:][0-5]\d)?[ \u00a0]Uhr\b(?:[ \u00a0][0-5]\d(?![\d.,]))?")
    if language in {"ja", "zh", "ko"}:
        clocks.append(r"(?:[01]?\d|2[0-4])(?:[時时](?![间間代点點])|시(?!간))(?:[ ]?[0-5]?\d[分분])?")
    at = {"it": r"(?<=ore[ ])", "da": r"(?<=kl\.[ ])", "nb": r"(?<=kl\.[ ])", "pl": r"(?<=godz\.[ ])", "sv": r"(?<=kl\.[ ])",
          "fi": r"(?<=klo[ ])", "de": ""}.get(language)  # fmt: skip
    if at:
        clocks.append(at + r"(?:[01]?\d|2[0-4])\.[0-5]\d(?!\d)")
    return rf"""
      (?P<skip>(?:https?://|ftp://|www\.)[^\s<>"]{{1,2000}}
        |(?<![\w.+-])[\w.+-]{{1,64}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,5}}
        |(?<!\w)(?:[kcdm]?m|км|см|мм|м|mi|ft|in|yd)[23](?!\w)
        |(?<![\w@\#])[@\#](?=[^\W\d_]|\d+[^\W\d_])\w{{1,100}})
      |(?P<phone>(?<![\w+])\+\d{{1,3}}[ \u00a0().-]{{0,2}}\d(?:[ \u00a0().-]{{0,2}}\d){{6,12}}(?!\d)
        |(?<![\w-])\d{{3}}-\d{{3,4}}-\d{{4}}(?![\w-])
        |(?<![\w.:])\d{{1,3}}(?::[0-5]\d){{1,2}}[.,]\d{{1,3}}(?!\d)|(?<![\w.:])\d{{1,3}}:[0-5]\d:[0-5]\d(?!\d))
      |(?P<date>(?<![\w./{_DASHES}])(?:\d{{4}}-[01]\d-[0-3]\d(?!\d)
        |[0-3]?\d(?P<sep>[./])[0-3]?\d(?P=sep)(?:[12]\d{{3}}|\d{{2}})(?![\d/]|\.\d)))
      |(?P<clock>{free}(?:{"|".join(clocks)}))
      |(?P<code>{free}\d{{1,4}}/\d{{1,4}}(?![\d/])|{free}\d{{1,2}}:\d{{1,2}}(?![\d:]|[.,]\d)|(?<![\w{_DASHES}])[{_CASED}][{_CASED}.]{{0,20}}[{_DASHES}]?\d\w*(?:-\d+\w*)*)
      |(?P<number>(?:{_NOT_AFTER_WORD}|(?<=\d[xXхх]))(?:{spaced}|\d+(?:[.,']\d+){{0,12}}))
      |(?P<fraction>[{VULGAR_FRACTIONS}])
    """


def _date_parts(match: re.Match[str]) -> list[NumberMention]:
    """The figures of a numeric date, each by itself: day and month may stand in either order."""
    return [
        NumberMention(
            match.start() + m.start(), match.start() + m.end(), m.group(), Decimal(m.group()), "date-part"
        )
        for m in re.finditer(r"\d+", match.group())
    ]


def _code(start: int, text: str) -> NumberMention:
    digits = "".join(char for char in text if char.isdecimal())
    return NumberMention(start, start + len(text), text, Decimal(digits or 0), "code")


def _fraction_value(sign: str) -> Decimal:
    return Decimal(str(round(unicodedata.numeric(sign), 4)))


def _grouped(parts: list[str], separator: str) -> bool:
    """Whether figures between separators are thousands, or Indian lakhs and crores (comma only)."""
    head, *rest = parts
    if not 1 <= len(head) <= 3 or head.startswith("0") or not rest or len(rest[-1]) != 3:
        return False
    if all(len(part) == 3 for part in rest):
        return True
    return separator == "," and len(head) <= 2 and all(len(part) == 2 for part in rest[:-1])


def _read_figures(core: str, point: bool) -> tuple[int, Decimal, int] | None:
    """Length read, value and decimals of a run of figures; None for a version, an address or the like.

    `point` says that the language's decimal mark is the point. "1.234" is then a decimal, else thousands.
    """
    if core.isdecimal():
        return len(core), Decimal(core), 0
    if " " in core or "\u00a0" in core:
        whole, _, tail = core.replace(" ", "").replace("\u00a0", "").replace(",", ".").partition(".")
        return len(core), Decimal(f"{whole}.{tail}" if tail else whole), len(tail)
    marks = [char for char in core if not char.isdecimal()]
    last = marks[-1]
    parts = re.split(r"[.,']", core)
    decimal_mark = "." if point else ","
    if len(set(marks)) == 1 and len(marks) > 1:
        if _grouped(parts, last):
            return len(core), Decimal("".join(parts)), 0
        return None if last == "." else (len(parts[0]), Decimal(parts[0]), 0)
    if len(set(marks)) > 1:
        if last != "'" and marks.count(last) == 1 and len(set(marks)) == 2 and _grouped(parts[:-1], marks[0]):
            return len(core), Decimal("".join(parts[:-1]) + "." + parts[-1]), len(parts[-1])
        return None
    whole, tail = parts
    if last == "'":
        return (
            (len(core), Decimal(whole + tail), 0)
            if _grouped(parts, last)
            else (len(whole), Decimal(whole), 0)
        )
    if last != decimal_mark and _grouped(parts, last):
        return len(core), Decimal(whole + tail), 0
    if last == "," and point:
        return len(whole), Decimal(whole), 0
    return len(core), Decimal(f"{whole}.{tail}"), len(tail)


_ROMAN_VALUES = {
    "I": 1,
    "V": 5,
    "X": 10,
    "L": 50,
    "C": 100,
    "D": 500,
    "M": 1000,
    "І": 1,
    "Х": 10,
    "С": 100,
    "М": 1000,
}


def roman_value(numeral: str) -> int | None:
    """Value of a well-formed Roman numeral, look-alike Cyrillic letters included; None for anything else.

    >>> [roman_value(n) for n in ("XXI", "ХІХ", "IV", "MIX", "IIX")]
    [21, 19, 4, 1009, None]
    """
    total = 0
    values = [_ROMAN_VALUES.get(char, 0) for char in numeral]
    if not values or 0 in values or len(values) > 15:
        return None
    for value, following in zip(values, [*values[1:], 0], strict=True):
        total += -value if value < following else value
    return (
        total
        if _to_roman(total) == "".join("IVXLCDM"[(1, 5, 10, 50, 100, 500, 1000).index(v)] for v in values)
        else None
    )


def _to_roman(number: int) -> str:
    steps = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
             (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
    text = ""
    for value, letters in steps:
        while number >= value:
            text, number = text + letters, number - value
    return text
