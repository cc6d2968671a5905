"""Help, and whether the server is well."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from newstrans.web.call import Answer, Call, Page, routes

# As static/review/keys.js has them; a test keeps the two equal.
_BOX = (
    ("Ctrl+Enter", "approve, and go to the next paragraph to do"),
    ("Ctrl+Shift+Enter", "approve, and stay"),
    ("Alt+ArrowDown", "next paragraph; what was typed is saved"),
    ("Alt+ArrowUp", "previous paragraph"),
    ("F8", "next warning"),
    ("Shift+F8", "previous warning"),
    ("Escape", "back to the paragraph; the text is kept"),
)
_CARD = (
    ("j", "next paragraph"), ("k", "previous paragraph"), ("n", "next to do"), ("p", "previous to do"), ("e", "edit"),
    ("a", "approve, and go to the next to do"), ("u", "take an approval back"), ("x", "dismiss the finding, with a reason"),
    ("r", "back to the text with names and house style"), ("m", "back to the machine's own words"), ("w", "take the text on offer"),
    ("z", "undo a change of the glossary"), ("v", "show all four layers"), ("d", "compare with another layer"),
    ("o", "show other paragraphs"), ("g", "names and terms"), ("t", "propose a term from the words selected"), ("c", "comment"),
    ("h", "history"), ("s", "search"), ("Shift+P", "preview"), ("?", "this list"),
)  # fmt: skip


def keys(_call: Call) -> Answer:
    """The keys of the review page."""
    tables = [{"title": "In the text box", "rows": _BOX}, {"title": "With the focus on a paragraph", "rows": _CARD}]
    return Page("keys.html", {"tables": tables})


def health(call: Call) -> Answer:
    """For whoever watches the server: it answers, and its store can be read."""
    with call.store.read():
        return Response('{"ok": true}\n', media_type="application/json")


ROUTES: list[Route] = [*routes("/help/keys", keys), *routes("/healthz", health, right=None, api=False)]
