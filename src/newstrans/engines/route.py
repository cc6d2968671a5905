"""From one language to another: directly, or over others, by measured quality.

A route is a tuple of legs. Which one is taken never depends on the order in which things were installed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import product
from typing import NamedTuple

from newstrans.engines.base import Engine
from newstrans.errors import EngineUnavailable, NoRouteError, SameLanguage
from newstrans.languages import ISO_639_3, display_name, language_of
from newstrans.model import Leg

MAX_LEGS = 4

Route = tuple[Leg, ...]

# Languages written in two scripts: a text in the other one is no substitute. The first is that of the bare code;
# regions that write the second are listed. (Norwegian needs no rule: nb and nn are two languages.)
_SCRIPTS = {
    "zh": ("Hans", {"TW": "Hant", "HK": "Hant", "MO": "Hant"}),
    "sr": ("Cyrl", {"ME": "Latn"}),
}


@dataclass(frozen=True, slots=True)
class Quality:
    """The table of measured quality. `chrf` is by route, spelt "bergamot en-pt, apertium pt-es"."""

    measured: str
    chrf: Mapping[str, float]
    estimate: Mapping[str, float]
    per_joint: float


class Score(NamedTuple):
    """Expected chrF of a route; `measured` tells whether the whole of it was measured, or is estimated."""

    chrf: float
    measured: bool


class KnownRoute(NamedTuple):
    """The best route between two languages, for listings."""

    source: str
    target: str
    route: Route
    score: float
    measured: bool


class _Hop(NamedTuple):
    engine: str
    source: str
    target: str


@lru_cache(maxsize=1)
def shipped_quality() -> Quality:
    """The table in `quality.toml`."""
    return parse_quality(files("newstrans.engines").joinpath("quality.toml").read_text(encoding="utf-8"))


def parse_quality(text: str) -> Quality:
    """Read the text of a quality table."""
    table = tomllib.loads(text)
    estimate = {name: float(value) for name, value in table["estimate"].items()}
    per_joint = estimate.pop("per_joint")
    chrf = {route: float(value) for route, value in table["chrf"].items()}
    return Quality(str(table["measured"]), chrf, estimate, per_joint)


def choose_route(
    source_language: str,
    target_locale: str,
    engines: Mapping[str, Engine],
    *,
    forced: str | None = None,
    quality: Quality | None = None,
) -> Route:
    """The best route from a language to a locale; with `forced` by that engine alone.

    Engines that take any pair (identity, pseudo) are only used when forced.

    Raises:
        NoRouteError: nothing that is installed leads there; says what to install.
        SameLanguage: the story is in that language already.
        EngineUnavailable: `forced` is no engine, or one that is not ready.

    """
    if forced is not None:
        if forced not in engines:
            raise EngineUnavailable(forced, f"there is no such engine (there are: {', '.join(engines)})")
        engine = engines[forced]
        if getattr(engine, "any_pair", False):
            return (Leg(forced, source_language, target_locale),)
    usable = engines if forced is None else {forced: engines[forced]}
    if written_language(source_language) == written_language(target_locale):
        name = display_name(source_language)
        raise SameLanguage(target_locale, f"the story is already in {name}; choose another locale with --to")
    routes = find_routes(source_language, target_locale, usable, quality=quality)
    if routes:
        return routes[0]
    if forced is not None and not engines[forced].pairs():
        reason = engines[forced].missing()
        if reason:
            raise EngineUnavailable(forced, reason)
    raise NoRouteError(source_language, target_locale, _hints(source_language, target_locale, usable))


def find_routes(
    source: str, target: str, engines: Mapping[str, Engine], *, quality: Quality | None = None
) -> list[Route]:
    """All routes of at most `MAX_LEGS` legs, the best first.

    Ordered by expected chrF; of equals the measured one, then the one whose last model is made for the locale's
    region, then the shorter, then by name. An estimated chain never stands before a measured route: added-up
    parts flatter (en-ca and ca-es by rules would seem to beat en-pt-es, which they do not).
    """
    table = quality or shipped_quality()
    network = _network(_hops(engines))
    start, end = written_language(source), written_language(target)
    routes = [route for route in _paths(network, start, end) if _region_fits(route, source, target)]
    return [route for route, _ in _ranked(routes, target, table)]


def all_routes(engines: Mapping[str, Engine], *, quality: Quality | None = None) -> list[KnownRoute]:
    """The best route between every two languages that are connected, sorted by source and target.

    Targets with a region of their own ("pt-BR") are listed where a model is made for it.
    """
    table = quality or shipped_quality()
    hops = _hops(engines)
    network = _network(hops)
    sources = sorted({written_language(hop.source) for hop in hops})
    known: list[KnownRoute] = []
    for source in sources:
        routes = list(_paths(network, source, None))
        for target in sorted({route[-1].target for route in routes}):
            fitting = [
                route for route in routes
                if written_language(route[-1].target) == written_language(target) and _region_fits(route, source, target)
            ]  # fmt: skip
            route, score = _ranked(fitting, target, table)[0]
            known.append(KnownRoute(source, target, route, score.chrf, score.measured))
    return known


def score_route(route: Sequence[Leg], quality: Quality) -> Score:
    """Expected chrF of a route: as measured for the whole chain, else put together from its parts.

    An estimated chain is worth its worst part, less `per_joint` for every joint; parts may be chains that were
    measured, and of all ways to part it the most favourable counts.
    """
    measured = _measured(route, quality)
    if measured is not None:
        return Score(measured, measured=True)
    if len(route) == 1:
        return Score(quality.estimate.get(route[0].engine, quality.estimate["other"]), measured=False)
    joined = (
        min(score_route(route[:cut], quality).chrf, score_route(route[cut:], quality).chrf) - quality.per_joint
        for cut in range(1, len(route))
    )
    return Score(max(joined), measured=False)


def written_language(tag: str) -> str:
    """What a reader of the language can read: the language, with its script where it has two.

    >>> [written_language(tag) for tag in ("pt-BR", "zh-TW", "zh", "sr-Latn-RS", "nb", "nn-NO")]
    ['pt', 'zh-Hant', 'zh-Hans', 'sr-Latn', 'nb', 'nn']
    """
    language, *rest = tag.split("-")
    if language not in _SCRIPTS:
        return language
    usual, by_region = _SCRIPTS[language]
    script = next((part for part in rest if len(part) == 4 and part.isalpha()), None)
    return f"{language}-{script or next((by_region[part] for part in rest if part in by_region), usual)}"


def _region(tag: str) -> str:
    return next((part for part in tag.split("-")[1:] if part.isdigit() or (len(part) == 2 and part.isupper())), "")


def _hops(engines: Mapping[str, Engine]) -> list[_Hop]:
    return sorted(
        _Hop(name, pair.source, pair.target)
        for name, engine in engines.items()
        if not getattr(engine, "any_pair", False)
        for pair in engine.pairs()
        if written_language(pair.source) != written_language(pair.target)
    )


def _network(hops: Sequence[_Hop]) -> dict[str, list[_Hop]]:
    network: dict[str, list[_Hop]] = {}
    for hop in hops:
        network.setdefault(written_language(hop.source), []).append(hop)
    return network


def _paths(network: Mapping[str, Sequence[_Hop]], start: str, end: str | None) -> Iterator[Route]:
    """Routes without a language twice, from `start` to `end` (None: to anywhere)."""
    pending: list[tuple[str, Route, frozenset[str]]] = [(start, (), frozenset({start}))]
    while pending:
        here, route, visited = pending.pop()
        for hop in network.get(here, ()):
            there = written_language(hop.target)
            if there in visited:
                continue
            longer = (*route, Leg(hop.engine, hop.source, hop.target))
            if end is None or there == end:
                yield longer
            if len(longer) < MAX_LEGS and there != end:
                pending.append((there, longer, visited | {there}))


def _region_fits(route: Route, source: str, target: str) -> bool:
    """A model made for one region does not serve another: Brazilian text is no edition for Portugal."""
    made, wanted = _region(route[-1].target), _region(target)
    reads, given = _region(route[0].source), _region(source)
    return (not made or not wanted or made == wanted) and (not reads or not given or reads == given)


def _ranked(routes: Sequence[Route], target: str, quality: Quality) -> list[tuple[Route, Score]]:
    scored = [(route, score_route(route, quality)) for route in routes]
    ceiling = max((score.chrf for _, score in scored if score.measured), default=None)
    if ceiling is not None:
        scored = [
            (route, score if score.measured or len(route) == 1 else Score(min(score.chrf, ceiling - 0.1), False))
            for route, score in scored
        ]

    def rank(item: tuple[Route, Score]) -> tuple[float, bool, bool, int, tuple[str, ...]]:
        route, score = item
        other_region = _region(route[-1].target) != _region(target)
        return (-round(score.chrf, 1), not score.measured, other_region, len(route), tuple(map(str, route)))

    return sorted(scored, key=rank)


def _measured(route: Sequence[Leg], quality: Quality) -> float | None:
    """The table's figure for exactly these tags, or for the languages that they are of ("pt" for "pt-BR")."""
    exact = quality.chrf.get(", ".join(map(str, route)))
    if exact is not None:
        return exact
    languages = [f"{leg.engine} {written_language(leg.source)}-{written_language(leg.target)}" for leg in route]
    return quality.chrf.get(", ".join(languages))


def _hints(source: str, target: str, engines: Mapping[str, Engine]) -> list[str]:
    """What to install: the direct pairs that engines offer, else the shortest way over other languages."""
    ready = {(written_language(hop.source), written_language(hop.target)) for hop in _hops(engines)}
    direct = list(_offers(source, target, engines))
    if direct:
        return direct
    languages = sorted({*ISO_639_3, "zh-Hans", "zh-Hant", "sr-Latn"} | {tag for pair in ready for tag in pair})
    offered: dict[tuple[str, str], list[str]] = {}
    for one, other in product(languages, languages):
        pair = (written_language(one), written_language(other))
        if pair[0] != pair[1] and pair not in ready:
            offers = list(_offers(one, other, engines))
            if offers:
                offered.setdefault(pair, offers)
    start, end = written_language(source), written_language(target)
    way = _cheapest_way(start, end, ready, set(offered))
    if not way:
        return [f"No engine here knows a way from {display_name(source)} to {display_name(target)}."]
    over = " -> ".join([start, *(pair[1] for pair in way)])
    return [f"Over other languages ({over}):", *(hint for pair in way for hint in offered.get(pair, [])[:1])]


def _offers(source: str, target: str, engines: Mapping[str, Engine]) -> Iterator[str]:
    """Commands of each engine that would install the pair, for the tags as given or their languages."""
    for name, engine in engines.items():
        tags = dict.fromkeys(product(_spellings(source), _spellings(target)))
        hint = next(filter(None, (engine.install_hint(*pair) for pair in tags)), None)
        if hint:
            yield f"{name}: {hint}"


def _spellings(tag: str) -> tuple[str, ...]:
    written = written_language(tag)
    bare = (language_of(tag),) if written in {language_of(tag), f"{language_of(tag)}-Cyrl"} else ()
    return tuple(dict.fromkeys((tag, written, *bare)))


def _cheapest_way(
    start: str, end: str, ready: set[tuple[str, str]], offered: set[tuple[str, str]]
) -> list[tuple[str, str]]:
    """Pairs that lead from `start` to `end` with the fewest to install, then the fewest in all."""
    steps: dict[str, list[tuple[str, bool]]] = {}
    for pair in sorted(ready | offered):
        steps.setdefault(pair[0], []).append((pair[1], pair not in ready))
    best: dict[str, tuple[int, int, list[tuple[str, str]]]] = {start: (0, 0, [])}
    for _ in range(MAX_LEGS):
        for here, (missing, legs, way) in sorted(best.items()):
            for there, to_install in steps.get(here, ()):
                longer = (missing + to_install, legs + 1, [*way, (here, there)])
                if longer[1] <= MAX_LEGS and (there not in best or longer < best[there]):
                    best[there] = longer
    return best[end][2] if end in best else []
