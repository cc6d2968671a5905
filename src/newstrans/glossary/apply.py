"""Bring the names of one sentence to the house form, and say what was done and why. Pure functions.

The order is that of terminology.md 3: match the source, verify the target, edit spans that are known renderings,
repair the word before, check what must still hold. What is not certain is left alone and flagged.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from newstrans.glossary.bridge import BARE
from newstrans.glossary.cases import INFLECTING, case_in_text, cases_of, transferred
from newstrans.glossary.decided import Chosen, Left
from newstrans.glossary.determiners import agree, agreement_at_risk, determiner_before, join_before
from newstrans.glossary.entry import GlossaryEntry, Term
from newstrans.glossary.match import Form, Index, Match, find, term_forms
from newstrans.glossary.near import find_near
from newstrans.glossary.particles import follow
from newstrans.glossary.surrogates import PUT_BACK, StandIn, find_back, occurrences
from newstrans.languages import language_of
from newstrans.model import Edit, NameStatus, Span
from newstrans.text.casing import upper
from newstrans.text.edits import Rewriter
from newstrans.text.letters import fold_letters
from newstrans.text.scripts import script_of
from newstrans.text.tokens import tokenise

STAGE = "glossary"

@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one name of the source sentence; `target` is a range in the edited sentence."""

    match: Match
    status: NameStatus
    accepted: tuple[str, ...]
    target: Span | None = None
    reason: str = ""
    final: bool = False  # another wording of the sentence would not change it


# Renderings that an engine was seen to write, here or in earlier runs, or that an editor put right in a running story: they
# have no role and no article of their own.
SEEN = frozenset({"learnt", "located", "corrected"})


@dataclass(frozen=True, slots=True)
class Applied:
    """The edits that lead from the target given to the target wanted, and one outcome per name."""

    text: str
    edits: tuple[Edit, ...]
    outcomes: tuple[Outcome, ...]


def target_index(
    entries: Mapping[str, GlossaryEntry],
    expected: Sequence[str],
    source_language: str,
    locale: str,
    *,
    learnt: Mapping[str, Sequence[str]] | None = None,
    located: Mapping[str, Sequence[str]] | None = None,
    one_way: Collection[str] = (),
    chosen: Mapping[str, Chosen] | None = None,
) -> Index:
    """Index of the forms that may stand in the target for the concepts `expected` in a story.

    Approved forms and variants of the target language, and the source's own forms, which engines often leave
    untranslated, whole or without their accents. `learnt` are renderings that an engine was seen to write, by concept,
    `located` those that were found in a sentence of this story; concepts in `one_way` have their admitted spellings
    replaced too, because the story has the preferred one elsewhere. `chosen` is what editors wrote for a concept in
    a running story: where its form is the preferred one of `entries`, the other spellings give way to it.
    """
    index = Index(language_of(locale))
    chosen = chosen or {}
    approved: set[str] = set()
    later: list[Form] = []
    for entry_id in expected:
        entry = entries[entry_id]
        term = entry.term(locale)
        if term is None:
            continue
        for form in term_forms(entry, term):
            if form.role == "admitted" and entry_id in chosen and term.preferred in chosen[entry_id].forms:
                later.append(form._replace(approved=False, status="chosen", role="preferred"))
            elif form.role == "admitted" and entry_id in one_way:
                later.append(form._replace(approved=False, status="admitted", role="preferred"))
            elif form.approved:
                approved.add(form.text)
                index.add(form)
            else:
                later.append(form)
        source_term = entry.term(source_language)
        for form in term_forms(entry, source_term) if source_term else ():
            if form.role in ("preferred", "short"):
                later.append(form._replace(approved=False, status="source"))
        for text in chosen[entry_id].renderings if entry_id in chosen else ():
            later.append(Form(entry.id, "preferred", False, text, None, entry.kind, "corrected"))
        for status, texts in (("learnt", learnt), ("located", located)):
            later += [Form(entry.id, "preferred", False, text, None, entry.kind, status) for text in (texts or {}).get(entry_id, ())]
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
    source: str = "",
    stand_ins: Sequence[StandIn] = (),
    kept: Mapping[str, Left] | None = None,
    chosen: Mapping[str, Chosen] | None = None,
    untouched: Sequence[str] = (),
    other: Callable[[str, str], bool] | None = None,
) -> Applied:
    """Bring the names `matches`, found in the source sentence, to their house form in `target`.

    Nothing is changed but the spans of known renderings and the determiner before them; a name that the
    source does not have is never touched. `source` is the sentence, for the case a name stands in. `stand_ins` are the
    names it was translated with, all of which must be in `target` exactly once. `kept` are concepts that an editor
    decided to leave as they are in this unit, `chosen` those that editors wrote elsewhere in the running story. `untouched` are texts in `target` (addresses, code) that are never looked
    into. With `other`, which tells of a text whether it is a name of another concept than one given, renderings that are
    nearly a known one are taken for it too (`near`).
    """
    draft = Rewriter(target, STAGE)
    kept = kept or {}
    known = [match for match in matches if entries[match.form.entry].term(locale)]
    inside = _translated_inside(target, known, index)
    wanted = [match for match in known if not match.embedded or id(match) in inside]
    work = _Work(draft, entries, source_language, locale, source, index, untouched, chosen or {})
    put_back = _put_back(work, stand_ins)
    counts = Counter(match.form.entry for match in wanted)
    doubted = {match.form.entry for match in wanted if match.doubt}
    reasons: dict[str, str] = {}
    spare: dict[str, str] = {}
    for entry_id in dict.fromkeys(match.form.entry for match in wanted):
        here = [match for match in wanted if match.form.entry == entry_id]
        if entry_id in kept:
            problem = _leave(work, kept[entry_id], here)
            if problem:
                reasons[entry_id] = problem
            continue
        hits = [hit for hit in work.hits() if hit.form.entry == entry_id]
        wrong = [hit for hit in hits if not hit.form.approved and not _inside_longer(draft.text, hit)]
        right = len(hits) - sum(not hit.form.approved for hit in hits)
        if not wrong:
            miscased = _miscased(work, hits, here) if counts[entry_id] == len(hits) and not doubted & {entry_id} else []
            for hit, match, new in reversed(miscased):
                _replace_one(work, hit, match, new, rule="name.case")
            if other is not None and counts[entry_id] == 1 and not hits and not doubted & {entry_id}:
                near = _near(work, here[0], other)
                if near:
                    reasons[entry_id] = near
            continue
        missing = counts[entry_id] - right
        if entry_id in doubted:
            reasons[entry_id] = here[0].doubt
        elif _told_about(here, source_language):
            reasons[entry_id] = "the sentence speaks of the spelling itself: several spellings of one name stand in it"
        elif len(wrong) > missing:
            reasons[entry_id] = f"{len(wrong)} other renderings for {max(missing, 0)} missing name(s): which is meant?"
            if missing <= 0 and source and len(occurrences(source, [match.text for match in here])) <= len(here):
                spare[entry_id] = f"it is there, and {', '.join(hit.text for hit in wrong)} too: which is meant?"
        else:
            problem = _replace_all(work, wrong, here)
            if problem:
                reasons[entry_id] = problem
    outcomes = _outcomes(work, matches, reasons, kept, put_back, inside, spare)
    return Applied(draft.text, tuple(draft.edits), outcomes)


@dataclass(slots=True)
class _Work:
    """One sentence under change, and what its changes need to know."""

    draft: Rewriter
    entries: Mapping[str, GlossaryEntry]
    source_language: str
    locale: str
    source: str
    index: Index
    untouched: Sequence[str]
    chosen: Mapping[str, Chosen]

    def hits(self) -> list[Match]:
        """The names in the text as it is now, but for those inside an address or code."""
        closed = [place for text in self.untouched for place in occurrences(self.draft.text, [text])]
        found = find(self.draft.text, self.index)
        return [hit for hit in found if all(hit.end <= span.start or hit.start >= span.end for span in closed)]

    def term(self, match: Match) -> Term:
        term = self.entries[match.form.entry].term(self.locale)
        assert term is not None
        return term


def _put_back(work: _Work, stand_ins: Sequence[StandIn]) -> set[str]:
    """The house form in place of each stand-in, last first; the concepts that were put back."""
    places = find_back(work.draft.text, stand_ins) if stand_ins else None
    if places is None:
        return set()
    for n, span in sorted(places.items(), key=lambda item: -item[1].start):
        match = stand_ins[n].match
        hit = Match(span.start, span.end, work.draft.text[span.start : span.end], match.form)
        new = _form_for(work, hit, match) or work.term(match).preferred
        _replace_one(work, hit, match, new, rule=PUT_BACK)
    return {one.match.form.entry for one in stand_ins}


def _leave(work: _Work, left: Left, here: Sequence[Match]) -> str:
    """See that what an editor left in a unit stands there; returns what an editor should look at, or "".

    The engine may write otherwise than when the editor decided: what the glossary had put in is taken out again, and a third
    wording is left and told.
    """
    draft = work.draft
    if not left.before or occurrences(draft.text, [left.before]):
        return ""
    places = occurrences(draft.text, [left.after]) if left.after else []
    if len(places) == len(here):
        for span in reversed(places):
            draft.replace(
                span.start, span.end, left.before, rule="name.left", reason=left.why, entry=here[0].form.entry,
                source=Span(here[0].start, here[0].end),
            )  # fmt: skip
        return ""
    return f"{left.why} ({left.before}), but the sentence came out otherwise"


def _translated_inside(target: str, matches: Sequence[Match], index: Index) -> set[int]:
    """Embedded names that the engine took apart and translated: "Universidade de Nova York" has the city in it.

    Where it left the longer name as it is ("New York Times", "Georgia Bureau") that name is not ours.
    """
    hits = find(target, index)
    taken: set[int] = set()
    for match in matches:
        if not match.embedded:
            continue
        here = [hit for hit in hits if hit.form.entry == match.form.entry and not hit.embedded]
        same = sum(other.form.entry == match.form.entry for other in matches)
        if len(here) == same and all(hit.text != match.text for hit in here):
            taken.add(id(match))
    return taken


def _told_about(here: Sequence[Match], source_language: str) -> bool:
    """Whether one sentence has several spellings of the same name in its own language: it is about the spelling."""
    spellings = {match.text for match in here if match.form.role == here[0].form.role}
    roles = {match.form.role for match in here}
    return len(spellings) > 2 and len(roles) == 1 and language_of(source_language) not in INFLECTING


def _replace_all(work: _Work, hits: Sequence[Match], here: Sequence[Match]) -> str:
    """Put the approved form in place of each hit, last first; returns why it was not done, or ""."""
    draft = work.draft
    saved = draft.text, len(draft.edits)
    for n, hit in reversed(list(enumerate(hits))):
        match = here[min(n, len(here) - 1)]
        new = _form_for(work, hit, match)
        term = work.term(match)
        problem = ""
        if new is None:
            problem = f"{term.preferred!r} would have to be inflected here; the glossary lists no form for this case"
        elif term.gender and agreement_at_risk(draft.text, hit.start, hit.end, term.gender, term.number, work.locale):
            problem = f"{new} has another gender or number, and more than the article would have to agree with it"
        if problem:
            _undo(draft, saved)
            return problem
        rule = {"admitted": "name.consistency", "source": "name.source-form", "learnt": "name.learnt", "deprecated": "name.deprecated", "forbidden": "name.forbidden", "near": "name.near", "located": "name.located", "chosen": "name.running-story", "corrected": "name.corrected"}
        _replace_one(work, hit, match, str(new), rule=rule.get(hit.form.status, "name.variant"))
    problem = broken(saved[0], draft.text)
    if problem:
        _undo(draft, saved)
    return problem


def _near(work: _Work, match: Match, other: Callable[[str, str], bool]) -> str:
    """Take a rendering that is nearly a known one for the name; returns what an editor should look at, or ""."""
    entry = work.entries[match.form.entry]
    if entry.kind == "acronym" or match.text.isupper():
        return ""
    roles = {form.text: form.role for form in work.index.every() if form.entry == entry.id and form.status != "source"}
    closed = [place for text in work.untouched for place in occurrences(work.draft.text, [text])]
    taken = [*closed, *(Span(hit.start, hit.end) for hit in work.hits())]
    near = find_near(
        work.draft.text, roles, language=work.locale, name=match.text, source=work.source, places=[Span(match.start, match.end)],
        taken=taken, other=lambda text: other(text, entry.id),
    )  # fmt: skip
    if near is None:
        return ""
    house = work.term(match).short if roles[near.form] == "short" and work.term(match).short else work.term(match).preferred
    say = f"{near.text} is {near.likeness:.0f} % like {near.form}"
    if not near.sure or language_of(work.locale) in INFLECTING:
        return f"{say}: is it {house}?"
    hit = Match(near.span.start, near.span.end, near.text, Form(entry.id, roles[near.form], False, near.form, None, entry.kind, "near"))
    problem = _replace_all(work, [hit], [match])
    return f"{say}: {problem}" if problem else ""


def _replace_one(work: _Work, hit: Match, match: Match, new: str, *, rule: str) -> None:
    """The house form for one hit, a doubled word before it, and the determiner in front."""
    entry, term, draft, locale = work.entries[match.form.entry], work.term(match), work.draft, work.locale
    where = Span(match.start, match.end)
    house = f"{entry.id}: {match.text} is {new} in {locale}"
    detail = "; ".join(part for part in (term.source or _house(entry.source, locale), entry.note) if part)
    made = new in term.made_forms.values() or new in term.made_short_forms.values()
    if made:
        detail = "; ".join(part for part in ("the form was made by a library and is not confirmed", detail) if part)
    if rule in ("name.running-story", "name.corrected") and entry.id in work.chosen:
        detail = work.chosen[entry.id].why
    reason = f"{house} ({detail})" if detail else house
    start, end = hit.start, hit.end
    before = draft.text[:start]
    first, _, rest = new.partition(" ")
    if rest and re.search(rf"(?i)(?<!\w){re.escape(first)} $", before) and not hit.text.lower().startswith(first.lower()):
        start -= len(first) + 1  # "rainha Elizabeth II": the role is part of the house form "Rainha Isabel II"
        before = draft.text[:start]
    confidence = {"name.learnt": 0.85, "name.corrected": 0.9, "name.located": 0.8, "name.near": 0.75, PUT_BACK: 0.95, "name.case": 0.9}.get(rule, 1.0) - (0.1 if made else 0)
    draft.replace(start, end, new, rule=rule, reason=reason, entry=entry.id, source=where, confidence=round(confidence, 2))
    behind = start + len(new)
    followed = follow(new, draft.text[behind:], locale)
    if followed is not None:
        old, tail = followed
        draft.replace(
            behind, behind + len(old), tail, rule="name.particle", entry=entry.id, source=where,
            reason=f"what stands behind {new} follows its last sound: {old} becomes {tail}",
        )
    article = None
    own_article = new.split(" ")[0].lower() in _ARTICLES.get(language_of(locale), ()) and " " in new
    foreign = entry.kind == "place" and not term.article and hit.form.status in SEEN
    if entry.kind != "person" and term.gender and not own_article and not foreign:
        article = agree(before, term.gender, term.number, new, locale)
    else:
        bare = _without_article(work, before, match, hit, term, own_article=own_article)
        if bare is not None:
            at, rest = bare
            reason = f"the article is part of {new}" if own_article else f"{new} takes no article"
            draft.replace(at, start, rest, rule="name.determiner", entry=entry.id, source=where, reason=reason)
            return
    if article is not None:
        old = determiner_before(before, language_of(locale)) or ""
        at = len(before) - len(old) - 1
        draft.replace(
            at, start, article, rule="name.determiner", entry=entry.id, source=where,
            reason=f"the word before {new} agrees with it ({term.gender}, {term.number})",
        )
        return
    joined = join_before(before, new, locale)
    if joined is not None:
        old, word = joined
        draft.replace(
            start - len(old), start, word, rule="name.joint", entry=entry.id, source=where,
            reason=f"{old.strip()} becomes {word.strip()} before {new}",
        )


def _without_article(
    work: _Work, before: str, match: Match, hit: Match, term: Term, *, own_article: bool
) -> tuple[int, str] | None:
    """Where the determiner before a name begins and what stays of it, when the article in it must go; else None.

    "del Los Ángeles" and "A A Guerra dos Tronos" have one article too many; "en el Kenia" has that of the Portuguese
    it came through.
    """
    language = language_of(work.locale)
    determiner = determiner_before(before, language)
    bare = BARE.get(language, {}).get((determiner or "").lower())
    if determiner is None or bare is None:
        return None
    foreign = work.entries[match.form.entry].kind == "place" and not term.article and hit.form.status in SEEN
    english_article = work.source[: match.start].lower().endswith("the ")
    if not own_article and (not foreign or english_article):
        return None
    capital = determiner[0].isupper() and bare
    rest = (bare[0].upper() + bare[1:] if capital else bare) + (" " if bare else "")
    return len(before) - len(determiner) - 1, rest


def _house(source: str, locale: str) -> str:
    """Of "es Fundéu/EFE; pt Folha, Lusa; fr AFP" the part that speaks of the locale, else all of it."""
    for part in source.split(";"):
        language, _, house = part.strip().partition(" ")
        if language.rstrip(":") == language_of(locale):
            return house
    return source


def _form_for(work: _Work, hit: Match, match: Match) -> str | None:
    """The approved form that stands for `hit`; None when it must be inflected and no form is known."""
    entry, term = work.entries[match.form.entry], work.term(match)
    # What an engine was seen to write has no role of its own: "Opep" for OPEC is the short form.
    role = match.form.role if hit.form.status in SEEN else hit.form.role
    short = role == "short" and bool(term.short)
    if match.form.role == "plural":
        return term.plural or None
    new: str | None = term.short if short else term.preferred
    # Turkish sets a name's ending apart ("Kiev'de"), so what stands before it is the citation form.
    endings_joined = language_of(work.locale) in INFLECTING - {"tr"}
    if endings_joined and entry.kind != "acronym" and not str(new).isupper():
        # English "in Kyiv" does not say which case the target needs; Russian "в Киеве" does.
        cased = language_of(work.source_language) in INFLECTING
        new = _in_case_of(work, match, short=short) if cased else None
    # Capitals of the sentence are kept; capitals of an acronym are the house's business ("Unicef").
    if new is not None and hit.text.isupper() and match.text.isupper() and not match.form.text.isupper():
        new = upper(new, work.locale)
    return new


def _in_case_of(work: _Work, match: Match, *, short: bool) -> str | None:
    """The target form in the case that the name has in the source (case transfer)."""
    source = work.entries[match.form.entry].term(work.source_language)
    if source is None:
        return None
    text, start, end = (work.source, match.start, match.end) if work.source else (match.text, 0, len(match.text))
    cases = case_in_text(text, start, end, source, short=short, language=work.source_language)
    found = transferred(cases, work.term(match), short=short) if cases else None
    return found[0] if found else None


def _miscased(work: _Work, hits: Sequence[Match], here: Sequence[Match]) -> list[tuple[Match, Match, str]]:
    """Approved forms that are the source's own spelling left as it was, and no form of the wanted case.

    Russian "Китаю" is a dative and, left standing in Ukrainian, reads as a genitive: membership does not show it.
    """
    if language_of(work.locale) not in INFLECTING or language_of(work.source_language) not in INFLECTING:
        return []
    wrong = []
    for hit, match in zip(hits, here, strict=True):
        short = hit.form.role == "short"
        source = work.entries[match.form.entry].term(work.source_language)
        if hit.text != match.text or source is None or not work.source or not hit.form.approved:
            continue
        cases = case_in_text(work.source, match.start, match.end, source, short=short, language=work.source_language)
        if cases is None or set(cases.cases) & set(cases_of(hit.text, work.term(match), short=short)):
            continue
        found = transferred(cases, work.term(match), short=short)
        if found is not None and found[0] != hit.text:
            wrong.append((hit, match, found[0]))
    return wrong


def _inside_longer(text: str, hit: Match) -> bool:
    """Whether a rendering is part of a longer name or compound, where replacing it would break that name."""
    if hit.embedded:
        return True
    after = text[hit.end : hit.end + 1]
    return after == "@" or text[max(0, hit.start - 1) : hit.start] in ("@", "#", "_")


_ARTICLES = {
    "pt": ("a", "o", "as", "os"), "gl": ("a", "o", "as", "os"), "es": ("el", "la", "los", "las"), "ca": ("el", "la", "els", "les"),
    "fr": ("le", "la", "les"), "it": ("il", "la", "i", "le"),
}  # fmt: skip
_DOUBLED = re.compile(r"(?i)(?<![\w'’-])(\w+)\s+\1(?![\w'’-])")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
_QUOTES = '"“”„«»'


def broken(before: str, after: str) -> str:
    """What an edit must not do: double a word, change a number, an address or the quotation marks. "" when all is well."""
    if Counter(re.findall(r"\d+", before)) != Counter(re.findall(r"\d+", after)):
        return "the change would have altered a number"
    if len(_DOUBLED.findall(after)) > len(_DOUBLED.findall(before)):
        return "the change would have doubled a word"
    if Counter(_ADDRESS.findall(before)) != Counter(_ADDRESS.findall(after)):
        return "the change would have altered an address"
    if [before.count(mark) for mark in _QUOTES] != [after.count(mark) for mark in _QUOTES]:
        return "the change would have lost a quotation mark"
    return ""


def _undo(draft: Rewriter, saved: tuple[str, int]) -> None:
    draft.text = saved[0]
    del draft.edits[saved[1] :]


def _outcomes(
    work: _Work, matches: Sequence[Match], reasons: Mapping[str, str], kept: Mapping[str, Left], put_back: set[str],
    inside: set[int], spare: Mapping[str, str],
) -> tuple[Outcome, ...]:  # fmt: skip
    """One outcome per name: the n-th mention in the source takes the n-th approved form in the target.

    `spare` has those whose names are all there, with another rendering besides: their last mention is flagged.
    """
    edited = {edit.entry for edit in work.draft.edits} | put_back
    left: dict[str, list[Span]] = {}
    for hit in work.hits():
        if hit.form.approved:
            left.setdefault(hit.form.entry, []).append(Span(hit.start, hit.end))
    outcomes = []
    for match in matches:
        entry = work.entries[match.form.entry]
        term = entry.term(work.locale)
        if term is None:
            continue
        accepted = _accepted(term)
        if match.embedded and id(match) not in inside:
            reason = f"part of a longer name ({match.text} {match.embedded})"
            outcomes.append(Outcome(match, NameStatus.EMBEDDED, accepted, None, reason))
        elif entry.id in kept and entry.id in reasons:
            outcomes.append(Outcome(match, NameStatus.FLAGGED, accepted, None, reasons[entry.id], final=True))
        elif entry.id in kept:
            outcomes.append(Outcome(match, NameStatus.KEPT, accepted, None, kept[entry.id].why))
        elif left.get(entry.id):
            span = left[entry.id].pop(0)
            status = NameStatus.EDITED if entry.id in edited else NameStatus.RIGHT
            if entry.id in spare and not left[entry.id]:
                outcomes.append(Outcome(match, NameStatus.FLAGGED, accepted, span, spare[entry.id], final=True))
            else:
                outcomes.append(Outcome(match, status, accepted, span))
        elif match.doubt or entry.id in reasons:
            reason = reasons.get(entry.id) or match.doubt
            outcomes.append(Outcome(match, NameStatus.FLAGGED, accepted, None, reason, "spelling itself" in reason))
        else:
            reason = f"no approved form of {match.text} stands in the sentence ({', '.join(accepted[:3])})"
            outcomes.append(Outcome(match, NameStatus.MISSING, accepted, None, reason))
    return tuple(outcomes)


def _accepted(term: Term) -> tuple[str, ...]:
    """Every form that may stand in an edition, those that are written first."""
    written = [form.text for form in term.spellings() if form.approved]
    return tuple(dict.fromkeys(([term.first_mention] if term.first_mention else []) + written))


@lru_cache(maxsize=64)
def story_context(texts: tuple[str, ...]) -> frozenset[str]:
    """The tokens of a story, for guards that need to see another word of it."""
    return frozenset(token.form for text in texts for token in tokenise(text))


def _same_script(one: str, other: str) -> bool:
    return script_of(one) == script_of(other)
