"""A PostgreSQL server of the tests' own: on a socket in a folder, no port, gone when they end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from real_engines import lacking

INSTALL = "sudo apt-get install postgresql"


def programs() -> Path | None:
    """The folder with Debian's newest `initdb`."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


@contextmanager
def server() -> Iterator[str]:
    """The address of an empty database, or a skip that says what is missing."""
    bin_folder = programs()
    if bin_folder is None:
        lacking("a PostgreSQL server", INSTALL)
    # A socket's path is at most 107 bytes: pytest's own folders are longer.
    folder = Path(tempfile.mkdtemp(prefix="nt-pg-"))
    user: list[str] = []
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
        user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    data = folder / "data"

    def run(*command: str | Path) -> None:
        done = subprocess.run([*user, *map(str, command)], capture_output=True, text=True, cwd=folder, env={"PATH": os.environ["PATH"], "LC_ALL": "C"}, check=False)
        assert 0 == done.returncode, done.stdout + done.stderr

    try:
        run(bin_folder / "initdb", "-D", data, "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        options = f"-c listen_addresses='' -k {folder} -c fsync=off"
        run(bin_folder / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            run(bin_folder / "createdb", "-h", folder, "-U", "desk", "newstrans")
            yield f"postgresql+psycopg://desk@/newstrans?host={folder}"
        finally:
            run(bin_folder / "pg_ctl", "-D", data, "-w", "-m", "fast", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
