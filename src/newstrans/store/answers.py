"""Engines that are asked each thing once: their answers are kept, and given again to the same question.

An answer belongs to the engine, the pair, the hash of the model and the text to the letter; engines promise the same
answer alone and in any batch. It stays what it is, the raw text of a machine: no editor's word comes in here and it is
no translation memory.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, bindparam, select, text

from newstrans import __version__
from newstrans.engines.base import Aligned, Aligner, Engine, LanguagePair, Traits, Translation
from newstrans.model import Model, Span
from newstrans.store.connect import Store
from newstrans.store.schema import answer
from newstrans.store.stories import storable

# Parameters of one statement; SQLite's bound is higher.
_AT_ONCE = 400


def remembering(engines: Mapping[str, Engine], store: Store) -> dict[str, Engine]:
    """The engines, each with a memory in the store."""
    return {name: with_memory(engine, store) for name, engine in engines.items()}


def with_memory(engine: Engine, store: Store) -> Engine:
    """`engine`, asked only what it was not asked before. `asked` counts what went to it."""
    kind = RememberingAligner if isinstance(engine, Aligner) else RememberingEngine
    return kind(engine, store)


class RememberingEngine:
    """An engine behind its own answers."""

    def __init__(self, engine: Engine, store: Store) -> None:
        self._engine = engine
        self._store = store
        self.name = engine.name
        self.asked = 0
        self.any_pair = getattr(engine, "any_pair", False)

    def translate(self, texts: Sequence[str], pair: LanguagePair) -> list[Translation]:
        """What the engine made of each text, now or earlier."""
        keys = self._keys("translate", texts, pair)
        known = {key: _translation(*row) for key, row in self._recall(keys).items()}
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if new:
            answers = self._engine.translate(list(new.values()), pair)
            self.asked += len(new)
            rows = []
            for (key, text), made in zip(new.items(), answers, strict=True):
                known[key] = made
                rows.append(self._row(key, text, pair, made.text, json.dumps(made.unknown)))
            self._keep(rows)
        return [known[key] for key in keys]

    def pairs(self) -> list[LanguagePair]:
        return self._engine.pairs()

    def traits(self, pair: LanguagePair) -> Traits:
        return self._engine.traits(pair)

    def model(self, pair: LanguagePair) -> Model:
        return self._engine.model(pair)

    def missing(self) -> str | None:
        return self._engine.missing()

    def install_hint(self, source: str, target: str) -> str | None:
        return self._engine.install_hint(source, target)

    def close(self) -> None:
        self._engine.close()

    def _keys(self, what: str, texts: Sequence[str], pair: LanguagePair) -> list[str]:
        # Our own version is in it: what an engine's file does to a text before and behind the model may change with it.
        head = "\x1f".join((what, __version__, self.name, str(pair), self._engine.model(pair).sha256))
        return [hashlib.sha256(f"{head}\x1f{text}".encode("utf-8", "surrogatepass")).hexdigest() for text in texts]

    def _row(self, key: str, text: str, pair: LanguagePair, made: str, more: str) -> dict[str, str]:
        model = self._engine.model(pair)
        return {
            "key": key, "engine": self.name, "pair": str(pair), "model": model.sha256, "source": storable(text),
            "answer": json.dumps(made), "unknown": more,
        }  # fmt: skip

    def _recall(self, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
        wanted = list(dict.fromkeys(keys))
        found: dict[str, tuple[str, str]] = {}
        with self._store.read() as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                found |= _rows(connection, wanted[start : start + _AT_ONCE])
        return found

    def _keep(self, rows: Iterable[Mapping[str, str]]) -> None:
        new = {row["key"]: dict(row) for row in rows}
        with self._store.write(cache=True) as connection:
            connection.execute(_KEEP, list(new.values()))


_KNOWN = select(answer.c.key, answer.c.answer, answer.c.unknown).where(answer.c.key.in_(bindparam("keys", expanding=True)))
# Another process may have asked the same meanwhile: the answer is the same.
_KEEP = text(
    "INSERT INTO answer (key, engine, pair, model, source, answer, unknown) "
    "VALUES (:key, :engine, :pair, :model, :source, :answer, :unknown) ON CONFLICT (key) DO NOTHING"
)


class RememberingAligner(RememberingEngine):
    """The same, for an engine that can also tell which words stand for which."""

    def align(self, texts: Sequence[str], pair: LanguagePair) -> list[Aligned | None]:
        """The engine's answers with links, now or earlier."""
        assert isinstance(self._engine, Aligner)
        keys = self._keys("align", texts, pair)
        known = {key: _aligned(*row) for key, row in self._recall(keys).items()}
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if new:
            answers = self._engine.align(list(new.values()), pair)
            self.asked += len(new)
            rows = []
            for (key, text), made in zip(new.items(), answers, strict=True):
                known[key] = made
                more = json.dumps({"links": made.links, "weight": made.weight} if made else None)
                rows.append(self._row(key, text, pair, made.text if made else "", more))
            self._keep(rows)
        return [known[key] for key in keys]


def _rows(connection: Connection, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
    return {key: (made, unknown) for key, made, unknown in connection.execute(_KNOWN, {"keys": list(keys)})}


def _translation(text: str, unknown: str) -> Translation:
    return Translation(json.loads(text), tuple(json.loads(unknown)))


def _aligned(text: str, more: str) -> Aligned | None:
    values = json.loads(more)
    if values is None:
        return None
    links = tuple((Span(*ours), Span(*theirs)) for ours, theirs in values["links"])
    return Aligned(json.loads(text), links, values["weight"])
