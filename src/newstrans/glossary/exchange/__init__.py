"""Glossaries in the formats of other tools. `read` and `write` are the doors; `merge` brings what was read into files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from newstrans.glossary.exchange.base import ExchangeError, Problem, Reading, Table, losses, term_of
from newstrans.glossary.exchange.plain_json import from_json, to_json
from newstrans.glossary.exchange.po import from_po, to_po
from newstrans.glossary.exchange.tables import DIALECTS, decode_table, from_table, to_table
from newstrans.glossary.exchange.tbx import from_tbx, to_tbx

FORMATS = ("csv", "tsv", "tbx", "po", "json")
_OWN_ENDINGS = {"csv": "csv", "tsv": "tsv", "txt": "tsv", "utf8": "tsv", "tab": "tsv", "tbx": "tbx", "xml": "tbx", "po": "po", "json": "json"}


def format_of(name: str) -> str:
    """The format that a file's name speaks for, "" when it speaks for none."""
    return _OWN_ENDINGS.get(name.rpartition(".")[2].casefold(), "")


def read(
    data: bytes, name: str, form: str, *, dialect: str = "", source: str = "", target: str = "", encoding: str = ""
) -> Reading:
    """Concepts of a file. Raises `ExchangeError` when it cannot be read at all; other problems are in the reading."""
    if form == "tbx":
        return from_tbx(data, name)
    if form == "po":
        return from_po(data, name, source=source, target=target)
    text = decode_table(data, name, encoding)
    if form == "json":
        return from_json(text, name)
    return from_table(text, name, dialect=dialect, delimiter="\t" if form == "tsv" else "", source=source, target=target)


def write(
    tables: Mapping[str, Table], form: str, *, dialect: str = "own", source: str = "en", targets: Sequence[str] = ()
) -> str:
    """Concepts as one file; a PO file is of the first of `targets`."""
    if form == "tbx":
        return to_tbx(tables)
    if form == "po":
        return to_po(tables, source=source, target=targets[0])
    if form == "json":
        return to_json(tables)
    return to_table(tables, dialect=dialect, delimiter="\t" if form == "tsv" or dialect == "omegat" else ",", source=source, targets=targets)


def lost_in(
    text: str, tables: Mapping[str, Table], form: str, *, dialect: str = "own", source: str = "en", targets: Sequence[str] = ()
) -> Counter[str]:
    """What an export left out, measured: the file is read back and compared with what was to be written."""
    reading = read(text.encode("utf-8"), "export", form, dialect=dialect, source=source, target=targets[0] if targets else "")
    back = {concept.id: concept.table for concept in reading.concepts if concept.id}
    if not back:  # dialects without ids: told by the name in the source language
        names = {_name(table, source): concept for concept, table in reversed(list(tables.items()))}
        back = {names[_name(found.table, source)]: found.table for found in reading.concepts if _name(found.table, source) in names}
    wanted = {source, *targets} if targets else set()
    asked = {concept: {key: value for key, value in table.items() if not _is_other(key, wanted)} for concept, table in tables.items()}
    return losses(asked, back)


def _name(table: Table, source: str) -> str:
    return str(term_of(table, source).get("preferred", ""))


def _is_other(key: str, wanted: set[str]) -> bool:
    from newstrans.glossary.parse import ENTRY_KEYS

    return bool(wanted) and key not in ENTRY_KEYS and key not in wanted


__all__ = ["DIALECTS", "FORMATS", "ExchangeError", "Problem", "Reading", "format_of", "lost_in", "read", "write"]
