"""A running story keeps its names: what editors wrote for a name, and what they left in a unit, outlives new versions."""

from __future__ import annotations

import pytest
from desk_stories import ANNA, JONAS, Newsroom, edition_of, incoming, make_text

from newstrans.explain import explain_edition
from newstrans.glossary.load import Glossary
from newstrans.glossary.names import Names
from newstrans.glossary.parse import parse_glossary
from newstrans.localise.locale import load_locale
from newstrans.model import NameStatus, replay
from newstrans.review import actions, retro
from newstrans.review.page import review_page
from newstrans.review.placed import placed_edits
from newstrans.review.standing import standing
from newstrans.review.story_names import story_names
from newstrans.store import editions as shelf

pytestmark = pytest.mark.engine

HOUSE = """
[kyiv]
kind = "place"
en = "Kyiv"
pt = { preferred = "Kiev", admitted = ["Kyiv"] }
[court]
kind = "organisation"
en = "Supreme Court"
pt = { preferred = "Suprema Corte", admitted = ["Supremo Tribunal"], gender = "f" }
[senate]
kind = "organisation"
en = "Senate"
pt = { preferred = "Câmara Alta", variants = ["Senado"], gender = "f" }
[moscow]
kind = "place"
en = { preferred = "Moscow", guard = { on_doubt = "flag" } }
pt = { preferred = "Moscovo", variants = ["Moscou"] }
"""
HEADLINE = "Harbour talks resume after storm"
TEXT = [
    "The ministers met in Kyiv on Monday.",
    "The Supreme Court said no on Friday.",
    "The train from Moscow was late.",
    "The Senate voted late on Friday.",
    "The harbour was quiet during the night.",
]
MORE = [
    "The road to Kyiv was closed on Sunday.",
    "The decision of the Supreme Court came late.",
    "The children came from Moscow by bus.",
]


def names(text=HOUSE, revision="house"):
    parsed = parse_glossary(text.encode(), "house.toml")
    assert not parsed.problems, parsed.problems
    return Names(Glossary(tuple(parsed.entries), revision), countries=False)


@pytest.fixture
def room(store):
    made = Newsroom(store)
    made.names = names()
    return made


@pytest.fixture
def edition(room):
    return edition_of(room.ingest(incoming(make_text(HEADLINE, TEXT))))


def update(room, paragraphs, version):
    room.ingest(incoming(make_text(HEADLINE, paragraphs, version), version))


def texts(room, edition):
    """Source and text of each unit."""
    return {one.source: one.text for one in room.units(edition).values() if one.unit}


def layers(room, edition):
    with room.store.read() as connection:
        record = shelf.get_edition(connection, edition)
        return standing(connection, record, shelf.get_units(connection, edition))


def undo(room, edition, unit, entry):
    """Take back what the glossary did to a name in a unit."""
    with room.store.read() as connection:
        one = shelf.get_unit(connection, edition, unit)
    page = review_page(room.desk(), edition)
    (hit,) = [hit for row in page.rows if row.key == unit for hit in row.hits if hit.entry == entry and hit.change]
    return actions.undo_name(room.desk(), edition, unit, hit.change.id, base_rev=one.rev)


def test_what_is_written_before_anybody_decided(room, edition):
    """The glossary's own forms, and a name in doubt that is left: what the other tests begin from."""
    assert [
        "Os ministros se reuniram em Kiev na segunda-feira.", "A Suprema Corte disse que não na sexta-feira.",
        "O trem de Moscou estava atrasado.", "A Câmara Alta votou na sexta-feira.",
    ] == list(texts(room, edition).values())[1:5]  # fmt: skip


def test_an_admitted_form_that_an_editor_wrote_is_that_of_the_running_story(room, edition):
    """In the paragraphs that follow and in those that nobody touched, with the words before it agreeing, and the reason said."""
    actions.edit(room.desk(), edition, "u2", "Os ministros reuniram-se em Kyiv na segunda-feira.", base_rev=1)
    actions.edit(room.desk(), edition, "u3", "O Supremo Tribunal disse que não na sexta-feira.", base_rev=1)
    update(room, TEXT + MORE, "2")
    now = texts(room, edition)
    assert "Kyiv" in now[MORE[0]]
    assert "do Supremo Tribunal" in now[MORE[1]]
    made = layers(room, edition)
    (edit,) = [edit for unit in made.units if unit.unit.text == MORE[0] for one in unit.segments for edit in one.edits if edit.entry == "kyiv"]
    assert ("name.running-story", "Kiev", "Kyiv") == (edit.rule, edit.before, edit.after)
    assert f"in this running story Kyiv is Kyiv: anna wrote it in {edition} u2" in edit.reason
    assert edit.reason in " ".join(explain_edition(made, width=1000).split())
    for unit in made.units:
        for one in unit.segments:
            assert one.machine is None or replay(one.machine, one.edits) == one.target


def test_a_form_whose_gender_nobody_told_is_not_put_in_others_places(room, edition):
    """Without a word before it that agrees, "Supremo Tribunal" could be put behind "da": the glossary's own form stays."""
    actions.edit(room.desk(), edition, "u3", "Supremo Tribunal disse que não na sexta-feira.", base_rev=1)
    update(room, TEXT + MORE, "2")
    assert "da Suprema Corte" in texts(room, edition)[MORE[1]]


def test_editors_who_wrote_it_both_ways_decided_nothing(room, edition):
    actions.edit(room.desk(), edition, "u2", "Os ministros reuniram-se em Kyiv na segunda-feira.", base_rev=1)
    update(room, TEXT + MORE, "2")
    (road,) = [one for one in room.units(edition).values() if one.source == MORE[0]]
    actions.edit(room.desk(JONAS), edition, road.key, "A estrada para Kiev estava fechada.", base_rev=road.rev)
    update(room, [*TEXT, *MORE, "A bridge near Kyiv was closed too."], "3")
    assert "Kiev" in texts(room, edition)["A bridge near Kyiv was closed too."]


def test_a_doubt_that_an_editor_took_away_comes_back_no_more(room, edition):
    (before,) = [use for use in layers(room, edition).names if use.entry == "moscow"]
    assert NameStatus.FLAGGED is before.status
    actions.edit(room.desk(), edition, "u4", "O comboio de Moscovo estava atrasado.", base_rev=1)
    update(room, TEXT + MORE, "2")
    made = layers(room, edition)
    assert "Moscovo" in texts(room, edition)[MORE[2]]
    new = [use for use in made.names if use.entry == "moscow"][-1]
    assert (NameStatus.EDITED, f"in this running story Moscow is Moscovo: anna wrote it in {edition} u4") == (new.status, new.reason)


def test_what_the_machine_wrote_and_nobody_looked_at_decides_nothing(room, edition):
    """Approval is a decision, the machine's own text is none."""
    update(room, TEXT + MORE, "2")
    assert "Moscou" in texts(room, edition)[MORE[2]]


@pytest.mark.parametrize(
    ("headline", "now", "expected"),
    [
        (HEADLINE, "2026-03-06T09:30:00Z", "Kyiv"),
        (HEADLINE, "2026-03-24T09:30:00Z", "Kiev"),  # the slug comes again in another week
        ("Something else happened in the village", "2026-03-06T09:30:00Z", "Kiev"),
    ],
)
def test_stories_of_the_same_slug_are_one_running_story_for_a_week(room, edition, headline, now, expected):
    """A story of its own with the same slug, not a new version."""
    actions.edit(room.desk(), edition, "u2", "Os ministros reuniram-se em Kyiv na segunda-feira.", base_rev=1)
    other = edition_of(room.ingest(incoming(make_text(headline, MORE), identity="urn:another"), now=now))
    assert other != edition
    assert expected in texts(room, other)[MORE[0]]


CHANGED = "The Senate voted again, very late, on Friday."


def test_what_was_undone_in_a_unit_stays_undone_through_new_versions(room, edition):
    """Where the source of the unit is as it was, and where it is alike; the other units have the house's form."""
    after = undo(room, edition, "u5", "senate")
    assert after.text == "O Senado votou na sexta-feira."
    update(room, [*TEXT, "A man of the Senate said nothing."], "2")
    now = texts(room, edition)
    assert after.text == now[TEXT[3]]
    assert "Câmara Alta" in now["A man of the Senate said nothing."]
    assert [NameStatus.KEPT, NameStatus.EDITED] == [use.status for use in layers(room, edition).names if use.entry == "senate"]

    update(room, [*TEXT[:3], CHANGED, *TEXT[4:]], "3")
    (one,) = [one for one in room.units(edition).values() if one.source == CHANGED]
    assert "Senado" in (one.suggestion or "")
    assert "Câmara" not in (one.suggestion or "")
    (use,) = [use for use in layers(room, edition).names if use.entry == "senate"]
    assert (NameStatus.KEPT, "anna left it as the machine wrote it") == (use.status, use.reason)

    again = "The Senate voted again, very late, on Friday night."
    update(room, [*TEXT[:3], again, *TEXT[4:]], "4")
    (use,) = [use for use in layers(room, edition).names if use.entry == "senate"]
    assert NameStatus.KEPT is use.status, "through any number of versions"


@pytest.mark.parametrize("take_back", [True, False])
def test_no_stand_in_comes_into_a_text_by_taking_back(store, take_back):
    """A rule-based engine is given Paris for Kyiv: what is taken back is the name of the source, also in a later version."""
    room = Newsroom(store, "apertium")
    room.names = names(HOUSE.replace("pt = ", "es = "))
    edition = edition_of(room.ingest(incoming(make_text(HEADLINE, TEXT)), ("es",)), "es")
    assert "París" in str(layers(room, edition).units[1].segments[0].machine), "else this test says nothing"
    if take_back:
        after = undo(room, edition, "u2", "kyiv")
    else:
        after = actions.revert(room.desk(), edition, "u2", base_rev=1, to="raw")
    assert ("Kyiv" in after.text, "París" in after.text) == (True, False)
    room.ingest(incoming(make_text(HEADLINE, TEXT + MORE, "2"), "2"), ("es",))
    made = layers(room, edition)
    assert not [unit.text for unit in made.units if "París" in unit.text]
    (use,) = [use for use in made.names if (use.entry, use.unit) == ("kyiv", "p1")]
    assert (NameStatus.KEPT if take_back else NameStatus.EDITED) is use.status


def test_a_unit_that_is_another_one_is_not_the_one_that_was_decided_about(room, edition):
    undo(room, edition, "u5", "senate")
    other = "Nobody in the Senate has ever seen such a big fish in the small river behind the house."
    update(room, [*TEXT[:3], *TEXT[4:], other], "2")
    assert "Câmara Alta" in texts(room, edition)[other]


def test_a_new_glossary_goes_against_no_decision(room, edition):
    """Neither a glossary that says otherwise at the next version, nor what `retro` puts in."""
    undo(room, edition, "u5", "senate")
    actions.edit(room.desk(), edition, "u2", "Os ministros reuniram-se em Kyiv na segunda-feira.", base_rev=1)
    update(room, TEXT + MORE, "2")
    before = texts(room, edition)
    changed = HOUSE.replace('preferred = "Câmara Alta"', 'preferred = "Senado Federal"').replace('"Moscou"]', '"Moscou", "Moskou"]')
    later = names(changed, "changed")
    found = list(retro.corrections(room.store, later, load_locale))
    retro.put_in(room.desk(ANNA), found)
    assert before == texts(room, edition)
    assert [] == [one.unit for one in found if "senate" in one.entries]

    room.names = later
    update(room, [*TEXT, *MORE, "The Senate met at the harbour."], "3")
    now = texts(room, edition)
    assert "Senado Federal" in now["The Senate met at the harbour."]
    assert before == {source: text for source, text in now.items() if source in before}


def test_a_new_version_is_made_as_a_full_run_would_make_it(store, room, edition):
    """What is carried over from the version before and what is made anew go by the same decisions."""
    actions.edit(room.desk(), edition, "u2", "Os ministros reuniram-se em Kyiv na segunda-feira.", base_rev=1)
    undo(room, edition, "u5", "senate")
    story = make_text(HEADLINE, TEXT + MORE, "2")
    receipt = room.receive(incoming(story, "2"))
    from newstrans.store.stories import get_source

    with store.read() as connection:
        source = get_source(connection, receipt.story.id, receipt.story.revision)
    room.restart()
    quick = room.translate([source], ["pt-BR"]).editions[0]
    room.carries_over = False
    full = room.translate([source], ["pt-BR"]).editions[0]
    assert (quick.units, quick.names) == (full.units, full.names)


def test_the_audit_of_a_story_is_of_the_texts_as_they_stand(room, edition):
    """An editor may have written the name that was missing, or taken out one that was right."""
    actions.edit(room.desk(), edition, "u4", "O comboio de Moscovo estava atrasado.", base_rev=1)
    actions.edit(room.desk(), edition, "u2", "Os ministros se reuniram na segunda-feira.", base_rev=1)
    undo(room, edition, "u5", "senate")
    found = story_names(room.store, edition.partition(":")[0])
    cells = {row.entry: row.editions[0] for row in found.rows}
    assert (edition,) == found.ids
    assert {"kyiv": 1, "court": 0, "moscow": 0, "senate": 0} == {entry: cell.open for entry, cell in cells.items()}
    assert ((("Moscovo", 1),), (("Suprema Corte", 1),)) == (cells["moscow"].renderings, cells["court"].renderings)
    assert ("p1: no approved form of Kyiv stands in the text now",) == cells["kyiv"].reasons
    assert ((NameStatus.KEPT, 1),) == cells["senate"].fates
    assert 1 == found.open


def test_a_form_that_the_house_never_writes_stays_where_an_editor_put_it_back(store):
    """Also one that is mended wherever it stands: in this paragraph it stays, in the others it is mended."""
    room = Newsroom(store)
    room.names = names(HOUSE + '[delay]\nkind = "event"\nen = "Delay Pact"\npt = { preferred = "demorado", forbidden = ["atrasado"], global_fix = true }\n')
    edition = edition_of(room.ingest(incoming(make_text(HEADLINE, TEXT))))
    layer = next(one for one in layers(room, edition).units if one.unit.id == "p3")
    (change,) = [one for one in placed_edits(layer) if one.entry == "delay"]
    after = actions.undo_name(room.desk(), edition, "u4", change.id, base_rev=1)
    assert after.text == "O trem de Moscou estava atrasado."
    update(room, [*TEXT, "The bus was late."], "2")
    now = texts(room, edition)
    assert now[TEXT[2]] == after.text
    assert "demorado" in now["The bus was late."]
    made = next(one for one in layers(room, edition).units if one.unit.id == "p3")
    assert not [edit for one in made.segments for edit in one.edits if edit.entry == "delay"]
