"""Letters of a script that neither the edition's language nor the source uses, and look-alikes inside a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from newstrans.checks.base import CheckContext, Example, Rule, finding
from newstrans.model import Finding, Severity, Span
from newstrans.text.scripts import letter_script, script_counts

_WORD = re.compile(r"[^\W\d_]+")
_PARTS = {
    "Jpan": frozenset({"Hani", "Hira", "Kana"}), "Kore": frozenset({"Hang", "Hani"}), "Hans": frozenset({"Hani"}),
    "Hant": frozenset({"Hani"}),
}  # fmt: skip
# Pairs of scripts with letters that look alike; in one word only by mistake ("Кyiv").
_ALIKE = (frozenset({"Latn", "Cyrl"}), frozenset({"Latn", "Grek"}), frozenset({"Cyrl", "Grek"}))
_NAMES = {
    "Latn": "Latin", "Cyrl": "Cyrillic", "Grek": "Greek", "Arab": "Arabic", "Hebr": "Hebrew", "Hani": "Chinese", "Hira": "Japanese",
    "Kana": "Japanese", "Hang": "Korean", "Deva": "Devanagari", "Thai": "Thai", "Armn": "Armenian", "Geor": "Georgian",
}  # fmt: skip


@lru_cache(maxsize=64)
def language_scripts(tag: str) -> frozenset[str]:
    """ISO 15924 codes of the scripts that texts of `tag` are written in (CLDR's likely subtags).

    >>> [sorted(language_scripts(tag)) for tag in ("uk", "sr-Latn", "ja", "pt-BR")]
    [['Cyrl'], ['Latn'], ['Hani', 'Hira', 'Kana'], ['Latn']]
    """
    from babel.core import get_global

    parts = tag.split("-")
    own = next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), None)
    likely = get_global("likely_subtags")
    full = own or next(
        (
            likely[key].split("_")[1]
            for key in ("_".join(parts[:2]), parts[0])
            if likely.get(key, "").count("_") == 2
        ),
        "",
    )
    return _PARTS.get(full, frozenset({full}) if full else frozenset())


def _find(context: CheckContext) -> Iterator[Finding]:
    own = language_scripts(context.edition.locale)
    if not own:
        return
    allowed = own | set(script_counts(context.source)) | language_scripts(context.source_tag or "en")
    said: set[str] = set()
    for match in _WORD.finditer(context.target):
        word = match.group()
        scripts = {"Latn"} if word.isascii() else {letter_script(char) for char in word} - {""}
        strange = scripts - allowed
        if strange and not (strange <= said):
            said |= strange
            names = " and ".join(sorted({_NAMES.get(script, script) for script in strange}))
            yield _finding(
                context,
                match,
                f"“{word}” is in {names} letters, which neither the edition nor the source uses",
            )
        elif any(pair <= scripts for pair in _ALIKE) and word not in context.source:
            yield _finding(
                context,
                match,
                f"“{word}” mixes letters of {' and '.join(sorted(_NAMES.get(s, s) for s in scripts))}",
            )


def _finding(context: CheckContext, match: re.Match[str], message: str) -> Finding:
    return finding(context, "script", Severity.WARNING, message, target=Span(match.start(), match.end()))


CHECK = Rule(
    id="script",
    name="Script",
    description=(
        "The edition has letters of a script that neither its language nor the source uses, or a word that mixes "
        "look-alike letters of two scripts."
    ),
    severity=Severity.WARNING,
    find=_find,
    example=Example("en", "The fleet left Odesa.", "pt", "A frota deixou Одесса."),
)
