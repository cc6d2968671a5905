"""Out and back: unchanged in is unchanged out, one change is one change, codes are whole or the sentence is refused."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import polib
import pytest
import sample_editions as samples
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from newstrans.errors import ExchangeError
from newstrans.exchange import FORMATS, export_edition, import_answers, read_answers
from newstrans.exchange.segments import marks_of, problem_of, sentences, tokens
from newstrans.formats.edition_html import edition_to_html
from newstrans.formats.edition_json import edition_from_json, edition_to_json
from newstrans.model import Edition, EditionUnit, Mark, NameStatus, Treatment, Unit, UnitKind, replay

DIGEST = "d" * 64
LINK = (("href", "https://example.org/a"),)
SHARED = Path(__file__).resolve().parents[3] / "shared" / "samples"


def out(edition: Edition, kind: str) -> bytes:
    return export_edition(edition, kind, digest=DIGEST)


def back(edition: Edition, data: bytes, name: str = "file"):
    return import_answers(edition, data, name=name, digest=DIGEST)


def marked() -> Edition:
    """Two sentences: a link and a break in the first, emphasis from the first into the second."""
    text, target = "See the port now. It is open.", "Veja o porto agora. Está aberto."
    one = samples.sentence("See the port now.", "Veja o porto agora.", gap=" ")
    two = samples.sentence("It is open.", "Está aberto.", start=18)
    unit = Unit("p1", UnitKind.PARAGRAPH, text, (Mark(4, 12, "a", LINK), Mark(13, 24, "em"), Mark(3, 3, "br")))
    marks = (Mark(5, 12, "a", LINK), Mark(13, 24, "em"), Mark(4, 4, "br"))
    made = replace(samples.translated(unit, one, two), text=target, marks=marks)
    kept = EditionUnit(Unit("p2", UnitKind.PARAGRAPH, "Fim."), Treatment.KEPT, None, (), "Fim.")
    return samples.edition([made, kept], "pt-BR")


EDITIONS = {"portuguese": samples.portuguese, "arabic": samples.arabic, "korean": samples.korean, "hostile": samples.hostile, "marked": marked}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", EDITIONS)
def test_unchanged_in_is_unchanged_out(name, kind):
    """The edition that comes back is the one that went out, whatever its sentences hold."""
    edition = EDITIONS[name]()
    done = back(edition, out(edition, kind))
    assert done.edition == edition
    assert (done.changed, done.refused, done.missing) == ((), (), ())
    assert done.unchanged == len(sentences(edition))


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_edition_gives_the_same_bytes(kind):
    """No date, no chance in a file."""
    assert out(samples.portuguese(), kind) == out(samples.portuguese(), kind)


@pytest.mark.parametrize("kind", FORMATS)
def test_one_change_changes_one_sentence(kind):
    """With an edit that tells who, a record that can be replayed and written, and links where they were."""
    edition = samples.portuguese()
    data = out(edition, kind).replace(b"foi aceso novamente na", b"voltou a brilhar na")
    done = back(edition, data, "lighthouse.xlf")
    assert (done.changed, done.refused, done.unchanged) == (("p1.1",), (), len(sentences(edition)) - 1)
    changed = [n for n, (a, b) in enumerate(zip(edition.units, done.edition.units, strict=True)) if a != b]
    assert [edition.units[n].unit.id for n in changed] == ["p1"]
    unit = done.edition.units[changed[0]]
    first, second = unit.segments
    assert second == edition.units[changed[0]].segments[1]
    assert first.edits[-1].after == "voltou a brilhar"
    assert "lighthouse.xlf" in first.edits[-1].reason
    assert first.edits[-1].rule.startswith("exchange.")
    assert replay(first.machine, first.edits) == first.target
    assert [unit.text[mark.start : mark.end] for mark in unit.marks] == ["autoridades portuárias", "1.200 navios"]
    assert edition_from_json(edition_to_json(done.edition), name="x") == done.edition
    # And the changed edition goes out as a person's work and comes back as it is.
    assert back(done.edition, out(done.edition, kind)).edition == done.edition


@pytest.mark.parametrize("kind", FORMATS)
def test_a_mark_over_two_sentences_stays_one(kind):
    """The piece in the changed sentence and the piece in the other are one mark again; the break keeps its place."""
    edition = marked()
    done = back(edition, out(edition, kind).replace("Está".encode(), "Ele está".encode()))
    unit = done.edition.units[0]
    assert unit.text == "Veja o porto agora. Ele está aberto."
    assert [(m.tag, unit.text[m.start : m.end]) for m in unit.marks] == [("br", ""), ("a", "o porto"), ("em", "agora. Ele está")]


@pytest.mark.parametrize("kind", ["xliff", "xliff2"])
def test_codes_may_move(kind):
    """The link goes with its words to another place."""
    edition = samples.portuguese()
    text = out(edition, kind).decode()
    target = re.search(r"O Farol Vorontsov.*?</target>", text)[0]
    code = re.search(r"<(g|pc) .*?</\1>", target)[0]
    moved = target.replace(f", disseram {code}.", ".").replace("O Farol", f"Segundo {code}, o Farol")
    done = back(edition, text.replace(target, moved).encode())
    unit = next(unit for unit in done.edition.units if unit.unit.id == "p1")
    assert done.changed == ("p1.1",)
    assert unit.text.startswith("Segundo autoridades portuárias, o Farol Vorontsov")
    assert unit.text[unit.marks[0].start : unit.marks[0].end] == "autoridades portuárias"
    assert unit.marks[0].attributes == (("href", "https://example.org/port?a=1&b=2"),)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize(
    ("fault", "said"),
    [("drop", "is missing"), ("double", "is there twice"), ("strange", "is not in the source"), ("halve", "code 1")],
)
def test_codes_that_are_not_whole_are_refused(kind, fault, said):
    """Each of the source's codes exactly once; the sentence is refused with a reason, the other changes are taken."""
    edition = samples.portuguese()
    text = out(edition, kind).decode()
    shape = {"xliff": r"<g .*?</g>", "xliff2": r"<pc .*?</pc>", "po": r"<g1>.*?</g1>", "tmx": r"<bpt .*?</ept>"}[kind]
    code = next(match[0] for match in re.finditer(shape, text) if "autoridades" in match[0])
    inner = "autoridades portuárias"
    halves = code.split(inner)
    new = {
        "drop": inner,
        "double": code + code,
        "strange": code.replace('id="1"', 'id="7"').replace('i="1"', 'i="7"').replace("g1", "g7"),
        "halve": {"xliff": '<bx id="1"/>', "xliff2": '<sc id="1"/>'}.get(kind, halves[0]) + inner,
    }[fault]
    changed = text.replace(code, new).replace("O que muda", "O que vai mudar")
    done = back(edition, changed.encode())
    assert [one.key for one in done.refused] == ["p1.1"]
    assert said in done.refused[0].reason
    assert done.changed == ("h1.1",)


def test_other_spellings_of_codes_are_read():
    """Tools write pairs as bpt and ept, bx and ex, sc and ec, put text into markers, and add comments."""
    edition = samples.portuguese()
    text = out(edition, "xliff").decode()
    pair = '<g id="1" ctype="x-a">autoridades portuárias</g>'
    for new in (
        '<bpt id="1">&lt;a></bpt>as autoridades<ept id="1">&lt;/a></ept>', '<bx id="1" rid="1"/>as autoridades<ex id="2" rid="1"/>',
        '<g id="1"><mrk mtype="term">as autoridades</mrk><!-- x --></g>',
    ):  # fmt: skip
        assert back(edition, text.replace(pair, new).encode()).changed == ("p1.1",)
    two = out(edition, "xliff2").decode()
    pair = re.search(r'<pc [^>]*>autoridades portuárias</pc>', two)[0]
    assert back(edition, two.replace(pair, '<sc id="1"/>as autoridades<ec startRef="1"/>').encode()).changed == ("p1.1",)


def test_states_follow_the_standards():
    """An engine's text is marked as such; what a translator changed is not, the next time."""
    edition = samples.portuguese()
    done = back(edition, out(edition, "po").replace(b"O que muda", b"O que vai mudar")).edition
    space = {"x": "urn:oasis:names:tc:xliff:document:1.2", "y": "urn:oasis:names:tc:xliff:document:2.0"}
    one, two = etree.fromstring(out(done, "xliff")), etree.fromstring(out(done, "xliff2"))
    states = {u.get("resname"): dict(u.find("x:target", space).attrib) for u in one.iter("{*}trans-unit")}
    assert states["h1.1"] == {"state": "translated"}
    assert states["p1.1"] == {"state": "needs-review-translation", "state-qualifier": "mt-suggestion"}
    segments = {u.get("name"): u.find("y:segment", space) for u in two.iter("{*}unit")}
    assert (segments["h1"].get("state"), segments["h1"].get("subState")) == ("reviewed", None)
    assert (segments["p1"].get("state"), segments["p1"].get("subState")) == ("translated", "newstrans:mt")
    file = polib.pofile(out(done, "po").decode())
    assert [entry.msgctxt for entry in file if not entry.fuzzy] == ["h1.1"]
    origins = {tu.get("tuid"): tu.find("prop").text for tu in etree.fromstring(out(done, "tmx")).iter("tu")}
    assert {key for key, origin in origins.items() if origin == "pe"} == {"h1.1"}


def test_what_comes_back_approved_is_counted():
    """There is nowhere to record a review yet, and the report says so."""
    edition = samples.portuguese()
    file = polib.pofile(out(edition, "po").decode())
    for entry in file[:3]:
        entry.flags.remove("fuzzy")
    done = back(edition, str(file).encode())
    assert done.edition == edition
    assert len(done.confirmed) == 3
    text = out(edition, "xliff").decode().replace('state="needs-review-translation"', 'state="final"', 2)
    assert len(back(edition, text.encode()).confirmed) == 2


def test_a_sentence_without_a_translation_can_get_one():
    """What the engine failed at comes back from a person, and is no failure then."""
    failed = EditionUnit(
        Unit("p1", UnitKind.PARAGRAPH, "It is open."), Treatment.FAILED, None, (samples.sentence("It is open.", None),), ""
    )
    failed = replace(failed, segments=(replace(failed.segments[0], target=None),))
    edition = samples.edition([failed], "pt-BR")
    assert back(edition, out(edition, "po")).edition == edition
    done = back(edition, out(edition, "po").replace(b'msgstr ""\n', b'msgstr "Aberto."\n').replace(b'msgstr "Aberto."\n"Pro', b'msgstr ""\n"Pro'))
    unit = done.edition.units[0]
    assert (unit.text, unit.treatment) == ("Aberto.", Treatment.TRANSLATED)
    assert b'state="reviewed"' in out(done.edition, "xliff2")


def test_a_name_that_the_translator_dropped_is_missing():
    """The audit of names is made anew for the changed unit."""
    edition = samples.portuguese()
    use = next(use for use in edition.names if use.status in {NameStatus.RIGHT, NameStatus.EDITED} and use.target)
    unit = next(unit for unit in edition.units if unit.unit.id == use.unit)
    name = unit.text[use.target.start : use.target.end]
    data = out(edition, "po").decode().replace(unit.segments[0].target, unit.segments[0].target.replace(name, "ela"))
    found = next(one for one in back(edition, data.encode()).edition.names if one.text == use.text and one.unit == use.unit)
    assert found.status is NameStatus.MISSING


def test_a_changed_number_is_found():
    """The checks run over what the translator wrote."""
    edition = samples.portuguese()
    done = back(edition, out(edition, "po").replace(b"1.200 navios", b"1.300 navios"))
    assert "number" in [finding.check for finding in done.edition.findings if finding.unit == "p1"]


@pytest.mark.parametrize("kind", FORMATS)
def test_a_file_of_another_edition_is_refused(kind):
    """Also one of an older state of this edition: it would take later work back."""
    with pytest.raises(ExchangeError, match="newstrans export"):
        import_answers(samples.portuguese(), out(samples.portuguese(), kind), name="f", digest="e" * 64)


def test_without_the_mark_of_the_edition_the_source_decides():
    """A tool that drops notes: sentences whose source is not the edition's are refused."""
    edition = samples.portuguese()
    text = out(edition, "xliff").decode()
    text = re.sub(r"<note from=.*?</note>", "", text).replace("<source>What changes</source>", "<source>What changed</source>")
    done = back(edition, text.replace("O que muda", "x").encode())
    assert [(one.key, "export the edition again" in one.reason) for one in done.refused] == [("h1.1", True)]


@pytest.mark.parametrize("kind", ["xliff", "tmx"])
def test_without_ids_the_source_decides(kind):
    """A tool that drops the names of units."""
    edition = samples.portuguese()
    text = re.sub(r' (?:resname|tuid)="[^"]*"', "", out(edition, kind).decode()).replace("O que muda", "O que vai mudar")
    assert back(edition, text.encode()).changed == ("h1.1",)


HOSTILE = {
    "external": '<!DOCTYPE xliff [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    "laughs": '<!DOCTYPE xliff [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;&b;&b;">]>',
    "dtd": '<!DOCTYPE xliff SYSTEM "http://127.0.0.1:9/xliff.dtd">',
}


@pytest.mark.parametrize("kind", ["xliff", "xliff2", "tmx"])
@pytest.mark.parametrize("attack", HOSTILE)
def test_hostile_xml_does_nothing(kind, attack):
    """No file is read, nothing is fetched or expanded: the sentence with the entity is refused."""
    edition = samples.portuguese()
    head, _, rest = out(edition, kind).decode().partition("?>")
    data = f"{head}?>{HOSTILE[attack]}{rest}".replace("O que muda", "O que &x; muda")
    if attack == "laughs":
        # libxml2 itself stops at an entity that grows.
        with suppress(ExchangeError):
            assert back(edition, data.encode()).changed == ()
        return
    done = back(edition, data.encode())
    assert done.changed == ()
    assert "entity" in done.refused[0].reason


def test_markup_in_a_translation_is_text():
    """A script that a translator's file carries is shown, not run."""
    edition = samples.portuguese()
    done = back(edition, out(edition, "xliff").replace(b"O que muda", b"&lt;script&gt;alert(1)&lt;/script&gt;"))
    assert done.changed == ("h1.1",)
    assert "<script>alert" not in edition_to_html(done.edition)


@pytest.mark.parametrize(
    "data", [b"", b"<", b"<html/>", b"\xff\xfe<", b"\x00\x01", b"msgid \"a\nmsgstr", b"<xliff/>", b"<tmx/>", b"PK\x03\x04", b"<xliff xmlns='urn:x'/>"]
)
def test_what_is_no_such_file_is_said(data):
    """The file is named in the message."""
    with pytest.raises(ExchangeError, match=r"^story\.xlf: "):
        back(samples.portuguese(), data, "story.xlf")


@given(st.binary(max_size=300), st.integers(0, 5000), st.sampled_from(FORMATS))
def test_a_damaged_file_is_an_error_or_a_refusal(noise, at, kind):
    """Bytes put anywhere: an error of ours or an edition that can be written, never anything else."""
    edition = marked()
    data = out(edition, kind)
    place = at % len(data)
    try:
        done = back(edition, data[:place] + noise + data[place + len(noise) // 2 :])
    except ExchangeError:
        return
    assert edition_from_json(edition_to_json(done.edition), name="x")


@pytest.mark.parametrize("name", ["39-xliff-xliff--everything-core.xlf", "40-omegat-file-XLIFFFilter-tags.xlf", "41-omegat-ImportTest2A.tmx", "38-polib-test_msgctxt.po"])
def test_files_of_other_tools_are_read(name):
    """Real files: they hold no sentence of ours, and nothing breaks."""
    path = SHARED / name
    if not path.is_file():
        pytest.skip("the sample is not here")
    answers = read_answers(path.read_bytes(), name=name)
    assert answers.answers
    assert answers.edition == ""
    with pytest.raises(ExchangeError, match="no sentence of this edition"):
        back(samples.portuguese(), path.read_bytes(), name)


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.sampled_from(["em", "strong", "br"])), max_size=5),
)
def test_codes_and_marks_are_the_same_thing(text, ranges):
    """Tokens of any nested marks give those marks again, and nothing is wrong with them."""
    from newstrans.exchange.segments import Sign, clipped
    from newstrans.formats.edition_layout import fit

    text = fit(text)
    marks = [Mark(*sorted((a, b)), tag) for a, b, tag in ranges if max(a, b) <= len(text)]
    marks = clipped(marks, 0, len(text))
    numbered = [(str(n), mark) for n, mark in enumerate(marks)]
    signs = {key: Sign(mark.tag, (), mark.start == mark.end) for key, mark in numbered}
    parts = tokens(text, numbered)
    assert problem_of(parts, signs) == ""
    key = lambda m: (m.start, m.end, m.tag)  # noqa: E731
    assert sorted(marks_of(parts, signs), key=key) == sorted(marks, key=key)
