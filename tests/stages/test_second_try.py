"""Engines that lose their way are asked once more."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import jsonschema
import pytest

from newstrans.cli.setup import Desk
from newstrans.config import Config
from newstrans.engines.base import Engine, LanguagePair, Translation
from newstrans.errors import EngineError
from newstrans.explain import explain_edition
from newstrans.formats import read_story
from newstrans.formats.edition_json import edition_from_json, edition_to_json
from newstrans.model import Edition, Treatment, replay
from newstrans.pipeline import Run, default_stages, translate_stories

SCHEMA = Path(__file__).parents[2] / "src" / "newstrans" / "formats" / "edition.schema.json"


class Faulty:
    """A real engine behind a fault: `fault(text)` is an answer to give instead, or None; it may raise."""

    any_pair = False

    def __init__(self, engine: Engine, fault: Callable[[str], str | None]) -> None:
        self._engine = engine
        self._fault = fault
        self.name = engine.name
        self.asked: list[str] = []

    def __getattr__(self, name: str) -> object:
        return getattr(self._engine, name)

    def translate(self, texts: Sequence[str], pair: LanguagePair) -> list[Translation]:
        self.asked += texts
        faults = [self._fault(text) for text in texts]
        answers = self._engine.translate(texts, pair)
        return [answer if fault is None else Translation(fault) for fault, answer in zip(faults, answers, strict=True)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The shipped glossary and house styles, whatever engines are here."""
    return Desk(Config(data=tmp_path / "data"))


def run(desk: Desk, text: str, to: str, language: str, *, engine: str | None = None) -> Run:
    stages = default_stages(desk.engines, desk.names, desk.locale, declared=language, forced_engine=engine)
    return translate_stories([read_story(text.encode(), name="story.md")], [to], stages, names=desk.names, locale=desk.locale)


def only(done: Run) -> Edition:
    assert () == done.failures
    return done.editions[0]


def second_tries(edition: Edition) -> list[str]:
    return [finding.message for finding in edition.findings if finding.check == "second-try"]


def break_bergamot(desk: Desk, fault: Callable[[str], str | None]) -> Faulty:
    faulty = Faulty(desk.engines["bergamot"], fault)
    desk.engines["bergamot"] = faulty  # type: ignore[assignment]
    return faulty


SENTENCE = "The river rose by two metres in the night, and the old bridge near the harbour has been closed to all traffic since then."
STORY = f"# Floods close the bridge\n\nRescue teams are at work.\n\n{SENTENCE}\n"


@pytest.mark.engine
def test_words_alone_are_not_doubled(desk: Desk) -> None:
    """The real weights say "War War" and "March March" to a lone word; with a colon behind they do not."""
    edition = only(run(desk, "# Guerra\n\nO porto foi fechado na segunda-feira.\n\n- Março\n- Notícias\n", "en", "pt"))

    assert ["War", "The port was closed on Monday.", "March", "News"] == [unit.text for unit in edition.units]
    assert 3 == len(second_tries(edition))
    assert all("with a colon behind it" in message for message in second_tries(edition))
    assert "repetition" not in {finding.check for finding in edition.findings}
    for unit in edition.units:
        for segment in unit.segments:
            assert segment.sent == replay(segment.source, segment.prepared)
            assert segment.target == replay(segment.machine or "", segment.edits)


@pytest.mark.engine
def test_what_is_longer_than_any_word_goes_round_the_engine(desk: Desk) -> None:
    """A number of 5,000 figures took it minutes, and lost its end; it stands as it is, and is shown."""
    key = "1234567890" * 500
    (edition,) = run(desk, f"The council named the number {key} on Monday.\n", "pt-BR", "en").editions
    assert key in edition.units[0].text
    assert "segunda-feira" in edition.units[0].text
    (finding,) = (one for one in edition.findings if one.check == "unknown-word")
    assert finding.message.startswith("5000 signs without a space")
    assert finding.source is not None
    assert key == edition.units[0].unit.text[finding.source.start : finding.source.end]


@pytest.mark.engine
def test_a_fraction_is_one_number(desk: Desk) -> None:
    """Half of it was taken for a foreign word, and no edition was written."""
    done = run(desk, "The council met for 5½ hours on Monday and paid 3 ½ million euros for a road of 101⅔ miles.\n", "pt-BR", "en")
    (edition,) = done.editions
    assert all(number in edition.units[0].text for number in ("5,5 horas", "3,5 milhões de euros", "101⅔"))
    assert [] == [one for one in edition.findings if one.check.startswith("number")]


@pytest.mark.engine
def test_a_loop_is_translated_in_parts(desk: Desk) -> None:
    """The two halves have a text of their own, sent and answered, and lie in the unit one behind the other."""
    break_bergamot(desk, lambda text: "de guerra " * 12 if len(text.split()) > 20 else None)
    edition = only(run(desk, STORY, "pt-BR", "en"))
    unit = edition.units[-1]

    assert 2 == len(unit.segments)
    assert SENTENCE == "".join(segment.source + segment.gap for segment in unit.segments)
    assert "guerra" not in unit.text
    assert "rio" in unit.text
    assert "ponte" in unit.text
    (message,) = second_tries(edition)
    assert "in 2 parts" in message
    assert "times in a row" in message


@pytest.mark.engine
def test_another_route_helps_out_and_is_recorded(desk: Desk) -> None:
    """What the neural leg copies through, the rule-based engine translates; the record names it and can be read back."""
    break_bergamot(desk, lambda text: text if "Rescue" in text or "teams" in text or "at work" in text else None)
    edition = only(run(desk, STORY, "es", "en"))
    segment = edition.units[1].segments[0]

    assert ["apertium en-es"] == [str(leg) for leg in segment.route]
    assert segment.route[0].model is not None
    assert "Rescue" not in edition.units[1].text
    assert "by apertium en-es" in second_tries(edition)[0]
    text = edition_to_json(edition)
    jsonschema.validate(json.loads(text), json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert edition == edition_from_json(text, name="story.json")
    assert re.search(r"by +apertium en-es", explain_edition(edition, unit="2"))


@pytest.mark.engine
def test_an_engine_that_fails_on_one_sentence_loses_only_that(desk: Desk) -> None:
    """The others are translated, and the one goes another way."""

    def fault(text: str) -> None:
        if text.startswith("Rescue"):
            raise EngineError("bergamot", "it panicked")

    break_bergamot(desk, fault)
    edition = only(run(desk, STORY, "es", "en"))

    assert [Treatment.TRANSLATED] * 3 == [unit.treatment for unit in edition.units]
    assert ["apertium en-es"] == [str(leg) for leg in edition.units[1].segments[0].route]


@pytest.mark.engine
def test_what_cannot_be_mended_is_no_edition(desk: Desk) -> None:
    """No other way: a sentence without text keeps the edition back, and says which."""
    break_bergamot(desk, lambda text: "" if text.startswith("Rescue") or "work" in text else None)
    done = run(desk, STORY, "pt-BR", "en", engine="bergamot")

    assert () == done.editions
    assert "Rescue teams" in str(done.failures[0].error)


@pytest.mark.engine
def test_an_engine_that_fails_on_everything_is_broken(desk: Desk) -> None:
    """It is not asked sentence by sentence for a whole story."""

    def fault(text: str) -> None:
        raise EngineError("bergamot", "it panicked")

    faulty = break_bergamot(desk, fault)
    text = "\n\n".join(f"Ship number {number} left the port on Monday." for number in range(40))
    done = run(desk, text, "pt-BR", "en")

    assert "it panicked" in str(done.failures[0].error)
    assert len(faulty.asked) < 40 + 40


@pytest.mark.engine
def test_good_answers_cost_nothing(desk: Desk) -> None:
    """A story without symptoms is sent once, and no stage speaks of it."""
    faulty = break_bergamot(desk, lambda text: None)
    edition = only(run(desk, STORY, "pt-BR", "en"))

    assert 3 == len(faulty.asked)
    assert "second-try" not in {trace.stage for trace in edition.trace}


@pytest.mark.engine
def test_a_hopeless_engine_is_asked_a_bounded_number_of_times(desk: Desk) -> None:
    """Copies of a hundred sentences are not all translated three times."""
    faulty = break_bergamot(desk, lambda text: text)
    text = "\n\n".join(f"Ship number {number} left the old port in the rain on Monday." for number in range(100))
    run(desk, text, "pt-BR", "en", engine="bergamot")

    assert len(faulty.asked) <= 100 + 2 * 40
