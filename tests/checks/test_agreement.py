"""Checks that ask the glossary: the determiner beside a name, and forms that the house does not write, or no longer."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from check_cases import make_edition, make_unit

from newstrans.checks import POLICY, run_checks
from newstrans.checks.pair import find_names
from newstrans.glossary.load import load_glossary
from newstrans.glossary.names import Names
from newstrans.model import Finding

TERMS = """
[lake-verna]
kind = "place"
en = { preferred = "Verna" }
pt = { preferred = "Verna", gender = "f" }

[maria-kovalenko]
kind = "person"
gender = "f"
en = { preferred = "Maria Kovalenko" }
pt = { preferred = "Maria Kovalenko" }

[petra-lindholm]
kind = "person"
gender = "f"
en = { preferred = "Petra Lindholm" }
pt = { preferred = "Petra Lindholm", deprecated = ["Petra Lindholme"], forbidden = ["Pedra Lindholm"] }

[old-port]
kind = "place"
status = "deprecated"
replaced_by = "lake-verna"
en = { preferred = "Old Verna" }
pt = { preferred = "Verna Velha" }
"""


@pytest.fixture
def names(tmp_path: Path) -> Names:
    (tmp_path / "terms.toml").write_text(TERMS, "utf-8")
    return Names(load_glossary([tmp_path]))


def _found(names: Names, check: str, source: str, target: str) -> list[Finding]:
    edition = find_names(make_edition(make_unit([(source, target)])), names)
    return [one for one in run_checks(edition, policy=replace(POLICY, names=names)) if one.check == check]


@pytest.mark.parametrize(
    ("target", "mended"),
    [
        ("Choveu no Verna.", "na "),
        ("Choveu na Verna.", None),
        ("Choveu em Verna.", None),
        ("Choveu no Verna Azul.", None),  # part of a longer name
    ],
)
def test_determiner_beside_a_place(names: Names, target: str, mended: str | None) -> None:
    """The article has the gender that the entry states."""
    assert [one.fix for one in _found(names, "agreement", "It rained in Verna.", target)] == ([mended] if mended else [])


@pytest.mark.parametrize(
    ("target", "mended"),
    [
        ("Falou o presidente Maria Kovalenko.", "a "),
        ("Falou a presidente Maria Kovalenko.", None),
        ("Falou o governo Maria Kovalenko.", None),  # her government, which has a gender of its own
    ],
)
def test_determiner_before_a_role(names: Names, target: str, mended: str | None) -> None:
    """A role that has one form for both genders takes the article of the person."""
    assert [one.fix for one in _found(names, "agreement", "President Maria Kovalenko spoke.", target)] == ([mended] if mended else [])


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("Maria Kovalenko beat Petra Lindholm.", "Petra Lindholm venceu Maria Kovalenko.", True),
        ("Maria Kovalenko beat Petra Lindholm.", "Maria Kovalenko venceu Petra Lindholm.", False),
        ("“No,” said Maria Kovalenko to Petra Lindholm.", "“Não”, disse Petra Lindholm a Maria Kovalenko.", True),
        ("Maria Kovalenko met Petra Lindholm in Verna.", "Em Verna, Maria Kovalenko encontrou Petra Lindholm.", False),  # a place may move
        ("Maria Kovalenko said Maria Kovalenko beat Petra Lindholm.", "Petra Lindholm perdeu, disse Maria Kovalenko.", False),
        ("Maria Kovalenko beat Petra Lindholm, and Maria Kovalenko wept.", "Petra Lindholm venceu Maria Kovalenko, e Maria Kovalenko chorou.", True),
        ("Maria Kovalenko beat Petra Lindholm, and Maria Kovalenko wept.", "Maria Kovalenko venceu Petra Lindholm, e Maria Kovalenko chorou.", False),
        ("Maria Kovalenko saw Verna, then Petra Lindholm.", "Petra Lindholm viu a Verna, depois Maria Kovalenko.", True),  # a place between
    ],
)
def test_persons_who_changed_places(names: Names, source: str, target: str, *, found: bool) -> None:
    """Two names of a kind, each as often in either text, keep their order."""
    assert bool(_found(names, "exchange", source, target)) is found


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("Pedra Lindholm falou.", "the house never writes “Pedra Lindholm”: Petra Lindholm (petra-lindholm)"),
        ("Petra Lindholme falou.", "the house no longer writes “Petra Lindholme”: Petra Lindholm (petra-lindholm)"),
        ("Choveu em Verna Velha.", "the house no longer writes “Verna Velha”: Verna (old-port)"),
        ("Petra Lindholm falou.", None),
    ],
)
def test_forms_that_are_not_written(names: Names, target: str, message: str | None) -> None:
    """Forbidden and deprecated forms of a name, and names of a deprecated concept with its heir, wherever they come from."""
    assert [one.message for one in _found(names, "forbidden", "She spoke.", target)] == ([message] if message else [])
