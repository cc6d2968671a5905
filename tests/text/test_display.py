import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstrans.text.display import Piece, columns, paint, signs, visible, visible_spaces, wrap


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("bell\x07 back\x08 del\x7f", "bell␇ back␈ del␡"),
        ("csi \x9b31m", "csi ⟨U+009B⟩31m"),
        ("over\rwrite", "over␍write"),
        ("pay \u202e009", "pay ⟨RLO⟩009"),
        ("\u2066x\u2069", "⟨LRI⟩x⟨PDI⟩"),
        ("zero\u200bwidth\ufeff", "zero⟨ZWSP⟩width⟨BOM⟩"),
        ("tag \U000e0041", "tag ⟨U+E0041⟩"),
        ("half \ud83d", "half ⟨U+D83D⟩"),
        ("می\u200cشود 👩\u200d🚒", "می\u200cشود 👩\u200d🚒"),  # joiners are spelling
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
    ],
)
def test_nothing_invisible_reaches_a_terminal(text, expected):
    """Controls and bidi overrides become symbols; letters, joiners, line feeds and tabs stay."""
    assert expected == visible(text)


@given(st.text())
def test_visible_text_is_printable_utf8(text):
    """What `visible` gives can be encoded and holds no escape."""
    shown = visible(text)

    assert "\x1b" not in shown
    assert shown.encode("utf-8")[:0] == b""
    assert shown == visible(shown)


@pytest.mark.parametrize(
    ("text", "expected"), [(" ", "␣"), ("\u00a0", "⍽"), (" a b ", "␣a b␣"), ("5\u202f%", "5⍽%"), ("a  b\nc", "a␣␣b␊c"), ("\u202ea \u202c", "⟨RLO⟩a ⟨PDF⟩"), ("", "")]
)
def test_spaces_in_a_mark_can_be_seen(text, expected):
    """No-break spaces, double ones and those at the ends of a mark are symbols, as are bidi controls."""
    assert expected == visible_spaces(text)


@given(st.text(st.sampled_from(" a\u00a0\n\u202e\x1b\ud800é"), max_size=20))
def test_the_parts_of_a_mark_are_its_text(text):
    """Symbols stand beside the text, not instead of it: a page can show both, and copying gives the text."""
    assert text == "".join(sign.text for sign in signs(text))
    assert visible(visible_spaces(text)) == visible_spaces(text)


def test_colour_only_when_asked_for():
    """Without colour the text is untouched, with it the style is closed again."""
    assert paint("x", "removed", colour=False) == "x"
    assert paint("x", "removed", colour=True) == "\x1b[31mx\x1b[0m"


def test_columns_know_wide_and_combining_characters():
    """Korean takes two columns a syllable, an accent none."""
    assert [columns("등대"), columns("farø"), columns("e\u0301")] == [4, 4, 1]


def test_lines_keep_to_the_width():
    """Words wrap, longer words and ideographs break, pieces keep their style."""
    pieces = [Piece("one two "), Piece("three", "bold"), Piece(" " + "x" * 50 + " " + "市" * 30)]

    lines = wrap(pieces, width=24, indent="  ")

    assert all(columns(line) <= 24 and line.startswith("  ") for line in lines)
    assert "".join("".join(lines).split()) == "onetwothree" + "x" * 50 + "市" * 30
