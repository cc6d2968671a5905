from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newstrans.localise.locale import load_locale
from newstrans.localise.segment import localise_segment, localise_unit
from newstrans.model import replay

TAGS = ["en", "pt-BR", "pt-PT", "es", "fr", "de", "it", "uk", "ru", "ko", "ar", "gl", "ca", "pl", "ja", "zh-Hans"]

SOURCE = "“It’s over,” she said at 5:30 p.m. on Dec. 14, 2025 — the fund lost $3.5 billion, 12.5%…"


@pytest.mark.parametrize(
    ("target", "tag", "expected"),
    [
        (
            '"Acabou", disse ela às 17:30 em 14 de dezembro de 2025 - o fundo perdeu US $ 3,5 bilhões, 12,5%...',
            "pt-BR",
            "“Acabou”, disse ela às 17h30 em 14 de dezembro de 2025 – o fundo perdeu US$_3,5 bilhões, 12,5%…",
        ),
        (
            '" Ha terminado," dijo en 5:30 p.m. encima Dic. 14, 2025 - el fondo perdió $3.5 mil millones, 12.5%...',
            "es",
            "«Ha terminado», dijo en 17:30 el 14 de diciembre de 2025 —el fondo perdió 3,5 mil millones de dólares, 12,5_%…",
        ),
        (
            "\"C'est fini\", a-t-elle dit à 17:30 en 14 décembre de 2025 - le fonds a perdu US $ 3,5 mil millions, 12,5%...",
            "fr",
            "«_C’est fini_», a-t-elle dit à 17_h_30 le 14 décembre 2025 – le fonds a perdu 3,5 milliards de dollars, 12,5_%…",
        ),
        (
            '"Es ist vorbei", sagte sie um 17:30 am Dec. 14, 2025 - der Fonds verlor $3,5 Milliarden, 12,5%...',
            "de",
            "„Es ist vorbei“, sagte sie um 17:30 am 14. Dezember 2025 – der Fonds verlor 3,5 Milliarden Dollar, 12,5_%…",
        ),
        (
            '"Це кінець", сказала вона о 17:30 14 грудня 2025 - фонд втратив 3,5 млрд $, 12,5%...',
            "uk",
            "«Це кінець», сказала вона о 17:30 14 грудня 2025_— фонд втратив $3,5 млрд, 12,5_%…",
        ),
    ],
)
def test_a_sentence_comes_out_in_house_style(target, tag, expected):
    """All the rules together, on what the engines of these pairs give."""
    edits, notes = localise_segment(SOURCE, target, source_language="en", locale=load_locale(tag))
    assert replay(target, edits).replace("\u00a0", "_") == expected
    assert notes == []
    assert {edit.stage for edit in edits} == {"localise"}
    assert all(edit.reason and edit.rule for edit in edits)


def test_a_unit_keeps_its_quotation_over_sentences():
    """The second sentence of a quotation closes what the first has opened."""
    pairs = [
        ("“They did not come.", '"Eles não vieram.'),
        ("They said ‘never’.", "Disseram 'nunca'."),
        ("It is over,” he said.", 'Acabou", disse ele.'),
    ]
    done = localise_unit(pairs, source_language="en", locale=load_locale("pt-BR"))
    assert [replay(target, edits) for (_, target), (edits, _) in zip(pairs, done, strict=True)] == [
        "“Eles não vieram.",
        "Disseram ‘nunca’.",
        "Acabou”, disse ele.",
    ]
    assert [notes for _, notes in done] == [[], [], []]


PIECES = st.sampled_from(
    [
        "the law", "lei", "закон", "«слово»", '"word"', "“word”", "‘inner’", "don't", "l'homme", "1,234.56", "1.234,56",
        "12.5%", "12,5 %", "$3.5 billion", "US$ 3,5", "€300,000", "GBP 27", "at 5:30 p.m.", "às 17:30", "17h30",
        "on Dec. 14, 2025", "14 de dezembro de 2025", "May 2024", "2019–2024", "https://example.org/a?b=1", "@desk",
        "and more...", "…", "?", ": yes", "5'10\"", "35억", "\ud800", "\n",
        "60 miles", "60 milhas", "60英里", "-4 °F", "at 5 p.m. ET", "17h ET", "17:00 CST", "ships, trains, and trucks.",
        "navios, trens, e caminhões", "سفن, نعم?", "الجزيرة 24", "+1 212 555 0100", "2025-12-14", "港 口 ,", "(敖德萨)", "1'000'000",
    ]
)  # fmt: skip
TEXTS = st.builds(" ".join, st.lists(PIECES, max_size=8))


@given(source=TEXTS, target=TEXTS, same=st.booleans(), tag=st.sampled_from(TAGS), units=st.sampled_from(["", "metric", "imperial"]))
@settings(max_examples=600, deadline=None)
def test_edits_can_be_replayed_and_nothing_is_changed_twice(source, target, same, tag, units):
    """The record leads to the result, and the result is already in house style."""
    target = source if same else target
    locale = load_locale(tag).with_units(units)
    edits, _ = localise_segment(source, target, source_language="en", locale=locale)
    result = replay(target, edits)
    again, _ = localise_segment(source, result, source_language="en", locale=locale)
    assert [(edit.rule, edit.before, edit.after) for edit in again] == []


@given(source=st.text(max_size=80), target=st.text(max_size=80), tag=st.sampled_from([*TAGS, "ja", "he", "sv"]))
@settings(max_examples=200, deadline=None)
def test_no_text_makes_a_rule_fail(source, target, tag):
    """Anything may come from a wire or an engine."""
    edits, notes = localise_segment(source, target, source_language="en", locale=load_locale(tag))
    result = replay(target, edits)
    assert all(note.target is None or 0 <= note.target.start <= note.target.end <= len(result) for note in notes)


@pytest.mark.parametrize(
    "text", ['"a" ' * 900, "5:30 p.m. " * 900, "Dec. 14, 2025 " * 900, "1,234.5 " * 900, "$3.5bn " * 900, "— a " * 900, "'" * 9000]
)
def test_long_lines_are_taken(text):
    """A line without an end goes through every rule and back."""
    edits, _ = localise_segment(text, text, source_language="en", locale=load_locale("fr"))
    replay(text, edits)


def test_the_language_of_the_edition_without_folder_is_served():
    """Swedish has no folder: CLDR's marks and figures, no furniture."""
    target = '"Nej", sade hon om 1,234.5.'
    edits, _ = localise_segment("“No,” she said of 1,234.5.", target, source_language="en", locale=load_locale("sv"))
    assert replay(target, edits) == "”Nej”, sade hon om 1\u00a0234,5."
