"""Argos packages, run through CTranslate2 directly.

`argostranslate` itself sends one sentence at a time, turns every `_` into a space, downloads a sentence splitter
on first use and creates folders when it is imported. Its package format and its decoding settings are kept
(beam 4, length penalty 0.2, unknown words copied), so that both give the same text where both decode alike. Only
its tokeniser for old `bpe.model` packages is used, a module that neither opens a file nor a socket on import.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import threading
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newstrans.engines.argos_decode import MAX_PIECES, cut, decode, starts_word, word_links
from newstrans.engines.base import Aligned, LanguagePair, Traits, Translation
from newstrans.engines.workers import usable_cores
from newstrans.errors import EngineError, EngineUnavailable, ModelDamaged, PairNotInstalled
from newstrans.languages import ARGOS_CODES, is_spaced
from newstrans.model import Model, Span
from newstrans.models.argos_package import ArgosPackage, find_packages, vocabulary_files
from newstrans.models.use import Hold, use_model

if TYPE_CHECKING:
    from newstrans.config import Config

MAX_WORDS = 80

# How far attention is trusted as alignment: on the trained test model it named the right word for 97.8 % of 6,906 words,
# but for real packages this is unmeasured.
_ATTENTION = 0.7

# Languages of the Argos index of 2025-06. All packages are from or to English, but for those between
# Portuguese and Spanish.
_INDEX = frozenset(
    "ar az bg bn ca cs da de el eo es et eu fa fi fr ga gl he hi hu id it ja ko ky lt lv ms nb nl pl pt pt-BR ro ru "
    "sk sl sq sv th tl tr uk ur vi zh-Hans zh-Hant".split()
)
_CODES = {tag: code for code, tag in ARGOS_CODES.items()} | {"zh-Hans": "zh", "zh": "zh"}


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A package in memory."""

    translator: Any
    tokenise: Callable[[str], list[str]]
    detokenise: Callable[[list[str]], str]
    vocabulary: frozenset[str]
    joiner: str  # what marks pieces that belong together: "▁" before a word, "@@" behind a part


class ArgosEngine:
    """Neural engine on Argos packages; all texts of a call are decoded together, on all cores.

    `workers` is the number of batches decoded at once (default: the cores that this process may use).
    """

    name = "argos"
    any_pair = False

    def __init__(self, config: Config, *, workers: int | None = None) -> None:
        self._folder = config.argos_folder
        self._workers = workers or config.workers or usable_cores()
        self._found: dict[LanguagePair, ArgosPackage] | None = None
        self._damaged: dict[str, ModelDamaged] = {}
        self._loaded: dict[LanguagePair, _Loaded] = {}
        self._models: dict[LanguagePair, Model] = {}
        self._held: dict[LanguagePair, Hold] = {}
        self._lock = threading.Lock()

    def pairs(self) -> list[LanguagePair]:
        return sorted(self._packages())

    def traits(self, pair: LanguagePair) -> Traits:
        package = self._use(pair)
        if (package.folder / "sentencepiece.model").is_file():
            return Traits(knows=_knower(_sentencepiece(package)), max_words=MAX_WORDS)
        return Traits(max_words=MAX_WORDS)

    def model(self, pair: LanguagePair) -> Model:
        if pair not in self._models:
            package = self._get(pair)
            digest = hashlib.sha256()
            for file in package.files():
                digest.update(f"{file.relative_to(package.folder).as_posix()}\0{file.stat().st_size}\0".encode())
                digest.update(_read(file))
            origin = f"Argos package, version {package.version}" if package.version else "Argos package"
            self._models[pair] = Model(package.folder.name, digest.hexdigest(), package.licence, origin)
        return self._models[pair]

    def translate(self, texts: Sequence[str], pair: LanguagePair) -> list[Translation]:
        package = self._use(pair)
        try:
            return _translate(self._open(package), texts, package)
        except (RuntimeError, ValueError, MemoryError) as exc:
            raise EngineError(self.name, f"{package.folder.name} could not translate: {exc}") from exc

    def align(self, texts: Sequence[str], pair: LanguagePair) -> list[Aligned | None]:
        """Links from the attention of the model's last layer; None for sentences of more than `_MAX_PIECES` pieces."""
        package = self._use(pair)
        try:
            return _align(self._open(package), texts, package)
        except (RuntimeError, ValueError, MemoryError) as exc:
            raise EngineError(self.name, f"{package.folder.name} could not translate: {exc}") from exc

    def missing(self) -> str | None:
        if not all(util.find_spec(library) for library in ("ctranslate2", "sentencepiece")):
            return "ctranslate2 is missing. Run: pip install 'newstrans[argos]'"
        if not self._packages():
            if self._damaged:
                return next(iter(self._damaged.values())).problem
            return "no package is installed. Run: newstrans models install PAIR --engine argos"
        return None

    def install_hint(self, source: str, target: str) -> str | None:
        between = {source, target}
        if source == target or not between <= _INDEX | {"en"} or ("en" not in between and between != {"pt", "es"}):
            return None
        return f"newstrans models install {source}-{target} --engine argos"

    def close(self) -> None:
        with self._lock:
            self._loaded = {}
            for hold in self._held.values():
                hold.release()
            self._held = {}

    def _open(self, package: ArgosPackage) -> _Loaded:
        with self._lock:
            if package.pair not in self._loaded:
                self._loaded[package.pair] = _load(package, self._workers)
            return self._loaded[package.pair]

    def _packages(self) -> dict[LanguagePair, ArgosPackage]:
        if self._found is None:
            self._found, self._damaged = find_packages(self._folder)
        return self._found

    def _use(self, pair: LanguagePair) -> ArgosPackage:
        """The package of a pair, whole and held until `close`."""
        package = self._get(pair)
        with self._lock:
            if pair not in self._held:
                self._held[pair] = use_model(package.folder, self.name)
        return package

    def _get(self, pair: LanguagePair) -> ArgosPackage:
        packages = self._packages()
        if pair in packages:
            return packages[pair]
        codes = "_".join(_CODES.get(tag, tag) for tag in pair)
        for folder, problem in self._damaged.items():
            if f"-{codes}-" in f"{folder}-":
                raise problem
        raise PairNotInstalled(
            self.name, pair.source, pair.target, installed=map(str, packages),
            command=self.install_hint(*pair) or "newstrans engines",
        )  # fmt: skip


def _translate(loaded: _Loaded, texts: Sequence[str], package: ArgosPackage) -> list[Translation]:
    tokenised = [loaded.tokenise(_clean(text)) if any(map(str.isalnum, text)) else [] for text in texts]
    parts = [cut(pieces, loaded.joiner) for pieces in tokenised]
    flat = [part for text_parts in parts for part in text_parts]
    decoded = decode(loaded.translator, flat, package.target_prefix, vocabulary=loaded.vocabulary)
    space = " " if is_spaced(package.pair.target) else ""
    answers: list[Translation] = []
    rest = iter(decoded)
    for text, pieces, text_parts in zip(texts, tokenised, parts, strict=True):
        joined = space.join(loaded.detokenise(next(rest).pieces).strip() for _ in text_parts)
        answer = unicodedata.normalize("NFC", joined)
        if not answer.strip() and any(map(str.isalpha, text)):
            raise EngineError("argos", f"{package.folder.name}: empty output for {_clean(text).strip()[:60]!r}")
        answers.append(Translation(answer, _unknown(pieces, loaded)))
    return answers


def _align(loaded: _Loaded, texts: Sequence[str], package: ArgosPackage) -> list[Aligned | None]:
    """Links by attention, where text and pieces can be told to be the same to the letter."""
    if loaded.joiner != "▁":
        return [None] * len(texts)
    tokenised = [loaded.tokenise(_clean(text)) if any(map(str.isalnum, text)) else [] for text in texts]
    usable = [n for n, pieces in enumerate(tokenised) if 0 < len(pieces) <= MAX_PIECES]
    sources = [tokenised[n] for n in usable]
    decoded = decode(loaded.translator, sources, package.target_prefix, vocabulary=loaded.vocabulary, attention=True)
    aligned: list[Aligned | None] = [None] * len(texts)
    for n, answer in zip(usable, decoded, strict=True):
        text = unicodedata.normalize("NFC", loaded.detokenise(answer.pieces).strip())
        ours, theirs = piece_spans(tokenised[n], texts[n]), piece_spans(answer.pieces, text)
        if ours and theirs:
            links = [
                (Span(ours[of[0]].start, ours[of[-1]].end), Span(theirs[to[0]].start, theirs[to[-1]].end))
                for of, to in word_links(answer, tokenised[n])
            ]
            aligned[n] = Aligned(text, tuple(links), _ATTENTION)
    return aligned


def piece_spans(pieces: Sequence[str], text: str) -> list[Span] | None:
    """The range of each SentencePiece piece in `text`; None where the two are not the same to the letter.

    SentencePiece folds its input (NFKC, spaces drawn together); letters that fold to several share their range.
    """
    letters = [(at, folded) for at, letter in enumerate(text) if not letter.isspace() for folded in unicodedata.normalize("NFKC", letter)]
    letters = [(at, folded) for at, folded in letters if not folded.isspace()]
    spans, done = [], 0
    for piece in pieces:
        bare = piece.replace("▁", "")
        taken = letters[done : done + len(bare)]
        if "".join(folded for _, folded in taken) != bare:
            return None
        here = letters[done][0] if done < len(letters) else len(text)
        spans.append(Span(taken[0][0], taken[-1][0] + 1) if taken else Span(here, here))
        done += len(bare)
    return spans if done == len(letters) else None


def _unknown(pieces: Sequence[str], loaded: _Loaded) -> tuple[str, ...]:
    """Words with a piece that the model's vocabulary does not have, without duplicates."""
    if loaded.vocabulary.issuperset(pieces):
        return ()
    words: dict[str, None] = {}
    word: list[str] = []
    for at, piece in enumerate([*pieces, "▁"]):
        if word and (at == len(pieces) or starts_word(pieces, at, loaded.joiner)):
            if any(part not in loaded.vocabulary for part in word):
                text = "".join(part.removesuffix("@@") if loaded.joiner == "@@" else part for part in word)
                words[text.lstrip("▁")] = None
            word = []
        word.append(piece)
    return tuple(words)


def _clean(text: str) -> str:
    # A lone surrogate cannot cross into the engine, which takes UTF-8; it carries no meaning either.
    return text.encode("utf-8", "ignore").decode("utf-8").replace("\0", " ")


def _libraries() -> tuple[Any, Any]:
    try:
        import ctranslate2
        import sentencepiece
    except ImportError as exc:
        raise EngineUnavailable("argos", "ctranslate2 is missing. Run: pip install 'newstrans[argos]'") from exc
    return ctranslate2, sentencepiece


def _load(package: ArgosPackage, workers: int) -> _Loaded:
    ctranslate2, _ = _libraries()
    vocabulary = _vocabulary(package)
    tokenise, detokenise, joiner = _tokeniser(package, vocabulary)
    compute_type = "int8" if "int8" in ctranslate2.get_supported_compute_types("cpu") else "default"
    try:
        translator = ctranslate2.Translator(
            str(package.model), device="cpu", compute_type=compute_type, inter_threads=workers, intra_threads=1,
            max_queued_batches=-1,
        )
    except (RuntimeError, ValueError, MemoryError) as exc:
        raise _damaged(package, f"model/model.bin is damaged or cut short ({_first_line(exc)})") from exc
    return _Loaded(translator, tokenise, detokenise, vocabulary, joiner)


def _tokeniser(
    package: ArgosPackage, vocabulary: frozenset[str]
) -> tuple[Callable[[str], list[str]], Callable[[list[str]], str], str]:
    if not (package.folder / "sentencepiece.model").is_file():
        return _bpe_tokeniser(package)
    processor = _sentencepiece(package)
    pieces = [processor.id_to_piece(number) for number in range(processor.get_piece_size())]
    shared = sum(piece in vocabulary for piece in pieces)
    if shared * 2 < len(pieces):
        raise _damaged(package, f"sentencepiece.model and model/ are not of one model ({shared} pieces in common)")

    def tokenise(text: str) -> list[str]:
        return list(processor.encode(text, out_type=str))

    def detokenise(parts: list[str]) -> str:
        return str(processor.decode_pieces(parts)).replace("▁", " ")

    return tokenise, detokenise, "▁"


def _bpe_tokeniser(package: ArgosPackage) -> tuple[Callable[[str], list[str]], Callable[[list[str]], str], str]:
    """Old packages: Moses tokens cut by `bpe.model`. `argostranslate.tokenizer` imports no settings."""
    try:
        importlib.import_module("sacremoses")  # the tokeniser imports it only when it is first used
        from argostranslate.tokenizer import BPETokenizer
    except ImportError as exc:
        raise EngineUnavailable(
            "argos", f"{package.folder.name} needs argostranslate. Run: pip install 'newstrans[argos]'"
        ) from exc
    tokeniser = BPETokenizer(package.folder / "bpe.model", package.pair.source, package.pair.target)
    try:
        tokeniser.lazy_load()
    except (OSError, ValueError, IndexError) as exc:
        raise _damaged(package, f"bpe.model is damaged ({_first_line(exc)})") from exc
    return tokeniser.encode, tokeniser.decode, "@@"


def _sentencepiece(package: ArgosPackage) -> Any:
    _, sentencepiece = _libraries()
    try:
        return sentencepiece.SentencePieceProcessor(model_file=str(package.folder / "sentencepiece.model"))
    except (RuntimeError, OSError, ValueError) as exc:
        raise _damaged(package, f"sentencepiece.model is damaged or cut short ({_first_line(exc)})") from exc


def _knower(processor: Any) -> Callable[[str], bool]:
    unknown = processor.unk_id()

    @lru_cache(maxsize=4096)
    def knows(character: str) -> bool:
        if "\ud800" <= character <= "\udfff":  # a lone surrogate has no UTF-8
            return False
        return character.isspace() or unknown not in processor.encode(character)

    return knows


def _vocabulary(package: ArgosPackage) -> frozenset[str]:
    """Pieces that the model reads, from the first vocabulary file (JSON list, or one piece a line)."""
    file = vocabulary_files(package.model)[0]
    text = _read(file).decode("utf-8", "replace")
    if file.suffix != ".json":
        return frozenset(text.split("\n"))
    try:
        pieces = json.loads(text)
    except ValueError as exc:
        raise _damaged(package, f"model/{file.name} is not JSON ({_first_line(exc)})") from exc
    if not isinstance(pieces, list):
        raise _damaged(package, f"model/{file.name} is not a list")
    return frozenset(piece for piece in pieces if isinstance(piece, str))


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as exc:
        raise ModelDamaged("argos", f"{file.name} cannot be read: {exc.strerror}") from exc


def _damaged(package: ArgosPackage, problem: str) -> ModelDamaged:
    again = f"Install it again: newstrans models install {package.pair} --engine argos --force"
    return ModelDamaged("argos", f"{package.folder.name}: {problem}. {again}")


def _first_line(exc: BaseException) -> str:
    return (str(exc).splitlines() or [type(exc).__name__])[0][:200]
