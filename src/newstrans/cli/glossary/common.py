"""What the glossary commands share: the folders, the output, the writing of changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newstrans.cli.setup import desk
from newstrans.errors import NewstransError
from newstrans.text.display import paint, visible

if TYPE_CHECKING:
    from newstrans.glossary.entry import GlossaryEntry
    from newstrans.glossary.load import Glossary
    from newstrans.glossary.revise import Revision, Shelf

json_option = click.option("--json", "as_json", is_flag=True, help="Report as JSON on standard output.")
dry_run_option = click.option("--dry-run", is_flag=True, help="Show the change as a diff and write nothing.")


def folders(glossary: Sequence[str]) -> tuple[Path, ...]:
    """The glossary folders of a run, the first wins."""
    return desk(glossary).glossary_folders


def loaded(glossary: Sequence[str], *, skip_bad: bool = False) -> Glossary:
    """The glossary of a run, every entry in memory; what `skip_bad` passes over is said. Raises `GlossaryError`."""
    from newstrans.glossary.load import load_glossary

    found = load_glossary(folders(glossary), skip_bad=skip_bad)
    for problem in found.problems:
        say(f"Passed over: {problem}", err=True)
    return found


def opened(glossary: Sequence[str], *, skip_bad: bool = False) -> Glossary:
    """The glossary of a run as translate opens it, from its compiled cache: for looking names up. Raises `GlossaryError`."""
    return desk(glossary, skip_bad_glossary=skip_bad).names.glossary


def shelf(glossary: Sequence[str]) -> Shelf:
    """The files of a run's glossary, to change them. Raises `GlossaryError`."""
    from newstrans.glossary.revise import Shelf

    return Shelf.read(folders(glossary))


def entry_named(glossary: Glossary, concept: str) -> GlossaryEntry:
    """The concept with this id, or the only one with this name.

    Raises:
        NewstransError: there is none, or there are several; names what is near.

    """
    import difflib

    from newstrans.glossary.overview import search

    try:
        return glossary.get(concept)
    except KeyError:
        by_id = {entry.id: entry for entry in glossary.entries}
    named = list(dict.fromkeys(row.entry.id for row in search(glossary.entries, concept) if row.rank == 0))
    if len(named) == 1:
        return by_id[named[0]]
    near = named or difflib.get_close_matches(concept, by_id, 4, 0.5)
    hint = f"did you mean {', '.join(near)}? " if near else ""
    message = f"there is no concept {concept!r}: {hint}Look for a name: newstrans glossary find NAME"
    raise NewstransError(message)


def say(text: str = "", *, err: bool = False) -> None:
    """A line for a terminal: whatever the data hold, nothing in it acts on the terminal."""
    click.echo(visible(text), err=err)


def say_json(value: Any) -> None:
    """A JSON document; control characters stay escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    click.echo("".join(char if char in "\n\t" or visible(char) == char else f"\\u{ord(char):04x}" for char in text))


def house_locales() -> list[str]:
    """The locales that the house publishes in: those with a folder of house style."""
    from newstrans import resources

    folder = desk().config.locales or resources.find("locales")
    return sorted(path.name for path in folder.iterdir() if (path / "locale.toml").is_file())


def carry_out(revisions: Sequence[Revision], *, dry_run: bool, as_json: bool, done: str) -> None:
    """Show a change, or write it whole and say so.

    Raises:
        NewstransError: a file belongs to the installed package.
        WriteError: a file cannot be written; nothing is changed then.

    """
    from newstrans.cli.setup import colour_wanted
    from newstrans.files import write_together

    changed = [revision for revision in revisions if revision.before != revision.after]
    if not dry_run:
        for revision in changed:
            _refuse_installed(revision.path)
        if changed:
            write_together({revision.path: revision.after.encode("utf-8") for revision in changed})
    if as_json:
        files = [{"path": str(revision.path), "diff": revision.diff()} for revision in changed]
        say_json({"written": not dry_run and bool(changed), "files": files})
        return
    if not changed:
        say("Nothing to change: the files say so already.")
        return
    if dry_run:
        paints = {"+": "added", "-": "removed", "@": "note"}
        for line in "".join(revision.diff() for revision in changed).splitlines():
            click.echo(paint(visible(line), paints.get(line[:1], ""), colour=colour_wanted()))
        say("Nothing was written (--dry-run).", err=True)
        return
    say(done)
    for revision in changed:
        say(f"  wrote {revision.path}")


def _refuse_installed(path: Path) -> None:
    from newstrans import resources

    if resources.is_packaged(path):
        message = (
            f"{path.name} belongs to the installed package and would be lost with the next update. Keep your changes in a "
            f"folder of your own: mkdir our-names, then give --glossary our-names (edit: also --into our-names)"
        )
        raise NewstransError(message)
