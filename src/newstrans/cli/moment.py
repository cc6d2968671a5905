"""The only place that asks the clock: everything below is given the time."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import click


def moment(given: str | None) -> str:
    """The time of the run, as ISO 8601 in UTC to the second: as given, by SOURCE_DATE_EPOCH, or the clock's.

    Raises:
        BadParameter: what was given is no time.

    """
    try:
        if given:
            found = datetime.fromisoformat(given)
            found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
        elif epoch := os.environ.get("SOURCE_DATE_EPOCH"):
            found = datetime.fromtimestamp(int(epoch), UTC)
        else:
            found = datetime.now(UTC)
    except (ValueError, OverflowError, OSError) as exc:
        message = f"{given or os.environ.get('SOURCE_DATE_EPOCH')!r} is no time; write it like 2026-02-10T09:30:00Z"
        raise click.BadParameter(message, param_hint="--now") from exc
    return found.strftime("%Y-%m-%dT%H:%M:%SZ")
