"""From units to a story: ids, slug, source, dates. Every reader ends here."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from newstrans.errors import NoArticleError
from newstrans.model import Furniture, SourceFile, Story, Unit, UnitKind
from newstrans.text.phrase import phrase

_NAMED = {
    UnitKind.HEADLINE: "headline",
    UnitKind.SUBHEAD: "subhead",
    UnitKind.BYLINE: "byline",
    UnitKind.DATELINE: "dateline",
}
_PREFIXES = {
    UnitKind.PARAGRAPH: "p",
    UnitKind.HEADING: "h",
    UnitKind.LIST_ITEM: "li",
    UnitKind.QUOTE: "q",
    UnitKind.CAPTION: "cap",
    UnitKind.TABLE_CELL: "td",
    UnitKind.CODE: "code",
    UnitKind.FIELD: "f",
    UnitKind.NAME: "n",
}

# Latin letters that do not decompose into a base letter and an accent.
_LATIN = str.maketrans({
    "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe",
    "Œ": "oe", "þ": "th", "Þ": "th", "ð": "d", "Ð": "d", "ı": "i", "ħ": "h", "Ħ": "h", "ŋ": "n", "ə": "e", "Ə": "e",
})  # fmt: skip
_SLUG_LENGTH = 60


def refuse_empty(data: bytes, name: str) -> None:
    """Say so when there is nothing in a file that could be text.

    Raises:
        NoArticleError: it is empty, or all white space.

    """
    if not data:
        raise NoArticleError(name, phrase("the file is empty. See whether the story was saved, and give it again"))
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise NoArticleError(name, phrase("there is nothing but white space in it. See whether the story was saved, and give it again"))


def make_story(
    data: bytes,
    *,
    name: str,
    format_name: str,
    encoding: str,
    units: Sequence[Unit],
    language: str | None = None,
    metadata: Mapping[str, str] | None = None,
    furniture: Iterable[Furniture] = (),
    notes: Iterable[str] = (),
) -> Story:
    """The story of `units` (their ids are given here) that was read from `data`.

    Raises:
        NoArticleError: no unit has a letter or digit.

    """
    left_out = tuple(furniture)
    if not any(has_text(unit.text) for unit in units if unit.kind is not UnitKind.CODE):
        if left_out:
            lines = "1 line of page furniture" if len(left_out) == 1 else f"{len(left_out)} lines of page furniture"
            raise NoArticleError(name, f"nothing to translate in it, only {lines} such as {left_out[0].text[:60]!r}")
        raise NoArticleError(name, "nothing to translate in it")
    sha256 = hashlib.sha256(data).hexdigest()
    named = with_ids(units)
    headline = next((unit.text for unit in named if unit.kind is UnitKind.HEADLINE), "")
    base = file_name(name)
    identifier = sha256[:16]
    return Story(
        id=identifier,
        slug=make_slug(headline) or make_slug(_stem(base), half=False) or identifier,
        units=named,
        source=SourceFile(base, format_name, encoding, sha256, len(data)),
        language=language,
        metadata=dict(metadata or {}),
        furniture=left_out,
        notes=tuple(dict.fromkeys(notes)),
    )


def with_ids(units: Iterable[Unit]) -> tuple[Unit, ...]:
    """`units` with their ids: "headline", "byline", "byline2" ..., and "p1", "h2", "li3" in one reading order."""
    seen: dict[str, int] = {}
    place = 0
    result = []
    for unit in units:
        if word := _NAMED.get(unit.kind):
            seen[word] = seen.get(word, 0) + 1
            identifier = word if seen[word] == 1 else f"{word}{seen[word]}"
        else:
            place += 1
            identifier = f"{_PREFIXES[unit.kind]}{place}"
        result.append(replace(unit, id=identifier))
    return tuple(result)


def make_slug(text: str, *, half: bool = True) -> str:
    """`text` as a file name: ASCII, lower case, hyphens, at most 60 characters cut at a word; "" if little is left.

    >>> make_slug("Zelensky’s envoy meets Wałęsa in Łódź"), make_slug("Київ: переговори")
    ('zelenskys-envoy-meets-walesa-in-lodz', '')

    With `half`, at least half of the letters must survive the folding: half a name misleads.
    """
    text = text[:400]
    letters = sum(character.isalnum() for character in text)
    folded = unicodedata.normalize("NFKD", text.translate(_LATIN)).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", re.sub(r"['`]", "", folded))
    kept = sum(map(len, words))
    if not kept or not re.search("[a-z]", folded) or (half and kept * 2 < letters):
        return ""
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word[:_SLUG_LENGTH]
        if len(longer) > _SLUG_LENGTH:
            break
        slug = longer
    return slug


def file_name(name: str) -> str:
    """The last part of a path, of either system's."""
    return re.split(r"[\\/]", name.rstrip("\\/"))[-1] or "input"


def has_text(text: str) -> bool:
    """Whether there is a letter or digit in `text`."""
    return any(map(str.isalnum, text))


def same_text(one: str, other: str) -> bool:
    """Whether two texts are equal but for case, spacing and punctuation."""
    return comparable(one) == comparable(other) != ""


def comparable(text: str) -> str:
    """`text` in letters and digits only, case folded."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def iso_date(text: str) -> str | None:
    """`text` as ISO 8601, if it is a date in a notation that cannot be read in two ways; None otherwise.

    >>> iso_date("2026-12-14 08:30:00 +0100"), iso_date("2026-12-14T17:40:00EET"), iso_date("14/12/26")
    ('2026-12-14T08:30:00+01:00', '2026-12-14T17:40:00', None)

    A zone that is only an abbreviation is dropped: "CST" and "IST" name several.
    """
    text = text.strip()
    match = re.fullmatch(
        r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\s?(\d{1,2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))?\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?\s?"
        r"(?:[A-Z]{2,5}|[A-Z][a-z]+/[A-Z][a-z_]+)?)?",
        text,
    )
    if not match:
        return None
    year, month, day, time, _fraction, zone = match.groups()
    stamp = f"{year}-{int(month):02}-{int(day):02}"
    if time:
        stamp += "T" + (time if len(time.split(":")[0]) == 2 else f"0{time}")
        stamp += "+00:00" if zone in {"Z", "UTC", "GMT"} else zone or ""
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return moment.isoformat() if time else moment.date().isoformat()


def _stem(name: str) -> str:
    stem = name.rsplit(".", 1)[0] if "." in name[1:] else name
    return stem if any(map(str.isalpha, stem)) else ""
