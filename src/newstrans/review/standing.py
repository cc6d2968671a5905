"""An edition as it stands at the desk: the machine's layers, the desk's texts, and what editors decided about names."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from newstrans.model import Edition, NameStatus, NameUse
from newstrans.store import editions as shelf
from newstrans.store.records import EditionRecord, UnitRecord

# The machine's layers are never changed, so those that were read last are kept: a page that is worked on asks for them
# with every action.
_KEPT = 32
_layers: WeakKeyDictionary[Engine, OrderedDict[tuple[str, int], Edition]] = WeakKeyDictionary()
_lock = Lock()


def machine_layers(connection: Connection, record: EditionRecord) -> Edition:
    """The edition as the machine and the rules made it from its version of the source. Raises as `get_machine` does."""
    key = (record.id, record.source_revision)
    with _lock:
        known = _layers.setdefault(connection.engine, OrderedDict())
        if key in known:
            known.move_to_end(key)
            return known[key]
    made = shelf.get_machine(connection, record)
    with _lock:
        known[key] = made
        while len(known) > _KEPT:
            known.popitem(last=False)
    return made


def standing(connection: Connection, record: EditionRecord, units: Sequence[UnitRecord]) -> Edition:
    """The edition with the texts of the desk; names that an editor left as the machine wrote them are `KEPT`.

    Raises:
        NotInStore: it has no text yet.

    """
    made = shelf.composed(machine_layers(connection, record), units)
    kept = kept_names(units, shelf.overrides(connection, record.id))
    return replace(made, names=with_kept(made.names, kept)) if kept else made


def kept_names(units: Iterable[UnitRecord], overrides: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """(unit id, entry) of the names that editors left as they were, with who did; a changed source ends that."""
    there = {(one.key, one.source_hash): one.unit or one.key for one in units}
    return {
        (there[one["unit"], one["source_hash"]], one["entry"]): one["actor"]
        for one in overrides if (one["unit"], one["source_hash"]) in there
    }  # fmt: skip


def left_by(actor: str) -> str:
    """Why a name stands as it does, where an editor left it."""
    return f"{actor} left it as the machine wrote it"


def with_kept(names: Iterable[NameUse], kept: Mapping[tuple[str, str], str]) -> tuple[NameUse, ...]:
    """The names, those that an editor left as they were marked as such."""
    return tuple(
        replace(one, status=NameStatus.KEPT, reason=left_by(kept[one.unit, one.entry]))
        if (one.unit, one.entry) in kept else one
        for one in names
    )  # fmt: skip
