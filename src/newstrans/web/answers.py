"""Answers to what an editor does: a page for a browser without scripts, JSON with the changed parts for one with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.responses import RedirectResponse, Response

from newstrans.kept import Kept
from newstrans.review.page import Row, first_to_do, review_page
from newstrans.rights import Right
from newstrans.web.call import Answer, Call, Page
from newstrans.web.card_view import CardView, Look
from newstrans.web.pages import Pages, Words
from newstrans.web.review_shell import shell_of
from newstrans.web.review_view import ReviewView, Rights


def rights_of(call: Call) -> Rights:
    """What who calls may do to an edition."""
    return Rights(edit=call.may(Right.EDIT), approve=call.may(Right.APPROVE), publish=call.may(Right.PUBLISH))


def view_of(call: Call, edition: str) -> ReviewView:
    """The review page of an edition for who calls, with the filters of the address. Raises `NotInStore`."""
    decisions = call.house.decisions(edition.rpartition(":")[2])
    page = review_page(call.desk, edition, tab=call.field("tab"), four_eyes=call.site.settings.four_eyes, decisions=decisions)
    return ReviewView(
        page, actor=call.actor.name, rights=rights_of(call), words=call.words,
        show=call.query("show", call.field("show", "todo")), base=call.query("base", call.field("base", "mt")),
        timed=bool(call.house.config.active_time),
    )  # fmt: skip


def draw_card(call: Call, view: ReviewView, key: str, conflict: Mapping[str, Any] | None = None) -> Markup:
    """The card of a unit as HTML. Raises `NotInStore`."""
    row = view.page.row(key)
    look = view.look(row)
    return _cards.of((row.unit.edition, row.key, look, call.words.tag), call.site.pages, call.words, row, look, conflict)


def _card(pages: Pages, words: Words, row: Row, look: Look, conflict: Mapping[str, Any] | None) -> Markup:
    return Markup(pages.render("editions/_card.html", words, CardView(row, look, words).context(conflict)))


# Most cards of a page are as they were when it was drawn last. Characters: some 500 pages of 20 paragraphs.
_cards = Kept(_card, 64_000_000, len)


def draw_head(call: Call, view: ReviewView) -> str:
    """The head of the page as HTML."""
    return call.render("editions/_head.html", view.head())


def draw_page(
    call: Call, view: ReviewView, *, status: int = 200, notice: str = "", error: bool = False,
    conflicts: Mapping[str, Mapping[str, Any]] | None = None,
) -> Page:  # fmt: skip
    """The whole page; its cards are drawn when it is sent."""
    cards = (draw_card(call, view, row.key, (conflicts or {}).get(row.key)) for row in view.page.rows)
    shown = {"notice": notice, "notice_error": error, "cards": cards, "shell": shell_of(call.site.pages, call.words)}
    return Page("editions/review.html", view.context() | shown, status)


def json(values: Mapping[str, Any], status: int = 200) -> Page:
    """An answer for scripts alone."""
    return Page("", values, status)


def done(call: Call, edition: str, unit: str, *, move: bool = False) -> Answer:
    """An action on a unit was done: its card and the head anew, or on to the next unit."""
    view = view_of(call, edition)
    row = view.page.row(unit)
    if call.api:
        head = view.page.header
        return json({
            "unit": row.key, "row": row_as_plain(row), "counts": asdict(head.counts),
            "edition": {"state": head.edition.state.value, "rev": head.edition.rev},
            "html": {"card": draw_card(call, view, row.key), "head": draw_head(call, view)},
        })  # fmt: skip
    keys = [one.key for one in view.page.rows]
    behind = view.page.rows[keys.index(row.key) + 1 :]
    to = next((one.key for one in behind if not one.settled), "") or first_to_do(view.page.rows) if move else row.key
    return back(view, to)


def back(view: ReviewView, to: str = "") -> Response:
    """The page anew, so that loading it again does nothing twice."""
    query = urlencode({"show": view.show, "base": view.base})
    return RedirectResponse(f"/editions/{view.page.header.edition.id}?{query}#{to or 'head'}", status_code=303)


def refused(call: Call, edition: str, status: int, message: str, *, unit: str = "", **more: Any) -> Answer:
    """Something was not done, and why: on the page itself, with everything that is on it."""
    if call.api:
        return json({"error": message, "message": message, "unit": unit, **more}, status)
    return draw_page(call, view_of(call, edition), status=status, notice=message, error=True)


def conflicted(call: Call, edition: str, unit: str, texts: Mapping[str, Any], message: str) -> Answer:
    """Somebody else was faster: both texts, and three ways on."""
    view = view_of(call, edition)
    key = view.page.row(unit).key
    drawn = view.conflict(key, texts)
    if call.api:
        html = call.render("editions/_conflict.html", drawn)
        return json({"error": "conflict", "message": message, "unit": key, **texts, "html": {"conflict": html}}, 409)
    return draw_page(call, view, status=409, notice=message, error=True, conflicts={key: drawn["conflict"]})


def row_as_plain(row: Row) -> dict[str, Any]:
    """A row for scripts: the unit with its findings, names, draft and comments."""
    return {
        **asdict(row.unit), "settled": row.settled, "language": row.language, "draft": row.draft,
        "findings": [{**asdict(one), "code": one.code} for one in row.findings],
        "names": [
            {
                "entry": hit.entry, "text": hit.text, "source": list(hit.source), "status": hit.status.value, "accepted": list(hit.accepted),
                "written": hit.written, "reason": hit.reason, "undoable": hit.undoable, "proposal": hit.proposal,
                "change": {"id": hit.change.id, "before": hit.change.before, "after": hit.change.after, "reasons": list(hit.change.reasons)} if hit.change else None,
            }
            for hit in row.hits
        ],
        "memory": asdict(row.memory) if row.memory else None,
        "layers": {layer.value: text for layer, text in row.layers.texts.items()} if row.layers else {},
        "comments": [{"by": one.actor.name, "at": one.at, "text": one.note, "rev": one.base_rev} for one in row.comments],
        "forks": [asdict(one) for one in row.forks],
    }  # fmt: skip
