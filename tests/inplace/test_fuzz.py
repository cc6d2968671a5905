"""Damaged files: every reader gives an error of ours or a document whose bytes are its own, an edition of it, and its
text in the formats that it can be converted to.
"""

from __future__ import annotations

import pytest
from damage import damaged, edit, many
from hypothesis import given
from hypothesis import strategies as st
from wire_files import NOW, OWN, format_of

from newstrans.errors import NewstransError, NoArticleError
from newstrans.formats.convert import convert
from newstrans.formats.inplace import open_document
from newstrans.model import Edition, EditionUnit, Mark
from newstrans.pubstatus import Status
from newstrans.wire import make_issue

FILES = sorted(OWN.iterdir())


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
@many
@given(edits=st.lists(edit, min_size=1, max_size=6), words=st.text(max_size=12))
def test_a_damaged_file_is_read_or_refused(path, edits, words):
    """Never a crash, never a lost byte; and whatever words come as a translation, the file can be written."""
    data = damaged(path.read_bytes(), edits)
    try:
        document = open_document(data, name=path.name, format=format_of(path))
    except NewstransError:
        return
    assert document.write({}).data == data
    issues = {}
    for place, item in enumerate(document.items):
        if item.story is None:
            continue
        edition = None
        if item.identity.status is Status.USABLE:
            units = tuple(
                EditionUnit(unit, text=unit.text + words, marks=tuple(Mark(m.start, m.end + 1, m.tag, m.attributes) for m in unit.marks[::-1]))
                for unit in item.story.units
            )
            edition = Edition(item.story, "uk", language="en", units=units)
        issues[place] = make_issue(item, "uk", edition=edition, feed=document.source.feed, now=NOW)
    edition_file = document.write(issues)
    text = edition_file.data.decode(edition_file.encoding, "strict")
    assert document.items == () or text
    if format_of(path) in ("newsml-g2", "nitf", "newsml1", "feed", "ninjs"):
        # What was well-formed still is.
        again = open_document(edition_file.data, name=path.name, format=format_of(path))
        assert len(again.items) == len(document.items)
    for item in document.items:
        if item.story is not None and not item.furniture:
            for wanted, name in (("g2", "a.xml"), ("ninjs", "a.json"), ("text", "a.txt")):
                try:
                    made = convert(item, wanted, now=NOW)
                except NoArticleError:
                    continue
                open_document(made.data, name=name)
