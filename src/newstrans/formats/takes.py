"""What a wire calls a new version of a story in its headline or slug: "UPDATE 3-", "2nd Ld-Writethru", "REFILE-"."""

from __future__ import annotations

import re
from typing import NamedTuple


class Take(NamedTuple):
    """`label` as the wire writes it, "" for none; `number` orders the takes of a story, 1 for the first.

    `rest` is the headline or slug without it.
    """

    label: str
    number: int
    rest: str

    @property
    def kills(self) -> bool:
        """Whether it takes the story back: what stands in it is a note for desks, and is never translated."""
        return not _KILLS.isdisjoint(self.label.split("-"))

    @property
    def follows(self) -> bool:
        """Whether it is another text of the take that it names, or of the last one: a refile or a correction."""
        return any(word in self.label.upper() for word in _FOLLOWS)


_KILLS = frozenset({"KILL", "WITHDRAWN"})
_FOLLOWS = ("REFILE", "CORRECT", "RPT", "REPEAT", "RECAST")
# Reuters and others put it before the headline: "UPDATE 3-Oil falls", "REFILE-UPDATE 1-...", "CORRECTED-...".
_BEFORE = re.compile(
    r"\s*(?P<label>UPDATE\s+\d{1,2}|REFILE|RPT|REPEAT|CORRECTED|CORRECTION|CORRECTS|WRAPUP\s+\d{1,2}|"
    r"RECAST|ADDS|KILL|WITHDRAWN)\s*(?:[-\u2013\u2014:]|\s-)\s*(?=\S)"
)
# AP and others put it behind the slug: "BC-AS--China-Daring Escape, 2nd Ld-Writethru", "..., 1st Add", "..., 3rd Ld".
_BEHIND = re.compile(
    r"(?:\s*,\s*|-{1,2})(?P<label>\d{1,2}(?:st|nd|rd|th)\s+(?:Ld|Lead)(?:[-\s]Writethru)?|Ld-Writethru|Writethru|"
    r"Correct(?:ion|ive|s|ed)|REFILE|(?-i:KILL|WITHDRAWN)|UPDATE\s*\d{1,2})\s*/?\s*$",
    re.IGNORECASE,
)


def find_take(text: str) -> Take:
    """The take that a headline or slug names.

    >>> find_take("UPDATE 3-Oil falls on weak demand")
    Take(label='UPDATE 3', number=4, rest='Oil falls on weak demand')
    >>> find_take("BC-AS--China-Daring Escape, 2nd Ld-Writethru")
    Take(label='2nd Ld-Writethru', number=3, rest='BC-AS--China-Daring Escape')
    >>> find_take("Oil falls")
    Take(label='', number=1, rest='Oil falls')

    A refile or correction has no number of its own: it follows whatever came before, which is told as 0.
    """
    labels, rest = [], text
    while match := _BEFORE.match(rest):
        labels.append(" ".join(match["label"].split()))
        rest = rest[match.end() :]
    if match := _BEHIND.search(rest):
        labels.append(match["label"])
        rest = rest[: match.start()]
    label = "-".join(labels)
    return Take(label, take_number(label) if label else 1, rest.strip())


def take_number(label: str) -> int:
    """The number that a label gives a take, 0 for one that gives none.

    >>> [take_number(label) for label in ("REFILE-UPDATE 3", "2nd Ld-Writethru", "CORRECTED", "")]
    [4, 3, 0, 0]
    """
    return max((int(number) + 1 for number in re.findall(r"\d+", label)), default=0)
