"""Plain values become HTML: one environment, always escaped, in the language of the interface."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from threading import Lock
from typing import Any

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time, format_timedelta, get_datetime_format
from babel.numbers import format_decimal, format_percent
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from newstrans.errors import NewstransError
from newstrans.languages import declared_tag, direction, display_name
from newstrans.localise.catalogue import Catalogue
from newstrans.localise.locale import babel_locale, load_interface
from newstrans.review.words import step_of, word_of
from newstrans.text.display import signs, visible
from newstrans.web.static_files import StaticFiles


@dataclass(frozen=True, slots=True)
class Words:
    """The language that a page is in, and its ways to write a date or a number. Times are those of this machine."""

    catalogue: Catalogue

    @property
    def tag(self) -> str:
        return self.catalogue.tag

    def gettext(self, msgid: str) -> str:
        return self.catalogue.gettext(msgid)

    def told(self, said: str | NewstransError) -> str:
        """A sentence or the message of an error in this language, where it can be said in it."""
        return self.catalogue.told(said if isinstance(said, str) else said.said or str(said))

    def word(self, value: str) -> str:
        """What a state, a kind or a verdict is called."""
        return self.told(word_of(value))

    def step(self, kind: str) -> str:
        """What was done, by the kind of its event."""
        return self.told(step_of(kind))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        forms = self.catalogue.plurals.get(singular)
        return forms[self.catalogue.plural_form(number)] if forms else (singular if number == 1 else plural)

    def moment(self, at: str | None) -> Markup:
        """A time (ISO 8601) as a `time` element, to the minute; what is no time stays as it is."""
        if (when := _time(at)) is None:
            return Markup("<bdi>{}</bdi>").format(visible(at or ""))
        return Markup('<time datetime="{}" title="{}">{}</time>').format(at, at, self._plainly(when))

    def ago(self, at: str | None, now: str) -> Markup:
        """How long ago a time was, or how far it is ahead."""
        when, today = _time(at), _time(now)
        if when is None or today is None:
            return self.moment(at)
        shown = format_timedelta(when - today, add_direction=True, locale=babel_locale(self.tag))
        return Markup(f'<time datetime="{escape(at)}" title="{escape(self._plainly(when))}">{escape(shown)}</time>')

    def stamp(self, at: str) -> str:
        """A time to the minute as plain text, for where no element can stand; what is no time stays as it is."""
        when = _time(at)
        return visible(at) if when is None else self._plainly(when)

    def day(self, day: str, *, year: bool = True) -> str:
        """A day (ISO 8601), without its year where little room is."""
        found = date.fromisoformat(day)
        return str(format_date(found, "medium", locale=self._dates) if year else format_skeleton("MMMd", found, locale=self._dates))

    @property
    def _dates(self) -> Locale:
        """How dates are written. Plain English is that of the house: "4 Mar 2026, 09:30"."""
        return babel_locale("en-GB" if self.tag == "en" else self.tag)

    def _plainly(self, when: datetime) -> str:
        return _day_and_time(when.astimezone().replace(tzinfo=None), self._dates)

    def number(self, value: float) -> str:
        return str(format_decimal(value, locale=babel_locale(self.tag)))

    def percent(self, value: float) -> str:
        return str(format_percent(value, locale=babel_locale(self.tag)))

    def span(self, seconds: float) -> str:
        """A span of time in its two largest units, short.

        The catalogue has the units: Babel 2.18 says "1 horas" in Spanish, and in German "duration-hour".

        >>> [words_for("en").span(seconds) for seconds in (0.4, 40, 150, 3600, 8100, 172_900, 180_000)]
        ['1 s', '40 s', '2 min', '1 h', '2 h 15 min', '2 d', '2 d 2 h']
        """
        _ = self.gettext
        whole = max(1, round(seconds))
        days, hours, minutes = whole // 86_400, whole // 3600 % 24, whole // 60 % 60
        units = [
            # Translators: so many days, as short as can be
            (days, _("%(n)s d")),
            # Translators: so many hours
            (hours, _("%(n)s h")),
            # Translators: so many minutes
            (minutes, _("%(n)s min")),
        ]
        if whole < 120:
            # Translators: so many seconds
            units = [(whole, _("%(n)s s"))]
        return " ".join(unit % {"n": self.number(count)} for count, unit in (units[:2] if days else units) if count)

    def language(self, tag: str) -> str:
        """The name of a language in the language of the interface."""
        return display_name(tag, self.tag)


class Pages:
    """The templates, compiled once for each language of the interface. What all can use is listed in `_made`."""

    def __init__(self, static: StaticFiles) -> None:
        self.static = static
        self._made: dict[str, Environment] = {}
        self._lock = Lock()

    def render(self, template: str, words: Words, values: Mapping[str, Any]) -> str:
        """A page, or a part of one."""
        return self._of(words).get_template(template).render(values)

    def pieces(self, template: str, words: Words, values: Mapping[str, Any]) -> Iterator[str]:
        """The same page in pieces, as it is drawn: what `values` gives one after the other is asked for when its turn has come."""
        return self._of(words).get_template(template).generate(values)

    def compile(self, words: Words) -> None:
        """Compile the templates, which the first page of each kind would wait for."""
        made = self._of(words)
        for template in made.list_templates(extensions=["html"]):
            made.get_template(template)

    def _of(self, words: Words) -> Environment:
        with self._lock:
            if words.tag not in self._made:
                self._made[words.tag] = self._make(words)
            return self._made[words.tag]

    def _make(self, words: Words) -> Environment:
        made = Environment(
            loader=PackageLoader("newstrans.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"], auto_reload=False,
        )  # fmt: skip
        made.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
        made.globals |= {
            "words": words, "static": self.static.address, "direction": direction, "lang": lang, "visible": visible, "signs": signs,
            "moment": words.moment, "stamp": words.stamp, "day": words.day, "ago": words.ago, "number": words.number, "percent": words.percent, "span": words.span,
            "language_name": words.language, "told": words.told, "word": words.word, "step": words.step, "_": _quick_gettext(words),
        }  # fmt: skip
        # A filter is called without the detour that Jinja takes for a function: where rows are many, that is a third of the page.
        made.filters |= {
            "visible": visible, "told": words.told, "word": words.word, "lang": lang, "ago": words.ago, "state_name": _state_names(words),
        }  # fmt: skip
        return made


@lru_cache(maxsize=4096)
def _day_and_time(here: datetime, locale: Locale) -> str:
    parts = {"0": format_time(here, "short", locale=locale), "1": format_date(here, "medium", locale=locale)}
    return re.sub(r"{([01])}", lambda part: parts[part[1]], str(get_datetime_format("medium", locale=locale)))


def _quick_gettext(words: Words) -> Callable[..., Markup]:
    """The `_` of the templates, as Jinja's own newstyle gettext, which looks up and wraps a message anew each time it is shown."""
    plain: dict[str, Markup] = {}
    shapes: dict[str, str] = {}

    def gettext(message: str, /, **values: object) -> Markup:
        if values:
            if message not in shapes:
                shapes[message] = words.gettext(message)
            # The words are our own, the values are escaped.
            return Markup(shapes[message] % {name: value if isinstance(value, (int, float)) else escape(value) for name, value in values.items()})
        if message not in plain:
            plain[message] = Markup(words.gettext(message)) % {}
        return plain[message]

    return gettext


def _state_names(words: Words) -> Callable[[str], Markup]:
    """The name of a state in its colours. There are few states."""

    @lru_cache(maxsize=64)
    def state_name(state: str) -> Markup:
        return Markup('<span class="state state-{}">{}</span>').format(state, words.word(state))

    return state_name


@lru_cache(maxsize=512)
def lang(tag: str | None) -> Markup:
    """The attributes of an element whose text is in the language `tag`; for no language, the browser finds the direction.

    >>> lang("ar")
    Markup('lang="ar" dir="rtl"')
    """
    if not tag:
        return Markup('lang="und" dir="auto"')
    return Markup('lang="{}" dir="{}"').format(tag, direction(tag))


@lru_cache(maxsize=32)
def words_for(tag: str) -> Words:
    """The interface in the language `tag` or its nearest relative; English where there is none."""
    from newstrans.errors import LocaleError

    try:
        return Words(load_interface(tag) if tag and tag != "en" else Catalogue())
    except LocaleError:
        return Words(Catalogue())


def preferred(header: str) -> str:
    """The first language of an `Accept-Language` header that there are words for; "en" for none.

    >>> preferred("xx;q=0.9, en-GB;q=0.8")
    'en'
    """
    wanted: list[tuple[float, int, str]] = []
    for part in header[:400].split(","):
        tag, _, rest = part.strip().partition(";")
        try:
            quality = float(rest.strip().removeprefix("q=") or 1)
        except ValueError:
            quality = 0.0
        if tag and tag != "*" and quality > 0:
            wanted.append((-quality, len(wanted), tag))
    for _, _, tag in sorted(wanted)[:8]:
        if declared_tag(tag) and (tag.split("-")[0] == "en" or words_for(tag).catalogue.messages):
            return words_for(tag).tag
    return "en"


def _time(at: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(at) if at else None
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found
