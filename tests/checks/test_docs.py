from __future__ import annotations

from pathlib import Path

from newstrans.checks import ALL_CHECKS
from newstrans.checks.docs import checks_markdown

PAGE = Path(__file__).resolve().parents[2] / "docs" / "checks.md"


def test_page_is_up_to_date() -> None:
    """docs/checks.md is what `python -m newstrans.checks.docs` prints."""
    assert PAGE.read_text("utf-8") == checks_markdown()


def test_page_has_every_check() -> None:
    """Each check has its own section."""
    page = checks_markdown()
    assert [check.id for check in ALL_CHECKS if f"\n## {check.id}\n" not in page] == []
