"""The way of a story to its editions: a list of stages that anyone can read.

    read -> detect -> route -> segment -> protect -> substitute -> translate -> second try -> restore -> numbers
         -> glossary -> localise -> capitals -> join -> scan -> audit -> markup -> check -> write

`read` is `formats.read_story`, `write` is `emit.write_editions`; everything between is here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from newstrans import __version__
from newstrans.carryover import Earlier, carried_over
from newstrans.checks import POLICY, Policy
from newstrans.config import NAME_BUDGET
from newstrans.engines.base import Engine
from newstrans.errors import NewstransError
from newstrans.glossary.names import Names
from newstrans.glossary.renderings import Renderings
from newstrans.localise.locale import EditionLocale
from newstrans.model import Edition, Provenance, Story
from newstrans.stages.ask_again import AskAgain, Known
from newstrans.stages.checks import RunChecks
from newstrans.stages.language import DetectLanguage
from newstrans.stages.localise import Localise
from newstrans.stages.markup import CarryMarkup
from newstrans.stages.names import ApplyGlossary, Decisions, LocateNames, undecided
from newstrans.stages.numbers import MendNumbers
from newstrans.stages.protect import Protect, Styles
from newstrans.stages.restore import JoinSentences, Restore, SetBackCapitals
from newstrans.stages.route import ChooseRoute, Router
from newstrans.stages.second_try import SecondTry
from newstrans.stages.segment import SplitSentences
from newstrans.stages.substitute import ScanSurrogates, SubstituteNames
from newstrans.stages.translate import Progress, Translate

Stage = Callable[[Sequence[Edition]], list[Edition]]


@dataclass(frozen=True, slots=True)
class Failure:
    """A story that could not be brought into a locale, and why."""

    story: Story
    locale: str
    error: NewstransError


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a run: the editions, in the order asked for, and what failed."""

    editions: tuple[Edition, ...]
    failures: tuple[Failure, ...]


def default_stages(
    engines: Mapping[str, Engine],
    names: Names,
    locale: Callable[[str], EditionLocale],
    *,
    forced_engine: str | None = None,
    declared: str | None = None,
    progress: Progress | None = None,
    known: Known = lambda _route: {},
    decided: Decisions = undecided,
    checks: Policy = POLICY,
    renderings: Renderings | None = None,
    name_budget: int = NAME_BUDGET,
    styles: Styles = lambda _route: (0, 1),
) -> list[Stage]:
    """The stages in their order.

    `locale` gives the house style of a locale; `declared` is the source language as the user said it. `known` gives what
    calibration measured of a route, `decided` what editors decided about an edition's names, `checks` how the
    newsroom wants the checks, `renderings` what engines made of names in earlier runs, `name_budget` what names that do not
    come out may cost beyond the story, in percent of its words, `styles` which placeholders survive on a route. Stages hold what they have learnt
    (routes, answers), so one list serves a whole run.
    """
    router = Router(engines, forced=forced_engine)
    protect = Protect(router, names, styles=styles)
    translate = Translate(router, protect, progress=progress)
    ask = AskAgain(router, translate.texts, names, known=known, kept=renderings, share=name_budget)
    return [
        DetectLanguage(translatable=_translatable(engines, forced_engine), declared=declared),
        ChooseRoute(router),
        SplitSentences(router),
        protect,
        SubstituteNames(names, ask),
        translate,
        SecondTry(router, protect, translate),
        Restore(router),
        MendNumbers(),
        ApplyGlossary(names, ask, decided=decided),
        Localise(names, locale),
        SetBackCapitals(),
        JoinSentences(),
        ScanSurrogates(),
        LocateNames(),
        CarryMarkup(router),
        RunChecks(replace(checks, names=checks.names or names)),
    ]


def _translatable(engines: Mapping[str, Engine], forced: str | None) -> set[str]:
    """Languages that can be translated from; empty when the engine asked for takes any."""
    if forced is not None and getattr(engines.get(forced), "any_pair", False):
        return set()
    return {pair.source for engine in engines.values() for pair in engine.pairs()}


def translate_stories(
    stories: Iterable[Story],
    locales: Sequence[str],
    stages: Sequence[Stage],
    *,
    names: Names,
    locale: Callable[[str], EditionLocale],
    earlier: Earlier | None = None,
) -> Run:
    """Every story in every locale. One that fails is left out and reported; the others go on.

    `earlier` gives the edition of an earlier version, if there is one: units that did not change are taken from it where
    a full run would make them the same.
    """
    wanted = [Edition(story, tag) for story in stories for tag in locales]
    known = carried_over(wanted, stages, earlier, lambda one: _provenance(one, names, locale)) if earlier else {}
    editions = [edition for edition in wanted if _key(edition) not in known]
    failures: list[Failure] = []
    for stage in stages:
        editions = _attempt(stage, editions, failures)
    order = {_key(edition): place for place, edition in enumerate(wanted)}
    editions = sorted([*editions, *known.values()], key=lambda edition: order[_key(edition)])
    return Run(tuple(_signed(edition, names, locale) for edition in editions), tuple(failures))


def _key(edition: Edition) -> tuple[str, str]:
    return edition.story.id, edition.locale


def _attempt(stage: Stage, editions: list[Edition], failures: list[Failure]) -> list[Edition]:
    """The stage over all editions at once; when it raises, over each alone, to find out which cannot go on."""
    if not editions:
        return []
    try:
        return stage(editions)
    except NewstransError as exc:
        if len(editions) == 1:
            failures.append(Failure(editions[0].story, editions[0].locale, exc))
            return []
    return [done for edition in editions for done in _attempt(stage, [edition], failures)]


def _signed(edition: Edition, names: Names, locale: Callable[[str], EditionLocale]) -> Edition:
    """The edition with its provenance, and its findings in the order of its units."""
    order = {unit.unit.id: place for place, unit in enumerate(edition.units)}
    findings = tuple(sorted(edition.findings, key=lambda one: order.get(one.unit, -1)))
    return replace(edition, findings=findings, provenance=_provenance(edition, names, locale))


def _provenance(edition: Edition, names: Names, locale: Callable[[str], EditionLocale]) -> Provenance:
    """What must be equal for two runs to give the same bytes."""
    return Provenance(
        software=f"newstrans {__version__}", route=edition.route, glossary=names.revision,
        locale=locale(edition.locale).revision, source_sha256=edition.story.source.sha256,
    )  # fmt: skip
