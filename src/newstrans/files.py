"""Write files whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from newstrans.errors import WriteError


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Write every file under a temporary name first, then move all into place; folders are made.

    Raises:
        WriteError: one of them cannot be written; none is left half written, and no new folder stays behind empty.

    """
    temporary: list[tuple[Path, Path]] = []
    made: list[Path] = []
    target = next(iter(contents), Path())
    try:
        for target, data in contents.items():
            made += _make_folders(target.parent)
            # Known before it is made: Ctrl-C may come at any moment.
            temporary.append((target.parent / f".newstrans-{secrets.token_hex(8)}.tmp", target))
            _write(temporary[-1][0], data)
        while temporary:
            source, target = temporary[0]
            source.replace(target)
            del temporary[0]
        _sync_folder(target.parent)
        made = []
    except OSError as error:
        raise WriteError(target, f"cannot be written ({error.strerror or error})") from error
    finally:
        for source, _ in temporary:
            source.unlink(missing_ok=True)
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()


def write_whole(path: Path, data: bytes) -> None:
    """Write one file, whole or not at all; folders are made. Raises `WriteError`."""
    write_together({path: data})


def _make_folders(folder: Path) -> list[Path]:
    """Make `folder` and its parents; returns those that were missing, outermost first."""
    missing = []
    place = folder
    while not place.exists():
        missing.append(place)
        place = place.parent
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _write(path: Path, data: bytes) -> None:
    """A new file that holds `data`, on the disk and readable for all."""
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fchmod(file.fileno(), 0o644)
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the renames last over a power cut, where the file system can."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
