from __future__ import annotations

import pytest
from check_cases import MakeContext

from newstrans.checks.quotes import CHECK


@pytest.mark.parametrize(
    ("source", "target", "locale"),
    [
        ("“We will stay,” she said.", "\"Vamos ficar\", disse ela.", "pt-BR"),
        ("“We will stay,” she said.", "„Wir bleiben“, sagte sie.", "de"),
        ("“We will stay,” she said.", "«Ми залишаємося», — сказала вона.", "uk"),
        ("“We will stay,” she said.", "「私たちは残る」と彼女は言った。", "ja"),
        ("Minister: 'We will stay'", "Ministro: “Vamos ficar”", "pt-BR"),  # single quotes of a headline
        ("It’s the workers’ party’s day.", "C’est la fête de l’ouvrier.", "fr"),  # apostrophes
        ("a 15\" gun", "um canhão de 15\"", "pt-BR"),
        ("“We will stay, she said.", "“Vamos ficar, disse ela.", "pt-BR"),  # goes on in the next paragraph
        ("“We will stay,” she said, “and fight.”", "«Ми залишимося і битимемося», — сказала вона.", "uk"),  # interrupted
        ("She reads the Morning Star.", "Lei legge il «Morning Star».", "it"),  # a title may gain marks
        ("She likes the green.", "Le gusta el «green».", "es"),  # a foreign word kept
        ("a magazine “Voices”", "杂志《声音》", "zh"),  # titles have marks of their own
        ("a “green card”", "'그린카드'를", "ko"),  # a particle behind the mark
        ("30 km away", "במרחק 30 ק\"מ", "he"),  # an acronym
        ("“We will stay, she said.", "Ficaremos, disse ela.", "pt-BR"),  # nothing to close
        ("the ship Moskva", "корабль «Москва»", "ru"),  # names of ships stand in quotation marks
    ],
)  # fmt: skip
def test_same_number_of_quotations(context: MakeContext, source: str, target: str, locale: str) -> None:
    """Any marks will do, if there are as many."""
    assert CHECK(context(source, target, locale)) == []


@pytest.mark.parametrize(
    ("source", "target", "message", "source_text", "target_text"),
    [
        (
            "“Stay,” she said.",
            "Fiquem, disse ela.",
            "the source has 1 quotation, the edition no quotation",
            "“Stay,”",
            "",
        ),
        (
            "“Stay,” she said.",
            "“Fiquem, disse ela.",
            "a quotation is opened and not closed: 1 quotation marks, the source has 2",
            "“Stay,”",
            "“",
        ),
        (
            "He said stay.",
            "Ele disse “fiquem”.",
            "the source has no quotation, the edition 1 quotation",
            "",
            "“fiquem”",
        ),
        (
            "“A” and “B”",
            "“A” e B",
            "the source has 2 quotations, the edition 1 quotation",
            "“A” and “B”",
            "“A”",
        ),
    ],
)
def test_lost_quotations(
    context: MakeContext, source: str, target: str, message: str, source_text: str, target_text: str
) -> None:
    """A warning with the quotations of both texts."""
    (finding,) = CHECK(context(source, target))
    assert (finding.severity, finding.message) == ("warning", message)
    assert (finding.source_text, finding.target_text) == (source_text, target_text)


@pytest.mark.parametrize(("target", "found"), [("Κυκλοφόρησε η Σλάβα.", False), ("Κυκλοφόρησε η σλάβα.", True)])
def test_a_name_without_marks_has_a_capital(context: MakeContext, target: str, *, found: bool) -> None:
    """Russian quotes names, Greek need not: a word that only sounds like what was quoted does not stand for it, in whichever script."""
    assert found is bool(list(CHECK(context("Вышел журнал «слава».", target, language="ru", locale="el"))))
