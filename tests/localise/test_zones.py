from __future__ import annotations

import pytest

from newstrans.localise.locale import load_locale
from newstrans.localise.segment import localise_segment
from newstrans.model import replay

TAGS = "pt-BR pt-PT es fr de it ca gl uk ru pl ar ko ja zh-Hans".split()


def localised(source: str, target: str, tag: str) -> tuple[str, list[str], list[str]]:
    edits, notes = localise_segment(source, target, source_language="en", locale=load_locale(tag))
    return replay(target, edits), [edit.rule for edit in edits], [note.check for note in notes]


@pytest.mark.parametrize(
    ("source", "target", "tag", "expected"),
    [
        ("at 5 p.m. ET on Monday", "às 17h ET na segunda", "pt-BR", "às 17h (horário de Nova York) na segunda"),
        ("at 5:30 p.m. (EST) on Monday", "às 5:30 p.m. (EST) na segunda", "pt-BR", "às 17h30 (horário de Nova York) na segunda"),
        ("at 17:00 CET.", "a las 17:00 CET.", "es", "a las 17:00 (hora estándar de Europa central)."),
        ("at 5 p.m. EDT", "um 17:00 EDT", "de", "um 17:00 (Nordamerikanische Ostküsten-Sommerzeit)"),
        ("at 5 p.m. CEST", "alle 17:00 CEST", "it", "alle 17:00 (ora legale dell’Europa centrale)"),
        ("at 5 p.m. JST", "о 17:00 JST", "uk", "о 17:00 (за японським стандартним часом)"),
        ("at 5 p.m. JST", "17時JST", "ja", "17時（日本標準時）"),
        # Understood everywhere; English readers know their own; a time that the engine moved is not named.
        ("at 17:00 GMT", "a las 17:00 GMT", "es", "a las 17:00 GMT"),
        ("at 5 p.m. ET", "at 5 p.m. ET", "en", "at 5 p.m. ET"),
        ("at 5 p.m. ET", "às 18h ET", "pt-BR", "às 18h ET"),
        ("at 5 p.m. (ET time", "às 17h (ET time", "pt-BR", "às 17h (ET time"),
        ("at 5 p.m. ETA", "às 17h ETA", "pt-BR", "às 17h ETA"),
    ],
)
def test_zones_are_named(source, target, tag, expected):
    """Only behind a time of the source, and the time stays."""
    assert localised(source, target, tag)[0].replace("\u00a0", " ") == expected


@pytest.mark.parametrize("zone", ["CST", "IST", "BST", "AST"])
def test_an_abbreviation_of_two_zones_is_left_and_reported(zone):
    """China or Chicago: an editor knows."""
    text, rules, notes = localised(f"at 5 p.m. {zone}", f"às 17h {zone}", "pt-BR")
    assert (text, rules, notes) == (f"às 17h {zone}", [], ["time.zone"])


@pytest.mark.parametrize("tag", TAGS)
def test_every_locale_names_a_zone(tag):
    """And a second time changes nothing."""
    time = load_locale(tag).clock.format(17, 30)
    text, rules, _ = localised("It began at 5:30 p.m. CET in Kyiv", f"{time} CET", tag)
    assert rules == ["time.zone"]
    assert "CET" not in text
    assert localised("It began at 5:30 p.m. CET in Kyiv", text, tag)[1] == []
