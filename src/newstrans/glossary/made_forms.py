"""Case forms of Russian and Ukrainian names as pymorphy3 makes them, of one word or several. Pure functions.

A name of several words is one phrase: what stands before the noun agrees with it in gender, number and case ("в Северной
Корее"), what stands behind it in the genitive stays as it is ("Организации Объединённых Наций"), a second noun
behind "и" has the case too. Where the words do not fit such a phrase nothing is made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Any, NamedTuple

from newstrans.languages import language_of

# Languages whose forms pymorphy3 can draft.
DRAFTED = frozenset({"ru", "uk"})
# The cases that are made, in the order in which they are listed.
_MADE = ("gent", "accs", "loct", "ablt", "datv")
_CONSONANTS = frozenset("бвгґджзйклмнпрстфхцчшщь")
_JOINING = frozenset({"и", "та", "і", "й", "—", "–", "-"})
_ATTRIBUTES = frozenset({"ADJF", "PRTF"})
_GENDERS = frozenset({"masc", "femn", "neut"})
# "Республикою", "Северною", "новейшая": forms that news does not write, of other degrees and of verse.
_KINDS_OF_PARTICIPLE = frozenset({"pssv", "actv", "past", "pres"})
_RARE = frozenset({"V-oy", "V-ey", "Supr", "Cmp2", "Arch", "Infr", "Erro", "Dist"})
_KIND_TAGS = {"place": {"Geox"}, "organisation": {"Orgn", "Trad"}}


class _Word(NamedTuple):
    """A word of a name, and its analysis; None for one that stays as it is.

    `beside`: a name beside a noun, which news leaves as it is ("в Республике Беларусь") and may inflect.
    """

    text: str
    parse: Any = None
    beside: bool = False


@lru_cache(maxsize=4)
def _analyser(language: str) -> Any:
    """pymorphy3 for ru or uk, where it is installed (`pip install newstrans[morph]`)."""
    if language not in DRAFTED:
        return None
    try:
        import pymorphy3

        return pymorphy3.MorphAnalyzer(lang=language)
    except (ImportError, ValueError):
        return None


def drafts_available() -> str:
    """The version of the library that drafts forms; "" where it is not installed."""
    import importlib.metadata

    try:
        return importlib.metadata.version("pymorphy3")
    except importlib.metadata.PackageNotFoundError:
        return ""


def draft_forms(name: str, kind: str, gender: str, language: str) -> dict[str, tuple[str, ...]]:
    """The forms of `name` by case as pymorphy3 makes them, the one to write first, doublets behind it.

    {} where pymorphy3 is not sure or not installed. They are drafts: its dictionaries have gaps, so a person confirms
    them (terminology.md 8).
    """
    analyser = _analyser(language_of(language))
    if analyser is None or not name:
        return {}
    words = _person(analyser, name.split(" "), gender) if kind == "person" else _phrases(analyser, name.split(" "), kind)
    if words is None:
        return {}
    drafts = {}
    for case in _MADE:
        forms = [_in_case(word, case, kind) for word in words]
        if not all(forms):
            return {}
        # The n-th spelling of each word; one with fewer gives its last.
        rows = zip_longest(*forms)
        last = [own[0] for own in forms]
        found = []
        for row in rows:
            last = [form or before for form, before in zip(row, last, strict=True)]
            found.append(" ".join(last))
        drafts[case] = tuple(dict.fromkeys(found))
    return drafts


def _person(analyser: Any, words: Sequence[str], gender: str) -> list[_Word] | None:
    """All names of a person have the case."""
    found = []
    for place, word in enumerate(words):
        wanted = {"Surn"} if place == len(words) - 1 else {"Name", "Patr"}
        if gender == "f" and "Surn" in wanted and word[-1:] in _CONSONANTS:  # women's surnames that end so never change
            found.append(_Word(word))
            continue
        parses = [parse for parse in _nominatives(analyser, word, {"NOUN", *_ATTRIBUTES}) if "plur" not in _tags(parse)]
        if gender == "m" and word[-1:] in _CONSONANTS:  # men's names that end so are never left as they are
            parses = [parse for parse in parses if "Fixd" not in _tags(parse)] or parses
        if gender in ("m", "f"):
            other = "masc" if gender == "f" else "femn"
            parses = [parse for parse in parses if other not in _tags(parse)] or parses
        best = _best(parses, wanted)
        if best is None:
            return None
        found.append(_Word(word, best))
    return found


def _phrases(analyser: Any, words: Sequence[str], kind: str) -> list[_Word] | None:
    """The words of a name that is no person's, phrase by phrase; None where one has no noun that the others agree with."""
    found: list[_Word] = []
    at = 0
    while at < len(words):
        end = next((n for n in range(at, len(words)) if words[n] in _JOINING), len(words))
        phrase = _phrase(analyser, words[at:end], kind)
        if phrase is None:
            return None
        found += phrase
        found += [_Word(word) for word in words[end : end + 1]]
        at = end + 1
    return found


def _phrase(analyser: Any, words: Sequence[str], kind: str) -> list[_Word] | None:
    for head in reversed(range(len(words))):
        for noun in _nouns(analyser, words[head], kind, alone=len(words) == 1):
            before = [_agreeing(analyser, word, noun) for word in words[:head]]
            if all(before):
                behind = [_behind(analyser, word, kind) for word in words[head + 1 :]]
                if None in behind:
                    return None
                attributes = [_Word(word, parse) for word, parse in zip(words, before, strict=False)]
                return [*attributes, _Word(words[head], noun), *(one for one in behind if one is not None)]
    return None


def _nouns(analyser: Any, word: str, kind: str, *, alone: bool) -> list[Any]:
    """Analyses of the noun of a name, the likeliest first; a name of one word may be an adjective ("Грозный")."""
    parses = _nominatives(analyser, word, {"NOUN", *_ATTRIBUTES} if alone else {"NOUN"})
    wanted = _KIND_TAGS.get(kind, set())
    return sorted(parses, key=lambda parse: _fit(parse, wanted), reverse=True)


def _behind(analyser: Any, word: str, kind: str) -> _Word | None:
    """A word behind the noun: a genitive stays, a name beside it ("Республика Беларусь") is inflected."""
    if not re.fullmatch(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*", word):
        return _Word(word)
    beside = [parse for parse in _nouns(analyser, word, kind, alone=False) if "sing" in _tags(parse) or "plur" not in _tags(parse)]
    if any("gent" in _tags(parse) for parse in analyser.parse(_plain(word))) and not (beside and word[:1].isupper()):
        return _Word(word)
    return _Word(word, beside[0], beside=True) if beside else None


def _agreeing(analyser: Any, word: str, noun: Any) -> Any:
    """The analysis of an adjective before `noun` that agrees with it."""
    wanted = {"plur"} if "plur" in _tags(noun) else _tags(noun) & _GENDERS
    return _best([parse for parse in _nominatives(analyser, word, _ATTRIBUTES) if wanted <= _tags(parse)], set())


def _nominatives(analyser: Any, word: str, parts: set[str] | frozenset[str]) -> list[Any]:
    parses = [parse for parse in analyser.parse(_plain(word)) if "nomn" in _tags(parse) and _tags(parse) & parts]
    return [parse for parse in parses if not _tags(parse) & _RARE]


def _best(parses: Sequence[Any], wanted: set[str]) -> Any:
    return max(parses, key=lambda parse: _fit(parse, wanted), default=None)


def _fit(parse: Any, wanted: set[str]) -> tuple[int, bool, float]:
    return len(wanted & _tags(parse)), "sing" in _tags(parse), parse.score


def _in_case(word: _Word, case: str, kind: str) -> tuple[str, ...]:
    """The forms of one word in a case, that of news style first; () where the library has none."""
    if word.parse is None or "Fixd" in _tags(word.parse):
        return (word.text,)
    own = _tags(word.parse)
    if word.beside:
        return tuple(dict.fromkeys((word.text, *_in_case(word._replace(beside=False), case, kind))))
    plural, gender = "plur" in own, own & _GENDERS
    noun = "NOUN" in own
    if kind != "person" and case == "accs" and ("masc" in own or plural):
        return (word.text,)  # places and games have no soul, whatever a dictionary of surnames says
    if kind == "person" and case == "accs" and "masc" in own and noun and word.text[-1:] not in "ая":
        case = "gent"  # men have a soul; the dictionaries have first names without one too
    found = []
    for form in word.parse.lexeme:
        tags = _tags(form)
        if case not in tags or tags & (_RARE - own) or ("plur" in tags) != plural or ("NOUN" in tags) != noun:
            continue
        if not own & _KINDS_OF_PARTICIPLE <= tags:
            continue
        if not plural and gender and tags & _GENDERS and not tags & gender:
            continue
        if case == "accs" and {"anim" if kind != "person" else "inan"} & tags and not noun:
            continue
        found.append(form.word)
    found.sort(key=lambda form: _less_usual(form, word.text, case, kind))
    made = tuple(dict.fromkeys(_cased_like(word.text, form) for form in found))
    return made if noun else made[:1]


def _less_usual(form: str, name: str, case: str, kind: str) -> bool:
    """Whether another form of the case is the one of news style (Український правопис 2019, § 87).

    "у Берліні", not "у Берлінові"; "Кличку", not "Кличкові", but "на Кличкові"; "на Лаврову", "на Сергії"; "у Північному", not "у Північнім".
    """
    if form.endswith(("ськім", "цькім", "нім", "рім", "вім", "лім", "гім", "їм")):
        return True
    long = form.endswith(("ові", "еві", "єві"))
    if kind == "person" and case == "loct" and name.endswith("о"):
        return not long  # "на Дмитрові"
    return long and (kind != "person" or case == "datv" or name.endswith(("ов", "ев", "єв", "їв", "ин", "ін", "й")))


def _tags(parse: Any) -> frozenset[str]:
    return _parted(str(parse.tag))


@lru_cache(maxsize=4096)
def _parted(tag: str) -> frozenset[str]:
    return frozenset(re.split(r"[ ,]", tag))


def _plain(word: str) -> str:
    """A word as the dictionaries have it: with the straight apostrophe."""
    return word.replace("’", "'").replace("ʼ", "'")


def _cased_like(word: str, form: str) -> str:
    """`form` with the capitals and the apostrophe of `word`, part by part ("Нью-Йорка")."""
    for sign in ("’", "ʼ"):
        if sign in word:
            form = form.replace("'", sign)
    if word.isupper() and len(word) > 1:
        return form.upper()
    ours, theirs = word.split("-"), form.split("-")
    if len(ours) != len(theirs):
        ours, theirs = [word], [form]
    return "-".join(new[:1].upper() + new[1:] if old[:1].isupper() else new for old, new in zip(ours, theirs, strict=True))
