"""Case forms that an entry does not list, drafted by pymorphy3 and marked as made."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from newstrans.glossary.cases import DRAFTED, draft_forms
from newstrans.glossary.entry import GlossaryEntry, Term
from newstrans.languages import language_of


def with_drafts(term: Term, entry: GlossaryEntry, tag: str) -> Term:
    """`term` with made forms for what it does not list; itself where the language or the name has none."""
    if language_of(tag) not in DRAFTED or entry.kind == "acronym":
        return term
    gender = term.gender or entry.gender
    added: dict[str, Any] = {}
    for name, forms, made, others in (
        (term.preferred, term.forms, "made_forms", "doublets"),
        (term.short, term.short_forms, "made_short_forms", "short_doublets"),
    ):
        if not name or forms or getattr(term, made) or name.isupper():
            continue
        drafts = draft_forms(name, entry.kind, gender, tag)
        if drafts:
            added[made] = {case: found[0] for case, found in drafts.items()}
            added[others] = {**{case: found[1:] for case, found in drafts.items() if found[1:]}, **getattr(term, others)}
    return replace(term, **added) if added else term
