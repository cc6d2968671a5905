"""Have ready what the first page would wait for: glossary and checks, templates, and the findings of the newest stories."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator
from threading import Thread

from newstrans.errors import NewstransError
from newstrans.review.overview import queue
from newstrans.store.queue import Wanted
from newstrans.web.call import Site
from newstrans.web.pages import words_for

_LONGEST_WAIT_S = 5


def warm_up(site: Site) -> None:
    """Read the glossary, compile the templates, let the checks look at the first page of the queue.

    What cannot be read is left to the request that needs it: there it is told to somebody.
    """
    with contextlib.suppress(NewstransError):
        site.pages.compile(words_for(site.settings.language or "en"))
        _ = site.house.names
        queue(site.store, Wanted(), site.counts, now=site.settings.clock().strftime("%Y-%m-%dT%H:%M:%SZ"))


@contextlib.contextmanager
def warming(site: Site) -> Iterator[Thread]:
    """The same in a thread beside what runs inside: the server answers in the meantime."""
    thread = Thread(target=_warm_and_settle, args=(site,), name="newstrans-warm", daemon=True)
    thread.start()
    try:
        yield thread
    finally:
        thread.join(_LONGEST_WAIT_S)  # the store is closed next


def _warm_and_settle(site: Site) -> None:
    warm_up(site)
    # What is there now stays. Were the collector to go through it at each full round, every request would
    # stand still for 0.1 s now and then (measured: 80-110 ms).
    gc.collect()
    gc.freeze()
