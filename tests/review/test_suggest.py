"""What editors correct again and again becomes a proposal; what they do once, undo or have turned down does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_stories import ANNA, JONAS, NOW, Newsroom, edition_of, incoming, make_text

from newstrans.answer_cache import AnswerCache
from newstrans.glossary.load import load_glossary
from newstrans.glossary.names import Names
from newstrans.review import actions
from newstrans.review.suggest import Learnt, Pair, learnt_corrections
from newstrans.store.connect import open_store
from newstrans.store.records import Actor

MARIA = Actor("maria")
STORIES = (
    ("Port opens", "The work began in Galati on Monday.", "The ministers met in Kyiv.", "The ceasefire begins on Friday."),
    ("Port waits", "A ship left Galati at noon.", "Nobody left Kyiv by train.", "The mayor praised the ceasefire."),
    ("Port closes", "The road to Galati was closed.", "The talks in Kyiv went on.", "The ceasefire was broken twice."),
)


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    """Three short stories in Portuguese by the real engine, and what three editors made of them."""
    store = open_store(tmp_path_factory.mktemp("suggest") / "newstrans.db", NOW)
    room = Newsroom(store)
    for n, (headline, *paragraphs) in enumerate(STORIES):
        room.ingest(incoming(make_text(headline, paragraphs, version=str(n)), identity=f"urn:newsml:port:{n}"))
    yield room
    store.close()


def editions(room: Newsroom) -> list[str]:
    return [edition_of(room.receive(incoming(make_text(h, p, version=str(n)), identity=f"urn:newsml:port:{n}"))) for n, (h, *p) in enumerate(STORIES)]


def change(room: Newsroom, edition: str, key: str, old: str, new: str, actor: Actor) -> None:
    one = room.units(edition)[key]
    assert old in one.text
    actions.edit(room.desk(actor), edition, key, one.text.replace(old, new), base_rev=one.rev)


@pytest.fixture(scope="module")
def found(room: Newsroom) -> dict[str, Learnt]:
    first, second, third = editions(room)
    change(room, first, "u2", "Galati", "Ga", ANNA)  # saved while typing
    change(room, first, "u2", "Ga ", "Galatzi ", ANNA)
    change(room, second, "u2", "Galati", "Galatzi", JONAS)
    change(room, third, "u2", "estrada", "via", MARIA)  # and leaves Galati as it is
    for edition in (first, second, third):
        change(room, edition, "u3", "Kiev", "Kyiv", ANNA)  # one editor, three stories
        change(room, edition, "u4", "cessar-fogo", "armistício", JONAS)
    change(room, first, "u1", room.units(first)["u1"].text, "Outro título", ANNA)
    return {one.target: one for one in learnt_corrections(room.store, room.names)}


@pytest.mark.engine
def test_what_two_editors_or_three_stories_agree_on_is_proposed(found: dict[str, Learnt]) -> None:
    """With the source's name, the concept if one is known, counts, who, where; a common word is found by what the sources share."""
    assert {"Galatzi", "Kyiv", "armistício"} == set(found)
    galati, kyiv, word = found["Galatzi"], found["Kyiv"], found["armistício"]
    assert ("Galati", "", (("Galati", 2),), ("anna", "jonas"), 2) == (galati.source, galati.entry, galati.forms, galati.editors, galati.stories)
    assert ("kyiv", "pt-BR", "en", 3, ("anna",)) == (kyiv.entry, kyiv.locale, kyiv.language, kyiv.stories, kyiv.editors)
    assert ("ceasefire", (("cessar-fogo", 3),)) == (word.source, word.forms)
    assert all("Kiev" in one.before and "Kyiv" in one.after and one.unit == "u3" for one in kyiv.examples)
    assert galati.table()["pt-BR"] == {"preferred": "Galatzi", "variants": ["Galati"]}


@pytest.mark.engine
def test_an_editor_who_leaves_the_form_is_a_counter_example(found: dict[str, Learnt]) -> None:
    assert (1, 0) == (found["Galatzi"].against, found["Kyiv"].against)
    assert "Galati" in found["Galatzi"].against_examples[0].after


@pytest.mark.engine
def test_what_was_turned_down_and_what_the_glossary_does_already_stay_quiet(room: Newsroom, found: dict[str, Learnt], tmp_path) -> None:
    rejected = set(found["Galatzi"].pairs)
    assert {Pair("pt-BR", "Galati", "Galatzi")} == rejected
    assert {"Kyiv", "armistício"} == {one.target for one in learnt_corrections(room.store, room.names, rejected=rejected)}
    (tmp_path / "own.toml").write_text('[galati]\nkind = "place"\nen = "Galati"\npt = { preferred = "Galatzi", variants = ["Galati"] }\n', encoding="utf-8")
    own = Names(load_glossary([tmp_path]))
    assert "Galatzi" not in {one.target for one in learnt_corrections(room.store, own)}
    assert [] == learnt_corrections(room.store, room.names, locale="es")
    kept = AnswerCache(tmp_path / "kept.sqlite3", "found", most=1000)
    for _ in range(2):  # the second time from what was kept
        assert list(found.values()) == learnt_corrections(room.store, room.names, seen=kept)
        assert [] == learnt_corrections(room.store, room.names, locale="es", seen=kept)
    assert list(found.values()) == learnt_corrections(room.store, room.names)  # the same again


@pytest.mark.engine
def test_the_text_before_is_that_of_the_version_that_was_corrected(room: Newsroom, found: dict[str, Learnt]) -> None:
    """A new version moved the paragraph and changed another: the machine's text of the old one is still compared with."""
    headline, *paragraphs = STORIES[0]
    text = make_text(headline, ["A new first paragraph came in.", *paragraphs], version="9")
    room.ingest(incoming(text, "2", identity="urn:newsml:port:0"))
    again = {one.target: one for one in learnt_corrections(room.store, room.names)}
    assert {name: one.count for name, one in found.items()} == {name: one.count for name, one in again.items()}


@pytest.mark.parametrize(
    ("locale", "wrong", "right", "sentences"),
    [
        ("zh-CN", "泽连司基", "泽连斯基", ("{}昨天到了港口。", "市长和{}见面了。", "没有人见过{}先生。")),
        ("ja", "ゼレンスキ", "ゼレンスキー", ("{}大統領は港にいた。", "市長は{}に会った。", "誰も{}を見なかった。")),
    ],
)
def test_a_name_that_is_written_without_spaces_is_told_from_all_its_places(
    tmp_path: Path, locale: str, wrong: str, right: str, sentences: tuple[str, ...]
) -> None:
    """One character of the name was another; the rest of it is what three stories have beside it."""
    store = open_store(tmp_path / "newstrans.db", NOW)
    room = Newsroom(store, "pseudo")
    for n, sentence in enumerate(sentences):
        story = make_text(f"Port report {n}", [f"Nobody knew what Zelensky said on day {n}."], str(n))
        edition = edition_of(room.ingest(incoming(story, identity=f"urn:{n}"), (locale,)), locale)
        actions.edit(room.desk(ANNA), edition, "u2", sentence.format(wrong), base_rev=1)
        actions.edit(room.desk(JONAS), edition, "u2", sentence.format(right), base_rev=2)
    (learnt,) = learnt_corrections(room.store, room.names)
    assert (right, ((wrong, 3),), 3) == (learnt.target, learnt.forms, learnt.stories)
    store.close()
