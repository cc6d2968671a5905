"""Glossaries as tables: our own columns, and the shapes that other tools read and write.

| dialect | columns |
|---|---|
| own | source, target, src_lang, trg_lang, type, status, case, do_not_translate, aliases, context, note, id |
| languages | a column per language (en, es, pt-BR), perhaps description: what Google Cloud Translation takes |
| weblate | source, target, context, translator_comments ... |
| matecat | forbidden, domain, subdomain, definition, then LANG, Notes, Example of use for each language |
| crowdin | Term:LANGUAGE, Description:LANGUAGE, Part:LANGUAGE for each language |
| omegat | no header: source, target, comment; TAB between them |
| deepl | no header: source, target; perhaps both languages behind them |

A cell that a spreadsheet would run as a formula is written behind an apostrophe, and read without it. One that comes
unescaped is refused: it is no name, and the next person to open the file in a spreadsheet would run it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

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
from newstrans.glossary.parse import ENTRY_KEYS

DIALECTS = ("own", "languages", "weblate", "matecat", "crowdin", "omegat", "deepl")
OWN_COLUMNS = (
    "source", "target", "src_lang", "trg_lang", "type", "status", "case", "do_not_translate", "aliases", "context", "note", "id",
)  # fmt: skip
KIND_OF_TYPE = {
    "person": "person", "org": "organisation", "organisation": "organisation", "organization": "organisation",
    "place": "place", "work": "work", "brand": "product", "product": "product", "event": "event", "acronym": "acronym",
    "demonym": "demonym",
}  # fmt: skip
_TYPE_OF_KIND = {"organisation": "org", "product": "brand"}
_FIELD_OF_STATUS = {
    "": "preferred", "preferred": "preferred", "approved": "preferred", "proposed": "preferred", "admitted": "admitted",
    "allowed": "admitted", "forbidden": "forbidden", "deprecated": "deprecated",
}  # fmt: skip
_TRUE = {"true", "yes", "1", "x"}
_FALSE = {"", "false", "no", "0"}
_FORMULA = re.compile(r"'*[=+@\t\r-]")
_LANGUAGE_COLUMN = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
# Names that Crowdin gives to languages and CLDR does not.
_CROWDIN_NAMES = {"portuguese, brazilian": "pt-BR", "chinese simplified": "zh-Hans", "chinese traditional": "zh-Hant", "norwegian bokmal": "nb"}


class Row(NamedTuple):
    """The cells of a record and the line on which it begins."""

    line: int
    cells: list[str]


def escape_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def decode_table(data: bytes, name: str, encoding: str = "") -> str:
    """The text of a table: UTF-8 or UTF-16, with or without a byte order mark, or the encoding that is said.

    Raises:
        ExchangeError: the bytes are in none of them.

    """
    magic = re.match(rb"#\s*-\*-\s*coding:\s*([\w-]+)", data)
    if magic:  # OmegaT's first line
        encoding = encoding or magic[1].decode("ascii")
        data = data.partition(b"\n")[2]
    if not encoding:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            encoding = "utf-16"
        elif b"\0" in data[:200]:
            encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
        else:
            encoding = "utf-8-sig"
    try:
        text = data.decode(encoding)
    except LookupError:
        raise ExchangeError(name, [Problem(0, f"there is no encoding {encoding!r}")]) from None
    except UnicodeDecodeError as exc:
        line = data[: exc.start].count(b"\n") + 1
        raise ExchangeError(name, [Problem(line, f"not {encoding}; say what it is: --encoding windows-1252")]) from exc
    return text.replace("\0", "\ufffd")


def from_table(
    text: str, name: str, *, dialect: str = "", delimiter: str = "", source: str = "", target: str = ""
) -> Reading:
    """Concepts of a table. `source` and `target` are the languages of a table that does not say them.

    Raises:
        ExchangeError: the table is empty, or its header is none that is known.

    """
    rows = list(_rows(text, delimiter or _delimiter(text), name))
    if not rows:
        raise ExchangeError(name, [Problem(0, "is empty")])
    dialect = dialect or guess_dialect(rows[0].cells, source=source, target=target)
    if not dialect:
        shown = ", ".join(rows[0].cells)[:80]
        raise ExchangeError(name, [Problem(
            rows[0].line, f"unknown header ({shown}). Our own columns are {', '.join(OWN_COLUMNS)}; "
            "a table without a header needs --from LANG --to LANG; another tool's shape: --dialect"
        )])  # fmt: skip
    reading = Reading()
    rows = [row for row in (_unescaped(row, reading) for row in rows) if row is not None]
    _READERS[dialect](rows, reading, source, target)
    return reading


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max("\t,;", key=first.count) if any(sign in first for sign in "\t,;") else ","


def _rows(text: str, delimiter: str, name: str) -> Iterator[Row]:
    # A lone carriage return would end a record inside a cell; names have none.
    reader = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", " ")), delimiter=delimiter, strict=False)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as exc:
            raise ExchangeError(name, [Problem(line, f"not a table: {exc}")]) from exc
        if any(cell.strip() for cell in cells):
            yield Row(line, [cell.strip(" ") for cell in cells])
        line = reader.line_num + 1


def _unescaped(row: Row, reading: Reading) -> Row | None:
    cells = []
    for cell in row.cells:
        if cell.startswith("'") and _FORMULA.match(cell):
            reading.notes.append(Problem(row.line, f"read without the apostrophe that keeps it from being a formula: {cell[1:41]}"))
            cells.append(cell[1:])
        elif _FORMULA.match(cell):
            text = f"{cell[:40]!r} is a formula to a spreadsheet; if it is a name, write it behind an apostrophe"
            reading.problems.append(Problem(row.line, text))
            return None
        else:
            cells.append(cell)
    return Row(row.line, cells)


def guess_dialect(header: Sequence[str], *, source: str = "", target: str = "") -> str:
    """Which tool wrote a table, by its first row; "" when it is none that is known."""
    names = [cell.strip().casefold() for cell in header]
    if {"src_lang", "trg_lang"} <= set(names) or {"source", "target", "type"} <= set(names):
        return "own"
    if {"source", "target"} <= set(names):
        return "weblate"
    if any(re.match(r"term\s*[:\[]", name) for name in names):
        return "crowdin"
    if "forbidden" in names and any(_LANGUAGE_COLUMN.fullmatch(name) for name in names if name not in ("forbidden", "domain")):
        return "matecat"
    known = [name for name in names if name not in ("pos", "description")]
    if len(known) > 1 and all(_LANGUAGE_COLUMN.fullmatch(name) and _is_tag(name) for name in known):
        return "languages"
    if "notes" in names and _LANGUAGE_COLUMN.fullmatch(names[0]):
        return "matecat"
    if len(header) == 4 and all(_LANGUAGE_COLUMN.fullmatch(cell) and _is_tag(cell) for cell in header[2:]):
        return "deepl"
    return "omegat" if source and target else ""


def _is_tag(text: str) -> bool:
    return tag_or_problem(text, 0, []) is not None


class _Concepts:
    """Concepts under way, by what makes two rows one concept."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._by_key: dict[tuple[str, ...], Incoming] = {}
        self._seen: dict[tuple[str, ...], int] = {}

    def at(self, key: tuple[str, ...], concept: str, line: int) -> Table:
        """The table of a concept, a new one at its first row."""
        if key not in self._by_key:
            self._by_key[key] = Incoming(concept, {}, line)
            self._reading.concepts.append(self._by_key[key])
        return self._by_key[key].table

    def put(self, table: Table, tag: str, field: str, form: str, line: int) -> None:
        """A form into a language; two house forms of one name are a problem, a row said twice is one too."""
        key = (str(id(table)), tag, field)
        term = table.setdefault(tag, {})
        if field == "preferred":
            old = term.get("preferred")
            if old is not None and old != form:
                self._reading.problems.append(Problem(
                    line, f"{form!r} and {old!r} (line {self._seen[key]}) are both the {tag} form of one name; "
                    "keep one, mark the other admitted or forbidden, or give them ids and tell them apart by a note"
                ))  # fmt: skip
                return
            if old is None:
                self._seen[key] = line
            term["preferred"] = form
        elif form not in term.setdefault(field, []):
            term[field].append(form)


def _columns(row: Row, known: Sequence[str], reading: Reading) -> dict[str, int]:
    names = [cell.strip().casefold() for cell in row.cells]
    for name in names:
        if name and name not in known:
            reading.problems.append(Problem(row.line, f"unknown column {name!r}; known are {', '.join(known)}"))
        elif names.count(name) > 1 and name:
            reading.problems.append(Problem(row.line, f"the column {name!r} is there twice"))
    return {name: n for n, name in enumerate(names)}


def _read_own(rows: Sequence[Row], reading: Reading, source: str, target: str) -> None:
    known = len(reading.problems)
    columns = _columns(rows[0], OWN_COLUMNS, reading)
    for name, given in (("source", ""), ("src_lang", source), ("trg_lang", target)):
        if name not in columns and not given:
            reading.problems.append(Problem(rows[0].line, f"the column {name!r} is missing"))
    if len(reading.problems) > known:
        return
    concepts = _Concepts(reading)
    seen: dict[tuple[str, ...], int] = {}
    for row in rows[1:]:
        said = {name: row.cells[n].strip() if n < len(row.cells) else "" for name, n in columns.items()}
        if len(row.cells) > len(columns) and any(row.cells[len(columns) :]):
            reading.problems.append(Problem(row.line, f"has {len(row.cells)} cells, the header {len(columns)}"))
            continue
        _read_own_row(row.line, said, concepts, reading, seen, source, target)


def _read_own_row(
    line: int, said: Mapping[str, str], concepts: _Concepts, reading: Reading, seen: dict[tuple[str, ...], int],
    source: str, target: str,
) -> None:  # fmt: skip
    known = len(reading.problems)
    name, form = clean_text(said["source"]), clean_text(said.get("target"))
    src = tag_or_problem(said.get("src_lang") or source, line, reading.problems)
    trg = tag_or_problem(said.get("trg_lang") or target, line, reading.problems)
    kind = KIND_OF_TYPE.get(said.get("type", "").casefold(), "")
    if said.get("type") and not kind and said["type"].casefold() != "term":
        reading.problems.append(Problem(line, f"unknown type {said['type']!r}; known are person, org, place, work, brand, event, acronym, demonym"))
    status = said.get("status", "").casefold()
    if status not in _FIELD_OF_STATUS:
        reading.problems.append(Problem(line, f"unknown status {said['status']!r}; known are preferred, admitted, deprecated, forbidden, proposed"))
    case = {"": "", "sensitive": "as-filed", "as-filed": "as-filed", "insensitive": "any", "any": "any"}.get(said.get("case", "").casefold())
    if case is None:
        reading.problems.append(Problem(line, f"unknown case {said['case']!r}; known are as-filed, any"))
    keep = said.get("do_not_translate", "").casefold()
    if keep not in _TRUE | _FALSE:
        reading.problems.append(Problem(line, f"do_not_translate must be true or false, not {said['do_not_translate']!r}"))
    if not name:
        reading.problems.append(Problem(line, "no source term"))
    if not form and keep not in _TRUE:
        reading.problems.append(Problem(line, "no target term (do_not_translate says that there is none)"))
    if len(reading.problems) > known or src is None or trg is None:
        return
    same = (said.get("id", ""), src, name, trg, form, status)
    if same in seen:
        reading.problems.append(Problem(line, f"says the same as line {seen[same]}"))
        return
    seen[same] = line
    key = (said["id"],) if said.get("id") else (src, name, kind)
    table = concepts.at(key, said.get("id", ""), line)
    if kind:
        table["kind"] = kind
    if status == "proposed":
        table["status"] = "proposed"
    if keep in _TRUE:
        table["do_not_translate"] = True
    if said.get("note"):
        table["note"] = clean_text(said["note"])
    concepts.put(table, src, "preferred", name, line)
    for alias in filter(None, map(clean_text, said.get("aliases", "").split("|"))):
        concepts.put(table, src, "variants", alias, line)
    if case == "any":
        table[src]["case"] = "any"
    if said.get("context"):
        concepts.put(table, src, "examples", clean_text(said["context"]), line)
    if form:
        concepts.put(table, trg, _FIELD_OF_STATUS[status], form, line)


def _read_pairs(
    pairs: Sequence[tuple[int, str, str, str, str]], reading: Reading, source: str, target: str
) -> None:
    """Line, source, target, note, id of tables with one pair of languages."""
    src = tag_or_problem(source or "?", 0, []) if source else None
    trg = tag_or_problem(target or "?", 0, []) if target else None
    if src is None or trg is None:
        reading.problems.append(Problem(0, "the table does not say its languages: --from LANG --to LANG"))
        return
    concepts = _Concepts(reading)
    seen: dict[tuple[str, str], int] = {}
    for line, name, form, note, concept in pairs:
        if not name or not form:
            reading.problems.append(Problem(line, "needs a source and a target term"))
        elif (name, form) in seen:
            reading.problems.append(Problem(line, f"says the same as line {seen[name, form]}"))
        else:
            seen[name, form] = line
            table = concepts.at((name,), concept, line)
            concepts.put(table, src, "preferred", name, line)
            concepts.put(table, trg, "preferred", form, line)
            if note:
                table["note"] = note


def _read_weblate(rows: Sequence[Row], reading: Reading, source: str, target: str) -> None:
    names = [cell.strip().casefold() for cell in rows[0].cells]
    pairs = []
    for row in rows[1:]:
        said = {name: clean_text(cell) for name, cell in zip(names, row.cells, strict=False)}
        note = " ".join(filter(None, (said.get("translator_comments"), said.get("developer_comments"))))
        pairs.append((row.line, said.get("source", ""), said.get("target", ""), note, said.get("context", "")))
        reading.ignored.update(key for key in ("location", "fuzzy") if said.get(key))
    _read_pairs(pairs, reading, source, target)


def _read_headless(rows: Sequence[Row], reading: Reading, source: str, target: str) -> None:
    pairs = []
    for row in rows:
        cells = [*map(clean_text, row.cells), "", "", ""]
        if len(row.cells) >= 4 and _is_tag(cells[2]) and _is_tag(cells[3]):  # DeepL's languages
            if not (source and target):
                source, target = source or cells[2], target or cells[3]
            cells[2] = ""
        pairs.append((row.line, cells[0], cells[1], cells[2], ""))
    _read_pairs(pairs, reading, source, target)


def _read_languages(rows: Sequence[Row], reading: Reading, _source: str, _target: str) -> None:
    _read_matecat(rows, reading, _source, _target)


_ABOUT = ("forbidden", "domain", "subdomain", "definition", "description", "pos")


def _read_matecat(rows: Sequence[Row], reading: Reading, _source: str, _target: str) -> None:
    header = rows[0]
    known = len(reading.problems)
    meaning: list[tuple[str, str]] = []  # of each column: field and language; notes belong to the language before them
    tag = ""
    for cell in header.cells:
        name = cell.strip()
        if name.casefold() in _ABOUT:
            meaning.append((name.casefold(), ""))
        elif name.casefold() in ("notes", "example of use"):
            meaning.append((name.casefold(), tag))
        else:
            tag = tag_or_problem(name, header.line, reading.problems) or ""
            meaning.append(("term", tag))
    tags = [tag for field, tag in meaning if field == "term"]
    if len(set(tags)) < len(tags):
        reading.problems.append(Problem(header.line, "a language has two columns"))
    if len(reading.problems) > known:
        return
    concepts = _Concepts(reading)
    for row, cells, terms in _records(rows[1:], meaning, reading):
        about = {field: text for field, tag, text in cells if not tag}
        forbidden = about.get("forbidden", "").casefold() in _TRUE
        sense = " / ".join(filter(None, (about.get("domain"), about.get("subdomain"))))
        table = concepts.at((*terms[0], sense), "", row.line)
        for n, (tag, text) in enumerate(terms):
            concepts.put(table, tag, "forbidden" if forbidden and n else "preferred", text, row.line)
        note = about.get("definition") or about.get("description") or ""
        notes = [note, f"({sense})" if sense else "", *(text for field, _, text in cells if field == "notes")]
        whole = " ".join(filter(None, notes))
        if whole:
            table["note"] = whole
        for field, tag, text in cells:
            if field == "example of use" and tag in table:
                concepts.put(table, tag, "examples", text, row.line)
        reading.ignored.update(field for field in ("pos",) if about.get(field))


def _records(
    rows: Sequence[Row], meaning: Sequence[tuple[str, str]], reading: Reading
) -> Iterator[tuple[Row, list[tuple[str, str, str]], list[tuple[str, str]]]]:
    """Each row with its filled cells (field, language, text) and its terms; one without terms or said twice is a problem."""
    seen: dict[tuple[str, ...], int] = {}
    for row in rows:
        cells = [(field, tag, clean_text(cell)) for (field, tag), cell in zip(meaning, row.cells, strict=False) if cell.strip()]
        terms = [(tag, text) for field, tag, text in cells if field == "term"]
        same = tuple(cell.strip() for cell in row.cells)
        if not terms:
            reading.problems.append(Problem(row.line, "no term in any language"))
        elif same in seen:
            reading.problems.append(Problem(row.line, f"says the same as line {seen[same]}"))
        else:
            seen[same] = row.line
            yield row, cells, terms


def _read_crowdin(rows: Sequence[Row], reading: Reading, _source: str, _target: str) -> None:
    header = rows[0]
    known = len(reading.problems)
    meaning: list[tuple[str, str]] = []
    for cell in header.cells:
        found = re.fullmatch(r"\s*([^:\[]+?)\s*(?::\s*(.+?)|\[\s*(.+?)\s*\])\s*", cell)
        if found is None:
            meaning.append((cell.strip().casefold(), ""))
            continue
        tag = language_named(found[2] or found[3])
        if tag is None:
            reading.problems.append(Problem(header.line, f"unknown language {found[2] or found[3]!r}"))
        meaning.append((found[1].casefold(), tag or ""))
    if len(reading.problems) > known:
        return
    concepts = _Concepts(reading)
    for row, cells, terms in _records(rows[1:], meaning, reading):
        table = concepts.at(terms[0], "", row.line)
        for tag, text in terms:
            concepts.put(table, tag, "preferred", text, row.line)
        note = next((text for field, _, text in cells if field in ("description", "concept definition", "definition")), "")
        if note:
            table["note"] = note
        reading.ignored.update(field for field, _, _ in cells if field not in ("term", "description", "definition", "concept definition"))


def language_named(name: str) -> str | None:
    """The tag of a language by its English name ("Portuguese (Brazil)") or its tag; None when there is none."""
    from babel import Locale

    wanted = name.strip().casefold()
    if wanted in _CROWDIN_NAMES:
        return _CROWDIN_NAMES[wanted]
    english = Locale("en")
    for code, said in english.languages.items():
        if said.casefold() == wanted:
            return tag_or_problem(str(code), 0, [])
    found = re.fullmatch(r"(.+?)\s*\((.+)\)", wanted)
    if found:
        language = language_named(found[1])
        region = next((code for code, said in english.territories.items() if said.casefold() == found[2]), None)
        return f"{language}-{region}" if language and region else None
    return tag_or_problem(name, 0, []) if _LANGUAGE_COLUMN.fullmatch(name.strip()) else None


_READERS: Mapping[str, Callable[[Sequence[Row], Reading, str, str], None]] = {
    "own": _read_own, "languages": _read_languages, "weblate": _read_weblate, "matecat": _read_matecat,
    "crowdin": _read_crowdin, "omegat": _read_headless, "deepl": _read_headless,
}  # fmt: skip


def to_table(
    tables: Mapping[str, Table], *, dialect: str = "own", delimiter: str = ",", source: str = "en", targets: Sequence[str] = ()
) -> str:
    """Concepts as a table. Dialects of one pair take the first of `targets`; those of many all (none: every language).

    A concept without a form in `source` is in no table of pairs.
    """
    every = list(dict.fromkeys(key for table in tables.values() for key in table if key not in ENTRY_KEYS and key != source))
    wanted = list(targets) or every
    if dialect == "own":
        rows = [list(OWN_COLUMNS), *(row for concept, table in tables.items() for row in _own_rows(concept, table, source, wanted))]
    elif dialect in ("languages", "matecat", "crowdin"):
        rows = _wide_rows(tables, dialect, [source, *(tag for tag in wanted if tag != source)])
    else:
        rows = _pair_rows(tables, dialect, source, wanted[0] if wanted else "")
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows([escape_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def _own_rows(concept: str, table: Table, source: str, targets: Sequence[str]) -> Iterator[list[str]]:
    term = term_of(table, source)
    if not term.get("preferred"):
        return
    kind = _TYPE_OF_KIND.get(table["kind"], table["kind"])
    keep = "true" if table.get("do_not_translate") else ""
    about = {
        "source": term["preferred"], "src_lang": source, "type": kind, "case": "any" if term.get("case") == "any" else "",
        "do_not_translate": keep, "aliases": "|".join(term.get("variants", ())), "context": next(iter(term.get("examples", ())), ""),
        "note": table.get("note", ""), "id": concept,
    }  # fmt: skip
    written = False
    for tag in targets:
        if tag not in table:
            continue
        there = term_of(table, tag)
        for field in ("preferred", "admitted", "deprecated", "forbidden"):
            forms = there.get(field, ())
            for form in [forms] if isinstance(forms, str) else forms:
                status = "proposed" if table.get("status") == "proposed" and field == "preferred" else field
                row = {**about, "target": form, "trg_lang": tag, "status": status}
                written = True
                yield [row[name] for name in OWN_COLUMNS]
    if keep and not written and targets:
        row = {**about, "target": "", "trg_lang": targets[0], "status": "preferred"}
        yield [row[name] for name in OWN_COLUMNS]


def _wide_rows(tables: Mapping[str, Table], dialect: str, tags: Sequence[str]) -> list[list[str]]:
    from newstrans.languages import display_name

    if dialect == "languages":
        rows = [[*tags, "description"]]
    elif dialect == "crowdin":
        rows = [[f"{field}:{display_name(tag)}" for tag in tags for field in ("Term", "Description", "Part")]]
    else:
        rows = [["forbidden", "domain", "subdomain", "definition", *(cell for tag in tags for cell in (tag, "Notes", "Example of use"))]]
    for table in tables.values():
        forms = [str(term_of(table, tag).get("preferred", "")) for tag in tags]
        if not any(forms):
            continue
        note = table.get("note", "")
        if dialect == "languages":
            rows.append([*forms, note])
        elif dialect == "crowdin":
            rows.append([cell for n, form in enumerate(forms) for cell in (form, note if n == 0 else "", "proper noun" if form else "")])
        else:
            examples = [next(iter(term_of(table, tag).get("examples", ())), "") for tag in tags]
            rows.append(["", "", "", note, *(cell for form, said in zip(forms, examples, strict=True) for cell in (form, "", said))])
            worst = max((len(term_of(table, tag).get("forbidden", ())) for tag in tags[1:]), default=0)
            for n in range(worst):
                bad = [next(iter(term_of(table, tag).get("forbidden", ())[n : n + 1]), "") for tag in tags[1:]]
                rows.append(["TRUE", "", "", "", *(cell for form in [forms[0], *bad] for cell in (form, "", ""))])
    return rows


def _pair_rows(tables: Mapping[str, Table], dialect: str, source: str, target: str) -> list[list[str]]:
    rows = [["source", "target", "context", "translator_comments"]] if dialect == "weblate" else []
    seen: set[str] = set()
    for concept, table in tables.items():
        name, form = term_of(table, source).get("preferred", ""), term_of(table, target).get("preferred", "")
        if not name or not form or name in seen:
            continue
        if dialect == "deepl" and max(len(name.encode()), len(form.encode())) > 1024:
            continue  # DeepL's limit for a term
        seen.add(name)
        note = table.get("note", "")
        rows.append(
            [name, form, concept, note] if dialect == "weblate" else [name, form, note] if dialect == "omegat" else [name, form, source.upper(), target.upper()]
        )
    return rows
