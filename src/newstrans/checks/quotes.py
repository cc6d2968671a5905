"""Quotations: as many in the edition as in the source, each opened and closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from newstrans.checks.base import CheckContext, Example, Rule, finding
from newstrans.languages import is_spaced
from newstrans.localise.quotes import read_quotes
from newstrans.model import Finding, Severity, Span
from newstrans.text.phrase import phrase
from newstrans.text.sound import skeleton, sounds_in

_ANY = re.compile("[\"“”„‟«»‹›「」『』‘‚'’＂〝〞]")
# Chinese and Korean set titles in marks of their own, where others use quotation marks.
_TITLE = re.compile("[《〈][^《》〈〉\\n]{1,80}[》〉]")
# Languages that put names of firms, ships and teams in quotation marks.
_NAMES_QUOTED = frozenset({"ru", "uk", "be", "bg", "kk", "ky", "ar", "fa", "he", "ja", "ko", "zh"})
_UNCASED = frozenset({"ar", "fa", "ur", "he", "yi", "ja", "ko", "zh", "hi", "bn", "ta", "te", "th", "ka", "am"})
_HAN = re.compile("[\u3400-\u9fff]")
_SENTENCE = re.compile(r"[.!?。！？؟।](?:\s|$)|[.!?。！？؟।][”\"’»」]*$")


class _Quotations(NamedTuple):
    """The quotations of a text, those that are opened or closed alone, and titles in marks of their own."""

    closed: tuple[Span, ...]
    odd: tuple[Span, ...]
    titles: int

    @property
    def marks(self) -> int:
        return 2 * len(self.closed) + len(self.odd)

    @property
    def around(self) -> Span | None:
        """From the first mark to the last."""
        every = [*self.closed, *self.odd]
        return Span(min(one.start for one in every), max(one.end for one in every)) if every else None


@lru_cache(maxsize=4096)
def _read(text: str) -> _Quotations:
    titles = len(_TITLE.findall(text)) if "《" in text or "〈" in text else 0
    if not _ANY.search(text):
        return _Quotations((), (), titles)
    closed: list[Span] = []
    odd: list[Span] = []
    opened: list[int] = []
    for mark in read_quotes(text)[0]:
        if mark.opening:
            opened.append(mark.at)
        elif mark.depth < 0:
            odd.append(Span(mark.at, mark.at + 1))
        else:
            odd += [Span(at, at + 1) for at in opened[mark.depth + 1 :]]
            closed.append(Span(opened[mark.depth], mark.at + 1))
            del opened[mark.depth :]
    odd += [Span(at, at + 1) for at in opened]
    return _Quotations(tuple(sorted(closed)), tuple(odd), titles)


def _find(context: CheckContext) -> Iterator[Finding]:
    source, target = _read(context.source), _read(context.target)
    if source.odd:
        # A quotation that goes on in the next paragraph: the edition may close it, or leave its end away.
        fits = len(source.closed) <= len(target.closed) + len(target.odd) <= len(source.closed) + len(source.odd)
    else:
        fits = not target.odd and _as_many(context, source, target)
    if fits:
        return
    if target.odd and not source.odd:
        message = phrase("a quotation is opened and not closed: {target} quotation marks, the source has {source}", target=target.marks, source=source.marks)
    else:
        message = phrase("the source has {source}, the edition {target}", source=_quotations(source.marks), target=_quotations(target.marks))
    yield finding(context, "quotes", Severity.WARNING, message, source=source.around, target=target.around)


def _as_many(context: CheckContext, source: _Quotations, target: _Quotations) -> bool:
    """Whether the texts quote as much: names and titles may gain marks, and an interrupted quotation counts once."""
    ours, theirs = len(source.closed), len(target.closed)
    if ours == theirs:
        return True
    if ours > theirs:
        ours -= _interruptions(context.source, source.closed)
        if context.source_language in _NAMES_QUOTED and context.target_language not in _NAMES_QUOTED:
            ours -= _names(context.source, source.closed, context.source_language, context.target, lost=True)
        return theirs + target.titles >= ours
    theirs -= _interruptions(context.target, target.closed)
    return theirs - _names(context.target, target.closed, context.target_language, context.source) <= ours + source.titles


def _names(text: str, quotations: tuple[Span, ...], language: str, other: str, *, lost: bool = False) -> int:
    """How many of the quotations are no one's words: a name or a title (short, and with a capital), a foreign word kept."""
    quoted = [text[one.start + 1 : one.end - 1].strip() for one in quotations]
    # Without capitals a few words may be anything: marks may be added to them, but not go.
    shape = not lost or language not in _UNCASED
    # Marks may go from a name, which the other text writes with a capital.
    heard = " ".join(word for word in re.findall(r"[^\W\d_]\w*", other) if not word[0].islower()) if lost else other
    return sum((shape and _is_name(words, language)) or words.casefold() in other.casefold() or _sounds_alike(words, heard) for words in quoted)


def _sounds_alike(words: str, other: str) -> bool:
    """Whether the other text has the same words in other letters."""
    parts = words.split()
    return len(parts) <= 5 and all(len(skeleton(part)) >= 2 and not _HAN.search(part) and sounds_in(part, other) for part in parts)


def _is_name(words: str, language: str) -> bool:
    if _SENTENCE.search(words):
        return False
    few = len(words.split()) <= 5 if is_spaced(language) else len(words) <= 16
    return few and (language in _UNCASED or any(char.isupper() or char.isdigit() for char in words))


def _interruptions(text: str, quotations: tuple[Span, ...]) -> int:
    """How often a quotation goes on behind "…, she said, …"."""
    return sum(
        bool(_INTERRUPTION.fullmatch(text[one.end - 2 : two.start])) for one, two in pairwise(quotations)
    )


# The comma stands inside the marks in American copy, outside them elsewhere.
_INTERRUPTION = re.compile(r"(?:,[”“»\"’]|.[”“»\"’],) [^.!?,\n]{2,60},? ")


def _quotations(marks: int) -> str:
    pairs, odd = divmod(marks, 2)
    if odd:
        return phrase("{count} quotation marks", count=marks) if marks > 1 else phrase("1 quotation mark")
    return {0: phrase("no quotation"), 1: phrase("1 quotation")}.get(pairs) or phrase("{count} quotations", count=pairs)


_PARENTHESIS = re.compile(r"[(（][^()（）\n]{1,200}[)）]")


def _find_parentheses(context: CheckContext) -> Iterator[Finding]:
    for piece in context.pieces():
        there = list(_PARENTHESIS.finditer(piece.target))
        if not there or re.search(r"[(（\[—–―]| - |, ", piece.source):
            continue  # what stands between dashes or commas may stand in parentheses
        match = there[0]
        if re.fullmatch(r"[(（][A-Z0-9ЁА-ЯІЇЄҐ. ]{1,12}[)）]", match.group()) or (re.search(r"[A-Za-z]{3}", match.group()) and not piece.target.isascii() and match.group()[1:-1] in piece.source):
            continue  # an acronym, or the name as the source writes it
        yield finding(
            context, "parenthesis", Severity.WARNING, phrase("“{words}” is not in the source", words=match.group()[:60]), target=piece.target_span(*match.span())
        )


CHECK = Rule(
    id="quotes",
    name=phrase("Quotations"),
    description=phrase(
        "The edition has more or fewer quotations than the source, or one that is never closed. Which marks a language uses "
        "does not matter here, a name or a title may gain marks, and “…,” she said, “…” counts once."
    ),
    severity=Severity.WARNING,
    find=_find,
    example=Example("en", "“We will stay,” she said.", "pt", "Vamos ficar, disse ela."),
)

PARENTHESES = Rule(
    id="parenthesis",
    name=phrase("Parentheses"),
    description=phrase("The edition has something in parentheses and the source has not: engines add glosses to names that they do not know."),
    severity=Severity.WARNING,
    find=_find_parentheses,
    example=Example("en", "Ovechkin scored twice.", "pt", "Ovechkin (em inglês) marcou duas vezes."),
)
