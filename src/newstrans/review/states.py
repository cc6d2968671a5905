"""Which action leads from which state to which: the tables are all there is; what is not in them is refused."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from newstrans.errors import ReviewError
from newstrans.review.words import word_of
from newstrans.store.records import EditionRecord, StoryRecord, UnitRecord
from newstrans.store.records import EditionState as E
from newstrans.store.records import UnitState as U
from newstrans.text.phrase import phrase


class Action(StrEnum):
    """What can be done to a unit or an edition."""

    # to units
    EDIT = "edit"
    ACCEPT = "accept"  # take the suggestion
    REVERT = "revert"  # back to the machine's or an earlier text
    APPROVE = "approve"
    UNAPPROVE = "unapprove"
    OMIT = "omit"
    DISMISS = "dismiss"  # a finding
    RENAME = "rename"  # the glossary was changed after the machine had written the text
    SOURCE_CHANGED = "source_changed"
    # to editions
    TRANSLATED = "translated"
    FAIL = "fail"
    UPDATE = "update"  # a new version of the source is in
    WORK = "work"  # one of its units was touched
    COMPLETE = "complete"  # nothing is left to do
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    SPIKE = "spike"  # not wanted
    RESTORE = "restore"
    AWAIT = "await"  # restored before it ever had a text
    WITHHOLD = "withhold"
    KILL = "kill"


UNIT_MOVES: dict[tuple[U, Action], U] = {
    **{(state, Action.EDIT): U.EDITED for state in (U.MACHINE, U.EDITED, U.APPROVED, U.STALE, U.OMITTED)},
    (U.STALE, Action.ACCEPT): U.EDITED,
    (U.EDITED, Action.ACCEPT): U.EDITED,
    **{(state, Action.REVERT): U.EDITED for state in (U.MACHINE, U.EDITED, U.APPROVED, U.STALE, U.OMITTED)},
    **{(state, Action.APPROVE): U.APPROVED for state in (U.MACHINE, U.EDITED, U.STALE)},
    (U.APPROVED, Action.UNAPPROVE): U.EDITED,
    **{(state, Action.OMIT): U.OMITTED for state in (U.MACHINE, U.EDITED, U.APPROVED, U.STALE)},
    **{(state, Action.DISMISS): state for state in (U.MACHINE, U.EDITED, U.APPROVED, U.STALE)},
    (U.MACHINE, Action.RENAME): U.MACHINE,
    (U.MACHINE, Action.SOURCE_CHANGED): U.MACHINE,
    **{(state, Action.SOURCE_CHANGED): U.STALE for state in (U.EDITED, U.APPROVED, U.STALE, U.OMITTED)},
    (U.VERBATIM, Action.SOURCE_CHANGED): U.VERBATIM,
}

_OPEN = (E.TO_REVIEW, E.IN_REVIEW, E.APPROVED, E.PUBLISHED, E.UPDATE_DUE, E.WITHDRAWN)
EDITION_MOVES: dict[tuple[E, Action], E] = {
    (E.RECEIVED, Action.TRANSLATED): E.TO_REVIEW,
    (E.FAILED, Action.TRANSLATED): E.TO_REVIEW,
    (E.WITHHELD, Action.TRANSLATED): E.TO_REVIEW,
    **{(state, Action.FAIL): E.FAILED for state in (E.RECEIVED, E.FAILED)},
    (E.TO_REVIEW, Action.UPDATE): E.TO_REVIEW,
    (E.IN_REVIEW, Action.UPDATE): E.IN_REVIEW,
    (E.APPROVED, Action.UPDATE): E.IN_REVIEW,
    (E.PUBLISHED, Action.UPDATE): E.UPDATE_DUE,
    (E.UPDATE_DUE, Action.UPDATE): E.UPDATE_DUE,
    (E.WITHDRAWN, Action.UPDATE): E.IN_REVIEW,
    (E.WITHHELD, Action.UPDATE): E.IN_REVIEW,
    (E.TO_REVIEW, Action.WORK): E.IN_REVIEW,
    (E.IN_REVIEW, Action.WORK): E.IN_REVIEW,
    (E.APPROVED, Action.WORK): E.IN_REVIEW,
    (E.PUBLISHED, Action.WORK): E.UPDATE_DUE,
    (E.UPDATE_DUE, Action.WORK): E.UPDATE_DUE,
    (E.WITHDRAWN, Action.WORK): E.IN_REVIEW,
    **{(state, Action.COMPLETE): E.APPROVED for state in (E.TO_REVIEW, E.IN_REVIEW, E.APPROVED, E.UPDATE_DUE)},
    (E.APPROVED, Action.PUBLISH): E.PUBLISHED,
    **{(state, Action.WITHDRAW): E.WITHDRAWN for state in (E.PUBLISHED, E.UPDATE_DUE, E.IN_REVIEW, E.APPROVED)},
    # A kill is final; what went out before it can still be taken back where it lies.
    (E.KILLED, Action.WITHDRAW): E.KILLED,
    # What is out has to be withdrawn first: a spike does not take it back from readers.
    **{(state, Action.SPIKE): E.SPIKED for state in (E.RECEIVED, E.FAILED, E.TO_REVIEW, E.IN_REVIEW, E.APPROVED, E.WITHDRAWN, E.WITHHELD)},
    (E.SPIKED, Action.RESTORE): E.TO_REVIEW,
    (E.SPIKED, Action.AWAIT): E.RECEIVED,
    (E.SPIKED, Action.WITHHOLD): E.SPIKED,
    **{(state, Action.WITHHOLD): E.WITHHELD for state in (*_OPEN, E.RECEIVED, E.FAILED, E.WITHHELD)},
    **{(state, Action.KILL): E.KILLED for state in (*_OPEN, E.RECEIVED, E.FAILED, E.WITHHELD, E.SPIKED, E.KILLED)},
}

_OUT = phrase("it is published. Take it back first: {command}", command="newstrans editions withdraw EDITION --reason REASON")
_WHY = {
    E.KILLED: phrase("its source was killed, which is final"),
    E.SPIKED: phrase("it is spiked. Bring it back: {command}", command="newstrans editions restore EDITION"),
    E.PUBLISHED: _OUT,
    E.UPDATE_DUE: _OUT,
    E.WITHHELD: phrase("its source is withheld; it opens when a usable version comes"),
    E.RECEIVED: phrase("it has no text yet. Translate it: {command}", command="newstrans ingest --pending"),
    E.FAILED: phrase("it could not be translated. Try again: {command}", command="newstrans ingest --pending"),
}
_UNIT_WHY = {U.OMITTED: phrase("it is left out; edit it to bring it back"), U.VERBATIM: phrase("it is not translated and needs no review")}
# What is refused, as a clause of its own: a verb put into a sentence could not be said in other languages.
_REFUSED = {
    Action.EDIT: phrase("it cannot be edited"), Action.ACCEPT: phrase("the text on offer cannot be taken"),
    Action.REVERT: phrase("no earlier text can be brought back"), Action.APPROVE: phrase("it cannot be approved"),
    Action.UNAPPROVE: phrase("no approval can be taken back"), Action.OMIT: phrase("it cannot be left out"),
    Action.DISMISS: phrase("no finding can be dismissed"), Action.COMPLETE: phrase("it cannot be approved"),
    Action.PUBLISH: phrase("it cannot be published"), Action.WITHDRAW: phrase("it cannot be withdrawn"), Action.SPIKE: phrase("it cannot be spiked"),
    Action.RESTORE: phrase("it cannot be brought back"), Action.AWAIT: phrase("it cannot be brought back"),
}  # fmt: skip


def possible(state: E, action: Action) -> bool:
    """Whether the table lets an edition be changed by an action: what is offered to somebody is asked here."""
    return (state, action) in EDITION_MOVES


def edition_actions(edition: EditionRecord, story: StoryRecord) -> frozenset[Action]:
    """What can be done to the whole of an edition, apart from publishing it, whoever asks: withdraw, spike, restore."""
    holds = {Action.WITHDRAW: edition.issue > 0, Action.SPIKE: True, Action.RESTORE: story.status == "usable"}
    return frozenset(action for action, wanted in holds.items() if wanted and possible(edition.state, action))


def next_unit_state(where: str, state: U, action: Action) -> U:
    """The state of a unit behind an action. Raises `ReviewError` when the table has none."""
    if (state, action) not in UNIT_MOVES:
        raise _refusal(where, action, _UNIT_WHY.get(state) or phrase("it is {state}", state=word_of(state)))
    return UNIT_MOVES[state, action]


def next_edition_state(edition: str, state: E, action: Action) -> E:
    """The state of an edition behind an action. Raises `ReviewError` when the table has none."""
    if not possible(state, action):
        raise _refusal(edition, action, _WHY.get(state) or phrase("it is {state}", state=word_of(state)))
    return EDITION_MOVES[state, action]


def _refusal(where: str, action: Action, why: str) -> ReviewError:
    refused = _REFUSED.get(action) or phrase("it cannot be changed")
    if action in (Action.RESTORE, Action.AWAIT):
        why = phrase("it is not spiked")
    return ReviewError(phrase("{where}: {refused}: {why}", where=where, refused=refused, why=why))


def worked(edition: str, state: E, units: Iterable[UnitRecord]) -> E:
    """The state of an edition behind an action on its units: approved as soon as nothing is left to do."""
    state = next_edition_state(edition, state, Action.WORK)
    found = list(units)
    if found and all(one.settled for one in found):
        state = next_edition_state(edition, state, Action.COMPLETE)
    return state
