"""Decide the language of every unit and of the story."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from newstrans.checks.base import COPYING_ENGINES
from newstrans.detect import StoryLanguages, detect_story
from newstrans.errors import LanguageUnsureError
from newstrans.languages import display_name, language_of
from newstrans.model import Detection, Edition, EditionUnit, Finding, Severity, UnitKind


class DetectLanguage:
    """Per unit and per story; `declared` is the user's order and is not doubted.

    `translatable` are the languages that some engine can translate from: with those of the editions they are the
    ones that come in question. Empty means any language.

    Raises:
        LanguageUnsureError: the language of a story could not be decided.

    """

    name = "detect"

    def __init__(self, *, translatable: Collection[str] = (), declared: str | None = None) -> None:
        self._translatable = frozenset(map(language_of, translatable))
        self._declared = declared

    def __call__(self, editions: Sequence[Edition]) -> list[Edition]:
        aims = {language_of(edition.locale) for edition in editions}
        expected = self._translatable | aims if self._translatable else None
        known: dict[tuple[str, str], StoryLanguages] = {}
        out = []
        for edition in editions:
            key = (edition.story.id, edition.story.version)
            if key not in known:
                known[key] = self._detect(edition, expected)
            out.append(_with_languages(edition, known[key]))
        return out

    def _detect(self, edition: Edition, expected: Collection[str] | None) -> StoryLanguages:
        story = edition.story
        texts = [(unit.text if unit.kind not in (UnitKind.CODE, UnitKind.NAME) else "", unit.language) for unit in story.units]
        if self._declared:
            order = Detection(language_of(self._declared), 1.0, "said on the command line")
            return StoryLanguages(order, tuple(order for _ in texts))
        return detect_story(texts, expected=expected, declared=story.language)


def _with_languages(edition: Edition, languages: StoryLanguages) -> Edition:
    story = edition.story
    if languages.story.language is None:
        raise LanguageUnsureError(story.source.name, languages.story.evidence)
    units = tuple(
        EditionUnit(unit, detection=detection) for unit, detection in zip(story.units, languages.units, strict=True)
    )
    language = languages.story.language
    findings = []
    declared = language_of(story.language) if story.language else None
    if declared and declared != language:
        findings.append(
            Finding(
                "language", Severity.WARNING,
                f"the source says it is {display_name(declared)}, its text is {display_name(language)} "
                f"({languages.story.evidence})",
            )
        )
    confidence = round(100 * languages.story.confidence)
    edition = replace(edition, language=language, units=units).with_findings(findings)
    return edition.traced("detect", f"{language}, {confidence} % ({languages.story.evidence})", units=len(units))


def source_language(edition: Edition, unit: EditionUnit) -> str:
    """The language a unit is translated from: its own where it was decided, else the story's."""
    own = unit.detection.language if unit.detection else None
    return own or edition.language or ""


def is_copy(edition: Edition) -> bool:
    """Whether the engine gives the source back on purpose: then nothing is edited either."""
    return any(leg.engine in COPYING_ENGINES for leg in edition.route)
