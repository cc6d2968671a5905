"""Capitals: recognise ALL CAPS and Title Case, bring them to sentence case, and set capitals back."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from newstrans.languages import language_of

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")

# Words that English headlines keep small, and that prove nothing about Title Case.
_SMALL = frozenset(
    "a an and as at but by for from if in into is it its nor of off on or over per so than that the to up via vs with".split()
)


@lru_cache(maxsize=1024)
def is_all_caps(text: str) -> bool:
    """Whether `text` shouts: at least two words of two letters or more, and 80 % of its letters are capitals."""
    if sum(map(str.isupper, text)) < 7:  # 80 % of eight: most sentences need no closer look
        return False
    words = [word for word in _WORD.findall(text) if len(word) > 1]
    letters = [c for c in text if c.isalpha()]
    cased = [c for c in letters if c.upper() != c.lower()]
    if len(words) < 2 or len(cased) < 8:
        return False
    capitals = len([c for c in cased if c.isupper()])
    return capitals >= 0.8 * len(cased)


@lru_cache(maxsize=1024)
def is_title_case(text: str) -> bool:
    """Whether `text` is an English headline In Title Case: nearly every longer word has a capital."""
    words: list[str] = [word for word in _WORD.findall(text) if word.lower() not in _SMALL]
    if len(words) < 4 or sum(word[0].isupper() for word in words) < 0.9 * len(words):
        return False
    return not is_all_caps(text)


@dataclass(frozen=True, slots=True)
class CaseEvidence:
    """How the story itself writes its words: form seen in mid-sentence, by lower-cased word."""

    seen: Counter[tuple[str, str]] = field(default_factory=Counter)

    @classmethod
    def of(cls, sentences: Iterable[str]) -> CaseEvidence:
        """Count the words of `sentences` that stand after another word (a sentence start proves nothing)."""
        seen: Counter[str] = Counter()
        for sentence in sentences:
            if not (is_all_caps(sentence) or is_title_case(sentence)):
                seen.update(_in_mid_sentence(sentence))
        return cls(Counter({(word.lower(), word): count for word, count in seen.items()}))

    def __bool__(self) -> bool:
        """Whether there is a body of text to go by: a name in the headline would occur in it."""
        return len(self.seen) >= 40

    def form(self, word: str) -> str | None:
        """The form the story uses most for `word`, or None when it does not occur."""
        lower = word.lower()
        forms = [(count, form) for (key, form), count in self.seen.items() if key == lower]
        return max(forms, key=lambda item: (item[0], item[1]))[1] if forms else None


def _in_mid_sentence(sentence: str) -> Iterator[str]:
    """The words that stand after another word; one after a full stop, colon or opening quotation mark may start a sentence."""
    for match in islice(_WORD.finditer(sentence), 1, None):
        before = sentence[match.start() - 2 : match.start()]
        if before[1:] == " " and (before[0].isalnum() or before[0] in ",;-)'’"):
            yield match[0]


def sentence_case(
    text: str,
    *,
    evidence: CaseEvidence,
    names: Callable[[str], list[tuple[int, int, str]]],
    common: Callable[[str], bool | None],
) -> str:
    """`text` (ALL CAPS or Title Case) as a sentence would have it.

    Each word takes, in this order: the form of a glossary name (`names` gives start, end, form), the form that the
    story uses, the case in which the engine's model knows the word (`common`), else lower case: a name in a
    headline nearly always occurs in the story. Without a story to go by, Title Case words keep their capital.
    Placeholders ("Xk1") stay. Length never changes.
    """
    shouting = is_all_caps(text)
    fixed = {
        start: (end, form) for start, end, form in names(text) if len(form) == end - start and end > start
    }
    out: list[str] = []
    at = 0
    skip_to = 0
    first = True
    for match in _WORD.finditer(text):
        if match.start() < skip_to:
            continue
        out.append(text[at : match.start()])
        at = match.start()
        if at in fixed:
            skip_to, form = fixed[at]
            out.append(form)
            at = skip_to
            first = False
            continue
        word = match[0]
        after = text[match.end() : match.end() + 1]
        if after.isdigit() or (len(word) == 1 and word.isupper() and not first and word != "A"):
            new = word  # "Xk1", "G7", "F-16": never a sentence word
        elif (seen := evidence.form(word)) is not None and len(seen) == len(word):
            new = seen
        elif not shouting and word.isupper() and len(word) > 1:
            new = word  # an acronym in a Title Case headline
        else:
            known = common(word)
            lower = known or (known is None and (shouting or bool(evidence)))
            new = word.lower() if lower else word[0].upper() + word[1:].lower()
        if len(new) != len(word):
            new = word
        if first:
            new = new[0].upper() + new[1:] if len(new[0].upper()) == 1 else new
            first = False
        out.append(new)
        at = match.end()
    out.append(text[at:])
    return "".join(out)


def upper(text: str, locale: str) -> str:
    """`text` in capitals as the locale writes them.

    Turkish and Azeri dot the capital of i; Greek capitals carry no tonos (Unicode CLDR el-Upper).

    >>> upper("izmir", "tr"), upper("Großbritannien", "de"), upper("Αθήνα", "el")
    ('İZMİR', 'GROSSBRITANNIEN', 'ΑΘΗΝΑ')
    """
    language = language_of(locale)
    if language in ("tr", "az"):
        text = text.replace("i", "İ").replace("ı", "I")
    if language == "el":
        decomposed = unicodedata.normalize("NFD", text)
        text = unicodedata.normalize("NFC", "".join(c for c in decomposed if c != "\u0301"))
    return text.upper()
