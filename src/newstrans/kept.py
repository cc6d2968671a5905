"""Answers that are given again for as long as everything they are made of is the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, ParamSpec, TypeVar

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def _one(_answer: object) -> int:
    return 1


class Kept(Generic[Given, Answer]):
    """A function whose answers are kept, each beside what it was made of. Safe for threads.

    Nobody has to say that something changed: an answer comes again only where all that the function is given equals,
    value by value, what it was given then. So the function must look at nothing else, and nobody may change its answers.

    `room` is what all answers together may take, in the measure of `size`; those asked for longest ago go first.
    """

    def __init__(self, function: Callable[Given, Answer], room: int, size: Callable[[Answer], int] = _one) -> None:
        self._function = function
        self._room = room
        self._size = size
        self._taken = 0
        self._answers: OrderedDict[Hashable, tuple[object, Answer, int]] = OrderedDict()
        self._lock = Lock()

    def of(self, place: Hashable, /, *given: Given.args, **named: Given.kwargs) -> Answer:
        """The function's answer. At each `place` the last one is kept: where the next is likely to be the same."""
        asked = (given, named)
        with self._lock:
            known = self._answers.get(place)
            if known is not None:
                self._answers.move_to_end(place)
        if known is not None and known[0] == asked:
            return known[1]
        made = self._function(*given, **named)
        self.keep(place, made, *given, **named)
        return made

    def keep(self, place: Hashable, answer: Answer, /, *given: Given.args, **named: Given.kwargs) -> None:
        """Take in an answer that the function would give, from one who has it already."""
        takes = self._size(answer)
        with self._lock:
            before = self._answers.pop(place, None)
            self._taken += takes - (before[2] if before else 0)
            self._answers[place] = ((given, named), answer, takes)
            while self._taken > self._room and self._answers:
                self._taken -= self._answers.popitem(last=False)[1][2]
