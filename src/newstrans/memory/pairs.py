"""What the memory holds: pairs of a source and its approved translation, whole units and the sentences in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from newstrans.languages import language_of
from newstrans.memory.form import source_key
from newstrans.model import Span, UnitKind
from newstrans.segment import segment_unit


class Origin(StrEnum):
    """Whose words a pair has; those further down give way to those above."""

    EDITED = "edited"  # a person's, or a machine's that a person changed
    IMPORTED = "imported"  # from a TMX file that does not say that it is a machine's
    MACHINE = "machine"  # a machine's, approved as they were


RANK = {origin: rank for rank, origin in enumerate(Origin)}


class Level(StrEnum):
    """How much of a text a pair is."""

    UNIT = "unit"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Settled:
    """A unit of an approved edition, as it goes into the memory. `machine` is what stood there untouched.

    `unit` is its key at the desk; `names` are ranges in the source. One that is not `kept` only stands between its
    neighbours: it is left out, or no translation.
    """

    unit: str
    kind: UnitKind
    source: str
    target: str = ""
    machine: str = ""
    names: tuple[Span, ...] = ()
    origin: Origin = Origin.MACHINE
    approver: str = ""
    at: str = ""
    kept: bool = True


@dataclass(frozen=True, slots=True)
class NewPair:
    """A pair on its way into the memory. `place` counts the sentences of a unit from 1; 0 is the unit itself.

    `before` and `after` are the keys of the neighbours' sources, "" at the ends of a story.
    """

    unit: str
    place: int
    level: Level
    kind: UnitKind
    source: str
    target: str
    names: tuple[Span, ...]
    before: str
    after: str
    origin: Origin
    approver: str
    at: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair in the memory. `at` is when it was approved or imported; `retired` says why it is out, "" while it is in.

    An imported pair has no edition; its `story` is the name of the file.
    """

    id: int
    language: str
    locale: str
    level: Level
    kind: UnitKind
    source: str
    target: str
    before: str
    after: str
    origin: Origin
    approver: str
    at: str
    story: str
    edition: str
    unit: str
    place: int
    retired: str = ""


def pairs_of(units: Sequence[Settled], language: str, locale: str) -> list[NewPair]:
    """The pairs of an approved edition, whose units are in the order of the source.

    A unit is a pair; so are its sentences, where there are several and source and translation have as many.
    """
    sources = [segment_unit(one.source, language) for one in units]
    keys = [source_key(one.source) for one in units]
    chain = [source_key(sentence.source) for found in sources for sentence in found]
    out, at = [], 0
    for n, one in enumerate(units):
        if one.kept:
            before, after = keys[n - 1] if n else "", keys[n + 1] if n + 1 < len(keys) else ""
            out.append(NewPair(
                one.unit, 0, Level.UNIT, one.kind, one.source, one.target, one.names, before, after, one.origin, one.approver, one.at
            ))  # fmt: skip
            out += _sentences(one, language, locale, chain, at)
        at += len(sources[n])
    return out


def _sentences(one: Settled, language: str, locale: str, chain: Sequence[str], at: int) -> Iterator[NewPair]:
    ours, theirs = segment_unit(one.source, language), segment_unit(one.target, language_of(locale))
    if len(ours) < 2 or len(ours) != len(theirs):
        return
    untouched = {segment.source for segment in segment_unit(one.machine, language_of(locale))}
    for n, (source, target) in enumerate(zip(ours, theirs, strict=True)):
        names = tuple(
            Span(span.start - source.start, span.end - source.start)
            for span in one.names if source.start <= span.start and span.end <= source.end
        )  # fmt: skip
        # In a unit that somebody edited a sentence may still be the machine's own.
        origin = Origin.MACHINE if target.source in untouched else one.origin
        before, after = chain[at + n - 1] if at + n else "", chain[at + n + 1] if at + n + 1 < len(chain) else ""
        yield NewPair(
            one.unit, n + 1, Level.SENTENCE, one.kind, source.source, target.source, names, before, after, origin, one.approver, one.at
        )
