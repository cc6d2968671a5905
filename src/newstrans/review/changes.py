"""What the rules changed in the machine's answer, as an editor takes it back: the edits of one mention of a name are one change."""

from __future__ import annotations

from dataclasses import dataclass

from newstrans.model import Span
from newstrans.review.layers import Decision, Layer, LayerEdit, UnitLayers
from newstrans.text.diff import diff_words


@dataclass(frozen=True, slots=True)
class NameChange:
    """One change: `before` of the machine's answer gave way to `after`. `id` is the same as long as the unit's layers are.

    `place` is the range of `after` in the text as the rules left it, `source` the one in the unit's source that called for
    it. `entry` is "" where house style did it, not the glossary.
    """

    id: str
    edits: tuple[LayerEdit, ...]
    before: str
    after: str
    place: Span

    @property
    def entry(self) -> str:
        return self.edits[0].entry

    @property
    def source(self) -> Span | None:
        return self.edits[0].source

    @property
    def decision(self) -> Decision:
        """Who wanted it so, where that is known."""
        return self.edits[0].decision

    @property
    def rule(self) -> str:
        return self.edits[0].rule

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, each sentence once."""
        return tuple(dict.fromkeys(one.reason for one in self.edits if one.reason))

    def taken_back(self, unit: UnitLayers, text: str) -> str | None:
        """`text`, which was made from the unit's, with the machine's words in this place; None when it was rewritten.

        Only where the words that the rules put in still stand can they be told from an editor's.
        """
        ruled = unit.text(Layer.GLOSSARY)
        here = carried(ruled, text, self.place) if ruled is not None else None
        if here is None or text[slice(*here)] != self.after:
            return None
        return text[: here.start] + self.before + text[here.end :]


def name_changes(unit: UnitLayers) -> list[NameChange]:
    """The changes of a unit in the order of its text."""
    machine, ruled = unit.text(Layer.MACHINE), unit.text(Layer.GLOSSARY)
    if machine is None or ruled is None:
        return []
    groups: dict[object, list[LayerEdit]] = {}
    for edit in unit.edits:
        key = (edit.entry, edit.source) if edit.entry and edit.source else edit.number
        groups.setdefault(key, []).append(edit)
    found = []
    for edits in groups.values():
        there, place = _hull([one.machine for one in edits]), _hull([one.glossary for one in edits])
        before, after = machine[slice(*there)], ruled[slice(*place)]
        if before != after:
            found.append(NameChange(".".join(str(one.number) for one in edits), tuple(edits), before, after, place))
    return found


def carried(old: str, new: str, place: Span) -> Span | None:
    """Where a range of `old` stands in `new`; None when a word of it was changed.

    >>> carried("em Kyiv hoje", "Ontem em Kyiv", Span(3, 7))
    Span(start=9, end=13)
    """
    if old == new:
        return place
    at = begun = 0
    for op, text in diff_words(old, new):
        if op == "equal" and at <= place.start and place.end <= at + len(text):
            return Span(place.start - at + begun, place.end - at + begun)
        at += len(text) if op != "insert" else 0
        begun += len(text) if op != "delete" else 0
    return None


def _hull(spans: list[Span]) -> Span:
    return Span(min(one.start for one in spans), max(one.end for one in spans))
