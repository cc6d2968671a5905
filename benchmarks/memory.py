"""The translation memory with a million units: how long a look-up takes, and whether the right pair is found.

    .venv/bin/python benchmarks/memory.py [--units N] [--store PLACE]

The units are made up when it runs: halves of FLORES lines (../shared/eval/flores-dev) put together, in which numbers and
names vary; without those lines, of sentences of its own. Every look-up is the whole of it: the same source, and the like.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from newstrans.memory.match import Query
from newstrans.memory.pairs import Level, NewPair, Origin
from newstrans.model import Span, UnitKind
from newstrans.store import memory
from newstrans.store.connect import Store, open_store

FLORES = Path(__file__).resolve().parents[2] / "shared" / "eval" / "flores-dev" / "en.txt"
OWN = [
    f"{who} said on {day}, that {what} would be {how} before the end of the year."
    for who in ("The ministry of transport", "A spokesman for the dock workers", "The old captain", "A court in the capital")
    for day in ("Monday", "the day after the storm", "the anniversary of the strike")
    for what in ("the harbour", "a bridge to the island", "the contract of the fishermen", "every school on the coast")
    for how in ("closed again", "opened to visitors", "paid for", "examined by doctors")
]
NAMES = ("Kyiv", "Odesa", "Zelensky", "Lisbon", "Petrobras", "Accra", "Merkel", "Ankara", "Unicef", "Boeing")
BATCH = 20_000
NOW = "2026-03-04T09:30:00Z"


def halves(lines: list[str]) -> tuple[list[str], list[str]]:
    """Beginnings and ends of sentences, cut at a comma or in the middle."""
    heads, tails = [], []
    for line in lines:
        words = line.split()
        cut = next((n + 1 for n, word in enumerate(words) if word.endswith(",") and 3 <= n <= len(words) - 4), len(words) // 2)
        heads.append(" ".join(words[:cut]))
        tails.append(" ".join(words[cut:]))
    return heads, tails


def made_up(heads: list[str], tails: list[str], chance: random.Random, count: int) -> Iterator[NewPair]:
    for n in range(count):
        head, tail = heads[n % len(heads)], chance.choice(tails)
        name = chance.choice(NAMES)
        lead = f"{name}: " if n % 3 == 0 else ""
        text = re.sub(r"\d+", lambda _: str(chance.randrange(2, 5000)), f"{lead}{head} {tail}")
        names = (Span(0, len(name)),) if lead else ()
        yield NewPair(f"u{n}", 0, Level.UNIT, UnitKind.PARAGRAPH, text, f"alvo {n}: {text}", names, "", "", Origin.EDITED, "anna", NOW)


def fill(store: Store, count: int) -> list[NewPair]:
    """Put the units in; returns some of them to ask for."""
    lines = FLORES.read_text(encoding="utf-8").splitlines()[:900] if FLORES.exists() else OWN
    chance = random.Random(6)
    heads, tails = halves(lines)
    kept: list[NewPair] = []
    batch: list[NewPair] = []
    there = sum(one.pairs for one in memory.holdings(store)) == count  # from an earlier run with --store
    start = time.perf_counter()
    for n, pair in enumerate(made_up(heads, tails, chance, count), start=1):
        batch.append(pair)
        if chance.random() < 300 / count:
            kept.append(pair)
        if len(batch) == BATCH or n == count:
            if not there:
                with store.write() as connection:
                    memory.add_pairs(connection, batch, "en", "pt-BR", story="made-up")
            batch.clear()
            if sys.stderr.isatty():
                print(f"\r  {n} units, {n / (time.perf_counter() - start):.0f} a second", end="", file=sys.stderr, flush=True)
    print(f"{count} units " + ("are there" if there else f"put in, {count / (time.perf_counter() - start):.0f} a second"))
    return kept


def changed(text: str, chance: random.Random, words: int) -> str:
    """The text with so many of its words left out, exchanged or put in."""
    parts = text.split()
    for _ in range(words):
        at = chance.randrange(len(parts))
        match chance.randrange(3):
            case 0:
                del parts[at]
            case 1:
                parts[at] = "something"
            case _:
                parts.insert(at, "perhaps")
    return " ".join(parts)


def asked(store: Store, what: str, queries: list[tuple[str, tuple[Span, ...], str]]) -> None:
    """Times of the look-ups, and how often the pair that the query was made from came first, or was among the five."""
    times, first, among = [], 0, 0
    with store.read() as connection:
        for text, names, source in queries:
            start = time.perf_counter()
            found = memory.find_all(connection, Query(text, "en", "pt-BR", UnitKind.PARAGRAPH, names))
            times.append((time.perf_counter() - start) * 1000)
            forms = [Query(one.pair.source, "en", "pt-BR").form.text for one in found]
            wanted = Query(source, "en", "pt-BR").form.text if source else ""
            first += bool(forms) and forms[0] == wanted
            among += wanted in forms
    times.sort()
    right = f"{first / len(queries):6.1%} {among / len(queries):8.1%}" if queries[0][2] else f"{'':6} {'':8}"
    print(f"  {what:<34} {statistics.mean(times):7.1f} {times[int(len(times) * 0.95)]:7.1f} {times[-1]:7.1f}   {right}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--store", help="where to keep it, and find it again: a file, or the address of a PostgreSQL database")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(wanted.store or Path(folder) / "memory.db", NOW)
        kept = fill(store, wanted.units)
        chance = random.Random(7)
        if store.file:
            print(f"{store.file.stat().st_size / 2**20:.0f} MB")
        print(f"  {'look-up of':<34} {'mean ms':>7} {'95 %':>7} {'max':>7}   {'first':>6} {'of five':>8}")
        asked(store, "the same source", [(one.source, one.names, one.source) for one in kept])
        numbered = [one for one in kept if re.search(r"\d", one.source)]
        asked(store, "another number", [(re.sub(r"\d+", "77", one.source), one.names, one.source) for one in numbered])
        for words in (1, 3, 5):
            asked(store, f"{words} word(s) changed", [(changed(one.source, chance, words), (), one.source) for one in kept if len(one.source.split()) > 3 * words])
        if FLORES.exists():
            asked(store, "lines that are not in it", [(line, (), "") for line in FLORES.read_text(encoding="utf-8").splitlines()[900:]])
        store.close()


if __name__ == "__main__":
    main()
