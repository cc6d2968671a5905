"""Tools that tests of the desk and the pages need: what is missing is told by the one rule of `real_engines`."""

from __future__ import annotations

from real_engines import lacking


def require(tool: str | None, hint: str) -> None:
    """Skip or fail, as `lacking` does, when `tool` is missing."""
    if not tool:
        lacking("a real part", hint)
