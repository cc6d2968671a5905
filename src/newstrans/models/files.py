"""Files of a model: what is in a folder, with sizes and hashes; room on the disk; writing that is whole or not there."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from newstrans.errors import ModelStoreError
from newstrans.models.manifest import OWN_FILES, ModelFile, is_plain_path

_BLOCK = 1 << 20
# What is left free on a disk beside what is to be written.
_RESERVE = 16 << 20

Progress = Callable[[int], None]


def nothing(_count: int) -> None:
    """Progress that nobody looks at."""


def hash_file(path: Path, progress: Progress = nothing) -> tuple[int, str]:
    """Size in bytes and SHA-256 of a file; `progress` is told how many bytes were read since the last call."""
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        while data := file.read(_BLOCK):
            digest.update(data)
            size += len(data)
            progress(len(data))
    return size, digest.hexdigest()


def plain_files(folder: Path) -> list[str]:
    """Paths of all files below `folder`, with "/", sorted; our own manifest and stamp are left out.

    Raises:
        ValueError: something in it is a link or no plain file, or bears a name that no model needs.

    """
    found: list[str] = []
    for parent, folders, names in os.walk(folder):
        here = Path(parent)
        for name in (*folders, *names):
            path = here / name
            shown = path.relative_to(folder).as_posix()
            if path.is_symlink() or not (path.is_file() or path.is_dir()):
                raise ValueError(f"{shown!a} is a link or no plain file")
            if not is_plain_path(shown):
                raise ValueError(f"{shown!a} is no name for a model's file")
        found += [(here / name).relative_to(folder).as_posix() for name in names]
    return sorted(path for path in found if path not in OWN_FILES)


def describe(folder: Path, progress: Progress = nothing) -> tuple[ModelFile, ...]:
    """Every file below `folder` with its size and SHA-256. Raises `ValueError` like `plain_files`."""
    return tuple(ModelFile(path, *hash_file(folder / path, progress)) for path in plain_files(folder))


def stamp_of(folder: Path, paths: Iterable[str]) -> dict[str, list[int]]:
    """Size, time of change and time of the last change of anything (ns) of each file: what a stamp compares.

    The second time (ctime) cannot be set by a program, so that a file changed and dated back is noticed.
    """
    stamp: dict[str, list[int]] = {}
    for path in paths:
        status = (folder / path).stat()
        stamp[path] = [status.st_size, status.st_mtime_ns, status.st_ctime_ns]
    return stamp


def write_whole(path: Path, text: str) -> None:
    """Write a text file so that either all of it is there or what was there before."""
    handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def to_disk(folder: Path) -> None:
    """Have the system write all files of `folder` out, so that a power cut after a rename loses nothing."""
    for path in folder.rglob("*"):
        if path.is_file():
            handle = os.open(path, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def read_json(path: Path) -> object:
    """A small JSON file of ours, or None when it is missing or not readable as one: it can be made anew."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def need_room(folder: Path, size: int) -> None:
    """Raise `ModelStoreError` when the disk of `folder` has no room for `size` more bytes."""
    nearest = folder
    while not nearest.exists():
        nearest = nearest.parent
    free = shutil.disk_usage(nearest).free
    if size + _RESERVE > free:
        raise ModelStoreError(
            f"{shown_size(size)} are needed in {folder}, and {shown_size(free)} are free. "
            "Free some space, or set NEWSTRANS_DATA to a folder on another disk"
        )


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Turn what the system says about writing below `folder` into an error with a next step."""
    try:
        yield
    except OSError as exc:
        where = exc.filename or folder
        problem = exc.strerror or str(exc)
        if exc.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            mend = "Free some space, or set NEWSTRANS_DATA to a folder on another disk, then run the command again"
        elif exc.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            mend = "Run the command as the user who owns that folder, or set NEWSTRANS_DATA to another one"
        else:
            mend = "Look at that file or folder, then run the command again"
        raise ModelStoreError(f"{where}: {problem}. Nothing was changed. {mend}") from exc


def remove_tree(folder: Path) -> None:
    """Remove a folder of ours; what another process removes meanwhile is no error."""
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)


def shown_size(size: int) -> str:
    """A size for people.

    >>> [shown_size(size) for size in (900, 17_140_836, 3_200_000_000)]
    ['900 B', '17.1 MB', '3.2 GB']
    """
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size} B"
