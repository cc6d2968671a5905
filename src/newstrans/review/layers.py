"""The layers of a unit as plain values: source, machine, after names and house style, desk, published; and what lies between.

A page and a terminal both draw from here; nothing here knows how. Offsets count code points in the unit's text of the
layer they name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from newstrans.checks.base import joined
from newstrans.exchange.segments import STAGE as BY_TRANSLATOR
from newstrans.explain import machine_text
from newstrans.glossary.load import Glossary
from newstrans.kept import Kept
from newstrans.model import Edition, EditionUnit, Segment, Span, Treatment, UnitKind, replay
from newstrans.review.placed import PlacedEdit, placed_edits
from newstrans.review.standing import machine_layers
from newstrans.store import editions as shelf
from newstrans.store.events import changes_of_source, texts_as_published
from newstrans.store.records import Change, EditionRecord, UnitRecord, UnitState
from newstrans.text.diff import DiffOp, Op, diff_words


class Layer(StrEnum):
    """A text that a unit has or had."""

    SOURCE_BEFORE = "source-prev"  # in the version of the source before
    SOURCE = "source"
    MACHINE = "machine"  # the engine's own words
    GLOSSARY = "glossary"  # with names and house style put right
    DESK = "desk"  # as it stands: the editor's words, where there are any
    PUBLISHED = "published"  # as it went out last


@dataclass(frozen=True, slots=True)
class Decision:
    """What the glossary says of an entry: `note` and `source` in the house's words, `origin` where it is written."""

    note: str = ""
    source: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a diff; `edits` are the ids of the edits that made it."""

    op: Op
    text: str
    edits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitLayers:
    """A unit with all its texts; one that there is not is None. `key` is its name at the desk, `unit` that in its story.

    `record` is how far it has come; None for an edition of a file, which nobody has at a desk.
    """

    key: str
    unit: str
    kind: UnitKind
    texts: Mapping[Layer, str]
    edits: tuple[PlacedEdit, ...] = ()  # between the machine's layer and the glossary's, in the order of the text
    record: UnitRecord | None = None
    change: Change = Change.NONE
    why: str = ""  # how it came to its text, where no engine wrote it

    def text(self, layer: Layer) -> str | None:
        """The text of a layer, None where there is none."""
        return self.texts.get(layer)

    @property
    def omitted(self) -> bool:
        """Whether it does not go out with the edition."""
        return self.record is not None and self.record.state is UnitState.OMITTED

    def changed(self, old: Layer, new: Layer = Layer.DESK) -> bool:
        """Whether two layers differ; False where one of them is not there, but for what was published or is left out."""
        a, b = self._sides(old, new)
        return a != b and a is not None and b is not None

    def diff(self, old: Layer, new: Layer = Layer.DESK) -> tuple[Run, ...]:
        """The runs that lead from one layer to another; () where one of them is not there.

        Equal and deleted runs joined give the old text exactly, equal and inserted ones the new text. From the machine's
        to the glossary's each changed run names its edits.
        """
        a, b = self._sides(old, new)
        if a is None or b is None:
            return ()
        ops = diff_words(a, b)
        if (old, new) == (Layer.MACHINE, Layer.GLOSSARY):
            return tuple(_explained(ops, self.edits))
        return tuple(Run(op, text) for op, text in ops)

    def _sides(self, old: Layer, new: Layer) -> tuple[str | None, str | None]:
        a, b = self.texts.get(old), self.texts.get(new)
        if old is Layer.PUBLISHED and new is Layer.DESK:
            # What was not in the last issue is new as a whole, what is left out is gone as a whole.
            return a or "", "" if self.omitted else b
        return a, b


@dataclass(frozen=True, slots=True)
class EditionLayers:
    """An edition with the layers of all its units. `record` is None for an edition of a file."""

    name: str
    locale: str
    language: str
    headline: str
    units: tuple[UnitLayers, ...]
    record: EditionRecord | None = None

    def has(self, layer: Layer) -> bool:
        """Whether any unit has a text in a layer."""
        return any(layer in one.texts for one in self.units)


def file_layers(edition: Edition, name: str) -> EditionLayers:
    """The layers of an edition as a file holds it; what came back from a translator's tool is the desk's layer."""
    units = []
    for made in edition.units:
        texts, edits = _made_layers(made)
        units.append(UnitLayers(made.unit.id, made.unit.id, made.unit.kind, {**texts, Layer.DESK: made.text}, edits, why=_why(made)))
    headline = next((one.text for one in edition.units if one.unit.kind is UnitKind.HEADLINE), "")
    return EditionLayers(name, edition.locale, edition.language or "", headline or edition.story.headline, tuple(units))


def store_layers(connection: Connection, record: EditionRecord, units: Sequence[UnitRecord] | None = None) -> EditionLayers:
    """The layers of an edition in the store, in the order of the page; of all its units or, where they were read already, of `units`.

    Raises:
        NotInStore: it has no text yet.

    """
    made = {one.unit.id: one for one in machine_layers(connection, record).units}
    before = changes_of_source(connection, record.id) if record.source_revision > 1 else {}
    published = texts_as_published(connection, record.id) if record.issue else {}
    found = []
    for one in shelf.get_units(connection, record.id) if units is None else units:
        layer = made.get(one.unit)
        texts, edits = _made.of((record.id, one.key), layer) if layer else ({}, ())
        texts = {**texts, Layer.SOURCE: one.source, Layer.DESK: one.text}
        if record.source_revision > 1:
            texts[Layer.SOURCE_BEFORE] = before[one.key].old if one.key in before else one.source
        change = Change(before[one.key].change) if one.key in before else Change.NONE
        if change is Change.REMOVED:
            texts[Layer.SOURCE] = ""
        if one.key in published:
            texts[Layer.PUBLISHED] = published[one.key]
        elif record.issue and one.state is UnitState.VERBATIM:
            texts[Layer.PUBLISHED] = one.text
        found.append(UnitLayers(one.key, one.unit, one.kind, texts, edits, one, change, _why(layer) if layer else ""))
    return EditionLayers(record.id, record.locale, record.language, record.headline, tuple(found), record)


class Decisions(Mapping[str, Decision]):
    """What a glossary says of its entries, by id, for the terms of a locale; each entry is read when it is asked for."""

    def __init__(self, glossary: Glossary, locale: str) -> None:
        self._glossary, self._locale = glossary, locale

    def __getitem__(self, entry_id: str) -> Decision:
        entry = self._glossary.get(entry_id)
        term = entry.term(self._locale)
        return Decision(entry.note, (term.source if term else "") or entry.source, entry.origin)

    def __iter__(self) -> Iterator[str]:
        return (entry.id for entry in self._glossary.entries)

    def __len__(self) -> int:
        return len(self._glossary.entries)


def _why(made: EditionUnit) -> str:
    return "" if made.treatment is Treatment.TRANSLATED else made.why or made.treatment.value


def _made_layers(made: EditionUnit) -> tuple[Mapping[Layer, str], tuple[PlacedEdit, ...]]:
    """The texts that the pipeline gave a unit, and the edits between the last two."""
    texts = {Layer.SOURCE: made.unit.text}
    machine = machine_text(made)
    if machine is None:
        texts[Layer.GLOSSARY] = made.text
        return texts, ()
    if any(edit.stage == BY_TRANSLATOR for segment in made.segments for edit in segment.edits):
        made = replace(made, segments=tuple(map(_without_translator, made.segments)))
        made = replace(made, text=joined(made))
    texts[Layer.MACHINE] = machine
    texts[Layer.GLOSSARY] = made.text
    return texts, tuple(placed_edits(made)) if joined(made) == made.text else ()


# By unit at the desk.
_made = Kept(_made_layers, 20_000)


def _without_translator(segment: Segment) -> Segment:
    """A sentence as the rules left it, before it went to a translator's tool."""
    edits = tuple(one for one in segment.edits if one.stage != BY_TRANSLATOR)
    return segment if segment.machine is None else replace(segment, edits=edits, target=replay(segment.machine, edits))


def _explained(ops: Iterable[DiffOp], edits: Sequence[PlacedEdit]) -> Iterator[Run]:
    """The runs of a diff from machine to glossary, each changed one with the edits whose places it meets."""
    old = new = 0
    for op, text in ops:
        a, b = old, new
        old += len(text) if op != "insert" else 0
        new += len(text) if op != "delete" else 0
        if op == "equal":
            yield Run(op, text)
        elif op == "delete":
            yield Run(op, text, _makers({one.id: one.machine for one in edits}, a, old))
        else:
            yield Run(op, text, _makers({one.id: one.place for one in edits}, b, new))


def _makers(spans: Mapping[str, Span], start: int, end: int) -> tuple[str, ...]:
    """Ids of the edits whose places meet a run; of one that glued or parted words next to it, the nearest."""
    found = tuple(name for name, span in spans.items() if _meet(span, start, end))
    if found or not spans:
        return found
    return (min(spans, key=lambda name: max(start - spans[name].end, spans[name].start - end)),)


def _meet(span: Span, start: int, end: int) -> bool:
    if span.start == span.end:
        return start <= span.start <= end
    return span.start < end and start < span.end


def runs_as_plain(runs: Iterable[Run]) -> list[dict[str, Any]]:
    """Runs as a script reads them: `op`, `text`, and `edits` where there are any."""
    return [{"op": run.op, "text": run.text} | ({"edits": list(run.edits)} if run.edits else {}) for run in runs]
