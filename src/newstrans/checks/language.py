"""The language of a text: that of the edition, and for the source the one that it was declared to be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from newstrans.checks.base import CheckContext, Example, Rule, finding
from newstrans.detect import detect_text, knows_language
from newstrans.languages import language_of
from newstrans.model import Detection, Finding, Severity
from newstrans.text.copying import are_near
from newstrans.text.phrase import phrase

_SURE, _LONG = 0.95, 40
_CAPITAL = re.compile(r"(?<!^)(?<![.!?] )\b[^\W\d_a-z]\w*(?:(?: of| de| the| &)* [^\W\d_a-z]\w*)*")


@lru_cache(maxsize=4096)
def _detected(text: str) -> Detection:
    return detect_text(text)


def _find(context: CheckContext) -> Iterator[Finding]:
    for piece in context.pieces():
        if len(piece.target.strip()) < _LONG // (3 if context.target_language in {"zh", "ja", "ko"} else 1) or piece.target == piece.source:
            continue
        if not knows_language(context.edition.locale):
            return
        found = detect_text(piece.target)
        if not found.language or found.confidence < _SURE or _same(found.language, context.target_language):
            continue
        # A sentence full of foreign names is taken for their language: its other words decide.
        rest = detect_text(_CAPITAL.sub("", piece.target))
        if rest.language and not _same(rest.language, found.language):
            continue
        certain = rest.language is not None and rest.confidence >= _SURE
        yield finding(
            context, "language", Severity.ERROR if certain else Severity.WARNING,
            phrase("this is in {found} ({sure} sure), not in {wanted}", found=found.language, sure=f"{found.confidence:.0%}", wanted=context.target_language),
            source=piece.source_span(0, len(piece.source)), target=piece.target_span(0, len(piece.target)),
        )  # fmt: skip


def _same(one: str, other: str) -> bool:
    return language_of(one) == language_of(other) or are_near(language_of(one), language_of(other)) or {one, other} <= {"tl", "fil"}


def _find_source(context: CheckContext) -> Iterator[Finding]:
    declared = context.unit.unit.language or context.edition.story.language
    if not declared or len(context.source) < 2 * _LONG:
        return
    found = _detected(context.source)
    if found.language and found.confidence >= _SURE and not _same(found.language, declared):
        yield finding(
            context, "source-language", Severity.INFO, phrase("the source declares {declared}, but this paragraph looks like {found}", declared=declared, found=found.language),
            source=context.pieces()[0].source_span(0, len(context.pieces()[0].source)),
        )  # fmt: skip


CHECK = Rule(
    id="language",
    name=phrase("Language"),
    description=phrase(
        "A sentence of the edition is in another language than the edition. Languages so near to each other that their sentences "
        "look alike (Portuguese and Galician, Norwegian and Danish) are not told apart; texts of fewer than 40 characters are not judged."
    ),
    severity=Severity.ERROR,
    find=_find,
    example=Example(
        "en", "The minister resigned on Monday after weeks of protest in the capital.", "pt",
        "Der Minister trat am Montag nach wochenlangen Protesten in der Hauptstadt zurück.",
    ),
)  # fmt: skip

SOURCE = Rule(
    id="source-language",
    name=phrase("Language of the source"),
    description=phrase("A paragraph of the source is in another language than the source declares. For information."),
    severity=Severity.INFO,
    find=_find_source,
)
