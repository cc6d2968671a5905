"""Texts inside texts: escapes are read, and written as the file writes them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstrans.formats.inplace.htmlscan import scan_html
from newstrans.formats.inplace.jsonscan import JsonText, scan_json
from newstrans.formats.inplace.layer import (
    JsonStyle,
    Layer,
    Splice,
    attribute_text,
    json_string,
    splice,
    xml_text,
)
from newstrans.formats.inplace.markup import Draft, Kind, Token, draft, runs, write_run
from newstrans.model import Mark

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


def through(layer: Layer, one: Splice) -> str:
    """The outer text with a replacement made in the inner one."""
    assert layer.outer is not None
    return splice(layer.outer.text, [layer.lift(one)])


@pytest.mark.parametrize(
    ("raw", "words", "new", "expected"),
    [
        ("A &amp; B", "A & B", "C & D", "C &amp; D"),
        ("caf&#233; &lt;x&gt;", "café <x>", "a < b > c", "a &lt; b &gt; c"),
        ("a > b", "a > b", "c > d", "c > d"),
        ("<![CDATA[a <b> c]]>", "a <b> c", "x ]]> <i>y</i>", "<![CDATA[x ]]]]><![CDATA[> <i>y</i>]]>"),
        ("a &unknown; b", "a &unknown; b", "c &unknown; d & e", "c &unknown; d &amp; e"),
        ("&eacute;t&eacute;", "été", "hiver", "hiver"),
    ],
)
def test_xml_text_is_read_and_written_in_its_own_notation(raw, words, new, expected):
    layer = xml_text(Layer(raw), 0, len(raw))
    assert layer.text == words
    assert through(layer, Splice(0, len(words), new)) == expected


def test_a_replacement_over_the_border_of_a_cdata_section_leaves_it_well_formed():
    raw = "one <![CDATA[two]]> three"
    layer = xml_text(Layer(raw), 0, len(raw))
    assert layer.text == "one two three"
    assert through(layer, Splice(1, 6, "X&Y")) == "oX&amp;Y<![CDATA[o]]> three"


@pytest.mark.parametrize(("quote", "expected"), [('"', 'a &quot;b&quot; \'c\' &amp; &lt;'), ("'", 'a "b" &#39;c&#39; &amp; &lt;')])
def test_an_attribute_escapes_its_own_quotation_mark(quote, expected):
    layer = attribute_text(Layer("x"), 0, 1, quote)
    assert through(layer, Splice(0, 1, "a \"b\" 'c' & <")) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (r'"caf\u00e9 \/ \u201cx\u201d"', r'"\u00fc \/ \ud83d\ude00"'),  # coded, slash escaped, small hex letters
        (r'"caf\u00E9"', r'"\u00FC / \uD83D\uDE00"'),
        ('"café"', '"ü / 😀"'),
    ],
)
def test_json_strings_keep_the_style_of_their_file(raw, expected):
    style = JsonStyle.of(raw)
    layer = json_string(Layer(raw), 1, len(raw) - 1, style)
    assert layer.text == json.loads(raw)
    assert through(layer, Splice(0, len(layer.text), "ü / 😀")) == expected


def test_only_the_changed_part_of_a_string_is_written_anew():
    r"""`\/` beside `/`, a coded letter beside a plain one: what is not replaced stays as it is spelt."""
    raw = r'"é \u00e9 \/ / end"'
    layer = json_string(Layer(raw), 1, len(raw) - 1, JsonStyle.of(raw))
    at = layer.text.index("end")
    assert through(layer, Splice(at, at + 3, "fin")) == r'"é \u00e9 \/ / fin"'


@given(TEXT, TEXT, TEXT)
def test_nested_notations_read_back_what_was_written(before, new, after):
    """HTML in a JSON string: whatever the words are, they come back, and what stands round them too."""
    raw = json.dumps({"k": f"{before}<p>old</p>{after}"})
    text = JsonText(Layer(raw))
    value = scan_json(text.layer, "x").get("k")
    assert value is not None
    inner = text.string(value)
    at = inner.text.index("<p>old</p>") + 3
    changed = splice(raw, [inner.lift(Splice(at, at + 3, new))])
    assert json.loads(changed) == {"k": f"{before}<p>{new}</p>{after}"}


@given(TEXT, TEXT)
def test_xml_text_reads_back_what_was_written(old, new):
    raw = "<![CDATA[" + old.replace("]]>", "") + "]]>"
    layer = xml_text(Layer(raw), 0, len(raw))
    changed = through(layer, Splice(0, len(layer.text), new))
    assert xml_text(Layer(changed), 0, len(changed)).text == new or not old


def _draft(html: str) -> tuple[Draft, Layer]:
    layer = Layer(html)
    tokens = []
    for tag in scan_html(layer, "x"):
        kind = {"text": Kind.TEXT, "end": Kind.CLOSE, "other": Kind.VOID}.get(tag.kind) or (
            Kind.BREAK if tag.name == "br" else Kind.VOID if tag.empty else Kind.OPEN
        )
        text = xml_text(layer, tag.start, tag.end).text if kind is Kind.TEXT else ""
        tokens.append(Token(kind, tag.start, tag.end, tag.name, text))
    made = [one for run in runs(tokens) if (one := draft(run, html))]
    assert len(made) == 1
    return made[0], layer


def _write(html: str, text: str, places: list[tuple[int, int]]) -> str:
    made, layer = _draft(html)
    marks = [Mark(a, b, "x", (("code", str(n)),)) for n, (a, b) in enumerate(places)]
    return write_run(made, text, marks, lambda a, b: layer.text[a:b], lambda words: words)


def test_tags_go_where_their_marks_went():
    html = 'The <a href="x">red <b>ship</b></a> sank.'
    assert _write(html, "Es sank das rote Schiff.", [(12, 23), (17, 23)]) == 'Es sank das <a href="x">rote <b>Schiff</b></a>.'


@given(st.lists(st.tuples(st.integers(-3, 30), st.integers(-3, 30)), max_size=4), TEXT)
def test_no_tag_is_lost_or_doubled_wherever_marks_point(places, text):
    """Marks that cross, leave the text, are missing or empty: every tag is there once, well nested."""
    html = 'a <i>b <b>c</b></i> d <img src="x"> e <u>f</u> g'
    out = _write(html, text, places)
    for tag in ("<i>", "</i>", "<b>", "</b>", '<img src="x">', "<u>", "</u>"):
        assert out.count(tag) == 1 + text.count(tag)
    assert out.index("<i>") < out.index("<b>") < out.index("</b>") < out.index("</i>")
    bare = out.replace('<img src="x">', "").replace(" ", "")
    assert len(bare) == len(text.replace(" ", "")) + len("<i><b></b></i><u></u>")


def test_a_picture_keeps_the_spaces_round_it():
    """The text of "with PICTURE in it" has one space there; the file has two."""
    assert _write('a point with <img src="x"> in it', "ein Punkt mit darin", [(14, 14)]) == 'ein Punkt mit <img src="x"> darin'
    assert _write('a point with<img src="x"> in it', "ein Punkt mit darin", [(13, 13)]) == 'ein Punkt mit<img src="x"> darin'


def test_line_breaks_are_kept_in_their_number():
    assert _write("one<br>two<br/>three", "eins\nzwei\ndrei", []) == "eins<br>zwei<br/>drei"
    assert _write("one<br>two<br/>three", "eins zwei drei", []) == "eins zwei drei<br><br/>"


def test_crossing_tags_are_borders_and_stay_where_they_are():
    layer = Layer("<b>one <i>two</b> three</i> four")
    tokens = [
        Token({"start": Kind.OPEN, "end": Kind.CLOSE}.get(tag.kind, Kind.TEXT), tag.start, tag.end, tag.name, layer.text[tag.start : tag.end])
        for tag in scan_html(layer, "x")
    ]
    made = [draft(run, layer.text) for run in runs(tokens)]
    assert [one.text for one in made if one] == ["one", "two", "three", "four"]
    assert not any(one.codes for one in made if one)
