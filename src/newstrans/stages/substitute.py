"""Send rule-based engines well-known names in place of the glossary's, and see that none of them stays."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from newstrans.glossary.apply import story_context
from newstrans.glossary.cases import INFLECTING
from newstrans.glossary.names import Names
from newstrans.glossary.surrogates import choose_all, leftover_surrogates, put_in, surrogates_used
from newstrans.languages import language_of
from newstrans.model import Edition, Finding, Segment, Severity, Treatment
from newstrans.protect import was_all_caps
from newstrans.stages.ask_again import AskAgain
from newstrans.stages.language import is_copy, source_language


class SubstituteNames:
    """Before a rule-based engine: it parses, so "Trump" is a triumph and "Zelensky's" no genitive.

    With a name of the same kind in its place the sentence comes out right (terminology.md 2.3: 65 to 99.9 %).
    """

    name = "substitute"

    def __init__(self, names: Names, ask: AskAgain) -> None:
        self._names = names
        self._ask = ask

    def __call__(self, editions: Sequence[Edition]) -> list[Edition]:
        return [self._substitute(edition) for edition in editions]

    def _substitute(self, edition: Edition) -> Edition:
        if is_copy(edition) or language_of(edition.locale) in INFLECTING:
            return edition
        story = story_context(tuple(unit.unit.text for unit in edition.units))
        units, count = [], 0
        for unit in edition.units:
            language = source_language(edition, unit)
            wanted = unit.treatment is Treatment.TRANSLATED and language_of(language) not in INFLECTING
            if wanted and self._ask.pre_substituted(language, edition.locale):
                segments = tuple(self._segment(edition, one, language, story) for one in unit.segments)
                count += sum(len(surrogates_used(one.prepared)) for one in segments)
                unit = replace(unit, segments=segments)
            units.append(unit)
        return replace(edition, units=tuple(units)).traced(self.name, names=count) if count else edition

    def touched(self, edition: Edition, units: Collection[str]) -> set[str]:
        """Those of `units` (ids) in which names would be replaced: what is replaced hangs on the whole story."""
        if is_copy(edition) or language_of(edition.locale) in INFLECTING:
            return set()
        story = story_context(tuple(unit.unit.text for unit in edition.units))
        names = self._names.of(edition)
        return {
            unit.unit.id
            for unit in edition.units
            if unit.unit.id in units and self._ask.pre_substituted(language := source_language(edition, unit), edition.locale)
            and names.find(unit.unit.text, language, edition.locale, context=story)
        }  # fmt: skip

    def _segment(self, edition: Edition, segment: Segment, language: str, story: frozenset[str]) -> Segment:
        if segment.sent is None:
            return segment
        names = self._names.of(edition)
        matches = names.find(segment.source, language, edition.locale, caseless=was_all_caps(segment.prepared), context=story)
        stand_ins = choose_all(
            segment.source, matches, names.entries(language, edition.locale), language=language, locale=edition.locale,
            story=story, known=self._ask.known(self._ask.route(language, edition.locale)), attempt=0,
        )  # fmt: skip
        placed = put_in(segment.sent, segment.prepared, stand_ins) if stand_ins else None
        return segment if placed is None else replace(segment, sent=placed[0], prepared=placed[1])


class ScanSurrogates:
    """No stand-in may reach an edition: one that is left is an error, and the edition is not written."""

    name = "scan"

    def __call__(self, editions: Sequence[Edition]) -> list[Edition]:
        return [self._scan(edition) for edition in editions]

    def _scan(self, edition: Edition) -> Edition:
        findings = []
        allowed = " ".join(form for use in edition.names for form in use.accepted)
        for unit in edition.units:
            for segment in unit.segments:
                left = leftover_surrogates(segment.target or "", unit.unit.text, segment.prepared, allowed, edition.locale)
                findings += [
                    Finding(
                        "leftover", Severity.ERROR, f"a stand-in for a name is left in the text: {form}", unit=unit.unit.id,
                        source_text=segment.source, target_text=form,
                    )
                    for form in left
                ]
        return edition.with_findings(findings)
