"""What `import newstrans` promises."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import newstrans

PUBLIC = [
    "Edit", "Edition", "Finding", "NewstransError", "Segment", "Severity", "Story", "Unit", "__version__",
    "default_stages", "load_config", "read_stories", "read_story", "translate_stories", "write_editions",
]  # fmt: skip

# All of this is needed somewhere, and none of it to know what newstrans can do.
HEAVY = (
    "argostranslate", "babel", "charset_normalizer", "click", "ctranslate2", "fxtranslate", "langdetect", "lxml",
    "markdown_it", "numpy", "onnxruntime", "polib", "psycopg", "rapidfuzz", "sentencepiece", "sqlalchemy", "trafilatura", "yaml", "yasbd",
)  # fmt: skip

REPORT = """
import builtins, io, json, os, sys
opened = []
def watch(event, args):
    if event == "open" and not str(args[0]).endswith((".py", ".pyc")):
        opened.append([str(args[0]), str(args[1])])
    elif event.startswith(("socket.", "subprocess.", "os.mkdir", "os.putenv", "os.system")):
        opened.append([event, ""])
before = set(sys.modules)
environment = dict(os.environ)
sys.addaudithook(watch)
import newstrans
seen = list(opened)
print(json.dumps({
    "modules": sorted(set(sys.modules) - before),
    "opened": seen,
    "environment": environment == dict(os.environ),
}))
"""


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a fresh interpreter says about `import newstrans`, in an empty folder with an empty home."""
    folder = tmp_path_factory.mktemp("import")
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "NEWSTRANS_"))}
    done = subprocess.run(
        [sys.executable, "-B", "-c", REPORT], capture_output=True, text=True, check=True, cwd=folder,
        env={**variables, "HOME": str(folder), "PYTHONPATH": str(Path(newstrans.__file__).parents[1])},
    )  # fmt: skip
    report: dict[str, object] = json.loads(done.stdout)
    report["written"] = sorted(path.name for path in folder.rglob("*"))
    return report


def test_the_public_names_are_these() -> None:
    """A name more or less is a decision, not an accident."""
    assert newstrans.__all__ == PUBLIC


def test_every_public_name_can_be_had() -> None:
    """Each name is the thing of its home module, and `from newstrans import *` has them all."""
    everything: dict[str, object] = {}
    exec("from newstrans import *", everything)
    del everything["__builtins__"]

    assert set(everything) == set(PUBLIC)
    for name, home in newstrans._HOMES.items():
        assert everything[name] is getattr(import_module(home), name)


def test_the_tables_agree() -> None:
    """Type checkers, `__all__` and the lazy import are told the same."""
    tree = ast.parse(Path(newstrans.__file__).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    told = {alias.name: node.module for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}

    assert told == newstrans._HOMES
    assert {*told, "__version__"} == set(newstrans.__all__)


def test_dir_shows_what_is_public() -> None:
    """Completion in a shell offers names that were not used yet."""
    assert set(PUBLIC) <= set(dir(newstrans))


def test_an_unknown_name_is_an_attribute_error() -> None:
    """A slip is told as Python tells it, so that `hasattr` and `from` work."""
    with pytest.raises(AttributeError, match="module 'newstrans' has no attribute 'Storey'"):
        newstrans.Storey  # noqa: B018
    with pytest.raises(ImportError, match="Storey"):
        exec("from newstrans import Storey")


def test_import_loads_nothing_heavy(imported: dict[str, object]) -> None:
    """Only the package itself is loaded, none of its modules and none of its libraries."""
    modules = imported["modules"]
    assert isinstance(modules, list)

    assert [name for name in modules if name.split(".")[0] in HEAVY] == []
    assert [name for name in modules if name.startswith("newstrans")] == ["newstrans"]


def test_import_does_nothing(imported: dict[str, object]) -> None:
    """No file is opened but Python's own, none is written, the environment is left alone."""
    assert imported["opened"] == []
    assert imported["written"] == []
    assert imported["environment"] is True


@pytest.mark.parametrize("name", ["newstrans.model", "newstrans.errors", "newstrans.config", "newstrans.cli"])
def test_the_light_modules_stay_light(name: str, tmp_path: Path) -> None:
    """Values, errors, settings and the command's first page need no library of the pipeline."""
    code = f"import sys, json, {name}; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path,
    )  # fmt: skip
    allowed = {"click"} if name == "newstrans.cli" else set()

    assert {module.split(".")[0] for module in json.loads(done.stdout)} & set(HEAVY) == allowed
