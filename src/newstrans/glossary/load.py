"""Read the glossary folders of a house: which files, what hides what, and what is wrong with them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from newstrans.errors import GlossaryError
from newstrans.glossary.entry import GlossaryEntry, Term
from newstrans.glossary.parse import CldrTerms, parse_glossary


@dataclass(frozen=True, slots=True)
class Glossary:
    """Concepts in file order, and the revision that names exactly these files.

    `problems` are the errors that were passed over because the user said so; empty otherwise.
    """

    entries: tuple[GlossaryEntry, ...] = ()
    revision: str = ""
    problems: tuple[GlossaryError, ...] = ()
    _by_id: dict[str, GlossaryEntry] = field(default_factory=dict, init=False, repr=False, compare=False)

    def get(self, entry_id: str) -> GlossaryEntry:
        """The concept with this id. Raises `KeyError`."""
        if not self._by_id:
            self._by_id.update((entry.id, entry) for entry in self.entries)
        return self._by_id[entry_id]


def load_glossary(folders: Sequence[Path], *, skip_bad: bool = False) -> Glossary:
    """All `*.toml` files of `folders`; an id in an earlier folder hides the same id in a later one.

    With `skip_bad` a file with an error is left out as a whole, and the error is in `problems`.

    Raises:
        GlossaryError: a file is unreadable or wrong; names file, line and mend, and how many more there are.

    """
    files = [(path, read_glossary_file(path)) for path in glossary_files(folders)]
    entries, problems = compile_files(files, skip_bad=skip_bad)
    return Glossary(tuple(entries), revision_of(data for _, data in files), tuple(problems))


def glossary_files(folders: Sequence[Path]) -> list[Path]:
    """The files of the folders in the order in which they are read. Raises `GlossaryError` for a missing folder."""
    found: list[Path] = []
    for folder in folders:
        if not folder.is_dir():
            raise GlossaryError(folder, "no such folder", mend="give the folder that holds the .toml files")
        found += sorted(folder.glob("*.toml"))
    return found


def read_glossary_file(path: Path) -> bytes:
    """The bytes of one file. Raises `GlossaryError`."""
    try:
        return path.read_bytes()
    except OSError as exc:
        raise GlossaryError(path.name, f"cannot be read: {exc.strerror}") from exc


def revision_of(files: Iterable[bytes]) -> str:
    """SHA-256 over the files' contents in order: what must be equal for two runs to apply the same glossary."""
    digest = hashlib.sha256()
    for data in files:
        digest.update(hashlib.sha256(data).digest())
    return digest.hexdigest()


def compile_files(
    files: Iterable[tuple[Path, bytes]], *, skip_bad: bool = False
) -> tuple[list[GlossaryEntry], list[GlossaryError]]:
    """The concepts of all files, and the problems passed over.

    Raises:
        GlossaryError: something is wrong and `skip_bad` is not set.

    """
    entries: dict[str, GlossaryEntry] = {}
    folder_of: dict[str, Path] = {}
    problems: list[GlossaryError] = []
    files = list(files)
    names = Counter(path.name for path, _ in files)
    for path, data in files:
        # Two folders may each have a places.toml: then a message must say whose it speaks of.
        shown = path.name if names[path.name] == 1 else f"{path.parent.name}/{path.name}"
        parsed = parse_glossary(data, shown)
        wrong = list(parsed.problems)
        for entry in parsed.entries:
            if folder_of.get(entry.id) == path.parent:
                line = int(entry.origin.rpartition(":")[2]) if ":" in entry.origin else None
                message = f"the concept {entry.id!r} is already in {entries[entry.id].origin}"
                wrong.append(GlossaryError(shown, message, line=line, mend="give it another id, or merge the two"))
        problems += wrong
        if wrong:
            continue
        for entry in parsed.entries:
            if entry.id not in entries:
                entries[entry.id] = entry
                folder_of[entry.id] = path.parent
    problems += conflicts(entries.values())
    if problems and not skip_bad:
        raise _first(problems)
    clashing = {problem.entry for problem in problems if isinstance(problem, NameClash)}
    return [entry for entry in entries.values() if entry.id not in clashing], problems


def _first(problems: Sequence[GlossaryError]) -> GlossaryError:
    """A new error: those of a file are kept with it, and one that is raised again and again would keep all that raised it."""
    first = problems[0]
    more = f"{len(problems) - 1} more problem(s): newstrans glossary lint" if len(problems) > 1 else ""
    return GlossaryError(first.path, first.problem, line=first.line, mend="; ".join(part for part in (first.mend, more) if part))


class NameClash(GlossaryError):
    """Two concepts claim one form; `entry` is the one that must give way."""

    def __init__(self, entry: GlossaryEntry, other: GlossaryEntry, tag: str, form: str, problem: str, mend: str) -> None:
        name, _, line = entry.origin.rpartition(":")
        super().__init__(name or entry.origin, f"{entry.id}: {tag}: {problem}", line=int(line) if line.isdigit() else None, mend=mend)
        self.entry = entry.id
        self.other = other.id
        self.form = form


def conflicts(entries: Iterable[GlossaryEntry]) -> Iterator[NameClash]:
    """Forms that two concepts claim so that no rule could tell which is meant.

    A variant of one that is the name of another would rewrite that name. Two names alike are allowed where a guard, a
    priority, a desk or the days tell them apart.
    """
    owners: dict[tuple[str, str], GlossaryEntry] = {}
    approved = [entry for entry in entries if entry.status == "approved"]
    for entry in approved:
        for tag, term in written_terms(entry).items():
            for form in dict.fromkeys(form for form in (term.preferred, term.short) if form):
                other = owners.setdefault((tag, form), entry)
                if other is not entry and not _told_apart(entry, other, tag):
                    yield NameClash(
                        entry, other, tag, form, f"{form!r} is also the name of {other.id} ({other.origin})",
                        "give one of them a guard, a priority, a desk or its days",
                    )  # fmt: skip
    for entry in approved:
        for tag, term in written_terms(entry).items():
            for form in (*term.variants, *term.short_variants, *term.deprecated, *term.forbidden):
                other = owners.get((tag, form), entry)
                if other is not entry and not _told_apart(entry, other, tag):
                    yield NameClash(
                        entry, other, tag, form,
                        f"its variant {form!r} is the name of {other.id} ({other.origin}) and would rewrite it",
                        "take it out of the variants",
                    )  # fmt: skip


def written_terms(entry: GlossaryEntry) -> Mapping[str, Term]:
    """The terms that stand in the file, without those that CLDR lends."""
    return entry.terms.written if isinstance(entry.terms, CldrTerms) else entry.terms


def _told_apart(one: GlossaryEntry, other: GlossaryEntry, tag: str) -> bool:
    if one.priority != other.priority or (one.desks and other.desks and not set(one.desks) & set(other.desks)):
        return True
    if (one.valid_until and one.valid_until < (other.valid_from or "")) or (other.valid_until and other.valid_until < (one.valid_from or "")):
        return True
    return any((term := written_terms(entry).get(tag)) is not None and term.guard is not None for entry in (one, other))


def shipped_and_own(own: Iterable[Path]) -> tuple[Path, ...]:
    """The user's folders, then the shipped one: an own concept hides the shipped one of the same id."""
    from newstrans import resources

    return (*own, resources.find("glossaries"))
