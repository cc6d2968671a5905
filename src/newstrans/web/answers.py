"""Answers to what an editor does: a page for a browser without scripts, JSON with the changed parts for one with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from newstrans.review.page import ReviewPage, Row, first_to_do, review_page
from newstrans.web.review_view import ReviewView
from newstrans.web.seat import Seat


def is_api(request: Request) -> bool:
    """Whether a script asks."""
    return request.url.path.startswith("/api/")


async def fields(request: Request) -> dict[str, str]:
    """The fields of a form, or of a JSON object; of one that comes several times the last."""
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            value = await request.json()
        except ValueError:
            return {}
        return {str(name): str(each) for name, each in value.items()} if isinstance(value, dict) else {}
    async with request.form(max_files=0, max_fields=1000) as form:
        return {name: value for name, value in form.multi_items() if isinstance(value, str)}


def view_of(request: Request, seat: Seat, edition: str, *, tab: str = "") -> ReviewView:
    """The review page of an edition for who asks. Raises `NotInStore`."""
    page = review_page(seat.desk, edition, tab=tab, four_eyes=seat.four_eyes, decisions=seat.decisions(edition))
    return seen_by(seat, page, request.query_params)


def seen_by(seat: Seat, page: ReviewPage, query: Mapping[str, str]) -> ReviewView:
    """A page as an editor sees it, with the filters of the address."""
    return ReviewView(
        page, actor=seat.desk.actor.name, rights=seat.rights, say=seat.say, ui=seat.ui,
        show=query.get("show", "todo"), base=query.get("base", "mt"),
    )  # fmt: skip


def draw_card(seat: Seat, view: ReviewView, key: str) -> str:
    """The card of a unit as HTML."""
    return seat.render("editions/_card.html", view.card(key))


def draw_head(seat: Seat, view: ReviewView) -> str:
    """The head of the page as HTML."""
    return seat.render("editions/_head.html", view.head())


def draw_page(
    seat: Seat, view: ReviewView, *, status: int = 200, notice: str = "", error: bool = False,
    conflicts: Mapping[str, Mapping[str, Any]] | None = None,
) -> Response:  # fmt: skip
    """The whole page."""
    context = view.context() | {"notice": notice, "notice_error": error, "conflicts": conflicts or {}}
    return HTMLResponse(seat.render("editions/review.html", context), status_code=status)


def done(request: Request, seat: Seat, edition: str, unit: str, *, move: bool = False) -> Response:
    """An action on a unit was done: its card and the head anew, or on to the next unit."""
    view = view_of(request, seat, edition, tab=request.query_params.get("tab", ""))
    row = view.page.row(unit)
    if is_api(request):
        return JSONResponse({
            "unit": row.key, "row": row_as_plain(row), "counts": asdict(view.page.header.counts),
            "edition": {"state": view.page.header.edition.state.value, "rev": view.page.header.edition.rev},
            "html": {"card": draw_card(seat, view, row.key), "head": draw_head(seat, view)},
        })  # fmt: skip
    keys = [one.key for one in view.page.rows]
    behind = view.page.rows[keys.index(row.key) + 1 :]
    to = next((one.key for one in behind if not one.settled), "") or first_to_do(view.page.rows) if move else row.key
    return back(view, to or "head")


def back(view: ReviewView, to: str = "") -> Response:
    """The page anew, so that loading it again does nothing twice."""
    query = urlencode({"show": view.show, "base": view.base})
    return RedirectResponse(f"/editions/{view.page.header.edition.id}?{query}#{to or 'head'}", status_code=303)


def refused(request: Request, seat: Seat, edition: str, status: int, message: str, *, unit: str = "", **more: Any) -> Response:
    """Something was not done, and why."""
    if is_api(request):
        return JSONResponse({"error": message, "unit": unit, **more}, status_code=status)
    if status == 404:
        return HTMLResponse(seat.render("editions/missing.html", {"message": message}), status_code=404)
    return draw_page(seat, view_of(request, seat, edition), status=status, notice=message, error=True)


def conflicted(request: Request, seat: Seat, edition: str, unit: str, texts: Mapping[str, Any], message: str) -> Response:
    """Somebody else was faster: both texts, and three ways on."""
    view = view_of(request, seat, edition)
    key = view.page.row(unit).key
    if is_api(request):
        drawn = seat.render("editions/_conflict.html", view.conflict(key, texts))
        return JSONResponse({"error": message, "unit": key, **texts, "html": {"conflict": drawn}}, status_code=409)
    conflict = view.conflict(key, texts)["conflict"]
    return draw_page(seat, view, status=409, notice=message, error=True, conflicts={key: conflict})


def row_as_plain(row: Row) -> dict[str, Any]:
    """A row for scripts: the unit with its findings, names, draft and comments."""
    unit = asdict(row.unit)
    return {
        **unit, "settled": row.settled, "language": row.language, "draft": row.draft,
        "findings": [{**asdict(one), "code": one.code} for one in row.findings],
        "names": [
            {
                "entry": hit.entry, "text": hit.text, "source": list(hit.source), "status": hit.status.value, "accepted": list(hit.accepted),
                "written": hit.written, "reason": hit.reason, "undoable": hit.undoable,
                "change": {"id": hit.change.id, "before": hit.change.before, "after": hit.change.after, "reasons": list(hit.change.reasons)} if hit.change else None,
            }
            for hit in row.hits
        ],
        "layers": {layer.value: text for layer, text in row.layers.texts.items()} if row.layers else {},
        "comments": [{"by": one.actor.name, "at": one.at, "text": one.note, "rev": one.base_rev} for one in row.comments],
        "forks": [asdict(one) for one in row.forks],
    }  # fmt: skip
