"""newstrans retro"""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from newstrans.cli.glossary.common import loaded
from newstrans.cli.glossary.diff import states
from newstrans.cli.intake import actor, opened
from newstrans.cli.language import gettext, ngettext, told
from newstrans.cli.moment import moment
from newstrans.cli.setup import colour_wanted, desk, glossary_option
from newstrans.cli.stories import json_option, show_json
from newstrans.config import load_config
from newstrans.errors import NewstransError
from newstrans.review.words import word_of
from newstrans.text.display import visible
from newstrans.text.phrase import phrase

if TYPE_CHECKING:
    from newstrans.review.retro import Correction


@click.command()
@click.argument("entries", nargs=-1, metavar="[ENTRY]...")
@click.option("--since", metavar="REV", default="", help="Only concepts that changed since this git revision of the glossary's folder.")
@click.option("--apply", "apply_", is_flag=True, help="Put right what is the machine's and nobody has worked on; nothing else.")
@glossary_option
@json_option
def command(entries: tuple[str, ...], since: str, apply_: bool, glossary: tuple[str, ...], as_json: bool) -> None:
    """Show which texts in the store today's glossary makes wrong, and put right those that nobody worked on.

    A queue of corrections, published editions first: each unit whose names have other forms now than when it was made, with
    its text as it should be. ENTRY are concepts (default: all). What an editor wrote or approved is never changed: newstrans
    editions edit. No engine is asked.

    \b
    newstrans retro
    newstrans retro kyiv --apply
    newstrans retro --since HEAD~3 --json

    Exit status: 0 when nothing is left to correct, 1 when something is, 2 for an error.
    """
    from newstrans.review.actions import Desk
    from newstrans.review.retro import corrections, put_in

    try:
        wanted = _wanted(entries, since, glossary)
        here = desk(glossary)
        with opened(load_config().store_place) as store:
            found = list(corrections(store, here.names, here.locale, entries=wanted))
            done, passed = put_in(Desk(store, actor(), moment(None)), found) if apply_ else ([], [])
    except NewstransError as error:
        click.echo(gettext("Error: {message}", message=visible(told(error))), err=True)
        sys.exit(2)
    written = {(one.edition, one.key) for one in done}
    left = [one for one in found if (one.edition, one.unit) not in written]
    if as_json:
        show_json({
            "corrections": [{**asdict(one), "applied": (one.edition, one.unit) in written} for one in found],
            "applied": len(done), "left": len(left), "passed_over": [one.unit for one in passed],
        })  # fmt: skip
    else:
        _say(found, written)
        if not found:
            click.echo(gettext("nothing to put right"))
            sys.exit(0)
        wrong = ngettext("{number} paragraph is wrong", "{number} paragraphs are wrong", len(found))
        where = ngettext("in {number} edition", "in {number} editions", len({one.edition for one in found}))
        click.echo(f"{wrong} {where}" + ("; " + gettext("put right: {done}, left to an editor: {left}", done=len(done), left=len(left)) if apply_ else ""))
        if not apply_ and (free := sum(one.offered for one in found)):
            click.echo(gettext("Nobody has worked on {number} of them. To put these right: {command}", number=free, command="newstrans retro --apply"))
    sys.exit(1 if left else 0)


def _wanted(entries: tuple[str, ...], since: str, glossary: tuple[str, ...]) -> set[str] | None:
    """The concepts that are asked about, None for all.

    Raises:
        NewstransError: there is no such concept or revision.

    """
    known = {entry.id for entry in loaded(glossary).entries} if entries else set()
    missing = [entry for entry in entries if entry not in known]
    if missing:
        raise NewstransError(phrase(
            "there is no term {name} in the glossary. Look for a name: {command}", name=repr(missing[0]),
            command=f"newstrans glossary find {missing[0]}",
        ))  # fmt: skip
    wanted = set(entries) or None
    if since:
        old, new = ({entry.id: entry for entry in state} for state in states(since, None, glossary))
        changed = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
        wanted = changed if wanted is None else wanted & changed
    return wanted


def _say(found: list[Correction], written: set[tuple[str, str]]) -> None:
    from newstrans.explain import painted_diff

    colour = colour_wanted()
    last = ""
    for one in found:
        if one.edition != last:
            issue = ", " + gettext("issue {number} is out", number=one.issue) if one.issue else ""
            click.echo(visible(f"\n{one.edition}  {told(word_of(one.state))}{issue}  {one.headline}"))
            last = one.edition
        why = gettext("put right") if (one.edition, one.unit) in written else told(one.why) or gettext("may be put right")
        click.echo(visible(f"  {told(one.unit)}  {'; '.join(map(told, one.reasons))}  ({why})"))
        click.echo(f"    {painted_diff(one.text, one.after, colour=colour) if one.after is not None else visible(one.text)}")
