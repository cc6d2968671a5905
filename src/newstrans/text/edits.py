"""Build a record of edits while changing a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from newstrans.model import Edit, Span


class Rewriter:
    """A text under change, and the edits that led to it.

    `text` is the present state; every `replace` takes offsets in that state, as `model.Edit` wants them, so
    that `replay(original, rewriter.edits) == rewriter.text` always holds.
    """

    __slots__ = ("edits", "stage", "text")

    def __init__(self, text: str, stage: str, edits: Iterable[Edit] = ()) -> None:
        self.text = text
        self.stage = stage
        self.edits = list(edits)

    def replace(
        self,
        start: int,
        end: int,
        after: str,
        *,
        rule: str,
        reason: str,
        entry: str | None = None,
        source: Span | None = None,
        confidence: float = 1.0,
    ) -> bool:
        """Put `after` in place of `text[start:end]`; nothing is recorded when that changes nothing."""
        before = self.text[start:end]
        if before == after:
            return False
        self.edits.append(
            Edit(start, end, before, after, self.stage, rule, reason, entry, source, confidence)
        )
        self.text = self.text[:start] + after + self.text[end:]
        return True

    def substitute(
        self, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str], *, rule: str, reason: str
    ) -> int:
        """Replace every match of `pattern`, left to right; returns how many changed."""
        count, at = 0, 0
        while match := pattern.search(self.text, at):
            after = replacement(match)
            count += self.replace(match.start(), match.end(), after, rule=rule, reason=reason)
            at = match.start() + max(len(after), 1)
        return count


def shift(span: Span, edits: Iterable[Edit]) -> Span:
    """Where `span` of the text before `edits` lies after them; a span an edit touches grows to hold it.

    An edit that changes nothing but capitals, as that of a whole headline does, keeps every letter in its place.
    """
    start, end = span
    for edit in edits:
        delta = len(edit.after) - (edit.end - edit.start)
        if edit.before.casefold() == edit.after.casefold():
            start, end = (_through_capitals(edit, at) for at in (start, end))
        elif edit.end <= start and not (edit.start == edit.end == start == end):
            start, end = start + delta, end + delta
        elif edit.start < end:
            start = min(start, edit.start)
            end = max(end, edit.end) + delta
    return Span(start, end)


def _through_capitals(edit: Edit, at: int) -> int:
    """`at` after an edit of capitals, which may make one letter two ("ß": "SS")."""
    if at <= edit.start:
        return at
    if at >= edit.end:
        return at + len(edit.after) - (edit.end - edit.start)
    length = len(edit.before[: at - edit.start].casefold())
    into = next(n for n in range(len(edit.after) + 1) if len(edit.after[:n].casefold()) >= length)
    return edit.start + into
