"""One tar file that takes models to a machine without a network, with hashes and licences."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from newstrans.errors import ModelDamaged, ModelNotFound, ModelStoreError
from newstrans.languages import LanguagePair
from newstrans.models.archive import MAX_FILES, open_bundle, read_member, refused, unpack_members
from newstrans.models.files import Progress, need_room, nothing, shown_size, told
from newstrans.models.install import Installer
from newstrans.models.licences import licence_list
from newstrans.models.manifest import Manifest, ModelFile, as_table, manifest_from
from newstrans.models.store import Kept

CONTENTS = "newstrans-bundle.json"

_FORMAT = 1
_MAX_CONTENTS = 8 << 20
_README = """Translation models for newstrans, for a machine without a network.

  newstrans models install --from {name}            install all of them
  newstrans models install --from {name} en-pt      install one
  sha256sum -c SHA256SUMS                           check them by hand, unpacked

Licences are listed in LICENCES.txt.
"""


def write_bundle(path: Path, models: Sequence[tuple[Kept, Manifest]], *, progress: Progress = nothing) -> int:
    """Write `models`, which were verified, to the new file `path` and return its size in bytes.

    The same models give the same bytes. Nothing is left behind when it fails.

    Raises:
        ModelStoreError: it cannot be written.
        ModelDamaged: a file of a model changed meanwhile.

    """
    manifests = [manifest for _, manifest in models]
    names = [f"{manifest.engine}/{manifest.name}" for manifest in manifests]
    if len(set(names)) != len(names):
        raise ModelStoreError(f"two of the models are both called {max(names, key=names.count)}; bundle them one by one")
    sums = "".join(f"{file.sha256}  {_member(manifest, file)}\n" for manifest in manifests for file in manifest.files)
    texts = {
        CONTENTS: json.dumps({"format": _FORMAT, "models": [as_table(manifest) for manifest in manifests]}, ensure_ascii=False, indent=1) + "\n",
        "README.txt": _README.format(name=path.name),
        "LICENCES.txt": licence_list(manifests),
        "SHA256SUMS": sums,
    }
    new = path.with_name(f".{path.name}.new")
    with told(path.absolute().parent):
        need_room(path.absolute().parent, sum(manifest.size for manifest in manifests))
        try:
            with new.open("xb") as file, tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as archive:
                for name, text in texts.items():
                    data = text.encode("utf-8")
                    archive.addfile(_info(name, len(data)), io.BytesIO(data))
                for kept, manifest in models:
                    for part in manifest.files:
                        _add(archive, kept, manifest, part)
                        progress(part.size)
            new.replace(path)
        finally:
            with suppress(OSError):
                new.unlink(missing_ok=True)
    return path.stat().st_size


def read_contents(path: Path) -> list[Manifest]:
    """What a bundle holds. Raises `ModelNotFound` without the file, `ModelDamaged` when it is no bundle."""
    if not path.is_file():
        raise ModelNotFound(f"{path}: there is no such file")
    with told(path), open_bundle(path) as archive:
        first = archive.next()
        if first is None or first.name != CONTENTS:
            raise refused(path.name, f"it is no bundle of newstrans (it does not begin with {CONTENTS})", "models")
        data = read_member(archive, first, _MAX_CONTENTS, path.name)
    try:
        table = json.loads(data)
        if not isinstance(table, dict) or table.get("format") != _FORMAT:
            raise ValueError("its format is another one; a newer newstrans may have written it")
        manifests = [manifest_from(row) for row in table["models"]]
    except (ValueError, LookupError, TypeError, RecursionError) as exc:
        raise refused(path.name, f"its list of contents is damaged ({exc})", "models") from exc
    if sum(len(manifest.files) for manifest in manifests) > MAX_FILES:
        raise refused(path.name, f"it lists more than {MAX_FILES} files", "models")
    return manifests


def install_bundle(
    path: Path, installer: Installer, pair: LanguagePair | None = None, *,
    skip: Callable[[Manifest], bool] = lambda _manifest: False, progress: Progress = nothing,
) -> list[Kept]:  # fmt: skip
    """Install the models of a bundle, or only that of `pair`, those left out that `skip` says.

    Each model is put in when all of its files are there and right; what is put in stays when a later one fails.

    Raises:
        ModelNotFound: the bundle does not have the pair.
        ModelDamaged: it is not whole, or a file is not what its list of contents says.
        ModelBusy, ModelStoreError: as told by the store.

    """
    manifests = read_contents(path)
    wanted = [manifest for manifest in manifests if pair in (None, manifest.pair)]
    if not wanted:
        have = ", ".join(sorted({str(manifest.pair) for manifest in manifests})) or "nothing"
        raise ModelNotFound(f"{path.name} has no model for {pair} (it has {have})")
    installed: list[Kept] = []
    for manifest in wanted:
        if skip(manifest):
            continue
        store = installer.store
        with store.scratch(manifest.engine) as scratch, told(store.base(manifest.engine)):
            folder = scratch / manifest.name
            need_room(scratch, manifest.size)
            members = {_member(manifest, file): (folder / file.path, file) for file in manifest.files}
            with open_bundle(path) as archive:
                unpack_members(archive, members, path.name, progress=progress)
            installed.append(installer.prepared(folder, manifest))
    return installed


def describe_bundle(manifests: Sequence[Manifest]) -> str:
    """What a bundle holds, in a line."""
    size = shown_size(sum(manifest.size for manifest in manifests))
    return f"{len(manifests)} model(s), {size}: {', '.join(f'{manifest.pair} ({manifest.engine})' for manifest in manifests)}"


def _member(manifest: Manifest, file: ModelFile) -> str:
    return f"models/{manifest.engine}/{manifest.name}/{file.path}"


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size = size
    info.mode = 0o644
    return info


def _add(archive: tarfile.TarFile, kept: Kept, manifest: Manifest, part: ModelFile) -> None:
    data = (kept.folder / part.path).read_bytes()
    if len(data) != part.size or hashlib.sha256(data).hexdigest() != part.sha256:
        raise ModelDamaged(manifest.engine, f"{kept.name}: {part.path} was changed while it was packed. Run: newstrans models verify")
    archive.addfile(_info(_member(manifest, part), part.size), io.BytesIO(data))
