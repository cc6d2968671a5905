"""What was drawn once is drawn from memory only while it is so: every change is on the next page, whoever made it.

Each page of a desk that remembers is compared, to the letter, with the page of a desk that remembers nothing.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest
from beside import ORIGIN, TestClient
from desk_stories import ANNA, JONAS, NOW, Newsroom, incoming
from review_stories import GRAIN, Paper, copied, fill, grain

from newstrans.config import Config
from newstrans.kept import Kept
from newstrans.pubstatus import Status
from newstrans.review import actions, standing
from newstrans.review.overview import story_page
from newstrans.rights import Role
from newstrans.store.connect import open_store
from newstrans.store.editions import get_edition
from newstrans.store.presence import Present, beat, leave
from newstrans.store.users import UserRecord, find_user, save_user, start_session
from newstrans.web.app import create_app
from newstrans.web.settings import Settings

pytestmark = pytest.mark.engine

OTHER_PROCESS = """
import sys
from newstrans.review.actions import Desk, edit
from newstrans.store.connect import open_store
from newstrans.store.records import Actor
store = open_store(sys.argv[1], sys.argv[4])
edit(Desk(store, Actor("jonas"), sys.argv[4]), sys.argv[2], "u4", "De outro processo.", base_rev=int(sys.argv[3]))
"""


@dataclass
class Watched:
    """A desk with one story in it, whose review page is read after each change."""

    client: TestClient
    paper: Paper
    room: Newsroom
    folder: Path
    monkeypatch: pytest.MonkeyPatch

    def page(self, query: str = "", **headers: str) -> str:
        """The review page; that a desk without memory draws the same is checked here."""
        pages = []
        for forgetful in (False, True):
            with self.monkeypatch.context() as patch:
                if forgetful:
                    patch.setattr(Kept, "of", lambda kept, _place, *given, **named: kept._function(*given, **named))
                    patch.setattr(standing, "_layers", {})
                answer = self.client.get(f"{self.paper.path}{query}", headers=headers)
            assert answer.status_code == 200
            pages.append(answer.text)
        warm, cold = pages
        assert warm == cold
        return warm

    def post(self, unit: str, what: str, **fields: object) -> None:
        """An action of Anna's, by the page's own form."""
        where = f"/api{self.paper.path}/units/{unit}/{what}"
        answer = self.client.post(where, json={"base_rev": self.paper.unit(unit).rev, **fields}, headers={"origin": ORIGIN})
        assert answer.status_code == 200, answer.text
        assert answer.json().get("html", {}).get("card", "") in self.page()  # the card that goes out is the one of the page

    def by(self, actor: object = JONAS) -> actions.Desk:
        return self.paper.by(actor)


@pytest.fixture(scope="module")
def grain_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    file = tmp_path_factory.mktemp("fresh") / "newstrans.db"
    return file, fill(file)[0]


@pytest.fixture
def watched(grain_file: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    store = open_store(copied(grain_file[0], tmp_path), NOW)
    app = create_app(store, Settings(owner="anna", config=Config(data=tmp_path, output=tmp_path / "out")))
    with TestClient(app, base_url=ORIGIN, follow_redirects=False) as client:
        assert client.get(app.state.site.doors.launch_path).status_code == 303
        made = Watched(client, Paper(store, grain_file[1]), Newsroom(store), tmp_path, monkeypatch)
        made.page()
        yield made
    app.state.site.counts.close()
    store.close()


def _name_undone(desk: Watched) -> None:
    with desk.paper.store.read() as connection:
        from newstrans.review.layers import store_layers
        from newstrans.store.editions import get_edition

        layers = store_layers(connection, get_edition(connection, desk.paper.id))
    unit, change = next((one.key, edit.id) for one in layers.units for edit in one.edits if edit.entry)
    desk.post(unit, "undo-name", change=change)


def _dismissed(desk: Watched) -> None:
    desk.paper.edit("u2", desk.paper.unit("u2").text.replace("1.200", "77"))
    assert 'data-code="number' in desk.page()
    desk.post("u2", "dismiss", code="number", reason="So steht es im Vertrag.")
    assert 'data-code="number' not in desk.page()


def _forked(desk: Watched) -> None:
    actions.save_draft(desk.by(), desk.paper.id, "u3", "Von Jonas getippt.", base_rev=1)
    desk.page()
    desk.paper.edit("u3", "Inzwischen anders.", ANNA)


def _wire_update(desk: Watched) -> None:
    desk.room.ingest(incoming(grain(("A new first paragraph about 40 ships.", *GRAIN), "2"), "2"), now="2026-03-04T10:00:00Z")


def _offer_taken(desk: Watched) -> None:
    desk.paper.edit("u3", "Von Jonas.")
    changed = (GRAIN[0], "“We will not stop the ships,” Volodymyr Zelensky told 30 reporters in Kharkiv.", *GRAIN[2:])
    desk.room.ingest(incoming(grain(changed, "2"), "2"), now="2026-03-04T10:00:00Z")
    assert "30 rep" in desk.page()
    desk.post("u3", "accept")


def _published(desk: Watched) -> None:
    desk.paper.approve()
    actions.publish(desk.by(), desk.paper.id, base_rev=desk.paper.rev)
    assert "published" in desk.page("?base=published")


def _withdrawn(desk: Watched) -> None:
    _published(desk)
    actions.withdraw(desk.by(), desk.paper.id, base_rev=desk.paper.rev, reason="Irrtum")


def _from_elsewhere(desk: Watched) -> None:
    told = [str(desk.paper.store.file), desk.paper.id, str(desk.paper.unit("u4").rev), NOW]
    subprocess.run([sys.executable, "-c", OTHER_PROCESS, *told], check=True)


def _present(desk: Watched) -> None:
    from datetime import UTC, datetime

    with desk.paper.store.write() as connection:
        beat(connection, desk.paper.id, Present("jonas", "t9", "u3", datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")))


CHANGES: dict[str, tuple[Callable[[Watched], object], str]] = {
    "save": (lambda desk: desk.post("u2", "text", text="Gespeichert von Anna."), "Gespeichert von Anna."),
    "approve": (lambda desk: desk.post("u2", "approve"), 'data-state="approved"'),
    "taken back": (lambda desk: (desk.post("u2", "approve"), desk.post("u2", "unapprove"))[1], 'data-rev="3"'),
    "left out": (lambda desk: desk.post("u3", "omit", reason="Zu lang."), "left out: Zu lang."),
    "brought back": (lambda desk: (desk.post("u2", "text", text="Kurz da."), desk.post("u2", "revert", to="machine"))[1], 'data-rev="3"'),
    "dismissed": (_dismissed, 'data-rev="3"'),
    "a name put back": (_name_undone, "1 left as it was"),
    "a comment": (lambda desk: actions.comment(desk.by(), desk.paper.id, "u2", "Bitte prüfen."), "Bitte prüfen."),
    "own draft": (lambda desk: desk.post("u2", "draft", text="Halb getippt"), "Halb getippt"),
    "a text typed by another": (_forked, "Von Jonas getippt."),
    "saved by another": (lambda desk: desk.paper.edit("u5", "Von Jonas gespeichert."), "Von Jonas gespeichert."),
    "saved by another process": (_from_elsewhere, "De outro processo."),
    "another is here": (_present, '<span class="others">jonas</span>'),
    "a new version of the wire": (_wire_update, "A new first paragraph about 40 ships."),
    "an offer taken": (_offer_taken, 'data-rev="4"'),
    "published": (_published, "Withdraw what was published"),
    "withdrawn": (_withdrawn, "withdrawn"),
    "killed": (lambda desk: desk.room.ingest(incoming(status=Status.CANCELED), now="2026-03-04T10:00:00Z"), "Killed."),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_is_on_the_next_page(watched: Watched, what: str) -> None:
    """Whatever it is and whoever made it; and as a desk without memory shows it, under every filter."""
    act, shown = CHANGES[what]
    before = watched.page()
    act(watched)
    after = watched.page()
    assert shown not in before
    assert shown in after
    for query in ("?show=all&base=glossary", "?show=warn&base=source", "?show=approved&base=published"):
        watched.page(query)


def test_what_was_taken_away_is_gone_from_the_next_page(watched: Watched) -> None:
    """A draft that was thrown away, somebody who left."""
    untouched = watched.page()
    watched.post("u2", "draft", text="Halb getippt")
    _present(watched)
    assert "Halb getippt" in watched.page()
    watched.post("u2", "drop")
    with watched.paper.store.write() as connection:
        leave(connection, watched.paper.id, "t9", "jonas")
    assert untouched == watched.page()


def test_a_term_that_is_edited_is_on_the_next_page(watched: Watched) -> None:
    """The note of a glossary entry stands beside its name; the file is read again when it was written."""
    own, text = watched.folder / "glossary", '[kyiv]\nkind = "place"\nnote = "{}"\nen = "Kyiv"\npt = "Kiev"\n'
    own.mkdir(exist_ok=True)
    for note in ("Beschluss vom Montag", "Beschluss vom Dienstag"):
        (own / "house.toml").write_text(text.format(note), encoding="utf-8")
        assert note in watched.page()
    (own / "house.toml").unlink()
    assert "Beschluss" not in watched.page()


def test_errors_in_the_queue_are_those_of_todays_glossary(grain_file: tuple[Path, str], tmp_path: Path) -> None:
    """A form that the glossary forbids from now on is an error of an edition that nobody touched, where forbidden forms are errors."""
    store = open_store(copied(grain_file[0], tmp_path), NOW)
    site = create_app(store, Settings(config=Config(data=tmp_path, checks={"forbidden": "error"}))).state.site
    with store.read() as connection:
        record = get_edition(connection, grain_file[1])

    def counted() -> int | None:
        story_page(store, record.story, site.counts, now=NOW)
        site.counts.wait([record], 60)
        count: int | None = site.counts.of(record)
        return count

    before = counted()
    own = tmp_path / "glossary"
    own.mkdir()
    (own / "house.toml").write_text('[talks]\nkind = "organisation"\nen = "Talks"\n[talks.pt]\npreferred = "Reuniões"\nforbidden = ["Agricultores"]\n', encoding="utf-8")
    after = counted()
    assert before is not None
    assert after == before + 1
    (own / "house.toml").unlink()
    assert before == counted()
    site.counts.close()
    store.close()


def test_rights_and_language_are_those_of_who_asks(watched: Watched) -> None:
    """A card drawn for one who may edit is none for a reader, nor an English one for a Spanish desk; a role is the one of now."""
    full = watched.page()
    assert "/units/u2/approve" in full
    spanish = watched.page(**{"accept-language": "es"})
    assert "Aprobar" in spanish
    assert "Aprobar" not in watched.page(**{"accept-language": "en"})
    store = watched.paper.store
    with store.write() as connection:
        save_user(connection, UserRecord("lea", Role.VIEWER, "", NOW), new=True)
        start_session(connection, sha256(b"secret of lea").hexdigest(), "lea", "2999-01-01T00:00:00Z")
    site = watched.client.app.state.site  # type: ignore[attr-defined]
    watched.client.cookies.set(site.doors.cookie, "secret of lea")
    assert "/units/u2/approve" not in watched.page()
    with store.write() as connection:
        found = find_user(connection, "lea")
        assert found
        save_user(connection, replace(found, role=Role.APPROVER))
    assert "/units/u2/approve" in watched.page()
