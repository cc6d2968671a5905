"""What engines were seen to make of names, kept between runs in one file: by engine, model, pair and name.

A cache and nothing more: without it, or with a damaged one, the engine is asked again and gives the same. So an answer
may be lost but never be another one: each row bears a check sum, and a row or file that does not hold is left out.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

from newstrans import __version__
from newstrans.glossary.probe import carriers
from newstrans.model import Leg

# Rows that are kept; the oldest go first.
_MOST = 100_000
_WAIT_S = 5
_AT_ONCE = 400
_SCHEMA = "CREATE TABLE IF NOT EXISTS rendering (number INTEGER PRIMARY KEY, key TEXT UNIQUE, forms TEXT, sum TEXT)"


class Renderings:
    """Renderings of names under `file`, which is made when there is something to keep. Several processes may share it."""

    def __init__(self, file: Path, *, most: int = _MOST) -> None:
        self._file = file
        self._most = most

    def recall(self, route: Sequence[Leg], names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """What is known of `names` over a route with these models; a name that is not there is not known."""
        keys = {_key(route, name): name for name in names}
        if not keys or not self._file.is_file():
            return {}
        found: dict[str, tuple[str, ...]] = {}
        with suppress(sqlite3.Error, OSError), closing(self._open()) as connection:
            wanted = list(keys)
            for start in range(0, len(wanted), _AT_ONCE):
                chunk = wanted[start : start + _AT_ONCE]
                query = f"SELECT key, forms, sum FROM rendering WHERE key IN ({','.join('?' * len(chunk))})"
                for key, forms, digest in connection.execute(query, chunk):
                    if digest == _sum(key, forms):
                        found[keys[key]] = tuple(json.loads(forms))
        return found

    def keep(self, route: Sequence[Leg], renderings: Mapping[str, Sequence[str]]) -> None:
        """Remember renderings by name. A folder that cannot be written is no error: they are asked for again then."""
        rows = []
        for name, forms in renderings.items():
            key, text = _key(route, name), json.dumps(list(forms), ensure_ascii=False)
            rows.append((key, text, _sum(key, text)))
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._write(rows)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                return  # busy, full or not to be written
            with suppress(OSError, sqlite3.Error):  # damaged: made anew
                self._file.unlink()
                self._write(rows)
        except OSError:
            return

    def _write(self, rows: Sequence[tuple[str, str, str]]) -> None:
        with closing(self._open()) as connection, connection:
            connection.execute(_SCHEMA)
            connection.executemany("INSERT OR REPLACE INTO rendering (key, forms, sum) VALUES (?, ?, ?)", rows)
            connection.execute(
                "DELETE FROM rendering WHERE number <= (SELECT number FROM rendering ORDER BY number DESC LIMIT 1 OFFSET ?)", (self._most,)
            )

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._file, timeout=_WAIT_S)


def _key(route: Sequence[Leg], name: str) -> str:
    """Everything that an answer depends on: our version, the sentences asked, engines, pairs, models, the name."""
    legs = [[leg.engine, leg.source, leg.target, leg.model.sha256 if leg.model else ""] for leg in route]
    text = json.dumps([__version__, carriers("{}", route[0].source), legs, name])
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _sum(key: str, forms: str) -> str:
    return hashlib.sha256(f"{key}{forms}".encode()).hexdigest()[:16]
