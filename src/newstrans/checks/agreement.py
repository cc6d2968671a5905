"""The determiner beside a name agrees with the gender that the glossary states."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newstrans.checks.base import CheckContext, Rule, finding
from newstrans.glossary.determiners import agree, determiner_before, role_before
from newstrans.glossary.entry import GlossaryEntry
from newstrans.glossary.names import Names
from newstrans.model import Finding, Severity, Span
from newstrans.text.phrase import phrase


def _find(context: CheckContext) -> Iterator[Finding]:
    names = context.policy.names
    if names is None:
        return
    said: set[int] = set()
    for use in context.names:
        entry = _entry(names, use.entry)
        term = entry.term(context.edition.locale) if entry else None
        gender = (term.gender or (entry.gender if entry else "")) if term else ""
        if entry is None or term is None or not gender:
            continue
        for form in use.accepted:
            for match in re.finditer(rf"(?<![\w-]){re.escape(form)}(?![\w-]| [^\W\d_a-z])", context.target) if form else ():
                before = context.target[: match.start()]
                # "a presidente Dilma Rousseff": the determiner stands before a role that either gender has.
                role = role_before(before, context.target_language) if entry.kind == "person" else ""
                head = before[: len(before) - len(role)]
                wanted = agree(head, gender, term.number, role.strip() or form, context.edition.locale)
                old = determiner_before(head, context.target_language)
                if wanted is None or old is None or len(head) in said:
                    continue
                said.add(len(head))
                start = len(head) - len(old) - 1
                yield finding(
                    context, "agreement", Severity.WARNING,
                    phrase(_SAID[gender], words=context.target[start : match.end()], form=form, wanted=wanted.strip()),
                    target=Span(start, len(head)), fix=wanted,
                )  # fmt: skip


_SAID = {
    "m": phrase("“{words}”: {form} is masculine in the glossary, so “{wanted}”"),
    "f": phrase("“{words}”: {form} is feminine in the glossary, so “{wanted}”"),
    "n": phrase("“{words}”: {form} is neuter in the glossary, so “{wanted}”"),
}


def _entry(names: Names, entry: str) -> GlossaryEntry | None:
    try:
        return names.glossary.get(entry)
    except KeyError:
        return None  # a country that only CLDR has


CHECK = Rule(
    id="agreement",
    name=phrase("Gender beside a name"),
    description=phrase(
        "The article or another determiner before a name of the glossary, or before a role that either gender has (“a presidente”), "
        "is of another gender or number than the entry states. For Portuguese, Galician, Spanish, Catalan, French and Italian."
    ),
    severity=Severity.WARNING,
    find=_find,
)
