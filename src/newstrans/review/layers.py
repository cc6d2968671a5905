"""The layers of a unit as plain values: source, machine, after names and house style, desk, published; and what lies between.

A page and a terminal both draw from here; nothing here knows how. Offsets count code points in the unit's text of the
layer they name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from newstrans.exchange.segments import STAGE as BY_TRANSLATOR
from newstrans.explain import machine_text
from newstrans.glossary.entry import GlossaryEntry
from newstrans.model import Edit, Edition, EditionUnit, Segment, Span, Treatment, UnitKind, replay
from newstrans.store import editions as shelf
from newstrans.store.events import changes_of_source, texts_as_published
from newstrans.store.records import Change, EditionRecord, UnitRecord, UnitState
from newstrans.text.diff import DiffOp, Op, diff_words
from newstrans.text.edits import shift


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
class LayerEdit:
    """One edit between the machine's layer and the glossary's. `number` counts from 1 in the unit, in the order of the text.

    `machine` and `glossary` are its places in those two layers, `source` the range in the source that called for it.
    `decision` tells who wanted it so, where that is known.
    """

    number: int
    machine: Span
    glossary: Span
    before: str
    after: str
    stage: str
    rule: str
    reason: str
    entry: str = ""
    source: Span | None = None
    confidence: float = 1.0
    decision: Decision = field(default_factory=Decision)


@dataclass(frozen=True, slots=True)
class Run:
    """A run of a diff; `edits` are the numbers of the edits that made it."""

    op: Op
    text: str
    edits: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitLayers:
    """A unit with all its texts; one that there is not is None. `key` is its name at the desk, `unit` that in its story.

    `record` is how far it has come; None for an edition of a file, which nobody has at a desk.
    """

    key: str
    unit: str
    kind: UnitKind
    texts: Mapping[Layer, str]
    edits: tuple[LayerEdit, ...] = ()
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

    def without(self, number: int) -> str | None:
        """The desk's text with one edit of the glossary taken back; None where its words do not stand there any more.

        Raises:
            KeyError: there is no such edit.

        """
        edit = next((one for one in self.edits if one.number == number), None)
        if edit is None:
            raise KeyError(number)
        ruled, text = self.texts.get(Layer.GLOSSARY), self.texts.get(Layer.DESK)
        if ruled is None or text is None or ruled[edit.glossary.start : edit.glossary.end] != edit.after:
            return None
        place = _carried(edit.glossary, diff_words(ruled, text)) or _only(edit.after, ruled, text)
        return None if place is None else text[: place.start] + edit.before + text[place.end :]

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


def file_layers(edition: Edition, name: str, decisions: Mapping[str, Decision] | None = None) -> EditionLayers:
    """The layers of an edition as a file holds it; what came back from a translator's tool is the desk's layer."""
    units = []
    for made in edition.units:
        texts, edits = _made_layers(made, decisions or {})
        units.append(UnitLayers(made.unit.id, made.unit.id, made.unit.kind, {**texts, Layer.DESK: made.text}, edits, why=_why(made)))
    headline = next((one.text for one in edition.units if one.unit.kind is UnitKind.HEADLINE), "")
    return EditionLayers(name, edition.locale, edition.language or "", headline or edition.story.headline, tuple(units))


def store_layers(
    connection: Connection, record: EditionRecord, decisions: Mapping[str, Decision] | None = None
) -> EditionLayers:
    """The layers of an edition in the store, in the order of the page.

    Raises:
        NotInStore: it has no text yet.

    """
    made = {one.unit.id: one for one in shelf.get_machine(connection, record).units}
    before = changes_of_source(connection, record.id)
    published = texts_as_published(connection, record.id) if record.issue else {}
    units = []
    for one in shelf.get_units(connection, record.id):
        layer = made.get(one.unit)
        texts, edits = _made_layers(layer, decisions or {}) if layer else ({}, ())
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
        units.append(UnitLayers(one.key, one.unit, one.kind, texts, edits, one, change, _why(layer) if layer else ""))
    return EditionLayers(record.id, record.locale, record.language, record.headline, tuple(units), record)


def decisions_of(entries: Iterable[GlossaryEntry], locale: str) -> dict[str, Decision]:
    """What the glossary says of its entries: id -> decision, for the term of a locale."""
    found = {}
    for entry in entries:
        term = entry.term(locale)
        found[entry.id] = Decision(entry.note, (term.source if term else "") or entry.source, entry.origin)
    return found


def _why(made: EditionUnit) -> str:
    return "" if made.treatment is Treatment.TRANSLATED else made.why or made.treatment.value


def _made_layers(made: EditionUnit, decisions: Mapping[str, Decision]) -> tuple[dict[Layer, str], tuple[LayerEdit, ...]]:
    """The texts that the pipeline gave a unit, and the edits between the last two."""
    texts = {Layer.SOURCE: made.unit.text}
    machine = machine_text(made)
    if machine is None:
        texts[Layer.GLOSSARY] = made.text
        return texts, ()
    texts[Layer.MACHINE] = machine
    ruled = made.unit.text[: made.segments[0].start]
    at = len(ruled)
    found: list[tuple[Edit, Span, Span]] = []
    for segment in made.segments:
        edits = [one for one in segment.edits if one.stage != BY_TRANSLATOR]
        text = replay(segment.machine, edits) if segment.machine is not None else segment.target or segment.source
        if segment.machine is not None:
            found += [(edit, _moved(old, at), _moved(new, len(ruled))) for edit, old, new in _placed(edits)]
        at += len(segment.machine if segment.machine is not None else text) + len(segment.gap)
        ruled += text + segment.gap
    texts[Layer.GLOSSARY] = ruled
    found.sort(key=lambda one: (one[2], one[1]))
    return texts, tuple(
        _layer_edit(n, edit, old, new, made.segments, decisions) for n, (edit, old, new) in enumerate(found, start=1)
    )


def _placed(edits: Sequence[Edit]) -> Iterator[tuple[Edit, Span, Span]]:
    """Each edit of a sentence with its place in the text before all edits, and in the one after all of them."""
    for n, edit in enumerate(edits):
        back = [_inverse(one) for one in reversed(edits[:n])]
        yield (
            edit,
            shift(Span(edit.start, edit.end), back),
            shift(Span(edit.start, edit.start + len(edit.after)), edits[n + 1 :]),
        )


def _inverse(edit: Edit) -> Edit:
    return Edit(edit.start, edit.start + len(edit.after), edit.after, edit.before, edit.stage, edit.rule, edit.reason)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _layer_edit(
    number: int, edit: Edit, old: Span, new: Span, segments: Sequence[Segment], decisions: Mapping[str, Decision]
) -> LayerEdit:
    start = next((one.start for one in segments if edit in one.edits), 0)
    return LayerEdit(
        number, old, new, edit.before, edit.after, edit.stage, edit.rule, edit.reason, edit.entry or "",
        _moved(edit.source, start) if edit.source else None, edit.confidence, decisions.get(edit.entry or "", Decision()),
    )  # fmt: skip


def _explained(ops: Iterable[DiffOp], edits: Sequence[LayerEdit]) -> Iterator[Run]:
    """The runs of a diff from machine to glossary, each changed one with the edits whose places it meets."""
    old = new = 0
    for op, text in ops:
        a, b = old, new
        old += len(text) if op != "insert" else 0
        new += len(text) if op != "delete" else 0
        if op == "equal":
            yield Run(op, text)
        elif op == "delete":
            yield Run(op, text, _makers({one.number: one.machine for one in edits}, a, old))
        else:
            yield Run(op, text, _makers({one.number: one.glossary for one in edits}, b, new))


def _makers(spans: Mapping[int, Span], start: int, end: int) -> tuple[int, ...]:
    """Numbers of the edits whose places meet a run; of one that glued or parted words next to it, the nearest."""
    found = tuple(number for number, span in spans.items() if _meet(span, start, end))
    if found or not spans:
        return found
    return (min(spans, key=lambda number: max(start - spans[number].end, spans[number].start - end)),)


def _meet(span: Span, start: int, end: int) -> bool:
    if span.start == span.end:
        return start <= span.start <= end
    return span.start < end and start < span.end


def _carried(span: Span, ops: Iterable[DiffOp]) -> Span | None:
    """Where a range of the old text stands in the new one; None when a word of it is not there any more."""
    old = new = 0
    for op, text in ops:
        if op == "insert":
            new += len(text)
            continue
        if op == "equal" and old <= span.start and span.end <= old + len(text):
            return _moved(span, new - old)
        old += len(text)
        new += len(text) if op == "equal" else 0
    return Span(new, new) if span == (old, old) else None


def _only(words: str, old: str, new: str) -> Span | None:
    """The one place in the new text of words that the old one had once, too."""
    if not words or old.count(words) != 1 or new.count(words) != 1:
        return None
    at = new.index(words)
    return Span(at, at + len(words))


def runs_as_plain(runs: Iterable[Run]) -> list[dict[str, Any]]:
    """Runs as a script reads them: `op`, `text`, and `edits` where there are any."""
    return [{"op": run.op, "text": run.text} | ({"edits": list(run.edits)} if run.edits else {}) for run in runs]
