"""Apertium: rule-based pairs from Debian, one long-running chain of programs per mode.

A `.mode` file is a shell pipeline. It is read here and started without a shell, every program told to flush at
NUL (`-z`), cut in up to four sections:

    analysis  |  tagger  |  transfer and generation  |  post-generation

The tagger stands alone because it must be replaced now and then (see `_UNSEEN_CLASS`), and post-generation
because it must not see the generator's marks for unknown words: "de *Obama" would not become "d'Obama".
"""

from __future__ import annotations

import hashlib
import re
import shlex
import shutil
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from newstrans.engines.apertium_pipe import Chain, Fault, Section
from newstrans.engines.apertium_probes import PROBES
from newstrans.engines.apertium_words import linking_stages, number_words, read_links, word_spans
from newstrans.engines.base import Aligned, LanguagePair, Traits, Translation
from newstrans.errors import EngineError, EngineUnavailable, ModelDamaged, PairNotInstalled
from newstrans.languages import ISO_639_3
from newstrans.model import Model
from newstrans.models.debian import install_command

if TYPE_CHECKING:
    from newstrans.config import Config

_NAME = re.compile(r"^(?P<source>[a-z]{2,3})(?:_(?P<reads>\w+))?-(?P<target>[a-z]{2,3})(?:_(?P<writes>\w+))?$")
_PROGRAM = re.compile(r"^(?:apertium-[\w-]+|(?:lt|lrx|lsx|cg|rtx|hfst)-[\w-]+)$")

# One code for four standards: Debian's Serbo-Croatian reads Latin script and writes it after a country.
_SERBO_CROATIAN = {"": ("hr", "bs", "sr-Latn"), "HR": ("hr",), "BS": ("bs",), "SR": ("sr-Latn",)}
_TWO_LETTERS = {three: two for two, three in ISO_639_3.items() if three != "hbs"}
_OLD_CODES = {"no": "nb", "sh": "hbs", "sr": "hbs", "hr": "hbs", "bs": "hbs"}

# The HMM tagger of apertium 3.8 says this under `-d` when a word has a combination of readings that it was not
# trained on. From then on it treats every *unknown* word differently, because `find_similar_ambiguity_class`
# assigns through a reference to the model's open class: 36 of 300 FLORES sentences es-it came out otherwise
# when the order was turned round. A new process for the next text costs 5 ms and makes texts independent.
_UNSEEN_CLASS = b"new ambiguity class"

# Read as marks or commands by some stage, but meant as text: carried through as noncharacters, which Unicode
# reserves for such private use. (`~` wakes the post-generator, which eats it.)
_CARRIED = {"*": "\ufdd1", "#": "\ufdd2", "~": "\ufdd3", "@": "\ufdd4"}
_GIVEN_BACK = {carrier: character for character, carrier in _CARRIED.items()}
_NONCHARACTERS = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
# How far word-bound blanks are trusted: they are the engine's own account of what it did.
_BLANKS = 0.96
_END_MARK = b"[]"  # an empty blank, which every program passes on; brackets of the text are escaped
_TO_CARRY = re.compile(r"[*#~]|(?<!\w)@")  # the @ inside an address stays: the analysers know addresses
_TO_ESCAPE = re.compile(r"[\^$@\\/\[\]{}<>]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CARRIERS = re.compile("[\ufdd1-\ufdd4]")

# What the generator puts before a word that it did not know (*), could not translate (@) or inflect (#). The
# first alternative steps over escaped text, so that in "a\\*b" the backslash is not taken for the mark's own.
_MARK = re.compile(r"(?P<text>\\[^*#@]|(?<=\w)\\?@)|(?:\\?[*#@])(?P<word>[^\W_]+(?:[-'’][^\W_]+)*)?")

_ENDED = re.compile(r"[.!?…。？！؟։।:;][\"'”’»)\]]*$")
_SPACES = re.compile(r" {2,}")
_SPACE_BEFORE = re.compile(r"(?<=\S) +(?=[,.)])")
_SPACE_AFTER = re.compile(r"(?:(?<=^[\"“‘«(¿¡])|(?<=[\s(\[][\"“‘«(¿¡])) +")


@dataclass(frozen=True, slots=True)
class Mode:
    """One `.mode` file whose programs and data are all here. `package` is the Debian package of its data."""

    name: str
    path: Path
    pairs: tuple[LanguagePair, ...]
    stages: tuple[tuple[str, ...], ...]
    data: tuple[Path, ...]
    package: str


class ApertiumEngine:
    """Rule-based engine; fast, knows no context, leaves unknown words as they are and lists them."""

    name = "apertium"
    any_pair = False

    def __init__(self, config: Config, *, timeout_s: float = 30.0) -> None:
        self._folder = config.apertium_modes
        self._timeout_s = timeout_s
        self._found: dict[LanguagePair, Mode] | None = None
        self._models: dict[str, Model] = {}
        self._chains: dict[str, _ModeChain] = {}
        self._linking: dict[str, _LinkingChain] = {}
        self._lock = threading.Lock()

    def pairs(self) -> list[LanguagePair]:
        return sorted(self._modes())

    def traits(self, pair: LanguagePair) -> Traits:
        self._get(pair)
        return Traits(rule_based=True)

    def model(self, pair: LanguagePair) -> Model:
        mode = self._get(pair)
        if mode.name not in self._models:
            digest = hashlib.sha256()
            for file in (mode.path, *mode.data):
                digest.update(_read(file))
            origin = f"Debian package {mode.package}"
            self._models[mode.name] = Model(mode.package, digest.hexdigest(), "GPL-3.0-or-later", origin)
        return self._models[mode.name]

    def translate(self, texts: Sequence[str], pair: LanguagePair) -> list[Translation]:
        mode = self._get(pair)
        with self._lock:
            if mode.name not in self._chains:
                self._chains[mode.name] = _ModeChain(mode, pair, self._timeout_s)
            return self._chains[mode.name].translate(texts)

    def align(self, texts: Sequence[str], pair: LanguagePair) -> list[Aligned | None]:
        """Links by word-bound blanks, from a chain of their own; None for modes that cannot carry them."""
        mode = self._get(pair)
        with self._lock:
            if mode.name not in self._linking:
                self._linking[mode.name] = _LinkingChain(mode, self._timeout_s)
            return self._linking[mode.name].align(texts)

    def missing(self) -> str | None:
        if not self._modes():
            return "no language pair is installed. Run: sudo apt-get install apertium apertium-eng-spa"
        return None

    def install_hint(self, source: str, target: str) -> str | None:
        return install_command(source, target)

    def close(self) -> None:
        with self._lock:
            for chain in self._chains.values():
                chain.close()
            for linking in self._linking.values():
                linking.close()
            self._chains, self._linking = {}, {}

    def _modes(self) -> dict[LanguagePair, Mode]:
        if self._found is None:
            found: dict[LanguagePair, Mode] = {}
            for mode in find_modes(self._folder):
                for pair in mode.pairs:
                    found.setdefault(pair, mode)
            self._found = found
        return self._found

    def _get(self, pair: LanguagePair) -> Mode:
        modes = self._modes()
        if pair not in modes:
            raise PairNotInstalled(
                self.name, pair.source, pair.target, installed=map(str, modes),
                command=self.install_hint(*pair) or "newstrans engines",
            )  # fmt: skip
        return modes[pair]


def find_modes(folder: Path) -> list[Mode]:
    """Usable modes in `folder`, newer spellings ("eng-spa") before older ones ("en-es") of the same pair.

    Spelling variants of a language ("eng-cat_valencia") are left out: they are editions of their own.
    """
    modes = [_read_mode(path) for path in sorted(folder.glob("*.mode"))]
    return sorted((mode for mode in modes if mode), key=lambda mode: (-len(mode.name), mode.name))


def pairs_of_mode(name: str) -> tuple[LanguagePair, ...]:
    """Pairs that a mode serves, as BCP 47 tags.

    >>> [str(pair) for name in ("eng-spa", "es-pt_BR", "hbs-eng", "eng-cat_valencia") for pair in pairs_of_mode(name)]
    ['en-es', 'es-pt-BR', 'hr-en', 'bs-en', 'sr-Latn-en']
    """
    match = _NAME.match(name)
    if not match:
        return ()
    sources = _tags(match["source"], match["reads"] or "")
    targets = _tags(match["target"], match["writes"] or "")
    return tuple(LanguagePair(source, target) for source in sources for target in targets)


def _tags(code: str, variant: str) -> tuple[str, ...]:
    code = _OLD_CODES.get(code, code)
    if code == "hbs":
        return _SERBO_CROATIAN.get(variant, ())
    language = _TWO_LETTERS.get(code, code)
    if not variant:
        return (language,)
    return (f"{language}-{variant}",) if re.fullmatch(r"[A-Z]{2}", variant) else ()


def _read_mode(path: Path) -> Mode | None:
    """The mode in `path`, or None when it is no usable one: an odd name, or programs or data that are missing."""
    pairs = pairs_of_mode(path.stem)
    if not pairs:
        return None
    try:
        stages = parse_mode(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not all(_PROGRAM.match(stage[0]) and shutil.which(stage[0]) for stage in stages):
        return None
    data = tuple(Path(word) for stage in stages for word in stage[1:] if word.startswith("/"))
    if not data or not all(file.is_file() for file in data):
        return None
    return Mode(path.stem, path, pairs, stages, data, data[0].parent.name)


def parse_mode(text: str) -> tuple[tuple[str, ...], ...]:
    """Programs of a mode file with their arguments; `$1` stays, as the generator's place, `$2` goes.

    Raises:
        ValueError: not a plain pipeline.

    """
    stages: list[list[str]] = [[]]
    for word in shlex.split(text, comments=False):
        if word == "|":
            stages.append([])
        elif word != "$2":
            stages[-1].append(word)
    if not all(stages) or any(word in {";", "&", "&&", "||", ">", "<"} for stage in stages for word in stage):
        raise ValueError(text)
    return tuple(tuple(stage) for stage in stages)


class _ModeChain:
    """The programs of one mode, probed on first use."""

    def __init__(self, mode: Mode, pair: LanguagePair, timeout_s: float) -> None:
        self._mode = mode
        self._probe = PROBES.get(pair.source, PROBES[""])
        self._timeout_s = timeout_s
        self._chain: Chain | None = None

    def translate(self, texts: Sequence[str]) -> list[Translation]:
        sendable = [(index, text) for index, text in enumerate(texts) if any(map(str.isalnum, text))]
        answers = [Translation("")] * len(texts)
        if sendable:
            if self._chain is None:
                self._chain = self._working_chain()
            raws = self._ask(self._chain, [text for _, text in sendable])
            for (index, text), raw in zip(sendable, raws, strict=True):
                answers[index] = self._finish(text, raw)
        return answers

    def close(self) -> None:
        if self._chain is not None:
            self._chain.close()

    def _finish(self, text: str, raw: bytes) -> Translation:
        translation = restore(text, raw)
        if not translation.text and any(map(str.isalpha, text)):
            raise self._error(f"empty output for {text.strip()[:60]!r}")
        return translation

    def _ask(self, chain: Chain, texts: Sequence[str]) -> list[bytes]:
        prepared = [prepare(text) for text in texts]
        answers: list[bytes] = []
        while len(answers) < len(texts):
            some, fault = chain.exchange(prepared[len(answers) :])
            answers += some
            if fault and not fault.timed_out:
                # A process may have died for reasons of its own between two calls: once more, this text alone.
                some, fault = chain.exchange(prepared[len(answers) : len(answers) + 1])
                answers += some
            if fault:
                raise self._error(f"{fault.stage} {fault.problem} on {texts[len(answers)].strip()[:60]!r}")
        return answers

    def _working_chain(self) -> Chain:
        """A chain that translates the probe; with the tagger replaced if it does not otherwise.

        In Debian 12 the tagger of rus-ukr dies on most sentences, and `apertium` then prints nothing and exits
        with 0. The constraint grammar alone, told to keep one reading and drop its marks, does its work.
        """
        fault: Fault | None = None
        for stages in (self._mode.stages, _without_tagger(self._mode.stages)):
            if stages is None:
                break
            chain = Chain(_sections(stages), end_mark=_END_MARK, timeout_s=self._timeout_s)
            answers, fault = chain.exchange([prepare(text) for text in self._probe])
            if fault is None and all(restore(text, raw).text for text, raw in zip(self._probe, answers, strict=True)):
                return chain
            chain.close()
        if fault is not None and fault.problem.startswith("cannot be started"):
            raise EngineUnavailable(
                "apertium",
                f"mode {self._mode.name}: {fault.stage} {fault.problem}. Run: sudo apt-get install apertium",
            )
        raise self._error(f"{fault.stage} {fault.problem}" if fault else "no output for a plain sentence")

    def _error(self, problem: str) -> EngineError:
        return EngineError("apertium", f"mode {self._mode.name}: {problem}")


class _LinkingChain:
    """The programs of one mode with word-bound blanks in their texts; a mode that breaks on them gives no links."""

    def __init__(self, mode: Mode, timeout_s: float) -> None:
        stages = linking_stages(_without_tagger(mode.stages) or mode.stages)
        self._chain = Chain(_sections(stages), end_mark=_END_MARK, timeout_s=timeout_s) if stages else None

    def align(self, texts: Sequence[str]) -> list[Aligned | None]:
        sendable = [n for n, text in enumerate(texts) if any(map(str.isalnum, text))]
        numbered = [number_words(prepare(texts[n]).decode()) for n in sendable]
        aligned: list[Aligned | None] = [None] * len(texts)
        if self._chain is None or not sendable:
            return aligned
        answers, fault = self._chain.exchange([text.encode() for text, _ in numbered])
        for n, raw, (_, words) in zip(sendable, answers, numbered, strict=False):
            aligned[n] = _linked(texts[n], raw, words)
        if fault or not any(aligned):
            self.close()
            self._chain = None
        return aligned

    def close(self) -> None:
        if self._chain is not None:
            self._chain.close()


def _linked(text: str, raw: bytes, words: Sequence[str]) -> Aligned | None:
    answer, links = read_links(raw.decode("utf-8", "replace").partition("[\ufdd5")[0])
    spans = word_spans(text, words)
    # A mode that cannot carry the blanks writes its own inner marks: "\\^ministro".
    if spans is None or not links or "\\^" in answer:
        return None
    # One letter for one: the ranges must stay true.
    plain = _CARRIERS.sub(lambda match: _GIVEN_BACK[match[0]], answer)
    return Aligned(plain, tuple((spans[number], span) for number, span in links if number < len(spans)), _BLANKS)


def _without_tagger(stages: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...] | None:
    """`cg-proc -w GRAMMAR | apertium-tagger ...` as `cg-proc -w -1 -n GRAMMAR`; None where there is no such."""
    for index, stage in enumerate(stages[:-1]):
        if stage[0] == "cg-proc" and stages[index + 1][0] == "apertium-tagger":
            alone = ("cg-proc", "-w", "-1", "-n", stage[-1])
            return (*stages[:index], alone, *stages[index + 2 :])
    return None


def _sections(stages: Sequence[tuple[str, ...]]) -> list[Section]:
    """Cut the pipeline before and after the statistical tagger and after the generator."""
    sections: list[Section] = []
    open_section: list[tuple[str, ...]] = []

    def cut(section: Section | None = None) -> None:
        if open_section:
            sections.append(Section(tuple(open_section)))
            open_section.clear()
        if section:
            sections.append(section)

    for stage in stages:
        program, *arguments = stage
        if "$1" in arguments:
            open_section.append(_flushing(program, ["-g" if word == "$1" else word for word in arguments]))
            cut()
            sections[-1] = Section(sections[-1].commands, after=_set_marks_aside)
        elif program == "apertium-tagger" and arguments[:1] == ["-g"]:
            cut(Section((_flushing(program, ["-d", *arguments]),), renew_on=_UNSEEN_CLASS))
        else:
            open_section.append(_flushing(program, arguments))
    cut()
    return sections


def _flushing(program: str, arguments: Iterable[str]) -> tuple[str, ...]:
    words = tuple(arguments)
    return (program, *words) if "-z" in words else (program, "-z", *words)


def prepare(text: str) -> bytes:
    """`text` as the programs take it: one paragraph with final punctuation, special characters disarmed."""
    clean = _NONCHARACTERS.sub("", text.encode("utf-8", "ignore").decode("utf-8")).replace("\0", " ").strip()
    ended = clean if _ENDED.search(clean) else clean + "."
    carried = _TO_CARRY.sub(lambda match: _CARRIED[match[0]], ended)
    return _TO_ESCAPE.sub(r"\\\g<0>", carried).encode("utf-8") + _END_MARK + b"\n"


def _set_marks_aside(raw: bytes) -> bytes:
    """Generated text without marks; the words that had one follow in a blank behind the text's end."""
    words: dict[str, None] = {}

    def unmark(match: re.Match[str]) -> str:
        if match["text"]:
            return match["text"]
        if match["word"] and any(map(str.isalpha, match["word"])):
            words[match["word"]] = None
        return match["word"] or ""

    text = _MARK.sub(unmark, raw.decode("utf-8", "replace"))
    listed = "\ufdd6".join(words)
    return f"{text}[\ufdd5{listed}]".encode()


def restore(source: str, raw: bytes) -> Translation:
    """The answer to `source`: escapes, the added full stop and the pipe's own stray spaces taken out again."""
    text, _, listed = raw.decode("utf-8", "replace").partition("[\ufdd5")
    unknown = tuple(word for word in listed.removesuffix("]").split("\ufdd6") if word)
    text = _ESCAPED.sub(r"\1", text.replace("[]", "")).strip()
    clean = source.encode("utf-8", "ignore").decode("utf-8").replace("\0", " ").strip()
    if not _ENDED.search(_NONCHARACTERS.sub("", clean).strip()) and text.endswith("."):
        text = text[:-1].rstrip()
    # Dropped pronouns and moved quotes leave their blanks behind: ',"  dijo', '" Ganaremos', 'Tierra ,"'.
    for pattern, replacement in ((_SPACES, " "), (_SPACE_BEFORE, ""), (_SPACE_AFTER, "")):
        if not pattern.search(clean):
            text = pattern.sub(replacement, text)
    return Translation(_CARRIERS.sub(lambda match: _GIVEN_BACK[match[0]], text), unknown)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as exc:
        raise ModelDamaged("apertium", f"{file.name} cannot be read: {exc.strerror}") from exc
