"""Emphasis and links follow their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from newstrans.model import Edition, EditionUnit, Finding, Severity, Span, Treatment
from newstrans.protect import needs_engine, protect, restore
from newstrans.stages.language import source_language
from newstrans.stages.protect import Protect, story_evidence
from newstrans.stages.route import Router
from newstrans.stages.translate import Translate
from newstrans.text.markup import Piece, carry, phrases


class CarryMarkup:
    """Place the marks of every unit in its translation; a place that is only estimated is reported."""

    name = "markup"

    def __init__(self, router: Router, protect_stage: Protect, translate: Translate) -> None:
        self._router = router
        self._protect = protect_stage
        self._translate = translate

    def __call__(self, editions: Sequence[Edition]) -> list[Edition]:
        return [self._carry(edition) for edition in editions]

    def _carry(self, edition: Edition) -> Edition:
        findings: list[Finding] = []
        units = tuple(self._carry_unit(edition, unit, findings) if unit.unit.marks else unit for unit in edition.units)
        marks = sum(len(unit.marks) for unit in units)
        return replace(edition, units=units).with_findings(findings).traced("markup", marks=marks)

    def _carry_unit(self, edition: Edition, unit: EditionUnit, findings: list[Finding]) -> EditionUnit:
        source = unit.unit
        if unit.text == source.text:
            return replace(unit, marks=source.marks)
        pieces = sentence_pairs(unit)
        wanted = phrases(source.text, source.marks, pieces) if unit.treatment is Treatment.TRANSLATED else []
        alone = self._alone(edition, unit, wanted)
        marks, unsure = carry(source.text, unit.text, source.marks, pieces, lambda phrase: alone.get(phrase, phrase))
        findings += [
            Finding(
                "markup", Severity.INFO, f"<{mark.tag}> was placed by its position in the sentence; check its words",
                unit=source.id, target=Span(mark.start, mark.end), target_text=unit.text[mark.start : mark.end],
            )
            for mark in unsure
        ]
        return replace(unit, marks=marks)

    def _alone(self, edition: Edition, unit: EditionUnit, wanted: Sequence[str]) -> dict[str, str]:
        """Each marked phrase translated by itself, by the same route and protection as its sentence."""
        language = source_language(edition, unit)
        how = self._protect.protection(edition, language, story_evidence(edition))
        route = self._router.route(language, edition.locale)
        sent = {phrase: protect(phrase, how) for phrase in wanted}
        asked = [text for text, _ in sent.values() if needs_engine(text)]
        answers = dict(zip(asked, self._translate.texts(asked, route), strict=True))
        return {phrase: restore(answers.get(text, text), edits)[0].text for phrase, (text, edits) in sent.items()}



def sentence_pairs(unit: EditionUnit) -> list[Piece]:
    """Each sentence's range in the unit's source and in the edition's text."""
    pieces, at = [], unit.segments[0].start if unit.segments else 0
    for segment in unit.segments:
        end = at + len(segment.target or "")
        pieces.append(Piece(Span(segment.start, segment.end), Span(at, end)))
        at = end + len(segment.gap)
    return pieces
