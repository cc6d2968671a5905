"""Who may come in, and who is in: the launch link, the cookie, a token of the API, the page for signing in."""

from __future__ import annotations

import secrets
from threading import Lock
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import Response

from newstrans.review.tokens import check_token
from newstrans.review.users import Attempts
from newstrans.rights import Role
from newstrans.store.connect import Store
from newstrans.store.secrets import secret_hash
from newstrans.store.settings import desk_value_of
from newstrans.store.users import SESSION_DAYS, Person, count_users, end_session, find_session, start_session
from newstrans.text.phrase import phrase
from newstrans.web.problems import TooOften
from newstrans.web.security import bearer_of
from newstrans.web.settings import Settings

if TYPE_CHECKING:
    from newstrans.web.call import Call


class Doors:
    """The ways into a server."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._lock = Lock()
        self.attempts = Attempts()
        self._requests = Attempts(window_s=60)
        # Good for one visit; whoever reads it later from a terminal or a history finds it used.
        self._launch = secrets.token_urlsafe(32) if settings.launch else ""
        # Cookies do not know ports: another server on this machine must not overwrite ours, nor guess its name. The name
        # is kept, so that whoever is in stays in when the desk is started again.
        with store.write() as connection:
            mark = desk_value_of(connection, "cookie", lambda: secrets.token_hex(4))
        self.cookie = f"newstrans-{settings.port}-{mark}"

    @property
    def launch_path(self) -> str:
        """The address for coming in once without a password, "" when there is none (any more)."""
        return f"/launch?token={self._launch}" if self._launch else ""

    def use_launch(self, token: str, now: str) -> str | None:
        """The secret of a new session for who started the server; None for a token that is wrong or was used."""
        with self._lock:
            if not self._launch or not secrets.compare_digest(token.encode(), self._launch.encode()):
                return None
            self._launch = ""
        return self.let_in(self._settings.owner, now, role=Role.ADMIN)

    def let_in(self, name: str, now: str, *, role: Role | None = None) -> str:
        """Start a session; returns the secret for the cookie, of which the store keeps only a hash."""
        secret = secrets.token_urlsafe(32)
        with self._store.write() as connection:
            start_session(connection, secret_hash(secret), name, now, role=role)
        return secret

    def who(self, request: Request, now: str) -> Person | None:
        """Who sends a request, by its token, or else by its cookie.

        Raises:
            TooOften: the token was used too often within a minute, or too many from this address were none.

        """
        shown = bearer_of(request.scope["path"], request.headers)
        if shown is not None:
            return self._bearer(shown, request.client.host if request.client else "", now)
        secret = request.cookies.get(self.cookie, "")
        if not secret:
            return None
        with self._store.read() as connection:
            return find_session(connection, secret_hash(secret), now, launched=self._settings.launch)

    def _bearer(self, secret: str, address: str, now: str) -> Person | None:
        found = check_token(self._store, secret, now)
        if found is None:
            key = f"token from {address}"
            if wait := self.attempts.wait(key, limit=self.attempts.LIMIT_OF_ADDRESS):
                raise TooOften(phrase("Too many requests came with a token that is not known here"), wait)
            self.attempts.count(key)
            return None
        key = f"token {found.token}"
        if wait := self._requests.wait(key, limit=self._settings.api_per_minute):
            raise TooOften(
                phrase("The token {token} is good for {number} requests a minute", token=found.token, number=self._settings.api_per_minute), wait
            )
        self._requests.count(key)
        return found.person

    def let_out(self, request: Request) -> None:
        """End the session of a request."""
        with self._store.write() as connection:
            end_session(connection, secret_hash(request.cookies.get(self.cookie, "")))

    def keep(self, response: Response, secret: str) -> Response:
        """Give the cookie to the browser."""
        response.set_cookie(
            self.cookie, secret, max_age=SESSION_DAYS * 86400, path="/", secure=self._settings.secure, httponly=True, samesite="strict"
        )
        return response

    def forget(self, response: Response) -> Response:
        """Take the cookie back."""
        response.delete_cookie(self.cookie, path="/", secure=self._settings.secure, httponly=True, samesite="strict")
        return response

    def door(self, call: Call, *, wrong: str = "", wait: int = 0, status: int = 401) -> Response:
        """The page for signing in. What a form was about to change is carried along, and offered again behind the door."""
        from newstrans.web.routes.login import sign_in_page

        with self._store.read() as connection:
            users = count_users(connection)
        return sign_in_page(call, users=bool(users), wrong=wrong, wait=wait, status=status)
