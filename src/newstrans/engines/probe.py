"""Try a model before it is put into the store: what is installed must also translate."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from newstrans.engines.registry import load_engines
from newstrans.errors import EngineError, EngineUnavailable, ModelDamaged
from newstrans.languages import LanguagePair

if TYPE_CHECKING:
    from newstrans.config import Config

PROBE = "12 March 2026."


def probe_model(config: Config, engine: str, folder: Path, pair: LanguagePair) -> None:
    """Translate one sentence with the model in `folder`.

    Where the engine's own library is not installed nothing can be tried, and nothing is said: the model may be
    installed first.

    Raises:
        ModelDamaged: the engine cannot translate with it.

    """
    looking = replace(config, workers=1, models=(folder,), argos_packages=folder.parent, data=folder / "none")
    tried = load_engines(looking, [])[engine]
    try:
        if pair not in tried.pairs():
            raise ModelDamaged(engine, f"{folder.name}: the engine finds no model for {pair} in it. Nothing was installed")
        if not tried.translate([PROBE], pair)[0].text.strip():
            raise ModelDamaged(engine, f"{folder.name}: it gives no text for {PROBE!r}. Nothing was installed")
    except EngineUnavailable:
        return
    except ModelDamaged:
        raise
    except EngineError as exc:
        raise ModelDamaged(engine, f"{folder.name}: it does not translate ({exc.problem}). Nothing was installed") from exc
    finally:
        tried.close()

