"""Argos: a real small package through CTranslate2, and damaged ones."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from argos_fixture import build_package, place_package
from hypothesis import given
from hypothesis import strategies as st
from real_engines import EN_EO, need_argos

from newstrans.config import Config
from newstrans.engines.argos import ArgosEngine
from newstrans.engines.argos_decode import runs_wild
from newstrans.engines.base import LanguagePair
from newstrans.errors import ModelDamaged, PairNotInstalled
from newstrans.models.argos_package import tag_of


@pytest.fixture
def installed(argos_file: Path, config: Config) -> Path:
    """A package of its own for a test that damages it."""
    return place_package(argos_file, config.argos_folder)


def test_the_package_translates(argos: ArgosEngine) -> None:
    """Known words come out translated, the rest as the model copies it."""
    answer = argos.translate(["the house and the garden"], EN_EO)[0]

    assert answer.text == "la domo kaj la garden"
    assert answer.unknown == ()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a_b and __X1__ of press_office", "a_b kaj __X1__ of press_office"),  # argostranslate: "a b", "X1"
        ("the “house” is Łódź", "la “house” estas Łódź"),
        ("(the) [x] <y> {z}", "(the) [x] <y> {z}"),
        ("Cafe\u0301 and the house", "Café kaj la domo"),  # NFC
        ("1,234.5 and 7.8", "1,234.5 kaj 7.8"),
    ],
)
def test_characters_survive(argos: ArgosEngine, source: str, expected: str) -> None:
    """Underscores stay underscores, unknown pieces are copied."""
    assert expected == argos.translate([source], EN_EO)[0].text


def test_unknown_words_are_listed(argos: ArgosEngine) -> None:
    """Words with a piece that the vocabulary lacks are reported whole, once, in order."""
    answer = argos.translate(["Привет and Łódź and Привет and the house"], EN_EO)[0]

    assert answer.unknown == ("Привет", "Łódź")


def test_no_batch_changes_an_answer(argos: ArgosEngine) -> None:
    """Any order, any company: the same answers, to the letter."""
    texts = [" ".join(["the house and", "a garden", "is", "in", f"{number}"][: 1 + number % 5]) for number in range(80)]
    expected = argos.translate(texts, EN_EO)
    order = list(range(len(texts)))
    random.Random(7).shuffle(order)

    assert [expected[index] for index in order] == argos.translate([texts[index] for index in order], EN_EO)
    assert expected[:9] == [argos.translate([text], EN_EO)[0] for text in texts[:9]]


def test_one_worker_and_two_agree(argos: ArgosEngine, argos_config: Config) -> None:
    """The number of workers changes nothing."""
    texts = [f"the house and the garden {number}" for number in range(40)]

    assert argos.translate(texts, EN_EO) == ArgosEngine(argos_config, workers=1).translate(texts, EN_EO)


def test_long_sentences_are_not_cut_off(argos: ArgosEngine) -> None:
    """A sentence longer than the model takes is translated in parts, none of it lost."""
    source = ", ".join(["the house is old and the garden is closed"] * 60)
    answer = argos.translate([source], EN_EO)[0].text

    assert answer == ", ".join(["la domo estas old kaj la garden estas closed"] * 60)


def test_a_word_longer_than_a_part_is_not_lost(argos: ArgosEngine) -> None:
    """Without any place to cut, a part ends where it must."""
    answer = argos.translate(["x" * 900], EN_EO)[0].text

    assert answer.count("x") == 900


@pytest.mark.parametrize(
    ("pieces", "source", "wild"),
    [
        ("nunca jamás nunca jamás nunca jamás nunca jamás".split(), "never again".split(), True),
        ("a b c d".split(), "e f g h".split(), False),
        ("ha ha ha ha".split(), "ha ha ha ha".split(), False),  # the source says so itself
        ("ha ha ha".split(), "he laughed".split(), False),
        (["x"] * 40, ["a", "b", "c"], True),
        ([str(n) for n in range(38)], ["a", "b", "c"], True),  # did not end
        ([], ["a"], False),
    ],
)
def test_loops_are_noticed(pieces: list[str], source: list[str], wild: bool) -> None:
    """Four times the same in a row, which the source does not do, or no end."""
    assert wild == runs_wild(pieces, source)


def test_characters_that_the_model_knows(argos: ArgosEngine) -> None:
    """The vocabulary tells which letters protection must fold."""
    knows = argos.traits(EN_EO).knows

    assert knows is not None
    assert [knows(char) for char in "aé_ŁПü \ud800"] == [True, True, True, False, False, True, True, False]


@pytest.mark.parametrize(("code", "tag"), [("pb", "pt-BR"), ("zt", "zh-Hant"), ("zh", "zh-Hans"), ("en", "en"), ("no", "nb")])
def test_codes_become_tags(code: str, tag: str) -> None:
    """Argos' own codes are no language tags."""
    assert tag == tag_of(code)


def test_brazilian_and_traditional_packages_have_their_own_pairs(tmp_path: Path, config: Config) -> None:
    """A package for `pb` is en -> pt-BR, one for `zt` en -> zh-Hant."""
    for target in ("pb", "zt"):
        place_package(build_package(tmp_path / f"{target}.argosmodel", target=target), config.argos_folder)

    assert ArgosEngine(config).pairs() == [LanguagePair("en", "pt-BR"), LanguagePair("en", "zh-Hant")]


def test_the_highest_version_is_used(tmp_path: Path, config: Config) -> None:
    """Versions are compared by number, not as text: 1.10 is above 1.9."""
    for version in ("1.10", "1.9"):
        place_package(build_package(tmp_path / "x.argosmodel", version=version), config.argos_folder)

    assert ArgosEngine(config).model(EN_EO).name == "translate-en_eo-1_10"


def test_a_target_prefix_is_given_and_taken_away(tmp_path: Path, config: Config) -> None:
    """Packages for several targets begin the answer with a token that is no part of it."""
    # The copying model takes the prefix for its first word, and goes on with the second.
    file = build_package(tmp_path / "x.argosmodel", metadata={"target_prefix": "▁kaj"})
    place_package(file, config.argos_folder)

    assert ArgosEngine(config).translate(["the house is old"], EN_EO)[0].text == "domo estas old"


def test_packages_of_other_types_are_no_pairs(installed: Path, config: Config) -> None:
    """A sentence splitter in the same folder is passed over."""
    _edit_metadata(installed, type="sbd")

    assert ArgosEngine(config).pairs() == []


def test_byte_pair_packages_work(installed: Path, config: Config) -> None:
    """Old packages have `bpe.model` and Moses tokens."""
    need_argos()
    (installed / "sentencepiece.model").unlink()
    (installed / "bpe.model").write_text("#version: 0.2\nt h\nth e</w>\n", encoding="utf-8")
    answer = ArgosEngine(config, workers=1).translate(["a b , c and 7"], EN_EO)[0]

    assert answer.text.startswith("a b, c")
    assert "7" in answer.text


def test_an_empty_folder_says_what_to_do(config: Config) -> None:
    """Without packages the engine is empty and names a command."""
    engine = ArgosEngine(config)

    assert engine.pairs() == []
    assert "newstrans models install PAIR --engine argos" in (engine.missing() or "")
    with pytest.raises(PairNotInstalled, match="Run: newstrans models install en-eo --engine argos"):
        engine.translate(["the house"], EN_EO)


@pytest.mark.parametrize(
    ("source", "target", "known"),
    [
        ("en", "uk", True), ("en", "pt-BR", True), ("zh-Hant", "en", True), ("pt", "es", True),
        ("de", "fr", False), ("en", "en", False), ("en", "xx", False),
    ],
)  # fmt: skip
def test_hints_name_the_command(config: Config, source: str, target: str, known: bool) -> None:
    """Only pairs that the index has are promised."""
    hint = ArgosEngine(config).install_hint(source, target)

    assert hint == (f"newstrans models install {source}-{target} --engine argos" if known else None)


@pytest.mark.parametrize(
    ("file", "damage", "named"),
    [
        ("model/model.bin", "truncate", "model/model.bin is damaged or cut short"),
        ("model/model.bin", "empty", "model/model.bin is damaged or cut short"),
        ("model/model.bin", "remove", "model/model.bin is missing"),
        ("model/shared_vocabulary.json", "remove", "the vocabulary in model/ is missing"),
        ("model/shared_vocabulary.json", "truncate", "model/shared_vocabulary.json is not JSON"),
        ("model/shared_vocabulary.json", "[1]", "are not of one model"),
        ("sentencepiece.model", "remove", "sentencepiece.model is missing"),
        ("sentencepiece.model", "truncate", "sentencepiece.model is damaged or cut short"),
        ("sentencepiece.model", "garbage", "sentencepiece.model is damaged or cut short"),
        ("metadata.json", "truncate", "metadata.json is not JSON"),
        ("metadata.json", "[]", "metadata.json is not an object"),
        ("metadata.json", "{}", "metadata.json names no language pair"),
        ("metadata.json", '{"from_code": 1, "to_code": "eo"}', "metadata.json names no language pair"),
        ("metadata.json", '{"from_code": "en", "to_code": "../../x"}', "metadata.json names no language pair"),
    ],
)
def test_a_damaged_package_is_named(installed: Path, config: Config, file: str, damage: str, named: str) -> None:
    """The error names the package, the file and the mend; nothing is translated into noise."""
    path = installed / file
    if damage == "remove":
        path.unlink()
    elif damage == "truncate":
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "garbage":
        path.write_bytes(b"\xff" * 400)
    else:
        path.write_text(damage, encoding="utf-8")
    engine = ArgosEngine(config, workers=1)
    with pytest.raises(ModelDamaged, match=named) as caught:
        engine.translate(["the house"], EN_EO)

    assert "translate-en_eo-1_0" in str(caught.value)
    assert "Install it again: newstrans models install" in str(caught.value)


def test_a_damaged_package_does_not_hide_a_good_one(tmp_path: Path, installed: Path, config: Config) -> None:
    """The other packages stay usable, and an older whole one of the same pair is taken."""
    newer = place_package(build_package(tmp_path / "x.argosmodel", version="2.0"), config.argos_folder)
    (newer / "model" / "model.bin").unlink()

    assert ArgosEngine(config).model(EN_EO).name == installed.name


@given(st.lists(st.sampled_from("abc"), max_size=60), st.lists(st.sampled_from("abc"), max_size=60))
def test_judging_loops_never_fails(pieces: list[str], source: list[str]) -> None:
    """Any two lists can be compared; a list is never wild against itself."""
    assert runs_wild(pieces, source) in (True, False)
    assert not runs_wild(pieces, pieces)


def _edit_metadata(folder: Path, **fields: str) -> None:
    file = folder / "metadata.json"
    file.write_text(json.dumps(json.loads(file.read_text(encoding="utf-8")) | fields), encoding="utf-8")
