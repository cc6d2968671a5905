"""newstrans demo"""

from __future__ import annotations

import click

from newstrans.cli.setup import desk, glossary_option


@click.command()
@click.option("-o", "--output", metavar="DIR", help="Folder for the editions (default: editions).")
@glossary_option
def command(output: str | None, glossary: tuple[str, ...]) -> None:
    """Translate the shipped story and say what to look at."""
    from pathlib import Path

    from newstrans import resources
    from newstrans.emit import write_editions
    from newstrans.errors import NewstransError
    from newstrans.formats import read_story
    from newstrans.pipeline import default_stages, translate_stories

    here = desk(glossary)
    source = resources.find("examples") / "harbour-talks.txt"
    story = read_story(source.read_bytes(), name=source.name)
    click.echo(f"A wire story, written for this demo: {source}")
    click.echo(f"  {story.headline}")
    stages = default_stages(here.engines, here.names, here.locale, known=here.known)
    try:
        run = translate_stories([story], ["pt-BR", "es"], stages, names=here.names, locale=here.locale)
    finally:
        here.close()
    folder = Path(output) if output else here.config.output
    written = write_editions(run.editions, folder)
    paths = {path.parent.name: path for path in written if path.suffix == ".json"}
    for edition in run.editions:
        headline = next((unit.text for unit in edition.units if unit.unit.kind == "headline"), "")
        route = ", then ".join(map(str, edition.route))
        click.echo(f"\n{edition.locale}, by {route}\n  {headline}")
        click.echo(f"  read it    {paths[edition.locale].with_suffix('.md')}  (or .html in a browser)")
        edited = sum(use.status == "edited" for use in edition.names)
        click.echo(f"  names      {len(edition.names)} from the glossary, {edited} brought to the house form")
        warnings = sum(finding.severity != "info" for finding in edition.findings)
        click.echo(f"  findings   {warnings} for an editor to look at")
    for failure in run.failures:
        first = str(failure.error).splitlines()
        click.echo(f"\n{failure.locale}: not here, because {first[0]}")
        for line in first[1:2]:
            click.echo(f"{line}")
    if not run.editions:
        raise NewstransError("no edition could be made. Run: newstrans doctor")
    path = paths[run.editions[0].locale]
    click.echo("\nWhat to look at")
    click.echo(f"  newstrans explain {path}    every sentence: source, machine text, each edit and why")
    click.echo(f"  newstrans diff {path}       what changed between the machine's text and the edition")
    click.echo("  newstrans engines                 what can be translated here, and by which way")
    click.echo("  newstrans desk --demo             the desk in your browser: ten editions, each in another state")
    left = len(story.furniture)
    click.echo(f"{left} lines of page furniture were left out; explain lists them at its end.")
