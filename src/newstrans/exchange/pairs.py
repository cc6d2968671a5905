"""The translation memory as TMX 1.4b, and other people's TMX as pairs for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from newstrans.errors import LocaleError
from newstrans.exchange.segments import text_of
from newstrans.exchange.tmx import TranslationUnit, read_units, units_to_tmx
from newstrans.languages import language_of, normalise_tag
from newstrans.memory.pairs import Level, NewPair, Origin, Pair
from newstrans.model import Span, UnitKind

_ORIGIN, _STORY, _KIND = "x-newstrans-origin", "x-newstrans-story", "x-newstrans-kind"
_WORDS = {Origin.MACHINE: "mt", Origin.EDITED: "pe", Origin.IMPORTED: "human"}
_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z")

# Ranges of the glossary's names in a source: its text, its language, the locale.
FindNames = Callable[[str, str, str], Iterable[Span]]


@dataclass(frozen=True, slots=True)
class Passed:
    """A unit of a file that was not taken: its place from 1, and why."""

    place: int
    why: str


@dataclass(frozen=True, slots=True)
class Brought:
    """A pair of a file, and its direction."""

    language: str
    locale: str
    pair: NewPair


def pairs_to_tmx(pairs: Iterable[Pair]) -> bytes:
    """Pairs as a file: whose words, who approved them and when, and of which story."""
    held = list(pairs)
    sources = {pair.language for pair in held}
    units = (
        TranslationUnit(
            str(pair.id), ((pair.language, (pair.source,)), (pair.locale, (pair.target,))), pair.approver,
            re.sub(r"[-:]", "", pair.at),
            {_ORIGIN: _WORDS[pair.origin], _STORY: pair.edition or pair.story, _KIND: pair.kind.value},
        )
        for pair in held
    )  # fmt: skip
    # One of both levels: readers take it for what the larger part is.
    return units_to_tmx(units, sources.pop() if len(sources) == 1 else "*all*", segtype="paragraph", made_from="newstrans-memory")


def pairs_from_tmx(
    data: bytes, *, name: str, now: str, language: str = "", locale: str = "", names: FindNames | None = None
) -> Iterator[Brought | Passed]:
    """The pairs of a file: of each unit its source with every other language. Inline codes are left out.

    `language` and `locale` (BCP 47) choose one direction; a `locale` also stands for its bare language ("pt" in the file
    for "pt-BR"). What the file says is a machine's stays marked as one.

    Raises:
        ExchangeError: no XML, or no TMX.

    """
    _, segtype, units = read_units(data, name=name)
    level = Level.SENTENCE if segtype in ("sentence", "phrase") else Level.UNIT
    for place, one in enumerate(units, start=1):
        if one.problem:
            yield Passed(place, one.problem)
            continue
        try:
            yield from _brought(one, place, level, now=now, language=language, locale=locale, names=names)
        except LocaleError as error:
            yield Passed(place, str(error))


def _brought(
    one: TranslationUnit, place: int, level: Level, *, now: str, language: str, locale: str, names: FindNames | None
) -> Iterator[Brought | Passed]:
    variants = [(normalise_tag(tag), text_of(parts).strip()) for tag, parts in one.variants if tag]
    if language:
        variants.sort(key=lambda variant: language_of(variant[0]) != language_of(language))
    if len(variants) < 2 or (language and language_of(variants[0][0]) != language_of(language)):
        yield Passed(place, "it has no text in two languages" if len(variants) < 2 else f"it has no text in {language}")
        return
    (source_tag, source), *others = variants
    kind = UnitKind(one.props[_KIND]) if one.props.get(_KIND) in list(UnitKind) else UnitKind.PARAGRAPH
    for tag, target in others:
        if locale and not (tag == locale or tag == language_of(locale)):
            continue
        if not source or not target or language_of(tag) == language_of(source_tag):
            yield Passed(place, "source or translation is empty" if not (source and target) else f"both texts are in {language_of(tag)}")
            continue
        own, into = language_of(source_tag), locale or tag
        spans = tuple(names(source, own, into)) if names else ()
        yield Brought(own, into, NewPair("", 0, level, kind, source, target, spans, "", "", _origin(one), one.by, _when(one.at) or now))


def _origin(one: TranslationUnit) -> Origin:
    """Trados and others sign the machine's words "MT!"."""
    machine = one.props.get(_ORIGIN) == "mt" or one.by.upper().startswith("MT!") or one.by.upper() == "MT"
    return Origin.MACHINE if machine else Origin.IMPORTED


def _when(written: str) -> str:
    found = _DATE.fullmatch(written)
    return "{}-{}-{}T{}:{}:{}Z".format(*found.groups()) if found else ""
