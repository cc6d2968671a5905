import pytest

from newstrans.formats.byline import find_author, is_byline_role, is_credit


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("By Jane Roe", "Jane Roe"),
        ("BY JANE ROE, Staff Writer", "JANE ROE"),
        ("By Jane Roe and Max Mu, Associated Press", "Jane Roe and Max Mu"),
        ("By Jane Roe, Max Mu and Ana Lima", "Jane Roe, Max Mu and Ana Lima"),
        ("By Jane Roe in Brussels", "Jane Roe"),
        ("By the newstrans desk", "the newstrans desk"),
        ("By Reuters", "Reuters"),
        ("By NEWSTRANS", "NEWSTRANS"),
        ("Por João da Silva", "João da Silva"),
        ("Par Zoé Petit, à Bruxelles", "Zoé Petit"),
        ("Von Max Muster", "Max Muster"),
        ("Di Maria Bianchi", "Maria Bianchi"),
        ("Автор: Олена Коваль", "Олена Коваль"),
    ],
)
def test_bylines_name_their_author(text, author):
    """A byline is told by its first word and the names after it, in several languages."""
    assert find_author(text) == author


@pytest.mark.parametrize(
    "text",
    [
        "By Monday, officials said",
        "By MONDAY",
        "By EU",
        "By law, ministers must go",
        "By 2030 Europe Will Pay",
        "Por fin, acuerdo en Bruselas",
        "Von Kiew bis Odessa",
        "Di Maio accusa Salvini",
        "Par Avion Postal Services Say No",
        "By",
        "",
        "By Jane Roe. " * 40,
    ],
)
def test_other_lines_are_no_bylines(text):
    """A headline that happens to begin with "By" or "Por" stays a headline."""
    assert find_author(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(Reporting by Ana Roe; Editing by Bo Li)", True),
        ("Reporting by Ana Roe in Kyiv, additional reporting by Cy Dee; writing by Ed Fox", True),
        ("(Reportagem de Ana Lima; Edição de Rui Sá)", True),
        ("Reporting by the BBC showed that ministers lied.", False),
        ("Writing by hand is good for children.", False),
    ],
)
def test_closing_credits_are_not_prose(text, expected):
    """Credits below a story hold names and words of the trade only."""
    assert is_credit(text) is expected


def test_a_role_may_stand_under_a_byline():
    """Job titles and agencies on a line of their own belong to the byline."""
    assert is_byline_role("Staff Writer")
    assert is_byline_role("Associated Press")
    assert not is_byline_role("Editors resign")
