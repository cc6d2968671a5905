"""newstrans publish"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newstrans.cli.language import told, words
from newstrans.cli.moment import moment
from newstrans.cli.setup import Desk, desk

if TYPE_CHECKING:
    from newstrans.site.issued import FromStore
    from newstrans.site.publish import Published, Site


@click.command()
@click.argument("folders", nargs=-1, metavar="[FOLDER]...", type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, metavar="SITE", type=click.Path(file_okay=False, path_type=Path), help="Folder of the site. It is made, and later runs bring it up to date.")
@click.option("--base-url", metavar="URL", help="Public address of the site: needed for feeds, sitemap and canonical links.")
@click.option("--title", metavar="NAME", help="Name of the site.")
@click.option("--from-store", is_flag=True, help="Publish what the desk let out too. Without a FOLDER that is all there is.")
@click.option("--unreviewed", is_flag=True, help="Publish machine translations that nobody has reviewed, with the note that says so.")
@click.option("--withdraw", multiple=True, metavar="PAGE", help="Kill a story by hand: the address of one of its pages, or its id. All its editions go.")
@click.option("--at", metavar="TIME", help="Decide about embargoes as of this time (ISO 8601 with offset) instead of now.")
@click.option("--dry-run", is_flag=True, help="Say what would be written and removed, and do nothing.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON on standard output.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def command(
    folders: tuple[Path, ...], output: Path, base_url: str | None, title: str | None, from_store: bool, unreviewed: bool,
    withdraw: tuple[str, ...], at: str | None, dry_run: bool, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Make a site of editions: pages, lists and feeds that any web server can serve.

    Without FOLDER it is made of the store: the last issue of every edition that an editor let out with `newstrans
    editions publish`. FOLDER holds editions as `newstrans translate` writes them; their .json files are read.

    SITE gets one page for each edition, a list with feeds for each locale, and a sitemap. It mirrors where it is made
    from: what is gone, held or killed there is removed here. What was killed, withheld or withdrawn in the store is
    removed in any case. Files that are not the site's own are never touched.

    Never published: a story that was killed or withheld, or whose embargo has not ended. From folders a machine
    translation is published only with --unreviewed, since a file cannot tell of a review; every page keeps its note.

    \b
    newstrans publish -o site --base-url https://example.org/news
    newstrans publish editions -o site --unreviewed --base-url https://example.org/news
    newstrans publish editions -o site --from-store
    newstrans publish editions -o site --unreviewed --dry-run
    newstrans publish editions -o site --unreviewed --withdraw es/harbour-talks.html

    Exit status: 0 when the site is up to date, 1 when an edition is damaged or nothing could be published, 2 for
    wrong usage.
    """
    from newstrans.site.publish import Site, publish, site_at

    now = _time(at) if at else datetime.now(UTC)
    here = desk()
    config = here.config
    site = site_at(Site(output, base_url or config.base_url, title or config.site_title, config.translator))
    shown = sys.stderr.isatty() and not (quiet or as_json)

    def progress(done: int, total: int) -> None:
        if shown:
            click.echo(f"\r  {done}/{total}", nl=False, err=True)

    try:
        with _desk(here, wanted=from_store or not folders) as issued:
            done = publish(
                folders, site, here.locale, now=now, unreviewed=unreviewed, withdraw=withdraw, issued=issued, dry_run=dry_run,
                progress=progress,
            )  # fmt: skip
    finally:
        if shown:
            click.echo("\r" + " " * 30 + "\r", nl=False, err=True)
    if as_json:
        click.echo(json.dumps(summary(done, dry_run=dry_run), ensure_ascii=False, indent=2))
    elif not quiet:
        _say(done, site, dry_run=dry_run)
    for failure in done.failures:
        if not as_json:
            click.echo(words().gettext("Error: {message}", message=told(failure)), err=True)
    if done.failures:
        sys.exit(1)


@contextmanager
def _desk(here: Desk, *, wanted: bool) -> Iterator[FromStore]:
    """What the desk let out, where that is `wanted`, and what it took back; nothing where there is no store. None is made."""
    from newstrans.site.issued import FromStore, read_store
    from newstrans.store.connect import open_store

    place = here.config.store_place
    if "://" not in place and not Path(place).is_file():
        yield FromStore()
        return
    store = open_store(place, moment(None))
    try:
        found = read_store(store, here.locale)
        yield found if wanted else found.taken_back
    finally:
        store.close()


def _time(text: str) -> datetime:
    from newstrans.site.release import parse_time

    found = parse_time(text)
    if found is None:
        raise click.BadParameter(f"{text!r} is no time; write it like 2026-03-01T06:00+01:00", param_hint="--at")
    return found


def summary(done: Published, *, dry_run: bool = False) -> dict[str, object]:
    """What a script wants to know about a run."""
    return {
        "dry_run": dry_run,
        "pages": [
            {
                "page": page, "story": entry.story, "locale": entry.locale, "version": entry.version,
                "edition": entry.origin, "reviewed": not entry.unreviewed, "errors": entry.errors,
            }
            for page, entry in done.pages
        ],
        "written": list(done.written),
        "unchanged": done.unchanged,
        "removed": list(done.removed),
        "held": [
            {
                "edition": held.entry.origin, "story": held.entry.story, "locale": held.entry.locale, "why": held.why,
                "reason": held.reason,
                "until": held.entry.decision.until.isoformat() if held.entry.decision.until else None,
            }
            for held in done.held
        ],
        "withdrawn": list(done.withdrawn),
        "failures": [{"edition": failure.name, "error": str(failure)} for failure in done.failures],
    }  # fmt: skip


def _say(done: Published, site: Site, *, dry_run: bool) -> None:
    from newstrans.text.display import visible

    say_in = words()

    def say(line: str) -> None:
        click.echo(visible(line))

    if dry_run:
        say(say_in.gettext("Nothing is written (--dry-run). This would be done:"))
    for tag, count in sorted(Counter(entry.locale for _, entry in done.pages).items()):
        say(f"  {tag}: " + say_in.ngettext("{number} page", "{number} pages", count))
    say(
        "  " + say_in.gettext(
            "files: {written} written, {unchanged} unchanged, {removed} removed",
            written=len(done.written), unchanged=done.unchanged, removed=len(done.removed),
        )
    )  # fmt: skip
    for name in done.removed:
        say("  " + say_in.gettext("removed {path}", path=site.folder / name))
    for held in done.held:
        say("  " + say_in.gettext("not published: {path}: {reason}", path=held.entry.origin, reason=told(held.reason)))
    for one in done.withdrawn:
        if one["page"]:
            say("  " + say_in.gettext("withdrawn: {path} ({reason})", path=one["page"], reason=told(one["reason"])))
    for page, entry in done.pages:
        if entry.errors:
            errors = say_in.ngettext("{number} error", "{number} errors", entry.errors)
            say("  " + say_in.gettext("look at {path}: the checks found {errors}", path=page, errors=errors))
    machine = sum(entry.unreviewed for _, entry in done.pages)
    if machine:
        say(
            "  " + say_in.ngettext(
                "{number} page is a machine translation that nobody has reviewed; it says so to its readers",
                "{number} pages are machine translations that nobody has reviewed; they say so to their readers",
                machine,
            )
        )  # fmt: skip
    if not site.base_url:
        say("  " + say_in.gettext("no feeds, sitemap and canonical links: they need --base-url"))
