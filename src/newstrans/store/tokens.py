"""Tokens of the API: whose they are, what they may do, until when. Of the secret only a hash is kept."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select, update

from newstrans.rights import Role
from newstrans.store.schema import token, user


@dataclass(frozen=True, slots=True)
class TokenRecord:
    """A token. `hash` is the SHA-256 of its secret; `ends` and `used` are None for never."""

    id: str
    hash: str
    name: str
    role: Role
    label: str
    created: str
    ends: str | None = None
    used: str | None = None


def save_token(connection: Connection, one: TokenRecord) -> None:
    """Keep a new token."""
    connection.execute(insert(token).values(
        id=one.id, hash=one.hash, name=one.name, role=one.role.value, label=one.label, created=one.created, ends=one.ends, used=one.used,
    ))  # fmt: skip


def list_tokens(connection: Connection, name: str = "") -> list[TokenRecord]:
    """All tokens, or those of a user, by user and date."""
    query = select(token).order_by(token.c.name, token.c.created, token.c.id)
    rows = connection.execute(query.where(token.c.name == name) if name else query).mappings()
    return [TokenRecord(**{**row, "role": Role(row["role"])}) for row in rows]


def get_token(connection: Connection, which: str) -> TokenRecord | None:
    """The token of that id, if there is one."""
    row = connection.execute(select(token).where(token.c.id == which)).mappings().first()
    return TokenRecord(**{**row, "role": Role(row["role"])}) if row else None


def find_token(connection: Connection, hashed: str, now: str) -> tuple[TokenRecord, Role] | None:
    """The token with this hash and the role that its user has now; None for one that ran out or whose user is gone."""
    query = select(token, user.c.role.label("now_role")).join(user, user.c.name == token.c.name).where(token.c.hash == hashed)
    row = connection.execute(query).mappings().first()
    if row is None or (row["ends"] is not None and row["ends"] < now):
        return None
    values = {name: value for name, value in row.items() if name != "now_role"}
    return TokenRecord(**{**values, "role": Role(row["role"])}), Role(row["now_role"])


def mark_used(connection: Connection, which: str, now: str) -> None:
    """Write down when a token was last used."""
    connection.execute(update(token).where(token.c.id == which).values(used=now))


def drop_token(connection: Connection, which: str) -> None:
    """Take a token away."""
    connection.execute(delete(token).where(token.c.id == which))
