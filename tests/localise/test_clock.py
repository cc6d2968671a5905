from __future__ import annotations

import pytest

from newstrans.localise.amounts import read_mentions
from newstrans.localise.clock import localise_times
from newstrans.localise.locale import load_locale
from newstrans.text.edits import Rewriter


def localised(source: str, target: str, tag: str, language: str = "en") -> str:
    draft = Rewriter(target, "localise")
    mentions = read_mentions(source, language)
    localise_times(draft, source, mentions, source_language=language, locale=load_locale(tag))
    return draft.text


@pytest.mark.parametrize(
    ("tag", "half_past", "full", "morning"),
    [
        ("en", "5:30 p.m.", "5 p.m.", "9:05 a.m."), ("pt-BR", "17h30", "17h", "9h05"), ("pt-PT", "17:30", "17:00", "9:05"),
        ("es", "17:30", "17:00", "9:05"), ("fr", "17\u00a0h\u00a030", "17\u00a0h", "9\u00a0h\u00a005"),
        ("de", "17:30", "17:00", "9:05"), ("it", "17:30", "17:00", "9:05"), ("uk", "17:30", "17:00", "9:05"),
        ("ru", "17:30", "17:00", "9:05"), ("ko", "오후 5시 30분", "오후 5시", "오전 9시 05분"), ("ar", "17:30", "17:00", "9:05"),
        ("gl", "17:30", "17:00", "9:05"), ("ca", "17:30", "17:00", "9:05"), ("pl", "17:30", "17:00", "9:05"),
    ],
)  # fmt: skip
def test_times_are_house_style(tag, half_past, full, morning):
    """The three shapes of a time in every shipped locale."""
    clock = load_locale(tag).clock
    assert [clock.format(17, 30), clock.format(17, 0), clock.format(9, 5)] == [half_past, full, morning]


@pytest.mark.parametrize("target", ["às 17h30", "às 17:30", "às 5:30 p.m.", "às 17:30 p.m.", "às 5:30", "às 5:30 PM", "às 17h 30"])
def test_every_shape_that_engines_give_is_one_time(target):
    """Whatever became of "5:30 p.m.", the source says that it is half past five in the afternoon."""
    assert localised("at 5:30 p.m. in Kyiv", target + " em Kiev", "pt-BR") == "às 17h30 em Kiev"


@pytest.mark.parametrize(
    ("source", "target", "tag", "expected"),
    [
        ("by 11:17 AM on Monday", "até 11:17 AM na segunda", "pt-BR", "até 11h17 na segunda"),
        # Apertium translates the "am" of "11:17 AM" as a verb.
        ("by 11:17 AM on Monday", "por 11:17 SOY el lunes", "es", "por 11:17 el lunes"),
        ("by 11:17 AM on Monday", "per 11:17 ÉS dilluns", "ca", "per 11:17 dilluns"),
        ("at 12:30 a.m. today", "às 12:30 a.m. hoje", "pt-BR", "às 0h30 hoje"),
        ("at 12 p.m. today", "a las 12 p.m. hoy", "es", "a las 12:00 hoy"),
        ("It ended at 5 p.m.", "Terminó a las 5 p.m.", "es", "Terminó a las 17:00."),
        ("It ended at 5:30 p.m.", "Il s'est terminé à 17:30.", "fr", "Il s'est terminé à 17\u00a0h\u00a030."),
        ("at 5:30 p.m. on Monday", "um 17:30 am Montag", "de", "um 17:30 am Montag"),
        ("at 5:30 p.m. today", "今日の午後5時30分に", "ja", "今日の17時30分に"),
        ("at 5 p.m. today", "今日の5時に、5時間後", "ja", "今日の17時に、5時間後"),
        ("at 5:30 p.m. today", "今天下午5:30", "zh-Hans", "今天17:30"),
        ("at 5 p.m. today", "今天晚上5点", "zh-Hans", "今天17:00"),
        # Without a half of the day English may mean either.
        ("at 5:30 in Kyiv", "às 5:30 em Kiev", "pt-BR", "às 5:30 em Kiev"),
        # Another time than the source's is the engine's mistake, and not for this rule.
        ("at 5:30 p.m.", "às 18:30", "pt-BR", "às 18:30"),
        ("The 3:15 of John", "O 3:15 de João", "pt-BR", "O 3:15 de João"),
    ],
)
def test_times_of_the_source(source, target, tag, expected):
    """Only a time whose value the source gives for certain is rewritten."""
    assert localised(source, target, tag) == expected


@pytest.mark.parametrize(
    ("source", "language", "target", "expected"),
    [
        ("A reunião começou às 17h30 em Kiev", "pt", "The meeting started at 17:30 in Kyiv", "The meeting started at 5:30 p.m. in Kyiv"),
        ("Começou às 17h30.", "pt", "It started at 17:30.", "It started at 5:30 p.m."),
        ("La réunion de 17 h 30", "fr", "The 17:30 meeting", "The 5:30 p.m. meeting"),
        ("Beginn um 17.30 Uhr", "de", "Start at 17:30", "Start at 5:30 p.m."),
        ("Початок о 9:05 в Києві", "uk", "Start at 9:05 in Kyiv", "Start at 9:05 a.m. in Kyiv"),
        # A handball score is no time.
        ("Kiel gewann 23:21 gegen Berlin", "de", "Kiel won 23:21 against Berlin", "Kiel won 23:21 against Berlin"),
    ],
)
def test_times_into_english(source, language, target, expected):
    """A time of 24 hours becomes a.m. or p.m. when the source marks it as a time."""
    assert localised(source, target, "en", language) == expected
