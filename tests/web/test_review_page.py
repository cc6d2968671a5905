"""The review page in a real browser: what an editor sees, types and presses, and what the store has afterwards.

The numbers are those of the acceptance checks of the desk.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from desk_stories import ANNA, JONAS, Newsroom, incoming, make_text
from review_stories import GRAIN, Paper, copied, fill, grain

from newstrans.pubstatus import Status
from newstrans.review import actions
from newstrans.rights import Role
from newstrans.store.editions import overrides
from newstrans.store.records import UnitState

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def grain_file(tmp_path_factory):
    file = tmp_path_factory.mktemp("grain") / "newstrans.db"
    return file, fill(file)


@pytest.fixture
def grain_desk(grain_file, filled, tmp_path, serving):
    """A desk of the test's own with the grain story, by the real engine."""
    with serving(copied(grain_file[0], tmp_path), filled) as made:
        yield made


@pytest.fixture
def paper(grain_desk, grain_file):
    return Paper(grain_desk.store, grain_file[1])


@pytest.fixture
def opened(open_page):
    def page_of(desk, path, **options):
        page = open_page(desk, path, **options)
        page.wait_for_selector("#review[data-ready]")
        page.set_default_timeout(5000)
        return page

    return page_of


def box(page: Any, key: str) -> Any:
    return page.locator(f"#{key} .box > textarea")


def focused(page: Any) -> str:
    return page.evaluate("document.activeElement.closest('.card')?.id ?? ''")


def counts(page: Any) -> dict[str, int]:
    return {one: int(page.locator(f"[data-count={one}]").inner_text()) for one in ("todo", "approved", "errors", "warnings", "names")}


def wait(page: Any, key: str, **data: str) -> None:
    wanted = "".join(f'[data-{name}="{value}"]' for name, value in data.items())
    page.wait_for_selector(f"#{key}{wanted}", state="attached")


def saved(page: Any) -> None:
    page.wait_for_selector("#status:has-text('Saved')", state="attached")


# --- the first seconds


def test_the_focus_lands_on_the_first_problem_and_no_head_hides_it(grain_desk, paper, opened):
    """Check 2: it is in the text box of the wrong number, not on the headline."""
    paper.edit("u6", "As próximas 77 conversações estão previstas para sexta-feira.")
    page = opened(grain_desk, paper.path, viewport={"width": 1280, "height": 500})
    assert "u6" == focused(page)
    assert "textarea" == page.evaluate("document.activeElement.localName")
    assert page.evaluate("document.activeElement.getBoundingClientRect().top >= document.getElementById('head').getBoundingClientRect().bottom")


def test_the_head_counts_what_the_rows_show(grain_desk, paper, opened):
    """Check 3: and again after an approval, an edit and a dismissal, without loading the page anew."""
    text = paper.unit("u2").text
    paper.edit("u2", text.replace("1.200", "12.000"))
    page = opened(grain_desk, paper.path)

    def told_and_shown() -> None:
        rows = page.evaluate("""[...document.querySelectorAll('.card')].map(c => [c.dataset.settled, c.dataset.state,
            c.querySelectorAll('.finding.is-error').length, c.querySelectorAll('.finding.is-warning').length, c.querySelectorAll('.hit.applied').length])""")
        assert counts(page) == {
            "todo": sum(row[0] == "0" for row in rows), "approved": sum(row[1] == "approved" for row in rows),
            "errors": sum(row[2] for row in rows), "warnings": sum(row[3] for row in rows), "names": sum(row[4] for row in rows),
        }  # fmt: skip

    told_and_shown()
    assert 1 == counts(page)["errors"]
    box(page, "u2").fill(text)
    page.keyboard.press("Control+Enter")
    wait(page, "u2", state="approved")
    told_and_shown()
    assert {"todo": 5, "approved": 1, "errors": 0} == {name: counts(page)[name] for name in ("todo", "approved", "errors")}


def test_all_four_layers_are_there_to_the_letter(grain_desk, paper, opened):
    """Check 4: source, machine, names and house style with their reason, desk."""
    paper.edit("u2", paper.unit("u2").text.replace("disse", "afirmou", 1))
    page = opened(grain_desk, paper.path)
    page.keyboard.press("Escape")
    page.keyboard.press("v")
    shown = {name: page.locator(f"#u2 [data-layer={name}]").text_content() for name in ("source", "machine", "glossary", "desk")}
    with paper.store.read() as connection:
        from newstrans.review.layers import Layer, store_layers
        from newstrans.store.editions import get_edition

        layers = next(one for one in store_layers(connection, get_edition(connection, paper.id)).units if one.key == "u2")
    assert {"source": GRAIN[0], "machine": layers.text(Layer.MACHINE), "glossary": layers.text(Layer.GLOSSARY), "desk": paper.unit("u2").text} == shown
    assert page.locator("#u2 [data-layer=machine]").is_visible()
    assert len({*shown.values()}) == 4
    page.locator("#u2 details.names > summary").click()
    assert page.locator("#u2 .hit.applied .why").first.inner_text().strip()


def test_marks_speak_and_are_seen_without_colour(grain_desk, paper, opened):
    """Check 6: words for screen readers, lines for eyes, and both under forced colours."""
    paper.edit("u2", paper.unit("u2").text.replace("disse", "afirmou", 1))
    for forced in ("none", "active"):
        page = opened(grain_desk, paper.path, forced_colors=forced)
        strip = page.locator("#u2 .strip").last
        assert "removed:" in strip.locator("del .vh").first.text_content()
        assert "added:" in strip.locator("ins .vh").first.text_content()
        assert "line-through" in strip.locator("del").first.evaluate("e => getComputedStyle(e).textDecorationLine")
        assert "underline" in strip.locator("ins").first.evaluate("e => getComputedStyle(e).textDecorationLine")


# --- keys


def test_an_edition_is_approved_and_published_without_a_mouse(grain_desk, paper, opened):
    """Checks 7 and 8: one chord a paragraph, the last one stays and says so; then three more until it is out."""
    page = opened(grain_desk, paper.path)
    chords = 0
    for n in range(1, 7):
        assert f"u{n}" == focused(page)
        page.keyboard.press("Control+Enter")
        chords += 1
        wait(page, f"u{n}", state="approved")
    assert "u6" == focused(page)
    page.wait_for_selector("#status:has-text('All done')", state="attached")
    for key in ("Escape", "n", "Enter", "Tab", "Enter"):
        page.keyboard.press(key)
        chords += 1
    page.wait_for_selector(".flag.published")
    assert chords <= 6 + 6
    assert "published" == paper.state


def test_approving_and_staying_and_taking_it_back(grain_desk, paper, opened):
    """Check 9: the database follows."""
    page = opened(grain_desk, paper.path)
    page.keyboard.press("Control+Shift+Enter")
    wait(page, "u1", state="approved")
    assert "u1" == focused(page)
    assert UnitState.APPROVED is paper.unit("u1").state
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    wait(page, "u1", state="machine")
    assert UnitState.MACHINE is paper.unit("u1").state


def test_a_key_that_an_input_method_is_using_approves_nothing(grain_desk, paper, opened):
    """Check 10: Enter and Ctrl+Enter while a composition is open."""
    page = opened(grain_desk, paper.path)
    keyboard = page.context.new_cdp_session(page)
    page.evaluate("window.seen = []; document.addEventListener('keydown', e => { if (e.key === 'Enter') window.seen.push(e.isComposing); }, true)")
    for key in ("Enter", "Control+Enter"):
        keyboard.send("Input.imeSetComposition", {"text": "かんじ", "selectionStart": 3, "selectionEnd": 3})
        page.keyboard.press(key)
    assert [True, True] == page.evaluate("window.seen")
    page.wait_for_timeout(300)
    assert UnitState.MACHINE is paper.unit("u1").state
    assert "u1" == focused(page)


def test_letters_are_letters_in_the_box_and_can_be_switched_off_on_a_card(grain_desk, paper, opened):
    """Check 11; and another key for an action, kept for whoever chose it, in any browser."""
    page = opened(grain_desk, paper.path)
    box(page, "u1").fill("")
    page.keyboard.type("ajnx")
    assert "ajnx" == box(page, "u1").input_value()
    box(page, "u1").fill(paper.unit("u1").text)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert "u2" == focused(page)
    page.keyboard.press("?")
    page.click("#keys a")
    page.locator("[name='card.approve']").press("y")
    page.locator("[type=checkbox][name=letters]").uncheck()
    page.click("main button.main")
    page.goto(paper.path)
    page.wait_for_selector("#review[data-ready]")
    page.locator("#u2 > summary").focus()
    for key in ("j", "a", "y", "?"):
        page.keyboard.press(key)
    assert "u2" == focused(page)
    page.goto("/help/keys")
    page.locator("[type=checkbox][name=letters]").check()
    page.click("main button.main")
    page = opened(grain_desk, paper.path)
    page.locator("#u2 > summary").focus()
    page.keyboard.press("a")
    page.keyboard.press("y")
    wait(page, "u2", state="approved")
    assert UnitState.MACHINE is paper.unit("u3").state


# --- nothing typed is lost


def test_what_is_typed_is_kept_by_itself_and_is_there_after_a_crash(grain_desk, paper, opened, open_page):
    """Check 12: a draft, no event, no approval; a page that dies takes nothing along, not even what was typed last."""
    page = opened(grain_desk, paper.path)
    before = len(paper.events())
    box(page, "u1").fill("Uma manchete pela metade")
    page.wait_for_selector("#status:has-text('Draft kept')", state="attached", timeout=3000)
    assert ["Uma manchete pela metade"] == [one["text"] for one in paper.drafts()]
    assert before == len(paper.events())
    assert UnitState.MACHINE is paper.unit("u1").state
    page.keyboard.press("End")
    page.keyboard.type(" e mais")
    kept = page.evaluate("Object.entries(localStorage).filter(([name]) => name.startsWith('newstrans:draft'))")
    assert ["Uma manchete pela metade e mais"] == [text for _, text in kept]
    page.close(run_before_unload=False)
    again = page.context.new_page()
    again.goto(paper.path)
    again.wait_for_selector("#review[data-ready]")
    assert "Uma manchete pela metade e mais" == box(again, "u1").input_value()
    other = opened(grain_desk, paper.path)  # another computer: what the desk has
    assert box(other, "u1").input_value().startswith("Uma manchete pela metade")


def test_moving_never_asks_and_the_text_is_there(grain_desk, paper, opened):
    """Check 13: one event for the text that was left, none for one that was only looked at."""
    page = opened(grain_desk, paper.path)
    page.on("dialog", lambda dialog: pytest.fail(f"asked: {dialog.message}"))
    box(page, "u1").fill("Navios zarpam")
    page.keyboard.press("Alt+ArrowDown")
    assert "u2" == focused(page)
    wait(page, "u1", state="edited")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    assert ("u1", "Navios zarpam") == (focused(page), box(page, "u1").input_value())
    assert ["edit"] == [one.kind for one in paper.events("edit")]
    assert [] == paper.drafts()


def test_words_that_another_text_pushes_out_of_the_box_are_kept(grain_desk, paper, opened):
    """Bringing the house version back, half a word typed: the words are offered again under the text."""
    paper.edit("u1", "Manchete de Jonas")
    page = opened(grain_desk, paper.path)
    box(page, "u1").fill("Manchete que ninguém guardou")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    wait(page, "u1", rev="3")
    assert "Manchete que ninguém guardou" == page.locator("#u1 .forked").text_content()
    page.locator("#u1 [data-do=use-fork]").click()
    assert "Manchete que ninguém guardou" == box(page, "u1").input_value()


def test_a_late_answer_does_not_land_in_another_paragraph(grain_desk, paper, opened):
    """Check 17: the answer about u1 comes when u2 has words of its own."""
    page = opened(grain_desk, paper.path)
    held: list[Any] = []
    page.route("**/units/u1/*", lambda route: held.append(route))
    box(page, "u1").fill("Navios zarpam")
    page.keyboard.press("Control+Enter")
    box(page, "u2").fill("Palavras de u2")
    page.wait_for_timeout(100)
    for route in held:
        route.continue_()
    wait(page, "u1", state="approved")
    assert "Palavras de u2" == box(page, "u2").input_value()
    assert "Navios zarpam" == paper.unit("u1").text


def test_opening_and_saving_without_a_change_is_nothing(grain_desk, paper, opened):
    """Check 40: line ends, a leading line feed, another composition of the same letters."""
    paper.edit("u2", "Café com pão.\nSegunda linha.")
    paper.approve("u2")
    before = paper.unit("u2"), len(paper.events())
    page = opened(grain_desk, paper.path + "?show=all")
    assert "Café com pão.\nSegunda linha." == box(page, "u2").input_value()
    box(page, "u2").focus()
    box(page, "u2").fill("Cafe\u0301 com pa\u0303o.\nSegunda linha.")
    page.keyboard.press("Alt+ArrowDown")
    client = grain_desk.client()
    answer = client.post(f"/api{paper.path}/units/u2/text", data={"text": "\r\nCafe\u0301 com pão.\r\nSegunda linha.\r\n", "base_rev": before[0].rev})
    assert 200 == answer.status_code
    assert before == (paper.unit("u2"), len(paper.events()))


# --- two editors


def test_two_editors_of_one_paragraph(grain_desk, paper, opened):
    """Check 14: the second one sees both texts and chooses; exactly that is stored, and nothing is overwritten before."""
    page = opened(grain_desk, paper.path, name="jonas")
    for key, choice, expected in (("u2", "mine", "De Jonas"), ("u3", "theirs", "De Anna"), ("u4", "merge", "De ambos")):
        paper.edit(key, "De Anna", actor=ANNA)
        box(page, key).fill("De Jonas")
        page.keyboard.press("Alt+ArrowDown")
        page.wait_for_selector(f"#{key} .conflict h3")
        assert "anna" in page.locator(f"#{key} .conflict").inner_text()
        assert "De Anna" == paper.unit(key).text
        assert ["De Jonas"] == [one["text"] for one in paper.drafts()]
        page.locator(f'#{key} [data-choose="{choice}"]').click()
        page.wait_for_selector(f"#{key} .conflict", state="hidden")
        if choice == "merge":
            assert "De Jonas" == box(page, key).input_value()
            box(page, key).fill("De ambos")
            page.keyboard.press("Alt+ArrowDown")
        wait(page, key, rev="2" if choice == "theirs" else "3")
        assert (expected, expected) == (paper.unit(key).text, box(page, key).input_value())
        assert [] == paper.drafts()


def test_every_action_from_an_old_revision_is_refused(grain_desk, paper):
    """Check 15: and changes nothing."""
    paper.edit("u2", "Novo")
    client = grain_desk.client()
    before = paper.units(), paper.state
    unit = f"/api{paper.path}/units/u2"
    for what, fields in (
        ("text", {"text": "x"}), ("approve", {}), ("approve", {"text": "x"}), ("unapprove", {}), ("dismiss", {"code": "number", "reason": "x"}),
        ("revert", {"to": "machine"}), ("omit", {"reason": "x"}), ("accept", {}), ("undo-name", {"change": "0.0"}),
    ):  # fmt: skip
        assert 409 == client.post(f"{unit}/{what}", data={"base_rev": "1", **fields}).status_code, what
        assert 400 == client.post(f"{unit}/{what}", data=fields).status_code, what
    assert 409 == client.post(f"/api{paper.path}/approve-clean", data={"unit": ["u1:1", "u2:1"]}).status_code
    for what in ("approve", "publish", "withdraw", "merge-source"):
        answer = client.post(f"/api{paper.path}/{what}", data={"base_rev": "1", "reason": "x"})
        assert 409 == answer.status_code, what
    assert before == (paper.units(), paper.state)


def test_who_else_is_here_is_told(grain_desk, paper, opened):
    """Check 16: with the paragraph; gone when the page is closed."""
    page = opened(grain_desk, paper.path)
    other = opened(grain_desk, paper.path, name="jonas")
    other.locator("#u3 > summary").focus()
    other.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    other.wait_for_load_state("networkidle")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_selector("#head .here:has-text('jonas')")
    assert "jonas" == page.locator("#u3 .others").text_content()
    paper.edit("u4", "De Jonas, enquanto Anna olha.")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    wait(page, "u4", rev="2")
    assert "De Jonas, enquanto Anna olha." == box(page, "u4").input_value()
    other.goto("about:blank")
    page.wait_for_timeout(200)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_selector("#head .here:not(:has-text('jonas'))", state="attached")


# --- checks in place


def test_a_wrong_number_names_both_values_and_is_gone_while_typing(grain_desk, paper, opened):
    """Checks 18 and 19: the other spellings of the number are none; the finding is tied to the box."""
    right = paper.unit("u2").text
    assert "1.200" in right
    paper.edit("u2", right.replace("1.200", "12.000"))
    page = opened(grain_desk, paper.path)
    finding = page.locator("#u2 .finding.is-error")
    assert 1 == finding.count()
    assert "1,200" in finding.inner_text()
    assert "12.000" in finding.inner_text()
    assert "12.000" == page.locator("#u2 .mirror mark.m-error").text_content()
    assert "findings-u2" in box(page, "u2").get_attribute("aria-describedby")
    box(page, "u2").fill(right)
    wait(page, "u2", findings="0")
    assert 0 == finding.count()
    client = grain_desk.client()
    for spelling in ("1 200", "1\u202f200", "1200", "1,2 mil"):
        found = client.post(f"/api{paper.path}/units/u2/check", data={"text": right.replace("1.200", spelling)}).json()["findings"]
        assert [] == [one for one in found if one["check"] == "number"], spelling
    for key, text, check in (
        ("u2", right.replace("Svyrydenko", "outra pessoa"), "name"), ("u3", GRAIN[1], "untranslated"),
        ("u3", "Não vamos parar os navios, disse Volodymyr Zelensky a repórteres em Kharkiv.", "quotes"), ("u6", "Sim.", "length"),
    ):  # fmt: skip
        found = client.post(f"/api{paper.path}/units/{key}/check", data={"text": text}).json()["findings"]
        assert 1 == [one["check"] for one in found].count(check), (text, found)


def test_a_dismissal_needs_a_reason_and_holds_for_this_text(grain_desk, paper, opened):
    """Check 20: after loading anew and for another editor; another text brings the finding back."""
    wrong = paper.unit("u2").text.replace("1.200", "12.000")
    paper.edit("u2", wrong)
    page = opened(grain_desk, paper.path)
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    page.keyboard.press("Enter")
    assert page.locator("#ask").evaluate("d => d.open")
    page.keyboard.type("the agency corrected it")
    page.keyboard.press("Enter")
    wait(page, "u2", findings="0")
    assert "the agency corrected it" == paper.events("dismiss")[-1].note
    other = opened(grain_desk, paper.path, name="jonas")
    assert 0 == other.locator("#u2 .finding").count()
    box(other, "u2").fill(wrong + " Mais.")
    other.keyboard.press("Alt+ArrowDown")
    wait(other, "u2", findings="1")


# --- may it run


def test_publishing_is_refused_with_every_reason(grain_desk, paper, opened, filled, serving, tmp_path_factory):
    """Check 21: on the button, and by the API; a viewer has no controls at all."""
    paper.edit("u2", paper.unit("u2").text.replace("1.200", "12.000"))
    page = opened(grain_desk, paper.path)
    page.locator(".gate > summary").click()
    told = page.locator(".gate .panel").inner_text()
    assert "6 of 6 units are not approved" in told
    assert "12.000" in told
    assert 0 == page.locator("#publish-now").count()
    answer = grain_desk.client().post(f"/api{paper.path}/publish", data={"base_rev": paper.rev})
    assert 409 == answer.status_code
    assert 2 == len(answer.json()["reasons"])
    with serving(copied(filled.file, tmp_path_factory.mktemp("four")), filled, four_eyes=True) as four:
        late = Paper(four.store, filled.embargoed)
        late.edit("u1", "Preços sobem", actor=ANNA)
        late.approve(actor=ANNA)
        reasons = four.client().post(f"/api{late.path}/publish", data={"base_rev": late.rev}).json()["reasons"]
        assert ["under embargo until 2999", "four eyes: anna"] == [reason[: len(start)] for reason, start in zip(reasons, ("under embargo until 2999", "four eyes: anna"), strict=True)]
        assert 403 == four.client("eva", Role.EDITOR).post(f"/api{late.path}/publish", data={"base_rev": late.rev}).status_code
    viewer = opened(grain_desk, paper.path, name="vera", role=Role.VIEWER)
    assert 0 == viewer.locator(".tools, .dismiss, #publish-now, .comments form").count()
    assert box(viewer, "u1").evaluate("e => e.readOnly")
    client = grain_desk.client("vera", Role.VIEWER)
    assert 403 == client.post(f"/api{paper.path}/units/u1/text", data={"text": "x", "base_rev": "1"}).status_code


def test_a_new_version_needs_work_only_where_it_changed(grain_desk, paper, opened):
    """Checks 22 and 23: the source's diff, the editor's own words in the box, the offer by one key and taken back by one."""
    mine = "Agricultores perto de Mykolaiv não podem esperar."
    paper.edit("u5", mine)
    paper.approve()
    approved = {key: one.text for key, one in paper.units().items() if key not in ("u4", "u5")}
    room = Newsroom(grain_desk.store)
    new = (GRAIN[4], *GRAIN[:2], "Farmers near Mykolaiv said they could wait no longer: prices fell.", "A second ship will follow on Saturday.")
    room.forget()
    room.ingest(incoming(grain(new, "2"), "2"))
    assert {"Farmers near Mykolaiv said they could wait no longer: prices fell.", "A second ship will follow on Saturday."} >= set(room.asked)
    page = opened(grain_desk, paper.path)
    todo = page.evaluate("[...document.querySelectorAll('.card[data-settled=\"0\"]')].map(c => [c.id, c.dataset.state])")
    assert 3 == len(todo)
    assert approved == {key: one.text for key, one in paper.units().items() if key in approved and one.approved}
    assert mine == box(page, "u5").input_value()
    before = page.locator("#u5 .left .strip")
    assert "prices fell" in before.locator("ins").text_content()
    page.locator("#u5 > summary").focus()
    page.keyboard.press("w")
    wait(page, "u5", state="edited")
    assert mine != box(page, "u5").input_value()
    rev = paper.unit("u5").rev
    page.keyboard.press("z")
    wait(page, "u5", rev=str(rev + 1))
    assert mine == paper.unit("u5").text


def test_a_kill_closes_the_page_within_one_beat(grain_desk, paper, opened):
    """Check 24: the banner, no editing, no publishing; withdrawal stays possible for what was out."""
    page = opened(grain_desk, paper.path)
    Newsroom(grain_desk.store).receive(incoming(None, "2", status=Status.CANCELED))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_selector(".banner.kill")
    assert "Killed" in page.locator(".banner.kill").inner_text()
    assert box(page, "u1").evaluate("e => e.readOnly")
    client = grain_desk.client()
    assert 400 == client.post(f"/api{paper.path}/units/u1/text", data={"text": "x", "base_rev": paper.unit("u1").rev}).status_code
    assert 409 == client.post(f"/api{paper.path}/publish", data={"base_rev": paper.rev}).status_code


def test_an_edit_of_an_approved_paragraph_voids_the_approval(grain_desk, paper, opened):
    """Check 25: of the paragraph and of the edition; who, when, before and after stand in the events."""
    paper.approve()
    assert "approved" == paper.state
    old = paper.unit("u3").text
    page = opened(grain_desk, paper.path + "?show=all")
    box(page, "u3").fill("Outro texto, de “Anna”.")
    page.keyboard.press("Alt+ArrowDown")
    wait(page, "u3", state="edited")
    assert ("in_review", 1) == (paper.state, counts(page)["todo"])
    event = paper.events("edit", unit="u3")[-1]
    assert ("anna", "web", "Outro texto, de “Anna”.") == (event.actor.name, "web", event.text)
    page.locator("#u3 > summary").focus()
    page.keyboard.press("z")
    page.wait_for_selector("#u3[data-rev='4']", state="attached")
    assert old == paper.unit("u3").text


def test_the_clean_ones_are_approved_together_when_they_were_on_screen(grain_desk, paper, opened):
    """Check 26: not one with a finding, not one that was never seen."""
    paper.edit("u2", paper.unit("u2").text.replace("1.200", "12.000"))
    page = opened(grain_desk, paper.path, viewport={"width": 1280, "height": 560})
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_timeout(100)
    assert page.locator("#u6").evaluate("e => e.getBoundingClientRect().top > innerHeight")
    page.locator('[data-do="approve-clean"]').click()
    wait(page, "u1", state="approved")
    assert (UnitState.EDITED, UnitState.MACHINE) == (paper.unit("u2").state, paper.unit("u6").state)
    assert {True} == {one.bulk for one in paper.events("approve")}


# --- names


def test_one_change_of_the_glossary_is_undone_here(grain_desk, paper, opened):
    """Check 27: by a button with its reason beside it; the entry counts it."""
    page = opened(grain_desk, paper.path)
    card = page.locator(".card:has(.hit.applied form)").first
    key = card.get_attribute("id")
    card.locator("details.names > summary").click()
    hit = card.locator(".hit.applied:has(form)").first
    before, after = (hit.locator(f"{tag} bdi").text_content() for tag in ("del", "ins"))
    old = paper.unit(key).text
    hit.locator("form button").click()
    wait(page, key, rev="2")
    assert old.replace(after, before, 1) == paper.unit(key).text == box(page, key).input_value()
    with paper.store.read() as connection:
        assert [(key, before, after)] == [(one["unit"], one["before"], one["after"]) for one in overrides(connection, paper.id)]


def test_selected_words_become_a_proposal_for_the_glossary(grain_desk, paper, opened):
    """Check 28: t opens the form, filled with what is selected on both sides."""
    page = opened(grain_desk, paper.path)
    text = box(page, "u2").input_value()
    at = text.index("Svyrydenko")
    box(page, "u2").evaluate("(e, at) => { e.focus(); e.setSelectionRange(at, at + 10); }", at)
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    form = page.locator("#term")
    assert "Svyrydenko" == form.locator("[name=target]").input_value()
    assert "pt-BR" == form.locator("[name=target]").get_attribute("lang")
    page.keyboard.type("Svyrydenko")
    form.locator("button.go").click()
    page.wait_for_selector("#status:has-text('Proposed')", state="attached")
    told = paper.events("term_proposed")[-1]
    assert ("Svyrydenko", "Svyrydenko", "u2") == (told.data["source"], told.data["target"], told.unit)


# --- languages, hostile text, other ways in


def test_arabic_runs_from_the_right_and_the_page_does_not(desk, filled, opened):
    """Check 30: box, strip and layers; the English source stays; a paragraph that begins in Latin is still Arabic."""
    arabic = Paper(desk.store, filled.editions["ar"])
    arabic.edit("u2", "NATO قالت إن السفن غادرت الميناء.")
    page = opened(desk, arabic.path)
    assert ["ar", "rtl"] == box(page, "u2").evaluate("e => [e.lang, getComputedStyle(e).direction]")
    assert ["en", "ltr"] == page.locator("#u2 .source").evaluate("e => [e.lang, getComputedStyle(e).direction]")
    assert ["ar", "rtl"] == page.locator("#u2 .strip .text").first.evaluate("e => [e.lang, getComputedStyle(e).direction]")
    assert ["en-GB", "ltr"] in ([page.evaluate("document.documentElement.lang"), page.evaluate("getComputedStyle(document.body).direction")], ["en-GB", "ltr"])
    assert "ltr" == page.evaluate("getComputedStyle(document.body).direction")


def test_japanese_fits_a_phone_and_no_line_begins_with_a_mark(desk, filled, opened):
    """Check 31: nothing overflows at 320 px; 、。」 stay with the line before."""
    paper = Paper(desk.store, filled.editions["ja"])
    paper.edit("u2", "「船を止めるつもりはない」と大統領は記者団に語った。「一隻一隻が、町を、村を、島を、養っているのだ。」と。" * 3)
    page = opened(desk, paper.path, viewport={"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert "ja" == box(page, "u2").get_attribute("lang")
    starts = page.locator("#u2 .mirror").evaluate("""e => {
        const node = e.firstChild, range = document.createRange(), found = []; let top = -1;
        for (let n = 0; n < node.length - 1; n += 1) {
            range.setStart(node, n); range.setEnd(node, n + 1);
            const rect = range.getBoundingClientRect();
            if (rect.width && Math.abs(rect.top - top) > 4) { found.push(node.data[n]); top = rect.top; }
        }
        return found; }""")
    assert len(starts) > 3
    assert not set(starts) & set("、。」")


HOSTILE = (
    "</textarea><script>window.pwned=1</script>", "<img src=http://evil.test/x onerror=window.pwned=1>",
    "javascript:window.pwned=1 <a href=\"javascript:window.pwned=1\">x</a>", "<base href=//evil.test/><form action=//evil.test>",
    "<svg onload=window.pwned=1><style>*{background:url(http://evil.test/c)}</style>", "{{ 7*7 }} {% raw %} ${7*7}", "x" * 3_000,
    "\x1b]0;pwned\x07 \u202eevil\u202c",
)  # fmt: skip


def test_hostile_words_are_words(desk, opened):
    """Check 32: in every field that a wire or an editor writes; no script runs, nothing is asked for, all is shown as text."""
    story = make_text(HOSTILE[0], HOSTILE[1:])
    receipt = Newsroom(desk.store, "pseudo").ingest(incoming(story, identity="urn:evil:<script>", slug="<b onclick=x>slug</b>"), ("pt-BR",))
    assert receipt.story
    paper = Paper(desk.store, f"{receipt.story.id}:pt-BR")
    for key, text in zip(paper.units(), HOSTILE, strict=True):
        paper.edit(key, text * 20 + "!" if text == "x" * 3_000 else text + "!")
    actions.comment(paper.by(), paper.id, "u2", HOSTILE[1])
    actions.save_draft(paper.by(ANNA), paper.id, "u3", HOSTILE[0], base_rev=paper.unit("u3").rev)
    actions.omit(paper.by(), paper.id, "u5", base_rev=paper.unit("u5").rev, reason=HOSTILE[4])
    page = opened(desk, paper.path + "?show=all")
    assert page.evaluate("window.pwned === undefined")
    assert HOSTILE[0] + "!" == box(page, "u1").input_value()
    assert HOSTILE[0] == box(page, "u3").input_value()
    assert HOSTILE[1] == page.locator("#u2 .source").text_content()
    assert HOSTILE[1] in page.locator("#u2 .comment").text_content()
    assert "{{ 7*7 }}" in page.locator("#u6 .source").text_content()
    assert 0 == page.locator(".card script, .card img, .card svg, .card base, .card style").count()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_everything_works_without_scripts(grain_desk, paper, open_page):
    """Check 39: read, edit, approve, dismiss, conflict and publish by forms alone, with the same checks."""
    page = open_page(grain_desk, paper.path, java_script_enabled=False)
    page.set_default_timeout(5000)
    right = paper.unit("u2").text
    box(page, "u2").fill(right.replace("1.200", "12.000"))
    page.locator("#u2 [data-focus=save]").click()
    assert 2 == paper.unit("u2").rev
    assert page.url.endswith("#u2")
    page.locator("#u2 .dismiss summary").click()
    page.locator("#u2 .dismiss [name=reason]").fill("the agency said so")
    page.locator("#u2 .dismiss button").click()
    assert "the agency said so" == paper.events("dismiss")[-1].note
    ships = paper.unit("u3").text
    paper.edit("u3", ships.replace("navios", "barcos"))
    box(page, "u3").fill(ships.replace("navios", "cargueiros"))
    page.locator("#u3 [data-focus=save]").click()
    assert ships.replace("navios", "barcos") == paper.unit("u3").text
    assert "jonas" in page.locator("#u3 .conflict").inner_text()
    page.locator("#u3 [data-choose=mine]").click()
    assert (ships.replace("navios", "cargueiros"), []) == (paper.unit("u3").text, paper.drafts())
    for n in range(1, 7):
        page.locator(f"#u{n} [data-focus=approve]").click()
    page.locator(".gate > summary").click()
    page.locator("#publish-now").click()
    assert "published" == paper.state


def test_what_happens_is_announced_and_controls_can_be_hit_and_have_names(grain_desk, paper, opened):
    """Check 38: role=status changes; every control has a name and 24 px; the focus is seen."""
    paper.edit("u2", paper.unit("u2").text.replace("1.200", "12.000"))
    page = opened(grain_desk, paper.path + "?show=all")
    box(page, "u1").fill("Outra manchete")
    page.keyboard.press("Alt+ArrowDown")
    saved(page)
    small = page.evaluate("""[...document.querySelectorAll('#review :is(button, summary, input:not([type=hidden]), textarea, .seg a, .tools a)')]
        .filter(e => e.checkVisibility({opacityProperty: false}) && !e.closest('[hidden]')).map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
        .filter(([, r]) => r.width && (r.width < 24 || r.height < 24)).map(([html, r]) => html + r.width + 'x' + r.height)""")
    assert [] == [one for one in small if "checkbox" not in one]
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert float(outline.removesuffix("px")) >= 2


@pytest.mark.parametrize(("scheme", "locale"), [("light", "pt-BR"), ("dark", "ar")])
def test_axe_finds_nothing(desk, filled, opened, axe, scheme, locale):
    """Check 37: with findings, an offer, a conflict, an open menu and the dialogs."""
    paper = Paper(desk.store, filled.editions[locale])
    paper.edit("u3", "Um texto 99")
    actions.comment(paper.by(), paper.id, "u2", "Is it?")
    page = opened(desk, paper.path, color_scheme=scheme)
    if locale == "pt-BR":
        paper.edit("u4", "De Jonas")
        box(page, "u4").fill("De Anna")
        page.keyboard.press("Alt+ArrowDown")
        page.wait_for_selector("#u4 .conflict h3")
    page.locator("#u3 > summary").focus()
    page.keyboard.press("v")
    page.locator("#u3 .more > summary").click()
    page.locator(".gate > summary").click()
    assert [] == axe(page)
    page.evaluate("for (const name of ['ask', 'term', 'keys']) document.getElementById(name).show()")
    assert [] == axe(page)


def test_the_page_as_values(grain_desk, paper):
    """The JSON twin says what the page says."""
    client = grain_desk.client()
    told = client.get(f"/api{paper.path}").json()
    assert (6, 6, "u1") == (told["counts"]["units"], told["counts"]["todo"], told["start"])
    assert paper.unit("u2").text == told["units"][1]["text"]
    assert {"source", "machine", "glossary", "desk"} <= set(told["units"][1]["layers"])
    assert 404 == client.get("/api/editions/nothing:es").status_code
    done = client.post(f"/api{paper.path}/units/u1/approve", json={"base_rev": 1})
    assert ("approved", 1) == (done.json()["row"]["state"], done.json()["counts"]["approved"])
    assert re.search(r'id="u1"', done.json()["html"]["card"])
    assert JONAS.name not in done.text
