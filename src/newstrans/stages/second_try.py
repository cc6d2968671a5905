"""An engine that lost its way on a sentence is asked once more, another way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from newstrans.model import Edition, EditionUnit, Finding, Leg, Segment, Severity, Treatment
from newstrans.protect import protect, restore, with_carrier
from newstrans.stages.language import source_language
from newstrans.stages.protect import HEADLINES, Protect, story_evidence, verbatim_spans
from newstrans.stages.route import Router
from newstrans.stages.segment import in_pieces
from newstrans.stages.translate import Answer, Translate
from newstrans.text.degenerate import SHORT_WORDS, Symptom, find_symptoms

# Ways that are tried for one sentence, and sentences of one edition: an engine that is wrong about everything is not
# to be asked everything three times.
WAYS = 2
MOST = 40


class SecondTry:
    """Sentences whose answer is empty, loops, is a copy, in another script, or far too short or long.

    A sentence is translated in two parts, cut at a clause, a word or two with a colon behind (which keeps "Guerra" from becoming
    "War War"), and either by the best route that begins with another engine. The first answer without symptoms
    is taken and told as a finding; else the first one stays, for the checks to report. A sentence that stays
    without text is an error.
    """

    name = "second-try"

    def __init__(self, router: Router, protect_stage: Protect, translate: Translate) -> None:
        self._router = router
        self._protect = protect_stage
        self._translate = translate

    def __call__(self, editions: Sequence[Edition]) -> list[Edition]:
        cases = [case for at, edition in enumerate(editions) for case in self._cases(at, edition)]
        tried = 0
        for way in range(WAYS):
            tries = [(case, case.ways[way]) for case in cases if case.taken is None and way < len(case.ways)]
            answers = self._translate.answers([(one.route, part.sent or "") for _, one in tries for part in one.parts])
            tried += len(answers)
            rest = iter(answers)
            for case, one in tries:
                case.consider(one, [next(rest) for _ in one.parts])
        return [self._finished(edition, [case for case in cases if case.edition == at]) for at, edition in enumerate(editions)]

    def _cases(self, at: int, edition: Edition) -> list[_Case]:
        """The sentences of an edition that need another try, with the ways that there are for each."""
        cases: list[_Case] = []
        for number, unit in enumerate(edition.units):
            if unit.treatment is not Treatment.TRANSLATED:
                continue
            language = source_language(edition, unit)
            route = self._router.route(language, edition.locale)
            if self._router.traits(route).copies:
                continue
            for place, segment in enumerate(unit.segments):
                if segment.sent is None or segment.machine is None or len(cases) == MOST:
                    continue
                symptoms = find_symptoms(segment.sent, segment.machine, language, edition.locale)
                if symptoms:
                    ways = list(self._ways(edition, unit, segment, language, route))[:WAYS]
                    cases.append(_Case(at, number, place, symptoms, language, edition.locale, ways))
        return cases

    def _ways(
        self, edition: Edition, unit: EditionUnit, segment: Segment, language: str, route: tuple[Leg, ...]
    ) -> Iterator[_Way]:
        words = len(segment.source.split())
        if words <= SHORT_WORDS:
            sent, edits = with_carrier(segment.sent or "")
            if edits and not self._router.traits(route).rule_based:
                part = replace(segment, sent=sent, prepared=segment.prepared + edits)
                yield _Way("with a colon behind it", route, (part,), carrier=":")
        else:
            pieces = in_pieces(segment, language, max(SHORT_WORDS, words * 2 // 3))
            if len(pieces) > 1:
                yield _Way(f"in {len(pieces)} parts", route, self._prepared(edition, unit, pieces, language, route))
        other = self._router.other_route(language, edition.locale, route)
        if other:
            by = ", then ".join(map(str, other))
            parts = self._prepared(edition, unit, [segment], language, other)
            yield _Way(f"by {by}", other, tuple(replace(part, route=other) for part in parts))

    def _prepared(
        self, edition: Edition, unit: EditionUnit, pieces: Sequence[Segment], language: str, route: tuple[Leg, ...]
    ) -> tuple[Segment, ...]:
        how = self._protect.protection(edition, language, story_evidence(edition), route)
        parts = []
        for piece in pieces:
            sent, prepared = protect(
                piece.source, how, verbatim=verbatim_spans(unit, piece), headline=unit.unit.kind in HEADLINES
            )
            parts.append(replace(piece, sent=sent, prepared=prepared))
        return tuple(parts)

    def _finished(self, edition: Edition, cases: Sequence[_Case]) -> Edition:
        units = list(edition.units)
        findings = list(edition.findings)
        mended = 0
        # From behind: a sentence that became two moves those after it.
        for case in reversed(cases):
            unit = units[case.unit]
            segment = unit.segments[case.place]
            if case.taken is not None:
                mended += 1
                parts = case.taken.parts
                units[case.unit] = replace(unit, segments=(*unit.segments[: case.place], *parts, *unit.segments[case.place + 1 :]))
                stale = {"unknown-word", "protected-split"}
                findings = [one for one in findings if one.check not in stale or one.source_text != segment.source]
                findings.append(
                    Finding(
                        "second-try", Severity.INFO,
                        f"the first answer was no use ({case.symptoms[0].detail}); this one was made {case.taken.how}",
                        unit=unit.unit.id, source_text=segment.source, target_text=segment.machine or "",
                    )
                )  # fmt: skip
        units = [_failed(unit, findings) for unit in units]
        edition = replace(edition, units=tuple(units), findings=tuple(findings))
        return edition.traced("second-try", tried=len(cases), mended=mended) if cases else edition


@dataclass(frozen=True, slots=True)
class _Way:
    """One more try: what is sent, by which route, and how to call it."""

    how: str
    route: tuple[Leg, ...]
    parts: tuple[Segment, ...]
    carrier: str = ""  # what was sent behind the text for the engine's sake: the answer is judged without it


@dataclass(slots=True)
class _Case:
    """A sentence with symptoms: the places of its edition, unit and segment, and the try that was taken, if any."""

    edition: int
    unit: int
    place: int
    symptoms: tuple[Symptom, ...]
    language: str
    locale: str
    ways: list[_Way]
    taken: _Way | None = None

    def consider(self, way: _Way, answers: Sequence[Answer]) -> None:
        """Take the try if nothing is wrong with any of its parts."""
        parts = []
        for part, answer in zip(way.parts, answers, strict=True):
            machine = answer.texts[-1]
            restored, lost = restore(machine, part.prepared)
            plain = restored.text if way.carrier else machine
            sent = (part.sent or "").removesuffix(way.carrier) if way.carrier else part.sent or ""
            if lost or find_symptoms(sent, plain, self.language, self.locale):
                return
            parts.append(replace(part, legs=answer.texts[:-1], machine=machine))
        self.taken = replace(way, parts=tuple(parts))


def _failed(unit: EditionUnit, findings: list[Finding]) -> EditionUnit:
    """A unit with a sentence that no way gave a text for: an error, and no translation."""
    empty = [one for one in unit.segments if one.sent is not None and not (one.machine or "").strip()]
    if unit.treatment is not Treatment.TRANSLATED or not empty:
        return unit
    findings += [
        Finding("empty", Severity.ERROR, "the engine gave no text for a sentence", unit=unit.unit.id, source_text=one.source)
        for one in empty
    ]
    return replace(unit, treatment=Treatment.FAILED)
