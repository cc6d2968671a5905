"""Engines come in by entry points, and a broken one does not take the others along."""

from __future__ import annotations

import sys
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from newstrans.config import Config
from newstrans.engines.base import Engine, LanguagePair
from newstrans.engines.registry import BUILT_IN, GROUP, load_engines
from newstrans.errors import EngineUnavailable

PAIR = LanguagePair("en", "pt")


@pytest.fixture
def foreign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package of somebody else, with one good engine and several bad ones."""
    (tmp_path / "foreign_engines.py").write_text(
        "from newstrans.engines.pseudo import PseudoEngine\n"
        "class Good(PseudoEngine):\n    name = 'good'\n"
        "class Raises:\n    def __init__(self, config): raise KeyError('secret')\n"
        "class Empty:\n    def __init__(self, config): pass\n"
        "class Pairs(PseudoEngine):\n    def pairs(self): raise ZeroDivisionError('pairs')\n"
        "number = 3\n",
        encoding="utf-8",
    )
    (tmp_path / "foreign_syntax.py").write_text("def (:\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("foreign_engines", "foreign_syntax"):
        monkeypatch.delitem(sys.modules, name, raising=False)


def _points(**targets: str) -> list[EntryPoint]:
    return [EntryPoint(name, value, GROUP) for name, value in targets.items()]


def test_our_engines_are_there_without_an_installation(config: Config) -> None:
    """A source tree without package metadata has all built-in engines, in their order."""
    assert list(load_engines(config, [])) == list(BUILT_IN)


def test_the_table_and_the_entry_points_agree() -> None:
    """What pyproject.toml declares is what a source tree falls back to."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))

    assert project["project"]["entry-points"][GROUP] == BUILT_IN


def test_every_engine_of_ours_can_be_opened(config: Config) -> None:
    """Each built-in engine has the parts of the protocol and bears its own name."""
    for name, engine in load_engines(config).items():
        assert isinstance(engine, Engine)
        assert engine.name == name
        engine.close()


def test_nothing_is_imported_before_it_is_used(config: Config, foreign: None) -> None:
    """Listing the names costs no import."""
    engines = load_engines(config, _points(good="foreign_engines:Good"))
    assert "foreign_engines" not in sys.modules

    assert list(engines) == [*BUILT_IN, "good"]
    assert engines["good"].translate(["News"], PAIR)[0].text.startswith("⟦")
    assert "foreign_engines" in sys.modules


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("foreign_engines:Raises", "KeyError: 'secret'"),
        ("foreign_engines:Empty", "it is no engine"),
        ("foreign_engines:Missing", "AttributeError"),
        ("foreign_engines:number", "TypeError"),
        ("foreign_syntax:Engine", "SyntaxError"),
        ("no_such_module_anywhere:Engine", "ModuleNotFoundError"),
    ],
)
def test_a_broken_engine_is_listed_with_its_reason(config: Config, foreign: None, target: str, reason: str) -> None:
    """It has no pairs, says why, and refuses to translate; the others work."""
    engines = load_engines(config, _points(broken=target))
    broken = engines["broken"]

    assert broken.pairs() == []
    assert reason in (broken.missing() or "")
    assert not getattr(broken, "any_pair", True)
    assert broken.install_hint("en", "pt") is None
    for call in (lambda: broken.translate(["x"], PAIR), lambda: broken.traits(PAIR), lambda: broken.model(PAIR)):
        with pytest.raises(EngineUnavailable, match="broken: it"):
            call()
    broken.close()
    assert engines["identity"].translate(["News"], PAIR)[0].text == "News"


def test_an_engine_that_cannot_list_its_pairs_has_none(config: Config, foreign: None) -> None:
    """An error while looking for models makes it unavailable, not the listing fail."""
    engine = load_engines(config, _points(odd="foreign_engines:Pairs"))["odd"]

    assert engine.pairs() == []
    assert "ZeroDivisionError: pairs" in (engine.missing() or "")


def test_nobody_takes_our_names(config: Config, foreign: None) -> None:
    """A second engine of the same name is listed under its package."""
    engines = load_engines(config, _points(identity="foreign_engines:Good"))

    assert list(engines) == [*BUILT_IN, "identity@foreign_engines"]
    assert engines["identity"].translate(["News"], PAIR)[0].text == "News"
