"""Tell a person how an edition came about: every sentence, every step, every reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from newstrans.errors import NewstransError
from newstrans.formats.edition_json import as_plain
from newstrans.model import (
    Edit,
    Edition,
    EditionUnit,
    Finding,
    Leg,
    NameStatus,
    NameUse,
    Segment,
    Severity,
    Treatment,
)
from newstrans.models.manifest import NOT_STATED
from newstrans.text.diff import DiffOp, diff_words
from newstrans.text.display import Piece, columns, paint, visible, visible_spaces, wrap
from newstrans.text.phrase import phrase

# Context on each side of a change, so that an edit of one comma can be found in its sentence.
_CONTEXT_CHARS = 24

_NAMES_IN_ORDER = {NameStatus.RIGHT, NameStatus.EDITED, NameStatus.EMBEDDED, NameStatus.KEPT}
_NONE, _EMPTY, _UNSURE = phrase("none"), phrase("(empty)"), phrase("unsure")
_TREATMENTS = {
    Treatment.TRANSLATED: phrase("translated"), Treatment.RULED: phrase("ruled"), Treatment.KEPT: phrase("kept"), Treatment.FAILED: phrase("failed"),
}  # fmt: skip
_SEVERITY_STYLE = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}


def explain_edition(
    edition: Edition, *, unit: str | None = None, colour: bool = False, width: int = 100,
    told: Callable[[str], str] = str, word: Callable[[str], str] = str,
) -> str:  # fmt: skip
    """The record of `edition`, or of one unit of it, for reading in a terminal; without a line feed at its end.

    `unit` is an id ("p3") or the unit's place, counted from 1. `told` says a phrase in the reader's language, `word` what a value
    of an enumeration is called in it.

    Raises:
        NewstransError: the edition has no such unit.

    """
    page = _Page(colour=colour, width=width, told=told, word=word)
    chosen = [find_unit(edition, unit)] if unit is not None else list(edition.units)
    _write_head(page, edition)
    for found in chosen:
        _write_unit(page, edition, found)
    if unit is None:
        _write_rest(page, edition)
    return "\n".join(page.lines).strip("\n")


def explain_json(edition: Edition, unit: str | None = None) -> dict[str, Any]:
    """What `explain_edition` tells, as plain values."""
    chosen = [find_unit(edition, unit)] if unit is not None else list(edition.units)
    ids = {found.unit.id for found in chosen}
    findings = [finding for finding in edition.findings if unit is None or finding.unit in ids]
    record: dict[str, Any] = {
        "story": edition.story.id,
        "headline": edition.story.headline,
        "locale": edition.locale,
        "language": edition.language,
        "provenance": as_plain(edition.provenance),
        "route": as_plain(edition.route),
        "units": [as_plain(found) for found in chosen],
        "names": [as_plain(name) for name in edition.names if unit is None or name.unit in ids],
        "findings": [as_plain(finding) for finding in findings],
    }
    if unit is None:
        record["furniture"] = as_plain(edition.story.furniture)
        record["trace"] = [as_plain(trace) for trace in edition.trace]
    return record


def machine_text(unit: EditionUnit) -> str | None:
    """The untouched answers of the engine, joined as the source was; None where no engine was asked.

    Sentences that no engine was asked about stand as they do in the edition: they are no change of ours.
    """
    by_rules = unit.treatment is Treatment.RULED  # bylines and datelines: their "machine" text is the source
    if by_rules or all(segment.machine is None for segment in unit.segments):
        return None
    parts: list[str] = []
    for segment in unit.segments:
        own = segment.target if segment.target is not None else segment.source
        parts += [own if segment.machine is None else segment.machine, segment.gap]
    lead = unit.unit.text[: unit.segments[0].start]
    return lead + "".join(parts)


def find_unit(edition: Edition, unit: str) -> EditionUnit:
    """The unit with the id `unit`, or at that place counted from 1.

    Raises:
        NewstransError: no such unit; the message lists those there are.

    """
    for found in edition.units:
        if found.unit.id == unit:
            return found
    if unit.isascii() and unit.isdigit() and len(unit) < 10 and 1 <= int(unit) <= len(edition.units):
        return edition.units[int(unit) - 1]
    ids = [visible(found.unit.id) for found in edition.units]
    known = ", ".join(ids if len(ids) <= 12 else [*ids[:10], "...", ids[-1]]) or "none"
    message = f"{edition.locale}: this edition has no unit {unit!r} (units: {known})"
    raise NewstransError(message)


class _Page:
    """Lines under way; knows colour, width and language."""

    def __init__(self, *, colour: bool, width: int, told: Callable[[str], str], word: Callable[[str], str]) -> None:
        self.told = told
        self.word = word
        self.colour = colour
        self.width = max(width, 40)
        self.lines: list[str] = []

    def labelled(self, label: str, pieces: Iterable[Piece], *, indent: int = 2, column: int = 11) -> None:
        """Text behind a label, wrapped under itself."""
        label = self.told(label)
        head = " " * indent + label
        room = max(indent + column, columns(head) + 1)
        lines = wrap(pieces, width=self.width, indent=" " * room, colour=self.colour)
        first = lines[0].removeprefix(" " * room) if lines else ""
        label = paint(label, "dim", colour=self.colour)
        gap = " " * (room - columns(head))
        self.lines.append(f"{' ' * indent}{label}{gap}{first}".rstrip())
        self.lines += lines[1:]

    def plain(self, label: str, text: str, *, style: str = "", indent: int = 2) -> None:
        self.labelled(label, [Piece(self.told(text), style)], indent=indent, column=13 - indent)

    def title(self, text: str) -> None:
        pieces = [Piece(self.told(text).replace("\n", " "), "bold")]
        self.lines += ["", *wrap(pieces, width=self.width, colour=self.colour)]


def _write_head(page: _Page, edition: Edition) -> None:
    story = edition.story
    page.title(story.headline or story.slug)
    page.plain(
        phrase("story"),
        phrase("{slug}, version {version}, from {file} ({format})", slug=story.slug, version=story.version, file=story.source.name, format=story.source.format),
    )
    page.plain(phrase("edition"), f"{edition.language or page.told(_UNSURE)} -> {edition.locale}")
    for number, leg in enumerate(edition.route or edition.provenance.route):
        page.plain(phrase("route") if number == 0 else phrase("then"), _described(leg))
    provenance = edition.provenance
    page.plain(phrase("glossary"), provenance.glossary or _NONE)
    page.plain(phrase("locale"), provenance.locale or _NONE)
    if provenance.software:
        page.plain(phrase("software"), provenance.software)
    counts = [
        f"{sum(finding.severity is severity for finding in edition.findings)} {page.word(severity.value)}"
        for severity in Severity
    ]
    page.plain(phrase("findings"), ", ".join(counts) if edition.findings else _NONE)


def _described(leg: Leg) -> str:
    if leg.model is None:
        return str(leg)
    # A model without a licence says so, which has no licence's name to show.
    licence = phrase("licence not stated") if leg.model.licence == NOT_STATED else leg.model.licence
    short = f"sha256 {leg.model.sha256[:12]}"
    if not licence:
        return phrase("{leg}, model {name} ({sha256})", leg=leg, name=leg.model.name, sha256=short)
    return phrase("{leg}, model {name} ({sha256}, {licence})", leg=leg, name=leg.model.name, sha256=short, licence=licence)


def _write_unit(page: _Page, edition: Edition, unit: EditionUnit) -> None:
    page.title(
        f"[{unit.unit.id}] {page.word(unit.unit.kind.value)}, {page.told(_TREATMENTS[unit.treatment])}"
        + (f": {unit.why}" if unit.why else "")
    )
    if unit.detection:
        language = unit.detection.language or page.told(_UNSURE)
        page.plain(phrase("language"), f"{language} ({unit.detection.confidence:.2f}, {unit.detection.evidence})")
    if unit.segments and unit.treatment is not Treatment.KEPT:
        several = len(unit.segments) > 1
        for number, segment in enumerate(unit.segments, start=1):
            if several:
                place = page.told(phrase("sentence {number} of {count}", number=number, count=len(unit.segments)))
                page.lines.append(paint(f"  {place}", "dim", colour=page.colour))
            _write_segment(page, edition, segment, ruled=unit.treatment is Treatment.RULED)
    else:
        page.plain(phrase("source"), unit.unit.text)
        if unit.text != unit.unit.text:
            page.plain(phrase("final"), unit.text or _EMPTY, style="bold")
    for name in edition.names:
        if name.unit == unit.unit.id:
            _write_name(page, name, unit)
    for finding in edition.findings:
        if finding.unit == unit.unit.id:
            _write_finding(page, finding)


def _write_name(page: _Page, name: NameUse, unit: EditionUnit) -> None:
    written = unit.text[name.target.start : name.target.end] if name.target else "-"
    reason = f": {page.told(name.reason)}" if name.reason else ""
    style = "" if name.status in _NAMES_IN_ORDER else "warning"
    pieces = [
        Piece(f"{name.text} = {written}, "),
        Piece(page.word(name.status.value), style),
        Piece(f"{reason}; {page.told(phrase('entry {entry}', entry=name.entry))}"),
    ]
    page.labelled(phrase("name"), pieces)


def _write_segment(page: _Page, edition: Edition, segment: Segment, *, ruled: bool) -> None:
    page.plain(phrase("source"), segment.source)
    _write_edits(page, segment.source, segment.prepared)
    if segment.sent is not None and segment.sent != segment.source:
        page.plain(phrase("sent"), segment.sent)
    if segment.route:
        page.plain(phrase("by"), page.told(phrase(", then ")).join(map(str, segment.route)))
    route = segment.route or edition.route or edition.provenance.route
    for leg, text in zip(route, segment.legs, strict=False):
        page.plain(leg.target, text)
    if segment.machine is not None:
        if not ruled:
            page.plain(phrase("machine"), segment.machine or _EMPTY)
        _write_edits(page, segment.machine, segment.edits)
    else:
        _write_edits(page, segment.source if segment.sent is None else segment.sent, segment.edits)
    if segment.target is not None and segment.target != segment.machine:
        page.plain(phrase("final"), segment.target or _EMPTY, style="bold")
    elif segment.target is not None:
        page.plain(phrase("final"), phrase("as in the source") if ruled else phrase("as the machine wrote it"))


def _write_edits(page: _Page, text: str, edits: Sequence[Edit]) -> None:
    """Each edit in the text that it met, with who asked for it and why."""
    for edit in edits:
        pieces = [Piece(_last_words(text[: edit.start]))]
        pieces += _change(edit.before, edit.after)
        pieces.append(Piece(_first_words(text[edit.end :])))
        page.labelled(phrase("edited"), pieces, indent=4, column=9)
        why = [f"{edit.stage} / {edit.rule}: {page.told(edit.reason)}"]
        if edit.entry:
            why.append(page.told(phrase("entry {entry}", entry=edit.entry)))
        if edit.confidence < 1:
            why.append(page.told(phrase("confidence {share}", share=f"{edit.confidence:.2f}")))
        page.labelled("", [Piece("; ".join(why), "note")], indent=4, column=9)
        text = text[: edit.start] + edit.after + text[edit.end :]


def _change(before: str, after: str) -> list[Piece]:
    """The marks of an edit; of one that takes in a whole sentence only the words that differ are marked."""
    long = len(before) > _CONTEXT_CHARS and len(after) > _CONTEXT_CHARS
    ops = diff_words(before, after) if long else [DiffOp("delete", before), DiffOp("insert", after)]
    pieces: list[Piece] = []
    for op, text in ops:
        if op == "equal":
            pieces.append(Piece(text.replace("\n", " ")))
        elif text:
            shown = visible_spaces(text)
            removed = op == "delete"
            pieces.append(Piece(f"[-{shown}-]", "removed") if removed else Piece(f"{{+{shown}+}}", "added"))
    return pieces


def painted_diff(old: str, new: str, *, colour: bool) -> str:
    """What changed between two texts, word by word on one line: [-old-]{+new+}; safe for a terminal."""
    return "".join(marked_words(diff_words(old, new), colour=colour, bare=False)).replace("\n", " ")


def _last_words(text: str) -> str:
    """The end of `text`, cut at a word."""
    shown = text[-_CONTEXT_CHARS:]
    if len(shown) < len(text):
        shown = "…" + (shown[max(shown.find(" "), 0) :])
    return shown.replace("\n", " ")


def _first_words(text: str) -> str:
    """The start of `text`, cut at a word."""
    shown = text[:_CONTEXT_CHARS]
    if len(shown) < len(text):
        space = shown.rfind(" ")
        shown = (shown[: space + 1] if space > 0 else shown) + "…"
    return shown.replace("\n", " ")


def _write_finding(page: _Page, finding: Finding) -> None:
    style = _SEVERITY_STYLE[finding.severity]
    page.labelled(
        phrase("finding"),
        [Piece(page.word(finding.severity.value).upper(), style), Piece(f" {finding.check}: {page.told(finding.message)}")],
    )
    for label, text in ((phrase("source"), finding.source_text), (phrase("edition"), finding.target_text)):
        if text:
            page.plain(label, text, indent=4)


def _write_rest(page: _Page, edition: Edition) -> None:
    """What concerns the whole: findings without a unit, notes, furniture left out, the stages."""
    ids = {unit.unit.id for unit in edition.units}
    general = [finding for finding in edition.findings if finding.unit not in ids]
    if general or edition.story.notes:
        page.title(phrase("Whole story"))
        for note in edition.story.notes:
            page.plain(phrase("note"), note)
        for finding in general:
            _write_finding(page, finding)
    if edition.story.furniture:
        page.title(phrase("Left out: page furniture, not part of the story"))
        for item in edition.story.furniture:
            page.plain(phrase("line {number}", number=item.line) if item.line else "-", f"{item.text}  ({page.told(item.reason)})")
    if edition.trace:
        page.title(phrase("Stages"))
        widest = max(columns(visible(trace.stage)) for trace in edition.trace)
        for trace in edition.trace:
            counts = ", ".join(f"{name} {count}" for name, count in trace.counts)
            page.labelled(
                visible(trace.stage),
                [Piece("; ".join(filter(None, (counts, trace.note))))],
                column=widest + 2,
            )


def marked_words(ops: Iterable[DiffOp], *, colour: bool, bare: bool = False) -> Iterable[str]:
    """A word diff in git's signs `[-old-]{+new+}`, or in colours alone (`bare`); what is invisible is shown."""
    for op, text in ops:
        if op == "equal":
            yield visible(text)
        else:
            shown = visible_spaces(text)
            signs = ("", "") if bare else (("[-", "-]") if op == "delete" else ("{+", "+}"))
            yield paint(signs[0] + shown + signs[1], "removed" if op == "delete" else "added", colour=colour)
