"""Carry inline marks from a source text to its translation. Pure functions.

No engine here gives alignments, so a mark is placed by evidence, in this order: the whole sentence; the same
words on both sides (a name, a number, an address); the marked words translated alone and found in the sentence;
and, when all fail, the same relative place, which the caller reports. A mark is never lost and never doubled.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from newstrans.model import Mark, Span
from newstrans.text.tokens import Token, fold, tokenise

# Below this likeness a window of the target is not the translation of the marked words.
_LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence pair: ranges of a source sentence in its unit, and of its translation in the edition's unit."""

    source: Span
    target: Span


def phrases(text: str, marks: Sequence[Mark], pieces: Sequence[Piece]) -> list[str]:
    """The marked words that must be translated alone to be found again."""
    wanted = []
    for mark in marks:
        if mark.start == mark.end or mark.tag == "code":
            continue
        for piece in _overlapping(mark, pieces):
            start, end = max(mark.start, piece.source.start), min(mark.end, piece.source.end)
            if not _is_whole(text, Span(start, end), piece.source):
                wanted.append(text[start:end].strip())
    return [phrase for phrase in dict.fromkeys(wanted) if any(c.isalpha() for c in phrase)]


def carry(
    source: str, target: str, marks: Sequence[Mark], pieces: Sequence[Piece], translated: Callable[[str], str]
) -> tuple[tuple[Mark, ...], list[Mark]]:
    """`marks` of `source` as marks of `target`, and those whose place is only estimated.

    `translated` gives the translation of a phrase alone. Marks keep their order and nesting; they never cross.
    """
    placed: dict[int, Span] = {}
    unsure: list[Mark] = []
    order = sorted(range(len(marks)), key=lambda n: (marks[n].start, -marks[n].end, n))
    for n in order:
        mark = marks[n]
        parents = [placed[m] for m in placed if _holds(marks[m], mark)]
        bounds = parents[-1] if parents else Span(0, len(target))
        taken = [span for m, span in placed.items() if not _holds(marks[m], mark)]
        span, sure = _place(source, target, mark, pieces, translated, bounds, taken)
        placed[n] = span
        if not sure:
            unsure.append(replace(mark, start=span.start, end=span.end))
    out = tuple(replace(mark, start=placed[n].start, end=placed[n].end) for n, mark in enumerate(marks))
    return out, unsure


def _place(
    source: str,
    target: str,
    mark: Mark,
    pieces: Sequence[Piece],
    translated: Callable[[str], str],
    bounds: Span,
    taken: Sequence[Span],
) -> tuple[Span, bool]:
    touched = _overlapping(mark, pieces)
    if mark.start == mark.end or not touched:
        at = _clear(_estimate(source, target, mark.start, pieces), bounds, taken)
        return Span(at, at), mark.start == mark.end or mark.start in (0, len(source))
    spans, sure = [], True
    for piece in touched:
        part = Span(max(mark.start, piece.source.start), min(mark.end, piece.source.end))
        span, certain = _place_part(source, target, part, piece, translated, bounds, taken)
        spans.append(span)
        sure = sure and certain
    return Span(min(s.start for s in spans), max(s.end for s in spans)), sure


def _place_part(
    source: str,
    target: str,
    part: Span,
    piece: Piece,
    translated: Callable[[str], str],
    bounds: Span,
    taken: Sequence[Span],
) -> tuple[Span, bool]:
    room = Span(max(piece.target.start, bounds.start), min(piece.target.end, bounds.end))
    if room.end <= room.start:
        return Span(room.start, room.start), False
    if _is_whole(source, part, piece.source) and not taken_inside(room, taken):
        return _trimmed(target, room), True
    phrase = source[part.start : part.end].strip()
    length = max(1, piece.source.end - piece.source.start)
    wanted = (part.start - piece.source.start) / length
    tokens = [
        token for token in tokenise(target[room.start : room.end])
        if all(room.start + token.end <= span.start or room.start + token.start >= span.end for span in taken if span.end > span.start)
    ]  # fmt: skip
    for likeness in (phrase, translated(phrase)):
        found = _best_window(tokens, tokenise(likeness), wanted, room.end - room.start)
        if found:
            return Span(room.start + found.start, room.start + found.end), True
    start = room.start + round(wanted * (room.end - room.start))
    end = room.start + round((part.end - piece.source.start) / length * (room.end - room.start))
    near = [t for t in tokens if room.start + t.end > start and room.start + t.start < end and t.form[0].isalnum()]
    if near:
        return Span(room.start + near[0].start, room.start + near[-1].end), False
    at = _clear(start, room, taken)
    return Span(at, at), False


def _best_window(tokens: Sequence[Token], wanted: Sequence[Token], place: float, length: int) -> Span | None:
    """The run of `tokens` most like `wanted`, near the relative `place`; None when nothing is like it."""
    if not tokens or not wanted:
        return None
    folded = [fold(token.form) for token in tokens]
    target = [fold(token.form) for token in wanted]
    best, best_score = None, _LIKELY
    for size in range(max(1, len(target) - 2), len(target) + 3):
        for at in range(len(tokens) - size + 1):
            likeness = _likeness(folded[at : at + size], target)
            if likeness < _LIKELY:
                continue
            distance = abs(tokens[at].start / max(1, length) - place)
            score = likeness - 0.15 * distance
            if score > best_score:
                best, best_score = Span(tokens[at].start, tokens[at + size - 1].end), score
    return best


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Share of tokens that have a partner: equal ones count 1, ones with a long common beginning less."""
    left = list(other)
    total = 0.0
    for token in one:
        scores = [(_word_likeness(token, candidate), -n) for n, candidate in enumerate(left)]
        if scores and (best := max(scores))[0] > 0:
            total += best[0]
            del left[-best[1]]
    return 2 * total / (len(one) + len(other))


def _word_likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    common = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        common += 1
    if common >= 4 and common >= 0.6 * max(len(one), len(other)):
        return 0.8
    if min(len(one), len(other)) >= 5 and difflib.SequenceMatcher(None, one, other).ratio() >= 0.8:
        return 0.7
    return 0.0


def _is_whole(text: str, part: Span, sentence: Span) -> bool:
    """Whether `part` holds every letter and digit of the sentence."""
    outside = text[sentence.start : part.start] + text[part.end : sentence.end]
    return not any(c.isalnum() for c in outside)


def _holds(outer: Mark, inner: Mark) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and outer is not inner


def taken_inside(room: Span, taken: Sequence[Span]) -> bool:
    """Whether any placed span lies in `room`."""
    return any(span.start < room.end and span.end > room.start for span in taken)


def _overlapping(mark: Mark, pieces: Sequence[Piece]) -> list[Piece]:
    return [piece for piece in pieces if mark.start < piece.source.end and mark.end > piece.source.start]


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end)


def _estimate(source: str, target: str, at: int, pieces: Sequence[Piece]) -> int:
    """The place in `target` that corresponds to `at` by proportion, at a word border."""
    for piece in pieces:
        if piece.source.start <= at <= piece.source.end:
            share = (at - piece.source.start) / max(1, piece.source.end - piece.source.start)
            place = piece.target.start + round(share * (piece.target.end - piece.target.start))
            while place < piece.target.end and target[place - 1 : place].isalnum() and target[place : place + 1].isalnum():
                place += 1
            return place
    return len(target) if source and at >= len(source) else min(at, len(target))


def _clear(at: int, bounds: Span, taken: Sequence[Span]) -> int:
    """`at` moved out of any span that is taken, inside `bounds`."""
    at = min(max(at, bounds.start), bounds.end)
    for span in sorted(taken):
        if span.start < at < span.end:
            at = min(span.end, bounds.end)
    return at
