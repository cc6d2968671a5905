"""Decode sentences with a CTranslate2 model: all at once, on all cores, each as if it were alone.

The settings are those of `argostranslate` (beam 4, length penalty 0.2, unknown pieces copied), so that both give the
same text where both decode alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from re import compile as pattern
from typing import Any

# Longer sentences are cut at a clause mark and translated in parts: CTranslate2 would cut off its answer at 256
# pieces without a word, and the models have seen no sentences of that length.
MAX_PIECES = 200
# Pieces in one batch. On two cores 256 to 1024 differ by less than 10 %; one intra thread per worker always
# (two made it 3 to 17 times slower on small models).
_BATCH_PIECES = 512
_BEAM = 4
_LENGTH_PENALTY = 0.2
_CLAUSE_END = pattern(r"[,;:.!?，；：。！？、)]$")
_LOOPS = 4  # a phrase so often in a row is a loop
_UNKNOWN = "<unk>"


@dataclass(frozen=True, slots=True)
class Decoded:
    """Pieces of an answer; with `attention`, for each piece how much it looked at each piece of the source."""

    pieces: list[str]
    attention: list[list[float]] | None = None


def decode(
    translator: Any,
    sources: Sequence[list[str]],
    prefix: str = "",
    *,
    vocabulary: frozenset[str] = frozenset(),
    attention: bool = False,
) -> list[Decoded]:
    """The answer to each source, in order; sources that run wild are decoded once more without repetition.

    Sources are decoded in groups of equal length. Sorted by length alone a batch holds padding, and padding changes
    the order of sums in the attention: with random weights 1 or 2 of 200 sentences came out otherwise than alone.
    In groups of one length all scores were equal to the last bit, at the same speed. What is decoded is looked at
    while the rest is still at work. Copying pieces that the `vocabulary` does not have changes no choice of the
    decoder, but costs a tenth of its time: only sources that have some are decoded so.
    """
    groups: dict[tuple[int, bool], list[int]] = defaultdict(list)
    for index, source in enumerate(sources):
        groups[len(source), not vocabulary.issuperset(source)].append(index)
    pending = [
        (index, result)
        for (_, copy), members in sorted(groups.items(), reverse=True)
        for index, result in zip(
            members,
            _submit(translator, [sources[index] for index in members], prefix, attention=attention, copy=copy),
            strict=True,
        )
    ]
    decoded: list[Decoded] = [Decoded([])] * len(sources)
    again = []
    for index, result in pending:
        decoded[index] = _taken(result, prefix)
        wild = runs_wild(decoded[index].pieces, sources[index])
        if wild or _UNKNOWN in decoded[index].pieces:
            # Loops ("nunca jamás nunca jamás ...") are the best known fault of these models.
            again.append(
                (index, _submit(translator, [sources[index]], prefix, attention=attention, repeat=not wild, copy=True)[0])
            )
    for index, result in again:
        decoded[index] = _taken(result, prefix)
    return decoded


def _submit(
    translator: Any, sources: Sequence[list[str]], prefix: str, *, attention: bool, repeat: bool = True, copy: bool = False
) -> list[Any]:
    """Hand over sources of one length; the results are waited for when they are asked.

    `repeat` allows repetition, `copy` puts the source's pieces in place of unknown ones.
    """
    return list(
        translator.translate_batch(
            sources,
            target_prefix=[[prefix]] * len(sources) if prefix else None,
            max_batch_size=_BATCH_PIECES, batch_type="tokens", asynchronous=True,
            beam_size=_BEAM, length_penalty=_LENGTH_PENALTY, replace_unknowns=copy, return_attention=attention,
            no_repeat_ngram_size=0 if repeat else 3,
            max_input_length=0, max_decoding_length=_limit(len(sources[0])),
        )
    )  # fmt: skip


def _taken(result: Any, prefix: str) -> Decoded:
    done = result.result()
    pieces = list(done.hypotheses[0])
    seen = done.attention[0] if done.attention else None
    skip = 1 if prefix and pieces[:1] == [prefix] else 0
    return Decoded(pieces[skip:], seen[skip:] if seen is not None else None)


def _limit(pieces: int) -> int:
    """Pieces that an answer may have; real ones stay below 1.8 times the source."""
    return 2 * pieces + 32


def runs_wild(pieces: Sequence[str], source: Sequence[str]) -> bool:
    """Whether an answer repeats itself four times in a row, where its source does not, or never ended."""
    if len(pieces) >= _limit(len(source)):
        return True
    # No loop without a piece that stands so often.
    if not pieces or max(Counter(pieces).values()) < _LOOPS:
        return False
    return _longest_loop(pieces) >= _LOOPS > _longest_loop(source)


def _longest_loop(pieces: Sequence[str]) -> int:
    """How often, at most, up to 12 pieces follow upon themselves: 3 for "a b a b a b"."""
    longest = 1
    for width in range(1, 13):
        run = 0
        for index in range(width, len(pieces)):
            run = run + 1 if pieces[index] == pieces[index - width] else 0
            longest = max(longest, 1 + run // width)
    return longest


def cut(pieces: list[str], joiner: str) -> list[list[str]]:
    """Parts of at most `MAX_PIECES`, ended behind a clause mark if there is one in the second half, else a word."""
    parts: list[list[str]] = []
    while len(pieces) > MAX_PIECES:
        words = [at for at in range(MAX_PIECES // 2, MAX_PIECES + 1) if starts_word(pieces, at, joiner)]
        clauses = [at for at in words if _CLAUSE_END.search(pieces[at - 1])]
        at = (clauses or words or [MAX_PIECES])[-1]
        parts.append(pieces[:at])
        pieces = pieces[at:]
    return [*parts, pieces] if pieces else parts


def starts_word(pieces: Sequence[str], at: int, joiner: str) -> bool:
    """Whether the piece at `at` begins a word; `joiner` is "▁" before a word, or "@@" behind a part of one."""
    return pieces[at].startswith("▁") if joiner == "▁" else not pieces[at - 1].endswith(joiner)


def word_links(answer: Decoded, source: Sequence[str]) -> Iterator[tuple[range, range]]:
    """For each word of an answer the word of the source that its pieces looked at most, as ranges of pieces.

    Attention is summed over the pieces of either word, so that no word is torn (SentencePiece pieces only).
    """
    if answer.attention is None or not source or not answer.pieces:
        return
    words = _words(source)
    for word in _words(answer.pieces):
        looked = [sum(answer.attention[piece][at] for piece in word for at in of) for of in words]
        yield words[max(range(len(words)), key=lambda n: looked[n])], word


def _words(pieces: Sequence[str]) -> list[range]:
    starts = [at for at in range(len(pieces)) if at == 0 or pieces[at].startswith("▁")]
    return [range(start, end) for start, end in pairwise([*starts, len(pieces)])]
