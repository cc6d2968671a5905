"""Names that changed places: who did what to whom, and who said it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from newstrans.checks.base import CheckContext, Example, Piece, Rule, finding
from newstrans.languages import is_spaced
from newstrans.model import Finding, NameUse, Severity
from newstrans.text.phrase import phrase
from newstrans.text.sound import skeleton

# A name of two words and more, in a language that writes names with capitals.
_FULL_NAME = re.compile(r"(?<![\w’'-])[^\W\d_a-zа-яіїєґα-ω][\w’'-]+(?: (?:(?:de|da|do|del|van|von|der|bin|al|el|la) )?[^\W\d_a-zа-яіїєґα-ω][\w’'-]+)+")
_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff\u0590-\u05ff\u064b-\u065f])+")
# Languages whose capitals tell no name: they have none, or give one to every noun.
_CAPITALS_TELL_NOTHING = frozenset({"ar", "fa", "ur", "he", "hi", "bn", "ja", "ko", "zh", "th", "ka", "am", "de", "lb"})


class _Placed(NamedTuple):
    """A name that stands once in either text: where, and what it is the name of."""

    source: int
    source_end: int
    target: int
    target_end: int
    kind: str


def _find(context: CheckContext) -> Iterator[Finding]:
    for piece in context.pieces():
        placed = sorted(_placed(context, piece))
        for one, other in pairwise(placed):
            if one.kind == other.kind and one.target > other.target:
                names = [piece.source[name.source : name.source_end] for name in (one, other)]
                yield finding(
                    context, "exchange", Severity.WARNING,
                    phrase("“{one}” stands before “{other}” in the source and behind it in the edition: see who is who", one=names[0], other=names[1]),
                    source=piece.source_span(one.source, other.source_end), target=piece.target_span(other.target, one.target_end),
                )  # fmt: skip
                break


def _placed(context: CheckContext, piece: Piece) -> list[_Placed]:
    """Names of the glossary, and full names that sound the same in both texts."""
    end = piece.source_start + len(piece.source)
    uses: dict[str, list[NameUse]] = {}
    for use in context.names:
        if piece.source_start <= use.source.start and use.source.end <= end:
            uses.setdefault(use.entry, []).append(use)
    placed = []
    for entry, mentions in uses.items():
        start, stop = (at - piece.source_start for at in mentions[0].source)
        span = _only_place(mentions[0].accepted, piece.target, context.edition.locale) if len(mentions) == 1 else None
        if span:
            placed.append(_Placed(start, stop, *span, _kind(context, entry)))
    taken = [(use.source.start - piece.source_start, use.source.end - piece.source_start) for every in uses.values() for use in every]
    if context.source_language in _CAPITALS_TELL_NOTHING or not is_spaced(context.edition.locale):
        return placed
    full = [
        match for match in _FULL_NAME.finditer(piece.source)
        if not any(match.start() < stop and start < match.end() for start, stop in taken)
    ]  # fmt: skip
    if len(full) + sum(one.kind == "person" for one in placed) < 2:
        return placed
    for match in full:
        place = _only_place((match.group(),), piece.target, context.edition.locale) or _heard_once(match.group().split()[-1], piece.target)
        if place and not any(place[0] < one.target_end and one.target < place[1] for one in placed):
            placed.append(_Placed(match.start(), match.end(), *place, "person"))
    return placed


def _heard_once(surname: str, text: str) -> tuple[int, int] | None:
    """The one word of the text that begins as the surname sounds, whatever its letters and its ending."""
    wanted = skeleton(surname)
    places = [(at, end) for at, end, sound in _heard(text) if len(wanted) >= 3 and sound[: len(wanted)] == wanted]
    return places[0] if len(places) == 1 else None


def _only_place(forms: tuple[str, ...], text: str, locale: str) -> tuple[int, int] | None:
    """The one place where one of the forms stands; None where there are more or none."""
    edges = (r"(?<!\w)", r"(?!\w)") if is_spaced(locale) else ("", "")
    found: list[tuple[int, int]] = []
    for form in sorted(forms, key=len, reverse=True):
        for match in re.finditer(edges[0] + re.escape(form) + edges[1], text) if form else ():
            if not any(match.start() < stop and start < match.end() for start, stop in found):
                found.append(match.span())
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1024)
def _heard(text: str) -> tuple[tuple[int, int, str], ...]:
    return tuple((match.start(), match.end(), skeleton(match.group())) for match in _WORD.finditer(text))


def _kind(context: CheckContext, entry: str) -> str:
    """What the glossary says the concept is; countries that only CLDR has are places."""
    if context.policy.names is None:
        return "person"
    try:
        return context.policy.names.glossary.get(entry).kind
    except KeyError:
        return "place"


CHECK = Rule(
    id="exchange",
    name=phrase("Names in another order"),
    description=phrase(
        "Two names of the same kind, each once in the sentence, stand in the other order in the edition: an engine may have made "
        "the winner the loser, or quoted the wrong speaker. They are names of the glossary, or full names that sound alike in both "
        "texts. A language may turn them rightly; then dismiss it."
    ),
    severity=Severity.WARNING,
    find=_find,
    example=Example("en", "In the final Maria Kovalenko beat Petra Lindholm.", "de", "Im Finale schlug Petra Lindholm Maria Kovalenko."),
)
