"""Real parts are required on the build machine, and skipped with a hint elsewhere."""

from __future__ import annotations

import os

import pytest


def require(tool: str | None, hint: str) -> None:
    """Skip, or fail where NEWSTRANS_REQUIRE_REAL is set, when `tool` is missing."""
    if tool:
        return
    if os.environ.get("NEWSTRANS_REQUIRE_REAL"):
        pytest.fail(f"a real part is missing: {hint}")
    pytest.skip(hint)
