from __future__ import annotations

import pytest

from newstrans.localise.dateline import localise_dateline
from newstrans.localise.locale import load_locale
from newstrans.model import replay

PLACES = {"Kyiv": "Kiev", "Moscow": "Moscou", "Ukraine": "Ucrânia", "Rio de Janeiro": "Rio de Janeiro", "Київ": "Kiev"}


@pytest.mark.parametrize(
    ("text", "language", "tag", "expected"),
    [
        ("KYIV, Dec. 14 (AP) -", "en", "pt-BR", "KIEV, 14 de dez. (AP) –"),
        ("KYIV, Dec. 14 (AP) -", "en", "es", "KIEV, 14 dic (AP) —"),
        ("KYIV, Dec. 14 (AP) -", "en", "de", "KIEV, 14. Dez. (AP) –"),
        ("KYIV, Ukraine (AP) —", "en", "pt-BR", "KIEV, Ucrânia (AP) –"),
        ("MOSCOW/KYIV (Reuters) -", "en", "pt-BR", "MOSCOU/KIEV (Reuters) –"),
        ("Dec 14 (Reuters) -", "en", "fr", "14 déc. (Reuters) –"),
        ("KYIV, Dec. 1, 2025 (AFP) --", "en", "fr", "KIEV, 1er décembre 2025 (AFP) –"),
        ("Berlin (dpa) -", "de", "pt-BR", "Berlin (dpa) –"),
        ("RIO DE JANEIRO -", "en", "pt-BR", "RIO DE JANEIRO –"),
        ("КИЇВ, 14 грудня (Укрінформ) —", "uk", "en", "KIEV, Dec 14 (Укрінформ) —"),
        ("Nowhere", "en", "pt-BR", "Nowhere"),
        ("-", "en", "pt-BR", "-"),
        ("", "en", "pt-BR", ""),
    ],
)
def test_place_date_and_dash_are_the_locales(text, language, tag, expected):
    """The place by the glossary, in capitals if it was; the date by the house; the agency as it is."""
    result, edits = localise_dateline(text, language, load_locale(tag), PLACES.get)
    assert result == expected
    assert replay(text, edits) == expected
