"""What the templates of the review page draw: the values of `review.page`, with words for them in the editor's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newstrans.languages import direction
from newstrans.review.page import ReviewPage, Row
from newstrans.review.states import Action, edition_actions
from newstrans.store.records import Change
from newstrans.web.card_view import Look, clock, runs_between, unit_title
from newstrans.web.pages import Words

SHOWS = ("todo", "warn", "changed", "approved", "all")
BASES = ("mt", "glossary", "published", "source")
# How often the page says that it is open.
BEAT_S = 15


@dataclass(frozen=True, slots=True)
class Rights:
    """What the one who looks may do."""

    edit: bool = True
    approve: bool = True
    publish: bool = True


class ReviewView:
    """The page of an edition for one editor. `words` are those of the editor's language, `base` what texts are compared with; `timed`
    whether the page counts how long somebody works on a text.
    """

    def __init__(
        self, page: ReviewPage, *, actor: str, rights: Rights, words: Words, show: str = "todo", base: str = "mt", timed: bool = True
    ) -> None:
        self.page, self.actor, self.rights, self.words, self.timed = page, actor, rights, words, timed
        self.show = show if show in SHOWS else "todo"
        self.base = base if base in BASES else "mt"
        self.locale = page.header.edition.locale
        self._rows = {row.key: row for row in page.rows}
        self._numbers = {key: number for number, key in enumerate(self._rows, start=1)}

    # --- contexts

    def context(self) -> dict[str, Any]:
        """Everything that `editions/review.html` needs beside its cards and what every page has."""
        return self._common() | {"beat_s": BEAT_S, "timed": self.timed}

    def head(self) -> dict[str, Any]:
        """For `editions/_head.html` alone."""
        return self._common()

    def look(self, row: Row) -> Look:
        """How the card of a row is drawn for this editor."""
        may_edit = self.rights.edit and not self.page.header.closed
        actor = self.actor if row.forks else ""
        return Look(self._numbers[row.key], self.is_open(row), may_edit, self.rights.approve, actor, self.show, self.base)

    def conflict(self, key: str, texts: Mapping[str, Any]) -> dict[str, Any]:
        """For `editions/_conflict.html` alone: `texts` has base, theirs, mine, merged, by, at, rev, base_rev."""
        both = texts["merged"] if texts["merged"] not in (None, texts["mine"], texts["theirs"]) else None
        drawn = {
            **texts, "merged": both, "to_theirs": runs_between(texts["base"], texts["theirs"]), "to_mine": runs_between(texts["base"], texts["mine"]),
            "to_merged": runs_between(texts["base"], both or ""),
        }  # fmt: skip
        return self._common() | {"key": key, "conflict": drawn}

    def _common(self) -> dict[str, Any]:
        _ = self.words.gettext
        head = self.page.header
        shows = [("todo", _("To do")), ("warn", _("Warnings")), ("changed", _("Changed by wire")), ("approved", _("Approved")), ("all", _("All"))]
        bases = [("mt", _("Machine")), ("glossary", _("House version")), ("published", _("Published")), ("source", _("Source before"))]
        bases = [one for one in bases if one[0] != "published" or head.edition.issue]
        bases = [one for one in bases if one[0] != "source" or head.edition.source_revision > 1]
        names = [name for name, _label in bases]
        return {
            "head": head, "others_here": list({one.actor: one for one in head.here}.values()), "url": f"/editions/{head.edition.id}", "locale": self.locale, "way": direction(self.locale),
            "edition_language": self.language(self.locale), "source_name": self.language(head.edition.language or "und"),
            "may_approve": self.rights.approve,
            "may_publish": self.rights.publish, "may_withdraw": self.rights.publish and Action.WITHDRAW in edition_actions(head.edition, head.story), "show": self.show, "base": self.base, "shows": shows, "bases": bases,
            "next_show": SHOWS[(SHOWS.index(self.show) + 1) % len(SHOWS)], "next_base": names[(names.index(self.base) + 1) % len(names)] if self.base in names else names[0],
            "place_of": self.place_of, "clock": clock,
        }  # fmt: skip

    # --- which cards are open

    def is_open(self, row: Row) -> bool:
        """Whether a card is open; the others are one line, never gone: the browser's own search finds their words."""
        match self.show:
            case "all":
                return True
            case "warn":
                return bool(row.findings)
            case "changed":
                return row.unit.change is not Change.NONE and not row.settled
            case "approved":
                return row.unit.approved
            case _:
                return not row.settled or bool(row.findings) or row.draft is not None

    # --- words

    def language(self, tag: str) -> str:
        """The name of a language for the editor."""
        return self.words.gettext("unsure") if tag == "und" else self.words.language(tag)

    def place_of(self, key: str) -> str:
        """What a unit is called, by its key."""
        row = self._rows.get(key)
        return unit_title(row.unit.kind, self._numbers[key], self.words) if row else key
