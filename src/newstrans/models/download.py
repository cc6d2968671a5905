"""Fetch files over HTTP: whole, checked, resumed, and bounded in size and time.

This is the only module of newstrans that opens a connection, and only the commands that say so call it.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from newstrans import __version__
from newstrans.errors import DownloadError, ModelDamaged
from newstrans.models.files import hash_file, need_room, read_json, write_whole

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

_T = TypeVar("_T")

MAX_INDEX_BYTES = 64 << 20

_BLOCK = 64 << 10
_TRIES = 4
_REDIRECTS = 5
_MAX_ADDRESS = 2000


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a server is waited for, in seconds. In every `window_s` at least `window_bytes` must arrive."""

    connect_s: float = 15
    read_s: float = 30
    window_s: float = 60
    window_bytes: int = 64 << 10


class Watch(Protocol):
    """Is told how a download goes."""

    def __call__(self, name: str, done: int, total: int) -> None:
        """`done` of `total` bytes of `name` are there; `total` is 0 where the server does not say."""


def unwatched(name: str, done: int, total: int) -> None:
    """Progress that nobody looks at."""


class Fetcher:
    """Downloads into one folder, where what is not yet whole waits to be resumed.

    `sleep` and `clock` are those of the `time` module, but for tests.
    """

    def __init__(
        self, folder: Path, *, patience: Patience | None = None, watch: Watch = unwatched,
        sleep: Callable[[float], None] = time.sleep, clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._folder = folder
        self._patience = patience or Patience()
        self._watch = watch
        self._sleep = sleep
        self._clock = clock
        self._pools: dict[str, Any] = {}

    def read(self, url: str, *, max_bytes: int = MAX_INDEX_BYTES) -> bytes:
        """The whole answer at `url`: an index, at most `max_bytes`.

        Raises:
            DownloadError: it cannot be reached, answers with an error, or with more than that.

        """

        def once() -> bytes:
            with self._open(url, {}) as response:
                if response.status != 200:
                    raise DownloadError(shown(url), _status(response.status))
                return b"".join(self._blocks(response, url, 0, max_bytes))

        return self._patiently(url, once)

    def fetch(self, url: str, *, size: int | None, sha256: str | None, max_bytes: int) -> Path:
        """The file at `url`, complete and checked; resumed where an earlier call stopped.

        The file lies in the folder of downloads and belongs to the caller. `size` and `sha256` are what it must
        have, where that is known.

        Raises:
            DownloadError: it cannot be had: no connection, an error, a web page instead, too slow, too large, or
                cut off again and again. What has come so far is kept, and the next call goes on from there.
            ModelDamaged: it came whole and is not the file that was promised. It is thrown away.
            ModelStoreError: the disk has no room for it.
            OSError: it cannot be written.

        """
        self._folder.mkdir(parents=True, exist_ok=True)
        name = file_name(url)
        part = self._folder / f"{hashlib.sha256(url.encode()).hexdigest()[:16]}-{name}.part"
        whole = part.with_suffix("")
        if whole.exists():  # fetched by a run that did not come to use it
            if sha256 is not None and hash_file(whole)[1] == sha256:
                return whole
            whole.unlink()
        bound = max_bytes if size is None else min(size, max_bytes)
        if size is not None and size > max_bytes:
            raise DownloadError(shown(url), f"it is said to have {size} bytes, more than a model may ({max_bytes})")
        self._patiently(url, lambda: self._go_on(url, part, bound, size, known=sha256 is not None))
        got, digest = hash_file(part)
        problem = ""
        if size is not None and got != size:
            problem = f"it has {got} bytes where {size} were promised"
        elif sha256 is not None and digest != sha256:
            problem = f"its SHA-256 is {digest}, and should be {sha256}"
        if problem:
            _forget(part)
            raise ModelDamaged("models", f"{shown(url)}: {problem}. It was thrown away and nothing was installed; try again, or ask whoever runs that server")
        part.replace(whole)
        _notes(part).unlink(missing_ok=True)
        return whole

    def _patiently(self, url: str, ask: Callable[[], _T]) -> _T:
        """Ask a few times, as long as the answer is only cut off."""
        for attempt in range(_TRIES):
            try:
                return ask()
            except _CutOff as exc:
                reason = exc
                if attempt + 1 < _TRIES:
                    self._sleep(0.5 * 2**attempt)
        raise DownloadError(
            shown(url), f"the server stopped in the middle, {_TRIES} times ({reason})",
            "What has come is kept: run the command again to go on from there",
        ) from reason

    def _go_on(self, url: str, part: Path, bound: int, size: int | None, *, known: bool) -> None:
        have = part.stat().st_size if part.exists() else 0
        notes = read_json(_notes(part)) if have else None
        validator = notes.get("validator", "") if isinstance(notes, dict) and notes.get("url") == shown(url) else ""
        # Without a validator a resumed file could be put together from two versions; a known hash would tell.
        if have and not (validator or known):
            have = 0
        if size is not None and have >= size:
            if have == size:
                return
            have = 0
        headers = {"Range": f"bytes={have}-"} if have else {}
        if have and validator:
            headers["If-Range"] = str(validator)
        with self._open(url, headers) as response:
            start = have if response.status == 206 else 0
            if response.status == 416 or (response.status == 206 and _range_start(response) != have):
                _forget(part)
                raise _CutOff("it no longer has the part that was asked for")
            if response.status not in {200, 206}:
                raise DownloadError(shown(url), _status(response.status))
            total = start + _length(response)
            if total > start and size is not None and total != size:
                _forget(part)
                raise ModelDamaged("models", f"{shown(url)}: the server has {total} bytes of it where {size} were promised. Nothing was installed; ask whoever runs that server")
            need_room(self._folder, max(total, bound if size is not None else 0) - start)
            write_whole(_notes(part), json.dumps({"url": shown(url), "validator": _validator(response)}))
            with part.open("r+b" if start else "wb") as file:
                file.truncate(start)
                file.seek(start)
                done = start
                for block in self._blocks(response, url, start, bound):
                    file.write(block)
                    file.flush()  # a slow download that is killed has not come in vain
                    done += len(block)
                    self._watch(file_name(url), done, total if total > start else 0)

    def _blocks(self, response: BaseHTTPResponse, url: str, done: int, bound: int) -> Iterator[bytes]:
        """The answer in blocks, while it is neither too large nor too slow nor a web page."""
        announced = _length(response)
        if done + announced > bound:
            raise DownloadError(shown(url), f"it has {done + announced} bytes, more than the {bound} that were expected")
        window, arrived = self._clock(), 0
        first = done == 0
        # One receive at a time: a server that drips must not hold us until a block is full.
        while block := response.read1(_BLOCK, decode_content=False):
            if first and _is_page(block):
                raise DownloadError(
                    shown(url), "a web page came instead of the file",
                    "A proxy or a login page may stand in between; open the address in a browser",
                )
            first = False
            done += len(block)
            if done > bound:
                raise DownloadError(shown(url), f"more than the {bound} bytes came that were expected")
            yield block
            arrived += len(block)
            now = self._clock()
            if now - window > self._patience.window_s:
                if arrived < self._patience.window_bytes:
                    raise DownloadError(
                        shown(url), f"it is too slow: {arrived} bytes in {now - window:.0f} s",
                        "What has come is kept: run the command again to go on from there",
                    )
                window, arrived = now, 0

    @contextmanager
    def _open(self, url: str, headers: dict[str, str]) -> Iterator[BaseHTTPResponse]:
        """The answer to GET, redirections followed. Foreign errors are mapped, also those of reading it."""
        import urllib3.exceptions as foreign

        try:
            response = self._follow(url, headers)
        except foreign.HTTPError as exc:
            if "CERTIFICATE_VERIFY_FAILED" in str(exc):
                raise DownloadError(
                    shown(url), f"the server's certificate is not trusted ({_reason(exc)})",
                    "Name the certificates of your own authority with SSL_CERT_FILE=FILE; verification stays on",
                ) from exc
            raise DownloadError(
                shown(url), f"it cannot be reached ({_reason(exc)})",
                "Look at the network, or install from a bundle: newstrans models install --from BUNDLE.tar",
            ) from exc
        try:
            yield response
        except foreign.HTTPError as exc:
            raise _CutOff(_reason(exc)) from exc
        finally:
            response.close()

    def _follow(self, url: str, headers: dict[str, str]) -> BaseHTTPResponse:
        import urllib3

        here = url
        for _ in range(_REDIRECTS + 1):
            parts = urlsplit(here)
            if parts.scheme not in {"http", "https"} or not parts.hostname or len(here) > _MAX_ADDRESS:
                raise DownloadError(shown(here)[:_MAX_ADDRESS], "it is no http or https address")
            sent = {"User-Agent": f"newstrans/{__version__}", "Accept-Encoding": "identity", **headers}
            if parts.username and parts.hostname == urlsplit(url).hostname:
                sent |= urllib3.make_headers(basic_auth=f"{unquote(parts.username)}:{unquote(parts.password or '')}")
            response: BaseHTTPResponse = self._pool(here).request(
                "GET", _without_password(here), headers=sent, redirect=False, retries=False, preload_content=False,
                timeout=urllib3.Timeout(connect=self._patience.connect_s, read=self._patience.read_s),
            )
            to = response.headers.get("Location")
            if response.status not in {301, 302, 303, 307, 308} or not to:
                return response
            response.close()
            there = urljoin(here, to)
            if parts.scheme == "https" and urlsplit(there).scheme != "https":
                raise DownloadError(shown(here), f"it leads on to {shown(there)}, which is not encrypted")
            here = there
        raise DownloadError(shown(url), f"it leads on more than {_REDIRECTS} times")

    def _pool(self, url: str) -> Any:
        """A pool of connections, through the proxy that the environment names for this address."""
        import urllib3

        parts = urlsplit(url)
        proxy = "" if urllib.request.proxy_bypass(parts.hostname or "") else urllib.request.getproxies().get(parts.scheme, "")
        if proxy not in self._pools:
            if proxy:
                named = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
                login = f"{unquote(named.username)}:{unquote(named.password or '')}" if named.username else None
                sent = urllib3.make_headers(proxy_basic_auth=login) if login else None
                self._pools[proxy] = urllib3.ProxyManager(_without_password(named.geturl()), proxy_headers=sent)
            else:
                self._pools[proxy] = urllib3.PoolManager()
        return self._pools[proxy]

    def close(self) -> None:
        """End the connections."""
        for pool in self._pools.values():
            pool.clear()
        self._pools = {}


class _CutOff(Exception):
    """The answer ended before its time: worth another try."""


def shown(url: str) -> str:
    """`url` for people and for manifests: without a password, and in plain characters only.

    >>> shown("https://desk:secret@mirror.example/a b.argosmodel?key=1#x")
    'https://mirror.example/a%20b.argosmodel?key=1'
    """
    return quote(_without_password(url), safe="/:?#[]@!$&'()*+,;=%~-._", errors="replace")


def file_name(url: str) -> str:
    """A plain name for the file at `url`.

    >>> file_name("http://mirror.example/a%20b/translate-en_es-1_0.argosmodel?x")
    'translate-en_es-1_0.argosmodel'
    """
    last = unquote(urlsplit(url).path.rsplit("/", 1)[-1])
    return re.sub(r"[^A-Za-z0-9_.+-]", "_", last).lstrip(".")[:100] or "file"


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, parts.query, ""))


def _notes(part: Path) -> Path:
    return part.with_suffix(".part.json")


def _forget(part: Path) -> None:
    part.unlink(missing_ok=True)
    _notes(part).unlink(missing_ok=True)


def _length(response: BaseHTTPResponse) -> int:
    """Bytes that the server announces to send, 0 where it does not say."""
    text = response.headers.get("Content-Length", "")
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else 0


def _range_start(response: BaseHTTPResponse) -> int:
    match = re.match(r"bytes (\d{1,15})-", response.headers.get("Content-Range", ""))
    return int(match[1]) if match else -1


def _validator(response: BaseHTTPResponse) -> str:
    """What tells one version of a file from another (RFC 9110, 13.1.5: a strong tag, else the date)."""
    tag = response.headers.get("ETag", "")
    return tag if tag and not tag.startswith("W/") else response.headers.get("Last-Modified", "")


def _is_page(block: bytes) -> bool:
    start = block[:200].lstrip().lower()
    return start.startswith((b"<!doctype", b"<html", b"<head", b"<?xml"))


def _status(status: int) -> str:
    known = {401: ", a login is needed", 403: ", access is refused", 404: ", there is no such file", 429: ", too many requests"}
    return f"the server answers {status}{known.get(status, '')}"


def _reason(exc: BaseException) -> str:
    """The innermost message, without the objects that urllib3 wraps around it."""
    while True:
        inner = getattr(exc, "reason", None) or exc.__cause__
        if not isinstance(inner, BaseException) or inner is exc:
            break
        exc = inner
    text = str(exc).partition(": ")[2] if ">: " in str(exc) or "at 0x" in str(exc) else str(exc)
    return re.sub(r"\s+", " ", text)[:200] or type(exc).__name__
