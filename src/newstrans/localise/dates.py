"""Dates: found by value in both texts, written as the edition's locale writes them."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache

from newstrans.languages import language_of
from newstrans.localise.locale import EditionLocale, babel_locale
from newstrans.localise.remarks import inside, uncertain, verbatim_spans
from newstrans.model import Finding, Span
from newstrans.text.edits import Rewriter
from newstrans.text.scripts import WORD_BEGINS, WORD_ENDS


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as it stands in a text. `year` or `day` is None where the text does not say it.

    `language` is that of the month's name ("" for figures), `wide` whether the name is written out, `day_first`
    the order, `doubt` why the value is not certain ("" when it is).
    """

    start: int
    end: int
    text: str
    year: int | None
    month: int
    day: int | None
    language: str = ""
    wide: bool = True
    day_first: bool = True
    doubt: str = ""

    @property
    def value(self) -> tuple[int | None, int, int | None]:
        return self.year, self.month, self.day


# "Sept." is AP style and not in CLDR.
_MORE_MONTHS = {"en": {"sept": 9}, "es": {"set": 9, "setiembre": 9}}
# Months that are also names or verbs: with another name in front they may be a person.
_NAMES = {"May", "April", "June", "August", "March"}
_NOT_NAMES = frozenset(
    "On In By Since Until From Of The To Through After Before Late Early Mid Monday Tuesday Wednesday Thursday Friday "
    "Saturday Sunday Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun And Last Next This Every Between Born Died".split()
)
_HAS_DIGIT = re.compile(r"\d")
_ON_THE = re.compile(
    r"\bon the \d{1,2}(?:st|nd|rd|th)\b(?=\s*(?:[.,;:!?()\"”’']|$)|\s(?:that|by|at|in|and|but|to|with|for|from|after|before)\b)",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"(?<![\w./-])(\d{1,2})([/.])(\d{1,2})\2(\d{4}|\d{2})(?![\w/-]|\.\d)")


def find_dates(text: str, *languages: str) -> list[DateMention]:
    """Dates with a month's name in one of `languages`, or in the figures of East Asia, in order.

    >>> [(d.text, d.value) for d in find_dates("On Dec. 14, 2025, in Kyiv", "en")]
    [('Dec. 14, 2025', (2025, 12, 14))]
    """
    if not _HAS_DIGIT.search(text):
        return []
    names, pattern = _patterns(tuple(dict.fromkeys(language_of(tag) for tag in languages)))
    found = []
    for match in pattern.finditer(text):
        mention = _mention(text, match, names)
        if mention:
            found.append(mention)
    return found


def format_date(
    locale: EditionLocale, month: int, *, year: int | None = None, day: int | None = None, pattern: str = ""
) -> str:
    """A date in house style: long with a year, day and month without one, month and year without a day.

    `pattern` (CLDR letters) is used instead of the house's when given.
    """
    from babel.dates import format_date as babel_format_date

    calendar = locale.calendar
    if not pattern:
        pattern = calendar.month_year if day is None else calendar.long if year is not None else calendar.day_month
    if day == 1 and calendar.first:
        pattern = _FIRST.sub(lambda m: m[0] if m[0].startswith("'") else f"'{calendar.first}'", pattern)
    # 2024 is a leap year: "February 29" without a year is a date.
    date = datetime.date(2024 if year is None else year, month, 1 if day is None else day)
    return str(babel_format_date(date, format=pattern, locale=babel_locale(locale.tag)))


def date_in_full(day: datetime.date, locale: EditionLocale) -> str:
    """A date for the words round a story, in their language: English where the locale has no catalogue."""
    from babel.dates import format_date as babel_format_date

    tag = locale.messages_tag
    return str(babel_format_date(day, format=locale.calendar.long, locale=babel_locale(tag)))


_FIRST = re.compile(r"'[^']*'|d+")


def localise_dates(
    draft: Rewriter, source: str, *, source_language: str, locale: EditionLocale
) -> list[Finding]:
    """Rewrite dates of `draft` that the source has too and that are not in the locale's form."""
    if not _HAS_DIGIT.search(source):
        return []
    notes = _doubts(source, source_language)
    wanted: dict[tuple[int | None, int, int | None], DateMention] = {}
    for date in find_dates(source, source_language):
        if date.doubt:
            notes.append(uncertain("date.uncertain", date.doubt, Span(date.start, date.end), date.text))
            continue
        wanted.setdefault(date.value, date)
    if wanted:
        kept = verbatim_spans(draft.text)
        # From right to left, so that offsets further left stay true.
        for mention in reversed(find_dates(draft.text, locale.language, source_language, "en")):
            origin = wanted.get(mention.value)
            if origin is not None and not inside(mention.start, mention.end, kept):
                notes += _rewrite(draft, mention, source, origin, locale)
    _rewrite_figures(draft, source, source_language, locale)
    return notes


def _rewrite(
    draft: Rewriter, mention: DateMention, source: str, origin: DateMention, locale: EditionLocale
) -> list[Finding]:
    span = Span(origin.start, origin.end)
    year, month, day = mention.value
    if day is None and _inflects(locale.tag):
        # "в мае 2024 года": the case of a month without a day hangs on the preposition.
        if mention.language == locale.language:
            return []
        message = f"“{mention.text}” needs a month in the case that the sentence asks for"
        return [uncertain("date.uncertain", message, span, origin.text)]
    good = mention.language == locale.language and (
        mention.day_first == (not locale.calendar.long.startswith("MMMM"))
    )
    if good and not mention.wide and not origin.wide and day is not None:
        return []  # "14 dez. 2025" for "Dec. 14, 2025": short for short
    after = format_date(locale, month, year=year, day=day)
    if good and _plain(mention.text) == _plain(after):
        after = mention.text
    if mention.text.lower() == after.lower() and mention.language == locale.language and mention.start == 0:
        after = mention.text  # a capital at the start of the sentence
    draft.replace(
        mention.start, mention.end, after, rule="date.format", reason=f"dates are written as in {locale.tag}", source=span
    )
    _mend_preposition(draft, mention.start, source, origin, locale)
    return []


_ERA = re.compile(r" (?:r\.|р\.|г\.|року|года)$")


def _plain(text: str) -> str:
    """A date without what house styles differ in and no reader minds: kinds of space, "r." for year."""
    return _ERA.sub("", re.sub(r"\s", " ", text)).replace("’", "'")


def _mend_preposition(
    draft: Rewriter, start: int, source: str, origin: DateMention, locale: EditionLocale
) -> None:
    """English "on Dec. 14" is "el 14 de diciembre", not "en" or "encima"."""
    calendar = locale.calendar
    if not (calendar.on and calendar.on_wrong and origin.day is not None):
        return
    if not re.search(r"\bon $", source[max(0, origin.start - 4) : origin.start], re.IGNORECASE):
        return
    wrong = "|".join(re.escape(word) for word in calendar.on_wrong)
    match = re.search(rf"(?<!\w)({wrong}) $", draft.text[max(0, start - 20) : start], re.IGNORECASE)
    if match:
        at = max(0, start - 20) + match.start(1)
        after = calendar.on.capitalize() if match[1][0].isupper() else calendar.on
        draft.replace(
            at, at + len(match[1]), after, rule="date.preposition", reason=f"“on” before a date is “{calendar.on}”",
            source=Span(origin.start, origin.end),
        )  # fmt: skip


def _doubts(source: str, language: str) -> list[Finding]:
    notes = []
    if language_of(language) == "en":
        for match in _ON_THE.finditer(source):
            message = f"“{match[0]}” does not say the month; it is left as translated"
            notes.append(uncertain("date.uncertain", message, Span(*match.span()), match[0]))
    for match in _FIGURES.finditer(source):
        if _certain_figures(match, language) is None and _plausible(match):
            message = f"“{match[0]}” can be read in two ways; it is left as it is"
            notes.append(uncertain("date.uncertain", message, Span(*match.span()), match[0]))
    return notes


def _plausible(match: re.Match[str]) -> bool:
    first, second = int(match[1]), int(match[3])
    return 1 <= min(first, second) <= 12 and 1 <= max(first, second) <= 31


def _certain_figures(match: re.Match[str], language: str) -> datetime.date | None:
    """The date that figures mean, if only one reading is possible: day above 12, four-digit year."""
    if len(match[4]) != 4:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if first > 12 >= second:
        day, month = first, second
    elif second > 12 >= first:
        day, month = second, first
    elif first == second or language_of(language) != "en":
        # Only English is written in both orders; elsewhere in our languages the day comes first.
        day, month = first, second
    else:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _rewrite_figures(draft: Rewriter, source: str, language: str, locale: EditionLocale) -> None:
    """Dates in figures that the engine copied: "12/14/2025" -> "14/12/2025"."""
    from babel.dates import format_date as babel_format_date

    for match in _FIGURES.finditer(source):
        date = _certain_figures(match, language)
        if date is None or draft.text.count(match[0]) != 1 or source.count(match[0]) != 1:
            continue
        babel = babel_locale(locale.tag)
        pattern = re.sub(r"y+", "y", str(babel.date_formats["short"].pattern))
        after = str(babel_format_date(date, format=pattern, locale=babel)).replace("\u200f", "")
        start = draft.text.index(match[0])
        end = start + len(match[0])
        around = draft.text[max(0, start - 1) : start] + draft.text[end : end + 1]
        if any(c.isalnum() or c in "/-" for c in around) or inside(start, end, verbatim_spans(draft.text)):
            continue
        draft.replace(
            start, end, after, rule="date.figures", reason=f"dates in figures are written as in {locale.tag}",
            source=Span(*match.span()),
        )  # fmt: skip


@lru_cache(maxsize=128)
def _inflects(tag: str) -> bool:
    """Whether a month's name changes after a day ("14 грудня" but "грудень")."""
    months = babel_locale(tag).months
    return bool(months["format"]["wide"][12] != months["stand-alone"]["wide"][12]) and language_of(tag) != "ca"


@lru_cache(maxsize=64)
def month_names(language: str) -> dict[str, tuple[int, bool]]:
    """Lower-case month names of a language, without final full stop -> (month, written out)."""
    months = babel_locale(language).months
    names: dict[str, tuple[int, bool]] = {}
    for context in ("format", "stand-alone"):
        for width in ("abbreviated", "wide"):
            for number, name in months[context][width].items():
                # CLDR's Catalan carries the preposition: "de desembre", "d’abril".
                bare = re.sub(r"^(?:de |d[’'])", "", str(name).lower()).rstrip(".").replace("\u200f", "")
                if bare and not any(c.isdigit() for c in bare):
                    names[bare] = (int(number), width == "wide" or names.get(bare, (0, False))[1])
    for name, number in _MORE_MONTHS.get(language, {}).items():
        names.setdefault(name, (number, len(name) > 4))
    return names


@lru_cache(maxsize=64)
def _patterns(languages: tuple[str, ...]) -> tuple[dict[str, tuple[int, bool, str]], re.Pattern[str]]:
    names: dict[str, tuple[int, bool, str]] = {}
    for language in reversed(languages):  # the first language wins where two share a name
        names |= {name: (number, wide, language) for name, (number, wide) in month_names(language).items()}
    month = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name))) or "(?!)"
    of = r"(?:of |de |di |del |d[’'])?"
    era = r"(?:[ \u00a0\u202f](?:року|года|р\.|г\.|r\.)(?!\w))?"
    year = rf"(?:,? (?:de |del |di )?|,?[\u00a0\u202f])(?P<{{}}>[12]\d{{{{3}}}}){era}(?![\d%]|[.,:/]\d)"
    ordinal = r"(?:st|nd|rd|th|er|\.|º|ª|°|-го|-е)?"
    gap = r"[ \u00a0\u202f]"
    begin, end = WORD_BEGINS, WORD_ENDS
    pattern = rf"""(?:
        {begin}(?<![.,:/–-])(?P<d1>\d{{1,2}}){ordinal}{gap}{of}(?P<m1>{month}){end}\.?(?:{year.format("y1")})?
        |{begin}(?P<m2>{month}){end}\.?{gap}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?{end}(?!%|[.,:/–-]\d)(?:{year.format("y2")})?
        |{begin}(?P<m3>{month}){end}\.?{year.format("y3")}
        |(?<!\d)(?:(?P<y4>[12]\d{{3}})\s?[年년]\s?)?(?P<m4>1?\d)\s?[月월]\s?(?P<d4>[0-3]?\d)\s?[日일]
        |(?<!\d)(?P<y5>[12]\d{{3}})\s?[年년]\s?(?P<m5>1?\d)\s?[月월]
    )"""
    compact = "".join(line.strip() for line in pattern.splitlines())
    return names, re.compile(compact, re.IGNORECASE)


def _mention(
    text: str, match: re.Match[str], names: dict[str, tuple[int, bool, str]]
) -> DateMention | None:
    which = next(n for n in "12345" if match[f"m{n}"])
    word = match[f"m{which}"]
    year = int(match[f"y{which}"]) if match[f"y{which}"] else None
    day = int(match[f"d{which}"]) if which not in "35" else None
    start, end = match.span()
    if which in "45":
        month, wide, language = int(word), True, ""
    else:
        month, wide, language = names[word.lower()]
        if language in {"en", "de"} and word[0].islower():
            return None  # "may 5 people", "march 10 miles"
    if year is None and text[end - 1] == "." and not re.match(r"\s+[^\W\d_]", text[end:]) and wide:
        end -= 1  # the full stop of the sentence, not of an abbreviation
    try:
        datetime.date(2024 if year is None else year, month, 1 if day is None else day)
    except ValueError:
        return None
    doubt = ""
    if year is None and language == "en" and word in _NAMES and _name_before(text[max(0, start - 30) : start]):
        doubt = f"“{match[0]}” may be a name; it is left as translated"
    return DateMention(start, end, text[start:end], year, month, day, language, wide, which in "14", doubt)


def _name_before(before: str) -> bool:
    """Whether a name stands right before a month ("Theresa May 5"); a weekday or "On" is none."""
    match = re.search(r"(?<!\w)([A-Z][\w.’'-]*) $", before)
    return match is not None and match[1].rstrip(".,") not in _NOT_NAMES
