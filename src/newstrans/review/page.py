"""Everything that a review page says, as plain values: what it is, may it run, what is wrong, where to start.

Nothing here knows of a browser: a page, a script and a terminal draw the same values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Connection

from newstrans.checks import check_unit
from newstrans.errors import NotInStore
from newstrans.formats.inplace.issue import extended_stamp
from newstrans.kept import Kept
from newstrans.memory.pairs import Origin
from newstrans.model import Edition, Finding, NameStatus, NameUse, Severity, Span, UnitKind
from newstrans.review.actions import Desk, as_typed, findings_about, reasons_against
from newstrans.review.layers import Decision, Layer, UnitLayers, store_layers
from newstrans.review.placed import PlacedEdit, carried
from newstrans.review.proposals import Undecided, undecided
from newstrans.review.remember import labels
from newstrans.review.standing import kept_names, left_by, machine_layers, standing, with_texts
from newstrans.review.states import Action, possible
from newstrans.store import editions as shelf
from newstrans.store.events import active_time, events_of
from newstrans.store.presence import Present, present
from newstrans.store.records import (
    Change,
    EditionRecord,
    Event,
    StoryRecord,
    UnitRecord,
    UnitState,
)
from newstrans.store.stories import get_story
from newstrans.text.diff import tokens
from newstrans.text.phrase import Phrase, phrase

_NO_DECISION = Decision()
_Value = TypeVar("_Value")


class HitStatus(StrEnum):
    """What became of a glossary name in the text as it stands."""

    APPLIED = "applied"  # the glossary put it in
    RIGHT = "right"  # the machine wrote it so
    MISSING = "missing"
    OVERRIDDEN = "overridden"  # an editor wrote something else
    AMBIGUOUS = "ambiguous"  # the glossary left it to an editor
    EMBEDDED = "embedded"  # part of a longer name that the glossary does not have
    UNFINISHED = "unfinished"  # proposed for the glossary, and not decided


@dataclass(frozen=True, slots=True)
class NameHit:
    """A glossary name of a unit's source. `source` is its range there; `written` what stands for it in the text, "" when
    that cannot be told; `change` what the glossary changed for it, if it did. `proposal` is the key of the proposal for a
    name that is not in the glossary yet: then `entry` is "".
    """

    entry: str
    text: str
    source: Span
    status: HitStatus
    accepted: tuple[str, ...] = ()
    written: str = ""
    reason: str = ""
    decision: Decision = field(default_factory=Decision)
    change: PlacedEdit | None = None
    undoable: bool = False
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Memory:
    """Whose words stand in a unit that has its text of the memory: who approved them, when; `as_machine` when nobody edited them."""

    by: str
    at: str
    as_machine: bool


@dataclass(frozen=True, slots=True)
class Fork:
    """A text that somebody typed and that is not the unit's: of another person, or from an older revision."""

    actor: str
    base_rev: int
    text: str
    at: str


@dataclass(frozen=True, slots=True)
class Row:
    """A unit on the page. `draft` is what this actor typed on this revision and did not save, None for nothing."""

    unit: UnitRecord
    findings: tuple[Finding, ...]
    hits: tuple[NameHit, ...]
    changes: tuple[PlacedEdit, ...]  # of house style: those of names are with their hits
    layers: UnitLayers | None
    draft: str | None
    forks: tuple[Fork, ...]
    comments: tuple[Event, ...]
    others: tuple[str, ...]  # who else has the focus here
    language: str  # of its source
    memory: Memory | None = None

    @property
    def key(self) -> str:
        return self.unit.key

    @property
    def settled(self) -> bool:
        return self.unit.settled

    @property
    def errors(self) -> int:
        return sum(one.severity is Severity.ERROR for one in self.findings)

    @property
    def warnings(self) -> int:
        return len(self.findings) - self.errors

    @property
    def problem(self) -> bool:
        """Whether an editor should look here first."""
        return bool(self.findings) or self.unit.state is UnitState.STALE or bool(self.forks)

    @property
    def clean(self) -> bool:
        """Whether it may be approved with others, in bulk."""
        untouched = self.unit.state in (UnitState.MACHINE, UnitState.EDITED)
        return untouched and not self.findings and self.draft is None and not self.forks


@dataclass(frozen=True, slots=True)
class Reason:
    """Why it cannot be published; `unit` is the key of the one it is about, with its name as a phrase, "" for the whole."""

    text: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """What the header counts over the rows."""

    units: int = 0
    todo: int = 0
    approved: int = 0
    omitted: int = 0
    errors: int = 0
    warnings: int = 0
    names: int = 0  # changes that the glossary made and that still stand
    changed: int = 0  # by the last version of the source, and not dealt with
    new: int = 0
    as_machine: int = 0  # of the approved ones: as the machine wrote them
    clean: int = 0
    drafts: int = 0  # texts that were typed and not saved, of whomever
    active_ms: int = 0  # how long editors worked on its texts, as their pages counted it


@dataclass(frozen=True, slots=True)
class Header:
    """The head of the page. `embargo_ends` is ISO 8601 in UTC, "" for none that has an end; `embargo_minutes` what is left."""

    edition: EditionRecord
    story: StoryRecord
    headline: str
    urgency: str
    embargo: str
    embargo_ends: str
    embargo_minutes: int
    current: bool  # whether its text is of the newest version of the source
    closed: bool  # nothing can be edited
    here: tuple[Present, ...]  # the other pages that have it open
    counts: Counts
    reasons: tuple[Reason, ...]
    start: str  # the unit where to start, "" when nothing is left to do


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """All of it."""

    header: Header
    rows: tuple[Row, ...]

    def row(self, key: str) -> Row:
        """The row of a unit. Raises `NotInStore`."""
        for one in self.rows:
            if key in (one.unit.key, one.unit.unit):
                return one
        raise NotInStore(phrase("{edition} has no unit {name}", edition=self.header.edition.id, name=repr(key)))


def review_page(
    desk: Desk, name: str, *, tab: str = "", four_eyes: bool = False, decisions: Mapping[str, Decision] | None = None
) -> ReviewPage:
    """The page of an edition as `desk.actor` sees it now. `tab` is the name of the page that asks, which is not told of itself.

    Raises:
        NotInStore: there is no such edition.

    """
    with desk.store.read() as connection:
        record = shelf.get_edition(connection, name)
        return _Drawn(connection, desk, record, tab, four_eyes, decisions or {}).page()


def check_typed(desk: Desk, name: str, unit: str, text: str) -> tuple[UnitRecord, str, list[Finding]]:
    """A unit, the language of its source, and what the checks would say if its text were `text`.

    What was dismissed for this text is left out, and so is info.

    Raises:
        NotInStore: there is no such edition or unit.

    """
    with desk.store.read() as connection:
        record = shelf.get_edition(connection, name)
        one = shelf.get_unit(connection, record.id, unit)
        typed = replace(one, text=as_typed(text))
        made = standing(connection, record, [one])
        dismissed = shelf.dismissed(connection, record.id)
    language = languages_of(made, record)(one)
    if not made.units:  # it is left out
        return one, language, []
    policy = desk.checks.of(made.story.source.name)
    found = check_unit(made, one.unit or one.key, typed.text, policy=policy)
    return one, language, [
        finding for finding in found
        if finding.severity is not Severity.INFO and not any(
            (one.key, code, typed.source_hash, typed.text_hash) in dismissed for code in (finding.check, finding.code)
        )
    ]  # fmt: skip


class _Drawn:
    """One page, drawn inside one transaction."""

    def __init__(
        self, connection: Connection, desk: Desk, record: EditionRecord, tab: str, four_eyes: bool, decisions: Mapping[str, Decision]
    ) -> None:
        self.desk, self.record, self.four_eyes, self.decisions = desk, record, four_eyes, decisions
        self.story = get_story(connection, record.story)
        self.units = shelf.get_units(connection, record.id)
        self.here = tuple(one for one in present(connection, record.id, desk.now) if one.tab != tab)
        self.typed = shelf.drafts(connection, record.id)
        self.comments = events_of(connection, edition=record.id, kinds=("comment",))
        self.active_ms = active_time(connection, record.id)
        self.undecided = undecided(connection, record.locale)
        self.memory = {key: _memory(told) for key, told in labels(connection, record.id, self.units).items()}
        self.urgency = ""
        self.made: Edition | None = None
        self.layers: dict[str, UnitLayers] = {}
        self.found: list[tuple[UnitRecord, Finding]] = []
        self.kept: Mapping[tuple[str, str], str] = {}
        if self.units:
            self.kept = kept_names(self.units, shelf.overrides(connection, record.id))
            self.made = with_texts(machine_layers(connection, record), self.units, self.kept)
            self.layers = {one.key: one for one in store_layers(connection, record, self.units).units}
            self.found = findings_about(self.units, self.made, shelf.dismissed(connection, record.id), policy=desk.checks)
            metadata = self.made.story.metadata
            self.urgency = metadata.get("urgency") or metadata.get("x-priority") or ""
        self.uses = _by(self.made.names if self.made else (), lambda use: use.unit)
        self.languages = languages_of(self.made, record)

    def page(self) -> ReviewPage:
        found = _by(self.found, lambda each: each[0].key)
        typed = _by(self.typed, lambda each: str(each["unit"]))
        said = _by(self.comments, lambda event: event.unit)
        here = _by(self.here, lambda who: who.unit)
        rows = tuple(
            self._row(one, [each for _, each in found.get(one.key, ())], typed.get(one.key, ()), said.get(one.key, ()), here.get(one.key, ()))
            for one in self.units
        )
        record, story = self.record, self.story
        reasons = reasons_against(self.desk, record, story, self.units, self.found, four_eyes=self.four_eyes)
        ends, minutes = embargo_left(story.embargo or "", self.desk.now)
        headline = next((row.unit.text for row in rows if row.unit.kind is UnitKind.HEADLINE), "") or story.headline or story.slug
        return ReviewPage(Header(
            edition=record, story=story, headline=headline, urgency=self.urgency,
            embargo=story.held or ("" if story.embargo is None else story.embargo or phrase("no end given")), embargo_ends=ends,
            embargo_minutes=minutes, current=record.source_revision >= story.revision,
            closed=is_closed(record, story), here=self.here, counts=replace(counted(rows, self.typed), active_ms=self.active_ms),
            reasons=tuple(_reason(one) for one in reasons), start=first_to_do(rows),
        ), rows)  # fmt: skip

    def _row(
        self, one: UnitRecord, found: Sequence[Finding], typed: Sequence[Mapping[str, Any]], said: Sequence[Event], here: Sequence[Present]
    ) -> Row:
        layers = self.layers.get(one.key)
        changes = layers.edits if layers else ()
        uses = tuple(self.uses.get(one.unit, ())) if one.unit else ()
        hits = _hits.of(
            (one.edition, one.key), uses, one.text, changes, layers.text(Layer.GLOSSARY) if layers else None,
            tuple(self.kept.get((use.unit, use.entry), "") for use in uses),
            tuple(self.decisions.get(use.entry, _NO_DECISION) for use in uses),
        )  # fmt: skip
        hits += tuple(_unfinished(one, self.undecided))
        with_hit = {hit.change.id for hit in hits if hit.change}
        own = next((d["text"] for d in typed if d["actor"] == self.desk.actor.name and d["base_rev"] == one.rev), None)
        forks = tuple(
            Fork(d["actor"], d["base_rev"], d["text"], d["at"]) for d in typed
            if d["base_rev"] != one.rev and d["text"].strip() != one.text
        )  # fmt: skip
        return Row(
            one, tuple(found), hits, tuple(change for change in changes if change.id not in with_hit), layers, own, forks, tuple(said),
            tuple(dict.fromkeys(who.actor for who in here)), self.languages(one), self.memory.get(one.key),
        )  # fmt: skip


def _by(values: Iterable[_Value], key: Callable[[_Value], str]) -> dict[str, list[_Value]]:
    """Values that belong to a unit, by it, in their order."""
    found: dict[str, list[_Value]] = {}
    for one in values:
        found.setdefault(key(one), []).append(one)
    return found


def counted(rows: Sequence[Row], typed: Sequence[Mapping[str, Any]] = ()) -> Counts:
    """What the header says of the rows: it is counted from them, so that the two never differ."""
    states = [row.unit.state for row in rows]
    return Counts(
        units=len(rows), todo=sum(not row.settled for row in rows), approved=sum(row.unit.approved for row in rows),
        omitted=states.count(UnitState.OMITTED), errors=sum(row.errors for row in rows), warnings=sum(row.warnings for row in rows),
        names=sum(hit.status is HitStatus.APPLIED for row in rows for hit in row.hits),
        changed=sum(row.unit.change not in (Change.NONE, Change.NEW, Change.MOVED) and not row.settled for row in rows),
        new=sum(row.unit.change is Change.NEW and not row.settled for row in rows),
        as_machine=sum(row.unit.approved and bool(row.unit.approval and row.unit.approval.as_machine) for row in rows),
        clean=sum(row.clean for row in rows), drafts=len(typed),
    )  # fmt: skip


def first_to_do(rows: Iterable[Row]) -> str:
    """Where to start: the first problem, else the first unit that nobody has approved, else ""."""
    todo = [row for row in rows if not row.settled or row.findings]
    return next((row.key for row in todo if row.problem), todo[0].key if todo else "")


def is_closed(record: EditionRecord, story: StoryRecord) -> bool:
    """Whether nothing in an edition can be edited or published: it is spiked, has no text, or its source is withheld or killed."""
    return not possible(record.state, Action.WORK) or story.status != "usable"


def embargo_left(embargo: str, now: str) -> tuple[str, int]:
    """When an embargo ends, in UTC, and the minutes until then (0 when it is over); ("", 0) where it names no time."""
    try:
        end = datetime.fromisoformat(extended_stamp(embargo))
    except ValueError:
        return "", 0
    end = end if end.tzinfo else end.replace(tzinfo=UTC)
    left = (end - datetime.fromisoformat(now)).total_seconds()
    return end.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), max(0, -(-int(left) // 60))


def languages_of(made: Edition | None, record: EditionRecord) -> Callable[[UnitRecord], str]:
    """A function that gives the BCP 47 language that a unit was translated from, "und" when nobody knows."""
    own = {each.unit.id: each.detection.language for each in made.units if each.detection} if made else {}

    def language(one: UnitRecord) -> str:
        return (own.get(one.unit) if one.unit else None) or record.language or "und"

    return language


def _name_hits(
    uses: Sequence[NameUse], text: str, changes: Sequence[PlacedEdit], ruled: str | None, kept_by: Sequence[str], decisions: Sequence[Decision]
) -> tuple[NameHit, ...]:
    """What became of the names of one unit; `kept_by` and `decisions` are of each of them."""
    each = zip(uses, kept_by, decisions, strict=True)
    return tuple(_hit(use, text, changes, ruled or "", kept, decision) for use, kept, decision in each)


def _hit(use: NameUse, text: str, changes: Sequence[PlacedEdit], ruled: str, kept_by: str, decision: Decision) -> NameHit:
    change = next((c for c in changes if c.entry == use.entry and c.source == use.source), None)
    stood = ruled[slice(*use.target)] if use.target else ""
    folded = text.casefold()
    form = next((form for form in (stood, *use.accepted) if form and form.casefold() in folded), "")
    undoable = False
    if change is not None and not kept_by:
        here = carried(ruled, text, change.place)
        undoable = here is not None and text[slice(*here)] == change.after
    return NameHit(
        use.entry, use.text, use.source, _status(use, form, kept=bool(kept_by)), use.accepted, form,
        left_by(kept_by) if kept_by else use.reason, decision, change, undoable,
    )  # fmt: skip


# By unit at the desk.
_hits = Kept(_name_hits, 20_000)


def _unfinished(one: UnitRecord, proposed: Sequence[Undecided]) -> Iterator[NameHit]:
    """Names of the source that somebody proposed and nobody decided, where their words stand first."""
    words = tokens(one.source) if proposed else []
    for each in proposed:
        place = _place_of(words, tokens(each.source))
        if place is not None:
            form = each.target if each.target.casefold() in one.text.casefold() else ""
            why = phrase("proposed by {name}, not decided yet", name=each.by)
            yield NameHit("", each.source, place, HitStatus.UNFINISHED, (each.target,), form, why, proposal=each.key)


def _place_of(words: Sequence[str], wanted: Sequence[str]) -> Span | None:
    """Where some tokens stand in a text first, as a range of its characters: never inside a word.

    >>> _place_of(tokens("the portside port"), tokens("port"))
    Span(start=13, end=17)
    """
    start = 0
    for at in range(len(words) - len(wanted) + 1 if wanted else 0):
        if words[at : at + len(wanted)] == wanted:
            return Span(start, start + sum(map(len, wanted)))
        start += len(words[at])
    return None


def _memory(told: Mapping[str, Any]) -> Memory:
    newest = max(told["pairs"], key=lambda pair: str(pair["at"]))
    return Memory(newest["approver"], newest["at"], all(pair["origin"] == Origin.MACHINE.value for pair in told["pairs"]))


def _status(use: NameUse, form: str, *, kept: bool) -> HitStatus:
    if kept or use.status is NameStatus.KEPT:
        return HitStatus.OVERRIDDEN
    if use.status is NameStatus.FLAGGED:
        return HitStatus.AMBIGUOUS
    if use.status is NameStatus.EMBEDDED:
        return HitStatus.EMBEDDED
    if not form:
        return HitStatus.MISSING
    return HitStatus.APPLIED if use.status is NameStatus.EDITED else HitStatus.RIGHT


def _reason(text: str) -> Reason:
    if isinstance(text, Phrase) and {"unit", "check", "message"} <= text.values.keys():
        about = text.values
        unit = about["unit"]
        assert isinstance(unit, Phrase)
        return Reason(phrase("open error [{check}] {message}", check=about["check"], message=about["message"]), unit)
    return Reason(text)
