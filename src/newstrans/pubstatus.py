"""Publishing status of an item: the words that agencies and desks use for it, and what they mean."""

from __future__ import annotations

import re
from enum import StrEnum


class Status(StrEnum):
    """Publishing status of an item, in IPTC's words (NewsCodes pubstatus)."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


# IPTC's publishing status (G2 `stat:`, ninjs `pubstatus`, NITF `management-status`, NewsML 1 `Status`) and what
# desks and front matter write for the same. An embargo is told apart from the status.
_MEANING = {
    Status.USABLE: "usable published publish released final corrected embargoed false",
    Status.WITHHELD: "withheld withhold held hold embargoed-withheld",
    Status.CANCELED: "canceled cancelled killed kill mandatory-kill recalled retracted spiked delete deleted",
}
_WORDS = {word: status for status, words in _MEANING.items() for word in words.split()} | {"": Status.USABLE}


def known_status(value: str) -> Status | None:
    """The status that a code, URI or word means ("stat:canceled", ".../Canceled", "Withheld"); None for others.

    >>> known_status("stat:canceled"), known_status(""), known_status("draft")
    (<Status.CANCELED: 'canceled'>, <Status.USABLE: 'usable'>, None)
    """
    return _WORDS.get(re.split(r"[:/#]", value.strip())[-1].strip().lower())


def unknown_status(value: str) -> str:
    """The word of a status that is not known, "" for one that is."""
    return "" if known_status(value) else value.strip()


def status_of(value: str) -> Status:
    """The status that a code, URI or word means; usable when it says nothing that is known."""
    return known_status(value) or Status.USABLE
