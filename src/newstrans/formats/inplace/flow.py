"""Running text of a body, XML or HTML, as units: one for each run between block borders."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from newstrans.formats.inplace.document import Pad
from newstrans.formats.inplace.htmlscan import INLINE, SKIPPED, VERBATIM, Tag, scan_html, skipped_ranges
from newstrans.formats.inplace.layer import Layer, attribute_text, xml_text
from newstrans.formats.inplace.markup import Kind, Token
from newstrans.formats.inplace.xmlscan import Attribute, Close, Element, Gap, Node, content
from newstrans.model import UnitKind


class Context(NamedTuple):
    """What the text in a block is: the kind of its units, the field of the policy table, depth and group."""

    name: str
    kind: UnitKind
    field: str
    level: int = 0
    group: str = ""


BODY = Context("", UnitKind.PARAGRAPH, "body")

# Attributes of HTML that a reader sees or hears.
_SPOKEN = ("alt", "title", "aria-label", "placeholder", "summary")


class Flow:
    """Collects tokens into the pad, block by block."""

    def __init__(self, pad: Pad, layer: Layer, *, context: Context = BODY, again: bool = False) -> None:
        self._pad = pad
        self._layer = layer
        self._again = again
        self._contexts = [context]
        self._tokens: list[Token] = []
        self._lists = self._tables = self._rows = self._quotes = 0

    def token(self, token: Token) -> None:
        """A piece of the running text."""
        self._tokens.append(token)

    def flush(self) -> None:
        """The end of a run."""
        if self._tokens:
            here = self._contexts[-1]
            tokens, self._tokens = self._tokens, []
            self._pad.marked(
                self._layer, tokens, here.kind, here.field, again=self._again, level=here.level, group=here.group
            )

    def open(self, context: Context) -> None:
        """The beginning of a block."""
        self.flush()
        if len(self._contexts) < 1000:
            self._contexts.append(context)

    def close(self, name: str) -> None:
        """The end of the nearest block `name`; nothing but a border when there is none."""
        self.flush()
        for depth in range(len(self._contexts) - 1, max(0, len(self._contexts) - 200), -1):
            if self._contexts[depth].name == name:
                del self._contexts[depth:]
                return

    def html_block(self, name: str) -> Context:
        """The context of an HTML block element that begins here."""
        here = self._contexts[-1]
        match name:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                return Context(name, UnitKind.HEADING, "body", int(name[1]))
            case "ul" | "ol":
                self._lists += 1
                return here._replace(name=name, group=f"{'ol' if name == 'ol' else 'list'}{self._lists}", level=here.level + 1)
            case "li":
                return Context(name, UnitKind.LIST_ITEM, "body", min(max(here.level, 1), 6), here.group)
            case "table":
                self._tables += 1
                self._rows = 0
                return here._replace(name=name)
            case "tr":
                self._rows += 1
                return here._replace(name=name)
            case "td" | "th":
                return Context(name, UnitKind.TABLE_CELL, "table", group=f"table{self._tables}.row{self._rows}")
            case "figcaption" | "caption":
                return Context(name, UnitKind.CAPTION, "caption")
            case "blockquote" | "bq":
                self._quotes += 1
                return Context(name, UnitKind.QUOTE, "body", group=f"quote{self._quotes}")
            case _:
                return here._replace(name=name)


def html_flow(pad: Pad, layer: Layer, name: str, *, context: Context = BODY, again: bool = False) -> list[Tag]:
    """The text of a piece of HTML, and of the attributes that a reader sees; returns its tags."""
    tags = scan_html(layer, name)
    html_tokens(Flow(pad, layer, context=context, again=again), pad, layer, tags, skipped_ranges(tags))
    return tags


def html_tokens(flow: Flow, pad: Pad, layer: Layer, tags: Sequence[Tag], hidden: Sequence[bool]) -> None:
    """Feed the tags of a piece of HTML to `flow`."""
    verbatim = ""
    start = depth = 0
    for n, (tag, skipped) in enumerate(zip(tags, hidden, strict=True)):
        if verbatim:
            # Inside code in a line of text: up to its end tag it is one piece.
            depth += (tag.name == verbatim) * ((tag.kind == "start" and not tag.empty) - (tag.kind == "end"))
            if depth == 0:
                text = xml_text(layer, start, tag.end).text
                flow.token(Token(Kind.VERBATIM, start, tag.end, verbatim, _without_tags(text)))
                verbatim = ""
            continue
        if tag.kind == "text":
            if skipped:
                flow.token(Token(Kind.VOID, tag.start, tag.end, "x"))
            else:
                flow.token(Token(Kind.TEXT, tag.start, tag.end, text=xml_text(layer, tag.start, tag.end).text))
        elif tag.kind == "other":
            flow.token(Token(Kind.VOID, tag.start, tag.end, "x"))
        elif tag.name not in INLINE:
            if skipped:
                flow.flush()
            elif tag.kind == "start" and not tag.empty:
                flow.open(flow.html_block(tag.name))
            elif tag.kind == "end":
                flow.close(tag.name)
            else:
                flow.flush()
        elif tag.kind == "start" and tag.name == "br":
            flow.token(Token(Kind.BREAK, tag.start, tag.end))
        elif tag.kind == "start" and not tag.empty and not skipped and tag.name in VERBATIM and _ends(tags, n):
            verbatim, start, depth = tag.name, tag.start, 1
        elif tag.kind == "start" and tag.empty:
            flow.token(Token(Kind.VOID, tag.start, tag.end, tag.name))
        elif tag.kind == "start":
            flow.token(Token(Kind.OPEN, tag.start, tag.end, tag.name, href=tag.get("href")))
        else:
            flow.token(Token(Kind.CLOSE, tag.start, tag.end, tag.name))
        if tag.kind == "start" and not skipped:
            spoken(pad, layer, tag.attributes)
    flow.flush()


def _ends(tags: Sequence[Tag], begin: int) -> bool:
    """Whether the element that begins at a tag has its end tag within reach."""
    name = tags[begin].name
    return any(tag.kind == "end" and tag.name == name for tag in tags[begin + 1 : begin + 60])


def _without_tags(text: str) -> str:
    return " ".join(re.sub(r"<[^<>]*>", "", text).split())


def spoken(pad: Pad, layer: Layer, attributes: Sequence[Attribute]) -> None:
    """Attributes that are text for a reader."""
    for one in attributes:
        if one.name.lower() in _SPOKEN and one.quote in ('"', "'") and one.value.strip():
            inner = attribute_text(layer, one.start, one.end, one.quote)
            pad.plain(inner, UnitKind.FIELD, "alternate-text")


def xml_flow(
    pad: Pad,
    layer: Layer,
    element: Element,
    *,
    inline: Callable[[Element], bool],
    block: Callable[[Flow, Element], Context | None],
    context: Context = BODY,
    again: bool = False,
) -> None:
    """The text of an XML element. `inline` elements stand in a line of text; `block` gives the context of another
    one, or None for one whose text is left alone.
    """
    flow = Flow(pad, layer, context=context, again=again)
    until = -1
    for what in content(element):
        place = what.element.close if isinstance(what, Close) else what.start
        if place < until:
            continue
        if isinstance(what, Gap):
            flow.token(Token(Kind.TEXT, what.start, what.end, text=xml_text(layer, what.start, what.end).text))
        elif isinstance(what, Node):
            kind = Kind.TEXT if what.kind == "cdata" else Kind.VERBATIM if what.text else Kind.VOID
            text = xml_text(layer, what.start, what.end).text if kind is Kind.TEXT else what.text
            flow.token(Token(kind, what.start, what.end, "x", text))
        elif isinstance(what, Close):
            if what.element.empty:
                continue
            if inline(what.element):
                flow.token(Token(Kind.CLOSE, what.element.close, what.element.end, what.element.qname))
            else:
                flow.close(what.element.qname)
        elif what.name in ("br",) and inline(what):
            flow.token(Token(Kind.BREAK, what.start, what.end))
            until = what.end
        elif inline(what):
            if what.empty:
                flow.token(Token(Kind.VOID, what.start, what.end, what.name))
            elif what.name in VERBATIM or what.name == "lang":
                text = xml_text(layer, what.inner, what.close).text
                flow.token(Token(Kind.VERBATIM, what.start, what.end, what.name, _without_tags(text)))
                until = what.end
            else:
                flow.token(Token(Kind.OPEN, what.start, what.inner, what.qname, href=what.get("href")))
            spoken(pad, layer, what.attributes)
        else:
            found = block(flow, what)
            if found is None:
                flow.flush()
                until = what.end
            elif not what.empty:
                flow.open(found._replace(name=what.qname))
                spoken(pad, layer, what.attributes)
            else:
                flow.flush()
    flow.flush()


XHTML = "http://www.w3.org/1999/xhtml"


def xhtml_flow(pad: Pad, layer: Layer, element: Element, *, again: bool = False, context: Context = BODY) -> None:
    """The text of an XHTML element in an XML document."""
    def block(flow: Flow, what: Element) -> Context | None:
        name = what.name.lower()
        if name in SKIPPED or name == "head" or what.get("translate") == "no" or "np-nonpublic" in what.get("class").split():
            return None
        return flow.html_block(name)

    xml_flow(
        pad, layer, element, inline=lambda what: what.name.lower() in INLINE and what.name.lower() not in SKIPPED,
        block=block, again=again, context=context,
    )  # fmt: skip
