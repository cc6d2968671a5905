"""The queue and the stories in it."""

from __future__ import annotations

from urllib.parse import urlencode

from starlette.routing import Route

from newstrans.languages import normalise_tag
from newstrans.name_audit import audit_json
from newstrans.review.ingest import Verdict
from newstrans.review.overview import queue, story_page
from newstrans.review.story_names import story_names
from newstrans.store.events import find_events
from newstrans.store.queue import Wanted
from newstrans.store.records import EditionState
from newstrans.web.call import Answer, BadRequest, Call, Page, routes
from newstrans.web.twins import twin

# What came in and was not taken.
_AWAY = tuple(verdict.value for verdict in (Verdict.LATE, Verdict.DEAD, Verdict.REFUSED))


def show_queue(call: Call) -> Answer:
    """What waits at the desk; the filters stand in the address."""
    asked = Wanted(
        search=call.query("q").strip()[:200], state=_state(call.query("state")), locale=_locale(call.query("locale")),
        urgent=call.number("urgent", 0), desk=call.query("desk").strip()[:80], page=max(1, call.number("page", 1)),
    )  # fmt: skip
    found = queue(call.store, asked, call.site.counts, now=call.now)
    filters = {"q": asked.search, "state": asked.state, "locale": asked.locale, "urgent": asked.urgent, "desk": asked.desk}
    kept = {name: value for name, value in filters.items() if value}
    links = {
        "previous": _link(kept, asked.page - 1) if asked.page > 1 else "",
        "next": _link(kept, asked.page + 1) if asked.page < found.pages else "",
    }  # fmt: skip
    return Page("queue.html", {
        "rows": found.rows, "total": found.total, "pages": found.pages, "counting": found.counting, "asked": asked,
        "filtered": bool(kept), "links": links, "locales": found.locales, "desks": found.desks, "states": [state.value for state in EditionState],
    })  # fmt: skip


def show_story(call: Call) -> Answer:
    """A story: versions of its source, its editions."""
    found = story_page(call.store, call.path("story"), call.site.counts, now=call.now)
    away = [{"at": one.at, "verdict": one.kind, "why": one.note} for one in find_events(call.store, story=found.story.id, kinds=_AWAY)]
    shown = {name: getattr(found, name) for name in ("story", "language", "held", "versions", "source", "editions")}
    return Page("story.html", {**shown, "turned_away": away[-20:]})


def show_names(call: Call) -> Answer:
    """The name audit of a story: every glossary name of its source, its rendering and count in each edition."""
    found = story_names(call.store, call.path("story"))
    language = next((one.language for one in found.editions if one.language), "")
    plain = {"story": found.story.id, "open": found.open, "names": audit_json(found.rows)}
    return twin(call, "names.html", plain, {
        "story": found.story, "language": language, "audit": found, "columns": list(zip(found.ids, found.editions, strict=True)),
    })  # fmt: skip


def _state(text: str) -> str:
    if text and text not in list(EditionState):
        raise BadRequest(f"{text[:40]!r} is no state; choose from {', '.join(EditionState)}")
    return text


def _locale(text: str) -> str:
    return normalise_tag(text) if text else ""


def _link(filters: dict[str, object], page: int) -> str:
    return "/?" + urlencode({**filters, "page": page})


ROUTES: list[Route] = [*routes("/", show_queue), *routes("/stories/{story}", show_story), *routes("/stories/{story}/names", show_names)]
