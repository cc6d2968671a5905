"""Hashes of files that no index gives one for: written down when a file is first seen, compared ever after.

The Argos index has no hash. The first download can only be believed; a later one must be the same file.
"""

from __future__ import annotations

import json
from pathlib import Path

from newstrans.errors import ModelDamaged
from newstrans.models.files import read_json, told, write_whole
from newstrans.models.manifest import is_sha256


def known_hash(book: Path, url: str) -> str | None:
    """The SHA-256 that the file at `url` had when it was first fetched, or None."""
    row = _read(book).get(url)
    return row.get("sha256") if row else None


def check_known(book: Path, url: str, sha256: str) -> bool:
    """Compare a download with what is written down; whether anything was.

    Raises:
        ModelDamaged: the file at this address is another one than it was.

    """
    row = _read(book).get(url)
    if row is None:
        return False
    if row["sha256"] != sha256:
        raise ModelDamaged(
            "models",
            f"{url}: it is another file than on {row['first']}: SHA-256 {sha256}, was {row['sha256']}. Nothing was "
            "installed. Packages do not change under one version: ask its publisher; to believe the new one, repeat "
            "the command with --accept-changed",
        )
    return True


def remember(book: Path, url: str, sha256: str, day: str) -> None:
    """Write down the SHA-256 of the file at `url`, first seen on `day` (ISO 8601)."""
    table = _read(book) | {url: {"sha256": sha256, "first": day}}
    with told(book):
        book.parent.mkdir(parents=True, exist_ok=True)
        write_whole(book, json.dumps(dict(sorted(table.items())), indent=2) + "\n")


def _read(book: Path) -> dict[str, dict[str, str]]:
    table = read_json(book)
    if not isinstance(table, dict):
        return {}
    return {
        url: {"sha256": row["sha256"], "first": str(row.get("first", "an earlier day"))}
        for url, row in table.items() if isinstance(row, dict) and is_sha256(row.get("sha256"))
    }
