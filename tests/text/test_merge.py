import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstrans.text.merge import merge_words

BASE = "Kiew meldete, am Dienstag seien 1.200 Tonnen verladen worden."
CASES = [
    # one word each, far apart
    ("Kyjiw meldete, am Dienstag seien 1.200 Tonnen verladen worden.", "Kiew meldete, am Mittwoch seien 1.200 Tonnen verladen worden.",
     "Kyjiw meldete, am Mittwoch seien 1.200 Tonnen verladen worden."),
    # one takes out, one puts in at the end
    ("Kiew meldete, es seien 1.200 Tonnen verladen worden.", BASE + " So der Minister.", "Kiew meldete, es seien 1.200 Tonnen verladen worden. So der Minister."),
    # both the same change, and one more
    ("Kyjiw meldete, am Dienstag seien 1.200 Tonnen verladen worden.", "Kyjiw meldete, am Dienstag seien 1.300 Tonnen verladen worden.",
     "Kyjiw meldete, am Dienstag seien 1.300 Tonnen verladen worden."),
    # the same word to two others
    ("Kyjiw meldete, am Dienstag seien 1.200 Tonnen verladen worden.", "Kyiv meldete, am Dienstag seien 1.200 Tonnen verladen worden.", None),
    # two sentences at the same place
    (BASE + " Eins.", BASE + " Zwei.", None),
    # one took out the words that the other changed
    ("Kiew meldete, dass 1.200 Tonnen verladen worden seien.", "Kiew meldete, am Mittwoch seien 1.200 Tonnen verladen worden.", None),
    # a whole new text
    ("Etwas ganz anderes steht hier.", "Kyjiw meldete, am Dienstag seien 1.200 Tonnen verladen worden.", None),
]  # fmt: skip


@pytest.mark.parametrize(("mine", "theirs", "expected"), CASES)
def test_both_changes_stand_where_they_do_not_touch(mine, theirs, expected):
    """Whoever was first."""
    assert expected == merge_words(BASE, mine, theirs) == merge_words(BASE, theirs, mine)


def test_scripts_without_spaces():
    """Single ideographs are words."""
    assert "キーウ市長は水曜日に辞任した。" == merge_words("キエフ市長は火曜日に辞任した。", "キーウ市長は火曜日に辞任した。", "キエフ市長は水曜日に辞任した。")


TEXTS = st.text(alphabet="ab c.1é", max_size=12)


@given(TEXTS, TEXTS, TEXTS)
def test_nobodys_change_is_lost_or_made_up(base, one, other):
    """A text that only one changed is that one's; the order of the two does not matter."""
    assert one == merge_words(base, one, base) == merge_words(base, base, one) == merge_words(base, one, one)
    assert merge_words(base, one, other) == merge_words(base, other, one)
