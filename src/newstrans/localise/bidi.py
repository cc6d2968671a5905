"""Isolates round what the bidirectional algorithm would take apart (UAX 9), in editions that run from the right.

After an Arabic letter figures count as Arabic numbers: "+1 212 555 0100" is shown in four pieces from right to left,
"2025-12-14" as "14-12-2025", the last "/" of an address jumps to its front. An isolate shows a piece as it was
written. What comes out right by itself (figures, ranges, brackets, names in Latin letters) is left alone.
"""

from __future__ import annotations

import re

from newstrans.localise.locale import EditionLocale
from newstrans.localise.remarks import verbatim_spans
from newstrans.model import Span
from newstrans.text.edits import Rewriter

LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"
_ISOLATES = re.compile("[\u2066-\u2069]")

_LATIN = r"[A-Za-z\u00c0-\u024f]"
_LEFT_TO_RIGHT = re.compile(
    # telephone numbers, ISO dates, numbers with a sign
    r"(?<![\w+])\+\d[\d ().-]{5,24}\d(?!\d)|(?<!\d)\d{2,4}(?:-\d{2,4}){2,4}(?!\d)|(?<![\w)-])[-−+±]\d[\d.,]*%?"
    # Latin words that end or begin with a sign of their own: C++, C#, .NET, AT&T
    rf"|{_LATIN}[\w]*(?:\+\+|#)(?!\w)|(?<![\w.])\.{_LATIN}\w+"
)
_ARABIC_RUN = re.compile(r"[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff][\u0590-\u08ff ]*(?=[ \u00a0(]{1,2}\d)")


def isolate(draft: Rewriter, locale: EditionLocale) -> None:
    """Set isolates in `draft`; nothing in an isolate of its own is touched, so that twice is once."""
    text = draft.text
    if locale.direction == "rtl":
        spans = [*verbatim_spans(text), *(Span(*match.span()) for match in _LEFT_TO_RIGHT.finditer(text))]
        mark, rule = LRI, "bidi.isolate"
        reason = f"it runs from the left inside {locale.tag}"
    else:
        spans = [Span(match.start(), match.start() + len(match[0].rstrip())) for match in _ARABIC_RUN.finditer(text)]
        mark, rule = RLI, "bidi.isolate"
        reason = "a figure behind it would be read as part of it"
    taken = _isolated(text)
    end = len(text) + 1
    for span in sorted(spans, key=lambda span: (-span.end, span.start)):
        if span.end > end or any(span.start < stop and start < span.end for start, stop in taken):
            continue
        end = span.start
        draft.replace(span.end, span.end, PDI, rule=rule, reason=reason)
        draft.replace(span.start, span.start, mark, rule=rule, reason=reason)


def _isolated(text: str) -> list[Span]:
    """What stands in isolates already."""
    found, opened = [], []
    for match in _ISOLATES.finditer(text):
        if match[0] != PDI:
            opened.append(match.start())
        elif opened:
            found.append(Span(opened.pop(), match.end()))
    return found
