"""What all tests share: an environment of their own, no network, the same examples every time."""

from __future__ import annotations

import os
import shutil
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from command_server import CommandServer
from headless import MISSING, find_chromium, launch
from hypothesis import settings
from tests_real import require

from newstrans.glossary.compiled import open_glossary
from newstrans.glossary.load import shipped_and_own

# A test that fails must fail for everybody: no random seed, no clock.
settings.register_profile("newstrans", derandomize=True, deadline=None)
settings.load_profile("newstrans")

# A shell that runs the tests in the background has them ignore Ctrl-C, and so would every program that they start and stop.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def own_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty home folder, and none of the user's own settings; returns that home."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("NEWSTRANS_") and name != "NEWSTRANS_REQUIRE_REAL":
                patch.delenv(name)
        patch.setenv("HOME", str(home))
        patch.setenv("LC_ALL", "C.UTF-8")  # what newstrans says is tested in English
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "NO_COLOR"):
            patch.delenv(name, raising=False)
        yield home


@pytest.fixture(scope="session")
def commands() -> Iterator[CommandServer]:
    """Runs commands in processes of their own, for all tests of the session."""
    server = CommandServer()
    yield server
    server.close()


# No name of the world is known: whatever a page asked elsewhere would fail, and is a complaint.
NO_NAMES = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser, for all tests of the session."""
    require(find_chromium(), MISSING)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        made = launch(play.chromium, NO_NAMES)
        yield made
        made.close()


@pytest.fixture
def new_context(chromium: Any) -> Iterator[Callable[..., Any]]:
    """A function that gives a context of the browser, as empty as a new browser; all end with the test."""
    made: list[Any] = []

    def opened(**options: Any) -> Any:
        made.append(chromium.new_context(**options))
        return made[-1]

    yield opened
    for context in made:
        context.close()


@pytest.fixture(scope="session")
def compiled_glossary(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], None]:
    """A function that puts the shipped glossary, compiled once for all tests, into a data folder, as an earlier command does."""
    place = tmp_path_factory.getbasetemp()
    cache = (place.parent if "PYTEST_XDIST_WORKER" in os.environ else place) / "compiled"  # workers share the folder above theirs
    open_glossary(shipped_and_own(()), cache)

    def put(data: Path) -> None:
        shutil.copytree(cache, data / "cache", ignore=shutil.ignore_patterns("part-*"))

    return put


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Internet sockets are refused; sockets of this machine's own file system are no network.

    A test marked `loopback` may reach 127.0.0.1, where it has a server of its own, and nothing else.
    """
    if request.node.get_closest_marker("browser"):
        return
    look_up = socket.getaddrinfo
    loopback = request.node.get_closest_marker("loopback") is not None

    class Guarded(socket.socket):
        def __init__(self, family: Any = -1, *args: Any, **kwargs: Any) -> None:
            if family in (-1, socket.AF_INET, socket.AF_INET6) and kwargs.get("fileno") is None and not loopback:
                raise AssertionError("a test opened an internet socket")
            super().__init__(family, *args, **kwargs)

        def connect(self, address: Any) -> None:
            if self.family != socket.AF_UNIX and address[0] != "127.0.0.1":
                raise AssertionError(f"a test opened a connection to {address}")
            super().connect(address)

    def guarded(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not loopback or host != "127.0.0.1":
            raise AssertionError(f"a test looked {host!r} up")
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket, "socket", Guarded)
    monkeypatch.setattr(socket, "getaddrinfo", guarded)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """With NEWSTRANS_REQUIRE_REAL=1 a skipped test is a failed one: a real part is missing.

    Only the samples, which belong to others and need not lie beside a checkout, may be missing.
    """
    outcome: Any = yield
    report = outcome.get_result()
    if os.environ.get("NEWSTRANS_REQUIRE_REAL") == "1" and report.skipped and not hasattr(report, "wasxfail"):
        reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        if "sample" not in reason:
            report.outcome = "failed"
            report.longrepr = f"a real part is missing: {reason}"
