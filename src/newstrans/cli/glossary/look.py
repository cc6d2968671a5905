"""newstrans glossary list, show, find, stats"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from newstrans.cli.glossary.common import entry_named, house_locales, json_option, opened, say, say_json
from newstrans.cli.setup import glossary_option, skip_bad_option
from newstrans.glossary.entry import KINDS, STATUSES
from newstrans.languages import normalise_tag

if TYPE_CHECKING:
    from newstrans.glossary.entry import GlossaryEntry, Term
    from newstrans.glossary.overview import Wanted


def filters(function: Callable[..., None]) -> Callable[..., None]:
    """The options that choose concepts."""
    for option in reversed((
        click.option("--kind", "kinds", multiple=True, type=click.Choice(KINDS), help="Only this kind. May be given several times."),
        click.option("--status", "statuses", multiple=True, type=click.Choice(STATUSES), help="Only this status. May be given several times."),
        click.option("--lang", "language", metavar="TAG", help="Only concepts with a term for this language or locale."),
        click.option("--missing", metavar="TAG", help="Only concepts without a term for this language or locale."),
        click.option("--desk", metavar="NAME", help="Only concepts that this desk uses."),
        click.option("--file", metavar="NAME", help="Only concepts of this file, e.g. people.toml."),
    )):  # fmt: skip
        function = option(function)
    return function


def wanted(
    kinds: Sequence[str], statuses: Sequence[str], language: str | None, missing: str | None, desk: str | None, file: str | None
) -> Wanted:
    """The filters as one value. Raises `LocaleError`."""
    from newstrans.glossary.overview import Wanted

    here, absent = (normalise_tag(tag) if tag else "" for tag in (language, missing))
    return Wanted(tuple(kinds), tuple(statuses), here, absent, desk or "", file or "")


@click.command("list")
@filters
@glossary_option
@skip_bad_option
@json_option
def list_(glossary: tuple[str, ...], skip_bad_glossary: bool, as_json: bool, **chosen: Any) -> None:
    """List concepts: id, kind, status, place, name.

    \b
    newstrans glossary list --kind person
    newstrans glossary list --missing pl --file people.toml
    newstrans glossary list --status proposed --json

    Exit status: 0, also when nothing matches.
    """
    from newstrans.glossary.overview import about, terms_of

    want = wanted(**chosen)
    entries = [entry for entry in opened(glossary, skip_bad=skip_bad_glossary).entries if want(entry)]
    if as_json:
        say_json([about(entry) for entry in entries])
        return
    widest = max((len(entry.id) for entry in entries), default=0)
    for entry in entries:
        term = entry.term(want.language) if want.language else next((term for _, term in terms_of(entry)), None)
        status = "" if entry.status == "approved" else f"  ({entry.status})"
        say(f"{entry.id:<{widest}}  {entry.kind:<12}  {entry.origin:<26}  {term.preferred if term else '-'}{status}")
    say(f"{len(entries)} concept(s)", err=True)


@click.command()
@click.argument("concept", metavar="ID")
@glossary_option
@skip_bad_option
@json_option
def show(concept: str, glossary: tuple[str, ...], skip_bad_glossary: bool, as_json: bool) -> None:
    """Show one concept: every language, and what looks it up.

    ID is the heading in the file; a name that only one concept has will do.

    \b
    newstrans glossary show kyiv
    newstrans glossary show Зеленський
    """
    from newstrans.glossary.overview import about, terms_of

    entry = entry_named(opened(glossary, skip_bad=skip_bad_glossary), concept)
    locales = house_locales()
    if as_json:
        say_json(about(entry, locales))
        return
    say(f"{entry.id}  {entry.kind}, {entry.status}  {entry.origin}")
    for label, value in _facts(entry):
        say(f"  {label:<12} {value}")
    for tag, term in terms_of(entry, locales):
        _say_term(entry, tag, term)


def _facts(entry: GlossaryEntry) -> list[tuple[str, str]]:
    days = " to ".join(day or "..." for day in (entry.valid_from, entry.valid_until)) if entry.valid_from or entry.valid_until else ""
    rows = [
        ("gender", entry.gender), ("note", entry.note), ("source", entry.source), ("wikidata", entry.wikidata),
        ("valid", days), ("desks", ", ".join(entry.desks)), ("priority", str(entry.priority or "")),
        ("untranslated", "yes" if entry.do_not_translate else ""), ("part of", ", ".join(entry.part_of)),
        ("acronym of", entry.acronym_of), ("replaced by", entry.replaced_by),
    ]  # fmt: skip
    return [(label, value) for label, value in rows if value]


def _say_term(entry: GlossaryEntry, tag: str, term: Term) -> None:
    from newstrans.glossary.load import written_terms
    from newstrans.glossary.overview import looked_up

    lent = "" if tag in written_terms(entry) and written_terms(entry)[tag].preferred else "  (from CLDR or a parent language)"
    grammar = ", ".join(part for part in (term.gender, "plural" if term.number == "pl" else "", "article" if term.article else "") if part)
    short = f", then {term.short}" if term.short else ""
    say(f"\n  {tag}  {term.preferred}{short}{f'  [{grammar}]' if grammar else ''}{lent}")
    groups: dict[str, list[str]] = {}
    for spelling in looked_up(term):
        if spelling.text in (term.preferred, term.short):
            continue
        name = "derived" if spelling.role == "derived" else f"{spelling.status} form" if spelling.case else spelling.status
        if spelling.status == "variant":
            name = "made variant" if spelling.made else "variant"
        case = f"{spelling.case} " if spelling.case not in ("", "nomn") else ""
        groups.setdefault(name, []).append(case + spelling.text)
    labels = {"preferred form": "case forms", "made form": "made forms", "admitted form": "doublets", "variant": "replaces", "made variant": "and, made"}
    for name, forms in groups.items():
        _say_wrapped(labels.get(name, name), ", ".join(forms))
    if term.guard is not None:
        parts = {key.rstrip("_"): getattr(term.guard, key) for key in type(term.guard).__dataclass_fields__}
        _say_wrapped("guard", "; ".join(f"{key} {', '.join(part) if isinstance(part, tuple) else part}" for key, part in parts.items() if part))
    for label, texts in (("found in", term.examples), ("not in", term.counter_examples)):
        for text in texts:
            _say_wrapped(label, text)


def _say_wrapped(label: str, text: str) -> None:
    from newstrans.text.display import Piece, wrap

    width = min(shutil.get_terminal_size((110, 24)).columns, 120)
    lines = wrap([Piece(text)], width=width, indent=" " * 18)
    click.echo(f"      {label:<11} {lines[0].strip() if lines else ''}")
    for line in lines[1:]:
        click.echo(line)


@click.command()
@click.argument("name", metavar="NAME")
@click.option("--lang", "language", metavar="TAG", help="Look only in this language.")
@click.option("--all", "every", is_flag=True, help="Every spelling that matches, not only the nearest of each concept.")
@glossary_option
@skip_bad_option
@json_option
def find(name: str, language: str | None, every: bool, glossary: tuple[str, ...], skip_bad_glossary: bool, as_json: bool) -> None:
    """Find a name in any spelling, language or script.

    Capitals and marks make no difference; variants, case forms and forbidden spellings are searched too, also inside.

    \b
    newstrans glossary find kiev
    newstrans glossary find walesa --all
    newstrans glossary find зеленськ

    Exit status: 0 when something was found, 1 when not.
    """
    from newstrans.glossary.overview import search

    rows = search(opened(glossary, skip_bad=skip_bad_glossary).entries, name, language=normalise_tag(language) if language else "")
    if not every:
        rows = list({row.entry.id: row for row in reversed(rows)}.values())[::-1]
    if as_json:
        say_json([
            {"id": row.entry.id, "origin": row.entry.origin, "language": row.language, "text": row.spelling.text,
             "role": row.spelling.role, "status": row.spelling.status, "case": row.spelling.case,
             "made": row.spelling.made or row.spelling.status == "made", "exact": row.rank == 0}
            for row in rows
        ])  # fmt: skip
    else:
        for row in rows:
            case = f" {row.spelling.case}" if row.spelling.case not in ("", "nomn") else ""
            say(f"{row.spelling.text}  {row.language} {row.spelling.status}{case}  {row.entry.id}  {row.entry.origin}")
        if not rows:
            say(f"{name!r} is in no entry. Add it: newstrans glossary add ID --kind person --term en={name!r}", err=True)
    if not rows:
        raise click.exceptions.Exit(1)


@click.command()
@click.option("--locale", "locales", multiple=True, metavar="TAG", help="Locales to count (default: those that the house publishes in).")
@filters
@glossary_option
@skip_bad_option
@json_option
def stats(locales: tuple[str, ...], glossary: tuple[str, ...], skip_bad_glossary: bool, as_json: bool, **chosen: Any) -> None:
    """Count concepts, and say how much each locale has of them.

    \b
    newstrans glossary stats
    newstrans glossary stats --locale pl --kind person
    """
    from newstrans.glossary.overview import counts, coverage

    want = wanted(**chosen)
    found = opened(glossary, skip_bad=skip_bad_glossary)
    entries = [entry for entry in found.entries if want(entry)]
    rows = coverage(entries, [normalise_tag(tag) for tag in locales] or house_locales())
    counted = counts(entries)
    if as_json:
        say_json({
            "concepts": len(entries), "revision": found.revision, **counted,
            "locales": [{**row._asdict(), "missing": list(row.missing)} for row in rows],
        })  # fmt: skip
        return
    say(f"{len(entries)} concepts, revision {found.revision[:12]}")
    for label, numbers in counted.items():
        if numbers:
            say(f"  {label:<9} " + ", ".join(f"{count} {name}" for name, count in numbers.items()))
    say("\n  locale    written  CLDR  missing  unconfirmed forms")
    for row in rows:
        say(f"  {row.language:<8} {row.written:>8} {row.lent:>5} {len(row.missing):>8} {row.made:>18}")
    worst = max(rows, key=lambda row: len(row.missing), default=None)
    if worst and worst.missing:
        say(f"\nWhich are missing: newstrans glossary list --missing {worst.language}")
