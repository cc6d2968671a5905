"""Files in a zip or tar archive, read one by one and never unpacked to disk."""

from __future__ import annotations

import posixpath
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from newstrans.errors import ReadError
from newstrans.zips import BROKEN_ZIP

SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz")
MOST_FILES = 200_000
LARGEST_BYTES = 64 * 1024 * 1024


def is_archive(name: str) -> bool:
    """Whether a file goes by the name of an archive."""
    return name.lower().endswith(SUFFIXES)


def read_archive(path: Path) -> Iterator[tuple[str, bytes | ReadError]]:
    """(name, content) of each file in the archive, in its order; a member that cannot be read gives its error.

    Names are relative and stay below the folder they are joined to. Links, devices and hidden files are passed
    over. Memory is bounded by one member, whatever its header says of its size.

    Raises:
        ReadError: it is no archive, or has too many files.

    """
    try:
        members = _zip(path) if path.name.lower().endswith(".zip") else _tar(path)
        for count, member in enumerate(members, start=1):
            if count > MOST_FILES:
                raise ReadError(str(path), f"more than {MOST_FILES} files in this archive; split it")
            yield member
    except (*BROKEN_ZIP, tarfile.TarError, OSError) as error:
        raise ReadError(str(path), f"the archive cannot be read ({error})") from error


def safe_name(name: str) -> str | None:
    """A member's name as a path below a folder; None for one that is hidden or has nothing left.

    >>> safe_name("wire/../../etc/passwd"), safe_name("/a/b.xml"), safe_name("a/.git/x")
    ('etc/passwd', 'a/b.xml', None)
    """
    parts = [part for part in posixpath.normpath("/" + name.replace("\\", "/")).split("/") if part]
    if not parts or any(part.startswith(".") or ":" in part or "\x00" in part for part in parts):
        return None
    return "/".join(parts)


def _zip(path: Path) -> Iterator[tuple[str, bytes | ReadError]]:
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            name = safe_name(info.filename)
            # A symbolic link has its kind in the high bits of the external attributes.
            if info.is_dir() or name is None or (info.external_attr >> 28) == 0xA:
                continue
            if info.flag_bits & 1:
                yield name, ReadError(name, "is encrypted")
                continue
            try:
                with archive.open(info) as file:
                    yield name, _bounded(name, file.read(LARGEST_BYTES + 1))
            except (*BROKEN_ZIP, OSError) as error:
                yield name, ReadError(name, f"cannot be read from the archive ({error})")


def _tar(path: Path) -> Iterator[tuple[str, bytes | ReadError]]:
    with tarfile.open(path, "r|*") as archive:
        for info in archive:
            name = safe_name(info.name)
            if not info.isfile() or name is None:
                continue
            file = archive.extractfile(info)
            if file is not None:
                yield name, _bounded(name, file.read(LARGEST_BYTES + 1))


def _bounded(name: str, data: bytes) -> bytes | ReadError:
    if len(data) > LARGEST_BYTES:
        return ReadError(name, f"more than {LARGEST_BYTES // 1024 // 1024} MB in one file")
    return data
