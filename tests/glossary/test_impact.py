"""The names of an edition done again over its stored text: the same glossary gives the same edition."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from newstrans.cli.setup import desk
from newstrans.formats import read_story
from newstrans.glossary.load import Glossary
from newstrans.glossary.names import Names
from newstrans.impact import impact_on, remade
from newstrans.pipeline import default_stages, translate_stories

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "harbour-talks.txt"


@pytest.mark.engine
def test_same_glossary_gives_the_same_edition() -> None:
    """Directly and over a pivot, with names that the engine was asked about again: every unit comes out as stored."""
    here = desk()
    story = read_story(EXAMPLE.read_bytes(), name=EXAMPLE.name)
    stages = default_stages(here.engines, here.names, here.locale)
    try:
        run = translate_stories([story], ["pt-BR", "ca"], stages, names=here.names, locale=here.locale)
    finally:
        here.close()
    assert {"pt-BR", "ca"} == {edition.locale for edition in run.editions}
    learnt = [edit.rule for edition in run.editions for unit in edition.units for one in unit.segments for edit in one.edits]
    assert "name.learnt" in learnt  # the case that needs the edition's own record

    for edition in run.editions:
        again = remade(edition, here.names, here.locale)
        assert [unit.text for unit in edition.units] == [unit.text for unit in again.units]
        assert [(use.text, use.status, use.target) for use in edition.names] == [(use.text, use.status, use.target) for use in again.names]
    assert [] == list(impact_on(run.editions, here.names, here.names, here.locale))

    entries = [replace(entry, status="deprecated") if entry.id == "zelensky" else entry for entry in here.names.glossary.entries]
    without = Names(Glossary(tuple(entries)))
    touched = list(impact_on(run.editions, here.names, without, here.locale))
    assert {"zelensky"} == {name.entry for one in touched for name in one.names}
    assert all(name.after == "" for one in touched for name in one.names)
