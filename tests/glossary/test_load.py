"""Glossary files are read strictly: what is wrong is said with file, line and mend."""

from __future__ import annotations

import datetime
import json
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from newstrans.errors import GlossaryError
from newstrans.glossary.entry import CASES, KINDS, STATUSES
from newstrans.glossary.load import load_glossary
from newstrans.glossary.parse import ENTRY_KEYS, GUARD_KEYS, TERM_KEYS

SHIPPED = Path(__file__).parents[2] / "glossaries"
SCHEMA = json.loads((Path(__file__).parents[2] / "src/newstrans/glossary/entry.schema.json").read_text("utf-8"))

WHOLE = """
[kyiv]
kind = "place"
status = "approved"
valid_from = 2019-08-01
desks = ["foreign"]
priority = 2
part_of = ["kyiv-post"]
[kyiv.en]
preferred = "Kyiv"
earlier = { "Kiev" = 2019-08-01 }
forbidden = ["Kiow"]
roles = ["city of"]
case = "as-filed"
examples = ["Kyiv was quiet."]
counter_examples = ["The Kyiv Post was quiet."]
guard = { after = ["in"], before = ["said"], with = ["Ukraine"], not_with = ["chicken"], on_doubt = "skip" }
[kyiv.uk]
preferred = "Київ"
forms = { gent = "Києва" }
made_forms = { loct = "Києві" }
doublets = { loct = ["Київі"] }
"""


def load(tmp_path: Path, *files: str | bytes, skip_bad: bool = False) -> Any:
    for n, text in enumerate(files, 1):
        (tmp_path / f"names{n}.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_glossary([tmp_path], skip_bad=skip_bad)


def test_every_part_of_the_model_is_read(tmp_path: Path) -> None:
    """Dates, desks, sense words, made forms and doublets come out as they were written."""
    kyiv = load(tmp_path, WHOLE).get("kyiv")
    en, uk = kyiv.terms["en"], kyiv.terms["uk"]

    assert ("2019-08-01", ("foreign",), 2, ("kyiv-post",)) == (kyiv.valid_from, kyiv.desks, kyiv.priority, kyiv.part_of)
    assert (("Ukraine",), ("chicken",), "skip") == (en.guard.with_, en.guard.not_with, en.guard.on_doubt)
    assert {"Києва": "preferred", "Києві": "made", "Київі": "admitted"} == {
        form.text: form.status for form in uk.spellings() if form.case in ("gent", "loct")
    }
    assert ("Kiev", "Kyiv") == (en.on("2018-01-01").preferred, en.on("2020-01-01").preferred)
    assert kyiv.in_force(day="2020-01-01", desk="foreign")
    assert not kyiv.in_force(day="2018-01-01")
    assert not kyiv.in_force(day="2020-01-01", desk="sport")


MOSCOW = '[moscow]\nkind = "place"\nen = "Moscow"\n'


@pytest.mark.parametrize(
    ("text", "line", "problem", "mend"),
    [
        ('[a]\nkind = "place"\nxx = "A town"\n', 3, "'xx'", "language tag"),
        ('[a]\nkind = "place"\nen-QQ = "A town"\n', 3, "'QQ' is no country", "language tag"),
        ('[a]\nkind = "place"\nen = "Atown"\nnoet = "x"\n', 4, "unknown key 'noet'", "note"),
        ('[a]\nkind = "place"\nen = { prefered = "Atown" }\n', 3, "unknown key 'prefered'", "preferred"),
        ('[a]\nkind = "city"\nen = "Atown"\n', 2, "'city'", "place"),
        ('[a]\nen = "Atown"\n', 1, "no kind", "person"),
        ('[A b]\nkind = "place"\n', 1, "TOML", ""),
        ('[a]\nkind = "place"\n', 1, "no term", "en ="),
        ('[a]\nkind = "place"\n[a.en]\nshort = "Atw"\n', 3, "no preferred", "preferred ="),
        ('[a]\nkind = "place"\nen = "Atown"\neng = "Btown"\n', 4, "same language", "once"),
        ('[a]\nkind = "place"\ncldr = "Q9"\n', 3, "no CLDR territory", "UA"),
        ('[a]\nkind = "place"\nvalid_from = "soon"\nen = "Atown"\n', 3, "must be a day", "2022-03-01"),
        ('[a]\nkind = "place"\nvalid_from = 2022-01-01\nvalid_until = 2021-01-01\nen = "Atown"\n', 3, "after", "swap"),
        ('[a]\nkind = "place"\nstatus = "done"\nen = "Atown"\n', 3, "'done'", "proposed"),
        ('[a]\nkind = "place"\nuk = { preferred = "Місто", forms = { genitive = "Міста" } }\n', 3, "unknown case", "gent"),
        ('[a]\nkind = "place"\nen = { preferred = "Atown", guard = { near = ["x"] } }\n', 3, "unknown key 'near'", "not_after"),
        (MOSCOW + "\n" + MOSCOW, 5, "twice", "another id"),
        (MOSCOW.replace("\n", "\r\n"), 1, "CRLF", "LF"),
        (b"\xef\xbb\xbf" + MOSCOW.encode(), 1, "byte order mark", "BOM"),
        (MOSCOW.encode("utf-16"), 1, "not UTF-8", "UTF-8"),
        ('[a]\nkind = "place"\nuk = "Kиїв"\n', 3, "LATIN CAPITAL LETTER K (U+004B)", "one script"),
        ('[a]\nkind = "place"\nen = "Kyiv"\nuk = { preferred = "Київ", forms = { gent = "Києвa" } }\n', 4, "U+0061", ""),
        ('[a]\nkind = "place"\nen = "Мое"\n', 3, "not in Latin letters", "en"),
        ('[a]\nkind = "place"\nen = "Ky\u200biv"\n', 3, "U+200B", "delete"),
        ('[a]\nkind = "place"\nen = { preferred = "Atown", variants = ["the"] }\n', 3, "half of it", "longer"),
        ('[a]\nkind = "organisation"\nen = { preferred = "The" }\n', 3, "half of it", "longer"),
        ('[a]\nkind = "organisation"\nen = { preferred = "World Body", short = "WHO", case = "any" }\n', 3, "half of it", ""),
        ('[a]\nkind = "place"\npt = { preferred = "Acidade", variants = ["de"] }\n', 3, "half of it", "longer"),
        ('[a]\nkind = "place"\nru = { preferred = "Город", variants = ["и"] }\n', 3, "single letter", "longer"),
        ('[a]\nkind = "place"\nen = { preferred = "Atown", variants = ["(a+)+$"] }\n', 3, "pattern", "literally"),
        ('[a]\nkind = "place"\nen = { preferred = "Atown", variants = ["Ky.*v"] }\n', 3, "pattern", "literally"),
        ('[a]\nkind = "place"\nen = { preferred = "Atown", variants = ["Ky[iï]v"] }\n', 3, "pattern", "literally"),
        ('[a]\nkind = "place"\nen = " Atown"\n', 3, "spaces", "single spaces"),
        ("a = " + "[" * 3000 + "]" * 3000 + "\n", None, "", ""),
    ],
)  # fmt: skip
def test_wrong_file_is_a_clear_error(tmp_path: Path, text: str | bytes, line: int | None, problem: str, mend: str) -> None:
    """Every kind of wrong file names itself, the line, what is wrong and how it is mended."""
    with pytest.raises(GlossaryError) as caught:
        load(tmp_path, text)
    assert "names1.toml" in str(caught.value)
    assert caught.value.line == line or line is None
    assert problem in str(caught.value)
    assert mend in str(caught.value)


def test_variant_that_is_another_concept_s_name_is_refused(tmp_path: Path) -> None:
    """"Peru" as a rendering of Turkey would rewrite the country (terminology.md 6, case 34)."""
    turkey = '[turkey]\nkind = "place"\npt = { preferred = "Turquia", variants = ["Peru"] }\n'
    with pytest.raises(GlossaryError, match=r"names1\.toml:1: turkey: pt: its variant 'Peru' is the name of peru"):
        load(tmp_path, turkey, '[peru]\nkind = "place"\npt = "Peru"\n')


def test_two_concepts_with_one_name_need_something_that_tells_them_apart(tmp_path: Path) -> None:
    """Two Georgias are refused, unless a guard, a priority, desks or days distinguish them."""
    plain = '[georgia-state]\nkind = "place"\nen = "Georgia"\n'
    with pytest.raises(GlossaryError, match="also the name of"):
        load(tmp_path, plain, '[georgia-country]\nkind = "place"\nen = "Georgia"\n')
    guarded = '[georgia-country]\nkind = "place"\nen = { preferred = "Georgia", guard = { needs = ["Tbilisi"] } }\n'
    assert 2 == len(load(tmp_path, plain, guarded).entries)


def test_same_id_in_two_files_of_a_folder_is_refused(tmp_path: Path) -> None:
    """Two files of one folder may not both have the concept; an earlier folder may hide it."""
    with pytest.raises(GlossaryError, match=r"names2\.toml:1: the concept 'moscow' is already in names1\.toml:1"):
        load(tmp_path, MOSCOW, MOSCOW)
    own, shipped = tmp_path / "own", tmp_path / "shipped"
    for folder, name in ((own, "Moskva"), (shipped, "Moscow")):
        folder.mkdir()
        (folder / "p.toml").write_text(MOSCOW.replace("Moscow", name), "utf-8")
    assert ["Moskva"] == [entry.terms["en"].preferred for entry in load_glossary([own, shipped]).entries]


def test_other_files_load_only_on_request(tmp_path: Path) -> None:
    """A wrong file stops the run; with `skip_bad` the others are used, and the error is kept."""
    wrong = '[a]\nkind = "place"\nen = "the"\n[b]\nkind = "place"\nen = "it"\n[c]\nkind = "place"\nen = "Ctown"\n'
    with pytest.raises(GlossaryError, match=r"1 more problem\(s\): newstrans glossary lint"):
        load(tmp_path, wrong, MOSCOW)
    glossary = load(tmp_path, wrong, MOSCOW, skip_bad=True)
    assert ["moscow"] == [entry.id for entry in glossary.entries]
    assert [2 + 1, 6] == [problem.line for problem in glossary.problems]


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.name)
def test_shipped_files_keep_to_the_schema(path: Path) -> None:
    """What we ship is valid by the published JSON Schema."""
    jsonschema.Draft202012Validator(SCHEMA).validate(_as_json(tomllib.loads(path.read_text("utf-8"))))


def test_schema_says_what_the_reader_reads() -> None:
    """Schema and reader have the same keys and choices, and the schema accepts a concept with all of them."""
    defs = SCHEMA["$defs"]
    assert set(ENTRY_KEYS) == set(defs["entry"]["properties"])
    assert set(TERM_KEYS) == set(defs["term"]["properties"])
    assert set(GUARD_KEYS) == set(defs["guard"]["properties"])
    assert (list(KINDS), list(STATUSES), list(CASES)) == (
        defs["entry"]["properties"]["kind"]["enum"], defs["entry"]["properties"]["status"]["enum"],
        defs["cases"]["propertyNames"]["enum"],
    )  # fmt: skip
    jsonschema.Draft202012Validator(SCHEMA).validate(_as_json(tomllib.loads(WHOLE)))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate({"a": {"kind": "place", "noet": "x"}})


def _as_json(value: Any) -> Any:
    """TOML's days as the strings that the schema speaks of."""
    if isinstance(value, dict):
        return {key: _as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_as_json(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value
