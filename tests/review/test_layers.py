"""The four layers of a unit, and what lies between them."""

from __future__ import annotations

from dataclasses import replace

import sample_editions as samples
from desk_stories import JONAS, NOW, PARAGRAPHS, edition_of, incoming, make_text
from hypothesis import given
from hypothesis import strategies as st

from newstrans.explain import machine_text
from newstrans.glossary.load import Glossary
from newstrans.model import Edit, Edition, EditionUnit, Segment, SourceFile, Story, Treatment, Unit, UnitKind
from newstrans.review import actions
from newstrans.review.layers import (
    Decisions,
    EditionLayers,
    Layer,
    UnitLayers,
    file_layers,
    store_layers,
)
from newstrans.store import editions as shelf
from newstrans.text.edits import Rewriter

M, G, D = Layer.MACHINE, Layer.GLOSSARY, Layer.DESK


def old_and_new(unit: UnitLayers, old: Layer, new: Layer) -> tuple[str, str]:
    runs = unit.diff(old, new)
    return "".join(run.text for run in runs if run.op != "insert"), "".join(run.text for run in runs if run.op != "delete")


def of(layers: EditionLayers, key: str) -> UnitLayers:
    return next(one for one in layers.units if one.key == key)


def one_unit(machine: str, *changes: tuple[str, str], text: str | None = None) -> UnitLayers:
    """A unit of one sentence, with edits made one after the other."""
    draft = Rewriter(machine, "glossary")
    for before, after in changes:
        at = draft.text.index(before)
        draft.replace(at, at + len(before), after, rule="glossary.name", reason="house form", entry="kyiv")
    segment = Segment(0, 6, "Source", machine=machine, edits=tuple(draft.edits), target=draft.text)
    made = EditionUnit(Unit("p1", UnitKind.PARAGRAPH, "Source"), Treatment.TRANSLATED, None, (segment,), text or draft.text)
    return file_layers(Edition(Story("x", "x", (made.unit,), SourceFile("x", "plain", "utf-8", "", 0)), "pt-BR", units=(made,)), "x").units[0]


def test_a_file_has_source_machine_and_glossary_with_the_reason_of_each_edit():
    unit = of(file_layers(samples.portuguese(), "a.json"), "p1")
    assert "Vorontsov" in (unit.text(Layer.SOURCE) or "")
    assert machine_text(next(one for one in samples.portuguese().units if one.unit.id == "p1")) == unit.text(M)
    assert unit.text(G) == unit.text(D)
    edit = next(one for one in unit.edits if one.entry)
    assert ("funcionários do porto", "autoridades portuárias") == (edit.before, edit.after)
    assert (edit.before, edit.after) == ((unit.text(M) or "")[slice(*edit.machine)], (unit.text(G) or "")[slice(*edit.place)])
    assert ("term:port-officials", edit.edits[0].reason) == (edit.entry, *edit.reasons)
    marked = {run.text: run.edits for run in unit.diff(M, G) if run.op != "equal"}
    assert (edit.id,) == marked["autoridades portuárias"] == marked["funcionários do porto"]
    assert ((unit.text(M), unit.text(G))) == old_and_new(unit, M, G)


def test_places_of_edits_that_follow_each_other():
    """An edit's place is told in both layers, also behind others and where a later one went over it."""
    unit = one_unit("em Kiev e Odessa, Kiev", ("Odessa", "Odesa"), ("Kiev", "Kyjiw"), ("em ", "EM "))
    assert [("em ", "EM "), ("Kiev", "Kyjiw"), ("Odessa", "Odesa")] == [(one.before, one.after) for one in unit.edits]
    for one in unit.edits:
        assert (one.before, one.after) == ((unit.text(M) or "")[slice(*one.machine)], (unit.text(G) or "")[slice(*one.place)])
    twice = one_unit("o Kiev", ("Kiev", "Kyiv"), ("o Kyiv", "a Kyjiw"))
    assert [("o Kiev", "a Kyjiw")] * 2 == [(one.before, one.after) for one in twice.edits]  # the whole place, for either


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6), st.text("abc ", max_size=5)), max_size=6))
def test_any_edits_rebuild_both_layers(changes):
    """Whatever the edits do to each other, the runs are both texts and every mark has an edit."""
    draft = Rewriter("eins zwei drei vier fünf sechs", "glossary")
    for start, length, after in changes:
        at = min(start, len(draft.text))
        draft.replace(at, min(at + length, len(draft.text)), after, rule="r", reason="w")
    segment = Segment(0, 1, "S", machine="eins zwei drei vier fünf sechs", edits=tuple(draft.edits), target=draft.text)
    made = EditionUnit(Unit("p1", UnitKind.PARAGRAPH, "S"), Treatment.TRANSLATED, None, (segment,), draft.text)
    unit = file_layers(Edition(samples.portuguese().story, "de", units=(made,)), "x").units[0]
    assert (unit.text(M), unit.text(G)) == old_and_new(unit, M, G)
    assert all(run.edits for run in unit.diff(M, G) if run.op != "equal")


def test_what_a_translators_tool_brought_back_is_the_desks_layer():
    segment = Segment(
        0, 1, "S", machine="em Kiev", target="na cidade de Kyiv",
        edits=(Edit(3, 7, "Kiev", "Kyiv", "glossary", "r", "w"), Edit(0, 2, "em", "na cidade de", "exchange", "xliff", "came back")),
    )  # fmt: skip
    made = EditionUnit(Unit("p1", UnitKind.PARAGRAPH, "S"), Treatment.TRANSLATED, None, (segment,), "na cidade de Kyiv")
    unit = file_layers(Edition(samples.portuguese().story, "pt-BR", units=(made,)), "x").units[0]
    assert ["em Kiev", "em Kyiv", "na cidade de Kyiv"] == [unit.text(one) for one in (M, G, D)]
    assert 1 == len(unit.edits)


def test_the_layers_of_an_edition_in_the_store(room):
    """Source, machine, glossary, desk and published are those of the database, to the byte; a new version adds the old source."""
    receipt = room.ingest(incoming(make_text()))
    name = edition_of(receipt)
    desk = room.desk()
    actions.edit(desk, name, "u2", "Os trabalhadores  encontraram-se.", base_rev=1)
    for key in room.units(name):
        actions.approve(desk, name, key, base_rev=room.units(name)[key].rev)
    with room.store.read() as connection:
        record = shelf.get_edition(connection, name)
    actions.publish(desk, name, base_rev=record.rev)
    actions.edit(desk, name, "u2", "Reuniram-se.", base_rev=room.units(name)["u2"].rev)
    actions.omit(desk, name, "u3", base_rev=room.units(name)["u3"].rev, reason="space")
    with room.store.read() as connection:
        record = shelf.get_edition(connection, name)
        layers = store_layers(connection, record)
        made = {one.unit.id: one for one in shelf.get_machine(connection, record).units}
    unit = of(layers, "u2")
    assert [PARAGRAPHS[0], machine_text(made["p1"]), made["p1"].text, "Reuniram-se.", "Os trabalhadores  encontraram-se."] == [
        unit.text(one) for one in (Layer.SOURCE, M, G, D, Layer.PUBLISHED)
    ]  # fmt: skip
    assert unit.record is not None
    assert "anna" == unit.record.editor
    gone = of(layers, "u3")
    assert (True, True) == (gone.omitted, gone.changed(Layer.PUBLISHED))
    assert ["delete"] == [run.op for run in gone.diff(Layer.PUBLISHED)]
    assert not of(layers, "u4").changed(Layer.PUBLISHED)
    assert None is unit.text(Layer.SOURCE_BEFORE)

    paragraphs = (PARAGRAPHS[0].replace("Monday", "Friday"), *PARAGRAPHS[1:8], *PARAGRAPHS[9:], "A new day.")
    room.ingest(incoming(make_text(paragraphs=paragraphs, version="2"), version="2"), now="2026-03-04T10:30:00Z")
    with room.store.read() as connection:
        layers = store_layers(connection, shelf.get_edition(connection, name))
    unit = of(layers, "u2")
    assert (PARAGRAPHS[0], paragraphs[0]) == old_and_new(unit, Layer.SOURCE_BEFORE, Layer.SOURCE)
    assert "Os trabalhadores  encontraram-se." == unit.text(Layer.PUBLISHED)
    assert {"changed": 1, "removed": 1, "new": 1} == {
        change: sum(one.change == change for one in layers.units) for change in ("changed", "removed", "new")
    }  # fmt: skip
    removed = next(one for one in layers.units if one.change == "removed")
    assert ["delete"] == [run.op for run in removed.diff(Layer.SOURCE_BEFORE, Layer.SOURCE)]
    assert all(one.changed(Layer.SOURCE_BEFORE, Layer.SOURCE) == bool(one.change) for one in layers.units)


def test_a_killed_edition_has_nothing_published(room):
    receipt = room.ingest(incoming(make_text(paragraphs=PARAGRAPHS[:1])))
    name = edition_of(receipt)
    for key, one in room.units(name).items():
        actions.approve(room.desk(JONAS), name, key, base_rev=one.rev)
    with room.store.read() as connection:
        rev = shelf.get_edition(connection, name).rev
    actions.publish(room.desk(), name, base_rev=rev)
    from newstrans.pubstatus import Status

    room.receive(replace(incoming(None, "2", status=Status.CANCELED), story=None), now=NOW)
    with room.store.read() as connection:
        layers = store_layers(connection, shelf.get_edition(connection, name))
    assert not layers.has(Layer.PUBLISHED)


def test_the_glossary_says_who_wanted_it_so(room):
    entry = next(one for one in room.names.glossary.entries if one.id == "kyiv")
    found = Decisions(Glossary((entry,)), "pt-BR")["kyiv"]
    assert entry.origin == found.origin
    assert found.origin
    assert Decisions(Glossary((entry,)), "pt-BR").get("nobody") is None
