"""Choose the engines that lead from the story's language to the edition's locale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from newstrans.engines.base import Engine, LanguagePair, Traits
from newstrans.engines.route import choose_route, find_routes
from newstrans.errors import NoRouteError
from newstrans.languages import display_name, language_of
from newstrans.model import Edition, EditionUnit, Finding, Leg, Severity, Treatment, UnitKind
from newstrans.stages.language import source_language


class Router:
    """Routes by source language and target locale, looked up once."""

    def __init__(self, engines: Mapping[str, Engine], *, forced: str | None = None) -> None:
        self.engines = engines
        self._forced = forced
        self._routes: dict[tuple[str, str], tuple[Leg, ...]] = {}
        self._others: dict[tuple[str, str], tuple[Leg, ...] | None] = {}

    def route(self, source: str, locale: str) -> tuple[Leg, ...]:
        """The best route, with the identity of each model. Raises `NoRouteError`."""
        key = (source, locale)
        if key not in self._routes:
            self._routes[key] = self._identified(choose_route(source, locale, self.engines, forced=self._forced))
        return self._routes[key]

    def other_route(self, source: str, locale: str, route: Sequence[Leg]) -> tuple[Leg, ...] | None:
        """The best route whose first engine is another one; None where there is none, or an engine was asked for."""
        if self._forced is not None:
            return None
        key = (source, locale)
        if key not in self._others:
            found = (one for one in find_routes(source, locale, self.engines) if one[0].engine != route[0].engine)
            other = next(found, None)
            self._others[key] = self._identified(other) if other else None
        return self._others[key]

    def _identified(self, route: Sequence[Leg]) -> tuple[Leg, ...]:
        return tuple(
            leg if leg.model else replace(leg, model=self.engines[leg.engine].model(LanguagePair(leg.source, leg.target)))
            for leg in route
        )

    def traits(self, route: Sequence[Leg]) -> Traits:
        """What survives every leg of a route."""
        every = [self.engines[leg.engine].traits(LanguagePair(leg.source, leg.target)) for leg in route]
        vocabularies = [traits.knows for traits in every if traits.knows is not None]
        bounds = [traits.max_words for traits in every if traits.max_words]

        def knows(character: str) -> bool:
            return all(known(character) for known in vocabularies)

        return Traits(
            knows=knows if vocabularies else None,
            rule_based=any(traits.rule_based for traits in every),
            max_words=min(bounds, default=0),
            common_word=every[0].common_word,
            copies=all(traits.copies for traits in every),
        )

    def letters(self, route: Sequence[Leg]) -> Traits:
        """What the first engine can carry: letters that a later one lacks are its own leg's business."""
        return self.engines[route[0].engine].traits(LanguagePair(route[0].source, route[0].target))


class ChooseRoute:
    """Set the edition's route, and what happens to units that are not in the story's language.

    Raises:
        NoRouteError: nothing installed leads there.
        LocaleError: the story is in the language of the edition already.

    """

    name = "route"

    def __init__(self, router: Router) -> None:
        self._router = router

    def __call__(self, editions: Sequence[Edition]) -> list[Edition]:
        return [self._choose(edition) for edition in editions]

    def _choose(self, edition: Edition) -> Edition:
        language, locale = edition.language or "", edition.locale
        route = self._router.route(language, locale)
        findings: list[Finding] = []
        units = tuple(self._treat(edition, unit, findings) for unit in edition.units)
        edition = replace(edition, route=route, units=units).with_findings(findings)
        return edition.traced("route", ", then ".join(map(str, route)), legs=len(route))

    def _treat(self, edition: Edition, unit: EditionUnit, findings: list[Finding]) -> EditionUnit:
        """KEPT units carry the reason in `why`; the others go on to the engine or to rules."""
        language = source_language(edition, unit)
        if unit.unit.kind is UnitKind.CODE:
            return replace(unit, treatment=Treatment.KEPT, why="code is not translated")
        if not any(c.isalpha() for c in unit.unit.text):
            return replace(unit, treatment=Treatment.KEPT, why="nothing in it to translate")
        if unit.unit.kind in (UnitKind.BYLINE, UnitKind.DATELINE, UnitKind.NAME):
            return replace(unit, treatment=Treatment.RULED)
        if language == language_of(edition.locale) and language != edition.language:
            return replace(unit, treatment=Treatment.KEPT, why=f"already in {display_name(language)}")
        if language != edition.language:
            try:
                self._router.route(language, edition.locale)
            except NoRouteError:
                why = f"in {display_name(language)}, which cannot be translated to {edition.locale} here"
                findings.append(
                    Finding("language", Severity.WARNING, f"left as it is: {why}", unit=unit.unit.id, source_text=unit.unit.text[:80])
                )
                return replace(unit, treatment=Treatment.KEPT, why=why)
        return replace(unit, treatment=Treatment.TRANSLATED)
