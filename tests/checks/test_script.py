from __future__ import annotations

import pytest
from check_cases import MakeContext

from newstrans.checks.script import CHECK
from newstrans.languages import language_scripts


@pytest.mark.parametrize(
    ("source", "target", "locale", "language"),
    [
        ("The fleet left Odesa.", "A frota deixou Odessa.", "pt-BR", "en"),
        ("NATO met in Odesa.", "НАТО зібралося в Одесі, NATO.", "uk", "en"),
        ("He wrote “Слава”.", "Ele escreveu “Слава”.", "pt-BR", "en"),  # the source has it
        ("The iPhone", "iPhoneの値段", "ja", "en"),
        ("Флот ушёл.", "Флота је отишла.", "sr", "ru"),
        ("Флот ушёл.", "Flota je otišla.", "sr-Latn", "ru"),
    ],
)
def test_scripts_of_both_languages_are_in_order(
    context: MakeContext, source: str, target: str, locale: str, language: str
) -> None:
    """What the edition's language or the source is written in may stand in the edition."""
    assert CHECK(context(source, target, locale, language=language)) == []


@pytest.mark.parametrize(
    ("target", "locale", "marked", "message"),
    [
        (
            "A frota deixou Одесса.",
            "pt-BR",
            "Одесса",
            "“Одесса” is in Cyrillic letters, which neither the edition nor the source uses",
        ),
        (
            "Флот залишив 敖德薩.",
            "uk",
            "敖德薩",
            "“敖德薩” is in Chinese letters, which neither the edition nor the source uses",
        ),
        ("Флот залишив Oдесу.", "uk", "Oдесу", "“Oдесу” mixes letters of Cyrillic and Latin"),  # a Latin O
    ],
)
def test_strange_letters(context: MakeContext, target: str, locale: str, marked: str, message: str) -> None:
    """A warning that marks the word."""
    (finding,) = CHECK(context("The fleet left Odesa.", target, locale))
    assert (finding.severity, finding.target_text, finding.message) == ("warning", marked, message)


def test_each_strange_script_is_said_once(context: MakeContext) -> None:
    """A whole sentence in the wrong script is one finding."""
    assert len(CHECK(context("The fleet left.", "Флот ушёл из порта сегодня.", "pt-BR"))) == 1


@pytest.mark.parametrize(
    ("tag", "scripts"),
    [("zh-Hant", ["Hani"]), ("ko", ["Hang", "Hani"]), ("uk", ["Cyrl"]), ("pa-Arab", ["Arab"]), ("xx", [])],
)
def test_scripts_of_a_language(tag: str, scripts: list[str]) -> None:
    """CLDR knows; a script in the tag decides."""
    assert sorted(language_scripts(tag)) == scripts
