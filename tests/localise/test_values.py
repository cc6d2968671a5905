"""Two ways: what the edition says, read in its own language, is what the source says, in every locale.

A sentence of an engine is imitated by leaving the source's figures between words of the edition's language, as
engines do with what they do not know, and by writing them as the locale does.
"""

from __future__ import annotations

import datetime
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newstrans import resources
from newstrans.localise.amounts import number_tag
from newstrans.localise.dates import find_dates, format_date
from newstrans.localise.locale import load_locale
from newstrans.localise.segment import localise_segment
from newstrans.model import replay
from newstrans.text.numbers import find_numbers, format_number

FOLDERS = sorted(path.parent.name for path in resources.find("locales").glob("*/locale.toml"))
TAGS = [*FOLDERS, "sv", "nl", "tr", "cs", "fa", "hi", "es-MX", "de-CH", "zh-TW"]
# Words before and after an amount, none of them a number, a unit or a month.
WORDS = {
    "pt": ("custou", "ontem"), "es": ("costó", "ayer"), "fr": ("valait", "hier"), "de": ("kostete", "gestern"), "it": ("valeva", "ieri"),
    "ca": ("costava", "ahir"), "gl": ("custou", "onte"), "uk": ("коштувало", "вчора"), "ru": ("стоило", "вчера"), "pl": ("wynosi", "wczoraj"),
    "ar": ("بلغ", "أمس"), "ko": ("값은", "어제"), "ja": ("値は", "と発表"), "zh": ("价格为", "据报道"), "fa": ("شد", "دیروز"), "hi": ("था", "कल"),
}  # fmt: skip


def around(tag: str, inside: str) -> str:
    before, after = WORDS.get(tag.split("-")[0], ("was", "then"))
    gap = "" if tag.split("-")[0] in {"ja", "zh"} else " "
    return f"{before}{gap}{inside}{gap}{after}"


def values(text: str, tag: str) -> Counter[tuple[Decimal, str]]:
    return Counter((mention.value, mention.unit) for mention in find_numbers(text, tag))


def localised(source: str, target: str, tag: str) -> str:
    edits, _ = localise_segment(source, target, source_language="en", locale=load_locale(tag))
    result = replay(target, edits)
    again, _ = localise_segment(source, result, source_language="en", locale=load_locale(tag))
    assert again == [], f"a second time: {again}"
    return result


AMOUNTS = st.one_of(
    st.integers(0, 10**9).map(Decimal),
    st.decimals(Decimal("0.01"), Decimal(10**7), places=2),
    st.decimals(Decimal("0.1"), Decimal(10**4), places=1),
)


@given(value=AMOUNTS, shape=st.sampled_from(["{}", "{}%", "${}", "€{}", "-{}", "-{}%"]), own=st.booleans(), tag=st.sampled_from(TAGS))
@settings(max_examples=1500)
def test_figures_keep_their_value(value, shape, own, tag):
    """Grouping, decimal mark, percent sign and currency sign change; what they say does not."""
    locale = load_locale(tag)
    figure = f"{value:,}"
    source = f"It was {shape.format(figure)} then"
    written = format_number(value, number_tag(locale)) if own else figure
    result = localised(source, around(tag, shape.format(written)), tag)
    assert values(result, number_tag(locale)) == values(source, "en"), result


DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31))


@given(day=DAYS, shape=st.sampled_from(["{:%B} {}, {}", "{:%b}. {}, {}"]), own=st.booleans(), tag=st.sampled_from(TAGS))
@settings(max_examples=1000)
def test_dates_keep_their_value(day, shape, own, tag):
    """A date left in English, or written as the locale writes it, is that date when it is read again."""
    locale = load_locale(tag)
    english = shape.format(day, day.day, day.year).replace("May.", "May")
    written = format_date(locale, day.month, year=day.year, day=day.day) if own else english
    result = localised(f"It was on {english} then", around(tag, written), tag)
    found = [date.value for date in find_dates(result, locale.language)]
    assert found == [(day.year, day.month, day.day)], result


@pytest.mark.parametrize("tag", FOLDERS)
def test_every_day_of_a_year_is_read_back(tag):
    """What the house writes it can read: no month of any locale is lost, with a year, without one, without a day."""
    locale = load_locale(tag)
    for day in (datetime.date(2024, 1, 1) + datetime.timedelta(n) for n in range(366)):
        for year in (2024, None):
            text = around(tag, format_date(locale, day.month, year=year, day=day.day))
            assert [date.value for date in find_dates(text, locale.language)] == [(year, day.month, day.day)], text


@given(minutes=st.integers(0, 24 * 60 - 1), tag=st.sampled_from(FOLDERS))
@settings(max_examples=500)
def test_times_keep_their_value(minutes, tag):
    """A time with its half of the day is the same minute in the edition."""
    locale = load_locale(tag)
    hour, minute = divmod(minutes, 60)
    said = f"{hour % 12 or 12}:{minute:02} {'p.m.' if hour >= 12 else 'a.m.'}"
    result = localised(f"It began at {said} in Kyiv", around(tag, said), tag)
    assert locale.clock.format(hour, minute) in result
