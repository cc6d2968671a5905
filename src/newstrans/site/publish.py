"""Bring a folder of editions into a site: decide, render, write what changed, remove what is no longer there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, unquote

from newstrans.emit import file_slug
from newstrans.errors import EditionError, NothingToPublish, ReadError, WriteError
from newstrans.files import write_together
from newstrans.formats.edition_html import edition_to_html
from newstrans.formats.edition_layout import Place, Sibling
from newstrans.localise.locale import EditionLocale
from newstrans.site.entries import (
    Entry,
    Held,
    Kill,
    Selection,
    locales_of,
    select_entries,
    version_key,
)
from newstrans.site.feeds import Item, feeds, sitemap_names, sitemaps
from newstrans.site.issued import FromStore
from newstrans.site.pages import FEEDS, Listed, choice_page, list_pages, page_name, pages_needed
from newstrans.site.release import parse_time
from newstrans.text.phrase import phrase

# What a site remembers between two runs: which files are its own, the address of each story, when each edition first
# went out, what was withdrawn. A web server does not show files that begin with a point, or need not.
RECORD = ".newstrans-site.json"
_FORMAT = "newstrans-site"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Site:
    """How a site is made. `base_url` ends with "/" or is "": then there are no feeds, sitemap and canonical links."""

    folder: Path
    base_url: str = ""
    title: str = ""
    translator: str = ""


@dataclass(frozen=True, slots=True)
class Published:
    """What a run did. Paths are relative to the site, with "/"; `pages` are the editions' own."""

    pages: tuple[tuple[str, Entry], ...]
    written: tuple[str, ...]
    unchanged: int
    removed: tuple[str, ...]
    held: tuple[Held, ...]
    withdrawn: tuple[dict[str, str], ...]
    failures: tuple[EditionError, ...]


@dataclass(slots=True)
class _Record:
    """`RECORD`: story id -> slug; "story locale" -> first publication (ISO 8601); own files; withdrawn editions."""

    slugs: dict[str, str]
    first: dict[str, dict[str, str]]
    files: list[str]
    withdrawn: list[dict[str, str]]


def publish(
    folders: Sequence[Path],
    site: Site,
    locale: Callable[[str], EditionLocale],
    *,
    now: datetime,
    unreviewed: bool = False,
    withdraw: Sequence[str] = (),
    issued: FromStore | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> Published:
    """Make `site` from the editions below `folders`; `now` (with an offset) decides about embargoes.

    `withdraw` names stories that are killed by hand, by their id or the address of a page in the site; they stay
    withdrawn in later runs, until a newer version comes. `issued` is what the desk has let out and taken back.

    The site mirrors the folders: pages of editions that are gone, held or killed are removed. Equal editions give
    equal bytes, and files that would not change are not touched. Nothing is written when `dry_run` is set.

    Raises:
        ReadError: no such folder, or no edition in it.
        NothingIssued: no folder is given, and the desk has let nothing out.
        NothingToPublish: all that is left are machine translations, and `unreviewed` is not set.
        WriteError: a file cannot be written, or one that is not the site's own would be overwritten.
        ReadError: `withdraw` names something that the site does not know.

    """
    old = _read_record(site.folder)
    desk = issued or FromStore()
    by_hand = {_story_named(name, old): Kill(None, phrase("it was withdrawn by hand")) for name in withdraw}
    killed = _kills(old) | by_hand | desk.killed
    selection = select_entries(
        folders, now=now, unreviewed=unreviewed, killed=killed, issued=desk.entries, progress=progress
    )
    waiting = sum(held.why == "unreviewed" for held in selection.held)
    if waiting and not selection.entries:
        # Rather than empty the site because an option was forgotten.
        raise NothingToPublish(waiting)
    record = _next_record(old, selection, now)
    plan = _Plan(site, selection.entries, record, locale)
    record.files = sorted(plan.names())
    for name in set(record.files) - set(old.files):
        if (site.folder / name).exists():
            raise WriteError(site.folder / name, "is not a page of this site and would be overwritten; choose another -o")
    if not dry_run:
        # First what is ours, so that a run that is stopped can be run again.
        _write_record(site.folder, replace(record, files=sorted({*old.files, *record.files})))
    written: list[str] = []
    unchanged = 0
    for number, files in enumerate(plan.files(), 1):
        changed: dict[Path, bytes] = {}
        for name, text in files.items():
            data = text.encode()
            if _bytes_of(site.folder / name) == data:
                unchanged += 1
            else:
                changed[site.folder / name] = data
                written.append(name)
        if changed and not dry_run:
            write_together(changed)
        if progress:
            progress(number, len(selection.entries))
    removed = sorted(set(old.files) - set(record.files))
    if not dry_run:
        _remove(site.folder, removed)
        _write_record(site.folder, record)
    return Published(
        plan.pages, tuple(written), unchanged, tuple(removed), selection.held, tuple(record.withdrawn), selection.failures
    )


class _Plan:
    """Which file holds what: addresses first, then pages one by one, so that one edition is in memory at a time."""

    def __init__(
        self, site: Site, entries: Sequence[Entry], record: _Record, locale: Callable[[str], EditionLocale]
    ) -> None:
        self._site = site
        self._record = record
        self._locale = locale
        self._stories: dict[str, list[Entry]] = {}
        for entry in entries:
            self._stories.setdefault(entry.story, []).append(entry)
        self._locales = locales_of(entries)
        self._entries = entries

    @property
    def pages(self) -> tuple[tuple[str, Entry], ...]:
        return tuple((self._path(entry), entry) for entry in self._entries)

    def files(self) -> Iterable[dict[str, str]]:
        """Groups of files that belong together: name -> text."""
        for entry in self._entries:
            yield {self._path(entry): self._page(entry)}
        for tag in self._locales:
            yield self._lists(tag)
        yield self._root()

    def names(self) -> list[str]:
        """The names of all files."""
        found = [self._path(entry) for entry in self._entries]
        for tag in self._locales:
            count = sum(entry.locale == tag for entry in self._entries)
            found += [f"{tag}/{page_name(number)}" for number in range(1, pages_needed(count) + 1)]
            found += [f"{tag}/{feed.file}" for feed in FEEDS if self._site.base_url]
        return [*found, "index.html", *(sitemap_names(1 + len(self._locales) + len(self._entries)) if self._site.base_url else ())]

    # addresses

    def _path(self, entry: Entry) -> str:
        return f"{entry.locale}/{self._record.slugs[entry.story]}.html"

    def _url(self, path: str) -> str:
        return self._site.base_url + quote(path) if self._site.base_url else ""

    def _siblings(self, entry: Entry) -> list[Sibling]:
        name = quote(self._record.slugs[entry.story]) + ".html"
        return [
            Sibling(one.locale, name if one.locale == entry.locale else f"../{one.locale}/{name}", self._url(self._path(one)))
            for one in self._stories[entry.story]
        ]

    def _home_alternates(self, prefix: str) -> dict[str, str]:
        """Hreflang of the lists: of every locale, and the choice of languages for everybody else."""
        base = self._site.base_url or prefix
        homes = {tag: self._folder(f"{base}{tag}/") for tag in self._locales}
        return {**homes, "x-default": self._folder(base)}

    def _folder(self, address: str) -> str:
        """The list in a folder: a web server finds it by itself, a page opened from the disk does not."""
        return address if self._site.base_url else address + "index.html"

    # pages

    def _page(self, entry: Entry) -> str:
        edition, digest = entry.read()
        if edition is None or digest != entry.sha256:
            raise EditionError(entry.origin, "changed while the site was being made; run publish again")
        siblings = self._siblings(entry)
        # Without an original to send them to, readers of other languages get English, or the first there is.
        fallback = next((one for one in siblings if one.locale.split("-")[0] == "en"), siblings[0])
        place = Place(
            home=self._folder("./" if self._site.base_url else ""),
            label=self._site.title or self._locale(entry.locale).gettext("Latest stories"),
            canonical=self._url(self._path(entry)),
            x_default=fallback.url or fallback.href,
            translator=self._site.translator,
        )
        return edition_to_html(edition, siblings=siblings, place=place)

    def _items(self, tag: str) -> list[tuple[str, Item]]:
        """Entries of a locale, the newest first, with their file names."""
        found = []
        for entry in self._entries:
            if entry.locale == tag:
                path = self._path(entry)
                when = entry.published or entry.updated or parse_time(self._record.first[entry.story][tag])
                assert when is not None
                found.append((PurePosixPath(path).name, Item(entry, self._url(path), when)))
        found.sort(key=lambda pair: (-pair[1].published.timestamp(), pair[0]))
        return found

    def _lists(self, tag: str) -> dict[str, str]:
        items = self._items(tag)
        locale = self._locale(tag)
        base = self._site.base_url
        home = f"{base}{tag}/" if base else ""
        pages = list_pages(
            [Listed(item.entry, quote(name)) for name, item in items], locale, site_title=self._site.title,
            others=[Sibling(other, self._folder(f"../{other}/")) for other in self._locales if other != tag],
            alternates=self._home_alternates("../"), canonical=home, feeds=FEEDS if base else (),
        )  # fmt: skip
        if base:
            name = self._site.title or locale.gettext("Latest stories")
            pages |= feeds([item for _, item in items], tag=tag, name=name, home=home)
        return {f"{tag}/{name}": text for name, text in pages.items()}

    def _root(self) -> dict[str, str]:
        base = self._site.base_url
        counts = [
            (self._locale(tag), self._folder(f"{tag}/"), sum(entry.locale == tag for entry in self._entries))
            for tag in self._locales
        ]
        alternates = self._home_alternates("")
        page = choice_page(counts, site_title=self._site.title, alternates=alternates, canonical=base)
        return {"index.html": page, **(self._sitemaps() if base else {})}

    def _sitemaps(self) -> dict[str, str]:
        base = self._site.base_url
        homes = self._home_alternates("")
        pages: list[tuple[str, datetime | None, Mapping[str, str]]] = [(base, None, homes)]
        pages += [(f"{base}{tag}/", None, homes) for tag in self._locales]
        for entry in self._entries:
            alternates = {sibling.locale: sibling.url for sibling in self._siblings(entry)}
            pages.append((self._url(self._path(entry)), entry.updated or entry.published, alternates))
        return sitemaps(pages, base)


# -- the record ------------------------------------------------------------------------------------------------------


def _read_record(folder: Path) -> _Record:
    path = folder / RECORD
    data = _bytes_of(path)
    if data is None:
        return _Record({}, {}, [], [])
    try:
        values: dict[str, Any] = json.loads(data)
        if values["format"] != _FORMAT or values["version"] != 1:
            raise ValueError(f"version {values['version']!r}")
        files = [name for name in values["files"] if _is_inside(name)]
        slugs = {str(story): _checked_slug(slug) for story, slug in values["slugs"].items()}
        first = {str(story): {str(tag): _checked_time(at) for tag, at in found.items()} for story, found in values["first"].items()}
        withdrawn = [{key: str(one[key]) for key in _WITHDRAWN} for one in values["withdrawn"]]
        return _Record(slugs, first, files, withdrawn)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise WriteError(
            path, f"is damaged ({error}): it says which pages are the site's own. Publish into a new folder with -o"
        ) from error


_WITHDRAWN = ("story", "locale", "version", "why", "page", "reason")


def _checked_slug(slug: str) -> str:
    """A name of a file; anything else in a record would lead out of the site."""
    if file_slug(slug) != slug:
        raise ValueError(f"{slug!r} is no name of a page")
    return slug


def _checked_time(text: str) -> str:
    if parse_time(text) is None:
        raise ValueError(f"{text!r} is no time")
    return text


def _kills(record: _Record) -> dict[str, Kill]:
    """What earlier runs saw killed, each story up to the highest version of its editions then."""
    found: dict[str, Kill] = {}
    for one in record.withdrawn:
        before = found.get(one["story"])
        if one["why"] == "killed" and (before is None or version_key(one["version"]) > version_key(before.version or "")):
            found[one["story"]] = Kill(one["version"], one["reason"])
    return found


def _story_named(name: str, record: _Record) -> str:
    """The id of the story that an id or a page ("pt-BR/slug.html", a URL, a slug) of the site names."""
    slug = PurePosixPath(unquote(name)).name.removesuffix(".html")
    found = name if name in record.slugs else next((story for story, own in record.slugs.items() if own == slug), None)
    if found is None:
        raise ReadError(name, "the site has no such story. Give the address of its page, or its id")
    return found


def _is_inside(name: object) -> bool:
    """Whether a file of the record lies in the site: a damaged record must not delete anything else."""
    return isinstance(name, str) and bool(name) and not PurePosixPath(name).is_absolute() and ".." not in name.split("/")


def _next_record(old: _Record, selection: Selection, now: datetime) -> _Record:
    """Slugs and first dates of what goes out now, those of earlier runs kept, and what is withdrawn."""
    slugs, first = dict(old.slugs), {story: dict(found) for story, found in old.first.items()}
    taken = set(slugs.values())
    for entry in selection.entries:
        if entry.story not in slugs:
            slug = _free(file_slug(entry.stem), taken)
            slugs[entry.story] = slug
            taken.add(slug)
        first.setdefault(entry.story, {}).setdefault(entry.locale, now.replace(microsecond=0).isoformat())
    withdrawn = {(one["story"], one["locale"]): one for one in old.withdrawn}
    pages = {(one["story"], one["locale"]): one["page"] for one in old.withdrawn}
    for held in selection.held:
        if held.why in {"killed", "withheld", "withdrawn"}:
            story, tag = held.entry.story, held.entry.locale
            was = f"{tag}/{slugs[story]}.html" if story in slugs and tag in first.get(story, {}) else ""
            was = was or pages.get((story, tag), "")
            withdrawn[story, tag] = {
                "story": story, "locale": tag, "version": held.entry.version, "why": held.why, "page": was, "reason": held.reason,
            }  # fmt: skip
    for entry in selection.entries:
        withdrawn.pop((entry.story, entry.locale), None)
    return _Record(slugs, first, [], [withdrawn[key] for key in sorted(withdrawn)])


def _free(slug: str, taken: set[str]) -> str:
    """`slug`, or with a number behind it; never the name of a list."""
    if slug == "index" or re.fullmatch(r"page-\d+", slug):
        slug += "-story"
    number = 1
    while (name := slug if number == 1 else f"{slug}-{number}") in taken:
        number += 1
    return name


def _write_record(folder: Path, record: _Record) -> None:
    values = {
        "format": _FORMAT,
        "version": 1,
        "slugs": dict(sorted(record.slugs.items())),
        "first": {story: dict(sorted(found.items())) for story, found in sorted(record.first.items())},
        "files": record.files,
        "withdrawn": record.withdrawn,
    }
    data = (json.dumps(values, ensure_ascii=False, indent=1) + "\n").encode()
    if _bytes_of(folder / RECORD) != data:
        write_together({folder / RECORD: data})


def _remove(folder: Path, names: Iterable[str]) -> None:
    """Delete pages of the site, and folders that are empty then."""
    for name in names:
        path = folder / name
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise WriteError(path, f"cannot be removed ({error.strerror})") from error
        with suppress(OSError):
            path.parent.rmdir()


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise WriteError(path, f"cannot be read ({error.strerror})") from error


def site_at(site: Site) -> Site:
    """`site` with its address as the plan needs it: one "/" at the end.

    Raises:
        WriteError: the address is not http or https, or has a query.

    """
    if not site.base_url:
        return site
    if not re.fullmatch(r"https?://[^\s/?#\"<>]+(?:/[^\s?#\"<>]*)?", site.base_url):
        raise WriteError(site.base_url, "is no address of a site; write it like https://example.org/news")
    return replace(site, base_url=site.base_url.rstrip("/") + "/")


