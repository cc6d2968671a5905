"""The files that the tests of in-place formats go over: our own, and the samples where they lie beside the checkout."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from newstrans.cli.setup import Desk
from newstrans.config import Config
from newstrans.formats.inplace import Document, open_document, sniff_format
from newstrans.formats.inplace.document import Written
from newstrans.model import Story
from newstrans.pipeline import Run, default_stages, translate_stories
from newstrans.wire import LocaleResult, WireRun

OWN = Path(__file__).resolve().parents[1] / "data" / "wire"
SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
# Formats of others: gettext, XLIFF, TMX, TBX, CSV; and fragments of a NewsML-G2 item, which are refused.
_OTHERS = (".po", ".xlf", ".tmx", ".tbx", ".csv", ".tsv")
FRAGMENTS = ("06-", "10-")
NOW = "2026-03-04T09:30:00Z"


def wire_files() -> list[Path]:
    """Every file that can be written in place."""
    found = sorted(OWN.iterdir())
    if SAMPLES.is_dir():
        found += [one for one in sorted(SAMPLES.iterdir()) if one.suffix not in _OTHERS and not one.name.startswith(FRAGMENTS)]
    return found


def read(path: Path) -> Document:
    """The document in a file."""
    return open_document(path.read_bytes(), name=path.name)


def format_of(path: Path) -> str:
    """Name of the format that a file is read as."""
    found = sniff_format(path.read_bytes(), path.name)
    return found.name if found else ""


@lru_cache(maxsize=1)
def desk() -> Desk:
    """The shipped glossary and house styles."""
    return Desk(Config(data=Path("/nonexistent")))


def wire_run(engine: str, *, declared: str | None = "en", override: str = "a test", calls: list[int] | None = None) -> WireRun:
    """A run with one engine; `calls` counts the stories that the pipeline was given."""
    here = desk()
    stages = default_stages(here.engines, here.names, here.locale, forced_engine=engine, declared=declared)

    def translate(stories: Sequence[Story], locales: Sequence[str]) -> Run:
        if calls is not None:
            calls.append(len(stories))
        return translate_stories(stories, locales, stages, names=here.names, locale=here.locale)

    return WireRun(translate, NOW, lambda _tag: "This story was withdrawn.", override=override)


def bring(document: Document, locale: str, engine: str = "pseudo", *, declared: str | None = "en") -> LocaleResult:
    """A document in a locale."""
    return wire_run(engine, declared=declared).bring([document], locale)[0]


def written(document: Document, locale: str = "pt-BR", engine: str = "pseudo") -> Written:
    """The file of a document in a locale; fails where it could not be made."""
    result = bring(document, locale, engine)
    assert result.written is not None, result.why
    return result.written
