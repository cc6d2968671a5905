"""What a change of the glossary would do to editions that are there, before it is saved.

An edition keeps the machine's text of every sentence and every edit since. So the stages from the glossary on are run
again over it, once with the glossary before the change and once with the one after: no engine is asked, and what
differs is the change's alone. What the engine had answered about a name is known from the edits that came of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from newstrans.glossary.entry import GlossaryEntry
from newstrans.glossary.match import Match
from newstrans.glossary.names import Names
from newstrans.localise.locale import EditionLocale
from newstrans.model import Edition, EditionUnit, Segment, Treatment, replay
from newstrans.stages.allowance import Allowance
from newstrans.stages.ask_again import AskAgain, Learnt
from newstrans.stages.localise import Localise
from newstrans.stages.names import ApplyGlossary, Decisions, LocateNames, undecided
from newstrans.stages.restore import JoinSentences, SetBackCapitals

# The edits of these stages are made again; all earlier ones stay.
_AGAIN = frozenset({"glossary", "localise", "capitals"})


@dataclass(frozen=True, slots=True)
class UnitImpact:
    """A unit whose text would change; `stored` is what stands in the edition today."""

    unit: str
    before: str
    after: str
    stored: str


@dataclass(frozen=True, slots=True)
class NameImpact:
    """A name whose fate would change: its status before and after ("" where it is not met)."""

    unit: str
    text: str
    entry: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EditionImpact:
    """What a change would do to one edition."""

    edition: Edition
    units: tuple[UnitImpact, ...]
    names: tuple[NameImpact, ...]


def impact_on(
    editions: Iterable[Edition], before: Names, after: Names, locale: Callable[[str], EditionLocale], *,
    decided: Decisions = undecided,
) -> Iterator[EditionImpact]:
    """The editions that the step from `before` to `after` would touch, as they are met."""
    for edition in editions:
        old, new = (remade(edition, names, locale, decided=decided) for names in (before, after))
        stored = {unit.unit.id: unit.text for unit in edition.units}
        units = tuple(
            UnitImpact(one.unit.id, one.text, other.text, stored[one.unit.id])
            for one, other in zip(old.units, new.units, strict=True)
            if one.text != other.text
        )
        names_changed = tuple(_name_changes(old, new))
        if units or names_changed:
            yield EditionImpact(edition, units, names_changed)


def remade(
    edition: Edition, names: Names, locale: Callable[[str], EditionLocale], *, decided: Decisions = undecided
) -> Edition:
    """The edition as `names` would make it from the stored text of the machine; its marks are not carried again.

    `decided` gives what editors decided about its names.
    """
    bare = replace(edition, units=tuple(map(_undone, edition.units)), names=(), findings=())
    glossary = ApplyGlossary(names, _Recorded(edition), decided=decided)
    stages = (glossary, Localise(names, locale), SetBackCapitals(), JoinSentences(), LocateNames())
    made = [bare]
    for stage in stages:
        made = stage(made)
    return made[0]


def recorded(edition: Edition) -> AskAgain:
    """What an edition tells about the engine's answers, in the engine's place."""
    return _Recorded(edition)


class _Recorded(AskAgain):
    """Stands for the engine: knows what an edition's edits say that it answered about a name, and is asked no more."""

    def __init__(self, edition: Edition) -> None:
        self._recorded: dict[str, tuple[str, ...]] = {}
        for unit in edition.units:
            for segment in unit.segments:
                for edit in segment.edits:
                    if edit.rule in ("name.learnt", "name.located") and edit.entry:
                        known = (*self._recorded.get(edit.entry, ()), edit.before)
                        self._recorded[edit.entry] = tuple(dict.fromkeys(known))

    def allowance(self, edition: Edition) -> Allowance:
        """What is recorded costs nothing."""
        del edition
        return Allowance(0)

    def learn(
        self, names: Mapping[str, str], entries: Mapping[str, GlossaryEntry], language: str, locale: str, may: Allowance
    ) -> Learnt:
        """The recorded renderings of these concepts."""
        del entries, language, locale, may
        return Learnt({concept: self._recorded[concept] for concept in names if concept in self._recorded}, frozenset())

    def retry(
        self, edition: Edition, unit: EditionUnit, segment: Segment, matches: Sequence[Match], language: str, attempt: int,
        story: frozenset[str], may: Allowance,
    ) -> None:  # fmt: skip
        """No sentence is translated again."""

    def plain(self, edition: Edition, unit: EditionUnit, segment: Segment, language: str, may: Allowance) -> None:
        """No sentence is translated again."""


def _undone(unit: EditionUnit) -> EditionUnit:
    """The unit as it was before the glossary."""
    if unit.treatment is Treatment.RULED:
        return replace(unit, segments=tuple(replace(segment, edits=(), target=segment.source) for segment in unit.segments))
    return replace(unit, segments=tuple(map(_undone_segment, unit.segments)))


def _undone_segment(segment: Segment) -> Segment:
    if segment.machine is None:
        return segment
    kept = tuple(takewhile(lambda edit: edit.stage not in _AGAIN, segment.edits))
    return replace(segment, edits=kept, target=replay(segment.machine, kept))


def _name_changes(old: Edition, new: Edition) -> Iterator[NameImpact]:
    """Names whose status changes, in reading order."""
    before = {(use.unit, use.source, use.entry): use for use in old.names}
    after = {(use.unit, use.source, use.entry): use for use in new.names}
    order = {unit.unit.id: n for n, unit in enumerate(new.units)}
    keys = sorted(dict.fromkeys([*before, *after]), key=lambda key: (order.get(key[0], 0), key[1]))
    for key in keys:
        was, will = before.get(key), after.get(key)
        statuses = [str(use.status) if use else "" for use in (was, will)]
        use = will or was
        if use is not None and statuses[0] != statuses[1]:
            yield NameImpact(use.unit, use.text, use.entry, *statuses)
