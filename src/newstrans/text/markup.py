"""Where marked words stand in a translation: evidence, an election, and marks that never cross. Pure functions.

Engines are black boxes to this module; `stages.markup` asks them and brings what they said as text:

- the marked words translated alone, which are looked for in the answer (`find_alone`);
- the sentence translated once more with signs round the marked words (`with_signs`, `between_signs`), because quotation
  marks and brackets come through nearly every engine and stay with their words. What stands between them is then
  found in the plain answer (`project`);
- links of words that an engine gives itself (`find_linked`).

Each is a candidate with a weight; `elect` takes the range that most of the weight is for. On 400 phrases of FLORES dev
against a statistical word alignment: words alone 88 % right, signs alone 78 % (often lost), both as used here 93.5 %,
and 97.8 % when an article before the words does not count. A text node translated by itself, as peers do: 66 %.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from newstrans.model import Mark, Span
from newstrans.text.diff import diff_words
from newstrans.text.edits import Rewriter, shift
from newstrans.text.function_words import function_words
from newstrans.text.tokens import Token, fold, tokenise

# Below this likeness a window of the target is not the translation of the marked words.
_LIKELY = 0.5
# From this weight on a place counts as known.
SURE = 0.95

# Weights, from the shares that were right: a window of the very words 94 %, a sentence that only gained the signs 97 %.
_EXACT_WINDOW = 0.95
_LIKE_WINDOW = 0.6
_EXACT_SIGNS = 0.97
_LIKE_SIGNS = 0.5
# Likeness of two words of a name in two languages from which they are one.
_SAME_NAME = 0.7

SIGNS = (('"', '"'), ("(", ")"), ("[", "]"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A range of a translation that may be the marked words, and how much speaks for it (0 to 1)."""

    span: Span
    weight: float


def is_whole(text: str, span: Span) -> bool:
    """Whether `span` holds every letter and digit of the text."""
    return not any(c.isalnum() for c in text[: span.start] + text[span.end :])


def find_same(source: str, span: Span, target: str) -> Candidate | None:
    """The marked words as they are: a name, a number or a placeholder that stands once in either text."""
    phrase = source[span.start : span.end].strip()
    if not any(c.isupper() or c.isdigit() for c in phrase) or source.count(phrase) != 1:
        return None
    words, there = tokenise(phrase), tokenise(target)
    forms = [word.form for word in words]
    # A capital at the beginning of the sentence proves nothing: "A" and "No" are words of both languages.
    if len(phrase) < 3 and not any(c.isdigit() for c in phrase):
        return None
    hits = [at for at in range(len(there) - len(forms) + 1) if [t.form for t in there[at : at + len(forms)]] == forms]
    if len(hits) != 1:
        return None
    return Candidate(Span(there[hits[0]].start, there[hits[0] + len(forms) - 1].end), _EXACT_WINDOW)


def find_alone(source: str, span: Span, alone: str, target: str, languages: tuple[str, str] = ("", "")) -> Candidate | None:
    """The run of words of `target` most like `alone`, the marked words translated by themselves.

    Of equals the one whose place in the sentence is nearest to that of the marked words. An article that the answer
    to the words alone has won is left out. `languages` are those of the two texts.
    """
    tokens = tokenise(target)
    best: tuple[float, float, Span] | None = None
    for text in (alone, source[span.start : span.end]):
        wanted = [fold(token.form) for token in tokenise(text) if token.form[0].isalnum()]
        if not wanted:
            continue
        for likeness, found in _windows(tokens, wanted):
            distance = abs(found.start / max(1, len(target)) - span.start / max(1, len(source)))
            score = likeness - 0.15 * distance
            if best is None or score > best[0] + 1e-9:
                best = (score, likeness, found)
    if best is None:
        return None
    _, likeness, found = best
    weight = _EXACT_WINDOW if likeness > 0.999 else _LIKE_WINDOW * likeness
    return Candidate(_bare(source, span, target, found, languages, function_words(languages[1]).articles), weight)


def part_of_name(name: str, span: Span, house: str) -> Span | None:
    """Where the words at `span` of a name stand in its form in another language; None when that is not clear.

    "Congress" of "National Congress" is Congreso of "Congreso Nacional" by its letters, "Green" of "Green Party" in "Partido
    Verde" is not known.
    """
    words, there = tokenise(name), tokenise(house)
    marked = [n for n, word in enumerate(words) if word.start < span.end and word.end > span.start]
    found = []
    for n in marked:
        best = max(range(len(there)), key=lambda at, own=words[n].form: _word_likeness(fold(own), fold(there[at].form)))  # type: ignore[misc]
        if _word_likeness(fold(words[n].form), fold(there[best].form)) < _SAME_NAME:
            return None
        found.append(best)
    if not found or sorted(found) != list(range(min(found), max(found) + 1)):
        return None
    return Span(there[min(found)].start, there[max(found)].end)


def with_signs(text: str, span: Span, signs: tuple[str, str]) -> str:
    """`text` with signs round the words of `span`."""
    return text[: span.start] + signs[0] + text[span.start : span.end] + signs[1] + text[span.end :]


def usable_signs(text: str, knows: Callable[[str], bool] | None) -> list[tuple[str, str]]:
    """Pairs of signs that the text does not have and the engine can carry."""
    return [
        signs for signs in SIGNS
        if not any(sign in text for sign in signs) and (knows is None or all(knows(sign) for sign in signs))
    ]  # fmt: skip


def between_signs(answer: str, signs: tuple[str, str]) -> tuple[str, Span] | None:
    """The answer without its signs, and the range that stood between them; None unless both came through once."""
    first, last = answer.find(signs[0]), answer.rfind(signs[1])
    count = answer.count(signs[0]) if signs[0] == signs[1] else min(2, answer.count(signs[0]) + answer.count(signs[1]))
    if first < 0 or last <= first or count != 2 or (signs[0] != signs[1] and answer.count(signs[0]) != 1):
        return None
    before, inside, after = answer[:first], answer[first + 1 : last], answer[last + 1 :]
    if not any(c.isalnum() for c in inside):
        return None
    return before + inside + after, Span(len(before), len(before) + len(inside))


def from_signs(
    source: str, span: Span, answer: str, signs: tuple[str, str], target: str, languages: tuple[str, str] = ("", "")
) -> Candidate | None:
    """The candidate that the answer to `source` with signs round `span` speaks for."""
    found = between_signs(answer, signs)
    if found is None:
        return None
    witness, inside = found
    projected = project(witness, [inside], target)
    if projected is None:
        return None
    same = _forms(witness) == _forms(target)
    small = function_words(languages[1])
    bare = _bare(source, span, target, projected, languages, small.articles | small.contractions)
    return Candidate(bare, _EXACT_SIGNS if same else _LIKE_SIGNS)


def find_linked(
    links: Iterable[tuple[Span, Span]],
    source: str,
    span: Span,
    witness: str,
    target: str,
    weight: float,
    languages: tuple[str, str] = ("", ""),
) -> Candidate | None:
    """The candidate that an engine's own links of words speak for; `witness` is the answer that they are links to.

    Where words of other parts of the sentence stand between the linked ones, only the largest run of them counts.
    Engines link a noun to its article and preposition as well ("científicos": "als científics"): these are left out, but
    for those at an end where the marked words have one too ("recommendations for": "recomendaciones para").
    """
    small = function_words(languages[1]).every
    inside = {to for of, to in links if of.start < span.end and of.end > span.start}
    outside = {to for _, to in links} - inside
    heavy = {to for to in inside if witness[slice(*to)].lower() not in small}
    if heavy:
        begins, ends = _small_ends(source, span, languages[0])
        first, last = min(heavy), max(heavy)
        inside = {to for to in inside if (begins or to >= first) and (ends or to <= last)}
    run = _largest_run(sorted(inside), sorted(outside))
    projected = project(witness, run, target) if run else None
    if projected is None:
        return None
    return Candidate(_bare(source, span, target, projected, languages, small), weight)


def project(witness: str, spans: Sequence[Span], target: str) -> Span | None:
    """Where the words of `spans` in one answer stand in another to the same sentence; None when nowhere."""
    if witness == target:
        return Span(spans[0].start, spans[-1].end)
    ours, theirs = tokenise(witness), tokenise(target)
    wanted = {
        n for n, token in enumerate(ours)
        if any(token.start < span.end and token.end > span.start for span in spans)
    }  # fmt: skip
    matcher = difflib.SequenceMatcher(None, [fold(t.form) for t in ours], [fold(t.form) for t in theirs], autojunk=False)
    hits: list[int] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        touched = [n for n in range(a, b) if n in wanted]
        if tag == "equal" or (tag == "replace" and b - a == d - c):
            hits += [c + n - a for n in touched]
        elif tag == "replace" and touched == list(range(a, b)):
            hits += range(c, d)
    words = [n for n in hits if theirs[n].form[0].isalnum()] or hits
    return Span(theirs[min(words)].start, theirs[max(words)].end) if words else None


def elect(candidates: Sequence[Candidate]) -> Candidate | None:
    """The range with the most weight behind it, of equals the first named; None without candidates."""
    if not candidates:
        return None
    weights: dict[Span, float] = {}
    for candidate in candidates:
        weights[candidate.span] = weights.get(candidate.span, 0.0) + candidate.weight
    span = max(weights, key=lambda one: weights[one])
    return Candidate(span, weights[span])


def estimate(source: str, span: Span, target: str) -> Span:
    """The words at the same relative place: what is left when nothing else is known."""
    length = max(1, len(source))
    start, end = round(span.start / length * len(target)), round(span.end / length * len(target))
    near = [t for t in tokenise(target) if t.end > start and t.start < max(end, start + 1) and t.form[0].isalnum()]
    return Span(near[0].start, near[-1].end) if near else Span(start, start)


def with_punctuation(source: str, span: Span, target: str, found: Span) -> Span:
    """`found` with the signs at its ends that the marked range has at its own: quotation marks, a comma, a full stop."""
    start, end = found
    at = span.end
    while at > span.start and end < len(target) and _is_sign(source[at - 1]) and _is_sign(target[end]):
        at, end = at - 1, end + 1
    at = span.start
    while at < span.end and start > 0 and _is_sign(source[at]) and _is_sign(target[start - 1]):
        at, start = at + 1, start - 1
    return Span(start, end)


def settle(
    marks: Sequence[Mark], places: Sequence[Span], sure: Sequence[bool], length: int
) -> tuple[tuple[Mark, ...], list[bool]]:
    """`marks` at `places` of a text of `length` code points, in their order, nested as before and never crossing.

    A mark grows to hold the certain places of the marks inside it, is cut at the ends of the mark round it, and gives way
    to its neighbours that were placed before it; where nothing is left of it, it stands empty at that place, and the
    second list says False. As many marks come out as went in.
    """
    wanted = [_grown(n, marks, places, sure) for n in range(len(marks))]
    certain = list(sure)
    placed: dict[int, Span] = {}
    for n in sorted(range(len(marks)), key=lambda n: (marks[n].start, -marks[n].end, n)):
        parents = [m for m in placed if _holds(marks[m], marks[n])]
        bounds = placed[parents[-1]] if parents else Span(0, length)
        others = [span for m, span in placed.items() if m not in parents and span.end > span.start]
        span, whole = _fitted(wanted[n], bounds, others)
        placed[n] = span
        certain[n] = certain[n] and (whole or marks[n].start == marks[n].end)
    return tuple(replace(mark, start=placed[n].start, end=placed[n].end) for n, mark in enumerate(marks)), certain


def _grown(n: int, marks: Sequence[Mark], places: Sequence[Span], sure: Sequence[bool]) -> Span:
    span = places[n]
    if marks[n].start == marks[n].end:
        return span
    inner = [places[m] for m in range(len(marks)) if m != n and sure[m] and _holds(marks[n], marks[m]) and marks[m] != marks[n]]
    inner = [one for one in inner if one.end > one.start]
    return Span(min([span.start, *(one.start for one in inner)]), max([span.end, *(one.end for one in inner)]))


def _fitted(span: Span, bounds: Span, others: Sequence[Span]) -> tuple[Span, bool]:
    """`span` inside `bounds` and outside `others`, and whether something is left of it."""
    start, end = min(max(span.start, bounds.start), bounds.end), max(min(span.end, bounds.end), bounds.start)
    free = [Span(start, max(start, end))]
    for other in others:
        free = [
            part
            for one in free
            for part in (Span(one.start, min(one.end, other.start)), Span(max(one.start, other.end), one.end))
            if part.end > part.start or (one.start == one.end and not other.start < one.start < other.end)
        ]
    best = max(free, key=lambda one: one.end - one.start, default=None)
    if best is not None and best.end >= best.start:
        return best, best.end > best.start
    at = start
    for other in sorted(others):
        if other.start < at < other.end:
            at = min(other.end, bounds.end)
    return Span(at, at), False


def _holds(outer: Mark, inner: Mark) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end and outer is not inner


def _windows(tokens: Sequence[Token], wanted: Sequence[str]) -> Iterable[tuple[float, Span]]:
    """Runs of words like `wanted`, that begin and end with a word, and how like they are."""
    words = [(token, fold(token.form)) for token in tokens if token.form[0].isalnum()]
    for size in range(max(1, len(wanted) - 2), len(wanted) + 3):
        for at in range(len(words) - size + 1):
            likeness = _likeness([form for _, form in words[at : at + size]], wanted)
            if likeness >= _LIKELY:
                yield likeness, Span(words[at][0].start, words[at + size - 1][0].end)


def _likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """Share of tokens that have a partner: equal ones count 1, ones with a long common beginning less."""
    left = list(other)
    total = 0.0
    for token in one:
        scores = [(_word_likeness(token, candidate), -n) for n, candidate in enumerate(left)]
        if scores and (best := max(scores))[0] > 0:
            total += best[0]
            del left[-best[1]]
    return 2 * total / (len(one) + len(other))


def _word_likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    common = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        common += 1
    if common >= 4 and common >= 0.6 * max(len(one), len(other)):
        return 0.8
    if min(len(one), len(other)) >= 5 and difflib.SequenceMatcher(None, one, other).ratio() >= 0.8:
        return 0.7
    return 0.0


def _bare(
    source: str, span: Span, target: str, found: Span, languages: tuple[str, str], words: frozenset[str]
) -> Span:
    """`found` without leading `words`, unless the marked words begin with a function word of their own."""
    if _small_ends(source, span, languages[0])[0]:
        return found
    tokens = [token for token in tokenise(target[found.start : found.end]) if token.form[0].isalnum()]
    while len(tokens) > 1 and tokens[0].form.lower() in words:
        del tokens[0]
    return Span(found.start + tokens[0].start, found.end) if tokens else found


def _small_ends(text: str, span: Span, language: str) -> tuple[bool, bool]:
    """Whether the first and the last word of a range are an article, a preposition or the like."""
    words = [token.form.lower() for token in tokenise(text[slice(*span)]) if token.form[0].isalnum()]
    small = function_words(language).every
    return bool(words) and words[0] in small, bool(words) and words[-1] in small


def _largest_run(inside: Sequence[Span], outside: Sequence[Span]) -> list[Span]:
    """`inside` whole when few foreign words stand between, else the longest part without any."""
    if not inside:
        return []
    first, last = inside[0].start, max(span.end for span in inside)
    foreign = sorted(span for span in outside if first <= span.start and span.end <= last)
    if 2 * len(foreign) <= len(inside):
        return list(inside)
    runs: list[list[Span]] = [[]]
    for span in sorted([*inside, *foreign]):
        if span in foreign:
            runs.append([])
        else:
            runs[-1].append(span)
    return max(runs, key=len)


def _forms(text: str) -> list[str]:
    return [fold(token.form) for token in tokenise(text)]


def _is_sign(character: str) -> bool:
    return not character.isalnum() and not character.isspace()


def carried_marks(marks: Sequence[Mark], old: str, new: str) -> tuple[Mark, ...]:
    """`marks` of `old` in `new`, which somebody made of it: each goes with its words, or stands empty where they were."""
    draft, at = Rewriter(old, "rewritten"), 0
    for op, text in diff_words(old, new):
        if op == "delete":
            draft.replace(at, at + len(text), "", rule="rewritten", reason="")
        else:
            if op == "insert":
                draft.replace(at, at, text, rule="rewritten", reason="")
            at += len(text)
    places = [shift(Span(mark.start, mark.end), draft.edits) for mark in marks]
    return settle(marks, places, [True] * len(marks), len(new))[0]
