"""Stories come in: what is new, what is a new version, what is late, what kills; then their editions are made.

Two steps, each a transaction of its own: a story is received (with its file, and its editions marked as due), and each
edition is made. Between them nothing is half: a run that was cut off leaves editions that are due, and any later run
makes them. Two runs at once may make the same edition; the second one finds it made and puts nothing in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import groupby

from sqlalchemy import Connection

from newstrans.carryover import Earlier
from newstrans.errors import NewstransError, SameLanguage
from newstrans.fate import Fate, came_late, decide
from newstrans.feeds import DEFAULT_FEED, Feed
from newstrans.formats import inplace, read_story
from newstrans.formats.assemble import comparable
from newstrans.formats.inplace.issue import Identity
from newstrans.formats.takes import Take, find_take, take_number
from newstrans.model import Edition, SourceFile, Story, UnitKind
from newstrans.pipeline import Run
from newstrans.pubstatus import Status
from newstrans.review import remember
from newstrans.review.states import Action, next_edition_state
from newstrans.review.update import bring_in
from newstrans.store import editions as shelf
from newstrans.store import stories
from newstrans.store.connect import Store
from newstrans.store.events import append, received_as
from newstrans.store.records import Actor, EditionRecord, EditionState, Event, StoryRecord
from newstrans.text.phrase import phrase

# Formats whose items bear a version of their own; in others every other text is a new version.
_VERSIONED = frozenset({"newsml-g2", "newsml1", "nitf", "ninjs"})
# How long after a story a take of another id ("UPDATE 3-...") is looked for by its slug. Slugs come again.
_FAMILY_DAYS = 3
# Stories that go through the pipeline together.
BATCH = 40


class Verdict(StrEnum):
    """What a story that came in is."""

    NEW = "new"
    UPDATE = "update"
    SAME = "same"  # what is there already
    LATE = "late"  # an older version, or another text under the same version
    KILL = "kill"
    WITHHOLD = "withhold"
    DEAD = "dead"  # of a story that was killed
    REFUSED = "refused"  # its rights forbid a translation
    OURS = "ours"  # an edition of ours
    EMPTY = "empty"  # nothing to translate


@dataclass(frozen=True, slots=True)
class Incoming:
    """One story as it was read from a file; `desk` is the desk of the house that its feed is for."""

    identity: Identity
    story: Story | None
    versioned: bool
    name: str
    data: bytes
    desk: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of it: the story as it is known now, and why, in words."""

    verdict: Verdict
    identity: str
    why: str = ""
    story: StoryRecord | None = None
    take: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """An edition that was due: made, or the error that stands against it."""

    edition: EditionRecord
    error: NewstransError | None = None


Translator = Callable[[Sequence[Story], Sequence[str]], Run]


def read_incoming(
    data: bytes, *, name: str, place: str, format: str | None = None, encoding: str | None = None, feed: Feed = DEFAULT_FEED  # noqa: A002
) -> list[Incoming]:
    """The stories of a file. One that bears no identity of its own has that of `place`, where the file lies.

    Raises:
        ReadError: it cannot be read.

    """
    wanted = format or feed.format or None
    if not inplace.is_wire(data, name, wanted):
        story = read_story(data, name=name, format=wanted, encoding=encoding or feed.encoding or None)
        url = story.metadata.get("url", "")
        who = Identity(
            url or f"file:{place}", language=story.language or "", embargo=story.metadata.get("embargo"), derived=not url
        )
        return [Incoming(who, story, False, name, data, feed.desk)]
    document = inplace.open_document(data, name=name, format=wanted, encoding=encoding, feed=feed)
    items = [item for item in document.items if not item.furniture]
    found = []
    for item in items:
        who = item.identity
        if who.derived and len(items) == 1 and document.format != "textwire":
            who = replace(who, id=f"file:{place}")
        found += [Incoming(Identity(other, status=status), None, False, name, data, feed.desk) for other, status in who.takes_back]
        found.append(Incoming(who, item.story, document.format in _VERSIONED and not who.derived, name, data, feed.desk))
    return found


def receive(
    store: Store, one: Incoming, locales: Sequence[str], *, actor: Actor, now: str, override: str = ""
) -> Receipt:
    """Take a story in, and mark its editions in `locales`, and those it has, as due. A kill kills them here and now.

    `override` is the reason for which rights that forbid a translation are overridden.
    """
    with store.write() as connection:
        return _Door(connection, one, locales, actor, now, override).take()


@dataclass(slots=True)
class _Door:
    """One story at the door, inside one transaction."""

    connection: Connection
    one: Incoming
    locales: Sequence[str]
    actor: Actor
    now: str
    override: str

    def take(self) -> Receipt:
        who, source = self.one.identity, self.one.story
        identity = stories.storable(who.id)
        take = self._take()
        known = stories.find_story(self.connection, identity)
        if known is None and take.label:
            known = stories.find_family(self.connection, self._family(take), self._since())
        if known is None and who.derived:
            # The same bytes under another name, or sent again.
            known = stories.find_text(self.connection, self._sha256())
        if known is None and who.status is not Status.USABLE and (joined := received_as(self.connection, who.id)):
            # A kill may name the take that it takes back, which has an id of its own, and no longer say which take it is.
            known = stories.get_story(self.connection, joined)
        if take.kills and who.status is Status.USABLE:
            # A wire of texts has no other way to say it. Of a story that is not known it closes what might come, and is not final.
            who = replace(who, status=Status.CANCELED if known else Status.WITHHELD)
            self.one = replace(self.one, identity=who)
        ruling = decide(replace(who, id=identity), self.locales, has_text=source is not None, override=self.override)
        if ruling.fate is Fate.OURS:
            return Receipt(Verdict.OURS, identity, ruling.why, known)
        killed = ruling.fate is Fate.KILL
        version = self._version(known, take)
        if known and known.status == "canceled" and not killed:
            return self._logged(known, Verdict.DEAD, phrase("the story was killed, which is final; a new story has an id of its own"))
        if known and (late := self._late(known, version, take)):
            return self._logged(known, *late) if late[0] is Verdict.LATE else self._again(known, *late)
        if killed:
            return self._killed(known, version, take, ruling.why)
        if source is None:
            return Receipt(Verdict.EMPTY, identity, ruling.why, known)
        if ruling.fate is Fate.REFUSE:
            return self._logged(known, Verdict.REFUSED, ruling.why)
        return self._taken(known, source, version, take)

    # --- what it is

    def _take(self) -> Take:
        who, source = self.one.identity, self.one.story
        slug = find_take(who.slug)
        head = find_take(source.headline if source else "")
        named = [one for one in (slug, head) if one.label]
        label = "-".join(dict.fromkeys(one.label for one in named))
        return Take(label, max((one.number for one in named), default=1), slug.rest if who.slug else head.rest)

    def _family(self, take: Take) -> str:
        return comparable(take.rest)[:100]

    def _since(self) -> str:
        return (datetime.fromisoformat(self.now) - timedelta(days=_FAMILY_DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")

    def _by_version(self, known: StoryRecord | None) -> bool:
        """Whether its own version orders it; else its take does, and what has none follows the last one."""
        return self.one.versioned and (known is None or known.identity == self.one.identity.id)

    def _version(self, known: StoryRecord | None, take: Take) -> str:
        if self._by_version(known):
            return self.one.identity.version
        # A refile or a correction uses no number up that the next take will bear.
        return str(max(take.number if take.label else 0, (_number(known.version) if known else 0) + 1))

    def _late(self, known: StoryRecord, version: str, take: Take) -> tuple[Verdict, str] | None:
        before = stories.versions(self.connection, known.id)
        who = self.one.identity
        same = bool(before) and (before[-1].sha256, before[-1].status) == (self._sha256(), who.status.value)
        if same and (not self.one.versioned or version == known.version):
            return Verdict.SAME, phrase("version {version} is known", version=known.version)
        if who.status is Status.CANCELED:
            return None  # a kill is final, whatever came before it or since
        by_version = self._by_version(known)
        came_before = any(one.sha256 == self._sha256() for one in before)
        if by_version:
            mine, theirs = _number(version), _number(known.version)
            # Where takes of other ids came in between, the numbers are not of one row.
            if mine > theirs or (who.status is Status.WITHHELD and (mine == theirs or any(one.take for one in before))):
                return None
        elif who.status is Status.WITHHELD:
            return None
        elif came_before and known.identity != stories.storable(who.id):
            return Verdict.LATE, phrase("it came before")
        else:
            mine = take.number if take.label else 0
            theirs = max((take_number(one.take) for one in before), default=0) or 1
            if not mine or mine > theirs or (mine == theirs and take.follows):
                return None
        other = phrase("version {version} is known with another text", version=str(mine))
        what = came_late(str(mine), str(theirs)) if mine < theirs else other
        return Verdict.LATE, phrase("it came before") if came_before else what

    def _sha256(self) -> str:
        source = self.one.story
        return source.source.sha256 if source else hashlib.sha256(self.one.data).hexdigest()

    # --- what becomes of it

    def _logged(self, known: StoryRecord | None, verdict: Verdict, why: str) -> Receipt:
        append(self.connection, [self._event(known.id if known else "", verdict.value, why)])
        return Receipt(verdict, self.one.identity.id, why, known, self._take().label)

    def _again(self, known: StoryRecord, verdict: Verdict, why: str) -> Receipt:
        if known.status == "usable":
            self._due(known)
        return Receipt(verdict, known.identity, why, known)

    def _taken(self, known: StoryRecord | None, source: Story, version: str, take: Take) -> Receipt:
        record = self._record(known, version, take, status="usable")
        source = stories.cleaned(_without_take(replace(source, id=record.id, slug=record.slug, version=version)))
        record = replace(record, headline=(source.headline or source.units[0].text)[:300])
        stories.save_story(self.connection, record, new=known is None)
        self._keep(record, source, take)
        self._due(record)
        verdict = Verdict.UPDATE if known else Verdict.NEW
        note = f"rights overridden: {self.override}" if self.override and self.one.identity.forbids else ""
        append(self.connection, [self._event(record.id, "received", note, revision=record.revision, take=take.label, version=version)])
        return Receipt(verdict, record.identity, take.label, record, take.label)

    def _killed(self, known: StoryRecord | None, version: str, take: Take, why: str) -> Receipt:
        """The story and all its editions at once; no engine is asked. What they said is kept, and not let out."""
        status = self.one.identity.status
        record = self._record(known, version, take, status=status.value)
        stories.save_story(self.connection, record, new=known is None)
        self._keep(record, None, take)
        kill = status is Status.CANCELED
        action = Action.KILL if kill else Action.WITHHOLD
        remember.take_out(self.connection, "killed" if kill else "withheld", story=record.id)
        events = [self._event(record.id, action.value, why, revision=record.revision, version=version)]
        for one in shelf.editions_of(self.connection, record.id):
            state = next_edition_state(one.id, one.state, action)
            after = replace(one, state=state, rev=one.rev + 1, issue=one.issue + bool(one.issue), updated=self.now)
            shelf.save_edition(self.connection, after)
            if after.issue:
                empty = Edition(Story(record.id, record.slug, (), SourceFile(record.identity, "", "", "", 0), version=version), one.locale, language=one.language or None)
                shelf.add_published(self.connection, after, empty, actor=self.actor.name, at=self.now)
            events.append(replace(
                self._event(record.id, action.value, why, revision=record.revision),
                edition=one.id, base_rev=one.rev, rev=after.rev,
            ))  # fmt: skip
        append(self.connection, events)
        verdict = Verdict.KILL if kill else Verdict.WITHHOLD
        return Receipt(verdict, record.identity, why, record, take.label)

    def _record(self, known: StoryRecord | None, version: str, take: Take, *, status: str) -> StoryRecord:
        who, source = self.one.identity, self.one.story
        values = {
            "status": status, "version": stories.storable(version), "embargo": who.embargo, "held": who.held, "forbids": who.forbids,
            "updated": self.now, "urgency": who.urgency,
        }  # fmt: skip
        if self.one.desk:
            values["desk"] = stories.storable(self.one.desk)
        if known:
            return replace(known, revision=known.revision + 1, **values)  # type: ignore[arg-type]
        identity = stories.storable(who.id)
        key = hashlib.sha256(identity.encode()).hexdigest()[:16]
        slug = source.slug if source else who.slug or "withdrawn"
        return StoryRecord(
            key, identity, slug, self._family(take), find_take(source.headline).rest[:300] if source else "", revision=1, created=self.now, **values  # type: ignore[arg-type]
        )

    def _keep(self, record: StoryRecord, source: Story | None, take: Take) -> None:
        stories.add_version(
            self.connection, record, source, take=take.label, sha256=self._sha256(), data=self.one.data, name=self.one.name, now=self.now
        )

    def _due(self, record: StoryRecord) -> None:
        """Editions for the locales that have none; those that are there are due by their revision."""
        there = {one.locale for one in shelf.editions_of(self.connection, record.id)}
        for locale in self.locales:
            if locale not in there:
                new = EditionRecord(shelf.edition_key(record.id, locale), record.id, locale, EditionState.RECEIVED, updated=self.now)
                shelf.save_edition(self.connection, new, new=True)

    def _event(self, story: str, kind: str, note: str, *, revision: int = 0, **data: str) -> Event:
        data |= {"identity": self.one.identity.id, "name": self.one.name, "sha256": self._sha256()}
        return Event(kind=kind, at=self.now, actor=self.actor, story=story, source_revision=revision, note=str(note), data=data)


def due(store: Store, story: str = "") -> list[tuple[str, str]]:
    """(story, locale) of the editions whose text is older than the newest version, or is not there yet."""
    with store.read() as connection:
        return shelf.due(connection, story)


def layers_before(store: Store) -> Earlier:
    """For `translate_stories`: the edition of the version before, as it was made."""
    last: list[tuple[str, dict[str, Edition]]] = []  # the story whose editions are asked for one after the other

    def find(story: Story, locale: str) -> Edition | None:
        known = last[0] if last else ("", {})
        if known[0] != story.id:
            with store.read() as connection:
                made = [one for one in shelf.editions_of(connection, story.id) if one.source_revision]
                known = (story.id, shelf.machine_of_all(connection, made))
            last[:] = [known]
        return known[1].get(shelf.edition_key(story.id, locale))

    return find


def make_due(
    store: Store, wanted: Sequence[tuple[str, str]], translate: Translator, *, actor: Actor, now: str
) -> Iterator[Made]:
    """Make editions that are due, those of a story committed as soon as they are made; stories with the same locales go together."""
    locales: dict[str, list[str]] = {}
    for story, locale in wanted:
        locales.setdefault(story, []).append(locale)
    groups: dict[tuple[str, ...], list[str]] = {}
    for story, tags in locales.items():
        groups.setdefault(tuple(tags), []).append(story)
    for group, names in groups.items():
        for start in range(0, len(names), BATCH):
            yield from _make(store, names[start : start + BATCH], group, translate, actor=actor, now=now)


def _make(
    store: Store, names: Sequence[str], locales: Sequence[str], translate: Translator, *, actor: Actor, now: str
) -> Iterator[Made]:
    sources: dict[str, Story] = {}
    revisions: dict[str, int] = {}
    with store.read() as connection:
        for name in names:
            record = stories.get_story(connection, name)
            sources[name] = stories.get_source(connection, name, record.revision)
            revisions[name] = record.revision
    run = translate(list(sources.values()), locales)
    for name, editions in groupby(run.editions, key=lambda edition: edition.story.id):
        yield from map(Made, _put_in(store, list(editions), name, revisions[name], actor=actor, now=now))
    for failure in run.failures:
        failed = _failed(store, failure.story.id, failure.locale, failure.error, actor=actor, now=now)
        if failed:
            yield Made(failed, failure.error)


def _put_in(
    store: Store, editions: Sequence[Edition], name: str, revision: int, *, actor: Actor, now: str
) -> list[EditionRecord]:
    """Put a story's made editions in; none when a newer version or a kill came meanwhile, nor those that another run has put in."""
    with store.write() as connection:
        story = stories.get_story(connection, name)
        if story.status != "usable" or story.revision != revision:
            return []
        there = {one.locale: one for one in shelf.editions_of(connection, name)}
        waiting = [
            (record, made) for made in editions
            if (record := there.get(made.locale)) and record.source_revision < revision and record.state is not EditionState.SPIKED
        ]  # fmt: skip
        return bring_in(connection, story, waiting, actor=actor, now=now) if waiting else []


def _failed(
    store: Store, story: str, locale: str, error: NewstransError, *, actor: Actor, now: str
) -> EditionRecord | None:
    """Remember that an edition could not be made; None for one that there is no need for."""
    with store.write() as connection:
        record = shelf.get_edition(connection, shelf.edition_key(story, locale))
        if isinstance(error, SameLanguage) and not record.source_revision:
            # The story is in that language already: there is no edition to make.
            shelf.drop_edition(connection, record)
            return None
        waiting = record.state in (EditionState.RECEIVED, EditionState.FAILED)
        state = next_edition_state(record.id, record.state, Action.FAIL) if waiting else record.state
        after = replace(record, state=state, error=str(error), rev=record.rev + 1, updated=now)
        shelf.save_edition(connection, after)
        append(connection, [Event(
            kind="fail", at=now, actor=actor, story=story, edition=record.id, base_rev=record.rev, rev=after.rev, note=str(error),
        )])  # fmt: skip
        return after


def _without_take(source: Story) -> Story:
    """The story without "UPDATE 3-" before its headline: that is for desks, no reader sees it."""
    units = tuple(
        replace(unit, text=find_take(unit.text).rest) if unit.kind is UnitKind.HEADLINE and not unit.marks else unit
        for unit in source.units
    )
    return replace(source, units=tuple(new if new.text else old for new, old in zip(units, source.units, strict=True)))


def _number(version: str) -> int:
    return int(version) if version.isdecimal() else 0
