"""The manifest: what is written is read back, and nothing else is."""

from __future__ import annotations

import json
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstrans.models.manifest import (
    Manifest,
    ModelFile,
    as_table,
    format_manifest,
    is_plain_name,
    is_plain_path,
    parse_manifest,
)

MANIFEST = Manifest(
    "argos", "en", "pt-BR", "translate-en_pb-1_0", "1.0", "not stated", "https://models.example/x", "a" * 64,
    "first download", "2026-03-12", (ModelFile("model/model.bin", 3, "b" * 64), ModelFile("metadata.json", 0, "c" * 64)),
)  # fmt: skip


def test_a_manifest_is_read_back() -> None:
    """Nothing is lost on the way to the file and back."""
    assert parse_manifest(format_manifest(MANIFEST)) == MANIFEST
    assert str(MANIFEST.pair) == "en-pt-BR"
    assert MANIFEST.size == 3


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"format": 2}, "a newer newstrans"),
        ({"engine": "google"}, "no engine 'google'"),
        ({"name": "../x"}, "no name for a model"),
        ({"name": ".hidden"}, "no name for a model"),
        ({"source": "en/.."}, "not language tags"),
        ({"sha256": "ABC"}, "not a SHA-256"),
        ({"licence": None}, "licence is not a text"),
        ({"origin": "x" * 5000}, "origin is not a text"),
        ({"files": []}, "lists no files"),
        ({"files": [1]}, "a file is not an object"),
        ({"files": [{"path": "../../etc/passwd", "size": 1, "sha256": "a" * 64}]}, "no path of a model's file"),
        ({"files": [{"path": "newstrans-model.json", "size": 1, "sha256": "a" * 64}]}, "no path of a model's file"),
        ({"files": [{"path": "x", "size": -1, "sha256": "a" * 64}]}, "not a number of bytes"),
        ({"files": [{"path": "x", "size": True, "sha256": "a" * 64}]}, "not a number of bytes"),
        ({"files": [{"path": "x", "size": 1, "sha256": "a" * 63}]}, "not a SHA-256"),
        ({"files": [{"path": "x", "size": 1, "sha256": "a" * 64}] * 2}, "lists a file twice"),
    ],
)
def test_what_no_manifest_of_ours_holds_is_refused(change: dict[str, object], problem: str) -> None:
    """A manifest may come from a stranger's bundle or mirror."""
    with pytest.raises(ValueError, match=problem):
        parse_manifest(json.dumps(as_table(MANIFEST) | change))


@pytest.mark.parametrize("text", ["", "[]", "null", "{", "[" * 100_000, "x" * 3_000_000])
def test_what_is_no_manifest_is_refused(text: str) -> None:
    """Any text gives a `ValueError`, never a crash."""
    with pytest.raises(ValueError, match=r"."):
        parse_manifest(text)


@given(st.text(alphabet="ab./\\:\0 ~é\n", max_size=12))
def test_a_plain_path_stays_below_its_folder(path: str) -> None:
    """Whatever is called plain leads nowhere else, on this system and on Windows."""
    if is_plain_path(path):
        for kind in (PurePosixPath, PureWindowsPath):
            assert not kind(path).is_absolute()
            assert ".." not in kind(path).parts
            assert not kind(path).drive


@pytest.mark.parametrize(
    ("name", "plain"),
    [("translate-en_es-1_0", True), ("en-pt-3.1", True), ("", False), ("a/b", False), ("..", False), ("é", False), ("x" * 200, False)],
)
def test_names_of_models_are_plain(name: str, plain: bool) -> None:
    """A model's name is a folder's name."""
    assert is_plain_name(name) == plain
