"""Letters of a script that neither the edition's language nor the source uses, and look-alikes inside a word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from newstrans.checks.base import CheckContext, Example, Rule, finding
from newstrans.languages import language_scripts
from newstrans.model import Finding, Severity, Span
from newstrans.text.phrase import phrase
from newstrans.text.scripts import letter_script, script_counts

_WORD = re.compile(r"[^\W\d_]+")
# Pairs of scripts with letters that look alike; in one word only by mistake ("Кyiv").
_ALIKE = (frozenset({"Latn", "Cyrl"}), frozenset({"Latn", "Grek"}), frozenset({"Cyrl", "Grek"}))
_NAMES = {
    "Latn": phrase("Latin"), "Cyrl": phrase("Cyrillic"), "Grek": phrase("Greek"), "Arab": phrase("Arabic"), "Hebr": phrase("Hebrew"), "Hani": phrase("Chinese"), "Hira": phrase("Japanese"),
    "Kana": phrase("Japanese"), "Hang": phrase("Korean"), "Deva": phrase("Devanagari"), "Thai": phrase("Thai"), "Armn": phrase("Armenian"), "Geor": phrase("Georgian"),
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
            names = _listed({_NAMES.get(script, script) for script in strange})
            yield _finding(
                context,
                match,
                phrase("“{word}” is in {scripts} letters, which neither the edition nor the source uses", word=word, scripts=names),
            )
        elif any(pair <= scripts for pair in _ALIKE) and word not in context.source:
            yield _finding(
                context,
                match,
                phrase("“{word}” mixes letters of {scripts}", word=word, scripts=_listed({_NAMES.get(s, s) for s in scripts})),
            )


def _listed(names: Set[str]) -> str:
    first, *more = sorted(names)
    for one in more:
        first = phrase("{some} and {last}", some=first, last=one)
    return first


def _finding(context: CheckContext, match: re.Match[str], message: str) -> Finding:
    return finding(context, "script", Severity.WARNING, message, target=Span(match.start(), match.end()))


CHECK = Rule(
    id="script",
    name=phrase("Script"),
    description=phrase(
        "The edition has letters of a script that neither its language nor the source uses, or a word that mixes "
        "look-alike letters of two scripts."
    ),
    severity=Severity.WARNING,
    find=_find,
    example=Example("en", "The fleet left Odesa.", "pt", "A frota deixou Одесса."),
)
