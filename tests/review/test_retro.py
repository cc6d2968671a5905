"""When the glossary changed: which texts in the store are wrong now, and which may be put right without anybody."""

from __future__ import annotations

import pytest
from desk_stories import ANNA, JONAS, Newsroom, edition_of, incoming, make_text

from newstrans.glossary.load import Glossary
from newstrans.glossary.names import Names
from newstrans.glossary.parse import parse_glossary
from newstrans.localise.locale import load_locale
from newstrans.review import actions, retro
from newstrans.store.connect import open_store
from newstrans.store.editions import get_edition
from newstrans.store.events import find_events
from newstrans.store.records import EditionState, UnitState

pytestmark = pytest.mark.engine

BEFORE = """
[kyiv]
kind = "place"
en = "Kyiv"
pt = { preferred = "Kiev", variants = ["Kyiv", "Quieve"] }
[bread]
kind = "event"
en = "Bread Accord"
pt = "Acordo do Pão"
"""
AFTER = BEFORE.replace('preferred = "Kiev", variants = ["Kyiv", "Quieve"]', 'preferred = "Kyiv", variants = ["Kiev", "Quieve"]')
TEXT = [
    "The ministers met in Kyiv on Monday.", "The harbour was quiet during the night.", "Nobody in Kyiv said a word.",
    "A train from Kyiv was late.", "The road to Kyiv is closed.",
]  # fmt: skip


def names(text, revision):
    parsed = parse_glossary(text.encode(), "house.toml")
    assert not parsed.problems, parsed.problems
    return Names(Glossary(tuple(parsed.entries), revision), countries=False)


NOW = names(AFTER, "after")


@pytest.fixture
def desked(tmp_path):
    """An edition made with the old glossary: p1 untouched, p3 edited, p4 approved as it was, p5 edited to the new name."""
    store = open_store(tmp_path / "newstrans.db", "2026-03-04T09:30:00Z")
    room = Newsroom(store)
    room.names = names(BEFORE, "before")
    edition = edition_of(room.ingest(incoming(make_text("Talks resume", TEXT))))
    assert "Kiev" in room.units(edition)["u2"].text
    actions.edit(room.desk(), edition, "u4", "Ninguém disse nada em Kiev.", base_rev=1)
    actions.approve(room.desk(JONAS), edition, "u5", base_rev=1)
    actions.edit(room.desk(), edition, "u6", "A estrada para Kyiv está fechada.", base_rev=1)
    yield room, edition
    store.close()


def found(room, **more):
    return {one.unit: one for one in retro.corrections(room.store, more.pop("names", NOW), load_locale, **more)}


def test_the_queue_names_what_is_wrong_and_what_may_be_put_in(desked):
    room, _edition = desked
    queue = found(room)
    assert {"u2", "u4", "u5"} == set(queue), "the harbour has no name in it, and the road says Kyiv already"
    assert {"u2": True, "u4": False, "u5": False} == {key: one.offered for key, one in queue.items()}
    assert queue["u2"].text.replace("Kiev", "Kyiv") == queue["u2"].after
    assert "Ninguém disse nada em Kyiv." == queue["u4"].after
    assert ("edited by anna", "approved by jonas") == (queue["u4"].why, queue["u5"].why)
    assert (("kyiv",), ("Kyiv (kyiv) is Kyiv",)) == (queue["u2"].entries, queue["u2"].reasons)


def test_only_what_nobody_worked_on_is_written(desked):
    room, edition = desked
    before = room.units(edition)
    done, passed = retro.put_in(room.desk(ANNA, "2026-05-02T10:00:00Z"), found(room).values())
    after = room.units(edition)
    assert (["u2"], []) == ([one.key for one in done], passed)
    assert UnitState.MACHINE is after["u2"].state
    assert "Kyiv" in after["u2"].text
    assert {key: one for key, one in before.items() if key != "u2"} == {key: one for key, one in after.items() if key != "u2"}
    last = find_events(room.store, edition=edition, unit="u2")[-1]
    assert ("rename", "anna", after["u2"].text) == (last.kind, last.actor.name, last.text)
    assert {"u4", "u5"} == set(found(room)), "what was put in is right now"


def test_an_editor_who_came_before_is_not_written_over(desked):
    room, edition = desked
    queue = found(room)
    mine = actions.edit(room.desk(), edition, "u2", "Os ministros reuniram-se em Kiev.", base_rev=1)
    done, passed = retro.put_in(room.desk(), queue.values())
    assert ([], ["u2"]) == (done, [one.unit for one in passed])
    assert mine == room.units(edition)["u2"]


def test_published_editions_come_first_and_are_not_opened(desked):
    room, edition = desked
    actions.edit(room.desk(), edition, "u6", "A estrada para Kiev está fechada.", base_rev=2)
    for key, one in room.units(edition).items():
        if not one.settled:
            actions.approve(room.desk(JONAS), edition, key, base_rev=one.rev)
    with room.store.read() as connection:
        rev = get_edition(connection, edition).rev
    actions.publish(room.desk(), edition, base_rev=rev)
    other = edition_of(room.ingest(incoming(make_text("Another", TEXT[:1]), identity="urn:2"), now="2026-03-03T00:00:00Z"))
    queue = list(retro.corrections(room.store, NOW, load_locale))
    assert [*[(edition, 1)] * 4, (other, 0)] == [(one.edition, one.issue) for one in queue]
    retro.put_in(room.desk(), queue)
    with room.store.read() as connection:
        assert EditionState.PUBLISHED is get_edition(connection, edition).state


def test_only_the_concepts_that_were_asked_for(desked):
    room, _ = desked
    assert {} == found(room, entries={"bread"})
    assert 3 == len(found(room, entries={"kyiv", "bread"}))


def test_the_glossary_it_was_made_with_makes_nothing_wrong(desked):
    room, _ = desked
    assert {} == found(room, names=names(BEFORE, "before"))
    assert {} == found(room, names=names(BEFORE, "another revision, the same names"))


def test_what_was_left_by_an_editor_stays_left(desked):
    """An override of the entry in that unit is a decision; a form that the house never writes now is told."""
    room, edition = desked
    with room.store.write() as connection:
        from newstrans.store.editions import add_override

        add_override(connection, room.units(edition)["u4"], "kyiv", before="Kiev", after="Kyiv", actor="anna", at="x")
    assert {"u2", "u5"} == set(found(room))
    strict = AFTER + '\n[silence]\nkind = "event"\nen = "Silence Pact"\npt = { preferred = "Pacto", forbidden = ["estrada"] }\n'
    one = found(room, names=names(strict, "strict"))["u6"]
    assert (("silence",), None, False) == (one.entries, one.after, one.offered)
    assert "never writes estrada" in one.reasons[0]
