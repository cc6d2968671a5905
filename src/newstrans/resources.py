"""Find the data that newstrans ships: glossaries, locales, examples.

They lie at the top of the repository so that editors find them, and inside the package in a wheel.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def find(name: str) -> Path:
    """Folder of the shipped data `name` ("glossaries", "locales", "examples").

    A wheel has it in the package (`newstrans/data/<name>`), a checkout and an editable install beside `src`.

    Raises:
        FileNotFoundError: the installation is not whole.

    """
    for folder in (_PACKAGE / "data" / name, _PACKAGE.parent.parent / name):
        if folder.is_dir():
            return folder
    message = f"the shipped folder {name!r} is missing from this installation of newstrans; install it again"
    raise FileNotFoundError(message)


def is_packaged(path: Path) -> bool:
    """Whether a file of ours lies inside the installed package, where the next update would replace it."""
    return _PACKAGE in path.resolve().parents
