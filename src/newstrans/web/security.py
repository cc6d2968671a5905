"""What stands before every route: whose request it is, how large, and what the browser may do with the answer.

The threats are any other page in the editor's browser, the text of wires, other users of this machine, and the network.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from newstrans.web.settings import Settings

BODY_LIMIT = 1 << 20
HEAD_LIMIT = 16 << 10
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(?P<port>\d{1,5}))?")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "frame-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    # Not "no-referrer": with it a browser sends `Origin: null` with our own forms.
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}


class Guard:
    """Refuses requests for another host, from another site, or too large, before any route sees them."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        answer = _headed(send, secure=self.settings.secure)
        refusal = _too_long(scope) or self._refusal(scope["method"], scope["path"], Headers(scope=scope))
        if refusal:
            status, why = refusal
            await PlainTextResponse(why + "\n", status)(scope, receive, answer)
            return
        await self.app(scope, _bounded(receive), answer)

    def _refusal(self, method: str, path: str, headers: Headers) -> tuple[int, str] | None:
        host = headers.getlist("host")
        match = _HOST.fullmatch(host[0].lower()) if len(host) == 1 else None
        if match is None or match["name"] not in self.settings.allowed:
            return 400, "This server does not answer to that host name. Start it with --name NAME to allow another one."
        bearer = bearer_of(path, headers) is not None
        if (bearer or method not in _SAFE) and not self._own(headers, host[0].lower(), bearer=bearer):
            return 403, "This request does not come from a page of this server, so nothing was changed. Open the page again."
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > BODY_LIMIT:
            return 413, f"What was sent is larger than {BODY_LIMIT >> 20} MiB, so nothing was changed."
        return None

    def _own(self, headers: Headers, host: str, *, bearer: bool) -> bool:
        """Whether a page of ours sent it, or a program with a token, which says nothing of a page.

        A page of another site that got hold of a token is refused all the same, and so is one that asks for leave first
        (a preflight request): no route answers OPTIONS, and no answer allows another origin.
        """
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        # Chromium sends no Sec-Fetch-Site to a plain-http name of the local network, where Origin is sent all the same.
        if site is not None and site != "same-origin":
            return False
        if origin is not None:
            return origin.lower() == f"{self.settings.scheme}://{host}"
        return site is not None or bearer


def bearer_of(path: str, headers: Headers) -> str | None:
    """The token that a request of the API shows, "" for an empty one; None for none, and for pages, which take no token."""
    scheme, _, rest = headers.get("authorization", "").partition(" ")
    return rest.strip() if scheme.lower() == "bearer" and path.startswith("/api/") else None


def _too_long(scope: Scope) -> tuple[int, str] | None:
    """h11 bounds only a head that is not whole yet; one that came in one piece can be longer."""
    length = len(scope.get("raw_path", b"")) + len(scope["query_string"]) + sum(len(name) + len(value) + 4 for name, value in scope["headers"])
    return (431, f"The head of the request is longer than {HEAD_LIMIT >> 10} KiB.") if length > HEAD_LIMIT else None


def _headed(send: Send, *, secure: bool) -> Send:
    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
            if secure:
                headers.setdefault("strict-transport-security", "max-age=31536000")
        await send(message)

    return answer


def _bounded(receive: Receive) -> Receive:
    """A body that grows beyond the limit without having said so ends the connection."""
    seen = 0

    async def read() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > BODY_LIMIT else message

    return read
