"""Reading stories: one door for every format.

`read_story` is what everything else calls. A new format is one more reader in `FORMATS` (see `formats.base`).
"""

from __future__ import annotations

from newstrans.errors import NoArticleError, ReadError, UnknownFormatError
from newstrans.formats.assemble import file_name, refuse_empty
from newstrans.formats.base import Reader
from newstrans.formats.encoding import refuse_binary
from newstrans.formats.html import HtmlReader
from newstrans.formats.markdown import MarkdownReader
from newstrans.formats.plain import PlainReader
from newstrans.model import Story
from newstrans.text.phrase import phrase

# In the order of asking: the most particular first, plain text last, since nearly everything is that too.
FORMATS: tuple[Reader, ...] = (HtmlReader(), MarkdownReader(), PlainReader())

LARGEST_BYTES = 20 * 1024 * 1024

__all__ = ["FORMATS", "LARGEST_BYTES", "Reader", "read_stories", "read_story", "sniff"]


def read_story(
    data: bytes,
    *,
    name: str,
    format: str | None = None,  # noqa: A002 - the name of the command's option
    encoding: str | None = None,
) -> Story:
    """The story in `data`, which came from a file called `name` ("-" for standard input).

    `format` names a reader ("plain", "markdown", "html", or a suffix such as "txt") instead of finding it out;
    `encoding` is tried where the file itself does not say and is not UTF-8.

    Raises:
        NoArticleError: empty, or nothing in it to translate.
        UndecodableError: no encoding fits.
        UnknownFormatError: binary, or of a format that cannot be read.
        ReadError: too large, or damaged in another way that the message tells.

    """
    stories = _wire_stories(data, name, format, encoding)
    if stories is not None:
        if len(stories) == 1:
            return stories[0]
        raise ReadError(file_name(name), f"there are {len(stories)} stories in it; read them with read_stories")
    name = file_name(name)
    if len(data) > LARGEST_BYTES:
        size = f"{len(data) / 1024 / 1024:.0f} MB"
        raise ReadError(name, f"{size} is too large for a story; up to {LARGEST_BYTES // 1024 // 1024} MB are read, so split it")
    refuse_empty(data, name)
    refuse_binary(data, name)
    reader = _named(format, name) if format else _found(data, name)
    return reader.read(data, name=name, encoding=encoding)


def read_stories(
    data: bytes,
    *,
    name: str,
    format: str | None = None,  # noqa: A002 - the name of the command's option
    encoding: str | None = None,
) -> list[Story]:
    """The stories in `data`: several in a NewsML-G2 message or a feed, one in most files.

    Raises as `read_story` does.
    """
    stories = _wire_stories(data, name, format, encoding)
    return [read_story(data, name=name, format=format, encoding=encoding)] if stories is None else stories


def _wire_stories(data: bytes, name: str, wanted: str | None, encoding: str | None) -> list[Story] | None:
    """The stories of a wire file; None for a file that one of the readers here takes."""
    from newstrans.formats import inplace

    if wanted and any(wanted.strip().lower().lstrip(".") in (one.name, *(s[1:] for s in one.suffixes)) for one in FORMATS):
        return None
    found = inplace.wire_format(data, name) if not wanted else True
    if not found:
        return None
    document = inplace.open_document(data, name=name, format=wanted, encoding=encoding)
    stories = [item.story for item in document.items if item.story and not item.furniture]
    if not stories:
        raise NoArticleError(document.source.name, "nothing to translate in it")
    return stories


def sniff(data: bytes, name: str) -> str:
    """Name of the format of `data`: by the suffix of `name`, else by content.

    Raises:
        UnknownFormatError: no reader takes it.

    """
    return _found(data, name).name


def _found(data: bytes, name: str) -> Reader:
    lower = name.lower()
    by_suffix = next((reader for reader in FORMATS if lower.endswith(reader.suffixes)), None)
    reader = by_suffix or next((reader for reader in FORMATS if reader.sniff(data, name)), None)
    if reader is None:
        raise UnknownFormatError(name, phrase("no reader for this kind of file. {kinds} Force one with {option}", kinds=_readable(), option="--input-format"))
    return reader


def _named(wanted: str, name: str) -> Reader:
    key = wanted.strip().lower().lstrip(".")
    for reader in FORMATS:
        if key == reader.name or f".{key}" in reader.suffixes:
            return reader
    raise UnknownFormatError(name, f"there is no format {wanted!r}. {_readable()}")


def _readable() -> str:
    kinds = [f"{reader.name} ({', '.join(reader.suffixes)})" for reader in FORMATS]
    return f"Read now: {'; '.join(kinds)}."
