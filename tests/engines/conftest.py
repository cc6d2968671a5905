"""Real engines for the tests."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from newstrans.config import Config
from newstrans.engines.apertium import ApertiumEngine
from newstrans.engines.argos import ArgosEngine

# Two modules lie beside this file; no test folder is a package.
sys.path.insert(0, str(Path(__file__).parent))
from argos_fixture import build_package, place_package
from real_engines import need_argos


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Settings with an empty data folder."""
    return Config(data=tmp_path / "data")


@pytest.fixture
def no_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening a socket is an error."""

    def refuse(*args: object, **kwargs: object) -> NoReturn:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="session")
def argos_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small real `.argosmodel` file, en -> eo."""
    need_argos()
    return build_package(tmp_path_factory.mktemp("argos") / "translate-en_eo-1_0.argosmodel")


@pytest.fixture(scope="session")
def argos_config(argos_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Config:
    """Settings with that package installed."""
    config = Config(data=tmp_path_factory.mktemp("data"))
    place_package(argos_file, config.argos_folder)
    return config


@pytest.fixture(scope="session")
def argos(argos_config: Config) -> ArgosEngine:
    """The Argos engine with that package."""
    return ArgosEngine(argos_config, workers=2)


@pytest.fixture(scope="session")
def apertium() -> Iterator[ApertiumEngine]:
    """The Apertium engine on what Debian installed; its processes are shared by the tests."""
    engine = ApertiumEngine(Config(data=Path("unused")))
    yield engine
    engine.close()
