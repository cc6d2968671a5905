"""What changed between two layers, for people and programs."""

from __future__ import annotations

import pytest
import sample_editions as samples

from newstrans.errors import ReviewError
from newstrans.model import Edition, Unit, UnitKind
from newstrans.review.differences import diff_lines, diff_porcelain, diff_values, differs
from newstrans.review.layers import EditionLayers, Layer, file_layers

M = Layer.MACHINE


def layers(edition: Edition) -> EditionLayers:
    return file_layers(edition, "a.json")


def test_the_diff_shows_what_changed_in_words():
    """Machine to final, git's marks, unit by unit; units that no engine wrote are left out."""
    found = layers(samples.portuguese())
    assert differs(found, M)
    assert (
        diff_lines(found, M, only_changed=True)
        == """\
@@ headline @@
[-Odessa-]{+Odesa+} reabre seu farol após 14 meses

@@ p1 @@
O Farol Vorontsov foi aceso novamente na terça-feira, disseram [-funcionários do porto-]{+autoridades portuárias+}. [-"-]{+“+}Ele guiou [-1,200-]{+1.200+} navios no ano passado[-"-]{+”+}, disse Marta Lindqvist."""
    )
    text = diff_lines(found, M)
    assert "@@ subhead @@\nNavios veem a luz a 18 milhas de distância\n" in text
    assert "@@ byline @@" not in text
    assert "@@ code1 @@" not in text


def test_nothing_changed_is_said_so():
    """An edition as the machine wrote it has an empty diff of changes."""
    found = layers(samples.arabic())
    assert ("", False) == (diff_lines(found, M, only_changed=True), differs(found, M))


@pytest.mark.acceptance(42)
def test_porcelain_stays_as_it_is():
    """One run a line, "~" behind a unit: a script that reads it must go on reading it."""
    found = layers(samples.portuguese())
    text = diff_porcelain(found, M, only_changed=True)
    assert text.startswith("@@ headline @@\n-Odessa\n+Odesa\n  reabre seu farol após 14 meses\n~\n@@ p1 @@\n ")
    assert text.endswith("\n-\"\n+”\n , disse Marta Lindqvist.\n~")
    assert all(line[:2] == "@@" or line == "~" or line[0] in " -+" for line in text.split("\n"))


def test_values_have_the_exact_layers_and_the_reasons():
    found = diff_values(layers(samples.portuguese()), M, only_changed=True)
    assert ("pt-BR", "machine", "desk", True) == (found["locale"], found["base"], found["to"], found["changed"])
    headline, paragraph = found["units"]
    assert [{"op": "delete", "text": "Odessa"}, {"op": "insert", "text": "Odesa"}] == headline["runs"][:2]
    assert "Odesa reabre seu farol após 14 meses" == headline["layers"]["glossary"] == headline["layers"]["desk"]
    edit = next(one for one in paragraph["edits"] if one["entry"])
    assert ("term:port-officials", "autoridades portuárias") == (edit["entry"], paragraph["layers"]["glossary"][slice(*edit["glossary"])])
    assert edit["reasons"]


def test_colours_can_stand_instead_of_the_signs():
    found = layers(samples.portuguese())
    assert "\x1b[31mOdessa\x1b[0m\x1b[32mOdesa\x1b[0m" in diff_lines(found, M, colour=True, bare=True)
    assert "[-Odessa-]{+Odesa+}" in diff_lines(found, M, bare=True)  # without colours they would be gone


@pytest.mark.acceptance(32)
def test_a_changed_space_can_be_seen_and_a_hostile_text_does_nothing():
    """A no-break space that replaced a plain one is a symbol in the mark; escapes of the wire are symbols anywhere."""
    unit = Unit("p1", UnitKind.PARAGRAPH, "5 percent rise")
    change = ("5 %", "5\u00a0%", "localise.percent", "space", None)
    found = samples.translated(unit, samples.sentence("5 percent rise", "alta de 5 % \x1b[2J\u202ex", change))
    edition = layers(samples.edition([found], "fr"))
    assert "@@ p1 @@\nalta de 5[-␣-]{+⍽+}% ␛[2J⟨RLO⟩x" == diff_lines(edition, M)
    assert "\x1b" not in diff_porcelain(edition, M)


def test_a_layer_that_is_not_there_is_said_with_the_reason():
    with pytest.raises(ReviewError, match="of a file only machine and glossary"):
        diff_lines(layers(samples.portuguese()), Layer.PUBLISHED)
