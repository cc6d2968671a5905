"""One run of ingesting, editing, approving and publishing, made to be killed: `python torture.py STORE SEED`.

A line is printed behind every action that the store said was done: those are the promises that have to hold. Without a
seed, a run is forked for each line "SEED PIPE" of standard input, and its process id is printed.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent))
from desk_stories import NOW, PARAGRAPHS, Newsroom, edition_of, incoming, make_text

from newstrans.errors import ConflictError, PublishRefused, ReviewError
from newstrans.glossary.load import load_glossary
from newstrans.glossary.names import Names
from newstrans.review import actions
from newstrans.store.connect import Store, open_store
from newstrans.store.editions import get_edition
from newstrans.store.records import Actor


def newsroom(store: Store) -> Newsroom:
    return Newsroom(store, "pseudo", Names(load_glossary(()), countries=False))  # no name stands in the way of a kill


def main(place: str, seed: int) -> None:
    random.seed(seed)
    store = open_store(place, NOW)
    room = newsroom(store)
    desk = actions.Desk(store, Actor(f"editor{seed}"), NOW)
    print("begun", flush=True)
    room.make()
    while True:
        n = random.randrange(3)
        version = str(random.randrange(1, 40))
        paragraphs = random.sample(PARAGRAPHS, 6)
        receipt = room.receive(incoming(make_text(f"Headline {n} {version}", paragraphs, version), version, identity=f"urn:{n}"))
        if receipt.verdict in ("new", "update"):
            print(f"version urn:{n} {version}", flush=True)
        if receipt.story is None:
            continue
        room.make()
        edition = edition_of(receipt)
        for key, one in room.units(edition).items():
            try:
                _act(desk, edition, key, one.rev, seed)
            except (ConflictError, ReviewError):
                continue
        try:
            with store.read() as connection:
                rev = get_edition(connection, edition).rev
            actions.publish(desk, edition, base_rev=rev, older_source="torture")
            print(f"published {edition}", flush=True)
        except (ConflictError, PublishRefused):
            continue


def _act(desk: actions.Desk, edition: str, key: str, rev: int, seed: int) -> None:
    if random.random() < 0.4:
        words = f"Texto {seed} {random.random()}"
        rev = actions.edit(desk, edition, key, words, base_rev=rev).rev
        print(f"edit {edition} {key} {rev} {words}", flush=True)
    actions.approve(desk, edition, key, base_rev=rev)
    print(f"approve {edition} {key}", flush=True)


def forks(place: str) -> None:
    """Runs that need not load what all of them need: this process has, for a story of its own."""
    with TemporaryDirectory() as folder:
        own = open_store(Path(folder) / "own.db", NOW)
        newsroom(own).ingest(incoming(make_text()))
        own.close()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who was killed is not waited for
    for line in sys.stdin:
        seed, pipe = line.split()
        process = os.fork()
        if process == 0:
            os.dup2(os.open(pipe, os.O_WRONLY), sys.stdout.fileno())
            main(place, int(seed))
        print(process, flush=True)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        main(sys.argv[1], int(sys.argv[2]))
    else:
        forks(sys.argv[1])
