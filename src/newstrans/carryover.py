"""What an earlier version of a story has in common with a new one goes through no stage again.

A unit that is the same to the letter, in the same language, on the same route, under the same glossary, house style and
newstrans, comes out of every stage as before, but for what a story decides as a whole: which names its other units speak
of, and how they are written. So those units are set aside, the stages run over the rest, and the stages that look at the
whole story (the glossary, the name audit) get all of it. When they say of a unit that was set aside anything else than
before, the edition is made in full. The result is that of a full run, to the byte; only the trace tells what was done.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from newstrans.errors import NewstransError
from newstrans.glossary.surrogates import surrogates_used
from newstrans.model import (
    Edition,
    EditionUnit,
    Finding,
    NameUse,
    Provenance,
    Segment,
    Story,
    Treatment,
    replay,
)
from newstrans.stages.second_try import MOST
from newstrans.text.casing import is_all_caps, is_title_case

# The edition that was made of an earlier version of the story, with its layers; None for none.
Earlier = Callable[[Story, str], Edition | None]
Stage = Callable[[Sequence[Edition]], list[Edition]]

# Stages over the whole story, those before and behind the glossary, the audit, and the rest. Any other list is run in full.
_STORY = ("detect", "route")
_BEFORE = ("segment", "protect", "substitute", "translate", "second-try", "restore", "numbers")
_GLOSSARY = ("glossary",)
_BEHIND = ("localise", "capitals", "join")
_AUDIT = ("scan", "audit")
_MARKUP, _CHECK = ("markup",), ("check",)
_ORDER = (*_STORY, *_BEFORE, *_GLOSSARY, *_BEHIND, *_AUDIT, *_MARKUP, *_CHECK)
# Edits that are made behind the stages before the glossary, and behind the glossary.
_FROM_GLOSSARY, _FROM_HOUSE_STYLE = frozenset({"glossary", "localise", "capitals"}), frozenset({"localise", "capitals"})


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit that is as it was, in the forms that the stages get; its names and findings with it.

    `aside` stands for it in stages that are not to touch it: its sentences, which others are compared with. `bare` is how
    it stood before the glossary, `named` behind it, `whole` in the end, `read_only` the same for stages that look at others.
    """

    aside: EditionUnit
    bare: EditionUnit
    named: EditionUnit
    whole: EditionUnit
    read_only: EditionUnit
    names: tuple[NameUse, ...]
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class _Job:
    """An edition on its way, and the units that were set aside, by id."""

    edition: Edition
    kept: dict[str, _Unit] = field(default_factory=dict)

    def put(self, form: Callable[[_Unit], EditionUnit]) -> None:
        units = tuple(form(self.kept[one.unit.id]) if one.unit.id in self.kept else one for one in self.edition.units)
        self.edition = replace(self.edition, units=units)


def carried_over(
    editions: Sequence[Edition], stages: Sequence[Stage], earlier: Earlier, signed: Callable[[Edition], Provenance]
) -> dict[tuple[str, str], Edition]:
    """The editions that could be made with the help of an earlier one, by story and locale, not signed yet.

    `signed` gives an edition's provenance once its route is known. Those that are left out are to be made in full.
    """
    named = {getattr(stage, "name", ""): stage for stage in stages}
    if tuple(named) != _ORDER or len(stages) != len(_ORDER):
        return {}
    found = [(one, before) for one in editions if (before := earlier(one.story, one.locale)) is not None]
    jobs = [_Job(one) for one, _ in found]
    if not jobs:
        return {}

    def run(names: Iterable[str]) -> None:
        for name in names:
            done = named[name]([job.edition for job in jobs])
            for job, edition in zip(jobs, done, strict=True):
                job.edition = edition

    try:
        run(_STORY)
        for job, (_, before) in zip(jobs, found, strict=True):
            job.kept = _set_aside(job.edition, before, signed(job.edition), stages)
        jobs = [job for job in jobs if job.kept]
        _all(jobs, lambda unit: unit.aside)
        run(_BEFORE)
        jobs = [job for job in jobs if _few_tries(job.edition)]
        _all(jobs, lambda unit: unit.bare)
        run(_GLOSSARY)
        jobs = [job for job in jobs if all(one == job.kept[one.unit.id].named for one in job.edition.units if one.unit.id in job.kept)]
        _all(jobs, lambda unit: unit.aside)
        run(_BEHIND)
        _all(jobs, lambda unit: unit.whole)
        run(_AUDIT)
        jobs = [job for job in jobs if _names_as_before(job)]
        _all(jobs, lambda unit: unit.aside)
        run(_MARKUP)
        _all(jobs, lambda unit: unit.read_only)
        run(_CHECK)
        _all(jobs, lambda unit: unit.whole)
    except NewstransError:
        # One of them cannot be made: the full run finds out which, and says why.
        return {}
    return {(job.edition.story.id, job.edition.locale): _told(job) for job in jobs}


def _all(jobs: Iterable[_Job], form: Callable[[_Unit], EditionUnit]) -> None:
    for job in jobs:
        job.put(form)


def _set_aside(edition: Edition, before: Edition, provenance: Provenance, stages: Sequence[Stage]) -> dict[str, _Unit]:
    """The units of an edition that an earlier one has, made under the same conditions."""
    if replace(provenance, source_sha256="") != replace(before.provenance, source_sha256=""):
        return {}
    day = edition.story.metadata.get("published", "")[:10]
    if (edition.language, day) != (before.language, before.story.metadata.get("published", "")[:10]):
        return {}
    known = {_content(one): one for one in before.units if one.treatment is Treatment.TRANSLATED}
    names: dict[str, list[NameUse]] = {}
    for use in before.names:
        names.setdefault(use.unit, []).append(use)
    findings: dict[str, list[Finding]] = {}
    for finding in before.findings:
        findings.setdefault(finding.unit, []).append(finding)
    found = {}
    for one in edition.units:
        old = known.get(_content(one)) if one.treatment is Treatment.TRANSLATED else None
        if old is None or not _alone(old) or one.unit.id in found:
            continue
        name = one.unit.id
        whole = replace(old, unit=one.unit, detection=one.detection, why=one.why)
        found[name] = _Unit(
            _aside(whole), _as_of(one, old, _FROM_GLOSSARY), _as_of(one, old, _FROM_HOUSE_STYLE), whole,
            replace(whole, treatment=Treatment.KEPT),
            tuple(replace(use, unit=name) for use in names.get(old.unit.id, ())),
            tuple(replace(each, unit=name) for each in findings.get(old.unit.id, ())),
        )  # fmt: skip
    substitute = next(stage for stage in stages if getattr(stage, "name", "") == "substitute")
    touched = getattr(substitute, "touched", None)
    changed = touched(edition, list(found)) if touched else set()
    return {name: one for name, one in found.items() if name not in changed}


def _content(one: EditionUnit) -> tuple[object, ...]:
    """What makes a unit the same: all of it but its name, and the language that it was found to be in."""
    unit = one.unit
    language = one.detection.language if one.detection else None
    return unit.kind, unit.text, unit.marks, unit.level, unit.language, language


def _alone(old: EditionUnit) -> bool:
    """Whether a unit's way to the glossary depended on itself alone.

    Capitals are undone by what the rest of the story writes, and a sentence sent with stand-ins may have been sent twice.
    """
    return not any(
        one.target is None or is_all_caps(one.source) or is_title_case(one.source) or surrogates_used(one.prepared)
        for one in old.segments
    )  # fmt: skip


def _aside(whole: EditionUnit) -> EditionUnit:
    bare = tuple(Segment(one.start, one.end, one.source, one.gap) for one in whole.segments)
    return replace(whole, unit=replace(whole.unit, marks=()), treatment=Treatment.KEPT, segments=bare, marks=())


def _as_of(one: EditionUnit, old: EditionUnit, later: frozenset[str]) -> EditionUnit:
    """The new unit with the old one's sentences as they were before the `later` stages."""
    if not any(edit.stage in later for segment in old.segments for edit in segment.edits):
        return replace(one, segments=old.segments)
    segments = tuple(
        segment if segment.machine is None or not any(edit.stage in later for edit in segment.edits)
        else replace(segment, edits=(kept := tuple(takewhile(lambda edit: edit.stage not in later, segment.edits))), target=replay(segment.machine, kept))
        for segment in old.segments
    )  # fmt: skip
    return replace(one, segments=segments)


def _few_tries(edition: Edition) -> bool:
    """Whether no sentence went without a second try because there were too many before it."""
    return sum(len(unit.segments) for unit in edition.units) <= MOST or not any(
        step.stage == "second-try" and dict(step.counts).get("tried", 0) for step in edition.trace
    )


def _names_as_before(job: _Job) -> bool:
    names: Mapping[str, list[NameUse]] = {name: [] for name in job.kept}
    for use in job.edition.names:
        if use.unit in names:
            names[use.unit].append(use)
    return all(tuple(names[name]) == one.names for name, one in job.kept.items())


def _told(job: _Job) -> Edition:
    """The edition with what was found in its new units, then what is known of those that were set aside."""
    fresh = tuple(one for one in job.edition.findings if one.unit not in job.kept)
    known = tuple(finding for one in job.kept.values() for finding in one.findings)
    return replace(job.edition, findings=fresh + known).traced("carry-over", units=len(job.kept))
