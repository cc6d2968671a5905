"""A rendering that nobody knows, found by putting other names in its place: what is taken for it, and what never is."""

from __future__ import annotations

import pytest

from newstrans.glossary.locate import may_be_name, replaced_span
from newstrans.model import Span

SPANS = [
    # The answer, the answer with a stand-in, the stand-in, what gave way to it.
    ("Os ministros voaram para Moscou na segunda-feira.", "Os ministros voaram para Paris na segunda-feira.", "Paris", "Moscou"),
    # The article agrees with whatever follows it, and is no part of the name.
    ("A decisão da Suprema Corte foi esperada ontem.", "A decisão do Parlamento foi esperada ontem.", "Parlamento", "Suprema Corte"),
    ("O Irã negou isso ontem em Genebra.", "Paris negou isso ontem em Genebra.", "Paris", "Irã"),
    # Signs at the ends stay: the bracket of "no Metro de Moscou)" was once lost.
    ("(a reunião foi no Metro de Moscou) disseram eles ontem", "(a reunião foi no Metro de Paris) disseram eles ontem", "Paris", "Moscou"),
    # The engine dropped the name: nothing gives way.
    ("Eles chegaram na manhã de ontem com o grupo.", "Eles chegaram a Paris na manhã de ontem com o grupo.", "Paris", ""),
    # Another sentence altogether.
    ("Os ministros voaram para Moscou na segunda-feira.", "Na segunda-feira Paris recebeu a visita do governo.", "Paris", ""),
    # In a sentence this short more than a fifth has changed besides.
    ("Aden fica no sul do Iêmen hoje em dia.", "Adis Abeba fica no sul de Paris hoje em dia.", "Paris", ""),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "other", "stand_in", "expected"), SPANS)
def test_what_gives_way_to_a_stand_in(answer: str, other: str, stand_in: str, expected: str) -> None:
    """The words between what both answers have in common; nothing where there is no such thing."""
    at = other.index(stand_in)
    span = replaced_span(answer, other, Span(at, at + len(stand_in)), "pt-PT")
    assert expected == (answer[span.start : span.end] if span else "")


NAMES = [
    # What the source says, the name in it, the answer, the words in question, other names in the answer, whether they may be it.
    ("They flew to Moscow today.", "Moscow", "Voaram para Moscou hoje.", "Moscou", "", True),
    ("The United Nations met.", "United Nations", "As Nações Unidas reuniram-se.", "Nações Unidas", "", True),
    ("They saw de Gaulle today.", "de Gaulle", "Viram de Gol hoje.", "de Gol", "", True),
    # Words in small letters, with signs or figures in them, or far too many.
    ("Turkey said so yesterday morning.", "Turkey", "Disse isso na manhã de ontem.", "manhã de ontem", "", False),
    ("They met in Gaziantep, Turkey.", "Turkey", "Reuniram-se em Gaziantep, Turquia.", "Gaziantep, Turquia", "", False),
    ("Boeing sold it.", "Boeing", "A Boeing 747 vendeu.", "Boeing 747", "", False),
    ("They flew to Moscow today.", "Moscow", "Voaram para Moscou Capital Russa Grande hoje.", "Moscou Capital Russa Grande", "", False),
    # Another name stands there, or another word of the source has become it.
    ("Moscow and Kyiv spoke.", "Moscow", "Moscou e Quieve falaram.", "Quieve", "Quieve", False),
    ("Aden, in southern Yemen, fell.", "Yemen", "Aden, no sul, caiu.", "Aden", "", False),
    # The rest of a name stands right beside it: never "Nova Iorque York".
    ("New York is big.", "New York", "Cidade Nova York é grande.", "Nova", "", False),
    ("New York is big.", "New York", "Cidade Nova York é grande.", "York", "", False),
    # A word of the language at the head of a sentence.
    ("Nobody in Moscow spoke.", "Moscow", "Ainda falou.", "Ainda", "", False),
]  # fmt: skip


@pytest.mark.parametrize(("source", "name", "answer", "text", "other", "expected"), NAMES)
def test_what_may_be_the_name(source: str, name: str, answer: str, text: str, other: str, expected: bool) -> None:
    """Each row that is refused was an edit that a looser search made."""
    at, where = answer.index(text), source.index(name)
    taken = [Span(answer.index(other), answer.index(other) + len(other))] if other else []
    found = may_be_name(
        answer, Span(at, at + len(text)), [name], language="pt-PT", source=source, place=Span(where, where + len(name)), taken=taken,
        other=lambda words: words == "Kiev",
    )  # fmt: skip
    assert expected == found


def test_a_name_of_another_concept_is_refused() -> None:
    assert not may_be_name(
        "Voaram para Kiev hoje.", Span(12, 16), ["Moscow"], language="pt-PT", source="They flew to Moscow.", place=Span(13, 19), taken=[],
        other=lambda words: words == "Kiev",
    )  # fmt: skip
