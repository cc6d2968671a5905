"""The review page in a real browser: what an editor sees, types and presses, and what the store has afterwards.

The numbers are those of the acceptance checks of the desk.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from desk_stories import ANNA, JONAS, PARAGRAPHS, Newsroom, incoming, make_text
from review_stories import GRAIN, TEXTS, Paper, copied, fill, fill_long, grain

from newstrans.checks import check_unit
from newstrans.model import Edition, EditionUnit, Segment, SourceFile, Story, Treatment, Unit, UnitKind
from newstrans.pubstatus import Status
from newstrans.review import actions
from newstrans.rights import Role
from newstrans.store.editions import overrides, save_units
from newstrans.store.records import UnitState

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def grain_file(tmp_path_factory):
    """A store with the grain story, and a short one with an address; by the real engine."""
    file = tmp_path_factory.mktemp("grain") / "newstrans.db"
    return file, *fill(file)


@pytest.fixture
def grain_desk(grain_file, filled, tmp_path, serving):
    """A desk of the test's own with the grain story, by the real engine."""
    with serving(copied(grain_file[0], tmp_path), filled) as made:
        yield made


@pytest.fixture
def paper(grain_desk, grain_file):
    return Paper(grain_desk.store, grain_file[1])


@pytest.fixture
def links(grain_desk, grain_file):
    """The short story beside it."""
    return Paper(grain_desk.store, grain_file[2])


@pytest.fixture
def opened(open_page):
    def page_of(desk, path, **options):
        page = open_page(desk, path, **options)
        page.wait_for_selector("#review[data-ready]")
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


def dismiss(page: Any, key: str, why: str) -> None:
    """The first finding of a card, by keys."""
    page.locator(f"#{key} > summary").focus()
    page.keyboard.press("x")
    page.wait_for_selector("#ask[open]")
    page.keyboard.type(why)
    page.keyboard.press("Enter")


# --- the first seconds


@pytest.mark.acceptance(2, 43)
def test_a_long_edition_opens_on_its_first_problem_and_no_head_hides_it(filled, serving, opened, tmp_path):
    """Of 60 paragraphs the focus is in the box of the wrong number, not on the headline; nor does it hide behind the head on the
    way back up, and the copy under the box follows each key at once.
    """
    file = tmp_path / "newstrans.db"
    paper_of_60 = fill_long(file, 60)
    with serving(file, filled) as desk:
        paper = Paper(desk.store, paper_of_60)
        paper.edit("u45", "Perderam <unk> redes, *disseram.")
        page = opened(desk, paper.path, viewport={"width": 1280, "height": 500})
        assert (61, "u45", "textarea") == (page.locator(".card").count(), focused(page), page.evaluate("document.activeElement.localName"))
        below = "document.activeElement.getBoundingClientRect().top >= document.getElementById('head').getBoundingClientRect().bottom"
        assert page.evaluate(below)
        page.evaluate("""() => { window.late = 0; document.activeElement.addEventListener('input', event => requestAnimationFrame(() => {
            window.late += !event.target.previousElementSibling.textContent.startsWith(event.target.value); })); }""")
        page.keyboard.type(" Mais")
        page.evaluate("new Promise(requestAnimationFrame)")
        assert 0 == page.evaluate("window.late")
        for _ in range(4):
            page.keyboard.press("Alt+ArrowUp")
            assert page.evaluate(below)
        assert "u41" == focused(page)


@pytest.mark.acceptance(3)
def test_the_head_counts_what_the_rows_show(grain_desk, paper, opened):
    """After a dismissal, an approval, one that is taken back, and a name put back, without loading the page anew."""
    text = paper.unit("u2").text
    paper.edit("u2", text.replace("1.200", "12.000"))
    page = opened(grain_desk, paper.path)

    def told_and_shown() -> dict[str, int]:
        rows = page.evaluate("""[...document.querySelectorAll('.card')].map(c => [c.dataset.settled, c.dataset.state,
            c.querySelectorAll('.finding.is-error').length, c.querySelectorAll('.finding.is-warning').length, c.querySelectorAll('.hit.applied').length])""")
        told = counts(page)
        assert told == {
            "todo": sum(row[0] == "0" for row in rows), "approved": sum(row[1] == "approved" for row in rows),
            "errors": sum(row[2] for row in rows), "warnings": sum(row[3] for row in rows), "names": sum(row[4] for row in rows),
        }  # fmt: skip
        return told

    first = told_and_shown()
    assert 1 == first["errors"]
    dismiss(page, "u2", "the agency said so")
    wait(page, "u2", findings="0")
    assert 0 == told_and_shown()["errors"]
    box(page, "u2").fill(text)
    page.keyboard.press("Control+Enter")
    wait(page, "u2", state="approved")
    assert (5, 1) == (told_and_shown()["todo"], counts(page)["approved"])
    page.locator("#u2 > summary").focus()
    page.keyboard.press("u")
    wait(page, "u2", state="edited")
    assert (6, 0) == (told_and_shown()["todo"], counts(page)["approved"])
    card = page.locator(".card:has(.hit.applied form)").first
    key = card.get_attribute("id")
    rev = int(card.get_attribute("data-rev"))
    card.locator("details.names > summary").click()
    card.locator(".hit.applied form button").first.click()
    wait(page, key, rev=str(rev + 1))
    assert first["names"] - 1 == told_and_shown()["names"]


@pytest.mark.acceptance(4)
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
    assert all(page.locator(f"#u2 [data-layer={name}]").is_visible() for name in shown)
    assert len({*shown.values()}) == 4
    page.locator("#u2 details.names > summary").click()
    assert page.locator("#u2 .hit.applied .why").first.inner_text().strip()


@pytest.mark.acceptance(6)
def test_marks_speak_and_are_seen_without_colour(grain_desk, paper, opened):
    """Check 6: words for screen readers, lines for eyes, and both under forced colours."""
    paper.edit("u2", paper.unit("u2").text.replace("disse", "afirmou", 1))
    for forced in ("none", "active"):
        page = opened(grain_desk, paper.path, forced_colors=forced)
        strip = page.locator("#u2 .strip").last
        assert "removed:" in strip.locator("del .unseen").first.text_content()
        assert "added:" in strip.locator("ins .unseen").first.text_content()
        assert "line-through" in strip.locator("del").first.evaluate("e => getComputedStyle(e).textDecorationLine")
        assert "underline" in strip.locator("ins").first.evaluate("e => getComputedStyle(e).textDecorationLine")


# --- keys


@pytest.mark.acceptance(7, 8)
def test_from_the_queue_to_the_readers_without_a_mouse(grain_desk, paper, open_page):
    """One chord a paragraph, the last one stays and says so; two before them, four after them until it is out."""
    page = open_page(grain_desk)
    page.evaluate("sessionStorage.mice = ''")
    page.context.add_init_script("document.addEventListener('pointerdown', () => sessionStorage.mice += 'x', true)")
    chords = 0

    def press(key: str) -> None:
        nonlocal chords
        page.keyboard.press(key)
        chords += 1

    press("j")
    press("Enter")
    page.wait_for_selector("#review[data-ready]")
    for n in range(1, 7):
        assert f"u{n}" == focused(page)
        press("Control+Enter")
        wait(page, f"u{n}", state="approved")
    assert "u6" == focused(page)
    page.wait_for_selector("#status:has-text('All done')", state="attached")
    for key in ("Escape", "n", "Enter"):
        press(key)
    page.wait_for_selector("#publish-now:focus")
    press("Enter")
    page.wait_for_selector(".flag.published")
    assert chords <= 6 + 6
    assert ("published", "") == (paper.state, page.evaluate("sessionStorage.mice"))


def test_a_gate_that_becomes_ready_takes_no_focus_from_who_writes(grain_desk, paper, opened):
    """Somebody else approves the last paragraph while the gate is open and words are typed: they all go into the box."""
    paper.approve("u1", "u2", "u3", "u4", "u5")
    page = opened(grain_desk, f"{paper.path}?show=all")
    page.locator(".gate > summary").click()
    box(page, "u2").focus()
    page.keyboard.press("End")
    paper.approve("u6")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_selector(".gate.ready[open] #publish-now")
    page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 50)))")
    page.keyboard.type(" Mais")
    assert "u2" == focused(page)
    assert " Mais" in box(page, "u2").input_value()


@pytest.mark.acceptance(9)
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


@pytest.mark.acceptance(10)
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


@pytest.mark.acceptance(11)
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


@pytest.mark.acceptance(12)
def test_what_is_typed_is_kept_by_itself_and_is_there_after_a_crash(grain_desk, paper, opened, open_page):
    """A draft three seconds of the page's clock later, no event, no approval; a page that dies takes nothing along, not even what was
    typed last.
    """
    page = open_page(grain_desk, "/help/keys")
    page.clock.install()
    page.goto(paper.path)
    page.wait_for_selector("#review[data-ready]")
    before = len(paper.events())
    box(page, "u1").fill("Uma manchete pela metade")
    page.clock.run_for(3000)
    page.wait_for_selector("#status:has-text('Draft kept')", state="attached")
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


@pytest.mark.acceptance(12)
def test_a_restart_of_the_server_loses_nothing(grain_file, filled, serving, opened, tmp_path):
    """The next server, at another address, has what was typed at the first one."""
    file = copied(grain_file[0], tmp_path)
    with serving(file, filled) as desk:
        page = opened(desk, f"/editions/{grain_file[1]}")
        box(page, "u1").fill("Uma manchete pela metade")
        page.wait_for_selector("#status:has-text('Draft kept')", state="attached")
        page.close()
    with serving(file, filled) as desk:
        page = opened(desk, f"/editions/{grain_file[1]}")
        assert "Uma manchete pela metade" == box(page, "u1").input_value()
        assert "machine" == page.locator("#u1").get_attribute("data-state")


@pytest.mark.acceptance(13)
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
    box(page, "u1").fill("Inzwischen getippt")
    page.locator("#u1 [data-do=use-fork]").click()
    assert "Manchete que ninguém guardou" == box(page, "u1").input_value()
    page.keyboard.press("Control+z")
    assert "Inzwischen getippt" == box(page, "u1").input_value()


def test_the_time_of_work_is_that_between_inputs_and_no_pause(grain_desk, paper, open_page):
    """Half a minute without an input is a pause; the gate says what was counted."""
    page = open_page(grain_desk, "/help/keys")
    page.clock.install()
    page.goto(paper.path)
    page.wait_for_selector("#review[data-ready]")
    page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))
    box(page, "u2").focus()
    for seconds in (10, 60, 5):
        page.clock.run_for(seconds * 1000)
        page.keyboard.type("x")
    page.keyboard.press("Alt+ArrowDown")
    wait(page, "u2", rev="2")
    assert 15_000 == paper.events("edit")[-1].data["active_ms"]
    actions.revert(paper.by(), paper.id, "u2", base_rev=2, to="machine")
    paper.approve()
    page.goto(paper.path)
    assert "Worked on for 15 s." in gate_of(page)


def test_the_time_of_work_goes_out_with_the_next_call_when_one_is_refused(grain_desk, paper, open_page):
    """Neither a save that was refused nor a conflict loses it, and it is told once."""
    page = open_page(grain_desk, "/help/keys")
    page.clock.install()
    page.goto(paper.path)
    page.wait_for_selector("#review[data-ready]")
    page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))

    def work(key: str, seconds: int) -> None:
        box(page, key).focus()
        page.clock.run_for(seconds * 1000)
        page.keyboard.type("x")
        page.keyboard.press("Alt+ArrowDown")

    page.route("**/units/u2/text", lambda route: route.fulfill(status=429, json={"message": "Too many"}), times=1)
    with page.expect_response("**/units/u2/text"):
        work("u2", 10)
    page.wait_for_selector("#alert:has-text('Too many')")
    work("u2", 5)
    wait(page, "u2", rev="2")
    assert 15_000 == paper.events("edit")[-1].data["active_ms"]
    paper.edit("u3", "De outra pessoa.")
    work("u3", 7)
    page.locator('#u3 [data-choose="mine"]').click()
    wait(page, "u3", rev="3")
    assert [None, 7000] == [one.data.get("active_ms") for one in paper.events("edit", unit="u3")]


@pytest.mark.acceptance(17)
def test_a_late_answer_does_not_land_in_another_paragraph(grain_desk, paper, opened):
    """Check 17: the answer about u1 comes when u2 has words of its own."""
    page = opened(grain_desk, paper.path)
    held: list[Any] = []
    holding = True
    page.route("**/units/u1/*", lambda route: held.append(route) if holding else route.continue_())
    box(page, "u1").fill("Navios zarpam")
    with page.expect_request("**/units/u1/approve"):
        page.keyboard.press("Control+Enter")
    box(page, "u2").fill("Palavras de u2")
    while not held:
        page.wait_for_timeout(20)
    holding = False
    for route in held:
        route.continue_()
    wait(page, "u1", state="approved")
    assert "Palavras de u2" == box(page, "u2").input_value()
    assert "Navios zarpam" == paper.unit("u1").text


@pytest.mark.acceptance(40)
def test_opening_and_saving_without_a_change_is_nothing(grain_desk, paper, opened, open_page):
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
    plain = open_page(grain_desk, paper.path + "?show=all", java_script_enabled=False)
    with plain.expect_navigation():
        plain.locator("#u2 [data-focus=save]").click()
    assert before == (paper.unit("u2"), len(paper.events()))


# --- two editors


def run_into(page: Any, paper: Any, key: str, theirs: str, mine: str) -> None:
    """Write `mine` into a paragraph of which Anna's text is another by now: the conflict stands there."""
    paper.edit(key, theirs, actor=ANNA)
    box(page, key).fill(mine)
    page.keyboard.press("Alt+ArrowDown")
    page.wait_for_selector(f"#{key} .conflict h3")


@pytest.mark.acceptance(14)
def test_two_editors_of_one_paragraph(grain_desk, paper, opened):
    """Check 14: the second one sees both texts and chooses; exactly that is stored, and nothing is overwritten before."""
    page = opened(grain_desk, paper.path, name="jonas")
    base = paper.unit("u5").text
    for key, choice, theirs, mine, expected in (
        ("u2", "mine", "De Anna", "De Jonas", "De Jonas"), ("u3", "theirs", "De Anna", "De Jonas", "De Anna"),
        ("u4", "merge", "De Anna", "De Jonas", "De ambos"), ("u5", "both", f"{base} (Anna)", f"Jonas: {base}", f"Jonas: {base} (Anna)"),
    ):  # fmt: skip
        run_into(page, paper, key, theirs, mine)
        assert "anna" in page.locator(f"#{key} .conflict").inner_text()
        assert theirs == paper.unit(key).text
        assert [mine] == [one["text"] for one in paper.drafts()]
        assert (choice == "both") == page.locator(f"#{key} [data-choose=both]").is_visible()  # where the two touch nothing is made up
        page.locator(f'#{key} [data-choose="{choice}"]').click()
        page.wait_for_selector(f"#{key} .conflict", state="hidden")
        if choice == "merge":
            assert "De Jonas" == box(page, key).input_value()
            box(page, key).fill("De ambos")
            page.keyboard.press("Alt+ArrowDown")
        wait(page, key, rev="2" if choice == "theirs" else "3")
        assert (expected, expected) == (paper.unit(key).text, box(page, key).input_value())
        assert [] == paper.drafts()


@pytest.mark.acceptance(14)
def test_what_is_typed_while_a_conflict_stands_there_is_kept(grain_desk, paper, opened):
    """Check 14: the words that came after the refused save are in "mine", and in both together."""
    page = opened(grain_desk, paper.path, name="jonas")
    base = paper.unit("u5").text
    for key, choice, theirs, mine, expected in (
        ("u4", "mine", "De Anna", "De Jonas", "Agora: De Jonas"), ("u5", "both", f"{base} (Anna)", f"Jonas: {base}", f"Agora: Jonas: {base} (Anna)"),
    ):  # fmt: skip
        run_into(page, paper, key, theirs, mine)
        box(page, key).fill(f"Agora: {mine}")
        page.locator(f'#{key} [data-choose="{choice}"]').click()
        if choice == "both":  # what is both together has changed with it: it is shown before it is taken
            page.wait_for_selector(f"#{key} .conflict >> text=Agora")
            assert theirs == paper.unit(key).text
            page.locator(f'#{key} [data-choose="{choice}"]').click()
        page.wait_for_selector(f"#{key} .conflict", state="hidden")
        wait(page, key, rev="3")
        assert (expected, expected) == (paper.unit(key).text, box(page, key).input_value())
        assert [] == paper.drafts()


@pytest.mark.acceptance(14)
def test_a_conflict_stands_until_a_way_on_is_chosen(grain_desk, paper, opened):
    """Check 14: a remark about the paragraph is kept and both sides stay; an approval leads to the choice and overwrites nothing."""
    page = opened(grain_desk, paper.path, name="jonas")
    run_into(page, paper, "u4", "De Anna", "De Jonas")
    page.locator("#u4 details.comments > summary").click()
    page.locator("#u4 details.comments textarea").fill("Anna, o que fazemos?")
    page.locator("#u4 details.comments button").click()
    page.wait_for_selector("#u4 .comments >> text=o que fazemos")
    assert page.locator("#u4 .conflict h3").is_visible()
    box(page, "u4").press("Control+Enter")
    assert page.evaluate("document.activeElement.closest('.conflict') !== null")
    page.locator('#u4 [data-choose="mine"]').click()
    wait(page, "u4", rev="3")
    assert ("De Jonas", 3, "De Jonas") == (paper.unit("u4").text, paper.unit("u4").rev, box(page, "u4").input_value())
    assert [] == paper.events("approve")
    assert [] == paper.drafts()


@pytest.mark.acceptance(15)
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


@pytest.mark.acceptance(15)
def test_a_page_that_is_behind_changes_nothing(grain_desk, paper, opened):
    """Each key of a card, the button for the clean ones and that of publishing, after somebody else was there."""
    paper.edit("u2", paper.unit("u2").text.replace("1.200", "12.000"))
    paper.approve("u6")
    page = opened(grain_desk, paper.path + "?show=all")
    gate = page.context.new_page()
    gate.goto(f"{paper.path}/publish")
    for key in ("u1", "u2", "u3", "u4", "u5"):
        paper.edit(key, f"De Jonas, {key}.")
    actions.unapprove(paper.by(), paper.id, "u6", base_rev=paper.unit("u6").rev)
    before = paper.units(), paper.state
    for key, letter in (("u2", "x"), ("u3", "a"), ("u4", "r"), ("u5", "m"), ("u6", "u")):
        with page.expect_response(lambda answer: "/units/" in answer.url and not answer.url.endswith("/check")) as got:
            if letter == "x":
                dismiss(page, key, "no")
            else:
                page.locator(f"#{key} > summary").focus()
                page.keyboard.press(letter)
        assert (409, key) == (got.value.status, got.value.json()["unit"])
    with page.expect_response("**/approve-clean") as got:
        page.locator('[data-do="approve-clean"]').click()
    assert 409 == got.value.status
    with gate.expect_navigation() as arrived:
        gate.locator("button.main").click()
    assert 409 == arrived.value.status
    assert before == (paper.units(), paper.state)


@pytest.mark.acceptance(16)
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


@pytest.mark.acceptance(16)
def test_a_page_that_the_browser_kept_and_shows_again_is_there_again(grain_desk, paper, opened):
    """Back and forward: it says at once that it is open, and hears what was changed in the meantime."""
    page = opened(grain_desk, paper.path)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    paper.edit("u4", "Von Jonas geschrieben.")
    with page.expect_response("**/presence"):
        page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    wait(page, "u4", rev="2")
    assert "Von Jonas geschrieben." == box(page, "u4").input_value()


@pytest.mark.acceptance(16)
def test_somebody_in_the_background_is_still_here_and_a_page_that_died_is_not(grain_file, filled, serving, open_page, tmp_path):
    """Both clocks are moved: the pages' and the server's. A page that its browser froze says nothing for a minute, and then never."""
    moved = timedelta()
    with serving(copied(grain_file[0], tmp_path), filled, clock=lambda: datetime.now(UTC) + moved) as desk:
        pages = []
        for name in ("anna", "jonas"):
            page = open_page(desk, "/help/keys", name=name)
            page.clock.install()
            page.goto(f"/editions/{grain_file[1]}")
            page.wait_for_selector("#review[data-ready]")
            pages.append(page)
        page, other = pages

        def beat(one: Any) -> None:
            """A quarter of a minute in a page."""
            with one.expect_response("**/presence"):
                one.clock.run_for(15_000)

        here = page.locator("#head .here")
        other.locator("#u3 > summary").focus()
        moved += timedelta(seconds=15)
        beat(other)
        beat(page)
        page.wait_for_selector("#head .here:has-text('jonas')")
        other.context.new_cdp_session(other).send("Page.setWebLifecycleState", {"state": "frozen"})
        moved += timedelta(seconds=60)
        beat(page)
        assert "jonas" in here.inner_text()
        assert "jonas" == page.locator("#u3 .others").text_content()
        moved += timedelta(seconds=120)
        beat(page)
        page.wait_for_selector("#head .here:not(:has-text('jonas'))", state="attached")
        assert "" == page.locator("#u3 .others").text_content()


# --- checks in place


@pytest.mark.acceptance(18)
def test_a_wrong_number_names_both_values_and_is_gone_while_typing(grain_desk, paper, opened):
    """The other spellings of the number are none, in the box as for a script; the finding is tied to the box."""
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
    for spelling, wrong in (("1 200", 0), ("1.300", 1), ("1\u202f200", 0), ("13.000", 1), ("1,2 mil", 0)):
        box(page, "u2").fill(right.replace("1.200", spelling))
        wait(page, "u2", findings=str(wrong))
        assert wrong == finding.count(), spelling


NUMBERS = [
    ("ar", "قالت كييف إن {} طن من الحبوب نُقلت يوم الثلاثاء.", ("1,200", "1200", "١٬٢٠٠", "١٢٠٠", "1.2 ألف"), ("١٢٬٠٠٠", "12,000")),
    ("de", "Kiew meldete, am Dienstag seien {} Tonnen Getreide verladen worden.", ("1.200", "1200", "1 200", "1,2 Tausend"), ("12.000", "1,200")),
    ("fr", "Kiev a déclaré que {} tonnes de céréales avaient été déplacées mardi.", ("1 200", "1\u202f200", "1200", "1,2 millier"), ("12 000", "1,2")),
    ("hi", "कीव ने कहा कि मंगलवार को {} टन अनाज ले जाया गया।", ("1,200", "१,२००", "1200"), ("12,000", "१२,०००")),
    ("ja", "キーウは火曜日に{}トンの穀物が運ばれたと述べた。", ("1200", "1,200", "1千200"), ("1万2000", "12,000")),
]


@pytest.mark.acceptance(18)
@pytest.mark.parametrize(("language", "text", "same", "other"), NUMBERS, ids=[row[0] for row in NUMBERS])
def test_a_number_is_its_value_in_every_language(language, text, same, other):
    """Not its letters: digits of another script, signs that group or part, and words for a thousand."""
    source = "Kyiv said 1,200 tonnes of grain were moved on Tuesday."
    unit = EditionUnit(Unit("p1", UnitKind.PARAGRAPH, source), Treatment.TRANSLATED, None, (Segment(0, len(source), source, machine="x", target="x"),), "x")
    made = Edition(Story("x", "x", (unit.unit,), SourceFile("x", "plain", "utf-8", "", 0), language="en"), language, "en", units=(unit,))
    for number in (*same, *other):
        found = [one for one in check_unit(made, "p1", text.format(number)) if one.check == "number"]
        assert (number in other) == bool(found), number


@pytest.mark.acceptance(19)
def test_each_fault_is_one_finding_beside_its_paragraph(grain_desk, paper, links, opened):
    """Saved from the box; with the right name, and named by the box."""
    right = paper.unit("u2").text
    plan = links.unit("u2").text
    assert "https://harbour.example/plan" in plan
    for one, cases in (
        (paper, (
            ("u2", right.replace("Svyrydenko", "outra pessoa"), "name"), ("u3", GRAIN[1], "untranslated"),
            ("u3", "Não vamos parar os navios, disse Volodymyr Zelensky a repórteres em Kharkiv.", "quotes"), ("u6", "Sim.", "length"),
        )),
        (links, (("u2", plan.replace("https://harbour.example/plan", "a página"), "address"),)),
    ):  # fmt: skip
        page = opened(grain_desk, one.path)
        for key, text, check in cases:
            box(page, key).fill(text)
            rev = one.unit(key).rev
            box(page, key).press("Alt+ArrowUp")
            wait(page, key, rev=str(rev + 1))
            codes = page.locator(f"#findings-{key} .finding").evaluate_all("found => found.map(one => one.dataset.code)")
            assert 1 == [code.rpartition("-")[0] for code in codes].count(check), (check, codes)
            assert f"findings-{key}" in box(page, key).get_attribute("aria-describedby").split()
            assert page.locator(f"#{key} #findings-{key}").is_visible()


@pytest.mark.acceptance(20)
def test_a_dismissal_needs_a_reason_and_holds_for_this_text(grain_desk, paper, opened):
    """After loading anew and for another editor; another text brings the finding back, and so does another source."""
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
    page.reload()
    page.wait_for_selector("#review[data-ready]")
    assert 0 == page.locator("#u2 .finding").count()
    other = opened(grain_desk, paper.path, name="jonas")
    assert 0 == other.locator("#u2 .finding").count()
    box(other, "u2").fill(wrong + " Mais.")
    other.keyboard.press("Alt+ArrowDown")
    wait(other, "u2", findings="1")
    dismiss(other, "u2", "and again")
    wait(other, "u2", findings="0")
    changed = (GRAIN[0].replace("Tuesday", "Wednesday"), *GRAIN[1:])
    Newsroom(grain_desk.store).ingest(incoming(grain(changed, "2"), "2"))
    other.reload()
    assert other.locator("#u2 .finding.is-error").count()


# --- may it run


@pytest.mark.acceptance(21)
def test_publishing_is_refused_with_every_reason(grain_desk, paper, opened, filled, serving, tmp_path):
    """On the page, and with 409: work to do, an open error, a newer source; an embargo and four eyes; who may not is told."""
    paper.edit("u2", paper.unit("u2").text.replace("1.200", "12.000"))
    Newsroom(grain_desk.store, "pseudo").receive(incoming(grain(GRAIN[1:], "2"), "2"))
    told = gate_of(opened(grain_desk, paper.path))
    answer = grain_desk.client().post(f"/api{paper.path}/publish", data={"base_rev": paper.rev, "older_source": ""})
    assert (409, 3) == (answer.status_code, len(answer.json()["reasons"]))
    for words in ("6 of 6 units are not approved", "12.000", "version 2 is in"):
        assert words in told
        assert [reason for reason in answer.json()["reasons"] if words in reason]
    (tmp_path / "four").mkdir()
    with serving(copied(filled.file, tmp_path / "four"), filled, four_eyes=True) as four:
        late = Paper(four.store, filled.embargoed)
        late.edit("u1", "Preços sobem", actor=ANNA)
        late.approve(actor=ANNA)
        page = opened(four, late.path)
        told = gate_of(page)
        reasons = four.client().post(f"/api{late.path}/publish", data={"base_rev": late.rev}).json()["reasons"]
        for reason, words in zip(reasons, ("under embargo until 2999", "four eyes: anna"), strict=True):
            assert words in reason
            assert words in told
        assert 0 == page.locator("#publish-now").count()
        assert 403 == four.client("eva", Role.EDITOR).post(f"/api{late.path}/publish", data={"base_rev": late.rev}).status_code
        assert "You may not publish" in gate_of(opened(four, late.path, name="eva", role=Role.EDITOR))


def gate_of(page: Any) -> str:
    """What the panel of the publish button says."""
    page.locator(".gate > summary").click()
    return page.locator(".gate .panel").inner_text()


def test_a_viewer_looks_and_changes_nothing(grain_desk, paper, opened):
    """There are no controls, and what is sent all the same is refused."""
    viewer = opened(grain_desk, paper.path, name="vera", role=Role.VIEWER)
    assert 0 == viewer.locator(".tools, .dismiss, #publish-now, .comments form, [data-do=approve-clean]").count()
    assert box(viewer, "u1").evaluate("e => e.readOnly")
    client = grain_desk.client("vera", Role.VIEWER)
    assert 403 == client.post(f"/api{paper.path}/units/u1/text", data={"text": "x", "base_rev": "1"}).status_code


@pytest.mark.acceptance(22)
def test_a_new_version_of_fourteen_needs_work_at_three_places(desk, filled, opened):
    """One changed, one new, one gone; the one that moved, and all others, keep text and approval."""
    paper = Paper(desk.store, filled.editions["pt-BR"])
    paper.edit("u3", "Eles pediram 3 por cento a mais. A prefeitura recusou.")
    paper.approve()
    kept = {key: one.text for key, one in paper.units().items() if key not in ("u3", "u7")}
    words = [PARAGRAPHS[8], PARAGRAPHS[0], PARAGRAPHS[1].replace("The city said no", "The mayor said no"), *PARAGRAPHS[2:5], *PARAGRAPHS[6:8], *PARAGRAPHS[9:]]
    room = Newsroom(desk.store, "pseudo")
    room.ingest(incoming(make_text(paragraphs=[*words, "A new pier will be built."], version="3"), "3"))
    assert {"The mayor said no.", "A new pier will be built."} == set(room.asked)
    page = opened(desk, paper.path)
    todo = page.evaluate("[...document.querySelectorAll('.card[data-settled=\"0\"]')].map(card => card.id)")
    units = paper.units()
    assert {"changed", "new", "removed"} == {units[key].change.value for key in todo}
    assert 3 == len(todo) == counts(page)["todo"]
    assert kept == {key: one.text for key, one in units.items() if one.approved}
    assert "Eles pediram 3 por cento a mais. A prefeitura recusou." == box(page, "u3").input_value()


@pytest.mark.acceptance(23)
def test_a_new_version_needs_work_only_where_it_changed(grain_desk, paper, opened):
    """The source's diff, the editor's own words in the box, the offer by one key and taken back by one."""
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
    assert "could wait no longer" in before.text_content()
    page.locator("#u5 > summary").focus()
    page.keyboard.press("w")
    wait(page, "u5", state="edited")
    assert mine != box(page, "u5").input_value()
    rev = paper.unit("u5").rev
    page.keyboard.press("z")
    wait(page, "u5", rev=str(rev + 1))
    assert mine == paper.unit("u5").text


@pytest.mark.acceptance(24, 29)
def test_what_goes_out_is_the_preview_and_a_kill_takes_it_back(grain_desk, paper, open_page):
    """To the byte, with nothing of the desk in it; at the next beat of the page the banner is there, and nothing can be edited or
    published. What is out can be taken back where it lies.
    """
    text = paper.unit("u4").text
    paper.edit("u4", "Uma frase que ficou pelo caminho.")
    paper.edit("u4", f"{text} E logo.")
    actions.comment(paper.by(), paper.id, "u4", "Only for the desk")
    paper.approve()
    look = open_page(grain_desk)
    with look.expect_response("**/preview/page") as shown:
        look.goto(f"{paper.path}/preview")
    html = shown.value.body()
    published = grain_desk.client().post(f"/api{paper.path}/publish", data={"base_rev": paper.rev})
    assert 200 == published.status_code, published.text
    (file,) = (grain_desk.files / "pt-BR").glob("*.html")
    assert html == file.read_bytes()
    for hidden in ("Uma frase que ficou", "Only for the desk", "<del", "<ins", "<mark"):
        assert hidden not in html.decode()

    page = open_page(grain_desk, "/help/keys")
    page.clock.install()
    page.goto(paper.path)
    page.wait_for_selector("#review[data-ready]")
    Newsroom(grain_desk.store, "pseudo").receive(incoming(None, "2", status=Status.CANCELED))
    page.clock.run_for(15_000)
    page.wait_for_selector(".banner.kill")
    assert "Killed" in page.locator(".banner.kill").inner_text()
    assert box(page, "u1").evaluate("e => e.readOnly")
    client = grain_desk.client()
    assert 400 == client.post(f"/api{paper.path}/units/u1/text", data={"text": "x", "base_rev": paper.unit("u1").rev}).status_code
    assert 409 == client.post(f"/api{paper.path}/publish", data={"base_rev": paper.rev}).status_code
    page.reload()
    page.locator(".gate > summary").click()
    page.locator(".gate [name=reason]").fill("the agency killed it")
    with page.expect_navigation():
        page.locator(".gate form[action$=withdraw] button").click()
    assert ("killed", "the agency killed it") == (paper.state, paper.events("withdraw")[-1].note)
    assert "E logo." not in file.read_text(encoding="utf-8")


@pytest.mark.acceptance(25)
def test_an_edit_of_an_approved_paragraph_voids_the_approval(grain_desk, paper, opened):
    """Of the paragraph and of the edition; the history says who, when, before and after, and brings the old text back."""
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
    with page.expect_navigation():
        page.keyboard.press("h")
    assert page.url.endswith("/units/u3/history")
    newest = page.locator(".steps > li").first
    assert "anna" in newest.inner_text()
    assert event.at == newest.locator("time").first.get_attribute("datetime")
    before, after = (read_runs(newest.locator(".words").last, without) for without in ("ins", "del"))
    assert (old, event.text) == (before, after)
    with page.expect_navigation():
        page.get_by_role("button", name="Bring this text back").last.click()
    assert old == paper.unit("u3").text


def read_runs(words: Any, without: str) -> str:
    """One of the two texts of a diff: what stands there without the other one's marks and the words for screen readers."""
    return words.evaluate(
        "(one, tag) => { const copy = one.cloneNode(true); for (const other of copy.querySelectorAll(`${tag}, .unseen`)) other.remove(); return copy.textContent; }",
        without,
    )


@pytest.mark.acceptance(26)
def test_the_clean_ones_are_approved_together_when_they_were_on_screen(grain_desk, paper, opened):
    """Not one with a finding, not one that was never seen."""
    paper.edit("u2", paper.unit("u2").text.replace("1.200", "12.000"))
    page = opened(grain_desk, paper.path, viewport={"width": 1280, "height": 560})
    page.evaluate("scrollTo(0, 0)")
    page.evaluate("""new Promise(done => new IntersectionObserver(([one]) => one.isIntersecting && done(), {rootMargin: '-10% 0px'})
        .observe(document.getElementById('u1')))""")  # the page's own observer is asked before this one
    assert page.locator("#u6").evaluate("e => e.getBoundingClientRect().top > innerHeight")
    page.locator('[data-do="approve-clean"]').click()
    wait(page, "u1", state="approved")
    assert (UnitState.EDITED, UnitState.MACHINE) == (paper.unit("u2").state, paper.unit("u6").state)
    assert {True} == {one.bulk for one in paper.events("approve")}


# --- names


@pytest.mark.acceptance(27)
def test_one_change_of_the_glossary_is_undone_here(grain_desk, paper, opened):
    """By a button with its reason beside it; the entry counts it."""
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
    others = {name: one.rev for name, one in paper.units().items() if name != key}
    assert {1} == set(others.values())
    entry = page.locator(f"#{key} .hit.overridden a").first
    page.goto(entry.get_attribute("href"))
    assert "Editors put the machine’s words back once." in page.inner_text("main")


@pytest.mark.acceptance(28)
def test_selected_words_become_a_term_and_change_what_was_ticked(grain_desk, paper, links, opened):
    """t opens the form, filled with what is selected on both sides; the others see that it waits; accepted and confirmed it is written
    into the machine's own text, and into no editor's.
    """
    machine = paper.unit("u4").text
    written = re.search(r"[Ss]eguradoras", machine)
    assert written
    links.edit("u3", f"As seguradoras, {machine}")
    mine = links.unit("u3").text
    page = opened(grain_desk, paper.path)
    box(page, "u4").evaluate("(e, [from, to]) => { e.focus(); e.setSelectionRange(from, to); }", list(written.span()))
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    assert written[0] == page.locator("#head [type=search]").input_value()
    page.locator("#u4 > summary").focus()
    page.evaluate("""() => { const text = document.createTreeWalker(document.querySelector('#u4 .source'), NodeFilter.SHOW_TEXT);
        for (let node = text.nextNode(); node; node = text.nextNode()) {
            const at = node.data.indexOf('Insurers');
            if (at >= 0) { getSelection().setBaseAndExtent(node, at, node, at + 8); return; }
        } }""")
    page.keyboard.press("t")
    form = page.locator("#term")
    assert ("Insurers", written[0]) == tuple(form.locator(f"[name={name}]").input_value() for name in ("source", "target"))
    assert ("en", "pt-BR") == tuple(form.locator(f"[name={name}]").get_attribute("lang") for name in ("source", "target"))
    form.locator("[name=target]").fill("Companhias de Seguros")
    form.locator("button.go").click()
    page.wait_for_selector("#status:has-text('Proposed')", state="attached")
    told = paper.events("term_proposed")[-1]
    assert ("Insurers", "Companhias de Seguros", "u4") == (told.data["source"], told.data["target"], told.unit)

    other = opened(grain_desk, links.path, name="jonas")
    waiting = other.locator("#u3 .hit.unfinished")
    assert "proposed by anna, not decided yet" in waiting.text_content()
    assert "Companhias de Seguros" in waiting.text_content()
    other.locator("#u3 details.names > summary").click()
    with other.expect_navigation():
        waiting.locator("a").click()
    other.fill("#variants", written[0])
    with other.expect_navigation():
        other.get_by_role("button", name="Show what would change").click()
    ticks = other.locator("[name=rename]")
    offered = ticks.evaluate_all("found => found.map(one => [one.value, one.checked])")
    assert offered
    assert not any(checked for _, checked in offered)
    assert "edited by jonas" in other.inner_text("main")
    assert machine == paper.unit("u4").text
    for value, _ in offered:
        if f"{paper.id}" in value and "u4" in value:
            other.locator(f'[name=rename][value="{value}"]').check()
    with other.expect_navigation():
        other.get_by_role("button", name="Accept and write").click()
    assert "Written to the glossary" in other.inner_text("main")
    after = paper.unit("u4")
    assert ("machine", True) == (after.state.value, "Companhias de Seguros" in after.text)
    assert mine == links.unit("u3").text
    assert [] == [one.key for one in paper.units().values() if one.key != "u4" and one.rev > 1]


# --- languages, hostile text, other ways in


@pytest.mark.acceptance(30)
def test_arabic_runs_from_the_right_and_the_page_does_not(desk, filled, opened):
    """Box, strip, offer and preview; the English source stays; a paragraph that begins in Latin is still Arabic."""
    arabic = Paper(desk.store, filled.editions["ar"])
    arabic.edit("u2", "NATO قالت إن السفن غادرت الميناء.")
    offer(arabic, "u3", "قالت كييف إن السفن غادرت.", "قالت كييف إن السفن لم تغادر الميناء.")
    page = opened(desk, arabic.path)
    way = "e => [e.lang, getComputedStyle(e).direction]"
    assert ["ar", "rtl"] == box(page, "u2").evaluate(way)
    assert ["en", "ltr"] == page.locator("#u2 .source").evaluate(way)
    for part in ("#u2 .strip .text", "#u3 .offer .text", "#u2 [data-layer=desk]", "#u2 .line"):
        assert ["ar", "rtl"] == page.locator(part).first.evaluate(way), part
    assert ["en", "ltr"] == page.evaluate("[document.documentElement.lang.slice(0, 2), getComputedStyle(document.body).direction]")
    page.goto(f"{arabic.path}/preview")
    frame = page.frames[1]
    assert ["ar", "rtl"] == frame.locator("html").evaluate(way)
    assert ["ar", "rtl"] == frame.locator("body").evaluate("e => [e.closest('[lang]').lang, getComputedStyle(e).direction]")
    assert "ltr" == page.evaluate("getComputedStyle(document.body).direction")


def offer(paper: Paper, key: str, text: str, offered: str) -> None:
    """Another text on offer for a unit, as a new version of the source leaves one."""
    with paper.store.write() as connection:
        save_units(connection, [replace(paper.unit(key), text=text, suggestion=offered, state=UnitState.STALE)])


@pytest.mark.acceptance(5)
def test_marks_read_without_tags_are_both_texts_in_any_script(desk, filled, opened):
    """To the letter in the browser's own tree; and by the browser's own rules no mark cuts a letter from its signs."""
    paper = Paper(desk.store, filled.editions["pt-BR"])
    keys = list(paper.units())[1:]
    for key, (_, old, new) in zip(keys, TEXTS, strict=False):
        offer(paper, key, old, new)
    page = opened(desk, paper.path)
    for key, (language, old, new) in zip(keys, TEXTS, strict=False):
        words = page.locator(f"#{key} .offer .text")
        assert (old, new) == (read_runs(words, "ins"), read_runs(words, "del")), language
        cut = words.evaluate("""(one, [old, fresh, language]) => {
            const edges = (text) => new Set([...new Intl.Segmenter(language).segment(text)].map(part => part.index).concat(text.length));
            const sides = {old: [edges(old), 0], fresh: [edges(fresh), 0]};
            const wrong = [];
            for (const node of one.childNodes) {
                const copy = node.cloneNode(true);
                if (copy.querySelectorAll) for (const hidden of copy.querySelectorAll('.unseen')) hidden.remove();
                for (const [name, skipped] of [['old', 'INS'], ['fresh', 'DEL']]) {
                    if (node.nodeName === skipped) continue;
                    if (!sides[name][0].has(sides[name][1])) wrong.push([name, sides[name][1]]);
                    sides[name][1] += copy.textContent.length;
                }
            }
            return wrong; }""", [old, new, language])
        assert [] == cut, language


EAST = [
    ("ja", "「船を止めるつもりはない」と大統領は記者団に語った。「一隻一隻が、町を、村を、島を、養っているのだ。」と。" * 3),
    ("zh-Hans", "总统对记者说：“我们不会停下这些船。”每一艘船，都养活着城市、乡村、岛屿。" * 3),
    ("ko", "대통령은 기자들에게 “우리는 배를 멈추지 않을 것”이라고 말했다. 배 한 척 한 척이 도시와 마을과 섬을 먹여 살린다. " * 3),
]


@pytest.mark.acceptance(31)
def test_the_far_east_fits_a_phone_and_no_line_begins_with_a_mark(desk, filled, opened):
    """Nothing overflows at 320 px; 、。」 and their kin stay with the line before; the text has its own language, for its letters."""
    for tag, words in EAST:
        paper = Paper(desk.store, filled.editions[tag])
        paper.edit("u2", words)
        page = opened(desk, paper.path, viewport={"width": 320, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, tag
        assert tag == box(page, "u2").get_attribute("lang")
        starts = page.locator("#u2 .mirror").evaluate(STARTS)
        assert len(starts) > 3, tag
        assert not set(starts) & set("、。」，！？：”.’"), tag
        assert box(page, "u2").evaluate("e => e.scrollWidth <= e.clientWidth"), tag


# The letters that lines begin with.
STARTS = """e => {
    const walk = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), range = document.createRange(), found = []; let top = -1;
    for (let node = walk.nextNode(); node; node = walk.nextNode()) for (let n = 0; n < node.length; n += 1) {
        range.setStart(node, n); range.setEnd(node, n + 1);
        const rect = range.getBoundingClientRect();
        if (rect.width && Math.abs(rect.top - top) > 4) { found.push(node.data[n]); top = rect.top; }
    }
    return found; }"""


HOSTILE = (
    "</textarea><script>window.pwned=1</script>", "<img src=http://evil.test/x onerror=window.pwned=1>",
    "javascript:window.pwned=1 <a href=\"javascript:window.pwned=1\">x</a>", "<base href=//evil.test/><form action=//evil.test>",
    "<svg onload=window.pwned=1><style>*{background:url(http://evil.test/c)}</style>", "{{ 7*7 }} {% raw %} ${7*7}", "x" * 3_000,
    "\x1b]0;pwned\x07 \u202eevil\u202c",
)  # fmt: skip


@pytest.mark.acceptance(32)
def test_hostile_words_are_words(desk, opened):
    """In every field that a wire or an editor writes, on every page that shows it; no script runs, nothing is asked for, all is text."""
    story = replace(make_text(HOSTILE[0], HOSTILE[1:]), slug="<b onclick=x>slug</b>")
    receipt = Newsroom(desk.store, "pseudo").ingest(incoming(story, identity="urn:evil:<script>"), ("pt-BR",))
    assert receipt.story
    paper = Paper(desk.store, f"{receipt.story.id}:pt-BR")
    for key, text in zip(paper.units(), HOSTILE, strict=True):
        paper.edit(key, text * 20 + "!" if text == "x" * 3_000 else text + "!")
    actions.comment(paper.by(), paper.id, "u2", HOSTILE[1])
    actions.propose_term(paper.by(), paper.id, "u2", "evil.test", HOSTILE[0], note=HOSTILE[4])
    actions.save_draft(paper.by(ANNA), paper.id, "u3", HOSTILE[0], base_rev=paper.unit("u3").rev)
    actions.omit(paper.by(), paper.id, "u5", base_rev=paper.unit("u5").rev, reason=HOSTILE[4])
    page = opened(desk, paper.path + "?show=all")

    def unharmed() -> None:
        assert page.evaluate("window.pwned === undefined")
        assert 0 == page.locator(":is(.card, main) :is(script, img, svg:not(.plot), base, style)").count(), page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280

    unharmed()
    assert "<b onclick=x>slug</b>" in page.locator("#head .what").inner_text()
    assert HOSTILE[0] + "!" == box(page, "u1").input_value()
    assert HOSTILE[0] == box(page, "u3").input_value()
    assert HOSTILE[1] == page.locator("#u2 .source").text_content()
    assert HOSTILE[1] in page.locator("#u2 .comment").text_content()
    assert HOSTILE[0] in page.locator("#u2 .hit.unfinished").text_content()
    assert "{{ 7*7 }}" in page.locator("#u6 .source").text_content()
    event = paper.events("term_proposed")[-1].seq
    for path in (
        f"{paper.path}/diff", f"{paper.path}/update", f"{paper.path}/history", f"{paper.path}/units/u2/memory", f"{paper.path}/approve-clean",
        f"{paper.path}/publish", "/glossary/suggestions", f"/glossary/suggestions/e{event}", "/stats?days=0", "/tm?q=<script>", "/?q=<script>",
    ):  # fmt: skip
        page.goto(path)
        unharmed()
    assert HOSTILE[4] in page.context.request.get(f"/api/glossary/suggestions/e{event}").json()["proposal"]["notes"]
    page.goto(f"{paper.path}/preview")
    frame = page.frames[1]
    assert 0 == frame.locator("script:not([type='application/ld+json']), img, svg, base, form").count()
    assert HOSTILE[0] in frame.locator("body").text_content()


@pytest.mark.acceptance(32)
def test_a_word_of_a_million_letters_is_a_word(desk, opened):
    """On the page of its story and in the queue; what an editor may send is bounded."""
    story = replace(make_text("x" * 1_000_000, ["Short."]), slug="y" * 1_000_000)
    receipt = Newsroom(desk.store, "pseudo").receive(incoming(story, identity="urn:long"))
    assert receipt.story
    client = desk.client()
    for path in ("/", f"/stories/{receipt.story.id}"):
        assert 200 == client.get(path).status_code
    edition = desk.filled.editions["pt-BR"]
    sent = client.post(f"/api/editions/{edition}/units/u2/text", data={"text": "x" * 1_000_000, "base_rev": 1})
    assert 400 == sent.status_code
    assert "100000 bytes" in sent.json()["message"]


@pytest.mark.acceptance(39)
def test_everything_works_without_scripts(grain_desk, paper, open_page):
    """Read, edit, approve, also the clean ones together, dismiss, conflict and publish by forms alone, with the same checks."""
    page = open_page(grain_desk, paper.path, java_script_enabled=False)
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
    clean = [key for key, one in paper.units().items() if key not in ("u4",)]
    paper.edit("u4", paper.unit("u4").text + " <unk>")
    page.locator("[data-do=approve-clean]").click()
    assert page.url.endswith("/approve-clean?")
    for key in clean:
        words = page.locator(f"#{key} .words").all_text_contents()
        assert [paper.unit(key).source, paper.unit(key).text] == words
    assert 0 == page.locator("#u4").count()
    page.locator("#u1 [name=unit]").uncheck()
    paper.edit("u6", paper.unit("u6").text + " Jonas.")
    with page.expect_navigation() as late:
        page.get_by_role("button", name="Approve what is ticked").click()
    assert 409 == late.value.status
    assert "Paragraph 6 changed meanwhile" in page.inner_text("main")
    assert not any(one.approved for one in paper.units().values())
    page.goto(f"{paper.path}/approve-clean")
    page.locator("#u1 [name=unit]").uncheck()
    page.get_by_role("button", name="Approve what is ticked").click()
    assert {"u2", "u3", "u5", "u6"} == {key for key, one in paper.units().items() if one.approved}
    assert {True} == {one.bulk for one in paper.events("approve")}
    box(page, "u4").fill(paper.unit("u4").text.removesuffix(" <unk>"))
    for key in ("u4", "u1"):
        page.locator(f"#{key} [data-focus=approve]").click()
    page.locator(".gate > summary").click()
    page.locator("#publish-now").click()
    assert "published" == paper.state


@pytest.mark.acceptance(38)
def test_what_happens_is_announced_and_controls_can_be_hit_and_have_names(grain_desk, paper, opened):
    """What was done is in the status, what was not in the alert; every control has a name and 24 px; the focus stands out 3 to 1."""
    paper.edit("u2", paper.unit("u2").text.replace("1.200", "12.000"))
    page = opened(grain_desk, paper.path + "?show=all")
    box(page, "u1").fill("Outra manchete")
    page.keyboard.press("Alt+ArrowDown")
    saved(page)
    assert ("status", "alert") == tuple(page.locator(one).get_attribute("role") for one in ("#status", "#alert"))
    box(page, "u3").fill(" ")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#alert:has-text('There is no text')")
    small = page.evaluate("""[...document.querySelectorAll(':is(#review, .bar) :is(button, summary, label:has(input), input:not([type=hidden], [type=checkbox]), textarea, nav a, .seg a, .tools a)')]
        .filter(e => e.checkVisibility({opacityProperty: false}) && !e.closest('[hidden]')).map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
        .filter(([, r]) => r.width && (r.width < 24 || r.height < 24)).map(([html, r]) => html + r.width + 'x' + r.height)""")
    assert [] == small
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    controls = [one for one in tree if one.get("role", {}).get("value") in ("button", "textbox", "searchbox", "link", "checkbox", "combobox", "DisclosureTriangle")]
    assert len(controls) > 40
    assert [] == [one for one in controls if not one.get("ignored") and not one.get("name", {}).get("value")]
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        for target in ("#u2 .box > textarea", "#u2 > summary", "#u2 [data-focus=approve]", "#head .gate > summary", "#head a[data-go=preview]", ".bar nav a"):
            page.locator(target).first.focus()
            page.keyboard.press("Shift+Tab")  # by the keyboard, so that the browser shows where it is
            page.keyboard.press("Tab")
            width, contrast = page.evaluate(FOCUS)
            assert width >= 2, (scheme, target)
            assert contrast >= 3, (scheme, target)


FOCUS = """() => {
    const paint = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
    const rgb = (colour) => { paint.clearRect(0, 0, 1, 1); paint.fillStyle = colour; paint.fillRect(0, 0, 1, 1); return [...paint.getImageData(0, 0, 1, 1).data]; };
    const light = ([r, g, b]) => [r, g, b].map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
        .reduce((sum, c, n) => sum + c * [0.2126, 0.7152, 0.0722][n], 0);
    const one = document.activeElement, style = getComputedStyle(one);
    let ground = [0, 0, 0, 0];
    for (let at = one.parentElement; at && ground[3] < 255; at = at.parentElement) ground = rgb(getComputedStyle(at).backgroundColor);
    const [a, b] = [light(rgb(style.outlineColor)), light(ground)].sort((x, y) => y - x);
    return [parseFloat(style.outlineWidth), (a + 0.05) / (b + 0.05)];
}"""


@pytest.mark.acceptance(37)
@pytest.mark.parametrize(("scheme", "locale"), [("light", "pt-BR"), ("dark", "ar")])
def test_axe_finds_nothing(desk, filled, opened, axe, scheme, locale):
    """With findings, an offer, a conflict, an open menu and the dialogs, as their keys open them."""
    paper = Paper(desk.store, filled.editions[locale])
    paper.edit("u3", "Um texto <unk>, *disse.")
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
    for key, dialog in (("t", "term"), ("x", "ask"), ("?", "keys")):
        page.locator("#u3 > summary").focus()
        page.keyboard.press(key)
        page.wait_for_selector(f"#{dialog}[open]")
        assert [] == axe(page), dialog
        for width in (640, 320):
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.locator(f"#{dialog}").bounding_box()["width"] <= width
        page.set_viewport_size({"width": 1280, "height": 720})
        page.keyboard.press("Escape")


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
