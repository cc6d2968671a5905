"""Find how an engine renders a name in a sentence by giving it the sentence with other names there. Pure functions.

Strict: the same words must give way to two stand-ins, in one place, and four fifths of the others must stay. One stand-in and a loose comparison
damaged 6.0 % of its edits, two that agree on a trimmed span 1.9 %, and each rule below would have stopped one of those
(terminology.md 2.1, rows d and d').
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence

from newstrans.glossary.common_words import common_words
from newstrans.glossary.near import WORTH_A_LOOK, closeness, foreign_words
from newstrans.model import Span
from newstrans.text.function_words import function_words
from newstrans.text.tokens import Token, tokenise

# Share of the words outside the name that must stay as they were.
_SAME = 0.8
# Words that a rendering may have more than the longest form of the name.
_MORE_WORDS = 1


def replaced_span(answer: str, other: str, place: Span, locale: str) -> Span | None:
    """The words of `answer` that gave way to the stand-in at `place` of `other`; None where that is not clear.

    Function words and signs at the ends are no part of the name: an article agrees with whatever follows it.
    """
    ours, theirs = tokenise(answer), tokenise(other)
    first = next((n for n, token in enumerate(theirs) if token.end > place.start), len(theirs))
    last = next((n for n in range(len(theirs) - 1, -1, -1) if theirs[n].start < place.end), -1)
    matcher = difflib.SequenceMatcher(None, [token.form for token in ours], [token.form for token in theirs], autojunk=False)
    blocks = [code for code in matcher.get_opcodes() if code[0] != "equal" and code[3] <= last and code[4] > first]
    if len(blocks) != 1 or blocks[0][0] != "replace":
        return None
    _, start, end, _, _ = blocks[0]
    same = sum(block.size for block in matcher.get_matching_blocks())
    if same < _SAME * max(len(ours) - (end - start), len(theirs) - (last + 1 - first)):
        return None
    small = function_words(locale).every
    while start < end and _is_edge(ours[start], small):
        start += 1
    while start < end and _is_edge(ours[end - 1], small):
        end -= 1
    return Span(ours[start].start, ours[end - 1].end) if start < end else None


def may_be_name(
    answer: str, span: Span, forms: Sequence[str], *, language: str, source: str, place: Span, taken: Sequence[Span],
    other: Callable[[str], bool],
) -> bool:  # fmt: skip
    """Whether the words at `span` may be what became of the name at `place` of the sentence `source`.

    `forms` are those known of the name, in both languages; `taken` are ranges of `answer` that are other names, addresses or
    code; `other` tells whether a text is a name that the glossary knows for something else.
    """
    text = answer[span.start : span.end]
    words = tokenise(text)
    if any(not (token.form[0].isalpha() or token.form in "-'") for token in words) or any(char.isdigit() for char in text):
        return False
    if not words[0].form[0].isupper() and not (words[-1].form[0].isupper() and len(words) > 1):
        return False
    if len(words) == 1 and (len(text) < 2 or text.lower() in common_words(language)):
        return False
    if len(words) > max(len(tokenise(form)) for form in forms) + _MORE_WORDS:
        return False
    if any(span.start < one.end and span.end > one.start for one in taken):
        return False
    # "Aden, in southern Yemen": what another word of the source has become is that word's.
    for word in foreign_words(source, [place]):
        if any(closeness(token.form, word) >= WORTH_A_LOOK for token in words if token.form[0].isupper()):
            return False
    # "Nova" of "Nova York": a capital right beside it, in the answer but not in the name, is the rest of a name.
    before, after = answer[: span.start], answer[span.end :]
    if after[:1] in (" ", "-") and after[1:2].isupper() and not after[1:3].isupper():
        return False
    left = before.rstrip(" -")
    if len(left) < len(before) and left and _last_word(left)[:1].isupper() and not _opens(left):
        return False
    return not other(text)


def _is_edge(token: Token, small: frozenset[str]) -> bool:
    return not token.form[0].isalnum() or token.form.lower() in small


def _last_word(text: str) -> str:
    words = tokenise(text[-40:])
    return words[-1].form if words else ""


def _opens(text: str) -> bool:
    """Whether the last word of `text` is the first of a sentence, where a capital says nothing."""
    words = tokenise(text)
    return len(words) == 1 or words[-2].form in ".!?…:\"“«"
