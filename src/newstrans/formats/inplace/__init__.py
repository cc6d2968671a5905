"""Files that are read, and written again byte for byte but for their text: one door for every format."""

from __future__ import annotations

from newstrans.errors import ReadError, UnknownFormatError
from newstrans.feeds import DEFAULT_FEED, Feed
from newstrans.formats.assemble import file_name, refuse_empty
from newstrans.formats.inplace.document import Document, Format, Item, Source, Written, open_source
from newstrans.formats.inplace.marktext import MarkdownFormat
from newstrans.formats.inplace.newsml1 import Newsml1Format
from newstrans.formats.inplace.newsml_g2 import NewsmlG2Format
from newstrans.formats.inplace.ninjs import NinjsFormat
from newstrans.formats.inplace.nitf import NitfFormat
from newstrans.formats.inplace.plaintext import PlainFormat
from newstrans.formats.inplace.syndication import SyndicationFormat
from newstrans.formats.inplace.textwire import TextWireFormat
from newstrans.formats.inplace.webpage import WebpageFormat
from newstrans.formats.plain import OTHER_SUFFIXES

# In the order of asking, the most particular first.
FORMATS: tuple[Format, ...] = (
    TextWireFormat(), NewsmlG2Format(), NitfFormat(), Newsml1Format(), SyndicationFormat(), NinjsFormat(), WebpageFormat(),
    MarkdownFormat(), PlainFormat(),
)  # fmt: skip

LARGEST_BYTES = 64 * 1024 * 1024

__all__ = ["FORMATS", "LARGEST_BYTES", "Document", "Format", "Item", "Source", "Written", "is_wire", "open_document", "sniff_format", "wire_format"]


def open_document(
    data: bytes,
    *,
    name: str,
    format: str | None = None,  # noqa: A002 - the name of the command's option
    encoding: str | None = None,
    feed: Feed = DEFAULT_FEED,
) -> Document:
    """The document in `data`, ready to be written again.

    Raises:
        NoArticleError: the file is empty.
        UnknownFormatError: no format of this kind, or one that cannot be written in place.
        UndecodableError: no encoding fits.
        ReadError: too large, or damaged.

    """
    name = file_name(name)
    if len(data) > LARGEST_BYTES:
        size = f"{len(data) / 1024 / 1024:.0f} MB"
        raise ReadError(name, f"{size} is too large; up to {LARGEST_BYTES // 1024 // 1024} MB are read, so split it")
    refuse_empty(data, name)
    wanted = format or feed.format
    found = _named(wanted, name) if wanted else sniff_format(data, name)
    if found is None:
        known = ", ".join(one.title for one in FORMATS)
        raise UnknownFormatError(name, f"no format that is written in place; those are {known}")
    return found.open(open_source(data, name, feed, encoding))


def sniff_format(data: bytes, name: str) -> Format | None:
    """The format of `data`, by content and the suffix of `name`; None when it is none of these."""
    wire = wire_format(data, name)
    others = [one for one in FORMATS if not one.wire]
    lower = name.lower()
    suffixed = next((one for one in FORMATS if one.suffixes and lower.endswith(one.suffixes)), None)
    if wire or suffixed or lower.endswith(OTHER_SUFFIXES):
        return wire or suffixed
    return next((one for one in others if one.sniff(data, name)), None)


def wire_format(data: bytes, name: str) -> Format | None:
    """The wire format of `data`, by its content; None for pages, Markdown, text and anything else."""
    return next((one for one in FORMATS if one.wire and one.sniff(data, name)), None)


def is_wire(data: bytes, name: str, wanted: str | None = None) -> bool:
    """Whether `data` is read as wire items: when `wanted` names such a format, or, without it, by its content."""
    if wanted:
        found = _find(wanted)
        return found is not None and found.wire
    return wire_format(data, name) is not None


def _find(wanted: str) -> Format | None:
    key = wanted.strip().lower().lstrip(".")
    return next((one for one in FORMATS if key == one.name or f".{key}" in one.suffixes), None)


def _named(wanted: str, name: str) -> Format:
    if found := _find(wanted):
        return found
    raise UnknownFormatError(name, f"there is no format {wanted!r}; known are {', '.join(one.name for one in FORMATS)}")
