"""Answers that are costly to find, kept between runs in one file: text under a key that says all they depend on.

A cache and nothing more: without it, or with a damaged one, the answer is found again and is the same. So an answer may be
lost but never be another one: each row bears a check sum, and a row or file that does not hold is left out.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path

_WAIT_S = 5
_AT_ONCE = 400


class AnswerCache:
    """Answers under `file`, which is made when there is something to keep. Several processes may share it.

    Of more than `most` rows the oldest go first. `table` is their name in the file.
    """

    def __init__(self, file: Path, table: str, *, most: int) -> None:
        self._file = file
        self._table = table
        self._most = most

    def recall(self, keys: Iterable[str]) -> dict[str, str]:
        """The answers that are known, by key."""
        return dict(self._rows(list(keys)))

    def keep(self, answers: Mapping[str, str]) -> None:
        """Remember answers. A folder that cannot be written is no error: they are found again then."""
        rows = [(key, text, _sum(key, text)) for key, text in answers.items()]
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

    def _rows(self, wanted: list[str]) -> Iterator[tuple[str, str]]:
        if not wanted or not self._file.is_file():
            return
        with suppress(sqlite3.Error, OSError), closing(self._open()) as connection:
            for start in range(0, len(wanted), _AT_ONCE):
                chunk = wanted[start : start + _AT_ONCE]
                query = f"SELECT key, forms, sum FROM {self._table} WHERE key IN ({','.join('?' * len(chunk))})"
                for key, text, digest in connection.execute(query, chunk):
                    if digest == _sum(key, text):
                        yield key, text

    def _write(self, rows: list[tuple[str, str, str]]) -> None:
        with closing(self._open()) as connection, connection:
            connection.execute(
                f"CREATE TABLE IF NOT EXISTS {self._table} (number INTEGER PRIMARY KEY, key TEXT UNIQUE, forms TEXT, sum TEXT)"
            )
            connection.executemany(f"INSERT OR REPLACE INTO {self._table} (key, forms, sum) VALUES (?, ?, ?)", rows)
            connection.execute(
                f"DELETE FROM {self._table} WHERE number <= (SELECT number FROM {self._table} ORDER BY number DESC LIMIT 1 OFFSET ?)",
                (self._most,),
            )

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._file, timeout=_WAIT_S)


def _sum(key: str, text: str) -> str:
    return hashlib.sha256(f"{key}{text}".encode()).hexdigest()[:16]
