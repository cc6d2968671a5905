"""Processes that are killed at any moment, several at once: no committed word is lost, no edition is half."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import pytest
from sqlalchemy import text

from newstrans.store import care
from newstrans.store.connect import Store
from newstrans.store.editions import get_machine, get_published, get_units, list_editions
from newstrans.store.events import find_events
from newstrans.store.records import text_hash

SCRIPT = Path(__file__).with_name("torture.py")
# Enough to hit every kind of transaction, on each of the databases; benchmarks/torture.py kills 200 of them.
ROUNDS, AT_ONCE = 6, 4


@dataclass(frozen=True)
class Run:
    """A newsroom at work in a process of its own."""

    process: int
    said: TextIO

    def kill(self) -> None:
        os.kill(self.process, signal.SIGKILL)


def place_of(store: Store) -> str:
    return str(store.file) if store.file else store.engine.url.render_as_string(hide_password=False)


@pytest.fixture
def start(store: Store, tmp_path: Path) -> Iterator[Callable[[int], Run]]:
    """A function that starts a newsroom over the store, with a seed of its own."""
    with subprocess.Popen([sys.executable, str(SCRIPT), place_of(store)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as forking:
        assert forking.stdin
        assert forking.stdout

        def started(seed: int) -> Run:
            pipe = tmp_path / f"said-{seed}"
            os.mkfifo(pipe)
            forking.stdin.write(f"{seed} {pipe}\n")
            forking.stdin.flush()
            return Run(int(forking.stdout.readline()), pipe.open(encoding="utf-8"))

        yield started


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


def test_kills_at_any_moment(store: Store, start: Callable[[int], Run]) -> None:
    """Four writers at once, each round killed at a moment of its own; then one more goes on where they were."""
    chance = random.Random(7)
    promises: list[str] = []
    for round_ in range(ROUNDS):
        runs = [start(round_ * AT_ONCE + n) for n in range(AT_ONCE)]
        assert ["begun\n"] * AT_ONCE == [run.said.readline() for run in runs]
        begun = []
        for run in runs:
            begun.append("".join(run.said.readline() for _ in range(chance.randrange(16))))
            time.sleep(chance.random() * 0.2)  # in the middle of whatever comes behind that
            run.kill()
        for run, out in zip(runs, begun, strict=True):
            with run.said as said:
                out += said.read()
            # A line that the kill cut short promises nothing.
            promises += out[: out.rfind("\n") + 1].splitlines()
    kept(store, promises)
    whole(store)
    assert [] == list(care.check(place_of(store)))
    assert sum(line.startswith("edit") for line in promises) >= 10

    last = start(999)
    found = [last.said.readline() for _ in range(10)]
    last.kill()
    last.said.read()
    last.said.close()
    kept(store, [line.strip() for line in found])
    whole(store)
    with store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM edition WHERE state = 'received'")).scalar() <= 1
