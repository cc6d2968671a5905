"""Commands as a user types them, each in a process of its own, without a start of Python for each.

Starting Python, loading SQLAlchemy, Babel and the like, and compiling the patterns of newstrans takes longer than most
commands do. A server does it once and forks a process for each command: it has its own folder, environment, input and
output, and ends as it ends. Of newstrans it finds `OURS` loaded, where an import does nothing but define, and nothing of
the command line itself. What all of them share is the seed of Python's hashes.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import runpy
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, NoReturn

# Those that start no thread when they are loaded: a fork would lose it.
LIBRARIES = (
    "babel.dates", "babel.numbers", "charset_normalizer", "click", "langdetect", "lxml.html", "markdown_it", "polib",
    "rapidfuzz", "sqlalchemy.dialects.sqlite", "sqlite3", "yaml", "yasbd",
)  # fmt: skip
OURS = ("newstrans.pipeline", "newstrans.review.remember", "newstrans.review.actions", "newstrans.formats", "newstrans.glossary.lint")
SECONDS = 600  # a machine that others keep busy is slow; this ends what hangs


class CommandServer:
    """The server, from the asking side; `close` ends it."""

    def __init__(self, loaded: Sequence[str] = OURS) -> None:
        """`loaded` are the modules of newstrans that every command finds loaded."""
        self._process = subprocess.Popen([sys.executable, __file__, *loaded], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def run(self, args: Sequence[str], *, cwd: Path, env: Mapping[str, str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        """What `newstrans ARGS` wrote and its exit status; killed by SIGALRM when it takes too long."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with TemporaryDirectory() as folder:
            streams = [Path(folder, name) for name in ("given", "out", "err")]
            streams[0].write_bytes(given)
            request = {"args": list(args), "cwd": str(cwd), "env": dict(env), "streams": list(map(str, streams))}
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            status = int(self._process.stdout.readline())
            return subprocess.CompletedProcess(["newstrans", *args], status, streams[1].read_bytes(), streams[2].read_bytes())

    def close(self) -> None:
        self._process.communicate(timeout=60)


def serve() -> None:
    """A request on each line of standard input; its exit status on a line of standard output."""
    requests, answers = os.fdopen(os.dup(0), encoding="utf-8"), os.fdopen(os.dup(1), "w", encoding="utf-8")
    for library in (*LIBRARIES, *sys.argv[1:]):
        importlib.import_module(library)
    gc.freeze()  # else each process looks through all of this when it ends, and copies it
    for line in requests:
        process = os.fork()
        if process == 0:
            become(json.loads(line), requests, answers)
        status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        print(status, file=answers, flush=True)


def become(request: Mapping[str, object], *ours: IO[str]) -> NoReturn:
    """Be the process of a command: what leaves this function ends it, as in any program."""
    signal.alarm(SECONDS)
    for stream in ours:
        stream.close()
    args, env, streams = request["args"], request["env"], request["streams"]
    assert isinstance(args, list)
    assert isinstance(env, dict)
    assert isinstance(streams, list)
    for number, (path, how) in enumerate(zip(streams, (os.O_RDONLY, os.O_WRONLY | os.O_CREAT, os.O_WRONLY | os.O_CREAT), strict=True)):
        opened = os.open(path, how, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    os.chdir(str(request["cwd"]))
    os.environ.clear()
    os.environ.update(env)
    sys.path[0] = str(Path.cwd())
    sys.argv[1:] = args
    runpy.run_module("newstrans", run_name="__main__", alter_sys=True)
    sys.exit()


if __name__ == "__main__":
    serve()
