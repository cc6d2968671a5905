"""What an edition is to a newsroom's systems: an item of its own, with an id, a version, a status and a link back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from newstrans.languages import direction
from newstrans.model import Edition
from newstrans.pubstatus import Status, known_status
from newstrans.text.phrase import phrase


@dataclass(frozen=True, slots=True)
class Identity:
    """Who an item is. `origin` is the item that it says it was translated from.

    `embargo` is as spelt in the source, "" for an embargo without an end, None for none. `held` and `forbids` are
    the words that hold it or that forbid its translation; `unknown` is a status word that is not known, which holds
    it too. `derived` ids were made from the content, since the source has none. `urgency` is the wire's
    own, 1 (a flash) to 9, 0 for none (IPTC's editorial urgency). `takes_back` are other items that it cancels or
    withholds.
    """

    id: str
    version: str = "1"
    language: str = ""
    status: Status = Status.USABLE
    embargo: str | None = None
    held: str = ""
    forbids: str = ""
    origin: str = ""
    slug: str = ""
    urgency: int = 0
    derived: bool = False
    unknown: str = ""
    takes_back: tuple[tuple[str, Status], ...] = ()

    @staticmethod
    def urgency_of(said: str) -> int:
        """The urgency that a wire spells: its first digit, 0 for none."""
        return int(found[0]) if (found := [one for one in said if one in "123456789"]) else 0

    def is_edition(self, locale: str) -> bool:
        """Whether it is our own edition in `locale`, so that there is nothing to do."""
        return bool(self.origin) and self.id == edition_id(self.origin, locale)


@dataclass(frozen=True, slots=True)
class Issue:
    """One edition of one item, ready to be written: the record that every layer of disclosure is made from.

    `now` is ISO 8601 in UTC ("2026-02-10T09:30:00Z"). `edition` is None for a kill: the text goes, the status stays.
    """

    source: Identity
    locale: str
    id: str
    version: int
    now: str
    status: Status
    edition: Edition | None = None
    engine: str = ""
    digital_source_type: str = ""
    link: str = ""
    override: str = ""
    reader_line: str = ""  # what readers are told at the end of the body, in their language; "" for nothing

    @property
    def note(self) -> str:
        """The note to editors, in English as its own xml:lang says."""
        # An id that was made from the content tells nobody anything.
        source = "the source" if self.source.derived and self.source.id.startswith("sha256:") else f"{self.source.id} v{self.source.version}"
        if self.edition is None:
            return f"{self.status.value.capitalize()}: the source {source} was {self.status.value}."
        language = self.edition.language or self.source.language or "und"
        by = f" by {self.engine}" if self.engine else ""
        rights = f" Rights overridden: {self.override}." if self.override else ""
        return f"Machine translation from {language} ({source}){by}; not reviewed.{rights}"

    @property
    def stamp(self) -> str:
        """`now` as IPTC's older formats write it: 20260210T093000Z."""
        return re.sub(r"[-:]", "", self.now)

    @property
    def direction(self) -> str:
        """The writing direction of the edition, "rtl" or "ltr"."""
        return direction(self.locale)


def edition_id(source: str, locale: str) -> str:
    """The id of the edition of `source` in `locale`: the same on every run.

    >>> edition_id("urn:newsml:example.org:20260210:FED", "ko"), edition_id("https://example.org/1", "pt-BR")
    ('urn:newsml:example.org:20260210:FED:ko', 'https://example.org/1#pt-BR')
    """
    if "://" in source:
        return f"{source}{'-' if '#' in source else '#'}{locale}"
    return f"{source}:{locale}" if ":" in source else f"{source}-{locale}"


def derived_id(text: str) -> str:
    """An id for an item that has none, made from its text."""
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def story_id(identity: Identity) -> str:
    """The id of the item's story, from the item's own, so that every version and its kill are the same story."""
    return hashlib.sha256(identity.id.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def release_facts(identity: Identity) -> dict[str, str]:
    """What a story's metadata say about publishing it: `status` unless it is usable, `embargo` where there is one.

    An embargo that only a note states has no end: "", as one whose end is not given. A status that is not known is
    told as it is spelt.
    """
    facts = {} if identity.status is Status.USABLE else {"status": identity.status.value}
    facts |= {"status": identity.unknown} if identity.unknown else {}
    embargo = "" if identity.embargo is None and identity.held and not identity.unknown else identity.embargo
    return facts if embargo is None else facts | {"embargo": extended_stamp(embargo)}


_FORBIDS = re.compile(
    r"(?:may|must|shall|can)\s*(?:not|n[o']t)\s+be\s+(?:\w+[\s,]+(?:or\s+|and\s+)?){0,4}(?:translated|changed|altered|modified|edited)"
    r"|no\s+(?:translations?|changes|alterations)\b|do\s+not\s+(?:translate|alter|change)|not\s+for\s+translation"
    r"|(?:nicht|keinesfalls)\s+(?:\w+\s+){0,3}(?:übersetzt|verändert|geändert)\s+werden"
    r"|(?:keine\s+(?:Übersetzung|Änderung))|(?:ne\s+(?:peut|doit)\s+(?:pas\s+)?être\s+(?:traduit|modifié))"
    r"|no\s+(?:puede|debe)\s+ser\s+(?:traducid|modificad)",
    re.IGNORECASE,
)
_EMBARGO = re.compile(r"\b(?:strictly\s+)?(?:embargo(?:ed)?|sperrfrist|sous\s+embargo|hold\s+for\s+release)\b", re.IGNORECASE)


def forbids_translation(text: str) -> str:
    """The words in `text` that forbid translating or changing it; "" when there are none."""
    match = _FORBIDS.search(" ".join(text.split())[:20_000])
    return match[0] if match else ""


def states_embargo(text: str) -> str:
    """The word in a note that says the item is under embargo; "" for none. Where only a note says so, an editor
    has to decide.
    """
    match = _EMBARGO.search(text[:20_000])
    return match[0] if match else ""


def holding_words(status: str, embargo: str | None, notes: Iterable[str]) -> str:
    """What holds an item beside its `embargo`, in the source's words; "" for nothing.

    A `status` word that is not known holds it, and where it states no embargo, the first of its `notes` that does.

    >>> holding_words("draft", None, []), holding_words("usable", None, ["Embargoed until noon"])
    ('status: draft', 'Embargoed')
    """
    if known_status(status) is None:
        return f"status: {status.strip()}"
    return next(filter(None, map(states_embargo, notes)), "") if embargo is None else ""


def held_back(embargo: str | None, note: str, now: str) -> str:
    """Why something may not be published yet, in words; "" when it may.

    `embargo` is as spelt in the source, "" for one without an end, None for none; `note` the words that hold it (see
    `holding_words`). An embargo that only a note states, or that has no end, holds until an editor decides.
    """
    if note:
        return phrase("the source says {words}; an editor has to decide", words=repr(note))
    if embargo is None:
        return ""
    if not embargo:
        return phrase("under embargo, no end given")
    until = phrase("under embargo until {time}", time=embargo)
    try:
        end = datetime.fromisoformat(extended_stamp(embargo))
        moment = datetime.fromisoformat(now)
    except ValueError:
        return until
    if end.tzinfo is None:
        end = end.replace(tzinfo=UTC)
    return until if end > moment else ""


def extended_stamp(stamp: str) -> str:
    """ISO 8601 with its hyphens and colons: NITF and NewsML 1 write "20260210T093000+0100"."""
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d{4})?", stamp.strip())
    if not match:
        return stamp.strip()
    year, month, day, hour, minute, second, zone = match.groups()
    time = f"T{hour}:{minute}:{second or '00'}" if hour else ""
    offset = f"{zone[:3]}:{zone[3:]}" if zone and len(zone) == 5 else zone or ""
    return f"{year}-{month}-{day}{time}{offset}"
