"""Stories through the store as a user types it: ingest, update, watch, desk, store."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

WIRE = Path(__file__).resolve().parents[1] / "data" / "wire"
TEXT = """Harbour talks resume after storm

The harbour workers met on Monday. They asked for 3 percent more.

The city said no. It will meet again on Tuesday.
"""


def editions(run, *more):
    return {one["id"]: one for one in json.loads(run("editions", "--json", *more).stdout)}


@pytest.mark.engine
def test_a_story_from_the_wire_to_its_published_edition(run, tmp_path):
    """Ingest, look, edit, approve, publish; then a new version, and what it asks for."""
    (tmp_path / "a.txt").write_text(TEXT)
    done = run("ingest", "a.txt", "--to", "pt-BR,es")
    assert done.returncode == 0, done.stderr
    found = editions(run, "--locale", "pt-BR")
    edition = next(iter(found))
    assert "to_review" == found[edition]["state"]
    refused = run("editions", "publish", edition)
    assert (1, True) == (refused.returncode, "3 of 3 units are not approved" in refused.stderr)
    assert not (tmp_path / "editions").exists()
    assert run("editions", "edit", edition, "u3", "A prefeitura disse não. Reúne-se na terça-feira.").returncode == 0
    assert run("editions", "approve", edition, "u1", "u2", "u3").returncode == 0
    done = run("editions", "publish", edition)
    assert done.returncode == 0, done.stderr
    page = next((tmp_path / "editions" / "pt-BR").glob("*.md")).read_text()
    assert "A prefeitura disse não." in page

    (tmp_path / "a.txt").write_text(TEXT.replace("on Tuesday", "on Wednesday"))
    assert "update" in run("ingest", "a.txt", "--to", "pt-BR").stderr
    story = edition.partition(":")[0]
    shown = run("update", story[:6])
    assert shown.returncode == 1
    assert "It will meet again on [-Tuesday-]{+Wednesday+}." in shown.stdout
    report = json.loads(run("update", story, "--json").stdout)
    mine = next(one for one in report["editions"] if one["locale"] == "pt-BR")
    assert (["u3"], ["It will meet again on Wednesday."]) == (mine["to_do"], mine["sentences"])
    assert run("editions", "accept", edition, "u3").returncode == 0
    history = run("editions", "history", edition, "u3")
    assert "A prefeitura disse não. Reúne-se na terça-feira." in history.stdout
    assert json.loads(run("story", story, "--json").stdout)["versions"][1]["revision"] == 2
    conflict = run("editions", "edit", edition, "u3", "Tarde demais", "--base-rev", "2")
    assert (1, True) == (conflict.returncode, "yours: Tarde demais" in conflict.stderr)
    assert "draft of" in run("editions", "show", edition).stdout


def test_a_kill_on_the_wire(run):
    command = ("--to", "es,fr", "--engine", "pseudo", "--from", "en", "--json")
    assert run("ingest", WIRE / "story.nitf", *command).returncode == 0
    done = json.loads(run("ingest", WIRE / "killed.nitf", *command).stdout)
    assert (["kill"], []) == ([one["verdict"] for one in done["stories"]], done["editions"])
    assert {"killed"} == {one["state"] for one in editions(run).values()}
    late = json.loads(run("ingest", WIRE / "story.nitf", *command).stdout)
    assert ["dead"] == [one["verdict"] for one in late["stories"]]


def test_errors_name_the_next_command(run, tmp_path):
    assert "newstrans ingest PATH" in run("stories").stdout
    for command, said in (
        (("story", "nothing"), "newstrans stories"), (("editions", "show", "a:es"), "newstrans editions"), (("ingest",), "PATH"),
        (("editions", "--state", "x"), "to_review"), (("update", "nothing"), "newstrans stories"),
    ):  # fmt: skip
        done = run(*command)
        assert done.returncode in (1, 2)
        assert said in done.stderr
    done = run("stories", NEWSTRANS_STORE="mysql://x/y")
    assert (1, True) == (done.returncode, "postgresql+psycopg://" in done.stderr)


def test_what_a_run_says_of_its_failures(here):
    """A file once by its place, an edition that failed among the failed and with its reason; wrong orders before anything is taken in."""
    Path("a.txt").write_text("Os.\n")
    Path("b.txt").touch()
    Path("concept.xml").write_text('<conceptItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="1"/>')
    for command, code, said in (
        (("a.txt", "--engine", "none"), 2, "bergamot"), (("a.txt", "--from", "zz"), 1, "'zz'"), (("a.txt", "--glossary", "none"), 2, "none"),
    ):  # fmt: skip
        done = here("ingest", *command, "--to", "es")
        assert (code, True) == (done[0], said in done[2]), command
    assert [] == json.loads(here("stories", "--json")[1])
    code, _, err = here("ingest", "a.txt", "b.txt", "concept.xml", "--to", "es", "--engine", "pseudo")
    assert 1 == code
    assert "Error: b.txt: the file is empty" in err
    assert "Say it: --from CODE" in err
    assert "1 new; 1 file passed over: no story in it; 2 failed\n" == err.splitlines(keepends=True)[-1]
    (edition,) = json.loads(here("editions", "--json")[1])
    assert "the language is unsure" in here("editions", "show", edition["id"])[1]
    Path("in").mkdir()
    Path("in/b.txt").touch()
    assert 1 == here("watch", "in", "--once", "--to", "es", "--engine", "pseudo")[0]


def test_the_store_is_looked_after(run, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    run("ingest", "a.txt", "--to", "es", "--engine", "pseudo", "--from", "en")
    assert json.loads(run("store", "info", "--json").stdout)["rows"]["story"] == 1
    assert run("store", "backup", "copy.db").returncode == 0
    assert "all is well" in run("store", "check").stdout
    assert "all is well" in run("store", "check", "copy.db").stdout
    (tmp_path / "b.txt").write_text(TEXT.replace("Harbour", "Bridge"))
    run("ingest", "b.txt", "--to", "es", "--engine", "pseudo", "--from", "en")
    done = run("store", "restore", "copy.db")
    assert (0, True) == (done.returncode, "before-restore-1" in done.stdout)
    assert json.loads(run("store", "info", "--json").stdout)["rows"]["story"] == 1
    (tmp_path / "copy.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 9000)
    assert run("store", "check", "copy.db").returncode == 1
    assert run("store", "restore", "copy.db").returncode == 1
    assert "all is well" in run("store", "check").stdout


@pytest.mark.acceptance(42)
def test_a_row_of_the_record_that_was_changed_is_found(run, tmp_path):
    """Though its author knew how to get round the store's own lock."""
    (tmp_path / "a.txt").write_text(TEXT)
    kept = {"NEWSTRANS_STORE": str(tmp_path / "a.db")}
    run("ingest", "a.txt", "--to", "es", "--engine", "pseudo", "--from", "en", **kept)
    assert "all is well" in run("store", "check", "a.db").stdout
    with sqlite3.connect(tmp_path / "a.db") as raw:
        raw.execute("DROP TRIGGER event_no_update")
        raw.execute("UPDATE event SET actor = 'eve' WHERE seq = 1")
    done = run("store", "check", "a.db")
    assert (1, True) == (done.returncode, "event 1" in done.stdout + done.stderr)


@pytest.fixture
def watching(tmp_path, compiled_glossary):
    """`newstrans watch in` in a process of its own; ends with the test."""
    started = []
    compiled_glossary(tmp_path / "home" / ".local" / "share" / "newstrans")

    def start() -> subprocess.Popen[str]:
        (tmp_path / "in").mkdir(exist_ok=True)
        process = subprocess.Popen(
            [sys.executable, "-m", "newstrans", "watch", "in", "--to", "es", "--engine", "pseudo", "--from", "en", "--interval", "0.1"],
            cwd=tmp_path, env={**os.environ, "HOME": str(tmp_path / "home")}, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def wait_for(look, seconds: float = 60.0):
    """What `look` gives as soon as it gives something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come")


def until(said, start):
    """What is said up to the line with this start, or up to the end."""
    lines = []
    while line := said.readline():
        lines.append(line)
        if line.startswith(start):
            break
    return "".join(lines)


def test_files_that_appear_are_taken_in(run, watching, tmp_path):
    """Half written, renamed, in a burst, hidden, broken; a new version; then it ends cleanly."""
    process = watching()
    folder = tmp_path / "in"
    with (folder / "slow.txt").open("w") as file:
        for part in TEXT.split("\n\n"):
            file.write(part + "\n\n")
            file.flush()
            time.sleep(0.05)
    (folder / ".hidden.txt").write_text(TEXT.replace("Harbour", "Hidden"))
    (folder / "upload.part").write_text(TEXT.replace("Harbour", "Renamed"))
    for n in range(12):
        (folder / f"burst{n:02}.txt").write_text(TEXT.replace("Harbour", f"Burst {n}"))
    (folder / "broken.xml").write_text("<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='x'><a></newsItem>")
    shutil.copy(WIRE / "feed.rss", folder / "feed.rss")
    (folder / "upload.part").rename(folder / "renamed.txt")
    wait_for(lambda: len(editions(run)) == 16)
    (folder / "slow.txt").write_text(TEXT.replace("Tuesday", "Friday"))
    wait_for(lambda: any(one["source_revision"] == 2 for one in editions(run).values()))
    (folder / "slow.txt").rename(folder / "moved.txt")
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=60)
    assert 0 == process.returncode, said
    assert "Traceback" not in said
    assert not [one for one in editions(run).values() if one["state"] != "to_review"]
    assert "Hidden" not in run("stories").stdout
    assert 1 == sum(one["source_revision"] == 2 for one in editions(run).values())
    assert 0 == run("store", "check").returncode

    again = watching()
    said = until(again.stderr, "in/renamed.txt")  # the last of the names: all are known
    again.send_signal(signal.SIGINT)
    said += again.communicate(timeout=60)[1]
    assert 0 == again.returncode, said
    assert 16 == len(editions(run)), said
