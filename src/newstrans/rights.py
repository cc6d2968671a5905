"""Who may do what at the desk: one table, which pages and actions both ask."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from newstrans.text.phrase import Phrase, phrase


class Right(StrEnum):
    """Something that a person may be allowed to do."""

    READ = "read"
    EDIT = "edit"  # texts, comments, findings, proposals for the glossary
    APPROVE = "approve"
    PUBLISH = "publish"  # let out and take back
    GLOSSARY = "glossary"  # decide about terms
    USERS = "users"


RIGHT_NAMES: Mapping[Right, Phrase] = {
    Right.READ: phrase("to read"), Right.EDIT: phrase("to edit"), Right.APPROVE: phrase("to approve"), Right.PUBLISH: phrase("to publish"),
    Right.GLOSSARY: phrase("to decide about the glossary"), Right.USERS: phrase("to look after the users"),
}  # fmt: skip


class Role(StrEnum):
    """What somebody is at the desk."""

    VIEWER = "viewer"
    EDITOR = "editor"
    APPROVER = "approver"
    GLOSSARY = "glossary"  # the maintainer of the glossary
    ADMIN = "admin"


_EDITOR = frozenset({Right.READ, Right.EDIT})
RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.VIEWER: frozenset({Right.READ}),
    Role.EDITOR: _EDITOR,
    Role.APPROVER: _EDITOR | {Right.APPROVE, Right.PUBLISH},
    Role.GLOSSARY: _EDITOR | {Right.GLOSSARY},
    Role.ADMIN: frozenset(Right),
}


def within(one: Role, other: Role) -> bool:
    """Whether `one` may do nothing that `other` may not."""
    return RIGHTS[one] <= RIGHTS[other]


def common(one: Role, other: Role) -> Role:
    """The role that may do the most of what both may.

    >>> common(Role.APPROVER, Role.GLOSSARY)
    <Role.EDITOR: 'editor'>
    """
    return max((role for role in Role if within(role, one) and within(role, other)), key=lambda role: len(RIGHTS[role]))
