"""BCP 47 tags, their fallbacks, and the one table to each engine's own codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from newstrans.errors import LocaleError
from newstrans.text.phrase import Phrase, phrase

_TAG = re.compile(
    r"^(?P<language>[A-Za-z]{2,3})(?P<extended>[-_][A-Za-z]{3})?(?:[-_](?P<script>[A-Za-z]{4}))?"
    r"(?:[-_](?P<region>[A-Za-z]{2}|\d{3}))?(?P<rest>(?:[-_][A-Za-z0-9]{1,8})*)$"
)
# What may stand behind (RFC 5646): variants, extensions, private use.
_REST = re.compile(
    r"(?:[-_](?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*(?:[-_][A-WYZa-wyz0-9](?:[-_][A-Za-z0-9]{2,8})+)*(?:[-_][Xx](?:[-_][A-Za-z0-9]{1,8})+)?"
)
# Languages whose tags may name a narrower one behind a hyphen ("zh-yue"); the prefixes of IANA's extended subtags.
_EXTENDED = frozenset({"ar", "kok", "lv", "ms", "sgn", "sw", "uz", "zh"})

# ISO 639-2/3 and other spellings seen in wires, beyond what CLDR's alias table has.
_ALIASES = {"no": "nb", "iw": "he", "in": "id", "ji": "yi", "mo": "ro", "sh": "sr-Latn", "tl": "fil"}

# Apertium writes ISO 639-3 in newer pairs and ISO 639-1 in older ones; both spellings are tried.
ISO_639_3 = {
    "af": "afr", "an": "arg", "ar": "ara", "be": "bel", "bg": "bul", "br": "bre", "ca": "cat", "cs": "ces",
    "cy": "cym", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "eo": "epo", "es": "spa", "et": "est",
    "eu": "eus", "fa": "fas", "fi": "fin", "fr": "fra", "ga": "gle", "gl": "glg", "he": "heb", "hi": "hin",
    "hr": "hbs", "bs": "hbs", "hu": "hun", "hy": "hye", "id": "ind", "is": "isl", "it": "ita", "ja": "jpn",
    "kk": "kaz", "ko": "kor", "lt": "lit", "lv": "lav", "mk": "mkd", "ms": "zlm", "mt": "mlt", "nb": "nob",
    "nl": "nld", "nn": "nno", "oc": "oci", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sc": "srd",
    "sk": "slk", "sl": "slv", "sq": "sqi", "sr": "hbs", "sv": "swe", "sw": "swa", "ta": "tam", "te": "tel",
    "th": "tha", "tr": "tur", "tt": "tat", "uk": "ukr", "ur": "urd", "vi": "vie", "zh": "zho",
}  # fmt: skip

# Argos names two packages by codes that are no language tags: Brazilian Portuguese and Traditional Chinese.
ARGOS_CODES = {"pb": "pt-BR", "zt": "zh-Hant"}

# Scripts that are written with several of Unicode's.
_SCRIPT_PARTS = {
    "Jpan": frozenset({"Hani", "Hira", "Kana"}), "Kore": frozenset({"Hang", "Hani"}), "Hans": frozenset({"Hani"}),
    "Hant": frozenset({"Hani"}),
}  # fmt: skip

class LanguagePair(NamedTuple):
    """Direction of a translation, in the codes that the engine's model has: ("en", "pt")."""

    source: str
    target: str

    def __str__(self) -> str:
        return f"{self.source}-{self.target}"


def split_pair(text: str) -> tuple[str, str]:
    """The two tags of a pair as written: a script or a region belongs to what stands before it.

    >>> [split_pair(pair) for pair in ("en-es", "en-pt-BR", "sr-Latn-en", "EN-ES")]
    [('en', 'es'), ('en', 'pt-BR'), ('sr-Latn', 'en'), ('EN', 'ES')]

    Raises:
        LocaleError: it is no pair.

    """
    first, *rest = text.split("-")
    if len(rest) == 1:
        return first, rest[0]
    starts = [index for index, part in enumerate(rest) if part.islower() and len(part) in {2, 3}]
    if not first or len(starts) != 1:
        raise LocaleError(text, "not a pair of languages; write it like en-es, en-pt-BR or sr-Latn-en")
    return "-".join([first, *rest[: starts[0]]]), "-".join(rest[starts[0] :])


def parse_pair(text: str) -> LanguagePair:
    """A pair as a user types it, in the usual spelling. Raises `LocaleError`."""
    source, target = split_pair(text.strip())
    return LanguagePair(normalise_tag(source), normalise_tag(target))


_RTL = {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ku-Arab", "ps", "sd", "ug", "ur", "yi"}
_UNSPACED = {"ja", "km", "lo", "my", "th", "yue", "zh"}


@lru_cache(maxsize=1)
def mend_babel() -> None:
    """Keep Babel's locales apart; called before any locale data is read.

    Babel 2.18 stores what an alias resolves to in dictionaries that locales share: once the months of "ja" have
    been read, those of "es" were "5月" (babel.localedata.LocaleDataDict.__getitem__). The value is now resolved at
    every look-up and never stored.
    """
    from babel import localedata

    def getitem(self: localedata.LocaleDataDict, key: str | int | None) -> object:
        value = self._data[key]
        if isinstance(value, localedata.Alias):
            value = value.resolve(self.base)
        if isinstance(value, tuple):
            alias, others = value
            value = alias.resolve(self.base).copy()
            localedata.merge(value, others)
        return localedata.LocaleDataDict(value, base=self.base) if isinstance(value, dict) else value

    localedata.LocaleDataDict.__getitem__ = getitem  # type: ignore[method-assign]  # the mend itself


class _NoTag(Exception):
    """A text is no tag; `problem` says why."""

    def __init__(self, problem: Phrase) -> None:
        super().__init__(problem)
        self.problem = problem


def normalise_tag(tag: str) -> str:
    """`tag` in its usual BCP 47 spelling.

    >>> [normalise_tag(t) for t in ("FR", "nl_nl", "swe", "zh_tw", "no", "pt-br", "sr-latn-rs")]
    ['fr', 'nl-NL', 'sv', 'zh-TW', 'nb', 'pt-BR', 'sr-Latn-RS']

    Raises:
        LocaleError: not a tag, or a language that CLDR does not know; with what was meant.

    """
    try:
        return _spelling(tag)
    except _NoTag as wrong:
        raise LocaleError(tag, _mended(tag, wrong.problem)) from None


@lru_cache(maxsize=1024)
def _spelling(tag: str) -> str:
    """The usual spelling. Raises `_NoTag`; what was meant is not looked for, which takes some 10 ms."""
    from babel.core import get_global
    from babel.localedata import exists

    text = tag.strip()
    match = _TAG.match(text)
    if not match:
        raise _NoTag(phrase("not a language tag; write it like {examples}", examples="pt-BR, es, uk, zh-Hant"))
    language = match["language"].lower()
    script = (match["script"] or "").title()
    region = (match["region"] or "").upper()
    alias = _ALIASES.get(language) or get_global("language_aliases").get(language)
    if alias:
        head, *more = re.split(r"[-_]", alias)
        language = head
        script = script or next((part.title() for part in more if len(part) == 4), "")
    if not exists(language):
        raise _NoTag(phrase("nothing is known about the language {language}", language=repr(language)))
    if region and region not in get_global("territory_languages") and not region.isdigit():
        raise _NoTag(phrase("{region} is no country or region code", region=repr(region)))
    extended = (match["extended"] or "")[1:].lower()
    if extended and language not in _EXTENDED:
        raise _NoTag(phrase("{region} is no country or region code", region=repr(extended.upper())))
    if not _REST.fullmatch(match["rest"]):
        raise _NoTag(phrase("{part} has no meaning in a language tag", part=repr(match["rest"][1:])))
    rest = [part.lower() for part in re.split(r"[-_]", match["rest"]) if part]
    return "-".join(part for part in (language, extended, script, region, *rest) if part)


@lru_cache(maxsize=1)
def _locales() -> tuple[str, ...]:
    """The tags of CLDR's locales."""
    from babel.localedata import locale_identifiers

    return tuple(name.replace("_", "-") for name in sorted(locale_identifiers()))


def _mended(tag: str, problem: Phrase) -> Phrase:
    """What is wrong with a tag, with what was meant, or with the command that lists what there is."""
    from difflib import get_close_matches

    from babel import Locale
    from babel.core import get_global

    wanted = tag.strip().replace("_", "-")
    bare = wanted.replace("-", "").lower()
    named = [code for code in _locales() if Locale("en").languages.get(code, "").lower() == wanted.lower()]
    joined = [one for one in _locales() if one.replace("-", "").lower() == bare]
    head, _, region = wanted.rpartition("-")
    moved = [f"{head}-{new}" for new in get_global("territory_aliases").get(region.upper(), ())] if head else []
    near = [*named, *joined, *(one for one in moved if one in _locales())] or get_close_matches(wanted, _locales(), cutoff=0.8)
    return suggested(problem, near)


def suggested(problem: Phrase, near: Sequence[str]) -> Phrase:
    """What is wrong with a tag, with up to three of the tags `near` it, or with the command that lists what there is."""
    if near:
        return phrase("{problem}. Did you mean {tags}?", problem=problem, tags=", ".join(list(dict.fromkeys(near))[:3]))
    return phrase("{problem}. See which languages are translated here: {command}", problem=problem, command="newstrans engines")


def declared_tag(tag: str | None) -> str | None:
    """`tag` normalised, or None for what says nothing ("", "x-default", "mul", "und", nonsense).

    For languages that a source declares about itself: evidence, not a user's order, so nothing is raised.
    """
    if not tag or tag.strip().lower() in {"x-default", "mul", "und", "zxx"}:
        return None
    match = _TAG.match(tag.strip())
    for said in (tag, match["language"] if match and (match["extended"] or match["rest"]) else ""):
        try:
            return _spelling(said)
        except _NoTag:
            continue  # a slip behind the language still says the language
    return None


def differ(one: str | None, other: str | None) -> bool:
    """Whether two declared tags are of different languages; False when either says nothing.

    >>> differ("de-AT", "de"), differ("de", "en"), differ("", "en")
    (False, True, False)
    """
    left, right = declared_tag(one), declared_tag(other)
    return bool(left and right) and language_of(left or "") != language_of(right or "")


def language_of(tag: str) -> str:
    """Primary language of a tag: "pt-BR" -> "pt"."""
    return tag.split("-", 1)[0]


def fallbacks(tag: str) -> tuple[str, ...]:
    """`tag` and its parents, nearest first: "pt-BR" -> ("pt-BR", "pt")."""
    parts = tag.split("-")
    return tuple("-".join(parts[:n]) for n in range(len(parts), 0, -1))


def direction(tag: str) -> str:
    """Writing direction of a tag for HTML's `dir`: "rtl" or "ltr"."""
    if "-Latn" in tag or "-Cyrl" in tag:
        return "ltr"
    return "rtl" if language_of(tag) in _RTL or "-Arab" in tag or "-Hebr" in tag else "ltr"


@lru_cache(maxsize=64)
def language_scripts(tag: str) -> frozenset[str]:
    """ISO 15924 codes of the scripts that texts of `tag` are written in (CLDR's likely subtags).

    >>> [sorted(language_scripts(tag)) for tag in ("uk", "sr-Latn", "ja", "pt-BR")]
    [['Cyrl'], ['Latn'], ['Hani', 'Hira', 'Kana'], ['Latn']]
    """
    from babel.core import get_global

    parts = tag.split("-")
    own = next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), None)
    likely = get_global("likely_subtags")
    full = own or next(
        (
            likely[key].split("_")[1]
            for key in ("_".join(parts[:2]), parts[0])
            if likely.get(key, "").count("_") == 2
        ),
        "",
    )
    return _SCRIPT_PARTS.get(full, frozenset({full}) if full else frozenset())


def is_spaced(tag: str) -> bool:
    """Whether the language puts spaces between words (not so Japanese, Chinese, Thai ...)."""
    return language_of(tag) not in _UNSPACED


@lru_cache(maxsize=512)
def display_name(tag: str, in_locale: str = "en") -> str:
    """Name of a language or locale for people: "pt-BR" -> "Portuguese (Brazil)"."""
    from babel import Locale, UnknownLocaleError

    mend_babel()
    try:
        name = Locale.parse(tag.replace("-", "_")).get_display_name(in_locale.replace("-", "_"))
    except (ValueError, LookupError, UnknownLocaleError):
        name = None
    return name or tag
