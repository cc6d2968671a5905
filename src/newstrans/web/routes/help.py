"""Help, and whether the server is well."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from newstrans.web.call import Answer, Call, routes


def health(call: Call) -> Answer:
    """For whoever watches the server: it answers, and its store can be read."""
    with call.store.read():
        return Response('{"ok": true}\n', media_type="application/json")


ROUTES: list[Route] = [*routes("/healthz", health, right=None, api=False)]
