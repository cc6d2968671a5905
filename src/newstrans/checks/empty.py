"""Units that have no text, or still the text of the source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from newstrans.checks.base import CheckContext, Example, Piece, Rule, finding
from newstrans.languages import is_spaced
from newstrans.model import Finding, Severity, Span
from newstrans.text.scripts import letter_script

_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
# Scripts without capitals cannot tell a name from a word.
_CASED = frozenset({"Latn", "Cyrl", "Grek", "Armn"})

# Share of the source's ordinary words that also stand in the target from which a sentence counts as copied.
_COPIED = 0.6
# Languages so near to each other that right translations share most of their words.
_COPIED_NEAR = 0.9
_NEAR = (
    frozenset({"pt", "gl", "es", "ca", "ast", "oc", "an", "it"}), frozenset({"nb", "nn", "da", "sv"}),
    frozenset({"cs", "sk"}), frozenset({"hr", "bs", "sr", "sl", "mk", "bg"}), frozenset({"ru", "uk", "be"}),
    frozenset({"id", "ms"}), frozenset({"zh", "yue", "ja"}), frozenset({"hi", "mr", "ne"}), frozenset({"tr", "az"}),
)  # fmt: skip


def _find_empty(context: CheckContext) -> Iterator[Finding]:
    if not _has_text(context.source):
        return
    if not _has_text(context.target):
        yield finding(
            context, "empty", Severity.ERROR, f"the edition has no text for “{_short(context.source)}”",
            source=Span(0, len(context.source)),
        )  # fmt: skip
        return
    for piece in context.pieces():
        if _has_text(piece.source) and not _has_text(piece.target):
            yield finding(
                context, "empty", Severity.ERROR, f"the edition leaves out “{_short(piece.source)}”",
                source=piece.source_span(0, len(piece.source)),
            )  # fmt: skip


def _find_untranslated(context: CheckContext) -> Iterator[Finding]:
    source, target = context.source_language, context.target_language
    if source == target or not source:
        return
    limit = _COPIED_NEAR if any({source, target} <= group for group in _NEAR) else _COPIED
    for piece in context.pieces():
        words = _ordinary_words(piece.source, source)
        if len(words) < 3 or not piece.target.strip():
            continue
        same = piece.source.strip().casefold() == piece.target.strip().casefold()
        share = _copied_share(words, piece.target)
        if same or share > limit:
            message = (
                f"“{_short(piece.source)}” stands untranslated in the edition"
                if same
                else f"{round(share * 100)} % of the words of “{_short(piece.source)}” stand in “{_short(piece.target)}” as they are"
            )
            yield _untranslated(context, piece, same, message)


def _untranslated(context: CheckContext, piece: Piece, same: bool, message: str) -> Finding:
    near = any({context.source_language, context.target_language} <= group for group in _NEAR)
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


def _ordinary_words(text: str, language: str) -> list[str]:
    """Words that a translator would translate: not names, not acronyms; characters where words are not spaced."""
    if not is_spaced(language):
        return [
            char
            for char in text
            if letter_script(char) in {"Hani", "Hira", "Kana", "Thai", "Laoo", "Khmr", "Mymr"}
        ]
    words = _WORD.findall(text)
    if letter_script(next((word[0] for word in words), "")) in _CASED:
        words = [word for word in words if word[0].islower()]
    return [word.casefold() for word in words]


def _copied_share(words: list[str], target: str) -> float:
    """How many of `words` stand in `target`, each counted as often as it stands in both."""
    there = Counter(word.casefold() for word in _WORD.findall(target))
    if words and len(words[0]) == 1 and len(max(words, key=len)) == 1:
        there = Counter(target)
    here = Counter(words)
    return sum(min(count, there[word]) for word, count in here.items()) / len(words)


EMPTY = Rule(
    id="empty",
    name="Empty",
    description="A paragraph or a sentence of the source has no text in the edition.",
    severity=Severity.ERROR,
    find=_find_empty,
    for_copies=True,
    example=Example("en", "The minister resigned on Monday.", "de", ""),
)

UNTRANSLATED = Rule(
    id="untranslated",
    name="Untranslated",
    description=(
        "A sentence stands in the edition as it stood in the source (error), or most of its ordinary words do (warning)."
    ),
    severity=Severity.ERROR,
    find=_find_untranslated,
    example=Example("en", "The minister resigned on Monday.", "de", "The minister resigned on Monday."),
)
