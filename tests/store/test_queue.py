"""The queue of the store: what fits, how many, on which page; on SQLite and on PostgreSQL."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from desk_stories import ANNA, NOW
from sqlalchemy import event

from newstrans.review.users import add_user, set_desk
from newstrans.rights import Role
from newstrans.store.editions import edition_key, list_editions, save_edition
from newstrans.store.queue import PAGE, Wanted, desks, list_queue, locales, unit_counts
from newstrans.store.records import EditionRecord, EditionState, StoryRecord
from newstrans.store.stories import list_stories, save_story

STATES = (EditionState.TO_REVIEW, EditionState.APPROVED, EditionState.PUBLISHED)
# Signs that a pattern of SQL would read otherwise, and letters beyond ASCII.
HEADLINES = ("100% of the HARBOUR", "a_b is no axb", "either/or, //, \\ and 'quoted'", "Café open", "CAFÉ shut", "Київ чекає")


@pytest.fixture
def filled(store):
    """One and a half pages of stories, two editions each but for every seventh; several of the same minute."""
    rows = []
    with store.write() as connection:
        for n in range(PAGE * 3 // 2):
            made = StoryRecord(
                f"{n * 7 % 100:016x}", f"urn:{n}", f"slug-{n}", headline=f"{HEADLINES[n % len(HEADLINES)]} {n}", revision=1, created=NOW,
                updated=f"2026-03-04T09:{n // 4:02}:00Z", urgency=n % 9, desk=("", "sports", "city")[n % 3],
            )  # fmt: skip
            save_story(connection, made, new=True)
            found = []
            for k, locale in enumerate(("es", "pt-BR") if n % 7 else ()):
                one = EditionRecord(edition_key(made.id, locale), made.id, locale, STATES[(n + k) % 3], headline=made.headline, updated=made.updated)
                save_edition(connection, one, new=True)
                found.append(one)
            rows.append((made, found))
    return store, sorted(sorted(rows, key=lambda row: row[0].id), key=lambda row: row[0].updated, reverse=True)


def fits(wanted, row):
    story, editions = row
    words = wanted.search.lower()
    return (
        (not words or words in story.slug.lower() or words in story.headline.lower())
        and (not wanted.urgent or 1 <= story.urgency <= wanted.urgent) and wanted.desk in ("", story.desk)
        and ((not wanted.state and not wanted.locale) or any(wanted.state in ("", one.state) and wanted.locale in ("", one.locale) for one in editions))
    )  # fmt: skip


def test_every_filter_finds_what_fits_and_counts_it(filled):
    """Page by page, with one behind the last: the stories that fit in their order, and how many there are on all pages."""
    store, rows = filled
    searches = ("", "SLUG-1", "harbour", "100%", "a_b", "/", "//", "\\", "'", "é open", "no such words")
    seen = set()
    for search, state, locale, urgent, desk in product(searches, ("", "approved"), ("", "es", "fr"), (0, 3), ("", "city")):
        wanted = Wanted(search, state, locale, urgent, desk)
        expected = [row for row in rows if fits(wanted, row)]
        seen.add(min(len(expected), PAGE + 1))
        for page in range(1, len(expected) // PAGE + 3):
            with store.read() as connection:
                found, total = list_queue(connection, replace(wanted, page=page))
            assert len(expected) == total, (wanted, page)
            assert expected[(page - 1) * PAGE : page * PAGE] == [(one.story, [each for each, _, _ in one.editions]) for one in found], (wanted, page)
    assert {0, 1, PAGE + 1} <= seen


@pytest.mark.parametrize("words", ["100%", "A_B", "either/OR", "\\", "quoted'", "%", "_", "harbour", "café", "КИЇВ Ч"])
def test_words_are_searched_as_they_are(filled, words):
    """In lists of stories and of editions alike: no sign of the pattern's own, letters of every script in either case."""
    store, rows = filled
    expected = [story.id for story, _ in rows if words.lower() in story.headline.lower()]
    editions = [story.id for story, found in rows for _ in found if words.lower() in story.headline.lower()]

    assert expected
    assert expected == [one.id for one in list_stories(store, search=words, limit=1000)]
    assert editions == [one.story for one in list_editions(store, search=words, limit=1000)]


def test_locales_and_desks_that_there_are(filled):
    """Each once; a desk that only a user sits at is one."""
    store, _ = filled
    add_user(store, "anna", Role.APPROVER, "three plain words", actor=ANNA, now=NOW)
    set_desk(store, "anna", "abroad", actor=ANNA, now=NOW)
    with store.read() as connection:
        assert ["es", "pt-BR"] == locales(connection)
        assert ["abroad", "city", "sports"] == desks(connection)
        assert {} == unit_counts(connection, [])


def test_an_empty_store_has_an_empty_queue(store):
    with store.read() as connection:
        assert ([], 0) == list_queue(connection, Wanted())
        assert ([], 0) == list_queue(connection, Wanted(page=7))
        assert [] == locales(connection)
        assert [] == desks(connection)


def test_a_page_asks_few_questions(filled):
    """Whatever the page has on it: no question for each story or edition, and no count where the page tells it."""
    store, _ = filled
    asked = []

    def counted(_connection, _cursor, statement, *_):
        asked.append(statement)

    event.listen(store.engine, "before_cursor_execute", counted)
    try:
        with store.read() as connection:
            for wanted, most in ((Wanted(), 4), (Wanted(page=2), 3), (Wanted("slug-1"), 3), (Wanted("no such words"), 1)):
                asked.clear()
                list_queue(connection, wanted)
                assert most == len([one for one in asked if not one.startswith("BEGIN")]), wanted
    finally:
        event.remove(store.engine, "before_cursor_execute", counted)
