"""Damaged files of translators' tools: refused by an error of ours, or taken sentence by sentence, never half."""

from __future__ import annotations

import pytest
import sample_editions as samples
from damage import damaged, edit, many
from hypothesis import given
from hypothesis import strategies as st

from newstrans.errors import ExchangeError
from newstrans.exchange import FORMATS, export_edition, import_answers, read_answers
from newstrans.exchange.segments import problem_of, sentences
from newstrans.formats.edition_json import edition_from_json, edition_to_json

EDITIONS = [samples.portuguese(), samples.arabic(), samples.hostile()]
DIGEST = "d" * 64


@pytest.mark.parametrize("kind", FORMATS)
@many
@given(place=st.integers(0, len(EDITIONS) - 1), edits=st.lists(edit, min_size=1, max_size=5), named=st.booleans())
def test_a_damaged_file_changes_whole_sentences_or_nothing(kind, place, edits, named):
    """What is taken has all inline codes of its source and can be kept; what nobody touched is as it was."""
    edition = EDITIONS[place]
    data = damaged(export_edition(edition, kind, digest=DIGEST), edits)
    if not named:  # as a tool that drops what it does not know
        data = data.replace(DIGEST.encode(), b"")
    try:
        answers = read_answers(data, name="file")
        done = import_answers(edition, data, name="file", digest=DIGEST)
    except ExchangeError:
        return
    assert len(answers.answers) == len(done.changed) + len(done.refused) + done.unchanged
    before, after = ({one.key: one for one in sentences(found)} for found in (edition, done.edition))
    assert before.keys() == after.keys()
    for key, one in after.items():
        if key in done.changed:
            assert one.target is not None
            assert problem_of(one.target, one.signs) == ""
        else:
            assert one.target == before[key].target
    kept = edition_from_json(edition_to_json(done.edition), name="")
    assert [one.target for one in sentences(kept)] == [one.target for one in after.values()]
