"""What the memory says of a text, in words: how an offer fits, and whose words they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newstrans.cli.language import gettext, ngettext, told
from newstrans.review.remember import numbers_told, remarked
from newstrans.text.phrase import phrase

MATCHES = {"exact": phrase("the same source"), "context": phrase("the same source between the same paragraphs")}


def fit(offer: Mapping[str, Any]) -> str:
    """How an offer fits: for which sentence, how alike its source is, what became of its numbers."""
    return remarked(
        gettext("for sentence {number}", number=offer["sentence"]) if offer["sentence"] else "",
        gettext("alike by {share}", share=f"{offer['likeness']:.0%}") if offer["match"] == "fuzzy" else told(MATCHES[offer["match"]]),
        told(numbers_told(offer)),
    )


def from_memory(pair: int, offer: Mapping[str, Any]) -> str:
    """That a text was taken from the memory, and what became of its numbers."""
    return remarked(gettext("From the memory, pair {id}", id=pair), told(numbers_told(offer)))


def whose(pair: Mapping[str, Any]) -> str:
    """Origin, approver, day, age and story of a pair, and why it is out."""
    who, day = pair["approver"], pair["at"][:10]
    origin = {
        "edited": gettext("edited by {name} on {day}", name=who, day=day) if who else gettext("edited on {day}", day=day),
        "machine": gettext("a machine's words, approved by {name} on {day}", name=who, day=day) if who else gettext("a machine's words, approved on {day}", day=day),
        "imported": gettext("imported by {name} on {day}", name=who, day=day) if who else gettext("imported on {day}", day=day),
    }[pair["origin"]]
    age = ngettext("{number} day ago", "{number} days ago", pair["age_days"])
    return remarked(
        f"{origin} ({age})", gettext("pair {id} of {name}", id=pair["id"], name=pair["edition"] or pair["story"]),
        gettext("out: {reason}", reason=pair["retired"]) if pair["retired"] else "",
    )  # fmt: skip
