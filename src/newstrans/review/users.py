"""Users of the desk: added, changed, let in. Passwords are kept as scrypt hashes, with their parameters beside them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass, replace
from threading import Lock
from time import monotonic

from sqlalchemy import Connection

from newstrans.errors import UserError
from newstrans.rights import RIGHTS, Right, Role
from newstrans.store.connect import Store
from newstrans.store.events import append
from newstrans.store.records import Actor, Event
from newstrans.store.users import UserRecord, drop_user, end_sessions, find_user, list_users, save_user
from newstrans.text.phrase import phrase

MIN_LENGTH = 10
_MAX_LENGTH = 1000
# 32 MiB and about a tenth of a second: RFC 7914's parameters for interactive use, doubled.
_N, _R, _P = 1 << 15, 8, 1
_MEMORY = 64 << 20
_NAME = re.compile(r"\w[\w.@-]{0,63}")


def add_user(store: Store, name: str, role: Role, password: str, *, actor: Actor, now: str, desk: str = "") -> UserRecord:
    """Add a user; `desk` is where they sit, "" for nowhere.

    Raises:
        UserError: the name is no plain name or is taken, or the password is too short.

    """
    name = user_name(name)
    if not _NAME.fullmatch(name):
        raise UserError(phrase("{name} is no name of a user: letters, digits and . _ - @, at most 64", name=repr(name[:70])))
    hashed = hash_password(password)
    with store.write() as connection:
        if find_user(connection, name):
            raise UserError(phrase("there is a user {name} already. Change the password: {command}", name=name, command=f"newstrans users password {name}"))
        one = UserRecord(name, role, hashed, now, _desk(desk))
        save_user(connection, one, new=True)
        append(connection, [_event("user_added", name, actor, now, role=role)])
    return one


def set_role(store: Store, name: str, role: Role, *, actor: Actor, now: str) -> UserRecord:
    """Give a user another role; it holds from their next request. Raises `UserError` for nobody of that name."""
    with store.write() as connection:
        one = replace(known_user(connection, name), role=role)
        save_user(connection, one)
        append(connection, [_event("user_role", one.name, actor, now, role=role)])
    return one


def set_desk(store: Store, name: str, desk: str, *, actor: Actor, now: str) -> UserRecord:
    """Seat a user at another desk, "" for none. Raises `UserError` for nobody of that name, or no name of a desk."""
    with store.write() as connection:
        one = replace(known_user(connection, name), desk=_desk(desk))
        save_user(connection, one)
        append(connection, [Event(kind="user_desk", at=now, actor=actor, data={"user": one.name, "desk": one.desk})])
    return one


def set_password(store: Store, name: str, password: str, *, actor: Actor, now: str) -> None:
    """Give a user another password, and end their sessions. Raises `UserError`."""
    hashed = hash_password(password)
    with store.write() as connection:
        one = replace(known_user(connection, name), password=hashed)
        save_user(connection, one)
        end_sessions(connection, one.name)
        append(connection, [_event("user_password", one.name, actor, now)])


def remove_user(store: Store, name: str, *, actor: Actor, now: str) -> None:
    """Take a user away and end their sessions; what they did stays in the events. Raises `UserError`."""
    with store.write() as connection:
        one = known_user(connection, name)
        drop_user(connection, one.name)
        append(connection, [_event("user_removed", one.name, actor, now)])


def user_name(typed: str) -> str:
    """The name of a user as it is kept, however its accents were typed."""
    return unicodedata.normalize("NFC", typed)


def known_user(connection: Connection, typed: str) -> UserRecord:
    """The user of that name. Raises `UserError` for nobody."""
    one = find_user(connection, user_name(typed))
    if one is None:
        raise UserError(phrase("there is no user {name}. See which there are: {command}", name=repr(typed), command="newstrans users list"))
    return one


def users(store: Store) -> list[UserRecord]:
    """All users, by name."""
    with store.read() as connection:
        return list_users(connection)


def allowed(role: Role) -> list[str]:
    """What a role may do, in the order of the table."""
    return [right.value for right in Right if right in RIGHTS[role]]


def check_password(store: Store, name: str, password: str) -> UserRecord | None:
    """The user, if the password is theirs. A name that nobody has takes as long as one that somebody has."""
    with store.read() as connection:
        one = find_user(connection, user_name(name)[:100])
    fits = _fits(password, one.password if one else _NOBODY)
    return one if one and fits else None


@dataclass(slots=True)
class _Tries:
    count: int
    since: float


class Attempts:
    """Counts what happens too often within a time: wrong passwords by name and address, requests by token."""

    # A whole newsroom may come from one address.
    LIMIT, LIMIT_OF_ADDRESS, WINDOW_S = 5, 50, 300.0
    _KEPT = 10_000

    def __init__(self, window_s: float = WINDOW_S) -> None:
        self._window_s = window_s
        self._tries: dict[str, _Tries] = {}
        self._lock = Lock()

    def wait(self, key: str, *, limit: int = 0) -> int:
        """Seconds until `key` may try again; 0 for now. `limit` is how often it may fail, `LIMIT` when it is 0."""
        with self._lock:
            one = self._tries.get(key)
        left = one.since + self._window_s - monotonic() if one and one.count >= (limit or self.LIMIT) else 0
        return int(left) + 1 if left > 0 else 0

    def count(self, *keys: str) -> None:
        """One more: a try that went wrong, a request."""
        now = monotonic()
        with self._lock:
            if len(self._tries) > self._KEPT:
                self._tries = {key: one for key, one in self._tries.items() if one.since + self._window_s > now}
            for key in keys:
                one = self._tries.get(key)
                if one is None or one.since + self._window_s < now:
                    self._tries[key] = _Tries(1, now)
                else:
                    one.count += 1

    def forget(self, *keys: str) -> None:
        """A try that went right: what went wrong before it does not count any more."""
        with self._lock:
            for key in keys:
                self._tries.pop(key, None)


def hash_password(password: str) -> str:
    """A hash to keep, "scrypt$N$R$P$SALT$HASH" with salt and hash in base64.

    Raises:
        UserError: the password is too short, or longer than anybody types.

    """
    if not MIN_LENGTH <= len(password) <= _MAX_LENGTH:
        raise UserError(phrase(
            "a password has at least {least} characters (three or four words are easy to remember), at most {most}", least=MIN_LENGTH, most=_MAX_LENGTH
        ))  # fmt: skip
    salt = secrets.token_bytes(16)
    made = _scrypt(password, salt, _N, _R, _P)
    return f"scrypt${_N}${_R}${_P}${base64.b64encode(salt).decode()}${base64.b64encode(made).decode()}"


def _fits(password: str, kept: str) -> bool:
    _, n, r, p, salt, made = kept.split("$")
    return hmac.compare_digest(_scrypt(password[:_MAX_LENGTH], base64.b64decode(salt), int(n), int(r), int(p)), base64.b64decode(made))


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    spelt = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    return hashlib.scrypt(spelt, salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=32)


_NOBODY = f"scrypt${_N}${_R}${_P}$AAAAAAAAAAAAAAAAAAAAAA==${base64.b64encode(bytes(32)).decode()}"


def _desk(name: str) -> str:
    name = unicodedata.normalize("NFC", name.strip())
    if len(name) > 80 or not name.isprintable():
        raise UserError(phrase("{name} is no name of a desk: one line of at most {most} characters", name=repr(name[:70]), most=80))
    return name


def _event(kind: str, name: str, actor: Actor, now: str, *, role: Role | None = None) -> Event:
    return Event(kind=kind, at=now, actor=actor, data={"user": name, **({"role": role.value} if role else {})})
