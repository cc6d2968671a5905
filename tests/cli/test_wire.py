"""Wire items on the command line: the real engine, files in their own format, archives, resuming, kills."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

WIRE = Path(__file__).resolve().parents[1] / "data" / "wire"
NOW = ("--now", "2026-03-04T09:30:00Z")


@pytest.mark.engine
def test_a_message_becomes_pages_and_a_message(run, tmp_path):
    """Each item its own pages, and one message with all of them, in the source's own format."""
    done = run("translate", WIRE / "message.g2.xml", "--to", "pt-BR", "-o", "out", *NOW)
    assert done.returncode == 0, done.stderr
    out = tmp_path / "out" / "pt-BR"
    assert sorted(path.name for path in out.glob("*.md")) == [
        "fishermen-protest-against-quotas.md", "port-grain.md", "the-most-important-stories-of-the-day.md",
    ]  # fmt: skip
    text = (out / "message.g2.xml").read_text()
    assert "pescadores" in text.lower()
    assert 'city-code="ODS"' in text
    assert "Mustermann" not in text
    assert not any("Mustermann" in path.read_text() for path in out.iterdir())
    assert "held: under embargo until 2026-03-05T06:00:00+01:00" in done.stdout


def test_identity_in_place_copies_the_bytes(run, tmp_path):
    """Without a locale and with the identity engine, reading and writing must change nothing."""
    done = run("translate", WIRE, "--engine", "identity", "--in-place-format", "-o", "out")
    assert done.returncode == 0, done.stderr
    for path in WIRE.iterdir():
        if path.suffix not in (".7901", ".anpa"):
            assert (tmp_path / "out" / path.name).read_bytes() == path.read_bytes(), path.name


def test_without_a_locale_only_a_copy_is_made(run):
    done = run("translate", WIRE / "story.nitf", "--in-place-format")
    assert done.returncode == 2
    assert "Missing option '--to'" in done.stderr


@pytest.mark.parametrize("name", ["story.md", "page.html", "story.txt", "feed.atom", "item.ninjs1.json"])
def test_in_place_only_writes_the_file_under_its_own_name(run, tmp_path, name):
    done = run("translate", WIRE / name, "--to", "es", "--in-place-format", "--engine", "pseudo", "--from", "en", "-o", "out", *NOW)
    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "out" / "es").iterdir()] == [name]
    assert "⟦" in (tmp_path / "out" / "es" / name).read_text()


def test_an_archive_of_items_is_resumed_where_it_stopped(run, tmp_path):
    """A second run with --resume does nothing, and says so; a new file in the archive is done."""
    path = tmp_path / "wire.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in ("feed.rss", "story.nitf"):
            archive.write(WIRE / name, f"day/{name}")
        archive.writestr("day/settings.json", '{"a": 1}')
    command = ("translate", path, "--to", "es,fr", "--engine", "pseudo", "--from", "en", "-o", "out", "--json", *NOW)
    first = json.loads(run(*command).stdout)
    assert [row["fate"] for row in first["items"]] == ["translate"] * 6
    assert first["passed_over"] == [f"{path}:day/settings.json"]
    assert (tmp_path / "out" / "fr" / "day" / "story.nitf").exists()
    with zipfile.ZipFile(path, "a") as archive:
        archive.write(WIRE / "feed.atom", "day/feed.atom")
    second = json.loads(run(*command, "--resume").stdout)
    assert len(second["already_done"]) == 2
    assert {row["source"] for row in second["files"]} == {f"{path}:day/feed.atom"}


def test_a_kill_replaces_every_edition_at_once(run, tmp_path):
    """In every locale that has one, asked for or not, under the name that it has."""
    for locale in ("es", "fr"):
        run("translate", WIRE / "story.nitf", "--to", locale, "--engine", "pseudo", "--from", "en", "-o", "out", *NOW)
    done = run("translate", WIRE / "killed.nitf", "--to", "es", "--engine", "pseudo", "-o", "out", "--json", *NOW)
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["items"]
    assert [(row["locale"], row["fate"], row["edition_version"]) for row in rows] == [("es", "kill", 2), ("fr", "kill", 2)]
    for locale in ("es", "fr"):
        page = (tmp_path / "out" / locale / "city-cafe.md").read_text()
        assert {"es": "retirada", "fr": "retiré"}[locale] in page
        assert "⟦" not in page
        assert "⟦" not in (tmp_path / "out" / locale / "city-cafe.json").read_text()
        assert 'management-status="canceled"' in (tmp_path / "out" / locale / "killed.nitf").read_text()


def test_a_story_that_comes_after_its_kill_is_not_brought_back(run, tmp_path):
    """In one run, in the order of the alphabet: the kill is read first."""
    done = run("translate", WIRE / "killed.nitf", WIRE / "story.nitf", "--to", "es", "--engine", "pseudo", "--from", "en", "-o", "out", *NOW)
    assert "version 2 came after version 3" in done.stderr
    assert "⟦" not in (tmp_path / "out" / "es" / "city-cafe.md").read_text()
    assert not (tmp_path / "out" / "es" / "story.nitf").exists()


def test_rights_that_forbid_it_end_with_an_error_and_a_way_on(run, tmp_path):
    text = (WIRE / "story.nitf").read_bytes().replace(b'info="Ask Max', b'info="The text may not be changed. Ask Max')
    path = tmp_path / "a.nitf"
    path.write_bytes(text)
    command = ("translate", path, "--to", "es", "--engine", "pseudo", "--from", "en", "-o", "out")
    done = run(*command)
    assert done.returncode == 1
    assert "--override-rights" in done.stderr
    assert not (tmp_path / "out" / "es").exists()
    done = run(*command, "--override-rights", "agreed by mail")
    assert done.returncode == 0, done.stderr
    assert "Rights overridden: agreed by mail" in (tmp_path / "out" / "es" / "a.nitf").read_text()


def test_a_feed_of_the_settings_file_is_used(run, tmp_path):
    (tmp_path / "newstrans.toml").write_text('[feeds.hp]\nmatch = ["*.nitf"]\nedition_status = "source"\n[feeds.hp.policy]\nkeyword = "keep"\n')
    done = run("translate", WIRE / "story.nitf", "--to", "es", "--engine", "pseudo", "--from", "en", "-o", "out")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "out" / "es" / "story.nitf").read_text()
    assert 'management-status="usable"' in text
    assert 'key="cafe owners"' in text
    done = run("translate", WIRE / "story.nitf", "--to", "es", "--engine", "pseudo", "--feed", "xx")
    assert "no feed 'xx'" in done.stderr


def test_a_wrong_feed_is_an_error_with_its_place(run, tmp_path):
    (tmp_path / "newstrans.toml").write_text('[feeds.hp.policy]\nslugline = "translate"\n')
    done = run("translate", WIRE / "story.nitf", "--to", "es", "--engine", "pseudo")
    assert done.returncode == 1
    assert "[feeds.hp].policy: slugline is never translated" in done.stderr


def test_a_wire_item_on_standard_input(run):
    """Printed as Markdown, or in its own format."""
    data = (WIRE / "item.ninjs1.json").read_bytes()
    command = ("translate", "-", "--to", "es", "--engine", "pseudo", "--from", "en")
    assert run(*command, given=data).stdout.startswith("---\ntitle:")
    assert json.loads(run(*command, "--in-place-format", given=data).stdout)["guid"] == "tag:harbour.example,2026:1:es"


def test_equal_runs_give_equal_bytes(run, tmp_path):
    """With SOURCE_DATE_EPOCH, whatever the clock says."""
    for name in ("one", "two"):
        run("translate", WIRE / "message.g2.xml", "--to", "es", "--engine", "pseudo", "--from", "en", "-o", name, SOURCE_DATE_EPOCH="1772616600")
    one, two = (sorted((tmp_path / name / "es").iterdir()) for name in ("one", "two"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]
    assert b"2026-03-04T09:30:00Z" in (tmp_path / "one" / "es" / "message.g2.xml").read_bytes()


def test_the_language_of_wire_items_is_told(run):
    done = run("detect", WIRE / "feed.rss", "--json")
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)) == 2
