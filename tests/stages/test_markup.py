"""Links and emphasis through real engines."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from newstrans.cli.setup import Desk
from newstrans.config import Config
from newstrans.engines.base import Engine, LanguagePair, Translation
from newstrans.errors import EngineError
from newstrans.model import Edition, Leg, Mark, SourceFile, Span, Story, Unit, UnitKind
from newstrans.pipeline import default_stages, translate_stories
from newstrans.stages.follow import FollowWords, Wanted, follow_route

sys.path.insert(0, str(Path(__file__).parents[1] / "engines"))
from argos_fixture import build_package, place_package
from real_engines import need_apertium, need_argos


def marked(text: str) -> tuple[str, tuple[Mark, ...]]:
    """Read "<em>word</em> <br/>" into plain text and marks."""
    out, marks, stack, at = "", [], [], 0
    while at < len(text):
        if text.startswith("<br/>", at):
            marks.append(Mark(len(out), len(out), "br"))
            at += 5
        elif text[at] == "<":
            end = text.index(">", at)
            name = text[at + 1 : end]
            if name.startswith("/"):
                tag, start = stack.pop()
                marks.append(Mark(start, len(out), tag))
            else:
                stack.append((name, len(out)))
            at = end + 1
        else:
            out += text[at]
            at += 1
    return out, tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end)))


def story(*paragraphs: str, language: str = "en") -> Story:
    units = []
    for n, paragraph in enumerate(paragraphs, 1):
        text, marks = marked(paragraph)
        units.append(Unit(f"p{n}", UnitKind.PARAGRAPH, text, marks))
    return Story("story", "story", tuple(units), SourceFile("story.txt", "plain", "utf-8", "0" * 64, 0), language=language)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """The shipped glossary, house styles, whatever engines are here, and the small Argos package en-eo."""
    need_argos()
    folder = tmp_path_factory.mktemp("desk")
    config = Config(data=folder / "data")
    place_package(build_package(folder / "en_eo.argosmodel"), config.argos_folder)
    return Desk(config)


def edition(desk: Desk, *paragraphs: str, to: str, engine: str | None = None, language: str = "en") -> Edition:
    stages = default_stages(desk.engines, desk.names, desk.locale, forced_engine=engine, declared=language)
    run = translate_stories([story(*paragraphs, language=language)], [to], stages, names=desk.names, locale=desk.locale)
    assert () == run.failures
    return run.editions[0]


def shown(one: Edition, unit: int = 0) -> list[tuple[str, str]]:
    """Tag and marked words of each mark."""
    done = one.units[unit]
    return [(mark.tag, done.text[mark.start : mark.end]) for mark in done.marks]


@pytest.mark.parametrize(
    ("paragraph", "to", "engine", "expected"),
    [
        (
            "The minister signed <a>the new treaty with <em>Ukraine</em></a> on <strong>Monday</strong>.", "pt-BR", "bergamot",
            [("a", "o novo tratado com a Ucrânia"), ("em", "Ucrânia"), ("strong", "segunda-feira")],
        ),
        (
            # An adjective that changes its place, and a name that the glossary changes afterwards.
            "They want <em>the old white house</em> near <a>Odesa</a> back.", "pt-BR", "bergamot",
            [("em", "a antiga casa branca"), ("a", "Odessa")],
        ),
        (
            # An address is carried round the engine; its mark comes back with it.
            "Write to <a>desk@example.org</a> before <em>noon</em> today.", "pt-BR", "bergamot",
            [("a", "desk@example.org"), ("em", "meio-dia")],
        ),
        ("<strong>RESCUE TEAMS SEARCH</strong> THE FLOODED VALLEY", "pt-BR", "bergamot", [("strong", "EQUIPES DE RESGATE PESQUISAR")]),
        ("The <em>old</em> house is <a>the new house and the garden</a>.", "eo", "argos", [("em", "old"), ("a", "la new domo kaj la garden")]),
    ],
)  # fmt: skip
@pytest.mark.engine
def test_marks_follow_their_words(desk: Desk, paragraph: str, to: str, engine: str, expected: list[tuple[str, str]]) -> None:
    """Through the engine, what was carried round it, the glossary and the capitals."""
    done = edition(desk, paragraph, to=to, engine=engine)

    assert expected == shown(done), done.units[0].text


@pytest.mark.engine
def test_mark_on_a_part_of_a_name_stays_there(desk: Desk) -> None:
    """A stand-in carries the name as a whole; the marked word of it is found by its letters."""
    need_apertium("eng-spa")
    done = edition(desk, "They left <a>Cape <em>Verde</em></a> for Chile on Monday.", to="es", engine="apertium")

    assert "name.put-back" in [edit.rule for segment in done.units[0].segments for edit in segment.edits]
    assert [("a", "Cabo Verde"), ("em", "Verde")] == shown(done), done.units[0].text


@pytest.mark.engine
def test_apertium_tells_which_word_became_which(desk: Desk) -> None:
    """Word-bound blanks: noun and adjective change places, and the answer needs no second translation."""
    need_apertium("eng-spa")
    done = edition(desk, "The <em>yellow</em> <a>house</a> is old.", to="es", engine="apertium")

    assert {("em", "amarilla"), ("a", "casa")} == set(shown(done)), done.units[0].text
    assert "markup" not in {finding.check for finding in done.findings}


@pytest.mark.engine
def test_marks_go_through_both_legs_of_a_pivot(desk: Desk) -> None:
    """From English over Portuguese to Spanish, with the route named in the edition."""
    need_apertium("pt-es")
    done = edition(desk, "The minister signed <a>the new treaty</a> on <strong>Monday</strong>.", to="es")

    assert ["bergamot en-pt", "apertium pt-es"] == [str(leg) for leg in done.route]
    (_, link), (_, strong) = shown(done)
    assert "tratado" in link
    assert "lunes" in strong
    assert "firmó" not in link


@pytest.mark.engine
def test_void_tags_and_code_stay(desk: Desk) -> None:
    """A line break stands before the word that it stood before; code keeps its mark and its text."""
    done = edition(desk, "Run <code>make demo</code> first.<br/> Then read <br/>the report.", to="pt-BR", engine="bergamot")
    text = done.units[0].text

    marks = {mark.tag: mark for mark in done.units[0].marks}
    assert "make demo" == text[marks["code"].start : marks["code"].end]
    assert 3 == len(done.units[0].marks)
    late = [mark for mark in done.units[0].marks if mark.tag == "br"][1]
    assert text[late.start :].lstrip().startswith(("o relatório", "relatório"))


@pytest.mark.engine
def test_a_mark_over_two_sentences_stays_one(desk: Desk) -> None:
    """It reaches from its first word in the one to its last in the other."""
    done = edition(desk, "The <em>river rose on Monday. The bridge is closed</em> now.", to="pt-BR", engine="bergamot")

    (tag, words), = shown(done)
    assert "em" == tag
    assert "rio" in words
    assert words.rstrip(".").endswith("fechada")
    assert not words.startswith("O ")


@pytest.mark.engine
def test_the_same_marks_alone_and_among_others(desk: Desk) -> None:
    """Neither the company nor the order of the paragraphs changes a place."""
    paragraphs = [
        "The minister signed <a>the new treaty</a> on <strong>Monday</strong>.",
        "Three <em>ships</em> left <a>the old port</a> yesterday.",
        "The <em>river</em> rose by 37 centimetres.",
    ]
    together = edition(desk, *paragraphs, to="pt-BR", engine="bergamot")
    backwards = edition(desk, *paragraphs[::-1], to="pt-BR", engine="bergamot")

    for n, paragraph in enumerate(paragraphs):
        alone = edition(desk, paragraph, to="pt-BR", engine="bergamot").units[0]
        assert alone.marks == together.units[n].marks == backwards.units[2 - n].marks


def test_pseudo_marks_the_same_words(desk: Desk) -> None:
    """The engine for layout checks moves nothing, so no place is a guess."""
    done = edition(desk, "The <em>minister</em> signed <a>the treaty</a>.", to="pt-BR", engine="pseudo")

    assert [("em", "mîñîšţéŕ"), ("a", "ţĥé ţŕéàţý")] == shown(done)
    assert "markup" not in {finding.check for finding in done.findings}


class _Mute:
    """An engine that has no answer to single words, as rule-based ones have now and then."""

    name = "mute"
    any_pair = False

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __getattr__(self, name: str) -> object:
        return getattr(self._engine, name)

    def translate(self, texts: list[str], pair: LanguagePair) -> list[Translation]:
        if any(" " not in text for text in texts):
            raise EngineError("mute", "empty output")
        return self._engine.translate(texts, pair)


@pytest.mark.engine
def test_no_answer_to_a_word_alone_is_no_failure(desk: Desk) -> None:
    """The word is looked for another way."""
    text, pair = "The river rose on Monday.", LanguagePair("en", "pt")
    answer = desk.engines["bergamot"].translate([text], pair)[0].text
    leg = Leg("bergamot", "en", "pt")
    mute = _Mute(desk.engines["bergamot"])

    (found,) = FollowWords({"bergamot": mute}).follow([Wanted(leg, text, answer, Span(4, 9))])  # type: ignore[dict-item]

    assert "rio" in answer[slice(*found.span)]


def test_routes_of_different_length_wait_for_each_other() -> None:
    """A range without a leg keeps its place."""
    found = follow_route(lambda wanted: [], [("a b",)], [()], [Span(0, 1)])

    assert [(Span(0, 1), True)] == [(one.span, one.sure) for one in found]


@pytest.mark.engine
def test_marks_do_not_change_the_text(desk: Desk) -> None:
    """With or without marks, the words of the edition are the same."""
    paragraph = "The minister signed <a>the new treaty with <em>Ukraine</em></a> on Monday."
    plain = replace(story(paragraph), units=tuple(replace(unit, marks=()) for unit in story(paragraph).units))
    stages = default_stages(desk.engines, desk.names, desk.locale, forced_engine="bergamot", declared="en")
    run = translate_stories([plain], ["pt-BR"], stages, names=desk.names, locale=desk.locale)

    assert run.editions[0].units[0].text == edition(desk, paragraph, to="pt-BR", engine="bergamot").units[0].text
