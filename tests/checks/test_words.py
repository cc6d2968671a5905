from __future__ import annotations

from pathlib import Path

import pytest
from check_cases import make_edition, make_unit

from newstrans.checks import PolicyError, make_policy, run_checks
from newstrans.checks.words import WordListError, parse_word_list, read_word_lists

LIST = """
[forbidden.pt]
"favela" = "write comunidade"
[forbidden.pt-BR]
"presidenta*" = "write presidente"
[sensitive.coup]
en = ["coup*"]
pt = ["golpe*"]
[sensitive.coup.causes]
en = ["putsch*"]
pt = ["quartelada*"]
"""


def test_words_of_a_list_are_found(tmp_path: Path) -> None:
    """Those of the locale and of its language, whole words only, and no further than its language."""
    (tmp_path / "house.toml").write_text(LIST, "utf-8")
    policy = make_policy({}, words=[tmp_path])
    edition = make_edition(make_unit([("The head left.", "A Presidenta deixou a favela de golpe. Favelado.")]))
    found = [(one.check, one.severity, one.target_text) for one in run_checks(edition, policy=policy) if one.check in ("forbidden", "sensitive")]
    assert found == [("forbidden", "error", "Presidenta"), ("forbidden", "error", "favela"), ("sensitive", "warning", "golpe")]
    other = make_edition(make_unit([("The coup failed.", "El golpe en la favela fracasó.")]), locale="es")
    assert [one for one in run_checks(other, policy=policy) if one.check in ("forbidden", "sensitive")] == []


@pytest.mark.parametrize(
    ("source", "target", "found"), [("The putsch failed.", "O golpe falhou.", False), ("The head left.", "A quartelada falhou.", False), ("The head left.", "O golpe falhou.", True)]
)
def test_causes_answer_for_a_word_and_are_not_looked_for(tmp_path: Path, source: str, target: str, *, found: bool) -> None:
    """They count in the source only."""
    (tmp_path / "house.toml").write_text(LIST, "utf-8")
    edition = make_edition(make_unit([(source, target)]))
    assert any(one.check == "sensitive" for one in run_checks(edition, policy=make_policy({}, words=[tmp_path]))) is found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[forbiden.pt]", "unknown table 'forbiden'"),
        ("[forbidden.pt]\nfavela = 3", "forbidden.pt.favela must be a text"),
        ("[sensitive.coup]\nen = 'coup'", "sensitive.coup.en must be a list of words"),
        ("[sensitive.coup]\nen = ['*']", "sensitive.coup.en must be a list of words"),
        ("[sensitive.coup.causes]\nen = 'coup'", "sensitive.coup.causes.en must be a list of words"),
        ("forbidden = 1", "forbidden must be a table"),
        ("[", "not a TOML file"),
    ],
)
def test_wrong_lists_are_refused(text: str, message: str) -> None:
    """The message names the place."""
    with pytest.raises(WordListError, match=r"house\.toml") as caught:
        parse_word_list(text, "house.toml")
    assert message in str(caught.value)


def test_list_that_is_not_there(tmp_path: Path) -> None:
    """A file that is named in the settings has to be there."""
    with pytest.raises(WordListError, match="cannot be read"):
        read_word_lists([tmp_path / "none.toml"])


@pytest.mark.parametrize("switches", [{"nmber": "off"}, {"number": "loud"}])
def test_unknown_switches_are_refused(switches: dict[str, str]) -> None:
    """In the newsroom's table and in a feed's."""
    with pytest.raises(PolicyError):
        make_policy(switches)
    with pytest.raises(PolicyError):
        make_policy({}, [(("*",), switches)])
