"""Damage to a file: bytes put in place of others, of a kind that readers trip over. Shared by the fuzzing tests."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

# An hour of cases, other ones on every run: NEWSTRANS_FUZZ=20000 pytest tests/inplace/test_fuzz.py tests/exchange/test_fuzz.py
EXAMPLES = int(os.environ.get("NEWSTRANS_FUZZ", "60"))
many = settings(max_examples=EXAMPLES, derandomize="NEWSTRANS_FUZZ" not in os.environ, suppress_health_check=list(HealthCheck))

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
