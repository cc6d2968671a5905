from __future__ import annotations

import pytest
from check_cases import MakeContext

from newstrans.checks.length import CHECK
from newstrans.model import Span
from newstrans.text.proportion import band

LONG = "The minister resigned on Monday after weeks of protest in the capital."


@pytest.mark.parametrize(
    ("source", "target", "locale"),
    [
        (LONG, "O ministro renunciou na segunda-feira após semanas de protestos na capital.", "pt-BR"),
        (LONG, "首都での数週間にわたる抗議を受け、大臣は月曜日に辞任した。", "ja"),
        (LONG, "部长在首都数周的抗议之后于周一辞职。", "zh"),
        ("Yes, indeed.", "Sim.", "pt-BR"),  # too short to measure
        (LONG, "", "pt-BR"),  # "empty" says it
    ],
)
def test_usual_length(context: MakeContext, source: str, target: str, locale: str) -> None:
    """Each pair has its own band."""
    assert CHECK(context(source, target, locale)) == []


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("O ministro.", "very short: 11 characters for 70 of the source (usual: 35 to 154)"),
        ("a" * 200, "very long: 200 characters for 70 of the source (usual: 35 to 154)"),
    ],
)
def test_odd_length(context: MakeContext, target: str, message: str) -> None:
    """The finding marks the whole sentence and tells both lengths."""
    (finding,) = CHECK(context(LONG, target))
    assert (finding.severity, finding.message) == ("warning", message)
    assert (finding.source, finding.target) == (Span(0, 70), Span(0, len(target)))


def test_band_turns_round_with_the_pair() -> None:
    """What is short into Japanese is long out of it."""
    assert band("ja", "en")[0] > band("en", "en")[1] / 2
