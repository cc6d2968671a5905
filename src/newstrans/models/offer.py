"""A model that can be had, as an index, records or a mirror tell of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from newstrans.languages import LanguagePair, fallbacks
from newstrans.models.argos_package import version_key
from newstrans.models.manifest import NOT_STATED, ModelFile


@dataclass(frozen=True, slots=True)
class Part:
    """One file to fetch.

    `places` are addresses that all have it, or, for a mirror in a folder, one path in that folder. `size` and
    `sha256` are of the file as it lies there. `file` is what it becomes in the model's folder ("" for an archive of
    the whole), decompressed first where `packed`; then `file_size` and `file_sha256` are of that.
    """

    places: tuple[str, ...]
    size: int | None = None
    sha256: str | None = None
    file: str = ""
    packed: bool = False
    file_size: int | None = None
    file_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that can be installed; `files` is what its folder must then hold, where a mirror says so."""

    engine: str
    pair: LanguagePair
    name: str
    version: str
    parts: tuple[Part, ...]
    origin: str
    licence: str = NOT_STATED
    files: tuple[ModelFile, ...] = field(default=())

    @property
    def size(self) -> int:
        """Bytes to fetch, 0 where the index does not say."""
        sizes = [part.size for part in self.parts]
        return sum(size for size in sizes if size) if all(sizes) else 0

    @property
    def hashed(self) -> bool:
        """Whether every file has a hash to be held against."""
        return bool(self.files) or all(part.sha256 or part.file_sha256 for part in self.parts)


def newest(offers: Iterable[Offer]) -> list[Offer]:
    """The highest version of each engine and pair, sorted by pair and engine."""
    best: dict[tuple[str, LanguagePair], Offer] = {}
    for offer in offers:
        key = (offer.engine, offer.pair)
        if key not in best or version_key(best[key].version) < version_key(offer.version):
            best[key] = offer
    return sorted(best.values(), key=lambda offer: (offer.pair, offer.engine))


def matching(offers: Sequence[Offer], pair: LanguagePair) -> list[Offer]:
    """Offers for exactly this pair, else for the languages that its tags are of ("en-pt" for "en-pt-BR")."""
    for source in fallbacks(pair.source):
        for target in fallbacks(pair.target):
            found = [offer for offer in offers if offer.pair == (source, target)]
            if found:
                return found
    return []
