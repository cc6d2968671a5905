"""What newstrans writes down about a model that it installed, and how that is read back.

The manifest lies in the model's own folder, so that both come and go together. It travels in bundles and mirrors.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from newstrans.languages import LanguagePair

MANIFEST = "newstrans-model.json"
# Dates and sizes of the files when they were last found to be right: cheap to compare, true on this machine only.
STAMP = "newstrans-model.stamp.json"
OWN_FILES = frozenset({MANIFEST, STAMP})

NOT_STATED = "not stated"
ENGINES = ("bergamot", "argos")

# How the SHA-256 that a download was held against was known.
BY_INDEX = "index"  # the index, the records or the mirror gave it
AT_FIRST_SIGHT = "first download"  # nobody gave it: recorded when the file was first seen
BY_FILE = "file"  # it came as a file or a folder: what is recorded is what was in it

_FORMAT = 1
_MAX_CHARACTERS = 2_000_000
_NAME = re.compile(r"^[A-Za-z0-9_][A-Za-z0-9_.+-]{0,127}$")
_SHA256 = re.compile(r"^[0-9a-f]{64}$")
_TAG = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model: `path` below the model's folder with "/", `size` in bytes."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A model and its files. `sha256` is that of the one file it came in ("" where there was none).

    `origin` is the address or the file name that it came from, `basis` how `sha256` was known, `installed` the
    day (UTC, ISO 8601).
    """

    engine: str
    source: str
    target: str
    name: str
    version: str
    licence: str
    origin: str
    sha256: str
    basis: str
    installed: str
    files: tuple[ModelFile, ...]

    @property
    def pair(self) -> LanguagePair:
        return LanguagePair(self.source, self.target)

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)


def is_plain_name(name: str) -> bool:
    """Whether `name` may be the name of a model's folder: letters, digits, "_.+-", no leading dot."""
    return bool(_NAME.match(name))


def is_plain_path(path: str) -> bool:
    r"""Whether `path` stays below the folder that it is relative to, on any system.

    >>> [is_plain_path(path) for path in ("model/model.bin", "../x", "/x", "a//b", "a/./b", "C:/x", "a\\b", "")]
    [True, False, False, False, False, False, False, False]
    """
    # A lone surrogate is a name that is not Unicode, or JSON that is none.
    if "\\" in path or any(character < " " or character == "\x7f" or "\ud800" <= character <= "\udfff" for character in path):
        return False
    return not any(part in {"", ".", ".."} or ":" in part or len(part) > 255 for part in path.split("/"))


def plain_text(value: object, *, length: int = 500) -> str:
    r"""A stranger's remark (a licence, a version) as one line of printable text; "" for what is no text.

    >>> [plain_text(value) for value in (" CC BY\n 4.0", None, "x\ud800\x1b[31m")]
    ['CC BY 4.0', '', 'x [31m']
    """
    if not isinstance(value, str):
        return ""
    return " ".join("".join(character if character.isprintable() else " " for character in value[:length]).split())


def is_sha256(text: object) -> bool:
    """Whether `text` is a SHA-256 in lower-case hexadecimal digits."""
    return isinstance(text, str) and bool(_SHA256.match(text))


def format_manifest(manifest: Manifest) -> str:
    """The manifest as JSON, the same for the same values."""
    return json.dumps(as_table(manifest), ensure_ascii=False, indent=2) + "\n"


def as_table(manifest: Manifest) -> dict[str, Any]:
    """The manifest as a JSON object."""
    return {"format": _FORMAT, **asdict(manifest)}


def parse_manifest(text: str) -> Manifest:
    """Read a manifest.

    Raises:
        ValueError: it is not JSON, not of this format, or holds what no manifest of ours would.

    """
    if len(text) > _MAX_CHARACTERS:
        raise ValueError("it is too long")
    try:
        table = json.loads(text)
    except RecursionError as exc:
        raise ValueError("it is nested too deeply") from exc
    return manifest_from(table)


def manifest_from(table: object) -> Manifest:
    """A manifest from its JSON object. Raises `ValueError` like `parse_manifest`."""
    if not isinstance(table, Mapping):
        raise ValueError("it is not an object")  # noqa: TRY004  # callers catch one class
    if table.get("format") != _FORMAT:
        raise ValueError(f"its format is {table.get('format')!r}, not {_FORMAT}; a newer newstrans may have written it")
    rows = table.get("files")
    if not isinstance(rows, list) or not rows:
        raise ValueError("it lists no files")
    files = tuple(_file(row) for row in rows)
    if len({file.path for file in files}) != len(files):
        raise ValueError("it lists a file twice")
    texts = {key: table.get(key) for key in Manifest.__dataclass_fields__ if key != "files"}
    for key, value in texts.items():
        if not isinstance(value, str) or value != value.encode("utf-8", "replace").decode("utf-8") or len(value) > 4500:
            raise ValueError(f"{key} is not a text")
    manifest = Manifest(**texts, files=files)  # type: ignore[arg-type]  # checked in the loop above
    if manifest.engine not in ENGINES:
        raise ValueError(f"there is no engine {manifest.engine[:40]!r}")
    if not is_plain_name(manifest.name):
        raise ValueError(f"{manifest.name[:80]!r} is no name for a model")
    if not (_TAG.match(manifest.source) and _TAG.match(manifest.target)):
        raise ValueError("source and target are not language tags")
    if manifest.sha256 and not is_sha256(manifest.sha256):
        raise ValueError("sha256 is not a SHA-256")
    return manifest


def _file(row: Any) -> ModelFile:
    if not isinstance(row, Mapping):
        raise ValueError("a file is not an object")  # noqa: TRY004
    path, size, sha256 = row.get("path"), row.get("size"), row.get("sha256")
    if not isinstance(path, str) or not is_plain_path(path) or path in OWN_FILES:
        raise ValueError(f"{path!r} is no path of a model's file")
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise ValueError(f"the size of {path} is not a number of bytes")
    if not is_sha256(sha256):
        raise ValueError(f"the sha256 of {path} is not a SHA-256")
    return ModelFile(path, size, str(sha256))
