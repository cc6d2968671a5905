"""Two people changed one text: both changes in one, where they do not touch."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from newstrans.text.diff import diff_words


class _Change(NamedTuple):
    """What one of them did: `text` in place of the old text from `start` to `end`."""

    start: int
    end: int
    text: str


def merge_words(base: str, mine: str, theirs: str) -> str | None:
    """`base` with the changes of both; None where the two changed the same words, or put words in at the same place.

    >>> merge_words("Kiew meldete 1.200 Tonnen.", "Kyjiw meldete 1.200 Tonnen.", "Kiew meldete 1.200 Tonnen Weizen.")
    'Kyjiw meldete 1.200 Tonnen Weizen.'
    """
    changes = sorted({*_changes(base, mine), *_changes(base, theirs)})
    if any(after.start <= before.end for before, after in pairwise(changes)):
        return None
    merged, at = "", 0
    for one in changes:
        merged += base[at : one.start] + one.text
        at = one.end
    return merged + base[at:]


def _changes(base: str, new: str) -> list[_Change]:
    found: list[_Change] = []
    at = 0
    for op, text in diff_words(base, new):
        if op == "equal":
            at += len(text)
        elif op == "delete":
            found.append(_Change(at, at + len(text), ""))
            at += len(text)
        elif found and found[-1].end == at and found[-1].text == "":
            found[-1] = found[-1]._replace(text=text)
        else:
            found.append(_Change(at, at, text))
    return found
