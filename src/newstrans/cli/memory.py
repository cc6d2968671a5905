"""newstrans memory: approved translations, looked up and exchanged"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newstrans.cli.groups import Ordered
from newstrans.cli.intake import actor, opened
from newstrans.cli.language import gettext, ngettext, told
from newstrans.cli.moment import moment
from newstrans.cli.offers import MATCHES, fit, whose
from newstrans.cli.setup import glossary_option
from newstrans.cli.stories import json_option, limit_option, show_json
from newstrans.config import load_config
from newstrans.errors import NewstransError
from newstrans.languages import normalise_tag
from newstrans.review.remember import remarked
from newstrans.text.display import visible
from newstrans.text.phrase import phrase

if TYPE_CHECKING:
    from newstrans.memory.pairs import NewPair
    from newstrans.model import Span

# Pairs that are taken in together: a run that is cut off leaves whole batches, and the same command goes on.
_BATCH = 2000


def memory_lines(label: Mapping[str, Any] | None, offers: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What the memory has to do with a unit: whose text stands there, and what is on offer with the sources' difference."""
    if label:
        for pair in label["pairs"]:
            yield visible(gettext("memory: {what}", what=remarked(told(MATCHES[label["kind"]]), whose(pair))))
    for one in offers:
        yield visible(gettext("memory: {what}", what=remarked(fit(one), whose(one["pair"]))))
        yield visible(f"  {one['text']}")
        if one["match"] == "fuzzy":
            yield f"  {gettext('its source')}: {_diff(one['diff'])}"


def _diff(ops: Sequence[Mapping[str, str]]) -> str:
    signs = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
    return "".join(signs[op["op"]].format(visible(op["text"])) for op in ops)


@click.group(cls=Ordered)
def command() -> None:
    """Look up, list, exchange and retire approved translations.

    \b
    newstrans memory find "The city said no." --to pt-BR
    newstrans memory import agency.tmx --to pt-BR
    newstrans memory export -o memory.tmx
    newstrans memory retire --story 3f2a --reason "wrong names"

    Texts come in when an edition is approved: whole units, and their sentences. What the machine wrote is marked as such and
    gives way to what people wrote. When a story comes whose text was approved before, its editions start with that text.
    """


to_option = click.option("--to", "locale", metavar="LOCALE", default="", help="The locale of the translations.")
from_option = click.option("--from", "language", metavar="LANG", default="", help="The language of the sources.")


@command.command()
@click.argument("text")
@click.option("--to", "locale", metavar="LOCALE", required=True, help="The locale to translate into.")
@click.option("--from", "language", metavar="LANG", default="", help="The language of TEXT (default: detected, else English).")
@click.option("--least", type=click.IntRange(30, 100), default=70, show_default=True, metavar="N", help="How alike a source has to be, in percent.")
@limit_option
@glossary_option
@json_option
def find(text: str, locale: str, language: str, least: int, limit: int, glossary: tuple[str, ...], as_json: bool) -> None:
    """Find translations of TEXT ('-' reads it from standard input), and of texts like it.

    Numbers and the glossary's names count as one class each: "3 ships" finds "12 ships", and the offer has your number
    where that is certain.
    """
    from newstrans.languages import language_of
    from newstrans.memory.match import Query
    from newstrans.review.remember import match_values
    from newstrans.store.memory import find_all

    words = sys.stdin.read().strip() if text == "-" else text
    if not words.strip():
        message = "the text is empty"
        raise click.BadParameter(message, param_hint="TEXT")
    own, into = _language(words, language), normalise_tag(locale)
    now = moment(None)
    names = _name_finder(glossary)
    query = Query(words, language_of(own), into, names=tuple(names(words, own, into)))
    with opened(load_config().store_place) as store, store.read() as connection:
        found = [match_values(query, one, now) for one in find_all(connection, query, least=least / 100, limit=limit)]
    if as_json:
        show_json(found)
        return
    for row in found:
        for line in memory_lines(None, [{**row, "sentence": 0}]):
            click.echo(line)
    if not found:
        said = gettext("Nothing from {source} to {target} is like it. See what there is: {command}", source=own, target=into, command="newstrans memory stats")
        click.echo(said)


@command.command("list")
@click.argument("search", required=False, default="", metavar="[WORDS]")
@from_option
@to_option
@click.option("--retired", is_flag=True, help="Those that are out.")
@limit_option
@json_option
def list_(search: str, language: str, locale: str, retired: bool, limit: int, as_json: bool) -> None:
    """List pairs, the newest first. WORDS are a part of source or translation."""
    from newstrans.review.remember import pair_values
    from newstrans.store.memory import list_pairs

    with opened(load_config().store_place) as store:
        found = list_pairs(store, search=search, language=language, locale=_tag(locale), retired=retired, limit=limit)
    rows = [pair_values(one, moment(None)) for one in found]
    if as_json:
        show_json(rows)
        return
    for row in rows:
        click.echo(visible(f"{row['language']} > {row['locale']}  {whose(row)}\n  {row['source']}\n  {row['target']}"))
    if not rows:
        click.echo(gettext("No pair of that kind") if search or language or locale or retired else _empty())


@command.command()
@json_option
def stats(as_json: bool) -> None:
    """Count what is in, by direction and by whose words, and what is out, by reason."""
    from newstrans.store.memory import holdings, retired_counts

    with opened(load_config().store_place) as store:
        found, out = holdings(store), retired_counts(store)
    if as_json:
        show_json({"pairs": [asdict(one) for one in found], "retired": out})
        return
    for one in found:
        click.echo(f"{one.language} > {one.locale}  {one.origin:<9} {one.level:<9} {one.pairs:>8}  {one.oldest[:10]} to {one.newest[:10]}")
    for why, count in out.items():
        click.echo(visible(f"retired, {why}: {count}"))
    if not found and not out:
        click.echo(_empty())


@command.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@from_option
@to_option
@glossary_option
@json_option
def import_(file: Path, language: str, locale: str, glossary: tuple[str, ...], as_json: bool) -> None:
    """Take the pairs of a TMX file in; what is there already is not taken twice.

    Without --to every language of the file is taken as it is tagged; with --to pt-BR texts tagged "pt" are taken for
    pt-BR. What the file marks as a machine's stays marked.

    Exit status: 0; 1 when a unit was passed over (each is told); 2 when the file is no TMX.
    """
    from newstrans.exchange.pairs import Brought, pairs_from_tmx
    from newstrans.store.events import append
    from newstrans.store.memory import add_new_pairs
    from newstrans.store.records import Event

    now = moment(None)
    passed: list[dict[str, Any]] = []
    held: dict[tuple[str, str], list[NewPair]] = {}
    try:
        data = file.read_bytes()
        brought = pairs_from_tmx(data, name=file.name, now=now, language=language, locale=_tag(locale), names=_name_finder(glossary))
        for one in brought:
            if isinstance(one, Brought):
                held.setdefault((one.language, one.locale), []).append(one.pair)
            else:
                passed.append({"place": one.place, "why": one.why})
    except NewstransError as error:
        click.echo(gettext("Error: {message}", message=visible(told(error))), err=True)
        sys.exit(2)
    added = count = 0
    with opened(load_config().store_place) as store:
        for direction, pairs in held.items():
            for start in range(0, len(pairs), _BATCH):
                chunk = pairs[start : start + _BATCH]
                with store.write() as connection:
                    new = add_new_pairs(connection, chunk, *direction, story=file.name)
                    data_ = {"file": file.name, "pairs": new, "language": direction[0], "locale": direction[1]}
                    append(connection, [Event(kind="memory_import", at=now, actor=actor(), data=data_)])
                added, count = added + new, count + len(chunk)
                if sys.stderr.isatty() and not as_json:
                    click.echo("\r  " + gettext("{count} pairs read, {added} new", count=count, added=added), nl=False, err=True)
    if as_json:
        show_json({"read": count, "added": added, "passed_over": passed})
    else:
        left = ", " + gettext("units passed over: {number}", number=len(passed)) if passed else ""
        click.echo(gettext("pairs added: {added}, known already: {known}", added=added, known=count - added) + left)
        for row in passed[:20]:
            click.echo(visible("  " + gettext("unit {place}: {problem}", place=row["place"], problem=told(row["why"]))), err=True)
    sys.exit(1 if passed else 0)


@command.command()
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Where to write (default: standard output).")
@from_option
@to_option
@click.option("--origin", type=click.Choice(["edited", "imported", "machine"]), default=None, help="Only words of this origin.")
@click.option("--units-only", is_flag=True, help="Whole units, without their sentences.")
def export(output: Path | None, language: str, locale: str, origin: str | None, units_only: bool) -> None:
    """Write the memory, or a part of it, as TMX."""
    from newstrans.exchange.pairs import pairs_to_tmx
    from newstrans.files import write_whole
    from newstrans.store.memory import list_pairs

    with opened(load_config().store_place) as store:
        found = list_pairs(
            store, language=language, locale=_tag(locale), origin=origin or "", units_only=units_only, limit=10_000_000
        )
    data = pairs_to_tmx(reversed(found))
    if output is None:
        click.echo(data, nl=False)
        return
    write_whole(output, data)
    click.echo(gettext("wrote {path}", path=output) + ": " + ngettext("{number} pair", "{number} pairs", len(found)))


@command.command()
@click.argument("pairs", nargs=-1, type=int, metavar="[PAIR]...")
@click.option("--story", metavar="STORY", default="", help="All pairs of a story, or of an imported file by its name.")
@click.option("--edition", metavar="EDITION", default="", help="All pairs of an edition.")
@click.option("--reason", required=True, metavar="WORDS", help="Why; it is kept.")
def retire(pairs: tuple[int, ...], story: str, edition: str, reason: str) -> None:
    """Take pairs out for good: by their numbers, or all of a story or an edition. They are kept, and never offered again."""
    from newstrans.errors import NotInStore
    from newstrans.store import memory as shelf
    from newstrans.store.editions import get_edition
    from newstrans.store.events import append
    from newstrans.store.records import Event
    from newstrans.store.stories import get_story

    if not (pairs or story or edition) or not reason.strip():
        message = "say which pairs (numbers, --story or --edition) and why (--reason)"
        raise click.UsageError(message)
    with opened(load_config().store_place) as store, store.write() as connection:
        if edition:
            edition = get_edition(connection, edition).id
        try:
            story = get_story(connection, story).id if story else ""
        except NotInStore:
            if not shelf.count_pairs(connection, story=story):  # an imported file has no story
                raise
        done = shelf.retire(connection, reason.strip(), ids=list(pairs) if pairs else None, story=story, edition=edition)
        if not done:
            raise NotInStore(phrase("no pair of that kind is in. See which are: {command}", command="newstrans memory list"))
        data = {"pairs": list(pairs), "count": done}
        append(connection, [Event(
            kind="memory_retire", at=moment(None), actor=actor(), story=story, edition=edition, note=reason.strip(), data=data,
        )])  # fmt: skip
    click.echo(ngettext("{number} pair retired", "{number} pairs retired", done))


def _empty() -> str:
    return gettext("The memory is empty. Approve an edition, or: {command}", command="newstrans memory import FILE.tmx")


def _tag(locale: str) -> str:
    return normalise_tag(locale) if locale else ""


def _language(text: str, said: str) -> str:
    """The language of a text, as said or as detected; English where that is unsure, which most copy is in."""
    from newstrans.detect import detect_text

    return normalise_tag(said) if said else detect_text(text).language or "en"


def _name_finder(glossary: tuple[str, ...]) -> Callable[[str, str, str], list[Span]]:
    """Ranges of the glossary's names in a text."""
    from newstrans.cli.setup import desk
    from newstrans.model import Span

    names = desk(glossary).names
    return lambda text, language, locale: [Span(one.start, one.end) for one in names.find(text, language, locale)]
