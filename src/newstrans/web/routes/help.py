"""Help, and whether the server is well."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from newstrans.text.phrase import phrase
from newstrans.web.call import Answer, Call, Page, routes

# As static/review/keys.js has them; a test keeps the two equal.
_BOX = (
    ("Ctrl+Enter", phrase("approve, and go to the next paragraph to do")),
    ("Ctrl+Shift+Enter", phrase("approve, and stay")),
    ("Alt+ArrowDown", phrase("next paragraph; what was typed is saved")),
    ("Alt+ArrowUp", phrase("previous paragraph")),
    ("F8", phrase("next warning")),
    ("Shift+F8", phrase("previous warning")),
    ("Escape", phrase("back to the paragraph; the text is kept")),
)
_CARD = (
    ("j", phrase("next paragraph")), ("k", phrase("previous paragraph")), ("n", phrase("next to do")), ("p", phrase("previous to do")), ("e", phrase("edit")),
    ("a", phrase("approve, and go to the next to do")), ("u", phrase("take an approval back")), ("x", phrase("dismiss the finding, with a reason")),
    ("r", phrase("back to the text with names and house style")), ("m", phrase("back to the machine's own words")), ("w", phrase("take the text on offer")),
    ("z", phrase("undo a change of the glossary")), ("v", phrase("show all four layers")), ("d", phrase("compare with another layer")),
    ("o", phrase("show other paragraphs")), ("g", phrase("names and terms")), ("t", phrase("propose a term from the words selected")), ("c", phrase("comment")),
    ("h", phrase("history")), ("s", phrase("search")), ("Shift+P", phrase("preview")), ("?", phrase("this list")),
)  # fmt: skip
# As static/queue.js has them.
_QUEUE = (("j", phrase("next edition")), ("k", phrase("previous edition")), ("Enter", phrase("open it")), ("s", phrase("search")))


def keys(_call: Call) -> Answer:
    """The keys of the queue and of the review page."""
    tables = [{"title": phrase("In the queue"), "rows": _QUEUE}, {"title": phrase("In the text box"), "rows": _BOX}, {"title": phrase("With the focus on a paragraph"), "rows": _CARD}]
    return Page("keys.html", {"tables": tables})


def health(call: Call) -> Answer:
    """For whoever watches the server: it answers, and its store can be read."""
    with call.store.read():
        return Response('{"ok": true}\n', media_type="application/json")


ROUTES: list[Route] = [*routes("/help/keys", keys), *routes("/healthz", health, right=None, api=False)]
