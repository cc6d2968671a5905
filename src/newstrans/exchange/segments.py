"""An edition as sentences with inline codes: what translators' tools exchange.

A code stands for a mark of the text (emphasis, a link). A mark that reaches over several sentences has a code in each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from newstrans.checks.base import target_offsets
from newstrans.formats.edition_layout import fit
from newstrans.model import Edition, EditionUnit, Mark, Segment, Treatment


class Code(NamedTuple):
    """A place in a text: `kind` is "open", "close" or "void"; `id` is unique in its unit."""

    kind: str
    id: str


Token = str | Code


class Sign(NamedTuple):
    """What a code stands for."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    void: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an edition, ready for exchange.

    `unit` and `segment` are places in `edition.units` and in the unit's segments; `key` names the sentence in files
    ("p3.2"). `target` is None where there is no text yet. `signs` are the codes of the source, each of which belongs
    into the target once. `origin` is "mt" (an engine's words, rules or not), "pe" (those that a person changed), "human"
    (a person's alone) or "" (no target).
    """

    unit: int
    segment: int
    key: str
    source: tuple[Token, ...]
    target: tuple[Token, ...] | None
    signs: Mapping[str, Sign]
    origin: str

    @property
    def source_text(self) -> str:
        """The source without codes."""
        return text_of(self.source)


STAGE = "exchange"


def sentences(edition: Edition) -> list[Sentence]:
    """Every sentence of `edition` that is for translation, in order; characters that no file may carry are U+FFFD."""
    return [
        sentence
        for place, unit in enumerate(edition.units)
        if unit.treatment in {Treatment.TRANSLATED, Treatment.FAILED} and is_aligned(unit)
        for sentence in _of_unit(place, unit)
    ]


def is_aligned(unit: EditionUnit) -> bool:
    """Whether the unit's texts are its sentences put together, so that a sentence can be changed alone."""
    if not unit.segments:
        return False
    lead = unit.unit.text[: unit.segments[0].start]
    return unit.text in {"", lead + "".join((segment.target or "") + segment.gap for segment in unit.segments)}


def _of_unit(place: int, unit: EditionUnit) -> Iterable[Sentence]:
    offsets = target_offsets(unit)
    count = 0
    for number, (segment, offset) in enumerate(zip(unit.segments, offsets, strict=True)):
        sources = clipped(unit.unit.marks, segment.start, segment.start + len(segment.source))
        signs = {str(count + n): Sign(m.tag, m.attributes, m.start == m.end) for n, m in enumerate(sources, 1)}
        count += len(sources)
        numbered = list(zip(signs, sources, strict=True))
        target = None
        if segment.target is not None and unit.text:
            marks = clipped(unit.marks, offset, offset + len(segment.target))
            target = tokens(segment.target, _matched(marks, signs))
        yield Sentence(
            place, number, f"{unit.unit.id}.{number + 1}", tokens(segment.source, numbered), target, signs, origin_of(segment)
        )


def origin_of(segment: Segment) -> str:
    """Who the words of a segment are by, as translation memories have it."""
    if not segment.target:
        return ""
    if segment.machine is None:
        return "human"
    return "pe" if any(edit.stage == STAGE for edit in segment.edits) else "mt"


def clipped(marks: Iterable[Mark], start: int, end: int) -> list[Mark]:
    """The marks over a sentence, cut to it and counted from its start, outermost first; those that cross are dropped.

    A void mark belongs to the sentence that it stands in, not to one that ends where it stands.
    """
    found: list[Mark] = []
    for mark in marks:
        if mark.start == mark.end:
            if start <= mark.start < end:
                found.append(Mark(mark.start - start, mark.end - start, mark.tag, mark.attributes))
        elif max(mark.start, start) < min(mark.end, end):
            found.append(Mark(max(mark.start, start) - start, min(mark.end, end) - start, mark.tag, mark.attributes))
    found.sort(key=lambda mark: (mark.start, -mark.end))
    kept: list[Mark] = []
    for mark in found:
        if not any(other.start < mark.start < other.end < mark.end for other in kept):
            kept.append(mark)
    return kept


def _matched(marks: Sequence[Mark], signs: Mapping[str, Sign]) -> list[tuple[str, Mark]]:
    """The marks of a target with the ids of the source's; one that the source does not have is left out."""
    free = dict(signs)
    found = []
    for mark in marks:
        sign = Sign(mark.tag, mark.attributes, mark.start == mark.end)
        key = next((key for key, other in free.items() if other == sign), None)
        if key is not None:
            del free[key]
            found.append((key, mark))
    return found


def tokens(text: str, marks: Sequence[tuple[str, Mark]]) -> tuple[Token, ...]:
    """`text` with its marks (id, range) as codes; marks are nested, outermost first.

    >>> tokens("a bold word", [("1", Mark(2, 6, "strong"))])
    ('a ', Code(kind='open', id='1'), 'bold', Code(kind='close', id='1'), ' word')
    """
    events: list[tuple[tuple[int, int, int], Code]] = []
    for order, (key, mark) in enumerate(marks):
        if mark.start == mark.end:
            events.append(((mark.start, 1, order), Code("void", key)))
        else:
            events.append(((mark.start, 1, order), Code("open", key)))
            events.append(((mark.end, 0, -order), Code("close", key)))
    events.sort(key=lambda event: event[0])
    parts: list[Token] = []
    at = 0
    for (place, _, _), code in events:
        parts += [fit(text[at:place]), code]
        at = place
    return joined([*parts, fit(text[at:])])


def joined(parts: Iterable[Token]) -> tuple[Token, ...]:
    """Neighbouring texts as one, empty ones left out: equal contents are then equal."""
    found: list[Token] = []
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        elif part != "":
            found.append(part)
    return tuple(found)


def text_of(parts: Iterable[Token]) -> str:
    """The text without its codes."""
    return "".join(part for part in parts if isinstance(part, str))


def problem_of(parts: Iterable[Token], signs: Mapping[str, Sign]) -> str:
    """What is wrong with the codes of a target, "" for nothing: each of the source's stands there exactly once, nested."""
    seen: list[str] = []
    stack: list[str] = []
    for part in parts:
        if isinstance(part, str):
            continue
        if part.id not in signs:
            return f"code {part.id} is not in the source"
        if part.kind == "close":
            if not stack or stack.pop() != part.id:
                return f"code {part.id} closes where it is not the last one open"
            continue
        if signs[part.id].void != (part.kind == "void"):
            return f"code {part.id} must {'stand alone' if signs[part.id].void else 'have a beginning and an end'}"
        if part.id in seen:
            return f"code {part.id} is there twice"
        seen.append(part.id)
        if part.kind == "open":
            stack.append(part.id)
    if stack:
        return f"code {stack[-1]} is not closed"
    missing = [key for key in signs if key not in seen]
    return f"code {missing[0]} is missing" if missing else ""


def marks_of(parts: Iterable[Token], signs: Mapping[str, Sign]) -> list[Mark]:
    """The marks that the codes of a faultless target stand for, counted from its start."""
    at = 0
    begun: dict[str, int] = {}
    found = []
    for part in parts:
        if isinstance(part, str):
            at += len(part)
        elif part.kind == "open":
            begun[part.id] = at
        else:
            sign = signs[part.id]
            found.append(Mark(begun.get(part.id, at), at, sign.tag, sign.attributes))
    return sorted(found, key=lambda mark: (mark.start, -mark.end))
