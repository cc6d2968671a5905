"""newstrans editions: which there are, and what an editor does to one"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newstrans.cli.groups import Listing
from newstrans.cli.intake import actor, opened
from newstrans.cli.language import gettext, ngettext, told
from newstrans.cli.memory import memory_lines
from newstrans.cli.moment import moment
from newstrans.cli.offers import from_memory
from newstrans.cli.stories import editions, json_option, show_json, to_do
from newstrans.cli.unit_line import after_line, revision, unit_line
from newstrans.config import load_config
from newstrans.errors import ReviewError
from newstrans.review.words import name_of, step_of, word_of
from newstrans.text.display import visible
from newstrans.text.phrase import phrase

if TYPE_CHECKING:
    from newstrans.review.actions import Desk
    from newstrans.store.connect import Store
    from newstrans.store.records import EditionRecord, UnitRecord

FORMATS = ("md", "html", "json")
edition_argument = click.argument("edition", metavar="EDITION")
unit_argument = click.argument("unit", metavar="UNIT")
reason_option = click.option("--reason", required=True, metavar="WORDS", help="Why; it is kept.")


def _base(option: str = "the unit") -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option(
        "--base-rev", type=int, metavar="N", help=f"Revision of {option} that you saw; when it is another now, nothing is changed (default: as it is now)."
    )


@click.group(cls=Listing)
def command() -> None:
    """List editions, and review one: read, edit, approve, publish.

    Without a verb it lists: newstrans editions --state to_review, and searches headlines: newstrans editions harbour

    EDITION is STORY:LOCALE as newstrans editions lists it; the beginning of the story's id is enough. UNIT is u1, u2 ...

    \b
    newstrans editions show 3f2a:pt-BR
    newstrans editions edit 3f2a:pt-BR u3 "O texto, como deve ser."
    newstrans editions approve 3f2a:pt-BR u1 u2 u3
    newstrans editions publish 3f2a:pt-BR

    Every action is kept with who did it and when, and can be taken back with revert.
    """  # click's mark against re-wrapping


@contextmanager
def _desk(*, checking: bool = False) -> Iterator[Desk]:
    """The desk of whoever types; `checking` with the newsroom's checks and the glossary, which takes time to read."""
    from newstrans.checks import POLICY
    from newstrans.cli.setup import desk as house
    from newstrans.review.actions import Desk

    here = house()
    with opened(here.config.store_place) as store:
        yield Desk(store, actor(), moment(None), checks=here.checks_with_names if checking else POLICY)


def _unit(store: Store, edition: str, unit: str) -> UnitRecord:
    from newstrans.store.editions import get_edition, get_unit

    with store.read() as connection:
        return get_unit(connection, get_edition(connection, edition).id, unit)


def _edition(store: Store, edition: str) -> EditionRecord:
    from newstrans.store.editions import get_edition

    with store.read() as connection:
        return get_edition(connection, edition)


def _act(edition: str, unit: str, base_rev: int | None, act: Callable[[Desk, int], UnitRecord]) -> None:
    with _desk() as desk:
        before = _unit(desk.store, edition, unit)
        after = act(desk, before.rev if base_rev is None else base_rev)
    click.echo(visible(f"{after_line(after)}  {after.text}"))


@command.command()
@edition_argument
@json_option
def show(edition: str, as_json: bool) -> None:
    """Show an edition's units with source, text, state, what is on offer, and the open findings.

    "memory" says that a text is one that was approved for the same source, by whom and in which story; "alike" is what
    was approved for a source like this one, with the difference between the two: newstrans editions take writes it in.
    """
    from newstrans.review.actions import open_findings
    from newstrans.review.remember import labels, offers
    from newstrans.store.editions import drafts, get_edition, get_units

    with _desk(checking=True) as desk, desk.store.read() as connection:
        record = get_edition(connection, edition)
        units = get_units(connection, record.id)
        found = open_findings(connection, record, policy=desk.checks) if units else []
        typed = drafts(connection, record.id)
        recalled = labels(connection, record.id, units)
        remembered = offers(connection, record, [one for one in units if not one.settled], now=desk.now) if units else {}
    if as_json:
        show_json({
            **asdict(record),
            "units": [
                {**asdict(one), "settled": one.settled, "memory": recalled.get(one.key), "offers": remembered.get(one.key, [])} for one in units
            ],
            "findings": [{**asdict(finding), "code": finding.code, "unit": one.key} for one, finding in found], "drafts": typed,
        })  # fmt: skip
        return
    click.echo(visible(f"{record.id}  {told(word_of(record.state))}, {revision(record.rev)}, {to_do(units)}"))
    if record.error:
        click.echo(visible(f"  {record.error}"))
    for one in units:
        click.echo(visible(f"\n{unit_line(one, len(units))}"))
        click.echo(visible(f"  {gettext('source')}: {one.source}\n  {gettext('text')}: {one.text}"))
        if one.suggestion is not None and one.suggestion != one.text:
            click.echo(visible(f"  {gettext('on offer:')} {one.suggestion}"))
        for line in memory_lines(recalled.get(one.key), remembered.get(one.key, [])):
            click.echo(f"  {line}")
        for each, finding in found:
            if each.key == one.key:
                click.echo(visible(f"  {told(word_of(finding.severity))} [{finding.check}] {told(finding.message)}"))
        for draft in typed:
            if draft["unit"] == one.key:
                whose = gettext("draft of {name}, on revision {number}, {time}", name=draft["actor"], number=draft["base_rev"], time=draft["at"])
                click.echo(visible(f"  {whose}: {draft['text']}"))


@command.command()
@edition_argument
@unit_argument
@click.argument("text")
@_base()
def edit(edition: str, unit: str, text: str, base_rev: int | None) -> None:
    """Write a unit's TEXT ('-' reads it from standard input)."""
    from newstrans.review import actions

    words = sys.stdin.read() if text == "-" else text
    _act(edition, unit, base_rev, lambda desk, rev: actions.edit(desk, edition, unit, words, base_rev=rev))


@command.command()
@edition_argument
@unit_argument
@_base()
def accept(edition: str, unit: str, base_rev: int | None) -> None:
    """Take the text on offer: yours, with the sentences exchanged whose source changed."""
    from newstrans.review import actions

    _act(edition, unit, base_rev, lambda desk, rev: actions.accept(desk, edition, unit, base_rev=rev))


@command.command()
@edition_argument
@unit_argument
@click.option("--pair", type=int, default=0, metavar="N", help="The pair whose offer is taken (default: the first offer).")
@_base()
def take(edition: str, unit: str, pair: int, base_rev: int | None) -> None:
    """Take what the memory offers to a unit, as newstrans editions show lists it.

    Numbers that differ from those of the offer's own source are exchanged, in the locale's way of writing, where each stands
    once in the offer, in figures, and no noun behind it would change; otherwise they stay, and that is said.
    """
    from newstrans.review import actions

    _act(edition, unit, base_rev, lambda desk, rev: actions.take_remembered(desk, edition, unit, pair=pair, base_rev=rev))
    with _desk() as desk:
        one = _unit(desk.store, edition, unit)
        offer = _taken(desk, one)
    if offer:
        click.echo(visible("  " + from_memory(offer["pair"], offer)))


def _taken(desk: Desk, one: UnitRecord) -> Mapping[str, Any] | None:
    """The offer of the memory that made a unit what it is, as its event has it; None where another thing did."""
    from newstrans.store.events import find_events

    made = next((event for event in reversed(find_events(desk.store, edition=one.edition, unit=one.key)) if event.rev == one.rev), None)
    offer = made.data.get("memory") if made else None
    return offer if isinstance(offer, dict) else None


@command.command()
@edition_argument
@click.argument("units", nargs=-1, metavar="UNIT...")
@click.option("--clean", is_flag=True, help="All units without an open finding, as they are now; kept as done in bulk.")
@_base()
def approve(edition: str, units: tuple[str, ...], clean: bool, base_rev: int | None) -> None:
    """Approve units as they stand."""
    from newstrans.review import actions
    from newstrans.store.editions import get_units

    if clean == bool(units):
        message = "name the units, or say --clean"
        raise click.UsageError(message)
    for unit in units:
        _act(edition, unit, base_rev, lambda desk, rev, unit=unit: actions.approve(desk, edition, unit, base_rev=rev))  # type: ignore[misc]
    if clean:
        with _desk(checking=True) as desk:
            with desk.store.read() as connection:
                record = _edition(desk.store, edition)
                seen = [(one.key, one.rev) for one in get_units(connection, record.id)]
            done = actions.approve_clean(desk, record.id, seen)
        click.echo(ngettext("{number} paragraph approved", "{number} paragraphs approved", len(done)))


@command.command()
@edition_argument
@unit_argument
@_base()
def unapprove(edition: str, unit: str, base_rev: int | None) -> None:
    """Take an approval back."""
    from newstrans.review import actions

    _act(edition, unit, base_rev, lambda desk, rev: actions.unapprove(desk, edition, unit, base_rev=rev))


@command.command()
@edition_argument
@unit_argument
@click.argument("to", metavar="TEXT")
@_base()
def revert(edition: str, unit: str, to: str, base_rev: int | None) -> None:
    """Bring an earlier text back: 'machine', 'raw' (the engine's own words) or the number of a revision."""
    from newstrans.review import actions

    _act(edition, unit, base_rev, lambda desk, rev: actions.revert(desk, edition, unit, base_rev=rev, to=to))


@command.command()
@edition_argument
@unit_argument
@reason_option
@_base()
def omit(edition: str, unit: str, reason: str, base_rev: int | None) -> None:
    """Leave a unit out; its text is kept, and edit or revert brings it back."""
    from newstrans.review import actions

    _act(edition, unit, base_rev, lambda desk, rev: actions.omit(desk, edition, unit, base_rev=rev, reason=reason))


@command.command()
@edition_argument
@unit_argument
@click.argument("code")
@reason_option
@_base()
def dismiss(edition: str, unit: str, code: str, reason: str, base_rev: int | None) -> None:
    """Dismiss the finding of the check CODE, until source or text change."""
    from newstrans.review import actions

    with _desk(checking=True) as desk:
        one = _unit(desk.store, edition, unit)
        with desk.store.read() as connection:
            said = actions.open_findings(connection, _edition(desk.store, edition), policy=desk.checks)
    here = [finding for about, finding in said if about.key == one.key]
    if not any(code in (finding.check, finding.code) for finding in here):
        codes = ", ".join(dict.fromkeys(finding.check for finding in here))
        raise ReviewError(
            phrase("{unit} has no open finding {code}; its open findings are {codes}", unit=name_of(one), code=repr(code), codes=codes) if codes
            else phrase("{unit} has no open finding", unit=name_of(one))
        )  # fmt: skip
    _act(edition, unit, base_rev, lambda desk, rev: actions.dismiss(desk, edition, unit, code, base_rev=rev, reason=reason))


@command.command()
@edition_argument
@click.option("-o", "--output", metavar="DIR", help="Folder for its files (default: editions).")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice([*FORMATS, "wire"]), help="A format to write; may be given several times (default: issue_formats of the settings, else md, html and json)."
)
@click.option("--four-eyes", is_flag=True, help="Refuse what was written and approved by the same person.")
@click.option("--older-source", metavar="REASON", default="", help="Go out though a newer version of the source is in.")
@click.option("--release", metavar="REASON", default="", help="Lift a hold that has no end.")
@_base("the edition")
def publish(
    edition: str, output: str | None, formats: tuple[str, ...], four_eyes: bool, older_source: str, release: str, base_rev: int | None
) -> None:
    """Let an edition out: keep it as its next issue, and write its files.

    Refused, with each reason named, while a unit is not approved, a finding is an open error, the source is newer, or an
    embargo holds. With --format wire its file is the source's own with the text of the edition and an identity of its own.
    When the story is killed or the edition withdrawn, an empty issue takes the place of every file that was written.
    """
    from newstrans.cli.setup import desk as house
    from newstrans.review.files import configured_formats
    from newstrans.review.release import let_out

    here = house()
    with _desk(checking=True) as desk:
        rev = _edition(desk.store, edition).rev if base_rev is None else base_rev
        written = let_out(
            desk, edition, Path(output) if output else here.config.output, base_rev=rev,
            formats=formats or configured_formats(desk.store, edition, here.config.issue_formats),
            feeds=here.config.feeds, four_eyes=four_eyes, older_source=older_source, release=release, locale=here.locale,
        )  # fmt: skip
    for path in written:
        click.echo(gettext("wrote {path}", path=path))


@command.command()
@edition_argument
@click.option("--issue", type=int, metavar="N", help="Which issue (default: the last).")
@click.option("-o", "--output", metavar="DIR", help="Folder for its files (default: editions).")
@click.option(
    "--format", "formats", multiple=True, type=click.Choice([*FORMATS, "wire"]), help="A format to write; may be given several times (default: issue_formats of the settings, else md, html and json)."
)
def export(edition: str, issue: int | None, output: str | None, formats: tuple[str, ...]) -> None:
    """Write the files of an issue that went out, again; not of one that was withdrawn, withheld or killed."""
    from newstrans.review.files import configured_formats, write_issue
    from newstrans.store.editions import get_published

    with _desk() as desk:
        record = _edition(desk.store, edition)
        with desk.store.read() as connection:
            made = get_published(connection, record, issue)
        config = load_config()
        folder = Path(output) if output else config.output
        formats = formats or configured_formats(desk.store, record.id, config.issue_formats)
        for path in write_issue(desk, record, made, folder, formats=formats, feeds=config.feeds, issue=issue):
            click.echo(gettext("wrote {path}", path=path))


@command.command()
@edition_argument
@reason_option
@_base("the edition")
def withdraw(edition: str, reason: str, base_rev: int | None) -> None:
    """Take back an edition that was published: its files are emptied where they lie. Its texts are kept."""
    from newstrans.cli.setup import desk as house
    from newstrans.review.release import take_back

    here = house()
    with _desk() as desk:
        rev = _edition(desk.store, edition).rev if base_rev is None else base_rev
        after, emptied = take_back(desk, edition, base_rev=rev, reason=reason, feeds=here.config.feeds, locale=here.locale)
    click.echo(f"{after.id}  {told(word_of(after.state))}")
    for path in emptied:
        click.echo(gettext("emptied {path}", path=path))


@command.command()
@edition_argument
@reason_option
@_base("the edition")
def spike(edition: str, reason: str, base_rev: int | None) -> None:
    """Put an edition aside that is not wanted: it is in no queue and gets no new version. restore brings it back."""
    from newstrans.review import actions

    with _desk() as desk:
        rev = _edition(desk.store, edition).rev if base_rev is None else base_rev
        after = actions.spike(desk, edition, base_rev=rev, reason=reason)
    click.echo(f"{after.id}  {told(word_of(after.state))}")


@command.command()
@edition_argument
@_base("the edition")
def restore(edition: str, base_rev: int | None) -> None:
    """Bring a spiked edition back as it was; a version that came meanwhile is translated by newstrans ingest --pending."""
    from newstrans.review import actions

    with _desk() as desk:
        rev = _edition(desk.store, edition).rev if base_rev is None else base_rev
        after = actions.restore(desk, edition, base_rev=rev)
    click.echo(f"{after.id}  {told(word_of(after.state))}")


@command.command()
@edition_argument
@click.argument("unit", metavar="[UNIT]", required=False, default="")
@json_option
def history(edition: str, unit: str, as_json: bool) -> None:
    """Show what happened to an edition or a unit: who, when, which text."""
    from newstrans.store.editions import get_units
    from newstrans.store.events import find_events

    with opened(load_config().store_place) as store:
        record = _edition(store, edition)
        found = find_events(store, edition=record.id, unit=_unit(store, edition, unit).key if unit else "")
        with store.read() as connection:
            names = {one.key: told(name_of(one)) for one in get_units(connection, record.id)}
    if as_json:
        show_json([asdict(one) for one in found])
        return
    for one in found:
        where = f"  {names.get(one.unit, one.unit)}, {revision(one.rev)}" if one.unit else ""
        click.echo(visible(f"{one.at}  {one.actor.name}  {told(step_of(one.kind))}{where}  {one.note}".rstrip()))
        if one.text is not None:
            click.echo(visible(f"    {one.text}"))


command.add_command(editions, "list")
