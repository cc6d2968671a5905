"""What an engine is: one small protocol, and the values that cross it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from newstrans.languages import LanguagePair as LanguagePair  # engines and their users know it from here
from newstrans.model import Model, Span


@dataclass(frozen=True, slots=True)
class Translation:
    """An engine's answer to one text. `unknown` lists words it said it did not know, marks removed."""

    text: str
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Traits:
    """What a model can carry, so that protection sends it nothing that it would damage.

    `knows(character)` tells whether the model's vocabulary has a character; None means it carries any.
    `rule_based` engines parse: unknown names stay as they are, ordinary words inside names are translated.
    `max_words` is the sentence length beyond which quality falls; 0 means no such bound.
    `common_word(word)` says whether the model knows a word rather in lower case (True) or with a capital
    (False); None where it cannot tell.
    """

    knows: Callable[[str], bool] | None = None
    rule_based: bool = False
    max_words: int = 0
    common_word: Callable[[str], bool | None] | None = None
    copies: bool = False  # gives the source back or marks it up: protection is not needed


@dataclass(frozen=True, slots=True)
class Aligned:
    """An answer, and what each of its words stands for.

    `links` are pairs of ranges: code points of the text, code points of `text`. `weight` says how far the links are
    to be trusted, 0 to 1.
    """

    text: str
    links: tuple[tuple[Span, Span], ...]
    weight: float


@runtime_checkable
class Aligner(Protocol):
    """What an engine also has when it can tell which words of an answer stand for which of the text."""

    def align(self, texts: Sequence[str], pair: LanguagePair) -> list[Aligned | None]:
        """Translate single sentences with links, in order; None where there are none for a text.

        The answer need not be that of `translate` to the letter. Raises what `translate` raises.
        """
        ...


@runtime_checkable
class Engine(Protocol):
    """A translator. One file each; the library behind it is imported in the constructor or later.

    Contract (tests/engines/test_contract.py runs it over every engine):
    - `translate` gives one `Translation` per text, in order; "" for a text without letters or digits;
    - it raises `PairNotInstalled` for a pair that is not in `pairs()`, `EngineError` when it fails, and never
      returns the source or "" to say so;
    - it opens no socket and writes no file;
    - the same texts give the same answers, alone or in any batch.
    """

    name: str

    def pairs(self) -> list[LanguagePair]:
        """The pairs that can be translated on this machine now; [] when nothing is installed."""
        ...

    def traits(self, pair: LanguagePair) -> Traits:
        """What the model of `pair` can carry. Raises `PairNotInstalled`."""
        ...

    def model(self, pair: LanguagePair) -> Model:
        """Identity of the model of `pair`, with a SHA-256 over its files. Raises `PairNotInstalled`."""
        ...

    def translate(self, texts: Sequence[str], pair: LanguagePair) -> list[Translation]:
        """Translate single sentences."""
        ...

    def missing(self) -> str | None:
        """None when the engine is ready, else one line saying what is missing and the command that mends it."""
        ...

    def install_hint(self, source: str, target: str) -> str | None:
        """The command that would install this pair, or None where this engine has no such pair."""
        ...

    def close(self) -> None:
        """End processes and free models. The engine may be used again."""
        ...
