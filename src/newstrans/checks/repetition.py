"""Loops ("de guerra de guerra de guerra") and doubled words that the source does not have."""

from __future__ import annotations

from collections.abc import Iterator

from newstrans.checks.base import CheckContext, Example, Rule, finding
from newstrans.model import Finding, Severity
from newstrans.text.phrase import phrase
from newstrans.text.repetition import REDUPLICATING, doubled_words, find_loop

# Languages that double words so often that one more says nothing. Not Turkish and Azerbaijani, which have but a few such
# pairs; nor Indonesian, Malay, Javanese and Filipino, which write them with a hyphen ("anak-anak", "araw-araw"; EYD V), so
# that two equal words with a space between are a slip; nor Vietnamese, whose pairs are a list.
_DOUBLING = REDUPLICATING - {"tr", "az", "id", "ms", "jv", "tl", "fil", "vi"}


def _find(context: CheckContext) -> Iterator[Finding]:
    for piece in context.pieces():
        loop = find_loop(piece.target, context.target_language)
        if loop:
            start, end, words, times = loop
            before = find_loop(piece.source, context.source_language)
            if not before or before[3] < times:
                yield finding(
                    context, "repetition", Severity.ERROR, phrase("“{words}” stands {times} times in a row", words=words, times=times),
                    target=piece.target_span(start, end),
                )  # fmt: skip
            continue
        if context.target_language in _DOUBLING:
            continue
        doubled = doubled_words(piece.target, context.target_language)
        if doubled and not doubled_words(piece.source, ""):
            start, end, word = doubled[0]
            yield finding(
                context,
                "repetition",
                Severity.WARNING,
                phrase("“{words}” stands twice in a row", words=word),
                target=piece.target_span(start, end),
            )


CHECK = Rule(
    id="repetition",
    name=phrase("Repetition"),
    description=phrase(
        "A phrase goes round in a loop (error), or a word stands twice in a row (warning), and the source has nothing "
        "of the kind. Words that a language doubles rightly, as German “die die”, are left alone."
    ),
    severity=Severity.ERROR,
    find=_find,
    example=Example(
        "en",
        "The country recovered slowly after the war.",
        "pt",
        "O país se recuperou após a guerra de guerra de guerra de guerra.",
    ),
)
