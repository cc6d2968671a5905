"""Isolates round what the bidirectional algorithm would take apart, in editions that run from the right."""

from __future__ import annotations

from collections.abc import Iterator

from newstrans.checks.base import CheckContext, Example, Rule, finding
from newstrans.languages import direction
from newstrans.localise.bidi import LRI, PDI, RLI, isolate
from newstrans.localise.locale import load_locale
from newstrans.model import Finding, Severity, Span
from newstrans.text.edits import Rewriter
from newstrans.text.phrase import phrase

_OPENING = frozenset({LRI, RLI, "\u2068"})


def _find(context: CheckContext) -> Iterator[Finding]:
    opened: list[int] = []
    for at, char in enumerate(context.target):
        if char in _OPENING:
            opened.append(at)
        elif char == PDI:
            if not opened:
                yield finding(context, "isolates", Severity.WARNING, phrase("an isolate ends here that was never begun"), target=Span(at, at + 1), fix="")
            else:
                opened.pop()
    for at in opened:
        yield finding(context, "isolates", Severity.WARNING, phrase("an isolate begins here and never ends"), target=Span(at, at + 1))
    if opened or direction(context.edition.locale) != "rtl":
        return
    draft = Rewriter(context.target, "checks")
    isolate(draft, load_locale(context.edition.locale, context.policy.locales))
    # Each piece is two insertions, its end first, and pieces come from the right: offsets are those of the text.
    for end, start in zip(draft.edits[::2], draft.edits[1::2], strict=True):
        words = context.target[start.start : end.start]
        yield finding(
            context, "isolates", Severity.WARNING, phrase("“{words}” needs an isolate, or it is shown in the wrong order", words=words),
            target=Span(start.start, end.start), fix=f"{LRI}{words}{PDI}",
        )  # fmt: skip


CHECK = Rule(
    id="isolates",
    name=phrase("Isolates"),
    description=phrase(
        "An address, a telephone number, an ISO date or a number with a sign stands in an edition that runs from the right and has "
        "no isolate (U+2066 … U+2069) round it, or an isolate is not closed."
    ),
    severity=Severity.WARNING,
    find=_find,
    example=Example("en", "Call +1 212 555 0100 today.", "ar", "اتصل بالرقم +1 212 555 0100 اليوم."),
)
