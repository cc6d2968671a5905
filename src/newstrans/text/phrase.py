"""Sentences for a person that are made below the command line, and can still be said in the user's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class Phrase(str):
    """A sentence in English that knows its message and values; anywhere else it is an ordinary text.

    The command line looks `message` up in its catalogue. Values that are phrases are said in that language too. One with an `id`
    is the name of a thing: its text is the id, for logs and programs, and `message` what people call it.
    """

    message: str
    values: Mapping[str, object]
    id: str = ""


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


def named(thing: str, called: Phrase) -> Phrase:
    """A thing by its id, which people know as `called`.

    >>> unit = named("u2", phrase("{kind} {place}", kind=phrase("paragraph"), place=2))
    >>> str(phrase("{unit} is left out", unit=unit))
    'u2 is left out'
    """
    made = Phrase(thing)
    made.message, made.values, made.id = called.message, called.values, thing
    return made


def listed(items: Sequence[str]) -> str:
    """Phrases one after the other, as a language lists them.

    >>> str(listed([phrase("paragraph"), phrase("headline"), phrase("code")]))
    'paragraph, headline, code'
    """
    if len(items) < 2:
        return items[0] if items else ""
    half = len(items) // 2  # a list of a thousand is ten phrases deep, not a thousand
    return phrase("{first}, {others}", first=listed(items[:half]), others=listed(items[half:]))
