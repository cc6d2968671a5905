"""newstrans glossary diff"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newstrans.cli.glossary.common import folders, json_option, say, say_json
from newstrans.cli.language import gettext, ngettext, told
from newstrans.cli.setup import colour_wanted, glossary_option
from newstrans.errors import NewstransError
from newstrans.text.display import paint, visible

if TYPE_CHECKING:
    from newstrans.glossary.compare import ConceptChange
    from newstrans.glossary.entry import GlossaryEntry


@click.command()
@click.argument("one", metavar="REV1")
@click.argument("other", metavar="[REV2]", required=False)
@glossary_option
@json_option
def command(one: str, other: str | None, glossary: tuple[str, ...], as_json: bool) -> None:
    """Compare two states of the glossary by concept, not by line.

    REV1 and REV2 are git revisions (HEAD~3, a tag, main..branch as one argument) or folders. Without REV2 the files as
    they lie there are compared with. Moved lines, remarks and order make no difference.

    \b
    newstrans glossary diff HEAD
    newstrans glossary diff v0.1.0 HEAD --glossary our-names
    newstrans glossary diff old-names/ our-names/

    Exit status: 0 nothing changed, 1 something did, 2 an error.
    """
    from newstrans.glossary.compare import compare

    try:
        before, after = states(one, other, glossary)
        changes = compare(before, after)
    except NewstransError as exc:
        click.echo(gettext("Error: {message}", message=visible(told(exc))), err=True)
        sys.exit(2)
    if as_json:
        say_json([
            {"id": change.id, "kind": change.kind, "name": change.name, "change": change.change,
             "fields": [field._asdict() for field in change.fields]}
            for change in changes
        ])  # fmt: skip
    else:
        say_changes(changes)
    sys.exit(1 if changes else 0)


def states(one: str, other: str | None, glossary: Sequence[str]) -> tuple[list[GlossaryEntry], list[GlossaryEntry]]:
    """The concepts before and after, of folders or git revisions.

    Raises:
        NewstransError: no such revision or folder.

    """
    from newstrans.glossary.compare import entries_at, entries_in

    if other is None and ".." in one and not Path(one).exists():
        one, _, other = one.replace("...", "..").partition("..")
        other = other or "HEAD"
    folder = folders(glossary)[0]

    def state(name: str) -> list[GlossaryEntry]:
        return entries_in(Path(name)) if Path(name).is_dir() else entries_at(folder, name)

    return state(one or "HEAD"), entries_in(folder) if other is None else state(other)


def say_changes(changes: Sequence[ConceptChange]) -> None:
    """The changes for reading, as git shows words."""
    colour = colour_wanted()
    for change in changes:
        sign, style = {"added": ("+", "added"), "removed": ("-", "removed"), "changed": ("~", "note")}[change.change]
        click.echo(paint(visible(f"{sign} {change.id}  {change.kind}  {change.name}"), style, colour=colour))
        for field in change.fields:
            before = paint(visible(f"[-{field.before}-]"), "removed", colour=colour) if field.before else ""
            after = paint(visible(f"{{+{field.after}+}}"), "added", colour=colour) if field.after else ""
            click.echo(f"    {visible(field.field)}: {before}{after}")
    added, removed, changed = (sum(change.change == what for change in changes) for what in ("added", "removed", "changed"))
    counts = [
        ngettext("{number} name added", "{number} names added", added) if added else "",
        ngettext("{number} name removed", "{number} names removed", removed) if removed else "",
        ngettext("{number} name changed", "{number} names changed", changed) if changed else "",
    ]  # fmt: skip
    say(", ".join(filter(None, counts)) or gettext("no name differs"), err=True)
