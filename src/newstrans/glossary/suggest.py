"""Proposals for the glossary: names in stories that it does not have, and corrections that editors make again and again.

Everything is a proposal with counts and examples; nothing here decides.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import islice
from typing import Any

from newstrans import __version__
from newstrans.answer_cache import AnswerCache
from newstrans.glossary.exchange.base import free_id
from newstrans.glossary.names import Names
from newstrans.glossary.sightings import Sighting, Text, around, by_shape, name_runs, names_met
from newstrans.model import Edition
from newstrans.text.diff import replaced

# Stories that are looked up in the cache together.
_AT_ONCE = 200
_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class StoryTexts:
    """A story to look for names in. `key` says all that its texts depend on, "" for one that is read anew every time."""

    id: str
    key: str
    read: Callable[[], Sequence[Text]]


@dataclass(slots=True)
class Proposal:
    """A name that the glossary does not have: how often it was met in how many stories, and where."""

    name: str
    language: str
    kind: str
    count: int = 0
    stories: set[str] = field(default_factory=set)
    examples: list[str] = field(default_factory=list)

    def table(self) -> dict[str, Any]:
        """The concept that is proposed, as a glossary file has it."""
        note = f"Met {counted(self.count, 'time')} in {counted(len(self.stories), 'story')}; the kind is a guess."
        return {"kind": self.kind, "status": "proposed", "note": note, self.language: self.name}


def names_without_entry(
    stories: Iterable[StoryTexts], names: Names, *, least: int = 2, most: int | None = None, seen: AnswerCache | None = None,
    passed: Counter[str] | None = None, progress: Callable[[int], None] | None = None,
) -> list[Proposal]:  # fmt: skip
    """The names that no entry covers, the most frequent first: at least `least` times met, and at most so many of them.

    What was found in a story is kept in `seen`: a story that did not change is not read again under the same glossary.
    `passed` counts the texts of languages in which no name can be told. `progress` is called with the number of stories that
    were looked into.
    """
    found: dict[tuple[str, str], Proposal] = {}
    hints: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    where: dict[tuple[str, str], list[tuple[StoryTexts, tuple[int, int, int]]]] = defaultdict(list)
    for number, (story, sightings) in enumerate(_sightings(stories, names, seen), start=1):
        for one in sightings:
            if not one.name:
                if passed is not None:
                    passed[one.language] += one.times
                continue
            key = (one.language, one.name)
            proposal = found.setdefault(key, Proposal(one.name, one.language, "person"))
            proposal.count += one.times
            proposal.stories.add(story.id)
            hints[key].update(dict(one.hints))
            if len(where[key]) < _EXAMPLES:
                where[key] += [(story, place) for place in one.places]
        if progress:
            progress(number)
    known = {spelling.text for entry in names.glossary.entries for term in entry.terms.values() for spelling in term.spellings()}
    found = {key: one for key, one in found.items() if one.name not in known}
    for key, proposal in found.items():
        hints[key].pop("", None)
        proposal.kind = hints[key].most_common(1)[0][0] if hints[key] else by_shape(proposal.name)
    _fold_short_names(found)
    kept = [one for one in found.values() if one.count >= least]
    chosen = sorted(kept, key=lambda one: (-len(one.stories), -one.count, one.name))[:most]
    read: dict[str, Sequence[Text]] = {}
    for proposal in chosen:
        for story, (number, start, end) in where[proposal.language, proposal.name][:_EXAMPLES]:
            if story.id not in read:
                read[story.id] = story.read()
            proposal.examples.append(around(read[story.id][number].text, start, end))
    return chosen


def _sightings(
    stories: Iterable[StoryTexts], names: Names, seen: AnswerCache | None
) -> Iterator[tuple[StoryTexts, Sequence[Sighting]]]:
    rest = iter(stories)
    while chunk := list(islice(rest, _AT_ONCE)):
        keys = {one.id: f"{__version__} {names.revision} {one.key}" for one in chunk if one.key}
        kept = seen.recall(keys.values()) if seen else {}
        fresh: dict[str, str] = {}
        for one in chunk:
            known = kept.get(keys.get(one.id, ""))
            sightings = [Sighting(*row) for row in json.loads(known)] if known is not None else names_met(one.read(), names)
            if known is None and one.id in keys:
                fresh[keys[one.id]] = json.dumps(sightings, ensure_ascii=False, separators=(",", ":"))
            yield one, sightings
        if seen and fresh:
            seen.keep(fresh)


def _fold_short_names(found: dict[tuple[str, str], Proposal]) -> None:
    """A surname on its own belongs to the only full name that ends in it."""
    owners: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for key in found:
        language, name = key
        while " " in name:
            name = name.partition(" ")[2]
            owners[language, name].append(key)
    for key in [key for key in found if " " not in key[1] and len(owners[key]) == 1]:
        full = found[owners[key][0]]
        full.count += found[key].count
        full.stories |= found[key].stories
        del found[key]


@dataclass(slots=True)
class Correction:
    """A name that editors put in another's place: how often, where, and the concept it belongs to if one is known.

    `source` are names in the sources of those units that no entry covers: one of them may be what was corrected.
    """

    before: str
    after: str
    locale: str
    language: str
    entry: str = ""
    source: str = ""
    count: int = 0
    stories: set[str] = field(default_factory=set)
    examples: list[str] = field(default_factory=list)

    def table(self) -> dict[str, Any]:
        """The concept that is proposed where no entry is known."""
        note = f"Editors corrected {self.before} to {self.after} {counted(self.count, 'time')}; the kind is a guess."
        term = {"preferred": self.after, "variants": [self.before]}
        terms = {self.language: self.source, self.locale: term} if self.source else {self.locale: term}
        return {"kind": by_shape(self.after), "status": "proposed", "note": note, **terms}


def corrections(pairs: Iterable[tuple[Edition, Sequence[str]]], names: Names, *, least: int = 2) -> list[Correction]:
    """Names that were replaced in edited copies of editions, the most frequent first.

    Each pair is an edition and the texts of its edited copy, in order; units are matched by what they have in common.
    """
    found: dict[tuple[str, str, str], Correction] = {}
    for edition, texts in pairs:
        known = _by_unit(edition)
        for unit, edited in _aligned([(unit.unit.id, unit.text) for unit in edition.units], texts):
            text = next(one.text for one in edition.units if one.unit.id == unit)
            source = next(one.unit.text for one in edition.units if one.unit.id == unit)
            for before, after, _, at in replaced(text, edited):
                if not (is_name(before) and is_name(after)):
                    continue
                row = found.setdefault(
                    (edition.locale, before, after), Correction(before, after, edition.locale, edition.language or "")
                )
                row.count += 1
                row.stories.add(edition.story.id)
                row.entry = row.entry or _entry_of(before, after, known.get(unit, []), names, edition)
                if not row.entry and not row.source:
                    row.source = _only_unknown(source, edition, names)
                if len(row.examples) < 3:
                    row.examples.append(around(edited, at, at + len(after)))
    kept = [one for one in found.values() if one.count >= least]
    return sorted(kept, key=lambda one: (-one.count, one.before))


def _by_unit(edition: Edition) -> dict[str, list[str]]:
    units: dict[str, list[str]] = {}
    for use in edition.names:
        units.setdefault(use.unit, []).append(use.entry)
    return units


def _aligned(units: Sequence[tuple[str, str]], texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Unit id and edited text of units that changed, in order; what has no like is left out."""
    rest = list(texts)
    at = 0
    for unit, text in units:
        best, place = 0.0, -1
        for n in range(at, min(at + 6, len(rest))):
            ratio = 1.0 if rest[n] == text else SequenceMatcher(None, text.split(), rest[n].split(), autojunk=False).ratio()
            if ratio > best:
                best, place = ratio, n
        if best >= 0.5:
            at = place + 1
            if rest[place] != text:
                yield unit, rest[place]


def is_name(text: str) -> bool:
    """Whether a run of words may be a name: at most five, a capital at both ends, no sign of a sentence in it."""
    words = text.split()
    return 0 < len(words) <= 5 and words[0][:1].isupper() and words[-1][:1].isupper() and not re.search(r"[.,;:!?\"()\d]", text)


def _entry_of(before: str, after: str, here: Sequence[str], names: Names, edition: Edition) -> str:
    """The concept of the unit that has either spelling in the locale."""
    entries: Mapping[str, Any] = names.entries(edition.language or "", edition.locale)
    for concept in here:
        term = entries[concept].term(edition.locale) if concept in entries else None
        if term is not None and {spelling.text for spelling in term.spellings()} & {before, after}:
            return concept
    return ""


def _only_unknown(source: str, edition: Edition, names: Names) -> str:
    """The one name of a source text that no entry covers, "" when there are none or several."""
    language = edition.language or ""
    taken = [(hit.start, hit.end) for hit in names.find(source, language, edition.locale)]
    runs = [
        source[start:end]
        for start, end, head in name_runs(source, language)
        if not any(start < stop and end > begin for begin, stop in taken) and not (head and " " not in source[start:end])
    ]
    unknown = list(dict.fromkeys(runs))
    return unknown[0] if len(unknown) == 1 else ""


def counted(count: int, noun: str) -> str:
    """A number with its noun: "1 story", "3 stories"."""
    many = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count} {noun if count == 1 else many}"


def proposed_id(name: str, taken: Iterable[str]) -> str:
    """An id for a proposal."""
    return free_id("", name, taken)
