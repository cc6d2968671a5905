"""newstrans review: an edition, paragraph by paragraph, in the terminal"""

from __future__ import annotations

import shutil
import sys
from typing import Any

import click

from newstrans.cli.intake import actor, opened
from newstrans.cli.moment import moment
from newstrans.cli.setup import colour_wanted, desk, glossary_decisions

# A pipe has no width: its lines are not broken.
_UNBROKEN = 1 << 20


@click.command()
@click.argument("edition", metavar="EDITION")
@click.option("--todo", is_flag=True, help="Only the paragraphs that nobody has approved or left out.")
@click.option("--plain", is_flag=True, help="For screen readers: no colours, no broken lines, marks as words.")
def command(edition: str, todo: bool, plain: bool) -> None:
    """Review an edition in the terminal, one paragraph at a time.

    EDITION is STORY:LOCALE as newstrans editions lists it. Type a letter and Enter, as in git add -p; ? lists them:

    \b
    a  approve, and on to the next     e  edit in $EDITOR (e WORDS: these words)
    s  skip   b  back   n  next to do  g  names and house style, and why
    x  dismiss a finding               r, m  back to an earlier text
    d  compare with another layer      o  leave it out      q  quit

    What you do is done at once and can be taken back. When somebody else was faster nothing is overwritten: both texts
    are shown, and yours is kept as a draft and in a file.
    """  # click's mark against re-wrapping
    from newstrans.cli.review.session import Session
    from newstrans.cli.review.show import Look
    from newstrans.review.actions import Desk

    here = desk()
    config = here.config
    screen = sys.stdout.isatty()
    width = shutil.get_terminal_size((100, 24)).columns if screen and not plain else _UNBROKEN
    look = Look(colour=colour_wanted() and not plain, width=width, plain=plain)
    reconfigure: Any = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="surrogateescape")
    who = actor()
    checks = here.checks_with_names
    with opened(config.store_place) as store:
        Session(lambda: Desk(store, who, moment(None), checks=checks), edition, look, config.data / "review", todo=todo, decided=glossary_decisions).run()
