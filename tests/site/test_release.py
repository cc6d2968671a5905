from __future__ import annotations

from datetime import UTC, datetime

import pytest

from newstrans.site.release import Release, decide_release

NOW = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("metadata", "release"),
    [
        ({}, "open"), ({"status": "usable"}, "open"), ({"status": "stat:usable"}, "open"), ({"x-draft": "false"}, "open"),
        ({"status": "stat:canceled"}, "killed"), ({"x-pubstatus": "Canceled"}, "killed"), ({"status": "killed"}, "killed"),
        ({"status": "stat:withheld"}, "withheld"), ({"status": "draft"}, "withheld"), ({"x-draft": "true"}, "withheld"),
        # An end that is over, with offset; the same moment; one that is not over.
        ({"embargo": "2026-03-01T06:59:00+01:00"}, "open"), ({"embargo": "2026-03-01T06:00:00Z"}, "open"),
        ({"embargo": "2026-03-01T06:01:00Z"}, "embargoed"), ({"embargo": "20260301T073000+0100"}, "embargoed"),
        # Without an offset it has ended only when it has everywhere; a day begins at its midnight.
        ({"embargo": "2026-02-28T18:00:00"}, "open"), ({"embargo": "2026-02-28T18:01:00"}, "embargoed"),
        ({"embargo": "2026-02-28"}, "open"), ({"embargo": "2026-03-01"}, "embargoed"),
        # Legal in NewsML-G2, and no date at all.
        ({"embargo": ""}, "embargoed"), ({"embargo": "until the minister has spoken"}, "embargoed"),
        ({"embargo": "2026-13-45"}, "embargoed"), ({"embargo": "9999-12-31T23:59:59-12:00"}, "embargoed"),
        # A kill is told before an embargo.
        ({"embargo": "", "status": "canceled"}, "killed"),
    ],
)  # fmt: skip
def test_what_may_go_out(metadata, release):
    """When in doubt a story is held, and the reason is told."""
    decision = decide_release(metadata, NOW)
    assert decision.release is Release(release)
    assert bool(decision.reason) == (release != "open")
