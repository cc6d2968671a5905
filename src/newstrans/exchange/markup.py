"""XML of translators' tools: read from anybody without fetching or expanding anything, written without extra spaces."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from newstrans.errors import ExchangeError
from newstrans.exchange.segments import Token

LARGEST = 64 * 1024 * 1024  # bytes; a story is a few kilobytes


class CodeError(Exception):
    """Inline markup of a file that cannot be read as codes."""


def parse_xml(data: bytes, name: str) -> Any:
    """The root of a document from anybody: nothing is fetched or expanded.

    Raises:
        ExchangeError: too large, or not well-formed.

    """
    from lxml import etree

    if len(data) > LARGEST:
        raise ExchangeError(name, f"is larger than {LARGEST // 2**20} MB")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, strip_cdata=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ExchangeError(name, f"is not well-formed XML ({error})") from error


def local_name(node: Any) -> str:
    """Name of an element without its namespace; "" for a comment or an instruction."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def read_codes(node: Any, read: Callable[[Any], Iterator[Token]]) -> Iterator[Token]:
    """Text inside `node`, and what `read` makes of its elements; comments and instructions are no text.

    Raises:
        CodeError: an entity that nobody has defined.

    """
    from lxml import etree

    yield node.text or ""
    for child in node:
        if isinstance(child, etree._Entity):
            raise CodeError(f"it holds the entity {child.text}, which is not known")
        if local_name(child):
            yield from read(child)
        yield child.tail or ""


def append_text(parent: Any, last: Any, text: str) -> None:
    """Put `text` behind the child `last` of `parent`, or at its beginning when there is none yet."""
    if last is None:
        parent.text = (parent.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def indent(node: Any, depth: int = 0) -> None:
    """Line breaks between elements, never where text is text."""
    if not len(node) or local_name(node) in {"source", "target", "seg"}:
        return
    node.text = "\n" + "  " * (depth + 1)
    for child in node:
        indent(child, depth + 1)
        child.tail = "\n" + "  " * (depth + 1)
    node[-1].tail = "\n" + "  " * depth
