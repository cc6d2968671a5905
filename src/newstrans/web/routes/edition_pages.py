"""The pages about one edition beside its review page: changes, wire update, preview, history, publishing."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import cache
from typing import Any

from starlette.responses import Response
from starlette.routing import Route

from newstrans.errors import PublishRefused
from newstrans.formats.inplace.issue import held_back
from newstrans.review import actions, remember
from newstrans.review.history import History, compared, edition_history
from newstrans.review.layers import Layer, UnitLayers, store_layers
from newstrans.review.outgoing import preview
from newstrans.review.page import is_closed
from newstrans.review.report import edition_update
from newstrans.review.states import edition_actions
from newstrans.rights import Right
from newstrans.store import editions as shelf
from newstrans.store.records import EditionRecord, StoryRecord, UnitRecord
from newstrans.store.stories import get_story
from newstrans.web import release
from newstrans.web.call import Answer, Call, Done, Handler, routes
from newstrans.web.card_view import unit_title
from newstrans.web.twins import runs_of, twin, with_runs

_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


# --- pages


def changes(call: Call) -> Answer:
    """The four layers of each unit, or any two revisions: `?from=&to=`."""
    name, old, new = call.path("edition"), _revision(call, "from"), _revision(call, "to")
    told = edition_history(call.store, name)
    revisions = list({one.edition_rev: one for one in reversed(told.steps)}.values())
    if old is not None or new is not None:
        found = compared(call.store, name, old, new)
        plain = {**_ids(told.edition), "from": found.old, "to": found.new, "units": [
            with_runs(one, diff=one.marks) | {"changed": one.changed} for one in found.units
        ]}  # fmt: skip
        return twin(call, "diff.html", plain, {**_about(call, told), "revisions": revisions, "old": found.old, "new": found.new, "compared": found})
    with call.store.read() as connection:
        layers = store_layers(connection, told.edition)
    plain = {**_ids(told.edition), "units": [_layers(one) for one in layers.units]}
    return twin(call, "diff.html", plain, {
        **_about(call, told), "revisions": revisions, "old": None, "new": None, "compared": None, "layers": layers, "Layer": Layer,
        "decisions": call.house.decisions(told.edition.locale),
    })  # fmt: skip


def update(call: Call) -> Answer:
    """What the last version of the source did to the units of an edition."""
    found = edition_update(call.store, call.path("edition"))
    plain = {
        **_ids(found.edition), "due": found.due, "from_version": found.from_version, "to_version": found.to_version,
        "received": found.received, "same": found.same, "sentences": found.sentences,
        "units": [with_runs(one, source_diff=one.source_marks, offer_diff=one.offer_marks) for one in found.units],
    }  # fmt: skip
    return twin(call, "update.html", plain, {**_of(call, found.story, found.edition), "update": found})


def look(call: Call) -> Answer:
    """The edition as it would go out, in a frame that runs nothing, with what differs from the last issue."""
    found = preview(call.store, call.path("edition"), call.house.config.output, call.house.locale)
    reasons = actions.stands_against(call.desk, found.edition.id)
    plain = {
        **_ids(found.edition), "language": found.language, "direction": found.direction, "disclosure": found.disclosure,
        "credit": found.credit, "original": found.original, "issue": found.issue, "reasons": reasons,
        "since": None if found.since is None else [with_runs(one, diff=one.marks) for one in found.since],
        "files": {name: data.decode() for name, data in found.files.items()},
    }  # fmt: skip
    page = next(name for name in found.files if name.endswith(".html"))
    return twin(call, "preview.html", plain, {**_of(call, found.story, found.edition), "preview": found, "reasons": reasons, "page_name": page})


def page_itself(call: Call) -> Answer:
    """The page as it would be written, byte for byte: for the frame of the preview, and for nothing else."""
    found = preview(call.store, call.path("edition"), call.house.config.output, call.house.locale)
    styles = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(css).digest()).decode()}'" for css in _STYLE.findall(found.html))
    policy = f"default-src 'none'; style-src {styles}; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
    headers = {"content-security-policy": policy, "x-frame-options": "SAMEORIGIN"}
    return Response(found.html, media_type="text/html; charset=utf-8", headers=headers)


def history(call: Call) -> Answer:
    """What happened to an edition, or to one of its units, the newest first."""
    found = edition_history(call.store, call.path("edition"), str(call.request.path_params.get("unit", "")))
    with call.store.read() as connection:
        revs = {one.key: one.rev for one in shelf.get_units(connection, found.edition.id)}
    plain = {**_ids(found.edition), "unit": found.unit.key if found.unit else "", "broken": found.broken, "steps": [
        with_runs(one, diff=one.marks) for one in found.steps
    ]}  # fmt: skip
    return twin(call, "history.html", plain, {**_about(call, found), "history": found, "unit": found.unit, "revs": revs})


def memory(call: Call) -> Answer:
    """What the memory has for a unit: texts of the same source and of those like it, each with the diff between the two sources."""
    with call.store.read() as connection:
        record = shelf.get_edition(connection, call.path("edition"))
        story = get_story(connection, record.story)
        unit = shelf.get_unit(connection, record.id, call.path("unit"))
        found = remember.offers(connection, record, [unit], now=call.now).get(unit.key, [])
    plain = {**_ids(record), "unit": unit.key, "rev": unit.rev, "source": unit.source, "text": unit.text, "offers": found}
    return twin(call, "offers.html", plain, {**_of(call, story, record), "unit": unit, "offers": found})


def take_remembered(call: Call) -> Answer:
    """Write what a pair of the memory offers for a unit, or for one of its sentences."""
    edition, unit = call.path("edition"), call.path("unit")
    after = actions.take_remembered(call.desk, edition, unit, base_rev=call.number("base_rev"), pair=call.number("pair"))
    return Done(f"/editions/{edition}#{unit}", asdict(after))


def gate(call: Call) -> Answer:
    """What stands against publishing, and the form that does it."""
    return _gate(call)


# --- what they do


def take_offer(call: Call) -> Answer:
    """Take the text on offer for a unit that the wire changed."""
    edition, unit = call.path("edition"), call.path("unit")
    return _dealt_with(edition, actions.accept(call.desk, edition, unit, base_rev=call.number("base_rev")))


def keep(call: Call) -> Answer:
    """Keep a unit's text for its new source, or a unit that the source has no more: it is approved."""
    edition, unit = call.path("edition"), call.path("unit")
    return _dealt_with(edition, actions.approve(call.desk, edition, unit, base_rev=call.number("base_rev")))


def leave_out(call: Call) -> Answer:
    """Leave a unit out that the source has no more."""
    edition, unit = call.path("edition"), call.path("unit")
    reason = call.field("reason").strip() or "the source has it no more"
    return _dealt_with(edition, actions.omit(call.desk, edition, unit, base_rev=call.number("base_rev"), reason=reason))


def restore(call: Call) -> Answer:
    """Bring an earlier text of a unit back: the machine's, the engine's own, or that of a revision."""
    edition, unit = call.path("edition"), call.path("unit")
    after = actions.revert(call.desk, edition, unit, base_rev=call.number("base_rev"), to=call.field("to"))
    back = f"/editions/{edition}/update#{unit}" if call.field("back") == "update" else f"/editions/{edition}/units/{after.key}/history"
    return Done(back, asdict(after))


def publish(call: Call) -> Answer:
    """Let an edition out: its next issue is kept, and the same files are written as by `newstrans editions publish`."""
    try:
        written = release.publish(call, call.path("edition"))
    except PublishRefused as refused:
        return _gate(call, refused=refused.reasons)
    return _gate(call, written=[str(path) for path in written])


def withdraw(call: Call) -> Answer:
    """Take back what was published, with a reason."""
    edition = call.path("edition")
    return Done(f"/editions/{edition}/publish", asdict(release.withdraw(call, edition)))


def spike(call: Call) -> Answer:
    """Spike an edition that is not wanted, with a reason."""
    edition = call.path("edition")
    return Done(f"/editions/{edition}/publish", asdict(actions.spike(call.desk, edition, base_rev=call.number("base_rev"), reason=call.field("reason"))))


def unspike(call: Call) -> Answer:
    """Bring a spiked edition back."""
    edition = call.path("edition")
    return Done(f"/editions/{edition}/publish", asdict(actions.restore(call.desk, edition, base_rev=call.number("base_rev"))))


# --- what they share


def _gate(call: Call, *, refused: Sequence[str] = (), written: Sequence[str] = ()) -> Answer:
    desk = call.desk
    with call.store.read() as connection:
        record = shelf.get_edition(connection, call.path("edition"))
        story = get_story(connection, record.story)
    reasons = actions.stands_against(desk, record.id, four_eyes=call.site.settings.four_eyes)
    held = bool(held_back(story.embargo, story.held, desk.now)) and (bool(story.held) or not story.embargo)
    plain = {
        **_ids(record), "issue": record.issue, "rev": record.rev, "reasons": reasons, "refused": list(refused), "written": list(written),
    }  # fmt: skip
    return twin(call, "publish.html", plain, {
        **_of(call, story, record), "reasons": reasons, "refused": refused, "written": written, "due": record.source_revision < story.revision,
        "held": held, "form": call.posted, "actions": edition_actions(record, story),
    }, 409 if refused else 200)  # fmt: skip


def _dealt_with(edition: str, unit: UnitRecord) -> Done:
    return Done(f"/editions/{edition}/update#{unit.key}", asdict(unit))


def _layers(one: UnitLayers) -> dict[str, Any]:
    """A unit with all its texts, and the runs between each two."""
    texts = {layer.value: text for layer, text in one.texts.items()}
    steps = [(Layer.MACHINE, Layer.GLOSSARY), (Layer.GLOSSARY, Layer.DESK), (Layer.PUBLISHED, Layer.DESK), (Layer.SOURCE_BEFORE, Layer.SOURCE)]
    return {
        "key": one.key, "kind": one.kind.value, "texts": texts, "omitted": one.omitted, "edits": [asdict(edit) for edit in one.edits],
        "diffs": {f"{old.value} {new.value}": runs_of(runs) for old, new in steps if (runs := one.diff(old, new))},
    }  # fmt: skip


def _about(call: Call, told: History) -> dict[str, Any]:
    return _of(call, told.story, told.edition)


def _of(call: Call, story: StoryRecord, edition: EditionRecord) -> dict[str, Any]:
    return {"story": story, "edition": edition, "closed": is_closed(edition, story), "place_of": _place_of(call, edition)}


def _place_of(call: Call, edition: EditionRecord) -> Callable[[str], str]:
    """What a unit is called, by its key, as on the review page."""

    @cache
    def titles() -> dict[str, str]:
        with call.store.read() as connection:
            return {one.key: unit_title(one.kind, one.position + 1, call.words) for one in shelf.get_units(connection, edition.id)}

    return lambda key: titles().get(key, key)


def _ids(edition: EditionRecord) -> dict[str, Any]:
    return {
        "edition": edition.id, "story": edition.story, "language": edition.language, "locale": edition.locale,
        "state": edition.state.value,
    }  # fmt: skip


def _revision(call: Call, name: str) -> int | None:
    text = call.query(name)
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _pages(path: str, handler: Handler) -> list[Route]:
    return routes(f"/editions/{{edition}}{path}", handler)


def _form(path: str, handler: Handler, right: Right) -> list[Route]:
    return routes(f"/editions/{{edition}}{path}", handler, method="POST", right=right)


ROUTES: list[Route] = [
    *_pages("/diff", changes),
    *_pages("/update", update),
    *_pages("/preview", look),
    *routes("/editions/{edition}/preview/page", page_itself, api=False),
    *_pages("/history", history),
    *_pages("/units/{unit}/history", history),
    *_pages("/units/{unit}/memory", memory),
    *_form("/units/{unit}/memory", take_remembered, Right.EDIT),
    *_pages("/publish", gate),
    *_form("/update/{unit}/accept", take_offer, Right.EDIT),
    *_form("/update/{unit}/keep", keep, Right.APPROVE),
    *_form("/update/{unit}/omit", leave_out, Right.EDIT),
    *_form("/history/{unit}/restore", restore, Right.EDIT),
    *_form("/spike", spike, Right.APPROVE),
    *_form("/restore", unspike, Right.APPROVE),
    # A script publishes and withdraws as the review page does.
    *routes("/editions/{edition}/publish/issue", publish, method="POST", right=Right.PUBLISH, api=False),
    *routes("/editions/{edition}/publish/withdraw", withdraw, method="POST", right=Right.PUBLISH, api=False),
]
