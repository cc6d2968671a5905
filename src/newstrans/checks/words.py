"""Lists of words that a newsroom watches: what its editions never say, and what they say only with a cause in the source.

A list is a TOML file. `[forbidden.LANGUAGE]` maps a word to the reason (or to what to write instead); `[sensitive.NAME]`
holds for each language the words of one matter: where the edition has one of them and the source none, something was
made up or sharpened. `[sensitive.NAME.causes]` holds further words that are cause enough when the source has them ("killed" for
a murder), and are not looked for in an edition. A word ends in `*` when words that begin with it count too.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from newstrans.checks.base import CheckContext, Example, Rule, finding
from newstrans.errors import NewstransError
from newstrans.languages import fallbacks, is_spaced
from newstrans.model import Finding, Severity, Span
from newstrans.text.phrase import phrase


class WordListError(NewstransError):
    """A list of words cannot be read or has the wrong shape; the message names the file and the place."""


@dataclass(frozen=True, slots=True)
class WordList:
    """`forbidden` maps a tag to (word, reason) pairs, `sensitive` a matter to the words of each tag, `causes` to further ones."""

    origin: str
    forbidden: Mapping[str, tuple[tuple[str, str], ...]]
    sensitive: Mapping[str, Mapping[str, tuple[str, ...]]]
    causes: Mapping[str, Mapping[str, tuple[str, ...]]]


def read_word_lists(places: Sequence[Path]) -> tuple[WordList, ...]:
    """The lists in these files, and in the `.toml` files of these folders.

    Raises:
        WordListError: a file cannot be read, is no TOML, or has the wrong shape.

    """
    found: list[Path] = []
    for place in places:
        found += sorted(place.glob("*.toml")) if place.is_dir() else [place]
    lists = []
    for file in found:
        try:
            lists.append(parse_word_list(file.read_text("utf-8"), str(file)))
        except OSError as exc:
            raise WordListError(f"{file}: cannot be read ({exc.strerror})") from exc
        except UnicodeDecodeError as exc:
            raise WordListError(f"{file}: is not UTF-8") from exc
    return tuple(lists)


def parse_word_list(text: str, origin: str) -> WordList:
    """A list from the text of its file. Raises `WordListError`."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise WordListError(f"{origin}: not a TOML file: {exc}") from exc
    if unknown := [key for key in table if key not in ("forbidden", "sensitive")]:
        raise WordListError(f"{origin}: unknown table {unknown[0]!r} (known: forbidden, sensitive)")
    forbidden = {
        tag: tuple((word, _text(reason, origin, f"forbidden.{tag}.{word}")) for word, reason in _table(words, origin, f"forbidden.{tag}").items())
        for tag, words in _table(table.get("forbidden", {}), origin, "forbidden").items()
    }
    sensitive, causes = {}, {}
    for matter, value in _table(table.get("sensitive", {}), origin, "sensitive").items():
        rows = dict(_table(value, origin, f"sensitive.{matter}"))
        causes[matter] = _rows(rows.pop("causes", {}), origin, f"sensitive.{matter}.causes")
        sensitive[matter] = _rows(rows, origin, f"sensitive.{matter}")
    return WordList(origin, forbidden, sensitive, causes)


def _rows(value: Any, origin: str, place: str) -> Mapping[str, tuple[str, ...]]:
    return {tag: _words(words, origin, f"{place}.{tag}") for tag, words in _table(value, origin, place).items()}


def _table(value: Any, origin: str, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict) or "" in value:
        raise WordListError(f"{origin}: {place} must be a table")
    return value


def _text(value: Any, origin: str, place: str) -> str:
    if not isinstance(value, str):
        raise WordListError(f"{origin}: {place} must be a text: the reason, or what to write instead")
    return value


def _words(value: Any, origin: str, place: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip("* ") for word in value):
        raise WordListError(f"{origin}: {place} must be a list of words")
    return tuple(value)


@lru_cache(maxsize=1)
def shipped_words() -> WordList:
    """Our own list: matters that harm somebody when a machine makes them up."""
    return parse_word_list(files("newstrans.checks").joinpath("sensitive.toml").read_text("utf-8"), "sensitive.toml")


@lru_cache(maxsize=1024)
def _pattern(words: tuple[str, ...], spaced: bool) -> re.Pattern[str]:
    parts = [re.escape(word.rstrip("*")) + ("" if word.endswith("*") or not spaced else r"(?!\w)") for word in words]
    head = r"(?<!\w)" if spaced else ""
    return re.compile(head + "(?:" + "|".join(sorted(parts, key=len, reverse=True)) + ")" + (r"\w*" if spaced else ""), re.IGNORECASE)


def _find_forbidden(context: CheckContext) -> Iterator[Finding]:
    tag = context.edition.locale
    for one in context.policy.words:
        for locale in fallbacks(tag):
            for word, reason in one.forbidden.get(locale, ()):
                for match in _pattern((word,), is_spaced(tag)).finditer(context.target):
                    yield finding(
                        context, "forbidden", Severity.ERROR, phrase("“{words}” is not written here: {reason}", words=match.group(), reason=reason), target=Span(*match.span())
                    )
    names = context.policy.names
    if names is None:
        return
    from newstrans.glossary.match import find

    names = names.of(context.edition)
    index = names.forbidden_index(tag)
    told = {one.target_text for one in context.edition.findings if one.check == "names" and one.unit == context.unit.unit.id}
    for hit in find(context.target, index) if index.forms else ():
        if hit.text in told:
            continue  # the stage that applies the glossary said so
        entry, term = names.forbidding(hit.form.entry, tag)
        yield finding(
            context, "forbidden", Severity.WARNING, phrase("the house never writes “{words}”: {preferred} ({entry})", words=hit.text, preferred=term.preferred, entry=entry.id),
            target=Span(hit.start, hit.end), fix=term.preferred,
        )  # fmt: skip
    index = names.retired_index(tag)
    for hit in find(context.target, index) if index.forms else ():
        if hit.doubt or hit.embedded:
            continue
        written = names.instead(hit.form.entry, tag)
        yield finding(
            context, "forbidden", Severity.WARNING,
            f"the house no longer writes “{hit.text}”" + (f": {written}" if written else "") + f" ({hit.form.entry})",
            target=Span(hit.start, hit.end), fix=written or None,
        )  # fmt: skip


def _find_sensitive(context: CheckContext) -> Iterator[Finding]:
    theirs, ours = fallbacks(context.edition.locale), fallbacks(context.source_tag or "en")
    for one in (shipped_words(), *context.policy.words):
        for matter, rows in one.sensitive.items():
            words = next((rows[tag] for tag in theirs if tag in rows), ())
            causes = tuple(word for known in (rows, one.causes[matter]) for word in next((known[tag] for tag in ours if tag in known), ()))
            if not words or not causes:
                continue
            match = _pattern(words, is_spaced(context.edition.locale)).search(context.target)
            if match and not _pattern(causes, is_spaced(context.source_tag or "en")).search(context.source):
                yield finding(
                    context, "sensitive", Severity.WARNING, phrase("“{words}” has no cause in the source ({matter})", words=match.group(), matter=matter), target=Span(*match.span())
                )


FORBIDDEN = Rule(
    id="forbidden",
    name=phrase("Forbidden words"),
    description=phrase(
        "The edition has a word that a list of the newsroom forbids for its language (error), or a form of a name that the glossary "
        "forbids or no longer writes (warning). The lists are files: `words` in the `[checks]` of `newstrans.toml`."
    ),
    severity=Severity.ERROR,
    find=_find_forbidden,
    for_copies=True,
)

SENSITIVE = Rule(
    id="sensitive",
    name=phrase("Words without a cause"),
    description=phrase(
        "The edition speaks of a grave matter (murder, terror, rape, corruption, an insult) and nothing in the source does. "
        "Which words belong to which matter is in `checks/sensitive.toml`; lists of the newsroom add to it."
    ),
    severity=Severity.WARNING,
    find=_find_sensitive,
    example=Example("en", "The former minister was held on Monday.", "pt", "O ex-ministro corrupto foi detido na segunda-feira."),
)
