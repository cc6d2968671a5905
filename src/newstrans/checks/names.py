"""Glossary names of the source that have no approved form in the edition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from newstrans.checks.base import CheckContext, Rule, finding, joined
from newstrans.model import Finding, NameStatus, NameUse, Severity
from newstrans.text.phrase import phrase

# Forms of so few letters ("US", "UE", "Usa") begin or end many other words.
_SHORT = 4


def _find(context: CheckContext) -> Iterator[Finding]:
    names = [_as_it_stands(context, use) for use in context.names] if context.edited else context.names
    found = {use.entry for use in names if use.status in {NameStatus.RIGHT, NameStatus.EDITED}}
    said: set[str] = set()
    for use in names:
        if use.status not in {NameStatus.MISSING, NameStatus.FLAGGED} or use.entry in said:
            continue
        if use.status is NameStatus.MISSING and _stands(use, context.target):
            continue
        said.add(use.entry)
        # A name that stands once in the paragraph may be "the country" at its second mention.
        certain = use.status is NameStatus.MISSING and use.entry not in found
        yield finding(
            context,
            "name",
            Severity.ERROR if certain else Severity.WARNING,
            _message(use),
            source=use.source,
            target=use.target,
        )


def _as_it_stands(context: CheckContext, use: NameUse) -> NameUse:
    """The name in a text that somebody wrote in: an approved form, or what stood there, may be gone."""
    if use.status not in {NameStatus.RIGHT, NameStatus.EDITED}:
        return use
    stood = joined(context.unit)[slice(*use.target)] if use.target else ""
    if _stands(use, context.target) or (stood.strip() and stood.casefold() in context.target.casefold()):
        return use
    return replace(use, status=NameStatus.MISSING, target=None)


def _stands(use: NameUse, text: str) -> bool:
    """Whether a later stage has put an approved form in after all."""
    folded = text.casefold()
    return any(_is_word(form, text) if len(form) <= _SHORT and form.upper() != form.lower() else form.casefold() in folded for form in use.accepted if form)


def _is_word(form: str, text: str) -> bool:
    """Whether a short form stands as a word of its own, with an ending at most: "US" in "USs", not in "suspended"."""
    return re.search(rf"(?<!\w)(?:{re.escape(form)}|{re.escape(form.upper())})[^\W\d_A-Z]{{0,3}}(?!\w)", text) is not None


def _message(use: NameUse) -> str:
    forms = ", ".join(f"“{form}”" for form in use.accepted[:3])
    wanted = phrase(" (house form: {forms})", forms=forms) if forms else ""
    if use.status is not NameStatus.FLAGGED:
        return phrase("“{name}” of the source has no approved form in the edition{wanted}", name=use.text, wanted=wanted)
    if use.reason:
        return phrase("“{name}” was left as it is{wanted}: {reason}", name=use.text, wanted=wanted, reason=use.reason)
    return phrase("“{name}” was left as it is{wanted}", name=use.text, wanted=wanted)


CHECK = Rule(
    id="name",
    name=phrase("Names"),
    description=phrase(
        "A name of the glossary stands in the source, and none of its approved forms in the edition. It is a warning "
        "when the same name is right elsewhere in the paragraph, or when the glossary left a doubtful one alone."
    ),
    severity=Severity.ERROR,
    find=_find,
)
