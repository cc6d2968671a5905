"""Stand-ins for glossary names while an engine translates, and the way back. Pure functions, but for `surrogates`.

A real name of the same kind, gender and number keeps the grammar round it right: with invented names 54-63 % of the
determiners next to places and bodies were wrong, with these 0.7-0.9 % (terminology.md 0.1). A stand-in never leaves
this house: what cannot be put back is a finding that blocks the edition (`leftover_surrogates`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from newstrans.glossary.entry import GlossaryEntry, Term
from newstrans.glossary.match import Match
from newstrans.languages import language_of
from newstrans.model import Edit, Span, replay
from newstrans.text.edits import Rewriter, shift
from newstrans.text.tokens import fold

RULE = "name.surrogate"
PUT_BACK = "name.put-back"  # the house form in a stand-in's place
STAGE = "glossary"
# The third try: names nobody has. They survive everywhere, and hurt the determiners next to them.
_NONCE = ("Vrankol", "Trelvik", "Jondrex", "Morvath", "Plexion", "Kravost", "Dwelbor", "Fyrnak")
ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Surrogate:
    """A name that may stand in for others of its kind; `names` has its accepted renderings by language."""

    id: str
    kind: str
    gender: str = ""
    number: str = "sg"
    article: bool = False
    the: bool = False
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def name(self, language: str) -> str:
        """What is written into a text of `language`."""
        return self.renderings(language)[0]

    def renderings(self, language: str) -> tuple[str, ...]:
        """What an engine is known to make of it, the usual form first."""
        return self.names.get(language_of(language)) or self.names["en"]


@lru_cache(maxsize=1)
def surrogates() -> tuple[Surrogate, ...]:
    """The shipped stand-ins, in their order of preference."""
    text = files("newstrans.glossary").joinpath("surrogates.toml").read_text("utf-8")
    return tuple(
        Surrogate(
            key, row["kind"], row.get("gender", ""), row.get("number", "sg"), row.get("article", False), row.get("the", False),
            {tag: tuple(names) for tag, names in row.items() if isinstance(names, list)},
        )
        for key, row in tomllib.loads(text).items()
    )  # fmt: skip


def choose(
    term: Term, entry: GlossaryEntry, *, the: bool, avoid: Collection[str], known: Mapping[str, Sequence[str]], attempt: int
) -> Surrogate | None:
    """The stand-in for a name, or None when none fits and an invented one is needed.

    `the`: an English article stands before the name. `avoid` are words of the story and of its house names. `known`
    are renderings that calibration measured; a name that is in it with none is not used. `attempt` counts from 0.
    """
    kind = entry.kind if entry.kind in ("person", "place") else "organisation"
    gender = term.gender if term.gender in ("m", "f") else ""
    fitting = []
    for order, one in enumerate(surrogates()):
        plural_body = kind == "organisation" and term.number == "pl" and one.kind == "place"  # there are no plural bodies
        if (one.kind != kind and not plural_body) or one.number != term.number or not known.get(one.id, True):
            continue
        if any(word in avoid for forms in one.names.values() for form in forms for word in form.split()):
            continue
        # Of a city nobody asks the gender; a country without a gender in the entry is taken for a city.
        wrong = 3 * (one.the != the) + 2 * (bool(gender) and one.gender != gender) + 1 * (one.article != term.article and kind == "place")
        if gender and one.gender and one.gender != gender:
            continue
        fitting.append((wrong, order, one))
    fitting.sort(key=lambda item: item[:2])
    return fitting[attempt][2] if attempt < len(fitting) else None


@dataclass(frozen=True, slots=True)
class StandIn:
    """A glossary name of a source sentence, and what stands in for it until the engine has answered."""

    match: Match
    name: str
    renderings: tuple[str, ...]


def choose_all(
    text: str,
    matches: Sequence[Match],
    entries: Mapping[str, GlossaryEntry],
    *,
    language: str,
    locale: str,
    story: Collection[str],
    known: Mapping[str, Sequence[str]],
    attempt: int,
) -> list[StandIn]:
    """A stand-in for each name of a sentence, each another one; the third attempt takes invented names."""
    taken: set[str] = set(story)
    for match in matches:
        term = entries[match.form.entry].term(locale)
        if term:
            taken.update(word for form in (term.preferred, term.short) for word in form.split())
    out: list[StandIn] = []
    for n, match in enumerate(matches):
        entry = entries[match.form.entry]
        term = entry.term(locale)
        if term is None or match.embedded or match.doubt:
            continue
        the = bool(re.search(r"(?i)\bthe $", text[: match.start])) if language_of(language) == "en" else False
        found = None
        if attempt < ATTEMPTS - 1:
            found = choose(term, entry, the=the, avoid=taken, known=known, attempt=attempt)
        if found is None:
            name = _NONCE[(n + 3 * attempt) % len(_NONCE)]
            if name in taken:
                name = next(other for other in _NONCE if other not in taken)
            out.append(StandIn(match, name, (name,)))
            taken.add(name)
        else:
            measured = tuple(known.get(found.id, ()))
            renderings = tuple(dict.fromkeys((*measured, *found.renderings(locale), found.name(language))))
            out.append(StandIn(match, found.name(language), renderings))
            taken.update(word for form in renderings for word in form.split())
    return out


def put_in(sent: str, prepared: Sequence[Edit], stand_ins: Iterable[StandIn]) -> tuple[str, tuple[Edit, ...]] | None:
    """`sent` with the stand-ins, and its edits; None when a name is not whole in what is sent."""
    draft = Rewriter(sent, STAGE, prepared)
    placed = [(_place(sent, one.match, prepared), one) for one in stand_ins]
    for span, one in sorted(placed, key=lambda item: item[0] or Span(0, 0), reverse=True):
        if span is None:
            return None
        reason = f"{one.name} stands in for {one.match.text} while the engine translates"
        draft.replace(
            span.start, span.end, one.name, rule=RULE, reason=reason, entry=one.match.form.entry,
            source=Span(one.match.start, one.match.end),
        )  # fmt: skip
    return draft.text, tuple(draft.edits)


def _place(sent: str, match: Match, prepared: Sequence[Edit]) -> Span | None:
    """Where a name of the source stands in what is sent; None when it was carried round or taken apart."""
    span = shift(Span(match.start, match.end), prepared)
    wanted = fold(match.text)
    if fold(sent[span.start : span.end]) == wanted:
        return span
    # A headline in another case is one edit over all of it: its words keep their order.
    near = [Span(*found.span()) for found in re.finditer(rf"(?<!\w){re.escape(match.text)}(?!\w)", sent, re.IGNORECASE)]
    return min(near, key=lambda one: abs(one.start - match.start), default=None)


def stand_ins_of(
    prepared: Iterable[Edit], matches: Sequence[Match], locale: str, known: Mapping[str, Sequence[str]] | None = None
) -> list[StandIn]:
    """The stand-ins that a sentence was sent with, from its record."""
    by_place = {Span(match.start, match.end): match for match in matches}
    by_name = {one.name(tag): one for one in surrogates() for tag in one.names}
    out = []
    for edit in prepared:
        if edit.rule != RULE or edit.source not in by_place:
            continue
        one = by_name.get(edit.after)
        forms = (*(known or {}).get(one.id, ()), *one.renderings(locale), edit.after) if one else (edit.after,)
        out.append(StandIn(by_place[edit.source], edit.after, tuple(dict.fromkeys(forms))))
    return out


def without_stand_ins(source: str, prepared: Sequence[Edit]) -> tuple[str, tuple[Edit, ...]]:
    """What would have been sent without stand-ins, and its edits."""
    kept = tuple(edit for edit in prepared if edit.rule != RULE)
    return replay(source, kept), kept


def find_back(text: str, stand_ins: Sequence[StandIn]) -> dict[int, Span] | None:
    """Where each stand-in (by its place in the list) stands in the answer; None when one is lost or doubled."""
    found: dict[int, Span] = {}
    for n, one in enumerate(stand_ins):
        spans = occurrences(text, one.renderings)
        if len(spans) != 1:
            return None
        found[n] = spans[0]
    return found


def occurrences(text: str, forms: Iterable[str]) -> list[Span]:
    """Places where one of `forms` stands as a whole word, longest form first, without overlaps."""
    spans: list[Span] = []
    for form in sorted(set(forms), key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", text):
            span = Span(*match.span())
            if all(span.end <= other.start or span.start >= other.end for other in spans):
                spans.append(span)
    return sorted(spans)


def surrogates_used(prepared: Iterable[Edit]) -> list[str]:
    """The stand-ins that a sentence was sent with."""
    return [edit.after for edit in prepared if edit.rule == RULE]


def leftover_surrogates(text: str, source: str, prepared: Iterable[Edit], allowed: str, locale: str) -> list[str]:
    """Stand-ins of a sentence that are still in its text: none may ever reach an edition.

    `source` is the sentence as it came and `allowed` other text that may say the name by right (house forms).
    """
    used = surrogates_used(prepared)
    if not used:
        return []
    by_name = {one.name(tag): one for one in surrogates() for tag in one.names}
    left = []
    for name in used:
        one = by_name.get(name)
        forms = {name, *(one.renderings(locale) if one else ())}
        # An engine may have taken it for a word and given it an ending: "Johnsons", "Parisa".
        found = {hit[0] for form in forms for hit in re.finditer(rf"(?<!\w){re.escape(form)}\w{{0,3}}(?!\w)", text)}
        left += [hit for hit in sorted(found) if hit not in source and hit not in allowed]
    return left
