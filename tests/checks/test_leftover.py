from __future__ import annotations

import pytest
from check_cases import MakeContext

from newstrans.checks.leftover import CHECK


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Write to @desk about #budget.", "Escreva para @desk sobre #budget."),
        ("The Xk1 engine failed.", "O motor Xk1 falhou."),  # the source's own word
        ("5 * 3 and C# code", "5 * 3 e código C#"),
        ("jane@example.com", "jane@example.com"),
        ("AT&T, R&D", "AT&T, P&D"),
        ("He left.", "Ele saiu."),
    ],
)
def test_what_the_source_has_may_stay(context: MakeContext, source: str, target: str) -> None:
    """Handles, tags and signs of the source are no leftovers."""
    assert CHECK(context(source, target)) == []


@pytest.mark.parametrize(
    ("target", "marked", "message"),
    [
        ("O Xk1 caiu.", "Xk1", "“Xk1” is a placeholder, not text of the edition"),
        ("O XK12 caiu.", "XK12", "“XK12” is a placeholder, not text of the edition"),
        (
            "O *blorft caiu.",
            "*blorft",
            "“*blorft” is an engine's mark of an unknown word, not text of the edition",
        ),
        (
            "O @blorft caiu.",
            "@blorft",
            "“@blorft” is an engine's mark of an unknown word, not text of the edition",
        ),
        (
            "O #blorft caiu.",
            "#blorft",
            "“#blorft” is an engine's mark of an unknown word, not text of the edition",
        ),
        ("O pa\ufffds.", "\ufffd", "“\ufffd” is a broken character, not text of the edition"),
        (
            "O <unk> caiu.",
            "<unk>",
            "“<unk>” is a model's sign for a word it does not know, not text of the edition",
        ),
        ("O ⁇ caiu.", "⁇", "“⁇” is a model's sign for a word it does not know, not text of the edition"),
        ("O ▁caiu.", "▁caiu", "“▁caiu” is a piece of the model's own alphabet, not text of the edition"),
        ("O ca@@ iu.", "ca@@", "“ca@@” is a piece of the model's own alphabet, not text of the edition"),
        ("O \ud83d caiu.", "\ud83d", "“U+D83D” is half a character, not text of the edition"),
        ("⟦caiu", "⟦", "“⟦” is a mark of the pseudo engine, not text of the edition"),
    ],
)
def test_leftovers(context: MakeContext, target: str, marked: str, message: str) -> None:
    """Each is an error that marks the very characters."""
    (finding,) = CHECK(context("The thing fell.", target))
    assert (finding.severity, finding.target_text, finding.message) == ("error", marked, message)
    assert finding.target is not None
    assert target[slice(*finding.target)] == marked


def test_pseudo_text_may_carry_its_marks(context: MakeContext) -> None:
    """⟦ ⟧ is what the pseudo engine is for."""
    assert CHECK(context("The thing fell.", "⟦Ţĥé ţĥîñĝ ƒéļļ.⟧", engine="pseudo")) == []


def test_every_leftover_is_found_once(context: MakeContext) -> None:
    """The same placeholder at two places makes two findings."""
    spans = [finding.target for finding in CHECK(context("It fell.", "O Xk1 e o Xk1 caíram."))]
    assert spans == [(2, 5), (10, 13)]
