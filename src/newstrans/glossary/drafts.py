"""Case forms that an entry does not list, drafted by pymorphy3 and marked as made."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from newstrans.glossary.entry import GlossaryEntry, Term
from newstrans.glossary.made_forms import DRAFTED, draft_forms
from newstrans.languages import language_of


def with_drafts(term: Term, entry: GlossaryEntry, tag: str) -> Term:
    """`term` with made forms for what it does not list; itself where the language or the name has none."""
    if language_of(tag) not in DRAFTED or entry.kind == "acronym":
        return term
    gender = term.gender or entry.gender
    added: dict[str, Any] = {}
    for name, listed, made, others in (
        (term.preferred, term.forms, "made_forms", "doublets"),
        (term.short, term.short_forms, "made_short_forms", "short_doublets"),
    ):
        if not name or listed or getattr(term, made) or name.isupper():
            continue
        drafts = draft_forms(name, entry.kind, gender, tag)
        if drafts:
            added[made] = {case: found[0] for case, found in drafts.items()}
            added[others] = {**{case: found[1:] for case, found in drafts.items() if found[1:]}, **getattr(term, others)}
    if not term.made_variants:
        own = {spelling.text for spelling in term.spellings()}
        variants = {
            variant: forms for variant in (*term.variants, *term.short_variants)
            if not variant.isupper() and (forms := _others(draft_forms(variant, entry.kind, gender, tag), own))
        }  # fmt: skip
        if variants:
            added["made_variants"] = variants
    return replace(term, **added) if added else term


def _others(drafts: dict[str, tuple[str, ...]], own: set[str]) -> dict[str, tuple[str, ...]]:
    """Forms of a variant that are no spelling of the term itself."""
    left = {case: tuple(form for form in forms if form not in own) for case, forms in drafts.items()}
    return {case: forms for case, forms in left.items() if forms}
