"""The queue and the stories in it."""

from __future__ import annotations

from starlette.routing import Route

from newstrans.store.editions import list_editions
from newstrans.web.call import Answer, Call, Page, routes


def queue(call: Call) -> Answer:
    """What waits at the desk."""
    return Page("queue.html", {"editions": list_editions(call.store)})


ROUTES: list[Route] = [*routes("/", queue)]
