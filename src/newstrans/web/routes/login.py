"""Coming in and going out. What a form was about to change when a session had ended is carried through the door."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from newstrans.review.users import check_password
from newstrans.web.call import Answer, Call, routes

# Names of fields that carry a form through the door.
_THEN, _KEPT = "then", "kept."


def sign_in_page(call: Call, *, users: bool, wrong: str = "", wait: int = 0, status: int = 401) -> Response:
    """The page for signing in; without users it says where the launch link is."""
    address = call.request.url
    asked = address.path + (f"?{address.query}" if address.query else "")
    if call.request.method == "POST" and address.path != "/login":
        # A form met a closed door: after signing in it can be sent again, from the page that it stood on.
        then, kept = local(address.path), {_KEPT + name: values for name, values in call.posted.items()}
        asked = urlsplit(call.request.headers.get("referer", "")).path or "/"
    else:
        then = local(call.field(_THEN)) if call.field(_THEN) else ""
        kept = {name: values for name, values in call.posted.items() if name.startswith(_KEPT)}
    target = call.field("next") or call.query("next") or asked
    values = {
        "users": users, "wrong": wrong, "wait": wait, "next": local(target), "then": then, "kept": kept,
        "typed": [text for name, values in kept.items() for text in values if name == _KEPT + "text"], "name": call.field("name"),
    }  # fmt: skip
    return Response(call.render("login.html", values), status, media_type="text/html; charset=utf-8")


def show(call: Call) -> Answer:
    """The page for signing in; whoever is in goes on."""
    if call.person is not None:
        return RedirectResponse(local(call.query("next", "/")), 303)
    return call.site.doors.door(call, status=200)


def sign_in(call: Call) -> Answer:
    """Name and password. Whoever fails too often has to wait."""
    doors = call.site.doors
    name = call.field("name").strip()
    keys = (f"name {name}", f"address {call.request.client.host if call.request.client else ''}")
    if wait := doors.attempts.wait(keys[0]) or doors.attempts.wait(keys[1], limit=doors.attempts.LIMIT_OF_ADDRESS):
        answer = doors.door(call, wrong="wait", wait=wait, status=429)
        answer.headers["retry-after"] = str(wait)
        return answer
    user = check_password(call.store, name, call.field("password"))
    if user is None:
        doors.attempts.count(*keys)
        return doors.door(call, wrong="password")
    doors.attempts.forget(keys[0])
    secret = doors.let_in(user.name, call.now)
    target = local(call.field("next", "/"))
    if call.field(_THEN):
        kept = {name.removeprefix(_KEPT): values for name, values in call.posted.items() if name.startswith(_KEPT)}
        page = call.render("resume.html", {"then": local(call.field(_THEN)), "kept": kept, "next": target})
        return doors.keep(Response(page, media_type="text/html; charset=utf-8"), secret)
    return doors.keep(RedirectResponse(target, 303), secret)


def launch(call: Call) -> Answer:
    """The link that `newstrans desk` prints: good once."""
    secret = call.site.doors.use_launch(call.query("token"), call.now)
    if secret is None:
        return call.site.doors.door(call, wrong="used", status=403)
    return call.site.doors.keep(RedirectResponse("/", 303), secret)


def sign_out(call: Call) -> Answer:
    """End the session."""
    call.site.doors.let_out(call.request)
    return call.site.doors.forget(RedirectResponse("/login", 303))


def local(path: str) -> str:
    r"""`path` if it is one of this server, else the queue: nobody is sent elsewhere.

    >>> [local(path) for path in ("/editions/a:es", "//evil.test", "https://evil.test", "/\\evil.test", "/launch?token=x")]
    ['/editions/a:es', '/', '/', '/', '/']
    """
    plain = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if plain and not path.startswith(("/launch", "/login", "/logout")) else "/"


ROUTES: list[Route] = [
    *routes("/launch", launch, right=None, api=False),
    *routes("/login", show, right=None, api=False),
    *routes("/login", sign_in, method="POST", right=None, api=False),
    *routes("/logout", sign_out, method="POST", api=False),
]
