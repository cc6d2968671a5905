"""newstrans: offline news translation with names right and a reason for every change.

What stands in `__all__` is the public interface: it keeps its meaning between minor versions. Each name is
imported when it is first used, so that `import newstrans` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newstrans.config import load_config
    from newstrans.emit import write_editions
    from newstrans.errors import NewstransError
    from newstrans.formats import read_stories, read_story
    from newstrans.model import Edit, Edition, Finding, Segment, Severity, Story, Unit
    from newstrans.pipeline import default_stages, translate_stories

__version__ = "0.1.0"

__all__ = [
    "Edit",
    "Edition",
    "Finding",
    "NewstransError",
    "Segment",
    "Severity",
    "Story",
    "Unit",
    "__version__",
    "default_stages",
    "load_config",
    "read_stories",
    "read_story",
    "translate_stories",
    "write_editions",
]

# Where each public name lives; tests/test_public_api.py keeps this, `__all__` and the imports above equal.
_HOMES = {
    "Edit": "newstrans.model",
    "Edition": "newstrans.model",
    "Finding": "newstrans.model",
    "NewstransError": "newstrans.errors",
    "Segment": "newstrans.model",
    "Severity": "newstrans.model",
    "Story": "newstrans.model",
    "Unit": "newstrans.model",
    "default_stages": "newstrans.pipeline",
    "load_config": "newstrans.config",
    "read_stories": "newstrans.formats",
    "read_story": "newstrans.formats",
    "translate_stories": "newstrans.pipeline",
    "write_editions": "newstrans.emit",
}


def __getattr__(name: str) -> object:
    """Import a public name on first use (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module

    value: object = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
