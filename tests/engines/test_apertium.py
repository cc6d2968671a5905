"""Apertium: mode files, escaping and marks without any process; then the real programs."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from real_engines import EN_ES, need_apertium, process_ids

from newstrans.config import Config
from newstrans.engines.apertium import ApertiumEngine, find_modes, pairs_of_mode, parse_mode, prepare, restore
from newstrans.engines.apertium_pipe import Chain, Section
from newstrans.engines.base import LanguagePair
from newstrans.errors import EngineError, ModelDamaged, PairNotInstalled
from newstrans.models.debian import PACKAGES


@pytest.mark.parametrize(
    ("mode", "pairs"),
    [
        ("eng-spa", ["en-es"]),
        ("es-pt", ["es-pt"]),
        ("es-pt_BR", ["es-pt-BR"]),
        ("spa-eng_US", ["es-en-US"]),
        ("nno-nob", ["nn-nb"]),
        ("hbs-eng", ["hr-en", "bs-en", "sr-Latn-en"]),
        ("eng-hbs_HR", ["en-hr"]),
        ("eng-hbs_SR", ["en-sr-Latn"]),
        ("sh-mk", ["hr-mk", "bs-mk", "sr-Latn-mk"]),
        ("pol-szl", ["pl-szl"]),
        ("eng-cat_valencia", []),  # a spelling of Catalan: an edition of its own
        ("spa-cat_iec2017", []),
        ("eco-es-fr", []),  # a speaker's own mode
        ("README", []),
    ],
)
def test_a_mode_s_name_tells_its_pairs(mode: str, pairs: list[str]) -> None:
    """Old and new codes become BCP 47 tags; regions stay, spelling variants are left out."""
    assert pairs == [str(pair) for pair in pairs_of_mode(mode)]


def test_a_mode_is_parsed_without_a_shell() -> None:
    """Quotes go, pipes part the programs, `$2` is empty and `$1` keeps the generator's place."""
    text = "lt-proc -w '/d/a b.bin' | apertium-tagger -g $2 '/d/x.prob' | lt-proc $1 '/d/gen.bin'\n"

    assert parse_mode(text) == (
        ("lt-proc", "-w", "/d/a b.bin"), ("apertium-tagger", "-g", "/d/x.prob"), ("lt-proc", "$1", "/d/gen.bin"),
    )  # fmt: skip


@pytest.mark.parametrize("text", ["", "|", "lt-proc x |", "lt-proc x ; rm y", "lt-proc x > y", "lt-proc 'x"])
def test_a_mode_that_is_no_pipeline_is_refused(text: str) -> None:
    """Nothing but programs joined by pipes is taken."""
    with pytest.raises(ValueError):
        parse_mode(text)


@pytest.mark.parametrize(
    "text",
    ["sh -c 'echo' '{data}'", "/bin/cat '{data}'", "lt-proc '/nowhere/data.bin'", "lt-proc", "python3 '{data}' | lt-proc"],
)
def test_a_mode_with_strange_programs_or_missing_data_is_not_offered(tmp_path: Path, text: str) -> None:
    """A mode that could not run, or would run something that is no Apertium program, is no pair."""
    data = tmp_path / "data.bin"
    data.write_bytes(b"x")
    (tmp_path / "eng-spa.mode").write_text(text.format(data=data), encoding="utf-8")

    assert find_modes(tmp_path) == []


def test_an_empty_folder_has_no_pairs(tmp_path: Path) -> None:
    """Without modes the engine is empty and names the command that mends it."""
    for folder in (tmp_path, tmp_path / "nowhere"):
        engine = ApertiumEngine(Config(data=tmp_path, apertium_modes=folder))

        assert engine.pairs() == []
        assert "sudo apt-get install apertium" in (engine.missing() or "")
        with pytest.raises(PairNotInstalled, match="sudo apt-get install apertium-eng-spa"):
            engine.translate(["Hello."], EN_ES)


@pytest.mark.parametrize(
    ("source", "target", "package"),
    [
        ("en", "es", "apertium-eng-spa"), ("uk", "ru", "apertium-rus-ukr"), ("sr-Latn", "en", "apertium-hbs-eng"),
        ("es", "pt-BR", "apertium-es-pt"), ("nb", "da", "apertium-dan-nor"), ("br", "fr", "apertium-br-fr"),
    ],
)  # fmt: skip
def test_the_package_of_a_pair_is_known(config: Config, source: str, target: str, package: str) -> None:
    """The command to type is exact."""
    assert ApertiumEngine(config).install_hint(source, target) == f"sudo apt-get install {package}"


def test_no_package_for_a_pair_that_debian_lacks(config: Config) -> None:
    """No command is made up."""
    assert ApertiumEngine(config).install_hint("en", "de") is None
    assert ("fr", "br") not in PACKAGES
    assert all(part.islower() or part in {"sr-Latn", "pt-BR"} for pair in PACKAGES for part in pair)


@given(st.text(max_size=200))
def test_what_is_sent_can_be_read_back(text: str) -> None:
    """Escaping and restoring leave a text as it was, where no program changed anything."""
    clean = text.encode("utf-8", "ignore").decode().replace("\0", " ").strip()
    if any("\ufdd0" <= char <= "\ufdef" or char in "\ufffe\uffff" for char in clean):
        return
    if not any(map(str.isalnum, clean)):
        return

    sent = prepare(text)
    assert b"\0" not in sent
    assert clean == restore(text, sent[:-3] + b"[\xef\xb7\x95][]\n").text.strip()


@pytest.mark.parametrize(
    ("source", "raw", "text", "unknown"),
    [
        ("He left", "Dejó.[]\n[\ufdd5]", "Dejó", ()),
        ("He left.", "Dejó.[]\n[\ufdd5]", "Dejó.", ()),
        ('"We will win," he said.', '" Ganaremos,"  dijo.[]\n[\ufdd5]', '"Ganaremos," dijo.', ()),
        ("two  spaces here.", "dos  espacios aquí.[]\n[\ufdd5]", "dos  espacios aquí.", ()),
        ("Stofan left.", "Stofan salió , y.[]\n[\ufdd5Stofan]", "Stofan salió, y.", ("Stofan",)),
    ],
)
def test_the_pipe_s_own_traces_are_taken_out(source: str, raw: str, text: str, unknown: tuple[str, ...]) -> None:
    """The added full stop and stray spaces go; what the source had itself stays."""
    answer = restore(source, raw.encode())

    assert (text, unknown) == (answer.text, answer.unknown)


@pytest.mark.engine
class TestWithDebian:
    """The programs themselves."""

    @pytest.fixture(autouse=True)
    def _needed(self) -> None:
        need_apertium("eng-spa", "es-pt", "es-pt_BR", "pt-es", "rus-ukr", "ukr-rus")

    def test_pairs_are_found(self, apertium: ApertiumEngine) -> None:
        """Installed modes are pairs; regional modes are pairs of their own."""
        names = [str(pair) for pair in apertium.pairs()]

        assert {"en-es", "es-en", "es-pt", "es-pt-BR", "pt-es", "ru-uk", "uk-ru"} <= set(names)
        assert names == sorted(names)
        assert apertium.traits(EN_ES).rule_based

    @pytest.mark.parametrize(
        ("source", "kept"),
        [
            ("Zelensky visited Ukraine.", "Zelensky"),
            ("A note: 5 * 3 is 15.", "5 * 3"),
            ("They like #Ukraine and C# a lot.", "C#"),
            ("The word *bold* is here.", "*"),
            ("Write to @POTUS today.", "@POTUS"),
            ("Mail jane.doe@example.com today.", "jane.doe@example.com"),
            ("About ~ 5 houses.", "~"),
            ("The path is a\\b here.", "\\"),
            ("Brackets [x] {y} <z> ^w$ here.", "[x] {y} <z>"),
            ("A footnote[1] here.", "[1]"),
        ],
    )
    def test_characters_that_mean_something_to_apertium_stay(
        self, apertium: ApertiumEngine, source: str, kept: str
    ) -> None:
        """Marks, escapes and commands of the pipeline are text when the source has them."""
        assert kept in apertium.translate([source], EN_ES)[0].text

    def test_unknown_words_are_listed_without_marks(self, apertium: ApertiumEngine) -> None:
        """Words that the dictionary lacks stay in the text unmarked, and are reported."""
        answer = apertium.translate(["The frobnicators visited Kyiv in 2024."], EN_ES)[0]

        assert answer.unknown == ("frobnicators", "Kyiv")
        assert answer.text == "El frobnicators visitó Kyiv en 2024."

    def test_marks_do_not_hinder_contraction(self, apertium: ApertiumEngine) -> None:
        """The post-generator sees words without marks: "y idaho" becomes "e idaho" before an unknown word too."""
        answer = apertium.translate(["Nevada e idahoense."], LanguagePair("pt", "es"))[0]

        assert answer.unknown == ("idahoense",)
        assert " e idahoense" in answer.text

    def test_a_word_with_unseen_readings_changes_no_later_text(self, apertium: ApertiumEngine) -> None:
        """The tagger's fault with new combinations of readings ("ya", "como") stays within one text."""
        pair = LanguagePair("es", "pt")
        texts = [
            "La inyección fue pequeñísima por cada uno.",
            "Ya lo dijo como quiso cuando pudo, ya que había venido.",
            "El presidente pakistaní llegó bajo administración federal.",
        ]
        alone = []
        for text in texts:
            apertium.close()
            alone += apertium.translate([text], pair)

        assert alone == apertium.translate(texts, pair)
        assert alone[::-1] == apertium.translate(texts[::-1], pair)
        assert alone * 4 == apertium.translate(texts * 4, pair)

    @pytest.mark.parametrize(
        ("pair", "source", "target"),
        [
            ("ru-uk", "Мы видим новый дом в городе.", "Ми бачимо новий дім у городі."),
            ("ru-uk", "Это хорошо.", "Це хороше."),
            ("uk-ru", "Це добре.", None),
        ],
    )
    def test_russian_and_ukrainian_work_without_the_tagger(
        self, apertium: ApertiumEngine, pair: str, source: str, target: str | None
    ) -> None:
        """Debian's tagger dies on these; the constraint grammar takes its place."""
        answer = apertium.translate([source], LanguagePair(*pair.split("-")))[0].text

        assert answer
        assert target is None or target == answer

    @pytest.mark.parametrize("place", range(11))
    def test_a_killed_program_is_started_again(self, place: int) -> None:
        """A process that dies between two calls costs nothing but its restart, wherever it stood.

        The programs behind it end their output with a NUL, which must not be taken for an answer.
        """
        others = process_ids(os.getpid())
        engine = ApertiumEngine(Config(data=Path("unused")))
        texts = ["The house is old.", "7.", "The garden is new."]
        before = engine.translate(texts, EN_ES)
        started = sorted(process_ids(os.getpid()) - others)
        os.kill(started[place], signal.SIGKILL)

        assert before == engine.translate(texts, EN_ES)
        engine.close()

    def test_close_leaves_no_process(self) -> None:
        """All programs end with the engine."""
        before = process_ids(os.getpid())
        engine = ApertiumEngine(Config(data=Path("unused")))
        engine.translate(["The house is old."], EN_ES)
        started = process_ids(os.getpid()) - before
        assert _named(started, "lt-proc")
        engine.close()

        assert not process_ids(os.getpid()) & started

    def test_the_model_is_named_after_its_package(self, apertium: ApertiumEngine) -> None:
        """Identity covers the mode file and its data; each direction has its own."""
        there, back = apertium.model(EN_ES), apertium.model(LanguagePair("es", "en"))

        assert there.name == back.name == "apertium-eng-spa"
        assert there.sha256 != back.sha256
        assert there.licence == "GPL-3.0-or-later"
        assert there.origin == "Debian package apertium-eng-spa"


class TestWithStandIns:
    """Modes whose programs misbehave: small scripts under names that Apertium's programs might have."""

    @pytest.fixture
    def stand_in(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        programs = tmp_path / "bin"
        programs.mkdir()
        monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
        data = tmp_path / "apertium-eng-spa" / "data.bin"
        data.parent.mkdir()
        data.write_bytes(b"data")

        def make(script: str, *, timeout_s: float = 30.0) -> ApertiumEngine:
            program = programs / "apertium-standin"
            program.write_text(f"#!/usr/bin/env -S python3 -SEI\nimport sys, os\n{script}\n", encoding="utf-8")
            program.chmod(program.stat().st_mode | stat.S_IXUSR)
            (tmp_path / "eng-spa.mode").write_text(f"apertium-standin '{data}'", encoding="utf-8")
            return ApertiumEngine(Config(data=tmp_path, apertium_modes=tmp_path), timeout_s=timeout_s)

        return make

    LOOP = (
        "def texts():\n"
        "    held = b''\n"
        "    while data := os.read(0, 65536):\n"
        "        *done, held = (held + data).split(b'\\0')\n"
        "        yield from done\n"
    )

    @pytest.mark.parametrize(
        ("reaction", "problem"),
        [
            ("sys.exit(3)", "mode eng-spa: apertium-standin ended with status 3"),
            ("print('out of luck', file=sys.stderr, flush=True); sys.exit(1)", r"status 1 \(out of luck\)"),
            ("os.kill(os.getpid(), 11)", "apertium-standin died of signal 11"),
            ("os.write(1, b'\\0')", "mode eng-spa: apertium-standin gave no text on 'The house is old'"),
            ("os.write(1, text[:5] + b'\\0')", "gave no text"),  # part of an answer is none
            ("os.write(1, b'[]\\n\\0')", "mode eng-spa: empty output for 'The house is old'"),
        ],
    )
    def test_a_program_that_fails_is_an_error(self, stand_in, reaction: str, problem: str) -> None:
        """Death, whatever its status, and silence are errors that name the mode and the program."""
        script = f"{self.LOOP}for text in texts():\n    if b'house' in text: {reaction}\n    else: os.write(1, text + b'\\0')"
        engine = stand_in(script)
        with pytest.raises(EngineError, match=problem):
            engine.translate(["A garden.", "The house is old", "A garden."], EN_ES)

        assert [answer.text for answer in engine.translate(["A garden."], EN_ES)] == ["A garden."]
        engine.close()

    def test_a_silent_program_is_given_up(self, stand_in) -> None:
        """A program that neither answers nor ends is bounded in time."""
        script = f"{self.LOOP}for text in texts():\n    if b'house' not in text: os.write(1, text + b'\\0')"
        engine = stand_in(script, timeout_s=2.0)
        with pytest.raises(EngineError, match=r"no answer within 2 s on 'The house\.'"):
            engine.translate(["A garden.", "The house."], EN_ES)
        engine.close()

    def test_a_mode_that_gives_nothing_at_all_is_an_error(self, stand_in) -> None:
        """A mode that fails its probe has no tagger to replace, so it is not used."""
        engine = stand_in(f"{self.LOOP}for text in texts(): os.write(1, b'\\0')")
        with pytest.raises(EngineError, match="mode eng-spa: apertium-standin gave no text"):
            engine.translate(["The house is old."], EN_ES)
        engine.close()

    def test_data_that_vanished_is_named(self, stand_in, tmp_path: Path) -> None:
        """A package removed while in use is an error of the model, with the file's name."""
        engine = stand_in("")
        assert engine.pairs() == [EN_ES]
        (tmp_path / "apertium-eng-spa" / "data.bin").unlink()
        with pytest.raises(ModelDamaged, match=r"data\.bin cannot be read"):
            engine.model(EN_ES)

    def test_talk_on_standard_error_does_not_block(self, stand_in) -> None:
        """A program may complain more than a pipe holds."""
        script = f"{self.LOOP}for text in texts():\n    os.write(2, b'x' * 200000)\n    os.write(1, text + b'\\0')"
        engine = stand_in(script)

        assert [answer.text for answer in engine.translate(["One.", "Two."], EN_ES)] == ["One.", "Two."]
        engine.close()

    def test_a_missing_program_is_a_fault(self) -> None:
        """A chain whose program is not there answers nothing and says which."""
        answers, fault = Chain([Section((("apertium-nothing",),))], end_mark=b"x", timeout_s=5).exchange([b"x"])

        assert answers == []
        assert fault is not None
        assert fault.stage == "apertium-nothing"
        assert fault.problem.startswith("cannot be started")


def _named(numbers: set[int], part: str) -> set[int]:
    named = set()
    for number in numbers:
        try:
            name = Path(f"/proc/{number}/comm").read_text(encoding="utf-8")
        except OSError:
            continue
        if part in name:
            named.add(number)
    return named
