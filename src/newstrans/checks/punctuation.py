"""The sign at the end of a sentence: a question stays one, and has the sign of its language."""

from __future__ import annotations

from collections.abc import Iterator

from newstrans.checks.base import CheckContext, Example, Piece, Rule, finding
from newstrans.model import Finding, Severity
from newstrans.text.phrase import phrase

_CLOSING = "\"'”’»›“‘」』）)]}\u2066\u2067\u2068\u2069\u200e\u200f \u00a0\u202f"
_CLASSES = {
    **dict.fromkeys(".。．।॥։።။｡۔", "full stop"), **dict.fromkeys("?？؟⸮፧՞", "question mark"), **dict.fromkeys("!！՜", "exclamation mark"),
    **dict.fromkeys(":：", "colon"), "…": "ellipsis",
}  # fmt: skip
# Languages whose own question mark is another sign. Thai, Lao, Burmese and Khmer need none.
_QUESTION = {"el": ";\u037e", "ar": "؟", "fa": "؟", "ur": "؟", "ps": "؟", "hy": "՞", "am": "?፧"}
_WITHOUT = frozenset({"th", "lo", "my", "km", "ja"})


def _find(context: CheckContext) -> Iterator[Finding]:
    for piece in context.pieces():
        if len(piece.target.split()) < 2 and len(piece.target) < 6:
            continue
        ours, at = _end(piece.source, context.source_language)
        theirs, there = _end(piece.target, context.target_language)
        if ours == "question mark" and theirs != ours and context.target_language not in _WITHOUT and not _asks(piece.target, context.target_language):
            yield _said(context, piece, at, there, phrase("the source ends with a question mark, the edition with “{sign}”", sign=piece.target[there]))
        elif theirs == "question mark" and ours == "full stop" and context.source_language not in _WITHOUT and not _asks(piece.source, context.source_language):
            yield _said(context, piece, at, there, phrase("the edition ends with a question mark, the source does not"))
        elif ours == "full stop" and not theirs and context.target_language not in _WITHOUT and piece.target[there].isalnum():
            yield _said(context, piece, at, there, phrase("the sentence has no sign at its end"))
        wanted = _QUESTION.get(context.target_language)
        if wanted and theirs == "question mark" and piece.target[there] not in wanted and wanted[0] not in piece.target:
            yield _said(context, piece, at, there, phrase("the question mark of this language is “{sign}”", sign=wanted[0]), fix=wanted[0])
        if context.target_language == "es" and theirs == "question mark" and "¿" not in piece.target:
            yield _said(context, piece, at, there, phrase("a Spanish question begins with “¿”"))


def _end(text: str, language: str) -> tuple[str, int]:
    """The class of the last sign, "" for none, and where it is."""
    at = len(text) - 1
    while at > 0 and text[at] in _CLOSING:
        at -= 1
    if at < 0:
        return "", 0
    if language == "el" and text[at] in ";\u037e":
        return "question mark", at
    if text[at] == "." and text[:at].endswith(".."):
        return "ellipsis", at
    return _CLASSES.get(text[at], ""), at


def _asks(text: str, language: str) -> bool:
    return any(sign in text for sign in "?？؟՞⸮፧" + (";\u037e" if language == "el" else ""))


def _said(context: CheckContext, piece: Piece, at: int, there: int, message: str, fix: str | None = None) -> Finding:
    return finding(
        context, "punctuation", Severity.WARNING, message,
        source=piece.source_span(at, at + 1), target=piece.target_span(there, there + 1), fix=fix,
    )  # fmt: skip


CHECK = Rule(
    id="punctuation",
    name=phrase("End of the sentence"),
    description=phrase(
        "A question became a statement or the other way round, the full stop is missing, or the question mark is not that of the "
        "language (Greek “;”, Arabic “؟”, Spanish “¿…?”). Thai, Burmese and Japanese need no sign."
    ),
    severity=Severity.WARNING,
    find=_find,
    example=Example("en", "Will the minister resign?", "pt", "O ministro vai renunciar."),
)
