import pytest

from newstrans.formats.unwrap import Vocabulary, find_wrap, join_lines


@pytest.mark.parametrize(
    ("lines", "elsewhere", "expected"),
    [
        (["Zelen-", "sky arrived"], "", "Zelensky arrived"),
        (["the insur-", "ance fund"], "", "the insurance fund"),
        (["the Kyiv-", "based firm"], "", "the Kyiv-based firm"),
        (["Anglo-", "American talks"], "", "Anglo-American talks"),
        (["an F-", "16 landed"], "", "an F-16 landed"),
        (["the NATO-", "funded ship"], "", "the NATO-funded ship"),
        (["a 5-", "fold rise"], "", "a 5-fold rise"),
        (["the state-of-", "the art"], "", "the state-of-the art"),
        (["the co-", "ordinator"], "the coordinator spoke", "the coordinator"),
        (["the co-", "ordinator"], "the co-ordinator spoke", "the co-ordinator"),
        (["Nord-", "und Südkorea"], "", "Nord- und Südkorea"),
        (["reuniu-", "se em Lisboa"], "", "reuniu-se em Lisboa"),
        (["dit-", "il à Paris"], "", "dit-il à Paris"),
        (["Ver\u00ad", "sicherung"], "", "Versicherung"),
        (["Мініс-", "терка"], "", "Міністерка"),
        (["the aid—", "which came late"], "", "the aid—which came late"),
        (["the aid —", "which came late"], "", "the aid — which came late"),
        (["and/", "or"], "", "and/or"),
        (["東京で行われた会談の", "後、大臣は述べた"], "", "東京で行われた会談の後、大臣は述べた"),
        (["서울에서 회담이", "열렸다"], "", "서울에서 회담이 열렸다"),
    ],
)
def test_lines_join_into_a_paragraph(lines, elsewhere, expected):
    """Broken words become whole, compounds keep their hyphen, scripts without spaces get none."""
    assert join_lines(lines, Vocabulary([*lines, elsewhere])) == expected


def test_lines_as_full_as_can_be_are_wrapped():
    """Where the next word would not have fitted, a program broke the line."""
    block = [
        "Negotiators from Ukraine and the European Commission moved",
        "closer on Monday to a common insurance fund for grain",
        "ships, officials said, after two days of talks that had",
        "looked close to failure.",
    ]
    wrap = find_wrap([block])
    assert wrap is not None
    assert wrap.greedy


def test_one_paragraph_a_line_is_not_wrapped():
    """Lines that end as sentences do are paragraphs."""
    block = ["The port is open again after two days of talks.", "Ships sail.", "Nobody knows for how long that will last."]
    assert find_wrap([block]) is None


def test_short_lines_are_no_wrapped_text():
    """Results of a match are not a narrow column."""
    assert find_wrap([["Arsenal 2", "Chelsea 1", "Everton 0", "Fulham 3"]]) is None


def test_lines_broken_by_hand_are_wrapped_too():
    """Lines that go on in lower case belong together, however long they are."""
    block = ["Negotiators from Ukraine", "and the European Commission moved closer on Monday", "to a common fund,", "officials said."]
    wrap = find_wrap([block])
    assert wrap is not None
    assert not wrap.greedy
