"""The demo desk: every state that there is, by the way of real stories."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

import pytest
from desk_stories import Newsroom
from sqlalchemy import select

from newstrans.cli import main
from newstrans.cli.demo_desk import demo_store
from newstrans.formats.inplace.issue import held_back
from newstrans.review.actions import Desk, open_findings
from newstrans.review.demo import DemoEdition, Translators, fill
from newstrans.review.layers import Layer, store_layers
from newstrans.review.page import ReviewPage, review_page
from newstrans.store.connect import Store, open_store
from newstrans.store.editions import get_edition
from newstrans.store.records import Actor
from newstrans.store.schema import event
from newstrans.store.stories import get_story

NOW = "2026-11-24T12:00:00Z"


def pseudo(store: Store) -> Translators:
    """The pseudo engine for everything that wants an engine."""
    rooms = {engine: Newsroom(store, engine) for engine in ("pseudo", "identity")}
    return lambda engine: rooms[engine or "pseudo"].translate


def last_hash(store: Store) -> str:
    with store.read() as connection:
        return str(connection.execute(select(event.c.hash).order_by(event.c.seq.desc()).limit(1)).scalar())


def test_the_same_engines_and_moment_give_the_same_store(tmp_path: Path) -> None:
    """To the hash of the last event; and filling needs no model."""
    hashes = []
    for name in ("a.db", "b.db"):
        store = open_store(tmp_path / name, NOW)
        made = fill(store, pseudo(store), NOW)
        assert all(one.edition.source_revision for one in made)
        hashes.append(last_hash(store))
        store.close()
    assert hashes[0] == hashes[1]


def test_without_any_engine_the_editions_are_failed_and_say_why(store: Store) -> None:
    """The Arabic one needs none. Nothing else is pretended."""
    room = Newsroom(store)
    room.engines = {"identity": room.engines["identity"]}

    def translators(engine: str | None):
        room._engine = engine
        room.restart()
        return room.translate

    made = fill(store, translators, NOW)
    assert {"failed", "killed", "update_due"} == {one.edition.state.value for one in made}
    assert ["ar"] == [one.edition.locale for one in made if one.edition.source_revision]
    assert all("engine" in one.look or "pair" in one.look or "route" in one.look for one in made if one.edition.state == "failed")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, list[DemoEdition]]]:
    """The store as the command fills it, by the real engines."""
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NEWSTRANS_DATA", str(folder / "data"))
        yield demo_store(folder, now=NOW)


def page(place: Path, name: str) -> ReviewPage:
    store = open_store(place, NOW)
    try:
        return review_page(Desk(store, Actor("nobody"), NOW), name)
    finally:
        store.close()


def named(made: list[DemoEdition], word: str) -> DemoEdition:
    return next(one for one in made if word in one.look)


@pytest.mark.engine
def test_every_state_is_there(demo: tuple[Path, list[DemoEdition]]) -> None:
    place, made = demo
    assert {"to_review", "in_review", "approved", "published", "update_due", "killed"} == {one.edition.state.value for one in made}
    begin = page(place, made[0].edition.id)
    assert begin.header.edition.state == "to_review"
    assert begin.header.counts.errors >= 1
    assert begin.header.counts.warnings >= 1
    library = page(place, named(made, "draft").edition.id)
    assert 1 == library.header.counts.drafts
    assert ["Diretor ou diretora? Perguntei à escola."] == [event.note for row in library.rows for event in row.comments]
    ferry = page(place, named(made, "updated by the wire").edition.id)
    assert {"changed", "new", "removed"} <= {str(row.unit.change) for row in ferry.rows}
    changed = next(row for row in ferry.rows if row.unit.change == "changed")
    assert "1.350" in (changed.unit.suggestion or changed.unit.text)
    assert page(place, named(made, "killed").edition.id).header.closed
    assert [] == list(page(place, named(made, "can go out").edition.id).header.reasons)
    museum = page(place, named(made, "embargo").edition.id)
    assert 120 == museum.header.embargo_minutes


@pytest.mark.engine
def test_the_arabic_edition_is_an_editors(demo: tuple[Path, list[DemoEdition]]) -> None:
    """Its words are told to be by hand; what changed since it went out is marked word by word."""
    place, made = demo
    name = named(made, "Arabic").edition.id
    store = open_store(place, NOW)
    with store.read() as connection:
        record = get_edition(connection, name)
        layers = store_layers(connection, record)
        story = get_story(connection, record.story)
        found = open_findings(connection, record)
    store.close()
    assert {"leila"} == {one.record.editor for one in layers.units if one.record}
    changed = [one for one in layers.units if one.changed(Layer.PUBLISHED)]
    assert 2 == len(changed)
    assert all({"equal", "delete", "insert"} == {run.op for run in one.diff(Layer.PUBLISHED)} for one in changed)
    assert not held_back(story.embargo, story.held, NOW)
    assert [] == found


@pytest.mark.engine
def test_a_second_start_finds_the_desk_as_it_was_left(demo: tuple[Path, list[DemoEdition]]) -> None:
    place, made = demo
    assert (place, []) == demo_store(place.parent, now=NOW)
    assert made


@pytest.mark.engine
def test_findings_and_names_in_the_terminal(
    demo: tuple[Path, list[DemoEdition]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An error is shown with both values and dismissed by its number; a change of the glossary is told and taken back."""
    place, made = demo
    name = made[0].edition.id
    monkeypatch.setenv("NEWSTRANS_STORE", str(place))
    monkeypatch.setenv("NEWSTRANS_DATA", str(place.parent / "data"))
    before = page(place, name)
    start = before.row(before.header.start)
    stone = next(row for row in before.rows if any(hit.undoable for hit in row.hits))
    lines = ["x 1", "x 1 it is so", stone.key, "g", "g 1", "u1", "d"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join([*lines, ""]).encode())))
    main(["review", name, "--todo"])
    out = capsys.readouterr().out
    assert "[number]" in out
    assert "(source: £210,000; text: 2 mil libras esterlinas)" in out
    assert "say why it is dismissed: x 1 WHY" in out
    hit = next(hit for hit in stone.hits if hit.undoable)
    assert f"{hit.text}: put right; entry {hit.entry}" in out
    assert "(g 1 puts the machine's words back)" in out
    assert "places.toml:" in out  # who wanted it so
    after = page(place, name)
    assert len(start.findings) - 1 == len(after.row(start.key).findings)
    assert hit.change is not None
    assert hit.change.before in after.row(stone.key).unit.text
    assert hit.change.after not in after.row(stone.key).unit.text


@pytest.mark.engine
@pytest.mark.loopback
def test_the_command_serves_it(demo: tuple[Path, list[DemoEdition]]) -> None:
    """`newstrans desk --demo DIR` as it is typed: a link that lets in, the queue, and the page of the edition to begin with."""
    place, made = demo
    process = subprocess.Popen(
        [sys.executable, "-m", "newstrans", "desk", "--demo", str(place.parent), "--port", "0"], text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    try:
        assert process.stdout is not None
        link = process.stdout.readline().split()[-1]
        browser = build_opener(ProxyHandler({}), HTTPCookieProcessor())
        with browser.open(link, timeout=30) as answer:
            assert 200 == answer.status
        origin = link.partition("/launch")[0]
        with browser.open(f"{origin}/editions/{made[0].edition.id}", timeout=30) as answer:
            assert made[0].edition.headline in answer.read().decode()
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert 0 == process.returncode
