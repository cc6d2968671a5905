"""Text of a unit with marks, built from the left while a tree is walked."""

from __future__ import annotations

import re
from collections.abc import Iterable

from newstrans.formats.encoding import clean
from newstrans.model import Mark

# Not the no-break space: it is there on purpose.
_SPACES = re.compile(r"[ \t\n\r\f]+")

Attributes = tuple[tuple[str, str], ...]


class MarkedText:
    r"""Collects text, collapsing white space as HTML does, and the marks over it.

    >>> text = MarkedText()
    >>> text.add("A  port "); text.open("em"); text.add(" in\nOdesa "); text.close(); text.finish()
    ('A port in Odesa', (Mark(start=7, end=15, tag='em', attributes=()),))
    """

    __slots__ = ("_length", "_marks", "_open", "_parts")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._marks: list[Mark] = []
        self._open: list[tuple[str, int, Attributes]] = []

    def add(self, text: str, *, verbatim: bool = False) -> None:
        """Append `text`; white space runs become one space unless `verbatim`."""
        # Character references can bring in what decoding has removed: "&#x1;", "&shy;".
        text = clean(text)[0].replace("\u00ad", "")
        if not verbatim:
            text = _SPACES.sub(" ", text)
            if text.startswith(" ") and self._ends_blank():
                text = text[1:]
        if text:
            self._parts.append(text)
            self._length += len(text)

    def newline(self) -> None:
        """Append a line break, unless nothing stands before it."""
        while self._parts and self._parts[-1].endswith(" "):
            last = self._parts.pop()[:-1]
            self._length -= 1
            if last:
                self._parts.append(last)
        if self._length:
            self._parts.append("\n")
            self._length += 1

    def open(self, tag: str, attributes: Attributes = ()) -> None:
        """Begin a mark here."""
        self._open.append((tag, self._length, attributes))

    def close(self) -> None:
        """End the mark that was opened last; nothing happens when none is open."""
        if self._open:
            tag, start, attributes = self._open.pop()
            self._marks.append(Mark(start, self._length, tag, attributes))

    def close_tag(self, tag: str) -> bool:
        """End the nearest open mark `tag` and those opened inside it; False when there is none."""
        depth = next((n for n in range(len(self._open) - 1, -1, -1) if self._open[n][0] == tag), None)
        if depth is None:
            return False
        while len(self._open) > depth:
            self.close()
        return True

    def void(self, tag: str, attributes: Attributes = ()) -> None:
        """A mark without extent here."""
        self._marks.append(Mark(self._length, self._length, f"\x00{tag}", attributes))

    def finish(self) -> tuple[str, tuple[Mark, ...]]:
        """The text without outer white space, and its marks in reading order."""
        while self._open:
            self.close()
        whole = "".join(self._parts)
        text = whole.rstrip(" \n")
        end = len(text)
        marks = []
        for mark in self._marks:
            start, stop = min(mark.start, end), min(mark.end, end)
            if mark.tag.startswith("\x00"):
                marks.append(Mark(start, start, mark.tag[1:], mark.attributes))
            elif start < stop:
                marks.append(Mark(start, stop, mark.tag, mark.attributes))
        # Stable: of two marks over the same range the inner one was closed first, so it is turned to stand last.
        marks.reverse()
        marks.sort(key=lambda mark: (mark.start, -mark.end))
        return text, tuple(marks)

    def _ends_blank(self) -> bool:
        return not self._parts or self._parts[-1][-1] in " \n"


def cut_marks(marks: Iterable[Mark], start: int, end: int) -> tuple[Mark, ...]:
    """The marks of `text[start:end]`, counted from `start`."""
    cut = []
    for mark in marks:
        left, right = max(mark.start, start), min(mark.end, end)
        if left < right or (mark.start == mark.end and start <= mark.start < end):
            cut.append(Mark(left - start, right - start, mark.tag, mark.attributes))
    return tuple(cut)
