"""newstrans publish, as a user types it after newstrans translate."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from newstrans.site.publish import RECORD

WIRE = Path(__file__).resolve().parents[1] / "data" / "wire"

STORY = "---\ntitle: {}\ndate: 2026-02-03\n{}---\n\nThe harbour of Odesa opened again on Monday after 14 months.\n"


@pytest.fixture
def editions(run, tmp_path):
    """One story that may go out and one under embargo, each in French and Arabic."""
    (tmp_path / "wire").mkdir()
    (tmp_path / "wire" / "open.md").write_text(STORY.format("Open", ""))
    (tmp_path / "wire" / "held.md").write_text(STORY.format('Held', 'embargo: "2999-01-01T00:00:00Z"\n'))
    assert run("translate", "wire", "--to", "fr,ar", "--engine", "pseudo", "-q").returncode == 0


def test_translate_then_publish(run, tmp_path, editions):
    """Without --unreviewed nothing goes out; with it the page, its note, and what was held."""
    refused = run("publish", "editions", "-o", "site")
    assert (refused.returncode, (tmp_path / "site").exists()) == (1, False)
    assert "--unreviewed" in refused.stderr

    done = run("publish", "editions", "-o", "site", "--unreviewed", "--base-url", "https://example.org")
    assert done.returncode == 0, done.stderr
    assert "fr: 1 page" in done.stdout
    assert "embargo until 2999-01-01T00:00:00Z" in done.stdout
    assert "2 pages are machine translations that nobody has reviewed" in done.stdout
    assert "Non relue par un journaliste" in (tmp_path / "site" / "fr" / "open.html").read_text("utf-8")
    assert not (tmp_path / "site" / "fr" / "held.html").exists()


def test_the_report_as_json(run, editions):
    """All that a script needs, and the same document in a dry run."""
    dry = json.loads(run("publish", "editions", "-o", "site", "--unreviewed", "--dry-run", "--json").stdout)
    wet = json.loads(run("publish", "editions", "-o", "site", "--unreviewed", "--json").stdout)
    assert dry.pop("dry_run")
    assert not wet.pop("dry_run")
    assert dry == wet
    assert [page["page"] for page in wet["pages"]] == ["ar/open.html", "fr/open.html"]
    assert [(held["why"], held["until"]) for held in wet["held"]] == [("embargoed", "2999-01-01T00:00:00+00:00")] * 2


def test_the_desk_can_ask_for_another_time(run, tmp_path, editions):
    """What will be out when the embargo has ended?"""
    done = run("publish", "editions", "-o", "site", "--unreviewed", "--dry-run", "--at", "2999-01-01T00:00Z", "--json")
    assert len(json.loads(done.stdout)["pages"]) == 4
    wrong = run("publish", "editions", "-o", "site", "--at", "tomorrow")
    assert (wrong.returncode, "2026-03-01T06:00+01:00" in wrong.stderr) == (2, True)


def test_settings_name_the_desk(run, tmp_path, editions):
    """Address, title and translator stand in newstrans.toml."""
    (tmp_path / "newstrans.toml").write_text(
        'base_url = "https://example.org/news"\nsite_title = "Harbour Desk"\ntranslator = "Example News"\n'
    )
    assert run("publish", "editions", "-o", "site", "--unreviewed").returncode == 0
    page = (tmp_path / "site" / "fr" / "open.html").read_text("utf-8")
    assert "https://example.org/news/fr/open.html" in page
    assert '"translator": {' in page
    assert "Harbour Desk" in (tmp_path / "site" / "index.html").read_text("utf-8")
    assert (tmp_path / "site" / RECORD).is_file()


def test_a_damaged_edition_fails_and_the_rest_is_published(run, tmp_path, editions):
    """Exit status 1, the others are there."""
    (tmp_path / "editions" / "fr" / "bad.json").write_text('{"format": "newstrans-edition"')
    done = run("publish", "editions", "-o", "site", "--unreviewed")
    assert done.returncode == 1
    assert "bad.json" in done.stderr
    assert (tmp_path / "site" / "fr" / "open.html").is_file()


def test_a_kill_from_the_wire_takes_the_page_away(run, tmp_path):
    """Translated and published; then the canceled version comes: no page, and the story is listed as killed."""
    source = (WIRE / "message.g2.xml").read_text("utf-8")
    source = source.replace("<g2:embargoed>2026-03-05T06:00:00+01:00</g2:embargoed>", "")
    (tmp_path / "message.xml").write_text(source, "utf-8")
    command = ("translate", "message.xml", "--to", "fr", "--engine", "pseudo", "--from", "en", "-q")
    assert run(*command).returncode == 0
    assert run("publish", "editions", "-o", "site", "--unreviewed").returncode == 0
    assert (tmp_path / "site" / "fr" / "port-grain.html").is_file()

    canceled = source.replace('qcode="stat:usable"', 'qcode="stat:canceled"', 1).replace('version="3"', 'version="4"', 1)
    (tmp_path / "message.xml").write_text(canceled, "utf-8")
    assert run(*command).returncode == 0
    edition = json.loads((tmp_path / "editions" / "fr" / "port-grain.json").read_text("utf-8"))
    assert edition["story"]["metadata"] == {"status": "canceled"}
    done = json.loads(run("publish", "editions", "-o", "site", "--unreviewed", "--json").stdout)
    assert [held["why"] for held in done["held"]] == ["killed"]
    assert not (tmp_path / "site" / "fr" / "port-grain.html").exists()
