"""Answers are given again only while everything they are made of is the same."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from newstrans.kept import Kept


@dataclass(frozen=True)
class Text:
    words: str


def counted(room: int = 100) -> tuple[Kept[[Text, int], str], list[tuple[Text, int]]]:
    """A kept function, and what it was really asked."""
    asked: list[tuple[Text, int]] = []

    def repeated(text: Text, times: int) -> str:
        asked.append((text, times))
        return text.words * times

    return Kept(repeated, room, len), asked


def test_the_same_is_made_once_and_anything_else_anew():
    """Equal values are the same, whoever made them; a place has the last answer only."""
    kept, asked = counted()
    given = [("a", 1), ("a", 1), ("b", 1), ("b", 2), ("b", 2), ("a", 1)]
    assert ["a", "a", "b", "bb", "bb", "a"] == [kept.of("here", Text(words), times) for words, times in given]
    assert [("a", 1), ("b", 1), ("b", 2), ("a", 1)] == [(text.words, times) for text, times in asked]


def test_a_place_has_its_own_answer_and_names_count_as_given():
    """What is given by name is given; an answer of one place is never that of another."""
    kept, asked = counted()
    assert ["a", "bb", "a", "bb", "aa"] == [
        kept.of(1, Text("a"), times=1), kept.of(2, Text("b"), 2), kept.of(1, Text("a"), times=1), kept.of(2, Text("b"), 2),
        kept.of(1, Text("a"), times=2),
    ]  # fmt: skip
    assert 3 == len(asked)


def test_what_was_not_asked_for_longest_goes_first():
    """Room for four characters: the third answer drives out the first that nobody asked for since; one too large is not kept."""
    kept, asked = counted(4)
    for place in (1, 2, 1, 3, 1, 2):
        kept.of(place, Text("ab"), 1)
    assert 4 == len(asked)  # 1, 2, 3, and 2 again
    for _ in range(2):
        assert "ab" * 9 == kept.of(4, Text("ab"), 9)
    assert 6 == len(asked)


def test_what_somebody_has_already_is_not_made():
    """An answer that was given to be kept comes for what it was made of, and for nothing else; it takes its room."""
    kept, asked = counted(4)
    kept.keep("here", "ab", Text("ab"), 1)
    assert ["ab", "abab"] == [kept.of("here", Text("ab"), times) for times in (1, 2)]
    assert [("ab", 2)] == [(text.words, times) for text, times in asked]
    kept.keep("there", "ab", Text("ab"), 1)
    kept.of("here", Text("ab"), 2)
    assert 2 == len(asked)  # the other took its room


def test_an_error_is_not_kept():
    """What failed is tried again."""
    tries: list[str] = []

    def failing(text: Text) -> str:
        tries.append(text.words)
        raise ValueError(text.words)

    kept = Kept(failing, 10)
    for _ in range(2):
        with pytest.raises(ValueError, match="a"):
            kept.of("here", Text("a"))
    assert ["a", "a"] == tries
