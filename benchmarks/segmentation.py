"""How well sentences are cut: yasbd alone, and with our repairs; and how fast.

    python benchmarks/segmentation.py [--flores DIR] [--paragraphs N]

The news items are those of `tests/segment` ("gold" was in view when the repairs were written, "unseen" was not).
FLORES paragraphs are five lines joined; a line may hold two sentences, so precision ends near 0.89 for anybody.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from newstrans.segment import split_sentences

ROOT = Path(__file__).resolve().parents[1]
FLORES = ROOT.parent / "shared" / "eval" / "flores-dev"
LANGUAGES = ("en", "es", "pt", "fr", "de", "it", "ru", "uk", "ko", "ja", "zh", "ar")

Item = tuple[str, str, frozenset[int]]  # language, text, where its sentences end
Splitter = Callable[[str, str], set[int]]


def news_items(name: str) -> Iterator[Item]:
    for line in (ROOT / "tests" / "segment" / f"{name}.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            language, marked = line.split("\t")
            yield item_of(language, marked.split("¦"))


def flores_items(folder: Path, language: str, paragraphs: int) -> Iterator[Item]:
    lines = (folder / f"{language}.txt").read_text("utf-8").splitlines()[: 5 * paragraphs]
    space = "" if language in {"ja", "zh"} else " "
    for start in range(0, len(lines), 5):
        yield item_of(language, [line.strip() + space for line in lines[start : start + 5]])


def item_of(language: str, parts: Sequence[str]) -> Item:
    text, ends = "", set()
    for part in parts:
        text += part
        ends.add(len(text.rstrip()))
    return language, text.rstrip(), frozenset(ends - {len(text.rstrip())})


def with_yasbd(text: str, language: str) -> set[int]:
    from yasbd import BoundaryDetector

    return {len(text[:end].rstrip()) for end in BoundaryDetector(language).detect(text)}


def with_newstrans(text: str, language: str) -> set[int]:
    return {span.end for span in split_sentences(text, language)}


def measure(splitter: Splitter, items: Sequence[Item]) -> tuple[float, float, float, int, float]:
    """F1, precision, recall, items without a fault, characters per second."""
    right = false = missed = exact = characters = 0
    begin = time.perf_counter()
    found = [splitter(text, language) - {len(text)} for language, text, _ in items]
    seconds = time.perf_counter() - begin
    for (_, text, ends), cuts in zip(items, found, strict=True):
        right += len(cuts & ends)
        false += len(cuts - ends)
        missed += len(ends - cuts)
        exact += cuts == ends
        characters += len(text)
    precision, recall = right / max(1, right + false), right / max(1, right + missed)
    return 2 * right / max(1, 2 * right + false + missed), precision, recall, exact, characters / seconds


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--flores", type=Path, default=FLORES, metavar="DIR", help="folder with en.txt, es.txt ...")
    parser.add_argument("--paragraphs", type=int, default=100, metavar="N", help="paragraphs of each language (100)")
    options = parser.parse_args(argv)

    sets = {name: list(news_items(name)) for name in ("gold", "unseen")}
    for language in LANGUAGES:
        if (options.flores / f"{language}.txt").is_file():
            sets[f"FLORES {language}"] = list(flores_items(options.flores, language, options.paragraphs))
    for language in LANGUAGES:  # rules are compiled at the first use
        with_newstrans("a.", language)
    print(f"{'':12}{'yasbd alone':>38}{'newstrans':>40}")
    print(f"{'':12}" + f"{'F1':>8}{'P':>7}{'R':>7}{'exact':>7}{'kchar/s':>9}  " * 2)
    for name, items in sets.items():
        cells = []
        for splitter in (with_yasbd, with_newstrans):
            f1, precision, recall, exact, speed = measure(splitter, items)
            cells.append(f"{f1:8.3f}{precision:7.3f}{recall:7.3f}{exact:7d}{speed / 1000:9.0f}  ")
        print(f"{name:12}" + "".join(cells))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
