"""Chinese and Japanese: punctuation of their own width, no spaces that an engine put between their letters."""

from __future__ import annotations

import re
from collections.abc import Callable

from newstrans.languages import language_of
from newstrans.localise.locale import EditionLocale
from newstrans.localise.remarks import inside, verbatim_spans
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


def localise_cjk(draft: Rewriter, locale: EditionLocale) -> None:
    """Full-width punctuation behind letters of the language, and no space between those letters."""
    if not locale.wide:
        return
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
