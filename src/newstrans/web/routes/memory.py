"""The translation memory, searched by words."""

from __future__ import annotations

from dataclasses import asdict

from starlette.routing import Route

from newstrans.review.concordance import concordance
from newstrans.web.call import Answer, Call, routes
from newstrans.web.twins import twin


def memory(call: Call) -> Answer:
    """Where the translation memory has the words `?q=`, in the editions of `&locale=`."""
    below = call.query("below", "0")
    found = concordance(
        call.store, call.query("q")[:200], locale=call.query("locale")[:40], below=int(below) if below.isdecimal() and len(below) < 16 else 0
    )
    return twin(call, "memory.html", {**asdict(found), "lines": [asdict(line.pair) for line in found.lines]}, {"found": found})


ROUTES: list[Route] = [*routes("/tm", memory)]
