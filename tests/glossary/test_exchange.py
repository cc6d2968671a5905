"""Names in the formats of other tools: read with lines, written and read back, hostile files refused."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstrans.glossary.exchange import ExchangeError, format_of, lost_in, read, write
from newstrans.glossary.exchange.base import as_table, free_id, losses
from newstrans.glossary.exchange.tables import OWN_COLUMNS, escape_cell, language_named
from newstrans.glossary.load import load_glossary

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT.parent / "shared" / "samples"
SHIPPED = load_glossary([ROOT / "glossaries"]).entries
RAW = {entry.id: as_table(entry) for entry in SHIPPED}
FILLED = {entry.id: as_table(entry, ["pl"], filled=True) for entry in SHIPPED}

OWN_HEADER = ",".join(OWN_COLUMNS[:11])
SMALL = {
    "kyiv": {
        "kind": "place", "note": "The capital.", "do_not_translate": True,
        "en": {"preferred": "Kyiv", "variants": ["Kiev"], "examples": ["Trains leave Kyiv."], "case": "any"},
        "es": {"preferred": "Kiev", "admitted": ["Kíev"], "forbidden": ["Kiew"], "deprecated": ["Kiyv"]},
    },
    "equals": {"kind": "product", "en": {"preferred": "=Equals"}, "es": {"preferred": "+Más"}},
}  # fmt: skip


def table_of(text: str, form: str = "csv", **options: str) -> dict[str, dict[str, object]]:
    """Concepts by their first name, with no problem allowed."""
    reading = read(text.encode(), "names", form, **options)
    assert [] == reading.problems
    return {concept.id or str(n): concept.table for n, concept in enumerate(reading.concepts)}


def problems_of(text: str | bytes, form: str = "csv", **options: str) -> list[tuple[int, str]]:
    """Line and text of each problem."""
    data = text if isinstance(text, bytes) else text.encode()
    try:
        return [(row.line, row.text) for row in read(data, "names", form, **options).problems]
    except ExchangeError as exc:
        return [(row.line, row.text) for row in exc.problems]


@pytest.mark.parametrize("form", ["tbx", "json"])
def test_shipped_glossary_survives_whole(form: str) -> None:
    """TBX and JSON keep every line of all shipped concepts, those that CLDR names included."""
    text = write(FILLED if form == "tbx" else RAW, form)
    reading = read(text.encode(), "export", form)

    assert [] == reading.problems
    assert RAW == {concept.id: concept.table for concept in reading.concepts}


def test_tbx_is_version_3_basic_dca() -> None:
    """The namespace, the dialect and the picklist values are those of TBX-Basic; no category is out of its place."""
    from lxml import etree

    root = etree.fromstring(write(FILLED, "tbx").encode())
    space = "{urn:iso:std:iso:30042:ed-2}"

    assert (f"{space}tbx", "TBX-Basic", "dca") == (root.tag, root.get("type"), root.get("style"))
    values: dict[str, set[str]] = {}
    for note in root.iter(f"{space}termNote"):
        assert note.getparent().tag == f"{space}termSec"
        values.setdefault(note.get("type"), set()).add(note.text)
    assert values["partOfSpeech"] <= {"noun", "verb", "adjective", "adverb", "other"}
    assert values["termType"] <= {"fullForm", "acronym", "abbreviation", "shortForm", "variant", "phrase"}
    assert values["grammaticalGender"] <= {"masculine", "feminine", "neuter", "other"}
    assert {one.rpartition("-admn-sts")[0] for one in values["administrativeStatus"]} <= {
        "preferredTerm", "admittedTerm", "deprecatedTerm", "supersededTerm",
    }  # fmt: skip
    assert {descrip.get("type") for descrip in root.iter(f"{space}descrip")} == {"subjectField"}


V2 = """<?xml version="1.0"?>
<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd">
<martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></martifHeader>
<text><body>
<termEntry id="nato">
  <descrip type="subjectField">organisation</descrip>
  <langSet xml:lang="en"><tig><term>North Atlantic Treaty Organization</term>
    <termNote type="administrativeStatus">preferredTerm-admn-sts</termNote></tig>
    <tig><term>NATO</term><termNote type="termType">acronym</termNote></tig></langSet>
  <langSet xml:lang="es"><ntig><termGrp><term>OTAN</term>
    <termNote type="grammaticalGender">feminine</termNote></termGrp></ntig>
    <tig><term>NATO</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet>
</termEntry>
<termEntry id="ibm"><langSet lang="en"><tig><term>IBM</term><termNote type="translationNote">no</termNote></tig></langSet></termEntry>
</body></text></martif>"""

DCT = """<?xml version="1.0"?>
<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2" xmlns:b="http://www.tbxinfo.net/ns/basic" xmlns:m="http://www.tbxinfo.net/ns/min">
<text><body><conceptEntry id="nato"><m:subjectField>organisation</m:subjectField>
<langSec xml:lang="en"><termSec><term>North Atlantic Treaty Organization</term><m:administrativeStatus>preferredTerm-admn-sts</m:administrativeStatus></termSec>
<termSec><term>NATO</term><b:termType>acronym</b:termType></termSec></langSec>
<langSec xml:lang="es"><termSec><term>OTAN</term><b:grammaticalGender>feminine</b:grammaticalGender></termSec>
<termSec><term>NATO</term><m:administrativeStatus>deprecatedTerm-admn-sts</m:administrativeStatus></termSec></langSec>
</conceptEntry></body></text></tbx>"""


def test_tbx_of_both_versions_and_styles_give_the_same() -> None:
    """Version 2 (with a DOCTYPE that nobody fetches) and version 3 DCT carry one concept alike."""
    want = {
        "kind": "organisation",
        "en": {"preferred": "North Atlantic Treaty Organization", "short": "NATO"},
        "es": {"gender": "f", "preferred": "OTAN", "forbidden": ["NATO"]},
    }

    assert want == table_of(V2, "tbx")["nato"]
    assert {"do_not_translate": True, "en": {"preferred": "IBM"}} == table_of(V2, "tbx")["ibm"]
    assert want == table_of(DCT, "tbx")["nato"]


HOSTILE = [
    ('<!DOCTYPE tbx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><tbx><text><body>&b;</body></text></tbx>', "declares entities"),
    ('<!DOCTYPE tbx [<!ENTITY x SYSTEM "file:///etc/passwd">]><tbx><p>&x;</p></tbx>', "declares entities"),
    ('<!DOCTYPE tbx SYSTEM "http://127.0.0.1:9/x.dtd"><tbx><p>&gone;</p></tbx>', "entity"),
    ("<tbx><conceptEntry>", "not XML"),
    ("<html/>", "no TBX file"),
    ("<tbx/>", "no concept"),
    ('<tbx><conceptEntry id="a"><langSec xml:lang="qq"><termSec><term>x</term></termSec></langSec></conceptEntry></tbx>', "unknown language 'qq'"),
    ('<tbx><conceptEntry id="a">\n<langSec xml:lang="en">\n<termSec><term> </term></termSec></langSec></conceptEntry></tbx>', "without text"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), HOSTILE)
def test_hostile_tbx_is_refused(text: str, said: str) -> None:
    """Entities are neither expanded nor fetched (any socket fails the test), and every refusal has its line."""
    problems = problems_of(text, "tbx")

    assert said in problems[0][1]
    assert problems[0][0] >= 1
    assert "root:" not in problems[0][1]


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the shared samples are not beside this checkout")
def test_samples_of_other_tools() -> None:
    """A TBX-Min file in DCT style and a MateCat table, as their makers publish them."""
    [tbx] = SAMPLES.glob("42-*.tbx")
    reading = read(tbx.read_bytes(), tbx.name, "tbx")
    concepts = {concept.id: concept.table for concept in reading.concepts}
    assert (45, []) == (len(concepts), reading.problems)
    assert {"preferred": "open cluster", "deprecated": ["galactic cluster"]} == concepts["c1"]["en"]
    assert ["accretion disc", "circumstellar disk"] == concepts["c2"]["en"]["admitted"]

    [matecat] = SAMPLES.glob("43-*.csv")
    rows = [concept.table for concept in read(matecat.read_bytes(), matecat.name, "csv").concepts]
    assert ["Contact", "Eat"] == [row["en-US"]["preferred"] for row in rows]
    assert "Contactar" == rows[0]["es-ES"]["preferred"]
    assert "bla bla bla (Uber / Partner)" == rows[0]["note"]


def test_own_columns_come_back() -> None:
    """What our columns have a place for is equal after writing and reading, formulas among the names too."""
    text = write(SMALL, "csv", source="en", targets=["es"])

    assert SMALL == table_of(text)
    assert {} == dict(lost_in(text, SMALL, "csv", source="en", targets=["es"]))
    assert ",".join(OWN_COLUMNS) == text.splitlines()[0]
    assert all(not cell.startswith(("=", "+", "@", "-")) for row in csv.reader(io.StringIO(text)) for cell in row)


NAMES = st.text(st.sampled_from("Aaéß ='+-@,;\"|Ж한"), min_size=1, max_size=8).map(lambda text: " ".join(text.split())).filter(bool)


@given(st.dictionaries(NAMES, NAMES, min_size=1), st.sampled_from(["csv", "tsv"]))
def test_any_name_comes_back_from_a_table(pairs: dict[str, str], form: str) -> None:
    """Quotes, separators and formula signs make no difference."""
    tables = {f"n{n}": {"kind": "work", "en": {"preferred": one}, "es": {"preferred": two}} for n, (one, two) in enumerate(pairs.items())}

    assert tables == table_of(write(tables, form, source="en", targets=["es"]), form)


@given(st.text(max_size=20))
def test_no_cell_is_a_formula(text: str) -> None:
    """Whatever a cell holds, no spreadsheet runs it."""
    assert not escape_cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize(
    ("dialect", "form", "first"),
    [
        ("weblate", "csv", "source,target,context,translator_comments"),
        ("matecat", "csv", "forbidden,domain,subdomain,definition,en,Notes,Example of use,es,Notes,Example of use"),
        ("crowdin", "csv", "Term:English,Description:English,Part:English,Term:Spanish,Description:Spanish,Part:Spanish"),
        ("languages", "csv", "en,es,description"),
        ("deepl", "csv", "Kyiv,Kiev,EN,ES"),
        ("omegat", "tsv", "Kyiv\tKiev\tThe capital."),
    ],
)
def test_dialects_of_other_tools(dialect: str, form: str, first: str) -> None:
    """Each tool's shape is written, known again by its header, and gives the same pairs."""
    text = write(SMALL, form, dialect=dialect, source="en", targets=["es"])
    languages = {"source": "en", "target": "es"} if dialect in ("weblate", "omegat") else {}
    rows = list(table_of(text, form, **languages).values())

    assert first == text.splitlines()[0]
    assert ["Kyiv", "=Equals"] == [row["en"]["preferred"] for row in rows]
    assert ["Kiev", "+Más"] == [row["es"]["preferred"] for row in rows]
    if dialect == "matecat":
        assert ["Kiew"] == rows[0]["es"]["forbidden"]
    lost = lost_in(text, SMALL, form, dialect=dialect, source="en", targets=["es"])
    assert lost["variants"] == 1
    assert lost["concept"] == 0


def test_omegat_file_with_bom_in_utf_16() -> None:
    """TAB between the columns, UTF-16 with a byte order mark, a comment behind."""
    data = "Kyiv\tКиїв\tcapital\nOdesa\tОдеса\n".encode("utf-16")
    reading = read(data, "glossary.txt", "tsv", source="en", target="uk")

    assert ["Київ", "Одеса"] == [concept.table["uk"]["preferred"] for concept in reading.concepts]
    assert "capital" == reading.concepts[0].table["note"]


ROW = "Odesa,Odesa,en,es,place,preferred,,,,,"
BAD_TABLES = [
    (f"{OWN_HEADER}\n{ROW}\n=cmd(),x,en,es,place,,,,,,\n", {}, (3, "is a formula")),
    (f"{OWN_HEADER}\nA,B,en,qq,place,,,,,,\n", {}, (2, "unknown language 'qq'")),
    (f"{OWN_HEADER}\n{ROW}\n{ROW}\n", {}, (3, "says the same as line 2")),
    (f"{OWN_HEADER}\n{ROW}\nOdesa,Odessa,en,es,place,,,,,,\n", {}, (3, "are both the es form of one name")),
    (f"{OWN_HEADER}\nA,B,en,es,wizard,,,,,,\n", {}, (2, "unknown type 'wizard'")),
    (f"{OWN_HEADER}\nA,B,en,es,place,maybe,,,,,\n", {}, (2, "unknown status 'maybe'")),
    (f"{OWN_HEADER}\nA,,en,es,place,,,,,,\n", {}, (2, "no target term")),
    (f"{OWN_HEADER}\n,B,en,es,place,,,,,,\n", {}, (2, "no source term")),
    (f'{OWN_HEADER}\n"two\nlines",B,en,es,place,,,,,,\nA,B,en,xx,place,,,,,,\n', {}, (4, "unknown language 'xx'")),
    (f"{OWN_HEADER},colour\n", {}, (1, "unknown column 'colour'")),
    ("source,type,target\nA,place,B\n", {}, (1, "'src_lang' is missing")),
    ("name,meaning\nA,B\n", {}, (1, "unknown header")),
    ("", {}, (0, "is empty")),
    (f"{OWN_HEADER}\n{'x' * 200_000},B,en,es,place,,,,,,\n", {}, (2, "not a table")),
    ("Kyiv\tKiev\nKyiv\tKiev\n", {"source": "en", "target": "es"}, (2, "says the same as line 1")),
    ("Term:Klingon,Term:Spanish\nA,B\n", {}, (1, "unknown language 'Klingon'")),
    ("en,es\nContact,Contactar\nContact,Contacto\n", {}, (3, "are both the es form")),
    (b"source,target\n\xff\xfa,x\n", {"source": "en", "target": "es"}, (2, "not utf-8")),
]  # fmt: skip


@pytest.mark.parametrize(("text", "options", "want"), BAD_TABLES, ids=lambda case: case[1] if isinstance(case, tuple) else "")
def test_bad_tables_are_told_with_their_line(text, options, want) -> None:
    """File, line and what to do; the lines of a quoted cell are counted."""
    problems = problems_of(text, "csv" if "," in str(text) else "tsv", **options)

    assert [(line, said) for line, said in problems if line == want[0] and want[1] in said], problems


def test_semicolons_byte_order_mark_and_crlf() -> None:
    """What a spreadsheet of a country with decimal commas saves."""
    data = ("\ufeff" + OWN_HEADER.replace(",", ";") + "\r\nOdesa;Odesa;en;es;place;;;;Odessa|Odesa City;;\r\n").encode()
    [concept] = read(data, "x.csv", "csv").concepts

    assert {"kind": "place", "en": {"preferred": "Odesa", "variants": ["Odessa", "Odesa City"]}, "es": {"preferred": "Odesa"}} == concept.table


def test_po_is_one_language_and_comes_back() -> None:
    """Ids, names, short names, notes and proposals; the header says both languages."""
    tables = {
        "nato": {"kind": "organisation", "note": "An alliance.", "en": {"preferred": "North Atlantic Treaty Organization", "short": "NATO"},
                 "es": {"preferred": "Organización del Tratado del Atlántico Norte", "short": "OTAN"}},
        "odesa": {"kind": "place", "status": "proposed", "en": {"preferred": "Odesa"}, "es": {"preferred": "Odesa"}},
    }  # fmt: skip
    text = write(tables, "po", source="en", targets=["es"])

    assert '"Language: es\\n"' in text
    assert tables == table_of(text, "po")
    assert "not a PO file" in problems_of('msgid "a"\nfoo "b"\n', "po")[0][1]
    assert "unknown language" in problems_of('msgid ""\nmsgstr ""\n"Language: \\n"\n\nmsgid "a"\nmsgstr "b"\n', "po")[0][1]


def test_other_json_is_refused() -> None:
    """A file that is not ours, or not JSON, says so with its line."""
    assert "not a glossary" in problems_of('{"format": "x"}', "json")[0][1]
    assert (2, True) == (problems_of('{\n"a": }', "json")[0][0], "not JSON" in problems_of('{\n"a": }', "json")[0][1])


def test_losses_are_measured() -> None:
    """A field counts as lost in as many concepts as do not have it any more."""
    after = {"kyiv": {"kind": "place", "en": {"preferred": "Kyiv"}, "es": {"preferred": "Kiev"}}}

    assert {"variants": 1, "examples": 1, "case": 1, "admitted": 1, "forbidden": 1, "deprecated": 1, "note": 1,
            "do_not_translate": 1, "concept": 1} == losses(SMALL, after)  # fmt: skip


def test_small_things() -> None:
    """Formats by ending, languages by name, ids from names."""
    assert ["tsv", "tbx", ""] == [format_of(name) for name in ("glossary.utf8", "A.TBX", "notes")]
    assert ["pt-BR", "es", "zh-Hans", "uk", None] == [language_named(name) for name in ("Portuguese (Brazil)", "Spanish", "Chinese Simplified", "uk", "Klingon")]
    assert ["lodz-region", "lodz-region-2"] == [free_id("", "Łódź Region", taken) for taken in ((), ("lodz-region",))]
    assert free_id("", "Київ", ()).startswith("name-")
