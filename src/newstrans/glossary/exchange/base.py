"""What the exchange formats share: concepts on their way in or out, problems with their lines, what gets lost.

The common currency is the table of a concept as a glossary file has it (`{"kind": "place", "en": {...}}`), so that
every format is measured against the same whole.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from newstrans.errors import LocaleError, NewstransError
from newstrans.glossary.entry import GlossaryEntry
from newstrans.glossary.load import written_terms
from newstrans.glossary.overview import plain_term
from newstrans.glossary.parse import ENTRY_KEYS, CldrTerms
from newstrans.languages import fallbacks, normalise_tag
from newstrans.text.letters import fold_letters

Table = dict[str, Any]

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SHOWN = 20


class Problem(NamedTuple):
    """Something wrong in a file that is read; `line` is 1-based, 0 where the format has none."""

    line: int
    text: str


class ExchangeError(NewstransError):
    """A file of names cannot be read as it is; every problem with its line."""

    def __init__(self, name: str, problems: Iterable[Problem]) -> None:
        self.name = name
        self.problems = tuple(problems)
        rows = [f"{name}:{row.line}: {row.text}" if row.line else f"{name}: {row.text}" for row in self.problems[:_SHOWN]]
        if len(self.problems) > _SHOWN:
            rows.append(f"... and {len(self.problems) - _SHOWN} more")
        super().__init__("\n".join(rows))


@dataclass(frozen=True, slots=True)
class Incoming:
    """A concept that was read; `id` is "" where the file gives none."""

    id: str
    table: Table
    line: int = 0


@dataclass(slots=True)
class Reading:
    """What came of reading a file.

    `ignored` counts what the file says and a glossary has no place for; `notes` are for the user.
    """

    concepts: list[Incoming] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: Counter[str] = field(default_factory=Counter)
    notes: list[Problem] = field(default_factory=list)


def tag_or_problem(text: str, line: int, problems: list[Problem]) -> str | None:
    """A language tag, normalised; None, and a problem added, when it is none."""
    try:
        return normalise_tag(text)
    except LocaleError as exc:
        problems.append(Problem(line, f"unknown language {text!r}: {exc.problem}"))
        return None


def as_table(entry: GlossaryEntry, languages: Iterable[str] = (), *, filled: bool = False) -> Table:
    """A concept as its table in a file; `filled` writes the names that CLDR lends, also for `languages`."""
    table: Table = {"kind": entry.kind}
    if entry.status != "approved":
        table["status"] = entry.status
    if isinstance(entry.terms, CldrTerms):
        table["cldr"] = entry.terms.code
    for key in ENTRY_KEYS:
        value = getattr(entry, key, None)
        if key not in ("kind", "status", "cldr") and value:
            table[key] = list(value) if isinstance(value, tuple) else value
    written = written_terms(entry)
    for tag in dict.fromkeys([*written, *(languages if filled else ())]):
        term = written.get(tag)
        if filled and (term is None or not term.preferred):
            lent = entry.terms.get(tag)
            term = replace(lent, source="CLDR") if lent is not None else term
        fields = plain_term(term) if term is not None else {}
        if entry.kind == "person" and fields.get("gender") == entry.gender:
            del fields["gender"]  # written once, for the concept
        if fields:
            table[tag] = fields
    return table


def losses(before: Mapping[str, Table], after: Mapping[str, Table]) -> Counter[str]:
    """What did not survive a format: key or language field, and in how many concepts; "concept" for whole ones."""
    lost: Counter[str] = Counter()
    for concept, table in before.items():
        there = after.get(concept)
        if there is None:
            lost["concept"] += 1
            continue
        missing: set[str] = set()
        for key, value in table.items():
            if key in ENTRY_KEYS:
                if there.get(key) != value:
                    missing.add(key)
            elif key not in there:
                missing.add("language")
            else:
                fields, kept = fields_of(value), fields_of(there[key])
                missing |= {name for name, item in fields.items() if not _within(item, kept.get(name))}
        lost.update(missing)
    return lost


def fields_of(term: Any) -> Mapping[str, Any]:
    """The fields of a language, which may be written as a bare form."""
    return {"preferred": term} if isinstance(term, str) else term


def term_of(table: Table, tag: str) -> Mapping[str, Any]:
    """The fields of a language, or of its parent ("pt-BR" -> "pt"); {} when the concept has neither."""
    return fields_of(next((table[parent] for parent in fallbacks(tag) if parent in table), {}))


def _within(item: Any, kept: Any) -> bool:
    if isinstance(item, list | tuple) and isinstance(kept, list | tuple):
        return set(item) <= set(kept)
    return bool(item == kept)


def free_id(wanted: str, name: str, taken: Iterable[str]) -> str:
    """An id for a concept: the one wanted if it is well formed, else made from its name; never one of `taken`."""
    base = wanted if _ID.fullmatch(wanted) else slug(wanted) or slug(name)
    if not base:
        base = "name-" + hashlib.sha256(name.encode()).hexdigest()[:8]
    taken = set(taken)
    found, n = base, 2
    while found in taken:
        found, n = f"{base}-{n}", n + 1
    return found


def slug(text: str) -> str:
    """Small letters, digits and hyphens: "Łódź Region" -> "lodz-region"."""
    plain = "".join(char if char.isascii() and char.isalnum() else "-" for char in fold_letters(text).lower().replace("'", ""))
    return re.sub(r"-+", "-", plain).strip("-")


def first_name(table: Table) -> str:
    """The preferred form of the first language."""
    for key, value in table.items():
        if key not in ENTRY_KEYS:
            return str(fields_of(value).get("preferred", ""))
    return ""


def clean_text(text: str | None) -> str:
    """A form or a note on one line, blanks single."""
    return " ".join((text or "").split())
