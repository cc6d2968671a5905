"""The glossary as the desk looks at it."""

from __future__ import annotations

import pytest
from desk_stories import NOW, Newsroom, edition_of, incoming, make_text

from newstrans.errors import NotInStore
from newstrans.review.terms import house_languages, term_list, term_page
from newstrans.store.editions import add_override, get_unit


def test_a_term_is_found_by_any_of_its_spellings(room: Newsroom) -> None:
    found = term_list(room.names.glossary, "kiev", languages=("en", "pt-BR", "ar"))
    first = found.lines[0]
    assert first.entry == "kyiv"
    assert [(tag, way) for tag, way, _ in first.forms] == [("en", "ltr"), ("pt-BR", "ltr"), ("ar", "rtl")]
    assert first.met.casefold().startswith("kiev")


def test_without_a_query_all_are_counted_and_one_page_is_shown(room: Newsroom) -> None:
    found = term_list(room.names.glossary, kind="person")
    assert found.count > len(found.lines) == 100
    assert {line.kind for line in found.lines} == {"person"}


def test_a_term_with_where_it_was_met_and_overridden(real_room: Newsroom) -> None:
    room = real_room
    edition = edition_of(room.ingest(incoming(make_text(paragraphs=["The talks were held in Kyiv.", "Rain fell on Kyiv."]))))
    with room.store.write() as connection:
        add_override(connection, get_unit(connection, edition, "u2"), "kyiv", before="Kiev", after="Kyiv", actor="anna", at=NOW)
    page = term_page(room.store, room.names.glossary, "kyiv")
    assert page.origin.startswith("places.toml:")
    assert [(use.edition, use.unit, use.text) for use in page.uses] == [(edition, "u2", "Kyiv"), (edition, "u3", "Kyiv")]
    assert (page.met, page.editions) == (2, 1)
    assert [(one.unit, one.before, one.by) for one in page.overridden] == [("u2", "Kiev", "anna")]
    terms = {one.tag: one for one in page.terms}
    assert terms["uk"].term.preferred == "Київ"
    assert len({form.text for form in terms["uk"].forms}) == len(terms["uk"].forms)


def test_an_unknown_term(room: Newsroom) -> None:
    with pytest.raises(NotInStore, match="newstrans glossary find"):
        term_page(room.store, room.names.glossary, "nowhere-at-all")


def test_languages_of_a_house() -> None:
    assert house_languages(["pt-BR", "en-GB", "uk"]) == ("en", "pt-BR", "uk")
