"""What the desk lets out reaches the site, and nothing else of the store does; what it takes back goes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from desk_stories import ANNA, JONAS, NOW, Newsroom, edition_of, incoming, make_text

from newstrans.emit import write_editions
from newstrans.errors import NothingIssued
from newstrans.localise.locale import load_locale
from newstrans.pubstatus import Status
from newstrans.review import actions
from newstrans.site.issued import read_store
from newstrans.site.publish import Site, publish
from newstrans.store.connect import open_store
from newstrans.store.editions import get_edition, get_published

TEXT = ("The ship left on Monday.", "It came back.")
LATER = "2026-03-05T09:30:00Z"


@pytest.fixture
def room(tmp_path):
    store = open_store(tmp_path / "newstrans.db", NOW)
    yield Newsroom(store, "pseudo")
    store.close()


@pytest.fixture
def site(room, tmp_path):
    """Make the site of the store, and of folders; `issues` says whether the issues are wanted."""

    def make(*folders, issues=True, unreviewed=False):
        found = read_store(room.store, load_locale)
        done = publish(
            folders, Site(tmp_path / "site"), load_locale, now=datetime(2026, 3, 6, tzinfo=UTC), unreviewed=unreviewed,
            issued=found if issues else found.taken_back,
        )  # fmt: skip
        return [page for page, _ in done.pages], {(held.entry.locale, held.why) for held in done.held}

    return make


def let_out(room, edition):
    for key, one in room.units(edition).items():
        if not one.settled:
            actions.approve(room.desk(JONAS), edition, key, base_rev=one.rev)
    with room.store.read() as connection:
        record = get_edition(connection, edition)
    return actions.publish(room.desk(JONAS), edition, base_rev=record.rev)


def story(room, *locales, paragraphs=TEXT, version="1"):
    return room.ingest(incoming(make_text("Ship sails", paragraphs, version), version), locales)


def test_only_issues_are_published(room, site, tmp_path):
    """What is under review stays inside; an issue says that an editor has reviewed it, without --unreviewed."""
    receipt = story(room, "pt-BR", "es", "fr")
    with pytest.raises(NothingIssued):
        site()
    actions.edit(room.desk(ANNA), edition_of(receipt), "u2", "O navio partiu na segunda-feira.", base_rev=1)
    let_out(room, edition_of(receipt))
    assert site() == (["pt-BR/harbour.html"], set())
    page = (tmp_path / "site" / "pt-BR" / "harbour.html").read_text("utf-8")
    assert "O navio partiu" in page
    assert "revisada por um editor" in page
    assert "Not reviewed" not in page
    # Work that goes on after it was let out is not seen before it is let out again.
    actions.edit(room.desk(ANNA), edition_of(receipt), "u2", "Um segredo", base_rev=room.units(edition_of(receipt))["u2"].rev)
    story(room, "pt-BR", "es", "fr", paragraphs=("Another secret.", *TEXT), version="2")
    assert site() == (["pt-BR/harbour.html"], set())
    assert (tmp_path / "site" / "pt-BR" / "harbour.html").read_text("utf-8") == page
    assert not [path for path in (tmp_path / "site").rglob("*.html") if "secret" in path.read_text("utf-8") or "segredo" in path.read_text("utf-8")]


def test_a_kill_in_the_store_removes_every_page_at_the_next_run(room, site, tmp_path):
    """Also those that were made of files, and in locales that the desk never let out."""
    receipt = story(room, "pt-BR", "es")
    for locale in ("pt-BR", "es"):
        let_out(room, edition_of(receipt, locale))
    with room.store.read() as connection:
        spanish = get_published(connection, get_edition(connection, edition_of(receipt, "es")))
    write_editions([spanish], tmp_path / "editions", formats=["json"])
    assert site()[0] == ["es/harbour.html", "pt-BR/harbour.html"]
    room.ingest(incoming(None, "2", status=Status.CANCELED))
    pages, held = site(tmp_path / "editions", issues=False, unreviewed=True)
    assert pages == []
    assert held == {("es", "killed"), ("pt-BR", "killed")}
    assert not (tmp_path / "site" / "es" / "harbour.html").exists()
    record = json.loads((tmp_path / "site" / ".newstrans-site.json").read_text())
    assert {(one["locale"], one["why"], one["page"]) for one in record["withdrawn"]} == {
        ("es", "killed", "es/harbour.html"), ("pt-BR", "killed", "pt-BR/harbour.html"),
    }  # fmt: skip


def test_withdrawn_is_one_edition_and_stays_so_until_it_is_let_out_again(room, site, tmp_path):
    """Work on it, or a file of it in a folder, does not bring it back."""
    receipt = story(room, "pt-BR", "es")
    for locale in ("pt-BR", "es"):
        made = let_out(room, edition_of(receipt, locale))
    write_editions([made], tmp_path / "editions", formats=["json"])
    edition = edition_of(receipt, "es")
    with room.store.read() as connection:
        rev = get_edition(connection, edition).rev
    actions.withdraw(room.desk(JONAS), edition, base_rev=rev, reason="wrong picture")
    assert site() == (["pt-BR/harbour.html"], {("es", "withdrawn")})
    actions.edit(room.desk(ANNA), edition, "u2", "Otra cosa", base_rev=room.units(edition)["u2"].rev)
    assert site(tmp_path / "editions", unreviewed=True) == (["pt-BR/harbour.html"], {("es", "withdrawn")})
    let_out(room, edition)
    assert site() == (["es/harbour.html", "pt-BR/harbour.html"], set())


def test_withheld_is_gone_until_the_desk_lets_it_out_again(room, site):
    """A usable version opens the work, not the page."""
    receipt = story(room, "pt-BR")
    let_out(room, edition_of(receipt))
    room.ingest(incoming(None, "2", status=Status.WITHHELD))
    assert site() == ([], {("pt-BR", "withheld")})
    story(room, "pt-BR", version="3")
    assert site() == ([], {("pt-BR", "withheld")})
    let_out(room, edition_of(receipt))
    assert site()[0] == ["pt-BR/harbour.html"]


def test_the_desk_stands_before_files(room, site, tmp_path):
    """A machine's file of the same story and locale, newer even, does not take the place of what an editor let out."""
    receipt = story(room, "pt-BR")
    with_desk = let_out(room, edition_of(receipt))
    newer = replace(with_desk, story=replace(with_desk.story, version="9"))
    write_editions([newer], tmp_path / "editions", formats=["json"])
    assert site(tmp_path / "editions", unreviewed=True) == (["pt-BR/harbour.html"], {("pt-BR", "double")})
    assert "revisada por um editor" in (tmp_path / "site" / "pt-BR" / "harbour.html").read_text("utf-8")


def test_the_command_makes_the_site_of_the_store_and_makes_no_store(room, tmp_path, monkeypatch):
    from click.testing import CliRunner

    from newstrans.cli.publish import command

    monkeypatch.setenv("NEWSTRANS_STORE", str(tmp_path / "none.db"))
    done = CliRunner().invoke(command, ["-o", str(tmp_path / "out")])
    assert "newstrans editions publish" in str(done.exception)
    assert not (tmp_path / "none.db").exists()
    let_out(room, edition_of(story(room, "pt-BR")))
    monkeypatch.setenv("NEWSTRANS_STORE", str(tmp_path / "newstrans.db"))
    done = CliRunner().invoke(command, ["-o", str(tmp_path / "out"), "--json"])
    assert done.exit_code == 0, done.output
    assert [(page["page"], page["reviewed"]) for page in json.loads(done.stdout)["pages"]] == [("pt-BR/harbour.html", True)]
