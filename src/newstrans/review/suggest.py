"""Proposals for the glossary, learnt from what editors correct again and again at the desk. Nothing is decided here.

A correction counts when the same word or name gave way to the same other one by the hand of two editors or in three
stories. Only texts that editors wrote are read, row by row, so that a store of any size will do; languages that are
written without spaces are passed over, since a run of letters there is no word.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from newstrans.glossary.names import Names
from newstrans.glossary.suggest import around, by_shape, counted, is_name, name_runs
from newstrans.languages import is_spaced
from newstrans.store.connect import Store
from newstrans.store.rewrites import Rewrite, rewrites
from newstrans.text.diff import replaced
from newstrans.text.function_words import function_words
from newstrans.text.letters import fold_letters

# What editors do to a text by hand; an undone edit of the glossary is a correction too.
KINDS = ("edit", "undo_edit")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_MOST_WORDS = 5
# A word of the sources is what was corrected when it stands in every example, and elsewhere no more than as often again.
_LIFT = 0.5
# Names that share so much are spellings of one another.
_ALIKE = 0.5


class Pair(NamedTuple):
    """A correction in a locale: what stood there, what was put in its place."""

    locale: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Example:
    """Where it was done: a unit of an edition, and the words round the place before and after."""

    edition: str
    unit: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Learnt:
    """A name or word of the source that editors bring to one form in a locale.

    `source` is "" where the sources do not say what was translated. `forms` are what stood there before, most often seen
    first, with counts; `against` are places where an editor left such a form, or put another one in.
    """

    locale: str
    language: str
    source: str
    target: str
    entry: str = ""
    forms: tuple[tuple[str, int], ...] = ()
    count: int = 0
    editors: tuple[str, ...] = ()
    stories: int = 0
    examples: tuple[Example, ...] = ()
    against: int = 0
    against_examples: tuple[Example, ...] = ()

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """What to remember when this proposal is turned down."""
        return tuple(Pair(self.locale, form, self.target) for form, _ in self.forms)

    @property
    def name(self) -> str:
        """What an entry for it would be called."""
        return self.source or self.target

    def table(self) -> dict[str, Any]:
        """The concept that is proposed where no entry is known, as a glossary file has it."""
        forms = ", ".join(form for form, _ in self.forms)
        hands = f"{counted(self.count, 'time')} in {counted(self.stories, 'story')}, by {counted(len(self.editors), 'editor')}"
        note = f"Editors corrected {forms} to {self.target} {hands}; the kind is a guess."
        variants = [form for form, _ in self.forms if form.casefold() != self.target.casefold()]
        term = {"preferred": self.target, "variants": variants} if variants else self.target
        terms = {self.language: self.source, self.locale: term} if self.source else {self.locale: term}
        return {"kind": by_shape(self.target), "status": "proposed", "note": note, **terms}


@dataclass(slots=True)
class _Met:
    """One correction as it was met."""

    rewrite: Rewrite
    before: str
    example: Example
    candidates: tuple[tuple[str, str], ...] = ()  # (concept or "", name in the source)


@dataclass(slots=True)
class _Heard:
    """Who made a correction, and in which stories: what decides whether it is worth a second look."""

    editors: set[str] = field(default_factory=set)
    stories: set[str] = field(default_factory=set)


def learnt_corrections(
    store: Store, names: Names, *, rejected: Collection[Pair] = (), locale: str = "", editors: int = 2, stories: int = 3,
    examples: int = 5, progress: Callable[[int], None] | None = None,
) -> list[Learnt]:  # fmt: skip
    """Corrections made by at least so many `editors`, or in at least so many `stories`, the best founded first.

    `rejected` are pairs that were turned down: they are not shown again. What the glossary brings to that form already is
    left out. `progress` is called with the number of texts read. The events are read again for what
    recurs, and once more for what speaks against it.
    """
    heard, frequency = _first_look(store, locale, progress)
    turned_down = frozenset(rejected)
    recurring = {key for key, one in heard.items() if len(one.editors) >= editors or len(one.stories) >= stories}
    if not recurring:
        return []
    met: dict[tuple[str, str], list[_Met]] = defaultdict(list)
    with store.read() as connection:
        for one in rewrites(connection, KINDS):
            for before, after, example in _corrections(one, locale):
                if (one.locale, after) in recurring and Pair(one.locale, before, after) not in turned_down:
                    met[one.locale, after].append(_Met(one, before, example))
    found: list[Learnt] = []
    for (tag, target), places in met.items():
        for source, entry, members in _clusters(places, target, names, frequency):
            who = sorted({each.rewrite.actor for each in members})
            where = {each.rewrite.story for each in members}
            if (len(who) < editors and len(where) < stories) or _known(names, entry, members[0].rewrite, target, members):
                continue
            forms = Counter(each.before for each in members)
            found.append(Learnt(
                tag, members[0].rewrite.language, source, target, entry,
                tuple(sorted(forms.items(), key=lambda item: (-item[1], item[0]))), len(members), tuple(who), len(where),
                tuple(each.example for each in members[:examples]),
            ))  # fmt: skip
    found = _with_counter_examples(store, found, examples) if found else found
    return sorted(found, key=lambda each: (-len(each.editors), -each.stories, -each.count, each.locale, each.target, each.source))


def _first_look(
    store: Store, locale: str, progress: Callable[[int], None] | None
) -> tuple[dict[tuple[str, str], _Heard], Mapping[str, Counter[str]]]:
    """Who put what into a locale's texts, and how many edited texts have each word of a source language."""
    heard: dict[tuple[str, str], _Heard] = defaultdict(_Heard)
    frequency: dict[str, Counter[str]] = defaultdict(Counter)
    with store.read() as connection:
        for count, one in enumerate(rewrites(connection, KINDS), start=1):
            for _, after, _ in _corrections(one, locale):
                heard[one.locale, after].editors.add(one.actor)
                heard[one.locale, after].stories.add(one.story)
            frequency[one.language].update(set(_WORD.findall(one.source)))
            if progress:
                progress(count)
    return heard, frequency


def _corrections(one: Rewrite, locale: str) -> Iterator[tuple[str, str, Example]]:
    """The words that gave way to others in a text, without the articles and prepositions before and behind them."""
    if (locale and one.locale != locale) or not is_spaced(one.locale):
        return
    for run in replaced(one.before, one.after):
        before, after = _kernel(run.before, one.locale), _kernel(run.after, one.locale)
        if before and after and before != after:
            old, new = one.before.find(before, run.at_old), one.after.find(after, run.at_new)
            example = Example(
                one.edition, one.unit, around(one.before, old, old + len(before)), around(one.after, new, new + len(after))
            )
            yield before, after, example


def _kernel(text: str, locale: str) -> str:
    """A run without small words at its ends; "" when it is no word or name, or too long for one."""
    small = function_words(locale).every
    words = text.split(" ")
    while words and words[0].lower() in small:
        words = words[1:]
    while words and words[-1].lower() in small:
        words = words[:-1]
    ours = len(words) <= _MOST_WORDS and all(_WORD.fullmatch(word) for word in words)
    return " ".join(words) if ours else ""


def _clusters(
    places: Sequence[_Met], target: str, names: Names, frequency: Mapping[str, Counter[str]]
) -> Iterator[tuple[str, str, list[_Met]]]:
    """(name in the source, concept, places): corrections to one form, told apart by what they translate."""
    for one in places:
        one.candidates = tuple(_candidates(one, target, names))
    rest = list(places)
    while rest:
        counts = Counter(candidate for one in rest for candidate in set(one.candidates))
        best = max(counts, key=lambda each: (bool(each[0]), counts[each], _alike(each[1], target), each), default=None)
        if best is not None and not best[0] and counts[best] < 2 and _alike(best[1], target) < _ALIKE:
            best = None
        if best is None:
            for form in dict.fromkeys(one.before for one in rest):
                members = [one for one in rest if one.before == form]
                yield _common_word(members, frequency), "", members
            return
        members = [one for one in rest if best in one.candidates]
        forms = {one.before for one in members}
        members = [one for one in rest if best in one.candidates or (one.before in forms and not any(c[0] for c in one.candidates))]
        yield best[1], best[0], members
        rest = [one for one in rest if one not in members]


def _candidates(one: _Met, target: str, names: Names) -> Iterator[tuple[str, str]]:
    """(concept, its name) where a concept of the source has either spelling in the locale; else names without an entry."""
    rewrite = one.rewrite
    if not rewrite.language:
        return
    hits = names.find(rewrite.source, rewrite.language, rewrite.locale)
    entries = names.entries(rewrite.language, rewrite.locale)
    known = False
    for hit in hits:
        term = entries[hit.form.entry].term(rewrite.locale)
        if term is not None and {spelling.text for spelling in term.spellings()} & {one.before, target}:
            known = True
            yield hit.form.entry, hit.form.text
    if known or not (is_name(target) or is_name(one.before)) or not is_spaced(rewrite.language):
        return
    for start, end, head in name_runs(rewrite.source, rewrite.language):
        name = rewrite.source[start:end]
        covered = any(start < hit.end and end > hit.start for hit in hits)
        if not covered and (not head or " " in name or name == one.before):
            yield "", name


def _alike(one: str, other: str) -> float:
    return SequenceMatcher(None, fold_letters(one).casefold(), fold_letters(other).casefold(), autojunk=False).ratio()


def _common_word(members: Sequence[_Met], frequency: Mapping[str, Counter[str]]) -> str:
    """The rarest run of words that all sources have, if they seldom stand elsewhere; "" when nothing stands out."""
    language = members[0].rewrite.language
    texts = list(dict.fromkeys(one.rewrite.source for one in members))
    if len(texts) < 2 or not is_spaced(language):
        return ""
    small = function_words(language).every
    common = set.intersection(*(set(_WORD.findall(text)) for text in texts))
    counts = frequency[language]
    rare = sorted((word for word in common if word.lower() not in small and len(word) > 2), key=lambda word: (counts[word], word))
    rare = [word for word in rare if counts[word] == counts[rare[0]]]
    if not rare or len(texts) / counts[rare[0]] < _LIFT:
        return ""
    runs = re.split(r"[^\w'’ -]+", texts[0])
    phrases = [run for text in runs for run in _phrases(text, set(rare), small)]
    return max((run for run in phrases if all(run in text for text in texts)), key=len, default=rare[0])


def _phrases(text: str, wanted: Collection[str], small: Collection[str]) -> Iterator[str]:
    """Runs of up to three words, with only wanted ones at the ends and small ones between."""
    words = text.split()
    for start, first in enumerate(words):
        for end in range(start + 1, min(start + 3, len(words)) + 1):
            run = words[start:end]
            if first in wanted and run[-1] in wanted and all(word in wanted or word in small for word in run):
                yield " ".join(run)


def _known(names: Names, entry: str, rewrite: Rewrite, target: str, members: Iterable[_Met]) -> bool:
    """Whether the glossary brings every one of these forms to the target already."""
    found = names.entries(rewrite.language, rewrite.locale).get(entry) if entry else None
    term = found.term(rewrite.locale) if found else None
    if term is None or target not in (term.preferred, term.short):
        return False
    mended = {spelling.text for spelling in term.spellings() if not spelling.approved}
    return all(one.before in mended for one in members)


def _with_counter_examples(store: Store, found: Sequence[Learnt], most: int) -> list[Learnt]:
    """The proposals with the places where an editor left one of their forms, put in another one, or took the target out."""
    by_form: dict[tuple[str, str], list[int]] = defaultdict(list)
    by_target: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, one in enumerate(found):
        by_target[one.locale, one.target].append(n)
        for form, _ in one.forms:
            by_form[one.locale, form].append(n)
    locales = {one.locale for one in found}
    against: dict[int, list[Example]] = defaultdict(list)
    counts: Counter[int] = Counter()
    with store.read() as connection:
        for rewrite in rewrites(connection, KINDS):
            if rewrite.locale not in locales:
                continue
            others: dict[int, Example] = {}
            for before, after, example in _corrections(rewrite, ""):
                others |= {n: example for n in by_form.get((rewrite.locale, before), ()) if after != found[n].target}
                others |= {n: example for n in by_target.get((rewrite.locale, before), ()) if after in dict(found[n].forms)}
            words = _WORD.findall(rewrite.after)
            for length in range(1, _MOST_WORDS + 1):
                for run in {" ".join(words[at : at + length]) for at in range(len(words) - length + 1)}:
                    for n in by_form.get((rewrite.locale, run), ()):
                        at = rewrite.after.find(run)
                        if at >= 0 and found[n].target not in rewrite.after and run in rewrite.before:
                            left = around(rewrite.after, at, at + len(run))
                            others.setdefault(n, Example(rewrite.edition, rewrite.unit, left, left))
            for n, example in others.items():
                counts[n] += 1
                if len(against[n]) < most:
                    against[n].append(example)
    return [replace(one, against=counts[n], against_examples=tuple(against[n])) for n, one in enumerate(found)]
