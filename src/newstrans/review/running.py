"""What editors decided about names, in a unit and through a running story, read from what they left at the desk.

A running story is a story in all its versions, and the stories of the same slug that came in the week before. What counts is
a text that an editor wrote or approved; what a machine wrote and nobody looked at decides nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from newstrans.errors import NotInStore
from newstrans.glossary.decided import NOTHING, Chosen, Decided, Left
from newstrans.glossary.determiners import cell_before
from newstrans.glossary.suggest import is_name
from newstrans.glossary.surrogates import occurrences
from newstrans.model import Edition, EditionUnit, NameStatus, NameUse, Story, Unit
from newstrans.review.align import align, likeness
from newstrans.review.standing import left_by, machine_layers
from newstrans.stages.names import Decisions
from newstrans.store import editions as shelf
from newstrans.store.connect import Store
from newstrans.store.records import Change, EditionRecord, UnitRecord, UnitState
from newstrans.store.stories import find_related, get_story
from newstrans.text.diff import replaced

# How long a story runs on under its slug, and how long a slug must be to be one story's and not a whole desk's.
_DAYS, _SLUG = 7, 12
# Below this share of common words a unit is not the one that was decided about.
_ALIKE = 0.5
_OPEN = frozenset({NameStatus.FLAGGED, NameStatus.MISSING})
_PLAIN = frozenset({NameStatus.RIGHT, NameStatus.EDITED, *_OPEN})


def decisions(store: Store) -> Decisions:
    """For the pipeline: what editors decided that holds for an edition under way."""
    last: list[tuple[Story, dict[str, EditionRecord], _Work]] = []  # the story whose editions are asked about one after the other

    def find(edition: Edition) -> Decided:
        known = last[0] if last else None
        if known is None or known[0] is not edition.story:  # of another run it is another, though it be the same
            with store.read() as connection:
                there = {one.locale: one for one in shelf.editions_of(connection, edition.story.id)}
                known = (edition.story, there, _work_on(connection, there.values()))
            last[:] = [known]
        _, there, work = known
        record = there.get(edition.locale)
        if record is None or work.untouched:
            return NOTHING
        with store.read() as connection:
            return _decided(connection, record, work, [one.unit for one in edition.units], edition.language or "")

    return find


def decided_for(connection: Connection, record: EditionRecord, units: Sequence[Unit], language: str) -> Decided:
    """What holds for an edition of which `units` are the source, in `language`."""
    return _decided(connection, record, _work_on(connection, [record]), units, language)


@dataclass(frozen=True, slots=True)
class _Work:
    """What editors left in editions of one story, and wrote or approved in them and in those of the stories it runs on from."""

    stories: Sequence[str] = ()
    left: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)
    judged: Mapping[str, Sequence[UnitRecord]] = field(default_factory=dict)

    @property
    def untouched(self) -> bool:
        return not self.left and not self.judged


def _work_on(connection: Connection, records: Collection[EditionRecord]) -> _Work:
    if not records:
        return _Work()
    story = get_story(connection, next(iter(records)).story)
    since = (datetime.fromisoformat(story.updated) - timedelta(days=_DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
    related = find_related(connection, story, since) if len(story.family) >= _SLUG else []
    names = [one.id for one in (story, *related)]
    left = shelf.overrides_of_all(connection, [one.id for one in records])
    return _Work(names, left, shelf.judged_units(connection, names, [one.locale for one in records]))


def _decided(connection: Connection, record: EditionRecord, work: _Work, units: Sequence[Unit], language: str) -> Decided:
    left = _left(connection, record, work.left.get(record.id, ()), units)
    return Decided(dict(left), _chosen(connection, work, record.locale, language))


def carry_on(connection: Connection, record: EditionRecord, made: Edition, units: Iterable[UnitRecord]) -> None:
    """Remember what was left in a unit for its source of today, where the run of a new version left it again."""
    kept = dict.fromkeys((use.unit, use.entry) for use in made.names if use.status is NameStatus.KEPT)
    if not kept:
        return
    keys = {one.unit: one for one in units if one.unit}
    known = {(row["unit"], row["entry"]): row for row in shelf.overrides(connection, record.id)}  # the newest of each
    for unit, entry in kept:
        row = known.get((keys[unit].key, entry)) if unit in keys else None
        if row is not None and row["source_hash"] != keys[unit].source_hash:
            shelf.add_override(
                connection, keys[unit], entry, before=row["before"], after=row["after"], actor=row["actor"], at=row["at"]
            )


def _left(
    connection: Connection, record: EditionRecord, rows: Sequence[Mapping[str, str]], units: Sequence[Unit]
) -> Iterator[tuple[tuple[str, str], Left]]:
    """The names that were left in units of the edition, by the unit that each has become."""
    if not rows:
        return
    before = shelf.get_units(connection, record.id)
    sources = {(one.key, one.source_hash) for one in before}
    here: dict[str, list[Mapping[str, str]]] = {}
    for row in rows:
        if (row["unit"], row["source_hash"]) in sources:
            here.setdefault(row["unit"], []).append(row)
    for link in align([(one.kind, one.source) for one in before], units):
        for old in (before[n] for n in link.old):
            for new in (units[n] for n in link.new):
                if link.change is Change.CHANGED and likeness(old.source, new.text) < _ALIKE:
                    continue
                for one in here.get(old.key, ()):
                    yield (new.id, one["entry"]), Left(one["before"], one["after"], left_by(one["actor"]))


@dataclass(slots=True)
class _Seen:
    """What the texts of editors have for one name."""

    forms: dict[str, str] = field(default_factory=dict)  # with who wrote it where
    cells: set[tuple[str, str]] = field(default_factory=set)
    renderings: dict[str, None] = field(default_factory=dict)
    settled: bool = False

    def chosen(self, name: str) -> Chosen:
        gender, number = next(iter(self.cells)) if len(self.cells) == 1 else ("", "")
        form, where = next(iter(self.forms.items()))
        return Chosen(
            tuple(self.forms), gender, number, tuple(self.renderings), self.settled,
            f"in this running story {name} is {form}: {where}",
        )  # fmt: skip


def _chosen(connection: Connection, work: _Work, locale: str, language: str) -> dict[tuple[str, str], Chosen]:
    """What editors of the running story wrote for each concept and name of the source."""
    seen: dict[tuple[str, str], _Seen] = {}
    for key in (key for name in work.stories if (key := shelf.edition_key(name, locale)) in work.judged):
        record = shelf.get_edition(connection, key)
        if record.language == language:
            _read(connection, record, work.judged[key], seen)
    return {key: one.chosen(key[1]) for key, one in seen.items() if one.forms}


def _read(connection: Connection, record: EditionRecord, units: Sequence[UnitRecord], seen: dict[tuple[str, str], _Seen]) -> None:
    try:
        made = machine_layers(connection, record)
    except NotInStore:
        return
    left = {(row["unit"], row["entry"]) for row in shelf.overrides(connection, record.id)}
    layers = {layer.unit.id: layer for layer in made.units}
    for one in units:
        layer = layers.get(one.unit)
        if layer is None or layer.unit.text != one.source:
            continue
        for use, count in _names(made.names, one.unit):
            if (one.key, use.entry) not in left:
                _note(seen.setdefault((use.entry, use.text), _Seen()), record, one, layer, use, count)


def _names(uses: Iterable[NameUse], unit: str) -> Iterator[tuple[NameUse, int]]:
    """The concepts of a unit that have one name in it, and how often."""
    by_entry: dict[str, list[NameUse]] = {}
    for use in uses:
        if use.unit == unit:
            by_entry.setdefault(use.entry, []).append(use)
    for found in by_entry.values():
        if len({use.text for use in found}) == 1 and all(use.status in _PLAIN for use in found):
            yield next((use for use in found if use.status in _OPEN), found[0]), len(found)


def _note(seen: _Seen, record: EditionRecord, one: UnitRecord, layer: EditionUnit, use: NameUse, count: int) -> None:
    """What one unit says of one name; nothing where its forms cannot be told from others."""
    places = occurrences(one.text, use.accepted)
    forms = {one.text[slice(*span)] for span in places}
    if len(forms) != 1 or len(places) != count:
        return
    (form,) = forms
    who = one.editor or (one.approval.by if one.approval else "")
    seen.forms.setdefault(form, f"{who} {'approved' if one.state is UnitState.APPROVED else 'wrote'} it in {record.id} {one.key}")
    cells = {cell for span in places if (cell := cell_before(one.text[: span.start], record.locale))}
    seen.cells |= cells
    if use.status not in _OPEN:
        return
    seen.settled = True
    for old, new, _, _ in replaced(layer.text, one.text):
        before, after = _without_small(old), _without_small(new)
        if after == form and before != form and is_name(before):
            seen.renderings.setdefault(before)


def _without_small(words: str) -> str:
    """A run of words without the small ones that it begins with: "à Jordânia" is Jordânia."""
    parts = words.split()
    while len(parts) > 1 and parts[0].islower():
        parts = parts[1:]
    return " ".join(parts)
