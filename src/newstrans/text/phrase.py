"""Sentences for a person that are made below the command line, and can still be said in the user's language."""

from __future__ import annotations

from collections.abc import Mapping


class Phrase(str):
    """A sentence in English that knows its message and values; anywhere else it is an ordinary text.

    The command line looks `message` up in its catalogue. Values that are phrases are said in that language too.
    """

    message: str
    values: Mapping[str, object]


def phrase(message: str, /, **values: object) -> Phrase:
    """`message`, in which "{name}" stands for a value, as an English sentence.

    `scripts/catalogues` finds the messages by this function's name, so they are written out where it is called.

    >>> str(phrase("version {old} is known", old=2))
    'version 2 is known'
    """
    made = Phrase(message.format(**values) if values else message)
    made.message = message
    made.values = values
    return made
