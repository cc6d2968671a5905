"""Chromium without windows, for the tests, the pictures and the measurements.

Debian's chromium-headless-shell is Chromium's engine without the browser around it: a page in a context of its own takes a
quarter of the processor time that the whole browser needs for it. Where only the whole browser is, that one serves. As
in the browser, each site has a process of its own.
"""

from __future__ import annotations

import shutil
from typing import Any

MISSING = "Chromium is missing: sudo apt-get install chromium-headless-shell"


def find_chromium() -> str | None:
    """The program's path; None where no Chromium is installed."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def launch(kind: Any, *args: str) -> Any:
    """A running browser that asks its maker for nothing; `kind` is Playwright's `chromium`, `args` are more switches."""
    quiet = ("--disable-background-networking", "--disable-component-update", "--disable-sync")
    return kind.launch(executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu", "--site-per-process", *quiet, *args])
