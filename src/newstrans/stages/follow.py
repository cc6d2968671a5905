"""Follow words through a route: where does what a range of the text says stand in each engine's answer?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from newstrans.engines.base import Aligned, Aligner, Engine, LanguagePair
from newstrans.errors import EngineError
from newstrans.model import Leg, Span
from newstrans.stages.translate import keep_newest
from newstrans.text.markup import (
    SURE,
    Candidate,
    elect,
    estimate,
    find_alone,
    find_linked,
    find_same,
    from_signs,
    is_whole,
    usable_signs,
    with_signs,
)

# Two pairs of signs: the third changes the election in 1 of 400 phrases.
_SIGNS = 2


@dataclass(frozen=True, slots=True)
class Wanted:
    """A range of a text given to one leg of a route, whose words are looked for in the leg's answer."""

    leg: Leg
    text: str
    answer: str
    span: Span


@dataclass(frozen=True, slots=True)
class Found:
    """Where the words stand in the answer; `sure` is False for an estimate or a weak candidate."""

    span: Span
    sure: bool


class FollowWords:
    """Asks engines for evidence, each different question once, all questions of a round in one call.

    A range that an engine's own links, its words alone or its very form decide costs one short translation at most;
    others are translated twice more as whole sentences with signs round the words. `asked` counts the texts sent.
    """

    def __init__(self, engines: Mapping[str, Engine]) -> None:
        self._engines = engines
        self._answers: dict[tuple[str, str, str, str], str] = {}
        self._links: dict[tuple[str, str, str, str], Aligned | None] = {}
        self.asked = 0

    def follow(self, wanted: Sequence[Wanted]) -> list[Found]:
        """The place of each wanted range, in order."""
        open_ = [n for n, one in enumerate(wanted) if not is_whole(one.text, one.span)]
        evidence: dict[int, list[Candidate]] = {n: _listed(find_same(wanted[n].text, wanted[n].span, wanted[n].answer)) for n in open_}
        undecided = [n for n in open_ if not _decided(evidence[n])]
        self._align([(wanted[n].leg, wanted[n].text) for n in undecided])
        for n in undecided:
            evidence[n] += _listed(self._linked(wanted[n]))
        undecided = [n for n in undecided if not _decided(evidence[n])]
        self._ask([(wanted[n].leg, _phrase(wanted[n])) for n in undecided])
        for n in undecided:
            one = wanted[n]
            alone = self._answers[_key(one.leg, _phrase(one))]
            evidence[n] += _listed(find_alone(one.text, one.span, alone, one.answer, _languages(one.leg)))
        undecided = [n for n in undecided if not _decided(evidence[n])]
        probes = {n: [(signs, with_signs(wanted[n].text, wanted[n].span, signs)) for signs in self._signs(wanted[n])] for n in undecided}
        self._ask([(wanted[n].leg, text) for n, texts in probes.items() for _, text in texts])
        for n, texts in probes.items():
            one = wanted[n]
            for signs, text in texts:
                answer = self._answers[_key(one.leg, text)]
                evidence[n] += _listed(from_signs(one.text, one.span, answer, signs, one.answer, _languages(one.leg)))
        keep_newest(self._answers)
        keep_newest(self._links)
        return [_found(one, evidence.get(n)) for n, one in enumerate(wanted)]

    def _signs(self, one: Wanted) -> list[tuple[str, str]]:
        knows = self._engines[one.leg.engine].traits(LanguagePair(one.leg.source, one.leg.target)).knows
        return usable_signs(one.text, knows)[:_SIGNS]

    def _linked(self, one: Wanted) -> Candidate | None:
        links = self._links.get(_key(one.leg, one.text))
        if links is None:
            return None
        return find_linked(links.links, one.text, one.span, links.text, one.answer, links.weight, _languages(one.leg))

    def _ask(self, questions: Sequence[tuple[Leg, str]]) -> None:
        for leg, texts in self._new(questions, self._answers):
            for text, answer in zip(texts, self._translate(leg, texts), strict=True):
                self._answers[_key(leg, text)] = answer

    def _translate(self, leg: Leg, texts: Sequence[str]) -> list[str]:
        """Answers, "" where the engine has none: to a word alone ("will") that is no failure, only no evidence."""
        try:
            answers = self._engines[leg.engine].translate(texts, LanguagePair(leg.source, leg.target))
        except EngineError:
            if len(texts) == 1:
                return [""]
            return [answer for text in texts for answer in self._translate(leg, [text])]
        return [answer.text for answer in answers]

    def _align(self, questions: Sequence[tuple[Leg, str]]) -> None:
        for leg, texts in self._new(questions, self._links):
            engine = self._engines[leg.engine]
            if not isinstance(engine, Aligner):
                continue
            for text, links in zip(texts, engine.align(texts, LanguagePair(leg.source, leg.target)), strict=True):
                self._links[_key(leg, text)] = links

    def _new(
        self, questions: Sequence[tuple[Leg, str]], known: Mapping[tuple[str, str, str, str], object]
    ) -> list[tuple[Leg, list[str]]]:
        """What is not known yet, by leg, in order."""
        by_leg: dict[tuple[str, str, str], tuple[Leg, list[str]]] = {}
        for leg, text in dict.fromkeys(questions):
            if _key(leg, text) not in known:
                by_leg.setdefault((leg.engine, leg.source, leg.target), (leg, []))[1].append(text)
        self.asked += sum(len(texts) for _, texts in by_leg.values())
        return list(by_leg.values())


def follow_route(
    follow: Callable[[Sequence[Wanted]], list[Found]], texts: Sequence[Sequence[str]], routes: Sequence[Sequence[Leg]], spans: Sequence[Span]
) -> list[Found]:
    """Each range followed through all legs of its route: `texts` are what each leg was given, then the last answer.

    A place is only as sure as the least sure leg. Ranges whose route is shorter wait at its end.
    """
    found = [Found(span, sure=True) for span in spans]
    for leg in range(max(map(len, routes), default=0)):
        here = [n for n in range(len(spans)) if leg < len(routes[n])]
        wanted = [Wanted(routes[n][leg], texts[n][leg], texts[n][leg + 1], found[n].span) for n in here]
        for n, one in zip(here, follow(wanted), strict=True):
            found[n] = Found(one.span, found[n].sure and one.sure)
    return found


def _found(one: Wanted, evidence: list[Candidate] | None) -> Found:
    if evidence is None:
        return Found(_trimmed(one.answer), sure=True)
    chosen = elect(evidence)
    if chosen is None:
        return Found(estimate(one.text, one.span, one.answer), sure=False)
    # One weak witness is worth more than a guess by position, but is no certainty.
    return Found(chosen.span, sure=chosen.weight >= SURE)


def _decided(evidence: Sequence[Candidate]) -> bool:
    chosen = elect(evidence)
    return chosen is not None and chosen.weight >= SURE


def _listed(candidate: Candidate | None) -> list[Candidate]:
    return [candidate] if candidate else []


def _phrase(one: Wanted) -> str:
    return one.text[one.span.start : one.span.end].strip()


def _languages(leg: Leg) -> tuple[str, str]:
    return leg.source, leg.target


def _key(leg: Leg, text: str) -> tuple[str, str, str, str]:
    return leg.engine, leg.source, leg.target, text


def _trimmed(text: str) -> Span:
    return Span(len(text) - len(text.lstrip()), len(text.rstrip()))
