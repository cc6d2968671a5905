"""A glossary of 50,000 concepts: compiled, opened again, and matched against a story of 600 words.

Beside each figure stands that of reading the same files without the cache, in the same run.

    python benchmarks/glossary_size.py --entries 50000
"""

from __future__ import annotations

import argparse
import itertools
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from newstrans.glossary.compiled import open_glossary
from newstrans.glossary.load import load_glossary, shipped_and_own
from newstrans.glossary.names import Names

_SYLLABLES = "ba be bi bo da de di do fa ga go ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe ra re ri ro sa se si so ta te ti to va ve vi vo za".split()


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("--entries", type=int, default=50_000)
    options = args.parse_args()
    random.seed(7)
    with tempfile.TemporaryDirectory() as place:
        folder, cache = Path(place) / "names", Path(place) / "cache"
        folder.mkdir()
        names = [" ".join(_word() for _ in range(random.choice((1, 2, 2, 3)))) for _ in range(options.entries)]
        names = list(dict.fromkeys(names))
        for n, chunk in enumerate(itertools.batched(names, 5000) if hasattr(itertools, "batched") else _batched(names, 5000)):
            text = "".join(
                f'[c{n}-{m}]\nkind = "person"\nen = {{ preferred = "{name}", variants = ["{name}ov", "{name}eff"] }}\n'
                f'pt = {{ preferred = "{name}o", variants = ["{name}eu"] }}\n'
                for m, name in enumerate(chunk)
            )
            (folder / f"names{n:02}.toml").write_text(text, "utf-8")
        folders = shipped_and_own([folder])
        size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        print(f"{len(names)} concepts, {size:.1f} MB of TOML")
        plain = _timed("read without a cache", lambda: load_glossary(folders))
        _timed("compile (once per change)", lambda: open_glossary(folders, cache))
        opened = _timed("open the cache", lambda: open_glossary(folders, cache))
        words = [random.choice(names) if n % 12 == 0 else random.choice("the a of in and said that minister talks were held".split()) for n in range(600)]
        story = " ".join(words)
        held, stored = Names(plain[0]), Names(opened[0])
        for label, which in (("in memory", held), ("from the cache", stored)):
            _timed(f"first story of {len(story.split())} words, {label} (builds its index)", lambda which=which: which.find(story, "en", "pt"))  # type: ignore[misc]
        fresh = " ".join(random.choice(names) if n % 12 == 0 else word for n, word in enumerate(words))
        for label, which in (("in memory", held), ("from the cache", stored)):
            _timed(f"next story, {label}", lambda which=which: which.find(fresh, "en", "pt"))  # type: ignore[misc]
        assert held.find(fresh, "en", "pt") == stored.find(fresh, "en", "pt")
        print(f"open: {plain[1] / opened[1]:.0f} times as fast as reading")


def _word() -> str:
    return "".join(random.choice(_SYLLABLES) for _ in range(random.choice((3, 3, 4)))).capitalize()


def _batched(items: list[str], size: int) -> list[list[str]]:
    return [items[at : at + size] for at in range(0, len(items), size)]


def _timed(label: str, work: Callable[[], object]) -> tuple[object, float]:
    start = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - start
    print(f"  {label:<60} {1000 * seconds:>9.1f} ms", flush=True)
    return result, seconds


if __name__ == "__main__":
    main()
