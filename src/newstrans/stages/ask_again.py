"""Ask the engine again where names did not come out: about the name alone, or with stand-ins for the names.

Both cost extra sentences: they are asked only for names that are missing, and as far as the edition's allowance goes.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from newstrans.glossary.entry import GlossaryEntry
from newstrans.glossary.match import Match
from newstrans.glossary.names import Names
from newstrans.glossary.probe import carriers, renderings
from newstrans.glossary.renderings import Renderings
from newstrans.glossary.surrogates import (
    StandIn,
    choose_all,
    find_back,
    put_in,
    without_stand_ins,
)
from newstrans.languages import language_of
from newstrans.model import Edition, EditionUnit, Leg, Segment
from newstrans.stages.allowance import Allowance, allowance
from newstrans.stages.numbers import MendNumbers
from newstrans.stages.restore import Restore
from newstrans.stages.route import Router
from newstrans.text.tokens import tokenise

# Renderings of the stand-ins as calibration measured them, by route; {} where it never ran.
Known = Callable[[Sequence[Leg]], Mapping[str, Sequence[str]]]

# What the renderings of other names are compared with.
_REFERENCE = "Johnson"

# A route's last answer to each of some texts: `Translate.texts`, which asks each different text once.
Answers = Callable[[Sequence[str], tuple[Leg, ...]], list[str]]

_SAME = 0.8  # share of the other words that a second answer must have in common with the first


@dataclass(frozen=True, slots=True)
class Retry:
    """A sentence translated with stand-ins, which all came back once."""

    segment: Segment
    stand_ins: tuple[StandIn, ...]


class Learnt(NamedTuple):
    """Renderings by concept, and the concepts that the allowance was too small for."""

    renderings: Mapping[str, tuple[str, ...]]
    left: frozenset[str]


class AskAgain:
    """What `ApplyGlossary` needs of the engine. Holds what it has learnt: one instance serves a whole run.

    `share` is what it may cost, in percent of a story's words (`allowance`).
    """

    def __init__(
        self, router: Router, answers: Answers, names: Names, *, share: int, known: Known = lambda _route: {},
        kept: Renderings | None = None,
    ) -> None:  # fmt: skip
        self._kept = kept
        self._router = router
        self._answers = answers
        self._names = names
        self._share = share
        self.known = known
        self._learnt: dict[tuple[tuple[Leg, ...], str], tuple[str, ...]] = {}
        self._restore = Restore(router)
        self._numbers = MendNumbers()

    def allowance(self, edition: Edition) -> Allowance:
        """What may be asked for one edition."""
        return allowance(edition, self._share)

    def route(self, language: str, locale: str) -> tuple[Leg, ...]:
        return self._router.route(language, locale)

    def pre_substituted(self, language: str, locale: str) -> bool:
        """Whether names are replaced before the first translation: rule-based engines parse what they do not know.

        From English only. Between related languages names stay as they are, and stand-ins in every sentence cost more
        than they mend (es-en over Portuguese: 0.1 chrF); there a name that fails is asked for again.
        """
        route = self.route(language, locale)
        return language_of(language) == "en" and self._router.letters(route).rule_based

    def learn(
        self, names: Mapping[str, str], entries: Mapping[str, GlossaryEntry], language: str, locale: str, may: Allowance
    ) -> Learnt:
        """How the engine renders these names (concept -> source form), the first ones first while the allowance lasts.

        Asked once per route and form; what was kept from an earlier run is not asked again, and is counted all the same:
        an edition does not tell whether it was made before or after another one.
        """
        route = self.route(language, locale)
        probes = carriers("{}", language)
        if not probes:
            return Learnt({}, frozenset())
        wanted = {
            entry: name for entry, name in names.items()
            if may.take(route, [*carriers(name, language), *carriers(_REFERENCE, language)])
        }  # fmt: skip
        self._fill([name for name in wanted.values() if (route, name) not in self._learnt], route, language, locale)
        found = {}
        for entry_id, name in wanted.items():
            own = entries[entry_id].term(locale)
            approved = {form.text for form in own.spellings() if form.approved} if own else set()
            found[entry_id] = tuple(form for form in self._learnt[route, name] if form not in approved and form != name)
        return Learnt({entry: forms for entry, forms in found.items() if forms}, frozenset(names) - frozenset(wanted))

    def _fill(self, names: Sequence[str], route: tuple[Leg, ...], language: str, locale: str) -> None:
        """Learn what each name comes out as, from an earlier run or from the engine."""
        seen: dict[str, Sequence[str]] = dict(self._kept.recall(route, names)) if self._kept else {}
        unknown = [name for name in dict.fromkeys(names) if name not in seen]
        if unknown:
            reference = self._answers(carriers(_REFERENCE, language), route)
            fresh = {name: renderings(self._answers(carriers(name, language), route), reference, locale) for name in unknown}
            if self._kept:
                self._kept.keep(route, fresh)
            seen |= fresh
        self._learnt.update({(route, name): tuple(forms) for name, forms in seen.items()})

    def retry(
        self, edition: Edition, unit: EditionUnit, segment: Segment, matches: Sequence[Match], language: str, attempt: int,
        story: frozenset[str], may: Allowance,
    ) -> Retry | None:  # fmt: skip
        """The sentence translated with stand-ins for its names; None when one of them did not come back once."""
        entries = self._names.of(edition).entries(language, edition.locale)
        route = self.route(language, edition.locale)
        stand_ins = choose_all(
            segment.source, matches, entries, language=language, locale=edition.locale, story=story,
            known=self.known(route), attempt=attempt,
        )  # fmt: skip
        sent, prepared = without_stand_ins(segment.source, segment.prepared)
        placed = put_in(sent, prepared, stand_ins) if stand_ins else None
        if placed is None or not may.take(route, [placed[0]]):
            return None
        again = self._answered(edition, unit, replace(segment, sent=placed[0], prepared=placed[1]), route)
        if again is None or find_back(again.target or "", stand_ins) is None:
            return None
        return Retry(again, tuple(stand_ins))

    def plain(self, edition: Edition, unit: EditionUnit, segment: Segment, language: str, may: Allowance) -> Segment | None:
        """The sentence translated as it is, without stand-ins; always, for a stand-in must not stay."""
        sent, prepared = without_stand_ins(segment.source, segment.prepared)
        route = self.route(language, edition.locale)
        may.take(route, [sent], always=True)
        return self._answered(edition, unit, replace(segment, sent=sent, prepared=prepared), route)

    def _answered(self, edition: Edition, unit: EditionUnit, segment: Segment, route: tuple[Leg, ...]) -> Segment | None:
        """The segment with the engine's answer, made whole: protected parts, letters and figures are back."""
        machine = self._answers([segment.sent or ""], route)[0]
        if not machine.strip():
            return None
        fresh = replace(segment, machine=machine, target=None, edits=(), legs=(), route=())
        alone = replace(edition, units=(replace(unit, segments=(fresh,)),), findings=())
        for stage in (self._restore, self._numbers):
            (alone,) = stage([alone])
        (done,) = alone.units[0].segments
        masks = [edit.before for edit in segment.prepared if edit.rule.startswith("mask.")]
        return done if all((done.target or "").count(text) >= 1 for text in masks) else None


def alike(first: str, second: str) -> float:
    """Share of the words, other than names and figures, that two answers to one sentence have in common."""
    ours, theirs = ([t.form.lower() for t in tokenise(text) if t.form[0].islower()] for text in (first, second))
    return difflib.SequenceMatcher(None, ours, theirs, autojunk=False).ratio() if ours or theirs else 1.0


def acceptable(first: str, second: str) -> bool:
    """Whether a second answer may stand for the first: the same words, figures and quotation marks."""
    if sorted(re.findall(r"\d+", first)) != sorted(re.findall(r"\d+", second)):
        return False
    if [first.count(mark) for mark in '"“”()'] != [second.count(mark) for mark in '"“”()']:
        return False
    return alike(first, second) >= _SAME

