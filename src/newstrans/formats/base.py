"""What a reader of a format is: one small protocol."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from newstrans.model import Story


@runtime_checkable
class Reader(Protocol):
    """Reads one format. Add one to `newstrans.formats.FORMATS` and every command can read it.

    Contract: no I/O beyond the bytes given, no clock; two readings of the same bytes give equal stories; what
    cannot be read raises a `ReadError`; text that is left out is listed in `Story.furniture` or `Story.notes`.
    `suffixes` are lower-case and begin with a dot; `title` is for messages ("plain text").
    """

    name: str
    title: str
    suffixes: tuple[str, ...]

    def sniff(self, data: bytes, name: str) -> bool:
        """Whether the content of `data` (not its name's suffix) is clearly of this format."""
        ...

    def read(self, data: bytes, *, name: str, encoding: str | None = None) -> Story:
        """The story in `data`; `encoding` is the configured one, tried after what the file says itself."""
        ...
