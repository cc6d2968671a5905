"""The shipped data are found from a wheel, an editable install and a checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROBE = """
import json, sys
from newstrans import resources
from newstrans.cli.setup import desk
from newstrans.localise.locale import load_interface
here = desk()
print(json.dumps({
    "found": {name: str(resources.find(name)) for name in ("glossaries", "locales", "examples")},
    "engines": list(here.engines), "concepts": len(here.names.glossary.entries),
    "by": here.locale("pt-BR").gettext("By {author}", author="X"),
    "wrote": load_interface("uk").gettext("wrote {path}", path="x"),
}))
"""


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this tree without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    return next(folder.glob("*.whl"))


def probe(path: list[Path], *, isolated: bool, cwd: Path) -> dict[str, object]:
    """Run the probe with `path` in front; `isolated` leaves this environment's own editable install out."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, path)), "HOME": str(cwd)}
    flags = ["-S"] if isolated else []
    done = subprocess.run([sys.executable, *flags, "-c", PROBE], env=env, cwd=cwd, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def whole(found: dict[str, object]) -> None:
    assert ["apertium", "argos", "bergamot", "identity", "pseudo"] == sorted(found["engines"])  # type: ignore[arg-type]
    assert int(str(found["concepts"])) >= 150
    assert "Por X" == found["by"]
    assert "записано x" == found["wrote"]


def test_wheel_carries_everything(wheel: Path, tmp_path: Path) -> None:
    """Unpacked in an empty folder it has glossaries, house styles, the example, style sheet and schema."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "site")
    for wanted in (
        "newstrans/data/glossaries/people.toml", "newstrans/data/locales/pt-BR/locale.toml",
        "newstrans/data/locales/pt-BR/messages.po", "newstrans/data/locales/uk/interface.po", "newstrans/data/examples/harbour-talks.txt",
        "newstrans/formats/edition.css", "newstrans/formats/edition.schema.json", "newstrans/engines/quality.toml",
        "newstrans/py.typed",
    ):  # fmt: skip
        assert wanted in names
    assert not [name for name in names if name.startswith(("tests/", "docs/"))]

    # -S leaves out .pth files, and with them the editable install; the libraries come by their own path.
    found = probe([tmp_path / "site", Path(sysconfig.get_path("purelib"))], isolated=True, cwd=tmp_path)

    whole(found)
    assert str(tmp_path) in found["found"]["glossaries"]  # type: ignore[index]


def test_checkout_works_without_an_install(tmp_path: Path) -> None:
    """`src` on the path is enough: engines come from the built-in table, data from beside it."""
    found = probe([ROOT / "src", Path(sysconfig.get_path("purelib"))], isolated=True, cwd=tmp_path)

    whole(found)
    assert str(ROOT / "glossaries") == found["found"]["glossaries"]  # type: ignore[index]


def test_editable_install_works(tmp_path: Path) -> None:
    """What `make test` itself uses."""
    found = probe([], isolated=False, cwd=tmp_path)

    whole(found)
    assert str(ROOT / "locales") == found["found"]["locales"]  # type: ignore[index]


def test_import_writes_nothing(tmp_path: Path) -> None:
    """Importing opens no file for writing and no socket, and reads no settings."""
    code = (
        "import sys\nseen = []\n"
        "sys.addaudithook(lambda event, args: seen.append((event, args[:2])) if event.startswith('socket.') or "
        "(event == 'open' and isinstance(args[1], str) and set(args[1]) & set('wax+') and not str(args[0]).endswith('.pyc')) "
        "or event == 'os.mkdir' and '__pycache__' not in str(args[0]) else None)\n"
        "import newstrans, newstrans.pipeline, newstrans.cli, newstrans.emit, newstrans.explain\nprint(seen)"
    )
    done = subprocess.run([sys.executable, "-B", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert "[]" == done.stdout.strip()
