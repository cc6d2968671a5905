"""A glossary concept and its terms, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from newstrans.languages import fallbacks

KINDS = ("person", "place", "organisation", "event", "work", "product", "acronym", "demonym")


@dataclass(frozen=True, slots=True)
class Guard:
    """When a look-up form is *not* this concept, for homographs ("Jordan", "Turkey", "May").

    `not_after` / `not_before`: words that, standing next to the form, mean something else ("Michael" Jordan).
    `needs`: the form counts only if one of these occurs elsewhere in the story. `on_doubt` is "apply" or "flag".
    """

    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    on_doubt: str = "apply"


@dataclass(frozen=True, slots=True)
class Term:
    """The names of a concept in one language or locale.

    `preferred` is the house form at first mention, `short` that of later mentions (a surname, an acronym).
    `variants` and `short_variants` are look-up forms of each: other spellings that wires use or engines write;
    never written. `admitted` forms are left as they are. `derived` are demonyms and adjectives that count as a
    rendering ("talibãs"). `forms` / `short_forms` map a case name to the inflected form.
    `gender` is "m", "f" or "n", `number` "sg" or "pl"; `article` says that running text puts the definite
    article before the name ("a Ucrânia", "os Estados Unidos").
    """

    preferred: str
    short: str = ""
    variants: tuple[str, ...] = ()
    short_variants: tuple[str, ...] = ()
    admitted: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    forms: Mapping[str, str] = field(default_factory=dict)
    short_forms: Mapping[str, str] = field(default_factory=dict)
    gender: str = ""
    number: str = "sg"
    article: bool = False
    guard: Guard | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A concept: what it is, and its term in each language.

    `origin` is "file.toml:line" or "CLDR", for messages. `note` and `source` say what the house decided and why.
    """

    id: str
    kind: str
    terms: Mapping[str, Term]
    gender: str = ""
    wikidata: str = ""
    note: str = ""
    source: str = ""
    origin: str = ""

    def term(self, locale: str) -> Term | None:
        """The term for `locale`, or for the nearest parent that has one ("pt-BR" -> "pt")."""
        return next((self.terms[tag] for tag in fallbacks(locale) if tag in self.terms), None)
