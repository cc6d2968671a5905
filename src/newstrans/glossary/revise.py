"""Add, change, deprecate and remove concepts: what a file would hold afterwards, and whether it would still load.

Nothing is written here. A function gives `Revision`s, the command shows their diff or writes them together.
"""

from __future__ import annotations

import datetime
import difflib
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from newstrans.errors import GlossaryError, LocaleError, NewstransError
from newstrans.glossary.entry import GlossaryEntry
from newstrans.glossary.history import last_seen
from newstrans.glossary.load import compile_files, glossary_files, read_glossary_file
from newstrans.glossary.parse import ENTRY_KEYS, GUARD_KEYS, TERM_KEYS
from newstrans.glossary.toml_text import (
    TomlTextError,
    block_of,
    concept_lines,
    line_of,
    set_value,
    with_block,
    without_block,
)
from newstrans.languages import normalise_tag

# Ids that were taken away, one a line: an id names one concept for ever.
REMOVED_IDS = "removed-ids.txt"
_FILES = {"person": "people", "place": "places", "organisation": "organisations", "acronym": "organisations"}
_SETTING = re.compile(r"(?P<path>[A-Za-z0-9_.-]+?)\s*(?P<op>[+-]?=)\s*(?P<value>.*)", re.DOTALL)


class RevisionError(NewstransError):
    """A change that is refused; nothing was written."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One file before and after a change; `before` is None for a new file."""

    path: Path
    before: str | None
    after: str

    def diff(self) -> str:
        """The change as `diff -u` shows it."""
        old, new = (self.before or "").splitlines(keepends=True), self.after.splitlines(keepends=True)
        name = "/dev/null" if self.before is None else str(self.path)
        lines = difflib.unified_diff(old, new, name, str(self.path))
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)


class Setting(NamedTuple):
    """`es.variants += Kiev` as the path, the operator ("=", "+=", "-=") and the value as typed."""

    path: tuple[str, ...]
    op: str
    value: str


def parse_setting(text: str) -> Setting:
    """A setting as typed. Raises `RevisionError`."""
    found = _SETTING.fullmatch(text.strip())
    if found is None:
        raise RevisionError(f"{text!r} sets nothing; write KEY=VALUE, LANG=FORM or LANG.FIELD=VALUE, e.g. es.variants+=Kiev")
    return Setting(tuple(found["path"].split(".")), found["op"], found["value"])


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files of the glossary folders, in the order in which they hide each other."""

    folders: tuple[Path, ...]
    files: Mapping[Path, str]

    @classmethod
    def read(cls, folders: Sequence[Path]) -> Shelf:
        """The files as they lie there. Raises `GlossaryError` for one that is no UTF-8 or cannot be read."""
        files = {}
        for path in glossary_files(folders):
            try:
                files[path] = read_glossary_file(path).decode("utf-8")
            except UnicodeDecodeError as exc:
                raise GlossaryError(path.name, "not UTF-8", mend="save the file as UTF-8") from exc
        return cls(tuple(folders), files)

    def where(self, concept: str) -> Path:
        """The file that holds the concept in force. Raises `RevisionError` with the ids that look like it."""
        for path, text in self.files.items():
            if concept in _tables(path, text):
                return path
        every = sorted({key for path, text in self.files.items() for key in _tables(path, text)})
        near = difflib.get_close_matches(concept, every, 4, 0.5) or [key for key in every if concept in key][:4]
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        raise RevisionError(f"there is no concept {concept!r}{hint} Look for a name: newstrans glossary find NAME")

    def table(self, concept: str) -> dict[str, Any]:
        """The lines of a concept as TOML has them. Raises as `where`."""
        path = self.where(concept)
        found: dict[str, Any] = _tables(path, self.files[path])[concept]
        return found

    def entries(self, revisions: Sequence[Revision] = ()) -> list[GlossaryEntry]:
        """The concepts as they would be after `revisions`. Raises `GlossaryError`."""
        entries, _ = compile_files(self._after(revisions))
        return entries

    def problems(self, revisions: Sequence[Revision] = ()) -> list[GlossaryError]:
        """What the loader would say."""
        return compile_files(self._after(revisions), skip_bad=True)[1]

    def _after(self, revisions: Sequence[Revision]) -> list[tuple[Path, bytes]]:
        changed = {revision.path: revision.after for revision in revisions}
        paths = dict.fromkeys([*self.files, *changed])
        order = {folder: n for n, folder in enumerate(self.folders)}
        ordered = sorted(paths, key=lambda path: (order.get(path.parent, -1), path.name))
        return [(path, changed.get(path, self.files.get(path, "")).encode("utf-8")) for path in ordered]


def _tables(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as exc:
        raise GlossaryError(path.name, f"not TOML: {exc}", mend="see every problem: newstrans glossary lint") from exc


def check(shelf: Shelf, revisions: Sequence[Revision]) -> None:
    """Refuse what would not load. Problems that were there before are not held against the change.

    Raises:
        GlossaryError: the first thing that the change would break.

    """
    problems = shelf.problems(revisions)
    known = {problem.problem for problem in shelf.problems()} if problems else set()
    for problem in problems:
        if problem.problem not in known:
            raise problem


def add_concept(
    shelf: Shelf, concept: str, table: Mapping[str, Any], *, file: Path | None = None, after: str = ""
) -> list[Revision]:
    """A new concept at the end of `file`, or after another one.

    Without a file it goes where most concepts of its kind are, in the first folder.

    Raises:
        RevisionError: the id is in use, or was.
        GlossaryError: the file would not load afterwards.

    """
    holder = next((path for path, text in shelf.files.items() if concept in _tables(path, text)), None)
    path = file or (shelf.where(after) if after else _file_for(shelf, str(table.get("kind", ""))))
    if holder is not None and holder.parent == path.parent:
        line = line_of(shelf.files[holder], block_of(shelf.files[holder], concept).start)
        raise RevisionError(f"the id {concept!r} is in use ({holder.name}:{line}). Change it: newstrans glossary edit {concept}")
    if holder is not None:
        raise RevisionError(
            f"the id {concept!r} is in use in {holder}, which this one would hide. "
            f"To change that concept for yourself: newstrans glossary edit {concept} --into {path.parent}"
        )
    refuse_used(path.parent, concept)
    text = shelf.files.get(path)
    try:
        new = with_block(text or "", concept_lines(concept, table), after=after)
    except KeyError:
        raise RevisionError(f"{after} is not in {path.name}: a concept can only come after one of the same file") from None
    revisions = [Revision(path, text, new)]
    check(shelf, revisions)
    return revisions


def removed_ids(folder: Path) -> frozenset[str]:
    """The ids that were taken away from a folder, by its own list."""
    listed = folder / REMOVED_IDS
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.is_file() else []
    return frozenset(filter(None, (line.partition("#")[0].strip() for line in lines)))


def refuse_used(folder: Path, concept: str) -> None:
    """Refuse an id that an earlier concept had. Raises `RevisionError`."""
    when = f"listed in {REMOVED_IDS}" if concept in removed_ids(folder) else ""
    seen = "" if when or not folder.is_dir() else last_seen(folder, concept)
    if when or seen:
        where = when or f"in git until {seen}"
        raise RevisionError(
            f"the id {concept!r} was used before ({where}), and old editions still point to it. "
            f"Take another id; a name that is out of use is kept with: newstrans glossary deprecate ID"
        )


def _file_for(shelf: Shelf, kind: str) -> Path:
    folder = shelf.folders[0]
    counts: Counter[Path] = Counter()
    for path, text in shelf.files.items():
        if path.parent == folder:
            counts[path] += sum(isinstance(table, dict) and table.get("kind") == kind for table in _tables(path, text).values())
    best = counts.most_common(1)
    if best and best[0][1]:
        return best[0][0]
    return folder / f"{_FILES.get(kind, 'events-works' if kind in ('event', 'work', 'product') else 'names')}.toml"


def edit_concept(
    shelf: Shelf, concept: str, settings: Sequence[Setting], unset: Sequence[Sequence[str]] = (), *, into: Path | None = None
) -> list[Revision]:
    """Settings applied to a concept where it stands; with `into`, to a copy of it in that folder.

    Raises:
        RevisionError: no such concept, a key that there is not, a value of the wrong type.
        GlossaryError: the file would not load afterwards.

    """
    path = shelf.where(concept)
    before: str | None = shelf.files[path]
    text = shelf.files[path]
    if into is not None and path.parent.resolve() != into.resolve():
        block = block_of(text, concept)
        lines = text[block.start : block.end]
        path = into / path.name
        before = path.read_text(encoding="utf-8") if path.is_file() else None
        text = with_block(before or "", lines if lines.endswith("\n") else f"{lines}\n")
    for setting in settings:
        where, value = _resolved(tomllib.loads(text)[concept], setting, concept)
        text = _changed(path, text, (concept, *where), value)
    for keys in unset:
        text = _taken_away(path, text, concept, keys)
    if text == (before or ""):
        return []
    revisions = [Revision(path, before, text)]
    folders = shelf.folders if path.parent in shelf.folders else (path.parent, *shelf.folders)
    check(Shelf(folders, shelf.files), revisions)
    return revisions


def _changed(path: Path, text: str, where: Sequence[str], value: Any) -> str:
    try:
        return set_value(text, where, value, beside=frozenset(ENTRY_KEYS))
    except TomlTextError as exc:
        raise RevisionError(f"{path.name}: {exc}") from exc


def _taken_away(path: Path, text: str, concept: str, keys: Sequence[str]) -> str:
    keys = _known_path(keys, concept)
    table: Any = tomllib.loads(text)[concept]
    for key in keys:
        table = {"preferred": table} if isinstance(table, str) else table
        if not isinstance(table, dict) or key not in table:
            raise RevisionError(f"{concept} has no {'.'.join(keys)} to take away")
        table = table[key]
    if len(keys) == 3:
        guard = {k: v for k, v in tomllib.loads(text)[concept][keys[0]][keys[1]].items() if k != keys[2]}
        return _changed(path, text, (concept, *keys[:2]), guard or None)
    return _changed(path, text, (concept, *keys), None)


def deprecate_concept(shelf: Shelf, concept: str, *, replaced_by: str = "", note: str = "") -> list[Revision]:
    """A concept out of use, kept so that old editions can still be read. Raises as `edit_concept`."""
    settings = [Setting(("status",), "=", "deprecated")]
    if replaced_by:
        shelf.where(replaced_by)
        settings.append(Setting(("replaced_by",), "=", replaced_by))
    if note:
        old = shelf.table(concept).get("note", "")
        settings.append(Setting(("note",), "=", f"{old} {note}".strip()))
    return edit_concept(shelf, concept, settings)


def remove_concept(shelf: Shelf, concept: str) -> list[Revision]:
    """A concept's lines gone, its id noted in `REMOVED_IDS` so that no other concept gets it.

    Raises:
        RevisionError: no such concept, or another one names it.

    """
    path = shelf.where(concept)
    for other_path, text in shelf.files.items():
        for key, table in _tables(other_path, text).items():
            named = [table.get("replaced_by"), table.get("acronym_of"), *table.get("part_of", ())] if isinstance(table, dict) else []
            if key != concept and concept in named:
                raise RevisionError(f"{other_path.name}: {key} names {concept}; change that first: newstrans glossary edit {key}")
    try:
        text = without_block(shelf.files[path], concept)
    except TomlTextError as exc:
        raise RevisionError(f"{path.name}: {exc}") from exc
    listed = path.parent / REMOVED_IDS
    before = listed.read_text(encoding="utf-8") if listed.is_file() else None
    head = before if before is not None else "# Ids of concepts that were removed. An id is never given to another concept.\n"
    revisions = [Revision(path, shelf.files[path], text), Revision(listed, before, f"{head}{concept}\n")]
    check(shelf, revisions[:1])
    return revisions


def table_from(settings: Sequence[Setting], kind: str, concept: str) -> dict[str, Any]:
    """The table of a new concept from settings. Raises `RevisionError`."""
    table: dict[str, Any] = {"kind": kind}
    for setting in settings:
        where, value = _resolved(table, setting, concept)
        target = table
        for key in where[:-1]:
            there = target.get(key, {})
            target[key] = {"preferred": there} if isinstance(there, str) else dict(there)
            target = target[key]
        target[where[-1]] = value
    own = {key: value for key, value in table.items() if key in ENTRY_KEYS}
    return own | {key: value for key, value in table.items() if key not in ENTRY_KEYS}


def _known_path(path: Sequence[str], concept: str) -> tuple[str, ...]:
    """`path` with its language normalised. Raises `RevisionError` for a key that there is not."""
    head, *rest = path
    if head in ENTRY_KEYS:
        if rest:
            raise RevisionError(f"{concept}: {head} has no parts")
        return (head,)
    try:
        tag = normalise_tag(head)
    except LocaleError as exc:
        raise RevisionError(f"{head!r} is no language tag and no key of a concept; keys: {', '.join(sorted(ENTRY_KEYS))}") from exc
    if rest and rest[0] not in TERM_KEYS:
        raise RevisionError(f"{rest[0]!r} is no field of a language; fields: {', '.join(sorted(TERM_KEYS))}")
    if len(rest) == 2 and rest[0] == "guard" and rest[1] not in GUARD_KEYS:
        raise RevisionError(f"{rest[1]!r} is no part of a guard; parts: {', '.join(GUARD_KEYS)}")
    if len(rest) > 2 or (len(rest) == 2 and TERM_KEYS[rest[0]] not in ("guard", "cases", "case lists", "days")):
        raise RevisionError(f"{'.'.join(path)} goes too deep")
    return (tag, *rest)


def _resolved(table: Mapping[str, Any], setting: Setting, concept: str) -> tuple[tuple[str, ...], Any]:
    """The path to set, at most a language and a field, and its new value as TOML has it."""
    path = _known_path(setting.path, concept)
    how = ENTRY_KEYS.get(path[0]) or ("form" if len(path) == 1 else TERM_KEYS[path[1]])
    if len(path) == 1 and how == "form":
        path = (*path, "preferred")
    old: Any = table
    for key in path:
        old = {"preferred": old} if isinstance(old, str) else old
        old = (old or {}).get(key)
    if len(path) == 3:
        inner = {"guard": "texts" if path[2] != "on_doubt" else "text", "cases": "text", "case lists": "texts", "days": "day"}[how]
        value = _value(setting, inner, old)
        there = table.get(path[0], {})
        whole = dict(there.get(path[1], {})) if isinstance(there, Mapping) else {}
        return path[:2], {**whole, path[2]: value}
    return path, _value(setting, how, old)


def _value(setting: Setting, how: str, old: Any) -> Any:
    name, typed = ".".join(setting.path), setting.value.strip()
    if how in ("texts", "forms", "ids"):
        given = _as_toml(typed, name) if typed.startswith("[") else [typed]
        had = [old] if isinstance(old, str) else list(old or ())
        if setting.op == "=":
            return given
        if setting.op == "+=":
            return had + [item for item in given if item not in had]
        missing = [item for item in given if item not in had]
        if missing:
            raise RevisionError(f"{name} has no {missing[0]!r} to take away; it has {', '.join(had) or 'nothing'}")
        return [item for item in had if item not in given] or None
    if setting.op != "=":
        raise RevisionError(f"{name} is no list: write {name}={typed}")
    if how in ("guard", "cases", "case lists", "days"):
        return _as_toml(typed, name)
    if how == "flag":
        if typed not in ("true", "false"):
            raise RevisionError(f"{name} must be true or false, not {typed!r}")
        return typed == "true"
    if how == "number":
        if not re.fullmatch(r"-?\d{1,4}", typed):
            raise RevisionError(f"{name} must be a whole number, not {typed!r}")
        return int(typed)
    if how == "day":
        try:
            return datetime.date.fromisoformat(typed)
        except ValueError:
            raise RevisionError(f"{name} must be a day like 2022-03-01, not {typed!r}") from None
    return typed


def _as_toml(typed: str, name: str) -> Any:
    try:
        return tomllib.loads(f"x = {typed}")["x"]
    except (tomllib.TOMLDecodeError, KeyError) as exc:
        raise RevisionError(f"{name}: {typed!r} is not a value as TOML writes it, e.g. {{ gent = '...' }}") from exc
