"""Damaged files: every reader gives an error of ours or a document whose bytes are its own, and an edition of it."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wire_files import NOW, OWN, format_of

from newstrans.errors import NewstransError
from newstrans.formats.inplace import open_document
from newstrans.model import Edition, EditionUnit, Mark
from newstrans.pubstatus import Status
from newstrans.wire import make_issue

FILES = sorted(OWN.iterdir())
# An hour of cases: NEWSTRANS_FUZZ=20000 pytest tests/inplace/test_fuzz.py
EXAMPLES = int(os.environ.get("NEWSTRANS_FUZZ", "60"))

_PIECES = [
    b"<", b">", b"</p>", b"<p>", b"<b>", b"</i>", b"&", b"&amp;", b"&#0;", b"&#xD800;", b"&x;", b"]]>", b"<![CDATA[", b"<!--", b"-->", b"<?x?>",
    b'"', b"'", b"\\", b"\\u", b"\\ud83d", b"{", b"}", b"[", b"]", b",", b":", b"\x00", b"\x01", b"\x02", b"\x03", b"\r", b"\n", b"\n\n", b"\t", b"*", b"**",
    b"_", b"`", b"](", b"![", b"| ", b"> ", b"---\n", b"{%", b"{{", b"\xff", b"\xc3", b"\xe2\x80\xa8", b"\xef\xbb\xbf", b" xml:lang='de'", b"<script>",
    b"<code>", b"<br>", b"null", b"1e999", b"stat:canceled", b"=\r\n", b"^", b"xmlns=''", b"<!DOCTYPE a [<!ENTITY x 'y'>]>", b"lang: de\n",
]  # fmt: skip

edit = st.tuples(
    st.floats(0, 1), st.integers(0, 12), st.one_of(st.sampled_from(_PIECES), st.binary(max_size=4), st.text(max_size=4).map(lambda text: text.encode("utf-8", "replace")))
)  # fmt: skip


def damaged(data: bytes, edits: list[tuple[float, int, bytes]]) -> bytes:
    """`data` with each edit's bytes put in place of some at its relative place."""
    for place, length, new in edits:
        at = int(place * len(data))
        data = data[:at] + new + data[at + length :]
    return data


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
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
    made = document.write(issues)
    text = made.data.decode(made.encoding, "surrogatepass" if made.encoding.startswith("utf") else "strict")
    assert document.items == () or text
    if format_of(path) in ("newsml-g2", "nitf", "newsml1", "feed", "ninjs"):
        # What was well-formed still is.
        again = open_document(made.data, name=path.name, format=format_of(path))
        assert len(again.items) == len(document.items)
