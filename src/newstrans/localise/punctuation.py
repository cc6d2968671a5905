"""Dashes, ellipses, ranges and spaces, where the source has them too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from newstrans.localise.locale import EditionLocale, babel_locale
from newstrans.localise.remarks import inside, verbatim_spans
from newstrans.model import Span
from newstrans.text.edits import Rewriter

_SPACES = " \u00a0\u202f\u2009"
_CLOSERS = ",.;:!?)]}"
_DASHES = "-–—―"
_QUOTES = "\"'“”„‘’‚«»"
# In the source: an em dash, a spaced en dash or hyphen, two hyphens. Hyphens in words and ranges are none.
_SOURCE_DASH = re.compile(rf"[—―]|(?<=\S)[{_SPACES}](?:–|--?)[{_SPACES}](?=\S)|(?<=\w)--(?=\w)")
_TARGET_DASH = re.compile(rf"[{_SPACES}]{{0,3}}(?:—|―|--)[{_SPACES}]{{0,3}}|[{_SPACES}]{{1,3}}[-–](?:[{_SPACES}]{{1,3}}|(?=[,;.]))")
_RANGE = re.compile(r"(?<![\w.,–-])(\d{1,4})–(\d{1,4})(?![\w–-]|[.,]\d)")
_DOTS = re.compile(r"(?<!\.)\.{3}(?!\.)|…{1,9}")


def mend_spaces(draft: Rewriter, source: str) -> None:
    """Take out spaces that the engine added: doubled, at the ends, before a comma or a full stop."""
    reason = "the engine added a space"
    if draft.text[:1] == " " and source[:1] != " ":
        draft.replace(0, len(draft.text) - len(draft.text.lstrip(" ")), "", rule="space", reason=reason)
    if draft.text[-1:] == " " and source[-1:] != " ":
        draft.replace(len(draft.text.rstrip(" ")), len(draft.text), "", rule="space", reason=reason)
    if "  " in draft.text and "  " not in source:
        draft.substitute(_DOUBLED, lambda _: " ", rule="space", reason=reason)
    if _SPACED_MARK.search(draft.text) and not _SPACED_MARK.search(source):
        draft.substitute(_SPACED_MARK, lambda match: match[1], rule="space", reason=reason)


_DOUBLED = re.compile(r"(?<! ) {2,}")
_SPACED_MARK = re.compile(r"(?<=\w) ([,.])(?=\s|$)")


_ELIDED_NUMBER = re.compile(r"(?<!\w)([dD])['’](?=\d)")


def mend_elision(draft: Rewriter, locale: EditionLocale) -> None:
    """French "de" is not elided before figures, as a rule-based engine does: "d'3,5 millions" -> "de 3,5 millions"."""
    if locale.language == "fr":
        draft.substitute(
            _ELIDED_NUMBER, lambda match: f"{match[1]}e ", rule="elision.number", reason=f"“de” is not elided before figures in {locale.tag}"
        )


def localise_punctuation(draft: Rewriter, source: str, locale: EditionLocale) -> None:
    """Dashes and ranges of the source as the locale writes them."""
    if "–" in source:
        _ranges(draft, source, locale)
    if _SOURCE_DASH.search(source):
        _dashes(draft, locale)


# "ships, trains, and trucks": three or more short members, the last behind a comma and a conjunction.
_ITEM = r"[\w'’-]+(?: [\w'’-]+){0,2}"
_LIST_ENDS = r"(?=[.,;:!?)\"”»]|['’](?!\w)|$| [—–-])"
_SERIAL = re.compile(rf"{_ITEM}(?:, {_ITEM})+, (?:and|or) {_ITEM}{_LIST_ENDS}")


def localise_lists(draft: Rewriter, source: str, locale: EditionLocale) -> None:
    """The comma before "and" in a list, which American English writes and an engine copies: "A, B, e C" -> "A, B e C".

    Only where the source has one list of short members and the edition the same number of commas in one.
    """
    joint = _list_joint(locale.tag)
    if "," not in source or not joint:
        return
    lists = _SERIAL.findall(source)
    if len(lists) != 1 or len(re.findall(rf", {joint}(?!\w)", draft.text)) != 1:
        return
    commas = lists[0].count(",")
    shape = re.compile(rf"(?<![\w,]){_ITEM}(?:, {_ITEM}){{{commas - 1}}}(?P<comma>,) {joint} {_ITEM}{_LIST_ENDS}")
    found = list(shape.finditer(draft.text))
    if len(found) == 1:
        draft.replace(
            *found[0].span("comma"), "", rule="list.comma", confidence=0.9,
            reason=f"a list has no comma before “{joint}” in {locale.tag}",
        )  # fmt: skip


@lru_cache(maxsize=64)
def _list_joint(tag: str) -> str:
    """The word before the last member of a list, if CLDR writes no comma before it and spaces round it."""
    end = str(babel_locale(tag).list_patterns.get("standard", {}).get("end", ""))
    match = re.fullmatch(r"\{0\} (\w+) \{1\}", end)
    return match[1] if match else ""


def space_high_punctuation(draft: Rewriter, locale: EditionLocale) -> None:
    """French spaces before colon, semicolon, question and exclamation mark."""
    if not locale.space_before:
        return
    kept = verbatim_spans(draft.text)
    spaces = locale.space_before
    for match in reversed(list(_high_marks(tuple(spaces)).finditer(draft.text))):
        start = match.start() + len(match[1])
        if inside(start, match.end(), kept):
            continue
        draft.replace(
            start, match.end(), _with_space(match[2], spaces), rule="space.high",
            reason=f"a no-break space stands before “{match[2]}” in {locale.tag}",
        )  # fmt: skip


def _with_space(mark: str, spaces: Mapping[str, str]) -> str:
    return spaces.get(mark[0], "") + mark


@lru_cache(maxsize=16)
def _high_marks(marks: tuple[str, ...]) -> re.Pattern[str]:
    runs = "".join(re.escape(mark) for mark in marks if mark != ":") or "(?!)"
    colon = "|:" if ":" in marks else ""
    # A colon only at a space or the end: not in times, addresses, "C:\".
    return re.compile(
        rf"([^\s{_SPACES}{re.escape(''.join(marks))}¿¡(\[«“‘„‚\"])[{_SPACES}]{{0,3}}([{runs}]{{1,9}}{colon}(?=\s|$))"
        rf"(?=[\s{_QUOTES}).,\]]|$)"
    )


def localise_ellipses(draft: Rewriter, source: str, locale: EditionLocale) -> None:
    """Three dots as the locale's ellipsis, where the source has one."""
    if not _DOTS.search(source):
        return
    kept = verbatim_spans(draft.text)
    for match in reversed(list(_DOTS.finditer(draft.text))):
        if not inside(*match.span(), kept):
            draft.replace(
                *match.span(), locale.ellipsis, rule="ellipsis", reason=f"the ellipsis is “{locale.ellipsis}” in {locale.tag}"
            )


def _ranges(draft: Rewriter, source: str, locale: EditionLocale) -> None:
    """The dash of a range ("2019–2024"), which the engine was sent as a hyphen."""
    for match in list(_RANGE.finditer(source))[:100]:
        shape = re.compile(rf"(?<![\w.,–-]){match[1]}([{_SPACES}]?[-–‑~][{_SPACES}]?){match[2]}(?![\w–-]|[.,]\d)")
        for found in reversed(list(shape.finditer(draft.text))):
            draft.replace(
                *found.span(1), locale.number_range, rule="dash.range",
                reason=f"ranges are written with “{locale.number_range}” in {locale.tag}", source=Span(*match.span()),
            )  # fmt: skip


def _dashes(draft: Rewriter, locale: EditionLocale) -> None:
    """Parenthetical dashes; by turns the first opens and the second closes (Spanish “—así—”)."""
    text, kept = draft.text, verbatim_spans(draft.text)
    opening, closing = locale.dash
    pieces: list[tuple[int, int, str]] = []
    count = 0
    for match in _TARGET_DASH.finditer(text):
        start, end = match.span()
        if start == 0 or end == len(text) or inside(start, end, kept):
            continue
        before, after = text[start - 1], text[end]
        if (before.isdigit() and after.isdigit()) or before in _DASHES or after in _DASHES:
            continue  # 3 - 1, 2019 — 2024, "-----"
        spaced_before, spaced_after = match[0][0] in _SPACES, match[0][-1] in _SPACES
        if after in _QUOTES and not spaced_before and not spaced_after:
            continue  # “I was—”
        shape = opening if count % 2 == 0 else closing
        count += 1
        if after in _CLOSERS:
            shape = closing.rstrip(_SPACES)
            if closing != shape + " " or opening.endswith(" "):
                continue  # a spaced dash does not stand before a comma
        pieces.append((start, end, shape))
    for start, end, shape in reversed(pieces):
        draft.replace(start, end, shape, rule="dash.locale", reason=f"dashes are set as in {locale.tag}")
