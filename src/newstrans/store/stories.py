"""Stories and the versions of their sources."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace

from sqlalchemy import BindParameter, Connection, RowMapping, bindparam, func, insert, select, update

from newstrans.errors import NotInStore
from newstrans.formats.edition_json import as_plain, from_record
from newstrans.model import Story
from newstrans.store.connect import Store
from newstrans.store.like import has_words
from newstrans.store.records import StoryRecord
from newstrans.store.schema import edition, source_file, source_version, story
from newstrans.text.phrase import phrase

_BY_NAME = select(story).where((story.c.id == bindparam("name")) | (story.c.identity == bindparam("name")))
_OF_STORY: BindParameter[str] = bindparam("story_id")
_SAVE_STORY = update(story).where(story.c.id == _OF_STORY)
_VERSIONS = (
    select(*(source_version.c[name] for name in ("story", "revision", "version", "status", "take", "sha256", "received")))
    .where(source_version.c.story == _OF_STORY)
    .order_by(source_version.c.revision)
)
_SOURCE = select(source_version.c.record).where(source_version.c.story == _OF_STORY, source_version.c.revision == bindparam("of_revision"))
_RELATED = (
    select(story)
    .where(
        story.c.family == bindparam("family_name"), story.c.id != bindparam("but"),
        story.c.updated >= bindparam("since"), story.c.updated <= bindparam("until"),
    )
    .order_by(story.c.updated.desc(), story.c.id)
    .limit(20)
)  # fmt: skip
# A lone surrogate is no UTF-8, and PostgreSQL's text has no NUL.
_UNSOUND = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """`text` as every database can hold it: what cannot be becomes U+FFFD, one for one, so that offsets still hold."""
    return _UNSOUND.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class SourceVersion:
    """A version of a story as it came in. `take` says what its wire calls it ("UPDATE 3"), "" for nothing."""

    story: str
    revision: int
    version: str
    status: str
    take: str
    sha256: str
    received: str


@dataclass(frozen=True, slots=True)
class NewestSource:
    """The newest version of a story: which it is, and the language that it was found to be in, "" for none yet."""

    story: str
    revision: int
    sha256: str
    language: str


def newest_sources(connection: Connection, most: int) -> list[NewestSource]:
    """The newest versions of the stories that may be used, those that came last first."""
    query = select(story.c.id, story.c.revision).where(story.c.status == "usable").order_by(story.c.updated.desc(), story.c.id).limit(most)
    order = [row.id for row in connection.execute(query)]
    newest = query.subquery()
    joined = (
        select(newest.c.id, newest.c.revision, source_version.c.sha256, func.max(edition.c.language))
        .join(source_version, (source_version.c.story == newest.c.id) & (source_version.c.revision == newest.c.revision))
        .outerjoin(edition, edition.c.story == newest.c.id)
        .group_by(newest.c.id, newest.c.revision, source_version.c.sha256)
    )
    rows = {row[0]: NewestSource(row[0], row[1], row[2], row[3] or "") for row in connection.execute(joined)}
    return [rows[name] for name in order if name in rows]


def find_story(connection: Connection, identity: str) -> StoryRecord | None:
    """The story of a wire identity, if it is known."""
    row = connection.execute(select(story).where(story.c.identity == identity)).mappings().first()
    return _record(row) if row else None


def find_family(connection: Connection, family: str, since: str) -> StoryRecord | None:
    """The newest story of a slug without its numbering, if one was touched since then."""
    query = select(story).where(story.c.family == family, story.c.updated >= since).order_by(story.c.updated.desc(), story.c.id).limit(1)
    row = connection.execute(query).mappings().first() if family else None
    return _record(row) if row else None


def find_related(connection: Connection, record: StoryRecord, since: str) -> list[StoryRecord]:
    """Other stories of the same slug without its numbering that were touched since then, the newest first."""
    if not record.family:
        return []
    given = {"family_name": record.family, "but": record.id, "since": since, "until": record.updated}
    return [_record(row) for row in connection.execute(_RELATED, given).mappings()]


def find_text(connection: Connection, sha256: str) -> StoryRecord | None:
    """The story one of whose versions has this text to the byte."""
    query = (
        select(story)
        .join(source_version, source_version.c.story == story.c.id)
        .where(source_version.c.sha256 == sha256)
        .order_by(story.c.created, story.c.id)
        .limit(1)
    )
    row = connection.execute(query).mappings().first()
    return _record(row) if row else None


def get_story(connection: Connection, name: str) -> StoryRecord:
    """The story of an id, an identity, the only beginning of an id, or a slug that only one story has.

    Raises:
        NotInStore: none, or several.

    """
    exact = connection.execute(_BY_NAME, {"name": name}).mappings().all()
    found = exact or connection.execute(
        select(story).where((func.substr(story.c.id, 1, len(name)) == name) | (story.c.slug == name)).limit(9)
    ).mappings().all()  # fmt: skip
    if len(found) == 1 and name:
        return _record(found[0])
    if not found or not name:
        raise NotInStore(phrase("there is no story {name}. See which there are: {command}", name=repr(name), command="newstrans stories"))
    raise NotInStore(phrase("{name} fits several stories: {ids}. Say which", name=repr(name), ids=", ".join(row["id"] for row in found)))


def list_stories(store: Store, *, limit: int = 50, search: str = "") -> list[StoryRecord]:
    """Stories, the newest first; `search` is a part of the slug or the headline, in any case."""
    query = select(story).order_by(story.c.updated.desc(), story.c.id).limit(limit)
    if search:
        query = query.where(has_words(story.c.slug, search) | has_words(story.c.headline, search))
    with store.read() as connection:
        return [_record(row) for row in connection.execute(query).mappings()]


def save_story(connection: Connection, record: StoryRecord, *, new: bool) -> None:
    """Write how far a story has come."""
    values = {name: getattr(record, name) for name in story.c.keys()}  # noqa: SIM118 - columns, not a dict
    values = {name: storable(value) if isinstance(value, str) else value for name, value in values.items()}
    if new:
        connection.execute(insert(story), values)
    else:
        connection.execute(_SAVE_STORY, {"story_id": record.id, **values})


def add_version(
    connection: Connection, record: StoryRecord, source: Story | None, *, take: str, sha256: str, data: bytes, name: str, now: str
) -> None:
    """Keep a version of a story as it came: the file, what was read from it, and what its wire calls it."""
    file = hashlib.sha256(data).hexdigest()
    if connection.execute(select(source_file.c.sha256).where(source_file.c.sha256 == file)).first() is None:
        connection.execute(insert(source_file).values(sha256=file, name=storable(name), data=data))
    connection.execute(insert(source_version), {
        "story": record.id, "revision": record.revision, "version": storable(record.version), "status": record.status, "take": take,
        "sha256": sha256, "file": file, "received": now, "record": json.dumps(as_plain(source)),
    })  # fmt: skip


def versions(connection: Connection, story_id: str) -> list[SourceVersion]:
    """All versions of a story, oldest first."""
    return [SourceVersion(**row) for row in connection.execute(_VERSIONS, {"story_id": story_id}).mappings()]


def get_source(connection: Connection, story_id: str, revision: int) -> Story:
    """A version of a story as it was read.

    Raises:
        NotInStore: there is no such version, or there was no text in it.

    """
    record = json.loads(connection.execute(_SOURCE, {"story_id": story_id, "of_revision": revision}).scalar() or "null")
    if record is None:
        raise NotInStore(phrase(
            "story {story} has no text in its version {number}. See: {command}", story=story_id, number=revision, command=f"newstrans story {story_id}"
        ))  # fmt: skip
    return from_record(Story, record, name=f"story {story_id}")


def source_texts(connection: Connection, story_id: str, revision: int) -> tuple[str, list[tuple[str, str]]]:
    """The language that a version says it is in, and language and text of its units, "" where none is said; not decoded further."""
    record = json.loads(connection.execute(_SOURCE, {"story_id": story_id, "of_revision": revision}).scalar() or "null") or {}
    return record.get("language") or "", [(unit.get("language") or "", unit["text"]) for unit in record.get("units", ())]


def get_file(store: Store, story_id: str, revision: int) -> tuple[str, bytes]:
    """Name and bytes of the file that a version came in. Raises `NotInStore`."""
    query = (
        select(source_file.c.name, source_file.c.data)
        .join(source_version, source_version.c.file == source_file.c.sha256)
        .where(source_version.c.story == story_id, source_version.c.revision == revision)
    )
    with store.read() as connection:
        row = connection.execute(query).first()
    if row is None:
        raise NotInStore(phrase("story {story} has no file for its version {number}", story=story_id, number=revision))
    return row.name, row.data


def cleaned(source: Story) -> Story:
    """The story with texts that every database can hold."""
    units = tuple(replace(unit, text=storable(unit.text)) for unit in source.units)
    return replace(source, units=units)


def _record(row: RowMapping) -> StoryRecord:
    return StoryRecord(**row)
