from __future__ import annotations

import pytest
from check_cases import MakeContext, make_edition, make_unit

from newstrans.checks import CheckContext
from newstrans.checks.empty import EMPTY, UNTRANSLATED
from newstrans.model import Span


@pytest.mark.parametrize(("source", "target"), [("He left.", "Ele saiu."), ("***", ""), ("", ""), ("—", "—")])
def test_text_for_text_is_not_empty(context: MakeContext, source: str, target: str) -> None:
    """Signs without letters or digits need no translation."""
    assert EMPTY(context(source, target)) == []


@pytest.mark.parametrize("target", ["", "  ", "…"])
def test_unit_without_text_is_empty(context: MakeContext, target: str) -> None:
    """White space and signs are no translation of words."""
    (finding,) = EMPTY(context("He left.", target))
    assert (finding.severity, finding.source, finding.message) == (
        "error",
        Span(0, 8),
        "the edition has no text for “He left.”",
    )


def test_one_empty_sentence_is_found_in_its_place() -> None:
    """The other sentences of the unit do not hide it."""
    unit = make_unit([("He left.", "Ele saiu."), ("She stayed.", "")])
    (finding,) = EMPTY(CheckContext(unit, make_edition(unit)))
    assert (finding.source_text, finding.message) == ("She stayed.", "the edition leaves out “She stayed.”")


@pytest.mark.parametrize(
    ("source", "target", "locale"),
    [
        ("The minister resigned on Monday.", "Der Minister trat am Montag zurück.", "de"),
        ("Apple Google Microsoft Amazon", "Apple Google Microsoft Amazon", "de"),  # names alone
        ("Reuters, Kyiv", "Reuters, Kyiv", "pt"),
        ("He said so.", "Disse-o.", "pt"),
    ],
)
def test_translated_text_and_names_are_in_order(
    context: MakeContext, source: str, target: str, locale: str
) -> None:
    """Names stay as they are in any language."""
    assert UNTRANSLATED(context(source, target, locale)) == []


@pytest.mark.parametrize(
    ("source", "target", "locale", "severity", "message"),
    [
        ("The minister resigned on Monday.", "The minister resigned on Monday.", "de", "error",
         "“The minister resigned on Monday.” stands untranslated in the edition"),
        ("The old minister resigned and left the country.", "Der old minister resigned and left das country.", "de", "warning",
         "86 % of the words of “The old minister resigned and left the…” stand in “Der old minister resigned and left das…” as they are"),
    ],
)  # fmt: skip
def test_copied_text_is_found(
    context: MakeContext, source: str, target: str, locale: str, severity: str, message: str
) -> None:
    """The whole sentence copied is an error, most of its words a warning."""
    (finding,) = UNTRANSLATED(context(source, target, locale))
    assert (finding.severity, finding.message) == (severity, message)
    assert (finding.source_text, finding.target_text) == (source, target)


def test_near_languages_share_words(context: MakeContext) -> None:
    """A right Galician translation of Portuguese shares most words: no finding."""
    source, target = "a casa da minha avó está perto do mar", "a casa da miña avoa está preto do mar"
    assert UNTRANSLATED(context(source, target, "gl", language="pt")) == []


def test_same_language_is_not_compared(context: MakeContext) -> None:
    """An edition for another country of the same language may be the same text."""
    assert UNTRANSLATED(context("the same words as before", "the same words as before", "en-GB")) == []


def test_copied_japanese_is_found(context: MakeContext) -> None:
    """Languages without spaces are compared by characters."""
    text = "政府は新しい法案を発表した。"
    assert [f.severity for f in UNTRANSLATED(context(text, text, "pt", language="ja"))] == ["error"]
