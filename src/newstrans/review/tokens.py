"""Tokens for programs that use the API of the desk: made, listed, revoked, and asked for who comes with one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from newstrans.errors import UserError
from newstrans.review.users import known_user, user_name
from newstrans.rights import Role, common, within
from newstrans.store.connect import Store
from newstrans.store.events import append
from newstrans.store.records import Actor, Event
from newstrans.store.secrets import secret_hash
from newstrans.store.tokens import (
    TokenRecord,
    drop_token,
    find_token,
    get_token,
    list_tokens,
    mark_used,
    save_token,
)
from newstrans.store.users import Person
from newstrans.text.phrase import phrase

# What a token begins with, so that whoever finds one in a file or a log knows what it is.
PREFIX = "newstrans_"
# Every use would be a transaction otherwise.
_USED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who comes with a token: `person` has the rights that the token and its user both have."""

    token: str
    person: Person


def add_token(store: Store, name: str, role: Role, *, label: str, days: int | None, actor: Actor, now: str) -> tuple[str, TokenRecord]:
    """Make a token of a user; returns the secret, which is kept nowhere, and the record.

    Raises:
        UserError: there is no such user, or the role may do what theirs may not.

    """
    secret = PREFIX + secrets.token_urlsafe(32)
    ends = (datetime.fromisoformat(now) + timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ") if days else None
    with store.write() as connection:
        user = known_user(connection, name)
        if not within(role, user.role):
            raise UserError(phrase(
                "{name} has the role {role}: a token of theirs cannot have the role {wanted}. Give a lower one: {option}", name=user.name,
                role=user.role.value, wanted=role.value, option=f"--role {user.role.value}",
            ))  # fmt: skip
        one = TokenRecord(secrets.token_hex(4), secret_hash(secret), user.name, role, label.strip()[:200], now, ends)
        save_token(connection, one)
        append(connection, [_event("token_added", one, actor, now)])
    return secret, one


def revoke_token(store: Store, which: str, *, actor: Actor, now: str) -> TokenRecord:
    """Take a token away; the next request with it is refused. Raises `UserError` for an id that no token has."""
    with store.write() as connection:
        one = get_token(connection, which)
        if one is None:
            raise UserError(phrase("there is no token {name}. See which there are: {command}", name=repr(which), command="newstrans users token list"))
        drop_token(connection, which)
        append(connection, [_event("token_revoked", one, actor, now)])
    return one


def tokens(store: Store, name: str = "") -> list[TokenRecord]:
    """All tokens, or those of a user."""
    with store.read() as connection:
        return list_tokens(connection, user_name(name))


def check_token(store: Store, secret: str, now: str) -> Bearer | None:
    """Who comes with a secret; None for one that is no token's, that was revoked or ran out."""
    if not secret.startswith(PREFIX):
        return None
    with store.read() as connection:
        found = find_token(connection, secret_hash(secret), now)
    if found is None:
        return None
    one, role = found
    if one.used is None or datetime.fromisoformat(now) - datetime.fromisoformat(one.used) >= _USED_EVERY:
        with store.write() as connection:
            mark_used(connection, one.id, now)
    return Bearer(one.id, Person(one.name, common(one.role, role)))


def _event(kind: str, one: TokenRecord, actor: Actor, now: str) -> Event:
    return Event(kind=kind, at=now, actor=actor, data={"user": one.name, "token": one.id, "role": one.role.value, "label": one.label})
