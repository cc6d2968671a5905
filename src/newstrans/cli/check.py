"""newstrans check"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newstrans.cli.language import gettext, ngettext, told, words
from newstrans.errors import NewstransError
from newstrans.review.words import name_of, word_of
from newstrans.text.display import visible

if TYPE_CHECKING:
    from newstrans.cli.setup import Desk
    from newstrans.model import Finding


@click.command()
@click.argument("what", nargs=-1, metavar="EDITION | SOURCE TRANSLATION")
@click.option("--to", "locale", metavar="TAG", help="Locale of the translation, with two files.")
@click.option("--from", "language", metavar="TAG", help="Language of the source, with two files (default: it is detected).")
@click.option("--only", multiple=True, metavar="CHECK", help="Only this check; may be given more than once.")
@click.option("--list", "listed", is_flag=True, help="List the checks and how the settings have them.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def command(what: tuple[str, ...], locale: str | None, language: str | None, only: tuple[str, ...], listed: bool, as_json: bool) -> None:
    """Check an edition, or a translation that was made elsewhere, against its source.

    EDITION is the .json of an edition, or STORY:LOCALE of the store. SOURCE and TRANSLATION are two files in any format that
    is read; their paragraphs are put side by side. What was dismissed in the store is left out.

    Exit status: 0 no error was found, 1 there are errors, 2 the command failed.
    """
    from newstrans.checks import ALL_CHECKS
    from newstrans.cli.setup import desk

    try:
        here = desk()
        ids = {check.id for check in ALL_CHECKS}
        for one in only:
            if one not in ids:
                raise click.BadParameter(f"there is no check {one!r}; see newstrans check --list", param_hint="--only")
        if listed:
            _list(here, as_json=as_json)
            return
        if len(what) not in (1, 2):
            raise click.UsageError("give an EDITION, or a SOURCE and a TRANSLATION with --to TAG")
        found = _pair(here, what[0], what[1], locale, language) if len(what) == 2 else _edition(here, what[0])
    except NewstransError as exc:
        click.echo(words().gettext("Error: {message}", message=visible(told(exc))), err=True)
        sys.exit(2)
    findings = [one for one in found if not only or one.check in only]
    _show(findings, as_json=as_json)
    sys.exit(1 if any(one.severity == "error" for one in findings) else 0)


def _list(here: Desk, *, as_json: bool) -> None:
    from newstrans.checks import ALL_CHECKS

    rows = [(check, here.checks.switches.get(check.id, "on")) for check in ALL_CHECKS]
    if as_json:
        plain = [{"id": c.id, "name": c.name, "worst": str(c.severity), "set": set_, "description": c.description} for c, set_ in rows]
        click.echo(json.dumps(plain, ensure_ascii=False, indent=2))
        return
    for check, set_ in rows:
        click.echo(f"{check.id:<16} {told(word_of(check.severity)):<8} {set_:<8} {told(check.description).split('. ')[0].rstrip('.')}")


def _edition(here: Desk, name: str) -> list[Finding]:
    from newstrans.checks import run_checks
    from newstrans.cli.explain import read_edition

    policy = here.checks_with_names
    if Path(name).suffix in (".json", ".md", ".html") or Path(name).is_file():
        edition = read_edition(name)
        own = policy.of(edition.story.source.name)
        found = [own.graded(one) for one in edition.findings if own.runs(one.check)]
        return [*found, *run_checks(edition, policy=policy)]
    from newstrans.cli.intake import opened
    from newstrans.review.actions import open_findings
    from newstrans.store.editions import get_edition

    with opened(here.config.store_place) as store, store.read() as connection:
        pairs = open_findings(connection, get_edition(connection, name), policy=policy)
    return [replace(finding, unit=name_of(unit)) for unit, finding in pairs]


def _pair(here: Desk, source: str, translation: str, locale: str | None, language: str | None) -> list[Finding]:
    from newstrans.checks import run_checks
    from newstrans.checks.pair import as_edition, find_names
    from newstrans.errors import ReadError
    from newstrans.formats import read_story
    from newstrans.languages import normalise_tag

    if locale is None:
        raise click.UsageError("say which locale the translation is in: --to TAG")
    stories = []
    for name in (source, translation):
        try:
            data = Path(name).read_bytes()
        except OSError as exc:
            raise ReadError(name, f"cannot be read: {exc.strerror}") from exc
        stories.append(read_story(data, name=Path(name).name))
    edition = as_edition(stories[0], stories[1], normalise_tag(locale), language=normalise_tag(language) if language else None)
    return [*edition.findings, *run_checks(find_names(edition, here.names), policy=here.checks_with_names)]


def _show(findings: Sequence[Finding], *, as_json: bool) -> None:
    from newstrans.formats.edition_json import as_plain

    if as_json:
        click.echo(json.dumps([{**as_plain(one), "code": one.code} for one in findings], ensure_ascii=False, indent=2))
        return
    for one in findings:
        click.echo(visible(f"{told(word_of(one.severity))}  {told(one.unit)}  [{one.check}] {told(one.message)}"))
    errors, warnings, notes = (sum(one.severity == severity for one in findings) for severity in ("error", "warning", "info"))
    counts = [
        ngettext("{number} error", "{number} errors", errors) if errors else "",
        ngettext("{number} warning", "{number} warnings", warnings) if warnings else "",
        ngettext("{number} note", "{number} notes", notes) if notes else "",
    ]  # fmt: skip
    click.echo(", ".join(filter(None, counts)) or gettext("nothing found"))



