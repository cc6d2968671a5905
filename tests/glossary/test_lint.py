"""Each lint rule finds its case and is quiet about the good one next to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from newstrans.glossary.lint import ALL_RULES, lint
from newstrans.glossary.lint.docs import lint_markdown
from newstrans.model import Severity

ROOT = Path(__file__).resolve().parents[2]

LVIV = '[lviv]\nkind = "place"\nsource = "house"\nen = "Lviv"\nes = "Leópolis"\n'

# rule, bad file, good file
CASES = [
    ("does-not-load", '[x]\nkind = "place"\nen = "Kуiv"\nes = "Kiev"\n', LVIV),
    ("does-not-load", '[x]\nkind = "place"\nqq = "Kyiv"\nes = "Kiev"\n', '[x]\nkind = "place"\nen = "Kyiv"\nes = "Kiev"\n'),
    ("does-not-load", '[x]\nkind = "place"\nen = "the"\nes = "Kiev"\n', '[x]\nkind = "place"\nen = "The Hague"\nes = "La Haya"\n'),
    ("name-clash", LVIV + '[b]\nkind = "place"\nen = { preferred = "Lemberg", variants = ["Lviv"] }\nes = "Lemberg"\n', LVIV),
    ("approved-and-replaced", '[x]\nkind = "place"\nde = { preferred = "Kiew", variants = ["Kyjiw"], admitted = ["Kyjiw"] }\n', '[x]\nkind = "place"\nde = { preferred = "Kiew", variants = ["Kyiv"], admitted = ["Kyjiw"] }\n'),
    ("dangling-reference", LVIV + 'part_of = ["nowhere"]\n', LVIV + 'part_of = ["lviv"]\n'),
    ("example-fails", '[x]\nkind = "place"\nen = { preferred = "Lviv", examples = ["Trains leave Lvov."] }\nes = "L"\n'.replace('"L"', '"Leópolis"'), '[x]\nkind = "place"\nen = { preferred = "Lviv", examples = ["Trains leave Lviv."] }\nes = "Leópolis"\n'),
    ("example-fails", '[x]\nkind = "place"\nes = "Jordania"\nen = { preferred = "Jordan", counter_examples = ["Michael Jordan scored."] }\n'.replace("Michael Jordan", "Then Jordan"), '[x]\nkind = "place"\nes = "Jordania"\nen = { preferred = "Jordan", guard = { not_after = ["Michael"] }, counter_examples = ["Michael Jordan scored."] }\n'),
    ("two-targets", '[a]\nkind = "place"\nen = { preferred = "Kinshasa", variants = ["Congo City"] }\nes = "Kinsasa"\n[b]\nkind = "place"\nen = { preferred = "Brazzaville", variants = ["Congo City"] }\nes = "Brazzaville"\n', LVIV),
    ("homograph", '[x]\nkind = "place"\nen = "Turkey"\nes = "Turquía"\n', '[x]\nkind = "place"\nen = { preferred = "Turkey", guard = { needs = ["Ankara"] } }\nes = "Turquía"\n'),
    ("homograph", '[x]\nkind = "person"\nfr = "Septembre"\nes = "Septembre"\n', '[x]\nkind = "person"\nfr = "Septembrel"\nes = "Septembre"\n'),
    ("look-alike", '[x]\nkind = "organisation"\nen = "United States"\nuk = "Сполучені Штати CPCP"\n', '[x]\nkind = "organisation"\nen = "BMW Bank"\nuk = "Банк BMW"\n'),
    ("same-but-marks", '[a]\nkind = "place"\nes = "Perú"\nen = "Peru"\n[b]\nkind = "place"\nes = "Peru"\nen = "Peru City"\n', LVIV),
    ("bad-form", '[x]\nkind = "place"\nen = "Kyiv"\nuk = { preferred = "Київ", forms = { gent = "Львова" } }\n', '[x]\nkind = "place"\nen = "Kyiv"\nuk = { preferred = "Київ", forms = { gent = "Києва" } }\n'),
    ("bad-form", '[x]\nkind = "place"\nen = "Kyiv"\nuk = { preferred = "Київ", forms = { nomn = "Києва" } }\n', LVIV),
    ("no-gender", '[x]\nkind = "event"\nen = "World Cup"\npt = { preferred = "Mundial", variants = ["Copa do Mundo"], article = true }\n', '[x]\nkind = "event"\nen = "World Cup"\npt = { preferred = "Mundial", variants = ["Copa do Mundo"], article = true, gender = "m" }\n'),
    ("one-language", '[x]\nkind = "place"\nen = "Lviv"\n', '[x]\nkind = "place"\nen = "Lviv"\ndo_not_translate = true\n'),
    ("expired", LVIV + "valid_until = 2022-02-28\n", LVIV + "valid_until = 2032-02-28\n"),
    ("said-twice", '[x]\nkind = "person"\nes = "Ana Bo"\nen = { preferred = "Ana Bo", short = "Bo", variants = ["Boh"], short_variants = ["Boh"] }\n', LVIV),
    ("inside-another", LVIV + '[x]\nkind = "organisation"\nen = "Lviv Opera"\nes = "Ópera de Leópolis"\n', LVIV + 'part_of = ["x"]\n[x]\nkind = "organisation"\nen = "Lviv Opera"\nes = "Ópera"\n'.replace('"Ópera"', '"Ópera Lviv"')),
    ("unconfirmed-forms", '[x]\nkind = "place"\nen = "Bucha"\nuk = { preferred = "Буча", made_forms = { gent = "Бучі" } }\n', LVIV),
    ("no-source", '[x]\nkind = "place"\nen = "Lviv"\nes = "Leópolis"\n', LVIV),
]  # fmt: skip


def remarks(folder: Path, text: str, rule: str, locales: tuple[str, ...] = ()) -> list[str]:
    """What one rule says about one file."""
    folder.mkdir()
    (folder / "names.toml").write_text(text, encoding="utf-8")
    rules = [one for one in ALL_RULES if one.id == rule]
    return [f"{one.origin} {one.message}" for one in lint([folder], locales=locales, today="2026-01-01", rules=rules)]


@pytest.mark.parametrize(("rule", "bad", "good"), CASES, ids=[case[0] for case in CASES])
def test_rule_finds_its_case(rule: str, bad: str, good: str, tmp_path: Path) -> None:
    """The bad file is found with its line, the good one is not."""
    found = remarks(tmp_path / "bad", bad, rule)

    assert len(found) >= 1
    assert all(one.startswith("names.toml:") and one.split(" ")[0].rpartition(":")[2].isdigit() for one in found)
    assert [] == remarks(tmp_path / "good", good, rule)


def test_gap_in_a_locale_that_is_nearly_whole(tmp_path: Path) -> None:
    """A concept that lacks what nearly all have is told; a locale that has little is not nagged about."""
    concepts = [f'[x{n}]\nkind = "place"\nen = "Place-{n}"\nes = "Lugar-{n}"\n' for n in range(30)]
    text = "".join([*concepts, '[gap]\nkind = "place"\nen = "Gap-town"\nfr = "Trou"\n'])

    assert ["names.toml:121 no term for es, where nearly every other concept has one"] == remarks(tmp_path / "a", text, "missing-locale", ("es", "fr"))


def test_a_bad_file_does_not_hide_the_others(tmp_path: Path) -> None:
    """Two files with errors give both errors, with their lines."""
    (tmp_path / "a.toml").write_text('[x]\nkind = "place"\nen = "A\n', encoding="utf-8")
    (tmp_path / "b.toml").write_text('[y]\nkind = "wizard"\nen = "Lviv"\n', encoding="utf-8")

    found = lint([tmp_path])
    assert [("a.toml:3", "does-not-load"), ("b.toml:2", "does-not-load")] == [(one.origin, one.rule) for one in found if one.severity is Severity.ERROR]


def test_shipped_glossaries_have_no_error() -> None:
    """What is shipped is clean."""
    found = lint([ROOT / "glossaries"], locales=("en", "es", "pt-BR", "fr", "de", "it", "uk", "ru", "ko"), today="2026-01-01")

    assert [] == [one for one in found if one.severity is Severity.ERROR]


def test_page_is_up_to_date() -> None:
    """docs/glossary-lint.md is what `python -m newstrans.glossary.lint.docs` prints, and has every rule."""
    page = lint_markdown()

    assert page == (ROOT / "docs" / "glossary-lint.md").read_text("utf-8")
    assert [] == [rule.id for rule in ALL_RULES if f"\n## {rule.id}\n" not in page]
    assert len({rule.id for rule in ALL_RULES}) == len(ALL_RULES)
