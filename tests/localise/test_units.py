from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstrans.checks.base import CheckContext
from newstrans.checks.numbers import CHECK
from newstrans.languages import normalise_tag
from newstrans.localise.locale import load_locale
from newstrans.localise.segment import localise_segment
from newstrans.localise.units import convert, find_measures
from newstrans.model import (
    Detection,
    Edition,
    EditionUnit,
    Segment,
    SourceFile,
    Story,
    Treatment,
    Unit,
    UnitKind,
    replay,
)
from newstrans.text.numbers import find_numbers


def localised(source: str, target: str, tag: str, convert: str = "metric", language: str = "en") -> tuple[str, list[str]]:
    locale = load_locale(normalise_tag(tag)).with_units(convert)
    edits, notes = localise_segment(source, target, source_language=language, locale=locale)
    result = replay(target, edits)
    assert localise_segment(source, result, source_language=language, locale=locale)[0] == []
    return result.replace("\u00a0", " ").replace("\u202f", " "), [note.check for note in notes]


@pytest.mark.parametrize(
    ("source", "target", "tag", "expected"),
    [
        ("It is 60 miles away.", "Fica a 60 milhas.", "pt-BR", "Fica a 60 milhas (97 km)."),
        ("a 60-mile road", "una carretera de 60 millas", "es", "una carretera de 60 millas (97 km)"),
        ("1,250 acres burned", "1.250 Acres verbrannten", "de", "1.250 Acres (506 ha) verbrannten"),
        ("It ran 26.2 miles", "Il a couru 26,2 miles", "fr", "Il a couru 26,2 miles (42,2 km)"),
        ("It is 6 feet tall", "Ma 6 stóp wysokości", "pl", "Ma 6 stóp (1,8 m) wysokości"),
        ("winds of 75 mph", "ventos de 75 milhas por hora", "pt-PT", "ventos de 75 milhas por hora (120 km/h)"),
        ("It was 90 degrees Fahrenheit", "Foi de 90 graus Fahrenheit", "pt-BR", "Foi de 90 graus Fahrenheit (32 °C)"),
        ("It was -4°F there", "Было -4 °F там", "ru", "Было -4 °F (-20 °C) там"),
        ("200 square miles", "200 квадратних миль", "uk", "200 квадратних миль (520 км²)"),
        ("It is 60 miles away", "距离60英里", "zh-Hans", "距离60英里（97公里）"),
        # A conversion that is there already, in the source or in the edition.
        ("60 miles (97 kilometers)", "60 milhas (97 quilômetros)", "pt-BR", "60 milhas (97 quilômetros)"),
        # To the last figure, but no number that decimals are not exact for.
        ("1,234,567,895 miles", "1.234.567.895 milhas", "pt-BR", "1.234.567.895 milhas (1.986.844.434 km)"),
        (f"{'9' * 40} miles", f"{'9' * 40} milhas", "pt-BR", f"{'9' * 40} milhas"),
        # Money, idioms, ranges, and what a house keeps.
        ("27 pounds of it", "27 libras disso", "pt-BR", "27 libras disso"),
        ("5 to 10 miles", "de 5 a 10 milhas", "pt-BR", "de 5 a 10 milhas (16 km)"),
        ("60 kilometers away", "a 60 quilômetros", "pt-BR", "a 60 quilômetros"),
    ],
)
def test_a_conversion_stands_behind_the_measure(source, target, tag, expected):
    """As exact as the source, in the locale's figures and unit."""
    assert localised(source, target, tag)[0] == expected


def test_the_other_way_round():
    """For American readers of European wires."""
    assert localised("a 100 km", "100 km away", "en", "imperial", "es")[0] == "100 km (62 mi) away"
    assert localised("bei 30 °C", "at 30 °C", "en", "imperial", "de") == ("at 30 °C", ["unit.uncertain"])


def test_nothing_is_converted_unless_the_house_asks():
    """Every shipped style keeps measures as they are."""
    assert localised("It is 60 miles away.", "Fica a 60 milhas.", "pt-BR", "")[0] == "Fica a 60 milhas."
    assert load_locale("pt-BR").convert == ""


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("It rose by 5 degrees Fahrenheit", "Subiu 5 graus Fahrenheit"),
        ("5 degrees Fahrenheit above normal", "5 graus Fahrenheit acima"),
        ("It is 60 miles away", "Fica a 61 milhas"),
        ("60 miles, then 60 miles", "60 milhas e depois 60 milhas"),
    ],
)
def test_what_is_not_certain_is_left_and_reported(source, target):
    """A difference of temperatures converts another way; a measure must stand in the edition, once."""
    text, notes = localised(source, target, "pt-BR")
    assert text == target
    assert set(notes) == {"unit.uncertain"}


def test_the_number_check_knows_a_conversion():
    """97 km is no added number beside 60 miles when the house put it there; when the engine did, an editor looks."""
    source, target = "It is 60 miles away.", "Fica a 60 milhas."
    locale = load_locale("pt-BR").with_units("metric")
    edits, _ = localise_segment(source, target, source_language="en", locale=locale)
    unit = Unit("p1", UnitKind.PARAGRAPH, source)
    for kept, found in ((edits, []), ([], ["number"])):
        text = "Fica a 60 milhas (97\u00a0km)."
        segment = Segment(0, len(source), source, machine=target if kept else text, edits=tuple(kept), target=text)
        made = EditionUnit(unit, Treatment.TRANSLATED, Detection("en", 1.0, "test"), (segment,), text)
        story = Story("s", "s", (unit,), SourceFile("s.txt", "plain", "utf-8", "", 0), "en")
        context = CheckContext(made, Edition(story, "pt-BR", "en", units=(made,)))
        assert [one.check for one in CHECK.find(context)] == found


@given(st.decimals(Decimal("0.1"), Decimal(10**6), places=1))
def test_a_conversion_is_near_and_no_more_exact(value):
    """Within half of the last figure shown; at most one figure more than the source had."""
    mention = find_numbers(f"{value:,}", "en")[0]
    shown = convert(mention, "length-mile", Decimal("1.609344"))
    assert abs(shown - value * Decimal("1.609344")) <= value * Decimal("0.06")
    assert find_measures(f"{value:,} miles", "en")[0].mention.value == value


def test_the_option_changes_the_revision():
    """An edition with conversions has another provenance."""
    locale = load_locale("es")
    assert locale.with_units("metric").revision != locale.revision == locale.with_units("").revision
