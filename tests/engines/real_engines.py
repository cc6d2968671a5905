"""Which real engines the tests can have here, and what to say where one is missing."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

from newstrans.engines.base import LanguagePair

EN_ES = LanguagePair("en", "es")
EN_EO = LanguagePair("en", "eo")


def lacking(what: str, command: str) -> NoReturn:
    """Skip the test because a real engine is missing; fail where all of them must be there (CI)."""
    message = f"{what} is missing. Run: {command}"
    if os.environ.get("NEWSTRANS_REQUIRE_REAL"):
        pytest.fail(message)
    pytest.skip(message)


def need_apertium(*modes: str) -> None:
    """Skip or fail unless these modes of Debian's Apertium are installed."""
    packages = {
        "eng-spa": "apertium-eng-spa", "spa-eng": "apertium-eng-spa", "es-pt": "apertium-es-pt",
        "es-pt_BR": "apertium-es-pt", "pt-es": "apertium-es-pt", "rus-ukr": "apertium-rus-ukr",
        "ukr-rus": "apertium-rus-ukr",
    }  # fmt: skip
    for mode in modes:
        if not shutil.which("lt-proc") or not Path(f"/usr/share/apertium/modes/{mode}.mode").is_file():
            lacking(f"Apertium's {mode}", f"sudo apt-get install apertium {packages[mode]}")


def need_argos() -> None:
    """Skip or fail unless the libraries of Argos packages are installed."""
    for library in ("ctranslate2", "sentencepiece", "argostranslate"):
        if importlib.util.find_spec(library) is None:
            lacking(library, "pip install 'newstrans[argos]'")


def process_ids(parent: int) -> set[int]:
    """Living processes whose parent is `parent`."""
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # The name in parentheses may hold anything; state and parent follow the last one.
            state, of, *_ = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(of) == parent and state != "Z":
            found.add(int(folder.name))
    return found
