"""What the tests of models compare."""

from __future__ import annotations

from pathlib import Path

# The day on which everything is installed.
DAY = "2026-03-12"


def listing(folder: Path) -> dict[str, int]:
    """Every file below a folder with its size, but for locks: what must be unchanged when something failed."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in sorted(folder.rglob("*")) if path.is_file() and path.name != ".newstrans.lock"
    }
