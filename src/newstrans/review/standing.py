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
from newstrans.text.phrase import phrase

# The machine's layers are never changed, so those that were read last are kept: a page that is worked on asks for them
# with every action. Characters of source and text; with edits one takes some 20 bytes, so that this is about 150 MB.
_KEPT_CHARS = 8_000_000
_layers: WeakKeyDictionary[Engine, _Layers] = WeakKeyDictionary()
_lock = Lock()


class _Layers:
    """The machine's layers of one store that were read last, as many as there is room for."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, int], tuple[Edition, int]] = OrderedDict()
        self._taken = 0

    def get(self, key: tuple[str, int]) -> Edition | None:
        with _lock:
            if key not in self._known:
                return None
            self._known.move_to_end(key)
            return self._known[key][0]

    def keep(self, key: tuple[str, int], made: Edition) -> None:
        chars = sum(len(one.unit.text) + len(one.text) for one in made.units)
        with _lock:
            if key in self._known:
                return
            self._known[key] = made, chars
            self._taken += chars
            while self._taken > _KEPT_CHARS and len(self._known) > 1:
                self._taken -= self._known.popitem(last=False)[1][1]


def machine_layers(connection: Connection, record: EditionRecord) -> Edition:
    """The edition as the machine and the rules made it from its version of the source. Raises as `get_machine` does."""
    key = (record.id, record.source_revision)
    with _lock:
        known = _layers.setdefault(connection.engine, _Layers())
    made = known.get(key)
    if made is None:
        made = shelf.get_machine(connection, record)
        known.keep(key, made)
    return made


def standing(connection: Connection, record: EditionRecord, units: Sequence[UnitRecord]) -> Edition:
    """The edition with the texts of the desk; names that an editor left as the machine wrote them are `KEPT`.

    Raises:
        NotInStore: it has no text yet.

    """
    return with_texts(machine_layers(connection, record), units, kept_names(units, shelf.overrides(connection, record.id)))


def with_texts(layers: Edition, units: Sequence[UnitRecord], kept: Mapping[tuple[str, str], str]) -> Edition:
    """`standing`, of what was read already: the machine's layers, the units, and their names that were `kept`."""
    made = shelf.composed(layers, units)
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
    return phrase("{name} left it as the machine wrote it", name=actor)


def with_kept(names: Iterable[NameUse], kept: Mapping[tuple[str, str], str]) -> tuple[NameUse, ...]:
    """The names, those that an editor left as they were marked as such."""
    return tuple(
        replace(one, status=NameStatus.KEPT, reason=left_by(kept[one.unit, one.entry]))
        if (one.unit, one.entry) in kept else one
        for one in names
    )  # fmt: skip
