"""What went wrong, as a page or as JSON: the thing, and the next step."""

from __future__ import annotations

import json
import logging
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from newstrans import errors
from newstrans.text.phrase import phrase
from newstrans.web.security import bearer_of

if TYPE_CHECKING:
    from newstrans.web.call import Call

_log = logging.getLogger("newstrans.web")


class TooOften(errors.NewstransError):
    """Somebody asks more often than they may; `wait` is in seconds."""

    def __init__(self, what: str, wait: int) -> None:
        super().__init__(phrase("{what}. Ask again in {number} seconds", what=what, number=wait))
        self.wait = wait


# The first that fits: error, status, code for scripts, headline of the page.
_KINDS: tuple[tuple[type[Exception], int, str, str], ...] = (
    (errors.NotInStore, 404, "not-found", phrase("This is not here")),
    (errors.ConflictError, 409, "conflict", phrase("Somebody else was faster")),
    (errors.PublishRefused, 409, "refused", phrase("It cannot go out yet")),
    (errors.NotAllowed, 403, "not-allowed", phrase("Your role does not allow this")),
    (errors.ReviewError, 400, "refused", phrase("This cannot be done")),
    (TooOften, 429, "too-often", phrase("Too many requests")),
    (errors.StoreError, 503, "store", phrase("The store cannot be reached")),
    (errors.NewstransError, 400, "bad-request", phrase("This cannot be done")),
)
_HTTP = {404: ("not-found", phrase("This is not here")), 405: ("method", phrase("This page takes no such request"))}


def answer(call: Call, error: Exception) -> Response:
    """The answer for an error. One that nobody foresaw is logged whole and told without its inner life."""
    for kind, status, code, title in _KINDS:
        if isinstance(error, kind):
            made = _say(call, status, code, title, call.words.told(error if isinstance(error, errors.NewstransError) else str(error)), _more(error))
            if isinstance(error, TooOften):
                made.headers["retry-after"] = str(error.wait)
            return made
    if isinstance(error, HTTPException):
        code, title = _HTTP.get(error.status_code, ("http", phrase("This cannot be done")))
        return _say(call, error.status_code, code, title, f"{call.request.url.path}: {error.detail}", {})
    _log.error("%s %s failed", call.request.method, call.request.url.path, exc_info=error)
    said = phrase("An error that nobody foresaw; nothing was changed. The terminal in which newstrans desk runs tells more.")
    return _say(call, 500, "error", phrase("Something went wrong"), call.words.told(said), {})


def stranger(call: Call) -> Response:
    """For somebody who is not in: the page for coming in, which keeps what was typed."""
    if call.api and bearer_of(call.request.scope["path"], call.request.headers) is not None:
        message = phrase("This token is not known here, was revoked or ran out. See which there are: {command}", command="newstrans users token list")
        return _told_401({"error": "no-such-token", "message": call.words.told(message)})
    if call.api:
        message = phrase(
            "Nobody is signed in. Open the desk in a browser and sign in, or send a token: {command}", command="newstrans users token add NAME"
        )
        return _told_401({"error": "not-signed-in", "message": call.words.told(message)})
    if call.request.method == "GET" and call.request.headers.get("sec-fetch-site") == "cross-site":
        # The cookie is not sent along with a link of another site; a second look from our own page has it.
        page = call.render("again.html", {"to": _path(call)})
        return Response(page, 200, media_type="text/html; charset=utf-8")
    return call.site.doors.door(call)


def _told_401(values: dict[str, Any]) -> Response:
    said = _json(401, values)
    said.headers["www-authenticate"] = 'Bearer realm="newstrans"'
    return said


def _path(call: Call) -> str:
    url = call.request.url
    return url.path + (f"?{url.query}" if url.query else "")


def _more(error: Exception) -> dict[str, Any]:
    if isinstance(error, errors.ConflictError):
        return {"base_rev": error.base_rev, "rev": error.rev, "yours": error.yours, "theirs": error.theirs, "by": error.by}
    if isinstance(error, errors.PublishRefused):
        return {"reasons": list(error.reasons)}
    return {}


def _say(call: Call, status: int, code: str, title: str, message: str, more: dict[str, Any]) -> Response:
    if call.api:
        return _json(status, {"error": code, "message": message, **more})
    page = call.render("error.html", {"status": status, "code": code, "title": title, "message": message, "more": more})
    return Response(page, status, media_type="text/html; charset=utf-8")


def _json(status: int, values: dict[str, Any]) -> Response:
    return Response(json.dumps(values, ensure_ascii=False), status, media_type="application/json")
