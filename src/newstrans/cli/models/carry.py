"""newstrans models bundle, mirror"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newstrans.cli.models.desk import PAIR, ModelDesk, engine_option, json_option, quiet_option
from newstrans.errors import ModelNotFound, ModelStoreError
from newstrans.languages import LanguagePair, parse_pair

if TYPE_CHECKING:
    from newstrans.models.manifest import Manifest
    from newstrans.models.store import Kept


@click.command()
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT.tar")
@click.argument("pairs", nargs=-1, type=PAIR, metavar="[PAIR...]")
@engine_option(also_apertium=False)
@click.option("--force", is_flag=True, help="Replace OUT.tar if it is there.")
@json_option
@quiet_option
def bundle(
    out: Path, pairs: tuple[LanguagePair, ...], engine: str | None, force: bool, as_json: bool, quiet: bool
) -> None:
    """Pack installed models into one file.

    It takes them to a machine without a network. Without PAIR all models are packed. Each is verified first; the file holds their SHA-256, licences and a manifest.

    \b
    newstrans models bundle desk.tar en-es es-en
    newstrans models install --from desk.tar        on the other machine
    """  # click's mark against re-wrapping
    from newstrans.models.bundle import describe_bundle, write_bundle
    from newstrans.models.files import shown_size

    here = ModelDesk(quiet=quiet, as_json=as_json)
    if out.name == "-":
        raise click.UsageError("A bundle is a file: name it, for instance desk.tar")
    if out.exists() and not force:
        raise ModelStoreError(f"{out} is there already. Choose another name, or replace it with --force")
    models = _verified(here, pairs, engine)
    manifests = [manifest for _, manifest in models]
    size = write_bundle(out, models, progress=here.counting(f"packing {out.name}", sum(item.size for item in manifests)))
    here.result(f"wrote {out} ({shown_size(size)})\n  {describe_bundle(manifests)}")
    here.result(f"  on the other machine: newstrans models install --from {out.name}")
    if as_json:
        click.echo(json.dumps({"bundle": str(out), "size": size, "models": [_short(item) for item in manifests], "notes": here.notes}, indent=2))


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), metavar="DIR")
@click.option("--pairs", multiple=True, metavar="PAIR[,PAIR]", help="Only these pairs (default: every installed model).")
@engine_option(also_apertium=False)
@click.option("--url", default="", metavar="URL", help="The address that DIR will be served at; argostranslate needs it in the index.")
@json_option
@quiet_option
def mirror(folder: Path, pairs: tuple[str, ...], engine: str | None, url: str, as_json: bool, quiet: bool) -> None:
    """Write installed models to a folder for others.

    Any static web server can serve it. Other desks install from it, or from the folder itself, with every file checked:

    \b
    newstrans models mirror /srv/models --pairs en-es,es-en
    newstrans models install en-es --from http://mirror.desk/models/
    NEWSTRANS_MIRROR=http://mirror.desk/models/ newstrans models install en-es

    It is also an index for ARGOS_PACKAGE_INDEX, and has records for FXTRANSLATE_RECORDS_URL.
    """  # click's mark against re-wrapping
    from newstrans.models.mirror import write_mirror

    here = ModelDesk(quiet=quiet, as_json=as_json)
    wanted = [parse_pair(part) for value in pairs for part in value.split(",") if part.strip()]
    models = _verified(here, wanted, engine)
    write_mirror(models, folder, url=url, say=lambda line: here.result(f"  {line}"))
    here.result(f"wrote {folder}/ with {len(models)} model(s). Serve it, then: newstrans models install PAIR --from URL")
    if as_json:
        listed = [_short(manifest) for _, manifest in models]
        click.echo(json.dumps({"mirror": str(folder), "models": listed, "notes": here.notes}, indent=2))


def _verified(here: ModelDesk, pairs: Sequence[LanguagePair], engine: str | None) -> list[tuple[Kept, Manifest]]:
    """The installed models of the pairs, each read and found right; with several of one pair and engine the first."""
    from newstrans.models.inventory import to_carry
    from newstrans.models.trust import check_known

    models = [model for model in here.everything() if engine in (None, model.engine)]
    missing = [pair for pair in pairs if all(model.pair != pair for model in models)]
    if missing:
        raise ModelNotFound(f"no model for {missing[0]} is installed. Run: newstrans models install {missing[0]}")
    chosen: dict[tuple[str, LanguagePair | None], Kept] = {}
    for model in models:
        if model.pair is None:
            here.say(f"left out: {model.folder} ({model.problem or 'no pair is known'})")
        elif not pairs or model.pair in pairs:
            chosen.setdefault((model.engine, model.pair), model)
    if not chosen:
        raise ModelNotFound("no models are installed. See what there is: newstrans models available")
    carried: list[tuple[Kept, Manifest]] = []
    for model in chosen.values():
        manifest = to_carry(here.store, model, here.today)
        if manifest.basis == "first download":
            check_known(here.store.known_hashes, manifest.origin, manifest.sha256)
        if manifest.licence == "not stated":
            here.say(f"{manifest.pair} ({manifest.engine}): its licence is not stated; ask its publisher before you pass it on")
        carried.append((model, manifest))
    return carried


def _short(manifest: Manifest) -> dict[str, object]:
    return {"engine": manifest.engine, "pair": str(manifest.pair), "name": manifest.name, "licence": manifest.licence, "size": manifest.size}
