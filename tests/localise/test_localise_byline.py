from __future__ import annotations

import pytest

from newstrans.localise.byline import localise_byline
from newstrans.localise.locale import load_locale
from newstrans.model import replay


@pytest.mark.parametrize(
    ("text", "language", "tag", "expected"),
    [
        ("By Jane Roe", "en", "pt-BR", "Por Jane Roe"),
        ("By Jane Roe", "en", "de", "Von Jane Roe"),
        ("By Jane Roe", "en", "uk", "Автор: Jane Roe"),
        ("By Jane Roe", "en", "ko", "글: Jane Roe"),
        ("Written by Jane Roe", "en", "fr", "Par Jane Roe"),
        ("By Jane Roe and John Doe", "en", "fr", "Par Jane Roe et John Doe"),
        ("By Jane Roe and Inés Doe", "en", "es", "Por Jane Roe e Inés Doe"),
        ("By Max Mu, Jane Roe and John Doe", "en", "it", "Di Max Mu, Jane Roe e John Doe"),
        ("BY JANE ROE AND MAX MU", "en", "es", "POR JANE ROE Y MAX MU"),
        ("Por Ana Prado e Rui Mota", "pt", "en", "By Ana Prado and Rui Mota"),
        ("Von Jana Muster und Max Muster", "de", "pt-BR", "Por Jana Muster e Max Muster"),
        ("Автор: Іван Приклад", "uk", "en", "By Іван Приклад"),
        # No known beginning: names alone, a sentence, nothing.
        ("Jane Roe", "en", "es", "Jane Roe"),
        ("Bystanders watched", "en", "es", "Bystanders watched"),
        ("", "en", "es", ""),
        ("By Jane Roe", "en", "en", "By Jane Roe"),
    ],
)
def test_by_and_and_are_the_locales(text, language, tag, expected):
    """The names stay as they are; the words round them change."""
    result, edits, notes = localise_byline(text, language, load_locale(tag))
    assert result == expected
    assert replay(text, edits) == expected
    assert notes == []


def test_a_job_title_is_kept_and_reported():
    """No rule knows the gender of "Staff Writer"."""
    text = "By Jane Roe and John Doe, Staff Writers"
    result, edits, notes = localise_byline(text, "en", load_locale("ar"))
    assert result == "بقلم Jane Roe وJohn Doe، Staff Writers"
    assert replay(text, edits) == result
    assert [text[note.source.start : note.source.end] for note in notes if note.source] == ["Staff Writers"]
