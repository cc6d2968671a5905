"""A text in the user's own editor: in a file that nobody else can read, and that stays until its words are safe."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from newstrans.errors import ReviewError
from newstrans.text.display import visible
from newstrans.text.phrase import phrase

CUT = "# ------------------------ >8 ------------------------"
_FALLBACKS = ("editor", "nano", "vi")
_NAME = re.compile(r"(?P<story>[\w-]+)\.(?P<locale>[\w-]+)\.(?P<key>[\w-]+)\.r(?P<rev>\d+)\.(?P<pid>\d+)\.txt")


@dataclass(frozen=True, slots=True)
class Left:
    """A file that a session left behind: of which unit and revision, and what is typed in it."""

    path: Path
    key: str
    base_rev: int
    text: str


def editor_command(environ: Mapping[str, str]) -> list[str]:
    """The user's editor: VISUAL, EDITOR, or one that is there.

    Raises:
        ReviewError: there is none.

    """
    for name in ("VISUAL", "EDITOR"):
        try:
            if words := shlex.split(environ.get(name, "")):
                return words
        except ValueError as exc:
            raise ReviewError(phrase("{name} is {value}, which is no command ({problem})", name=name, value=repr(environ[name]), problem=exc)) from exc
    found = next((path for name in _FALLBACKS if (path := shutil.which(name))), None)
    if found is None:
        raise ReviewError(phrase("there is no editor here. Set EDITOR, or write the text behind the letter: {letter}", letter="e WORDS"))
    return [found]


def new_file(folder: Path, edition: str, key: str, rev: int, text: str, notes: Sequence[str]) -> Path:
    """A file with `text`, and below a line the notes as comments. Only its owner can read it, or look into its folder.

    Raises:
        ReviewError: it cannot be written.

    """
    story, _, locale = edition.rpartition(":")
    stem = ".".join(re.sub(r"[^\w-]", "_", part) for part in (story, locale, key))
    path = folder / f"{stem}.r{rev}.{os.getpid()}.txt"
    comments = [f"# {line}".rstrip() for note in notes for line in visible(note).splitlines() or [""]]
    body = "\n".join([text, CUT, *comments]) + "\n"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder.chmod(0o700)
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as file:
            file.write(body.encode("utf-8", "replace"))
    except OSError as exc:
        raise ReviewError(phrase("{path}: cannot be written ({problem})", path=path, problem=exc.strerror)) from exc
    return path


def read_back(path: Path) -> str:
    """What was typed: all above the line, or, where the line is gone, all but comments at the end.

    Raises:
        ReviewError: the file cannot be read.

    """
    try:
        text = path.read_bytes().decode("utf-8", "replace")
    except OSError as exc:
        raise ReviewError(phrase("{path}: cannot be read ({problem})", path=path, problem=exc.strerror)) from exc
    typed, cut, _ = text.partition(CUT)
    if cut:
        return typed.removesuffix("\n")
    lines = text.split("\n")
    while lines and (not lines[-1] or lines[-1].startswith("# ") or lines[-1] == "#"):
        lines.pop()
    return "\n".join(lines)


def run_editor(command: Sequence[str], path: Path) -> str:
    """Let the user edit; returns why that ended badly, "" when it did not. Ctrl-C is the editor's while it runs."""
    with _own_interrupts(), _keyboard() as keyboard:
        try:
            status = subprocess.run([*command, str(path)], stdin=keyboard, check=False).returncode
        except OSError as exc:
            return f"{command[0]}: cannot be started ({exc.strerror})"
    if status < 0:
        return f"{command[0]} was ended by {signal.Signals(-status).name}"
    return f"{command[0]} ended with status {status}" if status else ""


def left_behind(folder: Path, edition: str) -> Iterator[Left]:
    """Files of this edition whose session is gone."""
    story, _, locale = edition.rpartition(":")
    for path in sorted(folder.glob("*.txt")) if folder.is_dir() else ():
        match = _NAME.fullmatch(path.name)
        if match and (match["story"], match["locale"]) == (story, locale) and not _running(int(match["pid"])):
            yield Left(path, match["key"], int(match["rev"]), read_back(path))


def _running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid != os.getpid()


@contextmanager
def _own_interrupts() -> Iterator[None]:
    """Ctrl-C does nothing to us; the child begins with the usual handler, as it would not if it were ignored here."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _keyboard() -> Iterator[int | None]:
    """Standard input for the editor: ours on a terminal; with commands from a pipe the terminal itself, or nothing."""
    if sys.stdin.isatty():
        yield None
        return
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError:
        yield subprocess.DEVNULL
        return
    try:
        yield terminal
    finally:
        os.close(terminal)
