"""The desk under load: how long answers take with many editors at once, and the queue of a large store.

    python benchmarks/desk.py [--editors 50] [--rounds 4] [--pause 1.0] [--stories 10000]

Each editor has an edition of their own and one that all share: opens the page, types a draft, saves, approves. In the
shared one they collide; the desk must say so (409) and keep every text. Times are those of a client on this machine, which
takes its part of the processors too.

Two loads: editors who come over ten pauses and wait about `--pause` seconds (half as long to half as long again) between an
answer and their next step, still many times faster than people read; and as many requests as the desk can answer (no pause), where times only say how long the line is, and the rate is what counts.
"""

from __future__ import annotations

import argparse
import os
import random
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
from sqlalchemy import insert, select
from starlette.applications import Starlette

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests/store"))
from desk_stories import PARAGRAPHS, Newsroom, edition_of, incoming, make_text

from newstrans.review.overview import Counts, queue
from newstrans.rights import Role
from newstrans.store.connect import Store, open_store
from newstrans.store.editions import drafts
from newstrans.store.events import broken_links, find_events
from newstrans.store.queue import Wanted
from newstrans.store.schema import edition, story, unit
from newstrans.web.app import create_app
from newstrans.web.serve import listen, server
from newstrans.web.settings import Settings
from newstrans.web.warm import warming

NOW = "2026-03-04T09:30:00Z"
# The editors come one after the other over so many pauses: nobody has fifty pages open themselves for the first time in one second.
_ARRIVAL = 10


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--editors", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two steps of an editor")
    parser.add_argument("--stories", type=int, default=10_000)
    parser.add_argument("--no-queue", action="store_true", help="leave the queue of the large store out")
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    wish = parser.parse_args()
    if wish.serve:
        _serve(Path(wish.serve))
        return
    with tempfile.TemporaryDirectory() as folder:
        if not wish.no_queue:
            _queue(Path(folder) / "large.db", wish.stories)
        _editors(Path(folder) / "paced.db", wish.editors, wish.rounds, wish.pause)
        _editors(Path(folder) / "full.db", wish.editors, wish.rounds, 0)


def _queue(file: Path, stories: int) -> None:
    store = open_store(file, NOW)
    _fill(store, stories)
    counts = Counts(store)
    for name, wanted in (
        ("first page", Wanted()), ("page 100", Wanted(page=100)), ("state", Wanted(state="approved")), ("search", Wanted(search="77")),
        ("locale and search", Wanted(search="9", locale="es")),
    ):  # fmt: skip
        times = []
        for _ in range(7):
            start = time.perf_counter()
            found = queue(store, wanted, counts, now=NOW)
            times.append(time.perf_counter() - start)
        print(f"queue of {stories} stories, {name}: {statistics.median(times) * 1000:.1f} ms ({found.total} fit)")
    counts.close()
    store.close()
    with _served(file, ["anna"]) as ([client], _process):
        for name, path in (("queue", "/"), ("page 100", "/?page=100"), ("search", "/?q=77"), ("locale and search", "/?q=9&locale=es"),
                           ("story", "/stories/0000000000000007"), ("memory search", "/tm?q=Words")):  # fmt: skip
            times = []
            for _ in range(9):
                start = time.perf_counter()
                client.get(path).raise_for_status()
                times.append(time.perf_counter() - start)
            print(f"whole page of {stories} stories, {name}: {statistics.median(times) * 1000:.1f} ms (slowest {max(times) * 1000:.0f})")


def _fill(store: Store, stories: int) -> None:
    rows = range(stories)
    with store.write() as connection:
        connection.execute(insert(story), [{
            "id": f"{n:016x}", "identity": f"urn:{n}", "family": "", "slug": f"slug-{n}", "headline": f"Headline of story {n}",
            "status": "usable", "revision": 1, "version": "1", "embargo": None, "held": "", "forbids": "", "created": NOW,
            "updated": f"2026-03-{n % 28 + 1:02}T{n % 24:02}:{n % 60:02}:00Z", "urgency": n % 9,
        } for n in rows])  # fmt: skip
        each = [(n, tag) for n in rows for tag in ("es", "pt-BR", "uk")]
        connection.execute(insert(edition), [{
            "id": f"{n:016x}:{tag}", "story": f"{n:016x}", "locale": tag, "state": ("to_review", "approved", "published")[n % 3], "rev": 1,
            "source_revision": 0, "language": "en", "headline": f"Titular {n}", "issue": 0, "error": "", "updated": NOW,
        } for n, tag in each])  # fmt: skip
        connection.execute(insert(unit), [{
            "edition": f"{n:016x}:{tag}", "key": f"u{k}", "position": k, "unit": f"p{k}", "kind": "paragraph", "source": "Words.",
            "source_revision": 1, "state": "machine", "text": "Palabras.", "rev": 1, "change": "", "suggestion": None, "approval": None,
            "editor": "", "reason": "",
        } for n, tag in each for k in range(10)])  # fmt: skip


def _serve(file: Path) -> None:
    store = open_store(file, NOW)
    socket = listen("127.0.0.1", 0)
    port = socket.getsockname()[1]
    app = create_app(store, Settings(port=port))
    with warming(app.state.site) as ready:
        ready.join()  # a desk is started before its editors come
        _let_in(app, port)
        server(app).run(sockets=[socket])


def _let_in(app: Starlette, port: int) -> None:
    print(port, app.state.site.doors.cookie, flush=True)
    for line in sys.stdin:  # each line is a name: let it in
        if not line.strip():
            break
        print(app.state.site.doors.let_in(line.strip(), time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), role=Role.ADMIN), flush=True)


@contextmanager
def _served(file: Path, names: list[str]) -> Iterator[tuple[list[httpx.Client], int]]:
    """A client for each name, all of them in, and the number of the server's process."""
    desk = subprocess.Popen([sys.executable, __file__, "--serve", str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert desk.stdin
    assert desk.stdout
    port, cookie = desk.stdout.readline().split()
    desk.stdin.write("\n".join(names) + "\n\n")
    desk.stdin.flush()
    secrets = [desk.stdout.readline().strip() for _ in names]
    url = f"http://127.0.0.1:{port}"
    # A client reads the machine's certificates, 60 ms of a processor each: fifty of them would measure themselves.
    certificates = ssl.create_default_context()
    clients = [
        httpx.Client(base_url=url, cookies={cookie: secret}, headers={"Origin": url}, timeout=60, trust_env=False, verify=certificates)
        for secret in secrets
    ]
    while True:
        try:
            httpx.get(url + "/healthz", trust_env=False)
            break
        except httpx.TransportError:
            time.sleep(0.05)
    try:
        yield clients, desk.pid
    finally:
        for client in clients:
            client.close()
        desk.terminate()
        desk.wait(20)


def _editors(file: Path, editors: int, rounds: int, pause: float) -> None:
    store = open_store(file, NOW)
    room = Newsroom(store, "pseudo")
    own = []
    for n in range(editors + 1):
        receipt = room.receive(incoming(make_text(f"Story {n} of the harbour", PARAGRAPHS), identity=f"urn:{n}", slug=f"s{n}"), ("pt-BR",))
        own.append(edition_of(receipt))
    room.make()
    shared = own.pop()
    names = [f"editor{n}" for n in range(editors)]
    times: dict[str, list[float]] = {}
    statuses: dict[tuple[str, int], int] = {}
    typed: list[tuple[str, int, str]] = []
    lock = threading.Lock()

    def ask(client: httpx.Client, what: str, method: str, path: str, data: dict[str, object] | None = None) -> httpx.Response:
        start = time.perf_counter()
        answer = client.request(method, path, data=data)
        took = time.perf_counter() - start
        with lock:
            times.setdefault(what, []).append(took)
            statuses[what, answer.status_code] = statuses.get((what, answer.status_code), 0) + 1
        time.sleep(pause * random.uniform(0.5, 1.5))
        return answer

    def revision(where: str, key: str) -> int:
        """What the editor's page would know, were it a browser; read aside, so that it costs the desk nothing."""
        with store.read() as connection:
            return int(connection.execute(select(unit.c.rev).where(unit.c.edition == where, unit.c.key == key)).scalar_one())

    def edit(n: int, client: httpx.Client) -> None:
        time.sleep(pause * _ARRIVAL * n / editors)
        for turn in range(rounds):
            key = f"u{turn % 14 + 1}"
            ask(client, "page", "GET", f"/editions/{own[n]}")
            for name, where in (("own", own[n]), ("shared", shared)):
                rev = revision(where, key)
                text = f"O texto de {names[n]}, volta {turn}."
                ask(client, "draft", "POST", f"/api/editions/{where}/units/{key}/draft", {"text": text, "base_rev": rev})
                saved = ask(client, f"save ({name})", "POST", f"/api/editions/{where}/units/{key}/text", {"text": text, "base_rev": rev})
                with lock:
                    typed.append((f"{where} {key} {names[n]}", saved.status_code, text))
                if name == "own":
                    ask(client, "approve", "POST", f"/api/editions/{where}/units/{key}/approve", {"base_rev": revision(where, key)})

    with _served(file, names) as (clients, process):
        before = _processor(process)
        start = time.perf_counter()
        with ThreadPoolExecutor(editors) as pool:
            list(pool.map(edit, range(editors), clients))
        whole = time.perf_counter() - start
        used = _processor(process) - before
    asked = sum(map(len, times.values()))
    rate = f"{asked} requests in {whole:.1f} s ({asked / whole:.0f}/s)"
    print(f"{editors} editors, {f'a step each {pause} s' if pause else 'without a pause'}: {rate}; load of the machine {os.getloadavg()[0]:.1f}")
    for what, found in [("all of them", sorted(one for each in times.values() for one in each)), *((what, sorted(each)) for what, each in times.items())]:
        print(f"  {what}: {len(found)} requests, median {found[len(found) // 2] * 1000:.0f} ms, 99th percentile {found[int(len(found) * 0.99)] * 1000:.0f} ms, worst {found[-1] * 1000:.0f} ms")
    print(f"  the server used {used / asked * 1000:.1f} ms of a processor for a request; answers: {dict(sorted(statuses.items()))}")
    _nothing_lost(store, [*own, shared], typed)
    store.close()


def _processor(pid: int) -> float:
    """Seconds of a processor that a process has used (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _nothing_lost(store: Store, editions: list[str], typed: list[tuple[str, int, str]]) -> None:
    """Every text that was typed is in an event (saved) or a draft (came too late); the chain of events is whole."""
    kept = set()
    for one in editions:
        kept |= {event.text for event in find_events(store, edition=one)}
        with store.read() as connection:
            kept |= {draft["text"] for draft in drafts(connection, one)}
    lost = [row for row in typed if row[2] not in kept]
    with store.read() as connection:
        broken = list(broken_links(connection))
    conflicts = sum(status == 409 for _, status, _ in typed)
    print(f"  {len(typed)} texts typed, {conflicts} conflicts, {len(lost)} lost; the chain of events is {'broken' if broken else 'whole'}")
    if lost or broken:
        sys.exit(1)


if __name__ == "__main__":
    main()
