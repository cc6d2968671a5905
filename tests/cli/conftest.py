"""Commands as a user types them, in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command_server import SECONDS, CommandServer

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "harbour-talks.txt"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path, commands: CommandServer, compiled_glossary: Callable[[Path], None]) -> Run:
    """Run `newstrans ARGS` in an empty folder; no traceback may ever show. `fresh` starts an interpreter for it.

    The home has nothing but the shipped glossary, compiled; one that the test made itself is left as it is.
    """

    def call(*args: str | Path, given: bytes = b"", fresh: bool = False, **more: str) -> subprocess.CompletedProcess[str]:
        home = tmp_path / "home"
        if not home.exists():
            compiled_glossary(home / ".local" / "share" / "newstrans")
        words, env = list(map(str, args)), {**os.environ, "HOME": str(home), **more}
        if fresh:
            command = [sys.executable, "-m", "newstrans", *words]
            done = subprocess.run(command, input=given, capture_output=True, cwd=tmp_path, timeout=SECONDS, check=False, env=env)
        else:
            done = commands.run(words, cwd=tmp_path, env=env, given=given)
        out, err = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
        assert "Traceback" not in err
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    return call


@pytest.fixture
def here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], compiled_glossary: Callable[[Path], None]
) -> Callable[..., tuple[object, str, str]]:
    """Run `newstrans ARGS` in this process, in a folder and with a data folder of its own: exit status, output, errors."""
    from newstrans.cli import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSTRANS_DATA", str(tmp_path / "data"))
    compiled_glossary(tmp_path / "data")

    def call(*args: str | Path) -> tuple[object, str, str]:
        code: object = 0
        try:
            main([str(arg) for arg in args])
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return call
