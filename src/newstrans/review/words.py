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
    # how grave a finding is
    "error": phrase("error"), "warning": phrase("warning"), "info": phrase("info"),
    # what a story that came in is
    "update": phrase("update"), "same": phrase("same"), "late": phrase("late"), "kill": phrase("kill"), "withhold": phrase("withhold"),
    "dead": phrase("dead"), "refused": phrase("refused"), "ours": phrase("ours"), "empty": phrase("empty"),
    # what a source is
    "usable": phrase("usable"), "canceled": phrase("killed"),
}  # fmt: skip


def word_of(value: str) -> str:
    """What a value of an enumeration is called, as a sentence that can be said in other languages.

    >>> [str(word_of(value)) for value in ("to_review", "list-item", "put_aside")]
    ['to review', 'list item', 'put aside']
    """
    return _WORDS.get(value) or value.replace("_", " ").replace("-", " ")
