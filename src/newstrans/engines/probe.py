"""Try a model before it is put into the store: what is installed must also translate."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from newstrans.engines.registry import load_engines
from newstrans.errors import EngineError, EngineUnavailable
from newstrans.languages import LanguagePair
from newstrans.models.archive import refused

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
        found = pair in tried.pairs()
        answer = tried.translate([PROBE], pair)[0].text if found else ""
    except EngineUnavailable:
        return
    except EngineError as exc:
        # The engine's own advice is for a model that is installed.
        problem = exc.problem.partition(". Install it again")[0]
        raise refused(folder.name, f"it does not translate ({problem})", engine) from exc
    finally:
        tried.close()
    if not found:
        raise refused(folder.name, f"the engine finds no model for {pair} in it", engine)
    if not answer.strip():
        raise refused(folder.name, f"it gives no text for {PROBE!r}", engine)
