"""Bring the text into the edition's house style: numbers, dates, quotation marks, furniture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from newstrans.glossary.names import Names
from newstrans.localise.byline import localise_byline
from newstrans.localise.dateline import localise_dateline
from newstrans.localise.dates import date_in_full
from newstrans.localise.locale import EditionLocale
from newstrans.localise.remarks import STAGE
from newstrans.localise.segment import localise_unit
from newstrans.model import Edit, Edition, EditionUnit, Finding, Segment, Span, Treatment, UnitKind, replay
from newstrans.stages.language import is_copy, source_language
from newstrans.text.edits import Rewriter


class Localise:
    """Translated units by the rules of the locale; bylines and datelines by rules alone."""

    name = "localise"

    def __init__(self, names: Names, locale: Callable[[str], EditionLocale]) -> None:
        self._names = names
        self._locale = locale

    def __call__(self, editions: Sequence[Edition]) -> list[Edition]:
        return [self._localise(edition, self._locale(edition.locale)) for edition in editions]

    def _localise(self, edition: Edition, locale: EditionLocale) -> Edition:
        findings: list[Finding] = []
        units, edits = [], 0
        for unit in edition.units:
            before = sum(len(segment.edits) for segment in unit.segments)
            if is_copy(edition):
                pass
            elif unit.treatment is Treatment.TRANSLATED:
                unit = self._translated(edition, unit, locale, findings)
            elif unit.treatment is Treatment.RULED:
                unit = self._ruled(edition, unit, locale, findings)
            edits += sum(len(segment.edits) for segment in unit.segments) - before
            units.append(unit)
        strings = furniture(edition, locale)
        edition = replace(edition, units=tuple(units), strings=strings).with_findings(findings)
        return edition.traced("localise", locale.tag, edits=edits)

    def _translated(
        self, edition: Edition, unit: EditionUnit, locale: EditionLocale, findings: list[Finding]
    ) -> EditionUnit:
        pairs = [(segment.source, segment.target or "") for segment in unit.segments]
        done = localise_unit(pairs, source_language=source_language(edition, unit), locale=locale)
        segments = []
        at = unit.segments[0].start if unit.segments else 0
        for segment, (edits, notes) in zip(unit.segments, done, strict=True):
            segments.append(_edited(segment, edits))
            findings += [_placed(note, unit, segment, at) for note in notes]
            at += len(segments[-1].target or "") + len(segment.gap)
        return replace(unit, segments=tuple(segments))

    def _ruled(
        self, edition: Edition, unit: EditionUnit, locale: EditionLocale, findings: list[Finding]
    ) -> EditionUnit:
        language = source_language(edition, unit)
        text = unit.unit.text
        notes: list[Finding] = []
        if unit.unit.kind is UnitKind.BYLINE:
            _, edits, notes = localise_byline(text, language, locale)
        elif unit.unit.kind is UnitKind.NAME:
            edits = self._named(text, self._place(text, language, locale.tag), locale.tag)
        else:
            _, edits = localise_dateline(text, language, locale, lambda place: self._place(place, language, locale.tag))
        segment = replace(unit.segments[0], machine=text, target=text)
        findings += [_placed(note, unit, segment, 0) for note in notes]
        return replace(unit, segments=(_edited(segment, edits),))

    def _named(self, text: str, name: str | None, tag: str) -> list[Edit]:
        if not name or name == text:
            return []
        draft = Rewriter(text, STAGE)
        draft.replace(0, len(text), name, rule="name.glossary", reason=f"“{text}” is “{name}” in {tag}", source=Span(0, len(text)))
        return draft.edits

    def _place(self, place: str, language: str, locale: str) -> str | None:
        """The house's name for what is all of a text: a place of a dateline, which may stand in capitals, or a name."""
        entries = self._names.entries(language, locale)
        for match in self._names.find(place, language, locale, caseless=place.isupper()):
            term = entries[match.form.entry].term(locale)
            if term and (match.start, match.end) == (0, len(place)):
                return term.preferred
        return None


def furniture(edition: Edition, locale: EditionLocale) -> Mapping[str, str]:
    """The words round the story, in the language of the edition."""
    metadata = edition.story.metadata
    published, updated, author = (metadata.get(key, "") for key in ("published", "updated", "author"))
    language = locale.language_name(edition.language or "")
    return {
        # Translators: Byline.
        **({"by": locale.gettext("By {author}", author=author)} if author else {}),
        # Translators: Heading over links to other editions.
        "also_available": locale.gettext("Also available in"),
        "disclosure": disclosure(locale, edition.language or ""),
        # Translators: Heading over text of the page that is not the story.
        "left_out": locale.gettext("Left out of this edition"),
        # Translators: {language} is CLDR's name of a language, uninflected.
        "original_language": locale.gettext("Original language: {language}", language=language),
        # Translators: Link to the story in its own language.
        "read_original": locale.gettext("Read the original"),
        "source": locale.gettext("Source"),
        **({"published": locale.gettext("Published {date}", date=locale_date(published, locale))} if published else {}),
        **({"updated": locale.gettext("Updated {date}", date=locale_date(updated, locale))} if updated else {}),
    }


def disclosure(locale: EditionLocale, language: str, *, reviewed: bool = False) -> str:
    """The line that tells readers of the machine; `language` is the tag of the source."""
    name = locale.language_name(language)
    # Translators: {language} cannot be inflected: put it in brackets where grammar would ask for a case or an article.
    if reviewed:
        return locale.gettext("Machine translation from {language}, reviewed by an editor.", language=name)
    # Translators: {language} cannot be inflected: put it in brackets where grammar would ask for a case or an article.
    return locale.gettext("Machine translation from {language}. Not reviewed by an editor.", language=name)


def locale_date(iso: str, locale: EditionLocale) -> str:
    """An ISO 8601 date as the locale writes it in full; what is no date is given back as it is."""
    from datetime import date

    try:
        return date_in_full(date.fromisoformat(iso[:10]), locale)
    except ValueError:
        return iso


def _edited(segment: Segment, edits: Sequence[Edit]) -> Segment:
    target = replay(segment.target or "", edits)
    return replace(segment, target=target, edits=segment.edits + tuple(edits))


def _placed(note: Finding, unit: EditionUnit, segment: Segment, at: int) -> Finding:
    """A note on a sentence, with ranges in its unit's texts."""
    return replace(
        note,
        unit=unit.unit.id,
        source=Span(note.source.start + segment.start, note.source.end + segment.start) if note.source else None,
        target=Span(note.target.start + at, note.target.end + at) if note.target else None,
    )
