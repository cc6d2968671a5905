"""The translation memory at the desk: approved texts go in, and come back when the same source comes again.

Only an approved edition's approved units go in. They are out as soon as somebody takes the unit up again, the edition is
withdrawn or spiked, or its story killed or withheld. What comes back into an edition is marked as such, stays unapproved,
and when it is approved unchanged it is remembered with the origin that it had: the machine learns nothing from itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection

from newstrans.languages import language_of
from newstrans.memory.form import source_key
from newstrans.memory.match import FUZZY_FROM, Match, MatchKind, Query, is_head, joined_offer
from newstrans.memory.pairs import RANK, NewPair, Origin, Pair, Settled, pairs_of
from newstrans.model import Edition, EditionUnit, Segment, Span, Treatment
from newstrans.segment import segment_unit
from newstrans.store import editions as shelf
from newstrans.store import memory
from newstrans.store.memory import Recall
from newstrans.store.records import EditionRecord, UnitRecord, UnitState
from newstrans.text.diff import diff_words
from newstrans.text.phrase import phrase

# --- in and out


def remember(connection: Connection, record: EditionRecord) -> int:
    """Put the pairs of an approved edition in, inside the caller's transaction; returns how many are new.

    A pair that is there already stays; one of the same source in the same unit with another text gives way.
    """
    made = shelf.get_machine(connection, record)
    units = shelf.get_units(connection, record.id)
    recalled = memory.get_recalls(connection, record.id)
    language = language_of(made.language or "und")
    wanted = pairs_of(list(_settled(made, units, recalled)), language, record.locale)
    there = {(pair.unit, pair.level, source_key(pair.source)): pair for pair in memory.pairs_of_edition(connection, record.id)}
    new: list[NewPair] = []
    old: list[int] = []
    for one in wanted:
        pair = there.get((one.unit, one.level, source_key(one.source)))
        if pair and (pair.target, pair.origin, pair.before, pair.after) == (one.target, one.origin, one.before, one.after):
            continue
        new.append(one)
        old += [pair.id] if pair else []
    if old:
        memory.retire(connection, "another text was approved", ids=old)
    memory.add_pairs(connection, new, language, record.locale, story=record.story, edition=record.id)
    return len(new)


def _settled(made: Edition, units: Sequence[UnitRecord], recalled: Mapping[str, Recall]) -> Iterator[Settled]:
    layers = {layer.unit.id: layer for layer in made.units}
    names: dict[str, list[Span]] = {}
    for use in made.names:
        names.setdefault(use.unit, []).append(use.source)
    for one in units:
        layer = layers.get(one.unit)
        if layer is None:
            continue  # its source has it no more
        kept = one.approved and layer.treatment in (Treatment.TRANSLATED, Treatment.FAILED)
        back = recalled.get(one.key)
        if back is not None and _stands(back, one):
            origin, machine = max((pair.origin for pair in back.pairs), key=RANK.__getitem__), ""
        else:
            origin, machine = Origin.MACHINE if one.text == layer.text else Origin.EDITED, layer.text
        approval = one.approval
        yield Settled(
            one.key, one.kind, one.source, one.text, machine, tuple(names.get(one.unit, ())), origin,
            approval.by if approval else "", approval.at if approval else "", kept,
        )  # fmt: skip


def take_out_unit(connection: Connection, one: UnitRecord) -> None:
    """A unit was taken up again: its text is no approved one any more."""
    memory.retire(connection, "taken up again", edition=one.edition, unit=one.key)


def take_out(connection: Connection, why: str, *, story: str = "", edition: str = "") -> None:
    """An edition, or every one of a story, is not to be quoted any more."""
    memory.retire(connection, why, story=story, edition=edition)


# --- back into an edition


@dataclass(frozen=True, slots=True)
class Recalled:
    """A text of the memory for a unit of an edition that is being made."""

    text: str
    kind: MatchKind
    pairs: tuple[Pair, ...]


def queries(made: Edition) -> dict[str, Query]:
    """What is looked for to each translated unit of an edition, by the unit's id."""
    language = language_of(made.language or "und")
    keys = [source_key(layer.unit.text) for layer in made.units]
    names: dict[str, list[Span]] = {}
    for use in made.names:
        names.setdefault(use.unit, []).append(use.source)
    return {
        layer.unit.id: Query(
            layer.unit.text, language, made.locale, layer.unit.kind, tuple(names.get(layer.unit.id, ())),
            keys[n - 1] if n else "", keys[n + 1] if n + 1 < len(keys) else "",
        )
        for n, layer in enumerate(made.units)
        if layer.treatment in (Treatment.TRANSLATED, Treatment.FAILED)
    }  # fmt: skip


def recalled(connection: Connection, editions: Sequence[Edition]) -> list[dict[str, Recalled]]:
    """What the memory has for the very sources of each edition, by unit: whole units, else every sentence of one."""
    wanted = [queries(made) for made in editions]
    asked = [list(_asked(made, mine)) for made, mine in zip(editions, wanted, strict=True)]
    answers = iter(memory.find_exact(connection, [query for mine in asked for query in mine]))
    return [
        _answered(made, mine, iter([(query, next(answers)) for query in questions]))
        for made, mine, questions in zip(editions, wanted, asked, strict=True)
    ]


def _asked(made: Edition, wanted: Mapping[str, Query]) -> Iterator[Query]:
    for layer in made.units:
        if query := wanted.get(layer.unit.id):
            yield query
            yield from (_sentence(query, one) for one in layer.segments if len(layer.segments) > 1)


def _answered(made: Edition, wanted: Mapping[str, Query], answers: Iterator[tuple[Query, Sequence[Match]]]) -> dict[str, Recalled]:
    found: dict[str, Recalled] = {}
    for layer in made.units:
        if layer.unit.id not in wanted:
            continue
        whole = _fit(*next(answers))
        parts = [_fit(*next(answers)) for _ in layer.segments if len(layer.segments) > 1]
        text = whole.text if whole else joined_offer(parts, [one.gap for one in layer.segments])
        if text is not None:
            used = [whole] if whole else parts
            found[layer.unit.id] = Recalled(text, whole.kind if whole else MatchKind.EXACT, tuple(one.pair for one in used if one))
    return found


def with_recalled(made: Edition, found: Mapping[str, Recalled]) -> Edition:
    """The edition with the memory's texts in place of the machine's: what the desk is given. Its layers stay as they are."""
    return replace(made, units=tuple(_with_text(layer, found.get(layer.unit.id)) for layer in made.units))


def _with_text(layer: EditionUnit, found: Recalled | None) -> EditionUnit:
    return replace(layer, text=found.text) if found else layer


def mark_recalled(
    connection: Connection, units: Iterable[UnitRecord], found: Mapping[str, Recalled], before: Mapping[str, Recall], *, edition: str, now: str
) -> dict[str, list[int]]:
    """Write down which units have a text of the memory, where that is not as it was `before`; returns the pairs' numbers by the units' keys."""
    rows = {}
    for one in units:
        back, old = found.get(one.unit), before.get(one.key)
        if back is not None and one.text == back.text and one.state is UnitState.MACHINE:
            rows[one.key] = Recall(one.key, back.kind.value, back.pairs, one.source_hash, one.text_hash, now)
        elif old is not None and _stands(old, one):
            rows[one.key] = old
    if rows != before:
        memory.save_recalls(connection, edition, rows.values())
    return {key: [pair.id for pair in row.pairs] for key, row in rows.items() if row.at == now}


def _stands(row: Recall, one: UnitRecord) -> bool:
    """Whether a unit still says what the memory put in."""
    return (row.text_hash, row.source_hash) == (one.text_hash, one.source_hash)


def _fit(query: Query, matches: Sequence[Match]) -> Match | None:
    """The best match that may stand in the edition: a headline's words are no paragraph's."""
    return next((one for one in matches if query.kind is None or is_head(one.pair.kind) == is_head(query.kind)), None)


def _sentence(query: Query, one: Segment) -> Query:
    names = tuple(
        Span(span.start - one.start, span.end - one.start) for span in query.names if one.start <= span.start and span.end <= one.end
    )
    return replace(query, text=one.source, names=names, before=None, after=None)


# --- as plain values, for a page, a terminal or a script


def labels(connection: Connection, edition: str, units: Sequence[UnitRecord]) -> dict[str, dict[str, Any]]:
    """Whose words stand in the units that have the memory's text, by the units' keys.

    Each is `kind` ("context" or "exact"), `at` (when it was put in) and `pairs`, as `pair_values` gives them.
    """
    rows = memory.get_recalls(connection, edition)
    return {
        one.key: {"kind": row.kind, "at": row.at, "pairs": [pair_values(pair, row.at) for pair in row.pairs]}
        for one in units
        if (row := rows.get(one.key)) is not None and _stands(row, one)
    }  # fmt: skip


def offers(
    connection: Connection, record: EditionRecord, units: Sequence[UnitRecord], *, now: str, least: float = FUZZY_FROM, limit: int = 3
) -> dict[str, list[dict[str, Any]]]:
    """What the memory offers to units, by their keys: first for the whole unit, then for its sentences.

    Each is as `match_values` gives it, with `sentence` (from 1; 0 for the whole unit) of `sentences`. Sentences are left out where the
    memory has the unit's very source; so are what a unit says already, and its own earlier approval.
    """
    made = shelf.get_machine(connection, record)
    wanted = queries(made)
    out: dict[str, list[dict[str, Any]]] = {}
    for one in units:
        query = wanted.get(one.unit)
        if query is None or one.state in (UnitState.VERBATIM, UnitState.OMITTED):
            continue
        parts = segment_unit(query.text, query.language)
        rows = [match_values(query, match, now) | {"sentence": 0} for match in _others(connection, one, query, least, limit)]
        if not any(row["match"] != MatchKind.FUZZY for row in rows):
            for n, part in enumerate(parts if len(parts) > 1 else (), start=1):
                asked = _sentence(query, part)
                known = {row["pair"]["id"] for row in rows}
                rows += [
                    match_values(asked, match, now) | {"sentence": n}
                    for match in _others(connection, one, asked, least, 1) if match.text not in one.text and match.pair.id not in known
                ]  # fmt: skip
        if rows:
            out[one.key] = [row | {"sentences": len(parts)} for row in rows]
    return out


def with_offer(text: str, locale: str, sources: int, offer: Mapping[str, Any]) -> str | None:
    """A unit's `text` with an offer taken: all of it, or the one of its sentences that the offer is for.

    None when it has not as many sentences as its source (`sources`): which one is meant is not certain then.
    """
    if not offer["sentence"]:
        return str(offer["text"])
    parts = segment_unit(text, language_of(locale))
    if len(parts) != sources:
        return None
    part = parts[offer["sentence"] - 1]
    return text[: part.start] + str(offer["text"]) + text[part.end :]


def mark_taken(connection: Connection, after: UnitRecord, offer: Mapping[str, Any], *, now: str) -> None:
    """Write down that a whole unit says what a pair of the memory says: approved unchanged, it keeps that pair's origin."""
    if offer["sentence"]:
        return
    pairs = tuple(memory.get_pairs(connection, [offer["pair"]["id"]]))
    rows = memory.get_recalls(connection, after.edition)
    rows[after.key] = Recall(after.key, offer["match"], pairs, after.source_hash, after.text_hash, now)
    memory.save_recalls(connection, after.edition, rows.values())


def numbers_told(offer: Mapping[str, Any]) -> str:
    """What an offer of the memory says of its numbers, as a remark; "" for nothing."""
    if offer["adapted"]:
        return phrase("with the numbers of this source")
    return phrase("with the numbers of its own source: check them") if offer["other_numbers"] else ""


def remarked(*remarks: str) -> str:
    """Remarks in one line, those that say nothing left out."""
    return ", ".join(filter(None, remarks))


def _others(connection: Connection, one: UnitRecord, query: Query, least: float, limit: int) -> list[Match]:
    found = memory.find_all(connection, query, least=least, limit=limit + 2)
    return [match for match in found if match.text != one.text and (match.pair.edition, match.pair.unit) != (one.edition, one.key)][:limit]


def pair_values(pair: Pair, now: str) -> dict[str, Any]:
    """A pair as plain values; `age_days` is counted from `now`, `retired` is why it is out ("" while it is in)."""
    return {
        "id": pair.id, "source": pair.source, "target": pair.target, "language": pair.language, "locale": pair.locale,
        "level": pair.level.value, "kind": pair.kind.value, "origin": pair.origin.value, "approver": pair.approver, "at": pair.at,
        "age_days": _days(pair.at, now), "story": pair.story, "edition": pair.edition, "unit": pair.unit, "retired": pair.retired,
    }  # fmt: skip


def match_values(query: Query, match: Match, now: str) -> dict[str, Any]:
    """A match as plain values: what is offered, how well it fits, the pair, and the diff from its source to the query's."""
    return {
        "match": match.kind.value, "likeness": round(match.likeness, 3), "text": match.text, "adapted": match.adapted,
        "other_numbers": match.other_numbers, "pair": pair_values(match.pair, now),
        "diff": [{"op": op, "text": text} for op, text in diff_words(match.pair.source, query.text)],
    }  # fmt: skip


def _days(at: str, now: str) -> int:
    try:
        return max(0, (date.fromisoformat(now[:10]) - date.fromisoformat(at[:10])).days)
    except ValueError:
        return 0
