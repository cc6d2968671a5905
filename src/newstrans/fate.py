"""What becomes of an item that came in: one rule for a run over files, for the store, and for what is said of it.

In this order: our own edition is left alone; what was canceled or withheld is killed; an item without text is passed
over; rights that forbid a translation stop it unless somebody overrides them. Whether a version came too late is for
those to say who know the earlier ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from newstrans.errors import RightsForbid
from newstrans.formats.inplace.issue import Identity
from newstrans.pubstatus import Status
from newstrans.text.phrase import Phrase, phrase


class Fate(StrEnum):
    """What becomes of an item in a locale."""

    TRANSLATE = "translate"
    KILL = "kill"  # the source was canceled or withheld
    OURS = "ours"  # it is our own edition in this locale
    EMPTY = "empty"  # nothing in it is translated
    STALE = "stale"  # an older version than the one already published
    REFUSE = "refuse"  # its rights forbid it
    FAIL = "fail"  # it could not be translated


@dataclass(frozen=True, slots=True)
class Ruling:
    """The fate of an item and, in words, why; `error` where it is refused."""

    fate: Fate
    why: str = ""
    error: RightsForbid | None = None


def decide(who: Identity, locales: Sequence[str], *, has_text: bool, override: str = "") -> Ruling:
    """What is to be done with an item for editions in `locales`; never `STALE` or `FAIL`.

    `has_text` says whether anything in it is translated, `override` why rights that forbid it are overridden.
    """
    for locale in locales:
        if who.is_edition(locale):
            return Ruling(Fate.OURS, phrase("it is the edition of {item} in {locale} already", item=who.origin, locale=locale))
    if who.status is Status.CANCELED:
        return Ruling(Fate.KILL, phrase("the source is canceled"))
    if who.status is Status.WITHHELD:
        return Ruling(Fate.KILL, phrase("the source is withheld"))
    if not has_text:
        return Ruling(Fate.EMPTY, phrase("nothing in it is translated"))
    if who.forbids and not override:
        error = RightsForbid(who.id, who.forbids)
        return Ruling(Fate.REFUSE, error.said or str(error), error)
    return Ruling(Fate.TRANSLATE)


def came_late(version: str, newest: str) -> Phrase:
    """Why a version is ignored: a newer one is known."""
    return phrase("version {version} came after version {newest}", version=version, newest=newest)
