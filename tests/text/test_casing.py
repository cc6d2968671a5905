"""Capitals taken away and set back."""

from __future__ import annotations

import pytest

from newstrans.text.casing import CaseEvidence, is_all_caps, is_title_case, sentence_case, upper


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RUSSIA LAUNCHES NEW WAVE OF DRONES ON KYIV", True),
        ("TRUMP MEETS ZELENSKY IN KYIV", True),
        ("U.S. CPI UP 3 PCT y/y", True),
        ("NATO and the EU", False),
        ("NATO", False),  # one acronym does not shout
        ("Київ під обстрілом", False),
        ("КИЇВ ПІД ОБСТРІЛОМ", True),
        ("日本政府", False),  # no capitals in this script
        ("", False),
    ],
)
def test_all_caps_is_told_from_acronyms(text: str, expected: bool) -> None:
    """Shouting needs several words and nearly all letters."""
    assert expected == is_all_caps(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Zelensky Expresses Intention to Forgo NATO Membership", True),
        ("Zelensky expresses intention to forgo NATO membership", False),
        ("Trump Meets Putin", False),  # three words prove nothing
        ("President Zelensky of Ukraine spoke to reporters in Berlin", False),
    ],
)
def test_title_case_is_told_from_names(text: str, expected: bool) -> None:
    """Small words do not count; a sentence with names is no title."""
    assert expected == is_title_case(text)


def test_names_come_from_glossary_story_and_model() -> None:
    """In this order: glossary form, the story's own form, the model's habit, lower case."""
    evidence = CaseEvidence.of(["The minister said that Prado and Lima agreed on grain."])
    text = "MCDONALD AND PRADO MEET IN BERLIN OVER GRAIN"

    got = sentence_case(
        text,
        evidence=evidence,
        names=lambda shown: [(0, 8, "McDonald")],
        common=lambda word: {"BERLIN": False, "MEET": True}.get(word),
    )

    assert "McDonald and Prado meet in Berlin over grain" == got


def test_length_never_changes() -> None:
    """Offsets stay valid: a letter whose small form is longer stays as it is."""
    text = "İSTANBUL VE ANKARA GÖRÜŞMESİ"
    got = sentence_case(text, evidence=CaseEvidence(), names=lambda _: [], common=lambda _: None)

    assert len(text) == len(got)


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        ("izmir'de ılık", "tr", "İZMİR'DE ILIK"),
        ("Großbritannien", "de", "GROSSBRITANNIEN"),
        ("Αθήνα", "el", "ΑΘΗΝΑ"),
        ("Σύνοδος Ευρωπαϊκής", "el-GR", "ΣΥΝΟΔΟΣ ΕΥΡΩΠΑΪΚΗΣ"),  # the diaeresis stays
        ("ação", "pt-BR", "AÇÃO"),
    ],
)
def test_capitals_are_those_of_the_locale(text: str, locale: str, expected: str) -> None:
    """Dotted I, no tonos, double s."""
    assert expected == upper(text, locale)
