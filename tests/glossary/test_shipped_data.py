"""The shipped glossary files, read with tomllib alone: what every entry has to keep to, whoever edits it."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from babel import Locale

from newstrans.glossary.entry import CASES, KINDS
from newstrans.glossary.load import load_glossary
from newstrans.glossary.match import build_index, find
from newstrans.glossary.parse import ENTRY_KEYS, GUARD_KEYS, TERM_KEYS

FOLDER = Path(__file__).parents[2] / "glossaries"
FILES = sorted(FOLDER.glob("*.toml"))
LANGUAGES = ("en", "es", "pt", "fr", "de", "it", "uk", "ru", "ko")
ALL_LANGUAGES = (*LANGUAGES, "pt-PT", "pl", "gl", "ca")
LISTS = ("variants", "short_variants", "admitted", "derived")
OFFICES = re.compile(
    r"\b(president|minister|chancellor|secretary|premier|presidente|ministro|ministra|ministre|canciller"
    r"|chanceler|kanzler|kanzlerin|senator|king|queen|rey|reina|rei|rainha|roi|reine|könig|königin"
    r"|президент|міністр|министр|король|대통령|총리|장관)\b",
    re.IGNORECASE,
)


@cache
def entries() -> dict[str, dict[str, Any]]:
    """Every concept of every file by its id (that ids are unique is tested on its own)."""
    return {ident: entry for path in FILES for ident, entry in tomllib.loads(path.read_text("utf-8")).items()}


def terms(entry: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Language and term of an entry, with CLDR's name where the entry leaves the preferred one out."""
    for tag in ALL_LANGUAGES:
        term = entry.get(tag)
        if isinstance(term, str):
            term = {"preferred": term}
        if "cldr" in entry and (term is None or "preferred" not in term):
            name = Locale.parse(tag.replace("-", "_")).territories[entry["cldr"]]
            term = {**(term or {}), "preferred": name}
        if term is not None:
            yield tag, term


def every_term() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Id, language and term of everything shipped."""
    for ident, entry in entries().items():
        for tag, term in terms(entry):
            yield ident, tag, term


def spellings(term: dict[str, Any]) -> Iterator[str]:
    """Every written form of a term, preferred first."""
    yield term["preferred"]
    if "short" in term:
        yield term["short"]
    for key in LISTS:
        yield from term.get(key, ())
    for key in ("forms", "short_forms"):
        yield from term.get(key, {}).values()


def headwords(term: dict[str, Any]) -> set[str]:
    """The forms that are written: preferred and short."""
    return {term["preferred"], *([term["short"]] if "short" in term else [])}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_files_are_utf8_with_unix_line_ends(path: Path) -> None:
    """A glossary file is UTF-8 without byte-order mark, ends its lines with LF and has no trailing blanks."""
    raw = path.read_bytes()
    text = raw.decode("utf-8")
    assert b"\r" not in raw
    assert not text.startswith("\ufeff")
    assert text.endswith("\n")
    assert [line for line in text.split("\n") if line != line.rstrip()] == []


def test_ids_are_well_formed_and_unique_across_files() -> None:
    """An id is lower-case ASCII with hyphens and stands in one file only."""
    ids = [ident for path in FILES for ident in tomllib.loads(path.read_text("utf-8"))]
    assert [ident for ident in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", ident)] == []
    assert sorted(ids) == sorted(set(ids))


def test_there_is_enough_for_a_foreign_desk() -> None:
    """People, places and organisations that a European foreign desk needs are there, at least 150 of them."""
    kinds = [entry["kind"] for entry in entries().values()]
    assert len(kinds) >= 150
    for kind, least in (("person", 75), ("place", 65), ("organisation", 50)):
        assert kinds.count(kind) >= least, kind


def test_keys_are_known() -> None:
    """No key is misspelt: an unknown key would be dropped in silence by a lenient reader."""
    for ident, entry in entries().items():
        assert set(entry) <= set(ENTRY_KEYS) | set(ALL_LANGUAGES), ident
        for tag in ALL_LANGUAGES:
            term = entry.get(tag, {})
            if isinstance(term, dict):
                assert set(term) <= set(TERM_KEYS), (ident, tag)
                assert set(term.get("guard", {})) <= set(GUARD_KEYS), (ident, tag)
                assert set(term.get("forms", {})) <= set(CASES), (ident, tag)
                assert set(term.get("short_forms", {})) <= set(CASES), (ident, tag)


def test_values_come_from_the_short_lists() -> None:
    """Kind, gender, number, article and doubt have one of their few values; people have a gender."""
    for ident, entry in entries().items():
        assert entry["kind"] in KINDS, ident
        if entry["kind"] == "person":
            assert entry.get("gender") in {"f", "m"}, ident
        for tag, term in terms(entry):
            assert term.get("gender", "") in {"", "m", "f", "n"}, (ident, tag)
            assert term.get("number", "sg") in {"sg", "pl"}, (ident, tag)
            assert isinstance(term.get("article", False), bool), (ident, tag)
            assert term.get("guard", {}).get("on_doubt", "apply") in {"apply", "flag", "skip"}, (ident, tag)


def test_every_entry_names_its_source() -> None:
    """An editor can see which house forms were followed."""
    assert [ident for ident, entry in entries().items() if not entry.get("source")] == []


def test_wikidata_ids_are_well_formed_and_unique() -> None:
    """Two concepts never share a Wikidata item."""
    items = [entry["wikidata"] for entry in entries().values() if "wikidata" in entry]
    assert [item for item in items if not re.fullmatch(r"Q[1-9][0-9]*", item)] == []
    assert sorted(items) == sorted(set(items))


def test_every_concept_has_its_nine_languages() -> None:
    """A concept has all nine languages, or CLDR fills them, or a note says which house form does not exist."""
    for ident, entry in entries().items():
        missing = [tag for tag in LANGUAGES if tag not in entry]
        assert not missing or "cldr" in entry or "house form" in entry.get("note", ""), (ident, missing)


def test_a_form_belongs_to_one_concept() -> None:
    """No preferred or short form of a language is that of another concept: the matcher could not tell them apart."""
    owner: dict[tuple[str, str], str] = {}
    for ident, tag, term in every_term():
        for form in headwords(term):
            assert owner.setdefault((tag, form), ident) == ident, (tag, form, ident)


def test_a_variant_is_never_the_name_of_another_concept() -> None:
    """A look-up form is no preferred or short form elsewhere, else repairing one name would break another."""
    owner = {(tag, form): ident for ident, tag, term in every_term() for form in headwords(term)}
    for ident, tag, term in every_term():
        for key in ("variants", "short_variants", "admitted"):
            for form in term.get(key, ()):
                assert owner.get((tag, form), ident) == ident, (ident, tag, form)


def test_a_variant_belongs_to_one_concept() -> None:
    """No look-up form of a language leads to two concepts."""
    owner: dict[tuple[str, str], str] = {}
    for ident, tag, term in every_term():
        for key in ("variants", "short_variants"):
            for form in term.get(key, ()):
                assert owner.setdefault((tag, form), ident) == ident, (tag, form, ident)


def test_variants_are_unique_and_not_the_house_form() -> None:
    """A term lists each spelling once, and never its own preferred or short form among the variants."""
    for ident, tag, term in every_term():
        listed = [form for key in ("variants", "short_variants", "admitted") for form in term.get(key, ())]
        assert sorted(listed) == sorted(set(listed)), (ident, tag)
        assert not headwords(term) & set(listed), (ident, tag)
        assert len(term.get("derived", ())) == len(set(term.get("derived", ()))), (ident, tag)


def test_short_variants_have_a_short_form_to_go_to() -> None:
    """A spelling of the short form, or its inflection, needs a short form."""
    for ident, tag, term in every_term():
        assert "short" in term or not (term.get("short_variants") or term.get("short_forms")), (ident, tag)


def test_short_forms_are_no_common_words() -> None:
    """A short form has a capital where the script has capitals: lower-case words would match everywhere."""
    for ident, tag, term in every_term():
        for form in [term.get("short", ""), *term.get("short_variants", ())]:
            cased = any(char.lower() != char.upper() for char in form)
            assert not cased or form != form.lower(), (ident, tag, form)


def test_words_do_not_mix_scripts() -> None:
    """No word has both Latin and Cyrillic letters (a Latin "i" in a Ukrainian name is invisible and never matches)."""
    for ident, tag, term in every_term():
        for form in spellings(term):
            for word in re.findall(r"[^\W\d_]+", form):
                scripts = {unicodedata.name(char, "?").split()[0] for char in word if char.isalpha()}
                assert not {"LATIN", "CYRILLIC"} <= scripts, (ident, tag, word)


def test_scripts_fit_the_language() -> None:
    """Ukrainian letters do not stand in Russian forms, Russian letters not in Ukrainian ones."""
    foreign = {"uk": "ыэёъЫЭЁЪ", "ru": "іїєґІЇЄҐ"}
    for ident, tag, term in every_term():
        for form in spellings(term):
            assert not set(form) & set(foreign.get(tag, "")) or form in term.get("variants", ()), (
                ident,
                tag,
                form,
            )
        if tag in {"uk", "ru"}:
            for key in ("forms", "short_forms"):
                for form in term.get(key, {}).values():
                    assert re.search(r"[А-яІіЇїЄєҐґ]", form), (ident, tag, form)


def test_text_is_clean() -> None:
    """Forms are NFC, without blanks at the ends, doubled blanks or invisible characters."""
    for ident, tag, term in every_term():
        for form in spellings(term):
            assert form, (ident, tag)
            assert form == unicodedata.normalize("NFC", form), (ident, tag, form)
            assert form == " ".join(form.split(" ")).strip(), (ident, tag, form)
            assert "  " not in form, (ident, tag, form)
            assert not [char for char in form if unicodedata.category(char) in {"Cc", "Cf", "Co", "Cs"}], form


def test_inflected_forms_keep_the_stem() -> None:
    """An inflected form has as many words as its base form and begins with the same letter."""
    for ident, tag, term in every_term():
        for base, key in (("preferred", "forms"), ("short", "short_forms")):
            for case, form in term.get(key, {}).items():
                assert len(form.split()) == len(term[base].split()), (ident, tag, case)
                assert form[0] == term[base][0], (ident, tag, case, form)


def test_articles_come_with_a_gender() -> None:
    """Where running text puts an article, the gender is given: contractions are repaired with it."""
    for ident, tag, term in every_term():
        if tag in {"es", "pt", "pt-PT", "fr", "it"} and (term.get("article") or term.get("number") == "pl"):
            assert term.get("gender") in {"m", "f"}, (ident, tag)


def test_locale_overrides_repeat_gender_and_article() -> None:
    """A Portuguese row of its own for Portugal is complete: a locale does not inherit single keys."""
    for ident, entry in entries().items():
        if (
            isinstance(entry.get("pt-PT"), dict)
            and isinstance(entry.get("pt"), dict)
            and entry["kind"] != "person"
        ):
            assert ("gender" in entry["pt"]) == ("gender" in entry["pt-PT"]), ident


def test_no_office_is_part_of_a_name() -> None:
    """People are entered by name: an office changes hands."""
    for ident, entry in entries().items():
        if entry["kind"] == "person":
            for tag, term in terms(entry):
                assert not OFFICES.search(" ".join(spellings(term))), (ident, tag)


@pytest.mark.parametrize(
    ("ident", "tag", "preferred", "short"),
    [
        ("zelensky", "en", "Volodymyr Zelensky", "Zelensky"),
        ("zelensky", "es", "Volodímir Zelenski", "Zelenski"),
        ("zelensky", "pt", "Volodymyr Zelensky", "Zelensky"),
        ("zelensky", "de", "Wolodymyr Selenskyj", "Selenskyj"),
        ("zelensky", "ko", "볼로디미르 젤렌스키", "젤렌스키"),
        ("nato", "en", "North Atlantic Treaty Organization", "NATO"),
        ("nato", "es", "Organización del Tratado del Atlántico Norte", "OTAN"),
        ("nato", "pt", "Organização do Tratado do Atlântico Norte", "OTAN"),
        ("nato", "pt-PT", "Organização do Tratado do Atlântico Norte", "NATO"),
        ("united-states", "es", "Estados Unidos", "EE. UU."),
        ("united-states", "pt", "Estados Unidos", "EUA"),
        ("european-union", "pt", "União Europeia", "UE"),
        ("trump", "pt", "Donald Trump", "Trump"),
        ("michta", "es", "Andrew Michta", "Michta"),
        ("florida", "pt", "Flórida", None),
        ("florida", "es", "Florida", None),
        ("kyiv", "pt", "Kiev", None),
        ("kyiv", "ko", "키이우", None),
        ("moscow", "pt-PT", "Moscovo", None),
        ("iran", "pt-PT", "Irão", None),
        ("university-of-florida", "pt", "Universidade da Flórida", None),
        ("turkey", "en", "Turkey", None),
        ("germany", "uk", "Німеччина", None),
    ],
)
def test_house_forms(ident: str, tag: str, preferred: str, short: str | None) -> None:
    """The names that our demonstration story and the style decisions rest on are as the desk wants them."""
    term = dict(terms(entries()[ident]))[tag]
    assert (term["preferred"], term.get("short")) == (preferred, short)


@pytest.mark.parametrize("ident", ["georgia-country", "jordan-country", "chad", "who"])
def test_homographs_have_a_guard(ident: str) -> None:
    """A country that is also a name, and an acronym that is also a word, ask for evidence in the story."""
    guard = entries()[ident]["en"]["guard"]
    assert guard["needs"]
    assert guard["on_doubt"] == "flag"


def test_homographs_that_cannot_be_made_safe_are_left_out() -> None:
    """Bare names that are months, verbs, companies or cities at once never look anything up in English."""
    unsafe = {
        "May",
        "March",
        "Nice",
        "Reading",
        "Apple",
        "Meta",
        "Shell",
        "Amazon",
        "us",
        "who",
        "Kim",
        "Congo",
    }
    for ident, tag, term in every_term():
        if tag == "en":
            lookups = headwords(term) | set(term.get("variants", ())) | set(term.get("short_variants", ()))
            assert not lookups & unsafe, ident


def test_the_example_in_the_readme_is_a_valid_entry() -> None:
    """The example that editors copy parses and uses only keys that exist."""
    (block,) = re.findall(r"```toml\n(.*?)```", (FOLDER / "README.md").read_text("utf-8"), re.DOTALL)
    ((ident, entry),) = tomllib.loads(block).items()
    assert ident not in entries()
    assert entry["kind"] in KINDS
    assert set(entry) <= set(ENTRY_KEYS) | set(ALL_LANGUAGES)
    for _, term in terms(entry):
        assert set(term) <= set(TERM_KEYS)


def test_examples_of_every_entry_hold() -> None:
    """An entry's own sentences: the name is found in its examples and not, or only in doubt, in the others."""
    glossary = load_glossary([FOLDER])
    for tag in ALL_LANGUAGES:
        index = build_index(glossary.entries, tag)
        for entry in glossary.entries:
            term = entry.terms.get(tag)
            for sentences, wanted in ((term.examples, True), (term.counter_examples, False)) if term else ():
                for sentence in sentences:
                    sure = [m for m in find(sentence, index) if m.form.entry == entry.id and not m.embedded and not m.doubt]
                    assert bool(sure) == wanted, (entry.id, tag, sentence)
