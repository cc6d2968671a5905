"""Identity and pseudo: the engines that need nothing."""

from __future__ import annotations

import re

import pytest

from newstrans.config import Config
from newstrans.engines.base import LanguagePair
from newstrans.engines.identity import IdentityEngine
from newstrans.engines.pseudo import PseudoEngine

EN_PT = LanguagePair("en", "pt")


def test_identity_gives_the_source(config: Config) -> None:
    """Nothing is changed, not even spaces."""
    assert IdentityEngine(config).translate(["  A  b\n"], EN_PT)[0].text == "  A  b\n"


def test_pseudo_is_marked_accented_and_longer(config: Config) -> None:
    """The text can still be read, and an eye sees what went through the engine."""
    source = "Parliament votes on the budget tonight"
    text = PseudoEngine(config).translate([source], EN_PT)[0].text

    assert text == "⟦Þàŕļîàméñţ ṽöţéš öñ ţĥé ƀûðĝéţ ţöñîĝĥţ öñé ţŵö ţĥŕéé⟧"
    assert 1.3 < len(text) / len(source) < 1.45


@pytest.mark.parametrize(
    "kept",
    [
        "https://example.org/a_b?c=1#d", "www.example.org", "jane.doe@example.org", "@newsdesk", "#Elections",
        "{name}", "{{ name }}", "%s", "%(count)d", "%1$s", "<em>", "</strong>", "1,234.5", "2026", "F16", "3-0",
    ],
)  # fmt: skip
def test_pseudo_keeps_what_is_no_prose(config: Config, kept: str) -> None:
    """Numbers, addresses and placeholders stay as they are."""
    assert kept in PseudoEngine(config).translate([f"Before {kept} after"], EN_PT)[0].text


def test_pseudo_turns_the_line_for_right_to_left_targets(config: Config) -> None:
    """An Arabic or Hebrew edition shows its direction."""
    engine = PseudoEngine(config)

    assert re.fullmatch("\u200f⟦.*⟧\u200f", engine.translate(["News"], LanguagePair("en", "ar"))[0].text)
    assert "\u200f" not in engine.translate(["News"], EN_PT)[0].text


def test_both_take_any_pair(config: Config) -> None:
    """They list no pairs, take all, and need no protection."""
    for engine in (IdentityEngine(config), PseudoEngine(config)):
        assert engine.pairs() == []
        assert engine.any_pair
        assert engine.traits(EN_PT).copies
        assert engine.install_hint("en", "pt") is None
