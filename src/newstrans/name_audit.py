"""The name audit of a story on one page: every glossary name of its source, and what each edition made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from newstrans.model import Edition, NameStatus, NameUse
from newstrans.text.display import columns, visible

# What an editor must look at; the others are as the house wants them.
OPEN = frozenset({NameStatus.MISSING, NameStatus.FLAGGED})


@dataclass(frozen=True, slots=True)
class NameInEdition:
    """One concept in one edition: how often each rendering stands there, and how often it has each fate."""

    locale: str
    renderings: tuple[tuple[str, int], ...]
    fates: tuple[tuple[NameStatus, int], ...]
    reasons: tuple[str, ...] = ()

    @property
    def open(self) -> int:
        """Mentions that an editor must look at."""
        return sum(count for status, count in self.fates if status in OPEN)


@dataclass(frozen=True, slots=True)
class NameRow:
    """One concept of the source: its spellings with their counts, and its fate in each edition."""

    entry: str
    spellings: tuple[tuple[str, int], ...]
    editions: tuple[NameInEdition, ...]


def audit_names(editions: Sequence[Edition]) -> list[NameRow]:
    """The rows of the page, in the order in which the source first has the names."""
    order = list(dict.fromkeys(use.entry for edition in editions for use in edition.names))
    rows = []
    for entry in order:
        uses = [[use for use in edition.names if use.entry == entry] for edition in editions]
        fullest = max(uses, key=len)
        cells = tuple(_cell(edition, here) for edition, here in zip(editions, uses, strict=True))
        rows.append(NameRow(entry, _counted(use.text for use in fullest), cells))
    return rows


def _cell(edition: Edition, uses: Sequence[NameUse]) -> NameInEdition:
    texts = {unit.unit.id: unit.text for unit in edition.units}
    renderings = _counted(texts[use.unit][use.target.start : use.target.end] for use in uses if use.target)
    fates = Counter(use.status for use in uses)
    reasons = tuple(dict.fromkeys(f"{use.unit}: {use.reason}" for use in uses if use.status in OPEN and use.reason))
    return NameInEdition(edition.locale, renderings, tuple((status, fates[status]) for status in NameStatus if fates[status]), reasons)


def _counted(texts: Iterable[str]) -> tuple[tuple[str, int], ...]:
    return tuple(Counter(texts).most_common())


def audit_page(editions: Sequence[Edition], rows: Sequence[NameRow]) -> str:
    """The page for a terminal: a column for the source and one for each edition, then what is open."""
    head = ["source", *(edition.locale for edition in editions)]
    table = [[_forms(row.spellings), *(_shown(cell) for cell in row.editions)] for row in rows]
    widths = [max(columns(line[n]) for line in [head, *table]) for n in range(len(head))]
    lines = [_line(head, widths), _line(["-" * width for width in widths], widths), *(_line(line, widths) for line in table)]
    left = [f"  {cell.locale} {reason}" for row in rows for cell in row.editions for reason in cell.reasons]
    total = sum(cell.open for row in rows for cell in row.editions)
    lines += ["", f"{len(rows)} name(s); {total} mention(s) to look at" + (":" if left else ".")]
    return "\n".join([*lines, *(visible(line) for line in left)])


def _forms(counted: Sequence[tuple[str, int]]) -> str:
    return visible(", ".join(form if count == 1 else f"{form} x{count}" for form, count in counted)) or "-"


def _shown(cell: NameInEdition) -> str:
    notes = [f"{count} {status.value}" for status, count in cell.fates if status not in (NameStatus.RIGHT, NameStatus.EDITED)]
    return _forms(cell.renderings) + (f" ({', '.join(notes)})" if notes else "")


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell + " " * (width - columns(cell)) for cell, width in zip(cells, widths, strict=True)).rstrip()


def audit_json(rows: Sequence[NameRow]) -> list[dict[str, Any]]:
    """The page as plain values."""
    return [
        {
            "entry": row.entry,
            "source": dict(row.spellings),
            "editions": {
                cell.locale: {"renderings": dict(cell.renderings), "fates": {s.value: n for s, n in cell.fates}, "open": list(cell.reasons)}
                for cell in row.editions
            },
        }
        for row in rows
    ]  # fmt: skip
