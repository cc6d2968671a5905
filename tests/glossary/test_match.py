"""Names are found as filed, whole, longest first."""

from __future__ import annotations

import pytest

from newstrans.glossary.entry import GlossaryEntry, Guard, Term
from newstrans.glossary.match import build_index, find

ENTRIES = [
    GlossaryEntry("us", "place", {"en": Term("United States", short="US", short_variants=("U.S.",))}),
    GlossaryEntry("un", "acronym", {"en": Term("United Nations", short="UN", short_variants=("U.N.",))}),
    GlossaryEntry("who", "acronym", {"en": Term("World Health Organization", short="WHO")}),
    GlossaryEntry("korea-s", "place", {"en": Term("South Korea"), "ko": Term("한국")}),
    GlossaryEntry("congo-dr", "place", {"en": Term("Democratic Republic of the Congo")}),
    GlossaryEntry("congo", "place", {"en": Term("Congo")}),
    GlossaryEntry("zelensky", "person", {"en": Term("Volodymyr Zelensky", short="Zelensky"), "uk": Term("Володимир Зеленський", short="Зеленський"), "ko": Term("볼로디미르 젤렌스키", short="젤렌스키"), "ja": Term("ウォロディミル・ゼレンスキー", short="ゼレンスキー")}),
    GlossaryEntry("kim", "person", {"en": Term("Kim Jong Un", short="Kim")}),
    GlossaryEntry("turkey", "place", {"en": Term("Turkey")}),
    GlossaryEntry("chad", "place", {"en": Term("Chad", guard=Guard(needs=("N'Djamena", "Sahel")))}),
    GlossaryEntry("ginger", "place", {"en": Term("Rockland")}),
    GlossaryEntry("ginger2", "person", {"en": Term("Ann Rockland", short="Rockland")}),
]  # fmt: skip
EN = build_index(ENTRIES, "en", other_scripts=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The US told us to wait.", ["US"]),
        ("WHO officials asked who came.", ["WHO"]),
        ("A country of UNICEF and UNESCO", []),
        ("U.N. and U.S. envoys", ["U.N.", "U.S."]),
        ("He lives in the U.S.", ["U.S."]),
        ("the Democratic Republic of the Congo and Congo", ["Democratic Republic of the Congo", "Congo"]),
        ("Turkey cooked a turkey", ["Turkey"]),
        ("Zelensky's plan, Zelensky-led", ["Zelensky", "Zelensky"]),
        ("Zelen\u00adsky and Kim\u00a0Jong\u00a0Un", ["Zelen\u00adsky", "Kim\u00a0Jong\u00a0Un"]),
        ("Зеленський met 젤렌스키가", ["Зеленський"]),
        ("Zelenskyland", []),
        ("The sum of U. N. things", []),
    ],
)
def test_names_are_whole_and_as_filed(text: str, expected: list[str]) -> None:
    """No substring, no other case, the longest name, also across special spaces and soft hyphens."""
    assert expected == [match.text for match in find(text, EN) if not match.embedded]


def test_capital_text_is_matched_without_case() -> None:
    """A headline in capitals still has its names."""
    assert ["ZELENSKY"] == [m.text for m in find("ZELENSKY SPEAKS TODAY", EN, caseless=True)]


def test_korean_particle_is_not_part_of_the_name() -> None:
    """"젤렌스키가" is the name and a particle."""
    found = find("젤렌스키가 말했다. 한국은 답했다.", build_index(ENTRIES, "ko"))

    assert ["젤렌스키", "한국"] == [match.text for match in found]


def test_unspaced_scripts_match_on_characters() -> None:
    """Japanese has no word borders; the longest name wins."""
    found = find("ゼレンスキー大統領とウォロディミル・ゼレンスキー氏", build_index(ENTRIES, "ja"))

    assert ["ゼレンスキー", "ウォロディミル・ゼレンスキー"] == [match.text for match in found]


@pytest.mark.parametrize(("text", "unit"), [("Turkey Street was closed.", "Street"), ("the Congo River", "River")])
def test_part_of_a_longer_name_is_not_ours(text: str, unit: str) -> None:
    """A capitalised head word after the name makes it another name."""
    assert [unit] == [match.embedded for match in find(text, EN)]


def test_somebody_else_s_surname_is_not_ours() -> None:
    """Another given name before a surname is another person; a title is not."""
    found = find("He met Olena Zelensky and President Zelensky.", EN)

    assert ["Olena", ""] == [match.embedded for match in found]


def test_homograph_needs_its_evidence() -> None:
    """A name that is also a first name counts only where the story speaks of the place."""
    assert "Sahel" in find("Chad left.", EN)[0].doubt
    assert "" == find("Chad left.", EN, context=frozenset({"Sahel"}))[0].doubt


def test_two_concepts_with_one_name_are_in_doubt() -> None:
    """One form, two concepts: an editor decides."""
    assert "more than one concept" in find("in Rockland today", EN)[0].doubt
