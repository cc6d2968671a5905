"""What tells, from a sentence and its answer alone, that an engine has lost its way. Pure functions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from newstrans.languages import language_of, language_scripts
from newstrans.text.copying import copied_limit, copied_share, ordinary_words
from newstrans.text.proportion import usual_length
from newstrans.text.repetition import REDUPLICATING, doubled_words, find_loop
from newstrans.text.scripts import script_counts
from newstrans.text.tokens import tokenise

# Words from which on a text is no short one: the faults of single words and of sentences are not the same.
SHORT_WORDS = 3
# Letters of a strange script from which on an answer is in the wrong one; a name or a formula has fewer.
_STRANGE = 0.3


@dataclass(frozen=True, slots=True)
class Symptom:
    """`kind` is "empty", "loop", "doubled", "grown", "copied", "script" or "length"; `detail` says it for the editor."""

    kind: str
    detail: str


def find_symptoms(source: str, answer: str, source_language: str, target_language: str) -> tuple[Symptom, ...]:
    """Everything that is wrong with `answer` at first sight; () for most.

    Both texts are those that went into the engine and came out. Languages are BCP 47 tags.
    """
    if not any(map(str.isalnum, source)):
        return ()
    if not any(map(str.isalnum, answer)):
        return (Symptom("empty", "it gave no text"),)
    return tuple(_find(source, answer, source_language, target_language))


def _find(source: str, answer: str, source_tag: str, target_tag: str) -> Iterator[Symptom]:
    ours, theirs = language_of(source_tag), language_of(target_tag)
    loop = find_loop(answer, theirs)
    if loop is not None:
        before = find_loop(source, ours)
        if before is None or before[3] < loop[3]:
            yield Symptom("loop", f"“{loop[2]}” {loop[3]} times in a row")
    elif theirs not in REDUPLICATING:
        yield from _doubled(source, answer, theirs)
    yield from _grown(source, answer)
    words = ordinary_words(source, ours)
    if ours != theirs and len(words) >= 3 and copied_share(words, answer) > copied_limit(ours, theirs):
        yield Symptom("copied", "the words of the source came back")
    letters, own = script_counts(answer), language_scripts(target_tag) | script_counts(source).keys()
    strange = sum(count for script, count in letters.items() if script not in own)
    if language_scripts(target_tag) and strange > _STRANGE * letters.total():
        yield Symptom("script", "it is in letters of another script")
    usual = usual_length(source, ours, theirs)
    if usual is not None and not usual[0] <= len(answer.strip()) <= usual[1]:
        word = "short" if len(answer.strip()) < usual[0] else "long"
        yield Symptom("length", f"it is very {word}: {len(answer.strip())} characters for {len(source.strip())}")


def _doubled(source: str, answer: str, language: str) -> Iterator[Symptom]:
    """A word twice in a row; in a short answer any long word twice, capitals or not ("War War", "Bom, bom")."""
    doubled = doubled_words(answer, language)
    if doubled and not doubled_words(source, ""):
        yield Symptom("doubled", f"“{doubled[0][2]}” twice in a row")
        return
    ours, theirs = _words(source), _words(answer)
    if len(ours) <= SHORT_WORDS and len(set(ours)) == len(ours):
        twice = [word for n, word in enumerate(theirs) if len(word) > 1 and word in theirs[:n] and word not in ours]
        same = [word for n, word in enumerate(theirs) if word in theirs[:n] and word in ours and len(ours) < len(theirs)]
        # "de" and "the" may stand twice in a short answer; what is doubled by an engine is the word itself.
        if same or any(len(word) > 3 for word in twice) or (twice and len(theirs) == 2):
            yield Symptom("doubled", f"“{(same or twice)[0]}” twice in a short text")


def _grown(source: str, answer: str) -> Iterator[Symptom]:
    """A word or two that came back as a phrase: "Ovechkin (em inglês)", "hotéis em Portugal"."""
    ours, theirs = _words(source), _words(answer)
    if not 0 < len(ours) <= SHORT_WORDS:
        return
    if "(" in answer and "(" not in source:
        yield Symptom("grown", "something in parentheses was added")
    elif len(theirs) > 2 * len(ours) + 1:
        yield Symptom("grown", f"{len(theirs)} words for {len(ours)}")


def _words(text: str) -> list[str]:
    return [token.form.casefold() for token in tokenise(text) if token.form[0].isalnum()]
