"""Read the text of one glossary file: a TOML table per concept, a line per language. Pure functions.

The reader is strict: what it does not know is an error with file, line and mend, never skipped in silence. The format
is described for editors in `glossaries/README.md` and for programs in `entry.schema.json`.
"""

from __future__ import annotations

import datetime
import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any, NamedTuple

from newstrans.errors import GlossaryError, LocaleError
from newstrans.glossary.cldr import territory_names
from newstrans.glossary.entry import (
    CASES,
    KINDS,
    LETTER_CASES,
    ON_DOUBT,
    STATUSES,
    GlossaryEntry,
    Guard,
    Term,
)
from newstrans.glossary.forms_check import form_problem
from newstrans.languages import fallbacks, normalise_tag

_TAG = re.compile(r"^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$")
_ID = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_QID = re.compile(r"^Q[1-9][0-9]*$")

# Key -> how its value is read. What is not listed is unknown.
ENTRY_KEYS: Mapping[str, str] = {
    "kind": "text", "status": "text", "gender": "text", "wikidata": "text", "cldr": "text", "note": "text",
    "source": "text", "valid_from": "day", "valid_until": "day", "desks": "texts", "priority": "number",
    "do_not_translate": "flag", "part_of": "ids", "acronym_of": "id", "replaced_by": "id",
}  # fmt: skip
_READ: Mapping[str, str] = {
    "variants": "forms", "short_variants": "forms", "admitted": "forms", "derived": "forms", "deprecated": "forms",
    "forbidden": "forms", "roles": "texts", "examples": "texts", "counter_examples": "texts",
    "forms": "cases", "short_forms": "cases", "made_forms": "cases", "made_short_forms": "cases",
    "doublets": "case lists", "short_doublets": "case lists", "earlier": "days", "article": "flag",
    "global_fix": "flag", "guard": "guard", "preferred": "form", "short": "form", "first_mention": "form",
    "plural": "form",
}  # fmt: skip
# Made at run time and never written into a file.
_MADE = frozenset({"made_variants"})
TERM_KEYS: Mapping[str, str] = {field.name: _READ.get(field.name, "text") for field in fields(Term) if field.name not in _MADE}
GUARD_KEYS = tuple(field.name.rstrip("_") for field in fields(Guard))
_CHOICES = {"gender": ("m", "f", "n", ""), "number": ("sg", "pl"), "case": LETTER_CASES, "kind": KINDS, "status": STATUSES}


class ParsedFile(NamedTuple):
    """The concepts of a file that are right, in order, and an error for each that is not."""

    entries: Sequence[GlossaryEntry]
    problems: Sequence[GlossaryError]


@lru_cache(maxsize=16)  # of a glossary of which one file has changed the others are not read anew
def parse_glossary(data: bytes, name: str) -> ParsedFile:
    """Concepts and problems of one file; `name` is what messages call it."""
    if data.startswith(b"\xef\xbb\xbf"):
        return _refused(name, "begins with a byte order mark", 1, "save it as UTF-8 without BOM")
    if b"\r" in data:
        line = data[: data.index(b"\r")].count(b"\n") + 1
        return _refused(name, "has the line ends of Windows (CRLF)", line, "save it with LF line ends; in .gitattributes: *.toml text eol=lf")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as exc:
        return _refused(name, f"not UTF-8 (byte 0x{data[exc.start]:02x})", data[: exc.start].count(b"\n") + 1, "save it as UTF-8")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        return ParsedFile((), (_toml_error(name, str(exc)),))
    except RecursionError:
        return _refused(name, "is nested too deep", None, "a concept is a table of languages, no more")
    lines = _Lines(text)
    entries: list[GlossaryEntry] = []
    problems: list[GlossaryError] = []
    for key, value in table.items():
        reader = _Reader(name, key, lines, problems)
        entry = reader.entry(value)
        if entry is not None:
            entries.append(entry)
    return ParsedFile(tuple(entries), tuple(problems))


def _refused(name: str, problem: str, line: int | None, mend: str) -> ParsedFile:
    return ParsedFile((), (GlossaryError(name, problem, line=line, mend=mend),))


def _toml_error(name: str, message: str) -> GlossaryError:
    found = re.search(r"line (\d+)", message)
    line = int(found[1]) if found else None
    twice = re.match(r"Cannot declare \('([^']*)',\) twice", message)
    if twice:
        return GlossaryError(name, f"the concept {twice[1]!r} is in this file twice", line=line, mend="give it another id, or merge the two")
    mend = "every text stands in quotation marks that close on its line; look at the line before, too"
    return GlossaryError(name, f"not TOML: {message}", line=line, mend=mend)


class _Lines:
    """Where concepts and their keys stand in a file; 1-based."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._tables: dict[str, int] = {}
        for n, line in enumerate(self._lines, 1):
            if line.startswith("[") and "]" in line:
                self._tables.setdefault(line[1 : line.index("]")].strip().replace('"', ""), n)

    def of(self, entry_id: str, *keys: str) -> int | None:
        """The line of a concept, or of a key in it (or in its table of a language)."""
        line = self._tables.get(entry_id)
        for depth, key in enumerate(keys):
            inner = self._tables.get(".".join((entry_id, *keys[: depth + 1])))
            if inner is not None:
                line = inner
                continue
            start = line or 1
            for n in range(start + (0 if line is None else 1), len(self._lines) + 1):
                found = self._lines[n - 1]
                if re.match(rf"\s*\"?{re.escape(key)}\"?\s*[=.]", found):
                    line = n
                    break
                if found.startswith("[") and line is not None and not found.startswith(f"[{entry_id}."):
                    break
        return line


class _Wrong(Exception):
    """A value that cannot be read; caught where the next one can still be."""

    def __init__(self, problem: str, mend: str = "", *keys: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.mend = mend
        self.keys = keys


class _Reported(Exception):
    """Something in a concept was wrong and has been reported: what depends on it is not looked at."""


class _Reader:
    """Reads one concept; a problem of one line does not hide those of the others."""

    def __init__(self, name: str, entry_id: str, lines: _Lines, problems: list[GlossaryError]) -> None:
        self._name = name
        self._id = entry_id
        self._lines = lines
        self._problems = problems

    def _report(self, wrong: _Wrong) -> None:
        line = self._lines.of(self._id, *wrong.keys)
        self._problems.append(GlossaryError(self._name, f"{self._id}: {wrong.problem}", line=line, mend=wrong.mend))

    def entry(self, value: Any) -> GlossaryEntry | None:
        """The concept, or None when something in it is wrong and was reported."""
        try:
            return self._entry(value)
        except _Wrong as wrong:
            self._report(wrong)
        except _Reported:
            pass
        return None

    def _entry(self, value: Any) -> GlossaryEntry:
        if not isinstance(value, dict):
            raise _Wrong("stands outside a concept", f"write it under a heading like [{self._id}]")
        if not _ID.match(self._id):
            raise _Wrong("is not a good id", "use lower-case letters, digits and hyphens")
        if "kind" not in value:
            raise _Wrong("has no kind", f"one of {', '.join(KINDS)}")
        known = len(self._problems)
        about: dict[str, Any] = {}
        terms: dict[str, Term] = {}
        written: dict[str, str] = {}
        for key, item in value.items():
            try:
                if key in ENTRY_KEYS:
                    about[key] = _read(item, ENTRY_KEYS[key], key)
                    continue
                tag = _language(key)
                if tag in terms:
                    raise _Wrong(f"{key} is the same language as {written[tag]}", "write each language once", key)
                written[tag] = key
                terms[tag] = self._term(item, value, tag, key)
            except _Wrong as wrong:
                self._report(wrong if wrong.keys else _Wrong(wrong.problem, wrong.mend, key))
        if len(self._problems) > known:
            raise _Reported
        code = about.pop("cldr", "")
        if about.get("wikidata") and not _QID.match(about["wikidata"]):
            raise _Wrong(f"wikidata is {about['wikidata']!r}", "a number such as Q1899", "wikidata")
        if about.get("valid_from", "") > about.get("valid_until", "9999"):
            raise _Wrong("valid_from is after valid_until", "swap the two days", "valid_from")
        if not terms and not code:
            raise _Wrong("has no term in any language", 'add one, e.g. en = "Kyiv"')
        nameless = [] if code else [tag for tag, term in terms.items() if not term.preferred]
        if nameless:
            raise _Wrong(f"{nameless[0]}: no preferred form", 'add preferred = "..."', written[nameless[0]])
        found = with_cldr(code, terms) if code else terms
        if found is None:
            raise _Wrong(f"cldr = {code!r} is no CLDR territory", "a code such as UA or GB", "cldr")
        line = self._lines.of(self._id)
        return GlossaryEntry(self._id, terms=found, origin=f"{self._name}:{line}" if line else self._name, **about)

    def _term(self, item: Any, entry: Mapping[str, Any], tag: str, key: str) -> Term:
        """A term from a bare text or a table."""
        gender = entry.get("gender", "") if entry.get("kind") == "person" else ""
        item = {"preferred": item} if isinstance(item, str) else item
        if not isinstance(item, dict):
            raise _Wrong(f"{key} must be a form or a table of forms", "", key)
        values: dict[str, Any] = {"preferred": "", "gender": gender}
        for name, value in item.items():
            if name not in TERM_KEYS:
                near = difflib.get_close_matches(name, TERM_KEYS, 1, 0.75)
                mend = f"did you mean {near[0]}?" if near else f"one of {', '.join(sorted(TERM_KEYS))}"
                raise _Wrong(f"{key}: unknown key {name!r}", mend, key, name)
            try:
                values[name] = _read(value, TERM_KEYS[name], name)
            except _Wrong as wrong:
                raise _Wrong(f"{key}: {wrong.problem}", wrong.mend, key, name) from None
        term = Term(**values)
        for name, form, written in _every_form(term):
            wrong_form = form_problem(form, tag, written=written, any_case=term.case == "any", guarded=term.guard is not None)
            if wrong_form:
                raise _Wrong(f"{key}.{name}: {wrong_form.problem}", wrong_form.mend, key, name)
        if not term.short and (term.short_variants or term.short_forms or term.made_short_forms):
            raise _Wrong(f"{key}: forms of a short name, and no short", 'add short = "..."', key)
        return term


def _every_form(term: Term) -> Iterator[tuple[str, str, bool]]:
    """Key, form, and whether it is one that is written."""
    for name in ("preferred", "short", "first_mention", "plural"):
        if getattr(term, name):
            yield name, getattr(term, name), True
    for name in ("variants", "short_variants", "deprecated", "forbidden", "admitted", "derived"):
        for form in getattr(term, name):
            yield name, form, name in ("admitted", "derived")
    for name in ("forms", "short_forms", "made_forms", "made_short_forms"):
        for form in getattr(term, name).values():
            yield name, form, True
    for name in ("doublets", "short_doublets"):
        for forms in getattr(term, name).values():
            yield from ((name, form, True) for form in forms)
    for form in term.earlier:
        yield "earlier", form, True


def _language(key: str) -> str:
    if not _TAG.match(key):
        raise _Wrong(f"unknown key {key!r}", _meant(key), key)
    try:
        return normalise_tag(key)
    except LocaleError as exc:
        raise _Wrong(f"unknown key or locale {key!r}: {exc.problem}", _meant(key), key) from exc


def _meant(key: str) -> str:
    """What an unknown key of a concept was probably meant to be, or what it might be."""
    tag = key.replace("_", "-")
    if tag != key and _TAG.match(tag):
        return f"write it {tag}"
    for keys, where in ((ENTRY_KEYS, ""), (TERM_KEYS, " inside a language, as in pt = {{ preferred = ..., {0} = ... }}")):
        if found := difflib.get_close_matches(key, keys, 1, 0.75):
            return f"did you mean {found[0]}{where.format(found[0])}?"
    return "a language tag such as pt-BR, or one of " + ", ".join(sorted(ENTRY_KEYS))


def _read(value: Any, how: str, name: str) -> Any:
    """A value as `how` wants it. Raises `_Wrong`."""
    if how in ("text", "form", "id"):
        if not isinstance(value, str):
            raise _Wrong(f"{name} must be text")
        if how == "text" and value != value.strip():
            raise _Wrong(f"{name} has spaces at its ends", "take them away")
        if name in _CHOICES and value not in _CHOICES[name]:
            raise _Wrong(f"{name} is {value!r}", "one of " + ", ".join(repr(choice) for choice in _CHOICES[name] if choice))
        if how == "id" and not _ID.match(value):
            raise _Wrong(f"{name} is {value!r}", "the id of a concept")
        return value
    if how in ("texts", "forms", "ids"):
        items = _texts(value, name)
        if how == "ids" and not all(_ID.match(item) for item in items):
            raise _Wrong(f"{name} must be ids of concepts")
        return items
    if how == "flag":
        if not isinstance(value, bool):
            raise _Wrong(f"{name} must be true or false")
        return value
    if how == "number":
        if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 1000:
            raise _Wrong(f"{name} must be a whole number from -1000 to 1000")
        return value
    if how == "day":
        return _day(value, name)
    if how == "guard":
        return _guard(value)
    if not isinstance(value, dict):
        raise _Wrong(f"{name} must be a table", "e.g. { 'Kiev' = 2019-08-01 }" if how == "days" else "e.g. { gent = '...' }")
    if how == "days":
        return {form: _day(day, name) for form, day in value.items()}
    unknown = next((case for case in value if case not in CASES), None)
    if unknown is not None:
        raise _Wrong(f"{name} has an unknown case {unknown!r}", "one of " + ", ".join(CASES))
    if how == "case lists":
        return {case: _texts(forms, name) for case, forms in value.items()}
    if not all(isinstance(form, str) for form in value.values()):
        raise _Wrong(f"{name} must have one text for each case", "further forms of a case go to doublets")
    return dict(value)


def _texts(value: Any, name: str) -> tuple[str, ...]:
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) and item.strip() for item in items):
        raise _Wrong(f"{name} must be a list of texts")
    return tuple(dict.fromkeys(items))


def _day(value: Any, name: str) -> str:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    try:
        return datetime.date.fromisoformat(value).isoformat()
    except (TypeError, ValueError):
        raise _Wrong(f"{name} must be a day", "write it like 2022-03-01") from None


def _guard(value: Any) -> Guard:
    if not isinstance(value, dict):
        raise _Wrong("guard must be a table", "e.g. { not_after = ['Michael'] }")
    unknown = next((key for key in value if key not in GUARD_KEYS), None)
    if unknown is not None:
        raise _Wrong(f"guard has an unknown key {unknown!r}", "one of " + ", ".join(GUARD_KEYS))
    if value.get("on_doubt", "apply") not in ON_DOUBT:
        raise _Wrong(f"on_doubt is {value['on_doubt']!r}", "one of " + ", ".join(ON_DOUBT))
    words = {key: _texts(value[key], key) for key in value if key != "on_doubt"}
    renamed = {"with_" if key == "with" else key: items for key, items in words.items()}
    return Guard(**renamed, on_doubt=value.get("on_doubt", "apply"))


class CldrTerms(Mapping[str, Term]):
    """The terms written in a file, and CLDR's name for every other language, looked up when asked for."""

    def __init__(self, code: str, written: Mapping[str, Term]) -> None:
        self.code = code
        self.written = dict(written)
        self._known = dict(written)

    def __getitem__(self, tag: str) -> Term:
        if tag not in self:
            raise KeyError(tag)
        known = self._known.get(tag)
        if known and known.preferred:
            return known
        name = territory_names(tag)[self.code]
        nearest = next((self._known[parent] for parent in fallbacks(tag) if parent in self._known), None)
        # The file may say only the gender, or the variants: the name itself is CLDR's for just this locale.
        term = replace(nearest, preferred=name) if nearest else Term(name, source="CLDR")
        self._known[tag] = term
        return term

    def __iter__(self) -> Iterator[str]:
        return (tag for tag in tuple(self._known) if tag in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, tag: object) -> bool:
        if not isinstance(tag, str):
            return False
        if tag in self._known and self._known[tag].preferred:
            return True
        if any(self._known[parent].preferred for parent in fallbacks(tag)[1:] if parent in self._known):
            return False  # the house's own form of the parent language goes before CLDR's
        return self.code in territory_names(tag)


def with_cldr(code: str, written: Mapping[str, Term]) -> CldrTerms | None:
    """`written` with CLDR's names for what it leaves out; None when `code` is no territory of CLDR."""
    if code not in territory_names("en"):
        return None
    return CldrTerms(code, {"en": Term(""), **written})
