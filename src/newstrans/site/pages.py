"""The lists of a site: the newest stories of a locale, page by page, and the choice of languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from newstrans.formats.edition_html import alternate_links, html_page, language_nav
from newstrans.formats.edition_layout import Sibling, autonym, tag_direction
from newstrans.localise.dates import date_in_full
from newstrans.localise.locale import EditionLocale
from newstrans.site.entries import Entry

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry with the name of its page (`SLUG.html`)."""

    entry: Entry
    href: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of a locale: its name for people, its file, its media type."""

    name: str
    file: str
    media: str


FEEDS = (
    Feed("RSS", "feed.xml", "application/rss+xml"),
    Feed("Atom", "atom.xml", "application/atom+xml"),
    Feed("JSON Feed", "feed.json", "application/feed+json"),
)


def page_name(number: int) -> str:
    """File of the `number`-th page of a list, 1-based."""
    return "index.html" if number == 1 else f"page-{number}.html"


def pages_needed(count: int) -> int:
    """Pages of a list of `count` stories; an empty list has one."""
    return max(1, -(-count // PER_PAGE))


def list_pages(
    listed: Sequence[Listed],
    locale: EditionLocale,
    *,
    site_title: str,
    others: Sequence[Sibling],
    alternates: Mapping[str, str],
    canonical: str,
    feeds: Sequence[Feed],
) -> dict[str, str]:
    """File -> page of the list of a locale; `listed` has the newest first.

    `others` are the lists of the other locales, `alternates` the hreflang addresses of all, `canonical` the public
    address of the locale's folder with its final "/", or "".
    """
    total = pages_needed(len(listed))
    pages = {}
    for number in range(1, total + 1):
        name = page_name(number)
        part = listed[(number - 1) * PER_PAGE : number * PER_PAGE]
        head = _list_head(number, total, alternates, canonical and canonical + ("" if number == 1 else name), feeds)
        body = _list_body(part, len(listed), number, total, locale, site_title, others, feeds)
        pages[name] = html_page(locale.tag, site_title or locale.gettext("Latest stories"), head, body)
    return pages


def _list_head(
    number: int, total: int, alternates: Mapping[str, str], canonical: str, feeds: Sequence[Feed]
) -> Iterable[str]:
    if canonical:
        yield f'<link rel="canonical" href="{escape(canonical)}">'
    if number == 1:
        yield from alternate_links(alternates)
    else:
        yield f'<link rel="prev" href="{page_name(number - 1)}">'
    if number < total:
        yield f'<link rel="next" href="{page_name(number + 1)}">'
    for feed in feeds:
        yield f'<link rel="alternate" type="{feed.media}" title="{feed.name}" href="{feed.file}">'


def _list_body(
    part: Sequence[Listed], count: int, number: int, total: int, locale: EditionLocale, site_title: str,
    others: Sequence[Sibling], feeds: Sequence[Feed],
) -> Iterable[str]:  # fmt: skip
    yield "<main>"
    yield "<header>"
    yield f"<h1>{escape(site_title or locale.gettext('Latest stories'), quote=False)}</h1>"
    stories = locale.ngettext("{number} story", "{number} stories", count)
    place = locale.gettext("Page {number} of {total}", number=number, total=total) if total > 1 else ""
    yield f'<p class="dates">{escape(" · ".join(filter(None, (autonym(locale.tag), stories, place))))}</p>'
    if any(one.entry.unreviewed for one in part):
        note = locale.gettext("Translated by a machine and not reviewed by an editor, unless a story says otherwise.")
        yield f'<p class="disclosure" role="note">{escape(note, quote=False)}</p>'
    yield "</header>"
    for one in part:
        yield from _teaser(one, locale)
    yield "</main>"
    yield from _list_footer(number, total, locale, others, feeds)


def _teaser(one: Listed, locale: EditionLocale) -> Iterable[str]:
    entry = one.entry
    yield '<article class="teaser">'
    yield f'<h2><a href="{escape(one.href)}">{escape(entry.title, quote=False)}</a></h2>'
    when = entry.published or entry.updated
    if when:
        text = date_in_full(when.date(), locale)
        yield f'<p class="dates"><time datetime="{when.isoformat()}">{escape(text, quote=False)}</time></p>'
    if entry.description and entry.description != entry.title:
        yield f"<p>{escape(entry.description, quote=False)}</p>"
    yield "</article>"


def _list_footer(
    number: int, total: int, locale: EditionLocale, others: Sequence[Sibling], feeds: Sequence[Feed]
) -> Iterable[str]:
    if total > 1:
        label = locale.gettext("Pages")
        yield f'<nav class="pages" aria-label="{escape(label)}">'
        yield "<ul>"
        newer, older = locale.gettext("Newer stories"), locale.gettext("Older stories")
        if number > 1:
            yield f'<li><a rel="prev" href="{page_name(number - 1)}">{escape(newer, quote=False)}</a></li>'
        if number < total:
            yield f'<li><a rel="next" href="{page_name(number + 1)}">{escape(older, quote=False)}</a></li>'
        yield "</ul>"
        yield "</nav>"
    if not (others or feeds):
        return
    yield "<footer>"
    if others:
        yield from language_nav(locale.gettext("Also available in"), others)
    if feeds:
        label = locale.gettext("Feeds")
        yield f'<nav aria-label="{escape(label)}">'
        yield f"<p>{escape(label, quote=False)}</p>"
        yield "<ul>"
        for feed in feeds:
            yield f'<li><a href="{feed.file}" type="{feed.media}" lang="en" dir="ltr">{feed.name}</a></li>'
        yield "</ul>"
        yield "</nav>"
    yield "</footer>"


def choice_page(
    locales: Sequence[tuple[EditionLocale, str, int]], *, site_title: str, alternates: Mapping[str, str], canonical: str
) -> str:
    """The page at the root: every locale (with its address) by its own name, and the number of its stories."""
    name = site_title or "Latest stories"
    head = [f'<link rel="canonical" href="{escape(canonical)}">'] if canonical else []
    body = ["<main>", "<header>", f"<h1>{escape(name, quote=False)}</h1>", "</header>"]
    body.append('<ul class="languages">')
    for locale, href, count in locales:
        tag = escape(locale.tag)
        words = locale.messages_tag
        stories = escape(locale.ngettext("{number} story", "{number} stories", count), quote=False)
        body.append(
            f'<li lang="{tag}" dir="{tag_direction(locale.tag)}"><a href="{href}" hreflang="{tag}">'
            f'{escape(autonym(locale.tag), quote=False)}</a> <span class="dates" lang="{escape(words)}" '
            f'dir="{tag_direction(words)}">{stories}</span></li>'
        )
    body += ["</ul>", "</main>"]
    return html_page("en", name, [*head, *alternate_links(alternates)], body)
