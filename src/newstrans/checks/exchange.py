"""Names that changed places: who did what to whom, and who said it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations, repeat
from typing import NamedTuple

from newstrans.checks.base import CheckContext, Example, Piece, Rule, finding
from newstrans.languages import is_spaced
from newstrans.model import Finding, NameUse, Severity
from newstrans.text.phrase import phrase
from newstrans.text.sound import skeleton

# A name of two words and more, in a language that writes names with capitals.
_FULL_NAME = re.compile(r"(?<![\w’'-])[^\W\d_a-zа-яіїєґα-ω][\w’'-]+(?: (?:(?:de|da|do|del|van|von|der|bin|al|el|la) )?[^\W\d_a-zа-яіїєґα-ω][\w’'-]+)+")
_WORD = re.compile(r"(?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff\u0590-\u05ff\u064b-\u065f])+")
_LATIN = "A-Za-z\u00c0-\u024f"
# Languages whose capitals tell no name: they have none, or give one to every noun.
_CAPITALS_TELL_NOTHING = frozenset({"ar", "fa", "ur", "he", "hi", "bn", "ja", "ko", "zh", "th", "ka", "am", "de", "lb"})

Place = tuple[int, int]


class _Placed(NamedTuple):
    """A name and its places in either text, in order."""

    kind: str
    source: tuple[Place, ...]
    target: tuple[Place, ...]


def _find(context: CheckContext) -> Iterator[Finding]:
    for piece in context.pieces():
        placed = sorted(_placed(context, piece), key=lambda name: name.source)
        for one, other in combinations(placed, 2):
            if one.kind == other.kind and not _in_order(one, other):
                (start, end), (_, last) = one.source[0], other.source[-1]
                yield finding(
                    context, "exchange", Severity.WARNING,
                    phrase("“{one}” stands before “{other}” in the source and behind it in the edition: see who is who",
                           one=piece.source[start:end], other=piece.source[slice(*other.source[0])]),
                    source=piece.source_span(start, max(end, last)),
                    target=piece.target_span(min(one.target + other.target)[0], max(one.target + other.target)[1]),
                )  # fmt: skip
                break


def _in_order(one: _Placed, other: _Placed) -> bool:
    """Whether the edition has two names in the order of the source; so it is where it does not have both as often."""
    if (len(one.source), len(other.source)) != (len(one.target), len(other.target)):
        return True
    return _letters(one.source, other.source) == _letters(one.target, other.target)


def _letters(one: Sequence[Place], other: Sequence[Place]) -> str:
    return "".join(letter for _, letter in sorted([*zip(one, repeat("a"), strict=False), *zip(other, repeat("b"), strict=False)]))


def _placed(context: CheckContext, piece: Piece) -> list[_Placed]:
    """Names of the glossary, and full names that sound the same in both texts."""
    end = piece.source_start + len(piece.source)
    uses: dict[str, list[NameUse]] = {}
    for use in context.names:
        if piece.source_start <= use.source.start and use.source.end <= end:
            uses.setdefault(use.entry, []).append(use)
    placed = []
    for entry, mentions in uses.items():
        places = _places(mentions[0].accepted, piece.target, context.edition.locale)
        if places:
            placed.append(_Placed(_kind(context, entry), tuple(sorted(_within(use, piece) for use in mentions)), places))
    taken = [_within(use, piece) for mentions in uses.values() for use in mentions]
    if context.source_language in _CAPITALS_TELL_NOTHING:
        return placed
    full = [
        match for match in _FULL_NAME.finditer(piece.source)
        if not any(match.start() < stop and start < match.end() for start, stop in taken)
    ]  # fmt: skip
    if len(full) + sum(one.kind == "person" for one in placed) < 2:
        return placed
    for match in full:
        place = _place_of(match.group(), piece.target, context.edition.locale)
        if place and not any(place[0] < stop and start < place[1] for one in placed for start, stop in one.target):
            placed.append(_Placed("person", (match.span(),), (place,)))
    return placed


def _within(use: NameUse, piece: Piece) -> Place:
    return use.source.start - piece.source_start, use.source.end - piece.source_start


def _place_of(name: str, text: str, locale: str) -> Place | None:
    """The one place of a full name: as it is written, with an ending, or by a word of it that is heard once, the last one first."""
    spaced = is_spaced(locale)
    written = rf"(?<!\w){re.escape(name)}\w{{0,3}}(?!\w)" if spaced else rf"(?<![{_LATIN}]){re.escape(name)}(?![{_LATIN}])"
    found = [match.span() for match in re.finditer(written, text)]
    if found or not spaced:
        return found[0] if len(found) == 1 else None
    return next((place for word in reversed(name.split()) if (place := _heard_once(word, text))), None)


def _heard_once(word: str, text: str) -> Place | None:
    """The one word of the text that begins as a word of a name sounds, whatever its letters and its ending."""
    wanted = skeleton(word)
    places = [(at, end) for at, end, sound in _heard(text) if len(wanted) >= 3 and sound[: len(wanted)] == wanted]
    return places[0] if len(places) == 1 else None


def _places(forms: tuple[str, ...], text: str, locale: str) -> tuple[Place, ...]:
    """Where one of the forms stands, the longest first, in the order of the text."""
    edges = (r"(?<!\w)", r"(?!\w)") if is_spaced(locale) else ("", "")
    found: list[Place] = []
    for form in sorted(forms, key=len, reverse=True):
        for match in re.finditer(edges[0] + re.escape(form) + edges[1], text) if form else ():
            if not any(match.start() < stop and start < match.end() for start, stop in found):
                found.append(match.span())
    return tuple(sorted(found))


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
        "Two names of the same kind, each as often as in the source, stand in the other order in the edition: an engine may have made "
        "the winner the loser, or quoted the wrong speaker. They are names of the glossary, or full names that sound alike in both "
        "texts. A language may turn them rightly; then dismiss it."
    ),
    severity=Severity.WARNING,
    find=_find,
    example=Example("en", "In the final Maria Kovalenko beat Petra Lindholm.", "de", "Im Finale schlug Petra Lindholm Maria Kovalenko."),
)
