"""Glossary folders as they were: read from git's objects, without touching the working copy."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

from newstrans.errors import NewstransError


class HistoryError(NewstransError):
    """There is no such past: not a git repository, no such revision, git is missing."""


def repository_of(folder: Path) -> Path | None:
    """The top of the git work tree that `folder` lies in; None when there is none, or no git."""
    try:
        return Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel")).rstrip("\n"))
    except HistoryError:
        return None


def files_at(folder: Path, revision: str) -> dict[str, bytes]:
    """Name and contents of the `*.toml` files right in `folder` at a git revision.

    Raises:
        HistoryError: no repository, no such revision, or the folder was not there then.

    """
    top = repository_of(folder)
    if top is None:
        raise HistoryError(f"{folder}: not in a git repository, so there is no {revision!r} to read. Give two folders to compare instead")
    commit = _commit(folder, revision)
    within = folder.resolve().relative_to(top.resolve()).as_posix()
    listed = _git(top, "ls-tree", "-z", "--full-tree", commit, *([f"{within}/"] if within != "." else []))
    found: dict[str, bytes] = {}
    for row in listed.split(b"\0"):
        about, _, path = row.partition(b"\t")
        name = os.fsdecode(path).rpartition("/")[2]
        if name.endswith(".toml") and about.split()[1:2] == [b"blob"]:
            found[name] = _git(top, "cat-file", "blob", about.split()[2].decode("ascii"))
    if not found:
        raise HistoryError(f"{folder}: holds no glossary file at {revision}")
    return found


def last_seen(folder: Path, concept: str) -> str:
    """The newest commit that added or took away the heading of a concept, "" when none did or there is no git."""
    if repository_of(folder) is None:
        return ""
    pattern = rf"^\[{re.escape(concept)}\]"
    try:
        found = _git(folder, "log", "-n1", "--format=%h of %cs", "-G", pattern, "--", ":(glob)*.toml")
    except HistoryError:
        return ""  # a repository without a commit
    return found.decode("ascii", "replace").strip()


def ids_in_history(folder: Path) -> frozenset[str]:
    """Every id that a file of the folder ever had, by git; empty where there is no git."""
    if repository_of(folder) is None:
        return frozenset()
    try:
        log = _git(folder, "log", "-p", "-U0", "--format=", "--no-renames", "--no-color", "--no-ext-diff", "--", ":(glob)*.toml")
    except HistoryError:
        return frozenset()  # a repository without a commit
    return frozenset(found.decode("ascii") for found in re.findall(rb"(?m)^[-+]\[([a-z0-9-]+)\]", log))


def _commit(folder: Path, revision: str) -> str:
    try:
        found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except HistoryError:
        raise HistoryError(f"there is no revision {revision!r} in this repository. See what there is: git log --oneline -- {folder}") from None
    return found.decode("ascii").strip()


def _git(folder: Path, *args: str) -> bytes:
    """What git prints; quiet about locks, so that a read changes nothing."""
    env = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(["git", "--no-pager", *args], cwd=folder, env=env, capture_output=True, check=True, stdin=subprocess.DEVNULL)
    except FileNotFoundError as exc:
        raise HistoryError("git is not installed (or the folder is gone)") from exc
    except (subprocess.CalledProcessError, OSError) as exc:
        said = getattr(exc, "stderr", b"").decode("utf-8", "replace").strip() or str(exc)
        raise HistoryError(f"git: {said}") from exc
    return done.stdout
