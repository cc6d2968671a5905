"""Negations: a text that denies and a translation that does not."""

from __future__ import annotations

from collections.abc import Iterator

from newstrans.checks.base import CheckContext, Example, Rule, finding
from newstrans.model import Finding, Severity
from newstrans.text.negation import find_negations, knows_negation, may_deny
from newstrans.text.phrase import phrase


def _find(context: CheckContext) -> Iterator[Finding]:
    ours, theirs = context.source_tag, context.edition.locale
    if not (knows_negation(ours) and knows_negation(theirs)):
        return
    for piece in context.pieces():
        if not piece.target.strip():
            continue
        denied = find_negations(piece.source, ours)
        if denied and not may_deny(piece.target, theirs):
            words = ", ".join(dict.fromkeys(piece.source[slice(*span)] for span in denied))
            yield finding(
                context, "negation", Severity.WARNING, phrase("the source denies (“{words}”), the edition has no negation", words=words),
                source=piece.source_span(*denied[0]), target=piece.target_span(0, len(piece.target)),
            )  # fmt: skip
        elif not denied and not may_deny(piece.source, ours, widely=True) and ours.startswith("en"):
            added = find_negations(piece.target, theirs)
            if added and theirs[:2] in _PLAIN:
                yield finding(
                    context, "negation", Severity.WARNING, phrase("the edition denies (“{words}”), the source has no negation", words=piece.target[slice(*added[0])]),
                    source=piece.source_span(0, len(piece.source)), target=piece.target_span(*added[0]),
                )  # fmt: skip


# Languages whose words of negation are nothing else, so that one that was added tells something.
_PLAIN = frozenset({"de", "pt", "es", "nl", "sv", "da", "nb"})

CHECK = Rule(
    id="negation",
    name=phrase("Negation"),
    description=phrase(
        "A sentence of the source denies and its translation has no word of negation, or the other way round. A translator may "
        "turn a sentence (“few came”, “unlikely”), so that it is never more than a warning."
    ),
    severity=Severity.WARNING,
    find=_find,
    example=Example("en", "The minister did not resign on Monday.", "de", "Der Minister trat am Montag zurück."),
)
