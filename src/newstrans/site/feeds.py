"""Feeds of a locale (RSS 2.0, Atom, JSON Feed 1.1) and the sitemap of a site. All need a public address."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree import ElementTree as ET

from newstrans.site.entries import Entry
from newstrans.site.pages import FEEDS

MOST = 50  # entries in a feed
MOST_URLS = 50_000  # in one file of a sitemap, as the protocol says

_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/elements/1.1/"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
_XML = "http://www.w3.org/XML/1998/namespace"


@dataclass(frozen=True, slots=True)
class Item:
    """An entry with its public URL; `published` is the story's date, or when the edition first went out."""

    entry: Entry
    url: str
    published: datetime

    @property
    def updated(self) -> datetime:
        """When the story was last changed, never before it was published."""
        return max(self.entry.updated or self.published, self.published)


def feeds(items: Sequence[Item], *, tag: str, name: str, home: str) -> dict[str, str]:
    """File -> feed. `items` have the newest first, `home` is the public address of the locale's folder."""
    items = items[:MOST]
    rss, atom, plain = (feed.file for feed in FEEDS)
    return {
        rss: _rss(items, tag, name, home, home + rss),
        atom: _atom(items, tag, name, home, home + atom),
        plain: _json_feed(items, tag, name, home, home + plain),
    }


def _summary(entry: Entry) -> str:
    """What a feed shows of a story; a machine translation says so wherever it is read."""
    return " — ".join(filter(None, (entry.description, entry.disclosure)))


def _rss(items: Sequence[Item], tag: str, name: str, home: str, own: str) -> str:
    root = ET.Element("rss", {"version": "2.0"})
    channel = ET.SubElement(root, "channel")
    _texts(channel, title=name, link=home, description=name, language=tag)
    if items:
        _texts(channel, lastBuildDate=format_datetime(max(item.updated for item in items)))
    ET.SubElement(channel, f"{{{_ATOM}}}link", {"rel": "self", "type": FEEDS[0].media, "href": own})
    for item in items:
        node = ET.SubElement(channel, "item")
        _texts(node, title=item.entry.title, link=item.url)
        ET.SubElement(node, "guid", {"isPermaLink": "true"}).text = item.url
        _texts(node, pubDate=format_datetime(item.published), description=_summary(item.entry))
        if item.entry.author:
            ET.SubElement(node, f"{{{_DC}}}creator").text = item.entry.author
        if item.entry.section:
            _texts(node, category=item.entry.section)
    return _xml(root, {"atom": _ATOM, "dc": _DC})


def _atom(items: Sequence[Item], tag: str, name: str, home: str, own: str) -> str:
    root = ET.Element(f"{{{_ATOM}}}feed", {f"{{{_XML}}}lang": tag})
    updated = max((item.updated for item in items), default=datetime(1970, 1, 1, tzinfo=UTC))
    _atoms(root, id=home, title=name, updated=updated.isoformat())
    ET.SubElement(root, f"{{{_ATOM}}}link", {"rel": "self", "type": FEEDS[1].media, "href": own})
    ET.SubElement(root, f"{{{_ATOM}}}link", {"rel": "alternate", "type": "text/html", "hreflang": tag, "href": home})
    author = ET.SubElement(root, f"{{{_ATOM}}}author")
    _atoms(author, name=name)
    for item in items:
        entry = item.entry
        node = ET.SubElement(root, f"{{{_ATOM}}}entry")
        _atoms(node, id=item.url, title=entry.title, published=item.published.isoformat(), updated=item.updated.isoformat())
        ET.SubElement(node, f"{{{_ATOM}}}link", {"rel": "alternate", "type": "text/html", "href": item.url})
        if entry.original:
            via = {"rel": "via", "href": entry.original, **({"hreflang": entry.language} if entry.language else {})}
            ET.SubElement(node, f"{{{_ATOM}}}link", via)
        if entry.author:
            _atoms(ET.SubElement(node, f"{{{_ATOM}}}author"), name=entry.author)
        _atoms(node, summary=_summary(entry))
    return _xml(root, {"": _ATOM})


def _json_feed(items: Sequence[Item], tag: str, name: str, home: str, own: str) -> str:
    entries = [
        {
            "id": item.url,
            "url": item.url,
            **({"external_url": item.entry.original} if item.entry.original else {}),
            "title": item.entry.title,
            "summary": item.entry.description,
            "content_text": _summary(item.entry),
            "date_published": item.published.isoformat(),
            "date_modified": item.updated.isoformat(),
            **({"authors": [{"name": item.entry.author}]} if item.entry.author else {}),
            "language": tag,
        }
        for item in items
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": name,
        "home_page_url": home,
        "feed_url": own,
        "language": tag,
        "items": entries,
    }
    return json.dumps(feed, ensure_ascii=False, indent=2) + "\n"


def sitemaps(pages: Sequence[tuple[str, datetime | None, Mapping[str, str]]], base: str) -> dict[str, str]:
    """File -> sitemap. `pages` are (URL, last change, hreflang -> URL); more than one file gets an index."""
    first, *names = sitemap_names(len(pages))
    if not names:
        return {first: _sitemap(pages)}
    files = {name: _sitemap(pages[n * MOST_URLS : (n + 1) * MOST_URLS]) for n, name in enumerate(names)}
    root = ET.Element(f"{{{_SITEMAP}}}sitemapindex")
    for file in files:
        ET.SubElement(ET.SubElement(root, f"{{{_SITEMAP}}}sitemap"), f"{{{_SITEMAP}}}loc").text = base + file
    return {first: _xml(root, {"": _SITEMAP}), **files}


def sitemap_names(count: int) -> list[str]:
    """Files of the sitemap of `count` pages, the index of them first."""
    parts = -(-count // MOST_URLS)
    return ["sitemap.xml", *(f"sitemap-{number}.xml" for number in range(1, parts + 1) if parts > 1)]


def _sitemap(pages: Sequence[tuple[str, datetime | None, Mapping[str, str]]]) -> str:
    root = ET.Element(f"{{{_SITEMAP}}}urlset")
    for url, changed, alternates in pages:
        node = ET.SubElement(root, f"{{{_SITEMAP}}}url")
        ET.SubElement(node, f"{{{_SITEMAP}}}loc").text = url
        if changed:
            ET.SubElement(node, f"{{{_SITEMAP}}}lastmod").text = changed.isoformat()
        for tag, href in alternates.items():
            ET.SubElement(node, f"{{{_XHTML}}}link", {"rel": "alternate", "hreflang": tag, "href": href})
    return _xml(root, {"": _SITEMAP, "xhtml": _XHTML})


def _texts(parent: ET.Element, **values: str) -> None:
    for name, text in values.items():
        ET.SubElement(parent, name).text = text


def _atoms(parent: ET.Element, **values: str) -> None:
    for name, text in values.items():
        ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = text


def _xml(root: ET.Element, prefixes: Mapping[str, str]) -> str:
    """The document; `prefixes` names its namespaces, "" the one without a prefix."""
    names = {address: prefix for prefix, address in prefixes.items()}
    for node in root.iter():
        node.tag = _short(node.tag, names)
        for key in [key for key in node.attrib if key.startswith("{")]:
            node.attrib["xml:" + key.rpartition("}")[2]] = node.attrib.pop(key)
    for prefix, address in prefixes.items():
        root.set(f"xmlns:{prefix}" if prefix else "xmlns", address)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _short(name: str, names: Mapping[str, str]) -> str:
    """`{address}name` with its prefix; `ElementTree.register_namespace` would do it for the whole process."""
    if not name.startswith("{"):
        return name
    address, _, local = name[1:].partition("}")
    prefix = names[address]
    return f"{prefix}:{local}" if prefix else local
