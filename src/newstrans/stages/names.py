"""Bring every proper noun to the house form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from newstrans.glossary.apply import Applied, Outcome, apply_names, story_context, target_index
from newstrans.glossary.cases import INFLECTING
from newstrans.glossary.decided import NOTHING, Chosen, Decided, with_choices
from newstrans.glossary.entry import GlossaryEntry
from newstrans.glossary.locate import may_be_name, replaced_span
from newstrans.glossary.match import Index, Match, find
from newstrans.glossary.names import Names
from newstrans.glossary.surrogates import (
    ATTEMPTS,
    PUT_BACK,
    StandIn,
    find_back,
    occurrences,
    stand_ins_of,
    surrogates_used,
)
from newstrans.languages import language_of
from newstrans.model import (
    Edition,
    EditionUnit,
    Finding,
    NameStatus,
    NameUse,
    Segment,
    Severity,
    Span,
    Treatment,
)
from newstrans.protect import was_all_caps
from newstrans.stages.allowance import Allowance
from newstrans.stages.ask_again import AskAgain, acceptable
from newstrans.stages.language import is_copy, source_language
from newstrans.stages.protect import HEADLINES
from newstrans.text.edits import Rewriter

Place = tuple[int, int]  # of a segment: unit, segment

# Masks over running text, which may hold a name: "Зеленський" in English copy.
_TEXT_MASKS = frozenset({"mask.script", "mask.sign"})

# What editors decided about the names of an edition.
Decisions = Callable[[Edition], Decided]


def undecided(edition: Edition) -> Decided:
    """No editor decided anything."""
    del edition
    return NOTHING


# Sentences in which the rendering of one name is looked for by putting other names in.
LOCATED_IN = 2

# A name that may still come out, and how the reason of one begins that was left for the sake of the cost.
OPEN = frozenset({NameStatus.MISSING, NameStatus.FLAGGED})
LEFT = "budget:"


class ApplyGlossary:
    """Match the source, edit the target, record the fate of every name.

    In this order, each step only for names that are still missing (terminology.md 3): known renderings; renderings
    learnt by probing the engine; renderings that are nearly a known one; renderings that give way to other names put in
    their place; the sentence again with stand-ins for its names. `ask` gives access to the engine; without it only known
    renderings are mended. `decided` gives what editors decided, which is never gone against.
    """

    name = "glossary"

    def __init__(self, names: Names, ask: AskAgain | None = None, *, decided: Decisions = undecided) -> None:
        self._names = names
        self._ask = ask
        self._decided = decided

    def __call__(self, editions: Sequence[Edition]) -> list[Edition]:
        return [self._apply(edition) for edition in editions]

    def _apply(self, edition: Edition) -> Edition:
        if is_copy(edition):
            return edition
        work = _Pass(edition, self._names.of(edition), self._decided(edition))
        work.run(work.places())
        may = self._ask.allowance(edition) if self._ask else Allowance(0)
        probed = located = resent = 0
        if self._ask:
            probed = self._probe(work, self._ask, may)
        work.look_near()
        if self._ask:
            located = self._locate(work, self._ask, may)
            resent = self._retry(work, self._ask, may)
        work.tell_left(may)
        write_one_way(work)
        write_first_mentions(work)
        findings = self._forbidden(work)
        units, uses = work.units()
        before = sum(len(segment.edits) for unit in edition.units for segment in unit.segments)
        edits = sum(len(segment.edits) for unit in units for segment in unit.segments) - before
        counts = {"names": len(uses), "edits": edits}
        if may.sentences or may.refused:
            left = sum(use.reason.startswith(LEFT) for use in uses)
            counts |= {
                "probed": probed, "located": located, "resent": resent, "extra_sentences": may.sentences, "extra_words": may.words,
                "allowed_words": may.limit, "left_for_budget": left,
            }  # fmt: skip
        return replace(edition, units=units, names=uses).with_findings(findings).traced(self.name, "", **counts)

    def _forbidden(self, work: _Pass) -> list[Finding]:
        """Forms that the house never writes: mended where the entry says so, else shown to the editor."""
        findings = []
        index = work.names.forbidden_index(work.edition.locale)
        if not index.forms:
            return []
        for u, unit in enumerate(work.edition.units):
            for s, segment in enumerate(unit.segments):
                if unit.treatment is not Treatment.TRANSLATED or segment.target is None:
                    continue
                text = work.done[u, s].text if (u, s) in work.done else segment.target
                for hit in reversed(find(text, index)):
                    entry, term = work.names.forbidding(hit.form.entry, work.edition.locale)
                    if (unit.unit.id, entry.id) in work.decided.units:
                        continue
                    if term.global_fix and not hit.embedded:
                        work.amend((u, s), hit, term.preferred, f"{entry.id}: the house never writes {hit.text} ({entry.note or entry.source})")
                        continue
                    message = f"the house never writes {hit.text}: {term.preferred} ({entry.id})"
                    findings.append(Finding("names", Severity.WARNING, message, unit=unit.unit.id, target_text=hit.text))
        return findings

    def _probe(self, work: _Pass, ask: AskAgain, may: Allowance) -> int:
        """Learn how the engine renders the names that are missing, those first that are missing most, and look for that."""
        count = 0
        for language in work.languages():
            missing = Counter(
                (outcome.match.form.entry, outcome.match.form.text)
                for place in work.failing(language)
                for outcome in work.done[place].outcomes
                if outcome.status is NameStatus.MISSING and outcome.match.text == outcome.match.form.text
                and not surrogates_used(work.segment(place).prepared)
            )
            names: dict[str, str] = {}
            for (entry, name), _ in missing.most_common():
                names.setdefault(entry, name)
            if not names:
                continue
            learnt, left = ask.learn(names, work.names.entries(language, work.edition.locale), language, work.edition.locale, may)
            work.leave(place for place in work.failing(language) if work.mentions(place) & left)
            count += len(names) - len(left)
            if learnt:
                work.learnt.setdefault(language, {}).update(learnt)
                work.run([place for place in work.failing(language) if work.mentions(place) & set(learnt)])
        return count

    def _locate(self, work: _Pass, ask: AskAgain, may: Allowance) -> int:
        """Find renderings that nobody knows in the sentences themselves; how many sentences were asked about."""
        count = 0
        for language in work.languages():
            tried: Counter[str] = Counter()
            for place in work.failing(language):
                if language_of(work.edition.locale) in INFLECTING or surrogates_used(work.segment(place).prepared):
                    continue
                for match in work.lost(place):
                    entry = match.form.entry
                    if tried[entry] == LOCATED_IN:
                        continue
                    tried[entry] += 1
                    count += 1
                    text = self._located(work, ask, may, place, match)
                    if text:
                        work.located.setdefault(language, {})[entry] = (text,)
                        work.run([other for other in work.failing(language) if entry in work.mentions(other)])
        return count

    def _located(self, work: _Pass, ask: AskAgain, may: Allowance, place: Place, match: Match) -> str:
        """What gives way to both of two stand-ins for the name, where it may be the name; else ""."""
        (unit, _), segment, language = work.at(place), work.segment(place), work.language(place)
        answer = segment.target or ""
        found: Span | None = None
        for attempt in range(2):
            retry = ask.retry(work.edition, unit, segment, [match], language, attempt, work.story, may)
            places = find_back(retry.segment.target or "", retry.stand_ins) if retry else None
            if retry is None or not places:
                return ""
            span = replaced_span(answer, retry.segment.target or "", places[0], work.edition.locale)
            if span is None or (found is not None and found != span):
                return ""
            if found is None and not work.may_be(place, span, match):
                return ""
            found = span
        return answer[found.start : found.end] if found else ""

    def _retry(self, work: _Pass, ask: AskAgain, may: Allowance) -> int:
        """Translate sentences again with stand-ins for their names, where a name is still missing."""
        resent = 0
        for language in work.languages():
            for place in work.failing(language):
                if language_of(work.edition.locale) in INFLECTING:
                    continue
                sentences, refused = may.sentences, may.refused
                if not any(self._accepted(work, ask, place, language, attempt, may) for attempt in range(ATTEMPTS)):
                    self._give_up(work, ask, place, language, may)
                resent += may.sentences > sentences
                if may.refused > refused:
                    work.leave([place])
        return resent

    def _accepted(self, work: _Pass, ask: AskAgain, place: Place, language: str, attempt: int, may: Allowance) -> bool:
        unit, _ = work.at(place)
        substituted = bool(surrogates_used(work.segment(place).prepared))
        if substituted and attempt == 0:
            return False  # that was the first translation
        retry = ask.retry(work.edition, unit, work.segment(place), work.found[place], language, attempt, work.story, may)
        if retry is None:
            return False
        applied = work.applied(place, retry.segment, retry.stand_ins)
        missing = [one for one in applied.outcomes if one.status in OPEN and not one.match.doubt]
        first = work.done[place].text
        if missing or (not substituted and not acceptable(first, applied.text)):
            return False
        work.take(place, retry.segment, applied)
        return True

    def _give_up(self, work: _Pass, ask: AskAgain, place: Place, language: str, may: Allowance) -> None:
        """A sentence that keeps a stand-in is translated without; its names are then mended as far as they can be."""
        unit, _ = work.at(place)
        if not surrogates_used(work.segment(place).prepared):
            return
        if find_back(work.done[place].text, work.stand_ins(place)) is None and not work.stood_in(place):
            plain = ask.plain(work.edition, unit, work.segment(place), language, may)
            if plain is not None:
                work.take(place, plain, work.applied(place, plain, ()))


class _Pass:
    """The sentences of one edition with glossary names in them, and what has become of each so far."""

    def __init__(self, edition: Edition, names: Names, decided: Decided) -> None:
        self.edition = edition
        self.names = names
        self.story = story_context(tuple(unit.unit.text for unit in edition.units))
        self.learnt: dict[str, dict[str, tuple[str, ...]]] = {}
        self.located: dict[str, dict[str, tuple[str, ...]]] = {}
        self.one_way: frozenset[str] = frozenset()
        self._near = False
        self._left: dict[Place, None] = {}
        self.done: dict[Place, Applied] = {}
        self._segments: dict[Place, Segment] = {}
        self.decided = decided
        self._indexes: dict[tuple[str, frozenset[str]], Index] = {}
        found = {
            (u, s): self._find(unit, segment)
            for u, unit in enumerate(edition.units)
            for s, segment in enumerate(unit.segments)
            if unit.treatment is Treatment.TRANSLATED and segment.target is not None
        }
        settled = settle_senses(found)
        self.found = {place: [self._told(match) for match in matches] for place, matches in settled.items() if matches}

    def at(self, place: Place) -> tuple[EditionUnit, Segment]:
        unit = self.edition.units[place[0]]
        return unit, unit.segments[place[1]]

    def segment(self, place: Place) -> Segment:
        """The segment as it was translated, or as it was translated last."""
        return self._segments.get(place, self.at(place)[1])

    def language(self, place: Place) -> str:
        return source_language(self.edition, self.at(place)[0])

    def languages(self) -> list[str]:
        return list(dict.fromkeys(self.language(place) for place in self.found))

    def places(self) -> list[Place]:
        return list(self.found)

    def mentions(self, place: Place) -> set[str]:
        return {match.form.entry for match in self.found[place]}

    def failing(self, language: str) -> list[Place]:
        """Places where a name is missing, or could not be mended for a reason that another wording would take away."""
        return [
            place for place, applied in self.done.items()
            if self.language(place) == language
            and any(
                one.status is NameStatus.MISSING or (one.status is NameStatus.FLAGGED and not one.match.doubt and not one.final)
                for one in applied.outcomes
            )
        ]  # fmt: skip

    def run(self, places: Sequence[Place]) -> None:
        self._indexes.clear()
        for place in places:
            self.done[place] = self.applied(place, self.segment(place), self.stand_ins(place))

    def look_near(self) -> None:
        """From here on renderings that are nearly a known one count too: first where a name is missing now."""
        self._near = True
        self.run([place for language in self.languages() for place in self.failing(language)])

    def lost(self, place: Place) -> list[Match]:
        """The names of a sentence that are missing without a doubt and stand in it once."""
        times = Counter(match.form.entry for match in self.found[place])
        return [
            one.match for one in self.done[place].outcomes
            if one.status is NameStatus.MISSING and not one.match.doubt and times[one.match.form.entry] == 1
        ]  # fmt: skip

    def may_be(self, place: Place, span: Span, match: Match) -> bool:
        """Whether the words at `span` of the answer may be the name `match`, by all that is known of it and of other names."""
        language, chosen = self.language(place), self._chosen(place)
        index = self._index(language, self.entries(language, chosen), chosen)
        segment, entry = self.segment(place), match.form.entry
        answer = segment.target or ""
        taken = [Span(hit.start, hit.end) for hit in find(answer, index)]
        taken += [one for text in self._untouched(segment) for one in occurrences(answer, [text])]
        forms = [match.text, *(form.text for form in index.every() if form.entry == entry)]
        return may_be_name(
            answer, span, forms, language=self.edition.locale, source=segment.source, place=Span(match.start, match.end), taken=taken,
            other=lambda text: self.names.means_other(text, self.edition.locale, entry),
        )  # fmt: skip

    def leave(self, places: Iterable[Place]) -> None:
        """Places about whose names the engine was not asked, because the allowance was used up."""
        self._left.update(dict.fromkeys(places))

    def tell_left(self, may: Allowance) -> None:
        """Say of the names that are still missing there that they were left for the sake of the cost."""
        used = f"{LEFT} the engine was not asked again, {may.words} of {may.limit} words are used up (name_budget)"
        for place in self._left:
            applied = self.done[place]
            outcomes = tuple(
                replace(one, reason=f"{used}; {one.reason}") if one.status in OPEN and not one.match.doubt and not one.final else one
                for one in applied.outcomes
            )
            self.done[place] = replace(applied, outcomes=outcomes)

    def stand_ins(self, place: Place) -> tuple[StandIn, ...]:
        return tuple(stand_ins_of(self.segment(place).prepared, self.found[place], self.edition.locale))

    def stood_in(self, place: Place) -> bool:
        """Whether the stand-ins of a sentence were all put back."""
        return any(edit.rule == PUT_BACK for edit in self.done[place].edits)

    def applied(self, place: Place, segment: Segment, stand_ins: Sequence[StandIn]) -> Applied:
        unit, language = self.at(place)[0], self.language(place)
        chosen = self._chosen(place)
        entries = self.entries(language, chosen)
        return apply_names(
            segment.target or "", self.found[place], entries=entries, index=self._index(language, entries, chosen),
            source_language=language, locale=self.edition.locale, source=segment.source, stand_ins=stand_ins,
            kept=self.decided.left(unit.unit.id), chosen=chosen,
            untouched=self._untouched(segment),
            other=(lambda text, entry: self.names.means_other(text, self.edition.locale, entry)) if self._near else None,
        )  # fmt: skip

    @staticmethod
    def _untouched(segment: Segment) -> list[str]:
        return [edit.before for edit in segment.prepared if edit.rule.startswith("mask.") and edit.rule not in _TEXT_MASKS]

    def take(self, place: Place, segment: Segment, applied: Applied) -> None:
        self._segments[place] = segment
        self.done[place] = applied

    def amend(self, place: Place, hit: Match, new: str, reason: str) -> None:
        """One more edit of a sentence, which may have no name of the source in it."""
        text = self.done[place].text if place in self.done else self.segment(place).target or ""
        draft = Rewriter(text, "glossary")
        draft.replace(hit.start, hit.end, new, rule="name.forbidden", reason=reason, entry=hit.form.entry)
        old = self.done.get(place, Applied(text, (), ()))
        self.done[place] = Applied(draft.text, old.edits + tuple(draft.edits), old.outcomes)

    def units(self) -> tuple[tuple[EditionUnit, ...], tuple[NameUse, ...]]:
        """The units with their edited sentences, and the rows of the name audit."""
        units: list[EditionUnit] = []
        uses: list[NameUse] = []
        for u, unit in enumerate(self.edition.units):
            segments = []
            outcomes: list[tuple[int, Outcome]] = []
            for s, segment in enumerate(unit.segments):
                applied = self.done.get((u, s))
                if applied is not None:
                    base = self.segment((u, s))
                    segment = replace(base, target=applied.text, edits=base.edits + applied.edits)
                    outcomes += [(s, outcome) for outcome in applied.outcomes]
                segments.append(segment)
            unit = replace(unit, segments=tuple(segments))
            units.append(unit)
            uses += self._uses(unit, outcomes)
        return tuple(units), tuple(uses)

    def _find(self, unit: EditionUnit, segment: Segment) -> list[Match]:
        language = source_language(self.edition, unit)
        caseless = was_all_caps(segment.prepared)
        matches = self.names.find(segment.source, language, self.edition.locale, caseless=caseless, context=self.story)
        untouched = [edit.source for edit in segment.prepared if edit.rule.startswith("mask.") and edit.source]
        return [one for one in matches if all(one.end <= span.start or one.start >= span.end or span == (one.start, one.end) for span in untouched)]

    def entries(self, language: str, chosen: Mapping[str, Chosen] | None = None) -> Mapping[str, GlossaryEntry]:
        """The concepts for a language of the source, with the terms that a running story has."""
        entries = self.names.entries(language, self.edition.locale)
        return with_choices(entries, chosen, self.edition.locale) if chosen else entries

    def _chosen(self, place: Place) -> dict[str, Chosen]:
        """What a running story has for the names of a sentence; a concept with several names in it is left to the glossary."""
        if not self.decided.story:
            return {}
        names: dict[str, set[str]] = {}
        for match in self.found[place]:
            names.setdefault(match.form.entry, set()).add(match.text)
        known = {entry: self.decided.story.get((entry, *texts)) for entry, texts in names.items() if len(texts) == 1}  # type: ignore[arg-type]
        return {entry: one for entry, one in known.items() if one is not None}

    def _told(self, match: Match) -> Match:
        """A name in doubt of which editors of a running story said what it is."""
        if not match.doubt or match.embedded:
            return match
        forms = [form for form in (match.form, *match.rivals) if (one := self.decided.story.get((form.entry, match.text))) and one.settled]
        return replace(match, form=forms[0], doubt="", rivals=()) if len(forms) == 1 else match

    def _index(self, language: str, entries: Mapping[str, GlossaryEntry], chosen: Mapping[str, Chosen]) -> Index:
        key = (language, frozenset(chosen))
        if key not in self._indexes:
            places = [place for place in self.found if self.language(place) == language]
            expected = list(dict.fromkeys(match.form.entry for place in places for match in self.found[place]))
            self._indexes[key] = target_index(
                entries, expected, language_of(language), self.edition.locale,
                learnt=self.learnt.get(language), located=self.located.get(language), one_way=self.one_way, chosen=chosen,
            )  # fmt: skip
        return self._indexes[key]

    def _uses(self, unit: EditionUnit, outcomes: list[tuple[int, Outcome]]) -> list[NameUse]:
        """Outcomes as rows of the name audit; the target ranges are filled in once the text is final."""
        return [
            NameUse(
                outcome.match.form.entry, unit.unit.id,
                Span(unit.segments[s].start + outcome.match.start, unit.segments[s].start + outcome.match.end),
                outcome.match.text, outcome.status, outcome.accepted, None, outcome.reason or self._why(outcome.match),
            )
            for s, outcome in outcomes
        ]  # fmt: skip

    def _why(self, match: Match) -> str:
        one = self.decided.story.get((match.form.entry, match.text))
        return one.why if one and one.settled else ""


def write_one_way(work: _Pass) -> None:
    """One spelling of a name through a story: where it has the preferred one, admitted ones give way to it.

    Only for one and the same name in the source: "Britain" and "United Kingdom" may differ in the edition too.
    """
    preferred: set[tuple[str, str]] = set()
    admitted: dict[tuple[str, str], list[Place]] = {}
    for place, applied in work.done.items():
        entries = work.names.entries(work.language(place), work.edition.locale)
        for outcome in applied.outcomes:
            term = entries[outcome.match.form.entry].term(work.edition.locale)
            if term is None or outcome.target is None:
                continue
            written = applied.text[outcome.target.start : outcome.target.end]
            name = (outcome.match.form.entry, outcome.match.form.text)
            if written == term.preferred:
                preferred.add(name)
            elif written in term.admitted:
                admitted.setdefault(name, []).append(place)
    mixed = [name for name in admitted if name in preferred]
    if not mixed:
        return
    work.one_way = frozenset(entry for entry, _ in mixed)
    before = dict(work.done)
    places = list(dict.fromkeys(place for name in mixed for place in admitted[name]))
    work.run(places)
    for place in places:
        if any(one.status in OPEN for one in work.done[place].outcomes):
            work.done[place] = before[place]  # more than the name would have to change


def write_first_mentions(work: _Pass) -> None:
    """The long form at an acronym's first mention in the body, where the entry asks for it; headlines keep the short one."""
    seen: set[str] = set()
    for place in sorted(work.done):
        unit, _ = work.at(place)
        if unit.unit.kind in HEADLINES:
            continue
        applied = work.done[place]
        entries = work.names.entries(work.language(place), work.edition.locale)
        for outcome in applied.outcomes:
            entry = entries[outcome.match.form.entry]
            term = entry.term(work.edition.locale)
            if outcome.target is None or term is None or entry.id in seen:
                continue
            seen.add(entry.id)
            start, end = outcome.target
            if term.first_mention and applied.text[start:end] == term.short and term.first_mention not in applied.text:
                draft = Rewriter(applied.text, "glossary")
                draft.replace(
                    start, end, term.first_mention, rule="name.first-mention", entry=entry.id,
                    reason=f"the first mention of {term.short} in a story is {term.first_mention}",
                    source=Span(outcome.match.start, outcome.match.end),
                )  # fmt: skip
                applied = Applied(draft.text, applied.edits + tuple(draft.edits), applied.outcomes)
                work.done[place] = applied
                break  # the other ranges of this sentence have moved


def settle_senses(found: Mapping[Place, Sequence[Match]]) -> dict[Place, list[Match]]:
    """Doubts that the story itself takes away: a surname is the person whose full name the story has.

    Two people of one surname, both named in full, stay a doubt.
    """
    every = [match for matches in found.values() for match in matches if not match.embedded]
    sure = {match.form.entry for match in every if not match.doubt and match.form.role == "preferred" and " " in match.text}
    return {place: [_settled(match, sure) for match in matches] for place, matches in found.items()}


def _settled(match: Match, sure: set[str]) -> Match:
    candidates = [form for form in (match.form, *match.rivals) if form.entry in sure]
    if match.doubt and not match.embedded and len(candidates) == 1:
        return replace(match, form=candidates[0], doubt="", rivals=())
    return match


class LocateNames:
    """Fill in where each approved name stands in the final text, for the name audit."""

    name = "audit"

    def __call__(self, editions: Sequence[Edition]) -> list[Edition]:
        return [self._locate(edition) for edition in editions]

    def _locate(self, edition: Edition) -> Edition:
        texts = {unit.unit.id: unit.text for unit in edition.units}
        taken: dict[str, list[Span]] = {}
        names = []
        for use in edition.names:
            if use.status in (NameStatus.RIGHT, NameStatus.EDITED):
                span = _first_free(texts[use.unit], use.accepted, taken.setdefault(use.unit, []))
                use = replace(use, target=span)
            names.append(use)
        return replace(edition, names=tuple(names))


def _first_free(text: str, forms: Sequence[str], taken: list[Span]) -> Span | None:
    """The leftmost place where one of `forms` stands and no name has been found yet; added to `taken`."""
    found: list[Span] = []
    for form in forms:
        for match in re.finditer(rf"(?<!\w){re.escape(form)}", text, re.IGNORECASE):
            span = Span(*match.span())
            if all(span.end <= other.start or span.start >= other.end for other in taken):
                found.append(span)
                break
    if not found:
        return None
    best = min(found, key=lambda span: (span.start, -span.end))
    taken.append(best)
    return best
