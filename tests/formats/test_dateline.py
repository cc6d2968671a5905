import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstrans.formats.dateline import find_dateline, split_dateline
from newstrans.model import Mark, Unit, UnitKind


@pytest.mark.parametrize(
    ("text", "prefix", "place", "date", "agency"),
    [
        ("KYIV, Dec. 14 (AP) - The port", "KYIV, Dec. 14 (AP) -", "KYIV", "Dec. 14", "AP"),
        ("KYIV, Ukraine (AP) — The port", "KYIV, Ukraine (AP) —", "KYIV, Ukraine", "", "AP"),
        ("PARIS (AFP) – Le port", "PARIS (AFP) –", "PARIS", "", "AFP"),
        ("BRUSSELS, Dec 14 (Reuters) - EU", "BRUSSELS, Dec 14 (Reuters) -", "BRUSSELS", "Dec 14", "Reuters"),
        ("LISBOA, 14 dez (Lusa) - O porto", "LISBOA, 14 dez (Lusa) -", "LISBOA", "14 dez", "Lusa"),
        ("WASHINGTON — The port", "WASHINGTON —", "WASHINGTON", "", ""),
        ("WASHINGTON—The port", "WASHINGTON—", "WASHINGTON", "", ""),
        ("MOSCOW/KYIV, Dec 14 (Reuters) - A", "MOSCOW/KYIV, Dec 14 (Reuters) -", "MOSCOW/KYIV", "Dec 14", "Reuters"),
        ("BADEN-BADEN (dpa) - Der Hafen", "BADEN-BADEN (dpa) -", "BADEN-BADEN", "", "dpa"),
        ("Brüssel/Kiew (dpa) – Der Hafen", "Brüssel/Kiew (dpa) –", "Brüssel/Kiew", "", "dpa"),
        ("Madrid, 14 dic (EFE).- El puerto", "Madrid, 14 dic (EFE).-", "Madrid", "14 dic", "EFE"),
        ("(ANSA) - ROMA, 14 DIC - Il porto", "(ANSA) - ROMA, 14 DIC -", "ROMA", "14 DIC", "ANSA"),
        ("КИЇВ, 14 грудня (Укрінформ) — Порт", "КИЇВ, 14 грудня (Укрінформ) —", "КИЇВ", "14 грудня", "Укрінформ"),
        ("МОСКВА, 14 декабря. /ТАСС/. Порт", "МОСКВА, 14 декабря. /ТАСС/.", "МОСКВА", "14 декабря.", "ТАСС"),
        ("AUSTIN, Texas (AP) -- “We", "AUSTIN, Texas (AP) --", "AUSTIN, Texas", "", "AP"),
        ("ST. LOUIS (AP) — The port", "ST. LOUIS (AP) —", "ST. LOUIS", "", "AP"),
        ("Dec 14 (Reuters) - Shares", "Dec 14 (Reuters) -", "", "Dec 14", "Reuters"),
    ],
)
def test_dateline_is_exactly_the_prefix(text, prefix, place, date, agency):
    """A dateline reaches to its dash, which it keeps."""
    found = find_dateline(text)
    assert found is not None
    assert (found.text, found.place, found.date, found.agency) == (prefix, place, date, agency)
    assert text[found.end :] == text.removeprefix(prefix).lstrip()


@pytest.mark.parametrize(
    "text",
    [
        "NATO said - again - that the port is open.",
        "He left - quickly.",
        "NATO - which has grown - said so.",
        "NATO — The alliance said so.",
        "EU - China talks stall.",
        "UK-based firms sell.",
        "U.S. - China talks.",
        "I - The first of two parts.",
        "ANALYSIS — The port is open.",
        "Smith (Labour) - The member said so.",
        "The plan (AP) - it seems - failed.",
        "Berlin - Die Stadt am Fluss.",
        "WASHINGTON - which is far - said so.",
        "KYIV —",
        "",
        "- 30 -",
    ],
)
def test_prose_with_a_dash_is_no_dateline(text):
    """A dash after a name is not enough: capitals and a sentence after it, or an agency, are needed."""
    assert find_dateline(text) is None


def test_marks_are_divided_between_dateline_and_paragraph():
    """Emphasis of a dateline stays with it, and links of the sentence move with their words."""
    text = "KYIV (AP) — The port is open"
    unit = Unit("", UnitKind.PARAGRAPH, text, (Mark(0, 11, "strong"), Mark(16, 20, "a", (("href", "https://example.org"),))))
    dateline, rest = split_dateline(unit)
    assert (dateline.kind, dateline.text, dateline.marks) == (UnitKind.DATELINE, "KYIV (AP) —", (Mark(0, 11, "strong"),))
    assert rest.text[rest.marks[0].start : rest.marks[0].end] == "port"


@given(st.text(max_size=200))
def test_any_text_is_divided_without_loss(text):
    """Dateline and rest are the text again, but for the spaces between them."""
    parts = split_dateline(Unit("", UnitKind.PARAGRAPH, text))
    assert "".join("".join(part.text.split()) for part in parts) == "".join(text.split())
