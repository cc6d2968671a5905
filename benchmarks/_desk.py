"""What the benchmarks share: where FLORES lies, and a desk with one story of many lines."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from newstrans.cli.setup import Desk
from newstrans.config import load_config
from newstrans.model import SourceFile, Story, Unit, UnitKind

FLORES = Path(__file__).resolve().parent.parent.parent / "shared" / "eval" / "flores-dev"


def parser(description: str) -> argparse.ArgumentParser:
    """Arguments that every benchmark takes."""
    out = argparse.ArgumentParser(description=description)
    out.add_argument("--flores", type=Path, default=FLORES, help="folder with FLORES dev, one <language>.txt each")
    return out


def lines(folder: Path, language: str, limit: int | None = None) -> list[str]:
    """The sentences of one language; ends the program with a clear word when they are not there."""
    path = folder / f"{language}.txt"
    if not path.is_file():
        raise SystemExit(f"{path} is missing: give the folder with FLORES dev as --flores")
    return path.read_text(encoding="utf-8").splitlines()[:limit]


def story(texts: Sequence[str], language: str, name: str = "benchmark") -> Story:
    """A story whose paragraphs are `texts`."""
    digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()
    units = tuple(Unit(f"p{n}", UnitKind.PARAGRAPH, text) for n, text in enumerate(texts, 1))
    return Story(digest[:16], name, units, SourceFile(name, "plain", "utf-8", digest, 0), language=language)


def desk(workers: int | None = None) -> Desk:
    """A desk as `newstrans` itself would set it up; `workers` translate at once (default: as configured)."""
    config = load_config()
    return Desk(config if workers is None else replace(config, workers=workers))


def typographic_fold(text: str) -> str:
    """Quotation marks, dashes and spaces made plain: FLORES mixes them, house styles differ in them."""
    for signs, plain in (("“”„«»‟", '"'), ("‘’‚‹›", "'"), ("–—―‑", "-"), ("\u00a0\u202f\u2009", " ")):
        for sign in signs:
            text = text.replace(sign, plain)
    return " ".join(text.replace("…", "...").replace('" ', '" ').split())
