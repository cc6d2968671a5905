"""Every check that the desk is accepted by has a test, and the page about them tells the truth."""

from __future__ import annotations

from acceptance import CHECKS, PAGE, marked, page


def test_every_check_has_a_test() -> None:
    """Of all 43, and no test names another."""
    assert list(CHECKS) == sorted(marked())
    assert 43 == len(CHECKS)


def test_the_page_about_the_checks_is_up_to_date() -> None:
    """docs/desk-checks.md is what the module prints."""
    assert page() == PAGE.read_text(encoding="utf-8")
