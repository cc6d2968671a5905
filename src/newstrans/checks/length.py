"""Texts that are far too short or too long for their source."""

from __future__ import annotations

from collections.abc import Iterator

from newstrans.checks.base import CheckContext, Example, Rule, finding
from newstrans.model import Finding, Severity
from newstrans.text.proportion import usual_length


def _find(context: CheckContext) -> Iterator[Finding]:
    for piece in context.pieces():
        usual = usual_length(piece.source, context.source_language, context.target_language)
        length = len(piece.target.strip())
        if usual is None or not length or usual[0] <= length <= usual[1]:
            continue
        word = "short" if length < usual[0] else "long"
        yield finding(
            context, "length", Severity.WARNING,
            f"very {word}: {length} characters for {len(piece.source.strip())} of the source (usual: {usual[0]} to {usual[1]})",
            source=piece.source_span(0, len(piece.source)), target=piece.target_span(0, len(piece.target)),
        )  # fmt: skip


CHECK = Rule(
    id="length",
    name="Length",
    description=(
        "A sentence is far shorter or longer than translations between these languages are: something may be left out "
        "or made up. Sentences of fewer than 30 characters are not measured."
    ),
    severity=Severity.WARNING,
    find=_find,
    example=Example(
        "en", "The minister resigned on Monday after weeks of protest in the capital.", "pt", "O ministro."
    ),
)
