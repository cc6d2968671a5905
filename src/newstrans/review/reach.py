"""What a change of the glossary would do to the editions that are open at the desk, and doing it where nobody has worked yet."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from newstrans.errors import NotInStore, ReviewError
from newstrans.glossary.names import Names
from newstrans.glossary.overview import folded
from newstrans.impact import impact_on
from newstrans.languages import direction, language_of
from newstrans.localise.locale import EditionLocale
from newstrans.review import actions
from newstrans.review.actions import Desk
from newstrans.review.running import decided_for
from newstrans.review.words import name_of, worked_on
from newstrans.store import editions as shelf
from newstrans.store.connect import Store
from newstrans.store.records import EditionState, UnitRecord
from newstrans.text.diff import DiffOp, diff_words
from newstrans.text.phrase import phrase

# Editions that an editor may still work on. One that went out is left alone until a new version opens it.
OPEN = (EditionState.TO_REVIEW, EditionState.IN_REVIEW, EditionState.APPROVED, EditionState.UPDATE_DUE)


@dataclass(frozen=True, slots=True)
class Touched:
    """A unit that would read otherwise: its text at the desk, and with the change.

    `offered` says whether the change may be put in: nobody has worked on the unit, and its text is the machine's. Of
    others `why` says why not, and `text` stays. `unit` is its key, and as a phrase its name.
    """

    edition: str
    headline: str
    locale: str
    direction: str
    unit: str
    rev: int
    text: str
    after: str
    offered: bool
    why: str = ""

    @property
    def marks(self) -> list[DiffOp]:
        """What the change would do to the text."""
        return diff_words(self.text, self.after)

    @property
    def key(self) -> str:
        """The unit and its revision, as `apply_change` takes them."""
        return f"{self.edition}/{self.unit}/{self.rev}"


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the glossary that is not in force everywhere yet: the names before and after, and what it is about.

    `words` are the names in the source and the forms in the edition that it is about: editions without any are not read.
    """

    before: Names
    after: Names
    locale: str
    words: tuple[str, ...]


def touched(store: Store, change: Change, locale: Callable[[str], EditionLocale]) -> list[Touched]:
    """The units of open editions that would read otherwise after a change, those that may be changed first."""
    found = [one for name in _candidates(store, change) for one in _in_edition(store, name, change, locale)]
    return sorted(found, key=lambda one: not one.offered)


def apply_change(
    desk: Desk, change: Change, wanted: Collection[str], locale: Callable[[str], EditionLocale], *, concept: str
) -> list[UnitRecord]:
    """Write what a change does to the units named in `wanted` (`Touched.key`); returns them.

    Only what nobody has worked on is written. What was changed meanwhile, or approved, is passed over.
    """
    done = []
    for one in touched(desk.store, change, locale):
        if one.offered and one.key in wanted:
            try:
                done.append(actions.rename(desk, one.edition, str(one.unit), one.after, base_rev=one.rev, concept=concept))
            except ReviewError:
                continue
    return done


def _candidates(store: Store, change: Change) -> Iterator[str]:
    """Open editions of the change's language in which one of its words stands."""
    words = [folded(word) for word in change.words if word]
    with store.read() as connection:
        for record in shelf.editions_in(connection, OPEN):
            if language_of(record.locale) != language_of(change.locale):
                continue
            texts = [folded(text) for one in shelf.get_units(connection, record.id) for text in (one.source, one.text)]
            if any(word in text for word in words for text in texts):
                yield record.id


def _in_edition(store: Store, name: str, change: Change, locale: Callable[[str], EditionLocale]) -> Iterator[Touched]:
    with store.read() as connection:
        record = shelf.get_edition(connection, name)
        units = {one.unit: one for one in shelf.get_units(connection, record.id) if one.unit}
        try:
            made = shelf.get_machine(connection, record)
        except NotInStore:
            return
        decided = decided_for(connection, record, [layer.unit for layer in made.units], made.language or "")
    for impact in impact_on([made], change.before, change.after, locale, decided=lambda _: decided):
        for one in impact.units:
            unit = units.get(one.unit)
            if unit is None:
                continue
            why = _why_not(unit, one.stored, one.before)
            yield Touched(
                record.id, record.headline, record.locale, direction(record.locale), name_of(unit), unit.rev, unit.text, one.after, not why, why
            )


def _why_not(unit: UnitRecord, stored: str, before: str) -> str:
    """Why a unit is left alone, "" when it need not be."""
    if why := worked_on(unit):
        return why
    if unit.text != stored or before != stored:
        return phrase("its text was made with another glossary")
    return ""
