"""Send every sentence of every story at hand through its route, each different sentence once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from newstrans.engines.base import Engine, LanguagePair, Translation
from newstrans.errors import EngineError, EngineUnavailable, ModelDamaged, PairNotInstalled
from newstrans.languages import language_of
from newstrans.model import Edition, EditionUnit, Finding, Leg, Segment, Severity, Treatment
from newstrans.protect import PLACEHOLDER, fold_unknown, lost_mask_finding, needs_engine, protect, restore
from newstrans.stages.language import source_language
from newstrans.stages.protect import HEADLINES, Protect, story_evidence, verbatim_spans
from newstrans.stages.route import Router
from newstrans.text.tokens import tokenise

Progress = Callable[[int, int], None]
Key = TypeVar("Key")
Value = TypeVar("Value")

# Sentences handed to an engine at once: small enough for progress and Ctrl-C, large enough for batching engines.
CHUNK = 256
# Texts in a row that an engine may fail on before it counts as broken.
GIVE_UP = 5
# Answers that are kept from one batch to the next: the lines that stories share. More than a batch has, so that the
# second try of the same stories finds its own.
KEPT = 8192


class Translate:
    """The engine's untouched answer to every sentence, with the text after each leg of a pivot.

    A sentence that lost a protected part is sent again with another kind of placeholder, and at last piece by
    piece round the protected parts, so that nothing protected is ever lost.
    """

    name = "translate"

    def __init__(self, router: Router, protect_stage: Protect, *, progress: Progress | None = None) -> None:
        self._router = router
        self._protect = protect_stage
        self._progress = progress
        self._answers: dict[tuple[tuple[Leg, ...], str], Answer] = {}

    def __call__(self, editions: Sequence[Edition]) -> list[Edition]:
        self._fill(
            (self._route(edition, unit), segment.sent)
            for edition in editions
            for unit in edition.units
            for segment in unit.segments
            if segment.sent is not None
        )
        done = [self._translate(edition) for edition in editions]
        keep_newest(self._answers)
        return done

    def answers(self, wanted: Sequence[tuple[tuple[Leg, ...], str]]) -> list[Answer]:
        """What each route makes of each text, in order."""
        self._fill(wanted)
        found = [self._answers[route, text] for route, text in wanted]
        keep_newest(self._answers)
        return found

    def texts(self, texts: Sequence[str], route: tuple[Leg, ...]) -> list[str]:
        """The last leg's answer to each of `texts`."""
        return [answer.texts[-1] for answer in self.answers([(route, text) for text in texts])]

    def _route(self, edition: Edition, unit: EditionUnit) -> tuple[Leg, ...]:
        return self._router.route(source_language(edition, unit), edition.locale)

    def _fill(self, wanted: Iterable[tuple[tuple[Leg, ...], str]]) -> None:
        """Translate what has no answer yet: by route, in order, in chunks."""
        by_route: dict[tuple[Leg, ...], list[str]] = {}
        again: list[tuple[tuple[Leg, ...], str]] = []
        for route, text in dict.fromkeys(wanted):
            if (route, text) in self._answers:
                again.append((route, text))
            else:
                by_route.setdefault(route, []).append(text)
        total = sum(map(len, by_route.values()))
        done = 0
        for route, texts in by_route.items():
            for at in range(0, len(texts), CHUNK):
                chunk = texts[at : at + CHUNK]
                self._ask(chunk, route)
                done += len(chunk)
                if self._progress:
                    self._progress(done, total)
        for key in again:  # among the newest
            self._answers[key] = self._answers.pop(key)

    def _ask(self, texts: Sequence[str], route: tuple[Leg, ...]) -> None:
        """Ask for what is not known yet: the last leg over the answers of those before it, which another locale's route may share."""
        new = [text for text in texts if (route, text) not in self._answers]
        if not new:
            return
        if len(route) > 1:
            self._ask(new, route[:-1])
        for text, answer in zip(new, self._run(new, route), strict=True):
            self._answers[route, text] = answer

    def _run(self, texts: Sequence[str], route: tuple[Leg, ...]) -> list[Answer]:
        """The route's answers; an empty one for a text that an engine fails on, so that the others are not lost.

        Raises:
            EngineError: the engine fails on every text of several: it is the engine, not a text.

        """
        try:
            return self._last_leg(texts, route)
        except (EngineUnavailable, PairNotInstalled, ModelDamaged):
            raise
        except EngineError:
            if len(texts) == 1:
                return [Answer(("",) * len(route))]
        answers: list[Answer] = []
        failed = 0
        for text in texts:
            answers += self._run([text], route)
            failed = 0 if answers[-1].texts[-1] else failed + 1
            if failed == GIVE_UP:
                self._last_leg([text], route)
        return answers

    def _last_leg(self, texts: Sequence[str], route: tuple[Leg, ...]) -> list[Answer]:
        engines = self._router.engines
        if len(route) == 1:
            return run_route(texts, route, engines)
        return _onward([self._answers[route[:-1], text] for text in texts], route[-2], route[-1], engines, self._between)

    def _between(self, text: str, done: Leg, following: Leg) -> str:
        """Letters that the next engine knows, and names with the article habit of its other language."""
        traits = self._router.engines[following.engine].traits(LanguagePair(following.source, following.target))
        if traits.knows is not None:
            text = fold_unknown(text, traits.knows)
        if not traits.rule_based:
            return text
        return self._protect.names.for_leg(text, language_of(done.target), language_of(following.target))

    def _translate(self, edition: Edition) -> Edition:
        findings: list[Finding] = []
        units = []
        for unit in edition.units:
            if unit.treatment is Treatment.TRANSLATED:
                unit = replace(unit, segments=tuple(self._answer(edition, unit, one, findings) for one in unit.segments))
            units.append(unit)
        sentences = sum(segment.sent is not None for unit in units for segment in unit.segments)
        return replace(edition, units=tuple(units)).with_findings(findings).traced("translate", sentences=sentences)

    def _answer(self, edition: Edition, unit: EditionUnit, segment: Segment, findings: list[Finding]) -> Segment:
        if segment.sent is None:
            return segment
        route = self._route(edition, unit)
        answers = self._answers[route, segment.sent]
        segment = replace(segment, legs=answers.texts[:-1], machine=answers.texts[-1])
        _, broken = restore(answers.texts[-1], segment.prepared)
        if broken and answers.texts[-1].strip():
            segment = self._again(edition, unit, segment, route, findings)
        words = _unknown_words(answers.unknown, segment)
        if words:
            message = f"the engine does not know {', '.join(words)}: left untranslated"
            findings.append(
                Finding("unknown-word", Severity.WARNING, message, unit=unit.unit.id, source_text=segment.source)
            )
        return segment

    def _again(
        self, edition: Edition, unit: EditionUnit, segment: Segment, route: tuple[Leg, ...], findings: list[Finding]
    ) -> Segment:
        """A second try with other placeholders, then piece by piece."""
        how = self._protect.protection(edition, source_language(edition, unit), story_evidence(edition))
        headline = unit.unit.kind in HEADLINES
        verbatim = verbatim_spans(unit, segment)
        sent, prepared = protect(segment.source, how, verbatim=verbatim, headline=headline, style=1)
        self._fill([(route, sent)])
        answers = self._answers[route, sent]
        texts = answers.texts
        if not restore(texts[-1], prepared)[1]:
            return replace(segment, sent=sent, prepared=prepared, legs=texts[:-1], machine=texts[-1])
        sent = segment.sent or ""
        machine = self._piecewise(sent, route)
        lost = [match[0] for match in PLACEHOLDER.finditer(sent)]
        findings.append(lost_mask_finding(unit.unit.id, lost, machine))
        return replace(segment, legs=(), machine=machine)

    def _piecewise(self, sent: str, route: tuple[Leg, ...]) -> str:
        """Translate the text between placeholders alone and put the placeholders back between."""
        out, at = [], 0
        for match in [*PLACEHOLDER.finditer(sent), None]:
            piece = sent[at : match.start() if match else len(sent)]
            words = piece.strip()
            if needs_engine(words):
                lead = piece[: len(piece) - len(piece.lstrip())]
                tail = piece[len(piece.rstrip()) :]
                self._fill([(route, words)])
                out.append(lead + self._answers[route, words].texts[-1].strip() + tail)
            else:
                out.append(piece)
            if match:
                out.append(match[0])
                at = match.end()
        return "".join(out)


def keep_newest(known: dict[Key, Value]) -> None:
    """Forget the oldest of what engines said: a day's wire must not stay in memory.

    Called between batches, never within one, which needs its own answers.
    """
    for key in list(known)[: max(0, len(known) - KEPT)]:
        del known[key]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a route made of one text: what each further leg was given, then the last leg's answer.

    `unknown` are the words that the last leg said it does not know.
    """

    texts: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def _unknown_words(unknown: Sequence[str], segment: Segment) -> list[str]:
    """Unknown words that are neither names (capitals), placeholders nor words of the source itself."""
    given = {token.form.lower() for token in tokenise(segment.source)}
    return [word for word in dict.fromkeys(unknown) if word.isalpha() and word[0].islower() and word not in given]


def run_route(
    texts: Sequence[str],
    route: Sequence[Leg],
    engines: Mapping[str, Engine],
    between: Callable[[str, Leg, Leg], str] = lambda text, _done, _next: text,
) -> list[Answer]:
    """The route's answer to each text, in order.

    `between` makes an answer ready for the next leg. Raises what the engines raise.
    """
    answers = [Answer((made.text,), made.unknown) for made in _translated(texts, route[0], engines)]
    for done, following in pairwise(route):
        answers = _onward(answers, done, following, engines, between)
    return answers


def _onward(
    answers: Sequence[Answer], done: Leg, following: Leg, engines: Mapping[str, Engine], between: Callable[[str, Leg, Leg], str]
) -> list[Answer]:
    """Answers of a route that ends with `done`, led through one more leg; where there is no text, no engine is asked."""
    given = [between(answer.texts[-1], done, following) for answer in answers]
    made = iter(_translated([text for text in given if text], following, engines))
    return [
        Answer((*answer.texts[:-1], text, found.text), found.unknown)
        for answer, text in zip(answers, given, strict=True)
        for found in (next(made) if text else Translation(""),)
    ]


def _translated(texts: Sequence[str], leg: Leg, engines: Mapping[str, Engine]) -> list[Translation]:
    return engines[leg.engine].translate(texts, LanguagePair(leg.source, leg.target)) if texts else []
