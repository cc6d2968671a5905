"""Proposals for the glossary, learnt from what editors correct again and again at the desk. Nothing is decided here.

A correction counts when the same word or name gave way to the same other one by the hand of two editors or in three
stories. Only texts that editors wrote are read, row by row, so that a store of any size will do. In languages written
without spaces what was changed is one character of a name, so it is told from all its places: what they have in common.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import partial
from itertools import islice, takewhile
from typing import Any, NamedTuple

from newstrans import __version__
from newstrans.answer_cache import AnswerCache
from newstrans.formats.edition_json import as_plain, from_record
from newstrans.glossary.names import Names
from newstrans.glossary.sightings import Text, around, by_shape, name_runs
from newstrans.glossary.suggest import StoryTexts, counted, is_name
from newstrans.languages import is_spaced
from newstrans.store.connect import Store
from newstrans.store.events import last_hash
from newstrans.store.rewrites import Rewrite, rewrites
from newstrans.store.stories import NewestSource, newest_sources, source_texts
from newstrans.text.diff import Replaced, replaced
from newstrans.text.function_words import function_words
from newstrans.text.letters import fold_letters

# What editors do to a text by hand; an undone edit of the glossary is a correction too.
KINDS = ("edit", "undo_edit")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_MOST_WORDS = 5
# The same in languages written without spaces, and the writing that names go on in: Han, or katakana.
_CHARACTERS = re.compile(r"[^\W\d_]{1,12}(?:[\u00b7\u30fb][^\W\d_]{1,12}){0,3}")
_MOST_CHARACTERS = 12
_HAN = re.compile("[\u3005\u4e00-\u9fff]")
_KATAKANA = re.compile("[\u30a1-\u30fa\u30fc\u30fb]")
# Texts that are compared, and looked up in the cache, together.
_AT_ONCE = 400
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
    at: int  # where what was put in stands in the text behind
    example: Example
    candidates: tuple[tuple[str, str], ...] = ()  # (concept or "", name in the source)


@dataclass(slots=True)
class _Heard:
    """Who made a correction, and in which stories: what decides whether it is worth a second look."""

    editors: set[str] = field(default_factory=set)
    stories: set[str] = field(default_factory=set)


def stored_stories(store: Store, recent: int) -> Iterator[StoryTexts]:
    """The newest stories of the store as `names_without_entry` takes them; each is read when it is asked for."""
    with store.read() as connection:
        rows = newest_sources(connection, recent)
    for one in rows:
        yield StoryTexts(one.story, f"{one.story} {one.revision} {one.sha256} {one.language}", partial(_texts_of, store, one))


def _texts_of(store: Store, one: NewestSource) -> list[Text]:
    with store.read() as connection:
        said, units = source_texts(connection, one.story, one.revision)
    language = one.language or said
    return [Text(one.story, own or language, text) for own, text in units if own or language]


def learnt_corrections(
    store: Store, names: Names, *, rejected: Collection[Pair] = (), locale: str = "", editors: int = 2, stories: int = 3,
    examples: int = 5, progress: Callable[[int], None] | None = None, seen: AnswerCache | None = None,
) -> list[Learnt]:  # fmt: skip
    """Corrections made by at least so many `editors`, or in at least so many `stories`, the best founded first.

    `rejected` are pairs that were turned down: they are not shown again. What the glossary brings to that form already is
    left out. `progress` is called with the number of texts read. The events are read again for what
    recurs, and once more for what speaks against it; what was changed in a text is found once, and kept in `seen`, as is the
    answer while nothing happens at the desk.
    """
    with store.read() as connection:
        last = last_hash(connection)
    asked = [__version__, names.revision, locale, editors, stories, examples, sorted(rejected), last]
    key = f"learnt {hashlib.sha256(json.dumps(asked).encode()).hexdigest()}"
    known = seen.recall([key]).get(key) if seen else None
    if known is not None:
        return [from_record(Learnt, one, name=key) for one in json.loads(known)]
    found = _learnt(_Texts(store, locale, seen), names, frozenset(rejected), editors, stories, examples, progress)
    if seen:
        seen.keep({key: json.dumps([as_plain(one) for one in found], ensure_ascii=False)})
    return found


def _learnt(
    texts: _Texts, names: Names, turned_down: Collection[Pair], editors: int, stories: int, examples: int,
    progress: Callable[[int], None] | None,
) -> list[Learnt]:  # fmt: skip
    heard, frequency = _first_look(texts, progress)
    recurring = {key for key, one in heard.items() if len(one.editors) >= editors or len(one.stories) >= stories}
    if not recurring:
        return []
    met: dict[tuple[str, str], list[_Met]] = defaultdict(list)
    for one, runs in texts.corrected():
        for run in runs:
            if (one.locale, run.after) in recurring and Pair(one.locale, run.before, run.after) not in turned_down:
                met[one.locale, run.after].append(_Met(one, run.before, run.at_new, _example(one, run)))
    found: list[Learnt] = []
    for (tag, target), places in _whole_names(met):
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
    found = _with_counter_examples(texts, found, examples) if found else found
    return sorted(found, key=lambda each: (-len(each.editors), -each.stories, -each.count, each.locale, each.target, each.source))


class _Texts:
    """What editors wrote over what, with the words that gave way to others; each text is compared once."""

    def __init__(self, store: Store, locale: str, seen: AnswerCache | None) -> None:
        self._store = store
        self._locale = locale
        self._seen = seen
        self._runs: dict[str, tuple[Replaced, ...]] = {}

    def every(self) -> Iterator[Rewrite]:
        """All texts, as the store has them."""
        with self._store.read() as connection:
            yield from rewrites(connection, KINDS)

    def corrected(self) -> Iterator[tuple[Rewrite, tuple[Replaced, ...]]]:
        """Texts with their corrections; those of another locale than the one asked for have none."""
        rest = self.every()
        while chunk := list(islice(rest, _AT_ONCE)):
            keys = [self._key(one) for one in chunk]
            self._find(dict(zip(keys, chunk, strict=True)))
            for one, key in zip(chunk, keys, strict=True):
                yield one, self._runs[key] if not self._locale or one.locale == self._locale else ()

    def _find(self, chunk: Mapping[str, Rewrite]) -> None:
        unknown = {key: one for key, one in chunk.items() if key not in self._runs}
        if self._seen and unknown:
            for key, text in self._seen.recall(unknown).items():
                self._runs[key] = tuple(Replaced(*row) for row in json.loads(text))
        fresh = {key: tuple(_corrections(one)) for key, one in unknown.items() if key not in self._runs}
        self._runs.update(fresh)
        if self._seen and fresh:
            self._seen.keep({key: json.dumps(runs, ensure_ascii=False) for key, runs in fresh.items()})

    @staticmethod
    def _key(one: Rewrite) -> str:
        return hashlib.sha256(f"{__version__}\0{one.locale}\0{one.before}\0{one.after}".encode("utf-8", "surrogatepass")).hexdigest()


def _first_look(
    texts: _Texts, progress: Callable[[int], None] | None
) -> tuple[dict[tuple[str, str], _Heard], Mapping[str, Counter[str]]]:
    """Who put what into a locale's texts, and how many edited texts have each word of a source language."""
    heard: dict[tuple[str, str], _Heard] = defaultdict(_Heard)
    frequency: dict[str, Counter[str]] = defaultdict(Counter)
    for count, (one, runs) in enumerate(texts.corrected(), start=1):
        for run in runs:
            heard[one.locale, run.after].editors.add(one.actor)
            heard[one.locale, run.after].stories.add(one.story)
        frequency[one.language].update(set(_WORD.findall(one.source)))
        if progress:
            progress(count)
    return heard, frequency


def _corrections(one: Rewrite) -> Iterator[Replaced]:
    """The words that gave way to others in a text, without the articles and prepositions before and behind them."""
    if not is_spaced(one.locale):
        yield from (run for run in replaced(one.before, one.after) if _CHARACTERS.fullmatch(run.before) and _CHARACTERS.fullmatch(run.after))
        return
    for run in replaced(one.before, one.after):
        before, after = _kernel(run.before, one.locale), _kernel(run.after, one.locale)
        if before and after and before != after:
            yield Replaced(before, after, one.before.find(before, run.at_old), one.after.find(after, run.at_new))


def _whole_names(
    met: Mapping[tuple[str, str], Sequence[_Met]]
) -> Iterator[tuple[tuple[str, str], Sequence[_Met]]]:
    """Corrections under what was put in; where words are not spaced, with what stood beside them in every place.

    Of 澤連斯基 made 泽连斯基 only two characters are other ones: that the rest belongs to the name is told by several texts.
    """
    for (tag, target), places in met.items():
        if is_spaced(tag):
            yield (tag, target), places
            continue
        by_form: dict[str, list[_Met]] = defaultdict(list)
        for one in places:
            by_form[one.before].append(one)
        wider: dict[str, list[_Met]] = defaultdict(list)
        for before, same in by_form.items():
            left, right = _beside(same, target)
            wider[left + target + right] += [replace(one, before=left + before + right) for one in same]
        yield from (((tag, form), same) for form, same in wider.items())


def _beside(places: Sequence[_Met], target: str) -> tuple[str, str]:
    """The characters of the same writing before and behind a correction that all its texts have, at least two different ones."""
    texts = {(one.rewrite.after[: one.at], one.rewrite.after[one.at + len(target) :]) for one in places}
    if len(texts) < 2:
        return "", ""
    lefts, rights = zip(*texts, strict=True)
    left = _of_one_writing((text[::-1] for text in lefts), target[:1])
    return left[::-1], _of_one_writing(rights, target[-1:])


def _of_one_writing(texts: Iterable[str], beside: str) -> str:
    """The characters that all texts begin with and that are written as the one beside them; only Han and katakana go on."""
    writing = next((one for one in (_HAN, _KATAKANA) if one.fullmatch(beside)), None)
    same = takewhile(lambda chars: len(set(chars)) == 1 and writing is not None and writing.fullmatch(chars[0]), zip(*texts, strict=False))
    return "".join(chars[0] for chars in islice(same, _MOST_CHARACTERS))


def _example(one: Rewrite, run: Replaced) -> Example:
    old, new = (run.at_old, run.at_old + len(run.before)), (run.at_new, run.at_new + len(run.after))
    return Example(one.edition, one.unit, around(one.before, *old), around(one.after, *new))


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
            by_form: dict[str, list[_Met]] = defaultdict(list)
            for one in rest:
                by_form[one.before].append(one)
            for same in by_form.values():
                yield _common_word(same, frequency), "", same
            return
        forms = {one.before for one in rest if best in one.candidates}
        members: list[_Met] = []
        others: list[_Met] = []
        for one in rest:
            belongs = best in one.candidates or (one.before in forms and not any(concept for concept, _ in one.candidates))
            (members if belongs else others).append(one)
        yield best[1], best[0], members
        rest = others


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


def _with_counter_examples(texts: _Texts, found: Sequence[Learnt], most: int) -> list[Learnt]:
    """The proposals with the places where an editor left one of their forms, put in another one, or took the target out."""
    by_form: dict[tuple[str, str], list[int]] = defaultdict(list)
    by_target: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, one in enumerate(found):
        by_target[one.locale, one.target].append(n)
        for form, _ in one.forms:
            by_form[one.locale, form].append(n)
    locales = {one.locale for one in found}
    begins = {form.split(" ")[0] for _, form in by_form}
    against: dict[int, list[Example]] = defaultdict(list)
    counts: Counter[int] = Counter()
    for rewrite, runs in texts.corrected():
        if rewrite.locale not in locales:
            continue
        others: dict[int, Example] = {}
        for change in runs:
            other = {n for n in by_form.get((rewrite.locale, change.before), ()) if change.after != found[n].target}
            other |= {n for n in by_target.get((rewrite.locale, change.before), ()) if change.after in dict(found[n].forms)}
            others |= dict.fromkeys(sorted(other), _example(rewrite, change)) if other else {}
        words = _WORD.findall(rewrite.after)
        for place in [place for place, word in enumerate(words) if word in begins]:
            for length in range(1, _MOST_WORDS + 1):
                form = " ".join(words[place : place + length])
                for n in by_form.get((rewrite.locale, form), ()):
                    at = rewrite.after.find(form)
                    if n not in others and at >= 0 and found[n].target not in rewrite.after and form in rewrite.before:
                        left = around(rewrite.after, at, at + len(form))
                        others.setdefault(n, Example(rewrite.edition, rewrite.unit, left, left))
        for n, example in others.items():
            counts[n] += 1
            if len(against[n]) < most:
                against[n].append(example)
    return [replace(one, against=counts[n], against_examples=tuple(against[n])) for n, one in enumerate(found)]
