"""newstrans users"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from newstrans.cli.groups import Ordered
from newstrans.cli.intake import actor, opened
from newstrans.cli.language import gettext
from newstrans.cli.moment import moment
from newstrans.cli.stories import json_option, show_json
from newstrans.config import load_config
from newstrans.rights import Role
from newstrans.text.display import visible

if TYPE_CHECKING:
    from newstrans.store.tokens import TokenRecord

role_option = click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.EDITOR.value, show_default=True, help="What they may do.")
stdin_option = click.option("--password-stdin", "piped", is_flag=True, help="Read the password from standard input, for scripts.")


@click.group(cls=Ordered)
def command() -> None:
    """Say who may come in to the desk, and what they may do there.

    \b
    newstrans users add anna --role approver
    newstrans users list

    A viewer reads; an editor also edits; an approver also approves and publishes; glossary maintains the terms, beside
    editing; an admin may do everything. Needed as soon as the desk is served beyond this machine.
    """  # click's mark against re-wrapping


@command.command("add")
@click.argument("name")
@role_option
@click.option("--desk", default="", metavar="NAME", help="Where they sit, such as sports: the queue offers its stories.")
@stdin_option
def add(name: str, role: str, desk: str, piped: bool) -> None:
    """Add a user; asks for the password."""
    from newstrans.review.users import add_user

    with opened(load_config().store_place) as store:
        one = add_user(store, name, Role(role), _password(piped=piped), actor=actor(), now=moment(None), desk=desk)
    click.echo(f"{one.name}  {one.role.value}" + (f"  {one.desk}" if one.desk else ""))


@command.command("list")
@json_option
def list_(as_json: bool) -> None:
    """List users with their roles and rights."""
    from newstrans.review.users import allowed, users

    with opened(load_config().store_place) as store:
        found = users(store)
    rows: list[dict[str, Any]] = [{"name": one.name, "role": one.role.value, "desk": one.desk, "rights": allowed(one.role), "created": one.created} for one in found]
    if as_json:
        show_json(rows)
        return
    for row in rows:
        click.echo(f"{row['name']}  {row['role']}  ({', '.join(row['rights'])})" + (f"  {row['desk']}" if row["desk"] else ""))
    if not rows:
        click.echo(gettext("No user yet. Add one: {command}", command="newstrans users add NAME --role approver"))


@command.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice([role.value for role in Role]))
def role_(name: str, role: str) -> None:
    """Give a user another role; it holds at once."""
    from newstrans.review.users import set_role

    with opened(load_config().store_place) as store:
        one = set_role(store, name, Role(role), actor=actor(), now=moment(None))
    click.echo(f"{one.name}  {one.role.value}")


@command.command("desk")
@click.argument("name")
@click.argument("desk", required=False, default="")
def desk_(name: str, desk: str) -> None:
    """Seat a user at a desk; without DESK at none."""
    from newstrans.review.users import set_desk

    with opened(load_config().store_place) as store:
        one = set_desk(store, name, desk, actor=actor(), now=moment(None))
    where = one.desk or gettext("at no desk")
    click.echo(f"{one.name}  {where}")


@command.command("password")
@click.argument("name")
@stdin_option
def password_(name: str, piped: bool) -> None:
    """Give a user another password, and sign them out everywhere."""
    from newstrans.review.users import set_password

    with opened(load_config().store_place) as store:
        set_password(store, name, _password(piped=piped), actor=actor(), now=moment(None))
    click.echo(gettext("{name}: password changed, and signed out everywhere", name=name))


@command.command("remove")
@click.argument("name")
def remove(name: str) -> None:
    """Take a user away, and sign them out; what they did stays in the history."""
    from newstrans.review.users import remove_user

    with opened(load_config().store_place) as store:
        remove_user(store, name, actor=actor(), now=moment(None))
    click.echo(gettext("{name}: removed", name=name))


def _password(*, piped: bool) -> str:
    if piped:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt(gettext("Password"), hide_input=True, confirmation_prompt=True))


@command.group("token", cls=Ordered)
def token() -> None:
    """Let programs use the API of the desk, each with a token of its own.

    \b
    newstrans users token add anna --role viewer --label "wire board"
    newstrans users token list
    newstrans users token revoke 3f2a9c01
    """  # click's mark against re-wrapping


@token.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.VIEWER.value, show_default=True, help="What it may do; never more than its user.")
@click.option("--label", default="", metavar="WORDS", help="What it is for.")
@click.option("--days", type=click.IntRange(1, 3650), metavar="N", help="Days until it runs out (default: never).")
@json_option
def token_add(name: str, role: str, label: str, days: int | None, as_json: bool) -> None:
    """Make a token of a user, and show it this once."""
    from newstrans.review.tokens import add_token

    with opened(load_config().store_place) as store:
        secret, one = add_token(store, name, Role(role), label=label, days=days, actor=actor(), now=moment(None))
    if as_json:
        show_json({"token": secret, **_token_row(one)})
        return
    click.echo(secret)
    command = f"newstrans users token revoke {one.id}"
    click.echo(gettext("Keep it where only the program can read it: it is not shown again. Take it back: {command}", command=command), err=True)


@token.command("list")
@click.argument("name", required=False, default="")
@json_option
def token_list(name: str, as_json: bool) -> None:
    """List tokens, of everybody or of NAME, and when each was last used."""
    from newstrans.review.tokens import tokens

    with opened(load_config().store_place) as store:
        found = tokens(store, name)
    if as_json:
        show_json([_token_row(one) for one in found])
        return
    for one in found:
        until = ", " + gettext("until {time}", time=one.ends) if one.ends else ""
        used = gettext("last used {time}", time=one.used) if one.used else gettext("never used")
        click.echo(f"{one.id}  {one.name}  {one.role.value}  {used}{until}" + (f"  {visible(one.label)}" if one.label else ""))
    if not found:
        click.echo(gettext("No token. Make one: {command}", command="newstrans users token add NAME --role viewer"))


@token.command("revoke")
@click.argument("which", metavar="ID")
def token_revoke(which: str) -> None:
    """Take a token away; the next request with it is refused."""
    from newstrans.review.tokens import revoke_token

    with opened(load_config().store_place) as store:
        one = revoke_token(store, which, actor=actor(), now=moment(None))
    click.echo(gettext("{token}: revoked ({name}, {role})", token=one.id, name=one.name, role=one.role.value))


def _token_row(one: TokenRecord) -> dict[str, Any]:
    return {
        "id": one.id, "user": one.name, "role": one.role.value, "label": one.label, "created": one.created, "ends": one.ends, "used": one.used,
    }  # fmt: skip
