from __future__ import annotations

import pytest
from check_cases import MakeContext, make_edition, make_unit

from newstrans.checks import CheckContext
from newstrans.checks.numbers import CHECK
from newstrans.model import Severity


@pytest.mark.parametrize(
    ("source", "target", "locale"),
    [
        (
            "The $1.2 million went to 350 farmers.",
            "1,2 milhão de dólares foi para 350 agricultores.",
            "pt-BR",
        ),
        ("Some 1,200 people came at 5 p.m.", "Unos 1200 acudieron a las 17:00.", "es"),
        ("Five of the 20 died.", "Fünf der 20 starben.", "de"),
        ("Wheat rose 7 1/2 percent to 5-1/4 cents.", "O trigo subiu 7,5% para 5,25 centavos.", "pt-BR"),
        ("Wheat rose 7 1/2 percent.", "O trigo subiu 7 1/2 por cento.", "pt-BR"),
        ("It rose 10 percent in 2024.", "У 2024 році зросло на 10 %.", "uk"),
    ],
)
def test_same_numbers_are_no_finding(context: MakeContext, source: str, target: str, locale: str) -> None:
    """Numbers are compared by value, not by figures."""
    assert CHECK(context(source, target, locale)) == []


@pytest.mark.parametrize(
    ("source", "target", "severity", "source_text", "target_text", "message"),
    [
        ("They paid €1.2m to 350 men.", "Pagaram € 1,2 mi a 530 homens.", "error", "350", "530", "the source says “350”, the edition “530”"),
        ("It cost £27 million.", "Custou 27 milhões de euros.", "error", "£27 million", "27 milhões de euros",
         "the source says “£27 million”, the edition “27 milhões de euros”: check the currency or unit"),
        ("He left in 2013.", "Ele saiu.", "error", "2013", "", "“2013” of the source is not in the edition"),
        ("He left.", "Ele saiu em 2013.", "error", "", "2013", "“2013” of the edition is not in the source"),
        ("Seven left.", "Vários saíram.", "warning", "Seven", "", "“Seven” of the source is not in the edition"),
    ],
)  # fmt: skip
def test_finding_has_both_spans_and_both_values(
    context: MakeContext,
    source: str,
    target: str,
    severity: str,
    source_text: str,
    target_text: str,
    message: str,
) -> None:
    """The spans mark exactly the numbers, and the message says both."""
    (finding,) = CHECK(context(source, target))
    assert (finding.check, finding.unit, finding.severity, finding.message) == (
        "number",
        "p1",
        severity,
        message,
    )
    assert (finding.source_text, finding.target_text) == (source_text, target_text)
    assert (source[slice(*finding.source)] if finding.source else "") == source_text
    assert (target[slice(*finding.target)] if finding.target else "") == target_text


def test_spans_count_from_the_start_of_the_unit() -> None:
    """In the second sentence of a unit both spans are offsets of the unit's two texts."""
    unit = make_unit(
        [("He came first.", "Er kam als Erster an."), ("It was 1999.", "Es war 1989.")], lead="— ", gap="\n"
    )
    (finding,) = CHECK(CheckContext(unit, make_edition(unit, locale="de")))
    assert finding.source is not None
    assert finding.target is not None
    assert unit.unit.text[slice(*finding.source)] == "1999"
    assert unit.text[slice(*finding.target)] == "1989"
    assert finding.severity is Severity.ERROR


def test_edited_unit_is_compared_as_a_whole() -> None:
    """When the unit's text is not that of its sentences any more, the sentences are not trusted."""
    unit = make_unit([("In 1999 he came.", "1999 kam er."), ("He left in 2001.", "Er ging 2001.")])
    merged = CheckContext(
        type(unit)(unit.unit, unit.treatment, None, unit.segments, "Er kam 1999 und ging 2002."),
        make_edition(unit, locale="de"),
    )
    assert [(f.source_text, f.target_text) for f in CHECK(merged)] == [("2001", "2002")]
