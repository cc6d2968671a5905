"""The pages about one edition beside its review page: changes, wire update, preview, history, publishing."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from newstrans.emit import write_editions
from newstrans.errors import NotInStore, PublishRefused
from newstrans.formats.inplace.issue import held_back
from newstrans.review import actions
from newstrans.review.history import History, compared, edition_history
from newstrans.review.layers import Layer, UnitLayers, store_layers
from newstrans.review.outgoing import preview
from newstrans.review.report import edition_update
from newstrans.store import editions as shelf
from newstrans.store.records import EditionRecord, EditionState, StoryRecord, UnitRecord
from newstrans.store.stories import get_story
from newstrans.web.seam import Form, at, number, posted, runs_as_plain

# Of an edition that nothing more comes of.
_CLOSED = (EditionState.KILLED, EditionState.SPIKED, EditionState.WITHHELD)
_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


def routes() -> list[Route]:
    """The routes of these pages and of their JSON twins."""
    pages = [
        ("/editions/{edition}/diff", changes), ("/editions/{edition}/update", update), ("/editions/{edition}/preview", look),
        ("/editions/{edition}/history", history), ("/editions/{edition}/units/{unit}/history", history),
        ("/editions/{edition}/publish", gate),
    ]  # fmt: skip
    forms = [
        ("/editions/{edition}/update/{unit}/{what}", posted(deal_with)), ("/editions/{edition}/units/{unit}/restore", posted(restore)),
        ("/editions/{edition}/publish", posted(publish)), ("/editions/{edition}/withdraw", posted(withdraw)),
    ]  # fmt: skip
    return [
        *(Route(path, page) for path, page in pages),
        *(Route(f"/api{path}", page) for path, page in pages),
        *(Route(path, form, methods=["POST"]) for path, form in forms),
        *(Route(f"/api{path}", form, methods=["POST"]) for path, form in forms),
        Route("/editions/{edition}/preview/page", page_itself),
    ]


# --- pages


def changes(request: Request) -> Response:
    """The four layers of each unit, or any two revisions: `?from=&to=`."""
    here = at(request)
    name, old, new = request.path_params["edition"], _number(request, "from"), _number(request, "to")
    told = edition_history(here.store, name)
    revisions = list({one.edition_rev: one for one in reversed(told.steps)}.values())
    if old is not None or new is not None:
        found = compared(here.store, name, old, new)
        plain = {**_ids(told.edition), "from": found.old, "to": found.new, "units": [
            {**asdict(one), "changed": one.changed, "diff": runs_as_plain(one.marks)} for one in found.units
        ]}  # fmt: skip
        return here.page(request, "diff.html", plain, **_about(told), revisions=revisions, old=found.old, new=found.new, compared=found)
    with here.store.read() as connection:
        layers = store_layers(connection, told.edition, here.decisions(told.edition.locale))
    plain = {**_ids(told.edition), "units": [_layers(one) for one in layers.units]}
    return here.page(
        request, "diff.html", plain, **_about(told), revisions=revisions, old=None, new=None, compared=None, layers=layers, Layer=Layer
    )


def update(request: Request) -> Response:
    """What the last version of the source did to the units of an edition."""
    here = at(request)
    found = edition_update(here.store, request.path_params["edition"])
    plain = {
        **_ids(found.edition), "due": found.due, "from_version": found.from_version, "to_version": found.to_version,
        "received": found.received, "same": found.same, "sentences": found.sentences,
        "units": [{**asdict(one), "source_diff": runs_as_plain(one.source_marks), "offer_diff": runs_as_plain(one.offer_marks)} for one in found.units],
    }  # fmt: skip
    return here.page(request, "update.html", plain, **_of(found.story, found.edition), update=found, due=found.due)


def look(request: Request) -> Response:
    """The edition as it would go out, in a frame that runs nothing, with what differs from the last issue."""
    here = at(request)
    found = preview(here.store, request.path_params["edition"], here.config.output, here.locale)
    reasons = actions.stands_against(here.desk(request), found.edition.id)
    plain = {
        **_ids(found.edition), "language": found.language, "direction": found.direction, "disclosure": found.disclosure,
        "credit": found.credit, "original": found.original, "issue": found.issue, "reasons": reasons,
        "since": None if found.since is None else [{**asdict(one), "diff": runs_as_plain(one.marks)} for one in found.since],
        "files": {name: data.decode() for name, data in found.files.items()},
    }  # fmt: skip
    page = next(name for name in found.files if name.endswith(".html"))
    return here.page(
        request, "preview.html", plain, **_of(found.story, found.edition), preview=found, reasons=reasons, page_name=page
    )


def page_itself(request: Request) -> Response:
    """The page as it would be written, byte for byte: for the frame of the preview, and for nothing else."""
    here = at(request)
    found = preview(here.store, request.path_params["edition"], here.config.output, here.locale)
    styles = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(css).digest()).decode()}'" for css in _STYLE.findall(found.html))
    policy = f"default-src 'none'; style-src {styles or chr(39) + 'none' + chr(39)}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
    return HTMLResponse(found.html, headers={"Content-Security-Policy": policy, "Cross-Origin-Resource-Policy": "same-origin"})


def history(request: Request) -> Response:
    """What happened to an edition, or to one of its units, the newest first."""
    here = at(request)
    found = edition_history(here.store, request.path_params["edition"], request.path_params.get("unit", ""))
    with here.store.read() as connection:
        revs = {one.key: one.rev for one in shelf.get_units(connection, found.edition.id)}
    plain = {**_ids(found.edition), "unit": found.unit.key if found.unit else "", "broken": found.broken, "steps": [
        {**asdict(one), "diff": runs_as_plain(one.marks)} for one in found.steps
    ]}  # fmt: skip
    return here.page(request, "history.html", plain, **_about(found), history=found, unit=found.unit, revs=revs)


def gate(request: Request) -> Response:
    """What stands against publishing, and the form that does it."""
    return _gate(request)


# --- what they do


def deal_with(request: Request, form: Form) -> Response:
    """Take the offer for a unit that the wire changed, keep its text, or leave it out."""
    here, edition, unit = at(request), request.path_params["edition"], request.path_params["unit"]
    desk, base_rev = here.desk(request), number(form, "base_rev")
    done: dict[str, Callable[[], UnitRecord]] = {
        "accept": lambda: actions.accept(desk, edition, unit, base_rev=base_rev),
        "keep": lambda: actions.approve(desk, edition, unit, base_rev=base_rev),
        "omit": lambda: actions.omit(desk, edition, unit, base_rev=base_rev, reason=form.get("reason") or "the source has it no more"),
    }
    what = request.path_params["what"]
    if what not in done:
        raise NotInStore(f"there is nothing called {what!r} to do with a unit; known are {', '.join(done)}")
    here.demand(request, "edit" if what != "keep" else "approve")
    return here.done(request, f"/editions/{edition}/update#{unit}", asdict(done[what]()))


def restore(request: Request, form: Form) -> Response:
    """Bring an earlier text of a unit back: the machine's, the engine's own, or that of a revision."""
    here, edition, unit = at(request), request.path_params["edition"], request.path_params["unit"]
    here.demand(request, "edit")
    after = actions.revert(here.desk(request), edition, unit, base_rev=number(form, "base_rev"), to=form.get("to", ""))
    back = f"/editions/{edition}/update#{unit}" if form.get("back") == "update" else f"/editions/{edition}/units/{after.key}/history"
    return here.done(request, back, asdict(after))


def publish(request: Request, form: Form) -> Response:
    """Let an edition out: its next issue is kept, and the same files are written as by `newstrans editions publish`."""
    here, edition = at(request), request.path_params["edition"]
    here.demand(request, "publish")
    try:
        made = actions.publish(
            here.desk(request), edition, base_rev=number(form, "base_rev"), four_eyes=here.four_eyes,
            older_source=form.get("older_source", "").strip(), release=form.get("release", "").strip(), locale=here.locale,
        )  # fmt: skip
    except PublishRefused as refused:
        return _gate(request, form=form, refused=refused.reasons)
    written = [str(path) for path in write_editions([made], here.config.output)]
    return _gate(request, written=written)


def withdraw(request: Request, form: Form) -> Response:
    """Take back what was published, with a reason."""
    here, edition = at(request), request.path_params["edition"]
    here.demand(request, "publish")
    after = actions.withdraw(here.desk(request), edition, base_rev=number(form, "base_rev"), reason=form.get("reason", ""))
    return here.done(request, f"/editions/{edition}/publish", asdict(after))


# --- what they share


def _gate(request: Request, *, form: Form | None = None, refused: Sequence[str] = (), written: Sequence[str] = ()) -> Response:
    here = at(request)
    desk = here.desk(request)
    with here.store.read() as connection:
        record = shelf.get_edition(connection, request.path_params["edition"])
        story = get_story(connection, record.story)
    reasons = actions.stands_against(desk, record.id, four_eyes=here.four_eyes)
    held = bool(held_back(story.embargo, story.held, desk.now)) and (bool(story.held) or not story.embargo)
    plain = {
        **_ids(record), "issue": record.issue, "rev": record.rev, "reasons": reasons, "refused": list(refused), "written": list(written),
    }  # fmt: skip
    return here.page(
        request, "publish.html", plain, 409 if refused else 200, **_of(story, record), reasons=reasons, refused=refused,
        written=written, due=record.source_revision < story.revision, held=held, form=form or {},
    )  # fmt: skip


def _layers(one: UnitLayers) -> dict[str, Any]:
    """A unit with all its texts, and the runs between each two."""
    texts = {layer.value: text for layer, text in one.texts.items()}
    steps = [(Layer.MACHINE, Layer.GLOSSARY), (Layer.GLOSSARY, Layer.DESK), (Layer.PUBLISHED, Layer.DESK), (Layer.SOURCE_BEFORE, Layer.SOURCE)]
    return {
        "key": one.key, "kind": one.kind.value, "texts": texts, "omitted": one.omitted, "edits": [asdict(edit) for edit in one.edits],
        "diffs": {f"{old.value} {new.value}": runs_as_plain(runs) for old, new in steps if (runs := one.diff(old, new))},
    }  # fmt: skip


def _about(told: History) -> dict[str, Any]:
    return _of(told.story, told.edition)


def _of(story: StoryRecord, edition: EditionRecord) -> dict[str, Any]:
    return {"story": story, "edition": edition, "closed": edition.state in _CLOSED}


def _ids(edition: EditionRecord) -> dict[str, Any]:
    return {
        "edition": edition.id, "story": edition.story, "language": edition.language, "locale": edition.locale,
        "state": edition.state.value,
    }  # fmt: skip


def _number(request: Request, name: str) -> int | None:
    text = request.query_params.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
