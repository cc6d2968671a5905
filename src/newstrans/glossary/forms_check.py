"""What a written form must not be: a common word, a pattern, a word of two scripts. Pure functions."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from newstrans.glossary.common_words import common_words, sentence_openers
from newstrans.languages import language_of, mend_babel
from newstrans.text.scripts import letter_script

FORM_CHARS = 200  # longer than any name; a paragraph pasted by mistake is
_WORD = re.compile(r"[^\W\d_]+")
# Forms are taken literally. These signs are in no name and show that somebody hoped for a pattern.
_PATTERN = re.compile(r"\\|\.[*+]|\(\?|\)[+*?]|\[[^\]]*\]|\{\d|[\^|]|\*|\$$")
# Scripts with look-alike letters; Latin in a Korean or Japanese word ("AP통신") is usual and plain to see.
_CONFUSABLE = frozenset({"Latn", "Cyrl", "Grek", "Armn"})
_JOINERS = "\u200c\u200d"  # Persian and the scripts of India need them


class FormProblem(NamedTuple):
    """What is wrong with a form, and how to mend it."""

    problem: str
    mend: str


def form_problem(form: str, tag: str, *, written: bool = True, any_case: bool = False, guarded: bool = False) -> FormProblem | None:
    """What is wrong with `form` as a name in the language `tag`; None when it is good.

    `written` forms go into editions; the others are only looked up, and may be in another script. `any_case` forms
    are looked up in small letters too. `guarded` ones have a guard that tells "May" from "may".

    >>> form_problem("Kуiv", "en").problem
    "'Kуiv' mixes scripts: 'у' is CYRILLIC SMALL LETTER U (U+0443)"
    """
    return _spacing(form) or _characters(form) or _scripts(form, tag, written=written) or _pattern(form) or (
        _too_common(form, tag, any_case=any_case, guarded=guarded)
    )


def _spacing(form: str) -> FormProblem | None:
    if not form.strip():
        return FormProblem("a form is empty", "write the name, or leave the line out")
    if form != " ".join(form.split()):
        return FormProblem(f"{form!r} has spaces at its ends, doubled, or a tab or line break", "write single spaces")
    if len(form) > FORM_CHARS:
        return FormProblem(f"a form of {len(form)} characters ({form[:30]!r}...)", f"a name has at most {FORM_CHARS}")
    return None


def _characters(form: str) -> FormProblem | None:
    if form.isascii() and form.isprintable():
        return None
    for char in form:
        if unicodedata.category(char) in ("Cc", "Cf", "Co", "Cs", "Cn") and char not in _JOINERS:
            return FormProblem(f"{form!r} has an invisible character, U+{ord(char):04X}", "delete it and type the word again")
    if form != unicodedata.normalize("NFC", form):
        return FormProblem(f"{form!r} has marks apart from their letters", "write it in NFC, as keyboards do")
    return None


def _scripts(form: str, tag: str, *, written: bool) -> FormProblem | None:
    own = script_of_language(tag)
    for word in () if form.isascii() else _WORD.findall(form):
        scripts = {letter_script(char) for char in word} - {""}
        if len(scripts & _CONFUSABLE) > 1:
            usual = max(scripts, key=lambda script: (sum(letter_script(c) == script for c in word), script == own))
            odd = next(char for char in word if letter_script(char) not in ("", usual))
            return FormProblem(f"{word!r} mixes scripts: {odd!r} is {_named(odd)}", "type the word again in one script")
        # "МОСКВА" of an English line may look right; a Latin brand in a Russian line is right.
        if written and own == "Latn" and scripts & {"Cyrl", "Grek"}:
            return FormProblem(f"{word!r} is not in Latin letters: {word[0]!r} is {_named(word[0])}", f"this is a line of {tag}")
    return None


def _named(char: str) -> str:
    return f"{unicodedata.name(char, 'a sign without a name')} (U+{ord(char):04X})"


def _pattern(form: str) -> FormProblem | None:
    found = _PATTERN.search(form)
    if found is None:
        return None
    return FormProblem(f"{form!r} looks like a pattern ({found[0]!r})", "forms are taken literally: list each spelling")


def _too_common(form: str, tag: str, *, any_case: bool, guarded: bool) -> FormProblem | None:
    if not any(char.isalpha() for char in form):
        return FormProblem(f"{form!r} has no letter", "numbers and signs are no names")
    letters = [char for char in form if char.isalnum()]
    cased = form.lower() != form.upper()
    if len(letters) == 1 and (cased or letters[0].isascii()):
        return FormProblem(f"{form!r} is a single letter and would be found everywhere", "list a longer form")
    if (form.isupper() or (guarded and form[:1].isupper())) and not any_case:
        return None  # an acronym is matched in capitals only: US is not us
    small = form.casefold()
    # "Duma" is a chamber, "duma" a contraction: a capital is enough for all but the words that begin sentences.
    common = common_words(tag) if form == small or any_case else sentence_openers(tag)
    if small in common or (cased and len(form) < 3 and form.islower()):
        return FormProblem(
            f"{form!r} is one of the most frequent words of the language and would rewrite half of it",
            "list a longer form, or an acronym in capitals",
        )
    return None


@lru_cache(maxsize=256)
def script_of_language(tag: str) -> str:
    """ISO 15924 code of the script a language is usually written in, by CLDR; "" when that is not known.

    >>> [script_of_language(tag) for tag in ("en", "uk", "sr-Latn", "zh-TW")]
    ['Latn', 'Cyrl', 'Latn', 'Hani']
    """
    from babel.core import get_global

    mend_babel()
    parts = tag.split("-")
    said = next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
    likely = get_global("likely_subtags")
    script = said or next(
        (part for part in str(likely.get(tag.replace("-", "_")) or likely.get(language_of(tag), "")).split("_") if len(part) == 4 and part.isalpha()), ""
    )  # fmt: skip
    return {"Hans": "Hani", "Hant": "Hani", "Jpan": "Hani", "Kore": "Hang"}.get(script, script)
