"""Markdown in place: markdown-it says where blocks and inline markup stand, front matter is edited line by line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from newstrans.formats.inplace.document import Document, Edits, Pad, Source, make_item
from newstrans.formats.inplace.htmlscan import INLINE
from newstrans.formats.inplace.issue import Identity, Issue, edition_id
from newstrans.formats.inplace.layer import JsonStyle, Layer, Splice, json_string, part
from newstrans.formats.inplace.markup import Kind, Token
from newstrans.formats.markdown import MarkdownReader, build_parser, split_front_matter
from newstrans.languages import declared_tag
from newstrans.model import UnitKind

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

_FRONT = {
    "title": (UnitKind.HEADLINE, "headline"), "description": (UnitKind.SUBHEAD, "summary"),
    "subtitle": (UnitKind.SUBHEAD, "summary"), "summary": (UnitKind.SUBHEAD, "summary"),
    "excerpt": (UnitKind.SUBHEAD, "summary"), "dek": (UnitKind.SUBHEAD, "summary"),
    "image_alt": (UnitKind.FIELD, "alternate-text"), "image_caption": (UnitKind.FIELD, "caption"),
}  # fmt: skip
_LINE = re.compile(r"^(?P<key>[A-Za-z_][\w-]*)[ \t]*(?P<sign>[:=])[ \t]*(?P<value>.*?)[ \t]*$", re.MULTILINE)
_PLAIN_YAML = re.compile(r"(?![-?:,\[\]{}#&*!|>'\"%@` ])(?:(?!: |:$| #).)+(?<! )")
_YAML_WORDS = {"true", "false", "yes", "no", "on", "off", "null", "~"}


class MarkdownFormat:
    """Reads Markdown for writing in place."""

    name = "markdown"
    title = "Markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown", ".mdown", ".mkd")
    wire = False

    def sniff(self, data: bytes, name: str) -> bool:
        """As the reader of stories does."""
        return MarkdownReader().sniff(data, name)

    def open(self, source: Source) -> Document:
        """The document, one item."""
        layer = Layer(source.text)
        mark = 1 if source.text.startswith("\ufeff") else 0
        plain = source.text[mark:]
        # The same length as the file, so that offsets hold: a lone CR ends a line for no parser of Markdown.
        text = plain.replace("\x00", " ")
        fields, body, _ = split_front_matter(re.sub("\r\n", "\n", text), source.name)
        start = len(source.text) - _length_in(source.text, body) if fields or body != re.sub("\r\n", "\n", text) else mark
        front = _Front(layer, source.text[mark:start], mark, fields)
        identity = front.identity(source.name)
        pad = Pad(source.feed, identity.language)
        front.text(pad)
        _Body(pad, layer, start).read()
        item = make_item(
            source, pad, identity, front.edits, format_name=self.name, chunk=source.text,
            metadata={"author": str(fields.get("author") or "")},
        )  # fmt: skip
        return Document(self.name, source, layer, (item,))


def _length_in(text: str, body: str) -> int:
    """How many characters of `text`, from its end, are `body`, whose line ends are single."""
    place, n = len(text), len(body)
    while n:
        n -= 1
        place -= 2 if body[n] == "\n" and text[place - 2 : place] == "\r\n" else 1
    return len(text) - place


class _Front:
    """The front matter: its lines `key: value` and, for TOML, `key = "value"`."""

    def __init__(self, layer: Layer, text: str, start: int, fields: Mapping[str, Any]) -> None:
        self._layer = layer
        self._fields = {str(key).lower(): value for key, value in fields.items()}
        self._toml = text.startswith("+++")
        self._lines = {match["key"].lower(): match for match in reversed(list(_LINE.finditer(text)))} if fields else {}
        self._start = start
        closing = re.search(r"^(?:---|\.\.\.|\+\+\+)[ \t]*\r?$", text[3:], re.MULTILINE) if fields else None
        self._end = start + 3 + closing.start() if closing else 0
        self._newline = "\r\n" if "\r\n" in text else "\n"

    def identity(self, name: str) -> Identity:
        said = next((str(self._fields[key]) for key in ("lang", "language") if self._fields.get(key)), "")
        origin = str(self._fields.get("translation_of") or "")
        own = next((str(self._fields[key]) for key in ("id", "canonical_url", "url", "permalink") if self._fields.get(key)), name)
        identifier = edition_id(origin, declared_tag(said) or "") if origin else own
        version = str(self._fields.get("version") or "1")
        return Identity(identifier, version if version.isdecimal() else "1", said.replace("_", "-"), origin=origin, derived=True)

    def text(self, pad: Pad) -> None:
        for key, (kind, field) in _FRONT.items():
            found = self._lines.get(key)
            if found and isinstance(self._fields.get(key), str):
                layer = self._value(found)
                if layer is None:
                    pad.notes.append(f"{key} in the front matter stays as it is: it goes over several lines")
                else:
                    pad.plain(layer, kind, field, again=True)

    def _value(self, found: re.Match[str]) -> Layer | None:
        """The value of a line as a layer; None for one that goes on below, or has a comment behind it."""
        value = found["value"]
        start = self._start + found.start("value")
        end = start + len(value)
        if re.fullmatch(r'"(?:[^"\\]|\\.)*"', value):
            return json_string(self._layer, start + 1, end - 1, JsonStyle())
        if re.fullmatch(r"'(?:[^']|'')*'", value):
            return part(self._layer, start + 1, end - 1, lambda _l, _r, text: text.replace("'", "''"))
        if self._toml or not _PLAIN_YAML.fullmatch(value) or value != str(self._fields.get(found["key"].lower()) or self._fields.get(found["key"])):
            return None
        return part(self._layer, start, end, lambda _l, _r, text: _yaml(text))

    def edits(self, issue: Issue) -> Edits:
        """`lang`, and by our own convention `translation_of`, `source_version` and a note. A file without front
        matter gets none.
        """
        if not self._end:
            return []
        edits: Edits = []
        key = "language" if "language" in self._lines and "lang" not in self._lines else "lang"
        values = {
            key: issue.locale, "translation_of": issue.source.id, "source_version": issue.source.version,
            "machine_translation": issue.note if issue.edition else "",
        }  # fmt: skip
        added = ""
        for name, value in values.items():
            found = self._lines.get(name)
            written = json.dumps(value, ensure_ascii=False) if self._toml else _yaml(value)
            if found:
                start = self._start + found.start("value")
                edits.append((self._layer, Splice(start, self._start + found.end("value"), written)))
            else:
                added += f"{name} {'=' if self._toml else ':'} {written}".replace(" : ", ": ", 1) + self._newline
        edits.append((self._layer, Splice(self._end, self._end, added)))
        return edits


def _yaml(text: str) -> str:
    """A text as a YAML scalar: plain where that reads as the same text."""
    if _PLAIN_YAML.fullmatch(text) and text.lower() not in _YAML_WORDS and not re.match(r"[\d.+-]", text):
        return text
    return json.dumps(text, ensure_ascii=False)


class _Body:
    """The blocks of a body and their inline markup."""

    def __init__(self, pad: Pad, layer: Layer, start: int) -> None:
        self._pad = pad
        self._layer = layer
        self._lines: list[tuple[int, int]] = []
        at = start
        # The line ends that markdown-it knows.
        for match in re.finditer(r"\r\n|\n|\r", layer.text[start:]):
            self._lines.append((at, start + match.start()))
            at = start + match.end()
        self._lines.append((at, len(layer.text)))
        self._source = "\n".join(layer.text[a:b].replace("\x00", " ") for a, b in self._lines)

    def read(self) -> None:
        parser = _parser()
        env: dict[str, Any] = {}
        headline = any(unit.kind is UnitKind.HEADLINE for unit in self._pad.units)
        level = 0
        groups: list[str] = []
        counts = {"list": 0, "quote": 0, "table": 0, "row": 0}
        kind = UnitKind.PARAGRAPH
        cell = False
        cursor: tuple[int, int] = (-1, 0)
        for token in parser.parse(self._source, env):
            name = token.type
            if name in ("bullet_list_open", "ordered_list_open", "blockquote_open", "table_open"):
                what = name.split("_")[-2] if name != "table_open" else "table"
                what = "quote" if name == "blockquote_open" else what
                counts[what] += 1
                groups.append(f"{'ol' if name.startswith('ordered') else what}{counts[what]}")
            elif name in ("bullet_list_close", "ordered_list_close", "blockquote_close", "table_close"):
                groups.pop()
            elif name == "heading_open":
                level = int(token.tag[1])
            elif name == "heading_close":
                level = 0
            elif name == "tr_open":
                counts["row"] += 1
            elif name in ("td_open", "th_open", "td_close", "th_close"):
                cell = name.endswith("open")
            elif name.startswith("inline") and token.map:
                group = groups[-1] if groups else ""
                kind, field = UnitKind.PARAGRAPH, "body"
                if cell:
                    kind, field, group = UnitKind.TABLE_CELL, "table", f"{group}.row{counts['row']}"
                elif level == 1 and not headline:
                    kind, field, headline = UnitKind.HEADLINE, "headline", True
                elif level:
                    kind = UnitKind.HEADING
                elif group.startswith(("list", "ol")):
                    kind = UnitKind.LIST_ITEM
                elif group.startswith("quote"):
                    kind = UnitKind.QUOTE
                content, cursor = self._content(token.content, token.map[0], token.map[1], cursor)
                if content is None:
                    self._pad.notes.append(f"line {token.map[0] + 1}: a block stays as it is: it cannot be placed")
                    continue
                tokens = self._inline(parser, content, env)
                if tokens is None:
                    self._pad.notes.append(f"line {token.map[0] + 1}: a block of endless text stays as it is")
                    continue
                depth = level or (len(groups) if kind is UnitKind.LIST_ITEM else 0)
                self._pad.marked(
                    content, tokens, kind, field, again=kind is UnitKind.HEADLINE or (level == 1 and headline),
                    level=0 if kind is UnitKind.HEADLINE else depth, group=group, escape=_escape(cell=cell),
                )  # fmt: skip

    def _content(self, content: str, first: int, stop: int, cursor: tuple[int, int]) -> tuple[Layer | None, tuple[int, int]]:
        """A block's text as a layer over the file: each of its lines found in its line of the file."""
        starts: list[int] = []
        lines = content.split("\n")
        number = first
        text = self._layer.text
        for n, line in enumerate(lines):
            place = -1
            while number < min(stop, len(self._lines)):
                begin, end = self._lines[number]
                begin = max(begin, cursor[1]) if cursor[0] == number else begin
                place = text.find(line, begin, end)
                if place >= 0 or n:
                    break
                number += 1
            if place < 0:
                return None, cursor
            if n:
                starts.append(self._lines[number - 1][1])
            starts += range(place, place + len(line))
            cursor = (number, place + len(line))
            number += 1
        return Layer(content, self._layer, starts, [one + 1 for one in starts], base=starts[0] if starts else 0), cursor

    def _inline(self, parser: MarkdownIt, layer: Layer, env: dict[str, Any]) -> list[Token] | None:
        if len(layer.text) > 100_000:
            return None
        found: list[_Seen] = []
        parser.inline.parse(layer.text, parser, {**env, _SEEN: found}, [])
        return list(_tokens(self._pad, layer, found))


_SEEN = "newstrans-seen"
# rule, token, start, end: what an inline rule of the parser made of which characters.
_Seen = tuple[str, Any, int, int]


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """The parser of stories, whose inline rules also say where they were."""
    parser = build_parser()
    for rule in parser.inline.ruler.__rules__:
        rule.fn = _watched(rule.name, rule.fn)
    parser.inline.ruler.__cache__ = None
    return parser


def _watched(name: str, rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
    def watched(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        found = state.env.get(_SEEN)
        place = len(found) if found is not None else 0
        if not rule(state, silent):
            return False
        if silent or found is None:
            return True
        made = state.tokens[before:]
        if name in ("emphasis", "strikethrough"):
            at = start
            for token in made:
                if token.type == "text" and token.content and not token.content.strip("*_~") and at < state.pos:
                    found.append((name, token, at, at + len(token.content)))
                    at += len(token.content)
        elif name == "link":
            end = state.md.helpers.parseLinkLabel(state, start, True)
            opened = next(token for token in made if token.type == "link_open")
            closed = next(token for token in reversed(made) if token.type == "link_close")
            found.insert(place, (name, opened, start, start + 1))
            found.append((name, closed, end, state.pos))
        elif made and name != "text":
            found.append((name, made[-1], start, state.pos))
        return True

    return watched


def _tokens(pad: Pad, layer: Layer, found: list[_Seen]) -> Iterator[Token]:
    """The inline markup of a block as tokens, and the text between."""
    text = layer.text
    at = 0
    skip = -1
    for n, (rule, token, start, end) in enumerate(found):
        if start < max(at, skip) and token.type not in ("strong_open", "strong_close"):
            continue
        left, right = start, end
        if token.type == "strong_open":
            left = start - 1
        elif token.type == "strong_close":
            right = end + 1
        if rule in ("emphasis", "strikethrough") and token.type == "text":
            # A second sign of "**" is empty by now and belongs to its neighbour; any other is only text.
            continue
        if left < at:
            continue
        if left > at:
            yield Token(Kind.TEXT, at, left, text=text[at:left])
        at = right
        match token.type:
            case "em_open" | "strong_open" | "s_open":
                yield Token(Kind.OPEN, left, right, token.tag)
            case "em_close" | "strong_close" | "s_close":
                yield Token(Kind.CLOSE, left, right, token.tag)
            case "link_open" if rule == "link":
                closing = next((one for one in found[n + 1 :] if one[1].type == "link_close" and one[0] == "link" and _closes(found, n, one)), None)
                tail = text[closing[2] : closing[3]] if closing else ""
                if closing and tail in ("]", "][]"):
                    # The words are the reference: "[Feature #20564]".
                    yield Token(Kind.VERBATIM, left, closing[3], "a", text[right : closing[2]])
                    at = skip = closing[3]
                else:
                    yield Token(Kind.OPEN, left, right, "a", href=str(token.attrGet("href") or ""))
            case "link_close" if rule == "link":
                yield Token(Kind.CLOSE, left, right, "a")
            case "code_inline" | "link_close" | "text":
                yield Token(Kind.VERBATIM, left, right, "code", token.content or text[left:right])
            case "softbreak":
                yield Token(Kind.TEXT, left, right, text=" ")
            case "hardbreak":
                yield Token(Kind.BREAK, left, right)
            case "text_special":
                yield Token(Kind.TEXT, left, right, text=token.content)
            case "image":
                yield Token(Kind.VOID, left, right, "img")
                label = re.match(r"!\[([^\[\]*_`\\]+)\]", text[left:right])
                if label:
                    inner = part(layer, left + 2, left + 2 + len(label[1]), lambda _l, _r, words: re.sub(r"([\[\]\\])", r"\\\1", words))
                    pad.plain(inner, UnitKind.FIELD, "alternate-text")
            case "html_inline":
                yield _tag(text, left, right)
            case _:
                yield Token(Kind.VOID, left, right, "x")
    if at < len(text):
        yield Token(Kind.TEXT, at, len(text), text=text[at:])


def _closes(found: list[_Seen], opening: int, closing: _Seen) -> bool:
    """Whether a link's end belongs to the link that begins at `opening`: links do not nest, images in them are one."""
    return all(one[1].type != "link_open" or one[0] != "link" or one[2] > closing[2] for one in found[opening + 1 :])


def _tag(text: str, start: int, end: int) -> Token:
    raw = text[start:end]
    name = re.match(r"</?([a-zA-Z][\w-]*)", raw)
    if name is None or name[1].lower() not in INLINE:
        return Token(Kind.VOID, start, end, "x")
    low = name[1].lower()
    if low == "br":
        return Token(Kind.BREAK, start, end)
    if raw.startswith("</"):
        return Token(Kind.CLOSE, start, end, low)
    return Token(Kind.VOID if raw.endswith("/>") or low in ("img", "wbr") else Kind.OPEN, start, end, low)


_SPECIAL = re.compile(
    r"[\\`\[\]]|(?<!\w)_|_(?!\w)|\*(?=\S)|(?<=\S)\*|<(?=[a-zA-Z/!?])|&(?=#?\w{1,32};)|~~"
    r"|\A(?:#{1,6}(?=\s|\Z)|>|[-+](?=\s|\Z)|\*(?=\s)|={3,}|-{3,}|~{3,}|\|)"
)
_NUMBER = re.compile(r"\A(\d{1,9})([.)])(?=\s|\Z)")


def _escape(*, cell: bool) -> Callable[[str], str]:
    """Words as Markdown reads them back."""

    def write(text: str) -> str:
        out = _NUMBER.sub(r"\1\\\2", _SPECIAL.sub(lambda match: "\\" + match[0], text))
        return re.sub(r"(?<!\\)\|", r"\\|", out) if cell else out

    return write
