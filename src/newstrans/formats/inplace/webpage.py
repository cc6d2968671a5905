"""A web page in place: its text, what its head says about it, and its JSON-LD. Scripts and styles are never touched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from newstrans.errors import ReadError
from newstrans.formats.html import HtmlReader
from newstrans.formats.inplace.document import Document, Edits, Pad, Source, make_item
from newstrans.formats.inplace.flow import Context, html_flow
from newstrans.formats.inplace.htmlscan import Tag
from newstrans.formats.inplace.issue import Identity, Issue, derived_id, edition_id
from newstrans.formats.inplace.jsonscan import JsonText, Value, scan_json
from newstrans.formats.inplace.layer import (
    Layer,
    Splice,
    attribute_text,
    escape_attribute,
    escape_text,
    part,
)
from newstrans.languages import declared_tag
from newstrans.model import UnitKind

# Meta elements whose content a reader sees, in search results and shared links.
_METAS = {
    "description": (UnitKind.FIELD, "summary"), "og:title": (UnitKind.FIELD, "headline"),
    "og:description": (UnitKind.FIELD, "summary"), "og:image:alt": (UnitKind.FIELD, "alternate-text"),
    "twitter:title": (UnitKind.FIELD, "headline"), "twitter:description": (UnitKind.FIELD, "summary"),
    "twitter:image:alt": (UnitKind.FIELD, "alternate-text"), "keywords": (UnitKind.FIELD, "category"),
    "news_keywords": (UnitKind.FIELD, "category"),
}  # fmt: skip
_JSON_LD = {
    "headline": "headline", "alternativeHeadline": "headline", "description": "summary", "articleBody": "body",
    "caption": "caption", "keywords": "category",
}  # fmt: skip
_ARTICLE = re.compile(r"article|posting|report\b", re.IGNORECASE)
_SCHEMA_TYPE = "https://schema.org/TrainedAlgorithmicMediaDigitalSource"


class WebpageFormat:
    """Reads HTML pages for writing in place."""

    name = "html"
    title = "HTML"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")
    wire = False

    def sniff(self, data: bytes, name: str) -> bool:
        """As the reader of articles does."""
        return HtmlReader().sniff(data, name)

    def open(self, source: Source) -> Document:
        """The document, one item: the whole page."""
        layer = Layer(source.text)
        pad = Pad(source.feed)
        tags = html_flow(pad, layer, source.name)
        page = _Page(layer, tags)
        identity = page.identity()
        pad.language = identity.language
        page.head(pad)
        for data in page.json_ld(source.name):
            data.text(pad, source.name)
        _headline(pad)
        item = make_item(
            source, pad, identity, page.edits, format_name=self.name, chunk=source.text,
            metadata={"url": identity.id if identity.id.startswith("http") else ""}, notes=page.notes,
        )  # fmt: skip
        return Document(self.name, source, layer, (item,), declare_html)


def _headline(pad: Pad) -> None:
    """The first h1 is the headline."""
    for place, unit in enumerate(pad.units):
        if unit.kind is UnitKind.HEADING and unit.level == 1:
            pad.units[place] = replace(unit, kind=UnitKind.HEADLINE, level=0)
            return


def declare_html(text: str, encoding: str) -> str:
    """A page whose declarations of its encoding, in meta elements and an XML declaration, name `encoding`."""
    head, rest = text[:8192], text[8192:]
    head = re.sub(r"(<\?xml[^>]*?encoding\s*=\s*[\"'])[\w.:-]*", rf"\g<1>{encoding}", head, count=1)
    head = re.sub(r"(<meta[^>]*?charset\s*=\s*[\"']?\s*)[\w.:-]+", rf"\g<1>{encoding}", head, count=1, flags=re.IGNORECASE)
    return head + rest


class _Page:
    def __init__(self, layer: Layer, tags: list[Tag]) -> None:
        self._layer = layer
        self._tags = tags
        self._data: list[_JsonLd] = []
        self.notes: list[str] = []

    def _all(self, name: str) -> Iterator[Tag]:
        return (tag for tag in self._tags if tag.kind == "start" and tag.name == name)

    def _metas(self) -> Iterator[tuple[str, Tag]]:
        for tag in self._all("meta"):
            yield (tag.get("property") or tag.get("name") or tag.get("http-equiv")).lower(), tag

    def identity(self) -> Identity:
        root = next(self._all("html"), None)
        language = (root.get("lang") or root.get("xml:lang")) if root else ""
        metas = {key: tag.get("content") for key, tag in self._metas()}
        language = language or metas.get("og:locale", "").replace("_", "-") or metas.get("content-language", "").split(",")[0]
        canonical = next((tag.get("href") for tag in self._all("link") if "canonical" in tag.get("rel").lower().split()), "")
        origin = metas.get("translated-from", "").rpartition("|")[0]
        identifier = canonical or metas.get("og:url", "")
        if origin:
            identifier = edition_id(origin, declared_tag(language) or "")
        return Identity(
            id=identifier or derived_id(self._layer.text), language=language, origin=origin, derived=not identifier
        )

    def head(self, pad: Pad) -> None:
        """The texts of the head that the flow of the page does not have."""
        for key, tag in self._metas():
            content = tag.attribute("content")
            if key in _METAS and content and content.quote in ('"', "'") and content.value.strip():
                inner = attribute_text(self._layer, content.start, content.end, content.quote)
                pad.plain(inner, *_METAS[key], again=True)

    def json_ld(self, name: str) -> Iterator[_JsonLd]:
        """The page's JSON-LD blocks that can be read as they are; others are left alone, and said."""
        for n, tag in enumerate(self._tags):
            if tag.kind == "start" and tag.name == "script" and "ld+json" in tag.get("type").lower():
                body = self._tags[n + 1] if n + 1 < len(self._tags) else None
                if body is None or body.kind != "text":
                    continue
                # "</script>" in a string would end the element: a slash behind "<" is escaped.
                inner = part(self._layer, body.start, body.end, lambda _l, _r, text: text.replace("</", "<\\/"))
                try:
                    root = scan_json(inner, name)
                except ReadError as error:
                    self.notes.append(f"a JSON-LD block stays as it is ({error.problem})")
                    continue
                found = _JsonLd(JsonText(inner), root)
                self._data.append(found)
                yield found

    def edits(self, issue: Issue) -> Edits:
        """Language and direction, the link back, the note on how the page was made."""
        edits: Edits = []
        layer = self._layer

        def attribute(tag: Tag, name: str, value: str) -> None:
            found = tag.attribute(name)
            if found and found.quote in ('"', "'"):
                edits.append((layer, Splice(found.start, found.end, escape_attribute(value, found.quote))))
            elif found is None or found.quote == "-":
                at = tag.start + 1 + len(tag.name)
                edits.append((layer, Splice(at, at, f' {name}="{escape_attribute(value, chr(34))}"')))
            else:
                edits.append((layer, Splice(found.start, found.end, f'"{escape_attribute(value, chr(34))}"')))

        root = next(self._all("html"), None)
        if root:
            attribute(root, "lang", issue.locale)
            if root.attribute("xml:lang"):
                attribute(root, "xml:lang", issue.locale)
            if issue.direction == "rtl" or root.attribute("dir"):
                attribute(root, "dir", issue.direction)
        language = declared_tag(issue.source.language)
        for tag in self._all("link"):
            if "canonical" in tag.get("rel").lower().split():
                # An edition is no copy of the original: its address is the original's alternate.
                attribute(tag, "rel", "alternate")
                if language:
                    attribute(tag, "hreflang", language)
        known = False
        for key, tag in self._metas():
            if key == "og:locale":
                attribute(tag, "content", issue.locale.replace("-", "_"))
            elif key == "content-language":
                attribute(tag, "content", issue.locale)
            elif key == "translated-from":
                known = True
                attribute(tag, "content", f"{issue.source.id}|{issue.source.version}")
        head = next(self._all("head"), None)
        if head and not known:
            made = f'<meta name="translated-from" content="{escape_attribute(f"{issue.source.id}|{issue.source.version}", chr(34))}">'
            note = f'<meta name="machine-translation" content="{escape_attribute(issue.note, chr(34))}">'
            edits.append((layer, Splice(head.end, head.end, made + note)))
        end = next((tag for tag in reversed(self._tags) if tag.kind == "end" and tag.name in ("article", "main", "body")), None)
        if end and issue.reader_line:
            edits.append((layer, Splice(end.start, end.start, f"<p>{escape_text(issue.reader_line)}</p>\n")))
        for data in self._data:
            edits += data.edits(issue)
        return edits


class _JsonLd:
    """A JSON-LD block of a page."""

    def __init__(self, text: JsonText, root: Value) -> None:
        self._text = text
        self._root = root

    def _articles(self) -> Iterator[Value]:
        stack = [self._root]
        while stack:
            value = stack.pop()
            stack += [*value.items, *(one for _, one in value.members)]
            kinds = value.get("@type")
            names = [self._text.plain(kinds), *map(self._text.plain, kinds.items)] if kinds else []
            if any(map(_ARTICLE.search, names)):
                yield value

    def text(self, pad: Pad, name: str) -> None:
        """What readers of the data are shown: headline, description, body."""
        for article in self._articles():
            for key, value in article.members:
                if key in _JSON_LD and value.kind == "string":
                    layer = self._text.string(value)
                    if re.search(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#x[\da-f]+|\w+);", layer.text):
                        html_flow(pad, layer, name, context=Context("", UnitKind.FIELD, _JSON_LD[key]), again=True)
                    else:
                        self._lines(pad, layer, _JSON_LD[key])

    def _lines(self, pad: Pad, layer: Layer, field: str) -> None:
        for line in re.finditer(r"[^\r\n]+", layer.text):
            pad.plain(layer, UnitKind.FIELD, field, start=line.start(), end=line.end(), again=True)

    def edits(self, issue: Issue) -> Edits:
        """Language, the work it is a translation of, and the digital source type of schema.org."""
        edits: Edits = []
        layer = self._text.layer
        language = declared_tag(issue.source.language)
        work = {"@type": "NewsArticle", "@id": issue.source.id} | ({"inLanguage": language} if language else {})
        for article in self._articles():
            said = article.get("inLanguage")
            splices = [
                self._text.replaced(said, issue.locale) if said and said.kind == "string"
                else self._text.inserted(article, "inLanguage", issue.locale)
            ]  # fmt: skip
            for key, value in (("translationOfWork", work), ("digitalSourceType", _SCHEMA_TYPE if issue.edition else "")):
                found = article.get(key)
                if value:
                    splices.append(self._text.replaced(found, value) if found else self._text.inserted(article, key, value))
            modified = article.get("dateModified")
            if modified and modified.kind == "string":
                splices.append(self._text.replaced(modified, issue.now))
            edits += [(layer, one) for one in splices]
        return edits
