"""Particles and suffixes follow the last sound of the name before them."""

from __future__ import annotations

import pytest

from newstrans.glossary.particles import follow


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("키이우", "은", "는"), ("서울", "는", "은"), ("서울", "으로", "로"), ("파리", "으로부터", "로부터"), ("베를린", "로", "으로"),
        ("베를린", "와의", "과의"), ("UN", "는", "은"), ("FBI", "은", "는"), ("NHL", "으로", "로"), ("Tesla", "이", "가"),
        ("Boeing 737", "으로", "로"), ("G20", "는", "은"), ("G7", "를", "을"),
    ],
)  # fmt: skip
def test_korean_particle_follows_the_last_sound(name: str, before: str, after: str) -> None:
    """Hangul, Latin names and figures, where it is sure how they are read."""
    assert (before, after) == follow(name, before + " 말", "ko")
    assert follow(name, after + " 말", "ko") is None


@pytest.mark.parametrize(("name", "after"), [("Steve", "은"), ("OPEC", "은"), ("NHR", "은"), ("키이우", "은행"), ("키이우", " 은")])
def test_korean_particle_that_is_not_sure_stays(name: str, after: str) -> None:
    """A silent letter, an acronym that may be read as a word, a word that only begins like a particle."""
    assert follow(name, after, "ko") is None


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("Kyiv", "'da", "'de"), ("Kyiv", "’dan", "’den"), ("Lviv", "'un", "'in"), ("Moskova", "'in", "'nın"), ("Moskova", "'e", "'ya"),
        ("Paris", "'de", "'te"), ("Dublin", "'la", "'le"), ("Bosna", "'deki", "'daki"), ("İznik", "'da", "'te"),
        ("Trump", "'in", "'un"), ("Köln", "'da", "'de"),
    ],
)  # fmt: skip
def test_turkish_suffix_follows_vowel_and_last_sound(name: str, before: str, after: str) -> None:
    """Two-way and four-way harmony, hard consonants, the buffer letters behind a vowel."""
    assert (before, after) == follow(name, before + " dedi", "tr")
    assert follow(name, after + " dedi", "tr") is None


@pytest.mark.parametrize(("name", "after"), [("Steve", "'dan"), ("Senegal", "'e"), ("NATO", "'ye"), ("Kyiv", "'dabra"), ("Kyiv", " da"), ("Bordeaux", "'da")])
def test_turkish_suffix_that_is_not_sure_stays(name: str, after: str) -> None:
    """Letters that may be silent, acronyms, what is no suffix."""
    assert follow(name, after, "tr") is None


def test_other_languages_have_none() -> None:
    """Nothing is looked for where nothing is known."""
    assert follow("Kyiv", "'da", "fi") is None
