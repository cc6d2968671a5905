"""Case forms that pymorphy3 makes: of names of several words, and of the variants that wires write."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from real_engines import lacking

from newstrans.glossary.apply import apply_names, target_index
from newstrans.glossary.compiled import open_glossary
from newstrans.glossary.drafts import with_drafts
from newstrans.glossary.entry import GlossaryEntry
from newstrans.glossary.made_forms import draft_forms, drafts_available
from newstrans.glossary.match import build_index, find
from newstrans.glossary.names import Names
from newstrans.glossary.parse import parse_glossary
from newstrans.model import NameStatus


@pytest.fixture(autouse=True)
def _morphology() -> None:
    """Skip or fail unless the library that makes forms is installed."""
    if not drafts_available():
        lacking("pymorphy3", "pip install 'newstrans[morph]'")


FORMS = [
    # Adjectives and participles agree with the noun behind them, in gender and in number.
    ("Объединённые Арабские Эмираты", "place", "", "ru", {"gent": "Объединённых Арабских Эмиратов", "accs": "Объединённые Арабские Эмираты", "loct": "Объединённых Арабских Эмиратах", "ablt": "Объединёнными Арабскими Эмиратами", "datv": "Объединённым Арабским Эмиратам"}),
    ("Северная Корея", "place", "f", "ru", {"gent": "Северной Кореи", "accs": "Северную Корею", "loct": "Северной Корее", "ablt": "Северной Кореей"}),
    ("Верховный суд", "organisation", "m", "ru", {"gent": "Верховного суда", "accs": "Верховный суд", "loct": "Верховном суде", "ablt": "Верховным судом"}),
    ("Чёрное море", "place", "n", "ru", {"gent": "Чёрного моря", "accs": "Чёрное море", "datv": "Чёрному морю"}),
    ("Новая Зеландия", "place", "f", "ru", {"gent": "Новой Зеландии", "ablt": "Новой Зеландией"}),
    ("Великие Луки", "place", "", "ru", {"gent": "Великих Лук", "loct": "Великих Луках"}),
    # What stands behind the noun in the genitive stays; in a state's name so does the proper name.
    ("Организация Объединённых Наций", "organisation", "f", "ru", {"gent": "Организации Объединённых Наций", "accs": "Организацию Объединённых Наций"}),
    ("Всемирная организация здравоохранения", "organisation", "f", "ru", {"loct": "Всемирной организации здравоохранения"}),
    ("Соединённые Штаты Америки", "place", "", "ru", {"loct": "Соединённых Штатах Америки"}),
    ("Республика Беларусь", "place", "f", "ru", {"loct": "Республике Беларусь"}),
    # Parts joined by a word or a dash; capitals inside a word; an apostrophe as wires set it.
    ("Босния и Герцеговина", "place", "f", "ru", {"ablt": "Боснией и Герцеговиной"}),
    ("Папуа — Новая Гвинея", "place", "f", "ru", {"loct": "Папуа — Новой Гвинее"}),
    ("Нью-Йорк", "place", "m", "ru", {"loct": "Нью-Йорке"}),
    ("Об’єднані Арабські Емірати", "place", "", "uk", {"gent": "Об’єднаних Арабських Еміратів", "loct": "Об’єднаних Арабських Еміратах"}),
    ("Північна Корея", "place", "f", "uk", {"gent": "Північної Кореї", "loct": "Північній Кореї"}),
    ("Верховна Рада", "organisation", "f", "uk", {"accs": "Верховну Раду", "ablt": "Верховною Радою"}),
    ("Чорне море", "place", "n", "uk", {"loct": "Чорному морі"}),
    # People: both names, a surname like an adjective; a woman's that ends in a consonant never changes.
    ("Лев Толстой", "person", "m", "ru", {"gent": "Льва Толстого", "ablt": "Львом Толстым"}),
    ("Ангела Меркель", "person", "f", "ru", {"gent": "Ангелы Меркель", "datv": "Ангеле Меркель"}),
    ("Володимир Зеленський", "person", "m", "uk", {"accs": "Володимира Зеленського", "datv": "Володимиру Зеленському", "loct": "Володимирі Зеленському"}),
    ("Сергій Лавров", "person", "m", "uk", {"datv": "Сергію Лаврову", "loct": "Сергії Лаврову"}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "gender", "language", "expected"), FORMS, ids=lambda value: value if isinstance(value, str) else "")
def test_every_word_of_a_name_is_in_the_case(name: str, kind: str, gender: str, language: str, expected: dict[str, str]) -> None:
    made = draft_forms(name, kind, gender, language)
    assert expected == {case: made[case][0] for case in expected}


@pytest.mark.parametrize("name", ["New York Times", "Убить пересмешника", "В ожидании Годо", ""])
def test_nothing_is_made_of_what_is_no_phrase(name: str) -> None:
    """A wrong form in an edition is worse than a flag."""
    assert {} == draft_forms(name, "work", "", "ru")


HOUSE = """
[uae]
kind = "place"
ru = { preferred = "ОАЭ", variants = ["Объединённые Арабские Эмираты"] }
uk = { preferred = "ОАЕ", variants = ["Об'єднані Арабські Емірати"] }
en = "United Arab Emirates"
[north-korea]
kind = "place"
ru = { preferred = "Северная Корея", variants = ["Корейская Народно-Демократическая Республика"] }
uk = { preferred = "Північна Корея", variants = ["Корейська Народно-Демократична Республіка"] }
en = "North Korea"
"""


def entries() -> dict[str, GlossaryEntry]:
    parsed = parse_glossary(HOUSE.encode(), "house.toml")
    assert not parsed.problems, parsed.problems
    return {
        entry.id: replace(entry, terms={tag: with_drafts(term, entry, tag) for tag, term in entry.terms.items()}) for entry in parsed.entries
    }  # fmt: skip


CASES = [
    # A variant in a case: found in the source, replaced in the target, the case taken over.
    ("ru", "uk", "Он работает в Корейской Народно-Демократической Республике.", "Він працює в Корейській Народно-Демократичній Республіці.", "Він працює в Північній Кореї."),
    ("ru", "uk", "Посол Северной Кореи уехал.", "Посол Северной Кореи поїхав.", "Посол Північної Кореї поїхав."),
    ("uk", "ru", "Він працює в Об'єднаних Арабських Еміратах.", "Он работает в Объединённых Арабских Эмиратах.", "Он работает в ОАЭ."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "locale", "source", "machine", "expected"), CASES, ids=lambda value: value[:30])
def test_variants_are_known_in_every_case(language: str, locale: str, source: str, machine: str, expected: str) -> None:
    house = entries()
    matches = find(source, build_index(house.values(), language))
    index = target_index(house, [match.form.entry for match in matches], language, locale)
    done = apply_names(machine, matches, entries=house, index=index, source_language=language, locale=locale, source=source)
    assert expected == done.text
    assert [NameStatus.EDITED] == [one.status for one in done.outcomes]


def test_made_forms_say_that_they_were_made(tmp_path: Path) -> None:
    """In the record of the entry, through the compiled glossary, and in the reason of an edit."""
    folder = tmp_path / "house"
    folder.mkdir()
    (folder / "house.toml").write_text(HOUSE, "utf-8")
    glossary = open_glossary([folder], tmp_path / "cache")
    term = glossary.get("uae").terms["ru"]
    assert ("Объединённых Арабских Эмиратах",) == term.made_variants["Объединённые Арабские Эмираты"]["loct"]
    assert {("Объединённых Арабских Эмиратов", "variant", "gent", True)} == {
        (one.text, one.status, one.case, one.made) for one in term.spellings() if one.case == "gent"
    }
    names = Names(glossary, countries=False)
    (found,) = names.find("Он живёт в Объединённых Арабских Эмиратах.", "ru", "uk")
    assert ("uae", "Объединённых Арабских Эмиратах") == (found.form.entry, found.text)

    house = entries()
    source, machine = "Посол Северной Кореи уехал.", "Посол Северной Кореи поїхав."
    matches = find(source, build_index(house.values(), "ru"))
    index = target_index(house, ["north-korea"], "ru", "uk")
    (edit,) = apply_names(machine, matches, entries=house, index=index, source_language="ru", locale="uk", source=source).edits
    assert "made by a library" in edit.reason
    assert edit.confidence < 1
