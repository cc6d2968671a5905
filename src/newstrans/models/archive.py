"""Unpack what strangers packed: zip packages, tar bundles, zstd attachments.

Nothing is written but plain files below the folder that was given; links, devices, odd names and more bytes or
files than a model has are refused. What an archive says about its sizes is never believed: bytes are counted as
they come out. (`argostranslate.package.install_from_path` is a bare `extractall`.)
"""

from __future__ import annotations

import hashlib
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

from newstrans.errors import ModelDamaged
from newstrans.models.manifest import ModelFile, is_plain_name, is_plain_path
from newstrans.zips import BROKEN_ZIP

MAX_BYTES = 4 * 1024**3
MAX_FILES = 2000

_BLOCK = 1 << 20
_MAX_DIRECTORY = MAX_FILES * 4096  # bytes of a zip's central directory
_END_RECORD, _ZIP64_LOCATOR = b"PK\x05\x06", b"PK\x06\x07"


def unpack_zip(path: Path, target: Path, *, engine: str = "argos") -> str:
    """Write the members of the zip archive below `target` and return the name of its one top folder.

    Raises:
        ModelDamaged: the file is no whole zip archive, or tries what a package has no need of: paths outside its
            folder, links, names twice, more than `MAX_FILES` files or `MAX_BYTES` bytes.
        OSError: a file cannot be read or written.

    """
    try:
        _check_directory(path, engine)
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            root = _check_members(path, members, engine)
            left = MAX_BYTES
            for member in members:
                place = target.joinpath(*PurePosixPath(member.filename).parts)
                if member.is_dir():
                    place.mkdir(parents=True, exist_ok=True)
                    continue
                place.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as source, place.open("xb") as sink:
                    left = _copy(path, source, sink, left, engine)
    except BROKEN_ZIP as exc:
        raise refused(path.name, f"it is not a whole zip archive ({exc})", engine) from exc
    except ValueError as exc:
        raise refused(path.name, f"it is damaged ({exc})", engine) from exc
    return root


def refused(name: str, problem: str, engine: str) -> ModelDamaged:
    """The error for a file that is not installed."""
    return ModelDamaged(engine, f"{name}: {problem}. Nothing was installed; get the file again from where it came")


def _check_directory(path: Path, engine: str) -> None:
    """Refuse an archive whose table of contents alone would fill the memory, before it is read."""
    with path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(0, size - (22 + 65535 + 20)))
        tail = file.read()
    at = tail.rfind(_END_RECORD)
    if at < 0 or len(tail) - at < 22:
        raise zipfile.BadZipFile("its end is missing")
    entries = int.from_bytes(tail[at + 10 : at + 12], "little")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    if entries > MAX_FILES or tail[max(0, at - 20) : at].startswith(_ZIP64_LOCATOR):
        raise refused(path.name, f"it holds {entries} files, more than {MAX_FILES}, or more than 4 GiB", engine)
    if directory > _MAX_DIRECTORY:
        raise refused(path.name, f"its table of contents has {directory} bytes", engine)


def _check_members(path: Path, members: list[zipfile.ZipInfo], engine: str) -> str:
    if len(members) > MAX_FILES:
        raise refused(path.name, f"it holds {len(members)} files, more than {MAX_FILES}", engine)
    if sum(member.file_size for member in members) > MAX_BYTES:
        raise refused(path.name, f"it unpacks to more than {MAX_BYTES >> 30} GiB", engine)
    roots: set[str] = set()
    names: set[str] = set()
    for member in members:
        name = member.filename
        kind = stat.S_IFMT(member.external_attr >> 16)
        plain = is_plain_path(name.removesuffix("/")) and kind in {0, stat.S_IFREG, stat.S_IFDIR}
        if not plain:
            raise refused(path.name, f"it holds {name[:100]!r}, which is no plain file in its own folder", engine)
        # Two names that differ in case only would be one file on some systems.
        if name.casefold() in names:
            raise refused(path.name, f"it holds {name[:100]!r} twice", engine)
        names.add(name.casefold())
        roots.add(name.split("/")[0])
        if "/" not in name and not member.is_dir():
            raise refused(path.name, "its files are not in one top folder", engine)
    if len(roots) != 1 or not is_plain_name(next(iter(roots))):
        raise refused(path.name, "it does not have one top folder with a plain name", engine)
    return next(iter(roots))


def _copy(path: Path, source: IO[bytes], sink: IO[bytes], left: int, engine: str) -> int:
    while data := source.read(_BLOCK):
        left -= len(data)
        if left < 0:
            raise refused(path.name, f"it unpacks to more than {MAX_BYTES >> 30} GiB", engine)
        sink.write(data)
    return left


@contextmanager
def open_bundle(path: Path) -> Iterator[tarfile.TarFile]:
    """A tar file, uncompressed (a compressed one could grow without end before its names are known).

    Raises:
        ModelDamaged: it is no tar file, or not a whole one.
        OSError: it cannot be read.

    """
    try:
        with tarfile.open(path, "r:") as archive:
            yield archive
    except (tarfile.TarError, EOFError, ValueError, OverflowError) as exc:
        raise refused(path.name, f"it is no whole bundle ({exc})", "models") from exc


def read_member(archive: tarfile.TarFile, member: tarfile.TarInfo, max_bytes: int, name: str) -> bytes:
    """The bytes of a plain file in a tar. Raises `ModelDamaged` for anything else, or for more bytes."""
    source = archive.extractfile(member) if member.isreg() else None
    if source is None or member.size > max_bytes:
        raise refused(name, f"{member.name[:100]!r} is no plain file of at most {max_bytes} bytes", "models")
    return source.read(max_bytes)


def unpack_members(
    archive: tarfile.TarFile, wanted: Mapping[str, tuple[Path, ModelFile]], name: str, *,
    progress: Callable[[int], None] = lambda _count: None,
) -> None:  # fmt: skip
    """Write the members that `wanted` names to their places, each checked against its size and SHA-256.

    `progress` is told how many bytes were written since it was last called.

    Raises:
        ModelDamaged: a member is missing, is there twice, is a link, or is not what it should be.
        OSError: a file cannot be written.

    """
    missing = dict(wanted)
    for number, member in enumerate(archive):
        if number > 20 * MAX_FILES:
            raise refused(name, "it holds more files than models have", "models")
        if member.name not in wanted:
            continue
        if member.name not in missing:
            raise refused(name, f"it holds {member.name[:100]!r} twice", "models")
        place, expected = missing.pop(member.name)
        source = archive.extractfile(member) if member.isreg() else None
        if source is None or member.size != expected.size:
            raise refused(name, f"{member.name[:100]!r} is not the plain file of {expected.size} bytes that it should be", "models")
        place.parent.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256()
        with place.open("xb") as sink:
            while data := source.read(_BLOCK):
                digest.update(data)
                sink.write(data)
                progress(len(data))
        if digest.hexdigest() != expected.sha256:
            raise refused(name, f"{member.name[:100]!r} does not have the SHA-256 that the bundle's manifest gives", "models")
    if missing:
        raise refused(name, f"{next(iter(missing))[:100]!r} is missing from it", "models")


def expand_zstd(path: Path, target: Path, *, size: int | None, engine: str = "bergamot") -> None:
    """Decompress `path` to the new file `target`, never more than `size` bytes (or `MAX_BYTES`).

    Raises:
        ModelDamaged: it is not whole zstd data, or holds more than that.
        OSError: a file cannot be read or written.

    """
    zstd = _zstd()
    left = MAX_BYTES if size is None else size
    try:
        # A window of 2^27 bytes is what decoders must accept at most (RFC 8878, 3.1.1.1.2, recommends 8 MB).
        options = {zstd.DecompressionParameter.window_log_max: 27}
        with zstd.open(path, "rb", options=options) as source, target.open("xb") as sink:
            while data := source.read(_BLOCK):
                left -= len(data)
                if left < 0:
                    raise refused(path.name, f"it holds more than the {size or MAX_BYTES} bytes that it should", engine)
                sink.write(data)
    except (zstd.ZstdError, EOFError) as exc:
        raise refused(path.name, f"it is not whole zstd data ({exc})", engine) from exc


def compress_zstd(data: bytes) -> bytes:
    """`data` as one zstd frame, the same bytes every time."""
    compressed: bytes = _zstd().compress(data, level=10)
    return compressed


def is_zstd(path: Path) -> bool:
    """Whether a file begins like zstd data."""
    with path.open("rb") as file:
        return file.read(4) == b"\x28\xb5\x2f\xfd"


def _zstd() -> Any:
    try:
        from compression import zstd  # type: ignore[import-not-found,unused-ignore]  # Python 3.14
    except ImportError:
        from backports import zstd
    return zstd
