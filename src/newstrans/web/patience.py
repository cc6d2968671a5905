"""How long a client may take: to say what it wants, to send what goes with it, to take the answer.

A client that sends a byte now and then holds its connection for ever otherwise, and a few hundred of them the server.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds that a client has for the head of a request, counted from its first byte or the connection; for its body;
    for taking up anything at all of an answer; and for saying nothing behind it, with the connection open.
    """

    head: float = 15
    body: float = 60
    answer: float = 60
    idle: int = 15


class PatientProtocol(H11Protocol):
    """HTTP/1.1 whose clients are hung up on when they take too long; what they sent until then is not acted upon."""

    patience: ClassVar[Patience] = Patience()

    _waits_for: object = None
    _timer: asyncio.TimerHandle | None = None
    _writing: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as H11Protocol has it
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        if self._writing:
            self._writing.cancel()
        super().connection_lost(exc)

    def on_response_complete(self) -> None:
        # From here on uvicorn's own time for an idle connection runs, until the next byte.
        self._stop()
        super().on_response_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._writing = self.loop.call_later(self.patience.answer, self.transport.abort)

    def resume_writing(self) -> None:
        if self._writing:
            self._writing.cancel()
        super().resume_writing()

    def _watch(self) -> None:
        """Start the time for what is waited for, if that is something new."""
        their = self.conn.their_state
        if their is self._waits_for:
            return
        self._stop()
        seconds = {h11.IDLE: self.patience.head, h11.SEND_BODY: self.patience.body}.get(their)
        if seconds is not None and not self.transport.is_closing():
            self._waits_for = their
            self._timer = self.loop.call_later(seconds, self.transport.abort)

    def _stop(self) -> None:
        self._waits_for = None
        if self._timer:
            self._timer.cancel()
            self._timer = None


def patient(patience: Patience) -> type[PatientProtocol]:
    """The protocol with other times."""
    return type("PatientProtocol", (PatientProtocol,), {"patience": patience})
