"""What engines were seen to make of names, kept between runs in one file: by engine, model, pair and name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from newstrans import __version__
from newstrans.answer_cache import AnswerCache
from newstrans.glossary.probe import carriers
from newstrans.model import Leg

# Rows that are kept; the oldest go first.
_MOST = 100_000


class Renderings:
    """Renderings of names under `file`, which is made when there is something to keep. Several processes may share it."""

    def __init__(self, file: Path, *, most: int = _MOST) -> None:
        self._kept = AnswerCache(file, "rendering", most=most)

    def recall(self, route: Sequence[Leg], names: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """What is known of `names` over a route with these models; a name that is not there is not known."""
        keys = {_key(route, name): name for name in names}
        return {keys[key]: tuple(json.loads(forms)) for key, forms in self._kept.recall(keys).items()}

    def keep(self, route: Sequence[Leg], renderings: Mapping[str, Sequence[str]]) -> None:
        """Remember renderings by name. A folder that cannot be written is no error: they are asked for again then."""
        self._kept.keep({_key(route, name): json.dumps(list(forms), ensure_ascii=False) for name, forms in renderings.items()})


def _key(route: Sequence[Leg], name: str) -> str:
    """Everything that an answer depends on: our version, the sentences asked, engines, pairs, models, the name."""
    legs = [[leg.engine, leg.source, leg.target, leg.model.sha256 if leg.model else ""] for leg in route]
    text = json.dumps([__version__, carriers("{}", route[0].source), legs, name])
    return hashlib.sha256(text.encode("ascii")).hexdigest()
