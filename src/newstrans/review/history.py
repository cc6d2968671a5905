"""What happened to an edition or a unit, as plain values: who, when, which text before and after; texts of any revision."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from newstrans.errors import NotInStore
from newstrans.languages import direction
from newstrans.model import Edition
from newstrans.review.states import Action
from newstrans.store import editions as shelf
from newstrans.store.connect import Store
from newstrans.store.events import broken_in, events_of
from newstrans.store.records import EditionRecord, Event, StoryRecord, UnitRecord, text_hash
from newstrans.store.stories import get_story
from newstrans.text.diff import DiffOp, diff_words
from newstrans.text.phrase import phrase


@dataclass(frozen=True, slots=True)
class Step:
    """One event. `edition_rev` is the edition's revision behind it, `rev` that of what it is about.

    `before` and `after` are the texts of its unit, None where it is about none. `state` is the state behind it, as it is
    spelt in the store. `restore` is what `actions.revert` takes to bring `after` back, "" when it is the text already.
    """

    seq: int
    at: str
    by: str
    via: str
    kind: str
    unit: str
    base_rev: int
    rev: int
    edition_rev: int
    source_revision: int
    note: str = ""
    bulk: bool = False
    state: str = ""
    before: str | None = None
    after: str | None = None
    restore: str = ""
    data: Mapping[str, object] = field(default_factory=dict)

    @property
    def marks(self) -> list[DiffOp]:
        """The words that changed; empty when the text stayed."""
        return diff_words(self.before or "", self.after) if self.after is not None and self.before != self.after else []


@dataclass(frozen=True, slots=True)
class History:
    """The steps of an edition or of one unit, the newest first; `broken` says what is wrong with the chain of events."""

    story: StoryRecord
    edition: EditionRecord
    unit: UnitRecord | None
    direction: str
    steps: tuple[Step, ...]
    broken: tuple[str, ...]


def edition_history(store: Store, edition: str, unit: str = "") -> History:
    """What happened to an edition, or to one of its units.

    Raises:
        NotInStore: there is no such edition or unit.

    """
    with store.read() as connection:
        record = shelf.get_edition(connection, edition)
        story = get_story(connection, record.story)
        units = shelf.get_units(connection, record.id)
        one = shelf.get_unit(connection, record.id, unit) if unit else None
        broken = broken_in(connection, record.id)
        steps = _steps(connection, record, events_of(connection, edition=record.id), units)
    wanted = [step for step in steps if one is None or step.unit == one.key]
    return History(story, record, one, direction(record.locale), tuple(reversed(wanted)), tuple(broken))


@dataclass(frozen=True, slots=True)
class UnitThen:
    """A unit at two revisions of its edition; a text is None where the unit was not there yet."""

    key: str
    kind: str
    source: str
    old: str | None
    new: str | None
    old_state: str
    new_state: str

    @property
    def marks(self) -> list[DiffOp]:
        """The words that lead from the one to the other."""
        return diff_words(self.old or "", self.new or "")

    @property
    def changed(self) -> bool:
        """Whether text or state differ."""
        return (self.old, self.old_state) != (self.new, self.new_state)


@dataclass(frozen=True, slots=True)
class Comparison:
    """An edition at two of its revisions. `revisions` are all it has, each with the step that made it."""

    story: StoryRecord
    edition: EditionRecord
    direction: str
    old: int
    new: int
    units: tuple[UnitThen, ...]
    revisions: tuple[Step, ...]


def compared(store: Store, edition: str, old: int | None = None, new: int | None = None) -> Comparison:
    """An edition at the revisions `old` (default: the first with a text) and `new` (default: the last).

    Raises:
        NotInStore: there is no such edition, or it has no such revision.

    """
    with store.read() as connection:
        record = shelf.get_edition(connection, edition)
        story = get_story(connection, record.story)
        units = shelf.get_units(connection, record.id)
        steps = _steps(connection, record, events_of(connection, edition=record.id), units)
        first = _first_texts(connection, record, steps, units)
    revisions = tuple({step.edition_rev: step for step in steps}.values())
    numbers = [step.edition_rev for step in revisions]
    texts = [step.edition_rev for step in steps if step.kind == "translated"]
    old = (texts[0] if texts else 0) if old is None else old
    new = record.rev if new is None else new
    for number in (old, new):
        if number not in numbers:
            known = phrase("{first} to {last}", first=numbers[0], last=numbers[-1]) if numbers else phrase("none yet")
            raise NotInStore(phrase(
                "{edition} has no revision {number} (known: {known}). See: {command}", edition=record.id, number=number, known=known,
                command=f"newstrans editions history {record.id}",
            ))  # fmt: skip
    then, now = _at(steps, first, old), _at(steps, first, new)
    rows = [
        UnitThen(one.key, one.kind.value, one.source, *_pair(then.get(one.key), now.get(one.key)))
        for one in units
    ]  # fmt: skip
    return Comparison(story, record, direction(record.locale), old, new, tuple(rows), revisions)


_Then = tuple[str, str]  # text, state


def _pair(old: _Then | None, new: _Then | None) -> tuple[str | None, str | None, str, str]:
    return (old[0] if old else None, new[0] if new else None, old[1] if old else "", new[1] if new else "")


def _at(steps: Sequence[Step], first: Mapping[str, tuple[int, str]], rev: int) -> dict[str, _Then]:
    """Text and state of each unit behind a revision of the edition."""
    found = {key: (text, "machine") for key, (since, text) in first.items() if since <= rev}
    for step in steps:
        if step.edition_rev <= rev and step.unit and step.after is not None:
            found[step.unit] = (step.after, step.state or found.get(step.unit, ("", "machine"))[1])
    return found


def _first_texts(
    connection: Connection, record: EditionRecord, steps: Sequence[Step], units: Sequence[UnitRecord]
) -> dict[str, tuple[int, str]]:
    """The text that each unit began with, and the revision of the edition in which it came."""
    came: dict[str, int] = {}
    began = _count(connection, record, steps) if any(step.kind == "update" for step in steps) else 0
    for step in steps:
        if step.kind == "update":
            told = step.data.get("units")
            for one in told if isinstance(told, list) else []:
                if one["change"] in ("new", "split") and int(one["key"][1:]) > began:
                    came.setdefault(one["key"], step.edition_rev)
    start = next((step.edition_rev for step in steps if step.kind == "translated"), 0)
    found = {}
    for one in units:
        earliest = next((step for step in steps if step.unit == one.key and step.after is not None), None)
        text = one.text if earliest is None else earliest.before
        found[one.key] = (came.get(one.key, start), text if text is not None else one.text)
    return found


def _count(connection: Connection, record: EditionRecord, steps: Sequence[Step]) -> int:
    """How many units the edition began with."""
    revision = next((step.source_revision for step in steps if step.kind == "translated"), 1)
    return len(shelf.get_machine(connection, record, revision).units)


def _steps(
    connection: Connection, record: EditionRecord, events: Sequence[Event], units: Sequence[UnitRecord]
) -> list[Step]:
    """The events with the texts before them and the edition's revisions, oldest first."""
    machine = _Machine(connection, record)
    now = {one.key: one.text for one in units}
    texts: dict[str, str] = {}
    steps, rev = [], 0
    for one in events:
        before = None
        if not one.unit:
            rev = one.rev
        elif one.text is not None and one.kind != Action.SOURCE_CHANGED:
            rev += 1  # what a new version does to units is one change of the edition, told before
        if one.text is not None:
            before = one.data.get("before", texts.get(one.unit))
            if before is None:
                before = machine.text(one)
            texts[one.unit] = one.text
        steps.append(Step(
            one.seq, one.at, one.actor.name, one.actor.via, one.kind, one.unit, one.base_rev, one.rev, rev, one.source_revision,
            one.note, one.bulk, str(one.data.get("state", "")), before if isinstance(before, str) else None, one.text,
            str(one.rev) if one.text is not None and one.text != now.get(one.unit) else "", one.data,
        ))  # fmt: skip
    return steps


class _Machine:
    """What the machine had written for a unit before anybody touched it."""

    def __init__(self, connection: Connection, record: EditionRecord) -> None:
        self._connection = connection
        self._record = record
        self._made: dict[int, dict[str, str]] = {}

    def text(self, event: Event) -> str | None:
        """The machine's text for the source that the unit had at an event."""
        if event.source_revision not in self._made:
            self._made[event.source_revision] = dict(self._texts(event.source_revision))
        return self._made[event.source_revision].get(event.source_hash)

    def _texts(self, revision: int) -> Iterator[tuple[str, str]]:
        try:
            made: Edition = shelf.get_machine(self._connection, self._record, revision)
        except NotInStore:
            return
        for layer in made.units:
            yield text_hash(layer.unit.text), layer.text
