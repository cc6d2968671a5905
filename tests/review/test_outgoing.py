"""What would go out: the same bytes as are written when it goes out, and what stands against it."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_stories import JONAS, PARAGRAPHS, Newsroom, edition_of, incoming, make_text

from newstrans.emit import write_editions
from newstrans.localise.locale import load_locale
from newstrans.review import actions
from newstrans.review.outgoing import preview
from newstrans.rights import Role
from newstrans.store.editions import get_edition
from newstrans.store.records import Actor, EditionState

LATER = "2026-03-04T11:00:00Z"


@pytest.fixture
def edition(room: Newsroom) -> str:
    """An edition whose findings of the pseudo engine are dismissed and whose units are approved, but for the last."""
    name = edition_of(room.ingest(incoming(make_text(paragraphs=PARAGRAPHS[:3]))))
    for key, unit in room.units(name).items():
        actions.edit(room.desk(), name, key, f"Texto do parágrafo {unit.position}.", base_rev=1)
    desk = room.desk(JONAS)
    with room.store.read() as connection:
        found = actions.open_findings(connection, get_edition(connection, name))
    for unit, finding in found:
        actions.dismiss(desk, name, unit.key, finding.check, base_rev=room.units(name)[unit.key].rev, reason="a test")
    for key in list(room.units(name))[:-1]:
        actions.approve(desk, name, key, base_rev=room.units(name)[key].rev)
    return name


def _rev(room: Newsroom, edition: str) -> int:
    with room.store.read() as connection:
        return get_edition(connection, edition).rev


def test_the_preview_is_what_publishing_writes_byte_for_byte(room: Newsroom, edition: str, tmp_path: Path) -> None:
    actions.approve(room.desk(JONAS), edition, "u4", base_rev=room.units(edition)["u4"].rev)
    shown = preview(room.store, edition, tmp_path / "out", load_locale)
    assert not (tmp_path / "out").exists()
    made = actions.publish(room.desk(JONAS), edition, base_rev=_rev(room, edition))
    written = write_editions([made], tmp_path / "out")
    assert {str(path.relative_to(tmp_path / "out")): path.read_bytes() for path in written} == shown.files
    assert shown.html == (tmp_path / "out" / "pt-BR" / "harbour.html").read_bytes()
    again = preview(room.store, edition, tmp_path / "out", load_locale)
    assert again.files == shown.files
    assert again.since == ()


def test_readers_are_told_of_the_editor_once_all_is_approved(room: Newsroom, edition: str, tmp_path: Path) -> None:
    before = preview(room.store, edition, tmp_path, load_locale)
    assert "Não revisada" in before.disclosure
    actions.approve(room.desk(JONAS), edition, "u4", base_rev=room.units(edition)["u4"].rev)
    after = preview(room.store, edition, tmp_path, load_locale)
    assert "Não revisada" not in after.disclosure
    assert "revisada" in after.disclosure
    assert after.disclosure in after.html.decode()
    assert (after.direction, after.since) == ("ltr", None)


def test_what_changed_since_the_last_issue(room: Newsroom, edition: str, tmp_path: Path) -> None:
    actions.approve(room.desk(JONAS), edition, "u4", base_rev=room.units(edition)["u4"].rev)
    actions.publish(room.desk(JONAS), edition, base_rev=_rev(room, edition))
    actions.edit(room.desk(), edition, "u2", "Outro texto do parágrafo.", base_rev=room.units(edition)["u2"].rev)
    actions.omit(room.desk(), edition, "u3", base_rev=room.units(edition)["u3"].rev, reason="no room")
    shown = preview(room.store, edition, tmp_path, load_locale)
    assert shown.since is not None
    assert [(one.old, one.new) for one in shown.since] == [
        ("Texto do parágrafo 1.", "Outro texto do parágrafo."), ("Texto do parágrafo 2.", ""),
    ]  # fmt: skip


def test_every_reason_against_publishing_is_named(real_room: Newsroom) -> None:
    room = real_room
    story = make_text(paragraphs=PARAGRAPHS[:3])
    name = edition_of(room.ingest(incoming(story, embargo="2026-03-04T23:00:00Z")))
    for key in ("u1", "u3"):
        actions.edit(room.desk(), name, key, PARAGRAPHS[1] if key == "u3" else "Título.", base_rev=1)
        actions.approve(room.desk(), name, key, base_rev=2)
    room.receive(incoming(make_text(paragraphs=PARAGRAPHS[:4], version="2"), "2", embargo="2026-03-04T23:00:00Z"), now=LATER)
    reasons = actions.stands_against(room.desk(Actor("anna", "web", role=Role.VIEWER)), name, four_eyes=True)
    for words in (
        "anna may not publish", "2 of 4 units are not approved: u2 (machine), u4 (machine)", "u3: open error [untranslated]",
        "its text is of version 1 of the source, version 2 is in", "embargo", "four eyes: anna wrote and approved u1, u3",
    ):  # fmt: skip
        assert any(words in reason for reason in reasons), (words, reasons)


def test_nothing_stands_against_what_goes_out(room: Newsroom, edition: str) -> None:
    actions.approve(room.desk(JONAS), edition, "u4", base_rev=room.units(edition)["u4"].rev)
    assert actions.stands_against(room.desk(JONAS), edition, four_eyes=True) == []
    actions.publish(room.desk(JONAS), edition, base_rev=_rev(room, edition), four_eyes=True)
    with room.store.read() as connection:
        assert get_edition(connection, edition).state is EditionState.PUBLISHED
