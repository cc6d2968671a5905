"""A unit in a line: what commands call it, what it is, how far it has come."""

from __future__ import annotations

from collections.abc import Sequence

from newstrans.cli.language import gettext, told
from newstrans.review.words import word_of
from newstrans.store.records import UnitRecord


def unit_line(unit: UnitRecord, all_: int, *, here: Sequence[str] = ()) -> str:
    """The heading of a unit among `all_` of its edition, before its texts; `here` are the names of others who have it open."""
    facts = [told(word_of(unit.kind)), told(word_of(unit.state)), revision(unit.rev)]
    if unit.approval and unit.approved:
        facts.append(gettext("approved by {name}", name=unit.approval.by))
    elif unit.editor:
        facts.append(gettext("by {name}", name=unit.editor))
    if unit.change:
        facts.append(gettext("{change} by the wire", change=told(word_of(unit.change))))
    if here:
        facts.append(gettext("also here: {names}", names=gettext(", ").join(here)))
    said, place = gettext(", ").join(facts), gettext("{place} of {all}", place=unit.position + 1, all=all_)
    return f"{unit.key}  {said}  ({place})"


def revision(number: int) -> str:
    """The number of a revision."""
    return gettext("revision {number}", number=number)


def after_line(unit: UnitRecord) -> str:
    """What an action made of a unit."""
    return f"{unit.key}: {told(word_of(unit.state))}, {revision(unit.rev)}"
