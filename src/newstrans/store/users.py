"""Who may come in, and who is in: users and their sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from newstrans.rights import Role
from newstrans.store.schema import session, token, user, user_setting

# How long somebody who came in stays in.
SESSION_DAYS = 30
# Every request asks this.
_WHO = (
    select(session.c.name, func.coalesce(session.c.role, user.c.role).label("role"), func.coalesce(user.c.desk, "").label("desk"))
    .outerjoin(user, user.c.name == session.c.name)
    .where(session.c.token == bindparam("token"), session.c.ends >= bindparam("now"))
)
_WHO_SIGNED_IN = _WHO.where(session.c.role.is_(None))


@dataclass(frozen=True, slots=True)
class UserRecord:
    """A user. `password` is a hash with its parameters, as `newstrans.review.users` writes it; `desk` where they sit, "" for none."""

    name: str
    role: Role
    password: str
    created: str
    desk: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is in: by a user's name and role, or by the launch link as who started the server."""

    name: str
    role: Role
    desk: str = ""


def list_users(connection: Connection) -> list[UserRecord]:
    """All users, by name."""
    rows = connection.execute(select(user).order_by(user.c.name)).mappings()
    return [UserRecord(**{**row, "role": Role(row["role"])}) for row in rows]


def find_user(connection: Connection, name: str) -> UserRecord | None:
    """The user of that name, if there is one."""
    row = connection.execute(select(user).where(user.c.name == name)).mappings().first()
    return UserRecord(**{**row, "role": Role(row["role"])}) if row else None


def count_users(connection: Connection) -> int:
    """How many there are."""
    return int(connection.execute(select(func.count()).select_from(user)).scalar_one())


def save_user(connection: Connection, one: UserRecord, *, new: bool = False) -> None:
    """Write a user."""
    values = {"role": one.role.value, "password": one.password, "created": one.created, "desk": one.desk}
    if new:
        connection.execute(insert(user).values(name=one.name, **values))
    else:
        connection.execute(update(user).where(user.c.name == one.name).values(**values))


def drop_user(connection: Connection, name: str) -> None:
    """Take a user away with their settings and tokens, and end their sessions; what they did stays in the events."""
    for table in (session, token, user_setting):
        connection.execute(delete(table).where(table.c.name == name))
    connection.execute(delete(user).where(user.c.name == name))


def start_session(connection: Connection, token: str, name: str, now: str, *, role: Role | None = None) -> None:
    """Let somebody in. `token` is a hash of the secret in the cookie; `role` is None for a user, who has one."""
    connection.execute(delete(session).where(session.c.ends < now))
    ends = (datetime.fromisoformat(now) + timedelta(days=SESSION_DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
    connection.execute(insert(session).values(token=token, name=name, role=role.value if role else None, started=now, ends=ends))


def find_session(connection: Connection, token: str, now: str, *, launched: bool = True) -> Person | None:
    """Who is in with this token; the role of a user is the one that they have now.

    Without `launched` nobody is in who came by the launch link of an earlier start.
    """
    row = connection.execute(_WHO if launched else _WHO_SIGNED_IN, {"token": token, "now": now}).first()
    return Person(row.name, Role(row.role), row.desk) if row and row.role else None


def end_session(connection: Connection, token: str) -> None:
    """Let somebody out."""
    connection.execute(delete(session).where(session.c.token == token))


def end_sessions(connection: Connection, name: str) -> None:
    """End every session of a user: their password was changed."""
    connection.execute(delete(session).where(session.c.name == name, session.c.role.is_(None)))
