"""Texts that are far too short or too long for their source."""

from __future__ import annotations

from collections.abc import Iterator

from newstrans.checks.base import CheckContext, Example, Rule, finding
from newstrans.model import Finding, Severity

# Target characters per source character. Generous: under 0.1 % of human translations of news-like sentences fall
# outside (benchmarks/checks.py), a lost half of a sentence does.
_BAND = (0.5, 2.2)
_DENSE = frozenset({"zh", "yue", "ja"})
_SYLLABIC = frozenset({"ko"})
# Below this many source characters a ratio says little.
_SHORT = 30


def band(source: str, target: str) -> tuple[float, float]:
    """Lowest and highest usual ratio of target to source characters for a pair of languages.

    >>> band("en", "pt"), band("en", "ja")
    ((0.5, 2.2), (0.21, 0.92))
    """
    density = _density(target) / _density(source)
    low, high = _BAND
    return (low, high) if density == 1 else (round(low * density, 2), round(high * density, 2))


def _density(language: str) -> float:
    """Characters that a language needs, against an alphabet."""
    if language in _DENSE:
        return 0.32 if language != "ja" else 0.42
    return 0.52 if language in _SYLLABIC else 1.0


def _find(context: CheckContext) -> Iterator[Finding]:
    low, high = band(context.source_language, context.target_language)
    shortest = _SHORT * min(1.0, _density(context.source_language))
    for piece in context.pieces():
        source, target = len(piece.source.strip()), len(piece.target.strip())
        if source < shortest or not target:
            continue
        ratio = target / source
        if low <= ratio <= high:
            continue
        word = "short" if ratio < low else "long"
        yield finding(
            context, "length", Severity.WARNING,
            f"very {word}: {target} characters for {source} of the source (usual: {round(low * source)} to {round(high * source)})",
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
