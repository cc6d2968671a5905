"""What a check is: a small named function over one unit of an edition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

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

    def pieces(self) -> list[Piece]:
        """The unit sentence by sentence, or as one piece when its text is no longer that of its sentences."""
        segments = self.unit.segments
        if not segments or any(segment.target is None for segment in segments):
            return [Piece(self.source, self.target, 0, 0)]
        offsets = target_offsets(self.unit)
        end = offsets[-1] + len(segments[-1].target or "") + len(segments[-1].gap)
        told = zip(segments, offsets, strict=True)
        if end != len(self.target) or not all(self.target.startswith(s.target or "", at) for s, at in told):
            return [Piece(self.source, self.target, 0, 0)]
        return [
            Piece(segment.source, segment.target or "", segment.start, offset)
            for segment, offset in zip(segments, offsets, strict=True)
        ]


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
) -> Finding:
    """A finding about the context's unit, with the words that its spans mark."""
    return Finding(
        check, severity, message, unit=context.unit.unit.id, source=source, target=target,
        source_text=context.source[slice(*source)] if source else "",
        target_text=context.target[slice(*target)] if target else "",
    )  # fmt: skip
