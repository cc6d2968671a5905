"""Read glossary files: one TOML table per concept, one line per language.

The format is described for editors in `glossaries/README.md`.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from newstrans.errors import GlossaryError, LocaleError
from newstrans.glossary.cldr import territory_names
from newstrans.glossary.entry import KINDS, GlossaryEntry, Guard, Term
from newstrans.languages import fallbacks, normalise_tag

_TAG = re.compile(r"^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$")
_ID = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_ENTRY_KEYS = {"kind", "gender", "wikidata", "note", "source", "cldr"}
_TERM_KEYS = {field.name for field in fields(Term)}
_TERM_LISTS = {"variants", "short_variants", "admitted", "derived"}
_TERM_TABLES = {"forms", "short_forms"}


@dataclass(frozen=True, slots=True)
class Glossary:
    """Concepts in file order, and the revision that names exactly these files."""

    entries: tuple[GlossaryEntry, ...] = ()
    revision: str = ""

    def get(self, entry_id: str) -> GlossaryEntry:
        """The concept with this id. Raises `KeyError`."""
        for entry in self.entries:
            if entry.id == entry_id:
                return entry
        raise KeyError(entry_id)


def load_glossary(folders: Sequence[Path]) -> Glossary:
    """All `*.toml` files of `folders`; an id in an earlier folder hides the same id in a later one.

    Raises:
        GlossaryError: a file is unreadable or wrong; names file, line and mend.

    """
    digest = hashlib.sha256()
    entries: dict[str, GlossaryEntry] = {}
    for folder in folders:
        if not folder.is_dir():
            raise GlossaryError(folder, "no such folder", mend="give the folder that holds the .toml files")
        here: dict[str, GlossaryEntry] = {}
        for path in sorted(folder.glob("*.toml")):
            data = _read(path)
            digest.update(hashlib.sha256(data).digest())
            for entry in _parse_file(path, data):
                if entry.id in here:
                    where = here[entry.id].origin
                    raise GlossaryError(
                        path.name, f"the concept {entry.id!r} is already in {where}",
                        line=_line_of(data.decode("utf-8"), entry.id), mend="give it another id, or merge the two",
                    )  # fmt: skip
                here[entry.id] = entry
        entries.update((key, entry) for key, entry in here.items() if key not in entries)
    return Glossary(tuple(entries.values()), digest.hexdigest())


def _read(path: Path) -> bytes:
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise GlossaryError(path.name, f"cannot be read: {exc.strerror}") from exc
    return data.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")


def _parse_file(path: Path, data: bytes) -> list[GlossaryEntry]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as exc:
        line = data[: exc.start].count(b"\n") + 1
        raise GlossaryError(path.name, "not UTF-8", line=line, mend="save the file as UTF-8") from exc
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        found = re.search(r"line (\d+)", str(exc))
        raise GlossaryError(path.name, f"not TOML: {exc}", line=int(found[1]) if found else None) from exc
    headings = {line.strip()[1:-1]: n for n, line in enumerate(text.split("\n"), 1) if line.startswith("[")}
    return [_entry(path.name, text, key, value, headings.get(key)) for key, value in table.items()]


def _line_of(text: str, entry_id: str, key: str = "") -> int | None:
    """1-based line of a concept's table, or of `key` inside it."""
    lines = text.split("\n")
    start = next((n for n, line in enumerate(lines) if line.strip() == f"[{entry_id}]"), None)
    if start is None or not key:
        return None if start is None else start + 1
    for n in range(start + 1, len(lines)):
        if re.match(rf"\s*(\[{re.escape(entry_id)}\.)?{re.escape(key)}\b", lines[n]):
            return n + 1
        if lines[n].startswith("[") and not lines[n].startswith(f"[{entry_id}."):
            break
    return start + 1


def _entry(name: str, text: str, entry_id: str, value: Any, line: int | None) -> GlossaryEntry:
    def wrong(problem: str, mend: str = "", key: str = "") -> GlossaryError:
        return GlossaryError(name, f"{entry_id}: {problem}", line=_line_of(text, entry_id, key), mend=mend)

    if not isinstance(value, dict):
        raise wrong("stands outside a concept", f"write it under a heading like [{entry_id}]")
    if not _ID.match(entry_id):
        raise wrong("is not a good id", "use lower-case letters, digits and hyphens")
    kind = value.get("kind")
    if kind not in KINDS:
        raise wrong(f"kind is {kind!r}", f"one of {', '.join(KINDS)}", "kind")
    terms: dict[str, Term] = {}
    for key, item in value.items():
        if key in _ENTRY_KEYS:
            if not isinstance(item, str):
                raise wrong(f"{key} must be text", key=key)
            continue
        try:
            if not _TAG.match(key):
                raise LocaleError(key, "unknown key")
            tag = normalise_tag(key)
        except LocaleError as exc:
            raise wrong(
                f"unknown key {key!r}", "a language tag such as pt-BR, or one of " + ", ".join(sorted(_ENTRY_KEYS)), key
            ) from exc
        terms[tag] = _term(item, value, lambda problem, mend="", key=key: wrong(f"{key}: {problem}", mend, key))
    code = value.get("cldr")
    if code:
        terms = _with_cldr(code, terms, wrong)
    if not terms:
        raise wrong("has no term in any language", 'add one, e.g. en = "Kyiv"')
    nameless = [] if code else [tag for tag, term in terms.items() if not term.preferred]
    if nameless:
        raise wrong(f"{nameless[0]}: no preferred form", 'add preferred = "..."', nameless[0])
    return GlossaryEntry(
        entry_id, kind, terms, value.get("gender", ""), value.get("wikidata", ""), value.get("note", ""),
        value.get("source", ""), f"{name}:{line}",
    )  # fmt: skip


def _term(item: Any, entry: Mapping[str, Any], wrong: Any) -> Term:
    """A term from a bare string or an inline table."""
    gender = entry.get("gender", "") if entry.get("kind") == "person" else ""
    if isinstance(item, str):
        item = {"preferred": item}
    if not isinstance(item, dict):
        raise wrong("must be a form or a table of forms")
    values: dict[str, Any] = {"preferred": "", "gender": gender}
    for key, value in item.items():
        if key not in _TERM_KEYS:
            raise wrong(f"unknown key {key!r}", f"one of {', '.join(sorted(_TERM_KEYS))}")
        if key in _TERM_LISTS:
            values[key] = _strings(value, key, wrong)
        elif key in _TERM_TABLES:
            if not isinstance(value, dict) or not all(isinstance(form, str) for form in value.values()):
                raise wrong(f"{key} must be a table like {{ gent = '...' }}")
            values[key] = dict(value)
        elif key == "guard":
            values[key] = _guard(value, wrong)
        elif key == "article":
            if not isinstance(value, bool):
                raise wrong("article must be true or false")
            values[key] = value
        else:
            if not isinstance(value, str) or value != value.strip():
                raise wrong(f"{key} must be text without spaces round it")
            values[key] = value
    return Term(**values)


def _guard(value: Any, wrong: Any) -> Guard:
    if not isinstance(value, dict) or set(value) - {"not_after", "not_before", "needs", "on_doubt"}:
        raise wrong("guard takes not_after, not_before, needs and on_doubt")
    on_doubt = value.get("on_doubt", "apply")
    if on_doubt not in ("apply", "flag"):
        raise wrong("on_doubt must be 'apply' or 'flag'")
    lists = {key: _strings(value[key], key, wrong) for key in ("not_after", "not_before", "needs") if key in value}
    return Guard(**lists, on_doubt=on_doubt)


def _strings(value: Any, key: str, wrong: Any) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) and item.strip() for item in items):
        raise wrong(f"{key} must be a list of texts")
    return tuple(dict.fromkeys(items))


class _CldrTerms(Mapping[str, Term]):
    """The terms written in a file, and CLDR's name for every other language, looked up when asked for."""

    def __init__(self, code: str, written: Mapping[str, Term]) -> None:
        self._code = code
        self._written = dict(written)

    def __getitem__(self, tag: str) -> Term:
        if tag not in self:
            raise KeyError(tag)
        nearest = next((self._written[parent] for parent in fallbacks(tag) if parent in self._written), None)
        if tag in self._written and self._written[tag].preferred:
            return self._written[tag]
        name = territory_names(tag)[self._code]
        # The file may say only the gender, or the variants: the name itself is CLDR's for just this locale.
        term = replace(nearest, preferred=name) if nearest else Term(name, source="CLDR")
        self._written[tag] = term
        return term

    def __iter__(self) -> Any:
        return (tag for tag in tuple(self._written) if tag in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, tag: object) -> bool:
        if not isinstance(tag, str):
            return False
        if tag in self._written and self._written[tag].preferred:
            return True
        if any(self._written[parent].preferred for parent in fallbacks(tag)[1:] if parent in self._written):
            return False  # the house's own form of the parent language goes before CLDR's
        return self._code in territory_names(tag)


def _with_cldr(code: str, written: Mapping[str, Term], wrong: Any) -> dict[str, Term]:
    if not isinstance(code, str) or code not in territory_names("en"):
        raise wrong(f"cldr = {code!r} is no CLDR territory", "a code such as UA or GB", "cldr")
    return _CldrTerms(code, {"en": Term(""), **written})  # type: ignore[return-value]


def shipped_and_own(own: Iterable[Path]) -> tuple[Path, ...]:
    """The user's folders, then the shipped one: an own concept hides the shipped one of the same id."""
    from newstrans import resources

    return (*own, resources.find("glossaries"))
