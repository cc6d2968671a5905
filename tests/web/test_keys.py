"""The keys of one person: changed, refused where they clash, reset, and the same in the help, on buttons and under the fingers."""

from __future__ import annotations

import html
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from newstrans.rights import Role
from newstrans.store.connect import open_store
from newstrans.text.phrase import Phrase
from newstrans.web.keys import BOX, CARD, TABLES, Keys, KeysRefused, checked, keep_keys, keys_of, named

pytestmark = pytest.mark.browser
NOW = "2026-03-04T09:30:00Z"


# --- what a key can be


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("y", "y"), ("Y", "Shift+Y"), ("shift+y", "Shift+Y"), ("ф", "ф"), ("Ф", "Shift+Ф"), ("ب", "ب"), ("あ", "あ"), ("?", "?"), ("+", "+"), ("-", "-"),
        ("esc", "Escape"), ("F9", "F9"), ("shift + f9", "Shift+F9"), ("Alt+Down", "Alt+ArrowDown"), ("Cmd+Enter", "Ctrl+Enter"), ("⌘+↵", "Ctrl+Enter"),
        ("Shift+Ctrl+Enter", "Ctrl+Shift+Enter"), ("Ctrl+Up", "Ctrl+ArrowUp"),
    ],
)  # fmt: skip
def test_a_key_is_spelt_one_way(written: str, key: str) -> None:
    assert key == named(written) == named(key)


@pytest.mark.parametrize(
    "written",
    ["", " ", "ab", "Tab", "Space", "Backspace", "Ctrl+", "+a", "Hyper+a", "F13", "Ctrl+a", "Alt+a", "Ctrl+Alt+Enter", "Ctrl++", "Shift+1", "Shift+ب",
     "F5", "Alt+Left", "\x1b", "\u202e", "a" * 5000, "Shift+Shift", "é\u0301"],
)  # fmt: skip
def test_what_no_key_can_be(written: str) -> None:
    """Each is refused with a sentence that can be said in other languages."""
    with pytest.raises(ValueError) as refused:
        named(written)
    assert isinstance(refused.value.args[0], Phrase)


@pytest.mark.parametrize("written", ["y", "Shift+Y", "?", "Enter", "Shift+Enter", "Down", "Home", "Ctrl+Left", "Ctrl+Home", "Ctrl+Shift+Right", "PageDown"])
def test_what_writes_or_moves_in_a_text_is_no_key_there(written: str) -> None:
    with pytest.raises(ValueError, match="in the text"):
        named(written, writes=True)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.where)
def test_the_desk_s_own_keys_can_be_used(table: Any) -> None:
    """Each of them is one that somebody could have chosen, and none stands twice."""
    for one in table.actions:
        assert one.key == named(one.key, writes=table.writes)
    assert {} == checked({})


@pytest.mark.parametrize(
    ("wanted", "refused"),
    [
        ({"card.approve": "j"}, {"card.approve"}),  # of two with one key, who was given it is told
        ({"card.approve": "y", "card.edit": "y"}, {"card.approve", "card.edit"}),
        ({"card.approve": "F8"}, {"card.approve"}),  # which a paragraph hears too
        ({"box.next": "F9", "card.next": "f9"}, {"box.next", "card.next"}),
        ({"card.approve": "Enter"}, {"card.approve"}), ({"card.search": "down"}, {"card.search"}),  # these always work
        ({"queue.next": "k"}, {"queue.next"}), ({"queue.next": "a"}, set()),  # the keys of another page are no hindrance
        ({"card.none": "y"}, {"card.none"}), ({"letters.x": "y"}, {"letters.x"}), ({"box.leave": "q"}, {"box.leave"}),
        ({"card.approve": "j", "card.next": "a"}, set()), ({"card.approve": "e", "card.edit": "a"}, set()),  # exchanged
        ({"card.approve": "", "card.edit": " "}, set()),
    ],
    ids=lambda value: str(sorted(value) if isinstance(value, set) else value),
)  # fmt: skip
def test_two_actions_never_have_one_key(wanted: dict[str, str], refused: set[str]) -> None:
    if not refused:
        made = {f"{table.where}.{one.id}": Keys(checked(wanted)).key(table.where, one) for table in (BOX, CARD) for one in table.actions}
        assert len(made) == len(set(made.values()))
        return
    with pytest.raises(KeysRefused) as error:
        checked(wanted)
    assert refused == set(error.value.problems)


def test_keys_are_kept_by_name_and_nothing_but_what_differs(tmp_path: Any) -> None:
    """What an older desk kept for an action that is gone does no harm."""
    store = open_store(tmp_path / "a.db", NOW)
    keep_keys(store, "anna", {"card.approve": "y", "card.edit": "e"}, letters=False)
    assert Keys({"card.approve": "y"}, letters=False) == keys_of(store, "anna")
    assert Keys({}) == keys_of(store, "jonas")
    with pytest.raises(KeysRefused):
        keep_keys(store, "anna", {"card.edit": "ö", "card.next": "y"})
    keep_keys(store, "anna", {"card.next": "l"})
    assert Keys({"card.approve": "y", "card.next": "l"}, letters=False) == keys_of(store, "anna")
    keep_keys(store, "anna", {"card.approve": "", "card.next": "j"}, letters=True)
    assert Keys({}) == keys_of(store, "anna")
    from newstrans.store.settings import get_setting, set_setting

    with store.read() as connection:
        assert {} == get_setting(connection, "anna", "keys")
    with store.write() as connection:
        set_setting(connection, "anna", "keys", {"own": {"card.gone": "y", "card.approve": "y"}})
    assert Keys({"card.approve": "y"}) == keys_of(store, "anna")
    store.close()


def test_keys_of_two_windows_at_once_are_all_kept(tmp_path: Any) -> None:
    """What another window keeps meanwhile is read before this one writes."""
    store = open_store(tmp_path / "a.db", NOW)
    wanted = {f"card.{one.id}": key for one, key in zip(next(table for table in TABLES if table.where == "card").actions, "0123456789", strict=False)}
    with ThreadPoolExecutor(len(wanted)) as windows:
        list(windows.map(lambda one: keep_keys(store, "anna", dict([one])), wanted.items()))
    assert wanted == dict(keys_of(store, "anna").own)
    store.close()


# --- the page, and its JSON


def fields(page: str) -> dict[str, str]:
    """The keys that stand on the page."""
    return {name: html.unescape(value) for name, value in re.findall(r'<input name="([\w.-]+)" value="([^"]*)"', page)}


def test_keys_are_changed_by_a_form(desk: Any) -> None:
    """Without a script: refused ones stand in their fields beside the reason, and nothing was kept."""
    client = desk.client("jonas", Role.VIEWER)
    before = fields(client.get("/help/keys").text)
    assert ("Ctrl+Enter", "j") == (before["box.approve-next"], before["card.next"])
    refused = client.post("/help/keys", data={**before, "card.next": "<b>", "card.edit": "j", "letters": "0"})
    assert 409 == refused.status_code
    assert ("<b>", "j") == (fields(refused.text)["card.next"], fields(refused.text)["card.edit"])
    assert 2 == refused.text.count('aria-invalid="true"')
    assert before == fields(client.get("/help/keys").text)
    done = client.post("/help/keys", data={**before, "card.next": "Y", "card.edit": "", "letters": ["0", "1"]})
    assert (303, "/help/keys?kept=1") == (done.status_code, done.headers["location"])
    assert {**before, "card.next": "Shift+Y"} == fields(client.get("/help/keys").text)
    assert before == fields(desk.client("anna").get("/help/keys").text)  # hers are hers
    client.post("/help/keys/reset")
    assert before == fields(client.get("/help/keys").text)


def test_keys_as_json(desk: Any) -> None:
    """Stable names of actions; what is not named stays."""
    client = desk.client()
    assert 200 == client.post("/api/help/keys", json={"card.next": "l", "letters": False}).status_code
    done = client.post("/api/help/keys", json={"card.previous": "ö"}).json()
    assert done["letters"] is False
    keys = {row["action"]: row["key"] for table in done["tables"] for row in table["rows"]}
    assert ("l", "ö", "e") == (keys["card.next"], keys["card.previous"], keys["card.edit"])
    refused = client.post("/api/help/keys", json={"card.edit": "l", "card.odd": "x"})
    assert (409, "keys", {"card.edit", "card.next", "card.odd"}) == (refused.status_code, refused.json()["error"], set(refused.json()["problems"]))
    assert client.post("/api/help/keys/reset").json() == {name: client.get("/api/help/keys").json()[name] for name in ("letters", "tables")}


# --- in a browser


def test_keys_in_a_browser(desk: Any, open_page: Any, axe: Any) -> None:
    """A key is taken by pressing it; help, buttons and the page follow it; the old one does nothing; reset brings it back."""
    edition = f"/editions/{desk.filled.editions['pt-BR']}?show=all"
    page = open_page(desk, "/help/keys")
    assert [] == axe(page)
    page.locator("[name='card.next']").press("Shift+L")
    page.locator("[name='card.undo']").press("ArrowDown")
    page.locator("[name='box.leave']").press("F9")
    page.locator("[name='box.leave']").press("Tab")  # is no key, and goes on
    assert "box.leave" != page.evaluate("document.activeElement.name")
    page.click("main button.main")
    assert "next paragraph" in page.locator("[name='card.undo'] + .error").inner_text()
    assert [] == axe(page)
    page.locator("[name='card.undo']").press("Alt+Backspace")
    page.locator("[name='card.undo']").fill("")
    page.locator("[name='card.undo']").press("F10")
    page.click("main button.main")
    page.wait_for_url("**/help/keys?kept=1")

    page.goto(edition)
    page.wait_for_selector("#review[data-ready]")
    page.locator("#u2 > summary").focus()
    page.keyboard.press("j")
    assert "u2" == page.evaluate("document.activeElement.closest('.card').id")
    page.keyboard.press("Shift+L")
    assert "u3" == page.evaluate("document.activeElement.closest('.card').id")
    page.keyboard.press("e")
    page.keyboard.press("Escape")
    assert "TEXTAREA" == page.evaluate("document.activeElement.tagName")
    page.keyboard.press("F9")
    assert "SUMMARY" == page.evaluate("document.activeElement.tagName")
    page.keyboard.press("?")
    shown = dict(page.locator("#keys tr").evaluate_all("rows => rows.map(row => [row.querySelector('kbd').dataset.key, row.querySelector('kbd').textContent])"))
    assert ("⇧ L", "F9", "F10", "k") == (shown["card.next"], shown["box.leave"], shown["card.undo"], shown["card.previous"])
    assert [] == axe(page)
    page.click("#keys a")
    page.click("text=All as the desk has them")
    page.goto(edition)
    page.wait_for_selector("#review[data-ready]")
    page.locator("#u2 > summary").focus()
    page.keyboard.press("j")
    assert "u3" == page.evaluate("document.activeElement.closest('.card').id")


def test_buttons_name_the_keys_that_work(desk: Any, open_page: Any) -> None:
    """On a card as it comes, and on one that was drawn anew; with letters off they name none."""
    keep_keys(desk.store, "anna", {"box.approve-next": "F2", "card.layers": "y"})
    page = open_page(desk, f"/editions/{desk.filled.editions['pt-BR']}?show=all")
    page.wait_for_selector("#review[data-ready]")
    card = page.locator("#u2")
    assert ("F2", "y") == (card.locator("[data-key='box.approve-next']").inner_text(), card.locator("[data-key='card.layers']").text_content())
    card.locator("textarea[name=text]").fill("Another text")
    card.locator("textarea[name=text]").press("F2")
    page.wait_for_selector("#u2[data-state=approved]")
    assert "y" == page.locator("#u2 [data-key='card.layers']").text_content()
    keep_keys(desk.store, "anna", {}, letters=False)
    page.reload()
    page.wait_for_selector("#review[data-ready]")
    assert page.locator("#u3 [data-key='card.layers']").is_hidden()


def test_caps_lock_makes_no_other_key_of_a_letter(desk: Any, open_page: Any) -> None:
    page = open_page(desk, f"/editions/{desk.filled.editions['pt-BR']}?show=all")
    page.wait_for_selector("#review[data-ready]")
    page.locator("#u2 > summary").focus()
    page.evaluate("document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'J', bubbles: true}))")
    assert "u3" == page.evaluate("document.activeElement.closest('.card').id")
