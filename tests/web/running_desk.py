"""`newstrans desk` as a process of its own: started, asked, told to end."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CLOSING = "The desk is closed; everything that was saved is in the store."


@dataclass
class Running:
    """A desk that runs. `link` is the one that it printed, `url` what stands before its paths."""

    process: subprocess.Popen[str]
    link: str

    @property
    def url(self) -> str:
        return self.link[: self.link.index("/", 8)]

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def end(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Tell it to end; gives its exit code and what it said on standard error."""
        self.process.send_signal(how)
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said


def environment(home: Path) -> Mapping[str, str]:
    """Of a process whose settings and store lie below `home`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSTRANS_", "XDG_"))}
    return {**kept, "HOME": str(home), "LANGUAGE": "en", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}


@contextmanager
def running(home: Path, *options: str) -> Iterator[Running]:
    """`newstrans desk` with these options, over a store below `home`; killed at the end if it still runs."""
    process = subprocess.Popen(
        [sys.executable, "-m", "newstrans", "desk", "--store", str(home / "desk.db"), *options],
        env=environment(home), cwd=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"https?://\S+", line)
        assert found, (line, process.communicate(timeout=60))
        yield Running(process, found.group())
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=60)
