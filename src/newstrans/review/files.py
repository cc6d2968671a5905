"""Files of an edition that went out: in the wire's own format, and emptied where they lie when it is taken back.

What was written where stands in the events; a kill, a withhold or a withdrawal finds it there.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection

from newstrans.config import ConfigError
from newstrans.emit import FORMATS, file_slug, rendered_editions, story_of_file
from newstrans.errors import ReviewError, WriteError
from newstrans.feeds import Feed, choose_feed
from newstrans.files import write_together
from newstrans.formats import inplace
from newstrans.formats.inplace.document import Document, Item
from newstrans.formats.inplace.issue import Issue
from newstrans.model import Edition, EditionUnit, SourceFile, Story, Treatment, Unit, UnitKind
from newstrans.pubstatus import Status
from newstrans.review.actions import Desk
from newstrans.store import editions as shelf
from newstrans.store.connect import Store
from newstrans.store.events import append, find_events
from newstrans.store.issues import Standing, standing_of
from newstrans.store.records import EditionRecord, Event, StoryRecord
from newstrans.store.stories import find_story, get_file, get_story, storable, versions
from newstrans.text.phrase import phrase
from newstrans.wire import make_issue

WIRE = "wire"
KNOWN = (*FORMATS, WIRE)


def configured_formats(store: Store, edition: str, setting: str) -> tuple[str, ...]:
    """The formats that `issue_formats` in the settings names for an edition; "wire" only where its source came in a wire format.

    Raises:
        ConfigError: one is unknown.

    """
    named = tuple(dict.fromkeys(name.strip() for name in setting.split(",") if name.strip()))
    for name in named:
        if name not in KNOWN:
            raise ConfigError(f"issue_formats: there is no format {name!r} (known: {', '.join(KNOWN)})")
    if WIRE in named:
        with store.read() as connection:
            record = shelf.get_edition(connection, edition)
        if not record.source_revision or not _over_a_wire(store, record):
            named = tuple(name for name in named if name != WIRE)
    return named or FORMATS


def _over_a_wire(store: Store, record: EditionRecord) -> bool:
    name, data = get_file(store, record.story, record.source_revision)
    return inplace.wire_format(data, name) is not None


def issue_files(
    store: Store, record: EditionRecord, made: Edition, folder: Path, *, formats: Sequence[str], feeds: Mapping[str, Feed], now: str
) -> dict[Path, bytes]:
    """The files of an issue with their bytes, in each of `formats`; nothing is written.

    Raises:
        ReviewError: the wire's format has no place for it.
        WriteError: a format or locale is unknown.

    """
    files: dict[Path, bytes] = {}
    pages = [name for name in formats if name != WIRE]
    if pages:
        files |= next(rendered_editions([made], folder, formats=pages))
    if WIRE in formats:
        name, data = wire_file(store, record, made, feeds=feeds, now=now)
        files[folder / record.locale / name] = data
    return files


def write_issue(
    desk: Desk, record: EditionRecord, made: Edition, folder: Path, *, formats: Sequence[str], feeds: Mapping[str, Feed], issue: int | None = None
) -> list[Path]:
    """Write the files of an issue (default: the last), all or none, and remember where.

    Raises as `issue_files`, `WriteError`, and `ReviewError` for an issue that was taken back, by whomever and however shortly.
    """
    number = record.issue if issue is None else issue
    files = issue_files(desk.store, record, made, folder, formats=formats, feeds=feeds, now=desk.now)
    data = {"folder": str(folder.resolve()), "formats": list(formats), "files": [str(path.relative_to(folder)) for path in files]}
    # First where they will lie, then they: a kill that comes at any moment between finds them.
    said = Event(
        kind="written", at=desk.now, actor=desk.actor, story=record.story, edition=record.id, rev=record.rev, request=desk.request,
        data={**data, "issue": number},
    )  # fmt: skip
    with desk.store.write() as connection:
        _refuse_taken_back(connection, record, number)
        append(connection, [said])
    try:
        with desk.store.write() as connection:  # nothing can be taken back while they are written
            _refuse_taken_back(connection, record, number)
            write_together(files)
    except WriteError as error:
        with desk.store.write() as connection:
            append(connection, [replace(said, kind="not_written", note=str(error), data={"issue": number})])
        raise
    return list(files)


def _refuse_taken_back(connection: Connection, record: EditionRecord, issue: int) -> None:
    if standing_of(connection, record, issue) is not Standing.ISSUED:
        raise ReviewError(phrase(
            "{edition}: issue {number} was taken back and is not written again. Its text: {command}",
            edition=record.id, number=issue, command=f"newstrans editions history {record.id}",
        ))  # fmt: skip


def void_files(desk: Desk, edition: str, *, notice: Callable[[str], str], feeds: Mapping[str, Feed]) -> list[Path]:
    """Put an empty issue in place of every file of an edition that was taken back; returns those that were written.

    `notice` gives the sentence for a locale ("This story was withdrawn."). Files that are not there any more stay away.

    Raises:
        WriteError: one cannot be written.

    """
    with desk.store.read() as connection:
        record = shelf.get_edition(connection, edition)
        story = get_story(connection, record.story)
    empty = _empty(story, record, notice(record.locale))
    done: dict[Path, None] = {}
    for event in find_events(desk.store, edition=record.id):
        if event.kind != "written":
            continue
        folder = Path(str(event.data["folder"]))
        names = event.data["files"]
        there = [folder / name for name in names if (folder / name).is_file()] if isinstance(names, list) else []
        for path in there:
            if path in done:
                continue
            extension = path.suffix.removeprefix(".")
            if extension in FORMATS and not _is_wire(path):
                if story_of_file(path) not in (None, story.id):
                    continue  # somebody cleared the folder, and another story took the name
                rendered = next(rendered_editions([empty], folder, formats=[extension]))
                data = next(iter(rendered.values()))
            else:
                data = wire_file(desk.store, record, None, feeds=feeds, now=desk.now)[1]
            write_together({path: data})
            done[path] = None
    return list(done)


def wire_file(
    store: Store, record: EditionRecord, made: Edition | None, *, feeds: Mapping[str, Feed], now: str
) -> tuple[str, bytes]:
    """Name and bytes of an edition in the format that its story came in; without an edition an empty one that takes it back.

    A file of several items is one file again: the others are as they were let out in this locale, or as they came.

    Raises:
        ReviewError: it came in no wire format, or a unit has no place in the file.

    """
    with store.read() as connection:
        story = get_story(connection, record.story)
    revision = record.source_revision
    name, data, document = _opened(store, record, revision, feeds)
    if made is None and story.status != "usable" and len(_items(document)) == 1:
        # A kill speaks in the words of the item that killed; where others are in the file, it takes out its own. One that
        # another item spoke is written into the file that it took back.
        with suppress(ReviewError):  # of no wire format: a text that says "KILL-"
            last = _opened(store, record, story.revision, feeds)
            if any(storable(item.identity.id) == story.identity for item in _items(last[2]).values()):
                revision, (name, data, document) = story.revision, last
    items = _items(document)
    own = _place_of(store, story, revision, items)
    if own is None:
        raise ReviewError(phrase(
            "{edition}: {name} holds {count} items, and it is not certain which one the story is; translate the file as a whole: {command}",
            edition=record.id, name=name, count=len(items), command=f"newstrans translate {name}",
        ))  # fmt: skip
    issues = {own: _issue(record, items[own], made, feed=document.source.feed, now=now)}
    for place, item in items.items():
        if place != own and (other := _sibling(store, item, record.locale)):
            issues[place] = _issue(other[0], item, other[1], feed=document.source.feed, now=now)
    return _wire_name(record, story, name, data if len(items) > 1 else None), document.write(issues).data


def _opened(store: Store, record: EditionRecord, revision: int, feeds: Mapping[str, Feed]) -> tuple[str, bytes, Document]:
    name, data = get_file(store, record.story, revision)
    if inplace.wire_format(data, name) is None:
        raise ReviewError(phrase("{edition}: {name} is of no wire format, and cannot be written back as one", edition=record.id, name=name))
    return name, data, inplace.open_document(data, name=name, feed=choose_feed(feeds, name, None))


def _items(document: Document) -> dict[int, Item]:
    """Its items by their places, without what is no story."""
    return {place: item for place, item in enumerate(document.items) if not item.furniture}


def _place_of(store: Store, story: StoryRecord, revision: int, items: Mapping[int, Item]) -> int | None:
    """Which item of its file a story is: the only one, the one of its identity, or the one with its text."""
    if len(items) == 1:
        return next(iter(items))
    with store.read() as connection:
        texts = {one.revision: one.sha256 for one in versions(connection, story.id)}
    named = [place for place, item in items.items() if storable(item.identity.id) == story.identity]
    same = [place for place, item in items.items() if item.story and item.story.source.sha256 == texts.get(revision)]
    found = named or same
    return found[0] if len(found) == 1 else None


def _sibling(store: Store, item: Item, locale: str) -> tuple[EditionRecord, Edition | None] | None:
    """The edition of another item of the same file, where it is out: its last issue, None for one that was taken back.

    Only of this very version of the item: an item that the file has in an older one stays as it is.
    """
    if item.story is None:
        return None
    with store.read() as connection:
        story = find_story(connection, storable(item.identity.id))
        record = shelf.find_edition(connection, shelf.edition_key(story.id, locale)) if story else None
        if story is None or record is None or not record.issue:
            return None
        if standing_of(connection, record, record.issue) is not Standing.ISSUED:
            return record, None
        made = shelf.get_published(connection, record)
    return (record, made) if made.story.source.sha256 == item.story.source.sha256 else None


def _issue(record: EditionRecord, item: Item, made: Edition | None, *, feed: Feed, now: str) -> Issue:
    if made is not None:
        if item.story is None:
            raise ReviewError(phrase("{edition}: nothing in its file is translated", edition=record.id))
        made = _in_places(record, made, item.story)
    issue = make_issue(item, record.locale, edition=made, feed=feed, now=now, version=record.issue)
    # What an editor approved goes out with the status of its source, not as one that waits for review; what the desk
    # takes back is canceled though its source is not.
    own = item.identity.status
    return replace(issue, status=Status.CANCELED if made is None and own is Status.USABLE else own)


def _in_places(record: EditionRecord, made: Edition, source: Story) -> Edition:
    """The edition with a unit for every unit of the file; what was left out is empty.

    Raises:
        ReviewError: a unit stands in no place of the file.

    """
    layers = {layer.unit.id: layer for layer in made.units}
    lost = layers.keys() - {unit.id for unit in source.units}
    if lost:
        raise ReviewError(phrase(
            "{edition}: {units} stands nowhere in the source's file any more; leave it out, or publish without {option}", edition=record.id,
            units=", ".join(sorted(lost)), option="--format wire",
        ))  # fmt: skip
    return replace(made, units=tuple(layers.get(unit.id) or EditionUnit(unit) for unit in source.units))


def _wire_name(record: EditionRecord, story: StoryRecord, name: str, shared: bytes | None) -> str:
    """The name of the file: of the story, or of the source's file where it holds several (`shared`)."""
    if shared is None:
        return f"{file_slug(story.slug)}.{record.story[:8]}{Path(name).suffix}"
    return f"{file_slug(Path(name).stem)}.{hashlib.sha256(shared).hexdigest()[:8]}{Path(name).suffix}"


def _is_wire(path: Path) -> bool:
    return re.search(r"\.[0-9a-f]{8}\.[^.]*$", path.name) is not None


def _empty(story: StoryRecord, record: EditionRecord, notice: str) -> Edition:
    """An edition that says only that there is none any more: nothing of the source is in it."""
    headline = Unit("headline", UnitKind.HEADLINE, notice)
    source = Story(story.id, story.slug, (headline,), SourceFile(story.identity, "", "", "", 0), version=story.version)
    unit = EditionUnit(headline, Treatment.RULED, text=notice, why=f"the edition is {record.state.value}")
    return Edition(source, record.locale, language=record.language or None, units=(unit,))
