"""What the template of a card draws: a unit's row in words for one editor, and nothing besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from newstrans.checks import ALL_CHECKS
from newstrans.languages import direction, display_name
from newstrans.model import Finding, UnitKind
from newstrans.review.layers import Layer, Run
from newstrans.review.marked import Mark, Piece, abridged, finding_marks, pieces
from newstrans.review.page import HitStatus, Row
from newstrans.review.words import unit_called
from newstrans.store.records import Change, UnitRecord, UnitState
from newstrans.text.diff import diff_words
from newstrans.text.phrase import phrase
from newstrans.web.pages import Words

_LINE_CHARS = 62
_CHECK_NAMES = {one.id: one.name for one in ALL_CHECKS}
# What the stages find on the way of a story, under the same ids as in an edition's findings.
_STAGE_NAMES = {
    "byline.role": phrase("Role in the byline"), "long-sentence": phrase("Long sentence"), "names": phrase("Names"),
    "number-mended": phrase("Number put right"), "number.scale": phrase("Scale of a number"), "protected-split": phrase("Split sentence"),
    "quotes.count": phrase("Quotation marks"), "quotes.uneven": phrase("Quotation marks"),
    "second-try": phrase("Translated another way"), "unknown-word": phrase("Unknown word"),
}  # fmt: skip


class Strip(NamedTuple):
    """A diff under a text: what it compares, and its runs."""

    label: str
    runs: list[Run]


class ShownLayer(NamedTuple):
    """One of the four layers: its runs joined, but for the deleted ones, are its text."""

    name: str
    label: str
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """All that a card is drawn by besides its row: its number on the page, whether it is open, what its editor may do.

    `show` and `base` are the filters of the page, `actor` who looks, for a card that tells own texts from those of others.
    """

    place: int
    open: bool
    edit: bool
    approve: bool
    actor: str = ""
    show: str = "todo"
    base: str = "mt"


class CardView:
    """A row as one editor sees it, in the language of `words`."""

    def __init__(self, row: Row, look: Look, words: Words) -> None:
        self.row, self.look, self.words = row, look, words
        self.say = words.gettext
        self._diffs: dict[tuple[Layer, Layer], tuple[Run, ...]] = {}

    def context(self, conflict: Mapping[str, Any] | None) -> dict[str, Any]:
        """Everything that `editions/_card.html` needs: it knows of no page, person or time."""
        row, look, locale = self.row, self.look, self.row.unit.edition.rpartition(":")[2]
        return {
            "row": row, "open": look.open, "place": look.place, "name": unit_title(row.unit.kind, look.place, self.words),
            "url": f"/editions/{row.unit.edition}", "locale": locale, "way": direction(locale),
            "edition_language": display_name(locale, self.words.tag), "actor": look.actor, "show": look.show, "conflict": conflict,
            "may_edit": look.edit, "may_approve": look.approve, "direction_of": direction, "kind": kind_name(row.unit.kind, self.words),
            "check_name": check_name, "undo_to": undo_to(row),
            "offered": offered(row), "source_pieces": source_pieces(row), "target_pieces": target_pieces(row), "was": self.was(),
            "rows_for": rows_for(row), "offer_runs": runs_between(row.unit.text, row.unit.suggestion or "") if offered(row) else (),
            "strips": self.strips(), "clock": clock, "line": oneline(row.draft or row.unit.text), "change_ids": change_ids(row),
            "names_line": self.names_line(), "layers": self.layers(),
        }  # fmt: skip

    def strips(self) -> list[Strip]:
        """The diffs under a text, by what it is compared with."""
        row, layers, _ = self.row, self.row.layers, self.say
        if layers is None:
            return []
        if offered(row) and self.look.base == "mt":
            return []  # what stands is compared with the offer
        who = _("Edited by %(who)s") % {"who": row.unit.editor} if row.unit.editor else _("Edited")
        pairs = {
            "mt": [(_("Names and style"), Layer.MACHINE, Layer.GLOSSARY), (who, Layer.GLOSSARY, Layer.DESK)],
            "glossary": [(who, Layer.GLOSSARY, Layer.DESK)],
            "published": [(_("Since published"), Layer.PUBLISHED, Layer.DESK)],
        }.get(self.look.base, [])
        found = [(label, self.diff(old, new), new) for label, old, new in pairs if layers.changed(old, new)]
        # Quotation marks and dashes of the house are in the list of changes; here they would be noise.
        return [Strip(label, abridged(runs)) for label, runs, new in found if new is not Layer.GLOSSARY or _has_words(runs)]

    def was(self) -> list[Run] | None:
        """What the source said before, as a diff, where that matters."""
        row = self.row
        asked = self.look.base == "source" or row.unit.state is UnitState.STALE or (row.unit.change is Change.CHANGED and not row.settled)
        if row.layers is None or not asked or not row.layers.changed(Layer.SOURCE_BEFORE, Layer.SOURCE):
            return None
        return list(self.diff(Layer.SOURCE_BEFORE, Layer.SOURCE))

    def diff(self, old: Layer, new: Layer) -> tuple[Run, ...]:
        """The runs between two layers of the row: each pair is compared once."""
        if (old, new) not in self._diffs:
            self._diffs[old, new] = self.row.layers.diff(old, new) if self.row.layers else ()
        return self._diffs[old, new]

    def layers(self) -> list[ShownLayer]:
        """The four layers, each to the letter."""
        row, _ = self.row, self.say
        names = (
            ("source", _("Source"), None, Layer.SOURCE), ("machine", _("Machine"), None, Layer.MACHINE),
            ("glossary", _("Names and house style"), Layer.MACHINE, Layer.GLOSSARY),
            ("desk", _("Desk"), Layer.GLOSSARY, Layer.DESK),
        )  # fmt: skip
        found = []
        for name, label, old, new in names:
            text = row.layers.text(new) if row.layers else None
            if text is None:
                continue
            runs = self.diff(old, new) if old else ()
            found.append(ShownLayer(name, label, runs or (Run("equal", text),)))
        return found

    def names_line(self) -> str:
        """What a unit's list of names says while it is closed: "3 names: 2 put right, 1 right"."""
        row, _ = self.row, self.say
        fates = Counter(hit.status for hit in row.hits)
        parts = [f"{fates[status]} {self.words.word(status)}" for status in HitStatus if fates[status]]
        if row.changes:
            parts.append(_("%(count)d of house style") % {"count": len(row.changes)})
        return (_("Names: %(what)s") if row.hits else _("Changes: %(what)s")) % {"what": _(", ").join(parts)}


def kind_name(kind: UnitKind, words: Words) -> str:
    """What a unit is, as a title."""
    return _as_title(words.word(kind))


def _as_title(said: str) -> str:
    return said[:1].upper() + said[1:]


def unit_title(kind: str, place: int, words: Words) -> str:
    """What a unit is called on its page: "Headline", "Paragraph 3". `place` counts from 1."""
    return _as_title(words.told(unit_called(kind, place)))


def findings_context(unit: UnitRecord, language: str, found: Sequence[Finding], *, may_edit: bool) -> dict[str, Any]:
    """For `editions/_findings.html` alone, of a text that is being typed."""
    return {
        "row": {"key": unit.key, "unit": unit, "language": language}, "findings": found, "url": f"/editions/{unit.edition}",
        "locale": unit.edition.rpartition(":")[2], "may_edit": may_edit, "check_name": check_name,
    }  # fmt: skip


def check_name(check: str) -> str:
    """The name of a check for people."""
    return _CHECK_NAMES.get(check) or _STAGE_NAMES.get(check) or check


def offered(row: Row) -> bool:
    """Whether another text is on offer."""
    return row.unit.suggestion is not None and row.unit.suggestion != row.unit.text and not row.settled


def undo_to(row: Row) -> str:
    """What to revert to for taking back the last step: the revision before, "machine" for the first one, "" for nothing."""
    return "" if row.unit.rev < 2 else "machine" if row.unit.rev == 2 else str(row.unit.rev - 1)


def rows_for(row: Row) -> int:
    """Lines that the text box needs where no script makes it grow."""
    text = row.draft if row.draft is not None else row.unit.text
    return max(2, sum(1 + len(line) // _LINE_CHARS for line in text.split("\n")))


def source_pieces(row: Row) -> list[Piece]:
    """The source with its names and findings."""
    names = [Mark(hit.source, "name", f"{hit.text}: {hit.entry}") for hit in row.hits]
    found = finding_marks((one.source, one.severity, one.message) for one in row.findings)
    whole = len(row.unit.source)
    return pieces(row.unit.source, [*names, *(mark for mark in found if mark.span.end - mark.span.start < whole)])


def target_pieces(row: Row) -> list[Piece]:
    """The text in the box with its findings; of a draft, which the page checks by itself, without."""
    return marked_text(row.unit.text, row.findings) if row.draft is None else marked_text(row.draft, ())


def marked_text(text: str, findings: Iterable[Finding]) -> list[Piece]:
    """A text with the places that findings are about; what is about all of it marks nothing."""
    marks = finding_marks((one.target, one.severity, "") for one in findings)
    return pieces(text, [mark for mark in marks if mark.span.end - mark.span.start < len(text)])


def change_ids(row: Row) -> frozenset[str]:
    """The changes of a unit that the glossary made: their marks look otherwise than those of an editor."""
    return frozenset(hit.change.id for hit in row.hits if hit.change)


def _has_words(runs: Iterable[Run]) -> bool:
    return any(run.op != "equal" and any(char.isalnum() for char in run.text) for run in runs)


def runs_between(old: str, new: str) -> list[Run]:
    """The runs between two texts that are no layers of a unit."""
    return [Run(op, text) for op, text in diff_words(old, new)]


def clock(stamp: str) -> str:
    """The time of a moment in UTC, on the clock of this machine.

    >>> len(clock("2026-03-04T09:30:00Z"))
    5
    """
    return datetime.fromisoformat(stamp).astimezone().strftime("%H:%M")


def oneline(text: str) -> str:
    """The beginning of a text for a line of its own."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 200 else flat[:200] + "…"
