from __future__ import annotations

import pytest
from check_cases import MakeContext

from newstrans.checks.repetition import CHECK


@pytest.mark.parametrize(
    ("source", "target", "locale"),
    [
        ("After the war the country recovered.", "Após a guerra, o país se recuperou.", "pt-BR"),
        ("No, no, no, he said.", "Não, não, não, disse.", "pt-BR"),
        ("The men who saw the photo left.", "Die Männer, die die Aufnahme sahen, gingen.", "de"),
        ("We trusted each other.", "Nous nous sommes fait confiance.", "fr"),
        ("Sirhan Sirhan was there.", "Sirhan Sirhan estava lá.", "pt-BR"),
        ("The children play every day.", "Anak-anak bermain setiap hari.", "id"),  # reduplication has a hyphen
        ("She goes there every day.", "Ngày ngày cô ấy đến đó.", "vi"),  # a pair of the language
        ("They went slowly.", "वे धीरे धीरे चले।", "hi"),
        ("He went to the market and then to the shop.", "वह बाज़ार से जाकर से जाता से जुड़ा।", "hi"),  # marks are part of the word
        ("It was very, very good good.", "Foi muito muito bom.", "pt-BR"),  # doubled in the source as well
        ("The code is 1 1 1 1 1.", "O código é 1 1 1 1 1.", "pt-BR"),
    ],
)
def test_rightful_repetition(context: MakeContext, source: str, target: str, locale: str) -> None:
    """What the source or the language repeats is in order."""
    assert CHECK(context(source, target, locale)) == []


@pytest.mark.parametrize(
    ("target", "locale", "severity", "marked", "message"),
    [
        (
            "Após a guerra de guerra de guerra de guerra.",
            "pt-BR",
            "error",
            "guerra de guerra de guerra de guerra",
            "“guerra de” stands 3 times in a row",
        ),
        ("O país se recuperou da da guerra.", "pt-BR", "warning", "da da", "“da” stands twice in a row"),
        ("Das Land Land erholte sich.", "pt-BR", "", "", ""),  # capitals on both: a name
        (
            "彼は戦争の後戦争の後戦争の後に回復した。",
            "ja",
            "error",
            "戦争の後戦争の後戦争の後",
            "“戦争の後” stands 3 times in a row",
        ),
    ],
)
def test_loops_and_doubled_words(
    context: MakeContext, target: str, locale: str, severity: str, marked: str, message: str
) -> None:
    """The finding marks the whole run."""
    found = CHECK(context("The country recovered after the war.", target, locale))
    assert [(f.severity, f.target_text, f.message) for f in found] == (
        [(severity, marked, message)] if severity else []
    )


def test_longer_loop_than_in_the_source(context: MakeContext) -> None:
    """Four chants in the source do not excuse nine."""
    (finding,) = CHECK(context("go go go go", "vai vai vai vai vai vai vai vai vai"))
    assert finding.message == "“vai” stands 9 times in a row"


def test_very_long_loop_is_read_in_one_pass(context: MakeContext) -> None:
    """A whole text in a loop is one finding."""
    assert len(CHECK(context("war", "de guerra " * 10_000))) == 1
