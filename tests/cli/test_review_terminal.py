"""`newstrans review` in a real terminal (a pty), with a second writer; and over a pipe, as for a screen reader."""

from __future__ import annotations

import fcntl
import getpass
import io
import os
import pty
import re
import select
import signal
import stat
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_stories import JONAS, NOW, PARAGRAPHS, Newsroom, edition_of, incoming, make_text

from newstrans.cli import main
from newstrans.review import actions
from newstrans.review.page import review_page
from newstrans.store.connect import Store, open_store
from newstrans.store.editions import drafts, get_edition, get_units
from newstrans.store.events import find_events
from newstrans.store.records import Actor, UnitRecord

PROMPT = re.compile(r"u\d+ \[a,e,[^\]]*\] $")
HOSTILE = "Fish\x1b[2J\u202e and\x07 chips"


class Room:
    """A store in a file with one edition, its pipeline, and what the terminal's user needs."""

    def __init__(self, folder: Path, locale: str = "pt-BR") -> None:
        self.folder = folder
        self.store: Store = open_store(folder / "newstrans.db", NOW)
        self.news = Newsroom(self.store, "pseudo")
        text = make_text("Kyiv port opens", (*PARAGRAPHS[:2], HOSTILE, PARAGRAPHS[3]))
        self.name = edition_of(self.news.ingest(incoming(text), (locale,)), locale)
        self.env = {
            **os.environ, "NEWSTRANS_STORE": str(folder / "newstrans.db"), "NEWSTRANS_DATA": str(folder / "data"), "TERM": "xterm",
            "NO_COLOR": "1", "EDITOR": f"sh {folder}/editor.sh", "SOURCE_DATE_EPOCH": "1772616600",
        }  # fmt: skip

    def unit(self, key: str) -> UnitRecord:
        with self.store.read() as connection:
            return next(one for one in get_units(connection, self.name) if one.key == key)

    def drafts(self) -> list[dict[str, Any]]:
        with self.store.read() as connection:
            return drafts(connection, self.name)

    def editor(self, script: str) -> None:
        (self.folder / "editor.sh").write_text(script)

    def files(self) -> list[Path]:
        return sorted((self.folder / "data" / "review").glob("*"))


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    made = Room(tmp_path)
    yield made
    made.store.close()


class Terminal:
    """`newstrans ARGS` on a pty: what it prints until it asks, and lines typed into it."""

    def __init__(self, room: Room, *args: str) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 80, 0, 0))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "newstrans", *args], stdin=slave, stdout=slave, stderr=slave, env=room.env, cwd=room.folder,
            start_new_session=True, preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )  # fmt: skip
        os.close(slave)

    def until(self, done: Callable[[str], object]) -> str:
        """What is printed until it asks (or ends)."""
        seen = b""
        ends = time.monotonic() + 60
        while not done(text := seen.decode("utf-8", "replace").replace("\r\n", "\n")):
            assert time.monotonic() < ends, f"the terminal never asked: {text[-2000:]}"
            if not select.select([self.master], [], [], 0.2)[0]:
                continue
            try:
                part = os.read(self.master, 65536)
            except OSError:  # the other end is closed
                part = b""
            if not part:
                break
            seen += part
        return text

    def asks(self) -> str:
        return self.until(PROMPT.search)

    def type(self, line: str) -> str:
        """A line, and what comes of it."""
        os.write(self.master, line.encode() + b"\n")
        return self.asks()

    def end(self, line: str = "q") -> tuple[str, int]:
        os.write(self.master, line.encode() + b"\n")
        return self.until(lambda _: False), self.process.wait(30)


@pytest.fixture
def terminal(room: Room) -> Iterator[Callable[..., Terminal]]:
    started: list[Terminal] = []

    def start(*args: str) -> Terminal:
        started.append(Terminal(room, *args))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.wait()
        os.close(one.master)


@pytest.mark.acceptance(42)
def test_approve_edit_and_a_conflict_with_another_writer(room: Room, terminal: Callable[..., Terminal]) -> None:
    """Both texts of a conflict are shown and kept; nothing hostile reaches the terminal."""
    here = terminal("review", room.name)
    first = here.asks()
    assert "5 paragraphs: 0 approved, 5 to do" in first
    assert "u2 [" in here.type("a")
    assert room.unit("u1").approved

    room.editor('printf "A vila mudou\\n" > "$1.new"; cat "$1" >> "$1.new"; sed -i "2d" "$1.new"; stat -c "%a" "$1" "$(dirname "$1")" > modes; cat "$1" > seen; mv "$1.new" "$1"\n')
    shown = here.type("e")
    assert ("edited", "A vila mudou") == (room.unit("u2").state.value, room.unit("u2").text)
    assert "u2: edited, revision 2" in shown
    assert ["600", "700"] == (room.folder / "modes").read_text().split()
    assert f"# {PARAGRAPHS[0]}" in (room.folder / "seen").read_text().splitlines()
    assert [] == room.files()

    actions.edit(room.news.desk(Actor("jonas", "web")), room.name, "u2", "Texto de Jonas", base_rev=2)
    shown = here.type("e O meu texto")
    assert "Conflict: jonas changed u2 meanwhile (revision 3, you had 2). Nothing was overwritten." in shown
    assert "Texto de Jonas" in shown
    assert "O meu texto" in shown
    assert "Texto de Jonas" == room.unit("u2").text
    assert [("u2", "O meu texto", 2)] == [(one["unit"], one["text"], one["base_rev"]) for one in room.drafts()]
    (file,) = room.files()
    assert file.read_text().startswith("O meu texto\n")
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
    assert str(file) in shown.replace("\n", "").replace("  ", "")
    base = room.unit("u3").text
    here.type("u3")
    actions.edit(room.news.desk(Actor("jonas", "web")), room.name, "u3", f"{base} (Jonas)", base_rev=1)
    assert "both together (y takes it)" in here.type(f"e Eu: {base}")
    assert "u3: edited, revision 3" in here.type("y")
    assert f"Eu: {base} (Jonas)" == room.unit("u3").text
    assert ["u2"] == [one["unit"] for one in room.drafts()]
    here.type("u2")
    approved = here.type("a")
    assert "u2: approved" in approved
    assert "Texto de Jonas" == room.unit("u2").text

    hostile = here.type("u4")
    page = review_page(room.news.desk(JONAS, "2026-03-04T09:30:30Z"), room.name)
    assert [(getpass.getuser(), "u4")] == [(one.actor, one.unit) for one in page.header.here]
    assert "Fish␛[2J⟨RLO⟩ and␇ chips" in hostile
    everything = first + shown + hostile + here.type("g") + here.type("d")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", everything)
    out, status = here.end()
    assert (0, True) == (status, "2 approved, 3 to do" in out)
    assert () == review_page(room.news.desk(JONAS, "2026-03-04T09:30:30Z"), room.name).header.here
    me = getpass.getuser()
    assert [("approve", me), ("edit", me), ("edit", "jonas"), ("edit", "jonas"), ("edit", me), ("approve", me)] == [
        (one.kind, one.actor.name) for one in find_events(room.store, edition=room.name) if one.unit
    ]  # fmt: skip


def test_a_new_version_of_the_wire_makes_what_was_typed_a_fork(room: Room, terminal: Callable[..., Terminal]) -> None:
    here = terminal("review", room.name, "--todo")
    here.asks()
    here.type("u3")
    here.type("e Pediram 3 por cento.")
    newer = make_text("Kyiv port opens", (PARAGRAPHS[0], "They asked for 5 percent more. The city said no.", HOSTILE, PARAGRAPHS[3]), "2")
    room.news.ingest(incoming(newer, version="2"), now="2026-03-04T10:30:00Z")
    shown = here.type("e Pediram 3 por cento a mais.")
    assert "a new version of the wire changed u3 meanwhile" in shown
    assert "kept as a fork" in shown
    assert "They asked for [-3-]{+5+} percent more." in shown
    assert ("stale", "Pediram 3 por cento.") == (room.unit("u3").state.value, room.unit("u3").text)
    assert ["Pediram 3 por cento a mais."] == [one["text"] for one in room.drafts()]
    room.editor('sed -i "1s/3/5/" "$1"\n')
    here.type("f")
    assert ("edited", "Pediram 5 por cento a mais.") == (room.unit("u3").state.value, room.unit("u3").text)


def test_an_editor_that_dies_loses_nothing(room: Room, terminal: Callable[..., Terminal]) -> None:
    """What it had written is a draft and a file; one that is interrupted, or not there, changes nothing."""
    here = terminal("review", room.name)
    here.asks()
    room.editor('sed -i "1s/.*/Meio texto/" "$1"; kill -9 $$\n')
    shown = here.type("e")
    assert "was ended by SIGKILL" in shown
    assert "machine" == room.unit("u1").state.value
    assert [("u1", "Meio texto")] == [(one["unit"], one["text"]) for one in room.drafts()]
    assert [True] == [one.read_text().startswith("Meio texto\n") for one in room.files()]
    room.editor("exit 3\n")
    assert "ended with status 3; nothing was typed" in here.type("e")
    room.editor("exit 0\n")
    assert "Nothing changed." in here.type("e")
    room.editor(": > \"$1\"\n")
    assert "an empty text" in here.type("e")
    assert "machine" == room.unit("u1").state.value
    os.write(here.master, b"\x03")
    out = here.until(lambda _: False)
    assert (130, True) == (here.process.wait(30), "Stopped." in out)


def test_ctrl_c_belongs_to_the_editor_and_a_killed_session_leaves_a_draft(room: Room, terminal: Callable[..., Terminal]) -> None:
    here = terminal("review", room.name)
    here.asks()
    room.editor('trap "" INT; sed -i "1s/.*/Ainda escrevo/" "$1"; echo "ready"; read line; echo "went on"\n')
    os.write(here.master, b"e\n")
    here.until(lambda text: "ready" in text)
    os.write(here.master, b"\x03")
    os.write(here.master, b"\n")
    assert "edited, revision 2" in here.asks()
    assert "Ainda escrevo" == room.unit("u1").text

    room.editor('sed -i "1s/.*/Mais ainda/" "$1"; echo "ready"; sleep 60\n')
    os.write(here.master, b"e\n")
    here.until(lambda text: "ready" in text)
    os.killpg(here.process.pid, signal.SIGKILL)
    here.process.wait()
    again = terminal("review", room.name)
    assert "left by a session that ended: it is your draft now" in again.asks()
    assert ["Mais ainda"] == [one["text"] for one in room.drafts()]
    assert [] == room.files()


def test_over_a_pipe_in_plain_words(room: Room, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A screen reader, or a script: no colours, no signs, no broken lines; the same actions."""
    monkeypatch.setenv("NEWSTRANS_STORE", room.env["NEWSTRANS_STORE"])
    monkeypatch.setenv("NEWSTRANS_DATA", room.env["NEWSTRANS_DATA"])

    def said(*lines: str) -> str:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join((*lines, "")).encode())))
        main(["review", room.name, "--plain"])
        return capsys.readouterr().out

    out = said("g", "e Abre o porto de Kiev", "x 9 because", "o", "o no room", "u1", "u", "z", "c good", "b", "s", "n", "d")
    assert "\x1b" not in out
    assert "(added: Abre o porto de Kiev)" in out
    assert "[-" not in out
    assert "there is no open finding here" in out
    assert "say why it is left out: o WHY" in out
    assert f"{room.name}, headline [u1]: no approval can be taken back: it is left out" in out
    assert ("omitted", "no room") == (room.unit("u1").state.value, room.unit("u1").reason)
    assert "Compared with: glossary" in out
    machine = room.unit("u2").text
    said("u2", "e Outro", "m")
    assert (machine, 3) == (room.unit("u2").text, room.unit("u2").rev)
    assert "'z' is no letter of these:" in out
    assert "good" in out
    assert ["good"] == [one.note for one in find_events(room.store, edition=room.name) if one.kind == "comment"]
    assert "to do" in out.splitlines()[-1]


def test_an_offer_of_the_memory_is_taken_by_a_letter(
    room: Room, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is shown with its number and the difference of the sources, and has the number of this source."""
    monkeypatch.setenv("NEWSTRANS_STORE", room.env["NEWSTRANS_STORE"])
    monkeypatch.setenv("NEWSTRANS_DATA", room.env["NEWSTRANS_DATA"])
    other = edition_of(room.news.ingest(incoming(make_text("Storm at sea", (PARAGRAPHS[1].replace("3", "9"),)), identity="urn:other")))
    actions.edit(room.news.desk(JONAS), other, "u2", "Pediram 9 por cento a mais. A cidade disse não.", base_rev=1)
    actions.approve(room.news.desk(JONAS), other, "u1", base_rev=1)
    actions.approve(room.news.desk(JONAS), other, "u2", base_rev=2)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"u3\nt 9\nt 3\nt\nu1\nt\n")))
    main(["review", room.name, "--plain"])
    out = capsys.readouterr().out
    assert "memory 1 (t 1 takes it), alike by 99%, with the numbers of this source, pair" in out
    assert "(removed: 9)  (added: 3)" in out
    assert "there is no offer '9' here: 1 to 3" in out
    assert "memory 3 (t 3 takes it), for sentence 2, the same source" in out
    assert ("edited", "Pediram 3 por cento a mais. A cidade disse não.") == (room.unit("u3").state.value, room.unit("u3").text)
    assert "the memory offers nothing here" in out, "to the headline"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"u1\nt\n")))
    main(["--lang", "de", "review", room.name, "--plain"])
    assert "das Gedächtnis bietet hier nichts an" in capsys.readouterr().out


def test_right_to_left_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """In the order of its letters, on a line of its own, and where it can be seen better."""
    room = Room(tmp_path, "ar")
    monkeypatch.setenv("NEWSTRANS_STORE", room.env["NEWSTRANS_STORE"])
    monkeypatch.setenv("NEWSTRANS_DATA", room.env["NEWSTRANS_DATA"])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("e افتتح الميناء\na\n".encode())))
    main(["review", room.name])
    out = capsys.readouterr().out
    room.store.close()
    assert 1 == out.count("from right to left")
    assert "\n  افتتح الميناء\n" in out


def test_every_error_of_an_edition_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("NEWSTRANS_STORE", str(tmp_path / "a.db"))
    with pytest.raises(SystemExit) as ended:
        main(["review", "nothing:fr"])
    assert (1, True) == (ended.value.code, "newstrans editions" in capsys.readouterr().err)
    store = open_store(tmp_path / "a.db", NOW)
    with store.read() as connection, pytest.raises(Exception, match="no edition"):
        get_edition(connection, "nothing:fr")
    store.close()
