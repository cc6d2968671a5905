"""A source and a translation that was made elsewhere, as an edition that can be checked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from newstrans.detect import detect_story
from newstrans.glossary.names import Names
from newstrans.languages import language_of
from newstrans.model import (
    Edition,
    EditionUnit,
    Finding,
    NameStatus,
    NameUse,
    Severity,
    Span,
    Story,
    Treatment,
    Unit,
    UnitKind,
)
from newstrans.text.phrase import phrase
from newstrans.text.proportion import expected_share

_ALONE = 1.2  # what it costs that a paragraph has no partner; a length off by a factor of 3.3 costs the same
_KEPT = frozenset({UnitKind.BYLINE, UnitKind.DATELINE, UnitKind.CODE})


def as_edition(source: Story, translation: Story, locale: str, *, language: str | None = None) -> Edition:
    """`translation` as an edition of `source` in `locale`: paragraphs in their order, put side by side by their lengths.

    A paragraph of the source without a partner has no text; one of the translation is a finding. `language` is that of the
    source; without it, it is detected.
    """
    spoken = language or source.language or detect_story([(unit.text, unit.language) for unit in source.units]).story.language
    units, findings = [], []
    for ours, theirs in _side_by_side(source.units, translation.units, language_of(spoken or "en"), language_of(locale)):
        if ours is None:
            assert theirs is not None
            findings.append(
                Finding("sentences", Severity.WARNING, phrase("a paragraph of the translation has no source"), unit=theirs.id, target_text=theirs.text)
            )
            continue
        text, marks = (theirs.text, theirs.marks) if theirs else ("", ())
        kept = Treatment.KEPT if ours.kind in _KEPT else Treatment.TRANSLATED
        units.append(EditionUnit(ours, kept, text=text, marks=marks))
    return Edition(source, locale, spoken, units=tuple(units), findings=tuple(findings))


def find_names(edition: Edition, names: Names) -> Edition:
    """The edition with the glossary's names of its source; one that no approved form stands for is missing."""
    uses = []
    language = edition.language or "en"
    entries = names.entries(language_of(language), edition.locale)
    for unit in edition.units:
        for match in names.find(unit.unit.text, language_of(language), edition.locale):
            entry = entries.get(match.form.entry)
            term = entry.term(edition.locale) if entry else None
            if term is None or match.doubt or match.embedded:
                continue
            forms = tuple(dict.fromkeys(one.text for one in term.spellings() if one.approved))
            uses.append(NameUse(match.form.entry, unit.unit.id, Span(match.start, match.end), match.text, NameStatus.MISSING, forms))
    return replace(edition, names=tuple(uses))


def _side_by_side(ours: Sequence[Unit], theirs: Sequence[Unit], source: str, target: str) -> list[tuple[Unit | None, Unit | None]]:
    """Pairs in order; the cheapest way over all, by kind and length (Gale & Church 1993, without their joins)."""
    best = {(0, 0): (0.0, (0, 0))}
    for i in range(len(ours) + 1):
        for j in range(len(theirs) + 1):
            ways = []
            if i and j:
                ways.append((best[i - 1, j - 1][0] + _cost(ours[i - 1], theirs[j - 1], source, target), (i - 1, j - 1)))
            if i:
                ways.append((best[i - 1, j][0] + _ALONE, (i - 1, j)))
            if j:
                ways.append((best[i, j - 1][0] + _ALONE, (i, j - 1)))
            if ways:
                best[i, j] = min(ways)
    pairs: list[tuple[Unit | None, Unit | None]] = []
    at = (len(ours), len(theirs))
    while at != (0, 0):
        before = best[at][1]
        pairs.append((ours[before[0]] if before[0] < at[0] else None, theirs[before[1]] if before[1] < at[1] else None))
        at = before
    return pairs[::-1]


def _cost(ours: Unit, theirs: Unit, source: str, target: str) -> float:
    if not ours.text or not theirs.text:
        return _ALONE
    off = abs(math.log(max(0.01, expected_share(ours.text, theirs.text, source, target))))
    return off + (0.0 if ours.kind == theirs.kind else 0.5)
