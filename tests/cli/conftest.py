"""Commands as a user types them, in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "examples" / "harbour-talks.txt"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run `newstrans ARGS` in an empty folder with an empty home; no traceback may ever show."""

    def call(*args: str | Path, given: bytes = b"", **env: str) -> subprocess.CompletedProcess[str]:
        home = tmp_path / "home"
        home.mkdir(exist_ok=True)
        done = subprocess.run(
            [sys.executable, "-m", "newstrans", *map(str, args)],
            input=given, capture_output=True, cwd=tmp_path, timeout=240, check=False,
            env={**os.environ, "HOME": str(home), **env},
        )  # fmt: skip
        out, err = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
        assert "Traceback" not in err
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    return call


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[object, str, str]]:
    """Run `newstrans ARGS` in this process, in a folder and with a data folder of its own: exit status, output, errors."""
    from newstrans.cli import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSTRANS_DATA", str(tmp_path / "data"))

    def call(*args: str | Path) -> tuple[object, str, str]:
        code: object = 0
        try:
            main([str(arg) for arg in args])
        except SystemExit as end:
            code = end.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return call
