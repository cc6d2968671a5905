"""Documents that cannot rot: links, commands, settings, the example engine."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from newstrans import __version__
from newstrans.config import SETTINGS, Config
from newstrans.engines.base import Engine, LanguagePair
from newstrans.errors import PairNotInstalled

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), ROOT / "glossaries/README.md", ROOT / "locales/README.md"])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_relative_links_resolve(page: Path) -> None:
    """A link to a file of ours leads to one."""
    for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)\s#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def test_command_reference_is_up_to_date() -> None:
    """docs/cli.md is what `scripts/cli-reference` prints."""
    done = subprocess.run([sys.executable, ROOT / "scripts/cli-reference"], capture_output=True, text=True, check=True)

    assert done.stdout == (ROOT / "docs/cli.md").read_text(encoding="utf-8")


def test_every_setting_is_documented() -> None:
    """With its environment variable."""
    text = (ROOT / "docs/cli.md").read_text(encoding="utf-8")

    assert [] == [setting.variable for setting in SETTINGS if setting.variable not in text]


def test_changelog_knows_this_version() -> None:
    """The version that is built is the one that the changelog tells of."""
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_example_engine_works(tmp_path: Path) -> None:
    """The engine of the page keeps the contract's basics."""
    page = (ROOT / "docs/engines.md").read_text(encoding="utf-8")
    space: dict[str, type] = {}
    exec(re.search(r"```python\n(.*?)```", page, re.DOTALL)[1], space)  # type: ignore[index]
    engine = space["ShoutingEngine"](Config(data=tmp_path))

    assert isinstance(engine, Engine)
    assert ["STOP.", ""] == [answer.text for answer in engine.translate(["Stop.", " "], engine.pairs()[0])]
    with pytest.raises(PairNotInstalled):
        engine.translate(["Stop."], LanguagePair("xx", "yy"))
