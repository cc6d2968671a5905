"""Weekdays and months by value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from newstrans.checks.base import CheckContext, Example, Piece, Rule, finding
from newstrans.model import Finding, Severity
from newstrans.text.calendar_names import CalendarName, find_calendar_names
from newstrans.text.numbers import numbers_of
from newstrans.text.phrase import phrase

_BESIDE = re.compile(r"\d")


def _find(context: CheckContext) -> Iterator[Finding]:
    for piece in context.pieces():
        if not piece.target.strip():
            continue
        source = find_calendar_names(piece.source, context.source_tag)
        target = find_calendar_names(piece.target, context.edition.locale)
        if source or target:
            for kind in ("weekday", "month"):
                yield from _compare(
                    context, piece, [one for one in source if one.kind == kind], [one for one in target if one.kind == kind]
                )


def _compare(context: CheckContext, piece: Piece, source: Sequence[CalendarName], target: Sequence[CalendarName]) -> Iterator[Finding]:
    here, there = {one.value for one in source}, {one.value for one in target}
    missing = [one for one in source if one.sure and one.value not in there]
    added = [one for one in target if one.sure and one.value not in here]
    for one, other in zip(missing, added, strict=False):
        yield _said(context, piece, one, other, Severity.ERROR)
    # A month may be a figure in the other text ("3月", "3/12"); a weekday has no other way to be said.
    if len(missing) > len(added) and (target or source[0].kind != "month" or not _figure(piece.target, context.edition.locale, missing)):
        for one in missing[len(added) :]:
            if one.kind == "weekday" or not _figure(piece.target, context.edition.locale, [one]):
                yield _said(context, piece, one, None, Severity.WARNING)
    for one in added[len(missing) :]:
        if one.kind == "month" and _BESIDE.search(piece.target[max(0, one.start - 4) : one.end + 4]) and not _figure(piece.source, context.source_tag, [one]):
            yield _said(context, piece, None, one, Severity.WARNING)


def _figure(text: str, tag: str, names: Sequence[CalendarName]) -> bool:
    """Whether figures of the text may be these months."""
    values = {part for one in numbers_of(text, tag) for part in (int(one.value), *(int(p) for p in one.text.split("/") if p.isdecimal()))}
    return all(one.value in values for one in names)


def _said(context: CheckContext, piece: Piece, one: CalendarName | None, other: CalendarName | None, severity: Severity) -> Finding:
    source, target = (piece.source[one.start : one.end] if one else ""), (piece.target[other.start : other.end] if other else "")
    if one and other:
        message = phrase("the source says “{source}”, the edition “{target}”", source=source, target=target)
    else:
        message = phrase("“{words}” of the source is not in the edition", words=source) if one else phrase("“{words}” of the edition is not in the source", words=target)
    return finding(
        context, "date", severity, message,
        source=piece.source_span(one.start, one.end) if one else None, target=piece.target_span(other.start, other.end) if other else None,
    )  # fmt: skip


CHECK = Rule(
    id="date",
    name=phrase("Weekdays and months"),
    description=phrase(
        "The source names one weekday or month and the edition another (error), or a name of the source is missing, or a "
        "month was added to a figure (warning). Names count by value, a month may be a figure; days and years are numbers."
    ),
    severity=Severity.ERROR,
    find=_find,
    example=Example("en", "The talks begin on Tuesday, 3 March.", "uk", "Переговори почнуться в середу, 3 березня."),
)
