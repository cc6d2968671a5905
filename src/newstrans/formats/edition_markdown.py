"""An edition as Markdown: YAML front matter, then CommonMark that reads well before it is rendered.

Text is escaped where it would turn into markup and nowhere else: an editor reads the file, not only a renderer.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from newstrans.formats.edition_layout import (
    Inline,
    Part,
    byline_texts,
    description,
    fit,
    furniture,
    inline_tree,
    is_machine_translated,
    is_ordered,
    lay_out,
    one_line,
    run_in,
    shown_marks,
    shown_text,
    source_link,
    tag_direction,
    title,
)
from newstrans.languages import declared_tag
from newstrans.model import Edition, EditionUnit, Mark, UnitKind

_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")

# YAML 1.2 refuses or folds these in a double-quoted scalar.
_NOT_YAML = re.compile("[\u0085\u2028\u2029\ufeff\u202a-\u202e\u2066-\u2069]")


def edition_to_markdown(edition: Edition) -> str:
    """Front matter and body of `edition`; every paragraph is one line."""
    blocks = [*_head(edition), *_body(edition), *_tail(edition)]
    return _front_matter(edition) + "".join(f"\n{block}\n" for block in blocks if block)


def front_matter(edition: Edition) -> dict[str, str | bool | list[str]]:
    """What the front matter says; keys without a value are left out."""
    story, provenance = edition.story, edition.provenance
    meta = {key: one_line(value) for key, value in story.metadata.items()}
    route = edition.route or provenance.route
    values: dict[str, str | bool | list[str]] = {
        "title": title(edition),
        "description": description(edition),
        "lang": edition.locale,
        "dir": "rtl" if tag_direction(edition.locale) == "rtl" else "",
        "date": meta.get("published", ""),
        "updated": meta.get("updated", ""),
        "author": meta.get("author", ""),
        "publisher": meta.get("publisher", ""),
        "translation_of": fit(story.id),
        "source_title": one_line(story.headline) or meta.get("title", ""),
        "source_language": declared_tag(edition.language) or "",
        "source_url": source_link(edition) or "",
        "source_version": fit(story.version),
        "source_sha256": provenance.source_sha256 or story.source.sha256,
        "engine": [one_line(f"{leg} ({leg.model.name})" if leg.model else str(leg)) for leg in route],
        "glossary": provenance.glossary,
        "machine_translation": is_machine_translated(edition),
        "reviewed": False,
    }
    return {key: value for key, value in values.items() if isinstance(value, bool) or value}


def _front_matter(edition: Edition) -> str:
    lines = ["---"]
    for key, value in front_matter(edition).items():
        if isinstance(value, bool):
            lines.append(f"{key}: {'true' if value else 'false'}")
        elif isinstance(value, str):
            lines.append(f"{key}: {_quoted(value)}")
        else:
            lines += [f"{key}:", *(f"  - {_quoted(item)}" for item in value)]
    return "\n".join([*lines, "---", ""])


def _quoted(text: str) -> str:
    """`text` as a YAML double-quoted scalar, so that "no", "2025-12-14" and "#1: a" stay strings."""
    return _NOT_YAML.sub(
        lambda match: f"\\u{ord(match.group()):04x}", json.dumps(fit(text), ensure_ascii=False)
    )


def _head(edition: Edition) -> Iterable[str]:
    layout = lay_out(edition)
    if layout.headline:
        yield "# " + _heading_text(layout.headline)
    for unit in layout.subheads:
        yield _block(unit, wrapper="strong")
    for unit in layout.bylines:
        yield _block(unit)
    for text in byline_texts(edition, layout):
        yield _plain(text)


def _body(edition: Edition) -> Iterable[str]:
    previous: Part | None = None
    marker = 0
    for part in lay_out(edition).parts:
        # Two lists in a row would become one: the second takes the other marker.
        follows = previous is not None and previous.kind == part.kind == "list"
        marker = 1 - marker if follows else 0
        yield _list(part, marker) if part.kind == "list" else _PARTS[part.kind](part)
        previous = part


def _tail(edition: Edition) -> Iterable[str]:
    original = source_link(edition)
    disclosed = is_machine_translated(edition)
    if original or disclosed:
        yield "---"
    if disclosed:
        yield _plain(furniture(edition, "disclosure"), wrapper="em")
    if original:
        label = furniture(edition, "read_original")
        yield _line(label, (Mark(0, len(label), "a", (("href", original),)),))


def _paragraph(part: Part) -> str:
    *datelines, last = part.units
    text, marks = "", []
    for unit in datelines:
        marks += [_moved(mark, len(text)) for mark in shown_marks(unit)]
        text += run_in(shown_text(unit))
    marks += [_moved(mark, len(text)) for mark in shown_marks(last)]
    return _line(text + shown_text(last), marks)


def _moved(mark: Mark, offset: int) -> Mark:
    return Mark(mark.start + offset, mark.end + offset, mark.tag, mark.attributes)


def _heading(part: Part) -> str:
    unit = part.units[0]
    return "#" * min(max(unit.unit.level, 2), 6) + " " + _heading_text(unit)


def _heading_text(unit: EditionUnit) -> str:
    # A heading may not break, and "# C #" would lose its last sign.
    text = _block(unit).replace("\\\n", " ")
    return re.sub(r"(^|\s)(#+)$", lambda match: match.group(1) + "\\#" * len(match.group(2)), text)


def _quote(part: Part) -> str:
    lines = "\n\n".join(_block(unit) for unit in part.units).split("\n")
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _figure(part: Part) -> str:
    return _block(part.units[0], wrapper="em")


def _code(part: Part) -> str:
    text = fit(shown_text(part.units[0])).strip("\n")
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _list(part: Part, marker: int) -> str:
    ordered = is_ordered(part)
    lines: list[str] = []
    indents = [0]
    numbers = [0]
    for unit in part.units:
        if unit.unit.kind is not UnitKind.LIST_ITEM:
            hanging = " " * indents[min(max(unit.unit.level, 1), len(indents) - 1)]
            lines.append("\n" + hanging + _block(unit).replace("\n", "\n" + hanging))
            continue
        level = min(max(unit.unit.level, 1), len(indents), 6)
        del indents[level:], numbers[level:]
        numbers[-1] += 1
        sign = f"{numbers[-1]}{'.)'[marker]} " if ordered else f"{'-*'[marker]} "
        indent = " " * indents[-1]
        text = re.sub(r"^\[([ xX])\](?=\s)", r"\\[\1]", _block(unit))
        hanging = indent + " " * len(sign)
        lines.append(indent + sign + text.replace("\n", "\n" + hanging))
        indents.append(len(hanging))
        numbers.append(0)
    return "\n".join(lines)


def _table(part: Part) -> str:
    """A table as GitHub and most site builders know it; its first row is the head, as the syntax demands one."""
    width = max(len(row) for row in part.rows)
    rows = [[_cell(unit) for unit in row] + [""] * (width - len(row)) for row in part.rows]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * width, *lines[1:]])


def _cell(unit: EditionUnit) -> str:
    return _block(unit).replace("\\\n", " ").replace("|", "\\|")


_PARTS: Mapping[str, Callable[[Part], str]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "quote": _quote,
    "figure": _figure,
    "code": _code,
    "table": _table,
}


def _block(unit: EditionUnit, *, wrapper: str = "") -> str:
    text = shown_text(unit)
    marks = shown_marks(unit)
    return _line(text, (Mark(0, len(text), wrapper), *marks) if wrapper else marks)


def _plain(text: str, *, wrapper: str = "") -> str:
    return _line(text, (Mark(0, len(text), wrapper),) if wrapper else ())


def _line(text: str, marks: Iterable[Mark]) -> str:
    """One block of inline Markdown, safe at the start of a line."""
    text = re.sub(r"[\t\n]", " ", fit(text))
    writer = _Writer(text)
    writer.nodes(inline_tree(text, marks), 0, len(text))
    return _safe_start("".join(writer.out).strip())


_BLOCK_START = re.compile(
    r"""(?P<sign>[-+*]|\#{1,6})(?=\s|$)      # list item, heading
      | (?P<number>\d{1,9})(?P<dot>[.)])(?=\s|$)  # ordered list item
      | (?P<quote>>)                         # block quote
      | (?P<rule>[-_])(?=[ ]*(?:[-_][ ]*)+$)   # thematic break, underline of a heading
      | (?P<under>=)(?==*$)                  # underline of a heading
      | (?P<front>\+\+\+$|:::|\$\$)          # front matter, directives and formulas of site builders
    """,
    re.VERBOSE,
)


def _safe_start(line: str) -> str:
    """`line` with a backslash where its start would open a block."""
    match = _BLOCK_START.match(line)
    if not match:
        return line
    place = match.end("number") if match["number"] else 0
    return line[:place] + "\\" + line[place:]


class _Writer:
    """Writes a text and its marks; every character is judged in the whole text, not in its piece."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.out: list[str] = []
        self.links = 0

    def last(self) -> str:
        """The last character written, " " at the start."""
        return self.out[-1][-1] if self.out else " "

    def nodes(self, nodes: Sequence[Inline], start: int, end: int) -> None:
        for node in nodes:
            self.plain(start, node.start)
            self.node(node)
            start = node.end
        self.plain(start, end)

    def plain(self, start: int, end: int) -> None:
        for place in range(start, end):
            char = self.text[place]
            if char in _ESCAPED and self._must_escape(place):
                self.out.append("\\" + char)
            # A run of spaces would end in a hard break or be folded anyway.
            elif char != " " or self.last() != " ":
                self.out.append(char)

    def node(self, node: Inline) -> None:
        if node.tag == "br":
            self.out.append("\\\n")
        elif node.tag == "img":
            self._image(node)
        elif node.tag == "code":
            self._code(node)
        elif node.tag == "a":
            self._guard_bang()
            self.out.append("[")
            self.links += 1
            self.nodes(node.children, node.start, node.end)
            self.links -= 1
            self.out.append(f"]({_destination(node.target)})")
        else:
            self._emphasis(node)

    def _code(self, node: Inline) -> None:
        if self.last() == "`":  # two spans in a row would become one
            self.out.append("<code>")
            self.plain(node.start, node.end)
            self.out.append("</code>")
        else:
            self.out.append(_code_span(self.text[node.start : node.end]))

    def _image(self, node: Inline) -> None:
        if not node.label:
            return
        label = re.sub(r"([\\`*_\[\]<&~!])", r"\\\1", node.label)
        self._guard_bang()
        self.out.append(
            f"[{label}]({_destination(node.target)})" if node.target and not self.links else label
        )

    def _guard_bang(self) -> None:
        """An exclamation mark before a link would make it an image."""
        if self.out and self.out[-1] == "!":
            self.out[-1] = "\\!"

    def _emphasis(self, node: Inline) -> None:
        """`*`, `**` or `~~` where CommonMark's flanking rules let them open and close, HTML elsewhere.

        In Chinese and Japanese, and around quotation marks inside words, the rules fail by design.
        """
        sign = {"em": "*", "strong": "**", "del": "~~"}[node.tag]
        before, opened = self.last(), len(self.out)
        self.nodes(node.children, node.start, node.end)
        inner = "".join(self.out[opened:])
        del self.out[opened:]
        after = self.text[node.end : node.end + 1] or " "
        if inner and _flanks(before, inner[0]) and _flanks(after, inner[-1]):
            self.out.append(f"{sign}{inner}{sign}")
        else:
            self.out.append(f"<{node.tag}>{inner}</{node.tag}>")

    def _must_escape(self, place: int) -> bool:
        char = self.text[place]
        before = self.text[place - 1] if place else " "
        rest = self.text[place + 1 : place + 40]
        after = rest[:1] or " "
        match char:
            case "`" | "\\":
                return True
            case "*":
                return not (before.isspace() and after.isspace())
            case "_":
                return not (_is_word(before) and _is_word(after))
            case "~":
                return after == "~" or not before.isspace()
            case "<":
                return after.isalpha() or after in "/!?"
            case "&":
                return bool(_ENTITY.match(rest))
            case "[":
                return bool(self.links) or after == "^"
            case "]":
                return bool(self.links) or after in "([:"
            case _:
                return after == "["


_ESCAPED = frozenset("`\\*_~<&[]!")
_ENTITY = re.compile(r"#?\w{1,32};")


def _is_word(char: str) -> bool:
    return char.isalnum() and char != "_"


def _flanks(outside: str, inside: str) -> bool:
    """Whether a delimiter between the two characters can open (or close) towards `inside` in every renderer.

    Renderers differ on whether symbols such as "€" are punctuation: both readings must allow it.
    """
    if inside.isspace() or inside in "*_~" or outside in "*_~\\":
        return False
    if inside.isalnum() and not outside.isspace():
        return True
    return outside.isspace() or (not _may_be_punctuation(inside)) or _is_punctuation(outside)


def _may_be_punctuation(char: str) -> bool:
    return char in _PUNCTUATION or unicodedata.category(char)[0] in "PS"


def _is_punctuation(char: str) -> bool:
    return char in _PUNCTUATION or unicodedata.category(char)[0] == "P"


def _code_span(text: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _destination(address: str) -> str:
    return re.sub(r"&(?=#?\w+;)", "&amp;", address)
