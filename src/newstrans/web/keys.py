"""The keys of the desk: what each does, and what somebody made of them. Templates, scripts and the help read them here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from newstrans.errors import NewstransError
from newstrans.store.connect import Store
from newstrans.store.settings import get_setting, set_setting
from newstrans.text.phrase import phrase

SETTING = "keys"


@dataclass(frozen=True, slots=True)
class Action:
    """Something that a key does. `id` is stable: scripts and settings use it."""

    id: str
    key: str
    what: str


@dataclass(frozen=True, slots=True)
class Table:
    """The keys of one place; `writes` says that plain keys write there."""

    where: str
    title: str
    actions: tuple[Action, ...]
    writes: bool = False


QUEUE = Table("queue", phrase("In the queue"), (
    Action("next", "j", phrase("next edition")),
    Action("previous", "k", phrase("previous edition")),
    Action("search", "s", phrase("search")),
))  # fmt: skip
BOX = Table("box", phrase("In the text box"), (
    Action("approve-next", "Ctrl+Enter", phrase("approve, and go to the next paragraph to do")),
    Action("approve-stay", "Ctrl+Shift+Enter", phrase("approve, and stay")),
    Action("next", "Alt+ArrowDown", phrase("next paragraph; what was typed is saved")),
    Action("previous", "Alt+ArrowUp", phrase("previous paragraph")),
    Action("next-warning", "F8", phrase("next warning")),
    Action("previous-warning", "Shift+F8", phrase("previous warning")),
    Action("leave", "Escape", phrase("back to the paragraph; the text is kept")),
), writes=True)  # fmt: skip
CARD = Table("card", phrase("With the focus on a paragraph"), (
    Action("next", "j", phrase("next paragraph")),
    Action("previous", "k", phrase("previous paragraph")),
    Action("next-todo", "n", phrase("next to do")),
    Action("previous-todo", "p", phrase("previous to do")),
    Action("edit", "e", phrase("edit")),
    Action("approve", "a", phrase("approve, and go to the next to do")),
    Action("unapprove", "u", phrase("take an approval back")),
    Action("dismiss", "x", phrase("dismiss the finding, with a reason")),
    Action("revert", "r", phrase("back to the text with names and house style")),
    Action("revert-raw", "m", phrase("back to the machine's own words")),
    Action("accept", "w", phrase("take the text on offer")),
    Action("undo", "z", phrase("undo the last step")),
    Action("layers", "v", phrase("show all four layers")),
    Action("base", "d", phrase("compare with another layer")),
    Action("filter", "o", phrase("show other paragraphs")),
    Action("names", "g", phrase("names and terms")),
    Action("term", "t", phrase("propose a term from the words selected")),
    Action("comment", "c", phrase("comment")),
    Action("history", "h", phrase("history")),
    Action("search", "s", phrase("search")),
    Action("preview", "Shift+P", phrase("preview")),
    Action("keys", "?", phrase("this list")),
))  # fmt: skip
TABLES = (QUEUE, BOX, CARD)
# The tables of one page. On the review page all keys can be pressed with the focus on a paragraph: none may stand twice.
_PAGES = ((QUEUE,), (BOX, CARD))

_DEFAULTS = {f"{table.where}.{one.id}": one.key for table in TABLES for one in table.actions}
_TOGETHER = {f"{table.where}.{one.id}": page for page, tables in enumerate(_PAGES) for table in tables for one in table.actions}
_WHATS = {f"{table.where}.{one.id}": one.what for table in TABLES for one in table.actions}

# What the head of a paragraph does with these stays, so that nobody is locked out.
_FIXED = {"Enter": phrase("edit"), "ArrowDown": phrase("next paragraph"), "ArrowUp": phrase("previous paragraph")}
NAMED = ("Enter", "Escape", "Home", "End", "PageUp", "PageDown", "Insert", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", *(f"F{n}" for n in range(1, 13)))
_ALIASES = {
    **{name.lower(): name for name in NAMED}, **{name[5:].lower(): name for name in NAMED if name.startswith("Arrow")},
    "esc": "Escape", "return": "Enter", "↵": "Enter", "↓": "ArrowDown", "↑": "ArrowUp", "←": "ArrowLeft", "→": "ArrowRight",
}  # fmt: skip
_MODIFIERS = {"ctrl": "Ctrl", "control": "Ctrl", "cmd": "Ctrl", "⌘": "Ctrl", "alt": "Alt", "option": "Alt", "⌥": "Alt", "shift": "Shift", "⇧": "Shift"}
# What browsers and systems keep for themselves.
_TAKEN = frozenset({
    "F5", "Ctrl+F5", "F11", "F12", "Alt+ArrowLeft", "Alt+ArrowRight", "Alt+Home", "Alt+F4", "Ctrl+F4", "Shift+F10", "Ctrl+PageUp", "Ctrl+PageDown",
    "Ctrl+Shift+PageUp", "Ctrl+Shift+PageDown", "Shift+Escape", "Ctrl+Escape", "Ctrl+Shift+Escape", "Alt+Escape",
})  # fmt: skip
_MOVES = ("Home", "End", "ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "PageUp", "PageDown", "Insert", "Enter")


class KeysRefused(NewstransError):
    """Keys cannot be as somebody wants them; `problems` says why, by action."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("; ".join(problems.values()))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one person: `own` has those that differ from the desk's, by "card.next"; `letters` whether single ones work."""

    own: Mapping[str, str]
    letters: bool = True

    def key(self, where: str, action: Action) -> str:
        """The key of an action."""
        return self.own.get(f"{where}.{action.id}", action.key)

    def tables(self) -> list[dict[str, Any]]:
        """All keys with what they do, for pages and scripts."""
        return [
            {
                "where": table.where, "title": table.title,
                "rows": [
                    {"action": f"{table.where}.{one.id}", "key": self.key(table.where, one), "default": one.key, "what": one.what}
                    for one in table.actions
                ],
            }
            for table in TABLES
        ]  # fmt: skip

    def for_scripts(self) -> dict[str, Any]:
        """What `static/review/keys.js` reads."""
        return {"letters": self.letters, **{table.where: {one.id: self.key(table.where, one) for one in table.actions} for table in TABLES}}


def keys_of(store: Store, name: str) -> Keys:
    """The keys of somebody. What an older desk kept and this one does not know is passed over."""
    with store.read() as connection:
        return _kept(connection, name)


def _kept(connection: Connection, name: str) -> Keys:
    kept = get_setting(connection, name, SETTING)
    own = kept.get("own", {})
    return Keys({action: str(own[action]) for action in _DEFAULTS if action in own}, kept.get("letters") is not False)


def keep_keys(store: Store, name: str, wanted: Mapping[str, str], *, letters: bool | None = None) -> Keys:
    """Change keys of somebody; "" brings the desk's own back, and what is not named stays.

    Raises:
        KeysRefused: an action is none, a key is none or does something else already. Nothing is changed then.

    """
    with store.write() as connection:
        before = _kept(connection, name)
        made = Keys(checked({**before.own, **wanted}), before.letters if letters is None else letters)
        set_setting(connection, name, SETTING, ({"own": dict(made.own)} if made.own else {}) | ({} if made.letters else {"letters": False}))
    return made


def reset_keys(store: Store, name: str) -> Keys:
    """All keys of somebody as the desk has them."""
    with store.write() as connection:
        set_setting(connection, name, SETTING, {})
    return Keys({})


def checked(wanted: Mapping[str, str]) -> dict[str, str]:
    """Keys by action, spelt as scripts spell them and without those that are the desk's anyway. Raises `KeysRefused`."""
    problems: dict[str, str] = {action: phrase("there is no action {action}", action=repr(action[:40])) for action in wanted if action not in _DEFAULTS}
    found = dict(_DEFAULTS)
    for table in TABLES:
        for one in table.actions:
            action = f"{table.where}.{one.id}"
            if text := wanted.get(action, "").strip():
                try:
                    found[action] = named(text, writes=table.writes)
                except ValueError as error:
                    problems[action] = error.args[0]
    for action, key in found.items():
        if action in problems or key == _DEFAULTS[action]:
            continue  # of two with one key, who was given it is told, not who had it
        others = [_WHATS[other] for other, same in found.items() if same == key and other != action and _TOGETHER[other] == _TOGETHER[action]]
        if key in _FIXED:
            problems[action] = phrase("{key} is taken: {what}", key=key, what=_FIXED[key])
        elif others:
            problems[action] = phrase("{key} is taken: {what}", key=key, what=others[0])
    if problems:
        raise KeysRefused(problems)
    return {action: key for action, key in found.items() if key != _DEFAULTS[action]}


def named(text: str, *, writes: bool = False) -> str:
    """A key as scripts spell it. Raises `ValueError` for one that cannot be used, with a sentence.

    >>> [named(text) for text in ("J", "shift+j", "esc", "CMD+up", "+", "Ctrl + Return")]
    ['Shift+J', 'Shift+J', 'Escape', 'Ctrl+ArrowUp', '+', 'Ctrl+Enter']
    """
    text = text[:40].strip()
    *before, main = ["+"] if text == "+" else [*text[:-2].split("+"), "+"] if text.endswith("++") else text.split("+")
    modifiers = {_MODIFIERS.get(part.strip().lower(), "") for part in before}
    main = _ALIASES.get(main.strip().lower(), main.strip())
    if "" in modifiers or not (main in NAMED or (len(main) == 1 and main.isprintable() and not main.isspace())):
        raise ValueError(phrase("{key} is no key that can be used: a letter, a sign, Enter, Escape, an arrow or F1 to F12", key=repr(text[:40])))
    if len(main) == 1:
        return _sign(main, modifiers, writes=writes)
    key = "".join(f"{one}+" for one in ("Ctrl", "Alt", "Shift") if one in modifiers) + main
    if key in _TAKEN or {"Ctrl", "Alt"} <= modifiers:
        raise ValueError(phrase("{key} belongs to the browser or the system", key=key))
    if writes and main in _MOVES and (not modifiers & {"Ctrl", "Alt"} or ("Ctrl" in modifiers and main != "Enter")):
        raise ValueError(phrase("{key} writes or moves in the text: take it with Alt, Ctrl+Enter, Escape or F1 to F12", key=key))
    return key


def _sign(main: str, modifiers: set[str], *, writes: bool) -> str:
    letter = main.lower() != main.upper()
    if writes:
        raise ValueError(phrase("{key} writes in the text: take Enter or an arrow with Alt, Ctrl+Enter, Escape or F1 to F12", key=main))
    if modifiers - {"Shift"}:
        raise ValueError(phrase("{key} belongs to the browser or the system", key="+".join([*sorted(modifiers), main])))
    if not letter and modifiers:
        raise ValueError(phrase("write the sign that Shift and {key} make", key=main))
    upper = letter and (modifiers or main != main.lower())
    return f"Shift+{main.upper()}" if upper else main
