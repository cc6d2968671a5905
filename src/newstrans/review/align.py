"""Which unit of a new version of a story is which of the old one. Pure functions."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from newstrans.model import Unit, UnitKind
from newstrans.segment import segment_unit
from newstrans.store.records import Change
from newstrans.text.diff import tokens

# Below this share of common words two paragraphs are not one and its correction.
_ALIKE = 0.5
# Kinds of which a story has one: the new headline is the old one changed, however much.
_SINGLE = frozenset({UnitKind.HEADLINE, UnitKind.SUBHEAD, UnitKind.BYLINE, UnitKind.DATELINE})
# Paragraphs that one is split into, or that are joined to one.
_PARTS = 4


@dataclass(frozen=True, slots=True)
class Link:
    """Places of the old units and of the new ones that belong together, and what happened to them.

    NONE and MOVED, CHANGED: one and one; NEW: none and one; REMOVED: one and none; SPLIT: one and several; JOINED:
    several and one.
    """

    change: Change
    old: tuple[int, ...]
    new: tuple[int, ...]


def align(old: Sequence[tuple[UnitKind, str]], new: Sequence[Unit]) -> list[Link]:
    """Every old and every new place in exactly one link, in the order of the new version; what was removed comes last.

    First what is equal, in order; then what is equal elsewhere (moved); then what was split or joined at the border of
    a paragraph; then the single kinds; then what is alike, the most alike first.
    """
    return list(_aligned(tuple(old), tuple((unit.kind, unit.text) for unit in new)))


@lru_cache(maxsize=32)  # the editions of a story have one source
def _aligned(old: tuple[tuple[UnitKind, str], ...], new: tuple[tuple[UnitKind, str], ...]) -> tuple[Link, ...]:
    before = [_key(kind, text) for kind, text in old]
    after = [_key(kind, text) for kind, text in new]
    links: list[Link] = []
    left_old, left_new = dict.fromkeys(range(len(old))), dict.fromkeys(range(len(new)))

    def link(change: Change, ours: Sequence[int], theirs: Sequence[int]) -> None:
        links.append(Link(change, tuple(ours), tuple(theirs)))
        for n in ours:
            del left_old[n]
        for n in theirs:
            del left_new[n]

    for block in difflib.SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks():
        for n in range(block.size):
            link(Change.NONE, [block.a + n], [block.b + n])
    for b in list(left_new):
        a = next((a for a in left_old if before[a] == after[b]), None)
        if a is not None:
            link(Change.MOVED, [a], [b])
    _link_parts(before, after, left_old, left_new, link)
    for kind in sorted(_SINGLE):
        theirs = [n for n in left_new if new[n][0] is kind]
        ours = [n for n in left_old if old[n][0] is kind]
        for a, b in zip(ours, theirs, strict=False):
            link(Change.CHANGED, [a], [b])
    pairs = [
        (-score, abs(a - b), a, b)
        for a in left_old
        for b in left_new
        if old[a][0] not in _SINGLE and new[b][0] not in _SINGLE and (score := likeness(old[a][1], new[b][1])) >= _ALIKE
    ]
    for _, _, a, b in sorted(pairs):
        if a in left_old and b in left_new:
            link(Change.CHANGED, [a], [b])
    for b in list(left_new):
        link(Change.NEW, [], [b])
    for a in list(left_old):
        link(Change.REMOVED, [a], [])
    return tuple(sorted(links, key=lambda one: (not one.new, one.new or one.old)))


def likeness(one: str, other: str) -> float:
    """How many of the words of two texts are in both, in order: 0 to 1.

    >>> round(likeness("The tax rose by 3 percent.", "The tax rose by 4 percent."), 2)
    0.85
    """
    ours, theirs = ([token for token in tokens(text) if not token.isspace()] for text in (one, other))
    return float(difflib.SequenceMatcher(None, ours, theirs, autojunk=False).ratio())


def _key(kind: UnitKind, text: str) -> tuple[str, str]:
    return kind.value, " ".join(text.split())


def _link_parts(
    before: Sequence[tuple[str, str]], after: Sequence[tuple[str, str]], left_old: dict[int, None], left_new: dict[int, None],
    link: Callable[[Change, Sequence[int], Sequence[int]], None],
) -> None:  # fmt: skip
    """Units that are one old unit's text, or several old ones' text in one."""
    for a in list(left_old):
        found = _run_of(before[a][1], after, left_new)
        if found:
            link(Change.SPLIT, [a], found)
    for b in list(left_new):
        found = _run_of(after[b][1], before, left_old)
        if found:
            link(Change.JOINED, found, [b])


def _run_of(whole: str, parts: Sequence[tuple[str, str]], left: dict[int, None]) -> list[int]:
    """Neighbours among `parts` whose texts, joined, are `whole`."""
    for start in left:
        run, text = [start], parts[start][1]
        while whole.startswith(text) and len(run) < _PARTS and run[-1] + 1 in left:
            run.append(run[-1] + 1)
            text = f"{text} {parts[run[-1]][1]}"
            if text == whole:
                return run
    return []


# --- sentences


def changed_sentences(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int | None]]:
    """(place of a new sentence, place of the old one that stands there, None for none) for those that are not equal."""
    out: list[tuple[int, int | None]] = []
    for op, a1, a2, b1, b2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op in ("replace", "insert"):
            out += [(b, a1 + n if op == "replace" and a1 + n < a2 else None) for n, b in enumerate(range(b1, b2))]
    return out


def merged(
    text: str, language: str, old: Sequence[tuple[str, str]], new: Sequence[tuple[str, str]]
) -> str | None:
    """The editor's `text` with the sentences exchanged whose source changed; None when its sentences cannot be matched.

    `old` and `new` are (source, translation) of the sentences of both versions of the paragraph. Sentences of the
    editor's that stand for unchanged ones stay to the letter.
    """
    mine = segment_unit(text, language)
    if len(mine) != len(old) or not new:
        return None
    gap = next((one.gap for one in mine if one.gap), " ")
    out: list[str] = []
    matcher = difflib.SequenceMatcher(None, [source for source, _ in old], [source for source, _ in new], autojunk=False)
    for op, a1, a2, b1, b2 in matcher.get_opcodes():
        out += [mine[a].source for a in range(a1, a2)] if op == "equal" else [translation for _, translation in new[b1:b2]]
    return gap.join(out)


def divided(text: str, language: str, sentences: Sequence[int]) -> list[str] | None:
    """The editor's `text` cut into parts of so many sentences each; None when it has another number of them."""
    mine = segment_unit(text, language)
    if len(mine) != sum(sentences) or not all(sentences):
        return None
    out, at = [], 0
    for count in sentences:
        last = mine[at + count - 1]
        out.append(text[mine[at].start : last.end])
        at += count
    return out
