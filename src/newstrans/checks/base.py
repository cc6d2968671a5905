"""What a check is: a small named function over one unit of an edition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from newstrans.checks.policy import POLICY, Policy
from newstrans.languages import language_of
from newstrans.model import Edition, EditionUnit, Finding, NameUse, Severity, Span

# Engines that give the source back, marked up or not: what tells of a bad translation says nothing about them.
COPYING_ENGINES = frozenset({"identity", "pseudo"})


@dataclass(frozen=True, slots=True)
class CheckContext:
    """One unit of an edition and all that a check may know about it; `names` are the unit's glossary names."""

    unit: EditionUnit
    edition: Edition
    names: tuple[NameUse, ...] = ()
    policy: Policy = POLICY
    _pieces: list[Piece] = field(default_factory=list, compare=False, repr=False)

    @property
    def source(self) -> str:
        """The unit's source text."""
        return self.unit.unit.text

    @property
    def target(self) -> str:
        """The unit's text in the edition."""
        return self.unit.text

    @property
    def source_tag(self) -> str:
        """Language the unit was translated from: its own where it was decided, else the story's."""
        own = self.unit.detection.language if self.unit.detection else None
        return own or self.edition.language or ""

    @property
    def source_language(self) -> str:
        """Primary language of the source ("de-AT" -> "de")."""
        return language_of(self.source_tag)

    @property
    def target_language(self) -> str:
        """Primary language of the edition ("pt-BR" -> "pt")."""
        return language_of(self.edition.locale)

    @property
    def copied(self) -> bool:
        """Whether the engine gives the source back on purpose."""
        return any(leg.engine in COPYING_ENGINES for leg in self.edition.route)

    @property
    def edited(self) -> bool:
        """Whether the unit's text is no longer the text of its sentences: somebody wrote in it."""
        return bool(self.unit.segments) and joined(self.unit) != self.target

    def pieces(self) -> list[Piece]:
        """The unit sentence by sentence.

        Where somebody wrote in it, the sentences before and behind their words stand by themselves and the rest is one
        piece; without sentences the unit is one.
        """
        if not self._pieces:
            self._pieces.extend(_pieces_of(self.unit))
        return self._pieces


class Piece(NamedTuple):
    """A sentence with its translation, and where both begin in the unit's two texts."""

    source: str
    target: str
    source_start: int
    target_start: int

    def source_span(self, start: int, end: int) -> Span:
        """A range of the sentence as a range of the unit's source text."""
        return Span(self.source_start + start, self.source_start + end)

    def target_span(self, start: int, end: int) -> Span:
        """A range of the translation as a range of the unit's edition text."""
        return Span(self.target_start + start, self.target_start + end)


def target_offsets(unit: EditionUnit) -> list[int]:
    """Where each segment's target begins in the unit's edition text.

    That text is the source before the first segment, then every target followed by its gap.
    """
    offsets = []
    position = unit.segments[0].start if unit.segments else 0
    for segment in unit.segments:
        offsets.append(position)
        position += len(segment.target or "") + len(segment.gap)
    return offsets


def joined(unit: EditionUnit) -> str:
    """The text that the unit's segments make."""
    lead = unit.unit.text[: unit.segments[0].start] if unit.segments else ""
    return lead + "".join((segment.target or "") + segment.gap for segment in unit.segments)


def _pieces_of(unit: EditionUnit) -> list[Piece]:
    source, target, segments = unit.unit.text, unit.text, unit.segments
    whole = [Piece(source, target, 0, 0)]
    if not segments or any(segment.target is None for segment in segments):
        return whole
    offsets = target_offsets(unit)
    pieces = [Piece(s.source, s.target or "", s.start, at) for s, at in zip(segments, offsets, strict=True)]
    before = joined(unit)
    if before == target:
        return pieces
    first = 0
    while first < len(pieces) and target.startswith(before[: _end(pieces[first])]):
        first += 1
    last, shift = len(pieces), len(target) - len(before)
    while last > first and target.endswith(before[pieces[last - 1].target_start :]) and (
        pieces[last - 1].target_start + shift >= (_end(pieces[first - 1]) if first else 0)
    ):
        last -= 1
    # What lies between goes with a neighbour where one of its sides is empty: a sentence added, or taken out.
    at, end = (_end(pieces[first - 1]) if first else 0), (pieces[last].target_start + shift if last < len(pieces) else len(target))
    if first == last or not target[at:end].strip():
        if first:
            first -= 1
        elif last < len(pieces):
            last += 1
    at = pieces[first].target_start if first < len(pieces) else 0
    end = pieces[last].target_start + shift if last < len(pieces) else len(target)
    start, stop = pieces[first].source_start, pieces[last - 1].source_start + len(pieces[last - 1].source)
    middle = Piece(source[start:stop], target[at:end].rstrip(), start, at)
    return [*pieces[:first], middle, *(piece._replace(target_start=piece.target_start + shift) for piece in pieces[last:])]


def _end(piece: Piece) -> int:
    return piece.target_start + len(piece.target)


@dataclass(frozen=True, slots=True)
class Example:
    """A source and a faulty target that a check finds fault with; for its documentation and its test."""

    source_language: str
    source: str
    target_language: str
    target: str


class Check(Protocol):
    """A named rule: `severity` is the worst it says, `for_copies` lets it run over engines that copy."""

    @property
    def id(self) -> str:
        """Stable name, the `check` of its findings."""
        ...

    @property
    def name(self) -> str:
        """Name for people."""
        ...

    @property
    def description(self) -> str:
        """What it finds, in one or two sentences for an editor."""
        ...

    @property
    def severity(self) -> Severity:
        """The worst severity of its findings."""
        ...

    @property
    def for_copies(self) -> bool:
        """Whether it makes sense for the pseudo and identity engines."""
        ...

    @property
    def example(self) -> Example | None:
        """A case that it finds, or None when a case needs more than two texts."""
        ...

    def __call__(self, context: CheckContext) -> list[Finding]:
        """Findings about one unit, in text order."""
        ...


@dataclass(frozen=True, slots=True)
class Rule:
    """A check made of a function."""

    id: str
    name: str
    description: str
    severity: Severity
    find: Callable[[CheckContext], Iterator[Finding]]
    example: Example | None = None
    for_copies: bool = False

    def __call__(self, context: CheckContext) -> list[Finding]:
        """Findings about one unit, in text order."""
        return list(self.find(context))


def finding(
    context: CheckContext,
    check: str,
    severity: Severity,
    message: str,
    *,
    source: Span | None = None,
    target: Span | None = None,
    fix: str | None = None,
) -> Finding:
    """A finding about the context's unit, with the words that its spans mark."""
    return Finding(
        check, severity, message, unit=context.unit.unit.id, source=source, target=target, fix=fix,
        source_text=context.source[slice(*source)] if source else "",
        target_text=context.target[slice(*target)] if target else "",
    )  # fmt: skip
