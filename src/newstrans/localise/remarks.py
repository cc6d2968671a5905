"""What localisation leaves alone: addresses and code in a text, and cases that it only reports."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from newstrans.model import Finding, Severity, Span

STAGE = "localise"

_VERBATIM = re.compile(
    r"`[^`\n]{1,200}`"
    r"|(?:https?|ftp)://[^\s<>\"“”«»]{1,2000}|\bwww\.[^\s<>\"“”«»]{1,2000}"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
    r"|(?<![\w@#])[@#]\w{1,100}"
    r"|</?[A-Za-z][^<>\n]{0,200}>"
    r"|\b[\w-]{1,40}=(?:\"[^\"\n]{0,200}\"|'[^'\n]{0,200}')"
)


def verbatim_spans(text: str) -> list[Span]:
    """Addresses, handles, code and markup in `text`: nothing in them is ever rewritten."""
    if not any(sign in text for sign in ("`", "://", "www.", "@", "#", "<", "=")):
        return []
    return [Span(*match.span()) for match in _VERBATIM.finditer(text)]


def merge_spans(spans: Sequence[Span]) -> list[Span]:
    """`spans` in order, those that overlap joined: what `inside` asks for."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def inside(start: int, end: int, spans: Sequence[Span]) -> bool:
    """Whether the range touches one of `spans`, which are in order and do not overlap."""
    index = bisect_left(spans, end, key=_start) - 1
    return index >= 0 and spans[index].end > start


def _start(span: Span) -> int:
    return span.start


def uncertain(check: str, message: str, source: Span, text: str) -> Finding:
    """A note on something that is left as the engine gave it; `source` counts in the segment's source."""
    return Finding(check, Severity.INFO, message, source=source, source_text=text)
