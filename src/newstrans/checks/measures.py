"""Units of measurement, and the order of scores."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newstrans.checks.base import CheckContext, Example, Rule, finding
from newstrans.model import Finding, Severity
from newstrans.text.measures import find_measures
from newstrans.text.phrase import phrase

# A score is two small figures with a sign between them and nothing else: not a range of years, not a date.
_SCORE = re.compile(r"(?<![\d.,:/\-–—%$€£])(\d{1,3})[ \u00a0]?[-–—‑:][ \u00a0]?(\d{1,3})(?![\d.,]*\d|[-–—:/%])")


def _find_units(context: CheckContext) -> Iterator[Finding]:
    for piece in context.pieces():
        ours = find_measures(piece.source, context.source_tag)
        theirs = list(find_measures(piece.target, context.edition.locale)) if ours else []
        for one in ours:
            same = [other for other in theirs if other.number.value == one.number.value and other.dimension == one.dimension]
            right = next((other for other in same if other.unit == one.unit), None)
            if right or not same:
                if right:
                    theirs.remove(right)
                continue
            other = same[0]
            if any(m.unit == other.unit and m.number.value == other.number.value for m in ours):
                continue
            theirs.remove(other)
            yield finding(
                context, "unit", Severity.ERROR,
                phrase(
                    "the source says “{source}”, the edition “{target}”: the unit is another",
                    source=piece.source[one.start : one.end], target=piece.target[other.start : other.end],
                ),
                source=piece.source_span(one.start, one.end), target=piece.target_span(other.start, other.end),
            )  # fmt: skip


def _find_scores(context: CheckContext) -> Iterator[Finding]:
    for piece in context.pieces():
        there = {(m[1], m[2]): m for m in _SCORE.finditer(piece.target)}
        for match in _SCORE.finditer(piece.source):
            pair, turned = (match[1], match[2]), (match[2], match[1])
            if pair[0] != pair[1] and pair not in there and turned in there and turned not in {(m[1], m[2]) for m in _SCORE.finditer(piece.source)}:
                other = there[turned]
                yield finding(
                    context, "score", Severity.ERROR, phrase("the source says “{source}”, the edition “{target}”: the other way round", source=match.group(), target=other.group()),
                    source=piece.source_span(*match.span()), target=piece.target_span(*other.span()), fix=f"{pair[0]}{other.group()[len(turned[0]) : -len(turned[1])]}{pair[1]}",
                )  # fmt: skip


UNIT = Rule(
    id="unit",
    name=phrase("Units"),
    description=phrase("A figure has another unit of the same kind in the edition: miles became kilometres, days became weeks, and the figure stayed. A measure that was converted is no fault."),
    severity=Severity.ERROR,
    find=_find_units,
    example=Example("en", "The fire burned for 60 miles.", "de", "Das Feuer brannte auf 60 Kilometern."),
)

SCORE = Rule(
    id="score",
    name=phrase("Scores"),
    description=phrase("A score or another pair of figures is the other way round in the edition."),
    severity=Severity.ERROR,
    find=_find_scores,
    example=Example("en", "Porto won 3-1 on Sunday.", "pt", "O Porto venceu por 1-3 no domingo."),
)
