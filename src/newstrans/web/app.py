"""The desk as a web application over a store."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newstrans.review.overview import Counts
from newstrans.store.connect import Store
from newstrans.web import problems
from newstrans.web.call import Site, call_of
from newstrans.web.doors import Doors
from newstrans.web.house import House
from newstrans.web.pages import Pages
from newstrans.web.routes import edition_pages, editions, glossary, login, memory, queue, stats, units
from newstrans.web.routes import help as help_
from newstrans.web.security import Guard
from newstrans.web.settings import Settings
from newstrans.web.static_files import StaticFiles

# What each part of the desk serves; a path belongs to the first that has it.
_PARTS = (login, queue, units, editions, edition_pages, glossary, memory, stats, help_)


def create_app(store: Store, settings: Settings) -> Starlette:
    """The application. `store` stays open for as long as it serves; the caller closes it."""
    static = StaticFiles()
    table: list[Route] = [static.route]
    for part in _PARTS:
        table += part.ROUTES
    app = Starlette(
        routes=table, middleware=[Middleware(Guard, settings=settings)], exception_handlers={HTTPException: _not_served},
    )  # fmt: skip
    house = House(settings.config)
    app.state.site = Site(store, settings, Pages(static), Doors(store, settings), Counts(store, lambda: house.checks), house)
    return app


async def _not_served(request: Request, error: Exception) -> Response:
    """No such page, or no such method."""
    headers: Mapping[str, str] = getattr(error, "headers", None) or {}
    answer = await run_in_threadpool(_as_answer, request, error)
    answer.headers.update(headers)
    return answer


def _as_answer(request: Request, error: Exception) -> Response:
    return problems.answer(call_of(request, api=request.url.path.startswith("/api/")), error)
