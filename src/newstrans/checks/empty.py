"""Units that have no text, or still the text of the source."""

from __future__ import annotations

from collections.abc import Iterator

from newstrans.checks.base import CheckContext, Example, Piece, Rule, finding
from newstrans.model import Finding, Severity, Span
from newstrans.text.copying import are_near, copied_limit, copied_share, ordinary_words
from newstrans.text.phrase import phrase


def _find_empty(context: CheckContext) -> Iterator[Finding]:
    if not _has_text(context.source):
        return
    if not _has_text(context.target):
        yield finding(
            context, "empty", Severity.ERROR, phrase("the edition has no text for “{words}”", words=_short(context.source)),
            source=Span(0, len(context.source)),
        )  # fmt: skip
        return
    for piece in context.pieces() if not context.edited else ():
        if _has_text(piece.source) and not _has_text(piece.target):
            yield finding(
                context, "empty", Severity.ERROR, phrase("the edition leaves out “{words}”", words=_short(piece.source)),
                source=piece.source_span(0, len(piece.source)),
            )  # fmt: skip


def _find_untranslated(context: CheckContext) -> Iterator[Finding]:
    source, target = context.source_language, context.target_language
    if source == target or not source:
        return
    limit = copied_limit(source, target)
    for piece in context.pieces():
        words = ordinary_words(piece.source, source)
        if len(words) < 3 or not piece.target.strip():
            continue
        same = piece.source.strip().casefold() == piece.target.strip().casefold()
        share = copied_share(words, piece.target)
        if same or share > limit:
            message = (
                phrase("“{words}” stands untranslated in the edition", words=_short(piece.source))
                if same
                else phrase("{share} % of the words of “{source}” stand in “{target}” as they are", share=round(share * 100), source=_short(piece.source), target=_short(piece.target))
            )
            yield _untranslated(context, piece, same, message)


def _untranslated(context: CheckContext, piece: Piece, same: bool, message: str) -> Finding:
    near = are_near(context.source_language, context.target_language)
    return finding(
        context, "untranslated", Severity.ERROR if same and not near else Severity.WARNING, message,
        source=piece.source_span(0, len(piece.source)), target=piece.target_span(0, len(piece.target)),
    )  # fmt: skip


def _has_text(text: str) -> bool:
    return any(char.isalnum() for char in text)


def _short(text: str) -> str:
    """The beginning of a text, for a message."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:39].rstrip() + "…"


EMPTY = Rule(
    id="empty",
    name=phrase("Empty"),
    description=phrase("A paragraph or a sentence of the source has no text in the edition."),
    severity=Severity.ERROR,
    find=_find_empty,
    for_copies=True,
    example=Example("en", "The minister resigned on Monday.", "de", ""),
)

UNTRANSLATED = Rule(
    id="untranslated",
    name=phrase("Untranslated"),
    description=phrase(
        "A sentence stands in the edition as it stood in the source (error), or most of its ordinary words do (warning)."
    ),
    severity=Severity.ERROR,
    find=_find_untranslated,
    example=Example("en", "The minister resigned on Monday.", "de", "The minister resigned on Monday."),
)
