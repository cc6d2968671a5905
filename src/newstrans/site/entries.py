"""What there is to publish: the editions in some folders, and which of them may go out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from newstrans.errors import EditionError, NothingIssued, ReadError
from newstrans.formats.edition_json import FORMAT, edition_from_json
from newstrans.formats.edition_layout import (
    description,
    fit,
    furniture,
    is_machine_translated,
    one_line,
    source_link,
    title,
)
from newstrans.languages import declared_tag
from newstrans.model import Edition, Severity
from newstrans.site.release import Decision, Release, decide_release, parse_time
from newstrans.text.phrase import phrase


@dataclass(frozen=True, slots=True)
class Entry:
    """What lists and feeds say about an edition; `read` gives the edition and the SHA-256 of what it is read from
    when its page is made. `origin` names it in messages: its file, or "store:STORY:LOCALE". `reviewed` editions were
    let out by the desk.
    """

    origin: str
    sha256: str
    story: str
    version: str
    locale: str
    stem: str
    title: str
    description: str
    author: str
    section: str
    original: str
    language: str
    published: datetime | None
    updated: datetime | None
    disclosure: str
    errors: int
    decision: Decision
    read: Callable[[], tuple[Edition | None, str]]
    reviewed: bool = False

    @property
    def machine(self) -> bool:
        """Whether an engine had a hand in it."""
        return bool(self.disclosure)

    @property
    def unreviewed(self) -> bool:
        """Whether it is a machine translation that nobody has reviewed."""
        return self.machine and not self.reviewed


@dataclass(frozen=True, slots=True)
class Held:
    """An edition that does not go out: `why` is "killed", "withheld", "withdrawn", "embargoed", "unreviewed", "older" or
    "double".
    """

    entry: Entry
    why: str
    reason: str


@dataclass(frozen=True, slots=True)
class Kill:
    """A story that is killed up to `version`, None for every version that there is."""

    version: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Selection:
    """Editions to publish, in the order of story and locale; those held back; files that are damaged."""

    entries: tuple[Entry, ...]
    held: tuple[Held, ...]
    failures: tuple[EditionError, ...]


def select_entries(
    folders: Sequence[Path],
    *,
    now: datetime,
    unreviewed: bool,
    killed: Mapping[str, Kill] | None = None,
    issued: Sequence[Entry] = (),
    progress: Callable[[int, int], None] | None = None,
) -> Selection:
    """Every edition below `folders` and those `issued` by the desk, once per story and locale, and what may go out at `now`.

    Of several versions the newest counts. What its newest version says of a story holds for all its editions.
    `killed` are stories that were killed before or by hand, by id.
    Machine translations that nobody has reviewed go out only when `unreviewed` is set. What the desk has let out or
    taken back in a locale stands before any file.

    Raises:
        ReadError: a folder does not exist, or there is no edition in any of them.
        NothingIssued: there are no folders, and nothing was issued.

    """
    found: list[Entry] = list(issued)
    failures: list[EditionError] = []
    files = list(_files(folders))
    for number, path in enumerate(files, 1):
        try:
            edition, digest = read_edition_file(path)
        except EditionError as error:
            failures.append(error)
        else:
            if edition is not None and declared_tag(edition.locale) != edition.locale:
                # It becomes the name of a folder.
                failures.append(EditionError(str(path), f"its locale {edition.locale!r} is no language tag"))
            elif edition is not None:
                decision = decide_release(edition.story.metadata, now)
                found.append(make_entry(str(path), digest, edition, decision, stem=path.stem, read=partial(read_edition_file, path)))
        if progress:
            progress(number, len(files))
    if not found and not failures:
        raise ReadError(
            ", ".join(map(str, folders)), "no editions here. Make some: newstrans translate story.txt --to pt-BR"
        ) if folders else NothingIssued()
    stories: dict[str, list[Entry]] = {}
    for entry in found:
        stories.setdefault(entry.story, []).append(entry)
    entries: list[Entry] = []
    held: list[Held] = []
    for story in sorted(stories):
        chosen, left = _of_story(stories[story], unreviewed=unreviewed, killed=(killed or {}).get(story))
        entries += chosen
        held += left
    return Selection(tuple(entries), tuple(held), tuple(failures))


def read_edition_file(path: Path) -> tuple[Edition | None, str]:
    """The edition in a file and the SHA-256 of its bytes; None for JSON that is something else.

    Raises:
        EditionError: the file cannot be read, or it says that it is an edition and is none.

    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EditionError(str(path), f"cannot be read: {error.strerror}") from error
    if FORMAT.encode() not in data[:4096]:
        return None, ""
    try:
        text = data.decode("utf-8")
        if not isinstance(record := json.loads(text), dict) or record.get("format") != FORMAT:
            return None, ""
    except (ValueError, RecursionError) as error:
        raise EditionError(str(path), f"damaged ({error})") from error
    return edition_from_json(text, name=str(path)), hashlib.sha256(data).hexdigest()


def _files(folders: Sequence[Path]) -> Iterator[Path]:
    seen = set()
    for folder in folders:
        if not folder.exists():
            raise ReadError(str(folder), "no such folder")
        inside = sorted(folder.rglob("*.json")) if folder.is_dir() else [folder]
        for path in inside:
            hidden = folder.is_dir() and any(part.startswith(".") for part in path.relative_to(folder).parts)
            if path.is_file() and not hidden and path.resolve() not in seen:
                seen.add(path.resolve())
                yield path


def make_entry(
    origin: str, digest: str, edition: Edition, decision: Decision, *, stem: str,
    read: Callable[[], tuple[Edition | None, str]], reviewed: bool = False,
) -> Entry:  # fmt: skip
    """The entry of `edition`; `stem` is the name that its page would have."""
    meta = {key: one_line(value) for key, value in edition.story.metadata.items()}
    return Entry(
        origin=origin,
        sha256=digest,
        story=fit(edition.story.id),
        version=edition.story.version,
        locale=edition.locale,
        stem=stem,
        title=title(edition),
        description=description(edition),
        author=meta.get("author", ""),
        section=meta.get("section", ""),
        original=source_link(edition) or "",
        language=declared_tag(edition.language) or "",
        published=parse_time(meta.get("published", "")),
        updated=parse_time(meta.get("updated", "")),
        disclosure=furniture(edition, "disclosure") if is_machine_translated(edition) else "",
        errors=sum(finding.severity is Severity.ERROR for finding in edition.findings),
        decision=decision,
        read=read,
        reviewed=reviewed,
    )


def _of_story(
    entries: Sequence[Entry], *, unreviewed: bool, killed: Kill | None
) -> tuple[list[Entry], list[Held]]:
    """What goes out of one story, and what is held and why."""
    newest = max(entries, key=lambda entry: version_key(entry.version))
    kill = next((entry.decision for entry in entries if entry.decision.release is Release.KILLED), None)
    # Withdrawn is one edition, not the story.
    decision = kill or (Decision(Release.OPEN) if newest.decision.release is Release.WITHDRAWN else newest.decision)
    if decision.release is not Release.KILLED and killed is not None and not _is_newer(newest, killed):
        decision = Decision(Release.KILLED, killed.reason)
    chosen: dict[str, Entry] = {}
    held: list[Held] = []
    # What the desk says first, then the newest; among equals the first file, so that the order of the disk does not matter.
    ordered = sorted(entries, key=lambda entry: entry.origin)
    ordered.sort(key=lambda entry: (entry.reviewed, version_key(entry.version)), reverse=True)
    at_desk = {entry.locale: entry for entry in ordered if entry.reviewed}
    for entry in ordered:
        other = chosen.get(entry.locale)
        if decision.release is not Release.OPEN:
            held.append(Held(entry, decision.release.value, decision.reason))
        elif entry.decision.release is not Release.OPEN:
            held.append(Held(entry, entry.decision.release.value, entry.decision.reason))
        elif not entry.reviewed and (desk := at_desk.get(entry.locale)) and desk.decision.release is not Release.OPEN:
            held.append(Held(entry, desk.decision.release.value, desk.decision.reason))
        elif entry.unreviewed and not unreviewed and other is None:
            held.append(Held(entry, "unreviewed", phrase("a machine translation that nobody has reviewed")))
        elif other is None:
            chosen[entry.locale] = entry
        elif other.sha256 != entry.sha256:
            why = "older" if version_key(entry.version) < version_key(other.version) else "double"
            held.append(Held(entry, why, phrase("{edition} is published instead", edition=other.origin)))
    return [chosen[locale] for locale in sorted(chosen)], held


def _is_newer(entry: Entry, kill: Kill) -> bool:
    return kill.version is not None and version_key(entry.version) > version_key(kill.version)


def version_key(version: str) -> tuple[tuple[int, str], ...]:
    """A version to compare by: figures by value, "10" after "9"."""
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in re.findall(r"\d{1,30}|\D+", version))


def locales_of(entries: Iterable[Entry]) -> list[str]:
    """The locales that occur, in order."""
    return sorted({entry.locale for entry in entries})
