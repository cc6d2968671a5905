"""The pages of one edition beside its review page: what they say, what their forms do, what scripts get."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator

import pytest
from beside import Visitor, desk_with, texts
from desk_stories import ANNA, JONAS, PARAGRAPHS, Newsroom, edition_of, incoming, make_text

from newstrans.review import actions
from newstrans.store.editions import get_edition
from newstrans.store.records import EditionState, UnitState

CHANGED = "The harbour workers met on Tuesday."


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """A desk for all tests of this module."""
    with desk_with(tmp_path_factory.mktemp("desk")) as visitor:
        yield visitor


@pytest.fixture
def visit(desk: Visitor, request: pytest.FixtureRequest) -> Visitor:
    """A desk with an edition of the test's own: u2 edited, u3 approved, then a second version of the source."""
    room, identity = desk.room, f"urn:newsml:{request.node.name}"
    desk.edition = edition_of(room.ingest(incoming(make_text(paragraphs=PARAGRAPHS[:4]), identity=identity)))
    actions.edit(room.desk(ANNA), desk.edition, "u2", "Os estivadores se reuniram na segunda.", base_rev=1)
    actions.approve(room.desk(JONAS), desk.edition, "u3", base_rev=1)
    newer = make_text(paragraphs=[CHANGED, PARAGRAPHS[1], PARAGRAPHS[2], "A new pier will be built."], version="2")
    room.ingest(incoming(newer, "2", identity=identity), now="2026-03-04T11:00:00Z")
    return desk


def approve_all(room: Newsroom, edition: str) -> None:
    for key, unit in room.units(edition).items():
        if not unit.settled:
            actions.edit(room.desk(ANNA), edition, key, f"Texto do parágrafo {unit.position}.", base_rev=unit.rev)
            actions.approve(room.desk(JONAS), edition, key, base_rev=room.units(edition)[key].rev)


def test_four_layers_to_the_letter(visit: Visitor) -> None:
    page = visit.get("/diff")
    told = visit.json("/diff")
    row = next(one for one in told["units"] if one["key"] == "u2")
    unit = visit.room.units(visit.edition)["u2"]
    assert row["texts"]["desk"] == unit.text
    assert row["texts"]["source"] == CHANGED
    assert "".join(run["text"] for run in row["diffs"]["glossary desk"] if run["op"] != "delete") == unit.text
    assert "".join(run["text"] for run in row["diffs"]["source-prev source"] if run["op"] != "insert") == PARAGRAPHS[0]
    assert re.search(r'<del><span class="unseen">\[removed: </span>Monday<span', page.text)
    assert 'lang="pt-BR" dir="ltr"' in page.text


def test_any_two_revisions(visit: Visitor) -> None:
    told = visit.json("/diff?from=1&to=2")
    assert [(one["key"], one["new"]) for one in told["units"] if one["changed"]] == [("u2", "Os estivadores se reuniram na segunda.")]
    page = visit.get("/diff?from=1&to=2")
    assert "Units that differ: 1 of 6" in page.text
    assert visit.get("/diff?from=1&to=99", status=404).text.count("no revision 99") == 1
    assert visit.get("/diff?from=x").status_code == 200


def test_the_update_shows_what_the_wire_did_and_nothing_else(visit: Visitor) -> None:
    told = visit.json("/update")
    assert {one["key"]: one["change"] for one in told["units"]} == {"u2": "changed", "u5": "removed", "u6": "new"}
    page = texts(visit.get("/update"))
    assert "Version 1 to version 2" in page
    assert "The harbour workers met on [removed: Monday][added: Tuesday]." in page
    assert PARAGRAPHS[1] not in page


def test_taking_the_offer_and_taking_it_back(visit: Visitor) -> None:
    before = visit.room.units(visit.edition)["u2"]
    assert before.state is UnitState.STALE
    assert before.suggestion
    done = visit.post("/update/u2/accept", base_rev=before.rev)
    assert done.headers["location"] == f"/editions/{visit.edition}/update#u2"
    after = visit.room.units(visit.edition)["u2"]
    assert (after.state, after.text) == (UnitState.EDITED, before.suggestion)
    visit.post("/history/u2/restore", base_rev=after.rev, to=str(before.rev), back="update")
    assert visit.room.units(visit.edition)["u2"].text == before.text


def test_keeping_the_text_and_leaving_out_what_the_source_has_no_more(visit: Visitor) -> None:
    visit.post("/update/u2/keep", base_rev=visit.room.units(visit.edition)["u2"].rev)
    kept = visit.room.units(visit.edition)["u2"]
    assert (kept.approved, kept.text) == (True, "Os estivadores se reuniram na segunda.")
    again = visit.post("/update/u2/accept", base_rev=1, status=409)
    assert "Nothing was overwritten" in again.text
    assert visit.room.units(visit.edition)["u2"] == kept


def test_history_with_words_before_and_after_and_a_way_back(visit: Visitor) -> None:
    told = visit.json("/units/u2/history")
    assert [step["kind"] for step in told["steps"]] == ["source_changed", "edit"]
    assert told["broken"] == []
    machine = told["steps"][1]["before"]
    assert "each follows the one before it" in visit.get("/history").text
    done = visit.post("/history/u2/restore", base_rev=visit.room.units(visit.edition)["u2"].rev, to="machine", back="history")
    assert done.headers["location"] == f"/editions/{visit.edition}/units/u2/history"
    assert visit.room.units(visit.edition)["u2"].text != machine  # that of the new source
    visit.post("/history/u2/restore", base_rev=1, to="2", status=409)
    visit.get("/units/u99/history", status=404)


@pytest.mark.acceptance(29)
def test_the_preview_is_the_file_that_is_written(visit: Visitor) -> None:
    approve_all(visit.room, visit.edition)
    shown = visit.get("/preview/page")
    page = visit.get("/preview")
    assert "It was not published yet" in page.text
    assert re.search(r'<iframe [^>]*sandbox src="[^"]*/preview/page"', page.text)
    rev = visit.json("/publish")["rev"]
    answer = visit.post("/publish/issue", base_rev=rev, status=200)
    assert "Issue 1 is out" in answer.text
    (name,) = [name for name in visit.json("/preview")["files"] if name.endswith(".html")]
    assert shown.content == (visit.out / name).read_bytes()
    assert visit.get("/preview/page").content == shown.content
    assert "Nothing has changed since issue 1" in visit.get("/preview").text
    for hidden in ("<del", "<ins", "machine_segment", visit.room.units(visit.edition)["u2"].suggestion or "no suggestion"):
        assert hidden not in shown.text


def test_only_the_frame_may_be_framed_and_it_may_run_nothing(visit: Visitor) -> None:
    frame, page = visit.get("/preview/page"), visit.get("/preview")
    policy = frame.headers["content-security-policy"]
    assert "sandbox" in policy.split("; ")
    assert "frame-ancestors 'self'" in policy
    css = re.search(rb"<style>(.*?)</style>", frame.content, re.DOTALL)
    assert css
    assert f"style-src 'sha256-{base64.b64encode(hashlib.sha256(css[1]).digest()).decode()}'" in policy
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert "sandbox" not in page.headers["content-security-policy"].split("; ")


def test_publishing_is_refused_with_every_reason(visit: Visitor) -> None:
    rev = visit.json("/publish")["rev"]
    page = visit.post("/publish/issue", base_rev=rev, status=409)
    assert "units are not approved" in page.text
    assert "paragraph 2 (changed)" in page.text
    told = visit.post_json("/publish", {"base_rev": rev}, status=409)
    assert any("units are not approved" in reason for reason in told["reasons"])
    assert visit.json("/preview")["issue"] == 0
    with visit.room.store.read() as connection:
        assert get_edition(connection, visit.edition).issue == 0


def test_withdrawing_needs_a_reason(visit: Visitor) -> None:
    approve_all(visit.room, visit.edition)
    visit.post("/publish/issue", base_rev=visit.json("/publish")["rev"], status=200)
    visit.post("/publish/withdraw", base_rev=visit.json("/publish")["rev"], reason=" ", status=400)
    assert ["/publish/issue", "/publish/withdraw"] == buttons(visit, "/publish")
    visit.post("/publish/withdraw", base_rev=visit.json("/publish")["rev"], reason="The mayor denies it.")
    assert ["/publish/issue", "/spike"] == buttons(visit, "/publish")
    with visit.room.store.read() as connection:
        assert get_edition(connection, visit.edition).state is EditionState.WITHDRAWN
    assert "The mayor denies it." in visit.get("/history").text


def test_clean_paragraphs_are_called_what_the_review_page_calls_them(visit: Visitor) -> None:
    """By their kind and their number, not by their key; so are those that somebody changed meanwhile."""
    page = texts(visit.get("/approve-clean"))
    assert re.search(r"\bParagraph \d", page), page
    assert not re.search(r"\bu\d", page), page
    late = visit.post_json("/approve-clean", {"unit": ["u1:9", "u3:9"]}, status=409)
    assert ("Headline, Paragraph 3 changed meanwhile: look again", ["u1", "u3"]) == (late["message"], late["late"])


@pytest.mark.parametrize(("tag", "second", "fifth"), [("en", "Paragraph 2", "Paragraph 5"), ("de", "Absatz 2", "Absatz 5"), ("uk", "Абзац 2", "Абзац 5")])
def test_every_page_of_an_edition_calls_a_paragraph_what_the_review_page_does(
    visit: Visitor, monkeypatch: pytest.MonkeyPatch, tag: str, second: str, fifth: str
) -> None:
    """In its headings, links and buttons; addresses and answers for programs keep the keys."""
    monkeypatch.setitem(visit.client.headers, "accept-language", tag)
    titles = re.findall(r'data-name="([^"]+)"', visit.get("").text)
    assert {second, fifth} < {*titles}
    last = visit.json("/publish")["rev"]
    for path in ("/diff", f"/diff?from=1&to={last}", "/update", "/history", "/units/u2/history", "/units/u4/memory"):
        page = texts(visit.get(path))
        assert not re.search(r"\bu\d", page), (path, page)
    for path in ("/diff", "/update"):
        headings = [texts_of(one) for one in re.findall(r"<h2[^>]*>(.*?)</h2>", visit.get(path).text, re.DOTALL)]
        assert any(one.startswith(second) for one in headings), headings
        assert all(one.startswith(tuple(titles)) for one in headings), headings
    assert f">{second}</a>" in visit.get("/history").text
    assert second in texts(visit.get("/units/u2/history"))
    assert "u2" in [one["key"] for one in visit.json("/update")["units"]]


def texts_of(html: str) -> str:
    """The words of a piece of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_an_edition_that_is_not_wanted_is_put_aside_and_brought_back(visit: Visitor) -> None:
    """With a reason; all that was done to it is there again."""
    before = visit.room.units(visit.edition)
    rev = visit.json("/publish")["rev"]
    visit.post("/spike", base_rev=rev, reason=" ", status=400)
    visit.post("/spike", base_rev=rev - 1, reason="Not for us", status=409)
    visit.post("/spike", base_rev=rev, reason="Not for us")
    page = texts(visit.get("/publish"))
    assert "It is spiked" in page
    assert "Not for us" in visit.get("/history").text
    assert "Spiked." in texts(visit.get(""))
    assert visit.json("")["closed"]
    ways = {path: buttons(visit, path) for path in ("", "/history", "/units/u2/history", "/update", "/approve-clean", "/units/u4/memory")}
    assert not any(ways.values()), ways
    assert ["/restore"] == buttons(visit, "/publish")
    visit.post("/restore", base_rev=visit.json("/publish")["rev"])
    assert (before, "in_review") == (visit.room.units(visit.edition), visit.json("/publish")["state"])


def buttons(visit: Visitor, path: str) -> list[str]:
    """What the buttons of a page would change in the edition."""
    forms = re.findall(r'<form[^>]* method="post"[^>]* action="/editions/[^/]+(/[^"]+)"[^>]*>(.*?)</form>', visit.get(path).text, re.DOTALL)
    return [action for action, inside in forms if "<button" in inside]


def test_hostile_words_are_shown_and_do_nothing(desk: Visitor) -> None:
    evil = "<script>alert(1)</script> <img src=x onerror=alert(2)> {{ 7 * 7 }} </textarea> \u202ereversed"
    story = make_text(headline=evil, paragraphs=[evil, PARAGRAPHS[0]])
    desk.edition = edition_of(desk.room.ingest(incoming(story, identity="urn:newsml:evil")))
    actions.edit(desk.room.desk(), desk.edition, "u2", f"{evil} e mais", base_rev=1)
    actions.comment(desk.room.desk(), desk.edition, "u2", evil)
    for path in ("/diff", "/diff?from=1&to=2", "/update", "/preview", "/history", "/units/u2/history", "/publish"):
        page = desk.get(path).text
        for harm in ("<script>alert", "<img src=x", "\u202e", "<textarea"):
            assert harm not in page, (path, harm)
        assert "{{ 7 * 7 }}" in page or path in ("/update", "/publish", "/preview")
    assert "<script>alert" not in desk.get("/preview/page").text
