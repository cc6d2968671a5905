"""Plain text: wire copy typed by hand, a mail, a page scraped to text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newstrans.formats.assemble import make_story
from newstrans.formats.byline import find_author, is_byline_role, is_credit
from newstrans.formats.dateline import find_dateline, split_dateline
from newstrans.formats.encoding import decode
from newstrans.formats.furniture import Place, ends_sentence, find_furniture, is_prose, match_rule
from newstrans.formats.unwrap import Vocabulary, Wrap, breaks_here, find_wrap, goes_on, join_lines
from newstrans.model import Furniture, Story, Unit, UnitKind

# Every line end that Unicode knows, so that mixed files count their lines as an editor does.
LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028]")
_BULLET = re.compile(r"(?P<mark>[•‣▪◦●■➤►∙⁃*+·-])[ \t\xa0]+(?=\S)")
_SURE_BULLETS = set("•‣▪◦●■➤►∙⁃")
_NUMBER = re.compile(r"\(?(?P<number>\d{1,3})[.)][ \t\xa0]+(?=\S)")
_COLUMNS = re.compile(r"\t+|(?<=\S) {2,}(?=\S)")
_SPACES = re.compile(r"[ \t]+")

# Text files that are no stories, so that a glossary or a feed is not translated as prose.
OTHER_SUFFIXES = (
    ".json", ".xml", ".rss", ".atom", ".nitf", ".newsml", ".csv", ".tsv", ".po", ".pot", ".xlf", ".xliff", ".tmx",
    ".tbx", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".css", ".js", ".py", ".rtf", ".srt", ".vtt", ".tex", ".log",
    ".svg", ".ics", ".eml", ".sql",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file; `number` counts from 1, `indent` in columns."""

    number: int
    text: str
    indent: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, joined. `cells` is set for the row of a table."""

    text: str
    line: int
    lines: int
    indent: int
    spaced: bool  # a blank line stands before it
    cells: tuple[str, ...] = ()
    table: int = 0


class PlainReader:
    """Reads plain text."""

    name = "plain"
    title = "plain text"
    suffixes: tuple[str, ...] = (".txt", ".text")

    def sniff(self, data: bytes, name: str) -> bool:
        """By its suffix, or any text that is not marked up and goes by no suffix of data or code."""
        if name.lower().endswith(self.suffixes):
            return True
        return not name.lower().endswith(OTHER_SUFFIXES) and data.lstrip()[:1] not in (b"<", b"{", b"[")

    def read(self, data: bytes, *, name: str, encoding: str | None = None) -> Story:
        """The story in a plain text file."""
        decoded = decode(data, configured=encoding, name=name)
        paragraphs = find_paragraphs(decoded.text)
        findings = {finding.index: finding for finding in find_furniture([p.text for p in paragraphs])}
        metadata: dict[str, str] = {}
        for finding in findings.values():
            for key, value in finding.metadata:
                metadata.setdefault(key, value)
        story = [paragraph for index, paragraph in enumerate(paragraphs) if index not in findings]
        units, told = _units(story)
        return make_story(
            data,
            name=name,
            format_name=self.name,
            encoding=decoded.encoding,
            units=units,
            metadata={**told, **metadata},
            furniture=[
                Furniture(paragraphs[index].text, finding.reason, paragraphs[index].line)
                for index, finding in sorted(findings.items())
            ],
            notes=decoded.notes,
        )


def find_paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a plain text, hard-wrapped lines joined.

    Paragraphs end at a blank line, at an indented line, and where a wrapped line stops short; in a text that is not
    wrapped every line is one.
    """
    blocks = list(_blocks(text))
    wrap = find_wrap([line.text for line in block] for block in blocks)
    vocabulary = Vocabulary([line.text for block in blocks for line in block])
    base = min((line.indent for block in blocks for line in block), default=0)
    paragraphs: list[Paragraph] = []
    tables = 0
    for block in blocks:
        rows = _table(block)
        tables += bool(rows)
        for place, cells in enumerate(rows):
            line = block[place]
            text = "\t".join(cells)
            paragraphs.append(Paragraph(text, line.number, 1, line.indent, place == 0, tuple(cells), tables))
        if rows:
            continue
        for place, group in enumerate(_groups(block, wrap, base)):
            joined = join_lines([line.text for line in group], vocabulary).replace("\u00ad", "")
            text = _SPACES.sub(" ", joined)
            paragraphs.append(Paragraph(text, group[0].number, len(group), group[0].indent, place == 0))
    return paragraphs


def _blocks(text: str) -> Iterator[list[Line]]:
    block: list[Line] = []
    # U+2029 separates paragraphs, which here takes a blank line.
    for number, raw in enumerate(LINE_END.split(text.replace("\u2029", "\n\n")), start=1):
        stripped = raw.strip()
        if not stripped:
            if block:
                yield block
            block = []
            continue
        lead = raw[: len(raw) - len(raw.lstrip())].expandtabs(4)
        block.append(Line(number, stripped, len(lead) + lead.count("\u3000")))
    if block:
        yield block


def _groups(block: Sequence[Line], wrap: Wrap | None, base: int) -> list[list[Line]]:
    """The lines of a block, divided into paragraphs."""
    groups = [[block[0]]]
    alone = _lines_alone(block) if wrap else set()
    listing = _marker(block[0].text)
    for place in range(1, len(block)):
        last, line = block[place - 1], block[place]
        marker = _marker(line.text)
        if wrap is None:
            apart = not goes_on(last.text, line.text)
        elif marker and _follows(marker, listing, last.text):
            apart, listing = True, marker
        elif {place, place - 1} & alone:
            apart = True
        else:
            hanging = bool(listing) and line.indent > base
            indented = line.indent >= base + 2 and line.indent > last.indent and not hanging
            apart = indented or breaks_here(last.text, line.text, wrap)
        if apart:
            groups.append([line])
        else:
            groups[-1].append(line)
    return groups


def _lines_alone(block: Sequence[Line]) -> set[int]:
    """Lines at the edges of a wrapped block that are furniture or a byline, not part of its paragraph."""
    alone: set[int] = set()
    rules = [match_rule(block[place].text) for place in (0, len(block) - 1)]
    if not any(rules) and not (len(block) <= 4 and any(find_author(line.text) for line in block)):
        return alone
    matched = [match_rule(line.text) is not None for line in block]
    if all(matched):
        return set(range(len(block)))
    for place, line in enumerate(block):
        found = match_rule(line.text)
        if found is None or (found[0].place is not Place.ANYWHERE and found[0].id not in {"written-stamp", "date-stamp"}):
            break
        alone.add(place)
    for place in range(len(block) - 1, 0, -1):
        found = match_rule(block[place].text)
        if found is None or not (ends_sentence(block[place - 1].text) or matched[place - 1]):
            break
        alone.add(place)
    if len(block) <= 4:
        for place, line in enumerate(block):
            if find_author(line.text) or (place - 1 in alone and is_byline_role(line.text)):
                alone.add(place)
    return alone


def _marker(text: str) -> str:
    """The list marker that a line begins with: a bullet or a number; "" for none."""
    if match := _BULLET.match(text):
        return match["mark"]
    match = _NUMBER.match(text)
    return match["number"] if match else ""


def _follows(marker: str, listing: str, before: str) -> bool:
    """Whether a line with `marker` is an item: not the "14." of a wrapped "14. Dezember"."""
    if marker in _SURE_BULLETS:
        return True
    if marker.isdigit():
        return (listing.isdigit() and int(marker) == int(listing) + 1) or (marker == "1" and before.endswith(":"))
    return bool(listing) or before.endswith(":")


def _table(block: Sequence[Line]) -> list[list[str]]:
    """The rows of a block that is a table in aligned columns, or separated by tabs; [] if it is none."""
    if len(block) < 2 or not ("\t" in block[0].text or "  " in block[0].text):
        return []
    rows: list[list[str]] = []
    places: list[list[tuple[int, int]]] = []
    for line in block:
        cells, spans, start = [], [], 0
        for gap in _COLUMNS.finditer(line.text):
            cells.append(line.text[start : gap.start()])
            spans.append((line.indent + start, line.indent + gap.start()))
            start = gap.end()
        cells.append(line.text[start:])
        spans.append((line.indent + start, line.indent + len(line.text)))
        rows.append([_SPACES.sub(" ", cell).strip() for cell in cells])
        places.append(spans)
    count = len(rows[0])
    if count < 2 or any(len(row) != count for row in rows):
        return []
    if all("\t" in line.text for line in block):
        return rows
    aligned = all(
        len({spans[column][0] for spans in places}) == 1 or len({spans[column][1] for spans in places}) == 1
        for column in range(1, count)
    )
    return rows if aligned else []


def _units(paragraphs: Sequence[Paragraph]) -> tuple[list[Unit], dict[str, str]]:
    """The units of a story's paragraphs, and what its byline and dateline tell."""
    units: list[Unit] = []
    authors: list[str] = []
    place = 0
    if paragraphs and is_headline(paragraphs):
        units.append(Unit("", UnitKind.HEADLINE, paragraphs[0].text))
        place = 1
    top = place + 3
    subhead = not units
    bylines = 0
    while place < min(top, len(paragraphs) - 1):
        paragraph = paragraphs[place]
        author = find_author(paragraph.text)
        if (author or (bylines and is_byline_role(paragraph.text))) and bylines < 2 and paragraph.lines <= 2:
            units.append(Unit("", UnitKind.BYLINE, paragraph.text))
            authors += [author] if author else []
            bylines += 1
        elif not subhead and _is_subhead(paragraphs, place):
            units.append(Unit("", UnitKind.SUBHEAD, paragraph.text))
            subhead = True
        else:
            break
        place += 1
    metadata = {"author": ", ".join(authors)} if authors else {}
    units += _body(paragraphs[place:], metadata)
    return units, metadata


def _body(paragraphs: Sequence[Paragraph], metadata: dict[str, str]) -> list[Unit]:
    units: list[Unit] = []
    items = _list_items(paragraphs)
    opened = False
    row = 0
    for place, paragraph in enumerate(paragraphs):
        if paragraph.cells:
            row = row + 1 if place and paragraphs[place - 1].table == paragraph.table else 1
            group = f"table{paragraph.table}.row{row}"
            units += [Unit("", UnitKind.TABLE_CELL, cell, group=group) for cell in paragraph.cells]
        elif place in items:
            text, group, level = items[place]
            units.append(Unit("", UnitKind.LIST_ITEM, text, level=level, group=group))
        elif len(paragraphs) - place <= 3 and is_credit(paragraph.text):
            units.append(Unit("", UnitKind.BYLINE, paragraph.text))
        else:
            unit = Unit("", UnitKind.PARAGRAPH, paragraph.text)
            units += [unit] if opened else split_dateline(unit)
            if not opened and (dateline := find_dateline(paragraph.text)):
                told = {"agency": dateline.agency, "dateline_date": dateline.date}
                metadata.update({key: value for key, value in told.items() if value})
            opened = True
    return units


def _list_items(paragraphs: Sequence[Paragraph]) -> dict[int, tuple[str, str, int]]:
    """(text, group, level) of the paragraphs that are list items.

    A "•" makes an item by itself; a hyphen, an asterisk or a number needs a neighbour that goes on with it.
    """
    markers = ["" if paragraph.cells else _marker(paragraph.text) for paragraph in paragraphs]
    items: dict[int, tuple[str, str, int]] = {}
    lists = 0
    place = 0
    while place < len(paragraphs):
        end = place
        if markers[place]:
            end = place + 1
            while end < len(paragraphs) and _continues(markers[place], markers[end - 1], markers[end]):
                end += 1
        if end - place >= 2 or (end - place == 1 and markers[place] in _SURE_BULLETS):
            lists += 1
            group = f"ol{lists}" if markers[place].isdigit() else f"list{lists}"
            depths: list[int] = []
            for index in range(place, end):
                indent = paragraphs[index].indent
                while depths and depths[-1] > indent:
                    depths.pop()
                if not depths or indent > depths[-1]:
                    depths.append(indent)
                text = paragraphs[index].text
                match = _BULLET.match(text) or _NUMBER.match(text)
                items[index] = (text[match.end() :] if match else text, group, min(len(depths), 6))
        place = max(end, place + 1)
    return items


def _continues(first: str, last: str, marker: str) -> bool:
    if first.isdigit():
        return last.isdigit() and marker.isdigit() and int(marker) == int(last) + 1
    return bool(marker) and not marker.isdigit()


_ABBREVIATION = re.compile(r"(?:\b[^\W\d_]\.|\b(?:Inc|Corp|Ltd|Jr|Sr|Co|No|St|etc|Mr|Dr)\.|\.\.\.|…)[\"'”’»]?$")


def is_headline(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a text opens with a headline: set off from what follows, and not a sentence."""
    first = paragraphs[0]
    if len(paragraphs) < 2 or first.cells or first.lines > 3 or len(first.text) > 250:
        return False
    if _marker(first.text) or find_author(first.text) or find_dateline(first.text) or is_credit(first.text):
        return False
    following = next((p for p in paragraphs[1:4] if not find_author(p.text)), paragraphs[1])
    spaced = paragraphs[1].spaced or following is not paragraphs[1] or _is_head_block(paragraphs)
    if not spaced and not (not any(p.spaced for p in paragraphs[1:]) and is_prose(following.text)):
        return False
    text = first.text
    if text.endswith((":", ",", ";")):
        return False
    closed = text.rstrip("\"'”’»")
    if closed.endswith((".", "。", "।", "…")) and not _ABBREVIATION.search(text):
        return _all_capitals(text) or _title_case(text)
    return True


def _is_head_block(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the first lines stand together, one under the other, and none is a sentence: headline, subhead, byline."""
    end = next((n for n in range(1, min(len(paragraphs), 6)) if paragraphs[n].spaced), 0)
    return 2 <= end <= 4 and all(p.lines == 1 and not ends_sentence(p.text) for p in paragraphs[:end])


def _is_subhead(paragraphs: Sequence[Paragraph], place: int) -> bool:
    """Whether a short line between headline and body is a subhead."""
    paragraph = paragraphs[place]
    if paragraph.cells or len(paragraph.text) > 200 or paragraph.lines > 3:
        return False
    if ends_sentence(paragraph.text) or _marker(paragraph.text) or find_dateline(paragraph.text):
        return False
    if paragraph.text.endswith((":", ",", ";")):
        return False
    rest = [p for p in paragraphs[place + 1 : place + 4] if not (find_author(p.text) or is_byline_role(p.text))]
    return bool(rest) and (is_prose(rest[0].text) or find_dateline(rest[0].text) is not None)


def _all_capitals(text: str) -> bool:
    return text.upper() == text and text.lower() != text


def _title_case(text: str) -> bool:
    """Whether most longer words begin with a capital, as English headlines have it."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3]
    return len(words) >= 3 and sum(word[0].isupper() for word in words) >= 0.8 * len(words)
