"""The Argos package index: a JSON list of packages with links, without sizes and without hashes.

Read as `argostranslate.package` reads it, `ARGOS_PACKAGE_INDEX` included. Importing that library creates folders
and reads settings, so its default address is asked for in a process of its own with an empty home.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib import util
from urllib.parse import urljoin, urlsplit

from newstrans.errors import DownloadError, LocaleError, ModelNotFound
from newstrans.languages import LanguagePair
from newstrans.models.argos_package import tag_of
from newstrans.models.download import Fetcher, shown
from newstrans.models.manifest import NOT_STATED, is_plain_name, is_sha256, plain_text
from newstrans.models.offer import Offer, Part

VARIABLE = "ARGOS_PACKAGE_INDEX"


def index_address(environ: Mapping[str, str]) -> str:
    """Address of the index: `ARGOS_PACKAGE_INDEX`, else what the installed library has as its own.

    Raises:
        ModelNotFound: neither is there.

    """
    base = environ.get(VARIABLE) or _address_of_library()
    if not base:
        raise ModelNotFound(
            "no Argos index is known here. Run: pip install 'newstrans[argos]', or set "
            f"{VARIABLE}=URL, or give a file: newstrans models install FILE.argosmodel"
        )
    if base.endswith(".json"):
        return base
    return base.rstrip("/") + "/index.json"


def _address_of_library() -> str:
    if util.find_spec("argostranslate") is None:
        return ""
    code = "from argostranslate import settings; print(settings.package_index)"
    with tempfile.TemporaryDirectory(prefix="newstrans-") as home:
        variables = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ARGOS_", "SNAP"))}
        done = subprocess.run(
            [sys.executable, "-c", code], env={**variables, "HOME": home}, cwd=home, capture_output=True, text=True,
            timeout=60, check=False,
        )  # fmt: skip
    return done.stdout.strip() if done.returncode == 0 else ""


def read_index(url: str, fetcher: Fetcher) -> list[Offer]:
    """What the index at `url` offers. Raises `DownloadError` when it cannot be had or is no such index."""
    return parse_index(fetcher.read(url), url)


def parse_index(data: bytes, url: str) -> list[Offer]:
    """Translation packages of an index; rows of other types, without a language pair or a link are passed over.

    Links may be relative to the index. Links that are not encrypted are passed over in an index that is.

    Raises:
        DownloadError: it is not a JSON list of packages.

    """
    try:
        rows = json.loads(data)
    except (ValueError, RecursionError) as exc:
        raise DownloadError(shown(url), "it is no Argos index (not JSON)", f"Look at {VARIABLE}") from exc
    if not isinstance(rows, list):
        raise DownloadError(shown(url), "it is no Argos index (not a list)", f"Look at {VARIABLE}")
    offers = [_offer(row, url) for row in rows if isinstance(row, dict)]
    return [offer for offer in offers if offer is not None]


def _offer(row: Mapping[str, object], url: str) -> Offer | None:
    if row.get("type", "translate") != "translate":
        return None
    source, target, version = (row.get(key) for key in ("from_code", "to_code", "package_version"))
    links = row.get("links")
    if not (isinstance(source, str) and isinstance(target, str) and isinstance(version, str) and isinstance(links, list)):
        return None
    name = f"translate-{source}_{target}-{version.replace('.', '_')}"
    try:
        pair = LanguagePair(tag_of(source), tag_of(target))
    except LocaleError:
        return None
    places = tuple(urljoin(url, link) for link in links if isinstance(link, str))
    schemes = {"https"} if urlsplit(url).scheme == "https" else {"http", "https"}
    places = tuple(place for place in places if urlsplit(place).scheme in schemes)
    if not places or not is_plain_name(name):
        return None
    licence = plain_text(row.get("license")) or plain_text(row.get("licence")) or NOT_STATED
    # The public index has neither; a mirror made by newstrans has both.
    size = row.get("size") if isinstance(row.get("size"), int) else None
    sha256 = row.get("sha256") if is_sha256(row.get("sha256")) else None
    return Offer(
        "argos", pair, name, version, (Part(places, size, sha256),), shown(places[0]),  # type: ignore[arg-type]
        licence,
    )  # fmt: skip
