"""What the queue and a story's page show, as plain values. Open errors are counted aside, and remembered by revision."""

from __future__ import annotations

import contextlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic

from newstrans.checks import POLICY, Policy
from newstrans.errors import NewstransError
from newstrans.formats.inplace.issue import held_back
from newstrans.model import Severity, Unit
from newstrans.review.actions import open_findings
from newstrans.store.connect import Store
from newstrans.store.editions import editions_of, get_edition
from newstrans.store.presence import who_is_in
from newstrans.store.queue import PAGE, Wanted, desks, list_queue, locales, unit_counts
from newstrans.store.records import EditionRecord, StoryRecord
from newstrans.store.stories import SourceVersion, get_source, get_story, versions


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition in a list. `errors` is None while nobody has counted them; `here` are those who have it open."""

    record: EditionRecord
    units: int
    to_do: int
    errors: int | None
    here: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoryLine:
    """A story in the queue. `held` says in words what holds it, "" for nothing."""

    story: StoryRecord
    held: str
    editions: tuple[EditionLine, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the queue: `total` stories fit, on `pages` pages; `counting` while errors are still being counted."""

    rows: tuple[StoryLine, ...]
    total: int
    pages: int
    locales: tuple[str, ...]
    desks: tuple[str, ...]
    counting: bool


@dataclass(frozen=True, slots=True)
class StoryPage:
    """A story: its versions, its newest source, its editions."""

    story: StoryRecord
    language: str
    held: str
    versions: tuple[SourceVersion, ...]
    source: tuple[Unit, ...]
    editions: tuple[EditionLine, ...]


class Counts:
    """Open errors by edition and revision. The checks of one edition take a while, so a thread counts what is asked for.

    Kept in memory: an edition that nobody touches is counted once for as long as the glossary stays as it is. `policy` gives the
    checks with the glossary in force.
    """

    _KEPT = 20_000

    def __init__(self, store: Store, policy: Callable[[], Policy] = lambda: POLICY) -> None:
        self._store = store
        self._policy = policy
        self._now = policy()
        self._known: OrderedDict[tuple[str, int], int] = OrderedDict()
        self._asked: set[tuple[str, int]] = set()
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="newstrans-counts")

    def of(self, record: EditionRecord) -> int | None:
        """The open errors of an edition as it stands; None when they are not counted yet, and will be soon."""
        key = (record.id, record.rev)
        with self._lock:
            if key in self._known:
                return self._known[key]
            if key not in self._asked:
                self._asked.add(key)
                self._worker.submit(self._count, key, self._now)
        return None

    def renew(self) -> None:
        """Forget what was counted with another glossary than the one in force: looked at once for each page."""
        policy = self._policy()
        with self._lock:
            if policy.names is not self._now.names:
                self._now = policy
                self._known.clear()
                self._asked.clear()

    def wait(self, records: Iterable[EditionRecord], seconds: float) -> None:
        """Wait until all are counted, at most so long."""
        end = monotonic() + seconds
        wanted = [one for one in records if self.of(one) is None]
        while wanted and monotonic() < end:
            threading.Event().wait(0.01)
            wanted = [one for one in wanted if self.of(one) is None]

    def close(self) -> None:
        """End the thread; what is not counted yet is left."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _count(self, asked: tuple[str, int], policy: Policy) -> None:
        found, key = 0, asked
        with contextlib.suppress(NewstransError), self._store.read() as connection:  # it is gone, or has no text
            record = get_edition(connection, asked[0])
            key = (record.id, record.rev)
            found = sum(one.severity is Severity.ERROR for _, one in open_findings(connection, record, policy=policy))
        with self._lock:
            if policy.names is not self._now.names:
                return  # the glossary has changed meanwhile: it is counted again
            self._known[key] = found
            self._asked.discard(asked)
            while len(self._known) > self._KEPT:
                self._known.popitem(last=False)


def queue(store: Store, wanted: Wanted, counts: Counts, *, now: str) -> Queue:
    """A page of the queue."""
    counts.renew()
    with store.read() as connection:
        found, total = list_queue(connection, wanted)
        here = who_is_in(connection, [each.id for one in found for each, _, _ in one.editions], now)
        there, seats = locales(connection), desks(connection)
    rows = tuple(
        StoryLine(one.story, held_back(one.story.embargo, one.story.held, now), tuple(
            EditionLine(each, units, to_do, counts.of(each) if units else 0, tuple(here.get(each.id, ())))
            for each, units, to_do in one.editions
        ))
        for one in found
    )  # fmt: skip
    counting = any(each.errors is None for one in rows for each in one.editions)
    return Queue(rows, total, max(1, -(-total // PAGE)), tuple(there), tuple(seats), counting)


def story_page(store: Store, name: str, counts: Counts, *, now: str) -> StoryPage:
    """A story with all that is known of it. Raises `NotInStore`."""
    counts.renew()
    with store.read() as connection:
        story = get_story(connection, name)
        came = versions(connection, story.id)
        newest = max((one.revision for one in came if one.status == "usable"), default=0)
        source = get_source(connection, story.id, newest) if newest else None
        made = editions_of(connection, story.id)
        sizes = unit_counts(connection, [one.id for one in made])
        here = who_is_in(connection, [one.id for one in made], now)
    lines = []
    for one in made:
        units, to_do = sizes.get(one.id, (0, 0))
        lines.append(EditionLine(one, units, to_do, counts.of(one) if units else 0, tuple(here.get(one.id, ()))))
    language = next((one.language for one in made if one.language), "") or (source.language if source else "") or ""
    held = held_back(story.embargo, story.held, now)
    return StoryPage(story, language, held, tuple(came), source.units if source else (), tuple(lines))
