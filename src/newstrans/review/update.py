"""Write-through: a new version of a story comes into its editions, and no word of an editor is lost.

Unchanged units keep text and approval. A unit whose source changed takes the machine's new text when nobody has touched
it; else it is stale, keeps its text, and has the text with the changed sentences exchanged on offer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from newstrans.languages import language_of
from newstrans.model import Edition, EditionUnit, Treatment, UnitKind
from newstrans.review import remember
from newstrans.review.align import Link, align, changed_sentences, divided, merged
from newstrans.review.running import carry_on
from newstrans.review.states import Action, next_edition_state, next_unit_state
from newstrans.review.words import where_is
from newstrans.store import editions as shelf
from newstrans.store import memory
from newstrans.store.events import append
from newstrans.store.records import (
    Actor,
    Change,
    EditionRecord,
    EditionState,
    Event,
    StoryRecord,
    UnitRecord,
    UnitState,
)


def first_units(edition: str, made: Edition, revision: int) -> list[UnitRecord]:
    """The units of an edition that has none yet."""
    return [_new_unit(edition, f"u{n}", layer, revision) for n, layer in enumerate(made.units, start=1)]


def bring_in(
    connection: Connection, story: StoryRecord, editions: Sequence[tuple[EditionRecord, Edition]], *, actor: Actor, now: str
) -> list[EditionRecord]:
    """Put what the pipeline made of a story's newest version into its editions, inside the caller's transaction.

    Where the memory has an approved translation of a unit's very source, the desk gets that text in place of the
    machine's, marked and not approved; the machine's layers are kept as they were made.
    """
    names = [record.id for record, _ in editions]
    revision = story.revision
    before = shelf.units_of_all(connection, names)
    old = shelf.sentences_of_all(connection, [record for record, _ in editions if record.id in before])
    shelf.add_machine(connection, revision, {record.id: made for record, made in editions})
    recalls = memory.recalls_of_all(connection, names)
    recalled = remember.recalled(connection, [made for _, made in editions])
    known: list[UnitRecord] = []
    new: list[UnitRecord] = []
    done = []
    for (record, machine), found in zip(editions, recalled, strict=True):
        made = remember.with_recalled(machine, found)
        there = before.get(record.id, [])
        if there:
            update = updated(record, there, old.get(record.id, {}), made, revision)
        else:
            update = Update(tuple(first_units(record.id, made, revision)), (), ())
        keys = {one.key for one in there}
        for one in update.units:
            (known if one.key in keys else new).append(one)
        done.append((record, made, update, found))
    shelf.save_units(connection, known)
    shelf.save_units(connection, new, new=True)
    moved = []
    events: list[Event] = []
    for record, made, update, found in done:
        there = before.get(record.id, [])
        carry_on(connection, record, made, update.units)
        marked = remember.mark_recalled(connection, update.units, found, recalls.get(record.id, {}), edition=record.id, now=now)
        after = _moved_on(record, update, made, first=not there, revision=revision, now=now)
        events += _events(story, record, after, update, made, there, marked, actor=actor, now=now)
        moved.append(after)
    shelf.save_editions(connection, moved)
    for after in moved:
        if after.state is EditionState.APPROVED:
            remember.remember(connection, after)
    append(connection, events)
    return moved


@dataclass(frozen=True, slots=True)
class Told:
    """What a new version did to a unit: `old` and `new` are its source texts."""

    key: str
    change: Change
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Update:
    """All units of an edition after a new version; what it did to those it touched; the sentences that were new."""

    units: tuple[UnitRecord, ...]
    told: tuple[Told, ...]
    sentences: tuple[str, ...]


def updated(
    record: EditionRecord, before: Sequence[UnitRecord], old: Mapping[str, list[tuple[str, str]]], made: Edition, revision: int
) -> Update:
    """The units of an edition after a new version of its source. Pure; nothing is stored.

    `old` are source and translation of the sentences of the version before, by unit.
    """
    # What an earlier version removed may come back: it is looked for behind what is there.
    pool = [one for one in before if one.unit] + [one for one in before if not one.unit]
    job = _Job(record, revision, pool, old, made, count=len(before))
    for link in align([(one.kind, one.source) for one in pool], [layer.unit for layer in made.units]):
        job.take(link)
    return Update(tuple(job.ordered(before)), tuple(job.told), tuple(dict.fromkeys(job.sentences)))


@dataclass(slots=True)
class _Job:
    record: EditionRecord
    revision: int
    pool: Sequence[UnitRecord]
    old: Mapping[str, list[tuple[str, str]]]
    made: Edition
    count: int
    done: dict[str, UnitRecord] = field(default_factory=dict)  # by key, in the order of the new version
    told: list[Told] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)

    def take(self, link: Link) -> None:
        """Make the units of one link."""
        ours = [self.pool[n] for n in link.old]
        theirs = [self.made.units[n] for n in link.new]
        match link.change:
            case Change.NONE | Change.MOVED:
                self._same(ours[0], theirs[0], moved=link.change is Change.MOVED)
            case Change.CHANGED:
                self._changed(ours[0], theirs[0])
            case Change.NEW:
                self._add(theirs[0], Change.NEW)
            case Change.REMOVED:
                self._removed(ours[0])
            case Change.SPLIT:
                self._split(ours[0], theirs)
            case Change.JOINED:
                self._joined(ours, theirs[0])

    def ordered(self, before: Sequence[UnitRecord]) -> Iterator[UnitRecord]:
        """All units: those of the new version in its order, each removed one behind the unit that it stood behind."""
        order = [one.key for one in self.done.values() if one.unit]
        kept = [one.key for one in before]
        for n, key in enumerate(kept):
            if key not in order:
                at = order.index(kept[n - 1]) + 1 if n else 0
                order.insert(at, key)
        for position, key in enumerate(order):
            one = self.done[key]
            yield one if one.position == position else replace(one, position=position)

    def _same(self, one: UnitRecord, layer: EditionUnit, *, moved: bool) -> None:
        after = replace(one, unit=layer.unit.id, source=layer.unit.text, source_revision=self.revision, kind=layer.unit.kind)
        if not one.unit:
            # It was removed and is back. What was left out only for that is looked at again.
            state = UnitState.STALE if one.state in (UnitState.OMITTED, UnitState.STALE) else one.state
            after = replace(after, state=state, change=Change.NEW, suggestion=layer.text, reason="", rev=one.rev + 1)
            self._tell(after, Change.NEW, "")
        elif one.state in (UnitState.MACHINE, UnitState.VERBATIM) and one.text != layer.text:
            # Nobody has touched it: names and house style may read otherwise in the new version.
            after = replace(after, text=layer.text, rev=one.rev + 1)
        if moved and one.unit:
            after = replace(after, change=one.change or Change.MOVED)
            self._tell(after, Change.MOVED, one.source)
        self.done[one.key] = after

    def _changed(self, one: UnitRecord, layer: EditionUnit) -> None:
        state = next_unit_state(where_is(one), one.state, Action.SOURCE_CHANGED)
        after = replace(
            one, unit=layer.unit.id, kind=layer.unit.kind, source=layer.unit.text, source_revision=self.revision, state=state,
            change=Change.CHANGED, approval=None, rev=one.rev + 1,
        )  # fmt: skip
        old, new = self._sentences(one), _pairs(layer)
        self.sentences += [new[b][0] for b, _ in changed_sentences([source for source, _ in old], [source for source, _ in new])]
        if state is UnitState.STALE:
            offer = merged(one.text, language_of(self.record.locale), old, new) or layer.text
            after = replace(after, suggestion=offer, reason="")
        else:
            after = replace(after, text=layer.text)
        self.done[one.key] = after
        self._tell(after, Change.CHANGED, one.source)

    def _add(self, layer: EditionUnit, change: Change) -> UnitRecord:
        self.count += 1
        one = replace(_new_unit(self.record.id, f"u{self.count}", layer, self.revision), change=change)
        self.done[one.key] = one
        if change is Change.NEW:
            self.sentences += [source for source, _ in _pairs(layer)]
        self._tell(one, change, "")
        return one

    def _removed(self, one: UnitRecord) -> None:
        after = replace(one, unit="", source_revision=self.revision)
        if one.unit:
            if one.state in (UnitState.MACHINE, UnitState.VERBATIM):
                after = replace(after, state=UnitState.OMITTED, reason=f"version {self.revision} of the source has it no more")
            elif one.state is not UnitState.OMITTED:
                after = replace(after, state=UnitState.STALE, approval=None, suggestion=None)
            after = replace(after, change=Change.REMOVED, rev=one.rev + 1)
            self.told.append(Told(one.key, Change.REMOVED, one.source, ""))
        self.done[one.key] = after

    def _split(self, one: UnitRecord, layers: Sequence[EditionUnit]) -> None:
        touched = one.state not in (UnitState.MACHINE, UnitState.VERBATIM)
        parts = divided(one.text, language_of(self.record.locale), [len(layer.segments) for layer in layers]) if touched else None
        state = next_unit_state(where_is(one), one.state, Action.SOURCE_CHANGED)
        first = replace(
            one, unit=layers[0].unit.id, source=layers[0].unit.text, source_revision=self.revision, state=state, approval=None,
            change=Change.SPLIT, rev=one.rev + 1, text=parts[0] if parts else one.text if touched else layers[0].text,
            suggestion=layers[0].text if touched else None,
        )  # fmt: skip
        self.done[one.key] = first
        self._tell(first, Change.SPLIT, one.source)
        for n, layer in enumerate(layers[1:], start=1):
            added = self._add(layer, Change.SPLIT)
            if parts:
                self.done[added.key] = replace(added, state=UnitState.STALE, text=parts[n], suggestion=layer.text, editor=one.editor)

    def _joined(self, ours: Sequence[UnitRecord], layer: EditionUnit) -> None:
        first, *others = ours
        touched = any(one.state not in (UnitState.MACHINE, UnitState.VERBATIM) for one in ours)
        # What an editor left out stays out of the joined text; it stands in its own unit and in the events.
        text = " ".join(one.text for one in ours if one.state is not UnitState.OMITTED) or layer.text
        editor = next((one.editor for one in ours if one.editor), "")
        after = replace(
            first, unit=layer.unit.id, source=layer.unit.text, source_revision=self.revision, approval=None, change=Change.JOINED,
            state=UnitState.STALE if touched else UnitState.MACHINE, text=text if touched else layer.text, editor=editor,
            suggestion=layer.text if touched else None, rev=first.rev + 1, reason="",
        )  # fmt: skip
        self.done[first.key] = after
        self._tell(after, Change.JOINED, " / ".join(one.source for one in ours))
        for one in others:
            self.done[one.key] = replace(
                one, unit="", source_revision=self.revision, state=UnitState.OMITTED, approval=None, change=Change.NONE,
                suggestion=None, reason=f"joined into {first.key}", rev=one.rev + 1,
            )  # fmt: skip

    def _tell(self, after: UnitRecord, change: Change, old: str) -> None:
        self.told.append(Told(after.key, change, old, after.source))

    def _sentences(self, one: UnitRecord) -> list[tuple[str, str]]:
        return self.old.get(one.unit, [])


def _pairs(layer: EditionUnit) -> list[tuple[str, str]]:
    return [(segment.source, segment.target or "") for segment in layer.segments]


def _new_unit(edition: str, key: str, layer: EditionUnit, revision: int) -> UnitRecord:
    # Code is carried over as it is; a byline and what is in the target language already are looked at like the rest.
    verbatim = layer.unit.kind is UnitKind.CODE and layer.treatment is Treatment.KEPT
    return UnitRecord(
        edition=edition, key=key, position=int(key[1:]) - 1, unit=layer.unit.id, kind=layer.unit.kind, source=layer.unit.text,
        source_revision=revision, state=UnitState.VERBATIM if verbatim else UnitState.MACHINE, text=layer.text,
    )  # fmt: skip


def _moved_on(record: EditionRecord, update: Update, made: Edition, *, first: bool, revision: int, now: str) -> EditionRecord:
    state = next_edition_state(record.id, record.state, Action.TRANSLATED if first else Action.UPDATE)
    if not first and all(one.settled for one in update.units) and state is not EditionState.TO_REVIEW:
        state = next_edition_state(record.id, state, Action.COMPLETE)
    headline = next((one.text for one in update.units if one.kind is UnitKind.HEADLINE), "") or next((one.text for one in update.units), "")
    return replace(
        record, state=state, rev=record.rev + 1, source_revision=revision, language=made.language or "", headline=headline[:300],
        error="", updated=now,
    )  # fmt: skip


def _events(
    story: StoryRecord, record: EditionRecord, after: EditionRecord, update: Update, made: Edition,
    before: Sequence[UnitRecord], memory: Mapping[str, list[int]], *, actor: Actor, now: str,
) -> list[Event]:  # fmt: skip
    """One event for the edition; one for each unit at the desk whose text or state changed, with the text."""
    known: Mapping[str, UnitRecord] = {one.key: one for one in before}
    data = {
        "state": after.state.value, "version": story.version, "glossary": made.provenance.glossary,
        "route": [[str(leg), leg.model.sha256 if leg.model else ""] for leg in made.route],
        "units": [{"key": one.key, "change": one.change.value, "old": one.old, "new": one.new} for one in update.told],
        "sentences": list(update.sentences), "memory": dict(memory),
    }  # fmt: skip
    kind = "update" if before else "translated"
    events = [Event(
        kind=kind, at=now, actor=actor, story=story.id, edition=record.id, base_rev=record.rev, rev=after.rev,
        source_revision=story.revision, data=data,
    )]  # fmt: skip
    for one in update.units:
        old = known.get(one.key)
        if old is None or old.rev == one.rev:
            continue
        events.append(Event(
            kind="source_changed", at=now, actor=actor, story=story.id, edition=record.id, unit=one.key, base_rev=old.rev, rev=one.rev,
            source_revision=story.revision, source_hash=one.source_hash, text=one.text,
            data={"change": one.change.value, "state": one.state.value, "before": old.text, "suggestion": one.suggestion},
        ))  # fmt: skip
    return events
