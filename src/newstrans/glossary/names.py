"""The names of a glossary, indexed by language as they are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from newstrans.glossary.apply import target_index
from newstrans.glossary.bridge import drop_articles
from newstrans.glossary.cldr import country_entries
from newstrans.glossary.entry import GlossaryEntry, Term
from newstrans.glossary.load import Glossary
from newstrans.glossary.match import Index, Match, build_index, find
from newstrans.languages import language_of

# Acronyms that capital letters make out of ordinary words: in a headline in capitals they prove nothing.
_WORDS_IN_CAPITALS = frozenset({"us", "it", "who", "un", "in", "as", "can", "fed", "sa", "eu", "is", "am"})


class Names:
    """A glossary and CLDR's countries, ready to be found in any language.

    Indexes are built on first use per language and per pair, and kept: one instance serves a whole run.
    """

    def __init__(self, glossary: Glossary) -> None:
        self.glossary = glossary
        self.revision = glossary.revision
        self._entries: dict[tuple[str, str], dict[str, GlossaryEntry]] = {}
        self._source: dict[tuple[str, str], Index] = {}
        self._caseless: dict[str, Index] = {}

    def entries(self, language: str, locale: str) -> Mapping[str, GlossaryEntry]:
        """The house's concepts, then CLDR's countries that the house has none of, for one direction."""
        key = (language, locale)
        if key not in self._entries:
            own = {entry.id: entry for entry in self.glossary.entries}
            taken = {name for entry in own.values() if (term := entry.term(language)) for name in _names(term)}
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

    def target_index(self, expected: Sequence[str], language: str, locale: str) -> Index:
        """Index of what may stand in the target for the concepts `expected` in a story."""
        return target_index(self.entries(language, locale), expected, language_of(language), locale)


def _doubtful(match: Match) -> bool:
    guard = match.form.guard
    return guard is not None and (bool(guard.needs) or guard.on_doubt == "flag")


def _names(term: Term) -> list[str]:
    return [term.preferred, term.short, *term.variants, *term.short_variants, *term.admitted]
