"""How much engines may be asked beyond the story itself, for names that did not come out.

Counted in words, which is what engine time goes by: seven short sentences about a name are not seven of the story's. An
answer that is known from an earlier run or story counts like a new one, so that an edition does not hang on what was
translated before it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from newstrans.model import Edition, Leg, Treatment

# Words that a short story may cost all the same: one name and its sentence.
AT_LEAST = 150


@dataclass(slots=True)
class Allowance:
    """What one edition may still cost. `limit` is in words; `refused` counts what was not asked."""

    limit: int
    words: int = 0
    sentences: int = 0
    refused: int = 0
    _asked: set[tuple[tuple[Leg, ...], str]] = field(default_factory=set)

    def take(self, route: tuple[Leg, ...], texts: Iterable[str], *, always: bool = False) -> bool:
        """Whether `texts` may be asked, all of them; they are counted then, each once. `always`: they have to be."""
        new = [text for text in dict.fromkeys(texts) if (route, text) not in self._asked]
        cost = sum(len(text.split()) for text in new)
        if self.words + cost > self.limit and new and not always:
            self.refused += 1
            return False
        self._asked.update((route, text) for text in new)
        self.words += cost
        self.sentences += len(new)
        return True


def allowance(edition: Edition, share: int) -> Allowance:
    """The allowance of an edition: `share` percent of the words that engines were sent; 0 for nothing at all."""
    sent = sum(
        len(segment.source.split())
        for unit in edition.units if unit.treatment is Treatment.TRANSLATED
        for segment in unit.segments if segment.sent is not None
    )  # fmt: skip
    return Allowance(max(AT_LEAST, sent * share // 100) if share else 0)
