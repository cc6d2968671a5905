"""The same stories, models and glossary give the same bytes, however many workers and in whatever company."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from newstrans.cli.setup import Desk
from newstrans.config import Config
from newstrans.engines.workers import WORTH_STARTING
from newstrans.formats import read_story
from newstrans.formats.edition_json import edition_to_json
from newstrans.pipeline import default_stages, translate_stories

PARAGRAPHS = (
    "The harbour authority of Odesa said on Monday that {n} ships had waited for more than a week outside the port.",
    "“We will not leave before the river is open again,” captain Maria Novak told reporters near the *old bridge* today.",
    "The government plans to spend $1.2 million on repairs, and the [ministry](https://example.org/{n}) will publish a list in May.",
    "RESCUE TEAMS SEARCHED THE VALLEY THROUGH THE NIGHT WHILE THE WATER ROSE BY {n} CENTIMETRES.",
    "Guerra {n}",
)


def stories(count: int) -> list[str]:
    return [
        f"# Floods close harbour number {n}\n\n" + "\n\n".join(paragraph.format(n=10 * n + k) for k in range(3) for paragraph in PARAGRAPHS)
        for n in range(count)
    ]  # fmt: skip


def editions(desk: Desk, texts: list[str]) -> dict[str, str]:
    stages = default_stages(desk.engines, desk.names, desk.locale, declared="en")
    read = [read_story(text.encode(), name=f"{text.split()[5]}.md") for text in texts]
    done = translate_stories(read, ["pt-BR"], stages, names=desk.names, locale=desk.locale)
    assert () == done.failures
    return {edition.story.source.name: edition_to_json(edition) for edition in done.editions}


@pytest.mark.engine
def test_workers_and_order_change_no_byte(tmp_path: Path) -> None:
    """One worker and three, forwards and backwards, all at once and one by one."""
    config = Config(data=tmp_path / "data")
    texts = stories(4)
    assert sum(map(len, texts)) > WORTH_STARTING
    one, three = Desk(replace(config, workers=1)), Desk(replace(config, workers=3))

    expected = editions(one, texts)
    try:
        assert expected == editions(three, texts[::-1])
    finally:
        three.close()
    assert expected == {name: text for story in texts for name, text in editions(one, [story]).items()}
