"""Where which entry fires in a text, and why another does not. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from newstrans.glossary.apply import story_context
from newstrans.glossary.entry import GlossaryEntry, Term
from newstrans.glossary.load import Glossary, written_terms
from newstrans.glossary.match import Match
from newstrans.glossary.names import Names
from newstrans.glossary.parse import CldrTerms
from newstrans.model import Edition, NameUse


class Passage(NamedTuple):
    """A unit of a story with the language it is in."""

    unit: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A name in a text: the entry, what it would be in the locale, and what decides about it.

    `decision` is "fires", "embedded" (part of a longer name), "doubt" (the guard leaves it to the desk), "guarded" (the
    guard says that it is something else), "proposed" or "deprecated" (the entry takes no part in a run), "not in force"
    (another day or desk), "not found" or "no term".
    """

    unit: str
    line: int
    start: int
    end: int
    text: str
    entry: str
    origin: str
    role: str
    becomes: str
    decision: str
    why: str = ""


def occurrences(passages: Sequence[Passage], names: Names, locale: str, source: str = "") -> list[Occurrence]:
    """Every name in the passages, in their order, with what decides about it.

    `source` is the text of the file, for lines; without it they are 0.
    """
    glossary = names.glossary
    unguarded = Names(_without_guards(glossary), countries=names.countries)
    context = story_context(tuple(passage.text for passage in passages))
    found: list[Occurrence] = []
    reader = _Lines(source)
    for passage in passages:
        caseless = passage.text.isupper()
        hits = names.find(passage.text, passage.language, locale, caseless=caseless, context=context)
        every = unguarded.find(passage.text, passage.language, locale, caseless=caseless, context=context)
        taken = {(hit.start, hit.end) for hit in hits}
        others = [hit for hit in every if all(hit.end <= start or hit.start >= end for start, end in taken)]
        entries = names.entries(passage.language, locale)
        for hit, ours in sorted([*((hit, True) for hit in hits), *((hit, False) for hit in others)], key=lambda row: row[0].start):
            entry = _entry(hit.form.entry, glossary, entries)
            if entry is not None:
                line = reader.line(hit.text)
                found.append(_occurrence(passage, hit, entry, locale, line, names, fires=ours))
    return found


def _entry(concept: str, glossary: Glossary, entries: Mapping[str, GlossaryEntry]) -> GlossaryEntry | None:
    """The house's concept, also one that takes part in no run, or CLDR's."""
    try:
        return glossary.get(concept)
    except KeyError:
        return entries.get(concept)


def _occurrence(
    passage: Passage, hit: Match, entry: GlossaryEntry, locale: str, line: int, names: Names, *, fires: bool
) -> Occurrence:
    term = entry.term(locale)
    decision, why = "fires", ""
    if not fires:
        decision, why = _not_fired(entry, passage.language, names)
    elif hit.embedded:
        decision, why = "embedded", f"part of a longer name ({hit.text} {hit.embedded})"
    elif hit.doubt:
        decision, why = "doubt", hit.doubt
    elif term is None:
        decision, why = "no term", f"the entry has no term for {locale}"
    return Occurrence(
        passage.unit, line, hit.start, hit.end, hit.text, entry.id, entry.origin, hit.form.role,
        _written(term, hit) if term else "", decision, why,
    )  # fmt: skip


def _written(term: Term, hit: Match) -> str:
    return term.short if hit.form.role == "short" and term.short else term.preferred


def _not_fired(entry: GlossaryEntry, language: str, names: Names) -> tuple[str, str]:
    if entry.status != "approved":
        return entry.status, f"the entry is {entry.status} and takes no part in a run"
    if not entry.in_force(day=names.day, desk=names.desk):
        days = " to ".join(day or "..." for day in (entry.valid_from, entry.valid_until))
        return "not in force", f"the entry is for {days}" if entry.valid_from or entry.valid_until else f"the entry is for {', '.join(entry.desks)}"
    guard = getattr(entry.term(language), "guard", None)
    if guard is not None:
        parts = [f"{name.rstrip('_')} {', '.join(words[:4])}" for name in type(guard).__dataclass_fields__ if name != "on_doubt" and (words := getattr(guard, name))]
        return "guarded", "the guard says that it is something else: " + "; ".join(parts)
    return "not found", "another rule of the matcher leaves it out"


def _without_guards(glossary: Glossary) -> Glossary:
    return Glossary(tuple(_bare(entry) for entry in glossary.entries), glossary.revision)


def _bare(entry: GlossaryEntry) -> GlossaryEntry:
    terms = {tag: replace(term, guard=None) for tag, term in written_terms(entry).items()}
    bare = CldrTerms(entry.terms.code, terms) if isinstance(entry.terms, CldrTerms) else terms
    return replace(entry, terms=bare, status="approved", valid_from="", valid_until="")


class _Lines:
    """The line of one name after another in the text of the file; names come in reading order."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0

    def line(self, name: str) -> int:
        """The 1-based line of the next place that has the name, 0 when none has."""
        pattern = r"\s+".join(map(re.escape, name.split()))
        found = re.compile(rf"(?<!\w){pattern}").search(self._source, self._at) if self._source else None
        if found is None:
            return 0
        self._at = found.end()
        return self._source.count("\n", 0, found.start()) + 1


def written_name(edition: Edition, use: NameUse) -> str:
    """What stands in the edition for a name, "" when it was not located."""
    text = next((unit.text for unit in edition.units if unit.unit.id == use.unit), "")
    return text[use.target.start : use.target.end] if use.target else ""
