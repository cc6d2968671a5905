"""Terms, where they were met, and suggestions with their decision."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from starlette.routing import Route

from newstrans.errors import NewstransError
from newstrans.glossary.entry import KINDS, STATUSES
from newstrans.review import proposals
from newstrans.review.proposals import Prepared, Proposal, Wish
from newstrans.review.reach import Touched, apply_change, touched
from newstrans.review.terms import house_languages, term_list, term_page
from newstrans.rights import Right
from newstrans.store.editions import locales_in_use
from newstrans.web.call import Answer, Call, Done, Handler, routes
from newstrans.web.twins import twin, with_runs

# Columns of the list of terms, beside the source's language.
MOST_LANGUAGES = 5


def terms(call: Call) -> Answer:
    """The terms that fit `?q=&kind=&status=`."""
    kind, status = call.query("kind"), call.query("status")
    with call.store.read() as connection:
        locales = locales_in_use(connection)[:MOST_LANGUAGES]
    found = term_list(
        call.house.names.glossary, call.query("q")[:200], kind=kind if kind in KINDS else "", status=status if status in STATUSES else "",
        languages=house_languages(locales),
    )  # fmt: skip
    return twin(call, "glossary.html", asdict(found), {"terms": found, "kinds": KINDS, "statuses": STATUSES})


def term(call: Call) -> Answer:
    """One term: what its file says, where it was met, how often editors overruled it."""
    page = term_page(call.store, call.house.names.glossary, call.path("concept"))
    plain = {
        "id": page.entry.id, "kind": page.entry.kind, "status": page.entry.status, "note": page.entry.note, "source": page.entry.source,
        "origin": page.origin, "met": page.met, "written": page.written, "editions": page.editions,
        "terms": [
            {"tag": one.tag, "lent": one.lent, "preferred": one.term.preferred, "forms": [form._asdict() for form in one.forms]}
            for one in page.terms
        ],
        "uses": [asdict(one) for one in page.uses], "overridden": [asdict(one) for one in page.overridden],
    }  # fmt: skip
    done, renamed = call.query("done"), call.query("renamed")
    return twin(call, "term.html", plain, {
        "page": page, "file": call.house.glossary_file(page.origin), "done": bool(done),
        "renamed": int(renamed) if renamed.isascii() and renamed.isdecimal() and len(renamed) < 9 else 0,
    })  # fmt: skip


def suggestions(call: Call) -> Answer:
    """What waits for a decision, and what was decided last."""
    waiting = proposals.open_proposals(call.store, call.house.names)
    decided = proposals.decided_proposals(call.store)
    plain = {"open": [asdict(one) for one in waiting], "decided": [asdict(one) for one in decided]}
    return twin(call, "suggestions.html", plain, {"proposals": waiting, "decided": decided})


def suggestion(call: Call) -> Answer:
    """One proposal with its examples, and the form that decides it."""
    one = proposals.get_open(call.store, call.house.names, call.path("key"))
    return _suggestion(call, one, proposals.wish_for(one, call.house.names.glossary))


def accept(call: Call) -> Answer:
    """Show what a proposal would write and change, or write it; units are written anew only where they were ticked."""
    one = proposals.get_open(call.store, call.house.names, call.path("key"))
    wish = Wish(
        call.field("concept"), call.field("kind"), call.field("language"), call.field("source"), call.field("tag"), call.field("target"),
        tuple(call.field("variants").splitlines()), call.field("note"),
    )  # fmt: skip
    try:
        made = proposals.prepared(wish, call.house.glossary_folders, call.house.own_glossary, call.house.names, one.locale)
        if not call.field("accept"):
            return _suggestion(call, one, made.wish, made=made, reach=touched(call.store, made.change, call.house.locale))
        desk = call.desk
        files = proposals.accept(desk, one, made)
    except NewstransError as error:
        return _suggestion(call, one, wish, problem=str(error), status=400)
    ticked = frozenset(call.fields("rename"))
    renamed = apply_change(desk, made.change, ticked, call.house.locale, concept=wish.concept) if ticked else []
    plain = {"concept": made.wish.concept, "files": [str(path) for path in files], "renamed": [asdict(unit) for unit in renamed]}
    return Done(f"/glossary/{made.wish.concept}?done=1&renamed={len(renamed)}", plain)


def reject(call: Call) -> Answer:
    """Turn a proposal down for good, with a reason."""
    one = proposals.get_open(call.store, call.house.names, call.path("key"))
    try:
        proposals.reject(call.desk, one, call.field("reason"))
    except NewstransError as error:
        return _suggestion(call, one, proposals.wish_for(one, call.house.names.glossary), problem=str(error), status=400)
    return Done("/glossary/suggestions", {"rejected": one.key})


def _suggestion(
    call: Call, one: Proposal, wish: Wish, *, made: Prepared | None = None, reach: list[Touched] | None = None,
    problem: str = "", status: int = 200,
) -> Answer:  # fmt: skip
    plain: dict[str, Any] = {
        "proposal": asdict(one), "wish": asdict(wish), "problem": problem, "diff": made.diff if made else "",
        "touched": [with_runs(each, diff=each.marks) | {"key": each.key} for each in reach or ()],
    }  # fmt: skip
    values = {"one": one, "wish": wish, "made": made, "touched": reach or [], "problem": problem, "kinds": KINDS}
    return twin(call, "suggestion.html", plain, values, status)


def _decide(path: str, handler: Handler) -> list[Route]:
    return routes(f"/glossary/suggestions/{{key}}/{path}", handler, method="POST", right=Right.GLOSSARY)


ROUTES: list[Route] = [
    *routes("/glossary", terms),
    *routes("/glossary/suggestions", suggestions),
    *routes("/glossary/suggestions/{key}", suggestion),
    *_decide("accept", accept),
    *_decide("reject", reject),
    *routes("/glossary/{concept}", term),
]
