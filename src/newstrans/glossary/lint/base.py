"""What a lint rule is: a small named object that looks at a whole glossary."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from newstrans.errors import GlossaryError
from newstrans.glossary.entry import GlossaryEntry, Term
from newstrans.glossary.load import written_terms
from newstrans.glossary.match import Index, build_index
from newstrans.model import Severity


@dataclass(frozen=True)
class LintContext:
    """A glossary and all that a rule may know about it.

    `problems` are what the reader refused; `locales` those that the house publishes in; `today` an ISO 8601 day, "" for
    rules about days not to speak.
    """

    entries: tuple[GlossaryEntry, ...]
    problems: tuple[GlossaryError, ...] = ()
    locales: tuple[str, ...] = ()
    today: str = ""

    @cached_property
    def by_id(self) -> Mapping[str, GlossaryEntry]:
        """The concepts by their ids."""
        return {entry.id: entry for entry in self.entries}

    @cached_property
    def approved(self) -> tuple[GlossaryEntry, ...]:
        """The concepts that take part in a run."""
        return tuple(entry for entry in self.entries if entry.status == "approved")

    def terms(self) -> Iterator[tuple[GlossaryEntry, str, Term]]:
        """Every term that stands in a file, of the concepts that take part in a run."""
        for entry in self.approved:
            for tag, term in written_terms(entry).items():
                full = entry.terms.get(tag, term)
                if full.preferred:
                    yield entry, tag, full

    def index(self, language: str) -> Index:
        """All approved names of a language, as the matcher looks them up; built once."""
        known = self.__dict__.setdefault("_indexes", {})
        if language not in known:
            known[language] = build_index(self.approved, language)
        found: Index = known[language]
        return found


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a rule found: where ("people.toml:12"), in which concept, what, and how to mend it."""

    rule: str
    severity: Severity
    origin: str
    entry: str
    message: str
    mend: str = ""


@dataclass(frozen=True, slots=True)
class LintRule:
    """A named rule: `severity` is the worst it says; `example` a line of a glossary file that it finds fault with."""

    id: str
    severity: Severity
    explanation: str
    find: Callable[[LintContext, LintRule], Iterator[Remark]]
    example: str = ""

    def __call__(self, context: LintContext) -> list[Remark]:
        """What the rule finds, in the order of the files."""
        return list(self.find(context, self))

    def remark(self, entry: GlossaryEntry, message: str, mend: str = "", *, severity: Severity | None = None) -> Remark:
        """A remark about one concept."""
        return Remark(self.id, severity or self.severity, entry.origin, entry.id, message, mend)


def listed(items: Sequence[str], most: int = 4) -> str:
    """Some of several things, for a message."""
    return ", ".join(items[:most]) + (f" and {len(items) - most} more" if len(items) > most else "")
