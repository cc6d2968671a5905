"""What a newsroom translates of a wire item: one table, which every feed can switch in `newstrans.toml`.

[feeds.agency]
match = ["agency-*.xml"]
encoding = "cp1252"
[feeds.agency.policy]
keyword = "keep"
byline = "translate"
"""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from newstrans.errors import NewstransError


class Policy(StrEnum):
    """What becomes of a field in an edition."""

    TRANSLATE = "translate"
    RULE = "rule"  # by rules and the glossary alone, no engine
    KEEP = "keep"  # byte for byte


class FeedError(NewstransError):
    """A feed in the settings file is wrong; the message names it and what is known."""


@dataclass(frozen=True, slots=True)
class Field:
    """A row of the table: `fixed` ones are never translated, whatever a feed says."""

    name: str
    policy: Policy
    covers: str
    fixed: bool = False


FIELDS = (
    Field("headline", Policy.TRANSLATE, "headlines and subheadlines"),
    Field("summary", Policy.TRANSLATE, "abstracts, teasers, descriptions"),
    Field("body", Policy.TRANSLATE, "text of the story: paragraphs, headings, lists, quotations"),
    Field("table", Policy.TRANSLATE, "cells of tables"),
    Field("caption", Policy.TRANSLATE, "captions of pictures, shot lists"),
    Field("alternate-text", Policy.TRANSLATE, "text that stands for a picture, tool tips"),
    Field("link-title", Policy.TRANSLATE, "titles of linked items"),
    Field("title", Policy.TRANSLATE, "title of an item, when it reads as a sentence"),
    Field("public-note", Policy.TRANSLATE, "editors' notes marked for publication"),
    Field("keyword", Policy.TRANSLATE, "free keywords, without a code"),
    Field("byline", Policy.RULE, "who wrote it"),
    Field("dateline", Policy.RULE, "place, date and agency at the beginning"),
    Field("name", Policy.KEEP, "names of people, places and subjects beside a code: not replaced, a second name is added"),
    Field("category", Policy.KEEP, "categories and tags of feeds and pages"),
    Field("editor-note", Policy.KEEP, "notes to editors that are not marked public", fixed=True),
    Field("slugline", Policy.KEEP, "sluglines and routing keys", fixed=True),
    Field("code", Policy.KEEP, "identifiers, qcodes, URIs, tickers, URLs", fixed=True),
    Field("rights", Policy.KEEP, "copyright, credit, usage terms, rights expressions", fixed=True),
)  # fmt: skip
_BY_NAME = {field.name: field for field in FIELDS}
_KEYS = ("match", "format", "encoding", "language", "edition_status", "digital_source_type", "link", "nonpublic_notes", "reader_line", "desk", "policy", "checks")
STATUSES = ("withheld", "source")
DIGITAL_SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
LINK = "irel:derivedFrom"


@dataclass(frozen=True, slots=True)
class Feed:
    """Settings of one source of items.

    `match` are patterns of file names; `edition_status` says whether a new edition is "withheld" until an editor
    releases it or has the status of its "source"; `link` is the relation of NewsML-G2 that leads back;
    `nonpublic_notes` says whether an edition keeps the text of notes that are not for publication;
    `checks` are its switches of checks ("off", "warning" ...); `reader_line` whether the body of an edition ends with a line that tells readers of the machine translation;
    `desk` the desk of the house that its stories are for.
    """

    name: str = ""
    match: tuple[str, ...] = ()
    format: str = ""
    encoding: str = ""
    language: str = ""
    edition_status: str = "withheld"
    digital_source_type: str = DIGITAL_SOURCE_TYPE
    link: str = LINK
    nonpublic_notes: str = "remove"
    reader_line: str = "omit"
    desk: str = ""
    policy: tuple[tuple[str, Policy], ...] = ()
    checks: tuple[tuple[str, str], ...] = ()

    def of(self, field: str) -> Policy:
        """What becomes of `field` in this feed's editions."""
        row = _BY_NAME[field]
        return row.policy if row.fixed else dict(self.policy).get(field, row.policy)


DEFAULT_FEED = Feed()


def parse_feed(name: str, table: Mapping[str, Any]) -> Feed:
    """The feed `name` as its table in the settings file describes it.

    Raises:
        FeedError: an unknown key or field, a policy that does not exist, or one for a field that is never translated.

    """
    where = f"[feeds.{name}]"
    for key in table:
        if key not in _KEYS:
            raise FeedError(f"{where}: unknown key {key!r} (known: {', '.join(_KEYS)})")
    match = table.get("match", [])
    patterns = [match] if isinstance(match, str) else match
    if not isinstance(patterns, list) or not all(isinstance(one, str) for one in patterns):
        raise FeedError(f"{where}: match must be a list of patterns such as [\"ap-*.xml\"]")
    values = {key: table[key] for key in _KEYS if key in table and key not in ("match", "policy", "checks")}
    for key, value in values.items():
        if not isinstance(value, str):
            raise FeedError(f"{where}: {key} must be a text")
    if values.get("edition_status", "withheld") not in STATUSES:
        raise FeedError(f"{where}: edition_status must be {' or '.join(STATUSES)}, not {values['edition_status']!r}")
    if values.get("reader_line", "omit") not in ("add", "omit"):
        raise FeedError(f"{where}: reader_line must be add or omit, not {values['reader_line']!r}")
    if values.get("nonpublic_notes", "remove") not in ("remove", "keep"):
        raise FeedError(f"{where}: nonpublic_notes must be remove or keep, not {values['nonpublic_notes']!r}")
    checks = table.get("checks", {})
    if not isinstance(checks, dict) or not all(isinstance(value, str) for value in checks.values()):
        raise FeedError(f"{where}: checks must be a table such as quotes = \"off\"")
    return Feed(
        name=name, match=tuple(patterns), policy=_policy(where, table.get("policy", {})), checks=tuple(checks.items()), **values
    )


def _policy(where: str, table: Any) -> tuple[tuple[str, Policy], ...]:
    if not isinstance(table, dict):
        raise FeedError(f"{where}: policy must be a table of fields")
    rows = []
    for field, value in table.items():
        if field not in _BY_NAME:
            raise FeedError(f"{where}.policy: unknown field {field!r} (known: {', '.join(_BY_NAME)})")
        if value not in list(Policy):
            raise FeedError(f"{where}.policy: {field} must be {', '.join(Policy)}, not {value!r}")
        if _BY_NAME[field].fixed and value != Policy.KEEP:
            raise FeedError(f"{where}.policy: {field} is never translated ({_BY_NAME[field].covers})")
        rows.append((field, Policy(value)))
    return tuple(rows)


def choose_feed(feeds: Mapping[str, Feed], file_name: str, wanted: str | None = None) -> Feed:
    """The feed called `wanted`, else the first whose pattern fits `file_name`, else the default one.

    Raises:
        FeedError: there is no feed of that name.

    """
    if wanted is not None:
        if wanted not in feeds:
            raise FeedError(f"there is no feed {wanted!r} in newstrans.toml (known: {', '.join(feeds) or 'none'})")
        return feeds[wanted]
    return next((one for one in feeds.values() if any(fnmatch.fnmatch(file_name, p) for p in one.match)), DEFAULT_FEED)
