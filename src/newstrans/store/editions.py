"""Editions: the machine's layers as they were made, and the units at the desk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    RowMapping,
    Select,
    Table,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from newstrans.errors import NotInStore
from newstrans.formats.edition_json import as_plain, from_record
from newstrans.kept import Kept
from newstrans.model import Edition, EditionUnit, Segment, Unit, UnitKind
from newstrans.store.connect import Store
from newstrans.store.like import has_words
from newstrans.store.records import Approval, Change, EditionRecord, EditionState, UnitRecord, UnitState
from newstrans.store.schema import (
    dismissal,
    draft,
    edition,
    machine_edition,
    machine_segment,
    machine_unit,
    name_override,
    published,
    story,
    unit,
)
from newstrans.store.stories import get_source, storable
from newstrans.text.phrase import phrase

# Nothing is made for these any more.
_CLOSED = (EditionState.KILLED.value, EditionState.SPIKED.value)
# In place of a unit, which stands in the story.
_NO_UNIT = as_plain(Unit("", UnitKind.PARAGRAPH, ""))
_EDITION = ("id", "story", "locale", "state", "rev", "source_revision", "language", "headline", "issue", "error", "updated")

# What every page of an edition asks, written once: to write a query takes longer than to answer it.
_OF_EDITION: BindParameter[str] = bindparam("edition_id")
_EDITION_BY_ID = select(edition).where(edition.c.id == _OF_EDITION)
_OF_ONE_STORY = select(edition).where(edition.c.story == bindparam("story_id")).order_by(edition.c.locale)
_OF_STORIES = (
    select(*(edition.c[name] for name in _EDITION))
    .where(edition.c.story.in_(bindparam("stories", expanding=True)))
    .order_by(edition.c.locale)
)
_ADD_EDITION = insert(edition)
_SAVE_EDITION = update(edition).where(edition.c.id == bindparam("edition_id"))
_OF_EDITIONS: BindParameter[str] = bindparam("editions", expanding=True)
_UNITS = select(unit).where(unit.c.edition == _OF_EDITION).order_by(unit.c.position, unit.c.key)
_UNITS_OF_ALL = select(unit).where(unit.c.edition.in_(_OF_EDITIONS)).order_by(unit.c.position, unit.c.key)
_UNIT = _UNITS.where((unit.c.key == bindparam("name")) | (unit.c.unit == bindparam("name")))
# A text that an editor answers for, and that is a text of today's source. What a machine wrote and nobody looked at is none.
_JUDGED = (
    select(unit)
    .join(edition, edition.c.id == unit.c.edition)
    .where(
        edition.c.story.in_(bindparam("stories", expanding=True)), edition.c.locale.in_(bindparam("locales", expanding=True)), edition.c.source_revision > 0,
        unit.c.unit != "", (unit.c.state == UnitState.APPROVED.value) | ((unit.c.state == UnitState.EDITED.value) & (unit.c.editor != "")),
    )
    .order_by(unit.c.position, unit.c.key)
)  # fmt: skip
_SAVE_UNIT = update(unit).where(unit.c.edition == _OF_EDITION, unit.c.key == bindparam("unit_key"))
_DISMISSED = select(dismissal).where(dismissal.c.edition == _OF_EDITION)
_DRAFTS = select(draft).where(draft.c.edition == _OF_EDITION).order_by(draft.c.unit, draft.c.at)
_DRAFT = (draft.c.edition == _OF_EDITION, draft.c.unit == bindparam("unit_key"), draft.c.actor == bindparam("who"))
_DROP_DRAFT = delete(draft).where(*_DRAFT, draft.c.base_rev == bindparam("from_rev"))
_DROP_SAVED = delete(draft).where(*_DRAFT, (draft.c.base_rev == bindparam("from_rev")) | (draft.c.text == bindparam("words")))
_ADD_DRAFT = insert(draft)
_ADD_HEAD, _ADD_LAYERS, _ADD_SEGMENTS = insert(machine_edition), insert(machine_unit), insert(machine_segment)
_OVERRIDES = select(name_override).order_by(name_override.c.at, name_override.c.edition, name_override.c.unit, name_override.c.entry)
_OVERRIDES_IN = _OVERRIDES.where(name_override.c.edition.in_(_OF_EDITIONS))


def _of_version(table: Table, *names: str, order: str = "") -> Select[Any]:
    """Columns of what was made of one version of a source, of several editions."""
    query = select(*(table.c[name] for name in ("edition", *names)))
    query = query.where(table.c.edition.in_(_OF_EDITIONS), table.c.source_revision == bindparam("revision"))
    return query.order_by(table.c[order]) if order else query


_HEADS_OF = _of_version(machine_edition, "record")
_LAYERS_OF = _of_version(machine_unit, "unit", "record", order="position")
_SEGMENTS_OF = _of_version(machine_segment, "unit", "record", order="place")
_SENTENCES_OF = _of_version(machine_segment, "unit", "source", "target", order="place")


def edition_key(story: str, locale: str) -> str:
    """The id of the edition of a story in a locale."""
    return f"{story}:{locale}"


# --- editions


def find_edition(connection: Connection, key: str) -> EditionRecord | None:
    """The edition of an id, if there is one."""
    row = connection.execute(_EDITION_BY_ID, {"edition_id": key}).mappings().first()
    return _edition(row) if row else None


def get_edition(connection: Connection, name: str) -> EditionRecord:
    """The edition of an id, "STORY:LOCALE", where STORY may be the only beginning of a story's id.

    Raises:
        NotInStore: none, or several.

    """
    row = connection.execute(_EDITION_BY_ID, {"edition_id": name}).mappings().first()
    if row is None and ":" in name:
        start, _, locale = name.rpartition(":")
        fit = select(edition).where(func.substr(edition.c.story, 1, len(start)) == start, edition.c.locale == locale).limit(2)
        found = connection.execute(fit).mappings().all()
        row = found[0] if start and len(found) == 1 else None
    if row is None:
        raise NotInStore(phrase(
            "there is no edition {name} (an edition is {form}). See which there are: {command}", name=repr(name), form="STORY:LOCALE",
            command="newstrans editions",
        ))  # fmt: skip
    return _edition(row)


def list_editions(
    store: Store, *, story: str = "", state: str = "", locale: str = "", search: str = "", limit: int = 50
) -> list[EditionRecord]:
    """Editions, those that changed last first."""
    query = select(edition).order_by(edition.c.updated.desc(), edition.c.id).limit(limit)
    for column, wanted in ((edition.c.story, story), (edition.c.state, state), (edition.c.locale, locale)):
        if wanted:
            query = query.where(column == wanted)
    if search:
        query = query.where(has_words(edition.c.headline, search))
    with store.read() as connection:
        return [_edition(row) for row in connection.execute(query).mappings()]


def editions_of(connection: Connection, story: str) -> list[EditionRecord]:
    """All editions of a story, by locale."""
    return [_edition(row) for row in connection.execute(_OF_ONE_STORY, {"story_id": story}).mappings()]


def editions_of_all(connection: Connection, stories: Sequence[str]) -> dict[str, list[EditionRecord]]:
    """The editions of several stories, by story and locale."""
    found: dict[str, list[EditionRecord]] = {}
    for row in connection.execute(_OF_STORIES, {"stories": list(stories)}) if stories else ():
        values = dict(zip(_EDITION, row, strict=True))
        one = EditionRecord(**values | {"state": EditionState(values["state"])})
        found.setdefault(one.story, []).append(one)
    return found


def editions_in(connection: Connection, states: Iterable[EditionState]) -> list[EditionRecord]:
    """All editions in one of these states, those that changed last first."""
    query = select(edition).where(edition.c.state.in_([state.value for state in states])).order_by(edition.c.updated.desc(), edition.c.id)
    return [_edition(row) for row in connection.execute(query).mappings()]


def locales_in_use(connection: Connection) -> list[str]:
    """The locales of the editions in store, the one with most editions first."""
    query = select(edition.c.locale).group_by(edition.c.locale).order_by(func.count().desc(), edition.c.locale)
    return list(connection.execute(query).scalars())


def save_edition(connection: Connection, record: EditionRecord, *, new: bool = False) -> None:
    """Write how far an edition has come."""
    if new:
        connection.execute(_ADD_EDITION, _edition_row(record))
    else:
        save_editions(connection, [record])


def save_editions(connection: Connection, records: Iterable[EditionRecord]) -> None:
    """The same for several that are there already."""
    rows = [{**_edition_row(one), "edition_id": one.id} for one in records]
    if rows:
        connection.execute(_SAVE_EDITION, rows)


def _edition_row(record: EditionRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _EDITION} | {
        "state": record.state.value, "headline": storable(record.headline), "error": storable(record.error),
    }  # fmt: skip


def due(connection: Connection, story_id: str = "") -> list[tuple[str, str]]:
    """(story, locale) of the editions of usable stories whose text is older than the newest version, or not there yet."""
    query = (
        select(edition.c.story, edition.c.locale)
        .join(story, story.c.id == edition.c.story)
        .where(story.c.status == "usable", edition.c.source_revision < story.c.revision, edition.c.state.not_in(_CLOSED))
        .order_by(story.c.created, edition.c.story, edition.c.locale)
    )
    if story_id:
        query = query.where(edition.c.story == story_id)
    return [(row.story, row.locale) for row in connection.execute(query)]


def drop_edition(connection: Connection, record: EditionRecord) -> None:
    """Take away an edition that never had a text."""
    connection.execute(delete(edition).where(edition.c.id == record.id, edition.c.source_revision == 0))


# --- the machine's layers


def add_machine(connection: Connection, source_revision: int, editions: Mapping[str, Edition]) -> None:
    """Keep editions, by id, as the pipeline made them: each unit, and each sentence with source, answer and every edit."""
    heads, units, segments = [], [], []
    for edition_id, made in editions.items():
        head = replace(made, units=(), story=replace(made.story, units=(), metadata={}, furniture=(), notes=()))
        where = {"edition": edition_id, "source_revision": source_revision}
        heads.append({**where, "record": json.dumps(as_plain(head))})
        for position, one in enumerate(made.units):
            here = {**where, "unit": one.unit.id}
            layer, sentences = _rows_of.of((edition_id, one.unit.id), one)
            units.append({**here, "position": position, **layer})
            segments += [{**here, **sentence} for sentence in sentences]
            _layer_of.keep((edition_id, one.unit.id), one, edition_id, layer["record"], tuple(sentence["record"] for sentence in sentences))
    if heads:
        connection.execute(_ADD_HEAD, heads)
    if units:
        connection.execute(_ADD_LAYERS, units)
    if segments:
        connection.execute(_ADD_SEGMENTS, segments)


def _written(one: EditionUnit) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The columns of a unit, and those of its sentences."""
    record = as_plain(replace(one, segments=())) | {"unit": one.unit.id}
    sentences = [
        {
            "place": place, "source": storable(segment.source), "machine": _maybe(segment.machine), "target": _maybe(segment.target),
            "record": json.dumps(as_plain(segment)),
        }
        for place, segment in enumerate(one.segments)
    ]  # fmt: skip
    return {"text": storable(one.text), "record": json.dumps(record)}, sentences


def _read(edition_id: str, record: str, sentences: tuple[str, ...]) -> EditionUnit:
    """A unit of an edition by its record and those of its sentences, without its source."""
    one = from_record(EditionUnit, json.loads(record) | {"unit": _NO_UNIT}, name=edition_id)
    return replace(one, segments=tuple(from_record(Segment, json.loads(text), name=edition_id) for text in sentences))


# A new version of a story has most of its units from the one before. By edition and unit; some 3 kB each.
_rows_of, _layer_of = Kept(_written, 10_000), Kept(_read, 10_000)


def has_machine(connection: Connection, edition_id: str, source_revision: int) -> bool:
    """Whether the layers of a version were kept already."""
    query = select(machine_edition.c.edition).where(
        machine_edition.c.edition == edition_id, machine_edition.c.source_revision == source_revision
    )
    return connection.execute(query).first() is not None


def get_machine(connection: Connection, record: EditionRecord, source_revision: int | None = None) -> Edition:
    """An edition as the machine and the rules made it from a version of the source (default: that of its text).

    Raises:
        NotInStore: it was not made.

    """
    revision = record.source_revision if source_revision is None else source_revision
    found = _made_of(connection, record.story, [record.id], revision)
    if not found:
        raise NotInStore(phrase("{edition} has no text yet. Translate it: {command}", edition=record.id, command="newstrans ingest --pending"))
    return found[record.id]


def machine_of_all(connection: Connection, records: Iterable[EditionRecord]) -> dict[str, Edition]:
    """The same for editions of one story, by id; those that were not made are left out."""
    found: dict[str, Edition] = {}
    for revision, same in _by_revision(records).items():
        found |= _made_of(connection, same[0].story, [one.id for one in same], revision)
    return found


def _made_of(connection: Connection, story_id: str, names: Sequence[str], revision: int) -> dict[str, Edition]:
    version = {"editions": list(names), "revision": revision}
    heads = {name: from_record(Edition, json.loads(text), name=name) for name, text in connection.execute(_HEADS_OF, version)}
    if not heads:
        return {}
    story = get_source(connection, story_id, revision)
    known = {one.id: one for one in story.units}
    sentences: dict[tuple[str, str], list[str]] = {}
    for name, of_unit, text in connection.execute(_SEGMENTS_OF, version):
        sentences.setdefault((name, of_unit), []).append(text)
    units: dict[str, list[EditionUnit]] = {name: [] for name in heads}
    for name, of_unit, text in connection.execute(_LAYERS_OF, version):
        one = _layer_of.of((name, of_unit), name, text, tuple(sentences.get((name, of_unit), ())))
        units[name].append(replace(one, unit=known[of_unit]))
    return {
        name: replace(head, story=replace(story, slug=head.story.slug), units=tuple(units[name])) for name, head in heads.items()
    }


def sentences_of_all(connection: Connection, records: Iterable[EditionRecord]) -> dict[str, dict[str, list[tuple[str, str]]]]:
    """Source and translation of the sentences of the version that each edition has, by edition and unit, without their edits."""
    found: dict[str, dict[str, list[tuple[str, str]]]] = {}
    for revision, same in _by_revision(records).items():
        version = {"editions": [one.id for one in same], "revision": revision}
        for name, of_unit, source, target in connection.execute(_SENTENCES_OF, version):
            found.setdefault(name, {}).setdefault(of_unit, []).append((source, target or ""))
    return found


def _by_revision(records: Iterable[EditionRecord]) -> dict[int, list[EditionRecord]]:
    found: dict[int, list[EditionRecord]] = {}
    for one in records:
        found.setdefault(one.source_revision, []).append(one)
    return found


# --- units at the desk


def get_units(connection: Connection, edition_id: str) -> list[UnitRecord]:
    """The units of an edition, in the order of the page."""
    return [_unit(row) for row in connection.execute(_UNITS, {"edition_id": edition_id}).mappings()]


def units_of_all(connection: Connection, editions: Sequence[str]) -> dict[str, list[UnitRecord]]:
    """The units of several editions, by edition; those without any are left out."""
    found: dict[str, list[UnitRecord]] = {}
    for row in connection.execute(_UNITS_OF_ALL, {"editions": list(editions)}).mappings():
        found.setdefault(row["edition"], []).append(_unit(row))
    return found


def judged_units(connection: Connection, stories: Sequence[str], locales: Sequence[str]) -> dict[str, list[UnitRecord]]:
    """Units of the stories' editions in some locales that an editor wrote or approved, by edition; those without any are left out."""
    found: dict[str, list[UnitRecord]] = {}
    for row in connection.execute(_JUDGED, {"stories": list(stories), "locales": list(locales)}).mappings():
        found.setdefault(row["edition"], []).append(_unit(row))
    return found


def get_unit(connection: Connection, edition_id: str, name: str) -> UnitRecord:
    """A unit by its key, or by its id in the newest version of the source. Raises `NotInStore`."""
    found = [_unit(row) for row in connection.execute(_UNIT, {"edition_id": edition_id, "name": name}).mappings()]
    if found:
        return next((one for one in found if one.key == name), found[0])
    known = ", ".join(one.key for one in get_units(connection, edition_id))
    raise NotInStore(phrase("{edition} has no unit {name} (known: {known})", edition=edition_id, name=repr(name), known=known or phrase("none yet")))


def save_units(connection: Connection, units: Iterable[UnitRecord], *, new: bool = False) -> None:
    """Write units at the desk; each is there already, or `new`."""
    rows = [_unit_row(one) for one in units]
    if new and rows:
        connection.execute(insert(unit), rows)
    elif rows:
        connection.execute(_SAVE_UNIT, [{"edition_id": row.pop("edition"), "unit_key": row.pop("key"), **row} for row in rows])


def _unit_row(one: UnitRecord) -> dict[str, Any]:
    return {
        "edition": one.edition, "key": one.key, "position": one.position, "unit": one.unit, "kind": one.kind.value,
        "source": storable(one.source), "source_revision": one.source_revision, "state": one.state.value,
        "text": storable(one.text), "rev": one.rev, "change": one.change.value, "suggestion": _maybe(one.suggestion),
        "approval": json.dumps(asdict(one.approval)) if one.approval else None, "editor": one.editor, "reason": storable(one.reason),
    }  # fmt: skip


# --- what hangs on an edition


def add_dismissal(connection: Connection, one: UnitRecord, code: str, *, reason: str, actor: str, at: str) -> None:
    """A finding is dismissed for this source and this text, until one of them changes."""
    where = {
        "edition": one.edition, "unit": one.key, "code": code, "source_hash": one.source_hash, "text_hash": one.text_hash,
    }  # fmt: skip
    connection.execute(delete(dismissal).where(*(dismissal.c[name] == value for name, value in where.items())))
    connection.execute(insert(dismissal).values(**where, reason=storable(reason), actor=actor, at=at))


def dismissed(connection: Connection, edition_id: str) -> Mapping[tuple[str, str, str, str], str]:
    """(unit key, code, hash of source, hash of text) -> reason."""
    return {
        (row["unit"], row["code"], row["source_hash"], row["text_hash"]): row["reason"]
        for row in connection.execute(_DISMISSED, {"edition_id": edition_id}).mappings()
    }  # fmt: skip


def save_draft(connection: Connection, one: UnitRecord, *, actor: str, base_rev: int, text: str, at: str) -> None:
    """Keep what somebody typed, without making it the text: an autosave, or what came too late."""
    whose = {"edition_id": one.edition, "unit_key": one.key, "who": actor, "from_rev": base_rev}
    connection.execute(_DROP_DRAFT, whose)
    connection.execute(_ADD_DRAFT, {"edition": one.edition, "unit": one.key, "actor": actor, "base_rev": base_rev, "text": storable(text), "at": at})


def drop_draft(connection: Connection, one: UnitRecord, text: str, *, actor: str, base_rev: int) -> None:
    """Take away the draft that became the text: the one saved from this revision, and one of the same words."""
    saved = {"edition_id": one.edition, "unit_key": one.key, "who": actor, "from_rev": base_rev, "words": text}
    connection.execute(_DROP_SAVED, saved)


def drafts(connection: Connection, edition_id: str) -> list[dict[str, Any]]:
    """What was typed and is not the text: unit, actor, base_rev, text, at."""
    return [dict(row) for row in connection.execute(_DRAFTS, {"edition_id": edition_id}).mappings()]


def discard_draft(connection: Connection, one: UnitRecord, *, actor: str, base_rev: int | None = None) -> int:
    """Take away what an actor typed from revision `base_rev`, or from any; returns how many drafts there were."""
    where = [draft.c.edition == one.edition, draft.c.unit == one.key, draft.c.actor == actor]
    if base_rev is not None:
        where.append(draft.c.base_rev == base_rev)
    return connection.execute(delete(draft).where(*where)).rowcount


def add_override(connection: Connection, one: UnitRecord, entry: str, *, before: str, after: str, actor: str, at: str) -> None:
    """A name stays as the machine wrote it in this unit, until its source is another: `before` stands for `after` again."""
    where = {"edition": one.edition, "unit": one.key, "entry": entry, "source_hash": one.source_hash}
    connection.execute(delete(name_override).where(*(name_override.c[name] == value for name, value in where.items())))
    connection.execute(insert(name_override).values(**where, before=storable(before), after=storable(after), actor=actor, at=at))


def overrides(connection: Connection, edition_id: str) -> list[dict[str, Any]]:
    """Names that editors left in an edition as the machine wrote them: edition, unit, entry, source_hash, before, after, actor, at."""
    return overrides_of_all(connection, [edition_id]).get(edition_id, [])


def overrides_of_all(connection: Connection, editions: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The same for several editions, by edition; those without any are left out."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in connection.execute(_OVERRIDES_IN, {"editions": list(editions)}).mappings():
        found.setdefault(row["edition"], []).append(dict(row))
    return found


def overrides_of(connection: Connection, entry: str) -> list[dict[str, Any]]:
    """The same for an entry of the glossary, in all editions."""
    return [dict(row) for row in connection.execute(_OVERRIDES.where(name_override.c.entry == entry)).mappings()]


def add_published(connection: Connection, record: EditionRecord, made: Edition, *, actor: str, at: str) -> None:
    """Keep an edition as it went out."""
    connection.execute(insert(published).values(
        edition=record.id, issue=record.issue, source_revision=record.source_revision, at=at, actor=actor,
        record=json.dumps(as_plain(made)),
    ))  # fmt: skip


def get_published(connection: Connection, record: EditionRecord, issue: int | None = None) -> Edition:
    """An edition as it went out, the last time or the `issue`-th. Raises `NotInStore`."""
    number = record.issue if issue is None else issue
    where = (published.c.edition == record.id, published.c.issue == number)
    text = connection.execute(select(published.c.record).where(*where)).scalar()
    if text is None:
        raise NotInStore(phrase("{edition} was not published", edition=record.id))
    return from_record(Edition, json.loads(text), name=record.id)


def composed(made: Edition, units: Sequence[UnitRecord]) -> Edition:
    """The edition with the texts of the desk: units in their order, omitted ones left out.

    Marks of a unit that an editor rewrote go with the words that stayed; findings of rewritten units are dropped, to be
    made again.
    """
    layers = {one.unit.id: one for one in made.units}
    touched: set[str] = set()
    out = []
    for one in units:
        layer = layers.get(one.unit)
        if one.state is UnitState.OMITTED:
            touched.add(one.unit)
            continue
        if layer is None:
            layer = EditionUnit(Unit(one.key, one.kind, one.source), text=one.text)
        if layer.text != one.text:
            touched.add(one.unit)
            layer = _rewritten.of((one.edition, one.key), layer, one.text)
        out.append(layer)
    there = {one.unit.id for one in out}
    return replace(
        made, units=tuple(out), findings=tuple(one for one in made.findings if one.unit not in touched),
        names=tuple(one for one in made.names if one.unit in there),
    )  # fmt: skip


def _with_text(layer: EditionUnit, text: str) -> EditionUnit:
    from newstrans.text.markup import carried_marks

    return replace(layer, text=text, marks=carried_marks(layer.marks, layer.text, text))


# By unit at the desk.
_rewritten = Kept(_with_text, 20_000)


def _maybe(text: str | None) -> str | None:
    return None if text is None else storable(text)


def _edition(row: RowMapping) -> EditionRecord:
    return EditionRecord(**{**row, "state": EditionState(row["state"])})


def _unit(row: RowMapping) -> UnitRecord:
    approval = Approval(**json.loads(row["approval"])) if row["approval"] else None
    return UnitRecord(**{
        **row, "kind": UnitKind(row["kind"]), "state": UnitState(row["state"]), "change": Change(row["change"]), "approval": approval,
    })  # fmt: skip
