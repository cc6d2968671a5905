"""An edition as a page to read: one file, no request to anywhere, nothing in it that could run."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from html import escape as escape_html
from pathlib import Path

from newstrans.formats.edition_layout import (
    Inline,
    Layout,
    Part,
    Place,
    Sibling,
    autonym,
    byline_texts,
    dates,
    description,
    fit,
    foreign_language,
    furniture,
    has_head_row,
    inline_tree,
    is_machine_translated,
    is_ordered,
    lay_out,
    one_line,
    run_in,
    safe_link,
    shown_marks,
    shown_text,
    source_link,
    tag_direction,
    title,
)
from newstrans.languages import declared_tag, display_name
from newstrans.model import Edition, EditionUnit, Mark, Treatment, UnitKind

# IPTC's term for text made by a trained model, in schema.org's spelling. A rule-based engine is still software that
# made the text; schema.org has no better value.
DIGITAL_SOURCE_TYPE = "https://schema.org/TrainedAlgorithmicMediaDigitalSource"


def edition_to_html(edition: Edition, *, siblings: Sequence[Sibling] = (), place: Place | None = None) -> str:
    """The whole page of `edition`.

    `siblings` are the editions of the same story, this one included if its address is known; they become
    `hreflang` links, and "Also available in" without this one. `place` says where in a site the page stands.
    """
    place = place or Place()
    layout = lay_out(edition)
    head = _head(edition, siblings, place)
    return html_page(edition.locale, title(edition), head, _body(edition, layout, siblings, place))


def html_page(tag: str, name: str, head: Iterable[str], body: Iterable[str]) -> str:
    """A page in the language `tag` with the title `name`; it may load nothing and run nothing."""
    css = _stylesheet()
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    lines = (
        "<!doctype html>",
        f'<html lang="{_attribute(tag)}" dir="{tag_direction(tag)}">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{_text(name)}</title>",
        *head,
        f"<style>{css}</style>",
        "</head>",
        "<body>",
        *body,
        "</body>",
        "</html>",
    )
    return "\n".join(lines) + "\n"


def alternate_links(alternates: Mapping[str, str]) -> Iterable[str]:
    """`hreflang` links: language tag or "x-default" -> address."""
    for tag, href in alternates.items():
        yield f'<link rel="alternate" hreflang="{_attribute(tag)}" href="{_attribute(href)}">'


def _head(edition: Edition, siblings: Sequence[Sibling], place: Place) -> Iterable[str]:
    own = safe_link(place.canonical)
    metas = {
        "description": description(edition),
        "author": one_line(edition.story.metadata.get("author", "")),
        "generator": one_line(edition.provenance.software),
        "newstrans:story": fit(edition.story.id),
    }
    for name, content in metas.items():
        if content:
            yield f'<meta name="{name}" content="{_attribute(content)}">'
    if own:
        yield f'<link rel="canonical" href="{_attribute(own)}">'
    alternates = {sibling.locale: sibling.url or sibling.href for sibling in siblings}
    original, source = source_link(edition), declared_tag(edition.language)
    if original and source:
        alternates.setdefault(source, original)
        alternates["x-default"] = original
    elif place.x_default:
        alternates["x-default"] = place.x_default
    yield from alternate_links(alternates)
    article = news_article(edition, canonical=own, translator=place.translator)
    yield f'<script type="application/ld+json">\n{_json_for_script(article)}\n</script>'


@lru_cache(maxsize=1)
def _stylesheet() -> str:
    return Path(__file__).with_name("edition.css").read_text(encoding="utf-8")


def news_article(edition: Edition, *, canonical: str | None = None, translator: str = "") -> dict[str, object]:
    """The schema.org NewsArticle of `edition`, with its tie to the original and the mark of machine translation.

    `translator` is the organisation that answers for the translation: schema.org allows a person or an organisation
    there, and an engine is neither.
    """
    story = edition.story
    meta = {key: one_line(value) for key, value in story.metadata.items()}
    publisher = _organisation(meta.get("publisher", ""))
    author = _author(meta.get("author", ""), meta.get("publisher", ""))
    original = source_link(edition)
    source_headline = one_line(story.headline) or meta.get("title", "")
    work: dict[str, object] = {
        "@type": "NewsArticle",
        "@id": original,
        "url": original,
        "identifier": fit(story.id),
        "version": fit(story.version),
        "inLanguage": declared_tag(edition.language),
        "headline": source_headline,
        "datePublished": meta.get("published"),
        "author": author,
        "publisher": publisher,
    }
    article: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": canonical,
        "url": canonical,
        "headline": title(edition),
        "description": description(edition),
        "inLanguage": edition.locale,
        "datePublished": meta.get("published"),
        "dateModified": meta.get("updated"),
        "articleSection": meta.get("section"),
        "author": author,
        "publisher": publisher,
        "creditText": meta.get("publisher"),
        "copyrightNotice": meta.get("rights"),
        "translationOfWork": _without_empty(work),
        "translator": _organisation(one_line(translator)) if is_machine_translated(edition) else None,
        "digitalSourceType": DIGITAL_SOURCE_TYPE if is_machine_translated(edition) else None,
    }
    return _without_empty(article)


def _without_empty(values: Mapping[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value}


def _organisation(name: str) -> dict[str, object]:
    return {"@type": "Organization", "name": name} if name else {}


def _author(name: str, publisher: str) -> dict[str, object]:
    if not name or name == publisher:
        return _organisation(name)
    return {"@type": "Person", "name": name}


def _json_for_script(value: object) -> str:
    """JSON that can stand in a script element: no `<`, `>` or `&`, so no end tag and no comment can begin."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return re.sub("[<>&\u2028\u2029]", lambda match: f"\\u{ord(match.group()):04x}", text)


def _body(edition: Edition, layout: Layout, siblings: Sequence[Sibling], place: Place) -> Iterable[str]:
    if place.home:
        yield f'<nav class="home"><a href="{_attribute(place.home)}">{_text(place.label)}</a></nav>'
    yield "<main>"
    yield "<article>"
    yield from _header(edition, layout)
    for part in layout.parts:
        yield _PARTS[part.kind](part, edition)
    yield "</article>"
    yield "</main>"
    yield from _footer(edition, siblings)


def _header(edition: Edition, layout: Layout) -> Iterable[str]:
    yield "<header>"
    if layout.headline:
        yield _element("h1", layout.headline, edition)
    for unit in layout.subheads:
        yield _element("p", unit, edition, name="subhead")
    for unit in layout.bylines:
        yield _element("p", unit, edition, name="byline")
    for text in byline_texts(edition, layout):
        yield f'<p class="byline">{_text(text)}</p>'
    times = [f'<time datetime="{_attribute(value)}">{_text(text)}</time>' for value, text in dates(edition)]
    if times:
        yield f'<p class="dates">{" · ".join(times)}</p>'
    if is_machine_translated(edition):
        yield f'<p class="disclosure" role="note">{_text(furniture(edition, "disclosure"))}</p>'
    yield "</header>"


def _footer(edition: Edition, siblings: Sequence[Sibling]) -> Iterable[str]:
    lines: list[str] = []
    source = declared_tag(edition.language)
    original = source_link(edition)
    spoken = f' lang="{_attribute(source)}" dir="{tag_direction(source)}"' if source else ""
    headline = one_line(edition.story.headline)
    if original:
        hreflang = f' hreflang="{_attribute(source)}"' if source else ""
        label = _text(furniture(edition, "read_original"))
        link = f'<a href="{_attribute(original)}"{hreflang} rel="noopener">{label}</a>'
        lines.append(f"{link}: <cite{spoken}>{_text(headline)}</cite>" if headline else link)
    if source:
        name = display_name(source, edition.locale if "original_language" in edition.strings else "en")
        lines.append(_text(furniture(edition, "original_language", name=name)))
    if publisher := one_line(edition.story.metadata.get("publisher", "")):
        lines.append(_text(furniture(edition, "source", name=publisher)))
    if rights := one_line(edition.story.metadata.get("rights", "")):
        lines.append(f"<small{spoken}>{_text(rights)}</small>")
    others = [sibling for sibling in siblings if sibling.locale != edition.locale]
    if not (lines or others):
        return
    yield "<footer>"
    for line in lines:
        yield f"<p>{line}</p>"
    if others:
        yield from language_nav(furniture(edition, "also_available"), others)
    yield "</footer>"


def language_nav(label: str, siblings: Iterable[Sibling]) -> Iterable[str]:
    """Links to `siblings`, each under the name of its language in that language."""
    yield f'<nav aria-label="{_attribute(label)}">'
    yield f"<p>{_text(label)}</p>"
    yield "<ul>"
    for sibling in siblings:
        tag = _attribute(sibling.locale)
        direction = tag_direction(sibling.locale)
        attributes = f'href="{_attribute(sibling.href)}" hreflang="{tag}" lang="{tag}" dir="{direction}"'
        yield f"<li><a {attributes}>{_text(autonym(sibling.locale))}</a></li>"
    yield "</ul>"
    yield "</nav>"


def _paragraph(part: Part, edition: Edition) -> str:
    *datelines, last = part.units
    if last.unit.kind is UnitKind.DATELINE:
        inner = " ".join(_content(unit) for unit in part.units)
        return f'<p><span class="dateline">{inner}</span></p>'
    opening = "".join(
        f'<span class="dateline">{_inline(run_in(shown_text(unit)), shown_marks(unit))}</span> '
        for unit in datelines
    )
    return f"<p{_attributes(last, edition)}>{opening}{_content(last)}</p>"


def _heading(part: Part, edition: Edition) -> str:
    unit = part.units[0]
    return _element(f"h{min(max(unit.unit.level, 2), 6)}", unit, edition)


def _quote(part: Part, edition: Edition) -> str:
    inner = "\n".join(_element("p", unit, edition) for unit in part.units)
    return f"<blockquote>\n{inner}\n</blockquote>"


def _figure(part: Part, edition: Edition) -> str:
    unit = part.units[0]
    return f"<figure>{_element('figcaption', unit, edition)}</figure>"


def _code(part: Part, _edition: Edition) -> str:
    return f'<pre dir="ltr" translate="no"><code>{_text(shown_text(part.units[0]))}</code></pre>'


def _list(part: Part, edition: Edition) -> str:
    """Nested lists by level; a level that jumps ("1, 3") counts as one step."""
    tag = "ol" if is_ordered(part) else "ul"
    lines: list[str] = []
    depth = 0
    for unit in part.units:
        further = unit.unit.kind is not UnitKind.LIST_ITEM
        level = min(max(unit.unit.level, 1), depth if further else depth + 1, 6)
        lines += [f"</li>\n</{tag}>"] * (depth - level)
        if further:
            lines.append(_element("p", unit, edition))
        else:
            lines.append(f"<{tag}>" if level > depth else "</li>")
            lines.append(f"<li{_attributes(unit, edition)}>{_content(unit)}")
        depth = level
    lines += [f"</li>\n</{tag}>"] * depth
    return "\n".join(lines)


def _table(part: Part, edition: Edition) -> str:
    lines = ['<div class="table" tabindex="0">', "<table>"]
    for place, row in enumerate(part.rows):
        heads = place == 0 and has_head_row(part)
        opening, tag = ('<th scope="col"', "th") if heads else ("<td", "td")
        cells = (f"{opening}{_attributes(cell, edition)}>{_content(cell)}</{tag}>" for cell in row)
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return "\n".join([*lines, "</table>", "</div>"])


_PARTS: dict[str, Callable[[Part, Edition], str]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "quote": _quote,
    "figure": _figure,
    "code": _code,
    "list": _list,
    "table": _table,
}


def _element(tag: str, unit: EditionUnit, edition: Edition, *, name: str = "") -> str:
    return f"<{tag}{_attributes(unit, edition, name=name)}>{_content(unit)}</{tag}>"


def _attributes(unit: EditionUnit, edition: Edition, *, name: str = "") -> str:
    """Class, and the language and direction of a unit that is not in the edition's own language."""
    names = [name] if name else []
    if unit.treatment is Treatment.FAILED and not unit.text.strip():
        names.append("untranslated")
    found = f' class="{" ".join(names)}"' if names else ""
    if language := foreign_language(unit, edition):
        found += f' lang="{_attribute(language)}" dir="{tag_direction(language)}"'
    return found


def _content(unit: EditionUnit) -> str:
    return _inline(shown_text(unit), shown_marks(unit))


def _inline(text: str, marks: Iterable[Mark]) -> str:
    return _nodes(text, inline_tree(text, marks), 0, len(text)).strip()


def _nodes(text: str, nodes: Iterable[Inline], start: int, end: int) -> str:
    parts: list[str] = []
    for node in nodes:
        parts += [_text(text[start : node.start]), _node(text, node)]
        start = node.end
    return "".join([*parts, _text(text[start:end])])


def _node(text: str, node: Inline) -> str:
    if node.tag == "br":
        return "<br>"
    if node.tag == "img":
        # The picture itself would be a request to a server that the desk does not know.
        if not node.label:
            return ""
        label = f'<span class="image">{_text(node.label)}</span>'
        return f'<a href="{_attribute(node.target)}" rel="noopener">{label}</a>' if node.target else label
    inner = _nodes(text, node.children, node.start, node.end)
    attributes = f' href="{_attribute(node.target)}" rel="noopener"' if node.tag == "a" else ""
    return f"<{node.tag}{attributes}>{inner}</{node.tag}>"


def _text(text: str) -> str:
    return escape_html(fit(text), quote=False)


def _attribute(text: str) -> str:
    return escape_html(fit(text), quote=True)
