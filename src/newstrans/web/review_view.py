"""What the templates of the review page draw: the values of `review.page`, with words for them in the editor's language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from newstrans.checks import ALL_CHECKS
from newstrans.languages import direction, display_name
from newstrans.model import Finding, UnitKind
from newstrans.review.layers import Layer, Run
from newstrans.review.marked import Mark, Piece, abridged, finding_marks, pieces
from newstrans.review.page import HitStatus, ReviewPage, Row
from newstrans.store.records import Change, EditionState, UnitRecord, UnitState
from newstrans.text.diff import diff_words
from newstrans.text.display import signs
from newstrans.text.phrase import phrase

Say = Callable[[str], str]

SHOWS = ("todo", "warn", "changed", "approved", "all")
BASES = ("mt", "glossary", "published", "source")
# How often the page says that it is open.
BEAT_S = 15
_LINE_CHARS = 62
_KEY = re.compile(r"\bu\d+\b")
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
class Rights:
    """What the one who looks may do."""

    edit: bool = True
    approve: bool = True
    publish: bool = True


class ReviewView:
    """The page of an edition for one editor. `say` is gettext in the editor's language, `base` what texts are compared with."""

    def __init__(
        self, page: ReviewPage, *, actor: str, rights: Rights, say: Say, ui: str = "en", show: str = "todo", base: str = "mt"
    ) -> None:
        self.page, self.actor, self.rights, self.say = page, actor, rights, say
        self.show = show if show in SHOWS else "todo"
        self.base = base if base in BASES else "mt"
        self.locale = page.header.edition.locale
        self.ui = ui
        self._numbers = {row.key: number for number, row in enumerate(page.rows, start=1)}

    # --- contexts

    def context(self) -> dict[str, Any]:
        """Everything that `editions/review.html` needs beside what every page has."""
        return self._common() | {
            "rows": [(row, self.is_open(row)) for row in self.page.rows], "beat_s": BEAT_S, "says": self._says().items(),
        }  # fmt: skip

    def head(self) -> dict[str, Any]:
        """For `editions/_head.html` alone."""
        return self._common()

    def card(self, key: str) -> dict[str, Any]:
        """For `editions/_card.html` alone. Raises `NotInStore`."""
        row = self.page.row(key)
        return self._common() | {"row": row, "open": self.is_open(row), "place": self._numbers[row.key]}

    def conflict(self, key: str, texts: Mapping[str, Any]) -> dict[str, Any]:
        """For `editions/_conflict.html` alone: `texts` has base, theirs, mine, by, at, rev, base_rev."""
        drawn = {
            **texts, "to_theirs": _runs(texts["base"], texts["theirs"]), "to_mine": _runs(texts["base"], texts["mine"])
        }  # fmt: skip
        return self._common() | {"key": key, "conflict": drawn}

    def _common(self) -> dict[str, Any]:
        _ = self.say
        head = self.page.header
        shows = [("todo", _("To do")), ("warn", _("Warnings")), ("changed", _("Changed by wire")), ("approved", _("Approved")), ("all", _("All"))]
        bases = [("mt", _("Machine")), ("glossary", _("House version")), ("published", _("Published")), ("source", _("Source before"))]
        bases = [one for one in bases if one[0] != "published" or head.edition.issue]
        bases = [one for one in bases if one[0] != "source" or head.edition.source_revision > 1]
        names = [name for name, _label in bases]
        return {
            "head": head, "others_here": list({one.actor: one for one in head.here}.values()), "url": f"/editions/{head.edition.id}", "locale": self.locale, "way": direction(self.locale),
            "edition_language": self.language(self.locale), "source_name": self.language(head.edition.language or "und"),
            "actor": self.actor, "may_edit": self.rights.edit and not head.closed, "may_approve": self.rights.approve,
            "may_publish": self.rights.publish, "show": self.show, "base": self.base, "shows": shows, "bases": bases,
            "next_show": SHOWS[(SHOWS.index(self.show) + 1) % len(SHOWS)], "next_base": names[(names.index(self.base) + 1) % len(names)] if self.base in names else names[0],
            "direction_of": direction, "signs": signs, "unit_name": self.unit_name, "place_of": self.place_of, "said": self.said, "kind_name": self.kind,
            "change_name": self.change, "state_name": self.state, "hit_name": self.hit, "check_name": check_name,
            "undo_to": undo_to, "offered": offered, "source_pieces": source_pieces, "target_pieces": target_pieces, "was": self.was,
            "rows_for": rows_for, "offer_runs": lambda row: _runs(row.unit.text, row.unit.suggestion or ""), "strips": self.strips,
            "clock": clock, "stamp": day_and_clock, "minutes": minutes, "oneline": oneline,
            "change_ids": change_ids, "names_line": self.names_line, "layers_of": self.layers_of, "layers_open": False,
        }  # fmt: skip

    # --- which cards are open

    def is_open(self, row: Row) -> bool:
        """Whether a card is open; the others are one line, never gone: the browser's own search finds their words."""
        match self.show:
            case "all":
                return True
            case "warn":
                return bool(row.findings)
            case "changed":
                return row.unit.change is not Change.NONE and not row.settled
            case "approved":
                return row.unit.approved
            case _:
                return not row.settled or bool(row.findings) or row.draft is not None

    # --- diffs

    def strips(self, row: Row) -> list[Strip]:
        """The diffs under a text, by what it is compared with."""
        layers, _ = row.layers, self.say
        if layers is None:
            return []
        if offered(row) and self.base == "mt":
            return []  # what stands is compared with the offer
        who = _("Edited by %(who)s") % {"who": row.unit.editor} if row.unit.editor else _("Edited")
        pairs = {
            "mt": [(_("Names and style"), Layer.MACHINE, Layer.GLOSSARY), (who, Layer.GLOSSARY, Layer.DESK)],
            "glossary": [(who, Layer.GLOSSARY, Layer.DESK)],
            "published": [(_("Since published"), Layer.PUBLISHED, Layer.DESK)],
        }.get(self.base, [])
        found = [(label, layers.diff(old, new), new) for label, old, new in pairs if layers.changed(old, new)]
        # Quotation marks and dashes of the house are in the list of changes; here they would be noise.
        return [Strip(label, abridged(runs)) for label, runs, new in found if new is not Layer.GLOSSARY or _has_words(runs)]

    def was(self, row: Row) -> list[Run] | None:
        """What the source said before, as a diff, where that matters."""
        asked = self.base == "source" or row.unit.state is UnitState.STALE or (row.unit.change is Change.CHANGED and not row.settled)
        if row.layers is None or not asked or not row.layers.changed(Layer.SOURCE_BEFORE, Layer.SOURCE):
            return None
        return list(row.layers.diff(Layer.SOURCE_BEFORE, Layer.SOURCE))

    def layers_of(self, row: Row) -> list[ShownLayer]:
        """The four layers, each to the letter."""
        _ = self.say
        names = (
            ("source", _("Source"), None, Layer.SOURCE), ("machine", _("Machine"), None, Layer.MACHINE),
            ("glossary", _("Names and house style"), Layer.MACHINE, Layer.GLOSSARY),
            ("desk", _("Desk"), Layer.GLOSSARY, Layer.DESK),
        )  # fmt: skip
        found = []
        for name, label, old, new in names:
            text = row.layers.text(new) if row.layers else None
            if text is None or row.layers is None:
                continue
            runs = row.layers.diff(old, new) if old else ()
            found.append(ShownLayer(name, label, runs or (Run("equal", text),)))
        return found

    # --- words

    def language(self, tag: str) -> str:
        """The name of a language for the editor."""
        return self.say("unsure") if tag == "und" else display_name(tag, self.ui)

    def unit_name(self, row: Row) -> str:
        """What a unit is called: "Headline", "Paragraph 3"."""
        kind = self.kind(row.unit.kind)
        return kind if row.unit.kind is UnitKind.HEADLINE else f"{kind} {self._numbers[row.key]}"

    def place_of(self, key: str) -> str:
        """The same, by its key."""
        row = next((one for one in self.page.rows if one.key == key), None)
        return self.unit_name(row) if row else key

    def said(self, reason: str) -> str:
        """A reason against publishing, with the paragraphs' numbers in place of their keys."""
        return _KEY.sub(lambda match: str(self._numbers.get(match[0], match[0])), reason)

    def kind(self, kind: UnitKind) -> str:
        _ = self.say
        return {
            UnitKind.HEADLINE: _("Headline"), UnitKind.SUBHEAD: _("Subhead"), UnitKind.BYLINE: _("Byline"),
            UnitKind.DATELINE: _("Dateline"), UnitKind.HEADING: _("Heading"), UnitKind.PARAGRAPH: _("Paragraph"),
            UnitKind.QUOTE: _("Quotation"), UnitKind.LIST_ITEM: _("List item"), UnitKind.CAPTION: _("Caption"),
            UnitKind.TABLE_CELL: _("Table cell"), UnitKind.CODE: _("Code"), UnitKind.FIELD: _("Field"),
        }[kind]  # fmt: skip

    def change(self, change: Change) -> str:
        _ = self.say
        return {
            Change.NONE: "", Change.CHANGED: _("source changed"), Change.NEW: _("new"), Change.REMOVED: _("gone from the source"),
            Change.MOVED: _("moved"), Change.SPLIT: _("split"), Change.JOINED: _("joined"),
        }[change]  # fmt: skip

    def state(self, state: EditionState) -> str:
        _ = self.say
        return {
            EditionState.RECEIVED: _("received"), EditionState.FAILED: _("failed"), EditionState.TO_REVIEW: _("to review"),
            EditionState.IN_REVIEW: _("in review"), EditionState.APPROVED: _("approved"), EditionState.PUBLISHED: _("published"),
            EditionState.UPDATE_DUE: _("update due"), EditionState.WITHDRAWN: _("withdrawn"), EditionState.WITHHELD: _("withheld"),
            EditionState.KILLED: _("killed"),
        }.get(state, state.value)  # fmt: skip

    def hit(self, status: HitStatus) -> str:
        _ = self.say
        return {
            HitStatus.APPLIED: _("put right"), HitStatus.RIGHT: _("right"), HitStatus.MISSING: _("missing"),
            HitStatus.OVERRIDDEN: _("left as it was"), HitStatus.AMBIGUOUS: _("for you to decide"), HitStatus.EMBEDDED: _("part of a longer name"),
        }[status]  # fmt: skip

    def names_line(self, row: Row) -> str:
        """What a unit's list of names says while it is closed: "3 names: 2 put right, 1 right"."""
        _ = self.say
        fates = Counter(hit.status for hit in row.hits)
        parts = [f"{fates[status]} {self.hit(status)}" for status in HitStatus if fates[status]]
        if row.changes:
            parts.append(_("%(count)d of house style") % {"count": len(row.changes)})
        return (_("Names: %(what)s") if row.hits else _("Changes: %(what)s")) % {"what": ", ".join(parts)}

    def _says(self) -> dict[str, str]:
        """What the page's scripts say; they fill in %(...)s themselves."""
        _ = self.say
        return {
            "saved": _("Saved %(time)s"), "drafted": _("Draft kept %(time)s"), "failed": _("That did not work. Your text is kept."),
            "unreachable": _("The desk cannot be reached. Your text is kept in this browser and goes out as soon as it answers."),
            "session-ended": _("Your session has ended. Your text is kept in this browser: log in again in another tab, then go on."),
            "conflict": _("%(key)s was changed by somebody else meanwhile. Nothing is overwritten: choose how to go on."),
            "changed-meanwhile": _("%(key)s was changed by somebody else while you work on it."),
            "closed": _("This story was killed or withheld at its source. It cannot be edited or published."),
            "all-done": _("All done: nothing is left to do. Press %(key)s to go to Publish."), "empty": _("There is no text. To leave the paragraph out: More, Leave out."),
            "reverted": _("Brought back."), "undo": _("Undo"), "nothing-to-undo": _("There is no earlier text."), "no-names": _("No glossary names here."),
            "no-finding": _("There is nothing to dismiss here."), "why-dismiss": _("Why is it right as it is? %(what)s"),
            "proposed": _("Proposed: %(source)s = %(target)s"), "nothing-clean": _("No paragraph without a finding that you have had on screen."),
            "approved-clean": _("%(count)s approved."),
        }  # fmt: skip


def findings_context(rights: Rights, unit: UnitRecord, language: str, found: Sequence[Finding]) -> dict[str, Any]:
    """For `editions/_findings.html` alone, of a text that is being typed."""
    return {
        "row": {"key": unit.key, "unit": unit, "language": language}, "findings": found, "url": f"/editions/{unit.edition}",
        "locale": unit.edition.rpartition(":")[2], "may_edit": rights.edit, "check_name": check_name,
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


def _runs(old: str, new: str) -> list[Run]:
    return [Run(op, text) for op, text in diff_words(old, new)]


# --- times and lines


def clock(stamp: str) -> str:
    """The time of a moment in UTC, on the clock of this machine.

    >>> len(clock("2026-03-04T09:30:00Z"))
    5
    """
    return _local(stamp).strftime("%H:%M")


def day_and_clock(stamp: str) -> str:
    """The same with its day."""
    return _local(stamp).strftime("%d %b %H:%M %Z").strip().removeprefix("0")


def minutes(count: int) -> str:
    """A span of time, short.

    >>> [minutes(n) for n in (5, 60, 135, 2900)]
    ['5 min', '1 h', '2 h 15 min', '2 d']
    """
    if count >= 2 * 24 * 60:
        return f"{count // (24 * 60)} d"
    hours, rest = divmod(count, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest or not hours else "") if part)


def oneline(text: str) -> str:
    """The beginning of a text for a line of its own."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 200 else flat[:200] + "…"


def _local(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp).astimezone()
