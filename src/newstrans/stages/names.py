"""Bring every proper noun to the house form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from newstrans.glossary.apply import Outcome, apply_names, story_context
from newstrans.glossary.match import Index, Match
from newstrans.glossary.names import Names
from newstrans.model import Edition, EditionUnit, NameStatus, NameUse, Segment, Span, Treatment
from newstrans.protect import was_all_caps
from newstrans.stages.language import is_copy, source_language


class ApplyGlossary:
    """Match the source, edit the target, record the fate of every name."""

    name = "glossary"

    def __init__(self, names: Names) -> None:
        self._names = names

    def __call__(self, editions: Sequence[Edition]) -> list[Edition]:
        return [self._apply(edition) for edition in editions]

    def _apply(self, edition: Edition) -> Edition:
        if is_copy(edition):
            return edition
        context = story_context([unit.unit.text for unit in edition.units])
        found = {
            (u, s): self._find(edition, unit, segment, context)
            for u, unit in enumerate(edition.units)
            for s, segment in enumerate(unit.segments)
            if unit.treatment is Treatment.TRANSLATED and segment.target is not None
        }
        expected: dict[str, list[str]] = {}
        for (u, _), matches in found.items():
            language = source_language(edition, edition.units[u])
            expected.setdefault(language, []).extend(match.form.entry for match in matches)
        indexes = {
            language: self._names.target_index(list(dict.fromkeys(ids)), language, edition.locale)
            for language, ids in expected.items()
        }
        units, uses, edits = [], [], 0
        for u, unit in enumerate(edition.units):
            new, outcomes = self._apply_unit(edition, u, unit, found, indexes)
            edits += sum(len(segment.edits) for segment in new.segments) - sum(len(segment.edits) for segment in unit.segments)
            units.append(new)
            uses += _uses(new, outcomes)
        return replace(edition, units=tuple(units), names=tuple(uses)).traced("glossary", names=len(uses), edits=edits)

    def _find(self, edition: Edition, unit: EditionUnit, segment: Segment, context: frozenset[str]) -> list[Match]:
        language = source_language(edition, unit)
        caseless = was_all_caps(segment.prepared)
        return self._names.find(segment.source, language, edition.locale, caseless=caseless, context=context)

    def _apply_unit(
        self,
        edition: Edition,
        u: int,
        unit: EditionUnit,
        found: dict[tuple[int, int], list[Match]],
        indexes: dict[str, Index],
    ) -> tuple[EditionUnit, list[tuple[int, Outcome]]]:
        language = source_language(edition, unit)
        segments, outcomes = [], []
        for s, segment in enumerate(unit.segments):
            matches = found.get((u, s))
            if not matches or segment.target is None:
                segments.append(segment)
                continue
            applied = apply_names(
                segment.target, matches,
                entries=self._names.entries(language, edition.locale), index=indexes[language],
                source_language=language, locale=edition.locale,
            )
            segments.append(replace(segment, target=applied.text, edits=segment.edits + applied.edits))
            outcomes += [(s, outcome) for outcome in applied.outcomes]
        return replace(unit, segments=tuple(segments)), outcomes


def _uses(unit: EditionUnit, outcomes: list[tuple[int, Outcome]]) -> list[NameUse]:
    """Outcomes as rows of the name audit; the target ranges are filled in once the text is final."""
    return [
        NameUse(
            outcome.match.form.entry, unit.unit.id,
            Span(unit.segments[s].start + outcome.match.start, unit.segments[s].start + outcome.match.end),
            outcome.match.text, outcome.status, outcome.accepted, None, outcome.reason,
        )
        for s, outcome in outcomes
    ]  # fmt: skip


class LocateNames:
    """Fill in where each approved name stands in the final text, for the name audit."""

    name = "audit"

    def __call__(self, editions: Sequence[Edition]) -> list[Edition]:
        return [self._locate(edition) for edition in editions]

    def _locate(self, edition: Edition) -> Edition:
        texts = {unit.unit.id: unit.text for unit in edition.units}
        taken: dict[str, list[Span]] = {}
        names = []
        for use in edition.names:
            if use.status in (NameStatus.RIGHT, NameStatus.EDITED):
                span = _first_free(texts[use.unit], use.accepted, taken.setdefault(use.unit, []))
                use = replace(use, target=span)
            names.append(use)
        return replace(edition, names=tuple(names))


def _first_free(text: str, forms: Sequence[str], taken: list[Span]) -> Span | None:
    """The leftmost place where one of `forms` stands and no name has been found yet; added to `taken`."""
    found: list[Span] = []
    for form in forms:
        for match in re.finditer(rf"(?<!\w){re.escape(form)}", text, re.IGNORECASE):
            span = Span(*match.span())
            if all(span.end <= other.start or span.start >= other.end for other in taken):
                found.append(span)
                break
    if not found:
        return None
    best = min(found, key=lambda span: (span.start, -span.end))
    taken.append(best)
    return best
