"""Proposals for the glossary: from editors, learnt, accepted into the desk's own folder, turned down for good."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from desk_stories import ANNA, JONAS, Newsroom, edition_of, incoming, make_text

from newstrans.errors import NotInStore, ReviewError
from newstrans.glossary.load import load_glossary, shipped_and_own
from newstrans.glossary.names import Names
from newstrans.glossary.revise import RevisionError
from newstrans.localise.locale import load_locale
from newstrans.review import actions, proposals
from newstrans.review.history import edition_history
from newstrans.review.proposals import Prepared, Wish
from newstrans.review.reach import apply_change, touched
from newstrans.store.records import UnitState

NAMES = "The Harbour Watch stopped a ship on Monday."
AGAIN = "Rain fell on the Harbour Watch on Tuesday."
THIRD = "The mayor called the Harbour Watch on Friday."


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "our-names"
    folder.mkdir()
    (folder / "organisations.toml").write_text('# Ours.\n\n[old-fort]\nkind = "place"\nen = "Old Fort"  # in town\n', encoding="utf-8")
    return folder


def _prepared(room: Newsroom, own: Path, wish: Wish) -> Prepared:
    return proposals.prepared(wish, shipped_and_own((own,)), own, room.names, "pt-BR")


def _open(room: Newsroom) -> list[proposals.Proposal]:
    return proposals.open_proposals(room.store, room.names)


def test_an_editors_proposal_is_written_where_the_maintainer_says_and_changes_only_what_nobody_touched(
    real_room: Newsroom, own: Path
) -> None:
    room = real_room
    edition = edition_of(room.ingest(incoming(make_text(paragraphs=[NAMES, AGAIN, THIRD]))))
    before = room.units(edition)
    written = next(words for words in ("Harbour Watch", "Vigilância do Porto", "Guarda do Porto") if words in before["u2"].text)
    actions.edit(room.desk(ANNA), edition, "u3", before["u3"].text + " E vento.", base_rev=1)
    actions.approve(room.desk(ANNA), edition, "u4", base_rev=1)
    actions.propose_term(room.desk(ANNA), edition, "u2", "Harbour Watch", "Guarda Portuária", note="its own name")
    actions.propose_term(room.desk(JONAS), edition, "u3", "Harbour Watch", "Guarda Portuária")
    (one,) = _open(room)
    assert (one.origin, one.language, one.source, one.locale, one.target) == ("editor", "en", "Harbour Watch", "pt-BR", "Guarda Portuária")
    assert (one.count, one.editors, one.notes) == (2, ("anna", "jonas"), ("its own name",))

    wish = proposals.wish_for(one, room.names.glossary)
    wish = proposals.replace(wish, kind="organisation", variants=(written,), note="As it calls itself.")
    made = _prepared(room, own, wish)
    assert made.new
    assert '+pt-BR = { preferred = "Guarda Portuária", variants' in made.diff
    reach = touched(room.store, made.change, load_locale)
    assert [(each.unit, each.offered) for each in reach] == [("u2", True), ("u3", False), ("u4", False)]
    assert [each.why for each in reach[1:]] == ["edited by anna", "approved by anna"]
    assert "Guarda Portuária" in reach[0].after
    assert room.units(edition)["u2"].text == before["u2"].text  # looking changes nothing

    proposals.accept(room.desk(JONAS), one, made)
    text = (own / "organisations.toml").read_text(encoding="utf-8")
    assert text.startswith('# Ours.\n\n[old-fort]\nkind = "place"\nen = "Old Fort"  # in town\n')
    assert tomllib.loads(text)["harbour-watch"]["pt-BR"]["preferred"] == "Guarda Portuária"
    assert room.units(edition)["u2"].text == before["u2"].text  # accepting does not force anything

    done = apply_change(room.desk(JONAS), made.change, [each.key for each in reach], load_locale, concept=wish.concept)
    assert [(unit.key, unit.state) for unit in done] == [("u2", UnitState.MACHINE)]
    after = room.units(edition)
    assert after["u2"].text == reach[0].after
    assert (after["u3"].text, after["u4"].text) == (before["u3"].text + " E vento.", before["u4"].text)
    assert after["u4"].approved
    step = edition_history(room.store, edition, "u2").steps[0]
    assert (step.kind, step.note, step.before) == ("rename", "glossary: harbour-watch", before["u2"].text)
    assert _open(room) == []
    (told,) = proposals.decided_proposals(room.store)
    assert (told.kind, told.by, told.concept) == (proposals.ACCEPTED, "jonas", "harbour-watch")
    names = Names(load_glossary(shipped_and_own((own,))))
    assert any(hit.form.entry == "harbour-watch" for hit in names.find(NAMES, "en", "pt-BR"))


def test_what_was_turned_down_stays_quiet(room: Newsroom) -> None:
    edition = edition_of(room.ingest(incoming(make_text(paragraphs=[NAMES]))))
    actions.propose_term(room.desk(), edition, "u2", "Harbour Watch", "Guarda")
    (one,) = _open(room)
    with pytest.raises(ReviewError, match="say why"):
        proposals.reject(room.desk(JONAS), one, " ")
    proposals.reject(room.desk(JONAS), one, "It is no name.")
    assert _open(room) == []
    actions.propose_term(room.desk(), edition, "u2", "harbour watch", "Guarda")
    assert _open(room) == []
    actions.propose_term(room.desk(), edition, "u2", "Harbour Watch", "Guarda do Porto")
    assert [each.target for each in _open(room)] == ["Guarda do Porto"]
    with pytest.raises(NotInStore):
        proposals.get_open(room.store, room.names, one.key)


def test_corrections_of_two_editors_are_proposed_until_they_are_decided(room: Newsroom) -> None:
    for n, (first, second) in enumerate(((ANNA, JONAS), (JONAS, ANNA))):
        edition = edition_of(room.ingest(incoming(make_text(paragraphs=[NAMES], version=str(n)), identity=f"urn:x:{n}")))
        actions.edit(room.desk(first), edition, "u2", "A Patrulha Velha parou um navio.", base_rev=1)
        actions.edit(room.desk(second), edition, "u2", "A Guarda Nova parou um navio.", base_rev=2)
    (one,) = [each for each in _open(room) if each.target == "Guarda Nova"]
    assert (one.origin, one.editors, one.count, one.stories) == ("learnt", ("anna", "jonas"), 2, 2)
    assert one.forms == (("Patrulha Velha", 2),)
    assert proposals.get_open(room.store, room.names, one.key) == one
    assert proposals.wish_for(one, room.names.glossary).variants == ("Patrulha Velha",)
    proposals.reject(room.desk(), one, "The old name stays.")
    assert [each for each in _open(room) if each.target == "Guarda Nova"] == []


def test_an_entry_that_is_there_is_changed_in_a_copy_of_ones_own(room: Newsroom, own: Path) -> None:
    wish = Wish("kyiv", "place", "en", "Kyiv", "pt", "Kyjiv", ("Quieve",), "Asked for by the desk.")
    made = _prepared(room, own, wish)
    assert not made.new
    assert made.revisions[0].path == own / "places.toml"
    table = tomllib.loads(made.revisions[0].after)["kyiv"]
    old = room.names.glossary.get("kyiv").term("pt")
    assert old is not None
    assert table["pt"]["preferred"] == "Kyjiv"
    assert {"Quieve", old.preferred} <= set(table["pt"]["variants"])
    assert table["note"].endswith("Asked for by the desk.")


@pytest.mark.parametrize(("wish", "message"), [
    (Wish("Not An Id", "place", "en", "X", "pt-BR", "Y"), "is no id"),
    (Wish("x", "thing", "en", "X", "pt-BR", "Y"), "is no kind"),
    (Wish("x", "place", "en", "X", "pt-BR", " "), "say what the name is"),
    (Wish("x", "place", "en", "X", "pt-BR", "[Y]"), "a name has at most"),
    (Wish("x", "place", "en", "X" * 201, "pt-BR", "Y"), "a name has at most"),
])  # fmt: skip
def test_what_is_no_entry_is_refused(room: Newsroom, own: Path, wish: Wish, message: str) -> None:
    with pytest.raises((ReviewError, RevisionError), match=message):
        _prepared(room, own, wish)
