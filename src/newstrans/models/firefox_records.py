"""Firefox Translations models as Remote Settings has them: records that name attachments with hashes.

Which records count, and which version of a pair, is decided as `fxtranslate` decides it: model format 3, the
highest version. That library fetches attachments from one built-in host only; here their place is what the server's
root says (`capabilities.attachments.base_url`), so that a mirror works.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from newstrans.errors import DownloadError, EngineUnavailable, LocaleError
from newstrans.languages import LanguagePair, normalise_tag
from newstrans.models.argos_package import version_key
from newstrans.models.download import Fetcher, shown
from newstrans.models.manifest import NOT_STATED, is_plain_path, is_sha256, plain_text
from newstrans.models.offer import Offer, Part, newest

VARIABLE = "FXTRANSLATE_RECORDS_URL"
COLLECTION = "v1/buckets/main/collections/translations-models-v2/records"

# Languages with a model from and one to English, of those that Mozilla's published evaluation (COMET, 2025) lists.
LANGUAGES = frozenset(
    "ar bg ca cs da de el es et fa fi fr hr hu id it ja ko lt lv nl pl pt ro ru sk sl sv tr uk zh zh-Hans".split()
)

# What a record's file is; the names of the files begin with it.
KINDS = {"model", "vocab", "srcvocab", "trgvocab", "lex"}


def records_address() -> str:
    """Address of the records: `FXTRANSLATE_RECORDS_URL`, else the library's own. Raises `EngineUnavailable`."""
    try:
        from fxtranslate import discovery
    except ImportError as exc:
        raise EngineUnavailable("bergamot", "the library is missing. Run: pip install fxtranslate") from exc
    return str(discovery.records_url())


def read_records(url: str, fetcher: Fetcher) -> list[Offer]:
    """What the records at `url` offer. Raises `DownloadError` when they cannot be had or are none."""
    data = fetcher.read(url)
    return parse_records(data, url, _attachments(url, fetcher))


def _attachments(url: str, fetcher: Fetcher) -> str:
    """Where attachments lie, by the server's root; beside the records where the address has no such root."""
    root, found, _ = url.partition("/v1/")
    if not found:
        return url
    try:
        table = json.loads(fetcher.read(root + found))
        base = table["capabilities"]["attachments"]["base_url"]
    except (ValueError, RecursionError, LookupError, TypeError) as exc:
        raise DownloadError(shown(root + found), "it does not say where attachments are", f"Look at {VARIABLE}") from exc
    return urljoin(root + found, str(base).rstrip("/") + "/")


def parse_records(data: bytes, url: str, attachments: str) -> list[Offer]:
    """Models in a body of records: the highest version of each pair that is whole and has a hash for every file.

    Raises:
        DownloadError: it is not such a body.

    """
    from fxtranslate import discovery

    try:
        text = data.decode("utf-8")
        known = {(source, target) for source, target in discovery.model_pairs(text)}
        rows = json.loads(text)["data"]
    except (ValueError, RecursionError, LookupError) as exc:
        raise DownloadError(shown(url), f"these are no Remote Settings records ({exc})", f"Look at {VARIABLE}") from exc
    versions: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        if _is_file(row) and (row["sourceLanguage"], row["targetLanguage"]) in known:
            key = (row["sourceLanguage"], row["targetLanguage"], row["version"])
            versions.setdefault(key, []).append(row)
    made = (_offer(*key, files, url, attachments) for key, files in versions.items() if version_key(key[2])[:1] == (3,))
    return newest(offer for offer in made if offer is not None)


def _is_file(row: Any) -> bool:
    if not isinstance(row, dict) or not isinstance(row.get("attachment"), dict):
        return False
    texts = [row.get(key) for key in ("name", "fileType", "sourceLanguage", "targetLanguage", "version")]
    return all(isinstance(text, str) for text in texts) and row["fileType"] in KINDS


def _offer(
    source: str, target: str, version: str, rows: list[Mapping[str, Any]], url: str, attachments: str
) -> Offer | None:
    parts = {row["fileType"]: _part(row, url, attachments) for row in rows}
    whole = "model" in parts and ("vocab" in parts or {"srcvocab", "trgvocab"} <= parts.keys())
    if not whole or None in parts.values():
        return None
    try:
        pair = LanguagePair(normalise_tag(source), normalise_tag(target))
    except LocaleError:
        return None
    ordered = tuple(part for _, part in sorted(parts.items()) if part is not None)
    licence = next(filter(None, (plain_text(row.get("license")) for row in rows)), NOT_STATED)
    name = re.sub(r"[^A-Za-z0-9_.+-]", "_", f"{pair}-{version}")
    return Offer("bergamot", pair, name, plain_text(version), ordered, shown(url), licence)


def _part(row: Mapping[str, Any], url: str, attachments: str) -> Part | None:
    attachment = row["attachment"]
    location, name = attachment.get("location"), row["name"]
    sha256 = _hash(attachment.get("hash"))
    if not isinstance(location, str) or not is_plain_path(name) or "/" in name or sha256 is None:
        return None
    place = urljoin(attachments, location)
    if urlsplit(url).scheme == "https" and urlsplit(place).scheme != "https":
        return None
    expanded = row.get("decompressedHash")
    packed = expanded is not None or str(attachment.get("filename", location)).endswith(".zst")
    return Part(
        (place,), _size(attachment.get("size")), sha256, name, packed,
        _size(row.get("decompressedSize")) if packed else None, _hash(expanded),
    )  # fmt: skip


def _size(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _hash(value: object) -> str | None:
    return str(value).lower() if is_sha256(str(value).lower()) else None
