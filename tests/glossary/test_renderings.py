"""What engines made of names is kept between runs, and makes no difference to an edition."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from newstrans.config import Config
from newstrans.engines.base import LanguagePair, Translation
from newstrans.engines.registry import load_engines
from newstrans.formats import read_story
from newstrans.formats.edition_json import as_plain
from newstrans.glossary.load import Glossary
from newstrans.glossary.names import Names
from newstrans.glossary.parse import parse_glossary
from newstrans.glossary.renderings import Renderings
from newstrans.localise.locale import load_locale
from newstrans.model import Leg, Model
from newstrans.pipeline import default_stages, translate_stories

ROUTE = (Leg("bergamot", "en", "pt", Model("enpt", "a" * 64)),)
HOUSE = b'[kyiv]\nkind = "place"\nen = "Kyiv"\npt = "Quieve"\n'


def test_another_model_or_route_knows_nothing(tmp_path: Path) -> None:
    """Answers belong to the model's hash; a cache that is not there is no error and is not made by looking."""
    kept = Renderings(tmp_path / "cache" / "r.sqlite3")
    assert {} == kept.recall(ROUTE, ["Kyiv"])
    assert [] == list(tmp_path.iterdir())
    kept.keep(ROUTE, {"Kyiv": ["Kiev"], "Nobody": []})
    assert {"Kyiv": ("Kiev",), "Nobody": ()} == Renderings(tmp_path / "cache" / "r.sqlite3").recall(ROUTE, ["Kyiv", "Nobody", "Else"])
    newer = (replace(ROUTE[0], model=Model("enpt", "b" * 64)),)
    assert {} == kept.recall(newer, ["Kyiv"])
    assert {} == kept.recall(ROUTE * 2, ["Kyiv"])


def test_what_was_damaged_is_asked_again(tmp_path: Path) -> None:
    """A changed row is left out, a file that is no cache is made anew, a place that cannot be written is no error."""
    file = tmp_path / "r.sqlite3"
    kept = Renderings(file)
    kept.keep(ROUTE, {"Kyiv": ["Kiev"]})
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE rendering SET forms = ?", (json.dumps(["Moscou"]),))
    connection.close()
    assert {} == kept.recall(ROUTE, ["Kyiv"])
    file.write_bytes(b"no database, but long enough to be taken for one" * 40)
    assert {} == kept.recall(ROUTE, ["Kyiv"])
    kept.keep(ROUTE, {"Kyiv": ["Kiev"]})
    assert {"Kyiv": ("Kiev",)} == kept.recall(ROUTE, ["Kyiv"])
    (tmp_path / "file").write_text("x")
    Renderings(tmp_path / "file" / "r.sqlite3").keep(ROUTE, {"Kyiv": ["Kiev"]})


def test_the_oldest_go_first(tmp_path: Path) -> None:
    kept = Renderings(tmp_path / "r.sqlite3", most=2)
    for name in ("one", "two", "three"):
        kept.keep(ROUTE, {name: [name.title()]})
    assert {"two", "three"} == set(kept.recall(ROUTE, ["one", "two", "three"]))


class Counting:
    """The real engine; `texts` are those that it was asked."""

    def __init__(self, engine) -> None:
        self._engine, self.name, self.texts = engine, engine.name, list[str]()

    def translate(self, texts: Sequence[str], pair: LanguagePair) -> list[Translation]:
        self.texts += texts
        return self._engine.translate(texts, pair)

    def __getattr__(self, name: str):
        return getattr(self._engine, name)


@pytest.mark.engine
def test_a_warm_cache_gives_the_same_bytes_and_asks_less(tmp_path: Path) -> None:
    """The edition of the first run, of a second process and of a run without a cache are one; only the first asks about the name."""
    engine = Counting(load_engines(Config(data=Path("unused")))["bergamot"])
    names = Names(Glossary(tuple(parse_glossary(HOUSE, "house.toml").entries)), countries=False)
    story = read_story(b"Talks\n\nThe ministers met in Kyiv on Monday.\n", name="a.txt")

    def made(kept: Renderings | None) -> tuple[str, int]:
        engine.texts.clear()
        stages = default_stages({"bergamot": engine}, names, load_locale, declared="en", renderings=kept)
        [edition] = translate_stories([story], ["pt-BR"], stages, names=names, locale=load_locale).editions
        return json.dumps(as_plain(edition), sort_keys=True), sum("Kyiv" in text and "ministers" not in text for text in engine.texts)

    cold, asked = made(Renderings(tmp_path / "r.sqlite3"))
    warm, again = made(Renderings(tmp_path / "r.sqlite3"))
    without, _ = made(None)
    assert (7, 0) == (asked, again)
    assert "name.learnt" in cold
    assert cold == warm == without
