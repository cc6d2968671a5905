"""Tags, and the locale data behind them."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from newstrans.errors import LocaleError
from newstrans.languages import declared_tag, direction, display_name, fallbacks, normalise_tag
from newstrans.localise.locale import babel_locale, refuse_slip
from newstrans.web.pages import preferred


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("FR", "fr"), ("nl_nl", "nl-NL"), ("swe", "sv"), ("zh_tw", "zh-TW"), ("no", "nb"), ("pt-br", "pt-BR"),
        ("sr-latn-rs", "sr-Latn-RS"), ("zh-hant", "zh-Hant"), ("tl", "fil"), ("zh-yue-hk", "zh-yue-HK"), ("ca-valencia", "ca-valencia"),
        ("de-1996", "de-1996"), ("en-u-ca-gregory", "en-u-ca-gregory"), ("en-x-house", "en-x-house"),
    ],
)  # fmt: skip
def test_spellings_become_one(tag: str, expected: str) -> None:
    """What wires and users write for a language is one tag."""
    assert expected == normalise_tag(tag)


@pytest.mark.parametrize("tag", ["", "klingon", "xx", "pt-QQ", "../pt", "pt\n", "p", "en-UKK", "en-abc1", "pt-BR-x"])
def test_what_is_no_tag_is_refused(tag: str) -> None:
    """An unknown locale is an error with a mend, never a folder name."""
    if tag == "pt\n":
        assert "pt" == normalise_tag(tag)
    else:
        with pytest.raises(LocaleError):
            normalise_tag(tag)


@pytest.mark.parametrize(
    ("tag", "said"),
    [
        ("en-UKK", "'UKK' is no country or region code"), ("ptbr", "Did you mean pt-BR?"), ("en-UK", "Did you mean en-GB?"),
        ("spanish", "Did you mean es?"), ("pt-BRR", "Did you mean pt-BR?"), ("xx-YY", "newstrans engines"), ("klingon", "newstrans engines"),
    ],
)  # fmt: skip
def test_a_tag_that_is_refused_says_what_was_meant(tag: str, said: str) -> None:
    """Or where the tags are listed."""
    with pytest.raises(LocaleError) as refused:
        normalise_tag(tag)
    assert said in str(refused.value)


def test_a_region_that_is_one_letter_off_is_found(tmp_path: Path) -> None:
    """Only where the house has the locale that was meant, and nobody writes the language there: Arabic in Germany is no slip."""
    for tag in ("pt-BR", "pt-AO", "ar-DE", "es-JP", "en-BT", "fr", "zh-Hant", "es-419"):
        refuse_slip(tag)
    with pytest.raises(LocaleError, match=r"'pt' is not written in 'BT'\. Did you mean pt-BR, pt-PT\?"):
        refuse_slip("pt-BT")
    (tmp_path / "pt-BT").mkdir()
    for tag in ("pt-BT", "pt-BR"):
        (tmp_path / tag).mkdir(exist_ok=True)
        (tmp_path / tag / "locale.toml").touch()
    refuse_slip("pt-BT", tmp_path)


def test_declared_nonsense_says_nothing() -> None:
    """A source's own word is evidence, not an order; a slip behind the language leaves the language."""
    assert [None, None, "en-US", "en"] == [declared_tag(tag) for tag in ("x-default", "klingon", "EN_us", "en-UKK")]


def test_a_source_with_many_odd_languages_is_not_searched_for_what_it_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    """To look for the nearest of 1,000 tags takes 10 ms: a page may declare another language in each of its elements."""
    monkeypatch.setattr(difflib, "get_close_matches", None)
    assert {None} == {declared_tag(f"klingon{number}") for number in range(20)}
    assert preferred("klingon1, klingon2, pt-BR") == "pt-BR"


def test_parents_and_directions() -> None:
    """Brazil falls back to Portuguese; Arabic runs from the right."""
    assert ("pt-BR", "pt") == fallbacks("pt-BR")
    assert ["rtl", "rtl", "ltr"] == [direction(tag) for tag in ("ar", "he-IL", "sr-Latn")]
    assert "Portuguese (Brazil)" == display_name("pt-BR")


def test_one_locale_does_not_leak_into_another() -> None:
    """Reading Japanese months must not change the Spanish ones (a fault of Babel's, see mend_babel)."""
    for tag in ("ja", "ko", "zh", "es"):
        months = babel_locale(tag).months["stand-alone"]["wide"]

    assert "mayo" == months[5]
