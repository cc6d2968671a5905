"""What states, kinds and verdicts are called, for whoever shows them. JSON and the store have their values, which never change."""

from __future__ import annotations

from collections.abc import Mapping

from newstrans.model import UnitKind
from newstrans.store.records import UnitRecord, UnitState
from newstrans.text.phrase import Phrase, named, phrase

_WORDS: Mapping[str, str] = {
    # how far an edition or a unit has come
    "received": phrase("received"), "failed": phrase("failed"), "to_review": phrase("to review"), "in_review": phrase("in review"),
    "approved": phrase("approved"), "published": phrase("published"), "update_due": phrase("update due"), "withdrawn": phrase("withdrawn"),
    "spiked": phrase("spiked"), "withheld": phrase("withheld"), "killed": phrase("killed"), "machine": phrase("machine"), "edited": phrase("edited"),
    "stale": phrase("stale"), "omitted": phrase("omitted"), "verbatim": phrase("verbatim"),
    # what a unit is
    "headline": phrase("headline"), "subhead": phrase("subhead"), "byline": phrase("byline"), "dateline": phrase("dateline"),
    "heading": phrase("heading"), "paragraph": phrase("paragraph"), "quote": phrase("quotation"), "list-item": phrase("list item"),
    "caption": phrase("caption"), "table-cell": phrase("table cell"), "code": phrase("code"), "name": phrase("name"), "field": phrase("field"),
    # what the wire did to it
    "changed": phrase("changed"), "new": phrase("new"), "removed": phrase("removed"), "moved": phrase("moved"), "split": phrase("split"),
    "joined": phrase("joined"),
    # what became of a name
    "applied": phrase("put right"), "right": phrase("right"), "missing": phrase("missing"), "overridden": phrase("left as it was"),
    "ambiguous": phrase("for you to decide"), "embedded": phrase("part of a longer name"), "unfinished": phrase("proposed, not decided"),
    "flagged": phrase("to look at"), "kept": phrase("left by an editor"),
    # how grave a finding is
    "error": phrase("error"), "warning": phrase("warning"), "info": phrase("info"),
    # what a story that came in is
    "update": phrase("update"), "same": phrase("same"), "late": phrase("late"), "kill": phrase("kill"), "withhold": phrase("withhold"),
    "dead": phrase("dead"), "refused": phrase("refused"), "ours": phrase("ours"), "empty": phrase("empty"),
    # what a source is
    "usable": phrase("usable"), "canceled": phrase("killed"),
}  # fmt: skip
# What was done, by the kind of its event.
_STEPS: Mapping[str, str] = {
    "received": phrase("received"), "written": phrase("written to a file"), "translated": phrase("translated"), "update": phrase("new version of the source"), "source_changed": phrase("its source changed"),
    "edit": phrase("edited"), "accept": phrase("offer taken"), "revert": phrase("earlier text brought back"), "approve": phrase("approved"),
    "unapprove": phrase("approval taken back"), "omit": phrase("left out"), "dismiss": phrase("finding dismissed"),
    "rename": phrase("written anew with the glossary"), "undo_name": phrase("a name put back"), "term_proposed": phrase("a name proposed"),
    "comment": phrase("comment"), "complete": phrase("edition approved"), "publish": phrase("published"), "withdraw": phrase("withdrawn"),
    "kill": phrase("killed"), "withhold": phrase("withheld"), "fail": phrase("not translated"), "spike": phrase("spiked"), "restore": phrase("brought back"),
}  # fmt: skip


def word_of(value: str) -> str:
    """What a value of an enumeration is called, as a sentence that can be said in other languages.

    >>> [str(word_of(value)) for value in ("to_review", "list-item", "looked_at")]
    ['to review', 'list item', 'looked at']
    """
    return _WORDS.get(value) or _spelt(value)


def step_of(kind: str) -> str:
    """What was done, by the kind of its event, as such a sentence.

    >>> [str(step_of(kind)) for kind in ("update", "undo_name", "polished_up")]
    ['new version of the source', 'a name put back', 'polished up']
    """
    return _STEPS.get(kind) or _spelt(kind)


def unit_called(kind: str, place: int) -> Phrase:
    """What a unit is called inside a sentence. `place` counts the units of its page from 1.

    >>> [str(unit_called(kind, 3)) for kind in ("headline", "list-item")]
    ['headline', 'list item 3']
    """
    return phrase("headline") if kind == UnitKind.HEADLINE else phrase("{kind} {place}", kind=word_of(kind), place=place)


def unit_name(key: str, kind: str, place: int) -> str:
    """The name of a unit; as a plain text it is its key. In a file a key may be the kind ("headline"), which says it all."""
    return word_of(kind) if key == kind else named(key, unit_called(kind, place))


def name_of(unit: UnitRecord) -> str:
    """The same for a unit at the desk."""
    return unit_name(unit.key, unit.kind, unit.position + 1)


def worked_on(unit: UnitRecord) -> str:
    """Who has worked on a unit, as the reason to leave it alone; "" for one that is the machine's."""
    if unit.state is UnitState.APPROVED and unit.approval:
        return phrase("approved by {name}", name=unit.approval.by)
    if unit.state is UnitState.MACHINE:
        return ""
    return phrase("{state} by {name}", state=word_of(unit.state), name=unit.editor) if unit.editor else word_of(unit.state)


def where_is(unit: UnitRecord) -> Phrase:
    """A unit with the edition it stands in."""
    return phrase("{edition}, {unit}", edition=unit.edition, unit=name_of(unit))


def _spelt(value: str) -> str:
    return value.replace("_", " ").replace("-", " ")
