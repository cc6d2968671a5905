"""Desks of the house on the command line: whose a story is, and where a user sits."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Here = Callable[..., tuple[object, str, str]]
STORY = "The port is open\n\nShips came in on Tuesday.\n"


def desks(here: Here) -> dict[str, str]:
    return {one["slug"]: one["desk"] for one in json.loads(here("stories", "--json")[1])}


def test_whose_a_story_is(here: Here, tmp_path: Path) -> None:
    """Its feed says it; --desk says it for a run; without either it is nobody's."""
    (tmp_path / "newstrans.toml").write_text('[feeds.results]\nmatch = ["result-*"]\ndesk = "sports"\n')
    for name in ("result-1.txt", "result-2.txt", "other.txt"):
        (tmp_path / name).write_text(STORY.replace("port", f"port of {name[:-4]}"))
    assert 0 == here("ingest", "result-1.txt", "other.txt")[0]
    assert 0 == here("ingest", "result-2.txt", "--desk", "economy")[0]
    found = desks(here)
    assert ["", "economy", "sports"] == sorted(found.values())
    (tmp_path / "newstrans.toml").write_text("[feeds.results]\ndesk = 3\n")
    code, _, said = here("ingest", "other.txt")
    assert (1, True) == (code, "desk must be a text" in said)


def test_where_a_user_sits(here: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("four plain words here\n"))
    assert "anna  editor  sports\n" == here("users", "add", "anna", "--desk", " sports ", "--password-stdin")[1]
    assert ["sports"] == [one["desk"] for one in json.loads(here("users", "list", "--json")[1])]
    assert "anna  economy\n" == here("users", "desk", "anna", "economy")[1]
    assert here("users", "list")[1].rstrip().endswith("economy")
    assert "anna  at no desk\n" == here("users", "desk", "anna")[1]
    for args, said in ((("nobody", "x"), "users list"), (("anna", "a\nb"), "no name of a desk"), (("anna", "x" * 81), "at most 80")):
        code, _, err = here("users", "desk", *args)
        assert (1, True) == (code, said in err)
