"""Letters of a script that neither the edition's language nor the source uses, and look-alikes inside a word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newstrans.checks.base import CheckContext, Example, Rule, finding
from newstrans.languages import language_scripts
from newstrans.model import Finding, Severity, Span
from newstrans.text.scripts import letter_script, script_counts

_WORD = re.compile(r"[^\W\d_]+")
# Pairs of scripts with letters that look alike; in one word only by mistake ("Кyiv").
_ALIKE = (frozenset({"Latn", "Cyrl"}), frozenset({"Latn", "Grek"}), frozenset({"Cyrl", "Grek"}))
_NAMES = {
    "Latn": "Latin", "Cyrl": "Cyrillic", "Grek": "Greek", "Arab": "Arabic", "Hebr": "Hebrew", "Hani": "Chinese", "Hira": "Japanese",
    "Kana": "Japanese", "Hang": "Korean", "Deva": "Devanagari", "Thai": "Thai", "Armn": "Armenian", "Geor": "Georgian",
}  # fmt: skip


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
