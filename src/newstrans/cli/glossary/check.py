"""newstrans glossary check"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newstrans.cli.explain import read_edition
from newstrans.cli.glossary.common import json_option, opened, say, say_json
from newstrans.cli.setup import colour_wanted, find_inputs, glossary_option, read_inputs, skip_bad_option
from newstrans.errors import NewstransError
from newstrans.languages import normalise_tag
from newstrans.model import Edition, Story
from newstrans.text.display import paint, visible

if TYPE_CHECKING:
    from newstrans.glossary.load import Glossary

_CALM = {"right", "edited", "kept", "embedded", "fires"}


@click.command()
@click.argument("path", metavar="FILE|EDITION")
@click.option("--to", "locale", metavar="LOCALE", help="The locale that the story is meant for (default: its own language).")
@click.option("--from", "declared", metavar="LANG", help="Language of the story, when it should not be detected.")
@click.option("--entry", metavar="ID", help="Only this concept.")
@click.option("--input-format", metavar="FMT", help="Read the input as this format instead of finding out.")
@click.option("--date", "day", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]), help="The names in force on this day (default: the day the story was published).")
@click.option("--desk", metavar="NAME", default="", help="The names of this desk, and those of every desk.")
@glossary_option
@skip_bad_option
@json_option
def command(
    path: str, locale: str | None, declared: str | None, entry: str | None, input_format: str | None, day: datetime | None,
    desk: str, glossary: tuple[str, ...], skip_bad_glossary: bool, as_json: bool,
) -> None:  # fmt: skip
    """Show where which entry fires in a story, and whether it did.

    For a story ('-' is standard input): every name with its line and unit, the entry, what it would become, and what
    decides about it (a guard, a longer name). For an edition (.json): the name audit, what became of every name.

    \b
    newstrans glossary check story.txt --to pt-BR
    newstrans glossary check editions/pt-BR/story.json
    newstrans glossary check story.txt --entry jordan --json

    Exit status: 0; 1 when an edition has a name that is missing or left to the desk.
    """
    if _is_edition(path):
        _audit(read_edition(path), entry, as_json=as_json)
        return
    found = opened(glossary, skip_bad=skip_bad_glossary)
    _story(path, locale, declared, entry, input_format, found, day.date().isoformat() if day else "", desk, as_json=as_json)


def _is_edition(path: str) -> bool:
    file = Path(path)
    if file.suffix in (".md", ".html") and file.with_suffix(".json").is_file():
        return '"newstrans-edition"' in file.with_suffix(".json").read_text(encoding="utf-8", errors="replace")[:200]
    if file.suffix != ".json" or not file.is_file():
        return False
    return '"newstrans-edition"' in file.read_text(encoding="utf-8", errors="replace")[:200]


def _story(
    path: str, locale: str | None, declared: str | None, entry: str | None, input_format: str | None, found: Glossary,
    day: str, desk: str, *, as_json: bool,
) -> None:  # fmt: skip
    from newstrans.glossary.names import Names
    from newstrans.glossary.occurrences import occurrences

    rows = []
    for name, story in read_inputs(find_inputs([path]), input_format=input_format, encoding=None):
        if isinstance(story, NewstransError):
            raise story
        passages = passages_of(story, declared)
        target = normalise_tag(locale) if locale else passages[0].language
        source = Path(path).read_bytes().decode("utf-8", "replace") if Path(path).is_file() else ""
        names = Names(found, day=day or story.metadata.get("published", "")[:10], desk=desk)
        for one in occurrences(passages, names, target, source):
            if entry is None or one.entry == entry:
                rows.append((name, target, one))
    if as_json:
        keys = ("unit", "line", "start", "end", "text", "entry", "origin", "role", "becomes", "decision", "why")
        say_json([{"source": name, "locale": target, **{key: getattr(one, key) for key in keys}} for name, target, one in rows])
        return
    for name, _, one in rows:
        place = f"{name}:{one.line}" if one.line else name
        becomes = f" = {one.becomes}" if one.becomes and locale else ""
        decision = paint(one.decision, "" if one.decision in _CALM else "warning", colour=colour_wanted())
        why = f": {one.why}" if one.why else ""
        click.echo(f"{visible(place)} [{visible(one.unit)}] {visible(one.text + becomes)}  {decision}{visible(why)}  ({one.entry}, {one.origin})")
    counts = Counter(one.decision for _, _, one in rows)
    say(", ".join(f"{count} {what}" for what, count in counts.most_common()) or "no name of the glossary in it", err=True)


def passages_of(story: Story, declared: str | None = None) -> list[Any]:
    """The units of a story with their languages.

    Raises:
        LanguageUnsureError: the language of the story could not be decided.

    """
    from newstrans.detect import detect_story
    from newstrans.errors import LanguageUnsureError
    from newstrans.glossary.occurrences import Passage
    from newstrans.languages import language_of

    if declared:
        return [Passage(unit.id, unit.text, language_of(normalise_tag(declared))) for unit in story.units]
    found = detect_story([(unit.text, unit.language) for unit in story.units], declared=story.language)
    if found.story.language is None:
        raise LanguageUnsureError(story.source.name, found.story.evidence)
    return [
        Passage(unit.id, unit.text, one.language or found.story.language)
        for unit, one in zip(story.units, found.units, strict=True)
    ]


def _audit(edition: Edition, entry: str | None, *, as_json: bool) -> None:
    from newstrans.glossary.occurrences import written_name
    from newstrans.name_audit import audit_json, audit_names, audit_page

    uses = [use for use in edition.names if entry is None or use.entry == entry]
    rows = [row for row in audit_names([edition]) if entry is None or row.entry == entry]
    bad = [use for use in uses if str(use.status) not in _CALM]
    if as_json:
        say_json({
            "story": edition.story.id, "locale": edition.locale,
            "names": [
                {"unit": use.unit, "start": use.source.start, "end": use.source.end, "text": use.text, "entry": use.entry,
                 "status": str(use.status), "written": written_name(edition, use), "accepted": list(use.accepted), "reason": use.reason}
                for use in uses
            ],
            "concepts": audit_json(rows),
        })  # fmt: skip
    else:
        say(f"{edition.story.headline or edition.story.slug}  {edition.language or 'unsure'} -> {edition.locale}")
        click.echo(audit_page([edition], rows))
    if bad:
        raise click.exceptions.Exit(1)
