import pytest

from newstrans.formats.furniture import RULES, find_furniture, match_rule

PROSE = "The European Commission said on Monday that insurance for grain ships would cost less next year."


@pytest.mark.parametrize(("rule", "example"), [(rule.id, example) for rule in RULES for example in rule.examples])
def test_every_rule_matches_its_examples(rule, example):
    """The examples in the table are what the rule is for, and no earlier rule takes them."""
    matched = match_rule(example)
    assert matched is not None
    assert matched[0].id == rule


def test_rule_ids_are_unique():
    """Reports name rules by their id."""
    assert len({rule.id for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    "line",
    [
        "Why?",
        "Close.",
        "“Close.”",
        "Close the port, they said.",
        "Share prices fell.",
        "Related parties must register by Friday.",
        "Photo: the minister says it will sell.",
        "Updated figures for 2026 were not available.",
        "Follow us on Facebook, the minister said, and you will see.",
        "Copyright law changed in 2026.",
        "Ends the war",
        "Comment is free",
        "Read more about it in the report.",
        "Page 2 of the report says so",
        "Por fin",
        "No.",
    ],
)
def test_ordinary_short_lines_are_not_furniture(line):
    """A rule takes whole lines that are clearly no prose, and nothing else."""
    assert match_rule(line) is None


def test_words_that_a_story_may_use_go_only_at_its_edges():
    """ "Close" is a button above and below the story, and a word of the story inside it."""
    found = find_furniture(["Close", PROSE, "Close", PROSE, "Close"])
    assert [finding.index for finding in found] == [0, 4]


def test_what_no_story_says_goes_anywhere():
    """An advertisement label between two paragraphs is left out; an end mark there is not one."""
    found = find_furniture([PROSE, "Advertisement", PROSE, "* * *", PROSE, "Read more: Port fees explained", PROSE])
    assert [finding.index for finding in found] == [1, 5]


def test_a_list_of_other_stories_goes_with_its_heading():
    """Links below "Related" are no sentences and belong to it; a sentence ends the list."""
    found = find_furniture([PROSE, "Related", "Port fees explained", "Ten years of talks"])
    assert [(finding.index, finding.reason.split(" (")[0]) for finding in found] == [
        (1, "list of other stories"),
        (2, "link under “Related”"),
        (3, "link under “Related”"),
    ]


def test_a_stamp_tells_time_and_section():
    """What a furniture line says about the story is kept as metadata."""
    (finding,) = find_furniture(["Written by 9:05 PM Europe", PROSE])
    assert dict(finding.metadata) == {"published_time": "9:05 PM", "section": "Europe"}
