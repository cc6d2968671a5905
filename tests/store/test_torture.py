"""Processes that are killed at any moment, several at once: no committed word is lost, no edition is half."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import text

from newstrans.store import care
from newstrans.store.connect import Store
from newstrans.store.editions import get_machine, get_published, get_units, list_editions
from newstrans.store.events import find_events
from newstrans.store.records import text_hash

SCRIPT = Path(__file__).with_name("torture.py")
# Enough to hit every kind of transaction, on each of the databases; benchmarks/torture.py kills 200 of them.
ROUNDS, AT_ONCE = 3, 4


def start(store: Store, seed: int) -> subprocess.Popen[str]:
    place = str(store.file) if store.file else store.engine.url.render_as_string(hide_password=False)
    return subprocess.Popen([sys.executable, str(SCRIPT), place, str(seed)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def kept(store: Store, promises: list[str]) -> None:
    """What was said to be done is there."""
    events = find_events(store)
    texts = {(event.edition, event.unit, event.rev): event.text for event in events}
    received = {(event.data["identity"], event.data["version"]) for event in events if event.kind == "received"}
    for line in promises:
        what, *rest = line.split(" ")
        if what == "edit":
            assert texts[rest[0], rest[1], int(rest[2])] == " ".join(rest[3:])
        elif what == "version":
            assert (rest[0], rest[1]) in received
        elif what == "published":
            assert any(event.kind == "publish" and event.edition == rest[0] for event in events)


def whole(store: Store) -> None:
    """Every edition has all its units or none, its machine's text, and went out only as it was approved."""
    with store.read() as connection:
        for record in list_editions(store, limit=1000):
            units = get_units(connection, record.id)
            assert bool(units) == bool(record.source_revision), record
            if not units:
                continue
            made = get_machine(connection, record)
            assert {one.unit.id for one in made.units} == {one.unit for one in units if one.unit}
            approved = {
                text_hash(event.text or "") for event in find_events(store, edition=record.id) if event.kind == "approve"
            }  # fmt: skip
            for issue in range(1, record.issue + 1):
                for one in get_published(connection, record, issue).units:
                    assert text_hash(one.text) in approved


def test_kills_at_any_moment(store):
    """Four writers at once, each round killed at a moment of its own; then one more goes on where they were."""
    chance = random.Random(7)
    promises: list[str] = []
    for round_ in range(ROUNDS):
        processes = [start(store, round_ * AT_ONCE + n) for n in range(AT_ONCE)]
        lines = [[process.stdout.readline()] for process in processes]
        assert all(line == ["begun\n"] for line in lines), processes[0].stderr.read()
        for process in processes:
            time.sleep(chance.random() * 0.5)
            process.kill()
        for process in processes:
            out, _ = process.communicate()
            # A line that the kill cut short promises nothing.
            promises += out[: out.rfind("\n") + 1].splitlines()
    kept(store, promises)
    whole(store)
    place = store.file or store.engine.url.render_as_string(hide_password=False)
    assert [] == list(care.check(place))
    assert sum(line.startswith("edit") for line in promises) >= 10

    last = start(store, 999)
    found = [last.stdout.readline() for _ in range(10)]
    last.kill()
    last.communicate()
    kept(store, [line.strip() for line in found])
    whole(store)
    with store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM edition WHERE state = 'received'")).scalar() <= 1
