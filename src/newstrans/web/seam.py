"""What the pages need of the server: the store and the house, who asks, and how an answer is given."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from newstrans.errors import ReviewError
from newstrans.text.diff import DiffOp

Form = FormData


class Here(Protocol):
    pass


def at(request: Request) -> Any:
    return request.app.state.here


def posted(act: Callable[[Request, Form], Response]) -> Callable[[Request], Any]:
    """A handler that gets the fields of a form, or of a JSON object, and runs beside the event loop."""

    async def handler(request: Request) -> Response:
        return await run_in_threadpool(act, request, await request.form())

    return handler


def number(form: Form, name: str) -> int:
    text = str(form.get(name, ""))
    if not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise ReviewError("the revision that you saw (base_rev) is missing: load the page again")
    return int(text)


def runs_as_plain(runs: Iterable[DiffOp]) -> list[dict[str, str]]:
    return [{"op": run.op, "text": run.text} for run in runs]
