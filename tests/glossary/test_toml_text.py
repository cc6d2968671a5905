"""Changing one value in a glossary file leaves every other byte as it is."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstrans.glossary.toml_text import (
    TomlTextError,
    blocks,
    concept_lines,
    set_value,
    statements,
    toml_value,
    with_block,
    without_block,
)

SHIPPED = sorted((Path(__file__).parents[2] / "glossaries").glob("*.toml"))

TEXT = """# The east. [not a heading]

# Kyiv, see the note
[kyiv]   # the capital
kind = "place"   # one of eight
note = "It's [here] # not a remark"
en = { preferred = "Kyiv", variants = ["Kiev"] }  # as AP
es = 'Kiev'
[kyiv.uk]
preferred = "Київ"
variants = [
  # old
  "Кіев",  # Russian spelling
]
forms = { gent = "Києва" }

# Lviv
[lviv]
kind = "place"
note = \"\"\"two
[lines]\"\"\"
en.preferred = "Lviv"
en.variants = ["Lvov"]
"""

# path, value, line taken away, line put in
CASES = [
    (("kyiv", "en", "variants"), ["Kiev", "Kyyiv"], 'en = { preferred = "Kyiv", variants = ["Kiev"] }  # as AP', 'en = { preferred = "Kyiv", variants = ["Kiev", "Kyyiv"] }  # as AP'),
    (("kyiv", "es", "variants"), ["Kyiv"], "es = 'Kiev'", 'es = { preferred = "Kiev", variants = ["Kyiv"] }'),
    (("kyiv", "es", "preferred"), "Kyiv", "es = 'Kiev'", 'es = "Kyiv"'),
    (("kyiv", "fr", "preferred"), "Kiev", None, 'fr = "Kiev"'),
    (("kyiv", "kind"), "event", 'kind = "place"   # one of eight', 'kind = "event"   # one of eight'),
    (("kyiv", "note"), None, "note = \"It's [here] # not a remark\"", None),
    (("kyiv", "uk", "variants"), ["Кіев", "Киев"], '  "Кіев",  # Russian spelling', '  "Кіев",  # Russian spelling\n  "Киев",'),
    (("kyiv", "uk", "gender"), "m", None, 'gender = "m"'),
    (("lviv", "en", "variants"), ["Lvov", "Lwow"], 'en.variants = ["Lvov"]', 'en.variants = ["Lvov", "Lwow"]'),
    (("lviv", "en", "gender"), "m", None, 'en.gender = "m"'),
    (("lviv", "note"), "one", 'note = """two\n[lines]"""', 'note = "one"'),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value", "old", "new"), CASES, ids=lambda case: ".".join(case) if isinstance(case, tuple) else "")
def test_only_the_line_meant_changes(path, value, old, new) -> None:
    """One line goes, one comes; remarks, order, quotes and blanks elsewhere stay."""
    changed = set_value(TEXT, path, value)

    if old is None:
        assert changed.replace(f"{new}\n", "", 1) == TEXT
    elif new is None:
        assert changed == TEXT.replace(f"{old}\n", "", 1)
    else:
        assert changed == TEXT.replace(old, new, 1)


def test_new_line_of_the_concept_stands_with_its_like() -> None:
    """A key of the concept comes before the languages, not after them."""
    changed = set_value(TEXT, ("kyiv", "status"), "deprecated", beside={"kind", "note", "status"})

    assert changed == TEXT.replace("# not a remark\"\n", "# not a remark\"\nstatus = \"deprecated\"\n", 1)


def test_list_with_remarks_loses_only_its_item() -> None:
    """An item is taken out of a list over several lines; the remark above it stays."""
    text = '[a]\nx = [\n  # first\n  "1", # one\n  "2",\n  "3"\n]\n'

    assert set_value(text, ("a", "x"), ["1", "3"]) == '[a]\nx = [\n  # first\n  "1", # one\n  "3"\n]\n'
    assert set_value(text, ("a", "x"), ["1", "2"]) == '[a]\nx = [\n  # first\n  "1", # one\n  "2"\n]\n'
    assert tomllib.loads(set_value(text, ("a", "x"), ["2", "3"]))["a"]["x"] == ["2", "3"]


def test_what_cannot_be_changed_alone_is_refused() -> None:
    """A concept in two places, or a list whose remarks would be lost, is left to the editor."""
    with pytest.raises(TomlTextError, match="stand together"):
        set_value('[a]\nx = "1"\n[b]\nx = "1"\n[a.en]\npreferred = "A"\n', ("a", "x"), "2")
    with pytest.raises(TomlTextError, match="remarks"):
        set_value('[a]\nx = [ # why\n "1", "2"\n]\n', ("a", "x"), ["2", "1"])


def test_removing_a_concept_leaves_the_rest() -> None:
    """Its lines go, the remarks of the others stay."""
    start, end = TEXT.index("[kyiv]"), TEXT.index("\n# Lviv")

    assert without_block(TEXT, "kyiv") == TEXT[:start] + TEXT[end:]
    assert without_block(TEXT, "lviv") == TEXT[: TEXT.index("[lviv]")].rstrip("\n") + "\n"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_shipped_files_are_cut_as_toml_reads_them(path: Path) -> None:
    """Every concept of the shipped files is found, and the pieces cover their values exactly."""
    text = path.read_text("utf-8")
    table = tomllib.loads(text)

    assert list(blocks(text)) == list(table)
    for found in statements(text):
        if not found.heading:
            value = table
            for key in found.keys:
                value = value[key]
            assert tomllib.loads(f"x = {text[slice(*found.value)]}")["x"] == value


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), min_size=1, max_size=12)
KEYS = st.sampled_from(["kind", "note", "en", "es", "uk", "pt-BR", "source"])
VALUES = st.one_of(
    WORDS, st.booleans(), st.integers(-5, 5), st.lists(WORDS, min_size=1, max_size=4, unique=True),
    st.dictionaries(st.sampled_from(["preferred", "short", "variants"]), st.one_of(WORDS, st.lists(WORDS, max_size=3)), min_size=1),
)  # fmt: skip
REMARKS = st.sampled_from(["", "  # why", " # [x] = \"y\"", "\t# it's"])


@st.composite
def files(draw) -> str:
    """A glossary text with remarks and blank lines where TOML allows them."""
    lines = []
    for concept in draw(st.lists(st.sampled_from(["a", "b-c", "d"]), min_size=1, max_size=3, unique=True)):
        lines += draw(st.sampled_from([[], [""], ["# [z]", ""]]))
        lines.append(f"[{concept}]{draw(REMARKS)}")
        table = draw(st.dictionaries(KEYS, VALUES, min_size=1, max_size=5))
        tables = []
        for key, value in table.items():
            if isinstance(value, dict) and draw(st.booleans()):
                tables.append(f"[{concept}.{key}]{draw(REMARKS)}")
                tables += [f"{name} = {toml_value(item)}{draw(REMARKS)}" for name, item in value.items()]
            elif isinstance(value, list) and draw(st.booleans()):
                lines.append(f"{key} = [\n" + "".join(f"  {toml_value(item)},{draw(REMARKS)}\n" for item in value) + "]")
            else:
                lines.append(f"{key}  = {toml_value(value)}{draw(REMARKS)}")
        lines += tables
    return "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n"]))


@given(text=files(), key=KEYS, field=st.sampled_from(["", "preferred", "variants"]), value=st.one_of(st.none(), VALUES), data=st.data())
def test_untouched_bytes_stay(text: str, key: str, field: str, value, data) -> None:
    """Whatever is set: the file says what was wanted, and every other statement has its very bytes."""
    before = tomllib.loads(text)
    concept = data.draw(st.sampled_from(list(before)))
    path = (concept, key, field) if field else (concept, key)
    if field and not isinstance(before[concept].get(key, {}), dict | str):
        return
    try:
        changed = set_value(text, path, value)
    except TomlTextError:
        return

    after = tomllib.loads(changed)
    block = blocks(text)[concept]
    assert {name: table for name, table in after.items() if name != concept} == {
        name: table for name, table in before.items() if name != concept
    }
    assert changed.startswith(text[: block.start])
    tail = text[block.end :]
    assert changed.endswith(tail) or not text.endswith("\n")
    kept = [s for s in block.statements if s.keys[:2] != (concept, key) and not s.heading]
    place = 0
    for found in kept:
        piece = text[found.start : found.end].rstrip("\n")
        place = changed.index(piece, place) + len(piece)
    there = before[concept].get(key, {})
    whole = value
    if field:
        whole = {**({"preferred": there} if isinstance(there, str) else there), field: value}
        whole = {name: item for name, item in whole.items() if item not in (None, {})}
    assert shortest(after[concept].get(key)) == (None if whole in (None, {}) else shortest(whole))


def shortest(value):
    """A language with nothing but a preferred form says the same as the bare form."""
    return value["preferred"] if isinstance(value, dict) and set(value) == {"preferred"} else value


@given(table=st.dictionaries(KEYS, VALUES, min_size=1), text=files(), last=st.booleans())
def test_new_concept_is_read_back(table, text: str, last: bool) -> None:
    """A concept put in reads as it was given, and taking it out again gives the old text."""
    table = {key: value for key, value in table.items() if value != {}}
    after = "" if last else next(iter(tomllib.loads(text)))
    grown = with_block(text, concept_lines("new-one", table), after=after)

    plain = {key: shortest(value) for key, value in table.items()}
    assert tomllib.loads(grown) == {**tomllib.loads(text), "new-one": plain}
    assert set(text.splitlines()) <= set(grown.splitlines())
