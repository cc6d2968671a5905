"""Put back what was carried round the engine, and join sentences to units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from newstrans.model import Edition, EditionUnit, Finding, Segment, Severity, Treatment
from newstrans.protect import leftover_placeholders, restore, was_all_caps
from newstrans.text.casing import upper
from newstrans.text.edits import Rewriter


class Restore:
    """Addresses, handles, code and letters come back; `target` is the machine's text made whole."""

    name = "restore"

    def __call__(self, editions: Sequence[Edition]) -> list[Edition]:
        return [self._restore(edition) for edition in editions]

    def _restore(self, edition: Edition) -> Edition:
        units = tuple(
            replace(unit, segments=tuple(_restored(segment) for segment in unit.segments)) for unit in edition.units
        )
        edits = sum(len(segment.edits) for unit in units for segment in unit.segments)
        return replace(edition, units=units).traced("restore", edits=edits)


def _restored(segment: Segment) -> Segment:
    if segment.machine is None:
        return segment
    draft, _ = restore(segment.machine, segment.prepared)
    _initial(draft, segment.source)
    return replace(segment, target=draft.text, edits=segment.edits + tuple(draft.edits))


def _initial(draft: Rewriter, source: str) -> None:
    """The first letter small or large as in the source: a list item that goes on a sentence stays small.

    Only where the rest of the first word is small, so that names and acronyms ("NATO", "iPhone") are left.
    """
    words = [re.search(r"[^\W\d_]+", text) for text in (source, draft.text)]
    if not words[0] or not words[1]:
        return
    ours, theirs = words[0][0], words[1][0]
    at = words[1].start()
    small, large = ours[0].islower(), theirs[0].isupper()
    if small and large and len(theirs) > 1 and theirs[1:].islower() and not draft.text[:at].strip():
        reason = "the source begins with a small letter"
        draft.replace(at, at + 1, theirs[0].lower(), rule="case.initial", reason=reason)


class SetBackCapitals:
    """Headlines that came in capitals go out in capitals, addresses in them excepted."""

    name = "capitals"

    def __call__(self, editions: Sequence[Edition]) -> list[Edition]:
        return [self._set_back(edition) for edition in editions]

    def _set_back(self, edition: Edition) -> Edition:
        units = tuple(
            replace(unit, segments=tuple(_in_capitals(segment, edition.locale) for segment in unit.segments))
            for unit in edition.units
        )
        return replace(edition, units=units)


def _in_capitals(segment: Segment, locale: str) -> Segment:
    if segment.target is None or not was_all_caps(segment.prepared):
        return segment
    text = upper(segment.target, locale)
    for edit in segment.prepared:
        if edit.rule.startswith("mask."):
            text = text.replace(upper(edit.before, locale), edit.before)
    draft = Rewriter(segment.target, "capitals")
    draft.replace(0, len(segment.target), text, rule="case.upper", reason="the source is in capitals")
    return replace(segment, target=draft.text, edits=segment.edits + tuple(draft.edits))


class JoinSentences:
    """The unit's text, and the promise that no placeholder is in it: a leftover one is an error, not an edition."""

    name = "join"

    def __call__(self, editions: Sequence[Edition]) -> list[Edition]:
        return [self._join(edition) for edition in editions]

    def _join(self, edition: Edition) -> Edition:
        units = tuple(replace(unit, text=joined(unit)) for unit in edition.units)
        findings = [
            Finding(
                "leftover", Severity.ERROR, f"a placeholder is left in the text: {placeholder}", unit=unit.unit.id,
                target_text=placeholder,
            )
            for unit in units
            if unit.treatment is Treatment.TRANSLATED and any(segment.prepared for segment in unit.segments)
            for placeholder in leftover_placeholders(unit.text, unit.unit.text)
        ]
        return replace(edition, units=units).with_findings(findings)


def joined(unit: EditionUnit) -> str:
    """The unit's text in the edition: its segments' targets with the source's spacing between them."""
    if not unit.segments:
        return unit.unit.text
    lead = unit.unit.text[: unit.segments[0].start]
    return lead + "".join((segment.target or "") + segment.gap for segment in unit.segments)
