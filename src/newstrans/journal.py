"""What a folder of editions knows of the items it was made from: versions, names, what was killed.

One line of JSON for each edition of each item, in `.newstrans/journal.jsonl` of the output folder, appended when its
files are on the disk. A line that a crash cut short is passed over.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from newstrans.errors import WriteError

FOLDER = ".newstrans"
FILE = "journal.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """An edition of an item that was written. `sha256` is of the file that the item came in."""

    item: str
    locale: str
    source_version: str
    version: int
    fate: str
    slug: str = ""
    edition: str = ""
    file: str = ""
    sha256: str = ""
    when: str = ""


class Journal:
    """The entries of an output folder; the last one of an item in a locale counts."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FOLDER / FILE
        self._last: dict[tuple[str, str], Entry] = {}
        self._files: set[tuple[str, str, str]] = set()
        try:
            with self._path.open(encoding="utf-8") as lines:
                for line in lines:
                    if entry := _entry(line):
                        self._learn(entry)
        except FileNotFoundError:
            pass
        except (OSError, UnicodeDecodeError) as error:
            raise WriteError(self._path, f"the journal of this folder cannot be read ({error})") from error

    def last(self, item: str, locale: str) -> Entry | None:
        """The newest edition of an item in a locale."""
        return self._last.get((item, locale))

    def locales(self, item: str) -> list[str]:
        """The locales in which an item has editions, in their order."""
        return [locale for known, locale in self._last if known == item]

    def done(self, sha256: str, file: str, locale: str) -> bool:
        """Whether a file with these bytes was brought into a locale already."""
        return (sha256, file, locale) in self._files

    def add(self, entries: Iterable[Entry]) -> None:
        """Append entries and put them on the disk.

        Raises:
            WriteError: the journal cannot be written.

        """
        new = list(entries)
        if not new:
            return
        text = "".join(json.dumps(asdict(entry), ensure_ascii=False) + "\n" for entry in new)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab") as file:
                # A line cut short by a crash must not swallow the next one.
                if file.tell() and not self._ends_whole():
                    file.write(b"\n")
                file.write(text.encode("utf-8", "replace"))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise WriteError(self._path, f"cannot be written ({error.strerror or error})") from error
        for entry in new:
            self._learn(entry)

    def _ends_whole(self) -> bool:
        with self._path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    def _learn(self, entry: Entry) -> None:
        self._last[entry.item, entry.locale] = entry
        if entry.sha256:
            self._files.add((entry.sha256, entry.file, entry.locale))


def _entry(line: str) -> Entry | None:
    try:
        values = json.loads(line)
    except ValueError:
        return None
    if not isinstance(values, dict):
        return None
    known = {field.name for field in fields(Entry)}
    try:
        return Entry(**{key: value for key, value in values.items() if key in known})
    except TypeError:
        return None
