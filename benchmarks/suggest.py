"""What `glossary suggest` costs over a store of 10,000 stories with four edited texts each: the first run, and one more.

    python benchmarks/suggest.py [--stories N] [--store FILE]

With --store the store is kept and used again. Figures are of one process; the second run finds what the first one kept.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "store"))
from desk_stories import ANNA, JONAS, NOW, WIRE, Newsroom, make_text

from newstrans.answer_cache import AnswerCache
from newstrans.cli.setup import desk
from newstrans.glossary.suggest import names_without_entry
from newstrans.review.suggest import learnt_corrections, stored_stories
from newstrans.review.update import bring_in
from newstrans.store import editions as shelf
from newstrans.store import stories
from newstrans.store.connect import Store, open_store
from newstrans.store.events import append
from newstrans.store.records import EditionRecord, EditionState, Event, StoryRecord, text_hash

_SYLLABLES = "ba bo da de di fa ga go ka ko la le li lo ma mi mo na ne ni pa pe ra ri ro sa se so ta te ti to va ve za".split()
_SENTENCES = (
    "A spokesman for {a} said on Monday that {b} would not come to the meeting in {c} before the end of the week.",
    "The ministry of transport told {a} that {n} ships had been waiting outside the harbour of {c} since the storm began.",
    "Nobody in {c} knew what {b} had said to {a} during the night, and {n} families were taken to a school on the hill.",
)


def fill(store: Store, count: int) -> None:
    """Stories of 14 units about some of 3,000 names, an edition of each, four of its texts edited."""
    dice = random.Random(7)
    names = ["".join(dice.choice(_SYLLABLES) for _ in range(dice.choice((2, 3)))).capitalize() for _ in range(3000)]
    room = Newsroom(store, "pseudo")
    made = room.translate([make_text()], ["es"]).editions[0]
    for start in range(0, count, 500):
        with store.write() as connection:
            for n in range(start, min(start + 500, count)):
                _add(connection, made, n, dice, names)


def _add(connection, made, n: int, dice: random.Random, names: list[str]) -> None:  # type: ignore[no-untyped-def]
    now = f"2026-03-{1 + n % 28:02}T{n % 24:02}:{n % 60:02}:00Z"
    record = StoryRecord(f"{n:016x}", f"urn:{n}", f"harbour-{n}", f"harbour{n}", f"Report {n}", revision=1, created=now, updated=now)
    units, edited = [], []
    for place, layer in enumerate(made.units):
        a, b, c = dice.sample(names, 3)
        text = " ".join(_SENTENCES[(place + k) % 3].format(a=f"{a} {b}", b=b, c=c, n=n % 90 + 10) for k in range(2))
        edition_text = text.replace("The", "El").replace("said", "dijo").replace("storm", "tormenta")
        units.append(replace(layer, unit=replace(layer.unit, text=text), segments=(), text=edition_text))
        edited.append(edition_text.replace(a, a + "ov").replace("El", "La"))
    source = replace(made.story, id=record.id, units=tuple(layer.unit for layer in units))
    stories.save_story(connection, record, new=True)
    stories.add_version(connection, record, source, take="", sha256=f"{n}", data=f"{n}".encode(), name="a.xml", now=now)
    edition = EditionRecord(shelf.edition_key(record.id, "es"), record.id, "es", EditionState.RECEIVED, updated=now)
    shelf.save_edition(connection, edition, new=True)
    bring_in(connection, record, [(edition, replace(made, story=source, units=tuple(units)))], actor=WIRE, now=now)
    append(connection, [
        Event(
            kind="edit", at=now, actor=(ANNA, JONAS)[n % 2], story=record.id, edition=edition.id, unit=f"u{place + 1}", base_rev=1, rev=2,
            source_revision=1, source_hash=text_hash(units[place].unit.text), text=edited[place],
        )
        for place in range(1, 5)
    ])  # fmt: skip


def main() -> None:
    args = argparse.ArgumentParser(description=__doc__)
    args.add_argument("--stories", type=int, default=10_000)
    args.add_argument("--store", type=Path)
    options = args.parse_args()
    with tempfile.TemporaryDirectory() as place:
        file = options.store or Path(place) / "newstrans.db"
        there = file.is_file()
        store = open_store(file, NOW)
        if not there:
            fill(store, options.stories)
        names = desk().names
        for label in ("first run", "nothing changed"):
            seen = AnswerCache(Path(place) / "seen.sqlite3", "seen", most=1_000_000)
            start = time.perf_counter()
            found = names_without_entry(stored_stories(store, options.stories), names, least=3, seen=seen)
            middle = time.perf_counter()
            learnt = learnt_corrections(store, names, seen=seen)
            end = time.perf_counter()
            print(f"{label:<16} {len(found):>6} names {middle - start:6.1f} s   {len(learnt):>5} corrections {end - middle:6.1f} s", flush=True)
        store.close()


if __name__ == "__main__":
    main()
