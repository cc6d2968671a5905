"""What an editor does to a unit: forms that work without scripts, and the same as JSON below /api/.

Every action names the revision that it works from. A unit's revision counts changes of its source too, so that it guards both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import Any

from starlette.routing import Route

from newstrans.errors import ConflictError, ReviewError
from newstrans.review import actions
from newstrans.review.actions import Desk, as_typed, normalised
from newstrans.review.page import check_typed, review_page
from newstrans.rights import Right
from newstrans.store import editions as shelf
from newstrans.store.events import events_of, text_at
from newstrans.text.merge import merge_words
from newstrans.web.answers import conflicted, done, draw_card, json, refused, rights_of, row_as_plain, view_of
from newstrans.web.call import Answer, Call, Handler, routes
from newstrans.web.card_view import findings_context, marked_text

# A text of a unit that is longer is no paragraph.
MOST_BYTES = 100_000


def _text(call: Call, edition: str, unit: str) -> None:
    settles = call.number("drop") if call.field("drop") else None
    actions.edit(call.desk, edition, unit, _words(call), base_rev=call.number("base_rev"), settles=settles)


def _approve(call: Call, edition: str, unit: str) -> None:
    """Approve what stands in the box: it is saved first, when it is another text."""
    desk, seen = call.desk, call.number("base_rev")
    rev = actions.edit(desk, edition, unit, _words(call), base_rev=seen).rev if "text" in call.posted else seen
    # The time goes with the edit where there was one.
    actions.approve(desk if rev == seen else replace(desk, active_ms=0), edition, unit, base_rev=rev)


def _fix(call: Call, edition: str, unit: str) -> None:
    """Write the one right answer of a finding in its place."""
    row = review_page(call.desk, edition).row(unit)
    found = next((one for one in row.findings if one.code == call.field("code")), None)
    if found is None or found.fix is None or found.target is None:
        raise ReviewError(f"{edition} {unit}: there is no such finding any more")
    text = row.unit.text[: found.target.start] + found.fix + row.unit.text[found.target.end :]
    actions.edit(call.desk, edition, unit, text, base_rev=call.number("base_rev"))


def _drop(call: Call, edition: str, unit: str) -> None:
    actions.discard_draft(call.desk, edition, unit, base_rev=call.number("base_rev"))


def _term(call: Call, edition: str, unit: str) -> None:
    actions.propose_term(
        call.desk, edition, unit, call.field("source"), call.field("target"), note=call.field("note"), base_rev=call.number("base_rev", 0)
    )


def _seen(act: Callable[..., object], **fields: str) -> Callable[[Call, str, str], None]:
    """An action that takes the revision that was seen, and fields of the form under its own names."""

    def acted(call: Call, edition: str, unit: str) -> None:
        act(call.desk, edition, unit, base_rev=call.number("base_rev"), **{name: call.field(field) for name, field in fields.items()})

    return acted


def _comment(call: Call, edition: str, unit: str) -> None:
    actions.comment(call.desk, edition, unit, call.field("words"), base_rev=call.number("base_rev", 0))


ACTIONS: Mapping[str, Callable[[Call, str, str], None]] = {
    "text": _text, "approve": _approve, "fix": _fix, "drop": _drop, "term": _term, "comment": _comment,
    "unapprove": _seen(actions.unapprove), "accept": _seen(actions.accept), "revert": _seen(actions.revert, to="to"),
    "omit": _seen(actions.omit, reason="reason"), "dismiss": _seen(actions.dismiss, code="code", reason="reason"),
    "undo-name": _seen(actions.undo_name, change="change"),
}  # fmt: skip
"""What can be done to a unit, by its name in the address."""


def _words(call: Call) -> str:
    """The text that was sent. Raises `ReviewError` for one that is no paragraph."""
    text = call.field("text")
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise ReviewError(f"the text is longer than {MOST_BYTES} bytes: nothing was changed")
    return text


def conflict_of(desk: Desk, edition: str, unit: str, base_rev: int, typed: str | None) -> dict[str, Any]:
    """Both sides of a conflict and what they began from: base, theirs, mine, merged (None where they touch), by, at, rev, base_rev."""
    with desk.store.read() as connection:
        record = shelf.get_edition(connection, edition)
        one = shelf.get_unit(connection, record.id, unit)
        last = [event for event in events_of(connection, edition=record.id, unit=one.key) if event.rev == one.rev and event.text is not None]
        base = text_at(connection, record.id, one.key, base_rev)
        if base is None:
            made = shelf.get_machine(connection, record, one.source_revision)
            base = next((layer.text for layer in made.units if layer.unit.id == one.unit), one.text)
    mine = one.text if typed is None else normalised(typed)
    return {
        "base": base, "theirs": one.text, "mine": mine, "merged": merge_words(base, mine, one.text), "rev": one.rev, "base_rev": base_rev,
        "by": last[-1].actor.name if last else one.editor, "at": last[-1].at if last else "",
    }  # fmt: skip


# --- handlers


def _handler(what: str) -> Handler:
    def handler(call: Call) -> Answer:
        edition, unit = call.path("edition"), call.path("unit")
        try:
            ACTIONS[what](call, edition, unit)
        except ConflictError as error:
            texts = conflict_of(call.desk, edition, unit, error.base_rev, error.yours)
            return conflicted(call, edition, unit, texts, call.words.told(error).splitlines()[0])
        except ReviewError as error:
            return refused(call, edition, 400, call.words.told(error), unit=unit)
        return done(call, edition, unit, move=what in ("approve", "omit"))

    return handler


def draft(call: Call) -> Answer:
    """What somebody is typing; answered in short, since it comes every few seconds."""
    edition, unit, base = call.path("edition"), call.path("unit"), call.number("base_rev")
    one = actions.save_draft(call.desk, edition, unit, _words(call), base_rev=base)
    told: dict[str, Any] = {"unit": one.key, "rev": one.rev, "late": one.rev != base}
    if one.rev != base and call.api:
        told["html"] = {"card": draw_card(call, view_of(call, edition), one.key)}
    return json(told) if call.api else done(call, edition, unit)


def check(call: Call) -> Answer:
    """What the checks say of a text that is being typed."""
    text = as_typed(_words(call))
    one, language, found = check_typed(call.desk, call.path("edition"), call.path("unit"), text)
    html = call.render("editions/_findings.html", findings_context(one, language, found, may_edit=rights_of(call).edit))
    cut = [[piece.text, list(piece.kinds)] for piece in marked_text(text, found)]
    return json({"unit": one.key, "findings": [{**asdict(finding), "code": finding.code} for finding in found], "html": html, "pieces": cut})


def show(call: Call) -> Answer:
    """One unit, for scripts and for a page that is behind."""
    view = view_of(call, call.path("edition"))
    row = view.page.row(call.path("unit"))
    return json({"unit": row.key, "row": row_as_plain(row), "html": {"card": draw_card(call, view, row.key)}})


_UNIT = "/editions/{edition}/units/{unit}"
_APPROVERS = ("approve", "unapprove")
ROUTES: list[Route] = [
    *routes(f"{_UNIT}/draft", draft, method="POST", right=Right.EDIT),
    *(one for one in routes(f"{_UNIT}/check", check, method="POST") if one.path.startswith("/api")),
    *(one for one in routes(_UNIT, show) if one.path.startswith("/api")),
    *(
        route
        for what in ACTIONS
        for route in routes(f"{_UNIT}/{what}", _handler(what), method="POST", right=Right.APPROVE if what in _APPROVERS else Right.EDIT)
    ),
]
