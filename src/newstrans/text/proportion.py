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


# Characters of a text against those of the same text in English: medians over the odd lines of FLORES-200 dev.
_AGAINST_ENGLISH = {
    "af": 1.06, "am": 0.67, "ar": 0.88, "az": 1.08, "be": 1.14, "bg": 1.04, "bn": 0.98, "bs": 1.00, "ca": 1.10,
    "cs": 0.97, "cy": 1.07, "da": 1.03, "de": 1.15, "el": 1.20, "en": 1.00, "es": 1.18, "et": 0.98, "fa": 0.95,
    "fi": 1.06, "fr": 1.18, "gl": 1.10, "gu": 0.94, "he": 0.78, "hi": 1.00, "hr": 0.98, "hu": 1.04, "hy": 1.10,
    "id": 1.09, "ig": 1.00, "is": 0.98, "it": 1.17, "ja": 0.44, "kn": 1.06, "ko": 0.50, "lt": 0.99, "lv": 1.02,
    "ml": 1.14, "mr": 1.01, "ms": 1.11, "mt": 1.09, "my": 1.23, "nb": 1.01, "nl": 1.12, "pl": 1.06, "pt": 1.08,
    "ro": 1.12, "ru": 1.09, "sk": 1.01, "sl": 1.00, "sr": 0.98, "sv": 1.01, "ta": 1.16, "te": 1.02, "th": 0.95,
    "tl": 1.26, "tr": 1.02, "uk": 1.02, "vi": 1.05, "zh": 0.32,
}  # fmt: skip
_AGAINST_ENGLISH |= {"fil": _AGAINST_ENGLISH["tl"], "yue": _AGAINST_ENGLISH["zh"]}


def expected_share(source: str, target: str, source_language: str, target_language: str) -> float:
    """Length of `target` against the length that a translation of `source` has on average; about 1 for a whole one.

    >>> round(expected_share("One two three four.", "Um dois três quatro.", "en", "pt"), 1)
    1.0
    """
    usual = _AGAINST_ENGLISH.get(target_language, 1.0) / _AGAINST_ENGLISH.get(source_language, 1.0)
    return len(target.strip()) / max(1.0, len(source.strip()) * usual)
