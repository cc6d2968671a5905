"""Find out once per engine and model what it can carry: placeholders, stand-ins for names, and whether it answers at all.

What is measured is kept under the data folder, named after the hashes of the route's models, so that another model has
no calibration until it is run again. Everything works with the shipped defaults when it never ran (terminology.md 3.1).

Only what is used is measured. Letters are not: the models' own vocabularies tell them (`Traits.knows`), and names that lose
others, as "ó" from Portuguese to English, lose them because they are translated; sent without them ordinary words would
suffer. Capitals are not: they are sent in sentence case to every engine.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path

from newstrans.errors import WriteError
from newstrans.glossary.probe import carriers, difference
from newstrans.glossary.surrogates import occurrences, surrogates
from newstrans.languages import language_of
from newstrans.model import Leg
from newstrans.protect import STYLE_NAMES, STYLES, placeholder

FORMAT = 2
# A stand-in is used where it came back as one of its usual forms in nearly every sentence.
GOOD_SHARE = 0.9
_POSSESSIVE = ("{}'s plan was rejected.", "The ministers praised {}'s answer.", "This was {}'s idea.", "{}-based companies agreed.", "Talks between {} and London failed.")

# Placeholders of each style that are tried in every context.
_TRIED = 4

Translate = Callable[[Sequence[str]], list[str]]


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was measured of one route. Shares are 0..1.

    `placeholders` has the share that survives exactly once, by style (`protect.STYLES`); `empty` is the share of sentences
    answered with nothing; `surrogates` are the renderings of each stand-in, usual first, [] when it cannot be relied on.
    """

    route: str
    models: tuple[str, ...]
    sentences: int
    placeholders: Mapping[str, float] = field(default_factory=dict)
    empty: float = 0.0
    surrogates: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    format: int = FORMAT

    def faults(self) -> Iterator[str]:
        """What a user must know, in words."""
        if self.empty > 0.02:
            yield f"gives no text for {self.empty:.0%} of sentences and says nothing: do not use it"
        weak = [f"{style} {share:.0%}" for style, share in self.placeholders.items() if share < GOOD_SHARE]
        if weak and len(weak) == len(self.placeholders):
            yield f"loses placeholders ({', '.join(weak)}): sentences with addresses or code are translated in pieces"

    def styles(self) -> tuple[int, ...]:
        """The styles of placeholders, the one that survives best first; of equals the usual order."""
        return tuple(sorted(range(STYLES), key=lambda style: -self.placeholders.get(STYLE_NAMES[style], 1.0)))


def calibrate(route: Sequence[Leg], translate: Translate, *, progress: Callable[[int, int], None] | None = None) -> Calibration:
    """Measure a route with about 500 short sentences. Raises what the engines raise."""
    source, locale = route[0].source, route[-1].target
    probes = carriers("{}", source)
    contexts = (*probes, *(_POSSESSIVE if language_of(source) == "en" else ()))
    asked: list[str] = []
    answers: list[str] = []

    def ask(texts: Sequence[str]) -> list[str]:
        found = translate(list(texts))
        asked.extend(texts)
        answers.extend(found)
        if progress:
            progress(len(asked), total)
        return found

    total = len(contexts) * (len(surrogates()) + 1) + STYLES * _TRIED * len(probes)
    placeholders = {STYLE_NAMES[style]: _survival(ask, style, probes) for style in range(STYLES)} if probes else {}
    stand_ins: dict[str, tuple[str, ...]] = {}
    if contexts:
        reference = ask([context.format("Edmonton") for context in contexts])
        for one in surrogates():
            given = ask([context.format(one.name(source)) for context in contexts])
            stand_ins[one.id] = _usual(given, reference, one.renderings(locale), locale)
    empty = sum(bool(text.strip()) and not answer.strip() for text, answer in zip(asked, answers, strict=True)) / max(1, len(asked))
    return Calibration(
        ", then ".join(map(str, route)), tuple(leg.model.sha256 if leg.model else "" for leg in route), len(asked), placeholders,
        round(empty, 3), stand_ins,
    )  # fmt: skip


def _survival(ask: Translate, style: int, probes: Sequence[str]) -> float:
    """Share of the placeholders of a style that come back once, in any capitals (as `protect.restore` takes them)."""
    names = [placeholder(number, style) for number in range(_TRIED) for _ in probes]
    found = ask([probe.format(name) for probe, name in zip([*probes] * _TRIED, names, strict=True)])
    whole = sum(len(re.findall(rf"(?<!\w){name}(?!\w)", answer, re.IGNORECASE)) == 1 for answer, name in zip(found, names, strict=True))
    return round(whole / len(names), 3)


def _usual(answers: Sequence[str], references: Sequence[str], accepted: Sequence[str], locale: str) -> tuple[str, ...]:
    """The forms that a stand-in comes back as; () when they are too many to rely on."""
    seen: Counter[str] = Counter()
    for answer, reference in zip(answers, references, strict=True):
        form = next((form for form in accepted if len(occurrences(answer, [form])) == 1), "") or difference(answer, reference, locale)
        if form:
            seen[form] += 1
    usual = [form for form, count in seen.most_common(2) if count >= 2]
    share = sum(seen[form] for form in usual) / max(1, len(answers))
    return tuple(usual) if share >= GOOD_SHARE else ()


def calibration_path(folder: Path, route: Sequence[Leg]) -> Path:
    """The file of a route: its pairs for people, its models' hashes so that a new model has none."""
    models = hashlib.sha256("\n".join(f"{leg} {leg.model.sha256 if leg.model else ''}" for leg in route).encode()).hexdigest()
    pairs = "-".join(f"{leg.engine}-{leg.source}-{leg.target}" for leg in route)
    return folder / f"{pairs[:80]}.{models[:16]}.json"


def save_calibration(folder: Path, route: Sequence[Leg], calibration: Calibration) -> Path:
    """Write it whole or not at all. Raises `WriteError`."""
    path = calibration_path(folder, route)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, suffix=".part", delete=False) as file:
            json.dump(asdict(calibration), file, ensure_ascii=False, indent=1)
        Path(file.name).replace(path)
    except OSError as exc:
        raise WriteError(path, f"cannot be written: {exc.strerror}") from exc
    return path


def load_calibration(folder: Path, route: Sequence[Leg]) -> Calibration | None:
    """What was measured of this route with these models; None when it never was, or the file is not whole."""
    try:
        values = json.loads(calibration_path(folder, route).read_text("utf-8"))
        if values["format"] != FORMAT:
            return None
        values["models"] = tuple(values["models"])
        values["surrogates"] = {key: tuple(forms) for key, forms in values["surrogates"].items()}
        return Calibration(**values)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


@lru_cache(maxsize=64)
def _known(folder: Path, route: tuple[Leg, ...]) -> Calibration | None:
    return load_calibration(folder, route)


def known_renderings(folder: Path, route: Sequence[Leg]) -> Mapping[str, Sequence[str]]:
    """Renderings of the stand-ins as measured on this route; {} where calibration never ran."""
    found = _known(folder, tuple(route))
    return found.surrogates if found else {}


def known_styles(folder: Path, route: Sequence[Leg]) -> tuple[int, ...]:
    """The styles of placeholders in the order in which they survive on this route; the usual order where it never ran."""
    found = _known(folder, tuple(route))
    return found.styles() if found else tuple(range(STYLES))
