"""What an engine or our own protection left behind: placeholders, unknown-word marks, broken characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from newstrans.checks.base import CheckContext, Example, Rule, finding
from newstrans.model import Finding, Severity, Span
from newstrans.protect import leftover_placeholders
from newstrans.text.phrase import phrase

# Each with the words that tell an editor what it is.
_TRACES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<![\w*@#/&.])[*@#][^\W\d_][\w\-]{0,60}"), phrase("an engine's mark of an unknown word")),
    (re.compile(r"\ufffd+"), phrase("a broken character")),
    (re.compile(r"</?(?:unk|s|pad|eos|bos)/?>|⁇|\[UNK\]"), phrase("a model's sign for a word it does not know")),
    (re.compile(r"\u2581\w{0,40}|\w{1,40}@@(?=\s|$)"), phrase("a piece of the model's own alphabet")),
    (re.compile(r"[\ud800-\udfff]+"), phrase("half a character")),
    (re.compile(r"[\ue000-\uf8ff]+"), phrase("a character of nobody's alphabet")),
)  # fmt: skip
_PSEUDO = re.compile(r"[⟦⟧]+")


def _find(context: CheckContext) -> Iterator[Finding]:
    hits: list[tuple[int, int, str]] = [(start, end, phrase("a placeholder")) for start, end in _placeholders(context)]
    traces = _TRACES if context.copied else (*_TRACES, (_PSEUDO, phrase("a mark of the pseudo engine")))
    for pattern, what in traces:
        hits += [
            (m.start(), m.end(), what)
            for m in pattern.finditer(context.target)
            if m.group() not in context.source
        ]
    taken = 0
    for start, end, what in sorted(hits):
        if start < taken:
            continue
        taken = end
        shown = "".join(
            c if c.isprintable() and unicodedata.category(c) != "Co" else f"U+{ord(c):04X}"
            for c in context.target[start:end]
        )
        yield finding(
            context,
            "leftover",
            Severity.ERROR,
            phrase("“{words}” is {what}, not text of the edition", words=shown, what=what),
            target=Span(start, end),
        )


def _placeholders(context: CheckContext) -> Iterator[tuple[int, int]]:
    position = 0
    for placeholder in leftover_placeholders(context.target, context.source):
        start = context.target.index(placeholder, position)
        position = start + len(placeholder)
        yield start, position


CHECK = Rule(
    id="leftover",
    name=phrase("Leftover"),
    description=phrase(
        "A placeholder, an engine's mark of an unknown word, or a broken character stands in the edition and not in "
        "the source."
    ),
    severity=Severity.ERROR,
    find=_find,
    for_copies=True,
    example=Example("en", "The minister wrote on his page.", "es", "El ministro escribió en Xk1 su *page."),
)
