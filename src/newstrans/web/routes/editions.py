"""The review page of an edition, what is done to the whole of it, and who has it open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from starlette.responses import Response
from starlette.routing import Route

from newstrans.errors import ConflictError, PublishRefused, ReviewError
from newstrans.review import actions
from newstrans.rights import Right
from newstrans.store import editions as shelf
from newstrans.store.presence import Present, beat, leave
from newstrans.web import release
from newstrans.web.answers import back, draw_card, draw_head, draw_page, json, refused, row_as_plain, view_of
from newstrans.web.call import Answer, Call, routes
from newstrans.web.twins import twin


def review(call: Call) -> Answer:
    """The review page; below /api its values."""
    view = view_of(call, call.path("edition"))
    if not call.api:
        return draw_page(call, view)
    head = view.page.header
    return json({
        **asdict(head.edition), "story": asdict(head.story), "headline": head.headline, "urgency": head.urgency,
        "embargo": head.embargo, "embargo_ends": head.embargo_ends, "current": head.current, "closed": head.closed,
        "counts": asdict(head.counts), "reasons": [asdict(one) for one in head.reasons], "start": head.start,
        "here": [asdict(one) for one in head.here], "units": [row_as_plain(row) for row in view.page.rows],
    })  # fmt: skip


def publish(call: Call) -> Answer:
    """Let it out, or say everything that stands against it."""
    return _done(call, lambda edition: release.publish(call, edition))


def withdraw(call: Call) -> Answer:
    """Take back what was published."""
    return _done(call, lambda edition: release.withdraw(call, edition))


def merge_source(call: Call) -> Answer:
    """Take every text that a new version of the source has on offer."""
    return _done(call, lambda edition: actions.merge_source(call.desk, edition, base_rev=call.number("base_rev")))


def approve(call: Call) -> Answer:
    """Approve an edition in which nothing is left to do."""
    return _done(call, lambda edition: actions.approve_edition(call.desk, edition, base_rev=call.number("base_rev")))


def _done(call: Call, act: Callable[[str], object]) -> Answer:
    edition = call.path("edition")
    try:
        act(edition)
    except PublishRefused as error:
        reasons = [call.words.told(one) for one in error.reasons]
        told = "\n".join([call.words.gettext("It was not published."), *(f"– {one}" for one in reasons)])
        return refused(call, edition, 409, told, reasons=reasons)
    except ConflictError as error:
        return refused(call, edition, 409, call.words.told(error).splitlines()[0])
    except ReviewError as error:
        return refused(call, edition, 400, call.words.told(error))
    view = view_of(call, edition)
    if not call.api:
        return back(view)
    head = view.page.header
    return json({**asdict(head.edition), "counts": asdict(head.counts), "html": {"head": draw_head(call, view)}})


def approve_clean(call: Call) -> Answer:
    """Approve the units `unit=u3:2` (key and revision), as they were on screen, that no finding is about."""
    edition = call.path("edition")
    wanted = []
    for one in call.fields("unit"):
        key, _, rev = one.partition(":")
        if not (rev.isascii() and rev.isdecimal() and len(rev) < 10):
            return refused(call, edition, 400, call.words.gettext("a unit is named with its revision: u3:2"))
        wanted.append((key, int(rev)))
    with call.store.read() as connection:
        there = {one.key: one.rev for one in shelf.get_units(connection, shelf.get_edition(connection, edition).id)}
    late = [key for key, rev in wanted if there.get(key) != rev]
    if late:
        place_of = view_of(call, edition).place_of
        told = call.words.gettext("%(units)s changed meanwhile: look again") % {"units": call.words.gettext(", ").join(map(place_of, late))}
        return refused(call, edition, 409, told, late=late)
    try:
        approved = [one.key for one in actions.approve_clean(call.desk, edition, wanted)]
    except ReviewError as error:
        return refused(call, edition, 400, call.words.told(error))
    view = view_of(call, edition)
    if not call.api:
        return back(view)
    cards = {key: draw_card(call, view, key) for key in approved}
    return json({"approved": approved, "counts": asdict(view.page.header.counts), "html": {"cards": cards, "head": draw_head(call, view)}})


def clean(call: Call) -> Answer:
    """The units that no finding is about, each with all its words: who approves them from here has had them on screen."""
    view = view_of(call, call.path("edition"))
    page = view.page
    found = [row for row in page.rows if row.clean]
    plain = {"edition": page.header.edition.id, "units": [{"key": row.key, "rev": row.unit.rev, "source": row.unit.source, "text": row.unit.text} for row in found]}
    others = [row for row in page.rows if not row.settled and not row.clean]
    return twin(call, "approve_clean.html", plain, {
        "story": page.header.story, "edition": page.header.edition, "closed": page.header.closed, "rows": found, "others": others,
        "place_of": view.place_of,
    })  # fmt: skip


def presence(call: Call) -> Answer:
    """A page is open (or closes); the answer is who else is here and what changed."""
    tab, unit = call.field("tab")[:64], call.field("unit")[:16]
    with call.store.write() as connection:
        record = shelf.get_edition(connection, call.path("edition"))
        if call.field("leaving"):
            leave(connection, record.id, tab, call.actor.name)
        elif tab:
            beat(connection, record.id, Present(call.actor.name, tab, unit, call.now))
    if call.field("leaving"):
        return Response(status_code=204)
    view = view_of(call, record.id)
    head = view.page.header
    return json({
        "here": [asdict(one) for one in head.here], "state": head.edition.state.value, "rev": head.edition.rev, "closed": head.closed,
        "units": {row.key: row.unit.rev for row in view.page.rows}, "html": {"head": draw_head(call, view)},
    })  # fmt: skip


_EDITION = "/editions/{edition}"
ROUTES: list[Route] = [
    *routes(_EDITION, review),
    *routes(f"{_EDITION}/approve", approve, method="POST", right=Right.APPROVE),
    *routes(f"{_EDITION}/approve-clean", clean),
    *routes(f"{_EDITION}/approve-clean", approve_clean, method="POST", right=Right.APPROVE),
    *routes(f"{_EDITION}/publish", publish, method="POST", right=Right.PUBLISH),
    *routes(f"{_EDITION}/withdraw", withdraw, method="POST", right=Right.PUBLISH),
    *routes(f"{_EDITION}/merge-source", merge_source, method="POST", right=Right.EDIT),
    *routes(f"{_EDITION}/presence", presence, method="POST"),
]
