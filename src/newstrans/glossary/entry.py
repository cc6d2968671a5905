"""A glossary concept and its terms, as values.

The model is that of ISO 30042 (TBX): concept, language, term. `glossaries/README.md` tells editors what each line
means, `entry.schema.json` beside this file says the same to programs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from newstrans.languages import fallbacks

KINDS = ("person", "place", "organisation", "event", "work", "product", "acronym", "demonym")
# Only an approved entry takes part in a run; the others are kept, listed and linted.
STATUSES = ("approved", "proposed", "deprecated")
CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct", "voct")  # OpenCorpora's names, as pymorphy3 has them
ON_DOUBT = ("apply", "flag", "skip")
LETTER_CASES = ("as-filed", "any")


@dataclass(frozen=True, slots=True)
class Guard:
    """Which sense a look-up form has, for homographs ("Jordan", "Turkey", "May").

    Evidence is looked at in this order, and the first that speaks decides:

    `not_after` / `not_before`: words that, standing next to the form, mean something else ("Michael" Jordan).
    `not_with`: words in the same sentence that mean something else ("river" with Amazon, the company).
    `after` / `before`: words that, standing next to the form, prove this concept ("in" Jordan).
    `with_`: words in the same sentence that prove it; written `with` in a file.
    `needs`: the form counts only if one of these occurs in the story.
    `on_doubt`: what to do when nothing spoke: "apply", "flag" (ask the desk, edit nothing) or "skip" (not this name).
    Words are single tokens, as written; none of them is a pattern.
    """

    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_with: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    with_: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    on_doubt: str = "apply"


@dataclass(frozen=True, slots=True)
class Term:
    """The names of a concept in one language or locale.

    Forms that are written:
        `preferred` the house form at first mention; `short` that of later mentions (a surname, an acronym).
        `first_mention` what the first mention in a story must be, if the house wants more than the name there
        ("Organização do Tratado do Atlântico Norte (OTAN)"); "" for no such rule.
        `forms` / `short_forms` map a case name (`CASES`) to the inflected form.
        `made_forms` / `made_short_forms` are the same, drafted by a library and not yet confirmed by a person:
        used where no confirmed form is known, and said so.
        `plural` the family or plural form ("los Zelenski").
    Forms that are accepted and left as they are:
        `admitted` other spellings; `derived` demonyms and adjectives that count as a rendering ("talibãs");
        `doublets` / `short_doublets` further forms of a case ({"gent": ("Китая",)} beside forms' "Китаю").
    Forms that are looked up and replaced, never written:
        `variants` and `short_variants`: other spellings that wires use or engines write.
        `made_variants`: their forms by case, drafted by a library: {"Соединённые Штаты": {"gent": ("Соединённых Штатов",)}}.
        `deprecated`: what the house wrote before. `forbidden`: what it never writes; one that stands in an edition is
        reported even where the source does not call for the name, and replaced there only with `global_fix`.
        `earlier` maps a former preferred form to the day (ISO 8601) before which it still is the house form.

    `gender` is "m", "f" or "n", `number` "sg" or "pl"; `article` says that running text puts the definite article
    before the name ("a Ucrânia", "os Estados Unidos"). `case` is "as-filed", or "any" for names that are also
    looked up in small letters. `roles` are words that stand before the name and are no part of it ("President").
    `examples` are sentences in which the name is found, `counter_examples` ones in which it is not: the entry's own
    tests.
    """

    preferred: str
    short: str = ""
    first_mention: str = ""
    plural: str = ""
    variants: tuple[str, ...] = ()
    short_variants: tuple[str, ...] = ()
    admitted: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    deprecated: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    global_fix: bool = False
    earlier: Mapping[str, str] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)
    short_forms: Mapping[str, str] = field(default_factory=dict)
    made_forms: Mapping[str, str] = field(default_factory=dict)
    made_short_forms: Mapping[str, str] = field(default_factory=dict)
    doublets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    short_doublets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    made_variants: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    gender: str = ""
    number: str = "sg"
    article: bool = False
    case: str = "as-filed"
    roles: tuple[str, ...] = ()
    guard: Guard | None = None
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    source: str = ""

    def spellings(self) -> Iterator[Spelling]:
        """Every written form of the term, the ones that are written first; a form may come more than once."""
        short = bool(self.short)
        yield Spelling(self.preferred, "preferred", "preferred", "nomn")
        if short:
            yield Spelling(self.short, "short", "preferred", "nomn")
        for role, tables in (
            ("preferred", ((self.forms, "preferred"), (self.made_forms, "made"))),
            ("short", ((self.short_forms, "preferred"), (self.made_short_forms, "made"))),
        ):
            for table, status in tables:
                for case, form in table.items():
                    yield Spelling(form, role, status, case)
        for role, doublets in (("preferred", self.doublets), ("short", self.short_doublets)):
            for case, others in doublets.items():
                for form in others:
                    yield Spelling(form, role, "admitted", case)
        for form in self.admitted:
            yield Spelling(form, "admitted", "admitted")
        if self.plural:
            yield Spelling(self.plural, "plural", "admitted")
        for form in self.derived:
            yield Spelling(form, "derived", "admitted")
        for role, variants in (("preferred", self.variants), ("short", self.short_variants)):
            for form in variants:
                made = self.made_variants.get(form, {})
                yield Spelling(form, role, "variant", "nomn" if made else "")
                for case, others in made.items():
                    yield from (Spelling(other, role, "variant", case, made=True) for other in others)
        for status, forms in (("deprecated", self.deprecated), ("forbidden", self.forbidden)):
            for form in forms:
                yield Spelling(form, "short" if short and " " not in form else "preferred", status)

    def on(self, day: str) -> Term:
        """The term as the house wrote it on `day` (ISO 8601); itself when `day` is "" or no earlier form applies."""
        for form, until in sorted(self.earlier.items(), key=lambda item: item[1]):
            if day and day < until:
                kept = tuple(dict.fromkeys((self.preferred, *self.variants)))
                return replace(self, preferred=form, variants=tuple(v for v in kept if v != form), forms={}, made_forms={}, made_variants={})
        return self


class Spelling(NamedTuple):
    """One written form of a term.

    `role` is the name it stands for: "preferred", "short", "admitted", "plural" or "derived". `status` is "preferred", "made"
    (by a library, unconfirmed), "admitted", "variant", "deprecated" or "forbidden". `case` is the case of an inflecting
    language, "" where none is known. `made`: a library made this form of a variant.
    """

    text: str
    role: str
    status: str
    case: str = ""
    made: bool = False

    @property
    def approved(self) -> bool:
        """Whether the form may stand in an edition."""
        return self.status in ("preferred", "made", "admitted")


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A concept: what it is, and its term in each language.

    `status` is one of `STATUSES`. `valid_from` and `valid_until` are ISO 8601 days, the first and the last on which
    the concept is used; "" for no bound. `desks` limits it to these desks, () means every desk. Where two concepts
    share a form, the one with the higher `priority` has it. `do_not_translate`: a locale without a term of its own
    takes the form of the first language written. `part_of` are ids of longer names that contain this one,
    `acronym_of` is the id of the concept that this one abbreviates, `replaced_by` that of a deprecated one's heir.
    `note` and `source` say what the house decided and why. `origin` is "file.toml:line" or "CLDR", for messages.
    """

    id: str
    kind: str
    terms: Mapping[str, Term]
    gender: str = ""
    wikidata: str = ""
    note: str = ""
    source: str = ""
    origin: str = ""
    status: str = "approved"
    valid_from: str = ""
    valid_until: str = ""
    desks: tuple[str, ...] = ()
    priority: int = 0
    do_not_translate: bool = False
    part_of: tuple[str, ...] = ()
    acronym_of: str = ""
    replaced_by: str = ""

    def term(self, locale: str) -> Term | None:
        """The term for `locale`, or for the nearest parent that has one ("pt-BR" -> "pt")."""
        found = next((self.terms[tag] for tag in fallbacks(locale) if tag in self.terms), None)
        if found is None and self.do_not_translate:
            original = next(iter(self.terms.values()))
            return Term(original.preferred, short=original.short, admitted=original.admitted, gender=original.gender)
        return found

    def in_force(self, *, day: str = "", desk: str = "") -> bool:
        """Whether a run applies the concept. Without a day, one that has ended is out of force."""
        if self.status != "approved" or (desk and self.desks and desk not in self.desks):
            return False
        if not day:
            return not self.valid_until
        return (not self.valid_from or self.valid_from <= day) and (not self.valid_until or day <= self.valid_until)
