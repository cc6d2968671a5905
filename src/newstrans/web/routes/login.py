"""Coming in and going out."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from newstrans.web.call import Answer, Call, routes


def sign_in_page(call: Call, *, users: bool, wrong: str = "", status: int = 401) -> Response:
    """The page for signing in; without users it says where the launch link is."""
    page = call.render("login.html", {"users": users, "wrong": wrong, "next": local(call.request.url.path)})
    return Response(page, status, media_type="text/html; charset=utf-8")


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
    """`path` if it is one of this server, else the queue: nobody is sent elsewhere.

    >>> [local(path) for path in ("/editions/a:es", "//evil.test", "https://evil.test", "/\\\\evil.test")]
    ['/editions/a:es', '/', '/', '/']
    """
    plain = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if plain and path != "/launch" else "/"


ROUTES: list[Route] = [
    *routes("/launch", launch, right=None, api=False),
    *routes("/logout", sign_out, method="POST", api=False),
]
