"""A desk that is served, with a small store behind it, and a browser in front: what the tests of all pages share.

The store is filled once by the real way in (`ingest` with the pseudo engine) and copied for each server, so that tests
may change it. `desk` is a server of a test's own, `shared_desk` one for tests that only look.
"""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from desk_stories import HEADLINE, PARAGRAPHS, Newsroom, edition_of, incoming, make_text
from tests_real import require

from newstrans.config import Config
from newstrans.rights import Role
from newstrans.store.connect import Store, open_store
from newstrans.web.app import create_app
from newstrans.web.doors import Doors
from newstrans.web.serve import listen, server
from newstrans.web.settings import Settings

NOW = "2026-03-04T09:30:00Z"
LOCALES = ("pt-BR", "ar", "ja")
ASIAN = ("zh-Hans", "ko")


@dataclass(frozen=True)
class Filled:
    """A file with a store: one story of 14 units in three locales, and a short, urgent one under embargo in three others."""

    file: Path
    story: str
    editions: dict[str, str]  # locale -> id
    embargoed: str


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    file = tmp_path_factory.mktemp("desk") / "newstrans.db"
    with _store(file) as store:
        room = Newsroom(store, "pseudo")
        first = room.ingest(incoming(make_text()), LOCALES)
        late = incoming(make_text("Prices rise", PARAGRAPHS[:2]), identity="urn:newsml:harbour.example:20260304:prices", slug="prices")
        late = replace(late, identity=replace(late.identity, embargo="2999-01-01T00:00:00Z", urgency=2))
        second = room.ingest(late, ("pt-BR", *ASIAN), "2026-03-04T09:00:00Z")
        with sqlite3.connect(file) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert first.story
    editions = {tag: edition_of(first, tag) for tag in LOCALES} | {tag: edition_of(second, tag) for tag in ASIAN}
    return Filled(file, first.story.id, editions, edition_of(second))


@dataclass
class Served:
    """A desk that answers at `url`."""

    url: str
    store: Store
    doors: Doors
    filled: Filled
    port: int
    files: Path  # the folder that editions are written to
    _clients: list[httpx.Client] = field(default_factory=list)

    def cookie(self, name: str = "anna", role: Role = Role.ADMIN) -> dict[str, str]:
        """The cookie of somebody who is in."""
        return {self.doors.cookie: self.doors.let_in(name, _now(), role=role)}

    def client(self, name: str = "anna", role: Role = Role.ADMIN) -> httpx.Client:
        """A client of somebody who is in; its posts come from our own pages."""
        made = httpx.Client(base_url=self.url, cookies=self.cookie(name, role), headers={"Origin": self.url}, trust_env=False, timeout=60)
        self._clients.append(made)
        return made

    def stranger(self) -> httpx.Client:
        """A client of nobody."""
        made = httpx.Client(base_url=self.url, trust_env=False, timeout=60)
        self._clients.append(made)
        return made


@contextmanager
def serve(copied: str | Path, filled: Filled, **options: Any) -> Iterator[Served]:
    """A server in a thread, on a free port of this machine."""
    file = Path(copied)
    socket = listen("127.0.0.1", 0)
    port = socket.getsockname()[1]
    with _store(file) as store:
        app = create_app(store, Settings(port=port, owner="anna", config=Config(data=file.parent / "data", output=file.parent / "editions"), **options))
        made = server(app)
        thread = threading.Thread(target=made.run, kwargs={"sockets": [socket]}, daemon=True)
        thread.start()
        while not made.started:
            assert thread.is_alive()
            time.sleep(0.01)
        served = Served(f"http://127.0.0.1:{port}", store, app.state.site.doors, filled, port, file.parent / "editions")
        try:
            yield served
        finally:
            for client in served._clients:
                client.close()
            made.should_exit = True
            thread.join(10)
            socket.close()
            app.state.site.counts.close()


@pytest.fixture(scope="module")
def shared_desk(filled: Filled, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A desk for tests that only look at it."""
    with serve(Path(shutil.copy(filled.file, tmp_path_factory.mktemp("served"))), filled) as made:
        yield made


@pytest.fixture(scope="session")
def served() -> Callable[..., Any]:
    """`serve`, for a module that fills a desk of its own."""
    return serve


@pytest.fixture
def desk(filled: Filled, tmp_path: Path) -> Iterator[Served]:
    """A desk of the test's own."""
    with serve(Path(shutil.copy(filled.file, tmp_path)), filled) as made:
        yield made


@pytest.fixture(scope="session")
def serving() -> Callable[..., Any]:
    """`serve`, for tests whose desk has a store or settings of its own."""
    return serve


# --- the browser

@pytest.fixture
def open_page(chromium: Any) -> Iterator[Callable[..., Any]]:
    """A function that gives a page of somebody who is in: `open_page(desk, "/", name="jonas", color_scheme="dark")`.

    The test fails when a page asked another host for anything, an error came to its console, or its policy was broken.
    A status of 4xx is no complaint: the browser logs each of them.
    """
    contexts: list[Any] = []
    complaints: list[str] = []

    def opened(desk: Served, path: str = "/", *, name: str = "anna", role: Role = Role.ADMIN, **options: Any) -> Any:
        context = chromium.new_context(base_url=desk.url, **{"locale": "en-GB", **options})
        context.set_default_timeout(90_000)  # a machine that others keep busy is slow, and nothing here is about time
        contexts.append(context)
        for key, value in desk.cookie(name, role).items():
            context.add_cookies([{"name": key, "value": value, "url": desk.url, "httpOnly": True, "sameSite": "Strict"}])
        page = context.new_page()
        page.on("request", lambda request: None if request.url.startswith(desk.url) else complaints.append(f"asked {request.url}"))
        page.on("pageerror", lambda error: complaints.append(f"script: {error}"))
        page.on("console", lambda said: _complain(complaints, said))
        page.goto(path)
        return page

    opened.complaints = complaints  # type: ignore[attr-defined]
    yield opened
    for context in contexts:
        context.close()
    assert [] == complaints


def _complain(complaints: list[str], said: Any) -> None:
    if said.type in ("error", "warning") and "Failed to load resource: the server responded with a status of 4" not in said.text:
        complaints.append(f"console: {said.text}")


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """A function that gives what axe-core finds wrong with a page (WCAG 2.2 A and AA), in words."""
    from importlib.util import find_spec

    found = find_spec("axe_playwright_python")
    require(found and found.origin, "axe-core is missing: pip install axe-playwright-python")
    assert found is not None
    assert found.origin is not None
    script = next(Path(found.origin).parent.rglob("axe.min.js")).read_text(encoding="utf-8")

    def audit(page: Any) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(script)
        tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
        result = page.evaluate("tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", tags)
        return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in result["violations"] for node in one["nodes"]]

    return audit


@contextmanager
def _store(file: Path) -> Iterator[Store]:
    made = open_store(file, NOW)
    try:
        yield made
    finally:
        made.close()


def _now() -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


__all__ = ["HEADLINE", "LOCALES", "Filled", "Served", "serve"]
