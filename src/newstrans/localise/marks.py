"""Punctuation of the edition's script: full width in Chinese and Japanese, Arabic commas, Spanish opening marks."""

from __future__ import annotations

import re
from collections.abc import Callable

from newstrans.languages import language_of
from newstrans.localise.locale import EditionLocale
from newstrans.localise.remarks import inside, uncertain, verbatim_spans
from newstrans.model import Finding, Span
from newstrans.text.edits import Rewriter

_HAN = "\u3040-\u30ff\u3005\u3400-\u9fff\uf900-\ufaff"
_SPACE_BETWEEN = re.compile(rf"(?<=[{_HAN}])[ \u00a0]+(?=[{_HAN}])")
_SPACE_AT_MARK = re.compile(rf"(?<=[、。，：；？！」』）”])[ \u00a0]+(?=[{_HAN}「『（“])|(?<=[{_HAN}])[ \u00a0]+(?=[、。，：；？！」』）])")
# A mark belongs to the sentence when letters of the language stand before it, or a closing mark or bracket of theirs.
_MARK = re.compile(rf"(?<=[{_HAN}”’」』）])[,.;:?!](?=[\s{_HAN}”’」』）“‘「『（]|$|\d|[A-Za-z])")
_BRACKETS = re.compile(rf"(?<=[{_HAN}])[ ]?\((?P<inner>[^()\n]{{1,60}})\)(?=[\s{_HAN}，。、；：]|$)")
_WIDE = {
    "zh": {",": "，", ".": "。", ";": "；", ":": "：", "?": "？", "!": "！"},
    "ja": {",": "、", ".": "。", ";": "；", ":": "：", "?": "？", "!": "！"},
}


# The languages that write with Arabic letters; Hebrew has the marks of Latin.
_ARABIC = frozenset({"ar", "fa", "ur", "ps", "ckb", "ug", "sd"})
_ARABIC_MARKS = {",": "،", ";": "؛", "?": "؟"}
# Behind an Arabic letter, or a closing mark or bracket behind one; a comma in "1,5" stands behind a figure.
_ARABIC_MARK = re.compile(r"(?:(?<=[\u0620-\u06ef])|(?<=[\u0620-\u06ef][»”’)]))[,;?](?=[\s»”’)]|$)")


def localise_marks(draft: Rewriter, source: str, locale: EditionLocale) -> list[Finding]:
    """The marks of the edition's script; notes on Spanish questions whose beginning is not certain."""
    if locale.wide:
        _wide(draft, locale)
    if locale.direction == "rtl" and locale.language in _ARABIC:
        _each(draft, _ARABIC_MARK, lambda match: _ARABIC_MARKS[match[0]], "marks.arabic", "Arabic letters have marks of their own")
    return _inverted(draft, source, locale) if locale.language == "es" else []


def _inverted(draft: Rewriter, source: str, locale: EditionLocale) -> list[Finding]:
    """The mark that opens a Spanish question or exclamation, where the whole sentence is one."""
    text = draft.text
    body = text.rstrip(" \u00a0\"'”’»)")
    closing = body[-1:]
    opening = {"?": "¿", "!": "¡"}.get(closing)
    if opening is None or opening in text or source.rstrip(" \"'”’»)")[-1:] != closing:
        return []
    start = len(text) - len(text.lstrip(" \u00a0\"'“‘«("))
    if re.search(r"[.,;:?!…—–]", body[start:-1]):
        message = f"the sentence ends with “{closing}”: set “{opening}” where it begins"
        return [uncertain("marks.inverted", message, Span(0, len(source)), source)]
    draft.replace(
        start, start, opening, rule="marks.inverted", confidence=0.9, reason=f"“{opening}” opens what “{closing}” closes in {locale.tag}"
    )
    return []


def _wide(draft: Rewriter, locale: EditionLocale) -> None:
    """Full-width punctuation behind letters of the language, and no space between those letters."""
    marks = _WIDE.get(language_of(locale.tag), _WIDE["zh"])
    _each(draft, _SPACE_BETWEEN, lambda _: "", "cjk.space", f"{locale.tag} puts no space between words")
    _each(draft, _MARK, lambda match: marks[match[0]], "cjk.punctuation", f"punctuation has full width in {locale.tag}")
    _each(draft, _BRACKETS, lambda match: f"（{match['inner']}）", "cjk.punctuation", f"brackets have full width in {locale.tag}")
    _each(draft, _SPACE_AT_MARK, lambda _: "", "cjk.space", "a full-width mark brings its own room")


def _each(
    draft: Rewriter, pattern: re.Pattern[str], after: Callable[[re.Match[str]], str], rule: str, reason: str
) -> None:
    kept = verbatim_spans(draft.text)
    for match in reversed(list(pattern.finditer(draft.text))):
        if not inside(match.start(), max(match.end(), match.start() + 1), kept):
            draft.replace(*match.span(), after(match), rule=rule, reason=reason)
