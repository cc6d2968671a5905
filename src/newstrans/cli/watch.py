"""newstrans watch"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from newstrans.cli.ingest import reading_options
from newstrans.cli.intake import Intake, Said, Wish
from newstrans.cli.language import gettext
from newstrans.cli.setup import Input, find_inputs, open_inputs
from newstrans.errors import NewstransError, ReadError

# Files that are taken in before it is looked again whether to stop.
BURST = 8

Signature = tuple[int, int, int]


@dataclass(slots=True)
class HotFolder:
    """A folder that files appear in. Polled, not notified: network drives notify nobody.

    A file is ready when its size, time and inode are the same at two looks in a row; one that is written to again
    is ready again.
    """

    folder: Path
    _seen: dict[Path, Signature] = field(default_factory=dict)
    _taken: dict[Path, Signature] = field(default_factory=dict)

    def ready(self) -> list[Path]:
        """Files that are whole and were not given out as they are now, in the order of their names."""
        now = {path: signature for path in self._files() if (signature := _signature(path)) is not None}
        found = [path for path, one in now.items() if self._seen.get(path) == one and self._taken.get(path) != one]
        self._seen = now
        for path in found:
            self._taken[path] = now[path]
        self._taken = {path: one for path, one in self._taken.items() if path in now}
        return found

    def _files(self) -> list[Path]:
        try:
            return [path for path, _ in find_inputs([str(self.folder)]) if path is not None]
        except ReadError:
            if not self.folder.is_dir():
                raise
            return []
        except OSError:  # a file or folder went away while it was looked at: the next look sees what is there
            return []


def _signature(path: Path) -> Signature | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False))
@reading_options
@click.option("--interval", type=click.FloatRange(0.05, 3600), default=1.0, show_default=True, metavar="SECONDS", help="Time between two looks.")
@click.option("--once", is_flag=True, help="Take in what lies there now, and stop.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(folder: str, interval: float, once: bool, quiet: bool, **wish: Any) -> None:
    """Take in stories as they appear in a folder, until Ctrl-C.

    A file counts when it has stopped growing; hidden files and other kinds are passed over. Editions follow as with
    newstrans ingest. What lies there already is taken in too; what is known is not translated again.

    Stopped by Ctrl-C or SIGTERM it ends behind the stories at hand, with exit status 0; a second one ends it at once,
    and nothing is lost: what is due is made by the next run. With --once it is 1 when something failed.
    """
    said = Said(quiet=quiet)
    intake = Intake(Wish(**wish), said)
    hot = HotFolder(Path(folder))
    try:
        with _stopping() as stop:
            if not intake.locales:
                said.say(gettext("note: no locale is asked for. Say which: --to pt-BR,es, or the setting `editions`"))
            intake.pending()
            if not quiet:
                locales = ", ".join(intake.locales) or gettext("no locale")
                said.say(gettext("watching {folder} for {locales}; stop with Ctrl-C", folder=folder, locales=locales))
            looks = 0
            while not stop.is_set():
                _take(intake, hot.ready(), folder, stop)
                looks += 1
                if once and looks > 1:
                    break
                stop.wait(interval)
    finally:
        intake.close()
    if not quiet:
        said.finish()
    if once and said.failures:
        sys.exit(1)


def _take(intake: Intake, paths: list[Path], folder: str, stop: threading.Event) -> None:
    for start in range(0, len(paths), BURST):
        if stop.is_set():
            return
        gathered: list[Input] = []
        for one in open_inputs([(path, path.name) for path in paths[start : start + BURST]], [folder]):
            if isinstance(one, tuple):
                intake.said.unreadable(*one)
            else:
                gathered.append(one)
        try:
            intake.take(gathered)
        except NewstransError as error:
            # One burst that failed (a busy store, a full disk) does not end the watch; what is due is made later.
            intake.said.unreadable(folder, error)


@contextmanager
def _stopping() -> Iterator[threading.Event]:
    """An event that the first SIGINT or SIGTERM sets; the second one interrupts."""
    stop = threading.Event()

    def asked(_number: int, _frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
