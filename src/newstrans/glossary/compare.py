"""Two states of a glossary compared by concept: what was added, removed and changed, line by line of the concept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from newstrans.errors import GlossaryError
from newstrans.glossary.entry import GlossaryEntry
from newstrans.glossary.exchange.base import as_table
from newstrans.glossary.history import files_at
from newstrans.glossary.load import compile_files


class FieldChange(NamedTuple):
    """One field before and after; for lists what was taken out and what was put in."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ConceptChange:
    """What became of a concept: "added", "removed" or "changed", and the fields that differ."""

    id: str
    kind: str
    name: str
    change: str
    fields: tuple[FieldChange, ...] = ()


def compare(before: Iterable[GlossaryEntry], after: Iterable[GlossaryEntry]) -> list[ConceptChange]:
    """The concepts that differ, in the order of the new state; the removed ones last."""
    old, new = ({entry.id: entry for entry in entries} for entries in (before, after))
    changes = []
    for concept, entry in new.items():
        if concept not in old:
            changes.append(ConceptChange(concept, entry.kind, _name(entry), "added", _fields({}, as_table(entry))))
        else:
            fields = _fields(as_table(old[concept]), as_table(entry))
            if fields:
                changes.append(ConceptChange(concept, entry.kind, _name(entry), "changed", fields))
    gone = [entry for concept, entry in old.items() if concept not in new]
    return changes + [ConceptChange(entry.id, entry.kind, _name(entry), "removed", _fields(as_table(entry), {})) for entry in gone]


def _name(entry: GlossaryEntry) -> str:
    return next((term.preferred for term in entry.terms.values() if term.preferred), entry.id)


def _fields(before: Mapping[str, Any], after: Mapping[str, Any], head: str = "") -> tuple[FieldChange, ...]:
    found: list[FieldChange] = []
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        name = f"{head}{key}"
        if isinstance(old, Mapping) or isinstance(new, Mapping):
            found += _fields(old or {}, new or {}, f"{name}.")
        elif isinstance(old, list) or isinstance(new, list):
            out = [item for item in old or () if item not in (new or ())]
            into = [item for item in new or () if item not in (old or ())]
            found.append(FieldChange(name, ", ".join(map(str, out)), ", ".join(map(str, into))))
        else:
            found.append(FieldChange(name, _said(old), _said(new)))
    return tuple(found)


def _said(value: Any) -> str:
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def entries_in(folder: Path) -> list[GlossaryEntry]:
    """The concepts of one folder as it lies there; what does not load is left out. Raises `GlossaryError`."""
    if not folder.is_dir():
        raise GlossaryError(folder, "no such folder", mend="give a folder of .toml files, or a git revision")
    files = [(path, path.read_bytes()) for path in sorted(folder.glob("*.toml"))]
    return compile_files(files, skip_bad=True)[0]


def entries_at(folder: Path, revision: str) -> list[GlossaryEntry]:
    """The concepts of a folder at a git revision; files that today's reader refuses are left out.

    Raises:
        HistoryError: no repository, no such revision.

    """
    files = [(folder / name, data) for name, data in sorted(files_at(folder, revision).items())]
    return compile_files(files, skip_bad=True)[0]
