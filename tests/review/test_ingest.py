"""What a story that comes in is: new, an update, late, a kill; takes of the text wires."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_stories import NOW, PARAGRAPHS, edition_of, incoming, make_text

from newstrans.formats.takes import find_take
from newstrans.pubstatus import Status
from newstrans.review.ingest import Verdict, due, read_incoming
from newstrans.store.editions import editions_of, get_edition
from newstrans.store.events import find_events
from newstrans.store.records import EditionState
from newstrans.store.stories import versions

WIRE = Path(__file__).resolve().parents[1] / "data" / "wire"


@pytest.mark.parametrize(("text", "label", "number", "rest"), [
    ("UPDATE 3-Oil falls on weak demand", "UPDATE 3", 4, "Oil falls on weak demand"),
    ("REFILE-UPDATE 1-Oil falls", "REFILE-UPDATE 1", 2, "Oil falls"),
    ("CORRECTED-Oil falls", "CORRECTED", 0, "Oil falls"),
    ("WRAPUP 2-Oil falls", "WRAPUP 2", 3, "Oil falls"),
    ("BC-AS--China-Daring Escape, 2nd Ld-Writethru", "2nd Ld-Writethru", 3, "BC-AS--China-Daring Escape"),
    ("BC-AS--China-Daring Escape,1st Ld", "1st Ld", 2, "BC-AS--China-Daring Escape"),
    ("BC-AS--China-Daring Escape, Ld-Writethru", "Ld-Writethru", 0, "BC-AS--China-Daring Escape"),
    ("KILL-Oil falls", "KILL", 0, "Oil falls"),
    ("BC-AS--China-Daring Escape, KILL", "KILL", 0, "BC-AS--China-Daring Escape"),
    # No takes: words of the story.
    ("Five are missing, one killed", "", 1, "Five are missing, one killed"),
    ("Storm: five missing, killed", "", 1, "Storm: five missing, killed"),
    ("Update your phone now", "", 1, "Update your phone now"),
    ("UPDATES-R-US files for bankruptcy", "", 1, "UPDATES-R-US files for bankruptcy"),
    ("ADDS UP: how the budget grew", "", 1, "ADDS UP: how the budget grew"),
    ("Kill Bill returns", "", 1, "Kill Bill returns"),
    ("", "", 1, ""),
])  # fmt: skip
def test_takes(text, label, number, rest):
    assert (label, number, rest) == find_take(text)


def test_versions_are_taken_in_their_order_and_no_other(room):
    """Late, equal and unknown ones: logged, ignored, and nothing is translated."""
    assert Verdict.NEW is room.ingest(incoming(make_text(), "3")).verdict
    assert Verdict.SAME is room.ingest(incoming(make_text(), "3")).verdict
    room.forget()
    late = room.ingest(incoming(make_text("Older"), "2"))
    equal = room.ingest(incoming(make_text("Another under the same number"), "3"))
    assert [Verdict.LATE, Verdict.LATE] == [late.verdict, equal.verdict]
    assert "version 2 came after version 3" in late.why
    assert [] == room.asked
    assert Verdict.UPDATE is room.ingest(incoming(make_text("Newer"), "11")).verdict
    assert ["late", "late"] == [event.kind for event in find_events(room.store) if event.kind == "late"]
    with room.store.read() as connection:
        assert ["3", "11"] == [one.version for one in versions(connection, late.story.id)]


def test_a_kill_kills_every_edition_at_once_without_an_engine(room):
    receipt = room.ingest(incoming(make_text()), ("pt-BR", "es", "fr"))
    calls = room.calls
    room.forget()
    killed = room.ingest(incoming(make_text("KILL: please kill this story"), "2", status=Status.CANCELED))
    assert Verdict.KILL is killed.verdict
    assert (calls, []) == (room.calls, room.asked)
    with room.store.read() as connection:
        assert {EditionState.KILLED} == {one.state for one in editions_of(connection, receipt.story.id)}
    assert Verdict.DEAD is room.ingest(incoming(make_text("Back again"), "3")).verdict
    assert [] == due(room.store)


def test_a_story_that_comes_after_its_kill_is_not_brought_back(room):
    assert Verdict.KILL is room.ingest(incoming(None, "5", status=Status.CANCELED)).verdict
    assert Verdict.DEAD is room.ingest(incoming(make_text(), "4")).verdict
    assert [] == room.asked


def test_a_kill_while_an_edition_is_being_made_wins(room):
    """What the engine was at when the kill came is not put in."""
    receipt = room.receive(incoming(make_text()))
    translate = room.translate

    def slow(stories, locales):
        run = translate(stories, locales)
        room.receive(incoming(None, "2", status=Status.CANCELED))
        return run

    room.translate = slow
    assert [] == room.make()
    assert {} == room.units(edition_of(receipt))
    with room.store.read() as connection:
        assert EditionState.KILLED is get_edition(connection, edition_of(receipt)).state


def test_two_runs_that_make_the_same_edition_put_it_in_once(room):
    receipt = room.receive(incoming(make_text()))
    translate = room.translate

    def doubled(stories, locales):
        run = translate(stories, locales)
        room.translate = translate
        assert 1 == len(room.make())
        return run

    room.translate = doubled
    assert [] == room.make()
    assert 14 == len(room.units(edition_of(receipt)))
    assert 1 == sum(event.kind == "translated" for event in find_events(room.store))


def test_a_withheld_story_opens_again(room):
    receipt = room.ingest(incoming(make_text()))
    assert Verdict.WITHHOLD is room.ingest(incoming(make_text(), "2", status=Status.WITHHELD)).verdict
    assert [] == due(room.store)
    room.ingest(incoming(make_text("Harbour talks go on"), "3"))
    with room.store.read() as connection:
        assert EditionState.IN_REVIEW is get_edition(connection, edition_of(receipt)).state


def test_takes_of_a_text_wire_are_one_story(room):
    """Without ids: by slug and take. A lower take that comes late is ignored; a new story of the same slug is new."""
    def send(slug, headline, **more):
        return room.ingest(incoming(make_text(headline), identity=f"sha256:{slug}{headline}", slug=slug, versioned=False, derived=True), **more)

    first = send("BC-Harbour", "Harbour talks resume")
    third = send("BC-Harbour, 2nd Ld-Writethru", "Harbour talks end")
    second = send("BC-Harbour, 1st Ld-Writethru", "Harbour talks go on")
    refile = send("BC-Harbour", "REFILE-Harbour talks end well")
    assert [Verdict.NEW, Verdict.UPDATE, Verdict.LATE, Verdict.UPDATE] == [one.verdict for one in (first, third, second, refile)]
    assert {first.story.id} == {one.story.id for one in (third, second, refile)}
    assert Verdict.NEW is send("BC-Harbour", "Harbour: another day").verdict
    assert Verdict.NEW is send("BC-Harbour, 4th Ld-Writethru", "Much later", now="2026-05-04T09:30:00Z").verdict
    assert "Harbour talks end well" == room.units(edition_of(first))["u1"].source


def take_of(room, slug, headline, paragraphs=PARAGRAPHS, **more):
    """A story of a wire of texts, which has no ids: what became of it."""
    text = make_text(headline, paragraphs)
    return room.ingest(incoming(text, identity=f"sha256:{slug}{headline}{paragraphs}", slug=slug, versioned=False, derived=True), **more)


def test_corrections_use_up_no_number_of_the_takes_behind_them(room):
    """A refile of a take is no second text under its number, and UPDATE 2 comes in behind two corrections of UPDATE 1."""
    sent = ["Talks begin", "UPDATE 1-Talks begin", "REFILE-UPDATE 1-Talks begin", "CORRECTED-Talks begin", "UPDATE 2-Talks begin", "UPDATE 1-Talks begin"]
    found = [take_of(room, "Harbour", headline, PARAGRAPHS[: n + 2]) for n, headline in enumerate(sent)]
    assert [Verdict.NEW, *[Verdict.UPDATE] * 4, Verdict.LATE] == [one.verdict for one in found]
    assert 1 == len({one.story.id for one in found})
    late = take_of(room, "Harbour", "REFILE-UPDATE 1-Talks begin", PARAGRAPHS[:1])
    assert (Verdict.LATE, True) == (late.verdict, "version 2 came after version 3" in late.why)


def test_a_kill_in_a_wire_of_texts_kills_and_is_not_translated(room):
    first = take_of(room, "Harbour", "Talks begin")
    take_of(room, "Harbour", "UPDATE 1-Talks begin", PARAGRAPHS[:3])
    room.forget()
    kill = take_of(room, "Harbour", "KILL-Talks begin", ["Please kill the story. It is wrong."])
    assert (Verdict.KILL, first.story.id, []) == (kill.verdict, kill.story.id, room.asked)
    assert EditionState.KILLED is _state(room, first)
    assert Verdict.DEAD is take_of(room, "Harbour", "UPDATE 2-Talks begin", PARAGRAPHS[:4]).verdict
    assert Verdict.DEAD is take_of(room, "", "Talks begin").verdict, "its text under another name is no new story"


@pytest.mark.parametrize(("status", "state"), [(Status.CANCELED, EditionState.KILLED), (Status.WITHHELD, EditionState.WITHHELD)])
def test_a_kill_that_names_a_take_by_its_id_kills_the_story(room, status, state):
    """The take joined the story by its slug; the kill bears its id, and no slug."""
    first = room.ingest(incoming(make_text(), identity='urn:1"_%', slug="BC-Harbour"))
    take = room.ingest(incoming(make_text("Talks end", version="2"), identity='urn:2"_%', slug="BC-Harbour, 2nd Ld-Writethru"))
    other = room.ingest(incoming(make_text("Another story"), identity="urn:3"))
    assert first.story.id == take.story.id != other.story.id
    kill = room.ingest(incoming(None, identity='urn:2"_%', status=status))
    assert first.story.id == kill.story.id
    assert [state, EditionState.TO_REVIEW] == [_state(room, first), _state(room, other)]


def test_a_kill_of_a_text_that_is_not_known_is_held(room):
    """It may be the words of a story: nothing of it is translated, and a usable take opens it."""
    held = take_of(room, "Harbour", "WITHDRAWN-Talks begin")
    assert (Verdict.WITHHOLD, []) == (held.verdict, room.asked)
    assert Verdict.UPDATE is take_of(room, "Harbour", "UPDATE 1-Talks begin", PARAGRAPHS[:3]).verdict


@pytest.mark.parametrize("version", ["1", "3"])
def test_a_kill_is_final_whatever_its_number(room, version):
    """In order it would have killed, and what came behind it would be dead."""
    receipt = room.ingest(incoming(make_text(), "2"))
    room.ingest(incoming(make_text("Newer"), "3"))
    assert Verdict.KILL is room.ingest(incoming(None, version, status=Status.CANCELED)).verdict
    assert EditionState.KILLED is _state(room, receipt)


def test_an_old_version_under_another_name_is_late(room):
    """It is neither a new story nor the newest text of the one that it is of."""
    first = take_of(room, "", "Talks begin")
    take_of(room, "", "UPDATE 1-Talks begin", PARAGRAPHS[:3])
    copy = incoming(make_text("Talks begin"), identity="file:/in/copy.txt", versioned=False, derived=True)
    again = room.ingest(copy)
    assert (Verdict.LATE, first.story.id) == (again.verdict, again.story.id)


def _state(room, receipt):
    with room.store.read() as connection:
        return get_edition(connection, edition_of(receipt)).state


def test_rights_that_forbid_it_are_logged_and_overridden_with_a_reason(room):
    one = incoming(make_text(), forbids="may not be changed")
    assert Verdict.REFUSED is room.ingest(one).verdict
    assert [] == room.asked
    receipt = room.receive(one, override="agreed by mail")
    assert Verdict.NEW is receipt.verdict
    assert "agreed by mail" in find_events(room.store, story=receipt.story.id)[-1].note


def test_a_locale_that_is_added_later_gets_its_edition(room):
    receipt = room.ingest(incoming(make_text()))
    room.ingest(incoming(make_text()), ("es",))
    with room.store.read() as connection:
        assert ["es", "pt-BR"] == [one.locale for one in editions_of(connection, receipt.story.id)]


@pytest.mark.engine
def test_a_story_in_the_language_of_its_edition_has_none(real_room):
    room = real_room
    receipt = room.ingest(incoming(make_text()), ("en-GB", "es"))
    with room.store.read() as connection:
        assert ["es"] == [one.locale for one in editions_of(connection, receipt.story.id)]
    assert [] == due(room.store)


@pytest.mark.engine
def test_what_cannot_be_translated_is_told_and_tried_again(real_room):
    room = real_room
    receipt = room.receive(incoming(make_text()), ("xh", "pt-BR"))
    made = room.make()
    assert ["pt-BR"] == [one.edition.locale for one in made if one.error is None]
    failed = next(one for one in made if one.error)
    assert (EditionState.FAILED, "xh") == (failed.edition.state, failed.edition.locale)
    assert [(receipt.story.id, "xh")] == due(room.store)


@pytest.mark.parametrize("path", sorted(WIRE.iterdir()), ids=lambda path: path.name)
def test_every_wire_format_comes_in(room, path):
    """Each item once; the same file again brings nothing new."""
    found = read_incoming(path.read_bytes(), name=path.name, place=str(path))
    assert found
    first = [room.receive(one, ("es",)).verdict for one in found]
    assert set(first) <= {Verdict.NEW, Verdict.KILL, Verdict.WITHHOLD, Verdict.OURS, Verdict.EMPTY, Verdict.REFUSED}
    room.make()
    assert {Verdict.NEW, Verdict.UPDATE}.isdisjoint({room.receive(one, ("es",), now=NOW).verdict for one in found})
    assert [] == due(room.store)


def test_a_text_that_is_written_again_is_a_new_version(room, tmp_path):
    """A file without an identity of its own is known by where it lies; a copy of it is no new story."""
    text = "Harbour opens\n\n" + "\n\n".join(PARAGRAPHS[:3])
    first = room.receive(read_incoming(text.encode(), name="a.txt", place="/in/a.txt")[0])
    again = room.receive(read_incoming(text.replace("two", "three").encode(), name="a.txt", place="/in/a.txt")[0])
    copy = room.receive(read_incoming(text.replace("two", "three").encode(), name="b.txt", place="/in/b.txt")[0])
    assert [Verdict.NEW, Verdict.UPDATE, Verdict.SAME] == [first.verdict, again.verdict, copy.verdict]
    assert first.story.id == again.story.id == copy.story.id
