"""What editors do: each action is one transaction and one event, and works from the revision that the editor saw.

An action from an old revision is a `ConflictError` that carries both texts; what was typed is kept as a draft. Nothing
here writes over a text without the old one standing in an event.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from newstrans.checks import POLICY, Policy, findings_of, questions
from newstrans.errors import ConflictError, NotAllowed, PublishRefused, ReviewError
from newstrans.explain import machine_text
from newstrans.formats.inplace.issue import held_back
from newstrans.kept import Kept
from newstrans.localise.locale import EditionLocale, load_locale
from newstrans.model import Edition, Finding, Severity
from newstrans.review import remember
from newstrans.review.outgoing import outgoing
from newstrans.review.placed import placed_edits, raw_words, taken_back
from newstrans.review.standing import machine_layers, standing
from newstrans.review.states import Action, next_edition_state, next_unit_state, worked
from newstrans.review.words import word_of
from newstrans.rights import Right
from newstrans.store import editions as shelf
from newstrans.store.connect import Store
from newstrans.store.events import append, text_at
from newstrans.store.records import (
    Actor,
    Approval,
    Change,
    EditionRecord,
    EditionState,
    Event,
    StoryRecord,
    UnitRecord,
    UnitState,
)
from newstrans.store.stories import get_story, storable
from newstrans.text.diff import share_changed
from newstrans.text.phrase import phrase

# By unit. A page that is worked on asks again with every action, and one unit has changed.
_findings = Kept(findings_of, 20_000)


@dataclass(frozen=True, slots=True)
class Desk:
    """Who acts, when, in which store. `now` is ISO 8601 in UTC; `request` names the call that brought it.

    `checks` is how the newsroom wants the checks: their errors stand against publishing. `active_ms` is how long the actor
    worked on the text, kept with the event; 0 where nobody counts.
    """

    store: Store
    actor: Actor
    now: str
    request: str = ""
    checks: Policy = POLICY
    active_ms: int = 0


@dataclass(frozen=True, slots=True)
class _Seen:
    """What an action on a unit finds, inside its transaction."""

    connection: Connection
    story: StoryRecord
    edition: EditionRecord
    unit: UnitRecord


@dataclass(frozen=True, slots=True)
class _Done:
    """What it makes of it: the unit afterwards, and what the event tells besides."""

    unit: UnitRecord
    note: str = ""
    data: tuple[tuple[str, object], ...] = ()


def allow(desk: Desk, right: Right) -> None:
    """Go on when who acts has the right. Raises `NotAllowed` otherwise."""
    if not desk.actor.may(right):
        raise NotAllowed(desk.actor.name, right.value)


def normalised(text: str) -> str:
    r"""A text as editors' programs send it, as it is kept: LF for line ends, NFC, no white space at the ends.

    >>> normalised("cafe\u0301\r\n")
    'café'
    """
    return as_typed(text).strip()


def as_typed(text: str) -> str:
    """The same with the white space at its ends: what somebody is still typing."""
    return storable(unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")))


def edit(desk: Desk, edition: str, unit: str, text: str, *, base_rev: int, settles: int | None = None) -> UnitRecord:
    """Write a unit's text. The same text again changes nothing and is no event.

    With it goes the draft that became it, and what the actor typed from revision `settles`: their side of a conflict that this
    text settles.

    Raises:
        ConflictError: the unit was changed since `base_rev`; the text is kept as a draft.
        ReviewError: the text is empty (omit the unit instead), or the state forbids it.

    """
    text = normalised(text)
    if not text:
        raise ReviewError(f"{edition} {unit}: an empty text. To leave the unit out: newstrans editions omit {edition} {unit} --reason REASON")

    def act(seen: _Seen) -> _Done | None:
        if settles is not None:
            shelf.discard_draft(seen.connection, seen.unit, actor=desk.actor.name, base_rev=settles)
        if text == normalised(seen.unit.text) and seen.unit.state is not UnitState.OMITTED:
            return None
        shelf.drop_draft(seen.connection, seen.unit, text, actor=desk.actor.name, base_rev=base_rev)
        return _Done(_written(desk, seen.unit, Action.EDIT, text))

    return _on_unit(desk, edition, unit, Action.EDIT, base_rev, act, typed=text)


def accept(desk: Desk, edition: str, unit: str, *, base_rev: int) -> UnitRecord:
    """Take the text on offer. Raises as `edit` does, and `ReviewError` when there is none."""

    def act(seen: _Seen) -> _Done:
        if seen.unit.suggestion is None:
            raise ReviewError(f"{edition} {seen.unit.key}: there is no suggestion to accept")
        return _Done(_written(desk, seen.unit, Action.ACCEPT, seen.unit.suggestion))

    return _on_unit(desk, edition, unit, Action.ACCEPT, base_rev, act)


def take_remembered(desk: Desk, edition: str, unit: str, *, base_rev: int, pair: int = 0) -> UnitRecord:
    """Write what the memory offers: its best offer, or that of a pair, for the whole unit or for one of its sentences.

    Raises as `edit` does, and `ReviewError` when there is no such offer, or its sentence cannot be told in the text.
    """

    def act(seen: _Seen) -> _Done:
        name = _name(seen.unit)
        offers = remember.offers(seen.connection, seen.edition, [seen.unit], now=desk.now).get(seen.unit.key, [])
        offer = next((one for one in offers if pair in (0, one["pair"]["id"])), None)
        if offer is None:
            what = f"no pair {pair}" if pair else "nothing"
            raise ReviewError(f"{name}: the memory offers {what} here. See what it offers: newstrans editions show {seen.edition.id}")
        text = remember.with_offer(seen.unit.text, seen.edition.locale, offer["sentences"], offer)
        if text is None:
            raise ReviewError(
                f"{name}: the text has not as many sentences as its source, so it is not certain which one pair {offer['pair']['id']} stands for. "
                f"Write it yourself: newstrans editions edit {seen.edition.id} {seen.unit.key} TEXT"
            )
        after = _written(desk, seen.unit, Action.EDIT, text)
        remember.mark_taken(seen.connection, after, offer, now=desk.now)
        told = {"pair": offer["pair"]["id"], **{key: offer[key] for key in ("match", "likeness", "sentence", "adapted", "other_numbers")}}
        return _Done(after, note=remember.remarked(f"from the memory, pair {told['pair']}", remember.numbers_told(offer)), data=(("memory", told),))

    return _on_unit(desk, edition, unit, Action.EDIT, base_rev, act)


def rename(desk: Desk, edition: str, unit: str, text: str, *, base_rev: int, concept: str) -> UnitRecord:
    """Write what a changed entry of the glossary makes of a unit that nobody has worked on; it stays the machine's.

    Raises as `edit` does, and `ReviewError` for a unit that somebody has edited or approved.
    """

    def act(seen: _Seen) -> _Done | None:
        state = next_unit_state(_name(seen.unit), seen.unit.state, Action.RENAME)
        if text == seen.unit.text:
            return None
        return _Done(replace(seen.unit, state=state, text=text), note=f"glossary: {concept}", data=(("entry", concept),))

    return _on_unit(desk, edition, unit, Action.RENAME, base_rev, act)


def revert(desk: Desk, edition: str, unit: str, *, base_rev: int, to: str) -> UnitRecord:
    """Bring an earlier text back: `to` is "machine" (with names and house style), "raw" (the engine's own words), or the
    number of a revision.

    Raises as `edit` does, and `ReviewError` when there is no such text.
    """

    def act(seen: _Seen) -> _Done | None:
        found = _earlier(seen, to)
        if found is None:
            raise ReviewError(f"{edition} {seen.unit.key}: there is no text {to!r}. See: newstrans editions history {edition} {seen.unit.key}")
        if found == seen.unit.text and seen.unit.state is not UnitState.OMITTED:
            return None
        return _Done(_written(desk, seen.unit, Action.REVERT, found), note=f"to {to}")

    return _on_unit(desk, edition, unit, Action.REVERT, base_rev, act)


def approve(desk: Desk, edition: str, unit: str, *, base_rev: int, bulk: bool = False) -> UnitRecord:
    """Approve a unit's text as it stands, for the source as it stands.

    Raises as `edit` does. A unit that its source has no more is approved to keep it, or omitted.
    """

    def act(seen: _Seen) -> _Done | None:
        return None if seen.unit.approved else _Done(_approved(desk, seen.unit))

    return _on_unit(desk, edition, unit, Action.APPROVE, base_rev, act, bulk=bulk)


def unapprove(desk: Desk, edition: str, unit: str, *, base_rev: int) -> UnitRecord:
    """Take an approval back; the text stays. Raises as `edit` does."""

    def act(seen: _Seen) -> _Done:
        state = next_unit_state(_name(seen.unit), seen.unit.state, Action.UNAPPROVE)
        machine = seen.unit.approval is not None and seen.unit.approval.as_machine
        return _Done(replace(seen.unit, state=UnitState.MACHINE if machine else state, approval=None))

    return _on_unit(desk, edition, unit, Action.UNAPPROVE, base_rev, act)


def omit(desk: Desk, edition: str, unit: str, *, base_rev: int, reason: str) -> UnitRecord:
    """Leave a unit out of the edition, with a reason; its text is kept. Raises as `edit` does."""
    if not reason.strip():
        raise ReviewError(f"{edition} {unit}: say why it is left out: --reason REASON")

    def act(seen: _Seen) -> _Done:
        state = next_unit_state(_name(seen.unit), seen.unit.state, Action.OMIT)
        after = replace(seen.unit, state=state, approval=None, reason=reason.strip(), change=Change.NONE, suggestion=None)
        return _Done(after, note=reason.strip())

    return _on_unit(desk, edition, unit, Action.OMIT, base_rev, act)


def dismiss(desk: Desk, edition: str, unit: str, code: str, *, base_rev: int, reason: str) -> UnitRecord:
    """Dismiss a finding, until the source or the text changes. Raises as `edit` does; a reason is needed.

    `code` is a check's id for all of its findings in the unit, or the `Finding.code` of one.
    """
    if not reason.strip():
        raise ReviewError(f"{edition} {unit}: say why the finding {code!r} is dismissed: --reason REASON")

    def act(seen: _Seen) -> _Done:
        next_unit_state(_name(seen.unit), seen.unit.state, Action.DISMISS)
        shelf.add_dismissal(seen.connection, seen.unit, code, reason=reason.strip(), actor=desk.actor.name, at=desk.now)
        return _Done(seen.unit, note=reason.strip(), data=(("code", code),))

    return _on_unit(desk, edition, unit, Action.DISMISS, base_rev, act)


def save_draft(desk: Desk, edition: str, unit: str, text: str, *, base_rev: int) -> UnitRecord:
    """Keep what somebody is typing, without making it the text: no event, no revision. Returns the unit as it is.

    It is kept from an old revision too, as a fork; the caller sees by `rev` that it is one. The unit's own text is no draft.
    """
    allow(desk, Right.EDIT)
    text = as_typed(text)
    with desk.store.write() as connection:
        record = shelf.get_edition(connection, edition)
        before = shelf.get_unit(connection, record.id, unit)
        if normalised(text) == normalised(before.text):
            shelf.discard_draft(connection, before, actor=desk.actor.name, base_rev=base_rev)
        else:
            shelf.save_draft(connection, before, actor=desk.actor.name, base_rev=base_rev, text=text, at=desk.now)
        return before


def discard_draft(desk: Desk, edition: str, unit: str, *, base_rev: int | None = None) -> UnitRecord:
    """Throw away what the actor typed and did not save: from one revision, or all of it. Returns the unit as it is."""
    with desk.store.write() as connection:
        record = shelf.get_edition(connection, edition)
        before = shelf.get_unit(connection, record.id, unit)
        shelf.discard_draft(connection, before, actor=desk.actor.name, base_rev=base_rev)
        return before


def comment(desk: Desk, edition: str, unit: str, words: str, *, base_rev: int = 0) -> Event:
    """Say something about a unit (or, with unit "", about the edition). It changes no text and no state, and is kept for ever.

    A comment from an old revision is kept too: it bears the number of the revision that it is about.
    """
    words = normalised(words)
    if not words:
        raise ReviewError(f"{edition} {unit}: an empty comment")
    return _said(desk, edition, unit, "comment", words, base_rev=base_rev)


def propose_term(
    desk: Desk, edition: str, unit: str, source: str, target: str, *, note: str = "", base_rev: int = 0
) -> Event:
    """Propose a name for the glossary, from words of a unit: for the glossary's maintainer to accept or refuse.

    Raises:
        ReviewError: one of the two is empty.

    """
    source, target = normalised(source), normalised(target)
    if not source or not target:
        raise ReviewError(f"{edition} {unit}: a proposal needs the words of the source and those of the edition")
    return _said(desk, edition, unit, "term_proposed", normalised(note), base_rev=base_rev, source=source, target=target)


def undo_name(desk: Desk, edition: str, unit: str, change: str, *, base_rev: int) -> UnitRecord:
    """Put the machine's words back in place of one change of the glossary, in this unit only.

    `change` is the id of a `PlacedEdit`. It is kept as an override of the glossary's entry: the name check is content with the
    machine's words in this unit until its source is another, and the entry's page counts it.

    Raises as `edit` does, and `ReviewError` when there is no such change or its words are not there any more.
    """

    def act(seen: _Seen) -> _Done:
        where = f"{edition} {seen.unit.key}"
        layer = next((one for one in machine_layers(seen.connection, seen.edition).units if one.unit.id == seen.unit.unit), None)
        found = next((one for one in placed_edits(layer) if one.id == change), None) if layer else None
        if found is None or layer is None:
            raise ReviewError(f"{where}: there is no change {change!r} of the glossary")
        text = taken_back(layer, found, seen.unit.text)
        if text is None or not text.strip():
            raise ReviewError(f"{where}: “{found.after}” is not there any more; write the words as you want them")
        if found.entry:
            shelf.add_override(
                seen.connection, seen.unit, found.entry, before=found.before, after=found.after, actor=desk.actor.name, at=desk.now
            )
        data = (("entry", found.entry), ("rule", found.edits[0].rule), ("before", found.before), ("after", found.after))
        return _Done(_written(desk, seen.unit, Action.EDIT, normalised(text)), note=f"“{found.after}” back to “{found.before}”", data=data)

    return _on_unit(desk, edition, unit, Action.EDIT, base_rev, act, kind="undo_name")


def approve_edition(desk: Desk, edition: str, *, base_rev: int) -> EditionRecord:
    """Approve an edition in which nothing is left to do.

    Raises:
        ReviewError: a unit is not approved or left out.
        ConflictError: it was changed since `base_rev`.

    """
    allow(desk, Right.APPROVE)
    with desk.store.write() as connection:
        record = shelf.get_edition(connection, edition)
        _same_revision(record, base_rev)
        todo = [one.key for one in shelf.get_units(connection, record.id) if not one.settled]
        if todo or not record.source_revision:
            raise ReviewError(f"{record.id}: {len(todo)} units are not approved: {', '.join(todo[:9])}")
        if record.state in (EditionState.APPROVED, EditionState.PUBLISHED):
            return record
        after = replace(
            record, state=next_edition_state(record.id, record.state, Action.COMPLETE), rev=record.rev + 1, updated=desk.now
        )
        shelf.save_edition(connection, after)
        if after.state is EditionState.APPROVED:
            remember.remember(connection, after)
        append(connection, [_edition_event(desk, Action.COMPLETE.value, record, after)])
        return after


def approve_clean(desk: Desk, edition: str, units: Sequence[tuple[str, int]]) -> list[UnitRecord]:
    """Approve those of `units` (key and base revision, as they were on screen) that no open finding is about.

    A unit that was changed meanwhile, or is stale, is passed over. Returns those that were approved.
    """
    with desk.store.read() as connection:
        record = shelf.get_edition(connection, edition)
        open_ = {unit.key for unit, _ in open_findings(connection, record, policy=desk.checks)}
        known = {one.key: one for one in shelf.get_units(connection, record.id)}
    done = []
    for key, base_rev in units:
        one = known.get(key)
        if one is None or key in open_ or one.rev != base_rev or one.state not in (UnitState.MACHINE, UnitState.EDITED):
            continue
        try:
            done.append(approve(desk, edition, key, base_rev=base_rev, bulk=True))
        except ConflictError:
            continue
    return done


def stands_against(desk: Desk, edition: str, *, four_eyes: bool = False, older_source: str = "", release: str = "") -> list[str]:
    """Everything for which `publish` would refuse an edition now, each as a sentence with the way out; empty when it may go."""
    with desk.store.read() as connection:
        record = shelf.get_edition(connection, edition)
        story, units = get_story(connection, record.story), shelf.get_units(connection, record.id)
        findings = open_findings(connection, record, policy=desk.checks) if units else []
        return reasons_against(desk, record, story, units, findings, four_eyes=four_eyes, older_source=older_source, release=release)


def merge_source(desk: Desk, edition: str, *, base_rev: int) -> list[UnitRecord]:
    """Take every text that a new version of the source has on offer; those without an offer are left as they are.

    Raises:
        ConflictError: the edition was changed since `base_rev`: nothing is taken.

    """
    with desk.store.read() as connection:
        record = shelf.get_edition(connection, edition)
        _same_revision(record, base_rev)
        offers = [one for one in shelf.get_units(connection, record.id) if one.suggestion is not None and not one.settled]
    return [accept(desk, edition, one.key, base_rev=one.rev) for one in offers]


def publish(
    desk: Desk, edition: str, *, base_rev: int, four_eyes: bool = False, older_source: str = "", release: str = "",
    locale: Callable[[str], EditionLocale] = load_locale,
) -> Edition:  # fmt: skip
    """Let an edition out: what it is now is kept for ever as its next issue, and returned.

    `older_source` is the reason for which it goes out though a newer version of the source is in; `release` the one
    for which a hold that has no end is lifted. With `four_eyes` nobody may publish what they wrote last themselves.
    `locale` gives the house style whose words tell readers of the machine.

    Raises:
        PublishRefused: everything that stands against it.
        ConflictError: it was changed since `base_rev`.

    """
    with desk.store.write() as connection:
        record = shelf.get_edition(connection, edition)
        story = get_story(connection, record.story)
        _same_revision(record, base_rev)
        units = shelf.get_units(connection, record.id)
        findings = open_findings(connection, record, policy=desk.checks) if units else []
        reasons = reasons_against(
            desk, record, story, units, findings, four_eyes=four_eyes, older_source=older_source, release=release
        )
        if reasons:
            raise PublishRefused(record.id, reasons)
        made = outgoing(standing(connection, record, units), units, locale(record.locale))
        state = next_edition_state(record.id, record.state, Action.PUBLISH)
        after = replace(record, state=state, rev=record.rev + 1, issue=record.issue + 1, updated=desk.now)
        shelf.save_edition(connection, after)
        shelf.add_published(connection, after, made, actor=desk.actor.name, at=desk.now)
        data = {
            "issue": after.issue, "older_source": older_source, "release": release, "glossary": made.provenance.glossary,
            "route": [[str(leg), leg.model.sha256 if leg.model else ""] for leg in made.route],
        }  # fmt: skip
        append(connection, [_edition_event(desk, Action.PUBLISH.value, record, after, data=data)])
        return made


def withdraw(desk: Desk, edition: str, *, base_rev: int, reason: str) -> EditionRecord:
    """Take a published edition back, with a reason. Its texts and issues are kept.

    Raises:
        ReviewError: it was never published, or no reason is given.
        ConflictError: it was changed since `base_rev`.

    """
    allow(desk, Right.PUBLISH)
    if not reason.strip():
        raise ReviewError(f"{edition}: say why it is withdrawn: --reason REASON")
    with desk.store.write() as connection:
        record = shelf.get_edition(connection, edition)
        _same_revision(record, base_rev)
        if not record.issue:
            raise ReviewError(f"{record.id} cannot be withdrawn: it was never published")
        state = next_edition_state(record.id, record.state, Action.WITHDRAW)
        after = replace(record, state=state, rev=record.rev + 1, updated=desk.now)
        shelf.save_edition(connection, after)
        remember.take_out(connection, "withdrawn", edition=record.id)
        append(connection, [_edition_event(desk, Action.WITHDRAW.value, record, after, note=reason.strip())])
        return after


def spike(desk: Desk, edition: str, *, base_rev: int, reason: str) -> EditionRecord:
    """Put an edition aside that is not wanted, with a reason: it is in no queue, and no new version comes into it.

    Raises:
        ReviewError: it is out (withdraw it first), its source was killed, or no reason is given.
        ConflictError: it was changed since `base_rev`.

    """
    allow(desk, Right.APPROVE)
    if not reason.strip():
        raise ReviewError(f"{edition}: say why it is spiked: --reason REASON")
    with desk.store.write() as connection:
        record = shelf.get_edition(connection, edition)
        _same_revision(record, base_rev)
        after = replace(
            record, state=next_edition_state(record.id, record.state, Action.SPIKE), rev=record.rev + 1, updated=desk.now
        )
        shelf.save_edition(connection, after)
        remember.take_out(connection, "spiked", edition=record.id)
        data: dict[str, object] = {"before": record.state.value}
        append(connection, [_edition_event(desk, Action.SPIKE.value, record, after, note=reason.strip(), data=data)])
        return after


def restore(desk: Desk, edition: str, *, base_rev: int) -> EditionRecord:
    """Bring a spiked edition back, with all that was done to it; a version that came meanwhile is due then.

    Raises:
        ReviewError: it is not spiked, or its source is not usable.
        ConflictError: it was changed since `base_rev`.

    """
    allow(desk, Right.APPROVE)
    with desk.store.write() as connection:
        record = shelf.get_edition(connection, edition)
        _same_revision(record, base_rev)
        status = get_story(connection, record.story).status
        if status != "usable":
            raise ReviewError(f"{record.id} cannot be restored: its source is {status}")
        units = shelf.get_units(connection, record.id)
        state = next_edition_state(record.id, record.state, Action.RESTORE if units else Action.AWAIT)
        if any(one.state not in (UnitState.MACHINE, UnitState.VERBATIM) for one in units):
            state = worked(record.id, state, units)
        after = replace(record, state=state, rev=record.rev + 1, updated=desk.now)
        shelf.save_edition(connection, after)
        if state is EditionState.APPROVED:
            remember.remember(connection, after)
        append(connection, [_edition_event(desk, Action.RESTORE.value, record, after)])
        return after


def open_findings(
    connection: Connection, record: EditionRecord, *, policy: Policy = POLICY
) -> list[tuple[UnitRecord, Finding]]:
    """What the checks say about the texts as they stand, without what was dismissed; info is left out.

    A dismissal names a check, and then holds for all of its findings in the unit, or the code of one finding.
    """
    units = shelf.get_units(connection, record.id)
    return findings_about(units, standing(connection, record, units), shelf.dismissed(connection, record.id), policy=policy)


def findings_about(
    units: Sequence[UnitRecord], made: Edition, dismissed: Mapping[tuple[str, str, str, str], str], *, policy: Policy = POLICY
) -> list[tuple[UnitRecord, Finding]]:
    """`open_findings` of an edition as it stands."""
    names = {one.unit or one.key: one for one in units}
    policy = policy.of(made.story.source.name)
    found = []
    for finding in (*map(policy.graded, made.findings), *_said_by_checks(made, policy)):
        one = names.get(finding.unit)
        if one is None or finding.severity is Severity.INFO or not policy.runs(finding.check):
            continue
        if not any((one.key, code, one.source_hash, one.text_hash) in dismissed for code in (finding.check, finding.code)):
            found.append((one, finding))
    return found


def _said_by_checks(made: Edition, policy: Policy) -> Iterator[Finding]:
    """`run_checks`, where a unit is checked anew only when it, or what is asked about it, has changed."""
    for context, asked in questions(made, policy=policy):
        yield from _findings.of((made.story.id, made.locale, context.unit.unit.id), context, asked)


def reasons_against(
    desk: Desk, record: EditionRecord, story: StoryRecord, units: Sequence[UnitRecord],
    findings: Sequence[tuple[UnitRecord, Finding]], *, four_eyes: bool = False, older_source: str = "", release: str = "",
) -> list[str]:  # fmt: skip
    """Everything that stands against publishing, each as a sentence with the way out. `findings` are the open ones."""
    reasons: list[str] = []
    if story.status != "usable":
        reasons.append(phrase("the source is {status}", status=word_of(story.status)))
    if not desk.actor.may(Right.PUBLISH):
        reasons.append(phrase("{name} may not publish", name=desk.actor.name))
    if not units:
        reasons.append(phrase("it has no text yet: newstrans ingest --pending"))
    todo = [one for one in units if not one.settled]
    if todo:
        named = ", ".join(f"{one.key} ({one.change.value or one.state.value})" for one in todo[:9])
        counts = {"count": len(todo), "all": len(units), "named": named, "more": len(todo) - 9}
        reasons.append(
            phrase("{count} of {all} units are not approved: {named} and {more} more", **counts)
            if len(todo) > 9
            else phrase("{count} of {all} units are not approved: {named}", **counts)
        )
    errors = [(unit, finding) for unit, finding in findings if finding.severity is Severity.ERROR]
    reasons += [phrase("{unit}: open error [{check}] {message}", unit=unit.key, check=finding.check, message=finding.message) for unit, finding in errors]
    if record.source_revision < story.revision and not older_source:
        reasons.append(phrase("its text is of version {old} of the source, version {new} is in", old=record.source_revision, new=story.revision))
    held = held_back(story.embargo, story.held, desk.now)
    ends = bool(story.embargo) and not story.held
    if held and (ends or not release):
        reasons.append(held if ends else phrase("{held} (to lift it: --release REASON)", held=held))
    if four_eyes:
        own = [one.key for one in units if one.approval and one.editor == desk.actor.name and one.approval.by == desk.actor.name]
        if own:
            said = phrase("four eyes: {name} wrote and approved {units}; somebody else has to approve", name=desk.actor.name, units=", ".join(own))
            reasons.append(said)
    if not reasons and (record.state is not EditionState.APPROVED):
        published = record.state is EditionState.PUBLISHED
        reasons.append(phrase("it is published as it stands") if published else phrase("it is {state}", state=word_of(record.state)))
    return reasons


def _same_revision(record: EditionRecord, base_rev: int) -> None:
    if record.rev != base_rev:
        raise ConflictError(record.id, base_rev=base_rev, rev=record.rev, yours=None, theirs=record.headline, by="somebody else")


def _on_unit(
    desk: Desk, edition: str, unit: str, action: Action, base_rev: int, act: Callable[[_Seen], _Done | None], *,
    typed: str | None = None, bulk: bool = False, kind: str = "",
) -> UnitRecord:  # fmt: skip
    """One action on one unit: one transaction, one event; `typed` is what must not be lost on a conflict."""
    allow(desk, Right.APPROVE if action in (Action.APPROVE, Action.UNAPPROVE) else Right.EDIT)
    with desk.store.write() as connection:
        record = shelf.get_edition(connection, edition)
        story = get_story(connection, record.story)
        before = shelf.get_unit(connection, record.id, unit)
        next_edition_state(record.id, record.state, Action.WORK)
        if before.rev == base_rev:
            done = act(_Seen(connection, story, record, before))
            if done is None:
                return before
            return _stored(connection, desk, record, before, done, kind or action.value, bulk=bulk)
        if typed is not None:
            shelf.save_draft(connection, before, actor=desk.actor.name, base_rev=base_rev, text=typed, at=desk.now)
    raise ConflictError(
        f"{record.id} {before.key}", base_rev=base_rev, rev=before.rev, yours=typed, theirs=before.text, by=before.editor
    )


def _stored(
    connection: Connection, desk: Desk, record: EditionRecord, before: UnitRecord, done: _Done, kind: str, *, bulk: bool
) -> UnitRecord:
    after = replace(done.unit, rev=before.rev + 1)
    shelf.save_units(connection, [after])
    units = shelf.get_units(connection, record.id)
    headline = next((one.text for one in units if one.kind == "headline"), record.headline)
    state = worked(record.id, record.state, units) if after != replace(before, rev=after.rev) else record.state
    now = replace(record, state=state, rev=record.rev + 1, headline=headline, updated=desk.now)
    shelf.save_edition(connection, now)
    if before.approved and not after.approved:
        remember.take_out_unit(connection, after)
    if state is EditionState.APPROVED:
        remember.remember(connection, now)
    data: dict[str, object] = {"text_hash": after.text_hash, "state": after.state.value, **dict(done.data)}
    if after.text != before.text:
        data["share_changed"] = round(share_changed(before.text, after.text), 4)
    if after.approval:
        data["as_machine"] = after.approval.as_machine
    if desk.active_ms:
        data["active_ms"] = desk.active_ms
    append(connection, [Event(
        kind=kind, at=desk.now, actor=desk.actor, story=record.story, edition=record.id, unit=after.key,
        base_rev=before.rev, rev=after.rev, source_revision=after.source_revision, source_hash=after.source_hash,
        text=after.text, note=done.note, bulk=bulk, request=desk.request, data=data,
    )])  # fmt: skip
    return after


def _said(desk: Desk, edition: str, unit: str, kind: str, words: str, *, base_rev: int, **data: object) -> Event:
    """An event that changes nothing."""
    allow(desk, Right.EDIT)
    with desk.store.write() as connection:
        record = shelf.get_edition(connection, edition)
        one = shelf.get_unit(connection, record.id, unit) if unit else None
        return append(connection, [Event(
            kind=kind, at=desk.now, actor=desk.actor, story=record.story, edition=record.id, unit=one.key if one else "",
            base_rev=base_rev, rev=one.rev if one else record.rev, source_revision=record.source_revision,
            source_hash=one.source_hash if one else "", note=words, request=desk.request, data=data,
        )])[0]  # fmt: skip


def _written(desk: Desk, unit: UnitRecord, action: Action, text: str) -> UnitRecord:
    state = next_unit_state(_name(unit), unit.state, action)
    return replace(
        unit, state=state, text=text, approval=None, editor=desk.actor.name, suggestion=None, change=Change.NONE, reason=""
    )


def _approved(desk: Desk, unit: UnitRecord) -> UnitRecord:
    state = next_unit_state(_name(unit), unit.state, Action.APPROVE)
    bound = Approval(
        desk.actor.name, desk.now, unit.source_revision, unit.source_hash, unit.text_hash, as_machine=unit.state is UnitState.MACHINE
    )
    return replace(unit, state=state, approval=bound, change=Change.NONE, suggestion=None)


def _earlier(seen: _Seen, to: str) -> str | None:
    if to.isdecimal():
        return text_at(seen.connection, seen.edition.id, seen.unit.key, int(to))
    made = shelf.get_machine(seen.connection, seen.edition, seen.unit.source_revision)
    layer = next((one for one in made.units if one.unit.id == seen.unit.unit), None)
    if layer is None or to not in ("machine", "raw"):
        return None
    if to == "machine":
        return layer.text
    return raw_words(layer) if machine_text(layer) else layer.text


def _name(unit: UnitRecord) -> str:
    return f"{unit.edition} {unit.key}"


def _edition_event(
    desk: Desk, kind: str, before: EditionRecord, after: EditionRecord, *, note: str = "", data: dict[str, object] | None = None
) -> Event:
    return Event(
        kind=kind, at=desk.now, actor=desk.actor, story=after.story, edition=after.id, base_rev=before.rev, rev=after.rev,
        source_revision=after.source_revision, note=note, request=desk.request, data={"state": after.state.value, **(data or {})},
    )  # fmt: skip
