"""Which pairs of the memory fit a text, how well, and what of them is offered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum

from rapidfuzz.distance import Indel

from newstrans.languages import language_of
from newstrans.memory.form import NUMBER, Form, form_of, source_key
from newstrans.memory.pairs import RANK, Level, Pair
from newstrans.model import Span, UnitKind
from newstrans.text.numbers import NumberMention, find_numbers, format_number

# Below this likeness a match costs an editor more than it saves.
FUZZY_FROM = 0.7
# Texts of one form that differ in numbers alone, and in names too.
_NUMBERS_DIFFER, _NAMES_DIFFER = 0.99, 0.97
_FIGURES = re.compile(r"\d(?:[\d.,'’\u00a0\u202f ]*\d)?")
_HEADS = frozenset({UnitKind.HEADLINE, UnitKind.SUBHEAD, UnitKind.HEADING})


class MatchKind(StrEnum):
    """How a pair fits; the first are the best."""

    CONTEXT = "context"  # the same source between the same neighbours
    EXACT = "exact"
    FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True)
class Query:
    """A text that is looked for. `before` and `after` are its neighbours' keys, None where they are not known."""

    text: str
    language: str
    locale: str
    kind: UnitKind | None = None
    names: tuple[Span, ...] = ()
    before: str | None = None
    after: str | None = None

    @property
    def key(self) -> str:
        """What equal sources have in common."""
        return source_key(self.text)

    @property
    def form(self) -> Form:
        """Its form."""
        return form_of(self.text, self.language, self.names)


@dataclass(frozen=True, slots=True)
class Match:
    """A pair that fits. `likeness` is 0 to 1, 1 for the same source; `text` is what is offered: the pair's translation.

    `adapted`: with the query's numbers in place of the pair's; `other_numbers`: its numbers are not the query's, and which
    stands for which is not certain.
    """

    kind: MatchKind
    likeness: float
    pair: Pair
    text: str
    adapted: bool = False
    other_numbers: bool = False


def is_head(kind: UnitKind) -> bool:
    """Whether a text is written as headlines are."""
    return kind in _HEADS


def likeness(one: Form, other: Form) -> float:
    """How alike two forms are, 0 to 1: the mean of their likeness by letters and by words.

    Letters forgive an ending, words tell that "not" was put in. Both are 1 - (deleted + inserted) / (all of both).
    """
    letters = Indel.normalized_similarity(one.text, other.text)
    return (letters + Indel.normalized_similarity(one.tokens, other.tokens)) / 2


def exact_matches(query: Query, pairs: Iterable[Pair]) -> list[Match]:
    """Those of `pairs` that have the query's source, best first: same neighbours, same kind of text, whose words, newest."""
    key = query.key
    return sorted(
        (_exact(query, pair) for pair in pairs if source_key(pair.source) == key),
        key=lambda match: _order(query, match),
    )


def fuzzy_matches(
    query: Query, pairs: Iterable[Pair], forms: dict[int, float], *, least: float = FUZZY_FROM, limit: int = 5
) -> list[Match]:
    """The best matches of `pairs` with another source, each text once; `forms` is the likeness of each pair's form by its id."""
    key = query.key
    found = [_fuzzy(query, pair, forms[pair.id]) for pair in pairs if source_key(pair.source) != key]
    seen: dict[str, Match] = {}
    for match in sorted((match for match in found if match.likeness >= least), key=lambda match: _order(query, match)):
        offered = _with_numbers_of(query, match)
        seen.setdefault(offered.text, offered)
        if len(seen) == limit:
            break
    return list(seen.values())


def best_first(query: Query, matches: Iterable[Match]) -> list[Match]:
    """Matches in the order in which they are offered, each text once."""
    seen: dict[str, Match] = {}
    for match in sorted(matches, key=lambda match: _order(query, match)):
        seen.setdefault(match.text, match)
    return list(seen.values())


def _order(query: Query, match: Match) -> tuple[object, ...]:
    pair = match.pair
    other_kind = query.kind is not None and is_head(query.kind) != is_head(pair.kind)
    kinds = list(MatchKind)
    return kinds.index(match.kind), -match.likeness, other_kind, RANK[pair.origin], pair.level is Level.SENTENCE, _newest(pair.at), -pair.id


def _newest(at: str) -> tuple[int, ...]:
    return tuple(-ord(c) for c in at)


def _exact(query: Query, pair: Pair) -> Match:
    known = query.before is not None and query.after is not None
    same = known and (query.before, query.after) == (pair.before, pair.after) and bool(query.before or query.after)
    return Match(MatchKind.CONTEXT if same else MatchKind.EXACT, 1.0, pair, pair.target)


def _fuzzy(query: Query, pair: Pair, score: float) -> Match:
    if score < 1:
        return Match(MatchKind.FUZZY, score, pair, pair.target)
    numbers = form_of(query.text, query.language).text == form_of(pair.source, query.language).text
    return Match(MatchKind.FUZZY, _NUMBERS_DIFFER if numbers else _NAMES_DIFFER, pair, pair.target)


def _with_numbers_of(query: Query, match: Match) -> Match:
    pair = match.pair
    text = with_numbers(pair.source, pair.target, query.text, query.language, query.locale)
    if text is None:
        return replace(match, other_numbers=True)
    return replace(match, text=text, adapted=text != pair.target)


def with_numbers(old: str, target: str, new: str, language: str, locale: str) -> str | None:
    """`target`, a translation of `old`, with the numbers of `new`, written as the locale writes them.

    None when that is not certain: the two have not the same numbers between the same words, or a number that changed does
    not stand in the target once, in figures, in the same unit ("two" may be a word in it, or inflect the noun).

    >>> with_numbers("He paid 3,500 euros.", "Ele pagou 3.500 euros.", "He paid 12,250 euros.", "en", "pt-BR")
    'Ele pagou 12.250 euros.'
    """
    source = language_of(language)
    before, after = find_numbers(old, source), find_numbers(new, source)
    if [(one.value, one.unit) for one in before] == [(one.value, one.unit) for one in after]:
        return target
    if len(before) != len(after) or not _in_line(form_of(old, source), form_of(new, source)):
        return None
    places: dict[int, tuple[int, str]] = {}
    there = find_numbers(target, locale)
    for was, now in zip(before, after, strict=True):
        if _same_number(was, now):
            continue
        found = [one for one in there if _same_number(one, was) and not one.spelt]
        twice = sum(_same_number(one, was) for one in before) > 1
        written = _written(found[0], was, now, locale) if len(found) == 1 and not twice else None
        if written is None:
            return None
        places[written[0]] = written[1:]
    for start, (end, text) in sorted(places.items(), reverse=True):
        target = target[:start] + text + target[end:]
    return target


def _in_line(one: Form, other: Form) -> bool:
    """Whether every number of two texts stands between the same words as one of the other, in order."""
    blocks = SequenceMatcher(None, one.tokens, other.tokens, autojunk=False).get_matching_blocks()
    paired = sum(one.tokens[block.a : block.a + block.size].count(NUMBER) for block in blocks)
    return paired == one.tokens.count(NUMBER) == other.tokens.count(NUMBER)


def _same_number(one: NumberMention, other: NumberMention) -> bool:
    return (one.value, one.unit) == (other.value, other.unit)


def _written(there: NumberMention, was: NumberMention, now: NumberMention, locale: str) -> tuple[int, int, str] | None:
    """Range of the old figures in the target, and the new ones as the locale writes them."""
    if (was.kind, was.unit, was.multiplier) != (now.kind, now.unit, now.multiplier) or now.spelt or was.kind in ("time", "ordinal"):
        return None
    figures = _FIGURES.search(there.text)
    if figures is None or _plural_may_change(was.value, now.value, locale):
        return None
    value = now.value / there.multiplier
    if there.multiplier != was.multiplier:
        return None
    start = there.start + figures.start()
    return start, there.start + figures.end(), format_number(value, locale, like=now)


def _plural_may_change(one: Decimal, other: Decimal, locale: str) -> bool:
    """Whether a noun behind the number may have another form: one against many, or as CLDR has it for the locale."""
    from babel import Locale

    plural = Locale.parse(locale.replace("-", "_")).plural_form
    return (abs(one) == 1) != (abs(other) == 1) or plural(abs(one)) != plural(abs(other))


def joined_offer(matches: Sequence[Match | None], gaps: Sequence[str]) -> str | None:
    """The text of a unit whose sentences were all found; None when one was not."""
    if not matches or any(match is None for match in matches):
        return None
    return "".join(match.text + gap for match, gap in zip(matches, gaps, strict=True) if match)
