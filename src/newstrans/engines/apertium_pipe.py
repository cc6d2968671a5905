"""Long-running chains of programs that answer one NUL-ended text after another.

No shell and no threads: one loop reads and writes whatever is ready, so full pipes cannot block each other.
"""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import time
import weakref
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_CHUNK = 65536
_KEPT_MESSAGES = 4096


@dataclass(frozen=True, slots=True)
class Section:
    """Programs that are started together and pass texts on by themselves.

    `after` turns each answer into what the next section is given. `renew_on` is a text on the programs'
    standard error after which they must be replaced before the next text: such a section gets one text at a
    time, the others as many as their pipes hold.
    """

    commands: tuple[tuple[str, ...], ...]
    after: Callable[[bytes], bytes] | None = None
    renew_on: bytes = b""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a text got no answer; `stage` is the program that died or the first that kept silent."""

    stage: str
    problem: str
    timed_out: bool = False


class _Broken(Exception):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.problem)
        self.fault = fault


class Chain:
    """Sections one behind the other; starts them on the first call and ends them with `close`.

    Every text must hold `end_mark`, which the programs pass on. An answer without it is none: when a program
    dies, those behind it end what they have with a NUL, as if it were whole.
    """

    def __init__(
        self, sections: Sequence[Section], *, end_mark: bytes, timeout_s: float, timeout_s_per_byte: float = 0.005
    ) -> None:
        self._sections = tuple(sections)
        self._end_mark = end_mark
        self._timeout_s = timeout_s
        self._timeout_s_per_byte = timeout_s_per_byte
        self._running: list[_Running] = []
        self._owner = 0

    def exchange(self, texts: Sequence[bytes]) -> tuple[list[bytes], Fault | None]:
        """Answers to `texts` in order; with a fault there are fewer, and the chain is closed.

        The texts must not hold NUL bytes. The time bound is for each text: it starts when the one before it is
        answered.
        """
        answers: list[bytes] = []
        try:
            # After a fork the pipes belong to the parent: two writers would mix their texts.
            if not self._running or self._owner != os.getpid():
                self._start()
            self._run(texts, answers)
        except _Broken as broken:
            self.close()
            return answers, broken.fault
        except BaseException:
            self.close()
            raise
        return answers, None

    def close(self) -> None:
        """End all programs. The chain starts anew when it is used again."""
        for running in self._running:
            running.end()
        self._running = []

    def _start(self) -> None:
        self.close()
        self._owner = os.getpid()
        for section in self._sections:
            self._running.append(_Running(section, self._end_mark))

    def _run(self, texts: Sequence[bytes], answers: list[bytes]) -> None:
        last = len(self._running) - 1
        self._running[0].waiting.extend(texts)
        deadline = self._deadline(texts, answers)
        while len(answers) < len(texts):
            poll = select.poll()
            wanted: dict[int, tuple[int, str]] = {}
            for index, running in enumerate(self._running):
                for descriptor, events, what in running.interests():
                    poll.register(descriptor, events)
                    wanted[descriptor] = (index, what)
            ready = poll.poll(max(0.0, deadline - time.monotonic()) * 1000)
            if not ready:
                raise _Broken(self._silence())
            for descriptor, _ in ready:
                index, what = wanted[descriptor]
                running = self._running[index]
                if what == "write":
                    running.write()
                elif what == "messages":
                    running.read_messages()
                else:
                    for answer in running.read():
                        if index == last:
                            answers.append(answer)
                            deadline = self._deadline(texts, answers)
                        else:
                            self._running[index + 1].waiting.append(answer)
                    if running.cut_short:
                        raise _Broken(running.death())

    def _deadline(self, texts: Sequence[bytes], answers: list[bytes]) -> float:
        size = len(texts[len(answers)]) if len(answers) < len(texts) else 0
        return time.monotonic() + self._timeout_s + size * self._timeout_s_per_byte

    def _silence(self) -> Fault:
        silent = next((running for running in self._running if running.in_flight), self._running[0])
        return Fault(silent.name, f"no answer within {self._timeout_s:g} s", timed_out=True)


class _Running:
    """The live processes of one section, their pipes, and the texts on their way through them."""

    def __init__(self, section: Section, end_mark: bytes) -> None:
        self.section = section
        self._end_mark = end_mark
        self.cut_short = False
        self.name = section.commands[0][0]
        self.waiting: deque[bytes] = deque()
        self.in_flight = 0
        self._launch()

    def _launch(self) -> None:
        self._outgoing = memoryview(b"")
        self._incoming = bytearray()
        self._messages = b""
        environment = {**os.environ, "LC_ALL": "C.UTF-8"}
        self._message_pipe, message_end = os.pipe()
        processes: list[subprocess.Popen[bytes]] = []
        source: int | None = subprocess.PIPE
        try:
            for command in self.section.commands:
                process = subprocess.Popen(
                    command, stdin=source, stdout=subprocess.PIPE, stderr=message_end, env=environment, bufsize=0
                )
                if processes and processes[-1].stdout is not None:
                    processes[-1].stdout.close()
                processes.append(process)
                source = process.stdout.fileno() if process.stdout else None
        except OSError as exc:
            os.close(self._message_pipe)
            _end_processes(processes)
            raise _Broken(Fault(command[0], f"cannot be started ({exc.strerror})")) from exc
        finally:
            os.close(message_end)
        first, final = processes[0].stdin, processes[-1].stdout
        if first is None or final is None:  # cannot be: both were asked for as pipes
            raise _Broken(Fault(self.name, "has no pipes"))
        self._input, self._output = first.fileno(), final.fileno()
        for descriptor in (self._input, self._output, self._message_pipe):
            os.set_blocking(descriptor, False)
        self._processes = processes
        self._finalizer = weakref.finalize(self, _end_everything, processes, self._message_pipe, os.getpid())

    def interests(self) -> list[tuple[int, int, str]]:
        """What this section waits for: descriptor, poll events, and a word for the dispatcher."""
        found = [(self._message_pipe, select.POLLIN, "messages")]
        if not self._outgoing and self.waiting and not (self.section.renew_on and self.in_flight):
            self._fill()
        if self._outgoing:
            found.append((self._input, select.POLLOUT, "write"))
        found.append((self._output, select.POLLIN, "read"))
        return found

    def _fill(self) -> None:
        if self.section.renew_on:
            texts = [self.waiting.popleft()]
        else:
            texts, self.waiting = list(self.waiting), deque()
        self.in_flight += len(texts)
        self._outgoing = memoryview(b"".join(text + b"\0" for text in texts))

    def write(self) -> None:
        try:
            written = os.write(self._input, self._outgoing[:_CHUNK])
        except BlockingIOError:
            return
        except BrokenPipeError:
            # The first program is gone. What the others have finished is still to be read: give up at its end.
            self._outgoing = memoryview(b"")
            return
        self._outgoing = self._outgoing[written:]

    def read(self) -> list[bytes]:
        try:
            data = os.read(self._output, _CHUNK)
        except BlockingIOError:
            return []
        if not data:
            raise _Broken(self.death())
        self._incoming += data
        *answers, rest = bytes(self._incoming).split(b"\0")
        self._incoming = bytearray(rest)
        whole = next((at for at, answer in enumerate(answers) if self._end_mark not in answer), len(answers))
        self.cut_short = whole < len(answers)
        answers = answers[:whole]
        self.in_flight -= len(answers)
        if answers and self.section.renew_on:
            self.read_messages()
            if self.section.renew_on in self._messages:
                self.end()
                self._launch()
        after = self.section.after
        return [after(answer) for answer in answers] if after else answers

    def read_messages(self) -> None:
        """Empty standard error, so that a talkative program does not block; the end of it is kept."""
        with contextlib.suppress(BlockingIOError):
            while data := os.read(self._message_pipe, _CHUNK):
                found = self.section.renew_on if self.section.renew_on in self._messages + data else b""
                self._messages = found + (self._messages + data)[-_KEPT_MESSAGES:]

    def death(self) -> Fault:
        """Which program ended the answers, and how."""
        with contextlib.suppress(OSError):
            self.read_messages()
        for process in self._processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.2)
        # SIGPIPE only says that a later program had gone before.
        ended = [(process.args, process.returncode) for process in self._processes if process.returncode is not None]
        guilty = [(args, code) for args, code in ended if code not in (0, -13)] or ended
        if not guilty:
            return Fault(self.name, "gave no text")
        args, code = guilty[0]
        name = args[0] if isinstance(args, tuple) else str(args)
        how = f"died of signal {-code}" if code < 0 else f"ended with status {code}"
        words = self._messages.decode("utf-8", "replace").strip().splitlines()
        return Fault(str(name), how + (f" ({words[-1][:200]})" if words else ""))

    def end(self) -> None:
        self._finalizer()


def _end_everything(processes: list[subprocess.Popen[bytes]], message_pipe: int, owner: int) -> None:
    os.close(message_pipe)
    if os.getpid() == owner:
        _end_processes(processes)
        return
    for process in processes:  # after a fork: let go of what belongs to the parent
        process.returncode = 0
        _close_pipes(process)


def _end_processes(processes: list[subprocess.Popen[bytes]]) -> None:
    """Kill and reap: the programs only filter, so there is nothing that they could leave half done."""
    for process in processes:
        process.kill()
        _close_pipes(process)
        process.wait()


def _close_pipes(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            pipe.close()
