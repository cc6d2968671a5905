"""A story of one wire format in another: what has a meaning in both, and the list of what has not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from newstrans.errors import NoArticleError
from newstrans.formats.edition_layout import Inline, Part, fit, has_head_row, inline_tree, is_ordered, lay_out
from newstrans.formats.inplace.document import Item
from newstrans.formats.inplace.issue import Identity, extended_stamp
from newstrans.formats.inplace.plaintext import wrap
from newstrans.languages import declared_tag, direction
from newstrans.model import Edition, EditionUnit, Story, UnitKind
from newstrans.pubstatus import Status

# What the body's HTML and XHTML say; other inline elements lose their tags, and that is said.
_INLINE = frozenset({"em", "strong", "a", "code", "sub", "sup", "del", "u", "br"})
_KEPT_METADATA = frozenset({"author", "published", "updated", "rights", "embargo", "url", "publisher", "title"})


@dataclass(frozen=True, slots=True)
class Converted:
    """A story in another format, and what of it could not go along."""

    data: bytes
    lost: tuple[str, ...]


def convert(item: Item, wanted: str, *, now: str) -> Converted:
    """`item` as "g2" (a NewsML-G2 newsItem with XHTML), "ninjs" (3.1) or "text"; `now` is the version's date when
    the source has none.

    The id, version, language, status, embargo and rights notice stay the item's own: it is the same item.

    Raises:
        KeyError: there is no such format.
        NoArticleError: the item has no text, or none but round a story: titles of links, alternate texts.

    """
    layout = lay_out(_edition(item.story)) if item.story else None
    if item.story is None or layout is None or not (layout.headline or layout.subheads or layout.bylines or layout.parts):
        raise NoArticleError(item.identity.id, "no text in it that could be converted")
    lost = [*_lost(item.story, wanted), *_limits(item.identity, wanted)]
    # Half a character, which JSON can spell and UTF-8 cannot, stays JSON's escape.
    return Converted(WRITERS[wanted](item, item.story, now).encode("utf-8", "backslashreplace"), tuple(lost))


def _lost(story: Story, wanted: str) -> list[str]:
    tags = {mark.tag for unit in story.units for mark in unit.marks if mark.tag not in _INLINE and mark.tag != "x"}
    tags = tags if wanted != "text" else {mark.tag for unit in story.units for mark in unit.marks if mark.tag != "x"}
    fields = sum(unit.kind in (UnitKind.FIELD, UnitKind.NAME) for unit in story.units)
    other = sorted(key for key in story.metadata if key not in _KEPT_METADATA)
    lost = ["everything that is no text of the story: codes, subjects, pictures, links to other items"]
    lost += [f"the tags {', '.join(sorted(tags))} (their words stay)"] if tags else []
    lost += [f"{fields} text(s) round the story: keywords, alternate text, titles of links"] if fields else []
    lost += [f"the metadata {', '.join(other)}"] if other else []
    return lost


def _limits(who: Identity, wanted: str) -> list[str]:
    """What forbids to publish it and has no place in the other format, so that nobody overlooks it."""
    if wanted == "text":
        said = [f"its status, {who.status.value}"] if who.status is not Status.USABLE else []
        said += [f"its embargo, {who.embargo or 'no end given'}"] if who.embargo is not None else []
        return said + ([f"what holds it, {who.held!r}"] if who.held else [])
    if _status(who, wanted) is who.status:
        return []
    return [f"what holds it ({who.held or 'an embargo, no end given'}): it is marked as withheld"]


def _status(who: Identity, wanted: str) -> Status:
    """The status that it gets: what holds it and cannot be said makes it withheld. Only NewsML-G2 has embargoes without an end."""
    unsaid = who.held or who.unknown or (who.embargo is not None and not (_time(who.embargo) or (wanted == "g2" and not who.embargo)))
    return Status.WITHHELD if unsaid and who.status is Status.USABLE else who.status


def _time(stamp: str) -> str:
    """A date and time as both schemas have it; "" for anything else."""
    try:
        return datetime.fromisoformat(extended_stamp(stamp)).isoformat().replace("+00:00", "Z")
    except ValueError:
        return ""


def _version_created(story: Story, now: str) -> str:
    return next(filter(None, (_time(story.metadata.get(key, "")) for key in ("updated", "published"))), now)


def _edition(story: Story) -> Edition:
    """The story laid out as its own edition, so that one layout serves both."""
    units = tuple(EditionUnit(unit, text=unit.text, marks=unit.marks) for unit in story.units)
    return Edition(story, story.language or "und", language=story.language, units=units)


def _html(units: Iterable[EditionUnit], *, joint: str = " ") -> str:
    return joint.join(_nodes(unit.text, inline_tree(unit.text, unit.marks), 0, len(unit.text)) for unit in units)


def _nodes(text: str, nodes: Iterable[Inline], start: int, end: int) -> str:
    out = []
    for node in nodes:
        if node.tag not in _INLINE:
            continue
        out.append(_words(text[start : node.start]))
        inner = _nodes(text, node.children, node.start, node.end)
        href = f' href="{escape(fit(node.target))}"' if node.tag == "a" else ""
        out.append("<br/>" if node.tag == "br" else f"<{node.tag}{href}>{inner}</{node.tag}>")
        start = node.end
    return "".join([*out, _words(text[start:end])])


def _words(text: str) -> str:
    return escape(fit(text), quote=False).replace("\n", "<br/>")


def _body(edition: Edition) -> list[str]:
    """The running text as lines of XHTML, which are HTML too."""
    return [line for part in lay_out(edition).parts for line in _part(part)]


def _part(part: Part) -> list[str]:
    match part.kind:
        case "table":
            rows = []
            for n, row in enumerate(part.rows):
                tag = "th" if n == 0 and has_head_row(part) else "td"
                rows.append("<tr>" + "".join(f"<{tag}>{_html([cell])}</{tag}>" for cell in row) + "</tr>")
            return ["<table>", *rows, "</table>"]
        case "list":
            tag = "ol" if is_ordered(part) else "ul"
            return [f"<{tag}>", *(f"<li>{_html([unit])}</li>" for unit in part.units), f"</{tag}>"]
        case "quote":
            return [f"<blockquote>{''.join(f'<p>{_html([unit])}</p>' for unit in part.units)}</blockquote>"]
        case "heading":
            return [f"<h{min(max(part.units[0].unit.level, 2), 6)}>{_html(part.units)}</h{min(max(part.units[0].unit.level, 2), 6)}>"]
        case "code":
            return [f"<pre>{escape(fit(part.units[0].text), quote=False)}</pre>"]
        case _:
            return [f"<p>{_html(part.units)}</p>"]


def _texts(units: Sequence[EditionUnit]) -> list[str]:
    return [" ".join(fit(unit.text).split()) for unit in units]


def _g2(item: Item, story: Story, now: str) -> str:
    who, edition = item.identity, _edition(story)
    layout = lay_out(edition)
    language = declared_tag(who.language) or story.language or "und"
    data = story.metadata
    turned = ' dir="rtl"' if direction(language) == "rtl" else ""
    head = [f"<headline>{_words(text)}</headline>" for text in _texts([layout.headline] if layout.headline else [])]
    head += [f"<by>{_words(text)}</by>" for text in _texts(layout.bylines)]
    head += [f'<description role="drol:summary">{_words(text)}</description>' for text in _texts(layout.subheads)]
    rights = f"<rightsInfo><copyrightNotice>{_words(data['rights'])}</copyrightNotice></rightsInfo>\n" if data.get("rights") else ""
    embargo = f"<embargoed>{_time(who.embargo)}</embargoed>\n" if who.embargo is not None else ""
    status = _status(who, "g2").value
    slug = f"<slugline>{_words(who.slug)}</slugline>\n" if who.slug else ""
    title = _words(layout.headline.text) if layout.headline else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{escape(fit(who.id))}" version="{who.version}" '
        f'standard="NewsML-G2" standardversion="2.35" conformance="power" xml:lang="{language}"{turned}>\n'
        '<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"/>\n'
        f"{rights}<itemMeta>\n"
        f'<itemClass qcode="ninat:text"/>\n<provider><name>{_words(data.get("publisher") or "unknown")}</name></provider>\n'
        f"<versionCreated>{_version_created(story, now)}</versionCreated>\n{embargo}"
        f'<pubStatus qcode="stat:{status}"/>\n</itemMeta>\n'
        f'<contentMeta>\n<language tag="{language}"/>\n{slug}{chr(10).join(head)}\n</contentMeta>\n'
        f'<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml" xml:lang="{language}">'
        f"<head><title>{title}</title></head><body>\n{chr(10).join(_body(edition))}\n</body></html></inlineXML></contentSet>\n</newsItem>\n"
    )


def _ninjs(item: Item, story: Story, now: str) -> str:
    who, edition = item.identity, _edition(story)
    layout = lay_out(edition)
    data = story.metadata
    values = {
        "uri": who.id,
        "standard": {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"},
        "type": "text", "representationType": "full", "version": who.version, "versionCreated": _version_created(story, now),
        "pubStatus": _status(who, "ninjs").value, "embargoedUntil": _time(who.embargo or ""), "copyrightNotice": data.get("rights"),
        "language": declared_tag(who.language) or story.language, "slugline": who.slug,
        "by": ", ".join(_texts(layout.bylines)) or data.get("author"),
        "headlines": [{"role": "main", "value": text} for text in _texts([layout.headline] if layout.headline else [])],
        "descriptions": [{"role": "summary", "value": text} for text in _texts(layout.subheads)],
        "bodies": [{"role": "main", "contentType": "text/html", "value": "\n".join(_body(edition))}],
    }  # fmt: skip
    return json.dumps({key: value for key, value in values.items() if value}, ensure_ascii=False, indent=2) + "\n"


def _plain(item: Item, story: Story, now: str) -> str:
    del item, now
    layout = lay_out(_edition(story))
    heads = [[layout.headline] if layout.headline else [], [*layout.subheads], [*layout.bylines]]
    blocks = ["\n".join(_texts(units)) for units in heads]
    for part in layout.parts:
        if part.kind == "table":
            blocks.append("\n".join("\t".join(_texts(row)) for row in part.rows))
        elif part.kind == "list":
            blocks.append("\n".join(wrap(f"- {text}", 78, "  ", "\n") for text in _texts(part.units)))
        else:
            blocks.append(wrap(" ".join(_texts(part.units)), 78, "", "\n"))
    return "\n\n".join(block for block in blocks if block) + "\n"


WRITERS: dict[str, Callable[[Item, Story, str], str]] = {"g2": _g2, "ninjs": _ninjs, "text": _plain}
SUFFIXES = {"g2": "xml", "ninjs": "json", "text": "txt"}
