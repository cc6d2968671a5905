"""A desk to try out: the shipped stories taken in, translated, and left as editors leave them, each in another state.

Everything goes the way of a real story: `ingest`, the engines that are here, and the actions of the desk. Where an engine is
missing its editions are failed, as they would be in a newsroom.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from newstrans import resources
from newstrans.review import actions
from newstrans.review.actions import Desk
from newstrans.review.ingest import Translator, due, make_due, read_incoming, receive
from newstrans.store import editions as shelf
from newstrans.store.connect import Store
from newstrans.store.records import Actor, EditionRecord, UnitState

# The engine by name, or None for the best route; "identity" for what nobody here can translate.
Translators = Callable[[str | None], Translator]

_WIRE = Actor("wire", "demo")
_ANNA, _JONAS, _LEILA = (Actor(name, "demo") for name in ("anna", "jonas", "leila"))
# What stands in museum.xml, and how long the embargo is to last from when the desk is filled.
_FAR, _EMBARGO = b"20990101T060000Z", timedelta(hours=2)

_FERRY = {
    "headline": "Nova balsa liga Port Alder a Gdańsk duas vezes por semana",
    "p2": "“Esperamos onze anos por este navio”, disse o capitão do porto, Martin Sorley.",
    "p3": "A passagem só de ida custa 48 euros. Crianças menores de 12 anos viajam de graça.",
    "p5": "Um café e duas lojas devem abrir no terminal em maio.",
}
_OLIVES = {
    "headline": "مزارعو الزيتون في وادي زهر يتوقعون أفضل محصول منذ عشر سنوات",
    "p1": "يتوقع المزارعون في وادي زهر جني 1250 طنًا من الزيتون هذا العام، وهو أفضل محصول منذ عشر سنوات.",
    "p2": "وقالت سميرة حداد التي تقود التعاونية: «جاء المطر في مارس عندما احتاجت إليه الأشجار».",
    "p3": "تدفع التعاونية 4.20 للكيلوغرام، أي بزيادة 15% عن العام الماضي.",
    "p4": "وستُفتح معصرة ثانية في الخامس من ديسمبر.",
}
_OLIVES_CORRECTED = {
    "p2": "وقالت سميرة حداد، رئيسة التعاونية: «جاء المطر في مارس حين كانت الأشجار بحاجة إليه».",
    "p4": "وستُفتتح معصرة ثانية في 5 ديسمبر.",
}


@dataclass(frozen=True, slots=True)
class DemoEdition:
    """An edition of the demo desk, and what there is to see in it, in a few words."""

    edition: EditionRecord
    look: str


def fill(store: Store, translators: Translators, now: str) -> list[DemoEdition]:
    """Take the demo's stories into an empty store; what happens to them happens in the four hours before `now`.

    Returns the editions, the one to begin with first. The same `now` and the same engines give the same store.
    """
    return _Demo(store, translators, now, resources.find("examples") / "desk").fill()


class _Demo:
    def __init__(self, store: Store, translators: Translators, now: str, folder: Path) -> None:
        self._store, self._translators, self._now, self._folder = store, translators, now, folder
        self._made: list[DemoEdition] = []

    def fill(self) -> list[DemoEdition]:
        self._boat()
        self._farol()
        self._olives()
        self._ferry()
        self._museum()
        self._mercado()
        self._library()
        self._bridge()
        return list(reversed(self._made))

    # --- the stories, the last one to come in last

    def _boat(self) -> None:
        name, = self._take("boat.xml", 240, "pt-BR")
        self._approve(name, _JONAS, 235)
        self._publish(name, _JONAS, 234)
        self._take("boat-kill.xml", 200, "pt-BR")
        self._tell(name, "killed by the wire: a banner, and nothing can be changed")

    def _farol(self) -> None:
        english, spanish = self._take("farol.html", 220, "en", "es")
        self._write(english, _ANNA, 210, {
            "headline": "Ponta Rasa lighthouse shines again after 14 months",
            "p1": "The lighthouse of Ponta Rasa was lit again on Monday night, after 14 months of work, the harbour captain's office said.",
            "p2": "The new lamp uses 60% less energy and can be seen from 29 kilometers away.",
            "p3": "“Fishermen even hung lanterns on the wall,” said the lighthouse keeper, Anselmo Prado.",
            "p4": "The tower, built in 1892, is 41 meters high and has 187 steps.",
        })  # fmt: skip
        self._approve(english, _JONAS, 205)
        self._publish(english, _JONAS, 204)
        self._tell(spanish, "to review, from Portuguese")
        self._tell(english, "published; the preview is what went out")

    def _olives(self) -> None:
        name, = self._take("olives.json", 190, "ar", engine="identity")
        self._write(name, _LEILA, 170, _OLIVES)
        self._approve(name, _JONAS, 160)
        self._publish(name, _JONAS, 159)
        self._write(name, _LEILA, 60, _OLIVES_CORRECTED)
        self._tell(name, "Arabic, written by hand, published and corrected since")

    def _ferry(self) -> None:
        portuguese, spanish = self._take("ferry-v1.xml", 180, "pt-BR", "es")
        self._write(portuguese, _ANNA, 175, _FERRY)
        self._approve(portuguese, _JONAS, 168)
        self._publish(portuguese, _JONAS, 167)
        self._take("ferry-v2.xml", 25, "pt-BR", "es")
        self._tell(spanish, "to review, by way of Portuguese, with a word that the engine does not know")
        self._tell(portuguese, "published, and updated by the wire since: a changed, a new and a removed paragraph wait")

    def _museum(self) -> None:
        ends = datetime.fromisoformat(self._now) + _EMBARGO
        name, = self._take("museum.xml", 90, "pt-BR", replace=(_FAR, ends.strftime("%Y%m%dT%H%M%SZ").encode()))
        self._write(name, _ANNA, 80, {
            "headline": "Museu dos Relógios nomeia sua nova diretora",
            "p1": "O Museu dos Relógios, em Lindhaven, será dirigido por Ingrid Solberg-Haas, que há nove anos chefia a oficina.",
            "p2": "Ela assume em 1º de fevereiro de 2027, com um orçamento de 3,4 milhões de euros.",
            "p3": "O museu possui 1.864 relógios. Cerca de 400 deles ainda funcionam.",
        })  # fmt: skip
        self._approve(name, _JONAS, 70)
        self._tell(name, "approved, and held by an embargo for two hours")

    def _mercado(self) -> None:
        name, = self._take("mercado.json", 55, "pt-BR")
        self._write(name, _ANNA, 50, {
            "p1": "O mercado municipal de Valdeolmo abre a partir deste domingo das 9h às 14h, disse a prefeitura.",
            "p2": "São 32 bancas, e 11 delas vendem peixe. O aluguel sobe 2,5%.",
            "p3": "“Domingo é o dia em que as pessoas têm tempo”, disse a presidente dos vendedores, Elisa Montalbán.",
        })  # fmt: skip
        self._approve(name, _JONAS, 45)
        self._tell(name, "approved, from Spanish; it can go out")

    def _library(self) -> None:
        name, = self._take("library.md", 40, "pt-BR")
        self._write(name, _ANNA, 35, {
            "headline": "Biblioteca de escola empresta ferramentas depois da aula",
            "p1": "Alunos da Lower Quay School podem pegar furadeiras, serras e máquinas de costura na biblioteca, desde que um dos pais assine.",
        })  # fmt: skip
        self._approve(name, _JONAS, 30, only=("headline",))
        if self._ready(name):
            actions.save_draft(
                self._desk(_JONAS, 12), name, "p2",
                "“Um martelo é mais lido do que a maioria dos romances”, disse o bibliotecário, Paul Anstey. “E volta inteiro”.",
                base_rev=self._unit_rev(name, "p2"),
            )  # fmt: skip
            actions.comment(
                self._desk(_JONAS, 10), name, "p7", "Diretor ou diretora? Perguntei à escola.", base_rev=self._unit_rev(name, "p7")
            )
        self._tell(name, "in review, with a draft and a comment")

    def _bridge(self) -> None:
        name, = self._take("bridge.txt", 8, "pt-BR")
        self._tell(name, "to review, with an error and a warning: begin here")

    # --- what happens to them

    def _take(
        self, file: str, minutes: int, *locales: str, engine: str | None = None, replace: tuple[bytes, bytes] = (b"", b"")
    ) -> list[str]:
        """Take a file in and make its editions; returns their ids, in the order of `locales`."""
        data = (self._folder / file).read_bytes().replace(*replace) if replace[0] else (self._folder / file).read_bytes()
        stories: list[str] = []
        for one in read_incoming(data, name=file, place=f"demo/{file}"):
            receipt = receive(self._store, one, locales, actor=_WIRE, now=self._at(minutes))
            stories += [receipt.story.id] if receipt.story else []
        wanted = [pair for story in stories for pair in due(self._store, story)]
        for _ in make_due(self._store, wanted, self._translators(engine), actor=_WIRE, now=self._at(minutes)):
            pass
        return [shelf.edition_key(story, locale) for story in stories for locale in locales]

    def _write(self, name: str, who: Actor, minutes: int, texts: Mapping[str, str]) -> None:
        if self._ready(name):
            for unit, text in texts.items():
                actions.edit(self._desk(who, minutes), name, unit, text, base_rev=self._unit_rev(name, unit))

    def _approve(self, name: str, who: Actor, minutes: int, only: tuple[str, ...] = ()) -> None:
        with self._store.read() as connection:
            units = shelf.get_units(connection, name)
        for one in units:
            if one.state is not UnitState.VERBATIM and (not only or one.unit in only):
                actions.approve(self._desk(who, minutes), name, one.key, base_rev=one.rev)

    def _publish(self, name: str, who: Actor, minutes: int) -> None:
        if self._ready(name):
            actions.publish(self._desk(who, minutes), name, base_rev=self._edition(name).rev)

    def _tell(self, name: str, look: str) -> None:
        record = self._edition(name)
        self._made.append(DemoEdition(record, look if self._ready(name) or not record.error else record.error.splitlines()[0]))

    def _ready(self, name: str) -> bool:
        """Whether it was translated: not so where an engine is missing."""
        return self._edition(name).source_revision > 0

    def _edition(self, name: str) -> EditionRecord:
        with self._store.read() as connection:
            return shelf.get_edition(connection, name)

    def _unit_rev(self, name: str, unit: str) -> int:
        with self._store.read() as connection:
            return shelf.get_unit(connection, name, unit).rev

    def _desk(self, who: Actor, minutes: int) -> Desk:
        return Desk(self._store, who, self._at(minutes))

    def _at(self, minutes: int) -> str:
        """So many minutes before now."""
        return (datetime.fromisoformat(self._now) - timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")
