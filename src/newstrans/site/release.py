"""Whether a story may go out: its status and its embargo. When in doubt it is held."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

from newstrans.pubstatus import Status, known_status
from newstrans.text.phrase import phrase


class Release(StrEnum):
    """What the metadata of a story say about publishing it."""

    OPEN = "open"
    EMBARGOED = "embargoed"
    WITHHELD = "withheld"
    WITHDRAWN = "withdrawn"  # by the desk, in one locale
    KILLED = "killed"


@dataclass(frozen=True, slots=True)
class Decision:
    """`reason` is a sentence for the editor, `until` when an embargo ends, None if it does not say."""

    release: Release
    reason: str = ""
    until: datetime | None = None


# An embargo without an offset may be meant in any zone: it has ended everywhere 12 hours later than in UTC.
_LAST_ZONE = timezone(timedelta(hours=-12))


def decide_release(metadata: Mapping[str, str], now: datetime) -> Decision:
    """What `metadata` (`status`, `embargo`, or what the source called them) say at the time `now`, with an offset.

    A status that is not known, a draft, and an embargo that is no date and time hold the story.

    >>> decide_release({"embargo": "2026-03-01T06:00:00+01:00"}, datetime(2026, 3, 1, 4, tzinfo=UTC)).release
    <Release.EMBARGOED: 'embargoed'>
    """
    for key in ("status", "x-status", "x-pubstatus", "x-pubStatus"):
        said = metadata.get(key, "").strip().lower()
        status = known_status(said)
        if status is Status.CANCELED:
            return Decision(Release.KILLED, phrase("the story was killed ({key}: {status})", key=key, status=said))
        if status is Status.WITHHELD:
            return Decision(Release.WITHHELD, phrase("the story is withheld ({key}: {status})", key=key, status=said))
        if status is None:
            return Decision(Release.WITHHELD, phrase("its status is {status}, which is not known: held", status=repr(said)))
    if metadata.get("x-draft", "").strip().lower() in {"true", "yes", "1"}:
        return Decision(Release.WITHHELD, phrase("the source says that it is a draft"))
    for key in ("embargo", "x-embargo", "x-embargoed"):
        if key in metadata:
            return _embargo(metadata[key].strip(), now)
    return Decision(Release.OPEN)


def _embargo(text: str, now: datetime) -> Decision:
    if not text:
        return Decision(Release.EMBARGOED, phrase("an embargo without an end"))
    end = parse_time(text, zone=_LAST_ZONE)
    if end is None:
        return Decision(Release.EMBARGOED, phrase("its embargo {text} is no date and time: held", text=repr(text)))
    if now < end:
        return Decision(Release.EMBARGOED, phrase("embargo until {time}", time=text), end)
    return Decision(Release.OPEN)


def parse_time(text: str, *, zone: timezone = UTC) -> datetime | None:
    """The time in an ISO 8601 `text`, taken in `zone` where it gives no offset; None for anything else.

    >>> parse_time("20260301T060000Z").isoformat()
    '2026-03-01T06:00:00+00:00'
    """
    text = text.strip()
    # `fromisoformat` also takes week dates and what a year of five figures looks like.
    if not re.fullmatch(r"\d{4}-?\d\d-?\d\d(?:[T ]\d\d.{0,30})?", text):
        return None
    try:
        found = datetime.fromisoformat(text)
        return found if found.tzinfo else found.replace(tzinfo=zone)
    except (ValueError, OverflowError):
        return None
