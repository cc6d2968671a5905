"""Write editions: `<folder>/<locale>/<slug>.md`, `.html` and `.json`, each whole or not at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from newstrans.errors import EditionError, WriteError
from newstrans.files import write_together
from newstrans.formats.edition_html import edition_to_html
from newstrans.formats.edition_json import edition_from_json, edition_to_json
from newstrans.formats.edition_layout import Sibling, fit
from newstrans.formats.edition_markdown import edition_to_markdown
from newstrans.model import Edition

FORMATS = ("md", "html", "json")

# Room for a counter, an extension and the name of a temporary file within the 255 bytes of a file name.
_LONGEST_SLUG_BYTES = 160

_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def write_editions(
    editions: Sequence[Edition], folder: Path, *, formats: Sequence[str] = FORMATS
) -> list[Path]:
    """Write each edition in each of `formats` and return the paths, in the order of `editions` and `formats`.

    A story keeps its file name from run to run; another story of the same slug gets "-2", "-3" behind it. HTML
    pages link to the editions of their story in this batch and to those that lie in the sibling folders.

    Raises:
        WriteError: a folder or file cannot be written, or a format or locale is unknown. Of the edition concerned
            nothing is left behind; those before it are written.

    """
    written: list[Path] = []
    for files in rendered_editions(editions, folder, formats=formats):
        write_together(files)
        written += files
    return written


def rendered_editions(
    editions: Sequence[Edition], folder: Path, *, formats: Sequence[str] = FORMATS
) -> Iterator[dict[Path, bytes]]:
    """What `write_editions` would write: for each edition its files with their bytes. Nothing is written.

    Raises:
        WriteError: as `write_editions`.

    """
    for name in formats:
        if name not in FORMATS:
            raise WriteError(folder, f"unknown format {name!r}; known are {', '.join(FORMATS)}")
    for edition in editions:
        if not _LOCALE.fullmatch(edition.locale):
            raise WriteError(folder, f"{edition.locale!r} is no name for a folder of editions")
    shelf = _Shelf(folder)
    names = _file_names(editions, shelf)
    for edition in editions:
        name = names[fit(edition.story.id)]
        siblings = _siblings(edition, editions, names, shelf, formats)
        yield {
            folder / edition.locale / f"{name}.{extension}": _render(edition, extension, siblings).encode() for extension in formats
        }


def _render(edition: Edition, extension: str, siblings: Sequence[Sibling]) -> str:
    if extension == "html":
        return edition_to_html(edition, siblings=siblings)
    return {"md": edition_to_markdown, "json": edition_to_json}[extension](edition)


def file_slug(slug: str) -> str:
    """`slug` as a file name without extension: letters, digits, "-", "_" and "." inside; never empty.

    >>> [file_slug(s) for s in ("../../etc/passwd", "UKRAINE-GRAIN/", "Ölpreis steigt", "...")]
    ['etc-passwd', 'UKRAINE-GRAIN', 'Ölpreis-steigt', 'story']
    """
    text = unicodedata.normalize("NFC", slug)
    text = "".join(char if char in "-_." or unicodedata.category(char)[0] in "LMN" else "-" for char in text)
    text = re.sub(r"\.{2,}", "-", text)
    text = re.sub(r"-{2,}", "-", text).strip("-.")
    while len(text.encode()) > _LONGEST_SLUG_BYTES:
        text = text[: min(len(text) - 1, _LONGEST_SLUG_BYTES)].rstrip("-.")
    return text or "story"


@dataclass(slots=True)
class _Shelf:
    """What lies in the folder: per locale the file names without extension, and whose stories they are."""

    folder: Path
    _stems: dict[str, frozenset[str]] | None = None
    _owners: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def stems(self) -> Mapping[str, frozenset[str]]:
        """Locale folder -> stems of the edition files in it."""
        if self._stems is None:
            self._stems = {}
            for locale in _entries(self.folder):
                if _LOCALE.fullmatch(locale) and (self.folder / locale).is_dir():
                    files = (name.rpartition(".") for name in _entries(self.folder / locale))
                    self._stems[locale] = frozenset(stem for stem, _, ext in files if stem and ext in FORMATS)
        return self._stems

    def owner(self, locale: str, stem: str) -> str | None:
        """Id of the story whose edition lies there; None for files that are not an edition's."""
        key = (locale, stem)
        if key not in self._owners:
            self._owners[key] = _story_id(self.folder / locale, stem)
        return self._owners[key]


def _entries(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise WriteError(folder, f"cannot be listed ({error.strerror})") from error


def story_of_file(path: Path) -> str | None:
    """Id of the story whose edition a file is one of; None for one that does not tell."""
    return _story_id(path.parent, path.stem)


def _story_id(folder: Path, stem: str) -> str | None:
    """The story id in the first of an edition's files that tells one."""
    for extension, find in _OWNERS.items():
        try:
            text = (folder / f"{stem}.{extension}").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            continue
        if found := find(text):
            return found
    return None


def _id_in_json(text: str) -> str | None:
    try:
        return fit(edition_from_json(text, name="").story.id)
    except EditionError:
        return None


def _id_in_markdown(text: str) -> str | None:
    import yaml

    head = text.split("\n---\n", 1)[0].removeprefix("---\n")
    try:
        values = yaml.safe_load(head)
    except yaml.YAMLError:
        return None
    found = values.get("translation_of") if isinstance(values, dict) else None
    return found if isinstance(found, str) else None


def _id_in_html(text: str) -> str | None:
    from html import unescape

    match = re.search(r'<meta name="newstrans:story" content="([^"]*)">', text)
    return unescape(match.group(1)) if match else None


_OWNERS: Mapping[str, Callable[[str], str | None]] = {
    "json": _id_in_json,
    "md": _id_in_markdown,
    "html": _id_in_html,
}


def _file_names(editions: Iterable[Edition], shelf: _Shelf) -> dict[str, str]:
    """Story id (fit for a page) -> file name, the same in every locale: the one it has, else the first that is free.

    New stories choose in the order of their ids, so that the order of a batch does not matter.
    """
    slugs = {fit(edition.story.id): file_slug(edition.story.slug) for edition in editions}
    names: dict[str, str] = {}
    for story, slug in slugs.items():
        if mine := _own_name(story, slug, shelf):
            names[story] = mine
    taken = {stem for stems in shelf.stems().values() for stem in stems} | set(names.values())
    for story in sorted(slugs.keys() - names.keys()):
        number = 1
        while (name := slugs[story] if number == 1 else f"{slugs[story]}-{number}") in taken:
            number += 1
        names[story] = name
        taken.add(name)
    return names


def _own_name(story: str, slug: str, shelf: _Shelf) -> str | None:
    """The name that the story's editions have on disk, if no file of another story bears it too."""
    family = re.compile(re.escape(slug) + r"(?:-([2-9]|[1-9]\d+))?")
    owners: dict[str, set[str | None]] = {}
    for locale, stems in shelf.stems().items():
        for stem in stems:
            if family.fullmatch(stem):
                owners.setdefault(stem, set()).add(shelf.owner(locale, stem))
    mine = [stem for stem, found in owners.items() if found == {story}]
    return min(mine, key=lambda stem: (len(stem), stem), default=None)


def _siblings(
    edition: Edition,
    editions: Iterable[Edition],
    names: Mapping[str, str],
    shelf: _Shelf,
    formats: Sequence[str],
) -> list[Sibling]:
    """The HTML editions of the same story, seen from this one, by locale."""
    story = fit(edition.story.id)
    name = names[story]
    locales = {
        locale
        for locale, stems in shelf.stems().items()
        if name in stems and shelf.owner(locale, name) == story
    }
    locales = {locale for locale in locales if (shelf.folder / locale / f"{name}.html").is_file()}
    if "html" in formats:
        locales |= {other.locale for other in editions if fit(other.story.id) == story}
    return [
        Sibling(locale, f"{name}.html" if locale == edition.locale else f"../{locale}/{name}.html")
        for locale in sorted(locales)
    ]
