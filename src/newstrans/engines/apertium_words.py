"""Word links from Apertium: word-bound blanks, which follow every word through the transfer rules.

Since apertium 3.7 a blank `[[t:w:3]]` before a word stays with what becomes of that word. One stands before every word of
the text here, with the word's number in it. Two filters belong into the pipeline for that, behind the analyser and before
the generator (`apertium-wblank-mode` would put them there too). Modes of a single old transfer stage (es-pt, es-gl) break
on such blanks and have no links; the first sentence shows it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from newstrans.model import Span

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_TAG = re.compile(r"\[\[(?P<words>[^\[\]]*)\]\]")
_NUMBER = re.compile(r"t:w:(\d+)")


def linking_stages(stages: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...] | None:
    """A mode's pipeline with the two filters in it; None where it has no place for them."""
    generator = next((n for n, stage in enumerate(stages) if "$1" in stage), None)
    if generator is None or generator < 2:
        return None
    return (
        stages[0], ("apertium-wblank-attach",), *stages[1:generator], ("apertium-wblank-detach",), *stages[generator:],
    )  # fmt: skip


def number_words(prepared: str) -> tuple[str, list[str]]:
    """The prepared text with a blank round every word, and the words by their number."""
    words: list[str] = []

    def numbered(match: re.Match[str]) -> str:
        words.append(match[0])
        return f"[[t:w:{len(words) - 1}]]{match[0]}[[/]]"

    return _WORD.sub(numbered, prepared), words


def read_links(answer: str) -> tuple[str, list[tuple[int, Span]]]:
    """The answer without its blanks, and for each range under a blank the number of the word that it came from."""
    parts: list[str] = []
    links: list[tuple[int, Span]] = []
    length = at = 0
    numbers: list[int] = []
    for tag in _TAG.finditer(answer):
        part = answer[at : tag.start()]
        links += [(number, Span(length + span.start, length + span.end)) for number, span in _shared_out(numbers, part)]
        parts.append(part)
        length += len(part)
        at = tag.end()
        numbers = list(dict.fromkeys(int(number) for number in _NUMBER.findall(tag["words"])))
    return "".join(parts) + answer[at:], links


def _shared_out(numbers: Sequence[int], part: str) -> list[tuple[int, Span]]:
    """One blank over several words ("de", "la", "facultad": "de la facultat"): in order, the last for the last.

    Transfer rules join a noun with what stands before it; where there are more or fewer words than before, the noun
    keeps its own and the small words share the rest.
    """
    words = [Span(*match.span()) for match in _WORD.finditer(part)]
    if not numbers or not words:
        return []
    if len(numbers) == len(words):
        return list(zip(numbers, words, strict=True))
    if len(numbers) == 1 or len(words) == 1:
        return [(number, Span(words[0].start, words[-1].end)) for number in numbers]
    rest = Span(words[0].start, words[-2].end)
    return [*((number, rest) for number in numbers[:-1]), (numbers[-1], words[-1])]


def word_spans(text: str, words: Sequence[str]) -> list[Span] | None:
    """Where `words` stand in `text`, in their order; None when one does not."""
    spans, at = [], 0
    for word in words:
        found = text.find(word, at)
        if found < 0:
            return None
        spans.append(Span(found, found + len(word)))
        at = found + len(word)
    return spans
