"""Quotations: as many in the edition as in the source, each opened and closed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newstrans.checks.base import CheckContext, Example, Rule, finding
from newstrans.model import Finding, Severity, Span
from newstrans.text.phrase import phrase

# Marks that are quotation marks whatever stands beside them. A straight double quote after a figure is an inch.
_MARK = re.compile(r"[“”„‟«»‹›「」『』《》]|(?<!\d)\"|(?<=\d)\"(?!\w)")
# Single marks are quotation marks only in pairs round words; elsewhere they are apostrophes.
_SINGLE = re.compile(r"(?<![\w'’‘‚])['‘‚](?=[^\W_])[^'’‘\n“”\"]{1,300}?['’‘](?!\w)")

# Languages that put names of firms, ships and teams in quotation marks, so that there may be more than in the source.
_NAMES_QUOTED = frozenset({"ru", "uk", "be", "bg", "kk", "ky"})


def _pairs(text: str) -> tuple[int, list[Span]]:
    """How many marks there are, single pairs counted as two, and where."""
    marks = [Span(m.start(), m.end()) for m in _MARK.finditer(text)]
    spans = sorted(marks + [Span(m.start(), m.end()) for m in _SINGLE.finditer(text)])
    return len(marks) + 2 * (len(spans) - len(marks)), spans


def _find(context: CheckContext) -> Iterator[Finding]:
    source, source_marks = _pairs(context.source)
    target, target_marks = _pairs(context.target)
    more = target > source and target % 2 == 0 and source % 2 == 0
    if source == target or (more and context.target_language in _NAMES_QUOTED):
        return
    around_source = Span(source_marks[0].start, source_marks[-1].end) if source_marks else None
    around_target = Span(target_marks[0].start, target_marks[-1].end) if target_marks else None
    if target % 2 and not source % 2:
        message = phrase("a quotation is opened and not closed: {target} quotation marks, the source has {source}", target=target, source=source)
    else:
        message = phrase("the source has {source}, the edition {target}", source=_quotations(source), target=_quotations(target))
    yield finding(context, "quotes", Severity.WARNING, message, source=around_source, target=around_target)


def _quotations(marks: int) -> str:
    pairs, odd = divmod(marks, 2)
    if odd:
        return phrase("{count} quotation marks", count=marks) if marks > 1 else phrase("1 quotation mark")
    return {0: phrase("no quotation"), 1: phrase("1 quotation")}.get(pairs) or phrase("{count} quotations", count=pairs)


_PARENTHESIS = re.compile(r"[(（][^()（）\n]{1,200}[)）]")


def _find_parentheses(context: CheckContext) -> Iterator[Finding]:
    for piece in context.pieces():
        there = list(_PARENTHESIS.finditer(piece.target))
        if not there or re.search(r"[(（\[—–―]| - |, ", piece.source):
            continue  # what stands between dashes or commas may stand in parentheses
        match = there[0]
        if re.fullmatch(r"[(（][A-Z0-9ЁА-ЯІЇЄҐ. ]{1,12}[)）]", match.group()) or (re.search(r"[A-Za-z]{3}", match.group()) and not piece.target.isascii() and match.group()[1:-1] in piece.source):
            continue  # an acronym, or the name as the source writes it
        yield finding(
            context, "parenthesis", Severity.WARNING, phrase("“{words}” is not in the source", words=match.group()[:60]), target=piece.target_span(*match.span())
        )


CHECK = Rule(
    id="quotes",
    name=phrase("Quotations"),
    description=phrase(
        "The edition has more or fewer quotation marks than the source, or one that is never closed. Which marks a "
        "language uses does not matter here."
    ),
    severity=Severity.WARNING,
    find=_find,
    example=Example("en", "“We will stay,” she said.", "pt", "Vamos ficar, disse ela."),
)

PARENTHESES = Rule(
    id="parenthesis",
    name=phrase("Parentheses"),
    description=phrase("The edition has something in parentheses and the source has not: engines add glosses to names that they do not know."),
    severity=Severity.WARNING,
    find=_find_parentheses,
    example=Example("en", "Ovechkin scored twice.", "pt", "Ovechkin (em inglês) marcou duas vezes."),
)
