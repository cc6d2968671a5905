"""newstrans engines"""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from newstrans.cli.groups import Ordered
from newstrans.cli.setup import desk


@click.group(cls=Ordered, invoke_without_command=True)
@click.option("--from", "source", metavar="LANG", help="Only routes from this language.")
@click.option("--to", "target", metavar="LOCALE", help="Only routes to this locale.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.pass_context
def command(ctx: click.Context, source: str | None, target: str | None, as_json: bool) -> None:
    """List engines, installed pairs and the routes between languages.

    A route is direct or leads over another language (a pivot); the measured quality decides, not the order of
    installation. The figure is chrF on FLORES, measured where the table has the chain, else estimated ("~").
    """
    if ctx.invoked_subcommand is None:
        _list(source, target, as_json=as_json)
    elif source or target or as_json:
        raise click.UsageError("options of the listing stand behind `calibrate`: newstrans engines calibrate --from en --to pt")


def _list(source: str | None, target: str | None, *, as_json: bool) -> None:
    from newstrans.engines.route import all_routes
    from newstrans.languages import language_of, normalise_tag

    here = desk()
    wanted = normalise_tag(source) if source else None
    aim = normalise_tag(target) if target else None
    rows: list[dict[str, Any]] = []
    for name, engine in here.engines.items():
        rows.append({
            "engine": name, "missing": engine.missing(), "pairs": [str(pair) for pair in engine.pairs()],
            "any_pair": bool(getattr(engine, "any_pair", False)),
        })  # fmt: skip
    routes = [
        row for row in all_routes(here.engines)
        if (wanted is None or row.source == wanted) and (aim is None or row.target in (aim, language_of(aim)))
    ]
    here.close()
    if as_json:
        found = [
            {"source": row.source, "target": row.target, "route": [str(leg) for leg in row.route], "chrf": row.score,
             "measured": row.measured}
            for row in routes
        ]  # fmt: skip
        click.echo(json.dumps({"engines": rows, "routes": found}, ensure_ascii=False, indent=2))
        return
    for row in rows:
        state = row["missing"] or ("any pair" if row["any_pair"] else f"{len(row['pairs'])} pair(s): {', '.join(row['pairs'])}")
        click.echo(f"{row['engine']:<10} {state}")
    click.echo()
    for route in routes:
        mark = " " if route.measured else "~"
        click.echo(f"{route.source} -> {route.target:<7} {mark}{route.score:4.1f}  {', then '.join(map(str, route.route))}")


@command.command()
@click.option("--from", "source", metavar="LANG", help="Only routes from this language.")
@click.option("--to", "target", metavar="LOCALE", help="Only routes to this locale.")
@click.option("--again", is_flag=True, help="Also routes that were measured already.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def calibrate(source: str | None, target: str | None, again: bool, as_json: bool) -> None:
    """Measure once what each engine and model can carry.

    Which placeholders survive, which well-known names can stand in for a name of the glossary, and whether it answers
    with nothing. Runs take the placeholders and the names that were measured best. About 500 short sentences per route: ten
    seconds for a neural one. The result is kept per model, so a new model has to be measured again; without it the
    shipped defaults are used.
    """
    from dataclasses import asdict

    from newstrans.engines.calibrate import calibrate as measure
    from newstrans.engines.calibrate import load_calibration, save_calibration
    from newstrans.engines.route import all_routes
    from newstrans.languages import language_of, normalise_tag
    from newstrans.stages.route import Router
    from newstrans.stages.translate import run_route

    here = desk()
    wanted = normalise_tag(source) if source else None
    aim = normalise_tag(target) if target else None
    pairs = [
        (row.source, row.target) for row in all_routes(here.engines)
        if (wanted is None or row.source == wanted) and (aim is None or row.target in (aim, language_of(aim)))
    ]
    router = Router(here.engines)
    folder = here.config.calibration_folder
    report: list[dict[str, Any]] = []
    show = sys.stderr.isatty()
    for start, end in pairs:
        route = router.route(start, end)
        found = load_calibration(folder, route)
        if found is None or again:
            name = ", then ".join(map(str, route))

            def progress(done: int, total: int, name: str = name) -> None:
                if show:
                    click.echo(f"\r{name}: {done} of {total} sentences", nl=False, err=True)

            found = measure(
                route, lambda texts, route=route: [a.texts[-1] for a in run_route(texts, route, here.engines)],  # type: ignore[misc]
                progress=progress,
            )  # fmt: skip
            save_calibration(folder, route, found)
            if show:
                click.echo(err=True)
        report.append({**asdict(found), "faults": list(found.faults())})
        if not as_json:
            usable = sum(bool(forms) for forms in found.surrogates.values())
            click.echo(f"{start} -> {end}: {found.route}")
            click.echo(f"  {usable} of {len(found.surrogates)} stand-ins come back; {found.sentences} sentences asked")
            best = sorted(found.placeholders.items(), key=lambda item: -item[1])
            click.echo("  placeholders: " + ", ".join(f"{shape} {share:.0%}" for shape, share in best))
            for fault in report[-1]["faults"]:
                click.echo(f"  {fault}")
    here.close()
    if not pairs:
        raise click.ClickException("no route is installed between these languages. See: newstrans engines")
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
