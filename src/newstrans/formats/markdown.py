"""Markdown with front matter: YAML between `---` lines or TOML between `+++` lines, then CommonMark with tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import lru_cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from newstrans.errors import ReadError
from newstrans.formats.assemble import iso_date, make_story, same_text
from newstrans.formats.byline import find_author
from newstrans.formats.dateline import find_dateline, split_dateline
from newstrans.formats.encoding import clean, decode
from newstrans.formats.furniture import find_furniture
from newstrans.formats.inline import Attributes, MarkedText
from newstrans.languages import declared_tag
from newstrans.model import Furniture, Mark, Story, Unit, UnitKind

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_MOST_FRONT_MATTER = 64 * 1024
_DEEPEST_FRONT_MATTER = 20
# Inline markup of a longer block is not looked for: the parser takes 45 microseconds for a hostile "[".
_LONGEST_INLINE = 100_000
_AUTHORS = ("author", "authors", "byline")
_DATES = ("date", "published", "pubdate", "publishdate")
_UPDATES = ("updated", "lastmod", "modified", "last_modified_at")
_LANGUAGES = ("lang", "language")
_SUBHEADS = ("description", "subtitle", "summary", "excerpt", "dek")
_SAME = ("publisher", "section", "rights", "embargo")

# A line that is only template code: Liquid ({% ... %}) or Hugo ({{< ... >}}, {{% ... %}}).
_SHORTCODE_LINE = re.compile(r"(?:\{%.*%\}|\{\{[<%].*[>%]\}\})(?:\s*(?:\{%.*%\}|\{\{[<%].*[>%]\}\}))*")
# What stands between these and their end is code or a remark, not text.
_VERBATIM = re.compile(r"\{[{%][<%]?-?\s*(highlight|raw|comment|mermaid|math|katex)\b[^}]*[%>]\}")
_SHORTCODE = re.compile(r"\{%.{0,500}?%\}|\{\{.{0,500}?\}\}")


class MarkdownReader:
    """Reads Markdown."""

    name = "markdown"
    title = "Markdown"
    suffixes: tuple[str, ...] = (".md", ".markdown", ".mdown", ".mkd")

    def sniff(self, data: bytes, name: str) -> bool:
        """By its suffix, or by front matter, an opening heading, or links as Markdown writes them."""
        head = data[:4096].removeprefix(b"\xef\xbb\xbf")
        return name.lower().endswith(self.suffixes) or _MARKDOWN.search(head) is not None

    def read(self, data: bytes, *, name: str, encoding: str | None = None) -> Story:
        """The story in a Markdown file.

        Raises:
            ReadError: its front matter is malformed; the message says in which line.

        """
        decoded = decode(data, configured=encoding, name=name)
        text = re.sub("\r\n|[\r\x85\u2028]", "\n", decoded.text).replace("\u00ad", "").replace("\x0c", "\n")
        fields, body, first_line = split_front_matter(text, name)
        metadata, title, subhead, language = _metadata(fields)
        reading = _Reading(first_line=first_line)
        reading.read(_parser().parse(body))
        units, furniture = _without_furniture(reading)
        units, told = _with_head(units, title, subhead)
        for key, value in told.items():
            metadata.setdefault(key, value)
        return make_story(
            data,
            name=name,
            format_name=self.name,
            encoding=decoded.encoding,
            units=units,
            language=language,
            metadata=metadata,
            furniture=furniture,
            notes=[*decoded.notes, *reading.notes],
        )


_MARKDOWN = re.compile(rb"\A\s*(?:---[ \t]*\r?\n[\w-]+[ \t]*:|\+\+\+[ \t]*\r?\n|# \S)|^\s{0,3}#{1,4} \S.*\r?\n|\]\(https?://", re.MULTILINE)


def split_front_matter(text: str, name: str) -> tuple[Mapping[str, Any], str, int]:
    """The fields of the front matter, the text after it, and the 0-based line at which that begins.

    YAML scalars stay strings as written, so that `lang: no` is not False and a date is not moved.

    Raises:
        ReadError: it is never closed, is no mapping, or breaks the syntax.

    """
    for fence, parse in (("---", _parse_yaml), ("+++", _parse_toml)):
        opening = re.match(rf"{re.escape(fence)}[ \t]*\n", text)
        if not opening:
            continue
        closing = re.compile(rf"^(?:{re.escape(fence)}|\.\.\.)[ \t]*$" if fence == "---" else r"^\+\+\+[ \t]*$", re.MULTILINE)
        end = closing.search(text, opening.end())
        if end is None:
            if fence == "+++" or re.match(r"[\w-]+[ \t]*:(?:\s|$)", text[opening.end() :]):
                raise ReadError(name, f"line 1: front matter begins with {fence} and never ends; close it with a line {fence}")
            return {}, text, 0
        source = text[opening.end() : end.start()]
        if len(source) > _MOST_FRONT_MATTER:
            raise ReadError(name, f"line 1: {len(source)} characters of front matter; at most {_MOST_FRONT_MATTER} are read")
        fields = parse(source, name)
        if fields is None:
            return {}, text, 0
        return fields, text[end.end() :], text.count("\n", 0, end.end())
    return {}, text, 0


def _parse_yaml(source: str, name: str) -> Mapping[str, Any] | None:
    """Fields of YAML front matter; None when it is a text between two rules."""
    import yaml

    try:
        depth = 0
        for event in yaml.parse(source, Loader=yaml.BaseLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST_FRONT_MATTER:
                line = event.start_mark.line + 2 if event.start_mark else 2
                raise ReadError(name, f"line {line}: front matter is nested too deeply")
            # A few nested aliases can stand for gigabytes.
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 2 if event.start_mark else 2
                raise ReadError(name, f"line {line}: YAML aliases (*{event.anchor}) are not read in front matter")
        fields = yaml.load(source, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 2 if mark else 2
        raise ReadError(name, f"line {line}: malformed front matter: {error.problem or error.context}") from error
    except (yaml.YAMLError, RecursionError) as error:
        problem = "nested too deeply" if isinstance(error, RecursionError) else str(error).splitlines()[0]
        raise ReadError(name, f"line 2: malformed front matter: {problem}") from error
    if fields is None or fields == "":
        return {}
    if isinstance(fields, str):
        return None
    if not isinstance(fields, dict):
        raise ReadError(name, "line 2: front matter is a list; write `key: value` lines")
    return fields


def _parse_toml(source: str, name: str) -> Mapping[str, Any]:
    import tomllib

    try:
        return tomllib.loads(source)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) + 1 if found else 2
        problem = re.sub(r" \(at .*\)$", "", str(error))
        raise ReadError(name, f"line {line}: malformed front matter: {problem}") from error


def _metadata(fields: Mapping[str, Any]) -> tuple[dict[str, str], str, str, str | None]:
    """(metadata, title, subhead, language) of front matter."""
    metadata: dict[str, str] = {}
    title = subhead = ""
    language = None
    for key, raw in fields.items():
        value = _flat(raw)
        low = str(key).strip().lower()
        if low == "title" and value:
            title = metadata["title"] = " ".join(value.split())
        elif low in _AUTHORS and value and "author" not in metadata:
            metadata["author"] = value
        elif low in _DATES and "published" not in metadata and (stamp := iso_date(value)):
            metadata["published"] = stamp
        elif low in _UPDATES and "updated" not in metadata and (stamp := iso_date(value)):
            metadata["updated"] = stamp
        elif low in _LANGUAGES and language is None and (tag := declared_tag(value)):
            language = tag
        elif low in _SUBHEADS and not subhead and isinstance(raw, str) and any(map(str.isalpha, value)):
            subhead = " ".join(value.split())
        elif (low in _SAME and value and low not in metadata) or (low in {"url", "canonical_url"} and re.match(r"https?://", value)):
            metadata["url" if low == "canonical_url" else low] = value
        else:
            metadata[f"x-{key}"] = value
    return metadata, title, subhead, language


def _flat(value: object) -> str:
    """A front matter value as one string; lists of texts are joined, deeper things written as JSON."""
    import json

    if isinstance(value, str):
        return clean(value)[0].strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (datetime, date, time)):
        return value.isoformat()
    if isinstance(value, list) and not any(isinstance(item, (list, dict)) for item in value):
        return ", ".join(_flat(item) for item in value)
    if isinstance(value, (list, dict)):
        return clean(json.dumps(value, ensure_ascii=False, default=str))[0]
    return "" if value is None else str(value)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return build_parser()


def build_parser() -> MarkdownIt:
    """A parser of CommonMark with tables, strikethrough and template code as one token."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.block.ruler.before(
        "fence", "shortcode", _shortcode_block, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    parser.inline.ruler.before("escape", "shortcode", _shortcode_inline)
    parser.core.ruler.before("inline", "longest", _spare_long)
    return parser


def _shortcode_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line of template code, and what it encloses when that is verbatim: one token "shortcode"."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]].strip()
    if not line.startswith(("{%", "{{")):
        return False
    verbatim = _VERBATIM.match(line)
    if not verbatim and not (len(line) < 1000 and _SHORTCODE_LINE.fullmatch(line)):
        return False
    if silent:
        return True
    following = start + 1
    if verbatim and not re.search(rf"(?:end{verbatim[1]}|/\s*{verbatim[1]})\b", line):
        closing = re.compile(rf"\{{[{{%][<%]?-?\s*(?:end|/\s*){verbatim[1]}\b")
        while following < end:
            following += 1
            if closing.search(state.src[state.bMarks[following - 1] : state.eMarks[following - 1]]):
                break
    token = state.push("shortcode", "", 0)
    token.content = state.getLines(start, following, state.blkIndent, False).strip("\n")
    token.map = [start, following]
    state.line = following
    return True


def _spare_long(state: StateCore) -> None:
    """Take blocks of endless text as plain text."""
    from markdown_it.token import Token

    for token in state.tokens:
        if token.type == "inline" and len(token.content) > _LONGEST_INLINE:
            token.type = "inline_plain"
            token.children = [Token("text", "", 0, content=token.content)]


def _shortcode_inline(state: StateInline, silent: bool) -> bool:
    """Template code inside a text stays as it is: no emphasis, no links in it."""
    if state.src[state.pos] != "{":
        return False
    match = _SHORTCODE.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        state.push("text", "", 0).content = match.group()
    state.pos = match.end()
    return True


@dataclass(slots=True)
class _Reading:
    """Walks the tokens of a document and collects its units; `lines` has the 1-based line of each."""

    first_line: int = 0
    units: list[Unit] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=lambda: {"list": 0, "quote": 0, "table": 0})

    def read(self, tokens: Sequence[Token]) -> None:
        """Collect the units of `tokens`."""
        lists: list[str] = []  # groups of the open lists
        quotes: list[str] = []
        fresh: list[bool] = []  # of each open list item: whether it has no text yet
        level = row = line = 0
        in_cell = False
        for token in tokens:
            line = token.map[0] + 1 + self.first_line if token.map else line
            match token.type.removesuffix("_plain"):
                case "bullet_list_open":
                    lists.append(self._group("list"))
                case "ordered_list_open":
                    lists.append(self._group("list").replace("list", "ol"))
                case "bullet_list_close" | "ordered_list_close":
                    lists.pop()
                case "list_item_open":
                    fresh.append(True)
                case "list_item_close":
                    fresh.pop()
                case "blockquote_open":
                    quotes.append(quotes[0] if quotes else self._group("quote"))
                case "blockquote_close":
                    quotes.pop()
                case "heading_open":
                    level = int(token.tag[1])
                case "heading_close":
                    level = 0
                case "table_open":
                    self._group("table")
                    row = 0
                case "tr_open":
                    row += 1
                case "th_open" | "td_open":
                    in_cell = True
                case "th_close" | "td_close":
                    in_cell = False
                case "inline" if in_cell:
                    self._text(token, line, Unit("", UnitKind.TABLE_CELL, "", group=f"table{self.counts['table']}.row{row}"))
                case "inline" if level:
                    self._text(token, line, Unit("", UnitKind.HEADING, "", level=level))
                case "inline" if lists:
                    kind = UnitKind.LIST_ITEM if fresh[-1] else UnitKind.PARAGRAPH
                    fresh[-1] = False
                    self._text(token, line, Unit("", kind, "", level=len(lists), group=lists[-1]))
                case "inline" if quotes:
                    self._text(token, line, Unit("", UnitKind.QUOTE, "", group=quotes[0]))
                case "inline":
                    self._text(token, line, Unit("", UnitKind.PARAGRAPH, ""))
                case "fence" | "code_block":
                    self._code(token, line, lists[-1] if lists else "")
                case "html_block" | "shortcode":
                    self._raw(token, line)
                case _:
                    pass

    def _group(self, kind: str) -> str:
        self.counts[kind] += 1
        return f"{kind}{self.counts[kind]}"

    def _add(self, unit: Unit, line: int) -> None:
        self.units.append(unit)
        self.lines.append(line)

    def _text(self, token: Token, line: int, unit: Unit) -> None:
        """Add `unit` with the text and marks of an inline token; images with a text get a caption of their own."""
        children = token.children or []
        images = [child for child in children if child.type == "image"]
        shown = [child for child in children if child.type not in {"image", "softbreak", "link_open", "link_close"}]
        only_images = bool(images) and not any(child.content.strip() or child.markup for child in shown)
        if not only_images or unit.kind is UnitKind.TABLE_CELL:
            text, marks = self._inline(children, line)
            if text or unit.kind is UnitKind.TABLE_CELL:
                self._add(replace(unit, text=text, marks=marks), line)
            return
        for image in images:
            caption = " ".join(" ".join(part for part in (_plain(image), str(image.attrGet("title") or "")) if part).split())
            mark = Mark(0, 0, "img", (("src", str(image.attrGet("src") or "")),))
            self._add(Unit("", UnitKind.CAPTION, caption, (mark,)), line)

    def _inline(self, children: Sequence[Token], line: int) -> tuple[str, tuple[Mark, ...]]:
        text = MarkedText()
        for child in children:
            match child.type:
                case "text" | "text_special":
                    text.add(child.content)
                case "softbreak":
                    text.add(" ")
                case "hardbreak":
                    text.newline()
                case "code_inline":
                    text.open("code")
                    text.add(child.content)
                    text.close()
                case "em_open" | "strong_open":
                    text.open(child.tag)
                case "s_open":
                    text.open("del")
                case "link_open":
                    text.open("a", _attributes(child, "href", "title"))
                case "em_close" | "strong_close" | "s_close" | "link_close":
                    text.close_tag("del" if child.tag == "s" else child.tag)
                case "image":
                    text.void("img", (*_attributes(child, "src", "title"), ("alt", _plain(child))))
                case "html_inline":
                    self._html(text, child.content, line)
                case _:
                    text.add(child.content)
        return text.finish()

    def _html(self, text: MarkedText, source: str, line: int) -> None:
        """A tag inside a text: a mark if it is one of ours, else a void mark with the tag as it stands."""
        if source.lower().rstrip("/> ") == "<br":
            text.newline()
            return
        tag = re.match(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b", source)
        known = _HTML_MARKS.get(tag[2].lower()) if tag else None
        if known and tag and tag[1] and text.close_tag(known):
            return
        if known and tag and not tag[1]:
            text.open(known, _html_attributes(source))
            return
        text.void("html", (("source", source),))
        self.notes.append(f"line {line}: the HTML {source[:40]!r} inside a text is kept as it stands")

    def _code(self, token: Token, line: int, group: str) -> None:
        content = token.content.removesuffix("\n")
        info = token.info.split(maxsplit=1)[0] if token.info.strip() else ""
        marks = (Mark(0, len(content), "code", (("class", f"language-{info}"),)),) if info and content else ()
        self._add(Unit("", UnitKind.CODE, content, marks, group=group), line)

    def _raw(self, token: Token, line: int) -> None:
        html = token.type == "html_block"
        content = token.content.strip("\n")
        if not content:
            return
        what = "an HTML block" if html else "template code"
        self.notes.append(f"line {line}: {what} is kept as it stands")
        mark = Mark(0, len(content), "raw", (("format", "html" if html else "template"),))
        self._add(Unit("", UnitKind.CODE, content, (mark,)), line)


_HTML_MARKS = {
    "em": "em", "i": "em", "strong": "strong", "b": "strong", "a": "a", "code": "code", "kbd": "code", "del": "del",
    "s": "del", "sub": "sub", "sup": "sup", "u": "u", "mark": "mark", "small": "small", "span": "span", "abbr": "abbr",
}  # fmt: skip


class _TagReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: Attributes = ()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's signature
        self.found = tuple((key, value or "") for key, value in attrs if key in {"href", "title", "lang"})


def _html_attributes(source: str) -> Attributes:
    reader = _TagReader()
    reader.feed(source)
    return reader.found


def _attributes(token: Token, *names: str) -> Attributes:
    return tuple((name, str(value)) for name in names if (value := token.attrGet(name)))


def _plain(token: Token) -> str:
    """The alternative text of an image, without its markup."""
    return "".join(
        child.content if child.type != "softbreak" else " " for child in token.children or [] if child.type != "image"
    )


def _without_furniture(reading: _Reading) -> tuple[list[Unit], list[Furniture]]:
    """The units that are the story, and the plain paragraphs that are furniture."""
    places = [
        place for place, unit in enumerate(reading.units) if unit.kind is UnitKind.PARAGRAPH and not unit.group
    ]
    texts = [reading.units[place].text for place in places]
    dropped: dict[int, Furniture] = {}
    for finding in find_furniture(texts):
        place = places[finding.index]
        # A marked line was written by an author, not scraped with the page.
        if not any(mark.tag not in {"a", "em"} for mark in reading.units[place].marks):
            dropped[place] = Furniture(texts[finding.index], finding.reason, reading.lines[place])
    return [unit for place, unit in enumerate(reading.units) if place not in dropped], list(dropped.values())


def _with_head(units: Sequence[Unit], title: str, subhead: str) -> tuple[list[Unit], dict[str, str]]:
    """`units` with headline, subhead, byline and dateline told apart, and what the last two say."""
    head = [Unit("", UnitKind.HEADLINE, title)] if title else []
    body: list[Unit] = []
    for unit in units:
        first_level = unit.kind is UnitKind.HEADING and unit.level == 1
        if first_level and title and same_text(unit.text, title):
            continue
        if first_level and not head:
            head = [replace(unit, kind=UnitKind.HEADLINE, level=0)]
            # A heading below text stays where it is, so that nothing is reordered.
            if body:
                body.append(head[0])
            continue
        body.append(unit)
    if subhead and not any(same_text(unit.text, subhead) for unit in body[:3]):
        extra = [Unit("", UnitKind.SUBHEAD, subhead)]
    else:
        extra = []
    top = [] if head and head[0] in body else head
    told: dict[str, str] = {}
    result: list[Unit] = [*top, *extra]
    opened = False
    for place, unit in enumerate(body):
        if unit.kind is not UnitKind.PARAGRAPH or unit.group or opened:
            result.append(unit)
            continue
        author = find_author(unit.text) if place < 4 else None
        if author:
            told.setdefault("author", author)
            result.append(replace(unit, kind=UnitKind.BYLINE))
            continue
        opened = True
        if dateline := find_dateline(unit.text):
            told |= {key: value for key, value in (("agency", dateline.agency), ("dateline_date", dateline.date)) if value}
        result += split_dateline(unit)
    return result, told
