"""The case a name stands in, and its form in that case. Pure functions.

Between two languages that inflect, the case of the source is taken over (case transfer): right in 98.3 % of FLORES'
names, where a citation form was right in 30 % (terminology.md 2.4). One spelling may stand for several cases; then
the preposition decides, at last the commonest case, and the reader is told which.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from newstrans.glossary.entry import Term
from newstrans.languages import language_of

# Languages whose names take case endings: a citation form put into running text would be wrong more often than
# right (30 % against 98 % by case transfer, terminology.md 2.4).
INFLECTING = frozenset("be bs cs el et fi hr hu lt lv pl ro ru sk sl sr tr uk".split())

# Sources: Розенталь, Справочник по правописанию (управление); Вихованець, Прийменникова система української мови.
_GOVERNS: Mapping[str, Mapping[str, str]] = {
    "ru": {
        "в": "accs loct", "во": "accs loct", "на": "accs loct", "о": "loct", "об": "loct", "обо": "loct", "при": "loct",
        **dict.fromkeys("из от до для без у около после против кроме среди вокруг из-за из-под возле вне внутри вдоль мимо насчёт ради".split(), "gent"),
        **dict.fromkeys("к ко благодаря согласно вопреки навстречу".split(), "datv"), "с": "ablt gent", "со": "ablt gent",
        "по": "datv", "за": "ablt accs", "под": "ablt accs", "перед": "ablt", "над": "ablt", "между": "ablt gent",
        **dict.fromkeys("через про сквозь".split(), "accs"),
    },
    "uk": {
        "в": "loct accs", "у": "loct accs gent", "на": "loct accs", "про": "accs", "при": "loct", "по": "loct",
        **dict.fromkeys("з із зі від до для без біля після проти крім серед навколо щодо коло поза навпроти замість заради".split(), "gent"),
        "за": "ablt accs gent", "під": "ablt accs", "перед": "ablt", "над": "ablt", "між": "ablt", "через": "accs", "крізь": "accs",
        **dict.fromkeys("завдяки всупереч назустріч".split(), "datv"), "о": "loct",
    },
}  # fmt: skip
_GOVERNS_BEFORE_ABLT = {"ru": frozenset({"с", "со"}), "uk": frozenset({"з", "із", "зі"})}
# What may stand between a preposition and its name: adjectives and numerals in agreement ("в соседней Германии").
_ATTRIBUTE = re.compile(r"(?i)^[\w-]+(?:ой|ей|ий|ый|ого|его|ому|ему|их|ых|им|ым|ыми|ими|ом|ем|ую|юю|ая|яя|ій|ої|ою|ьої|ьому|іх|ів)$")
# Words behind a name whose subject stands in the dative: "Германии нужны врачи". Розенталь, § 199; Вихованець.
_DATIVE_BEFORE = {
    "ru": re.compile(r"(?i)^ (?:нужн(?:о|а|ы)|нужен|надо|необходим[аоы]?|нельзя|следует|удалось|пришлось|приходится|предстоит|грозит|грозят|не хватает)\b"),
    "uk": re.compile(r"(?i)^ (?:потрібн(?:о|а|і|ий)|треба|необхідн(?:о|а|і|ий)|варто|слід|вдалося|довелося|доводиться|загрожує|загрожують|бракує|не вистачає)\b"),
}  # fmt: skip
# The likeliest case of a name that no preposition governs, first.
_USUAL = ("nomn", "gent", "accs", "loct", "ablt", "datv", "voct")


class Cases(NamedTuple):
    """The case a name stands in, likeliest first, and how that was decided: "form", "preposition" or "guess"."""

    cases: tuple[str, ...]
    how: str


def cases_of(text: str, term: Term, *, short: bool) -> tuple[str, ...]:
    """The cases that the spelling `text` can stand for."""
    role = "short" if short else "preferred"
    found = [form.case for form in term.spellings() if form.text == text and form.role == role and form.case]
    return tuple(dict.fromkeys(found))


def case_in_text(text: str, start: int, end: int, term: Term, *, short: bool, language: str) -> Cases | None:
    """The case in which the name at `text[start:end]` stands; None when its spelling is in no paradigm."""
    possible = cases_of(text[start:end], term, short=short)
    if not possible:
        return None
    if len(possible) == 1:
        return Cases(possible, "form")
    governed = _governed(text[:start], language_of(language))
    fitting = tuple(case for case in governed if case in possible)
    if fitting:
        return Cases(fitting, "preposition" if len(fitting) == 1 or governed[0] == fitting[0] else "guess")
    before_verb = _DATIVE_BEFORE.get(language_of(language))
    if governed == () and "datv" in possible and before_verb and before_verb.match(text[end:]):
        return Cases(("datv",), "guess")
    without = [case for case in _USUAL if case in possible]
    if governed == () and "nomn" in without and _after_noun(text[:start]):
        without = [*without[1:], without[0]] if len(without) > 1 and "gent" in without else without
    return Cases(tuple(without), "guess")


def _governed(before: str, language: str) -> tuple[str, ...]:
    """The cases that the preposition before a name asks for; () when there is none. The scan stops at a noun."""
    table = _GOVERNS.get(language, {})
    for step, word in enumerate(reversed(re.findall(r"[\w-]+|[^\w\s]", before))):
        if not word[0].isalpha() or step > 3:
            return ()
        if word.lower() in table:
            return tuple(table[word.lower()].split())
        if not _ATTRIBUTE.match(word):
            return ()
    return ()


def _after_noun(before: str) -> bool:
    """Whether a word in small letters that is no verb of motion or preposition stands right before: "сборная Германии"."""
    word = re.search(r"([^\W\d_]+) $", before)
    return word is not None and word[1].islower() and len(word[1]) > 3


def form_in_case(term: Term, case: str, *, short: bool) -> tuple[str, bool] | None:
    """The form to write for a case, and whether a library made it; None when none is known."""
    citation = term.short if short else term.preferred
    if case == "nomn":
        return citation, False
    forms, made = (term.short_forms, term.made_short_forms) if short else (term.forms, term.made_forms)
    if case in forms:
        return forms[case], False
    return (made[case], True) if case in made else None


def transferred(source: Cases, term: Term, *, short: bool) -> tuple[str, bool] | None:
    """The target form for the source's case, and whether it is a draft; None where no form is known.

    Cases that the target writes alike are one answer; otherwise the likeliest case counts.
    """
    for case in source.cases:
        found = form_in_case(term, case, short=short)
        if found is not None:
            return found
    return None
