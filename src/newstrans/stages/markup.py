"""Emphasis and links follow their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from newstrans.glossary.surrogates import RULE
from newstrans.model import Edition, EditionUnit, Finding, Leg, Mark, Segment, Severity, Span, Treatment
from newstrans.stages.follow import FollowWords, Found, follow_route
from newstrans.stages.language import source_language
from newstrans.stages.route import Router
from newstrans.text.edits import shift
from newstrans.text.markup import estimate, find_alone, part_of_name, settle, with_punctuation
from newstrans.text.tokens import tokenise


class CarryMarkup:
    """Place the marks of every unit in its translation; a place that is only estimated is reported.

    A mark's words are followed from the source through what was sent, every leg of the route and every edit.
    """

    name = "markup"

    def __init__(self, router: Router) -> None:
        self._router = router
        self._follow = FollowWords(router.engines)

    def __call__(self, editions: Sequence[Edition]) -> list[Edition]:
        before = self._follow.asked
        parts = [
            part
            for at, edition in enumerate(editions)
            for unit in edition.units
            if unit.unit.marks and unit.text != unit.unit.text
            for part in self._parts(at, edition, unit)
        ]
        places = follow_route(
            self._follow.follow, [part.texts for part in parts], [part.route for part in parts], [part.sent for part in parts]
        )
        found: dict[tuple[int, str], dict[int, list[Found]]] = {}
        for part, place in zip(parts, places, strict=True):
            found.setdefault((part.edition, part.unit), {}).setdefault(part.mark, []).append(part.in_unit(place))
        asked = self._follow.asked - before
        return [self._carry(edition, at, found, asked) for at, edition in enumerate(editions)]

    def _carry(
        self, edition: Edition, at: int, found: dict[tuple[int, str], dict[int, list[Found]]], asked: int
    ) -> Edition:
        findings: list[Finding] = []
        units = []
        for unit in edition.units:
            if unit.unit.marks:
                unit = _marked(unit, found.get((at, unit.unit.id), {}), findings)
            units.append(unit)
        marks = sum(len(unit.marks) for unit in units)
        counts = {"marks": marks, "asked": asked} if marks else {"marks": marks}
        return replace(edition, units=tuple(units)).with_findings(findings).traced("markup", **counts)

    def _parts(self, at: int, edition: Edition, unit: EditionUnit) -> list[_Part]:
        """The pieces of a unit's marks that lie in one sentence each; a void mark is where the next word begins."""
        route: Sequence[Leg] = ()
        if unit.treatment is Treatment.TRANSLATED:
            route = self._router.route(source_language(edition, unit), edition.locale)
        parts = []
        start = unit.segments[0].start if unit.segments else 0
        for segment in unit.segments:
            target = Span(start, start + len(segment.target or ""))
            start = target.end + len(segment.gap)
            for n, mark in enumerate(unit.unit.marks):
                place = _void_place(mark, segment) if mark.start == mark.end else _inside(mark, segment)
                if place is not None:
                    parts.append(_part(at, unit.unit.id, n, segment, place, target, route))
        return parts


@dataclass(frozen=True, slots=True)
class _Place:
    """A range of a sentence; for a void mark a word, and the edge of it ("start" or "end") that the mark stands at."""

    span: Span
    edge: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """A mark's place in one sentence. `texts` are what each leg of the route was given, then the last answer.

    `sent` is the range in the first of them, `target` that of the whole sentence in the edition's unit.
    """

    edition: int
    unit: str
    mark: int
    segment: Segment
    place: _Place
    target: Span
    sent: Span
    texts: tuple[str, ...]
    route: Sequence[Leg]

    def in_unit(self, found: Found) -> Found:
        """The place in the edition's unit of what was found in the last answer."""
        segment, ours, text = self.segment, self.place.span, self.segment.target or ""
        span, sure = shift(found.span, segment.edits), found.sure
        if not self.route and text == segment.source:
            span = ours
        elif not self.route:
            likely = find_alone(segment.source, ours, segment.source[slice(*ours)], text)
            span, sure = (likely.span, True) if likely else (estimate(segment.source, ours, text), False)
        if self.place.edge:
            at = span.start if self.place.edge == "start" else span.end
            span = Span(at, at)
        else:
            span = with_punctuation(segment.source, ours, text, _within_name(segment, ours, span))
        return Found(Span(self.target.start + span.start, self.target.start + span.end), sure)


def _within_name(segment: Segment, ours: Span, span: Span) -> Span:
    """The words of a name that are marked, where a stand-in carried it whole: "Congress" of "National Congress".

    Only for a mark that lies inside the name, and where its words are known by their letters.
    """
    edit = next((one for one in segment.prepared if one.rule == RULE and one.source and _lies_inside(ours, one.source)), None)
    if edit is None or edit.source is None:
        return span
    put = next((one for one in segment.edits if one.rule == "name.put-back" and one.source == edit.source), None)
    text = segment.target or ""
    at = text.find(put.after, span.start, span.end) if put else -1
    if put is None or at < 0:
        return span
    name, offset = segment.source[slice(*edit.source)], edit.source.start
    found = part_of_name(name, Span(ours.start - offset, ours.end - offset), put.after)
    return Span(at + found.start, at + found.end) if found else span


def _lies_inside(span: Span, name: Span) -> bool:
    return name.start <= span.start and span.end <= name.end and span != name


def _part(
    at: int, unit: str, mark: int, segment: Segment, place: _Place, target: Span, route: Sequence[Leg]
) -> _Part:
    route = segment.route or route
    texts = (segment.sent or "", *segment.legs, segment.machine or "")
    if segment.sent is None or segment.machine is None or len(texts) != len(route) + 1:
        # Not by the route as a whole: kept, set by rules, or translated piece by piece.
        return _Part(at, unit, mark, segment, place, target, place.span, (segment.source,), ())
    return _Part(at, unit, mark, segment, place, target, shift(place.span, segment.prepared), texts, route)


def _marked(unit: EditionUnit, found: dict[int, list[Found]], findings: list[Finding]) -> EditionUnit:
    marks, text = unit.unit.marks, unit.text
    if text == unit.unit.text:
        return replace(unit, marks=marks)
    places, sure = [], []
    for n, mark in enumerate(marks):
        parts = found.get(n)
        if parts:
            places.append(Span(min(one.span.start for one in parts), max(one.span.end for one in parts)))
            sure.append(all(one.sure for one in parts))
        else:
            places.append(_between(unit, mark))
            sure.append(mark.start == mark.end)
    placed, certain = settle(marks, places, sure, len(text))
    findings += [
        Finding(
            "markup", Severity.INFO, f"<{mark.tag}> was placed by its position in the sentence; check its words",
            unit=unit.unit.id, target=Span(mark.start, mark.end), target_text=text[mark.start : mark.end],
        )
        for mark, known, source in zip(placed, certain, marks, strict=True)
        if not known and source.start < source.end
    ]
    return replace(unit, marks=placed)


def _inside(mark: Mark, segment: Segment) -> _Place | None:
    """The mark's range in a sentence, white space at its ends left out; None without a letter or digit in it."""
    start, end = max(mark.start, segment.start) - segment.start, min(mark.end, segment.end) - segment.start
    if start >= end or not any(c.isalnum() for c in segment.source[start:end]):
        return None
    words = segment.source[start:end]
    return _Place(Span(end - len(words.lstrip()), start + len(words.rstrip())))


def _void_place(mark: Mark, segment: Segment) -> _Place | None:
    """Before the next word, or behind the last one; None at the ends of the sentence and outside it."""
    at = mark.start - segment.start
    words = [token for token in tokenise(segment.source) if token.form[0].isalnum()]
    if not 0 < at < len(segment.source) or not words:
        return None
    following = next((word for word in words if word.start >= at), None)
    if following:
        return _Place(Span(following.start, following.end), "start")
    return _Place(Span(words[-1].start, words[-1].end), "end")


def _between(unit: EditionUnit, mark: Mark) -> Span:
    """For a mark without a word: the same border between sentences, or as far into its sentence."""
    at = unit.segments[0].start if unit.segments else 0
    for segment in unit.segments:
        length = len(segment.target or "")
        if mark.start <= segment.end:
            into = length if mark.start == segment.end else min(max(mark.start - segment.start, 0), length)
            return Span(at + into, at + into)
        at += length + len(segment.gap)
    return Span(len(unit.text), len(unit.text))
