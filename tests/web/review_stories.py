"""A desk whose stories the real engine translated, for the tests of the review page; and short ways to act on its store."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desk_stories import ANNA, JONAS, PARAGRAPHS, Newsroom, edition_of, incoming, make_text

from newstrans.model import Story
from newstrans.review import actions
from newstrans.review.actions import Desk
from newstrans.store.connect import Store, open_store
from newstrans.store.editions import drafts, get_edition, get_units
from newstrans.store.events import find_events
from newstrans.store.records import Event, UnitRecord

NOW = "2026-03-04T09:30:00Z"
HEADLINE = "Grain ships leave Odesa after storm"
GRAIN = (
    "Kyiv said 1,200 tonnes of grain were moved on Tuesday, Deputy Prime Minister Yuliia Svyrydenko said.",
    "“We will not stop the ships,” Volodymyr Zelensky told reporters in Kharkiv.",
    "Insurers had asked for two new contracts. The city would pay half of it.",
    "Farmers near Mykolaiv said they could wait no longer.",
    "The next talks are planned for Friday.",
)
LINKS = ("Insurers wait", "Read the plan at https://harbour.example/plan before Friday.", "Insurers had waited for a week.")

# A language, and two texts of one paragraph in it.
TEXTS = [
    ("de", "Kiew meldete 12.000 Tonnen, sagte er.", "Kyjiw meldete 1.200 Tonnen, sagte sie gestern."),
    ("ar", "قالت كييف إنَّ السُّفن غادرت.", "قالت كييف إنّ السفن لم تغادر الميناء."),
    ("ja", "キエフは50億円を支払った。", "キーウは5億円を支払った。"),
    ("zh", "基辅说，周二运走了1200吨粮食。", "基辅表示，周三运走了1,200吨粮食。"),
    ("ko", "키예프는 화요일에 1200톤을 옮겼다.", "키이우는 수요일에 1,200톤을 옮겼다."),
    ("hi", "कीव ने कहा कि जहाज़ चले गए।", "कीव ने कहा था कि जहाज़ लौट गए।"),
    ("th", "เคียฟกล่าวว่าเรือออกแล้ว", "เคียฟแถลงว่าเรือยังไม่ออก"),
    ("fr", "il a dit : oui ", "il a dit : non\u202f!  "),
]


@dataclass
class Paper:
    """An edition in the store behind a served desk."""

    store: Store
    id: str

    @property
    def path(self) -> str:
        return f"/editions/{self.id}"

    def unit(self, key: str) -> UnitRecord:
        with self.store.read() as connection:
            return next(one for one in get_units(connection, self.id) if one.key == key)

    def units(self) -> dict[str, UnitRecord]:
        with self.store.read() as connection:
            return {one.key: one for one in get_units(connection, self.id)}

    @property
    def rev(self) -> int:
        with self.store.read() as connection:
            return get_edition(connection, self.id).rev

    @property
    def state(self) -> str:
        with self.store.read() as connection:
            return get_edition(connection, self.id).state.value

    def events(self, *kinds: str, unit: str = "") -> list[Event]:
        return find_events(self.store, edition=self.id, unit=unit, kinds=kinds)

    def drafts(self) -> list[dict[str, Any]]:
        with self.store.read() as connection:
            return drafts(connection, self.id)

    def by(self, actor: Any = JONAS) -> Desk:
        return Desk(self.store, actor, NOW)

    def edit(self, key: str, text: str, actor: Any = JONAS) -> UnitRecord:
        return actions.edit(self.by(actor), self.id, key, text, base_rev=self.unit(key).rev)

    def approve(self, *keys: str, actor: Any = JONAS) -> None:
        for key in keys or self.units():
            one = self.unit(key)
            if not one.settled:
                actions.approve(self.by(actor), self.id, key, base_rev=one.rev)


def grain(paragraphs: tuple[str, ...] = GRAIN, version: str = "1") -> Story:
    return make_text(HEADLINE, paragraphs, version)


def fill(file: Path) -> tuple[str, str]:
    """The grain story in Portuguese, by the real engine, and an older short one with an address; returns both editions."""
    with _filled(file) as store:
        room = Newsroom(store)
        short = make_text(LINKS[0], LINKS[1:])
        links = room.ingest(incoming(short, identity="urn:newsml:harbour.example:links", slug="links"), now="2026-03-04T09:00:00Z")
        return edition_of(room.ingest(incoming(grain()))), edition_of(links)


def fill_long(file: Path, count: int) -> str:
    """A story of so many paragraphs, by the pseudo engine; returns its edition."""
    with _filled(file) as store:
        paragraphs = [f"{PARAGRAPHS[n % len(PARAGRAPHS)]} That was on day {n}." for n in range(count)]
        return edition_of(Newsroom(store, "pseudo").ingest(incoming(make_text(HEADLINE, paragraphs))))


@contextmanager
def _filled(file: Path) -> Iterator[Store]:
    """An empty store to fill, and then to copy: nothing is left beside the file."""
    store = open_store(file, NOW)
    try:
        yield store
    finally:
        store.close()
        with sqlite3.connect(file) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def copied(file: Path, folder: Path) -> Path:
    return Path(shutil.copy(file, folder))


__all__ = ["ANNA", "GRAIN", "JONAS", "TEXTS", "Paper", "copied", "fill", "fill_long", "grain"]
