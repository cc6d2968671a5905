"""The rules of a locale over a sentence, and over the sentences of a unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from newstrans.localise.amounts import localise_amounts, read_mentions
from newstrans.localise.bidi import isolate
from newstrans.localise.clock import localise_times
from newstrans.localise.dates import localise_dates
from newstrans.localise.locale import EditionLocale
from newstrans.localise.marks import localise_marks
from newstrans.localise.punctuation import (
    localise_ellipses,
    localise_lists,
    localise_punctuation,
    mend_elision,
    mend_spaces,
    space_high_punctuation,
)
from newstrans.localise.quotes import QuoteState, mend_quotes
from newstrans.localise.remarks import STAGE
from newstrans.localise.units import convert_units
from newstrans.localise.zones import localise_zones
from newstrans.model import Edit, Finding, Span
from newstrans.text.edits import Rewriter


def localise_segment(
    source: str,
    target: str,
    *,
    source_language: str,
    locale: EditionLocale,
    source_state: QuoteState | None = None,
    target_state: QuoteState | None = None,
) -> tuple[list[Edit], list[Finding]]:
    """Edits that bring `target` into the locale's house style, and notes on what is left as it is.

    Numbers, dates, times, money and dashes are rewritten only where `source` has them too. The states say which
    quotations are open before the sentence. Spans of the notes count in `source` and in the edited text.
    """
    edits, notes, _, _ = _localise(source, target, source_language, locale, source_state, target_state)
    return edits, notes


def localise_unit(
    segments: Sequence[tuple[str, str]], *, source_language: str, locale: EditionLocale
) -> list[tuple[list[Edit], list[Finding]]]:
    """`localise_segment` over the (source, target) sentences of one unit, in order.

    A quotation that opens in one sentence and closes in a later one keeps its depth.
    """
    done = []
    before: QuoteState | None = None
    before_target: QuoteState | None = None
    for source, target in segments:
        edits, notes, before, before_target = _localise(
            source, target, source_language, locale, before, before_target
        )
        done.append((edits, notes))
    return done


def _localise(
    source: str,
    target: str,
    source_language: str,
    locale: EditionLocale,
    source_state: QuoteState | None,
    target_state: QuoteState | None,
) -> tuple[list[Edit], list[Finding], QuoteState, QuoteState]:
    draft = Rewriter(target, STAGE)
    notes: list[Finding] = []
    mend_spaces(draft, source)
    localise_ellipses(draft, source, locale)
    mentions = read_mentions(source, source_language)
    if mentions:
        localise_times(draft, source, mentions, source_language=source_language, locale=locale)
        notes += localise_zones(draft, source, mentions, source_language=source_language, locale=locale)
    notes += localise_dates(draft, source, source_language=source_language, locale=locale)
    if mentions:
        notes += localise_amounts(draft, mentions, locale=locale)
        notes += convert_units(draft, source, mentions, source_language=source_language, locale=locale)
    mend_elision(draft, locale)
    localise_lists(draft, source, locale)
    localise_punctuation(draft, source, locale)
    quotes, after, after_target = mend_quotes(draft, source, locale, source_state, target_state)
    notes += quotes
    space_high_punctuation(draft, locale)
    notes += localise_marks(draft, source, locale)
    isolate(draft, locale)
    whole = Span(0, len(draft.text))
    return draft.edits, [_placed(note, draft.text, whole) for note in notes], after, after_target


def _placed(note: Finding, text: str, whole: Span) -> Finding:
    """`note` with its target range in the final text: found again, or all of it."""
    if note.target is None:
        return note
    at = text.find(note.target_text) if note.target_text else -1
    return replace(note, target=Span(at, at + len(note.target_text)) if at >= 0 else whole)
