"""A page of the review as lines for a terminal; what the wire wrote can do nothing there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from newstrans.cli.language import gettext, ngettext, told
from newstrans.cli.offers import fit
from newstrans.cli.unit_line import unit_line
from newstrans.languages import declared_tag, direction
from newstrans.model import Finding, Severity
from newstrans.review.layers import Layer, Run, UnitLayers
from newstrans.review.page import Header, ReviewPage, Row
from newstrans.review.placed import PlacedEdit
from newstrans.review.remember import remarked
from newstrans.review.words import word_of
from newstrans.text.diff import diff_words
from newstrans.text.display import Piece, paint, visible, visible_spaces, wrap
from newstrans.text.phrase import phrase

KEYS = phrase("""\
a          approve, and go on to the next paragraph to do
e          edit in $EDITOR; e WORDS writes these words
y          take the text on offer, or both texts of a conflict together
t, t N     take the first offer of the memory, or the Nth
f          edit your draft
g          names of the glossary and changes of house style, and why; g N puts the machine's words back for change N
x N WHY    dismiss finding N, with a reason
r, m       back to the text after names and house style; back to the engine's own words
u          take an approval back
o WHY      leave the paragraph out, with a reason
c WORDS    say something about it
s, b, n    skip to the next; back; next to do; u7 goes to that paragraph
d          compare with another layer: machine, glossary, published, source-prev
q          quit; all you did is kept""")

_LABELS = {
    Layer.MACHINE: phrase("since the machine"), Layer.GLOSSARY: phrase("since names and house style"),
    Layer.PUBLISHED: phrase("since it was published"), Layer.SOURCE_BEFORE: phrase("the source, since its version before"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How to print: `width` in columns; `plain` is for ears, marks become words."""

    colour: bool = False
    width: int = 100
    plain: bool = False

    def labelled(self, label: str, pieces: Sequence[Piece]) -> Iterator[str]:
        """A label on a line of its own, the text below it."""
        yield paint(visible(label), "dim", colour=self.colour)
        yield from wrap(pieces, width=self.width, indent="  ", colour=self.colour)

    def text(self, label: str, text: str, style: str = "") -> Iterator[str]:
        """One text under its label."""
        return self.labelled(label, [Piece(text, style)])

    def marks(self, runs: Sequence[Run]) -> list[Piece]:
        """The marks of a diff in git's signs, or in words."""
        return [self._mark(run.op, run.text) for run in runs]

    def ops(self, diff: Sequence[Mapping[str, str]]) -> list[Piece]:
        """The marks of a diff that came as plain values."""
        return [self._mark(one["op"], one["text"]) for one in diff]

    def change(self, before: str, after: str) -> list[Piece]:
        """The marks of one change."""
        return [self._mark(op, text) for op, text in diff_words(before, after)]

    def _mark(self, op: str, text: str) -> Piece:
        if op == "equal":
            return Piece(text)
        gone = op == "delete"
        shown = visible_spaces(text)
        if self.plain:
            word = gettext("removed:") if gone else gettext("added:")
            return Piece(f" ({word} {shown}) ")
        return Piece(f"[-{shown}-]" if gone else f"{{+{shown}+}}", "removed" if gone else "added")


def header_lines(page: ReviewPage, look: Look) -> Iterator[str]:
    """What it is, whether it may run, what is wrong, where to start."""
    head = page.header
    yield from wrap([Piece(head.headline, "bold")], width=look.width, colour=look.colour)
    facts = [head.edition.id, gettext("{source} to {target}", source=head.edition.language or "und", target=head.edition.locale), told(word_of(head.edition.state))]
    facts += [gettext("urgency {urgency}", urgency=head.urgency) if head.urgency else "", gettext("source version {version}", version=head.story.version)]
    yield from wrap([Piece(", ".join(fact for fact in facts if fact))], width=look.width, colour=look.colour)
    if head.embargo:
        left = ", " + ngettext("{number} minute left", "{number} minutes left", head.embargo_minutes) if head.embargo_minutes else ""
        yield from wrap([Piece(gettext("Embargo: {time}", time=told(head.embargo)) + left, "warning")], width=look.width, colour=look.colour)
    if not head.current:
        yield paint(gettext("A newer version of the source is in and not translated yet: newstrans ingest --pending"), "warning", colour=look.colour)
    if head.closed:
        status, state = (told(word_of(one)) for one in (head.story.status, head.edition.state))
        yield paint(visible(gettext("It cannot be changed: the source is {status}, the edition {state}", status=status, state=state)), "error", colour=look.colour)
    if head.here:
        who = dict.fromkeys(f"{one.actor} ({one.unit})" if one.unit else one.actor for one in head.here)
        yield from wrap([Piece(gettext("Also here: {names}", names=", ".join(who)), "note")], width=look.width, colour=look.colour)
    yield counts_line(head)
    known = declared_tag(head.edition.locale)
    if known and direction(known) == "rtl":
        yield gettext("Its text runs from right to left and is printed in the order of its letters; the web page shows it as readers see it: newstrans desk")


def counts_line(head: Header) -> str:
    """What is done and what is to do."""
    counts = head.counts
    parts = [
        ngettext("{number} approved", "{number} approved", counts.approved), ngettext("{number} to do", "{number} to do", counts.todo),
        ngettext("{number} error", "{number} errors", counts.errors), ngettext("{number} warning", "{number} warnings", counts.warnings),
        ngettext("{number} glossary change", "{number} glossary changes", counts.names),
    ]  # fmt: skip
    return ngettext("{number} paragraph", "{number} paragraphs", counts.units) + ": " + ", ".join(parts)


def row_lines(page: ReviewPage, row: Row, base: Layer, look: Look) -> Iterator[str]:
    """A paragraph with its source, its text, what changed, what is wrong and what was said."""
    unit = row.unit
    yield ""
    yield paint(visible(unit_line(unit, len(page.rows), here=row.others)), "bold", colour=look.colour)
    if unit.reason:
        yield from look.text(gettext("why"), unit.reason)
    layers = row.layers
    if layers and layers.changed(Layer.SOURCE_BEFORE, Layer.SOURCE) and unit.change:
        yield from look.labelled(gettext("source ({language}), as the wire changed it", language=row.language), look.marks(layers.diff(Layer.SOURCE_BEFORE, Layer.SOURCE)))
    else:
        yield from look.text(gettext("source ({language})", language=row.language), unit.source)
    yield from look.text(gettext("text ({language})", language=page.header.edition.locale), unit.text or gettext("(empty)"), "bold")
    if layers:
        yield from _compared(layers, base, look)
    if unit.suggestion is not None and unit.suggestion != unit.text:
        yield from look.labelled(gettext("on offer (y takes it)"), look.change(unit.text, unit.suggestion))
    for number, finding in enumerate(row.findings, start=1):
        yield from _finding(number, finding, look)
    if row.draft is not None:
        yield from look.text(gettext("your draft (f edits it)"), row.draft)
    for fork in row.forks:
        yield from look.text(gettext("draft of {name}, on revision {number}, {time}", name=fork.actor, number=fork.base_rev, time=fork.at), fork.text)
    for event in row.comments:
        yield from look.text(gettext("{name} said, {time}", name=event.actor.name, time=event.at), event.note, "note")


def offer_lines(row: Row, offers: Sequence[Mapping[str, Any]], look: Look) -> Iterator[str]:
    """What the memory offers to a paragraph, by number, against the text as it stands, or against the sentence's own source."""
    for number, one in enumerate(offers, start=1):
        name = one["pair"]["approver"] or one["pair"]["story"]
        label = remarked(
            gettext("memory {number} (t {number} takes it)", number=number), fit(one), gettext("pair {id} of {name}", id=one["pair"]["id"], name=name)
        )
        yield from look.labelled(label, look.change(row.unit.text, one["text"]) if not one["sentence"] else [Piece(one["text"])])
        if one["match"] == "fuzzy":
            yield from look.labelled("  " + gettext("its source"), look.ops(one["diff"]))


def _compared(layers: UnitLayers, base: Layer, look: Look) -> Iterator[str]:
    new = Layer.SOURCE if base is Layer.SOURCE_BEFORE else Layer.DESK
    if layers.changed(base, new):
        yield from look.labelled(told(_LABELS[base]), look.marks(layers.diff(base, new)))


def _finding(number: int, finding: Finding, look: Look) -> Iterator[str]:
    error = finding.severity is Severity.ERROR
    pieces = [Piece(told(finding.message))]
    values = [f"{side}: {text}" for side, text in ((gettext("source"), finding.source_text), (gettext("text"), finding.target_text)) if text]
    if values:
        pieces.append(Piece(f"  ({'; '.join(values)})"))
    yield paint(visible(f"{number} {told(word_of(finding.severity))} [{finding.check}]"), "error" if error else "warning", colour=look.colour)
    yield from wrap(pieces, width=look.width, indent="  ", colour=look.colour)


def changes_of(row: Row) -> list[PlacedEdit]:
    """The changes of names and house style, as `glossary_lines` numbers them."""
    return [hit.change for hit in row.hits if hit.change] + list(row.changes)


def glossary_lines(row: Row, look: Look) -> Iterator[str]:
    """The names of the paragraph with what became of them, and every change with its reason."""
    if not row.hits and not row.changes:
        yield gettext("no name of the glossary is in it, and house style changed nothing")
    number = 0
    for hit in row.hits:
        facts = [f"{hit.text}: {told(word_of(hit.status))}", gettext("entry {entry}", entry=hit.entry) if hit.entry else "", gettext("here {words}", words=hit.written) if hit.written else ""]
        facts += [gettext("accepted {words}", words=", ".join(hit.accepted[:4])) if hit.accepted else "", told(hit.reason), hit.decision.note, hit.decision.source, hit.decision.origin]
        yield from wrap([Piece("; ".join(one for one in facts if one))], width=look.width, indent="  ", colour=look.colour)
        if hit.change:
            number += 1
            yield from _numbered(number, hit.change, look, undoable=hit.undoable)
    for change in row.changes:
        number += 1
        yield from _numbered(number, change, look, undoable=True)


def _numbered(number: int, change: PlacedEdit, look: Look, *, undoable: bool) -> Iterator[str]:
    pieces = [Piece(f"{number} "), *look.change(change.before, change.after), Piece(f"  {'; '.join(map(told, change.reasons))}", "note")]
    if undoable:
        pieces.append(Piece("  " + gettext("(g {number} puts the machine's words back)", number=number)))
    yield from wrap(pieces, width=look.width, indent="    ", colour=look.colour)
