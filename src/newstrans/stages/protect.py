"""Prepare every sentence for the engine that will get it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from newstrans.glossary.names import Names
from newstrans.languages import language_of
from newstrans.model import Edition, EditionUnit, Leg, Segment, Span, Treatment, UnitKind
from newstrans.protect import Protection, long_word_findings, needs_engine, protect
from newstrans.stages.language import source_language
from newstrans.stages.route import Router
from newstrans.text.casing import CaseEvidence

HEADLINES = frozenset({UnitKind.HEADLINE, UnitKind.SUBHEAD, UnitKind.HEADING})


# The kinds of placeholders in the order in which they survive on a route, as calibration measured.
Styles = Callable[[Sequence[Leg]], Sequence[int]]


class Protect:
    """Carry round the engine what it would damage; sentences with nothing to translate are not sent."""

    name = "protect"

    def __init__(self, router: Router, names: Names, *, styles: Styles = lambda _route: (0, 1)) -> None:
        self._router = router
        self._styles = styles
        self.names = names

    def style(self, language: str, locale: str, attempt: int = 0) -> int:
        """The kind of placeholder for the first or the second try, as they survive on the route."""
        return self._styles(self._router.route(language, locale))[attempt]

    def __call__(self, editions: Sequence[Edition]) -> list[Edition]:
        return [self._protect(edition) for edition in editions]

    def protection(
        self, edition: Edition, language: str, evidence: CaseEvidence, route: tuple[Leg, ...] | None = None
    ) -> Protection:
        """What `newstrans.protect.protect` needs for sentences of `language` in this edition; `route` is another one."""
        route = route or self._router.route(language, edition.locale)
        return Protection(
            self._router.traits(route), language, evidence, lambda text: self.names.caseless(text, language),
            self._router.letters(route), self._other_names(language, edition.locale, route),
        )

    def _other_names(self, language: str, locale: str, route: tuple[Leg, ...]) -> Callable[[str], list[tuple[int, int]]]:
        """Names that only a rule-based engine takes for words: others have seen them."""
        if language_of(language) != "en" or not self._router.letters(route).rule_based:
            return lambda _text: []
        return lambda text: self.names.other_names(text, language, locale)

    def _protect(self, edition: Edition) -> Edition:
        evidence = story_evidence(edition)
        known: dict[str, Protection] = {}
        units = []
        for unit in edition.units:
            if unit.treatment is Treatment.TRANSLATED:
                language = source_language(edition, unit)
                if language not in known:
                    known[language] = self.protection(edition, language, evidence)
                style = self.style(language, edition.locale)
                unit = replace(unit, segments=tuple(_prepare(unit, segment, known[language], style) for segment in unit.segments))
            units.append(unit)
        edits = sum(len(segment.prepared) for unit in units for segment in unit.segments)
        findings = [
            finding for unit in units for segment in unit.segments
            for finding in long_word_findings(unit.unit.id, segment.start, segment.prepared)
        ]  # fmt: skip
        return replace(edition, units=tuple(units)).with_findings(findings).traced("protect", edits=edits)


def story_evidence(edition: Edition) -> CaseEvidence:
    """How the story writes its words, headlines left out."""
    return _evidence(tuple(
        segment.source for unit in edition.units if unit.unit.kind not in HEADLINES for segment in unit.segments
    ))  # fmt: skip


@lru_cache(maxsize=64)
def _evidence(sentences: tuple[str, ...]) -> CaseEvidence:
    """The same for all editions of a story."""
    return CaseEvidence.of(sentences)


def verbatim_spans(unit: EditionUnit, segment: Segment) -> list[Span]:
    """Inline code of a unit that lies in a segment, as ranges in the segment's source."""
    return [
        Span(max(mark.start, segment.start) - segment.start, min(mark.end, segment.end) - segment.start)
        for mark in unit.unit.marks
        if mark.tag == "code" and mark.start < segment.end and mark.end > segment.start
    ]


def _prepare(unit: EditionUnit, segment: Segment, how: Protection, style: int) -> Segment:
    sent, prepared = protect(
        segment.source, how, verbatim=verbatim_spans(unit, segment), headline=unit.unit.kind in HEADLINES, style=style
    )
    if not how.traits.copies and not needs_engine(sent):
        return replace(segment, target=segment.source)
    return replace(segment, sent=sent, prepared=prepared)
