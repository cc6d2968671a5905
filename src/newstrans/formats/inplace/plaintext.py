"""Plain text in place: paragraphs stay where they are, wrapped ones are wrapped again."""

from __future__ import annotations

import re
import unicodedata

from newstrans.formats.byline import find_author
from newstrans.formats.dateline import find_dateline
from newstrans.formats.furniture import find_furniture
from newstrans.formats.inplace.document import Document, Pad, Source, make_item
from newstrans.formats.inplace.issue import Identity, derived_id
from newstrans.formats.inplace.layer import Layer
from newstrans.formats.inplace.markup import Kind, Token
from newstrans.formats.plain import LINE_END, PlainReader, find_paragraphs, is_headline
from newstrans.model import UnitKind

_MARKER = re.compile(r"[ \t]*(?:[•‣▪◦●■➤►∙⁃*+·-]|\(?\d{1,3}[.)])[ \t\xa0]+")


class PlainFormat:
    """Reads plain text for writing in place."""

    name = "plain"
    title = "plain text"
    suffixes: tuple[str, ...] = (".txt", ".text")
    wire = False

    def sniff(self, data: bytes, name: str) -> bool:
        """As the reader of stories does."""
        return PlainReader().sniff(data, name)

    def open(self, source: Source) -> Document:
        """The document, one item."""
        layer = Layer(source.text)
        pad = Pad(source.feed, source.feed.language)
        text = source.text
        lines: list[tuple[int, int]] = []
        at = 0
        for match in LINE_END.finditer(text):
            lines.append((at, match.start()))
            at = match.end()
        lines.append((at, len(text)))
        # U+2029 would shift the lines that the paragraphs are counted in.
        paragraphs = find_paragraphs(text.replace("\u2029", " "))
        furniture = {finding.index for finding in find_furniture([one.text for one in paragraphs])}
        headline = bool(paragraphs) and 0 not in furniture and is_headline(paragraphs)
        for n, paragraph in enumerate(paragraphs):
            if n in furniture or paragraph.cells:
                continue
            first, last = lines[paragraph.line - 1], lines[paragraph.line + paragraph.lines - 2]
            kind = UnitKind.HEADLINE if headline and n == 0 else UnitKind.PARAGRAPH
            field = "headline" if kind is UnitKind.HEADLINE else "body"
            if n < 4 and find_author(paragraph.text):
                kind, field = UnitKind.BYLINE, "byline"
            begin = first[0]
            if marker := _MARKER.match(text, first[0], last[1]):
                begin = marker.end()
                kind, field = UnitKind.LIST_ITEM, "body"
            wrapped_text(pad, layer, begin, last[1], kind, field, lines[paragraph.line - 1 : paragraph.line + paragraph.lines - 1])
        identity = Identity(derived_id(text), language=source.feed.language, derived=True)
        item = make_item(source, pad, identity, lambda _issue: [], format_name=self.name, chunk=text, metadata={})
        return Document(self.name, source, layer, (item,))


def wrapped_text(
    pad: Pad, layer: Layer, start: int, end: int, kind: UnitKind, field: str, lines: list[tuple[int, int]]
) -> None:
    """A paragraph that may go over several lines; its edition is wrapped as wide as those are."""
    text = layer.text
    if kind is UnitKind.PARAGRAPH and not pad.opened:
        pad.opened = True
        opening = find_dateline(" ".join(text[start:end].split()))
        if opening and text.startswith(opening.text, start):
            pad.plain(layer, UnitKind.DATELINE, "dateline", start=start, end=start + len(opening.text))
            start += len(opening.text)
            start += len(text[start:end]) - len(text[start:end].lstrip())
    token = Token(Kind.TEXT, start, end, text=text[start:end])
    if len(lines) < 2:
        pad.marked(layer, [token], kind, field, escape=lambda words: words)
        return
    following = text[lines[1][0] : lines[1][1]]
    indent = following[: len(following) - len(following.lstrip())]
    newline = text[lines[0][1] : lines[1][0]]
    width = max(width_of(text[a:b]) for a, b in lines)
    lead = width_of(text[lines[0][0] : start])
    pad.marked(layer, [token], kind, field, escape=lambda words: wrap(words, max(width, 40), indent, newline, lead))


def width_of(text: str) -> int:
    """Columns that a text takes on a terminal: East Asian wide letters two, marks none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def wrap(text: str, width: int, indent: str, newline: str, lead: int = 0) -> str:
    """`text` in lines of at most `width` columns; scripts without spaces break between letters."""
    lines, line, columns = [], "", lead
    for piece in re.findall(r"\s+|[\u2e80-\u9fff\uac00-\ud7a3\u3040-\u30ff\uff00-\uffef]|[^\s\u2e80-\u9fff\uac00-\ud7a3\u3040-\u30ff\uff00-\uffef]+", text):
        size = width_of(piece)
        if line.strip() and columns + size > width and not piece.isspace() and piece not in "、。，．」』）！？":
            lines.append(line.rstrip())
            line, columns = indent, width_of(indent)
        if piece.isspace() and not line.strip():
            continue
        line += piece
        columns += size
    return newline.join([*lines, line])
