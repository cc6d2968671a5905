"""Texts cut where marks begin and end, and diffs with their long unchanged stretches left out: what a page draws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from newstrans.model import Severity, Span
from newstrans.review.layers import Run

# Words kept on each side of a change when the unchanged text around it is left out.
_AROUND = 3
_LONG_CHARS = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of a text and what it is: "error", "warning" or "name"; `told` says it in words."""

    span: Span
    kind: str
    told: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text under the same marks; joined the pieces give the text again."""

    text: str
    kinds: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


def finding_marks(findings: Iterable[tuple[Span | None, Severity, str]]) -> list[Mark]:
    """Marks of findings on one of their two texts: (range there or None, severity, message)."""
    return [Mark(span, severity.value, told) for span, severity, told in findings if span is not None and span.start < span.end]


def pieces(text: str, marks: Sequence[Mark]) -> list[Piece]:
    """`text` cut at the ends of its marks; ranges outside of it are cut off.

    >>> [(one.text, one.kinds) for one in pieces("1,200 t", [Mark(Span(0, 5), "error")])]
    [('1,200', ('error',)), (' t', ())]
    """
    cuts = sorted({0, len(text), *(min(max(at, 0), len(text)) for mark in marks for at in mark.span)})
    found = []
    for start, end in pairwise(cuts):
        on = [mark for mark in marks if mark.span.start < end and start < mark.span.end]
        found.append(Piece(
            text[start:end], tuple(dict.fromkeys(mark.kind for mark in on)), tuple(dict.fromkeys(mark.told for mark in on if mark.told))
        ))  # fmt: skip
    return found


def abridged(runs: Sequence[Run]) -> list[Run]:
    """Runs of a diff for a narrow strip: of a long unchanged stretch only the words next to the changes stay.

    What was left out is an empty equal run.
    """
    found: list[Run] = []
    for place, run in enumerate(runs):
        if run.op != "equal" or len(run.text) <= _LONG_CHARS:
            found.append(run)
            continue
        if place:
            found.append(Run("equal", _words(run.text, last=False)))
        found.append(Run("equal", ""))
        if place < len(runs) - 1:
            found.append(Run("equal", _words(run.text, last=True)))
    return found


def _words(text: str, *, last: bool) -> str:
    """The first or last few words of a text; of one without spaces some characters."""
    words = text.split(" ")
    if len(words) <= _AROUND:
        return text[-_LONG_CHARS // 3 :] if last else text[: _LONG_CHARS // 3]
    return " ".join(words[-_AROUND:]) if last else " ".join(words[:_AROUND])
