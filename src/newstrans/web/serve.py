"""Serve the application over HTTP/1.1, with h11: pure Python, and strict about what is no request."""

from __future__ import annotations

import contextlib
import errno
import socket

import uvicorn
from starlette.applications import Starlette

from newstrans.errors import NewstransError

# A client that sends its headers more slowly than this, or says nothing on an open connection, is hung up on.
_IDLE_S = 15
_HEADER_BYTES = 16 * 1024


class ServeError(NewstransError):
    """The server cannot listen; the message says why, and what to do."""


def listen(host: str, port: int) -> socket.socket:
    """The socket to serve on. `port` 0 takes a free one.

    Raises:
        ServeError: the port is in use, or the address is none of this machine.

    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
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


def run(app: Starlette, listening: socket.socket, *, certificate: str = "", key: str = "") -> None:
    """Serve until Ctrl-C or SIGTERM; requests at hand are finished first.

    Raises:
        ServeError: certificate or key cannot be used.

    """
    try:
        made = server(app, certificate=certificate, key=key)
        with contextlib.suppress(KeyboardInterrupt):
            made.run(sockets=[listening])
    except OSError as error:  # ssl.SSLError is one
        raise ServeError(f"{certificate}: the certificate or its key cannot be used ({error.strerror or error})") from error
    finally:
        listening.close()


def server(app: Starlette, *, certificate: str = "", key: str = "") -> uvicorn.Server:
    """The server, not running yet. What a proxy says about a client is not believed."""
    config = uvicorn.Config(
        app, http="h11", loop="asyncio", ws="none", lifespan="off", proxy_headers=False, server_header=False, access_log=False,
        log_level="warning", timeout_keep_alive=_IDLE_S, timeout_graceful_shutdown=5, h11_max_incomplete_event_size=_HEADER_BYTES,
        limit_concurrency=200, ssl_certfile=certificate or None, ssl_keyfile=key or None,
    )  # fmt: skip
    return uvicorn.Server(config)
