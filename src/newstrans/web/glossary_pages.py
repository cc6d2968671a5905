"""The glossary and the translation memory in the browser: terms, one term, suggestions with their decision, concordance."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from newstrans.errors import NewstransError
from newstrans.glossary.entry import KINDS, STATUSES
from newstrans.review import proposals
from newstrans.review.concordance import concordance
from newstrans.review.proposals import Prepared, Proposal, Wish
from newstrans.review.reach import Touched, apply_change, touched
from newstrans.review.terms import house_languages, term_list, term_page
from newstrans.web.seam import Form, Here, at, posted, runs_as_plain


def routes() -> list[Route]:
    """The routes of these pages and of their JSON twins."""
    pages = [
        ("/glossary", terms), ("/glossary/suggestions", suggestions), ("/glossary/suggestions/{key}", suggestion),
        ("/glossary/{concept}", term), ("/tm", memory),
    ]  # fmt: skip
    forms = [("/glossary/suggestions/{key}/accept", posted(accept)), ("/glossary/suggestions/{key}/reject", posted(reject))]
    return [
        *(Route(path, page) for path, page in pages),
        *(Route(f"/api{path}", page) for path, page in pages),
        *(Route(path, form, methods=["POST"]) for path, form in forms),
        *(Route(f"/api{path}", form, methods=["POST"]) for path, form in forms),
    ]


def terms(request: Request) -> Response:
    """The terms that fit `?q=&kind=&status=`."""
    here, query = at(request), request.query_params
    kind, status = (query.get(name, "") for name in ("kind", "status"))
    found = term_list(
        here.names.glossary, query.get("q", "")[:200], kind=kind if kind in KINDS else "", status=status if status in STATUSES else "",
        languages=house_languages(here.locales),
    )  # fmt: skip
    return here.page(request, "glossary.html", asdict(found), terms=found, kinds=KINDS, statuses=STATUSES)


def term(request: Request) -> Response:
    """One term: what its file says, where it was met, how often editors overruled it."""
    here = at(request)
    page = term_page(here.store, here.names.glossary, request.path_params["concept"])
    plain = {
        "id": page.entry.id, "kind": page.entry.kind, "status": page.entry.status, "note": page.entry.note, "source": page.entry.source,
        "origin": page.origin, "met": page.met, "written": page.written, "editions": page.editions,
        "terms": [
            {"tag": one.tag, "lent": one.lent, "preferred": one.term.preferred, "forms": [form._asdict() for form in one.forms]}
            for one in page.terms
        ],
        "uses": [asdict(one) for one in page.uses], "overridden": [asdict(one) for one in page.overridden],
    }  # fmt: skip
    done, renamed = request.query_params.get("done", ""), request.query_params.get("renamed", "")
    return here.page(
        request, "term.html", plain, page=page, file=here.glossary_file(page.origin), done=bool(done),
        renamed=renamed if renamed.isdecimal() else "",
    )  # fmt: skip


def suggestions(request: Request) -> Response:
    """What waits for a decision, and what was decided last."""
    here = at(request)
    waiting = proposals.open_proposals(here.store, here.names)
    decided = proposals.decided_proposals(here.store)
    plain = {"open": [asdict(one) for one in waiting], "decided": [asdict(one) for one in decided]}
    return here.page(request, "suggestions.html", plain, proposals=waiting, decided=decided)


def suggestion(request: Request) -> Response:
    """One proposal with its examples, and the form that decides it."""
    here = at(request)
    one = proposals.get_open(here.store, here.names, request.path_params["key"])
    return _suggestion(request, here, one, proposals.wish_for(one, here.names.glossary))


def accept(request: Request, form: Form) -> Response:
    """Show what a proposal would write and change, or write it; units are written anew only where they were ticked."""
    here = at(request)
    here.demand(request, "maintain")
    one = proposals.get_open(here.store, here.names, request.path_params["key"])
    wish = Wish(
        *(form.get(name, "") for name in ("concept", "kind", "language", "source", "tag", "target")),
        tuple(form.get("variants", "").splitlines()), form.get("note", ""),
    )  # fmt: skip
    try:
        made = proposals.prepared(wish, here.glossary_folders, here.own_glossary, here.names, one.locale)
        if not form.get("accept"):
            return _suggestion(request, here, one, made.wish, made=made, reach=touched(here.store, made.change, here.locale))
        desk = here.desk(request)
        files = proposals.accept(desk, one, made)
    except NewstransError as error:
        return _suggestion(request, here, one, wish, problem=str(error), status=400)
    here.glossary_changed()
    ticked = frozenset(value for name, value in form.multi_items() if name == "rename")
    renamed = apply_change(desk, made.change, ticked, here.locale, concept=wish.concept) if ticked else []
    plain = {"concept": made.wish.concept, "files": [str(path) for path in files], "renamed": [asdict(unit) for unit in renamed]}
    return here.done(request, f"/glossary/{made.wish.concept}?done=1&renamed={len(renamed)}", plain)


def reject(request: Request, form: Form) -> Response:
    """Turn a proposal down for good, with a reason."""
    here = at(request)
    here.demand(request, "maintain")
    one = proposals.get_open(here.store, here.names, request.path_params["key"])
    try:
        proposals.reject(here.desk(request), one, form.get("reason", ""))
    except NewstransError as error:
        return _suggestion(request, here, one, proposals.wish_for(one, here.names.glossary), problem=str(error), status=400)
    return here.done(request, "/glossary/suggestions", {"rejected": one.key})


def memory(request: Request) -> Response:
    """Where the translation memory has the words `?q=`, in the editions of `&locale=`."""
    here, query = at(request), request.query_params
    below = query.get("below", "0")
    found = concordance(
        here.store, query.get("q", "")[:200], locale=query.get("locale", "")[:40], below=int(below) if below.isdecimal() and len(below) < 16 else 0
    )
    return here.page(request, "memory.html", {**asdict(found), "lines": [asdict(line.pair) for line in found.lines]}, found=found)


def _suggestion(
    request: Request, here: Here, one: Proposal, wish: Wish, *, made: Prepared | None = None, reach: list[Touched] | None = None,
    problem: str = "", status: int = 200,
) -> Response:  # fmt: skip
    plain: dict[str, Any] = {
        "proposal": asdict(one), "wish": asdict(wish), "problem": problem, "diff": made.diff if made else "",
        "touched": [{**asdict(each), "key": each.key, "diff": runs_as_plain(each.marks)} for each in reach or ()],
    }  # fmt: skip
    return here.page(
        request, "suggestion.html", plain, status, one=one, wish=wish, made=made, touched=reach or [], problem=problem, kinds=KINDS
    )
