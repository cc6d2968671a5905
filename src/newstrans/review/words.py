"""What states, kinds and verdicts are called, for whoever shows them. JSON and the store have their values, which never change."""

from __future__ import annotations

from collections.abc import Mapping

from newstrans.text.phrase import phrase

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
    "translated": phrase("translated"), "update": phrase("new version of the source"), "source_changed": phrase("its source changed"),
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


def _spelt(value: str) -> str:
    return value.replace("_", " ").replace("-", " ")
