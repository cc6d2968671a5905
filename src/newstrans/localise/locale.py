"""House style and furniture of an edition, read from `locales/<tag>/`, the rest from CLDR."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newstrans import resources
from newstrans.errors import LocaleError
from newstrans.languages import (
    direction,
    display_name,
    fallbacks,
    language_of,
    mend_babel,
    normalise_tag,
    suggested,
)
from newstrans.localise.catalogue import Catalogue, parse_catalogue
from newstrans.text.phrase import phrase

if TYPE_CHECKING:
    from babel import Locale

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Quotes:
    """Quotation marks: (opening, closing) of a quotation and of one inside it, and the space within each pair."""

    outer: Pair = ("“", "”")
    inner: Pair = ("‘", "’")
    space: str = ""
    inner_space: str = ""
    apostrophe: str = "’"

    def mark(self, depth: int, *, opening: bool) -> str:
        """The mark at `depth` (0 is outermost; the pairs take turns) with its inner space."""
        pair, space = (self.inner, self.inner_space) if depth % 2 else (self.outer, self.space)
        return pair[0] + space if opening else space + pair[1]


@dataclass(frozen=True, slots=True)
class Clock:
    """How a time of day is written; placeholders are explained in `locales/README.md`.

    `zone` is the shape of a zone's name behind a time, "" to keep abbreviations; `zones` has the house's own names.
    """

    pattern: str = "{h}:{m}"
    full_hour: str = "{h}:00"
    periods: Pair = ("AM", "PM")
    meridiem_wrong: tuple[str, ...] = ()
    zone: str = ""
    zones: Mapping[str, str] = field(default_factory=dict)

    def format(self, hour: int, minute: int) -> str:
        """The time `hour`:`minute` (24 hours) in house style."""
        shape = self.pattern if minute else self.full_hour
        return shape.format(h=hour, h12=hour % 12 or 12, m=f"{minute:02}", period=self.periods[hour >= 12])


@dataclass(frozen=True, slots=True)
class Calendar:
    """CLDR date patterns of the house, and the word that stands before a date for English "on"."""

    long: str
    day_month: str
    month_year: str
    dateline: str
    first: str = ""
    on: str = ""
    on_wrong: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Money:
    """How amounts are written. Codes are ISO 4217; nothing is ever converted."""

    plain: str = "{symbol}{number}"
    scaled: str = "{symbol}{amount}"
    symbols: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EditionLocale:
    """Everything that depends on the locale of an edition.

    `origin` is the folder's tag ("es" for "es-MX"), "" when only CLDR is known. `catalogue` has this locale's words,
    English ones without a folder. `dash` is the text before and after a parenthesis.
    `scales` maps a power of ten to the word for it, `prefer_scale` a word right elsewhere to the one used here.
    `convert` is the system that measures are converted to ("metric", "imperial", "" for none); `wide` says that
    punctuation stands in the full width of Chinese and Japanese.
    `revision` is the SHA-256 over the files that were read and the version of CLDR's carrier, Babel.
    """

    tag: str
    language: str
    direction: str
    origin: str
    quotes: Quotes
    dash: Pair
    number_range: str
    ellipsis: str
    space_before: Mapping[str, str]
    percent_space: str
    scales: Mapping[int, str]
    prefer_scale: Mapping[str, str]
    money: Money
    clock: Clock
    calendar: Calendar
    headline_case: str
    convert: str
    wide: bool
    catalogue: Catalogue
    revision: str

    @property
    def messages_tag(self) -> str:
        """Language of what `gettext` gives: this locale's, or English where no catalogue exists."""
        return self.tag if self.catalogue.messages else "en"

    def gettext(self, msgid: str, **values: object) -> str:
        """The words for `msgid` with its placeholders filled; `msgid` itself when there is no translation.

        >>> load_locale("pt-BR").gettext("By {author}", author="Ana Prado")
        'Por Ana Prado'
        """
        return self.catalogue.gettext(msgid, **values)

    def ngettext(self, singular: str, plural: str, number: int, **values: object) -> str:
        """The form that goes with `number`, which fills `{number}`."""
        return self.catalogue.ngettext(singular, plural, number, **values)

    def with_units(self, convert: str) -> EditionLocale:
        """The same style with measures converted to "metric" or "imperial", or not at all (""); another revision."""
        if convert == self.convert:
            return self
        revision = hashlib.sha256(f"{self.revision} convert={convert}".encode()).hexdigest()
        return replace(self, convert=convert, revision=revision)

    def language_name(self, tag: str) -> str:
        """CLDR's name of the language `tag` in the language of the furniture: "inglês"."""
        return display_name(tag, self.messages_tag)


def load_locale(tag: str, folder: Path | None = None) -> EditionLocale:
    """House style for `tag`: its own folder, else its parent's, else CLDR's.

    `folder` is where the locales lie; the shipped ones when None. Results are kept per process as long as the
    files do not change.

    Raises:
        LocaleError: `tag` is no language tag, or a file of the locale is wrong; says which, and what to do.

    """
    tag = normalise_tag(tag)
    root = folder if folder is not None else resources.find("locales")
    home = next((root / name for name in _candidates(tag) if (root / name / "locale.toml").is_file()), None)
    files = [path for path in (home / "locale.toml", home / "messages.po") if path.is_file()] if home else []
    marks = root / "quotes.toml"
    if not home and marks.is_file():
        files.append(marks)
    return _load(tag, home, tuple((path, path.read_bytes()) for path in files))


def refuse_slip(tag: str, folder: Path | None = None) -> None:
    """Refuse a locale whose region is most likely a slip: `folder` has a locale of the same language with one other letter
    there, and CLDR knows no use of the language in the region ("pt-BT").

    Raises:
        LocaleError: it is one; says which are meant.

    """
    from babel.core import get_global

    language, *parts = normalise_tag(tag).split("-")
    root = folder if folder is not None else resources.find("locales")
    region = next((part for part in parts if len(part) == 2), "")
    if not region or language in get_global("territory_languages").get(region, {}) or (root / tag / "locale.toml").is_file():
        return
    houses = sorted(path.parent.name for path in root.glob(f"{language}-??/locale.toml"))
    near = [name for name in houses if sum(one != other for one, other in zip(name[-2:], region, strict=True)) == 1]
    if near:
        raise LocaleError(tag, suggested(phrase("{language} is not written in {region}", language=repr(language), region=repr(region)), near))


def load_interface(tag: str) -> Catalogue:
    """What the command line says, in the language `tag` or its nearest relative; English when there is none.

    Raises:
        LocaleError: `tag` is no language tag, or the catalogue is wrong.

    """
    root = resources.find("locales")
    paths = (root / name / "interface.po" for name in _candidates(normalise_tag(tag)))
    path = next((path for path in paths if path.is_file()), None)
    return parse_catalogue(tag, path, path.read_bytes()) if path else Catalogue()


@lru_cache(maxsize=512)
def babel_locale(tag: str) -> Locale:
    """Babel's data for `tag`, or for the nearest parent that Babel has."""
    from babel import Locale, UnknownLocaleError

    mend_babel()
    for name in fallbacks(tag):
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def _candidates(tag: str) -> list[str]:
    """Folder names to try, nearest first.

    CLDR says that "pt-AO" is written like "pt-PT", not like "pt", and that plain "pt" is that of Brazil.
    """
    from babel.core import get_global

    names = list(fallbacks(tag))
    exceptions = get_global("parent_exceptions")
    parent = exceptions.get(tag.replace("-", "_"))
    if parent:
        names.insert(1, str(parent).replace("_", "-"))
    likely = get_global("likely_subtags")
    home = str(likely.get(tag.replace("-", "_")) or likely.get(language_of(tag)) or "").split("_")
    # "zh-CN" and plain "zh" are written in "zh-Hans"; "zh-TW" is not, nor is "zh-Hant".
    if len(home) == 3 and not any(len(part) == 4 and part != home[1] for part in tag.split("-")[1:]):
        names += [f"{home[0]}-{home[1]}", f"{home[0]}-{home[2]}"]
    return names


@lru_cache(maxsize=64)
def _load(tag: str, home: Path | None, files: tuple[tuple[Path, bytes], ...]) -> EditionLocale:
    digest = hashlib.sha256(f"babel {_babel_version()}\n".encode())
    for path, data in files:
        digest.update(f"{path.name}\0{len(data)}\0".encode())
        digest.update(data)
    style: dict[str, Any] = {}
    catalogue = Catalogue()
    marks: dict[str, Any] = {}
    for path, data in files:
        if path.suffix == ".po":
            catalogue = parse_catalogue(tag, path, data)
        elif path.name == "quotes.toml":
            marks = _parse_toml(tag, path, data)
        else:
            style = _parse_toml(tag, path, data)
    try:
        return _build(tag, home.name if home else "", style, catalogue, marks, digest.hexdigest())
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as exc:
        where = files[0][0] if files else "CLDR"
        raise LocaleError(tag, f"{where}: {_mend(exc)}; compare it with locales/en/locale.toml") from exc


def _mend(exc: Exception) -> str:
    return f"{exc.args[0]!r} is missing" if isinstance(exc, KeyError) else f"a value has the wrong shape ({exc})"


def _build(
    tag: str, origin: str, style: dict[str, Any], catalogue: Catalogue, marks: dict[str, Any], revision: str
) -> EditionLocale:
    if not style:
        style = _cldr_style(tag, marks)
    quotes, punctuation, number = style["quotes"], style["punctuation"], style["number"]
    clock = dict(style["time"])
    calendar = dict(style["date"])
    return EditionLocale(
        tag=tag,
        language=language_of(tag),
        direction=direction(tag),
        origin=origin,
        quotes=Quotes(
            outer=_pair(quotes["outer"]),
            inner=_pair(quotes["inner"]),
            space=_text(quotes.get("space", "")),
            inner_space=_text(quotes.get("inner_space", quotes.get("space", ""))),
            apostrophe=_text(quotes["apostrophe"]),
        ),
        dash=_pair(punctuation["dash"]),
        number_range=_text(punctuation["range"]),
        ellipsis=_text(punctuation["ellipsis"]),
        space_before=_texts(punctuation.get("space_before", {})),
        percent_space=_text(number.get("percent_space", "")),
        scales={int(power): _text(word) for power, word in number.get("scales", {}).items()},
        prefer_scale=_texts(number.get("prefer_scale", {})),
        money=Money(
            plain=_shape(style["money"]["plain"], symbol="", number=""),
            scaled=_shape(style["money"]["scaled"], symbol="", amount="", name=""),
            symbols=_texts(style["money"].get("symbols", {})),
            names=_texts(style["money"].get("names", {})),
        ),
        clock=Clock(
            pattern=_shape(clock["pattern"], h=0, h12=0, m="", period=""),
            full_hour=_shape(clock["full_hour"], h=0, h12=0, m="", period=""),
            periods=_pair(clock.get("periods", ("AM", "PM"))),
            meridiem_wrong=tuple(map(_text, clock.get("meridiem_wrong", ()))),
            zone=_shape(clock.get("zone", ""), zone=""),
            zones=_texts(clock.get("zones", {})),
        ),
        calendar=Calendar(
            long=_text(calendar["long"]),
            day_month=_text(calendar["day_month"]),
            month_year=_text(calendar["month_year"]),
            dateline=_text(calendar["dateline"]),
            first=_text(calendar.get("first", "")),
            on=_text(calendar.get("on", "")),
            on_wrong=tuple(map(_text, calendar.get("on_wrong", ()))),
        ),
        headline_case=_text(style.get("headline", {}).get("case", "sentence")),
        convert=_one_of(style.get("units", {}).get("convert", ""), ("", "metric", "imperial")),
        wide=bool(punctuation.get("wide", False)),
        catalogue=catalogue,
        revision=revision,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        message = f"{value!r} should be a text in quotes"
        raise TypeError(message)
    return value


def _one_of(value: object, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        message = f"{value!r} is none of {', '.join(allowed[1:])}"
        raise ValueError(message)
    return str(value)


def _texts(value: Mapping[str, object]) -> dict[str, str]:
    return {key: _text(item) for key, item in value.items()}


def _pair(value: object) -> Pair:
    if not isinstance(value, (list, tuple)) or len(value) != 2:
        message = f"{value!r} should be two texts, [opening, closing]"
        raise TypeError(message)
    return _text(value[0]), _text(value[1])


def _shape(value: object, **samples: object) -> str:
    """A pattern of ours, tried once so that a slip in the file is found when it is read."""
    shape = _text(value)
    shape.format(**samples)
    return shape


def _parse_toml(tag: str, path: Path, data: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise LocaleError(tag, f"{path}: {exc}; mend the line or restore the file from git") from exc


@lru_cache(maxsize=1)
def _babel_version() -> str:
    import babel

    return str(babel.__version__)


def _cldr_style(tag: str, marks: dict[str, Any]) -> dict[str, Any]:
    """What CLDR knows of house style, in the shape of a locale.toml."""
    locale = babel_locale(tag)
    table = marks.get("marks", {})
    four = next((table[name] for name in fallbacks(tag) if name in table), marks.get("default", "“”‘’"))
    twelve_hours = "a" in str(locale.time_formats["short"].pattern)
    periods = locale.day_periods.get("format", {}).get("abbreviated", {})
    percent = str(locale.percent_formats[None].pattern)
    currency = str(locale.currency_formats["standard"].pattern).split(";")[0]
    before = currency.replace("\u200f", "").startswith("¤")
    gap = "\u00a0" if "\u00a0" in currency or not before else ""
    shape = "{symbol}" + gap + "{%s}" if before else "{%s}" + gap + "{symbol}"
    skeletons = locale.datetime_skeletons
    month_year = str(skeletons["yMMMM"].pattern) if "yMMMM" in skeletons else "LLLL y"
    day_month = str(skeletons["MMMMd"].pattern) if "MMMMd" in skeletons else "d MMMM"
    return {
        "quotes": {"outer": list(four[:2]), "inner": list(four[2:]), "apostrophe": "’"},
        "punctuation": {
            "dash": [" – ", " – "], "range": "–", "ellipsis": "…", "wide": language_of(tag) in {"ja", "zh", "yue"},
        },
        "number": {"percent_space": "\u00a0" if "\u00a0%" in percent or "\u202f%" in percent else ""},
        "money": {
            "plain": shape % "number",
            "scaled": shape % "amount",
            "symbols": {code: locale.currency_symbols.get(code, code) for code in _CURRENCIES},
        },
        "time": {
            "pattern": "{h12}:{m} {period}" if twelve_hours else "{h}:{m}",
            "full_hour": "{h12}:00 {period}" if twelve_hours else "{h}:00",
            "periods": [str(periods.get("am", "AM")), str(periods.get("pm", "PM"))],
        },
        "date": {
            "long": str(locale.date_formats["long"].pattern),
            "day_month": day_month,
            "month_year": month_year,
            "dateline": str(skeletons["MMMd"].pattern) if "MMMd" in skeletons else day_month,
        },
    }


_CURRENCIES = ("AUD", "BRL", "CAD", "CHF", "CNY", "EUR", "GBP", "INR", "JPY", "KRW", "PLN", "RUB", "UAH", "USD")
