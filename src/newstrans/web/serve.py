"""Serve the application over HTTP/1.1, with h11: pure Python, and strict about what is no request."""

from __future__ import annotations

import contextlib
import errno
import signal
import socket
import threading
from collections.abc import Iterator
from types import FrameType

import uvicorn
from starlette.applications import Starlette

from newstrans.errors import NewstransError
from newstrans.web.patience import Patience, patient
from newstrans.web.security import HEAD_LIMIT

_PATIENCE = Patience()


class ServeError(NewstransError):
    """The server cannot listen; the message says why, and what to do."""


def listen(host: str, port: int) -> socket.socket:
    """The socket to serve on. `port` 0 takes a free one.

    Raises:
        ServeError: the port is in use, or the address is none of this machine.

    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # By name: asyncio sends small answers at once (TCP_NODELAY) only where the socket says that it is TCP; else head and body of an
    # answer are 40 ms apart, for the client's delayed acknowledgement.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host.strip("[]"), port))
    except OSError as error:
        made.close()
        busy = error.errno == errno.EADDRINUSE
        mend = f"Take another port: newstrans desk --port {port + 1}" if busy else "Give an address of this machine: --host 127.0.0.1"
        raise ServeError(f"cannot listen on {host} port {port} ({error.strerror or error}). {mend}") from error
    made.listen(128)
    return made


@contextlib.contextmanager
def until_told() -> Iterator[None]:
    """Ctrl-C and SIGTERM end what runs inside, and nothing else: the program goes on behind it, to its closing words."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals come to the main thread alone
        return
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def run(made: uvicorn.Server, listening: socket.socket) -> None:
    """Serve until Ctrl-C or SIGTERM; requests at hand are finished first.

    Raises:
        KeyboardInterrupt: Ctrl-C; with `until_told`, SIGTERM too.

    """
    try:
        made.run(sockets=[listening])
    finally:
        listening.close()


def server(app: Starlette, *, certificate: str = "", key: str = "", patience: Patience = _PATIENCE) -> uvicorn.Server:
    """The server, not running yet. What a proxy says about a client is not believed.

    Raises:
        ServeError: certificate or key cannot be used.

    """
    config = uvicorn.Config(
        app, http=patient(patience), loop="asyncio", ws="none", lifespan="off", proxy_headers=False, server_header=False, access_log=False,
        log_level="warning", timeout_keep_alive=patience.idle, timeout_graceful_shutdown=5, h11_max_incomplete_event_size=HEAD_LIMIT,
        limit_concurrency=200, ssl_certfile=certificate or None, ssl_keyfile=key or None,
    )  # fmt: skip
    try:
        config.load()
    except OSError as error:  # ssl.SSLError is one
        why = f"{error.filename}: {error.strerror}" if error.filename else error.strerror or error
        raise ServeError(f"{certificate} and {key} are no certificate with its key, both as PEM ({why})") from error
    return uvicorn.Server(config)
