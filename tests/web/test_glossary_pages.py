"""The glossary, its suggestions, the memory and the figures in the browser, without a browser."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from beside import Visitor, desk_with, texts
from desk_stories import ANNA, JONAS, NOW, PARAGRAPHS, edition_of, incoming, make_text

from newstrans.review import actions
from newstrans.store.editions import add_override, get_unit

WATCH = ("The Harbour Watch stopped a ship on Monday.", "Rain fell on the Harbour Watch on Tuesday.", "It was cold in Kyiv.")


@pytest.fixture(scope="module")
def visit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """A desk with real engines and one edition, u3 edited and approved, a proposal for the glossary, an override."""
    with desk_with(tmp_path_factory.mktemp("desk"), None) as visitor:
        room = visitor.room
        visitor.edition = edition_of(room.ingest(incoming(make_text(paragraphs=[*WATCH, PARAGRAPHS[1]]))))
        before = room.units(visitor.edition)
        actions.edit(room.desk(ANNA), visitor.edition, "u3", before["u3"].text + " E vento.", base_rev=1)
        actions.approve(room.desk(JONAS), visitor.edition, "u3", base_rev=2)
        actions.propose_term(room.desk(ANNA), visitor.edition, "u2", "Harbour Watch", "Guarda Portuária", note="<b>its own name</b>")
        short = edition_of(room.ingest(incoming(make_text("Rain", PARAGRAPHS[1:2]), identity="urn:newsml:short")))
        for key in ("u1", "u2"):
            actions.approve(room.desk(JONAS), short, key, base_rev=1)
        with room.store.write() as connection:
            unit = get_unit(connection, visitor.edition, "u4")
            add_override(connection, unit, "kyiv", before="Kyiv", after="Kiev", actor="anna", at=NOW)
        yield visitor


def test_terms_are_found_by_any_spelling(visit: Visitor) -> None:
    told = visit.json("/glossary?q=kijow", whole=True)
    assert told["lines"][0]["entry"] == "kyiv"
    page = visit.get("/glossary?q=kijow", whole=True)
    assert 'href="/glossary/kyiv"' in page.text
    assert "No term has this name" in visit.get("/glossary?q=zzzzzz", whole=True).text
    assert visit.get("/glossary?kind=nothing&status=", whole=True).status_code == 200


def test_a_terms_page(visit: Visitor) -> None:
    told = visit.json("/glossary/kyiv", whole=True)
    assert told["origin"].startswith("places.toml:")
    assert [one["unit"] for one in told["uses"]] == ["u4"]
    assert [one["by"] for one in told["overridden"]] == ["anna"]
    page = texts(visit.get("/glossary/kyiv", whole=True))
    assert "Editors put the machine’s words back" in page
    assert told["origin"] in page
    visit.get("/glossary/nowhere", whole=True, status=404)


def test_a_suggestion_is_looked_at_then_accepted_then_gone(visit: Visitor) -> None:
    (one,) = visit.json("/glossary/suggestions", whole=True)["open"]
    page = visit.get("/glossary/suggestions", whole=True)
    assert "&lt;b&gt;its own name&lt;/b&gt;" in page.text
    before = visit.room.units(visit.edition)
    written = next(words for words in ("Harbour Watch", "Guarda do Porto") if words in before["u2"].text)
    address = f"/glossary/suggestions/{one['key']}"
    fields = {
        "concept": "harbour-watch", "kind": "organisation", "source": "Harbour Watch", "language": "en", "tag": "pt-BR",
        "target": "Guarda Portuária", "variants": written, "note": "As it calls itself.",
    }  # fmt: skip
    refused = visit.post(f"{address}/accept", **{**fields, "concept": "No Id"}, look="1", status=400, whole=True)
    assert "is no id" in refused.text
    looked = visit.post(f"{address}/accept", **fields, look="1", status=200, whole=True)
    assert "A new entry" in looked.text
    assert looked.text.count('name="rename"') == 1
    assert "approved by jonas" in looked.text
    assert not visit.glossary.exists()
    key = re.search(r'name="rename" value="([^"]+)"', looked.text)
    assert key
    done = visit.post(f"{address}/accept", **fields, accept="1", rename=key[1], status=303, whole=True)
    assert done.headers["location"] == "/glossary/harbour-watch?done=1&renamed=1"
    after = visit.room.units(visit.edition)
    assert "Guarda Portuária" in after["u2"].text
    assert after["u3"] == before["u3"]
    (file,) = visit.glossary.glob("*.toml")
    assert tomllib.loads(file.read_text(encoding="utf-8"))["harbour-watch"]["note"] == "As it calls itself."
    page = texts(visit.get(done.headers["location"], whole=True))
    assert "Written to the glossary" in page
    assert f"{visit.glossary}/{file.name}:1" in page
    told = visit.json("/glossary/suggestions", whole=True)
    assert told["open"] == []
    assert told["decided"][0]["concept"] == "harbour-watch"
    visit.get(address, whole=True, status=404)


def test_a_suggestion_is_turned_down_with_a_reason(visit: Visitor) -> None:
    actions.propose_term(visit.room.desk(JONAS), visit.edition, "u5", "percent", "por cem")
    (one,) = visit.json("/glossary/suggestions", whole=True)["open"]
    visit.post(f"/glossary/suggestions/{one['key']}/reject", reason=" ", status=400, whole=True)
    visit.post(f"/glossary/suggestions/{one['key']}/reject", reason="No name.", whole=True)
    assert visit.json("/glossary/suggestions", whole=True)["open"] == []
    assert "No name." in visit.get("/glossary/suggestions", whole=True).text


def test_the_memory_is_searched_on_both_sides(visit: Visitor) -> None:
    told = visit.json("/tm?q=percent+more", whole=True)
    assert [one["source"] for one in told["lines"]] == ["They asked for 3 percent more."]
    page = visit.get("/tm?q=PERCENT+more&locale=pt-BR", whole=True)
    assert "<mark>percent more</mark>" in page.text
    assert "Nothing approved has these words" in visit.get("/tm?q=zzzz", whole=True).text
    assert visit.get("/tm", whole=True).status_code == 200


def test_the_figures_with_a_plot_and_a_table(visit: Visitor) -> None:
    told = visit.json("/stats?days=0", whole=True)["statistics"]
    assert told["whole"]["units"] == 3
    page = visit.get("/stats?days=0", whole=True).text
    assert page.count("<svg") == 3
    assert page.count("<table") >= 3
    assert "and no gate" in page
    assert not set(page.split()) & {"style=", "<style>"}
    assert "Nothing was approved or published" not in page
    assert visit.get("/stats?days=7", whole=True).status_code == 200


def test_the_figures_say_how_long_editors_worked(visit: Visitor) -> None:
    """For each word of the texts whose time was counted, beside what they changed; nothing is said where nothing was counted."""
    assert "Worked on for" not in texts(visit.get("/stats?days=0", whole=True))
    unit = visit.room.units(visit.edition)["u2"]
    actions.edit(replace(visit.room.desk(ANNA), active_ms=150_000), visit.edition, "u2", "Os estivadores se reuniram ontem.", base_rev=unit.rev)
    actions.approve(visit.room.desk(JONAS), visit.edition, "u2", base_rev=unit.rev + 1)
    (row,) = visit.json("/stats?days=0", whole=True)["statistics"]["engines"]
    assert 150_000 == row["active_ms"]
    page = visit.get("/stats?days=0", whole=True)
    pace = f"{round(row['pace'], 1):g}"
    assert f"Worked on for 2 min, {pace} seconds for each word" in texts(page)
    assert 2 == page.text.count(f"<td><bdi>2 min</bdi></td><td>{pace}</td>"), "by engine and by edition"
