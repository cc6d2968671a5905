"""Proposals for the glossary: names in stories that it does not have, and corrections that editors make again and again.

Everything is a proposal with counts and examples; nothing here decides. Pure functions.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, NamedTuple

from newstrans.glossary.common_words import common_words
from newstrans.glossary.exchange.base import free_id
from newstrans.glossary.lint.homographs import calendar_words
from newstrans.glossary.names import Names
from newstrans.languages import is_spaced, language_of
from newstrans.model import Edition
from newstrans.text.casing import is_title_case
from newstrans.text.diff import replaced

# Small words that stand inside a name: "Ministry of Defence", "Ursula von der Leyen", "Partido dos Trabalhadores".
_LINKS = frozenset("of the de da do das dos del della der den von van zu bin ibn al el la le y e und et di du des d".split())
# What the words round a name say about its kind. Small letters; the languages that news comes in most.
_PERSON_BEFORE = frozenset(
    "mr mrs ms dr president minister premier chancellor senator governor general colonel secretary mayor judge king queen pope "
    "spokesman spokeswoman spokesperson chairman director coach captain ambassador commissioner leader analyst lawyer "
    "presidente presidenta ministro ministra senador senadora gobernador canciller alcalde alcaldesa rey reina papa portavoz "
    "chanceler prefeito governador deputado deputada président présidente ministre maire roi reine porte-parole "
    "präsident präsidentin kanzler kanzlerin sprecher sprecherin bürgermeister könig papst herr frau "
    "президент міністр министр премьер прем'єр губернатор глава".split()
)
_PERSON_AFTER = frozenset("said says told added who dijo afirmó disse afirmou quien quem sagte der die заявил сказал заявив сказав".split())
_PLACE_BEFORE = frozenset("in at near from to around outside en em no na nos nas desde hasta à au aux nach bei aus в у из з із від near".split())
_ORGANISATION_WORDS = frozenset(
    "Ministry University Bank Party Council Commission Agency Committee Court Union Group Corporation Corp Inc Ltd Company Association "
    "Institute Federation Foundation Authority Organization Organisation Police Army Forces Ministerio Universidad Banco Partido Consejo "
    "Comisión Agencia Tribunal Sindicato Ministério Universidade Conselho Comissão Ministère Université Banque Parti Conseil Ministerium "
    "Universität Partei Rat Kommission Behörde Verband".split()
)
_PLACE_WORDS = frozenset("River Lake Sea Bay Island Islands Mountain Mountains Province Region Airport Port Street Valley Peninsula Strait Río Lago Rio Mar Ilha".split())
_EVENT_WORDS = frozenset("Cup Games Summit Festival Conference Championship Treaty Agreement War Olympics Copa Cumbre Cúpula Tratado Acuerdo Acordo".split())
_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’.][^\W\d_]+)*\.?", re.UNICODE)
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)]*\s*$|^\s*[\"'“‘«(–—-]*\s*$")
_EXAMPLE_CHARS = 160


class Text(NamedTuple):
    """A unit of a story: where it is from, its language, its text."""

    story: str
    language: str
    text: str


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


def names_without_entry(texts: Iterable[Text], names: Names, *, least: int = 2) -> list[Proposal]:
    """Capitalised names that no entry covers, the most frequent first.

    A single word at the head of a sentence counts only where it also stands inside one. German writes every noun with a
    capital, so only names of several words are taken there.
    """
    found: dict[tuple[str, str], Proposal] = {}
    known = {spelling.text for entry in names.glossary.entries for term in entry.terms.values() for spelling in term.spellings()}
    hints: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for text in texts:
        if not is_spaced(text.language) or text.text.isupper() or is_title_case(text.text):
            continue
        taken = [(hit.start, hit.end) for hit in names.find(text.text, text.language, text.language)]
        for start, end, at_head in name_runs(text.text, text.language):
            if any(start < stop and end > begin for begin, stop in taken):
                continue
            name = text.text[start:end]
            single = " " not in name
            if name in known or (single and _bare(name) in calendar_words(language_of(text.language))):
                continue
            if single and (at_head or language_of(text.language) == "de") and not _acronym(name):
                continue
            key = (text.language, name)
            proposal = found.setdefault(key, Proposal(name, text.language, "person"))
            proposal.count += 1
            proposal.stories.add(text.story)
            hints[key][_kind_hint(text.text, start, end)] += 1
            if len(proposal.examples) < 3:
                proposal.examples.append(around(text.text, start, end))
    for key, proposal in found.items():
        hints[key].pop("", None)
        proposal.kind = hints[key].most_common(1)[0][0] if hints[key] else by_shape(proposal.name)
    _fold_short_names(found)
    kept = [one for one in found.values() if one.count >= least]
    return sorted(kept, key=lambda one: (-len(one.stories), -one.count, one.name))


def _fold_short_names(found: dict[tuple[str, str], Proposal]) -> None:
    """A surname on its own belongs to the only full name that ends in it."""
    for key in [key for key in found if " " not in key[1]]:
        owners = [other for other in found if other[0] == key[0] and other[1].endswith(f" {key[1]}")]
        if len(owners) == 1:
            full = found[owners[0]]
            full.count += found[key].count
            full.stories |= found[key].stories
            del found[key]


def name_runs(text: str, language: str) -> Iterator[tuple[int, int, bool]]:
    """Ranges of capitalised words in a row, small linking words between them; and whether they begin a sentence."""
    words = list(_TOKEN.finditer(text))
    at = 0
    while at < len(words):
        if not _capital(words[at].group()):
            at += 1
            continue
        last = at
        while last + 1 < len(words) and text[words[last].end() : words[last + 1].start()] == " " and not _ends(words[last].group()):
            step = last + 1
            if _capital(words[step].group()):
                last = step
                continue
            while step < len(words) and step - last <= 3 and words[step].group() in _LINKS and text[words[step - 1].end() : words[step].start()] == " ":
                step += 1
            if step > last + 1 and step < len(words) and step - last <= 4 and _capital(words[step].group()) and text[words[step - 1].end() : words[step].start()] == " ":
                last = step
                continue
            break
        titles = [n for n in range(at, last) if _bare(words[n].group()).casefold() in _PERSON_BEFORE]
        first = titles[-1] + 1 if titles else at  # "Foreign Minister" is no part of the name
        head = bool(_SENTENCE_END.search(text[: words[at].start()])) or not text[: words[at].start()].strip()
        common = common_words(language)
        while first <= last and (_bare(words[first].group()).casefold() in common or _bare(words[first].group()).casefold() in _PERSON_BEFORE):
            first += 1  # nor is "The"
        head = head and first == at
        if first <= last:
            end = words[last].end() - (words[last].group().endswith(".") and not _abbreviated(words[last].group()))
            if end - words[first].start() > 1:
                yield words[first].start(), end, head
        at = last + 1


def _capital(word: str) -> bool:
    return word[:1].isupper()


def _bare(word: str) -> str:
    return word.rstrip(".")


def _ends(word: str) -> bool:
    return word.endswith(".") and not _abbreviated(word)


def _abbreviated(word: str) -> bool:
    return bool(re.fullmatch(r"(?:[^\W\d_]\.)+|Mr\.|Mrs\.|Ms\.|Dr\.|St\.|Gen\.|Sen\.|Gov\.|Lt\.|Col\.", word))


def _acronym(name: str) -> bool:
    return 2 <= len(name) <= 6 and name.isupper() and name.isalpha()


def _kind_hint(text: str, start: int, end: int) -> str:
    """What the name's words and neighbours say about its kind, "" for nothing."""
    words = set(_TOKEN.findall(text[start:end]))
    before = _TOKEN.findall(text[max(0, start - 40) : start])
    after = _TOKEN.findall(text[end : end + 30])
    for known, kind in ((_ORGANISATION_WORDS, "organisation"), (_PLACE_WORDS, "place"), (_EVENT_WORDS, "event")):
        if words & known:
            return kind
    if _acronym(text[start:end]):
        return "acronym"
    if before and _bare(before[-1]).casefold() in _PERSON_BEFORE:
        return "person"
    if after and after[0].casefold() in _PERSON_AFTER:
        return "person"
    return "place" if before and before[-1].casefold() in _PLACE_BEFORE else ""


def by_shape(name: str) -> str:
    """The likeliest kind of a name of which nothing but its shape is known."""
    return "acronym" if _acronym(name) else "person" if " " in name else "place"


def around(text: str, start: int, end: int) -> str:
    """The words round a name, on one line."""
    room = max(20, (_EXAMPLE_CHARS - (end - start)) // 2)
    left, right = max(0, start - room), min(len(text), end + room)
    left = left if left == 0 else text.rfind(" ", 0, left + 1) + 1
    right = right if right == len(text) else max(text.find(" ", right - 1), right)
    return " ".join(f"{'…' if left else ''}{text[left:right]}{'…' if right < len(text) else ''}".split())


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
