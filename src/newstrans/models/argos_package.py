"""Argos packages on disk: what is in one.

A `.argosmodel` file is a zip archive with one top folder: `metadata.json`, `model/` (CTranslate2), and
`sentencepiece.model` or `bpe.model`.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newstrans.errors import LocaleError, ModelDamaged
from newstrans.languages import ARGOS_CODES, LanguagePair, normalise_tag
from newstrans.models.manifest import NOT_STATED, OWN_FILES, plain_text

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
        inside = (*self.model.iterdir(), *self.folder.glob("*.*"))
        return sorted(path for path in inside if path.is_file() and path.name not in OWN_FILES)


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
    try:
        return parse_package(folder)
    except ValueError as exc:
        again = "Install it again: newstrans models install PAIR --engine argos --force"
        raise ModelDamaged("argos", f"{folder.name}: {exc}. {again}") from exc


def parse_package(folder: Path) -> ArgosPackage | None:
    """Like `read_package`, but what is wrong is a `ValueError` that says only that."""
    metadata = _read_metadata(folder)
    if metadata.get("type", "translate") != "translate":
        return None
    codes = [metadata.get("from_code"), metadata.get("to_code")]
    try:
        pair = LanguagePair(*(tag_of(code) for code in codes if isinstance(code, str)))
    except (LocaleError, TypeError) as exc:
        raise ValueError(f"metadata.json names no language pair (from_code, to_code: {codes})") from exc
    if not (folder / "model" / "model.bin").is_file():
        raise ValueError("model/model.bin is missing")
    if not vocabulary_files(folder / "model"):
        raise ValueError("the vocabulary in model/ is missing")
    if not any((folder / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
        raise ValueError("sentencepiece.model is missing")
    return ArgosPackage(
        folder, pair, plain_text(metadata.get("package_version")), _text(metadata, "target_prefix"),
        plain_text(metadata.get("license")) or plain_text(metadata.get("licence")) or NOT_STATED,
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


def _read_metadata(folder: Path) -> dict[str, Any]:
    try:
        metadata = json.loads((folder / "metadata.json").read_text(encoding="utf-8"))
    except OSError as exc:
        raise ValueError(f"metadata.json cannot be read ({exc.strerror})") from exc
    except (ValueError, RecursionError) as exc:
        raise ValueError(f"metadata.json is not JSON ({exc})") from exc
    if not isinstance(metadata, dict):
        raise ValueError("metadata.json is not an object")  # noqa: TRY004  # one class for one kind of trouble
    return metadata


def _text(metadata: dict[str, Any], key: str) -> str:
    value = metadata.get(key)
    return value if isinstance(value, str) else ""


def version_key(version: str) -> tuple[int, ...]:
    """Versions compare by number: (1, 10) of "1.10" is above (1, 9)."""
    return tuple(int(number) for number in re.findall(r"\d{1,9}", version))


def _version_key(package: ArgosPackage) -> tuple[tuple[int, ...], str]:
    return version_key(package.version), package.folder.name
