"""What the store costs: an update against the first run, ingesting against translating, looking up among 10,000 stories.

    .venv/bin/python benchmarks/store.py [--stories N] [--rounds N]

Each figure is a ratio within this run, or the slowest of many look-ups.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "store"))
from desk_stories import NOW, WIRE, Newsroom, incoming, make_text

from newstrans.review.update import bring_in
from newstrans.store import editions as shelf
from newstrans.store import stories
from newstrans.store.connect import open_store
from newstrans.store.records import EditionRecord, EditionState, StoryRecord

# Sentences of the length that agencies write, in which the numbers differ from paragraph to paragraph and story to story.
SENTENCES = (
    "The ministry of transport said on Monday that {a} ships had been waiting outside the harbour since the storm began {b} days ago.",
    "A spokesman for the dock workers' union told reporters that the new contract would cost the city about {a} million euros over {b} years.",
    "In the old town the water rose by {a} centimetres during the night, and {b} families were taken to a school on the hill.",
)


def paragraphs(story: int) -> list[str]:
    """13 paragraphs of two sentences, no sentence twice in any story."""
    return [
        " ".join(SENTENCES[(n + k) % 3].format(a=story * 100 + 2 * n + 11 + k, b=n + 3) for k in range(2)) for n in range(13)
    ]


LOCALES = ("pt-BR", "es", "gl", "ca")


def timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def update_against_first(folder: Path, rounds: int) -> None:
    """A story of 14 paragraphs in four locales, then a changed sentence, then a paragraph written anew; warm in all of them."""
    store = open_store(folder / "update.db", NOW)
    room = Newsroom(store)
    room.ingest(incoming(make_text("Warm up", ["This is only to load the models of all locales."]), identity="urn:warm"), LOCALES)

    def taken(text: list[str], story: int, version: str) -> tuple[tuple[float, float], int]:
        room.forget()
        came = incoming(make_text("Harbour report", text), version, identity=f"urn:{story}")
        start = time.process_time()
        passed = timed(lambda: room.ingest(came, LOCALES))
        return (passed, time.process_time() - start), len(room.asked)

    shares: dict[str, list[tuple[float, float]]] = {"one sentence": [], "the whole paragraph": []}
    asked: dict[str, set[str]] = {what: set() for what in shares}
    for n in range(1, rounds + 1):
        text = paragraphs(n)
        first, all_asked = taken(text, n, "1")
        text[6] = text[6].replace("outside the harbour", "in the river mouth")
        anew = [*text[:6], paragraphs(1000 + n)[6], *text[7:]]
        for version, (what, new) in enumerate({"one sentence": text, "the whole paragraph": anew}.items(), start=2):
            spent, questions = taken(new, n, str(version))
            shares[what].append((spent[0] / first[0], spent[1] / first[1]))
            asked[what].add(f"{questions} of {all_asked}")
    print(f"update of one paragraph of {len(text) + 1} with {len(LOCALES)} editions, {rounds} stories, as a share of the first run's:")
    for what, found in shares.items():
        time_of, work_of = ([one[n] for one in found] for n in (0, 1))
        print(f"  {what:<20} time {statistics.median(time_of):6.1%} (from {min(time_of):.1%} to {max(time_of):.1%}), "
              f"processor time of this process {statistics.median(work_of):6.1%}; "
              f"questions to engines: {', '.join(sorted(asked[what]))}")  # fmt: skip
    store.close()


def ingest_against_translating(folder: Path) -> None:
    """What taking in and putting in cost beside the pipeline, for stories that were not seen before."""
    store = open_store(folder / "ingest.db", NOW)
    room = Newsroom(store)
    room.ingest(incoming(make_text("Warm up", ["This is only to load the model."]), identity="urn:warm"))
    spent = 0.0
    pipeline = room.translate

    def translate(*args):  # type: ignore[no-untyped-def]
        nonlocal spent
        start = time.perf_counter()
        try:
            return pipeline(*args)
        finally:
            spent += time.perf_counter() - start

    room.translate = translate  # type: ignore[method-assign]

    def ingest() -> None:
        for n in range(12):
            room.receive(incoming(make_text(f"The harbour is open again on day {n}", paragraphs(n)), identity=f"urn:{n}"))
        room.make()

    whole = timed(ingest)
    print(f"ingest of 12 stories: {whole - spent:.2f} s beside {spent:.2f} s in the pipeline, {(whole - spent) / spent:.1%}")
    store.close()


def look_ups(folder: Path, count: int) -> None:
    store = open_store(folder / "many.db", NOW)
    room = Newsroom(store, "pseudo")
    made = room.translate([make_text()], ["es"]).editions[0]
    for start in range(0, count, 500):
        with store.write() as connection:
            for n in range(start, min(start + 500, count)):
                now = f"2026-03-{1 + n % 28:02}T{n % 24:02}:{n % 60:02}:00Z"
                record = StoryRecord(f"{n:016x}", f"urn:{n}", f"harbour-{n}", f"harbour{n}", f"Harbour report {n}", revision=1, created=now, updated=now)
                stories.save_story(connection, record, new=True)
                source = replace(made.story, id=record.id)
                stories.add_version(connection, record, source, take="", sha256=f"{n}", data=f"{n}".encode(), name="a.xml", now=now)
                edition = EditionRecord(shelf.edition_key(record.id, "es"), record.id, "es", EditionState.RECEIVED, updated=now)
                shelf.save_edition(connection, edition, new=True)
                bring_in(connection, record, [(edition, replace(made, story=source))], actor=WIRE, now=now)
    one = shelf.edition_key(f"{count // 2:016x}", "es")

    def page() -> None:
        with store.read() as connection:
            record = shelf.get_edition(connection, one)
            shelf.get_units(connection, record.id)

    def story_page() -> None:
        with store.read() as connection:
            record = stories.get_story(connection, f"{count // 2:016x}")
            stories.versions(connection, record.id)
            shelf.editions_of(connection, record.id)

    size = (folder / "many.db").stat().st_size / 1024 / 1024
    print(f"{count} stories with an edition each, {size:.0f} MB; slowest of 30 look-ups:")
    for name, act in {
        "queue (50 newest)": lambda: shelf.list_editions(store),
        "queue (50 to review)": lambda: shelf.list_editions(store, state="to_review"),
        "stories (50 newest)": lambda: stories.list_stories(store),
        "story": story_page,
        "edition with its units": page,
        "search in headlines, found": lambda: stories.list_stories(store, search=f"report {count - 7}"),
        "search in headlines, nothing": lambda: stories.list_stories(store, search="no such words"),
    }.items():
        print(f"  {name:<30} {max(timed(act) for _ in range(30)) * 1000:6.1f} ms")
    store.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stories", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=5, help="stories that are updated")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        update_against_first(Path(folder), wanted.rounds)
        ingest_against_translating(Path(folder))
        look_ups(Path(folder), wanted.stories)


if __name__ == "__main__":
    main()
