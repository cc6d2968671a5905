"""Words of newstrans itself in another language: gettext catalogues (.po), read as they are.

A catalogue is read when it is needed and never compiled, so that a word changed in an editor is in the next edition.
There are two: `messages.po` is what stands on a page, `interface.po` what the command line says.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from newstrans.errors import LocaleError
from newstrans.text.phrase import Phrase


def _germanic(number: int) -> int:
    return int(number != 1)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """English message ids and their words in the language `tag`; without words, English.

    `plurals` maps a singular id to one text for each plural form, `plural_form` a number to the form's index.
    """

    tag: str = "en"
    messages: Mapping[str, str] = field(default_factory=dict)
    plurals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    plural_form: Callable[[int], int] = _germanic

    def gettext(self, msgid: str, **values: object) -> str:
        """The words for `msgid` with its placeholders filled; `msgid` itself when there is no translation.

        gettext files cannot have a message both alone and with a plural: the form for one serves where it stands alone.
        """
        text = self.messages.get(msgid) or self._for_one(msgid) or msgid
        return text.format(**values) if values else text

    def _for_one(self, msgid: str) -> str:
        forms = self.plurals.get(msgid)
        return forms[self.plural_form(1)] if forms else ""

    def told(self, said: str, *, ids: bool = False) -> str:
        """A sentence in this language where it is one that can be said in it, with the phrases among its values.

        With `ids` things that have a name are told with the id by which a command knows them: "paragraph 2 [u2]".
        """
        if not isinstance(said, Phrase):
            return said
        values = {name: self.told(value, ids=ids) if isinstance(value, Phrase) else value for name, value in said.values.items()}
        text = self.gettext(said.message, **values)
        return f"{text} [{said.id}]" if ids and said.id else text

    def ngettext(self, singular: str, plural: str, number: int, **values: object) -> str:
        """The form that goes with `number` in this language; English where there is none. `{number}` is filled."""
        forms = self.plurals.get(singular)
        text = forms[self.plural_form(number)] if forms else (singular, plural)[_germanic(number)]
        return text.format(number=number, **values)


def parse_catalogue(tag: str, path: Path, data: bytes) -> Catalogue:
    """The catalogue in the bytes of a .po file; empty and fuzzy messages stay English.

    Raises:
        LocaleError: a line is no PO, a translation has other placeholders than its message, or it has another
            number of plural forms than the file's `Plural-Forms` header says.

    """
    import polib

    try:
        text = data.decode("utf-8")
        # polib and Babel read `msgstr Fonte` as "ont": quotes that are missing have to be found here.
        for number, line in enumerate(text.splitlines(), 1):
            if line.strip() and not _PO_LINE.fullmatch(line):
                message = f"line {number} is neither a comment nor a quoted text: {line!r}"
                raise ValueError(message)
        file = polib.pofile(text)
        count, rule = _plural_rule(file.metadata.get("Plural-Forms", ""))
    except (OSError, ValueError) as exc:  # polib reports a syntax error as OSError
        raise LocaleError(tag, f"{path}: {exc}; mend the line or restore the file from git") from exc
    messages: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for entry in file:
        if entry.fuzzy or entry.obsolete:
            continue
        if entry.msgid_plural:
            forms = tuple(entry.msgstr_plural[key] for key in sorted(entry.msgstr_plural))
            if not all(forms):
                continue
            if len(forms) != count:
                raise LocaleError(tag, f"{path}: {entry.msgid!r} has {len(forms)} plural forms, the header says {count}")
            plurals[entry.msgid] = forms
        elif entry.msgstr:
            messages[entry.msgid] = entry.msgstr
            forms = (entry.msgstr,)
        else:
            continue
        for form in forms:
            if not _same_fields(form, entry.msgid, plural=bool(entry.msgid_plural)):
                raise LocaleError(tag, f"{path}: {form!r} must have the same placeholders as {entry.msgid!r}")
    return Catalogue(tag, messages, plurals, rule)


_PO_LINE = re.compile(r'\s*(?:#.*|(?:msg(?:id|str|ctxt|id_plural)(?:\[\d\])?\s+)?"(?:[^"\\]|\\.)*"\s*)')
_PLURAL_FORMS = re.compile(r"\s*nplurals\s*=\s*([1-6])\s*;\s*plural\s*=\s*([-+*/%&|!?:=<>()\dn\s]+?);?\s*")


@lru_cache(maxsize=32)
def _plural_rule(header: str) -> tuple[int, Callable[[int], int]]:
    """Number of forms, and the function from number to form, of a `Plural-Forms` header; English for none."""
    from gettext import c2py

    if not header:
        return 2, _germanic
    match = _PLURAL_FORMS.fullmatch(header)
    if not match:
        message = f"the header Plural-Forms is wrong: {header!r}"
        raise ValueError(message)
    rule: Callable[[int], int] = c2py(match[2])  # raises ValueError for what is no expression
    return int(match[1]), rule


def _same_fields(text: str, msgid: str, *, plural: bool) -> bool:
    """Whether both have the same placeholders; a plural form may say its number in a word ("قصتان")."""
    found, wanted = _fields(text), _fields(msgid)
    if plural:
        found, wanted = ([name for name in names if name != "number"] for names in (found, wanted))
    return found == wanted


def _fields(text: str) -> list[str]:
    try:
        return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)
    except ValueError:
        return [text]
