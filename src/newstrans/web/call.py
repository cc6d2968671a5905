"""One request as a route sees it, and what a route answers: the same plain values as a page or as JSON."""

from __future__ import annotations

import json
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from newstrans.errors import NewstransError, NotAllowed
from newstrans.review.actions import Desk
from newstrans.review.overview import Counts
from newstrans.rights import RIGHTS, Right
from newstrans.store.connect import Store
from newstrans.store.records import Actor
from newstrans.store.users import Person
from newstrans.web import problems
from newstrans.web.house import House
from newstrans.web.keys import Keys, keys_of
from newstrans.web.pages import Pages, Words, preferred, words_for
from newstrans.web.settings import Settings

if TYPE_CHECKING:
    from newstrans.web.doors import Doors

# Requests that are worked on at once; the others wait their turn. They share one interpreter: with forty at once each takes half as
# much of the processor again, for changing threads. Those that write wait for the disk and for other writers, and must not
# hold up those that only look.
_LOOK, _ACT = 4, 8
# Characters of a page that are drawn at a turn and sent together. Most pages are shorter.
_PART = 200_000
# Nobody works on one paragraph for longer without a pause.
_LONGEST_MS = 4 * 60 * 60 * 1000


class BadRequest(NewstransError):
    """A request lacks a value, or has one of the wrong kind; the message names it."""


@dataclass(frozen=True, slots=True)
class Site:
    """What all requests share."""

    store: Store
    settings: Settings
    pages: Pages
    doors: Doors
    counts: Counts
    house: House
    looking: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(_LOOK))
    acting: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(_ACT))


@dataclass(frozen=True, slots=True)
class Page:
    """Values, shown by a template; below `/api` they are the JSON."""

    template: str
    values: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True)
class Done:
    """Something was changed: a browser goes on to the page `to`, a path of ours; below `/api` the values are the JSON."""

    to: str
    values: Mapping[str, Any] = field(default_factory=dict)


Answer = Page | Done | Response
Handler = Callable[["Call"], Answer]


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `person` is who sends it, None before anybody is in; `api` whether JSON is asked for."""

    request: Request
    site: Site
    person: Person | None
    api: bool
    words: Words
    now: str
    posted: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        return self.site.store

    @property
    def house(self) -> House:
        return self.site.house

    @property
    def actor(self) -> Actor:
        """Who acts. Raises `AssertionError` on a route that lets anybody in."""
        assert self.person is not None
        return Actor(self.person.name, "api" if self.api else "web", self.person.role)

    @property
    def desk(self) -> Desk:
        """For the actions of `newstrans.review`."""
        active = min(self.number("active_ms", 0), _LONGEST_MS) if self.house.config.active_time else 0
        return Desk(self.site.store, self.actor, self.now, self.field("request") or uuid.uuid4().hex, self.house.checks, active)

    def may(self, right: Right) -> bool:
        """Whether the person's role allows it."""
        return self.person is not None and right in RIGHTS[self.person.role]

    def path(self, name: str) -> str:
        """A part of the address, as the route names it."""
        return str(self.request.path_params[name])

    def query(self, name: str, default: str = "") -> str:
        """A value behind the "?" of the address."""
        return self.request.query_params.get(name, default)

    def field(self, name: str, default: str = "") -> str:
        """A value that was sent, in a form or in a JSON object."""
        return (self.posted.get(name) or [default])[0]

    def fields(self, name: str) -> Sequence[str]:
        """All values that were sent under a name."""
        return self.posted.get(name, ())

    def number(self, name: str, default: int | None = None) -> int:
        """A whole number that was sent, or behind the "?". Raises `BadRequest` for none, and for what is no number."""
        text = self.field(name) or self.query(name)
        if not text and default is not None:
            return default
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise BadRequest(f"{name} must be a whole number, not {text[:40]!r}" if text else f"{name} is missing")
        return int(text)

    def _own_keys(self) -> Keys:
        return keys_of(self.store, self.actor.name)

    def render(self, template: str, values: Mapping[str, Any]) -> str:
        """A template with what every page can use: the person, their rights, the address."""
        return self.site.pages.render(template, self.words, {**self._shared(), **values})

    def pieces(self, template: str, values: Mapping[str, Any]) -> Iterator[str]:
        """The same in pieces, as it is drawn."""
        return self.site.pages.pieces(template, self.words, {**self._shared(), **values})

    def _shared(self) -> dict[str, Any]:
        return {
            "person": self.person, "rights": [right for right in Right if self.may(right)], "here": self.request.url.path,
            "now": self.now, "secure": self.site.settings.secure, "own_keys": self._own_keys,
        }  # fmt: skip


def routes(path: str, handler: Handler, *, method: str = "GET", right: Right | None = Right.READ, api: bool = True) -> list[Route]:
    """The route of a page and, with `api`, the one of its JSON below `/api`.

    A person needs `right`; None lets anybody in. POST for everything that changes something.
    """
    made = [Route(path, _endpoint(handler, right, api=False), methods=[method])]
    if api:
        made.append(Route("/api" + path, _endpoint(handler, right, api=True), methods=[method]))
    return made


def _endpoint(handler: Handler, right: Right | None, *, api: bool) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        site: Site = request.app.state.site
        turns = site.acting if request.method == "POST" else site.looking
        try:
            posted = await _posted(request) if request.method == "POST" else {}
        except BadRequest as error:
            return await to_thread.run_sync(_unreadable, request, error, api, limiter=turns)
        return await to_thread.run_sync(_answer, handler, right, request, posted, api, limiter=turns)

    return endpoint


def call_of(request: Request, *, api: bool, posted: Mapping[str, Sequence[str]] | None = None) -> Call:
    """The call of a request, by nobody yet."""
    site: Site = request.app.state.site
    now = site.settings.clock().strftime("%Y-%m-%dT%H:%M:%SZ")
    tag = site.settings.language or preferred(request.headers.get("accept-language", ""))
    return Call(request, site, None, api, words_for(tag), now, posted or {})


def _unreadable(request: Request, error: BadRequest, api: bool) -> Response:
    return problems.answer(call_of(request, api=api), error)


def _answer(handler: Handler, right: Right | None, request: Request, posted: Mapping[str, Sequence[str]], api: bool) -> Response:
    from dataclasses import replace

    call = call_of(request, api=api, posted=posted)
    try:
        call = replace(call, person=call.site.doors.who(request, call.now))
        if right is not None and call.person is None:
            return problems.stranger(call)
        if right is not None and not call.may(right):
            raise NotAllowed(call.actor.name, right)
        return shown(call, handler(call))
    except Exception as error:  # noqa: BLE001 - every error becomes an answer; what nobody foresaw is logged there
        return problems.answer(call, error)


def shown(call: Call, answer: Answer) -> Response:
    """An answer as the browser or the script gets it."""
    if isinstance(answer, Response):
        return answer
    if call.api:
        status = answer.status if isinstance(answer, Page) else 200
        return Response(json.dumps(plain(answer.values), ensure_ascii=False), status, media_type="application/json")
    if isinstance(answer, Done):
        return RedirectResponse(answer.to, 303)
    pieces = call.pieces(answer.template, answer.values)
    first = _next_part(pieces)
    if len(first) < _PART:
        return HTMLResponse(first, answer.status)
    # A long page is sent while it is drawn: its head and first paragraphs are read meanwhile.
    return StreamingResponse(_parts(first, pieces, call.site.looking), answer.status, media_type="text/html")


async def _parts(first: str, pieces: Iterator[str], turns: CapacityLimiter) -> AsyncIterator[str]:
    part = first
    while part:
        yield part
        part = await to_thread.run_sync(_next_part, pieces, limiter=turns)


def _next_part(pieces: Iterator[str]) -> str:
    """The next pieces, together `_PART` characters or a little more; less than that only at the end."""
    found, size = [], 0
    for piece in pieces:
        found.append(piece)
        size += len(piece)
        if size >= _PART:
            break
    return "".join(found)


def plain(value: object) -> Any:
    """A value as JSON has it: of a dataclass its fields, of an enumeration the value, of a set a sorted list."""
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value) if not one.name.startswith("_")}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(one) for key, one in value.items()}
    if isinstance(value, (set, frozenset)):
        return sorted(plain(one) for one in value)
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, Path) else value


async def _posted(request: Request) -> dict[str, list[str]]:
    """What a form or a JSON object says, by name. Raises `BadRequest`."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        try:
            found = json.loads(await request.body() or b"{}")
        except (ValueError, RecursionError) as error:
            raise BadRequest(f"the body is no JSON: {error}") from error
        if not isinstance(found, dict):
            raise BadRequest("the body must be a JSON object")
        return {name: [_text(one) for one in (value if isinstance(value, list) else [value])] for name, value in found.items()}
    if kind not in ("", "application/x-www-form-urlencoded", "multipart/form-data"):
        raise BadRequest(f"the body is {kind!r}; send a form or JSON")
    out: dict[str, list[str]] = {}
    async with request.form(max_files=1, max_fields=5000) as form:
        for name, value in form.multi_items():
            out.setdefault(name, []).append(value if isinstance(value, str) else (await value.read()).decode("utf-8", "replace"))
    return out


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)
