"""The review page of an edition, what is done to it as a whole, and who has it open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from newstrans.errors import ConflictError, NotInStore, PublishRefused, ReviewError
from newstrans.review import actions
from newstrans.store import editions as shelf
from newstrans.store.presence import Present, beat, leave
from newstrans.web.answers import (
    back,
    draw_card,
    draw_head,
    draw_page,
    fields,
    is_api,
    refused,
    row_as_plain,
    view_of,
)
from newstrans.web.seat import Seat, seat_of

Form = Mapping[str, str]


def review(request: Request) -> Response:
    """`GET /editions/{edition}`: the review page; below /api/ its values."""
    seat = seat_of(request)
    edition = request.path_params["edition"]
    try:
        view = view_of(request, seat, edition)
    except NotInStore as error:
        return refused(request, seat, edition, 404, str(error))
    if not is_api(request):
        return draw_page(seat, view)
    head = view.page.header
    return JSONResponse({
        **asdict(head.edition), "story": asdict(head.story), "headline": head.headline, "urgency": head.urgency,
        "embargo": head.embargo, "embargo_ends": head.embargo_ends, "current": head.current, "closed": head.closed,
        "counts": asdict(head.counts), "reasons": [asdict(one) for one in head.reasons], "start": head.start,
        "here": [asdict(one) for one in head.here], "units": [row_as_plain(row) for row in view.page.rows],
    })  # fmt: skip


async def act(request: Request) -> Response:
    """`POST /editions/{edition}/{what}`: approve, publish, withdraw, merge-source; and the same below /api/."""
    form = await fields(request)
    return await run_in_threadpool(_act, request, form)


def _act(request: Request, form: Form) -> Response:
    seat = seat_of(request)
    edition, what = request.path_params["edition"], request.url.path.rpartition("/")[2]
    allowed = {"publish": seat.rights.publish, "withdraw": seat.rights.publish, "approve": seat.rights.approve}.get(what, seat.rights.edit)
    if not allowed:
        return refused(request, seat, edition, 403, seat.say("You may not do that; ask an approver"))
    try:
        _do(seat, edition, what, form)
    except NotInStore as error:
        return refused(request, seat, edition, 404, str(error))
    except PublishRefused as error:
        return refused(request, seat, edition, 409, str(error), reasons=list(error.reasons))
    except ConflictError as error:
        return refused(request, seat, edition, 409, str(error).splitlines()[0])
    except ReviewError as error:
        return refused(request, seat, edition, 400, str(error))
    view = view_of(request, seat, edition)
    if not is_api(request):
        return back(view)
    head = view.page.header
    return JSONResponse({**asdict(head.edition), "counts": asdict(head.counts), "html": {"head": draw_head(seat, view)}})


def _do(seat: Seat, edition: str, what: str, form: Form) -> None:
    rev = form.get("base_rev", "")
    if not (rev.isascii() and rev.isdecimal() and len(rev) < 10):
        raise ReviewError("the revision that you saw (base_rev) is missing: load the page again")
    base_rev = int(rev)
    match what:
        case "publish":
            actions.publish(
                seat.desk, edition, base_rev=base_rev, four_eyes=seat.four_eyes, older_source=form.get("older_source", "").strip(),
                release=form.get("release", "").strip(),
            )  # fmt: skip
        case "withdraw":
            actions.withdraw(seat.desk, edition, base_rev=base_rev, reason=form.get("reason", ""))
        case "merge-source":
            actions.merge_source(seat.desk, edition, base_rev=base_rev)
        case _:
            actions.approve_edition(seat.desk, edition, base_rev=base_rev)


async def approve_clean(request: Request) -> Response:
    """`POST /editions/{edition}/approve-clean`: the units `unit=u3:2` (key and revision) that were on screen."""
    async with request.form(max_files=0, max_fields=5000) as form:
        named = [value for value in form.getlist("unit") if isinstance(value, str)]
    return await run_in_threadpool(_approve_clean, request, named)


def _approve_clean(request: Request, named: list[str]) -> Response:
    seat = seat_of(request)
    edition = request.path_params["edition"]
    if not seat.rights.approve:
        return refused(request, seat, edition, 403, seat.say("You may not do that; ask an approver"))
    wanted = []
    for one in named:
        key, _, rev = one.partition(":")
        if not (rev.isascii() and rev.isdecimal() and len(rev) < 10):
            return refused(request, seat, edition, 400, seat.say("a unit is named with its revision: u3:2"))
        wanted.append((key, int(rev)))
    try:
        with seat.desk.store.read() as connection:
            there = {one.key: one.rev for one in shelf.get_units(connection, shelf.get_edition(connection, edition).id)}
        late = [key for key, rev in wanted if there.get(key) != rev]
        if late:
            message = seat.say("%(units)s changed meanwhile: look again") % {"units": ", ".join(late)}
            return refused(request, seat, edition, 409, message, late=late)
        approved = [one.key for one in actions.approve_clean(seat.desk, edition, wanted)]
    except NotInStore as error:
        return refused(request, seat, edition, 404, str(error))
    except ReviewError as error:
        return refused(request, seat, edition, 400, str(error))
    view = view_of(request, seat, edition)
    if not is_api(request):
        return back(view)
    cards = {key: draw_card(seat, view, key) for key in approved}
    counts = asdict(view.page.header.counts)
    return JSONResponse({"approved": approved, "counts": counts, "html": {"cards": cards, "head": draw_head(seat, view)}})


async def presence(request: Request) -> Response:
    """`POST /api/editions/{edition}/presence`: a page is open (or closes); the answer is who else is here and what changed."""
    form = await fields(request)
    return await run_in_threadpool(_presence, request, form)


def _presence(request: Request, form: Form) -> Response:
    seat = seat_of(request)
    tab, unit = form.get("tab", "")[:64], form.get("unit", "")[:16]
    try:
        with seat.desk.store.write() as connection:
            record = shelf.get_edition(connection, request.path_params["edition"])
            if form.get("leaving"):
                leave(connection, record.id, tab, seat.desk.actor.name)
            elif tab:
                beat(connection, record.id, Present(seat.desk.actor.name, tab, unit, seat.desk.now))
    except NotInStore as error:
        return refused(request, seat, request.path_params["edition"], 404, str(error))
    if form.get("leaving"):
        return Response(status_code=204)
    view = view_of(request, seat, record.id, tab=tab)
    head = view.page.header
    told: dict[str, Any] = {
        "here": [asdict(one) for one in head.here], "state": head.edition.state.value, "rev": head.edition.rev, "closed": head.closed,
        "units": {row.key: row.unit.rev for row in view.page.rows}, "html": {"head": draw_head(seat, view)},
    }  # fmt: skip
    return JSONResponse(told)


_WHOLE = ("approve", "publish", "withdraw", "merge-source")
ROUTES = [
    Route("/editions/{edition}", review),
    Route("/api/editions/{edition}", review),
    Route("/api/editions/{edition}/presence", presence, methods=["POST"]),
    *(Route(f"{start}/editions/{{edition}}/{what}", act, methods=["POST"]) for start in ("", "/api") for what in _WHOLE),
    *(Route(f"{start}/editions/{{edition}}/approve-clean", approve_clean, methods=["POST"]) for start in ("", "/api")),
]

