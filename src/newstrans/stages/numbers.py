"""Put back figures that the engine garbled.

Neural engines now and then change a digit: "$1,234.50" came out as "US $ 1.334,50" (mozilla/translations 1388, 699
report the same). Where exactly one number stands in the place of another and their figures differ by a slip, the
source's value is put back, and the editor is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from newstrans.languages import language_of
from newstrans.model import Edition, EditionUnit, Finding, Segment, Severity, Span, Treatment
from newstrans.stages.language import is_copy, source_language
from newstrans.text.edits import Rewriter
from newstrans.text.number_compare import NumberMismatch, compare_numbers
from newstrans.text.numbers import NumberMention, format_number, parse_number

STAGE = "numbers"
_FIGURES = re.compile(r"\d(?:[\d.,'’\u00a0\u202f ]*\d)?")


class MendNumbers:
    """Garbled figures take the source's value again; everything else that differs is left to the checks."""

    name = STAGE

    def __call__(self, editions: Sequence[Edition]) -> list[Edition]:
        return [self._mend(edition) for edition in editions]

    def _mend(self, edition: Edition) -> Edition:
        if is_copy(edition):
            return edition
        findings: list[Finding] = []
        units = []
        for unit in edition.units:
            if unit.treatment is Treatment.TRANSLATED:
                language = source_language(edition, unit)
                segments = tuple(self._segment(edition, unit, one, language, findings) for one in unit.segments)
                unit = replace(unit, segments=segments)
            units.append(unit)
        edition = replace(edition, units=tuple(units)).with_findings(findings)
        return edition.traced(STAGE, edits=len(findings))

    def _segment(
        self, edition: Edition, unit: EditionUnit, segment: Segment, language: str, findings: list[Finding]
    ) -> Segment:
        if segment.machine is None or segment.target is None or not any(c.isdigit() for c in segment.source):
            return segment
        draft = Rewriter(segment.target, STAGE)
        mismatches = compare_numbers(segment.source, segment.target, language, edition.locale)
        for mismatch in sorted(mismatches, key=lambda one: -one.target.start if one.target else 0):
            new = _mended(mismatch, language, edition.locale)
            if new is None or mismatch.source is None or mismatch.target is None:
                continue
            start, end, text = new
            old = draft.text[start:end]
            draft.replace(
                start, end, text, rule="number.value", confidence=0.9,
                reason=f"the engine changed {mismatch.source.text} to {old}; the source's figures are put back",
                source=Span(mismatch.source.start, mismatch.source.end),
            )
            findings.append(
                Finding(
                    "number-mended", Severity.WARNING,
                    f"the engine wrote {old!r} for {mismatch.source.text!r}; it now says {text!r}: compare",
                    unit=unit.unit.id, source_text=mismatch.source.text, target_text=text,
                    source=Span(segment.start + mismatch.source.start, segment.start + mismatch.source.end),
                )
            )
        return replace(segment, target=draft.text, edits=segment.edits + tuple(draft.edits))


def _mended(mismatch: NumberMismatch, language: str, locale: str) -> tuple[int, int, str] | None:
    """Range of the wrong figures in the target and the right ones; None when it is no mere slip."""
    source, target = mismatch.source, mismatch.target
    if mismatch.kind != "changed" or not mismatch.certain or source is None or target is None:
        return None
    if source.kind != target.kind or source.kind in ("time", "date-part") or bool(source.scale) != bool(target.scale):
        return None
    ours, theirs = _figures(source), _figures(target)
    if ours is None or theirs is None or not _slip(ours[0], theirs[0]):
        return None
    value = parse_number(ours[0], language_of(language))
    if value is None:
        return None
    if source.kind == "code":
        return target.start + theirs[1], target.start + theirs[2], ours[0]
    return target.start + theirs[1], target.start + theirs[2], format_number(value, locale, like=source)


def _figures(mention: NumberMention) -> tuple[str, int, int] | None:
    """The figures of a mention ("US$ 1.234,50 mil" -> "1.234,50") and their range in it."""
    match = _FIGURES.search(mention.text)
    return (match[0], match.start(), match.end()) if match else None


def _slip(one: str, other: str) -> bool:
    """Whether two numbers differ as by a slip: of three digits or more, one or two changed, or one lost."""
    left, right = (re.sub(r"\D", "", text) for text in (one, other))
    if len(left) == len(right) >= 3:
        return sum(a != b for a, b in zip(left, right, strict=True)) <= min(2, len(left) // 2)
    if abs(len(left) - len(right)) != 1 or min(len(left), len(right)) < 3:
        return False
    short, long = sorted((left, right), key=len)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
