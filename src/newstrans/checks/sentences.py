"""Sentences that were left out or put in, and paragraphs that lost most of their text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from math import log

from newstrans.checks.base import CheckContext, Example, Piece, Rule, finding
from newstrans.model import Finding, Severity, Span
from newstrans.segment import split_sentences
from newstrans.text.numbers import numbers_of
from newstrans.text.phrase import phrase
from newstrans.text.proportion import expected_share
from newstrans.text.sound import skeleton, sounds_in

# Shares of the usual length. A lost sentence shows in both: fewer sentences, less text.
_SHORTER, _MUCH_SHORTER, _LONGER = 0.86, 0.62, 1.4
# Above this a shorter text proves nothing; between the two, some sentence must be seen to be nowhere.
_NO_SHORTER = 1.2
_HARDLY_SHORTER = 0.94
_CLOSE, _FARTHER = 0.2, 0.12  # logarithms of lengths
_PAUSE = re.compile("[,;:—–،؛、，；：(（]")
_JOINT = re.compile("[;:؛；：]")
_CAPITALISED = frozenset({"de", "lb"})  # languages of which every noun looks like a name
_UNHEARD = frozenset({"zh", "yue", "ja", "th", "km", "my", "lo"})  # scripts that names cannot be compared with by sound
_NAME = re.compile(r"(?<=[^.!?…\s] )[A-ZА-ЯІЇЄҐΑ-Ω][^\W\d_]{2,}")
_LEAST = 40  # characters of English below which lengths say little


@lru_cache(maxsize=4096)
def _sentences(text: str, language: str) -> tuple[Span, ...]:
    spans = split_sentences(text, language)
    return tuple(span for span in spans if any(char.isalnum() for char in text[slice(*span)]))


def _find(context: CheckContext) -> Iterator[Finding]:
    for piece in context.pieces():
        if not piece.target.strip() or len(piece.source.strip()) < 12:
            continue
        share = expected_share(piece.source, piece.target, context.source_language, context.target_language)
        if _NO_SHORTER <= share <= _LONGER:
            continue
        ours, theirs = _sentences(piece.source, context.source_tag), _sentences(piece.target, context.edition.locale)
        long = len(piece.source.strip()) >= _LEAST * _wide(context)
        if len(theirs) < len(ours) and (share < _SHORTER or _one_is_lost(context, piece, ours, theirs)):
            yield _dropped(context, piece, ours, theirs, share)
        elif len(theirs) > len(ours) and share > _LONGER and long:
            yield _said(context, piece, phrase(
                "{edition} sentences for {source} of the source, and {times} times the usual length: something was put in",
                edition=len(theirs), source=len(ours), times=f"{share:.1f}",
            ))
        elif share < _MUCH_SHORTER - 0.14 and long:
            yield _said(context, piece, phrase("only {share} % of the usual length: something may be left out", share=f"{share * 100:.0f}"))


def _wide(context: CheckContext) -> float:
    return 1 / 2.5 if context.source_language in {"zh", "yue", "ja", "ko"} else 1.0


def _one_is_lost(context: CheckContext, piece: Piece, ours: tuple[Span, ...], theirs: tuple[Span, ...]) -> bool:
    """Whether a sentence was left out rather than joined to another, in a text that is hardly too short.

    Where the text is a little short, no comma tells of a joint; or nothing stands for the names and numbers of one sentence;
    or the sentences that are there are as long as each of the others.
    """
    if len(ours) - len(theirs) != 1 or len(_JOINT.findall(piece.target)) > len(_JOINT.findall(piece.source)):
        return False
    if expected_share(piece.source, piece.target, context.source_language, context.target_language) < _HARDLY_SHORTER and (
        len(_PAUSE.findall(piece.target)) <= len(_PAUSE.findall(piece.source))
    ):
        return True  # two sentences that were joined have a comma where the full stop was
    return any(_is_nowhere(context, piece, span) for span in ours) or _fits_without(context, piece, ours, theirs)


def _is_nowhere(context: CheckContext, piece: Piece, span: Span) -> bool:
    """Whether the sentence has two names or numbers at the least, and the edition none of them."""
    text = piece.source[slice(*span)]
    values = {one.value for one in numbers_of(text, context.source_tag) if not one.spelt}
    names = [] if context.target_language in _UNHEARD or context.source_language in _CAPITALISED else [name for name in _NAME.findall(text) if len(skeleton(name)) >= 3]
    if len(values) + len(names) < 2 or values & {one.value for one in numbers_of(piece.target, context.edition.locale)}:
        return False
    return not any(sounds_in(name, piece.target) for name in names)


def _fits_without(context: CheckContext, piece: Piece, ours: tuple[Span, ...], theirs: tuple[Span, ...]) -> bool:
    """Whether the lengths of two sentences and more fit far better with one left out than with any two joined."""
    if len(theirs) < 2:
        return False
    there = [piece.target[slice(*span)] for span in theirs]
    here = [piece.source[slice(*span)] for span in ours]
    lost = min(_apart(context, here[:n] + here[n + 1 :], there) for n in range(len(here)))
    joined = min(_apart(context, [*here[:n], here[n] + " " + here[n + 1], *here[n + 2 :]], there) for n in range(len(there)))
    return lost < _CLOSE and joined > lost + _FARTHER


def _apart(context: CheckContext, ours: list[str], theirs: list[str]) -> float:
    """How far the lengths of paired sentences are from one common rate, at the worst."""
    shares = [log(max(0.01, expected_share(one, other, context.source_language, context.target_language))) for one, other in zip(ours, theirs, strict=True)]
    return max(map(abs, shares))


def _dropped(context: CheckContext, piece: Piece, ours: tuple[Span, ...], theirs: tuple[Span, ...], share: float) -> Finding:
    """The sentence that most likely is missing: the one whose numbers are not there, else the last."""
    values = {one.value for one in numbers_of(piece.target, context.edition.locale)}
    lost = next(
        (span for span in ours if (own := {one.value for one in numbers_of(piece.source[slice(*span)], context.source_tag)}) and not own & values),
        ours[-1],
    )
    words = {"edition": len(theirs), "source": len(ours), "share": f"{share * 100:.0f}"}
    message = (
        phrase("1 sentence for {source} of the source, and {share} % of the usual length: a sentence is left out", **words)
        if len(theirs) == 1
        else phrase("{edition} sentences for {source} of the source, and {share} % of the usual length: a sentence is left out", **words)
    )
    return finding(
        context, "sentences", Severity.ERROR if share < _MUCH_SHORTER else Severity.WARNING, message,
        source=piece.source_span(*lost), target=piece.target_span(0, len(piece.target)),
    )  # fmt: skip


def _said(context: CheckContext, piece: Piece, message: str) -> Finding:
    return finding(
        context, "sentences", Severity.WARNING, message,
        source=piece.source_span(0, len(piece.source)), target=piece.target_span(0, len(piece.target)),
    )  # fmt: skip


CHECK = Rule(
    id="sentences",
    name=phrase("Sentences"),
    description=phrase(
        "The edition has fewer sentences than the source, and one was left out rather than joined to another. That shows where "
        "the text is a seventh shorter than a translation between these languages usually is (an error when more than a third "
        "is gone). A single sentence is missed also where the text is only a little shorter and has no more commas than the source, "
        "where nothing stands for the names and numbers of that sentence, or where the lengths of the others fit only without it. "
        "More sentences and much more text, or half the text, are a warning. Sentences joined or split are no fault."
    ),
    severity=Severity.ERROR,
    find=_find,
    example=Example(
        "en", "The minister resigned on Monday after weeks of protest. Parliament will elect a successor in the autumn.",
        "de", "Der Minister trat am Montag nach Wochen der Proteste zurück.",
    ),
)  # fmt: skip
