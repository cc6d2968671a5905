"""Make a model of the store from an offer, a package file, a folder or a bundle.

Each function prepares the model in a scratch folder of the store, checks it there, has it tried by its engine, and
only then puts it in. Called under `Store.changing`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from newstrans.errors import ModelDamaged, ModelNotFound, ModelStoreError
from newstrans.languages import LanguagePair
from newstrans.models.archive import MAX_BYTES, MAX_FILES, expand_zstd, is_zstd, refused, unpack_zip
from newstrans.models.argos_package import parse_package
from newstrans.models.download import Fetcher, shown
from newstrans.models.files import describe, hash_file, need_room, plain_files, told
from newstrans.models.firefox_model import models_in
from newstrans.models.manifest import (
    AT_FIRST_SIGHT,
    BY_FILE,
    BY_INDEX,
    MANIFEST,
    NOT_STATED,
    Manifest,
    ModelFile,
)
from newstrans.models.offer import Offer, Part
from newstrans.models.store import Kept, Store, seal
from newstrans.models.trust import check_known, remember
from newstrans.models.use import changed_files, read_manifest

Probe = Callable[[str, Path, LanguagePair], None]
Say = Callable[[str], None]


class Getter(Protocol):
    """Brings one part of an offer to a file of this machine, checked against what the offer says of it."""

    def __call__(self, part: Part) -> tuple[Path, bool]:
        """The file, and whether it is a download, which is not needed any more when the model is installed."""


@dataclass(frozen=True, slots=True)
class Installer:
    """What installing needs to know. `day` is today (UTC, ISO 8601), `probe` tries a prepared model.

    `probe(engine, folder, pair)` raises `ModelDamaged` when the engine cannot translate with what lies in `folder`.
    """

    store: Store
    day: str
    probe: Probe
    say: Say = field(default=lambda _line: None)
    accept_changed: bool = False

    def offer(self, offer: Offer, get: Getter) -> Kept:
        """Install what an index offers.

        Raises:
            DownloadError, ModelDamaged, ModelBusy, ModelStoreError: as told by what raises them; nothing changed.

        """
        with self.store.scratch(offer.engine) as scratch, told(self.store.base(offer.engine)):
            fetched = [get(part) for part in offer.parts]
            try:
                if offer.engine == "argos":
                    kept = self._argos_offer(offer, fetched[0][0], scratch)
                else:
                    kept = self._firefox_offer(offer, [file for file, _ in fetched], scratch)
            except ModelDamaged:
                _drop(fetched)
                raise
            _drop(fetched)
            return kept

    def package(self, path: Path, *, wanted: LanguagePair | None = None) -> Kept:
        """Install an Argos package file. Raises like `offer`, and `ModelNotFound` when there is no such file."""
        if not path.is_file():
            raise ModelNotFound(f"{path}: there is no such file")
        with self.store.scratch("argos") as scratch, told(self.store.base("argos")):
            _, sha256 = hash_file(path)
            need_room(scratch, path.stat().st_size)
            return self._argos(path, scratch, wanted, path.name, sha256, BY_FILE)

    def address(self, url: str, get: Getter, *, wanted: LanguagePair | None = None) -> Kept:
        """Install the Argos package at an address. Raises like `offer`."""
        with self.store.scratch("argos") as scratch, told(self.store.base("argos")):
            fetched = get(Part((url,)))
            try:
                return self._believe(url, fetched[0], lambda sha256: self._argos(
                    fetched[0], scratch, wanted, shown(url), sha256, AT_FIRST_SIGHT,
                ))  # fmt: skip
            finally:
                _drop([fetched])

    def folder(self, path: Path) -> Kept:
        """Install the model that lies unpacked in a folder: a Firefox model or an Argos package. Raises like `offer`."""
        engine = "argos" if (path / "metadata.json").is_file() else "bergamot"
        with self.store.scratch(engine) as scratch, told(self.store.base(engine)):
            found = read_manifest(path, engine)
            target = scratch / (found.name if found else _plain(path.resolve().name))
            _copy_tree(path, target, engine)
            if found is not None:
                problems = changed_files(target, found)
                if problems or found.engine != engine:
                    raise refused(str(path), (problems or [f"its manifest is one for {found.engine}"])[0], engine)
            pair, version, licence = _facts(target, engine, found.pair if found else None)
            name = target.name if engine == "argos" or str(pair) in target.name else f"{pair}-{target.name}"
            fresh = Manifest(
                engine, *pair, name, version, licence, path.resolve().name, "", BY_FILE, self.day, _described(target, engine),
            )  # fmt: skip
            return self._put(target, found or fresh, source=path.resolve())

    def prepared(self, folder: Path, manifest: Manifest) -> Kept:
        """Install a model whose files were written to `folder`, inside `scratch`, and checked against `manifest`."""
        with told(self.store.base(manifest.engine)):
            pair, _, _ = _facts(folder, manifest.engine, manifest.pair)
            if manifest.engine == "argos" and pair != manifest.pair:
                raise refused(folder.name, f"it is {pair}, and its manifest says {manifest.pair}", manifest.engine)
            return self._put(folder, manifest)

    def _argos_offer(self, offer: Offer, file: Path, scratch: Path) -> Kept:
        need_room(scratch, file.stat().st_size)
        given = offer.parts[0].sha256
        if given is not None:
            return self._argos(file, scratch, offer.pair, offer.origin, given, BY_INDEX, offer)
        return self._believe(offer.origin, file, lambda sha256: self._argos(
            file, scratch, offer.pair, offer.origin, sha256, AT_FIRST_SIGHT, offer,
        ))  # fmt: skip

    def _believe(self, url: str, file: Path, install: Callable[[str], Kept]) -> Kept:
        """Install a file that nobody gives a hash for: the one it had the first time, or the first one."""
        _, sha256 = hash_file(file)
        book, origin = self.store.known_hashes, shown(url)
        known = not self.accept_changed and check_known(book, origin, sha256)
        if not known:
            self.say(f"no hash is given for {origin}: its SHA-256 {sha256} is written down, and later downloads must have it")
        kept = install(sha256)
        if not known:
            remember(book, origin, sha256, self.day)
        return kept

    def _argos(
        self, file: Path, scratch: Path, wanted: LanguagePair | None, origin: str, sha256: str, basis: str,
        offer: Offer | None = None,
    ) -> Kept:  # fmt: skip
        root = unpack_zip(file, scratch)
        pair, version, licence = _facts(scratch / root, "argos", named=file.name)
        if wanted is not None and pair != wanted:
            raise refused(file.name, f"it is a package for {pair}, not for {wanted}", "argos")
        files = _described(scratch / root, "argos")
        if offer and offer.files and files != offer.files:
            raise refused(file.name, "its files are not those that the mirror's manifest lists", "argos")
        if licence == NOT_STATED and offer:
            licence = offer.licence
        manifest = Manifest("argos", *pair, root, version, licence, origin, sha256, basis, self.day, files)
        return self._put(scratch / root, manifest)

    def _firefox_offer(self, offer: Offer, files: Sequence[Path], scratch: Path) -> Kept:
        folder = scratch / offer.name
        folder.mkdir()
        for part, file in zip(offer.parts, files, strict=True):
            target = folder / part.file
            if part.packed and is_zstd(file):
                need_room(scratch, part.file_size or 2 * file.stat().st_size)
                expand_zstd(file, target, size=part.file_size)
                _, sha256 = hash_file(target)
                if part.file_sha256 not in (None, sha256):
                    raise refused(part.file, f"decompressed its SHA-256 is {sha256}, and should be {part.file_sha256}", "bergamot")
            elif part.packed:
                raise refused(part.file, "it is said to be compressed, and is no zstd data", "bergamot")
            else:
                _copy(file, target)
        _facts(folder, "bergamot", offer.pair)
        described = _described(folder, "bergamot")
        if offer.files and described != offer.files:
            raise refused(offer.name, "its files are not those that the mirror's manifest lists", "bergamot")
        manifest = Manifest(
            "bergamot", *offer.pair, offer.name, offer.version, offer.licence, offer.origin, "", BY_INDEX, self.day, described,
        )  # fmt: skip
        return self._put(folder, manifest)

    def _put(self, folder: Path, manifest: Manifest, *, source: Path | None = None) -> Kept:
        """Have the model tried, then put it in, in place of those of its pair and engine that newstrans installed.

        A model that lies in the store without a manifest, and is itself the `source`, gets one where it is.
        """
        for kept in self.store.models():
            if (kept.engine, kept.name) == (manifest.engine, manifest.name) and kept.pair not in (None, manifest.pair):
                raise refused(manifest.name, f"it bears the name of an installed model for {kept.pair}, and is for {manifest.pair}", manifest.engine)
        seal(folder, manifest)
        self.probe(manifest.engine, folder, manifest.pair)
        rivals = self.store.find(manifest.pair, manifest.engine)
        older = [kept for kept in rivals if kept.manifest is not None or kept.folder.resolve() == source]
        return self.store.put(folder, manifest, instead_of=older)


def from_network(fetcher: Fetcher) -> Getter:
    """Parts that are fetched, from the first of their addresses that gives the file."""

    def get(part: Part) -> tuple[Path, bool]:
        problem: ModelStoreError | None = None
        for place in part.places:
            try:
                return fetcher.fetch(place, size=part.size, sha256=part.sha256, max_bytes=MAX_BYTES), True
            except ModelStoreError as exc:
                problem = problem or exc
        raise problem or ModelNotFound("the index names no address for it")

    return get


def from_folder(folder: Path) -> Getter:
    """Parts that lie in a folder, a mirror's."""

    def get(part: Part) -> tuple[Path, bool]:
        path = folder / part.places[0]
        if path.is_symlink() or not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
            raise ModelNotFound(f"{path}: the mirror's manifest lists it, and it is not there. Make the mirror anew: newstrans models mirror {folder}")
        size, sha256 = hash_file(path)
        if part.size not in (None, size) or part.sha256 not in (None, sha256):
            raise refused(str(path), "it is not the file that the mirror's manifest lists (size or SHA-256 differ)", "models")
        return path, False

    return get


def find_in_folder(path: Path) -> list[tuple[str, Path]]:
    """What can be installed from a folder: ("folder" | "package" | "bundle", path), itself first, then what is in it."""
    with told(path):
        if _is_model(path):
            return [("folder", path)]
        inside = sorted(path.iterdir())
    found: list[tuple[str, Path]] = []
    for item in inside:
        if item.name.startswith("."):
            continue
        if item.is_dir() and _is_model(item):
            found.append(("folder", item))
        elif item.is_file() and item.suffix in {".argosmodel", ".tar"}:
            found.append(("package" if item.suffix == ".argosmodel" else "bundle", item))
    return found


def _is_model(folder: Path) -> bool:
    return (folder / "metadata.json").is_file() or next(models_in(folder, ""), None) is not None or (folder / MANIFEST).is_file()


def _facts(
    folder: Path, engine: str, declared: LanguagePair | None = None, *, named: str = ""
) -> tuple[LanguagePair, str, str]:
    """Pair, version and licence as the model itself states them.

    Raises `ModelDamaged`, with the name `named`, when it is not whole.
    """
    if engine == "argos":
        try:
            package = parse_package(folder)
        except ValueError as exc:
            raise refused(named or folder.name, str(exc), engine) from exc
        if package is None:
            raise refused(named or folder.name, "it is not a translation package", engine)
        return package.pair, package.version, package.licence
    found = next(models_in(folder, "", declared=declared), None)
    if found is None:
        raise refused(folder.name, "it lacks a whole model (model.PAIR...bin with vocab.PAIR.spm)", engine)
    return found.pair, "", NOT_STATED


@contextmanager
def _plain_only(folder: Path, engine: str) -> Iterator[None]:
    try:
        yield
    except ValueError as exc:
        raise refused(folder.name, str(exc), engine) from exc


def _described(folder: Path, engine: str) -> tuple[ModelFile, ...]:
    with _plain_only(folder, engine):
        return describe(folder)


def _copy_tree(source: Path, target: Path, engine: str) -> None:
    """Copy the plain files of a model's folder; links and more than a model holds are refused."""
    with _plain_only(source, engine):
        paths = plain_files(source)
    size = sum((source / path).stat().st_size for path in paths)
    if len(paths) > MAX_FILES or size > MAX_BYTES:
        raise refused(str(source), f"it holds {len(paths)} files and {size} bytes, more than a model", engine)
    need_room(target.parent, size)
    for path in paths:
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        _copy(source / path, target / path)
    target.mkdir(exist_ok=True)


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as read, target.open("xb") as written:
        shutil.copyfileobj(read, written, 1 << 20)


def _plain(name: str) -> str:
    kept = "".join(character if character.isascii() and (character.isalnum() or character in "_.+-") else "_" for character in name)
    return kept.lstrip(".+-")[:100] or "model"


def _drop(fetched: Sequence[tuple[Path, bool]]) -> None:
    for file, downloaded in fetched:
        if downloaded:
            file.unlink(missing_ok=True)
