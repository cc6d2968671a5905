"""Put back what was carried round the engine, and join sentences to units."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from newstrans.model import Edition, EditionUnit, Finding, Segment, Severity, Treatment
from newstrans.protect import leftover_placeholders, restore, restore_names, was_all_caps
from newstrans.stages.language import is_copy, source_language
from newstrans.stages.route import Router
from newstrans.text.casing import upper
from newstrans.text.edits import Rewriter

_ENTITY = re.compile(r"&(?:#\d{2,5}|#x[0-9a-fA-F]{2,4}|quot|apos|amp|lt|gt|nbsp);")


class Restore:
    """Addresses, handles, code and letters come back; `target` is the machine's text made whole."""

    name = "restore"

    def __init__(self, router: Router) -> None:
        self._router = router

    def __call__(self, editions: Sequence[Edition]) -> list[Edition]:
        return [self._restore(edition) for edition in editions]

    def _restore(self, edition: Edition) -> Edition:
        units = []
        for unit in edition.units:
            if not is_copy(edition) and any(segment.machine is not None for segment in unit.segments):
                route = self._router.route(source_language(edition, unit), edition.locale)
                knows = self._router.traits(route).knows if len(route) > 1 else None
                unit = replace(unit, segments=tuple(_restored(segment, knows) for segment in unit.segments))
            elif is_copy(edition):
                segments = tuple(replace(one, target=one.machine or one.target) for one in unit.segments)
                unit = replace(unit, segments=segments)
            units.append(unit)
        edits = sum(len(segment.edits) for unit in units for segment in unit.segments)
        return replace(edition, units=tuple(units)).traced("restore", edits=edits)


def _restored(segment: Segment, knows: Callable[[str], bool] | None) -> Segment:
    if segment.machine is None:
        return segment
    draft, _ = restore(segment.machine, segment.prepared)
    if not _ENTITY.search(segment.source):
        reason = "engines behind a web page write signs as HTML; the source has none"
        draft.substitute(_ENTITY, lambda match: html.unescape(match[0]), rule="entity", reason=reason)
    if knows is not None:
        restore_names(draft, segment.source, knows)
    _unglue(draft, segment.source)
    _initial(draft, segment.source)
    return replace(segment, target=draft.text, edits=segment.edits + tuple(draft.edits))


def _unglue(draft: Rewriter, source: str) -> None:
    """Spaces round "de 21": Apertium joins what an English compound with a figure is made of ("hombrede21años", "equipode75 personas").

    Only for figures that the source has in such a compound ("21-year-old", "10-day").
    """
    for number in dict.fromkeys(re.findall(r"(?<![\w.,-])(\d+)-[^\W\d_]", source)):
        for found in reversed(list(re.finditer(rf"(?<=[^\W\d_])de{number}(?=[^\W\d_]| )", draft.text))):
            after = f" de {number}" if draft.text[found.end()] == " " else f" de {number} "
            draft.replace(found.start(), found.end(), after, rule="space.glued", reason="the engine joined the words of a compound")


def _initial(draft: Rewriter, source: str) -> None:
    """The first letter small or large as in the source: a list item that goes on a sentence stays small.

    Names and acronyms keep their own: a first word that the source has with a capital, or that is not small
    behind its first letter ("NATO", "iPhone"), is left.
    """
    ours, theirs = (re.match(r"[\W_]*([^\W\d_]+)", text) for text in (source, draft.text))
    if not ours or not theirs:
        return
    word, at = theirs[1], theirs.start(1)
    if ours[1][0].islower() and len(word) > 1 and word.istitle() and word not in source:
        reason = "the source begins with a small letter"
        draft.replace(at, at + 1, word[0].lower(), rule="case.initial", reason=reason)
    elif ours[1][0].isupper() and word.islower() and at == 0 and len(word[0].upper()) == 1:
        reason = "the source begins with a capital"
        draft.replace(at, at + 1, word[0].upper(), rule="case.initial", reason=reason)


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
