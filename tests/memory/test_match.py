"""Forms, pairs and likeness: what the memory takes for the same, for alike, and what it offers."""

from __future__ import annotations

import pytest

from newstrans.memory.form import NAME, NUMBER, form_of, source_key, word_number
from newstrans.memory.match import (
    MatchKind,
    Query,
    exact_matches,
    fuzzy_matches,
    likeness,
    with_numbers,
)
from newstrans.memory.pairs import Level, Origin, Pair, Settled, pairs_of
from newstrans.model import Span, UnitKind


def pair(source, target="alvo", **values):
    given = {
        "id": 1, "language": "en", "locale": "pt-BR", "level": Level.UNIT, "kind": UnitKind.PARAGRAPH, "before": "", "after": "",
        "origin": Origin.EDITED, "approver": "anna", "at": "2026-03-04T09:30:00Z", "story": "s", "edition": "s:pt-BR", "unit": "u1", "place": 0,
    } | values  # fmt: skip
    return Pair(source=source, target=target, **given)


def ask(text, **values):
    return Query(text, "en", "pt-BR", **values)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("About 3 ships waited for 12 days.", "About 1,200 ships waited for two days."),
        ("Prices rose by 2.5 % in 2024.", "Prices rose by 11 % in 1999."),
        ("It cost US$ 3 million.", "It cost US$ 4.75 million."),
    ],
)
def test_numbers_are_one_class(one, other):
    assert form_of(one, "en").text == form_of(other, "en").text
    assert NUMBER in form_of(one, "en").text
    assert source_key(one) != source_key(other)


def test_names_are_one_class():
    one = form_of("Kyiv was quiet.", "en", [Span(0, 4)])
    assert one.text == form_of("Odesa was quiet.", "en", [Span(0, 5)]).text == f"{NAME} was quiet."
    assert "kyiv" not in one.words
    assert one.text != form_of("Kyiv was loud.", "en", [Span(0, 4)]).text


@pytest.mark.parametrize(("text", "language"), [("東京で会議が開かれた。", "ja"), ("การประชุม", "th")])
def test_scripts_without_spaces_have_words_too(text, language):
    """Pairs of letters: each occurs in the text."""
    words = form_of(text, language).words
    assert len(words) >= 3
    assert all(word in text.casefold() for word in words)


def test_a_word_has_a_number_of_its_own_in_each_direction():
    numbers = {word_number(*key) for key in (("en", "es", "port"), ("en", "pt-BR", "port"), ("fr", "es", "port"), ("en", "es", "ports"))}
    assert 4 == len(numbers)
    assert all(0 <= number < 2**63 for number in numbers)


def test_likeness_by_letters_and_words():
    base = form_of("The mayor will speak to the workers tomorrow.", "en")
    near = form_of("The mayor will speak to the worker tomorrow.", "en")
    negated = form_of("The mayor will not speak to the workers tomorrow.", "en")
    far = form_of("Two hotels took in families from the coast.", "en")
    assert 1 == likeness(base, base)
    assert likeness(base, near) > 0.9
    assert 0.85 < likeness(base, negated) < 1
    assert likeness(base, far) < 0.5


def test_the_same_neighbours_come_first_then_whose_words_then_the_newest():
    same = "The city said no."
    found = exact_matches(
        ask(same, kind=UnitKind.PARAGRAPH, before="a", after="b"),
        [
            pair(same, "máquina", id=1, origin=Origin.MACHINE, at="2026-09-01T00:00:00Z"),
            pair(same, "velho", id=2, at="2025-01-01T00:00:00Z"), pair(same, "novo", id=3), pair("The city said yes.", "sim", id=4),
            pair(same, "vizinhos", id=5, origin=Origin.MACHINE, before="a", after="b"), pair(same, "título", id=6, kind=UnitKind.HEADLINE),
            pair(same, "importado", id=7, origin=Origin.IMPORTED),
        ],
    )  # fmt: skip
    assert ["vizinhos", "novo", "velho", "importado", "máquina", "título"] == [one.text for one in found]
    assert [MatchKind.CONTEXT, *[MatchKind.EXACT] * 5] == [one.kind for one in found]


def test_a_story_of_one_unit_has_no_neighbours_to_match():
    assert MatchKind.EXACT is exact_matches(ask("Same.", before="", after=""), [pair("Same.")])[0].kind


def test_other_numbers_are_put_in_and_it_says_so():
    (found,) = fuzzy_matches(ask("They asked for 4 percent more."), [pair("They asked for 3 percent more.", "Pediram 3 por cento a mais.")], {1: 1.0})
    assert ("Pediram 4 por cento a mais.", True, MatchKind.FUZZY) == (found.text, found.adapted, found.kind)
    assert 0.9 < found.likeness < 1


@pytest.mark.parametrize(
    ("old", "target", "new"),
    [
        ("He won 2 of 2 games.", "Ganhou 2 de 2 jogos.", "He won 3 of 2 games."),  # which of them?
        ("Two ships came.", "Vieram dois navios.", "Five ships came."),  # a word, which may inflect
        ("He has 1 ship.", "Tem 1 navio.", "He has 4 ships."),  # the noun would change
        ("It begins at 3 pm.", "Começa às 15h.", "It begins at 4 pm."),
        ("It cost 3 million euros.", "Custou 3 milhões de euros.", "It cost 3 billion euros."),
        ("3 ships left, 12 came back.", "Saíram 3 navios, voltaram 12.", "12 came back, 5 ships left."),  # in another order
    ],
)  # fmt: skip
def test_numbers_that_are_not_sure_stay(old, target, new):
    assert with_numbers(old, target, new, "en", "pt-BR") is None


@pytest.mark.parametrize(
    ("locale", "target", "new", "expected"),
    [
        ("uk", "Прибуло 5 кораблів.", "21 ships came.", None),  # 21 корабель
        ("uk", "Прибуло 5 кораблів.", "12 ships came.", "Прибуло 12 кораблів."),
        ("pl", "Przypłynęło 5 statków.", "3 ships came.", None),  # 3 statki
        ("de", "Es kamen 5 Schiffe.", "1,200 ships came.", "Es kamen 1.200 Schiffe."),
    ],
)
def test_a_noun_that_would_change_is_known_by_the_locales_plurals(locale, target, new, expected):
    assert expected == with_numbers("5 ships came.", target, new, "en", locale)


def test_other_words_do_not_keep_numbers_from_being_exchanged():
    """Where both sources have the same numbers nothing is said of them."""
    near = pair("They asked for 3 percent more in May.", "Pediram 3 por cento a mais em maio.")
    told = {
        text: [(one.text, one.adapted, one.other_numbers) for one in fuzzy_matches(ask(text), [near], {1: 0.8})]
        for text in ("They asked for 4 percent more in June.", "They asked for 3 percent more in June.", "They asked for more in June.")
    }
    assert [
        [("Pediram 4 por cento a mais em maio.", True, False)], [(near.target, False, False)], [(near.target, False, True)],
    ] == list(told.values())  # fmt: skip


def test_numbers_as_the_locale_writes_them():
    assert "Ele tinha 1.250,5 metros em 2025." == with_numbers("It had 900.5 metres in 2024.", "Ele tinha 900,5 metros em 2024.", "It had 1,250.5 metres in 2025.", "en", "pt-BR")


def settled(key, source, target, **more):
    return Settled(key, UnitKind.PARAGRAPH, source, target, **({"approver": "anna", "at": "x"} | more))


def test_a_unit_is_a_pair_and_so_are_its_sentences():
    units = [
        settled("u1", "The city said no. It meets on Friday.", "A prefeitura disse não. Reúne-se na sexta-feira.",
                machine="A cidade disse não. Reúne-se na sexta-feira.", origin=Origin.EDITED),
        settled("u2", "The ship waited. Nobody came. It left.", "O navio esperou sem que ninguém viesse e partiu.", origin=Origin.EDITED),
        settled("u3", "Left out.", "", kept=False),
    ]  # fmt: skip
    found = pairs_of(units, "en", "pt-BR")
    assert [("u1", 0), ("u1", 1), ("u1", 2), ("u2", 0)] == [(one.unit, one.place) for one in found]
    assert (Origin.EDITED, Origin.MACHINE) == (found[1].origin, found[2].origin), "the second sentence is the machine's own"
    assert ("The city said no.", "A prefeitura disse não.") == (found[1].source, found[1].target)
    assert ("", source_key(units[1].source)) == (found[0].before, found[0].after)
    assert source_key("Left out.") == found[3].after
    assert source_key("The ship waited.") == found[2].after


def test_names_go_along_into_sentences():
    source = "The city said no. Kyiv said yes."
    found = pairs_of([settled("u1", source, "A cidade disse não. Kiev disse sim.", names=(Span(18, 22),))], "en", "pt-BR")
    assert ((Span(18, 22),), (), (Span(0, 4),)) == tuple(one.names for one in found)
