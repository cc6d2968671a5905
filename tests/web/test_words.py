"""What pages say in the language of the interface: times, spans, and the words for states."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from beside import desk_with, texts
from desk_stories import ANNA, NOW, PARAGRAPHS, edition_of, incoming, make_text

from newstrans.errors import ReviewError
from newstrans.model import NameStatus, UnitKind
from newstrans.review import actions
from newstrans.review.page import HitStatus
from newstrans.review.states import EDITION_MOVES, UNIT_MOVES, Action, next_edition_state, next_unit_state
from newstrans.review.words import step_of, word_of
from newstrans.store.editions import add_override
from newstrans.store.records import Change, EditionState, UnitState
from newstrans.text.phrase import Phrase
from newstrans.web.pages import words_for

LANGUAGES = ("ar", "de", "es", "fr", "pt-BR", "uk")
AT = "2026-03-04T09:30:00Z"


@pytest.fixture(autouse=True)
def in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Times on pages are those of the machine."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(("tag", "said"), [("en", "4 Mar 2026, 09:30"), ("en-US", "4 Mar 2026, 09:30"), ("de", "04.03.2026, 09:30"), ("fr", "4 mars 2026, 09:30")])
def test_times_are_of_the_house_and_to_the_minute(tag: str, said: str) -> None:
    """In English the day stands before the month and the clock has 24 hours, whatever the browser's English is."""
    words = words_for(tag)
    assert said == words.stamp(AT)
    assert f'<time datetime="{AT}" title="{AT}">{said}</time>' == words.moment(AT)
    assert f'title="{said}"' in words.ago(AT, "2026-03-04T12:30:00Z")


def test_what_is_no_time_stays_as_it_is_and_harmless() -> None:
    assert "soon" == words_for("en").stamp("soon")
    assert "<bdi>&lt;b&gt;</bdi>" == words_for("en").moment("<b>")


@pytest.mark.parametrize("value", [*EditionState, *UnitState, *HitStatus, *UnitKind, *filter(None, Change), *NameStatus])
def test_every_value_that_is_shown_has_a_word(value: str) -> None:
    """In each language of the interface."""
    said = word_of(value)
    assert isinstance(said, Phrase), value
    assert [] == [tag for tag in LANGUAGES if not words_for(tag).catalogue.messages.get(said.message)]


@pytest.mark.parametrize("action", [one for one in Action if one not in (Action.WORK, Action.TRANSLATED, Action.AWAIT)])
def test_every_action_has_a_word_for_its_event(action: Action) -> None:
    assert isinstance(step_of(action), Phrase)


@pytest.mark.parametrize(("tag", "spiked", "paragraph"), [("en", "spiked", "Paragraph 2"), ("de", "beiseitegelegt", "Absatz 2"), ("uk", "відкладено", "Абзац 2")])
def test_a_state_is_called_the_same_on_every_page(tmp_path: Path, tag: str, spiked: str, paragraph: str) -> None:
    """In the queue and its filter, on the story's page, the review page, the page Publish; what a unit is too."""
    with desk_with(tmp_path) as visit:
        story = visit.room.ingest(incoming(make_text(paragraphs=PARAGRAPHS[:2])))
        visit.edition = edition_of(story)
        visit.client.headers["accept-language"] = tag
        visit.post("/spike", base_rev=visit.json("/publish")["rev"], reason="x")
        assert f'<option value="spiked">{spiked}</option>' in visit.get("/", whole=True).text
        for path in ("/?state=spiked", f"/stories/{story.story.id}", f"/editions/{visit.edition}/publish"):
            assert f'<span class="state state-spiked">{spiked}</span>' in visit.get(path, whole=True).text, path
        page = visit.get("").text
        assert f'<span class="flag spiked">{spiked}</span>' in page
        assert f'data-name="{paragraph}"' in page
        assert f'<h2 id="h-u2">{paragraph} ' in visit.get("/diff").text


REFUSED = [one for one in product(UnitState, Action) if one not in UNIT_MOVES] + [one for one in product(EditionState, Action) if one not in EDITION_MOVES]


@pytest.mark.parametrize(("state", "action"), REFUSED)
def test_every_refusal_of_a_step_is_said_in_each_language(state: UnitState | EditionState, action: Action) -> None:
    """What is refused, and why."""
    with pytest.raises(ReviewError) as refused:
        next_unit_state("x", state, action) if isinstance(state, UnitState) else next_edition_state("x", state, action)
    assert refused.value.said
    for part in (refused.value.said, *refused.value.said.values.values()):
        if isinstance(part, Phrase):
            assert [] == [tag for tag in LANGUAGES if not words_for(tag).catalogue.messages.get(part.message)], part.message


def test_why_it_is_not_published_is_said_in_the_editors_language(tmp_path: Path) -> None:
    """Each reason, in the answer for the page and on it; by the form of the page Publish as well."""
    with desk_with(tmp_path) as visit:
        visit.edition = edition_of(visit.room.ingest(incoming(make_text(paragraphs=PARAGRAPHS[:2]))))
        visit.client.headers["accept-language"] = "de"
        rev = visit.json("/publish")["rev"]
        told = visit.post_json("/publish", {"base_rev": rev}, status=409)
        (reason,) = told["reasons"]
        assert "3 von 3 Einheiten sind nicht freigegeben: Überschrift (Maschine), Absatz 2 (Maschine), Absatz 3 (Maschine)" == reason
        assert "3 of 3 units are not approved: u1 (machine), u2 (machine), u3 (machine)" == visit.json("/publish")["reasons"][0]
        assert ["Nicht veröffentlicht.", f"– {reason}"] == told["message"].splitlines()
        for path in ("/publish", "/publish/issue"):
            assert reason in texts(visit.post(path, base_rev=rev, status=409)), path


def test_why_a_name_stands_as_it_does_is_said_in_the_editors_language(tmp_path: Path) -> None:
    """A proposal that nobody decided, and a name that an editor left; a script hears both in English."""
    with desk_with(tmp_path, None) as visit:
        visit.edition = edition_of(visit.room.ingest(incoming(make_text(paragraphs=["Talks were held in Kyiv at the Grain Hall."]))))
        actions.propose_term(visit.room.desk(ANNA), visit.edition, "u2", "Grain Hall", "Casa do Grão")
        unit = visit.room.units(visit.edition)["u2"]
        with visit.room.store.write() as connection:
            add_override(connection, unit, "kyiv", before="Kiev", after="Kyiv", actor="jonas", at=NOW)
        (row,) = [one for one in visit.json("")["units"] if one["key"] == "u2"]
        assert {"proposed by anna, not decided yet", "jonas left it as the machine wrote it"} == {one["reason"] for one in row["names"]}
        visit.client.headers["accept-language"] = "de"
        page = texts(visit.get("?show=all"))
        assert "vorgeschlagen von anna, noch nicht entschieden" in page
        assert "jonas hat es so gelassen, wie die Maschine es schrieb" in page
