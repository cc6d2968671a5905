"""Sentences over several processes, for an engine whose library keeps Python's lock while it works.

This process works along: it translates from the first moment on while the others still load their model, so that
starting them is never waited for. A worker is a fresh interpreter on two pipes. It is not forked (threads and locks of
the caller would be copied in the middle of what they do) and not a `multiprocessing` one, whose start runs the
caller's main module again: a script without a guard would start itself without end.

Which process gets which sentence changes nothing but the time: every sentence is translated alone.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import weakref
from collections import deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple

from newstrans.errors import EngineError

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

TranslateText = Callable[[str], str]
OpenModel = Callable[[Any], TranslateText]

# Characters from which starting workers pays. A start costs 0.2 s of a core that would else be idle; a second of
# work is about 6,000 characters. benchmarks/workers.py: at 3,000 the cold pool of two gains a tenth, at 12,000 a third.
WORTH_STARTING = 4_000
# Below this many, running workers are not asked: the way to them and back costs about as much as a word.
WORTH_ASKING = 200
# Characters of one message: half a second of work.
MESSAGE = 3_000
# Messages that a worker may have: one at work, one waiting, so that it does not idle while this process is busy.
_AT_ONCE = 2
_ENDED_S = 5.0


class Failed(NamedTuple):
    """A text that the engine could not translate, and what it said."""

    problem: str


@dataclass(slots=True)
class _Worker:
    number: int
    process: subprocess.Popen[bytes]
    inbox: Connection
    outbox: Connection
    given: deque[list[int]] = field(default_factory=deque)


def usable_cores() -> int:
    """Cores that this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Workers:
    """Up to `count` processes, this one among them, that translate with what `open_model(model)` gives.

    `open_model` is a function of a module and `model` a value: both are pickled. Workers start when the first call
    is long enough to gain by it, keep every model that they were asked for, and stay until `close`. Calls from
    several threads take turns.
    """

    def __init__(self, engine: str, open_model: OpenModel, count: int) -> None:
        self._engine = engine
        self._open_model = open_model
        # A frozen program's executable is the program: "-c" would start it once more.
        self._count = 1 if getattr(sys, "frozen", False) or not sys.executable else max(1, count)
        self._running: list[_Worker] = []
        self._lock = threading.Lock()
        self._ended = weakref.finalize(self, _end, self._running, os.getpid())

    @property
    def process_ids(self) -> list[int]:
        """The workers that run now, this process left out."""
        return [worker.process.pid for worker in self._running]

    def translate(self, texts: Sequence[str], model: Hashable, own: TranslateText) -> list[str]:
        """The answer to each text, in order; `own` is this process's way to translate one.

        Raises:
            EngineError: a text could not be translated (the first such, whoever had it), or a worker died: then
                all are ended, and started anew by the next call.

        """
        size = sum(map(len, texts))
        if self._count == 1 or len(texts) < 2 or size < (WORTH_ASKING if self._running else WORTH_STARTING):
            return [own(text) for text in texts]
        with self._lock:
            try:
                self._start()
                outcomes = _Run(self._engine, texts, model, own).over(self._running)
            except BaseException:
                # Also Ctrl-C: nothing of this stays behind.
                self._stop()
                raise
        for outcome in outcomes:
            if isinstance(outcome, Failed):
                raise EngineError(self._engine, outcome.problem)
        return [outcome for outcome in outcomes if isinstance(outcome, str)]

    def close(self) -> None:
        """End the workers at once; they hold nothing that could be lost."""
        with self._lock:
            self._stop()

    def _stop(self) -> None:
        _end(self._running, os.getpid())

    def _start(self) -> None:
        for number in range(len(self._running) + 2, self._count + 1):
            self._running.append(_start(number, self._engine, self._open_model))


class _Run:
    """One call: what is still to be done, and what came back."""

    def __init__(self, engine: str, texts: Sequence[str], model: Hashable, own: TranslateText) -> None:
        self._engine = engine
        self._texts = texts
        self._model = model
        self._own = own
        self._outcomes: list[str | Failed] = [""] * len(texts)
        # The longest first, so that nobody ends up waiting for one that was kept for last.
        self._waiting = deque(sorted(range(len(texts)), key=lambda index: (-len(texts[index]), index)))
        self._size = sum(map(len, texts))

    def over(self, workers: Sequence[_Worker]) -> list[str | Failed]:
        """Translate all: messages of several texts to the workers, one text at a time here."""
        from multiprocessing.connection import wait

        by_inbox: dict[Any, _Worker] = {worker.inbox: worker for worker in workers}
        while self._waiting or any(worker.given for worker in workers):
            # Round after round, so that no worker gets its second message before another has its first.
            for given in range(_AT_ONCE):
                for worker in workers:
                    if self._waiting and len(worker.given) == given:
                        self._give(worker, share=4 * (len(workers) + 1))
            if self._waiting:
                index = self._waiting.pop()  # short ones here: between two, answers are fetched
                self._size -= len(self._texts[index])
                self._outcomes[index] = outcome_of(self._own, self._texts[index])
            busy = [worker.inbox for worker in workers if worker.given]
            for ready in wait(busy, 0 if self._waiting else None) if busy else ():
                self._fetch(by_inbox[ready])
        return self._outcomes

    def _give(self, worker: _Worker, share: int) -> None:
        """Send the next texts: a fair part of what is left, so that all end together."""
        bound = min(MESSAGE, self._size // share)
        chunk: list[int] = []
        size = 0
        while self._waiting and (not chunk or size + len(self._texts[self._waiting[0]]) <= bound):
            index = self._waiting.popleft()
            chunk.append(index)
            size += len(self._texts[index])
        self._size -= size
        try:
            worker.outbox.send((self._model, [self._texts[index] for index in chunk]))
        except OSError as exc:  # a broken pipe
            raise EngineError(self._engine, _obituary(worker)) from exc
        worker.given.append(chunk)

    def _fetch(self, worker: _Worker) -> None:
        try:
            outcomes: list[str | Failed] = worker.inbox.recv()
        except (EOFError, OSError) as exc:
            raise EngineError(self._engine, _obituary(worker)) from exc
        for index, outcome in zip(worker.given.popleft(), outcomes, strict=True):
            self._outcomes[index] = outcome


def outcome_of(translate: TranslateText, text: str) -> str | Failed:
    """The answer, or what the engine said instead: a value, since exceptions with arguments cannot be pickled."""
    try:
        return translate(text)
    except EngineError as exc:
        return Failed(exc.problem)


def _start(number: int, engine: str, open_model: OpenModel) -> _Worker:
    from multiprocessing.connection import Connection

    program = f"import sys; sys.path[:] = {sys.path!r}; from newstrans.engines.workers import serve; serve()"
    try:
        # A process group of its own: Ctrl-C at the terminal reaches this process, which ends the workers.
        process = subprocess.Popen(
            [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, process_group=0
        )
    except OSError as exc:
        raise EngineError(engine, f"worker {number} could not be started ({exc.strerror}). Use --workers 1") from exc
    if process.stdin is None or process.stdout is None:
        raise EngineError(engine, f"worker {number} has no pipes")
    with process.stdin as to, process.stdout as back:
        worker = _Worker(
            number, process,
            inbox=Connection(os.dup(back.fileno()), writable=False), outbox=Connection(os.dup(to.fileno()), readable=False),
        )  # fmt: skip
    try:
        worker.outbox.send(open_model)
    except OSError as exc:
        problem = _obituary(worker)
        _end([worker], os.getpid())
        raise EngineError(engine, problem) from exc
    return worker


def _obituary(worker: _Worker) -> str:
    """Who died, of what, and what to do."""
    try:
        status = worker.process.wait(_ENDED_S)
    except subprocess.TimeoutExpired:
        status = None
    if status is None:
        how = "closed its pipe"
    elif status < 0:
        how = f"was killed by {signal.Signals(-status).name}"
    else:
        how = f"ended with status {status}"
    return f"worker {worker.number} (process {worker.process.pid}) {how}. Try again with --workers 1, which needs less memory"


def _end(workers: list[_Worker], owner: int) -> None:
    """Kill and collect `workers` and forget them; a forked copy of their owner only forgets them."""
    while workers:
        worker = workers.pop()
        worker.inbox.close()
        worker.outbox.close()
        if owner == os.getpid():
            worker.process.kill()
            worker.process.wait()


def serve() -> None:
    """The life of a worker: what opens models first, then messages, until its owner is gone."""
    from multiprocessing.connection import Connection

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    inbox, outbox = Connection(os.dup(0), writable=False), Connection(os.dup(1), readable=False)
    os.dup2(2, 1)  # what a library prints must not come between the answers
    messages: SimpleQueue[Any] = SimpleQueue()
    threading.Thread(target=_read, args=(inbox, messages), daemon=True).start()
    open_model: OpenModel = messages.get()
    known: dict[Any, TranslateText] = {}
    while True:
        model, texts = messages.get()
        try:
            outbox.send(_answers(known, open_model, model, texts))
        except BrokenPipeError:
            return


def _read(inbox: Connection, messages: SimpleQueue[Any]) -> None:
    """Take in messages at once, so that the owner never waits in the middle of sending one; end with the owner."""
    try:
        while True:
            messages.put(inbox.recv())
    except (EOFError, OSError):
        os._exit(0)


def _answers(
    known: dict[Any, TranslateText], open_model: OpenModel, model: Any, texts: Sequence[str]
) -> list[str | Failed]:
    if model not in known:
        try:
            known[model] = open_model(model)
        except EngineError as exc:
            return [Failed(exc.problem)] * len(texts)
    outcomes = [outcome_of(known[model], text) for text in texts]
    if any(isinstance(outcome, Failed) for outcome in outcomes):
        del known[model]  # after a panic nobody knows what state it is in
    return outcomes
