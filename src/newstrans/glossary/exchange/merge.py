"""Bring concepts that were read into the glossary files of a folder.

A new concept is written at the end of a file. One that the glossary has is completed: languages and spellings are
added, a house form that says something else is a conflict for an editor. A concept of a folder further back is copied
before it is changed, because the nearer folder hides the other.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newstrans.errors import GlossaryError
from newstrans.glossary.exchange.base import (
    Incoming,
    Problem,
    Reading,
    Table,
    fields_of,
    first_name,
    free_id,
)
from newstrans.glossary.history import ids_in_history
from newstrans.glossary.parse import ENTRY_KEYS, TERM_KEYS, parse_glossary
from newstrans.glossary.revise import Revision, Shelf, check, removed_ids
from newstrans.glossary.toml_text import block_of, concept_lines, set_value, with_block
from newstrans.languages import fallbacks


@dataclass(frozen=True, slots=True)
class Merged:
    """What an import would do: the files, and ids by what became of them; `problems` are of the lines left out."""

    revisions: tuple[Revision, ...]
    added: tuple[str, ...]
    completed: tuple[str, ...]
    unchanged: tuple[str, ...]
    problems: tuple[Problem, ...]


def merge(
    reading: Reading, shelf: Shelf, into: Path, file: str, *, kind: str = "", status: str = "", update: bool = False
) -> Merged:
    """The concepts of `reading` in the folder `into`; new ones go to `file` there.

    `kind` is that of concepts that do not say theirs, `status` that of new ones. `update` lets a house form that
    differs take the place of the old one.

    Raises:
        GlossaryError: the files would not load afterwards.

    """
    state = _State(shelf, into)
    used = removed_ids(into) | (ids_in_history(into) if into.is_dir() else frozenset())
    problems = list(reading.problems)
    added: list[str] = []
    completed: list[str] = []
    unchanged: list[str] = []
    new_lines: list[str] = []
    for found in reading.concepts:
        known = state.known(found)
        if known is not None:
            changed, wrong = state.complete(known, found.table, update=update)
            problems += [Problem(found.line, text) for text in wrong]
            if not wrong:
                (completed if changed else unchanged).append(known)
            continue
        table, wrong_new = _prepared(found, kind, status)
        if found.id in used:
            wrong_new.append(f"the id {found.id!r} was used before; take another, or leave it out")
        concept = free_id(found.id, first_name(found.table), state.ids | used)
        wrong_new = wrong_new or _would_not_load(concept, table)
        if wrong_new:
            problems += [Problem(found.line, text) for text in wrong_new]
            continue
        state.take(concept, table)
        added.append(concept)
        new_lines.append(concept_lines(concept, table))
    if new_lines:
        path = into / file
        state.texts[path] = with_block(state.texts.get(path, ""), "\n".join(new_lines))
    revisions = [
        Revision(path, shelf.files.get(path), text) for path, text in state.texts.items() if text != shelf.files.get(path)
    ]
    folders = shelf.folders if into in shelf.folders else (into, *shelf.folders)
    check(Shelf(folders, shelf.files), revisions)
    return Merged(tuple(revisions), tuple(added), tuple(completed), tuple(unchanged), tuple(sorted(problems, key=lambda row: row.line)))


def _prepared(found: Incoming, kind: str, status: str) -> tuple[Table, list[str]]:
    table = {key: _shortest(value) for key, value in found.table.items()}
    table = {"kind": kind, **table} if "kind" not in table else table
    if status and status != "approved":
        table["status"] = status
    if not table["kind"]:
        return table, [f"{first_name(found.table) or found.id!r} does not say what it is; say it for all such: --kind place"]
    own = [key for key in ENTRY_KEYS if key in table]
    return {**{key: table[key] for key in own}, **{key: value for key, value in table.items() if key not in own}}, []


def _shortest(term: Any) -> Any:
    return term["preferred"] if isinstance(term, Mapping) and set(term) == {"preferred"} else term


def _would_not_load(concept: str, table: Table) -> list[str]:
    try:
        lines = concept_lines(concept, table)
    except TypeError:
        return [f"{concept}: holds a value that a glossary file cannot have"]
    return [problem.problem + (f" ({problem.mend})" if problem.mend else "") for problem in parse_glossary(lines.encode("utf-8"), "").problems]


class _State:
    """The texts of the files as the import goes on, and where each concept stands."""

    def __init__(self, shelf: Shelf, into: Path) -> None:
        self._into = into
        self._shelf = shelf
        self.texts: dict[Path, str] = {path: text for path, text in shelf.files.items() if path.parent == into}
        self._holder: dict[str, Path] = {}
        self._tables: dict[str, Table] = {}
        self._by_name: dict[tuple[str, str], str] = {}
        for path, text in shelf.files.items():
            try:
                tables = tomllib.loads(text)
            except tomllib.TOMLDecodeError as exc:
                raise GlossaryError(path.name, f"not TOML: {exc}") from exc
            for concept, table in tables.items():
                if concept not in self._holder and isinstance(table, dict):
                    self._holder[concept] = path
                    self.take(concept, table)

    @property
    def ids(self) -> set[str]:
        """Every id in use."""
        return set(self._tables)

    def take(self, concept: str, table: Table) -> None:
        """Remember a concept by its id and its names."""
        self._tables[concept] = table
        for key, value in table.items():
            if key not in ENTRY_KEYS:
                name = fields_of(value).get("preferred", "")
                if name:
                    self._by_name.setdefault((key, name), concept)

    def known(self, found: Incoming) -> str | None:
        """The concept that the glossary has for this one: of the same id, or of the same first name and no other kind."""
        if found.id in self._holder:
            return found.id
        tag = next((key for key in found.table if key not in ENTRY_KEYS), None)
        concept = self._by_name.get((tag, first_name(found.table))) if tag else None
        if concept is None or concept not in self._holder:
            return None
        same = found.table.get("kind") in (None, self._tables[concept].get("kind"))
        return concept if same and not found.id else None

    def complete(self, concept: str, table: Table, *, update: bool) -> tuple[bool, list[str]]:
        """Add to a concept what it lacks; whether anything changed, and what contradicts it."""
        path = self._holder[concept]
        text = self.texts.get(path, self._shelf.files.get(path, ""))
        block = block_of(text, concept)
        lines = text[block.start : block.end]
        new = lines
        wrong: list[str] = []
        for where, value in _additions(self._tables[concept], table, concept, wrong, update=update):
            new = set_value(new, (concept, *where), value, beside=frozenset(ENTRY_KEYS))
        problems = [problem.problem for problem in parse_glossary(new.encode("utf-8"), path.name).problems]
        if wrong or problems:
            return False, wrong or problems
        if new == lines:
            return False, []
        if path.parent == self._into:
            self.texts[path] = text[: block.start] + new + text[block.end :]
        else:
            own = self._into / path.name
            self.texts[own] = with_block(self.texts.get(own, ""), new if new.endswith("\n") else f"{new}\n")
            self._holder[concept] = own
        self._tables[concept] = tomllib.loads(new)[concept]
        return True, []


def _additions(
    old: Mapping[str, Any], new: Mapping[str, Any], concept: str, wrong: list[str], *, update: bool
) -> list[tuple[tuple[str, ...], Any]]:
    """Path and value of what `new` says and `old` does not."""
    found: list[tuple[tuple[str, ...], Any]] = []
    for key, value in new.items():
        if key in ENTRY_KEYS:
            if key not in old or (update and old[key] != value and key != "kind"):
                found.append(((key,), value))
            elif old[key] != value and key in ("kind", "status"):
                wrong.append(f"{concept}: {key} is {old[key]!r} in the glossary and {value!r} here; change it by hand, or leave it out")
            continue
        if key not in old and any(_covers(old[parent], value) for parent in fallbacks(key)[1:] if parent in old):
            continue  # "pt-BR" takes all this from "pt" anyway
        there = fields_of(old.get(key, {}))
        for field, item in fields_of(value).items():
            had = there.get(field)
            if TERM_KEYS.get(field) in ("texts", "forms"):
                every = _union(had, item)
                if every != list(had or ()):
                    found.append(((key, field), every))
            elif had is None or (update and had != item):
                found.append(((key, field), item))
            elif had != item and {"on_doubt": "apply", **_guard(had)} != {"on_doubt": "apply", **_guard(item)}:
                wrong.append(
                    f"{concept}: the {key} {field} form is {had!r} in the glossary and {item!r} here; "
                    "decide for one, or let the file win with --update"
                )
    return found


def _covers(there: Any, new: Any) -> bool:
    """Whether a language's term says all that another says."""
    had, wanted = fields_of(there), fields_of(new)
    return all(
        set(item) <= set(had.get(field, ())) if isinstance(item, list) else had.get(field) == item for field, item in wanted.items()
    )


def _guard(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {"": value}


def _union(old: Sequence[str] | str | None, new: Sequence[str] | str) -> list[str]:
    both = [*([old] if isinstance(old, str) else old or ()), *([new] if isinstance(new, str) else new)]
    return list(dict.fromkeys(both))
