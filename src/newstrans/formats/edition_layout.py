"""What the readable pages of an edition share: the order of its parts, its furniture, its inline markup.

`edition_html` and `edition_markdown` differ in syntax only; what stands where is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from newstrans.languages import declared_tag, direction, display_name, language_of
from newstrans.model import Edition, EditionUnit, Mark, Treatment, UnitKind

# Shown when the edition's locale has no words of its own for them.
ENGLISH = {
    "by": "By {name}",
    "published": "Published {date}",
    "updated": "Updated {date}",
    "read_original": "Read the original",
    "original_language": "Original language: {name}",
    "disclosure": "This text was translated by a machine and has not been reviewed by a person.",
    "also_available": "Also available in",
    "left_out": "Left out of this edition",
    "source": "Source: {name}",
}

# Deeper nesting than this is an attack on a parser, not emphasis.
_DEEPEST = 12

_TAGS = {
    "em": "em", "i": "em", "cite": "em", "dfn": "em", "var": "em", "strong": "strong", "b": "strong", "a": "a",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code", "del": "del", "s": "del", "strike": "del",
    "br": "br", "img": "img",
}  # fmt: skip
_VOID = {"br", "img"}

# Characters that no page may carry: controls, lone surrogates, noncharacters, and the bidi overrides, which make
# a text read as what it is not. Replaced one for one, so that marks keep their places.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufffe\uffff]")

_LINK = re.compile(r"(?:https?://[^\s/?#]|mailto:[^\s@]+@)", re.IGNORECASE)
_LINK_UNSAFE = re.compile(r"[\s\"'<>\\^`{|}()\[\]*]")


class Part(NamedTuple):
    """What is written as one: `kind` "paragraph", "heading", "list", "quote", "table", "figure" or "code".

    `units` are in reading order; of a paragraph the datelines come first. `rows` are set for a table only.
    """

    kind: str
    units: tuple[EditionUnit, ...]
    rows: tuple[tuple[EditionUnit, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """An edition in reading order: head, then the parts of its body."""

    headline: EditionUnit | None
    subheads: tuple[EditionUnit, ...]
    bylines: tuple[EditionUnit, ...]
    parts: tuple[Part, ...]


class Inline(NamedTuple):
    """A mark around `text[start:end]` with what it holds, tag one of em, strong, a, code, del, br, img.

    `target` is the safe address of a link or an image, `label` the alternative text of an image.
    """

    tag: str
    start: int
    end: int
    children: tuple[Inline, ...] = ()
    target: str = ""
    label: str = ""


class Sibling(NamedTuple):
    """Another edition of the same story, its address seen from the page that names it, and its public URL if known."""

    locale: str
    href: str
    url: str = ""


class Place(NamedTuple):
    """Where a page stands in a published site; addresses are seen from the page unless they are URLs.

    `home` leads to the index of its locale and `label` says so. `canonical` is the page's own public URL, `x_default`
    the address for readers of any other language, `translator` the organisation that answers for the translation.
    """

    home: str = ""
    label: str = ""
    canonical: str = ""
    x_default: str = ""
    translator: str = ""


def lay_out(edition: Edition) -> Layout:
    """Order the units of `edition` for reading; units without any text are left out, but for table cells."""
    units = [
        unit
        for unit in edition.units
        if unit.unit.kind not in (UnitKind.FIELD, UnitKind.NAME)
        and (shown_text(unit).strip() or unit.unit.kind is UnitKind.TABLE_CELL)
    ]
    headline = next((unit for unit in units if unit.unit.kind is UnitKind.HEADLINE), None)
    head = {UnitKind.HEADLINE, UnitKind.SUBHEAD, UnitKind.BYLINE}
    return Layout(
        headline=headline,
        subheads=tuple(
            unit
            for unit in units
            if unit.unit.kind in {UnitKind.HEADLINE, UnitKind.SUBHEAD} and unit is not headline
        ),
        bylines=tuple(unit for unit in units if unit.unit.kind is UnitKind.BYLINE),
        parts=tuple(_parts([unit for unit in units if unit.unit.kind not in head])),
    )


def _parts(units: Sequence[EditionUnit]) -> Iterable[Part]:
    place = 0
    while place < len(units):
        first = units[place]
        kind = first.unit.kind
        run = [first]
        while place + len(run) < len(units) and _continues(run, units[place + len(run)]):
            run.append(units[place + len(run)])
        place += len(run)
        if kind is UnitKind.TABLE_CELL:
            yield Part("table", tuple(run), _rows(run))
        else:
            yield Part(_PART_OF.get(kind, "paragraph"), tuple(run))


_PART_OF = {
    UnitKind.HEADING: "heading",
    UnitKind.QUOTE: "quote",
    UnitKind.LIST_ITEM: "list",
    UnitKind.CAPTION: "figure",
    UnitKind.CODE: "code",
}


def _continues(run: Sequence[EditionUnit], unit: EditionUnit) -> bool:
    """Whether `unit` belongs to the part that `run` began."""
    last, following = run[-1].unit, unit.unit
    if last.kind is UnitKind.DATELINE:
        return following.kind in {UnitKind.DATELINE, UnitKind.PARAGRAPH}
    if run[0].unit.kind is UnitKind.LIST_ITEM and following.kind is UnitKind.PARAGRAPH:
        return following.level > 0  # a further paragraph of a list item
    if run[0].unit.kind is not following.kind:
        return False
    if last.kind is UnitKind.TABLE_CELL:
        return _table_of(last.group) == _table_of(following.group)
    if following.kind is UnitKind.LIST_ITEM:
        # A sub-list may have a group of its own; a new group at the first level is a new list.
        top = next((u.unit.group for u in reversed(run) if u.unit.level <= 1), following.group)
        return following.level > 1 or following.group == top
    return last.kind is UnitKind.QUOTE and bool(last.group) and last.group == following.group


def _table_of(group: str) -> str:
    """Name of the table in a group: "table1" of "table1.row2"."""
    return group.rpartition(".")[0] or group


def _rows(cells: Sequence[EditionUnit]) -> tuple[tuple[EditionUnit, ...], ...]:
    rows: dict[str, list[EditionUnit]] = {}
    for cell in cells:
        rows.setdefault(cell.unit.group, []).append(cell)
    return tuple(tuple(row) for row in rows.values())


def has_head_row(part: Part) -> bool:
    """Whether the first row of a table names the columns: no source format of news says so, its words do."""
    return len(part.rows) > 1 and not any(char.isdigit() for cell in part.rows[0] for char in cell.text)


def is_ordered(part: Part) -> bool:
    """Whether a list counts its items: its group is called "ol1" or "ordered..."."""
    return part.units[0].unit.group.startswith(("ol", "ordered"))


def shown_text(unit: EditionUnit) -> str:
    """What a reader gets to see: the edition's text, or the source where no engine could translate it."""
    if unit.text.strip() or unit.treatment is not Treatment.FAILED:
        return unit.text
    return unit.unit.text


def shown_marks(unit: EditionUnit) -> tuple[Mark, ...]:
    """The marks of `shown_text`."""
    if unit.text.strip() or unit.treatment is not Treatment.FAILED:
        return unit.marks
    return unit.unit.marks


def foreign_language(unit: EditionUnit, edition: Edition) -> str | None:
    """The language of a unit that does not stand in the edition's own, as a quote or a failed paragraph may."""
    if unit.treatment is Treatment.FAILED:
        found = (
            (unit.detection.language if unit.detection else None) or unit.unit.language or edition.language
        )
    elif unit.treatment is Treatment.KEPT:
        found = (unit.detection.language if unit.detection else None) or unit.unit.language
    else:
        return None
    tag = declared_tag(found)
    return tag if tag and language_of(tag) != language_of(edition.locale) else None


def is_machine_translated(edition: Edition) -> bool:
    """Whether an engine had a hand in the edition; then readers and machines are told so."""
    return any(unit.treatment in {Treatment.TRANSLATED, Treatment.FAILED} for unit in edition.units)


def title(edition: Edition) -> str:
    """Headline of the edition, or the title that the source declares, or its slug; one line of fit text."""
    layout_headline = next(
        (u for u in edition.units if u.unit.kind is UnitKind.HEADLINE and u.text.strip()), None
    )
    text = layout_headline.text if layout_headline else edition.story.metadata.get("title", "")
    return one_line(text) or one_line(edition.story.slug)


def description(edition: Edition) -> str:
    """The first subhead, else the first paragraph, cut at a word near 200 characters; "" if there is neither."""
    for kind in (UnitKind.SUBHEAD, UnitKind.PARAGRAPH):
        text = next(
            (one_line(unit.text) for unit in edition.units if unit.unit.kind is kind and unit.text.strip()),
            "",
        )
        if len(text) > 200:
            head = text[:200]
            return (head[: head.rfind(" ")] if head.rfind(" ") > 120 else head).rstrip(" ,;:") + "…"
        if text:
            return text
    return ""


def fit(text: str) -> str:
    """`text` with characters that no page may carry as U+FFFD; the length stays."""
    return _UNFIT.sub("\ufffd", text)


def one_line(text: str) -> str:
    """`fit` text on one line with single spaces."""
    return re.sub(r"[ \t\n]+", " ", fit(text)).strip()


def safe_link(address: str) -> str | None:
    """`address` if a reader may follow it (http, https, mailto), with its unsafe characters percent-encoded.

    >>> [safe_link(a) for a in ("https://example.org/a b", "javascript:alert(1)", "/relative")]
    ['https://example.org/a%20b', None, None]
    """
    address = address.strip(" \t\r\n\f")
    if not _LINK.match(address) or _UNFIT.search(address) or "\n" in address or "\t" in address:
        return None
    return _LINK_UNSAFE.sub(lambda match: "".join(f"%{byte:02X}" for byte in match.group().encode()), address)


def source_link(edition: Edition) -> str | None:
    """Safe address of the original story, if the source named one."""
    return safe_link(edition.story.metadata.get("url", ""))


def inline_tree(text: str, marks: Iterable[Mark]) -> tuple[Inline, ...]:
    """The marks of `text` as a tree, outermost first.

    Unknown tags, links that may not be followed, ranges outside the text, marks that cross another one and
    nesting beyond 12 levels fall away; their text stays.
    """
    known: list[Inline] = []
    for mark in marks:
        tag = _TAGS.get(mark.tag.lower(), "")
        if (
            not tag
            or not 0 <= mark.start <= mark.end <= len(text)
            or (mark.start == mark.end) != (tag in _VOID)
        ):
            continue
        attributes = dict(mark.attributes)
        target = safe_link(attributes.get("href" if tag == "a" else "src", "")) if tag in {"a", "img"} else ""
        if tag == "a" and not target:
            continue
        start, end = mark.start, mark.end
        while tag not in _VOID and start < end and text[start].isspace():
            start += 1
        while tag not in _VOID and start < end and text[end - 1].isspace():
            end -= 1
        if start < end or tag in _VOID:
            known.append(Inline(tag, start, end, (), target or "", one_line(attributes.get("alt", ""))))
    known.sort(key=lambda node: (node.start, -node.end))
    return _nest(known, 0, len(text), ())[0]


def _nest(
    nodes: Sequence[Inline], place: int, end: int, outer: tuple[str, ...]
) -> tuple[tuple[Inline, ...], int]:
    """The nodes from `place` on that lie before `end`, with their children, and where to go on."""
    found: list[Inline] = []
    reached = 0
    while place < len(nodes) and nodes[place].start <= end:
        node = nodes[place]
        if node.start == end and node.start < node.end:
            break
        if (
            node.end > end
            or node.start < reached
            or node.tag in outer
            or "code" in outer
            or len(outer) >= _DEEPEST
        ):
            place += 1
            continue
        children, place = (
            _nest(nodes, place + 1, node.end, (*outer, node.tag))
            if node.start < node.end
            else ((), place + 1)
        )
        found.append(node._replace(children=children))
        reached = node.end
    return tuple(found), place


def furniture(edition: Edition, message: str, **values: str) -> str:
    """The localised text of `message` with `values` put in.

    A catalogue may hold the whole text, a text with a place for the value ("Por {name}"), or the bare label
    ("Por"): then the value follows it.
    """
    text = one_line(edition.strings.get(message, "")) or ENGLISH[message]
    for name, value in values.items():
        value = one_line(value)
        if f"{{{name}}}" in text:
            text = text.replace(f"{{{name}}}", value)
        elif message in {"published", "updated"}:
            # Dates come formatted; only a bare label still needs its date.
            text = text if any(char.isdigit() for char in text) else f"{text} {value}"
        elif value and value not in text:
            text = f"{text} {value}" if message == "by" or text.endswith((":", "：")) else f"{text}: {value}"
    return text


def autonym(tag: str) -> str:
    """A language's own name for itself, as a link to an edition in it says it: "pt-BR" -> "português (Brasil)"."""
    return display_name(tag, tag)


def tag_direction(tag: str | None) -> str:
    """`direction` of a tag, "ltr" for none."""
    return direction(tag) if tag else "ltr"


def byline_texts(edition: Edition, layout: Layout) -> tuple[str, ...]:
    """Plain bylines for an edition whose story has an author but no byline unit; () if it has one."""
    author = one_line(edition.story.metadata.get("author", ""))
    if not author or layout.bylines:
        return ()
    # A bare name is better than an English "By" in a Portuguese page.
    spoken = "by" in edition.strings or language_of(edition.locale) == "en"
    return (furniture(edition, "by", name=author) if spoken else author,)


def dates(edition: Edition) -> tuple[tuple[str, str], ...]:
    """(machine-readable date, text for the reader) of publication and update, as far as the source tells."""
    found: list[tuple[str, str]] = []
    for message in ("published", "updated"):
        value = one_line(edition.story.metadata.get(message, ""))
        if value:
            found.append((value, furniture(edition, message, date=value[:10])))
    return tuple(found)


def run_in(dateline: str) -> str:
    """A dateline as it opens its paragraph: with a dash, unless it brings its own sign.

    >>> [run_in(text) for text in ("KIEV, 14 dez (AP)", "KIEV (AP) —")]
    ['KIEV, 14 dez (AP) — ', 'KIEV (AP) — ']
    """
    text = dateline.rstrip()
    return f"{text} " if text.endswith(("-", "–", "—", "―", ":", "=", "：")) else f"{text} — "
