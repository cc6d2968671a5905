from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newstrans.text.number_compare import compare_numbers


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("$1.2 million was paid.", "Gezahlt wurden 1,2 Millionen Dollar.", "de"),
        ("They sold 1.2 million tickets.", "チケットは120万枚売れた。", "ja"),
        ("In 1,200 towns", "В 1\u00a0200 городах", "ru"),
        ("1,234.5 tonnes", "1.234,5 toneladas", "es"),
        ("10 percent of 350", "10% de 350", "pt"),
        ("Five ministers resigned.", "5 ministros renunciaram.", "pt"),
        ("Twenty-five people came.", "Прийшли 25 людей.", "uk"),
        ("The talks begin at 5 p.m.", "As conversas começam às 17h.", "pt"),
        ("The talks begin at 5:30 p.m.", "Las conversaciones empiezan a las 5:30 de la tarde.", "es"),
        ("The talks begin at 5 p.m.", "Las conversaciones empiezan a las cinco de la tarde.", "es"),
        ("the 14th of December", "14 de dezembro", "pt"),
        ("Article 5", "artigo 5º", "pt"),
        ("the 21st century", "o século XXI", "pt"),
        ("the 19th century", "le XIXe siècle", "fr"),
        ("in the 1990s", "nos anos 90", "pt"),
        ("in the 1930s", "in den dreißiger Jahren", "de"),
        ("after 9/11", "depois do 11 de setembro, dia 9", "pt"),
        ("open 24/7", "24 Stunden an 7 Tagen geöffnet", "de"),
        ("$10 to 15 million", "entre 10 e 15 milhões de dólares", "pt"),
        ("won 3-1", "gewann 3:1", "de"),
        ("a 16-year-old", "un sedicenne", "it"),
        ("its 60th year", "sein sechzigstes Jahr", "de"),
        ("on March 3", "3月3日", "ja"),
        ("both of its 2 bridges", "ambas as pontes", "pt"),
        ("a 1.5 hour drive", "una hora y media en coche", "es"),
        ("2 km2 of forest", "2 Quadratkilometer Wald", "de"),
        ("A$40 a day", "40 dólares por día", "es"),
        ("F-16 jets", "caças F-16", "pt"),
        ("for 5½ hours", "por 5,5 horas", "pt"),
        ("for 5½ hours", "por 5½ horas", "pt"),
        ("for 5½ hours", "por 5.5 horas", "es-MX"),
        # Longer than decimals are exact for.
        (f"the code {'7' * 40} and 50 ships", f"o código {'7' * 40} e 50 navios", "pt"),
        (f"the {'9' * 29}th time of 50", f"a {'9' * 29}ª vez de 50", "pt"),
        ("No numbers here.", "Nenhum número aqui.", "pt"),
    ],
)
def test_same_values_are_no_mismatch(source: str, target: str, language: str) -> None:
    """Figures, words, scales, clocks and centuries are compared by what they mean."""
    assert compare_numbers(source, target, "en", language) == []


@pytest.mark.parametrize(
    ("source", "target", "language", "kind", "source_text", "target_text"),
    [
        ("In 1,200 towns", "In 12.000 Städten", "de", "changed", "1,200", "12.000"),
        (
            "In 1,234 towns",
            "em 1,234 cidades",
            "pt",
            "changed",
            "1,234",
            "1,234",
        ),  # grouping left as in English
        (
            "It cost $3.5 billion.",
            "Costó 3,5 billones de dólares.",
            "es",
            "changed",
            "$3.5 billion",
            "3,5 billones de dólares",
        ),
        ("at 5:30 p.m.", "às 17h40", "pt", "changed", "5:30 p.m.", "17h40"),
        ("F-16 jets", "caças F-15", "pt", "changed", "F-16", "F-15"),
        ("in 1969", "em 1869", "pt", "changed", "1969", "1869"),
        ("He died in 2013.", "Er starb.", "de", "missing", "2013", None),
        ("He died.", "Er starb 2013.", "de", "added", None, "2013"),
        (
            "It cost £27 million.",
            "Custou 27 milhões de euros.",
            "pt",
            "unit",
            "£27 million",
            "27 milhões de euros",
        ),
        ("on January 1 a meeting", "uma reunião em janeiro", "pt", "missing", "1", None),
    ],
)
def test_a_mismatch_names_both(
    source: str, target: str, language: str, kind: str, source_text: str | None, target_text: str | None
) -> None:
    """What differs is found once, for certain, with both mentions."""
    (mismatch,) = compare_numbers(source, target, "en", language)
    assert mismatch.kind == kind
    assert mismatch.certain
    assert (mismatch.source and mismatch.source.text) == source_text
    assert (mismatch.target and mismatch.target.text) == target_text


@pytest.mark.parametrize(
    ("source", "target", "language"),
    [
        ("Seven people came.", "Mehrere Menschen kamen.", "de"),
        ("a 40 mile road", "uma estrada de 64 km", "pt"),
        ("40 miles (64 km) away", "a 64 km", "pt"),
        ("12 percent of them", "12 deles", "pt"),
        ("12 in 2008, and 12 in 2009", "12 em 2008 e 2009", "pt"),
        ("because of COVID-19", "wegen Corona", "de"),
    ],
)
def test_what_good_translators_do_is_doubtful_at_most(source: str, target: str, language: str) -> None:
    """A spelt number, a converted measure, a number said twice are never an error."""
    assert [m for m in compare_numbers(source, target, "en", language) if m.certain] == []


def test_spelt_numbers_are_not_missed_in_a_language_without_number_words() -> None:
    """Where no table of number words is known, nothing is said about words."""
    assert compare_numbers("Seven people came.", "Seitsemän ihmistä tuli.", "en", "fi") == []


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "12",
                "1,234",
                "$5",
                "5:30 p.m.",
                "twenty",
                "five",
                "10%",
                "2008",
                "A-10",
                "3 million",
                "the 14th",
                "and",
                "one",
            ]
        ),
        max_size=8,
    ).map(" ".join)
)
def test_a_text_agrees_with_itself(text: str) -> None:
    """Nothing differs between a text and itself."""
    assert compare_numbers(text, text, "en", "en") == []


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["en", "pt", "uk", "ja", "xx"]))
def test_any_text_can_be_compared(source: str, target: str, language: str) -> None:
    """Odd text gives mismatches, never an exception."""
    for mismatch in compare_numbers(source, target, "en", language):
        assert mismatch.source or mismatch.target
