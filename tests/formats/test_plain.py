from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newstrans.errors import NoArticleError
from newstrans.formats import read_story
from newstrans.formats.plain import find_paragraphs
from newstrans.model import UnitKind
from newstrans.resources import find

SEED = Path(__file__).parents[3] / "shared" / "samples" / "seed-article.txt"

LEAD = "Negotiators from Ukraine and the European Commission moved closer on Monday to a common insurance fund."
NEXT = "The fund would start with €450 million, officials said, and pay for damage in seven ports."

SCRAPED = f"""Written by 9:05 PM Europe

Brussels Talks Edge Forward

{LEAD}

{NEXT}

Visited 7 times, 2 visit(s) today
Close Search Window
Close
"""

WIRE = """BRUSSELS TALKS EDGE FORWARD
Cover that ships can afford
By Jane Roe
Staff Writer

BRUSSELS, Dec. 14 (NT) - Negotiators from Ukraine and the European Com-
mission moved closer on Monday to a common insurance fund for grain
ships, officials said, after two days of talks that had looked close to
failure.

   The Kyiv-based port authority welcomed the plan. It said that the
rates had fallen to 1.2 percent of the value of a ship since the spring
of last year.
   Nobody gets everything in a deal like this, said one of the diplomats
who took part.

(MORE)

Three points stay open in the talks between the delegations, which go on:
- who pays when a ship waits in port for longer than ten days, as most of
  them did last year;
- whether fertiliser counts as food.

ENDS
"""


def _read(text, name="story.txt", **options):
    return read_story(text.encode() if isinstance(text, str) else text, name=name, **options)


def _kinds(story):
    return [(unit.id, unit.text) for unit in story.units]


def test_a_page_scraped_to_text_loses_its_furniture_and_says_so():
    """Stamps and buttons are left out, listed with their lines, and what they tell is kept."""
    story = _read(SCRAPED)
    assert _kinds(story) == [("headline", "Brussels Talks Edge Forward"), ("p1", LEAD), ("p2", NEXT)]
    assert [(item.text, item.line) for item in story.furniture] == [
        ("Written by 9:05 PM Europe", 1),
        ("Visited 7 times, 2 visit(s) today", 9),
        ("Close Search Window", 10),
        ("Close", 11),
    ]
    assert story.metadata == {"published_time": "9:05 PM", "section": "Europe"}
    assert all(item.reason for item in story.furniture)


def test_hard_wrapped_wire_copy_is_read_whole():
    """Lines are unwrapped, broken words joined, and head, dateline, indents and lists told apart."""
    story = _read(WIRE)
    assert _kinds(story) == [
        ("headline", "BRUSSELS TALKS EDGE FORWARD"),
        ("subhead", "Cover that ships can afford"),
        ("byline", "By Jane Roe"),
        ("byline2", "Staff Writer"),
        ("dateline", "BRUSSELS, Dec. 14 (NT) -"),
        (
            "p1",
            "Negotiators from Ukraine and the European Commission moved closer on Monday to a common insurance fund for "
            "grain ships, officials said, after two days of talks that had looked close to failure.",
        ),
        (
            "p2",
            "The Kyiv-based port authority welcomed the plan. It said that the rates had fallen to 1.2 percent of the "
            "value of a ship since the spring of last year.",
        ),
        ("p3", "Nobody gets everything in a deal like this, said one of the diplomats who took part."),
        ("p4", "Three points stay open in the talks between the delegations, which go on:"),
        ("li5", "who pays when a ship waits in port for longer than ten days, as most of them did last year;"),
        ("li6", "whether fertiliser counts as food."),
    ]
    assert [item.text for item in story.furniture] == ["(MORE)", "ENDS"]
    assert story.metadata == {"author": "Jane Roe", "agency": "NT", "dateline_date": "Dec. 14"}


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\u2028", "\x85", "\x0b"])
def test_line_ends_of_every_system_are_read(end):
    """Mixed and old line ends give the same paragraphs."""
    story = _read(SCRAPED.replace("\n", end))
    assert [unit.text for unit in story.units] == ["Brussels Talks Edge Forward", LEAD, NEXT]
    assert story.furniture[-1].line == 11


def test_paragraph_separators_and_form_feeds_end_lines():
    """U+2029 stands for a blank line, a form feed for a line end."""
    story = _read(f"Talks Edge Forward\u2029{LEAD}\u2029{NEXT}\x0c{LEAD}")
    assert [unit.id for unit in story.units] == ["headline", "p1", "p2", "p3"]


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("Brussels talks edge forward", "headline"),
        ("Who pays for the ships?", "headline"),
        ("BRUSSELS TALKS EDGE FORWARD.", "headline"),
        ("Talks Edge Forward in the U.S.", "headline"),
        ("브뤼셀에서 항만 보험 회담이 열렸다", "headline"),
        ("The talks moved forward.", "p1"),
        ("The talks moved forward:", "p1"),
        ("KYIV (AP) - Talks", "dateline"),
        ("• Talks edge forward", "li1"),
    ],
)
def test_a_headline_is_set_off_and_no_sentence(first, expected):
    """Only a first line that cannot be the opening sentence is a headline."""
    assert _read(f"{first}\n\n{LEAD}\n\n{NEXT}").units[0].id == expected


def test_a_single_line_is_a_paragraph():
    """One line of text alone is not a headline without a story."""
    assert _read("Kyiv opens its port").units[0].kind is UnitKind.PARAGRAPH


def test_short_sentences_of_a_story_are_never_dropped():
    """A word that is a button elsewhere stays where the story says it."""
    story = _read(f"Talks Edge Forward\n\n{LEAD}\n\nWhy?\n\n“Close.”\n\nClose.\n\n{NEXT}\n\nNo.")
    assert [unit.text for unit in story.units[2:]] == ["Why?", "“Close.”", "Close.", NEXT, "No."]
    assert story.furniture == ()


def test_a_wrapped_last_word_is_no_button():
    """The last line of a paragraph is part of it, even if it is a word that pages use."""
    text = "\n".join(
        [
            "Shares of the shipping companies of the western Black Sea region fell",
            "after the talks and stood at their lowest for three months at the",
            "close",
        ]
    )
    story = _read(text)
    assert story.units[0].text.endswith("lowest for three months at the close")
    assert story.furniture == ()


def test_credits_below_the_story_are_a_byline():
    """Reporting and editing credits are not prose."""
    story = _read(f"Talks Edge Forward\n\n{LEAD}\n\n(Reporting by Ana Roe; Editing by Bo Li)")
    assert story.units[-1].kind is UnitKind.BYLINE


def test_numbered_lines_are_a_list_only_when_they_count():
    """ "14. Dezember" at the start of a line is a date, "1." and "2." are items."""
    story = _read("Die Gespräche gehen weiter:\n\n1. Am Montag in Brüssel.\n2. Am Dienstag in Kiew.\n\n14. Dezember war der letzte Tag.")
    assert [(unit.kind.value, unit.text, unit.group) for unit in story.units[1:]] == [
        ("list-item", "Am Montag in Brüssel.", "ol1"),
        ("list-item", "Am Dienstag in Kiew.", "ol1"),
        ("paragraph", "14. Dezember war der letzte Tag.", ""),
    ]


def test_columns_are_a_table():
    """Two or more aligned columns are cells, not a paragraph to re-flow."""
    story = _read(f"Talks Edge Forward\n\n{LEAD}\n\nPort          Rate\nOdesa          1.2\nConstanța      0.4\n")
    cells = [unit for unit in story.units if unit.kind is UnitKind.TABLE_CELL]
    assert [(unit.text, unit.group) for unit in cells] == [
        ("Port", "table1.row1"), ("Rate", "table1.row1"),
        ("Odesa", "table1.row2"), ("1.2", "table1.row2"),
        ("Constanța", "table1.row3"), ("0.4", "table1.row3"),
    ]  # fmt: skip


def test_control_characters_and_soft_hyphens_do_not_reach_the_text():
    """Escape codes are removed with a note, soft hyphens silently: they are not letters."""
    story = _read(f"Talks Edge Forward\n\n\x1b{LEAD} Ver\u00adsicherung\x00")
    assert story.units[1].text == f"{LEAD} Versicherung"
    assert story.notes == ("2 control characters removed",)


def test_only_furniture_is_no_article():
    """A page of buttons is refused, and the message shows one."""
    with pytest.raises(NoArticleError, match=r"only 2 lines of page furniture such as 'Close'"):
        _read("Close\nShare\n")


@given(st.text(alphabet=st.sampled_from("ab Z.-\n\t•1)\u00ad–é日ш:"), max_size=400))
def test_no_letter_is_lost_or_invented(text):
    """Paragraphs hold the letters of the text in their order, whatever its lines are."""
    joined = "".join(paragraph.text for paragraph in find_paragraphs(text))
    assert [c for c in joined if c.isalnum()] == [c for c in text if c.isalnum()]


def test_the_shipped_example_reads_as_a_story():
    """The story of the demo shows what reading does."""
    story = _read((find("examples") / "harbour-talks.txt").read_bytes(), name="harbour-talks.txt")
    assert [unit.id for unit in story.units[:4]] == ["headline", "byline", "dateline", "p1"]
    assert story.units[2].text == "BRUSSELS, Dec. 14 (NT) -"
    text = " ".join(unit.text for unit in story.units)
    assert "European diplomat" in text
    assert "Kyiv-based port authority" in text
    assert len(story.furniture) == 7
    assert story.metadata["author"]


@pytest.mark.skipif(not SEED.exists(), reason="the samples are not beside this checkout")
def test_the_seed_article_is_read_to_the_letter():
    """Headline and eight paragraphs are the story, four lines are the page's."""
    story = _read(SEED.read_bytes(), name=SEED.name)
    lines = [line for line in SEED.read_text(encoding="utf-8").splitlines() if line]
    assert [item.text for item in story.furniture] == [lines[0], *lines[-3:]]
    assert [unit.text for unit in story.units] == lines[1:-3]
    assert [unit.id for unit in story.units] == ["headline", *(f"p{n}" for n in range(1, 9))]
    assert story.slug == "zelensky-expresses-intention-to-forgo-nato-membership"
    assert story.metadata == {"published_time": "11:17 AM", "section": "World"}
