"""The translation memory's tables: pairs put in and taken out, and those that fit a text.

Fuzzy matches are found by the words of a form (`memory.form`): the rarest of them are looked up until there are enough
candidates, so that an answer costs the same however much is remembered. A retired pair stays, and is never offered.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, func, insert, select, text, update

from newstrans.memory.form import Form, form_of, source_key, word_number
from newstrans.memory.match import (
    FUZZY_FROM,
    Match,
    Query,
    best_first,
    exact_matches,
    fuzzy_matches,
    likeness,
)
from newstrans.memory.pairs import RANK, Level, NewPair, Origin, Pair
from newstrans.model import UnitKind
from newstrans.store.connect import Store
from newstrans.store.like import has_words
from newstrans.store.schema import memory_form, memory_pair, memory_word, memory_word_count, recall
from newstrans.store.stories import storable
from newstrans.text.diff import tokens

# Rows of the index of words that one look-up reads at most, and parts of a text of which the rarest word is taken first:
# words of one phrase come together, and those from all over a text are seldom together in another one.
_POSTINGS, _PARTS = 8000, 4
# Forms whose likeness is measured, those that are taken of them, and pairs of one form or source that are looked at.
_FORMS, _BEST, _PAIRS = 60, 8, 6
_AT_ONCE = 400
_RECALLS = select(recall).where(recall.c.edition.in_(bindparam("editions", expanding=True)))


@dataclass(frozen=True, slots=True)
class Recall:
    """What of the memory stands in a unit: how it fitted, and the pairs, one for each sentence or one for the unit."""

    unit: str
    kind: str
    pairs: tuple[Pair, ...]
    source_hash: str
    text_hash: str
    at: str


@dataclass(frozen=True, slots=True)
class Holding:
    """How much the memory holds of one direction, origin and level."""

    language: str
    locale: str
    origin: str
    level: str
    pairs: int
    newest: str
    oldest: str


# --- in and out


def add_pairs(
    connection: Connection, pairs: Sequence[NewPair], language: str, locale: str, *, story: str, edition: str = ""
) -> None:
    """Put pairs in, inside the caller's transaction."""
    forms = [form_of(one.source, language, one.names) for one in pairs]
    numbers = _form_numbers(connection, forms, language, locale)
    last = connection.execute(select(func.max(memory_pair.c.id))).scalar() or 0
    rows = [
        {
            "id": last + n, "form": numbers[form.hash], "language": language, "locale": locale, "level": one.level.value,
            "kind": one.kind.value, "key": source_key(one.source), "source": storable(one.source), "target": storable(one.target),
            "before": one.before, "after": one.after, "origin": one.origin.value, "rank": RANK[one.origin], "approver": one.approver,
            "at": one.at, "story": story, "edition": edition, "unit": one.unit, "place": one.place, "retired": "",
        }
        for n, (one, form) in enumerate(zip(pairs, forms, strict=True), start=1)
    ]  # fmt: skip
    if rows:
        connection.execute(insert(memory_pair), rows)


def add_new_pairs(
    connection: Connection, pairs: Sequence[NewPair], language: str, locale: str, *, story: str
) -> int:
    """Put in those whose source has not this translation yet; returns how many."""
    known: set[tuple[str, str]] = set()
    keys = list({source_key(one.source) for one in pairs})
    for start in range(0, len(keys), _AT_ONCE):
        query = select(memory_pair.c.key, memory_pair.c.target).where(
            memory_pair.c.key.in_(keys[start : start + _AT_ONCE]), memory_pair.c.locale == locale, memory_pair.c.language == language,
            memory_pair.c.retired == "",
        )  # fmt: skip
        known |= {(row.key, row.target) for row in connection.execute(query)}
    new = {(source_key(one.source), storable(one.target)): one for one in pairs}
    fresh = [one for key, one in new.items() if key not in known]
    add_pairs(connection, fresh, language, locale, story=story)
    return len(fresh)


def _form_numbers(connection: Connection, forms: Sequence[Form], language: str, locale: str) -> dict[str, int]:
    """The number of each form by its hash; new forms are put in with their words."""
    direction = f"{language}>{locale}"
    wanted = {form.hash: form for form in forms}
    known: dict[str, int] = {}
    hashes = list(wanted)
    for start in range(0, len(hashes), _AT_ONCE):
        query = select(memory_form.c.hash, memory_form.c.id).where(
            memory_form.c.direction == direction, memory_form.c.hash.in_(hashes[start : start + _AT_ONCE])
        )
        known |= {row.hash: row.id for row in connection.execute(query)}
    new = [form for key, form in wanted.items() if key not in known]
    if not new:
        return known
    last = connection.execute(select(func.max(memory_form.c.id))).scalar() or 0
    rows, words, counts = [], [], dict[int, int]()
    for number, form in enumerate(new, start=last + 1):
        known[form.hash] = number
        rows.append({"id": number, "direction": direction, "hash": form.hash, "text": storable(form.text)})
        for word in {word_number(language, locale, word) for word in form.words}:
            words.append({"word": word, "form": number})
            counts[word] = counts.get(word, 0) + 1
    connection.execute(insert(memory_form), rows)
    if words:
        connection.execute(insert(memory_word), sorted(words, key=lambda row: (row["word"], row["form"])))
        connection.execute(
            text("INSERT INTO memory_word_count (word, forms) VALUES (:word, :forms) "
                 "ON CONFLICT (word) DO UPDATE SET forms = memory_word_count.forms + excluded.forms"),
            [{"word": word, "forms": count} for word, count in sorted(counts.items())],
        )  # fmt: skip
    return known


def pairs_of_edition(connection: Connection, edition: str) -> list[Pair]:
    """The pairs of an edition that are in, in the order in which they were put in."""
    where = (memory_pair.c.edition == edition, memory_pair.c.retired == "")
    return _pairs(connection, select(memory_pair).where(*where).order_by(memory_pair.c.id))


def retire(
    connection: Connection, why: str, *, ids: Sequence[int] | None = None, story: str = "", edition: str = "", unit: str = ""
) -> int:
    """Take pairs out for good: those of the ids, of a story, of an edition or of one of its units; returns how many."""
    where = [memory_pair.c.retired == ""]
    for column, wanted in ((memory_pair.c.story, story), (memory_pair.c.edition, edition), (memory_pair.c.unit, unit)):
        if wanted:
            where.append(column == wanted)
    if ids is not None:
        found = 0
        for start in range(0, len(ids), _AT_ONCE):
            chunk = [*where, memory_pair.c.id.in_(ids[start : start + _AT_ONCE])]
            found += connection.execute(update(memory_pair).where(*chunk).values(retired=why)).rowcount
        return found
    if len(where) == 1:
        message = "say what is retired"
        raise ValueError(message)
    return connection.execute(update(memory_pair).where(*where).values(retired=why)).rowcount


def count_pairs(connection: Connection, *, story: str) -> int:
    """How many pairs of a story, or of an imported file, are in."""
    query = select(func.count()).select_from(memory_pair).where(memory_pair.c.story == story, memory_pair.c.retired == "")
    return int(connection.execute(query).scalar_one())


# --- looking up


def find_exact(connection: Connection, queries: Sequence[Query]) -> list[list[Match]]:
    """For each query the pairs of its very source, best first. Queries of one language go to the database together."""
    rows: dict[tuple[str, str, str], list[Pair]] = {}
    known = {query.text: query.key for query in queries}  # the editions of a story ask for the same texts
    for language in dict.fromkeys(query.language for query in queries):
        mine = [query for query in queries if query.language == language]
        keys = list(dict.fromkeys(known[query.text] for query in mine))
        locales = list(dict.fromkeys(query.locale for query in mine))
        for start in range(0, len(keys), _AT_ONCE):
            for pair in _of_sources(connection, keys[start : start + _AT_ONCE], language, locales):
                rows.setdefault((language, pair.locale, source_key(pair.source)), []).append(pair)
    found = (rows.get((query.language, query.locale, known[query.text])) for query in queries)
    return [exact_matches(query, pairs) if pairs else [] for query, pairs in zip(queries, found, strict=True)]


def _of_sources(connection: Connection, keys: Sequence[str], language: str, locales: Sequence[str]) -> list[Pair]:
    """Pairs of these sources: of each the first ones, by rank and age, and with every pair of neighbours the best."""
    found = connection.execute(_OF_SOURCES, {"keys": list(keys), "language": language, "locales": list(locales)})
    return [_pair(row) for row in found.mappings()]


def _of_sources_query() -> Any:
    where = (
        memory_pair.c.key.in_(bindparam("keys", expanding=True)), memory_pair.c.language == bindparam("language"),
        memory_pair.c.locale.in_(bindparam("locales", expanding=True)), memory_pair.c.retired == "",
    )  # fmt: skip
    order = (memory_pair.c.rank, memory_pair.c.at.desc(), memory_pair.c.id.desc())
    nth = func.row_number().over(
        partition_by=(memory_pair.c.key, memory_pair.c.locale, memory_pair.c.before, memory_pair.c.after, memory_pair.c.kind), order_by=order
    )
    ranked = select(memory_pair, nth.label("nth")).where(*where).subquery()
    return select(*(ranked.c[column.name] for column in memory_pair.c)).where(ranked.c.nth == 1)


def _of_forms_query() -> Any:
    """Pairs of forms: of each the first ones, by rank and age. One question for all: a server may be far away."""
    order = (memory_pair.c.rank, memory_pair.c.at.desc(), memory_pair.c.id)
    nth = func.row_number().over(partition_by=memory_pair.c.form, order_by=order)
    where = (memory_pair.c.form.in_(bindparam("forms", expanding=True)), memory_pair.c.retired == "")
    ranked = select(memory_pair, nth.label("nth")).where(*where).subquery()
    return select(*(ranked.c[column.name] for column in memory_pair.c)).where(ranked.c.nth <= _PAIRS).order_by(ranked.c.form, ranked.c.nth)


# Put together once: they are asked for every edition that is made, and every paragraph that is shown.
_OF_SOURCES, _OF_FORMS = _of_sources_query(), _of_forms_query()


def find_fuzzy(connection: Connection, query: Query, *, least: float = FUZZY_FROM, limit: int = 5) -> list[Match]:
    """Pairs whose source is like the query's and not the same, best first."""
    wanted = query.form
    numbers = _candidates(connection, wanted, query)
    if not numbers:
        return []
    texts = connection.execute(select(memory_form.c.id, memory_form.c.text).where(memory_form.c.id.in_(numbers)))
    scores = {row.id: likeness(wanted, _as_form(row.text)) for row in texts}
    best = sorted((number for number, score in scores.items() if score >= least), key=lambda number: (-scores[number], number))
    if not best:
        return []
    rows = connection.execute(_OF_FORMS, {"forms": best[:_BEST]}).mappings().all()
    pairs = [_pair(row) for row in rows]
    forms = {row["id"]: scores[row["form"]] for row in rows}
    return fuzzy_matches(query, pairs, forms, least=least, limit=limit)


def find_all(connection: Connection, query: Query, *, least: float = FUZZY_FROM, limit: int = 5) -> list[Match]:
    """What the memory has for a text: the same source first, then those that are like it."""
    exact = find_exact(connection, [query])[0]
    return best_first(query, [*exact, *find_fuzzy(connection, query, least=least, limit=limit)])[:limit]


def _candidates(connection: Connection, form: Form, query: Query) -> list[int]:
    """Numbers of the forms that share the most of the rare words."""
    words = list(dict.fromkeys(word_number(query.language, query.locale, word) for word in form.words))
    same = _same_form(connection, form, query)
    counted = select(memory_word_count.c.word, memory_word_count.c.forms).where(memory_word_count.c.word.in_(words))
    taken: list[int] = []
    read = 0
    for word, count in _rarest(words, {row.word: row.forms for row in connection.execute(counted)} if words else {}):
        if read + count <= _POSTINGS:
            taken.append(word)
            read += count
    if not taken:
        return same
    shared = func.count().label("shared")
    found = (
        select(memory_word.c.form, shared).where(memory_word.c.word.in_(taken)).group_by(memory_word.c.form)
        .order_by(shared.desc(), memory_word.c.form).limit(_FORMS)
    )  # fmt: skip
    return list(dict.fromkeys([*same, *connection.execute(found).scalars()]))


def _rarest(words: Sequence[int], counts: Mapping[int, int]) -> list[tuple[int, int]]:
    """Words that there are, with their counts: the rarest of each part of the text, then the next of each."""
    known = [(counts[word], n * _PARTS // len(words), word) for n, word in enumerate(words) if word in counts]
    nth = [0] * _PARTS
    ranked = []
    for count, part, word in sorted(known):
        ranked.append((nth[part], count, word))
        nth[part] += 1
    return [(word, count) for _, count, word in sorted(ranked)]


def _same_form(connection: Connection, form: Form, query: Query) -> list[int]:
    same = select(memory_form.c.id).where(
        memory_form.c.direction == f"{query.language}>{query.locale}", memory_form.c.hash == form.hash
    )
    return list(connection.execute(same).scalars())


def _as_form(text: str) -> Form:
    return Form(text, tuple(token for token in tokens(text) if not token.isspace()), ())


# --- what stands in editions


def save_recalls(connection: Connection, edition: str, recalls: Iterable[Recall]) -> None:
    """Write down which texts of the memory stand in an edition, in place of what was written down before."""
    connection.execute(delete(recall).where(recall.c.edition == edition))
    rows = [
        {
            "edition": edition, "unit": one.unit, "kind": one.kind, "pairs": json.dumps([pair.id for pair in one.pairs]),
            "source_hash": one.source_hash, "text_hash": one.text_hash, "at": one.at,
        }
        for one in recalls
    ]  # fmt: skip
    if rows:
        connection.execute(insert(recall), rows)


def get_recalls(connection: Connection, edition: str) -> dict[str, Recall]:
    """The texts of the memory that were put into an edition, by unit; whether they still stand there is for the hashes."""
    return recalls_of_all(connection, [edition]).get(edition, {})


def recalls_of_all(connection: Connection, editions: Sequence[str]) -> dict[str, dict[str, Recall]]:
    """The same for several editions, by edition; those without any are left out."""
    rows = connection.execute(_RECALLS, {"editions": list(editions)}).mappings().all()
    ids = {number for row in rows for number in json.loads(row["pairs"])}
    known = {pair.id: pair for pair in get_pairs(connection, sorted(ids))}
    found: dict[str, dict[str, Recall]] = {}
    for row in rows:
        found.setdefault(row["edition"], {})[row["unit"]] = Recall(
            row["unit"], row["kind"], tuple(known[number] for number in json.loads(row["pairs"])), row["source_hash"], row["text_hash"],
            row["at"],
        )  # fmt: skip
    return found


# --- looking at it


def get_pairs(connection: Connection, ids: Sequence[int]) -> list[Pair]:
    """Pairs by their numbers; those that are not there are left out."""
    found: list[Pair] = []
    for start in range(0, len(ids), _AT_ONCE):
        found += _pairs(connection, select(memory_pair).where(memory_pair.c.id.in_(ids[start : start + _AT_ONCE])))
    return found


def list_pairs(
    store: Store, *, search: str = "", language: str = "", locale: str = "", origin: str = "", retired: bool = False,
    units_only: bool = False, below: int = 0, limit: int = 50,
) -> list[Pair]:  # fmt: skip
    """Pairs, the newest first; `search` is a part of source or translation, `below` the last number of the page before."""
    query = select(memory_pair).order_by(memory_pair.c.id.desc()).limit(limit)
    query = query.where(memory_pair.c.retired != "" if retired else memory_pair.c.retired == "")
    for column, wanted in ((memory_pair.c.language, language), (memory_pair.c.locale, locale), (memory_pair.c.origin, origin)):
        if wanted:
            query = query.where(column == wanted)
    if units_only:
        query = query.where(memory_pair.c.level == Level.UNIT.value)
    if below:
        query = query.where(memory_pair.c.id < below)
    if search:
        query = query.where(has_words(memory_pair.c.source, search) | has_words(memory_pair.c.target, search))
    with store.read() as connection:
        return _pairs(connection, query)


def holdings(store: Store) -> list[Holding]:
    """How much is in, by direction, origin and level."""
    columns = [memory_pair.c[name] for name in ("language", "locale", "origin", "level")]
    query = (
        select(*columns, func.count().label("pairs"), func.max(memory_pair.c.at).label("newest"), func.min(memory_pair.c.at).label("oldest"))
        .where(memory_pair.c.retired == "").group_by(*columns).order_by(*columns)
    )  # fmt: skip
    with store.read() as connection:
        return [Holding(**row) for row in connection.execute(query).mappings()]


def retired_counts(store: Store) -> dict[str, int]:
    """How many pairs are out, by reason."""
    query = select(memory_pair.c.retired, func.count()).where(memory_pair.c.retired != "").group_by(memory_pair.c.retired)
    with store.read() as connection:
        return {row[0]: row[1] for row in connection.execute(query.order_by(memory_pair.c.retired))}


def _pairs(connection: Connection, query: Any) -> list[Pair]:
    return [_pair(row) for row in connection.execute(query).mappings()]


def _pair(row: RowMapping | Mapping[str, Any]) -> Pair:
    values = {name: row[name] for name in _COLUMNS}
    return Pair(**{
        **values, "level": Level(values["level"]), "kind": UnitKind(values["kind"]), "origin": Origin(values["origin"]),
    })  # fmt: skip


_COLUMNS = (
    "id", "language", "locale", "level", "kind", "source", "target", "before", "after", "origin", "approver", "at", "story",
    "edition", "unit", "place", "retired",
)  # fmt: skip
