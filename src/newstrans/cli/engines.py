"""newstrans engines"""

from __future__ import annotations

import json
from typing import Any

import click

from newstrans.cli.setup import desk


@click.command()
@click.option("--from", "source", metavar="LANG", help="Only routes from this language.")
@click.option("--to", "target", metavar="LOCALE", help="Only routes to this locale.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
def command(source: str | None, target: str | None, as_json: bool) -> None:
    """List engines, installed pairs and the routes between languages.

    A route is direct or leads over another language (a pivot); the measured quality decides, not the order of
    installation. The figure is chrF on FLORES, measured where the table has the chain, else estimated ("~").
    """
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
