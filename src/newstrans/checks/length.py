"""Texts that are far too short or too long for their source."""

from __future__ import annotations

from collections.abc import Iterator

from newstrans.checks.base import CheckContext, Example, Rule, finding
from newstrans.model import Finding, Severity
from newstrans.text.phrase import phrase
from newstrans.text.proportion import usual_length


def _find(context: CheckContext) -> Iterator[Finding]:
    for piece in context.pieces():
        usual = usual_length(piece.source, context.source_language, context.target_language)
        length = len(piece.target.strip())
        if usual is None or not length or usual[0] <= length <= usual[1]:
            continue
        words = {"length": length, "source": len(piece.source.strip()), "least": usual[0], "most": usual[1]}
        yield finding(
            context, "length", Severity.WARNING,
            phrase("very short: {length} characters for {source} of the source (usual: {least} to {most})", **words)
            if length < usual[0]
            else phrase("very long: {length} characters for {source} of the source (usual: {least} to {most})", **words),
            source=piece.source_span(0, len(piece.source)), target=piece.target_span(0, len(piece.target)),
        )  # fmt: skip


CHECK = Rule(
    id="length",
    name=phrase("Length"),
    description=phrase(
        "A sentence is far shorter or longer than translations between these languages are: something may be left out "
        "or made up. Sentences of fewer than 30 characters are not measured."
    ),
    severity=Severity.WARNING,
    find=_find,
    example=Example(
        "en", "The minister resigned on Monday after weeks of protest in the capital.", "pt", "O ministro."
    ),
)
