"""A rendering that nobody listed and that is nearly one that is: "Carcívia" for Carcóvia. Pure functions.

Likeness alone is no evidence: of 600 sentences without any such name 6 were changed at 85 (terminology.md 2.6:
"Letónia" became Estónia, "Itália" Talibã). So the source must have the name and the target lack it, and every rule
below was broken by one of those six.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from rapidfuzz.fuzz import ratio

from newstrans.glossary.common_words import common_words
from newstrans.model import Span
from newstrans.text.letters import fold_letters
from newstrans.text.tokens import Token, tokenise

# Likeness of 100 from which a run of words is taken for the name, and from which it is shown to the editor.
SURE = 85
WORTH_A_LOOK = 75
# At the head of a sentence every word has a capital: there it proves nothing.
_SURE_AT_HEAD = 92
_LETTERS = 5
# First letters that languages write for one another in names.
_ONE_ANOTHER = ("ckq", "ijy", "vwu", "szx", "fp", "gh", "eai", "ou", "td")
_OPENS_SENTENCE = frozenset(".!?…:\"“«”»'(—–-")


class Near(NamedTuple):
    """A run of words in the target that may be the name; `likeness` is 0..100 to the nearest form."""

    span: Span
    text: str
    form: str
    likeness: float
    sure: bool


def find_near(
    target: str, forms: Iterable[str], *, language: str, name: str, source: str, places: Sequence[Span], taken: Sequence[Span],
    other: Callable[[str], bool],
) -> Near | None:  # fmt: skip
    """The one run of words in `target` that is nearly one of `forms`; None when there is none, or several.

    `name` is what the source says and `places` its ranges there; `taken` are ranges of the target that are other names,
    addresses or code. `other` tells whether a run of words is a name that the glossary knows for something else.
    """
    words = tokenise(target)
    foreign = foreign_words(source, places)
    found: dict[Span, Near] = {}
    for form in dict.fromkeys(forms):
        length = len(tokenise(form))
        if sum(char.isalpha() for char in form) < _LETTERS or form.isupper():
            continue
        for at in range(len(words) - length + 1):
            run = words[at : at + length]
            span = Span(run[0].start, run[-1].end)
            text = target[span.start : span.end]
            likeness = closeness(text, form)
            if likeness < WORTH_A_LOOK or not _may_be(run, text, form, taken, language):
                continue
            if any(closeness(text, word) >= max(closeness(text, name), likeness - 1) for word in foreign):
                continue  # it is what another name of the source has become
            head = at == 0 or words[at - 1].form in _OPENS_SENTENCE
            sure = likeness >= (_SURE_AT_HEAD if head and length == 1 else SURE)
            best = found.get(span)
            if best is None or likeness > best.likeness:
                found[span] = Near(span, text, form, round(likeness, 1), sure)
    # The short form inside the full one is not a second candidate.
    inside = [one for one in found if any(one != wide and wide.start <= one.start and one.end <= wide.end for wide in found)]
    for span in inside:
        del found[span]
    if len(found) > 1:
        exact = [one for one in found.values() if one.likeness == 100]
        found = {one.span: one for one in exact}
    if len(found) != 1:
        return None
    [only] = found.values()
    return None if other(only.text) else only


def closeness(one: str, other: str) -> float:
    """How alike two names are without capitals and marks, 0..100."""
    return ratio(fold_letters(one), fold_letters(other))


def _may_be(run: Sequence[Token], text: str, form: str, taken: Sequence[Span], language: str) -> bool:
    if text == form or text.isupper() or any(char.isdigit() for char in text):
        return False
    if any(run[0].start < span.end and run[-1].end > span.start for span in taken):
        return False
    wanted = tokenise(form)
    if any(ours.form[:1].isupper() != theirs.form[:1].isupper() for ours, theirs in zip(run, wanted, strict=True)):
        return False
    if not any(token.form[:1].isupper() for token in run) or any(token.form.lower() in common_words(language) for token in run if len(run) == 1):
        return False
    # "Primeira e Segunda Guerras Mundiais": the plural is another name, or two.
    if any(ours.form.endswith("s") != theirs.form.endswith("s") for ours, theirs in zip(run, wanted, strict=True)):
        return False
    # Each word for itself: "Manchester City" is not Manchester United.
    if any(closeness(ours.form, theirs.form) < WORTH_A_LOOK - 15 for ours, theirs in zip(run, wanted, strict=True)):
        return False
    first, other = (fold_letters(words[0].form)[:1].lower() for words in (run, wanted))
    return first == other or any(first in letters and other in letters for letters in _ONE_ANOTHER)


def foreign_words(source: str, places: Sequence[Span]) -> list[str]:
    """Words of the source with a capital that are not the name: what is near to them is theirs."""
    return [
        token.form for token in tokenise(source)
        if token.form[:1].isupper() and len(token.form) >= _LETTERS - 1
        and all(token.end <= span.start or token.start >= span.end for span in places)
    ]  # fmt: skip
