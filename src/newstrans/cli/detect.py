"""newstrans detect"""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from newstrans.cli.language import words
from newstrans.cli.setup import find_inputs, read_inputs
from newstrans.errors import NewstransError


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option("--expect", metavar="LANG[,LANG]", help="Only these languages come in question.")
@click.option("--units", is_flag=True, help="Show every unit, not only those that differ from the story.")
@click.option("--input-format", metavar="FMT", help="Read the input as this format instead of finding out.")
@click.option("--encoding", metavar="NAME", help="Encoding of the input, when it says nothing and is not UTF-8.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def command(
    paths: tuple[str, ...], expect: str | None, units: bool, input_format: str | None, encoding: str | None, as_json: bool
) -> None:
    """Say which language each document and unit is in.

    "unsure" is an answer: too little text, or two languages equally likely.

    Exit status: 0 when every document has a language, 1 when one is unsure or cannot be read.
    """
    from newstrans.detect import detect_story
    from newstrans.languages import display_name, normalise_tag
    from newstrans.text.display import visible

    expected = [normalise_tag(tag) for tag in expect.split(",")] if expect else None
    rows: list[dict[str, Any]] = []
    failed = False
    for name, story in read_inputs(find_inputs(paths), input_format=input_format, encoding=encoding):
        if isinstance(story, NewstransError):
            click.echo(words().gettext("Error: {message}", message=story), err=True)
            failed = True
            continue
        found = detect_story([(unit.text, unit.language) for unit in story.units], expected=expected, declared=story.language)
        failed = failed or found.story.language is None
        row: dict[str, Any] = {
            "source": name, "language": found.story.language, "confidence": round(found.story.confidence, 3),
            "evidence": found.story.evidence, "declared": story.language,
            "units": [
                {"id": unit.id, "language": one.language, "confidence": round(one.confidence, 3), "evidence": one.evidence,
                 "text": unit.text[:60]}
                for unit, one in zip(story.units, found.units, strict=True)
            ],
        }  # fmt: skip
        rows.append(row)
        if as_json:
            continue
        language = found.story.language
        said = f"{language} ({display_name(language)})" if language else "unsure"
        click.echo(visible(f"{name}: {said}, {round(100 * found.story.confidence)} %  [{found.story.evidence}]"))
        for one in row["units"]:
            if units or one["language"] != language:
                click.echo(
                    visible(f"  {one['id']:<10} {one['language'] or 'unsure':<7} {round(100 * one['confidence']):>3} %  [{one['evidence']}]  {one['text']}")
                )
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    if failed:
        sys.exit(1)
