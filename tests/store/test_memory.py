"""The memory's tables, on SQLite and on PostgreSQL: found by rare words, retired for good, the same answers on both."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from newstrans.memory.match import Query
from newstrans.memory.pairs import Level, NewPair, Origin
from newstrans.model import Span, UnitKind
from newstrans.store import memory

SOURCES = (
    "About 3 ships waited outside the harbour on Monday.", "About 12 ships waited outside the harbour on Friday.",
    "The minister of finance resigned after the vote.", "A doctor walked to the hospital through the water.",
    "Kyiv was quiet during the night.", "東京で会議が開かれた。",
)  # fmt: skip


def pair(source, n=0, target="", names=(), **more):
    given = {"before": "", "after": "", "origin": Origin.EDITED, "approver": "anna", "at": f"2026-03-0{n + 1}T00:00:00Z"} | more
    return NewPair(f"u{n}", 0, Level.UNIT, UnitKind.PARAGRAPH, source, target or f"alvo {n}", tuple(names), **given)


@pytest.fixture
def filled(store):
    with store.write() as connection:
        names = {4: [Span(0, 4)]}
        pairs = [pair(source, n, names=names.get(n, ())) for n, source in enumerate(SOURCES)]
        memory.add_pairs(connection, pairs, "en", "pt-BR", story="one", edition="one:pt-BR")
    return store


def found(store, words, **more):
    with store.read() as connection:
        query = Query(words, "en", "pt-BR", **{key: value for key, value in more.items() if key == "names"})
        return [(one.kind.value, one.text) for one in memory.find_all(connection, query)]


def test_pairs_are_found(filled):
    assert [("exact", "alvo 2")] == found(filled, SOURCES[2])
    assert [("fuzzy", "alvo 2")] == found(filled, "The minister of finance has resigned after a vote.")
    assert {("fuzzy", "alvo 0"), ("fuzzy", "alvo 1")} == set(found(filled, "About 90 ships waited outside the harbour on Sunday."))
    assert [("fuzzy", "alvo 4")] == found(filled, "Odesa was quiet during the night.", names=(Span(0, 5),))
    assert [("fuzzy", "alvo 5")] == found(filled, "東京で会議が開かれました。")
    assert [] == found(filled, "Nothing of that kind has ever been said.")
    assert [] == found(filled, "12 – 14"), "without a word there is nothing to find it by"


def test_forms_are_kept_once(filled):
    """Texts that differ in numbers alone stand in the index once, however many there are."""
    def rows():
        with filled.read() as connection:
            return [connection.execute(text(f"SELECT count(*) FROM {name}")).scalar() for name in ("memory_form", "memory_word")]

    before = rows()
    with filled.write() as connection:
        more = [pair(f"About {n} ships waited outside the harbour on Monday.", 1) for n in range(50, 90)]
        memory.add_pairs(connection, more, "en", "pt-BR", story="two")
    assert before == rows()


def test_retired_is_retired(filled):
    with filled.write() as connection:
        assert 6 == memory.retire(connection, "killed", story="one")
        assert 0 == memory.retire(connection, "killed again", story="one")
    assert [] == found(filled, SOURCES[2])
    assert {"killed": 6} == memory.retired_counts(filled)
    assert [] == memory.list_pairs(filled)
    assert 6 == len(memory.list_pairs(filled, retired=True))
    with filled.write() as connection, pytest.raises(ValueError, match="what is retired"):
        memory.retire(connection, "everything")


def test_a_list_and_what_there_is(filled):
    assert ["alvo 3"] == [one.target for one in memory.list_pairs(filled, search="HOSPITAL")]
    page = memory.list_pairs(filled, limit=4)
    rest = memory.list_pairs(filled, below=page[-1].id)
    assert [f"alvo {n}" for n in (5, 4, 3, 2, 1, 0)] == [one.target for one in (*page, *rest)]
    (one,) = memory.holdings(filled)
    assert ("en", "pt-BR", "edited", "unit", 6) == (one.language, one.locale, one.origin, one.level, one.pairs)


def test_very_common_words_do_not_slow_it_down(store):
    """Of a text whose words are everywhere the rarest are looked up, and the most alike are found all the same."""
    with store.write() as connection:
        pairs = [pair(f"The council of the town spoke about {word}bridge again.", target=word) for word in (chr(97 + n // 26) + chr(97 + n % 26) for n in range(300))]
        memory.add_pairs(connection, pairs, "en", "pt-BR", story="x")
    assert ("exact", "cd") == found(store, "The council of the town spoke about cdbridge again.")[0]
    assert ("fuzzy", "cd") == found(store, "The council of the town spoke about a cdbridge again.")[0]
