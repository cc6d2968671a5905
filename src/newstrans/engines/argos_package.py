"""Argos packages on disk: what is in one, and how one gets there safely.

A `.argosmodel` file is a zip archive with one top folder: `metadata.json`, `model/` (CTranslate2), and
`sentencepiece.model` or `bpe.model`.
"""

from __future__ import annotations

import json
import re
import stat
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from newstrans.engines.base import LanguagePair
from newstrans.errors import EngineError, LocaleError, ModelDamaged
from newstrans.languages import ARGOS_CODES, normalise_tag

MAX_BYTES = 4 * 1024**3
MAX_FILES = 2000

_ROOT = re.compile(r"^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,127}$")
_BLOCK = 1 << 20
# Written scripts that a bare Argos code stands for; `zt` and `pb` are in ARGOS_CODES.
_SCRIPTS = {"zh": "zh-Hans"}


@dataclass(frozen=True, slots=True)
class ArgosPackage:
    """An installed package. `target_prefix` is a token that the decoder must begin with ("" for none)."""

    folder: Path
    pair: LanguagePair
    version: str
    target_prefix: str
    licence: str

    @property
    def model(self) -> Path:
        """Folder of the CTranslate2 model."""
        return self.folder / "model"

    def files(self) -> list[Path]:
        """The files that decide what the package translates, in a fixed order."""
        return sorted(path for path in (*self.model.iterdir(), *self.folder.glob("*.*")) if path.is_file())


def find_packages(folder: Path) -> tuple[dict[LanguagePair, ArgosPackage], dict[str, ModelDamaged]]:
    """Packages in `folder` by pair, the highest version of each, and what is wrong with those left out.

    Packages of other types (sentence splitters) are passed over.
    """
    packages: dict[LanguagePair, ArgosPackage] = {}
    damaged: dict[str, ModelDamaged] = {}
    folders = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    for candidate in folders:
        if candidate.name.startswith(".") or not (candidate / "metadata.json").exists():
            continue
        try:
            package = read_package(candidate)
        except ModelDamaged as problem:
            damaged[candidate.name] = problem
            continue
        known = packages.get(package.pair) if package else None
        if package and (known is None or _version_key(known) < _version_key(package)):
            packages[package.pair] = package
    return packages, damaged


def read_package(folder: Path) -> ArgosPackage | None:
    """The translation package in `folder`, or None when it is a package of another type.

    Raises:
        ModelDamaged: `metadata.json` or a file that the package must have is missing or wrong.

    """
    metadata = _read_metadata(folder)
    if metadata.get("type", "translate") != "translate":
        return None
    codes = [metadata.get("from_code"), metadata.get("to_code")]
    try:
        pair = LanguagePair(*(tag_of(code) for code in codes if isinstance(code, str)))
    except (LocaleError, TypeError) as exc:
        raise _damaged(folder, f"metadata.json names no language pair (from_code, to_code: {codes})") from exc
    if not (folder / "model" / "model.bin").is_file():
        raise _damaged(folder, "model/model.bin is missing")
    if not vocabulary_files(folder / "model"):
        raise _damaged(folder, "the vocabulary in model/ is missing")
    if not any((folder / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
        raise _damaged(folder, "sentencepiece.model is missing")
    return ArgosPackage(
        folder, pair, _text(metadata, "package_version"), _text(metadata, "target_prefix"),
        _text(metadata, "license") or _text(metadata, "licence"),
    )  # fmt: skip


def tag_of(code: str) -> str:
    """BCP 47 tag of an Argos code: "pb" -> "pt-BR", "zt" -> "zh-Hant", "zh" -> "zh-Hans"."""
    return ARGOS_CODES.get(code) or _SCRIPTS.get(code) or normalise_tag(code)


def vocabulary_files(model: Path) -> list[Path]:
    """Vocabulary files of a CTranslate2 model, the source's first: one that is shared, or one for each side."""
    for names in (("shared_vocabulary",), ("source_vocabulary", "target_vocabulary")):
        for ending in (".json", ".txt"):
            files = [model / f"{name}{ending}" for name in names]
            if all(file.is_file() for file in files):
                return files
    return []


def install_package(path: Path, folder: Path) -> Path:
    """Unpack the `.argosmodel` file `path` into `folder` and return the package's folder.

    Nothing but the finished package appears in `folder`; a package of the same name is replaced.

    Raises:
        ModelDamaged: the file is no Argos package, or tries what a package has no need of: paths outside its
            folder, links, more than `MAX_FILES` files or `MAX_BYTES` bytes.
        EngineError: the package cannot be written.

    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as scratch:
            root = _unpack(path, Path(scratch))
            unpacked = Path(scratch) / root
            if read_package(unpacked) is None:
                raise _damaged(path, "it is not a translation package")
            target = folder / root
            if target.exists():
                target.rename(Path(scratch) / ".old")
            unpacked.rename(target)
            return target
    except OSError as exc:
        raise EngineError("argos", f"{path.name} cannot be installed in {folder}: {exc.strerror or exc}") from exc


def _unpack(path: Path, scratch: Path) -> str:
    """Write the members of the archive below `scratch` and return the name of its one top folder."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            root = _check_members(path, members)
            left = MAX_BYTES
            for member in members:
                target = scratch.joinpath(*PurePosixPath(member.filename).parts)
                if member.is_dir():
                    target.mkdir(parents=True, exist_ok=True)
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as source, target.open("xb") as sink:
                    left = _copy(path, source, sink, left)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError) as exc:
        raise _damaged(path, f"it is not a whole zip archive ({exc})") from exc
    except ValueError as exc:
        raise _damaged(path, f"it is damaged ({exc})") from exc
    return root


def _copy(path: Path, source: Any, sink: Any, left: int) -> int:
    """Copy and count what really comes out: the sizes that an archive declares may be lies."""
    try:
        while data := source.read(_BLOCK):
            left -= len(data)
            if left < 0:
                raise _damaged(path, f"it unpacks to more than {MAX_BYTES >> 30} GiB")
            sink.write(data)
    except zlib.error as exc:
        raise _damaged(path, f"its data is damaged ({exc})") from exc
    return left


def _check_members(path: Path, members: list[zipfile.ZipInfo]) -> str:
    if len(members) > MAX_FILES:
        raise _damaged(path, f"it holds {len(members)} files, more than {MAX_FILES}")
    if sum(member.file_size for member in members) > MAX_BYTES:
        raise _damaged(path, f"it unpacks to more than {MAX_BYTES >> 30} GiB")
    roots: set[str] = set()
    names: set[str] = set()
    for member in members:
        name = member.filename
        parts = name.rstrip("/").split("/")
        unsafe = "\\" in name or "\0" in name or any(part in {"", ".", ".."} or ":" in part for part in parts)
        kind = stat.S_IFMT(member.external_attr >> 16)
        if unsafe or kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
            raise _damaged(path, f"it holds {name[:100]!r}, which is no plain file in its own folder")
        if name in names:
            raise _damaged(path, f"it holds {name[:100]!r} twice")
        names.add(name)
        roots.add(parts[0])
        if len(parts) == 1 and not member.is_dir():
            raise _damaged(path, "its files are not in one top folder")
    if len(roots) != 1 or not _ROOT.match(next(iter(roots))):
        raise _damaged(path, "it does not have one top folder with a plain name")
    return next(iter(roots))


def _read_metadata(folder: Path) -> dict[str, Any]:
    try:
        metadata = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    except OSError as exc:
        raise _damaged(folder, f"metadata.json cannot be read ({exc.strerror})") from exc
    except (ValueError, RecursionError) as exc:
        raise _damaged(folder, f"metadata.json is not JSON ({exc})") from exc
    if not isinstance(metadata, dict):
        raise _damaged(folder, "metadata.json is not an object")
    return metadata


def _damaged(path: Path, problem: str) -> ModelDamaged:
    return ModelDamaged("argos", f"{path.name}: {problem}. Get the package again and install it anew")


def _text(metadata: dict[str, Any], key: str) -> str:
    value = metadata.get(key)
    return value if isinstance(value, str) else ""


def _version_key(package: ArgosPackage) -> tuple[tuple[int, ...], str]:
    return tuple(int(number) for number in re.findall(r"\d{1,9}", package.version)), package.folder.name
