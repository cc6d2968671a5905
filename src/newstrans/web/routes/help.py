"""Help: the keys of who asks, what checks look for; and whether the server is well."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from newstrans.checks import ALL_CHECKS
from newstrans.web.call import Answer, Call, Done, Page, routes
from newstrans.web.keys import NAMED, Keys, KeysRefused, keep_keys, keys_of, reset_keys


def keys(call: Call) -> Answer:
    """The keys of the review page, as they are for who asks, and the way to change them."""
    return _page(keys_of(call.store, call.actor.name), kept=bool(call.query("kept")))


def keep(call: Call) -> Answer:
    """Change keys; an empty one brings the desk's own back, one that was not sent stays. All of them or none."""
    wanted = {name: call.field(name) for name in call.posted if "." in name}
    sent = call.fields("letters")  # an unticked box sends nothing: the form has a hidden one before it
    try:
        made = keep_keys(call.store, call.actor.name, wanted, letters=sent[-1] not in ("", "0") if sent else None)
    except KeysRefused as error:
        problems = {action: call.words.told(why) for action, why in error.problems.items()}
        if call.api:
            return Page("", {"error": "keys", "message": "; ".join(problems.values()), "problems": problems}, 409)
        return _page(keys_of(call.store, call.actor.name), typed=wanted, problems=problems)
    return _done(made)


def reset(call: Call) -> Answer:
    """All keys as the desk has them."""
    return _done(reset_keys(call.store, call.actor.name))


def _done(made: Keys) -> Done:
    return Done("/help/keys?kept=1", {"letters": made.letters, "tables": made.tables()})


def _page(own: Keys, *, typed: dict[str, str] | None = None, problems: dict[str, str] | None = None, kept: bool = False) -> Page:
    values = {"letters": own.letters, "tables": own.tables()}
    return Page("keys.html", {**values, "named": NAMED, "typed": typed or {}, "problems": problems or {}, "kept": kept}, 409 if problems else 200)


def checks(_call: Call) -> Answer:
    """What the checks look for."""
    rows = [{"check": one.id, "name": one.name, "severity": one.severity, "description": one.description, "example": one.example} for one in ALL_CHECKS]
    return Page("checks.html", {"checks": rows})


def health(call: Call) -> Answer:
    """For whoever watches the server: it answers, and its store can be read."""
    with call.store.read():
        return Response('{"ok": true}\n', media_type="application/json")


ROUTES: list[Route] = [
    *routes("/help/keys", keys), *routes("/help/keys", keep, method="POST"), *routes("/help/keys/reset", reset, method="POST"),
    *routes("/help/checks", checks),
    *routes("/healthz", health, right=None, api=False),
]  # fmt: skip
