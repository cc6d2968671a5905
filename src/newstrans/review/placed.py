"""Where the edits of names and house style stand in a text that was changed since, so that one can be taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from newstrans.checks.base import joined, target_offsets
from newstrans.glossary.surrogates import PUT_BACK, occurrences
from newstrans.model import Edit, EditionUnit, Segment, Span, replay
from newstrans.protect import RESTORE
from newstrans.text.diff import diff_words
from newstrans.text.edits import shift


@dataclass(frozen=True, slots=True)
class PlacedEdit:
    """What was done to one place of the machine's answer: one edit, or those of one mention of a name together.

    `id` is stable for a version of the machine's layer ("0.2": sentence and first edit, counted from 0). `place` is the range of
    `after` in the unit's text as the rules left it, `before` what the machine has there (the source's own name where the engine
    was given a stand-in, which no edition may ever show), `machine` its range in `explain.machine_text`. `source` is the range in the unit's source that called for it.
    """

    id: str
    edits: tuple[Edit, ...]
    before: str
    after: str
    place: Span
    source: Span | None
    machine: Span

    @property
    def entry(self) -> str:
        """The glossary concept that asked for it, "" for house style."""
        return next((one.entry for one in self.edits if one.entry), "")

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, each sentence once."""
        return tuple(dict.fromkeys(one.reason for one in self.edits if one.reason))


def placed_edits(layer: EditionUnit) -> list[PlacedEdit]:
    """The edits of a unit in the order of its text; those of one mention of a name are one."""
    text = joined(layer)
    if not layer.segments or not text:
        return []
    found = []
    at, ended = layer.segments[0].start, 0
    for number, (segment, offset) in enumerate(zip(layer.segments, target_offsets(layer), strict=True)):
        at, ended = at + ended, len(segment.gap) + len(segment.machine if segment.machine is not None else segment.target or segment.source)
        if segment.target is None:
            continue
        begun = segment.machine if segment.machine is not None else segment.source if segment.sent is None else segment.sent
        for numbers in _mentions(segment.edits):
            there, here = _region(segment.edits, numbers)
            source = next((segment.edits[n].source for n in numbers if segment.edits[n].source), None)
            found.append(PlacedEdit(
                f"{number}.{numbers[0]}", tuple(segment.edits[n] for n in numbers),
                _without_stand_in(begun[slice(*there)], segment, numbers), segment.target[slice(*here)],
                Span(here.start + offset, here.end + offset),
                Span(source.start + segment.start, source.end + segment.start) if source else None,
                Span(there.start + at, there.end + at),
            ))  # fmt: skip
    return sorted((one for one in found if one.before != one.after), key=lambda one: (one.place, one.id))


def taken_back(layer: EditionUnit, change: PlacedEdit, text: str) -> str | None:
    """`text`, which was made from the unit's, with the machine's words in one place; None when that place was rewritten.

    Only where the words that the edit put in still stand can they be told from an editor's.
    """
    here = carried(joined(layer), text, change.place)
    if here is None or text[slice(*here)] != change.after:
        return None
    return text[: here.start] + change.before + text[here.end :]


def raw_words(layer: EditionUnit) -> str:
    """The engine's own words as a text that may stand in an edition.

    What was carried round the engine is back in its place, and each name that another stood in for is as in the source: the
    stand-in may reach no reader.
    """
    parts = [layer.unit.text[: layer.segments[0].start] if layer.segments else ""]
    for segment in layer.segments:
        parts += [_own_words(segment), segment.gap]
    return "".join(parts)


def _own_words(segment: Segment) -> str:
    if segment.machine is None:
        return segment.target if segment.target is not None else segment.source
    begun = tuple(takewhile(lambda edit: edit.stage == RESTORE, segment.edits))
    text = replay(segment.machine, begun)
    for edit in segment.edits[len(begun) :]:
        places = occurrences(text, [edit.before]) if edit.rule == PUT_BACK and edit.source else []
        for span in reversed(places):
            text = text[: span.start] + segment.source[slice(*edit.source or (0, 0))] + text[span.end :]
    return text


def carried(old: str, new: str, place: Span) -> Span | None:
    """Where a range of `old` stands in `new`; None when a word of it was changed.

    >>> carried("em Kyiv hoje", "Ontem em Kyiv", Span(3, 7))
    Span(start=9, end=13)
    """
    if old == new:
        return place
    at = begun = 0
    for op, text in diff_words(old, new):
        if op == "equal" and at <= place.start and place.end <= at + len(text):
            return Span(place.start - at + begun, place.end - at + begun)
        at += len(text) if op != "insert" else 0
        begun += len(text) if op != "delete" else 0
    return None


def _without_stand_in(text: str, segment: Segment, numbers: Iterable[int]) -> str:
    """The machine's words in one place, with the name of the source for a name that stood in for it."""
    for edit in (segment.edits[n] for n in numbers):
        if edit.rule == PUT_BACK and edit.source:
            text = text.replace(edit.before, segment.source[slice(*edit.source)])
    return text


def _mentions(edits: Sequence[Edit]) -> list[list[int]]:
    """Numbers of the edits that belong together: of one entry, for one place in the source."""
    groups: dict[object, list[int]] = {}
    for number, edit in enumerate(edits):
        key = (edit.entry, edit.source) if edit.entry and edit.source else number
        groups.setdefault(key, []).append(number)
    return list(groups.values())


def _region(edits: Sequence[Edit], numbers: Sequence[int]) -> tuple[Span, Span]:
    """The range in the machine's answer, and the one in the final text, that some of the edits touch."""
    spans = [shift(Span(edits[n].start, edits[n].start + len(edits[n].after)), edits[n + 1 :]) for n in numbers]
    final = Span(min(one.start for one in spans), max(one.end for one in spans))
    machine = _unshift(final, edits)
    return machine, shift(machine, edits) if machine.start < machine.end else final


def _unshift(span: Span, edits: Iterable[Edit]) -> Span:
    """Where a range of the text behind the edits lay before them; one that an edit touches grows to hold it."""
    start, end = span
    for edit in reversed(list(edits)):
        behind = edit.start + len(edit.after)
        delta = len(edit.after) - (edit.end - edit.start)
        if end < edit.start or (end == edit.start and edit.start < behind):
            continue
        if start > behind or (start == behind and edit.start < behind):
            start, end = start - delta, end - delta
        else:
            start, end = min(start, edit.start), max(end, behind) - delta
    return Span(start, end)
