"""An engine takes a model into use: nobody removes it meanwhile, and its files are those that were installed.

Nothing is written here. A model without a manifest (put there by hand, or part of a wheel) is only held.
"""

from __future__ import annotations

import fcntl
import os
import weakref
from pathlib import Path

from newstrans.errors import ModelBusy, ModelDamaged
from newstrans.models.files import Progress, hash_file, nothing, read_json, stamp_of
from newstrans.models.manifest import BY_FILE, MANIFEST, STAMP, Manifest, parse_manifest


class Hold:
    """A shared lock on a model's folder; let go by `release`, or when the last reference is gone."""

    def __init__(self, handle: int) -> None:
        self._finalizer = weakref.finalize(self, os.close, handle)

    def release(self) -> None:
        self._finalizer()


def use_model(folder: Path, engine: str) -> Hold:
    """Hold the model in `folder` and check it against its manifest.

    When size and dates of its files are those of the stamp, that is all; otherwise every file is read and hashed.

    Raises:
        ModelDamaged: a file is missing or not what was installed; names it and the command that mends it.

    """
    hold = Hold(_lock(folder, engine))
    try:
        check_quickly(folder, engine)
    except BaseException:
        hold.release()
        raise
    return hold


def claim_model(folder: Path) -> Hold:
    """An exclusive lock on a model's folder, to replace or remove it.

    Raises:
        ModelBusy: an engine has the model in use.
        OSError: the folder is not there.

    """
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as exc:
        os.close(handle)
        raise ModelBusy(
            f"{folder.name} is in use: a newstrans is translating with it. Nothing was changed. "
            "Wait until that has finished, or stop it, then run the command again"
        ) from exc
    return Hold(handle)


def _lock(folder: Path, engine: str) -> int:
    """A handle with a shared lock on what bears the name now: another one may be put in its place meanwhile."""
    while True:
        try:
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        except OSError as exc:
            raise ModelDamaged(engine, f"{folder.name} cannot be read: {exc.strerror}. {again(None, engine)}") from exc
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)
            if folder.stat().st_ino == os.fstat(handle).st_ino:
                return handle
        except OSError as exc:
            os.close(handle)
            raise ModelDamaged(engine, f"{folder.name} cannot be read: {exc.strerror}. {again(None, engine)}") from exc
        os.close(handle)


def check_quickly(folder: Path, engine: str) -> None:
    """Compare with the stamp, and with the hashes only where that differs. Raises `ModelDamaged`."""
    manifest = read_manifest(folder, engine)
    if manifest is None:
        return
    paths = [file.path for file in manifest.files]
    try:
        if stamp_of(folder, paths) == read_json(folder / STAMP):
            return
    except OSError:
        pass  # a file is missing: told below, by name
    for problem in changed_files(folder, manifest):
        raise ModelDamaged(engine, f"{folder.name}: {problem}. {again(manifest, engine)}")


def changed_files(folder: Path, manifest: Manifest, progress: Progress = nothing) -> list[str]:
    """What is wrong with the files that the manifest lists, in words. Every file is read."""
    problems: list[str] = []
    for file in manifest.files:
        path = folder / file.path
        try:
            if path.is_symlink() or not path.is_file():
                problems.append(f"{file.path} is missing")
                continue
            size, sha256 = hash_file(path, progress)
        except OSError as exc:
            problems.append(f"{file.path} cannot be read ({exc.strerror})")
            continue
        if size != file.size:
            problems.append(f"{file.path} has {size} bytes, and had {file.size} when it was installed")
        elif sha256 != file.sha256:
            problems.append(f"{file.path} was changed since it was installed (SHA-256 {sha256[:16]}..., was {file.sha256[:16]}...)")
    return problems


def read_manifest(folder: Path, engine: str) -> Manifest | None:
    """The manifest of a model's folder; None where there is none. Raises `ModelDamaged` for an unreadable one."""
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as exc:
        raise ModelDamaged(engine, f"{folder.name}: {MANIFEST} cannot be read ({exc}). {again(None, engine)}") from exc
    try:
        manifest = parse_manifest(text)
    except ValueError as exc:
        raise ModelDamaged(engine, f"{folder.name}: {MANIFEST} is damaged: {exc}. {again(None, engine)}") from exc
    return manifest


def again(manifest: Manifest | None, engine: str) -> str:
    """The command that installs a model anew."""
    if manifest and manifest.basis == BY_FILE and manifest.origin.endswith(".argosmodel"):
        return f"Install it again: newstrans models install {manifest.origin} --force"
    pair = str(manifest.pair) if manifest else "PAIR"
    return f"Install it again: newstrans models install {pair} --engine {engine} --force"
