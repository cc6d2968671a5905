"""Cut units into sentences, and sentences that a model cannot hold into clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from newstrans.model import Edition, EditionUnit, Finding, Segment, Severity, Treatment
from newstrans.segment import segment_unit, split_clauses
from newstrans.stages.language import source_language
from newstrans.stages.route import Router


class SplitSentences:
    """Every unit gets segments; those that are kept or ruled get one that holds the whole text."""

    name = "segment"

    def __init__(self, router: Router) -> None:
        self._router = router

    def __call__(self, editions: Sequence[Edition]) -> list[Edition]:
        return [self._split(edition) for edition in editions]

    def _split(self, edition: Edition) -> Edition:
        findings: list[Finding] = []
        units = tuple(self._split_unit(edition, unit, findings) for unit in edition.units)
        sentences = sum(len(unit.segments) for unit in units if unit.treatment is Treatment.TRANSLATED)
        edition = replace(edition, units=units).with_findings(findings)
        return edition.traced("segment", sentences=sentences)

    def _split_unit(self, edition: Edition, unit: EditionUnit, findings: list[Finding]) -> EditionUnit:
        text = unit.unit.text
        if unit.treatment is not Treatment.TRANSLATED:
            return replace(unit, segments=(Segment(0, len(text), text, target=text),))
        language = source_language(edition, unit)
        bound = self._router.traits(self._router.route(language, edition.locale)).max_words
        segments: list[Segment] = []
        for segment in segment_unit(text, language):
            pieces = in_pieces(segment, language, bound)
            if len(pieces) > 1:
                findings.append(
                    Finding(
                        "long-sentence", Severity.INFO,
                        f"a sentence of {len(segment.source.split())} words was translated in {len(pieces)} pieces",
                        unit=unit.unit.id,
                    )
                )
            segments += pieces
        return replace(unit, segments=tuple(segments))


def in_pieces(segment: Segment, language: str, bound: int) -> list[Segment]:
    """`segment`, or its clauses when it has more than `bound` words (0: no bound)."""
    if not bound or len(segment.source) <= bound:  # a word has at least one letter
        return [segment]
    spans = split_clauses(segment.source, language, max_words=bound)
    if len(spans) < 2:
        return [segment]
    out = []
    for n, (start, end) in enumerate(spans):
        following = spans[n + 1][0] if n + 1 < len(spans) else len(segment.source)
        gap = segment.source[end:following] if n + 1 < len(spans) else segment.source[end:] + segment.gap
        out.append(Segment(segment.start + start, segment.start + end, segment.source[start:end], gap))
    return out
