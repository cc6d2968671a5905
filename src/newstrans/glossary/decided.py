"""What editors decided about names, as values: in one unit, and through a running story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from newstrans.glossary.cases import INFLECTING
from newstrans.glossary.entry import GlossaryEntry, Term
from newstrans.languages import language_of


@dataclass(frozen=True, slots=True)
class Left:
    """A name that an editor left in one unit: `before` stands there for what the glossary would write, `after`.

    Both are "" where only the glossary is to keep away from the name.
    """

    before: str = ""
    after: str = ""
    why: str = "an editor decided to leave it here"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What editors wrote for one name of the source in texts of a running story.

    `forms` are the approved forms in their texts. `gender` and `number` are those that the words before the form agreed with,
    "" where none told. `renderings` are the machine's words that they replaced with such a form. `settled` says that the
    machine's text was in doubt, and theirs is not.
    """

    forms: tuple[str, ...] = ()
    gender: str = ""
    number: str = ""
    renderings: tuple[str, ...] = ()
    settled: bool = False
    why: str = ""

    def term(self, term: Term, *, person: bool, locale: str) -> Term | None:
        """The term with the editors' form as the preferred one; None where the glossary's own is to be written.

        Only one of several admitted spellings can be chosen, and only where what stands round it is known to fit: its gender
        must be known where the name has one, and no case but the citation form is known of it.
        """
        chosen = [form for form in self.forms if form in term.admitted]
        if len(chosen) != 1 or term.preferred in self.forms or language_of(locale) in INFLECTING:
            return None
        if term.gender and not person and not self.gender:
            return None
        rest = (term.preferred, *(form for form in term.admitted if form != chosen[0]))
        gender, number = (self.gender, self.number) if self.gender else (term.gender, term.number)
        return replace(term, preferred=chosen[0], admitted=rest, gender=gender, number=number, forms={}, made_forms={})


@dataclass(frozen=True, slots=True)
class Decided:
    """Decisions that hold for an edition: by unit id and concept; by concept and name in the source, for the whole story."""

    units: Mapping[tuple[str, str], Left] = field(default_factory=dict)
    story: Mapping[tuple[str, str], Chosen] = field(default_factory=dict)

    def left(self, unit: str) -> dict[str, Left]:
        """The names that were left in a unit, by concept."""
        return {entry: one for (name, entry), one in self.units.items() if name == unit}


NOTHING = Decided()


@dataclass(frozen=True, slots=True)
class WithChoices(Mapping[str, GlossaryEntry]):
    """Concepts, some of them with the terms that a running story has."""

    entries: Mapping[str, GlossaryEntry]
    changed: Mapping[str, GlossaryEntry]

    def __getitem__(self, key: str) -> GlossaryEntry:
        return self.changed[key] if key in self.changed else self.entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


def with_choices(entries: Mapping[str, GlossaryEntry], chosen: Mapping[str, Chosen], locale: str) -> WithChoices:
    """The concepts with the forms that were chosen for them in a locale; those of which none can be written are as they were."""
    changed = {}
    for entry_id, choice in chosen.items():
        term = entries[entry_id].term(locale)
        new = choice.term(term, person=entries[entry_id].kind == "person", locale=locale) if term else None
        if new is not None:
            changed[entry_id] = replace(entries[entry_id], terms={**dict(entries[entry_id].terms.items()), locale: new})
    return WithChoices(entries, changed)
