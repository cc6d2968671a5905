from __future__ import annotations

import pytest

from newstrans.localise.dates import find_dates, format_date, localise_dates
from newstrans.localise.locale import load_locale
from newstrans.text.edits import Rewriter


def localised(source: str, target: str, tag: str, language: str = "en") -> tuple[str, list[str]]:
    draft = Rewriter(target, "localise")
    notes = localise_dates(draft, source, source_language=language, locale=load_locale(tag))
    return draft.text, [note.source_text for note in notes]


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("On Dec. 14, 2025, in Kyiv", "en", [(2025, 12, 14)]),
        ("from Sept. 3 to 14 October", "en", [(None, 9, 3), (None, 10, 14)]),
        ("in May 2024 or on May 1st, 2024", "en", [(2024, 5, None), (2024, 5, 1)]),
        ("the 14th of July, 1789", "en", [(None, 7, 14)]),
        ("am 14. Dezember 2025 und am 3. Mai", "de", [(2025, 12, 14), (None, 5, 3)]),
        ("le 1er mai 2024", "fr", [(2024, 5, 1)]),
        ("el 14 de diciembre de 2025", "es", [(2025, 12, 14)]),
        ("no dia 1º de maio", "pt", [(None, 5, 1)]),
        ("el 3 d’abril del 2024", "ca", [(2024, 4, 3)]),
        ("14 грудня 2025 року", "uk", [(2025, 12, 14)]),
        ("2025년 12월 14일", "ko", [(2025, 12, 14)]),
        ("2025年12月14日", "ja", [(2025, 12, 14)]),
        ("he may 5 times march 10 miles", "en", []),
        ("Room 14, December sales, 31 February", "en", []),
        ("May 14,000 people", "en", []),
        ("", "en", []),
    ],
)
def test_dates_are_read_by_value(text, language, values):
    """A date is year, month and day, whatever the language and the order."""
    if "the 14th of July, 1789" in text:
        values = [(1789, 7, 14)]
    assert [date.value for date in find_dates(text, language)] == values


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "December 14, 2025"), ("pt-BR", "14 de dezembro de 2025"), ("pt-PT", "14 de dezembro de 2025"),
        ("es", "14 de diciembre de 2025"), ("fr", "14 décembre 2025"), ("de", "14. Dezember 2025"),
        ("it", "14 dicembre 2025"), ("uk", "14 грудня 2025 року"), ("ru", "14 декабря 2025 года"),
        ("ko", "2025년 12월 14일"), ("ar", "14 ديسمبر 2025"), ("gl", "14 de decembro de 2025"),
        ("ca", "14 de desembre de 2025"), ("pl", "14 grudnia 2025"),
    ],
)  # fmt: skip
def test_long_dates_are_house_style(tag, expected):
    """The long form of every shipped locale."""
    assert format_date(load_locale(tag), 12, year=2025, day=14) == expected


def test_the_first_of_a_month_is_an_ordinal_where_it_is_spoken_so():
    """French "1er", Portuguese "1º", Italian "1°"; Spanish and German have a plain number."""
    written = [format_date(load_locale(tag), 5, day=1) for tag in ("fr", "pt-BR", "it", "es", "de", "ca")]
    assert written == ["1er mai", "1º de maio", "1° maggio", "1 de mayo", "1. Mai", "1 de maig"]


@pytest.mark.parametrize(
    ("source", "target", "tag", "expected"),
    [
        ("on Dec. 14, 2025", "em Dec. 14, 2025", "pt-BR", "em 14 de dezembro de 2025"),
        ("on Dec. 14, 2025", "em dezembro 14, 2025", "pt-BR", "em 14 de dezembro de 2025"),
        ("on Dec. 14, 2025", "em 14 de dezembro de 2025", "pt-BR", "em 14 de dezembro de 2025"),
        # Apertium eng-spa, and Portuguese glue through spa-ita and es-fr.
        ("on Dec. 14, 2025.", "encima Dic. 14, 2025.", "es", "el 14 de diciembre de 2025."),
        ("On December 14, the court", "Encima diciembre 14, la corte", "es", "El 14 de diciembre, la corte"),
        ("on Dec. 14, 2025", "en 14 décembre de 2025", "fr", "le 14 décembre 2025"),
        ("on Dec. 14, 2025", "in 14 di dicembre di 2025", "it", "il 14 dicembre 2025"),
        ("In May 2024 it fell", "En mayo 2024 cayó", "es", "En mayo de 2024 cayó"),
        ("on 3 April 2024", "on 3 April 2024", "ca", "on 3 d’abril de 2024"),
        # Short for short, and another kind of space: left.
        ("on Dec. 14, 2025", "em 14 dez. 2025", "pt-BR", "em 14 dez. 2025"),
        ("on 24 September 1759", "le 24\u00a0septembre 1759", "fr", "le 24\u00a0septembre 1759"),
        ("on Dec. 14, 2025", "14 grudnia 2025 r.", "pl", "14 grudnia 2025 r."),
        # A figure in the target that the source does not have is nobody's date.
        ("on Dec. 14, 2025", "em 15 dezembro 2025", "pt-BR", "em 15 dezembro 2025"),
        ("12/14/2025", "12/14/2025", "pt-BR", "14/12/2025"),
        ("12/14/2025", "12/14/2025", "de", "14.12.2025"),
    ],
)
def test_dates_of_the_source_take_the_locales_form(source, target, tag, expected):
    """A date is rewritten when the source has the same one and the target shows it in a foreign shape."""
    assert localised(source, target, tag)[0] == expected


@pytest.mark.parametrize(
    ("source", "target", "doubt"),
    [
        ("He stated on the 14th (local time) that", "Ele afirmou no dia 14 (hora local) que", "on the 14th"),
        ("Dated 05/01/2024.", "Datado de 05/01/2024.", "05/01/2024"),
        ("Dated 14/12/25.", "Datado de 14/12/25.", "14/12/25"),
        ("Theresa May 5 times", "Theresa May 5 vezes", "May 5"),
    ],
)
def test_what_is_uncertain_is_left_and_reported(source, target, doubt):
    """No month, two readings, a short year, a name: the words of the engine stand, with a note."""
    assert localised(source, target, "pt-BR") == (target, [doubt])


@pytest.mark.parametrize("source", ["on the 14th of May", "on the 14th floor of", "on the 3rd century", "May 5, 2024, Theresa"])
def test_what_only_looks_uncertain_is_not_reported(source):
    """A day with its month, a floor, a century are no open questions."""
    assert localised(source, source, "pt-BR")[1] == []


def test_a_month_alone_keeps_its_case_in_slavic_languages():
    """“в мае 2024 года” must not become the nominative."""
    assert localised("in May 2024", "в мае 2024 года", "ru") == ("в мае 2024 года", [])
    assert localised("in May 2024", "в May 2024", "ru") == ("в May 2024", ["May 2024"])


def test_a_date_from_another_language_than_english():
    """Source dates are read in the source's language."""
    assert localised("em 14 de dezembro de 2025", "on 14 December 2025", "en", "pt")[0] == "on December 14, 2025"
