"""The names of a glossary, indexed by language as they are asked for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial

from newstrans.glossary.bridge import drop_articles
from newstrans.glossary.cldr import country_entries
from newstrans.glossary.compiled import ForceOf, Store, StoredGlossary
from newstrans.glossary.drafts import with_drafts
from newstrans.glossary.entry import GlossaryEntry, Term
from newstrans.glossary.load import Glossary, written_terms
from newstrans.glossary.match import (
    Form,
    Index,
    Match,
    build_index,
    find,
    form_keys,
    look_up_forms,
    other_names,
    term_forms,
)
from newstrans.languages import is_spaced, language_of
from newstrans.model import Edition

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORD, _SIGN = re.compile(r"[^\W_]+"), re.compile(r"[^\w\s]|_")

# Acronyms that capital letters make out of ordinary words: in a headline in capitals they prove nothing.
_WORDS_IN_CAPITALS = frozenset({"us", "it", "who", "un", "in", "as", "can", "fed", "sa", "eu", "is", "am"})


class Names:
    """A glossary and CLDR's countries, ready to be found in any language.

    Indexes are built on first use per language and per pair, and kept: one instance serves a whole run. `day`
    (ISO 8601) and `desk` choose the entries that are in force; without a day those that hold now. `countries` adds CLDR's.
    """

    def __init__(self, glossary: Glossary, *, day: str = "", desk: str = "", countries: bool = True) -> None:
        self.glossary = glossary
        self.day = day
        self.desk = desk
        self.countries = countries
        self._on: dict[str, Names] = {}
        self._forbidden: dict[str, Index] = {}
        self._begun: dict[str, dict[str, tuple[frozenset[str], ...]]] = {}  # by language and first word: the words of names
        self._retired: dict[str, Index] = {}
        self.revision = glossary.revision
        self._entries: dict[tuple[str, str], Mapping[str, GlossaryEntry]] = {}
        self._source: dict[tuple[str, str], Index] = {}

    def on(self, day: str) -> Names:
        """The names as they were on `day` (ISO 8601): this instance where the day changes nothing or was set by order."""
        if not day or self.day or not self._dated:
            return self
        if day not in self._on:
            self._on[day] = Names(self.glossary, day=day, desk=self.desk, countries=self.countries)
        return self._on[day]

    @cached_property
    def _dated(self) -> bool:
        if isinstance(self.glossary, StoredGlossary) and self.glossary.store:
            return any(True for _ in self.glossary.store.every("dated"))
        return any(
            entry.valid_from or entry.valid_until or any(term.earlier for term in written_terms(entry).values())
            for entry in self.glossary.entries
        )

    def _in_force(self, entry: GlossaryEntry) -> bool:
        return entry.in_force(day=self.day, desk=self.desk)

    def of(self, edition: Edition) -> Names:
        """The names as they were on the day the story was published."""
        published = edition.story.metadata.get("published", "")[:10]
        return self.on(published if _DAY.fullmatch(published) else "")

    def entries(self, language: str, locale: str) -> Mapping[str, GlossaryEntry]:
        """The house's concepts, then CLDR's countries that the house has none of, for one direction."""
        key = (language, locale)
        if key not in self._entries:
            store = self.glossary.store if isinstance(self.glossary, StoredGlossary) else None
            self._entries[key] = self._stored(store, language, locale) if store else self._held(language, locale)
        return self._entries[key]

    def _held(self, language: str, locale: str) -> dict[str, GlossaryEntry]:
        own = {entry.id: _prepared(entry, (language, locale), self.day) for entry in self.glossary.entries if self._in_force(entry)}
        taken = {name for entry in own.values() if (term := entry.term(language)) for name in _names(term)}
        own.update((entry.id, entry) for entry in self._countries(language, locale, taken.__contains__))
        return own

    def _stored(self, store: Store, language: str, locale: str) -> Mapping[str, GlossaryEntry]:
        """The same, read concept by concept; those that lend their names from CLDR are few and read at once."""
        lent = [_prepared(entry, (language, locale), self.day) for entry in store.every("cldr") if self._in_force(entry)]
        names = {name for entry in lent if (term := entry.term(language)) for name in _names(term)}
        own = language_of(language)
        countries = self._countries(language, locale, lambda name: name in names or store.has_name(own, name))
        more = {entry.id: entry for entry in (*lent, *countries)}
        return ForceOf(store, self._in_force, lambda entry: _prepared(entry, (language, locale), self.day), more)

    def _countries(self, language: str, locale: str, taken: Callable[[str], bool]) -> list[GlossaryEntry]:
        return country_entries(language, locale, taken) if self.countries else []

    def find(
        self, text: str, language: str, locale: str, *, caseless: bool = False, context: frozenset[str] = frozenset()
    ) -> list[Match]:
        """Names of the source language in `text`, as code point ranges."""
        return find(text, self._index(language, locale), caseless=caseless, context=context)

    def may_be_in(self, text: str, language: str) -> bool:
        """Whether a text has all words of a name: quick, and never wrong where it says no."""
        if not is_spaced(language) or language_of(language) == "ko" or not unicodedata.is_normalized("NFC", text) or "\u00ad" in text:
            return True
        present = set(_WORD.findall(text))
        known = self._begun.setdefault(language, {})
        for word in present | set(_SIGN.findall(text)):
            if word not in known:
                forms = self._index(language, language).starting_with(word)
                known[word] = tuple({frozenset(_WORD.findall(each[0].text)) for _, each in forms})
            if any(words <= present for words in known[word]):
                return True
        return False

    def means_other(self, text: str, locale: str, entry_id: str) -> bool:
        """Whether a text of the locale is, or has in it, a name of another concept than `entry_id`."""
        return any(hit.form.entry != entry_id for hit in self.find(text, locale, locale))

    def caseless(self, text: str, language: str) -> list[tuple[int, int, str]]:
        """Names in capital text: start, end and the form with its own capitals."""
        found = find(text, self._index(language, language), caseless=True)
        return [
            (match.start, match.end, match.form.text)
            for match in found
            if match.text.lower() not in _WORDS_IN_CAPITALS and not _doubtful(match)
        ]

    def other_names(self, text: str, language: str, locale: str) -> list[tuple[int, int]]:
        """Ranges of names that a guard tells from those of the glossary by the word beside them."""
        return other_names(text, self._index(language, locale))

    def for_leg(self, text: str, language: str, following: str) -> str:
        """`text` between two legs of a pivot, with its names as the next language takes them."""
        index = self._index(language, following)
        return drop_articles(text, language, following, index, self.entries(language, following))

    def _index(self, language: str, locale: str) -> Index:
        key = (language, locale)
        if key not in self._source:
            entries = self.entries(language, locale)
            if isinstance(entries, ForceOf):
                index = build_index(entries.held(), language, other_scripts=True)
                index.more = partial(_forms_from, entries, language)
                self._source[key] = index
            else:
                self._source[key] = build_index(entries.values(), language, other_scripts=True)
        return self._source[key]

    def forbidden_index(self, locale: str) -> Index:
        """The forms that the house never writes in a locale, of every concept in force."""
        if locale not in self._forbidden:
            index = Index(language_of(locale))
            for entry in self._forbidding(locale):
                term = entry.term(locale)
                for form in term_forms(entry, term) if term else ():
                    if form.status == "forbidden":
                        index.add(form._replace(guard=None))
            self._forbidden[locale] = index
        return self._forbidden[locale]

    def retired_index(self, locale: str) -> Index:
        """The forms that the house no longer writes in a locale: deprecated ones, and those of deprecated concepts."""
        if locale not in self._retired:
            index = Index(language_of(locale))
            for entry in self._unwritten():
                term = entry.term(locale)
                if term is None or not (entry.status == "deprecated" or self._in_force(entry)):
                    continue
                heir = self._heir(entry, locale) if entry.status == "deprecated" else term
                written = {one.text for one in heir.spellings() if one.approved} if heir else set()
                for form in term_forms(entry, term):
                    if form.text not in written and (form.status == "deprecated" or entry.status == "deprecated"):
                        index.add(form)
            self._retired[locale] = index
        return self._retired[locale]

    def instead(self, entry_id: str, locale: str) -> str:
        """What the house writes in place of a form of `retired_index`; "" where the concept has no heir."""
        entry = self.glossary.get(entry_id)
        term = self._heir(entry, locale) if entry.status == "deprecated" else entry.term(locale)
        return term.preferred if term else ""

    def _heir(self, entry: GlossaryEntry, locale: str) -> Term | None:
        try:
            return self.glossary.get(entry.replaced_by).term(locale) if entry.replaced_by else None
        except KeyError:
            return None

    def _unwritten(self) -> Iterator[GlossaryEntry]:
        store = self.glossary.store if isinstance(self.glossary, StoredGlossary) else None
        yield from store.every("forbidden") if store else self.glossary.entries

    def _forbidding(self, locale: str) -> Iterator[GlossaryEntry]:
        for entry in self._unwritten():
            if entry.in_force(day=self.day, desk=self.desk) and (term := entry.term(locale)) and term.forbidden:
                yield entry

    def forbidding(self, entry_id: str, locale: str) -> tuple[GlossaryEntry, Term]:
        """A concept of `forbidden_index`, and its term."""
        entry = self.glossary.get(entry_id)
        term = entry.term(locale)
        assert term is not None
        return entry, term


def _forms_from(entries: ForceOf, language: str, first: str, caseless: bool) -> Iterator[Form]:
    """Look-up forms of a store that begin with a token, as `build_index` would have filed them."""
    for entry in entries.starting_with(first, language_of(language), caseless=caseless):
        for form in look_up_forms(entry, language, other_scripts=True):
            if form.text[:1].casefold() == first[:1].casefold() and form_keys(form.text, language, caseless=caseless)[:1] == (first,):
                yield form


def _prepared(entry: GlossaryEntry, tags: Sequence[str], day: str) -> GlossaryEntry:
    """The entry with its terms as of `day`, and with drafts of the case forms that the file does not list."""
    changed = {}
    for tag in tags:
        term = entry.term(tag)
        if term is None:
            continue
        new = with_drafts(term.on(day), entry, tag)
        if new is not term:
            changed[tag] = new
    return replace(entry, terms={**dict(entry.terms.items()), **changed}) if changed else entry


def _doubtful(match: Match) -> bool:
    guard = match.form.guard
    return guard is not None and (bool(guard.needs) or guard.on_doubt == "flag")


def _names(term: Term) -> list[str]:
    return [term.preferred, term.short, *term.variants, *term.short_variants, *term.admitted]
