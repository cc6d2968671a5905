"""The store under torture: killed at any moment, eight writers at once, a full disk, a corrupt page.

    .venv/bin/python benchmarks/torture.py [--kills N] [--writers N] [--store ADDRESS]

What each process was told was done is written down; afterwards all of it must be there, every edition whole, and nothing
published that was not approved. `--store` names an empty PostgreSQL database; full disks and corrupt pages are for files only.
"""

from __future__ import annotations

import argparse
import contextlib
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "store"))
from desk_stories import NOW
from test_torture import SCRIPT, kept, whole

from newstrans.errors import StoreError
from newstrans.store import care, memory
from newstrans.store.connect import Store, open_store
from newstrans.store.events import find_events

MB = 1024 * 1024


def start(place: str, seed: int, *, largest: int = 0) -> subprocess.Popen[str]:
    """One newsroom at work; `largest` is how many bytes a file of it may have."""

    def bounded() -> None:
        if largest:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))

    return subprocess.Popen(
        [sys.executable, str(SCRIPT), place, str(seed)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=bounded,
    )  # fmt: skip


def begun(place: str, seed: int, count: int) -> list[subprocess.Popen[str]]:
    """So many newsrooms, all of them at work."""
    processes = [start(place, seed + n) for n in range(count)]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "begun\n", process.stderr.read() if process.stderr else ""
    return processes


def promises(process: subprocess.Popen[str], before: str = "") -> list[str]:
    """What a dead process was told, `before` of it read already; a line that was cut short promises nothing."""
    # communicate() does not know what readline() has taken ahead of the line that it gave.
    with process:
        out = before + (process.stdout.read() if process.stdout else "")
    return out[: out.rfind("\n") + 1].splitlines()


def judged(place: str, store: Store, told: list[str]) -> str:
    """Whether every promise holds and the store is sound; raises `AssertionError` for what is not."""
    kept(store, told)
    whole(store)
    problems = list(care.check(place))
    assert not problems, problems
    assert all(pair.approver for pair in memory.list_pairs(store, limit=1_000_000)), "a pair in the memory that nobody approved"
    counts = Counter(line.split(" ")[0] for line in told)
    assert counts, "nothing was at work: give it more time"
    done = ", ".join(f"{counts[what]} {what}" for what in ("version", "edit", "approve", "published") if counts[what])
    return f"{len(find_events(store))} events; promised and kept: {done}"


def kills(place: str, store: Store, count: int, writers: int) -> str:
    """Processes that are killed at a moment of their own, behind some promises, while others write."""
    chance = random.Random(7)
    told: list[str] = []
    done = 0
    while done < count:
        processes = begun(place, done, min(writers, count - done))
        before = []
        for process in processes:
            # By what it has done, not by the clock alone: on a busy machine it would be killed before it did anything.
            before.append("".join(process.stdout.readline() for _ in range(chance.randrange(16)) if process.stdout))
            time.sleep(chance.random() * 0.2)  # in the middle of whatever comes behind that
            process.kill()
        for process, out in zip(processes, before, strict=True):
            told += promises(process, out)
        done += len(processes)
    return judged(place, store, told)


def at_once(place: str, store: Store, writers: int, seconds: float) -> str:
    """Writers that are left to work side by side."""
    processes = begun(place, 10_000, writers)
    time.sleep(seconds)
    told: list[str] = []
    for process in processes:
        assert process.poll() is None, process.communicate()[1]
        process.terminate()
    for process in processes:
        told += promises(process)
    return judged(place, store, told)


@contextlib.contextmanager
def small_disk(folder: Path, size: int) -> Iterator[tuple[Path, int]]:
    """A folder on a file system of `size` bytes where one may be mounted; else any folder and a bound on files."""
    where = folder / "small"
    where.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(where)], capture_output=True, check=False).returncode == 0
    try:
        yield where, 0 if mounted else size // 2
    finally:
        if mounted:
            subprocess.run(["umount", str(where)], check=False)


def full_disk(folder: Path) -> str:
    """Writers until the disk is full: each ends with one clear error, and all that was done is there."""
    with small_disk(folder, 5 * MB) as (where, largest):
        place = str(where / "newstrans.db")
        store = open_store(place, NOW)
        processes = [start(place, 20_000 + n, largest=largest) for n in range(4)]
        told, said = [], []
        for process in processes:
            try:
                out, errors = process.communicate(timeout=240)
            except subprocess.TimeoutExpired:
                process.kill()
                out, errors = process.communicate()
            told += out[: out.rfind("\n") + 1].splitlines()
            said.append(errors.strip().splitlines()[-1] if errors.strip() else "still at work")
        full = sum("disk is full" in line for line in said)
        assert full, said
        kept(store, told)
        whole(store)
        problems = list(care.check(place))
        assert not problems, problems
        counts = Counter(line.split(" ")[0] for line in told)
        how = "a file system of 5 MB" if not largest else "files of 2.5 MB at most"
        store.close()
        return f"{how}: {full} of {len(processes)} writers say so, {sum(counts.values())} promises kept, the store is sound"


def corrupt_page(folder: Path, source: Path) -> str:
    """Bytes turned over in the middle of a copy: told by check, and the backup goes in its place."""
    place = folder / "corrupt.db"
    backup = folder / "backup.db"
    store = open_store(source, NOW)
    care.backup(store, place, overwrite=True)
    care.backup(store, backup, overwrite=True)
    events = len(find_events(store))
    store.close()
    chance = random.Random(5)
    found = 0
    rounds = 20
    for _ in range(rounds):
        data = bytearray(backup.read_bytes())
        page = chance.randrange(1, len(data) // 4096) * 4096
        for offset in range(page, page + 200):  # the head of a page and what is behind it
            data[offset] ^= 0xFF
        place.write_bytes(data)
        try:
            found += bool(list(care.check(place)))
        except StoreError:
            found += 1
        with contextlib.suppress(StoreError):
            care.restore(backup, place)
    assert list(care.check(place)) == []
    again = open_store(place, NOW)
    assert len(find_events(again)) == events
    again.close()
    return f"{found} of {rounds} corrupt pages told by check; restored, {events} events, sound"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--store", default="", help="an empty PostgreSQL database, in place of files")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        place = wanted.store or str(folder / "newstrans.db")
        store = open_store(place, NOW)
        rows = {
            f"{wanted.kills} kills, {wanted.writers} at a time": lambda: kills(place, store, wanted.kills, wanted.writers),
            f"{wanted.writers} writers at once": lambda: at_once(place, store, wanted.writers, wanted.seconds),
        }
        if not wanted.store:
            rows |= {"a full disk": lambda: full_disk(folder), "corrupt pages": lambda: corrupt_page(folder, Path(place))}
        bad = 0
        for what, run in rows.items():
            since = time.perf_counter()
            try:
                said = f"held: {run()}"
            except AssertionError as error:
                bad, said = bad + 1, f"BROKEN: {error}"
            print(f"{what:<28} {time.perf_counter() - since:6.0f} s  {said}", flush=True)
        store.close()
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
