"""Which paragraph is which: tables of old and new versions, and what holds for all of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstrans.model import Unit, UnitKind
from newstrans.review.align import align, divided, merged
from newstrans.store.records import Change

P = UnitKind.PARAGRAPH
A, B, C, D = "The harbour opened again.", "A storm closed it for two days.", "No ship was lost.", "The mayor thanked the crews."


def links(old, new):
    made = align([(P, text) for text in old], [Unit(f"p{n}", P, text) for n, text in enumerate(new)])
    return [(link.change.value, link.old, link.new) for link in made]


@pytest.mark.parametrize(("old", "new", "expected"), [
    ([A, B], [A, B], [("", (0,), (0,)), ("", (1,), (1,))]),
    ([A, B], [A, C, B], [("", (0,), (0,)), ("new", (), (1,)), ("", (1,), (2,))]),
    ([A, B, C], [A, C], [("", (0,), (0,)), ("", (2,), (1,)), ("removed", (1,), ())]),
    ([A, B], [A, "A storm closed it for three days."], [("", (0,), (0,)), ("changed", (1,), (1,))]),
    ([A, B, C, D], [D, A, B, C], [("moved", (3,), (0,)), ("", (0,), (1,)), ("", (1,), (2,)), ("", (2,), (3,))]),
    ([f"{A} {B}", C], [A, B, C], [("split", (0,), (0, 1)), ("", (1,), (2,))]),
    ([A, B, C], [f"{A} {B}", C], [("joined", (0, 1), (0,)), ("", (2,), (1,))]),
    # Nothing in common: not one paragraph and its correction.
    ([A], ["Twelve fishermen were on strike."], [("new", (), (0,)), ("removed", (0,), ())]),
    # The same paragraph twice: each is matched once.
    ([A, A], [A], [("", (0,), (0,)), ("removed", (1,), ())]),
    # Changed and moved.
    ([A, B, C, D], ["The mayor thanked all crews.", A, B, C], [("changed", (3,), (0,)), ("", (0,), (1,)), ("", (1,), (2,)), ("", (2,), (3,))]),
    ([], [A], [("new", (), (0,))]),
    ([A], [], [("removed", (0,), ())]),
])  # fmt: skip
def test_paragraphs_are_recognised(old, new, expected):
    assert expected == links(old, new)


def test_a_story_has_one_headline():
    """However much it changed; its text as a paragraph is no headline."""
    old = [(UnitKind.HEADLINE, "Harbour opens"), (P, A)]
    new = [Unit("headline", UnitKind.HEADLINE, "Storm: what we know"), Unit("p1", P, "Harbour opens"), Unit("p2", P, A)]
    assert [(Change.CHANGED, (0,), (0,)), (Change.NEW, (), (1,)), (Change.NONE, (1,), (2,))] == [
        (link.change, link.old, link.new) for link in align(old, new)
    ]


@given(st.lists(st.sampled_from([A, B, C, D, f"{A} {B}", "A storm closed it for three days."]), max_size=9),
       st.lists(st.sampled_from([A, B, C, D, f"{B} {C}", "No ship at all was lost."]), max_size=9))  # fmt: skip
def test_every_place_is_in_one_link(old, new):
    """None is lost, none is used twice."""
    found = links(old, new)
    assert list(range(len(old))) == sorted(n for _, ours, _ in found for n in ours)
    assert list(range(len(new))) == sorted(n for _, _, theirs in found for n in theirs)


@pytest.mark.parametrize(("text", "old", "new", "expected"), [
    # Only the changed sentence is exchanged; the editor's first one stays to the letter.
    ("Meu texto. A cidade diz não.", [("a.", "x."), ("b.", "y.")], [("a.", "x."), ("c.", "Z.")], "Meu texto. Z."),
    ("Meu texto. A cidade diz não.", [("a.", "x."), ("b.", "y.")], [("n.", "N."), ("a.", "x."), ("b.", "y.")], "N. Meu texto. A cidade diz não."),
    ("Meu texto. A cidade diz não.", [("a.", "x."), ("b.", "y.")], [("a.", "x.")], "Meu texto."),
    # The editor made two sentences one: nobody knows which words stand for which.
    ("Meu texto e a cidade diz não.", [("a.", "x."), ("b.", "y.")], [("a.", "x."), ("c.", "Z.")], None),
])  # fmt: skip
def test_the_offer_exchanges_changed_sentences_only(text, old, new, expected):
    assert expected == merged(text, "pt", old, new)


def test_a_text_is_divided_where_its_source_was():
    assert ["Um. Dois.", "Três."] == divided("Um. Dois. Três.", "pt", [2, 1])
    assert divided("Um. Dois.", "pt", [2, 1]) is None
