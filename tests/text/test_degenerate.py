"""Answers of engines that have lost their way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstrans.text.degenerate import find_symptoms


@pytest.mark.parametrize(
    ("source", "answer", "pair", "kinds"),
    [
        # As fxtranslate gives it with the English-Portuguese weights.
        ("Guerra", "War War", "pt-en", ["doubled"]),
        ("Good", "Bom, bom", "en-pt", ["doubled"]),
        ("Well", "Bem, bem", "en-pt", ["doubled"]),
        ("Ovechkin", "Ovechkin (em inglês)", "en-pt", ["grown"]),
        ("história", "St John 's Story", "pt-en", ["grown"]),
        ("Sports", "Esportes", "en-pt", []),
        ("Prime Minister", "Primeiro-Ministro", "en-pt", []),
        ("New York", "Nova York", "en-pt", []),
        ("Baden-Baden", "Baden-Baden", "de-en", []),
        ("Boutros Boutros", "Boutros Boutros", "en-pt", []),
        ("Secretary of the Treasury", "Secretário do Tesouro", "en-pt", []),
        ("never", "nunca jamás nunca jamás nunca jamás", "en-es", ["loop", "grown"]),
        ("after the war they went home", "após a Guerra de Guerra de Guerra de Guerra", "en-pt", ["loop"]),
        ("The minister resigned on Monday.", "The minister resigned on Monday.", "en-de", ["copied"]),
        ("The minister resigned on Monday.", "", "en-de", ["empty"]),
        ("The minister resigned on Monday.", "...", "en-de", ["empty"]),
        ("The minister resigned on Monday.", "Міністр пішов у відставку.", "en-pt", ["script"]),
        ("The fleet left Одеса at dawn on Monday.", "A frota deixou Одеса ao amanhecer.", "en-pt", []),
        ("The minister resigned on Monday after weeks of protest in the capital.", "O ministro.", "en-pt", ["length"]),
        ("O ministro caiu ontem.", "O ministro caeu onte.", "pt-gl", []),
        ("Visitors came again and again.", "Pengunjung datang lagi dan lagi.", "en-id", []),
        ("The children play.", "Anak-anak bermain-main.", "en-id", []),
        ("...", "", "en-pt", []),
        ("12", "12", "en-pt", []),
    ],
)
def test_what_is_wrong_is_named(source: str, answer: str, pair: str, kinds: list[str]) -> None:
    """Loops, doubled words, additions, copies, other scripts and lost halves; good answers have none."""
    assert kinds == [symptom.kind for symptom in find_symptoms(source, answer, *pair.split("-"))]


@given(st.text(max_size=60), st.text(max_size=60), st.sampled_from(["en", "pt", "zh", "sr-Latn", "id"]))
def test_any_text_can_be_judged(source: str, answer: str, language: str) -> None:
    """No text is too strange; a text that came back to its own language is never "copied"."""
    found = find_symptoms(source, answer, language, language)

    assert "copied" not in {symptom.kind for symptom in found}
    assert all(symptom.detail for symptom in found)
