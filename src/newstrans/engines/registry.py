"""Which engines there are. Ours come in through the same door as anybody's: an entry point.

    [project.entry-points."newstrans.engines"]
    mine = "my_package.engine:MyEngine"

The class is called with the `Config`. It is imported when the engine is first asked for something, and when that
fails the engine is listed with the reason and the others go on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING

from newstrans.engines.base import Aligned, Aligner, Engine, LanguagePair, Traits, Translation
from newstrans.errors import EngineUnavailable, NewstransError

if TYPE_CHECKING:
    from newstrans.config import Config
    from newstrans.model import Model

GROUP = "newstrans.engines"

# The same as in pyproject.toml, for a source tree that is not installed; in the order of the listing.
BUILT_IN = {
    "bergamot": "newstrans.engines.bergamot:BergamotEngine",
    "argos": "newstrans.engines.argos:ArgosEngine",
    "apertium": "newstrans.engines.apertium:ApertiumEngine",
    "identity": "newstrans.engines.identity:IdentityEngine",
    "pseudo": "newstrans.engines.pseudo:PseudoEngine",
}

# What foreign code may raise while it is imported or built. KeyboardInterrupt and the like pass.
_FOREIGN = (
    ArithmeticError, AssertionError, AttributeError, ImportError, LookupError, MemoryError, NameError,
    NewstransError, OSError, RuntimeError, SyntaxError, TypeError, ValueError,
)  # fmt: skip


def load_engines(config: Config, points: Iterable[EntryPoint] | None = None) -> dict[str, Engine]:
    """All engines by name, ours first, the others by name; none is imported yet.

    An engine of somebody else that bears a name of ours is listed under "name@package". `points` are the entry
    points to use instead of those that are installed.
    """
    found = list(entry_points(group=GROUP) if points is None else points)
    engines: dict[str, Engine] = {
        name: DeferredEngine(name, _opener(target), config) for name, target in BUILT_IN.items()
    }
    for point in sorted(found, key=lambda point: (point.name, point.value)):
        if BUILT_IN.get(point.name) == point.value:
            continue
        name = point.name
        if name in engines:
            name = f"{point.name}@{point.dist.name if point.dist else point.value.partition(':')[0]}"
        engines[name] = DeferredEngine(name, point.load, config)
    return engines


def _opener(target: str) -> Callable[[], Callable[[Config], Engine]]:
    def load() -> Callable[[Config], Engine]:
        module, _, attribute = target.partition(":")
        made: Callable[[Config], Engine] = getattr(import_module(module), attribute)
        return made

    return load


class DeferredEngine:
    """An engine that is imported and built on first use; one that cannot be is empty and says why."""

    def __init__(self, name: str, load: Callable[[], Callable[[Config], Engine]], config: Config) -> None:
        self.name = name
        self._load = load
        self._config = config
        self._engine: Engine | None = None
        self._reason = ""

    @property
    def any_pair(self) -> bool:
        """Whether the engine takes every pair, although `pairs()` lists none."""
        engine = self._open()
        return bool(getattr(engine, "any_pair", False)) if engine else False

    def pairs(self) -> list[LanguagePair]:
        engine = self._open()
        if engine is None:
            return []
        try:
            return engine.pairs()
        except _FOREIGN as exc:
            self._give_up(exc)
            return []

    def traits(self, pair: LanguagePair) -> Traits:
        return self._get().traits(pair)

    def model(self, pair: LanguagePair) -> Model:
        return self._get().model(pair)

    def translate(self, texts: Sequence[str], pair: LanguagePair) -> list[Translation]:
        return self._get().translate(texts, pair)

    def align(self, texts: Sequence[str], pair: LanguagePair) -> list[Aligned | None]:
        """The engine's own links; None for every text when it has no way to give them."""
        engine = self._get()
        return engine.align(texts, pair) if isinstance(engine, Aligner) else [None] * len(texts)

    def missing(self) -> str | None:
        engine = self._open()
        return self._reason if engine is None else engine.missing()

    def install_hint(self, source: str, target: str) -> str | None:
        engine = self._open()
        return engine.install_hint(source, target) if engine else None

    def close(self) -> None:
        if self._engine is not None:
            self._engine.close()

    def _open(self) -> Engine | None:
        if self._engine is None and not self._reason:
            try:
                engine = self._load()(self._config)
            except _FOREIGN as exc:
                self._give_up(exc)
                return None
            if not isinstance(engine, Engine):
                lacking = [word for word in ("pairs", "translate", "traits", "model") if not hasattr(engine, word)]
                self._reason = f"it is no engine (it has no {', '.join(lacking) or 'name'}). Mend or remove its package"
                return None
            self._engine = engine
        return self._engine

    def _get(self) -> Engine:
        engine = self._open()
        if engine is None:
            raise EngineUnavailable(self.name, self._reason)
        return engine

    def _give_up(self, exc: BaseException) -> None:
        first = (str(exc).splitlines() or [""])[0][:200]
        self._engine = None
        self._reason = f"it cannot be loaded ({type(exc).__name__}: {first}). Mend or remove its package"
