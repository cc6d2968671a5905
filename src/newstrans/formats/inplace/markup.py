"""From a run of text and tags to a unit with marks, and back to text and the very same tags.

Readers cut a document into tokens; a run is what stands between two block boundaries. `draft` makes its text and one
mark for each inline element, `write_run` puts the source's own tags round the translated words. Tags are copied,
never built: an attribute cannot be lost, and a tag cannot be lost or doubled, wherever the marks went.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate
from typing import NamedTuple

from newstrans.formats.encoding import clean
from newstrans.model import Mark

_BLANK = " \t\n\r\f"
_SPACES = re.compile(r"[ \t\n\r\f]+")
# The attribute of a mark that says which of the run's codes it is.
CODE = "code"
# Tags in one text beyond which their words are not followed: that takes time in proportion to their square.
MOST_TAGS = 200
# Elements of NITF that are words of their own even where no space stands between them.
_WORDS = frozenset({"byttl", "city", "state", "region", "country", "sublocation"})


class Kind(StrEnum):
    """What a token is."""

    TEXT = "text"
    OPEN = "open"
    CLOSE = "close"
    VOID = "void"  # an inline thing without text: a picture, a comment, an entity nobody knows
    VERBATIM = "verbatim"  # an inline element whose words are not translated: code, a name in a foreign language
    BREAK = "break"  # a line break inside a text
    BLOCK = "block"  # the border of a block: no text goes over it


class Token(NamedTuple):
    """A piece of a layer's text. `text` is what TEXT and VERBATIM read as; `href` the target of a link."""

    kind: Kind
    start: int
    end: int
    name: str = ""
    text: str = ""
    href: str = ""

    @staticmethod
    def text_of(text: str, start: int, end: int) -> Token:
        """A stretch of a text without markup as one token."""
        return Token(Kind.TEXT, start, end, text=text[start:end])


@dataclass(frozen=True, slots=True)
class Code:
    """Tags of a mark as ranges of the layer's text; `parent` is the code it stands in, -1 for none.

    `close` is None for what has no end tag; `whole` codes are copied with what is in them.
    """

    start: int
    end: int
    close: tuple[int, int] | None = None
    parent: int = -1
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """A run as a unit will have it: its text, one mark for each code, and where it stands in its layer."""

    text: str
    marks: tuple[Mark, ...]
    codes: tuple[Code, ...]
    breaks: tuple[tuple[int, int], ...]
    start: int
    end: int


def runs(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The stretches between block borders. A tag without its partner in the stretch is a border too."""
    run: list[Token] = []
    for token in [*_apart(tokens), Token(Kind.BLOCK, 0, 0)]:
        if token.kind is not Kind.BLOCK:
            run.append(token)
            continue
        alone = _alone(run)
        piece: list[Token] = []
        for n, one in enumerate(run):
            if n not in alone:
                piece.append(one)
            elif piece:
                yield from _one_by_one(piece)
                piece = []
        if piece:
            yield from _one_by_one(piece)
        run = []


def _one_by_one(piece: list[Token]) -> Iterator[list[Token]]:
    """A piece that is nothing but links or spans side by side, a menu, as one piece for each; else the piece.

    One with more tags than anybody writes in a paragraph is cut at each of them.
    """
    if sum(token.kind in (Kind.OPEN, Kind.VOID, Kind.VERBATIM) for token in piece) > MOST_TAGS:
        yield from ([token] for token in piece if token.kind is Kind.TEXT)
        return
    tops: list[list[Token]] = []
    depth = 0
    for token in piece:
        if depth == 0 and not (token.kind is Kind.OPEN and token.name in ("a", "span")):
            if not _frames(token):
                yield piece
                return
            continue
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        if token.kind is Kind.OPEN and depth == 1:
            tops.append([])
        tops[-1].append(token)
    yield from tops if len(tops) > 1 else [piece]


def _apart(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens, with a border between two spans that touch: "<span>Sport</span><span>TT</span>" is no word."""
    last: Token | None = None
    for token in tokens:
        if last and last.kind is Kind.CLOSE and token.kind is Kind.OPEN and last.name == token.name == "span":
            yield Token(Kind.BLOCK, token.start, token.start)
        yield token
        last = token


def _alone(run: Sequence[Token]) -> set[int]:
    """Places of tags that no text may be carried over: without a partner in the run, or round such a one."""
    alone: set[int] = set()
    open_tags: list[int] = []
    pairs: list[tuple[int, int]] = []
    for n, token in enumerate(run):
        if token.kind is Kind.OPEN:
            open_tags.append(n)
        elif token.kind is Kind.CLOSE:
            near = range(len(open_tags) - 1, max(-1, len(open_tags) - 200), -1)
            depth = next((d for d in near if run[open_tags[d]].name == token.name), None)
            if depth is None:
                alone.add(n)
            else:
                alone.update(open_tags[depth + 1 :])
                pairs.append((open_tags[depth], n))
                del open_tags[depth:]
    alone.update(open_tags)
    before = list(accumulate((n in alone for n in range(len(run))), initial=0))
    return alone.union(*(pair for pair in pairs if before[pair[1]] > before[pair[0]]))


def draft(run: Sequence[Token], raw: str) -> Draft | None:
    """The text of a run without what only frames it; None when no letter or digit is in it.

    White space runs become one space, as a browser shows them.
    """
    first, last, start, end = _core(run, raw)
    if first > last:
        return None
    builder = _Builder()
    for n in range(first, last + 1):
        token = run[n]
        if token.kind is Kind.TEXT and (token.start < start or token.end > end):
            text = token.text
            text = text.lstrip(_BLANK) if token.start < start else text
            text = text.rstrip(_BLANK) if token.end > end else text
            token = token._replace(text=text)
        builder.add(token)
    made = builder.finish(start, end)
    return made if any(map(str.isalnum, made.text)) else None


def _core(run: Sequence[Token], raw: str) -> tuple[int, int, int, int]:
    """(first token, last token, start, end) without outer white space, outer voids and tags round the whole."""
    partner = _partners(run)
    first, last = 0, len(run) - 1
    while first <= last:
        head, tail = run[first], run[last]
        if _frames(head):
            first += 1
        elif _frames(tail):
            last -= 1
        elif head.kind is Kind.OPEN and partner.get(first) == last:
            first, last = first + 1, last - 1
        elif head.kind is Kind.OPEN and partner.get(first) == first + 1:
            first += 2
        elif tail.kind is Kind.CLOSE and partner.get(last - 1) == last:
            last -= 2
        else:
            break
    if first > last:
        return 1, 0, 0, 0
    start, end = run[first].start, run[last].end
    if run[first].kind is Kind.TEXT:
        while raw[start] in _BLANK:
            start += 1
    if run[last].kind is Kind.TEXT:
        while raw[end - 1] in _BLANK:
            end -= 1
    return first, last, start, end


def _frames(token: Token) -> bool:
    return token.kind in (Kind.VOID, Kind.BREAK) or (token.kind is Kind.TEXT and not token.text.strip(_BLANK))


def _partners(run: Sequence[Token]) -> dict[int, int]:
    """Place of each start tag -> place of its end tag."""
    open_tags: list[int] = []
    partner: dict[int, int] = {}
    for n, token in enumerate(run):
        if token.kind is Kind.OPEN:
            open_tags.append(n)
        elif token.kind is Kind.CLOSE and open_tags:
            partner[open_tags.pop()] = n
    return partner


class _Builder:
    def __init__(self) -> None:
        self._text = ""
        self._marks: list[Mark] = []
        self._codes: list[Code] = []
        self._breaks: list[tuple[int, int]] = []
        self._open: list[int] = []

    def add(self, token: Token) -> None:
        match token.kind:
            case Kind.TEXT:
                self._say(token.text)
            case Kind.BREAK:
                self._text = self._text.rstrip(" ") + "\n"
                self._breaks.append((token.start, token.end))
            case Kind.OPEN:
                if token.name.rpartition(":")[2] in _WORDS and self._text[-1:].isalnum():
                    self._text += " "
                self._begin(token)
            case Kind.CLOSE:
                n = self._open.pop()
                self._marks[n] = replace(self._marks[n], end=len(self._text))
                self._codes[n] = replace(self._codes[n], close=(token.start, token.end))
            case Kind.VOID:
                self._begin(token)
                self._open.pop()
            case Kind.VERBATIM:
                self._begin(token, whole=True)
                self._say(token.text)
                n = self._open.pop()
                # The pipeline carries a mark "code" round the engine.
                self._marks[n] = replace(self._marks[n], end=len(self._text), tag="code")

    def _begin(self, token: Token, *, whole: bool = False) -> None:
        n = len(self._codes)
        href = (("href", token.href),) if token.href else ()
        at = len(self._text)
        self._marks.append(Mark(at, at, token.name or "x", (*href, (CODE, str(n)))))
        self._codes.append(Code(token.start, token.end, None, self._open[-1] if self._open else -1, whole))
        self._open.append(n)

    def _say(self, text: str) -> None:
        text = _SPACES.sub(" ", clean(text)[0].replace("\u00ad", ""))
        if text.startswith(" ") and (not self._text or self._text[-1] in " \n"):
            text = text[1:]
        self._text += text

    def finish(self, start: int, end: int) -> Draft:
        text = self._text.rstrip(" ")
        size = len(text)
        marks = tuple(replace(mark, start=min(mark.start, size), end=min(mark.end, size)) for mark in self._marks)
        return Draft(text, marks, tuple(self._codes), tuple(self._breaks), start, end)


def write_run(
    made: Draft, text: str, marks: Sequence[Mark], raw: Callable[[int, int], str], escape: Callable[[str], str]
) -> str:
    """`text` in the notation of the layer, with the tags of `made` where `marks` want them.

    `raw(start, end)` gives the source's own spelling of a range, `escape` writes words. A code whose mark is gone
    stands at the end of its parent; a mark that would cross another is cut at the border.
    """
    places = _places(made, text, marks)
    children: dict[int, list[int]] = {}
    for n, code in enumerate(made.codes):
        children.setdefault(code.parent, []).append(n)
    breaks = list(made.breaks)

    def words(start: int, end: int) -> str:
        out = []
        for n, line in enumerate(text[start:end].split("\n")):
            if n:
                out.append(raw(*breaks.pop(0)) if breaks else " ")
            out.append(escape(line))
        return "".join(out)

    def inside(parent: int, start: int, end: int) -> str:
        out, at = [], start
        for n in sorted(children.get(parent, ()), key=lambda n: (places[n], n)):
            code = made.codes[n]
            left = min(max(places[n][0], at), end)
            right = min(max(places[n][1], left), end)
            out.append(words(at, left))
            if made.marks[n].start == made.marks[n].end and not code.close and not code.whole:
                out.append(_spaced(raw, code, "".join(out[-2:])[-1:], text[left : left + 1]))
                at = left
                continue
            out.append(raw(code.start, code.end))
            if code.whole:
                # Its words come with it: what the text has in their place is left out only if they are the same.
                at = right if _alike(text[left:right], _words_of(made, n)) else left
                continue
            out.append(inside(n, left, right))
            if code.close:
                out.append(raw(*code.close))
            at = right
        return "".join([*out, words(at, end)])

    return inside(-1, 0, len(text)) + "".join(raw(*one) for one in breaks)


def _places(made: Draft, text: str, marks: Sequence[Mark]) -> list[tuple[int, int]]:
    """Where each code goes in `text`: by the marks that carry its number, the first of each."""
    places: list[tuple[int, int] | None] = [None] * len(made.codes)
    for mark in marks:
        number = dict(mark.attributes).get(CODE, "")
        n = int(number) if number.isdecimal() else len(places)
        if n < len(places) and places[n] is None:
            left = min(max(mark.start, 0), len(text))
            places[n] = (left, min(max(mark.end, left), len(text)))
    return [place or (len(text), len(text)) for place in places]


def _spaced(raw: Callable[[int, int], str], code: Code, before: str, after: str) -> str:
    """A thing without text, with the spaces that it stands between in the source: the text has one of them at most."""
    left = " " if code.start and raw(code.start - 1, code.start).isspace() and before and not before.isspace() else ""
    right = " " if raw(code.end, code.end + 1).isspace() and after and not after.isspace() else ""
    return f"{left}{raw(code.start, code.end)}{right}"


def _alike(one: str, other: str) -> bool:
    """Whether two texts are the same but for accents and case: the pseudo engine adds those."""
    if one == other:
        return True
    left, right = ("".join(c for c in unicodedata.normalize("NFKD", t).casefold() if c.isascii()) for t in (one, other))
    return len(one) == len(other) and 2 * sum(a == b for a, b in zip(left, right, strict=False)) >= len(right) > 0


def _words_of(made: Draft, n: int) -> str:
    return made.text[made.marks[n].start : made.marks[n].end]
