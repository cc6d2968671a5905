"""What an editor does to a unit: forms that work without scripts, and the same as JSON below /api/.

Every action names the revision that it works from. A unit's revision counts changes of its source too, so that it guards both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from newstrans.errors import ConflictError, NotInStore, ReviewError
from newstrans.review import actions
from newstrans.review.actions import Desk, as_typed, normalised
from newstrans.review.page import check_typed, review_page
from newstrans.store import editions as shelf
from newstrans.store.events import events_of, text_at
from newstrans.web.answers import (
    conflicted,
    done,
    draw_card,
    fields,
    refused,
    row_as_plain,
    view_of,
)
from newstrans.web.review_view import findings_context, marked_text
from newstrans.web.seat import seat_of

Form = Mapping[str, str]
# A text of a unit that is longer is no paragraph.
MOST_BYTES = 100_000


def _text(desk: Desk, edition: str, unit: str, form: Form) -> None:
    actions.edit(desk, edition, unit, form.get("text", ""), base_rev=_rev(form))
    if form.get("drop"):
        actions.discard_draft(desk, edition, unit, base_rev=_number(form["drop"]))


def _approve(desk: Desk, edition: str, unit: str, form: Form) -> None:
    """Approve what stands in the box: it is saved first, when it is another text."""
    rev = _rev(form)
    if "text" in form:
        rev = actions.edit(desk, edition, unit, form["text"], base_rev=rev).rev
    actions.approve(desk, edition, unit, base_rev=rev)


def _fix(desk: Desk, edition: str, unit: str, form: Form) -> None:
    """Write the one right answer of a finding in its place."""
    row = review_page(desk, edition).row(unit)
    found = next((one for one in row.findings if one.code == form.get("code")), None)
    if found is None or found.fix is None or found.target is None:
        raise ReviewError(f"{edition} {unit}: there is no such finding any more")
    text = row.unit.text[: found.target.start] + found.fix + row.unit.text[found.target.end :]
    actions.edit(desk, edition, unit, text, base_rev=_rev(form))


ACTIONS: Mapping[str, Callable[[Desk, str, str, Form], object]] = {
    "text": _text,
    "approve": _approve,
    "fix": _fix,
    "unapprove": lambda desk, edition, unit, form: actions.unapprove(desk, edition, unit, base_rev=_rev(form)),
    "accept": lambda desk, edition, unit, form: actions.accept(desk, edition, unit, base_rev=_rev(form)),
    "revert": lambda desk, edition, unit, form: actions.revert(desk, edition, unit, base_rev=_rev(form), to=form.get("to", "machine")),
    "omit": lambda desk, edition, unit, form: actions.omit(desk, edition, unit, base_rev=_rev(form), reason=form.get("reason", "")),
    "dismiss": lambda desk, edition, unit, form: actions.dismiss(
        desk, edition, unit, form.get("code", ""), base_rev=_rev(form), reason=form.get("reason", "")
    ),
    "undo-name": lambda desk, edition, unit, form: actions.undo_name(desk, edition, unit, form.get("change", ""), base_rev=_rev(form)),
    "comment": lambda desk, edition, unit, form: actions.comment(desk, edition, unit, form.get("words", ""), base_rev=_rev(form)),
    "term": lambda desk, edition, unit, form: actions.propose_term(
        desk, edition, unit, form.get("source", ""), form.get("target", ""), note=form.get("note", ""), base_rev=_rev(form)
    ),
    "drop": lambda desk, edition, unit, form: actions.discard_draft(desk, edition, unit, base_rev=_number(form.get("base_rev", ""))),
}
"""What can be done to a unit by its name in the address."""


def conflict_of(desk: Desk, edition: str, unit: str, base_rev: int, typed: str | None) -> dict[str, Any]:
    """Both sides of a conflict and what they began from: base, theirs, mine, by, at, rev, base_rev."""
    with desk.store.read() as connection:
        record = shelf.get_edition(connection, edition)
        one = shelf.get_unit(connection, record.id, unit)
        last = [event for event in events_of(connection, edition=record.id, unit=one.key) if event.rev == one.rev and event.text is not None]
        base = text_at(connection, record.id, one.key, base_rev)
        if base is None:
            made = shelf.get_machine(connection, record, one.source_revision)
            base = next((layer.text for layer in made.units if layer.unit.id == one.unit), one.text)
    return {
        "base": base, "theirs": one.text, "mine": one.text if typed is None else normalised(typed), "rev": one.rev,
        "base_rev": base_rev, "by": last[-1].actor.name if last else one.editor, "at": last[-1].at if last else "",
    }  # fmt: skip


def _rev(form: Form) -> int:
    """The revision that the page showed. Raises `ReviewError` where it is not named: nothing is done on a guess."""
    found = _number(form.get("base_rev", ""))
    if found is None:
        raise ReviewError("the revision that you saw (base_rev) is missing: load the page again")
    return found


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


# --- handlers


async def act(request: Request) -> Response:
    """`POST /editions/{edition}/units/{unit}/{what}`, and the same below /api/."""
    form = await fields(request)
    return await run_in_threadpool(_act, request, form)


def _act(request: Request, form: Form) -> Response:
    seat = seat_of(request)
    edition, unit, what = (request.path_params[name] for name in ("edition", "unit", "what"))
    if what not in ACTIONS:
        return refused(request, seat, edition, 404, seat.say("There is no such action"))
    needed = seat.rights.approve if what in ("approve", "unapprove") else seat.rights.edit
    if not needed:
        return refused(request, seat, edition, 403, seat.say("You may look at this edition, not change it"))
    if len(form.get("text", "").encode()) > MOST_BYTES:
        return refused(request, seat, edition, 413, seat.say("The text is too long"))
    try:
        ACTIONS[what](seat.desk, edition, unit, form)
    except ConflictError as error:
        texts = conflict_of(seat.desk, edition, unit, error.base_rev, error.yours)
        return conflicted(request, seat, edition, unit, texts, str(error).splitlines()[0])
    except NotInStore as error:
        return refused(request, seat, edition, 404, str(error))
    except ReviewError as error:
        return refused(request, seat, edition, 400, str(error), unit=unit)
    return done(request, seat, edition, unit, move=what in ("approve", "omit"))


async def draft(request: Request) -> Response:
    """`POST .../draft`: what somebody is typing; answered in short, since it comes every few seconds."""
    form = await fields(request)
    return await run_in_threadpool(_draft, request, form)


def _draft(request: Request, form: Form) -> Response:
    seat = seat_of(request)
    edition, unit = request.path_params["edition"], request.path_params["unit"]
    if not seat.rights.edit:
        return refused(request, seat, edition, 403, seat.say("You may look at this edition, not change it"))
    if len(form.get("text", "").encode()) > MOST_BYTES:
        return refused(request, seat, edition, 413, seat.say("The text is too long"))
    try:
        base = _rev(form)
        one = actions.save_draft(seat.desk, edition, unit, form.get("text", ""), base_rev=base)
    except NotInStore as error:
        return refused(request, seat, edition, 404, str(error))
    except ReviewError as error:
        return refused(request, seat, edition, 400, str(error))
    told: dict[str, Any] = {"unit": one.key, "rev": one.rev, "late": one.rev != base}
    if one.rev != base:
        told["html"] = {"card": draw_card(seat, view_of(request, seat, edition), one.key)}
    return JSONResponse(told)


async def check(request: Request) -> Response:
    """`POST .../check`: what the checks say of a text that is being typed."""
    form = await fields(request)
    return await run_in_threadpool(_check, request, form)


def _check(request: Request, form: Form) -> Response:
    seat = seat_of(request)
    edition, unit = request.path_params["edition"], request.path_params["unit"]
    text = as_typed(form.get("text", ""))
    if len(text.encode()) > MOST_BYTES:
        return refused(request, seat, edition, 413, seat.say("The text is too long"))
    try:
        one, language, found = check_typed(seat.desk, edition, unit, text)
    except NotInStore as error:
        return refused(request, seat, edition, 404, str(error))
    drawn = seat.render("editions/_findings.html", findings_context(seat, one, language, found))
    cut = [[piece.text, list(piece.kinds)] for piece in marked_text(text, found)]
    return JSONResponse({
        "unit": one.key, "findings": [{**asdict(finding), "code": finding.code} for finding in found], "html": drawn, "pieces": cut,
    })  # fmt: skip


def show(request: Request) -> Response:
    """`GET /api/editions/{edition}/units/{unit}`: one unit, for scripts and for a page that is behind."""
    seat = seat_of(request)
    edition, unit = request.path_params["edition"], request.path_params["unit"]
    try:
        view = view_of(request, seat, edition)
        row = view.page.row(unit)
    except NotInStore as error:
        return refused(request, seat, edition, 404, str(error))
    return JSONResponse({"unit": row.key, "row": row_as_plain(row), "html": {"card": draw_card(seat, view, row.key)}})


ROUTES = [
    route
    for start in ("", "/api")
    for route in (
        Route(start + "/editions/{edition}/units/{unit}/draft", draft, methods=["POST"]),
        Route(start + "/editions/{edition}/units/{unit}/check", check, methods=["POST"]),
        Route(start + "/editions/{edition}/units/{unit}/{what}", act, methods=["POST"]),
    )
] + [Route("/api/editions/{edition}/units/{unit}", show)]
