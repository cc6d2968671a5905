"""Evidence for the place of marked words, and marks that never vanish and never cross."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstrans.model import Mark, Span
from newstrans.text.markup import (
    Candidate,
    between_signs,
    elect,
    estimate,
    find_alone,
    find_linked,
    find_same,
    from_signs,
    is_whole,
    part_of_name,
    project,
    settle,
    usable_signs,
    with_punctuation,
    with_signs,
)


def bracketed(text: str) -> tuple[str, Span]:
    """Read "a [b] c" as the text "a b c" and the range of "b"."""
    start, end = text.index("["), text.index("]") - 1
    return text.replace("[", "").replace("]", ""), Span(start, end)


def words(text: str, candidate: Candidate | None) -> str | None:
    return text[slice(*candidate.span)] if candidate else None


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("[Zelensky] met Trump.", "Zelensky encontrou Trump.", "Zelensky"),
        ("It rose [12.5] points.", "Subiu 12.5 pontos.", "12.5"),
        ("See [Xk1] for more.", "Para mais, veja Xk1.", "Xk1"),
        ("He met [never] him.", "Ele never.", None),  # a word in small letters proves nothing
        ("[No] rain fell, said No.", "No deserto não choveu, disse No.", None),  # twice in the source
        ("[A] storm came.", "A tempestade veio.", None),  # a capital A is a word of both languages
        ("[Kyiv] fell silent.", "Kyiv, disse Kyiv.", None),  # twice in the answer
    ],
)
def test_names_and_numbers_are_found_as_they_are(source: str, target: str, expected: str | None) -> None:
    """What stands once in either text, and is no ordinary word, needs no engine."""
    text, span = bracketed(source)

    assert expected == words(target, find_same(text, span, target))


@pytest.mark.parametrize(
    ("source", "alone", "target", "expected"),
    [
        ("They signed [the new treaty] on Monday.", "o novo tratado", "Na segunda-feira assinaram o novo tratado.", "o novo tratado"),
        ("It lasted [10 years] there.", "10 anos", "Durou 10 anos lá.", "10 anos"),  # not "10", which both have
        ("The [police] came.", "a polícia", "Depois veio a polícia.", "polícia"),  # an article of its own is left out
        ("A [lawyer] spoke.", "advogado", "Falou uma advogada.", "advogada"),  # another ending
        ("He [dragged on] it.", "zzz", "As conversas duraram horas.", None),
        ("no [!] words", "!", "sem palavras", None),
    ],
)
def test_the_words_alone_are_found_in_the_sentence(source: str, alone: str, target: str, expected: str | None) -> None:
    """The most similar run of words is taken, and nothing when none is similar."""
    text, span = bracketed(source)

    assert expected == words(target, find_alone(text, span, alone, target, ("en", "pt")))


def test_of_equal_runs_the_nearest_is_taken() -> None:
    """The same words twice: the place in the sentence decides."""
    text, span = bracketed("the bank said that [the bank] was closed")
    target = "o banco disse que o banco estava fechado"

    assert Span(target.rindex("o banco"), target.rindex("o banco") + 7) == find_alone(text, span, "o banco", target).span  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ('Eles querem "garantias" hoje.', ("Eles querem garantias hoje.", "garantias")),
        ('Eles querem "garantias hoje.', None),  # one was lost
        ('"Eles" querem "garantias".', None),  # a pair more
        ('Eles querem "" garantias.', None),  # nothing between
    ],
)
def test_signs_are_read_back(answer: str, expected: tuple[str, str] | None) -> None:
    """Only a pair that came through once says anything."""
    found = between_signs(answer, ('"', '"'))

    assert expected == (found and (found[0], found[0][slice(*found[1])]))


def test_brackets_in_the_wrong_order_say_nothing() -> None:
    """") word (" is no pair."""
    assert between_signs("a ) b ( c", ("(", ")")) is None
    assert between_signs("a ( b ( c ) d", ("(", ")")) is None


def test_signs_that_the_text_has_are_not_used() -> None:
    """Quotation marks in a sentence that has some would be taken for the sentence's own."""
    assert [("[", "]")] == usable_signs('He said "no" (twice).', None)
    assert [('"', '"')] == usable_signs("He said no.", lambda character: character == '"')
    assert "He [said] no." == with_signs("He said no.", Span(3, 7), ("[", "]"))


def test_another_wording_still_tells_the_place() -> None:
    """The signs changed a word elsewhere: what stood between them is found in the plain answer, with less weight."""
    target = "Os ministros assinaram ontem o novo tratado."
    text, span = bracketed("The ministers signed [the new treaty] yesterday.")
    same = from_signs(text, span, 'Os ministros assinaram ontem "o novo tratado".', ('"', '"'), target)
    other = from_signs(text, span, 'Ministros firmaram "o novo tratado" ontem.', ('"', '"'), target)

    assert "o novo tratado" == words(target, same) == words(target, other)
    assert same is not None
    assert other is not None
    assert same.weight > 0.95 > other.weight


def test_links_of_an_engine_are_read() -> None:
    """The linked words, without the article that a noun is linked with; foreign words between them part a run."""
    text, span = bracketed("los [científicos] viejos")
    target = "els vells científics"
    links = [(Span(0, 3), Span(0, 3)), (Span(4, 15), Span(0, 3)), (Span(4, 15), Span(10, 20)), (Span(16, 22), Span(4, 9))]

    assert "científics" == words(target, find_linked(links, text, span, target, target, 0.96, ("es", "ca")))


@pytest.mark.parametrize(
    ("source", "target", "links", "expected"),
    [
        # A preposition at the end of the marked words is theirs; one before them in the answer is the engine's.
        ("[recommendations for] women", "de recomendaciones para mujeres", ["recommendations de", "recommendations recomendaciones", "for para"], "recomendaciones para"),
        ("[recommendations] for women", "de recomendaciones para mujeres", ["recommendations de", "recommendations recomendaciones", "recommendations para"], "recomendaciones"),
        ("[for recommendations] now", "para recomendaciones de ahora", ["for para", "recommendations recomendaciones", "recommendations de"], "para recomendaciones"),
    ],
)  # fmt: skip
def test_small_words_at_an_end_are_the_mark_s_where_it_has_one(source: str, target: str, links: list[str], expected: str) -> None:
    """Articles and prepositions that the engine adds are left out, those that were marked are not."""
    text, span = bracketed(source)

    def place(text: str, word: str) -> Span:
        at = text.index(word)
        return Span(at, at + len(word))

    given = [(place(text, one), place(target, other)) for one, other in map(str.split, links)]
    assert expected == words(target, find_linked(given, text, span, target, target, 0.96, ("en", "es")))


@pytest.mark.parametrize(
    ("name", "house", "expected"),
    [
        ("National [Congress]", "Congreso Nacional", "Congreso"),
        ("[National] Congress", "Congreso Nacional", "Nacional"),
        ("Cape [Verde]", "Cabo Verde", "Verde"),
        ("House of [Representatives]", "Cámara de Representantes", "Representantes"),
        ("[Green] Party", "Partido Verde", None),  # nothing says which word it is
        ("[United Nations]", "Naciones Unidas", None),
    ],
)
def test_words_of_a_name_are_known_by_their_letters(name: str, house: str, expected: str | None) -> None:
    """A stand-in carries a name whole; a mark on a part of it goes to that part where the letters tell."""
    text, span = bracketed(name)
    found = part_of_name(text, span, house)
    assert expected == (house[slice(*found)] if found else None)


def test_links_to_another_wording_are_projected() -> None:
    """An engine's aligned answer need not be its plain one."""
    text, span = bracketed("the [old house] burnt")
    witness, target = "la casa vieja ardió", "la casa vieja se quemó"
    links = [(Span(4, 7), Span(8, 13)), (Span(8, 13), Span(3, 7)), (Span(14, 19), Span(14, 19))]

    assert "casa vieja" == words(target, find_linked(links, text, span, witness, target, 0.96, ("en", "es")))
    assert find_linked([], text, span, witness, target, 0.96) is None
    assert project("a b", [Span(0, 1)], "x y z") is None


def test_the_range_with_the_most_weight_wins() -> None:
    """Two weak witnesses that agree outweigh one that does not; of equals the first counts."""
    a, b = Span(0, 3), Span(4, 7)

    assert Candidate(a, 1.0) == elect([Candidate(b, 0.6), Candidate(a, 0.5), Candidate(a, 0.5)])
    assert Candidate(b, 0.5) == elect([Candidate(b, 0.5), Candidate(a, 0.5)])
    assert elect([]) is None


@pytest.mark.parametrize(
    ("source", "target", "found", "expected"),
    [
        ('He said ["never again,"] twice.', "Disse «nunca mais», duas vezes.", "nunca mais", "«nunca mais»,"),
        ("They [left.]", "Eles saíram.", "saíram", "saíram."),
        ("They [left] again.", "Eles saíram.", "saíram", "saíram"),
        ("See [the plan] (new).", "Ver o plano (novo).", "o plano", "o plano"),
    ],
)
def test_signs_at_the_ends_belong_to_the_mark(source: str, target: str, found: str, expected: str) -> None:
    """Marked quotation marks and full stops stay marked; others do not become so."""
    text, span = bracketed(source)
    at = target.index(found)
    start, end = with_punctuation(text, span, target, Span(at, at + len(found)))

    assert expected == target[start:end]


def test_a_whole_sentence_is_told() -> None:
    """Signs outside the mark do not count."""
    assert is_whole('"Go now."', Span(1, 8))
    assert not is_whole("Go now.", Span(0, 2))


def test_an_estimate_lies_in_the_text() -> None:
    """Without evidence the same relative place is taken, in whole words."""
    assert Span(0, 2) == estimate("one two three", Span(0, 3), "un deux trois")
    assert Span(0, 0) == estimate("one two", Span(0, 3), "")


def test_a_mark_grows_round_what_is_certain_in_it() -> None:
    """The emphasis inside a link is not pushed out because the link was found too short."""
    marks = [Mark(0, 20, "a"), Mark(10, 15, "em")]

    placed, sure = settle(marks, [Span(0, 6), Span(8, 12)], [True, True], 30)

    assert [(0, 12), (8, 12)] == [(mark.start, mark.end) for mark in placed]
    assert [True, True] == sure


def test_neighbours_do_not_overlap() -> None:
    """Of two marks that claim a word the first in the source has it; one that is left without is told."""
    marks = [Mark(0, 5, "a"), Mark(6, 9, "em"), Mark(10, 12, "b")]

    placed, sure = settle(marks, [Span(0, 8), Span(5, 12), Span(1, 3)], [True, True, True], 12)

    assert [(0, 8), (8, 12)] == [(mark.start, mark.end) for mark in placed[:2]]
    assert placed[2].start == placed[2].end
    assert [True, True, False] == sure


@given(st.integers(0, 40), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=6), st.data())
def test_marks_never_vanish_never_cross(length: int, ranges: list[tuple[int, int]], data: st.DataObject) -> None:
    """As many marks come out as went in, inside the text, in their order, nested as before."""
    marks: list[Mark] = []
    for a, b in ranges:
        new = Mark(min(a, b), max(a, b), "em")
        if not any(new.start < old.start < new.end < old.end or old.start < new.start < old.end < new.end for old in marks):
            marks.append(new)
    places = []
    for _ in marks:
        ends = sorted(data.draw(st.tuples(st.integers(0, length), st.integers(0, length))))
        places.append(Span(*ends))
    sure = data.draw(st.lists(st.booleans(), min_size=len(marks), max_size=len(marks)))

    placed, certain = settle(marks, places, sure, length)

    assert len(marks) == len(placed) == len(certain)
    assert [mark.tag for mark in marks] == [mark.tag for mark in placed]
    for mark in placed:
        assert 0 <= mark.start <= mark.end <= length
    for one in placed:
        for other in placed:
            assert not one.start < other.start < one.end < other.end
    for n, outer in enumerate(marks):
        for m, inner in enumerate(marks):
            if n != m and outer.start <= inner.start and inner.end <= outer.end and (outer.start, outer.end) != (inner.start, inner.end):
                assert placed[n].start <= placed[m].start
                assert placed[m].end <= placed[n].end
