"""Units, editions and contexts for the tests of the checks."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from newstrans.checks import CheckContext
from newstrans.model import (
    Edition,
    EditionUnit,
    Leg,
    Segment,
    SourceFile,
    Story,
    Treatment,
    Unit,
    UnitKind,
)

MakeContext = Callable[..., CheckContext]


def make_unit(pairs: Sequence[tuple[str, str]], *, lead: str = "", gap: str = " ") -> EditionUnit:
    """A translated unit of the sentences `pairs`, `gap` between them and `lead` before the first."""
    text, target, segments = lead, lead, []
    for index, (source, translation) in enumerate(pairs):
        between = gap if index + 1 < len(pairs) else ""
        start = len(text)
        segments.append(
            Segment(start, start + len(source), source, gap=between, machine=translation, target=translation)
        )
        text += source + between
        target += translation + between
    unit = Unit("p1", UnitKind.PARAGRAPH, text)
    return EditionUnit(unit, Treatment.TRANSLATED, segments=tuple(segments), text=target)


def make_edition(
    unit: EditionUnit, source: str = "en", locale: str = "pt-BR", engine: str = "bergamot"
) -> Edition:
    """An edition of one unit."""
    story = Story(
        "story", "story", (unit.unit,), SourceFile("story.txt", "plain", "utf-8", "0" * 64, 1), source
    )
    return Edition(story, locale, source, route=(Leg(engine, source, locale[:2]),), units=(unit,))
