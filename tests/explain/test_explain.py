import json
import re
from dataclasses import replace

import pytest
import sample_editions as samples

from newstrans.errors import NewstransError
from newstrans.explain import explain_edition, explain_json, machine_text
from newstrans.formats.edition_json import edition_from_json, edition_to_json
from newstrans.model import EditionUnit, Treatment, Unit, UnitKind
from newstrans.text.display import columns


def test_one_sentence_is_explained_from_source_to_final_text():
    """Source, what was sent and why, the machine's answer, each edit with its reason, the name audit, the findings."""
    text = explain_edition(samples.portuguese(), unit="p1", width=200)

    assert (
        text.split("\n\n", 1)[1]
        == """\
[p1] paragraph, translated
  language   en (0.99, langdetect)
  sentence 1 of 2
  source     The Vorontsov Lighthouse was lit again on Tuesday, port officials said.
  machine    O Farol Vorontsov foi aceso novamente na terça-feira, disseram funcionários do porto.
    edited   … terça-feira, disseram [-funcionários do porto-]{+autoridades portuárias+}.
             glossary / glossary.variant: the house writes autoridades portuárias; entry term:port-officials
  final      O Farol Vorontsov foi aceso novamente na terça-feira, disseram autoridades portuárias.
  sentence 2 of 2
  source     “It guided 1,200 ships last year,” said Marta Lindqvist.
    edited   [-“-]{+"+}It guided 1,200 ships last year,[-”-]{+"+} said Marta Lindqvist.
             protect / protect.quotes: the model drops curly quotes
  sent       "It guided 1,200 ships last year," said Marta Lindqvist.
  machine    "Ele guiou 1,200 navios no ano passado", disse Marta Lindqvist.
    edited   "Ele guiou [-1,200-]{+1.200+} navios no ano …
             localise / localise.number: pt-BR groups with a full stop
    edited   [-"Ele-]{+“Ele+} guiou 1.200 navios no …
             localise / localise.quotes: opening mark of pt-BR
    edited   … 1.200 navios no ano [-passado"-]{+passado”+}, disse Marta Lindqvist.
             localise / localise.quotes: closing mark of pt-BR
  final      “Ele guiou 1.200 navios no ano passado”, disse Marta Lindqvist.
  name       Marta Lindqvist = -, missing; entry person:lindqvist
  finding    WARNING numbers: 1,200 was written 1,200 by the engine
    source   1,200
    edition  1.200"""
    )


def test_a_model_without_a_licence_says_so():
    """Nothing is made up where the model states none."""
    edition = samples.portuguese()
    (leg,) = edition.route
    silent = replace(leg, model=replace(leg.model, licence="not stated"))

    assert "(sha256 9f86d081884c, licence not stated)" in explain_edition(replace(edition, route=(silent,)))


def test_the_whole_edition_is_explained():
    """Route with models, glossary, every unit, notes, page furniture left out, and the stages."""
    text = explain_edition(samples.portuguese())

    assert "route      bergamot en-pt, model enxx.base (sha256 9f86d081884c, MPL-2.0)" in text
    assert "glossary   7c211433f02071597741e6ff5a8ea34789abbf43" in text
    assert "findings   1 error, 1 warning, 1 info" in text
    assert "[byline] byline, ruled" in text
    assert "[p2] paragraph, failed: the engine gave no text" in text
    assert "note       one line was joined to the one before it" in text
    assert re.search(r"line 41 +Visited 2 times, 1 visit\(s\) today  \(visit counter\)", text)
    assert re.search(r"translate +sentences 15, failed 1; bergamot en-pt", text)
    assert "INFO length: the edition is 1.2 times as long" in text


def test_what_rules_wrote_is_not_called_the_machines():
    """A byline goes from its source to its final text; there is no machine in between."""
    text = explain_edition(samples.portuguese(), unit="byline")

    assert "machine" not in text
    assert "[-By-]{+Por+} Ilse Tamm" in text


def test_a_pivot_shows_its_middle():
    """The text in the middle language stands under that language's code."""
    text = explain_edition(samples.arabic(), unit="p1")

    assert "es         La NASA y la Agencia Espacial Europea acordaron 3 vuelos." in text
    assert "final      as the machine wrote it" in text


@pytest.mark.parametrize("make", samples.ALL)
@pytest.mark.parametrize("width", [0, 60])
def test_no_line_is_too_wide_and_none_is_hostile(make, width):
    """Lines fit the terminal, and wire text cannot command it or forge lines of the report."""
    text = explain_edition(make(), width=width)
    text.encode("utf-8")

    assert not set("\x1b\x07\r\u202e") & set(text)
    titles = len([line for line in text.splitlines() if line.startswith("[")])
    assert titles == len(make().units)
    assert all(columns(line) <= max(width, 40) for line in text.splitlines())


def test_colour_adds_only_colour():
    """Painted and plain output are the same words, and every style is closed."""
    painted = explain_edition(samples.portuguese(), colour=True)

    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == explain_edition(samples.portuguese())
    assert painted.count("\x1b[0m") * 2 == painted.count("\x1b[")


def test_a_unit_may_be_counted():
    """`--unit 5` is the fifth unit; an id wins over a number."""
    assert explain_edition(samples.portuguese(), unit="5") == explain_edition(samples.portuguese(), unit="p1")


@pytest.mark.parametrize("unit", ["p99", "0", "20", "", "²", "9" * 5000])
def test_a_unit_that_is_not_there_is_named(unit):
    """The error lists the units that there are."""
    with pytest.raises(NewstransError, match=r"has no unit .*units: headline, subhead, byline"):
        explain_edition(samples.portuguese(), unit=unit)


def test_the_record_is_the_same_after_writing_and_reading():
    """An edition read from its file is explained in the same words."""
    edition = edition_from_json(edition_to_json(samples.portuguese()), name="x.json")

    assert explain_edition(edition) == explain_edition(samples.portuguese())
    assert explain_json(edition) == explain_json(samples.portuguese())


def test_json_has_the_unit_and_its_findings():
    """The record of one unit holds what concerns it and nothing else, as plain JSON values."""
    record = explain_json(samples.portuguese(), "p1")

    assert json.loads(json.dumps(record)) == record
    assert [unit["unit"]["id"] for unit in record["units"]] == ["p1"]
    assert [finding["check"] for finding in record["findings"]] == ["numbers"]
    assert record["units"][0]["segments"][0]["edits"][0]["entry"] == "term:port-officials"
    assert "furniture" not in record
    assert explain_json(samples.portuguese())["furniture"][1]["text"] == "Close"


def test_machine_text_keeps_gaps_and_sentences_that_were_not_sent():
    """Segments are joined as the source was; what no engine saw is no change."""
    unit = Unit("p1", UnitKind.PARAGRAPH, "  One. 42\nTwo.")
    segments = (
        samples.sentence("One.", "Um.", gap=" ", start=2),
        samples.sentence("42", None, gap="\n", start=7),
        samples.sentence("Two.", "Dois.", start=10),
    )
    found = EditionUnit(unit, Treatment.TRANSLATED, None, segments, "  Um. 42\nDois.")

    assert machine_text(found) == "  Um. 42\nDois."
    assert machine_text(EditionUnit(unit)) is None
