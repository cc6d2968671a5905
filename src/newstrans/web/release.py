"""Letting an edition out and taking it back, as a form or a script asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from newstrans.review.files import configured_formats
from newstrans.review.release import let_out, take_back
from newstrans.store.records import EditionRecord
from newstrans.web.call import Call


def publish(call: Call, edition: str) -> Sequence[Path]:
    """Let an edition out, with the files that `newstrans editions publish` writes. Raises as `let_out` does."""
    config = call.house.config
    return let_out(
        call.desk, edition, config.output, base_rev=call.number("base_rev"), feeds=config.feeds, four_eyes=call.site.settings.four_eyes,
        older_source=call.field("older_source").strip(), release=call.field("release").strip(), locale=call.house.locale,
        formats=configured_formats(call.store, edition, config.issue_formats),
    )  # fmt: skip


def withdraw(call: Call, edition: str) -> EditionRecord:
    """Take back what was published, with a reason. Raises as `take_back` does."""
    after, _ = take_back(
        call.desk, edition, base_rev=call.number("base_rev"), reason=call.field("reason"), feeds=call.house.config.feeds, locale=call.house.locale
    )
    return after
