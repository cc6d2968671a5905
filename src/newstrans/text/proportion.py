"""How long a translation usually is. Pure functions."""

from __future__ import annotations

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


def usual_length(source: str, source_language: str, target_language: str) -> tuple[int, int] | None:
    """Characters that a translation of `source` usually has, from and to; None where a ratio says little."""
    length = len(source.strip())
    if length < _SHORT * min(1.0, _density(source_language)):
        return None
    low, high = band(source_language, target_language)
    return round(low * length), round(high * length)
