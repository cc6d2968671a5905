"""Inline marks follow their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstrans.model import Mark, Span
from newstrans.text.markup import Piece, carry, phrases


def marked(text: str) -> tuple[str, tuple[Mark, ...]]:
    """Read "[em:word] ..." into plain text and marks."""
    out, marks, stack, at = "", [], [], 0
    while at < len(text):
        if text[at] == "[":
            tag, at = text[at + 1 :].split(":", 1)[0], text.index(":", at) + 1
            stack.append((tag, len(out)))
        elif text[at] == "]":
            tag, start = stack.pop()
            marks.append(Mark(start, len(out), tag))
            at += 1
        else:
            out += text[at]
            at += 1
    return out, tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end)))


ALONE = {
    "the new treaty": "o novo tratado",
    "security guarantees": "garantias de segurança",
    "never": "nunca",
    "foreign ministers": "ministros das Relações Exteriores",
}


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("[a:Zelensky] met Trump.", "[a:Zelensky] encontrou Trump."),
        ("He met [em:Trump] in Berlin.", "Em Berlim, encontrou [em:Trump]."),
        ("They signed [a:the new treaty] on Monday.", "Na segunda-feira assinaram [a:o novo tratado]."),
        ("[strong:Russia denied it.]", "[strong:A Rússia negou.]"),
        ("It rose [em:12.5] points.", "Subiu [em:12.5] pontos."),
        ("They want [a:security guarantees] and [em:never] war.", "Querem [a:garantias de segurança] e [em:nunca] guerra."),
        ("[a:Zelensky and [em:Trump]] met.", "[a:Zelensky e [em:Trump]] encontraram-se."),
    ],
)
def test_marks_follow_their_words(source: str, target: str) -> None:
    """Names, numbers, whole sentences and translated phrases are found where the engine put them."""
    text, marks = marked(source)
    wanted_text, wanted = marked(target)
    pieces = [Piece(Span(0, len(text)), Span(0, len(wanted_text)))]

    got, unsure = carry(text, wanted_text, marks, pieces, lambda phrase: ALONE.get(phrase, phrase))

    assert wanted == got
    assert [] == unsure


def test_estimated_place_is_told() -> None:
    """A phrase that cannot be found is marked at its relative place, and the caller hears of it."""
    text, marks = marked("Talks [em:dragged on] for hours.")

    got, unsure = carry(text, "As conversas duraram horas.", marks, [Piece(Span(0, 27), Span(0, 27))], lambda p: "zzz")

    assert 1 == len(got) == len(unsure)
    assert 0 <= got[0].start <= got[0].end <= 27


def test_only_parts_of_sentences_are_translated_alone() -> None:
    """A mark over the whole sentence needs no second translation; code never has one."""
    text, marks = marked("[em:Go now.] See [code:x] or [a:the new treaty] here.")
    pieces = [Piece(Span(0, 7), Span(0, 7)), Piece(Span(8, len(text)), Span(8, 40))]

    assert ["the new treaty"] == phrases(text, marks, pieces)


words = st.lists(st.sampled_from("alpha beta gamma delta 12 Kyiv e o a".split()), min_size=1, max_size=12)


@given(words, words, st.data())
def test_marks_never_vanish_never_cross(source: list[str], target: list[str], data: st.DataObject) -> None:
    """As many marks come out as went in, inside the text, nested as before."""
    text, out = " ".join(source), " ".join(target)
    spans = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=4))
    marks: list[Mark] = []
    for a, b in spans:
        new = Mark(min(a, b), max(a, b), "em")
        if not any(new.start < old.start < new.end < old.end or old.start < new.start < old.end < new.end for old in marks):
            marks.append(new)

    got, _ = carry(text, out, marks, [Piece(Span(0, len(text)), Span(0, len(out)))], lambda phrase: phrase)

    assert len(marks) == len(got)
    for mark in got:
        assert 0 <= mark.start <= mark.end <= len(out)
    for one in got:
        for other in got:
            assert not one.start < other.start < one.end < other.end
