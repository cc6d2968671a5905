"""The values that the store takes and gives beside those of `model`: how far a story, an edition, a unit has come.

Times are ISO 8601 in UTC to the second. Hashes are SHA-256 in hex over UTF-8.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache

from newstrans.model import UnitKind
from newstrans.rights import RIGHTS, Right, Role


class EditionState(StrEnum):
    """How far an edition has come."""

    RECEIVED = "received"  # asked for; no text yet
    FAILED = "failed"  # could not be translated; tried again with the next run
    TO_REVIEW = "to_review"  # translated, untouched
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    PUBLISHED = "published"
    UPDATE_DUE = "update_due"  # published, and the source or its text has changed since
    WITHDRAWN = "withdrawn"  # published once, taken back
    SPIKED = "spiked"  # not wanted; kept, and can be restored
    WITHHELD = "withheld"  # the source is withheld; a later usable version opens it again
    KILLED = "killed"  # the source was killed; final


class UnitState(StrEnum):
    """How far a unit has come."""

    MACHINE = "machine"  # as the machine and the rules wrote it
    EDITED = "edited"
    APPROVED = "approved"
    STALE = "stale"  # its source changed after somebody had worked on it
    OMITTED = "omitted"  # left out, with a reason
    VERBATIM = "verbatim"  # code and the like: no review


class Change(StrEnum):
    """What the last version of the source did to a unit, until somebody has dealt with it."""

    NONE = ""
    CHANGED = "changed"
    NEW = "new"
    REMOVED = "removed"
    MOVED = "moved"
    SPLIT = "split"
    JOINED = "joined"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something, by what way ("cli", "web", "api"). Whoever can open the store itself is an admin."""

    name: str
    via: str = "cli"
    role: Role = Role.ADMIN

    def may(self, right: Right) -> bool:
        """Whether the table of rights allows it."""
        return right in RIGHTS[self.role]


@dataclass(frozen=True, slots=True)
class StoryRecord:
    """A story through all its versions. `revision` counts the versions that were taken, from 1.

    `embargo` is as spelt in the source, "" for one without an end, None for none; `held` are words of a note that
    hold it; `status` one of IPTC's usable, withheld, canceled; `family` the slug without its numbering; `urgency` the
    wire's, from 1, 0 for none; `desk` the desk of the house that it is for, "" for none.
    """

    id: str
    identity: str
    slug: str
    family: str = ""
    headline: str = ""
    status: str = "usable"
    revision: int = 0
    version: str = "1"
    embargo: str | None = None
    held: str = ""
    forbids: str = ""
    created: str = ""
    updated: str = ""
    urgency: int = 0
    desk: str = ""


@dataclass(frozen=True, slots=True)
class EditionRecord:
    """A story in a locale. `source_revision` is that of its text, 0 while there is none; `rev` counts its changes."""

    id: str
    story: str
    locale: str
    state: EditionState
    rev: int = 0
    source_revision: int = 0
    language: str = ""
    headline: str = ""
    issue: int = 0  # how often it was published
    error: str = ""
    updated: str = ""


@dataclass(frozen=True, slots=True)
class Approval:
    """What an approval binds to: it is void as soon as one of the hashes is another."""

    by: str
    at: str
    source_revision: int
    source_hash: str
    text_hash: str
    as_machine: bool


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """A unit of an edition at the desk. `key` is its name through all versions ("u3"), `unit` its id in the version
    `source_revision` of the story ("p3"), "" when that version has it no more.

    `rev` counts changes of this unit. `suggestion` is a text on offer, None for none. `editor` wrote the text last,
    "" for the machine.
    """

    edition: str
    key: str
    position: int
    unit: str
    kind: UnitKind
    source: str
    source_revision: int
    state: UnitState
    text: str
    rev: int = 1
    change: Change = Change.NONE
    suggestion: str | None = None
    approval: Approval | None = None
    editor: str = ""
    reason: str = ""

    @property
    def source_hash(self) -> str:
        return text_hash(self.source)

    @property
    def text_hash(self) -> str:
        return text_hash(self.text)

    @property
    def approved(self) -> bool:
        """Whether it is approved, and the approval is of this source and this text."""
        bound = self.approval
        return (
            self.state is UnitState.APPROVED and bound is not None
            and (bound.source_hash, bound.text_hash) == (self.source_hash, self.text_hash)
        )  # fmt: skip

    @property
    def settled(self) -> bool:
        """Whether there is nothing left to do for an editor."""
        return self.approved or self.state in (UnitState.OMITTED, UnitState.VERBATIM)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened; never changed afterwards. `seq` and the hashes are given by the store.

    `text` is the text after it, where it is about one; `data` holds what only its kind has.
    """

    kind: str
    at: str
    actor: Actor
    story: str = ""
    edition: str = ""
    unit: str = ""
    base_rev: int = 0
    rev: int = 0
    source_revision: int = 0
    source_hash: str = ""
    text: str | None = None
    note: str = ""
    bulk: bool = False
    request: str = ""
    data: Mapping[str, object] = field(default_factory=dict)
    seq: int = 0
    prev_hash: str = ""
    hash: str = ""


@lru_cache(maxsize=4096)
def text_hash(text: str) -> str:
    """SHA-256 of a text, as approvals and events name it."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
