"""What a page says about its article in JSON-LD (schema.org), read with patience for how pages write it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from newstrans.formats.encoding import clean

_TYPES = {
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "backgroundnewsarticle",
    "opinionnewsarticle", "reviewnewsarticle", "askpublicnewsarticle", "satiricalarticle", "advertisercontentarticle",
    "blogposting", "liveblogposting", "socialmediaposting", "techarticle", "scholarlyarticle", "report",
}  # fmt: skip
_DEEPEST = 12
# A string, or a comma that closes nothing: the second is dropped outside of strings.
_TRAILING_COMMA = re.compile(r'"(?:[^"\\]|\\.)*"|,(?=\s*[}\]])', re.DOTALL)


@dataclass(frozen=True, slots=True)
class ArticleData:
    """What JSON-LD tells of one article; "" for what it does not. `free` is False for a teaser of a paid text."""

    headline: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    publisher: str = ""
    section: str = ""
    language: str = ""
    url: str = ""
    body: str = ""
    rights: str = ""
    free: bool = True


def find_articles(blocks: Iterable[str]) -> tuple[list[ArticleData], list[str]]:
    """The articles in a page's JSON-LD blocks, in their order, and notes on blocks that could not be read."""
    found: list[ArticleData] = []
    notes: list[str] = []
    for place, block in enumerate(blocks, start=1):
        if not block.strip():
            continue
        try:
            content = parse_block(block)
        except (ValueError, RecursionError) as error:
            notes.append(f"JSON-LD block {place} of the page is not readable ({str(error)[:60]}); its data were not used")
            continue
        found += [_article(node) for node in _nodes(content, 0) if _is_article(node)]
    return found, notes


def parse_block(block: str) -> Any:
    """The value of a JSON-LD script: CDATA, comment marks, raw line breaks and trailing commas are tolerated.

    Raises:
        ValueError: it is no JSON even then.
        RecursionError: it is nested too deeply.

    """
    text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)", "", block.strip().lstrip("\ufeff"))
    text = re.sub(r"(?://\s*\]\]>|/\*\s*\]\]>\s*\*/|\]\]>|(?://\s*)?-->)\s*;?\s*$", "", text).strip().rstrip(";")
    try:
        return json.loads(text, strict=False)
    except ValueError:
        mended = _TRAILING_COMMA.sub(lambda match: "" if match.group() == "," else match.group(), text)
        return json.loads(mended, strict=False)


def _nodes(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Every object of a JSON-LD value, outer ones first, through arrays and @graph."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _nodes(item, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart"):
            if key in value:
                yield from _nodes(value[key], depth + 1)


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and re.split(r"[/#:]", name)[-1].lower() in _TYPES for name in names)


def _article(node: Mapping[str, Any]) -> ArticleData:
    page = node.get("mainEntityOfPage")
    url = _text(node.get("url")) or _identifier(page) or _identifier(node)
    language = node.get("inLanguage")
    if isinstance(language, dict):
        language = language.get("alternateName") or language.get("name")
    free = node.get("isAccessibleForFree")
    return ArticleData(
        headline=_text(node.get("headline")) or _text(node.get("name")),
        description=_text(node.get("description")),
        authors=tuple(dict.fromkeys(_names(node.get("author") or node.get("creator")))),
        published=_text(node.get("datePublished")) or _text(node.get("dateCreated")),
        modified=_text(node.get("dateModified")),
        publisher=next(iter(_names(node.get("publisher") or node.get("sourceOrganization"))), ""),
        section=_text(node.get("articleSection")),
        language=_text(language),
        url=url if re.match(r"https?://", url) else "",
        body=_text(node.get("articleBody")),
        rights=_text(node.get("copyrightNotice")),
        free=free is not False and str(free).lower() not in {"false", "0", "no"},
    )


def _text(value: Any) -> str:
    """A value as one line of text: the first of a list, the value of a language-tagged string."""
    if isinstance(value, list):
        return next(filter(None, map(_text, value[:5])), "")
    if isinstance(value, dict):
        return _text(value.get("@value"))
    if not isinstance(value, str):
        return ""
    # Pages escape text for HTML inside JSON as well, and some leave tags in it.
    return " ".join(re.sub(r"</?[a-zA-Z][^<>]{0,200}>", " ", clean(html.unescape(value))[0]).split())


def _identifier(value: Any) -> str:
    return _text(value.get("@id") or value.get("url")) if isinstance(value, dict) else _text(value)


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value[:20]:
            yield from _names(item)
        return
    name = _text(value.get("name")) if isinstance(value, dict) else _text(value)
    # An author may be given as the address of a profile, which is no name.
    if name and not re.match(r"https?://|www\.", name):
        yield name
