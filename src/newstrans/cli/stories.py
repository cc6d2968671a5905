"""newstrans stories, story, editions, update: what is in the store"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from newstrans.cli.groups import searched_bare
from newstrans.cli.intake import opened
from newstrans.cli.language import gettext, ngettext, told
from newstrans.cli.setup import colour_wanted
from newstrans.config import load_config
from newstrans.review.words import step_of, word_of
from newstrans.text.display import visible

if TYPE_CHECKING:
    from newstrans.store.records import UnitRecord

limit_option = click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, metavar="N", help="Show so many.")
json_option = click.option("--json", "as_json", is_flag=True, help="Report as JSON.")


def show_json(value: object) -> None:
    """Print a value as JSON."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@click.command()
@click.argument("search", required=False, default="", metavar="[WORDS]")
@limit_option
@json_option
def stories(search: str, limit: int, as_json: bool) -> None:
    """List the stories in the store, the newest first.

    WORDS are a part of a headline or slug.
    """
    from newstrans.store.editions import editions_of
    from newstrans.store.stories import list_stories

    with opened(load_config().store_place) as store:
        found = list_stories(store, limit=limit, search=search)
        with store.read() as connection:
            rows = [(one, editions_of(connection, one.id)) for one in found]
    if as_json:
        show_json([{**asdict(one), "editions": {each.locale: each.state for each in each_of}} for one, each_of in rows])
        return
    for one, each_of in rows:
        states = ", ".join(f"{each.locale} {told(word_of(each.state))}" for each in each_of) or gettext("no edition")
        status = "" if one.status == "usable" else f"  {told(word_of(one.status)).upper()}"
        click.echo(visible(f"{one.id}  v{one.version}{status}  {one.updated}  {one.headline[:70]}\n    {states}"))
    if not rows:
        none = gettext("No story yet. Take some in: {command}", command="newstrans ingest PATH --to pt-BR")
        click.echo(gettext("No story with {words}", words=repr(search)) if search else none)


@click.command()
@click.argument("name", metavar="STORY")
@json_option
def story(name: str, as_json: bool) -> None:
    """Show a story: its versions, its editions, what happened to it.

    STORY is an id, the beginning of one, a wire identity or a slug.
    """
    from newstrans.store.editions import editions_of, get_units
    from newstrans.store.events import find_events
    from newstrans.store.stories import get_story, versions

    with opened(load_config().store_place) as store:
        with store.read() as connection:
            one = get_story(connection, name)
            came = versions(connection, one.id)
            made = [(each, get_units(connection, each.id)) for each in editions_of(connection, one.id)]
        events = find_events(store, story=one.id)
    if as_json:
        show_json({
            **asdict(one), "versions": [asdict(version) for version in came],
            "editions": [{**asdict(each), "to_do": sum(not unit.settled for unit in units), "units": len(units)} for each, units in made],
            "events": [_event(event) for event in events if not event.unit],
        })  # fmt: skip
        return
    facts = gettext("story {story}, slug {slug}, {status}", story=one.id, slug=one.slug, status=told(word_of(one.status)))
    click.echo(visible(f"{one.headline}\n{one.identity}\n{facts}"))
    if one.embargo is not None or one.held:
        click.echo(visible(gettext("Embargo: {time}", time=one.embargo or one.held or gettext("no end given"))))
    for version in came:
        number = gettext("version {version}", version=version.version)
        click.echo(visible(f"  {number}  {version.received}  {told(word_of(version.status))}  {version.take}".rstrip()))
    for each, units in made:
        click.echo(visible(f"  {each.id}  {told(word_of(each.state))}, {to_do(units)}  {each.headline}"))
        if each.error:
            click.echo(visible(f"    {each.error}"))
    for event in events:
        if not event.edition:
            click.echo(visible(f"  {event.at}  {told(step_of(event.kind))}  {event.note}".rstrip()))


def to_do(units: Sequence[UnitRecord]) -> str:
    """How many units of an edition wait for an editor."""
    return gettext("{number} of {all} to do", number=sum(not one.settled for one in units), all=len(units))


@click.command()
@click.argument("search", required=False, default="", metavar="[WORDS]")
@click.option("--state", metavar="STATE", default="", help="Only those in this state: to_review, in_review, approved, published ...")
@click.option("--locale", metavar="LOCALE", default="", help="Only those in this locale.")
@limit_option
@json_option
def editions(search: str, state: str, locale: str, limit: int, as_json: bool) -> None:
    """List editions, those that changed last first.

    WORDS are a part of a headline.
    """
    from newstrans.languages import normalise_tag
    from newstrans.store.editions import list_editions
    from newstrans.store.records import EditionState

    if state and state not in list(EditionState):
        message = f"{state!r} is no state; choose from {', '.join(EditionState)}"
        raise click.BadParameter(message, param_hint="--state")
    with opened(load_config().store_place) as store:
        found = list_editions(store, state=state, locale=normalise_tag(locale) if locale else "", search=search, limit=limit)
    if as_json:
        show_json([asdict(one) for one in found])
        return
    for one in found:
        click.echo(visible(f"{one.id}  {told(word_of(one.state))}  {one.updated}  {one.headline[:70]}"))
    if not found:
        if word := searched_bare():
            message = (
                gettext("{word} is no command. To look at an edition: {command}", word=repr(word), command=f"newstrans editions show {word}")
                if ":" in word
                else gettext(
                    "no edition has {word} in its headline, and there is no such command. See which there are: {command}",
                    word=repr(word), command="newstrans editions --help",
                )
            )  # fmt: skip
            click.echo(gettext("Error: {message}", message=visible(message)), err=True)
            sys.exit(2)
        none = gettext("No edition yet. Make some: {command}", command="newstrans ingest PATH --to pt-BR")
        click.echo(gettext("No edition of that kind") if search or state or locale else none)


@click.command()
@click.argument("name", metavar="STORY")
@click.option("--all", "everything", is_flag=True, help="Show units that did not change, too.")
@click.option("--color/--no-color", "colour", default=None, help="Paint, or not (default: on a terminal).")
@json_option
def update(name: str, everything: bool, colour: bool | None, as_json: bool) -> None:
    """Show what the last version of a story changed, and what an editor has to look at.

    For every edition: the source's old and new words of each unit, the sentences that were translated anew, and the units
    that wait for an editor, with the text on offer.

    Exit status: 0 when nothing waits for an editor, 1 when something does, 2 for an error.
    """
    from newstrans.errors import NewstransError
    from newstrans.review.report import update_report

    try:
        with opened(load_config().store_place) as store:
            report = update_report(store, name)
    except NewstransError as error:
        click.echo(gettext("Error: {message}", message=visible(told(error))), err=True)
        sys.exit(2)
    click.get_current_context().color = colour  # click itself takes colours out where there is no terminal
    if as_json:
        show_json(report)
    else:
        _say_update(report, everything=everything, colour=colour_wanted() if colour is None else colour)
    sys.exit(1 if any(edition["to_do"] for edition in report["editions"]) else 0)


def _say_update(report: dict[str, Any], *, everything: bool, colour: bool) -> None:
    from newstrans.explain import painted_diff

    status = told(word_of(report["status"]))
    facts = gettext("story {story}, version {version} ({status})", story=report["story"], version=report["version"], status=status)
    click.echo(visible(f"{report['headline']}\n{facts}"))
    for edition in report["editions"]:
        new = edition["sentences"]
        version = gettext("version {version} of the source", version=edition["source_revision"])
        click.echo(visible(f"\n{edition['edition']}  {told(word_of(edition['state']))}, {version}"))
        if edition["due"]:
            click.echo("  " + gettext("its new version is not translated yet: {command}", command="newstrans ingest --pending"))
        anew = ngettext("{number} sentence translated anew", "{number} sentences translated anew", len(new))
        waiting = ngettext("{number} paragraph waits for an editor", "{number} paragraphs wait for an editor", len(edition["to_do"]))
        click.echo(f"  {anew}; {waiting}")
        for unit in edition["units"]:
            if not (everything or unit["change"] or unit["waits"]):
                continue
            waits = "  <- " + gettext("look at it") if unit["waits"] else ""
            click.echo(visible(f"  {unit['key']}  {told(word_of(unit['kind']))}, {told(word_of(unit['change'] or unit['state']))}{waits}"))
            if unit["change"]:
                click.echo(f"    {gettext('source')}: {painted_diff(unit['old_source'], unit['new_source'], colour=colour)}")
            click.echo(visible(f"    {gettext('text')}: {unit['text']}"))
            if unit["suggestion"] is not None and unit["suggestion"] != unit["text"]:
                click.echo(f"    {gettext('on offer:')} {painted_diff(unit['text'], unit['suggestion'], colour=colour)}")


def _event(one: Any) -> dict[str, Any]:
    return {"seq": one.seq, "at": one.at, "kind": one.kind, "actor": one.actor.name, "edition": one.edition, "note": one.note}
