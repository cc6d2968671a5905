import json
from pathlib import Path

import jsonschema
import pytest
import sample_editions as samples
from hypothesis import given, settings
from hypothesis import strategies as st

import newstrans.formats.edition_json as edition_json
from newstrans.errors import EditionError
from newstrans.formats.edition_json import edition_from_json, edition_to_json
from newstrans.model import (
    Detection,
    Edit,
    Edition,
    EditionUnit,
    Finding,
    Furniture,
    Leg,
    Mark,
    Model,
    NameStatus,
    NameUse,
    Provenance,
    Segment,
    Severity,
    SourceFile,
    Span,
    StageTrace,
    Story,
    Treatment,
    Unit,
    UnitKind,
    replay,
)

SCHEMA = json.loads(Path(edition_json.__file__).with_name("edition.schema.json").read_text(encoding="utf-8"))

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
counts = st.integers(0, 1000)
spans = st.none() | st.builds(Span, counts, counts)
confidences = st.floats(0, 1, allow_nan=False)
mappings = st.dictionaries(texts, texts, max_size=3)


def tuples(values, size=2):
    return st.lists(values, max_size=size).map(tuple)


marks = tuples(st.builds(Mark, counts, counts, texts, mappings.map(lambda found: tuple(found.items()))))
units = st.builds(Unit, texts, st.sampled_from(UnitKind), texts, marks, counts, texts, st.none() | texts)
models = st.builds(Model, texts, texts, texts, texts)
legs = st.builds(Leg, texts, texts, texts, st.none() | models)


@st.composite
def segments(draw):
    source = draw(texts)
    edits, text = [], source
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text)))
        edits.append(Edit(start, end, text[start:end], draw(texts), draw(texts), draw(texts), draw(texts),
                          draw(st.none() | texts), draw(spans), draw(confidences)))  # fmt: skip
        text = replay(text, edits[-1:])
    return Segment(draw(counts), draw(counts), draw(texts), draw(texts), draw(st.none() | texts) if not edits else None,
                   (), draw(tuples(texts)), source, tuple(edits), text)  # fmt: skip


@st.composite
def segments_not_asked(draw):
    return Segment(draw(counts), draw(counts), draw(texts), target=draw(st.none() | texts))


def ignoring_sent(segment):
    return (
        segment if segment.sent is None else Segment(segment.start, segment.end, segment.source, segment.gap)
    )


segment_values = (segments().map(ignoring_sent)) | segments_not_asked()
detections = st.none() | st.builds(Detection, st.none() | texts, confidences, texts)
edition_units = st.builds(
    EditionUnit, units, st.sampled_from(Treatment), detections, tuples(segment_values), texts, marks, texts
)
sources = st.builds(SourceFile, texts, texts, texts, texts, counts)
stories = st.builds(
    Story, texts, texts, tuples(units), sources, st.none() | texts, texts, mappings,
    tuples(st.builds(Furniture, texts, texts, counts)), tuples(texts),
)  # fmt: skip
findings = st.builds(Finding, texts, st.sampled_from(Severity), texts, texts, spans, spans, texts, texts)
names = st.builds(
    NameUse,
    texts,
    texts,
    st.builds(Span, counts, counts),
    texts,
    st.sampled_from(NameStatus),
    tuples(texts),
    spans,
    texts,
)
traces = st.builds(
    StageTrace, texts, st.dictionaries(texts, counts, max_size=2).map(lambda d: tuple(d.items())), texts
)
editions = st.builds(
    Edition,
    story=stories,
    locale=texts.filter(bool),
    language=st.none() | texts.filter(bool),
    route=tuples(legs),
    units=tuples(edition_units),
    names=tuples(names),
    findings=tuples(findings),
    trace=tuples(traces),
    provenance=st.builds(Provenance, texts, tuples(legs), texts, texts, texts),
    strings=mappings,
)


@settings(max_examples=60, deadline=None)
@given(editions)
def test_an_edition_comes_back_as_it_was(edition):
    """Writing and reading gives an equal edition, and the file fits the published schema."""
    text = edition_to_json(edition)

    jsonschema.validate(json.loads(text), SCHEMA)
    assert edition == edition_from_json(text, name="x.json")
    assert text == edition_to_json(edition_from_json(text, name="x.json"))


@pytest.mark.parametrize("make", samples.ALL)
def test_real_editions_come_back(make):
    """Quotes, pivots, findings and Arabic survive; what UTF-8 cannot hold becomes U+FFFD."""
    text = edition_to_json(make())
    text.encode("utf-8")

    jsonschema.validate(json.loads(text), SCHEMA)
    found = edition_from_json(text, name="x.json")
    if make is not samples.hostile:
        assert make() == found
    assert [len(unit.text) for unit in make().units] == [len(unit.text) for unit in found.units]


def test_the_file_is_safe_to_look_at():
    """Controls and bidi overrides are escaped: `cat` on the file does not run them."""
    text = edition_to_json(samples.hostile())

    assert not set("\x1b\x07\u202e") & set(text)


def test_source_text_stands_once():
    """A unit of the edition names its source unit by id."""
    record = json.loads(edition_to_json(samples.arabic()))

    assert [unit["unit"] for unit in record["units"]][:3] == ["headline", "byline", "p1"]


def test_unknown_keys_are_ignored():
    """A later version may add keys without breaking this one."""
    record = json.loads(edition_to_json(samples.korean()))
    record["later"] = 1
    record["units"][0]["segments"][0]["later"] = {"a": []}

    assert samples.korean() == edition_from_json(json.dumps(record), name="x.json")


def changed(path, value):
    record = json.loads(edition_to_json(samples.portuguese()))
    place = record
    for key in path[:-1]:
        place = place[key]
    if value is KeyError:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return json.dumps(record)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "not JSON"),
        ("[" * 100_000, "not JSON"),
        ("[]", "not an edition"),
        ('{"format": "other"}', "not an edition"),
        (changed(["version"], 2), "written in version 2"),
        (changed(["story"], KeyError), "story: missing"),
        (changed(["locale"], 7), "locale: expected text, found 7"),
        (changed(["story", "source", "size_bytes"], True), "story.source.size_bytes: expected a whole number, found true"),
        (changed(["units", 0, "treatment"], "lost"), 'units[0].treatment: "lost" is none of translated'),
        (changed(["units", 0, "unit"], "p99"), "units[0].unit: the story has no unit 'p99'"),
        (changed(["findings", 0, "source"], [1]), "findings[0].source: expected 2 values, found 1"),
        (changed(["units", 4, "segments"], {"a": 1}), "units[4].segments[0]: expected an object"),
        (changed(["units", 0, "segments", 0, "machine"], "X"), "unit headline, sentence 1, edits: edit glossary.variant expects"),
        (changed(["units", 0, "segments", 0, "target"], "X"), "unit headline, sentence 1, edits: they lead to"),
        (changed(["units", 4, "segments", 1, "sent"], "X"), "unit p1, sentence 2, prepared: they lead to"),
        (changed(["strings"], ["a"]), "strings: expected an object"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_edition_is_named_with_its_fault(text, problem):
    """The error says which place of the file is wrong and in what way."""
    with pytest.raises(EditionError) as error:
        edition_from_json(text, name="story.json")

    assert str(error.value).startswith("story.json: ")
    assert problem in str(error.value)
