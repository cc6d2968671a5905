from __future__ import annotations

import pytest
from check_cases import MakeContext

from newstrans.checks.names import CHECK
from newstrans.model import NameStatus, NameUse, Severity, Span

SOURCE = "Zelensky met Zelensky’s aides."
FORMS = ("Zelenski",)


def use(status: NameStatus, start: int = 0, reason: str = "") -> NameUse:
    return NameUse("zelensky", "p1", Span(start, start + 8), "Zelensky", status, FORMS, None, reason)


def test_right_and_edited_names_are_no_finding(context: MakeContext) -> None:
    """A name with an approved form, by the engine or by the glossary, is in order."""
    names = (use(NameStatus.RIGHT), use(NameStatus.EDITED, 13), use(NameStatus.EMBEDDED))
    assert CHECK(context(SOURCE, "Zelenski recibió a los asesores de Zelenski.", "es", names=names)) == []


def test_missing_name_is_an_error_with_its_place_and_the_house_form(context: MakeContext) -> None:
    """The finding marks the name in the source and says what should stand in the edition."""
    (finding,) = CHECK(
        context(SOURCE, "El presidente recibió a los asesores.", "es", names=(use(NameStatus.MISSING),))
    )
    assert finding.severity is Severity.ERROR
    assert (finding.source, finding.source_text) == (Span(0, 8), "Zelensky")
    assert (
        finding.message
        == "“Zelensky” of the source has no approved form in the edition (house form: “Zelenski”)"
    )


def test_second_mention_that_is_missing_is_a_warning(context: MakeContext) -> None:
    """A name that is right once in the paragraph may be a pronoun the second time."""
    names = (use(NameStatus.RIGHT), use(NameStatus.MISSING, 13))
    (finding,) = CHECK(
        context("Zelensky met Zelensky’s aides.", "El presidente recibió a sus asesores.", "es", names=names)
    )
    assert (finding.severity, finding.source) == (Severity.WARNING, Span(13, 21))


def test_form_put_in_by_a_later_stage_counts(context: MakeContext) -> None:
    """Capitals of a headline do not hide an approved form."""
    assert CHECK(context(SOURCE, "ZELENSKI RECIBE A ASESORES", "es", names=(use(NameStatus.MISSING),))) == []


def test_flagged_name_is_a_warning_with_the_reason(context: MakeContext) -> None:
    """What the glossary left alone on purpose is for an editor to decide."""
    (finding,) = CHECK(
        context(SOURCE, "Zelenskiy", "es", names=(use(NameStatus.FLAGGED, reason="may be another person"),))
    )
    assert finding.severity is Severity.WARNING
    assert finding.message == "“Zelensky” was left as it is (house form: “Zelenski”): may be another person"


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("Die NBA hat die Saison suspendiert.", True),  # "us", but no US
        ("Die NBA der US hat die Saison beendet.", False),
        ("Die NBA der USs hat die Saison beendet.", False),  # with an ending
        ("DIE NBA DER US HAT DIE SAISON BEENDET.", False),
    ],
)
def test_short_form_is_a_word_of_its_own(context: MakeContext, target: str, *, found: bool) -> None:
    """What stands inside another word is no form of the name."""
    name = NameUse("united-states", "p1", Span(4, 17), "United States", NameStatus.MISSING, ("US",))
    assert bool(CHECK(context("The United States NBA ended the season.", target, "de", names=(name,)))) is found
