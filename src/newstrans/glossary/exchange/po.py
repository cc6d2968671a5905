"""A glossary as gettext PO, one file per locale, for people who translate in a PO editor.

The id is the message context, the form of the source language the message, the house form its translation. A proposed
concept is fuzzy. Read and written with polib.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from newstrans.glossary.entry import KINDS
from newstrans.glossary.exchange.base import (
    ExchangeError,
    Incoming,
    Problem,
    Reading,
    Table,
    clean_text,
    tag_or_problem,
    term_of,
)

_SOURCE_HEADER = "X-Source-Language"


def to_po(tables: Mapping[str, Table], *, source: str, target: str) -> str:
    """The concepts that have a form in both languages, as a PO file of the language `target`."""
    import polib

    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Project-Id-Version": "newstrans glossary", "Language": target.replace("-", "_"), _SOURCE_HEADER: source,
        "MIME-Version": "1.0", "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit",
    }  # fmt: skip
    for concept, table in tables.items():
        name, term = term_of(table, source), term_of(table, target)
        if not name.get("preferred"):
            continue
        flags = ["fuzzy"] if table.get("status") == "proposed" and term.get("preferred") else []
        note = "\n".join(filter(None, (table["kind"], str(table.get("note", "")))))
        file.append(polib.POEntry(
            msgctxt=concept, msgid=name["preferred"], msgstr=term.get("preferred", ""), comment=note, flags=flags
        ))  # fmt: skip
        if name.get("short"):
            file.append(polib.POEntry(
                msgctxt=f"{concept} short", msgid=name["short"], msgstr=term.get("short", ""), comment=table["kind"], flags=list(flags)
            ))  # fmt: skip
    return str(file) if str(file).endswith("\n") else f"{file}\n"


def from_po(data: bytes, name: str, *, source: str = "", target: str = "") -> Reading:
    """Concepts of a PO file; the languages come from its header, or as they are said.

    Raises:
        ExchangeError: no PO file, not in the charset it declares, or its languages are unknown.

    """
    import polib

    # polib takes a text that is the name of a file for that file; no name of a file ends in a line break.
    text = _decoded(data, name) + "\n"
    try:
        file = polib.pofile(text)
    except (OSError, ValueError) as exc:
        found = re.search(r"line (\d+)", str(exc))
        raise ExchangeError(name, [Problem(int(found[1]) if found else 0, f"not a PO file: {exc}")]) from exc
    reading = Reading()
    src = tag_or_problem(source or file.metadata.get(_SOURCE_HEADER) or "en", 0, reading.problems)
    trg = tag_or_problem(target or file.metadata.get("Language") or "?", 0, reading.problems)
    if src is None or trg is None:
        raise ExchangeError(name, [*reading.problems, Problem(0, "say the languages: --from LANG --to LANG")])
    tables: dict[str, Table] = {}
    for entry in file:
        concept, _, role = (entry.msgctxt or "").partition(" ")
        if entry.obsolete or not entry.msgstr:
            reading.ignored["obsolete" if entry.obsolete else "without a translation"] += 1
            continue
        field = "short" if role == "short" else "preferred"
        key = concept or entry.msgid
        table = tables.get(key)
        if table is None:
            table = tables[key] = {}
            reading.concepts.append(Incoming(concept, table, entry.linenum or 0))
        kind, _, note = (entry.comment or "").partition("\n")
        if kind in KINDS:
            table["kind"] = kind
        elif kind:
            note = f"{kind}\n{note}"
        if "fuzzy" in entry.flags:
            table["status"] = "proposed"
        if field == "preferred" and clean_text(note):
            table["note"] = clean_text(note)
        for tag, form in ((src, entry.msgid), (trg, entry.msgstr)):
            old = table.setdefault(tag, {}).get(field)
            if old not in (None, clean_text(form)):
                reading.problems.append(Problem(entry.linenum or 0, f"{clean_text(form)!r} and {old!r} are both the {tag} form of one name"))
            table[tag][field] = clean_text(form)
    for concept_in in reading.concepts:
        nameless = [tag for tag in (src, trg) if not concept_in.table.get(tag, {}).get("preferred")]
        if nameless:
            reading.problems.append(Problem(concept_in.line, f"{concept_in.id}: a short form in {nameless[0]} and no full one"))
    return reading


def _decoded(data: bytes, name: str) -> str:
    head = data[:4000].decode("latin-1")
    found = re.search(r"charset=([\w-]+)", head)
    charset = found[1] if found and found[1].upper() != "CHARSET" else "utf-8"
    for encoding in dict.fromkeys(("utf-8-sig", charset)):  # the header may lie; UTF-8 does not by chance
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    raise ExchangeError(name, [Problem(0, f"neither UTF-8 nor {charset}, which its header declares")])
