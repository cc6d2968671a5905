"""HTML pages: the article by trafilatura, what the page says about it by JSON-LD first."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from newstrans.errors import NoArticleError
from newstrans.formats.assemble import comparable, has_text, iso_date, make_story, same_text
from newstrans.formats.byline import find_author, is_credit
from newstrans.formats.dateline import find_dateline, split_dateline
from newstrans.formats.encoding import clean, decode
from newstrans.formats.furniture import find_furniture
from newstrans.formats.inline import MarkedText
from newstrans.formats.jsonld import ArticleData, find_articles
from newstrans.languages import declared_tag, language_of
from newstrans.model import Furniture, Story, Unit, UnitKind

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEAD_BYTES = 4096  # the standard says 1024; real pages put scripts before their charset
_CHARSET = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']", re.IGNORECASE)
_HTML = re.compile(rb"\A\s*(?:<\?xml[^>]{0,300}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main)\b", re.IGNORECASE | re.DOTALL)

# Letters and digits; less than this is a menu or a word left over, not an article.
_LEAST = 20
# trafilatura walks trees recursively; real articles stay far below this.
_DEEPEST = 200


class HtmlReader:
    """Reads HTML pages."""

    name = "html"
    title = "HTML"
    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def sniff(self, data: bytes, name: str) -> bool:
        """By its suffix, or by an HTML element or doctype at the start."""
        head = data[:_HEAD_BYTES]
        if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
            head = head[2:].replace(b"\x00", b"")
        return name.lower().endswith(self.suffixes) or _HTML.match(head.removeprefix(b"\xef\xbb\xbf")) is not None

    def read(self, data: bytes, *, name: str, encoding: str | None = None) -> Story:
        """The article of an HTML page.

        Raises:
            NoArticleError: there is none on the page.

        """
        decoded = decode(data, declared=_declared_encoding(data), configured=encoding, name=name)
        page = _page(decoded.text, name)
        notes = [*decoded.notes, *page.notes]
        reading = _Reading(base=page.url)
        body = _extract(page.tree, decoded.text)
        if body is not None:
            reading.read(body)
        units, furniture, told = _shape(reading.units, page, notes)
        if sum(sum(map(str.isalnum, unit.text)) for unit in units if unit.kind is not UnitKind.HEADLINE) < _LEAST:
            raise NoArticleError(name, "no article found on this page; save the page of one article, or its text as .txt")
        notes += reading.notes
        return make_story(
            data,
            name=name,
            format_name=self.name,
            encoding=decoded.encoding,
            units=units,
            language=page.language,
            metadata={**told, **page.metadata},
            furniture=furniture,
            notes=notes,
        )


@dataclass(slots=True)
class _Page:
    """What a page says about itself. `visible` is its text in letters and digits, for comparison."""

    tree: Any
    article: ArticleData = field(default_factory=ArticleData)
    title: str = ""
    language: str | None = None
    url: str = ""
    visible: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def _declared_encoding(data: bytes) -> str | None:
    head = data[:_HEAD_BYTES]
    found = _XML_ENCODING.match(head) or _CHARSET.search(head)
    return found[1].decode("ascii") if found else None


def _page(text: str, name: str) -> _Page:
    """Read the head of a page, and its JSON-LD.

    Raises:
        NoArticleError: not even a parser as patient as a browser's finds elements in it.

    """
    from lxml import etree
    from lxml import html as lxml_html

    # With a declaration of its own lxml would decode the text again.
    source = re.sub(r"\A\s*<\?xml[^>]*>", "", text)
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_pis=True, remove_comments=True, collect_ids=False
    )
    try:
        tree: Any = lxml_html.document_fromstring(source.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise NoArticleError(name, "no article found: there is no HTML in it") from error
    page = _Page(tree)
    blocks = [str(script.text or "") for script in tree.iter("script") if "ld+json" in (script.get("type") or "").lower()]
    articles, page.notes = find_articles(blocks)
    metas = _metas(tree)
    headings = [_shown(heading) for heading in tree.iter("h1")]
    titles = [title for title in (*headings, metas.get("og:title", ""), _shown(tree.find(".//title"))) if title]
    page.article = _choose(articles, titles, page.notes)
    page.title = _title(page.article, headings, titles, metas)
    page.language = _language(tree, page.article, metas, page.notes)
    canonical = next((str(link.get("href") or "") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical"), "")
    page.url = next((u for u in (canonical, page.article.url, metas.get("og:url", "")) if re.match(r"https?://\S+$", u)), "")
    page.visible = _visible(tree)
    page.metadata = _metadata(page, metas)
    return page


def _metas(tree: Any) -> Mapping[str, str]:
    """The contents of the meta elements, the first of each name."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = (meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv") or "").strip().lower()
        content = " ".join((meta.get("content") or "").split())
        if key and content:
            found.setdefault(key, clean(content)[0])
    return found


def _shown(element: Any) -> str:
    return "" if element is None else " ".join(clean("".join(element.itertext()))[0].split())


def _visible(tree: Any) -> str:
    parts: list[str] = []
    body = tree.find("body")
    for element in (body if body is not None else tree).iter():
        if element.tag in {"script", "style", "noscript", "template"} or not isinstance(element.tag, str):
            parts.append(element.tail or "")
            continue
        parts += [element.text or "", element.tail or ""]
    return comparable(" ".join(parts))


def _choose(articles: Sequence[ArticleData], titles: Sequence[str], notes: list[str]) -> ArticleData:
    """The article that the page is about: the one whose headline stands on it, else the first."""
    if not articles:
        return ArticleData()
    named = [article for article in articles if article.headline]
    on_page = [a for a in named if any(comparable(a.headline) in comparable(title) for title in titles)]
    chosen = (on_page or named or list(articles))[0]
    if len({comparable(article.headline) for article in named}) > 1:
        notes.append(f"the page describes {len(named)} articles; {chosen.headline[:60]!r} was taken for its own")
    return chosen


def _title(article: ArticleData, headings: Sequence[str], titles: Sequence[str], metas: Mapping[str, str]) -> str:
    """Headline of a page: of JSON-LD, else its h1, else og:title without the name of the site."""
    if article.headline:
        return article.headline
    og = metas.get("og:title", "")
    whole = og or titles[-1] if titles else ""
    # Of several h1 (logo, menu, blocks) only one is the article's: that which the page's title begins with.
    fitting = [heading for heading in headings if heading and comparable(heading) and comparable(heading) in comparable(whole)]
    if fitting:
        return max(fitting, key=len)
    texts = [heading for heading in headings if has_text(heading)]
    if len(texts) == 1 and len(texts[0].split()) >= 3:
        return texts[0]
    return _without_site(whole, metas.get("og:site_name", ""))


def _without_site(title: str, site: str) -> str:
    """`title` without " - Site name" at its end."""
    head, _sign, tail = _split_last(title)
    if not head or len(head) < 10:
        return title
    name, last = comparable(site), comparable(tail)
    if name and last and (last in name or name in last):
        return head
    # Without og:site_name only a short last part behind a bar is surely the site's.
    return head if not name and _sign == "|" and len(tail.split()) <= 4 else title


def _split_last(title: str) -> tuple[str, str, str]:
    found = list(re.finditer(r"\s+([-–—|·•»:])\s+", title))
    if not found:
        return "", "", title
    last = found[-1]
    return title[: last.start()], last[1], title[last.end() :]


def _language(tree: Any, article: ArticleData, metas: Mapping[str, str], notes: list[str]) -> str | None:
    """The declared language of a page: inLanguage, then html lang, then og:locale, then content-language."""
    root = tree.getroottree().getroot()
    declared = [
        ("inLanguage", article.language),
        ("html lang", root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or ""),
        ("og:locale", metas.get("og:locale", "")),
        ("content-language", metas.get("content-language", "").split(",")[0]),
    ]
    found = [(source, tag) for source, value in declared if (tag := declared_tag(value))]
    if not found:
        return None
    if len({language_of(tag) for _, tag in found}) > 1:
        said = ", ".join(f"{source} {tag}" for source, tag in found)
        notes.append(f"the page declares its language in several ways ({said}); {found[0][0]} counts most")
    return found[0][1]


def _metadata(page: _Page, metas: Mapping[str, str]) -> dict[str, str]:
    article = page.article
    author = metas.get("author") or metas.get("article:author") or ""
    if re.match(r"https?://", author):
        author = ""
    found = {
        "title": page.title,
        "author": ", ".join(article.authors) or author,
        "publisher": article.publisher or metas.get("og:site_name", ""),
        "section": article.section or metas.get("article:section", ""),
        "url": page.url,
        "rights": article.rights or metas.get("copyright", ""),
    }
    for key, raw in (
        ("published", article.published or metas.get("article:published_time", "") or metas.get("datepublished", "")),
        ("updated", article.modified or metas.get("article:modified_time", "") or metas.get("datemodified", "")),
    ):
        stamp = iso_date(raw)
        found[key] = stamp or ""
        # What ISO 8601 could not hold is kept as it was written.
        if raw and (stamp is None or re.search(r"[A-Z]{2,5}$", raw)):
            found[f"x-{key}"] = raw
    return {key: value for key, value in found.items() if value}


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep trafilatura and its date finder from logging about pages: our errors say what matters."""
    loggers = [logging.getLogger(name) for name in ("trafilatura", "htmldate", "courlan", "justext", "readability")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


# Elements inside a text. trafilatura drops white space that stands alone between two of them ("<em>grain</em>
# <b>ship</b>" becomes "grainship"), and every sign that does not print.
_INLINE = {"a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "mark", "s", "small", "span", "strong", "sub", "sup", "u"}
_STAND_INS = "⍽␣⌴⎵"


def _hold_spaces(tree: Any, source: str) -> str:
    """Put a sign that the page does not have where white space would be lost; gives the sign, "" if all are taken."""
    sign = next((sign for sign in _STAND_INS if sign not in source), "")
    for element in tree.iter(*_INLINE) if sign else ():
        following = element.getnext()
        if following is None or following.tag not in _INLINE or (element.tail or "").strip():
            continue
        inside = (element.text if not len(element) else element[-1].tail) or ""
        if element.tail or inside[-1:].isspace() or (following.text or "")[:1].isspace():
            element.tail = sign
    return sign


def _extract(tree: Any, source: str) -> _Element | None:
    """The article of a page as trafilatura's XML; None when it finds nothing. Opens no socket, changes `tree`."""
    import trafilatura
    from lxml import etree

    sign = _hold_spaces(tree, source)
    with _quiet():
        try:
            found = trafilatura.extract(
                tree,
                output_format="xml",
                include_comments=False,
                include_tables=True,
                include_links=True,
                include_formatting=True,
            )
        except RecursionError:
            found = None
    if not found:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring((found.replace(sign, " ") if sign else found).encode(), parser=parser)
    except etree.XMLSyntaxError:
        return None
    return root.find("main")


_HI = {"#b": "strong", "#i": "em", "#u": "u", "#sub": "sub", "#sup": "sup", "#t": "code"}


@dataclass(slots=True)
class _Reading:
    """Walks trafilatura's XML and collects units."""

    base: str = ""
    units: list[Unit] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lists: int = 0
    quotes: int = 0
    tables: int = 0

    def read(self, main: _Element) -> None:
        """Collect the units of `main`."""
        self._loose(main.text)
        for element in main:
            self._block(element)
            self._loose(element.tail)

    def _loose(self, text: str | None) -> None:
        if text and text.strip():
            self._add(text, Unit("", UnitKind.PARAGRAPH, ""))

    def _block(self, element: _Element) -> None:
        match element.tag:
            case "head":
                found = re.fullmatch(r"h([1-6])", element.get("rend") or "")
                self._inline(element, Unit("", UnitKind.HEADING, "", level=int(found[1]) if found else 2))
            case "quote":
                self.quotes += 1
                self._children(element, Unit("", UnitKind.QUOTE, "", group=f"quote{self.quotes}"))
            case "list":
                self._list(element, 1)
            case "table":
                self._table(element)
            case "code":
                text = clean("".join(map(str, element.itertext())))[0].strip("\n")
                if text.strip():
                    self.units.append(Unit("", UnitKind.CODE, text))
            case "div":
                self._children(element, Unit("", UnitKind.PARAGRAPH, ""))
            case _:
                self._inline(element, Unit("", UnitKind.PARAGRAPH, ""))

    def _children(self, element: _Element, unit: Unit) -> None:
        """One unit per block inside `element`, or one for it all."""
        if not any(child.tag in {"p", "list", "head", "quote", "table", "div"} for child in element):
            self._inline(element, unit)
            return
        if element.text and element.text.strip():
            self._add(element.text, unit)
        for child in element:
            if child.tag in {"list", "head", "table"}:
                self._block(child)
            else:
                self._inline(child, unit)
            if child.tail and child.tail.strip():
                self._add(child.tail, unit)

    def _list(self, element: _Element, level: int) -> None:
        self.lists += 1
        group = f"{'ol' if element.get('rend') == 'ol' else 'list'}{self.lists}"
        for item in element:
            self._inline(item, Unit("", UnitKind.LIST_ITEM, "", level=level, group=group), skip="list")
            for inner in item.iter("list"):
                if next(inner.iterancestors("list")) is element and level < 6:
                    self._list(inner, level + 1)

    def _table(self, element: _Element) -> None:
        self.tables += 1
        for number, row in enumerate(element.iter("row"), start=1):
            for cell in row.iter("cell"):
                unit = Unit("", UnitKind.TABLE_CELL, "", group=f"table{self.tables}.row{number}")
                self._inline(cell, unit, empty=True)

    def _add(self, text: str, unit: Unit) -> None:
        self.units.append(replace(unit, text=" ".join(clean(text)[0].split())))

    def _inline(self, element: _Element, unit: Unit, *, skip: str = "", empty: bool = False) -> None:
        text = MarkedText()
        text.add(element.text or "")
        for child in element:
            if child.tag != skip:
                self._walk(child, text, skip, 0)
            text.add(child.tail or "")
        words, marks = text.finish()
        if words or empty:
            self.units.append(replace(unit, text=words, marks=marks))

    def _walk(self, element: _Element, text: MarkedText, skip: str, depth: int) -> None:
        if not isinstance(element.tag, str) or depth > _DEEPEST:
            return
        if element.tag == "lb":
            text.newline()
            return
        opened = self._open(element, text)
        if element.tag in {"p", "item", "cell", "row"}:
            text.newline()
        text.add(element.text or "")
        for child in element:
            if child.tag != skip:
                self._walk(child, text, skip, depth + 1)
            text.add(child.tail or "")
        if opened:
            text.close()

    def _open(self, element: _Element, text: MarkedText) -> bool:
        match element.tag:
            case "hi":
                tag = _HI.get(element.get("rend") or "", "em")
            case "del" | "code":
                tag = str(element.tag)
            case "ref":
                target = self._target(element.get("target") or "")
                if not target:
                    return False
                text.open("a", (("href", target),))
                return True
            case _:
                return False
        text.open(tag)
        return True

    def _target(self, target: str) -> str:
        """Address of a link, made absolute; "" for one that runs code or holds data."""
        target = re.sub(r"[\x00-\x20\x7f]", "", target)
        if not target or target.startswith("#"):
            return ""
        scheme = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", target)
        if scheme and scheme[1].lower() not in {"http", "https", "mailto"}:
            self.notes.append(f"a {scheme[1].lower()}: link was turned into plain text")
            return ""
        try:
            return target if scheme or not self.base else urljoin(self.base, target)
        except ValueError:
            return ""


def _shape(
    units: Sequence[Unit], page: _Page, notes: list[str]
) -> tuple[list[Unit], list[Furniture], dict[str, str]]:
    """(units, furniture, what byline and dateline tell): the head of the story told apart from its body."""
    body, furniture = _without_furniture(units, page, notes)
    title = page.title
    if not title and body and body[0].kind is UnitKind.HEADING:
        title = body[0].text
    if title:
        repeats = [place for place, unit in enumerate(body[:4]) if same_text(unit.text, title)]
        body = [unit for place, unit in enumerate(body) if place not in repeats]
    result = [Unit("", UnitKind.HEADLINE, title)] if title else []
    told: dict[str, str] = {}
    description = page.article.description
    if description and not same_text(description, title):
        place = next((n for n, unit in enumerate(body[:2]) if same_text(unit.text, description)), None)
        if place is not None and sum(unit.kind is UnitKind.PARAGRAPH for unit in body) > 1:
            result.append(replace(body.pop(place), kind=UnitKind.SUBHEAD, level=0, group=""))
        elif place is None and _stands_alone(description, page, body):
            result.append(Unit("", UnitKind.SUBHEAD, description))
    opened = False
    for place, unit in enumerate(body):
        if unit.kind is UnitKind.PARAGRAPH and not opened:
            if place < 4 and (author := find_author(unit.text)):
                told.setdefault("author", author)
                result.append(replace(unit, kind=UnitKind.BYLINE))
                continue
            opened = True
            if dateline := find_dateline(unit.text):
                told |= {k: v for k, v in (("agency", dateline.agency), ("dateline_date", dateline.date)) if v}
            result += split_dateline(unit)
        elif unit.kind is UnitKind.PARAGRAPH and len(body) - place <= 3 and is_credit(unit.text):
            result.append(replace(unit, kind=UnitKind.BYLINE))
        else:
            result.append(unit)
    return result, furniture, told


def _stands_alone(description: str, page: _Page, body: Sequence[Unit]) -> bool:
    """Whether the description is shown on the page, and is not just the opening of the article."""
    key = comparable(description)
    return bool(key) and key in page.visible and not any(key in comparable(unit.text) for unit in body)


def _without_furniture(
    units: Sequence[Unit], page: _Page, notes: list[str]
) -> tuple[list[Unit], list[Furniture]]:
    dropped = {
        finding.index: Furniture(units[finding.index].text, finding.reason)
        for finding in find_furniture([unit.text for unit in units])
        if units[finding.index].kind is not UnitKind.TABLE_CELL
    }
    end = _end_by_article_body(units, page.article)
    if end is not None:
        for place in range(end, len(units)):
            if place not in dropped and units[place].text:
                reason = "below the end of the article as the page itself gives it (articleBody)"
                dropped[place] = Furniture(units[place].text, reason)
        notes.append(f"{len(units) - end} texts below the article were left out: the page's own articleBody ends before them")
    return [unit for place, unit in enumerate(units) if place not in dropped], [dropped[n] for n in sorted(dropped)]


def _end_by_article_body(units: Sequence[Unit], article: ArticleData) -> int | None:
    """Where the article ends by the page's articleBody; None when that says nothing reliable.

    Extraction takes newsletter boxes below an article along in languages that it knows little of. articleBody shows
    where to stop, if it is whole: not of a paid text, several paragraphs long, and what follows is choppy.
    """
    whole = comparable(article.body)
    if not article.free or len(whole) < 400 or article.body.rstrip().endswith(("…", "...")):
        return None
    keys = [comparable(unit.text) for unit in units]
    inside = [place for place, key in enumerate(keys) if len(key) > 30 and key in whole]
    if len(inside) < 3 or not whole.endswith(keys[inside[-1]]):
        return None
    end = inside[-1] + 1
    tail = [key for key in keys[end:] if key]
    if not tail or any(key in whole and len(key) > 30 for key in tail):
        return None
    mean = sum(len(keys[place]) for place in inside) / len(inside)
    return end if sum(map(len, tail)) / len(tail) < mean / 2 else None
