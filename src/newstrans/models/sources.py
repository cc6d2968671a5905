"""Where models can be had: the public indexes, a mirror, a folder or an address that the user names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from newstrans.config import Config
from newstrans.errors import DownloadError, ModelNotFound, NewstransError
from newstrans.languages import LanguagePair
from newstrans.models import argos_index, firefox_records
from newstrans.models.argos_package import version_key
from newstrans.models.debian import install_command
from newstrans.models.download import Fetcher
from newstrans.models.install import Getter, from_folder, from_network
from newstrans.models.manifest import ENGINES
from newstrans.models.mirror import INDEX, read_mirror, read_mirror_folder
from newstrans.models.offer import Offer, matching, newest
from newstrans.models.store import Kept


@dataclass(frozen=True, slots=True)
class Found:
    """Offers, how their parts are brought here, and which places could not be asked (each with its reason)."""

    offers: list[Offer]
    get: Getter
    failed: tuple[tuple[str, NewstransError], ...] = ()


def is_address(place: str) -> bool:
    """Whether the user named an address, not a file or folder."""
    return "://" in place


def public_offers(config: Config, fetcher: Fetcher, environ: Mapping[str, str], *, engine: str | None = None) -> Found:
    """What the mirror of the settings offers, or, without one, the indexes of Firefox and Argos.

    A place that cannot be asked is in `failed`, and the others are still asked.
    """
    if config.mirror:
        found = named_offers(config.mirror, fetcher)
        return Found([offer for offer in found.offers if engine in (None, offer.engine)], found.get)
    offers: list[Offer] = []
    failed: list[tuple[str, NewstransError]] = []
    for name in ("bergamot", "argos"):
        if engine not in (None, name):
            continue
        try:
            if name == "bergamot":
                offers += firefox_records.read_records(firefox_records.records_address(), fetcher)
            else:
                offers += argos_index.read_index(argos_index.index_address(environ), fetcher)
        except NewstransError as exc:
            failed.append((name, exc))
    return Found(newest(offers), from_network(fetcher), tuple(failed))


def offers_of_origin(models: Sequence[Kept], config: Config, fetcher: Fetcher, environ: Mapping[str, str]) -> list[Found]:
    """What the places that models came from offer now: their mirror or records, else the public indexes.

    A place that cannot be asked gives no offers, and says so in `failed`.
    """
    places: dict[str, set[str]] = {}
    for model in models:
        origin = model.manifest.origin if model.manifest and not config.mirror else ""
        named = is_address(origin) and urlsplit(origin).path.endswith((f"/{INDEX}", "/records"))
        places.setdefault(origin if named else "", set()).add(model.engine)
    found: list[Found] = []
    for place, engines in sorted(places.items()):
        if not place:
            found += [public_offers(config, fetcher, environ, engine=engine) for engine in sorted(engines)]
            continue
        try:
            found.append(named_offers(place, fetcher))
        except NewstransError as exc:
            found.append(Found([], from_network(fetcher), ((place, exc),)))
    return found


def named_offers(place: str, fetcher: Fetcher) -> Found:
    """What there is at a mirror, given as a folder or an address, or at the address of an index or of records.

    Raises:
        DownloadError: there is no such thing there.
        ModelNotFound: there is no such folder.

    """
    if not is_address(place):
        folder = Path(place)
        if not (folder / INDEX).is_file():
            raise ModelNotFound(f"{place}: there is no mirror in it (no {INDEX})")
        return Found(newest(read_mirror_folder(folder)), from_folder(folder))
    path = urlsplit(place).path
    if path.endswith("/records"):
        return Found(firefox_records.read_records(place, fetcher), from_network(fetcher))
    if path.endswith(".json") and not path.endswith(INDEX):
        return Found(newest(argos_index.read_index(place, fetcher)), from_network(fetcher))
    try:
        return Found(newest(read_mirror(place, fetcher)), from_network(fetcher))
    except DownloadError as exc:
        if "the server answers 404" not in exc.problem:
            raise
    # A folder with an Argos index alone, as ARGOS_PACKAGE_INDEX names it.
    return Found(newest(argos_index.read_index(place.rstrip("/") + "/index.json", fetcher)), from_network(fetcher))


def choose(found: Found, pair: LanguagePair, *, engine: str | None = None) -> Offer:
    """The offer to install for a pair; of several engines the neural one that is usually better.

    Mozilla's evaluation (COMET on FLORES, 59 directions that both have): Firefox 0.870, Argos 0.809 on average.

    Raises:
        ModelNotFound: nobody has it; says who was asked, and what each said.

    """
    fitting = [offer for offer in matching(found.offers, pair) if engine in (None, offer.engine)]
    if fitting:
        return min(fitting, key=lambda offer: ENGINES.index(offer.engine))
    lines = [f"no model for {pair} was found" + (f" for {engine}" if engine else "")]
    lines += [f"  {name} could not be asked: {problem}" for name, problem in found.failed]
    near = sorted({str(offer.pair) for offer in found.offers if set(offer.pair) & set(pair) and engine in (None, offer.engine)})
    if near:
        lines.append(f"  there is: {', '.join(near[:12])}" + (f" and {len(near) - 12} more" if len(near) > 12 else ""))
    command = install_command(*pair)
    if command and engine in (None, "apertium"):
        lines.append(f"  Debian has it for Apertium. Run: {command}")
    lines.append("  See what there is: newstrans models available")
    raise ModelNotFound("\n".join(lines))


def find_updates(models: Sequence[Kept], offers: Sequence[Offer]) -> list[tuple[Kept, Offer]]:
    """Installed models for which there is a higher version, or the same one with other files."""
    updates: list[tuple[Kept, Offer]] = []
    for model in models:
        offer = next((offer for offer in offers if (offer.engine, offer.pair) == (model.engine, model.pair)), None)
        if offer is not None and not is_current(model, offer):
            updates.append((model, offer))
    return updates


def is_current(model: Kept, offer: Offer) -> bool:
    """Whether a model of the store is what an offer offers, or newer."""
    if model.manifest is None:
        return False
    have, there = version_key(model.manifest.version), version_key(offer.version)
    if have != there:
        return have > there
    if offer.files:
        return offer.files == model.manifest.files
    hashes = {file.path: file.sha256 for file in model.manifest.files}
    named = [part for part in offer.parts if part.file and part.file_sha256]
    return all(hashes.get(part.file) == part.file_sha256 for part in named)
