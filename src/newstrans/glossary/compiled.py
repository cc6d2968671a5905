"""A glossary of any size, ready at once: compiled into a cache file and read entry by entry.

The cache is an SQLite file named after the glossary's revision and its own SHA-256: another glossary has another name, a
damaged file does not fit its own and is made anew, and two processes that compile at the same time each put a whole
file in place. Nothing in it is code.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import Any

from newstrans.errors import GlossaryError
from newstrans.glossary.drafts import with_drafts
from newstrans.glossary.entry import GlossaryEntry, Guard, Term
from newstrans.glossary.load import (
    Glossary,
    compile_files,
    glossary_files,
    read_glossary_file,
    revision_of,
)
from newstrans.glossary.made_forms import DRAFTED, drafts_available
from newstrans.glossary.match import form_keys, term_forms
from newstrans.glossary.parse import CldrTerms, with_cldr
from newstrans.languages import language_of
from newstrans.text.scripts import script_of

FORMAT = 2
_KEPT = 4  # cache files of other revisions that are left in the folder


def open_glossary(folders: Sequence[Path], cache: Path, *, skip_bad: bool = False, write: bool = True) -> Glossary:
    """The glossary of `folders`, from the cache folder where it was compiled before.

    Where the folder cannot be written it is read into memory; without `write` too, which is sooner done than compiling it.
    Raises `GlossaryError` as `load_glossary` does.
    """
    files = [(path, read_glossary_file(path)) for path in glossary_files(folders)]
    revision = revision_of(data for _, data in files)
    about = f"{FORMAT} {revision} {drafts_available()} {[(path.parent.name, path.name) for path, _ in files]}"
    # One without problems is the same whether or not they would be passed over.
    sound, with_problems = (hashlib.sha256(f"{about} {passed_over}".encode()).hexdigest()[:20] for passed_over in (False, True))
    found = _found(cache, sound) or (_found(cache, with_problems) if skip_bad else None)
    if found is None:
        entries, problems = compile_files(files, skip_bad=skip_bad)
        if write:
            with suppress(OSError, sqlite3.Error):
                found = _write(cache, with_problems if problems else sound, entries, problems)
        if found is None:
            return Glossary(tuple(entries), revision, tuple(problems))
    store = Store(found)
    return StoredGlossary((), revision, store.problems(), store)


def _found(cache: Path, key: str) -> Path | None:
    """The cache file for `key` whose bytes are as they were written; one that is damaged is removed."""
    for path in sorted(cache.glob(f"glossary-{key}-*.sqlite3")) if cache.is_dir() else ():
        try:
            if hashlib.sha256(path.read_bytes()).hexdigest()[:20] == path.stem.rpartition("-")[2]:
                return path
            path.unlink()
        except OSError:
            continue
    return None


def _write(cache: Path, key: str, entries: Iterable[GlossaryEntry], problems: Iterable[GlossaryError]) -> Path:
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix="part-") as folder:
        draft = Path(folder) / "glossary.sqlite3"
        connection = sqlite3.connect(draft)
        try:
            _fill(connection, entries, problems)
        finally:
            connection.close()
        digest = hashlib.sha256(draft.read_bytes()).hexdigest()[:20]
        path = cache / f"glossary-{key}-{digest}.sqlite3"
        draft.replace(path)
    older = sorted((p for p in cache.glob("glossary-*.sqlite3") if p != path), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in older[_KEPT:]:
        with suppress(OSError):
            old.unlink()
    return path


_SCHEMA = """
CREATE TABLE entries (number INTEGER PRIMARY KEY, id TEXT UNIQUE, record TEXT, forbidden INTEGER, cldr INTEGER, dated INTEGER);
CREATE TABLE words (language TEXT, word TEXT, caseless INTEGER, script TEXT, entry INTEGER, PRIMARY KEY (caseless, word, language, entry)) WITHOUT ROWID;
CREATE TABLE names (language TEXT, name TEXT, PRIMARY KEY (language, name)) WITHOUT ROWID;
CREATE TABLE problems (path TEXT, line INTEGER, problem TEXT, mend TEXT);
"""


def _fill(connection: sqlite3.Connection, entries: Iterable[GlossaryEntry], problems: Iterable[GlossaryError]) -> None:
    connection.executescript(_SCHEMA)
    for number, entry in enumerate(entries):
        terms = entry.terms.written if isinstance(entry.terms, CldrTerms) else entry.terms
        drafted = {tag: with_drafts(term, entry, tag) if language_of(tag) in DRAFTED and term.preferred else term for tag, term in terms.items()}
        code = entry.terms.code if isinstance(entry.terms, CldrTerms) else ""
        dated = bool(entry.valid_from or entry.valid_until or any(term.earlier for term in terms.values()))
        forbidden = entry.status == "deprecated" or any(term.forbidden or term.deprecated for term in terms.values())
        record = json.dumps(_plain(entry, drafted, code), ensure_ascii=False, separators=(",", ":"))
        connection.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", (number, entry.id, record, forbidden, bool(code), dated))
        words: set[tuple[str, str, bool, str, int]] = set()
        names: set[tuple[str, str]] = set()
        for tag, term in drafted.items():
            language = language_of(tag)
            for form in dict.fromkeys(_looked_up(entry, term)):
                script = script_of(form)
                for caseless in (False, True):
                    keys = form_keys(form, language, caseless=caseless)
                    if keys:
                        words.add((language, keys[0], caseless, script, number))
            names.update((language, name) for name in (term.preferred, term.short, *term.variants, *term.short_variants, *term.admitted) if name)
        connection.executemany("INSERT OR IGNORE INTO words VALUES (?, ?, ?, ?, ?)", words)
        connection.executemany("INSERT OR IGNORE INTO names VALUES (?, ?)", names)
    connection.executemany(
        "INSERT INTO problems VALUES (?, ?, ?, ?)", [(str(p.path), p.line, p.problem, p.mend) for p in problems]
    )
    connection.commit()


def _looked_up(entry: GlossaryEntry, term: Term) -> Iterator[str]:
    if not term.preferred:
        term = Term("-", **{f.name: getattr(term, f.name) for f in fields(Term) if f.name != "preferred"})
    for form in term_forms(entry, term):
        if form.role != "derived" and form.text != "-":
            yield form.text
    yield from term.earlier


def _plain(entry: GlossaryEntry, terms: Mapping[str, Term], code: str) -> dict[str, Any]:
    """An entry as JSON values: what differs from the defaults."""
    about = {f.name: getattr(entry, f.name) for f in fields(GlossaryEntry) if f.name != "terms" and getattr(entry, f.name) != f.default}
    return {**about, "cldr": code, "terms": {tag: _plain_term(term) for tag, term in terms.items()}}


def _plain_term(term: Term) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for one in fields(Term):
        value = getattr(term, one.name)
        default = one.default_factory() if one.default_factory is not MISSING else one.default
        if value == default:
            continue
        if isinstance(value, Guard):
            value = {f.name: getattr(value, f.name) for f in fields(Guard) if getattr(value, f.name) != f.default}
        values[one.name] = dict(value) if isinstance(value, Mapping) else value
    return values


def _entry(record: str) -> GlossaryEntry:
    values = json.loads(record)
    code = values.pop("cldr")
    terms = {tag: _term(term) for tag, term in values.pop("terms").items()}
    for name in ("desks", "part_of"):
        values[name] = tuple(values.get(name, ()))
    lent = with_cldr(code, terms) if code else None
    return GlossaryEntry(terms=lent if lent is not None else terms, **values)


def _term(values: dict[str, Any]) -> Term:
    read: dict[str, Any] = {"preferred": ""}
    for name, value in values.items():
        if name == "guard":
            words = {key: tuple(item) for key, item in value.items() if key != "on_doubt"}
            read[name] = Guard(**words, on_doubt=value.get("on_doubt", "apply"))
        elif name in ("doublets", "short_doublets"):
            read[name] = {case: tuple(forms) for case, forms in value.items()}
        elif name == "made_variants":
            read[name] = {form: {case: tuple(forms) for case, forms in made.items()} for form, made in value.items()}
        else:
            read[name] = tuple(value) if isinstance(value, list) else value
    return Term(**read)


class Store:
    """A compiled glossary, read as it is needed."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._known: dict[int, GlossaryEntry] = {}
        self._by_id: dict[str, GlossaryEntry] = {}

    def problems(self) -> tuple[GlossaryError, ...]:
        rows = self._connection.execute("SELECT path, line, problem, mend FROM problems")
        return tuple(GlossaryError(path, problem, line=line, mend=mend) for path, line, problem, mend in rows)

    def ids(self) -> Iterator[str]:
        return (row[0] for row in self._connection.execute("SELECT id FROM entries ORDER BY number"))

    def count(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM entries").fetchone()[0])

    def get(self, entry_id: str) -> GlossaryEntry:
        """The concept with this id. Raises `KeyError`."""
        if entry_id in self._by_id:
            return self._by_id[entry_id]
        row = self._connection.execute("SELECT number, record FROM entries WHERE id = ?", (entry_id,)).fetchone()
        if row is None:
            raise KeyError(entry_id)
        return self._read(*row)

    def every(self, where: str = "") -> Iterator[GlossaryEntry]:
        """The concepts in file order; `where` is "forbidden" (not written, or no longer), "cldr" or "dated" for those alone."""
        condition = {"": "", "forbidden": "WHERE forbidden", "cldr": "WHERE cldr", "dated": "WHERE dated"}[where]
        return (self._read(*row) for row in self._connection.execute(f"SELECT number, record FROM entries {condition} ORDER BY number").fetchall())

    def starting_with(self, word: str, language: str, *, caseless: bool) -> Iterator[GlossaryEntry]:
        """Concepts with a form that begins with `word`, in the language, or in a language of another script."""
        own = script_of(word)
        rows = self._connection.execute(
            "SELECT number, record FROM entries WHERE number IN (SELECT entry FROM words WHERE caseless = ? AND word = ? AND (language = ? OR script = ?)) ORDER BY number",
            (caseless, word, language, own if own and own != "Latn" else "-"),
        )
        return (self._read(*row) for row in rows.fetchall())

    def has_name(self, language: str, name: str) -> bool:
        """Whether a concept has this name or variant in the language."""
        return self._connection.execute("SELECT 1 FROM names WHERE language = ? AND name = ?", (language, name)).fetchone() is not None

    def _read(self, number: int, record: str) -> GlossaryEntry:
        if number not in self._known:
            entry = self._known[number] = _entry(record)
            self._by_id[entry.id] = entry
        return self._known[number]


class _Entries(Sequence[GlossaryEntry]):
    """All concepts of a store, read when they are asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __iter__(self) -> Iterator[GlossaryEntry]:
        return self._store.every()

    def __len__(self) -> int:
        return self._store.count()

    def __getitem__(self, place: Any) -> Any:
        return tuple(self)[place]


@dataclass(frozen=True, slots=True)
class StoredGlossary(Glossary):
    """A glossary that is read from its store; `entries` reads them all."""

    store: Store | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        if self.store is not None:
            object.__setattr__(self, "entries", _Entries(self.store))

    def get(self, entry_id: str) -> GlossaryEntry:
        """The concept with this id. Raises `KeyError`."""
        assert self.store is not None
        return self.store.get(entry_id)


class ForceOf(Mapping[str, GlossaryEntry]):
    """The concepts of a store that are in force, as `prepare` makes them ready for one direction."""

    def __init__(self, store: Store, accept: Callable[[GlossaryEntry], bool], prepare: Callable[[GlossaryEntry], GlossaryEntry], more: Mapping[str, GlossaryEntry]) -> None:
        self._store, self._accept, self._prepare, self._more = store, accept, prepare, more
        self._known: dict[str, GlossaryEntry] = {}

    def __getitem__(self, entry_id: str) -> GlossaryEntry:
        if entry_id not in self._known:
            if entry_id in self._more:
                return self._more[entry_id]
            entry = self._store.get(entry_id)
            if not self._accept(entry):
                raise KeyError(entry_id)
            self._known[entry_id] = self._prepare(entry)
        return self._known[entry_id]

    def held(self) -> Iterator[GlossaryEntry]:
        """The concepts that are in no store of words: those of CLDR, and those that lend from it."""
        return iter(self._more.values())

    def starting_with(self, word: str, language: str, *, caseless: bool) -> Iterator[GlossaryEntry]:
        """Concepts in force with a form that begins with `word`."""
        for entry in self._store.starting_with(word, language, caseless=caseless):
            if entry.id not in self._more and entry.id in self:
                yield self[entry.id]

    def __iter__(self) -> Iterator[str]:
        yield from (entry_id for entry_id in self._store.ids() if entry_id not in self._more and entry_id in self)
        yield from self._more

    def __len__(self) -> int:
        return sum(1 for _ in self)

