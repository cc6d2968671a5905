"""The names of a glossary, indexed by language as they are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from newstrans.glossary.apply import target_index
from newstrans.glossary.bridge import drop_articles
from newstrans.glossary.cases import DRAFTED, draft_forms
from newstrans.glossary.cldr import country_entries
from newstrans.glossary.entry import GlossaryEntry, Term
from newstrans.glossary.load import Glossary, written_terms
from newstrans.glossary.match import Index, Match, build_index, find, term_forms
from newstrans.languages import language_of
from newstrans.model import Edition

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

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
        self.revision = glossary.revision
        self._entries: dict[tuple[str, str], dict[str, GlossaryEntry]] = {}
        self._source: dict[tuple[str, str], Index] = {}
        self._caseless: dict[str, Index] = {}

    def on(self, day: str) -> Names:
        """The names as they were on `day` (ISO 8601): this instance where the day changes nothing or was set by order."""
        dated = any(
            entry.valid_from or entry.valid_until or any(term.earlier for term in written_terms(entry).values())
            for entry in self.glossary.entries
        )
        if not day or self.day or not dated:
            return self
        if day not in self._on:
            self._on[day] = Names(self.glossary, day=day, desk=self.desk, countries=self.countries)
        return self._on[day]

    def of(self, edition: Edition) -> Names:
        """The names as they were on the day the story was published."""
        published = edition.story.metadata.get("published", "")[:10]
        return self.on(published if _DAY.fullmatch(published) else "")

    def entries(self, language: str, locale: str) -> Mapping[str, GlossaryEntry]:
        """The house's concepts, then CLDR's countries that the house has none of, for one direction."""
        key = (language, locale)
        if key not in self._entries:
            own = {
                entry.id: _prepared(entry, (language, locale), self.day)
                for entry in self.glossary.entries
                if entry.in_force(day=self.day, desk=self.desk)
            }
            taken = {name for entry in own.values() if (term := entry.term(language)) for name in _names(term)}
            if self.countries:
                own.update((entry.id, entry) for entry in country_entries(language, locale, taken))
            self._entries[key] = own
        return self._entries[key]

    def find(
        self, text: str, language: str, locale: str, *, caseless: bool = False, context: frozenset[str] = frozenset()
    ) -> list[Match]:
        """Names of the source language in `text`, as code point ranges."""
        return find(text, self._index(language, locale), caseless=caseless, context=context)

    def caseless(self, text: str, language: str) -> list[tuple[int, int, str]]:
        """Names in capital text: start, end and the form with its own capitals."""
        if language not in self._caseless:
            self._caseless[language] = build_index(self.entries(language, language).values(), language)
        found = find(text, self._caseless[language], caseless=True)
        return [
            (match.start, match.end, match.form.text)
            for match in found
            if match.text.lower() not in _WORDS_IN_CAPITALS and not _doubtful(match)
        ]

    def for_leg(self, text: str, language: str, following: str) -> str:
        """`text` between two legs of a pivot, with its names as the next language takes them."""
        index = self._index(language, following)
        return drop_articles(text, language, following, index, self.entries(language, following))

    def _index(self, language: str, locale: str) -> Index:
        key = (language, locale)
        if key not in self._source:
            entries = self.entries(language, locale).values()
            self._source[key] = build_index(entries, language, other_scripts=True)
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

    def _forbidding(self, locale: str) -> Iterator[GlossaryEntry]:
        for entry in self.glossary.entries:
            if entry.in_force(day=self.day, desk=self.desk) and (term := entry.term(locale)) and term.forbidden:
                yield entry

    def forbidding(self, entry_id: str, locale: str) -> tuple[GlossaryEntry, Term]:
        """A concept of `forbidden_index`, and its term."""
        entry = self.glossary.get(entry_id)
        term = entry.term(locale)
        assert term is not None
        return entry, term

    def target_index(
        self, expected: Sequence[str], language: str, locale: str, *, learnt: Mapping[str, Sequence[str]] | None = None
    ) -> Index:
        """Index of what may stand in the target for the concepts `expected` in a story."""
        return target_index(self.entries(language, locale), expected, language_of(language), locale, learnt=learnt)


def _prepared(entry: GlossaryEntry, tags: Sequence[str], day: str) -> GlossaryEntry:
    """The entry with its terms as of `day`, and with drafts of the case forms that the file does not list."""
    changed = {}
    for tag in tags:
        term = entry.term(tag)
        if term is None:
            continue
        new = _with_drafts(term.on(day), entry, tag)
        if new is not term:
            changed[tag] = new
    return replace(entry, terms={**dict(entry.terms.items()), **changed}) if changed else entry


def _with_drafts(term: Term, entry: GlossaryEntry, tag: str) -> Term:
    """Case forms by pymorphy3 where it is installed and the entry has none of its own."""
    if language_of(tag) not in DRAFTED or entry.kind == "acronym":
        return term
    gender = term.gender or entry.gender
    added: dict[str, Any] = {}
    for name, forms, made, others in (
        (term.preferred, term.forms, "made_forms", "doublets"),
        (term.short, term.short_forms, "made_short_forms", "short_doublets"),
    ):
        if not name or forms or getattr(term, made) or name.isupper():
            continue
        drafts = draft_forms(name, entry.kind, gender, tag)
        if drafts:
            added[made] = {case: found[0] for case, found in drafts.items()}
            added[others] = {**{case: found[1:] for case, found in drafts.items() if found[1:]}, **getattr(term, others)}
    return replace(term, **added) if added else term


def _doubtful(match: Match) -> bool:
    guard = match.form.guard
    return guard is not None and (bool(guard.needs) or guard.on_doubt == "flag")


def _names(term: Term) -> list[str]:
    return [term.preferred, term.short, *term.variants, *term.short_variants, *term.admitted]
