from __future__ import annotations

import pytest

from newstrans.localise.locale import load_locale
from newstrans.localise.segment import localise_segment
from newstrans.model import replay


def localised(source: str, target: str, tag: str) -> str:
    edits, _ = localise_segment(source, target, source_language="en", locale=load_locale(tag))
    return replay(target, edits).replace("\u00a0", "_").replace("\u202f", "·")


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "A – a – b".replace(" – ", " — ")), ("pt-BR", "A – a – b"), ("fr", "A – a – b"), ("de", "A – a – b"),
        ("es", "A —a— b"), ("gl", "A —a— b"), ("ca", "A —a— b"), ("uk", "A_— a_— b"), ("ru", "A_— a_— b"),
    ],
)  # fmt: skip
def test_dashes_are_set_as_in_the_locale(tag, expected):
    """The hyphens that engines are given become the dashes of the house, by turns opening and closing."""
    assert localised("The law — passed — costs", "A - a - b", tag) == expected
    assert localised("The law—passed—costs", "A — a — b", tag) == expected
    assert localised("The law -- passed -- costs", "A -- a -- b", tag) == expected


@pytest.mark.parametrize(
    ("source", "target", "tag", "expected"),
    [
        # Without a dash in the source nothing is set.
        ("a well-known case", "um caso - conhecido", "pt-BR", "um caso - conhecido"),
        ("They won — 3-1", "Ganharam - 3 - 1", "pt-BR", "Ganharam – 3 - 1"),
        ("Mary said — and left.", "Dijo Mary - y salió.", "es", "Dijo Mary —y salió."),
        ("The law — passed —, he said", "La ley - aprobada -, dijo", "es", "La ley —aprobada—, dijo"),
        ("from 2019–2024", "em 2019-2024", "pt-BR", "em 2019–2024"),
        ("from 2019–2024", "em 2019 - 2024", "pt-BR", "em 2019–2024"),
        ("from 2019–2024", "en 2019–2024", "fr", "en 2019-2024"),
        ("from 2019-2024", "em 2019-2024", "pt-BR", "em 2019-2024"),
        ("and more…", "e mais...", "pt-BR", "e mais…"),
        ("and more...", "e mais...", "pt-BR", "e mais…"),
        ("and more.", "e mais...", "pt-BR", "e mais..."),
        ("and more....", "e mais....", "pt-BR", "e mais...."),
    ],
)
def test_signs_need_a_reason_in_the_source(source, target, tag, expected):
    """Dashes, ranges and ellipses are set only where the source has them."""
    assert localised(source, target, tag) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("Il dit: non!", "Il dit_: non·!"),
        ("Vraiment ?!", "Vraiment·?!"),
        ("Oui; non", "Oui·; non"),
        ("à 10:30, https://example.org/?a=b;c", "à 10:30, https://example.org/?a=b;c"),
        ("«\u00a0Non\u00a0»\u00a0!", "«\u00a0Non\u00a0»·!".replace("\u00a0", "_")),
    ],
)
def test_french_has_no_break_spaces_before_high_punctuation(target, expected):
    """Thin before ; ! ?, full before the colon; times and addresses are none."""
    assert localised("Source", target, "fr") == expected


def test_spaces_that_an_engine_added_go():
    """Apertium starts sentences with a space, doubles them, and puts one before a comma."""
    assert localised("He paid, and left.", " Pagó ,  y salió .", "es") == "Pagó, y salió."
    assert localised("Two  spaces", "Dos  espacios", "es") == "Dos  espacios"


@pytest.mark.parametrize(
    ("target", "tag", "expected"),
    [
        ("Le coût d'3,5 millions", "fr", "Le coût de 3,5 millions"), ("D’12 à 14 navires", "fr", "De 12 à 14 navires"),
        ("la salle d'Odessa", "fr", "la salle d’Odessa"), ("l’ordre d’un, d’1", "fr", "l’ordre d’un, de 1"), ("d'3 vaixells", "ca", "d'3 vaixells"),
    ],
)  # fmt: skip
def test_french_is_not_elided_before_figures(target, tag, expected):
    """An engine that works by rules takes the figure for a vowel."""
    made = localised("The cost of 3.5 million and the hall", target, tag)
    assert made.replace("'", "’") == expected.replace("'", "’")
