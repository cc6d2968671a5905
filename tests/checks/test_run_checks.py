from __future__ import annotations

from dataclasses import replace

import pytest
from check_cases import MakeContext, make_edition, make_unit
from hypothesis import given, settings
from hypothesis import strategies as st

from newstrans.checks import ALL_CHECKS, Check, questions, run_checks
from newstrans.checks.base import target_offsets
from newstrans.model import Finding, NameStatus, NameUse, Severity, Span, Treatment

GOOD = [
    ("“We will pay €1.2 million to 350 farmers,” the minister said on Monday.", "“Vamos pagar € 1,2 milhão a 350 agricultores”, disse o ministro na segunda-feira."),
    ("The talks begin at 5 p.m. in Kyiv.", "As conversas começam às 17h em Kiev."),
]  # fmt: skip


def test_good_translation_has_no_finding() -> None:
    """An editor sees nothing where there is nothing to see."""
    assert run_checks(make_edition(make_unit(GOOD))) == []


@pytest.mark.parametrize(
    "check", [check for check in ALL_CHECKS if check.example], ids=lambda check: check.id
)
def test_documented_example_is_found(context: MakeContext, check: Check) -> None:
    """The case in the documentation is one that the check finds, at its worst severity."""
    example = check.example
    assert example is not None
    found = check(
        context(example.source, example.target, example.target_language, language=example.source_language)
    )
    assert {finding.check for finding in found} == {check.id}
    assert check.severity in {finding.severity for finding in found}


def test_a_check_sees_its_own_unit_and_no_other() -> None:
    """What it says of a unit depends on that unit, so that it holds for as long as the unit is the same."""
    edition = replace(make_edition(make_unit(GOOD)), findings=(Finding("length", Severity.INFO, "", unit="p1"),))
    for context, asked in questions(edition):
        seen = context.edition
        assert ((), (), (), (), ()) == (seen.units, seen.names, seen.findings, seen.trace, seen.story.units)
        assert (edition.locale, edition.route, edition.story.metadata) == (seen.locale, seen.route, seen.story.metadata)
        assert asked


def test_ids_are_unique() -> None:
    """A finding's check says which rule spoke."""
    ids = [check.id for check in ALL_CHECKS]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("treatment", [Treatment.KEPT, Treatment.RULED])
def test_kept_and_ruled_units_are_not_checked(treatment: Treatment) -> None:
    """What no engine translated is not judged as a translation."""
    unit = replace(make_unit([("He left in 2013 today.", "He left in 2013 today.")]), treatment=treatment)
    assert run_checks(make_edition(unit)) == []


@pytest.mark.parametrize(("engine", "checks"), [("identity", []), ("bergamot", ["untranslated"])])
def test_copying_engines_are_not_blamed_for_copying(engine: str, checks: list[str]) -> None:
    """The identity engine gives the source back on purpose."""
    unit = make_unit([("The old minister left in 2013.", "The old minister left in 2013.")])
    assert [finding.check for finding in run_checks(make_edition(unit, engine=engine))] == checks


def test_failed_unit_is_empty_once() -> None:
    """What a stage has already said about a unit is not said again."""
    unit = replace(make_unit([("He left.", "")]), treatment=Treatment.FAILED)
    edition = make_edition(unit)
    assert [finding.check for finding in run_checks(edition)] == ["empty"]
    told = edition.with_findings(
        [Finding("empty", Severity.ERROR, "the engine gave no text for a sentence", unit="p1")]
    )
    assert run_checks(told) == []


def test_names_come_from_the_edition_or_are_given() -> None:
    """The name audit of the edition is used unless names are passed in."""
    use = NameUse("kyiv", "p1", Span(0, 4), "Kyiv", NameStatus.MISSING, ("Kiev",))
    unit = make_unit([("Kyiv said so.", "A capital disse isso.")])
    edition = replace(make_edition(unit), names=(use,))
    assert [finding.check for finding in run_checks(edition)] == ["name"]
    assert run_checks(edition, {}) == []
    assert [finding.check for finding in run_checks(replace(edition, names=()), {"p1": [use]})] == ["name"]


TEXTS = st.text(max_size=40) | st.sampled_from(
    ["He left in 2013.", "“Ele saiu", "Xk1", "da da da da", "\ud800", "5%"]
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=3), st.sampled_from(["pt-BR", "uk", "ja", "ar"])
)
def test_spans_lie_in_the_texts_and_hold_what_they_say(pairs: list[tuple[str, str]], locale: str) -> None:
    """Whatever the text, both spans of a finding cut the words it names out of the unit's two texts."""
    unit = make_unit(pairs)
    for finding in run_checks(make_edition(unit, locale=locale)):
        if finding.source:
            assert unit.unit.text[slice(*finding.source)] == finding.source_text
        if finding.target:
            assert unit.text[slice(*finding.target)] == finding.target_text


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
def test_target_offsets_find_every_segment(pairs: list[tuple[str, str]]) -> None:
    """Each segment's target stands at its offset."""
    unit = make_unit(pairs, lead="¶ ")
    for offset, segment in zip(target_offsets(unit), unit.segments, strict=True):
        assert unit.text.startswith(segment.target or "", offset)
