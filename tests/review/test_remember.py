"""The translation memory at the desk: approved text only goes in; what comes back says whose it is."""

from __future__ import annotations

import pytest
from desk_stories import ANNA, JONAS, edition_of, incoming, make_text

from newstrans.errors import ReviewError
from newstrans.memory.match import Query
from newstrans.pubstatus import Status
from newstrans.review import actions, remember
from newstrans.store import care, memory
from newstrans.store.editions import get_edition, get_units
from newstrans.store.events import find_events
from newstrans.store.records import UnitState

TEXT = ["The harbour workers met on Monday.", "They asked for 3 percent more. The city said no."]
LATER = "2026-05-02T10:00:00Z"


def take(room, name, paragraphs, headline="Harbour talks resume after storm", locales=("pt-BR",), **more):
    return edition_of(room.ingest(incoming(make_text(headline, paragraphs), identity=f"urn:{name}", **more), locales))


def approve(room, edition, *keys, actor=ANNA):
    for key, one in room.units(edition).items():
        if not one.settled and (not keys or key in keys):
            actions.approve(room.desk(actor), edition, key, base_rev=one.rev)


def write(room, edition, key, text, actor=ANNA):
    actions.edit(room.desk(actor), edition, key, text, base_rev=room.units(edition)[key].rev)


def held(room, **where):
    return {(pair.source, pair.target, pair.origin.value) for pair in memory.list_pairs(room.store, limit=500, **where)}


def shown(room, edition):
    with room.store.read() as connection:
        units = get_units(connection, edition)
        return remember.labels(connection, edition, units)


def offered(room, edition, **more):
    with room.store.read() as connection:
        units = get_units(connection, edition)
        return remember.offers(connection, get_edition(connection, edition), units, now=LATER, **more)


def test_approved_text_only_goes_in_and_says_whose_words_it_has(room):
    edition = take(room, 1, TEXT)
    write(room, edition, "u2", "Os portuários reuniram-se na segunda-feira.")
    approve(room, edition, "u1", "u2")
    assert set() == held(room), "the edition is not approved yet"
    actions.omit(room.desk(), edition, "u3", base_rev=1, reason="old")
    units = room.units(edition)
    assert {
        (units["u1"].source, units["u1"].text, "machine"), (TEXT[0], "Os portuários reuniram-se na segunda-feira.", "edited"),
    } == held(room)  # fmt: skip
    (pair,) = memory.list_pairs(room.store, origin="edited")
    assert ("anna", "2026-03-04T09:30:00Z", edition, "u2", "en") == (pair.approver, pair.at, pair.edition, pair.unit, pair.language)


def test_the_same_source_comes_with_the_memorys_text_marked_and_not_approved(room):
    first = take(room, 1, TEXT)
    write(room, first, "u3", "Pediram mais 3 por cento. A prefeitura recusou.")
    approve(room, first)
    second = take(room, 2, ["Another beginning.", TEXT[1]], headline="Another story")
    one = room.units(second)["u3"]
    assert ("Pediram mais 3 por cento. A prefeitura recusou.", UnitState.MACHINE, False, "") == (one.text, one.state, one.approved, one.editor)
    label = shown(room, second)["u3"]
    assert ("exact", "anna", first) == (label["kind"], label["pairs"][0]["approver"], label["pairs"][0]["edition"])
    assert {"u3"} == set(shown(room, second))
    data = find_events(room.store, edition=second)[0].data
    assert {"u3": [label["pairs"][0]["id"]]} == data["memory"]
    back = actions.revert(room.desk(), second, "u3", base_rev=1, to="machine")
    assert back.text != one.text, "the machine's own text was kept"
    assert {} == shown(room, second)


def test_the_same_neighbours_beat_a_newer_text(room):
    for name, headline, words in ((1, "First", "Um."), (2, "Second", "Dois.")):
        edition = take(room, name, TEXT, headline=headline)
        write(room, edition, "u2", words)
        approve(room, edition)
    assert "Um." == room.units(take(room, 3, TEXT, headline="First"))["u2"].text
    assert "Dois." == room.units(take(room, 4, [*TEXT[:1], "A new one."], headline="Third"))["u2"].text


def test_every_sentence_known_makes_a_paragraph(room):
    first = take(room, 1, [f"{TEXT[1]} Nobody answered."])
    write(room, first, "u2", "Querem 3 por cento. A prefeitura recusou. Ninguém respondeu.")
    approve(room, first)
    second = take(room, 2, ["Nobody answered. The city said no.", "The city said no. They left."], headline="B")
    assert "Ninguém respondeu. A prefeitura recusou." == room.units(second)["u2"].text
    assert 2 == len(shown(room, second)["u2"]["pairs"])
    assert "u3" not in shown(room, second)
    offers = [(one["sentence"], one["text"], one["match"]) for one in offered(room, second, least=0.95)["u3"]]
    assert [(1, "A prefeitura recusou.", "exact")] == offers


def test_a_headline_is_no_paragraph(room):
    first = take(room, 1, ["Body."], headline="The harbour is open again")
    write(room, first, "u1", "Porto reabre")
    approve(room, first)
    second = take(room, 2, ["The harbour is open again"], headline="Other")
    assert {} == shown(room, second)
    assert "Porto reabre" == offered(room, second)["u2"][0]["text"]


@pytest.mark.acceptance(41)
def test_the_machine_learns_nothing_from_itself(room):
    """What it wrote is marked as such, however often it goes round; a person's words stay a person's."""
    first = take(room, 1, TEXT)
    write(room, first, "u2", "Os portuários reuniram-se.")
    approve(room, first)
    second = take(room, 2, TEXT, headline="Second story")
    assert {"u2", "u3"} == set(shown(room, second))
    approve(room, second, actor=JONAS)
    mine = {(pair.unit, pair.origin.value, pair.approver) for pair in memory.list_pairs(room.store, units_only=True) if pair.edition == second}
    assert {("u1", "machine", "jonas"), ("u2", "edited", "jonas"), ("u3", "machine", "jonas")} == mine
    third = take(room, 3, TEXT, headline="Third")
    write(room, third, "u3", "Palavras de gente. A cidade recusou.")
    approve(room, third)
    assert "Palavras de gente. A cidade recusou." == room.units(take(room, 4, TEXT, headline="Fourth"))["u3"].text


@pytest.mark.parametrize("what", ["edit", "unapprove", "omit"])
def test_what_is_taken_up_again_is_out_until_it_is_approved_again(room, what):
    edition = take(room, 1, TEXT)
    approve(room, edition)
    unit = room.units(edition)["u2"]
    if what == "edit":
        write(room, edition, "u2", "Outra vez.")
    elif what == "unapprove":
        actions.unapprove(room.desk(), edition, "u2", base_rev=unit.rev)
    else:
        actions.omit(room.desk(), edition, "u2", base_rev=unit.rev, reason="wrong")
    assert TEXT[0] not in {source for source, _, _ in held(room)}
    if what != "omit":
        approve(room, edition)
        assert (TEXT[0], room.units(edition)["u2"].text) in {row[:2] for row in held(room)}
    sources = [source for source, _, _ in held(room)]
    assert len(sources) == len(set(sources))


def test_approving_a_new_version_keeps_what_was_right_and_replaces_what_was_not(room):
    edition = take(room, 1, TEXT)
    approve(room, edition)
    changed = "They asked for 4 percent more. The city said no."
    room.ingest(incoming(make_text(paragraphs=[TEXT[0], changed]), "2", identity="urn:1"))
    write(room, edition, "u3", "Querem 4 por cento. A cidade disse que não.")
    approve(room, edition)
    rows = held(room)
    assert (changed, "Querem 4 por cento. A cidade disse que não.", "edited") in rows
    assert {"A cidade disse que não."} == {target for source, target, _ in rows if source == "The city said no."}
    assert list(care.check(room.store.file)) == []


@pytest.mark.acceptance(41)
@pytest.mark.parametrize("status", [Status.CANCELED, Status.WITHHELD])
def test_a_killed_storys_pairs_are_out(room, status):
    edition = take(room, 1, TEXT)
    approve(room, edition)
    assert held(room)
    room.receive(incoming(None, "2", identity="urn:1", status=status))
    assert set() == held(room)
    assert {} == shown(room, take(room, 2, TEXT, headline="Second"))
    assert sum(memory.retired_counts(room.store).values()) == 3
    assert list(care.check(room.store.file)) == []


def test_a_withdrawn_editions_pairs_are_out(room):
    edition = take(room, 1, TEXT)
    approve(room, edition)
    with room.store.read() as connection:
        rev = get_edition(connection, edition).rev
    actions.publish(room.desk(), edition, base_rev=rev)
    assert held(room)
    actions.withdraw(room.desk(), edition, base_rev=rev + 1, reason="libel")
    assert set() == held(room)


def test_alike_is_an_offer_with_the_diff_of_the_sources(room):
    first = take(room, 1, TEXT)
    write(room, first, "u3", "Pediram mais 3 por cento. A prefeitura recusou.")
    approve(room, first)
    second = take(room, 2, ["They asked for 7 percent more. The city said no."], headline="B")
    assert {} == shown(room, second)
    offer = offered(room, second)["u2"][0]
    assert ("fuzzy", "Pediram mais 7 por cento. A prefeitura recusou.", True) == (offer["match"], offer["text"], offer["adapted"])
    assert [("delete", "3"), ("insert", "7")] == [(op["op"], op["text"]) for op in offer["diff"] if op["op"] != "equal"]
    assert ("anna", 59, first) == (offer["pair"]["approver"], offer["pair"]["age_days"], offer["pair"]["edition"])


def test_a_direction_is_asked_about_itself_only(room):
    approve(room, take(room, 1, TEXT))
    with room.store.read() as connection:
        for locale, count in (("pt-BR", 1), ("es", 0), ("pt-PT", 0)):
            assert count == len(memory.find_all(connection, Query(TEXT[0], "en", locale)))


@pytest.mark.parametrize(
    ("approved", "came", "offer", "told"),
    [
        ("12 people died and 3 ships sank.", "15 people died and 4 ships sank.", "15 mortos e 4 navios.", "with the numbers of this source"),
        # Other words too, but each number between the same ones.
        ("12 people died and 3 ships sank.", "15 people died and 4 ships sank on Friday.", "15 mortos e 4 navios.", "with the numbers of this source"),
        ("12 people died and 3 ships sank.", "1 people died and 3 ships sank.", "12 mortos e 3 navios.", "with the numbers of its own source: check them"),
        ("12 people died and 3 ships sank.", "People died and 3 ships sank.", "12 mortos e 3 navios.", "with the numbers of its own source: check them"),
    ],
)  # fmt: skip
def test_an_offer_is_taken_with_the_numbers_of_the_source_or_says_that_it_has_others(room, approved, came, offer, told):
    first = take(room, 1, [approved], headline="Storm at sea")
    write(room, first, "u2", "12 mortos e 3 navios.")
    approve(room, first)
    second = take(room, 2, [came], headline="A storm")
    (best, *_) = offered(room, second)["u2"]
    assert (offer, told) == (best["text"], remember.numbers_told(best))
    after = actions.take_remembered(room.desk(JONAS), second, "u2", base_rev=1, pair=best["pair"]["id"])
    assert (offer, UnitState.EDITED, "jonas", 2) == (after.text, after.state, after.editor, after.rev)
    event = find_events(room.store, edition=second, unit="u2")[-1]
    assert (f"from the memory, pair {best['pair']['id']}, {told}", best["adapted"]) == (event.note, event.data["memory"]["adapted"])
    assert "fuzzy" == shown(room, second)["u2"]["kind"]
    with pytest.raises(ReviewError, match="the memory does not offer pair 999"):
        actions.take_remembered(room.desk(JONAS), second, "u2", base_rev=2, pair=999)


def test_a_machines_words_that_are_taken_stay_a_machines(room):
    """Taken by a person and approved as they are, they do not become a person's."""
    first = take(room, 1, [TEXT[0]])
    approve(room, first)
    second = take(room, 2, [TEXT[0].replace("Monday", "Friday")], headline="Talks go on")
    actions.take_remembered(room.desk(), second, "u2", base_rev=1)
    approve(room, second)
    assert {"machine"} == {pair.origin.value for pair in memory.list_pairs(room.store) if pair.edition == second}


def test_an_offer_for_a_sentence_takes_its_place_alone(room):
    """The other sentence stays; a text with another number of sentences is left, and it says so."""
    first = take(room, 1, ["They asked for 3 percent more."], headline="Storm at sea")
    write(room, first, "u2", "Pediram 3 por cento a mais.")
    approve(room, first)
    second = take(room, 2, ["They asked for 7 percent more. Nobody in the whole town was told about any of it."], headline="A storm")
    write(room, second, "u2", "Texto um. Texto dois.")
    after = actions.take_remembered(room.desk(), second, "u2", base_rev=2)
    assert "Pediram 7 por cento a mais. Texto dois." == after.text
    write(room, second, "u2", "Um texto só.")
    with pytest.raises(ReviewError, match="not as many sentences as its source"):
        actions.take_remembered(room.desk(), second, "u2", base_rev=4)
    assert "Um texto só." == room.units(second)["u2"].text
