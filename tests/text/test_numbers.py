from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newstrans.text.number_words import SCALES, word_value
from newstrans.text.numbers import find_numbers, format_number, parse_number, roman_value


def seen(text: str, language: str) -> list[tuple[str, str, str, str]]:
    """Text, value, kind and unit of every number found."""
    return [(m.text, f"{m.value.normalize():f}", m.kind, m.unit) for m in find_numbers(text, language)]


@pytest.mark.parametrize("text", ["in 2001, 9/11", "open 24/7", "page 7 3/2", "room 7 1/25", "5.11-1/4", "version 7 1/2/3"])
def test_what_stands_before_a_stroke_is_not_always_a_fraction(text: str) -> None:
    """A part is one of those in which prices are told, and less than the whole."""
    assert all(one.value == one.value.to_integral_value() or "." in one.text for one in find_numbers(text, "en"))


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("1,200", "en", "1200"),
        ("1.200", "de", "1200"),
        ("1.200", "pt-BR", "1200"),
        ("1.200", "it", "1200"),
        ("1\u202f200", "fr", "1200"),
        ("1\u00a0200", "uk", "1200"),
        ("1 200", "pl", "1200"),
        ("1’200", "de-CH", "1200"),
        ("1.234", "en", "1.234"),  # a point is the decimal mark
        ("1.234", "pt", "1234"),  # a point groups
        ("1.234", "uk", "1234"),  # neither the mark nor the usual group: thousands in practice
        ("1,234", "uk", "1.234"),
        ("1,234", "es", "1.234"),
        ("1,234", "es-MX", "1234"),  # Mexico writes as the United States do
        ("2.3", "uk", "2.3"),  # an English decimal left in place
        ("1,234.5", "en", "1234.5"),
        ("1.234,5", "de", "1234.5"),
        ("1 234,5", "fr", "1234.5"),
        ("1'200.50", "de-CH", "1200.50"),
        ("5 000 000", "en", "5000000"),
        ("12,34,567", "hi", "1234567"),
        ("0,5", "it", "0.5"),
        ("0.125", "de", "0.125"),  # a group never begins with zero
        ("١٬٢٠٠٫٥", "ar", "1200.5"),
        ("१२,३४५", "hi", "12345"),
        ("１，２００", "ja", "1200"),
        ("2½", "en", "2.5"),
        ("7 1/2", "en", "7.5"),
        ("5-1/4", "en", "5.25"),
        ("98 31/32", "en", "98.9688"),
        ("−5", "en", "-5"),
        ("abc", "en", None),
        ("", "en", None),
    ],
)
def test_figures_are_read_as_the_language_writes_them(text: str, language: str, value: str | None) -> None:
    """The same figures are other numbers in other languages."""
    assert parse_number(text, language) == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("3.5 billion", "en", 3_500_000_000),
        ("3,5 bilhões", "pt-BR", 3_500_000_000),
        ("3,5 mil milhões", "pt-PT", 3_500_000_000),
        ("3.500 millones", "es", 3_500_000_000),
        ("3,5 mil millones", "es", 3_500_000_000),
        ("2 billones", "es", 2_000_000_000_000),  # a Spanish billón is a million million
        ("2 Billionen", "de", 2_000_000_000_000),
        ("2 billions", "fr", 2_000_000_000_000),
        ("2 mil 500 millones", "es", 2_500_000_000),
        ("3,5 Mrd. Menschen", "de", 3_500_000_000),
        ("3 Mio", "de", 3_000_000),
        ("3,5 milliards", "fr", 3_500_000_000),
        ("3 mila", "it", 3_000),
        ("2,5 miliardi", "it", 2_500_000_000),
        ("1 млн 200 тыс.", "ru", 1_200_000),
        ("1,2 мільйона", "uk", 1_200_000),
        ("3 млрд", "uk", 3_000_000_000),
        ("2,4 mln", "pl", 2_400_000),
        ("3億5000万", "ja", 350_000_000),
        ("5千4百万", "ja", 54_000_000),
        ("120万", "zh", 1_200_000),
        ("3조 5000억", "ko", 3_500_000_000_000),
        ("5 lakh", "en", 500_000),
        ("2 करोड़", "hi", 20_000_000),
        ("٢٫٥ مليون", "ar", 2_500_000),
        ("2 trilhões", "pt", 2_000_000_000_000),
    ],
)
def test_scale_words_count(text: str, language: str, value: int) -> None:
    """Long and short scale, abbreviations, and numbers told in steps."""
    (mention,) = find_numbers(text, language)
    assert mention.value == value
    assert mention.scale


@pytest.mark.parametrize(
    ("text", "language", "unit", "value"),
    [
        ("$3.5bn", "en", "USD", 3_500_000_000),
        ("US$ 5m", "en", "USD", 5_000_000),
        ("A$40", "en", "AUD", 40),
        ("£1.2m", "en", "GBP", 1_200_000),
        ("€300,000", "en", "EUR", 300_000),
        ("¥500", "en", "JPY", 500),
        ("five dollars", "en", "USD", 5),
        ("2 million pounds", "en", "GBP", 2_000_000),
        ("R$ 2 mi", "pt-BR", "BRL", 2_000_000),
        ("2 milhões de libras esterlinas", "pt", "GBP", 2_000_000),
        ("10.000 dólares", "es", "USD", 10_000),
        ("2 M€", "fr", "EUR", 2_000_000),
        ("3 milliards d’euros", "fr", "EUR", 3_000_000_000),
        ("14,7 Milliarden US-Dollar", "de", "USD", 14_700_000_000),
        ("500 сом, 20 EUR", "ru", "EUR", 20),
        ("22 500 доларів", "uk", "USD", 22_500),
        ("3 млрд грн", "uk", "UAH", 3_000_000_000),
        ("120万ドル", "ja", "USD", 1_200_000),
        ("3억 달러", "ko", "USD", 300_000_000),
    ],
)
def test_money_has_its_currency(text: str, language: str, unit: str, value: int) -> None:
    """Signs, codes and words before or after the figure give the ISO code."""
    mention = find_numbers(text, language)[-1]
    assert (mention.kind, mention.unit, mention.value) == ("money", unit, value)
    assert mention.end == len(text)


@pytest.mark.parametrize(
    "text",
    ["10 pounds of flour", "the team with 5 won", "a 5m pool"],
)
def test_homographs_of_currencies_and_scales_are_left(text: str) -> None:
    """A pound may be a weight, "won" a verb, "m" a metre."""
    (mention,) = [m for m in find_numbers(text, "en") if m.text[0].isdigit()]
    assert (mention.kind, mention.scale) == ("cardinal", "")


@pytest.mark.parametrize(
    ("text", "language", "minutes"),
    [
        ("5:30 p.m.", "en", 17 * 60 + 30),
        ("12 a.m.", "en", 0),
        ("12:05 pm", "en", 12 * 60 + 5),
        ("5 p.m.", "en", 17 * 60),
        ("17:30", "pt", 17 * 60 + 30),
        ("17h30", "pt", 17 * 60 + 30),
        ("17h", "pt", 17 * 60),
        ("17 h 30", "fr", 17 * 60 + 30),
        ("11.29 Uhr", "de", 11 * 60 + 29),
        ("0230 UTC", "en", 2 * 60 + 30),
        ("17時30分", "ja", 17 * 60 + 30),
    ],
)
def test_times_are_minutes_since_midnight(text: str, language: str, minutes: int) -> None:
    """Twelve and twenty-four hours meet in one value."""
    mention = find_numbers(text, language)[0]
    assert (mention.kind, mention.value) == ("time", minutes)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "12.5% and ten percent",
            "en",
            [("12.5%", "12.5", "percent", "%"), ("ten percent", "10", "percent", "%")],
        ),
        ("5–10%", "en", [("5", "5", "percent", "%"), ("10%", "10", "percent", "%")]),
        ("12,5 por cento", "pt", [("12,5 por cento", "12.5", "percent", "%")]),
        ("cinq pour cent", "fr", [("cinq pour cent", "5", "percent", "%")]),
        ("12,5 відсотка", "uk", [("12,5 відсотка", "12.5", "percent", "%")]),
        ("12-prozentig", "de", [("12-prozentig", "12", "percent", "%")]),
        ("the 14th and 21st", "en", [("14th", "14", "ordinal", ""), ("21st", "21", "ordinal", "")]),
        ("artigo 5o, 190º", "pt", [("5o", "5", "ordinal", ""), ("190º", "190", "ordinal", "")]),
        ("32 °C", "pt", [("32", "32", "cardinal", "")]),
        ("am 14. Dezember", "de", [("14.", "14", "ordinal", "")]),
        ("190-те місце", "uk", [("190-те", "190", "ordinal", "")]),
        ("século XXI", "pt", [("XXI", "21", "ordinal", "")]),
        ("XIXe siècle", "fr", [("XIX", "19", "ordinal", "")]),
        ("ХХІ століття", "uk", [("ХХІ", "21", "ordinal", "")]),
        ("in 2008", "en", [("2008", "2008", "year", "")]),
        ("the 1990s", "en", [("1990s", "1990", "year", "")]),
        ("mid-1990s", "en", [("1990s", "1990", "year", "")]),
        ("2019-2024", "en", [("2019", "2019", "year", ""), ("2024", "2024", "year", "")]),
        ("2,008", "en", [("2,008", "2008", "cardinal", "")]),
        ("won 3-1", "en", [("3", "3", "cardinal", ""), ("1", "1", "cardinal", "")]),
        (
            "14/12/2025",
            "pt",
            [("14", "14", "date-part", ""), ("12", "12", "date-part", ""), ("2025", "2025", "date-part", "")],
        ),
        (
            "24h, 36x24 mm",
            "en",
            [("24", "24", "cardinal", ""), ("36", "36", "cardinal", ""), ("24", "24", "cardinal", "")],
        ),
        ("2 km2", "en", [("2", "2", "cardinal", "")]),
        ("в 2008年", "zh", [("2008", "2008", "year", "")]),
        ("약300명", "ko", [("300", "300", "cardinal", "")]),
    ],
)
def test_kinds(text: str, language: str, expected: list[tuple[str, str, str, str]]) -> None:
    """Percentages, ordinals, centuries, years, ranges, scores and dates."""
    assert seen(text, language) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A-10",
        "Covid-19",
        "F-16",
        "24/7",
        "9/11",
        "3.4.0",
        "192.168.0.1",
        "H5N1",
        "CG4684",
        "+44 20 7946 0958",
        "4:41.30",
    ],
)
def test_codes_are_no_quantities(text: str) -> None:
    """A designation keeps its figures and has the value of its digits in a row."""
    (mention,) = find_numbers(f"See {text} again.", "en")
    assert (mention.text, mention.kind) == (text, "code")
    assert str(mention.value) == "".join(c for c in text if c.isdigit())


def test_section_numbers_are_codes() -> None:
    """ "§ 5.2" is not five and a fifth."""
    assert seen("§ 5.2", "en") == [("5.2", "52", "code", "")]


@pytest.mark.parametrize(
    "text", ["https://example.com/2024/05?id=12", "jane.42@example.com", "@user123", "#covid19"]
)
def test_addresses_hold_no_numbers(text: str) -> None:
    """Addresses, handles and tags are carried round the engine: their figures are not compared."""
    assert find_numbers(text, "en") == []


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("twenty-five thousand", "en", 25_000),
        ("two hundred and five", "en", 205),
        ("one million", "en", 1_000_000),
        ("vinte e cinco mil", "pt", 25_000),
        ("duzentas e trinta e duas", "pt", 232),
        ("mil", "pt", 1_000),
        ("mil milhões", "pt-PT", 1_000_000_000),
        ("treinta y cinco", "es", 35),
        ("veintidós", "es", 22),
        ("dos mil quinientos", "es", 2_500),
        ("quatre-vingt-dix-sept", "fr", 97),
        ("soixante et onze", "fr", 71),
        ("deux cents", "fr", 200),
        ("fünfundzwanzig", "de", 25),
        ("dreitausendzweihundert", "de", 3_200),
        ("zweihundertfünfzig", "de", 250),
        ("ventitré", "it", 23),
        ("ventotto", "it", 28),
        ("duemilacinquecento", "it", 2_500),
        ("двадцать пять тысяч", "ru", 25_000),
        ("двухсот", "ru", 200),
        ("двадцять п’ять", "uk", 25),
        ("п'яти тисяч", "uk", 5_000),
    ],
)
def test_number_words(text: str, language: str, value: int) -> None:
    """Words are put together to one number."""
    (mention,) = find_numbers(f"– {text} –", language)
    assert (mention.text, mention.value, mention.kind, mention.spelt) == (text, value, "cardinal", True)


@pytest.mark.parametrize(
    ("text", "language"),
    [("one of them", "en"), ("um homem", "pt"), ("una mujer", "es"), ("d’une part", "fr"), ("eine Frau", "de"), ("millions of people", "en"),
     ("por cento", "pt"), ("a car", "en")],
)  # fmt: skip
def test_articles_are_no_numbers(text: str, language: str) -> None:
    """ "One" is too often an article or a pronoun to count."""
    assert find_numbers(text, language) == []


def test_neighbouring_words_are_two_numbers() -> None:
    """A unit does not follow a unit."""
    assert [m.value for m in find_numbers("two, three or twenty five", "en")] == [2, 3, 25]


def test_full_stop_of_the_sentence_is_not_part_of_the_number() -> None:
    """ "5 pm." and "3 тыс." at the end of a sentence leave the stop alone."""
    assert find_numbers("It ends at 5 pm.", "en")[0].text == "5 pm"
    assert find_numbers("Пришли 3 тыс.", "ru")[0].text == "3 тыс"


@pytest.mark.parametrize(
    ("numeral", "value"), [("XXI", 21), ("ХІХ", 19), ("IV", 4), ("IIX", None), ("", None), ("ABC", None)]
)
def test_roman_numerals(numeral: str, value: int | None) -> None:
    """Only well-formed numerals have a value."""
    assert roman_value(numeral) == value


@pytest.mark.parametrize(
    ("value", "locale", "expected"),
    [
        ("1234", "en", "1,234"),
        ("1234", "es", "1234"),
        ("12345", "es", "12.345"),
        ("1234", "es-MX", "1,234"),
        ("1234", "pl", "1234"),
        ("1234", "pt-PT", "1234"),
        ("1234", "pt-BR", "1.234"),
        ("1234.50", "de", "1.234,50"),
        ("1234567.5", "hi", "12,34,567.5"),
        ("1234.5", "de-CH", "1’234.5"),
        ("-5", "en", "-5"),
    ],
)
def test_format(value: str, locale: str, expected: str) -> None:
    """Groups and marks are those of the locale; four figures stay together where CLDR says so."""
    assert format_number(Decimal(value), locale) == expected


def test_format_like_keeps_decimals_and_does_not_group_years() -> None:
    """What the source showed decides the look."""
    price, year = find_numbers("3.50 in 2008", "en")
    assert format_number(price.value, "pt-BR", like=price) == "3,50"
    assert format_number(year.value, "pt-BR", like=year) == "2008"


LOCALES = [
    "en",
    "es",
    "es-MX",
    "pt-BR",
    "pt-PT",
    "fr",
    "de",
    "de-CH",
    "it",
    "uk",
    "ru",
    "pl",
    "cs",
    "nl",
    "sv",
    "ja",
    "ko",
    "hi",
    "tr",
]


@settings(max_examples=150, deadline=None)
@given(st.decimals(min_value=0, max_value=10**12, places=2, allow_nan=False), st.sampled_from(LOCALES))
def test_what_is_formatted_is_read_back(value: Decimal, locale: str) -> None:
    """format -> parse gives the same value in every locale."""
    assert parse_number(format_number(value, locale), locale) == value


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["12", "1,234", "1.234", "5:30", "p.m.", "%", "$", "€", "million", "mil", "vinte", "e", "cinco", "-", "–", "/", " ", "\u00a0", ".",
             "A", "h", "٣", "½", "XXI", "século", "twenty", "five", "万", "\ud800", "\n", "+44", ":", "'", "тис.", "а"]
        ),
        max_size=14,
    ).map("".join)
    | st.text(max_size=40),
    st.sampled_from(["en", "pt", "es", "fr", "de", "it", "uk", "ru", "ja", "ko", "ar", "hi", "xx"]),
)  # fmt: skip
def test_mentions_are_ordered_slices_of_the_text(text: str, language: str) -> None:
    """Spans never overlap, are never empty, and hold exactly the text they name."""
    end = 0
    for mention in find_numbers(text, language):
        assert end <= mention.start < mention.end <= len(text)
        assert mention.text == text[mention.start : mention.end]
        end = mention.end


@pytest.mark.parametrize(
    "piece", ["1", "1,", "5 ", "a", "A-", "a1", "+1 ", "1:", "-", "twenty ", "\ud800", "½", "1.", "$", "XX "]
)
def test_hostile_runs_are_read_in_one_pass(piece: str) -> None:
    """Long runs of one thing neither raise nor take time that grows with the square of their length."""
    text = (piece * 20_000)[:20_000]
    for language in ("en", "fr", "de"):
        mentions = find_numbers(text, language)
        assert all(a.end <= b.start for a, b in pairwise(mentions))


def test_every_scale_table_has_whole_patterns() -> None:
    """No scale pattern holds a group of its own: the number of the group tells the value."""
    assert [p for table in SCALES.values() for p in table if "(" in p.replace("(?", "")] == []


@pytest.mark.parametrize(
    ("word", "language", "value"),
    [("neunhundertneunundneunzig", "de", 999), ("mille", "it", None), ("x", "xx", None)],
)
def test_word_value(word: str, language: str, value: int | None) -> None:
    """Compounds are in the table; multipliers and unknown words are not."""
    assert word_value(word, language) == value
