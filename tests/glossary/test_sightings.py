"""Names of a story that the glossary does not have: in languages with capitals, and where Japanese and Chinese surely tell them."""

from __future__ import annotations

from pathlib import Path

import pytest

from newstrans.answer_cache import AnswerCache
from newstrans.glossary.load import Glossary
from newstrans.glossary.names import Names
from newstrans.glossary.parse import parse_glossary
from newstrans.glossary.sightings import Sighting, Text, names_met
from newstrans.glossary.suggest import StoryTexts, names_without_entry

HOUSE = """
[kyiv]
kind = "place"
en = { preferred = "Kyiv", variants = ["The Kyiv Region"] }
ja = "キーウ"
[obrien]
kind = "person"
gender = "f"
en = { preferred = "Mary O'Brien", short = "O'Brien" }
"""
NAMES = Names(Glossary(tuple(parse_glossary(HOUSE.encode(), "house.toml").entries), "house"), countries=False)


def met(text: str, language: str) -> list[tuple[str, str]]:
    """Each name with the kind that was told first, "" for none."""
    return [(one.name, one.hints[0][0]) for one in names_met([Text("s", language, text)], NAMES) if one.name]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "The mayor of Galati, Ana Popescu, met O'Brien in Kyiv on Monday.", [("Galati", ""), ("Ana Popescu", "")]),
        ("en", "Foreign Minister Ana Popescu said no.", [("Ana Popescu", "person")]),
        ("en", "Nobody at the University of Galati was there.", [("University of Galati", "organisation")]),
        ("en", "Galati was quiet.", []),  # any word may stand at the head of a sentence
        ("en", "All was quiet. Galati slept.", []),
        ("en", "MAYOR OF GALATI MEETS ANA POPESCU", []),
        ("de", "Am Abend schwieg die Stadt.", []),
        ("ja", "キーウでウォロディミル・ゼレンスキー大統領がハルキウ州について語った。", [("ウォロディミル・ゼレンスキー", "person"), ("ハルキウ", "place")]),
        ("ja", "サッカーのテレビ中継を見た。", []),  # katakana writes ordinary words too
        ("ja", "トゥスク首相は記者に話した。", [("トゥスク", "person")]),
        ("zh", "俄罗斯总统弗拉基米尔·普京表示，他将访问北京。", [("弗拉基米尔·普京", "person")]),
        ("zh", "烏克蘭總統弗拉基米爾·澤連斯基說。", [("弗拉基米爾·澤連斯基", "person")]),
        ("zh", "他们在北京见面。", []),
        ("th", "เขาไปกรุงเทพ", []),
    ],
)
def test_names_of_a_text(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert expected == met(text, language)


def test_a_language_without_a_method_is_said() -> None:
    """Silence would read as "there are no names"."""
    assert [Sighting("th", "", 2, (), ())] == names_met([Text("s", "th", "เขาไปกรุงเทพ"), Text("s", "th-TH", "เขา")], NAMES)


@pytest.mark.parametrize("text", ["Kyiv", "in Kyiv.", "“Kyiv”", "The Kyiv Region", "O’Brien", "O'Brien's", "the Kyiv\u00a0region", "Nothing", "Mary, Brien"])
def test_the_quick_look_never_misses_a_name(text: str) -> None:
    """Where the quick look says no, the full one finds nothing."""
    assert NAMES.may_be_in(text, "en") or not NAMES.find(text, "en", "en")


def stories(counted: list[str], *texts: str) -> list[StoryTexts]:
    def reader(name: str, text: str):  # type: ignore[no-untyped-def]
        def read() -> list[Text]:
            counted.append(name)
            return [Text(name, "en", text)]

        return read

    return [StoryTexts(f"s{n}", f"s{n} {text}", reader(f"s{n}", text)) for n, text in enumerate(texts)]


FIRST, SECOND = "Rain fell in Galati and Popescu left.", "A train left Galati with Ana Popescu."


def test_a_story_that_did_not_change_is_not_looked_into_again(tmp_path: Path) -> None:
    """The same proposals, from what was kept; a changed story and another glossary are looked into."""
    kept = AnswerCache(tmp_path / "cache" / "found.sqlite3", "found", most=100)
    read: list[str] = []
    first = names_without_entry(stories(read, FIRST, SECOND), NAMES, least=2, seen=kept)
    assert [("Ana Popescu", 2, 2), ("Galati", 2, 2)] == [(one.name, one.count, len(one.stories)) for one in first]
    examples = len(read)
    again = names_without_entry(stories(read, FIRST, SECOND), NAMES, least=3, seen=kept)
    assert ([], examples) == (again, len(read)), "nothing to show: no story is read"
    assert first == names_without_entry(stories(read, FIRST, SECOND), NAMES, least=2, seen=kept)
    read.clear()
    assert [] == names_without_entry(stories(read, FIRST, "Nobody came."), NAMES, least=2, seen=kept)
    assert ["s1"] == read
    read.clear()
    other = Names(Glossary(NAMES.glossary.entries, "other"), countries=False)
    names_without_entry(stories(read, FIRST, SECOND), other, least=9, seen=kept)
    assert ["s0", "s1"] == read


def test_the_most_are_the_best_and_the_surname_is_its_owner_s() -> None:
    read: list[str] = []
    found = names_without_entry(stories(read, FIRST, SECOND, "Then a man called Ion Popescu came to Galati."), NAMES, least=1, most=1)
    assert [("Galati", 3)] == [(one.name, one.count) for one in found]
    names = {one.name for one in names_without_entry(stories(read, FIRST, SECOND, "Then a man called Ion Popescu came."), NAMES, least=1)}
    assert {"Galati", "Popescu", "Ana Popescu", "Ion Popescu"} == names, "two people have it: it is nobody's alone"
