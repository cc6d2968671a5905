"""Write-through: only what changed is translated anew, and no word of an editor is lost."""

from __future__ import annotations

import pytest
from desk_stories import HEADLINE, JONAS, PARAGRAPHS, edition_of, incoming, make_text
from sqlalchemy import event

from newstrans.pubstatus import Status
from newstrans.review import actions
from newstrans.review.report import update_report
from newstrans.store.editions import get_edition
from newstrans.store.events import broken_links, find_events
from newstrans.store.records import Change, EditionState, UnitState


def approve_all(room, edition):
    for key, one in room.units(edition).items():
        if not one.settled:
            actions.approve(room.desk(JONAS), edition, key, base_rev=one.rev)


def state(room, edition):
    with room.store.read() as connection:
        return get_edition(connection, edition).state


def revision(room, edition):
    with room.store.read() as connection:
        return get_edition(connection, edition).rev


@pytest.mark.engine
def test_one_changed_one_new_one_removed_one_moved_of_fourteen(real_room):
    """Exactly three need work; the other approvals and texts are as they were; the engine gets what is new, no more."""
    room = real_room
    edition = edition_of(room.ingest(incoming(make_text())))
    actions.edit(room.desk(), edition, "u3", "Pediram 3 por cento a mais. A prefeitura disse que não.", base_rev=1)
    approve_all(room, edition)
    before = room.units(edition)
    p = list(PARAGRAPHS)
    changed = "They asked for 4 percent more. The city said no."
    new = "The governor has called a meeting for Sunday."
    version2 = [p[0], changed, p[2], new, *p[4:8], p[12], *p[8:12]]  # p[3] is removed, p[12] moved
    room.forget()
    room.ingest(incoming(make_text(paragraphs=version2), "2"))
    after = room.units(edition)

    assert {"u3": Change.CHANGED, "u15": Change.NEW, "u5": Change.REMOVED} == {
        key: one.change for key, one in after.items() if not one.settled
    }
    assert Change.MOVED is after["u14"].change
    for key, one in before.items():
        if key not in ("u3", "u5"):
            assert (one.text, one.approval) == (after[key].text, after[key].approval)
            assert after[key].approved
    assert before["u3"].text == after["u3"].text
    assert UnitState.STALE is after["u3"].state
    assert after["u3"].suggestion.startswith("E") or "4 por cento" in after["u3"].suggestion
    assert after["u3"].suggestion.endswith("A prefeitura disse que não.")
    assert sorted(["They asked for 4 percent more.", new]) == sorted(set(room.asked))
    assert 2 == len(room.asked)
    assert EditionState.IN_REVIEW is state(room, edition)

    taken = actions.accept(room.desk(), edition, "u3", base_rev=after["u3"].rev)
    assert after["u3"].suggestion == taken.text
    back = actions.revert(room.desk(), edition, "u3", base_rev=taken.rev, to="2")
    assert before["u3"].text == back.text


@pytest.mark.engine
def test_the_report_shows_old_and_new_source_and_what_was_translated(real_room):
    room = real_room
    receipt = room.ingest(incoming(make_text()), ("pt-BR", "es"))
    approve_all(room, edition_of(receipt, "es"))
    text = [*PARAGRAPHS[:12], "The weather will be better on Sunday."]
    room.ingest(incoming(make_text(paragraphs=text), "2"), ("pt-BR", "es"))
    report = update_report(room.store, receipt.story.id)
    spanish = next(one for one in report["editions"] if one["locale"] == "es")
    assert ["u14"] == spanish["to_do"]
    row = next(one for one in spanish["units"] if one["key"] == "u14")
    assert (PARAGRAPHS[12], text[12], "changed") == (row["old_source"], row["new_source"], row["change"])
    assert [text[12]] == spanish["sentences"]
    assert "domingo" in row["suggestion"]
    assert "viernes" in row["text"]


@pytest.mark.parametrize("status", [Status.CANCELED, Status.WITHHELD])
def test_a_report_on_a_story_that_is_closed_asks_nobody_for_anything(room, status):
    """No run can translate a kill, and nobody can work on what it killed."""
    receipt = room.ingest(incoming(make_text()))
    room.receive(incoming(None, "2", status=status))
    (edition,) = update_report(room.store, receipt.story.id)["editions"]
    assert (False, []) == (edition["due"], edition["to_do"])
    assert not [one["key"] for one in edition["units"] if one["waits"]]


def test_what_nobody_touched_takes_the_machines_new_text(room):
    edition = edition_of(room.ingest(incoming(make_text())))
    room.ingest(incoming(make_text("Harbour talks end after storm"), "2"))
    one = room.units(edition)["u1"]
    assert (UnitState.MACHINE, Change.CHANGED, None) == (one.state, one.change, one.suggestion)
    assert "end" in one.source
    assert EditionState.TO_REVIEW is state(room, edition)


def test_a_published_edition_is_due_and_can_go_out_again(room):
    edition = edition_of(room.ingest(incoming(make_text())))
    approve_all(room, edition)
    with room.store.read() as connection:
        rev = get_edition(connection, edition).rev
    actions.publish(room.desk(), edition, base_rev=rev)
    room.ingest(incoming(make_text(paragraphs=[*PARAGRAPHS, "One more line came in."]), "2"))
    assert EditionState.UPDATE_DUE is state(room, edition)
    approve_all(room, edition)
    assert EditionState.APPROVED is state(room, edition)


def test_an_update_that_asks_for_nothing_keeps_the_edition_approved(room):
    """Only an order of paragraphs."""
    edition = edition_of(room.ingest(incoming(make_text())))
    approve_all(room, edition)
    room.ingest(incoming(make_text(paragraphs=[PARAGRAPHS[12], *PARAGRAPHS[:12]]), "2"))
    units = room.units(edition)
    assert EditionState.APPROVED is state(room, edition)
    assert ["u1", "u14", "u2"] == list(units)[:3]


def test_a_removed_paragraph_is_offered_for_removal_or_kept(room):
    edition = edition_of(room.ingest(incoming(make_text())))
    approve_all(room, edition)
    room.ingest(incoming(make_text(paragraphs=PARAGRAPHS[2:]), "2"))
    units = room.units(edition)
    assert [Change.REMOVED] * 2 == [units["u2"].change, units["u3"].change]
    actions.omit(room.desk(), edition, "u2", base_rev=units["u2"].rev, reason="gone")
    actions.approve(room.desk(), edition, "u3", base_rev=units["u3"].rev)
    with room.store.read() as connection:
        record = get_edition(connection, edition)
    made = actions.publish(room.desk(), edition, base_rev=record.rev)
    texts = [unit.text for unit in made.units]
    assert units["u3"].text in texts
    assert units["u2"].text not in texts
    assert 1 == texts.index(units["u3"].text)


def test_a_removed_paragraph_that_comes_back_finds_its_words(room):
    edition = edition_of(room.ingest(incoming(make_text())))
    actions.edit(room.desk(), edition, "u4", "As palavras de Anna", base_rev=1)
    approve_all(room, edition)
    room.ingest(incoming(make_text(paragraphs=[*PARAGRAPHS[:2], *PARAGRAPHS[3:]]), "2"))
    assert UnitState.STALE is room.units(edition)["u4"].state
    room.ingest(incoming(make_text(version="3"), "3"))
    one = room.units(edition)["u4"]
    assert ("As palavras de Anna", UnitState.STALE, "p3") == (one.text, one.state, one.unit)
    assert 14 == len(room.units(edition))


def test_a_split_paragraph_takes_the_editors_words_along(room):
    edition = edition_of(room.ingest(incoming(make_text())))
    actions.edit(room.desk(), edition, "u3", "Pediram mais. A cidade não quis.", base_rev=1)
    approve_all(room, edition)
    room.ingest(incoming(make_text(paragraphs=[PARAGRAPHS[0], "They asked for 3 percent more.", "The city said no.", *PARAGRAPHS[2:]]), "2"))
    units = room.units(edition)
    assert ("Pediram mais.", "A cidade não quis.") == (units["u3"].text, units["u15"].text)
    assert {"u3", "u15"} == {key for key, one in units.items() if not one.settled}
    assert ["u2", "u3", "u15", "u4"] == list(units)[1:5]


def test_joined_paragraphs_keep_the_editors_words(room):
    edition = edition_of(room.ingest(incoming(make_text())))
    actions.edit(room.desk(), edition, "u2", "As palavras de Anna.", base_rev=1)
    approve_all(room, edition)
    joined = f"{PARAGRAPHS[0]} {PARAGRAPHS[1]}"
    room.ingest(incoming(make_text(paragraphs=[joined, *PARAGRAPHS[2:]]), "2"))
    units = room.units(edition)
    assert units["u2"].text.startswith("As palavras de Anna. ")
    assert (UnitState.STALE, UnitState.OMITTED) == (units["u2"].state, units["u3"].state)
    assert joined == units["u2"].source
    assert {"u2"} == {key for key, one in units.items() if not one.settled}


def test_every_text_of_an_editor_stands_in_an_event(room):
    """Through five versions with everything at once."""
    edition = edition_of(room.ingest(incoming(make_text())))
    typed = []
    p = list(PARAGRAPHS)
    for version in range(2, 7):
        for key, one in list(room.units(edition).items())[version % 3 :: 2]:
            if one.state is not UnitState.VERBATIM:
                typed.append(f"Texto {version} para {key}")
                actions.edit(room.desk(), edition, key, typed[-1], base_rev=one.rev)
        p = [p[1], p[0], f"{p[2]} {p[3]}", *p[5:], f"Line {version} is new.", p[4].replace("o", "a")]
        room.ingest(incoming(make_text(f"{HEADLINE} {version}", p), str(version)))
    known = {event.text for event in find_events(room.store, edition=edition)}
    assert set(typed) <= known
    current = [one.text for one in room.units(edition).values()]
    assert sum(text.startswith("Texto") for text in current) >= 10


def test_a_story_asks_the_database_no_more_for_four_editions_than_for_one(room):
    """What an update reads and writes is read and written for all editions together; only answers of engines go route by route."""
    counts = []
    for n, locales in enumerate((("es",), ("ca", "es", "gl", "pt-BR"))):
        room.ingest(incoming(make_text(f"Harbour report {n}"), identity=f"urn:{n}"), locales)
        asked = []

        def noted(_connection, _cursor, statement, *_, asked=asked):
            if "answer" not in statement and not statement.startswith(("BEGIN", "SELECT pg_", "SET ")):
                asked.append(statement)

        event.listen(room.store.engine, "before_cursor_execute", noted)
        try:
            text = make_text(f"Harbour report {n}", [*PARAGRAPHS[:4], f"{PARAGRAPHS[4]} Nobody knew.", *PARAGRAPHS[5:]])
            receipt = room.ingest(incoming(text, "2", identity=f"urn:{n}"), locales)
        finally:
            event.remove(room.store.engine, "before_cursor_execute", noted)
        counts.append(len(asked))
        for locale in locales:
            units = room.units(edition_of(receipt, locale))
            assert [("u6", Change.CHANGED)] == [(key, one.change) for key, one in units.items() if one.change]
            assert [14, {2}] == [len(units), {one.source_revision for one in units.values()}]
    assert counts[0] == counts[1]


def test_editions_of_different_versions_are_brought_to_the_newest_together(room):
    """One that is a version behind, one that is new, one that was spiked: each from where it stands."""
    texts = [make_text(paragraphs=[*PARAGRAPHS[:n], f"{PARAGRAPHS[n]} Nobody knew.", *PARAGRAPHS[n + 1 :]]) for n in range(3)]
    first = room.ingest(incoming(texts[0]), ("es", "pt-BR"))
    es, pt = (edition_of(first, locale) for locale in ("es", "pt-BR"))
    actions.edit(room.desk(), es, "u9", "Palabras de una editora.", base_rev=1)
    spiked = actions.spike(room.desk(JONAS), pt, base_rev=revision(room, pt), reason="not for us")
    room.ingest(incoming(texts[1], "2"), ("es",))
    room.ingest(incoming(texts[2], "3"), ("es", "gl"))
    actions.restore(room.desk(JONAS), pt, base_rev=spiked.rev)
    room.make()
    found = {locale: room.units(edition_of(first, locale)) for locale in ("es", "pt-BR", "gl")}

    assert {3} == {one.source_revision for units in found.values() for one in units.values()}
    assert "Palabras de una editora." == found["es"]["u9"].text
    assert {"u2", "u3", "u4"} == {key for key, one in found["es"].items() if one.change}
    assert {"u2", "u4"} == {key for key, one in found["pt-BR"].items() if one.change}
    assert not any(one.change for one in found["gl"].values())
    with room.store.read() as connection:
        assert [] == list(broken_links(connection))
