"""Bring the names of one sentence to the house form, and say what was done and why. Pure functions.

The order is that of terminology.md 3: match the source, verify the target, edit spans that are known renderings,
repair the word before, check what must still hold. What is not certain is left alone and flagged.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newstrans.glossary.determiners import agree, determiner_before, join_before
from newstrans.glossary.entry import GlossaryEntry, Term
from newstrans.glossary.match import Form, Index, Match, find, term_forms
from newstrans.languages import language_of
from newstrans.model import Edit, NameStatus, Span
from newstrans.text.casing import upper
from newstrans.text.edits import Rewriter
from newstrans.text.letters import fold_letters
from newstrans.text.scripts import script_of
from newstrans.text.tokens import tokenise

STAGE = "glossary"

# Languages whose names take case endings: a citation form put into running text would be wrong more often than
# right (30 % against 98 % by case transfer, terminology.md 2.4).
_INFLECTING = frozenset("be bg bs cs el et fi hr hu lt lv mk pl ro ru sk sl sr tr uk".split()) - {"bg", "mk"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one name of the source sentence; `target` is a range in the edited sentence."""

    match: Match
    status: NameStatus
    accepted: tuple[str, ...]
    target: Span | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Applied:
    """The edits that lead from the target given to the target wanted, and one outcome per name."""

    text: str
    edits: tuple[Edit, ...]
    outcomes: tuple[Outcome, ...]


def target_index(
    entries: Mapping[str, GlossaryEntry], expected: Sequence[str], source_language: str, locale: str
) -> Index:
    """Index of the forms that may stand in the target for the concepts `expected` in a story.

    Approved forms and variants of the target language, and the source's own forms, which engines often leave
    untranslated, whole or without their accents.
    """
    index = Index(language_of(locale))
    approved: set[str] = set()
    later: list[Form] = []
    for entry_id in expected:
        entry = entries[entry_id]
        term = entry.term(locale)
        if term is None:
            continue
        for form in term_forms(entry, term):
            if form.approved:
                approved.add(form.text)
                index.add(form)
            else:
                later.append(form)
        source_term = entry.term(source_language)
        for form in term_forms(entry, source_term) if source_term else ():
            if form.role in ("preferred", "short"):
                later.append(form._replace(approved=False))
        for other in entry.terms.values():
            if other is not term and other.preferred and not _same_script(other.preferred, term.preferred):
                forms = (form._replace(approved=False, guard=None) for form in term_forms(entry, other))
                later += [form for form in forms if form.role != "derived"]
    for form in later:
        # An engine without a name's letters leaves it without its marks: "Walesa".
        for text in (form.text, fold_letters(form.text)):
            if text not in approved:
                index.add(form._replace(text=text, guard=None))
    return index


def apply_names(
    target: str,
    matches: Sequence[Match],
    *,
    entries: Mapping[str, GlossaryEntry],
    index: Index,
    source_language: str,
    locale: str,
) -> Applied:
    """Bring the names `matches`, found in the source sentence, to their house form in `target`.

    Nothing is changed but the spans of known renderings and the determiner before them; a name that the
    source does not have is never touched.
    """
    draft = Rewriter(target, STAGE)
    wanted = [match for match in matches if not match.embedded and entries[match.form.entry].term(locale)]
    counts = Counter(match.form.entry for match in wanted)
    doubted = {match.form.entry for match in wanted if match.doubt}
    reasons: dict[str, str] = {}
    for entry_id in dict.fromkeys(match.form.entry for match in wanted):
        here = [match for match in wanted if match.form.entry == entry_id]
        hits = [hit for hit in find(draft.text, index) if hit.form.entry == entry_id]
        right = sum(hit.form.approved for hit in hits)
        wrong = [hit for hit in hits if not hit.form.approved and not _inside_longer(draft.text, hit)]
        missing = counts[entry_id] - right
        if not wrong:
            continue
        if entry_id in doubted:
            reasons[entry_id] = here[0].doubt
        elif len(wrong) > missing:
            reasons[entry_id] = f"{len(wrong)} other renderings for {max(missing, 0)} missing name(s): which is meant?"
        else:
            problem = _replace_all(draft, wrong, here, entries[entry_id], source_language, locale)
            if problem:
                reasons[entry_id] = problem
    outcomes = _outcomes(draft, matches, entries, index, locale, reasons)
    return Applied(draft.text, tuple(draft.edits), outcomes)


def _replace_all(
    draft: Rewriter,
    hits: Sequence[Match],
    here: Sequence[Match],
    entry: GlossaryEntry,
    source_language: str,
    locale: str,
) -> str:
    """Put the approved form in place of each hit, last first; returns why it was not done, or ""."""
    term = entry.term(locale)
    assert term is not None
    saved = draft.text, len(draft.edits)
    for n, hit in reversed(list(enumerate(hits))):
        match = here[min(n, len(here) - 1)]
        new = _form_for(hit, match, entry, term, source_language, locale)
        if new is None:
            _undo(draft, saved)
            return f"{term.preferred!r} would have to be inflected here; the glossary lists no form for this case"
        _replace_one(draft, hit, match, new, entry, term, locale)
    problem = _broken(saved[0], draft.text)
    if problem:
        _undo(draft, saved)
    return problem


def _replace_one(
    draft: Rewriter, hit: Match, match: Match, new: str, entry: GlossaryEntry, term: Term, locale: str
) -> None:
    where = Span(match.start, match.end)
    house = f"{entry.id}: {match.text} is {new} in {locale}"
    detail = "; ".join(part for part in (term.source or _house(entry.source, locale), entry.note) if part)
    reason = f"{house} ({detail})" if detail else house
    rule = "name.source-form" if hit.text == match.text else "name.variant"
    draft.replace(hit.start, hit.end, new, rule=rule, reason=reason, entry=entry.id, source=where)
    before = draft.text[: hit.start]
    article = None
    if entry.kind != "person" and term.gender and not new[:2].lower().startswith(("a ", "o ", "l'")):
        article = agree(before, term.gender, term.number, new, locale)
    if article is not None:
        old = determiner_before(before, language_of(locale)) or ""
        at = len(before) - len(old) - 1
        draft.replace(
            at, hit.start, article, rule="name.determiner", entry=entry.id, source=where,
            reason=f"the word before {new} agrees with it ({term.gender}, {term.number})",
        )
        return
    joined = join_before(before, new, locale)
    if joined is not None:
        old, word = joined
        draft.replace(
            hit.start - len(old), hit.start, word, rule="name.joint", entry=entry.id, source=where,
            reason=f"{old.strip()} becomes {word.strip()} before {new}",
        )


def _house(source: str, locale: str) -> str:
    """Of "es Fundéu/EFE; pt Folha, Lusa; fr AFP" the part that speaks of the locale, else all of it."""
    for part in source.split(";"):
        language, _, house = part.strip().partition(" ")
        if language.rstrip(":") == language_of(locale):
            return house
    return source


def _form_for(
    hit: Match, match: Match, entry: GlossaryEntry, term: Term, source_language: str, locale: str
) -> str | None:
    """The approved form that stands for `hit`; None when it must be inflected and no form is known."""
    short = hit.form.role == "short" and bool(term.short)
    new: str | None = term.short if short else term.preferred
    if language_of(locale) in _INFLECTING and entry.kind != "acronym" and not str(new).isupper():
        # English "in Kyiv" does not say which case the target needs; Russian "в Киеве" does.
        cased = language_of(source_language) in _INFLECTING
        new = _in_case_of(match.text, entry.term(source_language), term, short=short) if cased else None
    # Capitals of the sentence are kept; capitals of an acronym are the house's business ("Unicef").
    if new is not None and hit.text.isupper() and match.text.isupper() and not match.form.text.isupper():
        new = upper(new, locale)
    return new


def _in_case_of(text: str, source: Term | None, term: Term, *, short: bool) -> str | None:
    """The target form in the case that `text` has in the source language (case transfer)."""
    if source is None:
        return None
    forms, wanted = (source.short_forms, term.short_forms) if short else (source.forms, term.forms)
    citation = term.short if short else term.preferred
    cases = [case for case, form in forms.items() if form == text]
    if text in (source.preferred, source.short):
        cases.append("nomn")
    found = {citation if case == "nomn" else wanted.get(case) for case in cases}
    return found.pop() if len(found) == 1 else None


def _inside_longer(text: str, hit: Match) -> bool:
    """Whether a rendering is part of a longer name or compound, where replacing it would break that name."""
    if hit.embedded:
        return True
    after = text[hit.end : hit.end + 1]
    return after == "@" or text[max(0, hit.start - 1) : hit.start] in ("@", "#", "_")


def _broken(before: str, after: str) -> str:
    """What an edit must not do: double a word, change a number."""
    if Counter(re.findall(r"\d+", before)) != Counter(re.findall(r"\d+", after)):
        return "the change would have altered a number"
    doubles = re.compile(r"(?i)(?<!\w)(\w{2,})\s+\1(?!\w)")
    if len(doubles.findall(after)) > len(doubles.findall(before)):
        return "the change would have doubled a word"
    return ""


def _undo(draft: Rewriter, saved: tuple[str, int]) -> None:
    draft.text = saved[0]
    del draft.edits[saved[1] :]


def _outcomes(
    draft: Rewriter,
    matches: Sequence[Match],
    entries: Mapping[str, GlossaryEntry],
    index: Index,
    locale: str,
    reasons: Mapping[str, str],
) -> tuple[Outcome, ...]:
    """One outcome per name: the n-th mention in the source takes the n-th approved form in the target."""
    edited = {edit.entry for edit in draft.edits}
    left: dict[str, list[Span]] = {}
    for hit in find(draft.text, index):
        if hit.form.approved:
            left.setdefault(hit.form.entry, []).append(Span(hit.start, hit.end))
    outcomes = []
    for match in matches:
        entry = entries[match.form.entry]
        term = entry.term(locale)
        if term is None:
            continue
        accepted = _accepted(term)
        if match.embedded:
            reason = f"part of a longer name ({match.text} {match.embedded})"
            outcomes.append(Outcome(match, NameStatus.EMBEDDED, accepted, None, reason))
        elif left.get(entry.id):
            span = left[entry.id].pop(0)
            status = NameStatus.EDITED if entry.id in edited else NameStatus.RIGHT
            outcomes.append(Outcome(match, status, accepted, span))
        elif match.doubt or entry.id in reasons:
            reason = reasons.get(entry.id) or match.doubt
            outcomes.append(Outcome(match, NameStatus.FLAGGED, accepted, None, reason))
        else:
            reason = f"no approved form of {match.text} stands in the sentence ({', '.join(accepted[:3])})"
            outcomes.append(Outcome(match, NameStatus.MISSING, accepted, None, reason))
    return tuple(outcomes)


def _accepted(term: Term) -> tuple[str, ...]:
    forms = (term.preferred, term.short, *term.forms.values(), *term.short_forms.values(), *term.admitted, *term.derived)
    return tuple(dict.fromkeys(form for form in forms if form))


def story_context(texts: Sequence[str]) -> frozenset[str]:
    """The tokens of a story, for guards that need to see another word of it."""
    return frozenset(token.form for text in texts for token in tokenise(text))


def _same_script(one: str, other: str) -> bool:
    return script_of(one) == script_of(other)
