"""What the terminal says of stories and editions: in the desk's words and in the user's language; scripts get the ids."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from test_pseudo_language import STORY, pseudo  # noqa: F401

Here = Callable[..., tuple[object, str, str]]


def said_bare(out: str, beside: Sequence[str]) -> list[str]:
    """Lines of a report that no message is in. The engine's own marks do not count: its letters are no English ones."""
    plain = re.sub(r"⟦[^⟦⟧]*[àéîöûŕţñšþ][^⟦⟧]*⟧", "", out)
    return [line for line in plain.splitlines() if line.strip() and "⟦" not in line and line.strip() not in beside]


@pytest.fixture
def edition(here: Here, tmp_path: Path) -> str:
    """An edition in the store, in German; the story has another one without a text."""
    (tmp_path / "story.txt").write_text(STORY)
    assert 0 == here("ingest", "story.txt", "--to", "de", "--engine", "pseudo")[0]
    return str(json.loads(here("editions", "--json")[1])[0]["id"])


def test_states_have_the_words_of_the_pages(here: Here, edition: str) -> None:
    """In lists, of units and of what happened; `--json` keeps the ids, in every language."""
    story = edition.partition(":")[0]
    assert f"{edition}  to review  " in here("editions")[1]
    assert "de to review" in here("stories")[1]
    assert "to review, 3 of 3 to do" in here("story", story)[1]
    assert "u2  paragraph, machine, revision 1  (2 of 3)" in here("editions", "show", edition)[1]
    assert here("editions", "edit", edition, "u2", "Der Hafen ist offen.")[1].startswith("u2: edited, revision 2  Der Hafen")
    assert f"{edition}  zur Prüfung" not in here("--lang", "de", "editions")[1]
    assert f"{edition}  in Prüfung" in here("--lang", "de", "editions")[1]
    shown = here("--lang", "de", "editions", "show", edition)[1]
    assert "u2  Absatz, angepasst, Revision 2, von" in shown
    assert "in_review" not in shown
    assert "angepasst  Absatz 2 [u2], Revision 2" in here("--lang", "de", "editions", "history", edition)[1]
    for command in (("editions",), ("stories",), ("story", story), ("update", story), ("editions", "show", edition), ("editions", "history", edition)):
        said = [here("--lang", tag, *command, "--json")[1] for tag in ("en", "de")]
        assert said[0] == said[1]
    assert "in_review" == json.loads(here("editions", "--json")[1])[0]["state"]
    assert ["machine", "edited", "machine"] == [one["state"] for one in json.loads(here("editions", "show", edition, "--json")[1])["units"]]


def test_every_line_is_of_the_catalogue(pseudo: None, here: Here, edition: str, tmp_path: Path) -> None:  # noqa: F811
    """Lists, one story, one edition, what happened to it, what an action made of it."""
    story = edition.partition(":")[0]
    (tmp_path / "story.txt").write_text(STORY.replace("1,200", "1,300"))
    here("editions", "edit", edition, "u2", "Der Hafen")
    here("ingest", "story.txt", "--to", "de", "--engine", "pseudo")
    about = json.loads(here("story", story, "--json")[1])
    beside = ("Der Hafen", about["headline"], about["identity"], f"{story}  v2  {about['updated']}  {about['headline']}")
    for command in (
        ("editions",), ("editions", "list", "nothing like it"), ("stories",), ("stories", "nothing"), ("story", story), ("update", story),
        ("editions", "show", edition), ("editions", "history", edition), ("editions", "accept", edition, "u2"), ("editions", "approve", edition, "u1", "u2", "u3"),
        ("editions", "publish", edition, "-o", "out"), ("editions", "export", edition, "-o", "out"), ("editions", "withdraw", edition, "--reason", "x"),
        ("editions", "spike", edition, "--reason", "x"), ("editions", "restore", edition),
    ):  # fmt: skip
        code, out, err = here(*command)
        assert code == (1 if command[0] == "update" else 0), err
        assert [] == said_bare(out, beside), command


def test_a_refusal_names_paragraphs_and_states_in_the_language(here: Here, edition: str) -> None:
    """With the key that commands take behind the name."""
    code, _, err = here("--lang", "de", "editions", "publish", edition)
    assert 1 == code
    assert f"Fehler: {edition} wird nicht veröffentlicht:" in err
    assert "3 von 3 Einheiten sind nicht freigegeben: Überschrift [u1] (Maschine), Absatz 2 [u2] (Maschine), Absatz 3 [u3] (Maschine)" in err
    assert f"{edition}, Absatz 2 [u2]: es gibt kein Angebot für den Text" in here("--lang", "de", "editions", "accept", edition, "u2")[2]
    err = here("--lang", "de", "editions", "unapprove", edition, "u2")[2]
    assert f"{edition}, Absatz 2 [u2]: es gibt keine Freigabe, die zurückzunehmen wäre: der Stand ist Maschine" in err
    here("editions", "edit", edition, "u2", "Der Hafen")
    err = here("--lang", "de", "editions", "edit", edition, "u2", "Ein Hafen", "--base-rev", "1")[2]
    assert "Absatz 2 [u2] wurde inzwischen von" in err
    assert "Der eigene Text ist als Entwurf gesichert" in err
    assert "was changed by" in here("editions", "edit", edition, "u2", "Ein Hafen", "--base-rev", "1")[2]


@pytest.mark.parametrize(
    ("command", "meant"),
    [
        (("editions", "aprove", "3f2a:de", "u1"), "approve"), (("editions", "histroy"), "history"), (("editions", "Shwo", "x:de"), "show"),
        (("transalte", "a.txt"), "translate"), (("glossary", "fnid", "kiev"), "find"), (("users", "lst"), "list"), (("users", "token", "ad"), "add"),
        (("memory", "exprot"), "export"), (("store", "bakcup", "x"), "backup"), (("engines", "calibrat"), "calibrate"),
    ],
)  # fmt: skip
def test_a_mistyped_command_is_told_what_was_meant(here: Here, command: tuple[str, ...], meant: str) -> None:
    code, out, err = here(*command)
    assert (2, "") == (code, out)
    assert f"Did you mean {meant}?" in err


def test_a_search_of_editions_stays_possible(here: Here, edition: str) -> None:
    """A bare word is one, unless it is near to a command: then it says how to search. What finds nothing is no success."""
    headline = json.loads(here("editions", "--json")[1])[0]["headline"]
    word = headline.strip("⟦⟧").split()[1]
    for command in (("editions", word), ("editions", "list", word)):
        code, out, _ = here(*command)
        assert (0, True) == (code, edition in out)
    code, out, err = here("editions", "aprove")
    assert "newstrans editions list aprove" in err
    assert (0, "No edition of that kind\n") == here("editions", "list", "aprove")[:2]
    code, out, err = here("editions", "frobnicate")
    assert (2, "", True) == (code, out, "newstrans editions --help" in err)
    assert (0, []) == (here("editions", "frobnicate", "--json")[0], json.loads(here("editions", "frobnicate", "--json")[1]))
    code, _, err = here("editions", "frobnicate", edition, "u1")
    assert (2, True) == (code, "newstrans editions has no command 'frobnicate'" in err)
    code, _, err = here("editions", edition)
    assert (2, True) == (code, f"newstrans editions show {edition}" in err)
    assert 0 == here("editions", "--state", "to_review")[0]
