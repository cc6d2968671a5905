"""What is in a glossary: filtered, searched, counted. Pure functions over loaded concepts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from newstrans.glossary.entry import GlossaryEntry, Spelling, Term
from newstrans.glossary.load import written_terms
from newstrans.text.letters import fold_letters


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which concepts a command is about; an empty field wants all.

    `language` wants concepts with a term for it, `missing` those without one. `file` is a file's name.
    """

    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    language: str = ""
    missing: str = ""
    desk: str = ""
    file: str = ""

    def __call__(self, entry: GlossaryEntry) -> bool:
        """Whether the concept is wanted."""
        return (
            (not self.kinds or entry.kind in self.kinds)
            and (not self.statuses or entry.status in self.statuses)
            and (not self.language or entry.term(self.language) is not None)
            and (not self.missing or entry.term(self.missing) is None)
            and (not self.desk or not entry.desks or self.desk in entry.desks)
            and (not self.file or self.file in (name := entry.origin.rpartition(":")[0], name.rpartition("/")[2]))
        )


class Found(NamedTuple):
    """A spelling that a search met: whose it is, in which language, and what it is there."""

    entry: GlossaryEntry
    language: str
    spelling: Spelling
    rank: int


class Coverage(NamedTuple):
    """How many concepts a language has: written in the files, lent by CLDR, none; and forms not yet confirmed."""

    language: str
    written: int
    lent: int
    missing: tuple[str, ...]
    made: int


def folded(text: str) -> str:
    """What a search compares: small letters without marks, straight apostrophes, single spaces."""
    return " ".join(fold_letters(text.replace("’", "'").replace("\u00a0", " ")).casefold().split())


def search(entries: Iterable[GlossaryEntry], query: str, *, language: str = "") -> list[Found]:
    """Concepts one of whose spellings, or whose id, is or holds `query`; the nearest first, one row per spelling."""
    wanted = folded(query)
    found: list[Found] = []
    for entry in entries:
        if folded(entry.id) == wanted and not language:
            tag, term = next(iter(written_terms(entry).items()), ("", None))
            if term is not None:
                found.append(Found(entry, tag, Spelling(term.preferred, "preferred", "preferred"), 0))
                continue
        seen: set[tuple[str, str]] = set()
        for tag, term in terms_of(entry):
            if language and tag.split("-")[0] != language.split("-")[0]:
                continue
            for spelling in term.spellings():
                rank = _rank(folded(spelling.text), wanted)
                if rank is not None and (tag, spelling.text) not in seen:
                    seen.add((tag, spelling.text))
                    found.append(Found(entry, tag, spelling, rank))
    return sorted(found, key=lambda row: row.rank)


def _rank(form: str, wanted: str) -> int | None:
    if not wanted or wanted not in form:
        return None
    if form == wanted:
        return 0
    return 1 if wanted in form.split() or f" {wanted} " in f" {form} " else 2 if form.startswith(wanted) else 3


def terms_of(entry: GlossaryEntry, more: Sequence[str] = ()) -> Iterator[tuple[str, Term]]:
    """Language and term of what the file writes, then of the locales `more` that it does not; CLDR's names filled in."""
    for tag in dict.fromkeys([*written_terms(entry), *more]):
        term = entry.terms.get(tag) or (entry.term(tag) if tag in more else None)
        if term is not None and term.preferred:
            yield tag, term


def coverage(entries: Sequence[GlossaryEntry], locales: Sequence[str]) -> list[Coverage]:
    """For each locale, how much of the glossary it has."""
    rows = []
    for locale in locales:
        written = lent = made = 0
        missing = []
        for entry in entries:
            term = entry.term(locale)
            if term is None:
                missing.append(entry.id)
                continue
            at_hand = written_terms(entry)
            own = any(at_hand[tag].preferred for tag in at_hand if locale == tag or locale.startswith(f"{tag}-"))
            written += own
            lent += not own
            made += len(term.made_forms) + len(term.made_short_forms)
        rows.append(Coverage(locale, written, lent, tuple(missing), made))
    return rows


def counts(entries: Iterable[GlossaryEntry]) -> dict[str, dict[str, int]]:
    """How many concepts there are of each kind, status and file."""
    entries = list(entries)
    return {
        "kinds": dict(Counter(entry.kind for entry in entries).most_common()),
        "statuses": dict(Counter(entry.status for entry in entries).most_common()),
        "files": dict(Counter(entry.origin.rpartition(":")[0] or entry.origin for entry in entries).most_common()),
        "desks": dict(Counter(desk for entry in entries for desk in entry.desks).most_common()),
    }


def looked_up(term: Term) -> list[Spelling]:
    """Every form of a term that is looked up or accepted, each once."""
    return list({spelling.text: spelling for spelling in reversed(list(term.spellings()))}.values())[::-1]


def about(entry: GlossaryEntry, locales: Sequence[str] = ()) -> dict[str, Any]:
    """A concept as plain values, for `--json`."""
    fields = (
        "id", "kind", "status", "origin", "gender", "wikidata", "note", "source", "valid_from", "valid_until", "desks",
        "priority", "do_not_translate", "part_of", "acronym_of", "replaced_by",
    )  # fmt: skip
    row: dict[str, Any] = {}
    for name in fields:
        value = getattr(entry, name)
        row[name] = list(value) if isinstance(value, tuple) else value
    row["terms"] = {tag: plain_term(term) for tag, term in terms_of(entry, locales)}
    return row


def plain_term(term: Term) -> dict[str, Any]:
    """The fields of a term that say something."""
    row: dict[str, Any] = {}
    for name in Term.__dataclass_fields__:
        value = getattr(term, name)
        if name == "guard":
            if value is not None:
                parts = {key.rstrip("_"): getattr(value, key) for key in type(value).__dataclass_fields__}
                row[name] = {key: list(part) if isinstance(part, tuple) else part for key, part in parts.items() if part and part != "apply"}
        elif value and [name, value] not in (["number", "sg"], ["case", "as-filed"]):
            row[name] = list(value) if isinstance(value, tuple) else dict(value) if hasattr(value, "items") else value
    return row
