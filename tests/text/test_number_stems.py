from __future__ import annotations

import pytest

from newstrans.text.currency_names import currency_behind
from newstrans.text.number_compare import compare_numbers
from newstrans.text.number_stems import han_value, parts_of, said_in


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("až dva miliony dětí", "cs", {2, 10**6}),
        ("kahta miljoonaa", "fi", {2, 10**6}),
        ("yksitoista kilometriä", "fi", {11}),
        ("kaksitoista kilometriä", "fi", {2, 10}),  # the teens have ten behind them
        ("vijfentwintig mensen", "nl", {5, 20}),
        ("huszonöt ember", "hu", {5, 20}),
        ("yirmi beş kişi", "tr", {5, 20}),
        ("dua belas orang", "id", {2, 10}),
        ("w latach osiemdziesiątych", "pl", {80}),
        ("בשנות השמונים", "he", {80}),  # behind an article
        ("في الثلاثين", "ar", {30}),
        ("二三十分钟", "zh", {20, 30}),  # twenty or thirty
        ("약 천만 건", "ko", {10**7}),
        ("διακόσια άτομα", "el", {200}),
    ],
)
def test_words_say_values(text: str, language: str, values: set[int]) -> None:
    """Cardinals, ordinals and the parts of compounds, in any form of the word."""
    assert values <= set(said_in(text, language))


@pytest.mark.parametrize(("numeral", "value"), [("二十三", 23), ("三百万", 3_000_000), ("两千", 2000), ("一億二千万", 120_000_000), ("一二", None)])
def test_han_numerals(numeral: str, value: int | None) -> None:
    """Steps and scales multiply what stands before them; digits that are counted off are no number."""
    assert han_value(numeral) == value


@pytest.mark.parametrize(("value", "ways"), [(2, [(2,)]), (12, [(12,), (10, 2)]), (25, [(20, 5), (2, 10, 5)]), (2_000_000, [(2, 10**6)])])
def test_parts_of_a_number(value: int, ways: list[tuple[int, ...]]) -> None:
    """A number in words is put together of the words for its parts."""
    assert list(parts_of(value)) == ways


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("In the 1480s", "V 80. letech 15. století", "cs"),  # decade and century
        ("In the 1480s", "W latach osiemdziesiątych XV wieku", "pl"),
        ("the 1830s revolution", "ثورة ثلاثينيات القرن التاسع عشر", "ar"),
        ("as many as 2 million children", "až dva miliony dětí", "cs"),
        ("over two decades", "yirmi yılın ardından", "tr"),
        ("two dozen awards", "24 Preise", "de"),
        ("two million to three million years", "entre dois a três milhões de anos", "pt"),
        ("the 18th century", "på 17-hundratalet", "sv"),
        ("88% of them", "onların %88'i", "tr"),
        ("54 million users", "5.4 करो\u0921\u093c उपयोगकर्ता", "hi"),
        ("783,562 square kilometres", "783،562 كيلومتر مربع", "ar"),  # the Arabic comma groups as well
        ("in two hours", "תוך שעתיים", "he"),  # the dual
        ("in one minute", "1分で", "ja"),
        ("another man", "もう1人の男", "ja"),
        ("$12 a day", "12 dolarů denně", "cs"),
    ],
)
def test_same_value_in_other_words(source: str, target: str, language: str) -> None:
    """Decades, dozens, duals and number words are no mismatch."""
    assert compare_numbers(source, target, "en", language) == []


@pytest.mark.parametrize(
    ("source", "target", "language", "certain"),
    [
        ("The typhoon moves at eleven kph.", "Tajfun se pohybuje rychlostí km/h.", "cs", False),
        ("Only one percent work there.", "Pracuje tam jen obyvatel.", "cs", False),
        ("He earned a 2:2 (second class).", "Er erhielt ein :2 (zweiter Klasse).", "de", False),
        ("They paid 12 US dollars.", "Zaplatili 12 eur.", "cs", True),
        ("They paid 12 US dollars.", "उन्होंने 12 यूरो दिए।", "hi", True),
        ("temperatures in the 90s", "teploty přes 50 stupňů", "cs", True),
    ],
)
def test_other_value_is_found(source: str, target: str, language: str, *, certain: bool) -> None:
    """What no word of the language says is missing, as a doubt where words may say it; a currency has a name everywhere."""
    assert [one.certain for one in compare_numbers(source, target, "en", language)][:1] == [certain]


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("temperatures in the 90s", "teploty přes 30 stupňů", "cs"),
        ("weighed 17 pounds 1 ounce", "wog 7,7 Kilogramm", "de"),
        ("weighed 17 pounds", "7.75킬로그램이었다", "ko"),
        ("a first-class half-miler", "ein erstklassiger 800-m-Läufer", "de"),
    ],
)
def test_converted_measures_are_doubts(source: str, target: str, language: str) -> None:
    """Fahrenheit that is only meant, the ounces of so many pounds, half a mile in metres."""
    assert [one for one in compare_numbers(source, target, "en", language) if one.certain] == []


@pytest.mark.parametrize(
    ("text", "language", "code"),
    [
        ("5 amerických dolarů", "cs", "USD"), ("5 dolarů", "cs", "USD"), ("5 kanadských dolarů", "cs", "CAD"), ("5 libras esterlinas", "gl", "GBP"),
        ("5 यूरो", "hi", "EUR"), ("5 đô la Mỹ", "vi", "USD"), ("5 minut", "cs", None),
    ],
)  # fmt: skip
def test_currencies_by_name(text: str, language: str, code: str | None) -> None:
    """CLDR's names in any ending; the word of every kind of dollar is the American one."""
    found = currency_behind(text, 1, language)
    assert (found[0] if found else None) == code
