"""Proposals for the glossary: those of editors and those learnt from corrections, until a maintainer decides.

Nothing is kept but events: a proposal is one ("term_proposed"), and so is the decision ("term_accepted", "term_rejected"),
which names what it decides. What was rejected is not shown again, whoever proposes it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from newstrans.errors import NotInStore, ReviewError
from newstrans.files import write_together
from newstrans.glossary.entry import KINDS, GlossaryEntry
from newstrans.glossary.load import Glossary, written_terms
from newstrans.glossary.names import Names
from newstrans.glossary.overview import folded
from newstrans.glossary.revise import Revision, Setting, Shelf, add_concept, edit_concept
from newstrans.glossary.sightings import by_shape
from newstrans.glossary.suggest import proposed_id
from newstrans.languages import fallbacks, normalise_tag
from newstrans.review.actions import Desk, normalised
from newstrans.review.reach import Change
from newstrans.review.suggest import Example, Learnt, Pair, learnt_corrections
from newstrans.store import editions as shelf_of
from newstrans.store.connect import Store
from newstrans.store.events import append, events_of
from newstrans.store.records import Event
from newstrans.text.phrase import phrase

PROPOSED, ACCEPTED, REJECTED = "term_proposed", "term_accepted", "term_rejected"
# A name of a glossary is a few words, never a paragraph.
LONGEST = 200
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name of a source and what it should be in a locale.

    `key` names it in addresses. `origin` is "editor" or "learnt". `forms` are spellings that stood there, with counts;
    `against` counts the places where an editor left or chose another one. `entry` is the concept that has the name already,
    "" for none. `notes` are what editors said to it.
    """

    key: str
    origin: str
    language: str
    source: str
    locale: str
    target: str
    entry: str = ""
    forms: tuple[tuple[str, int], ...] = ()
    count: int = 1
    stories: int = 1
    editors: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    against: int = 0
    against_examples: tuple[Example, ...] = ()
    notes: tuple[str, ...] = ()
    at: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """A proposal that was decided: `kind` is `ACCEPTED` or `REJECTED`, `note` the reason, `concept` the entry that came of it."""

    kind: str
    at: str
    by: str
    source: str
    locale: str
    target: str
    note: str = ""
    concept: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a maintainer makes of a proposal: the concept it goes to (new or there), and its name in both languages.

    `tag` is the language of the term that is written, `variants` spellings that it is put in the place of.
    """

    concept: str
    kind: str
    language: str
    source: str
    tag: str
    target: str
    variants: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A wish as it would be written: the files before and after, and the change for `reach`."""

    wish: Wish
    new: bool
    revisions: tuple[Revision, ...]
    change: Change

    @property
    def diff(self) -> str:
        """What would be written, as `diff -u` shows it."""
        return "".join(one.diff() for one in self.revisions)


@dataclass(slots=True)
class _Gathered:
    first: Event
    editors: dict[str, None] = field(default_factory=dict)
    stories: dict[str, None] = field(default_factory=dict)
    examples: list[Example] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    count: int = 0


# --- the queue


def open_proposals(store: Store, names: Names) -> list[Proposal]:
    """What waits for a decision: proposals of editors, the newest first, then learnt ones, the best founded first."""
    with store.read() as connection:
        events = events_of(connection, kinds=(PROPOSED, ACCEPTED, REJECTED))
        languages = {one.edition: shelf_of.get_edition(connection, one.edition).language for one in events if one.kind == PROPOSED}
    closed, quiet = _closed(events)
    gathered: dict[tuple[str, str, str], _Gathered] = {}
    for one in events:
        if one.kind == PROPOSED and _trio(one) not in closed:
            _gather(gathered, one)
    found = [_of_editors(trio, one, languages[one.first.edition], names) for trio, one in gathered.items()]
    learnt = [_of_corrections(one) for one in learnt_corrections(store, names, rejected=quiet)]
    known = set(gathered)
    return found[::-1] + [one for one in learnt if (one.locale, folded(one.source), one.target) not in known | closed]


@dataclass(frozen=True, slots=True)
class Undecided:
    """A proposal of an editor that nobody has decided: `key` as in `Proposal`, `by` who proposed it first."""

    key: str
    source: str
    target: str
    by: str


def undecided(connection: Connection, locale: str) -> list[Undecided]:
    """The open proposals of editors for a locale, each once, the oldest first; what was learnt from corrections is none."""
    events = events_of(connection, kinds=(PROPOSED, ACCEPTED, REJECTED))
    closed, _ = _closed(events)
    found: dict[tuple[str, str, str], Undecided] = {}
    for one in events:
        trio = _trio(one)
        if one.kind == PROPOSED and trio[0] == locale and trio not in closed:
            found.setdefault(trio, Undecided(f"e{one.seq}", str(one.data["source"]), str(one.data["target"]), one.actor.name))
    return list(found.values())


def get_open(store: Store, names: Names, key: str) -> Proposal:
    """The proposal of a key. Raises `NotInStore` when there is none, or it is decided."""
    found = next((one for one in open_proposals(store, names) if one.key == key), None)
    if found is None:
        raise NotInStore(phrase("there is no open proposal {name}: it was decided meanwhile, or what it was learnt from has changed", name=repr(key)))
    return found


def decided_proposals(store: Store, *, limit: int = 50) -> list[Decided]:
    """What was decided, the newest first."""
    with store.read() as connection:
        events = events_of(connection, kinds=(ACCEPTED, REJECTED))
    return [
        Decided(
            one.kind, one.at, one.actor.name, str(one.data["source"]), str(one.data["locale"]), str(one.data["target"]), one.note,
            str(one.data.get("concept", "")),
        )
        for one in reversed(events[-limit:])
    ]  # fmt: skip


def _trio(one: Event) -> tuple[str, str, str]:
    """Locale, source and target of a proposal: what two proposals of the same have in common."""
    return (str(one.data.get("locale") or one.edition.rpartition(":")[2]), folded(str(one.data["source"])), str(one.data["target"]))


def _closed(events: Iterable[Event]) -> tuple[set[tuple[str, str, str]], set[Pair]]:
    trios, pairs = set(), set()
    for one in events:
        if one.kind in (ACCEPTED, REJECTED):
            trios.add(_trio(one))
            forms = one.data.get("forms")
            pairs |= {Pair(str(one.data["locale"]), form, str(one.data["target"])) for form in (forms if isinstance(forms, list) else [])}
    return trios, pairs


def _gather(gathered: dict[tuple[str, str, str], _Gathered], one: Event) -> None:
    row = gathered.setdefault(_trio(one), _Gathered(one))
    row.count += 1
    row.editors.setdefault(one.actor.name)
    row.stories.setdefault(one.story)
    row.examples.append(Example(one.edition, one.unit, str(one.data["source"]), str(one.data["target"])))
    if one.note:
        row.notes.append(one.note)


def _of_editors(trio: tuple[str, str, str], row: _Gathered, language: str, names: Names) -> Proposal:
    source, target = str(row.first.data["source"]), str(row.first.data["target"])
    entry = _entry_of(names, source, language, trio[0])
    return Proposal(
        f"e{row.first.seq}", "editor", language, source, trio[0], target, entry, (), row.count, len(row.stories), tuple(row.editors),
        tuple(row.examples[:5]), notes=tuple(row.notes), at=row.first.at,
    )  # fmt: skip


def _of_corrections(one: Learnt) -> Proposal:
    digest = hashlib.sha256(json.dumps([one.locale, one.source, one.target, one.entry]).encode()).hexdigest()[:12]
    return Proposal(
        f"c{digest}", "learnt", one.language, one.source, one.locale, one.target, one.entry, one.forms, one.count, one.stories,
        one.editors, one.examples, one.against, one.against_examples,
    )  # fmt: skip


def _entry_of(names: Names, source: str, language: str, locale: str) -> str:
    """The concept that has exactly this name in the source's language, "" for none."""
    if not language:
        return ""
    hits = names.find(source, language, locale)
    return next((hit.form.entry for hit in hits if (hit.start, hit.end) == (0, len(source))), "")


# --- deciding


def wish_for(one: Proposal, glossary: Glossary) -> Wish:
    """What accepting a proposal would write, for the maintainer to change."""
    entries = {entry.id: entry for entry in glossary.entries}
    entry = entries.get(one.entry)
    forms = tuple(form for form, _ in one.forms if form != one.target)
    if entry is None:
        concept = proposed_id(one.source or one.target, entries)
        return Wish(concept, by_shape(one.source or one.target), one.language, one.source, one.locale, one.target, forms)
    return Wish(entry.id, entry.kind, one.language, one.source, _tag(entry, one.locale), one.target, forms)


def _tag(entry: GlossaryEntry, locale: str) -> str:
    """The language under which the entry's file has its term for a locale; the locale where it has none."""
    return next((tag for tag in fallbacks(locale) if tag in written_terms(entry)), locale)


def prepared(wish: Wish, folders: Sequence[Path], own: Path, names: Names, locale: str) -> Prepared:
    """A wish as it would stand in the desk's `own` folder of glossaries. Nothing is written.

    `folders` are those of the house, the first wins; `names` is the glossary in force, `locale` that of the proposal.

    Raises:
        ReviewError: a field is empty, too long, or no id, kind or language.
        RevisionError: the change is refused; says why.
        GlossaryError: the files would not load afterwards.

    """
    wish = _sound(wish)
    shelf = Shelf.read(tuple(folder for folder in dict.fromkeys((own, *folders)) if folder.is_dir()))
    if own not in shelf.folders:
        shelf = Shelf((own, *shelf.folders), shelf.files)
    there = next((entry for entry in names.glossary.entries if entry.id == wish.concept), None)
    variants = tuple(form for form in wish.variants if form != wish.target)
    if there is None:
        term: Any = {"preferred": wish.target, "variants": list(variants)} if variants else wish.target
        table: dict[str, Any] = {"kind": wish.kind, **({"note": wish.note} if wish.note else {})}
        revisions = add_concept(shelf, wish.concept, table | ({wish.language: wish.source} if wish.source else {}) | {wish.tag: term})
    else:
        revisions = edit_concept(shelf, wish.concept, _settings(there, wish, variants), into=own)
    after = Names(Glossary(tuple(shelf.entries(revisions)), "after"), day=names.day, desk=names.desk, countries=names.countries)
    words = (wish.source, wish.target, *variants, *_old_forms(there, wish))
    return Prepared(wish, there is None, tuple(revisions), Change(names, after, locale, words))


def accept(desk: Desk, one: Proposal, made: Prepared) -> list[Path]:
    """Write what was prepared, and keep who decided it; returns the files.

    Raises:
        WriteError: a file cannot be written; then nothing is decided either.

    """
    with desk.store.write() as connection:
        append(connection, [_decision(desk, one, ACCEPTED, made.wish.note, concept=made.wish.concept, written=made.wish.target)])
        for revision in made.revisions:
            revision.path.parent.mkdir(parents=True, exist_ok=True)
        write_together({revision.path: revision.after.encode("utf-8") for revision in made.revisions})
    return [revision.path for revision in made.revisions]


def reject(desk: Desk, one: Proposal, reason: str) -> None:
    """Turn a proposal down for good, with a reason. Raises `ReviewError` without one."""
    reason = normalised(reason)
    if not reason:
        raise ReviewError(phrase("say why {name} is rejected: those who proposed it will read it", name=one.source or one.target))
    with desk.store.write() as connection:
        append(connection, [_decision(desk, one, REJECTED, reason)])


def _decision(desk: Desk, one: Proposal, kind: str, note: str, **data: str) -> Event:
    told = {
        "key": one.key, "origin": one.origin, "language": one.language, "source": one.source, "locale": one.locale,
        "target": one.target, "forms": [form for form, _ in one.forms], **data,
    }  # fmt: skip
    return Event(kind=kind, at=desk.now, actor=desk.actor, note=note, request=desk.request, data=told)


def _sound(wish: Wish) -> Wish:
    """The wish with its texts as they are kept. Raises `ReviewError`."""
    wish = replace(
        wish, concept=wish.concept.strip(), source=_line(wish.source), target=_line(wish.target), note=_line(wish.note),
        variants=tuple(dict.fromkeys(filter(None, map(_line, wish.variants)))),
    )  # fmt: skip
    if not _ID.fullmatch(wish.concept):
        raise ReviewError(phrase("{name} is no id: small letters, digits and hyphens, such as odesa-port", name=repr(wish.concept)))
    if wish.kind not in KINDS:
        raise ReviewError(phrase("{name} is no kind; known are {kinds}", name=repr(wish.kind), kinds=", ".join(KINDS)))
    if not wish.target:
        raise ReviewError(phrase("say what the name is in the edition"))
    for text in (wish.source, wish.target, *wish.variants):
        if len(text) > LONGEST or text.startswith("["):
            raise ReviewError(phrase("{name}: a name has at most {most} letters, and does not begin with {sign}", name=repr(text[:40]), most=LONGEST, sign="["))
    return replace(wish, language=normalise_tag(wish.language) if wish.language else "", tag=normalise_tag(wish.tag))


def _line(text: str) -> str:
    return " ".join(normalised(text).split())


def _settings(entry: GlossaryEntry, wish: Wish, variants: Iterable[str]) -> list[Setting]:
    """What changes in an entry that is there: the form of the language, and the spellings that it replaces."""
    terms = written_terms(entry)
    term = terms.get(wish.tag)
    settings = []
    if term is None or term.preferred != wish.target:
        settings.append(Setting((wish.tag,), "=", wish.target))
        if term is not None and term.preferred:
            variants = dict.fromkeys([*variants, term.preferred])
    if wish.source and wish.language not in terms and entry.term(wish.language) is None:
        settings.append(Setting((wish.language,), "=", wish.source))
    approved = {spelling.text for spelling in term.spellings() if spelling.approved and spelling.text != term.preferred} if term else set()
    settings += [
        Setting((wish.tag, "variants"), "+=", json.dumps([form], ensure_ascii=False)) for form in variants if form not in approved
    ]
    if wish.note:
        settings.append(Setting(("note",), "=", f"{entry.note} {wish.note}".strip()))
    return settings


def _old_forms(entry: GlossaryEntry | None, wish: Wish) -> tuple[str, ...]:
    term = entry.term(wish.tag) if entry else None
    return (term.preferred,) if term else ()
