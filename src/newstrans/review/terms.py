"""The glossary as the desk looks at it: terms that fit a search, and one term with where it was met and what editors did to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from newstrans.errors import NotInStore
from newstrans.glossary.entry import GlossaryEntry, Spelling, Term
from newstrans.glossary.load import Glossary, written_terms
from newstrans.glossary.overview import Wanted, search, terms_of
from newstrans.languages import direction, display_name, language_of
from newstrans.store.connect import Store
from newstrans.store.editions import overrides_of
from newstrans.store.figures import made_editions, unit_names
from newstrans.text.phrase import phrase

# Rows of one page.
MOST = 100


@dataclass(frozen=True, slots=True)
class TermLine:
    """A concept in a list: its forms in the languages asked for, and the spelling that a search met."""

    entry: str
    kind: str
    status: str
    origin: str
    forms: tuple[tuple[str, str, str], ...]  # language, direction, form
    met: str = ""
    met_language: str = ""


@dataclass(frozen=True, slots=True)
class TermList:
    """Concepts of a glossary, at most `MOST`; `count` says how many fit."""

    query: str
    kind: str
    status: str
    languages: tuple[str, ...]
    count: int
    lines: tuple[TermLine, ...]


@dataclass(frozen=True, slots=True)
class TermIn:
    """A concept's term in one language. `lent` terms are CLDR's, not the file's; `forms` are its spellings, each once."""

    tag: str
    name: str
    direction: str
    term: Term
    forms: tuple[Spelling, ...]
    lent: bool


@dataclass(frozen=True, slots=True)
class Use:
    """Where a concept was met: a unit of an edition, the words in the source, what became of them."""

    edition: str
    headline: str
    locale: str
    unit: str
    text: str
    status: str


@dataclass(frozen=True, slots=True)
class Overridden:
    """Where an editor put the machine's words back in place of a concept's form."""

    edition: str
    unit: str
    before: str
    after: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class TermPage:
    """One concept: what its file says, where it was met in the editions of the store, how often editors overrode it.

    `written` counts the places where the glossary put its form in; `uses` are the newest, `met` counts all.
    """

    entry: GlossaryEntry
    origin: str
    terms: tuple[TermIn, ...]
    uses: tuple[Use, ...]
    met: int
    written: int
    editions: int
    overridden: tuple[Overridden, ...]


def term_list(
    glossary: Glossary, query: str = "", *, kind: str = "", status: str = "", languages: Sequence[str] = ()
) -> TermList:
    """The concepts that fit, by name when there is no query, else the nearest first."""
    wanted = Wanted(kinds=(kind,) if kind else (), statuses=(status,) if status else ())
    entries = [entry for entry in glossary.entries if wanted(entry)]
    met: dict[str, tuple[str, str]] = {}
    if query.strip():
        by_id = {entry.id: entry for entry in entries}
        for found in search(entries, query):
            met.setdefault(found.entry.id, (found.spelling.text, found.language))
        entries = [by_id[name] for name in met]
    lines = [
        TermLine(entry.id, entry.kind, entry.status, entry.origin, tuple(_forms(entry, languages)), *met.get(entry.id, ("", "")))
        for entry in entries[:MOST]
    ]  # fmt: skip
    return TermList(query, kind, status, tuple(languages), len(entries), tuple(lines))


def term_page(store: Store, glossary: Glossary, concept: str) -> TermPage:
    """One concept. Raises `NotInStore` when there is none."""
    try:
        entry = glossary.get(concept)
    except KeyError:
        raise NotInStore(phrase(
            "there is no term {name} in the glossary. Look for a name: {command}", name=repr(concept), command="newstrans glossary find NAME"
        )) from None  # fmt: skip
    with store.read() as connection:
        made = list(made_editions(connection, concept))
        keys = unit_names(connection, [one.edition for one in made])
        undone = overrides_of(connection, concept)
    uses = [
        Use(one.edition, one.headline, one.locale, keys.get((one.edition, unit), ""), text, status)
        for one in made for _, unit, status, text in one.names
    ]  # fmt: skip
    return TermPage(
        entry, entry.origin, tuple(_terms(entry)), tuple(islice(uses, MOST)), len(uses), sum(use.status == "edited" for use in uses),
        sum(bool(one.names) for one in made),
        tuple(Overridden(row["edition"], row["unit"], row["before"], row["after"], row["actor"], row["at"]) for row in reversed(undone)),
    )  # fmt: skip


def _forms(entry: GlossaryEntry, languages: Iterable[str]) -> Iterable[tuple[str, str, str]]:
    tags = list(languages) or list(written_terms(entry))[:3]
    for tag in tags:
        term = entry.term(tag)
        yield tag, direction(tag), term.preferred if term else ""


def _terms(entry: GlossaryEntry) -> Iterable[TermIn]:
    written = written_terms(entry)
    for tag, term in terms_of(entry):
        seen = {spelling.text: spelling for spelling in reversed(list(term.spellings()))}
        forms = tuple(reversed(seen.values()))
        yield TermIn(tag, display_name(tag), direction(tag), term, forms, not written[tag].preferred)


def house_languages(locales: Iterable[str], source: str = "en") -> tuple[str, ...]:
    """The languages that a list of terms shows: the source's, then those of the house's editions, each once."""
    return tuple(dict.fromkeys([source, *(tag for tag in locales if language_of(tag) != language_of(source))]))
