"""A folder that any static web server can serve, and from which others install.

It holds three descriptions of the same models: our own, with hashes (`newstrans-models.json`); an Argos index for
`ARGOS_PACKAGE_INDEX`; and Remote Settings records for `FXTRANSLATE_RECORDS_URL`, with attachments.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from newstrans.errors import DownloadError
from newstrans.models.archive import compress_zstd
from newstrans.models.download import Fetcher, shown
from newstrans.models.files import hash_file, need_room, told, write_whole
from newstrans.models.firefox_records import COLLECTION, KINDS
from newstrans.models.licences import licence_list
from newstrans.models.manifest import Manifest, ModelFile, as_table, is_plain_path, is_sha256, manifest_from
from newstrans.models.offer import Offer, Part
from newstrans.models.store import Kept

INDEX = "newstrans-models.json"

_FORMAT = 1
_README = """A mirror of translation models, made by newstrans. Let any web server serve this folder.

  newstrans models available --from URL          what is here
  newstrans models install en-pt --from URL      install one
  newstrans models install --all --from URL      install everything

URL is the address of this folder. A desk that always uses it sets NEWSTRANS_MIRROR=URL.
The same models for other programs: ARGOS_PACKAGE_INDEX=URL (argostranslate; needs --url when the mirror is made),
FXTRANSLATE_RECORDS_URL=URL/firefox/{collection}
Licences are listed in LICENCES.txt.
"""

Told = Callable[[str], None]


def write_mirror(models: Sequence[tuple[Kept, Manifest]], folder: Path, *, url: str = "", say: Told = lambda _line: None) -> None:
    """Write the mirror of `models`, which were verified, into `folder`; what is there and still right is kept.

    `url` is the address that the folder will be served at: `argostranslate` needs absolute links. Descriptions are
    written last, so that a mirror in use never names a file that is not there yet.

    Raises:
        ModelStoreError: it cannot be written.

    """
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        need_room(folder, sum(manifest.size for _, manifest in models))
        rows: list[dict[str, Any]] = []
        packages: list[dict[str, Any]] = []
        for kept, manifest in models:
            say(f"{manifest.name} ({manifest.pair}, {manifest.engine})")
            if manifest.engine == "argos":
                parts = [_write_archive(kept, manifest, folder)]
                packages.append(_index_row(kept, manifest, parts[0], url))
            else:
                parts = [_write_attachment(kept.folder / file.path, file, folder) for file in manifest.files]
            rows.append({"manifest": as_table(manifest), "parts": parts})
        firefox = folder / "firefox"
        (firefox / COLLECTION).parent.mkdir(parents=True, exist_ok=True)
        write_whole(firefox / COLLECTION, _json(_records(rows)))
        # What a Remote Settings server answers at its root. A static server answers with this file.
        write_whole(firefox / "v1" / "index.html", _json({"capabilities": {"attachments": {"base_url": "../attachments/"}}}))
        write_whole(folder / "index.json", _json(packages))
        write_whole(folder / "LICENCES.txt", licence_list([manifest for _, manifest in models]))
        write_whole(folder / "README.txt", _README.format(collection=COLLECTION))
        write_whole(folder / INDEX, _json({"format": _FORMAT, "models": rows}))


def read_mirror(place: str, fetcher: Fetcher) -> list[Offer]:
    """What the mirror at the address `place` offers. Raises `DownloadError` when it is no mirror."""
    url = place if place.endswith(".json") else place.rstrip("/") + "/" + INDEX
    return parse_mirror(fetcher.read(url), url, lambda path: urljoin(url, path))


def read_mirror_folder(folder: Path) -> list[Offer]:
    """What the mirror in a folder of this machine offers, with places relative to it. Raises `DownloadError`."""
    with told(folder):
        data = (folder / INDEX).read_bytes()
    return parse_mirror(data, str(folder / INDEX), str)


def parse_mirror(data: bytes, url: str, locate: Callable[[str], str]) -> list[Offer]:
    """Offers of our own index. Raises `DownloadError` for anything that is none."""
    try:
        table = json.loads(data)
        if not isinstance(table, dict) or table.get("format") != _FORMAT:
            raise ValueError("its format is another one; a newer newstrans may have written it")
        return [_offer(row, url, locate) for row in table["models"]]
    except (ValueError, LookupError, TypeError, RecursionError) as exc:
        raise DownloadError(shown(url), f"it is no index of a newstrans mirror ({exc})") from exc


def _offer(row: Mapping[str, Any], url: str, locate: Callable[[str], str]) -> Offer:
    manifest = manifest_from(row["manifest"])
    expected = {file.path: file for file in manifest.files}
    parts: list[Part] = []
    for part in row["parts"]:
        path, size, sha256, file = part["path"], part["size"], part["sha256"], part["file"]
        if not isinstance(path, str) or not is_plain_path(path) or not isinstance(size, int) or not is_sha256(sha256):
            raise ValueError(f"{path!r} is no file of a mirror")
        if manifest.engine == "argos":
            parts.append(Part((locate(path),), size, sha256))
        else:
            aim = expected[file]
            if "/" in file:
                raise ValueError(f"{file!r} is no file of a Firefox model")
            parts.append(Part((locate(path),), size, sha256, file, packed=True, file_size=aim.size, file_sha256=aim.sha256))
    if not parts:
        raise ValueError(f"{manifest.name} has no files")
    # What came over a folder of this machine keeps the origin that it had.
    origin = shown(url) if "://" in url else manifest.origin
    return Offer(
        manifest.engine, manifest.pair, manifest.name, manifest.version, tuple(parts), origin, manifest.licence, manifest.files,
    )  # fmt: skip


def _write_archive(kept: Kept, manifest: Manifest, folder: Path) -> dict[str, Any]:
    """The package as an `.argosmodel` archive again, the same bytes for the same files."""
    path = f"argos/{manifest.name}.argosmodel"
    (folder / "argos").mkdir(exist_ok=True)
    new = folder / f"{path}.new"
    try:
        with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for file in manifest.files:
                info = zipfile.ZipInfo(f"{manifest.name}/{file.path}")
                info.compress_type = zipfile.ZIP_DEFLATED
                info.external_attr = 0o644 << 16
                with (kept.folder / file.path).open("rb") as source, archive.open(info, "w", force_zip64=False) as sink:
                    while block := source.read(1 << 20):
                        sink.write(block)
        new.replace(folder / path)
    finally:
        new.unlink(missing_ok=True)
    size, sha256 = hash_file(folder / path)
    return {"path": path, "size": size, "sha256": sha256, "file": ""}


def _write_attachment(source: Path, file: ModelFile, folder: Path) -> dict[str, Any]:
    """A file as a zstd attachment, named after the hash of what is in it: two models may share one."""
    path = f"firefox/attachments/{file.sha256}.zst"
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    data = compress_zstd(source.read_bytes())
    if not target.exists() or hash_file(target)[1] != hashlib.sha256(data).hexdigest():
        new = target.with_suffix(".new")
        try:
            new.write_bytes(data)
            new.replace(target)
        finally:
            new.unlink(missing_ok=True)
    return {"path": path, "size": len(data), "sha256": hashlib.sha256(data).hexdigest(), "file": file.path}


def _index_row(kept: Kept, manifest: Manifest, part: Mapping[str, Any], url: str) -> dict[str, Any]:
    """The package's row in an Argos index: its own metadata, where it lies here, and, beyond that format, its hash."""
    metadata = json.loads((kept.folder / "metadata.json").read_text(encoding="utf-8"))
    keys = ("package_version", "argos_version", "from_code", "from_name", "to_code", "to_name", "type", "target_prefix")
    link = urljoin(url.rstrip("/") + "/", part["path"]) if url else part["path"]
    row = {key: metadata[key] for key in keys if key in metadata}
    return {**row, "links": [link], "size": part["size"], "sha256": part["sha256"], "license": manifest.licence}


def _records(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    data: list[dict[str, Any]] = []
    for row in rows:
        manifest = row["manifest"]
        if manifest["engine"] != "bergamot":
            continue
        files = {file["path"]: file for file in manifest["files"]}
        # A model without a version is given the lowest that fxtranslate takes.
        version = manifest["version"] if manifest["version"].startswith("3") else "3.0"
        for part in row["parts"]:
            kind = part["file"].split(".")[0]
            if kind not in KINDS:
                continue
            data.append({
                "id": hashlib.sha256(f"{manifest['name']}/{part['file']}".encode()).hexdigest()[:32],
                "name": part["file"], "fileType": kind, "sourceLanguage": manifest["source"],
                "targetLanguage": manifest["target"], "version": version, "license": manifest["licence"],
                "decompressedHash": files[part["file"]]["sha256"], "decompressedSize": files[part["file"]]["size"],
                "attachment": {
                    "filename": f"{part['file']}.zst", "location": Path(part["path"]).name, "hash": part["sha256"],
                    "size": part["size"], "mimetype": "application/zstd",
                },
            })  # fmt: skip
    return {"data": data}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
