"""Bring back what a translator changed: only that, and only where the inline codes are whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from newstrans.checks import ALL_CHECKS, run_checks
from newstrans.checks.base import target_offsets
from newstrans.exchange.segments import (
    STAGE,
    Sentence,
    Token,
    clipped,
    marks_of,
    problem_of,
    sentences,
    text_of,
)
from newstrans.model import (
    Edition,
    EditionUnit,
    Mark,
    NameStatus,
    Segment,
    Treatment,
)
from newstrans.stages.names import LocateNames
from newstrans.text.edits import Rewriter


@dataclass(frozen=True, slots=True)
class Answer:
    """A sentence as it came back. `state` is "initial", "translated", "reviewed" or "final" (XLIFF 2's words).

    `key` names the sentence ("p3.2", or "u7.1" by its places); "" where the tool has dropped it: then the source decides. `problem` says why the file's own codes could
    not be read.
    """

    key: str
    source: tuple[Token, ...] | None
    target: tuple[Token, ...] | None
    state: str = "translated"
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a file holds: its format, the edition's SHA-256 that it was made from ("" if it does not say), answers."""

    format: str
    edition: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A sentence that was not taken: `key` and a sentence for the translator."""

    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """The new edition, the keys of the sentences that changed, those refused; the others count.

    `confirmed` are sentences that came back unchanged but marked as reviewed or final, `missing` those that are not in
    the file.
    """

    edition: Edition
    changed: tuple[str, ...]
    refused: tuple[Refused, ...]
    confirmed: tuple[str, ...]
    unchanged: int
    missing: tuple[str, ...]


def apply_answers(edition: Edition, answers: Answers, *, name: str) -> Imported:
    """`edition` with what `answers` (of the file `name`) change in it; nothing else changes.

    Each changed sentence gets one edit, so that the record still leads from the engine's text to the final one. Its
    unit is checked again; the names of the audit are looked for again.
    """
    there = {sentence.key: sentence for sentence in sentences(edition)}
    aliases = {f"u{sentence.unit}.{sentence.segment}": key for key, sentence in there.items()}
    by_source: dict[tuple[Token, ...], list[str]] = {}
    for sentence in there.values():
        by_source.setdefault(sentence.source, []).append(sentence.key)
    changes: dict[str, tuple[Token, ...]] = {}
    refused: list[Refused] = []
    confirmed: list[str] = []
    seen: set[str] = set()
    unchanged = 0
    for answer in answers.answers:
        key = aliases.get(answer.key, answer.key) or _only(by_source.get(answer.source or (), ()), seen)
        sentence_ = there.get(key)
        if sentence_ is None:
            refused.append(Refused(key or _start(answer), "the edition has no such sentence for translation"))
        elif key in seen:
            refused.append(Refused(key, "it is in the file twice; the first one counts"))
        else:
            seen.add(key)
            problem = _problem(answer, sentence_)
            if problem:
                refused.append(Refused(key, problem))
            elif not answer.target or answer.target == sentence_.target:
                unchanged += 1
                if answer.target and answer.state in {"reviewed", "final"}:
                    confirmed.append(key)
            else:
                changes[key] = answer.target
    result = _changed(edition, there, changes, answers.format, name)
    missing = tuple(key for key in there if key not in seen)
    order = [key for key in there if key in changes]
    return Imported(result, tuple(order), tuple(refused), tuple(confirmed), unchanged, missing)


def _only(keys: Sequence[str], seen: set[str]) -> str:
    """The one sentence with this source; of several equal ones the first that has no answer yet."""
    return next((key for key in keys if key not in seen), "")


def _start(answer: Answer) -> str:
    return repr(text_of(answer.source or ())[:40])


def _problem(answer: Answer, sentence: Sentence) -> str:
    """Why an answer cannot be taken, "" when it can; one that changes nothing is never refused for its codes."""
    if answer.source is not None and text_of(answer.source) != text_of(sentence.source):
        return "its source is not the edition's: export the edition again"
    if answer.target is not None and answer.target == sentence.target:
        return ""
    if answer.problem:
        return answer.problem
    target = answer.target or ()
    if not text_of(target).strip():
        return "the translation is empty" if sentence.target and answer.target is not None else ""
    return problem_of(target, sentence.signs)


def _changed(
    edition: Edition, there: Mapping[str, Sentence], changes: Mapping[str, tuple[Token, ...]], kind: str, name: str
) -> Edition:
    if not changes:
        return edition
    by_unit: dict[int, dict[int, tuple[Sentence, tuple[Token, ...]]]] = {}
    for key, target in changes.items():
        sentence = there[key]
        by_unit.setdefault(sentence.unit, {})[sentence.segment] = (sentence, target)
    units = tuple(
        _unit(unit, by_unit[place], kind, name) if place in by_unit else unit for place, unit in enumerate(edition.units)
    )
    ids = {edition.units[place].unit.id for place in by_unit}
    return _checked(replace(edition, units=units), ids).traced(STAGE, name, changed=len(changes))


def _unit(
    unit: EditionUnit, changed: Mapping[int, tuple[Sentence, tuple[Token, ...]]], kind: str, name: str
) -> EditionUnit:
    offsets = target_offsets(unit)
    ends = [offset + len(segment.target or "") for offset, segment in zip(offsets, unit.segments, strict=True)]
    segments = tuple(
        _segment(segment, text_of(changed[n][1]), kind, name) if n in changed else segment
        for n, segment in enumerate(unit.segments)
    )
    made = replace(unit, segments=segments)
    starts = target_offsets(made)
    marks: list[Mark] = []
    for n, segment in enumerate(unit.segments):
        if n in changed:
            sentence, target = changed[n]
            inner = marks_of(target, sentence.signs)
        else:
            inner = clipped(unit.marks, offsets[n], offsets[n] + len(segment.target or ""))
        marks += [Mark(mark.start + starts[n], mark.end + starts[n], mark.tag, mark.attributes) for mark in inner]
    # What stands between the sentences (a line break) moves with the end of the sentence before it.
    for mark in unit.marks:
        if all(not _touches(mark, start, end) for start, end in zip(offsets, ends, strict=True)):
            before = [n for n, end in enumerate(ends) if end <= mark.start]
            shift = starts[before[-1]] + len(segments[before[-1]].target or "") - ends[before[-1]] if before else 0
            marks.append(Mark(mark.start + shift, mark.end + shift, mark.tag, mark.attributes))
    lead = unit.unit.text[: segments[0].start]
    text = lead + "".join((segment.target or "") + segment.gap for segment in segments)
    borders = {
        (starts[n] + len(segments[n].target or ""), starts[n + 1])
        for n in range(len(segments) - 1)
        if any(mark.start < ends[n] and mark.end > offsets[n + 1] for mark in unit.marks)
        or any(m.start < unit.segments[n + 1].start < m.end for m in unit.unit.marks)
    }
    done = all(segment.target is not None for segment in segments)
    treatment = Treatment.TRANSLATED if done else unit.treatment
    return replace(made, text=text, marks=tuple(_merged(marks, borders)), treatment=treatment)


def _touches(mark: Mark, start: int, end: int) -> bool:
    if mark.start == mark.end:
        return start <= mark.start < end
    return max(mark.start, start) < min(mark.end, end)


def _merged(marks: Sequence[Mark], borders: set[tuple[int, int]]) -> list[Mark]:
    """Pieces of one mark that the borders of sentences (end of one, start of the next) had cut, as one again."""
    found: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        last = next((n for n, one in enumerate(found) if (one.end, mark.start) in borders and _same(one, mark)), None)
        if last is not None and mark.start < mark.end:
            found[last] = replace(found[last], end=mark.end)
        else:
            found.append(mark)
    return sorted(found, key=lambda mark: (mark.start, -mark.end))


def _same(one: Mark, other: Mark) -> bool:
    return (one.tag, one.attributes) == (other.tag, other.attributes)


def _segment(segment: Segment, target: str, kind: str, name: str) -> Segment:
    """The sentence with the translator's words, as one edit of what differs."""
    reason = f"a translator changed it ({kind}, {name})"
    if segment.machine is None or segment.target is None:
        return replace(segment, target=target, edits=())
    draft = Rewriter(segment.target, STAGE)
    before = segment.target
    start = 0
    while start < min(len(before), len(target)) and before[start] == target[start]:
        start += 1
    end = 0
    while end < min(len(before), len(target)) - start and before[-1 - end] == target[-1 - end]:
        end += 1
    after = target[start : len(target) - end]
    draft.replace(start, len(before) - end, after, rule=f"exchange.{kind}", reason=reason, source=None)
    return replace(segment, target=target, edits=segment.edits + tuple(draft.edits))


def _checked(edition: Edition, ids: set[str]) -> Edition:
    """Findings and names of the changed units made anew; what was found in others stays."""
    known = {check.id for check in ALL_CHECKS}
    findings = tuple(
        finding for finding in edition.findings
        if finding.unit not in ids or (finding.check not in known and finding.target is None)
    )  # fmt: skip
    open_ = {NameStatus.RIGHT, NameStatus.EDITED, NameStatus.MISSING}
    names = tuple(
        replace(use, status=NameStatus.RIGHT, target=None) if use.unit in ids and use.status in open_ else use
        for use in edition.names
    )
    found = LocateNames()([replace(edition, findings=findings, names=names)])[0]
    names = tuple(
        replace(use, status=NameStatus.MISSING, reason="the translator's text has no approved form of it")
        if use.unit in ids and use.status is NameStatus.RIGHT and use.target is None else use
        for use in found.names
    )  # fmt: skip
    found = replace(found, names=names)
    rest = replace(found, units=tuple(unit for unit in found.units if unit.unit.id in ids))
    return found.with_findings(run_checks(rest))


