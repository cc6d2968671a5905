"""Words a second on an Argos package: newstrans against `argostranslate.translate`, the same model and beam in one run.

Both get the same sentences (argostranslate its whole paragraphs, with newstrans' splitter in the place of its own,
which would download a model). argostranslate runs with one intra thread, its fastest setting here, and, in a process of its own
over three stories, as it comes. "equal" counts the sentences that both translate to the same text; the others are loops that newstrans decodes once more.

    python benchmarks/argos.py --package translate-en_de.argosmodel
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from _desk import lines, parser
from newstrans.config import Config
from newstrans.engines.argos import ArgosEngine
from newstrans.engines.base import LanguagePair
from newstrans.model import Story
from newstrans.models.archive import unpack_zip
from newstrans.segment import split_sentences
from throughput import news

PACKAGE = Path(__file__).resolve().parent.parent.parent / "shared" / "models" / "translate-en_eo-1_0.argosmodel"


class Splitter:
    """What argostranslate calls a sentencizer."""

    def split_sentences(self, text: str) -> list[str]:
        return [text[s.start : s.end] for s in split_sentences(text, "en")]


def main() -> None:
    args = parser(__doc__ or "")
    args.add_argument("--package", type=Path, default=PACKAGE)
    args.add_argument("--stories", type=int, default=50)
    args.add_argument("--rounds", type=int, default=5)
    args.add_argument("--as-it-comes", action="store_true", help="only argostranslate with its own settings, in seconds a word")
    options = args.parse_args()
    if not options.package.is_file():
        raise SystemExit(f"{options.package} is missing: give an Argos package from English as --package")
    stories = news(lines(options.flores, "en"), options.stories)
    words = sum(len(unit.text.split()) for one in stories for unit in one.units)
    with tempfile.TemporaryDirectory() as folder:
        config = Config(data=Path(folder) / "data")
        unpack_zip(options.package, config.argos_folder)
        pair = ArgosEngine(config).pairs()[0]
        if options.as_it_comes:
            print(_seconds_a_word(argostranslate(Path(folder), config.argos_folder, pair, threads="0"), stories[:3]))
            return
        theirs = argostranslate(Path(folder), config.argos_folder, pair)
        ones = {"newstrans, 1 worker": ArgosEngine(config, workers=1), "newstrans, all cores": ArgosEngine(config)}
        seconds: dict[str, list[float]] = {}
        for _ in range(options.rounds + 1):
            for name, engine in ones.items():
                start = time.perf_counter()
                answers = engine.translate([text for one in stories for text in sentences(one)], pair)
                seconds.setdefault(name, []).append(time.perf_counter() - start)
            start = time.perf_counter()
            for one in stories:
                for unit in one.units:
                    theirs(unit.text)
            seconds.setdefault("argostranslate", []).append(time.perf_counter() - start)
        alike = sum(
            answer.text == theirs(text)
            for answer, text in zip(answers, (text for one in stories for text in sentences(one)), strict=True)
        )
    print(f"{options.package.name}: {len(stories)} stories, {words} words, median of {options.rounds} rounds")
    median = {name: sorted(spent[1:])[options.rounds // 2] for name, spent in seconds.items()}
    for name, spent in median.items():
        print(f"{name:<22} {words / spent:>8.0f} words/s   {median['argostranslate'] / spent:>5.2f} of argostranslate")
    done = subprocess.run(
        [sys.executable, __file__, "--as-it-comes", "--package", str(options.package), "--flores", str(options.flores)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    plain = 1 / float(done.stdout.split()[-1])
    print(f"{'argostranslate, as it comes':<27} {plain:>5.0f} words/s   newstrans: {words / median['newstrans, all cores'] / plain:.0f} times")
    print(f"equal: {alike} of {len(answers)} sentences")


def sentences(one: Story) -> list[str]:
    return [text for unit in one.units for text in Splitter().split_sentences(unit.text)]


def _seconds_a_word(translate: Callable[[str], str], stories: Sequence[Story]) -> float:
    translate(stories[0].units[0].text)
    start = time.perf_counter()
    for one in stories:
        for unit in one.units:
            translate(unit.text)
    return (time.perf_counter() - start) / sum(len(unit.text.split()) for one in stories for unit in one.units)


def argostranslate(home: Path, packages: Path, pair: LanguagePair, threads: str = "1") -> Callable[[str], str]:
    """argostranslate's own way, with every folder that it would create inside `home`."""
    os.environ.update(
        HOME=str(home), XDG_DATA_HOME=str(home / "d"), XDG_CONFIG_HOME=str(home / "c"), XDG_CACHE_HOME=str(home / "k"),
        ARGOS_PACKAGES_DIR=str(packages), ARGOS_INTRA_THREADS=threads,
    )  # fmt: skip
    from argostranslate.translate import get_translation_from_codes

    translation = get_translation_from_codes(pair.source, pair.target)
    if translation is None:
        raise SystemExit(f"argostranslate does not take the package for {pair}")
    translation.underlying.sentencizer = Splitter()
    return translation.translate


if __name__ == "__main__":
    main()
