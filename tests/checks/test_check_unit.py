from __future__ import annotations

from dataclasses import replace

import pytest
from check_cases import make_edition, make_unit
from hypothesis import given
from hypothesis import strategies as st

from newstrans.checks import CheckContext, Policy, check_unit, run_checks
from newstrans.model import Finding, NameStatus, NameUse, Severity, Span

PAIRS = [
    ("The ministry moved 1,200 tonnes on Tuesday.", "Das Ministerium verlegte am Dienstag 1.200 Tonnen."),
    ("Kyiv denied it.", "Kyjiw dementierte das."),
    ("Nobody was hurt.", "Niemand wurde verletzt."),
]
EDITION = replace(
    make_edition(make_unit(PAIRS), locale="de"),
    names=(NameUse("kyiv", "p1", Span(44, 48), "Kyiv", NameStatus.RIGHT, ("Kyjiw",), Span(51, 56)),),
)
TEXT = EDITION.units[0].text


def test_text_as_it_stands_has_no_finding() -> None:
    """What is right stays silent."""
    assert check_unit(EDITION, "p1", TEXT) == []


def test_number_typed_wrong_is_found_with_both_spans() -> None:
    """Both texts are marked where the editor has to look."""
    text = TEXT.replace("1.200", "12.000")
    (finding,) = check_unit(EDITION, "p1", text)
    assert (finding.check, finding.severity, finding.source_text, finding.target_text) == ("number", "error", "1,200", "12.000")
    assert finding.source
    assert finding.target
    assert EDITION.units[0].unit.text[slice(*finding.source)] == "1,200"
    assert text[slice(*finding.target)] == "12.000"


def test_fixed_text_has_no_finding() -> None:
    """Any right way to write the number clears it."""
    assert check_unit(EDITION, "p1", TEXT.replace("1.200", "1 200")) == []


def test_name_that_an_editor_took_out_is_missing() -> None:
    """The names are looked for in what stands there now."""
    found = check_unit(EDITION, "p1", TEXT.replace("Kyjiw", "Die Regierung"))
    assert [(one.check, one.severity, one.source_text) for one in found] == [("name", "error", "Kyiv")]


def test_findings_of_the_old_text_do_not_hide_those_of_the_new() -> None:
    """A unit is checked as if nothing had been said about it."""
    told = EDITION.with_findings([Finding("number", Severity.ERROR, "old", unit="p1")])
    assert [one.check for one in check_unit(told, "p1", TEXT.replace("1.200", "12.000"))] == ["number"]


def test_unknown_unit() -> None:
    """The caller named a unit that the edition does not have."""
    with pytest.raises(KeyError):
        check_unit(EDITION, "p9", "")


def test_only_the_sentence_that_was_changed_is_taken_whole() -> None:
    """The others stay sentences, at their new places."""
    unit = EDITION.units[0]
    text = unit.text.replace("dementierte das", "wies das am Abend zurück")
    pieces = CheckContext(replace(unit, text=text), EDITION).pieces()
    assert [piece.source for piece in pieces] == [source for source, _ in PAIRS]
    assert [piece.target for piece in pieces] == [PAIRS[0][1], "Kyjiw wies das am Abend zurück.", PAIRS[2][1]]
    assert [text[piece.target_start :][: len(piece.target)] for piece in pieces] == [piece.target for piece in pieces]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (f"{PAIRS[0][1]} {PAIRS[2][1]}", [(0, PAIRS[0][1]), (2, PAIRS[2][1])]),  # the second sentence taken out
        (f"{PAIRS[1][1]} {PAIRS[2][1]}", [(0, PAIRS[1][1]), (2, PAIRS[2][1])]),  # the first
        (f"{TEXT} Punkt.", [(0, PAIRS[0][1]), (1, PAIRS[1][1]), (2, f"{PAIRS[2][1]} Punkt.")]),
        ("", [(0, "")]),
    ],
)  # fmt: skip
def test_sentences_added_and_taken_out(text: str, pieces: list[tuple[int, str]]) -> None:
    """They go with a neighbour, so that no piece has but one side."""
    unit = EDITION.units[0]
    found = CheckContext(replace(unit, text=text), EDITION).pieces()
    starts = [unit.segments[n].start for n, _ in pieces]
    assert [(piece.source_start, piece.target) for piece in found] == [(at, text) for at, (_, text) in zip(starts, pieces, strict=True)]
    assert "".join(piece.source for piece in found).replace(" ", "") == unit.unit.text.replace(" ", "")


@given(st.text("ab. é\n", max_size=30))
def test_pieces_of_any_text_lie_in_order(text: str) -> None:
    """Whatever is typed, every piece stands where it says, none over another, and all of the source is in one."""
    unit = replace(EDITION.units[0], text=text)
    at = 0
    for piece in CheckContext(unit, EDITION).pieces():
        assert piece.target_start >= at
        assert text[piece.target_start :].startswith(piece.target)
        assert unit.unit.text[piece.source_start :].startswith(piece.source)
        at = piece.target_start + len(piece.target)


def test_codes_tell_findings_of_one_check_apart() -> None:
    """Two wrong numbers are two findings, and each keeps its code when it is found again."""
    unit = make_unit([("In 12 towns and 40 villages", "Em 13 cidades e 50 aldeias")])
    first, second = run_checks(make_edition(unit))
    assert first.code != second.code
    assert [one.code for one in run_checks(make_edition(unit))] == [first.code, second.code]


@pytest.mark.parametrize(
    ("switches", "severities"),
    [({}, ["error"]), ({"number": "off"}, []), ({"number": "warning"}, ["warning"]), ({"number": "on"}, ["error"])],
)
def test_checks_are_switched(switches: dict[str, str], severities: list[str]) -> None:
    """A newsroom says which checks run and how grave their findings are."""
    edition = make_edition(make_unit([("In 12 towns", "Em 13 cidades")]))
    assert [one.severity for one in run_checks(edition, policy=Policy(switches))] == severities


def test_a_feed_has_switches_of_its_own() -> None:
    """They win over those of the newsroom, for its files only."""
    edition = make_edition(make_unit([("In 12 towns", "Em 13 cidades")]))
    policy = Policy({"number": "off"}, feeds=((("agency-*",), {"length": "off"}), (("story.*",), {"number": "warning"})))
    assert [one.severity for one in run_checks(edition, policy=policy)] == ["warning"]
    assert policy.of("agency-1.xml").switches == {"number": "off", "length": "off"}
