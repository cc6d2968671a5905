"""Lists of words that a newsroom watches."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class WordList:
    """The words of one file."""

    origin: str
