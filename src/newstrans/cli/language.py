"""The language that newstrans speaks with its user: `--lang`, else the locale of the terminal."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache

from newstrans.errors import LocaleError, NewstransError
from newstrans.localise.catalogue import Catalogue

_chosen: ContextVar[str] = ContextVar("newstrans_interface", default="")


def choose_language(tag: str) -> None:
    """Speak `tag` from now on; "" leaves it to the environment.

    Raises:
        LocaleError: no language tag.

    """
    from newstrans.languages import normalise_tag

    _chosen.set(normalise_tag(tag) if tag else "")


def chosen_language() -> str:
    """What `--lang` said, "" for nothing."""
    return _chosen.get()


def words() -> Catalogue:
    """The words of the interface; English where there are none, and always for `--json`, which has no words."""
    return _words(_chosen.get() or terminal_language(os.environ))


def gettext(message: str, /, **values: object) -> str:
    """A message of the interface in the user's language, with its placeholders filled."""
    return words().gettext(message, **values)


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form that goes with `number`, which is filled in as `{number}`."""
    return words().ngettext(singular, plural, number)


def told(said: str | NewstransError) -> str:
    """A sentence or the message of an error in the user's language, where it is one that can be said in it.

    A unit is told with its key, which is what commands take: "paragraph 2 [u2]".
    """
    return words().told(said if isinstance(said, str) else said.said or str(said), ids=True)


def terminal_language(environ: Mapping[str, str]) -> str:
    """The language tag that POSIX variables ask for; "en" for "C", for nonsense and for nothing.

    >>> [terminal_language({"LANG": name}) for name in ("pt_BR.UTF-8", "sr_RS@latin", "C.UTF-8", "")]
    ['pt-BR', 'sr-RS', 'en', 'en']
    """
    name = next((environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(key)), "")
    tag = name.split(".")[0].split("@")[0].replace("_", "-")
    return "en" if tag in {"", "C", "POSIX"} else tag


@lru_cache(maxsize=8)
def _words(tag: str) -> Catalogue:
    from newstrans.localise.locale import load_interface

    if tag == "en" or tag.startswith("en-"):
        return Catalogue()
    try:
        return load_interface(tag)
    except LocaleError:
        return Catalogue()  # an odd LANG, or a broken catalogue, must not stop the work
