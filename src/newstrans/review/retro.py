"""What today's glossary makes wrong of what is in the store: a queue of corrections, and putting in those that are nobody's words.

A unit is looked at again when a name in its source has other accepted forms now than when it was made, or is known only
now. Of the machine's texts it is told how they would read, of an editor's what would be put in: they are never changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from newstrans.errors import ReviewError
from newstrans.glossary.decided import Decided
from newstrans.glossary.names import Names
from newstrans.impact import recorded, remade
from newstrans.localise.locale import EditionLocale
from newstrans.model import Edition, EditionUnit, NameStatus, Segment, Treatment
from newstrans.review import remember
from newstrans.review.actions import Desk, rename
from newstrans.review.running import decided_for
from newstrans.review.words import name_of, worked_on
from newstrans.stages.names import ApplyGlossary, LocateNames
from newstrans.store import editions as shelf
from newstrans.store.connect import Store
from newstrans.store.records import EditionRecord, EditionState, UnitRecord, UnitState
from newstrans.text.phrase import phrase

# Editions whose words are read by somebody, or may be.
LOOKED_AT = (
    EditionState.TO_REVIEW, EditionState.IN_REVIEW, EditionState.APPROVED, EditionState.PUBLISHED, EditionState.UPDATE_DUE,
)  # fmt: skip


_CONTENT = frozenset({NameStatus.RIGHT, NameStatus.KEPT, NameStatus.EMBEDDED})


@dataclass(frozen=True, slots=True)
class Correction:
    """A unit that is wrong under today's glossary. `reasons` are sentences, `entries` the concepts, `unit` is its key and its name.

    `after` is the text as it should be, None where nobody but an editor can tell. `offered` says whether it may be put in:
    the text is the machine's and nobody has looked at it; of others `why` says why not.
    """

    edition: str
    state: EditionState
    headline: str
    issue: int
    unit: str
    rev: int
    source: str
    text: str
    after: str | None
    entries: tuple[str, ...]
    reasons: tuple[str, ...]
    offered: bool
    why: str


def corrections(
    store: Store, names: Names, locale: Callable[[str], EditionLocale], *, entries: Collection[str] | None = None
) -> Iterator[Correction]:
    """The units that are wrong now, those of published editions first; `entries` are the concepts that are asked about.

    An edition that was made with today's glossary is passed over. No engine is asked.
    """
    with store.read() as connection:
        records = shelf.editions_in(connection, LOOKED_AT)
    for record in sorted(records, key=lambda one: (not one.issue, one.updated)):
        yield from _in_edition(store, record, names, locale, entries)


def put_in(desk: Desk, found: Iterable[Correction]) -> tuple[list[UnitRecord], list[Correction]]:
    """Write the corrections that are offered; returns the units, and the corrections that an editor came before."""
    done: list[UnitRecord] = []
    passed: list[Correction] = []
    for one in found:
        if not one.offered or one.after is None:
            continue
        try:
            done.append(rename(desk, one.edition, str(one.unit), one.after, base_rev=one.rev, concept=", ".join(one.entries)))
        except ReviewError:
            passed.append(one)
    return done, passed


def _in_edition(
    store: Store, record: EditionRecord, names: Names, locale: Callable[[str], EditionLocale], entries: Collection[str] | None
) -> Iterator[Correction]:
    with store.read() as connection:
        made = shelf.get_machine(connection, record)
        if made.provenance.glossary == names.revision:
            return
        units = [one for one in shelf.get_units(connection, record.id) if one.unit and one.state is not UnitState.OMITTED]
        decided = decided_for(connection, record, [layer.unit for layer in made.units], made.language or "")
        labels = remember.labels(connection, record.id, units)
    layers = {layer.unit.id: layer for layer in made.units}
    machine = remade(made, names, locale, decided=lambda _: decided)
    today = {layer.unit.id: layer for layer in machine.units}
    desk = _looked_over(made, units, names, decided)
    said = {layer.unit.id: layer.text for layer in desk.units}
    for one in units:
        layer = layers.get(one.unit)
        if layer is None or layer.treatment is not Treatment.TRANSLATED:
            continue
        own = one.text in (layer.text, today[one.unit].text)
        concepts, reasons = _changed(made, desk, one.unit, entries)
        if not concepts:
            continue
        after = today[one.unit].text if own and today[one.unit].text != one.text else said[one.unit]
        why = _why_not(one, recalled=one.key in labels, text=after)
        yield Correction(
            record.id, record.state, record.headline, record.issue, name_of(one), one.rev, one.source, one.text,
            after if after != one.text else None, concepts, reasons, not why, why,
        )  # fmt: skip


def _looked_over(made: Edition, units: Sequence[UnitRecord], names: Names, decided: Decided) -> Edition:
    """The edition with the desk's texts, each unit as one sentence, and today's names put into them."""
    layers = {layer.unit.id: layer for layer in made.units}
    edition = replace(
        made, names=(), findings=(),
        units=tuple(_as_one(layers[one.unit], one.text) for one in units if one.unit in layers),
    )  # fmt: skip
    (edition,) = ApplyGlossary(names, recorded(made), decided=lambda _: decided)([edition])
    edition = replace(
        edition, units=tuple(replace(layer, text="".join(one.target or "" for one in layer.segments)) for layer in edition.units)
    )
    return LocateNames()([edition])[0]


def _as_one(layer: EditionUnit, text: str) -> EditionUnit:
    source = layer.unit.text
    return replace(layer, segments=(Segment(0, len(source), source, machine=text, target=text),), text=text)


def _changed(
    made: Edition, now: Edition, unit: str, entries: Collection[str] | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The concepts of a unit of which something else is accepted now than its text has, and what is wrong, in words."""
    before = {(use.source, use.entry): use for use in made.names if use.unit == unit}
    found: dict[str, str] = {}
    for use in now.names:
        old = before.get((use.source, use.entry))
        if use.unit == unit and use.status not in _CONTENT and (old is None or old.accepted != use.accepted):
            is_now = ", ".join(use.accepted[:3]) or use.reason
            found.setdefault(use.entry, phrase("{name} ({entry}) is {forms}", name=use.text, entry=use.entry, forms=is_now))
    known = {(one.unit, one.message) for one in made.findings}
    for finding in now.findings:
        if finding.unit == unit and finding.check == "names" and (unit, finding.message) not in known:
            # The concept of a form that the house never writes stands at the end of the message.
            found.setdefault(finding.message.rpartition("(")[2].rstrip(")"), finding.message)
    kept = {entry: why for entry, why in found.items() if entries is None or entry in entries}
    return tuple(kept), tuple(kept.values())


def _why_not(one: UnitRecord, *, recalled: bool, text: str) -> str:
    """Why a unit is left to an editor, "" when it need not be."""
    if why := worked_on(one):
        return why
    if recalled:
        return phrase("its text is one that was approved, from the memory")
    return phrase("the glossary cannot mend it") if text == one.text else ""
