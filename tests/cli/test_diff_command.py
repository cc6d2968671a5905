"""`newstrans diff` as a shell sees it: what it prints where, and its exit status."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sample_editions as samples
from desk_stories import NOW, PARAGRAPHS, Newsroom, edition_of, incoming, make_text

from newstrans.cli import main
from newstrans.formats.edition_json import edition_to_json
from newstrans.review import actions
from newstrans.store.connect import open_store
from newstrans.store.editions import get_edition

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def store_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A store with one edition, published, edited since, of a second version; and the edition's id."""
    path = tmp_path_factory.mktemp("store") / "newstrans.db"
    store = open_store(path, NOW)
    room = Newsroom(store, "pseudo")
    name = edition_of(room.ingest(incoming(make_text(paragraphs=PARAGRAPHS[:2])), ("ar",)), "ar")
    for key in room.units(name):
        actions.approve(room.desk(), name, key, base_rev=1)
    with store.read() as connection:
        rev = get_edition(connection, name).rev
    actions.publish(room.desk(), name, base_rev=rev)
    actions.edit(room.desk(), name, "u3", "قالت المدينة لا.", base_rev=2)
    changed = (PARAGRAPHS[0].replace("Monday", "Friday"), PARAGRAPHS[1])
    room.ingest(incoming(make_text(paragraphs=changed, version="2"), version="2"), ("ar",), now="2026-03-04T10:30:00Z")
    store.close()
    return path, name


@pytest.fixture
def call(tmp_path: Path, store_file: tuple[Path, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Run `newstrans diff ARGS` here: exit status, output, errors."""
    monkeypatch.setenv("NEWSTRANS_STORE", str(store_file[0]))
    monkeypatch.chdir(tmp_path)

    def run(*args: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(["diff", *args])
        out, err = capsys.readouterr()
        return int(str(ended.value.code)), out, err

    return run


@pytest.mark.acceptance(42)
def test_exit_status_is_that_of_diff(call: Call, tmp_path: Path) -> None:
    """0 the same, 1 something differs, 2 an error, for a file as for an edition in the store."""
    (tmp_path / "pt.json").write_text(edition_to_json(samples.portuguese()))
    (tmp_path / "ar.json").write_text(edition_to_json(samples.arabic()))
    assert (0, "") == call("ar.json", "--only", "changed")[:2]
    code, out, _ = call("pt.json", "--only", "changed")
    assert (1, True) == (code, "[-Odessa-]{+Odesa+}" in out)
    code, out, err = call("nothing.json")
    assert (2, "", True) == (code, out, "nothing.json" in err)
    assert "newstrans editions" in call("3f2a:fr")[2]
    assert "a file holds one version of the source" in call("pt.json", "--base", "source-prev")[2]


def test_every_base_of_an_edition_in_the_store(call: Call, store_file: tuple[Path, str]) -> None:
    name = store_file[1]
    for base in ("machine", "glossary", "published"):
        code, out, _ = call(name, "--base", base, "--only", "changed")
        assert (1, True) == (code, "{+قالت المدينة لا.+}" in out)
        assert ("@@ paragraph 2 [u2] @@" in out) == (base != "published")  # its old text stayed, the machine's is of the new version
    code, out, _ = call(name[:6] + ":ar", "--base", "source-prev", "--only", "changed")
    assert (1, "@@ paragraph 2 [u2] @@\nThe harbour workers met on [-Monday-]{+Friday+}.\n") == (code, out)
    record = json.loads(call(name, "--format", "json")[1])
    assert PARAGRAPHS[0].replace("Monday", "Friday") == record["units"][1]["layers"]["source"]
    lines = call(name, "--format", "porcelain", "--base", "source-prev", "--only", "changed")[1].splitlines()
    assert ["@@ u2 @@", " The harbour workers met on ", "-Monday", "+Friday", " .", "~"] == lines


@pytest.mark.acceptance(42)
def test_colour_only_where_it_is_wanted(call: Call, store_file: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, unless NO_COLOR is set; --color and --no-color have the last word."""
    from newstrans.cli import setup

    name = store_file[1]
    assert "\x1b[" not in call(name)[1]
    assert "\x1b[32m" in call(name, "--color")[1]
    terminal: Any = type("Terminal", (), {"isatty": lambda self: True})()
    assert setup.colour_wanted(stream=terminal)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not setup.colour_wanted(stream=terminal)
    assert "\x1b[32m" in call(name, "--color")[1]


def test_the_layered_file(call: Call, store_file: tuple[Path, str], tmp_path: Path) -> None:
    """One file, on standard output or where it is wanted; what the checks say now is in it."""
    code, out, err = call(store_file[1], "--html", "-o", "changes.html")
    assert (1, "", True) == (code, out, "wrote changes.html" in err)
    page = (tmp_path / "changes.html").read_text(encoding="utf-8")
    assert 'dir="rtl"' in page
    assert "قالت المدينة لا." in page
    assert "<del>Monday</del>" in page
    assert "approved" in page
    assert page == call(store_file[1], "--format", "html")[1]
