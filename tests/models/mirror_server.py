"""A web server on this machine that serves a folder, and does on demand what servers should not do."""

from __future__ import annotations

import hashlib
import re
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

# What a server may do wrong with a path. "cut:N" ends the connection after N bytes, "cut-once:N" only the first time.
FAULTS = (
    "404", "500", "html", "wrong", "short", "long", "cut:N", "cut-once:N", "drip", "silent", "no-length", "ignore-range",
    "changed", "to:URL",
)  # fmt: skip


class MirrorServer:
    """Serves `folder` at `url`; `faults[path]` is one of `FAULTS`; `requests` lists (path, Range header)."""

    def __init__(self, folder: Path, *, certificate: Path | None = None) -> None:
        self.folder = folder
        self.faults: dict[str, str] = {}
        self.requests: list[tuple[str, str]] = []
        self.released = threading.Event()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args: Any) -> None:
                """Say nothing."""

            def do_GET(self) -> None:
                server.answer(self)

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *args: Any) -> None:
                """A client that hangs up is no news."""

        self._server = Server(("127.0.0.1", 0), Handler)
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = f"http{'s' if certificate else ''}://127.0.0.1:{self._server.server_address[1]}/"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def asked(self, path: str) -> list[str]:
        """Range headers of the requests for a path."""
        return [given for name, given in self.requests if name == path]

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = handler.path.partition("?")[0].lstrip("/")
        given = handler.headers.get("Range", "")
        self.requests.append((path, given))
        fault, _, number = self.faults.get(path, "").partition(":")
        file = self.folder / (path or "index.html")
        file = file / "index.html" if file.is_dir() else file
        if fault == "to":
            handler.send_response(302)
            handler.send_header("Location", number)
            handler.send_header("Content-Length", "0")
            handler.end_headers()
            return
        if fault in {"404", "500"} or not file.is_file():
            handler.send_error(int(fault or 404))
            return
        data = file.read_bytes()
        if fault == "html":
            data = b"<!DOCTYPE html><html><title>Log in</title></html>"
        elif fault == "wrong":
            data = bytes([data[0] ^ 1]) + data[1:]
        elif fault == "short":
            data = data[:-7]
        elif fault == "long":
            data += b"0" * 100
        elif fault == "silent":
            self.released.wait(30)
            return
        self._send(handler, data, fault, int(number or 0), given, path)

    def _send(self, handler: BaseHTTPRequestHandler, data: bytes, fault: str, number: int, given: str, path: str) -> None:
        tag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        match = re.match(r"bytes=(\d+)-$", given)
        start = int(match[1]) if match and fault != "ignore-range" else 0
        unchanged = handler.headers.get("If-Range") in (None, tag)
        if match and fault == "changed":
            unchanged = False
        start = start if unchanged else 0
        total = len(data)
        handler.send_response(206 if start else 200)
        handler.send_header("ETag", tag)
        if start:
            handler.send_header("Content-Range", f"bytes {start}-{total - 1}/{total}")
        if fault == "no-length":
            handler.close_connection = True
        else:
            handler.send_header("Content-Length", str(total - start))
        handler.end_headers()
        body = data[start:]
        if fault in {"cut", "cut-once"}:
            if fault == "cut-once":
                del self.faults[path]
            handler.wfile.write(body[:number])
            handler.wfile.flush()
            handler.close_connection = True
        elif fault == "drip":
            for byte in body:
                if self.released.wait(0.02):
                    return
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
        else:
            handler.wfile.write(body)


@contextmanager
def serving(folder: Path, *, certificate: Path | None = None) -> Iterator[MirrorServer]:
    """The server, for a while; over https with a certificate (PEM, with its key)."""
    server = MirrorServer(folder, certificate=certificate)
    try:
        yield server
    finally:
        server.close()
