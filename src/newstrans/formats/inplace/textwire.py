"""The control-byte text wires: IPTC 7901 and ANPA 1312.

Neither declares a language, an encoding or an id, and neither has a place for a link back: an edition says in a line
"Eds:" where it comes from. NewsML-G2 and ninjs are better homes for one (`newstrans convert`).
"""

# ruff: noqa: ARG002  (the protocol names a file name that these formats have no use for)

from __future__ import annotations

import re
from abc import ABC, abstractmethod

from newstrans.errors import ReadError
from newstrans.formats.byline import find_author
from newstrans.formats.dateline import find_dateline
from newstrans.formats.inplace.document import Document, Edits, Pad, Source, make_item
from newstrans.formats.inplace.issue import Identity, Issue, derived_id, forbids_translation, states_embargo
from newstrans.formats.inplace.layer import Layer, Splice
from newstrans.formats.inplace.markup import Kind, Token
from newstrans.formats.inplace.plaintext import wrapped_text
from newstrans.model import UnitKind

_NOT_PUBLIC = re.compile(
    r"^[ \t]*(?:the\s+following\s+information\s+is\s+not\s+(?:intended\s+)?for\s+publication"
    r"|(?:die\s+)?folgende(?:n)?\s+informationen\s+sind\s+nicht\s+zur\s+veröffentlichung\b)",
    re.IGNORECASE | re.MULTILINE,
)
_SIGN_OFF = re.compile(r"[a-z]{2,4}(?:[ /][a-z]{1,4}\d?){0,7}")
_TAKE = re.compile(r"REFILE|URGENT|CORRECTION|(?:UPDATE\s+\d+)|\d+(?:st|nd|rd|th)\s*(?:LEAD|Ld)(?:[- ]?Writethru)?", re.IGNORECASE)
_ANY_LINE = re.compile(r"[^\r\n]*")


class TextWireFormat:
    """Reads IPTC 7901 and ANPA 1312."""

    name = "textwire"
    title = "IPTC 7901 or ANPA 1312"
    suffixes: tuple[str, ...] = (".7901", ".iptc", ".anpa")
    wire = True

    def sniff(self, data: bytes, name: str) -> bool:
        """By the control bytes that frame a message."""
        head = data[:2000]
        return (head.lstrip(b"\r\n \x7f")[:1] in (b"\x01", b"\x16")) and b"\x02" in head

    def open(self, source: Source) -> Document:
        """The document, one item.

        Raises:
            ReadError: no text begins in it (STX).

        """
        text = source.text
        start = text.find("\x02")
        if start < 0:
            raise ReadError(source.name, "no start of text (STX) in it")
        stop = text.find("\x03", start)
        end = stop if stop >= 0 else len(text)
        layer = Layer(text)
        pad = Pad(source.feed, source.feed.language)
        anpa = text.lstrip("\r\n \x7f").startswith("\x16")
        wire = _Anpa(pad, layer, start + 1, end) if anpa else _Iptc(pad, layer, start + 1, end)
        wire.read(text[:start])
        said = text[start:end]
        public = said[: wire.secret[0] - start] if wire.secret else said
        identity = Identity(
            derived_id(text), language=source.feed.language, held=states_embargo(public), forbids=forbids_translation(public),
            slug=wire.facts.get("x-slug", ""), derived=True,
        )  # fmt: skip
        item = make_item(
            source, pad, identity, lambda issue: wire.edits(issue, keep=source.feed.nonpublic_notes == "keep"),
            format_name="anpa" if anpa else "iptc7901", chunk=text, metadata=wire.facts,
        )  # fmt: skip
        return Document("textwire", source, layer, (item,))


class _Wire(ABC):
    """What both wires share: paragraphs of lines, and a part that is not for publication."""

    def __init__(self, pad: Pad, layer: Layer, start: int, end: int) -> None:
        self.pad = pad
        self.layer = layer
        self.start = start
        self.end = end
        self.facts: dict[str, str] = {}
        self.secret: tuple[int, int] | None = None
        self.note_at = end
        found = _NOT_PUBLIC.search(layer.text, start, end)
        if found:
            self.secret = (found.start(), end)

    def lines(self) -> list[tuple[int, int]]:
        """The lines of the public text, as ranges without their line ends."""
        stop = self.secret[0] if self.secret else self.end
        text = self.layer.text
        found, at = [], self.start
        while at < stop:
            match = _ANY_LINE.match(text, at, stop)
            right = match.end() if match else stop
            found.append((at, right))
            at = right + (2 if text.startswith("\r\n", right) else 1)
        return found

    @abstractmethod
    def read(self, head: str) -> None:
        """Find the fields of the wire; `head` is what stands before the text."""

    def edits(self, issue: Issue, *, keep: bool) -> Edits:
        """A line for editors, and nothing of what is not for publication."""
        edits: Edits = []
        newline = "\r\n" if "\r\n" in self.layer.text else "\n"
        note = f"Eds: {issue.note}"
        edits.append((self.layer, Splice(self.note_at, self.note_at, self.noted(note, newline))))
        if self.secret and (not keep or issue.edition is None):
            edits.append((self.layer, Splice(*self.secret, "")))
        return edits

    def noted(self, note: str, newline: str) -> str:
        return f"{note}{newline}{newline}"


class _Iptc(_Wire):
    """IPTC 7901: heads that end in " =", paragraphs at blank or indented lines."""

    def read(self, head: str) -> None:
        self._head(head)
        text = self.layer.text
        lines = self.lines()
        first_body = next((n + 1 for n, (a, b) in enumerate(lines[:8]) if text[a:b].rstrip().endswith("=")), 0)
        first = True
        for n, (a, b) in enumerate(lines[:first_body]):
            line = text[a:b].rstrip().removesuffix("=").rstrip()
            left = a + len(text[a:b]) - len(text[a:b].lstrip())
            if _TAKE.fullmatch(line.strip()):
                self.facts["x-take"] = line.strip()
                continue
            kind, field = (UnitKind.HEADLINE, "headline") if first else (UnitKind.SUBHEAD, "headline")
            if find_author(line.strip()):
                kind, field = UnitKind.BYLINE, "byline"
            self.pad.plain(self.layer, kind, field, start=left, end=a + len(line))
            first = first and n < 0
        while first_body < len(lines) and text[lines[first_body][0] : lines[first_body][1]].rstrip().endswith("="):
            a, b = lines[first_body]
            line = text[a:b].rstrip().removesuffix("=").rstrip()
            self.pad.plain(self.layer, UnitKind.BYLINE, "byline", start=a, end=a + len(line))
            first_body += 1
        block: list[tuple[int, int]] = []
        for a, b in [*lines[first_body:], (0, 0)]:
            line = text[a:b]
            if block and (not line.strip() or line.startswith("  ")):
                self._paragraph(block)
                block = []
            if line.strip():
                block.append((a, b))
        self.note_at = self.secret[0] if self.secret else self.end

    def _head(self, head: str) -> None:
        rows = [row.strip("\x01\r\n \x7f") for row in head.splitlines() if row.strip("\x01\r\n \x7f")]
        if rows:
            match = re.match(r"(\S+)\s+(\d)\s+(\S+)\s+(\d+)(?:\s+(.*))?", rows[0])
            if match:
                self.facts |= {"x-service": match[1], "x-priority": match[2], "x-category": match[3], "x-words": match[4]}
        slug = next((row.rstrip("/ ") for row in rows if row.endswith("/")), "")
        if slug:
            self.facts["x-slug"] = slug

    def _paragraph(self, block: list[tuple[int, int]]) -> None:
        text = self.layer.text
        whole = text[block[0][0] : block[-1][1]].strip()
        table = sum(len(re.findall(r"\S {3,}\S", text[a:b])) >= 1 for a, b in block) >= 2
        if table or whole.startswith(("#", "* *", "***")) or _SIGN_OFF.fullmatch(whole):
            return
        start = block[0][0] + len(text[block[0][0] : block[0][1]]) - len(text[block[0][0] : block[0][1]].lstrip())
        wrapped_text(self.pad, self.layer, start, block[-1][1], UnitKind.PARAGRAPH, "body", block)


class _Anpa(_Wire):
    """ANPA 1312: heads between "^" and "<", bylines that end in "=", paragraphs behind a tab."""

    def read(self, head: str) -> None:
        text = self.layer.text
        rows = head.strip("\x16\x01\r\n").splitlines()
        fixed = any("\x12" in row for row in rows)
        if fixed:
            self.pad.notes.append("tabular copy (DC2) stays as it is")
        heads = 0
        headline = False
        for a, b in self.lines():
            line = text[a:b]
            mark = line.rstrip()
            if mark.startswith("^") and mark.endswith(("<", "=")):
                heads += 1
                self.note_at = b
                words = (a + 1, a + len(mark) - 1)
                inside = text[words[0] : words[1]]
                if heads == 1 and mark.endswith("<"):
                    self.facts["x-slug"] = inside.split(",")[0]
                    if take := _TAKE.search(inside):
                        self.facts["x-take"] = take[0]
                elif mark.endswith("="):
                    self.pad.plain(self.layer, UnitKind.BYLINE, "byline", start=words[0], end=words[1])
                elif not headline and not re.match(r"(?:AP )?Photos?\b|Eds:|With\b", inside, re.IGNORECASE):
                    headline = True
                    self._words(*words, UnitKind.HEADLINE, "headline")
            elif not fixed:
                self._paragraph(a, b)

    def _paragraph(self, a: int, b: int) -> None:
        text = self.layer.text
        left = a + len(text[a:b]) - len(text[a:b].lstrip())
        right = a + len(text[a:b].rstrip())
        if left >= right:
            return
        found = None if self.pad.opened else find_dateline(_typographic(text[left:right]))
        self.pad.opened = True
        if found and _typographic(text[left : left + found.end]) == _typographic(text[left:right])[: found.end]:
            self._words(left, left + len(found.text), UnitKind.DATELINE, "dateline")
            left += found.end
        self._words(left, right, UnitKind.PARAGRAPH, "body")

    def _words(self, start: int, end: int, kind: UnitKind, field: str) -> None:
        token = Token(Kind.TEXT, start, end, text=_typographic(self.layer.text[start:end]))
        self.pad.marked(self.layer, [token], kind, field, escape=_seven_bit)

    def noted(self, note: str, newline: str) -> str:
        return f"{newline}^{note}<"


def _typographic(text: str) -> str:
    """What seven bits wrote for typographic signs, as those."""
    return re.sub(r"(?<=\s)_(?=\s|$)", "–", text.replace("``", "“").replace("''", "”"))


def _seven_bit(text: str) -> str:
    text = re.sub(r"(?<=\s)–(?=\s|$)", "_", text.replace("“", "``").replace("”", "''"))
    return text.replace("‘", "`").replace("’", "'").replace("—", "_").replace("\n", " ")
