"""The models of this machine: two folders, one for each engine whose models are files.

A model appears, is replaced and disappears by one rename, under a lock. What a killed run left behind is put right
by the next one that takes the lock.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from newstrans.config import Config
from newstrans.errors import ModelBusy, ModelDamaged, NewstransError
from newstrans.languages import LanguagePair
from newstrans.models.argos_package import read_package
from newstrans.models.files import (
    Progress,
    nothing,
    plain_files,
    remove_tree,
    stamp_of,
    to_disk,
    told,
    write_whole,
)
from newstrans.models.firefox_model import models_in
from newstrans.models.manifest import ENGINES, MANIFEST, NOT_STATED, STAMP, Manifest, format_manifest
from newstrans.models.use import again, changed_files, claim_model, read_manifest

LOCK = ".newstrans.lock"

_SCRATCH = ".new-"
_OLD = ".old"  # models that a new one is about to replace: they come back when that did not happen
_GONE = ".gone"
_WAIT_S = 0.2

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Kept:
    """A model on this machine.

    `manifest` is None where newstrans did not install it; `problem` says what is wrong with an unreadable one.
    `place` is "store", "wheel" (installed by pip) or "folder" (named in NEWSTRANS_MODELS).
    """

    engine: str
    folder: Path
    pair: LanguagePair | None
    manifest: Manifest | None = None
    problem: str = ""
    place: str = "store"
    licence: str = NOT_STATED

    @property
    def name(self) -> str:
        return self.folder.name


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found: `state` is "verified", "damaged" or "no manifest"; `unknown` files are not in the manifest."""

    model: Kept
    state: str
    problems: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    mend: str = ""


class Store:
    """The folders that engines look into, and what may be done with them."""

    def __init__(self, config: Config) -> None:
        self._bases = {"bergamot": config.data / "bergamot", "argos": config.argos_folder}
        self.downloads = config.data / "downloads"
        self.known_hashes = config.data / "known-hashes.json"

    def base(self, engine: str) -> Path:
        """The folder that an engine's models lie in."""
        return self._bases[engine]

    def models(self) -> list[Kept]:
        """Every model in the store, sorted by engine and name."""
        return [kept for engine in ENGINES for folder in self._folders(engine) for kept in [_kept(engine, folder)] if kept]

    def find(self, pair: LanguagePair, engine: str | None = None) -> list[Kept]:
        """Models of exactly this pair."""
        return [kept for kept in self.models() if kept.pair == pair and engine in (None, kept.engine)]

    def strays(self) -> list[Path]:
        """What lies in the store's folders and is no model: files and folders that newstrans does not know."""
        found: list[Path] = []
        for engine in ENGINES:
            base = self._bases[engine]
            known = {kept.folder for kept in self.models()}
            inside = sorted(base.iterdir()) if base.is_dir() else []
            found += [path for path in inside if path not in known and path.name != LOCK and not path.name.startswith(_SCRATCH)]
        return found

    def verify(self, model: Kept, progress: Progress = nothing, *, renew_stamp: bool = True) -> Verdict:
        """Hash every file of a model and compare with its manifest; what is right gets a new stamp."""
        if model.problem:
            return Verdict(model, "damaged", (model.problem,), mend=_mend(model))
        if model.manifest is None:
            return Verdict(model, "no manifest", mend=f"newstrans models install {model.folder}")
        listed = {file.path for file in model.manifest.files}
        try:
            before = stamp_of(model.folder, listed)
        except OSError:
            before = {}
        problems = changed_files(model.folder, model.manifest, progress)
        try:
            unknown = tuple(path for path in plain_files(model.folder) if path not in listed)
        except ValueError as exc:
            problems.append(str(exc))
            unknown = ()
        if problems:
            return Verdict(model, "damaged", tuple(problems), unknown, _mend(model))
        if renew_stamp and os.access(model.folder, os.W_OK):
            with told(model.folder):
                write_whole(model.folder / STAMP, json.dumps(before))
        return Verdict(model, "verified", (), unknown)

    @contextmanager
    def changing(self, *, wait_s: float = 600, say: Say = lambda _line: None) -> Iterator[None]:
        """Only one program changes the store at a time; the others wait, and say so.

        Raises:
            ModelBusy: it was not free within `wait_s` seconds.
            ModelStoreError: the folders cannot be written.

        """
        with ExitStack() as stack:
            for engine in ENGINES:
                base = self._bases[engine]
                with told(base):
                    base.mkdir(parents=True, exist_ok=True)
                    handle = os.open(base / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
                stack.callback(os.close, handle)
                _wait_for(handle, base, wait_s, say)
                with told(base):
                    _put_right(base)
            yield

    @contextmanager
    def scratch(self, engine: str) -> Iterator[Path]:
        """A folder to prepare a model in, on the same disk; gone afterwards, whatever happens."""
        base = self._bases[engine]
        with told(base):
            folder = Path(tempfile.mkdtemp(prefix=_SCRATCH, dir=base))
        try:
            yield folder
        finally:
            remove_tree(folder)

    def put(self, prepared: Path, manifest: Manifest, *, instead_of: Sequence[Kept] = ()) -> Kept:
        """Make the sealed model in the folder `prepared` (inside `scratch`) a model of the store.

        A model of the same name is replaced, and so are those of `instead_of`, all only when nobody uses them.

        Raises:
            ModelBusy: one that is to be replaced is in use.
            ModelStoreError: it cannot be written.

        """
        base = self._bases[manifest.engine]
        target = base / manifest.name
        old = prepared.parent / _OLD
        with told(base), ExitStack() as holds:
            replaced = sorted({path for path in (target, *(kept.folder for kept in instead_of)) if path.exists()})
            for path in replaced:
                holds.callback(claim_model(path).release)
            to_disk(prepared)
            old.mkdir(exist_ok=True)
            try:
                for path in replaced:
                    path.rename(old / path.name)
                prepared.rename(target)
                old.rename(old.with_name(_GONE))
            except BaseException:
                for path in replaced:
                    if (old / path.name).exists() and not path.exists():
                        (old / path.name).rename(path)
                raise
        return Kept(manifest.engine, target, manifest.pair, manifest)

    def remove(self, model: Kept) -> None:
        """Take a model out of the store. Raises `ModelBusy` when it is in use."""
        with self.scratch(model.engine) as scratch, told(model.folder):
            hold = claim_model(model.folder)
            try:
                model.folder.rename(scratch / model.name)
            finally:
                hold.release()

    def _folders(self, engine: str) -> list[Path]:
        base = self._bases[engine]
        return sorted(path for path in base.iterdir() if path.is_dir() and path.name[0] != ".") if base.is_dir() else []


def seal(folder: Path, manifest: Manifest) -> None:
    """Write the manifest and the stamp beside a model's files, which were just found to be right."""
    write_whole(folder / MANIFEST, format_manifest(manifest))
    write_whole(folder / STAMP, json.dumps(stamp_of(folder, [file.path for file in manifest.files])))


def _kept(engine: str, folder: Path) -> Kept | None:
    """The model in a folder, or None when there is none."""
    try:
        manifest = read_manifest(folder, engine)
        if manifest is not None:
            return Kept(engine, folder, manifest.pair, manifest)
        if engine == "bergamot":
            found = next(models_in(folder, ""), None)
            return Kept(engine, folder, found.pair) if found else None
        if not (folder / "metadata.json").exists():
            return None
        package = read_package(folder)
    except ModelDamaged as exc:
        return Kept(engine, folder, None, problem=exc.problem)
    return Kept(engine, folder, package.pair) if package else None


def _mend(model: Kept) -> str:
    if model.manifest is not None:
        return again(model.manifest, model.engine).partition(": ")[2]
    return f"newstrans models remove {model.name}"


def _wait_for(handle: int, base: Path, wait_s: float, say: Say) -> None:
    waited = 0.0
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except OSError as exc:
            if exc.errno not in {errno.EAGAIN, errno.EACCES}:
                raise NewstransError(f"{base / LOCK} cannot be locked: {exc.strerror}. Put the models on a local disk") from exc
        owner = os.pread(handle, 20, 0).decode("ascii", "replace").strip() or "unknown"
        if waited >= wait_s:
            raise ModelBusy(
                f"another newstrans (process {owner}) is changing the models in {base}. Nothing was changed; "
                "run the command again when that has finished"
            )
        if not waited:
            say(f"another newstrans (process {owner}) is changing the models: waiting for it")
        time.sleep(_WAIT_S)
        waited += _WAIT_S
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)


def _put_right(base: Path) -> None:
    """After a killed run: a model that was being replaced comes back, and what was being prepared goes.

    Called under the lock, so that nobody else's scratch folder is there.
    """
    for scratch in base.glob(f"{_SCRATCH}*"):
        old = scratch / _OLD
        for model in sorted(old.iterdir()) if old.is_dir() else []:
            if not (base / model.name).exists():
                model.rename(base / model.name)
        if scratch.is_dir():
            remove_tree(scratch)
        else:
            scratch.unlink()
