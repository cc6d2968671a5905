"""Stories, an engine that counts, and a desk over a store: what the tests of store and review share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from newstrans.config import Config
from newstrans.engines.base import Aligned, Engine, LanguagePair, Translation
from newstrans.engines.registry import load_engines
from newstrans.formats.inplace.issue import Identity
from newstrans.glossary.load import load_glossary, shipped_and_own
from newstrans.glossary.names import Names
from newstrans.localise.locale import load_locale
from newstrans.model import SourceFile, Story, Unit, UnitKind
from newstrans.pipeline import Run, default_stages, translate_stories
from newstrans.pubstatus import Status
from newstrans.review.actions import Desk
from newstrans.review.ingest import Incoming, Made, Receipt, due, layers_before, make_due, receive
from newstrans.store.answers import remembering
from newstrans.store.connect import Store
from newstrans.store.editions import edition_key, get_units
from newstrans.store.records import Actor, UnitRecord

NOW = "2026-03-04T09:30:00Z"
ANNA, JONAS = Actor("anna"), Actor("jonas")
WIRE = Actor("wire")
IDENTITY = "urn:newsml:harbour.example:20260304:harbour"

HEADLINE = "Harbour talks resume after storm"
PARAGRAPHS = (
    "The harbour workers met on Monday.",
    "They asked for 3 percent more. The city said no.",
    "A ship waited outside the port for two days.",
    "The mayor will speak to the workers tomorrow.",
    "No bread was left in the shops of the old town.",
    "Children could not go to school by boat.",
    "The storm broke four windows of the town hall.",
    "Fishermen said that they had lost 12 nets.",
    "The bridge to the island stayed closed all day.",
    "A doctor walked to the hospital through the water.",
    "The union wants a new contract. The old one ends in May.",
    "Two hotels took in families from the coast.",
    "The weather will be better on Friday.",
)


def make_text(headline: str = HEADLINE, paragraphs: Sequence[str] = PARAGRAPHS, version: str = "1") -> Story:
    """A story of 14 units, as a reader makes it."""
    import hashlib

    units = [Unit("headline", UnitKind.HEADLINE, headline)]
    units += [Unit(f"p{n}", UnitKind.PARAGRAPH, text) for n, text in enumerate(paragraphs, start=1)]
    whole = "\n".join(unit.text for unit in units) + version
    digest = hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()
    return Story("x", "harbour", tuple(units), SourceFile("a.xml", "newsml-g2", "utf-8", digest, len(whole)), language="en")


def incoming(
    story: Story | None = None, version: str = "1", *, identity: str = IDENTITY, status: Status = Status.USABLE, versioned: bool = True,
    slug: str = "", **more: str,
) -> Incoming:
    """The story as it came over the wire."""
    who = Identity(identity, version, "en", status, slug=slug, **more)  # type: ignore[arg-type]
    return Incoming(who, story, versioned, "a.xml", f"file {identity} {version} {status} {story.source.sha256 if story else ''}".encode())


class CountingEngine:
    """A real engine; `texts` are those that it was asked, in order."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.name = engine.name
        self.any_pair = getattr(engine, "any_pair", False)
        self.texts: list[str] = []

    def translate(self, texts: Sequence[str], pair: LanguagePair) -> list[Translation]:
        self.texts += texts
        return self._engine.translate(texts, pair)

    def align(self, texts: Sequence[str], pair: LanguagePair) -> list[Aligned | None]:
        self.texts += texts
        return self._engine.align(texts, pair)  # type: ignore[attr-defined]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)


@lru_cache(maxsize=1)
def shipped_names() -> Names:
    """The shipped glossary, read once for all tests: it never changes while they run."""
    return Names(load_glossary(shipped_and_own(())))


class Newsroom:
    """A store with the real pipeline before it; `names` are the glossary's, the shipped one's unless others are given."""

    def __init__(self, store: Store, engine: str | None = None, names: Names | None = None) -> None:
        self.store = store
        self.engines = {name: CountingEngine(one) for name, one in load_engines(Config(data=Path("unused"))).items()}
        self.names = names or shipped_names()
        self._engine = engine
        self.calls = 0
        self.carries_over = True  # what a new version has in common with the one before
        self.restart()

    def restart(self) -> None:
        """A new process: what the stages remember is gone, what the store remembers is not."""
        self._stages = default_stages(remembering(self.engines, self.store), self.names, load_locale, forced_engine=self._engine)

    @property
    def asked(self) -> list[str]:
        return [text for engine in self.engines.values() for text in engine.texts]

    def forget(self) -> None:
        for engine in self.engines.values():
            engine.texts.clear()

    def translate(self, stories: Sequence[Story], locales: Sequence[str]) -> Run:
        self.calls += 1
        earlier = layers_before(self.store) if self.carries_over else None
        return translate_stories(stories, locales, self._stages, names=self.names, locale=load_locale, earlier=earlier)

    def receive(self, one: Incoming, locales: Sequence[str] = ("pt-BR",), now: str = NOW, override: str = "") -> Receipt:
        return receive(self.store, one, locales, actor=WIRE, now=now, override=override)

    def make(self, now: str = NOW) -> list[Made]:
        return list(make_due(self.store, due(self.store), self.translate, actor=WIRE, now=now))

    def ingest(self, one: Incoming, locales: Sequence[str] = ("pt-BR",), now: str = NOW) -> Receipt:
        receipt = self.receive(one, locales, now)
        self.restart()
        self.make(now)
        return receipt

    def desk(self, actor: Actor = ANNA, now: str = NOW) -> Desk:
        return Desk(self.store, actor, now)

    def units(self, edition: str) -> dict[str, UnitRecord]:
        with self.store.read() as connection:
            return {one.key: one for one in get_units(connection, edition)}


def edition_of(receipt: Receipt, locale: str = "pt-BR") -> str:
    assert receipt.story is not None
    return edition_key(receipt.story.id, locale)
