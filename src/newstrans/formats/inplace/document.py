"""A file that is written back in its own format: bytes, the places of its text, and what an edition changes besides.

A reader fills a `Pad` for each item of the file (a story each); `Document.write` makes the file again with the text
of editions in those places. A document without editions gives its own bytes back.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol

from newstrans.errors import NoArticleError
from newstrans.feeds import Feed, Policy
from newstrans.formats.assemble import comparable, make_slug, make_story, with_ids
from newstrans.formats.dateline import find_dateline
from newstrans.formats.encoding import decode, python_codec
from newstrans.formats.inplace.issue import Identity, Issue, release_facts, story_id
from newstrans.formats.inplace.layer import Layer, Splice, escape_text, splice
from newstrans.formats.inplace.markup import Draft, Token, draft, runs, write_run
from newstrans.languages import declared_tag, differ
from newstrans.model import EditionUnit, Story, Unit, UnitKind

Edits = list[tuple[Layer, Splice]]


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read: `text` is all of it, a byte order mark included, so that it can be written again.

    `declared` is the codec that the file says it has; text that does not fit it moves the file to UTF-8.
    `transcode` is set where the encoding is one that no edition is written in (EUC-KR, Shift_JIS, Big5 ...).
    """

    name: str
    data: bytes
    text: str
    codec: str
    declared: str
    feed: Feed
    notes: tuple[str, ...] = ()
    transcode: bool = False
    mislabelled: bool = False  # declares another encoding than it has


@dataclass(frozen=True, slots=True)
class Slot:
    """A place of a unit's text: a run in a layer, and how words are written there."""

    unit: int
    layer: Layer
    draft: Draft
    escape: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a file. `story` is None when nothing in it is translated.

    `furniture` items (the title of a feed) are written in place only, not as a story. `edit` gives what an edition
    changes besides the text. `conceal` are the places of what must reach no edition.
    """

    identity: Identity
    story: Story | None
    slots: tuple[Slot, ...]
    edit: Callable[[Issue], Edits]
    furniture: bool = False
    killed: Edits = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Written:
    """A file made again: `encoding` is a Python codec, `notes` say what had to change."""

    data: bytes
    encoding: str
    notes: tuple[str, ...] = ()


class Format(Protocol):
    """Reads a format for writing in place. Add one to `inplace.FORMATS` and every command knows it.

    Contract, checked over every sample (tests/formats/test_inplace_contract.py): a document without editions gives
    its bytes back; two readings are equal; no network, no other file; what cannot be read raises a `ReadError`.
    `wire` formats are written in place by default.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    wire: bool

    def sniff(self, data: bytes, name: str) -> bool:
        """Whether `data` is clearly of this format."""
        ...

    def open(self, source: Source) -> Document:
        """The document. Raises `ReadError`."""
        ...


@dataclass(frozen=True, slots=True)
class Document:
    """A file in one of the formats. `declare(text, encoding)` rewrites what the text says about its encoding."""

    format: str
    source: Source
    root: Layer
    items: tuple[Item, ...]
    declare: Callable[[str, str], str] = lambda text, _encoding: text
    notes: tuple[str, ...] = ()

    @property
    def stories(self) -> list[Story]:
        """The stories of its items, those of furniture too."""
        return [item.story for item in self.items if item.story]

    def write(self, issues: Mapping[int, Issue]) -> Written:
        """The file with the issues of its items, by their place; items without one stay as they are.

        An issue whose edition is None empties the item's text.
        """
        changes: Edits = []
        for place, issue in issues.items():
            item = self.items[place]
            changes += _slot_edits(item, issue) + item.edit(issue)
            if issue.edition is None:
                changes += item.killed
        changes = [one for one in changes if one[0].text[one[1].start : one[1].end] != one[1].text]
        if not changes:
            return Written(self.source.data, self.source.codec)
        return self._encoded(_flattened(changes, self.root), [one.text for _, one in changes])

    def _encoded(self, splices: Sequence[Splice], texts: Iterable[str]) -> Written:
        text = splice(self.root.text, splices)
        source = self.source
        notes: list[str] = []
        codec = source.codec
        if source.transcode:
            notes.append(f"{source.name}: written in UTF-8, since {codec} is not declared or is none that editions are written in")
            codec = ""
        elif not all(_fits(one, source.declared) and _fits(one, source.codec) for one in texts):
            notes.append(f"{source.name}: written in UTF-8, since {source.declared} does not have every letter of the edition")
            codec = ""
        if source.mislabelled and codec == "utf-8":
            notes.append(f"{source.name}: declared as UTF-8, which it is")
            text = self.declare(text, "UTF-8")
        if codec:
            return Written(text.encode(codec, "surrogatepass" if codec.startswith("utf") else "strict"), codec)
        return Written(self.declare(text, "UTF-8").encode("utf-8"), "utf-8", tuple(notes))


def _fits(text: str, codec: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


# What no XML may hold and no text needs: an engine's answer could have it.
_UNSOUND = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ud800-\udfff]")


def _slot_edits(item: Item, issue: Issue) -> Edits:
    """The item's text as its edition has it.

    A slot in a tag that stands in another slot's run (the alternate text of a picture) is written with that run.
    """
    running = {slot.layer for slot in item.slots if slot.draft.codes}
    outer = [slot for slot in item.slots if slot.layer.outer not in running]
    nested: dict[Layer, list[Splice]] = {}
    for slot in item.slots:
        if slot.layer.outer in running and (one := _slot_splice(slot, issue, [])):
            nested.setdefault(slot.layer.outer, []).append(slot.layer.lift(one))
    edits: Edits = []
    for layer in nested:
        nested[layer].sort()
    for slot in outer:
        inside = nested.get(slot.layer, [])
        left = bisect_left(inside, (slot.draft.start,))
        right = bisect_left(inside, (slot.draft.end,))
        if one := _slot_splice(slot, issue, inside[left:right]):
            edits.append((slot.layer, one))
            del inside[left:right]
    return edits + [(layer, one) for layer, rest in nested.items() for one in rest]


def _slot_splice(slot: Slot, issue: Issue, inner: Sequence[Splice]) -> Splice | None:
    made = slot.draft
    if issue.edition is None:
        return Splice(made.start, made.end, "")
    unit = issue.edition.units[slot.unit]
    if unit.text == made.text:
        return None
    return Splice(made.start, made.end, _written(slot, unit, inner))


def _written(slot: Slot, unit: EditionUnit, inner: Sequence[Splice]) -> str:
    text = slot.layer.text

    def raw(start: int, end: int) -> str:
        mine = [Splice(one.start - start, one.end - start, one.text) for one in inner if start <= one.start and one.end <= end]
        return splice(text[start:end], mine)

    # A slot whose run has no tags takes none: the plain twin of a marked-up paragraph.
    marks = unit.marks if slot.draft.codes else ()
    return write_run(slot.draft, unit.text, marks, raw, lambda words: slot.escape(_UNSOUND.sub("", words)))


def _flattened(changes: Edits, root: Layer) -> list[Splice]:
    """All changes as splices of the root's text, innermost layers first."""
    pending: dict[Layer, list[Splice]] = {}
    for layer, one in changes:
        pending.setdefault(layer, []).append(one)

    def depth(layer: Layer) -> int:
        n = 0
        while layer.outer:
            layer, n = layer.outer, n + 1
        return n

    while deeper := [layer for layer in pending if layer is not root]:
        layer = max(deeper, key=depth)
        assert layer.outer is not None  # only the root has none
        pending.setdefault(layer.outer, []).extend(layer.lift(one) for one in pending.pop(layer))
    return pending.get(root, [])


@dataclass(slots=True)
class Pad:
    """Collects the units of one item and where each stands."""

    feed: Feed
    language: str = ""
    units: list[Unit] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    group: str = ""
    notes: list[str] = field(default_factory=list)
    alternate: bool = False  # a second body of the same story: what has no twin is not shown twice
    opened: bool = False  # whether the body has begun, so that a dateline can no more come

    def plain(
        self, layer: Layer, kind: UnitKind, name: str, *, language: str = "", again: bool = False,
        start: int = 0, end: int | None = None,
    ) -> None:  # fmt: skip
        """A text without markup: all of `layer` or a stretch of it is one unit."""
        stop = len(layer.text) if end is None else end
        made = draft([Token.text_of(layer.text, start, stop)], layer.text)
        if made:
            self._add(layer, made, kind, name, lambda text: text, language, again, 0, "")

    def marked(
        self, layer: Layer, tokens: Sequence[Token], kind: UnitKind, name: str, *, language: str = "",
        again: bool = False, level: int = 0, group: str = "", escape: Callable[[str], str] | None = None,
    ) -> None:  # fmt: skip
        """Text with tags: one unit for each run between block borders."""
        for run in runs(tokens):
            made = draft(run, layer.text)
            if made:
                write = escape or partial(escape_text, like=layer.text[made.start : made.end])
                self._add(layer, made, kind, name, write, language, again, level, group)

    def aside(self, text: str, kind: UnitKind) -> int:
        """The place of a unit whose edition is not written where the source stands, but beside it (see `Item.edit`)."""
        for place, one in enumerate(self.units):
            if one.kind is kind and one.text == text:
                return place
        self.units.append(Unit("", kind, text))
        return len(self.units) - 1

    def _add(
        self, layer: Layer, made: Draft, kind: UnitKind, name: str, escape: Callable[[str], str], language: str,
        again: bool, level: int, group: str,
    ) -> None:  # fmt: skip
        if kind is UnitKind.PARAGRAPH and name == "body" and not self.opened:
            self.opened = True
            if (found := find_dateline(made.text)) and layer.text.startswith(made.text[: found.end], made.start):
                first, rest = _split(made, len(found.text), found.end)
                self._add(layer, first, UnitKind.DATELINE, "dateline", escape, language, again, 0, "")
                made = rest
        policy = self.feed.of(name)
        if policy is Policy.KEEP or differ(language, self.language):
            return
        if policy is Policy.RULE and kind not in (UnitKind.BYLINE, UnitKind.DATELINE):
            return
        if policy is Policy.TRANSLATE and kind in (UnitKind.BYLINE, UnitKind.DATELINE):
            kind = UnitKind.PARAGRAPH
        own = declared_tag(language) if language and language != self.language else None
        unit = Unit("", kind, made.text, made.marks, level, group or self.group, own)
        place = self._twin(unit) if again else None
        if place is None:
            if self.alternate:
                unit = replace(unit, kind=UnitKind.FIELD)
            self.units.append(unit)
            place = len(self.units) - 1
        elif made.codes:
            self.units[place] = replace(self.units[place], marks=made.marks)
        self.slots.append(Slot(place, layer, made, escape))

    def _twin(self, unit: Unit) -> int | None:
        """An earlier unit with the same text that can share its translation.

        Marks are numbered per run, so at most one of the two may have any, unless they are the same.
        """
        key = comparable(unit.text)
        ruled = (UnitKind.BYLINE, UnitKind.DATELINE)
        for place, one in enumerate(self.units):
            if (one.kind in ruled) != (unit.kind in ruled):
                continue
            if one.text == unit.text and (not one.marks or not unit.marks or one.marks == unit.marks):
                return place if key else None
        return None


def _split(made: Draft, end: int, start: int) -> tuple[Draft, Draft]:
    """A draft whose text opens as its layer is spelt, as two: up to `end`, and from `start`."""
    marks = tuple(replace(mark, start=mark.start - start, end=mark.end - start) for mark in made.marks)
    head = Draft(made.text[:end], (), (), (), made.start, made.start + end)
    return head, replace(made, text=made.text[start:], marks=marks, start=made.start + start)


def make_item(
    source: Source, pad: Pad, identity: Identity, edit: Callable[[Issue], Edits], *, format_name: str, chunk: str,
    metadata: Mapping[str, str], notes: Iterable[str] = (), furniture: bool = False, killed: Edits | None = None,
) -> Item:  # fmt: skip
    """The item that `pad` was filled with; `chunk` is the text of the item in the file.

    Its story's id comes from the item's own, so that a later version is the same story.
    """
    data = chunk.encode("utf-8", "surrogatepass")
    try:
        story = make_story(
            data, name=source.name, format_name=format_name, encoding=source.codec, units=pad.units,
            language=declared_tag(source.feed.language) or declared_tag(identity.language),
            metadata={key: value for key, value in metadata.items() if value} | release_facts(identity),
            notes=[*source.notes, *pad.notes, *notes],
        )  # fmt: skip
    except NoArticleError:
        return Item(identity, None, (), edit, furniture, killed or [])
    slug = make_slug(identity.slug) or story.slug
    if not identity.derived:
        story = replace(story, id=story_id(identity))
    story = replace(story, slug=slug, version=identity.version, units=with_ids(pad.units))
    return Item(identity, story, tuple(pad.slots), edit, furniture, killed or [])


# Declared as one of these, text is read in the superset that pages mean, but written in what the label says.
_LATIN = {"iso-8859-1": "latin-1", "iso8859-1": "latin-1", "latin1": "latin-1", "latin-1": "latin-1", "us-ascii": "ascii", "ascii": "ascii"}
_LABEL = re.compile(rb"""(?:encoding\s*=\s*["']|charset\s*=\s*["']?\s*)([\w.:-]{2,40})""", re.IGNORECASE)
_HEAD_BYTES = 4096


def open_source(data: bytes, name: str, feed: Feed, encoding: str | None = None) -> Source:
    """`data` as text that can be written again byte for byte, whatever its encoding.

    Raises:
        UndecodableError: no encoding fits.

    """
    head = data[:_HEAD_BYTES]
    label = _LABEL.search(head.replace(b"\x00", b"")) if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in b"<\xff\xfe" else None
    declared = label[1].decode("ascii", "replace") if label else ""
    # The text wires say nothing; what is not UTF-8 in them is most often windows-1252.
    wire = "cp1252" if data.lstrip(b"\r\n \x7f")[:1] in (b"\x01", b"\x16") else None
    found = decode(data, declared=declared or None, configured=encoding or feed.encoding or wire, name=name)
    codec = found.encoding
    if codec == "utf-16":
        codec = "utf-16-le" if data[:2] == b"\xff\xfe" else "utf-16-be"
    elif codec == "utf-32":
        codec = "utf-32-le" if data[:2] == b"\xff\xfe" else "utf-32-be"
    text = data.decode(codec, "strict")
    wide = (python_codec(codec) or codec).startswith(("utf", "cp125", "cp8", "iso8859", "koi8", "latin", "mac", "ascii"))
    notes = tuple(note for note in found.notes if "removed" not in note)
    written = _LATIN.get(declared.lower(), codec) if codec == "cp1252" else codec
    same = wide and text.encode(codec) == data
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"<", b"{", b"[") and not codec.startswith("utf"):
        # Markup and JSON that do not say truly what they are in would be read as UTF-8 by others.
        same = same and python_codec(declared or "utf-8") == codec
    mislabelled = bool(declared) and python_codec(declared) not in (codec, python_codec(codec), None) and codec == "utf-8"
    return Source(name, data, text, codec, written, feed, notes, transcode=not same, mislabelled=mislabelled)
