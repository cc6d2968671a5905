"""Places in a text that was changed."""

from __future__ import annotations

import pytest

from newstrans.model import Edit, Span
from newstrans.text.edits import shift


def edit(text: str, before: str, after: str) -> Edit:
    at = text.index(before)
    return Edit(at, at + len(before), before, after, "test", "test", "")


@pytest.mark.parametrize(
    ("text", "word", "before", "after", "expected"),
    [
        ("the old house", "house", "old", "very old", "house"),  # behind an edit
        ("the old house", "the", "old", "very old", "the"),  # before it
        ("the old house", "old", "old", "new", "new"),  # the edit itself
        ("da Suprema Corte", "Suprema Corte", "Suprema Corte", "Supremo Tribunal", "Supremo Tribunal"),
        ("in old house", "old", "in old", "inside the old", "inside the old"),  # touched: grown
        ("rescue teams search", "teams", "rescue teams search", "RESCUE TEAMS SEARCH", "TEAMS"),
        ("die große Straße hier", "Straße", "die große Straße hier", "DIE GROSSE STRASSE HIER", "STRASSE"),
        ("die große Straße hier", "hier", "große Straße", "GROSSE STRASSE", "hier"),
    ],
)
def test_words_are_found_again_after_an_edit(text: str, word: str, before: str, after: str, expected: str) -> None:
    """Moved, grown, or kept letter by letter where only capitals changed."""
    change = edit(text, before, after)
    at = text.index(word)
    done = text[: change.start] + after + text[change.end :]

    assert expected == done[slice(*shift(Span(at, at + len(word)), [change]))]
