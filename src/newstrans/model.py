"""The values that flow through newstrans: frozen, typed, without any I/O.

Offsets everywhere count Unicode code points in the text they belong to, half-open (`start` <= i < `end`).
The names are those of `docs/terms.md` (XLIFF 2 for unit and segment, newsroom usage for story and edition).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple


class Span(NamedTuple):
    """Half-open range of code points."""

    start: int
    end: int


class UnitKind(StrEnum):
    """What a unit is in the story; decides how it is treated and how it is written."""

    HEADLINE = "headline"
    SUBHEAD = "subhead"
    BYLINE = "byline"
    DATELINE = "dateline"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    LIST_ITEM = "list-item"
    CAPTION = "caption"
    TABLE_CELL = "table-cell"
    CODE = "code"
    FIELD = "field"  # text round the story: keywords, alternate text, titles of links; only in the source's own format


class Treatment(StrEnum):
    """How a unit came to its text in the edition."""

    TRANSLATED = "translated"  # by an engine
    RULED = "ruled"  # by rules alone: byline, dateline
    KEPT = "kept"  # already in the target language, or nothing to translate
    FAILED = "failed"  # the engine gave no usable text; the edition carries an error finding


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Mark:
    """Inline markup over a range of a unit's text: `em`, `strong`, `a`, `code` ...

    `start == end` is a void mark (an image, a line break). Marks may nest but never cross.
    """

    start: int
    end: int
    tag: str
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph or field of a story: what an editor reviews.

    `id` is unique in its story and stable over two readings of the same bytes ("headline", "p3").
    `level` is the depth of a heading (1-6) or of a list item (1-).
    `group` joins the units of one list, table row or block quote ("list1", "table1.row2").
    `language` is the declared BCP 47 language of this unit, if it has one of its own.
    """

    id: str
    kind: UnitKind
    text: str
    marks: tuple[Mark, ...] = ()
    level: int = 0
    group: str = ""
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Furniture:
    """Text of a page that is not the story ("Visited 2 times"): left out, but listed.

    `line` is the 1-based line in the decoded source, 0 when the format has no lines.
    """

    text: str
    reason: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class SourceFile:
    """Where a story was read from. `name` never carries a folder, so that editions do not depend on it."""

    name: str
    format: str
    encoding: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Story:
    """One item of wire copy, a page or a text, as read: nothing translated yet.

    `language` is the declared BCP 47 language or None. `metadata` holds plain strings under stable keys
    (`title`, `author`, `published` as ISO 8601, `url`, `publisher`, `section`, `rights`, `embargo`) and, under
    `x-...`, whatever else the source carried. `notes` are things the reader must tell the user.
    """

    id: str
    slug: str
    units: tuple[Unit, ...]
    source: SourceFile
    language: str | None = None
    version: str = "1"
    metadata: Mapping[str, str] = field(default_factory=dict)
    furniture: tuple[Furniture, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def headline(self) -> str:
        """Text of the headline unit, or "" when the story has none."""
        return next((unit.text for unit in self.units if unit.kind is UnitKind.HEADLINE), "")


@dataclass(frozen=True, slots=True)
class Detection:
    """A decision about a language; `language` None is the honest answer "unsure".

    `confidence` is 0..1; `evidence` says in words what decided ("script", "declared", "langdetect",
    "story", "too short").
    """

    language: str | None
    confidence: float
    evidence: str


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement in a text; `start`/`end` count code points in the text *before* this edit.

    Edits of a segment are applied one after the other, so `replay(segment.machine, segment.edits)` gives
    `segment.target`. `rule` is a stable dotted id, `reason` a sentence for the editor, `entry` the glossary
    concept, `source` the range in the segment's source that called for it.
    """

    start: int
    end: int
    before: str
    after: str
    stage: str
    rule: str
    reason: str
    entry: str | None = None
    source: Span | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check or a stage wants an editor to see; both spans where there are two texts.

    `source` and `target` are ranges in the *unit's* source text and edition text. `fix` is what to write in place of
    `target` where one answer is right, else None.
    """

    check: str
    severity: Severity
    message: str
    unit: str = ""
    source: Span | None = None
    target: Span | None = None
    source_text: str = ""
    target_text: str = ""
    fix: str | None = None

    @property
    def code(self) -> str:
        """Identity of the finding among those of its unit: the same for the same check, words and places of the same texts.

        >>> Finding("number", Severity.ERROR, "", source=Span(3, 8), source_text="1,200").code
        'number-475315'
        """
        parts = (self.check, self.source, self.target, self.source_text, self.target_text)
        return f"{self.check}-{sha256(repr(parts).encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"


class NameStatus(StrEnum):
    """What became of a glossary name in an edition."""

    RIGHT = "right"  # the engine wrote an approved form
    EDITED = "edited"  # the glossary put the approved form in
    MISSING = "missing"  # no approved form stands in the edition
    FLAGGED = "flagged"  # left as it is, with a reason: an editor decides
    KEPT = "kept"  # an editor decided to leave it as it is in this unit
    EMBEDDED = "embedded"  # part of a longer name that the glossary does not have: not ours


@dataclass(frozen=True, slots=True)
class NameUse:
    """One glossary name in the source, and its fate: the row of the name audit.

    `source` and `target` are ranges in the unit's source text and edition text; `accepted` are the approved
    forms; `reason` is a sentence for the editor.
    """

    entry: str
    unit: str
    source: Span
    text: str
    status: NameStatus
    accepted: tuple[str, ...] = ()
    target: Span | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """Identity of a model or rule set: what must be equal for two runs to give the same bytes."""

    name: str
    sha256: str
    licence: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Leg:
    """One step of a route: an engine and a pair of its own, e.g. bergamot en -> pt."""

    engine: str
    source: str
    target: str
    model: Model | None = None

    def __str__(self) -> str:
        return f"{self.engine} {self.source}-{self.target}"


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence inside a unit: what an engine translates.

    `start`/`end` locate `source` in the unit's text; `gap` is the source text between this segment and the
    next (spaces, a line break). `sent` is what the engine was given (`prepared` leads from `source` to it),
    `legs` what each further engine of a pivot was given, `machine` the last one's untouched answer; `edits` lead
    from `machine` to `target`. `route` is how it went, when not by the edition's own route.
    """

    start: int
    end: int
    source: str
    gap: str = ""
    sent: str | None = None
    prepared: tuple[Edit, ...] = ()
    legs: tuple[str, ...] = ()
    machine: str | None = None
    edits: tuple[Edit, ...] = ()
    target: str | None = None
    route: tuple[Leg, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionUnit:
    """A unit in an edition: its source, its sentences, and its text in the target language.

    `text` is the joined segments; `marks` are the source unit's marks carried to `text`.
    """

    unit: Unit
    treatment: Treatment = Treatment.KEPT
    detection: Detection | None = None
    segments: tuple[Segment, ...] = ()
    text: str = ""
    marks: tuple[Mark, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """How an edition was made; no clock and no path in it, so that equal runs give equal bytes."""

    software: str = ""
    route: tuple[Leg, ...] = ()
    glossary: str = ""  # revision: SHA-256 over the glossary files
    locale: str = ""  # revision: SHA-256 over the locale's files
    source_sha256: str = ""


@dataclass(frozen=True, slots=True)
class StageTrace:
    """What one stage did to one edition, in numbers ("edits": 4)."""

    stage: str
    counts: tuple[tuple[str, int], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Edition:
    """A story in one target locale. A stage takes editions and returns new ones.

    `locale` is the BCP 47 tag of the edition ("pt-BR"); `language` that of the source as decided.
    `strings` is the localised furniture (by, disclosure ...) under message ids.
    """

    story: Story
    locale: str
    language: str | None = None
    route: tuple[Leg, ...] = ()
    units: tuple[EditionUnit, ...] = ()
    names: tuple[NameUse, ...] = ()
    findings: tuple[Finding, ...] = ()
    trace: tuple[StageTrace, ...] = ()
    provenance: Provenance = field(default_factory=Provenance)
    strings: Mapping[str, str] = field(default_factory=dict)

    def with_findings(self, findings: Iterable[Finding]) -> Edition:
        """A copy with `findings` added after those it has."""
        return replace(self, findings=self.findings + tuple(findings))

    def traced(self, stage: str, note: str = "", **counts: int) -> Edition:
        """A copy whose trace ends with what `stage` did."""
        return replace(self, trace=(*self.trace, StageTrace(stage, tuple(counts.items()), note)))


def replay(text: str, edits: Iterable[Edit]) -> str:
    """Apply `edits` one after the other and return the result.

    Raises:
        ValueError: an edit's `before` is not what stands at its place: the record is not of this text.

    """
    for edit in edits:
        if text[edit.start : edit.end] != edit.before:
            found = text[edit.start : edit.end]
            message = f"edit {edit.rule} expects {edit.before!r} at {edit.start}, found {found!r}"
            raise ValueError(message)
        text = text[: edit.start] + edit.after + text[edit.end :]
    return text
